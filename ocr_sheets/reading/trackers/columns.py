"""What each column of a tracker's table holds, once its cells have been looked at: the heading may be silent, and two may claim one meaning."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from ocr_sheets.model.column_readings import Left
from ocr_sheets.model.judgements import JudgementKind
from ocr_sheets.model.records import Grade
from ocr_sheets.patterns import regex
from ocr_sheets.reading.raw import Raw, UnreadableValue, as_text, is_blank
from ocr_sheets.reading.trackers.evidence import Evidence, settle
from ocr_sheets.reading.trackers.headings import (
    FACTS,
    PEOPLE,
    PERSONAL,
    TICKS,
    Role,
    day_behind,
    family_of,
    is_a_visit,
    role_of,
    words_in,
)
from ocr_sheets.reading.trackers.layout import Column
from ocr_sheets.reading.trackers.one_table import STANDARDISED_WORDS, OneTable
from ocr_sheets.reading.trackers.readings import why_left
from ocr_sheets.reading.trackers.rows import Row
from ocr_sheets.reading.trackers.shapes import SAMPLE, Shape, are_colours, tick_of
from ocr_sheets.reading.trackers.stages import Log
from ocr_sheets.text import key

_ASSESSOR_WORDS = regex(r"\bassess|\bmark(?:ed|er|ing)\b|\bteachers?\b|\bstaff\b|\btaught\b", re.IGNORECASE)
_OF_STAFF = (
    (Role.ASSESSOR, regex(r"(?:unit )?(?:tutor|lecturer|class teacher|staff|who|delivered by|unit lead)(?: initials?| name)?")),
    (Role.STANDARDISED_BY, regex(r"(?:moderated|sampled|checked|qad?) by|qa|is|internal moderator|sampler")),
)  # fmt: skip
"""What staff of the centre may do under headings that have other meanings too."""
_NEARLY_ALL = 0.8
_FEWEST_KNOWN = 2
_DATE_ALONE = regex(r"dates?|dated|when|day|on")
_DAYS_OF_STEPS = frozenset({Role.ASSESSED_ON, Role.STANDARDISED_ON, Role.CLAIMED_ON})
_FEWEST_GRADES = 2
"""Columns of a unit that are headed by a grade for ticks under them to be that grade."""


def labels_of_rows(one: OneTable) -> int:
    """The column, left of the units, whose cells say what each row of a candidate holds: Grade, Assessed, Assessor. -1 where there is none."""
    table = one.table
    if not table.is_grid:
        return -1
    taken = {column.at for column in table.columns if column.unit or column.role in PERSONAL}
    for at in range(min(column.at for column in table.columns if column.unit)):
        raws = [raw for row in range(table.first, table.end) if (raw := table.matrix.raw(row, at)) != ""]
        roles = [role_of(as_text(raw)) for raw in raws if isinstance(raw, str)]
        facts = [role for role in roles if role in FACTS]
        if at not in taken and len(set(facts)) > 1 and len(facts) * 5 >= len(raws) * 4:
            return at
    return -1


def labelled(one: OneTable, row: Row, columns: Sequence[Column], label_at: int) -> Sequence[Column]:
    """The columns with the meaning that the label of a row gives those of the units, or its stage gives those of its day and person."""
    if one.log:
        return one.log.columns_of(columns, one.table.matrix.raw(row.at, one.log.stage))
    if label_at < 0:
        return columns
    label = as_text(one.table.matrix.raw(row.at, label_at))
    role = role_of(label)
    found = []
    for column in columns:
        if column.unit:
            raws = [one.table.matrix.raw(row.at, each.at) for each in columns if each.unit]
            settled = settle(label, role, raws, one.words, is_of_a_unit=True)
            column = replace(column, role=settled.role, heading=f"{column.heading} {label}")
        found.append(column)
    return found


def hold_colours(one: OneTable, rows: Sequence[int]) -> bool:
    """Whether the units' columns, taken together, hold red, amber and green: a column of R alone could be anything."""
    raws = [
        one.table.matrix.raw(at, column.at)
        for column in one.table.columns
        if column.unit and column.role is None
        for at in rows
    ]
    return are_colours(raws)


