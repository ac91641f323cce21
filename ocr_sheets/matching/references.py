"""What a row most likely means by a name that is on no other sheet: a person, a visit, a unit, a subject area or a candidate.

Only what is near is given, and all that is equally near: which of several is meant is never chosen here. Whether there is but one is
for whoever asks.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TypeVar

from ocr_sheets.matching.fuzzy import close_matches
from ocr_sheets.matching.people_names import Names
from ocr_sheets.model.book import Book
from ocr_sheets.model.identifiers import is_candidate_number
from ocr_sheets.model.records import Assessor, Claim, Entry, Unit, Visit
from ocr_sheets.patterns import regex
from ocr_sheets.text import key

T = TypeVar("T")

# -- staff

_BETWEEN_PEOPLE = regex(r"[/;&+|\n]|\band\b", re.IGNORECASE)


class Staff:
    """The people on Assessors, by code, by initials and by name."""

    def __init__(self, book: Book) -> None:
        self._book = book
        rows = [(row, (rows[0].sheet, rows[0].row)) for rows in book.people for row in rows]
        named = [(row.name, who) for row, who in rows if row.name]
        coded = [(row.code, who) for row, who in rows if row.code]
        self._people = {(rows[0].sheet, rows[0].row): rows[0] for rows in book.people}
        self._names = Names([*named, *coded])
        self._found: dict[str, Sequence[Assessor]] = {}

    def meant(self, text: str) -> Sequence[Assessor]:
        """The people most likely meant by what should be one person's code or name."""
        if text not in self._found:
            exact = self._book.people.resolve(text)
            self._found[text] = exact or [self._people[who] for who in self._names.meant(text)]
        return self._found[text]

    def named(self, text: str) -> Sequence[Assessor]:
        """The different people that a cell names, where each of its parts names just one: two of them in “JS/PT” or “Smith, J and
        Patel, T”. None where any part names nobody, or could be several.
        """
        for parts in _ways_apart(text):
            found = [self.meant(part) for part in parts]
            if all(len(people) == 1 for people in found):
                return list({(person.sheet, person.row): person for (person,) in found}.values())
        return ()


def _ways_apart(text: str) -> Iterator[Sequence[str]]:
    """The ways in which a cell may hold several people, the likeliest first."""
    parts = [part.strip() for part in _BETWEEN_PEOPLE.split(text) if part.strip()]
    yield parts
    commas = [part.strip() for whole in parts for part in whole.split(",") if part.strip()]
    if len(commas) > len(parts):
        pairs = [f"{first} {second}" for first, second in zip(commas[::2], commas[1::2], strict=False)]
        if len(commas) % 2 == 0 and len(commas) > 2:
            yield pairs
        yield commas
    words = text.split()
    if len(words) > 1 and all(len(word) <= 3 for word in words):
        yield words


# -- visits

