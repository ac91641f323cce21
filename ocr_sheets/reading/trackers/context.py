"""What the rest of a workbook says that a table leaves out: which qualification its units are of, and the words of the centre's key."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from ocr_sheets.catalogue import Catalogue, load_catalogue
from ocr_sheets.catalogue.known import title_key
from ocr_sheets.matching.fuzzy import words_of
from ocr_sheets.model.records import Assessment, Entry, Family, Grade, Qualification, Unit
from ocr_sheets.patterns import regex
from ocr_sheets.reading.raw import Raw, as_text
from ocr_sheets.reading.trackers.headings import Role
from ocr_sheets.reading.trackers.matrix import Matrix
from ocr_sheets.reading.trackers.shapes import Mark, MarkKind, Words
from ocr_sheets.text import key

_CODE = regex(r"(?<![\d/.])(\d{5})(?![\d/.])")
_IDLE = frozenset({"cambridge", "technical"})
_KEY_NAMES = regex(r"(?:key|legend|grade key|key to grades|codes?(?: used)?|abbreviations)\s*:?", re.IGNORECASE)
_MEANINGS: tuple[tuple[re.Pattern[str], Mark], ...] = (
    (regex(r"\b(?:refer|referred|resub|re-?submit|redo|to be resubmitted|retake)", re.IGNORECASE), Mark(MarkKind.AGAIN)),
    (regex(r"\bnot\b.*\b(?:yet|achieved|submitted|complete|started)|\bin progress|\bworking towards|\bincomplete|\bnot (?:yet|submitted)", re.IGNORECASE), Mark(MarkKind.NOT_YET)),
    (regex(r"^\s*near pass\b", re.IGNORECASE), Mark(MarkKind.GRADE, Grade.NEAR_PASS)),
    (regex(r"^\s*pass(?:ed)?\b", re.IGNORECASE), Mark(MarkKind.GRADE, Grade.PASS)),
    (regex(r"^\s*merit\b", re.IGNORECASE), Mark(MarkKind.GRADE, Grade.MERIT)),
    (regex(r"^\s*dist(?:inction)?\b", re.IGNORECASE), Mark(MarkKind.GRADE, Grade.DISTINCTION)),
    (regex(r"^\s*unclassified\b", re.IGNORECASE), Mark(MarkKind.GRADE, Grade.UNCLASSIFIED)),
    (regex(r"^\s*(?:unit )?(?:claimed|submitted to ocr|on interchange)\b", re.IGNORECASE), Mark(MarkKind.STEP, step=Role.CLAIMED)),
    (regex(r"^\s*(?:internally )?(?:standardis|verif|IV|IQA|moderat)\w*['’]?d\b", re.IGNORECASE), Mark(MarkKind.STEP, step=Role.STANDARDISED)),
    (regex(r"^\s*(?:assessed|marked|graded)\b", re.IGNORECASE), Mark(MarkKind.STEP, step=Role.ASSESSED)),
)  # fmt: skip
_KEY_LINE = regex(r"\s*(?:key|legend)\s*[:–-]\s*(?=\S)", re.IGNORECASE)
"""What begins a key in one line: “Key: A = assessed, C = claimed”."""
_OF_A_KEY = 2
"""Cells of a line of a key: a word and its meaning."""
_LONGEST_WORD = 12
_MOST_LINES = 30


@dataclass
class Courses:
    """The qualifications that the workbook speaks of, and those of the catalogue."""

    catalogue: Catalogue
    titled: Mapping[str, Sequence[str]]
    """Titles, subjects and other words for a course, as the centre writes them, with their entry codes."""
    units: Mapping[str, Sequence[str]]
    """Unit numbers with the entry codes that the centre's sheet of units has them under."""
    examined: frozenset[tuple[str, str]]
    codes: frozenset[str]
    entered: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Candidate numbers with the codes they are entered for."""
    titles: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    """Titles of units, reduced by `key`, with code and number."""
    verified: frozenset[str] = frozenset()
    subjects: Mapping[str, str] = field(default_factory=dict)
    """Entry codes with the subject area that the centre gives them."""

    @cached_property
    def named(self) -> Mapping[str, tuple[str, str]]:
        """Titles and references of units that are those of one number, with the entry code where that is one too."""
        found = {}
        for said, units in self.titles.items():
            if len({number for _, number in units}) == 1:
                codes = {code for code, _ in units}
                found[said] = (codes.pop() if len(codes) == 1 else "", units[0][1])
        return found

    def subject(self, code: str) -> str | None:
        """The subject of an entry code, as the centre or else the catalogue has it."""
        known = self.catalogue.coded(code)
        return self.subjects.get(code) or (known.subject if known else None)

    def coded(self, text: str) -> str:
        """The one entry code that stands in a text, known to the centre or to the catalogue."""
        found = {code for code in _CODE.findall(text) if code in self.codes or self.catalogue.coded(code)}
        return found.pop() if len(found) == 1 else ""

    def worded(self, text: str) -> set[str]:
        """The codes of the centre's courses that a text names by their words, the longest names only."""
        said = f" {' '.join(words_of(text))} "
        named = {title for title in self.titled if len(key(title)) > 1 and f" {' '.join(words_of(title))} " in said}
        longest = {one for one in named if not any(one != other and key(one) in key(other) for other in named)}
        return {code for one in longest for code in self.titled[one]}

    def catalogued(self, text: str) -> str:
        """The entry code of the one qualification of the catalogue whose title, size and level a text holds."""
        said = title_key(text) - _IDLE
        fits: dict[str, int] = {}
        for one in self.catalogue.qualifications:
            wanted = title_key(one.title) - _IDLE
            if one.entry_code and len(wanted) > 2 and wanted <= said:
                fits[one.entry_code] = len(wanted)
        best = [code for code, size in fits.items() if size == max(fits.values())]
        return best[0] if len(best) == 1 else ""

    def having(self, units: Iterable[str]) -> str:
        """The one code that the centre's sheet of units has all these units under."""
        sets = [set(self.units.get(unit, ())) for unit in units]
        both = set.intersection(*sets) if sets else set()
        return both.pop() if len(both) == 1 else ""

    def is_verified(self, code: str) -> bool:
        """Whether an entry code is of a verified qualification, whose only grade is a pass."""
        known = self.catalogue.coded(code) if code else None
        return code in self.verified or (known is not None and known.family is Family.VERIFIED)

    def is_examined(self, code: str, unit: str) -> bool:
        """Whether OCR examines a unit, as Units or the catalogue says."""
        if (code, unit) in self.examined:
            return True
        known = self.catalogue.unit(code, unit) if code else None
        return known is not None and known.assessment is Assessment.EXAMINED


