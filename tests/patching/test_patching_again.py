"""A second run over its own output, and over what other programs and users made of it."""

import io
import subprocess
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.table import Table, TableColumn
from patching_samples import annotated, by_hand, changed, read, visits
from programs import SOFFICE, needs_libreoffice
from workbooks import unzipped

from ocr_sheets.patching import Workbook
from ocr_sheets.patching.sheetdata import rows, without_columns

GREEN = "FF00FF00"


def table(book: openpyxl.Workbook) -> None:
    book["Visits"].add_table(Table(displayName="Planned", ref="A1:D7"))


def everything(book: openpyxl.Workbook) -> None:
    table(book)
    book["Visits"]["A2"].fill = PatternFill("solid", fgColor=GREEN)
    book["Visits"]["A5"].comment = Comment("mine", "me")
    book.create_sheet("Summary")["A1"] = "the user's"
    book["Visits"].column_dimensions["A"].width = 33


SOURCES: dict[str, Callable[[], bytes]] = {
    "plain": visits,
    "table, fills, notes, names": lambda: visits(everything),
    "one sheet and nothing else": lambda: by_hand("<sheetData/>"),
    "strict": lambda: by_hand('<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>', strict=True),
    "columns to XFD": lambda: by_hand(
        '<cols><col min="1" max="16384" width="20" style="0"/></cols><sheetData><row r="2"/></sheetData>'
    ),
}


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES.keys())
def test_a_second_run_gives_the_same_bytes(source: Callable[[], bytes]) -> None:
    once = annotated(source())
    assert annotated(once) == once


def test_two_workbooks_that_are_the_same_give_the_same_bytes() -> None:
    data = visits(everything)
    assert annotated(data) == annotated(data)


def test_the_marks_of_an_earlier_run_are_read_back() -> None:
    book = Workbook.from_bytes(annotated(visits()))
    assert book.earlier.sheets == {"summary": "Summary", "to_do": "To do", "checked": "Checked"}
    assert book.earlier.columns == {"Visits": (5, 6, 7)}
    assert not Workbook.from_bytes(visits()).earlier


def test_strip_leaves_what_the_user_had() -> None:
    data = visits(everything)
    book = Workbook.from_bytes(annotated(data))
    book.strip()
    assert not book.earlier
    before, after = read(data), read(book.to_bytes())
    assert after.sheetnames == before.sheetnames
    assert list(after.defined_names) == []
    for sheet in before:
        assert [[cell.value for cell in row] for row in after[sheet.title].iter_rows(max_row=7, max_col=4)] == [
            [cell.value for cell in row] for row in sheet.iter_rows(max_row=7, max_col=4)
        ]
    visit = after["Visits"]
    assert (visit["A2"].fill.fgColor.rgb, visit["B3"].fill.fill_type) == (GREEN, None)
    assert (visit["A2"].comment, visit["A5"].comment.text) == (None, "mine")
    assert (visit.tables["Planned"].ref, len(visit.tables["Planned"].tableColumns)) == ("A1:D7", 4)
    assert visit["E1"].value is None
    assert set(unzipped(book.to_bytes())) == set(unzipped(data))


def reopened(data: bytes, change: Callable[[openpyxl.Workbook], None]) -> bytes:
    """What openpyxl makes of a workbook, with a change of the user's."""
    book = read(data)
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def facts(data: bytes) -> dict[str, object]:
    book = read(data)
    sheet = book["Visits"]
    return {
        "sheets": book.sheetnames,
        "names": sorted(book.defined_names),
        "headings": [cell.value for cell in sheet[1]],
        "table": sheet.tables["Planned"].ref,
        "notes": [cell.coordinate for row in sheet for cell in row if cell.comment],
        "formats": len(book._cell_styles),  # type: ignore[attr-defined]
    }


def test_ten_rounds_through_openpyxl_add_nothing() -> None:
    data = annotated(visits(everything))
    first = facts(reopened(data, lambda book: None))
    for _ in range(10):
        data = annotated(reopened(data, lambda book: None))
    assert facts(data) == first
    book = Workbook.from_bytes(data)
    book.strip()
    assert read(book.to_bytes())["Visits"]["A2"].fill.fgColor.rgb == GREEN


