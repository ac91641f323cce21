"""Visits by academic year: the free ones of a subject area (S5 to S9, S23) and the two a year of a verified qualification (S89)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Hashable
from typing import NamedTuple

from ocr_sheets.book import Book, Family, Visit, key


class Counted(NamedTuple):
    """A visit that stands, and the place it takes among those of its academic year: the first is number 1.

    ``of`` is what is counted: the centre's words for a subject area or, for a verified qualification, its entry code.
    """

    visit: Visit
    family: Family
    year: int
    of: str
    number: int


def visits_counted(book: Book, academic_year: Callable[[dt.date], int]) -> list[Counted]:
    """The visits that stand, numbered in order of date within what they are counted by.

    Cambridge Technicals are counted by subject area, whatever suite or level; a consortium's shared visit that is listed once for
    each centre counts once. Verified qualifications are counted by entry code.
    """
    dates: defaultdict[tuple[Hashable, ...], list[Hashable]] = defaultdict(list)
    counted: list[Counted] = []
    shared = book.centre.consortium_name is not None
    standing = [visit for visit in book.visits if visit.stands]
    for visit in sorted(standing, key=lambda visit: (visit.visit_date or dt.date.max, visit.row)):
        family = book.family_of_visit(visit)
        of = visit.subject_area if family is Family.TECHNICALS else visit.entry_code or visit.subject_area
        if family is None or of is None or visit.visit_date is None:
            continue
        year = academic_year(visit.visit_date)
        held = dates[family, key(of), year]
        occasion: Hashable = visit.visit_date if shared else (visit.sheet, visit.row)
        if occasion not in held:
            held.append(occasion)
        counted.append(Counted(visit, family, year, of, held.index(occasion) + 1))
    return counted
