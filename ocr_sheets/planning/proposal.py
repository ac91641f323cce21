"""Which days are proposed for the visits still needed, what the next best would cost, and where each portfolio goes."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from ocr_sheets.model.book import Book
from ocr_sheets.model.records import ClaimPlace, Family, Visit, VisitStatus, VisitType
from ocr_sheets.model.work import VisitUsed
from ocr_sheets.planning.alternatives import Alternative, alternatives_of
from ocr_sheets.planning.choices import split_of
from ocr_sheets.planning.load import LEVELLED, Staff, work_dues
from ocr_sheets.planning.problem import Cost, Group, Job, Problem
from ocr_sheets.planning.search import Known, Solution, solve
from ocr_sheets.planning.spare import spared
from ocr_sheets.planning.windows import Window, Windows
from ocr_sheets.planning.work import Place, Subject, Work
from ocr_sheets.rulebook.values import year_label
from ocr_sheets.schedule.allowance import counted_together
from ocr_sheets.schedule.deadlines import What
from ocr_sheets.text import key

PROPOSED = "proposed"


class Proposed(NamedTuple):
    """One visit that is proposed: its day, what it takes, and its place in the allowance."""

    window: Window
    day: dt.date
    number: int
    is_chargeable: bool
    portfolios: int
    allowance: str
    enter_by: dt.date | None
    say_type_by: dt.date | None
    claim_by: dt.date | None
    book_by: dt.date | None


@dataclass(frozen=True)
class Proposal:
    """The days proposed, and what they come to."""

    visits: tuple[Proposed, ...]
    cost: Cost
    bound: Cost
    """The least that any plan costs."""
    alternatives: tuple[Alternative, ...]
    not_covered: tuple[str, ...]
    """What no visit can take any more, in sentences."""
    spared: tuple[str, ...]
    """Which visits are not needed, in sentences."""
    portfolios: Mapping[ClaimPlace, tuple[Window, dt.date]]
    """The window and day each claim that needed a visit goes to."""

    @property
    def is_proven(self) -> bool:
        """Whether nothing can be better in all that comes before people's weeks over all subjects together."""
        return self.cost.is_shown_by(self.bound)


def used_this_year(work: Work, subject: Subject, day: dt.date) -> int:
    """How many visits of a subject are counted in the year of a day, without those that cannot take place on theirs."""
    rulebook = work.report.rulebook
    together = counted_together(rulebook, work.as_of)
    is_verified = subject.family is Family.VERIFIED
    year = rulebook.quality_assurance_year(day) if is_verified else rulebook.academic_year(day)
    numbers = {
        counted.number
        for counted in work.report.visits
        if counted.family is subject.family
        and counted.year == year
        and together.get(key(counted.of), key(counted.of)) == together.get(subject.key, subject.key)
        and not _cannot_be(work, counted.visit)
    }
    return len(numbers)


def _cannot_be(work: Work, visit: Visit) -> bool:
    day = visit.visit_date
    return day is not None and day >= work.as_of and work.dates.is_august(day)


def propose(
    work: Work, windows: Windows, found: Sequence[Window], staff: Staff, limits: Mapping[str, int],
    with_alternatives: bool = True,
) -> Proposal:  # fmt: skip
    """The best days for the windows found, by `search`."""
    problem = problem_of(work, windows, found, staff, limits)
    known: Known = {}
    best = solve(problem, known=known)
    where = _where(work, windows, found, best)
    visits = []
    for window, days, group in zip(found, best.days, problem.groups, strict=True):
        used = used_this_year(work, window.subject, windows.begin)
        going = [day for about, day in where.values() if about is window]
        for place, day in enumerate(days, start=1):
            date = dt.date.fromordinal(day)
            is_moderation = window.subject.family is Family.TECHNICALS
            visits.append(
                Proposed(
                    window=window,
                    day=date,
                    number=used + place,
                    is_chargeable=is_moderation and place > group.free,
                    portfolios=going.count(date),
                    allowance=_allowance(work, window, used + place, date),
                    enter_by=work.dates.due(What.ENTER_BY, date) if is_moderation else None,
                    say_type_by=work.dates.due(What.SAY_TYPE_BY, date) if is_moderation else None,
                    claim_by=dt.date.fromordinal(group.due[day]),
                    book_by=window.book_by,
                )
            )
    alternatives = (
        alternatives_of(problem, [window.title for window in found], best, known) if with_alternatives else ()
    )
    return Proposal(
        tuple(sorted(visits, key=lambda visit: (visit.day, visit.window.title))),
        best.cost, best.bound, alternatives, tuple(_not_covered(found, best)),
        tuple(spared(work, found, problem, best)), where,
    )  # fmt: skip


