"""Tracking grids: one row a candidate, one column or group of columns a unit, and grades, dates or ticks in the cells.

Here is where a grid's columns are and what they mean. What its cells say is read beside everything else, in `reading.book`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise
from typing import NamedTuple

from ocr_sheets.errors import UserError
from ocr_sheets.matching.fuzzy import words_of
from ocr_sheets.model.reading_facts import CodeFrom, ReachedBy
from ocr_sheets.model.records import Candidate, Claim, Column, Qualification, Unit, columns_of
from ocr_sheets.reading.cells import Grid
from ocr_sheets.reading.headings import (
    HEADING_ROWS,
    Headings,
    Line,
    match,
    shown,
    spellings,
    spellings_of,
    texts_of,
    top_of,
)
from ocr_sheets.reading.mapping import GRID_FIELDS, SheetMap
from ocr_sheets.reading.values import Raw, as_text
from ocr_sheets.text import key

_UNIT = re.compile(
    r"(?:(?P<code>\d{4,5})\s*[-–/:,]?\s*)?(?:unit|u)\s*(?:no\.?|number)?\s*0*(?P<number>\d{1,3}[a-z]?)(?![\w/])[\s:–—\-.,)]*(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_CODE_AND_NUMBER = re.compile(r"(?P<code>\d{5})\s*[-–/:]\s*0*(?P<number>\d{1,2})", re.IGNORECASE)
_MAPPED = re.compile(r"(?:(?P<code>\d{4,5})\s*[/ -]\s*)?(?:unit\s*)?0*(?P<number>\S+)", re.IGNORECASE)
"""A unit as the mapping file says it: 8, Unit 8 or 05839/8."""
_REFERENCE = re.compile(r"[A-Z]/?\d{3}/?\d{4}", re.IGNORECASE)
_CODE = re.compile(r"(?<![\d/.])\d{4,5}(?![\d/.])")
_DATE_WORDS = {"assessed_on": r"assess(?!ors?\b)", "standardised_on": r"standardis(?!ers?\b)", "claimed_on": r"claim"}
DATE_FIELDS = tuple(_DATE_WORDS)
_NOT_YET = (
    r"(?:targets?|predict(?:ed|ions?)|forecasts?|expected|estimated|aspirational|mocks?|baselines?|working[\s-]at)"
)
"""What stands before a grade that is hoped for, or of a rehearsal."""
_HOPED_FOR = re.compile(rf"{_NOT_YET}(?:\s+(?:grades?|results?|marks?|scores?|exams?))?", re.IGNORECASE)
_NAMED_BY = ("surname", "forenames")


class KnownUnits:
    """The units that the centre's own sheets name, by what may stand above a column."""

    def __init__(self, units: Sequence[Unit], qualifications: Sequence[Qualification]) -> None:
        self.codes_of: dict[str, list[str]] = {}
        self.titled: dict[str, list[tuple[str, str]]] = {}
        self.referred: dict[str, list[tuple[str, str]]] = {}
        for unit in units:
            if not (unit.entry_code and unit.unit_number):
                continue
            codes = self.codes_of.setdefault(unit.unit_number, [])
            if unit.entry_code not in codes:
                codes.append(unit.entry_code)
            both = (unit.entry_code, unit.unit_number)
            if unit.unit_title:
                self.titled.setdefault(key(unit.unit_title), []).append(both)
            if unit.unit_reference:
                self.referred.setdefault(key(unit.unit_reference), []).append(both)
        self.codes = {unit.entry_code for unit in units if unit.entry_code}
        self.codes |= {one.entry_code for one in qualifications if one.entry_code}
        self.worded: dict[str, set[str]] = {}
        for one in qualifications:
            for words in (one.title, one.subject_area):
                if one.entry_code and words and len(key(words)) > 1:
                    self.worded.setdefault(words, set()).add(one.entry_code)

    def code_in(self, text: str) -> str:
        """The one known entry code that a text names by its digits; empty where there is none, or more than one."""
        found = {code for said in _CODE.findall(text) if (code := said.zfill(5)) in self.codes}
        return found.pop() if len(found) == 1 else ""

    def codes_worded(self, text: str) -> set[str]:
        """The entry codes of the qualifications or subjects that a text names by their words."""
        said = f" {' '.join(words_of(text))} "
        named = {words for words in self.worded if f" {' '.join(words_of(words))} " in said}
        longest = {words for words in named if not any(words != other and key(words) in key(other) for other in named)}
        return {code for words in longest for code in self.worded[words]}


