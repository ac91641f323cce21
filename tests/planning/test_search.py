"""The search for the best days: against trying everything, priced by itself, and within its bounds."""

from __future__ import annotations

import random
from itertools import permutations

import pytest
from problems import plans, price, random_problem, steps

from ocr_sheets.planning.assignment import assign
from ocr_sheets.planning.choices import choices_of, split_of
from ocr_sheets.planning.problem import Cost, Group, Job, Priority, Problem, cost, step
from ocr_sheets.planning.search import Known, solve


@pytest.mark.parametrize("seed", range(300))
def test_nothing_is_better_than_what_is_found(seed: int) -> None:
    pick = random.Random(seed)
    problem = random_problem(pick, pick.randint(1, 3), pick.randint(2, 6), with_limits=seed % 2 == 0)
    found = solve(problem)
    assert found.is_proven
    assert found.cost == found.bound
    assert tuple(found.cost) == price(problem, found.days) == min(price(problem, plan) for plan in plans(problem))


@pytest.mark.parametrize("seed", range(60))
def test_the_lightest_plan_is_lighter_than_any_with_as_few_visits_and_as_few_days_shared(seed: int) -> None:
    pick = random.Random(seed)
    problem = random_problem(pick, pick.randint(1, 3), pick.randint(2, 5))
    found = solve(problem, priority=Priority.LIGHT)
    prices = (price(problem, plan) for plan in plans(problem))
    light = min((*one[:7], one[8], one[7], one[10]) for one in prices)
    assert (*found.cost[:7], found.cost.load, found.cost.first, found.cost.days) == light


def test_the_price_of_the_tests_and_of_the_search_have_the_same_steps() -> None:
    assert [step(figure) for figure in (0, 1, 2, 3, 4, 5, 7, 8, 11, 12, 17, 18)] == [0, 1, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7]
    assert [steps(figure) for figure in range(200)] == [step(figure) for figure in range(200)]


@pytest.mark.parametrize("seed", range(200))
def test_an_assignment_is_the_cheapest(seed: int) -> None:
    pick = random.Random(seed)
    size, width = pick.randint(1, 4), pick.randint(1, 5)
    rows: list[list[int | None]] = [
        [pick.choice((None, pick.randint(0, 9))) for _ in range(width)]
        + [pick.randint(10, 30) if other == row else None for other in range(size)]
        for row in range(size)
    ]
    columns = assign(rows).columns
    assert len(set(columns)) == size
    totals = []
    for chosen in permutations(range(width + size), size):
        costs = [rows[row][column] for row, column in enumerate(chosen)]
        if None not in costs:
            totals.append(sum(one for one in costs if one is not None))
    assert sum(rows[row][column] or 0 for row, column in enumerate(columns)) == min(totals)


def _large(groups: int, days: int, seed: int) -> Problem:
    """Groups that need two visits each: half of what they have is over before the other half is ready."""
    pick = random.Random(seed)
    on = tuple(range(100, 100 + days))
    people = [f"P{number}" for number in range(groups)]
    own = []
    for number in range(groups):
        third = days // 3
        jobs = (
            Job(pick.randint(1, 30), frozenset(on[: third + pick.randint(0, 5)]), True, ((pick.choice(people), 9),)),
            Job(
                pick.randint(1, 30),
                frozenset(on[2 * third + pick.randint(0, 5) :]),
                False,
                ((pick.choice(people), 20),),
            ),
        )
        own.append(Group(f"G{number}", on, {one: one - 14 for one in on}, jobs, 2, 2, 0, 28, True))
    room = {person: {one: one - 80 for one in range(80, 500)} for person in people}
    return Problem(tuple(own), {}, room, {}, frozenset(), origin=100)


def test_twenty_five_groups_of_two_visits_each_are_proven() -> None:
    found = solve(_large(25, 210, 1))
    assert found.is_proven
    assert (found.cost.visits, found.cost.left, found.cost.same_day) == (50, 0, 0)
    assert 0 < found.bound.weeks <= found.cost.weeks


def test_of_plans_whose_visits_ask_as_little_the_one_with_the_evenest_weeks_is_taken() -> None:
    """P has work for A and for B: each visit alone asks a pace of the same step in both weeks, both in the first week one of a higher."""
    on, room = (10, 11, 17, 18), {10: 5, 11: 5, 17: 7, 18: 7}

    def group(name: str) -> Group:
        job = Job(1, frozenset(on), False, (("P", 7),))
        return Group(name, on, {day: day for day in on}, (job,), 2, 1, wants_early=False)

    problem = Problem((group("A"), group("B")), {}, {"P": room}, {}, frozenset(), 10)
    found = solve(problem)
    assert found.cost == found.bound
    assert found.days in (((10,), (17,)), ((17,), (10,)))
    assert found.cost.weeks == step(10) < price(problem, ((10,), (11,)))[9] == step(14)
    assert found.cost[:9] == price(problem, ((10,), (11,)))[:9]


def test_a_search_that_ends_early_has_a_plan_and_a_bound_and_the_same_again() -> None:
    problem = _large(9, 60, 3)
    whole, found = solve(problem), solve(problem, most_looks=1)
    assert found.bound <= whole.cost <= found.cost
    assert found.cost[:5] == found.bound[:5] == whole.cost[:5]
    assert found == solve(problem, most_looks=1)


def test_a_search_that_looks_at_too_few_choices_of_a_group_is_not_proven() -> None:
    (group, *_) = _large(1, 90, 1).groups
    problem = Problem((group,), {}, {"P0": {one: one - 80 for one in range(80, 500)}}, {}, frozenset(), 100)
    whole, few = choices_of(problem, group), choices_of(problem, group, most=10)
    assert (whole.is_whole, few.is_whole, len(few.of)) == (True, False, 10)
    assert whole.split == few.split == split_of(problem, group)
    assert not solve(problem, known={group: few}).is_proven


def test_what_is_worked_out_for_a_group_serves_the_next_search_without_changing_it() -> None:
    problem = _large(3, 40, 2)
    known: Known = {}
    assert solve(problem, known=known) == solve(problem, known=known) == solve(problem)


def test_a_person_with_a_limit_counts_beyond_it() -> None:
    group = Group("G", (20,), {20: 10}, (Job(1, frozenset({20}), False, (("A", 10),)),), 1, 1)
    room = {"A": {10: 5}}
    costs = [cost(Problem((group,), {}, room, limits, frozenset()), [(20,)]) for limits in ({}, {"A": 10}, {"A": 9})]
    assert [one.beyond for one in costs] == [0, 0, 1]
    assert {one.load for one in costs} == {step(10)}


def test_one_visit_is_taken_where_one_will_do_though_two_are_free() -> None:
    jobs = (Job(3, frozenset({10, 11, 12})), Job(2, frozenset({12, 13})))
    group = Group("G", (10, 11, 12, 13), {day: day for day in range(10, 14)}, jobs, 2, 2, wants_early=True)
    found = solve(Problem((group,), {}, {}, {}, frozenset(), 10))
    assert found.days == ((12,),)


def test_costs_are_compared_in_the_order_that_the_readme_tells() -> None:
    assert Cost._fields == (
        "left_needed", "left", "short", "charged", "visits", "same_day", "beyond", "first", "load", "weeks", "days",
    )  # fmt: skip
