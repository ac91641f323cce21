"""The search for the best days: against trying everything, and within its bounds."""

from __future__ import annotations

import time
from itertools import accumulate, product

from hypothesis import given, settings, strategies as st

from ocr_sheets.planning.search import Group, Job, Problem, choices, cost, solve, thinned

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


@settings(max_examples=400, deadline=None)
@given(problems())
def test_nothing_is_better_than_what_is_found(problem: Problem) -> None:
    found = solve(problem, most_steps=10**6)
    best = min(cost(problem, chosen) for chosen in product(*(list(choices(group)) for group in problem.groups)))
    assert found.is_proven
    assert found.cost == cost(problem, found.days) == best