@dataclass(frozen=True)
class Block:
    """The columns of one unit of a grid: its number, its entry code where that is plain, and which column holds which field."""

    unit: str
    entry_code: str
    code_from: tuple[CodeFrom, str]
    """Where the entry code was found, and the words that say it there."""
    heading: str
    columns: Mapping[str, int]
    """The columns whose heading says which field of a claim they hold."""
    headings: Mapping[str, str]
    marks: int
    """The column of grades, dates or ticks that no heading of its own says more of; 0 where there is none."""
    first: int
    last: int


@dataclass(frozen=True)
class GridFound:
    """A grid: where its headings are, the columns that say who, and the blocks of its units."""

    grid: Grid
    heading_row: int
    columns: Mapping[str, int]
    """Of the fields that a row says of all its claims."""
    headings: Mapping[str, str]
    named_by: Mapping[str, int]
    """Where there is no candidate number: the columns of the candidates' names."""
    blocks: Sequence[Block]
    dates: str
    """The field that bare dates are for; empty where that cannot be told."""
    ticks_are_claims: bool
    unread: Sequence[str]
    reached_by: ReachedBy
    by_unit: Mapping[str, Mapping[int, Raw]] = field(default_factory=dict)
    """What a row of its own says of each unit, by field and by the first column of the unit: its assessor, its visit."""
    rows_by_unit: Mapping[str, int] = field(default_factory=dict)
    """The row that says so, by field."""
    titles: Sequence[str] = ()
    """What stands above its units."""
    last_row: int = 0
    """The last of its rows, where something else stands below; 0 where it goes on to the end of the sheet."""
    is_cut_off: bool = False
    """Whether what stands below it has candidates too, under headings that nothing is known of."""

    @property
    def who(self) -> int:
        """The column that says who the candidate is."""
        return self.columns.get("candidate_number") or min(self.named_by.values())

    @property
    def first_column(self) -> int:
        """The first of its columns."""
        return min([*self.columns.values(), *self.named_by.values(), *(block.first for block in self.blocks)])

    @property
    def last_column(self) -> int:
        """The last of its columns."""
        return max([*self.columns.values(), *self.named_by.values(), *(block.last for block in self.blocks)])


class _Headed(NamedTuple):
    """A heading of a unit: its number, its entry code if it says one, and what else the heading says."""

    unit: str
    code: str
    rest: str


def unit_headed(raw: Raw, known: KnownUnits, are_bare: bool) -> _Headed | None:
    """The unit that a heading names: “Unit 8: Projects”, “05839/8”, a reference, a title that is on Units or, where other headings
    are such too, 8 alone.
    """
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        return None
    text = shown(raw)
    if found := _UNIT.fullmatch(text):
        return _Headed(found["number"].upper(), (found["code"] or "").zfill(5) if found["code"] else "", found["rest"])
    if (found := _CODE_AND_NUMBER.fullmatch(text)) and found["code"] in known.codes:
        return _Headed(found["number"], found["code"], "")
    named = known.referred.get(key(text), []) if _REFERENCE.search(text) else known.titled.get(key(text), [])
    if len({unit for _, unit in named}) == 1:
        codes = {code for code, _ in named}
        return _Headed(named[0][1], codes.pop() if len(codes) == 1 else "", text)
    if are_bare and re.fullmatch(r"\d{1,2}", text) and str(int(text)) in known.codes_of:
        return _Headed(str(int(text)), "", "")
    return None


