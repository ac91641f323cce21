"""What stands around a tracker's table and holds for all of it: entry code, unit, candidate, and what is said once for each unit."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from ocr_sheets.model.judgements import JudgementKind
from ocr_sheets.model.reading_facts import CodeFrom
from ocr_sheets.model.tables import Cell
from ocr_sheets.patterns import regex
from ocr_sheets.reading.lines import A_DAY, NOT_OF_ROWS
from ocr_sheets.reading.problems import doubted
from ocr_sheets.reading.raw import Raw, UnreadableValue, as_text
from ocr_sheets.reading.trackers.banners import codes_above, with_codes
from ocr_sheets.reading.trackers.facts import Fact
from ocr_sheets.reading.trackers.headings import DATES, IDENTITY, TICKS, Role, family_of, role_of, unit_in, unit_inside
from ocr_sheets.reading.trackers.layout import OF_ALL, Column
from ocr_sheets.reading.trackers.one_table import (
    ASSESSED_WORDS,
    CLAIMED_WORDS,
    OF_UNITS,
    STANDARDISED_WORDS,
    OneTable,
    only,
    says_of_units,
)
from ocr_sheets.reading.trackers.rows import Person, Row, RowKind, take
from ocr_sheets.reading.trackers.shapes import Shape

_OF_A_SAMPLE = regex(r"\bsample\b.{0,15}\brequest|\brequest\w*\b.{0,25}\bsample\b", re.IGNORECASE)
_ROWS_ABOVE = 4
"""How far above the headings a row may say something of each unit."""
_LIKE_A_CODE = regex(r"(?<![\d/.])0\d{4}(?![\d/.])")
_INITIALS_BEHIND = regex(r"[\s(–-]+([A-Z]{2,4})\)?$")


def find_code(one: OneTable, columns: Sequence[Column], outer: Sequence[str]) -> None:
    """Settles the entry code of the whole table, where no column gives one: as told, by a label, the title, the sheet's name, its units."""
    if one.told.code:
        one.out.code = one.told.code
        return
    units = [column for column in columns if column.unit]
    if any(column.role is Role.CODE for column in columns) or (units and all(column.code for column in units)):
        return
    courses, table = one.courses, one.table
    labels = [as_text(table.labelled(role)) for role in table.labels if role in (Role.CODE, Role.COURSE)]
    texts = [
        *((text, CodeFrom.LABEL) for text in labels),
        *((text, CodeFrom.TITLE) for text in one.titles),
        (one.sheet, CodeFrom.SHEET_NAME),
    ]
    # What stands above the first table of a sheet holds for a later one that has nothing of its own.
    for find in (courses.coded, lambda text: only(courses.worded(text)), courses.catalogued):
        found = [(code, where, text) for text, where in texts if (code := find(text))]
        found = found or [(code, CodeFrom.TITLE, text) for text in outer if (code := find(text))]
        if found:
            one.out.code, where, text = found[0]
            one.say(JudgementKind.CODE_FROM, None, code=one.out.code, where=where, text=text)
            if len({code for code, _, _ in found}) > 1:
                codes = sorted({code for code, _, _ in found})
                one.say(JudgementKind.CODE_UNCLEAR, None, question=True, codes=codes, units=[])
            return
    if code := courses.having([column.unit for column in units]):
        one.out.code = code
        one.say(JudgementKind.CODE_FROM, None, code=code, where=CodeFrom.UNITS, text="")
    elif len(courses.codes) == 1 and not courses.units:
        one.out.code = next(iter(courses.codes))
        one.say(JudgementKind.CODE_FROM, None, code=one.out.code, where=CodeFrom.ONLY_COURSE, text="")
    else:
        one.out.strange_code = next((said for text, _ in texts if (said := _strange_code(text))), "")


def _strange_code(text: str) -> str:
    """Five digits that stand where an entry code would, and are none that is known: no number of a centre begins with a nought."""
    found = _LIKE_A_CODE.findall(text)
    return found[0] if len(found) == 1 else ""


def with_codes_above(one: OneTable, columns: Sequence[Column]) -> list[Column]:
    """The columns with the entry codes of their units, where the qualifications stand above them."""
    codes = codes_above(one.table, columns, one.code_in) if not one.told.code else {}
    for code, at in dict.fromkeys(codes.values()):
        text = as_text(one.table.matrix.raw(*at))
        one.say(JudgementKind.CODE_FROM, at, code=code, where=CodeFrom.TITLE, text=text)
    return with_codes(columns, codes)


def unit_above(one: OneTable) -> tuple[str, tuple[int, int] | None]:
    """The unit of the whole table, where its title or the name of its sheet says one."""
    table = one.table
    if table.is_grid or any(column.role in (Role.UNIT, Role.UNIT_TITLE) for column in table.columns):
        return "", None
    place = table.labels.get(Role.UNIT)
    if place and (unit := unit_in(table.labelled(Role.UNIT))):
        return unit.number, place
    above = [(text, (row, column)) for row, column, text in reversed(table.titles)]
    if not table.matrix.is_turned:
        # Of tables side by side each has its own title; what stands over another's columns is that one's.
        first, last = min(column.at for column in table.columns), max(column.at for column in table.columns)
        above = [one for one in above if first <= one[1][1] <= last] or above
    for text, at in ((one.sheet, None), *above):
        if number := unit_inside(text):
            one.say(JudgementKind.UNIT_FROM, at, unit=number, text=text)
            return number, at
    return "", None


