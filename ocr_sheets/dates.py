"""Dates as people say them. English whatever the computer's language, and the same on every system."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MONTHS_IN_FULL = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)  # fmt: skip
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

WRITTEN = dt.datetime(2026, 9, 1, 9, 0)
"""When every workbook that is written from nothing says that it was made: always the same, so that the same input gives the same bytes."""


def say(day: dt.date) -> str:
    """A day as in 5 Jan 2027."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def say_in_full(day: dt.date) -> str:
    """A day with its month in full, as in 5 January 2027, where it is said how a date was read."""
    return f"{day.day} {MONTHS_IN_FULL[day.month - 1]} {day.year}"


def say_weekday(day: dt.date) -> str:
    """A day with its weekday, as in Tue 5 Jan 2027."""
    return f"{WEEKDAYS[day.weekday()]} {say(day)}"


def days(count: int) -> str:
    """A number of days in words that agree: 1 day, 2 days."""
    return f"{count} day" if count == 1 else f"{count} days"


@lru_cache(maxsize=4096)
def before(day: dt.date, count: int) -> dt.date:
    """The day that many calendar days before a day."""
    return day - dt.timedelta(days=count)


def whole_months(first: dt.date, last: dt.date) -> int:
    """How many whole months have passed from one day to another."""
    return (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)


def years_old(born: dt.date, day: dt.date) -> int:
    """How old someone is on a day. Born on 29 February, one turns a year older on 1 March where there is none."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day so many months later; the month's last day, where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first = dt.date(year, month + 1, 1)
    following = dt.date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(first + dt.timedelta(days=day.day - 1), following - dt.timedelta(days=1))


@dataclass(frozen=True)
class Period:
    """A number of days, and whether they are working days."""

    count: int
    is_working: bool = False

    def __str__(self) -> str:
        """In words: 10 days, 5 working days."""
        return days(self.count).replace("day", "working day") if self.is_working else days(self.count)


@dataclass(frozen=True)
class Ahead:
    """How long before a visit something was done."""

    day: dt.date
    visit_date: dt.date

    @property
    def count(self) -> int:
        """The days from one to the other; less than none where it was done after the visit."""
        return (self.visit_date - self.day).days

    def __str__(self) -> str:
        """In words: 27 days before the visit on 11 Mar 2027."""
        when = f"{days(self.count)} before" if self.count > 0 else "after" if self.count else "on the day of"
        return f"{when} the visit{' on' if self.count else ','} {say(self.visit_date)}"
