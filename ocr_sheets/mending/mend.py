"""Typed values into the centre's own cells. Never a formula, and never over one."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import NamedTuple

from ocr_sheets.dates import say
from ocr_sheets.errors import UserError
from ocr_sheets.model.book import Book
from ocr_sheets.model.records import Column, Kind, columns_of
from ocr_sheets.patching import Value, Workbook
from ocr_sheets.patching.refs import area
from ocr_sheets.patterns import regex
from ocr_sheets.reading.cells import Grid, read_grids
from ocr_sheets.reading.days import typed_day
from ocr_sheets.reading.raw import Raw, as_text
from ocr_sheets.writing.styles import DATE_FORMAT

_NUMBER = regex(r"(?:0|[1-9]\d{0,8})(?:\.\d{1,6})?")
_LIKE_A_DAY = regex(r"\d{1,4}[-/. ]")
LONGEST = 2_000
"""Characters that a cell is mended with at most: what is longer was pasted by a slip."""


class Edit(NamedTuple):
    """What a person typed for one cell."""

    sheet: str
    ref: str
    text: str


class Change(NamedTuple):
    """What became of one cell: the heading above it, and what it said before and says now, as people read it."""

    sheet: str
    ref: str
    heading: str
    before: str
    after: str


class Mended(NamedTuple):
    """The workbook's bytes with what was typed, and what was changed, in order."""

    data: bytes
    changes: Sequence[Change]


class Fit(NamedTuple):
    """What fits a cell: its heading, what is said of it there, what it says now, whether it is a day, and the choices for it."""

    heading: str
    note: str
    now: str
    is_day: bool
    choices: Sequence[str]


class _Field(NamedTuple):
    """What a cell was read as: the name of the field, the heading above it, and the column of ours."""

    name: str
    heading: str
    column: Column


class Mending:
    """A workbook that is open and was read, about to be mended."""

    def __init__(self, workbook: Workbook, book: Book) -> None:
        self._workbook, self._book = workbook, book
        self._grids = {grid.name: grid for grid in read_grids(workbook)}

    def fit(self, sheet: str, ref: str) -> Fit:
        """What fits a cell. Raises `UserError` for one that is not to be typed into here."""
        grid, row, column = self._place(sheet, ref)
        found = self._field(sheet, row, column)
        known = found.column if found else None
        is_day = bool(known and known.kind is Kind.DATE)
        now = _at(grid, row, column)
        shown = now.isoformat() if is_day and isinstance(now, dt.date) else shown_text(now)
        return Fit(
            found.heading if found else "",
            known.note if known else "",
            shown[:LONGEST],
            is_day,
            self._choices(found) if found else (),
        )

    def mended(self, edits: Sequence[Edit]) -> Mended:
        """The workbook with all that was typed, the last where a cell was mended twice. Raises `UserError`, naming the cell."""
        if not self._workbook.earlier.sheets:
            self._workbook.strip()
        last = {(edit.sheet, edit.ref): edit for edit in edits}
        changes = [self._change(edit) for edit in last.values()]
        return Mended(self._workbook.to_bytes(), [change for change in changes if change.before != change.after])

    def _change(self, edit: Edit) -> Change:
        grid, row, column = self._place(edit.sheet, edit.ref)
        found = self._field(edit.sheet, row, column)
        before = _at(grid, row, column)
        value = self._value(edit, found.column if found else None, before)
        style = grid.sheet.style_at(row, column)
        if value is None:
            grid.sheet.put_blank(row, column, style)
        else:
            if isinstance(value, dt.date):
                style = self._workbook.dated_style(style, DATE_FORMAT)
            grid.sheet.put_row(row, column, [value], [style])
        return Change(edit.sheet, edit.ref, found.heading if found else "", shown_text(before), shown_text(value))

    def _value(self, edit: Edit, column: Column | None, before: Raw) -> Value:
        """What is written for what was typed: a day, a number where one stood or belongs, else the very text."""
        text = edit.text.strip()
        if len(text) > LONGEST:
            raise UserError(
                f"What was typed for {edit.sheet}!{edit.ref} is longer than {LONGEST:,} characters: shorten it."
            )
        if not text:
            return None
        kind = column.kind if column else Kind.TEXT
        if kind is Kind.DATE or (kind in (Kind.YES_OR_DATE, Kind.NEED) and _LIKE_A_DAY.match(text)):
            try:
                return typed_day(text)
            except ValueError:
                raise UserError(
                    f"“{text}” is not a day for {edit.sheet}!{edit.ref}: type it as 15/02/2027, or leave it empty."
                ) from None
        was_number = isinstance(before, int | float) and not isinstance(before, bool)
        if (kind is Kind.NUMBER or was_number) and _NUMBER.fullmatch(text):
            return float(text) if "." in text else int(text)
        return text

    def _place(self, sheet: str, ref: str) -> tuple[Grid, int, int]:
        grid, where = self._grids.get(sheet), area(ref)
        if grid is None or where is None or (where.first_row, where.first_col) != (where.last_row, where.last_col):
            raise UserError(f"{sheet}!{ref} is no cell of your own sheets: change it in Excel.")
        row, column = where.first_row, where.first_col
        if (row, column) in grid.sheet.formula_cells():
            raise UserError(
                f"{sheet}!{ref} works its value out by a formula, so nothing is typed over it: change it in Excel."
            )
        return grid, row, column

    def _field(self, sheet: str, row: int, column: int) -> _Field | None:
        """What a cell was read as, if it was read."""
        for table in self._book.tables:
            if table.sheet != sheet or not table.holds(row, column):
                continue
            for field, place in table.columns.items():
                if place == column and table.field_rows.get(field, row) == row:
                    known = columns_of(table.record)[field]
                    return _Field(field, table.headings.get(field) or known.heading, known)
        return None

    def _choices(self, found: _Field) -> Sequence[str]:
        """What the workbook itself offers for a cell: the words of a list, or what is called so on the sheet that it refers to."""
        if found.column.choices:
            return [choice.value for choice in found.column.choices]
        if found.column.kind is Kind.YES_NO:
            return ("yes", "no")
        book = self._book
        offered: dict[str, Sequence[str | None]] = {
            "entry_code": [one.entry_code for one in book.qualifications],
            "unit_number": [one.unit_number for one in book.units],
            "visit": [one.label for one in book.visits],
            "assessor": [one.code or one.name for one in book.assessors],
            "standardised_by": [one.code or one.name for one in book.assessors],
            "subject_area": [one.subject_area for one in book.qualifications],
        }
        return sorted({text for text in offered.get(found.name, ()) if text}, key=_natural)


def _at(grid: Grid, row: int, column: int) -> Raw:
    cells = grid.rows[row - 1] if row <= len(grid.rows) else ()
    return cells[column - 1] if column <= len(cells) else ""


def _natural(text: str) -> tuple[object, ...]:
    """Names with numbers in them in the order people count."""
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in re.split(r"(\d+)", text) if part)


def shown_text(value: object) -> str:
    """What a cell says, as people read it."""
    if isinstance(value, dt.datetime):
        value = value.date()
    if isinstance(value, dt.date):
        return say(value)
    return "" if value is None else as_text(value)
