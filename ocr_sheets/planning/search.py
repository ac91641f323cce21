"""The search for the best days: exact, in plain Python, and with no knowledge of OCR. `README.md` says what is decided in which order.

A *group* is what a visit is for (a subject area, or one verified entry code). It has days on which a visit is possible and *jobs*:
portfolios that are alike in the days they can make, in who still has work on them, and in whether somebody waits for their
results. A *choice* is a set of days for one group; a plan is a choice for each group.

What is left out, what is charged and how many visits there are splits by group, so each group keeps only the choices that are best in
these (`choices`). Two things are left for all groups together: visits take days of their own (`assignment`), and people have one week
for all groups (`paces`). Both give the least that open choices can still come to, and what any one choice would add to it: choices
that can be in no better plan than the best one found are cut. Where the least is not met, a branch and bound splits one group's
choices and goes on. When the best plan is found, the search begins again among the plans that are as good, for the evenest weeks.
It ends after so many costs looked at, not after a time: the same workbook always gives the same plan.
"""

from __future__ import annotations

import heapq
import itertools
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from ocr_sheets.planning.assignment import Assignment, assign
from ocr_sheets.planning.choices import Choices, Own, Split, choices_of
from ocr_sheets.planning.paces import Amounts, Paces, Weight
from ocr_sheets.planning.problem import Cost, Days, Group, Priority, Problem, cost

MOST_LOOKS = 6_000_000
"""Costs that one search looks at; then it ends, with the best plan it has and the least that it has shown any plan to cost."""
MOST_LOOKS_FOR_WEEKS = 1_500_000
"""The same of the search for even weeks among the plans that are as good in all else."""


class Solution(NamedTuple):
    """The days of each group, in the order of the groups, what they cost, and the least that any plan costs."""

    days: tuple[Days, ...]
    cost: Cost
    bound: Cost

    @property
    def is_proven(self) -> bool:
        """Whether nothing can be better in all that comes before people's weeks over all groups together."""
        return self.cost.is_shown_by(self.bound)


Known = dict[Group, Choices]
"""The best choices of groups, as one search leaves them for the next."""


def solve(
    problem: Problem, most_looks: int = MOST_LOOKS, priority: Priority = Priority.EARLY, known: Known | None = None
) -> Solution:
    """The best plan. ``known`` is for searches that differ in a few groups only: what is worked out for the others is kept in it."""
    own = [_choices(problem, group, {} if known is None else known) for group in problem.groups]
    packing = _Packing(own, priority)
    join = _Join(problem, own, most_looks, packing)
    found = join.run()
    if priority is Priority.EARLY:
        found = join.evened(found, min(most_looks, MOST_LOOKS_FOR_WEEKS))
    split = (
        Split(*(sum(part) for part in zip(*(one.split for one in own), strict=True))) if own else Split(0, 0, 0, 0, 0)
    )
    return Solution(found.days, cost(problem, found.days), packing.cost(split, found.bound))


def _choices(problem: Problem, group: Group, known: Known) -> Choices:
    if group not in known:
        known[group] = choices_of(problem, group)
    return known[group]


class _Key(NamedTuple):
    """What is compared between plans whose groups all have one of their best choices: ``own`` is what `_Packing` makes of all of `Own`
    but the days. The weeks are nothing to a search that does not look at them.
    """

    same_day: int
    beyond: int
    own: int
    weeks: int
    days: int


class _Found(NamedTuple):
    """The best plan that was found, what it costs, and the least that any costs."""

    days: tuple[Days, ...]
    key: _Key
    bound: _Key


