"""The visits of the year by what they are counted by: free ones used and left, chargeable ones, and those due to verified ones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import NamedTuple

from ocr_sheets.model.records import Family
from ocr_sheets.planning.proposal import Proposal, used_this_year
from ocr_sheets.planning.work import Subject, Work
from ocr_sheets.rulebook.values import year_label


class Budget(NamedTuple):
    """One subject's visits of a year. ``figure`` is how many are free or, verified, due; ``None`` where none is published."""

    subject: Subject
    title: str
    year: str
    held: int
    ahead: int
    proposed: int
    figure: int | None
    left: int | None
    chargeable: int
    fee: float | None
    """What the chargeable ones cost, where the centre gave the fee."""

    @property
    def is_verified(self) -> bool:
        """Whether the figure is of visits due, not of free ones."""
        return self.subject.family is Family.VERIFIED

    def in_words(self) -> str:
        """Where the subject stands, in one line."""
        if self.figure is None:
            return "no figure is published for this year"
        planned = self.held + self.ahead + self.proposed
        if self.is_verified:
            return f"{planned} of {self.figure} due" + (f", {self.left} to plan" if self.left else "")
        if self.chargeable:
            cost = f", £{self.fee:,.2f}" if self.fee is not None else ", no fee given"
            return f"all {self.figure} free used, {self.chargeable} chargeable{cost}"
        return f"{planned} of {self.figure} free, {self.left} left"


def budgets(work: Work, proposal: Proposal, first: dt.date, last: dt.date) -> list[Budget]:
    """The budgets of the years between two days, with the visits proposed, for each subject."""
    days = [(day, subject) for subject in work.subjects for day in _a_day_of_each_year(work, subject, first, last)]
    return [_budget(work, proposal, subject, day) for day, subject in sorted(days, key=lambda one: one[0])]


def _a_day_of_each_year(work: Work, subject: Subject, first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """A day of each year between two days, by the years in which a subject's visits are counted."""
    rulebook = work.report.rulebook
    year = _year_of(work, subject)
    begins = "verified.year_first_day" if subject.family is Family.VERIFIED else "academic_year.first_day"
    for number in range(year(first), year(last) + 1):
        yield max(first, rulebook.day_of_year(begins, number) or first)


def _year_of(work: Work, subject: Subject) -> Callable[[dt.date], int]:
    rulebook = work.report.rulebook
    return rulebook.quality_assurance_year if subject.family is Family.VERIFIED else rulebook.academic_year


def _budget(work: Work, proposal: Proposal, subject: Subject, day: dt.date) -> Budget:
    rulebook = work.report.rulebook
    is_verified = subject.family is Family.VERIFIED
    year = _year_of(work, subject)
    counted = used_this_year(work, subject, day)
    dates = {visit.visit_date for visit in work.visits_of(subject)}
    held = sum(date is not None and year(date) == year(day) and date < work.as_of for date in dates)
    proposed = sum(
        visit.window.subject[:2] == subject[:2] and year(visit.day) == year(day) for visit in proposal.visits
    )
    figure = rulebook.number("verified.visits_a_year" if is_verified else "visits.free_a_year", day)
    total = counted + proposed
    over = max(0, total - figure) if figure is not None and not is_verified else 0
    fee = work.book.centre.visit_fee
    return Budget(
        subject=subject,
        title=work.title(subject),
        year=rulebook.quality_assurance_label(year(day)) if is_verified else year_label(year(day)),
        held=held,
        ahead=max(0, counted - held),
        proposed=proposed,
        figure=figure,
        left=None if figure is None else max(0, figure - total),
        chargeable=over,
        fee=over * fee if over and fee is not None else None,
    )
