"""The search for the best days: against trying everything, and within its bounds."""

from __future__ import annotations

import random
from itertools import accumulate, product

from hypothesis import given, settings, strategies as st

from ocr_sheets.planning.search import Group, Job, Known, Problem, choices, cost, solve, step, thinned

PEOPLE = ("A", "B")


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    days = tuple(range(10, 10 + draw(st.integers(1, 5))))
    ahead = draw(st.integers(0, 4))
    groups = []
    for number in range(draw(st.integers(1, 3))):
        own = tuple(day for day in days if draw(st.booleans())) or days[:1]
        jobs = draw(
            st.lists(
                st.builds(
                    Job,
                    st.integers(1, 9),
                    st.frozensets(st.sampled_from(days), max_size=len(days)),
                    st.booleans(),
                    st.lists(st.tuples(st.sampled_from(PEOPLE), st.integers(1, 12)), max_size=2).map(tuple),
                ),
                max_size=3,
            )
        )
        groups.append(
            Group(
                f"G{number}", own, {day: day - ahead for day in own}, tuple(jobs), draw(st.integers(0, 2)),
                draw(st.integers(1, 2)), draw(st.integers(0, 2)), draw(st.integers(1, 2)), draw(st.booleans()),
            )
        )  # fmt: skip
    worked = {person: [draw(st.integers(0, 1)) for _ in range(20)] for person in PEOPLE}
    room = {person: dict(enumerate(accumulate(days))) for person, days in worked.items()}
    already = {
        person: draw(st.lists(st.tuples(st.integers(3, 15), st.integers(1, 9)), max_size=2)) for person in PEOPLE
    }
    limits = {person: draw(st.integers(1, 6)) for person in PEOPLE if draw(st.booleans())}
    taken = draw(st.frozensets(st.sampled_from(days), max_size=2))
    return Problem(tuple(groups), already, room, limits, taken)


@settings(max_examples=400)
@given(problems())
def test_nothing_is_better_than_what_is_found(problem: Problem) -> None:
    found = solve(problem, most_steps=10**6)
    best = min(cost(problem, chosen) for chosen in product(*(list(choices(group)) for group in problem.groups)))
    assert found.is_proven
    assert found.cost == cost(problem, found.days) == best


def _large(groups: int, days: int, seed: int) -> Problem:
    pick = random.Random(seed)
    on = tuple(range(100, 100 + days))
    people = [f"P{number}" for number in range(groups)]
    own = []
    for number in range(groups):
        jobs = tuple(
            Job(
                pick.randint(1, 30), frozenset(on[pick.choice((0, 5)) :]), pick.random() < 0.5, ((pick.choice(people), pick.randint(1, 30)),)
            )
            for _ in range(3)
        )  # fmt: skip
        own.append(Group(f"G{number}", on, {one: one - 14 for one in on}, jobs, 2, 2, 0, 28, True))
    room = {person: {one: one - 80 for one in range(80, 400)} for person in people}
    return Problem(tuple(own), {}, room, {}, frozenset(), origin=100)


def test_a_search_that_is_too_large_ends_and_says_that_it_is_not_proven() -> None:
    problem = _large(9, 150, 3)
    found = solve(problem, most_steps=50, most_choices=500)
    assert not found.is_proven
    assert found.cost == cost(problem, found.days)
    assert found.cost.left == found.cost.same_day == 0
    assert found == solve(problem, most_steps=50, most_choices=500)


def test_days_are_thinned_evenly_and_only_where_there_are_too_many() -> None:
    (group, *_) = _large(1, 150, 1).groups
    assert thinned(group) is group
    few = thinned(group, 500)
    assert len(list(choices(few))) <= 500
    assert (few.days[0], few.days[-1]) == (group.days[0], group.days[-1])


def test_what_is_worked_out_for_a_group_serves_the_next_search_without_changing_it() -> None:
    problem = _large(3, 40, 2)
    known: Known = {}
    assert solve(problem, known=known) == solve(problem, known=known) == solve(problem)


def test_a_person_with_a_limit_counts_only_beyond_it() -> None:
    group = Group("G", (20,), {20: 10}, (Job(1, frozenset({20}), False, (("A", 10),)),), 1, 1)
    room = {"A": {10: 5}}
    assert [
        cost(Problem((group,), {}, room, limits, frozenset()), [(20,)]).load for limits in ({}, {"A": 10}, {"A": 9})
    ] == [5, 0, 1]


def test_paces_are_told_in_steps_of_half_as_much_again() -> None:
    assert [step(pace) for pace in (0, 1, 2, 3, 4, 5, 7, 8, 11, 12, 17, 18)] == [0, 1, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7]
