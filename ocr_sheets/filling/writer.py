"""Drafts written into a copy of the centre's workbook: on its own sheets where they go, else on sheets in the template's style."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from ocr_sheets.filling.proposals import CellDraft, Proposals, RowDraft
from ocr_sheets.model.book import Book
from ocr_sheets.model.records import (
    SHEETS,
    Assessor,
    Candidate,
    Claim,
    Column,
    Entry,
    Qualification,
    Record,
    Unit,
    Visit,
    columns_of,
)
from ocr_sheets.model.tables import Cell, Table
from ocr_sheets.patching import Area, Sheet, Workbook
from ocr_sheets.reading.cells import Grid
from ocr_sheets.reading.drafts import HEADING, cells_mark, column_of, row_mark
from ocr_sheets.reading.headings import required_of, shown
from ocr_sheets.reading.raw import as_text
from ocr_sheets.writing.rows_below import can_hold_rows, excel_table, is_alone, last_row, table_for
from ocr_sheets.writing.template import NOTE_AUTHOR, AddedSheet, MarkColumn, as_written, drafted, write_sheets

COLOUR: Final = "E4DFEC"
"""The fill of a cell as long as it is a draft."""
NOTE: Final = (
    "Where this column says “Draft”, ocr-sheets drafted the coloured cells of the row. They count for nothing yet. Check them, "
    "change what is wrong, then clear this cell to accept them. Delete a row that you do not want."
)
_MARK_WIDTH: Final = 34.0
_LAST_ROW: Final = 1_048_576
_MOST_NAMED: Final = 4
_COLUMNS_ADDED: Final[Mapping[type[Record], tuple[str, ...]]] = {
    Qualification: ("entry_code", "family", "subject_area"),
    Unit: ("assessment",),
    Visit: ("name",),
}
"""The columns that are added to a centre's own sheet where it has none and there is something to draft in them."""

_COLUMNS_OF_SEVERAL_CENTRES: Final[Mapping[type[Record], tuple[str, ...]]] = {
    Entry: ("centre_number",),
    Claim: ("centre_number",),
}
"""The same where candidates of several centres are in one workbook: without the centre, a row may be another candidate's."""

_BEGIN_WITH: Final = (Qualification, Unit, Assessor, Candidate, Visit)
"""The kinds of which a workbook gets a sheet to fill in, where it has none."""


@dataclass
class Written:
    """What was written: how many rows and other cells on each sheet, the sheets that are new, and cells there was no place for."""

    rows: dict[str, int] = field(default_factory=dict)
    cells: dict[str, int] = field(default_factory=dict)
    new_sheets: list[str] = field(default_factory=list)
    no_place: list[Cell] = field(default_factory=list)
    drafted: list[RowDraft] = field(default_factory=list)
    """The rows that were written."""

    @property
    def is_nothing(self) -> bool:
        """Whether the copy holds nothing that the workbook did not."""
        return not (self.rows or self.cells or self.new_sheets)


class _Work(NamedTuple):
    """What is to be written on one of the centre's sheets."""

    table: Table
    rows: list[RowDraft]
    cells: list[CellDraft]
    may_add: tuple[str, ...]
    """The fields for which the sheet gets a column where it has none."""


def write(workbook: Workbook, grids: Mapping[str, Grid], accepted: Book, proposals: Proposals) -> Written:
    """Write the drafts. ``grids`` are the sheets as they are, drafts and all; ``accepted`` says where their tables are."""
    out = Written()
    may_add = {**_COLUMNS_ADDED, **(_COLUMNS_OF_SEVERAL_CENTRES if accepted.has_several_centres else {})}
    tables = {record: table_for(record, accepted) for record in SHEETS}
    work: dict[str, _Work] = {}
    new: defaultdict[type[Record], list[RowDraft]] = defaultdict(list)
    for draft in proposals.rows:
        table = tables[draft.record]
        if table and can_hold_rows(workbook.sheet(table.sheet), grids[table.sheet], table):
            work.setdefault(table.sheet, _Work(table, [], [], may_add.get(draft.record, ()))).rows.append(draft)
        else:
            new[draft.record].append(draft)
    for cell in proposals.cells:
        table = accepted.table_of(cell.row)
        if table and is_alone(table, accepted):
            work.setdefault(table.sheet, _Work(table, [], [], may_add.get(table.record, ()))).cells.append(cell)
        else:
            out.no_place.append(accepted.cell(cell.row, cell.field))
    for name, one in work.items():
        _SheetWriter(workbook, workbook.sheet(name), grids[name], one, out).write()
    _add_sheets(workbook, accepted, new, out)
    return out


