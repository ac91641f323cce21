"""The plan of a term: everything the planning workbook and page show, in one object."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from ocr_sheets.model.records import ClaimPlace, Visit, VisitStatus
from ocr_sheets.planning.budget import Budget, budgets
from ocr_sheets.planning.clashes import Clash, clashes
from ocr_sheets.planning.load import WEEK, Due, Staff, Week, sample_dues, weeks, work_dues
from ocr_sheets.planning.proposal import Proposal, Proposed, as_proposed, propose
from ocr_sheets.planning.readiness import Ready, readiness
from ocr_sheets.planning.terms import Span
from ocr_sheets.planning.what_if import Answer
from ocr_sheets.planning.windows import Window, Windows
from ocr_sheets.planning.work import Work
from ocr_sheets.report import Report
from ocr_sheets.schedule.deadlines import DeadlineLine, deadline_lines
from ocr_sheets.schedule.progress import OVERDUE, Kept, State
from ocr_sheets.schedule.readiness import missed_by_some
from ocr_sheets.schedule.samples import sample_lists
from ocr_sheets.text import plural


class OnDay(NamedTuple):
    """A visit of the plan, or a dated line of one. ``is_proposed`` marks what is not on Visits yet."""

    day: dt.date
    what: str
    about: str
    state: State
    is_proposed: bool
    source: str
    last_working_day: dt.date | None
    visit: Visit | None
    kept: Kept | None = None

    @property
    def done(self) -> bool:
        """Whether nothing is left to do by it."""
        return self.state is State.DONE

    @property
    def is_overdue(self) -> bool:
        """Whether it was not kept."""
        return self.state in OVERDUE


@dataclass(frozen=True)
class Plan:
    """The plan of a span of days."""

    report: Report
    span: Span
    work: Work
    windows: Sequence[Window]
    proposal: Proposal
    visits: Sequence[Visit]
    """The visits of the span, with the proposed ones, in order of date."""
    days: Sequence[OnDay]
    dues: Sequence[Due]
    weeks: Sequence[Week]
    budgets: Sequence[Budget]
    ready: Sequence[Ready]
    clashes: Sequence[Clash]
    limits: Mapping[str, int]
    answers: Sequence[Answer] = ()

    @property
    def as_of(self) -> dt.date:
        """The day from which it is planned."""
        return self.report.as_of

    @property
    def next_days(self) -> Sequence[OnDay]:
        """What to look at: the deadlines that were not kept, those that some were too late for, then what is still to come."""
        some = {(line.of.sheet, line.of.row, line.what) for line in missed_by_some(self.report.book, self.report.lines)}
        missed = [day for day in self.days if day.visit and (day.visit.sheet, day.visit.row, day.what) in some]
        late = [day for day in self.days if day.is_overdue]
        return [*late, *missed, *(day for day in self.days_ahead if day not in missed)]

    @property
    def days_ahead(self) -> Sequence[OnDay]:
        """What is still to come and not done."""
        return [day for day in self.days if day.day >= self.as_of and not day.done and not day.is_overdue]

    @property
    def proposed(self) -> Sequence[Proposed]:
        """The visits proposed that fall in the span."""
        return [visit for visit in self.proposal.visits if visit.day in self.span]

    @property
    def windows_shown(self) -> Sequence[Window]:
        """The windows of visits that fall in the span, and those for which there is no day."""
        elsewhere = {visit.window.title for visit in self.proposal.visits} - {
            visit.window.title for visit in self.proposed
        }
        return [window for window in self.windows if window.title not in elsewhere]

    def is_proposed(self, visit: Visit) -> bool:
        """Whether a visit is not on Visits yet."""
        return visit.row > max((row.row for row in self.report.book.visits), default=1)


def make_plan(
    report: Report, span: Span, limits: Mapping[str, int] | None = None, tell: Callable[[str], object] = lambda _: None
) -> Plan:  # fmt: skip
    """Plan a span of days. ``limits`` are the most portfolios a week by person; ``tell`` hears what is being done."""
    limits = limits or {}
    tell("Looking at every portfolio")
    work = Work(report)
    windows = Windows(work)
    staff = Staff(report.book, max(windows.end, span.last, *(v.visit_date for v in report.book.visits if v.visit_date)))
    found = windows.all()
    tell("Looking for the best days")
    proposal = propose(work, windows, found, staff, limits)
    tell("Planning the weeks")
    book = as_proposed(work, proposal)
    planned = Work(replace(report, book=book))
    proposed = max((row.row for row in report.book.visits), default=1)
    # Of visits that are on Visits just what Deadlines says; the others are in the book as it would be only.
    lines = [
        *report.lines,
        *(
            line
            for line in deadline_lines(book, report.rulebook)
            if isinstance(line.of, Visit) and line.of.row > proposed
        ),
    ]
    dues = [*work_dues(planned, planned.portfolios), *sample_dues(planned, sample_lists(book, report.rulebook))]
    by_week = [
        week
        for week in weeks(report.as_of, staff, dues)
        if week.monday <= span.last and week.monday + WEEK > span.first
    ]
    budget = budgets(work, proposal, span.first, span.last)
    visits = sorted(
        # One visit may stand on several rows; those of awards not covered here have no place in it (B113).
        (
            row
            for row in book.visits
            if row.stands and row.visit_date in span and book.occasion(row) is row and not book.award_of_visit(row)
        ),
        key=lambda visit: (visit.visit_date or dt.date.max, visit.row),
    )
    return Plan(
        report=report,
        span=span,
        work=work,
        windows=found,
        proposal=proposal,
        visits=visits,
        days=_days(visits, lines, span, proposed),
        dues=dues,
        weeks=by_week,
        budgets=budget,
        ready=readiness(work, _outside(planned, span)),
        clashes=[clash for clash in clashes(planned, staff, by_week, limits, budget, span.first) if clash.day in span],
        limits=limits,
    )


def _outside(planned: Work, span: Span) -> frozenset[ClaimPlace]:
    """The claims whose visit, be it proposed, lies outside the span."""
    return frozenset(
        portfolio.claim.place
        for portfolio in planned.portfolios
        if portfolio.visit and portfolio.visit.visit_date and portfolio.visit.visit_date not in span
    )


def _days(visits: Sequence[Visit], lines: Sequence[DeadlineLine], span: Span, last_row: int) -> list[OnDay]:
    found = [
        OnDay(
            visit.visit_date, "Visit", visit.label, State.DONE if visit.status is VisitStatus.DONE else State.DUE,
            visit.row > last_row, "", None, visit,
        )
        for visit in visits
        if visit.visit_date
    ]  # fmt: skip
    certificates: defaultdict[tuple[dt.date, State], list[DeadlineLine]] = defaultdict(list)
    for line in lines:
        if line.date not in span:
            continue
        if line.visit is line.of and line.visit is not None:
            is_proposed = line.visit.row > last_row
            found.append(
                OnDay(
                    line.date, line.what, line.visit.label, State.DUE if is_proposed else line.state, is_proposed, line.source,
                    line.last_working_day, line.visit, line.kept,
                )
            )  # fmt: skip
        else:
            # Certificates fall due for each claim: one line a day is enough.
            certificates[line.date, line.state].append(line)
    for (day, state), own in certificates.items():
        about = plural(len(own), "unit")
        found.append(OnDay(day, own[0].what, about, state, False, own[0].source, own[0].last_working_day, None))
    return sorted(found, key=lambda one: (one.day, one.what != "Visit", one.about, one.what))
