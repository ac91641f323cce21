"""What one cell says: text, numbers and dates as people type them become the value that the column holds.

Nothing is guessed in silence: what cannot be taken raises a `UnreadableValue`, and what can be taken in more than one way raises a `UnreadableValue`
that carries the value taken.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeGuard

from ocr_sheets.matching.fuzzy import close_matches
from ocr_sheets.model.identifiers import uci_check, uln_check
from ocr_sheets.model.reading_facts import Fault
from ocr_sheets.model.records import (
    Assessment,
    ClaimStatus,
    Column,
    EntryType,
    Family,
    Grade,
    Kind,
    Nation,
    Need,
    SizeUnit,
    VisitStatus,
    VisitType,
)
from ocr_sheets.model.tables import IssueKind
from ocr_sheets.text import CellText, key

Raw = str | float | int | bool | dt.date | dt.datetime | dt.time | dt.timedelta

BLANK_WORDS = frozenset({"", "-", "–", "—", "n/a", "na"})
INITIALS = frozenset({"na"})
"""Words that say nothing in a column of dates or grades, and are somebody's initials or surname in a column of text."""
YES_WORDS = frozenset({"yes", "y", "true", "1", "✓", "✔", "√", "☑"})
WAITING_WORDS = frozenset(
    {
        *("no", "n", "not yet", "outstanding", "to do", "pending", "awaiting", "tbc", "tba", "tbd", "to be arranged", "to be confirmed"),
        *("asap", "?", "00/00/0000", "✗", "✘", "☒", "false", "not done", "tba/tbc", "to follow", "not booked", "unknown"),
    }
)  # fmt: skip
"""What stands in place of a day that is still to come."""
DONE_WORDS = frozenset({"yes", "y", "✓", "✔", "√", "☑", "done", "complete", "completed", "true", "ok", "ü"})
"""What stands in place of a day that is over and was not kept."""
NO_WORDS = frozenset({"no", "n", "false", "0", "✗", "✘", "☒"})
EITHER = frozenset({"x", "×"})
"""What one person ticks a box with and another crosses it out with."""
ERRORS = frozenset(
    {
        *("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"),
        *("#FIELD!", "#BLOCKED!", "#CONNECT!", "#BUSY!", "#UNKNOWN!", "#GETTING_DATA"),
    }
)
"""What Excel shows in place of a value. As text it comes from a list that was saved or pasted as it looked."""

