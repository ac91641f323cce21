"""Which sheet is what, and where its columns are: as the mapping file says or, failing that, sheets by name, by another name they go
by, by a name that is nearly that, or by their headings. Excel tables are taken as their edges say.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ocr_sheets.matching.fuzzy import close_matches, words_of
from ocr_sheets.model.reading_facts import ReachedBy
from ocr_sheets.model.records import SHEETS, Candidate, Centre, Closure, Entry, Record, columns_of
from ocr_sheets.patterns import regex
from ocr_sheets.reading.cells import Grid
from ocr_sheets.reading.days import read_date
from ocr_sheets.reading.headings import (
    Guess,
    Headings,
    Line,
    headings_in,
    match,
    near_misses,
    required_of,
    shown,
    spellings,
    spellings_of,
    top_of,
)
from ocr_sheets.reading.mapping import SheetMap
from ocr_sheets.reading.raw import Raw, UnreadableValue, is_blank
from ocr_sheets.reading.trackers.headings import Role, role_of
from ocr_sheets.reading.values import is_known_code
from ocr_sheets.text import key

ENTRY_ON_CANDIDATES = ("entry_code", "entry_type", "entered_on", "withdrawn_on")
"""The columns by which a small workbook carries one entry a candidate on Candidates itself."""
ENOUGH_DISTINCT = 2
"""Headings that no other kind of sheet has, where a required one is missing and the sheet's name says nothing."""
ENOUGH_CLOSURE = 3
"""From, To and Reason: of From and To alone a sheet of closures is not known by its headings."""
ENOUGH_LABELS = 3
"""Labels of the Centre sheet by which one of another name is known."""
_MANY = 3
_FEWEST_BELOW = 2
"""Cells under headings that are known by which a row right below an Excel table is one more of its rows, and no note."""
_MOST_EMPTY = 5
"""Rows of nothing of its own after which a table does not go on."""
_A_CANDIDATES = frozenset({"candidate_number", "uln", "uci", "date_of_birth", "entry_code"})
"""What a list of candidates says besides names, where the name of its sheet does not say what it is."""
_NAMES = frozenset({"surname", "forenames"})
_FEWEST_SIDEWAYS = 2
"""Labels in a row, and nothing else, by which the Centre sheet lies sideways."""
_SEEN = 200
_FEWEST_CELLS = 2
"""Rows that are looked at for what a column's cells say, and the fewest cells that say it."""
_OF_ENTRY = regex(
    r"(?:ocr )?(?:entr(?:y|ies)|entered|regist(?:ered|rations?)|reg'?d)"
    r"(?: (?:in|made|sent|done|on|date|ocr|with ocr))*\s*[?:]?",
    re.IGNORECASE,
)
"""Headings under which days are those of entries, and ticks or names may be anything."""
_OF_A_PROGRAM = regex(r"\s*[-–—_]\s*Table\s*\d+(?:\s*[-–—_]\s*\d+)?$", re.IGNORECASE)
"""What Numbers adds to the name of a sheet: it writes Claims as “Claims - Table 1”."""


class Found(NamedTuple):
    """A sheet's table: the row its headings are in (Excel's), and the column (from 1) and heading of each field."""

    record: type[Record]
    grid: Grid
    heading_row: int
    columns: Mapping[str, int]
    headings: Mapping[str, str]
    reached_by: ReachedBy
    is_aside: bool = False
    """Whether these are columns aside, on a sheet that is of another kind."""
    field_rows: Mapping[str, int] = {}
    """Only where the sheet is labels and values: the row of each field."""
    unread: Sequence[str] = ()
    """The headings that were taken for nothing."""
    first_column: int = 0
    last_column: int = 0
    """The columns it stands in, where other tables stand beside it; 0 and 0 where it has the sheet to itself."""
    last_row: int = 0
    """The last of its rows, where it is known; 0 where it goes on to the end of the sheet."""
    guesses: Sequence[Guess] = ()
    """The headings that are nearly right and were taken."""
    unclear: Mapping[str, Sequence[Guess]] = {}
    """The headings that are nearly right and were not taken, since there are several for the one field."""
    excel_table: str = ""
    """The name of the Excel table it is, if it is one."""
    one_name: str = ""
    """The heading of the column that surname and forenames share, if they do."""

    @property
    def is_alone(self) -> bool:
        """Whether it was known by its headings and nothing else."""
        return self.reached_by == ReachedBy.HEADINGS

    def span(self, row: Sequence[Raw]) -> Sequence[Raw]:
        """Its part of a row."""
        return row[self.first_column - 1 : self.last_column] if self.last_column else row


