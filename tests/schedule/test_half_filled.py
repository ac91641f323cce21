"""Half-filled workbooks of many kinds, each looked at on several days: nothing is a must fix that is only not filled in, nothing past and
undone is called ready, and what is to fill in comes with what it would bring.

Unlike most tests these workbooks have the sheets shown here and no others.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pytest
from workbooks import parse, xlsx

from ocr_sheets.report import Report
from ocr_sheets.rules import Severity
from ocr_sheets.schedule.deadlines import What
from ocr_sheets.validate import read_choices, report_on
from ocr_sheets.writing.readiness import readiness_lines

ENTERED = """
Entries
| Candidate number | Entry code | Entry type | Entered on |
| 4101 | 05839 | full award | 2026-10-05 |
| 4102 | 05839 | full award | {second} |
"""
UNITS = """
Units
| Entry code | Unit number | Assessment |
| 05839 | 8 | moderated |
"""
VISIT = """
Visits
| Visit | Subject area | Visit date | Type |
| IT 1 | IT | 2027-03-11 | virtual |
"""
COURSES = """
Candidates
| Candidate number | Surname | Forenames | Course |
| 4101 | Adams | Ali | IT Level 3 Extended Certificate |
"""
VERIFIED = """
Qualifications
| Entry code | Family | Approved on | Quality assurer |
| 04663 | Verified | 2025-01-10 | E. Q. Assurer |
| 05839 | Cambridge Technicals | | M. Oderator |

Entries
| Candidate number | Entry code | Entry type | Entered on |
| 4101 | 04663 | full award | 2026-10-05 |
| 4102 | 05839 | full award | |

Visits
| Visit | Subject area | Entry code | Visit date | Type |
| EQA 1 | | 04663 | 2026-12-08 | virtual |
| EQA 2 | | 04663 | 2027-05-18 | virtual |
| IT 1 | IT | 05839 | 2027-03-11 | virtual |
"""
WITHDRAWN = """
Candidates
| Candidate number | Surname | Forenames | Left on |
| 4101 | Adams | Ali | |
| 4102 | Brown | Bea | 2026-12-01 |

Entries
| Candidate number | Entry code | Entry type | Entered on | Withdrawn on |
| 4101 | 05839 | full award | 2026-10-05 | |
| 4102 | 05839 | full award | | 2026-12-01 |
"""
RESIT = """
Entries
| Candidate number | Entry code | Unit number | Entry type | Entered on |
| 4101 | 05839 | 8 | unit | 2026-10-05 |

Claims
| Candidate number | Entry code | Unit number | Assessor | Grade | Claimed on | Visit | Claim status | Confirmed grade | Results published on |
| 4101 | 05839 | 8 | JS | P | 2026-11-01 | IT 0 | confirmed | P | 2026-12-10 |
| 4101 | 05839 | 8 | JS | M | | IT 1 | planned | | |

Visits
| Visit | Subject area | Visit date | Type | Status |
| IT 0 | IT | 2026-11-20 | virtual | done |
| IT 1 | IT | 2027-03-11 | virtual | confirmed |
"""
DONE = """
Qualifications
| Entry code | Family | Suite | Subject area | Quality assurer | Contacted us on |
| 05839 | Cambridge Technicals | 2016 | IT | M. Oderator | 2026-09-20 |

Entries
| Candidate number | Entry code | Entry type | Entered on |
| 4101 | 05839 | full award | 2026-10-05 |

Candidates
| Candidate number | Surname | Forenames |
| 4101 | Adams | Ali |

Claims
| Candidate number | Entry code | Unit number | Assessor | Assessed on | Standardised on | Standardised by | Grade | Claimed on | Visit | Claim status | Confirmed grade | Sample requested on | Sample uploaded on | Results published on | Certificate issued on |
| 4101 | 05839 | 8 | JS | 2027-02-01 | 2027-02-05 | PT | M | 2027-02-20 | IT 1 | confirmed | M | 2027-02-26 | 2027-03-03 | 2027-03-18 | 2027-03-24 |

