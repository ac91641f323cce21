"""What the reader has to say of sheets, tables and cells, as kinds with named values. The words are made in `model.reading_words`."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, NamedTuple


class Fault(StrEnum):
    """What exactly is wrong with a cell, a heading or a sheet that the reader could not take, or had to choose how to take."""

    # A value.
    EXCEL_ERROR = "an Excel error as text"
    SHOWS_ERROR = "an Excel error"
    NO_STORED_VALUE = "formula without a stored value"
    EMPTY = "empty"
    DATE_FOR_NUMBER = "a date in place of a number"
    NOT_A_DATE = "not a date"
    NO_DAY_FIRST = "not a date read day first"
    A_WEEK = "a week and no day"
    A_MONTH = "a month and no day"
    A_TERM = "a part of the year and no day"
    NO_YEAR = "a day without a year"
    YEAR_ADDED = "year added"
    SERIAL_AS_TEXT = "count of days as text"
    IN_LONDON = "another day in London"
    DAY_AND_MONTH_TURNED = "day and month may be exchanged"
    SHORT_YEAR = "year of two digits"
    DAY_FIRST = "read day first"
    NOT_A_CHOICE = "not a word of the list"
    NEAR_CHOICE = "nearly a word of the list"
    TICK_OR_CROSS = "tick or cross"
    NOT_YES_OR_NO = "neither yes nor no"
    MORE_THAN_YES_OR_NO = "more than yes or no"
    NO_NEED = "does not say when results are needed"
    NOT_A_NUMBER = "not a number"
    NOT_AN_ACADEMIC_YEAR = "not an academic year"
    ONE_YEAR = "one year of an academic year"
    LOST_DIGITS = "lost digits"
    LETTER_FOR_DIGIT = "a letter for a digit"
    MORE_THAN_A_NUMBER = "more than a number"
    SEVERAL_NUMBERS = "several candidate numbers"
    MORE_THAN_A_CODE = "more than an entry code"
    MORE_THAN_A_GRADE = "more than a grade"
    NOT_A_GRADE = "not a grade"
    R_OF_WHAT = "R of several things"
    NOT_DONE_YET = "not done yet"
    SEVERAL_PEOPLE = "more than one person"
    # Words of a whole column.
    NO_GRADE_YET = "words for no grade yet"
    DONE_WITHOUT_DAY = "words for done"
    STILL_TO_COME = "words for not done yet"
    PERIODS = "weeks, months or terms in place of days"
    # A name, or what stands beside a row.
    NEAR_NAME = "nearly a name"
    NAME_FOR_NUMBER = "a name for a number"
    NAME_OF_ANOTHER = "the name of another candidate"
    NAME_OF_OTHERS = "the name of other candidates"
    NAME_OF_NOBODY = "a name that nobody has"
    CANCELLED_BESIDE = "cancelled beside it"
    STRUCK_THROUGH = "struck through"
    CANCELLED_OR_NOT = "cancelled beside it, status otherwise"
    STRUCK_OR_NOT = "struck through, status otherwise"
    ROWS_STRUCK = "rows of a list struck through"
    UCAS_BESIDE = "UCAS beside it"
    # A table, a heading or a sheet.
    NO_SHEET = "no sheet"
    NO_SHEET_BUT_NEAR = "no sheet, but one nearly so named"
    NO_HEADINGS = "no headings"
    NO_COLUMN = "no column"
    SEVERAL_NEAR_COLUMNS = "no column, but several nearly so named"
    NEAR_SHEET = "nearly a sheet"
    NEAR_HEADING = "nearly a heading"
    SEVERAL_KINDS = "fits several kinds"
    BELOW_TOTALS = "below the totals"
    BESIDE_ANOTHER = "beside another table"


class RemarkKind(StrEnum):
    """What is to be said of how a table was read, and needs nothing done."""

    TOTALS = "totals"
    HEADINGS_AGAIN = "headings again"
    NOTES = "notes"
    OTHER_AWARD = "rows of another award"
    HIDDEN_ROWS = "hidden rows"
    MERGED_CELLS = "merged cells"
    BELOW_THE_EDGE = "below the edge"
    NOT_ALL_READ = "not all read"
    FAR_BELOW = "far below"
    DRAFTS = "drafts"
    DRAFTS_TYPED_IN = "drafts typed in"


class Remark(NamedTuple):
    """One remark: what kind it is, and the values that its words speak of."""

    kind: RemarkKind
    values: Mapping[str, Any] = {}


class AsideKind(StrEnum):
    """Why nothing was read from a sheet."""

    MAPPING_FILE = "mapping file"
    OLD = "old"
    COPY = "copy"
    EARLIER_YEAR = "earlier year"
    YEAR_IN_TITLE = "earlier year in its title"
    OTHER_AWARD = "another award by its name"
    AWARD_IN_TITLE = "another award by its title"
    HIDDEN_COPY = "hidden copy"
    CODES_OF_OTHER_AWARD = "another award by its codes"
    SOMETHING_ELSE = "something else"
    SEVERAL_KINDS = "fits several kinds"
    REPEATS = "repeats another sheet"
    HOPED_FOR = "targets or predictions"
    NO_CLAIMS = "about something other than claims"
    KEY = "the centre's own key"
    PIVOT = "a pivot table"


class Why(NamedTuple):
    """One reason to leave a sheet alone, and the values that its words speak of."""

    kind: AsideKind
    values: Mapping[str, Any] = {}


class ReachedBy(StrEnum):
    """How a sheet or a table was known for what it is."""

    NAME = "its name"
    OTHER_NAME = "another name of the sheet"
    NEAR_NAME = "nearly its name"
    NAME_AND_HEADINGS = "its name and headings"
    HEADINGS = "its headings"
    COLUMNS_OF_CANDIDATES = "columns of the Candidates sheet"
    CANDIDATES_AND_UNITS = "its columns of candidates and units"
    LINE_OF_TEXT = "a line of text"
    MAPPING_FILE = "the mapping file"


class CodeFrom(StrEnum):
    """Where the entry code of units was found."""

    TITLE = "title"
    SHEET_NAME = "sheet's name"
    LABEL = "label"
    UNITS = "Units"
    ONLY_COURSE = "the only course"
