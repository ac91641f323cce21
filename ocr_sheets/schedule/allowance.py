"""Visits by academic year: the free ones of a subject area (S5 to S9, S23) and the two a year of a verified qualification (S89)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Hashable
from typing import NamedTuple

from ocr_sheets.model.book import Book
from ocr_sheets.model.records import Family, Visit
from ocr_sheets.rulebook import Rulebook
from ocr_sheets.rulebook.values import year_label
from ocr_sheets.text import key


class Counted(NamedTuple):
    """A visit that stands, and the place it takes among those of its academic year: the first is number 1.

    ``label`` is the year as people write it; ``of`` is what is counted: the centre's words for a subject area or, for a verified qualification, its entry code.
    """

    visit: Visit
    family: Family
    year: int
    label: str
    of: str
    number: int


def visits_counted(book: Book, rulebook: Rulebook) -> list[Counted]:
    """The visits that stand, numbered in order of date within what they are counted by.

    Cambridge Technicals are counted by subject area, whatever suite or level; verified qualifications by entry code. Rows for one of
    these and one day are one visit: a centre may list it once for each suite or group, and a consortium once for each centre.
    """
    dates: defaultdict[tuple[Hashable, ...], list[dt.date]] = defaultdict(list)
    counted: list[Counted] = []
    together = counted_together(rulebook, book.as_of)
    # A visit whose day may still change takes no place: it may never be held.
    standing = [visit for visit in book.visits if visit.stands and not book.is_uncertain(visit)]
    for visit in sorted(standing, key=lambda visit: (visit.visit_date or dt.date.max, visit.row)):
        family = book.family_of_visit(visit)
        of = _counted_by(book, visit, family)
        if family is None or of is None or visit.visit_date is None:
            continue
        is_verified = family is Family.VERIFIED
        year = (
            rulebook.quality_assurance_year(visit.visit_date)
            if is_verified
            else rulebook.academic_year(visit.visit_date)
        )
        held = dates[family, together.get(key(of), key(of)), year]
        if visit.visit_date not in held:
            held.append(visit.visit_date)
        label = rulebook.quality_assurance_label(year) if is_verified else year_label(year)
        counted.append(Counted(visit, family, year, label, of, held.index(visit.visit_date) + 1))
    return counted


def counted_together(rulebook: Rulebook, day: dt.date) -> dict[str, str]:
    """Subject areas by another name under which they are counted, both reduced by `key` (B65). None, in our own reading."""
    pairs = (pair.split("=") for pair in rulebook.word_list("visits.subjects_counted_together", day) or ())
    return {key(other): key(one) for one, other in pairs}


def _counted_by(book: Book, visit: Visit, family: Family | None) -> str | None:
    """What a visit is counted by. A moderation visit that names only an entry code is counted by that code's subject area."""
    if family is Family.VERIFIED:
        return visit.entry_code or visit.subject_area
    if visit.subject_area or visit.entry_code is None:
        return visit.subject_area
    row = book.qualification_of.get(visit.entry_code)
    return (row.subject_area if row else None) or visit.entry_code
