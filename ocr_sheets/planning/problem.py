"""What the search for the best days is given, and what a choice of days costs, worked out plainly.

What a plan costs is compared in the order of the fields of `Cost`; nothing is traded for anything before it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import NamedTuple

WORKING_WEEK = 5
"""Days in a working week, which paces are told by."""

Days = tuple[int, ...]


class Job(NamedTuple):
    """Portfolios that are alike. ``days`` are those they can make; ``work`` is what each person still has to do for them."""

    size: int
    days: frozenset[int]
    is_needed: bool = False
    work: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, eq=False)
class Group:
    """What visits are for. ``due`` gives for each possible day the day by which its work is to be done."""

    name: str
    days: Days
    due: Mapping[int, int]
    jobs: tuple[Job, ...]
    free: int
    """Visits that cost nothing."""
    most: int
    """Visits that may be planned at all."""
    needed: int = 0
    """Visits that are due whatever the work."""
    apart: int = 0
    """Days that lie at least between two of its visits."""
    wants_early: bool = False
    """Whether it has had no visit this year."""


@dataclass(frozen=True)
class Problem:
    """The groups, and the people: what is due of each already, how many days each works up to a day, and the most each does a week."""

    groups: tuple[Group, ...]
    due_already: Mapping[str, Sequence[tuple[int, int]]]
    room: Mapping[str, Mapping[int, int]]
    limits: Mapping[str, int]
    taken: frozenset[int]
    """Days on which there is a visit already."""
    origin: int = 0
    """The day from which it is counted how late visits are."""

    @cached_property
    def _times(self) -> dict[tuple[str, int], tuple[int, int]]:
        return {}

    def time_of(self, person: str, due: int) -> tuple[int, int]:
        """The working days that somebody has up to a day, and how much is due of that person already by then."""
        found = self._times.get((person, due))
        if found is None:
            already = sum(size for by, size in self.due_already.get(person, ()) if by <= due)
            found = self._times[person, due] = (self.room[person][due], already)
        return found


class Priority(Enum):
    """What goes before what, of the first visits and the load. The plan has early first visits; a lighter one is told beside it."""

    EARLY = "first"
    LIGHT = "load"


class Cost(NamedTuple):
    """What a plan costs, the most important first."""

    left_needed: int
    """Portfolios left without a visit although somebody waits for their results."""
    left: int
    """Portfolios left without a visit."""
    short: int
    """Visits that are due and not planned."""
    charged: int
    """Chargeable visits."""
    visits: int
    same_day: int
    """Visits that share their day with another."""
    beyond: int
    """Portfolios in a week beyond the limits that the centre set, over all people."""
    first: int
    """Days by which first visits of the year come later than the first day of all."""
    load: int
    """Steps of the paces that the visits ask of people."""
    weeks: int
    """Steps of people's paces over all groups together."""
    days: int
    """Days by which all visits come later than the first day of all."""

    def is_shown_by(self, bound: Cost) -> bool:
        """Whether no plan can be better in all that comes before the weeks, as the least that any costs shows."""
        return self[:-2] == bound[:-2]


Placed = Sequence[int | None]


def placed(group: Group, days: Days) -> Placed:
    """The day each job of a group goes to, ``None`` where no day chosen is one that it can make: a job with work left to the last that
    it can make, a ready one to the first.
    """
    found: list[int | None] = []
    for job in group.jobs:
        # The days are in order.
        able = [day for day in days if day in job.days]
        found.append(able[-1 if job.work else 0] if able else None)
    return found


def owed(group: Group, days: Days) -> list[tuple[int, str, int]]:
    """What people owe for a group whose visits are on these days: the visit's day, the person, and how much."""
    amounts: Counter[tuple[int, str]] = Counter()
    for job, day in zip(group.jobs, placed(group, days), strict=True):
        if day is not None:
            for person, amount in job.work:
                amounts[day, person] += amount
    return [(day, person, amount) for (day, person), amount in sorted(amounts.items())]


def cost(problem: Problem, chosen: Sequence[Days]) -> Cost:
    """What a plan costs."""
    total: Counter[str] = Counter()
    for group, days in zip(problem.groups, chosen, strict=True):
        out = [job for job, day in zip(group.jobs, placed(group, days), strict=True) if day is None]
        total["left_needed"] += sum(job.size for job in out if job.is_needed)
        total["left"] += sum(job.size for job in out)
        total["short"] += max(0, group.needed - len(days))
        total["charged"] += max(0, len(days) - group.free)
        total["first"] += days[0] - problem.origin if days and group.wants_early else 0
        total["load"] += load(problem, group, days)
        total["visits"] += len(days)
        total["days"] += sum(day - problem.origin for day in days)
    every = [day for days in chosen for day in days]
    total["same_day"] = len(every) - len(set(every) - problem.taken)
    people = peaks(problem, chosen)
    total["beyond"] = sum(max(0, people[one] - most) for one, most in problem.limits.items() if one in people)
    total["weeks"] = sum(map(step, people.values()))
    return Cost(**{name: total[name] for name in Cost._fields})


def load(problem: Problem, group: Group, days: Days) -> int:
    """For each visit and each person with work for it, the step of the pace that it asks beside what is due of them already."""
    return sum(step(pace(problem, person, group.due[day], amount)) for day, person, amount in owed(group, days))


def pace(problem: Problem, person: str, due: int, amount: int) -> int:
    """The portfolios in a working week that a person has when so many more are due by a day."""
    worked, already = problem.time_of(person, due)
    return -(-(already + amount) * WORKING_WEEK // max(1, worked))


def step(most: int) -> int:
    """The step of a pace: each begins half as high again as the one before, at 1, 2, 3, 5, 8, 12 and so on, so that nothing is decided
    by one portfolio a week.
    """
    found, begins = 0, 1
    while most >= begins:
        found, begins = found + 1, begins + max(1, -(-begins // 2))
    return found


def peaks(problem: Problem, chosen: Sequence[Days]) -> dict[str, int]:
    """The pace of each person who owes something, over all groups: the lowest even one that meets everything that is due."""
    due: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for group, days in zip(problem.groups, chosen, strict=True):
        for day, person, amount in owed(group, days):
            due[person][group.due[day]] += amount
    return {
        person: lowest_pace(problem.room[person], (*amounts.items(), *problem.due_already.get(person, ())))
        for person, amounts in due.items()
    }


def lowest_pace(room: Mapping[int, int], dues: Iterable[tuple[int, int]]) -> int:
    """The lowest even number of portfolios in a working week by which everything is done that is due by each day."""
    sizes: Counter[int] = Counter()
    for day, size in dues:
        sizes[day] += size
    most, done = 0, 0
    for day in sorted(sizes):
        done += sizes[day]
        most = max(most, -(-done * WORKING_WEEK // max(1, room[day])))
    return most
