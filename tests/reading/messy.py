"""Workbooks as centres really keep them, each made in its test: the small centre, with sheets of their own written by hand."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import openpyxl
import xlsxwriter
from workbooks import AS_OF, BASE, parse

from ocr_sheets.model.book import Book
from ocr_sheets.patching import Workbook
from ocr_sheets.reading import read_book
from ocr_sheets.reading.mapping import NO_MAPPING, Mappings
from ocr_sheets.report import Report
from ocr_sheets.validate import check

Write = Callable[[Any, Any], None]
"""Writes into a workbook: called with it, and with the format of its dates."""

CLAIM_HEADS = ["Candidate number", "Entry code", "Unit number", "Assessor", "Grade", "Claimed on", "Visit"]
CLAIM_ROWS: list[list[Any]] = [
    ["0045", "05839", "8", "JS", "M", dt.date(2027, 2, 26), "IT 1"],
    ["0046", "05839", "9", "PT", "P", dt.date(2027, 1, 20), "IT 1"],
]


def put(sheet: Any, day: Any, row: int, column: int, values: Iterable[object]) -> None:
    """Cells side by side, counted from 0; days as days, and nothing for an empty one."""
    for at, value in enumerate(values, start=column):
        if isinstance(value, dt.date):
            sheet.write_datetime(row, at, dt.datetime.combine(value, dt.time()), day)
        elif isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            sheet.write_datetime(row, at, dt.datetime.fromisoformat(value), day)
        elif isinstance(value, str) and value.startswith("="):
            sheet.write_formula(row, at, value, None, 1)
        elif value not in (None, ""):
            sheet.write(row, at, value)


def messy(*writes: Write, without: Sequence[str] = ()) -> bytes:
    """The small centre, without some of its sheets, and what the functions write after them."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for name, rows in parse(BASE).items():
        if name not in without:
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                put(sheet, day, number, 0, row)
    for write in writes:
        write(book, day)
    book.close()
    return file.getvalue()


def table(name: str, rows: Sequence[Sequence[Any]], row: int = 0, column: int = 0) -> Write:
    """A sheet with rows from a place on."""

    def write(book: Any, day: Any) -> None:
        sheet = book.get_worksheet_by_name(name) or book.add_worksheet(name)
        for number, values in enumerate(rows, start=row):
            put(sheet, day, number, column, values)

    return write


def claims(name: str = "Claims", row: int = 0, column: int = 0) -> Write:
    """Two claims on a sheet, the first late for its visit."""
    return table(name, [CLAIM_HEADS, *CLAIM_ROWS], row, column)


def read(data: bytes, mapping: Mappings = NO_MAPPING) -> Book:
    """The workbook as the reader reads it."""
    return read_book(Workbook.from_bytes(data), AS_OF, mapping)


def annotated(data: bytes) -> tuple[Report, bytes]:
    """The workbook checked and annotated."""
    done = check(Workbook.from_bytes(data), "centre.xlsx", AS_OF)
    return done.report, done.workbook.to_bytes()


def found_in(report: Report) -> list[tuple[str, str, str]]:
    """The findings by rule, cell and message."""
    return [(one.rule.code, f"{one.sheet}!{one.cell.ref if one.cell else ''}", one.message) for one in report.findings]


def at_cells(report: Report, code: str) -> list[str]:
    """The cells at which a rule found something."""
    return [place for rule, place, _ in found_in(report) if rule == code]


def opened(data: bytes) -> Any:
    """The workbook as openpyxl sees it."""
    return openpyxl.load_workbook(io.BytesIO(data))


def added(data: bytes, name: str, heading: str) -> dict[int, object]:
    """What stands below the last heading of that name on a sheet, by row, as openpyxl sees it."""
    sheet = opened(data)[name]
    places = [(cell.row, cell.column) for row in sheet.iter_rows() for cell in row if cell.value == heading]
    row, column = places[-1]
    return {
        number: value
        for number in range(row + 1, sheet.max_row + 1)
        if (value := sheet.cell(number, column).value) is not None
    }


def stays_the_same(data: bytes) -> Report:
    """Assert that what is annotated gives the same bytes and findings when it is checked again; its report."""
    report, once = annotated(data)
    again, twice = annotated(once)
    assert found_in(again) == found_in(report)
    assert [one.ref for one in again.findings] == [one.ref for one in report.findings]
    assert twice == once
    return report
