"""Where the pages of a sheet end on paper, so that what belongs together is not torn apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ocr_sheets.writing.lines import POINTS_A_CHARACTER

POINTS_AN_INCH = 72
A4_LONG, A4_SHORT = 11.69, 8.27
"""A4 in inches."""
SIDE, TOP, BOTTOM = 0.4, 0.5, 0.6
"""The margins of our sheets in inches."""


def page_points(widths: Iterable[float]) -> float:
    """The points of rows that a page of A4 across holds, with columns of these widths in characters on one page."""
    wide = sum(widths) * POINTS_A_CHARACTER
    share = min(1.0, (A4_LONG - 2 * SIDE) * POINTS_AN_INCH / wide)
    return (A4_SHORT - TOP - BOTTOM) * POINTS_AN_INCH / share


def breaks_between(parts: Sequence[float], page: float) -> list[int]:
    """Before which of some parts, by their heights, a page is to end, so that each that fits on a page is whole on one."""
    found, used = [], 0.0
    for number, high in enumerate(parts):
        if used + high > page >= high:
            found.append(number)
            used = 0.0
        used = (used + high) % page
    return found
