"""A random centre with findings of many rules, for tests of what changes between two workbooks and of what comes back."""

from __future__ import annotations

import datetime as dt
import random

from workbooks import parse

Sheets = dict[str, list[list[str]]]
HEADINGS = {
    "Claims": ["Candidate number", "Entry code", "Unit number", "Assessor", "Standardised by", "Assessed on", "Standardised on",
               "Grade", "Claimed on", "Visit", "Claim status", "Sample requested on", "Comments"],
}  # fmt: skip
FIXED_SHEETS = """
Centre
| Label         | Value   |
| Centre number | 12345   |
| Academic year | 2026/27 |
| Nation        | England |

Qualifications
| Entry code | Title    | Family               | Suite | Level | Subject area | Quality assurer |
| 05839      | IT 2016  | Cambridge Technicals | 2016  | 3     | IT           | M. Moderator    |
| 05835      | Business | Cambridge Technicals | 2016  | 3     | Business     | B. Moderator    |

Units
| Entry code | Unit number | Unit title | Assessment |
| 05839      | 8           | Projects   | moderated  |
| 05839      | 9           | Products   | moderated  |
| 05835      | 4           | Customers  | moderated  |
| 05835      | 5           | Finance    | moderated  |

Assessors
| Assessor | Name         | Unavailable from | Unavailable to |
| JS       | Jo Smith     |                  |                |
| PT       | Pat Taylor   | 2027-03-10       | 2027-03-12     |
| AB       | Ann Bell     |                  |                |

Visits
| Visit  | Subject area | Entry code | Visit date | Type         | Type told on | Status    | Booked on  |
| IT 1   | IT           |            | 2027-03-11 | face-to-face | 2027-01-15   | confirmed | 2026-12-01 |
| IT 2   | IT           |            | 2027-06-10 | virtual      |              | planned   | 2026-12-02 |
| Bus 1  | Business     |            | 2027-02-18 | virtual      | 2027-01-10   | confirmed | 2026-12-03 |
"""


def random_centre(chance: random.Random) -> Sheets:
    """A centre with many findings of many rules."""
    sheets = parse(FIXED_SHEETS)
    numbers = [f"{number:04}" for number in chance.sample(range(1, 9000), 14)]
    sheets["Candidates"] = [["Candidate number", "Surname", "Forenames", "Date of birth", "ULN"]]
    sheets["Entries"] = [["Candidate number", "Entry code", "Unit number", "Entry type", "Entered on"]]
    sheets["Claims"] = [HEADINGS["Claims"]]
    for at, number in enumerate(numbers):
        sheets["Candidates"].append(
            [
                number,
                f"Surname{at:02}x",
                f"Name{at:02}y",
                f"2009-{at % 12 + 1:02}-03",
                f"90000{at:02}{int(number):03}0"[:10].ljust(10, "1"),
            ]
        )
        code, units, visits = chance.choice([("05839", ["8", "9"], ["IT 1", "IT 2"]), ("05835", ["4", "5"], ["Bus 1"])])
        if chance.random() < 0.85:
            sheets["Entries"].append([number, code, "", "full award", day(chance, dt.date(2026, 10, 1), 130)])
        for unit in units:
            sheets["Claims"].append([
                number, code, unit, chance.choice(["JS", "PT", "AB", "XY"]), chance.choice(["JS", "PT", ""]),
                day(chance, dt.date(2026, 11, 1), 60), day(chance, dt.date(2026, 12, 1), 60), chance.choice("PMD"),
                day(chance, dt.date(2027, 1, 5), 60), chance.choice(visits), "submitted",
                chance.choice(["", day(chance, dt.date(2027, 1, 20), 30)]), chance.choice(["", "late with it", "see folder"]),
            ])  # fmt: skip
    return sheets


def day(chance: random.Random, first: dt.date, within: int) -> str:
    return (first + dt.timedelta(days=chance.randrange(within))).isoformat()
