"""Cells and sheets that cannot be read, or only by choosing how."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Mapping

import openpyxl
import pytest
import workbooks
from openpyxl.worksheet.table import Table
from workbooks import AS_OF, book_of, fires, quiet

from ocr_sheets.rules import RULES

VISITS = """
Visits
| Visit | Subject area | Entry code | Visit date | Type         |
| IT 1  | IT           |            | {}         | {}           |
| L4 1  |              | 04663      | 2027-03-12 |              |
"""

CLAIMS = """
Claims
| Candidate number | Entry code | Unit number | Assessor | Grade |
"""


def visit(day: str = "2027-03-11", kind: str = "face-to-face") -> str:
    return VISITS.format(day, kind)


def test_a_required_sheet_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        workbooks, "BASE", workbooks.BASE.replace("\nAssessors\n", "\nSomething else\n").replace("| Name ", "| Nobody ")
    )
    (found,) = fires("sheet-missing", "", "Assessors!")
    assert found.cell is None
    assert found.message == "There is no sheet Assessors."


def test_a_required_sheet_is_there_under_another_name_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    quiet("sheet-missing")
    monkeypatch.setattr(workbooks, "BASE", workbooks.BASE.replace("\nAssessors\n", "\nStaff list\n"))
    quiet("sheet-missing")


def test_a_required_sheet_that_shows_no_headings_is_not_said_to_be_missing() -> None:
    text = "Assessors\n| Who | Whence |\n| JS | Jo |\n"
    quiet("sheet-missing", text)
    (found,) = fires("column-missing", text, "Assessors!A1")
    assert found.message == "No row of headings was found on Assessors."


def test_a_required_column_that_is_not_there_is_named_with_the_heading_that_may_be_meant() -> None:
    (found,) = fires("column-missing", "Assessors\n| Assessor | Nome |\n| JS | Jo |\n", "Assessors!A1")
    assert found.message == "There is no column Name."
    two = visit(kind="2027-03-12").replace("Visit date", "Vist date ").replace("Type         |", "Visit dat    |")
    (found,) = fires("column-missing", two, "Visits!D1")
    assert found.message == "There is no column Visit date; “Vist date” in D1 and “Visit dat” in E1 are nearly that."
    assert found.fix == "Head the one that is meant Visit date."
    quiet("column-missing")


def test_a_heading_that_is_nearly_right_is_used_and_named() -> None:
    text = visit().replace("Visit date", "Vist date ")
    (found,) = fires("heading-nearly-right", text, "Visits!D1")
    assert found.message == "There is no column Visit date; “Vist date” was used for it."
    assert found.fix.startswith("If that is right, rename it Visit date; if not, say what it is in a mapping file")
    quiet("column-missing", text)
    quiet("heading-nearly-right")


def test_a_sheet_that_fits_two_kinds_is_named_and_not_read() -> None:
    both = "| Candidate number | Entry code | Unit number | Entry type | Entered on | Assessor | Grade |\n| 0045 | 05839 | 8 | unit | | JS | M |\n"
    (found,) = fires("sheet-unclear", f"Sheet3\n{both}", "Sheet3!A1")
    assert found.message == "The headings of Sheet3 fit Entries or Claims as well, so it was not read."
    quiet("sheet-unclear", f"Claims\n{both}")


def test_rows_below_the_totals_of_an_excel_table_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def with_a_table(last: int) -> Callable[[Mapping[str, workbooks.Rows]], bytes]:
        def write(sheets: Mapping[str, workbooks.Rows]) -> bytes:
            book = openpyxl.load_workbook(io.BytesIO(plain(sheets)))
            book["Claims"].add_table(Table(displayName="tblClaims", ref=f"A1:E{last}", totalsRowCount=1))
            out = io.BytesIO()
            book.save(out)
            return out.getvalue()

        return write

    plain = workbooks.xlsx
    rows = CLAIMS + "| 0045 | 05839 | 8 | JS | M |\n| 0046 | 05839 | 8 | JS | P |\n"
    rows += "| Total | | | | |\n| 0102 | 05839 | 8 | JS | P |\n"
    monkeypatch.setattr(workbooks, "xlsx", with_a_table(4))
    (found,) = fires("rows-left-out", rows, "Claims!A5")
    assert found.message == "Row 5 of Claims is below the totals of the Excel table tblClaims and was not checked."
    monkeypatch.setattr(workbooks, "xlsx", plain)
    quiet("rows-left-out", rows)


def test_units_of_a_tracker_that_two_qualifications_have_are_asked_about_once() -> None:
    grid = "Tracker\n| Candidate number | Unit 1 |\n| 0045 | M |\n| 0046 | P |\n"
    entries = "Entries\n| Candidate number | Entry code | Entry type | Entered on |\n"
    (found,) = fires("reading-unclear", f"{grid}{entries}", "Tracker!A1")
    assert found.message.startswith("No entry code was found for unit 1 of Tracker.")
    quiet("reading-unclear", f"{entries}{grid}".replace("Tracker", "Tracker 05839"))


def test_an_error_value_in_a_cell_that_is_read_is_found() -> None:
    (found,) = fires("cell-error-value", visit("#N/A"), "Visits!D2")
    assert found.message == "Visit date shows the error #N/A."
    quiet("cell-error-value", visit().replace("| Type ", "| Notes ").replace("face-to-face", "#N/A"))


@pytest.mark.parametrize(
    ("day", "kind", "cell"),
    [
        ("w/c 8 March", "virtual", "Visits!D2"),
        ("03/25/2027", "virtual", "Visits!D2"),
        ("by 11 March 2027", "virtual", "Visits!D2"),
        ("2027-03-11", "Hybrid", "Visits!E2"),
        ("2027-03-11", "virtual?", "Visits!E2"),
    ],
)
def test_a_cell_that_cannot_be_read_is_found(day: str, kind: str, cell: str) -> None:
    fires("cell-unreadable", visit(day, kind), cell)


def test_cells_that_are_empty_or_say_that_there_is_nothing_are_not_unreadable() -> None:
    for nothing in ("", "-", "n/a", "N/A"):
        quiet("cell-unreadable", visit(kind=nothing))
    quiet("cell-unreadable", visit("Thursday 11th March 2027", "F2F"))


@pytest.mark.parametrize("day", ["TBC", "Jan?", "after Easter", "June 2027"])
def test_a_visit_whose_day_is_not_known_yet_is_to_fill_in_and_not_wrong(day: str) -> None:
    fires("cell-missing", visit(day), "Visits!D2")
    quiet("cell-unreadable", visit(day))


def test_a_required_cell_that_is_empty_is_found_once() -> None:
    fires("cell-missing", visit("TBC"), "Visits!D2")
    (found,) = fires("cell-missing", visit(""), "Visits!D2")
    assert found.message == "Visit date is empty."
    assert found.fix == "Fill in Visit date. The day of the visit. Deadlines follow it."


def test_a_required_cell_that_cannot_be_read_is_not_empty() -> None:
    for unread in ("31 February 2027", "#N/A"):
        quiet("cell-missing", visit(unread))


def test_a_row_that_says_nothing_is_no_row() -> None:
    quiet("cell-missing", CLAIMS + "| 0045 | 05839 | 8 | JS | M |\n| | | | | |\n| - | | | | n/a |\n")


def test_a_row_of_totals_is_no_row() -> None:
    quiet("cell-missing", CLAIMS + "| 0045 | 05839 | 8 | JS | M |\n| Total: | | | | #1 |\n")
    quiet(
        "candidate-number-shape",
        "Candidates\n| Candidate number | Surname | Forenames |\n| 0045 | Adams | Ali |\n| Grand total | #1 | |\n",
    )


def test_somebody_whose_initials_or_surname_are_na_is_not_missing() -> None:
    quiet("cell-missing", "Assessors\n| Assessor | Name |\n| NA | Nia Adeyemi |\n")
    quiet("cell-missing", "Candidates\n| Candidate number | Surname | Forenames |\n| 0045 | Na | Sun |\n")


def test_a_date_that_is_text_is_read_day_first_and_said_to_be() -> None:
    (found,) = fires("date-order-unclear", visit("05/06/2027"), "Visits!D2")
    assert found.message == "Visit date: “05/06/2027” is text and was read day first, as 5 June 2027."
    (found,) = fires("date-order-unclear", visit("15/05/27"), "Visits!D2")
    assert found.message == "Visit date: “15/05/27” has a year of two digits and was read as 15 May 2027."
    assert found.rule.severity == "advice"


def test_a_date_that_can_be_read_in_one_way_only_is_left_alone() -> None:
    for day in ("2027-06-05", "15/05/2027", "05/05/2027", "5 June 2027", "#46543"):
        quiet("date-order-unclear", visit(day))


@pytest.mark.parametrize(
    ("day", "kind", "cell", "message"),
    [
        ("46457", "virtual", "D2", "Visit date: “46457” is a number as text, and was read as Excel counts days, as 11 March 2027."),
        ("2027-03-11", "Virtaul", "E2", "Type: we do not recognise “Virtaul” as a type, and read it as virtual."),
    ],
)  # fmt: skip
def test_what_is_nearly_right_is_read_and_named(day: str, kind: str, cell: str, message: str) -> None:
    (found,) = fires("cell-nearly-right", visit(day, kind), f"Visits!{cell}")
    assert found.message == message
    assert found.rule.severity == "advice"
    quiet("cell-unreadable", visit(day, kind))


def test_what_is_right_or_could_be_two_things_is_not_nearly_right() -> None:
    for kind in ("virtual", "Virtual (Teams)", "Hybrid", "virtual?"):
        quiet("cell-nearly-right", visit(kind=kind))


def test_an_error_that_a_list_was_saved_with_is_an_error_and_no_word() -> None:
    (found,) = fires("cell-error-value", visit(kind="#REF!"), "Visits!E2")
    assert found.message == "Type: “#REF!” is an error that Excel left."
    quiet("cell-unreadable", visit(kind="#REF!"))


def test_each_thing_wrong_with_a_cell_is_told_once_where_candidates_carry_entries() -> None:
    text = "Candidates\n| Candidate number | Surname | Forenames | Entry code | Entered on |\n| #N/A | Adams | Ali | 05839 | TBC |\n"
    fires("cell-error-value", text, "Candidates!A2")
    fires("cell-nearly-right", text, "Candidates!E1")


def test_what_is_wrong_with_cells_is_no_sentence_of_ocr_and_says_so() -> None:
    for code in ("cell-error-value", "cell-unreadable"):
        assert (RULES[code].source, RULES[code].severity) == ((), "must fix")
    for code in ("sheet-missing", "column-missing", "cell-missing"):
        assert (RULES[code].source, RULES[code].severity) == ((), "to fill in")
    assert book_of(visit("TBC"), AS_OF).visits[0].visit_date is None
    assert book_of(visit("05/06/2027"), AS_OF).visits[0].visit_date == dt.date(2027, 6, 5)


def test_a_name_that_is_nearly_on_another_sheet_is_found_and_one_that_is_there_is_not() -> None:
    (found,) = fires("name-nearly-right", CLAIMS + "| 0045 | 05839 | 8 | J Smyth | M |\n", "Claims!D2")
    assert found.message == "Assessor: “J Smyth” is not on Assessors, and was read as JS."
    assert found.fix == "Write JS if that is meant; otherwise correct it."
    quiet("name-nearly-right", CLAIMS + "| 0045 | 05839 | 8 | Jo Smith | M |\n")


NAMED = """
Claims
| Name       | Candidate number | Entry code | Unit number | Assessor |
| {} | {} | 05839 | 8 | JS |
"""


@pytest.mark.parametrize(
    ("name", "number", "message"),
    [
        ("Bea Brown", "0045", "The name in this row is that of 0046, and the number that of 0045."),
        ("BROWN, Bea", "#45", "The name in this row is that of 0046, and the number that of 0045."),
        ("Zoe Zimmer", "0046", "The name in this row is not a candidate's, and the number is that of 0046."),
    ],
)
def test_a_number_beside_another_candidates_name_is_found_and_no_name_is_shown(
    name: str, number: str, message: str
) -> None:
    (found,) = fires("name-and-number-differ", NAMED.format(name, number), "Claims!A2")
    assert found.message == message


@pytest.mark.parametrize(
    ("name", "number"),
    [*[(name, "0045") for name in ("Ali Adams", "ADAMS, Ali", "A. Adams", "Adams", "Aly Adams", "Ali Addams", "Alison Adams", "")], ("Bea Brown", "0451")],
)  # fmt: skip
def test_a_name_that_can_be_that_candidates_is_left_alone(name: str, number: str) -> None:
    quiet("name-and-number-differ", NAMED.format(name, number))


def test_a_surname_and_forenames_beside_entries_are_compared_too() -> None:
    head = "Entries\n| Candidate number | Surname | First name | Entry code | Entry type | Entered on |\n"
    rows = "| 0045 | Brown | Bea | 05839 | full award | 2026-10-01 |\n| 0046 | Brown | Bea | 05839 | full award | 2026-10-01 |\n"
    fires("name-and-number-differ", head + rows, "Entries!B2")
    quiet("name-and-number-differ", head.replace("Surname", "Tutor") + rows)


def test_what_could_mean_two_things_is_asked_and_what_the_cells_settle_is_not() -> None:
    two = CLAIMS.replace("| Grade |", "| Grade | Grade |") + "| 0045 | 05839 | 8 | JS | M | P |\n"
    (found,) = fires("reading-unclear", two, "Claims!F1")
    assert found.message == "“Grade” and “Grade” could both be Grade, and they differ. Which one counts?"
    quiet("reading-unclear", CLAIMS + "| 0045 | 05839 | 8 | JS | M |\n")
