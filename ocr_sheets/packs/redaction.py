"""Which words would tell of which candidates, so that no message tells one owner of another's."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator

from ocr_sheets.dates import say
from ocr_sheets.model.book import Book
from ocr_sheets.model.families import Named
from ocr_sheets.model.records import Candidate, Place
from ocr_sheets.patterns import regex
from ocr_sheets.report import Finding
from ocr_sheets.text import CellText, folded

HELD_BACK = "The exams officer can tell you more: it also concerns somebody else's row."
GONE = "(left out)"
LEFT_OUT = "See the cell in the workbook: what stands there is left out here."

_NO_NUMBERS = regex(
    r"\b\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* \d{4}\b|\b\d{4}/\d\d\b|\bsummer \d{4}\b|\brow \d+\b"
)
"""Figures in messages that are no candidate's: days, years and rows."""
_YEAR = regex(r"(?:19|20)\d\d")
_WORD = regex(r"[^\W_]+(?:['’.-][^\W_]+)*")
_WHOLE_WORD = regex(r"\w+")
_LONGEST_NAME = 8  # words
_SHORTEST_NUMBER = 4
_PERSONAL = ("surname", "forenames", "date_of_birth", "uln", "uci")


def _births(day: dt.date) -> Iterator[str]:
    yield from (say(day), day.isoformat(), f"{day:%d/%m/%Y}", f"{day:%d.%m.%Y}", f"{day.day}/{day.month}/{day.year}")


def cell_texts(finding: Finding) -> list[str]:
    """What a finding shows of cells as it stands there: a name may be among it."""
    values = (one for value in finding.values.values() for one in (value if isinstance(value, list) else [value]))
    return [value for value in values if isinstance(value, CellText)]


class Redaction:
    """Which words of a message would tell of which candidates."""

    def __init__(self, book: Book, share: bool) -> None:
        self._book = book
        self.share = share
        self.numbers = {row.candidate_number for row in book.candidates if row.candidate_number} | {
            row.candidate_number for rows in (book.claims, book.entries) for row in rows if row.candidate_number
        }
        codes = {row.entry_code for rows in (book.qualifications, book.units) for row in rows}
        self.figures = {number for number in self.numbers if len(number) >= _SHORTEST_NUMBER} - codes
        """Of the numbers those that are looked for: what was mistyped as 8 or as an entry code would be found everywhere."""
        centre = book.centre
        staff = [*(row.name for row in book.assessors), centre.exams_officer, centre.named_contact]
        self.staff = {folded(name) for name in staff if name and not any(letter.isdigit() for letter in name)}
        """A member of staff may have the same name as a candidate, and is who is meant."""
        self.names: defaultdict[str, set[Place]] = defaultdict(set)
        """Whole names, ULNs, UCIs and days of birth, folded, with the rows of those who have them."""
        self.parts: defaultdict[str, set[Place]] = defaultdict(set)
        """Surnames and forenames alone, which are looked for only in what a finding shows of a cell."""
        for row in book.candidates:
            surname, forenames = folded(row.surname or ""), folded(row.forenames or "")
            whole = [surname + forenames, forenames + surname] if surname and forenames else []
            first = (row.forenames or "").split()
            if surname and len(first) > 1:
                whole += [surname + folded(first[0]), folded(first[0]) + surname]
            for text in (*whole, folded(row.uln or ""), folded(row.uci or "")):
                if text:
                    self.names[text].add((row.sheet, row.row))
            for text in (surname, forenames):
                if text:
                    self.parts[text].add((row.sheet, row.row))
            if row.date_of_birth:
                for text in _births(row.date_of_birth):
                    self.names[folded(text)].add((row.sheet, row.row))

        self._numbers: dict[str, frozenset[str]] = {}
        self._named: dict[str, list[set[Place]]] = {}
        """What stands in each text that was asked about: the same visits, titles and people stand in all packs."""

    def numbers_in(self, text: str) -> frozenset[str]:
        """The candidate numbers in a text: no years, days or rows."""
        if text not in self._numbers:
            self._numbers[text] = frozenset(self._find_numbers(text))
        return self._numbers[text]

    def _find_numbers(self, text: str) -> Iterator[str]:
        if self.figures.isdisjoint(_WHOLE_WORD.findall(text)):
            return
        for word in _WHOLE_WORD.findall(_NO_NUMBERS.sub(" ", text)):
            if word in self.figures and not _YEAR.fullmatch(word):
                yield word

    def named_in(self, text: str) -> list[set[Place]]:
        """Whose names, ULNs, UCIs and days of birth stand in a text."""
        if text not in self._named:
            self._named[text] = list(self._find_names(text))
        return self._named[text]

    def _find_names(self, text: str) -> Iterator[set[Place]]:
        words = [plain for word in _WORD.findall(text) if (plain := folded(word))]
        for first in range(len(words)):
            for last in range(first + 1, min(len(words), first + _LONGEST_NAME) + 1):
                together = "".join(words[first:last])
                places = self.names.get(together)
                if places and together not in self.staff:
                    yield places

    def rows_of(self, who: Iterable[Named]) -> set[Place]:
        """The rows of Candidates of those who are named so, where only one candidate is."""
        found = (self._book.person(number, centre) for centre, number in who)
        return {(person.sheet, person.row) for person in found if person}

    def is_personal(self, finding: Finding) -> bool:
        """Whether a finding is at a cell that packs for sharing leave out, or may show a name that stands in a number's place."""
        if finding.cell is None:
            return False
        column = finding.cell.column
        for table in self._book.tables:
            if table.sheet == finding.sheet and table.columns.get("candidate_number") == column:
                return any(not text.isdecimal() for text in cell_texts(finding))
        table_of = self._book.table(Candidate, finding.sheet)
        return table_of is not None and column in {table_of.columns.get(name) for name in _PERSONAL}

    def for_owner(self, who: set[Named]) -> OwnerRedaction:
        """The same, for one whose candidates are named so."""
        return OwnerRedaction(self, {number for _, number in who}, self.rows_of(who))

    def for_everyone(self) -> OwnerRedaction:
        """The same, for the exams officer, whose candidates all are."""
        return OwnerRedaction(self, self.numbers, {(row.sheet, row.row) for row in self._book.candidates})


