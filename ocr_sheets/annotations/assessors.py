"""The columns added to Assessors: how much each has to show, and at which visits they are away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from ocr_sheets.annotations.columns import CellValue, Shape, column
from ocr_sheets.annotations.view import View
from ocr_sheets.dates import say
from ocr_sheets.model.records import Assessor, Place, Visit
from ocr_sheets.schedule.work import year_looked_at


@column(Assessor, "Portfolios this year", Shape.COUNT, 13)
def portfolios_this_year(person: Assessor, view: View) -> CellValue:
    """The portfolios at visits of the year that the workbook plans."""
    year = year_looked_at(view.book, view.rulebook)
    return sum(
        count
        for visit, count in _visits(person, view).values()
        if visit.visit_date and view.rulebook.academic_year(visit.visit_date) == year
    )


@column(Assessor, "Portfolios at next visit", Shape.COUNT, 13)
def portfolios_at_next_visit(person: Assessor, view: View) -> CellValue:
    """The portfolios on the next day that there is a visit with work of theirs."""
    coming: Counter[object] = Counter()
    for visit, count in _coming(person, view):
        coming[visit.visit_date] += count
    return next(iter(coming.values()), 0)


@column(Assessor, "Away for these visits", Shape.TEXT, 26)
def unavailable_at(person: Assessor, view: View) -> CellValue:
    """The coming visits with work of theirs on days of the absence in this row."""
    first = person.unavailable_from
    if first is None:
        return None
    last = person.unavailable_to or first
    away = [visit for visit, _ in _coming(person, view) if visit.visit_date and first <= visit.visit_date <= last]
    return "; ".join(f"{visit.label} on {say(visit.visit_date)}" for visit in away if visit.visit_date) or None


def _visits(person: Assessor, view: View) -> Mapping[Place, tuple[Visit, int]]:
    """The visits that stand with work of a person, and how many portfolios at each."""
    first = view.book.people.rows_of(person)[0]
    return view.visits_of_assessor.get((first.sheet, first.row), {})


def _coming(person: Assessor, view: View) -> list[tuple[Visit, int]]:
    """The same, those still to come only, in order of date."""
    ahead = [
        (visit, count)
        for visit, count in _visits(person, view).values()
        if visit.visit_date and visit.visit_date >= view.as_of
    ]
    return sorted(ahead, key=lambda one: (one[0].visit_date, one[0].row))