def grade_key(matrices: Sequence[Matrix]) -> tuple[dict[str, Mark], dict[str, str]]:
    """The centre's own words for grades, from its key: each with its meaning; and the sheets and cells where they stand."""
    found: dict[str, Mark] = {}
    where: dict[str, str] = {}
    for matrix in matrices:
        has_key = any(map(_is_key, matrix.texts))
        starts = [
            (row, column)
            for row, line in enumerate(matrix.rows if has_key else ())
            for column, raw in enumerate(line)
            if _is_key(raw)
        ]
        if _KEY_NAMES.fullmatch(matrix.grid.name.strip()) and not starts:
            starts = [(-1, 0)]
        for row, column in starts:
            is_line = row >= 0 and _KEY_LINE.match(as_text(matrix.raw(row, column))) is not None
            last = row + 1 if is_line else row + 1 + _MOST_LINES
            for at in range(row if is_line else row + 1, min(last, len(matrix.rows))):
                line = matrix.rows[at][column:]
                # In a longer row a word and a step of the work are rather two cells of a list.
                is_short = sum(raw != "" for raw in line) <= _OF_A_KEY
                for text, meaning in _pairs(line):
                    mark = next((mark for pattern, mark in _MEANINGS if pattern.search(meaning)), None)
                    if mark and text not in found and (is_short or mark.kind is not MarkKind.STEP):
                        found[text] = mark
                        place = matrix.place(at, column)
                        where[text] = f"{matrix.grid.name}!{place[0]}"
    return found, where


def _is_key(raw: Raw) -> bool:
    if not isinstance(raw, str):
        return False
    is_alone = len(raw) < 2 * _LONGEST_WORD and _KEY_NAMES.fullmatch(raw.strip()) is not None
    return is_alone or (_KEY_LINE.match(raw) is not None and "=" in raw)


def _pairs(line: Sequence[Raw]) -> Iterable[tuple[str, str]]:
    """The words of a line of a key with their meanings: side by side, or “R = Referred” in one cell."""
    filled = [as_text(raw) for raw in line if raw != ""]
    for text, meaning in pairwise(filled):
        if len(text) <= _LONGEST_WORD and len(meaning) > 2:
            yield text, meaning
    for text in (_KEY_LINE.sub("", text) for text in filled):
        for part in re.split(r"[,;]\s*", text):
            said = re.fullmatch(r"(\S{1,4})\s*[=:–-]\s*([^\W\d].{2,})", part)
            if said:
                yield said[1], said[2]


def words_with(year: int, date1904: bool, matrices: Sequence[Matrix]) -> tuple[Words, dict[str, str]]:
    """How this centre writes: its key, and its academic year."""
    marks, where = grade_key(matrices)
    return Words(year, date1904, marks), where


def courses_of(qualifications: Iterable[Qualification], units: Iterable[Unit], entries: Iterable[Entry]) -> Courses:
    """What the centre's own sheets and the catalogue know of qualifications and units."""
    rows = list(qualifications)
    titled: dict[str, list[str]] = {}
    codes: set[str] = set()
    subjects: dict[str, str] = {}
    for row in rows:
        if row.entry_code:
            codes.add(row.entry_code)
            if row.subject_area:
                subjects.setdefault(row.entry_code, row.subject_area)
            for text in (row.title, row.subject_area):
                if text:
                    titled.setdefault(text, []).append(row.entry_code)
    numbered: dict[str, list[str]] = {}
    named: dict[str, list[tuple[str, str]]] = {}
    examined: set[tuple[str, str]] = set()
    for unit in units:
        if unit.unit_number:
            if unit.entry_code:
                codes.add(unit.entry_code)
                numbered.setdefault(unit.unit_number, []).append(unit.entry_code)
            for text in (unit.unit_title, unit.unit_reference):
                if text:
                    named.setdefault(key(text), []).append((unit.entry_code or "", unit.unit_number))
            if unit.assessment is Assessment.EXAMINED and unit.entry_code:
                examined.add((unit.entry_code, unit.unit_number))
    entered: dict[str, set[str]] = {}
    for entry in entries:
        if entry.candidate_number and entry.entry_code:
            entered.setdefault(entry.candidate_number, set()).add(entry.entry_code)
    return Courses(
        load_catalogue(),
        titled,
        numbered,
        frozenset(examined),
        frozenset(codes),
        {number: frozenset(found) for number, found in entered.items()},
        named,
        frozenset(row.entry_code for row in rows if row.entry_code and row.family is Family.VERIFIED),
        subjects,
    )
