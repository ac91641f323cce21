"""The mapping file: what the centre says its sheets and columns are, where that cannot be told by looking.

It stands beside the workbook under the workbook's name, ``centre.map.toml`` for ``centre.xlsx``::

    [sheets."IT tracker"]
    read_as = "Claims"
    heading_row = 5

    [sheets."IT tracker".columns]
    "Claimed on" = "Sent off"

    [sheets."Y13 IT"]
    not_used = ["column K"]

    [sheets."Y13 IT".columns]
    "Standardised on" = "IV"

    [sheets."Year 13"]
    read_as = "Grid"
    entry_code = "05839"
    dates_are = "Claimed on"

    [staff]
    "Mr Smith" = "JS"

A sheet without ``read_as`` is read as it would be without the file, but for what stands there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from ocr_sheets.errors import UserError
from ocr_sheets.files.chosen import toml_in
from ocr_sheets.matching.fuzzy import close_matches
from ocr_sheets.model.book import Book
from ocr_sheets.model.records import RECORDS, SHEETS, Assessor, Candidate, Centre, Claim, Record, Visit, columns_of
from ocr_sheets.model.tables import column_letters
from ocr_sheets.patterns import regex
from ocr_sheets.reading.headings import Headings, Matched, shown, texts_of
from ocr_sheets.text import key

ENDING = ".map.toml"
GRID, NOTHING = "Grid", "nothing"
KINDS: Mapping[str, type[Record]] = {SHEETS[record].name: record for record in RECORDS.values()}
DATES = ("Assessed on", "Standardised on", "Claimed on")
TICKS = ("claimed", "planned")
_SHEET_KEYS = ("read_as", "heading_row", "columns", "not_used", "entry_code", "dates_are", "ticks_are", "units")
_OF_GRIDS = ("entry_code", "dates_are", "ticks_are", "units")
_ONLY_WITH_A_KIND = ("heading_row", "units")
_FILE_KEYS = ("sheets", "staff", "visits")
_LETTERS = regex(r"column\s+([A-Za-z]{1,3})", re.IGNORECASE)
GRID_FIELDS = ("candidate_number", "entry_code", "assessor", "standardised_by", "visit")
"""What a grid's row can say of all its claims, in columns beside the units."""


class SheetMap(NamedTuple):
    """What the file says of one sheet."""

    sheet: str
    source: Source
    record: type[Record] | None = None
    """The kind it is read as; ``None`` for nothing but a grid, or a sheet that is not to be read."""
    is_grid: bool = False
    is_nothing: bool = False
    heading_row: int = 0
    """The row of its headings, the lower of two; 0 where the file does not say."""
    is_two_lines: bool = False
    columns: Mapping[str, str] = {}
    """The heading (or ``column D``) of each field; empty for one that is not to be read."""
    entry_code: str = ""
    dates: str = ""
    """The field that a grid's dates are for; empty where the file does not say."""
    ticks_are_claims: bool | None = None
    units: Mapping[str, str] = {}
    """The heading (or ``column D``) of each unit of a grid."""
    answers: Mapping[str, str] = {}
    """Of a sheet without ``read_as``: our headings with the centre's (or ``column D``). All else is read as it would be without them."""
    not_used: Sequence[str] = ()
    """Of a sheet without ``read_as``: the headings (or ``column D``) of columns that are nothing of ours."""

    @property
    def columns_answered(self) -> Sequence[str]:
        """The columns that a sheet without ``read_as`` says something of, by heading or letter."""
        return [*self.answers.values(), *self.not_used]

    def applied(self, found: Headings, only: Iterable[str]) -> Headings:
        """The headings as the file says they are to be taken, of some fields. Raises `UserError` for one that is not there."""
        matched = dict(found.matched)
        named = {name: self.column(self.columns[name], found) for name in only if name in self.columns}
        self._check_columns(named)
        for name, one in named.items():
            for other in [other for other, held in matched.items() if one and held.column == one.column]:
                del matched[other]
            matched.pop(name, None)
            if one:
                matched[name] = one
        return Headings(found.row, found.lines, matched, found.columns)

    def _check_columns(self, named: Mapping[str, Matched | None]) -> None:
        """Raise `UserError` where one column is said to be two things."""
        held: dict[int, str] = {}
        for name in (name for name in self.columns if name in named):
            one = named[name]
            if one and (other := held.setdefault(one.column, name)) != name:
                headings = [
                    columns_of(record)[each].heading for each in (other, name) for record in self._records(each)
                ]
                raise self.source.error(
                    f"“{headings[0]}” and “{headings[-1]}” are both said to be “{self.columns[name]}”, and one column is read as one thing",
                    *("sheets", self.sheet, "columns", headings[-1]),
                )

    def _records(self, name: str) -> Sequence[type[Record]]:
        """The kind of record, of those read from the sheet, that has a field."""
        kinds = ([self.record] if self.record else []) + ([Claim] if self.is_grid else [])
        return [kind for kind in kinds if name in columns_of(kind)][:1]

    def column(self, text: str, found: Headings) -> Matched | None:
        """The column that the file names by its heading or letter; ``None`` where it names none. Raises `UserError`."""
        if not text:
            return None
        width = len(found.lines[-1])
        if number := column_lettered(text):
            if number > width:
                raise self.no_such_letter(text, width)
            heading = next(iter(texts_of(found.lines, number)), "")
            return Matched(0, number, shown(heading) or text)
        # Of two columns headed alike, the one in the table itself is meant.
        columns = dict.fromkeys([*found.columns, *range(1, width + 1)])
        headings = {column: list(texts_of(found.lines, column)) for column in columns}
        for column, texts in headings.items():
            for said in texts:
                if key(said) == key(text):
                    return Matched(0, column, shown(said))
        known = [shown(texts[-1]) for texts in headings.values() if texts]
        raise self.source.error(
            f"there is no heading “{text}” in row {found.row} of {self.sheet}{what_is_meant(text, known, 'its headings are')}",
            "sheets",
            self.sheet,
            text,
        )

    def no_such_letter(self, text: str, width: int) -> UserError:
        """What is wrong with a column named by a letter that the sheet does not go to."""
        letters = text.strip().rpartition(" ")[2].upper()
        return self.source.error(
            f"there is no column {letters} on {self.sheet}: its last is {column_letters(width)}",
            *("sheets", self.sheet, text),
        )