def _allowance(work: Work, window: Window, number: int, day: dt.date) -> str:
    rulebook = work.report.rulebook
    if window.subject.family is Family.VERIFIED:
        due = rulebook.number("verified.visits_a_year", day)
        year = rulebook.quality_assurance_label(rulebook.quality_assurance_year(day))
        return f"visit {number} of {due} due in {year}" if due and number <= due else f"visit {number} in {year}"
    free = rulebook.number("visits.free_a_year", day)
    year = year_label(rulebook.academic_year(day))
    if free is None:
        return f"visit {number} in {year}"
    return f"free {number} of {free} in {year}" if number <= free else f"chargeable: visit {number} in {year}"


def problem_of(
    work: Work, windows: Windows, found: Sequence[Window], staff: Staff, limits: Mapping[str, int]
) -> Problem:  # fmt: skip
    """The windows as a problem for `search`."""
    already: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for due in work_dues(work, work.portfolios):
        if due.task in LEVELLED:
            already[due.person].append((max(due.by, work.as_of).toordinal(), due.size))
    people = {name for window in found for lot in window.lots for name in lot.alike.work}
    taken = frozenset(
        visit.visit_date.toordinal() for visit in work.book.visits if visit.visit_date and work.is_possible(visit)
    )
    empty = Problem(
        (),
        {person: tuple(rows) for person, rows in already.items()},
        {person: staff.room(person) for person in sorted(people)},
        {person: limit for person, limit in limits.items() if person in people},
        taken,
    )
    groups = tuple(_group(work, windows, window, empty) for window in found)
    return replace(empty, groups=groups, origin=min((day for group in groups for day in group.days), default=0))


def _group(work: Work, windows: Windows, window: Window, problem: Problem) -> Group:
    """The group of a window. Visits keep their distance from one another where that leaves nothing out."""
    close = _group_with(work, windows, window, window.days, 1)
    far_days = tuple(day for day in window.days if day not in window.near)
    far = _group_with(work, windows, window, far_days, windows.apart)
    if split_of(problem, far)[:3] == split_of(problem, close)[:3]:
        return far
    return close


def _group_with(work: Work, windows: Windows, window: Window, days: Sequence[dt.date], apart: int) -> Group:
    is_verified = window.subject.family is Family.VERIFIED
    due = {}
    for day in days:
        by = None if is_verified else work.dates.due(What.CLAIM_BY, day)
        due[day.toordinal()] = max(by or day, work.as_of).toordinal()
    jobs = _jobs(window, frozenset(days))
    free = work.report.rulebook.number("visits.free_a_year", windows.begin)
    used = used_this_year(work, window.subject, windows.begin)
    left = len(days) if is_verified or free is None else max(0, free - used)
    most = max(1, window.short, _visits_to_cover(jobs))
    return Group(
        window.title, tuple(day.toordinal() for day in days), due, tuple(jobs), left, most, window.short, apart,
        window.wants_early and not is_verified,
    )  # fmt: skip


def _jobs(window: Window, days: frozenset[dt.date]) -> list[Job]:
    """The lots of a window, those together that can be at the same days and are waited for, or have work left, alike."""
    sizes: Counter[tuple[frozenset[int], bool, bool]] = Counter()
    owing: defaultdict[tuple[frozenset[int], bool, bool], Counter[str]] = defaultdict(Counter)
    ordinals = {able: frozenset(day.toordinal() for day in able & days) for able in set(window.able.values())}
    for lot in window.lots:
        alike = lot.alike
        about = (ordinals[window.able[alike]], alike.needed is not None, bool(alike.work))
        sizes[about] += lot.size
        for name in alike.work:
            owing[about][name] += lot.size
    return [
        Job(size, able, is_needed, tuple(sorted(owing[able, is_needed, has_work].items())))
        for (able, is_needed, has_work), size in sizes.items()
    ]


