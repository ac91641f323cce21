"""Words that head columns and name sheets in more than one sense: the cells, and what stands beside them, say which. One row a word."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from workbooks import AS_OF, book_of, report_of

from ocr_sheets.model.records import RECORDS, Family
from ocr_sheets.rules.engine import Severity

CLAIM = "| Candidate number | Entry code | Unit number | Assessor | Visit | {heads} |\n"
ROWS = "| 0045 | 05839 | 8 | JS | IT 1 | {first} |\n| 0046 | 05839 | 9 | PT | IT 1 | {second} |\n"
DAY = dt.date(2027, 1, 20)


def claims(heads: str, first: str, second: str) -> str:
    return "Claims\n" + CLAIM.format(heads=heads) + ROWS.format(first=first, second=second)


def must_fix(text: str) -> list[str]:
    return [
        f"{one.rule.code} {one.sheet}" for one in report_of(text).findings if one.rule.severity is Severity.MUST_FIX
    ]


@pytest.mark.parametrize(
    ("heading", "cells", "is_of"),
    [
        # A grade of the teacher's, or after the centre's own standardisation, is no answer of OCR's.
        ("Final grade", ("M", "P"), "grade"),
        ("Moderated grade", ("M", "P"), "grade"),
        ("Overall grade", ("Merit", "Pass"), "grade"),
        ("Confirmed grade", ("M", "P"), "confirmed_grade"),
        ("OCR grade", ("M", "P"), "confirmed_grade"),
        # The verifier's own sample is no request of OCR's.
        ("Sampled on", ("2027-01-20", "2027-01-20"), ""),
        ("Sample requested on", ("2027-01-20", "2027-01-20"), "sample_requested_on"),
        # When, who, or whether.
        ("IV", ("2027-01-20", "2027-01-20"), "standardised_on"),
        ("IV", ("PT", "JS"), "standardised_by"),
        ("IV", ("Y", "Yes"), ""),
        ("IQA", ("20/01/2027", "20/01/2027"), "standardised_on"),
        ("IQA", ("Pat Taylor", "Jo Smith"), "standardised_by"),
        ("Standardised", ("2027-01-20", "2027-01-20"), "standardised_on"),
        ("Standardised", ("PT", "JS"), "standardised_by"),
        ("Marked", ("2027-01-20", "2027-01-20"), "assessed_on"),
        ("Achieved", ("2027-01-20", "2027-01-20"), "assessed_on"),
        ("Achieved", ("M", "P"), "grade"),
        ("Achieved", ("Y", "N"), ""),
        ("Result", ("M", "P"), "grade"),
        ("Result", ("55", "61"), ""),
        # What is hoped for is no grade.
        ("Target grade", ("M", "P"), ""),
        ("MEG", ("M", "P"), ""),
        ("Working at", ("M", "P"), ""),
        ("Predicted", ("M", "P"), ""),
        # How it goes is no status of a claim.
        ("Status", ("Red", "Green"), ""),
        ("Status", ("planned", "submitted"), "claim_status"),
    ],
)  # fmt: skip
def test_a_column_of_claims_is_what_its_cells_say(heading: str, cells: tuple[str, str], is_of: str) -> None:
    book = book_of(claims(heading, *cells))
    (table,) = [one for one in book.tables if one.sheet == "Claims"]
    named = {name for name, text in table.headings.items() if text == heading}
    assert named == ({is_of} if is_of else set())
    assert not [one for one in must_fix(claims(heading, *cells)) if one.startswith("cell")]


@pytest.mark.parametrize(
    ("kind", "sheet", "heads", "rows"),
    [
        ("claims", "Targets", "Candidate number | Entry code | Unit number | Assessor | Grade", ["0045 | 05839 | 8 | JS | D"]),
        ("claims", "UCAS predictions", "Candidate number | Entry code | Unit number | Assessor | Grade", ["0045 | 05839 | 8 | JS | D"]),
        ("claims", "Mock claims", "Candidate number | Entry code | Unit number | Assessor | Grade", ["0045 | 05839 | 8 | JS | D"]),
        ("claims", "Sampling", "Candidate number | Entry code | Unit number | Assessor | Grade", ["0045 | 05839 | 8 | JS | D"]),
        ("visits", "Trips", "Visit | Subject area | Visit date | Type | Status", ["Bletchley | IT | 2027-03-01 | coach | confirmed"]),
        ("visits", "Outings 2027", "Visit | Subject area | Visit date | Status", ["Theatre | IT | 2027-03-01 | confirmed"]),
        ("candidates", "Paris trip", "First name | Last name | Paid", ["Zed | Zebra | Y"]),
        ("candidates", "Leavers", "Candidate number | Surname | Forenames", ["0999 | Zebra | Zed"]),
        ("assessors", "Contacts", "Name | Email | Role", ["M. Moderator | m@ocr.example | EQA"]),
        ("units", "Drop-downs", "Unit | Grade | Assessment", ["77 | P | moderated"]),
    ],
)  # fmt: skip
def test_a_sheet_about_something_else_adds_nothing(kind: str, sheet: str, heads: str, rows: list[str]) -> None:
    text = f"{sheet}\n| {heads} |\n" + "".join(f"| {row} |\n" for row in rows)
    with_it, without = book_of(text), book_of()
    for name in RECORDS:
        assert with_it.rows(name) == without.rows(name), (kind, name)


@pytest.mark.parametrize("word", ["Yes", "No", "N", "TBC", "Not yet", "Done", "✓", "N/A"])
@pytest.mark.parametrize(
    ("sheet", "heads", "row"),
    [
        ("Claims", CLAIM.format(heads="Claimed"), "0045 | 05839 | 8 | JS | IT 1 | {word}"),
        ("Claims", CLAIM.format(heads="Standardised"), "0045 | 05839 | 8 | JS | IT 1 | {word}"),
        ("Claims", CLAIM.format(heads="Sample requested"), "0045 | 05839 | 8 | JS | IT 1 | {word}"),
        ("Claims", CLAIM.format(heads="Certificate issued"), "0045 | 05839 | 8 | JS | IT 1 | {word}"),
        ("Visits", "| Visit | Subject area | Visit date | Type told |\n", "IT 1 | IT | 2027-03-11 | {word}"),
        ("Visits", "| Visit | Subject area | Visit date | Booked |\n", "IT 1 | IT | 2027-03-11 | {word}"),
        ("Entries", "| Candidate number | Entry code | Entry type | Registered |\n", "0045 | 05839 | full award | {word}"),
        ("Candidates", "| Candidate number | Surname | Forenames | Left |\n", "0045 | Adams | Ali | {word}"),
    ],
)  # fmt: skip
def test_a_word_in_a_column_of_days_is_no_fault_of_each_row(sheet: str, heads: str, row: str, word: str) -> None:
    text = f"{sheet}\n{heads}| {row.format(word=word)} |\n"
    assert not [one for one in must_fix(text) if one.startswith("cell")]


@pytest.mark.parametrize(
    ("heads", "row", "surname", "forenames"),
    [
        ("Candidate number | Legal Surname | Legal Forename", "0045 | Adams | Ali", "Adams", "Ali"),
        ("Candidate number | Candidate name", "0045 | Adams, Ali", "Adams", "Ali"),
        ("Candidate number | Candidate name", "0045 | ADAMS Ali", "ADAMS", "Ali"),
        ("Candidate number | Student | Reg", "0045 | Ali Adams | 13B", "Adams", "Ali"),
        ("Candidate number | Preferred surname | Known as", "0045 | Adams | Ali", "Adams", "Ali"),
        ("Candidate number | Surname | Forenames", "0045 | Total | Max", "Total", "Max"),
        ("Candidate number | Surname | Forenames", "0045 | Average | Min", "Average", "Min"),
        ("Candidate number | Surname | Forenames", "0045 | Key | Sum", "Key", "Sum"),
    ],
)
def test_names_are_found_under_the_headings_of_schools(heads: str, row: str, surname: str, forenames: str) -> None:
    (one,) = book_of(f"Candidates\n| {heads} |\n| {row} |\n").candidates
    assert (one.candidate_number, one.surname, one.forenames) == ("0045", surname, forenames)


@pytest.mark.parametrize(
    ("heading", "number", "number_read", "uln"),
    [
        ("Student number", "0045", "0045", None),
        ("Student number", "104231", None, None),
        ("Learner number", "9276308686", None, "9276308686"),
        ("Learner number", "0045", "0045", None),
    ],
)
def test_a_number_is_what_its_digits_say(heading: str, number: str, number_read: Any, uln: Any) -> None:
    (one,) = book_of(f"Candidates\n| {heading} | Surname | Forenames |\n| {number} | Adams | Ali |\n").candidates
    assert (one.candidate_number, one.uln) == (number_read, uln)


def test_who_assesses_a_unit_is_no_way_of_assessing_it() -> None:
    text = "Units\n| Entry code | Unit number | Assessed by |\n| 05839 | 8 | JS |\n| 05839 | 9 | PT |\n"
    assert [(one.assessor, one.assessment) for one in book_of(text).units] == [("JS", None), ("PT", None)]
    text = "Units\n| Entry code | Unit number | Assessed by |\n| 05839 | 8 | moderated |\n"
    assert [str(one.assessment) for one in book_of(text).units] == ["moderated"]


@pytest.mark.parametrize("heading", ["Assessment date", "Date assessed"])
def test_a_day_still_to_come_is_planned_and_queried(heading: str) -> None:
    report = report_of(claims(heading, "2027-02-20", "2027-01-20"))
    assert [one.cell.ref for one in report.findings if one.cell and one.rule.code == "done-in-future"] == ["F2"]
    assert dt.date(2027, 2, 20) > AS_OF


@pytest.mark.parametrize("status", ["Postponed", "TBC", "Provisional", "perhaps"])
def test_a_visit_that_may_not_stand_uses_no_allowance(status: str) -> None:
    text = f"Visits\n| Visit | Subject area | Visit date | Type | Status |\n| IT 1 | IT | 2027-03-11 | virtual | {status} |\n"
    report = report_of(text)
    assert report.visits == []


PLAN = "Visits\n| Visit | Subject area | {heads} | Type |\n| One | IT | {first} | virtual |\n| Two | Business | {second} | virtual |\n"


@pytest.mark.parametrize(
    "heading",
    ["Planned date", "Proposed date", "Planned for", "Visit on", "Day", "When", "Anything of ours", "Provisional date"],
)
def test_the_only_days_on_a_sheet_of_visits_are_the_visits_days(heading: str) -> None:
    report = report_of(PLAN.format(heads=heading, first="2027-01-20", second="26/05/2027"))
    assert [visit.visit_date for visit in report.book.visits] == [DAY, dt.date(2027, 5, 26)]
    assert report.book.cell(report.book.visits[0], "visit_date").heading == heading


@pytest.mark.parametrize(
    ("heads", "first", "second"),
    [
        ("Reply received", "2027-01-20", "2027-05-26"),
        ("This way | That way", "2027-01-20 | 2027-01-21", "2027-05-26 | 2027-05-27"),
    ],
)
def test_days_that_may_be_of_something_else_are_asked_about(heads: str, first: str, second: str) -> None:
    report = report_of(PLAN.format(heads=heads, first=first, second=second))
    assert [visit.visit_date for visit in report.book.visits] == [None, None]
    asked = [one for one in report.book.judgements if one.is_question and one.sheet == "Visits"]
    assert len(asked) == heads.count("|") + 1
    assert "not used" in report.verdict


def test_a_column_of_other_days_does_not_take_the_place_of_the_visits_day() -> None:
    report = report_of(
        PLAN.format(heads="Visit date | When", first="2027-01-20 | 2026-09-01", second="2027-05-26 | 2026-09-02")
    )
    assert [visit.visit_date for visit in report.book.visits] == [DAY, dt.date(2027, 5, 26)]


CAREERS = """
Qualifications
| Entry code | Title | Approved on |
| {code} | {title} | |

Entries
| Candidate number | Entry code | Entered on |
| 0045 | {code} | 2026-10-01 |
"""


@pytest.mark.parametrize(
    ("code", "title"),
    [("04664", "L6 course"), ("04664", ""), ("04999", "Level 6 Diploma in Career Guidance and Development")],
)
def test_verified_qualifications_go_by_code_or_title(code: str, title: str) -> None:
    report = report_of(CAREERS.format(code=code, title=title), without=("Units", "Visits", "Claims"))
    assert report.book.family_of(code) is Family.VERIFIED
    assert "approval-missing" in {one.rule.code for one in report.outcomes if one.findings}


def test_a_course_of_neither_code_nor_title_we_know_is_of_no_family() -> None:
    report = report_of(CAREERS.format(code="04999", title="Pottery"), without=("Units", "Visits", "Claims"))
    assert report.book.family_of("04999") is None
    assert "approval-missing" not in {one.rule.code for one in report.outcomes if one.findings}
