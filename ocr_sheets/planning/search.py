"""The search for the best days: exact, in plain Python, and with no knowledge of OCR.

A *group* is what a visit is for (a subject area, or one verified entry code). It has days on which a visit is possible and *jobs*:
portfolios that are alike in the days they can make, in who still has work on them, and in whether somebody waits for their
results. A *choice* is a set of days for each group. What a choice costs is compared in this order, and nothing is traded for
anything before it:

1. portfolios left without a visit although somebody waits for their results by a day, and then all that are left;
2. visits that are due and not planned;
3. chargeable visits;
4. visits that share a day with another;
5. load: for each person the portfolios in a working week, at the even pace that meets every deadline, told in steps of half as
   much again (1, 2, 3, 5, 8, 12 …) so that a week is not won for a portfolio, and added up; where a person has a limit, only the
   steps beyond it;
6. days by which first visits of the year come later than the first day of all;
7. visits;
8. days by which all visits come later than that day.

What a job needs done is due at the last of the group's visits that it can make; a job that is ready goes to the first. Nothing can
be gained by doing otherwise: a later deadline never makes a pace higher.

Why no solver: a centre has some ten groups, each with one or two visits to place. Points 1 to 3 split by group, so that each
group's choices can be cut down to its best ones on their own. Points 4 and 5 are settled by a branch and bound over the groups that
puts every open one at its latest deadlines; with these fixed, a second one settles the rest, with every open group at the first days
that the load still allows and all visits on days of their own. A solver would be a large binary package more, for what takes a
fraction of a second here. Where choices or steps grow past a bound, counted and not timed so that the same workbook always gives
the same plan, the best choice found so far is given and said not to be proven best.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from math import comb
from typing import NamedTuple

MOST_CHOICES = 25_000
"""Choices of one group that are looked at; with more, only some of its days are."""
WORKING_WEEK = 5
"""Days in a working week, which paces are told by."""
MOST_STEPS = 10_000
"""Steps of the branch and bound."""

Days = tuple[int, ...]


class Job(NamedTuple):
    """Portfolios that are alike. ``days`` are those they can make; ``work`` is what each person still has to do for them."""

    size: int
    days: frozenset[int]
    is_needed: bool = False
    work: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
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
    """Days on which there is a visit of another group already."""
    origin: int = 0
    """The day from which it is counted how late visits are."""


class Cost(NamedTuple):
    """What a choice costs, the most important first."""

    left_needed: int
    left: int
    short: int
    charged: int
    same_day: int
    load: int
    first: int
    visits: int
    days: int


class Solution(NamedTuple):
    """The days of each group, in the order of the groups, what they cost, and whether nothing can be better."""

    days: tuple[Days, ...]
    cost: Cost
    is_proven: bool


Placed = tuple[int | None, ...]
Owed = tuple[tuple[str, int, int], ...]
"""Person, day by which it is due, and amount."""


def placed(group: Group, days: Days) -> Placed:
    """The day each job of a group goes to, ``None`` where no day chosen is one that it can make."""
    found: list[int | None] = []
    for job in group.jobs:
        # The days are in order.
        able = [day for day in days if day in job.days]
        found.append(able[-1 if job.work else 0] if able else None)
    return tuple(found)


def owed(group: Group, days: Days) -> Owed:
    """What people owe for a group, and by when, when its visits are on these days."""
    return _owed(group, placed(group, days))


def _owed(group: Group, places: Placed) -> Owed:
    return tuple(
        (person, group.due[day], amount)
        for job, day in zip(group.jobs, places, strict=True)
        if day is not None
        for person, amount in job.work
    )


def pace(problem: Problem, person: str, new: Iterable[tuple[int, int]]) -> int:
    """The portfolios in a working week that a person has at the lowest even pace that meets every deadline, the new ones and those
    there are already; none, where there is nothing new for that person.
    """
    amounts: defaultdict[int, int] = defaultdict(int)
    for due, amount in new:
        amounts[due] += amount
    if not amounts:
        return 0
    for due, amount in problem.due_already.get(person, ()):
        amounts[due] += amount
    most, done = 0, 0
    room = problem.room[person]
    for due in sorted(amounts):
        done += amounts[due]
        most = max(most, -(-done * WORKING_WEEK // max(1, room[due])))
    return most


def cost(problem: Problem, chosen: Sequence[Days]) -> Cost:
    """What a choice costs, worked out plainly."""
    new: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    splits = [_split(group, days, placed(group, days)) for group, days in zip(problem.groups, chosen, strict=True)]
    left_needed, left, short, charged = (sum(parts) for parts in zip(*splits, strict=True)) if splits else (0, 0, 0, 0)
    for group, days in zip(problem.groups, chosen, strict=True):
        for person, due, amount in owed(group, days):
            new[person].append((due, amount))
    all_days = [day for days in chosen for day in days]
    return Cost(
        left_needed=left_needed,
        left=left,
        short=short,
        charged=charged,
        same_day=len(all_days) - len(set(all_days) - problem.taken),
        load=sum(_beyond(problem, person, pace(problem, person, rows)) for person, rows in new.items()),
        first=sum(_first(problem, group, days) for group, days in zip(problem.groups, chosen, strict=True)),
        visits=len(all_days),
        days=sum(day - problem.origin for day in all_days),
    )


def _split(group: Group, days: Days, places: Placed) -> tuple[int, int, int, int]:
    """What splits by group: portfolios left (those waited for, and all), visits short, visits charged."""
    left = left_needed = 0
    if None in places:
        out = [job for job, day in zip(group.jobs, places, strict=True) if day is None]
        left, left_needed = sum(job.size for job in out), sum(job.size for job in out if job.is_needed)
    return left_needed, left, max(0, group.needed - len(days)), max(0, len(days) - group.free)


def step(most: int) -> int:
    """The step of a pace: each begins half as high again as the one before, at 1, 2, 3, 5, 8, 12 and so on."""
    found, begins = 0, 1
    while most >= begins:
        found, begins = found + 1, begins + max(1, -(-begins // 2))
    return found


def _beyond(problem: Problem, person: str, most: int) -> int:
    limit = problem.limits.get(person)
    if limit is None:
        return step(most)
    return max(1, step(most) - step(limit)) if most > limit else 0


def _first(problem: Problem, group: Group, days: Days) -> int:
    return days[0] - problem.origin if days and group.wants_early else 0


def choices(group: Group) -> Iterator[Days]:
    """Every set of days that a group's visits can have."""
    for count in range(group.most + 1):
        for days in combinations(group.days, count):
            if all(later - earlier >= group.apart for earlier, later in pairwise(days)):
                yield days