class Unclear(Exception):
    """A sheet could be more than one thing: the kinds it could be."""

    def __init__(self, kinds: Sequence[type[Record]]) -> None:
        super().__init__()
        self.kinds = kinds


class Sheets:
    """The sheets that may hold tables, and what their names say."""

    def __init__(self, grids: Sequence[Grid], maps: Mapping[str, SheetMap] | None = None) -> None:
        self.grids = grids
        self._maps = maps or {}
        self._tops: dict[str, Sequence[Line]] = {}
        self._named = {grid.name: _by_name(plain_name(grid.name)) for grid in grids}
        self._of_a_kind = {record for record in self._named.values() if record}

    def top(self, grid: Grid) -> Sequence[Line]:
        """The rows of a sheet in which headings may stand."""
        if grid.name not in self._tops:
            self._tops[grid.name] = top_of(grid)
        return self._tops[grid.name]

    def kind_named(self, grid: Grid) -> type[Record] | None:
        """The kind of record that a sheet should hold by its name."""
        return self._named[grid.name]

    def find(self, grid: Grid) -> list[Found]:
        """The tables of a sheet. Raises `Unclear` where its headings fit several kinds as well."""
        mapped = self._maps.get(grid.name)
        if mapped and mapped.record:
            return self._mapped(mapped.record, mapped, grid)
        record = self._named[grid.name]
        if record is Centre:
            return [_labels(grid, ReachedBy.NAME if _is_name(Centre, grid.name) else ReachedBy.OTHER_NAME)]
        if record:
            reached_by = ReachedBy.NAME if _is_name(record, grid.name) else ReachedBy.OTHER_NAME
            main = self._headed(record, grid, reached_by)
        else:
            main = self._unnamed(grid)
        if main is None or main.record is Centre:
            return [main] if main else []
        return self._with_others(main)

    def another_beside(self, found: Found) -> Headings | None:
        """A whole table of the same kind in other columns of the same row, which is not read."""
        if found.record is Centre or found.grid.name in self._maps or not found.last_column:
            return None
        top = self.top(found.grid)
        rows = [found.heading_row]
        if found.heading_row > len(top):
            return None
        width = range(1, len(top[0]) + 1)
        within = [at for at in width if not found.first_column <= at <= found.last_column]
        other = headings_in(found.record, found.grid, top, rows=rows, within=within, two_lines=(False,))
        return other if other and _is_whole(found.record, other) else None

    # -- one table

    def _headed(self, record: type[Record], grid: Grid, reached_by: ReachedBy) -> Found | None:
        """The table of such records on a sheet: an Excel table, where one shows as many of its headings as any row."""
        best = headings_in(record, grid, self.top(grid), is_another=self._is_another(record))
        for table in grid.sheet.tables:
            top = self._line(grid, table.first_row)
            if top is None or table.last_row <= table.first_row:
                continue
            within = range(table.first_col, table.last_col + 1)
            found = headings_in(record, grid, top, rows=[1], within=within, two_lines=(False,))
            if found and len(found.matched) >= (len(best.matched) if best else 0):
                headings = found._replace(row=table.first_row)
                made = _found(record, grid, headings, reached_by)
                last_row = table.last_row - 1 if table.has_totals else _goes_on_to(grid, made, table.last_row)
                return made._replace(
                    last_row=last_row,
                    first_column=table.first_col,
                    last_column=table.last_col,
                    excel_table=table.name,
                )
        return _found(record, grid, best, reached_by) if best else None

    def _line(self, grid: Grid, row: int) -> list[Line] | None:
        if row > len(grid.rows):
            return None
        width = max(len(line) for line in grid.rows[: row + 1])
        return [[*grid.rows[row - 1], *[""] * (width - len(grid.rows[row - 1]))]]

    def _is_another(self, record: type[Record]) -> object:
        """Whether a run of columns beside those of a kind is a table of another kind."""

        def is_another(grid: Grid, row: int, columns: Sequence[int]) -> bool:
            top = self.top(grid)
            for other in SHEETS:
                if other not in (record, Centre) and len(columns) > 1:
                    found = headings_in(other, grid, top, rows=[row], within=columns, two_lines=(False,))
                    if found and _is_whole(other, found):
                        return True
            return False

        return is_another

    def _mapped(self, record: type[Record], mapped: SheetMap, grid: Grid) -> list[Found]:
        said = ReachedBy.MAPPING_FILE
        if record is Centre:
            return [_labels(grid, said)]
        top = self.top(grid)
        if mapped.heading_row and mapped.heading_row > len(top):
            top = [*grid.rows[: mapped.heading_row]]
            width = max(map(len, top), default=0)
            top = [[*row, *[""] * (width - len(row))] for row in top]
        rows = [mapped.heading_row] if mapped.heading_row else None
        # Of two lines a heading is looked for in both together and then in the lower alone, so two are never too many.
        lines = (mapped.heading_row > 1,) if mapped.heading_row else (False, True)
        best = headings_in(record, grid, top, rows=rows, two_lines=lines)
        if best is None and mapped.columns:
            best = self._headings_mapped(mapped, top)
        if best is None:
            return []
        return [_found(record, grid, mapped.applied(best, columns_of(record)), said, is_settled=bool(mapped.columns))]

    @staticmethod
    def _headings_mapped(mapped: SheetMap, top: Sequence[Line]) -> Headings | None:
        """The row that shows the most of the headings that the mapping file names."""
        wanted = {key(text) for text in mapped.columns.values()}
        rows = [mapped.heading_row] if mapped.heading_row else range(1, len(top) + 1)
        counted = [
            (len(wanted & {key(raw) for raw in top[row - 1] if isinstance(raw, str)}), -row)
            for row in rows
            if row <= len(top)
        ]
        if not counted or (not max(counted)[0] and not mapped.heading_row):
            return None
        row = -max(counted)[1]
        lines = top[max(row - 2, 0) : row]
        return Headings(row, lines, {}, range(1, len(lines[-1]) + 1))

    # -- a sheet of no known name

    def _unnamed(self, grid: Grid) -> Found | None:
        if not any(any(raw != "" for raw in row) for row in self.top(grid)):
            return None
        name = plain_name(grid.name)
        hinted, near = _hinted(name), _nearly(name)
        if Centre in hinted or near is Centre:
            found = _labels(grid, ReachedBy.NEAR_NAME if near else ReachedBy.OTHER_NAME)
            if len(found.columns) >= ENOUGH_LABELS:
                return found
        fits: list[tuple[int, Found]] = []
        for record in SHEETS:
            if record is Centre:
                continue
            headings = headings_in(record, grid, self.top(grid), is_another=self._is_another(record))
            is_hinted = record in hinted or record is near
            if headings and _is_enough(record, headings, is_hinted, record in self._of_a_kind):
                made = self._headed(record, grid, ReachedBy.HEADINGS)
                if made:
                    weight = len(made.columns) + 2 * _is_whole(record, headings) + 3 * is_hinted
                    fits.append((weight, made))
        if not fits:
            return None
        most = max(weight for weight, _ in fits)
        best = [found for weight, found in fits if weight == most]
        if len(best) > 1:
            taken = [column for found in best for column in found.columns.values()]
            if len(set(taken)) == len(taken):
                return best[0]  # tables of several kinds side by side: the others are found beside the first
            raise Unclear([found.record for found in best])
        (found,) = best
        if found.record in hinted:
            return found._replace(reached_by=ReachedBy.NAME_AND_HEADINGS)
        return found._replace(reached_by=ReachedBy.NEAR_NAME) if found.record is near else found

    # -- several tables on a sheet

    def _with_others(self, main: Found) -> list[Found]:
        """A table, and those of other kinds that stand beside or below it, whole: all that they require, and no sheet of their own."""
        grid = main.grid
        found = [main]
        for record in SHEETS:
            if record in self._of_a_kind or record is Centre or record is main.record:
                continue
            for other in self._beside(record, grid, found):
                if other is not None and _is_whole_found(other):
                    found.append(other)
                    break
        if len(found) == 1:
            return found
        found.sort(key=lambda one: (one.heading_row, one.first_column))
        return [self._ended(one, found) for one in found]

    def _beside(self, record: type[Record], grid: Grid, found: Sequence[Found]) -> Iterator[Found | None]:
        top = self.top(grid)
        taken = {column for one in found for column in range(one.first_column, one.last_column + 1)}
        width = max(map(len, top), default=0)
        beside = headings_in(record, grid, top, within=set(range(1, width + 1)) - taken)
        yield _found(record, grid, beside, ReachedBy.HEADINGS) if beside else None
        lowest = max(one.heading_row for one in found)
        rows = range(lowest + 2, len(top) + 1)
        below = headings_in(record, grid, top, rows=list(rows), two_lines=(False,))
        yield _found(record, grid, below, ReachedBy.HEADINGS) if below else None

    @staticmethod
    def _ended(one: Found, found: Sequence[Found]) -> Found:
        """A table that ends where another begins below it."""
        below = [
            other.heading_row
            for other in found
            if other.heading_row > one.heading_row
            and other.first_column <= one.last_column
            and one.first_column <= other.last_column
        ]
        last = min(below, default=0) - 1
        return one._replace(last_row=last if last > 0 and (not one.last_row or last < one.last_row) else one.last_row)


