import datetime as dt
import io
import zipfile
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from ocr_sheets.model.records import (
    GUIDE_SHEET,
    SHEETS,
    Candidate,
    Centre,
    Claim,
    ClaimStatus,
    Column,
    Kind,
    Need,
    Qualification,
    Record,
    Unit,
    Visit,
    columns_of,
)
from ocr_sheets.writing.template import COMMAND, ROWS_READY, Formula, cell_of, note_of, write_template

TABLES = [record for record in SHEETS if record is not Centre]
COLUMNS = [(record, name, column) for record in SHEETS for name, column in columns_of(record).items()]


def written(rows: Any = None) -> bytes:
    target = io.BytesIO()
    write_template(target, rows)
    return target.getvalue()


def opened(rows: Any = None) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(written(rows)))


@pytest.fixture(scope="module")
def blank() -> openpyxl.Workbook:
    return opened()


def heading_of(workbook: openpyxl.Workbook, record: type[Record], name: str) -> Any:
    """The cell that holds a heading or, on Centre, a label."""
    cell = cell_of(record, 0, name)
    sheet = workbook[cell.sheet]
    return sheet.cell(cell.row, 1) if record is Centre else sheet.cell(1, cell.column)


def checks_at(sheet: Worksheet, ref: str) -> list[Any]:
    return [check for check in sheet.data_validations.dataValidation if ref in check.sqref]


def test_the_guide_comes_first_and_then_every_sheet_of_the_book_in_order(blank: openpyxl.Workbook) -> None:
    assert blank.sheetnames == [GUIDE_SHEET, *(sheet.name for sheet in SHEETS.values())]
    assert blank.active is not None
    assert blank.active.title == GUIDE_SHEET


def test_the_same_rows_give_the_same_bytes() -> None:
    rows = {Candidate: [{"candidate_number": "0045", "surname": "O’Brien"}]}
    assert written() == written()
    assert written(rows) == written(rows)


@pytest.mark.parametrize(("record", "name", "column"), COLUMNS, ids=lambda part: getattr(part, "__name__", None))
def test_every_column_has_its_heading_with_a_note_that_says_whether_it_must_be_filled_in(
    blank: openpyxl.Workbook, record: type[Record], name: str, column: Column
) -> None:
    heading = heading_of(blank, record, name)
    assert heading.value == column.heading
    assert heading.comment.text == note_of(column)
    assert column.note in heading.comment.text
    assert ("Must be filled in." in heading.comment.text) == column.required
    assert ("Can be left blank." in heading.comment.text) != column.required


@pytest.mark.parametrize(("record", "name", "column"), COLUMNS, ids=lambda part: getattr(part, "__name__", None))
def test_headings_of_required_columns_differ_by_more_than_colour(
    blank: openpyxl.Workbook, record: type[Record], name: str, column: Column
) -> None:
    font = heading_of(blank, record, name).font
    assert (font.u == "single", bool(font.b)) == (column.required, column.required)


@pytest.mark.parametrize(("record", "name", "column"), COLUMNS, ids=lambda part: getattr(part, "__name__", None))
def test_lists_and_dates_are_checked_far_down_and_only_warn(
    blank: openpyxl.Workbook, record: type[Record], name: str, column: Column
) -> None:
    first = cell_of(record, 0, name)
    last = first if record is Centre else cell_of(record, ROWS_READY - 1, name)
    checks = checks_at(blank[first.sheet], first.ref)
    if not (column.choices or column.kind in {Kind.YES_NO, Kind.DATE}):
        assert checks == []
        return
    (check,) = checks
    assert last.ref in check.sqref
    assert check.errorStyle == "warning"
    if column.kind is Kind.DATE:
        assert check.type == "date"
        assert "day first" in check.error
    else:
        words = list(column.choices) if column.choices else ["yes", "no"]
        assert (check.type, check.formula1) == ("list", '"' + ",".join(words) + '"')
        assert check.error.startswith("Pick one of the list")


@pytest.mark.parametrize("record", TABLES)
def test_each_sheet_is_one_table_with_a_row_to_start_in(blank: openpyxl.Workbook, record: type[Record]) -> None:
    sheet = blank[SHEETS[record].name]
    (table,) = sheet.tables.values()
    assert table.displayName == f"tbl{sheet.title}"
    assert table.ref == f"A1:{cell_of(record, 0, list(columns_of(record))[-1]).ref}"
    own = [heading for heading in table.column_names if heading != "Row status"]  # kept free for how each row stands
    assert own == [column.heading for column in columns_of(record).values()]
    assert sheet.freeze_panes is not None
    assert sheet.freeze_panes.endswith("2")


@pytest.mark.parametrize("record", TABLES)
def test_each_sheet_prints_on_landscape_pages_one_wide_under_its_headings(
    blank: openpyxl.Workbook, record: type[Record]
) -> None:
    sheet = blank[SHEETS[record].name]
    assert sheet.page_setup.orientation == "landscape"
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == "$1:$1"


