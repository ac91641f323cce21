"""Deadlines: every dated line with days left and its state: what was not kept, what is still to come, what is done, each by date."""

from __future__ import annotations

from ocr_sheets.model.records import Visit
from ocr_sheets.model.tables import Cell
from ocr_sheets.rulebook import load_sources
from ocr_sheets.rules import Severity
from ocr_sheets.schedule.deadlines import DeadlineLine
from ocr_sheets.schedule.progress import OVERDUE
from ocr_sheets.writing.formulas import days_left, last_working_day
from ocr_sheets.writing.readiness import how_it_is
from ocr_sheets.writing.report.kit import DEADLINES, ReportKit, about_line
from ocr_sheets.writing.styles import FILLS, GREY, TEXTS


class DeadlinesSheet(ReportKit):
    """Deadlines: every dated line, sorted, with days left and whether it is done."""

    def _deadlines(self) -> None:
        sheet = self._sheets[DEADLINES]
        lines = sorted(self._report.lines, key=_rank)
        self._head(
            sheet,
            "Deadlines",
            "Late and missed first, done last (not printed). These dates change when you change a visit date. They are calendar days unless marked.",
        )
        headings = (
            ("Date", 17), ("Days left", 10), ("What", 38), ("Visit", 38), ("Last working day", 17), ("State", 27), ("From", 13), ("Source", 44),
        )  # fmt: skip
        self._table(sheet, 4, "ocr_sheets_deadlines", headings, len(lines))
        for row, line in enumerate(lines, start=5):
            self._date(sheet, row, 1, line, self._names[DEADLINES])
            left = (line.date - self._report.as_of).days
            self._formula(sheet, row, 2, days_left(f"A{row}"), left, num_format="0", align="left")
            self._put(sheet, row, 3, f"{line.what}{' (working days)' if line.working else ''}")
            self._put(sheet, row, 4, about_line(line))
            if line.last_working_day:
                formula = last_working_day(f"A{row}", self.places.centre_closed_days)
                self._formula(sheet, row, 5, formula, line.last_working_day)
            else:
                self._put(sheet, row, 5, "not published")
            self._put(sheet, row, 6, how_it_is(line))
            self._link(sheet, row, 7, self._from(line))
            self._put(sheet, row, 8, load_sources().cite((line.source,)))
        last = 4 + max(len(lines), 1)
        if not lines:
            self._put(sheet, 5, 1, "No deadlines yet. Add visit dates on Visits.")
        # Words and order say the same; the colours only help the eye, and go by the day the file is looked at.
        for criterion, fill, ink in (
            ('$F5="done"', "FFFFFF", GREY),
            ("AND(ISNUMBER($B5),$B5<0)", FILLS[Severity.MUST_FIX], TEXTS[Severity.MUST_FIX]),
            ("AND(ISNUMBER($B5),$B5<=7)", FILLS[Severity.CHECK], TEXTS[Severity.CHECK]),
        ):
            look = self._workbook.add_format({"bg_color": f"#{fill}", "font_color": f"#{ink}"})
            sheet.conditional_format(
                4,
                0,
                last - 1,
                2,
                {"type": "formula", "criteria": f"={criterion}", "format": look, "stop_if_true": True},
            )
        self._print(sheet, 4)
        still_open = sum(not line.done for line in lines)
        sheet.print_area(0, 0, 3 + (still_open or max(len(lines), 1)), len(headings) - 1)

    def _from(self, line: DeadlineLine) -> Cell:
        return self._report.book.cell(line.of, "visit_date" if isinstance(line.of, Visit) else "results_published_on")


def _rank(line: DeadlineLine) -> int:
    """What was not kept comes first and what is done last."""
    return 0 if line.state in OVERDUE else 2 if line.done else 1
