"""The cells that say something else than before, row by row: of the columns that are read, and of the centre's own beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ocr_sheets.diff.rows import Rows
from ocr_sheets.model.book import Book
from ocr_sheets.model.records import RECORDS, Candidate, Record, columns_of
from ocr_sheets.model.tables import Cell, IssueKind, Table
from ocr_sheets.reading.raw import as_text
from ocr_sheets.text import key

Contents = Mapping[str, Sequence[Sequence[Any]]]
"""What the cells of each sheet hold, row by row from A1."""

PRIVATE = frozenset({"surname", "forenames", "date_of_birth", "uln", "uci"})
"""What is a candidate's own: of candidates only the number is told."""


class CellChange(NamedTuple):
    """One cell that says something else. ``cell`` is the newer workbook's, or the older's where the newer has not got it."""

    record: Record
    field: str
    """The column's field; empty for a column that is not read."""
    cell: Cell
    before: Any
    after: Any
    is_unread: bool = False
    """Whether the newer cell holds something that cannot be read as what its column holds; ``after`` is its text then."""

    @property
    def is_private(self) -> bool:
        """Whether what it says may name a candidate, and so is not to be told: that it has changed is told all the same."""
        is_typed_number = self.field == "candidate_number" and self.is_unread
        return not self.field or is_typed_number or (isinstance(self.record, Candidate) and self.field in PRIVATE)


class ColumnChange(NamedTuple):
    """A column that one of the workbooks has and the other has not."""

    record: type[Record]
    field: str
    """Empty for a column that is not read."""
    sheet: str
    heading: str
    is_gone: bool
    filled: int
    """How many of its cells hold something, in the workbook that has it."""


class RowChange(NamedTuple):
    """A row that one of the workbooks has and the other has not."""

    record: Record
    is_gone: bool


class Compared(NamedTuple):
    """How much was compared, and what was not."""

    cells: int
    sheets: int
    not_read: Sequence[str]
    """The sheets of the newer workbook that nothing is read from."""


class CellChanges(NamedTuple):
    """All that is not as it was in the rows themselves."""

    cells: Sequence[CellChange]
    columns: Sequence[ColumnChange]
    rows: Sequence[RowChange]
    compared: Compared


def changed_cells(rows: Rows, not_read: Sequence[str], old: Contents, new: Contents) -> CellChanges:
    """What has changed in the rows of two workbooks. ``old`` and ``new`` are what their cells hold, for columns that are not read and
    to show a cell that cannot be read; ``not_read`` are the sheets that nothing is read from.
    """
    return _Cells(rows, old, new).all(not_read)


