"""A worksheet of XlsxWriter's that writes its cells itself, a row at a time: most of what a big report's sheets take is cells.

Frames, tables, widths, charts and all else are XlsxWriter's, and so are the bytes, but that a sheet may hold its texts itself: the sheets
in front are joined on to a workbook that has a list of texts of its own.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import (
    CellBlankTuple,
    CellDatetimeTuple,
    CellFormulaTuple,
    CellNumberTuple,
    CellStringTuple,
    Worksheet,
)

from ocr_sheets.writing.lines import POINTS_A_LINE, POINTS_A_PIXEL

EPOCH, EPOCH_1904 = dt.date(1899, 12, 30), dt.date(1904, 1, 1)
_EVEN_FROM = dt.date(1904, 1, 2)
"""From here on days count one after the other in both ways of counting: one has a 29 February 1900."""
_ROWS_A_SPAN = 16
"""Rows of which XlsxWriter says together from which column to which they go."""
_ESCAPE = re.compile(r"_x[0-9a-fA-F]{4}_")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_column = lru_cache(maxsize=256)(xl_col_to_name)


class OwnWorksheet(Worksheet):  # type: ignore[misc]  # XlsxWriter has no types
    """A worksheet whose cells are written a row at a time, and whose formulas stand as they are given."""

    # Rows and columns are always numbers here, so that nothing has to look for A1.
    write_formula = Worksheet._write_formula
    write_number = Worksheet._write_number

    def write_blank(self, row: int, col: int, blank: None, cell_format: Any) -> int:
        """A cell that shows its format alone."""
        self.table[row][col] = CellBlankTuple(cell_format)
        return 0

    def write_datetime(self, row: int, col: int, date: dt.date, cell_format: Any) -> int:
        """A day in a cell, as the days since the workbook's first; what has a time, or is too early to be counted so, as XlsxWriter does."""
        if type(date) is not dt.date or date < _EVEN_FROM:
            return int(self._write_datetime(row, col, date, cell_format))
        number = (date - (EPOCH_1904 if self.date_1904 else EPOCH)).days
        self.table[row][col] = CellDatetimeTuple(number, cell_format)
        return 0

    def write_string(self, row: int, col: int, string: str, cell_format: Any = None) -> int:
        """A text in a cell. Most cells are texts, and short ones need no measuring; how far the cells go is found at the end."""
        if len(string) > self.xls_strmax // 2:
            return int(self._write_string(row, col, string, cell_format))
        self.table[row][col] = CellStringTuple(self.str_table._get_shared_string_index(string), cell_format)
        return 0

    def points(self, first: int, last: int) -> float:
        """How high the rows of a range are together, counted from 1."""
        own = (self.row_info.get(row - 1) for row in range(first, last + 1))
        return sum(info.height * POINTS_A_PIXEL if info and info.height else POINTS_A_LINE for info in own)

    def _assemble_xml_file(self) -> None:
        for row, cells in self.table.items():
            if cells:
                self._check_dimensions(row, min(cells))
                self._check_dimensions(row, max(cells))
        super()._assemble_xml_file()

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        """Without looking for the names of newer functions by some 150 expressions: ours have the prefix that a file needs."""
        return formula.removeprefix("=")

    def _calculate_spans(self) -> None:
        spans: dict[int, tuple[int, int]] = {}
        for row, cells in self.table.items():
            if cells:
                low, high = spans.get(row // _ROWS_A_SPAN, (min(cells), max(cells)))
                spans[row // _ROWS_A_SPAN] = min(low, *cells), max(high, *cells)
        self.row_spans = {block: f"{low + 1}:{high + 1}" for block, (low, high) in spans.items()}

    def _write_rows(self) -> None:
        self._calculate_spans()
        for row in range(self.dim_rowmin, self.dim_rowmax + 1):
            cells, info = self.table.get(row), self.row_info.get(row)
            span = self.row_spans.get(row // _ROWS_A_SPAN)
            if cells:
                self._write_row(row, span, info)
                self.fh.write("".join([_cell(row + 1, column, cells[column]) for column in sorted(cells)]) + "</row>")
            elif info:
                self._write_empty_row(row, span, info)


class WorksheetWithTexts(OwnWorksheet):
    """The same, with its texts in their cells and not in the workbook's list of texts."""

    def _initialize(self, init_data: dict[str, Any]) -> None:
        super()._initialize({**init_data, "str_table": _TextsThemselves()})


class _TextsThemselves:
    """In place of the list of texts: a text is not given a number, and stands for itself."""

    @staticmethod
    def _get_shared_string_index(text: str) -> str:
        return text

    _get_shared_string = _get_shared_string_index


def _cell(row: int, column: int, cell: Any) -> str:
    """One cell as a file holds it."""
    start = f'<c r="{_column(column)}{row}" s="{cell.format._get_xf_index()}"'
    kind = type(cell)
    if kind is CellStringTuple:
        text = cell.string
        return f'{start} t="s"><v>{text}</v></c>' if isinstance(text, int) else f"{start}{_text(text)}</c>"
    if kind is CellBlankTuple:
        return f"{start}/>"
    if kind in (CellNumberTuple, CellDatetimeTuple):
        return f"{start}><v>{cell.number:.16G}</v></c>"
    if kind is CellFormulaTuple:
        of_text = ' t="str"' if isinstance(cell.value, str) and cell.value else ""
        return f"{start}{of_text}><f>{_escaped(cell.formula)}</f><v>{_escaped(str(cell.value))}</v></c>"
    raise TypeError(f"no way to write a {kind.__name__}")


@lru_cache(maxsize=4096)
def _text(text: str) -> str:
    """A text in its cell, with the rest of the cell's start tag before it. The same few hundred stand in thousands of rows."""
    plain = _CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", _ESCAPE.sub(lambda found: f"_x005F{found[0]}", text))
    kept = ' xml:space="preserve"' if plain[:1].isspace() or plain[-1:].isspace() else ""
    return f' t="inlineStr"><is><t{kept}>{_escaped(plain)}</t></is>'


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
