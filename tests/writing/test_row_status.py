"""How a row stands: the first column that is added, linked with its line on To do; the others fold away at one click."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile

import openpyxl
import pytest
from openpyxl.styles import PatternFill
from workbooks import AS_OF, centre

from ocr_sheets.annotations import OF_THE_ROW
from ocr_sheets.patching import Workbook
from ocr_sheets.report import Report
from ocr_sheets.validate import check

CLAIMS = (
    "Claims\n| Candidate number | Entry code | Unit number | Assessor | Visit | Claimed on | Claim status | Grade |\n"
    "| 0045 | 05839 | 8 | JS | IT 1 | 2027-01-20 | submitted | M |\n"
    "| 0046 | 05839 | 8 | JS | IT 1 |            | planned   | P |\n"
    "| 0046 | 05839 | 9 | JS | IT 1 | 2027-01-20 | submitted | Z |\n"
)
"""IT 1 is on 11 March 2027: claims are due by 25 February."""
NEXT_TO_NAMES = 8
"""The column after the centre's own."""


def checked(data: bytes, as_of: dt.date = AS_OF) -> tuple[Report, bytes]:
    done = check(Workbook.from_bytes(data), "centre.xlsx", as_of)
    return done.report, done.workbook.to_bytes()


def statuses(as_of: dt.date, sheet: str = "Claims") -> list[object]:
    data = checked(centre(CLAIMS), as_of)[1]
    found = openpyxl.load_workbook(io.BytesIO(data), data_only=True)[sheet]
    place = [cell.value for cell in found[1]].index("Row status") + 1
    return [found.cell(row, place).value for row in range(2, found.max_row + 1)]


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2027-02-23", "Due in 2 days"),
        ("2027-02-24", "Due tomorrow"),
        ("2027-02-25", "Due today"),
        ("2027-02-26", "Late"),
    ],
)
def test_a_row_says_how_far_ahead_its_next_day_is_and_that_it_is_late(day: str, told: str) -> None:
    assert statuses(dt.date.fromisoformat(day))[:2] == ["Done", told]


def test_a_row_with_something_to_fix_says_so_before_all_that_is_due() -> None:
    assert statuses(AS_OF)[2] == "Fix"


def test_the_words_follow_the_day_on_which_the_file_is_opened() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(checked(centre(CLAIMS))[1]))["Claims"]
    assert "TODAY()" in str(sheet.cell(3, NEXT_TO_NAMES + 1).value)


def test_status_and_issues_stand_right_beside_the_centres_columns_and_the_rest_is_one_group() -> None:
    data = checked(centre(CLAIMS))[1]
    sheet = openpyxl.load_workbook(io.BytesIO(data))["Claims"]
    heads = [cell.value for cell in sheet[1]]
    assert heads[NEXT_TO_NAMES : NEXT_TO_NAMES + 2] == [one.heading for one in OF_THE_ROW]
    levels: dict[int, int] = {}
    for dimension in sheet.column_dimensions.values():
        assert dimension.min
        assert dimension.max
        levels.update(dict.fromkeys(range(dimension.min, dimension.max + 1), int(dimension.outlineLevel or 0)))
    folded = [levels.get(place, 0) for place in range(1, len(heads) + 1)]
    assert folded == [0] * (NEXT_TO_NAMES + 2) + [1] * (len(heads) - NEXT_TO_NAMES - 2)
    assert sheet.sheet_format.outlineLevelCol == 1


def test_a_row_and_its_line_on_to_do_lead_to_each_other() -> None:
    book = openpyxl.load_workbook(io.BytesIO(checked(centre(CLAIMS))[1]))
    for heading, place in (("Row status", NEXT_TO_NAMES + 1), ("Issues", NEXT_TO_NAMES + 2)):
        assert book["Claims"].cell(1, place).value == heading
        found = re.search(r"#'To do'!A(\d+)", str(book["Claims"].cell(4, place).value))
        assert found
        where = book["To do"].cell(int(found[1]), 5)
        assert where.value == "Claims!H4"
        assert where.hyperlink
        assert str(where.hyperlink.location).endswith("!H4")


def filled(colour: str) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(centre(CLAIMS)))
    book["Claims"]["H4"].fill = PatternFill("solid", fgColor=colour)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def test_a_colour_of_the_users_own_stays_and_the_note_marks_the_cell() -> None:
    cell = openpyxl.load_workbook(io.BytesIO(checked(filled("FF70AD47"))[1]))["Claims"]["H4"]
    assert cell.fill.fgColor.rgb == "FF70AD47"
    assert cell.comment is not None


def test_white_is_no_colour_that_could_say_something() -> None:
    cell = openpyxl.load_workbook(io.BytesIO(checked(filled("FFFFFFFF"))[1]))["Claims"]["H4"]
    assert cell.fill.fgColor.rgb not in ("FFFFFFFF", "00000000")


def test_what_was_added_goes_again_without_a_trace() -> None:
    before = centre(CLAIMS)
    book = Workbook.from_bytes(checked(before)[1])
    book.strip()
    old, new = (zipfile.ZipFile(io.BytesIO(data)) for data in (before, book.to_bytes()))
    sheets = [name for name in old.namelist() if name.startswith("xl/worksheets/sheet")]
    assert sheets
    for name in sheets:
        assert b"outline" not in new.read(name)
