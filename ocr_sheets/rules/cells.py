"""What a cell or a sheet itself is wrong with, whatever OCR says: it cannot be read, or only by choosing how.

Severity here: *to fill in* where something is only not there yet; *must fix* where the tool had to go on without the cell, so that other checks of its row may be missing; *advice*
where it went on with a reading that it names; *check* where that is of another row's name, a probable slip.
"""

from __future__ import annotations

from collections.abc import Iterable

from ocr_sheets.model.book import Book
from ocr_sheets.model.judgements import cell_of
from ocr_sheets.model.tables import Cell, IssueKind, ReadIssue
from ocr_sheets.rules.engine import ADVICE, CHECK, FILL_IN, MUST_FIX, RawFinding, Values, rule

AS_READ = "{wrong}"
"""These findings are the reader's: their words are in `model.reading_words`."""


def _troubles(book: Book, *troubles: IssueKind) -> Iterable[RawFinding]:
    for problem in book.problems:
        if problem.trouble in troubles:
            cell = problem.cell or Cell(problem.sheet, 0, 0, "")
            yield RawFinding(None, "", issue=problem._replace(cell=cell))


@rule(
    "sheet-missing",
    "A required sheet is not there",
    severity=FILL_IN,
    message=AS_READ,
    fix="Add the sheet, as in the blank workbook that `ocr-sheets template` writes.",
    needs=(),
    example="A workbook with Candidates, Units and Assessors, and no sheet Visits.",
)
def sheet_missing(book: Book, values: Values) -> Iterable[RawFinding]:
    """Candidates, Units, Assessors and Visits are what every check rests on; without one, whole groups of checks are left out."""
    return _troubles(book, IssueKind.NO_SHEET)


@rule(
    "column-missing",
    "A required column is not there",
    severity=FILL_IN,
    message=AS_READ,
    fix="Add the column, as in the blank workbook that `ocr-sheets template` writes.",
    needs=(),
    example="A sheet Visits with Visit and Subject area, and no column Visit date.",
)
def column_missing(book: Book, values: Values) -> Iterable[RawFinding]:
    """A column that is not there is never a pass: the checks that need it are named as not checked."""
    return _troubles(book, IssueKind.NO_COLUMN)


@rule(
    "cell-error-value",
    "A cell shows an Excel error",
    severity=MUST_FIX,
    message=AS_READ,
    fix="Correct the formula in this cell, or type the value in its place.",
    needs=(),
    example="#N/A in Candidate number, left by a lookup that found nothing.",
)
def cell_error_value(book: Book, values: Values) -> Iterable[RawFinding]:
    """An error is not an empty cell: something should stand here and does not."""
    return _troubles(book, IssueKind.ERROR_VALUE, IssueKind.NO_STORED_VALUE)


@rule(
    "cell-unreadable",
    "We cannot read this cell",
    severity=MUST_FIX,
    message=AS_READ,
    fix="Type what the column asks for, or leave the cell empty until it is known.",
    needs=(),
    example="TBC in Visit date, or Hybrid in Type.",
)
def cell_unreadable(book: Book, values: Values) -> Iterable[RawFinding]:
    """Checks that need this cell had to be left out for its row."""
    return _troubles(book, IssueKind.UNREADABLE)


@rule(
    "cell-missing",
    "A required cell is empty",
    severity=FILL_IN,
    message=AS_READ,
    fix="Fill the cell in.",
    needs=(),
    example="A row on Claims without an entry code.",
)
def cell_missing(book: Book, values: Values) -> Iterable[RawFinding]:
    """Checks that need this cell had to be left out for its row. That the day of a visit is not known yet is no slip."""
    return _troubles(book, IssueKind.MISSING, IssueKind.NOT_YET_KNOWN)


@rule(
    "date-order-unclear",
    "A date typed as text could be read in two ways",
    severity=ADVICE,
    message=AS_READ,
    fix="Type it again as a date, with four digits for the year.",
    needs=(),
    example="05/06/2027 as text was read as 5 June 2027; 15/05/27 as 15 May 2027.",
)
def date_order_unclear(book: Book, values: Values) -> Iterable[RawFinding]:
    """Text is read day first, as UK dates are. Another program, or a colleague, may read it month first."""
    return _troubles(book, IssueKind.TEXT_DATE, IssueKind.SHORT_YEAR)