def find_grids(grid: Grid, top: Sequence[Line], known: KnownUnits, mapped: SheetMap | None = None) -> list[GridFound]:
    """The grids of a sheet: those that stand side by side, each with its own candidates, and those that begin further down. The
    mapping file speaks of one.
    """
    if mapped:
        found = _find_grid(grid, top, known, mapped)
        return [found] if found else []
    out: list[GridFound] = []
    beside = _side_by_side(grid, top, known)
    while beside:
        further: list[GridFound] = []
        for last, row in _headed_again(grid, beside[0]):
            further = _side_by_side(grid, top_of(grid, last), known, last, beside[0].titles)
            if further and _units_of(further) == _units_of(beside):
                further = []  # the headings once more
            elif further or not _is_headed_alike(grid, row, beside[0]):
                beside = [replace(one, last_row=last, is_cut_off=not further) for one in beside]
                break
        out += beside
        beside = further
    return out


def _side_by_side(
    grid: Grid, top: Sequence[Line], known: KnownUnits, below: int = 0, titles: Sequence[str] = ()
) -> list[GridFound]:
    """The grids that stand beside each other: another begins where the heading of the candidates stands once more between units."""
    found = _find_grid(grid, top, known, below=below, titles=titles)
    if found is None:
        return []
    line = top[found.heading_row - 1]
    starts = [
        at
        for at in range(found.who + 1, len(line) + 1)
        if isinstance(line[at - 1], str)
        and key(line[at - 1]) == key(line[found.who - 1])
        and any(block.last < at for block in found.blocks)
        and any(block.first > at for block in found.blocks)
    ]
    if not starts:
        return [found]
    edges = [1, *starts, len(line) + 1]
    parts = [
        _find_grid(grid, _only(top, first, end), known, below=below, titles=found.titles)
        for first, end in pairwise(edges)
    ]
    return [part for part in parts if part]


def _only(top: Sequence[Line], first: int, end: int) -> list[Line]:
    """The lines with nothing but some of their columns, from ``first`` to before ``end``."""
    return [[raw if first <= at < end else "" for at, raw in enumerate(line, start=1)] for line in top]


def _units_of(found: Sequence[GridFound]) -> list[tuple[str, str, int, int]]:
    return [(block.unit, block.entry_code, block.first, block.last) for one in found for block in one.blocks]


def _headed_again(grid: Grid, found: GridFound) -> Iterator[tuple[int, int]]:
    """Where the heading of the candidates stands once more below a grid: the last row before it that is a candidate's, and its own."""
    rows, at = grid.rows, found.who - 1
    heading = rows[found.heading_row - 1][at]
    units = [place - 1 for block in found.blocks for place in range(block.first, block.last + 1)]
    last = found.heading_row
    for number, row in enumerate(rows[found.heading_row :], start=found.heading_row + 1):
        if at >= len(row) or row[at] == "":
            continue
        if isinstance(row[at], str) and heading and key(row[at]) == key(heading):
            yield last, number
        if any(place < len(row) and row[place] != "" for place in units):
            last = number


def _is_headed_alike(grid: Grid, row: int, found: GridFound) -> bool:
    """Whether a row has the headings of a grid's units once more."""
    first, again = grid.rows[found.heading_row - 1], grid.rows[row - 1]
    places = [place - 1 for block in found.blocks for place in range(block.first, block.last + 1)]
    return all(place < len(again) and again[place] == first[place] for place in places)


