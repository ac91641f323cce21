"""A list that was exported or pasted from elsewhere: which of its columns is what, and what its cells say.

Nothing is assumed of its layout: its headings are known by the words of our own sheets, by almost those, or by what the user says.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from ocr_sheets.errors import UserError
from ocr_sheets.matching.fuzzy import close_matches
from ocr_sheets.model.book import Book
from ocr_sheets.model.records import RECORDS, Column, Qualification, columns_of
from ocr_sheets.model.tables import IssueKind
from ocr_sheets.patching import Workbook
from ocr_sheets.patching.refusing import read_file
from ocr_sheets.patterns import regex
from ocr_sheets.reading.cells import read_grids
from ocr_sheets.reading.csv_folder import ENDINGS, TEXT_ENDING, is_day_first, read_csv
from ocr_sheets.reading.raw import Raw, UnreadableValue, as_text, is_blank
from ocr_sheets.reading.values import reader_of
from ocr_sheets.reconcile.compare import NAME, Compared, Line, Stated, columns_for
from ocr_sheets.text import key

HEADING_ROWS = 30
"""How far down its headings are looked for."""
FEWEST = 2
"""Headings that must be known in a row for it to be taken for the headings."""
OWN, ANOTHER, NEARLY, TOLD, BY_CELLS = (
    "its own heading",
    "another name of it",
    "nearly its heading",
    "as you say",
    "its cells are entry codes of yours",
)
_TOTALS = regex(r"(?:grand\s+|sub[\s-]?)?totals?\b.*", re.IGNORECASE | re.DOTALL)
_MOST_SHOWN = 12
EMPTY = "empty"
GRID = "a column for each unit"
_UNIT_HEADING = regex(r"(?:unit|u)\s*0*(\d{1,2})\b.*", re.IGNORECASE | re.DOTALL)
_CENTRE = regex(r"\b(?:centre|center|NCN)\b[^\d\n]{0,20}(?:\n\s*)?(\d{5})\b", re.IGNORECASE)
_CODE = regex(
    r"\b(?:entry|scheme|qualification|award|course)\s*(?:code|no|number)?\b[^\d\n]{0,12}(?:\n\s*)?(\d{4,5})\b",
    re.IGNORECASE,
)
_FIVE_DIGITS = regex(r"(?<!\d)\d{5}(?!\d)")
_YEAR = regex(r"(?<!\d)(20\d\d)\s*[/–-]\s*((?:20)?\d\d)(?!\d)")


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
    stated: Stated = field(default_factory=Stated)
    """What it says of itself outside its columns."""
    passed_over: Mapping[str, int] = field(default_factory=dict)
    """How many rows were passed over, by what they are."""


class _Found(NamedTuple):
    sheet: str
    rows: Sequence[Sequence[Raw]]
    place: int
    taken: Mapping[str, Taken]
    units: Sequence[tuple[int, str]] = ()
    """Of a grid: its columns of units, and which unit each is."""


def read_list(
    path: Path, matches: Mapping[str, str], compared: Compared | None = None, codes: Collection[str] = ()
) -> Pasted:
    """The list at ``path``; see `list_in`. Raises `UserError`, in one sentence, where it cannot be read."""
    return list_in(read_file(path), path.name, matches, compared, codes)


def list_in(
    data: bytes, name: str, matches: Mapping[str, str], compared: Compared | None = None, codes: Collection[str] = ()
) -> Pasted:
    """The list in a file's bytes. ``matches`` are headings of ours with the list's own, as the user gives them; ``codes`` the entry codes of
    the centre's workbook, by which a column or a title is known that names one.

    Raises `UserError`, in one sentence, where it cannot be read, shows no headings that are known, or could be entries and claims.
    """
    tables, date1904 = _tables(data, name)
    told = _told(matches)
    found = {
        kind: _best(tables, kind, told[kind], name) for kind in ([compared] if compared else Compared) if kind in told
    }
    known = {kind: best for kind, best in found.items() if best}
    grid = None if compared is Compared.ENTRIES or told.get(Compared.CLAIMS) else _grid(tables)
    if grid is not None and not any("unit_number" in best.taken for best in known.values()):
        known = {Compared.CLAIMS: grid}
    if not known:
        raise UserError(
            f"{name} shows no headings that are known among its first {HEADING_ROWS} rows: say which of its columns is what, as "
            "in “Candidate number=its heading”."
        )
    kind = _kind(known, name)
    return _read(name, kind, known[kind], date1904, codes)


def codes_of(book: Book) -> set[str]:
    """The entry codes of the workbook."""
    rows = (book.qualifications, book.units, book.entries, book.claims)
    return {row.entry_code for kind in rows for row in kind if row.entry_code}


def pairs_in(matches: Iterable[str]) -> dict[str, str]:
    """The headings of texts such as Candidate number=Cand No, ours and theirs. Raises `UserError` for what is none."""
    pairs = {}
    for match in matches:
        ours, equals, theirs = (part.strip() for part in match.partition("="))
        if not (ours and equals and theirs):
            raise UserError(f"“{match}” is no pair of headings: write it as Candidate number=Cand No, yours first.")
        pairs[ours] = theirs
    return pairs


def _tables(data: bytes, name: str) -> tuple[list[tuple[str, Sequence[Sequence[Raw]]]], bool]:
    path = Path(name)
    if path.suffix.casefold() in {*ENDINGS, TEXT_ENDING}:
        return [(path.stem, read_csv(data, name))], False
    workbook = Workbook.from_bytes(data, name)
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
        raise UserError(f"“{unknown}” is no column of entries or claims.{hint}")
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
    """The row of headings that shows the most of the kind's own columns and then of the candidate's, and all that the user names. In a
    centre's workbook Candidates may show more than Entries does.
    """
    spellings = _spellings(columns_for(kind))
    own = {*columns_of(RECORDS[kind])}
    best: _Found | None = None
    most = (0, 0)
    shown: list[str] = []
    for sheet, rows in tables:
        for place, row in enumerate(rows[:HEADING_ROWS]):
            headings = _headings(row)
            shown = shown or (list(headings.values()) if len(headings) > 1 else [])
            if told and not {key(text) for text in told.values()} <= {key(text) for text in headings.values()}:
                continue
            taken = _taken(headings, spellings, told)
            count = (len(own & {*taken}), len(taken))
            if len(taken) >= max(FEWEST - bool(told), len(told)) and count > most:
                best, most = _Found(sheet, rows, place, taken), count
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
        raise UserError(f"{name} could be a list of entries or of claims by its headings: say which of the two it is.")
    return max(own, key=lambda kind: own[kind])


def _read(name: str, compared: Compared, found: _Found, date1904: bool, codes: Collection[str]) -> Pasted:
    body = [list(row) for row in found.rows[found.place + 1 :]]
    headings = _headings(found.rows[found.place])
    taken = dict(found.taken)
    number = taken.get("candidate_number")
    if number and number.how != TOLD and NAME not in taken and _is_names(body, number.column):
        taken[NAME] = taken.pop("candidate_number")._replace(how="it holds names")
    columns = columns_for(compared)
    if "entry_code" not in taken:
        held = {one.column for one in taken.values()} | {column for column, _ in found.units}
        taken |= _codes_by_cells(body, headings, held, codes, date1904)
    read = {field_name: reader_of(columns[field_name], date1904) for field_name in taken}
    lines: list[Line] = []
    named, passed = 0, Counter[str]()
    day_first = is_day_first([found.rows])
    for row, cells in enumerate(body, start=found.place + 2):
        if what := _passed_over(cells, headings):
            passed.update([what] if what != EMPTY else [])
            continue
        values: dict[str, Any] = {}
        unreadable: dict[str, str] = {}
        for column_name, (_, column, _) in taken.items():
            raw = cells[column - 1] if column <= len(cells) else ""
            try:
                values[column_name] = None if is_blank(raw) else read[column_name](raw)
            except UnreadableValue as doubt:
                is_order_unclear = doubt.trouble is IssueKind.TEXT_DATE
                values[column_name] = None if is_order_unclear and day_first is False else doubt.value
                named += values[column_name] is not None and not (is_order_unclear and day_first)
                if values[column_name] is None:
                    unreadable[column_name] = as_text(raw)
        if any(value is not None for value in values.values()) or unreadable:
            lines += _of_units(Line(found.sheet, row, values, unreadable), cells, found.units, columns, date1904)
    held = {one.column for one in taken.values()}
    held |= {column for column, _ in found.units}
    unread = [text for column, text in headings.items() if column not in held]
    if found.units:
        first = found.units[0][0]
        taken |= {column_name: Taken(headings[first], first, GRID) for column_name in ("unit_number", "grade")}
    stated = _stated(found, name, {*codes})
    return Pasted(name, found.sheet, found.place + 1, compared, taken, unread, lines, named, stated, dict(passed))


def _passed_over(cells: Sequence[Raw], headings: Mapping[int, str]) -> str:
    """What a row is that is none of the list's: totals, the headings once more, or words below it such as who printed it when."""
    filled = {column: as_text(cell) for column, cell in enumerate(cells, start=1) if not is_blank(cell)}
    if not filled:
        return EMPTY
    if _is_totals(cells):
        return "totals"
    if all(key(headings.get(column, "")) == key(text) for column, text in filled.items()):
        return "headings again"
    alone = next(iter(filled.values()))
    return "a line of words" if len(filled) == 1 and len(headings) > 1 and " " in alone.strip() else ""


