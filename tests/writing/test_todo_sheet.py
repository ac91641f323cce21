"""The sheet To do: what somebody needs to act is in view on a laptop, and what is overdue stands first."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet
from workbooks import AS_OF, centre

from ocr_sheets.patching import Workbook
from ocr_sheets.validate import check
from ocr_sheets.writing.report.todo import HEADINGS, IN_VIEW

CLAIMS = (
    "Claims\n| Candidate number | Entry code | Unit number | Assessor | Visit | Claimed on | Claim status | Grade |\n"
    "| 0045 | 05839 | 8 | JS | IT 1 | 2027-02-26 | planned | M |\n"
    "| 0046 | 05839 | 8 | QQ | IT 1 | 2027-01-20 | submitted | P |\n"
)
LAPTOP = 1300
"""Pixels of a sheet that are in view on a screen of 1,366, beside row numbers and scroll bar."""


def to_do(as_of: dt.date = AS_OF) -> Worksheet:
    done = check(Workbook.from_bytes(centre(CLAIMS)), "centre.xlsx", as_of)
    sheet = openpyxl.load_workbook(io.BytesIO(done.workbook.to_bytes()))["To do"]
    assert isinstance(sheet, Worksheet)
    return sheet


def rows(sheet: Worksheet) -> list[dict[str, object]]:
    heads = [str(cell.value) for cell in sheet[4]]
    return [dict(zip(heads, (cell.value for cell in row), strict=True)) for row in sheet.iter_rows(min_row=5)]


def test_what_is_needed_to_act_is_in_view_at_1366_pixels() -> None:
    sheet = to_do()
    heads = [cell.value for cell in sheet[4]]
    assert heads[:IN_VIEW] == ["What is wrong", "What to do", "By when", "Who", "Where", "Severity", "Accepted because"]
    widths = [sheet.column_dimensions[chr(ord("A") + place)].width for place in range(IN_VIEW)]
    assert sum(int(width * 7 + 5) for width in widths) <= LAPTOP
    assert [heading for heading, _ in HEADINGS] == heads


def test_each_line_leads_to_its_cell() -> None:
    sheet = to_do()
    link = sheet.cell(5, 5).hyperlink
    assert link is not None
    assert link.location


def test_lines_stand_by_day_and_what_has_no_day_is_for_now() -> None:
    for as_of in (dt.date(2027, 2, 1), dt.date(2027, 2, 25), dt.date(2027, 3, 1)):
        days = [row["By when"] for row in rows(to_do(as_of)) if row["Severity"] != "accepted"]
        placed = [day.date() if isinstance(day, dt.datetime) else as_of for day in days]
        assert placed == sorted(placed)
        assert len(placed) > 1