Visits
| Visit | Subject area | Visit date | Type | Type told on | Booked on | Status |
| IT 1 | IT | 2027-03-11 | virtual | 2027-01-10 | 2027-01-10 | done |
"""
NO_DAY = """
Visits
| Visit | Subject area | Visit date | Type |
| IT 1 | IT | | virtual |
| IT 2 | IT | TBC | |
"""

KINDS: dict[str, tuple[str, Sequence[tuple[str, str]]]] = {
    "entries only": (ENTERED.format(second="2026-10-05"), [("2026-10-10", "too early"), ("2027-03-01", "too early")]),
    "no type told, no claims": (
        ENTERED.format(second="2026-10-05") + VISIT,
        [("2026-11-30", "too early"), ("2027-02-11", "too early"), ("2027-02-12", "cannot tell"), ("2027-03-12", "cannot tell")],
    ),
    "one entry without its day": (
        ENTERED.format(second="") + VISIT + UNITS,
        [("2027-02-11", "too early"), ("2027-02-12", "not ready"), ("2027-03-12", "not ready")],
    ),
    "visits only": (VISIT, [("2026-09-14", "too early"), ("2027-03-12", "cannot tell"), ("2027-08-20", "cannot tell")]),
    "courses only": (COURSES, [("2026-09-14", "too early"), ("2027-03-01", "too early")]),
    "verified and Technicals": (
        VERIFIED,
        [("2026-10-06", "too early"), ("2027-02-11", "too early"), ("2027-02-12", "not ready")],
    ),
    "withdrawn and left": (
        WITHDRAWN + VISIT + UNITS,
        [("2026-12-02", "too early"), ("2027-02-12", "cannot tell"), ("2027-03-12", "cannot tell")],
    ),
    "visits without a day": (NO_DAY + UNITS, [("2026-09-14", "too early"), ("2027-03-01", "too early")]),
    "entered, and visits without a day": (
        ENTERED.format(second="2026-10-05") + NO_DAY + UNITS,
        [("2027-06-29", "too early"), ("2027-06-30", "too early"), ("2027-07-01", "cannot tell"), ("2027-08-20", "cannot tell")],
    ),
    "on a course, and no visit": (COURSES + NO_DAY, [("2027-06-30", "too early"), ("2027-07-01", "too early")]),
    "all done": (DONE, [("2027-04-01", "ready so far"), ("2027-09-10", "ready so far")]),
}  # fmt: skip
CASES = [(name, day, state) for name, (_, days) in KINDS.items() for day, state in days]


def looked_at(folder: Path, text: str, day: str) -> Report:
    path = folder / "centre.xlsx"
    path.write_bytes(xlsx(parse(text)))
    return report_on(path, dt.date.fromisoformat(day), read_choices(path))


def must_fix(report: Report) -> list[str]:
    return [one.rule.code for one in report.open_findings if one.rule.severity is Severity.MUST_FIX]


@pytest.mark.parametrize(("name", "day", "state"), CASES, ids=[f"{name}, {day}" for name, day, _ in CASES])
def test_the_verdict_of_a_half_filled_workbook(tmp_path: Path, name: str, day: str, state: str) -> None:
    report = looked_at(tmp_path, KINDS[name][0], day)
    assert str(report.state) == state
    assert must_fix(report) == []
    assert report.to_fill_in or name == "all done"


def test_a_claim_made_again_is_due_the_day_before_and_late_the_day_after(tmp_path: Path) -> None:
    for day, late in (("2027-02-25", []), ("2027-02-26", ["claim-not-made"]), ("2027-03-12", ["claim-not-made"])):
        report = looked_at(tmp_path, RESIT + UNITS, day)
        assert must_fix(report) == late, day
    assert str(report.state) == "not ready"


def test_who_is_withdrawn_or_has_left_is_counted_nowhere(tmp_path: Path) -> None:
    (line,) = readiness_lines(looked_at(tmp_path, WITHDRAWN + VISIT + UNITS, "2027-02-12"))
    assert line.startswith("IT 1, 11 Mar: entered 1 of 1")


NO_CLAIMS = "\nClaims\n| Candidate number | Entry code | Unit number | Assessor | Claimed on |\n"


@pytest.mark.parametrize(
    ("claims", "told"),
    [
        (NO_CLAIMS, "2 candidates missed a visit and go to a later one that has no day yet: 2 of 2 entered."),
        (
            "",
            "Nothing shows whether 2 candidates were in time for a visit: we take their work to go to a later one that has no day yet.",
        ),
    ],
)
def test_work_is_too_late_for_a_visit_also_where_the_next_has_no_day(claims: str, told: str, tmp_path: Path) -> None:
    text = ENTERED.format(second="2026-10-05") + UNITS + claims + VISIT + "| IT 2 | IT | | virtual |\n"
    for day, number in (("2027-02-24", 0), ("2027-02-25", 0), ("2027-02-26", 2)):
        report = looked_at(tmp_path, text, day)
        assert (told in report.verdict) == (number > 0), (day, report.verdict)
        assert sum(one.rule.code == "work-slipped" for one in report.open_findings) == (number > 0)
        assert must_fix(report) == []


def test_who_may_have_been_in_time_for_a_visit_is_not_said_to_be_too_late(tmp_path: Path) -> None:
    text = COURSES + UNITS + VISIT + "| IT 2 | IT | 2027-06-10 | virtual |\n"
    for day, passed in (("2027-02-24", False), ("2027-02-25", False), ("2027-02-26", True)):
        report = looked_at(tmp_path, text, day)
        first, *_ = readiness_lines(report)
        assert first.startswith("IT 1, 11 Mar: nothing shows whether 1 candidate was in time for it") == passed, first
        assert ("nothing shows whether 1 candidate was in time for a visit" in report.verdict.lower()) == passed
        assert "too late" not in first
        assert "missed" not in report.verdict


def test_a_visit_without_a_day_after_the_last_for_summer_is_said(tmp_path: Path) -> None:
    verdict = looked_at(tmp_path, KINDS["entered, and visits without a day"][0], "2027-07-01").verdict
    assert verdict.startswith(
        "Cannot tell: 2 candidates have no visit with a date, and 30 Jun 2027, OCR's last day for results in summer, is past."
    )


DECISION = """
Qualifications
| Entry code | Family | Approved on | Quality assurer |
| 04663 | Verified | 2025-01-10 | E. Q. Assurer |

