"""Layouts of trackers, each a small table and what is written in it: understood, or asked about, and never wrong in silence."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from messy import Write, messy, read, stays_the_same, table
from workbooks import BASE, parse

from ocr_sheets.model.book import Book
from ocr_sheets.model.judgements import JudgementKind
from ocr_sheets.model.records import Claim

DAY, NEXT = dt.date(2027, 1, 20), dt.date(2027, 1, 21)
Rows = list[list[Any]]


def it(rows: Rows, name: str = "IT 05839") -> Write:
    return table(name, rows)


def graded(book: Book) -> dict[tuple[str | None, str | None], str]:
    """The grade of each candidate's unit."""
    return {(one.candidate_number, one.unit_number): one.grade.value if one.grade else "" for one in book.claims}


def asked(book: Book) -> list[tuple[JudgementKind, str | None]]:
    return [(one.kind, one.cell) for one in book.judgements if one.is_question]


UNITS: Rows = [["Unit", "Grade", "Date assessed", "IV'd by"], [8, "M", DAY, "PT"], [9, "P", NEXT, "PT"], []]


@pytest.mark.parametrize(
    "says",
    [
        lambda name, number: [f"Learner: {name}", "", f"Cand no: {number}"],
        lambda name, number: ["Name", name, "Candidate no", number],
        lambda name, number: ["Candidate number:", number],
        lambda name, number: [name, number],
    ],
)
def test_a_block_for_each_learner_is_that_learners(says: Any) -> None:
    rows = [
        row for name, number in (("Ali Adams", "0045"), ("Bea Brown", "0046")) for row in [says(name, number), *UNITS]
    ]
    book = stays_the_same(messy(it(rows))).book
    assert [(one.candidate_number, one.unit_number, one.assessed_on, one.standardised_by) for one in book.claims] == [
        ("0045", "8", DAY, "PT"),
        ("0045", "9", NEXT, "PT"),
        ("0046", "8", DAY, "PT"),
        ("0046", "9", NEXT, "PT"),
    ]


def test_a_tab_named_for_a_candidate_is_that_candidates_sheet() -> None:
    book = read(messy(it([["05839"], *UNITS], "Ali Adams"), it([["05839"], *UNITS], "Nobody Known")))
    assert graded(book) == {("0045", "8"): "M", ("0045", "9"): "P"}
    assert [one.sheet for one in book.judgements if one.is_question] == []


def test_lists_side_by_side_are_each_of_the_unit_above_them() -> None:
    rows: Rows = [
        ["Unit 8 Projects", "", "", "", "Unit 9 Products"],
        ["Cand no", "Name", "Grade", "", "Cand no", "Name", "Grade"],
        ["0045", "Ali Adams", "M", "", "0046", "Bea Brown", "P"],
        ["0046", "Bea Brown", "P", "", "0045", "Ali Adams", "D"],
    ]
    book = stays_the_same(messy(it(rows))).book
    assert graded(book) == {("0045", "8"): "M", ("0046", "8"): "P", ("0046", "9"): "P", ("0045", "9"): "D"}
    assert sorted(book.cell(one, "grade").ref for one in book.claims) == ["C3", "C4", "G3", "G4"]
    assert len({one.place for one in book.claims}) == 4


def test_the_answers_of_a_form_are_a_list() -> None:
    heads = [
        "Timestamp",
        "Candidate number",
        "Which unit?",
        "What grade did you award?",
        "Date you marked it",
        "Who assessed it?",
    ]
    rows: Rows = [heads, [dt.datetime(2027, 1, 12, 9, 30), "0045", "Unit 8: Projects", "Merit", DAY, "JS"], [dt.datetime(2027, 1, 12, 9, 32), "0046", "Unit 9: Products", "Pass", NEXT, "PT"]]  # fmt: skip
    book = read(messy(it(rows, "Form responses 1")))
    assert [(one.candidate_number, one.unit_number, str(one.grade), one.assessed_on, one.assessor) for one in book.claims] == [
        ("0045", "8", "M", DAY, "JS"),
        ("0046", "9", "P", NEXT, "PT"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "grade"),
    [
        ("M - JS 12/01/27", "M"),
        ("P (JS)", "P"),
        ("D JS", "D"),
        ("P→M", "M"),
        ("U -> P", "P"),
        ("Pass > Dist", "D"),
        ("M (was P)", "M"),
    ],
)
def test_a_grade_with_more_behind_it_is_read_and_named(cell: str, grade: str) -> None:
    book = read(messy(it([["Cand no", "Name", "Unit 8"], ["0045", "Ali Adams", cell], ["0046", "Bea Brown", "P"]])))
    assert graded(book) == {("0045", "8"): grade, ("0046", "8"): "P"}
    assert [one.cell.ref for one in book.problems if one.cell] == ["C2"]


