"""Which portfolios to have ready for a moderation visit. OCR's moderator chooses the sample; this only prepares for it."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, zip_longest
from typing import NamedTuple

from ocr_sheets.model.book import Book
from ocr_sheets.model.records import Claim, Family, Grade, Visit
from ocr_sheets.rulebook import Rulebook
from ocr_sheets.schedule.work import with_work

BEST_FIRST = (Grade.DISTINCTION_STAR, Grade.DISTINCTION, Grade.MERIT, Grade.PASS)


class Sample(NamedTuple):
    """The portfolios of one assessor on one unit at one visit.

    ``at_most`` is the most that can be asked for (S39), ``None`` where no figure is published for the day. ``first`` are the
    candidates whose portfolios to have ready first or, once OCR's own request is typed in, those it asked for.
    """

    visit: Visit
    entry_code: str | None
    unit: str | None
    assessor: str | None
    portfolios: int
    at_most: int | None
    first: tuple[str, ...]
    is_requested: bool
    is_recorded: bool = True
    """Whether a row stands for any of them; otherwise all of them only follow from entries and units."""


def sample_lists(book: Book, rulebook: Rulebook) -> list[Sample]:
    """A list for each moderation visit that stands, each unit and each assessor. In a consortium the pool is the consortium's."""
    book = with_work(book, rulebook).of(Family.TECHNICALS)
    earlier = _times_sampled(book)
    lists: list[Sample] = []
    for visit in book.occasions:
        if visit.visit_date is None:
            continue
        most = rulebook.number("sample.portfolios_at_most", visit.visit_date)
        for (code, unit, assessor), claims in sorted(
            _groups(book, visit).items(), key=lambda item: tuple(t or "" for t in item[0])
        ):
            # A unit claimed twice for one visit is one portfolio: at its better grade, wherever its rows stand.
            by_candidate = {
                book.whose(claim): claim for claim in sorted(claims, key=_from_the_lowest) if claim.candidate_number
            }
            requested = sorted(
                {claim.candidate_number for claim in claims if claim.candidate_number and claim.sample_requested_on}
            )
            at_most = None if most is None else min(most, len(by_candidate))
            recorded = any(not claim.is_implied for claim in claims)
            order = requested or islice(_order(by_candidate.values(), earlier, visit.visit_date), at_most)
            lists.append(
                Sample(visit, code, unit, assessor, len(by_candidate), at_most, tuple(order), bool(requested), recorded)
            )
    return lists


def _groups(book: Book, visit: Visit) -> dict[tuple[str | None, str | None, str | None], list[Claim]]:
    groups: defaultdict[tuple[str | None, str | None, str | None], list[Claim]] = defaultdict(list)
    for claim in book.portfolios_at(visit):
        if claim.unit_number or not claim.is_implied:
            groups[claim.entry_code, claim.unit_number, assessor_of(book, claim)].append(claim)
    return dict(groups)


def assessor_of(book: Book, claim: Claim) -> str | None:
    """The assessor of a claim by the code on Assessors, whether the claim has the code or the name, or by the name where two have the code;
    else as it stands there.
    """
    name = book.assessor_named(claim)
    person = book.assessor_for(name)
    return (book.people.name_for(person) if person else None) or name


def _from_the_lowest(claim: Claim) -> int:
    """The place of a claim's grade from the bottom; no grade is the lowest."""
    return -BEST_FIRST.index(claim.grade) if claim.grade in BEST_FIRST else -len(BEST_FIRST)


def _times_sampled(book: Book) -> dict[str, list[dt.date]]:
    """The days on which work of each candidate was asked for, by candidate number."""
    days: defaultdict[str, list[dt.date]] = defaultdict(list)
    for claim in book.claims:
        if claim.candidate_number and claim.sample_requested_on:
            days[claim.candidate_number].append(claim.sample_requested_on)
    return dict(days)


def _order(claims: Iterable[Claim], earlier: dict[str, list[dt.date]], visit_date: dt.date) -> Iterator[str]:
    """Every grade in turn, the highest and the lowest first; within a grade those sampled least before, then by number."""
    by_grade: defaultdict[Grade | None, list[tuple[int, str]]] = defaultdict(list)
    for claim in claims:
        number = claim.candidate_number or ""
        before = sum(day < visit_date for day in earlier.get(number, ()))
        by_grade[claim.grade if claim.grade in BEST_FIRST else None].append((before, number))
    present = [grade for grade in BEST_FIRST if grade in by_grade]
    for turn in zip_longest(*(sorted(by_grade[grade]) for grade in _ends_first(present))):
        yield from (one[1] for one in turn if one)
    yield from (number for _, number in sorted(by_grade[None]))


def _ends_first(grades: Sequence[Grade]) -> list[Grade]:
    """The highest, the lowest, then the others from the top."""
    if len(grades) <= 1:
        return list(grades)
    return [grades[0], grades[-1], *grades[1:-1]]


def portfolios_to_have_ready(samples: Iterable[Sample]) -> Counter[tuple[str, int]]:
    """How many portfolios can be asked for at each visit, by the visit's sheet and row."""
    ready: Counter[tuple[str, int]] = Counter()
    for sample in samples:
        ready[sample.visit.sheet, sample.visit.row] += sample.portfolios if sample.at_most is None else sample.at_most
    return ready
