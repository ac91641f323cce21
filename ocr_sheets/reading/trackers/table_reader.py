"""Reads one table of a tracker: its columns, what stands around it, then row by row what each candidate's units have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache, partial
from typing import NamedTuple

from ocr_sheets.model.judgements import JudgementKind
from ocr_sheets.model.other_awards import award_coded, award_named
from ocr_sheets.model.reading_facts import CodeFrom
from ocr_sheets.model.records import ClaimStatus
from ocr_sheets.model.tables import Cell, column_letters
from ocr_sheets.patterns import regex
from ocr_sheets.reading.problems import turned_days
from ocr_sheets.reading.raw import as_text, is_blank
from ocr_sheets.reading.skipped_sheets import OF_YEARS, of_earlier_years, year_said
from ocr_sheets.reading.trackers.cell_facts import CellFacts
from ocr_sheets.reading.trackers.columns import (
    dates_beside,
    grades_by_column,
    hold_colours,
    labelled,
    labels_of_rows,
    one_each,
    settled,
    visible_first,
    without_counting,
)
from ocr_sheets.reading.trackers.context import Courses
from ocr_sheets.reading.trackers.facts import Fact, Piece, TableRead
from ocr_sheets.reading.trackers.headings import DATES, FACTS, IDENTITY, PEOPLE, Role, is_a_visit, unit_in, words_in
from ocr_sheets.reading.trackers.layout import Column, TrackerTable
from ocr_sheets.reading.trackers.mapped import NOTHING_TOLD, Told
from ocr_sheets.reading.trackers.one_table import OneTable, only
from ocr_sheets.reading.trackers.readings import readings
from ocr_sheets.reading.trackers.rows import Person, Row, RowKind, rows_of
from ocr_sheets.reading.trackers.shapes import Words
from ocr_sheets.reading.trackers.stages import log_in
from ocr_sheets.reading.trackers.surroundings import (
    find_code,
    person_above,
    said_of_all,
    said_of_units,
    tell_lines,
    unit_above,
    with_codes_above,
)
from ocr_sheets.reading.trackers.visits import is_of_a_visit
from ocr_sheets.text import key

_OF_COURSEWORK = frozenset(
    {Role.CLAIMED_ON, Role.CLAIMED, *PEOPLE, Role.STANDARDISED_ON, Role.STANDARDISED, Role.VISIT}
)
"""What only a claim has, and no result of an exam."""
_ATTEMPTS = regex(r"attempts?(?: (?:no|number))?|(?:sub(?:mission)?|try) (?:no|number)")
"""What heads the number of an attempt in a list with a row for each."""
_IN_WORDS = (CodeFrom.LABEL, CodeFrom.TITLE, CodeFrom.SHEET_NAME)


class _Arranged(NamedTuple):
    """The columns of a table as its rows ask for them: arranged once for all rows that have the same."""

    columns: Sequence[Column]
    shared: Sequence[Column]
    """Those that say something of all units of a row."""
    coded: Sequence[Column]
    """Those that may say the entry code."""
    units: Sequence[tuple[int, Sequence[Column], Cell]]
    """Of a grid: the first column of each unit that is not examined, all of its own, and the cell of its heading."""


class TableReader:
    """Reads one table."""

    def __init__(
        self,
        table: TrackerTable,
        words: Words,
        courses: Courses,
        date1904: bool = False,
        outer: Sequence[str] = (),
        told: Told = NOTHING_TOLD,
    ) -> None:
        self._one = OneTable(table, words, courses, told)
        self._one.out.date1904 = date1904
        self._cells = CellFacts(self._one, date1904)
        self._outer = outer
        self._of_units: dict[tuple[int, str], Fact] = {}
        self._of_all: dict[str, Fact] = {}
        self._examined: set[str] = set()
        self._rows_examined: dict[tuple[str, str], list[int]] = {}
        """In a list, the rows of each unit that OCR examines."""
        self._like_claims: set[tuple[str, str]] = set()
        """Those of these units whose rows have what only a claim has."""
        self._arranged: _Arranged | None = None
        self._examines = cache(courses.is_examined)
        self._said: set[str] = set()
        """The entry codes that a label, a title or the sheet's name says."""

    def read(self) -> TableRead:
        """Everything that the table says."""
        table = self._one.table
        label_at = labels_of_rows(self._one)
        rows = rows_of(table, self._one.words, label_at >= 0)
        learners = [row.at for row in rows if row.kind is RowKind.LEARNER]
        # Where nobody is known by the headings' words, as of numbers under Candidate, the cells say what the columns are.
        learners = learners or [row.at for row in rows if row.kind is RowKind.UNCLEAR]
        with_colours = hold_colours(self._one, learners)
        self._one.log = log_in(table, learners, self._one.words)
        headed = without_counting(dates_beside(self._one, table.columns))
        columns = [settled(self._one, column, learners, with_colours, label_at >= 0) for column in headed]
        if any(
            not column.unit and {column.role, after.role} & IDENTITY and after.role is not column.role
            for column, after in zip(table.columns, columns, strict=True)
        ):
            # A heading such as Student number turned out to be of another number: whose the rows are is asked again.
            table = self._one.table = self._one.out.table = replace(table, columns=columns)
            rows = rows_of(table, self._one.words, label_at >= 0)
        columns = visible_first(self._one, columns)
        columns = one_each(self._one, grades_by_column(self._one, columns, learners), learners)
        columns = with_codes_above(self._one, columns)
        self._one.out.columns = columns
        find_code(self._one, columns, self._outer)
        self._said = {
            str(told.values["code"])
            for told in self._one.out.judgements
            if told.kind is JudgementKind.CODE_FROM and told.values["where"] in _IN_WORDS
        }
        self._of_units = said_of_units(self._one, rows, columns)
        self._of_all = said_of_all(self._one)
        outer_unit, outer_cell = unit_above(self._one)
        outer_person = person_above(self._one)
        self._tell_rows(rows)
        struck = self._struck(columns)
        others: dict[str, list[int]] = {}
        earlier = self._of_earlier_years(columns, rows)
        coded = _coded(columns)
        for row in rows:
            if row.kind is not RowKind.LEARNER or row.person is None:
                continue
            excel_row = table.matrix.place(row.at, 0)[0]
            if not table.matrix.is_turned and excel_row in struck:
                self._one.say(JudgementKind.ROWS_STRUCK, None, row=excel_row)
                self._one.out.struck.append(row.person)
                continue
            if row.at in earlier:
                continue
            if award := self._other_award(row, coded):
                others.setdefault(award, []).append(excel_row)
                continue
            person = row.person if row.person.is_somebody else outer_person
            if person is None or not person.is_somebody:
                continue
            if not row.is_filled_down:
                self._one.out.people.append((person, row.at))
            own = labelled(self._one, row, columns, label_at)
            self._one.out.pieces += self._with_what_is_said(
                self._pieces(row, person, own, outer_unit, outer_cell), self._of_part(row)
            )
        self._keep_later_attempts(columns)
        self._tell_examined()
        for award, at in others.items():
            self._one.say(JudgementKind.ROWS_OF_OTHERS, None, rows=at, award=award)
        self._one.out.readings = list(readings(self._one, columns))
        self._tell_the_rest(columns, learners)
        return self._one.out

    def _other_award(self, row: Row, columns: Sequence[Column]) -> str:
        """The other award, such as BTEC, that a row's course, in one of some columns, or the heading of its part speaks of; empty where there
        is none.
        """
        if self._one.table.matrix.is_turned:
            return ""
        said = [as_text(self._one.table.matrix.spread_raw(row.at, column.at)) for column in columns]
        texts = [text for text in said if text] or [row.part]
        return next((award for text in texts if (award := award_named(text) or award_coded(text))), "")

    def _of_earlier_years(self, columns: Sequence[Column], rows: Sequence[Row]) -> set[int]:
        """The rows, from 0, that a column such as Year says are of an earlier academic year than that looked at."""
        matrix = self._one.table.matrix
        heads = [column for column in columns if not column.unit and OF_YEARS.fullmatch(words_in(column.heading))]
        for column in heads if not matrix.is_turned else ():
            cells = [
                (row.at, as_text(raw))
                for row in rows
                if row.kind is RowKind.LEARNER and (raw := matrix.spread_raw(row.at, column.at)) != ""
            ]
            if found := of_earlier_years(cells, self._one.words.year):
                for year in sorted(set(found.values())):
                    at = [row + 1 for row, named in found.items() if named == year]
                    self._one.say(
                        JudgementKind.ROWS_OF_EARLIER, None, rows=at, year=year_said(year), heading=column.heading
                    )
                return set(found)
        return set()

    def _keep_later_attempts(self, columns: Sequence[Column]) -> None:
        """Of the rows of a list that are attempts at one unit, by a column that numbers them, only the latest with a grade counts."""
        matrix = self._one.table.matrix
        heads = [column for column in columns if not column.unit and _ATTEMPTS.fullmatch(words_in(column.heading))]
        if len(heads) != 1 or self._one.table.is_grid or matrix.is_turned:
            return
        latest: dict[tuple[object, ...], tuple[bool, int, str, Piece]] = {}
        for piece in self._one.out.pieces:
            attempt = as_text(matrix.raw(piece.row - 1, heads[0].at))
            known = piece.person.number or piece.person.key, piece.person.centre, piece.unit, piece.code
            this = ("grade" in piece.facts, int(attempt) if attempt.isdecimal() else 0, attempt, piece)
            if known not in latest or this[:3] >= latest[known][:3]:
                latest[known] = this
        kept = [piece for *_, piece in latest.values()]
        if len(kept) < len(self._one.out.pieces):
            said = heads[0].heading
            self._one.say(JudgementKind.LATER_ATTEMPT, None, headings=[f"{said} 1", f"{said} 2"])
            self._one.out.pieces = sorted(kept, key=lambda piece: piece.row)

    def _struck(self, columns: Sequence[Column]) -> set[int]:
        if self._one.table.matrix.is_turned:
            return set()
        ids = {column.at + 1 for column in columns if column.role in IDENTITY}
        return self._one.table.matrix.grid.sheet.struck_rows(ids) if ids else set()

    def _tell_rows(self, rows: Sequence[Row]) -> None:
        for kind in (RowKind.TOTALS, RowKind.OF_UNITS, RowKind.LEFT, RowKind.NOTE, RowKind.UNCLEAR):
            for row in rows:
                if row.kind is kind:
                    place = self._one.table.matrix.place(row.at, 0)
                    what = (
                        {"column": column_letters(place[1])} if self._one.table.matrix.is_turned else {"row": place[0]}
                    )
                    self._one.say(
                        JudgementKind.ROWS_PASSED_OVER, None, kind is RowKind.UNCLEAR, row_kind=str(kind), **what
                    )
        filled = [self._one.table.matrix.place(row.at, 0)[0] for row in rows if row.is_filled_down]
        if filled:
            self._one.say(JudgementKind.FILLED_DOWN, None, rows=filled)

    def _with_what_is_said(self, pieces: Iterable[Piece], of_part: dict[str, Fact]) -> Iterator[Piece]:
        for piece in pieces:
            if piece.says:
                piece.facts = {**self._of_all, **of_part, **piece.facts}
            yield piece

    def _of_part(self, row: Row) -> dict[str, Fact]:
        """The visit that the heading of a row's part names, where it does: Visit 1 – 28 January."""
        if self._one.table.matrix.is_turned or not (is_of_a_visit(row.part) or is_a_visit(row.part)):
            return {}
        at = next(at for at, raw in enumerate(self._one.table.matrix.rows[row.part_at]) if raw != "")
        return {"visit": Fact("visit", row.part, self._one.cell(row.part_at, at, row.part))}

    def _pieces(
        self, row: Row, person: Person, columns: Sequence[Column], outer_unit: str, outer_cell: tuple[int, int] | None
    ) -> Iterator[Piece]:
        arranged = self._arrange(columns)
        shared = arranged.shared
        code, code_cell = self._code_of(row.at, arranged.coded)
        if row.part and not code:
            code = self._one.code_in(row.part)
        if self._one.table.is_grid:
            for unit_at, own, unit_cell in arranged.units:
                piece = self._piece(
                    row, person, own[0].unit, own[0].code or code or self._code_for(person, own[0].unit), unit_at
                )
                piece.unit_cell, piece.code_cell = unit_cell, code_cell
                self._cells.fill(piece, row, own)
                if piece.says or piece.is_unfinished or piece.facts:
                    if piece.says:
                        self._cells.fill(piece, row, shared)
                        self._fill_of_unit(piece, unit_at)
                    yield piece
            return
        unit, cell = self._unit_of(row, columns, outer_unit, outer_cell)
        if not unit:
            return
        code = code or self._code_beside_unit(row, columns) or self._code_for(person, unit)
        if self._examines(code, unit):
            self._rows_examined.setdefault((code, unit), []).append(row.at + 1)
            if any(
                column.role in _OF_COURSEWORK and not is_blank(self._one.table.matrix.raw(row.at, column.at))
                for column in shared
            ):
                self._like_claims.add((code, unit))
            return
        piece = self._piece(row, person, unit, code, self._one.table.block_at)
        piece.unit_cell, piece.code_cell = cell, code_cell
        self._cells.fill(piece, row, shared)
        self._cells.fill_stage(piece, row)
        yield piece

    def _arrange(self, columns: Sequence[Column]) -> _Arranged:
        if self._arranged is None or self._arranged.columns is not columns:
            units = []
            for unit_at in dict.fromkeys(column.unit_at for column in columns if column.unit):
                own = [column for column in columns if column.unit and column.unit_at == unit_at]
                if not self._is_examined(own[0]):
                    heading = own[0].unit_heading or own[0].heading
                    units.append((unit_at, own, self._one.cell(own[0].row, unit_at, heading)))
            shared = [column for column in columns if not column.unit and column.role in FACTS]
            self._arranged = _Arranged(columns, shared, _coded(columns), units)
        return self._arranged

    def _tell_examined(self) -> None:
        """Name the rows of a list that are of units which OCR examines; they are asked about where they look like claims all the same."""
        for (code, unit), at in self._rows_examined.items():
            asked = (code, unit) in self._like_claims
            place = (at[0] - 1, self._one.table.columns[0].at) if asked else None
            values = {"unit": unit, "code": code, "rows": at}
            self._one.say(JudgementKind.UNIT_EXAMINED, place, question=asked, **values)

    def _is_examined(self, column: Column) -> bool:
        """Whether OCR examines the unit of a column, by the code that stands above the table or in its sheet's name; told of once a unit."""
        code = self._one.out.code
        if column.code or code not in self._said or not self._examines(code, column.unit):
            return False
        if column.unit not in self._examined:
            self._examined.add(column.unit)
            heading = column.unit_heading or column.heading
            self._one.say(JudgementKind.UNIT_EXAMINED, (column.row, column.at), heading=heading, unit=column.unit)
        return True

    def _code_beside_unit(self, row: Row, columns: Sequence[Column]) -> str:
        """The entry code in front of a unit in one cell, as in 05839/8."""
        for column in columns:
            raw = self._one.table.matrix.spread_raw(row.at, column.at)
            named = unit_in(raw) if column.role is Role.UNIT else None
            if named and named.code:
                return named.code
        return ""

    def _code_for(self, person: Person, unit: str) -> str:
        """The entry code of a unit: the table's or, failing that, the only one that has such a unit on Units, or that the candidate is
        entered for.
        """
        if self._one.out.code:
            return self._one.out.code
        having = set(self._one.courses.units.get(unit, ()))
        entered = self._one.courses.entered.get(person.number or "", frozenset())
        return only(having) or only(having & entered) or (only(set(entered)) if not having else "")

    def _piece(self, row: Row, person: Person, unit: str, code: str, unit_at: int) -> Piece:
        place = self._one.table.matrix.place(row.at, max(unit_at, 0))
        return Piece(person, unit, code, self._one.sheet, place[0], place[1] if unit_at >= 0 else 0)

    def _nth_cell(self, rows: Sequence[int], column: Column, place: int) -> Cell:
        return self._one.cell(rows[place], column.at, column.whole_heading)

    def _code_of(self, at: int, columns: Sequence[Column]) -> tuple[str, Cell | None]:
        for column in columns:
            raw = self._one.table.matrix.spread_raw(at, column.at)
            if is_blank(raw):
                continue
            text = as_text(raw)
            if column.role is Role.CODE and re.fullmatch(r"\d{4,5}", text):
                return text.zfill(5), self._one.cell(at, column.at, column.heading)
            if code := self._one.code_in(text):
                return code, self._one.cell(at, column.at, column.heading)
        return "", None

    def _unit_of(
        self, row: Row, columns: Sequence[Column], outer_unit: str, outer_cell: tuple[int, int] | None
    ) -> tuple[str, Cell | None]:
        for column in columns:
            if column.role not in (Role.UNIT, Role.UNIT_TITLE):
                continue
            raw = self._one.table.matrix.spread_raw(row.at, column.at)
            if raw == "":
                continue
            cell = self._one.cell(row.at, column.at, column.heading)
            named = unit_in(raw)
            if named:
                return named.number, cell
            titled = self._one.courses.titles.get(key(as_text(raw)), ())
            if len({number for _, number in titled}) == 1:
                return titled[0][1], cell
            if catalogued := self._one.words.units.get(key(as_text(raw))):
                return catalogued[1], cell
        if row.unit:
            place = row.unit_at or (row.at + 1, 1)
            return row.unit.number, Cell(self._one.sheet, place[0], place[1], "Unit")
        if outer_unit:
            place = self._one.table.matrix.place(*outer_cell) if outer_cell else (1, 1)
            return outer_unit, Cell(self._one.sheet, place[0], place[1], "Unit")
        return "", None

    def _fill_of_unit(self, piece: Piece, unit_at: int) -> None:
        """What a row of its own says of the whole unit: its assessor, its visit."""
        for (at, name), fact in self._of_units.items():
            if at == unit_at:
                piece.facts.setdefault(name, fact)

    def _tell_the_rest(self, columns: Sequence[Column], rows: Sequence[int]) -> None:
        """What is said of the table as a whole."""
        tell_lines(self._one)
        for column in columns:
            if column.role in DATES:
                filled = [at for at in rows if self._one.table.matrix.raw(at, column.at) != ""]
                raws = [self._one.table.matrix.raw(at, column.at) for at in filled]
                self._one.out.problems += turned_days(raws, partial(self._nth_cell, filled, column))
        self._cells.tell()
        graded = [column for column in columns if column.unit and column.role in FACTS]
        if (
            rows
            and self._one.table.is_grid
            and not any(
                self._one.table.matrix.raw(at, column.at) != "" for at in rows for column in columns if column.unit
            )
        ):
            self._one.say(JudgementKind.COLOURS, None)
        if any(column.role is Role.CLAIMED for column in graded):
            planned = [
                piece
                for piece in self._one.out.pieces
                if (fact := piece.facts.get("claim_status")) and fact.value is ClaimStatus.PLANNED
            ]
            self._one.say(JudgementKind.TICKS, None, claimed=not planned)
        attempts = {column.role: column.heading for column in columns if column.role in (Role.FIRST, Role.SECOND)}
        if len(attempts) > 1 and not any(column.role is Role.GRADE for column in columns):
            self._one.say(JudgementKind.LATER_ATTEMPT, None, headings=[attempts[Role.FIRST], attempts[Role.SECOND]])
        without = sorted({piece.unit for piece in self._one.out.pieces if piece.says and not piece.code})
        if without:
            said = {"strange": self._one.out.strange_code} if self._one.out.strange_code else {}
            self._one.say(JudgementKind.CODE_UNCLEAR, None, question=True, units=without, codes=[], **said)


def _coded(columns: Sequence[Column]) -> Sequence[Column]:
    """The columns that may say the entry code of a row."""
    return [column for column in columns if not column.unit and column.role in (Role.CODE, Role.COURSE)]
