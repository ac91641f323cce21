"""What one cell says: text, numbers and dates as people type them become the value that the column holds.

Nothing is guessed in silence: what cannot be taken raises a `UnreadableValue`, and what can be taken in more than one way raises a `UnreadableValue`
that carries the value taken.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any, TypeGuard

from ocr_sheets.catalogue import load_catalogue
from ocr_sheets.model.identifiers import uci_check, uln_check
from ocr_sheets.model.reading_facts import Fault
from ocr_sheets.model.records import (
    Column,
    Kind,
    Need,
)
from ocr_sheets.model.tables import IssueKind
from ocr_sheets.patterns import regex
from ocr_sheets.reading.choices import NO_WORDS, YES_WORDS, choice_of, yes_or_no
from ocr_sheets.reading.days import CENTURIES, DIGITS, FIRST_YEAR, LAST_YEAR, is_no_day, read_date
from ocr_sheets.reading.raw import ERRORS, Raw, UnreadableValue, as_text, is_blank, is_blank_text
from ocr_sheets.text import key

_SUMMER_MONTHS = (7, 8, 9)
IDENTIFIERS = frozenset(
    {
        *(Kind.CENTRE_NUMBER, Kind.CANDIDATE_NUMBER, Kind.ENTRY_CODE, Kind.UNIT_NUMBER, Kind.UNIT_REFERENCE),
        *(Kind.QAN, Kind.ULN, Kind.UCI),
    }
)


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
        return choice_of(column)
    if kind is Kind.DATE:
        return lambda raw: None if is_no_day(raw) else read_date(raw, date1904, academic_year)
    if kind in (Kind.YES_OR_DATE, Kind.NEED):
        read = {Kind.YES_OR_DATE: _yes_or_date, Kind.NEED: _need}[kind]
        return lambda raw: None if is_no_day(raw) else read(raw, date1904)
    if kind is Kind.ACADEMIC_YEAR:
        return lambda raw: None if is_blank(raw) else _academic_year(raw, academic_year)
    simple = _SIMPLE[kind]
    if kind in (Kind.TEXT, Kind.EMAIL):
        return lambda raw: None if is_blank_text(raw) else simple(raw)
    if kind in IDENTIFIERS:
        return lambda raw: None if is_blank(raw) else simple(_not_dated(raw))
    return lambda raw: None if is_blank(raw) else simple(raw)


def _not_dated(raw: Raw) -> Raw:
    """A number or code as it stands. Excel turns 1-2 into a day, and shows 45 as one where a column is formatted so."""
    if isinstance(raw, dt.date | dt.time | dt.timedelta):
        raise UnreadableValue(Fault.DATE_FOR_NUMBER, raw)
    return raw


_YES_AND_DATE = regex(r"(?:yes|y|✓|✔)\s*[-–—:;,(]*\s*(?:on\s+)?(\d{1,2}\D.*\d{2})\)?", re.IGNORECASE)


def _yes_or_date(raw: Raw, date1904: bool) -> bool | dt.date:
    if isinstance(raw, str | bool):
        dated = _YES_AND_DATE.fullmatch(as_text(raw))
        if dated:
            return read_date(dated[1], date1904)
        try:
            return yes_or_no(raw)
        except UnreadableValue as doubt:
            if doubt.value is not None:
                raise
    return read_date(raw, date1904)


def _need(raw: Raw, date1904: bool) -> Need | None:
    if isinstance(raw, int | float) and FIRST_YEAR <= raw <= LAST_YEAR and float(raw).is_integer():
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
        if not DIGITS.search(word):
            raise UnreadableValue(Fault.NO_NEED, raw)
    day = read_date(raw, date1904)
    return Need(day.year, summer_day=day) if day.month in _SUMMER_MONTHS else Need(day=day)


# What stands before or after may name the unit and no more: "less than 60" and "1,5" are not taken for 60 and 15.
_NUMBER = regex(
    r"(?:£|level|l)?\s*((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)\s*(?:glh|credits?|cr|units?|hours?|hrs?|h)?\.?"
)


def _number(raw: Raw) -> float:
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return float(raw)
    found = _NUMBER.fullmatch(as_text(raw).casefold())
    if not found:
        raise UnreadableValue(Fault.NOT_A_NUMBER, raw)
    return float(found[1].replace(",", ""))


_AROUND_YEARS = regex(r"academic\s+year|\bAY\b|^AY|\bY(?:ear|r)?\s?1[0-4]\b|\byear\b|[()]", re.IGNORECASE)
"""What may stand beside the two years of an academic year: AY, Y13."""


_SEPTEMBER_TO_JULY = regex(
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
    return int(found[1]) % 100 + CENTURIES[1]


_EXPONENT = regex(r"(\d)(?:\.(\d+))?E\+?(\d{1,3})")


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


_NUMBER_AND_NAME = regex(r"(\d{1,4})(?:\s*[-–—:,(]\s*|\s+)[^\W\d]{2}\D*")
_CENTRE_AND_NUMBER = regex(r"\d{5}\s?[/\\–-]\s?(\d{4})")


_SEVERAL_NUMBERS = regex(r"\d{3,4}(?:(?:\s*[,;&+]\s*|\s+and\s+|\s+)\d{3,4})+")


def _candidate_number(raw: Raw) -> str:
    """A candidate number or, where a name stands in its place, the name as it stands: it may be that of a candidate."""
    if _is_digits(raw):
        return raw.zfill(4)
    text = " ".join(as_text(raw).split())
    named = _NUMBER_AND_NAME.fullmatch(text) or _CENTRE_AND_NUMBER.fullmatch(text)
    if named:
        taken = named[1].zfill(4)
        raise UnreadableValue(Fault.MORE_THAN_A_NUMBER, None, IssueKind.NEARLY_RIGHT, taken)
    if _SEVERAL_NUMBERS.fullmatch(text):
        raise UnreadableValue(Fault.SEVERAL_NUMBERS, raw)
    return _padded(4)(raw) if any(map(str.isdecimal, text)) else text


_A_TITLE = regex(r"(?=(?:.*[^\W\d]{2}){2})(?!.*\d{4}).*\s.*", re.DOTALL)
"""Words in place of a code: they may be the title of a qualification."""
_CODE_AND_TITLE = regex(r"(\d{4,5})(?:\s*[-–—:,(]\s*|\s+)(?=.*[^\W\d]{3})(?!.*\d{4}).*")


def _entry_code(raw: Raw) -> str:
    if _is_digits(raw):
        return raw.zfill(5)
    titled = _CODE_AND_TITLE.fullmatch(" ".join(as_text(raw).split()))
    if titled:
        taken = titled[1].zfill(5)
        raise UnreadableValue(Fault.MORE_THAN_A_CODE, raw, IssueKind.NEARLY_RIGHT, taken)
    text = as_text(raw)
    return _text(raw) if text.strip().isalpha() or _A_TITLE.fullmatch(text) else _padded(5)(raw)


_UNIT = regex(r"(?:UNIT|UN|U|MODULE|MOD)?[\s.:\-_]*(?:(?:NO|NUMBER)\b[\s.:]*)?0*([1-9]\d*)\.?")

_UNIT_WORD = regex(r"^(?:UNIT|UN|U|MODULE|MOD)[\s.:\-_]+|^U(?=O?\d)|^UNIT(?=\d)")


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


_LIST_BREAK = regex(r"[,;/&+\n]|\band\b", re.IGNORECASE)


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
    Kind.YES_NO: yes_or_no,
    Kind.NUMBER: _number,
    Kind.LIST: _list,
    Kind.UNITS: _units,
}


def is_known_code(raw: Raw) -> bool:
    """Whether a cell holds an entry code of the catalogue, with or without its zeros."""
    text = as_text(raw).strip()
    return text.isdecimal() and load_catalogue().coded(text.zfill(5)) is not None


_FIVE_DIGITS = regex(r"(?<!\d)\d{5}(?!\d)")


def known_codes_in(text: str) -> set[str]:
    """The entry codes of the catalogue that stand in a text."""
    return {code for code in _FIVE_DIGITS.findall(text) if load_catalogue().coded(code)}
