"""The columns that are added to the centre's own sheets: what stands in each of them for each row, before anything is written.

A column is one function, declared in the file of its sheet; a new one is there once it is declared. The writer and the packs ask for
them by name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from ocr_sheets.annotations import assessors, candidates, claims, entries, visits
from ocr_sheets.annotations.columns import (
    COLUMNS,
    ISSUES,
    OF_THE_ROW,
    AddedColumn,
    CellValue,
    DaysLeft,
    Follows,
    Issues,
    NextDate,
    Shape,
    Stage,
    Status,
    added_to,
)
from ocr_sheets.annotations.issues import MAX_ISSUES_TEXT, findings_of, issues_at
from ocr_sheets.annotations.status import row_status, status_of
from ocr_sheets.annotations.view import View
from ocr_sheets.annotations.visits import place_in_year
from ocr_sheets.model.records import Assessor, Candidate, Claim, Entry, Qualification, Record, Unit, Visit
from ocr_sheets.model.tables import Table
from ocr_sheets.report import Report
from ocr_sheets.schedule.progress import is_claimed

__all__ = [
    "ANNOTATED",
    "COLUMNS",
    "ISSUES",
    "MAX_ISSUES_TEXT",
    "OF_THE_ROW",
    "AddedColumn",
    "AddedColumns",
    "CellValue",
    "DaysLeft",
    "Follows",
    "Issues",
    "NextDate",
    "Shape",
    "Shown",
    "Stage",
    "Status",
    "added_to",
    "assessors",
    "candidates",
    "claims",
    "entries",
    "place_in_year",
    "visits",
]

ANNOTATED: tuple[type[Record], ...] = (Visit, Entry, Claim, Candidate, Assessor, Qualification, Unit)
"""The kinds of rows whose sheets get columns; the last two get Issues alone."""

_ALIKE: Mapping[type[Record], Callable[[Any, View], Hashable]] = {Claim: claims.alike}
"""Of kinds with thousands of rows: all that their columns look at, so that rows which are alike in it are worked out once."""


class Shown(NamedTuple):
    """What stands in the added columns of one row. Rows that are alike share one object, or at least the same others."""

    of_the_row: tuple[Status | None, Issues | None]
    """How the row stands, and its issues."""
    others: Sequence[CellValue]
    """What stands in all other columns."""

    @property
    def values(self) -> Sequence[CellValue | Status | Issues]:
        """All of it, in the order of the columns."""
        return (*self.of_the_row, *self.others)


class AddedColumns:
    """What stands in the added columns of one report, row by row."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._view = View(report)
        self._known: dict[Hashable, Shown] = {}

    def of(self, record: Record) -> Shown:
        """What stands in the columns of a record's sheet, but for its issues."""
        kind = type(record)
        alike = _ALIKE.get(kind)
        about = (kind, alike(record, self._view)) if alike else None
        if about is not None and about in self._known:
            return self._known[about]
        others = tuple(one.fill(record, self._view) if one.fill else None for one in COLUMNS.get(kind, ()))
        shown = Shown((status_of(record, self._view), None), others)
        if about is not None:
            self._known[about] = shown
        return shown

    def by_heading(self, record: Record) -> Mapping[str, CellValue | Status | Issues]:
        """The same by the columns' headings."""
        headings = [one.heading for one in added_to(type(record))]
        return dict(zip(headings, self.of(record).values, strict=True))

    def rows(
        self,
        records: Sequence[Record],
        within: Table | None = None,
        beside: Mapping[int, Sequence[Status]] | None = None,
    ) -> Iterator[tuple[int, Shown]]:
        """The row number of each record, and what stands in it. ``within`` is the records' table, where the sheet has other tables whose
        findings are not theirs; ``beside`` says by row how what other tables hold in it stands, where they share the row.
        """
        findings, to_fill_in = self._report.findings_at, self._view.rows_to_fill_in
        for record in records:
            shown, place = self.of(record), (record.sheet, record.row)
            others = beside.get(record.row, ()) if beside else ()
            if others or place in findings or place in to_fill_in:
                status = shown.of_the_row[0]
                own = [status, *others] if status else others
                shown = Shown(self.of_the_row(*place, own, within, bool(beside)), shown.others)
            yield record.row, shown

    def of_the_row(
        self, sheet: str, row: int, own: Sequence[Status], within: Table | None = None, of_units: bool = False
    ) -> tuple[Status | None, Issues | None]:
        """How a row stands and its issues, given how each of its records stands by itself."""
        found = findings_of(self._report, sheet, row, within)
        to_fill_in = (sheet, row) in self._view.rows_to_fill_in
        return row_status(own, found, self._view, to_fill_in), issues_at(found, of_units)

    def statuses(self, records: Sequence[Record]) -> Mapping[int, Sequence[Status]]:
        """How each record stands by itself, by row."""
        found: defaultdict[int, list[Status]] = defaultdict(list)
        for record in records:
            status = self.of(record).of_the_row[0]
            found[record.row].extend([status] if status else [])
        return found

    def grid_rows(self, records: Sequence[Claim], within: Table | None = None) -> Iterator[tuple[int, Shown]]:
        """The row number of each row of a grid, and what stands in it: what is so of all its claims once, else by unit. Of dates that differ,
        the first of the claims that are still to be made.
        """
        for row, group in groupby(records, key=lambda claim: claim.row):
            together = list(group)
            names = _unit_names(together)
            shown = [self.of(claim) for claim in together]
            own = [status for one in shown if (status := one.of_the_row[0])]
            is_open = [not (claim.is_withdrawn or is_claimed(self._view.book, claim)) for claim in together]
            columns = zip(*(one.others for one in shown), strict=True)
            others = [_together(names, column, is_open) for column in columns]
            yield row, Shown(self.of_the_row(together[0].sheet, row, own, within, of_units=True), others)


def _unit_names(together: Sequence[Claim]) -> list[str]:
    """What tells the units of one row apart: their numbers or, where two share one, the entry codes with them."""
    numbers = [claim.unit_number or "?" for claim in together]
    if len(set(numbers)) == len(numbers):
        return numbers
    return [f"{claim.entry_code or '?'} {number}" for claim, number in zip(together, numbers, strict=True)]


def _together(names: Sequence[str], values: Sequence[CellValue], is_open: Sequence[bool]) -> CellValue:
    """What one cell shows of several claims."""
    if all(value == values[0] for value in values):
        return values[0]
    dates = [
        (value.date, value)
        for value, still in zip(values, is_open, strict=True)
        if isinstance(value, Follows) and still
    ]
    if any(isinstance(value, Follows) for value in values):
        return min(dates, key=lambda one: one[0])[1] if dates else None
    by_value: defaultdict[CellValue, list[str]] = defaultdict(list)
    for name, value in zip(names, values, strict=True):
        if value is not None:
            by_value[value].append(name)
    return "; ".join(f"{', '.join(units)}: {value}" for value, units in by_value.items()) or None
