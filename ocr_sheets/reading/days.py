"""Days as people type them, as Excel counts them, and as other programs write them."""

from __future__ import annotations

import datetime as dt
import re

from ocr_sheets.model.reading_facts import Fault
from ocr_sheets.model.tables import IssueKind
from ocr_sheets.patterns import regex
from ocr_sheets.reading.raw import Raw, UnreadableValue, as_text, is_blank

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "january"), ("feb", "february"), ("mar", "march"), ("apr", "april"), ("may",), ("jun", "june"),
            ("jul", "july"), ("aug", "august"), ("sep", "sept", "september"), ("oct", "october"), ("nov", "november"),
            ("dec", "december"),
        ),
        start=1,
    )
    for name in names
}  # fmt: skip

FIRST_SERIAL, LAST_SERIAL = 20000, 80000
"""Numbers taken as Excel's count of days: 1954 to 2119."""
EPOCH = dt.date(1899, 12, 30)
DAYS_1904 = 1462

# A time may follow. Anything else before or after, as in "by 15 May" or "or 16 May", makes it another thing than a day.
_TIME = r"(?:(?:,?\s+(?:at\s+|@\s*)?|t)\d{1,2}[:.]\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:am|pm|z)?)?"
_NUMERIC_DATE = regex(rf"(\d{{1,4}})[./\-\s\\,](\d{{1,2}})[./\-\s\\,](\d{{1,4}}){_TIME}")
_WORDED_DATE = regex(rf"(\d{{1,2}})(?:st|nd|rd|th)?[\s\-./]*(?:of\s+)?([a-z]+)\.?,?[\s\-./]*(\d{{4}}|\d{{2}}){_TIME}")
_MONTH_FIRST = regex(rf"([a-z]+)\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}}){_TIME}")
_SERIAL = regex(r"\d{5}(?:\.\d+)?")
_WEEK = regex(r"\b(?:w\s*[/.]?\s*[cek]|week|wk|wc|wb)\b", re.IGNORECASE)
_TERM = regex(
    r"(?:(?:early|mid|late|end of|start of|before|after)\s+)?(?:(?:autumn|spring|summer|winter|easter|xmas|christmas)(?:\s+(?:term|half[\s-]?term|holidays?|break|\d))*|(?:aut|spr|sum)\s?\d?|(?:term|half[\s-]?term)(?:\s?\d)?|h?t\s?\d|(?:before|after|over)\s+half[\s-]?term)",
    re.IGNORECASE,
)
PERIODS = frozenset({Fault.A_WEEK, Fault.A_MONTH, Fault.A_TERM})
"""What is wrong with a text that names more than a day."""
_MONTH_ALONE = regex(r"([a-z]+)\.?[\s\-/]*(?:\d{2}|\d{4})")
_WITHOUT_YEAR = regex(r"\d{1,2}(?:[/.\-]\d{1,2}|(?:st|nd|rd|th)?[\s\-]*(?:of\s+)?([a-z]{3,9}))\.?")
_DAY_NAME = r"(?:mon|tues?|wed(?:nes|s)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?"
_WEEKDAY = regex(rf"^{_DAY_NAME}\.?,?\s+")
_WEEKDAY_AFTER = regex(rf",?\s+\(?{_DAY_NAME}\)?$")
_TIMES_AFTER = regex(
    r",?\s+(?:at\s+|from\s+|@\s*)?(?:am|pm|all day|(?:\d{1,2}(?:[:.]\d{2})?\s*(?:am|pm)?)\s*(?:-|–|to)\s*\d{1,2}(?:[:.]\d{2})?\s*(?:am|pm)?|\d{1,2}\s*(?:am|pm))$"
)
"""What may follow a day and leave no doubt of it: a part of the day, or from when to when."""
CENTURIES = (1900, 2000)
_FIRST_SHORT_YEAR = 50
"""27 is 2027, and 85, as in a date of birth, 1985."""
FIRST_YEAR, LAST_YEAR = 1900, 2100
_YEARS_TO_LEAP_DAY = 9
"""Within so many years any day of the year comes, 29 February too: 1900 and 2100 have none."""
DIGITS = regex(r"\d+")


def is_open_day(raw: Raw) -> bool:
    """Whether a cell for a day says that the day is not known yet: words without the number of a day, such as TBC, Jan? or June 2027."""
    return isinstance(raw, str) and not re.search(r"(?<!\d)\d{1,2}(?!\d)", raw)


