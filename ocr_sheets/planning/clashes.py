"""What does not go together: visits on one day, staff away, closed days, weeks beyond a person's limit, visits without work."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ocr_sheets.dates import say, say_weekday
from ocr_sheets.model.records import Family, Visit, VisitStatus
from ocr_sheets.planning.budget import Budget
from ocr_sheets.planning.load import Staff, Week
from ocr_sheets.planning.work import Place, Work
from ocr_sheets.rulebook.working_days import SATURDAY
from ocr_sheets.schedule.deadlines import calendar_of
from ocr_sheets.text import agreeing, key


class Clash(NamedTuple):
    """One thing that does not go together: when, what it is, and what can be done about it."""

    day: dt.date
    what: str
    do: str


def clashes(
    work: Work, staff: Staff, weeks: Sequence[Week], limits: Mapping[str, int], budgets: Sequence[Budget],
    first: dt.date,
) -> list[Clash]:  # fmt: skip
    """All clashes from today on, in order of date. ``work`` is that of the book with the proposed visits; a week is told by its Monday
    or, where that comes before the ``first`` day of the plan, by that day.
    """
    ahead = [
        visit
        for visit in work.book.visits
        if visit.stands and visit.visit_date and visit.visit_date >= work.as_of and visit.status is not VisitStatus.DONE
    ]
    found = [
        *_of_one_day(work, ahead),
        *_on_closed_days(work, ahead),
        *_with_staff_away(work, staff, ahead),
        *_over_limits(weeks, limits, first),
        *_without_work(work, ahead, budgets),
    ]
    return sorted(found)


def _of_one_day(work: Work, visits: Sequence[Visit]) -> Iterator[Clash]:
    by_day: defaultdict[dt.date, dict[object, Visit]] = defaultdict(dict)
    for visit in visits:
        if visit.visit_date:
            # Rows of one subject and day are one visit.
            about = key(visit.entry_code or "") or work.book.subject_of_visit(visit)
            by_day[visit.visit_date].setdefault((work.book.family_of_visit(visit), about), visit)
    for day, own in by_day.items():
        if len(own) > 1:
            names = " and ".join(visit.label for visit in own.values())
            yield Clash(day, f"{len(own)} visits on {say_weekday(day)}: {names}.", "Ask one of them for another day.")


def _on_closed_days(work: Work, visits: Sequence[Visit]) -> Iterator[Clash]:
    calendar = calendar_of(work.book)
    for visit in visits:
        day = visit.visit_date
        if day is None:
            continue
        if work.dates.is_august(day):
            yield Clash(
                day, f"{visit.label} is on {say_weekday(day)}, and there are no visits in the last two weeks of August (S16).",
                "Agree on another day.",
            )  # fmt: skip
        elif not calendar.is_worked(day):
            why = next(
                (row.reason for row in work.book.closures if _is_in(row.first_day, row.last_day, day) and row.reason),
                "a weekend" if day.weekday() >= SATURDAY else "a bank holiday or closure",
            )
            yield Clash(day, f"{visit.label} is on {say_weekday(day)}: {why}.", "Check that it can take place.")


def _is_in(first: dt.date | None, last: dt.date | None, day: dt.date) -> bool:
    return first is not None and first <= day <= (last or first)


def _with_staff_away(work: Work, staff: Staff, visits: Sequence[Visit]) -> Iterator[Clash]:
    people: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
    for portfolio in work.portfolios:
        if portfolio.visit and portfolio.place in (Place.AT_VISIT, Place.MOVE):
            place = (portfolio.visit.sheet, portfolio.visit.row)
            people[place].add(work.assessor(portfolio.claim))
            if portfolio.subject and portfolio.subject.family is Family.VERIFIED:
                people[place].add(work.standardiser(portfolio.claim))
    for visit in visits:
        day = visit.visit_date
        away = sorted(name for name in people[visit.sheet, visit.row] if name and day and staff.is_away(name, day))
        if day and away:
            is_verified = work.book.family_of_visit(visit) is Family.VERIFIED
            do = (
                "Staff must be there (S91): ask for another day, or ask the member of staff to change the absence."
                if is_verified
                else "Ask a colleague to stand in, or ask for another day."
            )
            yield Clash(
                day,
                f"{', '.join(away)} {agreeing(len(away), 'is/are')} away on {say_weekday(day)}, the day of {visit.label}.",
                do,
            )


def _over_limits(weeks: Sequence[Week], limits: Mapping[str, int], first: dt.date) -> Iterator[Clash]:
    for week in weeks:
        limit = limits.get(week.person)
        if limit is not None and week.pace > limit:
            yield Clash(
                max(week.monday, first),
                f"{week.person} has {week.pace} portfolios to assess or standardise in the week of {say(week.monday)}; "
                f"the limit is {limit}.",
                "Give some to a colleague, or move the visit.",
            )


def _without_work(work: Work, visits: Sequence[Visit], budgets: Sequence[Budget]) -> Iterator[Clash]:
    chargeable = {budget.subject[:2] for budget in budgets if budget.chargeable}
    for visit in visits:
        family = work.book.family_of_visit(visit)
        if family is not Family.TECHNICALS or visit.visit_date is None:
            continue
        if not work.book.portfolios_at(visit) and (family, work.book.subject_of_visit(visit)) in chargeable:
            yield Clash(
                visit.visit_date,
                f"{visit.label} on {say_weekday(visit.visit_date)} has no claims, and a visit of its subject is chargeable this year.",
                "Cancel it if it is not needed.",
            )
