"""The columns added to Entries: the first day each entry is early enough for, its visit, and whether it is in time for its own."""

from __future__ import annotations

import datetime as dt

from ocr_sheets.annotations.columns import CellValue, Follows, Shape, column
from ocr_sheets.annotations.view import View, named
from ocr_sheets.dates import before
from ocr_sheets.model.records import Entry, EntryType, Family
from ocr_sheets.model.work import VisitUsed


@column(Entry, "Earliest visit", Shape.DATE, 16)
def earliest_visit(entry: Entry, view: View) -> CellValue:
    """The first day of a visit that the entry is early enough for (S30)."""
    days = _days_ahead(entry, view)
    if days is None or entry.entered_on is None:
        return None
    return Follows(entry, "entered_on", days, before(entry.entered_on, -days))


@column(Entry, "Visit", Shape.TEXT, 22)
def visit(entry: Entry, view: View) -> CellValue:
    """The first visit of the work that rests on it."""
    first = None if entry.withdrawn_on else _first_used(entry, view)
    return named(first.visit, first.chosen) if first else None


@column(Entry, "Entered in time?", Shape.TEXT, 12)
def in_time(entry: Entry, view: View) -> CellValue:
    """Whether the entry is early enough for its visit."""
    if view.book.family_of(entry.entry_code) is Family.VERIFIED:
        return "no deadline"
    earliest = _earliest(entry, view)
    if earliest is None:
        return None
    if entry.withdrawn_on:
        return "withdrawn"
    first = _first_used(entry, view)
    if first is None:
        return None
    return "yes" if (first.visit.visit_date or dt.date.min) >= earliest else "no"


def _days_ahead(entry: Entry, view: View) -> int | None:
    """The days by which an entry comes before its visit, where there is such a figure for it."""
    is_technicals = view.book.family_of(entry.entry_code) is Family.TECHNICALS
    if not is_technicals or entry.entry_type is EntryType.EXAMINED_UNIT or entry.entered_on is None:
        return None
    return view.rulebook.number("entry.days_before_visit", entry.entered_on)


def _earliest(entry: Entry, view: View) -> dt.date | None:
    days = _days_ahead(entry, view)
    return None if days is None or entry.entered_on is None else before(entry.entered_on, -days)


def _first_used(entry: Entry, view: View) -> VisitUsed | None:
    """The first visit of the work that rests on an entry; one that is named before one that was chosen."""
    place = (entry.sheet, entry.row)
    if place not in view.first_visits:
        view.first_visits[place] = _find_first_used(entry, view)
    return view.first_visits[place]


def _find_first_used(entry: Entry, view: View) -> VisitUsed | None:
    earliest = _earliest(entry, view) or dt.date.min
    visits = [
        used
        for claim in view.work_of_entry.get((entry.sheet, entry.row), ())
        if (used := view.book.visit_of(claim))
        and used.visit.visit_date
        # A unit confirmed before a top-up was entered comes along with it: its visit was no matter of this entry (B17).
        and not (claim.is_achieved and used.visit.visit_date < earliest)
    ]
    return min(visits, key=lambda used: (used.visit.visit_date or dt.date.max, used.chosen), default=None)
