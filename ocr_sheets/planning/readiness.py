"""How ready each candidate is in each qualification: by the unit that is furthest behind."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Set
from enum import StrEnum
from typing import NamedTuple

from ocr_sheets.model.families import Named
from ocr_sheets.model.records import ClaimPlace
from ocr_sheets.planning.work import Place, Portfolio, Work


class Stage(StrEnum):
    """How far one unit of one candidate is, the furthest behind first."""

    NEEDS_VISIT = "needs a visit"
    TO_ASSESS = "to be assessed"
    TO_STANDARDISE = "to be standardised"
    TO_CLAIM = "ready to claim"
    CLAIMED = "claimed"
    CONFIRMED = "confirmed"
    LEFT = "left"


class Ready(NamedTuple):
    """One candidate in one qualification. ``stage`` is that of the unit furthest behind."""

    candidate_number: str
    entry_code: str
    subject: str
    stage: Stage
    counts: Mapping[Stage, int]
    centre: str = ""
    """The candidate's centre number, in a workbook of candidates of several centres."""


def stage_of(portfolio: Portfolio) -> Stage:
    """How far a portfolio is. One that has no visit needs that first, however far its work is."""
    match portfolio.place:
        case Place.CONFIRMED:
            return Stage.CONFIRMED
        case Place.LEFT:
            return Stage.LEFT
        case Place.NEEDS_VISIT:
            return Stage.NEEDS_VISIT
        case Place.WAITING:
            return Stage.CLAIMED
        case _:
            pass
    if portfolio.steps.is_claimed:
        return Stage.CLAIMED
    if not portfolio.steps.is_assessed:
        return Stage.TO_ASSESS
    return Stage.TO_CLAIM if portfolio.steps.is_standardised else Stage.TO_STANDARDISE


def readiness(work: Work, without: Set[ClaimPlace] = frozenset()) -> list[Ready]:
    """Every candidate with claims, but for those claims, the furthest behind first."""
    book = work.book
    counts: defaultdict[tuple[Named, str], Counter[Stage]] = defaultdict(Counter)
    names: dict[str, str] = {}
    for portfolio in work.portfolios:
        if portfolio.claim.place in without:
            continue
        who, code = book.named(portfolio.claim), portfolio.claim.entry_code or ""
        counts[who, code][stage_of(portfolio)] += 1
        names.setdefault(code, portfolio.subject.name if portfolio.subject else "")
    order = list(Stage)
    found = [
        Ready(
            who.number,
            code,
            names[code],
            next(stage for stage in order if own[stage]),
            own,
            book.home_of(who) if book.has_several_centres else "",
        )
        for (who, code), own in counts.items()
    ]
    return sorted(
        found,
        key=lambda one: (order.index(one.stage), one.subject, one.entry_code, one.candidate_number, one.centre),
    )
