"""Values as the XML of cells."""

import datetime as dt
import math
import re
from dataclasses import dataclass

MAX_TEXT = 32_767
_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]|\r(?!\n)")
_SPECIAL = re.compile("[&<>_\x00-\x1f\ud800-\udfff\ufffe\uffff]|^ | $|  ")
_EPOCH = dt.date(1899, 12, 30).toordinal()
_MISSING_LEAP_DAY = 61  # Excel believes that 29 February 1900 was its day 60
_DAYS_TO_1904 = 1462


@dataclass(frozen=True, slots=True)
class Formula:
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


def is_command(text: str) -> bool:
    """Whether a spreadsheet would take typed text for a formula."""
    return text.startswith(("=", "+", "-", "@"))


def cell_xml(ref: str, style: int, value: "Value", date1904: bool) -> str:
    """One cell. Style 0 is not written: a cell without one has it."""
    s = f' s="{style}"' if style else ""
    kind = type(value)
    if kind is str:
        return f'<c r="{ref}"{s} t="inlineStr"><is>{text_xml(value)}</is></c>'  # type: ignore[arg-type]
    if kind is int:
        return f'<c r="{ref}"{s}><v>{value}</v></c>'
    if isinstance(value, Formula):
        return _formula_xml(ref, s, value, date1904)
    if isinstance(value, bool):
        return f'<c r="{ref}"{s} t="b"><v>{value:d}</v></c>'
    if isinstance(value, dt.date):
        number = serial(value, date1904)
        if number is None:
            return f'<c r="{ref}"{s} t="inlineStr"><is><t>{value.isoformat()}</t></is></c>'
        return f'<c r="{ref}"{s}><v>{number!r}</v></c>'
    if isinstance(value, float):
        if not math.isfinite(value):
            return f'<c r="{ref}"{s} t="e"><v>#NUM!</v></c>'
        return f'<c r="{ref}"{s}><v>{value!r}</v></c>'
    if isinstance(value, int):
        return f'<c r="{ref}"{s}><v>{int(value)}</v></c>'
    if isinstance(value, str):
        return f'<c r="{ref}"{s} t="inlineStr"><is>{text_xml(str(value))}</is></c>'
    raise TypeError(f"a cell cannot hold a {kind.__name__}")


def _formula_xml(ref: str, s: str, formula: Formula, date1904: bool) -> str:
    text = formula.text.removeprefix("=").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    cached = formula.cached
    if isinstance(cached, bool):
        return f'<c r="{ref}"{s} t="b"><f>{text}</f><v>{cached:d}</v></c>'
    if isinstance(cached, dt.date):
        number = serial(cached, date1904)
        cached = cached.isoformat() if number is None else number
    if isinstance(cached, str):
        inner = text_xml(cached)
        inner = inner[inner.index(">") + 1 : -len("</t>")]
        return f'<c r="{ref}"{s} t="str"><f>{text}</f><v>{inner}</v></c>'
    if cached is None:
        return f'<c r="{ref}"{s}><f>{text}</f></c>'
    return f'<c r="{ref}"{s}><f>{text}</f><v>{cached!r}</v></c>'
