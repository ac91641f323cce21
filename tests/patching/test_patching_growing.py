"""Rows, columns and sheets that are the user's from then on: no later run takes them away."""

from __future__ import annotations

import io

import openpyxl
import xlsxwriter

from ocr_sheets.patching import Area, Workbook


def _book(totals: bool = False) -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet("Units")
    sheet.add_table(
        0, 0, 2, 1, {"name": "tblUnits", "columns": [{"header": "Code"}, {"header": "Number"}], "total_row": totals}
    )
    sheet.write_row(1, 0, ["05839", 5])
    sheet.write_formula(2, 1, '=""', None, "")
    book.close()
    return file.getvalue()


def _again(book: Workbook) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(book.to_bytes()))


def test_a_table_goes_on_down_to_a_row_with_its_filter() -> None:
    book = Workbook.from_bytes(_book())
    book.sheet("Units").put_row(4, 1, ["05839", 6], [None, None])
    book.sheet("Units").lengthen_table("tblUnits", 4)
    table = _again(book)["Units"].tables["tblUnits"]
    assert (table.ref, table.autoFilter.ref) == ("A1:B4", "A1:B4")


def test_columns_without_a_tag_stay_when_an_earlier_run_is_taken_away() -> None:
    book = Workbook.from_bytes(_book())
    sheet = book.sheet("Units")
    column = sheet.add_columns(1, [("Draft", 20.0)], sheet.style_at(1, 2), None)
    sheet.put_row(2, column, ["here"], [None])
    later = Workbook.from_bytes(book.to_bytes())
    later.strip()
    read = _again(later)["Units"]
    assert (read["C1"].value, read["C2"].value, read.tables["tblUnits"].ref) == ("Draft", "here", "A1:C3")


def test_a_sheet_that_is_appended_stands_last_and_stays() -> None:
    file = io.BytesIO()
    made = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = made.add_worksheet("Claims")
    sheet.write_string(0, 0, "Code")
    sheet.print_area(0, 0, 3, 3)
    made.close()
    book = Workbook.from_bytes(_book())
    assert book.append(file.getvalue()) == ["Claims"]
    later = Workbook.from_bytes(book.to_bytes())
    later.strip()
    again = _again(later)
    assert again.sheetnames == ["Units", "Claims"]
    assert again["Claims"].print_area == "'Claims'!$A$1:$D$4"
    assert again.active is again["Units"]


def test_a_colour_by_a_formula_is_there_beside_the_user_s_own() -> None:
    book = Workbook.from_bytes(_book())
    book.sheet("Units").colour_where(Area(2, 1, 9, 2), "LEN($C2)>0", "E4DFEC")
    (rules,) = _again(book)["Units"].conditional_formatting
    (rule,) = rules.rules
    assert (str(rules.sqref), rule.formula, rule.dxf.fill.bgColor.rgb) == ("A2:B9", ["LEN($C2)>0"], "FFE4DFEC")


def test_formula_cells_are_known_even_where_they_show_nothing() -> None:
    assert Workbook.from_bytes(_book()).sheet("Units").formula_cells() == {(3, 2)}


def test_the_format_of_a_cell_that_is_not_there_is_its_columns() -> None:
    file = io.BytesIO()
    made = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = made.add_worksheet("A")
    text = made.add_format({"num_format": "@"})
    sheet.set_column(1, 1, 12, text)
    sheet.write_string(0, 0, "Code", text)
    made.close()
    found = Workbook.from_bytes(file.getvalue()).sheet("A")
    assert found.style_at(1, 1) == found.style_at(7, 2) != 0
    assert found.style_at(7, 1) == 0