OTHER_WORDS: Mapping[type[StrEnum], Mapping[str, StrEnum]] = {
    Family: {
        **dict.fromkeys(
            (
                "camtech",
                "camtechs",
                "ocrtechnicals",
                "ocrtechnical",
                "cambridgetechnicalslevel3",
                "cambridgetechnicallevel3",
            ),
            Family.TECHNICALS,
        ),
        **dict.fromkeys(("ocrverified", "careers", "ciag", "verifiedaward"), Family.VERIFIED),
        **dict.fromkeys(("technicals", "technical", "cambridgetechnical", "ctec", "ctecs"), Family.TECHNICALS),
        **dict.fromkeys(("verifiedqualification", "verifiedqualifications"), Family.VERIFIED),
    },
    Assessment: {
        **dict.fromkeys(
            (
                "nea",
                "ia",
                "int",
                "i",
                "internalassessment",
                "coursework",
                "portfolio",
                "visitingmoderation",
                "setassignment",
                "internalcentreassessed",
                "internalcentreassessedocrmoderated",
            ),
            Assessment.MODERATED,
        ),
        **dict.fromkeys(
            ("ext", "e", "writtenpaper", "onscreentest", "ocrsetandmarked", "ocrmarked", "ea", "externalassessment"),
            Assessment.EXAMINED,
        ),
        **dict.fromkeys(("eqa", "iqa"), Assessment.VERIFIED),
        **dict.fromkeys(
            ("internal", "internallyassessed", "internallymoderated", "centreassessed"), Assessment.MODERATED
        ),
        **dict.fromkeys(("exam", "examination", "external", "externallyassessed"), Assessment.EXAMINED),
        **dict.fromkeys(("externallyverified",), Assessment.VERIFIED),
    },
    EntryType: {
        **dict.fromkeys(
            (
                "fa",
                "qual",
                "registration",
                "reg",
                "qualificationentry",
                "wholequalification",
                "certificate",
                "diploma",
                "extendedcertificate",
                "extendeddiploma",
                "foundationdiploma",
                "subsidiarydiploma",
                "introductorydiploma",
            ),
            EntryType.FULL_AWARD,
        ),
        **dict.fromkeys(("unitentry", "unitonly", "individualunits"), EntryType.UNIT),
        **dict.fromkeys(
            (
                "examentry",
                "examinedunitentry",
                "resit",
                "retake",
                "ext",
                "external",
                "januaryseries",
                "juneseries",
                "janseries",
            ),
            EntryType.EXAMINED_UNIT,
        ),
        **dict.fromkeys(("topupentry", "upgrade"), EntryType.TOP_UP),
        **dict.fromkeys(("fallback", "dropdown"), EntryType.MOVE_DOWN),
        **dict.fromkeys(("full", "award", "qualification", "fullqualification"), EntryType.FULL_AWARD),
        **dict.fromkeys(("units", "individualunit", "singleunit"), EntryType.UNIT),
        **dict.fromkeys(("exam", "examunit", "examined"), EntryType.EXAMINED_UNIT),
    },
    ClaimStatus: {
        **dict.fromkeys(
            (
                "todo",
                "notstarted",
                "inprogress",
                "wip",
                "readytoclaim",
                "tobeclaimed",
                "unclaimed",
                "marked",
                "assessed",
                "ivcomplete",
                "notyetclaimed",
                "readytobeclaimed",
                "readyforclaim",
            ),
            ClaimStatus.PLANNED,
        ),
        **dict.fromkeys(("saved", "created", "open", "claimstarted"), ClaimStatus.UNSUBMITTED),
        **dict.fromkeys(("claimsubmitted", "made", "claimmade", "cashedin", "claimdone"), ClaimStatus.SUBMITTED),
        **dict.fromkeys(
            ("withocr", "withmoderator", "awaitingmoderation", "submittedtoocr", "pending", "senttomoderator"),
            ClaimStatus.SENT,
        ),
        **dict.fromkeys(
            (
                "moderated",
                "passedmoderation",
                "approved",
                "accepted",
                "awarded",
                "certreceived",
                "certificatereceived",
                "certified",
                "certificateissued",
            ),
            ClaimStatus.CONFIRMED,
        ),
        **dict.fromkeys(("removed", "cancelled", "wd", "w/d", "wdrawn", "w/drawn"), ClaimStatus.WITHDRAWN),
        **dict.fromkeys(("notclaimed", "toclaim"), ClaimStatus.PLANNED),
        **dict.fromkeys(("notsubmitted", "draft", "built"), ClaimStatus.UNSUBMITTED),
        **dict.fromkeys(("claimed",), ClaimStatus.SUBMITTED),
        **dict.fromkeys(("sent",), ClaimStatus.SENT),
        **dict.fromkeys(("certificated",), ClaimStatus.CONFIRMED),
    },
    VisitType: {
        **dict.fromkeys(
            (
                "v",
                "vm",
                "virtualmoderation",
                "videocall",
                "googlemeet",
                "remotemoderation",
                "virtualvisitviateams",
                "virtualviateams",
                "teamscall",
            ),
            VisitType.VIRTUAL,
        ),
        **dict.fromkeys(
            (
                "atcentre",
                "inschool",
                "incollege",
                "school",
                "college",
                "physical",
                "visitinperson",
                "visiting",
                "f2fvisit",
                "atschool",
            ),
            VisitType.FACE_TO_FACE,
        ),
        **dict.fromkeys(("teams", "msteams", "microsoftteams", "zoom", "online", "remote"), VisitType.VIRTUAL),
        **dict.fromkeys(("virtualvisit", "remotevisit", "onlinevisit", "teamsvisit"), VisitType.VIRTUAL),
        **dict.fromkeys(("f2f", "ftf", "incentre", "inperson", "onsite", "facetofacevisit"), VisitType.FACE_TO_FACE),
    },
    VisitStatus: {
        **dict.fromkeys(
            (
                "proposed",
                "tentative",
                "requested",
                "pencilledin",
                "tbc",
                "tba",
                "tobearranged",
                "tobeagreed",
                "tobeconfirmed",
                "awaitingconfirmation",
                "provisionallybooked",
            ),
            VisitStatus.PROVISIONAL,
        ),
        **dict.fromkeys(
            ("arranged", "scheduled", "yes", "y", "confirmedwithmoderator", "confirmedbymoderator", "confirmedbyocr"),
            VisitStatus.CONFIRMED,
        ),
        **dict.fromkeys(("takenplace", "attended", "happened", "past", "passed", "visited"), VisitStatus.DONE),
        **dict.fromkeys(("canx", "notneeded", "nolongerneeded"), VisitStatus.CANCELLED),
        **dict.fromkeys(("canceled",), VisitStatus.CANCELLED),
        **dict.fromkeys(("booked", "agreed"), VisitStatus.CONFIRMED),
        **dict.fromkeys(("complete", "completed", "held"), VisitStatus.DONE),
        **dict.fromkeys(("deferred", "delayed", "onhold"), VisitStatus.POSTPONED),
    },
    Grade: {
        **dict.fromkeys(("dis", "dst", "distinct", "l3d", "l2d", "l3dist", "l2dist"), Grade.DISTINCTION),
        **dict.fromkeys(("pass", "l3p", "l2p", "l3pass", "l2pass"), Grade.PASS),
        **dict.fromkeys(("merit", "mer", "l3m", "l2m", "l3merit", "l2merit"), Grade.MERIT),
        **dict.fromkeys(("distinction", "dist"), Grade.DISTINCTION),
        **dict.fromkeys(("distinction*", "dist*", "distinctionstar"), Grade.DISTINCTION_STAR),
        **dict.fromkeys(("nearpass",), Grade.NEAR_PASS),
        **dict.fromkeys(("unclassified",), Grade.UNCLASSIFIED),
        **dict.fromkeys(("fail", "failed"), Grade.FAIL),
        **dict.fromkeys(("ach",), Grade.ACHIEVED),
    },
    SizeUnit: {
        **dict.fromkeys(("guidedlearninghours", "hours", "hrs"), SizeUnit.GLH),
        **dict.fromkeys(("credit",), SizeUnit.CREDITS),
        **dict.fromkeys(("unit",), SizeUnit.UNITS),
    },
    Nation: {
        **dict.fromkeys(("cymru",), Nation.WALES),
        **dict.fromkeys(("ni", "nireland", "northernirish"), Nation.NORTHERN_IRELAND),
        **dict.fromkeys(("eng", "english"), Nation.ENGLAND),
        **dict.fromkeys(("iom",), Nation.ISLE_OF_MAN),
    },
}

