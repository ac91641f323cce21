"""The choices of one group: all sets of days that are best in what splits by group, and what each costs that group by itself."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from functools import cache, cached_property
from typing import NamedTuple

from ocr_sheets.planning.problem import Days, Group, Problem, pace, step

MOST_CHOICES = 40_000
"""Choices of one group that are looked at: all pairs of days of a year are fewer."""


class Own(NamedTuple):
    """What a choice costs its group by itself, in the words of `Cost`."""

    first: int
    load: int
    days: int


class Choice(NamedTuple):
    """Days for a group's visits, and what they cost it."""

    days: Days
    own: Own
    kinds: tuple[int, ...]
    """For each day a number that is the same for days on which the same jobs can be and people have worked as much."""


class Split(NamedTuple):
    """What splits by group, in the words of `Cost`."""

    left_needed: int
    left: int
    short: int
    charged: int
    visits: int


class Choices(NamedTuple):
    """A group's best choices. ``is_whole`` tells whether they are all."""

    split: Split
    of: tuple[Choice, ...]
    is_whole: bool


def choices_of(problem: Problem, group: Group, most: int = MOST_CHOICES) -> Choices:
    """The choices of a group that leave out the least, then have the fewest visits short and charged, and then the fewest visits."""
    return _Group(problem, group).best(most)


def split_of(problem: Problem, group: Group) -> Split:
    """What the best choices of a group cost in what splits by group, without looking at each."""
    return _Group(problem, group).split()


class _Group:
    """One group, its days by number, and which jobs each can take as bits."""

    def __init__(self, problem: Problem, group: Group) -> None:
        self._problem, self._group = problem, group
        self._able = [sum(1 << place for place, job in enumerate(group.jobs) if day in job.days) for day in group.days]
        self._next = [bisect_left(group.days, day + max(1, group.apart)) for day in group.days]
        self._with_work = sum(1 << place for place, job in enumerate(group.jobs) if job.work)
        self.left = cache(self._left)
        self.least = cache(self._least)
        self._loads: dict[tuple[int, int], int] = {}

    def split(self) -> Split:
        splits = []
        for visits in range(self._group.most + 1):
            left = self.least(0, visits, 0)
            if left is not None:
                short, charged = max(0, self._group.needed - visits), max(0, visits - self._group.free)
                splits.append(Split(*left, short, charged, visits))
        return min(splits)

    def best(self, most: int) -> Choices:
        split = self.split()
        found: list[Choice] = []
        for places in self._every(0, split.visits, 0, split[:2]):
            if len(found) == most:
                return Choices(split, tuple(found), False)
            found.append(self._choice(places))
        return Choices(split, tuple(found), True)

    @cached_property
    def _kinds(self) -> list[int]:
        """For each day a number that is the same where the same jobs can be and people have worked as much."""
        people = sorted({person for job in self._group.jobs for person, _ in job.work})
        dues = [self._group.due[day] for day in self._group.days]
        known = zip(self._able, *([self._problem.time_of(one, due) for due in dues] for one in people), strict=True)
        numbers: dict[object, int] = {}
        return [numbers.setdefault(one, len(numbers)) for one in known]

    def _left(self, able: int) -> tuple[int, int]:
        """The portfolios that days leave out which can take these jobs: those waited for, and all."""
        out = [job for place, job in enumerate(self._group.jobs) if not able >> place & 1]
        return sum(job.size for job in out if job.is_needed), sum(job.size for job in out)

    def _least(self, start: int, visits: int, able: int) -> tuple[int, int] | None:
        """The least that can be left out with so many visits more, from a day on; ``None`` where there is no room for them."""
        if not visits:
            return self.left(able)
        found, seen = None, set()
        for place in range(start, len(self._able)):
            # Of days that can take the same jobs the earliest leaves the most room for those that follow.
            if self._able[place] in seen:
                continue
            seen.add(self._able[place])
            left = self.least(self._next[place], visits - 1, able | self._able[place])
            if left is not None and (found is None or left < found):
                found = left
        return found

    def _every(self, start: int, visits: int, able: int, left: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        """Every set of days, by number, that leaves out no more."""
        if not visits:
            yield ()
            return
        for place in range(start, len(self._able)):
            following, then = self._next[place], able | self._able[place]
            if self.least(following, visits - 1, then) == left:
                for rest in self._every(following, visits - 1, then, left):
                    yield (place, *rest)

    def _choice(self, places: tuple[int, ...]) -> Choice:
        days = tuple(self._group.days[place] for place in places)
        origin = self._problem.origin
        load, later = 0, 0
        for place in reversed(places):
            able = self._able[place]
            load += self._load(place, able & self._with_work & ~later)
            later |= able
        first = days[0] - origin if days and self._group.wants_early else 0
        return Choice(days, Own(first, load, sum(days) - origin * len(days)), tuple(self._kinds[one] for one in places))

    def _load(self, place: int, jobs: int) -> int:
        """The steps of the paces that a visit asks of people for these jobs. It is the same on all days of a kind."""
        known = (self._kinds[place], jobs)
        if known not in self._loads:
            due = self._group.due[self._group.days[place]]
            amounts: Counter[str] = Counter()
            for number, job in enumerate(self._group.jobs):
                if jobs >> number & 1:
                    for person, amount in job.work:
                        amounts[person] += amount
            self._loads[known] = sum(step(pace(self._problem, one, due, amount)) for one, amount in amounts.items())
        return self._loads[known]
