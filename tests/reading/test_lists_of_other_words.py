"""Lists whose headings are in other words, or that hold rows of other boards: read, or named, and never passed over in silence."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from messy import messy, read, table

from ocr_sheets.model.judgements import JudgementKind
from ocr_sheets.model.reading_words import remark_words
from ocr_sheets.model.records import Assessment, Entry

DAY, NEXT = dt.date(2027, 1, 20), dt.date(2027, 1, 21)
Rows = list[list[Any]]


@pytest.mark.parametrize(
    ("number", "name"), [("Cand", "Candidate name"), ("Exam no", "Student"), ("Cand no", "Learner name")]
)
def test_a_list_of_whole_names_is_one_of_candidates_under_whatever_name_of_its_sheet(number: str, name: str) -> None:
    rows: Rows = [
        [number, name, "DOB", "Qualification", "Entry made"],
        [2201, "ADAMS Ali", dt.date(2009, 1, 3), "IT 05839", "10-Nov-26"],
        [2202, "BROWN Bea", dt.date(2009, 2, 4), "IT 05839", ""],
    ]
    book = read(messy(table("Y12 group", rows), without=("Candidates", "Entries", "Claims")))
    found = [(one.candidate_number, one.surname, one.forenames) for one in book.candidates]
    assert found == [("2201", "ADAMS", "Ali"), ("2202", "BROWN", "Bea")]
    assert [(one.candidate_number, one.entered_on) for one in book.entries] == [
        ("2201", dt.date(2026, 11, 10)),
        ("2202", None),
    ]


def test_a_sheet_of_candidates_that_is_not_read_is_asked_about() -> None:
    people = [["2201", "Ann Adams"], ["2202", "Bea Brown"], ["2203", "Cy Cole"]]
    rows: Rows = [["Cand no", "Learner", "Lives in"], *([*one, "Hull"] for one in people)]
    book = read(messy(table("Y12 group", rows)))
    told = [one for one in book.judgements if one.kind is JudgementKind.SHEET_NOT_READ]
    assert [(one.sheet, one.is_question) for one in told] == [("Y12 group", True)]


def test_a_list_of_units_says_by_whom_each_is_assessed() -> None:
    rows: Rows = [
        ["Unit no.", "Unit title", "Who", "Assessed by"],
        [8, "Projects", "PT", "Centre"],
        [2, "Equality and rights", "JS", "OCR exam"],
    ]
    book = read(messy(table("Units taught", rows), without=("Units",)))
    found = [(one.unit_number, one.assessment) for one in book.units]
    assert found == [("8", Assessment.MODERATED), ("2", Assessment.EXAMINED)]


@pytest.mark.parametrize("heading", ["Board", "Exam board", "Awarding body", "AO"])
def test_entries_with_another_board_are_left_and_named(heading: str) -> None:
    rows: Rows = [
        ["Candidate number", heading, "Entry code", "Entry type", "Entered on"],
        ["0045", "OCR", "05839", "full award", DAY],
        ["0046", "Pearson", "XYZ12", "full award", DAY],
    ]
    book = read(messy(table("Entries", rows), without=("Entries", "Claims")))
    assert [one.candidate_number for one in book.entries] == ["0045"]
    (listed,) = [one for one in book.tables if one.record is Entry]
    assert [remark_words(one) for one in listed.remarks] == ["Row 3 is of Pearson BTEC, and was not used."]


def test_a_tracker_of_two_boards_has_its_claims_under_claimed_or_registered() -> None:
    rows: Rows = [
        ["Name", "No.", "Board", "Course", "Unit", "Grade", "Claimed/Registered"],
        ["Ali Adams", "0045", "OCR", "IT 05839", 8, "M", NEXT],
        ["Bea Brown", "0046", "Pearson", "Applied", 8, "P", DAY],
        ["", "", "", "", "", "", "2 in all"],
    ]
    book = read(messy(table("Tracker", rows), without=("Claims",)))
    assert [(one.candidate_number, one.claimed_on) for one in book.claims] == [("0045", NEXT)]
    assert [one.is_question for one in book.judgements if one.kind is JudgementKind.ROWS_PASSED_OVER] == [False]
    assert [one.values["rows"] for one in book.judgements if one.kind is JudgementKind.ROWS_OF_OTHERS] == [[3]]


def test_the_day_a_moderator_was_told_the_type_stands_under_words_in_another_order() -> None:
    rows: Rows = [["Visit", "Subject", "Date", "Type", "Type told moderator"], ["IT 1", "IT", NEXT, "virtual", DAY]]
    book = read(messy(table("Visits", rows), without=("Visits",)))
    assert [one.type_told_on for one in book.visits] == [DAY]


@pytest.mark.parametrize(
    ("cells", "days", "people"), [([DAY, NEXT], [DAY, NEXT], [None, None]), (["PT", "PT"], [None, None], ["PT", "PT"])]
)
def test_the_cells_say_what_ivd_heads(cells: list[Any], days: list[Any], people: list[Any]) -> None:
    rows: Rows = [
        ["Cand no", "Entry code", "Unit", "Assessor", "Assessed", "IV'd", "Grade"],
        ["0045", "05839", 8, "JS", DAY, cells[0], "M"],
        ["0046", "05839", 8, "JS", DAY, cells[1], "P"],
    ]
    book = read(messy(table("Claims", rows), without=("Claims",)))
    assert [one.standardised_on for one in book.claims] == days
    assert [one.standardised_by for one in book.claims] == people


@pytest.mark.parametrize(
    ("first", "second", "names"),
    [("1", "2", ["1", "2"]), ("A", "B", ["A", "B"]), ("1", "1", [None, None]), ("1", "", [None, None])],
)
def test_what_stands_before_visits_without_a_heading_is_their_name_where_each_has_its_own(
    first: str, second: str, names: list[str | None]
) -> None:
    rows: Rows = [["", "Visit date", "Mode"], [first, DAY, "online"], [second, dt.date(2027, 5, 27), "F2F"]]
    book = read(messy(table("Visit info", rows), without=("Visits",)))
    assert [one.name for one in book.visits] == names