def _find_grid(
    grid: Grid,
    top: Sequence[Line],
    known: KnownUnits,
    mapped: SheetMap | None = None,
    below: int = 0,
    titles: Sequence[str] = (),
) -> GridFound | None:
    """A grid, if there is one: a row with headings of units, and in it, above or below it who the candidates are. It is looked for
    below a row; ``titles`` are those of the whole sheet.
    """
    best: tuple[int, int, dict[int, _Headed]] | None = None
    rows = [row for row in range(below + 1, min(len(top), below + HEADING_ROWS) + 1) if _may_be(mapped, row)]
    for row in rows:
        units = _units_in(top[row - 1], known)
        if mapped and mapped.units:
            units = _units_mapped(mapped, top, row, known)
        if units and (best is None or len(units) > best[0]):
            best = (len(units), row, units)
    if best is None:
        return None
    _, unit_row, units = best
    who = _who(grid, top, unit_row, units, mapped)
    if who is None:
        return None
    _, heading_row, columns, headings, named_by = who
    blocks_at = _blocks(units, top, unit_row, heading_row, {*columns.values(), *named_by.values()})
    above = [
        shown(raw)
        for line in top[below : unit_row - 1]
        if not _says_of_units(line, blocks_at)
        for raw in dict.fromkeys(line)
        if isinstance(raw, str) and raw.strip()
    ]
    above += [title for title in titles if title not in above]
    blocks = [_block(grid, top, unit_row, heading_row, run, units, known, above, mapped) for run in blocks_at]
    if not mapped and not any(_looks_marked(grid, heading_row, block) for block in blocks):
        return None
    taken = {
        *columns.values(),
        *named_by.values(),
        *(at for block in blocks for at in (*block.columns.values(), block.marks)),
    }
    within = {at: block.heading for block in blocks for at in range(block.first, block.last + 1)}
    line = top[heading_row - 1]
    unread = [
        f"{within[at]} {shown(raw)}" if at in within and heading_row > unit_row else shown(raw)
        for at, raw in enumerate(line, start=1)
        if at not in taken and isinstance(raw, str) and raw.strip()
    ]
    return GridFound(
        grid,
        heading_row,
        columns,
        headings,
        named_by,
        blocks,
        _field_of(mapped.dates) if mapped and mapped.dates else _dates(grid.name, above),
        mapped.ticks_are_claims if mapped and mapped.ticks_are_claims is not None else _are_claims(grid.name, above),
        unread,
        ReachedBy.MAPPING_FILE if mapped else ReachedBy.CANDIDATES_AND_UNITS,
        *_by_unit(top, heading_row, blocks, below),
        titles=above,
    )


def _by_unit(
    top: Sequence[Line], heading_row: int, blocks: Sequence[Block], below: int
) -> tuple[Mapping[str, Mapping[int, Raw]], Mapping[str, int]]:
    """Rows at the headings that say of each unit who assesses it, or which visit it is for: a label beside, and a word above each."""
    wanted = {name: column for name, column in columns_of(Claim).items() if name in _OF_UNITS}
    known, starts = spellings_of(wanted), {block.first for block in blocks}
    inside = {at for block in blocks for at in range(block.first, block.last + 1)}
    found: dict[str, dict[int, Raw]] = {}
    rows: dict[str, int] = {}
    for row in range(below + 1, min(heading_row + 1, len(top)) + 1):
        line = top[row - 1]
        labels = [
            known[key(raw)][0]
            for at, raw in enumerate(line, start=1)
            if at not in inside and isinstance(raw, str) and key(raw) in known
        ]
        said = {at: line[at - 1] for at in starts if line[at - 1] != ""}
        are_headings = any(isinstance(raw, str) and key(raw) in spellings(Claim) for raw in said.values())
        if (
            len(labels) == 1
            and said
            and not are_headings
            and not {block.heading for block in blocks} & {shown(raw) for raw in said.values()}
        ):
            found.setdefault(labels[0], said)
            rows.setdefault(labels[0], row)
    return found, rows


_OF_UNITS = ("entry_code", "assessor", "standardised_by", "visit", "assessed_on", "standardised_on", "claimed_on")


def _says_of_units(line: Line, blocks: Sequence[range]) -> bool:
    """Whether a row above the units says something of each, such as their assessors, and so is no title."""
    known = spellings_of({name: column for name, column in columns_of(Claim).items() if name in _OF_UNITS})
    labels = {raw for raw in line if isinstance(raw, str) and key(raw) in known}
    return bool(labels) and any(line[run.start - 1] not in ("", *labels) for run in blocks)


def _may_be(mapped: SheetMap | None, row: int) -> bool:
    return not mapped or not mapped.heading_row or mapped.heading_row - 2 <= row <= mapped.heading_row


def _units_in(line: Line, known: KnownUnits) -> dict[int, _Headed]:
    """The headings of units in a row, by column. Numbers alone count where there are at least two of them."""
    bare = sum(
        1
        for raw, _ in groupby(line)
        if not isinstance(raw, bool) and re.fullmatch(r"\d{1,2}", shown(raw)) and str(int(shown(raw))) in known.codes_of
    )
    found: dict[int, _Headed] = {}
    for column, raw in enumerate(line, start=1):
        if raw != "" and (headed := unit_headed(raw, known, bare > 1)):
            found[column] = headed
    if not any(not _HOPED_FOR.fullmatch(headed.rest) for headed in found.values()):
        return {}
    numbered = [headed for headed in found.values() if headed.unit]
    return found if numbered else {}


