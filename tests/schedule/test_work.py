"""Work: what is recorded and what the other sheets imply, whose it is, at which visit, and how far."""

from __future__ import annotations

import datetime as dt

import pytest
from workbooks import book_of

from ocr_sheets.model.book import Book
from ocr_sheets.model.records import Claim
from ocr_sheets.rulebook import load_rulebook
from ocr_sheets.schedule.work import with_work

AS_OF = dt.date(2027, 1, 11)

VISITS = """
Visits
| Visit | Subject area | Visit date | Type    | Status |
| IT 1  | IT           | 2027-03-11 | virtual |        |
| IT 2  | IT           | 2027-06-10 | virtual |        |
"""

UNITS = """
Units
| Entry code | Unit number | Assessment | Group     | Size | Assessor | Visit |
| 05839      | 1           | examined   |           |      |          |       |
"""

QUALIFICATION = """
Qualifications
| Entry code | Title | Family               | Subject area | Size required | Size unit |
| 05839      | Extended Certificate in IT | Cambridge Technicals | IT | {}   | GLH       |
"""


def entered(*rows: str) -> str:
    head = "Entries\n| Candidate number | Entry code | Entry type | Unit number | Entered on |\n"
    return head + "".join(f"| {row} |\n" for row in rows or ["0045 | 05839 | full award | | 2026-10-01"])


def claims(*rows: str) -> str:
    head = "Claims\n| Candidate number | Entry code | Unit number | Assessor | Claimed on | Sample requested on | Visit |\n"
    return head + "".join(f"| {row} |\n" for row in rows)


def made(text: str, as_of: dt.date = AS_OF) -> Book:
    return with_work(book_of(text, as_of), load_rulebook())


def units_of(text: str, number: str = "0045") -> list[str | None]:
    """The units of a candidate's work, recorded or implied."""
    return [work.unit_number for work in made(text).portfolios if work.candidate_number == number]


def visit_of(book: Book, work: Claim) -> str:
    used = book.visit_of(work)
    if used is None:
        return "none"
    slipped = f", slipped from {used.slipped_from.name} by its {used.why}" if used.slipped_from else ""
    return f"{used.visit.name}{' chosen' if used.chosen else ''}{slipped}"


def visits_of(text: str, as_of: dt.date) -> list[str]:
    book = made(text, as_of)
    return [visit_of(book, work) for work in book.portfolios if work.candidate_number == "0045"]


# -- which units


def test_a_list_of_units_without_groups_or_sizes_is_what_the_centre_teaches() -> None:
    assert units_of(entered()) == ["8", "9"]  # and never the examined unit 1


def test_a_unit_entry_names_its_unit() -> None:
    assert units_of(entered("0045 | 05839 | unit | 9 | 2026-10-01")) == ["9"]
    assert units_of(entered("0045 | 05839 | examined unit | 1 | 2026-10-01")) == []


def test_what_a_row_records_is_not_implied_again() -> None:
    work = made(entered() + claims("0045 | 05839 | 9 | JS | | | ")).portfolios
    assert [(one.unit_number, one.is_implied) for one in work] == [("9", False), ("8", True)]


OPTIONAL = UNITS + "".join(
    f"| 05839 | {number} | moderated | {group} | 60 | | |\n"
    for number, group in ((3, "mandatory"), (4, "optional"), (5, "optional"))
)


def test_mandatory_units_are_taken_and_optional_ones_only_where_something_says_so() -> None:
    assert units_of(entered() + OPTIONAL) == ["3"]
    work = made(entered() + OPTIONAL).made
    assert work
    assert work.unknown_units == {("0045", "05839")}


def test_all_units_are_taken_where_they_do_not_exceed_the_size_required() -> None:
    assert units_of(entered() + OPTIONAL + QUALIFICATION.format(180)) == ["3", "4", "5"]
    assert units_of(entered() + OPTIONAL + QUALIFICATION.format(179)) == ["3"]


def test_optional_units_are_taken_that_a_units_column_names_or_everybody_with_rows_has() -> None:
    named = "Candidates\n| Candidate number | Surname | Forenames | Units |\n| 0045 | Adams | Ali | 3, 5 |\n| 0046 | Brown | Bea | |\n"
    assert units_of(entered() + OPTIONAL + named) == ["3", "5"]
    at_visit = "Visits\n| Visit | Subject area | Visit date | Units |\n| IT 1 | IT | 2027-03-11 | 3 and 4 |\n"
    assert units_of(entered() + OPTIONAL + at_visit) == ["3", "4"]
    both = entered("0045 | 05839 | full award | | 2026-10-01", "0046 | 05839 | full award | | 2026-10-01")
    assert units_of(both + OPTIONAL + claims("0046 | 05839 | 4 | JS | | | ")) == ["3", "4"]


def test_where_no_unit_is_listed_one_piece_of_work_stands_for_all() -> None:
    only_examined = UNITS
    assert units_of(entered() + only_examined) == [None]


def test_a_course_does_for_an_entry_where_one_qualification_fits() -> None:
    head = "Candidates\n| Candidate number | Surname | Forenames | Course |\n| 0045 | Adams | Ali | {} |\n"
    nobody = "Entries\n| Candidate number | Entry code | Entry type | Entered on |\n"
    assert units_of(nobody + head.format("CTEC Business")) == ["4"]
    assert units_of(nobody + head.format("IT")) == []  # two qualifications are IT
    assert units_of(nobody + head.format("BTEC Business")) == []