def thinned(group: Group, most: int = MOST_CHOICES) -> Group:
    """The group with so few of its days, spread over all of them, that its choices are not too many; itself where they are not."""

    def count(days: int) -> int:
        return sum(comb(days, visits) for visits in range(group.most + 1))

    kept = len(group.days)
    while kept > 1 and count(kept) > most:
        kept -= 1
    if kept == len(group.days):
        return group
    step = (len(group.days) - 1) / max(1, kept - 1)
    return replace(group, days=tuple(dict.fromkeys(group.days[round(place * step)] for place in range(kept))))


Own = tuple[int, int, int]
"""Days by which the first visit comes later, visits, days by which all come later: the last three of a `Cost`."""


class _Choice(NamedTuple):
    """One choice of a group: what it costs itself, its days, and what people owe for it."""

    own: Own
    days: Days
    owed: Owed


class _Choices(NamedTuple):
    """The best choices of a group, and what is owed for it at the least."""

    of: list[_Choice]
    latest: Owed


Known = dict[tuple[str, Days], _Choices]
"""The best choices of groups, by their names and days, as one search leaves them for the next."""


def solve(
    problem: Problem, most_steps: int = MOST_STEPS, most_choices: int = MOST_CHOICES, known: Known | None = None
) -> Solution:
    """The best choice. Not proven best only where the bounds on choices or steps were reached.

    ``known`` is for searches that differ in a few groups' days only: what is worked out for the others is kept in it.
    """
    groups = tuple(thinned(group, most_choices) for group in problem.groups)
    search = _Search(replace(problem, groups=groups), most_steps, {} if known is None else known)
    found = search.run()
    return Solution(found, cost(problem, found), groups == problem.groups and not search.is_cut)


