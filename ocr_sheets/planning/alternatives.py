"""Other days than the proposed ones: the next best day of one visit, the others where they are, and the plan with the lightest work."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ocr_sheets.dates import days as so_many_days, say_weekday
from ocr_sheets.planning.problem import Cost, Days, Priority, Problem, cost
from ocr_sheets.planning.search import Known, Solution, solve
from ocr_sheets.text import plural

MOST_ALTERNATIVES = 3
MOST_TRIED = 8
"""Visits of the plan for which another week is looked for."""
MOST_MOVES = 3
MOST_LOOKS_OF_LIGHTEST = 1_000_000


class Alternative(NamedTuple):
    """Another choice of days: which visits fall otherwise, and what is better or worse about it."""

    moves: tuple[str, ...]
    costs: tuple[str, ...]


def alternatives_of(
    problem: Problem, titles: Sequence[str], best: Solution, known: Known
) -> tuple[Alternative, ...]:  # fmt: skip
    """The least costly of the plans in which one visit leaves its week, and the lightest plan, where that is another."""
    others = {other: cost(problem, other) for other in _other_weeks(problem, best, known)}
    next_best = sorted(others, key=lambda days: (others[days], days))[: MOST_ALTERNATIVES - 1]
    lightest = solve(problem, MOST_LOOKS_OF_LIGHTEST, Priority.LIGHT, known)
    if lightest.cost.load < best.cost.load and lightest.days not in next_best:
        others[lightest.days] = lightest.cost
        next_best.append(lightest.days)
    return tuple(
        Alternative(tuple(_moves(titles, best.days, days)), tuple(differences(best.cost, others[days])))
        for days in next_best
    )


def _other_weeks(problem: Problem, best: Solution, known: Known) -> Iterator[tuple[Days, ...]]:
    """For the first visits of the plan: it in another week, at the best choice that its group has beside the others."""
    weeks = [(place, _week(day)) for place, days in enumerate(best.days) for day in reversed(days)]
    for place, week in weeks[:MOST_TRIED]:
        used = {day for other, days in enumerate(best.days) if other != place for day in days} | problem.taken
        rest = [one for one in known[problem.groups[place]].of if week not in map(_week, one.days)]
        if rest:
            found = min(rest, key=lambda one: (sum(day in used for day in one.days), one.own, one.days))
            yield (*best.days[:place], found.days, *best.days[place + 1 :])


def _week(day: int) -> int:
    """The number of a day's week: the first of all days was a Monday."""
    return (day - 1) // 7


def _moves(titles: Sequence[str], best: Sequence[Days], other: Sequence[Days]) -> Iterator[str]:
    moves = [
        f"{title} on {_said(instead)} (not {_said(days)})"
        for title, days, instead in zip(titles, best, other, strict=True)
        if days != instead
    ]
    if len(moves) > MOST_MOVES:
        moves = [*moves[: MOST_MOVES - 1], f"{len(moves) - MOST_MOVES + 1} more otherwise"]
    yield from moves


def _said(days: Days) -> str:
    return " and ".join(say_weekday(dt.date.fromordinal(day)) for day in days) or "no visit"


_WORDS = {
    "left_needed": (
        "portfolio left out whose result is waited for",
        "portfolios left out whose results are waited for",
    ),
    "left": ("portfolio left out", "portfolios left out"),
    "short": ("visit due and not planned", "visits due and not planned"),
    "charged": ("chargeable visit", "chargeable visits"),
    "visits": ("visit", "visits"),
    "same_day": ("visit on a day with another", "visits on a day with another"),
    "beyond": ("portfolio in a week beyond your limits", "portfolios in a week beyond your limits"),
}
_HEAVIER = {"load": "work", "weeks": "people’s busiest weeks"}
_LATER = {"first": "the year's first visits", "days": "visits"}


def differences(best: Cost, other: Cost) -> list[str]:
    """What is more or less in another choice, the most important first."""
    told = []
    for name, before, after in zip(Cost._fields, best, other, strict=True):
        amount = abs(after - before)
        if not amount:
            continue
        if name in _HEAVIER:
            told.append(f"{_HEAVIER[name]} {plural(amount, 'step')} {'heavier' if after > before else 'lighter'}")
        elif name in _LATER:
            told.append(f"{_LATER[name]} {so_many_days(amount)} {'later' if after > before else 'earlier'}")
        else:
            told.append(f"{amount} {'more' if after > before else 'fewer'} {_WORDS[name][amount != 1]}")
    return told
