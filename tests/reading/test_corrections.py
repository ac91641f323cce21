"""Names that are nearly right are read as what they can only mean, and that is said; nothing else is."""

from __future__ import annotations

import pytest
from workbooks import book_of, fires, quiet

from ocr_sheets.model.tables import IssueKind

STAFF = """
Assessors
| Assessor | Name          |
| JS       | Jo Smith      |
| PT       | Pat Taylor    |
| AL       | Ann Lee       |
| AML      | Amy Lee       |
"""

UNITS = """
Units
| Entry code | Unit number | Unit title         | Unit reference | Assessment |
| 05839      | 8           | Project management | K/507/5004     | moderated  |
| 05839      | 9           | Product design     | L/507/6467     | moderated  |
| 05835      | 8           | Project planning   |                | moderated  |
"""

VISITS = """
Visits
| Visit      | Subject area | Entry code | Visit date | Status    |
| Spring IT  | IT           |            | 2027-03-11 | confirmed |
| IT 2       | IT           |            | 2027-06-10 | planned   |
| Business 1 | Business     |            | 2027-03-12 | planned   |
| Business 2 | Business     |            | 2027-06-10 | planned   |
"""

CANDIDATES = """
Candidates
| Candidate number | Surname | Forenames |
| 0045             | O'Brien | Séan      |
| 0046             | Brown   | Bea       |
| 0047             | Lee     | Ann       |
| 0048             | Lee     | Ann       |
"""


def claim(
    number: str = "0046", code: str = "05839", unit: str = "8", assessor: str = "JS", by: str = "PT", visit: str = ""
) -> str:
    head = "Claims\n| Candidate number | Entry code | Unit number | Assessor | Standardised by | Visit |\n"
    return f"{STAFF}{UNITS}{VISITS}{CANDIDATES}{head}| {number} | {code} | {unit} | {assessor} | {by} | {visit} |\n"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        *[(text, "JS") for text in ("Smith, Jo", "J Smith", "Mr J. Smith", "Smith", "J Smyth", "JS / Jo Smith", "Jo Smith & J Smith")],
        *[(text, "AML") for text in ("Lee, Amy", "Amy", "Ms Amy Lee")],
    ],
)  # fmt: skip
def test_an_assessor_is_the_one_who_can_only_be_meant(typed: str, read: str) -> None:
    (found,) = fires("name-nearly-right", claim(assessor=typed), "Claims!D2")
    assert found.message == f"Assessor: “{typed}” is not on Assessors, and was read as {read}."
    assert book_of(claim(assessor=typed)).claims[0].assessor == read
    quiet("claim-assessor-unknown", claim(assessor=typed))


@pytest.mark.parametrize("right", ["JS", "js", "J.S.", "jo smith", "Jo  Smith", "Jo Smith (JS)", "JS - Jo Smith", ""])
def test_what_differs_in_case_spaces_and_stops_is_the_same_and_needs_no_word(right: str) -> None:
    quiet("name-nearly-right", claim(assessor=right))


def test_of_two_who_are_as_likely_none_is_taken_and_both_are_named() -> None:
    quiet("name-nearly-right", claim(assessor="A Lee"))
    (found,) = fires("claim-assessor-unknown", claim(assessor="A Lee"), "Claims!D2")
    assert found.message == "“A Lee” is not on Assessors. It may mean AL or AML."


@pytest.mark.parametrize(
    "typed", ["JS/PT", "JS & PT", "Smith, J and Patel, T", "Smith, J; Taylor, P", "JS, PT", "JS PT", "Smith, J, Taylor, P", "JS + Pat"]
)  # fmt: skip
def test_two_in_a_cell_are_never_made_one(typed: str) -> None:
    text = claim(assessor=typed, by=typed)
    quiet("name-nearly-right", text)
    if "Patel" in typed:
        (found,) = fires("claim-assessor-unknown", text, "Claims!D2")
        assert found.message == f"“{typed}” is not on Assessors."
        quiet("reading-unclear", text)
    else:
        quiet("claim-assessor-unknown", text)
        (found,) = fires("reading-unclear", text, "Claims!D2")
        assert found.message == f"Assessor: “{typed}” names more than one person."
        quiet("claim-standardiser-unknown", text)