# ------------------------------------------------------------------------------------------------------- the centre's sheets


class _SheetWriter:
    """Writes the drafts of one sheet."""

    def __init__(self, workbook: Workbook, sheet: Sheet, grid: Grid, work: _Work, out: Written) -> None:
        self._workbook = workbook
        self._sheet = sheet
        self._grid = grid
        self._table = work.table
        self._work = work
        self._out = out
        self._formulas = sheet.formula_cells()
        self._merged = sheet.merged_areas
        self._columns = dict(work.table.columns)
        self._added: list[str] = []
        self._headings = self._headings_there()

    def _headings_there(self) -> dict[str, str]:
        """The heading of each field as its cell says it, where no other column of the sheet says the same."""
        row = self._grid.rows[self._table.heading_row - 1]
        texts = [shown(raw) if isinstance(raw, str) else "" for raw in row]
        found = {name: texts[at - 1] if at <= len(texts) else "" for name, at in self._columns.items()}
        return {name: text for name, text in found.items() if text and texts.count(text) == 1 and "”" not in text}

    def write(self) -> None:
        """Write them all, and the column of marks."""
        self._expect_columns()
        cells = self._cells_by_row()
        rows = [draft for draft in self._work.rows if self._named(draft)]
        if not cells and not rows:
            return
        mark = self._add_columns()
        for number, drafts in cells.items():
            self._write_cells(number, drafts, mark)
        first = 1 + max(last_row(self._grid), self._table.heading_row, *(row for row, _ in self._formulas))
        for number, draft in enumerate(rows, start=first):
            self._write_row(number, draft, mark)
        excel = excel_table(self._sheet, self._table)
        last = first + len(rows) - 1
        if excel and rows and last > excel.last_row:
            self._sheet.lengthen_table(excel.name, last)

    def _expect_columns(self) -> None:
        """Reckon with the columns that are to be added, where the sheet has none and there is something to draft in them."""
        wanted = {one.field for one in self._work.cells} | {name for one in self._work.rows for name in one.values}
        for name in self._work.may_add:
            if name in wanted and name not in self._columns:
                self._headings[name] = columns_of(self._table.record)[name].heading
                self._added.append(name)

    def _add_columns(self) -> int:
        """Add the columns that are needed, and that of the marks where there is none; the column of the marks."""
        columns, row = columns_of(self._table.record), self._table.heading_row
        place = column_of(self._grid)
        added = [(columns[name].heading, float(columns[name].width)) for name in self._added]
        if not place:
            added.append((HEADING, _MARK_WIDTH))
        if added:
            style = self._sheet.style_at(row, max(self._table.columns.values()))
            first = self._sheet.add_columns(row, added, style, None)
            self._columns |= {name: at for at, name in enumerate(self._added, start=first)}
        if place:
            return place[1]
        mark = first + len(self._added)
        self._sheet.note(row, mark, NOTE, NOTE_AUTHOR)
        left = min(self._columns.values())
        formula = drafted(row - 1, left - 1, mark - 1).removeprefix("=")
        self._sheet.colour_where(Area(row + 1, left, _LAST_ROW, mark - 1), formula, COLOUR)
        return mark

    def _cells_by_row(self) -> dict[int, list[CellDraft]]:
        found: defaultdict[int, list[CellDraft]] = defaultdict(list)
        for draft in self._work.cells:
            if draft.field in self._headings and self._is_free(draft.row.row, draft.field):
                found[draft.row.row].append(draft)
        return dict(sorted(found.items()))

    def _is_free(self, row: int, name: str) -> bool:
        """Whether nothing stands in a cell: no value, no formula that shows nothing, and no other cell that is merged over it."""
        held = self._grid.rows[row - 1]
        mark = column_of(self._grid)
        if mark and mark[1] <= len(held) and held[mark[1] - 1] != "":
            return False  # what was drafted in the row before stays as it is until it has been accepted
        if name in self._added:
            return True
        column = self._columns[name]
        if (row, column) in self._formulas or (column <= len(held) and held[column - 1] != ""):
            return False
        return not any(
            where.first_row <= row <= where.last_row and where.first_col <= column <= where.last_col
            for where in self._merged
        )

    def _write_cells(self, number: int, drafts: Sequence[CellDraft], mark: int) -> None:
        columns = columns_of(self._table.record)
        named: dict[str, str] = {}
        for draft in drafts:
            value = _value(columns[draft.field], draft.value)
            self._put(number, self._columns[draft.field], value)
            named[self._headings[draft.field]] = as_text(value)
        follows = _follows(
            [cell for draft in drafts for cell in draft.follows], any(one.from_catalogue for one in drafts)
        )
        self._put(number, mark, cells_mark(named, follows))
        self._out.cells[self._sheet.name] = self._out.cells.get(self._sheet.name, 0) + len(drafts)

    def _named(self, draft: RowDraft) -> list[str]:
        """The fields of a row that go on this sheet; none where one that tells it from others has no place."""
        needed = {*required_of(draft.record)} & {*draft.values}
        names = [name for name in draft.values if name in self._headings]
        return names if needed <= {*names} else []

    def _write_row(self, number: int, draft: RowDraft, mark: int) -> None:
        columns = columns_of(draft.record)
        names = self._named(draft)
        for name in names:
            self._put(number, self._columns[name], _value(columns[name], draft.values[name]))
        follows = _follows(draft.follows, draft.from_catalogue)
        self._put(number, mark, row_mark([self._headings[name] for name in names], follows))
        self._out.rows[self._sheet.name] = self._out.rows.get(self._sheet.name, 0) + 1
        self._out.drafted.append(draft)

    def _put(self, row: int, column: int, value: str | float) -> None:
        self._sheet.put_row(row, column, [value], [self._sheet.style_at(row, column)])


