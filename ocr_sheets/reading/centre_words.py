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
_MOST_CELLS = 2
"""Filled cells in the row of a title: a label may stand before it."""
_WHERE = frozenset({"in", "at", "from", "into", "after", "before", "outside", "our", "your", "to"})
_LONGEST = 90
"""Letters of a title; what is longer is a sentence."""


def names_a_centre(text: str) -> bool:
    """Whether a text has the word for a kind of centre in it, so that it is worth showing where the centre's name is not known."""
    found = _A_CENTRE.search(text)
    if found is None or len(text) > _LONGEST or "?" in text:
        return False
    before = text[: found.start()].split()
    # “in school” says where something is, and a school is called by more than that word: Hillview school, College of Art.
    is_where = bool(before) and before[-1].casefold() in _WHERE
    return not is_where and any(word[:1].isupper() for word in (text[: found.start()] + text[found.end() :]).split())


def title_of(grids: Iterable[Grid], tables: Sequence[Table]) -> str:
    """The first title of a sheet that names a centre, as it stands there; empty where none does."""
    return next((text for grid in grids for text in _lines_above(grid, tables) if names_a_centre(text)), "")


def _lines_above(grid: Grid, tables: Sequence[Table]) -> Iterator[str]:
    headings = [table.heading_row for table in tables if table.sheet == grid.name]
    for row in grid.rows[: min(headings) - 1 if headings else _ROWS]:
        filled = [cell for cell in row if cell != ""]
        if len(filled) <= _MOST_CELLS:
            yield from (" ".join(cell.split()) for cell in filled if isinstance(cell, str))
