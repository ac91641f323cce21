"""What there is to say of a list as a whole: columns that are missing or nearly right, and rows that were left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ocr_sheets.model.reading_facts import Fault, ReachedBy, Remark, RemarkKind
from ocr_sheets.model.records import (
    SHEETS,
    columns_of,
)
from ocr_sheets.model.tables import Cell, IssueKind, ReadIssue, column_letters
from ocr_sheets.reading.headings import Headings
from ocr_sheets.reading.rows import of_rows
from ocr_sheets.reading.tables import Found, rows_below


def miss_columns(found: Found) -> Iterator[ReadIssue]:
    """The columns that a list must have and has not, or has several that may be meant."""
    for name, column in columns_of(found.record).items():
        several = found.unclear.get(name, ())
        if name in found.columns or not (column.required or several):
            continue
        place = several[0].column if several else min(found.columns.values())
        values: dict[str, Any] = {"column": column.heading}
        if several:
            values["near"] = {one.text: f"{column_letters(one.column)}{found.heading_row}" for one in several}
        yield ReadIssue(
            IssueKind.NO_COLUMN,
            found.grid.name,
            Cell(found.grid.name, found.heading_row, place, several[0].text if several else column.heading),
            Fault.SEVERAL_NEAR_COLUMNS if several else Fault.NO_COLUMN,
            values,
        )


def guessed(found: Found) -> Iterator[ReadIssue]:
    """What was taken for what it most likely means: headings, and the sheet's own name."""
    sheet = found.grid.name
    if found.reached_by is ReachedBy.NEAR_NAME:
        cell = Cell(sheet, found.heading_row, min(found.columns.values()), "")
        wanted = {"wanted": SHEETS[found.record].name}
        yield ReadIssue(IssueKind.NEARLY, sheet, cell, Fault.NEAR_SHEET, wanted)
    for guess in found.guesses:
        cell = Cell(sheet, found.heading_row, guess.column, guess.text)
        column = {"column": columns_of(found.record)[guess.field].heading}
        yield ReadIssue(IssueKind.NEARLY, sheet, cell, Fault.NEAR_HEADING, column)


def rows_left_out(found: Found) -> Iterator[ReadIssue]:
    """Rows below an Excel table's row of totals: they are in no sum, and were not read."""
    tables = [table for table in found.grid.sheet.tables if table.name == found.excel_table and table.has_totals]
    if not tables:
        return
    rows = list(rows_below(found.grid, found, found.last_row + 1))
    if rows:
        name, at = next(iter(found.columns.items()))
        cell = Cell(found.grid.name, rows[0], at, found.headings[name])
        values = {"rows": rows, "count": len(rows), "table": found.excel_table}
        yield ReadIssue(IssueKind.LEFT_OUT, found.grid.name, cell, Fault.BELOW_TOTALS, values)


def beside_it(found: Found, other: Headings) -> ReadIssue:
    """A second table of a kind beside the first: of the two only one was read."""
    at = min(one.column for one in other.matched.values())
    heading = next(one.text for one in other.matched.values() if one.column == at)
    cell = Cell(found.grid.name, other.row, at, heading)
    values = {"wanted": SHEETS[found.record].name, "place": cell.ref}
    return ReadIssue(IssueKind.LEFT_OUT, found.grid.name, cell, Fault.BESIDE_ANOTHER, values)


def below_the_edge(found: Found, kept: Sequence[int]) -> list[Remark]:
    """What is to be said where rows below an Excel table's edge were read as its rows."""
    (table,) = (table for table in found.grid.sheet.tables if table.name == found.excel_table)
    rows = [row for row in kept if row > table.last_row]
    return [of_rows(RemarkKind.BELOW_THE_EDGE, rows, table=table.name)] if rows else []
