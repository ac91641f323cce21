"""Random problems for the search for days, and what a plan of one costs, worked out anew from the words of `planning/README.md`."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import accumulate, combinations, pairwise, product

from ocr_sheets.planning.problem import Group, Job, Problem

PEOPLE = ("A", "B", "C")
Plan = tuple[tuple[int, ...], ...]


def random_problem(pick: random.Random, groups: int, days: int, most: int = 2, with_limits: bool = True) -> Problem:
    """A problem with so many groups and days, in which anything may be rare or missing."""
    span = range(10, 10 + days)
    found = []
    for number in range(groups):
        own = tuple(day for day in span if pick.random() < 0.8) or (span[0],)
        jobs = tuple(_job(pick, span) for _ in range(pick.randint(0, 3)))
        ahead = pick.choice((0, 2, 4))
        found.append(
            Group(
                f"G{number}", own, {day: max(5, day - ahead) for day in own}, jobs, pick.randint(0, 2),
                pick.randint(1, most), pick.randint(0, 2), pick.randint(1, 3), pick.random() < 0.5,
            )
        )  # fmt: skip
    room = {person: dict(enumerate(accumulate(pick.randint(0, 1) for _ in range(40)))) for person in PEOPLE}
    already = {
        person: [(pick.randint(5, 15), pick.randint(1, 9)) for _ in range(pick.randint(0, 2))] for person in PEOPLE
    }
    limits = {person: pick.randint(1, 30) for person in PEOPLE if with_limits and pick.random() < 0.4}
    taken = frozenset(day for day in span if pick.random() < 0.15)
    return Problem(tuple(found), already, room, limits, taken, 10)


def _job(pick: random.Random, span: Sequence[int]) -> Job:
    first, last = sorted((pick.choice(span), pick.choice(span)))
    able = frozenset(day for day in range(first, last + 1) if pick.random() < 0.9)
    work = {pick.choice(PEOPLE): pick.randint(1, 12) for _ in range(pick.randint(0, 2))}
    return Job(pick.randint(1, 9), able, pick.random() < 0.5, tuple(sorted(work.items())))


def plans(problem: Problem) -> Iterator[Plan]:
    """Every plan of a problem."""
    return product(*(list(_choices(group)) for group in problem.groups))


def _choices(group: Group) -> Iterator[tuple[int, ...]]:
    for visits in range(group.most + 1):
        for days in combinations(group.days, visits):
            if all(later - earlier >= group.apart for earlier, later in pairwise(days)):
                yield days


def price(problem: Problem, plan: Plan) -> tuple[int, ...]:
    """What a plan costs: portfolios left out, waited for and in all; visits short, charged and in all; visits that share their day;
    portfolios beyond limits; days to first visits; steps of load; steps of people's weeks over all groups; days to all visits.
    """
    lost_needed = lost = short = charged = visits = first = load = late = 0
    weeks: dict[str, list[tuple[int, int]]] = {}
    held: list[int] = []
    for group, days in zip(problem.groups, plan, strict=True):
        asked: dict[tuple[int, str], int] = {}
        for job in group.jobs:
            able = sorted(set(days) & job.days)
            if not able:
                lost += job.size
                lost_needed += job.size if job.is_needed else 0
            for person, amount in job.work if able else ():
                asked[max(able), person] = asked.get((max(able), person), 0) + amount
        for (day, person), amount in asked.items():
            weeks.setdefault(person, []).append((group.due[day], amount))
            load += steps(weekly(problem, person, group.due[day], [(group.due[day], amount)]))
        short += max(group.needed - len(days), 0)
        charged += max(len(days) - group.free, 0)
        visits += len(days)
        late += sum(days) - problem.origin * len(days)
        if group.wants_early and days:
            first += min(days) - problem.origin
        held += days
    shared = sum(1 for place, day in enumerate(held) if day in problem.taken or day in held[:place])
    over = uneven = 0
    for person, rows in weeks.items():
        highest = max(weekly(problem, person, by, rows) for by, _ in (*rows, *problem.due_already.get(person, ())))
        uneven += steps(highest)
        over += max(0, highest - problem.limits.get(person, highest))
    return lost_needed, lost, short, charged, visits, shared, over, first, load, uneven, late


def weekly(problem: Problem, person: str, by: int, rows: Sequence[tuple[int, int]]) -> int:
    """Portfolios in five working days, of all that is due by a day, rounded up."""
    amount = sum(size for due, size in (*rows, *problem.due_already.get(person, ())) if due <= by)
    worked = problem.room[person][by] or 1
    return (5 * amount + worked - 1) // worked


def steps(figure: int) -> int:
    """How many of 1, 2, 3, 5, 8, 12, 18, 27 … a figure reaches."""
    begins = [1]
    while begins[-1] <= figure:
        begins.append(begins[-1] + (begins[-1] + 1) // 2)
    return len(begins) - 1
