"""The rows of a tracker's table: whose each is, and which are totals, parts, hand-in dates or notes and nobody's."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from ocr_sheets.matching.fuzzy import words_of
from ocr_sheets.patterns import regex
from ocr_sheets.reading.raw import Raw, as_text, is_blank
from ocr_sheets.reading.trackers.headings import (
    DATES,
    FACTS,
    IDENTITY,
    PEOPLE,
    TICKS,
    Role,
    UnitHeading,
    is_a_visit,
    role_of,
    unit_in,
    words_in,
)
from ocr_sheets.reading.trackers.layout import TrackerTable
from ocr_sheets.reading.trackers.shapes import CENTRE_AND_NUMBER, NUMBER_AND_NAME, Shape, Words

_TOTALS = regex(
    r"\d+ (?:in all|in total|altogether|(?:candidate|learner|student|pupil|entr|claim)\w*(?: in (?:all|total))?)|(?:grand\s+|sub[\s-]?|class\s+)?totals?\b.*|(?:sum|average|mean|median|mode|max(?:imum)?|min(?:imum)?|counts?)\b(?:\s+of\b.*)?|"
    r"(?:no\.?|number|num|count|%|percentage|percent|#)\s*(?:of\s+|achiev|pass|complete|claim|candidate|learner|student).*|complete(?:d|ion)?|"
    r"(?:pass(?:es|ed)|merits|distinctions|dists?|achieved|entries|claimed|pass rate|all)\s*:?",
    re.IGNORECASE,
)
_OF_UNITS = regex(
    r".*\b(?:hand(?:ed)?[\s-]?in|deadline|due|submission|issue|set|start|finish|end|assessor|teacher|tutor|visit|window|glh|credits?|size|title|level|entry code|mandatory|target date)\b.*",
    re.IGNORECASE,
)
_LEFT = regex(r"(?:leavers?|left|withdrawn|withdrawals?|w/?d|off roll|no longer on (?:the )?course)\b.*", re.IGNORECASE)
"""What heads the part of a list in which those stand who have left."""
_LEFT_BEHIND = regex(
    r"(?:\s[-–—:]\s*|[-–—:]\s|[(*/,]\s*)(?:left|leaver|leaving|withdrawn|withdrew|w/d|off roll)\b.*$", re.IGNORECASE
)
"""What stands behind the name of somebody who has left: GRANT, Toby - LEFT 12/1."""
_GROUP_BEHIND = regex(
    r"\s*[(\[](?:y(?:ear|r)?\.?\s?)?1[0-4][a-z]{0,3}\d?[)\]]$|\s+[-–]\s+(?:y(?:ear|r)?\.?\s?)?1[0-4](?:[a-z]{1,3}\d?)?$",
    re.IGNORECASE,
)
"""The year or group behind a name: Amara Okoye (Y13), Dev Marsh - 13B."""
_SIGNED = regex(r"(?:signed|signature|print(?:ed)? name)\b.{0,20}", re.IGNORECASE)
"""What stands in the lines below a table in which somebody signs for it."""
_PART = regex(r"(?:class|group|set|form|year|yr|tutor|teacher|cohort|course|term|page|section)\b.*", re.IGNORECASE)
_DITTO = frozenset({'"', "''", "”", "“", "〃", "ditto", "do.", "do", "as above", '""', "´´"})


_STEPS = DATES | PEOPLE | TICKS
"""What a row below the candidates may say of each unit: IV, Date claimed."""
_LONGEST_DITTO = 12
"""Letters of such a mark with blanks around it: all longer texts say more."""


def is_same_as_above(raw: Raw) -> bool:
    """Whether a cell only says that it is the same as above."""
    return isinstance(raw, str) and len(raw) <= _LONGEST_DITTO and _is_ditto(raw)


@lru_cache(maxsize=4096)
def _is_ditto(text: str) -> bool:
    return " ".join(text.split()).casefold() in _DITTO


_NAME = regex(r"[^\W\d_][\w'’.\-‐ ,()]*", re.DOTALL)


class RowKind(StrEnum):
    """What a row below the headings is."""

    LEARNER = "a candidate's"
    BLANK = "blank"
    TOTALS = "totals"
    PART = "the heading of a part"
    OF_UNITS = "something of the units, such as hand-in dates"
    LEFT = "of somebody who has left"
    NOTE = "a note"
    UNCLEAR = "of nobody that is named"


@dataclass
class Person:
    """Whoever a row, a sheet or a label names: number and name, as far as they are there, and the cells of both."""

    number: str | None = None
    name: str = ""
    surname: str = ""
    forenames: str = ""
    uln: str = ""
    centre: str = ""
    """The centre the row names, in a list that several centres share."""
    cells: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Row and column in Excel, from 1, by field."""

    @property
    def whole(self) -> str:
        """The name in one."""
        return self.name or " ".join(part for part in (self.forenames, self.surname) if part)

    @property
    def key(self) -> tuple[str, ...]:
        """The words of the name, in no order."""
        return tuple(sorted(words_of(self.whole)))

    @property
    def is_somebody(self) -> bool:
        """Whether it says who it is."""
        return bool(self.number or self.key)