def _found(
    record: type[Record], grid: Grid, headings: Headings, reached_by: ReachedBy, is_settled: bool = False
) -> Found:
    """The table that has these headings. Where the mapping file has settled its columns, nothing more is guessed."""
    guesses, unclear = ([], {}) if is_settled else near_misses(record, headings)
    columns = {name: (one.column, one.text) for name, one in headings.matched.items()}
    columns.update({guess.field: (guess.column, guess.text) for guess in guesses})
    in_order = sorted(columns.items(), key=lambda item: item[1][0])
    taken = {guess.column for guess in guesses}
    return Found(
        record,
        grid,
        headings.row,
        {name: column for name, (column, _) in in_order},
        {name: text for name, (_, text) in in_order},
        reached_by,
        unread=[text for column, text in headings.others.items() if column not in taken],
        first_column=min(headings.columns, default=0),
        last_column=max(headings.columns, default=0),
        guesses=guesses,
        unclear=unclear,
    )


def _goes_on_to(grid: Grid, found: Found, last_row: int) -> int:
    """The last row of an Excel table with the rows that were typed below its edge. Excel draws the edge down over them; other programs,
    and who pastes, may leave it where it was.
    """
    return max([last_row, *rows_below(grid, found, last_row)])


def rows_below(grid: Grid, found: Found, last_row: int) -> Iterator[int]:
    """The rows below an Excel table that look like more of its rows: those right below it with two of its cells and, a few empty rows
    further down, those with all that its kind requires, where that is much.
    """
    places = [column - 1 for column in found.columns.values()]
    needed = [found.columns[name] - 1 for name in required_of(found.record) if name in found.columns]
    is_right_below, empty = True, 0
    for number, row in enumerate(grid.rows[last_row:], start=last_row + 1):
        held = [place for place in places if place < len(row) and row[place] != ""]
        is_right_below = is_right_below and len(held) >= _FEWEST_BELOW
        if is_right_below or (len(needed) >= _MANY and set(needed) <= set(held)):
            yield number
            empty = 0
        elif (empty := empty + 1) > _MOST_EMPTY:
            return


