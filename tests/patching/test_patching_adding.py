import datetime as dt
import io
import zipfile
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.table import Table
from patching_samples import PINK, annotated, by_hand, changed, opened, read, rows_of, visits
from workbooks import unzipped

from ocr_sheets.patching import MAX_TEXT, NOTE_AUTHOR, Formula, NoRoom, Style, Workbook
from ocr_sheets.patching.values import Value

TABLE = Table(displayName="Planned", ref="A1:D7")


def put(data: bytes, *values: Value, style: Style | None = None) -> Any:
    """The cells that openpyxl finds where values were put from F2 on."""
    book = Workbook.from_bytes(data)
    handle = book.style(style) if style else None
    book.sheet("Visits").put_row(2, 6, list(values), [handle] * len(values))
    return read(book.to_bytes())["Visits"][2][5:]


def raw_entries(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        out = {}
        for info in archive.infolist():
            start = info.header_offset + 30 + len(info.filename.encode()) + len(info.extra)
            out[info.filename] = data[start : start + info.compress_size]
        return out


def test_parts_that_are_not_touched_are_copied_as_the_compressed_bytes_they_are() -> None:
    data = visits()
    before, after = raw_entries(data), raw_entries(annotated(data))
    untouched = {"docProps/app.xml", "docProps/core.xml", "xl/theme/theme1.xml", "xl/worksheets/sheet2.xml"}
    assert {name for name in untouched if before[name] != after[name]} == set()
    assert list(after)[: len(before)] == list(before)


def test_a_workbook_to_which_nothing_is_added_comes_back_as_the_same_bytes() -> None:
    data = visits()
    book = Workbook.from_bytes(data)
    book.strip()
    assert unzipped(book.to_bytes()) == unzipped(data)
    assert book.data is data


def test_every_kind_of_value_arrives() -> None:
    day, moment = dt.date(2026, 3, 4), dt.datetime(2026, 3, 4, 12, 0)
    cells = put(visits(), "text", 7, 2.5, True, day, None, moment, Formula("=A1&B1", "x"), style=Style())
    assert [cell.value for cell in cells] == ["text", 7, 2.5, True, 46085, None, 46085.5, "=A1&B1"]


def test_a_date_with_a_date_format_is_a_date_in_a_workbook_that_counts_from_1904() -> None:
    plain = visits()
    spelt = next(
        text for text in ("<workbookPr />", "<workbookPr/>") if text in unzipped(plain)["xl/workbook.xml"].decode()
    )
    data = changed(plain, "xl/workbook.xml", spelt, '<workbookPr date1904="1"/>')
    assert Workbook.from_bytes(data).date1904
    cell = put(data, dt.date(2026, 3, 4), style=Style(number_format="dd/mm/yyyy"))[0]
    assert (cell.value, cell.number_format) == (dt.datetime(2026, 3, 4), "dd/mm/yyyy")


@pytest.mark.parametrize(
    ("day", "number"),
    [
        (dt.date(1900, 1, 1), 1),
        (dt.date(1900, 2, 28), 59),
        (dt.date(1900, 3, 1), 61),
        (dt.date(1899, 1, 1), "1899-01-01"),
    ],
)
def test_dates_go_round_the_29_february_1900_that_excel_believes_in(day: dt.date, number: object) -> None:
    assert put(visits(), day)[0].value == number


def test_control_characters_and_what_looks_like_their_escapes_survive() -> None:
    text = "a\x01b _x0041_ \x1f\tc\nd"
    assert b"a_x0001_b _x005F_x0041_ _x001F_\tc\nd" in put_raw(text)


def put_raw(text: str) -> bytes:
    book = Workbook.from_bytes(visits())
    book.sheet("Visits").put_row(2, 6, [text], [None])
    return unzipped(book.to_bytes())["xl/worksheets/sheet1.xml"]


def test_text_is_cut_to_what_a_cell_may_hold() -> None:
    assert len(put(visits(), "x" * 40_000)[0].value) == MAX_TEXT


def test_spaces_and_marks_at_the_edges_of_text_survive() -> None:
    assert [cell.value for cell in put(visits(), " <a> & 'b' ", "two  spaces")] == [
        " <a> & 'b' ", "two  spaces",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)"])
def test_text_that_looks_like_a_formula_is_text_and_is_marked_as_text(text: str) -> None:
    cell = put(visits(), text)[0]
    assert (cell.value, cell.quotePrefix) == (text, True)
    assert b"<f>" not in put_raw(text)


def test_a_value_that_no_cell_can_hold_is_our_mistake() -> None:
    with pytest.raises(TypeError, match="cannot hold a bytes"):
        put(visits(), b"x")  # type: ignore[arg-type]


def test_a_number_that_is_none_becomes_an_error_value_and_not_a_broken_file() -> None:
    assert put(visits(), float("nan"))[0].value == "#NUM!"


def test_a_style_asked_for_twice_is_written_once() -> None:
    book = Workbook.from_bytes(visits())
    style = Style(bold=True, fill=PINK, number_format="0.0")
    assert book.style(style) == book.style(Style(bold=True, fill=PINK, number_format="0.0"))
    again = Workbook.from_bytes(save_with(book, style))
    assert again.style(style) == book.style(style)


def save_with(book: Workbook, style: Style) -> bytes:
    book.sheet("Visits").put_row(2, 6, ["x"], [book.style(style)])
    return book.to_bytes()


def test_a_style_looks_as_it_says() -> None:
    style = Style(
        bold=True, italic=True, font_colour="112233", fill="445566", border="778899", wrap=True, horizontal="center",
        vertical="top", font_name="Arial", font_size=9,
    )  # fmt: skip
    cell = put(visits(), "x", style=style)[0]
    assert (cell.font.b, cell.font.i, cell.font.color.rgb, cell.font.name, cell.font.sz) == (
        True, True, "FF112233", "Arial", 9,
    )  # fmt: skip
    assert (cell.fill.fgColor.rgb, cell.border.left.style, cell.border.left.color.rgb) == (
        "FF445566", "thin", "FF778899",
    )  # fmt: skip
    assert (cell.alignment.wrap_text, cell.alignment.horizontal, cell.alignment.vertical) == (True, "center", "top")


def test_a_link_is_underlined_and_blue() -> None:
    font = put(visits(), "x", style=Style(link=True))[0].font
    assert (font.u, font.color.rgb) == ("single", "FF0563C1")


def test_columns_go_to_the_right_of_all_that_holds_something() -> None:
    sheet = read(annotated(visits()))["Visits"]
    assert [cell.value for cell in sheet[1]] == ["Visit", "Subject", "Date", "Type", "Enter by", "Days left", "Issues"]
    assert sheet["G2"].value == "-late"
    assert (sheet.column_dimensions["E"].width, sheet.column_dimensions["G"].width) == (12, 40)


def filled(last: int) -> bytes:
    """The visits with cells coloured from column 5 on, and nothing in them."""

    def fill(book: openpyxl.Workbook) -> None:
        for row in range(1, 9):
            for column in range(5, last + 1):
                book["Visits"].cell(row, column).fill = PatternFill("solid", fgColor="EEEEEE")

    return visits(fill)


def test_blank_cells_with_a_format_keep_it_while_they_are_few() -> None:
    data = filled(7)
    assert opened(data).free_column == 8
    again = annotated(annotated(data))
    assert read(again)["Visits"]["H1"].value == "Enter by"
    assert read(again)["Visits"]["G8"].fill.fgColor.rgb == "00EEEEEE"


def test_columns_without_end_of_blank_cells_with_a_format_do_not_push_ours_away() -> None:
    data = filled(80)
    assert opened(data).free_column == 5
    after = read(annotated(data))["Visits"]
    assert (after["E2"].value is not None, after["H2"].fill.fgColor.rgb) == (True, "00EEEEEE")


def widths(data: bytes) -> dict[str, tuple[float, bool]]:
    return {
        letter: (column.width, column.hidden)
        for letter, column in read(data)["Visits"].column_dimensions.items()
        if column.customWidth or column.hidden
    }


def stripped(data: bytes) -> bytes:
    book = Workbook.from_bytes(data)
    book.strip()
    return book.to_bytes()


def test_empty_columns_keep_a_width_that_is_enough_and_get_others_back() -> None:
    def wide(book: openpyxl.Workbook) -> None:
        for letter, width in {"A": 30, "D": 7.5, "E": 3.25, "F": 50, "H": 4}.items():
            book["Visits"].column_dimensions[letter].width = width

    data = visits(wide)
    first = annotated(data)
    assert {letter: width for letter, (width, _) in widths(first).items()} == {
        "A": 30, "D": 7.5, "E": 12, "F": 50, "G": 40, "H": 4,
    }  # fmt: skip
    assert widths(stripped(first)) == widths(data)
    assert annotated(first) == first
    out = io.BytesIO()
    read(first).save(out)
    assert widths(stripped(out.getvalue())) == widths(data)


def test_hidden_columns_stay_hidden_and_ours_go_beyond_them() -> None:
    def hide(book: openpyxl.Workbook) -> None:
        book["Visits"].column_dimensions["F"].hidden = True

    first = annotated(visits(hide))
    assert read(first)["Visits"]["G1"].value == "Enter by"
    assert widths(first)["F"][1]


def test_a_sheet_that_hides_all_columns_that_it_does_not_use_shows_ours_and_hides_them_again() -> None:
    data = by_hand(
        '<cols><col min="5" max="16384" width="9" hidden="1"/></cols><sheetData><row r="1"><c r="D1"><v>1</v></c></row></sheetData>'
    )
    first = unzipped(annotated(data))["xl/worksheets/sheet1.xml"].decode()
    assert '<col min="5" max="5" width="12" customWidth="1"/>' in first
    assert '<col min="8" max="16384" width="9" hidden="1"/>' in first
    again = unzipped(stripped(annotated(data)))["xl/worksheets/sheet1.xml"].decode()
    assert '<cols><col min="5" max="16384" width="9" hidden="1"/></cols>' in again


def test_merged_cells_tables_pictures_and_notes_are_not_covered() -> None:
    def merge(book: openpyxl.Workbook) -> None:
        book["Visits"].merge_cells("A9:H9")

    def note(book: openpyxl.Workbook) -> None:
        book["Visits"]["J3"].comment = Comment("mine", "me")

    def table(book: openpyxl.Workbook) -> None:
        for column in "FGHIJKL":
            book["Visits"][f"{column}20"] = column
        book["Visits"].add_table(Table(displayName="T", ref="F20:L22"))

    def chart(book: openpyxl.Workbook) -> None:
        from openpyxl.chart import BarChart

        book["Visits"].add_chart(BarChart(), "F2")  # type: ignore[call-arg]

    assert [opened(visits(change)).free_column for change in (merge, note, table)] == [9, 11, 13]
    assert opened(visits(chart)).free_column > 10


def test_cells_out_of_order_are_not_covered_either() -> None:
    data = by_hand('<sheetData><row r="1"><c r="F1"><v>1</v></c><c r="A1"><v>2</v></c></row></sheetData>')
    assert opened(data).free_column == 7


def test_a_sheet_that_is_full_to_the_last_column_says_so() -> None:
    data = by_hand('<sheetData><row r="1"><c r="XFD1"><v>1</v></c></row></sheetData>')
    book = Workbook.from_bytes(data)
    with pytest.raises(NoRoom, match="XFD"):
        book.sheet("Visits").add_columns(1, [("A", 9.0)], book.style(Style()), "x")


def test_a_table_that_ends_there_grows_by_the_columns() -> None:
    data = visits(lambda book: book["Visits"].add_table(TABLE))
    table = read(annotated(data))["Visits"].tables["Planned"]
    assert table.ref == "A1:G7"
    assert table.autoFilter.ref == "A1:G7"
    assert [column.name for column in table.tableColumns][-3:] == ["Enter by", "Days left", "Issues"]
    assert len({column.id for column in table.tableColumns}) == 7


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('name="Planned"', 'name="Planned" totalsRowCount="1"'),
        ('name="Planned"', 'name="Planned" tableType="queryTable"'),
        ('name="Type"', 'name="issues"'),
    ],
)
def test_beside_a_table_that_may_not_grow_a_column_stays_free(old: str, new: str) -> None:
    data = changed(visits(lambda book: book["Visits"].add_table(TABLE)), "xl/tables/table1.xml", old, new)
    book = Workbook.from_bytes(annotated(data))
    assert (book.sheet("Visits").tables[0].ref, book.earlier.columns) == ((1, 1, 7, 4), {"Visits": (6, 7, 8)})