class OwnerRedaction:
    """The same for one owner, whose own candidates may be named to them."""

    def __init__(self, words: Redaction, numbers: set[str], places: set[Place]) -> None:
        self._words = words
        self._numbers = numbers
        self._places = places
        self._cleared: dict[str, str] = {}

    def told(self, finding: Finding) -> tuple[str, str]:
        """What is wrong and what to do. Where that would name another's candidate, or in a pack for sharing a person, only the rule's
        own words stand.
        """
        text = f"{finding.message} {finding.fix}"
        shown = cell_texts(finding)
        if self._names_another(text, shown):
            return f"{finding.rule.title}.", HELD_BACK
        if self._words.share and (self._words.is_personal(finding) or self._found(text, shown)):
            return f"{finding.rule.title}.", LEFT_OUT
        return finding.message, finding.fix

    def clear(self, text: str) -> str:
        """A text that is to stand in a pack; nothing of it where it names another's candidate. All that is written goes through this."""
        cleared = self._cleared.get(text)  # a big centre's packs ask a million times
        if cleared is None:
            is_left_out = self._names_another(text) or (self._words.share and bool(self._found(text)))
            cleared = self._cleared[text] = GONE if is_left_out else text
        return cleared

    def without_names(self, text: str) -> str:
        """A text that also stands where many can read it, as what a visit is called does; nothing of it where it names any candidate."""
        return GONE if self._words.named_in(text) or self._words.numbers_in(text) else text

    def _found(self, text: str, shown: Iterable[str] = ()) -> list[set[Place]]:
        """Whose names, ULNs, UCIs and days of birth stand in a text, and whose surname or forenames in what it shows of cells."""
        words = (word for content in shown for word in _WORD.findall(content))
        return self._words.named_in(text) + [
            places for word in words if (places := self._words.parts.get(folded(word)))
        ]

    def _names_another(self, text: str, shown: Iterable[str] = ()) -> bool:
        if not self._words.numbers_in(text) <= self._numbers:
            return True
        return any(places.isdisjoint(self._places) for places in self._found(text, shown))
