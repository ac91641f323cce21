"""What was understood of a workbook, as a workbook: a page that says what was read as what, then the tidy tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ocr_sheets.dates import say_weekday
from ocr_sheets.model.judgement_words import worded
from ocr_sheets.reading.questions import asked_in_cells, questions_on
from ocr_sheets.report import Report
from ocr_sheets.text import listed
from ocr_sheets.writing.question_words import question_in_words
from ocr_sheets.writing.understood import CELLS, DECIDED, SAID, Tidy, counts, not_read, tables
from ocr_sheets.writing.workbook import Sheets, height

PAGE = "What was understood"
_PAGE_WIDTHS = (28, 70, 40, 40)
_WIDTHS = {
    CELLS: 60.0,
    "What was decided": 90.0,
    "What is said": 90.0,
    "Unit title": 40.0,
    "Title": 40.0,
    "Sheet": 22.0,
}
_WIDEST, _NARROWEST = 34.0, 11.0


def workbook_bytes(report: Report) -> bytes:
    """The workbook. The same report gives the same bytes."""
    return _UnderstoodWorkbook(report).write()


class _UnderstoodWorkbook(Sheets):
    def __init__(self, report: Report) -> None:
        super().__init__()
        self._report = report
        self._properties(PAGE, subject="")

    def write(self) -> bytes:
        page = self._workbook.add_worksheet(PAGE)
        self._page(page)
        for table in tables(self._report):
            self._tidy(self._workbook.add_worksheet(table.name), table)
        page.activate()
        return self._finished()

    def _page(self, sheet: Any) -> None:
        report = self._report
        below = f"{report.workbook}, read as at {say_weekday(report.as_of)}. Nothing was checked against OCR’s rules."
        self._head(sheet, "What was understood", below)
        for column, width in enumerate(_PAGE_WIDTHS):
            sheet.set_column(column, column, width)
        self._put(sheet, 4, 1, f"{counts(report)}.", bold=True, font_size=13)
        row = self._rows(sheet, 6, "Sheets", ("Sheet", "Read as", "Rows", "Recognised by"), _read(report))
        row = self._rows(sheet, row + 1, "Questions", ("Sheet", "Cell", "What is asked"), _asked(report))
        self._rows(sheet, row + 1, "Not read", ("Sheet", "Why"), list(not_read(report)))
        self._print(sheet)

    def _rows(self, sheet: Any, row: int, title: str, headings: Sequence[str], rows: Sequence[Sequence[Any]]) -> int:
        """A titled list; what has no rows says so. Returns the row after it."""
        row = self._section(sheet, row, title)
        row = self._list(sheet, row, f"read_{title.lower().replace(' ', '_')}", headings, len(rows))
        for values in rows or [("None.",)]:
            for column, value in enumerate(values, start=1):
                self._put(sheet, row, column, value, text_wrap=True, align="left")
            sheet.set_row(row - 1, height(*zip(map(str, values), _PAGE_WIDTHS, strict=False)))
            row += 1
        return row

    def _tidy(self, sheet: Any, table: Tidy) -> None:
        """A table from the first row on, so that it can be filtered, sorted and read by any program."""
        widths = [_width(heading, [row[at] for row in table.rows]) for at, heading in enumerate(table.headings)]
        name = f"Read{''.join(word.capitalize() for word in table.name.split())}"
        self._table(sheet, 1, name, list(zip(table.headings, widths, strict=True)), len(table.rows))
        is_long = table.name in (DECIDED, SAID)
        for number, row in enumerate(table.rows, start=2):
            for column, value in enumerate(row, start=1):
                self._put(sheet, number, column, value, text_wrap=is_long)
            if is_long:
                sheet.set_row(number - 1, height((str(row[-1]), widths[-1])))
        self._print(sheet, heading_row=1)


def _width(heading: str, values: Sequence[Any]) -> float:
    """The width that shows most of a column's values."""
    if heading in _WIDTHS:
        return _WIDTHS[heading]
    longest = max([len(heading) / 1.6, *(len(str(value)) for value in values if value is not None)], default=0)
    return min(_WIDEST, max(_NARROWEST, longest + 3))


def _read(report: Report) -> list[tuple[str, str, int, str]]:
    return [(read.sheet, read.kind, read.rows, read.reached_by or "its name") for read in report.read_as if read.rows]


def _asked(report: Report) -> list[tuple[str, str, str]]:
    """The questions that a mapping file answers, then those that are answered in the workbook itself."""
    questions, others = questions_on(report.book), asked_in_cells(report.book)
    return [
        *((listed(one.sheets), ", ".join(one.cells), question_in_words(one)) for one in questions),
        *((one.sheet, one.cell or "", worded(one)) for one in others),
    ]