@pytest.mark.parametrize("cell", ["M/P", "M or P", "P?", "P > ?"])
def test_of_two_grades_none_is_taken(cell: str) -> None:
    book = read(messy(it([["Cand no", "Name", "Unit 8"], ["0045", "Ali Adams", cell], ["0046", "Bea Brown", "P"]])))
    assert graded(book)["0045", "8"] == ""
    assert [one.cell.ref for one in book.problems if one.cell] == ["C2"]


def test_people_under_units_assess_or_verify_as_the_title_says_and_else_are_asked_about() -> None:
    heads = ["Cand no", "Name", "U8", "U9"]
    grades = it([heads, ["0045", "Ali Adams", "M", "P"]], "Grades 05839")
    people: Rows = [heads, ["0045", "Ali Adams", "PT", "JS"]]
    book = read(messy(grades, it(people, "IV 05839")))
    assert [(one.standardised_by, one.assessor) for one in book.claims] == [("PT", None), ("JS", None)]
    book = read(messy(grades, it(people, "Assessors 05839")))
    assert [(one.standardised_by, one.assessor) for one in book.claims] == [(None, "PT"), (None, "JS")]
    book = read(messy(grades, it(people, "Who 05839")))
    assert [(one.standardised_by, one.assessor) for one in book.claims] == [(None, None)] * 2
    assert asked(book) == [(JudgementKind.COLUMN_UNCLEAR, "C1"), (JudgementKind.COLUMN_UNCLEAR, "D1")]


def test_initials_behind_a_unit_are_its_assessor_where_they_are_on_assessors() -> None:
    rows: Rows = [["Cand no", "Unit 8 (JS)", "Unit 9 (NEA)"], ["0045", "M", "P"]]
    book = read(messy(it(rows)))
    assert [(one.unit_number, one.assessor) for one in book.claims] == [("8", "JS"), ("9", None)]


def test_who_left_or_was_withdrawn_has_no_grade_and_that_is_no_fault() -> None:
    rows: Rows = [["Cand no", "Unit 8"], ["0045", "M"], ["0046", "LEFT"], ["0102", "W/D"]]
    book = read(messy(it(rows)))
    assert [(one.candidate_number, str(one.grade), str(one.claim_status)) for one in book.claims] == [
        ("0045", "M", "None"),
        ("0102", "None", "withdrawn"),
    ]
    assert book.problems == ()


def test_the_grade_of_the_later_attempt_counts_and_what_its_day_is_of_is_asked() -> None:
    heads = ["Cand no", "Name", "Unit", "Attempt 1 grade", "Attempt 1 date", "Attempt 2 grade", "Attempt 2 date"]
    rows: Rows = [heads, ["0045", "Ali Adams", "8", "U", DAY, "P", NEXT], ["0046", "Bea Brown", "8", "M", DAY, "", ""]]
    book = read(messy(it(rows)))
    assert graded(book) == {("0045", "8"): "P", ("0046", "8"): "M"}
    assert asked(book) == [(JudgementKind.DATE_OF_WHAT, "E1"), (JudgementKind.DATE_OF_WHAT, "G1")]


def test_a_prediction_beside_the_grade_is_no_second_one() -> None:
    rows: Rows = [
        ["", "", "Unit 8", "", "Unit 9", ""],
        ["Cand no", "Name", "Pred", "Actual", "Zzz", "Actual"],
        ["0045", "Ali Adams", "D", "M", "M", "P"],
    ]
    assert graded(read(messy(it(rows)))) == {("0045", "8"): "M", ("0045", "9"): "P"}


