"""Where rows that are added to a centre's own sheet go: below a list that has the sheet to itself."""

from __future__ import annotations

from ocr_sheets.model.book import Book
from ocr_sheets.model.records import Record
from ocr_sheets.model.tables import Table
from ocr_sheets.patching import Sheet, Table as ExcelTable
from ocr_sheets.reading.cells import Grid
from ocr_sheets.reading.headings import required_of


def table_for(record: type[Record], book: Book) -> Table | None:
    """The table that new rows of a kind go to: the first that is a list of its own with all that such a row must say."""
    for table in book.tables:
        whole = set(required_of(record)) <= {*table.columns}
        if table.record is record and whole and not table.block and not table.is_aside and is_alone(table, book):
            return table
    return None


def is_alone(table: Table, book: Book) -> bool:
    """Whether a table has its sheet to itself, so that there is room below it and one column of marks will do."""
    return not table.field_rows and all(
        other.place == table.place for other in book.tables if other.sheet == table.sheet
    )


def can_hold_rows(sheet: Sheet, grid: Grid, table: Table) -> bool:
    """Whether rows can go below those of a table: nothing else stands there, and an Excel table has no row of totals."""
    excel = excel_table(sheet, table)
    return excel is None or (not excel.has_totals and last_row(grid) <= max(excel.last_row, table.last_row))


def excel_table(sheet: Sheet, table: Table) -> ExcelTable | None:
    """The Excel table that a list stands in, if it stands in one."""
    columns = set(table.columns.values())
    for one in sheet.tables:
        if one.first_row == table.heading_row and one.first_col <= min(columns) and max(columns) <= one.last_col:
            return one
    return None


def last_row(grid: Grid) -> int:
    """The last row in which anything stands."""
    return next((at for at in range(len(grid.rows), 0, -1) if any(raw != "" for raw in grid.rows[at - 1])), 0)