def _codes_by_cells(
    body: Sequence[Sequence[Raw]],
    headings: Mapping[int, str],
    held: Collection[int],
    codes: Collection[str],
    date1904: bool,
) -> Mapping[str, Taken]:
    """The column whose cells are entry codes of the centre's, where there is just one such, whatever its heading."""
    read = reader_of(columns_of(Qualification)["entry_code"], date1904)
    found = []
    for column, text in headings.items():
        cells = [row[column - 1] for row in body if len(row) >= column and not is_blank(row[column - 1])]
        if (
            column not in held
            and cells
            and codes
            and sum(_as_code(cell, read) in codes for cell in cells) > 0.8 * len(cells)
        ):
            found.append((column, text))
    return {"entry_code": Taken(found[0][1], found[0][0], BY_CELLS)} if len(found) == 1 else {}


def _as_code(raw: Raw, read: Callable[[Raw], Any]) -> str:
    try:
        return str(read(raw))
    except UnreadableValue as doubt:
        return str(doubt.value)


# -- what a list says of itself outside its columns


def _stated(found: _Found, name: str, codes: Collection[str]) -> Stated:
    """The centre, the entry code and the academic year that stand above the headings, in the sheet's name or in the file's."""
    above = [as_text(cell) for row in found.rows[: found.place] for cell in row if not is_blank(cell)]
    text = " \n ".join(above)
    names = f"{found.sheet} {name}"
    centre = _CENTRE.search(text) or _CENTRE.search(names)
    listed = {code for code in _FIVE_DIGITS.findall(f"{text} {names}") if code in codes}
    labelled = _CODE.search(text)
    code = labelled[1].zfill(5) if labelled else listed.pop() if len(listed) == 1 else ""
    year = _YEAR.search(text) or _YEAR.search(names)
    return Stated(centre[1] if centre else "", code, int(year[1]) if year and _follows(year[1], year[2]) else None)


