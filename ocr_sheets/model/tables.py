"""Where things stand in a workbook: cells, the tables that were read, and what could not be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum, StrEnum
from typing import Any, NamedTuple

from ocr_sheets.model.reading_facts import ReachedBy, Remark, Why
from ocr_sheets.model.records import Record


def column_letters(number: int) -> str:
    """Excel's letters for a column counted from 1: 28 is AB."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


class Cell(NamedTuple):
    """One cell as Excel names it. The column counts from 1; the heading is the centre's own."""

    sheet: str
    row: int
    column: int
    heading: str

    @property
    def ref(self) -> str:
        """The cell's name within its sheet, such as J14."""
        return f"{column_letters(self.column)}{self.row}"


class Table(NamedTuple):
    """What was read as what: the records of one kind that a sheet holds, and where each of their fields stands."""

    record: type[Record]
    sheet: str
    heading_row: int
    columns: Mapping[str, int]
    headings: Mapping[str, str]
    rows: int = 0
    field_rows: Mapping[str, int] = {}
    """Only where a sheet is labels and values: the row of each field."""
    unread: Sequence[str] = ()
    """The headings that were taken for nothing."""
    reached_by: ReachedBy = ReachedBy.NAME
    """How it was known for what it is."""
    first_column: int = 0
    last_column: int = 0
    """The columns it stands in, where other tables may stand beside it; 0 and 0 where it has the sheet to itself."""
    last_row: int = 0
    """The last of its rows, where something else stands below; 0 where it goes on to the end of the sheet."""
    block: int = 0
    """Of a grid, which is a table for each of its units: the first column of this one's unit."""
    unit: str = ""
    """Of a grid: the unit these are claims of, as its heading says it."""
    is_aside: bool = False
    """Whether these are columns of their own on a sheet whose rows are something else, such as entries on Candidates."""
    is_tracker: bool = False
    """Whether it was read cell by cell, as a tracker, and not as a list."""
    is_turned: bool = False
    """Whether its units stand in rows and its candidates in columns."""
    remarks: Sequence[Remark] = ()
    """What else is to be said of how it was read: rows that were passed over, headings that were nearly right."""

    def holds(self, row: int, column: int) -> bool:
        """Whether a cell is one of this table's."""
        below = self.heading_row <= row and (not self.last_row or row <= self.last_row)
        return below and (not self.last_column or self.first_column <= column <= self.last_column)

    @property
    def place(self) -> tuple[str, int, int]:
        """Which table of the workbook it is: those with one place, as of a grid's units, share their rows and added columns."""
        return self.sheet, self.heading_row, self.first_column


class IssueKind(Enum):
    """The sorts of what the reader could not take as it stands, by what follows from it: each is found by one rule."""

    ERROR_VALUE = "error value"
    NO_STORED_VALUE = "formula with no stored value"
    UNREADABLE = "cannot be read as what the column holds"
    MISSING = "required and empty"
    NOT_YET_KNOWN = "says that its day is not known yet"
    TEXT_DATE = "date typed as text, in an order that could be either"
    SHORT_YEAR = "year with two digits"
    NEARLY_RIGHT = "nearly what the column holds, and taken for it"
    NAME_DIFFERS = "name and number of two candidates"
    NEAR_NAME = "names what is nearly on another sheet, and taken for it"
    NO_COLUMN = "required column is not there"
    NO_SHEET = "required sheet is not there"
    NEARLY = "sheet or heading that is nearly right, and was taken for what it most likely means"
    UNCLEAR_SHEET = "sheet that could be more than one thing, and was not read"
    TWO_READINGS = "could mean two things, of which neither was taken in silence"
    LEFT_OUT = "rows beside a table that were not read"


class ReadIssue(NamedTuple):
    """Something on a sheet that the reader could not take, or had to choose how to take."""

    trouble: IssueKind
    sheet: str
    cell: Cell | None
    fault: StrEnum
    """What exactly is wrong: a `Fault` or, where the reader asks a question, the kind of its judgement."""
    values: Mapping[str, Any] = {}
    """What its words speak of, by name."""


class Drafts(NamedTuple):
    """What `ocr-sheets fill` drafted on a sheet and nobody has accepted, which counts for nothing: rows, and cells of other rows;
    and the rows that were drafts until somebody filled in more there, which count.
    """

    sheet: str
    rows: tuple[int, ...] = ()
    cells: tuple[Cell, ...] = ()
    typed_in: tuple[int, ...] = ()


class SetAside(NamedTuple):
    """A sheet that nothing was read from, and why."""

    sheet: str
    why: Why
