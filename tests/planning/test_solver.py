"""The search against OR-Tools' CP-SAT, which knows nothing of it: the same costs on random centres, from a model of its own.

A few centres each time, the hardest among them; ``OCR_SHEETS_TRIES=12 pytest tests/planning/test_solver.py`` tries three hundred.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import pytest
from centres import random_centre
from ortools.sat.python import cp_model
from problems import price, steps
from tries import tries
from workbooks import xlsx

from ocr_sheets.patching import Workbook
from ocr_sheets.planning.load import Staff
from ocr_sheets.planning.problem import Group, Problem
from ocr_sheets.planning.proposal import problem_of
from ocr_sheets.planning.search import solve
from ocr_sheets.planning.windows import Windows
from ocr_sheets.planning.work import Work
from ocr_sheets.reading import read_book
from ocr_sheets.report import make_report
from ocr_sheets.rulebook import load_rulebook

HARDEST = (198, 220, 246)
"""Seeds of centres with limits on people's weeks that were the last to be proven."""
LONG = ("2026-10-05", "2027-02-01", "2027-04-20")
SHORT = ("2027-05-24", "2027-06-07", "2027-06-14", "2027-06-21", "2027-07-05")
STAGES = (3, 5, 7, 8, 9, 10, 11)
"""How many of the costs are settled after each run of the solver."""


@pytest.mark.parametrize("seed", sorted({*range(tries(25)), *HARDEST}))
def test_a_solver_proves_the_same_of_random_centres(seed: int) -> None:
    problem = centre_problem(seed)
    found = solve(problem)
    least = Model(problem).least()
    assert tuple(found.cost) == price(problem, found.days) == tuple(found.bound) == least


def centre_problem(seed: int) -> Problem:
    """The problem of a random centre of a few subjects, most of them late in the year, where there are few days; some with limits."""
    pick = random.Random(seed)
    is_long = seed % 40 == 0
    as_of = dt.date.fromisoformat(pick.choice(LONG if is_long else SHORT))
    # With many days two subjects are enough to hold each other up; with four the solver alone takes half a minute.
    subjects = 2 if is_long else pick.randint(2, 4)
    sheets = random_centre(pick, as_of, subjects, subjects * pick.randint(1, 4), units=2, staff=pick.randint(2, 4))
    book = read_book(Workbook.from_bytes(xlsx(sheets)), as_of)
    work = Work(make_report("centre.xlsx", book, load_rulebook(), rules=[]))
    windows = Windows(work)
    limits = {person.code or "": pick.randint(1, 8) for person in book.assessors} if pick.random() < 0.3 else {}
    last = max(windows.end, *(visit.visit_date or as_of for visit in book.visits), as_of)
    return problem_of(work, windows, windows.all(), Staff(book, last), limits)


