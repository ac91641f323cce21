"""A pack that came back: what was filled in on Units since it was sent out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ocr_sheets.collect.answers import Answer, Came, Loose, LooseEnd, Returned, Source
from ocr_sheets.errors import UserError
from ocr_sheets.model.book import Book
from ocr_sheets.model.families import Named
from ocr_sheets.model.identity import Identity, identity, rows_by_identity
from ocr_sheets.model.records import Claim, columns_of
from ocr_sheets.model.tables import Cell
from ocr_sheets.packs.as_sent import (
    AS_SENT,
    FACTS,
    FILL_IN,
    FIRST_ROW,
    KEY,
    MARK,
    NO_ROW,
    REF,
    REST,
    UNREADABLE,
    as_text,
    checksum,
)
from ocr_sheets.packs.sheets import CENTRE
from ocr_sheets.packs.workbook import CANDIDATES, UNITS
from ocr_sheets.reading.cells import Grid
from ocr_sheets.reading.raw import Raw, UnreadableValue, as_text as raw_text, is_blank
from ocr_sheets.reading.values import reader_of
from ocr_sheets.text import key

_COLUMNS = columns_of(Claim)
_MOST_HEADING_ROWS = 30
_ONLY_READ = ("Candidate", CENTRE, "Name", "Entry code", "Unit", "Title")
_HEADINGS_OF_CANDIDATES = (
    *("Candidate", CENTRE, "Surname", "Forenames", "Date of birth", "ULN", "UCI", "Entry codes"),
    *("Units here", "Results needed by", "Left on"),
)


class _Sent(NamedTuple):
    """One row as it was sent out."""

    rest: str
    name: Identity
    visit: str
    centre: str | None
    """The centre number that the row named; ``None`` in a pack that was sent out before packs remembered it."""
    filled: Mapping[str, str]


class _Table(NamedTuple):
    """A sheet of the pack: its columns by their headings, and its rows by Excel's numbers."""

    name: str
    columns: Mapping[str, int]
    rows: Sequence[tuple[int, Sequence[Raw]]]

    def cell(self, row: int, heading: str) -> Cell:
        return Cell(self.name, row, self.columns.get(heading, 1), heading)

    def at(self, cells: Sequence[Raw], heading: str) -> Raw:
        column = self.columns.get(heading, 0)
        return cells[column - 1] if 0 < column <= len(cells) else ""


def is_pack(grids: Sequence[Grid]) -> bool:
    """Whether a workbook is a pack that remembers how it was sent out."""
    return any(grid.name == AS_SENT and grid.rows and grid.rows[0] and grid.rows[0][0] == MARK for grid in grids)


def looks_like_pack(grids: Sequence[Grid]) -> bool:
    """Whether a workbook was a pack, of which the sheet is gone that remembers how it was sent out."""
    return _table(grids, UNITS, REF) is not None and not is_pack(grids)


def read_pack(grids: Sequence[Grid], file: str, book: Book, date1904: bool) -> Returned:
    """What a pack brought back. Raises `UserError` where it is another centre's."""
    facts = _facts(next(grid for grid in grids if grid.name == AS_SENT))
    centre, ours = facts.get("Centre number", ""), book.centre.centre_number or ""
    if centre and ours and centre != ours:
        raise UserError(
            f"{file} is a pack of centre {centre}, and the workbook is of centre {ours}: check which file it is."
        )
    source = Source(file, facts.get("For", ""))
    return _Pack(grids, source, book, date1904).returned()


def _facts(sheet: Grid) -> Mapping[str, str]:
    rows = [[raw_text(cell) for cell in row[:2]] for row in sheet.rows[1 : 1 + len(FACTS)]]
    return {row[0]: row[1] for row in rows if len(row) == 2}