_NUMBER_ALONE = regex(r"(?:visit|no|number|#)?[\s.]*0*(\d{1,2})", re.IGNORECASE)
_DAY = regex(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
_ISO_DAY = regex(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00:00)?")


class Visits:
    """The visits by name, by day and by number."""

    def __init__(self, book: Book) -> None:
        self._book = book
        once: dict[str, Visit] = {}  # a cancelled visit and its replacement may share a name
        for visit in sorted(book.everything.visits, key=lambda visit: not visit.stands):
            if visit.name:
                once.setdefault(key(visit.name), visit)
        self._named = {visit.name: visit for visit in once.values() if visit.name}
        self._found: dict[tuple[str, str | None], Sequence[Visit]] = {}

    def meant(self, claim: Claim) -> Sequence[Visit]:
        """The visits that a claim most likely names: by a name with a slip in it, by their day, or by a number alone where its subject
        area has one such. Of several, that of its own subject area.
        """
        if not claim.visit:
            return ()
        named = (claim.visit, claim.entry_code)
        if named not in self._found:
            self._found[named] = self._find(*named)
        return self._found[named]

    def _find(self, text: str, entry_code: str | None) -> Sequence[Visit]:
        subject = self._book.subject_of(entry_code)
        own = {
            key(visit.name)
            for visit in self._book.everything.visits
            if visit.name
            and entry_code
            and (visit.entry_code == entry_code or subject == self._book.subject_of_visit(visit) is not None)
        }
        found = [self._named[name] for name in close_matches(text, self._named)]
        day, number = _day(text), _NUMBER_ALONE.fullmatch(text)
        if not found and day:
            found = [visit for visit in self._named.values() if visit.visit_date == day]
        if not found and number:
            found = [
                visit
                for name, visit in self._named.items()
                if key(name) in own and re.findall(r"\d+", name) == [number[1]]
            ]
        of_own = [visit for visit in found if key(visit.name or "") in own]
        return of_own if len(of_own) == 1 else found


def _day(text: str) -> dt.date | None:
    day, iso = _DAY.fullmatch(text), _ISO_DAY.fullmatch(text)
    try:
        if day:
            return dt.date(int(day[3]), int(day[2]), int(day[1]))
        return dt.date(int(iso[1]), int(iso[2]), int(iso[3])) if iso else None
    except ValueError:
        return None


# -- units

_NUMBER_AND_TITLE = regex(r"(?:UNIT|U)?\s*0*(\d+)\s*[-–—:.,(]?\s*([^\W\d].*)")


class Units:
    """The units of each entry code by title, number and reference."""

    def __init__(self, book: Book) -> None:
        self._of: defaultdict[str, dict[str, Unit]] = defaultdict(dict)
        for unit in book.everything.units:
            if unit.entry_code and unit.unit_number:
                self._of[unit.entry_code].setdefault(unit.unit_number, unit)
        self._found: dict[tuple[str, str], Sequence[str]] = {}

    def meant(self, record: Claim | Entry) -> Sequence[str]:
        """The numbers of the units that a row most likely names, of its own entry code: by their title, by number and title, by
        reference, or by entry code and number.
        """
        if not record.entry_code or not record.unit_number:
            return ()
        named = (record.entry_code, record.unit_number)
        if named not in self._found:
            self._found[named] = self._find(*named)
        return self._found[named]

    def _find(self, code: str, text: str) -> Sequence[str]:
        units = self._of.get(code, {})
        for number, unit in units.items():
            if unit.unit_reference and _plain(unit.unit_reference) == _plain(text):
                return (number,)
        coded = re.fullmatch(rf"{re.escape(code)}\D+0*(\d+)", text)
        if coded and coded[1] in units:
            return (coded[1],)
        both = _NUMBER_AND_TITLE.fullmatch(text)
        if both and both[1] in units:
            title = units[both[1]].unit_title
            if title is None or close_matches(both[2].rstrip(")"), [title]):
                return (both[1],)
        titles = {unit.unit_title: number for number, unit in units.items() if unit.unit_title}
        return [titles[title] for title in close_matches(text, titles)]


def _plain(reference: str) -> str:
    return re.sub(r"[\s/\-]", "", reference)


# -- subject areas and candidates


def subjects_meant(book: Book, text: str) -> Sequence[str]:
    """The subject areas of Qualifications that a text most likely means."""
    known = {
        key(row.subject_area): row.subject_area for row in reversed(book.everything.qualifications) if row.subject_area
    }
    return close_matches(text, known.values())


def candidate_names(book: Book) -> Names[str]:
    """The candidates' numbers by their names. A slip is no reason to take one candidate's work for another's: ask only for `same`."""
    return Names(
        [
            (row.name, number)
            for row in book.candidates
            if (number := row.candidate_number) and is_candidate_number(number)
        ]
    )


def only(found: Sequence[T]) -> T | None:
    """What was found, where it is the only one."""
    return found[0] if len(found) == 1 else None


MOST_NAMED = 3
"""How many things a message names that may be meant."""


def suggested(likely: Sequence[str | None]) -> list[str]:
    """What may be meant, of what is near: no more than a message can name."""
    return [text for text in likely if text][:MOST_NAMED]
