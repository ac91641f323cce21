"""The proposed visits written into a copy of the centre's workbook: as rows of Visits, marked planned, and nothing else."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ocr_sheets.model.book import Book
from ocr_sheets.model.records import SHEETS, Visit, VisitStatus, columns_of
from ocr_sheets.model.tables import Table
from ocr_sheets.patching import Sheet, Style, Workbook
from ocr_sheets.planning.plan import Plan
from ocr_sheets.planning.proposal import Proposed, proposed_visit
from ocr_sheets.reading.cells import Grid, read_grids
from ocr_sheets.text import key
from ocr_sheets.writing.rows_below import can_hold_rows, excel_table, last_row, table_for
from ocr_sheets.writing.styles import DATE_FORMAT
from ocr_sheets.writing.template import AddedSheet, as_written, write_sheets

FIELDS = ("name", "subject_area", "entry_code", "visit_date", "type", "status")


class Written(NamedTuple):
    """The copy, the sheet that the rows stand on, and the visits by the names they have there."""

    data: bytes
    sheet: str
    names: Sequence[str]


def with_visits(workbook: Workbook, plan: Plan) -> Written:
    """A copy of the workbook that a plan is of, with the visits proposed for its days below those on Visits or, where these leave no
    room for rows, on a sheet of their own.
    """
    rows = [_row(plan, visit, name) for visit, name in zip(plan.proposed, _names(plan), strict=True)]
    book = plan.report.book
    table = table_for(Visit, book)
    grid = next((one for one in read_grids(workbook) if table and one.name == table.sheet), None)
    if table and grid and can_hold_rows(grid.sheet, grid, table):
        _Rows(workbook, book, table, grid).write(rows)
        sheet = table.sheet
    else:
        sheet = _new_sheet(workbook, rows)
    return Written(workbook.to_bytes(), sheet, [str(row["name"]) for row in rows])


def _names(plan: Plan) -> Sequence[str]:
    """A name for each visit that no other has: what it is for, and its number in its year."""
    used = {key(visit.name) for visit in plan.report.book.visits if visit.name}
    names = []
    for visit in plan.proposed:
        number = visit.number
        while key(f"{visit.window.subject.name} {number}") in used:
            number += 1
        names.append(f"{visit.window.subject.name} {number}")
        used.add(key(names[-1]))
    return names


def _row(plan: Plan, proposed: Proposed, name: str) -> Mapping[str, object]:
    visit = proposed_visit(plan.work, proposed.window.subject, proposed.day, name, "", 0)
    assert visit.status is VisitStatus.PLANNED
    values = {field: getattr(visit, field) for field in FIELDS}
    return {field: value for field, value in values.items() if value is not None}


def _new_sheet(workbook: Workbook, rows: Sequence[Mapping[str, object]]) -> str:
    (name,) = workbook.free_names([SHEETS[Visit].name])
    file = io.BytesIO()
    write_sheets(file, [AddedSheet(Visit, name, rows)])
    return workbook.append(file.getvalue())[0]


class _Rows:
    """Writes rows below those of the centre's own sheet, in the look of the row above."""

    def __init__(self, workbook: Workbook, book: Book, table: Table, grid: Grid) -> None:
        self._workbook = workbook
        self._sheet: Sheet = grid.sheet
        self._table = table
        self._grid = grid
        self._columns = dict(table.columns)
        self._dates = [visit.row for visit in book.visits if visit.sheet == table.sheet and self._is_day(visit.row)]

    def _is_day(self, row: int) -> bool:
        column = self._columns["visit_date"]
        cells = self._grid.rows[row - 1] if row <= len(self._grid.rows) else ()
        return column <= len(cells) and isinstance(cells[column - 1], dt.date)

    def write(self, rows: Sequence[Mapping[str, object]]) -> None:
        """Write them all; a column that they need and the sheet has not is added."""
        if not rows:
            return
        self._add_columns(
            [field for field in FIELDS if field not in self._columns and any(field in row for row in rows)]
        )
        formulas = (row for row, _ in self._sheet.formula_cells())
        first = 1 + max(last_row(self._grid), self._table.heading_row, *formulas)
        for number, row in enumerate(rows, start=first):
            for field, value in row.items():
                self._put(number, field, value, first - 1)
        excel = excel_table(self._sheet, self._table)
        if excel and first + len(rows) - 1 > excel.last_row:
            self._sheet.lengthen_table(excel.name, first + len(rows) - 1)

    def _add_columns(self, fields: Sequence[str]) -> None:
        if not fields:
            return
        columns = columns_of(Visit)
        row = self._table.heading_row
        style = self._sheet.style_at(row, max(self._columns.values()))
        headings = [(columns[field].heading, float(columns[field].width)) for field in fields]
        first = self._sheet.add_columns(row, headings, style, None)
        self._columns |= {field: column for column, field in enumerate(fields, start=first)}

    def _put(self, row: int, field: str, value: object, above: int) -> None:
        column = self._columns[field]
        written = as_written(columns_of(Visit)[field], value)
        assert isinstance(written, str | dt.date)
        self._sheet.put_row(row, column, [written], [self._style(column, above, isinstance(written, dt.date))])

    def _style(self, column: int, above: int, is_day: bool) -> int:
        """The format of the cell above or, for a day, of the last cell of its column that shows one."""
        if not is_day:
            is_heading = above == self._table.heading_row
            return self._sheet.style_at(above + is_heading, column)
        if self._dates:
            return self._sheet.style_at(self._dates[-1], column)
        return self._workbook.style(Style(number_format=DATE_FORMAT, horizontal="left"))
