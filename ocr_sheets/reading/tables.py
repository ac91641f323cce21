"""Which sheet is what, and where its columns are: sheets by name, by another name they go by or, failing both, by their headings."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ocr_sheets.book import SHEETS, Candidate, Centre, Closure, Column, Entry, Record, columns_of, key
from ocr_sheets.reading.cells import Grid
from ocr_sheets.reading.values import Raw, as_text

HEADING_ROWS = 30
"""How far down a sheet its headings are looked for."""

_SUPERSEDED = re.compile(r"\b(?:old|archived?|superseded|backup|do not use|don.t use)\b", re.IGNORECASE)
"""What a centre marks a sheet with that it keeps and no longer uses. Such a sheet is not taken by its headings."""

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
    is_two_lines: bool = False
    """Whether the headings begin in the row above the heading row."""
    field_rows: Mapping[str, int] = field(default_factory=dict)
    """Only where the sheet is labels and values: the row of each field."""

    @property
    def lines(self) -> Sequence[Sequence[Raw]]:
        """The one or two rows that the headings are in."""
        return self.grid.rows[self.heading_row - 1 - self.is_two_lines : self.heading_row]

    @property
    def unread(self) -> Sequence[str]:
        """The headings of the lower line that were taken for nothing, in order."""
        others = (
            " ".join(as_text(raw).split())
            for number, raw in enumerate(self.lines[-1], start=1)
            if isinstance(raw, str) and raw.strip() and number not in self.columns.values()
        )
        return list(others)

    def near(self, heading: str) -> tuple[str, int] | None:
        """A heading that was not taken for anything and is almost this one, with its column."""
        others = {
            key(raw): (" ".join(as_text(raw).split()), number)
            for number, raw in enumerate(self.lines[-1], start=1)
            if isinstance(raw, str) and raw and number not in self.columns.values()
        }
        close = difflib.get_close_matches(key(heading), others, n=1, cutoff=_ALIKE)
        return others[close[0]] if close else None


_ALIKE = 0.8
"""How alike two headings are where one may be a slip for the other: of 1, as difflib reckons."""


def kind_named(grid: Grid) -> type[Record] | None:
    """The kind of record that a sheet should hold by its name."""
    return _by_name(grid.name)


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
        elif not _SUPERSEDED.search(grid.name):
            found = _by_headings(grid, taken)
            if found:
                yield found


def entries_on_candidates(found: Found) -> Found | None:
    """The entries that a Candidates sheet carries in columns of its own, if it does."""
    if found.record is not Candidate:
        return None
    wanted = {name: column for name, column in columns_of(Entry).items() if name in ENTRY_ON_CANDIDATES}
    columns, headings = _match(found.lines, _spellings_of(wanted), set(found.columns.values()))
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


Spellings = Mapping[str, tuple[str, int]]
"""Every way a heading may be written: its field, and how far it is from the field's own heading, which is 0."""


def _spellings_of(columns: Mapping[str, Column]) -> Spellings:
    found = {key(column.heading): (name, 0) for name, column in columns.items()}
    for name, column in columns.items():
        for place, alias in enumerate(column.aliases, start=1):
            found.setdefault(key(alias), (name, place))
    return found


def _spellings(record: type[Any]) -> Spellings:
    """The ways in which the headings of a sheet may be written. A column's own heading goes before others' aliases."""
    return _spellings_of(columns_of(record))


def _texts(lines: Sequence[Sequence[Raw]], place: int) -> Iterator[str]:
    """What may be a column's heading: its lines together, then the lowest alone, which may stand below a banner."""
    texts = [raw for row in lines if isinstance(raw := row[place], str) and raw]
    if len(texts) > 1:
        yield " ".join(texts)
    yield from texts[-1:]


def _match(
    lines: Sequence[Sequence[Raw]], spellings: Spellings, taken: set[int] | None = None
) -> tuple[dict[str, int], dict[str, str]]:
    """The column and heading of each field. Of two columns that could be one field, that whose heading is nearer to the field's own:
    "Candidate" may hold names where "Candidate number" stands beside it.
    """
    best: dict[str, tuple[int, int, str]] = {}
    for place in range(len(lines[-1])):
        if taken and place + 1 in taken:
            continue
        for text in _texts(lines, place):
            field_and_distance = spellings.get(key(text))
            if field_and_distance:
                name, distance = field_and_distance
                candidate = (distance, place + 1, " ".join(as_text(text).split()))
                best[name] = min(best.get(name, candidate), candidate)
                break
    in_order = sorted(best.items(), key=lambda item: item[1][1])
    return {name: number for name, (_, number, _) in in_order}, {name: text for name, (_, _, text) in in_order}


def _headed(record: type[Record], grid: Grid, reached_by: str) -> Found | None:
    """The table whose heading row, among the first rows, shows the most of the record's columns. Headings over two lines are taken
    where they show more than either line alone.
    """
    spellings = _spellings(record)
    best: Found | None = None
    rows = grid.rows[:HEADING_ROWS]
    for is_two_lines in (False, True):
        for number in range(1 + is_two_lines, len(rows) + 1):
            columns, headings = _match(rows[number - 1 - is_two_lines : number], spellings)
            if len(columns) > (len(best.columns) if best else 0):
                best = Found(record, grid, number, columns, headings, reached_by, is_two_lines=is_two_lines)
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
    """The Centre sheet: labels, each with its value in the next cell of its row that holds something, or in the cell beside it."""
    spellings = _spellings(Centre)
    best: dict[str, tuple[int, int, int, str]] = {}
    for number, row in enumerate(grid.rows, start=1):
        place = 0
        while place < len(row):
            raw = row[place]
            named = spellings.get(key(raw)) if isinstance(raw, str) and raw else None
            place += 1
            if named and isinstance(raw, str):
                held = next((at for at in range(place, len(row)) if row[at] != ""), len(row))
                is_another = held < len(row) and _is_label(row[held], spellings)
                if is_another and held == place:
                    continue  # two labels side by side: the values stand elsewhere
                value = place if is_another or held == len(row) else held
                candidate = (named[1], number, value + 1, " ".join(as_text(raw).split()))
                best[named[0]] = min(best.get(named[0], candidate), candidate)
                place = held if is_another else held + 1
    return Found(
        Centre,
        grid,
        1,
        {name: column for name, (_, _, column, _) in best.items()},
        {name: text for name, (_, _, _, text) in best.items()},
        "" if _is_name(Centre, grid.name) else "another name of the sheet",
        field_rows={name: row for name, (_, row, _, _) in best.items()},
    )


def _is_label(raw: Raw, spellings: Spellings) -> bool:
    return isinstance(raw, str) and key(raw) in spellings
