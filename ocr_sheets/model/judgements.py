"""What the reader decided about a workbook and why, as data: a kind and named values. The words are made in `model.judgement_words`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from ocr_sheets.model.tables import Cell


class JudgementKind(StrEnum):
    """The decisions that the reader takes. `reading/README.md` lists them in their order, with the test of each."""

    SHEET_NOT_READ = "a sheet with grades was not read"
    SHEET_UNCLEAR = "the headings of a sheet fit more than one kind"
    SHEET_OF_HOPES = "a sheet holds targets or predictions"
    SHEET_OLD = "a sheet is of an earlier year or out of use"
    SHEET_ASIDE = "a sheet is about something else"
    TURNED = "units stand in rows and candidates in columns"
    BY_VALUES = "the values below a heading decided what it means"
    COLUMN_NOT_READ = "a column is none of ours"
    COLUMN_UNCLEAR = "a column could be more than one of ours"
    COLUMN_TWICE = "two columns could be the same one of ours"
    DATE_OF_WHAT = "no word says what dates are of"
    DATE_BESIDE = "dates are of what stands beside them"
    DAY_IN_HEADING = "a heading says the day of what is ticked below it"
    VISIT_IN_HEADING = "a heading says the visit of the grades below it"
    LATER_ATTEMPT = "the later of two attempts counts"
    UNIT_FROM = "where the unit was found"
    UNIT_EXAMINED = "OCR examines the unit, so there is no claim"
    CODE_FROM = "where the entry code was found"
    CODE_UNCLEAR = "more than one entry code could be meant"
    LEARNER_UNCLEAR = "a name could be that of two candidates"
    LEARNER_BY_INITIAL = "a candidate was known by surname and initial"
    ROWS_PASSED_OVER = "rows that are no candidate's"
    ROWS_OF_OTHERS = "rows are of another award"
    ROWS_OF_EARLIER = "rows are of an earlier year"
    PART_NOT_READ = "what stands below a table has other headings"
    ROWS_STRUCK = "rows that are struck through"
    FILLED_DOWN = "an empty cell means the same as above"
    YEAR_ADDED = "days without a year are of the academic year"
    NO_CLAIM_YET = "words that say a unit is not finished"
    STAGES = "a column says what the day of each row is of"
    TICKS = "what ticks mean"
    TICKED_GRADES = "a tick stands under a grade"
    TICKED_GRADES_UNCLEAR = "ticks stand under several grades"
    LINE_NOT_READ = "a line of text says something of claims"
    COLOURS = "coloured cells without text say nothing"
    VALUES_DIFFER = "two sheets disagree about one claim"
    NAMES_SPLIT = "names in one column were split"
    VISIT_LINE = "a visit was found in a line of text"


class Judgement(NamedTuple):
    """One decision: where, and the values that it rests on."""

    kind: JudgementKind
    sheet: str
    cell: str | None = None
    """The cell it is about, such as C4; ``None`` where it is about the whole sheet."""
    values: Mapping[str, Any] = {}
    is_question: bool = False
    """Whether the centre should answer, since more than one reading is likely."""

    @property
    def cells(self) -> Sequence[str]:
        """The cells it is about: two where two columns are held against each other."""
        return self.values.get("cells") or ([self.cell] if self.cell else [])

    @property
    def column(self) -> str | None:
        """The letters of the column it is about."""
        return self.cell.rstrip("0123456789") if self.cell else None


def cell_of(one: Judgement) -> Cell:
    """The cell that a judgement is about; of a whole sheet its first."""
    letters, row = (one.cell or "A1").rstrip("0123456789"), (one.cell or "A1").lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return Cell(one.sheet, int(row), column, "")
