"""What the workbooks written by XlsxWriter share: cells in the house's look, headings, tables and pages for printing."""

from __future__ import annotations

import datetime as dt
import io
import re
import textwrap
from collections.abc import Mapping, Sequence
from types import FunctionType
from typing import Any
from zipfile import ZIP_STORED

import xlsxwriter
from xlsxwriter.worksheet import CellStringTuple

from ocr_sheets.dates import WRITTEN
from ocr_sheets.files.seals import REPORT
from ocr_sheets.glossary import ABBREVIATIONS
from ocr_sheets.writing.lines import POINTS_A_LINE, lines_of
from ocr_sheets.writing.paper import BOTTOM, SIDE, TOP
from ocr_sheets.writing.styles import DATE_FORMAT, GREY, HEAD, INK, LINE, LINK
from ocr_sheets.writing.worksheet import EPOCH, EPOCH_1904, OwnWorksheet, WorksheetWithTexts

_ABBREVIATION = re.compile(rf"\b(?:{'|'.join(ABBREVIATIONS)})\b")
_BELOW_HEAD = 3
"""The row in which abbreviations are explained, between what stands below the title and the table."""


class _Unpacked(xlsxwriter.Workbook):  # type: ignore[misc]  # XlsxWriter has no types
    """A workbook whose parts are not packed: they are unpacked again at once, and packed where they are joined on.

    XlsxWriter packs always, so this is its own way of storing with another constant in place of the one that says so.
    """

    _store_workbook = FunctionType(
        xlsxwriter.Workbook._store_workbook.__code__, {**vars(xlsxwriter.workbook), "ZIP_DEFLATED": ZIP_STORED}
    )


