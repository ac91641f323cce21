"""From the cells of one list to records, with an issue for each cell that could not be taken as it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import compress, repeat
from typing import Any, NamedTuple

from ocr_sheets.matching.people_names import split_names
from ocr_sheets.model.reading_facts import Fault, Remark, RemarkKind
from ocr_sheets.model.records import (
    Centre,
    Claim,
    Column,
    Entry,
    Grade,
    Kind,
    columns_of,
)
from ocr_sheets.model.tables import Cell, IssueKind, ReadIssue, Table
from ocr_sheets.reading.cells import Grid
from ocr_sheets.reading.choices import DONE_WORDS, WAITING_WORDS
from ocr_sheets.reading.days import PERIODS, is_open_day
from ocr_sheets.reading.list_problems import below_the_edge, guessed, miss_columns, rows_left_out
from ocr_sheets.reading.mapping import Mappings
from ocr_sheets.reading.problems import doubted, is_r, of_words, r_of_what, turned_days, unvalued as unvalued_cell
from ocr_sheets.reading.raw import Raw, UnreadableValue, as_text
from ocr_sheets.reading.rows import hidden, of_other_awards, of_rows, passed_over
from ocr_sheets.reading.so_far import Part
from ocr_sheets.reading.tables import Found
from ocr_sheets.reading.trackers.shapes import MarkKind, Words
from ocr_sheets.reading.values import reader_of
from ocr_sheets.text import key

_WHOSE = ("candidate_number", "centre_number")
"""What columns aside take from the list they stand on: it is told of there."""


class _Memo(dict[Raw, Any]):
    """The value of each different content of a column's cells, worked out once, and the doubts there were."""

    def __init__(self, convert: Any) -> None:
        super().__init__()
        self._convert = convert
        self.doubts: dict[Raw, UnreadableValue] = {}

    def __missing__(self, raw: Raw) -> Any:
        try:
            value = self._convert(raw)
        except UnreadableValue as doubt:
            self.doubts[raw] = doubt
            value = doubt.value
        self[raw] = value
        return value


class _Taken(NamedTuple):
    """What a column's cells hold, the values taken from them, and the doubts there were by content."""

    raws: list[Raw]
    values: list[Any]
    doubts: Mapping[Raw, UnreadableValue]

    def only(self, rows: Sequence[bool]) -> _Taken:
        """The same of some of its rows."""
        if all(rows):
            return self
        return _Taken(list(compress(self.raws, rows)), list(compress(self.values, rows)), self.doubts)