def test_a_table_whose_headings_are_in_another_row_stays_as_it_is() -> None:
    def lower(book: openpyxl.Workbook) -> None:
        book["Visits"]["C2"] = "text"
        book["Visits"].add_table(Table(displayName="T", ref="A2:D7"))

    assert opened(annotated(visits(lower))).tables[0].ref == (2, 1, 7, 4)


def test_a_run_of_columns_is_split_for_the_new_ones_and_whole_again_without_them() -> None:
    data = by_hand(
        '<cols><col min="1" max="16384" width="5" customWidth="1"/></cols>'
        '<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>'
    )
    part = "xl/worksheets/sheet1.xml"
    after = annotated(data)
    assert b'<col min="1" max="1" width="5" customWidth="1"/><col min="2" max="2" width="12"' in unzipped(after)[part]
    book = Workbook.from_bytes(after)
    book.strip()
    assert b'<cols><col min="1" max="16384" width="5" customWidth="1"/></cols>' in unzipped(book.to_bytes())[part]


def test_a_hint_of_where_the_cells_are_is_widened() -> None:
    data = by_hand(
        '<dimension ref="A1:B2"/><sheetData><row r="1" spans="1:2"><c r="A1"><v>1</v></c></row>'
        '<row r="2" spans="1:2"/></sheetData>'
    )
    text = unzipped(annotated(data, rows=2))["xl/worksheets/sheet1.xml"].decode()
    assert '<dimension ref="A1:D40"/>' in text
    assert '<row r="1" spans="1:4">' in text
    assert '<row r="2" spans="1:4">' in text


