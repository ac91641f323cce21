import io

import openpyxl
import pytest
import xlsxwriter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table
from patching_samples import MAIN, annotated, by_hand, changed, read, report, visits, zipped
from workbooks import unzipped

from ocr_sheets.patching import Workbook

NAMES = ["Summary", "To do", "Checked"]


def joined(data: bytes, extra: bytes | None = None) -> bytes:
    book = Workbook.from_bytes(data)
    book.join(extra or report(book.free_names(NAMES)), ["summary", "to_do", "checked"])
    return book.to_bytes()


def test_report_sheets_stand_in_front_and_the_first_is_open() -> None:
    book = read(joined(visits()))
    assert book.sheetnames == ["Summary", "To do", "Checked", "Visits", "Notes to self"]
    assert book.active is not None
    assert book.active.title == "Summary"
    assert [sheet.title for sheet in book if sheet.sheet_view.tabSelected] == ["Summary"]


def test_what_report_sheets_hold_comes_with_them() -> None:
    book = read(joined(visits()))
    summary, to_do, checked = book["Summary"], book["To do"], book["Checked"]
    assert (summary["A1"].value, summary["A1"].font.b, summary["A1"].fill.fgColor.rgb) == (
        "Summary of it all", True, "FFDDEEFF",
    )  # fmt: skip
    assert (summary["B2"].value, summary["A3"].hyperlink.location) == ("=A2+1", "'To do'!A1")
    assert len(summary._charts) == 1  # type: ignore[attr-defined]
    assert (to_do.tables["ToDo"].ref, to_do["C2"].number_format) == ("A1:C3", "dd/mm/yyyy")
    (rules,) = (rule.rules for rule in to_do.conditional_formatting)
    assert rules[0].dxf.font.color.rgb == "FF9C0006"
    assert to_do.data_validations.dataValidation[0].formula1 == '"a,b"'
    assert (to_do.print_title_rows, to_do.print_area) == ("$1:$1", "'To do'!$A$1:$C$3")
    assert (checked.auto_filter.ref, checked["A1"].value) == ("A1:B3", "what & <how>")


def test_a_name_that_the_user_has_is_left_to_the_user() -> None:
    def own(book: openpyxl.Workbook) -> None:
        book["Notes to self"].title = "summary"

    book = Workbook.from_bytes(visits(own))
    names = book.free_names(NAMES)
    assert names == ["Summary (2)", "To do", "Checked"]
    assert book.join(report(names), ["a", "b", "c"]) == names


def test_a_free_name_is_never_longer_than_a_sheet_name_may_be() -> None:
    def own(book: openpyxl.Workbook) -> None:
        book["Notes to self"].title = "x" * 31

    assert Workbook.from_bytes(visits(own)).free_names(["x" * 40, "x" * 31]) == ["x" * 27 + " (2)", "x" * 27 + " (3)"]


def test_table_names_and_numbers_are_free_ones() -> None:
    data = visits(lambda book: book["Visits"].add_table(Table(displayName="todo", ref="A1:D7")))
    files = unzipped(joined(data))
    tables = [part.decode() for name, part in files.items() if "/tables/" in name]
    assert len({text.split(' id="')[1].split('"')[0] for text in tables}) == 2
    assert 'displayName="ToDo_2"' in tables[1]


def test_names_that_belong_to_a_sheet_go_on_belonging_to_it() -> None:
    def own(book: openpyxl.Workbook) -> None:
        book["Notes to self"].defined_names["here"] = DefinedName("here", attr_text="'Notes to self'!$A$1")
        book.defined_names["everywhere"] = DefinedName("everywhere", attr_text="Visits!$A$1")

    book = read(joined(visits(own)))
    assert book["Notes to self"].defined_names["here"].value == "'Notes to self'!$A$1"
    assert book.defined_names["everywhere"].value == "Visits!$A$1"


