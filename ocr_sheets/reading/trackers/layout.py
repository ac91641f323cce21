"""Where the tables of a tracker are: the row or rows of their headings, the columns that say who, and the columns of each unit."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import takewhile

from ocr_sheets.patterns import regex
from ocr_sheets.reading.raw import Raw, as_text
from ocr_sheets.reading.trackers.headings import (
    FACTS,
    IDENTITY,
    PERSONAL,
    Role,
    UnitHeading,
    day_behind,
    is_a_visit,
    is_examined,
    role_of,
    role_under,
    unit_headed,
    unit_in,
    words_in,
)
from ocr_sheets.reading.trackers.matrix import Matrix
from ocr_sheets.reading.trackers.shapes import NUMBER_AND_NAME, SAMPLE, Shape, Words, is_number_and_name
from ocr_sheets.text import key

_NEAR = (0, 1, 2, -1, -2)
"""Where, seen from the row of the units, the headings of the candidates may stand."""
_BELOW_LABELS = (3, 4, 5)
"""Where else they may stand, below rows that say something of each unit: its teacher, the day of its hand-in."""
_LONGEST_HEADING = 60
_FEWEST_BARE = 2
"""Headings that are a number and nothing else are units only where there are as many."""
_DAY_BEHIND = regex(r"\s*[(\[][^()\[\]]*\d[/. -](?:\d|[A-Za-z]{3})[^()\[\]]*[)\]]$")
_DASHES = ("-", "–", "—", ":", "|")
"""What programs write between the title of a unit and what its column holds."""
OF_ALL = (
    Role.ASSESSOR,
    Role.STANDARDISED_BY,
    Role.STANDARDISED,
    Role.ASSESSED_ON,
    Role.STANDARDISED_ON,
    Role.CLAIMED_ON,
)
"""What a label above a table may say of all its rows."""
_LABELS = IDENTITY | {Role.UNIT, Role.CODE, Role.COURSE, Role.ULN, *OF_ALL}
"""What a label with its value in one cell may say of a table below it."""
_KEY = regex(r"(?:key|legend|grade key|codes?(?: used)?|abbreviations|notes?)\s*:?", re.IGNORECASE)


@dataclass(frozen=True)
class Column:
    """A column of a table, counted from 0: its heading, and the unit it is of where the heading says one."""

    at: int
    heading: str
    row: int
    """The row of its heading, from 0."""
    role: Role | None
    unit: str = ""
    code: str = ""
    unit_at: int = -1
    """The column of the heading of its unit."""
    title: str = ""
    """The unit's title, where its heading has one."""
    is_exam: bool = False
    unit_heading: str = ""
    is_settled: bool = False
    """Whether the mapping file says what it is, so that its cells are not asked."""
    day: tuple[str, dt.date] | None = None
    """The field of a claim, and its day, that the heading says of whatever is filled in below it."""
    visit: str = ""
    """The visit that the heading names, of which the grades below it are."""

    @cached_property
    def whole_heading(self) -> str:
        """Its heading with that of its unit above it, where it has one of its own."""
        said = self.unit_heading
        return f"{said} {self.heading}" if said and said != self.heading else self.heading


@dataclass(frozen=True)
class TrackerTable:
    """A table of a sheet, upright or turned: its columns, and its rows from ``first`` to before ``end``."""

    matrix: Matrix
    heading_row: int
    """The lowest row of its headings, from 0."""
    top: int
    """The first row of its headings."""
    first: int
    end: int
    columns: Sequence[Column]
    titles: Sequence[tuple[int, int, str]] = ()
    """What stands above it: row, column and text."""
    block_at: int = -1
    """The first column of its own, where it is a list right of another, so that a row of the sheet has something of both; else -1."""
    labels: Mapping[Role, tuple[int, int]] = field(default_factory=dict)
    """Labels above it, each with the cell of its value."""

    def labelled(self, role: Role) -> Raw:
        """The value of a label above it; empty where there is none."""
        if role not in self.labels:
            return ""
        raw = self.matrix.raw(*self.labels[role])
        both = label_in(raw) if isinstance(raw, str) else None
        return both[1] if both and both[0] is role else raw

    @cached_property
    def is_grid(self) -> bool:
        """Whether its columns are of units."""
        return any(column.unit for column in self.columns)

    @cached_property
    def naming(self) -> list[Column]:
        """Its columns that say whose a row is."""
        return [column for column in self.of(*IDENTITY, Role.ULN) if not column.unit]

    @cached_property
    def marked(self) -> list[int]:
        """Where its units and grades stand."""
        return [column.at for column in self.columns if column.unit or column.role in (Role.GRADE, Role.UNIT)]

    @cached_property
    def of_centre(self) -> Column | None:
        """Its column that says of which centre a row is."""
        return next((column for column in self.of(Role.CENTRE) if not column.unit), None)

    def of(self, *roles: Role) -> list[Column]:
        """Its columns of some roles."""
        return [column for column in self.columns if column.role in roles]