class _Search:
    """The branch and bound, over the groups in an order of its own."""

    def __init__(self, problem: Problem, most_steps: int, known: Known) -> None:
        self._problem = problem
        self._most_steps = most_steps
        self._left = most_steps
        self.is_cut = False
        self._known: dict[tuple[str, tuple[tuple[int, int], ...]], int] = {}
        self._days = sorted({day for group in problem.groups for day in group.days} - problem.taken)
        for group in problem.groups:
            if (group.name, group.days) not in known:
                known[group.name, group.days] = _choices_of(problem, group)
        own = [known[group.name, group.days] for group in problem.groups]
        # The groups with the fewest ways first.
        self._order = sorted(range(len(own)), key=lambda place: (len(own[place].of), place))
        self._groups = [problem.groups[place] for place in self._order]
        self._choices = [own[place].of for place in self._order]
        self._latest = [own[place].latest for place in self._order]
        self._people = [frozenset(person for job in group.jobs for person, _ in job.work) for group in self._groups]
        # Of the choices that owe the same, only the cheapest matters for a bound.
        self._shapes = [sorted({choice.owed: choice for choice in reversed(of)}.values()) for of in self._choices]
        self._fewest = [min(choice.own[1] for choice in of) for of in self._choices]
        self._least_later = [min(choice.own[2] for choice in of) for of in self._choices]
        self._is_single = [all(len(choice.days) == 1 for choice in of) for of in self._choices]
        self._best: tuple[tuple[int, int], tuple[_Choice, ...]] | None = None

    def run(self) -> tuple[Days, ...]:
        """The days of each group in the best choice."""
        for self._may_share in (False, True):
            if self._best is None:
                self._go_lightest((), frozenset(), 0)
        assert self._best is not None
        (self._same_day, self._most), chosen = self._best
        self._left = self._most_steps
        chosen = self._brought_forward(chosen)
        self._earliest = (_add(*(choice.own for choice in chosen)), chosen)
        self._go_earliest((), frozenset(), 0, (0, 0, 0), [0] * len(self._groups))
        by_group = sorted(zip(self._order, self._earliest[1], strict=True))
        return tuple(choice.days for _, choice in by_group)

    # -- visits that share a day, then the load

    def _go_lightest(self, chosen: tuple[_Choice, ...], used: frozenset[int], same_day: int) -> None:
        """Try each choice of the next group, the latest first."""
        at_least = (same_day, self._load([choice.owed for choice in chosen] + self._latest[len(chosen) :]))
        if self._best is not None and at_least >= self._best[0]:
            return
        if len(chosen) == len(self._groups):
            self._best = (at_least, chosen)
            return
        for choice in reversed(self._choices[len(chosen)]):
            if self._best is not None and at_least >= self._best[0]:
                return
            if not self._step() and self._best is not None:
                return
            clash = self._clash(choice, used)
            if self._may_share or not clash:
                self._go_lightest((*chosen, choice), used | set(choice.days), same_day + clash)

    def _brought_forward(self, chosen: tuple[_Choice, ...]) -> tuple[_Choice, ...]:
        """Each group in turn at its earliest that the others leave it: a good choice to begin with, and the answer where the steps end."""
        for place in range(len(chosen)):
            others = [*chosen[:place], *chosen[place + 1 :]]
            used = frozenset(day for choice in others for day in choice.days)
            same_day = sum(len(choice.days) for choice in others) - len(used - self._problem.taken)
            for choice in self._choices[place]:
                debts = [*(other.owed for other in others), choice.owed]
                if same_day + self._clash(choice, used) <= self._same_day and self._load(debts) <= self._most:
                    chosen = (*chosen[:place], choice, *chosen[place + 1 :])
                    break
        return chosen

    # -- the first visits, the number of visits, and all of them

    def _go_earliest(
        self, chosen: tuple[_Choice, ...], used: frozenset[int], same_day: int, so_far: Own, allowed: list[int]
    ) -> None:
        """Try each choice of the next group, the earliest first. ``allowed`` is for each group the first of its shapes that the load
        allows beside the choices made.
        """
        depth = len(chosen)
        if depth == len(self._groups):
            if so_far < self._earliest[0]:
                self._earliest = (so_far, chosen)
            return
        allowed = self._allowed(chosen, allowed)
        if any(allowed[place] == len(self._shapes[place]) for place in range(depth, len(allowed))):
            return
        floors = [self._shapes[place][allowed[place]].own for place in range(depth + 1, len(allowed))]
        fits = self._fits(chosen, depth)
        first = bisect_left(self._choices[depth], (self._shapes[depth][allowed[depth]].own,))
        for choice in self._choices[depth][first:]:
            now = _add(so_far, choice.own)
            # The choices are sorted by this, so none that follows can be better.
            if _add(now, *floors) >= self._earliest[0] or not self._step():
                return
            clash = same_day + self._clash(choice, used)
            if clash > self._same_day or not fits(choice.owed):
                continue
            then = used | set(choice.days)
            if self._same_day or self._apart(now, floors, depth + 1, then) < self._earliest[0]:
                self._go_earliest((*chosen, choice), then, clash, now, allowed)

    def _allowed(self, chosen: tuple[_Choice, ...], allowed: list[int]) -> list[int]:
        """The same for the choices made by now: more debts can only rule out more."""
        found = list(allowed)
        depth = len(chosen)
        for place in range(depth, len(found)):
            if chosen and self._people[place].isdisjoint(self._people[depth - 1]):
                continue
            fits = self._fits(chosen, place)
            while found[place] < len(self._shapes[place]) and not fits(self._shapes[place][found[place]].owed):
                found[place] += 1
        return found

    def _fits(self, chosen: tuple[_Choice, ...], place: int) -> Callable[[Owed], bool]:
        """Tells of what a group would owe whether the load stays within the least there is, with the open groups at their latest."""
        rest = [choice.owed for choice in chosen]
        rest += [owed for other, owed in enumerate(self._latest) if other >= len(chosen) and other != place]
        rows = _by_person(rest)
        people = self._people[place]
        spare = self._most - sum(self._beyond(person, own) for person, own in rows.items() if person not in people)

        def fits(debts: Owed) -> bool:
            own = _by_person([debts])
            return sum(self._beyond(one, [*rows.get(one, ()), *own.get(one, ())]) for one in people) <= spare

        return fits

    def _apart(self, now: Own, floors: Sequence[Own], depth: int, used: frozenset[int]) -> Own:
        """What a choice costs at the least when the open groups' visits get days of their own: the first free one from each's first
        day on, in the order of these days. That is the least there can be, as each visit takes one day.
        """
        firsts, singles, later = [], [], 0
        for place, (first, visits, days) in enumerate(floors, start=depth):
            if self._groups[place].wants_early and visits:
                firsts.append(first)
            if self._is_single[place]:
                singles.append(days)
            else:
                later += self._least_later[place]
        apart = (self._spaced(firsts, used), sum(self._fewest[depth:]), later + self._spaced(singles, used))
        return max(_add(now, apart), _add(now, *floors))

    def _spaced(self, delays: list[int], used: frozenset[int]) -> int:
        total, place = 0, 0
        for delay in sorted(delays):
            day = self._problem.origin + delay
            place = max(place, bisect_left(self._days, day))
            while place < len(self._days) and self._days[place] in used:
                place += 1
            total += (self._days[place] if place < len(self._days) else day) - self._problem.origin
            place += 1
        return total

    # -- tools

    def _step(self) -> bool:
        self._left -= 1
        self.is_cut = self.is_cut or self._left < 0
        return not self.is_cut

    def _clash(self, choice: _Choice, used: frozenset[int]) -> int:
        return len(choice.days) - len(set(choice.days) - used - self._problem.taken)

    def _load(self, debts: Iterable[Owed]) -> int:
        return sum(self._beyond(person, rows) for person, rows in _by_person(debts).items())

    def _beyond(self, person: str, rows: Sequence[tuple[int, int]]) -> int:
        known = (person, tuple(sorted(rows)))
        if known not in self._known:
            self._known[known] = _beyond(self._problem, person, pace(self._problem, person, rows))
        return self._known[known]


