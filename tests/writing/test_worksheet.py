"""Our own writer of cells gives what XlsxWriter gives, and texts in their cells come back as they went in."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from workbooks import unzipped
from xlsxwriter.worksheet import Worksheet

from ocr_sheets.writing.worksheet import OwnWorksheet, WorksheetWithTexts

TEXTS = [
    "plain", " kept ", "line\nbreak", "a < b & c > d \"e\"", "_x0041_ stays", "bell\x07", "<r>not rich</r>", "café ✓ 😀", "=1+1", "\u00a0",
]  # fmt: skip


def _written(kind: type[Worksheet]) -> bytes:
    """A workbook with cells of each sort, rows of heights, gaps, merged cells, a table and links, by one kind of worksheet."""
    file = io.BytesIO()
    workbook = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False})
    workbook.worksheet_class = kind
    workbook.set_properties({"created": dt.datetime(2027, 2, 15)})  # not the second in which it is written
    sheet: Any = workbook.add_worksheet("All")
    plain, bold = workbook.add_format({"valign": "top"}), workbook.add_format({"bold": True})
    date = workbook.add_format({"num_format": "dd/mm/yyyy"})
    for row, text in enumerate(TEXTS):
        sheet.write_string(row, 0, text, bold)
        sheet.write_string(row, 1, text.strip("\x07"), plain)
    sheet.write_number(20, 2, 0.1 + 0.2, plain)
    sheet.write_number(20, 30, 12345678901234567, plain)
    sheet.write_blank(21, 3, None, bold)
    sheet.write_datetime(40, 0, dt.date(2027, 2, 15), date)
    sheet.write_formula(41, 0, '=IF(A41<TODAY(),"late & due","")', plain, "late & due")
    sheet.write_formula(41, 1, "=A41+1", date, 46434)
    sheet.write_formula(41, 2, "=A99", plain, "")
    sheet.merge_range(50, 0, 50, 4, "", plain)
    sheet.set_row(20, 40)
    sheet.set_row(60, 22, bold)
    sheet.set_column(0, 2, 30)
    sheet.add_table(
        70,
        0,
        72,
        1,
        {
            "name": "some",
            "columns": [{"header": "One", "header_format": bold}, {"header": "Two", "header_format": bold}],
        },
    )
    sheet.write_url(74, 0, "internal:'All'!A1", plain, "A link")
    sheet.conditional_format(0, 0, 5, 0, {"type": "formula", "criteria": "=$A1>1", "format": bold})
    workbook.add_worksheet("Empty")
    workbook.close()
    return file.getvalue()


def test_the_cells_are_those_of_xlsxwriter_byte_for_byte() -> None:
    ours, theirs = unzipped(_written(OwnWorksheet)), unzipped(_written(Worksheet))
    assert ours.keys() == theirs.keys()
    assert [name for name in ours if ours[name] != theirs[name]] == []


def test_texts_in_their_cells_come_back_as_they_went_in() -> None:
    data = _written(WorksheetWithTexts)
    assert "xl/sharedStrings.xml" not in unzipped(data)
    sheet = openpyxl.load_workbook(io.BytesIO(data), rich_text=True)["All"]
    read = [str(sheet.cell(row, 1).value) for row in range(1, len(TEXTS) + 1)]
    # openpyxl leaves the escape of a control character as it stands.
    assert read == [text.replace("\x07", "_x0007_") for text in TEXTS]


def test_a_kind_of_cell_that_nobody_writes_is_refused() -> None:
    workbook = xlsxwriter.Workbook(io.BytesIO(), {"in_memory": True})
    workbook.worksheet_class = OwnWorksheet
    sheet: Any = workbook.add_worksheet()
    sheet.write_boolean(0, 0, True, workbook.add_format())
    with pytest.raises(TypeError, match="Boolean"):
        workbook.close()