def _units_mapped(mapped: SheetMap, top: Sequence[Line], row: int, known: KnownUnits) -> dict[int, _Headed]:
    """The columns that the mapping file names for units, where this is the row that has their headings."""
    lines = top[row - 1 : row]
    found = Headings(row, lines, {}, range(1, len(lines[0]) + 1))
    headings = {key(text) for text in (shown(raw) for raw in lines[0] if raw != "")}
    texts = [text for text in mapped.units.values() if not text.casefold().startswith("column ")]
    if texts and not any(key(text) in headings for text in texts):
        return {}
    units: dict[int, _Headed] = {}
    for said, text in mapped.units.items():
        one = mapped.column(text, found)
        named = _MAPPED.fullmatch(said.strip())
        if one:
            if one.column in units:
                raise mapped.source.error(
                    f"two units are both said to be “{text}”, and one column is read as one unit",
                    "sheets",
                    mapped.sheet,
                    "units",
                    said,
                )
            code, number = (named["code"], named["number"]) if named else ("", said)
            merged = lines[0][one.column - 1]
            first = unit_headed(merged, known, False)
            units[one.column] = _Headed(number.upper(), code.zfill(5) if code else "", first.rest if first else "")
            for column in range(one.column + 1, len(lines[0]) + 1):
                headed = unit_headed(lines[0][column - 1], known, False)
                is_same = first and headed and (headed.unit, headed.code) == (first.unit, first.code)
                if merged == "" or not (lines[0][column - 1] == merged or is_same):
                    break
                units[column] = units[one.column]._replace(rest=headed.rest if headed else "")
    return units


class _Who(NamedTuple):
    """Who the rows of a grid are: how much is known, the row of the lowest headings, the columns that say it, with their headings,
    and those of names where there is no number.
    """

    weight: int
    row: int
    columns: Mapping[str, int]
    headings: Mapping[str, str]
    named_by: Mapping[str, int]


def _who(
    grid: Grid, top: Sequence[Line], unit_row: int, units: Mapping[int, _Headed], mapped: SheetMap | None
) -> _Who | None:
    """The columns that say who, in the row of the units, the one below or the one above, or below the units' titles."""
    wanted = {name: column for name, column in columns_of(Claim).items() if name in GRID_FIELDS}
    best: _Who | None = None
    slip: UserError | None = None
    is_applied = not (mapped and mapped.columns)
    for row in (unit_row, unit_row + 1, unit_row - 1, unit_row + 2):
        if not 1 <= row <= len(top):
            continue
        lines = top[unit_row - 1 : row] if row > unit_row else top[row - 1 : row]
        inside = {at for run in _blocks(units, top, unit_row, row, set()) for at in run}
        width = [at for at in range(1, len(lines[-1]) + 1) if at not in inside]
        matched = match(lines, spellings_of(wanted), width)
        if mapped and mapped.columns:
            try:
                matched = dict(mapped.applied(Headings(row, lines, matched, width), GRID_FIELDS).matched)
                is_applied = True
            except UserError as error:
                slip = slip or error
                continue
        names = match(lines, spellings(Candidate), width)
        named_by = {name: names[name].column for name in _NAMED_BY if name in names}
        if "candidate_number" in matched:
            named_by = {}
        elif len(named_by) < len(_NAMED_BY):
            whole = [at for at in width if any(key(text) in _WHOLE_NAMES for text in texts_of(lines, at))]
            named_by = {"name": whole[0]} if whole else {}
        count = 3 * ("candidate_number" in matched) + len(matched) + len(named_by)
        if ("candidate_number" in matched or named_by) and (best is None or count > best.weight):
            columns = {name: one.column for name, one in matched.items()}
            best = _Who(count, row, columns, {name: one.text for name, one in matched.items()}, named_by)
    if slip and not is_applied:
        raise slip
    if best is None:
        return None
    lowest = mapped.heading_row if mapped and mapped.heading_row else max(best.row, unit_row, _below(top, unit_row))
    return best._replace(row=lowest)


