"""What each sheet was read as: what Summary and the terminal say of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ocr_sheets.model.book import Book
from ocr_sheets.model.judgement_words import worded
from ocr_sheets.model.judgements import JudgementKind
from ocr_sheets.model.reading_words import reached_words, remark_words
from ocr_sheets.model.records import (
    SHEETS,
    Claim,
    columns_of,
)
from ocr_sheets.model.tables import Table, column_letters
from ocr_sheets.text import plural


class ReadAs(NamedTuple):
    """What one table was read as: its sheet, what its rows are, how that was known, and its columns by our headings for them."""

    sheet: str
    kind: str
    reached_by: str
    heading_row: int
    rows: int
    columns: Mapping[str, str]
    units: Sequence[str]
    """Of a grid: its units."""
    remarks: Sequence[str]

    @property
    def said(self) -> str:
        """What it was read as."""
        return f"{self.kind}, a grid of {plural(len(self.units), 'unit')}" if self.units else self.kind


def tables_read(book: Book) -> list[ReadAs]:
    """What was read as what, a grid's units together."""
    found: dict[tuple[object, ...], list[Table]] = defaultdict(list)
    for table in book.tables:
        found[table.record, *table.place, bool(table.block)].append(table)
    out = [_read_as(tables) for tables in found.values()]
    told: set[str] = set()
    for place, one in sorted(enumerate(out), key=lambda item: item[1].kind != SHEETS[Claim].name):
        if one.sheet not in told:
            told.add(one.sheet)
            out[place] = one._replace(remarks=[*one.remarks, *_judged(book, one.sheet)])
    return out


def _judged(book: Book, sheet: str) -> list[str]:
    """What the reader decided about a sheet. Its questions are findings, and columns that were not used are listed elsewhere."""
    return [
        worded(one)
        for one in book.judgements
        if one.sheet == sheet and not one.is_question and one.kind is not JudgementKind.COLUMN_NOT_READ
    ]


def _read_as(tables: Sequence[Table]) -> ReadAs:
    first = tables[0]
    columns: dict[str, str] = {}
    for table in tables:
        for name, column in table.columns.items():
            heading = columns_of(first.record)[name].heading
            if table.block and column >= table.block:
                heading += f", {table.unit}"
            columns[heading] = f"{table.headings[name]} ({column_letters(column)}{table.field_rows.get(name, '')})"
    return ReadAs(
        first.sheet,
        SHEETS[first.record].name,
        reached_words(first.reached_by, first.record),
        first.heading_row,
        sum(table.rows for table in tables),
        columns,
        [table.unit for table in tables if table.block],
        [remark_words(remark) for table in tables for remark in table.remarks],
    )
