"""What stands in a cell before anything is made of it: its content as text, whether it says nothing, and what cannot be read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from ocr_sheets.model.reading_facts import Fault
from ocr_sheets.model.tables import IssueKind
from ocr_sheets.text import CellText

Raw = str | float | int | bool | dt.date | dt.datetime | dt.time | dt.timedelta

_OF_DROP_DOWNS = frozenset(
    f"{mark}{words}{end}"
    for mark in ("", "(")
    for words in ("select", "please select", "choose an item", "choose", "pick one", "select one", "please choose")
    for end in ("", ".", "...", "…", ")", "…)", "...)")
)
"""What stands in a drop-down list until somebody chooses."""
BLANK_WORDS = frozenset(
    {"", "-", "–", "—", "n/a", "na", "--", "<select>", "-- select --", "--select--", *_OF_DROP_DOWNS}
)
INITIALS = frozenset({"na"})
"""Words that say nothing in a column of dates or grades, and are somebody's initials or surname in a column of text."""
ERRORS = frozenset(
    {
        *("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"),
        *("#FIELD!", "#BLOCKED!", "#CONNECT!", "#BUSY!", "#UNKNOWN!", "#GETTING_DATA"),
    }
)
"""What Excel shows in place of a value. As text it comes from a list that was saved or pasted as it looked."""
_INVISIBLE = str.maketrans(
    {"\xa0": " ", **dict.fromkeys("\u200b\u200c\u200d\u200e\u200f\u202a\u202c\u2060\ufe0f\ufeff", "")}
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


def is_blank_text(raw: Raw) -> bool:
    """Whether a cell of a column of text says nothing: what are words for nothing elsewhere may be initials or a surname here."""
    return is_blank(raw) and as_text(raw).casefold() not in INITIALS
