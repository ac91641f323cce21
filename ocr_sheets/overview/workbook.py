"""The overview as a workbook: a sheet a table, each a page wide on A4."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ocr_sheets.dates import say
from ocr_sheets.many.storage import is_elsewhere
from ocr_sheets.overview.tables import CANNOT_READ, CLASH, Link, Overview, Table, tables_of
from ocr_sheets.rules import Severity
from ocr_sheets.schedule.progress import State
from ocr_sheets.schedule.readiness import Verdict
from ocr_sheets.writing.styles import FILLS, HEAD
from ocr_sheets.writing.workbook import Sheets, height

_HEADING_ROW = 4
_FILL = {
    str(Verdict.NOT_READY): Severity.MUST_FIX,
    str(State.MISSED): Severity.MUST_FIX,
    str(State.LATE): Severity.MUST_FIX,
    CANNOT_READ: Severity.MUST_FIX,
    str(Verdict.CANNOT_TELL): Severity.CHECK,
    "no visit yet": Severity.CHECK,
    CLASH: Severity.CHECK,
}
"""The states that want somebody, each with the colour it has beside its words."""
_TALLEST = 120


def overview_workbook(overview: Overview) -> bytes:
    """The workbook of an overview: the same overview gives the same bytes."""
    return _Overview(overview).write()


class _Overview(Sheets):
    def __init__(self, overview: Overview) -> None:
        super().__init__()
        self._overview = overview
        self._properties("Overview of centres")

    def write(self) -> bytes:
        """All sheets."""
        for number, table in enumerate(tables_of(self._overview), 1):
            self._sheet(table, number)
        return self._finished()

    def _sheet(self, table: Table, number: int) -> None:
        sheet = self._workbook.add_worksheet(table.name)
        said = f"As at {say(self._overview.as_of)}. {self._overview.headline if number == 1 else ''}".strip()
        self._head(sheet, table.name, said)
        self._put(sheet, 3, 1, table.about)
        self._print(sheet, _HEADING_ROW)
        self._table(sheet, _HEADING_ROW, f"overview_{number}", table.headings, len(table.rows))
        if not table.rows:
            self._put(sheet, _HEADING_ROW + 1, 1, "Nothing here.")
        for place, row in enumerate(table.rows, _HEADING_ROW + 1):
            self._row(sheet, table, place, row)
        if number == 1 and self._overview.passed_over:
            self._passed_over(sheet, _HEADING_ROW + len(table.rows) + 3)

    def _row(self, sheet: Any, table: Table, place: int, row: Any) -> None:
        texts = []
        for column, value in enumerate(row, 1):
            self._cell(sheet, place, column, value)
            texts.append((value.text if isinstance(value, Link) else str(value or ""), table.headings[column - 1][1]))
        sheet.set_row(place - 1, min(height(*texts), _TALLEST))

    def _cell(self, sheet: Any, row: int, column: int, value: Any) -> None:
        if isinstance(value, Link):
            link = self._format(font_color=f"#{HEAD}", underline=1, text_wrap=True)
            target = value.address if is_elsewhere(value.file) else f"external:{value.address}"
            sheet.write_url(row - 1, column - 1, target, link, value.text)
        elif isinstance(value, float):
            self._put(sheet, row, column, value, num_format="£#,##0.00")
        elif isinstance(value, str):
            fill = _FILL.get(value.removesuffix("?"))
            self._put(sheet, row, column, value, text_wrap=True, **({"bg_color": f"#{FILLS[fill]}"} if fill else {}))
        elif isinstance(value, dt.date):
            self._put(sheet, row, column, value)
        else:
            self._put(sheet, row, column, value, align="center")

    def _passed_over(self, sheet: Any, row: int) -> None:
        self._put(sheet, row, 1, "Passed over", bold=True)
        for place, said in enumerate(self._overview.passed_over, row + 1):
            self._put(sheet, place, 1, said)
