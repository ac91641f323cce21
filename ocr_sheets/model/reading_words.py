"""The words for what the reader has to say of sheets, tables and cells: made here of kinds and named values, and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ocr_sheets.model.judgement_words import worded
from ocr_sheets.model.judgements import Judgement, JudgementKind
from ocr_sheets.model.reading_facts import AsideKind, Fault, ReachedBy, Remark, RemarkKind, Why
from ocr_sheets.model.records import SHEETS, Record
from ocr_sheets.model.tables import ReadIssue
from ocr_sheets.text import fill, said

_A_DATE = "Type the day as a date, such as 15/05/2027, or leave the cell empty until it is known."
_BOTH_YEARS = "Type both of its years, such as 2026/27."
_STATUS = "Write under Status whether the visit is cancelled."
_NAME_OR_NUMBER = "Correct whichever is wrong. The number decides whose work it is."
_ONE_OF = "Use one of: {offered:or}."

_FAULTS: Mapping[Fault, tuple[str, str]] = {
    Fault.EXCEL_ERROR: ("{heading}: {raw:“} is an error that Excel left.", "Type the value in its place."),
    Fault.SHOWS_ERROR: ("{heading} shows the error {error}.", "Correct the formula in this cell, or type the value in its place."),
    Fault.NO_STORED_VALUE: ("{heading} is a formula whose result is not stored in the file.", "Open the workbook in Excel, save it, and check it again."),
    Fault.EMPTY: ("{heading} is empty.", "Fill in {column}.[ {note}]"),
    Fault.DATE_FOR_NUMBER: ("{heading}: {raw:“} is a date or a time.", "Format the cell as text, and type the number again."),
    Fault.NOT_A_DATE: ("{heading}: {raw:“} is not a date.", _A_DATE),
    Fault.NO_DAY_FIRST: ("{heading}: {raw:“} is not a date when read day first, as UK dates are.", _A_DATE),
    Fault.A_WEEK: ("{heading}: {raw:“} is not a date: it names a week, and no day.", _A_DATE),
    Fault.A_MONTH: ("{heading}: {raw:“} is not a date: it names a month, and no day.", _A_DATE),
    Fault.A_TERM: ("{heading}: {raw:“} is not a date: it names a part of the year, and no day.", _A_DATE),
    Fault.NO_YEAR: ("{heading}: {raw:“} is not a date: it has no year.", _A_DATE),
    Fault.YEAR_ADDED: ("{heading}: {raw:“} has no year and was read as {taken:in full}.", "Type the date with its year."),
    Fault.SERIAL_AS_TEXT: ("{heading}: {raw:“} is a number as text, and was read as Excel counts days, as {taken:in full}.", "Type the day as a date, such as 15/05/2027."),
    Fault.IN_LONDON: ("{heading}: {raw:“} is {taken:in full} in London if the time is UTC, as programs write it, and was read so.", "Type the day without a time, such as 15/05/2027."),
    Fault.DAY_AND_MONTH_TURNED: ("{heading} may be {other:in full}, with day and month exchanged: {raw:“} in this column is written month first.", "Look the day up, and type it again if it was exchanged."),
    Fault.SHORT_YEAR: ("{heading}: {raw:“} has a year of two digits and was read as {taken:in full}.", "Type the date with four digits for the year."),
    Fault.DAY_FIRST: ("{heading}: {raw:“} is text and was read day first, as {taken:in full}.", "Type it again as a date, so that nobody can read it month first."),
    Fault.NOT_A_CHOICE: ("{heading}: we do not recognise {raw:“} as {column:a}.", _ONE_OF),
    Fault.NEAR_CHOICE: ("{heading}: we do not recognise {raw:“} as {column:a}, and read it as {taken}.", _ONE_OF),
    Fault.TICK_OR_CROSS: ("{heading}: {raw:“} can be a tick or a cross, so it is neither yes nor no.", "Type yes or no."),
    Fault.NOT_YES_OR_NO: ("{heading}: {raw:“} is neither yes nor no.", "Type yes or no."),
    Fault.MORE_THAN_YES_OR_NO: ("{heading}: {raw:“} says more than yes or no, and was read as {taken:=yes/no}.", "Type yes or no alone, and the rest in a column of your own."),
    Fault.NO_NEED: ("{heading}: {raw:“} does not say when results are needed.", "Type a summer such as summer 2027, a date, UCAS, yes or no."),
    Fault.NOT_A_NUMBER: ("{heading}: {raw:“} is not a number.", "Type the number alone."),
    Fault.NOT_AN_ACADEMIC_YEAR: ("{heading}: {raw:“} is not an academic year.", _BOTH_YEARS),
    Fault.ONE_YEAR: ("{heading}: {raw:“} is one year, and was read as {years}.", _BOTH_YEARS),
    Fault.LOST_DIGITS: ("{heading}: {raw:“} has lost digits.", "Type the number again, in a cell formatted as text, and check every digit."),
    Fault.LETTER_FOR_DIGIT: ("{heading}: {raw:“} has a letter in place of a digit, and was read as {taken}.", "Type the number again: a nought is no letter O, and a one no letter I."),
    Fault.MORE_THAN_A_NUMBER: ("{heading}: there is more than a number here, and we read it as {taken}.", "Type the number alone."),
    Fault.SEVERAL_NUMBERS: ("{heading}: {raw:“} names more than one candidate, and was not read.", "Give each candidate a row of their own."),
    Fault.MORE_THAN_A_CODE: ("{heading}: {raw:“} is more than an entry code, and was read as {taken}.", "Type the code alone."),
    Fault.MORE_THAN_A_GRADE: ("{heading}: {raw:“} says more than a grade, and was read as {taken}.", "Type the grade alone, and the rest in a column of your own."),
    Fault.NOT_A_GRADE: ("{heading}: we do not recognise {raw:“} as a grade.", "Type P, M or D, or leave the cell empty where there is no grade yet."),
    Fault.R_OF_WHAT: ("{heading}: {raw:“} may stand for near pass, referred, resubmit or red, so it was read as no grade.", "Type near pass or referred in full, or say in a key on this workbook what R stands for."),
    Fault.NOT_DONE_YET: ("{heading}: {raw:“} was read as not done yet.", "Type the day once it is known."),
    Fault.SEVERAL_PEOPLE: ("{heading}: {raw:“} names more than one person.", "Name the one whose work it is: up to six portfolios of each assessor and unit may be asked for."),
    Fault.NO_GRADE_YET: ("{heading}: {words:“} in {count:cell} was read as no grade yet.", "Nothing need be done until the unit has a grade."),
    Fault.DONE_WITHOUT_DAY: ("{heading}: {words:“} in {count:cell} was read as done, on a day that is not known.", "Type the day in place of the word, so that its deadline can be checked."),
    Fault.STILL_TO_COME: ("{heading}: {words:“} in {count:cell} was read as not done yet.", "Nothing need be done until the day is known."),
    Fault.PERIODS: ("{heading}: {words:“} in {count:cell} {count:=names/name} a week, a month or a term and no day, so nothing was read as done there.", "Type the day in its place once it is known, so that its deadline can be checked."),
    Fault.NEAR_NAME: ("{heading}: {raw:“} is not on {wanted}, and was read as {taken}[, here and in {others:other row}].", "Write {taken} if that is meant; otherwise correct it."),
    Fault.NAME_FOR_NUMBER: ("{heading}: there is a name in place of the number, and we read it as {taken}[, here and in {others:other row}].", "Write {taken} if that is meant; otherwise correct it."),
    Fault.NAME_OF_ANOTHER: ("The name in this row is that of {other}, and the number that of {number}.", _NAME_OR_NUMBER),
    Fault.NAME_OF_OTHERS: ("The name in this row is of another candidate, and the number that of {number}.", _NAME_OR_NUMBER),
    Fault.NAME_OF_NOBODY: ("The name in this row is not a candidate's, and the number is that of {number}.", _NAME_OR_NUMBER),
    Fault.CANCELLED_BESIDE: ("{raw:“} is in this row, so {visit} was read as cancelled.", _STATUS),
    Fault.STRUCK_THROUGH: ("This row is struck through, so {visit} was read as cancelled.", _STATUS),
    Fault.CANCELLED_OR_NOT: ("{raw:“} is in this row, and Status says {status}: we cannot tell whether {visit} goes ahead.", _STATUS),
    Fault.STRUCK_OR_NOT: ("This row is struck through, and Status says {status}: we cannot tell whether {visit} goes ahead.", _STATUS),
    Fault.ROWS_STRUCK: ("{rows:Rows} of {sheet} {count:=is/are} struck through, and {count:=was/were} read all the same.", "If it no longer counts, delete it, or type the day of withdrawal; if it does, take the line off."),
    Fault.UCAS_BESIDE: ("UCAS is in this row, so results were read as needed this summer.", "Write under {column} when they are needed, or no."),
    Fault.NO_SHEET: ("There is no sheet {wanted}.", "Add a sheet {wanted}, one row for {one_row_is}, as in the blank workbook."),
    Fault.NO_SHEET_BUT_NEAR: ("There is no sheet {wanted}.", "If the sheet {near:“} is meant, give it the headings of {wanted} in the blank workbook."),
    Fault.NO_HEADINGS: ("No row of headings was found on {sheet}.", "Put the headings {headings} into one row near the top, each in a cell of its own."),
    Fault.NO_COLUMN: ("There is no column {column}.", "Add a column headed {column} to {sheet}."),
    Fault.SEVERAL_NEAR_COLUMNS: ("There is no column {column}; {near} are nearly that.", "Head the one that is meant {column}."),
    Fault.NEAR_SHEET: ("The sheet {sheet:“} was used as {wanted}.", "If that is right, name it {wanted}; if not, say what it is in a mapping file: `ocr-sheets map` writes one."),
    Fault.NEAR_HEADING: ("There is no column {column}; {heading:“} was used for it.", "If that is right, rename it {column}; if not, say what it is in a mapping file: `ocr-sheets map` writes one."),
    Fault.SEVERAL_KINDS: ("The headings of {sheet} fit {kinds:or} as well, so it was not read.", "Rename the sheet, or use a mapping file: `ocr-sheets map` writes one to correct."),
    Fault.BELOW_TOTALS: ("{rows:Rows} of {sheet} {count:=is/are} below the totals of the Excel table {table} and {count:=was/were} not checked.", "Move them above the totals, or delete them."),
    Fault.BESIDE_ANOTHER: ("A second table of {wanted} begins in {place} of {sheet}, beside the first, and was not read.", "Move it below the first, or to a sheet of its own."),
}  # fmt: skip

_QUESTION = "Say in its heading what it is, or in a mapping file: `ocr-sheets map` writes one to correct."
"""What to do about a question that the reader has on a column."""
_ANSWERS: Mapping[JudgementKind, str] = {
    JudgementKind.CODE_UNCLEAR: "Write the code there, or answer `ocr-sheets map --ask`, which keeps it in a mapping file.",
    JudgementKind.SHEET_NOT_READ: "If it is about claims, give it columns for candidate, unit and grade. If it is about something else, say so: `ocr-sheets map --ask` keeps the answer.",
    JudgementKind.LEARNER_UNCLEAR: "Write the candidate number beside the name, or the name as it stands on Candidates.",
    JudgementKind.VALUES_DIFFER: "Correct whichever is wrong.",
    JudgementKind.ROWS_PASSED_OVER: "If the row is a candidate's, write the candidate number or the whole name in it.",
    JudgementKind.PART_NOT_READ: "If it is to be read, move it to a sheet of its own.",
    JudgementKind.UNIT_EXAMINED: "Correct the unit's number if it is wrong; otherwise there is nothing to do.",
    JudgementKind.LINE_NOT_READ: "Put it where it counts; it may stay here too.",
}
"""What to do about the others, where that is something else."""


def issue_words(issue: ReadIssue) -> tuple[str, str]:
    """What is wrong, and what to do about it."""
    if isinstance(issue.fault, JudgementKind):
        cell = issue.cell.ref if issue.cell else None
        return worded(Judgement(issue.fault, issue.sheet, cell, issue.values)), _ANSWERS.get(issue.fault, _QUESTION)
    wrong, fix = _FAULTS[Fault(issue.fault)]
    values = {"heading": issue.cell.heading if issue.cell else "", "sheet": issue.sheet, **issue.values}
    if issue.fault is Fault.SEVERAL_NEAR_COLUMNS:
        values["near"] = [f"“{text}” in {cell}" for text, cell in values["near"].items()]
    return said(fill(wrong, values), "^"), fill(fix, values)


_REMARKS: Mapping[RemarkKind, str] = {
    RemarkKind.TOTALS: "{rows:Rows} {count:=was/were} read as totals and skipped.",
    RemarkKind.HEADINGS_AGAIN: "{rows:Rows} {count:=repeats the headings and was/repeat the headings and were} skipped.",
    RemarkKind.NOTES: "{rows:Rows} {count:=was read as a note/were read as notes} and skipped.",
    RemarkKind.OTHER_AWARD: "{rows:Rows} {count:=is/are} of {award}, and {count:=was/were} not used.",
    RemarkKind.HIDDEN_ROWS: "{count:row} {count:=is/are} hidden or filtered out, and {count:=was/were} read too.",
    RemarkKind.MERGED_CELLS: "A merged cell was read for each of its rows.",
    RemarkKind.BELOW_THE_EDGE: "{rows:Rows} {count:=is/are} below the edge of the Excel table {table}, and {count:=was/were} read as part of it.",
    RemarkKind.NOT_ALL_READ: "Not all of it was read: {because}.",
    RemarkKind.FAR_BELOW: "The cells from {cell} down are far from the rest, and were not read: delete it, or move it up.",
    RemarkKind.DRAFTS: "{drafts} {count:=is a draft/are drafts} and not counted: clear the cell under {heading:“} to accept.",
    RemarkKind.DRAFTS_TYPED_IN: "{rows:Rows} {count:=was a draft, and counts/were drafts, and count}: more has been filled in there since.",
}


def remark_words(remark: Remark) -> str:
    """The sentence of a remark."""
    return fill(_REMARKS[remark.kind], {**remark.values, **_phrases(remark)})


def _phrases(remark: Remark) -> Mapping[str, Any]:
    """The parts of a remark's sentence that are made of several values."""
    values = remark.values
    match remark.kind:
        case RemarkKind.NOT_ALL_READ:
            return {"because": why_words(values["why"])}
        case RemarkKind.DRAFTS:
            counted = ((values["rows"], "row"), (values["cells"], "other cell"))
            return {"drafts": [fill(f"{{count:{noun}}}", {"count": count}) for count, noun in counted if count]}
        case _:
            return {}


