"""What each person has to do in each week: assessing and standardising at an even pace, the rest where its date falls."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict, deque
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import accumulate
from typing import NamedTuple

from ocr_sheets.glossary import NOBODY
from ocr_sheets.model.book import Book
from ocr_sheets.model.records import Family, Visit, VisitType
from ocr_sheets.planning.problem import WORKING_WEEK, lowest_pace
from ocr_sheets.planning.work import Portfolio, Work
from ocr_sheets.schedule.deadlines import What, calendar_of, due_before
from ocr_sheets.schedule.samples import Sample

WEEK = dt.timedelta(days=7)


class Task(StrEnum):
    """What a person has to do for portfolios, in the order in which it is done."""

    ASSESS = "assess"
    STANDARDISE = "standardise"
    CLAIM = "claim"
    UPLOAD = "upload"
    READY = "have ready"


class Due(NamedTuple):
    """So many portfolios for which a person has a task to do by a day, for a visit."""

    person: str
    task: Task
    by: dt.date
    size: int
    visit: Visit


def monday(day: dt.date) -> dt.date:
    """The Monday of a day's week."""
    return day - dt.timedelta(days=day.weekday())


class Staff:
    """Which days each person works, from today on. Someone who is not on Assessors works on every day that the centre does."""

    def __init__(self, book: Book, last: dt.date) -> None:
        self._book = book
        self._calendar = calendar_of(book)
        self._last = last
        self._rooms: dict[str, Mapping[int, int]] = {}

    def is_away(self, person: str, day: dt.date) -> bool:
        """Whether someone is away on a day, as Assessors says."""
        known = self._book.assessor_for(person)
        return known is not None and self._book.people.absence_on(known, day) is not None

    def works_on(self, person: str, day: dt.date) -> bool:
        """Whether someone works on a day."""
        return self._calendar.is_worked(day) and not self.is_away(person, day)

    def room(self, person: str) -> Mapping[int, int]:
        """For each day by which something can be due (as a number), the working days there are for it.

        What is due in a week is done by the end of the week before, and what is due in this week by its day: so a plan by weeks
        keeps every date, and a visit can move within its week without anybody's pace changing.
        """
        if person not in self._rooms:
            start = self._book.as_of
            days = [start + dt.timedelta(days=n) for n in range(max(0, (self._last - start).days) + 1)]
            worked = list(accumulate(int(self.works_on(person, day)) for day in days))
            room = {}
            for place, day in enumerate(days):
                first = (monday(day) - start).days
                room[day.toordinal()] = worked[place] if first <= 0 else worked[first - 1]
            self._rooms[person] = room
        return self._rooms[person]


def work_dues(work: Work, portfolios: Iterable[Portfolio]) -> list[Due]:
    """Assessing, standardising and claiming for portfolios that have a visit, each by the day of the claim."""
    found: Counter[tuple[str, Task, dt.date, tuple[str, int]]] = Counter()
    visits: dict[tuple[str, int], Visit] = {}
    for portfolio in portfolios:
        visit, claim = portfolio.visit, portfolio.claim
        if not portfolio.is_open or visit is None or visit.visit_date is None:
            continue
        by = claim_by(work, visit)
        place = (visit.sheet, visit.row)
        visits[place] = visit
        if portfolio.to_assess:
            found[work.assessor(claim) or NOBODY, Task.ASSESS, by, place] += 1
        if portfolio.to_standardise:
            found[work.standardiser(claim) or NOBODY, Task.STANDARDISE, by, place] += 1
        if portfolio.to_claim:
            found[work.assessor(claim) or NOBODY, Task.CLAIM, by, place] += 1
    return [Due(person, task, by, count, visits[place]) for (person, task, by, place), count in sorted(found.items())]


def claim_by(work: Work, visit: Visit) -> dt.date:
    """The day by which claims are in for a visit. A verified claim is submitted before the visit that authorises it (B71)."""
    assert visit.visit_date is not None
    if work.book.family_of_visit(visit) is Family.VERIFIED:
        return visit.visit_date
    return work.dates.due(What.CLAIM_BY, visit.visit_date) or visit.visit_date


