"""Whole workbooks as centres keep them, with faults planted at known cells: what is found stands there, and nothing else is accused."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from messy import (
    CLAIM_HEADS,
    CLAIM_ROWS,
    annotated,
    at_cells,
    claims,
    found_in,
    messy,
    put,
    read,
    stays_the_same,
    table,
)
from workbooks import AS_OF

from ocr_sheets.model.book import Book
from ocr_sheets.model.judgements import JudgementKind
from ocr_sheets.model.reading_facts import AsideKind
from ocr_sheets.model.reading_words import remark_words
from ocr_sheets.model.records import Assessor, Claim
from ocr_sheets.patching import Workbook
from ocr_sheets.reading import read_book
from ocr_sheets.reading.book import unread_sheets
from ocr_sheets.reading.mapping import read_mapping
from ocr_sheets.writing.mapping_file import mapping_text

LATE, IN_TIME = dt.date(2027, 2, 26), dt.date(2027, 2, 25)
"""13 and 14 days before IT 1 on 11 March 2027."""


def claimed(book: Book) -> list[tuple[object, ...]]:
    """The claims by row, candidate, unit and entry code."""
    return [(one.row, one.candidate_number, one.unit_number, one.entry_code) for one in book.claims]


def unread_of(book: Book) -> list[str]:
    return [heading for table in book.tables if table.record is Claim for heading in table.unread]


def remarks_of(book: Book) -> str:
    return " ".join(remark_words(remark) for table in book.tables for remark in table.remarks)


def reads_as_it_was(data: bytes) -> None:
    """Assert that the mapping file written of a workbook reads it as it was read."""
    workbook = Workbook.from_bytes(data)
    book = read_book(workbook, AS_OF)
    text = mapping_text(book, list(unread_sheets(workbook, book)), "centre.xlsx", "centre.map.toml")
    again = read_book(workbook, AS_OF, read_mapping(text, "centre.map.toml"))
    assert again.claims == book.claims
    assert [dict(one.columns) for one in again.tables] == [dict(one.columns) for one in book.tables]


def below(book: Any, day: Any) -> None:
    rows: list[list[Any]] = [
        ["Year 13 IT 05839, claims made"],
        [],
        ["Cand no", "Name", "Unit 8", "Unit 9"],
        ["0045", "Adams", LATE, IN_TIME],
        ["0046", "Brown", "", IN_TIME],
        [],
        ["Year 12 IT 05355, claims made"],
        ["Cand no", "Name", "Unit 2"],
        ["0045", "Adams", LATE],
    ]
    table("IT", rows)(book, day)


def beside(book: Any, day: Any) -> None:
    rows: list[list[Any]] = [
        ["IT 05839, claims made"],
        ["Cand no", "Name", "Unit 8", "Unit 9", "", "Cand no", "Name", "Unit 8", "Unit 9"],
        ["0045", "Adams", LATE, IN_TIME, "", "0046", "Brown", IN_TIME, LATE],
    ]
    table("IT", rows)(book, day)


def three_lines(book: Any, day: Any) -> None:
    sheet = book.add_worksheet("IT")
    for first, unit, title in ((2, "Unit 8", "Projects"), (6, "Unit 9", "Products")):
        sheet.merge_range(1, first, 1, first + 3, unit)
        sheet.merge_range(2, first, 2, first + 3, title)
    put(sheet, day, 0, 0, ["IT 05839"])
    put(sheet, day, 3, 0, ["Cand no", "Name", *["Target grade", "Grade", "Assessed", "Claimed"] * 2])
    put(sheet, day, 4, 0, ["0045", "Adams", "D", "P", "2027-02-01", LATE, "D", "M", "2027-02-01", IN_TIME])


def test_a_grid_below_another_has_its_own_units_and_codes() -> None:
    data = messy(below)
    assert claimed(read(data)) == [
        (4, "0045", "8", "05839"),
        (4, "0045", "9", "05839"),
        (5, "0046", "9", "05839"),
        (9, "0045", "2", "05355"),
    ]
    assert at_cells(stays_the_same(data), "claim-under-two-weeks") == ["IT!C4", "IT!C9"]
    reads_as_it_was(data)


def test_the_headings_of_a_grid_once_more_begin_no_other() -> None:
    rows: list[list[Any]] = [
        ["Cand no", "Unit 8"],
        ["0045", "M"],
        [],
        ["Group B"],
        ["Cand no", "Unit 8"],
        ["0046", "P"],
    ]
    report = stays_the_same(messy(table("IT 05839", rows)))
    assert claimed(report.book) == [(2, "0045", "8", "05839"), (6, "0046", "8", "05839")]
    assert found_in(report) == []


def test_what_stands_below_a_grid_under_other_headings_is_no_claim_and_that_is_said() -> None:
    rows: list[list[Any]] = [["Cand no", "Unit 8"], ["0045", "M"], [], ["Cand no", "Attendance"], ["0046", "P"]]
    book = read(messy(table("IT 05839", rows)))
    assert claimed(book) == [(2, "0045", "8", "05839")]
    (told,) = [one for one in book.judgements if one.kind is JudgementKind.PART_NOT_READ]
    assert (told.sheet, told.cell) == ("IT 05839", "A4")


def test_grids_side_by_side_have_their_own_candidates() -> None:
    data = messy(beside)
    assert [(one.candidate_number, one.unit_number, one.column) for one in read(data).claims] == [
        ("0045", "8", 3),
        ("0045", "9", 4),
        ("0046", "8", 8),
        ("0046", "9", 9),
    ]
    assert at_cells(stays_the_same(data), "claim-under-two-weeks") == ["IT!C3", "IT!I3"]
    reads_as_it_was(data)


def test_the_headings_of_a_grid_may_run_over_three_lines_and_targets_are_no_grades() -> None:
    data = messy(three_lines)
    book = read(data)
    assert [(one.unit_number, str(one.grade), one.claimed_on) for one in book.claims] == [
        ("8", "P", LATE),
        ("9", "M", IN_TIME),
    ]
    assert unread_of(book) == ["Projects Target grade", "Products Target grade"]
    assert at_cells(stays_the_same(data), "claim-under-two-weeks") == ["IT!F5"]
    reads_as_it_was(data)


def test_claims_without_a_column_of_visits_are_still_checked_against_the_next_visit() -> None:
    rows: list[list[Any]] = [
        [value for place, value in enumerate(row) if place != 6] for row in (CLAIM_HEADS, *CLAIM_ROWS)
    ]
    report, _ = annotated(messy(table("Claims", rows)))
    assert at_cells(report, "claim-under-two-weeks") == ["Claims!F2"]


def test_days_and_staff_in_rows_above_the_units_are_those_of_their_claims_and_no_titles() -> None:
    rows: list[list[Any]] = [
        ["", "Assessor", "JS", "PT"],
        ["", "Date claimed", LATE, "soon"],
        ["Cand no", "Name", "Unit 8", "Unit 9"],
        ["0045", "Adams", "M", dt.date(2027, 2, 1)],
    ]
    report, _ = annotated(messy(table("IT 05839", rows)))
    assert [(one.assessor, one.claimed_on) for one in report.book.claims] == [("JS", LATE), ("PT", None)]
    assert at_cells(report, "cell-unreadable") == ["IT 05839!D2"]
    assert at_cells(report, "reading-unclear") == ["IT 05839!D3"]  # no title says what a bare date is


def test_a_row_that_counts_below_a_grid_is_no_candidate() -> None:
    rows: list[list[Any]] = [["Cand no", "Unit 8", "Unit 9"], ["0045", "M", ""], ["Passed", 1, 0]]
    report, _ = annotated(messy(table("IT 05839", rows)))
    assert claimed(report.book) == [(2, "0045", "8", "05839")]
    assert found_in(report) == []
    (told,) = [one for one in report.book.judgements if one.kind is JudgementKind.ROWS_PASSED_OVER]
    assert (dict(told.values), told.is_question) == ({"row_kind": "totals", "row": 3}, False)


def test_the_name_of_a_part_of_a_list_is_no_claim_and_a_wrong_number_alone_is_still_a_row() -> None:
    rows = [CLAIM_HEADS, ["Unit 8 Projects"], CLAIM_ROWS[1], ["O046"]]
    report, _ = annotated(messy(table("Claims", rows)))
    assert [one.row for one in report.book.claims] == [3, 4]
    assert "Row 2 was read as a note" in remarks_of(report.book)


def test_a_cell_merged_over_rows_is_that_of_each() -> None:
    def write(book: Any, day: Any) -> None:
        sheet = book.add_worksheet("Claims")
        put(sheet, day, 0, 0, CLAIM_HEADS)
        sheet.merge_range(1, 0, 3, 0, "0045")
        sheet.merge_range(1, 1, 3, 1, "05839")
        put(sheet, day, 1, 2, CLAIM_ROWS[1][2:])
        put(sheet, day, 2, 2, CLAIM_ROWS[0][2:])

    report = stays_the_same(messy(write))
    assert claimed(report.book) == [(2, "0045", "9", "05839"), (3, "0045", "8", "05839")]
    assert at_cells(report, "claim-under-two-weeks") == ["Claims!F3"]
    assert "merged cell" in remarks_of(report.book)


def test_a_list_of_contacts_is_no_second_list_of_staff() -> None:
    report, _ = annotated(
        messy(claims(), table("Contacts", [["Name", "Email", "Role"], ["M. Moderator", "m@ocr.example", "EQA"]]))
    )
    assert [one.sheet for one in report.book.tables if one.record is Assessor] == ["Assessors"]
    assert at_cells(report, "column-missing") == []
    assert "Contacts" in report.unread


@pytest.mark.parametrize(
    ("headings", "row"),
    [
        (["Candidate", "Student number", "Unit", "Unit code"], ["Ali Adams", "0045", "Projects", "8"]),
        (["Exam no", "Candidate", "Unit no", "Unit"], ["0045", "Ali Adams", "8", "Projects"]),
    ],
)
def test_of_a_number_and_a_name_the_number_is_taken(headings: list[str], row: list[str]) -> None:
    rest = ["Entry code", "Assessor", "Target grade", "Achieved grade", "Date of claim", "Visit"]
    data = messy(table("Claims", [[*headings, *rest], [*row, "05839", "JS", "D", "M", LATE, "IT 1"]]))
    report, _ = annotated(data)
    (claim,) = report.book.claims
    assert (claim.candidate_number, claim.unit_number, str(claim.grade)) == ("0045", "8", "M")
    assert at_cells(report, "claim-under-two-weeks") == ["Claims!I2"]
    assert at_cells(report, "name-nearly-right") == []


def test_the_mapping_file_of_a_grid_by_names_says_no_number() -> None:
    rows: list[list[Any]] = [["Surname", "Forename", "Unit 8"], ["Adams", "Ali", "M"], ["Nobody", "Zed", "P"]]
    reads_as_it_was(messy(table("IT 05839", rows)))


def test_columns_that_each_name_the_unit_are_one_claim_and_its_target_is_no_grade() -> None:
    heads = [f"Unit 8 {what}" for what in ("target", "grade", "assessor", "IV", "claimed")]
    rows: list[list[Any]] = [["Cand no", *heads, "Unit 9 grade"], ["0045", "D", "M", "JS", "PT", LATE, "P"]]
    data = messy(table("IT 05839", rows))
    report = stays_the_same(data)
    assert [(one.unit_number, str(one.grade), one.assessor, one.claimed_on) for one in report.book.claims] == [
        ("8", "M", "JS", LATE),
        ("9", "P", None, None),
    ]
    assert unread_of(report.book) == ["Unit 8 target"]
    assert at_cells(report, "claim-under-two-weeks") == ["IT 05839!F2"]
    assert at_cells(report, "claim-twice") == []
    reads_as_it_was(data)


def test_under_a_unit_that_is_not_merged_columns_of_the_centres_own_may_stand_between() -> None:
    rows: list[list[Any]] = [
        ["", "", "Unit 8", "", "", "Unit 9"],
        ["Cand no", "Name", "Grade", "Predicted", "Claimed", "Grade", "Predicted", "Claimed", "Points"],
        ["0045", "Adams", "M", "D", LATE, "P", "M", IN_TIME, 12],
    ]
    data = messy(table("IT 05839", rows))
    report = stays_the_same(data)
    assert [(one.unit_number, str(one.grade), one.claimed_on) for one in report.book.claims] == [
        ("8", "M", LATE),
        ("9", "P", IN_TIME),
    ]
    assert unread_of(report.book) == ["Unit 8 Predicted", "Unit 9 Predicted", "Points"]
    assert at_cells(report, "claim-under-two-weeks") == ["IT 05839!E3"]
    reads_as_it_was(data)


@pytest.mark.parametrize(
    ("sheet", "title"),
    [("Predicted grades", ""), ("Mocks", ""), ("Y13", "Target grades 05839"), ("Y13", "Working at grades, 05839")],
)
def test_a_grid_of_what_is_hoped_for_is_set_aside_and_named(sheet: str, title: str) -> None:
    book = read(messy(table(sheet, [[title], ["Cand no", "Unit 8"], ["0045", "M"]]), claims()))
    assert [(one.sheet, one.row) for one in book.claims] == [("Claims", 2), ("Claims", 3)]
    assert [(one.sheet, one.why.kind) for one in book.set_aside] == [(sheet, AsideKind.HOPED_FOR)]


@pytest.mark.parametrize("title", ["Target and actual grades, 05839", "05839 Marketing and targeting"])
def test_a_title_that_only_speaks_of_targets_too_sets_nothing_aside(title: str) -> None:
    book = read(messy(table("Y13", [[title], ["Cand no", "Unit 8"], ["0045", "M"]])))
    assert claimed(book) == [(3, "0045", "8", "05839")]


def test_a_second_list_of_a_kind_beside_the_first_is_named_and_not_dropped_in_silence() -> None:
    report = stays_the_same(messy(claims(), table("Claims", [CLAIM_HEADS, CLAIM_ROWS[1]], column=9)))
    assert [(place, message) for rule, place, message in found_in(report) if rule == "rows-left-out"] == [
        ("Claims!J1", "A second table of Claims begins in J1 of Claims, beside the first, and was not read.")
    ]