def test_rows_that_do_not_exist_are_made_in_their_place() -> None:
    data = by_hand(
        '<sheetData><row r="3"><c r="A3"><v>3</v></c></row><row r="9"><c r="A9"><v>9</v></c></row></sheetData>'
    )
    book = Workbook.from_bytes(data)
    for row in (1, 5, 12):
        book.sheet("Visits").put_row(row, 2, [row], [None])
    assert [row[0].row for row in read(book.to_bytes())["Visits"].iter_rows() if any(c.value for c in row)] == [
        1, 3, 5, 9, 12,
    ]  # fmt: skip


def test_a_highlighted_cell_keeps_all_else_of_its_format() -> None:
    sheet = read(annotated(visits()))["Visits"]
    assert sheet["A2"].fill.fgColor.rgb == f"FF{PINK}"
    before, after = read(visits())["Visits"]["C3"], sheet["C3"]
    assert before.number_format == after.number_format
    assert sheet["A40"].fill.fgColor.rgb[-6:-2] == PINK[:4]


def test_a_colour_that_the_user_has_is_not_taken_for_ours() -> None:
    def own(book: openpyxl.Workbook) -> None:
        book["Visits"]["D5"].fill = PatternFill(
            "solid", fgColor=f"FF{PINK}", bgColor=openpyxl.styles.colors.Color(indexed=64)
        )

    data = visits(own)
    book = Workbook.from_bytes(annotated(annotated(data)))
    book.strip()
    sheet = read(book.to_bytes())["Visits"]
    assert sheet["D5"].fill.fgColor.rgb == f"FF{PINK}"
    assert sheet["A2"].fill.fill_type is None


