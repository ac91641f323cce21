"""What was checked: how every rule ended, where OCR leaves a choice, and what it also says."""

from __future__ import annotations

from typing import Any

from ocr_sheets.glossary import NOT_OCRS
from ocr_sheets.rulebook import load_sources
from ocr_sheets.rulebook.values import said
from ocr_sheets.writing.report.kit import (
    CENTRE_CLOSED_COLUMN,
    CHECKED,
    FIRST_CLOSED_ROW,
    FORMATS_COLUMN,
    OCR_CLOSED_COLUMN,
    ReportKit,
)
from ocr_sheets.writing.styles import FILLS, GREY, HEAD
from ocr_sheets.writing.workbook import height

MOST_PLACES = 6


class CheckedSheet(ReportKit):
    """What was checked: how every rule ended, where OCR leaves a choice, and what it also says."""

    def _what_was_checked(self) -> None:
        report, sheet = self._report, self._sheets[CHECKED]
        self._head(
            sheet,
            "What was checked",
            "Checks that could not run are listed as “not checked”, never as passed.",
        )
        for column, width in enumerate((58, 15, 9, 44, 11, 40, 34, 2, 2, 2, 2, 2, 17, 17, 2, 12, 12)):
            sheet.set_column(column, column, width)
        headings = ("Rule", "Outcome", "Found", "Why not", "Severity", "Source", "Code")
        for column, heading in enumerate(headings, start=1):
            self._put(sheet, 4, column, heading, bold=True, font_color="#FFFFFF", bg_color=f"#{HEAD}", valign="vcenter")
        row = 5
        for ended in report.outcomes:
            rule = ended.rule
            wrap = {"text_wrap": True}
            self._put(sheet, row, 1, rule.title, **wrap)
            look = {"bg_color": f"#{FILLS[rule.severity]}"} if ended.findings else {}
            self._put(sheet, row, 2, str(ended.result), **look)
            self._put(sheet, row, 3, len(ended.findings) or None, align="left")
            self._put(sheet, row, 4, ended.reason, **wrap)
            self._put(sheet, row, 5, str(rule.severity))
            self._put(sheet, row, 6, load_sources().cite(rule.source) or NOT_OCRS, **wrap)
            self._put(sheet, row, 7, rule.code, font_color=f"#{GREY}")
            sheet.set_row(row - 1, height((rule.title, 58), (ended.reason, 44), (load_sources().cite(rule.source), 40)))
            row += 1
        row = self._on_record(sheet, row + 1)
        row = self._choices(sheet, row + 1)
        row = self._readings(sheet, row + 1)
        row = self._guidance(sheet, row + 2)
        self._closed_days(sheet)
        self._print(sheet, 4)
        sheet.print_area(0, 0, row, 6)

    def _on_record(self, sheet: Any, row: int) -> int:
        """What was found of work that can no longer be changed; the row after the last."""
        if not self._report.history:
            return row - 1
        title = "On record: over, and nothing to fix any more"
        self._put(sheet, row, 1, title, bold=True, font_size=13, font_color=f"#{HEAD}")
        for finding in self._report.history:
            row += 1
            self._put(sheet, row, 1, finding.rule.title, text_wrap=True)
            self._link(sheet, row, 2, finding.cell, text_wrap=True)
            sheet.merge_range(row - 1, 2, row - 1, 4, "", self._format(text_wrap=True))
            self._put(sheet, row, 3, finding.message, text_wrap=True)
            self._put(sheet, row, 6, load_sources().cite(finding.rule.source), text_wrap=True)
            sheet.set_row(row - 1, height((finding.rule.title, 58), (finding.message, 60)))
        return row + 1

    def _choices(self, sheet: Any, row: int) -> int:
        """Each place where OCR's words leave a choice, with what it comes to here; the row after the last."""
        self._put(
            sheet, row, 1, "Where OCR's wording can mean two things", bold=True, font_size=13, font_color=f"#{HEAD}"
        )
        for differs in self._report.readings:
            row += 1
            reading = differs.reading
            other = reading.ours if differs.is_turned else reading.other
            places = list(differs.places[:MOST_PLACES])
            if len(differs.places) > MOST_PLACES:
                places.append(f"and {len(differs.places) - MOST_PLACES} more")
            here = "; ".join(places) or "no difference in this workbook"
            read = f"{differs.chosen} (your setting)" if differs.is_turned else differs.chosen
            self._put(sheet, row, 1, reading.question, text_wrap=True)
            sheet.merge_range(row - 1, 1, row - 1, 4, "", self._format(text_wrap=True))
            self._put(sheet, row, 2, f"We use: {read}. The alternative: {other}. {here}", text_wrap=True)
            self._put(sheet, row, 6, load_sources().cite(reading.source), text_wrap=True)
            self._put(sheet, row, 7, reading.name, font_color=f"#{GREY}")
            sheet.set_row(row - 1, height((reading.question, 58), (f"{read}{other}{here}" + " " * 30, 78)))
        return row + 1

    def _readings(self, sheet: Any, row: int) -> int:
        self._put(
            sheet,
            row,
            1,
            "The figures used",
            bold=True,
            font_size=13,
            font_color=f"#{HEAD}",
        )
        for value in self._report.rulebook:
            row += 1
            figure = value.on(self._report.as_of)
            shown = said(figure)
            self._put(sheet, row, 1, value.what, text_wrap=True)
            yours = " (your setting)" if value.name in self._report.rulebook.laid_over else ""
            unit = " working days" if value.working_days else ""
            self._put(sheet, row, 2, f"{shown}{unit}{yours}", text_wrap=True)
            sheet.merge_range(row - 1, 3, row - 1, 4, "", self._format(text_wrap=True))
            self._put(sheet, row, 4, value.reading, text_wrap=True)
            self._put(sheet, row, 6, load_sources().cite(value.source), text_wrap=True)
            self._put(sheet, row, 7, value.name, font_color=f"#{GREY}")
            sheet.set_row(
                row - 1, height((value.what, 58), (value.reading, 55), (load_sources().cite(value.source), 40))
            )
        return row

    def _guidance(self, sheet: Any, row: int) -> int:
        """What OCR says besides what can be checked, by topic and for the families of this workbook; the last row."""
        told = self._told()
        if not told:
            return row - 2
        self._put(sheet, row, 1, "What OCR also says", bold=True, font_size=13, font_color=f"#{HEAD}")
        topic = ""
        for sentence in told:
            row += 1
            if sentence.topic != topic:
                topic = sentence.topic
                self._put(sheet, row, 1, topic.capitalize())
            source = load_sources().cite((sentence.number,))
            sheet.merge_range(row - 1, 1, row - 1, 4, "", self._format(text_wrap=True))
            self._put(sheet, row, 2, sentence.tell, text_wrap=True)
            self._put(sheet, row, 6, source, text_wrap=True)
            self._put(sheet, row, 7, sentence.number, font_color=f"#{GREY}")
            sheet.set_row(row - 1, height((sentence.tell, 79), (source, 40)))
        return row

    def _closed_days(self, sheet: Any) -> None:
        """The days that formulas of working days leave out."""
        for column, title, days in zip(
            (OCR_CLOSED_COLUMN, CENTRE_CLOSED_COLUMN),
            ("OCR: bank holidays", "Centre: closed days"),
            self._closed,
            strict=True,
        ):
            self._put(sheet, FIRST_CLOSED_ROW - 1, column, title, bold=True, font_color=f"#{GREY}")
            for row, day in enumerate(days, start=FIRST_CLOSED_ROW):
                self._put(sheet, row, column, day, font_color=f"#{GREY}")
        self._put(
            sheet, FIRST_CLOSED_ROW - 2, FORMATS_COLUMN, "Formats under our marks", bold=True, font_color=f"#{GREY}"
        )
        self._put(sheet, FIRST_CLOSED_ROW - 1, FORMATS_COLUMN, "marked", font_color=f"#{GREY}")
        self._put(sheet, FIRST_CLOSED_ROW - 1, FORMATS_COLUMN + 1, "your own", font_color=f"#{GREY}")
