"""What a pack remembers of how it was sent out, so that `ocr-sheets collect` can tell later what was filled in.

The last sheet of each pack says of each of its rows which row of the centre's workbook it is of and what its cells said. It can be
seen, holds nothing that the other sheets of the pack do not show, and outlives sorting, other programs and Google Sheets.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from ocr_sheets.model.records import Claim, columns_of

AS_SENT = "As sent"
MARK = "ocr-sheets pack"
"""What stands in A1 of the sheet, by which a pack is known."""
FACTS = ("For", "Workbook", "Centre number", "As of")
"""What the first rows say, each beside its label."""
FIRST_ROW = 8
"""The row of the headings."""

FILL_IN = (
    "grade", "assessed_on", "standardised_by", "standardised_on", "claimed_on", "sample_uploaded_on", "available_at_visit",
)  # fmt: skip
"""The columns of a claim that whoever has the pack may fill in."""
KEY = ("candidate_number", "entry_code", "unit_number", "visit", "centre_number")
"""What names the claim, and tells it from another of the same unit or of another centre's candidate with the number."""
REF = "Ref"
REST = "Other cells"
NO_ROW = "new-"
"""How the reference begins of work that had no row on Claims when the pack was sent out."""
UNREADABLE = "?"
"""What is remembered of a cell that could not be read."""


def headings() -> Sequence[str]:
    """The headings of the sheet's rows."""
    columns = columns_of(Claim)
    return ("Sheet", REF, REST, *(columns[name].heading for name in (*KEY, *FILL_IN)))


class Remembered(NamedTuple):
    """One row of the pack as it was sent out: the sheet it stands on, its reference there, and what it said."""

    sheet: str
    ref: str
    rest: str
    """A checksum of the cells that are only for reading."""
    key: Sequence[str]
    filled: Sequence[str]


def ref_of(claim: Claim) -> str:
    """A short name for a claim's row, by its place in the centre's workbook on the day; it begins otherwise where there is no row."""
    short = checksum((claim.sheet, str(claim.row), str(claim.column), *key_of(claim)))[:8]
    return f"{NO_ROW}{short}" if claim.is_implied else short


def key_of(claim: Claim) -> Sequence[str]:
    """What names a claim, as texts."""
    return [getattr(claim, name) or "" for name in KEY]


def checksum(texts: Iterable[str]) -> str:
    """A short checksum of texts, without regard to the spaces around them."""
    return hashlib.sha256("\x1f".join(text.strip() for text in texts).encode()).hexdigest()[:12]


def as_text(value: Any) -> str:
    """A value as it is remembered and compared: a day as 2027-02-15, a choice by its word."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case dt.datetime():
            return value.date().isoformat()
        case dt.date():
            return value.isoformat()
        case tuple():
            return ", ".join(as_text(one) for one in value)
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value)