def tables_of(matrix: Matrix, words: Words) -> list[TrackerTable]:
    """The tables of a sheet, from the top."""
    out: list[TrackerTable] = []
    row, above = 0, 0
    while row < len(matrix.rows):
        found = _grid_at(matrix, row, above, words) or _list_at(matrix, row, above, words)
        if not found:
            row += 1
            continue
        end = _end(found[0], words)
        titles, labels = _above(matrix, above, found[0].top, words)
        out += [
            replace(one, end=end, titles=own, labels=labels)
            for one, own in zip(found, _titles_of_each(found, titles), strict=True)
        ]
        row = above = max(end, found[0].heading_row + 1)
    return out


def _titles_of_each(
    found: Sequence[TrackerTable], titles: Sequence[tuple[int, int, str]]
) -> list[list[tuple[int, int, str]]]:
    """The titles of tables that stand side by side: in a row with a title above each, that which stands above its own columns."""
    starts = [min(column.at for column in one.columns) for one in found]
    above = [sum(start <= column for start in starts[1:]) for _, column, _ in titles]
    rows = {(row, place) for (row, _, _), place in zip(titles, above, strict=True)}
    shared = {row for row, _, _ in titles if not all((row, place) in rows for place in range(len(found)))}
    return [
        [title for title, over in zip(titles, above, strict=True) if title[0] in shared or over == place]
        for place in range(len(found))
    ]


def table_at(matrix: Matrix, row: int, words: Words) -> TrackerTable:
    """The table whose headings stand in a row, whatever they say."""
    columns = [
        Column(at, _text(raw), row, role_of(_text(raw)) if isinstance(raw, str) else None)
        for at, raw in enumerate(matrix.rows[row] if row < len(matrix.rows) else ())
        if raw != ""
    ]
    table = TrackerTable(matrix, row, row, row + 1, len(matrix.rows), columns)
    titles, labels = _above(matrix, 0, min(row, len(matrix.rows)), words)
    return replace(table, end=_end(table, words), titles=titles, labels=labels)


def _text(raw: Raw) -> str:
    return " ".join(as_text(raw).split()) if raw != "" else ""


def _heading(matrix: Matrix, row: int, column: int) -> str:
    raw = matrix.spread_raw(row, column)
    text = _text(raw) if isinstance(raw, str) else ""
    return text if len(text) <= _LONGEST_HEADING else ""


def _roles_in(matrix: Matrix, row: int) -> dict[int, Role]:
    if not 0 <= row < len(matrix.rows):
        return {}
    found = {}
    for column, raw in enumerate(matrix.rows[row]):
        text = _text(raw) if isinstance(raw, str) else ""
        if text and len(text) <= _LONGEST_HEADING and (role := role_of(text)):
            found[column] = role
    return found


# -- grids


def _units_in(matrix: Matrix, row: int, words: Words) -> dict[int, UnitHeading]:
    """The headings of units in a row; bare numbers only where there are several different ones."""
    plain: dict[int, UnitHeading] = {}
    bare: dict[int, UnitHeading] = {}
    prefixed: dict[int, UnitHeading] = {}
    for column in range(matrix.width):
        raw = matrix.raw(row, column)
        if raw == "" or (isinstance(raw, str) and len(raw) > 2 * _LONGEST_HEADING):
            continue
        titled = words.units.get(key(raw)) if isinstance(raw, str) else None
        if titled:
            plain[column] = UnitHeading(titled[1], titled[0], _text(raw))
        elif (unit := unit_in(raw)) and not _is_graded(unit, words):
            (bare if unit.is_bare else plain)[column] = unit
        elif isinstance(raw, str) and (unit := unit_headed(_text(raw))):
            prefixed[column] = unit
    if len(prefixed) >= _FEWEST_BARE:
        plain |= prefixed
    numbers = [unit.number for unit in bare.values()]
    if len(set(numbers)) < _FEWEST_BARE:
        return plain
    # Of tables side by side each has the same numbers, between the headings of its own candidates.
    tables = sum(role in (Role.NUMBER, Role.NAME, Role.SURNAME) for role in _roles_in(matrix, row).values()) or 1
    return {**plain, **bare} if max(map(numbers.count, numbers)) <= tables else plain


