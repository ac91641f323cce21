"""A workbook's tables as one `Book` of records, and a `Problem` for each cell that could not be taken as it stands."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import compress, repeat
from typing import Any

from ocr_sheets.book import (
    RECORDS,
    SHEETS,
    Book,
    Cell,
    Centre,
    Kind,
    Problem,
    Record,
    Table,
    Trouble,
    columns_of,
)
from ocr_sheets.patching import Workbook
from ocr_sheets.reading.cells import Grid, read_grids
from ocr_sheets.reading.tables import Found, entries_on_candidates, find_tables, label_rows
from ocr_sheets.reading.values import Doubt, Raw, is_blank, reader_of


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
    reading.look_for_sheets()
    return reading.book(as_of)


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


class _Reading:
    """What has been read so far."""

    def __init__(self, date1904: bool) -> None:
        self._date1904 = date1904
        self._records: defaultdict[type[Record], list[Any]] = defaultdict(list)
        self._tables: list[Table] = []
        self._problems: list[Problem] = []
        self._text_dates: set[tuple[str, int, int]] = set()

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

    def look_for_sheets(self) -> None:
        """Report the required sheets and columns that are not there."""
        for record, sheet in SHEETS.items():
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
        # A row counts as soon as one of its own cells holds something; Excel's row numbers stay.
        held = [any(value != "" for value in row) for row in zip(*(cells[name] for name in own), strict=True)]
        bad = found.grid.sheet.error_cells
        unvalued = found.grid.sheet.unvalued_formulas
        for row, column in (*bad, *unvalued):
            place = row - found.heading_row - 1
            if 0 <= place < len(held) and column in found.columns.values():
                held[place] = True
        numbers = list(compress(range(found.heading_row + 1, found.heading_row + 1 + len(held)), held))
        values: dict[str, Sequence[Any]] = {}
        for name in names:
            values[name] = self._take_column(found, name, list(compress(cells[name], held)), numbers)
        columns = columns_of(found.record)
        fields = [values.get(name, repeat(None, len(numbers))) for name in columns]
        made = map(found.record, repeat(found.grid.name), numbers, *fields)
        self._records[found.record].extend(made)
        self._tables.append(
            Table(
                found.record,
                found.grid.name,
                found.heading_row,
                found.columns,
                found.headings,
                len(numbers),
                reached_by=found.reached_by,
            )
        )
        if not found.is_aside:
            self._miss_columns(found)

    def _take_column(self, found: Found, name: str, raws: list[Raw], numbers: Sequence[int]) -> list[Any]:
        column = columns_of(found.record)[name]
        kinds = set(map(type, raws))
        if bool in kinds:
            # As keys True and 1 are one; as text they are not.
            raws = [("TRUE" if raw else "FALSE") if isinstance(raw, bool) else raw for raw in raws]
        memo = _Memo(reader_of(column, self._date1904))
        values = list(map(memo.__getitem__, raws))
        number = found.columns[name]
        heading = found.headings[name]
        sheet = found.grid.name
        if column.kind in (Kind.DATE, Kind.YES_OR_DATE) and str in kinds:
            self._text_dates.update(
                (sheet, row, number) for row, raw in zip(numbers, raws, strict=True) if isinstance(raw, str) and raw
            )
        if memo.doubts:
            for row, raw in zip(numbers, raws, strict=True):
                doubt = memo.doubts.get(raw)
                if doubt:
                    self._doubt(doubt, Cell(sheet, row, number, heading))
        unread = self._cells_without_value(found.grid, number, heading, set(numbers))
        required = column.required and not found.is_aside
        if required and None in values:
            for row, value, raw in zip(numbers, values, raws, strict=True):
                if value is None and row not in unread and is_blank(raw):
                    cell = Cell(sheet, row, number, heading)
                    self._problems.append(
                        Problem(
                            Trouble.MISSING,
                            sheet,
                            cell,
                            f"{heading} is empty",
                            f"Fill in {column.heading}. {column.note}",
                        )
                    )
        return values

    def _doubt(self, doubt: Doubt, cell: Cell) -> None:
        self._problems.append(Problem(doubt.trouble, cell.sheet, cell, f"{cell.heading}: {doubt.wrong}", doubt.fix))

    def _cells_without_value(self, grid: Grid, column: int, heading: str, rows: set[int]) -> set[int]:
        """Report the error values and uncalculated formulas of one column; their rows."""
        found = set()
        for (row, number), text in grid.sheet.error_cells.items():
            if number == column and row in rows:
                found.add(row)
                cell = Cell(grid.name, row, column, heading)
                self._problems.append(
                    Problem(
                        Trouble.ERROR_VALUE,
                        grid.name,
                        cell,
                        f"{heading} shows the error {text}",
                        "Mend the formula in this cell, or type the value in its place.",
                    )
                )
        for row, number in sorted(grid.sheet.unvalued_formulas):
            if number == column and row in rows:
                found.add(row)
                cell = Cell(grid.name, row, column, heading)
                self._problems.append(
                    Problem(
                        Trouble.NO_STORED_VALUE,
                        grid.name,
                        cell,
                        f"{heading} is a formula whose result is not stored in the file",
                        "Open the workbook in Excel, save it, and check it again.",
                    )
                )
        return found

    def _miss_columns(self, found: Found) -> None:
        for name, column in columns_of(found.record).items():
            if column.required and name not in found.columns:
                first = min(found.columns.values())
                self._problems.append(
                    Problem(
                        Trouble.NO_COLUMN,
                        found.grid.name,
                        Cell(found.grid.name, found.heading_row, first, column.heading),
                        f"there is no column {column.heading}",
                        f"Add a column headed {column.heading} to {found.grid.name}.",
                    )
                )

    # -- the Centre sheet

    def _take_labels(self, found: Found) -> None:
        rows = label_rows(found)
        values: dict[str, Any] = {}
        for name, row in rows.items():
            line = found.grid.rows[row - 1]
            column = found.columns[name]
            raw = line[column - 1] if len(line) >= column else ""
            (values[name],) = self._take_column(found, name, [raw], [row])
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
                found.reached_by,
            )
        )


def unread_sheets(workbook: Workbook, book: Book) -> Iterator[str]:
    """The user's worksheets that nothing was read from."""
    read = {table.sheet for table in book.tables} | set(workbook.earlier.sheets.values())
    for sheet in workbook.sheets:
        if sheet.name not in read:
            yield sheet.name
