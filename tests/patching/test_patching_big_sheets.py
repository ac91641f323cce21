"""Big sheets: packed as they are written, with cells that were made once for all rows in which they are alike."""

import openpyxl
from patching_samples import opened, read, visits
from workbooks import unzipped

from ocr_sheets.patching import Workbook

ROWS = 12_000


def big() -> bytes:
    """The visits with so many rows that their sheet is packed at once, and not kept as a whole."""

    def lengthen(book: openpyxl.Workbook) -> None:
        for row in range(8, ROWS + 1):
            book["Visits"].append([f"Visit {row}", row, "x" * 40])

    return visits(lengthen)


def with_added(data: bytes) -> Workbook:
    book = Workbook.from_bytes(data)
    sheet = book.sheet("Visits")
    alike = sheet.cells(6, ["late"], [None]).beside(sheet.cells(7, [7, None, "due"], [None] * 3))
    for row in range(9, ROWS + 1):
        sheet.put(row, alike)
    return book


def test_a_big_sheet_holds_what_was_added_and_all_that_it_held() -> None:
    data = big()
    book = with_added(data)
    after = book.to_bytes()
    sheet = read(after)["Visits"]
    for row in (9, ROWS // 2, ROWS):
        values = [cell.value for cell in sheet[row]]
        assert values[:3] == [f"Visit {row}", row, "x" * 40]
        assert values[5:9] == ["late", 7, None, "due"]
    assert len(unzipped(after)["xl/worksheets/sheet1.xml"]) > 1_000_000


def test_a_big_sheet_that_was_written_can_be_read_and_written_again() -> None:
    data = big()
    book = with_added(data)
    once = book.to_bytes()
    assert book.sheet("Visits").raw() == unzipped(once)["xl/worksheets/sheet1.xml"]
    assert book.to_bytes() == once == with_added(data).to_bytes()


def test_a_big_sheet_to_which_nothing_is_added_stays_the_bytes_it_is() -> None:
    data = big()
    book = Workbook.from_bytes(data)
    book.sheet("Visits").check()
    assert unzipped(book.to_bytes()) == unzipped(data)


def test_what_the_columns_of_a_sheet_hold_is_asked_again_when_cells_were_taken_away() -> None:
    data = visits()
    book = Workbook.from_bytes(data)
    first = book.sheet("Visits").free_column
    book.sheet("Visits").add_columns(1, [("Ours", 10)], 0, "visits.0")
    again = Workbook.from_bytes(book.to_bytes())
    assert opened(book.to_bytes()).free_column == first + 1
    again.strip()
    assert again.sheet("Visits").free_column == first
