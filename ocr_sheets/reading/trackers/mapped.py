"""A tracker as the mapping file says it is to be read: which columns are which, of which units, and what its bare dates and ticks are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from ocr_sheets.model.records import Candidate, Claim, columns_of
from ocr_sheets.patterns import regex
from ocr_sheets.reading.mapping import SheetMap, column_lettered, what_is_meant
from ocr_sheets.reading.raw import as_text
from ocr_sheets.reading.trackers.headings import FACTS, Role, role_of
from ocr_sheets.reading.trackers.layout import Column, TrackerTable, table_at
from ocr_sheets.reading.trackers.matrix import Matrix
from ocr_sheets.reading.trackers.shapes import Words
from ocr_sheets.text import key

_UNIT = regex(r"(?:(?P<code>\d{4,5})\s*[/ -]\s*)?(?:unit\s*)?0*(?P<number>\S+)", re.IGNORECASE)
"""A unit as the mapping file says it: 8, Unit 8 or 05839/8."""


class Told(NamedTuple):
    """What the mapping file says of all of a tracker's units."""

    code: str = ""
    dates: Role | None = None
    """What bare dates are of."""
    ticks_are_claims: bool | None = None


NOTHING_TOLD = Told()


def told_by(mapped: SheetMap) -> Told:
    """What the file says of the whole sheet."""
    fields = {column.heading: name for name, column in columns_of(Claim).items()}
    return Told(mapped.entry_code, Role(fields[mapped.dates]) if mapped.dates else None, mapped.ticks_are_claims)


def as_mapped(tables: Sequence[TrackerTable], matrix: Matrix, mapped: SheetMap, words: Words) -> list[TrackerTable]:
    """The table that the file speaks of, with its columns as it says; all of them where it names neither row nor columns."""
    if mapped.heading_row:
        fits = [table for table in tables if table.heading_row == mapped.heading_row - 1]
        tables = fits or [table_at(matrix, mapped.heading_row - 1, words)]
    elif not tables and (row := _row_of(matrix, mapped)) >= 0:
        tables = [table_at(matrix, row, words)]
    return [_Mapped(table, mapped).table() for table in tables]


def as_answered(table: TrackerTable, answers: SheetMap) -> TrackerTable:
    """A table with the columns that the file answers for as it says, be they a unit's or the whole row's, and all others as they were."""
    roles = {column.heading: name for record in (Claim, Candidate) for name, column in columns_of(record).items()}
    said = [
        *((text, Role.NOT_OURS) for text in answers.not_used),
        *((text, Role(roles[heading])) for heading, text in answers.answers.items() if roles.get(heading) in set(Role)),
    ]
    columns = list(table.columns)
    for text, role in said:
        meant = {column.at for column in columns if _is_called(column, text, table)}
        units = {column.unit_at for column in columns if column.at in meant}
        for place, column in enumerate(columns):
            if column.at in meant:
                columns[place] = replace(column, role=role, is_settled=True)
            elif column.role is role and column.unit_at in units and role is not Role.NOT_OURS:
                columns[place] = replace(column, role=Role.NOT_OURS, is_settled=True)
    return replace(table, columns=columns)


def _is_called(column: Column, text: str, table: TrackerTable) -> bool:
    if number := column_lettered(text):
        return not table.matrix.is_turned and number == column.at + 1
    return key(text) in (key(column.heading), key(column.whole_heading))


def _row_of(matrix: Matrix, mapped: SheetMap) -> int:
    """The row that shows the most of the headings that the file names; -1 where none shows any."""
    wanted = {key(text) for text in (*mapped.columns.values(), *mapped.units.values()) if not column_lettered(text)}
    counts = [len(wanted & {key(as_text(raw)) for raw in row if raw != ""}) for row in matrix.rows]
    return counts.index(max(counts)) if any(counts) else -1


class _Mapped:
    """Puts the file's words for the columns of one table in place of the reader's own."""

    def __init__(self, table: TrackerTable, mapped: SheetMap) -> None:
        self._table, self._mapped = table, mapped
        self._columns = {column.at: column for column in table.columns}

    def table(self) -> TrackerTable:
        """The table as the file says."""
        if self._mapped.units:
            self._set_units()
        self._set_columns()
        return replace(self._table, columns=[self._columns[at] for at in sorted(self._columns)])

    def _set_units(self) -> None:
        wanted = {self._at(text): _unit_said(said) for said, text in self._mapped.units.items()}
        for at, column in list(self._columns.items()):
            if column.unit and column.unit_at not in wanted:
                self._columns[at] = replace(column, unit="", code="", unit_at=-1, role=Role.NOT_OURS, is_settled=True)
        for at, (number, code) in wanted.items():
            own = [column for column in self._columns.values() if column.unit and column.unit_at == at]
            for column in own or [self._column(at)]:
                role = column.role if own or column.role in FACTS else None
                self._columns[column.at] = replace(
                    column, unit=number, code=code or column.code, unit_at=at, role=role, is_settled=False
                )

    def _set_columns(self) -> None:
        for name, text in self._mapped.columns.items():
            role = Role(name) if name in set(Role) else None
            if role is None:
                continue
            for at, column in list(self._columns.items()):
                if column.role is role and not column.unit:
                    self._columns[at] = replace(column, role=Role.NOT_OURS, is_settled=True)
            if text:
                at = self._at(text)
                self._columns[at] = replace(self._column(at), role=role, unit="", unit_at=-1, is_settled=True)

    def _column(self, at: int) -> Column:
        """The column that stands there, or one that no table was thought to have."""
        texts = list(self._texts(at))
        heading = texts[-1] if texts else ""
        return self._columns.get(at) or Column(at, heading, self._table.heading_row, role_of(heading))

    def _texts(self, at: int) -> Iterator[str]:
        for row in range(self._table.top, self._table.heading_row + 1):
            if text := " ".join(as_text(self._table.matrix.spread_raw(row, at)).split()):
                yield text

    def _at(self, text: str) -> int:
        """The column, from 0, that the file names by heading or letter. Raises `UserError`."""
        width = self._table.matrix.width
        if number := column_lettered(text):
            if number > width:
                raise self._mapped.no_such_letter(text, width)
            return number - 1
        headings = {at: list(self._texts(at)) for at in range(width)}
        for at, texts in headings.items():
            if any(key(said) == key(text) for said in [*texts, " ".join(texts)]):
                return at
        known = [texts[-1] for texts in headings.values() if texts]
        row = self._table.matrix.place(self._table.heading_row, 0)[0]
        raise self._mapped.source.error(
            f"there is no heading “{text}” in row {row} of {self._mapped.sheet}{what_is_meant(text, known, 'its headings are')}",
            "sheets",
            self._mapped.sheet,
            text,
        )


def _unit_said(said: str) -> tuple[str, str]:
    found = _UNIT.fullmatch(said.strip())
    if not found:
        return said.strip(), ""
    return found["number"].upper(), found["code"].zfill(5) if found["code"] else ""
