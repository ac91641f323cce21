"""Findings of one cause as one line: what it says, what to do, by when, and by which names they are found again."""

from __future__ import annotations

import datetime as dt

import pytest
from reports import VISIT, WRONG_GRADE, claims, only
from workbooks import report_of

from ocr_sheets.report import Cause, Finding, named_in


@pytest.fixture(scope="module")
def found() -> Finding:
    return only(report_of(claims(WRONG_GRADE)), "grade-not-for-unit")


def cause(found: Finding, *messages: str, is_of_reader: bool = False) -> Cause:
    """Findings of one cause with these messages, in this order."""
    return Cause(tuple(found._replace(message=one, is_of_reader=is_of_reader) for one in messages))


def test_one_message_is_told_as_it_is_and_several_by_the_rules_title(found: Finding) -> None:
    title = f"{found.rule.title}."
    assert cause(found, "One.").message == "One."
    assert cause(found, "One.", "One.").message == "One."
    assert cause(found, "One.", "Two.").message == title
    assert cause(found, *(f"{number}." for number in range(9))).message == title


def test_what_the_reader_could_not_take_is_told_cell_by_cell_as_far_as_there_is_room(found: Finding) -> None:
    every = ["One.", "Two.", "Three.", "Four.", "Five."]
    for number, told in (
        (1, "One."), (2, "One. Two."), (3, "One. Two. Three."), (4, "One. Two. Three. And 1 more like it."),
        (5, "One. Two. Three. And 2 more like it."),
    ):  # fmt: skip
        assert cause(found, *every[:number], is_of_reader=True).message == told
    assert cause(found, "One.", "Two.", "One.", "Two.", is_of_reader=True).message == "One. Two."


def test_a_cause_has_the_first_remedy_the_first_day_and_all_names(found: Finding) -> None:
    days = [None, VISIT, VISIT - dt.timedelta(days=1), None]
    several = Cause(tuple(found._replace(by=day, fix=f"{at}.", ref=f"r{at}") for at, day in enumerate(days)))
    assert several.first.ref == "r0"
    assert (several.fix, several.by, several.refs) == ("0.", VISIT - dt.timedelta(days=1), "r0 r1 r2 r3")
    assert Cause((found._replace(by=None),)).by is None


def test_whom_a_finding_is_about_is_told_by_number_and_by_centre_where_that_is_needed() -> None:
    text = (
        "Candidates\n| Candidate number | Surname | Forenames | Centre number |\n| 0045 | Adams | Ali | 61234 |\n| 0045 | Brown | Bea | 51234 |\n"
        "Claims\n| Candidate number | Centre number | Entry code | Unit number | Grade |\n| 0045 | 61234 | 05839 | 8 | D* |\n"
    )
    report = report_of(text)
    about = only(report, "grade-not-for-unit")
    assert (*named_in(about, report.book), named_in(about, report.book).shown) == ("61234", "0045", "0045 at 61234")
    person = about._replace(record=report.book.candidates[1])
    assert named_in(person, report.book) == ("51234", "0045")
    entry = about._replace(record=report.book.entries[1])
    assert named_in(entry, report.book) == (None, "0046")
    visit = about._replace(record=report.book.visits[0], candidate_number="0077")
    assert named_in(visit, report.book) == (None, "0077")
