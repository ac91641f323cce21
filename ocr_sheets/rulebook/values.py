"""Dated values: what OCR's figure is on a day, and where it says so."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

Figure = int | str | tuple[str, ...]


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
    values: dict[str, Value] = {}
    for group, members in tomllib.loads(text).items():
        for member, body in members.items():
            name = f"{group}.{member}"
            try:
                dated = tuple(
                    Dated(
                        row.get("from"),
                        row.get("until"),
                        tuple(row["value"]) if isinstance(row["value"], list) else row["value"],
                    )
                    for row in body["values"]
                )
                values[name] = Value(name, body["what"], tuple(body["source"]), body.get("reading", ""), dated)
            except (KeyError, TypeError, AttributeError) as error:
                raise ValueError(f"{origin}: [{name}] lacks {error}, or has it in another shape") from error
    return values


@cache
def load_rulebook() -> Rulebook:
    """The values that come with the tool."""
    text = files(__package__).joinpath("values.toml").read_text(encoding="utf-8")
    return Rulebook(parse_values(text, "values.toml"))