class Sheets:
    """A workbook in memory and the tools to fill its sheets. The same calls give the same bytes."""

    def __init__(self, date1904: bool = False, *, is_joined: bool = False) -> None:
        """``is_joined`` says that the sheets are to be joined on to another workbook, which has its texts in a place of its own."""
        self._file = io.BytesIO()
        kind = _Unpacked if is_joined else xlsxwriter.Workbook
        self._workbook = kind(
            self._file,
            {
                "in_memory": True,
                "date_1904": date1904,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        self._workbook.worksheet_class = WorksheetWithTexts if is_joined else OwnWorksheet
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self._asked: dict[tuple[tuple[str, Any], ...], Any] = {}
        """The same formats by what was asked for, in that order: sorting it for each of a big centre's cells takes time."""
        self._titled: list[Any] = []

    def _finished(self) -> bytes:
        """The workbook's bytes, each sheet with a title explaining the abbreviations on it. Nothing can be written afterwards."""
        known = list(self._workbook.str_table.string_table)
        for sheet in self._titled:
            self._explain(sheet, known)
        self._workbook.close()
        return self._file.getvalue()

    def _explain(self, sheet: Any, known: Sequence[str]) -> None:
        used = set(_ABBREVIATION.findall("\n".join(_texts_of(sheet, known))))
        told = "; ".join(f"{short}: {full}" for short, full in ABBREVIATIONS.items() if short in used)
        if told:
            is_taken = bool(sheet.table.get(_BELOW_HEAD - 1))
            row = max(sheet.table) + 3 if is_taken else _BELOW_HEAD
            self._put(sheet, row, 1, f"{told}.", font_color=f"#{GREY}")

    def _format(self, **properties: Any) -> Any:
        asked = tuple(properties.items())
        if asked not in self._asked:
            made = tuple(sorted({"font_color": f"#{INK}", "valign": "top", **properties}.items()))
            if made not in self._formats:
                self._formats[made] = self._workbook.add_format(dict(made))
            self._asked[asked] = self._formats[made]
        return self._asked[asked]

    def _format_of(self, text: str, properties: dict[str, Any]) -> Any:
        """The format of a text, which stays one whatever it begins with."""
        return self._format(**properties, quote_prefix=True) if text[0] in "=+-@" else self._format(**properties)

    def _put_texts(self, sheet: Any, row: int, texts: Mapping[int, str], **properties: Any) -> None:
        """Write texts, none of them empty, into cells of one row that look the same, by column."""
        plain = self._format(**properties)
        for column, text in texts.items():
            of_text = self._format_of(text, properties) if text[0] in "=+-@" else plain
            sheet.write_string(row - 1, column - 1, text, of_text)

    def _put(self, sheet: Any, row: int, column: int, value: Any, **properties: Any) -> None:
        """Write one cell, rows and columns counted from 1. Text stays text, whatever it begins with."""
        row, column = row - 1, column - 1
        match value:
            case None | "":
                sheet.write_blank(row, column, None, self._format(**properties))
            case str():
                sheet.write_string(row, column, value, self._format_of(value, properties))
            case bool():
                sheet.write_string(row, column, "yes" if value else "no", self._format(**properties))
            case int() | float():
                sheet.write_number(row, column, value, self._format(**properties))
            case dt.date():
                date = self._format(**{"num_format": DATE_FORMAT, "align": "left", **properties})
                sheet.write_datetime(row, column, value, date)
            case _:
                raise TypeError(f"no way to write a {type(value).__name__}")

    def _formula(
        self, sheet: Any, row: int, column: int, formula: str, cached: dt.date | int | None, **properties: Any
    ) -> None:
        value: int | str = ""
        if isinstance(cached, dt.date):
            value = (cached - self._epoch).days
            properties = {"num_format": DATE_FORMAT, "align": "left", **properties}
        elif cached is not None:
            value = cached
        sheet.write_formula(row - 1, column - 1, "=" + formula, self._format(**properties), value)

    def _link_to(self, sheet: Any, row: int, column: int, to: str, ref: str, text: str, **properties: Any) -> None:
        """A cell that leads to another of the workbook: to ``ref`` on the sheet ``to``."""
        name = to.replace("'", "''")
        look = self._format(font_color=f"#{LINK}", underline=1, **properties)
        sheet.write_url(row - 1, column - 1, f"internal:'{name}'!{ref}", look, text)

    @property
    def _epoch(self) -> dt.date:
        return EPOCH_1904 if self._workbook.date_1904 else EPOCH

    def _head(self, sheet: Any, title: str, below: str) -> None:
        sheet.hide_gridlines(2)
        self._titled.append(sheet)
        self._put(sheet, 1, 1, title, bold=True, font_size=18, font_color=f"#{HEAD}", valign="vcenter")
        sheet.set_row(0, 30)
        self._put(sheet, 2, 1, below, font_color=f"#{GREY}")

    def _banner(self, sheet: Any, row: int, columns: int, text: str, letters: int, **look: Any) -> int:
        """A text over the width of some columns, a line a row: no cells are merged, which a screen reader could not follow. Returns the
        row after it.
        """
        lines = textwrap.wrap(text, letters) or [""]
        for line in lines:
            self._put(sheet, row, 1, line, bold=True, valign="vcenter", indent=1, **look)
            for column in range(2, columns + 1):
                self._put(sheet, row, column, None, **look)
            sheet.set_row(row - 1, 30 if len(lines) == 1 else 21)
            row += 1
        return row

    _LIST_LOOK: Mapping[str, Any] = {"bold": True, "font_color": f"#{GREY}", "bottom": 1, "bottom_color": f"#{LINE}"}
    """How the headings of a short table look."""

    def _section(self, sheet: Any, row: int, title: str) -> int:
        """The title of a part of a sheet. Returns the row after it."""
        self._put(sheet, row, 1, title, bold=True, font_size=13, font_color=f"#{HEAD}")
        return row + 1

    def _list(self, sheet: Any, row: int, name: str, headings: Sequence[str], rows: int) -> int:
        """A short table below its title, among others of one sheet, with no buttons to filter it. Returns its first row."""
        look = self._format(**self._LIST_LOOK)
        sheet.add_table(
            row - 1,
            0,
            row - 1 + max(rows, 1),
            len(headings) - 1,
            {
                "name": name,
                "style": "Table Style Light 1",
                "autofilter": False,
                "banded_rows": False,
                "columns": [{"header": heading, "header_format": look} for heading in headings],
            },
        )
        return row + 1

    def _properties(self, title: str, subject: str = REPORT) -> None:
        """What the file says of itself. The day it was made is always the same, so that its bytes are."""
        said = {"title": title, "author": "ocr-sheets", "subject": subject, "created": WRITTEN}
        self._workbook.set_properties({name: value for name, value in said.items() if value})

    def _print(self, sheet: Any, heading_row: int | None = None, pages: int = 0) -> None:
        """A4 across, one page wide, with the headings on every page; as many pages as it takes, or as are given."""
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, pages)
        sheet.set_margins(SIDE, SIDE, TOP, BOTTOM)
        sheet.set_footer("&L&A&RPage &P of &N")
        if heading_row:
            sheet.repeat_rows(heading_row - 1)
            sheet.freeze_panes(heading_row, 0)

    def _table(
        self,
        sheet: Any,
        row: int,
        name: str,
        headings: Sequence[tuple[str, float]],
        rows: int,
        style: str = "Table Style Light 1",
    ) -> None:
        """An Excel table with its headings in a row; its cells are written afterwards."""
        head = self._format(bold=True, font_color="#FFFFFF", bg_color=f"#{HEAD}", text_wrap=True, valign="vcenter")
        sheet.add_table(
            row - 1,
            0,
            row - 1 + max(rows, 1),
            len(headings) - 1,
            {
                "name": name,
                "style": style,
                "columns": [{"header": heading, "header_format": head} for heading, _ in headings],
            },
        )
        sheet.set_row(row - 1, 32)
        sheet.repeat_rows(row - 1)
        for column, (_, width) in enumerate(headings):
            sheet.set_column(column, column, width)


def _texts_of(sheet: Any, known: Sequence[str]) -> set[str]:
    """The texts in a sheet's cells, which hold them or their place among those that are known."""
    cells = (cell for row in sheet.table.values() for cell in row.values())
    texts = {cell.string for cell in cells if isinstance(cell, CellStringTuple)}
    return {text if isinstance(text, str) else known[text] for text in texts}


def height(*texts: tuple[str, float]) -> int:
    """The height of a row in points that shows all of its texts, each at the width of its column in characters."""
    return POINTS_A_LINE * max(1, *(lines_of(text, width) for text, width in texts))