def _of_log(one: OneTable, log: Log, column: Column) -> Column:
    """A column of a log, which each row's stage says the meaning of."""
    if column.at == log.stage:
        one.say(JudgementKind.STAGES, (column.row, column.at), heading=column.heading)
    return replace(column, is_settled=True)


def settled(one: OneTable, column: Column, rows: Sequence[int], with_colours: bool, with_labels: bool) -> Column:
    """The column with the meaning that its heading and its cells give it together."""
    if column.is_settled:
        return column
    if one.log and column.at in one.log:
        return _of_log(one, one.log, column)
    raws = [one.table.matrix.raw(at, column.at) for at in rows]
    found = settle(column.heading, column.role, raws, one.words, bool(column.unit))
    one.evidence[column.at] = found
    role = Role.COLOUR if with_colours and column.unit and column.role is None and found.seen else found.role
    if column.unit and (column.is_exam or one.courses.is_examined(column.code, column.unit)):
        one.say(JudgementKind.UNIT_EXAMINED, (column.row, column.at), heading=column.heading, unit=column.unit)
        return replace(column, role=Role.NOT_OURS)
    if column.role in (None, Role.GROUP) and not column.unit and (known := _known_elsewhere(one, column, raws)):
        one.say(
            JudgementKind.BY_VALUES,
            (column.row, column.at),
            heading=column.heading,
            role=str(known),
            **found.values,
        )
        return replace(column, role=known)
    is_marks = bool(column.unit) and column.role is None
    if is_marks and role in (Role.SOME_DATE, Role.CLAIMED):
        role = one.by_title(role)
    elif is_marks and role is Role.SOME_PERSON:
        role = _whose_initials(one)
    if with_labels and column.unit and column.role is None:
        return replace(column, role=None)  # each row says what it holds
    column = _with_its_heading(one, column, role)
    if role is Role.SOME_DATE and (found.seen or column.unit):
        one.say(
            JudgementKind.DATE_OF_WHAT,
            (column.row, column.at),
            question=True,
            heading=column.heading,
            unit=column.unit,
            is_unit=is_marks,
            **found.values,
        )
    elif role is None and found.seen and (column.unit or found.looks.get(Shape.GRADE, 0) * 2 > found.seen):
        one.say(
            JudgementKind.COLUMN_UNCLEAR,
            (column.row, column.at),
            question=True,
            heading=column.heading,
            is_unit=is_marks,
            **found.values,
        )
    elif (
        role not in FACTS and role not in PERSONAL and role not in (Role.UNIT, Role.UNIT_TITLE, Role.CODE, Role.COURSE)
    ):
        if found.seen:
            one.out.unread.append(column.whole_heading)
        if found.seen and column.heading:
            one.say(
                JudgementKind.COLUMN_NOT_READ,
                (column.row, column.at),
                heading=column.heading,
                why=why_left(column, role, found),
                **found.values,
            )
    elif role in (Role.GROUP, Role.UCI) and found.seen and column.heading:
        one.out.unread.append(column.whole_heading)  # nothing is done with it, and that is told
    elif found.is_by_values and not is_marks and role is not Role.SOME_DATE and found.by_heading is not None:
        _say_by_values(one, column, found)
    return replace(column, role=role)


def _known_elsewhere(one: OneTable, column: Column, raws: Sequence[Raw]) -> Role | None:
    """What a column is that its heading says nothing of, where nearly all its cells stand on another sheet: the names of visits under any
    heading, staff under one that may head them.
    """
    cells = [raw for raw in raws if not is_blank(raw)][:SAMPLE]
    if len(cells) < _FEWEST_KNOWN:
        return None

    def are_nearly_all(is_one: Callable[[Raw], bool]) -> bool:
        return sum(map(is_one, cells)) >= _NEARLY_ALL * len(cells)

    if one.words.visits and are_nearly_all(lambda raw: key(as_text(raw)) in one.words.visits):
        return Role.VISIT
    if one.table.is_grid or not are_nearly_all(one.words.is_staff):
        return None
    said = words_in(column.heading)
    return next((role for role, pattern in _OF_STAFF if pattern.fullmatch(said)), None)


