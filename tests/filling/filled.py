"""Filled copies for tests: what stands in each cell of one, and the same with drafts accepted or with more typed in."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping

import openpyxl
from workbooks import parse, xlsx

from ocr_sheets.filling.fill import Filled, filled_copy
from ocr_sheets.patching import Workbook
from ocr_sheets.reading.cells import read_grids
from ocr_sheets.reading.drafts import HEADING
from ocr_sheets.reading.raw import Raw
from ocr_sheets.report import Report
from ocr_sheets.validate import choices_from, examine

SEPTEMBER = dt.date(2026, 9, 14)
Place = tuple[str, int, int]


def filled(data: bytes, as_of: dt.date = SEPTEMBER) -> Filled:
    """What `fill` makes of a workbook."""
    return filled_copy(Workbook.from_bytes(data), "centre.xlsx", as_of, choices_from())


def filled_text(text: str, as_of: dt.date = SEPTEMBER) -> Filled:
    """What `fill` makes of the sheets of a text."""
    return filled(xlsx(parse(text)), as_of)


def cells_of(data: bytes) -> dict[Place, Raw]:
    """Everything that stands in a workbook, by sheet, row and column."""
    return {
        (grid.name, row, column): raw
        for grid in read_grids(Workbook.from_bytes(data))
        for row, line in enumerate(grid.rows, start=1)
        for column, raw in enumerate(line, start=1)
        if raw != ""
    }


def rows_of(data: bytes, sheet: str) -> list[list[Raw]]:
    """The rows of a sheet below its first."""
    (grid,) = (grid for grid in read_grids(Workbook.from_bytes(data)) if grid.name == sheet)
    return [list(row) for row in grid.rows[1:]]


def changed(data: bytes, cells: Mapping[Place, object]) -> bytes:
    """A workbook with other cells, as a person types them and openpyxl saves them."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for (sheet, row, column), value in cells.items():
        book[sheet].cell(row, column).value = value  # type: ignore[assignment]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def accepted(data: bytes) -> bytes:
    """A filled workbook with every mark cleared."""
    marks = [place for place, raw in cells_of(data).items() if raw == HEADING]
    below = {
        place: None
        for place in cells_of(data)
        for sheet, row, column in marks
        if place[0] == sheet and place[2] == column and place[1] > row
    }
    return changed(data, below)


def checked(data: bytes, as_of: dt.date = SEPTEMBER) -> Report:
    """What `validate` finds in a workbook."""
    return examine(Workbook.from_bytes(data), "centre.xlsx", as_of)
