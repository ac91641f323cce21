"""Which portfolios to have ready. OCR chooses the sample; this only prepares for it."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import NamedTuple

import pytest
from hypothesis import given, strategies as st
from workbooks import NO_ENTRIES, book_of

from ocr_sheets.model.book import Book
from ocr_sheets.model.records import Claim
from ocr_sheets.rulebook import load_rulebook
from ocr_sheets.schedule.samples import Sample, portfolios_to_have_ready, sample_lists


class Row(NamedTuple):
    """One row of Claims. It reads as: candidate, grade, and what else differs."""

    number: str
    grade: str = "P"
    asked: str = ""
    assessor: str = "JS"
    unit: str = "8"
    visit: str = "IT 1"
    status: str = ""


def text_of(rows: Sequence[Row]) -> str:
    heads = (
        "Candidate number | Grade | Sample requested on | Assessor | Unit number | Visit | Claim status | Entry code"
    )
    return "\n".join(["Claims", f"| {heads} |", *(f"| {' | '.join(row)} | 05839 |" for row in rows)]) + "\n"


def samples(*rows: Row, text: str = "") -> list[Sample]:
    return sample_lists(book_of(NO_ENTRIES + text_of(rows) + text), load_rulebook())


def first(*rows: Row, text: str = "") -> str:
    (sample,) = samples(*rows, text=text)
    return " ".join(sample.first)


def many(count: int, grade: str = "P") -> list[Row]:
    return [Row(f"{number:04}", grade) for number in range(1, count + 1)]


# -- how many


@pytest.mark.parametrize(("count", "at_most"), [(3, 3), (6, 6), (7, 6), (40, 6)])
def test_six_portfolios_or_all_where_there_are_fewer(count: int, at_most: int) -> None:
    (sample,) = samples(*many(count))
    assert (sample.portfolios, sample.at_most, len(sample.first)) == (count, at_most, at_most)


def test_each_unit_and_each_assessor_has_a_list() -> None:
    found = samples(*many(7), Row("0001", unit="9"), Row("0008", assessor="PT"), Row("0009", assessor="Pat Taylor"))
    assert [(one.unit, one.assessor, one.portfolios) for one in found] == [
        ("8", "JS", 7),
        ("8", "PT", 2),
        ("9", "JS", 1),
    ]
    assert portfolios_to_have_ready(found) == {("Visits", 2): 9}


def test_examined_withdrawn_and_other_visits_work_is_not_sampled() -> None:
    rows = (Row("0001"), Row("0002", status="withdrawn"), Row("0003", unit="1"), Row("0004", visit="IT 9"))
    (sample,) = samples(*rows)
    assert sample.first == ("0001",)


def test_portfolios_at_a_visit_are_its_claims_without_examined_units() -> None:
    book = book_of(text_of([Row("0001"), Row("0001", unit="1")]))
    assert [claim.unit_number for claim in book.portfolios_at(book.visits[0])] == ["8"]


def test_before_the_present_rules_no_figure_is_published_and_all_are_named() -> None:
    old = "Visits\n| Visit | Subject area | Visit date |\n| IT 1 | IT | 2022-03-10 |\n"
    (sample,) = samples(*many(7), text=old)
    assert sample.at_most is None
    assert len(sample.first) == 7
    assert portfolios_to_have_ready([sample]) == {("Visits", 2): 7}


def test_verified_visits_and_cancelled_ones_have_no_lists() -> None:
    cancelled = "Visits\n| Visit | Subject area | Visit date | Status |\n| IT 1 | IT | 2027-03-11 | cancelled |\n"
    assert samples(*many(3), text=cancelled) == []
    verified = text_of([Row("0102", visit="L4 1", unit="1")]).replace("05839", "04663")
    assert sample_lists(book_of(NO_ENTRIES + verified), load_rulebook()) == []


# -- the order


def test_the_highest_and_the_lowest_come_first_then_every_grade_in_turn() -> None:
    rows = [Row("0001", "P"), Row("0002", "P"), Row("0003", "M"), Row("0004", "M"), Row("0005", "D"), Row("0006", "D")]
    assert first(*rows) == "0005 0001 0003 0006 0002 0004"


def test_one_grade_goes_by_number_and_work_without_a_grade_comes_last() -> None:
    assert first(Row("0003"), Row("0001"), Row("0002", ""), Row("0004", "F")) == "0001 0003 0002 0004"


def test_candidates_not_sampled_before_come_first_within_their_grade() -> None:
    earlier = Row("0001", asked="2026-11-01", unit="9", visit="IT 0")
    assert first(Row("0001"), Row("0002"), Row("0003", "D"), earlier) == "0003 0002 0001"


def test_a_unit_claimed_twice_for_one_visit_is_one_portfolio_at_its_better_grade() -> None:
    rows = [Row("0001", "P"), Row("0001", "D"), Row("0002", "M")]
    assert first(*rows) == first(*rows[::-1]) == "0001 0002"


# -- OCR's own request


def test_ocrs_request_takes_the_place_of_the_proposal() -> None:
    rows = [Row("0001", "D"), Row("0002"), Row("0003", asked="2027-02-26"), Row("0004", asked="2027-02-26")]
    (sample,) = samples(*rows)
    assert sample.is_requested
    assert sample.first == ("0003", "0004")
    assert sample.at_most == 4


def test_a_request_for_one_unit_leaves_the_proposal_for_another() -> None:
    rows = [Row("0001", asked="2027-02-26"), Row("0002"), Row("0001", unit="9"), Row("0002", unit="9")]
    assert [(one.unit, one.is_requested, len(one.first)) for one in samples(*rows)] == [("8", True, 1), ("9", False, 2)]


def test_more_than_six_requested_are_all_shown() -> None:
    (sample,) = samples(*(row._replace(asked="2027-02-26") for row in many(7)))
    assert len(sample.first) == 7


def test_a_request_on_either_row_of_a_portfolio_is_seen() -> None:
    rows = [Row("0001", "P", asked="2027-02-26"), Row("0001", "D"), Row("0002", "M")]
    assert first(*rows) == first(*rows[::-1]) == "0001"


# -- consortia


def test_in_a_consortium_the_pool_is_the_consortium() -> None:
    text = """
    Centre
    | Label      | Value   |
    | Consortium | Fenland |

    Candidates
    | Centre number | Candidate number | Surname | Forenames |
    | 10101         | 0001             | Adams   | Ali       |
    | 10102         | 0002             | Brown   | Bea       |

    Visits
    | Visit | Subject area | Visit date |
    | IT 1  | IT           | 2027-03-11 |
    | IT 1  | IT           | 2027-03-11 |
    """
    (sample,) = samples(Row("0001"), Row("0002", "D"), text=text)
    assert (sample.portfolios, sample.first) == (2, ("0002", "0001"))


SHARED = """
Candidates
| Centre number | Candidate number | Surname | Forenames |
| 10101         | 0001             | Adams   | Ali       |
| 10102         | 0001             | Brown   | Bea       |
| 10102         | 0002             | Clarke  | Cy        |