def _visits_to_cover(jobs: Sequence[Job]) -> int:
    """How many days it takes, at the most, for every job that can be covered to be: always the one that is over first."""
    rest = [job.days for job in jobs if job.days]
    count = 0
    while rest:
        day = min(max(days) for days in rest)
        rest = [days for days in rest if day not in days]
        count += 1
    return count


def _where(
    work: Work, windows: Windows, found: Sequence[Window], best: Solution
) -> dict[ClaimPlace, tuple[Window, dt.date]]:
    """The day each claim goes to: a ready one to the first it can make, one with work left to the last."""
    by_subject = {window.subject[:2]: (window, days) for window, days in zip(found, best.days, strict=True)}
    where = {}
    for portfolio in work.portfolios:
        if portfolio.place is not Place.NEEDS_VISIT or portfolio.subject is None:
            continue
        window, days = by_subject.get(portfolio.subject[:2], (None, ()))
        if window is None:
            continue
        possible = window.able[windows.alike(portfolio)]
        able = [day for day in map(dt.date.fromordinal, days) if day in possible]
        if able:
            is_ready = not (portfolio.to_assess or portfolio.to_standardise)
            where[portfolio.claim.place] = (window, min(able) if is_ready else max(able))
    return where


def _not_covered(found: Sequence[Window], best: Solution) -> list[str]:
    told = []
    for window, days in zip(found, best.days, strict=True):
        dates = [dt.date.fromordinal(day) for day in days]
        left = [lot for lot in window.lots if window.able[lot.alike].isdisjoint(dates)]
        needed = sum(lot.size for lot in left if lot.alike.needed)
        count = sum(lot.size for lot in left)
        if count:
            why = f", {needed} of them waited for by a day" if needed else ""
            told.append(
                f"{window.title}: {count} of {sum(lot.size for lot in window.lots)} can be at none of the days{why}."
            )
        if window.short > len(days):
            told.append(f"{window.title}: {window.short - len(days)} of the visits due this year finds no day.")
    return told


# -- the workbook as it would be


def as_proposed(work: Work, proposal: Proposal) -> Book:
    """The book with the proposed visits on it, and the claims that would be at them or at another visit naming it."""
    row = max((visit.row for visit in work.book.visits), default=1)
    new: dict[tuple[tuple[Family, str], dt.date], Visit] = {}
    sheet = work.book.visits[0].sheet if work.book.visits else "Visits"
    for number, proposed in enumerate(proposal.visits, start=row + 1):
        about = proposed.window.subject[:2]
        place = 1 + sum(subject == about for subject, _ in new)
        name = f"{proposed.window.title}, {PROPOSED}" + (f" {place}" if place > 1 else "")
        new[about, proposed.day] = proposed_visit(work, proposed.window.subject, proposed.day, name, sheet, number)
    going = {place: new[window.subject[:2], day] for place, (window, day) in proposal.portfolios.items()}
    for portfolio in work.portfolios:
        if portfolio.visit and portfolio.place is Place.MOVE:
            going[portfolio.claim.place] = portfolio.visit
    claims = tuple(
        claim._replace(visit=going[claim.place].name) if claim.place in going and going[claim.place].name else claim
        for claim in work.book.claims
    )
    made = work.book.made
    if made:
        # Work that follows from other sheets has no row to name a visit in.
        made = made._replace(
            visits={**made.visits, **{place: VisitUsed(visit, chosen=True) for place, visit in going.items()}}
        )
    return replace(work.book, visits=(*work.book.visits, *new.values()), claims=claims, made=made)


def proposed_visit(work: Work, subject: Subject, day: dt.date, name: str, sheet: str, row: int) -> Visit:
    """A visit as it would stand on Visits."""
    is_verified = subject.family is Family.VERIFIED
    return Visit(
        sheet, row, name, None if is_verified else subject.name, subject.name if is_verified else None, day,
        None if is_verified else _usual_type(work, subject), status=VisitStatus.PLANNED,
    )  # fmt: skip


def _usual_type(work: Work, subject: Subject) -> VisitType:
    """The type of the subject's last visit or, where that is not known, of most of the centre's. Both are open to it (S1)."""
    own = [visit.type for visit in work.visits_of(subject) if visit.type]
    if own:
        return own[-1]
    types = Counter(visit.type for visit in work.book.visits if visit.type)
    return types.most_common(1)[0][0] if types else VisitType.VIRTUAL
