"""Small pieces of text: how words are compared, how counts and lists are said, and how a sentence is made of named values."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple, cast

from ocr_sheets.dates import say, say_in_full
from ocr_sheets.patterns import regex


@lru_cache(maxsize=65_536)
def key(text: str) -> str:
    """A heading, name or subject reduced to its letters and digits, so that case, spaces and punctuation do not matter."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return "".join(character for character in text.casefold() if character.isalnum())


_PLAIN_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})


@lru_cache(maxsize=65_536)
def folded(text: str) -> str:
    """A name reduced to its plain letters and digits: without case, accents, apostrophes, hyphens and spaces."""
    plain = unicodedata.normalize("NFKD", text.casefold()).translate(_PLAIN_LETTERS)
    return "".join(character for character in plain if character.isalnum())


def folded_words(text: str) -> list[str]:
    """The words of a name, each `folded`; the parts of a double name are words of their own."""
    return [word for part in re.split(r"[\s\-‐‑‒–,]+", text) if (word := folded(part))]


# -- counts and lists


def agreeing(count: int, words: str) -> str:
    """The word that goes with a count: of ``is/are`` the first for 1 and the second for all others; a word alone takes an s."""
    one, slash, several = words.partition("/")
    return one if count == 1 else several if slash else f"{one}s"


def plural(count: int, noun: str) -> str:
    """A count with its noun: 1 claim, 2 claims, 1,200 claims. A noun whose plural is not made with an s gives both: ``entry/entries``."""
    return f"{count:,} {agreeing(count, noun)}"


def in_weeks(days: int) -> str:
    """A number of days as OCR says it, in weeks where it is whole ones: 4 weeks (28 days); 5 days."""
    weeks, rest = divmod(days, _DAYS_A_WEEK)
    return plural(days, "day") if rest or not weeks else f"{plural(weeks, 'week')} ({plural(days, 'day')})"


def begun(text: str) -> str:
    """Words that begin a sentence: the first letter is a capital, all others stay."""
    return f"{text[:1].upper()}{text[1:]}"


def listed(items: Iterable[object], last: str = "and") -> str:
    """A list as people say it: a; a and b; a, b and c."""
    *others, end = [said(item) for item in items] or [""]
    return f"{', '.join(others)} {last} {end}" if others else end


class CellText(str):
    """What stands in a cell, as a value of a finding: it may name somebody, so packs for others look for names in it."""


_VOWELS = frozenset("aeio")
_DAYS_A_WEEK = 7
_LONGEST_QUOTE = 40
_MOST_ROWS = 6


def quoted(text: str) -> str:
    """What stands in a cell, as a message shows it: between quotation marks, short, on one line."""
    plain = " ".join(text.split())
    return f"“{plain[: _LONGEST_QUOTE - 2]}…”" if len(plain) > _LONGEST_QUOTE else f"“{plain}”"


def rows_said(rows: Sequence[int]) -> str:
    """Rows of a sheet in words: row 4; rows 4, 5 and 9; rows 4, 5, 9, 12, 13 and 20 more."""
    if len(rows) > _MOST_ROWS:
        shown = rows[: _MOST_ROWS - 1]
        return f"rows {', '.join(map(str, shown))} and {len(rows) - len(shown)} more"
    return f"{agreeing(len(rows), 'row')} {listed(rows)}"


# -- sentences made of a template and named values


def said(value: object, manner: str = "") -> str:
    """A value in words: a day as 5 Jan 2027, a list as a, b and c, a figure without idle zeros.

    ``manner`` is what a template says after the colon. For a count: a noun (``{count:claim}`` is 3 claims), or words of which one
    agrees with it (``{count:=is/are}``), or ``weeks`` where it counts days (``{days:weeks}`` is 4 weeks (28 days)). For a noun: ``a``, for
    its article (an assessment type). For a list: its last joining word (``{grades:or}``). For a sum of money: ``£``. For text that
    begins a sentence: ``^``. For what stands in a cell, or a list of such: ``“``. For the rows of a sheet: ``rows``, or ``Rows`` where
    they begin a sentence. For a day whose month is to be said in full: ``in full``.
    """
    if isinstance(value, dt.date):
        return say_in_full(value) if manner == "in full" else say(value)
    if manner == "“":
        return quoted(value) if isinstance(value, str) else listed(map(quoted, cast("Iterable[str]", value)))
    if manner in ("rows", "Rows"):
        words = rows_said(cast("Sequence[int]", value))
        return f"{manner[0]}{words[1:]}"
    if isinstance(value, list | tuple | set | frozenset):
        return listed(value, manner or "and")
    if isinstance(value, float):
        return f"£{value:,.2f}" if manner == "£" else f"{value:g}"
    if isinstance(value, int) and manner == "weeks":
        return in_weeks(value)
    if isinstance(value, int) and manner:
        return agreeing(value, manner[1:]) if manner.startswith("=") else plural(value, manner)
    text = str(value)
    if manner == "a":
        return f"{'an' if text[:1].casefold() in _VOWELS else 'a'} {text}"
    return begun(text) if manner == "^" else text


class _Slot(NamedTuple):
    """The place of a value in a template."""

    name: str
    manner: str


class _Optional(NamedTuple):
    """A part of a template that is left out where one of its values is not known."""

    parts: tuple[str | _Slot, ...]


_PART = regex(r"\[(?P<optional>[^\[\]]*)\]|\{(?P<name>\w+)(?::(?P<manner>[^{}]*))?\}")


def fill(template: str, values: Mapping[str, object]) -> str:
    """A sentence: a template with its values said. A part in square brackets is left out where a value of it is not known:
    “Unit {unit}[ ({title})] is examined.”
    """
    return "".join(_filled(_parts(template), values))


def _filled(parts: tuple[str | _Slot | _Optional, ...], values: Mapping[str, object]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, str):
            yield part
        elif isinstance(part, _Slot):
            yield said(values[part.name], part.manner)
        elif all(_is_known(values.get(slot.name)) for slot in part.parts if isinstance(slot, _Slot)):
            yield from _filled(part.parts, values)


def _is_known(value: object) -> bool:
    return value is not None and value != "" and value != []


@lru_cache(maxsize=4096)
def _parts(template: str) -> tuple[str | _Slot | _Optional, ...]:
    """A template taken apart into text, the places of values, and parts that may be left out."""
    parts: list[str | _Slot | _Optional] = []
    at = 0
    for found in _PART.finditer(template):
        parts.append(template[at : found.start()])
        inner = found["optional"]
        if inner is None:
            parts.append(_Slot(found["name"], found["manner"] or ""))
        else:
            parts.append(_Optional(tuple(part for part in _parts(inner) if not isinstance(part, _Optional))))
        at = found.end()
    return (*parts, template[at:])


def with_blanks(template: str) -> str:
    """A template with its places shown as such, {visit_by} as [visit by], and without the parts that may be left out."""
    return "".join(
        part if isinstance(part, str) else f"[{part.name.replace('_', ' ')}]"
        for part in _parts(template)
        if not isinstance(part, _Optional)
    )
