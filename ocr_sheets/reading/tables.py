"""Which sheet is what, and where its columns are: sheets by name, by another name they go by or, failing both, by their headings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ocr_sheets.book import SHEETS, Candidate, Centre, Closure, Entry, Record, columns_of, key
from ocr_sheets.reading.cells import Grid
from ocr_sheets.reading.values import Raw, as_text

HEADING_ROWS = 30
"""How far down a sheet its headings are looked for."""

ENTRY_ON_CANDIDATES = ("entry_code", "entry_type", "entered_on")
"""The columns by which a small workbook carries one entry a candidate on Candidates itself."""


@dataclass(frozen=True)
class Found:
    """A sheet's table: the row its headings are in (Excel's), and the column (from 1) and heading of each field."""

    record: type[Record]
    grid: Grid
    heading_row: int
    columns: Mapping[str, int]
    headings: Mapping[str, str]
    reached_by: str
    is_aside: bool = False
    """Whether these are columns aside, on a sheet that is of another kind."""


def find_tables(grids: Sequence[Grid]) -> Iterator[Found]:
    """The tables of a workbook in the order of its sheets; sheets that hold none are passed over."""
    named = {grid.name: _by_name(grid.name) for grid in grids}
    taken = {record for record in named.values() if record}
    for grid in grids:
        record = named[grid.name]
        if record is Centre:
            yield _labels(grid)
        elif record:
            found = _headed(record, grid, "" if _is_name(record, grid.name) else "another name of the sheet")
            if found:
                yield found
        else:
            found = _by_headings(grid, taken)
            if found:
                yield found


def entries_on_candidates(found: Found) -> Found | None:
    """The entries that a Candidates sheet carries in columns of its own, if it does."""
    if found.record is not Candidate:
        return None
    wanted = {name: column for name, column in columns_of(Entry).items() if name in ENTRY_ON_CANDIDATES}
    spellings = {key(text): name for name, column in wanted.items() for text in (column.heading, *column.aliases)}
    columns, headings = _match(found.grid.rows[found.heading_row - 1], spellings, set(found.columns.values()))
    if "entry_code" not in columns:
        return None
    columns["candidate_number"] = found.columns["candidate_number"]
    headings["candidate_number"] = found.headings["candidate_number"]
    return Found(Entry, found.grid, found.heading_row, columns, headings, "columns of the Candidates sheet", True)


def _is_name(record: type[Record], name: str) -> bool:
    return key(name) == key(SHEETS[record].name)


def _by_name(name: str) -> type[Record] | None:
    for record, sheet in SHEETS.items():
        if key(name) in {key(text) for text in (sheet.name, *sheet.aliases)}:
            return record
    return None


def _spellings(record: type[Any]) -> dict[str, str]:
    """Every way a heading of the sheet may be written, and its field. A column's own heading goes before others' aliases."""
    columns = columns_of(record)
    found = {key(column.heading): name for name, column in columns.items()}
    for name, column in columns.items():
        for alias in column.aliases:
            found.setdefault(key(alias), name)
    return found


def _match(
    row: Sequence[Raw], spellings: Mapping[str, str], taken: set[int] | None = None
) -> tuple[dict[str, int], dict[str, str]]:
    columns: dict[str, int] = {}
    headings: dict[str, str] = {}
    for number, raw in enumerate(row, start=1):
        if not isinstance(raw, str) or not raw or (taken and number in taken):
            continue
        name = spellings.get(key(raw))
        if name and name not in columns:
            columns[name] = number
            headings[name] = " ".join(as_text(raw).split())
    return columns, headings


def _headed(record: type[Record], grid: Grid, reached_by: str) -> Found | None:
    """The table whose heading row, among the first rows, shows the most of the record's columns."""
    spellings = _spellings(record)
    best: Found | None = None
    for number, row in enumerate(grid.rows[:HEADING_ROWS], start=1):
        columns, headings = _match(row, spellings)
        if len(columns) > (len(best.columns) if best else 0):
            best = Found(record, grid, number, columns, headings, reached_by)
    needed = [name for name, column in columns_of(record).items() if column.required]
    return best if best and any(name in best.columns for name in needed) else None


def _by_headings(grid: Grid, taken: set[type[Record]]) -> Found | None:
    """A sheet under a name of its own that shows all the required headings of just one kind of sheet."""
    fits = []
    for record in SHEETS:
        if record in taken or record in (Centre, Closure):
            continue
        found = _headed(record, grid, "its headings")
        needed = [name for name, column in columns_of(record).items() if column.required]
        if found and all(name in found.columns for name in needed):
            fits.append(found)
    if not fits:
        return None
    most = max(len(found.columns) for found in fits)
    best = [found for found in fits if len(found.columns) == most]
    return best[0] if len(best) == 1 else None


def _labels(grid: Grid) -> Found:
    """The Centre sheet: a label and, in the next column, its value."""
    spellings = _spellings(Centre)
    columns: dict[str, int] = {}
    headings: dict[str, str] = {}
    for row in grid.rows:
        for number, raw in enumerate(row, start=1):
            name = spellings.get(key(raw)) if isinstance(raw, str) and raw else None
            if name and name not in columns:
                columns[name] = number + 1
                headings[name] = " ".join(as_text(raw).split())
                break
    return Found(Centre, grid, 1, columns, headings, "" if _is_name(Centre, grid.name) else "another name of the sheet")


def label_rows(found: Found) -> dict[str, int]:
    """For the Centre sheet: the row of each label."""
    rows: dict[str, int] = {}
    for number, row in enumerate(found.grid.rows, start=1):
        for name, column in found.columns.items():
            if name not in rows and len(row) >= column - 1:
                label = row[column - 2]
                if isinstance(label, str) and " ".join(as_text(label).split()) == found.headings[name]:
                    rows[name] = number
    return rows
