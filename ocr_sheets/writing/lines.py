"""How many lines a text takes in a cell, by the widths of Calibri's letters, so that a row is as high as its words and no higher."""

from __future__ import annotations

from functools import lru_cache

from xlsxwriter.utility import CHAR_WIDTHS

POINTS_A_PIXEL = 0.75
_PIXELS_A_CHARACTER = 7
POINTS_A_CHARACTER = _PIXELS_A_CHARACTER * POINTS_A_PIXEL
"""Excel's unit of a column's width."""
POINTS_A_LINE = 15
"""The height of a line of the usual letters."""
_SURE = 0.98
"""The part of a column that is counted on, without the space at its sides."""
_WIDEST = max(CHAR_WIDTHS.values())
_UNKNOWN_LETTER, _SPACE = 8, 3
"""The pixels of a letter whose width is not listed, and of the space between words."""


def lines_of(text: str, width: float) -> int:
    """The lines of a text in a column of some characters' width, wrapped between words as Excel does."""
    room = max(int(width * _PIXELS_A_CHARACTER * _SURE), 1)
    if len(text) * _WIDEST <= room and "\n" not in text:
        return 1  # as most cells: no letter need be measured
    return sum(_wrapped(paragraph, room) for paragraph in text.split("\n"))


def _wrapped(paragraph: str, room: int) -> int:
    lines, used = 1, 0
    for pixels in map(_pixels, paragraph.split(" ")):
        if used and used + _SPACE + pixels > room:
            lines, used = lines + 1, 0
        used += pixels + _SPACE * bool(used)
        # A word that is too long for a line of its own is broken.
        broken = max(used - 1, 0) // room
        lines, used = lines + broken, used - broken * room
    return lines


@lru_cache(maxsize=8192)
def _pixels(word: str) -> int:
    return sum(CHAR_WIDTHS.get(letter, _UNKNOWN_LETTER) for letter in word)