def column_lettered(text: str) -> int:
    """The column, from 1, that a text such as “column D” names; 0 where it is a heading."""
    number = 0
    if letters := _LETTERS.fullmatch(text.strip()):
        for letter in letters[1].upper():
            number = number * 26 + ord(letter) - ord("A") + 1
    return number


class Source(NamedTuple):
    """The file's name and text, to say where in it a slip is."""

    name: str
    text: str

    def error(self, what: str, *path: str) -> UserError:
        """The slip in one sentence, with the line of the last of some names that stand below each other in the file."""
        line = self._line(path)
        end = "" if what.endswith("?") else "."
        return UserError(f"{self.name}{f', line {line}' if line else ''}: {what}{end}")

    def _line(self, path: Sequence[str]) -> int:
        found, lines = 0, self.text.splitlines()
        for name in path:
            for number, line in enumerate(lines[max(found - 1, 0) :], start=max(found, 1)):
                if name in line.partition("#")[0] or name.replace('"', '\\"') in line:
                    found = number
                    break
        return found


class Mappings(NamedTuple):
    """A whole mapping file."""

    name: str = ""
    sheets: Mapping[str, SheetMap] = {}
    """The sheets of which it says what they are to be read as."""
    answers: Mapping[str, SheetMap] = {}
    """The sheets that are read as they would be without it, but for some columns, or their entry code, dates or ticks."""
    staff: Mapping[str, str] = {}
    """What stands in cells for a member of staff, reduced by `key`: their code on Assessors."""
    visits: Mapping[str, str] = {}
    """The same of visits: the name on Visits."""
    source: Source = Source("", "")

    def checked(self, names: Iterable[str]) -> Mappings:
        """The same. Raises `UserError` for a sheet that is not in the workbook."""
        there = list(names)
        for name in [*self.sheets, *self.answers]:
            if name not in there:
                raise self.source.error(
                    f"the workbook has no sheet “{name}”{what_is_meant(name, there, 'its sheets are')}", "sheets", name
                )
        return self

    def checked_names(self, book: Book) -> None:
        """Raise `UserError` for a member of staff or a visit that cells are said to mean and that the workbook has not got."""
        staff = [text for row in book.assessors for text in (row.code, row.name) if text]
        visits = [row.name for row in book.visits if row.name]
        for part, meant, known, sheet in (
            ("staff", self.staff, staff, book.called(Assessor)),
            ("visits", self.visits, visits, book.called(Visit)),
        ):
            there = {key(text) for text in known}
            for name in meant.values():
                if name and key(name) not in there:
                    what = "nobody" if part == "staff" else "no visit"
                    raise self.source.error(
                        f"{what} on {sheet} is called “{name}”{what_is_meant(name, known, 'there can be')}", part, name
                    )


NO_MAPPING = Mappings()


