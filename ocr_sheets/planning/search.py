"""The search for the best days: exact, in plain Python, and with no knowledge of OCR. `README.md` says what is decided in which order.

A *group* is what a visit is for (a subject area, or one verified entry code). It has days on which a visit is possible and *jobs*:
portfolios that are alike in the days they can make, in who still has work on them, and in whether somebody waits for their
results. A *choice* is a set of days for one group; a plan is a choice for each group.

What is left out, what is charged and how many visits there are splits by group, so each group keeps only the choices that are best in
these (`choices`). Two things are left for all groups together: visits take days of their own, and nobody's weeks go beyond the limit
that the centre set. So the groups are joined by an assignment of visits to days (`assignment`). It is exact for groups of one visit
and a bound for groups of several, or with limits; where the bound is not met, a branch and bound splits one group's choices in three
and goes on. The search ends after so many costs looked at, not after a time: the same workbook always gives the same plan.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from ocr_sheets.planning.assignment import assign
from ocr_sheets.planning.choices import Choices, Own, choices_of
from ocr_sheets.planning.problem import Cost, Days, Group, Priority, Problem, beyond_limits, cost, over_limit, placed

MOST_LOOKS = 8_000_000
"""Costs that one search looks at; then it ends, with the best plan it has and the least that it has shown any plan to cost."""


class Solution(NamedTuple):
    """The days of each group, in the order of the groups, what they cost, and the least that any plan costs."""

    days: tuple[Days, ...]
    cost: Cost
    bound: Cost

    @property
    def is_proven(self) -> bool:
        """Whether nothing can be better."""
        return self.cost == self.bound


Known = dict[Group, Choices]
"""The best choices of groups, as one search leaves them for the next."""


def solve(
    problem: Problem, most_looks: int = MOST_LOOKS, priority: Priority = Priority.EARLY, known: Known | None = None
) -> Solution:
    """The best plan. ``known`` is for searches that differ in a few groups only: what is worked out for the others is kept in it."""
    own = [_choices(problem, group, {} if known is None else known) for group in problem.groups]
    join = _Join(problem, own, most_looks, priority)
    days, key = join.run()
    bound = Cost(
        *(sum(part) for part in zip(*(one.split for one in own), strict=True)) if own else (0,) * 5, *key
    )  # fmt: skip
    return Solution(days, cost(problem, days), bound)


def _choices(problem: Problem, group: Group, known: Known) -> Choices:
    if group not in known:
        known[group] = choices_of(problem, group)
    return known[group]


class _Key(NamedTuple):
    """What is compared between plans whose groups all have one of their best choices: the packed number is of `Own`."""

    same_day: int
    beyond: int
    own: int


class _Packing:
    """Puts what choices cost their groups into one number, so that sums compare as the parts do, the first part first."""

    def __init__(self, choices: Sequence[Choices], priority: Priority) -> None:
        most = [1 + sum(max((one.own[part] for one in own.of), default=0) for own in choices) for part in range(3)]
        self._order = (0, 1, 2) if priority is Priority.EARLY else (1, 0, 2)
        self._sizes = [most[part] for part in self._order]
        self.beyond = self._sizes[0] * self._sizes[1] * self._sizes[2]
        """More than all choices together can cost."""

    def pack(self, own: Own) -> int:
        """One number for what a choice, or all together, cost."""
        one, two, three = (own[part] for part in self._order)
        return (one * self._sizes[1] + two) * self._sizes[2] + three

    def unpack(self, number: int) -> Own:
        """The parts of such a number."""
        rest, three = divmod(number, self._sizes[2])
        parts = dict(zip(self._order, (*divmod(rest, self._sizes[1]), three), strict=True))
        return Own(parts[0], parts[1], parts[2])


@dataclass(frozen=True, eq=False)
class _Domain:
    """Choices of one group that are still open, with their packed costs."""

    group: Group
    costs: Mapping[Days, int]
    kinds: Mapping[Days, tuple[int, ...]]

    @cached_property
    def visits(self) -> int:
        return len(next(iter(self.costs)))

    @cached_property
    def people(self) -> Set[str]:
        return {person for job in self.group.jobs for person, _ in job.work}

    @cached_property
    def slots(self) -> Sequence[Mapping[int, int]]:
        """For each visit of the group what its days cost, so that the days of a choice never cost more together than the choice."""
        rest = dict(self.costs)
        found: list[Mapping[int, int]] = []
        for slot in reversed(range(self.visits)):
            least: dict[int, int] = {}
            for days, left in rest.items():
                if left < least.get(days[slot], left + 1):
                    least[days[slot]] = left
            for days in rest:
                rest[days] -= least[days[slot]]
            found.append(least)
        return found[::-1]

    @cached_property
    def latest(self) -> Sequence[tuple[str, int, int]]:
        """What people owe for the group at the least: each job that no choice leaves out, at the latest day by which it can be due."""
        latest: dict[tuple[int, ...], Days] = {}
        for days in self.costs:
            before = latest.get(self.kinds[days])
            latest[self.kinds[days]] = tuple(map(max, before, days)) if before else days
        due: dict[int, int] = {}
        left_out: set[int] = set()
        for days in latest.values():
            for number, day in enumerate(placed(self.group, days)):
                if day is None:
                    left_out.add(number)
                else:
                    due[number] = max(due.get(number, 0), self.group.due[day])
        return [
            (person, due[number], amount)
            for number, job in enumerate(self.group.jobs)
            if number not in left_out
            for person, amount in job.work
        ]

    def split(self, slot: int, day: int) -> Iterator[_Domain]:
        """The choices with an earlier, with this, and with a later day in a slot, as far as there are any."""
        parts: tuple[dict[Days, int], ...] = ({}, {}, {})
        for days, value in self.costs.items():
            parts[(days[slot] >= day) + (days[slot] > day)][days] = value
        for part in parts:
            if part:
                yield _Domain(self.group, part, self.kinds)


class _Node(NamedTuple):
    """Choices of all groups that are still open together, the least that they cost, and the days by which that was found."""

    bound: _Key
    number: int
    domains: tuple[_Domain, ...]
    relaxed: tuple[Days, ...]


class _Join:
    """The search over all groups."""

    def __init__(self, problem: Problem, choices: Sequence[Choices], most_looks: int, priority: Priority) -> None:
        self._problem = problem
        self._left = most_looks
        self._packing = _Packing(choices, priority)
        self._is_whole = all(own.is_whole for own in choices)
        self._numbers = 0
        # Weighing a plan against the limits takes as long as looking at some twenty costs for each job.
        self._key_looks = 20 * sum(len(group.jobs) for group in problem.groups)
        visits = sum(own.split.visits for own in choices)
        self._domains = tuple(
            self._domain(group, own, visits) for group, own in zip(problem.groups, choices, strict=True)
        )

    def run(self) -> tuple[tuple[Days, ...], tuple[int, ...]]:
        """The best plan found, and the least that any plan costs from `Cost.same_day` on."""
        root = self._node(self._domains)
        best = self._improved(root)
        key = self._key(best)
        waiting = [root]
        while waiting and self._left > 0 and waiting[0].bound < key:
            node = heapq.heappop(waiting)
            for child in self._children(node):
                if child.bound < key:
                    heapq.heappush(waiting, child)
                    days = self._improved(child)
                    best, key = min((best, key), (days, self._key(days)), key=lambda one: one[1])
        bound = min(key, waiting[0].bound) if waiting else key
        if not self._is_whole:
            bound = min(bound, root.bound)._replace(own=0)
        return best, (bound.same_day, bound.beyond, *self._packing.unpack(bound.own))

    # -- what each group may still choose

    def _domain(self, group: Group, own: Choices, visits: int) -> _Domain:
        """A group's choices without those that nothing can make the best.

        The other visits take fewer days than there are visits in all. So where only one day of a choice differs, as many cheaper
        choices as there are visits leave one that is free. With limits on people's weeks a day is only as good as another of its kind.
        """
        taken = self._problem.taken
        costs = {one.days: self._packing.pack(one.own) for one in own.of}
        kinds = {one.days: one.kinds for one in own.of}
        order = sorted(costs, key=lambda days: (sum(day in taken for day in days), costs[days], days))
        seen: Counter[object] = Counter()
        kept = {}
        for days in order:
            is_kept = True
            for slot in range(len(days)):
                kind = kinds[days][slot] if self._problem.limits else None
                known = (slot, kind, days[:slot], days[slot + 1 :])
                is_kept &= seen[known] < visits
                seen[known] += 1
            if is_kept:
                kept[days] = costs[days]
        return _Domain(group, kept, kinds)

    def _node(self, domains: tuple[_Domain, ...]) -> _Node:
        """The least that open choices cost, by giving each visit a day of its own as if a group's visits had nothing to do with one
        another.
        """
        slots = [slot for domain in domains for slot in domain.slots]
        days, value = self._assigned(slots, self._problem.taken)
        taken = iter(days)
        relaxed = tuple(tuple(next(taken) for _ in range(domain.visits)) for domain in domains)
        same_day, own = divmod(value, self._packing.beyond)
        self._numbers += 1
        return _Node(_Key(same_day, self._least_beyond(domains), own), self._numbers, domains, relaxed)

    def _assigned(self, slots: Sequence[Mapping[int, int]], taken: frozenset[int]) -> tuple[list[int], int]:
        """A day for each slot, free ones used once, and what they cost; a visit that shares its day costs more than anything else."""
        free = sorted({day for slot in slots for day in slot} - taken)
        place = {day: number for number, day in enumerate(free)}
        rows = []
        shared = [min(slot, key=lambda day: (slot[day], day)) for slot in slots]
        for number, slot in enumerate(slots):
            row: list[int | None] = [None] * (len(free) + len(slots))
            for day, value in slot.items():
                if day not in taken:
                    row[place[day]] = value
            row[len(free) + number] = self._packing.beyond + slot[shared[number]]
            rows.append(row)
        columns, looked = assign(rows)
        self._left -= looked + sum(map(len, slots))
        total = sum(rows[number][column] or 0 for number, column in enumerate(columns))
        days = [free[column] if column < len(free) else shared[number] for number, column in enumerate(columns)]
        return days, total

    def _least_beyond(self, domains: Sequence[_Domain]) -> int:
        """The least that weeks go beyond the limits: with everything due as late as open choices allow."""
        if not self._problem.limits:
            return 0
        due: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        for domain in domains:
            for person, by, amount in domain.latest:
                due[person].append((by, amount))
        return sum(over_limit(self._problem, one, due[one]) for one in self._problem.limits if due[one])

    # -- splitting

    def _children(self, node: _Node) -> Iterator[_Node]:
        """The nodes that a node is split into: none, where its bound is met."""
        found = self._loose(node) or self._over(node)
        if found is None:
            return
        place, slot = found
        domain, day = node.domains[place], node.relaxed[place][slot]
        for part in domain.split(slot, day):
            yield self._node((*node.domains[:place], part, *node.domains[place + 1 :]))

    def _loose(self, node: _Node) -> tuple[int, int] | None:
        """A group, and its visit, whose days in the bound are no choice or cost more as one."""
        for place, (domain, days) in enumerate(zip(node.domains, node.relaxed, strict=True)):
            least = sum(slot[day] for slot, day in zip(domain.slots, days, strict=True))
            if domain.costs.get(days) != least:
                return place, next(slot for slot in range(len(days)) if len(domain.slots[slot]) > 1)
        return None

    def _over(self, node: _Node) -> tuple[int, int] | None:
        """A group, and its visit, that could be later where weeks go further beyond the limits than they must."""
        if beyond_limits(self._problem, node.relaxed) <= node.bound.beyond:
            return None
        open_ones = [
            (len(domain.slots[slot]), place, slot)
            for place, domain in enumerate(node.domains)
            for slot in range(domain.visits)
            if len(domain.slots[slot]) > 1 and domain.people & self._problem.limits.keys()
        ]
        return max(open_ones)[1:] if open_ones else None

    # -- good plans

    def _key(self, chosen: Sequence[Days]) -> _Key:
        every = [day for days in chosen for day in days]
        own = sum(domain.costs[days] for domain, days in zip(self._domains, chosen, strict=True))
        same_day = len(every) - len(set(every) - self._problem.taken)
        return _Key(same_day, beyond_limits(self._problem, chosen), own)

    def _improved(self, node: _Node) -> tuple[Days, ...]:
        """A plan near the days of a bound: one slot of all groups after the other is assigned anew, then each group alone goes where it
        is best beside the others.
        """
        best = self._plan_near(node)
        key = self._key(best)
        most = max((len(days) for days in best), default=0)
        while self._left > 0:
            before = key
            for slot in reversed(range(most)) if most > 1 else ():
                other = self._moved(node, best, slot)
                best, key = min((best, key), (other, self._key(other)), key=lambda one: one[1])
            for place in range(len(best)):
                best, key = self._alone(node, best, key, place)
            if key == before:
                break
        return best

    def _plan_near(self, node: _Node) -> tuple[Days, ...]:
        found: dict[int, Days] = {}
        used = set(self._problem.taken)
        for place, (domain, days) in enumerate(zip(node.domains, node.relaxed, strict=True)):
            if days in domain.costs:
                found[place] = days
                used |= set(days)
        for place, (domain, near) in enumerate(zip(node.domains, node.relaxed, strict=True)):
            if place not in found:
                found[place] = min(
                    domain.costs,
                    key=lambda days: (sum(one in used for one in days), days[0] != near[0], domain.costs[days], days),
                )
                used |= set(found[place])
        return tuple(found[place] for place in range(len(found)))

    def _moved(self, node: _Node, chosen: tuple[Days, ...], slot: int) -> tuple[Days, ...]:
        """One visit of each group where it is best with the other visits where they are."""
        fixed = {day for days in chosen for number, day in enumerate(days) if number != min(slot, len(days) - 1)}
        rows = []
        for domain, days in zip(node.domains, chosen, strict=True):
            own = min(slot, len(days) - 1)
            rows.append(
                {
                    other[own]: value
                    for other, value in domain.costs.items()
                    if other[:own] == days[:own] and other[own + 1 :] == days[own + 1 :]
                }
                if days
                else {}
            )
        moved, _ = self._assigned([row for row in rows if row], self._problem.taken | fixed)
        taken = iter(moved)
        return tuple(
            (*days[: min(slot, len(days) - 1)], next(taken), *days[min(slot, len(days) - 1) + 1 :]) if days else ()
            for days in chosen
        )

    def _alone(
        self, node: _Node, chosen: tuple[Days, ...], key: _Key, place: int
    ) -> tuple[tuple[Days, ...], _Key]:  # fmt: skip
        """A group's best choice beside the others."""
        domain = node.domains[place]
        self._left -= len(domain.costs)
        used = {day for number, days in enumerate(chosen) if number != place for day in days} | self._problem.taken
        now = (sum(day in used for day in chosen[place]), domain.costs[chosen[place]])
        for days, value in domain.costs.items():
            clashes = sum(day in used for day in days)
            if (clashes, value) < now or (self._problem.limits and clashes <= now[0] and days != chosen[place]):
                other = (*chosen[:place], days, *chosen[place + 1 :])
                then = self._key(other)
                self._left -= self._key_looks
                if then < key:
                    chosen, key, now = other, then, (clashes, value)
        return chosen, key
