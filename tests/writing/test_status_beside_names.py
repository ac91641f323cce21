"""In the tool's own template the status of a row stands beside the names, in a column that the template keeps free; nowhere else."""

from __future__ import annotations

import datetime as dt
import io
import json
import subprocess
from pathlib import Path

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from programs import SDK, needs_validator

from ocr_sheets import patching
from ocr_sheets.model.records import STATUS_HEADING
from ocr_sheets.validate import report_on, validate
from ocr_sheets.writing.example import EXAMPLE_DAY, write_example
from ocr_sheets.writing.template import write_template

BESIDE = {
    "Assessors": "Name",
    "Candidates": "Forenames",
    "Entries": "Unit number",
    "Claims": "Unit number",
    "Visits": "Visit",
}
"""The last of the columns that tell a sheet's rows apart."""


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("example") / "centre.xlsx"
    made = io.BytesIO()
    write_example(made)
    path.write_bytes(made.getvalue())
    return path


@pytest.fixture(scope="module")
def annotated(example: Path) -> Path:
    return annotate(example)


@pytest.fixture(scope="module")
def shown(annotated: Path) -> Workbook:
    """The annotated copy as openpyxl reads it; to be looked at only."""
    return openpyxl.load_workbook(annotated)


def annotate(path: Path, day: dt.date = EXAMPLE_DAY) -> Path:
    target = path.with_name(f"{path.stem}.out.xlsx")
    target.unlink(missing_ok=True)
    validate(path, target, day)
    return target


def headings(sheet: Worksheet) -> list[object]:
    return [cell.value for cell in sheet[1]]


@pytest.mark.parametrize(("name", "last_name"), BESIDE.items())
def test_the_status_stands_right_of_the_names_and_nowhere_else(shown: Workbook, name: str, last_name: str) -> None:
    heads = headings(shown[name])
    assert heads.index(STATUS_HEADING) == heads.index(last_name) + 1
    assert heads.count(STATUS_HEADING) == 1
    assert "Issues" in heads


def test_it_says_how_rows_stand_with_a_link_to_their_line_on_to_do(shown: Workbook) -> None:
    sheet = shown["Claims"]
    column = headings(sheet).index(STATUS_HEADING) + 1
    texts = [sheet.cell(row, column).value for row in range(2, sheet.max_row + 1)]
    assert any(str(text).startswith("=HYPERLINK(\"#'To do'!A") for text in texts)
    assert "Done" in texts


def test_the_column_stays_in_view_when_the_sheet_is_scrolled(shown: Workbook) -> None:
    for name in BESIDE:
        sheet = shown[name]
        after = get_column_letter(headings(sheet).index(STATUS_HEADING) + 2)
        assert sheet.freeze_panes == f"{after}2"


def test_what_is_taken_away_again_leaves_the_column_as_it_was(example: Path, annotated: Path) -> None:
    stripped = patching.Workbook.open(annotated)
    assert stripped.strip() == []
    before, after = (openpyxl.load_workbook(source) for source in (example, io.BytesIO(stripped.to_bytes())))
    assert before.sheetnames == after.sheetnames
    for name in BESIDE:
        one, other = before[name], after[name]
        assert one.tables[f"tbl{name}"].ref == other.tables[f"tbl{name}"].ref
        for rows in zip(one.iter_rows(), other.iter_rows(max_col=one.max_column), strict=True):
            for cell, twin in zip(*rows, strict=True):
                assert (cell.value, cell.number_format, cell.fill.fgColor.rgb) == (
                    twin.value,
                    twin.number_format,
                    twin.fill.fgColor.rgb,
                ), f"{name}!{cell.coordinate}"


def test_a_second_run_gives_the_same_bytes(annotated: Path) -> None:
    again = annotated.with_name("again.xlsx")
    again.write_bytes(annotated.read_bytes())
    assert annotate(again).read_bytes() == annotated.read_bytes()


def test_a_row_that_moves_on_gets_another_status(example: Path, annotated: Path) -> None:
    later = annotate(annotated, EXAMPLE_DAY + dt.timedelta(days=60))
    stands = [openpyxl.load_workbook(path, data_only=True)["Visits"] for path in (annotated, later)]
    columns = [headings(sheet).index(STATUS_HEADING) + 1 for sheet in stands]
    first, second = (
        [sheet.cell(row, column).value for row in range(2, 8)] for sheet, column in zip(stands, columns, strict=True)
    )
    assert first != second


def test_a_column_that_somebody_filled_in_is_theirs_and_the_status_stands_on_the_right(example: Path) -> None:
    book = openpyxl.load_workbook(example)
    sheet = book["Visits"]
    column = headings(sheet).index(STATUS_HEADING) + 1
    sheet.cell(2, column).value = "ask Jo"
    typed = example.with_name("typed.xlsx")
    book.save(typed)
    written = openpyxl.load_workbook(annotate(typed))["Visits"]
    assert written.cell(2, column).value == "ask Jo"
    assert written.cell(3, column).value is None
    assert headings(written).count(STATUS_HEADING) == 2


def test_the_empty_column_is_no_column_that_was_not_used(example: Path, tmp_path: Path) -> None:
    assert STATUS_HEADING not in [
        one for names in report_on(example, EXAMPLE_DAY).unread_headings.values() for one in names
    ]
    blank = tmp_path / "blank.xlsx"
    made = io.BytesIO()
    write_template(made)
    blank.write_bytes(made.getvalue())
    report = report_on(blank, EXAMPLE_DAY)
    assert STATUS_HEADING not in [one for names in report.unread_headings.values() for one in names]
    assert not report.book.visits


def test_the_record_of_what_was_filled_is_read_as_it_was_written() -> None:
    from ocr_sheets.patching.record import AddedColumns, Record, read

    record = Record(columns={"visits.0.status": AddedColumns(["12345678"], [], ["0:1-3:0"], ["below"])})
    assert read(record.chunks()) == record


@needs_validator
def test_the_copy_with_the_filled_column_is_valid_for_excel(annotated: Path) -> None:
    done = subprocess.run([str(SDK), str(annotated)], capture_output=True, text=True, check=False)
    assert json.loads(done.stdout)["ok"], done.stdout
