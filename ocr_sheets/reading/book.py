"""A workbook's tables as one `Book` of records, and a `ReadIssue` for each cell that could not be taken as it stands."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import compress, repeat
from typing import Any, NamedTuple

from ocr_sheets.catalogue import load_catalogue
from ocr_sheets.matching.fuzzy import close_matches
from ocr_sheets.model.book import Book
from ocr_sheets.model.identity import identity
from ocr_sheets.model.judgements import Judgement, JudgementKind
from ocr_sheets.model.reading_facts import AsideKind, Fault, ReachedBy, Remark, RemarkKind, Why
from ocr_sheets.model.reading_words import why_words
from ocr_sheets.model.records import (
    GUIDE_SHEET,
    RECORDS,
    SHEETS,
    Assessor,
    Candidate,
    Centre,
    Claim,
    Closure,
    Column,
    Entry,
    Grade,
    Kind,
    Qualification,
    Record,
    RecordPlace,
    Unit,
    Visit,
    columns_of,
)
from ocr_sheets.model.tables import Cell, Drafts, IssueKind, ReadIssue, SetAside, Table, column_letters
from ocr_sheets.patching import Workbook
from ocr_sheets.patterns import regex
from ocr_sheets.reading.answers import answered, as_said, check_answers, still_open
from ocr_sheets.reading.cells import Grid, read_grids
from ocr_sheets.reading.choices import DONE_WORDS, WAITING_WORDS
from ocr_sheets.reading.column_evidence import Weighing
from ocr_sheets.reading.corrections import settled
from ocr_sheets.reading.days import FIRST_MONTH, is_open_day
from ocr_sheets.reading.drafts import remarks_on, without_drafts
from ocr_sheets.reading.headings import Headings
from ocr_sheets.reading.mapping import NO_MAPPING, Mappings, SheetMap
from ocr_sheets.reading.margin_notes import with_remarks
from ocr_sheets.reading.problems import doubted, is_r, r_of_what, turned_days, unvalued as unvalued_cell
from ocr_sheets.reading.raw import Raw, UnreadableValue, as_text, is_blank
from ocr_sheets.reading.rows import hidden, of_rows, passed_over
from ocr_sheets.reading.skipped_sheets import are_of_others, is_elsewhere, is_of_others, is_old, year_said, years_named
from ocr_sheets.reading.tables import Found, Sheets, Unclear, entries_on_candidates, rows_below
from ocr_sheets.reading.trackers.context import Courses
from ocr_sheets.reading.trackers.facts import TableRead
from ocr_sheets.reading.trackers.headings import IDENTITY, Role
from ocr_sheets.reading.trackers.rows import split_names
from ocr_sheets.reading.trackers.shapes import MarkKind, Words
from ocr_sheets.reading.trackers.workbook import Trackers, TrackerSheets, courses_of, merged
from ocr_sheets.reading.values import reader_of
from ocr_sheets.text import CellText, key

_REPEATED = 0.5
"""How many of a sheet's rows another sheet must hold too for it to be a copy or a view of that."""
_ABOUT_CANDIDATES = frozenset({"date_of_birth", "results_needed", "left_on", "entry_code"})
"""Columns that a list of candidates has and a tracker has no need of."""
_ONLY_OURS = frozenset({"claimed_on", "entered_on", "type_told_on", "sample_requested_on"})
"""Columns that no sheet about something else has."""
_NEVER_TRACKERS = (Centre, Qualification, Assessor, Entry, Visit, Closure)
_MUST_FIX = frozenset({IssueKind.MISSING, IssueKind.UNREADABLE})
_FEWEST_OF_UNITS = 3
"""Columns by which a sheet that is named for units is a list of them, whatever it lacks."""
_FEWEST_UNREAD, _UNREAD = 4, 0.3
"""How many cells, and how many a row, a list of claims must have that cannot be read for it to be looked at as a tracker."""
_FEWEST_COLUMNS = 3
_MOST_ROWS = 3_000
"""Rows up to which a list of claims with cells that cannot be read is looked at as a tracker too."""
_JUDGED_ASIDE = {
    AsideKind.HOPED_FOR: JudgementKind.SHEET_OF_HOPES,
    AsideKind.NO_CLAIMS: JudgementKind.SHEET_ASIDE,
    AsideKind.AWARD_IN_TITLE: JudgementKind.SHEET_ASIDE,
}


class NoSuchSheets(Exception):
    """The workbook has none of the sheets that a centre workbook must have. The text says what to do."""