def entries_on_candidates(found: Found, top: Sequence[Line]) -> Found | None:
    """The entries that a Candidates sheet carries in columns of its own, if it does."""
    if found.record is not Candidate or "candidate_number" not in found.columns:
        return None
    wanted = {name: column for name, column in columns_of(Entry).items() if name in ENTRY_ON_CANDIDATES}
    free = [
        column for column in range(found.first_column, found.last_column + 1) if column not in found.columns.values()
    ]
    lines = top[max(found.heading_row - 2, 0) : found.heading_row]
    matched = match(lines[-1:], spellings_of(wanted), free) or match(lines, spellings_of(wanted), free)
    columns = {name: one.column for name, one in matched.items()}
    headings = {name: one.text for name, one in matched.items()}
    for name, column in _by_cells(found, [column for column in free if column not in columns.values()]).items():
        columns.setdefault(name, column)
        headings.setdefault(name, shown(lines[-1][column - 1]))
    if "entry_code" not in columns:
        return None
    for name in ("candidate_number", "centre_number"):
        if name in found.columns:
            columns[name], headings[name] = found.columns[name], found.headings[name]
    return found._replace(
        record=Entry,
        columns=columns,
        headings=headings,
        reached_by=ReachedBy.COLUMNS_OF_CANDIDATES,
        is_aside=True,
        one_name="",
        unread=(),
        guesses=(),
        unclear={},
    )


