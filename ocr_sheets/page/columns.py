"""The columns of a sheet as a person knows them, for questions about the sheet: letter, heading, first values, and what each was read as."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any

from ocr_sheets.mending.mend import shown_text
from ocr_sheets.model.book import Book
from ocr_sheets.model.records import columns_of
from ocr_sheets.patching.refs import area, letters
from ocr_sheets.reading.cells import Grid
from ocr_sheets.reading.questions import Question

_MOST_COLUMNS, _MOST_VALUES, _MOST_LETTERS = 40, 3, 40


def columns_for(question: Question, book: Book, grids: Mapping[str, Grid]) -> Mapping[str, Any]:
    """The sheet that is asked about with its columns, those in question marked."""
    sheet = question.judgement.sheet
    places = [where for cell in question.cells if (where := area(cell))]
    asked = {where.first_col for where in places}
    tables = [table for table in book.tables if table.sheet == sheet]
    heading_row = places[0].first_row if places else tables[0].heading_row if tables else 0
    grid = grids.get(sheet)
    rows = grid.rows if grid else ()
    heading_row = heading_row or _first_full(rows)
    used = {
        place: columns_of(table.record)[field].heading for table in tables for field, place in table.columns.items()
    }
    width = max((len(row) for row in rows[heading_row - 1 :]), default=0)
    columns = [_column(rows, heading_row, place, used.get(place, ""), place in asked) for place in range(1, width + 1)]
    filled = [one for one in columns if one["heading"] or one["values"]]
    # Of a wide sheet those in question must be there, with what stands before them.
    kept = [place for place, one in enumerate(filled) if place < _MOST_COLUMNS or one["is_asked"]]
    return {"sheet": sheet, "columns": [filled[place] for place in kept], "left": len(filled) - len(kept)}


def _column(
    rows: Sequence[Sequence[Any]], heading_row: int, place: int, used: str, is_asked: bool
) -> Mapping[str, Any]:
    cells = (shown_text(row[place - 1]) if place <= len(row) else "" for row in rows[heading_row - 1 :])
    heading = _cut(next(cells, ""))
    values = [_cut(text) for text in islice(filter(None, cells), _MOST_VALUES)]
    return {
        "letter": letters(place),
        "heading": heading,
        "values": values,
        "read_as": used,
        "is_asked": is_asked,
    }


def _first_full(rows: Sequence[Sequence[Any]]) -> int:
    """The first row that may be one of headings, where nothing says which it is."""
    return next((at for at, row in enumerate(rows, 1) if sum(1 for cell in row if cell not in ("", None)) > 1), 1)


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _MOST_LETTERS else line[: _MOST_LETTERS - 1] + "…"
