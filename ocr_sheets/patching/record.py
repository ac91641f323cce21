"""What a run added to a workbook, written down in it exactly, so that the next run takes away that and nothing else.

The record is kept in hidden defined names, each a constant of at most 255 characters, because those survive every program and do not
hang on a sheet that somebody may delete. Texts are kept as short fingerprints: they are only ever compared.
"""

import hashlib
import json
from dataclasses import dataclass, field

from ocr_sheets.patterns import regex

_FORMAT = 1
_FINGERPRINT = 8
"""Hexadecimal digits: with 500 notes the chance that a note of somebody else's has one of theirs is one in eight million."""
_CHUNK = 240
_SPACE = regex(r"\s+")


def fingerprint(text: str) -> str:
    """A short mark of a text, the same whatever a program does to its spaces and line ends."""
    return hashlib.sha256(_SPACE.sub("", text).encode("utf-8", "replace")).hexdigest()[:_FINGERPRINT]


def chunks(text: str) -> list[str]:
    """A text in parts that each fit in a defined name."""
    return [text[at : at + _CHUNK] for at in range(0, len(text), _CHUNK)]


@dataclass
class AddedColumns:
    """The columns that were added to one sheet in one go."""

    headings: list[str] = field(default_factory=list)
    """The fingerprints of their headings, from the left."""
    widths: list[str] = field(default_factory=list)
    """What the user's file said of runs of these columns, each ``first-last name=value …`` with columns counted from the first."""
    blanks: list[str] = field(default_factory=list)
    """Blank cells of the user's that ours replaced, each ``column:first-last:format``: rows counted from the headings, and which of
    the formats that are kept on a sheet of ours."""
    filled: list[str] = field(default_factory=list)
    """Not empty where the column itself, with its heading, is the user's, and only what stands below the heading was added."""


@dataclass
class Record:
    """All that one run added."""

    notes: list[str] = field(default_factory=list)
    columns: dict[str, AddedColumns] = field(default_factory=dict)
    """By tag."""
    sheets: dict[str, list[str]] = field(default_factory=dict)
    """By tag: the fingerprints of the first texts on the sheet."""
    views: list[list[int]] = field(default_factory=list)
    """Of each window of the workbook: the tab that was open in it, and the first one shown."""
    selected: list[int] = field(default_factory=list)
    """The places of the user's tabs that were selected."""
    empty_lists: list[str] = field(default_factory=list)
    """The fingerprints of parts that had a list of relationships with nothing in it."""

    def chunks(self) -> list[str]:
        """The record as texts that fit in a defined name; ``'`` stands for quotation marks."""
        body = {
            "format": _FORMAT,
            "notes": self.notes,
            "columns": {
                tag: [one.headings, one.widths, one.blanks, *([one.filled] if one.filled else [])]
                for tag, one in sorted(self.columns.items())
            },
            "sheets": dict(sorted(self.sheets.items())),
            "views": self.views,
            "selected": self.selected,
            "empty": sorted(self.empty_lists),
        }
        return chunks(json.dumps(body, separators=(",", ":"), ensure_ascii=True).replace('"', "'"))


def read(chunks: list[str]) -> Record | None:
    """The record in these texts; None where they are none, or somebody changed them."""
    try:
        body = json.loads("".join(chunks).replace("'", '"'))
        if body["format"] != _FORMAT:
            return None
        columns = {tag: AddedColumns(*map(_texts, one)) for tag, one in body["columns"].items()}
        sheets = {tag: _texts(one) for tag, one in body["sheets"].items()}
        views = [[int(number) for number in view] for view in body["views"]]
        selected = [int(place) for place in body["selected"]]
        return Record(_texts(body["notes"]), columns, sheets, views, selected, _texts(body["empty"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _texts(values: object) -> list[str]:
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise TypeError
    return values