@dataclass
class Row:
    """A row of a table, from 0: what it is, whose, and the unit of the part it stands in."""

    at: int
    kind: RowKind
    person: Person | None = None
    unit: UnitHeading | None = None
    unit_at: tuple[int, int] | None = None
    is_filled_down: bool = False
    part: str = ""
    """The heading of the part it stands in."""
    part_at: int = -1
    """The row of that heading."""


def rows_of(table: TrackerTable, words: Words, fills_down: bool = False) -> list[Row]:
    """The rows of a table in order, each told what it is. ``fills_down`` says that an empty cell means the candidate above in a grid too."""
    out: list[Row] = []
    before: Person | None = None
    unit: UnitHeading | None = None
    unit_at: tuple[int, int] | None = None
    fills = fills_down or not table.is_grid
    has_numbers = _mostly_numbered(table)
    head, head_at = "", -1
    for at in range(table.first, table.end):
        if table.matrix.is_bare(at):
            out.append(Row(at, RowKind.BLANK))
            continue
        if not fills_down and _is_signed(table, at):
            out.append(Row(at, RowKind.NOTE))
            continue
        part = _part_of(table, at)
        if part is not None:
            named = unit_in(part)
            if named and not (named.is_bare and not named.rest):
                unit, unit_at = named, _place_of(table, at)
                before = None
            head, head_at = part, at
            out.append(Row(at, RowKind.PART, unit=unit, unit_at=unit_at))
            continue
        person, is_ditto = person_of(table, at, words)
        first = _first_text(table, at)
        kind = _kind(table, at, person, first, has_numbers, words)
        if kind is RowKind.LEARNER and (_LEFT.fullmatch(head) or _LEFT_BEHIND.search(person.whole)):
            out.append(Row(at, RowKind.LEFT, part=head))
        elif kind is RowKind.LEARNER:
            before = person
            out.append(Row(at, kind, person, unit, unit_at, False, head, head_at))
        elif (
            (is_ditto or (kind is RowKind.UNCLEAR and not person.is_somebody))
            and before
            and (fills or is_ditto)
            and _says_something(table, at)
        ):
            out.append(Row(at, RowKind.LEARNER, before, unit, unit_at, True, head, head_at))
        else:
            out.append(Row(at, kind))
    return out


def _is_signed(table: TrackerTable, at: int) -> bool:
    """Whether a row is a line in which somebody signs: it says so, or has the word Date with a day beside it where a unit or a grade would be."""
    numbers = [table.matrix.raw(at, column.at) for column in table.of(Role.NUMBER)]
    if any(_is_number(raw) and not (isinstance(raw, str) and _says_signed(raw)) for raw in numbers):
        return False  # the row of a candidate, whatever is noted of their work
    row = table.matrix.rows[at]
    if any(map(_says_signed, [raw for raw in row if isinstance(raw, str) and raw != ""])):
        return True
    marks = [raw for column in table.marked if isinstance(raw := table.matrix.raw(at, column), str) and raw != ""]
    return any(map(_says_date, marks))


@lru_cache(maxsize=4096)
def _says_signed(text: str) -> bool:
    return _SIGNED.fullmatch(_text(text)) is not None