class Model:
    """A problem in the solver's terms. Costs that are to be least need only be held from below."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._model = cp_model.CpModel()
        self._terms: list[list[Any]] = [[] for _ in range(11)]
        self._held: defaultdict[int, list[Any]] = defaultdict(list)
        self._owed: defaultdict[str, list[tuple[int, Any]]] = defaultdict(list)
        self._most: defaultdict[tuple[str, int], int] = defaultdict(int)
        for group in problem.groups:
            self._group(group)
        for day, visits in self._held.items():
            shared = self._number(len(visits))
            self._model.add(shared >= sum(visits) - (0 if day in problem.taken else 1))
            self._terms[5].append(shared)
        for person in self._owed:
            self._person(person, problem.limits.get(person))

    def least(self) -> tuple[int, ...]:
        """The least cost there is, one after the other."""
        told: list[int] = []
        sums = [sum(terms) if terms else 0 for terms in self._terms]
        for end in STAGES:
            begin = len(told)
            weight: int = 1
            total: Any = 0
            for place in reversed(range(begin, end)):
                total = total + sums[place] * weight
                weight *= 5_000
            self._model.minimize(total)
            solver = cp_model.CpSolver()
            solver.parameters.num_workers = 1
            assert solver.solve(self._model) == cp_model.OPTIMAL
            for place in range(begin, end):
                told.append(int(solver.value(sums[place])))
                self._model.add(sums[place] <= told[-1])
        return tuple(told)

    def _number(self, most: int) -> Any:
        return self._model.new_int_var(0, max(0, most), "")

    def _group(self, group: Group) -> None:
        model, origin = self._model, self._problem.origin
        held = {day: model.new_bool_var("") for day in group.days}
        for day, visit in held.items():
            self._held[day].append(visit)
        visits = sum(held.values())
        model.add(visits <= group.most)
        for day, visit in held.items():
            for other in range(day + 1, day + group.apart):
                if other in held:
                    model.add_at_most_one([visit, held[other]])
        short, charged = self._number(group.needed), self._number(group.most)
        model.add(short >= group.needed - visits)
        model.add(charged >= visits - group.free)
        self._terms[2].append(short)
        self._terms[3].append(charged)
        self._terms[4].append(visits)
        self._terms[10].append(sum(visit * (day - origin) for day, visit in held.items()))
        if group.wants_early and held:
            self._first(held)
        self._jobs(group, held)

    def _first(self, held: dict[int, Any]) -> None:
        last = max(held) - self._problem.origin
        first = self._number(last)
        earlier: list[Any] = []
        for day, visit in sorted(held.items()):
            self._model.add(first >= (day - self._problem.origin) * visit - last * sum(earlier))
            earlier.append(visit)
        self._terms[7].append(first)

    def _jobs(self, group: Group, held: dict[int, Any]) -> None:
        asked: defaultdict[tuple[int, str], list[tuple[int, Any]]] = defaultdict(list)
        for job in group.jobs:
            able = sorted(set(held) & job.days)
            covered = self._model.new_bool_var("")
            self._model.add(covered <= sum(held[day] for day in able))
            for day in able:
                self._model.add(covered >= held[day])
            self._terms[1].append((1 - covered) * job.size)
            if job.is_needed:
                self._terms[0].append((1 - covered) * job.size)
            if not job.work:
                continue
            placed = {day: self._model.new_bool_var("") for day in able}
            self._model.add(sum(placed.values()) == covered)
            for day in able:
                self._model.add(placed[day] <= held[day])
                for later in able:
                    if later > day:
                        self._model.add(placed[day] + held[later] <= 1)
                for person, amount in job.work:
                    asked[day, person].append((amount, placed[day]))
                    self._owed[person].append((group.due[day], placed[day] * amount))
                    self._most[person, group.due[day]] += amount
        for (day, person), parts in asked.items():
            self._load(person, group.due[day], parts)

    def _load(self, person: str, due: int, parts: Sequence[tuple[int, Any]]) -> None:
        already = self._already(person, due)
        room = max(1, self._problem.room[person][due])
        most = -(-5 * (already + sum(amount for amount, _ in parts)) // room)
        amount = sum(size * placed for size, placed in parts)
        some = self._model.new_bool_var("")
        for _, placed in parts:
            self._model.add(some >= placed)
        for begins in _steps(most):
            is_reached = self._model.new_bool_var("")
            # Not reached: five times what is due is at most what fits at one portfolio a week less.
            self._model.add(5 * (already + amount) <= (begins - 1) * room).only_enforce_if([some, is_reached.negated()])
            self._terms[8].append(is_reached)

    def _already(self, person: str, due: int) -> int:
        return sum(size for by, size in self._problem.due_already.get(person, ()) if by <= due)

    def _person(self, person: str, limit: int | None) -> None:
        """What is due of a person over all groups, beyond a limit and in steps of the highest pace."""
        owed = self._owed[person]
        some = self._model.new_bool_var("")
        for _, amount in owed:
            self._model.add(amount == 0).only_enforce_if(some.negated())
        over = self._number(4_000)
        self._terms[6].append(over)
        totals = []
        for due in {by for by, _ in owed} | {by for by, _ in self._problem.due_already.get(person, ())}:
            total = self._already(person, due) + sum(amount for by, amount in owed if by <= due)
            most = self._already(person, due) + sum(
                self._most[person, by] for by in {by for by, _ in owed} if by <= due
            )
            totals.append((total, max(1, self._problem.room[person][due]), most))
        for total, room, _ in totals if limit is not None else ():
            self._model.add(5 * total <= (limit + over) * room).only_enforce_if(some)
        for begins in _steps(max(-(-5 * most // room) for _, room, most in totals)):
            is_reached = self._model.new_bool_var("")
            for total, room, _ in totals:
                self._model.add(5 * total <= (begins - 1) * room).only_enforce_if([some, is_reached.negated()])
            self._terms[9].append(is_reached)


def _steps(most: int) -> list[int]:
    """The paces at which steps begin, up to one."""
    return [one for one in range(1, most + 1) if steps(one) > steps(one - 1)]
