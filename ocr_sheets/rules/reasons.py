"""Why a rule was not checked, or not for all rows: facts, and the one place in which they become words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple

from ocr_sheets.text import fill


class ReasonKind(StrEnum):
    """The ways in which a rule can have had too little to look at, or break down."""

    NO_SHEET = "no sheet"
    NO_COLUMN = "no column"
    NO_ROWS = "no rows"
    NONE_OF_FAMILY = "no rows of its family"
    UNKNOWN_FAMILY = "rows of no known family"
    NOT_PUBLISHED = "not published"
    BROKE_DOWN = "broke down"


NOTHING_TO_LOOK_AT = frozenset(
    {ReasonKind.NO_SHEET, ReasonKind.NO_COLUMN, ReasonKind.NO_ROWS, ReasonKind.NONE_OF_FAMILY}
)
"""The reasons that say no more than that the workbook has nothing of the kind: usual early in a year."""


class Reason(NamedTuple):
    """One reason: what kind it is, and the values that its words speak of."""

    kind: ReasonKind
    values: Mapping[str, object]


_WORDS: Mapping[ReasonKind, str] = {
    ReasonKind.NO_SHEET: "there is no sheet {sheet}",
    ReasonKind.NO_COLUMN: "{sheet} has no column {column}",
    ReasonKind.NO_ROWS: "nothing to look at: {sheets} {count:=has/have} no rows[ of the family {family}]",
    ReasonKind.NONE_OF_FAMILY: "the workbook has no rows of the family {family}",
    ReasonKind.UNKNOWN_FAMILY: "{count:row} of {sheet} {count:=belongs/belong} to no known family",
    ReasonKind.NOT_PUBLISHED: "no figure is published for {day}[ and {more:other day}]",
    ReasonKind.BROKE_DOWN: "{error} in {function}, line {line}",
}


def in_words(reasons: Iterable[Reason]) -> str:
    """Reasons as one line; empty where there are none."""
    return "; ".join(fill(_WORDS[reason.kind], reason.values) for reason in reasons)