@lru_cache(maxsize=4096)
def _says_date(text: str) -> bool:
    return words_in(_text(text)) in ("date", "dated")


def _text(raw: Raw) -> str:
    return " ".join(as_text(raw).split())


def _mostly_numbered(table: TrackerTable) -> bool:
    """Whether most rows have a candidate number, so that a row without one is nobody's."""
    numbers = [column.at for column in table.of(Role.NUMBER)]
    if not numbers:
        return False
    filled = [table.matrix.raw(at, numbers[0]) for at in range(table.first, table.end)]
    some = [raw for raw in filled if raw != ""]
    return sum(_is_number(raw) for raw in some) * 2 > len(some) > 0


def _is_number(raw: Raw) -> bool:
    text = as_text(raw)
    return any(map(str.isdigit, text)) and len(text) <= 40


def _says_something(table: TrackerTable, at: int) -> bool:
    """Whether a row has a unit of its own, as a row of a list must."""
    return (
        any(table.matrix.raw(at, column.at) != "" for column in table.of(Role.UNIT, Role.UNIT_TITLE)) or table.is_grid
    )


def _place_of(table: TrackerTable, at: int) -> tuple[int, int]:
    column = next(column for column, raw in enumerate(table.matrix.rows[at]) if raw != "")
    return table.matrix.place(at, column)


def _first_text(table: TrackerTable, at: int) -> str:
    """The first thing that a row says in the columns of the table, or left of them."""
    return _text(next((raw for raw in table.matrix.rows[at] if raw != ""), ""))


def _part_of(table: TrackerTable, at: int) -> str | None:
    """The text of a row that heads a part of the table: alone in its row, and nobody's number or name."""
    matrix = table.matrix
    filled = [column for column, raw in enumerate(matrix.rows[at]) if raw != ""]
    if len(filled) != 1:
        return None
    raw = matrix.raw(at, filled[0])
    text = _text(raw)
    if _LEFT.fullmatch(text) or is_a_visit(text):
        return text
    wide = sum(origin == (at, filled[0]) for origin in matrix.spread.values()) + 1
    covers_ids = wide > 1 + sum(column.role in IDENTITY for column in table.columns)
    if covers_ids:
        return text
    column = next((column for column in table.columns if column.at == filled[0]), None)
    if unit_in(text) and not (unit_in(text) or UnitHeading("", "", "")).is_bare:
        return text
    if column is not None and column.role in IDENTITY:
        is_person = column.role in (Role.NUMBER,) and text.isdecimal()
        is_named = column.role is not Role.NUMBER and not any(map(str.isdigit, text)) and not _PART.fullmatch(text)
        return None if is_person or is_named else text
    return None


def _kind(table: TrackerTable, at: int, person: Person, first: str, has_numbers: bool, words: Words) -> RowKind:
    if (
        _TOTALS.fullmatch(first)
        and person.whole in ("", first)
        and table.of(Role.NAME, Role.SURNAME)
        and not _is_named(table, at)
    ):
        return RowKind.TOTALS
    if person.number and person.number.isdecimal():
        return RowKind.LEARNER
    has_id_columns = any(column.role in IDENTITY for column in table.columns)
    if not has_id_columns:
        return RowKind.LEARNER
    others = [
        table.matrix.raw(at, column.at)
        for column in table.columns
        if column.role not in IDENTITY and column.role is not Role.CENTRE and table.matrix.raw(at, column.at) != ""
    ]
    is_counted = bool(others) and all(isinstance(raw, int | float) and not isinstance(raw, bool) for raw in others)
    if words.candidate_in(person.whole):
        return RowKind.LEARNER
    two_names = bool(person.surname and person.forenames) or "," in person.name
    if first and not two_names and _TOTALS.fullmatch(first) and (is_counted or not others or len(words_of(first)) > 1):
        return RowKind.TOTALS
    graded = any(words.shapes(raw) & {Shape.GRADE, Shape.UNFINISHED} for raw in others)
    if first and not two_names and others and not graded and (_OF_UNITS.fullmatch(first) or role_of(first) in _STEPS):
        return RowKind.OF_UNITS
    if has_numbers and not person.key:
        return RowKind.UNCLEAR
    if has_numbers and is_counted:
        return RowKind.TOTALS
    if person.key and _is_name_of_somebody(person, words):
        return RowKind.LEARNER
    if person.key and not others:
        return RowKind.NOTE
    return RowKind.UNCLEAR