BEGINNINGS: Mapping[type[StrEnum], Sequence[tuple[re.Pattern[str], StrEnum]]] = {
    VisitStatus: (
        (re.compile(r"cancell?ed[^?]*"), VisitStatus.CANCELLED),
        (re.compile(r"(?:postponed|rescheduled)[^?]*"), VisitStatus.POSTPONED),
    ),
    ClaimStatus: ((re.compile(r"withdrawn(?:by[a-z]+|on)?\d*"), ClaimStatus.WITHDRAWN),),
}
"""Words that are often followed by a reason, as in “Cancelled, moved to 9 June”, and mean the same with it."""

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
_TIME = r"(?:(?:,?\s+(?:at\s+)?|t)\d{1,2}[:.]\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:am|pm|z)?)?"
_NUMERIC_DATE = re.compile(rf"(\d{{1,4}})[./\-\s](\d{{1,2}})[./\-\s](\d{{1,4}}){_TIME}")
_WORDED_DATE = re.compile(
    rf"(\d{{1,2}})(?:st|nd|rd|th)?[\s\-./]*(?:of\s+)?([a-z]+)\.?,?[\s\-./]*(\d{{4}}|\d{{2}}){_TIME}"
)
_MONTH_FIRST = re.compile(rf"([a-z]+)\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}}){_TIME}")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_WEEK = re.compile(r"\b(?:w\s*[/.]?\s*[cek]|week|wk|wc|wb)\b", re.IGNORECASE)
_MONTH_ALONE = re.compile(r"([a-z]+)\.?[\s\-/]*(?:\d{2}|\d{4})")
_WITHOUT_YEAR = re.compile(r"\d{1,2}(?:[/.\-]\d{1,2}|(?:st|nd|rd|th)?[\s\-]*(?:of\s+)?([a-z]{3,9}))\.?")
_DAY_NAME = r"(?:mon|tues?|wed(?:nes|s)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?"
_WEEKDAY = re.compile(rf"^{_DAY_NAME}\.?,?\s+")
_WEEKDAY_AFTER = re.compile(rf",?\s+\(?{_DAY_NAME}\)?$")
_TIMES_AFTER = re.compile(
    r",?\s+(?:at\s+|from\s+)?(?:am|pm|all day|(?:\d{1,2}(?:[:.]\d{2})?\s*(?:am|pm)?)\s*(?:-|–|to)\s*\d{1,2}(?:[:.]\d{2})?\s*(?:am|pm)?|\d{1,2}\s*(?:am|pm))$"
)
"""What may follow a day and leave no doubt of it: a part of the day, or from when to when."""
_CENTURIES = (1900, 2000)
_FIRST_SHORT_YEAR = 50
"""27 is 2027, and 85, as in a date of birth, 1985."""
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_YEARS_TO_LEAP_DAY = 9
"""Within so many years any day of the year comes, 29 February too: 1900 and 2100 have none."""
_SUMMER_MONTHS = (7, 8, 9)
_DIGITS = re.compile(r"\d+")
_INVISIBLE = str.maketrans(
    {"\xa0": " ", **dict.fromkeys("\u200b\u200c\u200d\u200e\u200f\u202a\u202c\u2060\ufe0f\ufeff", "")}
)
IDENTIFIERS = frozenset(
    {
        *(Kind.CENTRE_NUMBER, Kind.CANDIDATE_NUMBER, Kind.ENTRY_CODE, Kind.UNIT_NUMBER, Kind.UNIT_REFERENCE),
        *(Kind.QAN, Kind.ULN, Kind.UCI),
    }
)