def is_no_day(raw: Raw) -> bool:
    """Whether a date cell says nothing: what Excel shows as 00/01/1900 comes of a formula that points at an empty cell."""
    return is_blank(raw) or (not isinstance(raw, bool) and raw in (0, dt.time()))


_FIRST_TYPED_YEAR, _LAST_TYPED_YEAR = 2000, 2100
"""Years that can be meant on the command line: 0027 is a slip."""


def typed_day(text: str) -> dt.date:
    """A day as people type it on the command line. Raises `ValueError`."""
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        try:
            day = read_date(text)
        except UnreadableValue as doubt:
            if not isinstance(doubt.value, dt.date):
                raise ValueError(text) from doubt
            day = doubt.value
    if not _FIRST_TYPED_YEAR <= day.year <= _LAST_TYPED_YEAR:
        raise ValueError(text)
    return day


def day_without_year(text: str, today: dt.date) -> dt.date | None:
    """The next day that a text such as 28 January or Thu 28/1 may mean, which names no year; ``None`` for any other text."""
    said = _WEEKDAY.sub("", " ".join(text.split())).casefold()
    if not _WITHOUT_YEAR.fullmatch(said):
        return None
    for year in range(today.year, today.year + _YEARS_TO_LEAP_DAY):
        try:
            day = typed_day(f"{said.rstrip('.')} {year}".replace("/", "-").replace(" ", "-"))
        except ValueError:
            continue
        if day >= today:
            return day
    return None


def read_date(raw: Raw, date1904: bool = False, academic_year: int | None = None) -> dt.date:
    """A date, a number that Excel counts days by, or text read day first. A day without a year is one of the academic year, where
    that is known by the year it begins in.
    """
    if isinstance(raw, dt.date):
        day = raw.date() if isinstance(raw, dt.datetime) else raw
        if not FIRST_YEAR < day.year <= LAST_YEAR:
            raise UnreadableValue(Fault.NOT_A_DATE, raw)
        if isinstance(raw, dt.datetime) and raw.time() == _MIDNIGHT_IN_SUMMER and in_london(raw).date() != day:
            raise _in_london(raw)
        return day
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        first = FIRST_SERIAL - (DAYS_1904 if date1904 else 0)
        if first <= raw <= first + LAST_SERIAL - FIRST_SERIAL:
            return EPOCH + dt.timedelta(days=int(raw) + FIRST_SERIAL - first)
        raise UnreadableValue(Fault.NOT_A_DATE, raw)
    if not isinstance(raw, str):
        raise UnreadableValue(Fault.NOT_A_DATE, raw)
    if _SERIAL.fullmatch(as_text(raw)):
        return _text_serial(raw, date1904)
    return _text_date(raw, academic_year)


_MIDNIGHT_IN_SUMMER = dt.time(23)
"""What a summer's midnight in London is where a program writes times in UTC."""
_STAMP = regex(r"\d{4}-\d\d-\d\d[t ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?\s?(?:z|utc|gmt|[+-]\d\d:?\d\d)", re.IGNORECASE)
"""A day and time as programs write them, with what it lies before or behind UTC."""


def in_london(moment: dt.datetime) -> dt.datetime:
    """A moment of UTC, without its zone, as the clocks in London show it: an hour later between the last Sundays of March and October."""
    begins, ends = (dt.datetime(moment.year, month, 31, 1) for month in (3, 10))
    first, last = (one - dt.timedelta(days=(one.weekday() + 1) % 7) for one in (begins, ends))
    return moment + dt.timedelta(hours=first <= moment < last)


def _stamped(text: str) -> dt.datetime | None:
    """The moment of UTC that a stamp says; ``None`` for any other text."""
    if not _STAMP.fullmatch(text):
        return None
    plain = re.sub(r"\s?(?:z|utc|gmt)$", "+00:00", text, flags=re.IGNORECASE).replace(" ", "T")
    try:
        return dt.datetime.fromisoformat(plain).astimezone(dt.UTC).replace(tzinfo=None)
    except ValueError:
        return None


def _in_london(moment: dt.datetime) -> UnreadableValue:
    taken = in_london(moment).date()
    return UnreadableValue(Fault.IN_LONDON, f"{moment.day} {moment:%B %Y %H:%M}", IssueKind.NEARLY_RIGHT, taken)


def is_month_first(raw: Raw) -> bool:
    """Whether a text can only be a day with the month first, as Americans and some programs write it: 01/15/2027."""
    found = _NUMERIC_DATE.fullmatch(as_text(raw)) if isinstance(raw, str) else None
    return found is not None and len(found[1]) <= 2 and int(found[1]) <= _MONTHS < int(found[2]) <= _DAYS


