"""The days that a plan covers. School terms stand in none of the files: a term is taken as a third of the academic year."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import NamedTuple

from ocr_sheets.dates import months_after, say
from ocr_sheets.report import Report
from ocr_sheets.rulebook.values import year_label

ONE_DAY = dt.timedelta(days=1)
MONTHS_OF_A_TERM = 4


class Term(StrEnum):
    """What can be planned."""

    AUTUMN = "autumn"
    SPRING = "spring"
    SUMMER = "summer"
    YEAR = "year"


class Span(NamedTuple):
    """The days of a plan, what they are called, and how that was read."""

    first: dt.date
    last: dt.date
    name: str
    reading: str

    def __contains__(self, day: object) -> bool:
        return isinstance(day, dt.date) and self.first <= day <= self.last


def span_of(
    report: Report, term: Term, first: dt.date | None = None, last: dt.date | None = None, possible: dt.date | None = None
) -> Span:  # fmt: skip
    """The days of a term or year: the one that is running or comes next, unless the centre says from when and until when.

    ``possible`` is the first day on which a new visit can be. In summer, when that is next year, the year to come is planned, with what
    still lies ahead in this one.
    """
    rulebook = report.rulebook
    year = rulebook.academic_year(report.as_of)
    begin, end = _days(report, term, year)
    no_more = term is Term.YEAR and possible is not None and possible > end
    if end < report.as_of or no_more:
        year += 1
        begin, end = _days(report, term, year)
        dates = (visit.visit_date for visit in report.book.visits if visit.stands and visit.visit_date)
        if no_more and any(report.as_of <= date < begin for date in dates):
            begin = report.as_of
    name = f"the {term} term" if term is not Term.YEAR else "the year"
    reading = (
        f"The academic year is read as {say(_start(report, year))} to {say(_start(report, year + 1) - ONE_DAY)} (B94)."
    )
    if term is not Term.YEAR:
        reading = (
            f"The {term} term is read as {say(begin)} to {say(end)}, a third of the academic year: term dates are in no file. "
            "Give your own first and last day."
        )
    name = f"{name} {year_label(year)}"
    if first or last:
        given = "days are" if first and last else "first day is" if first else "last day is"
        reading = f"The {given} as asked for."
        if not (first and last):
            reading += f" The {'last' if first else 'first'} is that of {name}."
        name = f"{say(first or begin)} to {say(last or end)}"
    return Span(first or begin, last or end, name, reading)


def _start(report: Report, year: int) -> dt.date:
    start = report.rulebook.day_of_year("academic_year.first_day", year)
    assert start is not None
    return start


def _days(report: Report, term: Term, year: int) -> tuple[dt.date, dt.date]:
    start = _start(report, year)
    if term is Term.YEAR:
        return start, _start(report, year + 1) - ONE_DAY
    place = (Term.AUTUMN, Term.SPRING, Term.SUMMER).index(term)
    begin = months_after(start, place * MONTHS_OF_A_TERM)
    return begin, months_after(start, (place + 1) * MONTHS_OF_A_TERM) - ONE_DAY
