"""Which course a person means who types one: an entry code, a QAN, a title, or a subject with as much more as they like.

“05839”, “Business”, “CTEC IT level 3” and “Cambridge Technical Extended Certificate in Business 2016” are courses as people type
them. What was typed must fit in all its words: a course is never taken because it is nearly right, and what is near is offered.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from functools import cache
from typing import Final, NamedTuple, TypeVar

from ocr_sheets.catalogue.known import Catalogue, KnownQualification
from ocr_sheets.matching.fuzzy import close_matches
from ocr_sheets.model.identifiers import is_entry_code
from ocr_sheets.model.records import Family
from ocr_sheets.patterns import regex

_WORDS: Final = regex(r"[^\W\d_]+|\d+")
_IDLE: Final = frozenset(
    {"ocr", "cambridge", "technical", "technicals", "ctec", "ctecs", "in", "the", "and", "of", "suite", "qcf"}
)
"""Words that say nothing of which course is meant."""
_LEVEL: Final = regex(r"\b(?:level|lvl|l)\s*([1-8])\b", re.IGNORECASE)
_QAN: Final = regex(r"\d{3}/?\d{4}/?[\dXx]")
_SUITE: Final = regex(r"\b(2012|2016)\b")
_SPELT: Final = (
    (regex(r"\binformation technology\b|\bict\b"), "it"),
    (regex(r"\bhsc\b|\bh&sc\b"), "health and social care"),
    (regex(r"\bext(?:d|ended)?\b"), "extended"),
    (regex(r"\bfound(?:ation)?\b"), "foundation"),
    (regex(r"\bsub(?:sid|sidiary)?\b"), "subsidiary"),
    (regex(r"\bintro(?:ductory)?\b"), "introductory"),
    (regex(r"\bdip(?:loma)?s?\b"), "diploma"),
    (regex(r"\bcert(?:ificate)?s?\b"), "certificate"),
)
"""Abbreviations that everybody uses, and what they stand for."""
_SIZE_WORDS: Final = frozenset(
    {"award", "certificate", "diploma", "extended", "foundation", "introductory", "subsidiary"}
)
_MOST_OFFERED: Final = 6


T = TypeVar("T")


class Course(NamedTuple):
    """What a text means: the qualifications that fit all of it or, where none does, what it may have been meant for."""

    text: str
    fitting: tuple[KnownQualification, ...] = ()
    near: tuple[str, ...] = ()
    entry_code: str | None = None
    """The text itself, where it is an entry code."""

    @property
    def subject(self) -> str | None:
        """The one subject area of all that fits, in the catalogue's words."""
        return _only(row.subject for row in self.fitting)

    @property
    def family(self) -> Family | None:
        """The one family of all that fits."""
        return _only(row.family for row in self.fitting)

    @property
    def qualification(self) -> KnownQualification | None:
        """The one qualification that fits and has an entry code; ``None`` where there are several, or one more without a code."""
        return self.fitting[0] if len(self.fitting) == 1 and self.fitting[0].entry_code else None

    def listed(self, offered: Collection[str]) -> Sequence[str]:
        """Of the entry codes that a centre offers, those that fit, the newer suite first."""
        newest = sorted(self.fitting, key=lambda row: row.suite or "", reverse=True)
        return [row.entry_code for row in newest if row.entry_code and row.entry_code in offered]

    def code_among(self, offered: Collection[str]) -> str | None:
        """The entry code that is meant: the text itself, the only one of those offered that fits or, else, the only one there is."""
        listed = self.listed(offered)
        if self.entry_code or len(listed) == 1:
            return self.entry_code or listed[0]
        return self.qualification.entry_code if self.qualification else None


def _only(values: Iterable[T]) -> T | None:
    different = set(values)
    return different.pop() if len(different) == 1 else None


