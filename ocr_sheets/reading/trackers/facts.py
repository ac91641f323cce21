"""What the cells of a tracker's table say of each candidate's units: one fact a cell, a piece for each unit of each candidate."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ocr_sheets.model.column_readings import ColumnReading
from ocr_sheets.model.judgements import Judgement
from ocr_sheets.model.tables import Cell, IssueKind, ReadIssue
from ocr_sheets.reading.trackers.layout import Column, TrackerTable
from ocr_sheets.reading.trackers.rows import Person


class Fact(NamedTuple):
    """One cell's word about one candidate's unit: the field of a claim, its value, and the cell."""

    field: str
    value: Any
    cell: Cell


@dataclass
class Piece:
    """What one row says of one unit of one candidate."""

    person: Person
    unit: str
    code: str
    sheet: str
    row: int
    column: int
    """The first column of the unit in a grid, the candidate's column in a turned one, 0 in a list: what tells claims of one row apart."""
    facts: dict[str, Fact] = field(default_factory=dict)
    says: bool = False
    """Whether it makes a claim, and is not only about one that may stand elsewhere."""
    is_unfinished: bool = False
    is_graded: bool = False
    """Whether something stands where its grade is, be it readable or not."""
    unit_cell: Cell | None = None
    code_cell: Cell | None = None


@dataclass
class TableRead:
    """All that one table gave."""

    table: TrackerTable
    people: list[tuple[Person, int]] = field(default_factory=list)
    """Everybody with the row, from 0."""
    pieces: list[Piece] = field(default_factory=list)
    struck: list[Person] = field(default_factory=list)
    """Whose rows are struck through."""
    problems: list[ReadIssue] = field(default_factory=list)
    judgements: list[Judgement] = field(default_factory=list)
    text_dates: set[tuple[str, int, int]] = field(default_factory=set)
    unread: list[str] = field(default_factory=list)
    code: str = ""
    strange_code: str = ""
    """What looks like an entry code above the table or in its sheet's name, and is none that is known."""
    columns: list[Column] = field(default_factory=list)
    readings: list[ColumnReading] = field(default_factory=list)
    """How each column was read."""
    date1904: bool = False
    """Whether the workbook counts its days from 1904."""

    @property
    def weight(self) -> int:
        """How many facts about units were read, less what could not be."""
        facts = sum(
            len(piece.facts) + piece.is_unfinished for piece in self.pieces if piece.facts or piece.is_unfinished
        )
        return facts - sum(problem.trouble is IssueKind.UNREADABLE for problem in self.problems)
