"""Visits used: the allowance by subject area and year, and the dates the chart on Summary stands on."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from ocr_sheets.annotations import Follows, place_in_year
from ocr_sheets.model.records import Family, Visit
from ocr_sheets.schedule.allowance import Counted
from ocr_sheets.writing.formulas import following
from ocr_sheets.writing.report.kit import VISITS_USED, ReportKit
from ocr_sheets.writing.styles import GREY, HEAD, LINE


class VisitsUsedSheet(ReportKit):
    """Visits used: the allowance by subject area and year, and the dates the chart on Summary stands on."""

    def _visits_used(self) -> None:
        report, sheet = self._report, self._sheets[VISITS_USED]
        rulebook = report.rulebook
        self._head(
            sheet,
            "Visits used",
            "Cambridge Technicals: free visits by subject area and academic year, suites and levels together. Verified: visits "
            "needed by entry code.",
        )
        for column, width in enumerate((30, 20, 14, 12, 14, 16, 14, 16)):
            sheet.set_column(column, column, width)
        headings = (
            "Subject area or entry code",
            "Family",
            "Academic year",
            "Visits",
            "Free (verified: required)",
            "Left (verified: to arrange)",
            "Chargeable",
            "Fee",
        )
        for column, heading in enumerate(headings, start=1):
            self._put(
                sheet,
                4,
                column,
                heading,
                bold=True,
                font_color="#FFFFFF",
                bg_color=f"#{HEAD}",
                text_wrap=True,
                valign="vcenter",
            )
        sheet.set_row(3, 32)
        row = 5
        for counted in self._used:
            is_free = counted.family is Family.TECHNICALS
            name = "visits.free_a_year" if is_free else "verified.visits_a_year"
            figure = rulebook.number(name, counted.visit.visit_date or report.as_of)
            number, fee = counted.number, report.book.centre.visit_fee
            over = max(0, number - figure) if is_free and figure is not None else None
            left = max(0, figure - number) if figure is not None else None
            shown = "not published" if figure is None else figure
            for column, value in enumerate(
                (counted.of, str(counted.family), counted.label, number, shown, left, over), start=1
            ):
                self._put(sheet, row, column, value, align="left")
            if over and fee is not None:
                self._put(sheet, row, 8, over * fee, num_format="£#,##0.00", align="left")
            elif over:
                self._put(sheet, row, 8, "Fee not entered on Centre")
            row += 1
        first, last = self._bars
        self._put(sheet, first - 2, 1, "Visits of the year", bold=True, font_size=13, font_color=f"#{HEAD}")
        for column, heading in enumerate(
            (
                "Visit",
                "Subject area or entry code",
                "Date",
                "Type",
                "Allowance",
                "First deadline",
                "Days from it to the visit",
            ),
            start=1,
        ):
            self._put(
                sheet, first - 1, column, heading, bold=True, font_color=f"#{GREY}", bottom=1, bottom_color=f"#{LINE}"
            )
        for row, visit in zip(range(first, last + 1), self._dated_visits, strict=True):
            self._visit_line(sheet, row, visit)
        self._print(sheet, 4)

    @cached_property
    def _counted(self) -> Mapping[tuple[str, int], Counted]:
        return {(one.visit.sheet, one.visit.row): one for one in self._report.visits}

    def _visit_line(self, sheet: Any, row: int, visit: Visit) -> None:
        assert visit.visit_date is not None
        self._put(sheet, row, 1, visit.label)
        self._put(sheet, row, 2, visit.subject_area or visit.entry_code)
        formula = following(
            Follows(visit, "visit_date", 0, visit.visit_date), self._report.book, "", self._names[VISITS_USED]
        )
        if formula:
            self._formula(sheet, row, 3, formula, visit.visit_date)
        else:
            self._put(sheet, row, 3, visit.visit_date)
        self._put(sheet, row, 4, str(visit.type or ""))
        self._put(sheet, row, 5, place_in_year(self._report, self._counted[visit.sheet, visit.row]))
        ahead = (visit.visit_date - self._start(visit)).days
        self._formula(sheet, row, 6, f'IF(ISNUMBER(C{row}),C{row}-{ahead},"")', self._start(visit))
        # A verified visit has no deadline before it; a bar of one day shows its place.
        self._put(sheet, row, 7, max(ahead, 1), align="left")