def read_book(workbook: Workbook, as_of: dt.date, mapping: Mappings = NO_MAPPING, *, with_drafts: bool = False) -> Book:
    """Everything the workbook says, as seen on a day; with what is only drafted as if it were accepted, where that is asked for.

    Raises `NoSuchSheets` when no required sheet is there, `ocr_sheets.patching.Refused` when the cells cannot be read, and
    `UserError` when the mapping file does not fit the workbook.
    """
    reading = read_whole(workbook, as_of, mapping, with_drafts=with_drafts)
    if not reading.has_required:
        wanted = ", ".join(sheet.name for sheet in SHEETS.values() if sheet.required)
        raise NoSuchSheets(
            f"None of the sheets {wanted} is in this workbook{reading.near_by}: "
            "name its sheets so, or start from the blank workbook of ocr-sheets."
        )
    book = reading.book(as_of, mapping)
    mapping.checked_names(book)
    return settled(with_remarks(book, reading.grids))


def read_whole(
    workbook: Workbook, as_of: dt.date, mapping: Mappings = NO_MAPPING, *, with_drafts: bool = False
) -> WorkbookReader:
    """All that can be read of a workbook, be it not enough for a book. Raises as `read_book` does."""
    found = [without_drafts(grid, keep=with_drafts) for grid in read_grids(workbook)]
    grids = [grid for grid, _ in found]
    mapping.checked(grid.name for grid in grids)
    drafts = [one for _, one in found if any(one[1:])]
    reading = WorkbookReader(grids, workbook.date1904, mapping, as_of, drafts)
    reading.read()
    return reading


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


class _Part(NamedTuple):
    """What one table gave."""

    table: Table
    records: list[Any]
    problems: list[ReadIssue]