def _is_graded(unit: UnitHeading, words: Words) -> bool:
    """Whether a cell names a unit with its grade, as in “U8: M”, and so is somebody's and no heading."""
    return bool(unit.rest) and role_of(unit.rest) is None and Shape.GRADE in words.shapes(unit.rest)


def _grid_at(matrix: Matrix, row: int, above: int, words: Words) -> list[TrackerTable]:
    units = _units_in(matrix, row, words)
    counted = _places_of_units(matrix, row) if units else ()
    units = {column: unit for column, unit in units.items() if column not in counted}
    if not units or (len(units) == 1 and _are_below_each_other(matrix, row, next(iter(units)))):
        return []
    for step in _NEAR:
        # A title such as “Unit 8 Projects” may stand above the first column of a list, also where that only counts the rows.
        roles = _roles_in(matrix, row + step) if step > 0 else {}
        people = [column for column, role in roles.items() if role in IDENTITY]
        first = min(people, default=0) if _is_alone(matrix, row) else 0
        units = {column: unit for column, unit in units.items() if column >= first and column not in people}
    id_row, ids = _identity_near(matrix, row, above, units, words) if units else (-1, {})
    if (
        ids
        and all(unit.is_bare and not unit.rest for unit in units.values())
        and not _are_people(matrix, max(row, id_row), ids)
    ):
        return []
    if not ids and units:
        id_row, ids = row, _identity_by_values(matrix, row, units, words)
    if not ids:
        return []
    sub_row = id_row if id_row > row else row + 1 if _are_subheadings(matrix, row + 1, units, ids, words) else -1
    bottom = max(row, id_row, sub_row)
    banners = _banners(matrix, row, above, units)
    columns = _grid_columns(matrix, row, id_row, sub_row, units, ids, banners)
    if not any(column.unit for column in columns):
        return []
    top = min(row - bool(banners), id_row)
    return [TrackerTable(matrix, bottom, top, bottom + 1, len(matrix.rows), part) for part in _side_by_side(columns)]


def _is_alone(matrix: Matrix, row: int) -> bool:
    """Whether one cell of a row holds something, and no other."""
    return sum(matrix.raw(row, column) != "" for column in range(matrix.width)) == 1


def _are_below_each_other(matrix: Matrix, row: int, column: int) -> bool:
    """Whether the cell below the only unit of a row names another, so that it is a column of units and no heading."""
    here, below = unit_in(matrix.raw(row, column)), unit_in(matrix.raw(row + 1, column))
    return bool(here and below and not here.is_bare and not below.is_bare and here.number != below.number)


def _identity_near(
    matrix: Matrix, row: int, above: int, units: Mapping[int, UnitHeading], words: Words
) -> tuple[int, dict[int, Role]]:
    """The row with the headings of the candidates, and these: not under units, and not the labels of single values."""
    for step in (*_NEAR, *_BELOW_LABELS):
        at = row + step
        if at < above or at >= len(matrix.rows):
            continue
        if step in _BELOW_LABELS and not all(
            _is_labelled(matrix, between, min(units)) for between in range(row + 1, at)
        ):
            break
        ids = {
            column: role for column, role in _roles_in(matrix, at).items() if role in IDENTITY and column not in units
        }
        if (
            ids
            and step
            and any(
                _units_in(matrix, between, words) for between in range(min(row, at), max(row, at)) if between != row
            )
        ):
            continue
        if step < 0 and any(role in FACTS or role is Role.UNIT for role in _roles_in(matrix, at).values()):
            continue  # a list of its own, whose first row this is
        if ids:
            return at, ids
    return -1, {}


def _identity_by_values(matrix: Matrix, row: int, units: Mapping[int, UnitHeading], words: Words) -> dict[int, Role]:
    """Left of several units and of nothing else, the columns that hold people or candidate numbers, be their headings missing. Each is
    somebody else's, and most of what stands under the units must be grades or days.
    """
    first = min(units)
    others = [raw for at, raw in enumerate(matrix.rows[row]) if at > first and raw != "" and at not in units]
    if len(units) < _FEWEST_BARE or others or not first:
        return {}
    rows = list(_unbroken(matrix, row + 1))
    below = [at for at in rows if not _is_labelled(matrix, at, first)]
    if len(below) * 2 <= len(rows):
        return {}  # most are words that head columns: a list of units on its side, and no candidates
    inside = [raw for at in below for column in units if (raw := matrix.raw(at, column)) != ""]
    marks = sum(bool(words.shapes(raw) & {Shape.GRADE, Shape.UNFINISHED, Shape.DAY, Shape.TICK}) for raw in inside)
    if not inside or marks * 2 < len(inside):
        return {}
    found: dict[int, Role] = {}
    for column in range(first):
        raws = [raw for at in below if (raw := matrix.raw(at, column)) != ""]
        for role, shape in ((Role.NUMBER, Shape.CANDIDATE_NUMBER), (Role.NAME, Shape.PERSON)):
            if role is Role.NAME and not _are_full_names(raws):
                continue
            looks = sum(shape in words.shapes(raw) or _is_number_and_name(raw, role) for raw in raws)
            if raws and looks * 5 >= len(raws) * 4 and len(set(raws)) == len(raws) and role not in found.values():
                found[column] = role
                break
    return found