def _value(column: Column, value: object) -> str | float:
    """What a person would type for a value. No draft is a date or a formula."""
    shown_value = as_written(column, value)
    if not isinstance(shown_value, str | int | float):
        raise TypeError(f"no draft is a {type(shown_value).__name__}")
    return shown_value


# ---------------------------------------------------------------------------------------------------------------- new sheets


def _add_sheets(
    workbook: Workbook, accepted: Book, new: Mapping[type[Record], Sequence[RowDraft]], out: Written
) -> None:
    """Add the sheets that drafted rows need and those to begin with that are not there, in the template's order. A workbook with a
    grid of its own has its candidates and units there.
    """
    there = {table.record for table in accepted.tables}
    blank = () if any(table.block for table in accepted.tables) else _BEGIN_WITH
    kinds = [record for record in SHEETS if record in new or (record in blank and record not in there)]
    if not kinds:
        return
    sheets = []
    for record, name in zip(kinds, workbook.free_names([SHEETS[record].name for record in kinds]), strict=True):
        drafts = new.get(record, ())
        headings = {field: column.heading for field, column in columns_of(record).items()}
        marks = [
            row_mark([headings[name] for name in one.values], _follows(one.follows, one.from_catalogue))
            for one in drafts
        ]
        sheets.append(AddedSheet(record, name, [one.values for one in drafts], marks))
        if drafts:
            out.rows[name] = len(drafts)
            out.drafted += drafts
    file = io.BytesIO()
    write_sheets(file, sheets, MarkColumn(HEADING, NOTE, COLOUR))
    out.new_sheets += workbook.append(file.getvalue())


# --------------------------------------------------------------------------------------------------------------------- words


def _follows(cells: Iterable[Cell], from_catalogue: bool) -> str:
    """The cells that a draft follows from: “Candidates!E2:E20, Units!A3 and the catalogue”."""
    ranges = _ranges(cells)
    named = ranges[:_MOST_NAMED]
    if len(ranges) > _MOST_NAMED:
        named.append(f"{len(ranges) - _MOST_NAMED} more")
    if from_catalogue:
        named.append("the catalogue")
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"


def _ranges(cells: Iterable[Cell]) -> list[str]:
    """Cells by name, those right below one another as one range."""
    runs: list[list[Cell]] = []
    for cell in dict.fromkeys(cells):
        last = runs[-1][-1] if runs else None
        if last and (last.sheet, last.column, last.row + 1) == (cell.sheet, cell.column, cell.row):
            runs[-1].append(cell)
        else:
            runs.append([cell])
    return [f"{run[0].sheet}!{run[0].ref}" + (f":{run[-1].ref}" if len(run) > 1 else "") for run in runs]