class UnreadableValue(Exception):
    """A cell that cannot be taken, or only by choosing: what is wrong, the cell's content where it may be shown, the value taken if one
    was, and what else the words speak of.
    """

    def __init__(
        self,
        fault: Fault,
        raw: Raw | None,
        trouble: IssueKind = IssueKind.UNREADABLE,
        value: object = None,
        **values: object,
    ) -> None:
        super().__init__(fault)
        self.fault, self.trouble, self.value = fault, trouble, value
        self._raw, self._values = raw, values

    @property
    def values(self) -> Mapping[str, Any]:
        """What the words speak of, by name."""
        shown = {} if self._raw is None else {"raw": CellText(as_text(self._raw))}
        taken = {} if self.value is None else {"taken": self.value}
        return {**shown, **taken, **self._values}


def is_open_day(raw: Raw) -> bool:
    """Whether a cell for a day says that the day is not known yet: words without the number of a day, such as TBC, Jan? or June 2027."""
    return isinstance(raw, str) and not re.search(r"(?<!\d)\d{1,2}(?!\d)", raw)


@lru_cache(maxsize=1 << 16, typed=True)
def as_text(raw: Raw) -> str:
    """A cell's content as text: whole numbers without a decimal point, days as 15/05/2027, without edges and what cannot be seen."""
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    if isinstance(raw, dt.datetime) and raw.time() == dt.time():
        raw = raw.date()
    if isinstance(raw, dt.date) and not isinstance(raw, dt.datetime):
        return f"{raw.day:02}/{raw.month:02}/{raw.year:04}"
    return str(raw).translate(_INVISIBLE).strip()


def is_blank(raw: Raw) -> bool:
    """Whether a cell says nothing: empty, spaces, or a dash or n/a that stands for nothing."""
    return isinstance(raw, str) and as_text(raw).casefold() in BLANK_WORDS


def is_empty_text(raw: Raw) -> bool:
    """Whether a cell holds nothing that can be seen."""
    return isinstance(raw, str) and not as_text(raw)


def _is_blank_text(raw: Raw) -> bool:
    return is_blank(raw) and as_text(raw).casefold() not in INITIALS


def _is_no_day(raw: Raw) -> bool:
    """Whether a date cell says nothing: what Excel shows as 00/01/1900 comes of a formula that points at an empty cell."""
    return is_blank(raw) or (not isinstance(raw, bool) and raw in (0, dt.time()))


def reader_of(column: Column, date1904: bool, academic_year: int | None = None) -> Callable[[Raw], Any]:
    """The function that reads the cells of a column. It returns the value, ``None`` for an empty cell, or raises `UnreadableValue`. In the
    academic year, where it is known, lie the days that are written without a year.
    """
    read = _reader_of(column, date1904, academic_year)
    return lambda raw: read(_no_error(raw))


