"""Rows that name rows of other sheets."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from workbooks import AS_OF, BASE, fires, parse, quiet, silent, xlsx

from ocr_sheets.model.records import SHEETS
from ocr_sheets.patching import Workbook
from ocr_sheets.reading import read_book
from ocr_sheets.report import make_report
from ocr_sheets.rulebook import load_rulebook

CLAIMS = """
Claims
| Candidate number | Entry code | Unit number | Assessor | Standardised by | Visit | Claim status |
"""

VISITS = """
Visits
| Visit | Subject area | Entry code | Visit date | Status |
"""


def claim(
    number: str = "0045",
    code: str = "05839",
    unit: str = "8",
    assessor: str = "JS",
    standardiser: str = "PT",
    visit: str = "IT 1",
    status: str = "planned",
) -> str:
    return f"{CLAIMS}| {' | '.join((number, code, unit, assessor, standardiser, visit, status))} |\n"


def visits(*rows: str) -> str:
    return VISITS + "".join(f"| {row} |\n" for row in rows)


def entry(number: str = "0045", code: str = "05839") -> str:
    return f"Entries\n| Candidate number | Entry code | Entry type | Entered on |\n| {number} | {code} | full award | 2026-10-01 |\n"


def test_a_claim_is_for_a_candidate_of_candidates() -> None:
    (found,) = fires("claim-candidate-unknown", claim("0451"), "Claims!A2")
    assert found.message == "No candidate 0451 is on Candidates."
    for right in ("0045", "#45", "45 ", "45.0"):
        quiet("claim-candidate-unknown", claim(right))


def test_an_entry_is_for_a_candidate_of_candidates() -> None:
    fires("entry-candidate-unknown", entry("0451"), "Entries!A2")
    quiet("entry-candidate-unknown", entry("#45"))


def test_a_number_that_two_centres_candidates_have_is_pointed_out_on_claims() -> None:
    centre = "Centre\n| Centre number | 10101 |\n| Consortium | North |\n"
    head = "Candidates\n| Centre number | Candidate number | Surname | Forenames |\n"
    two = head + "| | 0045 | Adams | Ali |\n| 10102 | 0045 | Brown | Bea |\n"
    found, _ = fires("candidate-number-ambiguous", centre + two + claim(), "Claims!A2", "Entries!A2")
    assert found.message == "0045 is a candidate of 2 centres."
    told = (
        claim().replace("| Candidate number", "| Centre number | Candidate number").replace("| 0045", "| 10102 | 0045")
    )
    fires("candidate-number-ambiguous", centre + two + told, "Entries!A2")
    fires("candidate-number-ambiguous", centre + two + claim("0046"), "Entries!A2")
    quiet("candidate-number-ambiguous", centre + two.replace("10102", "10101") + claim())


def test_a_unit_is_known_by_entry_code_and_number_together() -> None:
    (found,) = fires("claim-unit-unknown", claim(code="05835", unit="8"), "Claims!C2")
    assert found.message == "Units has no unit 8 of 05835."
    for right in ("8", "#8", "Unit 8", "08", "U8", "8.0"):
        quiet("claim-unit-unknown", claim(unit=right, code="#5839"))


def test_units_of_qualifications_that_are_not_covered_are_left_alone() -> None:
    quiet("claim-unit-unknown", claim(code="J817", unit="R081"))


@pytest.mark.parametrize("right", ["JS", "js", "J.S.", "Jo Smith", "JO  SMITH"])
def test_an_assessor_may_stand_as_initials_or_as_a_name(right: str) -> None:
    quiet("claim-assessor-unknown", claim(assessor=right))
    quiet("claim-standardiser-unknown", claim(standardiser=right))


def test_an_assessor_who_is_not_on_assessors_is_found() -> None:
    (found,) = fires("claim-assessor-unknown", claim(assessor="JX"), "Claims!D2")
    assert found.message == "“JX” is not on Assessors."
    fires("claim-standardiser-unknown", claim(standardiser="JX"), "Claims!E2")
    fires("claim-standardiser-unknown", claim(standardiser="PT, JX"), "Claims!E2")


def test_the_moderator_as_assessor_is_not_told_to_be_added_to_assessors() -> None:
    quiet("claim-assessor-unknown", claim(assessor="M. Moderator"))
    fires("claim-assessor-unknown", claim(assessor="B. Moderator"), "Claims!D2")  # the moderator of another subject


def test_two_assessors_in_one_cell_are_to_be_one_and_two_standardisers_may_be_two() -> None:
    quiet("claim-assessor-unknown", claim(assessor="JS/PT"))
    (found,) = fires("reading-unclear", claim(assessor="JS/PT"), "Claims!D2")
    assert found.message == "Assessor: “JS/PT” names more than one person."
    assert (
        found.fix == "Name the one whose work it is: up to six portfolios of each assessor and unit may be asked for."
    )
    for both in ("JS/PT", "JS & PT", "Jo Smith and PT"):
        quiet("claim-standardiser-unknown", claim(standardiser=both))


def test_a_claim_names_a_visit_of_visits() -> None:
    (found,) = fires("claim-visit-unknown", claim(visit="IT spring"), "Claims!F2")
    assert found.message == "No visit “IT spring” is on Visits."
    for right in ("IT 1", "it1", "IT  1 ", ""):
        quiet("claim-visit-unknown", claim(visit=right))


def test_a_visit_may_be_named_by_its_day() -> None:
    text = visits("2027-03-11 | IT | | 2027-03-11 |")
    quiet("claim-visit-unknown", text + claim(visit="2027-03-11"))
    quiet("claim-visit-unknown", text + claim(visit="11/03/2027"))


def test_a_claim_at_a_cancelled_visit_is_found() -> None:
    cancelled = visits("IT 1 | IT | | 2027-03-11 | CANCELLED - moved to June")
    (found,) = fires("claim-at-cancelled-visit", cancelled + claim(), "Claims!F2")
    assert found.message == "IT 1 is cancelled."
    quiet("claim-at-cancelled-visit", cancelled + claim(status="withdrawn"))
    quiet("claim-at-cancelled-visit", cancelled + claim(visit=""))


def test_a_cancelled_visit_may_have_a_replacement_of_the_same_name() -> None:
    both = visits("IT 1 | IT | | 2027-03-11 | cancelled", "IT 1 | IT | | 2027-06-11 | planned")
    quiet("claim-at-cancelled-visit", both + claim())
    quiet("visit-name-twice", both)


def test_a_claim_at_a_visit_of_another_subject_is_found() -> None:
    text = visits(
        "IT 1 | IT | | 2027-03-11 |", "B 1 | Business | | 2027-03-12 |", "L4 1 | Careers | 04663 | 2027-03-12 |"
    )
    (found,) = fires("claim-at-visit-of-another-subject", text + claim(visit="B 1"), "Claims!F2")
    assert found.message == "B 1 is for Business, and the claim is under 05839."
    (found,) = fires("claim-at-visit-of-another-subject", text + claim(visit="L4 1"), "Claims!F2")
    assert found.message == "L4 1 is for 04663, and the claim is under 05839."
    quiet("claim-at-visit-of-another-subject", text + claim())
    quiet("claim-at-visit-of-another-subject", text + claim(visit="B 1", status="withdrawn"))


def test_suites_and_levels_of_one_subject_may_mix_at_a_visit() -> None:
    quiet("claim-at-visit-of-another-subject", claim(code="05355", unit="2"))


def test_an_entry_code_that_is_not_on_qualifications_is_found() -> None:
    (found,) = fires("entry-code-unlisted", entry(code="05893"), "Entries!B2")
    assert found.message == "05893 is not on Qualifications."
    quiet("entry-code-unlisted", entry(code="#5839"))
    quiet("entry-code-unlisted", claim(code="J817"))


def test_a_visit_says_what_it_is_for() -> None:
    fires("visit-for-nothing", visits("Visit 3 | | | 2027-03-11 |"), "Visits!B2")
    quiet("visit-for-nothing", visits("Visit 3 | IT | | 2027-03-11 |", "Visit 4 | | 04663 | 2027-03-11 |"))


def test_a_visit_whose_subject_cannot_be_read_or_that_is_cancelled_is_left_alone() -> None:
    quiet("visit-for-nothing", visits("Visit 3 | #N/A | | 2027-03-11 |", "Visit 4 | | | 2027-03-11 | cancelled"))


def test_a_visits_subject_is_in_the_words_of_qualifications() -> None:
    (found,) = fires("visit-subject-unknown", visits("IT 1 | ICT | | 2027-03-11 |"), "Visits!B2")
    assert found.message == "“ICT” is not a subject area of Qualifications."
    for right in ("IT", "it", " I.T. "):
        quiet("visit-subject-unknown", visits(f"IT 1 | {right} | | 2027-03-11 |"))


def test_each_visit_has_a_name_of_its_own() -> None:
    twice = visits("IT 1 | IT | | 2027-03-11 |", "it 1 | IT | | 2027-06-11 |")
    (found,) = fires("visit-name-twice", twice, "Visits!A3")
    assert found.message == "it 1 is also the name of the visit in row 2."
    quiet("visit-name-twice", visits("IT 1 | IT | | 2027-03-11 |", "IT 2 | IT | | 2027-06-11 |"))


def test_a_shared_visit_of_a_consortium_may_be_listed_once_a_centre() -> None:
    centre = "Centre\n| Consortium | North |\n"
    quiet("visit-name-twice", centre + visits("IT 1 | IT | | 2027-03-11 |", "IT 1 | IT | | 2027-03-11 |"))
    fires("visit-name-twice", centre + visits("IT 1 | IT | | 2027-03-11 |", "IT 1 | IT | | 2027-03-12 |"), "Visits!A3")


def test_candidates_of_two_centres_make_a_consortium_whose_visit_may_stand_once_for_each() -> None:
    people = "Candidates\n| Centre number | Candidate number | Surname | Forenames |\n| 71001 | 0045 | A | B |\n| {} | 0046 | C | D |\n"
    both = visits("IT 1 | IT | | 2027-03-11 |", "IT 1 | IT | | 2027-03-11 |")
    quiet("visit-name-twice", people.format(72002) + both)
    fires("visit-name-twice", people.format(71001) + both, "Visits!A3")


THEIRS = {
    "Candidates": "Learners",
    "Units": "Unit list",
    "Assessors": "Staff",
    "Visits": "Moderation",
    "Qualifications": "Courses",
}


def test_sheets_are_called_what_the_centre_calls_them() -> None:
    wrong = claim("0451", unit="77", assessor="JX", standardiser="JY", visit="IT 9")
    wrong += "| 0045 | 05999 | 8 | JS | PT | IT 1 | planned |\n"
    sheets = {THEIRS.get(name, name): rows for name, rows in {**parse(BASE), **parse(wrong)}.items()}
    sheets["Moderation"].append(["Art 1", "Art", "", "2027-05-11", "virtual"])
    book = read_book(Workbook.from_bytes(xlsx(sheets)), dt.date(2027, 2, 1))
    report = make_report("centre.xlsx", book, load_rulebook())
    said = [finding.message + finding.fix for finding in report.findings] + [ended.reason for ended in report.outcomes]
    text = "\n".join(said)
    for told in (
        "No candidate 0451 is on Learners.",
        "add the candidate to Learners.",
        "Unit list has no unit 77 of 05839.",
        "“JX” is not on Staff.",
        "“JY” is not on Staff.",
        "No visit “IT 9” is on Moderation.",
        "05999 is not on Courses.",
        "“Art” is not a subject area of Courses.",
        "Use the words of the Subject area column of Courses.",
        "Staff has no column",
    ):
        assert told in text, told
    for ours, theirs in THEIRS.items():
        assert ours in {sheet.name for sheet in SHEETS.values()}
        assert not re.search(rf"\b(on|to|of) {ours}\b", text), (ours, theirs)


@pytest.mark.parametrize(
    ("code", "sheet"),
    [
        ("claim-candidate-unknown", "Candidates\n| Candidate number | Surname | Forenames |"),
        ("claim-unit-unknown", "Units\n| Entry code | Unit number |"),
        ("claim-assessor-unknown", "Assessors\n| Assessor | Name |"),
        ("claim-standardiser-unknown", "Assessors\n| Assessor | Name |"),
        ("claim-visit-unknown", "Visits\n| Visit | Subject area | Visit date |"),
        ("entry-code-unlisted", "Qualifications\n| Entry code | Family | Subject area |"),
        ("visit-subject-unknown", "Qualifications\n| Entry code | Family | Subject area |"),
    ],
)
def test_a_sheet_without_rows_is_not_filled_in_yet_and_nothing_is_wrong_with_what_names_it(
    code: str, sheet: str
) -> None:
    silent(code, f"{claim()}\n{sheet}\n", AS_OF)