@needs_libreoffice
def test_rounds_through_libreoffice_add_nothing_and_give_the_fills_back(tmp_path: Path) -> None:
    data = annotated(visits(everything))
    before = facts(data)
    for at in range(2):
        (tmp_path / "in.xlsx").write_bytes(data)
        subprocess.run(
            [
                str(SOFFICE), f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to",
                "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path / str(at)), str(tmp_path / "in.xlsx"),
            ],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        data = annotated((tmp_path / str(at) / "in.xlsx").read_bytes())
    after = facts(data)
    assert {**after, "formats": 0} == {**before, "formats": 0}
    book = Workbook.from_bytes(data)
    book.strip()
    sheet = read(book.to_bytes())["Visits"]
    assert (sheet["A2"].fill.fgColor.rgb, sheet["B3"].fill.fill_type) == (GREEN, None)
    assert [cell.coordinate for row in sheet for cell in row if cell.comment] == ["A5"]


def test_columns_stay_where_they_were_when_the_user_typed_beside_them() -> None:
    def typed(book: openpyxl.Workbook) -> None:
        book["Visits"]["H1"], book["Visits"]["H2"] = "Mine", "keep"

    after = read(annotated(reopened(annotated(visits()), typed)))["Visits"]
    assert [cell.value for cell in after[1]] == [
        "Visit", "Subject", "Date", "Type", "Enter by", "Days left", "Issues", "Mine",
    ]  # fmt: skip
    assert after["H2"].value == "keep"


def test_columns_follow_a_name_that_moved() -> None:
    moved = reopened(annotated(visits()), lambda book: book["Visits"].move_range("E1:G7", cols=5))
    data = changed(moved, "xl/workbook.xml", "$E$1:$G$7", "$J$1:$L$7")
    assert Workbook.from_bytes(data).earlier.columns == {"Visits": (10, 11, 12)}


def test_a_column_that_the_user_put_behind_ours_in_a_table_stays_in_it() -> None:
    def typed(book: openpyxl.Workbook) -> None:
        sheet = book["Visits"]
        sheet["H1"] = "Mine"
        grown = sheet.tables["Planned"]
        grown.ref = grown.autoFilter.ref = "A1:H7"
        grown.tableColumns.append(TableColumn(id=20, name="Mine"))

    data = reopened(annotated(visits(table)), typed)
    stripped = Workbook.from_bytes(data)
    stripped.strip()
    for result in (annotated(data), stripped.to_bytes()):
        sheet = read(result)["Visits"]
        names = [column.name for column in sheet.tables["Planned"].tableColumns]
        assert names == [cell.value for cell in sheet[1]]
        assert (sheet.tables["Planned"].ref, names[-1]) == ("A1:H7", "Mine")


def test_a_sheet_of_ours_that_the_user_renamed_or_threw_away_is_made_again() -> None:
    def tidied(book: openpyxl.Workbook) -> None:
        book["To do"].title = "My list"
        for name in list(book.defined_names):
            if name.endswith("to_do"):
                book.defined_names[name].value = "'My list'!$A$1"
        del book["Checked"]

    again = read(annotated(reopened(annotated(visits()), tidied)))
    assert again.sheetnames == ["Summary", "To do", "Checked", "Visits", "Notes to self"]


def test_a_copy_of_a_sheet_loses_our_columns_as_well() -> None:
    def copied(book: openpyxl.Workbook) -> None:
        twin = book.copy_worksheet(book["Visits"])
        twin.title = "Visits (2)"
        twin.defined_names["_ocr_sheets.columns.visits"] = openpyxl.workbook.defined_name.DefinedName(
            "_ocr_sheets.columns.visits", attr_text="'Visits (2)'!$E$1:$G$1", hidden=True
        )

    after = read(annotated(reopened(annotated(visits()), copied)))
    assert [cell.value for cell in after["Visits (2)"][1]][:4] == ["Visit", "Subject", "Date", "Type"]
    assert after["Visits (2)"]["E1"].value is None


def test_a_copy_of_one_of_our_sheets_is_the_users() -> None:
    def copied(book: openpyxl.Workbook) -> None:
        twin = book.copy_worksheet(book["Checked"])
        twin.title = "Kept"
        twin.defined_names["_ocr_sheets.sheet.checked"] = openpyxl.workbook.defined_name.DefinedName(
            "_ocr_sheets.sheet.checked", attr_text="'Kept'!$A$1", hidden=True
        )

    after = read(annotated(reopened(annotated(visits()), copied)))
    assert after["Kept"]["A1"].value == "what & <how>"
    assert after.sheetnames.count("Checked") == 1


def test_a_highlighted_cell_that_was_copied_elsewhere_loses_the_fill_as_well() -> None:
    def copied(book: openpyxl.Workbook) -> None:
        book["Notes to self"]["C3"] = "copy"
        book["Notes to self"]["C3"].fill = PatternFill(
            "solid", fgColor=book["Visits"]["A2"].fill.fgColor.rgb, bgColor=openpyxl.styles.colors.Color(indexed=64)
        )
        book["Notes to self"]["C3"].font = openpyxl.styles.Font(b=True)

    book = Workbook.from_bytes(reopened(annotated(visits()), copied))
    book.strip()
    cell = read(book.to_bytes())["Notes to self"]["C3"]
    assert (cell.fill.fill_type, cell.font.b) == (None, True)


def test_the_calculation_chain_forgets_formulas_that_go() -> None:
    chain = (
        '<?xml version="1.0"?><calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<c r="F2" i="1"/><c r="F3"/><c r="A1"/><c r="B2" i="3"/><c r="A1" i="2"/></calcChain>'
    )
    files = dict(unzipped(annotated(visits())))
    data = changed(
        annotated(visits()),
        "xl/_rels/workbook.xml.rels",
        "</Relationships>",
        '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain" '
        'Target="calcChain.xml"/></Relationships>',
    )
    from patching_samples import zipped

    files = {**unzipped(data), "xl/calcChain.xml": chain.encode()}
    book = Workbook.from_bytes(zipped(dict(files)))
    book.strip()
    text = unzipped(book.to_bytes())["xl/calcChain.xml"].decode()
    assert text.endswith('<c i="1" r="A1"/><c r="A1" i="2"/></calcChain>')


def test_names_that_lost_their_cells_count_for_nothing() -> None:
    data = changed(annotated(visits()), "xl/workbook.xml", "'Visits'!$E$1:$G$7", "#REF!")
    book = Workbook.from_bytes(data)
    assert book.earlier.columns == {}
    book.strip()
    assert "_ocr_sheets" not in unzipped(book.to_bytes())["xl/workbook.xml"].decode()


def test_a_blank_cell_of_the_users_with_a_format_stays_where_ours_beside_it_go() -> None:
    """Also on Python 3.11.2, which Debian has and whose regular expressions lose their way in a possessive group around a lookahead."""
    body = b'<row r="1"><c r="D1"><v>1</v></c><c r="E1" s="3"></c></row><row r="2"><c r="D2"><v>1</v></c></row>'
    assert without_columns(body, rows(body), 4, 5, 1) == (b'<row r="1"><c r="E1" s="3"></c></row>', set())
