"""Plans for tests, from the small text tables of `workbooks`."""

from __future__ import annotations

import datetime as dt

from workbooks import AS_OF, report_of

from ocr_sheets.planning.plan import Plan, make_plan
from ocr_sheets.planning.terms import Term, span_of
from ocr_sheets.planning.windows import Window, Windows
from ocr_sheets.planning.work import Work

CLAIM = "| Candidate number | Entry code | Unit number | Assessor | Standardised by | Assessed on | Standardised on | Claimed on | Visit | Claim status |"


def claims(*rows: str) -> str:
    """A Claims sheet: candidate, code, unit, assessor, standardiser, assessed, standardised, claimed, visit, status."""
    return "\n".join(["Claims", CLAIM, *(f"| {row} |" for row in rows), ""])


def recorded(*rows: str) -> str:
    """The same, with entries for just these units, so that no more work follows from them."""
    units = dict.fromkeys(" | ".join(row.split(" | ")[:3]) for row in rows)
    head = "| Candidate number | Entry code | Unit number | Entry type | Entered on |"
    return claims(*rows) + "\n".join(["Entries", head, *(f"| {unit} | unit | 2026-10-01 |" for unit in units), ""])


def visits(*rows: str) -> str:
    """A Visits sheet: name, subject area, entry code, date, type, told on, status, booked on."""
    head = "| Visit | Subject area | Entry code | Visit date | Type | Type told on | Status | Booked on |"
    return "\n".join(["Visits", head, *(f"| {row} |" for row in rows), ""])


NO_VISIT = visits("None yet | IT | | 2025-11-20 | virtual | 2025-10-01 | done |")
"""Visits with none in the year."""


def work_of(text: str, as_of: dt.date = AS_OF) -> Work:
    """The portfolios of the small centre, changed so."""
    return Work(report_of(text, as_of))


def windows_of(text: str, as_of: dt.date = AS_OF) -> dict[str, Window]:
    """The windows of the small centre, changed so, by what they are for."""
    return {window.title: window for window in Windows(work_of(text, as_of)).all()}


def planned(
    text: str = "", as_of: dt.date = AS_OF, term: Term = Term.YEAR, limits: dict[str, int] | None = None
) -> Plan:
    """The plan of the small centre, changed so."""
    report = report_of(text, as_of)
    return make_plan(report, span_of(report, term, possible=Windows(Work(report)).begin), limits)


def day(text: str) -> dt.date:
    """A day from 2027-03-11."""
    return dt.date.fromisoformat(text)