@rule(
    "heading-nearly-right",
    "A sheet or a heading is nearly the name it should have",
    severity=ADVICE,
    message=AS_READ,
    fix="If it was taken for the right thing, give it that name; if not, say what it is in a mapping file.",
    needs=(),
    example="“Vist date” on Visits was taken for Visit date.",
)
def heading_nearly_right(book: Book, values: Values) -> Iterable[RawFinding]:
    """It was read as what it most likely means, and there was only one such thing. Whether that is right only the centre knows."""
    return _troubles(book, IssueKind.NEARLY)


@rule(
    "sheet-unclear",
    "A sheet could be more than one thing, and was not read",
    severity=CHECK,
    message=AS_READ,
    fix="Rename the sheet, or use a mapping file: `ocr-sheets map` writes one to correct.",
    needs=(),
    example="Sheet3 has Candidate number and Entry code, which both Entries and Claims have, and no more.",
)
def sheet_unclear(book: Book, values: Values) -> Iterable[RawFinding]:
    """Nothing is guessed in silence: what its rows say is in no check until it is plain which sheet it is."""
    return _troubles(book, IssueKind.UNCLEAR_SHEET)


@rule(
    "rows-left-out",
    "Rows stand below the totals of an Excel table, or beside another table, and are in no check",
    severity=MUST_FIX,
    message=AS_READ,
    fix="Move them above the totals, or delete them.",
    needs=(),
    example="Claims typed below the totals of a table are in none of Excel's own sums and filters either.",
)
def rows_left_out(book: Book, values: Values) -> Iterable[RawFinding]:
    """What stands below the totals of an Excel table was not read, and is in no check; nor is a second table of one kind beside the
    first, since a row is one record of a kind. Rows right below a table without totals are read as its own.
    """
    return _troubles(book, IssueKind.LEFT_OUT)


@rule(
    "cell-nearly-right",
    "A cell is nearly what its column asks for: we used the closest match",
    severity=ADVICE,
    message=AS_READ,
    fix="Type what the column asks for, so that nobody has to guess.",
    needs=(),
    example="O045 in Candidate number was read as 0045; “yes - see email” in Final visit as yes; Virtaul in Type as virtual.",
)
def cell_nearly_right(book: Book, values: Values) -> Iterable[RawFinding]:
    """Only one thing can be meant, so the checks went on with it. It is named here, in case something else was."""
    return _troubles(book, IssueKind.NEARLY_RIGHT)


@rule(
    "name-nearly-right",
    "Likely typing error in a name: we used the closest match",
    severity=CHECK,
    message=AS_READ,
    fix="Write the name as it is on the other sheet.",
    needs=(),
    example="Assessor is “Smyth, J”, and Assessors has JS, Jo Smith; Visit is “Buisness 1”, and Visits has Business 1.",
)
def name_nearly_right(book: Book, values: Values) -> Iterable[RawFinding]:
    """Only one row can be meant, so the checks went on with it. Where two could be, or none is near, nothing is chosen, and the row is
    reported as naming nothing that is known. Rows with the same slip are told of once.
    """
    return _troubles(book, IssueKind.NEAR_NAME)


@rule(
    "name-and-number-differ",
    "A row has one candidate's number and another's name",
    severity=CHECK,
    message=AS_READ,
    fix="Correct whichever is wrong. The number decides whose work it is.",
    needs=(),
    example="Claims has 0045 and the name of 0046 in a row. Initials, another order or a slip are no difference.",
)
def name_and_number_differ(book: Book, values: Values) -> Iterable[RawFinding]:
    """A claim or entry goes to the candidate with the number, so a wrong number gives one candidate's work to another. Entries and Claims
    need no names; where they have them, they are compared with Candidates.
    """
    return _troubles(book, IssueKind.NAME_DIFFERS)


@rule(
    "reading-unclear",
    "Something could mean two things, and we need you to say which",
    severity=CHECK,
    message=AS_READ,
    fix="Say in its heading what it is, or in a mapping file: `ocr-sheets map` writes one to correct.",
    needs=(),
    example="Date heads a column under each unit, and nothing says whether it is of assessment or of the claim.",
)
def reading_unclear(book: Book, values: Values) -> Iterable[RawFinding]:
    """Where two readings are as likely, neither is taken in silence: what is not used is in no check until the centre says what it is."""
    yield from _troubles(book, IssueKind.TWO_READINGS)
    for one in book.judgements:
        if one.is_question:
            issue = ReadIssue(IssueKind.TWO_READINGS, one.sheet, cell_of(one), one.kind, one.values)
            yield RawFinding(None, "", issue=issue)
