"""The days of entry that a tracker carries beside its units: one entry for each of its candidates who has one, under the table's one code."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from ocr_sheets.model.reading_facts import ReachedBy
from ocr_sheets.model.records import Entry
from ocr_sheets.model.tables import Cell, ReadIssue, Table
from ocr_sheets.reading.choices import DONE_WORDS, WAITING_WORDS
from ocr_sheets.reading.days import read_date
from ocr_sheets.reading.headings import spellings
from ocr_sheets.reading.problems import doubted
from ocr_sheets.reading.raw import Raw, UnreadableValue, as_text, is_blank
from ocr_sheets.reading.trackers.facts import TableRead
from ocr_sheets.reading.trackers.headings import Role
from ocr_sheets.reading.trackers.layout import Column
from ocr_sheets.text import key

_USED = frozenset({None, Role.NOT_OURS})


@dataclass
class Entered:
    """What the column of one table says of entries."""

    read: TableRead
    column: Column
    entries: list[Entry] = field(default_factory=list)
    problems: list[ReadIssue] = field(default_factory=list)
    undated: set[tuple[str, int, int]] = field(default_factory=set)
    """The cells that say yes, and not when."""
    text_dates: set[tuple[str, int, int]] = field(default_factory=set)

    def take(self, at: int, number: str, centre: str | None = None) -> bool:
        """Take down what a row, from 0, says of a candidate's entry; whether it says anything. An empty cell, and one that says it is still
        to come, is none.
        """
        matrix = self.read.table.matrix
        raw = matrix.raw(at, self.column.at)
        word = as_text(raw).casefold()
        if is_blank(raw) or word in WAITING_WORDS:
            return False
        row, column = matrix.place(at, self.column.at)
        sheet = matrix.grid.name
        day = None
        try:
            day = read_date(raw, self.read.date1904)
        except UnreadableValue as doubt:
            day = doubt.value if isinstance(doubt.value, dt.date) else None
            if word in DONE_WORDS:
                self.undated.add((sheet, row, column))
            else:
                self.problems.append(doubted(doubt, Cell(sheet, row, column, self.column.heading)))
        if day and isinstance(raw, str):
            self.text_dates.add((sheet, row, column))
        self.entries.append(
            Entry(
                sheet,
                row,
                centre_number=centre,
                candidate_number=number,
                entry_code=self.read.code,
                entered_on=day,
            )
        )
        return True

    def table(self) -> Table:
        """Where the entries stand: beside what else the rows hold, which have columns added once."""
        table = self.read.table
        number = next(
            (column for column in self.read.columns if column.role is Role.NUMBER and not column.unit), self.column
        )
        places = {"candidate_number": number, "entered_on": self.column}
        return Table(
            Entry,
            table.matrix.grid.name,
            table.heading_row + 1,
            {name: table.matrix.place(one.row, one.at)[1] for name, one in places.items()}
            | {"entry_code": table.matrix.place(number.row, number.at)[1]},
            {name: one.heading for name, one in places.items()} | {"entry_code": ""},
            len(self.entries),
            reached_by=ReachedBy.CANDIDATES_AND_UNITS,
            last_row=table.end if table.end < len(table.matrix.rows) else 0,
            is_aside=True,
            is_tracker=True,
        )


def entered_in(read: TableRead) -> Entered | None:
    """The column of an upright table with one code that is headed as the day of entry and holds days; ``None`` where there is none."""
    matrix = read.table.matrix
    if matrix.is_turned or not read.code:
        return None
    for column in read.columns:
        named = spellings(Entry).get(key(column.heading))
        if column.unit or column.role not in _USED or not named or named[0] != "entered_on":
            continue
        cells = [raw for _, at in read.people if not is_blank(raw := matrix.raw(at, column.at))]
        if sum(map(_is_day, cells)) * 2 > len(cells):
            return Entered(read, column)
    return None


def _is_day(raw: Raw) -> bool:
    try:
        return isinstance(raw, dt.date) or (isinstance(raw, str) and read_date(raw) is not None)
    except UnreadableValue as doubt:
        return doubt.value is not None
