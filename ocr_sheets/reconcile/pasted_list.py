"""A list that was exported or pasted from elsewhere: which of its columns is what, and what its cells say.

Nothing is assumed of its layout: its headings are known by the words of our own sheets, by almost those, or by what the user says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from ocr_sheets.errors import UserError
from ocr_sheets.matching.fuzzy import close_matches
from ocr_sheets.model.records import RECORDS, Column, columns_of
from ocr_sheets.model.tables import IssueKind
from ocr_sheets.patching import Workbook
from ocr_sheets.patching.refusing import read_file
from ocr_sheets.reading.cells import read_grids
from ocr_sheets.reading.csv_folder import ENDINGS, TEXT_ENDING, is_day_first, read_csv
from ocr_sheets.reading.values import Raw, UnreadableValue, as_text, is_blank, reader_of
from ocr_sheets.reconcile.compare import NAME, Compared, Line, columns_for
from ocr_sheets.text import key

HEADING_ROWS = 30
"""How far down its headings are looked for."""
FEWEST = 2
"""Headings that must be known in a row for it to be taken for the headings."""
OWN, ANOTHER, NEARLY, TOLD = "its own heading", "another name of it", "nearly its heading", "as you say"
_TOTALS = re.compile(r"(?:grand\s+|sub[\s-]?)?totals?\b.*", re.IGNORECASE | re.DOTALL)
_MOST_SHOWN = 12


class Taken(NamedTuple):
    """What a column of the list was taken for: its heading there, its number from 1, and how it was recognised."""

    heading: str
    column: int
    how: str


@dataclass(frozen=True)
class Pasted:
    """A list as it was read: its columns by the field that each was taken for, the headings taken for nothing, and its rows."""

    name: str
    sheet: str
    heading_row: int
    compared: Compared
    taken: Mapping[str, Taken]
    unread: Sequence[str]
    lines: Sequence[Line]
    named: int = 0
    """Cells that were read as what they most likely mean, such as a date day first."""


class _Found(NamedTuple):
    sheet: str
    rows: Sequence[Sequence[Raw]]
    place: int
    taken: Mapping[str, Taken]


def read_list(path: Path, matches: Mapping[str, str], compared: Compared | None = None) -> Pasted:
    """The list at ``path``. ``matches`` are headings of ours with the list's own, as the user gives them.

    Raises `UserError`, in one sentence, where it cannot be read, shows no headings that are known, or could be entries and claims.
    """
    tables, date1904 = _tables(path)
    told = _told(matches)
    found = {
        kind: _best(tables, kind, told[kind], path.name)
        for kind in ([compared] if compared else Compared)
        if kind in told
    }
    known = {kind: best for kind, best in found.items() if best}
    if not known:
        raise UserError(
            f"{path.name} shows no headings that are known among its first {HEADING_ROWS} rows: say which of its columns is what, as "
            'in --match "Candidate number=its heading".'
        )
    kind = _kind(known, path.name)
    return _read(path.name, kind, known[kind], date1904)


def _tables(path: Path) -> tuple[list[tuple[str, Sequence[Sequence[Raw]]]], bool]:
    if path.suffix.casefold() in {*ENDINGS, TEXT_ENDING}:
        return [(path.stem, read_csv(read_file(path), path.name))], False
    workbook = Workbook.open(path)
    return [(grid.name, grid.rows) for grid in read_grids(workbook)], workbook.date1904


def _told(matches: Mapping[str, str]) -> Mapping[Compared, Mapping[str, str]]:
    """The list's headings that the user names, by field, for each kind of list that has all those fields."""
    told: dict[Compared, Mapping[str, str]] = {}
    for kind in Compared:
        spellings = _spellings(columns_for(kind))
        fields = {spellings[key(ours)][0]: theirs for ours, theirs in matches.items() if key(ours) in spellings}
        if len(fields) == len(matches):
            told[kind] = fields
    if not told:
        known = {
            key(text): text for kind in Compared for text in (column.heading for column in columns_for(kind).values())
        }
        unknown = next((ours for ours in matches if key(ours) not in known), next(iter(matches)))
        near = close_matches(unknown, known.values())
        hint = f" Is {near[0]} meant?" if near else " Use the headings of the blank workbook."
        raise UserError(f"“{unknown}” in --match is no column of entries or claims.{hint}")
    return told


def _spellings(columns: Mapping[str, Column]) -> dict[str, tuple[str, int]]:
    """Every way a heading may be written: its field, and how far it is from the field's own heading, which is 0."""
    spellings = {key(column.heading): (name, 0) for name, column in columns.items()}
    for name, column in columns.items():
        for place, alias in enumerate(column.aliases, start=1):
            spellings.setdefault(key(alias), (name, place))
    return spellings


