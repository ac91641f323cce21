"""Rows of the small centre of `workbooks` with what stands in the columns added beside them. IT 1 is face-to-face on 11 March 2027."""

from __future__ import annotations

import datetime as dt
from typing import Any

from workbooks import AS_OF, report_of

from ocr_sheets.annotations import AddedColumns, DaysLeft, Follows, Issues, NextDate, Status, added_to
from ocr_sheets.dates import say
from ocr_sheets.model.records import RECORDS, Record

KINDS = {record: name for name, record in RECORDS.items()}


def shown(kind: type[Record], text: str = "", as_of: dt.date = AS_OF) -> list[dict[str, Any]]:
    """Each row of a sheet as heading and value; what follows from a date as the day it is."""
    report = report_of(text, as_of)
    rows = []
    for _, row in AddedColumns(report).rows(report.book.rows(KINDS[kind])):
        plain = [
            say(value.date) if isinstance(value, Follows | NextDate) and value.date
            else value.left if isinstance(value, DaysLeft)
            else value.text if isinstance(value, Issues)
            else value.stage if isinstance(value, Status)
            else value
            for value in row.values
        ]  # fmt: skip
        rows.append(dict(zip((added.heading for added in added_to(kind)), plain, strict=True)))
    return rows


def visits(columns: str, *rows: str) -> str:
    lines = [f"| IT 1 | IT | {row} |" if row.count("|") == columns.count("|") else f"| {row} |" for row in rows]
    return "\n".join(["Visits", f"| Visit | Subject area | {columns} |", *lines]) + "\n"


def claims(columns: str, *rows: str) -> str:
    usual = "0045 | 05839 | 8 | JS"
    lines = [f"| {usual} | {row} |" if row.count("|") == columns.count("|") else f"| {row} |" for row in rows]
    return (
        "\n".join(["Claims", f"| Candidate number | Entry code | Unit number | Assessor | {columns} |", *lines]) + "\n"
    )