def _with_its_heading(one: OneTable, column: Column, role: Role | None) -> Column:
    """The column with the day or the visit that its heading says of what is filled in below it."""
    family = family_of(role_of(column.heading))
    said = day_behind(column.heading)[1] if family and (role in TICKS | PEOPLE or role is Role.GRADE) else ""
    if family and said:
        try:
            day = one.words.day(said)
        except UnreadableValue as doubt:
            day = doubt.value if isinstance(doubt.value, dt.date) else None
        if day is not None:
            one.say(
                JudgementKind.DAY_IN_HEADING,
                (column.row, column.at),
                heading=column.heading,
                role=str(family[0]),
                day=day,
            )
            return replace(column, day=(str(family[0]), day))
    if column.unit and role is Role.GRADE and is_a_visit(column.heading):
        one.say(JudgementKind.VISIT_IN_HEADING, (column.row, column.at), heading=column.heading)
        return replace(column, visit=column.heading)
    return column


def dates_beside(one: OneTable, columns: Sequence[Column]) -> list[Column]:
    """The columns with those headed by Date alone taken for the step that stands left of them, where that leaves no doubt: each stands
    beside another step, and none of these has a day of its own.
    """
    out = list(columns)
    pairs = {
        place: family
        for place, column in enumerate(columns)
        if column.role is Role.SOME_DATE
        and _DATE_ALONE.fullmatch(words_in(column.heading))
        and place
        and columns[place - 1].unit_at == column.unit_at
        and (family := family_of(columns[place - 1].role))
        and columns[place - 1].role is not family[0]
    }
    for unit_at in {columns[place].unit_at for place in pairs}:
        mine = {place: family[0] for place, family in pairs.items() if columns[place].unit_at == unit_at}
        others = [column.role for column in columns if column.unit_at == unit_at]
        is_plain = len(set(mine.values())) == len(mine) and not set(mine.values()) & set(others)
        has_other_days = len(mine) > 1 or bool(set(others) & _DAYS_OF_STEPS)
        if is_plain and has_other_days and others.count(Role.SOME_DATE) == len(mine):
            for place, role in mine.items():
                out[place] = replace(columns[place], role=role)
                beside = columns[place - 1].heading
                at = (columns[place].row, columns[place].at)
                one.say(JudgementKind.DATE_BESIDE, at, heading=columns[place].heading, role=str(role), beside=beside)
    return out


def visible_first(one: OneTable, columns: Sequence[Column]) -> list[Column]:
    """The columns without the hidden ones of which a visible one says the same: a hidden column is often last year's, or an old draft."""
    hidden = set() if one.table.matrix.is_turned else one.table.matrix.grid.sheet.hidden_columns
    shown = {(column.unit, column.code, column.role) for column in columns if column.at + 1 not in hidden}
    out = []
    for column in columns:
        if column.at + 1 in hidden and column.role in FACTS and (column.unit, column.code, column.role) in shown:
            one.say(JudgementKind.COLUMN_NOT_READ, (column.row, column.at), heading=column.heading, why=Left.HIDDEN)
            one.out.unread.append(column.whole_heading)
            column = replace(column, role=Role.NOT_OURS)
        out.append(column)
    return out


def _say_by_values(one: OneTable, column: Column, found: Evidence) -> None:
    if found.role is not None:
        one.say(
            JudgementKind.BY_VALUES, (column.row, column.at), heading=column.heading, role=str(found.role), **found.values
        )  # fmt: skip


def grades_by_column(one: OneTable, columns: Sequence[Column], rows: Sequence[int]) -> list[Column]:
    """The columns with those headed P, M and D under a unit taken for its grade, where each row has a tick under one of them. Where a row
    has several they may be criteria, and are asked about.
    """
    out = list(columns)
    for unit_at in {column.unit_at for column in columns if column.unit}:
        places = [
            place
            for place, column in enumerate(columns)
            if column.unit_at == unit_at and column.role is Role.CLAIMED and grade_named(one, column)
        ]
        if len(places) < _FEWEST_GRADES:
            continue
        ticked = [sum(bool(tick_of(one.table.matrix.raw(at, columns[place].at))) for place in places) for at in rows]
        role = Role.GRADE_TICK if max(ticked, default=0) == 1 else Role.NOT_OURS
        for place in places:
            out[place] = replace(columns[place], role=role)
        first = columns[places[0]]
        kind = JudgementKind.TICKED_GRADES if role is Role.GRADE_TICK else JudgementKind.TICKED_GRADES_UNCLEAR
        one.say(kind, (first.row, first.at), question=role is not Role.GRADE_TICK, unit=first.unit)
    return out


