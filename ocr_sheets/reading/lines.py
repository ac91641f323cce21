"""What a workbook says in lines of text and in no table: the one qualification of a cover sheet, and days that no column has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from ocr_sheets.model.judgements import Judgement, JudgementKind
from ocr_sheets.model.tables import Cell
from ocr_sheets.patterns import regex
from ocr_sheets.reading.cells import Grid
from ocr_sheets.reading.trackers.visits import names_several_visits
from ocr_sheets.reading.values import known_codes_in

_TOP = 12
"""Rows at the top of a sheet whose texts say what it is for."""
_MOST_SIDE_BY_SIDE = 2
"""Cells in a row of a page of lines; a table has more."""
_OF_ENTRIES = regex(
    r"\b(?:entries|entry|registrations?)\b.{0,20}\b(?:made|done|sent|submitted|in)\b|\b(?:all|everyone|everybody)\b.{0,20}\b(?:entered|registered)\b",
    re.IGNORECASE,
)
_OF_THE_FORM = regex(r"\bconsortium\b.{0,20}\bform\b|\bCAP form\b|\bJCQ/CCA\b", re.IGNORECASE)
A_DAY = regex(
    r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b|\b\d{1,2}(?:st|nd|rd|th)? (?:of )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)",
    re.IGNORECASE,
)
NOT_OF_ROWS = regex(
    r"\b(?:updated|printed|exported|as of|as at|correct (?:at|on)|version|deadlines?|due|by|before|visit|window|last)\b",
    re.IGNORECASE,
)
"""Lines whose day is that of the sheet, a deadline or a visit."""


def code_of_cover(grids: Sequence[Grid]) -> frozenset[str]:
    """The one entry code of the catalogue that a page of lines names, where the top of no other sheet names another."""
    said = {grid.name: _codes_at_top(grid) for grid in grids}
    on_pages = {code for grid in grids if _is_a_page(grid) for code in said[grid.name]}
    return frozenset(on_pages) if len(on_pages) == 1 and set().union(*said.values()) == on_pages else frozenset()


def _codes_at_top(grid: Grid) -> set[str]:
    texts = [raw for row in grid.rows[:_TOP] for raw in row if isinstance(raw, str)]
    return set().union(*map(known_codes_in, texts))


def _is_a_page(grid: Grid) -> bool:
    return all(sum(raw != "" for raw in row) <= _MOST_SIDE_BY_SIDE for row in grid.rows)


def lines_not_read(grids: Sequence[Grid], headings: Mapping[str, int]) -> Iterator[Judgement]:
    """The lines that say when entries or the consortium's form were made, or that name several visits: they count only in a column or beside a label, and that is
    asked. ``headings`` is the row of the first headings of each sheet that was read; below it stand tables.
    """
    for grid in grids:
        for number, row in enumerate(grid.rows[: headings[grid.name] - 1] if grid.name in headings else grid.rows, 1):
            for at, raw in enumerate(row, start=1):
                if isinstance(raw, str) and (kind := _speaks_of(raw)):
                    values = {"text": " ".join(raw.split()), "of": kind}
                    cell = Cell(grid.name, number, at, "").ref
                    yield Judgement(JudgementKind.LINE_NOT_READ, grid.name, cell, values, True)


def _speaks_of(text: str) -> str:
    """What the day of a line is of; nothing where it has no day, or one of a deadline or of one visit."""
    if names_several_visits(text):
        return "visits"
    if not A_DAY.search(text) or NOT_OF_ROWS.search(text):
        return ""
    if _OF_THE_FORM.search(text):
        return "form"
    return "entries" if _OF_ENTRIES.search(text) else ""
