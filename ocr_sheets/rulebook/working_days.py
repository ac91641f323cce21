"""Working days: Monday to Friday without bank holidays and without the days on which the centre is shut."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

ONE_DAY = dt.timedelta(days=1)
SATURDAY = 5


@cache
def load_bank_holidays(nation: str) -> frozenset[dt.date]:
    """The bank holidays of England, Wales or Northern Ireland that are known. Of another nation none are: its centres list theirs on
    Closures.
    """
    return frozenset(day for days in _lists().get(nation, {}).values() for day in days)


def has_bank_holidays(nation: str) -> bool:
    """Whether we know the bank holidays of a nation."""
    return bool(load_bank_holidays(nation))


@cache
def bank_holidays_until() -> dt.date:
    """The last day of the last year whose bank holidays are known in every nation. Working days after it are not published."""
    return dt.date(min(max(map(int, years)) for years in _lists().values()), 12, 31)


@cache
def _lists() -> Mapping[str, Mapping[str, Sequence[dt.date]]]:
    return tomllib.loads(files(__package__).joinpath("bank_holidays.toml").read_text(encoding="utf-8"))


class Calendar(NamedTuple):
    """Which days are worked, up to the last day that bank holidays are known for. What reaches beyond it is ``None``: not published."""

    closed: frozenset[dt.date]
    until: dt.date

    @classmethod
    def of(cls, nation: str, closures: Iterable[tuple[dt.date, dt.date]] = ()) -> Calendar:
        """The calendar of a nation with further runs of closed days, each given by its first and last day."""
        shut = {first + ONE_DAY * n for first, last in closures for n in range(max(0, (last - first).days + 1))}
        return cls(load_bank_holidays(nation) | shut, bank_holidays_until())

    def is_worked(self, day: dt.date) -> bool:
        """Whether a day is a working day, as far as is known: beyond the list, bank holidays count as worked."""
        return day.weekday() < SATURDAY and day not in self.closed

    def last_on_or_before(self, day: dt.date) -> dt.date | None:
        """The last working day that is not after a day."""
        if day > self.until:
            return None
        while not self.is_worked(day):
            day -= ONE_DAY
        return day

    def before(self, day: dt.date, count: int) -> dt.date | None:
        """The day that many working days before a day; the day itself is not counted."""
        if day > self.until:
            return None
        while count > 0:
            day -= ONE_DAY
            count -= self.is_worked(day)
        return day

    def after(self, day: dt.date, count: int) -> dt.date | None:
        """The day that many working days after a day; the day itself is not counted."""
        while count:
            day += ONE_DAY
            count -= self.is_worked(day)
        return day if day <= self.until else None
