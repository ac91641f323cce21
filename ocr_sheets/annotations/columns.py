"""What an added column is, and the list of them: one declared function a column, in the files of this folder.

A date that follows from another cell stays tied to it (`Follows`), so that the writer can make it a formula.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from enum import Enum, StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from ocr_sheets.model.records import Record, Visit

if TYPE_CHECKING:
    from ocr_sheets.annotations.view import View


class Shape(Enum):
    """How the cells of an added column look."""

    TEXT = "text"
    DATE = "date"
    COUNT = "count"
    DAYS_LEFT = "days left"
    STATUS = "status"
    ISSUES = "issues"


class Follows(NamedTuple):
    """A day that lies a number of days after the date in a cell (before it, if negative); ``working`` counts OCR's working days."""

    record: Record
    field: str
    days: int
    date: dt.date
    working: bool = False


class NextDate(NamedTuple):
    """The first of a row's deadlines, or the visit itself, that is not past. Worked out anew on the day it is looked at."""

    visit: Visit
    date: dt.date | None


class DaysLeft(NamedTuple):
    """The days until the `NextDate` of the row."""

    left: int | None


class Stage(StrEnum):
    """How a row stands, the first that asks for something first."""

    LATE = "Late"
    FIX = "Fix"
    CHECK = "Check"
    DUE = "Due"
    FILL_IN = "To fill in"
    ADVICE = "Advice"
    DONE = "Done"


class Status(NamedTuple):
    """How a row stands: with the day of what is due next, and the finding whose line on To do says more."""

    stage: Stage
    due: Follows | None = None
    ref: str = ""


class Issues(NamedTuple):
    """What is wrong with a row, in short, and the finding whose line on To do says more."""

    text: str
    ref: str


CellValue = str | int | float | dt.date | Follows | NextDate | DaysLeft | None
"""What stands in an added column but the first two, which are of a row as a whole."""

Fill = Callable[[Any, "View"], CellValue]
"""What stands in a column for a record, in the light of the whole report."""


class AddedColumn(NamedTuple):
    """One added column: its heading, how it looks, and what fills it; ``None`` for Status and Issues, which are of a row and its findings,
    not of a record.
    """

    heading: str
    shape: Shape
    width: float
    fill: Fill | None = None


STATUS = AddedColumn("Row status", Shape.STATUS, 15)
ISSUES = AddedColumn("Issues", Shape.ISSUES, 46)
OF_THE_ROW = (STATUS, ISSUES)
"""What begins the columns of every sheet, so that it is one look away from the centre's own."""

COLUMNS: dict[type[Record], list[AddedColumn]] = {}
"""The columns that each sheet gets, in the order in which they are declared. The Centre sheet, of labels and values, gets none; its
findings stand in notes and on To do.
"""


def column(kind: type[Record], heading: str, shape: Shape, width: float) -> Callable[[Fill], Fill]:
    """Declare the function below to fill a column of the sheet of such records. The order of declarations is that of the columns."""

    def declare(fill: Fill) -> Fill:
        columns = COLUMNS.setdefault(kind, [])
        if any(one.heading == heading for one in columns):
            raise ValueError(f"{kind.__name__}: the column {heading} is declared twice")
        columns.append(AddedColumn(heading, shape, width, fill))
        return fill

    return declare


def added_to(kind: type[Record]) -> Sequence[AddedColumn]:
    """The columns that a sheet gets: how the row stands and its issues, then the others."""
    return (*OF_THE_ROW, *COLUMNS.get(kind, ()))
