"""Visits to print: each visit in one block, with what is due before it and how ready it is. The centre's own sheets are printed as it set
them up; this one is laid out for A4.
"""

from __future__ import annotations

from typing import Any

from ocr_sheets.annotations import Follows, place_in_year
from ocr_sheets.dates import say_weekday
from ocr_sheets.model.records import Visit
from ocr_sheets.schedule.readiness import Readiness
from ocr_sheets.writing.formulas import following
from ocr_sheets.writing.readiness import readiness_steps, when
from ocr_sheets.writing.report.kit import ON_PAPER, ReportKit
from ocr_sheets.writing.workbook import height

HEADINGS = (
    ("Visit", 20), ("Subject area or entry code", 15), ("Date", 16), ("Type", 12), ("Allowance", 22), ("Deadlines", 52),
    ("How ready it is", 46), ("First deadline", 16), ("Days from it to the visit", 12),
)  # fmt: skip
PRINTED = 7
"""How many of the columns are printed; the chart on Summary stands on the others."""


class OnPaperSheet(ReportKit):
    """Visits to print: one block a visit."""

    def _on_paper(self) -> None:
        sheet, visits = self._sheets[ON_PAPER], self._dated_visits
        self._head(sheet, "Visits to print", "One block for each visit of the year.")
        self._table(sheet, 4, "ocr_sheets_on_paper", HEADINGS, len(visits))
        ready = {(one.visit.sheet, one.visit.row): one for one in self._report.readiness}
        counted = {(one.visit.sheet, one.visit.row): one for one in self._report.visits}
        for row, visit in enumerate(visits, start=5):
            place = (visit.sheet, visit.row)
            self._block(sheet, row, visit, ready.get(place), place_in_year(self._report, counted[place]))
        if not visits:
            self._put(sheet, 5, 1, "No visits with a date yet.")
        self._print(sheet, 4)
        sheet.print_area(0, 0, 3 + max(len(visits), 1), PRINTED - 1)

    def _block(self, sheet: Any, row: int, visit: Visit, ready: Readiness | None, allowance: str) -> None:
        assert visit.visit_date is not None
        due, start = "\n".join(self._due(visit)), self._start(visit)
        as_of = self._report.as_of
        wrap = {"text_wrap": True}
        self._put(sheet, row, 1, visit.label, bold=True, **wrap)
        self._put(sheet, row, 2, visit.subject_area or visit.entry_code, **wrap)
        day = Follows(visit, "visit_date", 0, visit.visit_date)
        formula = following(day, self._report.book, "", self._names[ON_PAPER])
        if formula:
            self._formula(sheet, row, 3, formula, visit.visit_date)
        else:
            self._put(sheet, row, 3, visit.visit_date)
        self._put(sheet, row, 4, str(visit.type or ""), **wrap)
        self._put(sheet, row, 5, allowance, **wrap)
        self._put(sheet, row, 6, due, **wrap)
        steps = readiness_steps(ready, as_of) if ready else ""
        self._put(sheet, row, 7, steps, **wrap)
        ahead = (visit.visit_date - start).days
        self._formula(sheet, row, 8, f'IF(ISNUMBER(C{row}),C{row}-{ahead},"")', start)
        # A verified visit has no deadline before it; a bar of one day shows its place.
        self._put(sheet, row, 9, max(ahead, 1), align="left")
        texts = (visit.label, visit.subject_area or visit.entry_code or "", "", "", allowance, due, steps)
        widths = [width for _, width in HEADINGS[:PRINTED]]
        sheet.set_row(row - 1, height(*zip(texts, widths, strict=True)) + 6)

    def _due(self, visit: Visit) -> list[str]:
        """The deadlines of a visit itself, each with its day and whether it is done or overdue."""
        shown = []
        for line in self._report.lines_of(visit).values():
            is_told = line.done or line.date < self._report.as_of
            how = f" ({when(line, self._report.as_of)})" if is_told else ""
            shown.append(f"{line.what} {say_weekday(line.date)}{how}")
        return shown
