"""Whether the two workbooks look as if they were of two centres or of two years, so that what is told of them means little."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple

from ocr_sheets.diff.rows import Rows
from ocr_sheets.model.book import Book
from ocr_sheets.model.identity import plain
from ocr_sheets.model.records import Candidate
from ocr_sheets.rulebook import Rulebook

FEWEST = 5
"""Candidates that there must be in each workbook for them to tell anything."""
FEW_SHARED = 0.25
"""The share of the smaller workbook's candidates in both below which they are other people."""
_CENTRE_DIGITS = 5


class Doubt(StrEnum):
    """What makes two workbooks look like those of two centres or of two years."""

    CENTRE_NUMBER = "centre number"
    CENTRE_NAME = "centre name"
    UCI = "UCIs"
    YEAR = "academic year"
    PEOPLE = "candidates"


class Doubtful(NamedTuple):
    """One such thing, with what it was and what it is; of candidates, how many are in both and of how many."""

    doubt: Doubt
    old: str
    new: str


def doubts(rows: Rows, rulebook: Rulebook) -> Iterator[Doubtful]:
    """All that speaks for two centres or two years."""
    old, new = rows.old.centre, rows.new.centre
    if old.centre_number and new.centre_number:
        yield from _differing(Doubt.CENTRE_NUMBER, old.centre_number, new.centre_number)
    elif plain(old.centre_name) and plain(new.centre_name) and plain(old.centre_name) != plain(new.centre_name):
        yield Doubtful(Doubt.CENTRE_NAME, old.centre_name or "", new.centre_name or "")
    yield from _differing(Doubt.UCI, _centre_in_ucis(rows.old), _centre_in_ucis(rows.new))
    yield from _differing(Doubt.YEAR, _year_of(rows.old, rulebook), _year_of(rows.new, rulebook))
    fewest = min(len(rows.old.candidates), len(rows.new.candidates))
    shared = sum(_is_one_person(was, now) for was, now in _candidates(rows))
    if fewest >= FEWEST and shared < FEW_SHARED * fewest:
        yield Doubtful(Doubt.PEOPLE, str(shared), str(fewest))


def _differing(doubt: Doubt, old: str, new: str) -> Iterator[Doubtful]:
    if old and new and old != new:
        yield Doubtful(doubt, old, new)


def _centre_in_ucis(book: Book) -> str:
    """The centre number that most UCIs begin with; a candidate who came from another school keeps that one's."""
    ucis = [row.uci[:_CENTRE_DIGITS] for row in book.candidates if row.uci]
    (number, count), *_ = Counter(ucis).most_common(1) or [("", 0)]
    return number if len(ucis) >= FEWEST and count * 2 > len(ucis) else ""


def _year_of(book: Book, rulebook: Rulebook) -> str:
    """The academic year that Centre names or, failing that, the one that all visits are in."""
    year = book.centre.academic_year
    years = {rulebook.academic_year(visit.visit_date) for visit in book.visits if visit.visit_date}
    if year is None and len(years) == 1:
        (year,) = years
    return f"{year}/{(year + 1) % 100:02}" if year is not None else ""


def _candidates(rows: Rows) -> Iterable[tuple[Candidate, Candidate]]:
    for pair in rows.pairs["candidates"]:
        if isinstance(pair.old, Candidate) and isinstance(pair.new, Candidate):
            yield pair.old, pair.new


def _is_one_person(was: Candidate, now: Candidate) -> bool:
    """Whether two rows of one number are the same person's, as far as both say who that is."""
    known = [
        (plain(getattr(was, name)), plain(getattr(now, name))) for name in ("uln", "uci", "surname", "date_of_birth")
    ]
    said = [old == new for old, new in known if old and new]
    return any(said) if said else True