def person_above(one: OneTable) -> Person | None:
    """The candidate of the whole table, where labels above it say one."""
    table = one.table
    person = Person()
    for role, place in table.labels.items():
        if role in IDENTITY:
            raw = table.labelled(role)
            take(person, role, raw, " ".join(as_text(raw).split()), table.matrix.place(*place))
    if not person.is_somebody and one.words.candidate_in(one.sheet):
        take(person, Role.NAME, one.sheet, one.sheet, table.matrix.place(max(table.top - 1, 0), 0))
    return person if person.is_somebody else None


def said_of_all(one: OneTable) -> dict[str, Fact]:
    """What labels above the table, such as “Assessor: JS”, say of all its claims."""
    table, found = one.table, {}
    for role, (row, column) in table.labels.items():
        raw = table.labelled(role)
        if role not in OF_ALL or says_of_units(table, row):
            continue
        cell = one.cell(row, column, as_text(table.matrix.raw(row, column)).partition(":")[0])
        if role in DATES and one.words.is_day(raw):
            try:
                day = one.words.day(raw)
            except UnreadableValue as doubt:
                one.out.problems.append(doubted(doubt, cell))
                day = doubt.value if isinstance(doubt.value, dt.date) else None
            found[str(role)] = Fact(str(role), day, cell)
        elif role not in DATES and one.words.looks_like_person(as_text(raw)):
            name = "assessor" if role is Role.ASSESSOR else "standardised_by"
            found[name] = Fact(name, " ".join(as_text(raw).split()), cell)
    return found


def said_of_units(one: OneTable, rows: Sequence[Row], columns: Sequence[Column]) -> dict[tuple[int, str], Fact]:
    """What is said once of a whole unit, by its first column and the field: in a row of its own, or behind it in its heading."""
    return {**_staff_in_headings(one, columns), **_in_rows_of_their_own(one, rows, columns)}


def _in_rows_of_their_own(one: OneTable, rows: Sequence[Row], columns: Sequence[Column]) -> dict[tuple[int, str], Fact]:
    """Rows between the title and the candidates that give each unit its assessor or visit."""
    table = one.table
    found: dict[tuple[int, str], Fact] = {}
    if not table.is_grid:
        return found
    between = [row.at for row in rows if row.kind in (RowKind.OF_UNITS, RowKind.NOTE, RowKind.UNCLEAR)]
    above = [
        row
        for row in range(max(table.top - _ROWS_ABOVE, 0), table.first)
        if row != table.heading_row or row != table.top
    ]
    for at in [*above, *between]:
        first = next((raw for raw in table.matrix.rows[at] if raw != ""), "")
        role = _of_row(one, role_of(as_text(first)) if isinstance(first, str) else None, at, columns)
        if role not in OF_UNITS or (role is Role.VISIT and any(map(one.words.is_day, table.matrix.rows[at]))):
            continue  # a line with the visit's own day names none
        for column in columns:
            raw = table.matrix.spread_raw(at, column.at) if column.unit and column.at == column.unit_at else ""
            if raw != "" and role_of(as_text(raw)) is None and not unit_in(raw):
                cell = one.cell(at, column.at, as_text(first))
                value = _value_for_unit(one, role, raw, cell)
                if value is not None:
                    found[column.unit_at, str(role)] = Fact(str(role), value, cell)
    return found


def _of_row(one: OneTable, role: Role | None, at: int, columns: Sequence[Column]) -> Role | None:
    """What a row says of each unit: a word such as IV may head people and days, and the cells say which."""
    family = family_of(role)
    if not family or role not in TICKS:
        return role
    raws = [one.table.matrix.spread_raw(at, column.at) for column in columns if column.unit]
    shapes = [one.words.shapes(raw) for raw in raws if raw != ""]
    fits = {family[0]: Shape.DAY, family[1]: Shape.PERSON}
    found = [each for each, shape in fits.items() if each and shapes and all(shape in said for said in shapes)]
    return found[0] if len(found) == 1 else role


def _staff_in_headings(one: OneTable, columns: Sequence[Column]) -> dict[tuple[int, str], Fact]:
    """The assessor of a unit whose initials stand behind it in its heading, as in “Unit 8 (JS)”."""
    staff: dict[tuple[int, str], Fact] = {}
    for column in columns:
        found = _INITIALS_BEHIND.search(column.unit_heading or column.heading) if column.unit else None
        if found and found[1] in one.words.staff:
            cell = one.cell(column.row, column.unit_at, column.unit_heading or column.heading)
            staff.setdefault((column.unit_at, "assessor"), Fact("assessor", found[1], cell))
    return staff


def _value_for_unit(one: OneTable, role: Role, raw: Raw, cell: Cell) -> object:
    if role in DATES:
        try:
            return one.words.day(raw)
        except UnreadableValue as doubt:
            one.out.problems.append(doubted(doubt, cell))
            return doubt.value
    return " ".join(as_text(raw).split())


def tell_lines(one: OneTable) -> None:
    """Lines above the table with the day of something that its columns could have: nothing else would say that they were not used."""
    taken = set(one.table.labels.values())
    for row, column, text in one.table.titles:
        if (row, column) in taken or not A_DAY.search(text):
            continue
        if _OF_A_SAMPLE.search(text):
            one.say(JudgementKind.LINE_NOT_READ, (row, column), question=True, text=text, of="sample")
        if NOT_OF_ROWS.search(text):
            continue
        if any(one.search(text) for one in (CLAIMED_WORDS, ASSESSED_WORDS, STANDARDISED_WORDS)):
            one.say(JudgementKind.LINE_NOT_READ, (row, column), question=True, text=text)
