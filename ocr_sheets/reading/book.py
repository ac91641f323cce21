"""A workbook's tables as one `Book` of records, and a `Problem` for each cell that could not be taken as it stands."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import compress, repeat
from typing import Any, NamedTuple

from ocr_sheets.book import (
    RECORDS,
    SHEETS,
    Book,
    Cell,
    Centre,
    Column,
    Kind,
    Problem,
    Record,
    Table,
    Trouble,
    columns_of,
)
from ocr_sheets.patching import Workbook
from ocr_sheets.reading.cells import Grid, read_grids
from ocr_sheets.reading.remarks import with_remarks
from ocr_sheets.reading.settling import settled
from ocr_sheets.reading.tables import Found, entries_on_candidates, find_tables, kind_named
from ocr_sheets.reading.values import Doubt, Raw, reader_of

_TOTALS = re.compile(r"(?:grand\s+|sub[\s-]?)?totals?\b.*|(?:sum|average|count)\s*[:=]?", re.IGNORECASE | re.DOTALL)
"""What the first cell of a row of totals says."""


class NoSuchSheets(Exception):
    """The workbook has none of the sheets that a centre workbook must have. The text says what to do."""


def read_book(workbook: Workbook, as_of: dt.date) -> Book:
    """Everything the workbook says, as seen on a day.

    Raises `NoSuchSheets` when no required sheet is there, and `ocr_sheets.patching.Refused` when the cells cannot be read.
    """
    grids = list(read_grids(workbook))
    tables = list(find_tables(grids))
    if not any(SHEETS[found.record].required for found in tables):
        wanted = ", ".join(sheet.name for sheet in SHEETS.values() if sheet.required)
        raise NoSuchSheets(
            f"None of the sheets {wanted} is in this workbook: "
            "name its sheets so, or start from the blank workbook that `ocr-sheets template centre.xlsx` writes."
        )
    reading = _Reading(workbook.date1904)
    for found in tables:
        reading.take(found)
        entries = entries_on_candidates(found)
        if entries:
            reading.take(entries)
    reading.look_for_headings(grids)
    reading.look_for_sheets()
    return settled(with_remarks(reading.book(as_of), grids))


class _Memo(dict[Raw, Any]):
    """The value of each different content of a column's cells, worked out once, and the doubts there were."""

    def __init__(self, convert: Any) -> None:
        super().__init__()
        self._convert = convert
        self.doubts: dict[Raw, Doubt] = {}

    def __missing__(self, raw: Raw) -> Any:
        try:
            value = self._convert(raw)
        except Doubt as doubt:
            self.doubts[raw] = doubt
            value = doubt.value
        self[raw] = value
        return value


class _Taken(NamedTuple):
    """What a column's cells hold, the values taken from them, and the doubts there were by content."""

    raws: list[Raw]
    values: list[Any]
    doubts: Mapping[Raw, Doubt]

    def only(self, rows: Sequence[bool]) -> _Taken:
        """The same of some of its rows."""
        if all(rows):
            return self
        return _Taken(list(compress(self.raws, rows)), list(compress(self.values, rows)), self.doubts)


def _is_totals(found: Found, row: Sequence[Raw]) -> bool:
    """Whether a row adds up those above it: it begins with such a word, and lacks something that every record has."""
    first = next((raw for raw in row if raw != ""), "")
    return (
        isinstance(first, str)
        and _TOTALS.fullmatch(first.strip()) is not None
        and any(
            row[found.columns[name] - 1] == ""
            for name, column in columns_of(found.record).items()
            if column.required and name in found.columns
        )
    )


def _unvalued(error: str | None, cell: Cell) -> Problem:
    if error is not None:
        return Problem(
            Trouble.ERROR_VALUE,
            cell.sheet,
            cell,
            f"{cell.heading} shows the error {error}",
            "Correct the formula in this cell, or type the value in its place.",
        )
    return Problem(
        Trouble.NO_STORED_VALUE,
        cell.sheet,
        cell,
        f"{cell.heading} is a formula whose result is not stored in the file",
        "Open the workbook in Excel, save it, and check it again.",
    )


