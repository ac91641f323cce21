"""Working days: Monday to Friday without bank holidays and without the days on which the centre is shut."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

ONE_DAY = dt.timedelta(days=1)
SATURDAY = 5


@cache
def load_bank_holidays(nation: str) -> frozenset[dt.date]:
    """The bank holidays of England, Wales or Northern Ireland, 2022 to 2030. Of another nation none are known: its centres list theirs
    on Closures.
    """
    text = files(__package__).joinpath("bank_holidays.toml").read_text(encoding="utf-8")
    return frozenset(day for days in tomllib.loads(text).get(nation, {}).values() for day in days)


def has_bank_holidays(nation: str) -> bool:
    """Whether we know the bank holidays of a nation."""
    return bool(load_bank_holidays(nation))


@dataclass(frozen=True)
class Calendar:
    """Which days are worked."""

    closed: frozenset[dt.date]

    @classmethod
    def of(cls, nation: str, closures: Iterable[tuple[dt.date, dt.date]] = ()) -> Calendar:
        """The calendar of a nation with further runs of closed days, each given by its first and last day."""
        shut = {first + ONE_DAY * n for first, last in closures for n in range(max(0, (last - first).days + 1))}
        return cls(load_bank_holidays(nation) | shut)

    def is_worked(self, day: dt.date) -> bool:
        """Whether a day is a working day."""
        return day.weekday() < SATURDAY and day not in self.closed

    def last_on_or_before(self, day: dt.date) -> dt.date:
        """The last working day that is not after a day."""
        while not self.is_worked(day):
            day -= ONE_DAY
        return day

    def before(self, day: dt.date, count: int) -> dt.date:
        """The day that many working days before a day; the day itself is not counted."""
        while count > 0:
            day -= ONE_DAY
            count -= self.is_worked(day)
        return day

    def after(self, day: dt.date, count: int) -> dt.date:
        """The day that many working days after a day; the day itself is not counted."""
        while count:
            day += ONE_DAY
            count -= self.is_worked(day)
        return day
