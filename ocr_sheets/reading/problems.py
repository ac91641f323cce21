"""What is said of a cell that could not be taken as it stands."""

from __future__ import annotations

from ocr_sheets.book import Cell, Problem, Trouble
from ocr_sheets.reading.values import Doubt


def doubted(doubt: Doubt, cell: Cell) -> Problem:
    """A cell that cannot be read, or only by choosing."""
    return Problem(doubt.trouble, cell.sheet, cell, f"{cell.heading}: {doubt.wrong}", doubt.fix)


def unvalued(error: str | None, cell: Cell) -> Problem:
    """A cell that shows an error or, where ``error`` is ``None``, whose formula has no stored value."""
    if error is not None:
        return Problem(
            Trouble.ERROR_VALUE,
            cell.sheet,
            cell,
            f"{cell.heading} shows the error {error}",
            "Correct the formula in this cell, or type the value in its place.",
        )
    return Problem(
        Trouble.NO_STORED_VALUE,
        cell.sheet,
        cell,
        f"{cell.heading} is a formula whose result is not stored in the file",
        "Open the workbook in Excel, save it, and check it again.",
    )
