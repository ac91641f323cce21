"""Which qualification each unit of a grid is of, where the row above the units names several."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from ocr_sheets.reading.raw import as_text
from ocr_sheets.reading.trackers.layout import Column, TrackerTable

_ROWS_ABOVE = 4
"""How far above the units the qualifications may stand."""


def codes_above(
    table: TrackerTable, columns: Sequence[Column], code_in: Callable[[str], str]
) -> dict[int, tuple[str, tuple[int, int]]]:
    """The entry code of each unit, by the unit's column, with the cell that says it; nothing where a row names only one."""
    if table.matrix.is_turned:
        return {}
    units = [column for column in columns if column.unit]
    for row in range(min((column.row for column in units), default=0) - 1, max(table.top - _ROWS_ABOVE, 0) - 1, -1):
        said = [
            (at, code)
            for at in range(min(column.unit_at for column in units), table.matrix.width)
            if (raw := table.matrix.raw(row, at)) != "" and (code := code_in(as_text(raw)))
        ]
        if len({code for _, code in said}) > 1:
            return {
                column.unit_at: (code, (row, at))
                for column in units
                for at, code in [next((one for one in reversed(said) if one[0] <= column.unit_at), (-1, ""))]
                if code
            }
    return {}


def with_codes(columns: Sequence[Column], codes: dict[int, tuple[str, tuple[int, int]]]) -> list[Column]:
    """The columns with the code that stands above their unit."""
    return [
        replace(column, code=column.code or codes[column.unit_at][0])
        if column.unit and column.unit_at in codes
        else column
        for column in columns
    ]