class _Packing:
    """Puts what choices cost their groups into one number, so that sums compare as the parts do, the first part first."""

    def __init__(self, choices: Sequence[Choices], priority: Priority) -> None:
        most = Own(
            *(1 + sum(max((one.own[part] for one in own.of), default=0) for own in choices) for part in range(3))
        )
        self._is_light = priority is Priority.LIGHT
        self._second = most.first if self._is_light else most.load
        self._days = most.days
        self.shared = most.first * most.load * most.days
        """What it costs that a visit shares its day: more than all choices together can cost."""

    def pack(self, own: Own) -> int:
        """One number for what a choice, or all together, cost."""
        one, two = (own.load, own.first) if self._is_light else (own.first, own.load)
        return (one * self._second + two) * self._days + own.days

    def key(self, number: int, weight: Weight) -> _Key:
        """What such a number, with so many visits sharing their days, and paces come to."""
        same_day, own = divmod(number, self.shared)
        return _Key(same_day, weight.beyond, own // self._days, weight.weeks, own % self._days)

    def cost(self, split: Split, key: _Key) -> Cost:
        """What a key, beside what splits by group, comes to."""
        one, two = divmod(key.own, self._second)
        first, load = (two, one) if self._is_light else (one, two)
        return Cost(*split, key.same_day, key.beyond, first, load, key.weeks, key.days)


@dataclass(frozen=True, eq=False)
class _Domain:
    """Choices of one group that are still open, with their packed costs and what they ask of people."""

    costs: Mapping[Days, int]
    asked: Mapping[Days, Amounts]

    @cached_property
    def visits(self) -> int:
        return len(next(iter(self.costs)))

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
    def different(self) -> int:
        """How many different things its choices ask of people."""
        return len({id(self.asked[days]) for days in self.costs})

    @cached_property
    def least(self) -> Amounts:
        """What is asked by each moment at the least."""
        different = {id(asked): asked for asked in map(self.asked.__getitem__, self.costs)}
        return tuple(map(min, zip(*different.values(), strict=True)))

    def by_day(self, slot: int, day: int) -> Sequence[_Domain]:
        """The choices with an earlier, with this, and with a later day in a slot, as far as there are any."""
        return self._parted(lambda days: (days[slot] >= day) + (days[slot] > day))

    def by_amount(self, moment: int, amount: int) -> Sequence[_Domain]:
        """The choices that ask for less than an amount by a moment, and those that ask for as much or more."""
        return self._parted(lambda days: int(self.asked[days][moment] >= amount))

    def _parted(self, part_of: Callable[[Days], int]) -> Sequence[_Domain]:
        parts: dict[int, dict[Days, int]] = {}
        for days, value in self.costs.items():
            parts.setdefault(part_of(days), {})[days] = value
        return [_Domain(part, self.asked) for _, part in sorted(parts.items())]


class _Assigned(NamedTuple):
    """A day for each slot, what they cost together, and how that was found: the free days stand first among its columns, in order."""

    days: Sequence[int]
    value: int
    found: Assignment
    columns: Mapping[int, int]


class _Node(NamedTuple):
    """Choices of all groups that are still open together, the least that they cost and ask of people, and the days by which that was found."""

    bound: _Key
    number: int
    domains: tuple[_Domain, ...]
    relaxed: tuple[Days, ...]
    assigned: _Assigned
    asked: Sequence[int]


class _Join:
    """The search over all groups."""

    def __init__(
        self, problem: Problem, choices: Sequence[Choices], most_looks: int, packing: _Packing, with_weeks: bool = False
    ) -> None:  # fmt: skip
        self._problem, self._choices, self._packing = problem, choices, packing
        self._left = most_looks
        self._is_whole = all(own.is_whole for own in choices)
        self._numbers = 0
        self._paces = Paces(problem, [{one.days: one.kinds for one in own.of} for own in choices], with_weeks)
        self._open = [
            _Domain({one.days: self._packing.pack(one.own) for one in own.of}, asked)
            for own, asked in zip(choices, self._paces.asked, strict=True)
        ]
        visits = sum(own.split.visits for own in choices)
        self._domains = tuple(self._undominated(domain, visits) for domain in self._open)

    def run(self, start: tuple[Days, ...] | None = None) -> _Found:
        """The best plan found, which is no worse than one to start from."""
        root = self._node(self._domains)
        best, key = self._improved(root, self._plan_near(root) if start is None else start)
        waiting = [root]
        while waiting and self._left > 0 and waiting[0].bound < key:
            first = heapq.heappop(waiting)
            node = self._tightened(first, key)
            found = [node, *self._children(node)] if node else []
            for one in found:
                if one.bound < key and one is not first:
                    best, key = min((best, key), self._improved(one, self._plan_near(one)), key=lambda found: found[1])
            for child in found[1:]:
                if child.bound < key:
                    heapq.heappush(waiting, child)
        every = [key, *(node.bound for node in waiting if node.bound < key)]
        bound = min(every)._replace(weeks=min(one.weeks for one in every), days=min(one.days for one in every))
        if not self._is_whole:
            bound = min(bound, root.bound)._replace(own=0, weeks=0, days=0)
        return _Found(best, key, bound)

    def evened(self, found: _Found, most_looks: int) -> _Found:
        """Among the plans that are as good as one in what comes before the weeks the best of those looked at, and the least there is."""
        parts = self._cut(self._node(tuple(self._open)), found.key._replace(own=found.key.own + 1, weeks=0, days=0))
        choices = [
            own._replace(of=tuple(one for one in own.of if one.days in part.costs))
            for own, part in zip(self._choices, parts, strict=True)
        ]
        join = _Join(self._problem, choices, most_looks, self._packing, with_weeks=True)
        even = join.run(found.days)
        return _Found(even.days, even.key, found.bound._replace(weeks=even.bound.weeks, days=even.bound.days))

    # -- what each group may still choose

    def _undominated(self, domain: _Domain, visits: int) -> _Domain:
        """A group's choices without those that nothing can make the best.

        The other visits take fewer days than there are visits in all. So where only one day of a choice differs, as many cheaper
        choices as there are visits, that ask the same of people, leave one that is free.
        """
        taken = self._problem.taken
        costs = domain.costs
        order = sorted(costs, key=lambda days: (sum(day in taken for day in days), costs[days], days))
        seen: Counter[object] = Counter()
        kept = {}
        for days in order:
            is_kept = True
            for slot in range(len(days)):
                known = (slot, id(domain.asked[days]), days[:slot], days[slot + 1 :])
                is_kept &= seen[known] < visits
                seen[known] += 1
            if is_kept:
                kept[days] = costs[days]
        return _Domain(kept, domain.asked)

    def _node(self, domains: tuple[_Domain, ...]) -> _Node:
        """The least that open choices cost, by giving each visit a day of its own as if a group's visits had nothing to do with one
        another, and by what the choices of each group ask of people at the least.
        """
        assigned = self._assigned([slot for domain in domains for slot in domain.slots], self._problem.taken)
        taken = iter(assigned.days)
        relaxed = tuple(tuple(next(taken) for _ in range(domain.visits)) for domain in domains)
        asked = self._paces.total([domain.least for domain in domains])
        bound = self._packing.key(assigned.value, self._paces.weight(asked))
        self._numbers += 1
        # The newest of nodes with the same bound comes first: it is the nearest to a plan.
        return _Node(bound, -self._numbers, domains, relaxed, assigned, asked)

    def _assigned(self, slots: Sequence[Mapping[int, int]], taken: frozenset[int]) -> _Assigned:
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
            row[len(free) + number] = self._packing.shared + slot[shared[number]]
            rows.append(row)
        found = assign(rows)
        self._left -= found.looked + sum(map(len, slots))
        total = sum(rows[number][column] or 0 for number, column in enumerate(found.columns))
        days = [free[column] if column < len(free) else shared[number] for number, column in enumerate(found.columns)]
        return _Assigned(days, total, found, place)

    def _more(self, assigned: _Assigned, number: int, slot: Mapping[int, int]) -> Mapping[int, int]:
        """What any day of a slot makes all slots together cost more at the least."""
        found, columns = assigned.found, assigned.columns
        alone = self._packing.shared - found.column_prices[len(columns) + number]
        prices = {day: min(alone, -found.column_prices[columns[day]]) if day in columns else alone for day in slot}
        return {day: value - found.row_prices[number] + prices[day] for day, value in slot.items()}

    # -- cutting and splitting

    def _tightened(self, node: _Node, key: _Key) -> _Node | None:
        """A node without the choices that are in no better plan than one; ``None`` where no such plan is left in it."""
        while node.bound < key:
            domains = self._cut(node, key)
            if not all(domain.costs for domain in domains):
                return None
            if all(len(new.costs) == len(old.costs) for new, old in zip(domains, node.domains, strict=True)):
                return node
            node = self._node(domains)
        return None

    def _cut(self, node: _Node, key: _Key) -> tuple[_Domain, ...]:
        """The choices of each group that can be in a better plan than one, as far as the bound tells."""
        numbers = itertools.count()
        kept = []
        for place, domain in enumerate(node.domains):
            self._left -= len(domain.costs) + domain.different * len(domain.least)
            weight_of = self._paces.beside(node.asked, place, domain.least)
            more = [self._more(node.assigned, next(numbers), slot) for slot in domain.slots]
            part = {}
            for days, value in domain.costs.items():
                above = value + sum(
                    own[day] - slot[day] for day, own, slot in zip(days, more, domain.slots, strict=True)
                )
                if self._packing.key(node.assigned.value + above, weight_of(domain.asked[days])) < key:
                    part[days] = value
            kept.append(domain if len(part) == len(domain.costs) else _Domain(part, domain.asked))
        return tuple(kept)

    def _children(self, node: _Node) -> Iterator[_Node]:
        """The nodes that a node is split into: none, where its bound is met."""
        found = self._loose(node) or self._pressed(node)
        if found is None:
            return
        place, parts = found
        for part in parts:
            yield self._node((*node.domains[:place], part, *node.domains[place + 1 :]))

    def _loose(self, node: _Node) -> tuple[int, Sequence[_Domain]] | None:
        """A group whose days in the bound are no choice or cost more as one, and its choices with an earlier, with this, and with a
        later day for one visit.
        """
        for place, (domain, days) in enumerate(zip(node.domains, node.relaxed, strict=True)):
            least = sum(slot[day] for slot, day in zip(domain.slots, days, strict=True))
            if domain.costs.get(days) != least:
                slot = next(slot for slot in range(len(days)) if len(domain.slots[slot]) > 1)
                return place, domain.by_day(slot, days[slot])
        return None

    def _pressed(self, node: _Node) -> tuple[int, Sequence[_Domain]] | None:
        """A group that asks for more of somebody by some day than it must, where that costs something, and its choices that ask for
        less by then and those that do not.
        """
        asked = [domain.asked[days] for domain, days in zip(node.domains, node.relaxed, strict=True)]
        found = self._paces.heaviest(self._paces.total(asked), asked, [domain.least for domain in node.domains])
        if found is None:
            return None
        place, moment = found
        return place, node.domains[place].by_amount(moment, asked[place][moment])

    # -- good plans

    def _key(self, chosen: Sequence[Days]) -> _Key:
        every = [day for days in chosen for day in days]
        own = sum(domain.costs[days] for domain, days in zip(self._open, chosen, strict=True))
        same_day = len(every) - len(set(every) - self._problem.taken)
        return self._packing.key(same_day * self._packing.shared + own, self._paces.weight(self._sums(chosen)))

    def _sums(self, chosen: Sequence[Days]) -> Sequence[int]:
        return self._paces.total([domain.asked[days] for domain, days in zip(self._open, chosen, strict=True)])

    def _improved(self, node: _Node, best: tuple[Days, ...]) -> tuple[tuple[Days, ...], _Key]:
        """A plan near another, and what it costs: one slot of all groups after the other is assigned anew, then each group alone goes where it is best
        beside the others.
        """
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
        return best, key

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
        for whole, domain, days in zip(self._open, node.domains, chosen, strict=True):
            own = min(slot, len(days) - 1)
            rows.append(
                {days[own]: whole.costs[days]}
                | {
                    other[own]: value
                    for other, value in domain.costs.items()
                    if other[:own] == days[:own] and other[own + 1 :] == days[own + 1 :]
                }
                if days
                else {}
            )
        moved = self._assigned([row for row in rows if row], self._problem.taken | fixed)
        taken = iter(moved.days)
        return tuple(
            (*days[: min(slot, len(days) - 1)], next(taken), *days[min(slot, len(days) - 1) + 1 :]) if days else ()
            for days in chosen
        )

    def _alone(
        self, node: _Node, chosen: tuple[Days, ...], key: _Key, place: int
    ) -> tuple[tuple[Days, ...], _Key]:  # fmt: skip
        """A group's best choice beside the others."""
        domain, now = node.domains[place], chosen[place]
        self._left -= len(domain.costs) + domain.different * len(domain.least)
        used = {day for number, days in enumerate(chosen) if number != place for day in days} | self._problem.taken
        weight_of = self._paces.beside(self._sums(chosen), place, domain.asked[now])
        others = key.same_day - sum(day in used for day in now)
        rest = sum(self._open[number].costs[days] for number, days in enumerate(chosen) if number != place)
        for days, value in domain.costs.items():
            same_day = others + sum(day in used for day in days)
            if same_day <= key.same_day:
                number = same_day * self._packing.shared + rest + value
                then = self._packing.key(number, weight_of(domain.asked[days]))
                if then < key:
                    now, key = days, then
        return (*chosen[:place], now, *chosen[place + 1 :]), key
