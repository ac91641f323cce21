"""What a tracking grid's cells say: each cell, or group of cells, of a candidate's row and a unit's columns is a claim."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from ocr_sheets.matching.fuzzy import words_of
from ocr_sheets.model.reading_facts import CodeFrom, Fault, Remark, RemarkKind
from ocr_sheets.model.records import Candidate, Claim, ClaimStatus, Entry, columns_of
from ocr_sheets.model.tables import Cell, IssueKind, ReadIssue, Table
from ocr_sheets.reading.grids import DATE_FIELDS, Block, GridFound, KnownUnits
from ocr_sheets.reading.headings import shown
from ocr_sheets.reading.mapping import Mappings
from ocr_sheets.reading.problems import doubted, unvalued
from ocr_sheets.reading.rows import TOTALLING, TOTALS, PassedOver, hidden, of_rows
from ocr_sheets.reading.values import NO_WORDS, YES_WORDS, Raw, UnreadableValue, as_text, is_blank, reader_of
from ocr_sheets.text import key

TICKS = YES_WORDS | {"√", "☑", "✅", "☒", "ü"}
"""What stands for a tick; ü is one in the typeface Wingdings."""
_NO_TICKS = NO_WORDS | {"☐", "❌"}


class GridClaims:
    """The claims of one grid, and what was wrong with its cells."""

    def __init__(
        self,
        found: GridFound,
        known: KnownUnits,
        date1904: bool,
        candidates: Sequence[Candidate],
        entries: Sequence[Entry],
        unvalued: Mapping[tuple[int, int], str | None],
        mapping: Mappings,
    ) -> None:
        self._found = found
        self._known = known
        self._unvalued = unvalued
        self._mapping = mapping
        self._sheet = found.grid.name
        self._date1904 = date1904
        self._readers: dict[str, Callable[[Raw], Any]] = {
            name: reader_of(column, date1904) for name, column in columns_of(Claim).items()
        }
        self._named = _numbers_by_name(candidates)
        self._codes_entered: defaultdict[str, set[str]] = defaultdict(set)
        for entry in entries:
            if entry.candidate_number and entry.entry_code and entry.withdrawn_on is None:
                self._codes_entered[entry.candidate_number].add(entry.entry_code)
        self.problems: list[ReadIssue] = []
        self.text_dates: set[tuple[str, int, int]] = set()
        self.tables: list[tuple[Table, list[Claim]]] = []
        self._dates_unclear: Cell | None = None

    def read(self) -> Sequence[tuple[Table, list[Claim]]]:
        """A table for each unit, and its claims."""
        rows, passed = self._rows()
        read = [self._read_block(block, rows) for block in self._found.blocks]
        remarks = [*self._remarks(), *passed, *hidden([row for row, _, _ in rows], self._found.grid.sheet.hidden_rows)]
        for at, (block, (claims, fields)) in enumerate(zip(self._found.blocks, read, strict=True)):
            self.tables.append((self._table(block, claims, fields, remarks if at == 0 else []), claims))
        if self._dates_unclear:
            self._unclear(self._dates_unclear, Fault.DATES_OF_WHAT)
        return self.tables

    # -- rows

    def _rows(self) -> tuple[list[tuple[int, str | None, Sequence[Raw]]], list[Remark]]:
        """The rows of candidates, with their numbers, and what is to be said of those that were passed over."""
        out: list[tuple[int, str | None, Sequence[Raw]]] = []
        totals: list[int] = []
        others: list[int] = []
        repeated: list[int] = []
        grid, first = self._found.grid, self._found.heading_row + 1
        adding_up = grid.sheet.rows_with_formula(*TOTALLING)
        last = self._found.last_row or len(grid.rows)
        for number, row in enumerate(grid.rows[first - 1 : last], start=first):
            if number in self._found.rows_by_unit.values() or not any(
                not is_blank(raw) for block in self._found.blocks for raw in row[block.first - 1 : block.last]
            ):
                continue
            if any(
                shown(row[block.first - 1]) == block.heading for block in self._found.blocks if block.first <= len(row)
            ):
                repeated.append(number)
                continue
            start = next((raw for raw in row[self._found.first_column - 1 :] if raw != ""), "")
            who = self._who(number, row)
            if (
                number in adding_up
                or (isinstance(start, str) and TOTALS.fullmatch(start.strip()) and self._is_no_name(who[0]))
                or self._counts(row)
            ):
                totals.append(number)
            elif who[0] is None and not any(
                self._reads(row[at - 1])
                for block in self._found.blocks
                for at in self._columns(block)
                if at <= len(row)
            ):
                others.append(number)  # titles of the units, or the headings once more
            else:
                if who[1]:
                    self.problems.append(who[1])
                out.append((number, who[0], row))
        remarks = PassedOver(totals, repeated, []).remarks()
        if others:
            remarks.append(of_rows(RemarkKind.NO_CANDIDATE, others))
        return out, remarks

    def _counts(self, row: Sequence[Raw]) -> bool:
        """Whether a row says how many have each unit: a word where the candidates' numbers stand, and numbers under the units."""
        at = self._found.columns.get("candidate_number", 0)
        said = as_text(row[at - 1]) if 0 < at <= len(row) else ""
        held = [raw for block in self._found.blocks for raw in row[block.first - 1 : block.last] if not is_blank(raw)]
        are_numbers = all(isinstance(raw, int | float) and not isinstance(raw, bool) for raw in held)
        return bool(said) and not any(one.isdigit() for one in said) and are_numbers

    def _is_no_name(self, candidate: str | None) -> bool:
        """Whether a word such as Total is no candidate's surname: it stands among numbers, or nobody is called so."""
        return candidate is None or not self._found.named_by

    def _who(self, number: int, row: Sequence[Raw]) -> tuple[str | None, ReadIssue | None]:
        """The candidate of a row, and what is wrong where none can be told."""
        if "candidate_number" in self._found.columns:
            at = self._found.columns["candidate_number"]
            raw = row[at - 1] if at <= len(row) else ""
            cell = Cell(self._sheet, number, at, self._found.headings["candidate_number"])
            if (number, at) in self._unvalued:
                return None, unvalued(self._unvalued[number, at], cell)
            try:
                value = self._readers["candidate_number"](raw)
            except UnreadableValue as doubt:
                return doubt.value if isinstance(doubt.value, str) else None, doubted(doubt, cell)
            if value is None:
                return None, ReadIssue(IssueKind.MISSING, self._sheet, cell, Fault.EMPTY_IN_GRID)
            return value, None
        at = min(self._found.named_by.values())
        parts = {name: as_text(row[place - 1]) for name, place in self._found.named_by.items() if place <= len(row)}
        cell = Cell(
            self._sheet, number, at, shown(self._found.grid.rows[self._found.heading_row - 1][at - 1]) or "Name"
        )
        text = parts.get("name") or " ".join(filter(None, (parts.get("forenames"), parts.get("surname"))))
        numbers = self._named.get(_name_key(text), set())
        if len(numbers) == 1:
            return next(iter(numbers)), None
        fault = Fault.NAME_OF_SEVERAL if numbers else Fault.NAME_UNKNOWN
        return None, ReadIssue(IssueKind.UNREADABLE, self._sheet, cell, fault)

    def _reads(self, raw: Raw) -> bool:
        if is_blank(raw) or (isinstance(raw, str) and key(raw) in _headings()):
            return False
        try:
            return self._mark(raw) is not None
        except UnreadableValue:
            return False

    @staticmethod
    def _columns(block: Block) -> list[int]:
        return [*block.columns.values(), *([block.marks] if block.marks else [])]

    # -- one unit

    def _read_block(
        self, block: Block, rows: Sequence[tuple[int, str | None, Sequence[Raw]]]
    ) -> tuple[list[Claim], dict[str, str]]:
        claims: list[Claim] = []
        fields: dict[str, str] = {}
        without_code: list[tuple[int, str | None]] = []
        for number, candidate, row in rows:
            said = self._cells(block, number, row)
            if said is None:
                continue
            said = {**self._of_the_unit(block), **self._of_the_row(number, row), **said}
            code = said.pop("entry_code", None) or block.entry_code or self._code_entered(candidate, block.unit)
            if code is None:
                without_code.append((number, candidate))
            fields.update(dict.fromkeys(said, block.heading))
            claims.append(
                Claim(
                    self._sheet,
                    number,
                    candidate_number=candidate,
                    entry_code=code,
                    unit_number=block.unit,
                    **said,
                    column=block.first,
                )
            )
        self._without_code(block, without_code, len(claims))
        return claims, fields

    def _cells(self, block: Block, number: int, row: Sequence[Raw]) -> dict[str, Any] | None:
        """What the cells of a candidate and unit say; ``None`` where they are empty or say no."""
        out: dict[str, Any] = {}
        says = False
        for name, at in block.columns.items():
            heading = block.headings[name]
            raw: Raw = row[at - 1] if at <= len(row) else ""
            cell = Cell(self._sheet, number, at, heading)
            if (number, at) in self._unvalued:
                self.problems.append(unvalued(self._unvalued[number, at], cell))
                continue
            if is_blank(raw):
                continue
            says = True
            out[name] = self._value(name, raw, cell)
        at = block.marks
        if at:
            raw = row[at - 1] if at <= len(row) else ""
            cell = Cell(self._sheet, number, at, block.heading)
            if (number, at) in self._unvalued:
                self.problems.append(unvalued(self._unvalued[number, at], cell))
            elif not is_blank(raw) and not _is_no(raw):
                says = True
                try:
                    name, value = self._mark(raw) or ("", None)
                except UnreadableValue as doubt:
                    name, value = "grade", None
                    self.problems.append(doubted(doubt, cell))
                if name in DATE_FIELDS:
                    self._see_date(raw, cell)
                if name:
                    out[name] = value
                elif isinstance(value, dt.date):
                    self._dates_unclear = self._dates_unclear or cell
        return out if says else None

    def _value(self, name: str, raw: Raw, cell: Cell) -> Any:
        column = columns_of(Claim)[name]
        if column.kind.value == "text":
            meant = self._mapping.visits if name == "visit" else self._mapping.staff
            raw = meant.get(key(as_text(raw)), raw)
        try:
            value = self._readers[name](raw)
        except UnreadableValue as doubt:
            self.problems.append(doubted(doubt, cell))
            value = doubt.value
        if isinstance(value, dt.date):
            self._see_date(raw, cell)
        return value

    def _see_date(self, raw: Raw, cell: Cell) -> None:
        if isinstance(raw, str):
            self.text_dates.add((cell.sheet, cell.row, cell.column))

    def _mark(self, raw: Raw) -> tuple[str, Any] | None:
        """The field and value of a cell of which no heading says what it holds: a grade, a day, a tick or how far the claim is. A day
        that cannot be told to be of assessment or claim has no field. Raises `UnreadableValue` for what is none of them.
        """
        text = as_text(raw).casefold()
        if isinstance(raw, bool) or text in TICKS:
            return ("claim_status", ClaimStatus.SUBMITTED if self._found.ticks_are_claims else ClaimStatus.PLANNED)
        if isinstance(raw, dt.date):
            return self._found.dates, self._readers["claimed_on"](raw)
        try:
            return "grade", self._readers["grade"](raw)
        except UnreadableValue as no_grade:
            for name in ("claim_status", "claimed_on"):
                try:
                    return (self._found.dates if name == "claimed_on" else name), self._readers[name](raw)
                except UnreadableValue as doubt:
                    if doubt.value is not None:
                        raise
            raise UnreadableValue(Fault.NOT_A_MARK, raw) from no_grade

    def _of_the_unit(self, block: Block) -> dict[str, Any]:
        """What a row at the headings says of the unit."""
        out: dict[str, Any] = {}
        for name, said in self._found.by_unit.items():
            raw = said.get(block.first, "")
            if not is_blank(raw):
                meant = {"visit": self._mapping.visits, "entry_code": {}}.get(name, self._mapping.staff)
                cell = Cell(self._sheet, self._found.rows_by_unit[name], block.first, block.heading)
                out[name] = self._quietly(name, meant.get(key(as_text(raw)), raw), cell)
        return out

    def _of_the_row(self, number: int, row: Sequence[Raw]) -> dict[str, Any]:
        """What a row says of all its claims. What is wrong with it is told once."""
        out: dict[str, Any] = {}
        for name, at in self._found.columns.items():
            raw: Raw = row[at - 1] if at <= len(row) else ""
            if name == "candidate_number" or is_blank(raw):
                continue
            meant = {"visit": self._mapping.visits, "entry_code": {}}.get(name, self._mapping.staff)
            out[name] = self._quietly(
                name, meant.get(key(as_text(raw)), raw), Cell(self._sheet, number, at, self._found.headings[name])
            )
        return out

    def _quietly(self, name: str, raw: Raw, cell: Cell) -> Any:
        """A value of which what is wrong is told once."""
        try:
            return self._readers[name](raw)
        except UnreadableValue as doubt:
            if not any(problem.cell == cell for problem in self.problems):
                self.problems.append(doubted(doubt, cell))
            return doubt.value

    # -- entry codes

    def _code_entered(self, candidate: str | None, unit: str) -> str | None:
        """The one entry code that a candidate is entered for and that has a unit of that number."""
        having = set(self._known.codes_of.get(unit, ()))
        codes = self._codes_entered.get(candidate or "", set()) & having
        return next(iter(codes)) if len(codes) == 1 else None

    def _without_code(self, block: Block, rows: Sequence[tuple[int, str | None]], claims: int) -> None:
        having = self._known.codes_of.get(block.unit, [])
        if not rows:
            return
        fault = Fault.UNIT_OF_SEVERAL_CODES if having else Fault.UNIT_WITHOUT_CODE
        numbers = [self._heading_row_of(block)] if len(rows) == claims else [number for number, _ in rows]
        for number in numbers:
            cell = Cell(self._sheet, number, block.first, block.heading)
            self._unclear(cell, fault, unit=block.unit, codes=list(having))

    def _heading_row_of(self, block: Block) -> int:
        row = self._found.heading_row
        rows = self._found.grid.rows
        above = rows[row - 2][block.first - 1] if row > 1 and len(rows[row - 2]) >= block.first else ""
        return row - 1 if above != "" and shown(above) == block.heading else row

    def _unclear(self, cell: Cell, fault: Fault, **values: object) -> None:
        self.problems.append(ReadIssue(IssueKind.UNCLEAR_GRID, self._sheet, cell, fault, values))

    # -- what is said of it

    def _table(
        self, block: Block, claims: Sequence[Claim], fields: Mapping[str, str], remarks: Sequence[Remark]
    ) -> Table:
        columns = dict(self._found.columns)
        headings = dict(self._found.headings)
        if self._found.named_by:
            columns["candidate_number"] = min(self._found.named_by.values())
            headings["candidate_number"] = shown(
                self._found.grid.rows[self._found.heading_row - 1][columns["candidate_number"] - 1]
            )
        columns["unit_number"], headings["unit_number"] = block.first, block.heading
        if "entry_code" not in columns and any(claim.entry_code for claim in claims):
            columns["entry_code"], headings["entry_code"] = block.first, block.heading
        for name, at in block.columns.items():
            columns[name], headings[name] = at, block.headings[name]
        for name in fields:
            columns.setdefault(name, block.marks or block.first)
            headings.setdefault(name, block.heading)
        return Table(
            Claim,
            self._sheet,
            self._found.heading_row,
            columns,
            headings,
            len(claims),
            unread=self._found.unread if remarks or block is self._found.blocks[0] else (),
            reached_by=self._found.reached_by,
            first_column=self._found.first_column,
            last_column=self._found.last_column,
            last_row=self._found.last_row,
            block=block.first,
            unit=f"{block.entry_code} unit {block.unit}" if block.entry_code else f"unit {block.unit}",
            remarks=remarks,
        )

    def _remarks(self) -> Iterator[Remark]:
        told: defaultdict[tuple[str, CodeFrom, str], list[str]] = defaultdict(list)
        for block in self._found.blocks:
            where, text = block.code_from
            if where is not CodeFrom.HEADING:
                told[block.entry_code, where, text].append(block.unit)
        for (code, where, text), units in told.items():
            values = {"units": units, "count": len(units), "code": code, "where": where, "text": text}
            yield Remark(RemarkKind.CODE_OF_UNITS, values)
        if self._found.dates:
            ticks = ClaimStatus.SUBMITTED if self._found.ticks_are_claims else ClaimStatus.PLANNED
            dates = columns_of(Claim)[self._found.dates].heading
            yield Remark(RemarkKind.DATES_AND_TICKS, {"dates": dates, "ticks": ticks})
        if self._found.is_cut_off:
            yield Remark(RemarkKind.CUT_OFF, {"row": self._found.last_row})
        if self._found.named_by:
            yield Remark(RemarkKind.FOUND_BY_NAME)


def _headings() -> frozenset[str]:
    return frozenset(key(column.heading) for column in columns_of(Claim).values())


def _is_no(raw: Raw) -> bool:
    return raw is False or as_text(raw).casefold() in _NO_TICKS


def _name_key(text: str) -> tuple[str, ...]:
    return tuple(sorted(words_of(text)))


def _numbers_by_name(candidates: Sequence[Candidate]) -> Mapping[tuple[str, ...], set[str]]:
    """The candidate numbers by the words of the names, in whatever order they stand."""
    found: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    for candidate in candidates:
        if candidate.candidate_number and candidate.name:
            found[_name_key(candidate.name)].add(candidate.candidate_number)
    return found
