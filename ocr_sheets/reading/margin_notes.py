"""What a centre wrote beside a row in place of the cell that is for it: CANCELLED in a column of notes, or a row struck through and
left in place; UCAS beside a candidate; a name beside a candidate number that is another's.

It is taken where the cell that is for it is empty, and named. Where that cell says otherwise nothing is taken, and that is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from ocr_sheets.matching.fuzzy import is_slip, words_of
from ocr_sheets.matching.people_names import Names
from ocr_sheets.matching.references import candidate_names
from ocr_sheets.model.book import Book
from ocr_sheets.model.identity import NAMED_BY
from ocr_sheets.model.reading_facts import Fault
from ocr_sheets.model.records import Candidate, Claim, Entry, Need, Visit, VisitStatus
from ocr_sheets.model.tables import Cell, IssueKind, ReadIssue, Table
from ocr_sheets.patterns import regex
from ocr_sheets.reading.cells import Grid
from ocr_sheets.reading.raw import as_text
from ocr_sheets.text import CellText, key

_CANCELLED = regex(r"\bcancell?ed\b", re.IGNORECASE)
_UCAS = regex(r"\bUCAS\b", re.IGNORECASE)
_UNSURE = regex(r"\?|\b(?:no|not|never|un|if|isn.t|nearly|unless|to be|may be|might be|was)\b", re.IGNORECASE)
_OPEN = frozenset({None, VisitStatus.PLANNED})
"""What Status may say of a visit that was planned once and is cancelled now."""


def with_remarks(book: Book, grids: Sequence[Grid]) -> Book:
    """The book with visits cancelled and results needed as remarks beside them say, and a problem for each."""
    sheets = {grid.name: grid for grid in grids}
    changed: dict[tuple[type[Any], str, int], Any] = {}
    problems: list[ReadIssue] = []
    seen: set[tuple[object, ...]] = set()
    for table in book.tables:
        # The units of a grid share their rows, and so what stands beside these.
        if table.sheet not in sheets or table.field_rows or (table.record, *table.place) in seen:
            continue
        seen.add((table.record, *table.place))
        taken: Iterator[tuple[Any, ReadIssue]]
        if table.record is not Visit and not table.is_tracker and not table.is_aside:
            problems += _struck(book, table, sheets[table.sheet])
        if table.record in (Entry, Claim):
            # A grid is a table for each of its units, and names each candidate once.
            problems += [one for one in _differing(book, table, sheets[table.sheet]) if one not in problems]
            continue
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


def _cancelled(book: Book, table: Table, grid: Grid) -> Iterator[tuple[Visit, ReadIssue]]:
    struck = grid.sheet.struck_rows({*table.columns.values()})
    for visit in book.visits:
        if book.table_of(visit) is not table or visit.status in (VisitStatus.CANCELLED, VisitStatus.DONE):
            continue
        said = _said(grid, table, visit.row, _CANCELLED)
        values: dict[str, Any] = {"visit": visit.label, "status": visit.status}
        if said:
            values["raw"], cell = CellText(said[0]), said[1]
            taken, unsure = Fault.CANCELLED_BESIDE, Fault.CANCELLED_OR_NOT
        elif visit.row in struck:
            cell = book.cell(visit, "name")
            taken, unsure = Fault.STRUCK_THROUGH, Fault.STRUCK_OR_NOT
        else:
            continue
        if visit.status in _OPEN:
            issue = ReadIssue(IssueKind.NEARLY_RIGHT, cell.sheet, cell, taken, values)
            visit = visit._replace(status=VisitStatus.CANCELLED)
        else:
            issue = ReadIssue(IssueKind.UNREADABLE, cell.sheet, cell, unsure, values)
        yield visit, issue


def _struck(book: Book, table: Table, grid: Grid) -> Iterator[ReadIssue]:
    """The rows of a list that are struck through: what that says is not known, so they were read like the others."""
    named = NAMED_BY.get(table.record)
    names = [name for name in (named.key if named else ()) if name in table.columns] or list(table.columns)
    struck = grid.sheet.struck_rows({table.columns[name] for name in names})
    rows = [row for row in sorted(struck) if table.heading_row < row and table.holds(row, min(table.columns.values()))]
    if rows:
        first = min(table.columns, key=lambda name: table.columns[name])
        cell = Cell(table.sheet, rows[0], table.columns[first], table.headings[first])
        yield ReadIssue(
            IssueKind.TWO_READINGS, table.sheet, cell, Fault.ROWS_STRUCK, {"rows": rows, "count": len(rows)}
        )


def _needs(book: Book, table: Table, grid: Grid) -> Iterator[tuple[Candidate, ReadIssue]]:
    for candidate in book.candidates:
        if (
            book.table_of(candidate) is not table
            or candidate.results_needed
            or book.is_unread(candidate, "results_needed")
        ):
            continue
        row = grid.rows[candidate.row - 1]
        place = table.columns["results_needed"]
        if place <= len(row) and row[place - 1] != "":
            continue  # it says no
        said = _said(grid, table, candidate.row, _UCAS)
        if said:
            values = {"column": table.headings["results_needed"]}
            yield (
                candidate._replace(results_needed=Need()),
                ReadIssue(IssueKind.NEARLY_RIGHT, table.sheet, said[1], Fault.UCAS_BESIDE, values),
            )


def _differing(book: Book, table: Table, grid: Grid) -> Iterator[ReadIssue]:
    """The rows of entries or claims whose name is not that of the candidate with the row's number: of another candidate, or of nobody
    at all like. A short or mistyped name is the same one's.
    """
    headings = grid.rows[table.heading_row - 1]
    taken = {*table.columns.values()}
    wholes = [column for column in _span(table, headings) if column not in taken and _key(headings, column) in _WHOLE]
    parts = [column for column in _span(table, headings) if column not in taken and _key(headings, column) in _PARTS]
    columns = wholes[:1] or (parts if any(_key(headings, column) in _SURNAME for column in parts) else [])
    if not columns:
        return
    everyone = candidate_names(book)
    told: dict[tuple[str, str], tuple[Fault, str | None] | None] = {}
    rows: list[Entry | Claim] = [*book.entries, *book.claims]
    numbers: dict[int, str] = {
        row.row: row.candidate_number
        for row in rows
        if type(row) is table.record and row.candidate_number and book.table_of(row) is table
    }
    for row, number in numbers.items():
        cells = grid.rows[row - 1]
        name = " ".join(
            str(raw) for column in columns if column <= len(cells) and isinstance(raw := cells[column - 1], str)
        )
        people = book.candidates_numbered.get(number, ())
        if not people or not words_of(name):
            continue
        if (number, name) not in told:
            told[number, name] = _whose(name, [person.name for person in people], everyone, number)
        if whose := told[number, name]:
            cell = Cell(grid.name, row, columns[0], " ".join(as_text(headings[columns[0] - 1]).split()))
            fault, other = whose
            values = {"number": number, "other": other}
            yield ReadIssue(IssueKind.NAME_DIFFERS, grid.name, cell, fault, values)


def _whose(name: str, own: Sequence[str], everyone: Names[str], number: str) -> tuple[Fault, str | None] | None:
    """Whose name it is, where it is not that of the candidate with the number, and the number of the one candidate it is of."""
    others = [other for other in everyone.same(name) if other != number]
    own_words = {word for text in own for word in words_of(text)}
    is_own = bool(Names([(text, number) for text in own]).meant(name))
    if is_own or (not others and any(_is_like(word, own_words) for word in words_of(name))):
        return None
    if len(others) == 1:
        return Fault.NAME_OF_ANOTHER, others[0]
    return (Fault.NAME_OF_OTHERS if others else Fault.NAME_OF_NOBODY), None


def _is_like(word: str, among: set[str]) -> bool:
    return any(word == other or is_slip(word, other) for other in among)


_WHOLE = frozenset(
    {
        *("name", "fullname", "candidate", "student", "learner", "pupil"),
        *(f"{who}name" for who in ("candidate", "student", "learner", "pupil")),
    }
)
_SURNAME = frozenset({"surname", "lastname", "familyname"})
_PARTS = _SURNAME | {"forename", "forenames", "firstname", "firstnames", "givenname", "givennames"}


def _key(headings: Sequence[Any], column: int) -> str:
    raw = headings[column - 1] if column <= len(headings) else ""
    return key(raw) if isinstance(raw, str) else ""


def _span(table: Table, headings: Sequence[Any]) -> range:
    """The columns of a table, from 1, with those beside it that have a heading too."""
    first, last = min(table.columns.values()), max(table.columns.values())
    while first > max(table.first_column, 1) and headings[first - 2] != "":
        first -= 1
    while last < min(table.last_column or len(headings), len(headings)) and headings[last] != "":
        last += 1
    return range(first, last + 1)


def _said(grid: Grid, table: Table, row: int, word: re.Pattern[str]) -> tuple[str, Cell] | None:
    """The text of a row's table that says a word, and leaves no doubt of it, with its cell."""
    cells, headings = grid.rows[row - 1], grid.rows[table.heading_row - 1]
    for column in _span(table, headings):
        raw = cells[column - 1] if column <= len(cells) else ""
        if isinstance(raw, str) and word.search(raw) and not _UNSURE.search(raw):
            heading = " ".join(as_text(headings[column - 1]).split()) if column <= len(headings) else ""
            return raw, Cell(grid.name, row, column, heading)
    return None
