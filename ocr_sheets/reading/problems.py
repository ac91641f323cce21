"""What is said of a cell that could not be taken as it stands."""

from __future__ import annotations

from ocr_sheets.model.tables import Cell, IssueKind, ReadIssue
from ocr_sheets.reading.values import UnreadableValue


def doubted(doubt: UnreadableValue, cell: Cell) -> ReadIssue:
    """A cell that cannot be read, or only by choosing."""
    return ReadIssue(doubt.trouble, cell.sheet, cell, f"{cell.heading}: {doubt.wrong}", doubt.fix)


def unvalued(error: str | None, cell: Cell) -> ReadIssue:
    """A cell that shows an error or, where ``error`` is ``None``, whose formula has no stored value."""
    if error is not None:
        return ReadIssue(
            IssueKind.ERROR_VALUE,
            cell.sheet,
            cell,
            f"{cell.heading} shows the error {error}",
            "Correct the formula in this cell, or type the value in its place.",
        )
    return ReadIssue(
        IssueKind.NO_STORED_VALUE,
        cell.sheet,
        cell,
        f"{cell.heading} is a formula whose result is not stored in the file",
        "Open the workbook in Excel, save it, and check it again.",
    )
