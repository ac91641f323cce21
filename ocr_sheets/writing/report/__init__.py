"""The sheets in front: Summary, To do, To fill in, Deadlines, Sample lists, Visits used, Visits to print, What was checked, Closed days. Written by XlsxWriter, then joined."""

from __future__ import annotations

from ocr_sheets.writing.report.checked import CheckedSheet
from ocr_sheets.writing.report.closed import ClosedDaysSheet
from ocr_sheets.writing.report.deadlines import DeadlinesSheet
from ocr_sheets.writing.report.fill_in import ToFillInSheet
from ocr_sheets.writing.report.on_paper import OnPaperSheet
from ocr_sheets.writing.report.samples import SamplesSheet
from ocr_sheets.writing.report.summary import SummarySheet
from ocr_sheets.writing.report.todo import ToDoSheet
from ocr_sheets.writing.report.visits_used import VisitsUsedSheet


class ReportSheets(
    SummarySheet,
    ToDoSheet,
    ToFillInSheet,
    DeadlinesSheet,
    SamplesSheet,
    VisitsUsedSheet,
    OnPaperSheet,
    CheckedSheet,
    ClosedDaysSheet,
):
    """All of them, in one workbook of their own."""

    def write(self) -> bytes:
        """The whole workbook of report sheets."""
        self._visits_used()
        self._summary()
        self._to_do()
        self._to_fill_in()
        self._deadlines()
        self._sample_lists()
        self._on_paper()
        self._what_was_checked()
        self._closed_days()
        return self._finished()