def _no_error(raw: Raw) -> Raw:
    if isinstance(raw, str) and as_text(raw) in ERRORS:
        raise UnreadableValue(Fault.EXCEL_ERROR, raw, IssueKind.ERROR_VALUE)
    return raw


def _reader_of(column: Column, date1904: bool, academic_year: int | None) -> Callable[[Raw], Any]:
    kind = column.kind
    if kind is Kind.CHOICE and column.choices is not None:
        return _choice_of(column)
    if kind is Kind.DATE:
        return lambda raw: None if _is_no_day(raw) else read_date(raw, date1904, academic_year)
    if kind in (Kind.YES_OR_DATE, Kind.NEED):
        read = {Kind.YES_OR_DATE: _yes_or_date, Kind.NEED: _need}[kind]
        return lambda raw: None if _is_no_day(raw) else read(raw, date1904)
    if kind is Kind.ACADEMIC_YEAR:
        return lambda raw: None if is_blank(raw) else _academic_year(raw, academic_year)
    simple = _SIMPLE[kind]
    if kind in (Kind.TEXT, Kind.EMAIL):
        return lambda raw: None if _is_blank_text(raw) else simple(raw)
    if kind in IDENTIFIERS:
        return lambda raw: None if is_blank(raw) else simple(_not_dated(raw))
    return lambda raw: None if is_blank(raw) else simple(raw)


def _not_dated(raw: Raw) -> Raw:
    """A number or code as it stands. Excel turns 1-2 into a day, and shows 45 as one where a column is formatted so."""
    if isinstance(raw, dt.date | dt.time | dt.timedelta):
        raise UnreadableValue(Fault.DATE_FOR_NUMBER, raw)
    return raw


# -- dates


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
        if not _FIRST_YEAR < day.year <= _LAST_YEAR:
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
_STAMP = re.compile(r"\d{4}-\d\d-\d\d[t ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?\s?(?:z|utc|gmt|[+-]\d\d:?\d\d)", re.IGNORECASE)
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
    full_year = int(year) + (_CENTURIES[int(year) < _FIRST_SHORT_YEAR] if short else 0)
    if not _FIRST_YEAR <= full_year <= _LAST_YEAR:
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


_FIRST_MONTH = 9
"""The month in which an academic year begins."""


def _of_the_year(text: str, academic_year: int | None) -> dt.date | None:
    """The day of an academic year that a day and a month without a year can only be."""
    found = _WITHOUT_YEAR.fullmatch(text) if academic_year else None
    if not found or not academic_year:
        return None
    day, month = _DIGITS.findall(text)[0], found[1]
    if month is not None and month not in MONTHS:
        return None
    number = MONTHS[month] if month else int(_DIGITS.findall(text)[1])
    try:
        return dt.date(academic_year + (number < _FIRST_MONTH), number, int(day))
    except ValueError:
        return None


def _why_not_a_day(text: str) -> Fault:
    """What text that is no day lacks, where that can be told."""
    without_year = _WITHOUT_YEAR.fullmatch(text)
    if _WEEK.search(text):
        return Fault.A_WEEK
    if (month := _MONTH_ALONE.fullmatch(text)) and month[1] in MONTHS:
        return Fault.A_MONTH
    if without_year and (without_year[1] is None or without_year[1] in MONTHS):
        return Fault.NO_YEAR
    return Fault.NOT_A_DATE


# -- words


def _choice_of(column: Column) -> Callable[[Raw], StrEnum | None]:
    choices = column.choices
    assert choices is not None
    known = {_word(member.value): member for member in choices} | dict(OTHER_WORDS.get(choices, {}))
    spelt = {member.value: member for member in choices if _word(member.value).isalnum()}
    spelt |= {word: member for word, member in known.items() if word.isalnum()}
    begins = BEGINNINGS.get(choices, ())
    offered = [str(member.value) for member in choices]
    of_the_list: dict[str, Any] = {"column": column.heading.casefold(), "offered": offered}

    def read(raw: Raw) -> StrEnum | None:
        if is_blank(raw):
            return None
        text = as_text(raw)
        found = known.get(_word(text)) or _said_twice(text, known)
        if found is None:
            found = next((member for pattern, member in begins if pattern.fullmatch(_word(text))), None)
        if found is None:
            near = {spelt[word] for word in close_matches(text, spelt)} if not _MARKS.search(text) else set()
            if len(near) != 1:
                raise UnreadableValue(Fault.NOT_A_CHOICE, raw, **of_the_list)
            (found,) = near
            raise UnreadableValue(Fault.NEAR_CHOICE, raw, IssueKind.NEARLY_RIGHT, found, **of_the_list)
        return found

    return read


