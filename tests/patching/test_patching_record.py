"""What a run added is written down exactly: the next one takes away that, gives back what was there, and nothing else goes."""

import io
from collections.abc import Callable

import openpyxl
import pytest
import xlsxwriter
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from patching_samples import annotated, by_hand, changed, read, visits, zipped
from workbooks import unzipped

from ocr_sheets.patching import Former, Workbook

ROWS = '<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>'
SHEET = "xl/worksheets/sheet1.xml"


def stripped(data: bytes) -> bytes:
    book = Workbook.from_bytes(data)
    book.strip()
    return book.to_bytes()


def reopened(data: bytes, change: Callable[[openpyxl.Workbook], None]) -> bytes:
    """What openpyxl makes of a workbook, with a change of the user's."""
    book = read(data)
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def columns(data: bytes, part: str = SHEET) -> dict[int, tuple[str, ...]]:
    """What a sheet says of each of its first columns: width, level, hidden, collapsed."""
    nodes = openpyxl.xml.functions.fromstring(unzipped(data)[part])
    found = {}
    for node in nodes.iter("{http://schemas.openxmlformats.org/spreadsheetml/2006/main}col"):
        for column in range(int(node.get("min", 0)), min(int(node.get("max", 0)), 16) + 1):
            found[column] = tuple(node.get(name, "") for name in ("width", "outlineLevel", "hidden", "collapsed"))
    return found


@pytest.mark.parametrize(
    "cols",
    [
        '<col min="2" max="2" width="20"/><col min="3" max="3" width="5"/><col min="4" max="4" width="20"/>',
        '<col min="2" max="2" width="9" collapsed="1"/><col min="3" max="4" width="9" outlineLevel="2" customWidth="1"/>',
        '<col min="1" max="3" width="9" customWidth="1"/><col min="5" max="9" width="7" hidden="1"/>',
        '<col min="1" max="16384" width="12.7109375" customWidth="1"/>',
    ],
)
def test_widths_levels_and_flags_under_our_columns_are_given_back(cols: str) -> None:
    data = by_hand(f"<cols>{cols}</cols>{ROWS}")
    once = annotated(data)
    assert columns(once) != columns(data)
    assert columns(stripped(once)) == columns(data)
    assert annotated(once) == once


def test_a_column_of_ours_keeps_the_level_and_the_width_that_the_user_gave_it_where_that_is_enough() -> None:
    cols = '<col min="2" max="2" width="60" outlineLevel="2" customWidth="1"/><col min="3" max="3" width="5" collapsed="1" customWidth="1"/>'
    once = columns(annotated(by_hand(f"<cols>{cols}</cols>{ROWS}")))
    assert once[2] == ("60", "2", "", "")
    assert once[3] == ("9", "", "", "1")


@pytest.mark.parametrize("cell", ['<c r="A1"><v>1</v></c>', '<c r="A1" s="3"><v>1</v></c>'])
def test_a_workbook_that_had_no_styles_has_none_again(cell: str) -> None:
    data = by_hand(f'<sheetData><row r="1">{cell}</row></sheetData>')
    once = annotated(data)
    assert "xl/styles.xml" in unzipped(once)
    before, after = unzipped(data), unzipped(stripped(once))
    assert b"styles" not in after.pop(
        "[Content_Types].xml"
    )  # it may go on naming a kind of file of which there is none now
    assert after == {part: text for part, text in before.items() if part != "[Content_Types].xml"}
    assert annotated(once) == once


def test_a_workbook_that_names_styles_and_has_none_is_as_it_was_again() -> None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"
    arrow = f'<Relationship Id="rId9" Type="{kind}" Target="styles.xml"/></Relationships>'
    data = changed(by_hand(ROWS), "xl/_rels/workbook.xml.rels", "</Relationships>", arrow)
    styles = '<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>'
    data = changed(data, "[Content_Types].xml", "</Types>", styles + "</Types>")
    once = annotated(data)
    after = unzipped(stripped(once))
    assert after["xl/_rels/workbook.xml.rels"] == unzipped(data)["xl/_rels/workbook.xml.rels"]
    assert b"/xl/styles.xml" in after["[Content_Types].xml"]
    assert "xl/styles.xml" not in after
    assert annotated(once) == once