def _is_number_and_name(raw: Raw, role: Role) -> bool:
    """Whether a cell holds a candidate's name with the number beside it."""
    return role is Role.NAME and isinstance(raw, str) and NUMBER_AND_NAME.fullmatch(_text(raw)) is not None


def _is_labelled(matrix: Matrix, row: int, first: int) -> bool:
    """Whether a row begins with a known word, so that it says something of the units, as “Teacher” does, and is nobody's."""
    labels = [raw for raw in matrix.rows[row][:first] if raw != ""]
    return len(labels) == 1 and isinstance(labels[0], str) and role_of(_text(labels[0])) is not None


def _are_people(matrix: Matrix, row: int, ids: Mapping[int, Role]) -> bool:
    """Whether what stands below the headings of the candidates is their numbers or names: numbers beside it may be candidates' too."""
    rows = list(_unbroken(matrix, row + 1))
    for column, role in ids.items():
        raws = [raw for at in rows if (raw := matrix.raw(at, column)) != ""]
        if role is Role.NUMBER:
            looks = sum(any(map(str.isdigit, _text(raw))) for raw in raws)
        else:
            looks = sum(not any(map(str.isdigit, _text(raw))) for raw in raws)
        if raws and looks * 2 < len(raws):
            return False
    return True


def _unbroken(matrix: Matrix, first: int) -> Iterator[int]:
    """The rows from one on to the first that is blank, or begins a key; at most as many as are looked at anywhere."""
    for at in range(first, min(first + SAMPLE, len(matrix.rows))):
        filled = [raw for raw in matrix.rows[at] if raw != ""]
        if not filled or (len(filled) == 1 and isinstance(filled[0], str) and _KEY.fullmatch(_text(filled[0]))):
            return
        yield at


def _are_full_names(raws: Sequence[Raw]) -> bool:
    """Whether texts may be people's whole names: of more than one word, and none a word that heads columns."""
    texts = [_text(raw) for raw in raws]
    return all(role_of(text) is None for text in texts) and sum(" " in text for text in texts) * 2 > len(texts)


def _are_subheadings(
    matrix: Matrix, row: int, units: Mapping[int, UnitHeading], ids: Iterable[int], words: Words
) -> bool:
    """Whether the row below the units says what their columns hold: known words, and nobody's number or name beside them."""
    if row >= len(matrix.rows):
        return False
    if any(matrix.raw(row, column) != "" and role_of(_text(matrix.raw(row, column))) is None for column in ids):
        return False
    end = _end_of_columns(matrix, row - 1)
    inside = [matrix.raw(row, column) for column in range(min(units), end) if matrix.raw(row, column) != ""]
    known = [raw for raw in inside if isinstance(raw, str) and (role_of(_text(raw)) is not None or is_a_visit(raw))]
    if _are_targets_and_actuals(map(_text, inside)):
        return True
    values = [raw for raw in inside if words.shapes(raw) & {Shape.GRADE, Shape.DAY, Shape.NUMBER} and raw not in known]
    return bool(known) and len(known) * 2 > len(inside) and not values


_HOPED_FOR = frozenset({"t", "p", "e", "tgt", "pred", "targ"})
_ACTUAL = frozenset({"a", "act", "actual"})


def _are_targets_and_actuals(headings: Iterable[str]) -> bool:
    """Whether the headings below units are T and A, or others as short, for the grade that is hoped for and the one there is."""
    said = [words_in(heading) for heading in headings if heading]
    return set(said) <= _HOPED_FOR | _ACTUAL and bool(set(said) & _HOPED_FOR) and bool(set(said) & _ACTUAL)