class _Pack:
    def __init__(self, grids: Sequence[Grid], source: Source, book: Book, date1904: bool) -> None:
        self._grids, self._source, self._book = grids, source, book
        self._read = {name: reader_of(_COLUMNS[name], date1904) for name in FILL_IN}
        self._sent = dict(self._as_sent())
        self._claims = rows_by_identity(book, "claims")

    def returned(self) -> Returned:
        answers: list[Answer] = []
        loose: list[LooseEnd] = []
        units = _table(self._grids, UNITS, REF)
        seen: set[str] = set()
        for row, cells in units.rows if units else ():
            ref = raw_text(units.at(cells, REF))  # type: ignore[union-attr]
            assert units is not None
            sent = self._sent.get((UNITS, ref))
            if sent is None:
                loose += self._new_row(units, row, cells, ref)
                continue
            seen.add(ref)
            self._answer(units, row, cells, sent, answers, loose)
        for (sheet, ref), sent in self._sent.items():
            if sheet == UNITS and ref not in seen:
                _, number, code, unit = sent.name
                cell = Cell(UNITS, 0, 0, "")
                loose.append(LooseEnd(self._source, Loose.ROW_TAKEN_OUT, cell, number, _unit(code, unit)))
        loose += self._other_cells()
        return Returned(self._source, answers, loose, is_remembered=True)

    # -- what it was sent out with

    def _as_sent(self) -> Iterator[tuple[tuple[str, str], _Sent]]:
        table = _table(self._grids, AS_SENT, REF, FIRST_ROW)
        for _, cells in table.rows if table else ():
            said = {heading: raw_text(table.at(cells, heading)) for heading in table.columns}  # type: ignore[union-attr]
            names = [said.get(_COLUMNS[name].heading, "") for name in KEY]
            *about, visit, centre = names
            number, code, unit = (text or None for text in about)
            claim = Claim("", 0, candidate_number=number, entry_code=code, unit_number=unit)
            filled = {name: said.get(_COLUMNS[name].heading, "") for name in FILL_IN}
            yield (
                (said.get("Sheet", ""), said[REF]),
                _Sent(
                    said.get(REST, ""),
                    identity(claim),
                    visit,
                    centre if _COLUMNS["centre_number"].heading in said else None,
                    filled,
                ),
            )

    # -- a row that came back

    def _answer(
        self,
        units: _Table,
        row: int,
        cells: Sequence[Raw],
        sent: _Sent,
        answers: list[Answer],
        loose: list[LooseEnd],
    ) -> None:
        came = {
            name: self._came(units.at(cells, _COLUMNS[name].heading), name)
            for name in FILL_IN
            if _COLUMNS[name].heading in units.columns
        }
        changed = {name: one for name, one in came.items() if not one.is_read or one.plain != sent.filled[name]}
        _, number, code, unit = sent.name
        about = number, _unit(code, unit)
        claim = self._claim(sent)
        if claim is Loose.ROW_GONE and raw_text(units.at(cells, REF)).startswith(NO_ROW):
            claim = Loose.NO_ROW_YET
        if isinstance(claim, Loose):
            if changed:
                filled = [(_COLUMNS[name].heading, one.shown) for name, one in changed.items()]
                loose.append(LooseEnd(self._source, claim, units.cell(row, REF), *about, filled))
            return
        for name, one in came.items():
            cell = units.cell(row, _COLUMNS[name].heading)
            answers.append(Answer(self._source, cell, claim, name, one, sent.filled[name]))
        rest = checksum(
            as_text(_plain_of(units.at(cells, heading))) for heading in _ONLY_READ if heading in units.columns
        )
        if (
            sent.rest
            and rest != sent.rest
            and not {heading for heading in _ONLY_READ if heading not in ("Name", CENTRE)} - units.columns.keys()
        ):
            loose.append(LooseEnd(self._source, Loose.NOT_TO_FILL_IN, units.cell(row, "Candidate"), *about))

    def _claim(self, sent: _Sent) -> Claim | Loose:
        """The centre's row that a row of the pack is of. Of several claims of one unit the one that says most of what was sent."""
        found = [
            claim
            for claim in self._claims.get(sent.name, [])
            if isinstance(claim, Claim) and self._is_of_centre(claim, sent)
        ]
        if not found:
            return Loose.ROW_GONE
        if len(found) == 1:
            return found[0]
        alike = [
            (
                key(claim.visit or "") == key(sent.visit),
                sum(remembered(self._book, claim, name) == sent.filled[name] for name in FILL_IN),
            )
            for claim in found
        ]
        best = max(alike)
        return found[alike.index(best)] if alike.count(best) == 1 else Loose.WHICH_ROW

    def _is_of_centre(self, claim: Claim, sent: _Sent) -> bool:
        """Whether a claim is of the candidate that was sent out, where candidates of several centres have the number."""
        is_shared = claim.candidate_number in self._book.shared_numbers
        return not is_shared or sent.centre is None or (claim.centre_number or "") == sent.centre

    def _came(self, raw: Raw, name: str) -> Came:
        if is_blank(raw):
            return Came(None, "", "")
        try:
            value = self._read[name](raw)
        except UnreadableValue as doubt:
            if doubt.value is None:
                return Came(None, "", raw_text(raw), is_read=False)
            value = doubt.value
        return Came(value, as_text(value), raw_text(raw))

    def _new_row(self, units: _Table, row: int, cells: Sequence[Raw], ref: str) -> Iterator[LooseEnd]:
        """A row that was not sent out; one with nothing in it is none."""
        filled = [
            (heading, raw_text(units.at(cells, heading)))
            for heading in (_COLUMNS[name].heading for name in FILL_IN)
            if not is_blank(units.at(cells, heading))
        ]
        if filled or ref:
            number, code, unit = (raw_text(units.at(cells, heading)) for heading in ("Candidate", "Entry code", "Unit"))
            yield LooseEnd(self._source, Loose.ROW_NEW, units.cell(row, "Candidate"), number, _unit(code, unit), filled)

    def _other_cells(self) -> Iterator[LooseEnd]:
        """The rows of Candidates that do not say what they said."""
        table = _table(self._grids, CANDIDATES, "Candidate")
        for row, cells in table.rows if table else ():
            assert table is not None
            number = raw_text(table.at(cells, "Candidate"))
            by_centre = Named(raw_text(table.at(cells, CENTRE)), number).shown
            sent = self._sent.get((CANDIDATES, by_centre)) or self._sent.get((CANDIDATES, number))
            headings = [heading for heading in _HEADINGS_OF_CANDIDATES if heading in table.columns]
            if sent and sent.rest != checksum(as_text(_plain_of(table.at(cells, heading))) for heading in headings):
                yield LooseEnd(self._source, Loose.NOT_TO_FILL_IN, table.cell(row, "Candidate"), number, "")


def remembered(book: Book, claim: Claim, name: str) -> str:
    """What a cell of the centre's says, as packs remember it."""
    value = getattr(claim, name)
    return UNREADABLE if value is None and book.is_unread(claim, name) else as_text(value)


def _plain_of(raw: Raw) -> object:
    return None if raw == "" else raw


def _unit(code: str, unit: str) -> str:
    return " ".join(part for part in (code, f"unit {unit}" if unit else "") if part)


def _table(grids: Sequence[Grid], name: str, wanted: str, heading_row: int = 0) -> _Table | None:
    """A sheet of the pack, whatever was put above its headings: the row of these is the one that has the wanted one."""
    grid = next((grid for grid in grids if grid.name == name), None)
    if grid is None:
        return None
    for number, row in enumerate(grid.rows[: max(_MOST_HEADING_ROWS, heading_row)], start=1):
        headings = [raw_text(cell) for cell in row]
        if wanted in headings and len(set(headings)) > 2:
            columns = {text: column for column, text in reversed([*enumerate(headings, start=1)]) if text}
            return _Table(name, columns, [*enumerate(grid.rows[number:], start=number + 1)])
    return None
