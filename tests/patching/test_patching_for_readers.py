"""What the patcher opens the reader of values opens too, and one stray cell costs neither time nor memory and is told."""

from __future__ import annotations

import datetime as dt
import io
import re
import tracemalloc
from collections.abc import Callable

import openpyxl
import pytest
from patching_samples import by_hand, zipped
from workbooks import AS_OF, centre, unzipped

from ocr_sheets.model.reading_words import remark_words
from ocr_sheets.patching import Refused, Workbook
from ocr_sheets.reading import read_book
from ocr_sheets.reading.cells import FAR_BELOW, read_grids

SHEET = re.compile(r"xl/worksheets/sheet\d+\.xml")


def values(data: bytes) -> dict[str, list[list[object]]]:
    return {grid.name: [list(row) for row in grid.rows] for grid in read_grids(Workbook.from_bytes(data))}


def with_parts(change: Callable[[str, bytes], bytes]) -> bytes:
    return zipped({name: change(name, part) for name, part in unzipped(centre()).items()})


def recoded(encoding: str) -> Callable[[str, bytes], bytes]:
    def change(name: str, part: bytes) -> bytes:
        if not name.endswith((".xml", ".rels")):
            return part
        text = part.decode("utf-8-sig").replace('encoding="UTF-8"', f'encoding="{encoding[:6]}"')
        return text.encode(encoding)

    return change


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_workbook_in_another_encoding_has_the_same_values(encoding: str) -> None:
    assert values(with_parts(recoded(encoding))) == values(centre())


@pytest.mark.parametrize("kind", ["xlMacrosheet", "dialogsheet", None])
def test_a_sheet_that_is_no_worksheet_keeps_nobody_from_reading_the_others(kind: str | None) -> None:
    files = unzipped(centre())
    arrow = f'<Relationship Id="rId99" Type="http://schemas.microsoft.com/office/2006/relationships/{kind}" Target="odd.xml"/>'
    names = b'<sheet name="Macro" sheetId="99" r:id="rId99"/></sheets>'
    files["xl/workbook.xml"] = files["xl/workbook.xml"].replace(b"</sheets>", names)
    rels = "xl/_rels/workbook.xml.rels"
    if kind:
        files[rels] = files[rels].replace(b"</Relationships>", arrow.encode() + b"</Relationships>")
        files["xl/odd.xml"] = b'<x xmlns="y"/>'
    assert values(zipped(dict(files))) == values(centre())


def stray(row: int) -> bytes:
    """A centre's workbook with a value in column B of a row of each sheet."""
    cell = f'<row r="{row}"><c r="B{row}"><v>1</v></c></row></sheetData>'.encode()
    return with_parts(lambda name, part: part.replace(b"</sheetData>", cell) if SHEET.fullmatch(name) else part)


@pytest.mark.parametrize("row", [1_048_576, 500_000])
def test_a_stray_value_far_below_is_told_and_all_else_is_read(row: int) -> None:
    assert values(stray(row)) == values(centre())
    book = read_book(Workbook.from_bytes(stray(row)), AS_OF)
    told = [remark_words(remark) for table in book.tables for remark in table.remarks]
    assert any(f"The cells from B{row} down are far from the rest" in one for one in told), told
    assert book.claims == read_book(Workbook.from_bytes(centre()), AS_OF).claims


def test_the_edge_of_far_below() -> None:
    last = {name: len(rows) for name, rows in values(centre()).items()}["Visits"]
    for row, is_left_out in ((last + FAR_BELOW, False), (last + FAR_BELOW + 1, True)):
        grids = {grid.name: grid for grid in read_grids(Workbook.from_bytes(stray(row)))}
        assert grids["Visits"].left_out == (f"B{row}" if is_left_out else "")
        assert (len(grids["Visits"].rows) == row) is not is_left_out


def test_a_stray_value_with_nothing_above_it_is_left_out_and_a_list_that_begins_as_low_is_read() -> None:
    def alone(*rows: int) -> bytes:
        book = openpyxl.load_workbook(io.BytesIO(centre()))
        sheet = book.create_sheet("Scrap")
        for row in rows:
            sheet.cell(row, 2, "x")
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()

    for rows, left_out in (
        ((FAR_BELOW,), ""),
        ((FAR_BELOW + 1,), f"B{FAR_BELOW + 1}"),
        ((FAR_BELOW + 1, FAR_BELOW + 2), ""),
    ):
        grids = {grid.name: grid for grid in read_grids(Workbook.from_bytes(alone(*rows)))}
        assert ("Scrap" in grids and grids["Scrap"].left_out) == left_out, rows


def test_a_stray_value_far_below_takes_little_memory() -> None:
    data = stray(1_048_576)
    tracemalloc.start()
    values(data)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 20_000_000


EMPTY = "".join(f'<row r="{row}"/>' for row in range(1, 1_048_577))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (by_hand(f"<sheetData>{EMPTY * 2}</sheetData>"), "more rows than the 1,048,576 of a sheet"),
        (
            by_hand(
                "<sheetData/>", parts={"a.xml": "<x>" + '<definedName name="a">A1</definedName>' * 100_001 + "</x>"}
            ),
            "more than 100,000 names",
        ),
    ],
    ids=["rows", "names"],
)
def test_more_than_a_workbook_can_hold_is_refused_before_it_fills_the_memory(data: bytes, words: str) -> None:
    tracemalloc.start()
    with pytest.raises(Refused, match=words):
        Workbook.from_bytes(data)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 150_000_000


def test_a_million_rows_that_say_nothing_are_passed_over() -> None:
    held = '<row r="1"><c r="A1"><v>1</v></c></row>'
    rest = EMPTY.removeprefix('<row r="1"/>')
    data = by_hand(f"<sheetData>{held}{rest}</sheetData>")
    tracemalloc.start()
    assert values(data) == {"Visits": [[1.0]]}
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 150_000_000


def test_a_date_is_a_date_in_the_copy_as_well() -> None:
    assert any(isinstance(value, dt.date) for rows in values(stray(900_000)).values() for row in rows for value in row)