def test_the_day_of_a_hand_in_behind_a_unit_says_nothing_of_its_column() -> None:
    rows: Rows = [
        ["Cand no", "Unit 8 (hand in 12/11/26)", "Unit 9 (due 14 Jan)", "Unit 10 hand-in"],
        ["0045", "M", "P", DAY],
    ]
    assert graded(read(messy(it(rows)))) == {("0045", "8"): "M", ("0045", "9"): "P"}


def test_a_mark_for_as_above_says_the_same_in_any_column() -> None:
    heads = ["Cand no", "Unit", "Grade", "Assessed on", "Assessor", "Visit"]
    rows: Rows = [
        heads,
        ["0045", "8", "M", DAY, "JS", "IT 1"],
        ['"', "9", "P", '"', "ditto", "”"],
        ["0046", "8", "P", '"', '"', '"'],
    ]
    book = read(messy(it(rows)))
    assert [(one.candidate_number, one.unit_number, one.assessed_on, one.assessor, one.visit) for one in book.claims] == [
        ("0045", "8", DAY, "JS", "IT 1"),
        ("0045", "9", DAY, "JS", "IT 1"),
        ("0046", "8", DAY, "JS", "IT 1"),
    ]  # fmt: skip


def test_a_candidate_called_total_is_no_row_of_totals() -> None:
    people: Rows = [["Candidate number", "Surname", "Forenames"], ["0045", "Total", "Theo"], ["0046", "Average", "Ann"]]
    rows: Rows = [["Name", "Unit 8"], ["Total, Theo", "P"], ["Ann Average", "M"], ["Total", 2]]
    book = read(messy(table("Candidates", people), it(rows), without=["Candidates"]))
    assert graded(book) == {("0045", "8"): "P", ("0046", "8"): "M"}


@pytest.mark.parametrize(
    "rows",
    [
        [["Not started", "In progress", "Assessed", "Claimed"], ["Ali Adams", "Bea Brown", "", "Unit 8"]],
        [["Date", "Learner", "What happened"], [DAY, "Ali Adams", "Unit 8 assessed M by JS"]],
        [["Cand no", "Name", "Units achieved"], ["0045", "Ali Adams", "8 (M), 9 (P)"]],
    ],
)
def test_a_sheet_that_names_candidates_and_units_and_cannot_be_read_is_asked_about(rows: Rows) -> None:
    book = read(messy(it(rows, "Y13")))
    assert book.claims == ()
    assert asked(book) == [(JudgementKind.SHEET_NOT_READ, None)]


def test_a_sheet_that_names_candidates_and_nothing_of_units_is_none_of_ours() -> None:
    book = read(messy(it([["Name", "Lunch"], ["Ali Adams", "Y"], ["Bea Brown", "N"]], "Paris")))
    assert asked(book) == []
    assert {one.sheet for one in book.tables if one.record is Claim} == set()


@pytest.mark.parametrize("days", [["13 Nov", "22 Jan"], ["13 November", "22 May"], ["12/11/26", "22/1/27"]])
def test_days_in_words_below_the_units_are_no_units_and_a_labelled_row_is_nobody(days: list[str]) -> None:
    rows: Rows = [
        ["", "", "U8 Projects", "U9 Products"],
        ["", "Teacher", "JS", "PT"],
        ["", "Hand in", *days],
        ["Adams", "0045", "P", "M"],
        ["Brown", "0046", "D*", "P"],
        ["Clarke", "0102", "Merit", "NYA"],
    ]
    book = read(messy(it(rows)))
    assert graded(book) == {
        ("0045", "8"): "P",
        ("0045", "9"): "M",
        ("0046", "8"): "D*",
        ("0046", "9"): "P",
        ("0102", "8"): "M",
    }
    assert {one.assessor for one in book.claims} == {"JS", "PT"}