def _grid_columns(
    matrix: Matrix,
    unit_row: int,
    id_row: int,
    sub_row: int,
    units: Mapping[int, UnitHeading],
    ids: Mapping[int, Role],
    banners: Mapping[int, str],
) -> list[Column]:
    out: list[Column] = []
    current = -1
    first_of = _first_columns(units, banners)
    is_inline = sub_row < 0 and id_row == unit_row
    beside = _beside_units(matrix, unit_row, units, ids) if is_inline else {}
    is_inline = is_inline and _are_titles(matrix, unit_row, units)
    are_targets = sub_row >= 0 and _are_targets_and_actuals(
        _heading(matrix, sub_row, at) for at in range(min(units), _end_of_columns(matrix, unit_row))
    )
    for at in range(_end_of_columns(matrix, unit_row)):
        own = _heading(matrix, unit_row, at) if at not in units else ""
        sub = _heading(matrix, sub_row, at) if sub_row >= 0 else ""
        current = beside.get(at, current)
        if at in beside or (is_inline and current >= 0 and at not in ids and role_of(own) in FACTS):
            own, sub = "", own
        if at in units:
            current = at
        elif at in ids or (
            own and matrix.spread.get((unit_row, at), (unit_row, at)) == (unit_row, at) and unit_row != sub_row
        ):
            current = -1 if at not in ids else current
            heading = own or _heading(matrix, id_row, at)
            if at in ids:
                heading, current = _heading(matrix, id_row, at), -1
            out.append(Column(at, heading or sub, id_row if at in ids else unit_row, ids.get(at) or role_of(heading)))
            continue
        elif not sub and not _covered(matrix, unit_row, at, current):
            continue
        if current < 0:
            heading = sub or _heading(matrix, id_row, at)
            if heading:
                out.append(Column(at, heading, sub_row if sub else id_row, role_of(heading)))
            continue
        unit = units[current]
        if sub and not (at == current and sub == _heading(matrix, unit_row, at)):
            role, title = role_under(_between(matrix, unit_row, sub_row, at, current), sub), unit.rest
            if are_targets and words_in(sub) in _HOPED_FOR:
                role = Role.TARGET
            heading, heading_row = sub, unit_row if sub_row < 0 else sub_row
            if role is None and at == current and not _has_more(matrix, sub_row, at, units):
                role, title, heading, heading_row = None, sub, _text(matrix.raw(unit_row, current)), unit_row
        else:
            role, title = _role_in_rest(unit.rest)
            heading, heading_row = _text(matrix.raw(unit_row, current)), unit_row
            if role is None and current in banners:
                heading = banners[current]
                role = role_of(heading)
        out.append(
            Column(
                at,
                heading,
                heading_row,
                role,
                unit.number,
                unit.code,
                first_of[current],
                title,
                is_examined(unit.rest),
                _text(matrix.raw(unit_row, current)),
            )
        )
    return _without_tail(out)


def _between(matrix: Matrix, unit_row: int, sub_row: int, at: int, unit_at: int) -> str:
    """What stands between a unit and the heading of one of its columns, over it or left of it, as IV over By and On."""
    if sub_row != unit_row + 2:
        return ""
    return next((said for column in range(at, unit_at - 1, -1) if (said := _heading(matrix, unit_row + 1, column))), "")


def _are_titles(matrix: Matrix, row: int, units: Mapping[int, UnitHeading]) -> bool:
    """Whether the units of a row are titles of the columns right of them: nothing stands below any, and a known word beside each."""
    rows = list(_unbroken(matrix, row + 1))
    return all(
        role_of(_heading(matrix, row, column + 1)) in FACTS and all(matrix.raw(at, column) == "" for at in rows)
        for column in units
    )


def _beside_units(
    matrix: Matrix, row: int, units: Mapping[int, UnitHeading], ids: Mapping[int, Role]
) -> dict[int, int]:
    """The columns that are of the unit left of them, each with the unit's: they stand in the same words right of several units, as in Unit 8,
    Claimed, Unit 9, Claimed.
    """
    runs: dict[int, list[tuple[int, str]]] = {at: [] for at in units}
    of_unit = -1
    for at in range(_end_of_columns(matrix, row)):
        of_unit = at if at in units else -1 if at in ids else of_unit
        heading = _heading(matrix, row, at)
        if of_unit >= 0 and at not in units and role_of(heading) in FACTS:
            runs[of_unit].append((at, words_in(day_behind(heading)[0] or heading)))
    said = Counter(word for run in runs.values() for word in {word for _, word in run})
    return {at: unit for unit, run in runs.items() for at, word in run if said[word] > 1}


def _banners(matrix: Matrix, row: int, above: int, units: Mapping[int, UnitHeading]) -> dict[int, str]:
    """The words above the units that say what their columns hold, where each unit stands under several: Grade over all units, then Claimed."""
    numbers = [unit.number for unit in units.values()]
    if row - 1 < above or len(set(numbers)) == len(numbers):
        return {}
    found: dict[int, str] = {}
    said = ""
    for at in range(matrix.width):
        if (raw := matrix.spread_raw(row - 1, at)) != "":
            said = _text(raw) if isinstance(raw, str) else ""
        role = role_of(said) if said else None
        if at in units and role is not None and role not in PERSONAL:
            found[at] = said
    return found


