"""The template's own page of advice is told as not read, and no table is looked for on it; a sheet that only has its name is read."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl

from ocr_sheets.model.records import GUIDE_SHEET
from ocr_sheets.patching import Workbook
from ocr_sheets.reading import read_book
from ocr_sheets.reading.book import unread_sheets
from ocr_sheets.writing.template import write_template

_DAY = dt.date(2027, 2, 1)
_ASSESSORS = (("Assessor", "Name"), ("JS", "Jo Smith"), ("PT", "Pat Taylor"))


def _template() -> openpyxl.Workbook:
    file = io.BytesIO()
    write_template(file)
    return openpyxl.load_workbook(file)


def _read(book: openpyxl.Workbook) -> tuple[list[str], list[str | None]]:
    """The sheets that nothing was read from, and the codes of the staff."""
    file = io.BytesIO()
    book.save(file)
    workbook = Workbook.from_bytes(file.getvalue())
    read = read_book(workbook, _DAY)
    return list(unread_sheets(workbook, read)), [person.code for person in read.assessors]


def test_the_guide_is_told_as_not_read() -> None:
    unread, _ = _read(_template())
    assert GUIDE_SHEET in unread


def test_a_sheet_with_only_the_guides_name_is_read() -> None:
    book = _template()
    del book["Assessors"], book[GUIDE_SHEET]
    sheet = book.create_sheet(GUIDE_SHEET)
    for row in _ASSESSORS:
        sheet.append(row)
    unread, codes = _read(book)
    assert codes == ["JS", "PT"]
    assert GUIDE_SHEET not in unread