def test_an_address_on_assessors_is_whose_it_is() -> None:
    text = claim(assessor="j.smith@school.example", by="p.taylor@school.example") + (
        "Assessors\n| Code | Name | Email |\n| JS | Jo Smith | j.smith@school.example |\n| PT | Pat Taylor | p.taylor@school.example |\n"
    )
    for code in ("claim-assessor-unknown", "claim-standardiser-unknown", "name-nearly-right", "reading-unclear"):
        quiet(code, text)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Spring I.T", "Spring IT"),
        ("IT Spring", "Spring IT"),
        ("Sprng IT", "Spring IT"),
        ("11/03/2027", "Spring IT"),
        ("2027-03-11", "Spring IT"),
        ("2", "IT 2"),
        ("Visit 2", "IT 2"),
        ("IT 02", "IT 2"),
        ("10/06/2027", "IT 2"),
        ("Buisness 1", "Business 1"),
    ],
)
def test_a_visit_is_the_one_that_can_only_be_meant(typed: str, read: str) -> None:
    text = claim(visit=typed)
    book = book_of(text)
    used = book.visit_of(book.claims[0])
    assert used
    assert (used.visit.name, used.chosen) == (read, False)
    if typed == "Spring I.T":
        quiet("name-nearly-right", text)
    else:
        fires("name-nearly-right", text, "Claims!F2")


@pytest.mark.parametrize("typed", ["IT 3", "IT spring 1", "Business", "3", "12/06/2027", "TBC"])
def test_a_visit_of_another_number_or_day_is_none(typed: str) -> None:
    quiet("name-nearly-right", claim(visit=typed))
    fires("claim-visit-unknown", claim(visit=typed), "Claims!F2")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        *[(text, "8") for text in ("Project management", "Unit 8 Project Management", "8 - Project managment", "U8: Project Management", "K/507/5004", "k5075004", "05839/8", "05839-08")],
        ("Product desing", "9"),
    ],
)  # fmt: skip
def test_a_unit_is_the_one_that_can_only_be_meant(typed: str, read: str) -> None:
    (found,) = fires("name-nearly-right", claim(unit=typed), "Claims!C2")
    assert found.message.endswith(f"is not on Units, and was read as {read}.")
    assert book_of(claim(unit=typed)).claims[0].unit_number == read


@pytest.mark.parametrize(
    "typed", ["Unit 9 Project management", "8 Catering", "7 Project management", "18", "8A", "Project"]
)
def test_a_unit_whose_number_and_title_disagree_is_none(typed: str) -> None:
    quiet("name-nearly-right", claim(unit=typed))
    fires("claim-unit-unknown", claim(unit=typed), "Claims!C2")


@pytest.mark.parametrize("typed", ["O'Brien, Séan", "Sean OBrien", "SEAN O’BRIEN", "Obrien Sean"])
def test_a_candidates_name_in_place_of_the_number_is_that_candidate_and_is_not_shown(typed: str) -> None:
    (found,) = fires("name-nearly-right", claim(number=typed), "Claims!A2")
    assert found.message == "Candidate number: there is a name in place of the number, and we read it as 0045."
    assert "brien" not in (found.message + found.fix).casefold()
    quiet("claim-candidate-unknown", claim(number=typed))


def test_a_slip_in_a_candidates_name_is_no_reason_to_take_the_work_for_his() -> None:
    quiet("name-nearly-right", claim(number="Bee Brown"))
    (found,) = fires("claim-candidate-unknown", claim(number="Beaa Brown"), "Claims!A2")
    assert found.message == "No candidate with such a number is on Candidates."
    (found,) = fires("claim-candidate-unknown", claim(number="B Brown"), "Claims!A2")
    assert found.message == "No candidate with such a number is on Candidates. It may mean 0046."


def test_of_two_candidates_of_one_name_none_is_taken() -> None:
    quiet("name-nearly-right", claim(number="Lee, Ann"))
    (found,) = fires("claim-candidate-unknown", claim(number="Lee, Ann"), "Claims!A2")
    assert found.message == "No candidate with such a number is on Candidates. It may mean 0047 or 0048."


def test_the_same_slip_in_many_rows_is_told_of_once() -> None:
    row = "| 0046 | 05839 | 9 | J Smith | PT | |\n"
    (found,) = fires("name-nearly-right", claim(assessor="J Smith") + row * 3, "Claims!D2")
    assert found.message == "Assessor: “J Smith” is not on Assessors, and was read as JS, here and in 3 other rows."
    assert {row.assessor for row in book_of(claim(assessor="J Smith") + row * 3).claims} == {"JS"}


def test_a_visits_subject_with_a_slip_is_counted_with_its_own() -> None:
    text = claim().replace("| Business 2 | Business ", "| Business 2 | Buisness ")
    (found,) = fires("name-nearly-right", text, "Visits!B5")
    assert found.message == "Subject area: “Buisness” is not on Qualifications, and was read as Business."
    quiet("visit-subject-unknown", text)


def test_the_moderators_name_is_not_brought_to_a_member_of_staff() -> None:
    staff = "Assessors\n| Assessor | Name |\n| MM | Max Moderator |\n"
    quiet("name-nearly-right", claim(assessor="M. Moderator") + staff)


def test_a_workbook_in_which_every_name_is_right_is_as_it_was() -> None:
    assert [problem for problem in book_of(claim()).problems if problem.trouble is IssueKind.NEAR_NAME] == []