@pytest.mark.parametrize(("record", "name", "column"), [each for each in COLUMNS if each[0] is not Centre])
def test_whole_columns_keep_identifiers_as_text_and_show_dates_day_first(
    blank: openpyxl.Workbook, record: type[Record], name: str, column: Column
) -> None:
    # Cells below the table have no format of their own: the column's is what a new row starts with.
    sheet = blank[SHEETS[record].name]
    cell = cell_of(record, 0, name)
    form = sheet.cell(2, cell.column).number_format
    letter = cell.ref.rstrip("0123456789")
    owner = next(
        dimension
        for key, dimension in sheet.column_dimensions.items()
        if key == letter or (dimension.min or 0) <= cell.column <= (dimension.max or 0)
    )
    assert owner.number_format == form
    if column.kind is Kind.DATE:
        assert form == "dd/mm/yyyy"
    elif column.kind in {Kind.NUMBER, Kind.NEED}:
        assert form == "General"
    else:
        assert form == "@"


def test_the_guide_says_what_each_sheet_needs_how_zeros_and_dates_work_and_what_to_run(
    blank: openpyxl.Workbook,
) -> None:
    said = [str(cell.value) for row in blank[GUIDE_SHEET].iter_rows() for cell in row if cell.value]
    for record, sheet in SHEETS.items():
        place = said.index(sheet.name)
        needed = [column.heading for column in columns_of(record).values() if column.required]
        assert said[place + 2] == (", ".join(needed) or "None")
        assert said[place + 3] == ("Yes" if sheet.required else "It helps")
    assert COMMAND in said
    text = " ".join(said)
    for words in (
        "Leading zeros",
        "0045 stays 0045",
        "15/05/2027 is 15 May 2027",
        "Must be filled in",
        "Can be left blank",
    ):
        assert words in text


def test_values_of_the_book_are_written_as_a_person_would_type_them() -> None:
    workbook = opened(
        {
            Centre: [
                {
                    "centre_number": "01234",
                    "academic_year": 2026,
                    "consortium_form": dt.date(2026, 9, 30),
                    "consortium_centres": ("01234", "05678"),
                    "visit_fee": 250.5,
                }
            ],
            Qualification: [{"entry_code": "05838", "level": 3, "one_year": True}],
            Candidate: [
                {"candidate_number": "0045", "uln": "9276308686", "results_needed": Need(summer=2027)},
                {"results_needed": Need(day=dt.date(2027, 1, 8))},
                {"results_needed": Need()},
            ],
            Claim: [{"claim_status": ClaimStatus.SENT, "available_at_visit": False, "claimed_on": dt.date(2027, 2, 1)}],
        }
    )

    def value(record: type[Record], index: int, name: str) -> Any:
        cell = cell_of(record, index, name)
        return workbook[cell.sheet].cell(cell.row, cell.column).value

    assert value(Centre, 0, "centre_number") == "01234"
    assert value(Centre, 0, "academic_year") == "2026/27"
    assert value(Centre, 0, "consortium_form") == dt.datetime(2026, 9, 30)
    assert value(Centre, 0, "consortium_centres") == "01234, 05678"
    assert value(Centre, 0, "visit_fee") == 250.5
    assert value(Qualification, 0, "entry_code") == "05838"
    assert value(Qualification, 0, "level") == 3
    assert value(Qualification, 0, "one_year") == "yes"
    assert value(Candidate, 0, "candidate_number") == "0045"
    assert value(Candidate, 0, "uln") == "9276308686"
    assert value(Candidate, 0, "results_needed") == "summer 2027"
    assert value(Candidate, 1, "results_needed") == dt.datetime(2027, 1, 8)
    assert value(Candidate, 2, "results_needed") == "yes"
    assert value(Claim, 0, "claim_status") == "sent to OCR"
    assert value(Claim, 0, "available_at_visit") == "no"
    assert value(Claim, 0, "claimed_on") == dt.datetime(2027, 2, 1)


def test_text_never_becomes_a_formula_a_number_or_a_link() -> None:
    texts = ["=1+1", "0045", "1E5", "https://example.org", "+44", "@SUM(A1)"]
    workbook = opened({Unit: [{"unit_title": text} for text in texts]})
    for index, text in enumerate(texts):
        cell = cell_of(Unit, index, "unit_title")
        found = workbook[cell.sheet].cell(cell.row, cell.column)
        assert (found.value, found.data_type, found.hyperlink) == (text, "s", None)


def test_a_formula_is_written_with_its_stored_value() -> None:
    data = written({Visit: [{"visit_date": Formula("=NA()", "#N/A")}]})
    cell = cell_of(Visit, 0, "visit_date")
    shown = openpyxl.load_workbook(io.BytesIO(data), data_only=True)[cell.sheet].cell(cell.row, cell.column)
    assert (shown.value, shown.data_type) == ("#N/A", "e")


def test_nothing_in_the_file_comes_from_the_clock_or_the_machine() -> None:
    with zipfile.ZipFile(io.BytesIO(written())) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2026-09-01T09:00:00Z" in archive.read("docProps/core.xml")
