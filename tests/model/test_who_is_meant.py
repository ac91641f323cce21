"""Who is meant by initials, a code or a name: one, several or nobody, and the same whoever asks."""

from __future__ import annotations

import datetime as dt

import pytest
from workbooks import book_of, report_of

from ocr_sheets.errors import UserError
from ocr_sheets.model.people import People
from ocr_sheets.model.records import Assessor
from ocr_sheets.model.staff import person_called

TWO_JS = """
Assessors
| Assessor | Name       | Email      | Subject areas | Unavailable from | Unavailable to |
| JS       | Jane Smith | j@x.ac.uk  | IT            | 2027-03-08       | 2027-03-12     |
| PT       | Pat Taylor | p@x.ac.uk  | IT            |                  |                |
| JS       | John Stone | js@x.ac.uk | IT            |                  |                |
| PT       | P Taylor   |            | IT            | 2027-05-03       |                |
"""


def person(row: int, code: str | None = None, name: str | None = None, email: str | None = None) -> Assessor:
    return Assessor("Assessors", row, code=code, name=name, email=email)


def rows_called(people: People, text: str | None) -> list[int]:
    return [one.row for one in people.resolve(text)]


def test_a_name_means_one_several_or_nobody() -> None:
    people = People([person(2, "JS", "Jane Smith"), person(3, "PT", "Pat Taylor"), person(4, "JS", "John Stone")])
    assert rows_called(people, "pt") == rows_called(people, "Pat Taylor") == [3]
    assert rows_called(people, "J.S.") == [2, 4]
    assert rows_called(people, "XY") == rows_called(people, None) == []
    assert people.only("JS") is None
    only = people.only("John Stone")
    assert only is not None
    assert only.row == 4


@pytest.mark.parametrize(
    ("other", "is_one"),
    [
        (person(3, "JS", "Smith, Jane"), True),  # the same words in another order
        (person(3, "JS", "J Smith"), True),  # an initial
        (person(3, "JS", "Jane Stone", "J@X.ac.uk"), True),  # the same address
        (person(3, "JS"), True),  # no name beside the code
        (person(3, "JS", "John Stone"), False),
        (person(3, "JSM", "Jane Smith"), False),  # one name, two codes
    ],
)
def test_two_rows_are_one_person_where_they_can_be(other: Assessor, is_one: bool) -> None:
    people = People([person(2, "JS", "Jane Smith", "j@x.ac.uk"), other])
    assert len(list(people)) == (1 if is_one else 2)
    assert len(people.rows_of(other)) == (2 if is_one else 1)


@pytest.mark.parametrize(
    ("day", "row"), [("03-07", None), ("03-08", 2), ("03-12", 2), ("03-13", None), ("05-03", 3), ("05-04", None)]
)
def test_an_absence_is_found_in_any_row_of_a_person(day: str, row: int | None) -> None:
    first = person(2, "JS")._replace(unavailable_from=dt.date(2027, 3, 8), unavailable_to=dt.date(2027, 3, 12))
    second = person(3, "JS")._replace(unavailable_from=dt.date(2027, 5, 3))
    found = People([first, second]).absence_on(first, dt.date.fromisoformat(f"2027-{day}"))
    assert (found.row if found else None) == row


def test_of_two_people_with_one_code_nobody_is_chosen_by_any_command() -> None:
    claims = """
Claims
| Candidate number | Entry code | Unit number | Assessor | Grade | Claimed on | Visit |
| 0045             | 05839      | 8           | JS       | P     | 2027-02-01 | IT 1  |
"""
    report = report_of(TWO_JS + claims)
    (claim,) = [one for one in report.book.claims if one.assessor == "JS"]
    assert report.book.assessor_for(claim.assessor) is None
    assert {sample.assessor for sample in report.samples if sample.assessor} <= {"JS", "PT"}
    found = {finding.rule.code for finding in report.findings}
    assert "assessor-code-twice" in found
    assert "claim-assessor-unknown" not in found
    with pytest.raises(
        UserError, match=r"“JS” is the code of 2 people on Assessors: Jane Smith \(row 2\) and John Stone \(row 4\)"
    ):
        person_called(report.book, "JS")


def test_whoever_shares_a_code_is_called_by_name() -> None:
    jane, pat, john, again = book_of(TWO_JS).assessors
    people = People([jane, pat, john, again])
    assert [people.name_for(one) for one in (jane, john, pat, again)] == ["Jane Smith", "John Stone", "PT", "PT"]


def test_work_of_one_by_name_is_in_no_list_with_work_of_the_code_of_two() -> None:
    claims = """
Claims
| Candidate number | Entry code | Unit number | Assessor   | Grade | Visit |
| 0045             | 05839      | 8           | JS         | P     | IT 1  |
| 0046             | 05839      | 8           | Jane Smith | P     | IT 1  |
"""
    lists = {one.assessor: one.portfolios for one in report_of(TWO_JS + claims).samples if one.unit == "8"}
    assert lists == {"JS": 1, "Jane Smith": 1}


def test_two_people_of_a_subject_with_one_code_are_not_its_only_assessor() -> None:
    staff = "Assessors\n| Assessor | Name | Subject areas |\n| JS | Jane Smith | IT |\n| JS | John Stone | IT |\n"
    book = report_of(staff + "Claims\n| Candidate number | Entry code | Unit number | Assessor | Visit |\n").book
    assert {book.assessor_named(work) for work in book.work} == {None}
    one = report_of(
        staff.replace("John Stone", "Smith, Jane")
        + "Claims\n| Candidate number | Entry code | Unit number | Assessor | Visit |\n"
    ).book
    assert "JS" in {one.assessor_named(work) for work in one.work}


def test_one_person_in_two_rows_is_found_by_the_code() -> None:
    assert person_called(book_of(TWO_JS), "PT").name == "Pat Taylor"


def test_nobody_is_told_who_was_probably_meant() -> None:
    with pytest.raises(UserError, match=r"Nobody called “Pat Tayler” .* Did you mean Pat Taylor \(PT\)\?"):
        person_called(book_of(TWO_JS), "Pat Tayler")
