"""A sheet's cells with merged cells spread out, upright or turned on its side, each knowing where it stands in Excel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ocr_sheets.reading.cells import Grid
from ocr_sheets.reading.raw import Raw, is_empty_text

Place = tuple[int, int]


@dataclass
class Matrix:
    """Rows of equal width. ``is_turned`` says that its rows are the sheet's columns."""

    grid: Grid
    rows: list[list[Raw]]
    spread: dict[Place, Place] = field(default_factory=dict)
    """Cells (row and column, from 0) that a merged cell covers, with the cell that holds its content."""
    is_turned: bool = False

    @cached_property
    def width(self) -> int:
        """How many columns there are."""
        return len(self.rows[0]) if self.rows else 0

    @cached_property
    def texts(self) -> list[str]:
        """The different texts of its cells."""
        return texts(self.rows)

    def raw(self, row: int, column: int) -> Raw:
        """What stands in a cell itself."""
        if row < 0 or column < 0:
            return ""
        try:
            return self.rows[row][column]
        except IndexError:
            return ""

    def spread_raw(self, row: int, column: int) -> Raw:
        """What stands in a cell, or in the merged cell that covers it."""
        raw = self.raw(row, column)
        if raw == "" and (row, column) in self.spread:
            return self.raw(*self.spread[row, column])
        return raw

    def place(self, row: int, column: int) -> Place:
        """The row and column in Excel, from 1."""
        return (column + 1, row + 1) if self.is_turned else (row + 1, column + 1)

    def is_bare(self, row: int) -> bool:
        """Whether nothing stands in a row."""
        return all(raw == "" for raw in self.rows[row])

    def turned(self) -> Matrix:
        """The same on its side."""
        rows = [list(column) for column in zip(*self.rows, strict=True)]
        spread = {(column, row): (to_column, to_row) for (row, column), (to_row, to_column) in self.spread.items()}
        return Matrix(self.grid, rows, spread, not self.is_turned)


def matrix_of(grid: Grid) -> Matrix:
    """The cells of a sheet, up to the last row and column that hold something."""
    last = len(grid.rows)
    while last and _is_bare(grid.rows[last - 1]):
        last -= 1
    rows = [["" if is_empty_text(raw) else raw for raw in row] for row in grid.rows[:last]]
    width = max((at + 1 for row in rows for at, raw in enumerate(row) if raw != ""), default=0)
    rows = [[*row[:width], *[""] * (width - len(row))] for row in rows]
    return Matrix(grid, rows, _spread(grid, len(rows), width))


def _is_bare(row: Sequence[Raw]) -> bool:
    """Whether a row holds nothing that can be seen. Sheets may have a million such rows, so most are told by their count alone."""
    return row.count("") == len(row) or all(is_empty_text(raw) for raw in row)


def _spread(grid: Grid, height: int, width: int) -> dict[Place, Place]:
    found: dict[Place, Place] = {}
    for area in grid.sheet.merged_areas:
        origin = (area.first_row - 1, area.first_col - 1)
        for row in range(area.first_row - 1, min(area.last_row, height)):
            for column in range(area.first_col - 1, min(area.last_col, width)):
                if (row, column) != origin:
                    found[row, column] = origin
    return found


def texts(rows: Sequence[Sequence[Raw]]) -> list[str]:
    """The different texts of some rows, in order."""
    return list(dict.fromkeys(raw.strip() for row in rows for raw in row if isinstance(raw, str) and raw.strip()))