Claims
| Centre number | Candidate number | Grade | Sample requested on | Assessor | Unit number | Visit | Entry code |
| 10101         | 0001             | P     |                     | JS       | 8           | IT 1  | 05839      |
| 10102         | 0001             | D     | {asked}             | JS       | 8           | IT 1  | 05839      |
| 10102         | 0002             | M     |                     | JS       | 8           | IT 1  | 05839      |
"""


def test_two_candidates_with_one_number_are_two_portfolios_and_told_apart_by_their_centres() -> None:
    book = book_of(NO_ENTRIES + SHARED.format(asked=""))
    (sample,) = sample_lists(book, load_rulebook())
    assert sample.first == ("0001", "0001", "0002")
    assert [book.shown_number(claim) for claim in sample.chosen] == ["0001 at 10102", "0001 at 10101", "0002"]


def test_a_request_for_one_of_two_with_one_number_is_not_one_for_the_other() -> None:
    book = book_of(NO_ENTRIES + SHARED.format(asked="2027-02-26"))
    (sample,) = sample_lists(book, load_rulebook())
    assert [(claim.centre_number, claim.candidate_number) for claim in sample.chosen] == [("10102", "0001")]


# -- the same whatever the order of rows

BOOK = book_of(
    text_of(
        [
            Row(f"{number:04}", grade, asked, assessor, unit)
            for number in range(1, 9)
            for grade, asked, assessor, unit in (
                ("PMD"[number % 3], "", "JS", "8"),
                ("PM"[number % 2], "2027-02-26" if number < 4 else "", "PT", "9"),
            )
        ]
        + [Row("0001", "D")]
    )
)


@given(st.permutations(BOOK.claims))
def test_the_lists_are_the_same_in_whatever_order_the_rows_stand(claims: list[Claim]) -> None:
    def lists(book: Book) -> list[Sample]:
        return sample_lists(book, load_rulebook())

    assert lists(dataclasses.replace(BOOK, claims=tuple(claims))) == lists(BOOK)