def test_cells_without_a_format_do_not_take_the_users_default_format() -> None:
    def own(book: openpyxl.Workbook) -> None:
        from openpyxl.styles import Font

        book._fonts = type(book._fonts)([Font(name="Comic Sans MS", sz=20)])  # type: ignore[attr-defined]

    book = read(joined(visits(own)))
    assert (book["Visits"]["A1"].font.name, book["Summary"]["A2"].font.name) == ("Comic Sans MS", "Calibri")
    assert book["Summary"].column_dimensions["A"].font.name == "Calibri"


def test_the_default_format_is_not_written_where_it_is_the_users_own() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.add_worksheet("Plain").write("A1", 1)
    book.close()
    user = Workbook.from_bytes(out.getvalue())
    assert user.join(out.getvalue(), ["plain"]) == ["Plain (2)"]
    assert b'<c r="A1"><v>1</v></c>' in unzipped(user.to_bytes())["xl/worksheets/sheet2.xml"]


def test_another_window_of_the_workbook_shows_the_sheet_it_showed() -> None:
    sheet = "<sheetData/>"
    views = '<bookViews><workbookView activeTab="0"/><workbookView activeTab="0" firstSheet="0"/></bookViews>'
    data = changed(by_hand(sheet), "xl/workbook.xml", "<sheets>", f"{views}<sheets>")
    text = unzipped(joined(data))["xl/workbook.xml"].decode()
    assert '<workbookView activeTab="0"/>' in text
    assert '<workbookView activeTab="3" firstSheet="3"/>' in text


def test_a_workbook_without_a_view_gets_one() -> None:
    text = unzipped(joined(by_hand("<sheetData/>")))["xl/workbook.xml"].decode()
    assert text.index("<bookViews><workbookView/></bookViews>") < text.index("<sheets>")


def test_macros_and_their_content_type_stay_byte_for_byte() -> None:
    kind = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    data = by_hand(
        "<sheetData/>",
        workbook_type=kind,
        parts={"xl/vbaProject.bin": b"\0\1\2"},
        types='<Override PartName="/xl/vbaProject.bin" ContentType="application/vnd.ms-office.vbaProject"/>',
    )
    data = changed(
        data,
        "xl/_rels/workbook.xml.rels",
        "</Relationships>",
        '<Relationship Id="v" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" '
        'Target="vbaProject.bin"/></Relationships>',
    )
    assert Workbook.from_bytes(data).has_macros
    files = unzipped(joined(data))
    assert files["xl/vbaProject.bin"] == b"\0\1\2"
    assert kind.encode() in files["[Content_Types].xml"]


def test_new_parts_of_a_workbook_in_another_folder_lie_beside_it() -> None:
    data = by_hand("<sheetData/>", rename=lambda name: name.replace("xl/", "odd/"))
    files = {name: part.replace(b"xl/", b"odd/") for name, part in unzipped(data).items()}
    after = unzipped(annotated(zipped(dict(files))))
    assert not [name for name in after if name.startswith("xl/worksheets")]
    assert "odd/worksheets/sheet2.xml" in after


def test_a_strict_workbook_gets_strict_sheets() -> None:
    after = unzipped(annotated(by_hand("<sheetData/>", strict=True)))
    assert not [name for name, part in after.items() if MAIN.encode() in part]
    assert b"schemas.openxmlformats.org/officeDocument" not in after["xl/_rels/workbook.xml.rels"]


def test_what_cannot_be_joined_is_our_mistake() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.add_worksheet("A")
    book.define_name("all", "=A!$A$1")
    book.close()
    with pytest.raises(ValueError, match="must belong to a sheet"):
        Workbook.from_bytes(visits()).join(out.getvalue(), ["a"])
    with pytest.raises(ValueError, match="3 sheets and 1 tags"):
        Workbook.from_bytes(visits()).join(report(NAMES), ["a"])
    with pytest.raises(ValueError, match="cannot be part"):
        Workbook.from_bytes(visits()).join(report(NAMES), ["a", "b", "not a tag"])