class _Cells:
    def __init__(self, rows: Rows, old: Contents, new: Contents) -> None:
        self._rows = rows
        self._old, self._new = old, new
        self._count = 0

    def all(self, not_read: Sequence[str]) -> CellChanges:
        cells = [change for old, new in self._rows.both() for change in self._of_row(old, new)]
        gone = [
            RowChange(record, is_gone)
            for pairs in self._rows.pairs.values()
            for pair in pairs
            for record, is_gone in ((pair.old, True), (pair.new, False))
            if record is not None and None in pair
        ]
        sheets = {table.sheet for table in self._rows.new.tables}
        return CellChanges(cells, list(self._columns()), gone, Compared(self._count, len(sheets), not_read))

    def _of_row(self, old: Record, new: Record) -> Iterator[CellChange]:
        before, after = self._rows.old.table_of(old), self._rows.new.table_of(new)
        if before is None or after is None:
            return
        for field in columns_of(type(new)):
            if field in before.columns and field in after.columns:
                self._count += 1
                change = self._of_cell(old, new, field)
                if change:
                    yield change
        yield from self._of_own_columns(old, new, before, after)

    def _of_cell(self, old: Record, new: Record, field: str) -> CellChange | None:
        was, now = (
            self._value(old, field, self._rows.old, self._old),
            self._value(new, field, self._rows.new, self._new),
        )
        unread = isinstance(was, _Unread) or isinstance(now, _Unread)
        if was == now or (not unread and self._rows.is_same(old, new, field)):
            return None
        cell = self._rows.new.cell(new, field)
        return CellChange(new, field, cell, _shown(was), _shown(now), isinstance(now, _Unread))

    @staticmethod
    def _value(record: Record, field: str, book: Book, contents: Contents) -> Any:
        value = getattr(record, field)
        if value is None and cannot_be_read(book, record, field):
            cell = book.cell(record, field)
            return _Unread(as_text(content_at(contents, cell.sheet, cell.row, cell.column)))
        return value

    def _of_own_columns(self, old: Record, new: Record, before: Table, after: Table) -> Iterator[CellChange]:
        """The centre's own columns, which are not read. Of rows that hold several records, once."""
        if before.is_aside or after.is_aside or (after.block and min(after.columns.values()) != after.first_column):
            return
        was, now = own_columns(before, self._old), own_columns(after, self._new)
        for name in (name for name in now if name in was):
            self._count += 1
            one = content_at(self._old, old.sheet, old.row, was[name].column)
            other = content_at(self._new, new.sheet, new.row, now[name].column)
            if as_text(one) != as_text(other):
                cell = now[name]._replace(row=new.row)
                yield CellChange(new, "", cell, as_text(one) or None, as_text(other) or None)

    def _columns(self) -> Iterator[ColumnChange]:
        """The columns that came or went, of kinds that both workbooks have."""
        yield from self._read_columns()
        yield from self._columns_not_read()

    def _columns_not_read(self) -> Iterator[ColumnChange]:
        """The same of the centre's own columns, where what their cells hold is at hand."""
        was, now = _all_own(self._rows.old, self._old), _all_own(self._rows.new, self._new)
        for one, other, contents, is_gone in ((was, now, self._old, True), (now, was, self._new, False)):
            for name in (name for name in one if name not in other):
                cell = one[name]
                rows = contents[cell.sheet][cell.row :]
                filled = sum(len(row) >= cell.column and bool(as_text(row[cell.column - 1])) for row in rows)
                yield ColumnChange(name[0], "", self._rows.new.called(name[0]), cell.heading, is_gone, filled)

    def _read_columns(self) -> Iterator[ColumnChange]:
        old, new = self._rows.old, self._rows.new
        for kind, record in RECORDS.items():
            if not all(any(table.record is record for table in book.tables) for book in (old, new)):
                continue
            for field, column in columns_of(record).items():
                if old.has_column(record, field) != new.has_column(record, field):
                    is_gone = old.has_column(record, field)
                    book = old if is_gone else new
                    filled = sum(getattr(row, field) is not None for row in book.rows(kind))
                    yield ColumnChange(
                        record,
                        field,
                        new.called(record),
                        _heading(book, record, field) or column.heading,
                        is_gone,
                        filled,
                    )


def cannot_be_read(book: Book, record: Record, field: str) -> bool:
    """Whether a cell holds something that could not be taken; an empty one that ought to be filled holds nothing."""
    if not book.is_unread(record, field):
        return False
    cell = book.cell(record, field)
    place = cell.sheet, cell.row, cell.column
    problems = [one for one in book.problems if one.cell and (one.cell.sheet, one.cell.row, one.cell.column) == place]
    return any(problem.trouble is not IssueKind.MISSING for problem in problems)


class _Unread(NamedTuple):
    """What a cell holds that could not be read."""

    text: str


def _shown(value: Any) -> Any:
    return value.text or "something that cannot be read" if isinstance(value, _Unread) else value


def content_at(contents: Contents, sheet: str, row: int, column: int) -> Any:
    """What a cell holds; an empty text where there is none."""
    rows = contents.get(sheet, ())
    cells = rows[row - 1] if 0 < row <= len(rows) else ()
    return cells[column - 1] if 0 < column <= len(cells) else ""


def own_columns(table: Table, contents: Contents) -> Mapping[str, Cell]:
    """The headings of a table that were taken for nothing, where just one column has them."""
    rows = contents.get(table.sheet, ())
    headings = rows[table.heading_row - 1] if 0 < table.heading_row <= len(rows) else ()
    wanted = {key(text) for text in table.unread}
    found = [
        Cell(table.sheet, table.heading_row, column, as_text(text))
        for column, text in enumerate(headings, start=1)
        if key(as_text(text)) in wanted
    ]
    count = Counter(key(cell.heading) for cell in found)
    return {key(cell.heading): cell for cell in found if key(cell.heading) and count[key(cell.heading)] == 1}


def _all_own(book: Book, contents: Contents) -> Mapping[tuple[type[Record], str], Cell]:
    return {
        (table.record, name): cell
        for table in reversed(book.tables)
        if not table.is_aside
        for name, cell in own_columns(table, contents).items()
    }


def _heading(book: Book, record: type[Record], field: str) -> str:
    return next(
        (table.headings[field] for table in book.tables if table.record is record and field in table.headings), ""
    )
