"""Workbooks that several centres share: whose a row is where two centres have a candidate of one number, and no row lost in silence."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from messy import messy, read, table

from ocr_sheets.model.judgement_words import worded
from ocr_sheets.model.judgements import JudgementKind

DAY, NEXT = dt.date(2027, 1, 20), dt.date(2027, 1, 21)
Rows = list[list[Any]]

STUDENTS: Rows = [
    ["Centre", "Cand no", "Surname", "Forename", "Entries", "Code"],
    [71001, "0045", "Adams", "Ali", DAY, "05839"],
    [71001, "0046", "Brown", "Bea", DAY, "05839"],
    [72002, "0045", "Cole", "Cy", NEXT, "05839"],
]


@pytest.mark.parametrize("heading", ["Centre", "Centre no.", "Centre number", "Exam centre no", "NCN"])
def test_a_column_of_centres_says_whose_a_row_is_and_never_who(heading: str) -> None:
    rows: Rows = [
        [heading, "Cand", "Unit", "Grade", "Teacher", "Std date", "Claim date"],
        [71001, "0045", 8, "M", "JS", DAY, NEXT],
        [71001, "0046", 8, "P", "JS", DAY, NEXT],
        [72002, "0045", 8, "D", "JS", DAY, NEXT],
    ]
    book = read(messy(table("Sign-off", rows), table("Students", STUDENTS), without=("Claims", "Candidates")))
    found = [(one.centre_number, one.candidate_number, str(one.grade), one.standardised_on) for one in book.claims]
    assert found == [("71001", "0045", "M", DAY), ("71001", "0046", "P", DAY), ("72002", "0045", "D", DAY)]
    assert [one.centre_number for one in book.candidates] == ["71001", "71001", "72002"]


def test_a_number_of_the_centres_own_may_stand_under_centre_number() -> None:
    rows: Rows = [["05839"], ["Centre no", "Name", "Unit 8"], ["0045", "Ali Adams", "M"], ["0046", "Bea Brown", "P"]]
    book = read(messy(table("IT", rows), without=("Claims",)))
    assert [one.candidate_number for one in book.claims] == ["0045", "0046"]


def test_entries_beside_candidates_are_known_by_days_and_codes_under_any_heading_of_entries() -> None:
    book = read(messy(table("Students", STUDENTS), without=("Candidates", "Entries")))
    found = [(one.centre_number, one.candidate_number, one.entry_code, one.entered_on) for one in book.entries]
    assert found == [("71001", "0045", "05839", DAY), ("71001", "0046", "05839", DAY), ("72002", "0045", "05839", NEXT)]


@pytest.mark.parametrize(
    ("heading", "cells"), [("Entries", ["yes", "yes", "no"]), ("Entries", [3, 2, 3]), ("Lunch", [DAY, DAY, NEXT])]
)
def test_what_is_no_day_or_no_entry_is_no_day_of_an_entry(heading: str, cells: list[Any]) -> None:
    rows = [[*row[:4], cell, row[5]] for row, cell in zip(STUDENTS, [heading, *cells], strict=True)]
    book = read(messy(table("Students", rows), without=("Candidates", "Entries")))
    assert [one.entered_on for one in book.entries] == [None, None, None]


def test_the_code_of_an_export_is_known_under_a_heading_of_its_own() -> None:
    rows: Rows = [
        ["Candidate No.", "Legal Surname", "Legal Forename", "Award body", "Element", "Element title", "Entry status", "Entry date", "Withdrawn"],
        [45, "Adams", "Ali", "OCR", 5839, "CT L3 IT", "Entered", "2026-10-05 00:00:00", "2027-01-21 00:00:00"],
        [46, "Brown", "Bea", "OCR", 5839, "CT L3 IT", "Pending", "", ""],
    ]  # fmt: skip
    book = read(messy(table("Sheet1", rows), without=("Candidates", "Entries")))
    found = [(one.candidate_number, one.entry_code, one.entered_on, one.withdrawn_on) for one in book.entries]
    assert found == [("0045", "05839", dt.date(2026, 10, 5), NEXT), ("0046", "05839", None, None)]


@pytest.mark.parametrize(("more", "is_asked"), [("Claim date", True), ("UMS", False)])
def test_rows_of_a_list_that_are_of_an_examined_unit_are_named_and_asked_about_where_they_look_like_claims(
    more: str, is_asked: bool
) -> None:
    rows: Rows = [
        ["Media 05843"],
        ["Cand no", "Unit", "Grade", more],
        ["0045", 3, "M", NEXT if is_asked else 40],
        ["0045", 2, "P", NEXT if is_asked else 41],
        ["0046", 2, "P", NEXT if is_asked else 42],
    ]
    book = read(messy(table("Log", rows), without=("Claims",)))
    (told,) = [one for one in book.judgements if one.kind is JudgementKind.UNIT_EXAMINED]
    assert told.is_question is is_asked
    assert worded(told).startswith("Rows 4 and 5 were not used: OCR examines unit 2 of 05843")
    assert [one.unit_number for one in book.claims] == ["3"]
