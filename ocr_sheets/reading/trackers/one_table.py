"""A tracker's table while it is read: what is known of it and around it, and what it has given so far."""

from __future__ import annotations

import re

from ocr_sheets.model.judgements import Judgement, JudgementKind
from ocr_sheets.model.tables import Cell
from ocr_sheets.patterns import regex
from ocr_sheets.reading.raw import as_text
from ocr_sheets.reading.trackers.context import Courses
from ocr_sheets.reading.trackers.evidence import Evidence
from ocr_sheets.reading.trackers.facts import TableRead
from ocr_sheets.reading.trackers.headings import Role, role_of
from ocr_sheets.reading.trackers.layout import TrackerTable
from ocr_sheets.reading.trackers.mapped import Told
from ocr_sheets.reading.trackers.shapes import Words
from ocr_sheets.reading.trackers.stages import Log

CLAIMED_WORDS = regex(r"\bclaim|\binterchange\b|\b(?:sent|submitted) to ocr\b", re.IGNORECASE)
ASSESSED_WORDS = regex(r"\bassess(?!or)|\bmarked\b|\bcompleted\b", re.IGNORECASE)
STANDARDISED_WORDS = regex(r"\bstandardis(?!ers?\b)|\bIV\b|\bIQA\b|\binternal(?:ly)? verif", re.IGNORECASE)
OF_UNITS = (Role.ASSESSOR, Role.STANDARDISED_BY, Role.VISIT, Role.ASSESSED_ON, Role.STANDARDISED_ON, Role.CLAIMED_ON)
"""What a row of its own may say of each unit."""


class OneTable:
    """One table that is being read. What looks at it (columns, surroundings, cells) says here what it found."""

    def __init__(self, table: TrackerTable, words: Words, courses: Courses, told: Told) -> None:
        self.table = table
        self.words = words
        self.courses = courses
        self.told = told
        self.sheet = table.matrix.grid.name
        self.titles = [text for row, _, text in table.titles if not says_of_units(table, row)]
        self.log: Log | None = None
        """The columns that say the stage of each row and its day, where the table is a log of that kind."""
        self.evidence: dict[int, Evidence] = {}
        """What each column was judged by, by its place."""
        self.out = TableRead(table)

    def by_title(self, role: Role | None) -> Role | None:
        """What bare dates and ticks are for, by the mapping file, or else the title and the name of the sheet."""
        if role is Role.SOME_DATE and self.told.dates:
            return self.told.dates
        if role is not Role.SOME_DATE and self.told.ticks_are_claims is not None:
            return Role.CLAIMED
        said = " ".join([self.sheet, *self.titles])
        fits = [
            one
            for one, pattern in (
                (Role.CLAIMED_ON, CLAIMED_WORDS),
                (Role.ASSESSED_ON, ASSESSED_WORDS),
                (Role.STANDARDISED_ON, STANDARDISED_WORDS),
            )
            if pattern.search(said)
        ]
        if len(fits) != 1:
            return role
        if role is Role.SOME_DATE:
            return fits[0]
        return {
            Role.CLAIMED_ON: Role.CLAIMED,
            Role.ASSESSED_ON: Role.ASSESSED,
            Role.STANDARDISED_ON: Role.STANDARDISED,
        }[fits[0]]

    def code_in(self, text: str) -> str:
        """The one entry code that a text says, by its digits, the centre's words for its courses or the catalogue's titles."""
        courses = self.courses
        return courses.coded(text) or only(courses.worded(text)) or courses.catalogued(text)

    def cell(self, at: int, column: int, heading: str) -> Cell:
        """The place in the workbook of a row and a column of the table, both from 0."""
        place = self.table.matrix.place(at, column)
        return Cell(self.sheet, place[0], place[1], heading)

    def say(self, kind: JudgementKind, at: tuple[int, int] | None, question: bool = False, **values: object) -> None:
        """Takes down what was decided, at a cell where it stands at one, and whether the centre is asked about it."""
        cell = None
        if at is not None:
            place = self.table.matrix.place(*at)
            cell = Cell(self.sheet, place[0], place[1], "").ref
        self.out.judgements.append(Judgement(kind, self.sheet, cell, values, question))


def says_of_units(table: TrackerTable, row: int) -> bool:
    """Whether a row above the headings, such as “Assessor”, says something of each unit, so that it is no title."""
    units = [column.at for column in table.columns if column.unit]
    if not units or table.matrix.is_turned:
        return False
    raws = table.matrix.rows[row]
    first = next((raw for raw in raws if raw != ""), "")
    label = role_of(as_text(first)) if isinstance(first, str) else None
    values = [raw for at in units if (raw := table.matrix.raw(row, at)) not in ("", first)]
    return label in OF_UNITS and any(role_of(as_text(raw)) is None for raw in values)


def only(found: set[str]) -> str:
    """The one there is; nothing where there are none or several."""
    return next(iter(found)) if len(found) == 1 else ""
