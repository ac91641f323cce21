"""What came back: each cell that a returned file answers, with what it said when it was sent out, where that is known."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from ocr_sheets.model.records import Record
from ocr_sheets.model.tables import Cell


class Source(NamedTuple):
    """A file that came back: its name, and whose pack it is; a copy of the workbook is nobody's."""

    file: str
    owner: str = ""

    @property
    def label(self) -> str:
        """The file with whose it is, as people are told it."""
        return f"{self.file} ({self.owner})" if self.owner else self.file


class Came(NamedTuple):
    """What a cell says: its value, where it could be read, the same as it is compared, and what stands in it."""

    value: Any
    plain: str
    shown: str
    is_read: bool = True

    @property
    def is_empty(self) -> bool:
        """Whether the cell says nothing."""
        return self.is_read and not self.plain


class Answer(NamedTuple):
    """One cell of a file that came back, for a cell of the centre's workbook."""

    source: Source
    cell: Cell
    record: Record
    """The centre's own row."""
    field: str
    """The column's field; empty for one of the centre's own columns, which is known by its heading."""
    came: Came
    sent: str | None
    """What the cell said when it was sent out, as it is compared; ``None`` where nobody knows."""


class Loose(StrEnum):
    """What came back and belongs to no cell of the centre's workbook."""

    ROW_GONE = "the row is gone"
    NO_ROW_YET = "the work has no row yet"
    ROW_NEW = "a row that is new"
    WHICH_ROW = "more than one row could be meant"
    ROW_TAKEN_OUT = "the row was taken out"
    NOT_TO_FILL_IN = "a cell that is only for reading"


class LooseEnd(NamedTuple):
    """Such a thing: where it stands, what it is about, and what was filled in there."""

    source: Source
    kind: Loose
    cell: Cell
    candidate_number: str
    unit: str
    filled: Sequence[tuple[str, str]] = ()
    """The headings and what stands below them, of the cells that were filled in."""


class Returned(NamedTuple):
    """All that one file brought back."""

    source: Source
    answers: Sequence[Answer]
    loose: Sequence[LooseEnd]
    is_remembered: bool
    """Whether it is known what the file said when it was sent out."""