_WHOLE_NAMES = frozenset(
    {"name", "studentname", "learnername", "candidatename", "student", "learner", "candidate", "fullname"}
)


_SAYS_WHO = _WHOLE_NAMES | {
    text
    for text, (name, _) in (*spellings(Claim).items(), *spellings(Candidate).items())
    if name in ("candidate_number", *_NAMED_BY)
}


def _below(top: Sequence[Line], unit_row: int) -> int:
    """The row below that of the units, or below that of their titles, where it says what their columns hold: Grade, Claimed on."""
    known = spellings(Claim)
    for row, line in enumerate(top[unit_row : unit_row + 2], start=unit_row + 1):
        said = sum(
            1
            for raw, over in zip(line, top[unit_row - 1], strict=True)
            if isinstance(raw, str) and key(raw) in known and key(raw) not in _SAYS_WHO and raw != over
        )
        is_alone = all(raw == "" or (isinstance(raw, str) and key(raw) in known) for raw in line)
        if said > 1 or (said and is_alone and row == unit_row + 1):
            return row
    return unit_row


def _blocks(
    units: Mapping[int, _Headed], top: Sequence[Line], unit_row: int, heading_row: int, taken: set[int]
) -> list[range]:
    """The columns of each unit: from its heading on, as far as it is merged or as the line below goes on under it."""
    found: list[range] = []
    starts = sorted(units)
    line, below = top[unit_row - 1], top[heading_row - 1]
    at = 0
    while at < len(starts):
        first = starts[at]
        last = first
        while (
            last + 1 in units
            and line[last] == line[first - 1]
            and units[last + 1] == units[first]
            and heading_row > unit_row
        ):
            last += 1
            at += 1
        while (
            heading_row > unit_row
            and last < len(line)
            and last + 1 not in units
            and last + 1 not in taken
            and line[last] == ""
            and _goes_on(key(shown(below[last])), found, below, any(start > last + 1 for start in starts))
        ):
            last += 1
        found.append(range(first, last + 1))
        at += 1
    return found if heading_row > unit_row else _joined(found, units)


def _goes_on(said: str, before: Sequence[range], below: Line, is_between: bool) -> bool:
    """Whether a heading in the lower line is one more of a unit's: a column of claims, what stands before the next unit, or what stood
    under the unit before too.
    """
    if not said or said in _SAYS_WHO:
        return False
    return (
        said in spellings(Claim)
        or is_between
        or (bool(before) and said in {key(shown(below[at - 1])) for at in before[-1]})
    )


def _joined(blocks: Sequence[range], units: Mapping[int, _Headed]) -> list[range]:
    """Columns side by side whose headings each say the unit and what they hold of it, as one: Unit 8 target, Unit 8 grade, Unit 8 claimed."""
    known = spellings_of(_of_claims())
    out: list[range] = []
    for run in blocks:
        before = out[-1] if out else range(0)
        last, this = units.get(before.stop - 1), units[run.start]
        said = [key(units[at].rest) for at in before]
        if (
            last
            and before.stop == run.start
            and (last.unit, last.code) == (this.unit, this.code)
            and key(this.rest) not in said
            and all(
                text in known or _HOPED_FOR.fullmatch(units[at].rest) for text, at in zip(said, before, strict=True)
            )
            and (key(this.rest) in known or _HOPED_FOR.fullmatch(this.rest))
        ):
            out[-1] = range(before.start, run.stop)
        else:
            out.append(run)
    return out


def _of_claims() -> Mapping[str, Column]:
    """The columns of claims that may stand under a unit."""
    return {
        name: column
        for name, column in columns_of(Claim).items()
        if name not in ("candidate_number", "entry_code", "unit_number")
    }


