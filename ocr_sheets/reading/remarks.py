"""What a centre wrote beside a row in place of the cell that is for it: CANCELLED in a column of notes, or a row struck through and
left in place; UCAS beside a candidate.

It is taken where the cell that is for it is empty, and named. Where that cell says otherwise nothing is taken, and that is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from ocr_sheets.book import Book, Candidate, Cell, Need, Problem, Table, Trouble, Visit, VisitStatus
from ocr_sheets.reading.cells import Grid
from ocr_sheets.reading.values import as_text, quoted

_CANCELLED = re.compile(r"\bcancell?ed\b", re.IGNORECASE)
_UCAS = re.compile(r"\bUCAS\b", re.IGNORECASE)
_UNSURE = re.compile(r"\?|\b(?:no|not|never|un|if|isn.t|nearly|unless|to be|may be|might be|was)\b", re.IGNORECASE)
_OPEN = frozenset({None, VisitStatus.PLANNED})
"""What Status may say of a visit that was planned once and is cancelled now."""


def with_remarks(book: Book, grids: Sequence[Grid]) -> Book:
    """The book with visits cancelled and results needed as remarks beside them say, and a problem for each."""
    sheets = {grid.name: grid for grid in grids}
    changed: dict[tuple[type[Any], str, int], Any] = {}
    problems: list[Problem] = []
    for table in book.tables:
        if table.sheet not in sheets or table.field_rows:
            continue
        taken: Iterator[tuple[Any, Problem]]
        if table.record is Visit:
            taken = _cancelled(book, table, sheets[table.sheet])
        elif table.record is Candidate and "results_needed" in table.columns:
            taken = _needs(book, table, sheets[table.sheet])
        else:
            continue
        for record, problem in taken:
            changed[type(record), record.sheet, record.row] = record
            problems.append(problem)
    if not problems:
        return book
    return replace(
        book,
        visits=tuple(changed.get((Visit, row.sheet, row.row), row) for row in book.visits),
        candidates=tuple(changed.get((Candidate, row.sheet, row.row), row) for row in book.candidates),
        problems=(*book.problems, *problems),
    )


def _cancelled(book: Book, table: Table, grid: Grid) -> Iterator[tuple[Visit, Problem]]:
    struck = grid.sheet.struck_rows({*table.columns.values()})
    for visit in book.visits:
        if visit.sheet != table.sheet or visit.status in (VisitStatus.CANCELLED, VisitStatus.DONE):
            continue
        said = _said(grid, table, visit.row, _CANCELLED)
        if said:
            what, cell = f"{quoted(said[0])} stands in this row", said[1]
        elif visit.row in struck:
            what, cell = "this row is struck through", book.cell(visit, "name")
        else:
            continue
        if visit.status in _OPEN:
            wrong, trouble = f"{what}, so {visit.label} was read as cancelled", Trouble.NEARLY_RIGHT
            visit = visit._replace(status=VisitStatus.CANCELLED)
        else:
            trouble = Trouble.UNREADABLE
            wrong = f"{what}, and Status says {visit.status}: whether {visit.label} stands cannot be told"
        yield visit, Problem(trouble, cell.sheet, cell, wrong, "Write under Status whether the visit is cancelled.")


def _needs(book: Book, table: Table, grid: Grid) -> Iterator[tuple[Candidate, Problem]]:
    for candidate in book.candidates:
        if candidate.sheet != table.sheet or candidate.results_needed or book.is_unread(candidate, "results_needed"):
            continue
        row = grid.rows[candidate.row - 1]
        place = table.columns["results_needed"]
        if place <= len(row) and row[place - 1] != "":
            continue  # it says no
        said = _said(grid, table, candidate.row, _UCAS)
        if said:
            wrong = "UCAS stands in this row, so results were read as needed this summer"
            heading = table.headings["results_needed"]
            fix = f"Write under {heading} when they are needed, or no."
            yield (
                candidate._replace(results_needed=Need()),
                Problem(Trouble.NEARLY_RIGHT, table.sheet, said[1], wrong, fix),
            )


def _said(grid: Grid, table: Table, row: int, word: re.Pattern[str]) -> tuple[str, Cell] | None:
    """The text of a row's table that says a word, and leaves no doubt of it, with its cell."""
    cells, headings = grid.rows[row - 1], grid.rows[table.heading_row - 1]
    first, last = min(table.columns.values()), max(table.columns.values())
    while last < min(len(headings), len(cells)) and headings[last] != "":
        last += 1
    for column in range(first, min(last, len(cells)) + 1):
        raw = cells[column - 1]
        if isinstance(raw, str) and word.search(raw) and not _UNSURE.search(raw):
            heading = " ".join(as_text(headings[column - 1]).split()) if column <= len(headings) else ""
            return raw, Cell(grid.name, row, column, heading)
    return None