_MARKS = re.compile(r"[*?+(]|-\s*$")
_BETWEEN_SAYINGS = re.compile(r"\s*[(),;:/–—]\s*|\s+-\s+")


def _said_twice(text: str, known: Mapping[str, StrEnum]) -> StrEnum | None:
    """What several words all say, as in Virtual (Teams)."""
    parts = [part for part in _BETWEEN_SAYINGS.split(text) if part]
    said = {known.get(_word(part)) for part in parts}
    return said.pop() if len(parts) > 1 and len(said) == 1 else None


def _word(text: str) -> str:
    """What a choice is looked up by: letters and digits, and the marks that make it another: D* is not D, nor M? or (M) yet an M."""
    text = unicodedata.normalize("NFKC", text)
    marks = "".join(character for character in text if character in "*?+(")
    return key(text) + marks + ("-" if text.endswith("-") else "")


_YES_OR_NO_AND_MORE = re.compile(r"(\w+|[^\w\s])\s*(?:[-–—:;,.(]\s*|\s)(.*[^\s?].*)", re.DOTALL)
_STANDS_APART = re.compile(r"\w+\s*[-–—:;,.(]|[^\w\s]")


def _yes_no(raw: Raw) -> bool:
    text = as_text(raw).casefold()
    word = text.rstrip(" .!")
    if word in YES_WORDS:
        return True
    if word in NO_WORDS:
        return False
    if word in EITHER:
        raise UnreadableValue(Fault.TICK_OR_CROSS, raw)
    said = _first_word(text)
    if said is not None:
        raise UnreadableValue(Fault.MORE_THAN_YES_OR_NO, raw, IssueKind.NEARLY_RIGHT, said)
    raise UnreadableValue(Fault.NOT_YES_OR_NO, raw)


def _first_word(text: str) -> bool | None:
    """Whether a remark, as in “yes - see email”, begins with yes or no. ``None``: with neither, or it goes on to doubt it."""
    parts = _YES_OR_NO_AND_MORE.fullmatch(text)
    if not parts or not _STANDS_APART.match(text) or "?" in text:
        return None
    if {*re.findall(r"\w+", parts[2])} & (YES_WORDS | NO_WORDS | {"not", "but"}):
        return None
    return True if parts[1] in YES_WORDS - {"1"} else False if parts[1] in NO_WORDS - {"0"} else None


_YES_AND_DATE = re.compile(r"(?:yes|y|✓|✔)\s*[-–—:;,(]*\s*(?:on\s+)?(\d{1,2}\D.*\d{2})\)?", re.IGNORECASE)


def _yes_or_date(raw: Raw, date1904: bool) -> bool | dt.date:
    if isinstance(raw, str | bool):
        dated = _YES_AND_DATE.fullmatch(as_text(raw))
        if dated:
            return read_date(dated[1], date1904)
        try:
            return _yes_no(raw)
        except UnreadableValue as doubt:
            if doubt.value is not None:
                raise
    return read_date(raw, date1904)


def _need(raw: Raw, date1904: bool) -> Need | None:
    if isinstance(raw, int | float) and _FIRST_YEAR <= raw <= _LAST_YEAR and float(raw).is_integer():
        return Need(int(raw))
    if isinstance(raw, str | bool):
        text = as_text(raw).casefold()
        word = key(text)
        if {text, word} & NO_WORDS:
            return None
        if {text, word} & YES_WORDS or word in ("ucas", "summer", "university"):
            return Need()
        year = re.fullmatch(
            r"(?:summer|ucas|august|aug|july|june|university|results)*(20\d\d)(?:summer|ucas|august)*", word
        )
        if year:
            return Need(int(year[1]))
        if not _DIGITS.search(word):
            raise UnreadableValue(Fault.NO_NEED, raw)
    day = read_date(raw, date1904)
    return Need(day.year, summer_day=day) if day.month in _SUMMER_MONTHS else Need(day=day)


# -- numbers and identifiers


