"""A workbook's tables as one `Book` of records, and a `ReadIssue` for each cell that could not be taken as it stands."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from ocr_sheets.model.book import Book
from ocr_sheets.model.identity import identity
from ocr_sheets.model.judgements import JudgementKind
from ocr_sheets.model.reading_facts import AsideKind, ReachedBy, Remark, RemarkKind, Why
from ocr_sheets.model.reading_words import why_words
from ocr_sheets.model.records import (
    RECORDS,
    SHEETS,
    Assessor,
    Candidate,
    Centre,
    Claim,
    Entry,
    Qualification,
    Record,
    Unit,
    Visit,
)
from ocr_sheets.model.tables import Drafts, SetAside, Table
from ocr_sheets.patching import Workbook
from ocr_sheets.reading.cells import Grid, read_grids
from ocr_sheets.reading.centre_words import title_of
from ocr_sheets.reading.corrections import settled
from ocr_sheets.reading.days import FIRST_MONTH
from ocr_sheets.reading.drafts import remarks_on, without_drafts
from ocr_sheets.reading.lines import lines_not_read
from ocr_sheets.reading.list_problems import beside_it
from ocr_sheets.reading.list_rows import ListReader
from ocr_sheets.reading.mapping import NO_MAPPING, Mappings
from ocr_sheets.reading.margin_notes import with_remarks
from ocr_sheets.reading.so_far import Part, SoFar
from ocr_sheets.reading.tables import Found, Sheets, entries_on_candidates
from ocr_sheets.reading.trackers.shapes import Words
from ocr_sheets.reading.which_sheets import WhichSheets
from ocr_sheets.reading.which_trackers import WhichTrackers, is_register

_REPEATED = 0.5
"""How many of a sheet's rows another sheet must hold too for it to be a copy or a view of that."""


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