def _first_columns(units: Mapping[int, UnitHeading], banners: Mapping[int, str]) -> dict[int, int]:
    """The first column of the unit of each heading. Headings such as “Unit 8 grade” and “Unit 8 assessor” are of one unit, where each says
    something else of it; a unit that stands twice in the same words is two.
    """
    found: dict[int, int] = {}
    held: dict[tuple[str, str], tuple[int, set[Role]]] = {}
    for at, unit in sorted(units.items()):
        role = _role_in_rest(unit.rest)[0] or (role_of(banners[at]) if at in banners else None)
        first, roles = held.get((unit.number, unit.code), (at, set()))
        if role is None or role in roles:
            found[at] = at
            continue
        held[unit.number, unit.code] = first, {*roles, role}
        found[at] = first
    return found


def _end_of_columns(matrix: Matrix, row: int) -> int:
    """The column in which a key begins beside the headings; else the width of the sheet."""
    for at, raw in enumerate(matrix.rows[row]):
        if isinstance(raw, str) and _KEY.fullmatch(_text(raw)) and role_of(_text(raw)) is None and at:
            return at
    return matrix.width


def _has_more(matrix: Matrix, sub_row: int, at: int, units: Mapping[int, UnitHeading]) -> bool:
    """Whether the unit has more than one column."""
    return at + 1 < matrix.width and at + 1 not in units and _heading(matrix, sub_row, at + 1) != ""


def _covered(matrix: Matrix, row: int, column: int, current: int) -> bool:
    return current >= 0 and matrix.spread.get((row, column)) == (row, current)


def _role_in_rest(rest: str) -> tuple[Role | None, str]:
    """What follows a unit's number: the word for what the column holds, the title of the unit, or both. A day in brackets, such as that of
    its hand-in, says nothing of the column.
    """
    rest = _DAY_BEHIND.sub("", rest)
    if role := role_of(rest):
        return (role, "") if rest else (None, "")
    said = rest.split()
    for at in range(1, len(said)):
        tail = " ".join(said[at:])
        is_apart = said[at][:1].islower() or said[at - 1] in _DASHES
        if len(said) - at <= 3 and (role := role_of(tail)) and role in FACTS and is_apart:
            return role, " ".join(said[:at]).rstrip(" -–—:|")
    return None, rest


def _without_tail(columns: Sequence[Column]) -> list[Column]:
    """The columns with those after the last unit's that no other unit has taken for the whole row's."""
    widths: dict[int, int] = {}
    for column in columns:
        if column.unit:
            widths[column.unit_at] = widths.get(column.unit_at, 0) + 1
    if len(widths) < 2 or all(
        unit_in(column.heading) or unit_headed(column.heading) for column in columns if column.unit
    ):
        return list(columns)
    last = max(widths)
    most = max(width for at, width in widths.items() if at != last)
    out, seen = [], 0
    for column in columns:
        if column.unit and column.unit_at == last:
            seen += 1
            if seen > most:
                column = replace(column, unit="", code="", unit_at=-1, title="", unit_heading="")
        out.append(column)
    return out


def _side_by_side(columns: Sequence[Column]) -> list[list[Column]]:
    """The tables that stand beside each other: another begins where the heading of the candidates comes again after units."""
    parts: list[list[Column]] = [[]]
    for column in columns:
        roles = {one.role for one in parts[-1] if not one.unit}
        if column.role in IDENTITY and not column.unit and column.role in roles and any(one.unit for one in parts[-1]):
            # What stands left of the candidates of a further table, such as their number or class, is of that table.
            own = len(list(takewhile(_is_of_people, reversed(parts[-1]))))
            parts.append(parts[-1][len(parts[-1]) - own :])
            del parts[-2][len(parts[-2]) - own :]
        parts[-1].append(column)
    return [part for part in parts if any(one.unit for one in part) and any(one.role in IDENTITY for one in part)]


def _is_of_people(column: Column) -> bool:
    """Whether a column says who somebody is, or may do so."""
    return not column.unit and (column.role in PERSONAL or column.role is Role.SOME_NUMBER)


# -- lists


