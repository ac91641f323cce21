"""Dated values: what OCR's figure is on a day, and where it says so."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any, NamedTuple

Figure = int | str | tuple[str, ...]

_NO_LEAP_YEAR = 2001


class Dated(NamedTuple):
    """A figure and the days it holds on; ``None`` where OCR names no first or last day."""

    first_day: dt.date | None
    last_day: dt.date | None
    figure: Figure

    def holds_on(self, day: dt.date) -> bool:
        """Whether the figure holds on that day."""
        return (self.first_day is None or self.first_day <= day) and (self.last_day is None or day <= self.last_day)


@dataclass(frozen=True)
class Value:
    """One figure or date of OCR's through the years.

    Past its last day a value is "not published" (``None``): a figure is never carried on into years it was not given for.
    """

    name: str
    what: str
    source: tuple[str, ...]
    reading: str
    dated: tuple[Dated, ...]

    def on(self, day: dt.date) -> Figure | None:
        """The figure on a day, or ``None`` where none is published for it."""
        for dated in self.dated:
            if dated.holds_on(day):
                return dated.figure
        return None


@dataclass(frozen=True)
class Rulebook:
    """All dated values by name, such as ``entry.days_before_visit``."""

    values: Mapping[str, Value]

    def __iter__(self) -> Iterator[Value]:
        return iter(self.values.values())

    def value(self, name: str) -> Value:
        """The value of that name. A name that is not there is our mistake: ``KeyError``."""
        return self.values[name]

    def days(self, name: str, day: dt.date) -> int | None:
        """A figure that is a number, such as days or visits, on a day; ``None`` where none is published for it."""
        figure = self.values[name].on(day)
        if figure is not None and not isinstance(figure, int):
            raise TypeError(f"{name} is not a number")
        return figure

    def day_of_year(self, name: str, year: int, on: dt.date | None = None) -> dt.date | None:
        """A day of the calendar such as 15 May, in a year; the value is the one that holds on ``on``, or on that year's first day."""
        figure = self.values[name].on(on or dt.date(year, 1, 1))
        if figure is None:
            return None
        if not isinstance(figure, str):
            raise TypeError(f"{name} is not a day of the year")
        month, day = figure.split("-")
        return dt.date(year, int(month), int(day))

    def words(self, name: str, day: dt.date) -> tuple[str, ...] | None:
        """A value that is a list of words, on a day."""
        figure = self.values[name].on(day)
        if figure is not None and not isinstance(figure, tuple):
            raise TypeError(f"{name} is not a list")
        return figure

    def academic_year(self, day: dt.date) -> int:
        """The academic year a day falls in, named by the calendar year it begins in: 2026 is 2026/27."""
        first = self.day_of_year("academic_year.first_day", day.year, day)
        if first is None:
            raise ValueError("the rulebook names no first day of the academic year")
        return day.year if day >= first else day.year - 1


def year_label(year: int) -> str:
    """An academic year as schools write it: 2026 is 2026/27."""
    return f"{year}/{(year + 1) % 100:02}"


def parse_values(text: str, origin: str) -> dict[str, Value]:
    """Dated values from TOML. ``origin`` names the file in the error that a slip in it raises (``ValueError``)."""
    try:
        groups = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{origin}: it is not TOML: {error}") from error
    values: dict[str, Value] = {}
    for group, members in groups.items():
        if not isinstance(members, dict):
            raise ValueError(f"{origin}: [{group}] stands outside every value")
        for member, body in members.items():
            name = f"{group}.{member}"
            try:
                values[name] = _value(name, body)
            except _Slip as slip:
                raise ValueError(f"{origin}: [{name}] {slip}") from slip
    return values


class _Slip(Exception):
    """What is wrong with one value."""


def _value(name: str, body: object) -> Value:
    told = _table(body, {"what": str, "source": list, "reading": str, "values": list}, ("what", "source", "values"))
    source = _words(told["source"], "source")
    rows = [_dated(row) for row in told["values"]]
    if not source or not rows:
        raise _Slip("has an empty list")
    if len({type(row.figure) for row in rows}) > 1:
        raise _Slip("has figures of more than one kind")
    for earlier, later in pairwise(rows):
        if earlier.last_day is None or later.first_day is None or later.first_day <= earlier.last_day:
            raise _Slip("has rows whose days overlap, or are not in order")
    return Value(name, told["what"], source, told.get("reading", ""), tuple(rows))


def _dated(row: object) -> Dated:
    told = _table(row, {"from": dt.date, "until": dt.date, "value": object}, ("value",))
    first, last = told.get("from"), told.get("until")
    if first and last and last < first:
        raise _Slip(f"ends on {last}, before it begins on {first}")
    figure = told["value"]
    if isinstance(figure, list):
        figure = _words(figure, "value")
    elif isinstance(figure, str):
        _check_day_of_year(figure)
    elif type(figure) is not int:
        raise _Slip(f"has a value that is neither a whole number, a day such as 05-15 nor a list of words: {figure!r}")
    return Dated(first, last, figure)


def _table(body: object, kinds: Mapping[str, type], needed: Iterable[str]) -> dict[str, Any]:
    """A table whose keys are known and hold what they should."""
    if not isinstance(body, dict):
        raise _Slip(f"should be a table and is {body!r}")
    for key, held in body.items():
        if key not in kinds:
            raise _Slip(f"has {key}, which means nothing here")
        # A TOML date with a time is a date to Python, and no day.
        if not isinstance(held, kinds[key]) or (kinds[key] is dt.date and isinstance(held, dt.datetime)):
            raise _Slip(f"has {key} of another kind: {held!r}")
    for key in needed:
        if key not in body:
            raise _Slip(f"lacks {key}")
    return body


def _words(items: Sequence[object], key: str) -> tuple[str, ...]:
    words = tuple(item for item in items if isinstance(item, str))
    if len(words) < len(items):
        raise _Slip(f"has something in {key} that is not text")
    return words


def _check_day_of_year(text: str) -> None:
    """A day of the calendar, month first; 29 February is none, since it is not in every year."""
    try:
        dt.date(_NO_LEAP_YEAR, *map(int, text.split("-")))
    except (ValueError, TypeError):
        raise _Slip(f"has {text!r}, which is no day of every year: month and day, such as 05-15") from None


@cache
def load_rulebook() -> Rulebook:
    """The values that come with the tool."""
    text = files(__package__).joinpath("values.toml").read_text(encoding="utf-8")
    return Rulebook(parse_values(text, "values.toml"))
