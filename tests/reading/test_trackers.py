"""Trackers as teachers keep them: whole ones made by a grammar, with their truth, and small ones for each judgement of the reader."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from messy import messy, table
from tracker_grammar import LAYOUTS, tracker

from ocr_sheets.model.book import Book
from ocr_sheets.model.judgements import JudgementKind
from ocr_sheets.model.reading_facts import AsideKind
from ocr_sheets.model.records import ClaimStatus, Grade, VisitStatus, VisitType
from ocr_sheets.model.tables import IssueKind
from ocr_sheets.patching import Workbook
from ocr_sheets.reading import read_book

AS_OF = dt.date(2027, 2, 1)
DAY = dt.date(2027, 1, 20)
LATER = dt.date(2027, 1, 27)
Rows = list[list[Any]]
MUST_FIX = {IssueKind.UNREADABLE, IssueKind.MISSING, IssueKind.ERROR_VALUE}


def book_of(data: bytes) -> Book:
    return read_book(Workbook.from_bytes(data), AS_OF)


def sheet(rows: Rows, name: str = "Year 13", without: tuple[str, ...] = ()) -> Book:
    return book_of(messy(table(name, rows), without=without))


def said(book: Book, name: str = "Year 13") -> list[tuple[object, ...]]:
    return [(one.candidate_number, one.unit_number, str(one.grade)) for one in book.claims if one.sheet == name]


def judged(book: Book, kind: JudgementKind) -> list[tuple[str | None, bool]]:
    return [(one.cell, one.is_question) for one in book.judgements if one.kind is kind]


# -- whole trackers


@pytest.mark.parametrize("seed", range(12 * len(LAYOUTS)))
def test_a_tracker_of_any_layout_is_read_as_it_is_written(seed: int) -> None:
    made = tracker(seed)
    book = book_of(made.data)
    read = {
        (one.candidate_number, one.unit_number): {
            name: value
            for name in ("grade", "assessed_on", "standardised_on", "claimed_on", "assessor")
            if (value := getattr(one, name)) is not None
        }
        for one in book.claims
    }
    assert read == made.claims, made.layout
    assert len(book.claims) == len(made.claims)
    assert {one.entry_code for one in book.claims} == {"05839"}
    assert [one for one in book.problems if one.trouble in MUST_FIX] == []
    assert {one.candidate_number for one in book.candidates} == {number for number, _ in made.claims}


def test_each_cell_of_a_claim_is_named_where_it_stands() -> None:
    turned: Rows = [
        ["Name", "Ali Adams", "Bea Brown"],
        ["Cand no", "0045", "0046"],
        ["Unit 8", "M", "P"],
        ["Unit 9", "P", ""],
    ]
    book = sheet([["05839 IT"], *turned])
    assert [book.cell(one, "grade").ref for one in book.claims] == ["B4", "C4", "B5"]
    assert judged(book, JudgementKind.TURNED) == [(None, False)]


# -- layouts


def test_criteria_are_no_claims_and_the_grade_beside_them_is() -> None:
    heads: Rows = [
        ["05839"],
        ["", "", "Unit 8", "", "", "Unit 9", "", ""],
        ["Cand no", "Name", "P1", "M1", "Grade", "P1", "M1", "Grade"],
    ]
    book = sheet([*heads, ["0045", "Ali Adams", "Y", "Y", "M", "Y", "", ""]])
    assert said(book) == [("0045", "8", "M")]
    only: Rows = [["05839"], ["", "", "Unit 8", ""], ["Cand no", "Name", "P1", "M1"], ["0045", "Ali Adams", "Y", "Y"]]
    assert said(sheet(only)) == []


def test_the_later_of_two_attempts_counts_and_that_is_said() -> None:
    heads: Rows = [["05839"], ["", "", "Unit 8", ""], ["Cand no", "Name", "Sub", "Resub"]]
    book = sheet([*heads, ["0045", "Ali Adams", "P", "M"], ["0046", "Bea Brown", "P", ""]])
    assert said(book) == [("0045", "8", "M"), ("0046", "8", "P")]
    assert judged(book, JudgementKind.LATER_ATTEMPT) == [(None, False)]


def test_a_row_of_hand_in_dates_is_passed_over_and_named() -> None:
    book = sheet([["05839"], ["Cand no", "Name", "Unit 8"], ["Deadline", "", DAY], ["0045", "Ali Adams", "M"]])
    assert said(book) == [("0045", "8", "M")]
    assert [one.values["row"] for one in book.judgements if one.kind is JudgementKind.ROWS_PASSED_OVER] == [3]


def test_rows_of_one_candidate_may_each_hold_one_thing() -> None:
    rows: Rows = [
        ["05839"],
        ["Cand no", "Learner", "", "Unit 8"],
        ["0045", "Ali Adams", "Grade", "M"],
        ["", "", "Assessed", DAY],
        ["", "", "Assessor", "JS"],
    ]
    (claim,) = sheet(rows).claims
    assert (claim.grade, claim.assessed_on, claim.assessor) == (Grade.MERIT, DAY, "JS")


def test_units_may_head_the_parts_of_a_list() -> None:
    rows: Rows = [
        ["IT 05839"],
        ["Cand no", "Name", "Grade"],
        ["Unit 8 Projects"],
        ["0045", "Ali Adams", "M"],
        ["Unit 9 Products"],
        ["0045", "Ali Adams", "P"],
    ]
    assert said(sheet(rows)) == [("0045", "8", "M"), ("0045", "9", "P")]


@pytest.mark.parametrize("ditto", ["", '"', "ditto", "〃"])
def test_an_empty_cell_or_a_mark_means_the_candidate_above(ditto: str) -> None:
    rows: Rows = [
        ["IT 05839"],
        ["Cand no", "Name", "Unit", "Grade"],
        ["0045", "Ali Adams", "Unit 8", "M"],
        [ditto, ditto, "Unit 9", "P"],
    ]
    book = sheet(rows)
    assert said(book) == [("0045", "8", "M"), ("0045", "9", "P")]
    assert judged(book, JudgementKind.FILLED_DOWN) == [(None, False)]


def test_number_and_name_may_share_a_cell() -> None:
    assert said(sheet([["05839"], ["Candidate", "Unit 8"], ["0045 Ali Adams", "M"], ["Brown, Bea (0046)", "P"]])) == [
        ("0045", "8", "M"),
        ("0046", "8", "P"),
    ]


def test_two_tables_stand_beside_or_below_each_other() -> None:
    beside: Rows = [["05839"], ["Cand no", "Unit 8", "", "Cand no", "Unit 8"], ["0045", "M", "", "0046", "P"]]
    assert said(sheet(beside)) == [("0045", "8", "M"), ("0046", "8", "P")]
    below: Rows = [["05839"], ["Cand no", "Unit 8"], ["0045", "M"], [], ["Set 2"], ["Cand no", "Unit 8"], ["0046", "P"]]
    assert said(sheet(below)) == [("0045", "8", "M"), ("0046", "8", "P")]


def test_examined_units_are_no_claims() -> None:
    book = sheet([["05839"], ["Cand no", "Unit 8", "Unit 2 (exam) /60"], ["0045", "M", 41]])
    assert said(book) == [("0045", "8", "M")]
    assert judged(book, JudgementKind.UNIT_EXAMINED) == [("C2", False)]


def test_surnames_that_are_words_are_candidates() -> None:
    rows: Rows = [
        ["05839"],
        ["Surname", "Forename", "Unit 8"],
        ["Key", "Ann", "M"],
        ["Total", "Max", "P"],
        ["Average", "Bo", "D"],
        ["Total", "", 3],
    ]
    book = sheet(rows, without=("Candidates",))
    assert [(one.candidate_name, str(one.grade)) for one in book.claims] == [
        ("Ann Key", "M"),
        ("Max Total", "P"),
        ("Bo Average", "D"),
    ]


# -- the same work on two sheets, and sheets that hold none


def test_work_on_two_sheets_is_one_claim_and_a_difference_is_asked() -> None:
    grid = table("Grades", [["05839"], ["Cand no", "Unit 8"], ["0045", "M"]])
    log = table(
        "IV log", [["05839"], ["Cand no", "Unit", "IV'd by", "IV date", "Grade"], ["0045", "Unit 8", "PT", DAY, "P"]]
    )
    book = book_of(messy(grid, log))
    (claim,) = book.claims
    assert (claim.grade, claim.standardised_by, claim.standardised_on) == (Grade.MERIT, "PT", DAY)
    assert judged(book, JudgementKind.VALUES_DIFFER) == [("E3", True)]
    assert book.cell(claim, "standardised_on").sheet == "IV log"


@pytest.mark.parametrize(
    "name", ["Targets", "UCAS predictions", "Mock grades", "Tracker OLD", "2025-26", "Sampling plan"]
)
def test_a_sheet_of_hopes_of_last_year_or_of_plans_is_left_alone_and_named(name: str) -> None:
    book = book_of(
        messy(
            table("Year 13", [["05839"], ["Cand no", "Unit 8"], ["0045", "M"]]),
            table(name, [["Cand no", "Unit 8"], ["0046", "D"]]),
        )
    )
    assert [one.candidate_number for one in book.claims] == ["0045"]
    assert [one.sheet for one in book.set_aside] == [name]


@pytest.mark.parametrize("name", ["Mr Pearson IT", "Mrs Old", "Backup teacher", "IT R104"])
def test_a_teacher_or_a_room_in_a_sheets_name_sets_nothing_aside(name: str) -> None:
    assert said(sheet([["05839"], ["Cand no", "Unit 8"], ["0045", "M"]], name), name) == [("0045", "8", "M")]


def test_trips_and_contacts_are_left_alone() -> None:
    trip = table("Paris trip", [["First name", "Last name", "Paid"], ["Zed", "Young", "Y"]])
    visits = table(
        "Trips", [["Visit", "Subject", "Date", "Type", "Status"], ["Bletchley Park", "IT", DAY, "Coach", "Booked"]]
    )
    book = book_of(messy(trip, visits))
    assert {one.sheet for one in book.candidates} == {"Candidates"}
    assert {one.sheet for one in book.visits} == {"Visits"}
    assert "Trips" in {one.sheet for one in book.set_aside}
    assert "Paris trip" not in {one.sheet for one in book.tables}


# -- what words mean, by the cells


@pytest.mark.parametrize(
    ("heading", "values", "field"),
    [
        ("IV", ["PT", "JS"], "standardised_by"),
        ("IV", [DAY, LATER], "standardised_on"),
        ("IQA", [DAY, LATER], "standardised_on"),
        ("Marked", [DAY, LATER], "assessed_on"),
        ("Marked", ["PT", "JS"], "assessor"),
        ("Achieved", ["M", "P"], "grade"),
        ("Achieved", [DAY, LATER], "assessed_on"),
    ],
)
def test_the_cells_say_which_meaning_a_heading_has(heading: str, values: list[Any], field: str) -> None:
    other = ["Result", "M", "P"] if field != "grade" else ["Comments", "", ""]
    rows: Rows = [
        ["05839"],
        ["Cand no", "Unit", heading, other[0]],
        ["0045", "Unit 8", values[0], other[1]],
        ["0046", "Unit 8", values[1], other[2]],
    ]
    book = sheet(rows)
    wanted = [Grade(value) if field == "grade" else value for value in values]
    assert [getattr(one, field) for one in book.claims] == wanted


def test_red_amber_and_green_are_no_grades() -> None:
    assert said(sheet([["05839"], ["Cand no", "Unit 8", "Unit 9"], ["0045", "G", "A"], ["0046", "R", "R"]])) == []


def test_words_for_not_finished_make_no_claim_and_are_named_together() -> None:
    book = sheet([["05839"], ["Cand no", "Unit 8"], ["0045", "NYA"], ["0046", "Ref"], ["0102", "M"]])
    assert said(book) == [("0102", "8", "M")]
    assert [
        (one.values["text"], one.values["cells"]) for one in book.judgements if one.kind is JudgementKind.NO_CLAIM_YET
    ] == [("NYA", ["B3"]), ("Ref", ["B4"])]


def test_the_centres_own_key_says_what_its_words_mean() -> None:
    key = table("Key", [["Key"], ["R", "Referred - to be resubmitted"], ["2", "Merit"]])
    book = book_of(messy(table("Year 13", [["05839"], ["Cand no", "Unit 8"], ["0045", "R"], ["0046", "P"]]), key))
    assert said(book) == [("0046", "8", "P")]
    assert [one for one in book.problems if one.trouble in MUST_FIX] == []
    assert [(one.sheet, one.why.kind) for one in book.set_aside] == [("Key", AsideKind.KEY)]
    assert JudgementKind.SHEET_NOT_READ not in {one.kind for one in book.judgements}


@pytest.mark.parametrize("odd", ["P/M", "M?", "see email"])
def test_a_grade_that_cannot_be_told_is_named_at_its_cell_and_the_claim_stays(odd: str) -> None:
    book = sheet([["05839"], ["Cand no", "Unit 8"], ["0045", odd], ["0046", "P"], ["0102", "P"]])
    assert said(book) == [("0045", "8", "None"), ("0046", "8", "P"), ("0102", "8", "P")]
    assert [one.cell.ref for one in book.problems if one.cell and one.cell.sheet == "Year 13"] == ["B3"]


def test_a_day_without_a_year_is_one_of_the_academic_year() -> None:
    rows: Rows = [
        ["05839"],
        ["Cand no", "Unit", "Grade", "Date claimed"],
        ["0045", "8", "M", "12 March"],
        ["0046", "8", "P", "3 Nov"],
    ]
    assert [one.claimed_on for one in sheet(rows).claims] == [dt.date(2027, 3, 12), dt.date(2026, 11, 3)]


# -- entry codes and visits


@pytest.mark.parametrize("title", ["05839 IT", "Level 3 Extended Certificate in IT tracker 2026/27"])
def test_the_entry_code_is_in_the_title_by_number_or_by_the_catalogues_title(title: str) -> None:
    book = book_of(
        messy(
            table("Tracker", [[title], ["Cand no", "Unit 8"], ["0045", "M"]]),
            without=["Units", "Qualifications", "Entries"],
        )
    )
    assert [one.entry_code for one in book.claims] == ["05839"]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Mod visit: 12 March (Teams)", VisitType.VIRTUAL),
        ("OCR moderator visit 12 March 2027 in centre", VisitType.FACE_TO_FACE),
        ("Visit 2: 12/03/2027 - F2F", VisitType.FACE_TO_FACE),
    ],
)
def test_a_visit_may_stand_in_a_line_above_a_tracker(line: str, kind: VisitType) -> None:
    book = book_of(
        messy(table("Year 13", [["IT 05839"], [line], ["Cand no", "Unit 8"], ["0045", "M"]]), without=["Visits"])
    )
    assert [(one.visit_date, one.type, one.status) for one in book.visits] == [(dt.date(2027, 3, 12), kind, None)]


def test_a_visit_that_was_cancelled_or_is_not_fixed_is_not_made_up() -> None:
    rows: Rows = [
        ["IT 05839"],
        ["Mod visit: 12 March - CANCELLED"],
        ["Mod visit: w/c 7 June"],
        ["Trip: visit to Bletchley 9 June"],
        ["Cand no", "Unit 8"],
        ["0045", "M"],
    ]
    book = book_of(messy(table("Year 13", rows), without=["Visits"]))
    assert [(one.visit_date, one.status) for one in book.visits] == [(dt.date(2027, 3, 12), VisitStatus.CANCELLED)]


# -- ticks


def test_ticks_are_claims_made_only_where_the_title_says_so() -> None:
    (planned,) = sheet([["05839 units"], ["Cand no", "Unit 8"], ["0045", "Y"], ["0046", "N"]]).claims
    assert planned.claim_status is ClaimStatus.PLANNED
    (made,) = sheet([["05839 claimed on Interchange"], ["Cand no", "Unit 8"], ["0045", "Y"], ["0046", "N"]]).claims
    assert made.claim_status is ClaimStatus.SUBMITTED


# -- silence


def test_coloured_cells_without_text_are_said_to_say_nothing() -> None:
    book = sheet([["05839"], ["Cand no", "Name", "Unit 8"], ["0045", "Ali Adams", ""], ["0046", "Bea Brown", ""]])
    assert judged(book, JudgementKind.COLOURS) == [(None, False)]


def test_a_sheet_with_grades_that_gave_nothing_is_asked_about() -> None:
    book = sheet([["Results of the week"], ["Ali", "P", "M"], ["Bea", "D", "M"]], "Wall")
    assert judged(book, JudgementKind.SHEET_NOT_READ) == [(None, True)]


def test_a_day_without_a_year_is_of_the_academic_year_and_that_is_said_once() -> None:
    book = sheet(
        [
            ["Cambridge Technicals IT 05838"],
            ["Student", "Exam no", "U5 grade", "U5 claimed", "U9 grade", "U9 claimed"],
            ["Adams, Ali", "4101", "P", "26/12", "M", "14/01/2027"],
            ["Brown, Bea", "4102", "M", "12/1", "P", "14/01/2027"],
        ]
    )
    assert dt.date(2026, 12, 26) in [claim.claimed_on for claim in book.claims]
    (one,) = [one for one in book.judgements if one.kind is JudgementKind.YEAR_ADDED]
    assert (one.values["text"], one.values["others"], one.is_question) == ("26/12", 1, False)
    assert [issue for issue in book.problems if issue.cell and issue.cell.ref == "D3"] == []
