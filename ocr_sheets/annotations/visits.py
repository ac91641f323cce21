"""The columns added to Visits: what is due before each visit, its place in the year's allowance, and what to have ready."""

from __future__ import annotations

from ocr_sheets.annotations.columns import CellValue, DaysLeft, Follows, NextDate, Shape, column
from ocr_sheets.annotations.view import View
from ocr_sheets.dates import say
from ocr_sheets.glossary import CHARGEABLE
from ocr_sheets.model.records import Family, Visit, VisitStatus
from ocr_sheets.report import Report
from ocr_sheets.schedule.allowance import Counted
from ocr_sheets.schedule.deadlines import BEFORE_A_VISIT, What, summer_of


@column(Visit, "Academic year", Shape.TEXT, 11)
def academic_year(visit: Visit, view: View) -> CellValue:
    """The year in whose allowance the visit counts."""
    counted = view.counted.get((visit.sheet, visit.row))
    return counted.label if counted else None


@column(Visit, "Allowance", Shape.TEXT, 13)
def allowance(visit: Visit, view: View) -> CellValue:
    """Whether it is free, and which of the year's visits it is."""
    counted = view.counted.get((visit.sheet, visit.row))
    if counted:
        return place_in_year(view.report, counted)
    return "cancelled" if visit.status is VisitStatus.CANCELLED else None


def _declare_deadline(what: What) -> None:
    @column(Visit, what, Shape.DATE, 16)
    def due(visit: Visit, view: View) -> CellValue:
        line = view.lines_of(visit).get(what) if visit.stands else None
        if line is None or line.days is None:
            return None
        return Follows(visit, "visit_date", line.days, line.date, line.working)


for _what in BEFORE_A_VISIT:
    _declare_deadline(_what)


@column(Visit, "In time for summer results?", Shape.TEXT, 22)
def results_safe(visit: Visit, view: View) -> CellValue:
    """For a visit at which candidates wait for summer results: whether it is booked and held in time (S15)."""
    if not visit.stands or visit.visit_date is None or view.book.family_of_visit(visit) is not Family.TECHNICALS:
        return None
    summer = summer_of(view.book, view.rulebook, visit)
    book_by = view.rulebook.day_of_year("summer.book_by", summer) if summer else None
    held_by = view.rulebook.day_of_year("summer.visit_by", summer) if summer else None
    if book_by is None or held_by is None:
        return None
    if visit.visit_date > held_by:
        return f"no: after {say(held_by)}"
    if visit.booked_on and visit.booked_on > book_by and visit.visit_date > book_by:
        return f"booked after {say(book_by)}"
    if visit.booked_on or visit.status in (VisitStatus.CONFIRMED, VisitStatus.DONE) or visit.visit_date <= book_by:
        return "yes"
    return f"book by {say(book_by)}"


_declare_deadline(What.EQA_DECISION_BY)


@column(Visit, "Next deadline", Shape.DATE, 16)
def next_date(visit: Visit, view: View) -> CellValue:
    """The first of its deadlines, or the visit itself, that is not past."""
    if not visit.stands or visit.visit_date is None:
        return None
    days = [line.date for line in view.lines_of(visit).values() if line.days is not None]
    return NextDate(visit, min((day for day in (*days, visit.visit_date) if day >= view.as_of), default=None))


@column(Visit, "Days left", Shape.DAYS_LEFT, 9)
def days_left(visit: Visit, view: View) -> CellValue:
    """The days until the next date."""
    following = next_date(visit, view)
    if not isinstance(following, NextDate):
        return None
    return DaysLeft((following.date - view.as_of).days if following.date else None)


@column(Visit, "Portfolios to prepare", Shape.COUNT, 13)
def portfolios_to_have_ready(visit: Visit, view: View) -> CellValue:
    """How many portfolios can be asked for at a moderation visit."""
    if not visit.stands or view.book.family_of_visit(visit) is not Family.TECHNICALS:
        return None
    return view.ready[visit.sheet, visit.row]


def place_in_year(report: Report, counted: Counted) -> str:
    """The place of a visit among those of its year: free 1 of 2, chargeable, or for verified qualifications 1 of 2.

    Its bare place, such as visit 1, where no figure is published for its day.
    """
    verified = counted.family is Family.VERIFIED
    name = "verified.visits_a_year" if verified else "visits.free_a_year"
    figure = report.rulebook.number(name, counted.visit.visit_date) if counted.visit.visit_date else None
    if figure is None:
        return f"visit {counted.number}"
    if verified:
        return (
            f"EQA visit {counted.number} of {figure} required"
            if counted.number <= figure
            else f"EQA visit {counted.number}: {figure} are required"
        )
    return f"Free visit {counted.number} of {figure}" if counted.number <= figure else CHARGEABLE
