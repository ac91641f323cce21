"""What is said of a cell that could not be taken as it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from ocr_sheets.model.reading_facts import Fault
from ocr_sheets.model.tables import Cell, IssueKind, ReadIssue
from ocr_sheets.reading.days import is_month_first, may_be_turned
from ocr_sheets.reading.raw import Raw, UnreadableValue, as_text
from ocr_sheets.text import CellText, key


def turned_days(raws: Sequence[Raw], cell_at: Callable[[int], Cell]) -> Iterator[ReadIssue]:
    """The true dates of a column some of whose texts are written month first. The program that left these as text took the others, if they
    were written so too, with day and month exchanged. ``cell_at`` gives the cell of one of them by its place in the column.
    """
    different = dict.fromkeys(raws)  # thousands of rows share a handful of days
    strange = next((raw for raw in different if isinstance(raw, str) and raw and is_month_first(raw)), None)
    if strange is None:
        return
    for place, raw in enumerate(raws):
        if (other := may_be_turned(raw)) is not None:
            cell, values = cell_at(place), {"other": other, "raw": as_text(strange)}
            yield ReadIssue(IssueKind.TWO_READINGS, cell.sheet, cell, Fault.DAY_AND_MONTH_TURNED, values)


def doubted(doubt: UnreadableValue, cell: Cell) -> ReadIssue:
    """A cell that cannot be read, or only by choosing."""
    return ReadIssue(doubt.trouble, cell.sheet, cell, doubt.fault, doubt.values)


def of_words(cell: Cell, fault: Fault, words: Iterable[Raw], count: int) -> ReadIssue:
    """Words in a column that mean the same in all their cells."""
    values = {"words": sorted(CellText(as_text(raw)) for raw in words), "count": count}
    return ReadIssue(IssueKind.NEARLY_RIGHT, cell.sheet, cell, fault, values)


def unvalued(error: str | None, cell: Cell) -> ReadIssue:
    """A cell that shows an error or, where ``error`` is ``None``, whose formula has no stored value."""
    if error is not None:
        return ReadIssue(IssueKind.ERROR_VALUE, cell.sheet, cell, Fault.SHOWS_ERROR, {"error": error})
    return ReadIssue(IssueKind.NO_STORED_VALUE, cell.sheet, cell, Fault.NO_STORED_VALUE)


def is_r(raw: Raw) -> bool:
    """Whether a grade is R and nothing else: near pass is what OCR means by it, and referred, resubmit or red what centres do."""
    return isinstance(raw, str) and key(raw) == "r"


def r_of_what(raw: Raw) -> UnreadableValue:
    """That it cannot be told what R stands for."""
    return UnreadableValue(Fault.R_OF_WHAT, raw, IssueKind.TWO_READINGS)