def _follows(first: str, last: str) -> bool:
    """Whether the second year of 2026/27 or 2026-2027 is the next."""
    return (int(first) + 1) % 100 == int(last[-2:])


# -- a grid as a list


def _grid(tables: Sequence[tuple[str, Sequence[Sequence[Raw]]]]) -> _Found | None:
    """A list with a column for each unit, one row a candidate: its row of headings, and which column is which unit."""
    spellings = _spellings(columns_for(Compared.CLAIMS))
    for sheet, rows in tables:
        for place, row in enumerate(rows[:HEADING_ROWS]):
            headings = _headings(row)
            units = [(column, unit[1]) for column, text in headings.items() if (unit := _UNIT_HEADING.fullmatch(text))]
            others = {column: text for column, text in headings.items() if column not in dict(units)}
            taken = _taken(others, spellings, {})
            if units and {"candidate_number", NAME, "surname", "uci", "uln"} & taken.keys():
                return _Found(sheet, rows, place, {name: one for name, one in taken.items() if name != "grade"}, units)
    return None


def _of_units(
    line: Line, cells: Sequence[Raw], units: Sequence[tuple[int, str]], columns: Mapping[str, Column], date1904: bool
) -> Iterator[Line]:
    """The line itself or, of a grid, one for each unit that has a grade."""
    if not units:
        yield line
        return
    read = reader_of(columns["grade"], date1904)
    for column, unit in units:
        raw = cells[column - 1] if column <= len(cells) else ""
        if is_blank(raw):
            continue
        values, unreadable = {**line.values, "unit_number": unit}, dict(line.unreadable)
        try:
            values["grade"] = read(raw)
        except UnreadableValue as doubt:
            values["grade"] = doubt.value
            if doubt.value is None:
                unreadable["grade"] = as_text(raw)
        yield line._replace(values=values, unreadable=unreadable)


def _is_names(body: Sequence[Sequence[Raw]], column: int) -> bool:
    """Whether a column headed as the candidate's holds words and no number."""
    cells = [as_text(row[column - 1]) for row in body if len(row) >= column and row[column - 1] != ""]
    return bool(cells) and not any(any(map(str.isdecimal, cell)) for cell in cells)


def _is_totals(cells: Sequence[Raw]) -> bool:
    first = next((cell for cell in cells if cell != ""), "")
    return isinstance(first, str) and _TOTALS.fullmatch(first.strip()) is not None
