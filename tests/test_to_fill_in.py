"""What is to fill in: it is asked for where it would bring something, and not where it is known, drafted or over already."""

from __future__ import annotations

import datetime as dt

import pytest
from workbooks import parse, xlsx

from ocr_sheets.filling.fill import filled_copy
from ocr_sheets.patching import Workbook
from ocr_sheets.reading import read_book
from ocr_sheets.report import Report, make_report
from ocr_sheets.rulebook import load_rulebook
from ocr_sheets.rules import Severity
from ocr_sheets.validate import choices_from
from ocr_sheets.writing.readiness import readiness_line


def report_on(data: bytes, as_of: str) -> Report:
    book = read_book(Workbook.from_bytes(data), dt.date.fromisoformat(as_of))
    return make_report("centre.xlsx", book, load_rulebook())


def report(text: str, as_of: str) -> Report:
    return report_on(xlsx(parse(text)), as_of)


def asked(found: Report) -> list[str]:
    return [item.what for item in found.to_fill_in]


# -- a visit that is over, and not said to be

VISIT = (
    "Visits\n| Visit | Subject area | Visit date | Type | Status |\n| IT 1 | IT | 2027-01-28 | virtual | {status} |\n"
)
CLAIMED = """
Claims
| Candidate number | Entry code | Unit number | Claimed on | Visit | Claim status | Results published on |
| 3001 | 05839 | 8 | 2027-01-10 | IT 1 | {status} | {results} |
"""
SENT = CLAIMED.format(status="submitted", results="")


@pytest.mark.parametrize("status", ["confirmed", "booked", "planned", "provisional", "postponed"])
@pytest.mark.parametrize(("as_of", "is_asked"), [("2027-01-27", False), ("2027-01-28", False), ("2027-01-29", True)])
def test_a_visit_past_that_is_spoken_of_as_to_come_is_asked_about(status: str, as_of: str, is_asked: bool) -> None:
    found = report(VISIT.format(status=status) + SENT, as_of)
    about = [item for item in found.to_fill_in if item.what.startswith("IT 1 on 28 Jan 2027 is past and still")]
    assert bool(about) is is_asked
    for item in about:
        assert item.cell is not None
        assert item.cell.ref == "E2"
        assert item.brings == "whether it took place, and with it which work still waits for a visit"
    assert not [one for one in found.findings if one.rule.severity is Severity.MUST_FIX]


@pytest.mark.parametrize("status", ["done", "cancelled", ""])
def test_a_visit_that_is_said_to_be_over_or_says_nothing_is_not_asked_about(status: str) -> None:
    assert not [what for what in asked(report(VISIT.format(status=status) + SENT, "2027-01-29")) if "is past" in what]


def test_a_visit_whose_work_all_has_results_took_place() -> None:
    over = VISIT.format(status="confirmed") + CLAIMED.format(status="confirmed", results="2027-02-10")
    assert not [what for what in asked(report(over, "2027-02-11")) if "is past" in what]


# -- what is known already


@pytest.mark.parametrize(
    ("code", "is_asked"),
    [("05839", False), ("04663", False), ("05899", True)],
)
def test_a_family_that_the_catalogue_knows_is_not_asked_for(code: str, is_asked: bool) -> None:
    without_column = report(f"{OF_BUSINESS}\nQualifications\n| Entry code | Title |\n| {code} | |\n", "2026-11-01")
    below_a_title = f"{OF_BUSINESS}\nQualifications\n| Our courses | |\n| | |\n| Entry code | Title |\n| {code} | |\n"
    empty = report(f"{OF_BUSINESS}\nQualifications\n| Entry code | Family |\n| {code} | |\n", "2026-11-01")
    assert ("There is no column Family." in asked(without_column)) is is_asked
    assert ("There is no column Family." in asked(report(below_a_title, "2026-11-01"))) is is_asked
    assert ("Family is empty." in asked(empty)) is is_asked


# -- what has been drafted

ON_COURSE = """
Candidates
| Candidate number | Surname | Forenames | Course |
| 3001 | Ahmed | Sara | {course} |
| 3002 | Blythe | Tom | {course} |
"""
BUSINESS = "Cambridge Technical L3 Extended Certificate in Business"
OF_BUSINESS = "Visits\n| Visit | Subject area | Visit date | Type |\n| B 1 | Business | 2027-01-20 | virtual |\n"


def test_what_has_been_drafted_is_to_be_accepted_and_not_asked_for() -> None:
    data = xlsx(parse(ON_COURSE.format(course=BUSINESS) + OF_BUSINESS))
    copy = filled_copy(Workbook.from_bytes(data), "centre.xlsx", dt.date(2026, 11, 1), choices_from()).data
    before, after = asked(report_on(data, "2026-11-01")), asked(report_on(copy, "2026-11-01"))
    assert "There is no sheet Units." in before
    assert "Assessors has no rows yet." in after  # nothing was drafted there
    assert not {"Units has no rows yet.", "There is no sheet Units."} & {*after}
    assert not [what for what in after if "which we take as" in what]
    assert "1 row is a draft that you have not accepted yet." in after
    assert "2 rows are drafts that you have not accepted yet." in after


# -- a course that only one qualification fits


def test_a_course_that_only_one_qualification_of_the_catalogue_fits_is_work_and_it_is_said() -> None:
    found = report(ON_COURSE.format(course=BUSINESS) + OF_BUSINESS, "2026-12-01")
    assert {(work.candidate_number, work.entry_code) for work in found.book.portfolios} == {
        ("3001", "05835"),
        ("3002", "05835"),
    }
    assert f"2 candidates are on “{BUSINESS}”, which we take as 05835: no sheet says so." in asked(found)
    assert found.verdict.startswith("Too early to say: 0 of 2 entered; last day Wed 23 Dec 2026.")


@pytest.mark.parametrize(
    ("as_of", "state"), [("2026-12-22", "too early"), ("2026-12-23", "too early"), ("2026-12-24", "cannot tell")]
)
def test_its_entry_day_counts(as_of: str, state: str) -> None:
    assert report(ON_COURSE.format(course=BUSINESS) + OF_BUSINESS, as_of).state == state


@pytest.mark.parametrize("course", ["Business", "BTEC Level 3 Business", "Underwater basket weaving"])
def test_a_course_that_several_or_none_fit_is_nobodys_work_and_the_visit_says_so(course: str) -> None:
    found = report(ON_COURSE.format(course=course) + OF_BUSINESS, "2026-12-01")
    assert found.book.portfolios == []
    (line,) = [readiness_line(one, found.as_of) for one in found.readiness]
    assert line.startswith("B 1, 20 Jan: not known yet whether the work of 2 candidates is for it · next: ")


def test_a_course_is_not_taken_from_the_catalogue_where_the_centre_names_another_code_of_the_subject() -> None:
    units = "Units\n| Entry code | Unit number | Assessment |\n| 05836 | 4 | moderated |\n"
    found = report(ON_COURSE.format(course=BUSINESS) + OF_BUSINESS + units, "2026-12-01")
    assert {work.entry_code for work in found.book.portfolios} <= {"05836"}
