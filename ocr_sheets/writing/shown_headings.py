"""Which headings that were not read may be shown on a terminal. Where a row of data was taken for headings, they may name candidates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from ocr_sheets.matching.fuzzy import words_of
from ocr_sheets.model.book import Book
from ocr_sheets.model.records import RECORDS, SHEETS, columns_of
from ocr_sheets.patterns import regex
from ocr_sheets.reading.trackers.headings import role_of
from ocr_sheets.reading.values import is_known_code
from ocr_sheets.report import Report
from ocr_sheets.text import key, plural

_LIKE_A_NAME = regex(r"[^\W\d_a-z][\w'’.\-]*(?:,? [^\W\d_a-z][\w'’.\-]*){1,3}")
"""Two to four words with capitals, as a name is written, and many a heading too."""
_SHORTEST = 3
"""Letters of a name's word that is looked for: shorter ones, such as St, are in other words too."""
_QUOTED = regex(r"“([^“”]*)”")
_OURS = frozenset(key(sheet.name) for sheet in SHEETS.values())
_OF_HEADINGS = frozenset(
    [
        "group",
        "form",
        "house",
        "tutor",
        "notes",
        "comments",
        "total",
        "overall",
        "predicted",
        "target",
        "attendance",
        "points",
        "award",
        "contact",
        "email",
        "phone",
        "date",
        "grade",
        "status",
        "unit",
    ]
)
"""Words that head columns of other things than ours."""


def shown_headings(report: Report) -> Mapping[str, Sequence[str]]:
    """The headings that were not read by sheet; in place of those that may name somebody, how many there are."""
    people = _people(report.book)
    found: dict[str, Sequence[str]] = {}
    for sheet, headings in report.unread_headings.items():
        is_data = any(heading.strip().isdecimal() and not is_known_code(heading) for heading in headings)
        shown = [] if is_data else [heading for heading in headings if not _may_name(heading, people)]
        left = len(headings) - len(shown)
        found[sheet] = [*shown, *([f"{plural(left, 'heading')} that may be a name"] if left else [])]
    return found


def without_names(texts: Iterable[str], book: Book) -> list[str]:
    """Questions with each heading that they quote and that may name somebody left out."""
    people = _people(book)
    return [_QUOTED.sub(lambda found: "“a name”" if _may_name(found[1], people) else found[0], text) for text in texts]


def without_tabs(lines: Iterable[str], book: Book) -> Iterator[str]:
    """Lines in which the sheets that are named for candidates go by a number: “candidate's sheet 2”."""
    sheets = dict.fromkeys(
        [
            *(one.sheet for one in book.tables),
            *(one.sheet for one in book.judgements),
            *(one.sheet for one in book.set_aside),
        ]
    )
    names = [set(words_of(one.name)) for one in book.candidates]
    named = [sheet for sheet in sheets if _names_somebody(sheet, names)]
    shown = {sheet: f"candidate's sheet {place}" for place, sheet in enumerate(named, start=1)}
    if not shown:
        yield from lines
        return
    longest_first = sorted(shown, key=len, reverse=True)
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(sheet)}(?!\w)" for sheet in longest_first))
    yield from (pattern.sub(lambda found: shown[found[0]], line) for line in lines)


def _names_somebody(sheet: str, names: Iterable[set[str]]) -> bool:
    """Whether the name of a sheet is that of a candidate, in whole, the surname alone or with initials."""
    said = set(words_of(sheet))
    whole = {word for word in said if len(word) >= _SHORTEST}
    if not whole or key(sheet) in _OURS:
        return False
    return any(
        whole <= words and all(any(word.startswith(one) for word in words) for one in said - whole) for words in names
    )


def _people(book: Book) -> set[str]:
    """Every word of the names of candidates, and their numbers."""
    names = [one.name for one in book.candidates] + [one.candidate_name or "" for one in book.claims]
    return {word for name in names for word in words_of(name) if len(word) >= _SHORTEST} | {
        one.candidate_number or "" for one in book.candidates
    }


def _may_name(heading: str, people: set[str]) -> bool:
    words = set(words_of(heading))
    if words & people:
        return True
    return _LIKE_A_NAME.fullmatch(heading) is not None and role_of(heading) is None and not words & _known_words()


@cache
def _known_words() -> frozenset[str]:
    headings = [
        text
        for record in RECORDS.values()
        for one in columns_of(record).values()
        for text in (one.heading, *one.aliases)
    ]
    return frozenset(word for heading in headings for word in words_of(heading)) | _OF_HEADINGS