def test_a_note_is_added_and_the_users_note_is_kept() -> None:
    def own(book: openpyxl.Workbook) -> None:
        book["Visits"]["A3"].comment = Comment("mine", "me")

    book = Workbook.from_bytes(visits(own))
    sheet = book.sheet("Visits")
    assert sheet.note(2, 1, "ours & <more>")
    assert not sheet.note(3, 1, "ours")
    assert not sheet.note(2, 1, "twice")
    after = read(book.to_bytes())["Visits"]
    assert (after["A3"].comment.text, after["A3"].comment.author) == ("mine", "me")
    assert (after["A2"].comment.text, after["A2"].comment.author) == (f"{NOTE_AUTHOR}:\nours & <more>", NOTE_AUTHOR)


def test_shape_numbers_of_two_sheets_never_meet() -> None:
    def own(book: openpyxl.Workbook) -> None:
        book["Notes to self"]["A3"].comment = Comment("mine", "me")

    book = Workbook.from_bytes(visits(own))
    book.sheet("Visits").note(2, 1, "ours")
    files = unzipped(book.to_bytes())
    blocks = [part.split(b'data="')[1].split(b'"')[0] for name, part in files.items() if name.endswith(".vml")]
    assert len(blocks) == len(set(blocks)) == 2


def test_more_notes_than_one_block_of_shape_numbers_take_another_block() -> None:
    book = Workbook.from_bytes(visits())
    for row in range(2, 1302):
        book.sheet("Visits").note(row, 1, "ours")
    drawing = next(part for name, part in unzipped(book.to_bytes()).items() if name.endswith(".vml"))
    numbers = [int(piece.split(b'"')[0]) for piece in drawing.split(b'id="_x0000_s')[1:]]
    assert len(set(numbers)) == 1300
    assert {number // 1024 for number in numbers} == {1, 2}
    assert b'data="1,2"' in drawing


def test_a_sheet_says_which_cells_hold_errors_and_which_formulas_have_no_value() -> None:
    sheet = opened(
        by_hand(
            '<sheetData><row r="4"><c r="A4"><v>1</v></c><c r="C4" t="e"><f>X</f><v>#N/A</v></c></row>'
            '<row r="5"><c r="A5"><f>B1</f></c><c r="B5"><f>B1</f><v></v></c><c r="C5" t="str"><f>B1</f><v></v></c>'
            '<c r="D5"><f t="shared" si="0"/></c><c r="E5"><f>1+1</f><v>2</v></c></row></sheetData>'
        )
    )
    assert sheet.error_cells == {(4, 3): "#N/A"}
    assert sheet.unvalued_formulas == {(5, 1), (5, 2), (5, 4)}


def test_protection_is_seen_and_stays() -> None:
    data = visits(lambda book: book["Visits"].protection.enable())
    assert opened(data).is_protected
    assert opened(annotated(data)).is_protected
    assert not opened(visits()).is_protected


def test_cells_are_written_in_the_order_of_their_columns_even_among_blank_ones() -> None:
    data = by_hand('<sheetData><row r="2"><c r="A2"><v>1</v></c><c r="C2" s="0"/><c r="F2" s="0"/></row></sheetData>')
    book = Workbook.from_bytes(data)
    book.sheet("Visits").put_row(2, 2, ["b", "c"], [None, None])
    assert [piece.split('"')[0] for piece in rows_of(book.to_bytes()).split('<c r="')[1:]] == ["A2", "B2", "C2", "F2"]
