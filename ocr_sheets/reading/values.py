"""What one cell says: text, numbers and dates as people type them become the value that the column holds.

Nothing is guessed in silence: what cannot be taken raises a `Doubt`, and what can be taken in more than one way raises a `Doubt`
that carries the value taken.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from ocr_sheets.book import (
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
    Trouble,
    VisitStatus,
    VisitType,
    key,
)

Raw = str | float | int | bool | dt.date | dt.datetime | dt.time | dt.timedelta

BLANK_WORDS = frozenset({"", "-", "–", "—", "n/a", "na"})
INITIALS = frozenset({"na"})
"""Words that say nothing in a column of dates or grades, and are somebody's initials or surname in a column of text."""
YES_WORDS = frozenset({"yes", "y", "true", "1", "✓", "✔"})
NO_WORDS = frozenset({"no", "n", "false", "0", "✗", "✘"})

OTHER_WORDS: Mapping[type[StrEnum], Mapping[str, StrEnum]] = {
    Family: {
        **dict.fromkeys(("technicals", "technical", "cambridgetechnical", "ctec", "ctecs"), Family.TECHNICALS),
        **dict.fromkeys(("verifiedqualification", "verifiedqualifications"), Family.VERIFIED),
    },
    Assessment: {
        **dict.fromkeys(
            ("internal", "internallyassessed", "internallymoderated", "centreassessed"), Assessment.MODERATED
        ),
        **dict.fromkeys(("exam", "examination", "external", "externallyassessed"), Assessment.EXAMINED),
        **dict.fromkeys(("externallyverified",), Assessment.VERIFIED),
    },
    EntryType: {
        **dict.fromkeys(("full", "award", "qualification", "fullqualification"), EntryType.FULL_AWARD),
        **dict.fromkeys(("units", "individualunit", "singleunit"), EntryType.UNIT),
        **dict.fromkeys(("exam", "examunit", "examined"), EntryType.EXAMINED_UNIT),
    },
    ClaimStatus: {
        **dict.fromkeys(("notclaimed", "toclaim"), ClaimStatus.PLANNED),
        **dict.fromkeys(("notsubmitted", "draft", "built"), ClaimStatus.UNSUBMITTED),
        **dict.fromkeys(("claimed",), ClaimStatus.SUBMITTED),
        **dict.fromkeys(("sent",), ClaimStatus.SENT),
        **dict.fromkeys(("certificated",), ClaimStatus.CONFIRMED),
    },
    VisitType: {
        **dict.fromkeys(("teams", "msteams", "microsoftteams", "online", "remote", "virtualvisit"), VisitType.VIRTUAL),
        **dict.fromkeys(("f2f", "incentre", "inperson", "facetofacevisit"), VisitType.FACE_TO_FACE),
    },
    VisitStatus: {
        **dict.fromkeys(("canceled",), VisitStatus.CANCELLED),
        **dict.fromkeys(("booked", "agreed"), VisitStatus.CONFIRMED),
        **dict.fromkeys(("complete", "completed", "held"), VisitStatus.DONE),
    },
    Grade: {
        **dict.fromkeys(("pass",), Grade.PASS),
        **dict.fromkeys(("merit", "mer"), Grade.MERIT),
        **dict.fromkeys(("distinction", "dist"), Grade.DISTINCTION),
        **dict.fromkeys(("distinction*", "dist*", "distinctionstar"), Grade.DISTINCTION_STAR),
        **dict.fromkeys(("nearpass",), Grade.NEAR_PASS),
        **dict.fromkeys(("unclassified",), Grade.UNCLASSIFIED),
        **dict.fromkeys(("fail", "failed"), Grade.FAIL),
    },
    SizeUnit: {
        **dict.fromkeys(("guidedlearninghours", "hours"), SizeUnit.GLH),
        **dict.fromkeys(("credit",), SizeUnit.CREDITS),
        **dict.fromkeys(("unit",), SizeUnit.UNITS),
    },
    Nation: {
        **dict.fromkeys(("cymru",), Nation.WALES),
        **dict.fromkeys(("ni",), Nation.NORTHERN_IRELAND),
    },
}