class _Reading:
    """What has been read so far."""

    def __init__(self, date1904: bool) -> None:
        self._date1904 = date1904
        self._records: defaultdict[type[Record], list[Any]] = defaultdict(list)
        self._tables: list[Table] = []
        self._problems: list[Problem] = []
        self._text_dates: set[tuple[str, int, int]] = set()
        self._without_headings: set[type[Record]] = set()

    def book(self, as_of: dt.date) -> Book:
        """The whole, as a book."""
        centres = self._records[Centre]
        rows: dict[str, Any] = {
            name: tuple(self._records[record]) for name, record in RECORDS.items() if record is not Centre
        }
        if centres:
            rows["centre"] = centres[0]
        return Book(
            as_of=as_of,
            tables=tuple(self._tables),
            problems=tuple(self._problems),
            text_dates=frozenset(self._text_dates),
            **rows,
        )

    def take(self, found: Found) -> None:
        """Read one table into records."""
        if found.record is Centre:
            self._take_labels(found)
        else:
            self._take_rows(found)

    def look_for_headings(self, grids: Sequence[Grid]) -> None:
        """Report the sheets that by their name should hold records, and show no headings that are known."""
        read = {table.sheet for table in self._tables}
        for grid in grids:
            record = kind_named(grid)
            if record is None or grid.name in read:
                continue
            self._without_headings.add(record)
            if SHEETS[record].required or any(any(raw != "" for raw in row) for row in grid.rows):
                wanted = ", ".join(column.heading for column in columns_of(record).values() if column.required)
                self._problems.append(
                    Problem(
                        Trouble.NO_COLUMN,
                        grid.name,
                        Cell(grid.name, 1, 1, ""),
                        f"no row of headings was found on {grid.name}",
                        f"Put the headings {wanted} into one row near the top, each in a cell of its own.",
                    )
                )

    def look_for_sheets(self) -> None:
        """Report the required sheets that are not there."""
        for record, sheet in SHEETS.items():
            if record in self._without_headings:
                continue
            if sheet.required and not any(table.record is record for table in self._tables):
                self._problems.append(
                    Problem(
                        Trouble.NO_SHEET,
                        sheet.name,
                        None,
                        f"there is no sheet {sheet.name}",
                        f"Add a sheet {sheet.name}, one row for {sheet.one_row_is}, as in the blank workbook.",
                    )
                )

    # -- one table

    def _take_rows(self, found: Found) -> None:
        names = list(found.columns)
        body = found.grid.rows[found.heading_row :]
        rows = list(zip(*body, strict=True)) if body else []
        cells = {name: rows[found.columns[name] - 1] if rows else () for name in names}
        own = [name for name in names if not found.is_aside or name != "candidate_number"]
        own_columns = {found.columns[name] for name in own}
        # A row counts as soon as one of its own cells holds something; Excel's row numbers stay.
        held = [row.count("") < len(row) for row in zip(*(cells[name] for name in own), strict=True)]
        unvalued = self._unvalued_cells(found)
        for row, column in unvalued:
            place = row - found.heading_row - 1
            if 0 <= place < len(held) and column in own_columns:
                held[place] = True
        for place, row_of_cells in enumerate(body):
            if held[place] and _is_totals(found, row_of_cells):
                held[place] = False
        numbers = list(compress(range(found.heading_row + 1, found.heading_row + 1 + len(held)), held))
        columns = columns_of(found.record)
        taken: dict[str, _Taken] = {}
        for name in names:
            taken[name] = self._read_column(columns[name], list(compress(cells[name], held)))
        says = [True] * len(numbers)
        if numbers:
            # Spaces, dashes and noughts from formulas that point at nothing are cells that hold something and say nothing.
            silent = {
                number
                for number, row in zip(numbers, zip(*(taken[name].values for name in own), strict=True), strict=True)
                if row.count(None) == len(row)
            }
            silent -= {row for row, column in unvalued if column in own_columns}
            for name in own:
                silent -= set(compress(numbers, map(taken[name].doubts.__contains__, taken[name].raws)))
            says = [number not in silent for number in numbers] if silent else says
        kept = list(compress(numbers, says))
        for name in names:
            taken[name] = taken[name].only(says)
            if not (found.is_aside and name == "candidate_number"):
                self._report_column(found, name, taken[name], kept, unvalued)
        fields = [taken[name].values if name in taken else repeat(None, len(kept)) for name in columns]
        self._records[found.record].extend(map(found.record, repeat(found.grid.name), kept, *fields))
        self._tables.append(
            Table(
                found.record,
                found.grid.name,
                found.heading_row,
                found.columns,
                found.headings,
                len(kept),
                unread=() if found.is_aside else found.unread,
                reached_by=found.reached_by,
            )
        )
        if not found.is_aside:
            self._miss_columns(found)

    def _read_column(self, column: Column, raws: list[Raw]) -> _Taken:
        if bool in set(map(type, raws)):
            # As keys True and 1 are one; as text they are not.
            raws = [("TRUE" if raw else "FALSE") if isinstance(raw, bool) else raw for raw in raws]
        memo = _Memo(reader_of(column, self._date1904))
        return _Taken(raws, list(map(memo.__getitem__, raws)), memo.doubts)

    def _report_column(
        self,
        found: Found,
        name: str,
        taken: _Taken,
        numbers: Sequence[int],
        unvalued: Mapping[tuple[int, int], str | None],
    ) -> None:
        column = columns_of(found.record)[name]
        number = found.columns[name]
        heading = found.headings[name]
        sheet = found.grid.name
        if column.kind in (Kind.DATE, Kind.YES_OR_DATE) and str in set(map(type, taken.raws)):
            self._text_dates.update(
                (sheet, row, number)
                for row, raw in zip(numbers, taken.raws, strict=True)
                if isinstance(raw, str) and raw
            )
        if taken.doubts:
            for row, raw in zip(numbers, taken.raws, strict=True):
                doubt = taken.doubts.get(raw)
                if doubt:
                    self._doubt(doubt, Cell(sheet, row, number, heading))
        rows = set(numbers)
        unread = {row: text for (row, place), text in unvalued.items() if place == number and row in rows}
        for row, text in unread.items():
            self._problems.append(_unvalued(text, Cell(sheet, row, number, heading)))
        if column.required and not found.is_aside and None in taken.values:
            for row, value, raw in zip(numbers, taken.values, taken.raws, strict=True):
                if value is None and row not in unread and raw not in taken.doubts:
                    self._problems.append(
                        Problem(
                            Trouble.MISSING,
                            sheet,
                            Cell(sheet, row, number, heading),
                            f"{heading} is empty",
                            f"Fill in {column.heading}. {column.note}",
                        )
                    )

    def _unvalued_cells(self, found: Found) -> Mapping[tuple[int, int], str | None]:
        """The cells of a table that show an error, with it, and those whose formula has no stored value, in order."""
        sheet = found.grid.sheet
        cells: dict[tuple[int, int], str | None] = dict.fromkeys(sorted(sheet.unvalued_formulas))
        return {**sheet.error_cells, **cells}

    def _doubt(self, doubt: Doubt, cell: Cell) -> None:
        self._problems.append(Problem(doubt.trouble, cell.sheet, cell, f"{cell.heading}: {doubt.wrong}", doubt.fix))

    def _miss_columns(self, found: Found) -> None:
        for name, column in columns_of(found.record).items():
            if column.required and name not in found.columns:
                near = found.near(column.heading)
                place = near[1] if near else min(found.columns.values())
                fix = f"Add a column headed {column.heading} to {found.grid.name}."
                if near:
                    fix = f"If the column headed “{near[0]}” is meant, head it {column.heading}."
                self._problems.append(
                    Problem(
                        Trouble.NO_COLUMN,
                        found.grid.name,
                        Cell(found.grid.name, found.heading_row, place, near[0] if near else column.heading),
                        f"there is no column {column.heading}",
                        fix,
                    )
                )

    # -- the Centre sheet

    def _take_labels(self, found: Found) -> None:
        values: dict[str, Any] = {}
        unvalued = self._unvalued_cells(found)
        for name, row in found.field_rows.items():
            line = found.grid.rows[row - 1]
            place = found.columns[name]
            taken = self._read_column(columns_of(Centre)[name], [line[place - 1] if len(line) >= place else ""])
            self._report_column(found, name, taken, [row], unvalued)
            (values[name],) = taken.values
        rows = dict(found.field_rows)
        self._records[Centre].append(Centre(found.grid.name, min(rows.values(), default=1), **values))
        self._tables.append(
            Table(
                Centre,
                found.grid.name,
                found.heading_row,
                found.columns,
                found.headings,
                len(rows),
                rows,
                reached_by=found.reached_by,
            )
        )


def unread_sheets(workbook: Workbook, book: Book) -> Iterator[str]:
    """The user's worksheets that nothing was read from."""
    read = {table.sheet for table in book.tables} | set(workbook.earlier.sheets.values())
    for sheet in workbook.sheets:
        if sheet.name not in read:
            yield sheet.name
