"""Sample lists: what to have ready for the visits still to come, or what OCR has asked for."""

from __future__ import annotations

from typing import Any

from ocr_sheets.schedule.samples import Sample
from ocr_sheets.writing.report.kit import SAMPLES, ReportKit
from ocr_sheets.writing.styles import GREY
from ocr_sheets.writing.workbook import height

TITLE_WIDTH, LIST_WIDTH = 32, 50


class SamplesSheet(ReportKit):
    """Sample lists: what to have ready for the visits still to come, or what OCR has asked for."""

    def _sample_lists(self) -> None:
        sheet = self._sheets[SAMPLES]
        coming = self._report.samples_ahead
        self._head(
            sheet,
            "Sample lists",
            "OCR's moderator chooses the sample. Until you enter OCR's request, use this as the order to prepare work in.",
        )
        headings = (
            ("Visit", 20), ("Visit date", 16), ("Type", 12), ("Entry code", 8), ("Unit", TITLE_WIDTH), ("Assessor", 10), ("Portfolios", 10),
            ("Maximum sample size", 10), ("Needed by", 16), ("List type", 15), ("Candidates, in order", LIST_WIDTH),
        )  # fmt: skip
        self._table(sheet, 4, "ocr_sheets_samples", headings, len(coming))
        for row, sample in enumerate(coming, start=5):
            self._sample(sheet, row, sample)
        if not coming:
            self._put(sheet, 5, 1, "No upcoming moderation visits.")
        for row, sentence in enumerate(self._told(SAMPLES), start=6 + max(len(coming), 1)):
            self._put(sheet, row, 1, f"{sentence.tell} ({sentence.number})", font_color=f"#{GREY}")
        self._print(sheet, 4)

    def _sample(self, sheet: Any, row: int, sample: Sample) -> None:
        report, visit = self._report, sample.visit
        unit = report.book.unit_of.get((sample.entry_code or "", sample.unit or ""))
        title = f"{sample.unit} {unit.unit_title}" if unit and unit.unit_title else sample.unit
        numbers = [(report.book.shown_number(claim), claim.grade) for claim in sample.chosen]
        names = [f"{number} ({grade})" if grade else number for number, grade in numbers]
        wrap = {"text_wrap": True}
        self._put(sheet, row, 1, visit.label, **wrap)
        self._put(sheet, row, 2, visit.visit_date)
        self._put(sheet, row, 3, str(visit.type or "not known"))
        self._put(sheet, row, 4, sample.entry_code)
        self._put(sheet, row, 5, title, **wrap)
        self._put(sheet, row, 6, sample.assessor)
        self._put(sheet, row, 7, sample.portfolios, align="left")
        self._put(sheet, row, 8, "not known" if sample.at_most is None else sample.at_most, align="left")
        self._put(sheet, row, 9, report.needed_by(sample))
        self._put(sheet, row, 10, "OCR's request" if sample.is_requested else "prepare first")
        self._put(sheet, row, 11, ", ".join(names), **wrap)
        sheet.set_row(row - 1, height((title or "", TITLE_WIDTH), (", ".join(names), LIST_WIDTH), (visit.label, 20)))
