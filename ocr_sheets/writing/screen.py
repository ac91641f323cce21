"""The terminal that lines are written for: how wide it is, and whether it shows colours.

Colours stand in the lines as marks that no text of a workbook can hold; the command line makes them what a terminal understands, after it
has taken every control character out of the text itself.
"""

from __future__ import annotations

import textwrap
from typing import NamedTuple

from ocr_sheets.rules import Severity

NARROWEST, WIDEST, USUAL = 60, 120, 100

_BEGIN, _END = "\ufdd0", "\ufdd1"
_GOOD = "good"
_CODES = {str(Severity.MUST_FIX): "1;31", str(Severity.CHECK): "33", str(Severity.ADVICE): "36", _GOOD: "32"}
_MARKS = {name: f"{_BEGIN}{chr(0xFDE0 + at)}" for at, name in enumerate(_CODES)}


class Screen(NamedTuple):
    """How wide lines may be, and whether they may have colours."""

    width: int = USUAL
    has_colour: bool = False
    is_terminal: bool = False
    """Whether a person looks at the lines as they come, rather than a program or a file."""

    def paint(self, text: str, severity: Severity | None) -> str:
        """A text in the colour of a severity; without one in that of good news."""
        mark = _MARKS.get(str(severity) if severity else _GOOD)
        return f"{mark}{text}{_END}" if self.has_colour and mark else text

    def wrapped(self, line: str) -> list[str]:
        """A line that is worth more than one, indented below a heading."""
        return textwrap.wrap(line, self.width, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False)

    def hanging(self, line: str, indent: int) -> list[str]:
        """A line of a list in columns, the last of which goes on below itself."""
        return textwrap.wrap(line, self.width, subsequent_indent=" " * indent, break_on_hyphens=False)

    def fitted(self, line: str) -> list[str]:
        """A line of whatever kind: on a terminal that is narrower than it, it goes on below its own beginning."""
        if not self.is_terminal or visible(line) <= self.width:
            return [line]
        return self.hanging(line, len(line) - len(line.lstrip()) + 2)

    def flowing(self, line: str) -> list[str]:
        """A sentence over as many lines as it takes; a path stays whole."""
        return textwrap.wrap(line, self.width, break_on_hyphens=False, break_long_words=False) or [""]

    def cut(self, line: str) -> str:
        """A line that fits."""
        return line if len(line) <= self.width else line[: self.width - 1] + "…"


A_FILE = Screen()
"""Where the lines go to no terminal."""


def screen_of(columns: int | None, has_colour: bool) -> Screen:
    """The screen of a terminal with so many columns; ``None`` where the lines go to a file."""
    return Screen(min(max(columns, NARROWEST), WIDEST) if columns else USUAL, has_colour, columns is not None)


def visible(text: str) -> int:
    """How many letters of a text a terminal shows: its marks are none."""
    for mark in (*_MARKS.values(), _END):
        text = text.replace(mark, "")
    return len(text)


def coloured(text: str) -> str:
    """A text with its marks as a terminal understands them."""
    for name, mark in _MARKS.items():
        text = text.replace(mark, f"\x1b[{_CODES[name]}m")
    return text.replace(_END, "\x1b[0m")
