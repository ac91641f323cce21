"""What a workbook's sheets say, row by row, as seen on one day, and where each thing stands."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ocr_sheets.model.column_readings import ColumnReading
from ocr_sheets.model.grouping import grouped
from ocr_sheets.model.judgements import Judgement
from ocr_sheets.model.records import (
    RECORDS,
    SHEETS,
    Assessor,
    Candidate,
    Centre,
    Claim,
    Closure,
    Entry,
    Place,
    Qualification,
    Record,
    RecordPlace,
    Unit,
    Visit,
    columns_of,
)
from ocr_sheets.model.tables import Cell, Drafts, IssueKind, ReadIssue, SetAside, Table
from ocr_sheets.model.work import WorkMade

NO_CENTRE = Centre("Centre", 1)
"""What a workbook without a Centre sheet says of its centre: nothing."""


@dataclass(frozen=True)
class Sheets:
    """What a workbook's sheets say, row by row, as seen on one day, and where each thing stands."""

    as_of: dt.date
    centre: Centre = NO_CENTRE
    qualifications: tuple[Qualification, ...] = ()
    units: tuple[Unit, ...] = ()
    assessors: tuple[Assessor, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    entries: tuple[Entry, ...] = ()
    claims: tuple[Claim, ...] = ()
    visits: tuple[Visit, ...] = ()
    closures: tuple[Closure, ...] = ()
    tables: tuple[Table, ...] = ()
    problems: tuple[ReadIssue, ...] = ()
    text_dates: frozenset[tuple[str, int, int]] = frozenset()
    """Cells (sheet, row, column) whose date is text: a formula cannot reckon with them."""
    undated: frozenset[tuple[str, int, int]] = frozenset()
    """Cells (sheet, row, column) of a column of days that say that something is done, and not when."""
    set_aside: tuple[SetAside, ...] = ()
    """The sheets that were left alone for a reason that is to be told."""
    title: str = ""
    """The title of a sheet that names a school or college, in the centre's words: shown where its name is not known."""
    drafts: tuple[Drafts, ...] = ()
    """What was drafted and is not accepted yet, by sheet."""
    mapping: str = ""
    """The name of the mapping file by which it was read; empty where there was none."""
    cells: Mapping[RecordPlace, Mapping[str, Cell]] = field(default_factory=dict)
    """Where the fields of a record stand that are not in its own row and its table's columns, as in trackers."""
    judgements: tuple[Judgement, ...] = ()
    """What the reader decided, and why."""
    column_readings: tuple[ColumnReading, ...] = ()
    """How each column of the trackers was read."""
    made: WorkMade | None = None
    """The work that follows from all rows together; ``None`` until `ocr_sheets.schedule.work.with_work` has made it."""

    def rows(self, kind: str) -> tuple[Record, ...]:
        """All the rows of one kind, by the word of `RECORDS`, such as ``claims``."""
        found: Any = getattr(self, kind)
        return (found,) if isinstance(found, Centre) else found

    def called(self, record: type[Record]) -> str:
        """What the centre calls its sheet of such records; our own name for it where there is none."""
        return next((table.sheet for table in self.tables if table.record is record), SHEETS[record].name)

    @cached_property
    def _records_at(self) -> Mapping[Place, Sequence[Record]]:
        return grouped(((row.sheet, row.row), row) for kind in RECORDS for row in self.rows(kind))

    def record_of(self, cell: Cell) -> Record | None:
        """The record that a cell is part of. Of a row that holds several, the one that has the cell for a field of its own: of a
        candidate and an entry in one row the candidate, of the claims in a row of a grid the first, where they share it.
        """
        records = self._records_at.get((cell.sheet, cell.row), ())
        if len(records) > 1:
            for record in records:
                table = self.table_of(record)
                if table and cell.column in table.columns.values():
                    return record
        return records[0] if records else None

    @cached_property
    def _tables(self) -> dict[tuple[type[Record], str], list[Table]]:
        found: defaultdict[tuple[type[Record], str], list[Table]] = defaultdict(list)
        for table in self.tables:
            found[table.record, table.sheet].append(table)
        return dict(found)

    def table(self, record: type[Record], sheet: str) -> Table | None:
        """The table on that sheet which holds such records; the first, where there are several."""
        return next(iter(self._tables.get((record, sheet), ())), None)

    def table_of(self, record: Record) -> Table | None:
        """The table that a record was read from."""
        tables = self._tables.get((type(record), record.sheet), ())
        if len(tables) > 1:
            block = record.column if isinstance(record, Claim) else 0
            for table in tables:
                if table.block == block and table.holds(record.row, block or table.first_column):
                    return table
        return tables[0] if tables else None

    def has_column(self, record: type[Record], name: str) -> bool:
        """Whether any sheet has the column of that field."""
        return any(table.record is record and name in table.columns for table in self.tables)

    def cell(self, record: Record, name: str) -> Cell:
        """The cell a field of a record stands in; where its column is not there, the first cell that the record has. Of work that no
        row records yet: the cell from which it follows.
        """
        origin = record.implied_by if isinstance(record, Claim) else None
        if origin is not None:
            record, name = origin, "course" if isinstance(origin, Candidate) else "candidate_number"
        if self.cells and (
            own := self.cells.get((type(record), record.sheet, record.row, getattr(record, "column", 0)))
        ):
            return own.get(name) or next(iter(own.values()))
        table = self.table_of(record)
        if table is None:
            return Cell(record.sheet, record.row, 1, columns_of(type(record))[name].heading)
        place = name if name in table.columns else next(iter(table.columns))
        return Cell(record.sheet, table.field_rows.get(place, record.row), table.columns[place], table.headings[place])

    @cached_property
    def _unread(self) -> frozenset[tuple[str, int, int]]:
        return self.undated | {
            (problem.cell.sheet, problem.cell.row, problem.cell.column) for problem in self.problems if problem.cell
        }

    @cached_property
    def _empty(self) -> frozenset[tuple[str, int, int]]:
        missing = (problem.cell for problem in self.problems if problem.trouble is IssueKind.MISSING)
        return frozenset((cell.sheet, cell.row, cell.column) for cell in missing if cell)

    def is_empty(self, record: Record, name: str) -> bool:
        """Whether the cell of that field is one that every row is to have and is empty: nothing stands there that could not be read."""
        cell = self.cell(record, name)
        return (cell.sheet, cell.row, cell.column) in self._empty

    def is_unread(self, record: Record, name: str) -> bool:
        """Whether the cell of that field holds something that could not be read, or is to be filled in, so that its ``None`` proves nothing."""
        if not self.problems or (isinstance(record, Claim) and record.is_implied):
            return False
        cell = self.cell(record, name)
        return (cell.sheet, cell.row, cell.column) in self._unread

    def is_true_date(self, record: Record, name: str) -> bool:
        """Whether the cell of that field holds a date as Excel counts dates, so that a formula can follow it."""
        table = self.table_of(record)
        if table is None or name not in table.columns or getattr(record, name) is None:
            return False
        cell = self.cell(record, name)
        # A formula beside a row can only follow what stands in that row.
        is_in_its_row = (cell.sheet, cell.row) == (record.sheet, record.row)
        return is_in_its_row and (cell.sheet, cell.row, cell.column) not in self.text_dates

    def has_come(self, day: dt.date | None) -> bool:
        """Whether something was done by the day looked at: it has a date, and that is not still to come."""
        return day is not None and day <= self.as_of