class ListReader:
    """Reads lists, and remembers which of their days stand as text, and which are said to be done without a day."""

    def __init__(self, date1904: bool, academic_year: int, mapping: Mappings, words: Words) -> None:
        self._date1904 = date1904
        self._academic_year = academic_year
        self._mapping = mapping
        self._words = words
        self.text_dates: set[tuple[str, int, int]] = set()
        self.undated: set[tuple[str, int, int]] = set()

    def rows(self, found: Found) -> Part:
        """A list with a row for each record."""
        problems: list[ReadIssue] = []
        names = list(found.columns)
        unvalued = _unvalued_cells(found.grid)
        own = [name for name in names if not found.is_aside or name not in _WHOSE]
        own_columns = {found.columns[name] for name in own}
        unread = {row for row, column in unvalued if column in own_columns}
        at, body = _lines(found, unread)
        body, is_merged = _filled_down(found, at, body)
        rows = list(zip(*body, strict=True)) if body else []
        cells = {name: rows[found.columns[name] - 1] if rows else () for name in names}
        # A row counts as soon as one of its own cells holds something; Excel's row numbers stay.
        held = [row.count("") < len(row) for row in zip(*(cells[name] for name in own), strict=True)]
        if unread:
            held = [is_held or number in unread for is_held, number in zip(held, at, strict=True)]
        passed = passed_over(found, body, cells, held, at)
        others = of_other_awards(found, body, at)
        left_out = passed.all().union(*others.values())
        if left_out:
            held = [is_held and number not in left_out for is_held, number in zip(held, at, strict=True)]
        numbers = list(compress(at, held))
        columns = columns_of(found.record)
        taken: dict[str, _Taken] = {}
        for name in names:
            raws = list(compress(cells[name], held))
            taken[name] = self._read_column(columns[name], raws, self._meant(found, name))
            if found.record is Claim and name == "grade":
                taken[name] = _without_r(taken[name])
        if found.one_name:
            _split_names(taken)
        says = [True] * len(numbers)
        if numbers:
            # Spaces, dashes and noughts from formulas that point at nothing are cells that hold something and say nothing.
            silent = {
                number
                for number, row in zip(numbers, zip(*(taken[name].values for name in own), strict=True), strict=True)
                if row.count(None) == len(row)
            }
            silent -= unread
            for name in own:
                silent -= set(compress(numbers, map(taken[name].doubts.__contains__, taken[name].raws)))
            says = [number not in silent for number in numbers] if silent else says
        kept = list(compress(numbers, says))
        for name in names:
            taken[name] = taken[name].only(says)
            if not (found.is_aside and name in _WHOSE):
                self._report_column(found, name, taken[name], kept, unvalued, problems)
        fields = [taken[name].values if name in taken else repeat(None, len(kept)) for name in columns]
        records = list(map(found.record, repeat(found.grid.name), kept, *fields))
        boards = [of_rows(RemarkKind.OTHER_AWARD, rows, award=award) for award, rows in others.items()]
        remarks = [] if found.is_aside else [*passed.remarks(), *boards, *hidden(kept, found.grid.sheet.hidden_rows)]
        if is_merged:
            remarks.append(Remark(RemarkKind.MERGED_CELLS))
        if found.excel_table:
            remarks += below_the_edge(found, kept)
            problems += rows_left_out(found)
        table = Table(
            found.record,
            found.grid.name,
            found.heading_row,
            found.columns,
            found.headings,
            len(kept),
            unread=() if found.is_aside else found.unread,
            reached_by=found.reached_by,
            first_column=found.first_column,
            last_column=found.last_column,
            last_row=found.last_row,
            is_aside=found.is_aside,
            remarks=remarks,
        )
        if not found.is_aside:
            problems += miss_columns(found)
            problems += guessed(found)
        return Part(table, records, problems)

    def labels(self, found: Found) -> Part:
        """The Centre sheet, which has a label in each row and its value beside it."""
        values: dict[str, Any] = {}
        problems: list[ReadIssue] = []
        unvalued = _unvalued_cells(found.grid)
        for name, row in found.field_rows.items():
            line = found.grid.rows[row - 1]
            place = found.columns[name]
            taken = self._read_column(columns_of(Centre)[name], [line[place - 1] if len(line) >= place else ""])
            self._report_column(found, name, taken, [row], unvalued, problems)
            (values[name],) = taken.values
        rows = dict(found.field_rows)
        table = Table(
            Centre,
            found.grid.name,
            found.heading_row,
            found.columns,
            found.headings,
            len(rows),
            rows,
            reached_by=found.reached_by,
        )
        centre = Centre(found.grid.name, min(rows.values(), default=1), **values)
        return Part(table, [centre], problems)

    def _meant(self, found: Found, name: str) -> Mapping[str, str]:
        """The words of the mapping file for what stands in a column."""
        if found.record is not Claim:
            return {}
        return {
            "assessor": self._mapping.staff,
            "standardised_by": self._mapping.staff,
            "visit": self._mapping.visits,
        }.get(name, {})

    def _read_column(self, column: Column, raws: list[Raw], meant: Mapping[str, str] | None = None) -> _Taken:
        if bool in set(map(type, raws)):
            # As keys True and 1 are one; as text they are not.
            raws = [("TRUE" if raw else "FALSE") if isinstance(raw, bool) else raw for raw in raws]
        read = reader_of(column, self._date1904, self._academic_year)
        memo = _Memo((lambda raw: read(meant.get(key(as_text(raw)), raw))) if meant else read)
        return _Taken(raws, list(map(memo.__getitem__, raws)), memo.doubts)

    def _report_column(
        self,
        found: Found,
        name: str,
        taken: _Taken,
        numbers: Sequence[int],
        unvalued: Mapping[tuple[int, int], str | None],
        problems: list[ReadIssue],
    ) -> None:
        column = columns_of(found.record)[name]
        number = found.columns[name]
        heading = found.headings[name]
        sheet = found.grid.name
        if column.kind in (Kind.DATE, Kind.YES_OR_DATE):
            texts = {raw for raw in set(taken.raws) if isinstance(raw, str) and raw}
            if texts:
                self.text_dates.update(
                    (sheet, row, number) for row, raw in zip(numbers, taken.raws, strict=True) if raw in texts
                )
        if taken.doubts:
            in_words = self._in_place_of_days(found, name, taken, numbers, problems)
            for row, raw in zip(numbers, taken.raws, strict=True):
                doubt = taken.doubts.get(raw)
                if doubt and raw not in in_words:
                    problem = doubted(doubt, Cell(sheet, row, number, heading))
                    is_open = problem.trouble is IssueKind.UNREADABLE and name == "visit_date" and is_open_day(raw)
                    problems.append(problem._replace(trouble=IssueKind.NOT_YET_KNOWN) if is_open else problem)
        if column.kind is Kind.DATE:
            problems += turned_days(taken.raws, lambda place: Cell(sheet, numbers[place], number, heading))
        rows = set(numbers)
        unread = {row: text for (row, place), text in unvalued.items() if place == number and row in rows}
        for row, text in unread.items():
            problems.append(unvalued_cell(text, Cell(sheet, row, number, heading)))
        if column.required and not found.is_aside and None in taken.values:
            for row, value, raw in zip(numbers, taken.values, taken.raws, strict=True):
                if value is None and row not in unread and raw not in taken.doubts:
                    wanted = {"column": column.heading, "note": column.note}
                    cell = Cell(sheet, row, number, heading)
                    problems.append(ReadIssue(IssueKind.MISSING, sheet, cell, Fault.EMPTY, wanted))

    def _no_grades_yet(self, found: Found, name: str, taken: _Taken, problems: list[ReadIssue]) -> set[Raw]:
        """The words in a column of grades that say that a unit is not finished: told of once a column."""
        words = {
            raw
            for raw in taken.doubts
            if (mark := self._words.mark(raw)) and mark.kind in (MarkKind.NOT_YET, MarkKind.AGAIN)
        }
        count = sum(raw in words for raw in taken.raws)
        if count:
            cell = Cell(found.grid.name, found.heading_row, found.columns[name], found.headings[name])
            problems.append(of_words(cell, Fault.NO_GRADE_YET, words, count))
        return words

    def _in_place_of_days(
        self, found: Found, name: str, taken: _Taken, numbers: Sequence[int], problems: list[ReadIssue]
    ) -> set[Raw]:
        """The words in a column of days that say that something is done, and not when, or that it is still to come. They are told of once
        a column. A visit without a day is told of at its own cell.
        """
        column = columns_of(found.record)[name]
        if column.choices is Grade:
            return self._no_grades_yet(found, name, taken, problems)
        if column.kind is not Kind.DATE:
            return set()
        texts = {raw: as_text(raw).casefold() for raw in taken.doubts if isinstance(raw, str)}
        done: set[Raw] = {raw for raw, text in texts.items() if text in DONE_WORDS}
        waiting: set[Raw] = {raw for raw, text in texts.items() if text in WAITING_WORDS and name != "visit_date"}
        periods: set[Raw] = {
            raw for raw, doubt in taken.doubts.items() if doubt.fault in PERIODS and found.record in (Claim, Entry)
        }
        at = found.columns[name]
        self.undated.update(
            (found.grid.name, row, at) for row, raw in zip(numbers, taken.raws, strict=True) if raw in done
        )
        for raws, fault in (
            (done, Fault.DONE_WITHOUT_DAY),
            (waiting, Fault.STILL_TO_COME),
            (periods, Fault.PERIODS),
        ):
            count = sum(raw in raws for raw in taken.raws)
            if count:
                cell = Cell(found.grid.name, found.field_rows.get(name, found.heading_row), at, found.headings[name])
                problems.append(of_words(cell, fault, raws, count))
        return done | waiting | periods


