"""Drafts: rows and cells that `ocr-sheets fill` wrote and that nobody has accepted yet.

They are known by the words in a column of their own, in the row that they stand in. While the words are there, what they name is
read as if it were blank; who clears them accepts it. What a person types is never a draft: a drafted cell that holds something else
by now counts, and so does a drafted row in which another cell was filled in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from ocr_sheets.model.reading_facts import Remark, RemarkKind
from ocr_sheets.model.tables import Cell, Drafts
from ocr_sheets.patterns import regex
from ocr_sheets.reading.cells import Grid
from ocr_sheets.reading.headings import HEADING_ROWS, shown
from ocr_sheets.reading.raw import Raw, as_text, is_blank
from ocr_sheets.reading.rows import of_rows
from ocr_sheets.text import key

HEADING: Final = "Draft: clear this cell to accept"
"""The heading of the column; no centre has one of that name by chance."""
_ROW, _CELLS = "Draft row", "Draft cells"
_NAMED: Final = regex(r"“([^”]*)”(?: is “([^”]*)”)?")


class Draft(NamedTuple):
    """One row's drafts: the headings of the drafted cells with what was drafted there, and whether the whole row is one."""

    is_row: bool
    cells: Mapping[str, str]


def row_mark(headings: Iterable[str], follows: str) -> str:
    """The words that make a row a draft."""
    return f"{_ROW} from {follows}: {', '.join(f'“{heading}”' for heading in headings)}"


def cells_mark(drafted: Mapping[str, str], follows: str) -> str:
    """The words that make cells of a row drafts, by their headings."""
    named = ", ".join(f"“{heading}” is “{_plain(value)}”" for heading, value in drafted.items())
    return f"{_CELLS} from {follows}: {named}"


def draft_in(mark: str) -> Draft | None:
    """What the words in the column make a draft; ``None`` where they make none."""
    said = as_text(mark)
    if said.startswith(_ROW):
        return Draft(True, dict(_NAMED.findall(said)))
    if said.startswith(_CELLS):
        return Draft(False, dict(_NAMED.findall(said)))
    return None


def _plain(text: str) -> str:
    return " ".join(text.replace("”", '"').replace("“", '"').split())


def column_of(grid: Grid) -> tuple[int, int] | None:
    """The row of the headings, and the column, in which a sheet's drafts are marked."""
    wanted = key(HEADING)
    for number, row in enumerate(grid.rows[:HEADING_ROWS], start=1):
        for column, raw in enumerate(row, start=1):
            if isinstance(raw, str) and raw and key(raw) == wanted:
                return number, column
    return None


def without_drafts(grid: Grid, *, keep: bool = False) -> tuple[Grid, Drafts]:
    """A sheet as it is without its drafts, and the drafts; with them, but without the column of marks, where they are to be kept."""
    place = column_of(grid)
    if place is None:
        return grid, Drafts(grid.name)
    heading_row, mark_column = place
    columns = {shown(raw): at for at, raw in enumerate(grid.rows[heading_row - 1]) if isinstance(raw, str) and raw}
    rows = [_blanked(row, [mark_column - 1]) for row in grid.rows]
    drafts: list[int] = []
    cells: list[Cell] = []
    typed_in: list[int] = []
    for at in range(heading_row, len(rows)):
        marked = grid.rows[at]
        draft = draft_in(as_text(marked[mark_column - 1])) if len(marked) >= mark_column else None
        if draft is None:
            continue
        drafted = [columns[heading] for heading in draft.cells if heading in columns]
        if draft.is_row and _is_typed_in(rows[at], drafted, len(draft.cells)):
            typed_in.append(at + 1)
        elif draft.is_row:
            drafts.append(at + 1)
            drafted = list(range(len(rows[at])))
        else:
            drafted = [
                column for column in drafted if _is_as_drafted(rows[at], column, draft, grid.rows[heading_row - 1])
            ]
            cells += [
                Cell(grid.name, at + 1, column + 1, shown(grid.rows[heading_row - 1][column])) for column in drafted
            ]
        if not keep and (at + 1) not in typed_in:
            rows[at] = _blanked(rows[at], drafted)
    return grid._replace(rows=rows), Drafts(grid.name, tuple(drafts), tuple(cells), tuple(typed_in))


def _is_typed_in(row: Sequence[Raw], drafted: Sequence[int], named: int) -> bool:
    """Whether a drafted row holds more cells than were drafted. Headings may have been renamed since."""
    filled = {at for at, raw in enumerate(row) if not is_blank(raw)}
    return len(filled - set(drafted)) > named - len(drafted)


def _is_as_drafted(row: Sequence[Raw], column: int, draft: Draft, headings: Sequence[Raw]) -> bool:
    return len(row) > column and _plain(as_text(row[column])) == draft.cells[shown(headings[column])]


def _blanked(row: Sequence[Raw], columns: Iterable[int]) -> list[Raw]:
    out = list(row)
    for column in columns:
        if column < len(out):
            out[column] = ""
    return out


def remarks_on(drafts: Drafts) -> list[Remark]:
    """What is to be said of a sheet's drafts."""
    remarks = []
    rows, cells = len(drafts.rows), len(drafts.cells)
    if rows or cells:
        values = {"rows": rows, "cells": cells, "count": rows + cells, "heading": HEADING}
        remarks.append(Remark(RemarkKind.DRAFTS, values))
    if drafts.typed_in:
        remarks.append(of_rows(RemarkKind.DRAFTS_TYPED_IN, drafts.typed_in))
    return remarks