# What stands before or after may name the unit and no more: "less than 60" and "1,5" are not taken for 60 and 15.
_NUMBER = re.compile(
    r"(?:£|level|l)?\s*((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)\s*(?:glh|credits?|cr|units?|hours?|hrs?|h)?\.?"
)


def _number(raw: Raw) -> float:
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return float(raw)
    found = _NUMBER.fullmatch(as_text(raw).casefold())
    if not found:
        raise UnreadableValue(Fault.NOT_A_NUMBER, raw)
    return float(found[1].replace(",", ""))


_AROUND_YEARS = re.compile(r"academic\s+year|\bAY\b|^AY|\bY(?:ear|r)?\s?1[0-4]\b|\byear\b|[()]", re.IGNORECASE)
"""What may stand beside the two years of an academic year: AY, Y13."""


_SEPTEMBER_TO_JULY = re.compile(
    r"(?:sept?(?:ember)?|autumn)\s*(20\d\d)\s*(?:[-–]|to)\s*(?:july?|aug(?:ust)?|june|summer)\s*(20\d\d)", re.IGNORECASE
)


def _academic_year(raw: Raw, current: int | None = None) -> int:
    """The year in which an academic year begins. Of one year alone it is said which was taken, by the year that it is now."""
    alone = re.fullmatch(r"20\d\d", as_text(raw).strip())
    if alone and current is not None and int(alone[0]) in (current, current + 1):
        years = f"{current}/{(current + 1) % 100:02}"
        raise UnreadableValue(Fault.ONE_YEAR, raw, IssueKind.NEARLY_RIGHT, current, years=years)
    months = _SEPTEMBER_TO_JULY.fullmatch(as_text(raw))
    if months and int(months[2]) == int(months[1]) + 1:
        return int(months[1])
    text = _AROUND_YEARS.sub("", as_text(raw)).strip()
    found = re.fullmatch(r"(20\d\d|\d\d)\s*(?:[/\-–_]|to)\s*(?:20)?(\d{1,2})", text) or re.fullmatch(
        r"(\d\d)(\d\d)", text
    )
    second = (int(found[1]) + 1) % 100 if found else 0
    if not found or int(found[2]) not in (second, second % 10 if len(found[2]) == 1 else second):
        raise UnreadableValue(Fault.NOT_AN_ACADEMIC_YEAR, raw)
    return int(found[1]) % 100 + _CENTURIES[1]


_EXPONENT = re.compile(r"(\d)(?:\.(\d+))?E\+?(\d{1,3})")


def _plain(raw: Raw) -> str:
    """An identifier in capitals, without spaces, the apostrophe that keeps it text, or the forms that Excel gives a number."""
    text = unicodedata.normalize("NFKC", as_text(raw))
    text = "".join(text.split()).lstrip("'’`").removesuffix(".0").upper()
    exponent = _EXPONENT.fullmatch(text)
    if not exponent:
        return text
    decimals = exponent[2] or ""
    if len(decimals) != int(exponent[3]):
        raise UnreadableValue(Fault.LOST_DIGITS, raw)
    return exponent[1] + decimals


def _mended(raw: Raw, text: str, is_right: Callable[[str], bool], form: Callable[[str], str] = str) -> str:
    """A number with a letter O in place of a nought, or an I of a one, named; whatever that does not mend as it stands."""
    digits = form(text.replace("O", "0").replace("I", "1"))
    if digits == form(text) or is_right(text) or not any(map(str.isdecimal, text)) or not is_right(digits):
        return text
    raise UnreadableValue(Fault.LETTER_FOR_DIGIT, raw, IssueKind.NEARLY_RIGHT, digits)


def _padded(width: int) -> Callable[[Raw], str]:
    def is_number(text: str) -> bool:
        return text.isdecimal() and len(text) == width

    def read(raw: Raw) -> str:
        text = _plain(raw)
        return (
            text.zfill(width) if text.isdecimal() else _mended(raw, text, is_number, lambda digits: digits.zfill(width))
        )

    return read


def _is_digits(raw: Raw) -> TypeGuard[str]:
    """Whether a cell holds digits as text and nothing else, as nearly all thousands do: there is nothing to think about."""
    return isinstance(raw, str) and raw.isascii() and raw.isdecimal()


_NUMBER_AND_NAME = re.compile(r"(\d{1,4})(?:\s*[-–—:,(]\s*|\s+)[^\W\d]{2}\D*")


