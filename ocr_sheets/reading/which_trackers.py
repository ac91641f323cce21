"""Which sheets are trackers, and what they give beside the lists of the workbook."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ocr_sheets.model.judgements import Judgement, JudgementKind
from ocr_sheets.model.reading_facts import AsideKind, Why
from ocr_sheets.model.records import (
    SHEETS,
    Assessor,
    Candidate,
    Centre,
    Claim,
    Closure,
    Entry,
    Qualification,
    Unit,
    Visit,
    columns_of,
)
from ocr_sheets.model.tables import IssueKind
from ocr_sheets.reading.cells import Grid
from ocr_sheets.reading.lines import code_of_cover
from ocr_sheets.reading.list_rows import ListReader
from ocr_sheets.reading.mapping import Mappings, SheetMap
from ocr_sheets.reading.raw import as_text
from ocr_sheets.reading.so_far import Part, SoFar
from ocr_sheets.reading.tables import Found, Sheets
from ocr_sheets.reading.trackers.context import Courses, courses_of
from ocr_sheets.reading.trackers.headings import IDENTITY, Role
from ocr_sheets.text import key

if TYPE_CHECKING:
    from ocr_sheets.reading.trackers.facts import TableRead
    from ocr_sheets.reading.trackers.workbook import TrackerSheets

_ABOUT_CANDIDATES = frozenset({"date_of_birth", "results_needed", "left_on", "entry_code"})
"""Columns that a list of candidates has and a tracker has no need of."""
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


class WhichTrackers:
    """Finds the trackers of a workbook, and reads them with the help of its lists."""

    def __init__(self, so_far: SoFar, lists: ListReader, mapping: Mappings, academic_year: int, date1904: bool) -> None:
        self._so_far = so_far
        self._lists = lists
        self._mapping = mapping
        self._academic_year = academic_year
        self._date1904 = date1904
        self._looked: TrackerSheets | None = None
        self._unread_cells: dict[str, int] = {}

    def find(self, kept: Sequence[Grid], found: Mapping[str, Sequence[Found]], sheets: Sheets) -> list[str]:
        """Read the sheets that are trackers, and leave those alone that only look like one. Returns their names."""
        maps = {name: mapped for name, mapped in self._mapping.sheets.items() if mapped.is_grid}
        may_be = [
            grid
            for grid in kept
            if grid.name in maps or (grid.name in found and self._may_be_a_tracker(grid, found[grid.name], sheets))
        ]
        if not may_be:
            return []
        from ocr_sheets.reading.trackers.workbook import (
            TrackerSheets,  # all that reads trackers, which most workbooks have none of
        )

        looked = self._looked = TrackerSheets(
            may_be,
            self._academic_year,
            self._date1904,
            self._so_far.records(Candidate),
            self._so_far.records(Assessor),
            _names_of_visits(found),
        )
        courses = courses_of(
            self._so_far.records(Qualification), self._so_far.records(Unit), self._so_far.records(Entry)
        )
        if not courses.codes:
            courses = replace(courses, codes=code_of_cover(kept))
        reads = {
            grid.name: read
            for grid in may_be
            if grid.name not in maps
            and (read := looked.read(grid.name, courses, self._mapping.answers.get(grid.name)))
            and self._is_better(grid.name, read, found[grid.name])
        }
        aside = {name: why for name in reads if (why := looked.why_aside(name, reads[name]))}
        for name in filter(looked.is_hidden, reads):
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
            self._so_far.trackers.aside[name] = self._so_far.set_aside[name] = why
            self._so_far.trackers.judgements.append(Judgement(kind, name, None, why.values))
        kept_names = [name for name in reads if name not in self._so_far.trackers.aside]
        for name in sorted(kept_names, key=looked.is_hidden):
            self._so_far.trackers.reads[name] = reads[name]
        rest = [
            grid.name
            for grid in may_be
            if grid.name not in reads and not found.get(grid.name) and grid.name not in maps
        ]
        taken = self._so_far.trackers.reads
        visits = [one for name in taken for one in looked.visits(name, taken[name], courses)]
        visits += looked.visits_elsewhere(rest, [one for each in taken.values() for one in each], courses)
        for visit, table, judgement in visits:
            self._so_far.trackers.visits.append((visit, table))
            self._so_far.trackers.judgements.append(judgement)
        return list(taken)

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
        part = self._lists.rows(claims)
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

    def _leave_nobodys_claims(self) -> None:
        """Take nothing of a list of claims that names its candidates several in a cell: the sheet is asked about."""
        self._so_far.parts = [
            part
            for part in self._so_far.parts
            if part.table.record is not Claim
            or "candidate_number" in part.table.columns
            or not (self._looked and self._looked.names_candidates(part.table.sheet))
        ]

    def tell_unread(self) -> None:
        """Ask about the sheets with grades that nothing was read from: nobody would miss them otherwise."""
        self._leave_nobodys_claims()
        read = (
            {part.table.sheet for part in self._so_far.parts}
            | set(self._so_far.set_aside)
            | set(self._so_far.trackers.reads)
        )
        for name in sorted(self._looked.keys - read if self._looked else ()):
            self._so_far.set_aside[name] = Why(AsideKind.KEY)
            read.add(name)
        for name in self._looked.names if self._looked else ():
            if name not in read and self._looked and self._looked.is_pivot(name):
                self._so_far.set_aside[name] = Why(AsideKind.PIVOT)
                read.add(name)
            if (
                name not in read
                and self._looked
                and (seen := self._looked.missed(name, self._so_far.records(Candidate)))
            ):
                self._so_far.trackers.judgements.append(
                    Judgement(JudgementKind.SHEET_NOT_READ, name, None, {"seen": seen}, True)
                )

    def take(self) -> None:
        """Makes records of what the trackers said, now that all lists are read."""
        if self._so_far.trackers.reads:
            self._take_merged()
        self._take_visits()

    def _take_merged(self) -> None:
        from ocr_sheets.reading.trackers.workbook import merged

        out = merged(
            self._so_far.trackers,
            self._so_far.records(Candidate),
            self._so_far.records(Claim),
            self._so_far.records(Assessor),
            self._so_far.records(Entry),
        )
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
            self._so_far.parts.append(Part(table, mine, []))
        for entered in out.entered:
            self._so_far.parts.append(Part(entered.table(), list(entered.entries), entered.problems))
            self._lists.undated |= entered.undated
            self._lists.text_dates |= entered.text_dates
        self._so_far.problems += self._so_far.trackers.problems
        self._lists.text_dates |= self._so_far.trackers.text_dates
        self._so_far.cells = out.cells

    def _take_visits(self) -> None:
        dated = {(visit.visit_date, key(visit.subject_area or "")) for visit in self._so_far.records(Visit)}
        for visit, table in self._so_far.trackers.visits:
            # The same visit may stand on Visits, and again above each tracker of its subject.
            if (visit.visit_date, key(visit.subject_area or "")) not in dated:
                dated.add((visit.visit_date, key(visit.subject_area or "")))
                self._so_far.parts.append(Part(table, [visit], []))


def _names_of_visits(found: Mapping[str, Sequence[Found]]) -> Iterator[str]:
    """What the lists of visits call them, before these are read: some trackers name the visit of a claim."""
    for one in (one for each in found.values() for one in each if one.record is Visit and "name" in one.columns):
        at = one.columns["name"] - 1
        for row in one.grid.rows[one.heading_row : one.last_row or None]:
            if len(row) > at and (text := as_text(row[at])):
                yield text


def is_register(found: Found, sheets: Sheets) -> bool:
    """Whether a tracker's sheet is also the list of candidates: it is named so, or says more of them than number and name."""
    if found.record is not Candidate or not _is_whole(found):
        return False
    return sheets.kind_named(found.grid) is Candidate or bool(set(found.columns) & _ABOUT_CANDIDATES)


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


def _is_whole(found: Found) -> bool:
    needed = [name for name, column in columns_of(found.record).items() if column.required]
    return all(name in found.columns for name in needed)


def _is_a_list_of_units(found: Found) -> bool:
    """Whether a sheet that is named for units has a row for each: most of its headings are of ours, and no learner's name."""
    few = _FEWEST_OF_UNITS <= len(found.columns) >= len(found.unread)
    return found.record is Unit and "unit_number" in found.columns and few