def may_be_turned(raw: Raw) -> dt.date | None:
    """The other day that a true date was, if a program took its day for its month; ``None`` where it can be one day only."""
    if isinstance(raw, dt.date) and raw.day <= _MONTHS and raw.day != raw.month:
        return dt.date(raw.year, raw.day, raw.month)
    return None


_MONTHS, _DAYS = 12, 31


def _text_serial(raw: str, date1904: bool) -> dt.date:
    """A number of days that a list saved as text has in place of a day."""
    taken = read_date(float(as_text(raw)), date1904)
    raise UnreadableValue(Fault.SERIAL_AS_TEXT, raw, IssueKind.NEARLY_RIGHT, taken)


def _text_date(raw: str, academic_year: int | None) -> dt.date:
    text = " ".join(as_text(raw).split()).casefold()
    if (moment := _stamped(text)) is not None:
        if in_london(moment).date().isoformat() != text[:10]:
            raise _in_london(moment)
        return in_london(moment).date()
    for around in (_WEEKDAY, _WEEKDAY_AFTER, _TIMES_AFTER):
        text = around.sub("", text)
    if (found := _of_the_year(text, academic_year)) is not None:
        raise UnreadableValue(Fault.YEAR_ADDED, raw, IssueKind.NEARLY_RIGHT, found)
    numbers = _NUMERIC_DATE.fullmatch(text)
    worded = _WORDED_DATE.fullmatch(text)
    turned_round = _MONTH_FIRST.fullmatch(text)
    if numbers:
        first, second, third = (numbers[1], numbers[2], numbers[3])
        if len(first) == 4:
            first, third = third, first
        either_way = len(numbers[1]) <= 2
        day, month, year = int(first), int(second), third
    elif worded and worded[2] in MONTHS:
        day, month, year = int(worded[1]), MONTHS[worded[2]], worded[3]
        either_way = False
    elif turned_round and turned_round[1] in MONTHS:
        day, month, year = int(turned_round[2]), MONTHS[turned_round[1]], turned_round[3]
        either_way = False
    else:
        raise UnreadableValue(_why_not_a_day(text), raw)
    short = len(year) == 2
    full_year = int(year) + (CENTURIES[int(year) < _FIRST_SHORT_YEAR] if short else 0)
    if not FIRST_YEAR <= full_year <= LAST_YEAR:
        raise UnreadableValue(Fault.NOT_A_DATE, raw)
    try:
        taken = dt.date(full_year, month, day)
    except ValueError:
        turned = either_way and month > 12 >= day
        raise UnreadableValue(Fault.NO_DAY_FIRST if turned else Fault.NOT_A_DATE, raw) from None
    if short:
        raise UnreadableValue(Fault.SHORT_YEAR, raw, IssueKind.SHORT_YEAR, taken)
    if either_way and day <= 12 and day != month:
        raise UnreadableValue(Fault.DAY_FIRST, raw, IssueKind.TEXT_DATE, taken)
    return taken


FIRST_MONTH = 9
"""The month in which an academic year begins."""


def _of_the_year(text: str, academic_year: int | None) -> dt.date | None:
    """The day of an academic year that a day and a month without a year can only be."""
    found = _WITHOUT_YEAR.fullmatch(text) if academic_year else None
    if not found or not academic_year:
        return None
    day, month = DIGITS.findall(text)[0], found[1]
    if month is not None and month not in MONTHS:
        return None
    number = MONTHS[month] if month else int(DIGITS.findall(text)[1])
    try:
        return dt.date(academic_year + (number < FIRST_MONTH), number, int(day))
    except ValueError:
        return None


def is_period(text: str) -> bool:
    """Whether a text names a week, a month or a part of the year, and no day."""
    fault = _why_not_a_day(text.casefold())
    return fault in PERIODS and (fault is not Fault.A_WEEK or any(map(str.isdigit, text)))  # W. K. Jones is no week


def _why_not_a_day(text: str) -> Fault:
    """What text that is no day lacks, where that can be told."""
    without_year = _WITHOUT_YEAR.fullmatch(text)
    if _WEEK.search(text):
        return Fault.A_WEEK
    if _TERM.fullmatch(text.strip()):
        return Fault.A_TERM
    if (month := _MONTH_ALONE.fullmatch(text)) and month[1] in MONTHS:
        return Fault.A_MONTH
    if without_year and (without_year[1] is None or without_year[1] in MONTHS):
        return Fault.NO_YEAR
    return Fault.NOT_A_DATE