def _is_named(table: TrackerTable, at: int) -> bool:
    """Whether something stands where the row's name would."""
    return any(table.matrix.raw(at, column.at) != "" for column in table.of(Role.NAME, Role.SURNAME, Role.FORENAMES))


def _is_name_of_somebody(person: Person, words: Words) -> bool:
    """Whether a name may be one: letters only, and no word for a grade, a part or a day."""
    text = person.whole
    if person.surname and person.forenames:
        return len(person.surname) > 1 and not any(map(str.isdigit, text))
    if not _NAME.fullmatch(text) or any(map(str.isdigit, text)) or len(text) > 60 or _PART.fullmatch(text):
        return False
    if words.shapes(text) & {Shape.GRADE, Shape.UNFINISHED, Shape.DAY, Shape.TICK} or role_of(text) in FACTS:
        return False
    return len(words_of(text)) > 1 or (len(text) > 2 and role_of(text) is None)


def person_of(table: TrackerTable, at: int, words: Words) -> tuple[Person, bool]:
    """Whom a row names, and whether it only says that it is the same as above."""
    person = Person()
    is_ditto = False
    for column in table.naming:
        raw = table.matrix.raw(at, column.at)
        source = (at, column.at)
        if raw == "" and source in table.matrix.spread:
            origin = table.matrix.spread[source]
            if origin[1] == column.at and origin[0] >= table.first:
                raw, is_ditto, source = table.matrix.raw(*origin), True, origin
        if raw == "" or (is_blank(raw) and column.role is not Role.SURNAME):
            continue
        text = " ".join(as_text(raw).split())
        if is_same_as_above(text):
            is_ditto = True
            continue
        take(person, column.role, raw, text, table.matrix.place(*source))
    _take_centre(person, table, at)
    return person, is_ditto


def _take_centre(person: Person, table: TrackerTable, at: int) -> None:
    """Takes down the centre that a row names; its cell comes last, since whose the row is is told of at the number or the name."""
    column = table.of_centre
    raw = table.matrix.spread_raw(at, column.at) if column else ""
    if column and not is_blank(raw):
        person.centre = " ".join(as_text(raw).split())
        person.cells["centre_number"] = table.matrix.place(at, column.at)


def take(person: Person, role: Role | None, raw: Raw, text: str, place: tuple[int, int]) -> None:
    """Takes down what a cell, or a label above the table, says of who somebody is."""
    if "1" in text:  # as every year and group behind a name has it
        text = _GROUP_BEHIND.sub("", text) or text
    both = NUMBER_AND_NAME.fullmatch(text)
    if role in (Role.NUMBER, Role.NAME) and both:
        person.number = person.number or (both["number"] or both["last"]).zfill(4)
        person.name = person.name or (both["name"] or both["first"]).strip(" ,(")
        person.cells.setdefault("candidate_number", place)
        person.cells.setdefault("name", place)
    elif role is Role.NUMBER:
        plain = text.lstrip("'’`").removesuffix(".0").replace(" ", "")
        if both := CENTRE_AND_NUMBER.fullmatch(plain):
            person.centre, plain = both["centre"], both["number"]
            person.cells["centre_number"] = place
        if plain.isdecimal() and len(plain) <= 5:
            person.number = plain.zfill(4)
        elif not any(map(str.isdigit, text)):
            person.name = person.name or text
        else:
            person.number = _mended(plain)
        person.cells.setdefault("candidate_number", place)
    elif role is Role.ULN:
        person.uln = text
    elif role is Role.NAME:
        person.name = text
        person.cells["name"] = place
    elif role is Role.SURNAME:
        person.surname = text
        person.cells["surname"] = place
    elif role is Role.FORENAMES:
        person.forenames = text
        person.cells["forenames"] = place


def _mended(text: str) -> str:
    digits = text.upper().replace("O", "0").replace("I", "1")
    return digits.zfill(4) if digits.isdecimal() else text