def _candidate_number(raw: Raw) -> str:
    """A candidate number or, where a name stands in its place, the name as it stands: it may be that of a candidate."""
    if _is_digits(raw):
        return raw.zfill(4)
    text = " ".join(as_text(raw).split())
    named = _NUMBER_AND_NAME.fullmatch(text)
    if named:
        taken = named[1].zfill(4)
        raise UnreadableValue(Fault.MORE_THAN_A_NUMBER, None, IssueKind.NEARLY_RIGHT, taken)
    return _padded(4)(raw) if any(map(str.isdecimal, text)) else text


_CODE_AND_TITLE = re.compile(r"(\d{4,5})(?:\s*[-–—:,(]\s*|\s+)(?=.*[^\W\d]{3})(?!.*\d{4}).*")


def _entry_code(raw: Raw) -> str:
    if _is_digits(raw):
        return raw.zfill(5)
    titled = _CODE_AND_TITLE.fullmatch(" ".join(as_text(raw).split()))
    if titled:
        taken = titled[1].zfill(5)
        raise UnreadableValue(Fault.MORE_THAN_A_CODE, raw, IssueKind.NEARLY_RIGHT, taken)
    return _padded(5)(raw)


_UNIT = re.compile(r"(?:UNIT|UN|U|MODULE|MOD)?[\s.:\-_]*(?:(?:NO|NUMBER)\b[\s.:]*)?0*([1-9]\d*)\.?")

_UNIT_WORD = re.compile(r"^(?:UNIT|UN|U|MODULE|MOD)[\s.:\-_]+|^U(?=O?\d)|^UNIT(?=\d)")


def _unit_number(raw: Raw) -> str:
    text = " ".join(unicodedata.normalize("NFKC", as_text(raw)).split()).lstrip("'’`").removesuffix(".0").upper()
    found = _UNIT.fullmatch(text)
    if found:
        return found[1]
    number = _UNIT_WORD.sub("", text)
    mended = _mended(raw, number, str.isdecimal, lambda digits: digits.lstrip("0") or "0")
    return text if mended == number and not number.isdecimal() else mended.lstrip("0") or "0"


def _uln(raw: Raw) -> str:
    return _mended(raw, _plain(raw), uln_check)


def _uci(raw: Raw) -> str:
    return _mended(raw, re.sub(r"[\-./]", "", _plain(raw)), lambda text: uci_check(text) is True)


def _qan(raw: Raw) -> str:
    plain = re.sub(r"[\s/\-]", "", _plain(raw))
    return f"{plain[:3]}/{plain[3:7]}/{plain[7]}" if len(plain) == 8 else as_text(raw).upper()


def _unit_reference(raw: Raw) -> str:
    plain = re.sub(r"[\s/\-]", "", as_text(raw)).upper()
    return f"{plain[0]}/{plain[1:4]}/{plain[4:]}" if len(plain) == 8 else as_text(raw).upper()


def _text(raw: Raw) -> str:
    return " ".join(as_text(raw).split())


def _list(raw: Raw) -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split(r"[,;\n]", as_text(raw)) if part.strip())


_LIST_BREAK = re.compile(r"[,;/&+\n]|\band\b", re.IGNORECASE)


def _units(raw: Raw) -> tuple[str, ...]:
    """Unit numbers in one cell: 3, 4; 3 and 4; U3/U4. A lone number is one unit."""
    parts = [raw] if isinstance(raw, (int, float)) else _LIST_BREAK.split(as_text(raw))
    return tuple(_unit_number(part) for part in parts if as_text(part).strip())


_SIMPLE: Mapping[Kind, Callable[[Raw], Any]] = {
    Kind.TEXT: _text,
    Kind.EMAIL: _text,
    Kind.CENTRE_NUMBER: _padded(5),
    Kind.CANDIDATE_NUMBER: _candidate_number,
    Kind.ENTRY_CODE: _entry_code,
    Kind.UNIT_NUMBER: _unit_number,
    Kind.UNIT_REFERENCE: _unit_reference,
    Kind.QAN: _qan,
    Kind.ULN: _uln,
    Kind.UCI: _uci,
    Kind.YES_NO: _yes_no,
    Kind.NUMBER: _number,
    Kind.LIST: _list,
    Kind.UNITS: _units,
}