def grade_named(one: OneTable, column: Column) -> Grade | None:
    """The grade that heads a column and nothing else."""
    mark = one.words.mark(column.heading)
    return mark.grade if mark and not mark.doubt else None


def _whose_initials(one: OneTable) -> Role | None:
    """Whether people under a unit are who assessed or who standardised it, by the title and the name of the sheet."""
    said = " ".join([one.sheet, *one.titles])
    fits = [
        role
        for role, pattern in (
            (Role.ASSESSOR, _ASSESSOR_WORDS),
            (Role.STANDARDISED_BY, STANDARDISED_WORDS),
        )
        if pattern.search(said)
    ]
    return fits[0] if len(fits) == 1 else None


def without_counting(columns: Sequence[Column]) -> list[Column]:
    """The columns without one that only counts the rows: No. beside Candidate number."""
    is_said = any(column.role is Role.NUMBER and role_of(column.heading) is Role.NUMBER for column in columns)
    return [
        replace(column, role=Role.NOT_OURS) if is_said and role_of(column.heading) is Role.SOME_NUMBER else column
        for column in columns
    ]


def one_each(one: OneTable, columns: Sequence[Column], rows: Sequence[int]) -> list[Column]:
    """The columns with each role once a unit. Of two that could be one, neither is taken in silence: that which agrees with the other, else none."""
    out = list(columns)
    seen: dict[tuple[int, Role], int] = {}
    for place, column in enumerate(out):
        if column.role not in FACTS or column.role in (Role.SOME_DATE,):
            continue
        known = (column.unit_at, column.role)
        first = seen.setdefault(known, place)
        if first == place:
            continue
        before = out[first]
        if (
            before.visit
            and column.visit
            and before.visit != column.visit
            and not _share_rows(one, before, column, rows)
        ):
            continue  # the grades of one visit, and those of another
        better = _plainer(before, column)
        cells = (
            [one.table.matrix.raw(at, before.at) for at in rows],
            [one.table.matrix.raw(at, column.at) for at in rows],
        )
        filled = [any(raw != "" for raw in one) for one in cells]
        if better is None and all(filled) and cells[0] != cells[1]:
            one.say(
                JudgementKind.COLUMN_TWICE,
                (column.row, column.at),
                question=True,
                headings=[before.heading, column.heading],
                cells=[_ref(one, before), _ref(one, column)],
                role=str(column.role),
            )
            out[place] = replace(column, role=Role.NOT_OURS)
            if words_in(before.heading) == words_in(column.heading):
                out[first] = replace(before, role=Role.NOT_OURS)
            continue
        keep_second = better is column or (not filled[0] and filled[1])
        loser = first if keep_second else place
        one.say(
            JudgementKind.COLUMN_NOT_READ,
            (out[loser].row, out[loser].at),
            heading=out[loser].heading,
            why=Left.NEARER,
        )
        out[loser] = replace(out[loser], role=Role.NOT_OURS)
        if keep_second:
            seen[known] = place
    return out


def _share_rows(one: OneTable, first: Column, second: Column, rows: Sequence[int]) -> bool:
    """Whether a row has something in both columns."""
    return any(one.table.matrix.raw(at, first.at) != "" != one.table.matrix.raw(at, second.at) for at in rows)


def _ref(one: OneTable, column: Column) -> str:
    return one.cell(column.row, column.at, "").ref


def _plainer(one: Column, other: Column) -> Column | None:
    """Of two columns the one that the mapping file names; of a grade, the final one; of any, that whose heading says so where the
    other's only holds such cells.
    """
    said = [column for column in (one, other) if column.is_settled] or [
        column for column in (one, other) if role_of(column.heading) is column.role
    ]
    if len(said) == 1:
        return said[0]
    finals = [column for column in (one, other) if re.match(r"final|overall final", words_in(column.heading))]
    return finals[0] if len(finals) == 1 and one.role is Role.GRADE else None