def _unvalued_cells(grid: Grid) -> Mapping[tuple[int, int], str | None]:
    """The cells of a sheet that show an error, with it, and those whose formula has no stored value, in order."""
    sheet = grid.sheet
    cells: dict[tuple[int, int], str | None] = dict.fromkeys(sorted(sheet.unvalued_formulas))
    return {**sheet.error_cells, **cells}


def _split_names(taken: dict[str, _Taken]) -> None:
    """Surname and forenames of whole names."""
    for at, name in enumerate(("surname", "forenames")):
        raws, values, doubts = taken[name]
        taken[name] = _Taken(raws, [split_names([value])[0][at] or None if value else None for value in values], doubts)


def _without_r(taken: _Taken) -> _Taken:
    """A column of grades with R asked about and not taken: what else centres mean by it is no near pass."""
    strange = {raw for raw in set(taken.raws) if is_r(raw)}
    if not strange:
        return taken
    values = [None if raw in strange else value for raw, value in zip(taken.raws, taken.values, strict=True)]
    return _Taken(taken.raws, values, {**taken.doubts, **{raw: r_of_what(raw) for raw in strange}})


def _lines(found: Found, unread: set[int]) -> tuple[list[int], list[Sequence[Raw]]]:
    """The rows below the headings that are not blank, and their numbers. ``unread`` are rows that only seem to be blank."""
    rows = found.grid.rows
    first, last = found.heading_row, found.last_row or len(rows)
    blank = [""] * len(rows[0])
    at = [number for number, row in enumerate(rows[first:last], start=first + 1) if row != blank or number in unread]
    return at, [rows[number - 1] for number in at]


def _filled_down(found: Found, at: Sequence[int], body: list[Sequence[Raw]]) -> tuple[list[Sequence[Raw]], bool]:
    """The rows with what a cell merged over several of them says in each that holds something else too, and whether any has such."""
    columns = set(found.columns.values())
    merged = [
        where
        for where in found.grid.sheet.merged_areas
        if where.first_col == where.last_col in columns and found.heading_row < where.first_row < where.last_row
    ]
    if not merged:
        return body, False
    places = {number: place for place, number in enumerate(at)}
    out = list(body)
    is_any = False
    for where in merged:
        raw = found.grid.rows[where.first_row - 1][where.first_col - 1] if where.first_row in places else ""
        for number in range(where.first_row + 1, where.last_row + 1):
            place = places.get(number)
            if raw == "" or place is None or all(body[place][column - 1] == "" for column in columns):
                continue
            row = list(out[place])
            row[where.first_col - 1] = raw
            out[place], is_any = row, True
    return out, is_any