def _list_at(matrix: Matrix, row: int, above: int, words: Words) -> list[TrackerTable]:
    steps = _steps_above(matrix, row) if row - 1 >= above else {}
    roles = {**_roles_in(matrix, row), **steps, **dict.fromkeys(_places_of_units(matrix, row), Role.UNIT)}
    roles.update(
        {at: Role.GRADE for at, role in roles.items() if role is Role.COURSE and _are_grades(matrix, row, at, words)}
    )
    found = set(roles.values())
    if not found & FACTS or not found & (IDENTITY | {Role.UNIT, Role.UNIT_TITLE}) or len(roles) < 2:
        return []
    filled = [raw for raw in matrix.rows[row] if raw != ""]
    if len(roles) * 2 < len(filled) or any(not isinstance(raw, str) for raw in filled):
        return []
    if not found & IDENTITY:
        is_said = _above(matrix, above, row, words)[1].keys() & IDENTITY
        if not is_said and words.candidate_in(matrix.grid.name) is None:
            return []
    columns = [
        Column(at, _text(raw), row, roles.get(at))
        for at, raw in enumerate(matrix.rows[row])
        if isinstance(raw, str) and raw != ""
    ]
    parts = [again for part in _lists_beside(matrix, row, columns) for again in _by_unit(part)]
    taken: set[int] = set()
    out = []
    for part in parts:
        block_at = min(column.at for column in part if column.at not in taken) if taken else -1
        out.append(TrackerTable(matrix, row, row, row + 1, len(matrix.rows), part, block_at=block_at))
        taken |= {column.at for column in part}
    return out


def _are_grades(matrix: Matrix, row: int, column: int, words: Words) -> bool:
    """Whether what stands below a heading is grades of units: “Award” may head these too, and courses."""
    raws = [raw for at in _unbroken(matrix, row + 1) if (raw := matrix.raw(at, column)) != ""]
    return bool(raws) and all(Shape.GRADE in (said := words.shapes(raw)) and Shape.AWARD not in said for raw in raws)


def _steps_above(matrix: Matrix, row: int) -> dict[int, Role]:
    """What By, On and Date in a row of headings mean below the steps in the row above them: Assessment, IV."""
    found: dict[int, Role] = {}
    over = ""
    for column in range(matrix.width):
        over = _heading(matrix, row - 1, column) or over
        heading = _heading(matrix, row, column)
        plain = role_of(heading)
        role = role_under(over, heading) if heading and over and plain not in PERSONAL else None
        if role and role is not plain:
            found[column] = role
    return found


def _places_of_units(matrix: Matrix, row: int) -> list[int]:
    """The columns of a row headed Unit 1, Unit 2 and so on that hold units, so that their headings only count them."""
    found = []
    rows = list(_unbroken(matrix, row + 1))
    for column in range(matrix.width):
        if not isinstance(matrix.raw(row, column), str) or not unit_in(matrix.raw(row, column)):
            continue
        below = [unit_in(raw) for at in rows if (raw := matrix.raw(at, column)) != ""]
        if below and sum(unit is not None and not (unit.is_bare and not unit.rest) for unit in below) * 2 > len(below):
            found.append(column)
    return found


def _by_unit(columns: Sequence[Column]) -> list[list[Column]]:
    """A list whose rows name several units, each with columns of its own, as one list for each: Unit, Grade, Date, Unit, Grade, Date."""
    starts = [place for place, column in enumerate(columns) if column.role is Role.UNIT]
    if len(starts) < _FEWEST_BARE:
        return [list(columns)]
    parts = [columns[start:end] for start, end in zip(starts, [*starts[1:], len(columns)], strict=True)]
    if not all({column.role for column in part} & FACTS for part in parts):
        return [list(columns)]
    whose = [column for column in columns[: starts[0]] if column.role is not None]
    return [[*whose, *part] for part in parts]


def _lists_beside(matrix: Matrix, row: int, columns: Sequence[Column]) -> list[list[Column]]:
    parts: list[list[Column]] = [[]]
    for column in columns:
        roles = {one.role for one in parts[-1]}
        if column.role in IDENTITY and column.role in roles and roles & FACTS:
            parts.append([])
        parts[-1].append(column)
    return parts


# -- what stands around


def _end(table: TrackerTable, words: Words) -> int:
    """The row before which a table ends: where its headings come again, or a key begins."""
    matrix = table.matrix
    ids = {column.at: column for column in table.columns if column.role in IDENTITY} or {
        column.at: column for column in table.columns if column.role in (Role.UNIT, Role.UNIT_TITLE)
    }
    headings = {at: heading for at, column in ids.items() if (heading := key(column.heading))}
    for row in range(table.first, len(matrix.rows)):
        line = matrix.rows[row]
        filled = [at for at, raw in enumerate(line) if raw != ""]
        if any(line[at] != "" and key(_text(line[at])) == heading for at, heading in headings.items()):
            roles = _roles_in(matrix, row)
            if len(filled) == 1 or len(roles) * 2 >= len(filled) or any(unit_in(_text(line[at])) for at in filled):
                return _first_of_titles(matrix, _first_of_headings(matrix, row, table, words), table, words)
        if len(filled) == 1 and _KEY.fullmatch(_text(line[filled[0]])):
            return row
        if len(filled) > 1 and is_other_heading(matrix, row) and _has_other_words(matrix, row, table):
            return row
    return len(matrix.rows)


