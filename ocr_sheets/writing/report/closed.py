"""Closed days: the days that working days leave out, which the formulas on the other sheets refer to."""

from __future__ import annotations

from itertools import zip_longest

from ocr_sheets.writing.report.kit import CLOSED, FIRST_CLOSED_ROW, ReportKit

PRINTED = 45
"""How many rows are printed: a page."""


class ClosedDaysSheet(ReportKit):
    """Closed days: OCR's bank holidays, and the days on which the centre does not work."""

    def _closed_days(self) -> None:
        sheet = self._sheets[CLOSED]
        self._head(
            sheet,
            "Closed days",
            "Working days on the other sheets leave these out. This academic year's come first; one page of them is printed.",
        )
        rows = list(zip_longest(*self._closed))
        headings = (("Bank holidays for OCR", 26), ("Days your centre is closed", 26))
        self._table(sheet, FIRST_CLOSED_ROW - 1, "ocr_sheets_closed", headings, len(rows))
        for row, days in enumerate(rows, start=FIRST_CLOSED_ROW):
            for column, day in enumerate(days, start=1):
                self._put(sheet, row, column, day)
        self._print(sheet, FIRST_CLOSED_ROW - 1)
        sheet.set_portrait()
        sheet.print_area(0, 0, FIRST_CLOSED_ROW - 2 + min(max(len(rows), 1), PRINTED), 1)