def course_of(text: str, catalogue: Catalogue) -> Course:
    """What a text means as the name of a course."""
    said = " ".join(text.split())
    digits = said.zfill(5) if said.isdecimal() else said
    if is_entry_code(digits):
        known = catalogue.coded(digits)
        return (
            Course(said, (known,), entry_code=digits)
            if known
            else Course(said, (), _codes_near(digits, catalogue), digits)
        )
    if _QAN.fullmatch(said) and (numbered := catalogue.numbered(said)):
        return Course(said, (numbered,))
    fitting = _fitting(said, catalogue)
    return Course(said, fitting, () if fitting else _subjects_near(said, catalogue))


def _fitting(text: str, catalogue: Catalogue) -> tuple[KnownQualification, ...]:
    level, suite = _LEVEL.search(text), _SUITE.search(text)
    left = _SUITE.sub(" ", _LEVEL.sub(" ", text))
    words = _words(left)
    return tuple(
        row
        for row in catalogue.qualifications
        if not row.replaced_by
        and _fits(words, row)
        and (not level or row.level == int(level[1]))
        and (not suite or row.suite == suite[1])
    )


def _fits(words: frozenset[str], row: KnownQualification) -> bool:
    """Whether words name a qualification's subject and, if anything more, its size, or are those of its title."""
    subject = _words(row.subject)
    if not subject or not subject <= words:
        return False
    rest = words - subject
    return not rest or rest == {word.casefold() for word in row.size.split()}


@cache
def spelt_out(text: str) -> str:
    """A text in small letters, its abbreviations written in full: H&SC is health and social care, Ext Cert extended certificate."""
    text = text.casefold()
    for short, whole in _SPELT:
        text = short.sub(whole, text)
    return text


@cache
def _words(text: str) -> frozenset[str]:
    return frozenset(word for word in _WORDS.findall(spelt_out(text)) if word not in _IDLE)


def _codes_near(code: str, catalogue: Catalogue) -> tuple[str, ...]:
    """Entry codes that differ from this one in one digit, or by two neighbours changed round."""
    codes = sorted({row.entry_code for row in catalogue.qualifications if row.entry_code and row.entry_code != code})
    return tuple(other for other in codes if _is_a_slip(code, other))[:_MOST_OFFERED]


def _is_a_slip(one: str, other: str) -> bool:
    places = [at for at, (mine, theirs) in enumerate(zip(one, other, strict=True)) if mine != theirs]
    if len(places) == 1:
        return True
    return (
        len(places) == 2
        and places[1] == places[0] + 1
        and one[places[0]] == other[places[1]]
        and one[places[1]] == other[places[0]]
    )


def _subjects_near(text: str, catalogue: Catalogue) -> tuple[str, ...]:
    """Subjects that a text may have been meant for: those whose words it has, whose initials it gives, or which it nearly spells."""
    left = _SUITE.sub(" ", _LEVEL.sub(" ", text))
    words = [word for word in _WORDS.findall(spelt_out(left)) if word not in _IDLE and word not in _SIZE_WORDS]
    said = frozenset(words)
    subjects: Sequence[str] = catalogue.subjects
    found = [subject for subject in subjects if _words(subject) & said]
    found += [
        subject for subject in subjects if _initials(subject) in {"".join(words), "".join(word[0] for word in words)}
    ]
    found += [subject for subject in subjects if any(_begins(word, subject) for word in words)]
    found += close_matches(" ".join(words), subjects)
    return tuple(dict.fromkeys(found))[:_MOST_OFFERED]


def _initials(subject: str) -> str:
    """HSC for Health and Social Care; nothing for a subject of one word."""
    words = [word for word in _WORDS.findall(subject.casefold()) if word not in _IDLE]
    return "".join(word[0] for word in words) if len(words) > 1 else "-"


def _begins(word: str, subject: str) -> bool:
    """Whether a word is the beginning of one of the subject's words, as in Bus or Eng."""
    stem = word.removesuffix("s") if len(word) > 3 else word
    return len(stem) >= 3 and any(part.startswith(stem) for part in _words(subject))
