"""`start`: a first workbook, of one sheet, from the course, day and type of each visit."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ocr_sheets.catalogue import Catalogue
from ocr_sheets.catalogue.courses import Course, course_of
from ocr_sheets.dates import say
from ocr_sheets.errors import UserError
from ocr_sheets.model.records import Family, Visit, VisitType, columns_of
from ocr_sheets.reading.days import day_without_year, typed_day
from ocr_sheets.reading.raw import UnreadableValue
from ocr_sheets.reading.values import reader_of
from ocr_sheets.text import key
from ocr_sheets.writing.template import AddedSheet, write_sheets


class PlannedVisit(NamedTuple):
    """One visit as it will stand in the workbook."""

    subject_area: str
    entry_code: str | None
    day: dt.date
    type: VisitType | None


def course_meant(text: str, catalogue: Catalogue) -> Course:
    """The course that a person typed. Raises `UserError`, with what may be meant, where that is no one subject."""
    course = course_of(text, catalogue)
    if not course.text:
        raise UserError("Type the course: its subject, title or entry code, such as Business or 05835.")
    if not course.fitting:
        raise UserError(_unknown(course))
    if course.subject is None or (course.family is Family.VERIFIED and course.qualification is None):
        labels = _listed(f"“{row.title}”" for row in course.fitting)
        raise UserError(
            f"“{course.text}” fits more than one course: type more of its title, or its entry code. It may be {labels}."
        )
    return course


def _unknown(course: Course) -> str:
    if course.entry_code:
        near = f" Did you mean {_listed(course.near)}?" if course.near else ""
        return f"The entry code {course.entry_code} is not in our catalogue.{near} You can type the subject instead, such as Business."
    near = (
        f" Did you mean {_listed(course.near)}?" if course.near else " Type its subject as OCR does, or its entry code."
    )
    return f"“{course.text}” is no course in our catalogue.{near}"


def _listed(items: Iterable[str]) -> str:
    *first, last = dict.fromkeys(items)
    return f"{', '.join(first)} or {last}" if first else last


def day_meant(text: str, today: dt.date) -> dt.date:
    """The day that a person typed, read day first. Raises `UserError` where it is none, or has no year."""
    if next_one := day_without_year(text, today):
        raise UserError(f"“{text.strip()}” has no year: the next one is {say(next_one)}. Type the year too.")
    try:
        return typed_day(text)
    except ValueError as error:
        raise UserError(f"“{text.strip()}” is not a day: type it as 28/01/2027 or 28 January 2027.") from error


def type_meant(text: str) -> VisitType | None:
    """The type of visit that a person typed; ``None`` where it is not known yet. Raises `UserError` for anything else."""
    if key(text) in ("", "notknown", "unknown", "dontknow", "tbc"):
        return None
    try:
        found: VisitType | None = reader_of(columns_of(Visit)["type"], False)(text)
    except UnreadableValue as doubt:
        if doubt.value is None:
            raise UserError(
                f"“{text.strip()}” is no type of visit: type virtual or face-to-face, or nothing if you do not know."
            ) from doubt
        found = VisitType(str(doubt.value))
    return found


def visit_meant(course: str, day: str, type: str, catalogue: Catalogue, today: dt.date) -> PlannedVisit:
    """One visit from what a person typed of it. Raises `UserError` for the first thing that cannot be taken."""
    meant = course_meant(course, catalogue)
    code = meant.qualification.entry_code if meant.qualification else None
    return PlannedVisit(meant.subject or "", code, day_meant(day, today), type_meant(type))


def first_workbook(visits: Sequence[PlannedVisit]) -> bytes:
    """A workbook with one sheet, Visits, in the template's style. Visits are in order of date, each with a name of its own."""
    rows: list[dict[str, object]] = []
    count: dict[str, int] = {}
    for visit in sorted(visits, key=lambda one: (one.day, one.subject_area)):
        count[visit.subject_area] = count.get(visit.subject_area, 0) + 1
        rows.append(
            {
                "name": f"{visit.subject_area} {count[visit.subject_area]}",
                "subject_area": visit.subject_area,
                "entry_code": visit.entry_code,
                "visit_date": visit.day,
                "type": visit.type,
            }
        )
    file = io.BytesIO()
    write_sheets(file, [AddedSheet(Visit, "Visits", rows)])
    return file.getvalue()
