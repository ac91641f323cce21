"""What is kept of how each column of a table was read, so that everybody who tells of it can say why, and what else it might have been."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ocr_sheets.model.column_readings import ColumnReading, Left
from ocr_sheets.model.judgements import JudgementKind
from ocr_sheets.reading.trackers.evidence import Evidence
from ocr_sheets.reading.trackers.headings import FACTS, IDENTITY, PERSONAL, Role, family_of, role_of
from ocr_sheets.reading.trackers.layout import Column
from ocr_sheets.reading.trackers.one_table import OneTable
from ocr_sheets.reading.trackers.shapes import Shape

_USED = FACTS | PERSONAL | {Role.UNIT, Role.UNIT_TITLE, Role.CODE, Role.COURSE, Role.GRADE_TICK}
_UNUSED = frozenset({Role.GROUP, Role.UCI})
_LEFT = {Role.TARGET: Left.HOPED_FOR, Role.CRITERION: Left.CRITERIA, Role.COLOUR: Left.COLOURS}
_CELLS_OF: Mapping[Role, Shape] = {
    Role.GRADE: Shape.GRADE,
    Role.SOME_DATE: Shape.DAY,
    Role.SOME_PERSON: Shape.PERSON,
    Role.NUMBER: Shape.CANDIDATE_NUMBER,
    Role.ULN: Shape.ULN,
    Role.CODE: Shape.CODE,
    Role.COLOUR: Shape.COLOUR,
    Role.CRITERION: Shape.CRITERION,
    Role.CLAIMED: Shape.TICK,
}
"""What each cell looks like of a column that is known by its cells alone."""
_OF_WHOM = frozenset({Shape.CANDIDATE_NUMBER, Shape.ULN, Shape.CODE})
"""Numbers that say whose a row is, or of what: different ones, and none of a unit."""
_DIFFERENT = 3


def why_left(column: Column, role: Role | None, found: Evidence) -> Left:
    """Why a column that was taken for nothing of ours, or for ``role`` of which nothing is used, was left."""
    if role in _LEFT:
        return _LEFT[role]
    if role in _UNUSED:
        return Left.NO_USE
    said = role_of(column.heading)
    if said in (*_LEFT, Role.NOT_OURS) or not found.seen:
        return Left.OTHER_THING
    if column.unit and found.looks.get(str(Shape.NUMBER), 0) * 2 > found.seen:
        return Left.NUMBERS
    return Left.OTHER_CELLS if said else Left.NO_WORD


def readings(one: OneTable, columns: Sequence[Column]) -> Iterator[ColumnReading]:
    """How each of the columns, as they were settled, was read."""
    told: dict[str | None, Left] = {
        judged.cell: Left(judged.values["why"])
        for judged in one.out.judgements
        if judged.kind is JudgementKind.COLUMN_NOT_READ
    }
    asked = {cell for judged in one.out.judgements if judged.is_question for cell in judged.cells}
    for column in columns:
        found = one.evidence.get(column.at) or Evidence(column.role, column.role, {}, 0)
        cell = one.cell(column.row, column.at, "").ref
        left = None
        if column.role not in _USED or column.role in _UNUSED:
            left = told.get(cell) or (Left.ASKED if cell in asked else _of_examined(one, column, found))
        elif column.role is Role.SOME_DATE:
            left = Left.ASKED if cell in asked else Left.OTHER_THING
        second, fits = second_best(found, column)
        taken = str(column.role) if column.role and left is None else ""
        yield ColumnReading(
            one.sheet,
            cell,
            column.heading,
            column.whole_heading,
            column.unit,
            taken,
            left,
            found.looks,
            found.seen,
            second,
            fits,
        )


def _of_examined(one: OneTable, column: Column, found: Evidence) -> Left:
    is_examined = column.unit and (column.is_exam or one.courses.is_examined(column.code, column.unit))
    return Left.EXAMINED if is_examined else why_left(column, column.role, found)


def second_best(found: Evidence, column: Column) -> tuple[str, int]:
    """What a column would be next best, and how many of its cells fit that: what its heading alone says, what else the word of its step may
    head, or what its cells look like. Nothing where fewer than half of its cells fit.
    """
    family = family_of(found.by_heading) or ()
    shapes = dict(zip(family, (Shape.DAY, Shape.PERSON, Shape.TICK), strict=False))
    mine = {**_CELLS_OF, **{one: shape for one, shape in shapes.items() if one}}
    if column.unit or column.role in IDENTITY or len(found.first) < min(_DIFFERENT, found.seen):
        mine = {one: shape for one, shape in mine.items() if shape not in _OF_WHOM}
    own = _own_shape(column.role)
    fits = [
        (count, one is found.by_heading, str(one))
        for one, shape in mine.items()
        if one is not column.role
        and shape is not own
        and 2 * (count := found.looks.get(str(shape), 0)) >= found.seen > 0
    ]
    count, _, name = max(fits, default=(0, False, ""))
    return name, count


def _own_shape(role: Role | None) -> Shape | None:
    """What the cells of a column look like that was taken for something."""
    if role in IDENTITY:
        return Shape.CANDIDATE_NUMBER if role is Role.NUMBER else Shape.PERSON
    family = family_of(role)
    if family and role:
        return (Shape.DAY, Shape.PERSON, Shape.TICK)[family.index(role)]
    return _CELLS_OF.get(role) if role else None