def _by_cells(found: Found, free: Sequence[int]) -> dict[str, int]:
    """The columns of an entry that are known by their cells under whatever heading: entry codes of the catalogue, and days under a
    heading that speaks of entries.
    """
    rows = found.grid.rows[found.heading_row : found.last_row or None]
    columns: dict[str, int] = {}
    for column in free:
        cells = [raw for row in rows[:_SEEN] if len(row) >= column and not is_blank(raw := row[column - 1])]
        heading = found.grid.rows[found.heading_row - 1][column - 1 : column]
        if len(cells) < _FEWEST_CELLS or not heading or not isinstance(heading[0], str):
            continue
        if all(map(is_known_code, cells)):
            columns.setdefault("entry_code", column)
        elif _OF_ENTRY.fullmatch(heading[0].strip()) and sum(map(_is_day, cells)) * 2 > len(cells):
            columns.setdefault("entered_on", column)
    return columns


def _is_day(raw: Raw) -> bool:
    """Whether a cell holds a day, or a text that can be read as one; a number alone may count anything."""
    if not isinstance(raw, str):
        return isinstance(raw, dt.date)
    try:
        read_date(raw)
    except UnreadableValue:
        return False
    return True


# -- names


def _is_name(record: type[Record], name: str) -> bool:
    return key(name) == key(SHEETS[record].name)


def plain_name(name: str) -> str:
    """The name of a sheet as a person gave it."""
    return _OF_A_PROGRAM.sub("", name) or name


def _by_name(name: str) -> type[Record] | None:
    for record, sheet in SHEETS.items():
        if key(name) in {key(text) for text in (sheet.name, *sheet.aliases)}:
            return record
    return None


def _hinted(name: str) -> set[type[Record]]:
    """The kinds whose name, or another name they go by, is part of a sheet's name: IT claims, Candidates Y13."""
    said = words_of(name)
    return {
        record
        for record, sheet in SHEETS.items()
        for alias in (sheet.name, *sheet.aliases)
        if (wanted := words_of(alias))
        and any(said[at : at + len(wanted)] == wanted for at in range(len(said) - len(wanted) + 1))
    }


def _nearly(name: str) -> type[Record] | None:
    """The one kind whose name is nearly the name of a sheet."""
    known = {alias: record for record, sheet in SHEETS.items() for alias in (*sheet.aliases, sheet.name)}
    near = {known[alias] for alias in close_matches(name, known)}
    return near.pop() if len(near) == 1 else None


# -- how much is enough


def _is_whole(record: type[Record], found: Headings) -> bool:
    """Whether all that the kind requires is there."""
    needed = set(required_of(record))
    return needed <= set(found.matched) and (record is not Closure or len(found.matched) >= ENOUGH_CLOSURE)