def beside(workbook: Path) -> Path:
    """Where the mapping file of a workbook stands that is used by itself: centre.map.toml for centre.xlsx, and for
    centre.annotated.xlsx too.
    """
    plain = re.sub(r"\.annotated(?:-\d+)?$", "", workbook.stem)
    return workbook.with_name(plain + ENDING)


def read_mapping(text: str, name: str) -> Mappings:
    """The mapping in a file's text. Raises `UserError`."""
    source = Source(name, text)
    try:
        body = toml_in(text)
    except ValueError as error:
        raise UserError(
            f"{name} cannot be read: {_in_words(str(error))}. Names and headings stand between quotation marks."
        ) from error
    for strange in [each for each in body if each not in _FILE_KEYS]:
        raise source.error(
            f"“{strange}” means nothing here{what_is_meant(strange, _FILE_KEYS, 'there can be')}", strange
        )
    sheets = {sheet: _sheet(sheet, said, source) for sheet, said in _table(body, "sheets", source).items()}
    return Mappings(
        name,
        {sheet: said for sheet, said in sheets.items() if said.record or said.is_grid or said.is_nothing},
        {sheet: said for sheet, said in sheets.items() if not (said.record or said.is_grid or said.is_nothing)},
        _names(body, "staff", source),
        _names(body, "visits", source),
        source,
    )


def _in_words(error: str) -> str:
    found = re.search(r"(.*) \(at (?:line (\d+), column \d+|end of document)\)", error)
    if not found:
        return error
    what = found[1][:1].lower() + found[1][1:]
    return f"line {found[2]}: {what}" if found[2] else f"its end: {what}"


def what_is_meant(text: str, known: Iterable[str], otherwise: str) -> str:
    """The end of a sentence about a slip: what may be meant or, where nothing is near, what there is."""
    listed = list(dict.fromkeys(known))
    near = close_matches(text, listed)
    if near:
        return "; did you mean " + " or ".join(f"“{one}”" for one in near) + "?"
    return f"; {otherwise} {', '.join(listed)}" if listed else ""


def _table(body: Mapping[str, Any], name: str, source: Source, *path: str) -> Mapping[str, Any]:
    table = body.get(name, {})
    if not isinstance(table, dict):
        raise source.error(f"“{name}” must be a part of its own, under a line such as [{name}]", *path, name)
    return table


