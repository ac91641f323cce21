"""A copy of the workbook that came back: what its cells say otherwise than the centre's.

A copy does not say what it said when it was sent out. It is known where the workbook is at hand as it was then (``--sent``). Where it
is not, a cell that is empty in the centre's workbook may be filled in, and of one that is not nobody can tell which side is newer.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ocr_sheets.collect.answers import Answer, Came, Loose, LooseEnd, Returned, Source
from ocr_sheets.diff.cells import Contents, cannot_be_read, content_at, own_columns
from ocr_sheets.diff.rows import Rows
from ocr_sheets.model.book import Book
from ocr_sheets.model.identity import NAMED_BY
from ocr_sheets.model.records import Claim, Record, columns_of
from ocr_sheets.model.tables import Cell, Table
from ocr_sheets.packs.as_sent import UNREADABLE, as_text
from ocr_sheets.reading.raw import as_text as raw_text, is_blank


class Side(NamedTuple):
    """A workbook as it is read, and what its cells hold."""

    book: Book
    contents: Contents


def read_copy(came: Side, ours: Side, sent: Side | None, file: str) -> Returned:
    """What a copy brought back. ``sent`` is the workbook as it was when it was sent out, where that is at hand."""
    return _Copy(came, ours, sent, Source(file)).returned()


class _Copy:
    def __init__(self, came: Side, ours: Side, sent: Side | None, source: Source) -> None:
        self._came, self._ours, self._sent, self._source = came, ours, sent, source
        self._rows = Rows(ours.book, came.book)
        self._rows_sent = Rows(sent.book, came.book) if sent else None

    def returned(self) -> Returned:
        answers = [answer for here, there in self._rows.both() for answer in self._of_row(here, there)]
        return Returned(self._source, answers, list(self._loose()), is_remembered=self._sent is not None)

    def _of_row(self, here: Record, there: Record) -> Iterator[Answer]:
        before, after = self._ours.book.table_of(here), self._came.book.table_of(there)
        if before is None or after is None:
            return
        was = self._rows_sent.old_of(there) if self._rows_sent else None
        for field in after.columns:
            came = self._said(there, field, self._came)
            same = self._rows.is_same(here, there, field) and came.is_read
            if same and not (getattr(here, field) is None and cannot_be_read(self._ours.book, here, field)):
                # Called otherwise or written otherwise, and the same: as it stands here, so that nothing is asked of it.
                came = self._said(here, field, self._ours)
            yield Answer(
                self._source, self._came.book.cell(there, field), here, field, came, self._was(was, field, there, came)
            )
        yield from self._own_columns(here, there, was, before, after)

    def _was(self, was: Record | None, field: str, there: Record, came: Came) -> str | None:
        """What the cell said when it was sent out."""
        if was is None or self._sent is None or self._rows_sent is None:
            return None
        table = self._sent.book.table_of(was)
        if table is None or field not in table.columns:
            return ""
        if self._rows_sent.is_same(was, there, field):
            return came.plain
        return UNREADABLE if cannot_be_read(self._sent.book, was, field) else as_text(getattr(was, field))

    def _said(self, record: Record, field: str, side: Side) -> Came:
        value = getattr(record, field)
        cell = side.book.cell(record, field)
        raw = content_at(side.contents, cell.sheet, cell.row, cell.column)
        if value is None and cannot_be_read(side.book, record, field):
            return Came(None, "", raw_text(raw), is_read=False)
        return Came(value, as_text(value), raw_text(raw) or as_text(value))

    def _own_columns(
        self, here: Record, there: Record, was: Record | None, before: Table, after: Table
    ) -> Iterator[Answer]:
        """The centre's own columns, which are not read: by their headings."""
        if after.is_aside or (isinstance(there, Claim) and there.column):
            return
        ours, theirs = own_columns(before, self._ours.contents), own_columns(after, self._came.contents)
        table = self._sent.book.table_of(was) if was is not None and self._sent else None
        sent = own_columns(table, self._sent.contents) if table and self._sent else {}
        for name, cell in theirs.items():
            if name not in ours:
                continue
            place = cell._replace(row=there.row)
            raw = content_at(self._came.contents, place.sheet, place.row, place.column)
            said = "" if is_blank(raw) else raw_text(raw)
            known = None
            if was is not None and self._sent and name in sent:
                text = content_at(self._sent.contents, sent[name].sheet, was.row, sent[name].column)
                known = "" if is_blank(text) else raw_text(text)
            yield Answer(
                self._source, place._replace(heading=ours[name].heading), here, "", Came(raw, said, said), known
            )

    def _loose(self) -> Iterator[LooseEnd]:
        """The rows that only one side has; that the copy lacks one is told where it is known to have been sent out."""
        for kind, pairs in self._rows.pairs.items():
            for pair in pairs:
                if pair.old is None and pair.new is not None and kind != "centre":
                    yield self._row_alone(pair.new)
        if self._rows_sent is None or self._sent is None:
            return
        now = Rows(self._sent.book, self._ours.book)
        for pairs in self._rows_sent.pairs.values():
            for pair in pairs:
                here = now.new_of(pair.old) if pair.old is not None and pair.new is None else None
                if here is not None:
                    yield LooseEnd(self._source, Loose.ROW_TAKEN_OUT, Cell(here.sheet, 0, 0, ""), *_about(here))

    def _row_alone(self, there: Record) -> LooseEnd:
        """A row of the copy that the centre's workbook has not got: it is new or, where it was sent out, gone here since."""
        was = self._rows_sent.old_of(there) if self._rows_sent else None
        table = self._came.book.table_of(there)
        fields = [name for name in columns_of(type(there)) if table and name in table.columns]
        changed = [
            (self._came.book.cell(there, name).heading, self._said(there, name, self._came).shown)
            for name in fields
            if not self._said(there, name, self._came).is_empty
            and not (was is not None and self._rows_sent and self._rows_sent.is_same(was, there, name))
        ]
        first = next(iter(NAMED_BY[type(there)].key), fields[0] if fields else "")
        cell = self._came.book.cell(there, first)
        return LooseEnd(self._source, Loose.ROW_GONE if was else Loose.ROW_NEW, cell, *_about(there), changed)


def _about(record: Record) -> tuple[str, str]:
    code, unit = getattr(record, "entry_code", None), getattr(record, "unit_number", None)
    about = " ".join(part for part in (code, f"unit {unit}" if unit else None) if part)
    return getattr(record, "candidate_number", None) or "", about or str(getattr(record, "name", None) or "")
