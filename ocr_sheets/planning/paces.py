"""How fast people have to work in a plan over all groups together, and the least that they have to while choices are still open.

A choice of a group asks of each person so much up to each day. What the open choices of a group ask at the least up to each day,
added up over the groups, holds every plan that can still be made of them from below.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from operator import add
from typing import NamedTuple

from ocr_sheets.planning.problem import WORKING_WEEK, Days, Group, Problem, owed, step

Amounts = tuple[int, ...]
"""What is asked by each moment of the people of a group."""


class Weight(NamedTuple):
    """What paces cost over all people, in the words of `Cost`."""

    beyond: int
    weeks: int


NOTHING = Weight(0, 0)


class _Moment(NamedTuple):
    """The days that leave a person as many working days: what is due by any of them asks the same pace."""

    person: str
    room: int


_Row = tuple[_Moment, int]


class _Place(NamedTuple):
    """Where the moments of a person are among those of all people, and among those of one group."""

    person: str
    whole: slice
    own: slice


class Paces:
    """What the choices of all groups ask of people. ``kinds`` tells for each choice which others ask for the same.

    Without ``with_weeks`` only the people with limits are looked at, and only for what goes beyond these.
    """

    def __init__(self, problem: Problem, kinds: Sequence[Mapping[Days, object]], with_weeks: bool) -> None:
        self._problem, self._with_weeks = problem, with_weeks
        rows = [self._rows(group, own) for group, own in zip(problem.groups, kinds, strict=True)]
        self._moments: list[_Moment] = []
        self._people = self._spread({moment for own in rows for row in own.values() for moment, _ in row})
        self._number = {moment: number for number, moment in enumerate(self._moments)}
        self._already = [self._due_already(moment) for moment in self._moments]
        self._places = [self._places_of(own.values()) for own in rows]
        self.asked: Sequence[Mapping[Days, Amounts]] = [
            self._asked(places, own, of) for places, own, of in zip(self._places, rows, kinds, strict=True)
        ]
        """For each group what each of its choices asks; what is the same is one object."""

    # -- how it is laid out

    def _rows(self, group: Group, kinds: Mapping[Days, object]) -> Mapping[object, Sequence[_Row]]:
        """What each kind of choice asks of the people that are looked at."""
        everybody = {person for job in group.jobs for person, _ in job.work}
        people = everybody if self._with_weeks else everybody & self._problem.limits.keys()
        if not people:
            return {}
        one_of_each = {kind: days for days, kind in kinds.items()}
        return {
            kind: [
                (self._moment(person, group.due[day]), amount)
                for day, person, amount in owed(group, days)
                if person in people
            ]
            for kind, days in one_of_each.items()
        }

    def _moment(self, person: str, day: int) -> _Moment:
        return _Moment(person, max(1, self._problem.room[person][day]))

    def _spread(self, asked: Collection[_Moment]) -> Mapping[str, slice]:
        """Put the moments of all people in one order: those asked for, and those by which something is due already."""
        people = {moment.person for moment in asked}
        already = {self._moment(person, by) for person in people for by, _ in self._problem.due_already.get(person, ())}
        self._moments = sorted({*asked, *already})
        found: dict[str, slice] = {}
        for place, moment in enumerate(self._moments):
            first = found[moment.person].start if moment.person in found else place
            found[moment.person] = slice(first, place + 1)
        return found

    def _due_already(self, moment: _Moment) -> int:
        dues = self._problem.due_already.get(moment.person, ())
        return sum(size for by, size in dues if self._moment(moment.person, by).room <= moment.room)

    def _places_of(self, rows: Iterable[Sequence[_Row]]) -> Sequence[_Place]:
        found, start = [], 0
        for person in sorted({moment.person for row in rows for moment, _ in row}):
            whole = self._people[person]
            end = start + whole.stop - whole.start
            found.append(_Place(person, whole, slice(start, end)))
            start = end
        return found

    def _asked(
        self, places: Sequence[_Place], rows: Mapping[object, Sequence[_Row]], kinds: Mapping[Days, object]
    ) -> Mapping[Days, Amounts]:
        same: dict[Amounts, Amounts] = {}
        amounts = {}
        for kind, row in rows.items():
            found = tuple(self._by_moment(places, row))
            amounts[kind] = same.setdefault(found, found)
        return {days: amounts.get(kind, ()) for days, kind in kinds.items()}

    def _by_moment(self, places: Sequence[_Place], row: Sequence[_Row]) -> Iterator[int]:
        """What is asked by each moment of a group's people."""
        for place in places:
            due = [0] * (place.whole.stop - place.whole.start)
            for moment, amount in row:
                if moment.person == place.person:
                    due[self._number[moment] - place.whole.start] += amount
            yield from accumulate(due)

    # -- what it comes to

    def total(self, amounts: Sequence[Amounts]) -> list[int]:
        """What is asked by each moment of all people, where each group asks for so much."""
        sums = [0] * len(self._moments)
        for places, own in zip(self._places, amounts, strict=True):
            for place in places:
                sums[place.whole] = map(add, sums[place.whole], own[place.own])
        return sums

    def weight(self, sums: Sequence[int]) -> Weight:
        """What all people's paces cost."""
        return _added(self._weight_of(person, sums[place]) for person, place in self._people.items())

    def beside(self, sums: Sequence[int], group: int, now: Amounts) -> Callable[[Amounts], Weight]:
        """What all people's paces cost where one group asks for something else, and all others for the same."""
        own = {place.person for place in self._places[group]}
        others = _added(
            self._weight_of(person, sums[place]) for person, place in self._people.items() if person not in own
        )
        without = [
            (place, [total - part for total, part in zip(sums[place.whole], now[place.own], strict=True)])
            for place in self._places[group]
        ]
        known: dict[int, Weight] = {}

        def weight(asked: Amounts) -> Weight:
            # What is the same is one object, so that it is known by its place in memory for as long as this is asked.
            if id(asked) not in known:
                own = (self._weight_of(place.person, list(map(add, rest, asked[place.own]))) for place, rest in without)
                known[id(asked)] = _added((others, *own))
            return known[id(asked)]

        return weight

    def heaviest(
        self, sums: Sequence[int], amounts: Sequence[Amounts], least: Sequence[Amounts]
    ) -> tuple[int, int] | None:
        """The group, and its moment, that most makes somebody's pace cost more than it must; ``None`` where everybody's is the least."""
        below = self.total(least)
        more: list[tuple[Weight, str]] = []
        for person, place in self._people.items():
            here, there = self._weight_of(person, sums[place]), self._weight_of(person, below[place])
            if here != there:
                more.append((Weight(here.beyond - there.beyond, here.weeks - there.weeks), person))
        if not more:
            return None
        _, person = max(more)
        paces = self._paces(person, sums[self._people[person]])
        moment = paces.index(max(paces))
        found = [
            (amounts[group][place.own][moment] - least[group][place.own][moment], group, place.own.start + moment)
            for group, places in enumerate(self._places)
            for place in places
            if place.person == person
        ]
        return max(found)[1:]

    def _paces(self, person: str, own: Sequence[int]) -> list[int]:
        place = self._people[person]
        return [
            -(-(amount + already) * WORKING_WEEK // moment.room)
            for amount, already, moment in zip(own, self._already[place], self._moments[place], strict=True)
        ]

    def _weight_of(self, person: str, own: Sequence[int]) -> Weight:
        if not own[-1]:
            # Nothing is asked of this person.
            return NOTHING
        pace = max(self._paces(person, own))
        limit = self._problem.limits.get(person)
        return Weight(0 if limit is None else max(0, pace - limit), step(pace) if self._with_weeks else 0)


def _added(weights: Iterable[Weight]) -> Weight:
    beyond = weeks = 0
    for one in weights:
        beyond, weeks = beyond + one.beyond, weeks + one.weeks
    return Weight(beyond, weeks)
