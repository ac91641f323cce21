"""The overview on one page of HTML that prints on A4: no script, nothing fetched. What does not fit is in the workbook, and that is said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from ocr_sheets.dates import say
from ocr_sheets.overview.tables import Link, Overview, Table, tables_of
from ocr_sheets.writing.page_template import page_template

_SHOWN = {
    "Centres": (("Centre", "State", "Late", "Missed", "Due in 14 days", "Next", "Next day"), 26),
    "At risk": (("Centre", "Subject", "Candidates", "State", "Deadline", "Its day"), 14),
    "Moderators and EQAs": (("Moderator or EQA", "Week from", "Visits", "Portfolios", "Centres", "What to ask"), 8),
    "Rules most broken": (("What was found", "Severity", "Centres", "Findings"), 6),
}
"""The tables on the page: of each the columns and the number of rows for which there is room."""
_MOST_NAMES = 3
"""Centres that are named in one cell; where there are more, the first and how many others: the workbook names all."""


class _Shown(NamedTuple):
    name: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str | Link]]
    rest: int


def overview_page(overview: Overview) -> str:
    """The page of an overview: the same overview gives the same text."""
    return page_template(__package__, "page.html").render(
        as_of=say(overview.as_of),
        headline=overview.headline,
        tables=[_shown(table) for table in tables_of(overview) if table.name in _SHOWN],
    )


def _shown(table: Table) -> _Shown:
    headings, most = _SHOWN[table.name]
    columns = [[name for name, _ in table.headings].index(heading) for heading in headings]
    rows = [
        [_said(row[column], heading) for column, heading in zip(columns, headings, strict=True)]
        for row in table.rows[:most]
    ]
    return _Shown(table.name, headings, rows, max(0, len(table.rows) - most))


def _said(cell: object, heading: str) -> str | Link:
    match cell:
        case None:
            return ""
        case Link():
            return cell
        case dt.date():
            return say(cell).replace(" ", "\u00a0")  # on one line, so that a row is one line too
        case str() if heading == "Centres" and cell.count(", ") >= _MOST_NAMES:
            first, *rest = cell.split(", ")
            return f"{first} and {len(rest)} more"
        case _:
            return str(cell)
