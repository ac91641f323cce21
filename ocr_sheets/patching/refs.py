"""Cell references: letters and numbers, with and without a sheet's name."""

import functools
import re
from typing import NamedTuple

from ocr_sheets.patterns import regex

MAX_ROW = 1_048_576
MAX_COLUMN = 16_384
MAX_TWO_LETTERS = 702


class Area(NamedTuple):
    """A rectangle of cells, all four edges included and counted from 1."""

    first_row: int
    first_col: int
    last_row: int
    last_col: int


@functools.cache
def letters(column: int) -> str:
    """The letters of a column counted from 1: 28 is AB."""
    out = ""
    while column:
        column, rest = divmod(column - 1, 26)
        out = chr(65 + rest) + out
    return out


@functools.cache
def number(column: str) -> int:
    """The number of a column from its letters: AB is 28."""
    out = 0
    for letter in column:
        out = out * 26 + ord(letter) - 64
    return out


_AREA = regex(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,9})(?::\$?([A-Za-z]{1,3})\$?([0-9]{1,9}))?")
_COLUMNS = regex(r"\$?([A-Za-z]{1,3}):\$?([A-Za-z]{1,3})")
_ROWS = regex(r"\$?([0-9]{1,9}):\$?([0-9]{1,9})")
_WITH_SHEET = regex(r"=?(?:'((?:[^']|'')+)'|([^'!]+))!(.+)", re.DOTALL)


def area(text: str) -> Area | None:
    """The rectangle that a reference such as ``$B$3:$D$9`` (or B3, B:D, 3:9) names; None when it names none, or
    one that no sheet has.
    """
    if found := _AREA.fullmatch(text):
        left, top, right, bottom = found.groups()
        top_row, bottom_row = int(top), int(bottom or top)
        first, last = number(left.upper()), number((right or left).upper())
    elif found := _COLUMNS.fullmatch(text):
        top_row, bottom_row = 1, MAX_ROW
        first, last = number(found[1].upper()), number(found[2].upper())
    elif found := _ROWS.fullmatch(text):
        top_row, bottom_row = int(found[1]), int(found[2])
        first, last = 1, MAX_COLUMN
    else:
        return None
    where = Area(min(top_row, bottom_row), min(first, last), max(top_row, bottom_row), max(first, last))
    return where if where.first_row >= 1 and where.last_row <= MAX_ROW and where.last_col <= MAX_COLUMN else None


def written(where: Area, *, absolute: bool = False) -> str:
    """A rectangle as a reference: ``B3:D9``, or ``$B$3:$D$9``; one cell is written as one cell."""
    sign = "$" if absolute else ""
    first = f"{sign}{letters(where.first_col)}{sign}{where.first_row}"
    last = f"{sign}{letters(where.last_col)}{sign}{where.last_row}"
    return first if first == last else f"{first}:{last}"


def on_sheet(sheet: str, where: Area) -> str:
    """A reference as a defined name holds it, the sheet's name always quoted."""
    quoted = sheet.replace("'", "''")
    return f"'{quoted}'!{written(where, absolute=True)}"


def split_sheet(text: str) -> tuple[str, Area] | None:
    """The sheet and rectangle of a reference such as ``'To do'!$A$1``; None for #REF!, constants and unions."""
    found = _WITH_SHEET.fullmatch(text.strip())
    if not found:
        return None
    where = area(found[3])
    if where is None:
        return None
    return (found[1].replace("''", "'") if found[1] is not None else found[2]), where