def test_styles_that_another_program_wrote_since_stay() -> None:
    saved = reopened(annotated(by_hand(ROWS)), lambda book: None)
    assert "xl/styles.xml" in unzipped(stripped(saved))


def test_formats_of_blank_cells_under_our_columns_are_given_back() -> None:
    blanks = "".join(
        f'<c r="{column}3" s="1"/>' for column in ["B", "C", "D", *(f"A{x}" for x in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")]
    )
    filled = f'<row r="1"><c r="A1"><v>1</v></c></row><row r="3">{blanks}</row>'
    far = "".join(f'<c r="{a}{b}3" s="1"/>' for a in "BCDE" for b in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    data = by_hand(f"<sheetData>{filled.replace('</row>', far + '</row>', 2).replace(far, '', 1)}</sheetData>")
    once = annotated(data)
    assert 's="1"/>' in unzipped(data)[SHEET].decode()
    assert unzipped(stripped(once))[SHEET].count(b's="1"/>') == unzipped(data)[SHEET].count(b's="1"/>')
    assert annotated(once) == once


def test_blank_cells_that_were_made_for_a_colour_go_again_and_what_was_typed_in_them_stays() -> None:
    once = annotated(visits())
    assert b'r="A40"' in unzipped(once)[SHEET]
    assert b'r="A40"' not in unzipped(stripped(once))[SHEET]

    def typed(book: openpyxl.Workbook) -> None:
        book["Visits"]["A40"] = "mine"

    kept = read(stripped(reopened(once, typed)))["Visits"]["A40"]
    assert (kept.value, kept.fill.fill_type) == ("mine", None)


def test_notes_of_our_author_that_we_did_not_write_stay() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("Visits")
    sheet.set_comments_author("ocr-sheets")
    for row in range(7):
        sheet.write_string(row, 0, f"x{row}")
        sheet.write_comment(row, 0, f"Help with row {row}.")
    book.close()

    def notes(data: bytes) -> list[str]:
        return [cell.comment.text for row in read(data)["Visits"] for cell in row if cell.comment]

    data = out.getvalue()
    assert notes(stripped(data)) == notes(data)
    once = annotated(data)
    assert set(notes(data)) <= set(notes(once))
    assert notes(stripped(once)) == notes(data)
    assert notes(stripped(reopened(once, lambda book: None))) == notes(data)
    assert annotated(once) == once


def test_a_note_of_ours_to_which_somebody_added_words_stays() -> None:
    def more(book: openpyxl.Workbook) -> None:
        cell = book["Visits"]["A2"]
        cell.comment = Comment(cell.comment.text + "\nAsked the moderator.", "ocr-sheets")

    after = read(stripped(reopened(annotated(visits()), more)))["Visits"]["A2"]
    assert "Asked the moderator." in after.comment.text


def test_a_column_that_somebody_put_between_ours_stays_where_it_is_and_the_next_run_says_so() -> None:
    def inserted(book: openpyxl.Workbook) -> None:
        sheet = book["Visits"]
        sheet.move_range("F1:G7", cols=1)
        for row, value in enumerate(["Mine", "a", "b", "c", "d", "e", "f"], 1):
            sheet.cell(row, 6, value)

    moved = changed(reopened(annotated(visits()), inserted), "xl/workbook.xml", "$E$1:$G$7", "$E$1:$H$7")
    book = Workbook.from_bytes(moved)
    assert book.earlier.columns == {"Visits": (5, 7, 8)}
    assert book.strip() == ["columns on “Visits”"]
    sheet = read(book.to_bytes())["Visits"]
    assert [cell.value for cell in sheet["F"]][:7] == ["Mine", "a", "b", "c", "d", "e", "f"]
    assert [sheet[f"{letter}1"].value for letter in "EGH"] == [None, None, None]


@pytest.mark.parametrize(
    "former", [Former(frozenset(), frozenset()), Former(frozenset({"Issues"}), frozenset({"To do"}))]
)
def test_names_of_somebody_elses_that_are_spelt_like_ours_cost_nothing(former: Former) -> None:
    def named(book: openpyxl.Workbook) -> None:
        for name, where in (
            ("columns.visits", "Visits!$A$1:$B$1"),
            ("sheet.summary", "Visits!$A$1"),
            ("formats", "Visits!$A$1"),
        ):
            full = f"_ocr_sheets.{name}"
            book.defined_names[full] = DefinedName(full, attr_text=where)

    data = visits(named)
    if not former.headings:
        data = annotated(data)  # from here on there is a record, and they are not in it
    book = Workbook.from_bytes(data, former=former)
    book.strip()
    after = read(book.to_bytes())
    assert [cell.value for cell in after["Visits"][1]][:4] == ["Visit", "Subject", "Date", "Type"]
    assert after["Visits"]["A7"].value == read(visits())["Visits"]["A7"].value
    assert set(after.defined_names) == {
        "_ocr_sheets.columns.visits",
        "_ocr_sheets.sheet.summary",
        "_ocr_sheets.formats",
    }


def test_what_stands_below_our_columns_is_the_users() -> None:
    def typed(book: openpyxl.Workbook) -> None:
        book["Visits"]["F30"] = "mine"

    after = read(stripped(reopened(annotated(visits()), typed)))["Visits"]
    assert after["F30"].value == "mine"
    assert after["F2"].value is None


def test_the_tab_that_was_open_is_open_again() -> None:
    def second(book: openpyxl.Workbook) -> None:
        book.create_sheet("Other")
        book.active = len(book.sheetnames) - 1
        book["Visits"].sheet_view.tabSelected = False

    data = visits(second)
    book = read(stripped(annotated(data)))
    assert book.active is book["Other"]
    assert [sheet.sheet_view.tabSelected for sheet in book] == [sheet.sheet_view.tabSelected for sheet in read(data)]


def test_a_format_past_the_end_of_the_list_does_not_become_ours() -> None:
    data = by_hand('<sheetData><row r="1"><c r="A1" s="3"><v>1</v></c></row></sheetData>')
    once = annotated(data)
    cell = read(once)["Visits"]["A1"]
    assert (cell.font.b, cell.fill.fill_type, cell.number_format) == (False, None, "General")
    assert annotated(once) == once


def test_lists_with_nothing_in_them_and_types_without_a_part_do_not_make_a_second_run_differ() -> None:
    empty = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    files: dict[str, str | bytes] = dict(unzipped(by_hand(ROWS)))
    types = files["[Content_Types].xml"]
    assert isinstance(types, bytes)
    dangling = b'<Override PartName="/xl/comments1.xml" ContentType="x/y"/></Types>'
    more: dict[str, str | bytes] = {
        "xl/worksheets/_rels/sheet1.xml.rels": empty,
        "[Content_Types].xml": types.replace(b"</Types>", dangling),
    }
    once = annotated(zipped({**files, **more}))
    assert annotated(once) == once
    back = unzipped(stripped(once))
    assert back["xl/worksheets/_rels/sheet1.xml.rels"].decode() == empty
    assert dangling[:-8] in back["[Content_Types].xml"]


def test_a_part_of_no_bytes_that_is_marked_as_packed_is_opened() -> None:
    name = b"xl/nothing.bin"
    data = bytearray(zipped({**unzipped(visits()), name.decode(): ""}))
    local, central = data.index(name) - 30, data.rindex(name) - 46
    packed = int.from_bytes(data[local + 18 : local + 22], "little")
    assert packed == 2  # which is how deflate says nothing
    data[local + 18 : local + 22] = data[central + 20 : central + 24] = bytes(4)
    end = data.rindex(b"PK\5\6")
    start = int.from_bytes(data[end + 16 : end + 20], "little") - packed
    data[end + 16 : end + 20] = start.to_bytes(4, "little")
    del data[local + 30 + len(name) : local + 30 + len(name) + packed]
    assert annotated(bytes(data))
