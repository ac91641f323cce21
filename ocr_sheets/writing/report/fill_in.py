"""To fill in: what is not there yet, and what it would bring. Nothing of it is wrong."""

from __future__ import annotations

from ocr_sheets.to_fill_in import grouped
from ocr_sheets.writing.report.kit import TO_FILL_IN, ReportKit
from ocr_sheets.writing.workbook import height


class ToFillInSheet(ReportKit):
    """To fill in: what is not there yet, and what it would bring, the most useful first."""

    def _to_fill_in(self) -> None:
        sheet, groups = self._sheets[TO_FILL_IN], grouped(self._report.to_fill_in)
        self._head(
            sheet,
            "To fill in",
            "Nothing here is wrong, and nothing here makes you late. The more of it is filled in, the more can be checked and planned.",
        )
        headings = (
            ("Sheet", 20),
            ("Column", 20),
            ("How many", 10),
            ("What", 60),
            ("It brings", 60),
            ("First cell", 18),
        )
        self._table(sheet, 4, "ocr_sheets_to_fill_in", headings, len(groups))
        for row, group in enumerate(groups, start=5):
            first, wrap = group.first, {"text_wrap": True}
            self._put(sheet, row, 1, first.sheet, **wrap)
            self._put(sheet, row, 2, first.column, **wrap)
            self._put(sheet, row, 3, group.number, align="left")
            self._put(sheet, row, 4, first.what, **wrap)
            self._put(sheet, row, 5, first.brings, **wrap)
            self._link(sheet, row, 6, first.cell, text_wrap=True)
            sheet.set_row(row - 1, height((first.what, 60), (first.brings, 60)))
        if not groups:
            self._put(sheet, 5, 1, "Everything is filled in.")
        self._print(sheet, 4)