_WHY: Mapping[AsideKind, str] = {
    AsideKind.MAPPING_FILE: "the mapping file says so",
    AsideKind.OLD: "its name says {word:“}",
    AsideKind.COPY: "its name says that it is a copy",
    AsideKind.EARLIER_YEAR: "its name says that it is of {year}",
    AsideKind.YEAR_IN_TITLE: "{text:“} says that it is of {year}",
    AsideKind.OTHER_AWARD: "its name says that it is for {award}",
    AsideKind.AWARD_IN_TITLE: "{text:“} says that it is for {word}",
    AsideKind.HIDDEN_COPY: "it is hidden, and a copy of {sheet}",
    AsideKind.CODES_OF_OTHER_AWARD: "its codes, such as {code}, are of {award}",
    AsideKind.SOMETHING_ELSE: "its name says that it is about something else ({word:“})",
    AsideKind.SEVERAL_KINDS: "its headings fit {kinds:or} as well",
    AsideKind.KEY: "it is the key to your own words, which were used",
    AsideKind.PIVOT: "it is a pivot table, which only sums up what stands elsewhere",
    AsideKind.REPEATS: "{count} of its {of:row} are those of {sheet}",
    AsideKind.HOPED_FOR: "{text:“} says {word:“}, and what is hoped for is no claim",
    AsideKind.NO_CLAIMS: "{text:“} says {word:“}, so it holds no claims",
}


def why_words(why: Why) -> str:
    """Why a sheet was left alone: a clause that follows its name."""
    return fill(_WHY[why.kind], why.values)


def reached_words(by: ReachedBy, record: type[Record]) -> str:
    """How a table was known for what it is."""
    return f"a name nearly “{SHEETS[record].name}”" if by is ReachedBy.NEAR_NAME else str(by)