def test_who_has_left_or_was_withdrawn_has_no_work_to_come() -> None:
    left = "Candidates\n| Candidate number | Surname | Forenames | Left on |\n| 0045 | Adams | Ali | {} |\n"
    assert units_of(entered() + left.format("2027-01-11")) == []
    assert units_of(entered() + left.format("2027-01-12")) == ["8", "9"]


def test_a_row_with_a_slip_in_its_number_may_be_the_one_that_is_missing() -> None:
    both = entered("0045 | 05839 | full award | | 2026-10-01", "0046 | 05839 | full award | | 2026-10-01")
    assert units_of(both + claims("0945 | 05839 | 9 | JS | | | ")) == ["8"]


# -- whose


def test_whose_it_is_by_the_claim_the_unit_or_the_only_assessor_of_the_subject() -> None:
    units = UNITS + "| 05839 | 8 | moderated | | | PT | |\n| 05839 | 9 | moderated | | | | |\n"
    staff = "Assessors\n| Assessor | Name | Subject areas |\n| JS | Jo Smith | IT |\n| PT | Pat Taylor | Business |\n"
    both = entered("0045 | 05839 | full award | | 2026-10-01", "0046 | 05839 | unit | 8 | 2026-10-01")
    book = made(both + units + staff + claims("0046 | 05839 | 8 | JS | | | "))
    assert [(one.unit_number, book.assessor_named(one)) for one in book.portfolios] == [
        ("8", "JS"), ("8", "PT"), ("9", "JS"),
    ]  # fmt: skip


# -- at which visit


@pytest.mark.parametrize(
    ("as_of", "visit"),
    [
        ("2027-02-25", "IT 1 chosen"),  # the last day for claims
        ("2027-02-26", "IT 2 chosen, slipped from IT 1 by its claim"),
        ("2027-05-27", "IT 2 chosen, slipped from IT 1 by its claim"),
        ("2027-05-28", "IT 2 chosen"),  # late
        ("2027-07-01", "IT 2 chosen"),  # missed
    ],
)
def test_work_to_be_claimed_goes_to_the_next_visit_it_can_be_ready_for(as_of: str, visit: str) -> None:
    assert set(visits_of(entered() + VISITS, dt.date.fromisoformat(as_of))) == {visit}


@pytest.mark.parametrize(("as_of", "visit"), [("2027-02-11", "IT 1"), ("2027-02-12", "IT 2")])
def test_who_is_not_entered_goes_to_the_next_visit_to_be_entered_for(as_of: str, visit: str) -> None:
    undated = entered("0045 | 05839 | full award | | ")
    (found,) = {name.split(" chosen")[0] for name in visits_of(undated + VISITS, dt.date.fromisoformat(as_of))}
    assert found == visit


@pytest.mark.parametrize(
    ("claim", "visit"),
    [
        ("2027-02-25 | | ", "IT 1 chosen"),
        ("2027-02-26 | | ", "IT 2 chosen, slipped from IT 1 by its claim"),
        ("2027-02-26 | 2027-03-01 | ", "IT 1 chosen"),  # OCR asked for it: it is late
        ("2027-02-26 | | IT 1", "IT 1"),
        ("2027-05-28 | | ", "IT 2 chosen"),  # too late for all there are
    ],
)
def test_claimed_work_goes_to_the_first_visit_in_time(claim: str, visit: str) -> None:
    text = entered("0045 | 05839 | unit | 8 | 2026-10-01") + VISITS + claims(f"0045 | 05839 | 8 | JS | {claim}")
    assert visits_of(text, dt.date(2027, 5, 29)) == [visit]


def test_a_day_of_claim_to_come_is_a_plan_and_no_claim() -> None:
    text = entered("0045 | 05839 | unit | 8 | 2026-10-01") + VISITS
    assert visits_of(text + claims("0045 | 05839 | 8 | JS | 2027-03-20 | | "), AS_OF) == ["IT 1 chosen"]


def test_the_visit_that_units_or_visits_names_for_a_unit_is_its_visit() -> None:
    units = UNITS + "| 05839 | 8 | moderated | | | | IT 2 |\n| 05839 | 9 | moderated | | | | |\n"
    assert visits_of(entered() + units + VISITS, AS_OF) == ["IT 2 chosen", "IT 1 chosen"]


def test_an_undated_visit_takes_the_work_that_no_dated_one_can() -> None:
    later = VISITS.replace("2027-06-10", "TBC       ")
    slipped = {"IT 2 chosen, slipped from IT 1 by its claim"}
    assert set(visits_of(entered() + later, dt.date(2027, 3, 1))) == slipped


def test_a_cancelled_visit_takes_nothing_and_one_marked_as_done_lets_nothing_slip() -> None:
    cancelled = VISITS.replace("virtual |        |\n| IT 2", "virtual | cancelled |\n| IT 2")
    assert set(visits_of(entered() + cancelled, AS_OF)) == {"IT 2 chosen"}
    done = VISITS.replace("virtual |        |\n| IT 2", "virtual | done |\n| IT 2")
    assert set(visits_of(entered() + done, dt.date(2027, 3, 12))) == {"IT 2 chosen"}


def test_one_visit_in_several_rows_has_one_pool() -> None:
    rows = "Visits\n| Visit | Subject area | Visit date | Type |\n" + "".join(
        f"| IT {letter} | IT | 2027-03-11 | {kind} |\n"
        for letter, kind in (("A", "virtual"), ("B", ""), ("C", "virtual"))
    )
    book = made(rows + claims(*(f"004{n} | 05839 | 8 | JS | | | IT {'ABC'[n - 4]}" for n in (4, 5, 6))))
    assert [visit.name for visit in book.occasions] == ["IT A"]
    assert all(len(book.portfolios_at(visit)) >= 3 for visit in book.visits)
