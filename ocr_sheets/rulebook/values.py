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

from ocr_sheets.rulebook.working_days import Calendar

Figure = int | str | tuple[str, ...]

_NO_LEAP_YEAR = 2001


def said(figure: Figure | None) -> str:
    """A figure as people say it: 28, 30 June, P, M, D."""
    match figure:
        case None:
            return "not published"
        case tuple():
            return ", ".join(figure) or "none"
        case str():
            month, day = figure.split("-")
            return f"{int(day)} {_MONTHS[int(month) - 1]}"
        case _:
            return str(figure)


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip


class Dated(NamedTuple):
    """A figure and the days it holds on; ``None`` where OCR names no first or last day."""

    first_day: dt.date | None
    last_day: dt.date | None
    figure: Figure

    def holds_on(self, day: dt.date) -> bool:
        """Whether the figure holds on that day."""
        return (self.first_day is None or self.first_day <= day) and (self.last_day is None or day <= self.last_day)


class Value(NamedTuple):
    """One figure or date of OCR's through the years.

    Past its last day a value is "not published" (``None``): a figure is never carried on into years it was not given for.
    """

    name: str
    what: str
    source: tuple[str, ...]
    reading: str
    dated: tuple[Dated, ...]
    working_days: bool = False
    """Whether a number of days counts working days; otherwise it counts calendar days."""

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
    laid_over: tuple[str, ...] = ()
    """The names of the values that are not the tool's own."""

    def __iter__(self) -> Iterator[Value]:
        return iter(self.values.values())

    def value(self, name: str) -> Value:
        """The value of that name. A name that is not there is our mistake: ``KeyError``."""
        return self.values[name]

    def number(self, name: str, day: dt.date) -> int | None:
        """A figure that is a number, such as days or visits, on a day; ``None`` where none is published for it."""
        figure = self.values[name].on(day)
        if figure is not None and not isinstance(figure, int):
            raise TypeError(f"{name} is not a number")
        return figure

    def due_before(self, name: str, day: dt.date, calendar: Calendar) -> dt.date | None:
        """The day that lies a figure's number of days before a day, in the days that the figure counts."""
        count = self.number(name, day)
        if count is None:
            return None
        if self.values[name].working_days:
            return calendar.before(day, count)
        return day - dt.timedelta(days=count)

    def day_of_year(self, name: str, year: int, on: dt.date | None = None) -> dt.date | None:
        """A day of the calendar such as 15 May, in a year; the value is the one that holds on ``on``, or on that year's first day."""
        figure = self.values[name].on(on or dt.date(year, 1, 1))
        if figure is None:
            return None
        if not isinstance(figure, str):
            raise TypeError(f"{name} is not a day of the year")
        month, day = figure.split("-")
        return dt.date(year, int(month), int(day))

    def word_list(self, name: str, day: dt.date) -> tuple[str, ...] | None:
        """A value that is a list of words, on a day."""
        figure = self.values[name].on(day)
        if figure is not None and not isinstance(figure, tuple):
            raise TypeError(f"{name} is not a list")
        return figure

    def academic_year(self, day: dt.date) -> int:
        """The academic year a day falls in, named by the calendar year it begins in: 2026 is 2026/27."""
        return self._year("academic_year.first_day", day)

    def quality_assurance_year(self, day: dt.date) -> int:
        """The year by which EQA visits are counted, named by the calendar year it begins in."""
        return self._year("verified.year_first_day", day)

    def quality_assurance_label(self, year: int) -> str:
        """That year as people write it: 2026/27 or, where it begins in January, 2026."""
        first = self.day_of_year("verified.year_first_day", year)
        return str(year) if first and first.month == 1 else year_label(year)

    def _year(self, name: str, day: dt.date) -> int:
        first = self.day_of_year(name, day.year, day)
        if first is None:
            raise ValueError(f"the rulebook names no {name}")
        return day.year if day >= first else day.year - 1

    def overlaid(self, values: Mapping[str, Value]) -> Rulebook:
        """The same rulebook with some values in place of its own."""
        return Rulebook(
            {**self.values, **values}, (*self.laid_over, *(name for name in values if name not in self.laid_over))
        )


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


MOST = 366
"""The biggest number that a centre's own value can have: days of a year."""
FIRST_YEAR, LAST_YEAR = 2000, 2100


def parse_overlay(value: Value, body: object, origin: str) -> Value:
    """A value with some of what is said of it put otherwise. A slip raises ``ValueError`` that names the file."""
    try:
        told = _table(body, {"source": list, "reading": str, "values": list, "working_days": bool}, ())
        source = _words(told["source"], "source") if "source" in told else value.source
        dated = _rows(told["values"]) if "values" in told else value.dated
        if type(dated[0].figure) is not type(value.dated[0].figure):
            raise _Slip(f"has a value of another kind than {value.dated[0].figure!r}")
        _check_sense(dated)
    except _Slip as slip:
        raise ValueError(f"{origin}: [{value.name}] {slip}") from slip
    return value._replace(
        source=source,
        dated=dated,
        reading=told.get("reading", value.reading),
        working_days=told.get("working_days", value.working_days),
    )


def _check_sense(dated: Sequence[Dated]) -> None:
    """Raise `_Slip` for numbers and days that cannot be meant in a centre's own values."""
    for row in dated:
        if isinstance(row.figure, int) and not isinstance(row.figure, bool) and not 0 <= row.figure <= MOST:
            raise _Slip(f"has {row.figure}: numbers of days, visits and the like go from 0 to {MOST}")
        for day in (row.first_day, row.last_day):
            if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
                raise _Slip(f"has the year {day.year:04}: years go from {FIRST_YEAR} to {LAST_YEAR}")


class _Slip(Exception):
    """What is wrong with one value."""


def _value(name: str, body: object) -> Value:
    told = _table(
        body,
        {"what": str, "source": list, "reading": str, "values": list, "working_days": bool},
        ("what", "source", "values"),
    )
    source = _words(told["source"], "source")
    if not source:
        raise _Slip("has an empty list")
    rows = _rows(told["values"])
    return Value(name, told["what"], source, told.get("reading", ""), rows, told.get("working_days", False))


def _rows(body: Sequence[object]) -> tuple[Dated, ...]:
    rows = tuple(_dated(row) for row in body)
    if not rows:
        raise _Slip("has an empty list")
    if len({type(row.figure) for row in rows}) > 1:
        raise _Slip("has figures of more than one kind")
    for earlier, later in pairwise(rows):
        if earlier.last_day is None or later.first_day is None or later.first_day <= earlier.last_day:
            raise _Slip("has rows whose days overlap, or are not in order")
    return rows


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
