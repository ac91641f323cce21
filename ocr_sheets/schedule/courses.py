"""Which entry code a course means that stands in words beside candidates, units and entries; and what rows are of that say nothing.

A centre that plans its visits often writes “IT” or “Business L3” where OCR would write an entry code. Where only one qualification fits
the words, they stand for its code. Where several may fit, and no sheet lists codes, the words themselves tell one course from another:
which award of the subject it is changes no date. Units that name no course belong to the only course there is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import chain
from typing import Final, TypeVar

from ocr_sheets.catalogue import Catalogue
from ocr_sheets.catalogue.courses import course_of
from ocr_sheets.model.book import Book
from ocr_sheets.model.identifiers import is_in_words
from ocr_sheets.model.other_awards import other_award
from ocr_sheets.model.records import Claim, Entry, Family, Qualification, Unit, Visit
from ocr_sheets.patterns import regex
from ocr_sheets.text import key

NO_CODE: Final = ""
"""Stands for the only course of a workbook that names no code and no course."""
_BETWEEN_COURSES = regex(r"\s*[;,/+&\n]\s*")
_IDLE_WORDS = frozenset(
    [
        "ocr",
        "ctec",
        "ctecs",
        "cambridge",
        "technical",
        "technicals",
        "level",
        "l2",
        "l3",
        "2",
        "3",
        "in",
        "the",
        "and",
        "of",
    ]
)
"""What may stand in the name of a course beside its subject without meaning another."""


def with_courses(book: Book, known: Catalogue) -> Book:
    """The book whose rows have the entry code of the course that they name in words, where only one fits; units that name
    neither have that of the only course there is. A course that has no code has the same name everywhere, as it stands first.
    """
    named = _named_in_words(book)
    if named:
        codes = _codes_in_words(book, known)
        first = {key(name): name for name in reversed(named)}
        called = {name: codes.get(name) or first[key(name)] for name in named}
        book = replace(
            book,
            units=_called(book.units, called),
            entries=_called(book.entries, called),
            claims=_called(book.claims, called),
            visits=_called(book.visits, called),
        )
    if book.units and not any(row.entry_code for row in book.units):
        only = {*_codes(chain(*book.coded_rows)), *chain(*course_codes(book, known).values())}
        if len(only) == 1:
            code = only.pop()
            book = replace(book, units=tuple(row._replace(entry_code=code) for row in book.units))
    return book


def courses_taken(book: Book, known: Catalogue) -> Mapping[str, str]:
    """The courses that are named in words and taken for an entry code which no sheet names, as only one in the catalogue fits."""
    found = {course: codes[0] for course, codes in course_codes(book, known).items() if len(codes) == 1}
    found.update(_codes_in_words(book, known))
    typed = set(_codes(chain(*book.coded_rows))) if found else set()
    return {course: code for course, code in found.items() if code not in typed}


_R = TypeVar("_R", Unit, Entry, Claim, Visit)


def _called(rows: Sequence[_R], called: Mapping[str, str]) -> tuple[_R, ...]:
    """The rows with the entry codes of the courses that they name."""
    return tuple(
        [
            row._replace(entry_code=called[row.entry_code]) if row.entry_code and row.entry_code in called else row
            for row in rows
        ]
    )


def _named_in_words(book: Book) -> list[str]:
    return [code for code in _codes((*book.units, *book.entries, *book.claims, *book.visits)) if is_in_words(code)]


def _codes_in_words(book: Book, known: Catalogue) -> dict[str, str]:
    """The entry codes of the courses that stand in words where rows have theirs."""
    named = _named_in_words(book)
    listed = {code: names for code, names in _offered(book, known).items() if not is_in_words(code)} if named else {}
    return _codes_of(named, listed, known)


def course_codes(book: Book, known: Catalogue) -> Mapping[str, tuple[str, ...]]:
    """The entry codes of what stands beside candidates' names as their course: where only one qualification that the centre offers fits it
    by title, subject or code or, where none does, only one in the catalogue. Several courses may stand in one cell, if each is known. A
    course of another kind of award fits none.
    """
    cells = dict.fromkeys(candidate.course for candidate in book.candidates if candidate.course)
    parts = {cell: tuple(part for part in _BETWEEN_COURSES.split(cell) if part) for cell in cells}
    codes = _codes_of((*cells, *chain(*parts.values())), _offered(book, known), known) if cells else {}
    found: dict[str, tuple[str, ...]] = {cell: (codes[cell],) for cell in cells if cell in codes}
    for cell, each in parts.items():
        if cell not in found and len(each) > 1 and all(part in codes for part in each):
            found[cell] = tuple(dict.fromkeys(codes[part] for part in each))
    return found


def only_course(book: Book) -> tuple[str, ...]:
    """The one course that every candidate is on, of a workbook that says of none what they are to be entered for and speaks of one course
    alone: its entry code, or `NO_CODE` where nothing has any. Nothing where more may be meant, or where units are not listed.
    """
    courses = {_telling(candidate.course) for candidate in book.candidates if candidate.course}
    if book.entries or book.claims or len(courses) > 1 or not any(unit.unit_number for unit in book.units):
        return ()
    codes = {unit.entry_code or NO_CODE for unit in book.units} | {*_codes(chain(*book.coded_rows))}
    if len(codes) > 1 or (courses and codes != {NO_CODE}):
        return ()
    (code,) = codes
    is_another = any(other_award(None, candidate.course) for candidate in book.candidates if candidate.course)
    is_known = book.family_of(code) is not None and book.subject_of(code) is not None
    return (code,) if is_known and not is_another else ()


def family_named(course: str, book: Book, known: Catalogue) -> Family | None:
    """The family of a course that only its name tells: that of all in the catalogue whose names fit; of a subject that is visited or that
    somebody assesses, Cambridge Technicals. ``None`` where it is another board's award, or nobody's course.
    """
    if other_award(None, course):
        return None
    meant = course_of(course, known)
    if meant.fitting:
        return meant.family or Family.TECHNICALS
    return Family.TECHNICALS if subject_named(course, book) else None


def subject_named(course: str, book: Book) -> str | None:
    """The subject area that the name of a course tells, in the words in which visits or members of staff have it."""
    areas = [visit.subject_area for visit in book.visits if visit.subject_area]
    areas += [area for person in book.assessors for area in person.subject_areas or ()]
    words = _telling(course)
    return next((area for area in areas if words and _telling(area) == words), None)


def _codes_of(courses: Iterable[str], offered: Mapping[str, Sequence[str | None]], known: Catalogue) -> dict[str, str]:
    found: dict[str, str] = {}
    for course in dict.fromkeys(courses):
        if other_award(None, course):
            continue
        fitting = {code for code, names in offered.items() if _fits(course, code, names)}
        code = next(iter(fitting)) if len(fitting) == 1 else None if fitting else _catalogued(course, offered, known)
        if code:
            found[course] = code
    return found


def _catalogued(course: str, offered: Mapping[str, Sequence[str | None]], known: Catalogue) -> str | None:
    """The one entry code that a course means in the catalogue: one that the centre offers or, where it offers none of the subject, any."""
    meant = course_of(course, known)
    code = meant.code_among(offered)
    subjects = {catalogued.subject for one in offered if (catalogued := known.coded(one))}
    is_clear = known.coded(code) is not None and (code in offered or meant.subject not in subjects)
    return code if is_clear else None


def _offered(book: Book, known: Catalogue) -> Mapping[str, Sequence[str | None]]:
    """The entry codes that a centre offers, each with its title and subject area: those on Qualifications, and those that its other
    sheets name, called as the catalogue calls them.
    """
    found: dict[str, Sequence[str | None]] = {
        row.entry_code: (row.title, row.subject_area) for row in book.qualifications if row.entry_code
    }
    subjects = book.made.subjects if book.made else {}
    for code in _codes(chain(*book.coded_rows)):
        if code not in found:
            catalogued = known.coded(code)
            found[code] = (catalogued.title if catalogued else code if is_in_words(code) else None, subjects.get(code))
    return found


def _codes(rows: Iterable[Qualification | Unit | Visit | Entry | Claim]) -> list[str]:
    """The entry codes that rows have, each once."""
    return list(dict.fromkeys(row.entry_code for row in rows if row.entry_code))


def _fits(course: str, code: str, names: Sequence[str | None]) -> bool:
    if code in re.findall(r"\d{5}", course):
        return True
    words = _telling(course)
    return bool(words) and words in [_telling(name or "") for name in names]


@cache
def _telling(text: str) -> frozenset[str]:
    """The words of a title or subject that tell it from others."""
    return frozenset(re.findall(r"[^\W_]+", text.casefold())) - _IDLE_WORDS
