"""Values as the XML of cells."""

import datetime as dt
import math
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from ocr_sheets.patterns import regex

from .refs import letters

MAX_TEXT = 32_767
_ESCAPED = regex("_(?=x[0-9A-Fa-f]{4}_)")
_CONTROL = regex("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]|\r(?!\n)")
_SPECIAL = regex("[&<>_\x00-\x1f\ud800-\udfff\ufffe\uffff]|^ | $|  ")
_EPOCH = dt.date(1899, 12, 30).toordinal()
_MISSING_LEAP_DAY = 61  # Excel believes that 29 February 1900 was its day 60
_DAYS_TO_1904 = 1462
_COMMANDS = frozenset("=+-@")  # what a spreadsheet takes for the start of a formula when it is typed


class Formula(NamedTuple):
    """A formula without its equals sign, and the value it has now, so that readers that do not calculate show it."""

    text: str
    cached: "str | int | float | bool | dt.date | None" = None


Value = str | int | float | bool | dt.date | Formula | None


def serial(day: dt.date, date1904: bool) -> int | float | None:
    """A date, or a date and time, as the number a workbook holds; None for one before its calendar begins."""
    number: int | float = day.toordinal() - _EPOCH
    if isinstance(day, dt.datetime):
        seconds = day.hour * 3600 + day.minute * 60 + day.second + day.microsecond / 1e6
        number += seconds / 86400
    if date1904:
        number -= _DAYS_TO_1904
        return number if number >= 0 else None
    if number < _MISSING_LEAP_DAY:
        number -= 1
    return number if number >= 1 else None


def text_xml(text: str) -> str:
    """Text as the content of ``<t>`` with the tag: escaped the way Excel does it, cut to what a cell may hold."""
    if len(text) > MAX_TEXT:
        text = text[:MAX_TEXT]
    if _SPECIAL.search(text) is None:
        return f"<t>{text}</t>"
    text = _ESCAPED.sub("_x005F_", text)
    text = _CONTROL.sub(_as_escape, text)
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r\n", "\n")
    return f'<t xml:space="preserve">{text}</t>'


def _as_escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    return "\ufffd" if 0xD800 <= code <= 0xDFFF else f"_x{code:04X}_"


class Cells(NamedTuple):
    """Cells side by side that may stand in any row: first and last column, and their XML, cut where the row's number goes."""

    first: int
    last: int
    pieces: tuple[str, ...]

    @property
    def are_none(self) -> bool:
        """Whether there are none."""
        return len(self.pieces) == 1

    def at(self, row: int) -> bytes:
        """Their XML in a row; nothing when there are none."""
        return str(row).join(self.pieces).encode()

    def beside(self, others: "Cells") -> "Cells":
        """These, and others to the right of them."""
        *before, end = self.pieces
        start, *after = others.pieces
        return Cells(self.first, others.last, (*before, end + start, *after))


class CellWriter:
    """Writes rows of cells. One a workbook: what it wrote once for a value it knows when the value comes again."""

    _REMEMBERED = 50_000
    _REMEMBERED_LENGTH = 200

    def __init__(self, date1904: bool, quoted: Callable[[int], int]) -> None:
        self._date1904 = date1904
        self._quoted = quoted
        self._texts: dict[str, str] = {}
        self._days: dict[dt.date, str] = {}

    def cells(self, first: int, values: Sequence["Value"], styles: Sequence[int | None]) -> "Cells":
        """Cells side by side for any row, from a column on; None makes none. Raises TypeError for what a cell cannot hold."""
        return Cells(first, first + len(values) - 1, tuple(self._pieces(first, values, styles)))

    def _pieces(self, first: int, values: Sequence["Value"], styles: Sequence[int | None]) -> list[str]:
        """The cells as text, cut where the number of the row goes. None for all of them gives no text."""
        pieces = []
        end = ""
        texts, days = self._texts, self._days
        for column, (value, style) in enumerate(zip(values, styles, strict=True), start=first):
            kind = value.__class__
            if kind is str:
                rest = texts.get(value) or self._text(value)  # type: ignore[arg-type]
                if value and value[0] in _COMMANDS:  # type: ignore[index]
                    style = self._quoted(style or 0)
            elif kind is dt.date:
                rest = days.get(value) or self._day(value)  # type: ignore[arg-type]
            elif kind is int:
                rest = f"><v>{value}</v></c>"
            elif value is None:
                continue
            else:
                rest = self._other(value)
            pieces.append(f'{end}<c r="{letters(column)}')
            end = f'" s="{style}"{rest}' if style else f'"{rest}'
        return [*pieces, end]

    def _text(self, value: str) -> str:
        rest = f' t="inlineStr"><is>{text_xml(value)}</is></c>'
        if len(value) <= self._REMEMBERED_LENGTH and len(self._texts) < self._REMEMBERED:
            self._texts[value] = rest
        return rest

    def _day(self, value: dt.date) -> str:
        number = serial(value, self._date1904)
        if number is None:
            rest = f' t="inlineStr"><is><t>{value.isoformat()}</t></is></c>'
        else:
            rest = f"><v>{number!r}</v></c>"
        self._days[value] = rest
        return rest

    def _other(self, value: "Value") -> str:
        if isinstance(value, Formula):
            return self._formula(value)
        if isinstance(value, bool):
            return f' t="b"><v>{value:d}</v></c>'
        if isinstance(value, dt.date):
            return self._day(value)
        if isinstance(value, float):
            return f"><v>{float(value)!r}</v></c>" if math.isfinite(value) else ' t="e"><v>#NUM!</v></c>'
        if isinstance(value, int):
            return f"><v>{int(value)}</v></c>"
        if isinstance(value, str):
            return self._text(str(value))
        raise TypeError(f"a cell cannot hold a {type(value).__name__}")

    def _formula(self, formula: Formula) -> str:
        text = formula.text.removeprefix("=")
        if "&" in text or "<" in text or ">" in text:
            text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        cached = formula.cached
        if cached is None:
            return f"><f>{text}</f></c>"
        if isinstance(cached, str):
            inner = text_xml(cached)
            return f' t="str"><f>{text}</f><v>{inner[inner.index(">") + 1 : -len("</t>")]}</v></c>'
        rest = self._days.get(cached) if cached.__class__ is dt.date else None
        if rest is None:
            rest = self._other(cached)
        if "inlineStr" in rest:  # a day before the calendar begins
            return f' t="str"><f>{text}</f><v>{cached}</v></c>'
        at = rest.index(">") + 1
        return f"{rest[:at]}<f>{text}</f>{rest[at:]}"
