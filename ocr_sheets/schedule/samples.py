"""Which portfolios to have ready for a moderation visit. OCR's moderator chooses the sample; this only prepares for it."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import islice, zip_longest
from typing import NamedTuple

from ocr_sheets.model.book import Book
from ocr_sheets.model.records import Claim, Family, Grade, Visit
from ocr_sheets.rulebook import Rulebook
from ocr_sheets.schedule.work import with_work

BEST_FIRST = (Grade.DISTINCTION_STAR, Grade.DISTINCTION, Grade.MERIT, Grade.PASS)
_STEPS: Mapping[Grade | None, int] = {grade: -at for at, grade in enumerate(BEST_FIRST)}
"""The steps from the best grade down to each."""


class Sample(NamedTuple):
    """The portfolios of one assessor on one unit at one visit.

    ``at_most`` is the most that can be asked for (S39), ``None`` where no figure is published for the day. ``chosen`` are the
    portfolios to have ready first or, once OCR's own request is typed in, those it asked for.
    """

    visit: Visit
    entry_code: str | None
    unit: str | None
    assessor: str | None
    portfolios: int
    at_most: int | None
    chosen: tuple[Claim, ...]
    is_requested: bool
    is_recorded: bool = True
    """Whether a row stands for any of them; otherwise all of them only follow from entries and units."""

    @property
    def first(self) -> tuple[str, ...]:
        """The candidate numbers of those chosen. In a consortium two candidates may have one: ask the claim whose it is."""
        return tuple(claim.candidate_number or "" for claim in self.chosen)


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
            asked = {book.whose(claim) for claim in claims if claim.sample_requested_on}
            requested = sorted((claim for whose, claim in by_candidate.items() if whose in asked), key=_number)
            at_most = None if most is None else min(most, len(by_candidate))
            recorded = any(not claim.is_implied for claim in claims)
            in_order = _order(book, by_candidate.values(), earlier, visit.visit_date)
            order = requested or islice(in_order, at_most)
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


def _from_the_lowest(claim: Claim) -> tuple[object, ...]:
    """The place of a claim's grade from the bottom; no grade is the lowest. Of two with one grade the row tells."""
    return _STEPS.get(claim.grade, -len(BEST_FIRST)), claim.place


def _number(claim: Claim) -> tuple[object, ...]:
    """The order of portfolios that are otherwise alike: by candidate number, then centre."""
    return claim.candidate_number or "", claim.centre_number or "", claim.place


def _times_sampled(book: Book) -> dict[Hashable, list[dt.date]]:
    """The days on which work of each candidate was asked for."""
    days: defaultdict[Hashable, list[dt.date]] = defaultdict(list)
    for claim in book.claims:
        if claim.candidate_number and claim.sample_requested_on:
            days[book.whose(claim)].append(claim.sample_requested_on)
    return dict(days)


def _order(
    book: Book, claims: Iterable[Claim], earlier: dict[Hashable, list[dt.date]], visit_date: dt.date
) -> Iterator[Claim]:
    """Every grade in turn, the highest and the lowest first; within a grade those sampled least before, then by number."""
    by_grade: defaultdict[Grade | None, list[Claim]] = defaultdict(list)

    def rank(claim: Claim) -> tuple[object, ...]:
        days = earlier.get(book.whose(claim)) if earlier else None
        return sum(day < visit_date for day in days) if days else 0, *_number(claim)

    for claim in claims:
        by_grade[claim.grade if claim.grade in BEST_FIRST else None].append(claim)
    present = [grade for grade in BEST_FIRST if grade in by_grade]
    for turn in zip_longest(*(sorted(by_grade[grade], key=rank) for grade in _ends_first(present))):
        yield from (one for one in turn if one)
    yield from sorted(by_grade[None], key=rank)


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
