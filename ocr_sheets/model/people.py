"""Who is meant by initials, a code or a name. The only place that answers it.

A name may mean one person, several or nobody: two people coded JS are two people, and nobody is chosen. Someone who is away twice
stands on Assessors twice, and is one person.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from ocr_sheets.model.records import Assessor
from ocr_sheets.patterns import regex
from ocr_sheets.text import folded_words, key

_NAME_AND_CODE = regex(r"(.+?)\s*(?:[(\[]|\s[-–—]\s)\s*([^()\[\]]+?)\s*[)\]]?")


class People:
    """The members of staff on Assessors, each with all the rows that are theirs."""

    def __init__(self, assessors: Iterable[Assessor]) -> None:
        self._rows: list[list[Assessor]] = []
        self._number: dict[tuple[str, int], int] = {}
        self._called: defaultdict[str, list[int]] = defaultdict(list)
        self._only: dict[str | None, Assessor | None] = {}
        self._resolved: dict[str, Sequence[Assessor]] = {}
        self._names: dict[tuple[str, int], str | None] = {}
        for row in assessors:
            number = self._number_of(row)
            self._rows[number].append(row)
            self._number[row.sheet, row.row] = number
            for text in (row.code, row.name, row.email):
                if text and key(text) and number not in self._called[key(text)]:
                    self._called[key(text)].append(number)

    def _number_of(self, row: Assessor) -> int:
        """The number of the person a row is of: somebody who has rows already, or a new one."""
        for text in (row.code, row.name):
            for number in self._called.get(key(text), ()) if text else ():
                if is_one_person(self._rows[number][0], row):
                    return number
        self._rows.append([])
        return len(self._rows) - 1

    def __iter__(self) -> Iterator[Sequence[Assessor]]:
        return iter(self._rows)

    def resolve(self, text: str | None) -> Sequence[Assessor]:
        """Everybody who is called that by initials, code, full name or e-mail address, each by the first row that is theirs: one, several or nobody."""
        if not text:
            return []
        if text not in self._resolved:  # thousands of claims name a handful of people
            self._resolved[text] = self._find(text)
        return self._resolved[text]

    def _find(self, text: str) -> Sequence[Assessor]:
        found = self._called.get(key(text), [])
        if not found and (both := _NAME_AND_CODE.fullmatch(text.strip())):
            # “Jo Smith (JS)” is whoever both parts may be.
            name, code = (set(self._called.get(key(part), ())) for part in both.groups())
            found = sorted(name & code)
        return [self._rows[number][0] for number in found]

    def only(self, text: str | None) -> Assessor | None:
        """The one person who is called that; ``None`` where it is nobody or could be several."""
        if text not in self._only:
            people = self.resolve(text)
            self._only[text] = people[0] if len(people) == 1 else None
        return self._only[text]

    def name_for(self, person: Assessor) -> str | None:
        """What means this person and nobody else: the code or, where somebody else has that too, the name; ``None`` where neither does."""
        place = (person.sheet, person.row)
        if place not in self._names:
            first = self.rows_of(person)[0]
            called = (text for text in (person.code, person.name) if text and self.only(text) is first)
            self._names[place] = next(called, None)
        return self._names[place]

    def rows_of(self, person: Assessor) -> Sequence[Assessor]:
        """All rows of the person that a row is of."""
        number = self._number.get((person.sheet, person.row))
        return (person,) if number is None else self._rows[number]

    def absence_on(self, person: Assessor, day: dt.date) -> Assessor | None:
        """The row that says that a person is away on a day; ``None`` where they are not."""
        return next((row for row in self.rows_of(person) if _is_away(row, day)), None)


def is_one_person(person: Assessor, other: Assessor) -> bool:
    """Whether two rows that share a code or a name can be one person: the same words in any order, an initial for a forename, or the
    same address; and not two codes.
    """
    if person.code and other.code and key(person.code) != key(other.code):
        return False
    if person.email and other.email and person.email.casefold() == other.email.casefold():
        return True
    names, others = folded_words(person.name or ""), folded_words(other.name or "")
    return all(_has_match(word, others) for word in names) or all(_has_match(word, names) for word in others)


def _has_match(word: str, among: Iterable[str]) -> bool:
    """Whether a word of a name, or one that it is the initial of or that is its initial, is among others."""
    return any(one == word or (min(len(one), len(word)) == 1 and one[0] == word[0]) for one in among)


def _is_away(row: Assessor, day: dt.date) -> bool:
    return row.unavailable_from is not None and row.unavailable_from <= day <= (
        row.unavailable_to or row.unavailable_from
    )
