"""Visits used: the allowance by subject area and year."""

from __future__ import annotations

from ocr_sheets.model.records import Family
from ocr_sheets.writing.report.kit import VISITS_USED, ReportKit


class VisitsUsedSheet(ReportKit):
    """Visits used: the allowance by subject area and year."""

    def _visits_used(self) -> None:
        report, sheet = self._report, self._sheets[VISITS_USED]
        rulebook = report.rulebook
        self._head(
            sheet,
            "Visits used",
            "Cambridge Technicals: free visits by subject area and academic year, suites and levels together. Verified: visits "
            "needed by entry code.",
        )
        self._table(sheet, 4, "ocr_sheets_visits", HEADINGS, len(self._used))
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
        if not self._used:
            self._put(sheet, 5, 1, "No visits with a date yet.")
        self._print(sheet, 4)


HEADINGS = (
    ("Subject area or entry code", 30), ("Family", 20), ("Academic year", 14), ("Visits", 12), ("Free (verified: required)", 14),
    ("Left (verified: to arrange)", 16), ("Chargeable", 14), ("Fee", 24),
)  # fmt: skip