def _block(
    grid: Grid,
    top: Sequence[Line],
    unit_row: int,
    heading_row: int,
    run: range,
    units: Mapping[int, _Headed],
    known: KnownUnits,
    above: Sequence[str],
    mapped: SheetMap | None,
) -> Block:
    headed = units[run.start]
    heading = shown(top[unit_row - 1][run.start - 1])
    columns: dict[str, int] = {}
    headings: dict[str, str] = {}
    of_claims = _of_claims()
    marks = 0
    if heading_row > unit_row:
        matched = match([top[heading_row - 1]], spellings_of(of_claims), run)
        columns = {name: one.column for name, one in matched.items()}
        headings = {name: f"{heading} {one.text}" for name, one in matched.items()}
        free = [at for at in run if at not in columns.values()]
        plain = [at for at in free if key(shown(top[heading_row - 1][at - 1])) in ("", "date", "result", key(heading))]
        marks = plain[0] if plain else run.start if len(run) == 1 and not matched else 0
    else:
        known_as = spellings_of(of_claims)
        for at in run:
            if said := known_as.get(key(units[at].rest)) if units[at].rest else None:
                columns.setdefault(said[0], at)
                headings.setdefault(said[0], shown(top[unit_row - 1][at - 1]))
        if not columns and not _HOPED_FOR.fullmatch(headed.rest):
            marks = run.start
    code, code_from = _code_of(headed, known, grid.name, above, mapped)
    return Block(headed.unit, code, code_from, heading, columns, headings, marks, run.start, run[-1])


def _code_of(
    headed: _Headed, known: KnownUnits, sheet: str, above: Sequence[str], mapped: SheetMap | None
) -> tuple[str, tuple[CodeFrom, str]]:
    """The entry code of a unit, and where it was found: in its heading, in the mapping file, in the title, in the sheet's name, or on
    Units where no other qualification has a unit of that number.
    """
    if headed.code:
        return headed.code, (CodeFrom.HEADING, headed.code)
    if mapped and mapped.entry_code:
        return mapped.entry_code, (CodeFrom.MAPPING_FILE, "")
    for text in above:
        if code := known.code_in(text):
            return code, (CodeFrom.TITLE, text)
    if code := known.code_in(sheet):
        return code, (CodeFrom.SHEET_NAME, sheet)
    having = known.codes_of.get(headed.unit, [])
    if len(having) == 1:
        return having[0], (CodeFrom.UNITS, "")
    for text, where in ((sheet, CodeFrom.SHEET_NAME), *((text, CodeFrom.TITLE) for text in above)):
        named = known.codes_worded(text)
        fitting = [code for code in having if code in named] or ([] if having else sorted(named))
        if len(fitting) == 1:
            return fitting[0], (where, text)
    return "", (CodeFrom.HEADING, "")


def _field_of(heading: str) -> str:
    return next(name for name, column in columns_of(Claim).items() if key(column.heading) == key(heading))


def _dates(sheet: str, above: Iterable[str]) -> str:
    """What bare dates are of, where the sheet's name or a title says just one thing: Claims, Assessment dates."""
    for text in (sheet, *above):
        said = [name for name, word in _DATE_WORDS.items() if re.search(word, text, re.IGNORECASE)]
        if len(said) == 1:
            return said[0]
    return ""


def _are_claims(sheet: str, above: Iterable[str]) -> bool:
    return _dates(sheet, above) == "claimed_on"


_MARKED = 0.5
"""How much of what stands below a unit must be grades, dates or ticks for it to be a grid."""


def _looks_marked(grid: Grid, heading_row: int, block: Block) -> bool:
    """Whether what stands below a unit's heading is what a grid holds; an empty column may be one yet to be filled in."""
    rows = grid.rows[heading_row : heading_row + HEADING_ROWS]
    at = (block.marks or next(iter(block.columns.values()), block.first)) - 1
    filled = [row[at] for row in rows if at < len(row) and row[at] != ""]
    return sum(map(is_mark, filled)) >= _MARKED * len(filled)


def is_mark(raw: Raw) -> bool:
    """Whether a cell holds what a grid's cells hold, near enough: a date, or a short word. Marks and percentages are none."""
    if isinstance(raw, str):
        return len(as_text(raw)) <= 14 and not re.fullmatch(r"[\d.,]+%?", as_text(raw))
    return not isinstance(raw, int | float) or isinstance(raw, bool)