def _choices_of(problem: Problem, group: Group) -> _Choices:
    """The group's choices that are best in what splits by group, the earliest first."""
    told = [(placed(group, days), days) for days in choices(group)]
    splits = [_split(group, days, places) for places, days in told]
    least = min(splits)
    debts = {places: _owed(group, places) for (places, _), split in zip(told, splits, strict=True) if split == least}
    found = []
    for (places, days), split in zip(told, splits, strict=True):
        if split == least:
            own = (_first(problem, group, days), len(days), sum(days) - problem.origin * len(days))
            found.append(_Choice(own, days, debts[places]))
    return _Choices(sorted(found), _latest(group, list(debts)))


def _latest(group: Group, placements: Sequence[Placed]) -> Owed:
    """What is owed for a group at the least: each job that no choice leaves out, at its latest deadline."""
    return tuple(
        (person, max(group.due[day] for day in days if day is not None), amount)
        for job, days in zip(group.jobs, zip(*placements, strict=True), strict=True)
        if None not in days
        for person, amount in job.work
    )


def _by_person(debts: Iterable[Owed]) -> dict[str, list[tuple[int, int]]]:
    found: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for of_group in debts:
        for person, due, amount in of_group:
            found[person].append((due, amount))
    return found


def _add(*parts: Own) -> Own:
    return (sum(part[0] for part in parts), sum(part[1] for part in parts), sum(part[2] for part in parts))
