"""Which sheets are read as what, which are left alone, and which are missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ocr_sheets.matching.fuzzy import close_matches
from ocr_sheets.model.reading_facts import AsideKind, Fault, Why
from ocr_sheets.model.records import (
    GUIDE_SHEET,
    SHEETS,
    Record,
    columns_of,
)
from ocr_sheets.model.tables import Cell, IssueKind, ReadIssue
from ocr_sheets.reading.answers import answered, as_said, check_answers, still_open
from ocr_sheets.reading.cells import Grid
from ocr_sheets.reading.column_evidence import Weighing
from ocr_sheets.reading.mapping import Mappings
from ocr_sheets.reading.raw import as_text, is_blank
from ocr_sheets.reading.skipped_sheets import are_of_others, is_elsewhere, is_of_others, is_old, year_said, years_named
from ocr_sheets.reading.so_far import SoFar
from ocr_sheets.reading.tables import Found, Sheets, Unclear
from ocr_sheets.reading.trackers.shapes import Words
from ocr_sheets.reading.values import known_codes_in
from ocr_sheets.text import key

_ONLY_OURS = frozenset({"claimed_on", "entered_on", "type_told_on", "sample_requested_on"})
"""Columns that no sheet about something else has."""
_TOP = 5
"""Rows at the top of a sheet whose titles say which qualification it is for."""


class WhichSheets:
    """Decides what each sheet is. What it leaves alone it names, with the reason."""

    def __init__(self, so_far: SoFar, mapping: Mappings, academic_year: int, words: Words) -> None:
        self._so_far = so_far
        self._mapping = mapping
        self._academic_year = academic_year
        self._words = words
        self._without_headings: set[type[Record]] = set()

    def is_left_alone(self, grid: Grid) -> bool:
        """Whether a sheet is not read, by its name or by the mapping file: it is named, and why."""
        mapped = self._mapping.sheets.get(grid.name)
        if mapped:
            why = Why(AsideKind.MAPPING_FILE) if mapped.is_nothing else None
        else:
            others = None if _has_our_code(grid) else is_of_others(grid.name)
            old = is_old(grid.name)
            why = others or (None if old and old.kind is AsideKind.COPY else old)
        if why:
            self._so_far.set_aside[grid.name] = why
        return bool(why)

    def is_our_guide(self, grid: Grid) -> bool:
        """Whether a sheet is the template's own, of advice and nothing else: it is told among those that were not read."""
        top = grid.rows[0][:1] if grid.rows else []
        return grid.name == GUIDE_SHEET and top == [GUIDE_SHEET] and grid.name not in self._mapping.sheets

    def find(self, sheets: Sheets, grid: Grid) -> list[Found]:
        """The lists on a sheet, each with its columns as headings and cells together say."""
        mapped = self._mapping.sheets.get(grid.name)
        if mapped and mapped.is_grid and not mapped.record:
            return []
        try:
            found = sheets.find(grid)
        except Unclear as unclear:
            kinds = {"kinds": [SHEETS[record].name for record in unclear.kinds]}
            self._so_far.set_aside[grid.name] = Why(AsideKind.SEVERAL_KINDS, kinds)
            cell = Cell(grid.name, 1, 1, "")
            self._so_far.problems.append(
                ReadIssue(IssueKind.UNCLEAR_SHEET, grid.name, cell, Fault.SEVERAL_KINDS, kinds)
            )
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
            self._so_far.weighed[grid.name] = still_open(self._so_far.weighed[grid.name], answers, grid)
        if sheets.kind_named(grid) is None:
            are_known = bool(found) and all(len(one.columns) >= len(one.unread) for one in found)
            if (why := is_elsewhere(grid.name, are_known)) and not any(set(one.columns) & _ONLY_OURS for one in found):
                if found:
                    self._so_far.set_aside[grid.name] = why
                return []
            for one in found:
                if why := are_of_others(_codes(one)):
                    self._so_far.set_aside[grid.name] = why
        return found

    def _weighed(self, found: Found) -> Found:
        """A list with its columns as their headings and their cells together say."""
        weighing = Weighing(found, self._words)
        weighed = weighing.weighed()
        self._so_far.weighed[found.grid.name].extend(weighing.judgements)
        return weighed

    def leave_copies(self, found: Mapping[str, Sequence[Found]]) -> None:
        """Leave alone the sheets whose name says that they are copies, or of an earlier year, where there are others of the kind."""
        year = self._academic_year
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
                self._so_far.set_aside[name] = why

    def look_for_headings(self, grids: Sequence[Grid], sheets: Sheets) -> None:
        """Report the sheets that by their name should hold records, and show no headings that are known."""
        read = {part.table.sheet for part in self._so_far.parts} | set(self._so_far.set_aside)
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
                self._so_far.problems.append(ReadIssue(IssueKind.NO_COLUMN, grid.name, cell, Fault.NO_HEADINGS, wanted))

    def look_for_sheets(self) -> None:
        """Report the required sheets that are not there, with the sheet that may be meant."""
        read = {part.table.sheet for part in self._so_far.parts}
        for record, sheet in SHEETS.items():
            if record in self._without_headings:
                continue
            if sheet.required and not any(part.table.record is record for part in self._so_far.parts):
                free = [
                    grid.name
                    for grid in self._so_far.grids
                    if grid.name not in read and grid.name not in self._so_far.set_aside
                ]
                near = close_matches(sheet.name, free)
                values = {"wanted": sheet.name, "one_row_is": sheet.one_row_is, **({"near": near[0]} if near else {})}
                fault = Fault.NO_SHEET_BUT_NEAR if near else Fault.NO_SHEET
                self._so_far.problems.append(ReadIssue(IssueKind.NO_SHEET, sheet.name, None, fault, values))


def _has_our_code(grid: Grid) -> bool:
    """Whether an entry code of OCR's Technicals or verified qualifications stands at the top of a sheet: that says more than its name."""
    return any(known_codes_in(raw) for row in grid.rows[:_TOP] for raw in row if isinstance(raw, str))


def _codes(found: Found) -> list[str]:
    """The entry codes, or units, of a table's first rows."""
    at = found.columns.get("entry_code") or found.columns.get("unit_number")
    if at is None:
        return []
    rows = found.grid.rows[found.heading_row : found.heading_row + 40]
    return [as_text(row[at - 1]) for row in rows if len(row) >= at and not is_blank(row[at - 1])]