Visits
| Visit | Entry code | Visit date | Type |
| EQA 1 | 04663 | 2026-12-08 | virtual |
| EQA 2 | 04663 | 2027-05-18 | virtual |

Entries
| Candidate number | Entry code | Entry type | Entered on |
| 4101 | 04663 | full award | 2026-10-05 |

Claims
| Candidate number | Entry code | Unit number | Claimed on |{heading}
| 4101 | 04663 | 1 | 2026-11-20 |{cell}
"""


@pytest.mark.parametrize(("heading", "state"), [("", "cannot tell"), (" Confirmed grade |", "late")])
def test_a_claim_of_which_only_the_day_is_known_waits_for_the_eqas_decision(
    tmp_path: Path, heading: str, state: str
) -> None:
    for day, of_deadline in (("2026-12-14", "not due yet"), ("2026-12-15", "not due yet"), ("2026-12-16", state)):
        report = looked_at(tmp_path, DECISION.format(heading=heading, cell=" |" if heading else ""), day)
        (line,) = [one for one in report.lines if one.what is What.EQA_DECISION_BY and one.date.year == 2026]
        assert str(line.state) == of_deadline, day
        told = [one for one in report.findings if one.rule.code == "eqa-decision-overdue"]
        assert len(told) == (of_deadline == "late")
    decided = looked_at(tmp_path, DECISION.format(heading=" Confirmed grade |", cell=" P |"), "2026-12-16")
    assert all(one.done for one in decided.lines if one.what is What.EQA_DECISION_BY and one.date.year == 2026)


def test_who_completes_in_a_later_summer_waits_for_no_visit_of_this_one(tmp_path: Path) -> None:
    text = ENTERED.format(second="2026-10-05").replace("Entered on |", "Entered on | Estimated completion |")
    text = text.replace("2026-10-05 |", "2026-10-05 | Summer 2028 |") + NO_DAY + UNITS
    assert str(looked_at(tmp_path, text, "2027-07-01").state) == "too early"
    assert str(looked_at(tmp_path, text.replace("2028", "2027"), "2027-07-01").state) == "cannot tell"


def test_one_piece_of_work_is_not_called_all(tmp_path: Path) -> None:
    *_, line = readiness_lines(looked_at(tmp_path, RESIT + UNITS, "2027-02-12"))
    assert line.endswith("next: claim 1 by 25 Feb"), line
