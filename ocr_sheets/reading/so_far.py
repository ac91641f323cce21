"""What has been read of a workbook so far, by whoever reads a part of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from ocr_sheets.model.column_readings import ColumnReading
from ocr_sheets.model.judgements import Judgement
from ocr_sheets.model.reading_facts import Why
from ocr_sheets.model.records import (
    Record,
    RecordPlace,
    Visit,
)
from ocr_sheets.model.tables import Cell, ReadIssue, Table
from ocr_sheets.reading.cells import Grid

if TYPE_CHECKING:
    from ocr_sheets.reading.trackers.facts import TableRead


@dataclass
class Trackers:
    """What was read of the trackers, and which sheets are none."""

    reads: dict[str, list[TableRead]] = field(default_factory=dict)
    problems: list[ReadIssue] = field(default_factory=list)
    judgements: list[Judgement] = field(default_factory=list)
    readings: list[ColumnReading] = field(default_factory=list)
    """How each column was read."""
    text_dates: set[tuple[str, int, int]] = field(default_factory=set)
    visits: list[tuple[Visit, Table]] = field(default_factory=list)
    aside: dict[str, Why] = field(default_factory=dict)
    """Sheets that hold tables of this kind and are left alone, with why."""


class Part(NamedTuple):
    """What one table gave."""

    table: Table
    records: list[Any]
    problems: list[ReadIssue]


class SoFar:
    """What has been read of a workbook so far."""

    def __init__(self, grids: Sequence[Grid]) -> None:
        self.grids = grids
        self.parts: list[Part] = []
        self.problems: list[ReadIssue] = []
        self.set_aside: dict[str, Why] = {}
        """The sheets that were left alone, and why."""
        self.trackers = Trackers()
        self.weighed: defaultdict[str, list[Judgement]] = defaultdict(list)
        """What was decided about the columns of each sheet."""
        self.cells: Mapping[RecordPlace, Mapping[str, Cell]] = {}
        """The cells of fields that do not stand in the record's own row."""

    def records(self, record: type[Record]) -> list[Any]:
        """All records of a kind."""
        return [one for part in self.parts if part.table.record is record for one in part.records]