class WorkbookReader:
    """What has been read so far."""

    def __init__(
        self,
        grids: Sequence[Grid],
        date1904: bool,
        mapping: Mappings,
        as_of: dt.date,
        drafts: Sequence[Drafts] = (),
    ) -> None:
        self._drafts = drafts
        self._date1904 = date1904
        self._mapping = mapping
        self._as_of = as_of
        self.grids = grids
        self._place = {grid.name: place for place, grid in enumerate(grids)}
        self._parts: list[_Part] = []
        self._problems: list[ReadIssue] = []
        self._text_dates: set[tuple[str, int, int]] = set()
        self._undated: set[tuple[str, int, int]] = set()
        self._without_headings: set[type[Record]] = set()
        self.set_aside: dict[str, Why] = {}
        """The sheets that were left alone, and why."""
        self.trackers = Trackers()
        self._looked: TrackerSheets | None = None
        self._unread_cells: dict[str, int] = {}
        self._words = Words(self._academic_year, date1904)
        self._weighed_judgements: defaultdict[str, list[Judgement]] = defaultdict(list)
        self.cells: Mapping[RecordPlace, Mapping[str, Cell]] = {}

    @property
    def has_required(self) -> bool:
        """Whether any sheet was found that a centre workbook must have, or work: a list of claims alone, as a tracker may be, is enough, or
        a sheet with grades or candidates that is asked about.
        """
        return (
            bool(self.trackers.reads)
            or any(one.kind is JudgementKind.SHEET_NOT_READ for one in self.trackers.judgements)
            or any(
                (SHEETS[part.table.record].required or (part.table.record is Claim and part.records))
                and not part.table.is_aside
                for part in self._parts
            )
        )

    @property
    def near_by(self) -> str:
        """The sheets whose names are nearly those that are wanted, and those that were left alone, for the one sentence that says
        that nothing was found.
        """
        if not self.set_aside:
            return ""
        return f" ({'; '.join(f'“{name}” was left alone: {why_words(why)}' for name, why in self.set_aside.items())})"

    def book(self, as_of: dt.date, mapping: Mappings = NO_MAPPING) -> Book:
        """The whole, as a book. Tables and rows are in the order of the sheets."""
        parts = [
            # A table that only repeats another, on a sheet of which something else was read.
            part._replace(
                table=replace(part.table, remarks=[*part.table.remarks, Remark(RemarkKind.NOT_ALL_READ, {"why": why})])
            )
            if (why := self.set_aside.get(part.table.sheet)) and not part.table.block
            else part
            for part in sorted(self._parts, key=lambda part: self._place[part.table.sheet])
        ]
        read = {part.table.sheet for part in parts}
        records: defaultdict[type[Record], list[Any]] = defaultdict(list)
        for part in parts:
            records[part.table.record] += part.records
        # Claims of a grid are in the order of its rows, as they stand on the sheet.
        if self.trackers.reads:
            records[Claim].sort(key=lambda claim: (self._place[claim.sheet], claim.row, claim.column))
        centres = records[Centre]
        rows: dict[str, Any] = {
            name: tuple(records[record]) for name, record in RECORDS.items() if record is not Centre
        }
        if centres:
            rows["centre"] = centres[0]
        return Book(
            as_of=as_of,
            tables=tuple(self._with_drafts_told([part.table for part in parts])),
            drafts=tuple(self._drafts),
            problems=(*(problem for part in parts for problem in part.problems), *self._problems),
            text_dates=frozenset(self._text_dates),
            undated=frozenset(self._undated),
            set_aside=tuple(
                SetAside(grid.name, self.set_aside[grid.name])
                for grid in self.grids
                if grid.name in self.set_aside and grid.name not in read
            ),
            mapping=mapping.name,
            cells=self.cells,
            judgements=(
                *(
                    one
                    for name, told in self._weighed_judgements.items()
                    if name in read and name not in self.trackers.reads
                    for one in told
                ),
                *self.trackers.judgements,
            ),
            **rows,
        )

    def _with_drafts_told(self, tables: Sequence[Table]) -> Iterator[Table]:
        """The tables, the first of each sheet with a remark on what is only drafted there, and on what stands too far below."""
        told = {drafts.sheet: remarks_on(drafts) for drafts in self._drafts}
        for grid in self.grids:
            if grid.left_out:
                told.setdefault(grid.name, []).append(Remark(RemarkKind.FAR_BELOW, {"cell": grid.left_out}))
        for table in tables:
            remarks = told.pop(table.sheet, [])
            yield replace(table, remarks=[*table.remarks, *remarks]) if remarks else table

    def read(self) -> None:
        """Read all there is."""
        kept = [grid for grid in self.grids if not self._is_left_alone(grid) and not self._is_our_guide(grid)]
        sheets = Sheets(kept, self._mapping.sheets)
        found = {grid.name: self._find(sheets, grid) for grid in kept}
        self._leave_copies(found)
        for name in [name for name in found if name in self.set_aside]:
            del found[name]
        first = [one for tables in found.values() for one in tables if _is_asked_first(one, sheets)]
        for one in sorted(first, key=lambda one: one.is_alone):
            self._take(one, sheets)
        for name in self._find_trackers(kept, found, sheets):
            found[name] = [each for each in found[name] if self._is_register(each, sheets)]
        for name in [name for name in found if name in self.trackers.aside]:
            del found[name]
        rest = [one for tables in found.values() for one in tables if not _is_asked_first(one, sheets)]
        for one in sorted(rest, key=lambda one: one.is_alone):
            self._take(one, sheets)
        self._take_trackers()
        self._tell_unread()
        self._look_for_headings(kept, sheets)
        self._look_for_sheets()

    def _records(self, record: type[Record]) -> list[Any]:
        return [one for part in self._parts if part.table.record is record for one in part.records]

    # -- trackers

    def _find_trackers(self, kept: Sequence[Grid], found: Mapping[str, Sequence[Found]], sheets: Sheets) -> list[str]:
        """Read the sheets that are trackers, and leave those alone that only look like one. Returns their names."""
        maps = {name: mapped for name, mapped in self._mapping.sheets.items() if mapped.is_grid}
        may_be = [
            grid
            for grid in kept
            if grid.name in maps or (grid.name in found and self._may_be_a_tracker(grid, found[grid.name], sheets))
        ]
        if not may_be:
            return []
        looked = self._looked = TrackerSheets(
            may_be, self._academic_year, self._date1904, self._records(Candidate), self._records(Assessor)
        )
        courses = courses_of(self._records(Qualification), self._records(Unit), self._records(Entry))
        reads = {
            grid.name: read
            for grid in may_be
            if grid.name not in maps
            and (read := looked.read(grid.name, courses, self._mapping.answers.get(grid.name)))
            and self._is_better(grid.name, read, found[grid.name])
        }
        aside = {name: why for name in reads if (why := looked.why_aside(name, reads[name]))}
        for name in reads:
            if name not in aside and (
                other := looked.copied(name, {each: reads[each] for each in reads if each not in aside})
            ):
                aside[name] = Why(AsideKind.HIDDEN_COPY, {"sheet": other})
        reads |= {name: self._read_mapped(looked, mapped, courses) for name, mapped in maps.items()}
        reads = {grid.name: reads[grid.name] for grid in may_be if grid.name in reads}
        current = [name for name in reads if name not in aside]
        for name, why in aside.items():
            kind = _JUDGED_ASIDE.get(why.kind, JudgementKind.SHEET_OLD)
            if kind is JudgementKind.SHEET_OLD and not current and not found[name]:
                continue
            self.trackers.aside[name] = self.set_aside[name] = why
            self.trackers.judgements.append(Judgement(kind, name, None, why.values))
        kept_names = [name for name in reads if name not in self.trackers.aside]
        for name in sorted(kept_names, key=looked.is_hidden):
            self.trackers.reads[name] = reads[name]
            for visit, table, judgement in looked.visits(name, reads[name], courses):
                self.trackers.visits.append((visit, table))
                self.trackers.judgements.append(judgement)
        rest = [
            grid.name
            for grid in may_be
            if grid.name not in reads and not found.get(grid.name) and grid.name not in maps
        ]
        for visit, table, judgement in looked.visits_elsewhere(
            rest, [one for each in self.trackers.reads.values() for one in each], courses
        ):
            self.trackers.visits.append((visit, table))
            self.trackers.judgements.append(judgement)
        return list(self.trackers.reads)

    @staticmethod
    def _read_mapped(looked: TrackerSheets, mapped: SheetMap, courses: Courses) -> list[TableRead]:
        """A sheet that the mapping file says is a grid. Raises `UserError` where none is there."""
        read = looked.read_mapped(mapped.sheet, courses, mapped)
        if not read:
            raise mapped.source.error(
                f"no row with units and candidates was found on {mapped.sheet}; heading_row and units can say where they are",
                "sheets",
                mapped.sheet,
            )
        return read

    @property
    def _academic_year(self) -> int:
        return self._as_of.year - (self._as_of.month < FIRST_MONTH)

    def _may_be_a_tracker(self, grid: Grid, found: Sequence[Found], sheets: Sheets) -> bool:
        if grid.name in self._mapping.sheets:
            return False
        if sheets.kind_named(grid) in _NEVER_TRACKERS and any(_is_whole(one) for one in found):
            return False
        if sheets.kind_named(grid) is Unit and any(_is_a_list_of_units(one) for one in found):
            return False
        claims = next((one for one in found if one.record is Claim and _is_whole(one)), None)
        if claims is None:
            return not any(_is_our_own(one) for one in found)
        if len(grid.rows) > _MOST_ROWS:
            return False
        part = self._read_rows(claims)
        unread = sum(one.trouble in _MUST_FIX for one in part.problems)
        # Ditto marks in place of a number, and units by number and title, are a tracker's.
        dittos = sum(not (one.candidate_number or "0").isdecimal() for one in part.records)
        if not dittos and _has_our_headings(claims):
            return False
        unread += dittos
        unread += sum(" " in (one.unit_number or "") for one in part.records)
        self._unread_cells[grid.name] = unread
        return unread >= max(_FEWEST_UNREAD, _UNREAD * len(part.records))

    def _is_better(self, name: str, reads: Sequence[TableRead], found: Sequence[Found]) -> bool:
        """Whether a sheet that is a list of claims too is understood better as a tracker: with less than half of the cells unread. A list
        that only lacks a column is not one that lies on its side.
        """
        if any(_spans_lists(read, found) for read in reads):
            return False
        is_list = any(one.record is Claim and len(one.columns) >= _FEWEST_COLUMNS for one in found)
        if is_list and any(read.table.matrix.is_turned for read in reads):
            return False
        unread = self._unread_cells.get(name)
        left = sum(one.trouble in _MUST_FIX for read in reads for one in read.problems)
        return unread is None or 2 * left < unread

    def _tell_unread(self) -> None:
        """Ask about the sheets with grades that nothing was read from: nobody would miss them otherwise."""
        read = {part.table.sheet for part in self._parts} | set(self.set_aside) | set(self.trackers.reads)
        for name in sorted(self._looked.keys - read if self._looked else ()):
            self.set_aside[name] = Why(AsideKind.KEY)
            read.add(name)
        for name in self._looked.names if self._looked else ():
            if name not in read and self._looked and (seen := self._looked.missed(name, self._records(Candidate))):
                self.trackers.judgements.append(
                    Judgement(JudgementKind.SHEET_NOT_READ, name, None, {"seen": seen}, True)
                )

    def _take_trackers(self) -> None:
        if self.trackers.reads:
            self._take_merged()
        self._take_visits()

    def _take_merged(self) -> None:
        merged(self.trackers, self._records(Candidate), self._records(Claim), self._records(Assessor))
        out = self.trackers.merged
        candidates: defaultdict[str, list[Any]] = defaultdict(list)
        claims: defaultdict[tuple[str, int], list[Any]] = defaultdict(list)
        for candidate in out.candidates:
            candidates[candidate.sheet].append(candidate)
        for claim in out.claims:
            claims[claim.sheet, claim.column].append(claim)
        for table in out.tables:
            # What no table before it has taken.
            place = table.sheet, table.block
            if table.record is Candidate:
                mine = candidates.pop(table.sheet, [])
            else:
                at = table.block or table.first_column
                mine = [one for one in claims[place] if table.holds(one.row, at)]
                claims[place] = [one for one in claims[place] if not table.holds(one.row, at)]
            self._parts.append(_Part(table, mine, []))
        self._problems += self.trackers.problems
        self._text_dates |= self.trackers.text_dates
        self.cells = out.cells

    def _take_visits(self) -> None:
        dated = {(visit.visit_date, key(visit.subject_area or "")) for visit in self._records(Visit)}
        for visit, table in self.trackers.visits:
            # The same visit may stand on Visits, and again above each tracker of its subject.
            if (visit.visit_date, key(visit.subject_area or "")) not in dated:
                dated.add((visit.visit_date, key(visit.subject_area or "")))
                self._parts.append(_Part(table, [visit], []))

    # -- which sheets

    def _is_left_alone(self, grid: Grid) -> bool:
        mapped = self._mapping.sheets.get(grid.name)
        if mapped:
            why = Why(AsideKind.MAPPING_FILE) if mapped.is_nothing else None
        else:
            others = None if _has_our_code(grid) else is_of_others(grid.name)
            old = is_old(grid.name)
            why = others or (None if old and old.kind is AsideKind.COPY else old)
        if why:
            self.set_aside[grid.name] = why
        return bool(why)

    def _is_our_guide(self, grid: Grid) -> bool:
        """Whether a sheet is the template's own, of advice and nothing else: it is told among those that were not read."""
        top = grid.rows[0][:1] if grid.rows else []
        return grid.name == GUIDE_SHEET and top == [GUIDE_SHEET] and grid.name not in self._mapping.sheets

    def _find(self, sheets: Sheets, grid: Grid) -> list[Found]:
        mapped = self._mapping.sheets.get(grid.name)
        if mapped and mapped.is_grid and not mapped.record:
            return []
        try:
            found = sheets.find(grid)
        except Unclear as unclear:
            kinds = {"kinds": [SHEETS[record].name for record in unclear.kinds]}
            self.set_aside[grid.name] = Why(AsideKind.SEVERAL_KINDS, kinds)
            cell = Cell(grid.name, 1, 1, "")
            self._problems.append(ReadIssue(IssueKind.UNCLEAR_SHEET, grid.name, cell, Fault.SEVERAL_KINDS, kinds))
            return []
        if mapped and not found:
            raise mapped.source.error(
                f"no row of headings of {SHEETS[mapped.record].name if mapped.record else 'that kind'} was found on {grid.name}",
                "sheets",
                grid.name,
            )
        if mapped:
            return [as_said(self._weighed(one), one, mapped) for one in found]
        found = [self._weighed(one) for one in found]
        if answers := self._mapping.answers.get(grid.name):
            check_answers(answers, grid)
            found = [answered(one, answers) for one in found]
            self._weighed_judgements[grid.name] = still_open(self._weighed_judgements[grid.name], answers, grid)
        if sheets.kind_named(grid) is None:
            are_known = bool(found) and all(len(one.columns) >= len(one.unread) for one in found)
            if (why := is_elsewhere(grid.name, are_known)) and not any(set(one.columns) & _ONLY_OURS for one in found):
                if found:
                    self.set_aside[grid.name] = why
                return []
            for one in found:
                if why := are_of_others(_codes(one)):
                    self.set_aside[grid.name] = why
        return found

    def _weighed(self, found: Found) -> Found:
        """A list with its columns as their headings and their cells together say."""
        weighing = Weighing(found, self._words)
        weighed = weighing.weighed()
        self._weighed_judgements[found.grid.name].extend(weighing.judgements)
        return weighed

    def _leave_copies(self, found: Mapping[str, Sequence[Found]]) -> None:
        """Leave alone the sheets whose name says that they are copies, or of an earlier year, where there are others of the kind."""
        year = self._as_of.year - (self._as_of.month < FIRST_MONTH)
        spare: dict[str, Why] = {}
        for name in found:
            named = years_named(name)
            if name in self._mapping.sheets:
                continue
            if named is not None and named < year:
                spare[name] = Why(AsideKind.EARLIER_YEAR, {"year": year_said(named)})
            elif why := is_old(name):
                spare[name] = why
        kinds = {one.record for name, tables in found.items() if name not in spare for one in tables}
        for name, why in spare.items():
            if found[name] and {one.record for one in found[name]} <= kinds:
                self.set_aside[name] = why

    @staticmethod
    def _is_register(found: Found, sheets: Sheets) -> bool:
        """Whether a tracker's sheet is also the list of candidates: it is named so, or says more of them than number and name."""
        if found.record is not Candidate or not _is_whole(found):
            return False
        return sheets.kind_named(found.grid) is Candidate or bool(set(found.columns) & _ABOUT_CANDIDATES)

    # -- tables

    def _take(self, found: Found, sheets: Sheets) -> None:
        if found.record is Centre:
            self._take_labels(found)
            return
        part = self._read_rows(found)
        if other := sheets.another_beside(found):
            part.problems.append(_beside_it(found, other))
        if found.is_alone and self._repeats(part, found):
            return
        self._parts.append(part)
        entries = entries_on_candidates(found, sheets.top(found.grid))
        if entries:
            self._parts.append(self._read_rows(entries))

    def _repeats(self, part: _Part, found: Found) -> bool:
        """Whether a sheet that is known by its headings only holds rows that another sheet has. It is left alone then, and named."""
        if found.record is Centre or not part.records:
            return False
        others: dict[object, str] = {}
        for held in self._parts:
            if held.table.record is found.record and held.table.sheet != found.grid.name:
                others.update((_told_apart(record), held.table.sheet) for record in held.records)
        again = [others[known] for record in part.records if (known := _told_apart(record)) in others]
        if len(again) < _REPEATED * len(part.records):
            return False
        if found.grid.name not in self.trackers.reads:
            other = max(set(again), key=again.count)
            values = {"count": len(again), "of": len(part.records), "sheet": other}
            self.set_aside[found.grid.name] = Why(AsideKind.REPEATS, values)
        return True

    def _look_for_headings(self, grids: Sequence[Grid], sheets: Sheets) -> None:
        """Report the sheets that by their name should hold records, and show no headings that are known."""
        read = {part.table.sheet for part in self._parts} | set(self.set_aside)
        for grid in grids:
            record = sheets.kind_named(grid)
            if record is None or grid.name in read:
                continue
            if key(grid.name) != key(SHEETS[record].name) and not SHEETS[record].required:
                continue  # a word such as Courses may name a sheet of the centre's own
            self._without_headings.add(record)
            if SHEETS[record].required or any(any(raw != "" for raw in row) for row in grid.rows):
                wanted = {"headings": [column.heading for column in columns_of(record).values() if column.required]}
                cell = Cell(grid.name, 1, 1, "")
                self._problems.append(ReadIssue(IssueKind.NO_COLUMN, grid.name, cell, Fault.NO_HEADINGS, wanted))

    def _look_for_sheets(self) -> None:
        """Report the required sheets that are not there, with the sheet that may be meant."""
        read = {part.table.sheet for part in self._parts}
        for record, sheet in SHEETS.items():
            if record in self._without_headings:
                continue
            if sheet.required and not any(part.table.record is record for part in self._parts):
                free = [grid.name for grid in self.grids if grid.name not in read and grid.name not in self.set_aside]
                near = close_matches(sheet.name, free)
                values = {"wanted": sheet.name, "one_row_is": sheet.one_row_is, **({"near": near[0]} if near else {})}
                fault = Fault.NO_SHEET_BUT_NEAR if near else Fault.NO_SHEET
                self._problems.append(ReadIssue(IssueKind.NO_SHEET, sheet.name, None, fault, values))

    # -- one table

    def _read_rows(self, found: Found) -> _Part:
        problems: list[ReadIssue] = []
        names = list(found.columns)
        unvalued = self._unvalued_cells(found.grid)
        own = [name for name in names if not found.is_aside or name != "candidate_number"]
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
        left_out = passed.all()
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
            self._split_names(taken)
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
            if not (found.is_aside and name == "candidate_number"):
                self._report_column(found, name, taken[name], kept, unvalued, problems)
        fields = [taken[name].values if name in taken else repeat(None, len(kept)) for name in columns]
        records = list(map(found.record, repeat(found.grid.name), kept, *fields))
        remarks = [] if found.is_aside else [*passed.remarks(), *hidden(kept, found.grid.sheet.hidden_rows)]
        if is_merged:
            remarks.append(Remark(RemarkKind.MERGED_CELLS))
        if found.excel_table:
            remarks += _below_the_edge(found, kept)
            problems += self._left_out(found)
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
            problems += self._miss_columns(found)
            problems += self._guessed(found)
        return _Part(table, records, problems)

    @staticmethod
    def _split_names(taken: dict[str, _Taken]) -> None:
        """Surname and forenames of whole names."""
        for at, name in enumerate(("surname", "forenames")):
            raws, values, doubts = taken[name]
            taken[name] = _Taken(
                raws, [split_names([value])[0][at] or None if value else None for value in values], doubts
            )

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
        if column.kind in (Kind.DATE, Kind.YES_OR_DATE) and str in set(map(type, taken.raws)):
            self._text_dates.update(
                (sheet, row, number)
                for row, raw in zip(numbers, taken.raws, strict=True)
                if isinstance(raw, str) and raw
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
            problems.append(_of_words(cell, Fault.NO_GRADE_YET, words, count))
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
        at = found.columns[name]
        self._undated.update(
            (found.grid.name, row, at) for row, raw in zip(numbers, taken.raws, strict=True) if raw in done
        )
        for raws, fault in ((done, Fault.DONE_WITHOUT_DAY), (waiting, Fault.STILL_TO_COME)):
            count = sum(raw in raws for raw in taken.raws)
            if count:
                cell = Cell(found.grid.name, found.field_rows.get(name, found.heading_row), at, found.headings[name])
                problems.append(_of_words(cell, fault, raws, count))
        return done | waiting

    @staticmethod
    def _unvalued_cells(grid: Grid) -> Mapping[tuple[int, int], str | None]:
        """The cells of a sheet that show an error, with it, and those whose formula has no stored value, in order."""
        sheet = grid.sheet
        cells: dict[tuple[int, int], str | None] = dict.fromkeys(sorted(sheet.unvalued_formulas))
        return {**sheet.error_cells, **cells}

    @staticmethod
    def _miss_columns(found: Found) -> Iterator[ReadIssue]:
        for name, column in columns_of(found.record).items():
            several = found.unclear.get(name, ())
            if name in found.columns or not (column.required or several):
                continue
            place = several[0].column if several else min(found.columns.values())
            values: dict[str, Any] = {"column": column.heading}
            if several:
                values["near"] = {one.text: f"{column_letters(one.column)}{found.heading_row}" for one in several}
            yield ReadIssue(
                IssueKind.NO_COLUMN,
                found.grid.name,
                Cell(found.grid.name, found.heading_row, place, several[0].text if several else column.heading),
                Fault.SEVERAL_NEAR_COLUMNS if several else Fault.NO_COLUMN,
                values,
            )

    @staticmethod
    def _guessed(found: Found) -> Iterator[ReadIssue]:
        """What was taken for what it most likely means: headings, and the sheet's own name."""
        sheet = found.grid.name
        if found.reached_by is ReachedBy.NEAR_NAME:
            cell = Cell(sheet, found.heading_row, min(found.columns.values()), "")
            wanted = {"wanted": SHEETS[found.record].name}
            yield ReadIssue(IssueKind.NEARLY, sheet, cell, Fault.NEAR_SHEET, wanted)
        for guess in found.guesses:
            cell = Cell(sheet, found.heading_row, guess.column, guess.text)
            column = {"column": columns_of(found.record)[guess.field].heading}
            yield ReadIssue(IssueKind.NEARLY, sheet, cell, Fault.NEAR_HEADING, column)

    @staticmethod
    def _left_out(found: Found) -> Iterator[ReadIssue]:
        """Rows below an Excel table's row of totals: they are in no sum, and were not read."""
        tables = [table for table in found.grid.sheet.tables if table.name == found.excel_table and table.has_totals]
        if not tables:
            return
        rows = list(rows_below(found.grid, found, found.last_row + 1))
        if rows:
            name, at = next(iter(found.columns.items()))
            cell = Cell(found.grid.name, rows[0], at, found.headings[name])
            values = {"rows": rows, "count": len(rows), "table": found.excel_table}
            yield ReadIssue(IssueKind.LEFT_OUT, found.grid.name, cell, Fault.BELOW_TOTALS, values)

    # -- the Centre sheet

    def _take_labels(self, found: Found) -> None:
        values: dict[str, Any] = {}
        problems: list[ReadIssue] = []
        unvalued = self._unvalued_cells(found.grid)
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
        self._parts.append(_Part(table, [centre], problems))


def _without_r(taken: _Taken) -> _Taken:
    """A column of grades with R asked about and not taken: what else centres mean by it is no near pass."""
    strange = {raw for raw in set(taken.raws) if is_r(raw)}
    if not strange:
        return taken
    values = [None if raw in strange else value for raw, value in zip(taken.raws, taken.values, strict=True)]
    return _Taken(taken.raws, values, {**taken.doubts, **{raw: r_of_what(raw) for raw in strange}})


def _beside_it(found: Found, other: Headings) -> ReadIssue:
    """A second table of a kind beside the first: of the two only one was read."""
    at = min(one.column for one in other.matched.values())
    heading = next(one.text for one in other.matched.values() if one.column == at)
    cell = Cell(found.grid.name, other.row, at, heading)
    values = {"wanted": SHEETS[found.record].name, "place": cell.ref}
    return ReadIssue(IssueKind.LEFT_OUT, found.grid.name, cell, Fault.BESIDE_ANOTHER, values)


def _of_words(cell: Cell, fault: Fault, words: Iterable[Raw], count: int) -> ReadIssue:
    """Words in a column that mean the same in all their cells."""
    values = {"words": sorted(CellText(as_text(raw)) for raw in words), "count": count}
    return ReadIssue(IssueKind.NEARLY_RIGHT, cell.sheet, cell, fault, values)


def _below_the_edge(found: Found, kept: Sequence[int]) -> list[Remark]:
    """What is to be said where rows below an Excel table's edge were read as its rows."""
    (table,) = (table for table in found.grid.sheet.tables if table.name == found.excel_table)
    rows = [row for row in kept if row > table.last_row]
    return [of_rows(RemarkKind.BELOW_THE_EDGE, rows, table=table.name)] if rows else []


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


_CODE = regex(r"(?<!\d)\d{5}(?!\d)")
_TOP = 5
"""Rows at the top of a sheet whose titles say which qualification it is for."""


def _has_our_code(grid: Grid) -> bool:
    """Whether an entry code of OCR's Technicals or verified qualifications stands at the top of a sheet: that says more than its name."""
    found = {code for row in grid.rows[:_TOP] for raw in row if isinstance(raw, str) for code in _CODE.findall(raw)}
    return any(load_catalogue().coded(code) for code in found)


def _spans_lists(read: TableRead, found: Sequence[Found]) -> bool:
    """Whether a table takes its candidates from one of several lists that stand beside each other, and its units from another."""
    if read.table.matrix.is_turned:
        return False
    roles = IDENTITY | {Role.UNIT, Role.UNIT_TITLE}
    used = [column.at + 1 for column in read.columns if column.unit or column.role in roles]
    lists = [one for one in found if _is_whole(one) and one.heading_row == read.table.heading_row + 1]
    return (
        len(
            {
                place
                for place, one in enumerate(lists)
                if one.last_column
                for at in used
                if one.first_column <= at <= one.last_column
            }
        )
        > 1
    )


def _has_our_headings(found: Found) -> bool:
    """Whether the columns without which a row says nothing stand under the very headings of the template."""
    return all(
        name in found.columns and key(found.headings[name]) == key(column.heading)
        for name, column in columns_of(found.record).items()
        if column.required
    )


def _is_our_own(found: Found) -> bool:
    """Whether a list has the name and most of the headings of our own blank workbook, so that it only lacks a column."""
    columns = columns_of(found.record)
    same = sum(key(heading) == key(columns[name].heading) for name, heading in found.headings.items())
    return key(found.grid.name) == key(SHEETS[found.record].name) and same > _FEWEST_COLUMNS


def _is_asked_first(found: Found, sheets: Sheets) -> bool:
    """Whether trackers are read with the help of a list: of qualifications, of units, or one of entries, candidates or staff that is named so."""
    is_named = sheets.kind_named(found.grid) is found.record
    return found.record in (Unit, Qualification) or (is_named and found.record in (Entry, Candidate, Assessor))


def _told_apart(record: Record) -> object:
    """What tells a row from others where a sheet may repeat those of another. A visit of the same name on another day is another year's."""
    return (*identity(record), record.visit_date) if isinstance(record, Visit) else identity(record)


def _is_whole(found: Found) -> bool:
    needed = [name for name, column in columns_of(found.record).items() if column.required]
    return all(name in found.columns for name in needed)


def _is_a_list_of_units(found: Found) -> bool:
    """Whether a sheet that is named for units has a row for each: most of its headings are of ours, and no learner's name."""
    few = _FEWEST_OF_UNITS <= len(found.columns) >= len(found.unread)
    return found.record is Unit and "unit_number" in found.columns and few


def _codes(found: Found) -> list[str]:
    """The entry codes, or units, of a table's first rows."""
    at = found.columns.get("entry_code") or found.columns.get("unit_number")
    if at is None:
        return []
    rows = found.grid.rows[found.heading_row : found.heading_row + 40]
    return [as_text(row[at - 1]) for row in rows if len(row) >= at and not is_blank(row[at - 1])]


def unread_sheets(workbook: Workbook, book: Book) -> Iterator[str]:
    """The user's worksheets that nothing was read from, but for those that were set aside for a reason."""
    read = {table.sheet for table in book.tables} | set(workbook.earlier.sheets.values())
    read |= {one.sheet for one in book.set_aside}
    for sheet in workbook.sheets:
        if sheet.name not in read:
            yield sheet.name
