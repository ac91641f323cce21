"""What is said of a cell that could not be taken as it stands."""

from __future__ import annotations

from ocr_sheets.model.reading_facts import Fault
from ocr_sheets.model.tables import Cell, IssueKind, ReadIssue
from ocr_sheets.reading.values import UnreadableValue


def doubted(doubt: UnreadableValue, cell: Cell) -> ReadIssue:
    """A cell that cannot be read, or only by choosing."""
    return ReadIssue(doubt.trouble, cell.sheet, cell, doubt.fault, doubt.values)


def unvalued(error: str | None, cell: Cell) -> ReadIssue:
    """A cell that shows an error or, where ``error`` is ``None``, whose formula has no stored value."""
    if error is not None:
        return ReadIssue(IssueKind.ERROR_VALUE, cell.sheet, cell, Fault.SHOWS_ERROR, {"error": error})
    return ReadIssue(IssueKind.NO_STORED_VALUE, cell.sheet, cell, Fault.NO_STORED_VALUE)