def sample_dues(work: Work, samples: Iterable[Sample]) -> list[Due]:
    """Uploading for virtual visits and having portfolios ready on the day: the most that can be asked for, or what was asked for."""
    found = []
    for sample in samples:
        visit = sample.visit
        if visit.visit_date is None or not work.is_possible(visit):
            continue
        who = sample.assessor or NOBODY
        count = len(sample.chosen)
        upload = due_before(work.report.rulebook, What.UPLOAD_BY, visit)
        if upload and visit.type is VisitType.VIRTUAL:
            waiting = count - len(_uploaded(work, sample))
            if waiting > 0:
                found.append(Due(who, Task.UPLOAD, upload.date, waiting, visit))
        found.append(Due(who, Task.READY, visit.visit_date, count, visit))
    return found


def _uploaded(work: Work, sample: Sample) -> set[Hashable]:
    chosen = {work.book.whose(claim) for claim in sample.chosen}
    return {
        work.book.whose(claim)
        for claim in work.book.portfolios_at(sample.visit)
        if claim.sample_uploaded_on
        and work.book.whose(claim) in chosen
        and (claim.entry_code, claim.unit_number) == (sample.entry_code, sample.unit)
    }


class Week(NamedTuple):
    """What one person has to do in one week: how many portfolios for each task."""

    person: str
    monday: dt.date
    counts: Mapping[Task, int]

    @property
    def pace(self) -> int:
        """Portfolios to assess and to standardise."""
        return self.counts.get(Task.ASSESS, 0) + self.counts.get(Task.STANDARDISE, 0)


LEVELLED = (Task.ASSESS, Task.STANDARDISE)


def weeks(as_of: dt.date, staff: Staff, dues: Sequence[Due]) -> list[Week]:
    """What each person has to do in each week, from this one on. Nothing that was due is left out: it stands in this week."""
    found: defaultdict[tuple[str, dt.date], Counter[Task]] = defaultdict(Counter)
    by_person: defaultdict[str, list[Due]] = defaultdict(list)
    for due in dues:
        if due.task in LEVELLED:
            by_person[due.person].append(due)
        else:
            found[due.person, monday(max(due.by, as_of))][due.task] += due.size
    for person, own in by_person.items():
        for start, task, count in levelled(as_of, staff, person, own):
            found[person, start][task] += count
    return [Week(person, start, counts) for (person, start), counts in sorted(found.items())]


def pace_needed(as_of: dt.date, room: Mapping[int, int], dues: Iterable[tuple[dt.date, int]]) -> int:
    """The lowest even number of portfolios in a working week by which every date is met."""
    return lowest_pace(room, ((max(by, as_of).toordinal(), size) for by, size in dues))


def levelled(as_of: dt.date, staff: Staff, person: str, dues: Sequence[Due]) -> Iterator[tuple[dt.date, Task, int]]:
    """A person's assessing and standardising by week: at the lowest even pace that meets every date, the first due first."""
    pace = pace_needed(as_of, staff.room(person), ((due.by, due.size) for due in dues))
    order = list(Task)
    queue = deque(
        (due.task, due.size) for due in sorted(dues, key=lambda due: (due.by, order.index(due.task), due.visit.row))
    )
    worked, given, start = 0, 0, monday(as_of)
    total = sum(due.size for due in dues)
    last = max((due.by for due in dues), default=as_of)
    while queue:
        week = (start + dt.timedelta(days=n) for n in range(7))
        worked += sum(staff.works_on(person, day) for day in week if day >= as_of)
        # A date that leaves no working day is met by working on another one.
        able = total if start + WEEK > last else max(worked, 1) * pace // WORKING_WEEK
        while queue and given < able:
            task, size = queue.popleft()
            done = min(size, able - given)
            yield start, task, done
            given += done
            if done < size:
                queue.appendleft((task, size - done))
        start += WEEK