def _names(body: Mapping[str, Any], name: str, source: Source, *path: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for said, meant in _table(body, name, source, *path).items():
        if not isinstance(meant, str):
            raise source.error(f"what “{said}” stands for must be text between quotation marks", *path, name, said)
        found[key(said) if not path else said] = meant
    return found


def _sheet(sheet: str, said: Any, source: Source) -> SheetMap:
    path = ("sheets", sheet)
    if not isinstance(said, dict):
        raise source.error(f'“{sheet}” must be a part of its own, under a line [sheets."{sheet}"]', *path)
    for strange in [each for each in said if each not in _SHEET_KEYS]:
        raise source.error(
            f"“{strange}” means nothing here{what_is_meant(strange, _SHEET_KEYS, 'there can be')}", *path, strange
        )
    kinds = [] if said and "read_as" not in said else _kinds(said.get("read_as", ""), sheet, source, path)
    is_grid = GRID in kinds
    for name in _ONLY_WITH_A_KIND:
        if name in said and not kinds:
            raise source.error(f"{name} is for a sheet that has read_as as well", *path, name)
    if "not_used" in said and kinds:
        raise source.error(
            'not_used is for a sheet without read_as; with it, columns say "" for what is not there', *path, "not_used"
        )
    for name in _OF_GRIDS:
        if name in said and kinds and not is_grid:
            raise source.error(f'{name} is for a sheet with read_as = "{GRID}"', *path, name)
    heading_row, is_two_lines = _heading_row(said["heading_row"], source, path) if "heading_row" in said else (0, False)
    record = next((KINDS[kind] for kind in kinds if kind in KINDS), None)
    return SheetMap(
        sheet,
        source,
        record,
        is_grid,
        kinds == [NOTHING],
        heading_row,
        is_two_lines,
        _fields(said, record, is_grid, source, path) if kinds else {},
        _code(said.get("entry_code", ""), source, path),
        _one_of(said, "dates_are", DATES, source, path),
        {"": None, TICKS[0]: True, TICKS[1]: False}[_one_of(said, "ticks_are", TICKS, source, path)],
        _names(said, "units", source, *path),
        {} if kinds else _answers(said, source, path),
        _texts(said, "not_used", source, path),
    )


def _answers(said: Mapping[str, Any], source: Source, path: Sequence[str]) -> Mapping[str, str]:
    """The columns of a sheet that is read as it would be without the file."""
    known = {column.heading for record in SHEETS if record is not Centre for column in columns_of(record).values()}
    found: dict[str, str] = {}
    for heading, text in _names(said, "columns", source, *path).items():
        ours = next((one for one in known if key(one) == key(heading)), None)
        if ours is None:
            raise source.error(
                f"no sheet has a column “{heading}”{what_is_meant(heading, sorted(known), 'there can be')}",
                *path,
                "columns",
                heading,
            )
        if not text:
            raise source.error(
                f'“{heading}” needs a heading of yours, or a column such as "column D"', *path, "columns", heading
            )
        other = next((each for each, held in found.items() if key(held) == key(text)), None)
        if other:
            raise source.error(
                f"“{other}” and “{ours}” are both said to be “{text}”, and one column is read as one thing",
                *path,
                "columns",
                heading,
            )
        found[ours] = text
    return found


def _texts(said: Mapping[str, Any], name: str, source: Source, path: Sequence[str]) -> Sequence[str]:
    texts = said.get(name, [])
    if not isinstance(texts, list) or not all(isinstance(one, str) and one for one in texts):
        raise source.error(f'{name} is a list of headings, such as ["IV", "column D"]', *path, name)
    return texts


def _heading_row(said: Any, source: Source, path: Sequence[str]) -> tuple[int, bool]:
    rows = said if isinstance(said, list) else [said]
    if (
        all(isinstance(row, int) and not isinstance(row, bool) and 1 <= row <= 1_048_576 for row in rows)
        and 1 <= len(rows) <= 2
        and (len(rows) == 1 or rows[1] == rows[0] + 1)
    ):
        return rows[-1], len(rows) > 1
    raise source.error(
        "heading_row is the number of a row, such as 5, or of two rows below each other, such as [5, 6]",
        *path,
        "heading_row",
    )


def _fields(
    said: Mapping[str, Any], record: type[Record] | None, is_grid: bool, source: Source, path: Sequence[str]
) -> Mapping[str, str]:
    columns = _names(said, "columns", source, *path)
    if not columns:
        return {}
    if record is Centre or not (record or is_grid):
        raise source.error("columns are for a sheet that is read as a list", *path, "columns")
    known = {columns_of(Claim)[name].heading: name for name in GRID_FIELDS} if is_grid else {}
    known |= {column.heading: name for name, column in columns_of(record).items()} if record else {}
    found: dict[str, str] = {}
    for heading, text in columns.items():
        name = next((name for each, name in known.items() if key(each) == key(heading)), None)
        if name is None:
            raise source.error(
                f"{SHEETS[record].name if record else 'A grid'} has no column “{heading}”{what_is_meant(heading, known, 'its columns are')}",
                *path,
                "columns",
                heading,
            )
        found[name] = text
    return found


def _kinds(said: Any, sheet: str, source: Source, path: Sequence[str]) -> list[str]:
    """What a sheet is to be read as: one kind, or candidates with a grid beside them."""
    allowed = [*KINDS, GRID, NOTHING]
    found: list[str] = []
    for text in said if isinstance(said, list) else [said]:
        kind = next((kind for kind in allowed if isinstance(text, str) and key(kind) == key(text)), None)
        if kind is None:
            what = f"read_as cannot be “{text}”" if text else f"it is not said what “{sheet}” is to be read as"
            raise source.error(f"{what}{what_is_meant(str(text), allowed, 'read_as can be')}", *path, "read_as")
        found.append(kind)
    if len(found) != 1 and sorted(found) != sorted([SHEETS[Candidate].name, GRID]):
        raise source.error(
            f'read_as is one kind of sheet or, where both are on it, ["{SHEETS[Candidate].name}", "{GRID}"]',
            *path,
            "read_as",
        )
    return found


def _code(said: Any, source: Source, path: Sequence[str]) -> str:
    text = str(said) if isinstance(said, int) and not isinstance(said, bool) else said
    if not isinstance(text, str) or not re.fullmatch(r"|\d{1,5}", text.strip()):
        raise source.error(f'“{said}” is not an entry code: it has five digits, such as "05839"', *path, "entry_code")
    return text.strip().zfill(5) if text.strip() else ""


def _one_of(said: Mapping[str, Any], name: str, choices: Sequence[str], source: Source, path: Sequence[str]) -> str:
    value = said.get(name, "")
    found = next((choice for choice in choices if isinstance(value, str) and key(choice) == key(value)), "")
    if value and not found:
        raise source.error(
            f"{name} cannot be “{value}”{what_is_meant(str(value), choices, f'{name} can be')}", *path, name
        )
    return found
