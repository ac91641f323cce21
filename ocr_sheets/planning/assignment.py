"""The cheapest way to give each row a column of its own, exactly: the shortest augmenting paths of the Hungarian method."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

Row = Sequence[int | None]
"""What each column costs a row; ``None`` where it cannot have that column."""


class Assignment(NamedTuple):
    """The column of each row in a cheapest assignment, the prices that prove it, and how many costs were looked at on the way.

    A row costs at least its own price and that of its column in whatever column, and no column has a price above nothing. So what a
    row costs more than these in some column is what any assignment that has it there costs more than the cheapest, at the least.
    """

    columns: Sequence[int]
    row_prices: Sequence[int]
    column_prices: Sequence[int]
    looked: int


def assign(rows: Sequence[Row]) -> Assignment:
    """A cheapest assignment.

    Every row must be able to have some column of its own whatever the others take; `search` gives each row a private one for that.
    """
    width = len(rows[0]) if rows else 0
    beyond = 1 + sum(max((cost for cost in row if cost is not None), default=0) for row in rows)
    of_row = [0] * len(rows)
    of_column = [0] * width
    owner: list[int | None] = [None] * width
    looked = 0
    for start in range(len(rows)):
        least = [beyond * 2] * width
        way: list[int | None] = [None] * width
        open_columns = list(range(width))
        done: list[int] = []
        row, column = start, None
        while True:
            spare = of_row[row]
            looked += len(open_columns)
            nearest, step = -1, beyond * 2
            costs = rows[row]
            for one in open_columns:
                cost = costs[one]
                if cost is not None:
                    reduced = cost - spare - of_column[one]
                    if reduced < least[one]:
                        least[one] = reduced
                        way[one] = column
                if least[one] < step:
                    nearest, step = one, least[one]
            of_row[start] += step
            for one in done:
                of_column[one] -= step
                taken_by = owner[one]
                assert taken_by is not None
                of_row[taken_by] += step
            for one in open_columns:
                least[one] -= step
            done.append(nearest)
            open_columns.remove(nearest)
            column = nearest
            following = owner[nearest]
            if following is None:
                break
            row = following
        while column is not None:
            before = way[column]
            owner[column] = start if before is None else owner[before]
            column = before
    chosen = [0] * len(rows)
    for column, taken_by in enumerate(owner):
        if taken_by is not None:
            chosen[taken_by] = column
    return Assignment(chosen, of_row, of_column, looked)