def _best(
    tables: Sequence[tuple[str, Sequence[Sequence[Raw]]]], kind: Compared, told: Mapping[str, str], name: str
) -> _Found | None:
    """The row of headings that shows the most of the columns, and all that the user names."""
    spellings = _spellings(columns_for(kind))
    best: _Found | None = None
    shown: list[str] = []
    for sheet, rows in tables:
        for place, row in enumerate(rows[:HEADING_ROWS]):
            headings = _headings(row)
            shown = shown or (list(headings.values()) if len(headings) > 1 else [])
            if told and not {key(text) for text in told.values()} <= {key(text) for text in headings.values()}:
                continue
            taken = _taken(headings, spellings, told)
            if len(taken) >= max(FEWEST - bool(told), len(told)) and len(taken) > (len(best.taken) if best else 0):
                best = _Found(sheet, rows, place, taken)
    if told and best is None:
        raise UserError(
            f"{name} has no row with the heading{'s' if len(told) > 1 else ''} "
            f"{', '.join(f'“{text}”' for text in told.values())}: its headings are {', '.join(shown[:_MOST_SHOWN]) or 'not to be seen'}."
        )
    return best


def _headings(row: Sequence[Raw]) -> dict[int, str]:
    """The texts of a row by their column, from 1."""
    return {
        column: " ".join(as_text(raw).split())
        for column, raw in enumerate(row, start=1)
        if isinstance(raw, str) and raw.strip()
    }


def _taken(
    headings: Mapping[int, str], spellings: Mapping[str, tuple[str, int]], told: Mapping[str, str]
) -> dict[str, Taken]:
    taken = {
        name: Taken(text, column, TOLD)
        for name, theirs in told.items()
        for column, text in reversed([*headings.items()])
        if key(text) == key(theirs)
    }
    nearest: dict[str, tuple[int, int, str]] = {}
    held = {one.column for one in taken.values()}
    for column, text in headings.items():
        name, distance = spellings.get(key(text), ("", 0))
        if name and name not in taken and column not in held:
            nearest[name] = min(nearest.get(name, (distance, column, text)), (distance, column, text))
    taken |= {
        name: Taken(text, column, ANOTHER if distance else OWN) for name, (distance, column, text) in nearest.items()
    }
    held = {one.column for one in taken.values()}
    if len(taken) >= FEWEST - bool(told):
        for column, text in headings.items():
            meant = {spellings[word][0] for word in close_matches(text, spellings)} if column not in held else set()
            if len(meant) == 1 and not meant & {*taken}:
                taken[meant.pop()] = Taken(text, column, NEARLY)
    return taken


def _kind(known: Mapping[Compared, _Found], name: str) -> Compared:
    """Whether the list is of entries or of claims: the one of which it shows more columns that the other has not."""
    if len(known) == 1:
        return next(iter(known))
    shared = {*columns_of(RECORDS[Compared.ENTRIES])} & {*columns_of(RECORDS[Compared.CLAIMS])}
    own = {kind: len({*found.taken} & {*columns_of(RECORDS[kind])} - shared) for kind, found in known.items()}
    if own[Compared.ENTRIES] == own[Compared.CLAIMS]:
        raise UserError(
            f"{name} could be a list of entries or of claims by its headings: add --with entries or --with claims."
        )
    return max(own, key=lambda kind: own[kind])


def _read(name: str, compared: Compared, found: _Found, date1904: bool) -> Pasted:
    body = [list(row) for row in found.rows[found.place + 1 :]]
    headings = _headings(found.rows[found.place])
    taken = dict(found.taken)
    number = taken.get("candidate_number")
    if number and number.how != TOLD and NAME not in taken and _is_names(body, number.column):
        taken[NAME] = taken.pop("candidate_number")._replace(how="it holds names")
    columns = columns_for(compared)
    read = {field: reader_of(columns[field], date1904) for field in taken}
    lines, named = [], 0
    day_first = is_day_first([found.rows])
    for row, cells in enumerate(body, start=found.place + 2):
        if _is_totals(cells):
            continue
        values: dict[str, Any] = {}
        unreadable: dict[str, str] = {}
        for field, (_, column, _) in taken.items():
            raw = cells[column - 1] if column <= len(cells) else ""
            try:
                values[field] = None if is_blank(raw) else read[field](raw)
            except UnreadableValue as doubt:
                is_order_unclear = doubt.trouble is IssueKind.TEXT_DATE
                values[field] = None if is_order_unclear and day_first is False else doubt.value
                named += values[field] is not None and not (is_order_unclear and day_first)
                if values[field] is None:
                    unreadable[field] = as_text(raw)
        if any(value is not None for value in values.values()) or unreadable:
            lines.append(Line(found.sheet, row, values, unreadable))
    held = {one.column for one in taken.values()}
    unread = [text for column, text in headings.items() if column not in held]
    return Pasted(name, found.sheet, found.place + 1, compared, taken, unread, lines, named)


def _is_names(body: Sequence[Sequence[Raw]], column: int) -> bool:
    """Whether a column headed as the candidate's holds words and no number."""
    cells = [as_text(row[column - 1]) for row in body if len(row) >= column and row[column - 1] != ""]
    return bool(cells) and not any(any(map(str.isdecimal, cell)) for cell in cells)


def _is_totals(cells: Sequence[Raw]) -> bool:
    first = next((cell for cell in cells if cell != ""), "")
    return isinstance(first, str) and _TOTALS.fullmatch(first.strip()) is not None
