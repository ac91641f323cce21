"""Rows of the centre whose workbook the messy cases are made of."""

from __future__ import annotations

import datetime as dt

from workbooks import AS_OF

from ocr_sheets.model.book import Book
from ocr_sheets.patching import Workbook
from ocr_sheets.reading import read_book
from ocr_sheets.report import Report

CLAIMS = "Claims\n| Candidate number | Entry code | Unit number | Assessor | Standardised by | Grade | Claimed on | Visit | Claim status |\n"
CANDIDATES = "Candidates\n| Candidate number | Surname | Forenames | ULN | UCI | Results needed by | Notes |\n"
ENTRIES = "Entries\n| Candidate number | Entry code | Unit number | Entry type | Entered on | Withdrawn on |\n"
VISITS = (
    "Visits\n| Visit | Subject area | Entry code | Visit date | Type | Type told on | Status | Booked on | Notes |\n"
)
EQA_VISITS = "| L4 1 | | 04663 | 2027-03-12 | | | confirmed | | |\n| L4 2 | | 04663 | 2027-06-11 | | | planned | | |\n"


def claim(
    number: str = "0045",
    code: str = "05839",
    unit: str = "8",
    assessor: str = "JS",
    by: str = "PT",
    grade: str = "M",
    claimed: str = "2027-01-20",
    visit: str = "IT 1",
    status: str = "submitted",
) -> str:
    return f"| {number} | {code} | {unit} | {assessor} | {by} | {grade} | {claimed} | {visit} | {status} |\n"


def it_visit(
    name: str = "IT 1",
    day: str = "2027-03-11",
    kind: str = "virtual",
    status: str = "planned",
    booked: str = "",
    notes: str = "",
) -> str:
    return f"| {name} | IT | | {day} | {kind} | 2026-06-01 | {status} | {booked} | {notes} |\n"


def candidate(number: str = "0045", uln: str = "", uci: str = "", needed: str = "", notes: str = "") -> str:
    return f"| {number} | Adams | Ali {number} | {uln} | {uci} | {needed} | {notes} |\n"


OTHERS = candidate("0046") + candidate("0102")


def unit_8(*numbers: str) -> str:
    """Entries for the one unit that the rows claim, so that nothing else is waited for."""
    return ENTRIES + "".join(f"| {number} | 05839 | 8 | unit | 2026-10-01 | |\n" for number in numbers)


def told(report: Report, *codes: str) -> list[tuple[str, str, str]]:
    """What the workbook's owner is told: rule, cell and sentence; of some rules only, if they are named."""
    return [
        (one.rule.code, f"{one.sheet}!{one.cell.ref if one.cell else ''}", one.message)
        for one in report.findings
        if not codes or one.rule.code in codes
    ]


def book_of_bytes(data: bytes, as_of: dt.date = AS_OF) -> Book:
    return read_book(Workbook.from_bytes(data), as_of)
