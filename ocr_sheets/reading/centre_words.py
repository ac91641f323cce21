"""Where no cell is headed as the centre's name: the title of a sheet that names a school or college, in its own words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ocr_sheets.model.tables import Table
from ocr_sheets.patterns import regex
from ocr_sheets.reading.cells import Grid

_A_CENTRE = regex(
    r"\b(?:college|academy|sixth[ -]?form|6th[ -]?form|UTC|grammar|school(?! ?(?:year|term|holiday|week|day)))\b",
    re.IGNORECASE,
)
_ROWS = 6
"""Rows at the head of a sheet that may be titles, where no table below says how far they go."""
_LONGEST = 90
"""Letters of a title; what is longer is a sentence."""


def names_a_centre(text: str) -> bool:
    """Whether a text has the word for a kind of centre in it, so that it is worth showing where the centre's name is not known."""
    return len(text) <= _LONGEST and bool(_A_CENTRE.search(text))


def title_of(grids: Iterable[Grid], tables: Sequence[Table]) -> str:
    """The first title of a sheet that names a centre, as it stands there; empty where none does."""
    return next((text for grid in grids for text in _lines_above(grid, tables) if names_a_centre(text)), "")


def _lines_above(grid: Grid, tables: Sequence[Table]) -> Iterator[str]:
    headings = [table.heading_row for table in tables if table.sheet == grid.name]
    for row in grid.rows[: min(headings) - 1 if headings else _ROWS]:
        yield from (" ".join(cell.split()) for cell in row if isinstance(cell, str))
