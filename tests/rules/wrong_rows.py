"""Workbooks in which everything is wrong that a rule knows of."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence

import openpyxl
from openpyxl.worksheet.table import Table
from workbooks import BASE, parse, xlsx

from ocr_sheets.patching import Workbook

WRONG: Sequence[tuple[dt.date, str]] = (
    # Cambridge Technicals, a few days before a visit.
    (
        dt.date(2027, 3, 8),
        """
        Centre
        | Centre number | 3124001 |
        | Academic year | 2026/27 |
        | Consortium | North |
        | Consortium centres | 10101, 10102 |
        | Consortium form submitted | 2026-07-03 |

        Qualifications
        | Entry code | QAN | Family | Suite | Subject area | Quality assurer | Contacted us on |
        | 05839 | 601/2977/4 | Cambridge Technicals | 2016 | IT | | |
        | 05355 | 601/2977 | Cambridge Technicals | 2012 | IT | M. Moderator | |
        | 05835 | | Cambridge Technicals | 2016 | Business | B. Moderator | |
        | 0583B | | Cambridge Technicals | | Media | | |
        | 05357 | | Cambridge Technicals | 2012 | Media | | |

        Units
        | Entry code | Unit number | Unit reference | Assessment |
        | 05839 | 1 | 507/6467 | examined |
        | 05839 | 8 | | moderated |
        | 05839 | 9 | | moderated |
        | 05355 | 2 | | moderated |
        | 05835 | 4 | | moderated |
        | 05357 | 3 | | moderated |

        Candidates
        | Centre number | Candidate number | Surname | Forenames | ULN | UCI | Results needed by |
        | | 0001 | Adams | Ali | 1234567890 | 681990012058H | UCAS |
        | | 0002 | Brown | Bea | 12345 | 68199 | |
        | | 0002 | Clarke | Cy | | | |
        | 10120 | 0003 | Dunn | Di | | | |
        | 10102 | 0003 | Evans | Ed | | | summer 2027 |
        | | 12345 | Fry | Flo | | | |
        | | | Gray | Gus | | | |
        | | 0004 | Hall | Hal | | | |
        | | 0005 | Ives | Ida | | | |

        Visits
        | Visit | Subject area | Entry code | Visit date | Type | Type told on | Booked on | Status | Named contact |
        | IT 0 | IT | | 2026-11-12 | virtual | 2026-10-01 | | done | |
        | IT 1 | IT | | 2027-03-11 | virtual | 2027-02-12 | | confirmed | |
        | IT 2 | IT | | 2027-03-15 | face-to-face | | | | |
        | IT 3 | IT | | 2027-06-24 | | | 2027-05-16 | | |
        | IT 4 | IT | | 2027-08-20 | virtual | | 2027-05-16 | | |
        | B 1 | Business | | 2027-03-19 | Hybrid | | | | |
        | B 2 | Business | | 2027-03-18 | | | | cancelled | |
        | B 1 | Biznis | | 05/06/2027 | | | | | |
        | X 1 | | | #N/A | | | | | |

        Entries
        | Candidate number | Entry code | Unit number | Entry type | Entered on |
        | 0001 | 05839 | | full award | 2027-02-12 |
        | 0002 | 05355 | | full award | 2026-10-01 |
        | 0002 | 05355 | 2 | unit | 2026-10-01 |
        | 0005 | 05839 | | full award | 2026-10-01 |
        | 0001 | 05357 | | full award | 2026-10-01 |
        | 0009 | 05893 | | full award | 2026-10-01 |

        Assessors
        | Assessor |
        | JS |
        | PT |

        Claims
        | Candidate number | Entry code | Unit number | Assessor | Standardised by | Assessed on | Standardised on | Grade | Claimed on | Visit | Claim status | Confirmed grade | Sample requested on | Sample uploaded on | Available at visit | Results published on | Certificate issued on | Work disposed of on |
        | 0001 | 05839 | 8 | JS | PT | 2027-03-02 | 2027-03-03 | D* | 2027-03-01 | IT 1 | submitted | | 2027-03-02 | 2027-03-07 | | | | 2027-03-07 |
        | 0001 | 05839 | 8 | JS | PT | | | M | 2026-02-01 | IT 0 | confirmed | M | | | | | | |
        | 0001 | 05839 | 8 | JS | PT | | | P | 2027-02-20 | IT 1 | unsubmitted | | 2027-03-05 | | | | | |
        | 0001 | 05839 | 1 | JX | PX | | | P | | IT 1 | unsubmitted | | | | | | | |
        | 0001 | 05839 | 9 | JS | PT | | | P | | IT 1 | planned | | | | | | | |
        | 0003 | 05839 | 8 | JS | PT | | | P | 2027-01-04 | IT 2 | submitted | | 2027-01-05 | | no | | | |
        | 0005 | 05839 | 8 | JS | PT | | | P | 2027-01-04 | IT 2 | submitted | | 2027-03-01 | | | | | |
        | 0005 | 05839 | 9 | JS | PT | | | P | 2027-03-08 | | submitted | | | | | | | |
        | 0002 | 05355 | 2 | JS | PT | | | P | | IT 2 | withdrawn | P | | | | | | |
        | 0002 | 05355 | 2 | JS | PT | | | P | | IT 3 | submitted | | | | | | | |
        | 0001 | 05839 | 8 | JS | PT | | | D | 2027-02-20 | IT 4 | submitted | | | | | | | |
        | 0077 | 05839 | 77 | JS | PT | | | P | 2027-02-20 | B 2 | submitted | | | | | | | |
        | 0004 | 05839 | 8 | JS | PT | | | P | | B 1 | planned | | | | | | | |
        | 0004 | 05839 | 8 | JS | PT | | | P | | IT spring | planned | | | | | | | |
        | 0001 | 05357 | 3 | JS | PT | | | P | | | planned | | | | | | | |
        | 0005 | 05839 | 8 | JS | PT | | | M | 2026-09-30 | IT 3 | submitted | | 2026-09-29 | | | | | |
        | 0005 | 05355 | 2 | JS | PT | | | M | 2026-10-29 | IT 0 | submitted | | | | | | | |
        | 0011 | 05839 | 9 | JS | PT | | | P | 2027-01-04 | IT 2 | submitted | | 2027-03-01 | | | | | |
        | 0012 | 05839 | 9 | JS | PT | | | P | 2027-01-04 | IT 2 | submitted | | 2027-03-01 | | | | | |
        | 0013 | 05839 | 9 | JS | PT | | | P | 2027-01-04 | IT 2 | submitted | | 2027-03-01 | | | | | |
        | 0014 | 05839 | 9 | JS | PT | | | P | 2027-01-04 | IT 2 | submitted | | 2027-03-01 | | | | | |
        | 0015 | 05839 | 9 | JS | PT | | | P | 2027-01-04 | IT 2 | submitted | | 2027-03-01 | | | | | |
        | 0016 | 05839 | 9 | JS | PT | | | P | 2027-01-04 | IT 2 | submitted | | 2027-03-01 | | | | | |
        | 0017 | 05839 | 9 | JS | PT | | | P | 2027-01-04 | IT 2 | submitted | | 2027-03-01 | | | | | |
        """,
    ),
    # Without a sheet, a form, a moderator's request or, in June, a booking.
    (
        dt.date(2027, 6, 16),
        """
        Centre
        | Academic year | 2026/27 |
        | Consortium | North |
        | Consortium form submitted | |

        Persons
        | Nobody |

        Candidates
        | Candidate number | Surname | Forenames | Results needed by |
        | 0045 | Adams | Ali | UCAS |
        | 0046 | Brown | Bea | UCAS |
        | 0102 | Clarke | Cy | |

        Visits
        | Visit | Subject area | Visit date | Type | Booked on | Status |
        | IT 1 | IT | 2027-06-24 | virtual | 2027-05-16 | |
        | B 1 | Business | 2027-07-01 | virtual | 2027-05-01 | |

        Claims
        | Candidate number | Entry code | Unit number | Assessor | Claimed on | Visit | Sample requested on | Claim status |
        | 0045 | 05839 | 8 | JS | 2027-06-01 | IT 1 | | |
        | 0046 | 05835 | 4 | JS | 2027-06-01 | B 1 | | |
        """,
    ),
    # Verified qualifications.
    (
        dt.date(2027, 3, 8),
        """
        Qualifications
        | Entry code | Family | Subject area | Quality assurer | Approved on | Approval visit on | First delivered on | DCS from |
        | 04663 | Verified | Careers | | 2026-12-01 | | 2026-09-01 | 2027-02-01 |
        | 04664 | Verified | Careers 6 | E. Assurer | | 2026-01-05 | | |
        | 04665 | Verified | Careers 5 | E. Assurer | 2026-01-05 | 2026-01-06 | | |

        Assessors
        | Assessor | Name | Unavailable from | Unavailable to |
        | JS | Jo Smith | 2027-03-08 | 2027-03-12 |

        Candidates
        | Candidate number | Surname | Forenames | Left on | ULN |
        | 0102 | Clarke | Cy | 2027-03-10 | 9999999999 |
        | 0103 | Dunn | Di | | |

        Visits
        | Visit | Entry code | Visit date | Status |
        | L4 1 | 04663 | 2027-03-12 | |
        | L4 0 | 04663 | 2026-12-23 | done |
        | L6 1 | 04664 | 2027-08-31 | |

        Entries
        | Candidate number | Entry code | Unit number | Entry type | Entered on |
        | 0102 | 04663 | | full award | 2026-10-01 |
        | 0102 | 04663 | 2 | unit | 2026-10-01 |
        | 0102 | 04664 | | full award | 2026-10-01 |

        Claims
        | Candidate number | Entry code | Unit number | Assessor | Standardised by | Assessed on | Claimed on | Visit | Claim status | Results published on | Certificate issued on | Standardised on | Sample requested on | Available at visit |
        | 0102 | 04663 | 1 | JS | | 2027-02-12 | 2027-02-11 | L4 1 | submitted | | | 2027-02-13 | 2027-02-20 | no |
        | 0102 | 04663 | 2 | JS | JS | 2026-12-01 | 2026-12-02 | L4 0 | submitted | | |
        | 0102 | 04664 | 2 | JS | JS | 2026-09-01 | 2026-09-02 | L6 1 | submitted | | |
        | 0103 | 04663 | 2 | JS | JS | 2026-12-01 | 2026-12-02 | L4 0 | confirmed | 2027-02-12 | |
        """,
    ),
    # People, and what stands twice.
    (
        dt.date(2027, 2, 1),
        """
        Qualifications
        | Entry code | Family | Subject area | Quality assurer |
        | 05839 | Cambridge Technicals | IT | M. Moderator |
        | 04663 | Verified | Careers | E. Assurer |
        | 05839 | Cambridge Technicals | IT | |

        Units
        | Entry code | Unit number | Assessment |
        | 05839 | 8 | moderated |
        | 05839 | 8 | moderated |
        | 04663 | 1 | verified |

        Assessors
        | Assessor | Name | Email | Unavailable from | Unavailable to |
        | JS | Jo Smith | jo@school,sch.uk | 2027-03-11 | 2027-03-15 |
        | PT | Pat Taylor | | 2027-03-12 | 2027-03-10 |
        | PT | Paul Turner | | | |
        | AB | Ann Bell | ann@x.uk; office@x.uk | | |
        | CD | Cy Dee | ann@x.uk | | |
        | EF | Eve Fox | zoë@x.uk | | |
        | EF | Eve Fox | eve@x.uk | | |

        Candidates
        | Candidate number | Surname | Forenames | Date of birth | ULN | UCI |
        | 0045 | Adams | Ali | 2009-05-04 | | |
        | 0145 | Adams | Ali | 2009-05-04 | 9276308686 | 681990012058G |
        | 0102 | Clarke | Cy | | 9276308686 | 681990012058G |
        | 0103 | Dunn | Di | 2019-05-04 | | |

        Entries
        | Candidate number | Entry code | Entry type | Entered on |
        | 0045 | 05839 | full award | 2026-10-01 |
        | 0045 | 05839 | full award | 2026-10-02 |

        Claims
        | Candidate number | Entry code | Unit number | Assessor | Standardised by | Grade | Claimed on | Visit | Name |
        | 0045 | 05839 | 8 | JS | JS | M | 2027-01-12 | IT 1 | |
        | 0045 | 05839 | 8 | M Moderator | Smith, Jo | Mrit | 2027-01-12 | IT 1 | |
        | 0102 | 04663 | 1 | JS | JS | P | 2027-01-12 | L4 1 | Zoe Zimmer |

        Closures
        | From | To |
        | 2027-02-19 | 2027-02-15 |
        """,
    ),
    # What the catalogue says otherwise.
    (
        dt.date(2027, 2, 1),
        """
        Qualifications
        | Entry code | QAN | Title | Family | Suite | Level | Subject area | Size unit |
        | 05835 | | Business | Cambridge Technicals | 2016 | 3 | Business | |
        | 05838 | | IT | Cambridge Technicals | 2012 | 3 | IT | |
        | 05999 | 600/4227/8 | Health and Social Care | Cambridge Technicals | 2016 | 3 | Health | |
        | 05998 | | OCR Level 2 Cambridge Technical Certificate in IT | Cambridge Technicals | | | IT | |
        | 05839 | | IT | Cambridge Technicals | 2016 | 3 | IT | GLH |
        | 04512 | | Careers | Verified | | 4 | Careers | |
        | J817 | | Digital Information Technologies | Cambridge Technicals | | 2 | IT | |

        Units
        | Entry code | Unit number | Unit title | Unit reference | Size | Assessment |
        | 05835 | 1 | The business environment | | 60 | moderated |
        | 05839 | 8 | Project management | K/507/5004 | | moderated |

        Visits
        | Visit | Subject area | Visit date |
        | IT 1 | IT | 2027-03-11 |
        | IT 1 | IT | 2027-06-10 |
        """,
    ),
    # What OCR says on its other pages: entries that are moved, withdrawn or too many, and what lapses.
    (
        dt.date(2027, 2, 1),
        """
        Qualifications
        | Entry code | Family | Level | Subject area | Quality assurer | Approved on | One-year programme | DCS from |
        | 05838 | Cambridge Technicals | 3 | IT | M. Moderator | 2016-05-20 | | |
        | 05839 | Cambridge Technicals | 3 | IT | M. Moderator | 2016-05-20 | | |
        | 05355 | Cambridge Technicals | 3 | IT | M. Moderator | 2013-06-14 | | |
        | 05835 | Cambridge Technicals | 3 | Business | B. Moderator | 2026-09-04 | yes | |
        | 04663 | Verified | 4 | Careers | E. Assurer | 2026-01-10 | | |

        Units
        | Entry code | Unit number | Assessment |
        | 05838 | 8 | moderated |
        | 05839 | 1 | examined |
        | 05839 | 8 | moderated |
        | 04663 | 1 | verified |

        Candidates
        | Candidate number | Surname | Forenames | Results needed by |
        | 0045 | Adams | Ali | summer 2027 |
        | 0046 | Brown | Bea | |
        | 0047 | Dunn | Di | |
        | 0102 | Clarke | Cy | |

        Visits
        | Visit | Subject area | Entry code | Visit date | Type | Type told on | Moved from | Type changed from |
        | IT 0 | IT | | 2026-11-12 | virtual | 2026-10-01 | | |
        | IT 1 | IT | | 2027-03-11 | virtual | 2027-01-15 | 2027-03-18 | face-to-face |
        | L4 1 | | 04663 | 2026-11-11 | | | | |

        Entries
        | Candidate number | Entry code | Unit number | Entry type | Entered on | Withdrawn on | Estimated completion |
        | 0045 | 05839 | | full award | 2025-01-10 | | Summer 2028 |
        | 0045 | 05839 | 1 | examined unit | 2025-02-10 | | |
        | 0045 | 05839 | 1 | examined unit | 2025-10-10 | | |
        | 0045 | 05839 | 1 | examined unit | 2026-02-10 | | |
        | 0045 | 05839 | 1 | examined unit | 2026-10-10 | | |
        | 0046 | 05839 | | full award | 2026-10-01 | 2027-01-20 | |
        | 0047 | 05838 | | full award | 2025-10-01 | | |
        | 0047 | 05839 | | top-up | 2026-10-05 | | |
        | 0047 | 05835 | | full award | 2026-10-05 | | |
        | 0047 | 05355 | | full award | 2024-10-05 | | |
        | 0102 | 04663 | | full award | 2026-10-01 | | |

        Claims
        | Candidate number | Entry code | Unit number | Assessor | Standardised by | Grade | Claimed on | Visit | Claim status | Confirmed grade | Certificate issued on | Work disposed of on |
        | 0046 | 05839 | 8 | JS | PT | M | 2027-01-12 | IT 1 | submitted | | | |
        | 0047 | 05838 | 8 | JS | PT | M | 2027-01-12 | IT 1 | submitted | | | |
        | 0045 | 05839 | 8 | JS | PT | M | 2026-10-20 | IT 0 | confirmed | P | 2026-12-12 | 2027-01-20 |
        | 0102 | 04663 | 1 | JS | PT | P | 2026-11-12 | | submitted | | | |
        """,
    ),
    # A centre whose bank holidays we do not know, with visits alone.
    (
        dt.date(2027, 2, 1),
        """
        Centre
        | Nation | Jersey |

        Qualifications
        | Entry code | Family | Subject area |

        Visits
        | Visit | Subject area | Visit date | Type |
        | Dance 1 | Dance | 2027-03-11 | virtual |

        Entries
        | Candidate number | Entry code |

        Claims
        | Candidate number | Entry code |
        """,
    ),
    # What cannot have happened as the rows say.
    (
        dt.date(2027, 3, 1),
        """
        Visits
        | Visit | Subject area | Entry code | Visit date | Status |
        | IT 1 | IT | | 2027-03-11 | done |
        | L4 1 | | 04663 | 2027-03-12 | planned |

        Entries
        | Candidate number | Entry code | Entry type | Entered on |
        | 0045 | 05839 | full award | 2026-10-01 |
        | 0102 | 04663 | full award | 2027-01-20 |

        Claims
        | Candidate number | Entry code | Unit number | Assessor | Claimed on | Visit | Sample requested on | Results published on |
        | 0045 | 05839 | 8 | JS | 2027-02-10 | IT 1 | 2027-02-09 | 2027-02-20 |
        | 0102 | 04663 | 1 | JS | 2027-01-12 | L4 1 | | |
        """,
    ),
    # Sheets and headings that are not as they should be.
    (
        dt.date(2027, 2, 1),
        """
        Closures
        | From | Too | Raison |
        | 2027-02-15 | 2027-02-19 | Half-term |

        Sheet3
        | Candidate number | Entry code | Unit number | Entry type | Entered on | Assessor | Grade |
        | 0045 | 05839 | 8 | unit | | JS | M |

        Entries
        | Candidate number | Entry code | Entry type | Entered on |

        Tracker
        | Candidate number | Unit 1 |
        | 0045 | M |
        """,
    ),
    # The first visit of a consortium was without its form.
    (
        dt.date(2027, 3, 12),
        """
        Centre
        | Consortium | North |
        | Consortium form submitted | no |

        Visits
        | Visit | Subject area | Visit date | Type |
        | IT 1 | IT | 2027-03-11 | virtual |

        Entries
        | Candidate number | Entry code | Entry type | Entered on |
        | 0046 | 05839 | full award | |
        """,
    ),
)
"""Workbooks in which, between them, everything is wrong that a rule knows of."""


def below_totals() -> Workbook:
    """The small centre with an Excel table whose row of totals stands above the last row."""
    rows = {**parse(BASE)}
    rows["Entries"] = [*rows["Entries"][:3], ["Total"], *rows["Entries"][3:]]
    book = openpyxl.load_workbook(io.BytesIO(xlsx(rows)))
    book["Entries"].add_table(Table(displayName="tblEntries", ref="A1:F4", totalsRowCount=1))
    out = io.BytesIO()
    book.save(out)
    return Workbook.from_bytes(out.getvalue())