def banner(*parts: tuple[int, int, str]) -> Write:
    """Merged words above the units, by their first and last column."""

    def write(book: Any, day: Any) -> None:
        sheet = book.get_worksheet_by_name("IT 05839")
        for first, last, text in parts:
            sheet.merge_range(0, first, 0, last, text)

    return write


def test_words_above_all_units_say_what_their_columns_hold() -> None:
    heads = ["Cand no", "Name", *["Unit 8", "Unit 9"] * 3]
    rows: Rows = [
        [],
        heads,
        ["0045", "Ali Adams", "D", "D", "M", "P", DAY, ""],
        ["0046", "Bea Brown", "P", "M", "D", "", NEXT, ""],
    ]
    book = stays_the_same(messy(it(rows), banner((2, 3, "Target grade"), (4, 5, "Grade"), (6, 7, "Claimed")))).book
    assert [(one.candidate_number, one.unit_number, str(one.grade), one.claimed_on) for one in book.claims] == [
        ("0045", "8", "M", DAY),
        ("0045", "9", "P", None),
        ("0046", "8", "D", NEXT),
    ]
    unread = [heading for one in book.tables if one.sheet == "IT 05839" for heading in one.unread]
    assert unread == ["Unit 8 Target grade", "Unit 9 Target grade"]


def test_a_tick_under_a_grade_is_that_grade_and_under_several_is_asked_about() -> None:
    rows: Rows = [
        [],
        ["Cand no", "Name", *"PMDPMD"],
        ["0045", "Ali Adams", "", "x", "", "x", "", ""],
        ["0046", "Bea Brown", "", "", "x", "x", "x", ""],
    ]
    book = stays_the_same(messy(it(rows), banner((2, 4, "Unit 8"), (5, 7, "Unit 9")))).book
    assert graded(book) == {("0045", "8"): "M", ("0046", "8"): "D"}
    assert [book.cell(one, "grade").ref for one in book.claims] == ["D3", "E4"]
    assert asked(book) == [(JudgementKind.TICKED_GRADES_UNCLEAR, "F2")]


def test_a_cell_with_a_unit_and_its_grade_is_no_heading() -> None:
    rows: Rows = [
        ["Cand no", "Name", "1st unit", "2nd unit"],
        ["0045", "Ali Adams", "U8: M", "U9: P"],
        ["0046", "Bea Brown", "U8: D", ""],
    ]
    book = read(messy(it(rows)))
    assert book.claims == ()
    assert asked(book) == [(JudgementKind.SHEET_NOT_READ, None)]


def test_the_catalogues_titles_are_units_where_the_entry_code_is_named() -> None:
    rows: Rows = [["Cand no", "Name", "Project management", "Application design"], ["0045", "Ali Adams", "M", "P"]]
    assert graded(read(messy(it(rows)))) == {("0045", "8"): "M", ("0045", "6"): "P"}
    assert read(messy(it(rows, "Y13"))).claims == ()


def test_labels_above_a_table_say_who_assessed_and_verified_all_of_it() -> None:
    rows: Rows = [
        ["Projects (05839)"],
        ["Assessor: JS", "", "IV: PT"],
        ["Date assessed", DAY],
        ["Cand no", "Name", "Grade"],
        ["0045", "Ali Adams", "M"],
        ["0046", "Bea Brown", "P"],
    ]
    book = stays_the_same(messy(it(rows, "Unit 8"))).book
    assert [(one.candidate_number, one.assessor, one.standardised_by, one.assessed_on) for one in book.claims] == [
        ("0045", "JS", "PT", DAY),
        ("0046", "JS", "PT", DAY),
    ]


@pytest.mark.parametrize(
    ("line", "is_asked"),
    [
        ("Unit 8 claimed on 20/01/2027", True),
        ("All assessed 20th January", True),
        ("Claims to be made by 20/01/2027", False),
        ("Claims, updated 20/01/2027", False),
        ("Claims made", False),
    ],
)
def test_a_line_with_a_day_that_no_column_has_is_asked_about(line: str, is_asked: bool) -> None:
    book = read(messy(it([[line], ["Cand no", "Name", "Unit 8"], ["0045", "Ali Adams", "M"]])))
    assert graded(book) == {("0045", "8"): "M"}
    assert asked(book) == ([(JudgementKind.LINE_NOT_READ, "A1")] if is_asked else [])


