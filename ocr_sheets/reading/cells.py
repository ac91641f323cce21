"""The cells of a workbook's sheets, as fast as they can be had, and where a cell has no value that could be read."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

from ocr_sheets.errors import UserError
from ocr_sheets.patching import Sheet, Workbook
from ocr_sheets.reading.raw import Raw

MOST_CELLS = 20_000_000
"""Cells that a sheet's values may span: calamine lays them all out, and one stray value can make that more than any memory."""

FAR_BELOW = 50_000
"""Rows without anything: what stands below so many of them is a slip, such as a space typed at the end of the sheet."""


class Grid(NamedTuple):
    """The values of one sheet. ``rows[0]`` is Excel's row 1 and ``rows[0][0]`` its column A; an empty cell is ``""``."""

    sheet: Sheet
    rows: Sequence[Sequence[Raw]]
    left_out: str = ""
    """The first cell of those that stand so far below all others that they were not read."""

    @property
    def name(self) -> str:
        """The sheet's name."""
        return self.sheet.name


def read_grids(workbook: Workbook) -> Iterator[Grid]:
    """The user's sheets in their order. What an earlier run of ours added is left out."""
    try:
        yield from _grids(workbook)
    except (CalamineError, OSError) as error:
        raise UserError(
            "The workbook's cells cannot be read: it may be damaged. Open it in Excel, save it again as .xlsx and try once more."
        ) from error


def _grids(workbook: Workbook) -> Iterator[Grid]:
    data, left_out = workbook.for_readers(FAR_BELOW)
    values = CalamineWorkbook.from_filelike(io.BytesIO(data))
    readable = {sheet.name for sheet in values.sheets_metadata if sheet.typ is SheetTypeEnum.WorkSheet}
    earlier = workbook.earlier
    ours = set(earlier.sheets.values())
    for sheet in workbook.sheets:
        if sheet.is_worksheet and sheet.name in readable and sheet.name not in ours:
            if sheet.name not in left_out and sheet.is_vast(MOST_CELLS):
                raise UserError(
                    f"The sheet {sheet.name} has a value far from all others, so it is too big to read: "
                    "delete what stands in its last rows and columns, save it and try again."
                )
            rows = values.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
            own = _with_months(rows, sheet.cells_by_month())
            yield Grid(sheet, _without(own, earlier.columns.get(sheet.name, ())), left_out.get(sheet.name, ""))


def _with_months(rows: Sequence[Sequence[Raw]], by_month: set[tuple[int, int]]) -> Sequence[Sequence[Raw]]:
    """The rows with the first of a month as text where its cell shows the month alone: whoever types Mar-27 names no day."""
    out = list(rows)
    for row, column in by_month:
        raw = rows[row - 1][column - 1] if row <= len(rows) and column <= len(rows[row - 1]) else ""
        if isinstance(raw, dt.date) and raw.day == 1:
            out[row - 1] = [*out[row - 1][: column - 1], f"{raw:%b %Y}", *out[row - 1][column:]]
    return out


def _without(rows: Sequence[Sequence[Raw]], columns: Sequence[int]) -> Sequence[Sequence[Raw]]:
    """The rows with these columns emptied, and the others where they were."""
    if not columns:
        return rows
    first, last = columns[0], columns[-1]
    kept = [column not in columns for column in range(first, last + 1)]
    blank = [""] * len(kept)
    if not any(kept):
        return [[*row[: first - 1], *blank, *row[last:]] for row in rows]
    return [
        [
            *row[: first - 1],
            *(raw if keep else "" for raw, keep in zip(row[first - 1 : last], kept, strict=False)),
            *row[last:],
        ]
        for row in rows
    ]