def _first_of_headings(matrix: Matrix, row: int, table: TrackerTable, words: Words) -> int:
    """The row of units that may stand above the headings of the candidates."""
    above = row - 1
    return above if above >= table.first and _units_in(matrix, above, words) and not _roles_in(matrix, above) else row


def _first_of_titles(matrix: Matrix, row: int, table: TrackerTable, words: Words) -> int:
    """The first of the titles right above the headings in ``row``, where a blank row parts them from the table before; else that row."""
    first = at = row
    while at - 1 > table.first and (matrix.is_bare(at - 1) or _is_title(matrix, at - 1, words)):
        at -= 1
        if not matrix.is_bare(at) and matrix.is_bare(at - 1):
            first = at
    return first


def _is_title(matrix: Matrix, row: int, words: Words) -> bool:
    """Whether a row holds one text, a candidate's name and number alone, or labels and their values."""
    filled = [raw for raw in matrix.rows[row] if raw != ""]
    if len(filled) == 1:
        return isinstance(filled[0], str)
    if all(isinstance(raw, str) and (label_in(raw) or words.candidate_in(raw)) for raw in filled):
        return bool(filled)
    # Labels and values in turn.
    return len(filled) % 2 == 0 and all(
        isinstance(label, str) and role_of(_text(label)) is not None and role_of(_text(value)) is None
        for label, value in zip(filled[::2], filled[1::2], strict=True)
    )


def is_other_heading(matrix: Matrix, row: int) -> bool:
    """Whether headings of another kind may begin in a row: nearly all its cells are words that head columns, one of them the candidates'."""
    filled = sum(raw != "" for raw in matrix.rows[row])
    if sum(isinstance(raw, str) and raw != "" for raw in matrix.rows[row]) * 5 < filled * 4:
        return False
    roles = _roles_in(matrix, row)
    return len(roles) >= 2 and len(roles) * 5 >= filled * 4 and bool(set(roles.values()) & PERSONAL)


def _has_other_words(matrix: Matrix, row: int, table: TrackerTable) -> bool:
    """Whether words head columns in a row that head none of the table's."""
    said = {words_in(_text(matrix.rows[row][at])) for at in _roles_in(matrix, row)}
    return bool(said - {words_in(column.heading) for column in table.columns})


def above_turned(table: TrackerTable, upright: Matrix, words: Words) -> TrackerTable:
    """A turned table with what stands above it on the sheet as it is, which is left of it where it is on its side."""
    top = min((column.at for column in table.columns if column.unit or column.role in IDENTITY), default=0)
    titles, labels = _above(upright, 0, top, words)
    turned = [(column, row, text) for row, column, text in titles]
    return replace(table, titles=turned, labels={role: (column, row) for role, (row, column) in labels.items()})


def _above(
    matrix: Matrix, first: int, end: int, words: Words
) -> tuple[list[tuple[int, int, str]], dict[Role, tuple[int, int]]]:
    """The texts above a table, and the labels among them with the cell of their value."""
    titles: list[tuple[int, int, str]] = []
    labels: dict[Role, tuple[int, int]] = {}
    for row in range(first, end):
        for column in range(matrix.width):
            raw = matrix.raw(row, column)
            if raw == "":
                continue
            if isinstance(raw, str):
                titles.append((row, column, _text(raw)))
            if who := words.candidate_in(raw):
                labels.setdefault(who, (row, column))
                continue
            if isinstance(raw, str) and (both := label_in(raw)):
                labels.setdefault(both[0], (row, column))
                continue
            if isinstance(raw, str) and is_number_and_name(_text(raw)):
                labels.setdefault(Role.NAME, (row, column))
                continue
            role = role_of(_text(raw)) if isinstance(raw, str) else None
            if role:
                value = next((at for at in range(column + 1, matrix.width) if matrix.raw(row, at) != ""), None)
                if value is not None and role_of(_text(matrix.raw(row, value))) is None:
                    labels.setdefault(role, (row, value))
    return titles, labels


def label_in(text: str) -> tuple[Role, str] | None:
    """The label and the value that share a cell, as in “Learner: Ali Adams”; ``None`` for other texts."""
    label, colon, value = _text(text).partition(":")
    role = role_of(label) if colon and value.strip() else None
    return (role, value.strip()) if role in _LABELS and role is not None else None


def columns_said(table: TrackerTable) -> Iterator[str]:
    """The headings of a table."""
    return (column.heading for column in table.columns)