def test_a_sheet_of_leavers_is_set_aside_and_named() -> None:
    rows: Rows = [["Cand no", "Name", "Unit 8"], ["0102", "Cy Clarke", "M"]]
    book = read(messy(it(rows, "Leavers 2026"), it([*rows[:1], ["0045", "Ali Adams", "P"]])))
    assert graded(book) == {("0045", "8"): "P"}
    assert [one.sheet for one in book.set_aside] == ["Leavers 2026"]


def test_a_surname_with_an_initial_is_the_one_who_has_both_and_of_two_is_asked_about() -> None:
    people: Rows = [
        ["Candidate number", "Surname", "Forenames"],
        ["0045", "Smith-Jones", "Alice"],
        ["0046", "Smith-Jones", "Anna"],
        ["0102", "Smith-Jones", "Ben"],
    ]
    rows: Rows = [["Name", "Unit 8"], ["B Smith-Jones", "P"], ["Smith-Jones, A", "M"], ["Anna Smith-Jones", "D"]]
    book = read(messy(table("Candidates", people), it(rows), without=["Candidates"]))
    assert graded(book) == {("0102", "8"): "P", (None, "8"): "M", ("0046", "8"): "D"}
    told = {one.kind: one.cell for one in book.judgements if one.cell}
    assert told[JudgementKind.LEARNER_BY_INITIAL] == "A2"
    assert asked(book) == [(JudgementKind.LEARNER_UNCLEAR, "A3")]


def test_a_candidates_number_is_no_units() -> None:
    rows: Rows = [
        ["Candidate", "No.", "Entry code", "Jan mod (units)", "May mod (units)", "Notes"],
        ["Adams, A", "0045", "05844", "3, 4", "6", "good"],
        ["Brown, B", "0046", "05844", "3", "4, 6", "EAL"],
        ["Clarke, C", "0047", "05844", "", "3,4,6", "late start"],
    ]
    visits: Rows = [["Visit", "Subject", "Date", "Type"], ["Jan mod", "Media", dt.date(2027, 1, 21), "Teams"]]
    assert list(read(messy(it(rows, "Yr13 CTEC"), it(visits, "Visits"))).claims) == []


def test_a_list_of_claims_alone_is_a_workbook_with_work_in_it() -> None:
    heads = [
        "Group",
        "Cand no",
        "Learner name",
        "Qualification code",
        "Unit number",
        "Assessor initials",
        "Marked on",
        "Result",
        "Date claimed",
    ]
    rows: Rows = [
        heads,
        *(
            ["13B", number, name, "05839", 8, "JS", DAY, "M", NEXT]
            for number, name in (("0045", "Ali Adams"), ("0046", "Bea Brown"))
        ),
    ]
    alone = messy(it(rows, "Tracker"), without=list(parse(BASE)))
    assert graded(read(alone)) == {("0045", "8"): "M", ("0046", "8"): "M"}


@pytest.mark.parametrize("sheet", ["Team", "Who is who", "Assessors"])
def test_initials_behind_a_unit_are_staffs_whatever_their_list_is_called(sheet: str) -> None:
    staff = table(
        sheet, [["Initials", "Name", "Role"], ["RK", "Raj Kaur", "Assessor"], ["LM", "Lisa Moon", "Assessor"]]
    )
    rows: list[list[Any]] = [
        ["", "", "Unit 8 (RK)", "", "Unit 9 (LM)", ""],
        ["Cand no", "Name", "Grade", "IV", "Grade", "IV"],
        ["0045", "Ali Adams", "P", "✓", "M", ""],
        ["0046", "Bea Brown", "M", "", "D", "✓"],
    ]
    book = read(messy(table("IT 05839", rows), staff, without=list(parse(BASE))))
    assert {(one.unit_number, one.assessor) for one in book.claims} == {("8", "RK"), ("9", "LM")}
    assert {one.code for one in book.assessors} == {"RK", "LM"}