class WorkbookReader:
    """Reads all there is of one workbook, and puts it together as a book."""

    def __init__(
        self,
        grids: Sequence[Grid],
        date1904: bool,
        mapping: Mappings,
        as_of: dt.date,
        drafts: Sequence[Drafts] = (),
    ) -> None:
        academic_year = as_of.year - (as_of.month < FIRST_MONTH)
        words = Words(academic_year, date1904)
        self._drafts = drafts
        self._mapping = mapping
        self.grids = grids
        self._place = {grid.name: place for place, grid in enumerate(grids)}
        self._so_far = SoFar(grids)
        self._lists = ListReader(date1904, academic_year, mapping, words)
        self._which = WhichSheets(self._so_far, mapping, academic_year, words)
        self._trackers = WhichTrackers(self._so_far, self._lists, mapping, academic_year, date1904)

    @property
    def has_required(self) -> bool:
        """Whether any sheet was found that a centre workbook must have, or work: a list of claims or of entries alone is enough, or
        a sheet with grades or candidates that is asked about.
        """
        return (
            bool(self._so_far.trackers.reads)
            or any(one.kind is JudgementKind.SHEET_NOT_READ for one in self._so_far.trackers.judgements)
            or any(
                (SHEETS[part.table.record].required or (part.table.record in (Claim, Entry) and part.records))
                and not part.table.is_aside
                for part in self._so_far.parts
            )
        )

    @property
    def near_by(self) -> str:
        """The sheets whose names are nearly those that are wanted, and those that were left alone, for the one sentence that says
        that nothing was found.
        """
        if not self._so_far.set_aside:
            return ""
        return f" ({'; '.join(f'“{name}” was left alone: {why_words(why)}' for name, why in self._so_far.set_aside.items())})"

    def book(self, as_of: dt.date, mapping: Mappings = NO_MAPPING) -> Book:
        """The whole, as a book. Tables and rows are in the order of the sheets."""
        parts = [
            # A table that only repeats another, on a sheet of which something else was read.
            part._replace(
                table=part.table._replace(remarks=[*part.table.remarks, Remark(RemarkKind.NOT_ALL_READ, {"why": why})])
            )
            if (why := self._so_far.set_aside.get(part.table.sheet)) and not part.table.block
            else part
            for part in sorted(self._so_far.parts, key=lambda part: self._place[part.table.sheet])
        ]
        read = {part.table.sheet for part in parts}
        records: defaultdict[type[Record], list[Any]] = defaultdict(list)
        for part in parts:
            records[part.table.record] += part.records
        # Claims of a grid are in the order of its rows, as they stand on the sheet.
        if self._so_far.trackers.reads:
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
            problems=(*(problem for part in parts for problem in part.problems), *self._so_far.problems),
            text_dates=frozenset(self._lists.text_dates),
            undated=frozenset(self._lists.undated),
            set_aside=tuple(
                SetAside(grid.name, self._so_far.set_aside[grid.name])
                for grid in self.grids
                if grid.name in self._so_far.set_aside and grid.name not in read
            ),
            title=title_of(self.grids, [part.table for part in parts]),
            mapping=mapping.name,
            cells=self._so_far.cells,
            column_readings=tuple(self._so_far.trackers.readings),
            judgements=(
                *(
                    one
                    for name, told in self._so_far.weighed.items()
                    if name in read and name not in self._so_far.trackers.reads
                    for one in told
                ),
                *self._so_far.trackers.judgements,
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
            yield table._replace(remarks=[*table.remarks, *remarks]) if remarks else table

    def read(self) -> None:
        """Read all there is."""
        kept = [
            grid for grid in self.grids if not self._which.is_left_alone(grid) and not self._which.is_our_guide(grid)
        ]
        sheets = Sheets(kept, self._mapping.sheets)
        found = {grid.name: self._which.find(sheets, grid) for grid in kept}
        self._which.leave_copies(found)
        for name in [name for name in found if name in self._so_far.set_aside]:
            del found[name]
        first = [one for tables in found.values() for one in tables if _is_asked_first(one, sheets)]
        for one in sorted(first, key=lambda one: one.is_alone):
            self._take(one, sheets)
        for name in self._trackers.find(kept, found, sheets):
            found[name] = [each for each in found[name] if is_register(each, sheets)]
        for name in [name for name in found if name in self._so_far.trackers.aside]:
            del found[name]
        rest = [one for tables in found.values() for one in tables if not _is_asked_first(one, sheets)]
        for one in sorted(rest, key=lambda one: one.is_alone):
            self._take(one, sheets)
        self._trackers.take()
        self._trackers.tell_unread()
        self._tell_lines(kept)
        self._which.look_for_headings(kept, sheets)
        self._which.look_for_sheets()

    def _tell_lines(self, kept: Sequence[Grid]) -> None:
        """Ask about the lines above tables and on sheets without any that say when entries or the consortium's form were made."""
        headings: dict[str, int] = {}
        for part in self._so_far.parts:
            name = part.table.sheet
            if part.table.reached_by is ReachedBy.LINE_OF_TEXT:
                continue  # a visit in a line has no headings
            headings[name] = min(part.table.heading_row, headings.get(name, part.table.heading_row))
        left = [grid for grid in kept if grid.name not in self._so_far.set_aside]
        self._so_far.trackers.judgements += lines_not_read(left, headings)

    def _take(self, found: Found, sheets: Sheets) -> None:
        if found.record is Centre:
            self._so_far.parts.append(self._lists.labels(found))
            return
        part = self._lists.rows(found)
        if other := sheets.another_beside(found):
            part.problems.append(beside_it(found, other))
        if found.is_alone and self._repeats(part, found):
            return
        self._so_far.parts.append(part)
        entries = entries_on_candidates(found, sheets.top(found.grid))
        if entries:
            self._so_far.parts.append(self._lists.rows(entries))

    def _repeats(self, part: Part, found: Found) -> bool:
        """Whether a sheet that is known by its headings only holds rows that another sheet has. It is left alone then, and named."""
        if found.record is Centre or not part.records:
            return False
        others: dict[object, str] = {}
        for held in self._so_far.parts:
            if held.table.record is found.record and held.table.sheet != found.grid.name:
                others.update((_told_apart(record), held.table.sheet) for record in held.records)
        again = [others[known] for record in part.records if (known := _told_apart(record)) in others]
        if len(again) < _REPEATED * len(part.records):
            return False
        if found.grid.name not in self._so_far.trackers.reads:
            other = max(set(again), key=again.count)
            values = {"count": len(again), "of": len(part.records), "sheet": other}
            self._so_far.set_aside[found.grid.name] = Why(AsideKind.REPEATS, values)
        return True


def _is_asked_first(found: Found, sheets: Sheets) -> bool:
    """Whether trackers are read with the help of a list: of qualifications, of units, or one of entries, candidates or staff that is named so.
    A list with initials and names, and nothing else that is not of staff, is one of staff under any name.
    """
    is_staff = found.record is Assessor and {"code", "name"} <= set(found.columns) and not found.unread
    is_named = is_staff or sheets.kind_named(found.grid) is found.record
    return found.record in (Unit, Qualification) or (is_named and found.record in (Entry, Candidate, Assessor))


def _told_apart(record: Record) -> object:
    """What tells a row from others where a sheet may repeat those of another. A visit of the same name on another day is another year's."""
    return (*identity(record), record.visit_date) if isinstance(record, Visit) else identity(record)


def unread_sheets(workbook: Workbook, book: Book) -> Iterator[str]:
    """The user's worksheets that nothing was read from, but for those that were set aside for a reason."""
    read = {table.sheet for table in book.tables} | set(workbook.earlier.sheets.values())
    read |= {one.sheet for one in book.set_aside}
    for sheet in workbook.sheets:
        if sheet.name not in read:
            yield sheet.name