BEGINNINGS: Mapping[type[StrEnum], tuple[re.Pattern[str], StrEnum]] = {
    VisitStatus: (re.compile(r"cancell?ed[^?]*"), VisitStatus.CANCELLED),
    ClaimStatus: (re.compile(r"withdrawn(?:by[a-z]+|on)?\d*"), ClaimStatus.WITHDRAWN),
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
_WEEKDAY = re.compile(r"^(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?,?\s+", re.IGNORECASE)
_CENTURIES = (1900, 2000)
_FIRST_SHORT_YEAR = 50
"""27 is 2027, and 85, as in a date of birth, 1985."""
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_SUMMER_MONTHS = (7, 8, 9)
_DIGITS = re.compile(r"\d+")
_INVISIBLE = str.maketrans({"\xa0": " ", **dict.fromkeys("\u200b\u200c\u200d\u200e\u200f\u202a\u202c\u2060\ufeff", "")})
_NEVER_DATES = frozenset(
    {
        *(Kind.CENTRE_NUMBER, Kind.CANDIDATE_NUMBER, Kind.ENTRY_CODE, Kind.UNIT_NUMBER, Kind.UNIT_REFERENCE),
        *(Kind.QAN, Kind.ULN, Kind.UCI),
    }
)


class Doubt(Exception):
    """A cell that cannot be taken, or only by choosing: what is wrong, what to do, and the value taken if one was."""

    def __init__(self, wrong: str, fix: str, trouble: Trouble = Trouble.UNREADABLE, value: object = None) -> None:
        super().__init__(wrong)
        self.wrong, self.fix, self.trouble, self.value = wrong, fix, trouble, value


def quoted(raw: Raw) -> str:
    """A cell's content as a message shows it: short, on one line."""
    text = " ".join(as_text(raw).split())
    return f"“{text[:38]}…”" if len(text) > 40 else f"“{text}”"


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


def _is_blank_text(raw: Raw) -> bool:
    return is_blank(raw) and as_text(raw).casefold() not in INITIALS


def _is_no_day(raw: Raw) -> bool:
    """Whether a date cell says nothing: what Excel shows as 00/01/1900 comes of a formula that points at an empty cell."""
    return is_blank(raw) or (not isinstance(raw, bool) and raw in (0, dt.time()))


def reader_of(column: Column, date1904: bool) -> Callable[[Raw], Any]:
    """The function that reads the cells of a column. It returns the value, ``None`` for an empty cell, or raises `Doubt`."""
    kind = column.kind
    if kind is Kind.CHOICE and column.choices is not None:
        return _choice_of(column)
    if kind in (Kind.DATE, Kind.YES_OR_DATE, Kind.NEED):
        read = {Kind.DATE: read_date, Kind.YES_OR_DATE: _yes_or_date, Kind.NEED: _need}[kind]
        return lambda raw: None if _is_no_day(raw) else read(raw, date1904)
    simple = _SIMPLE[kind]
    if kind in (Kind.TEXT, Kind.EMAIL):
        return lambda raw: None if _is_blank_text(raw) else simple(raw)
    if kind in _NEVER_DATES:
        return lambda raw: None if is_blank(raw) else simple(_not_dated(raw))
    return lambda raw: None if is_blank(raw) else simple(raw)


def _not_dated(raw: Raw) -> Raw:
    """A number or code as it stands. Excel turns 1-2 into a day, and shows 45 as one where a column is formatted so."""
    if isinstance(raw, dt.date | dt.time | dt.timedelta):
        raise Doubt(f"{quoted(raw)} is a date or a time", "Format the cell as text, and type the number again.")
    return raw


# -- dates


def read_date(raw: Raw, date1904: bool = False) -> dt.date:
    """A date, a number that Excel counts days by, or text read day first."""
    if isinstance(raw, dt.date):
        day = raw.date() if isinstance(raw, dt.datetime) else raw
        if _FIRST_YEAR < day.year <= _LAST_YEAR:
            return day
        raise _not_a_date(raw)
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        first = FIRST_SERIAL - (DAYS_1904 if date1904 else 0)
        if first <= raw <= first + LAST_SERIAL - FIRST_SERIAL:
            return EPOCH + dt.timedelta(days=int(raw) + FIRST_SERIAL - first)
        raise _not_a_date(raw)
    if not isinstance(raw, str):
        raise _not_a_date(raw)
    return _text_date(raw)


def _not_a_date(raw: Raw, why: str = "") -> Doubt:
    return Doubt(
        f"{quoted(raw)} is not a date{why}",
        "Type the day as a date, such as 15/05/2027, or leave the cell empty until it is known.",
    )


def _text_date(raw: str) -> dt.date:
    text = _WEEKDAY.sub("", " ".join(as_text(raw).split())).casefold()
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
        raise _not_a_date(raw)
    short = len(year) == 2
    full_year = int(year) + (_CENTURIES[int(year) < _FIRST_SHORT_YEAR] if short else 0)
    if not _FIRST_YEAR <= full_year <= _LAST_YEAR:
        raise _not_a_date(raw)
    try:
        taken = dt.date(full_year, month, day)
    except ValueError:
        turned = either_way and month > 12 >= day
        raise _not_a_date(raw, " when read day first, as UK dates are" if turned else "") from None
    said = f"{taken.day} {taken:%B %Y}"
    if short:
        raise Doubt(
            f"{quoted(raw)} has a year of two digits and was read as {said}",
            "Type the date with four digits for the year.",
            Trouble.SHORT_YEAR,
            taken,
        )
    if either_way and day <= 12 and day != month:
        raise Doubt(
            f"{quoted(raw)} is text and was read day first, as {said}",
            "Type it again as a date, so that nobody can read it month first.",
            Trouble.TEXT_DATE,
            taken,
        )
    return taken


# -- words


def _choice_of(column: Column) -> Callable[[Raw], StrEnum | None]:
    choices = column.choices
    assert choices is not None
    known = {_word(member.value): member for member in choices} | dict(OTHER_WORDS.get(choices, {}))
    begins = BEGINNINGS.get(choices)
    offered = ", ".join(str(member.value) for member in choices)

    def read(raw: Raw) -> StrEnum | None:
        if is_blank(raw):
            return None
        word = _word(as_text(raw))
        found = known.get(word)
        if found is None and begins and begins[0].fullmatch(word):
            found = begins[1]
        if found is None:
            raise Doubt(f"{quoted(raw)} is not a {column.heading.casefold()} that is known", f"Use one of: {offered}.")
        return found

    return read


def _word(text: str) -> str:
    """What a choice is looked up by: letters and digits, and the marks that make it another: D* is not D, nor M? or (M) yet an M."""
    marks = "".join(character for character in text if character in "*?+(")
    return key(text) + marks + ("-" if text.endswith("-") else "")


def _yes_no(raw: Raw) -> bool:
    word = as_text(raw).casefold()
    if word in YES_WORDS:
        return True
    if word in NO_WORDS:
        return False
    raise Doubt(f"{quoted(raw)} is neither yes nor no", "Type yes or no.")


def _yes_or_date(raw: Raw, date1904: bool) -> bool | dt.date:
    if isinstance(raw, str | bool):
        try:
            return _yes_no(raw)
        except Doubt:
            pass
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
            raise Doubt(
                f"{quoted(raw)} does not say when results are needed",
                "Type a summer such as summer 2027, a date, UCAS, yes or no.",
            )
    day = read_date(raw, date1904)
    return Need(day.year) if day.month in _SUMMER_MONTHS else Need(day=day)


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
        raise Doubt(f"{quoted(raw)} is not a number", "Type the number alone.")
    return float(found[1].replace(",", ""))


def _academic_year(raw: Raw) -> int:
    found = re.fullmatch(r"(20\d\d|\d\d)\s*[/\-–]\s*(?:20)?(\d\d)", as_text(raw))
    if not found or int(found[2]) != (int(found[1]) + 1) % 100:
        raise Doubt(f"{quoted(raw)} is not an academic year", "Type both of its years, such as 2026/27.")
    return int(found[1]) % 100 + _CENTURIES[1]


def _padded(width: int) -> Callable[[Raw], str]:
    def read(raw: Raw) -> str:
        text = "".join(as_text(raw).split())
        text = text.removesuffix(".0")
        return text.zfill(width) if text.isdecimal() else text.upper()

    return read


def _unit_number(raw: Raw) -> str:
    text = as_text(raw).removesuffix(".0").upper()
    found = re.fullmatch(r"(?:UNIT|U)?\s*0*(\d+)", text)
    return found[1] if found else text


def _uln(raw: Raw) -> str:
    text = "".join(as_text(raw).split()).removesuffix(".0")
    if re.fullmatch(r"\d\.\d+E\+?\d+", text.upper()):
        if float(text).is_integer() and len(text.split(".")[1].upper().split("E")[0]) >= 9:
            return str(int(float(text)))
        raise Doubt(f"{quoted(raw)} has lost digits", "Type the ten digits again, in a cell formatted as text.")
    return text.upper()


def _uci(raw: Raw) -> str:
    return "".join(as_text(raw).split()).upper()


def _qan(raw: Raw) -> str:
    plain = re.sub(r"[\s/\-]", "", as_text(raw)).upper()
    return f"{plain[:3]}/{plain[3:7]}/{plain[7]}" if len(plain) == 8 else as_text(raw).upper()


def _unit_reference(raw: Raw) -> str:
    plain = re.sub(r"[\s/\-]", "", as_text(raw)).upper()
    return f"{plain[0]}/{plain[1:4]}/{plain[4:]}" if len(plain) == 8 else as_text(raw).upper()


def _text(raw: Raw) -> str:
    return " ".join(as_text(raw).split())


def _list(raw: Raw) -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split(r"[,;\n]", as_text(raw)) if part.strip())


_SIMPLE: Mapping[Kind, Callable[[Raw], Any]] = {
    Kind.TEXT: _text,
    Kind.EMAIL: _text,
    Kind.CENTRE_NUMBER: _padded(5),
    Kind.CANDIDATE_NUMBER: _padded(4),
    Kind.ENTRY_CODE: _padded(5),
    Kind.UNIT_NUMBER: _unit_number,
    Kind.UNIT_REFERENCE: _unit_reference,
    Kind.QAN: _qan,
    Kind.ULN: _uln,
    Kind.UCI: _uci,
    Kind.YES_NO: _yes_no,
    Kind.NUMBER: _number,
    Kind.ACADEMIC_YEAR: _academic_year,
    Kind.LIST: _list,
}