def _is_whole_found(found: Found) -> bool:
    needed = set(required_of(found.record))
    return needed <= set(found.columns) and (found.record is not Closure or len(found.columns) >= ENOUGH_CLOSURE)


def _is_enough(record: type[Record], found: Headings, is_hinted: bool, has_its_own: bool) -> bool:
    """Whether a sheet of another name shows enough headings of a kind: all it requires, or all but one and some that no other has.
    Where a sheet is named as that kind, half of what it requires is not enough: a list of contacts is no second list of staff.
    """
    if _is_whole(record, found) and (is_hinted or _are_plain(found)):
        return True
    if record is Candidate and not is_hinted and not set(found.matched) & _A_CANDIDATES:
        return False  # a list of names may be of a trip
    lacking = set(required_of(record)) - set(found.matched)
    names = record is Candidate and lacking >= _NAMES and any(map(_is_whole_name, found.others.values()))
    if names:
        lacking -= _NAMES  # one column holds both
    if has_its_own and not is_hinted and 2 * len(lacking) >= len(required_of(record)):
        return False
    if is_hinted:
        return len(found.matched) >= min(2, len(required_of(record)))
    return record is not Closure and len(lacking) <= 1 and _distinct(record, found) + names >= ENOUGH_DISTINCT


def _is_whole_name(heading: str) -> bool:
    """Whether a heading is of whole names, as those of candidates: Candidate name, Student; what is headed Name may be anybody's."""
    return role_of(heading) is Role.NAME and key(heading) != key("Name")


def _are_plain(found: Headings) -> bool:
    """Whether the headings are our own words, or many: Code and Name alone may be anything's."""
    return len(found.matched) >= _MANY or not any(one.distance for one in found.matched.values())


def _distinct(record: type[Record], found: Headings) -> int:
    return sum(
        not any(key(one.text) in spellings(other) for other in SHEETS if other not in (record, Centre))
        for one in found.matched.values()
    )


# -- the Centre sheet


def _labels(grid: Grid, reached_by: ReachedBy) -> Found:
    """The Centre sheet: labels, each with its value in the next cell of its row that holds something, or in the cell beside it."""
    known = spellings(Centre)
    best: dict[str, tuple[int, int, int, str]] = {}
    for number, row in enumerate(grid.rows, start=1):
        below = grid.rows[number] if number < len(grid.rows) else ()
        if _lies_sideways(row, below):
            for at, raw in enumerate(row):
                if isinstance(raw, str) and (named := known.get(key(raw))):
                    candidate = (named[1], number + 1, at + 1, shown(raw))
                    best[named[0]] = min(best.get(named[0], candidate), candidate)
            continue
        place = 0
        while place < len(row):
            raw = row[place]
            named = known.get(key(raw)) if isinstance(raw, str) and raw else None
            place += 1
            if named and isinstance(raw, str):
                held = next((at for at in range(place, len(row)) if row[at] != ""), len(row))
                is_another = held < len(row) and _is_label(row[held])
                if is_another and held == place:
                    continue  # two labels side by side: the values stand elsewhere
                value = place if is_another or held == len(row) else held
                candidate = (named[1], number, value + 1, shown(raw))
                best[named[0]] = min(best.get(named[0], candidate), candidate)
                place = held if is_another else held + 1
    return Found(
        Centre,
        grid,
        1,
        {name: column for name, (_, _, column, _) in best.items()},
        {name: text for name, (_, _, _, text) in best.items()},
        reached_by,
        field_rows={name: row for name, (_, row, _, _) in best.items()},
    )


def _lies_sideways(row: Sequence[Raw], below: Sequence[Raw]) -> bool:
    """Whether the labels of the Centre sheet stand in one row, and their values below them."""
    labels = [at for at, raw in enumerate(row) if raw != ""]
    if len(labels) < _FEWEST_SIDEWAYS or not all(_is_label(row[at]) for at in labels):
        return False
    values = [below[at] for at in labels if at < len(below) and below[at] != ""]
    return bool(values) and not any(map(_is_label, values))


def _is_label(raw: Raw) -> bool:
    return isinstance(raw, str) and key(raw) in spellings(Centre)
