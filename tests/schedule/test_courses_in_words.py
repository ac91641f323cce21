"""The four sheets of a centre that writes no entry codes: candidates, units, assessors and planned visits. What is planned for whom follows
from the courses that they name in words, or from there being only one; what was taken for what is said, and nothing of it is a mistake.

The workbooks here have the sheets that are shown and no others.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from workbooks import parse, xlsx

from ocr_sheets.model.records import Family
from ocr_sheets.report import Report
from ocr_sheets.rules import Severity
from ocr_sheets.validate import read_choices, report_on

ASSESSORS = "Assessors\n| Initials | Name | Subject |\n| JS | Jo Smith | IT |\n| KP | Kay Park | Business |\n"
ONE_ASSESSOR = "Assessors\n| Initials | Name | Subject |\n| JS | Jo Smith | IT |\n"
IT_VISIT = "Visits\n| Visit | Subject | Date | Type |\n| V1 | IT | 2027-01-28 | virtual |\n"
BOTH_VISITS = IT_VISIT + "| V2 | Business | 2027-02-11 | virtual |\n"
PEOPLE = "Candidates\n| Cand no | Name |\n| 0101 | Ann Archer |\n| 0102 | Bo Baker |\n"
ON_IT = "Candidates\n| Cand no | Name | Course |\n| 0101 | Ann Archer | IT |\n| 0102 | Bo Baker | IT |\n"
ON_BOTH = "Candidates\n| Cand no | Name | Course |\n| 0101 | Ann Archer | {first} |\n| 0102 | Bo Baker | Business |\n"
UNITS = "Units\n| Unit | Title | Assessor |\n| 1 | Fundamentals of IT | JS |\n| 8 | Project management | JS |\n"
UNITS_OF = (
    "Units\n| {heading} | Unit | Title | Assessor |\n| {first} | 1 | Fundamentals of IT | JS |\n"
    "| {first} | 8 | Project management | JS |\n| Business | 2 | Working in Business | KP |\n"
)
TITLE = "OCR Level 3 Cambridge Technical Extended Certificate in IT"


def report(folder: Path, text: str, as_of: str = "2026-12-10") -> Report:
    path = folder / "centre.xlsx"
    path.write_bytes(xlsx(parse(text)))
    return report_on(path, dt.date.fromisoformat(as_of), read_choices(path))


def planned(found: Report) -> set[tuple[str | None, str | None, str | None, str | None, str | None]]:
    """Of each piece of work: whose, of what, which unit, at which visit, assessed by whom."""
    return {
        (
            work.candidate_number,
            work.entry_code,
            work.unit_number,
            used.visit.name if used else None,
            found.book.assessor_named(work),
        )
        for work in found.book.work
        for used in (found.book.visit_of(work),)
    }


def asked(found: Report) -> list[str]:
    return [item.what for item in found.to_fill_in]


def work_of(
    number: str, code: str | None, *units: str, visit: str = "V1", who: str = "JS"
) -> set[tuple[str | None, ...]]:
    return {(number, code, unit, visit, who) for unit in units}


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        # Nothing names a course at all: there is one.
        (PEOPLE + UNITS, None, "2 candidates are taken as on the only course that this workbook speaks of: no sheet says who is on which."),
        (ON_IT + UNITS, None, "2 candidates are on “IT”: no sheet gives its entry code."),
        # Only Units names the code, only Candidates does, or only the visit.
        (PEOPLE + UNITS.replace("| Unit ", "| Entry code | Unit ").replace("| 1 |", "| 05839 | 1 |").replace("| 8 |", "| 05839 | 8 |"), "05839",
         "2 candidates are taken as on 05839, the only course that this workbook speaks of: no sheet says who is on which."),
        (ON_IT.replace("| Course |", "| Entry code |").replace("| IT |", "| 05839 |") + UNITS, "05839", None),
        # A title that only one qualification has.
        (ON_IT.replace("| IT |", f"| {TITLE} |") + UNITS, "05839", f"2 candidates are on “{TITLE}”, which we take as 05839: no sheet says so."),
        (ON_IT.replace("| IT |", f"| {TITLE} |") + UNITS.replace("| Unit ", "| Course | Unit ").replace("| 1 |", f"| {TITLE} | 1 |")
         .replace("| 8 |", f"| {TITLE} | 8 |"), "05839", f"2 candidates are on “{TITLE}”, which we take as 05839: no sheet says so."),
    ],
)  # fmt: skip
def test_what_is_planned_follows_from_the_only_course(
    tmp_path: Path, text: str, code: str | None, said: str | None
) -> None:
    found = report(tmp_path, text + ONE_ASSESSOR + IT_VISIT)
    assert planned(found) == work_of("0101", code, "1", "8") | work_of("0102", code, "1", "8")
    assert found.counts[Severity.MUST_FIX] == found.counts[Severity.CHECK] == 0
    assert found.state == "too early"
    taken = [what for what in asked(found) if "course" in what or "“" in what]
    assert taken == ([said] if said else [])
    assert [(sample.unit, sample.visit.name) for sample in found.samples] == [("1", "V1"), ("8", "V1")]


@pytest.mark.parametrize("heading", ["Subject", "Course name", "Programme of study"])
def test_a_candidates_course_has_many_headings(tmp_path: Path, heading: str) -> None:
    text = ON_BOTH.format(first="IT").replace("Course |", f"{heading} |")
    found = report(tmp_path, text + UNITS_OF.format(heading="Course", first="IT") + ASSESSORS + BOTH_VISITS)
    assert {work.candidate_number for work in found.book.work} == {"0101", "0102"}


@pytest.mark.parametrize("heading", ["Course", "Subject", "Qualification", "Subject area", "Programme"])
@pytest.mark.parametrize("first", ["IT", "IT Level 3", "it"])
def test_courses_in_words_tell_two_subjects_apart(tmp_path: Path, heading: str, first: str) -> None:
    text = ON_BOTH.format(first="IT") + UNITS_OF.format(heading=heading, first=first) + ASSESSORS + BOTH_VISITS
    found = report(tmp_path, text)
    called = first
    assert planned(found) == work_of("0101", called, "1", "8") | work_of("0102", "Business", "2", visit="V2", who="KP")
    assert f"“{called}” and “Business” are names of courses, not their entry codes." in asked(found)
    assert found.counts[Severity.MUST_FIX] == found.counts[Severity.CHECK] == 0
    assert {found.book.family_of(called), found.book.family_of("Business")} == {Family.TECHNICALS}


def test_qualifications_gives_the_codes_of_courses_in_words(tmp_path: Path) -> None:
    codes = (
        "Qualifications\n| Entry code | Title | Subject area |\n| 05839 | Extended Certificate | IT |\n"
        "| 05835 | Extended Certificate | Business |\n"
    )
    text = codes + ON_BOTH.format(first="IT Level 3") + UNITS_OF.format(heading="Course", first="IT") + ASSESSORS
    found = report(tmp_path, text + BOTH_VISITS)
    assert planned(found) == work_of("0101", "05839", "1", "8") | work_of("0102", "05835", "2", visit="V2", who="KP")
    assert not [what for what in asked(found) if "names of courses" in what or "we take" in what]


def test_the_entry_code_goes_before_the_course_beside_it(tmp_path: Path) -> None:
    both = "Units\n| Course | Entry code | Unit | Assessor |\n| IT | 05839 | 1 | JS |\n"
    found = report(tmp_path, ON_IT.replace("| IT |", "| 05839 |") + both + ONE_ASSESSOR + IT_VISIT)
    assert {unit.entry_code for unit in found.book.units} == {"05839"}
    assert {work.unit_number for work in found.book.work} == {"1"}


@pytest.mark.parametrize("both", ["IT; Business", "IT, Business", "IT/Business", "IT + Business", "Business & IT"])
def test_several_courses_in_one_cell_are_all_planned(tmp_path: Path, both: str) -> None:
    text = ON_BOTH.format(first=both) + UNITS_OF.format(heading="Course", first="IT") + ASSESSORS + BOTH_VISITS
    business = {"visit": "V2", "who": "KP"}
    assert planned(report(tmp_path, text)) == (
        work_of("0101", "IT", "1", "8")
        | work_of("0101", "Business", "2", **business)
        | work_of("0102", "Business", "2", **business)
    )


def test_of_several_in_one_cell_none_is_taken_where_one_is_not_known(tmp_path: Path) -> None:
    text = ON_BOTH.format(first="IT; Maths") + UNITS_OF.format(heading="Course", first="IT") + ASSESSORS + BOTH_VISITS
    found = report(tmp_path, text)
    assert {work.candidate_number for work in found.book.work} == {"0102"}
    assert [what for what in asked(found) if what.startswith("1 candidate is on a course (“IT; Maths”)")]


@pytest.mark.parametrize(
    "text",
    [
        # Another board's award, several courses where units name none, candidates of whom some are entered, no units.
        ON_IT.replace("| IT |", "| BTEC Sport |") + UNITS,
        ON_BOTH.format(first="IT") + UNITS,
        PEOPLE + UNITS + "Entries\n| Cand no | Entry code | Entered on |\n| 0103 | 05839 | 2026-11-02 |\n",
        PEOPLE,
    ],
)
def test_what_may_be_several_is_asked_and_not_guessed(tmp_path: Path, text: str) -> None:
    found = report(tmp_path, text + ONE_ASSESSOR + IT_VISIT)
    assert not [work for work in found.book.work if work.candidate_number in ("0101", "0102")]
    assert [what for what in asked(found) if what.startswith("2 candidates")]


def test_what_is_no_course_stays_a_query(tmp_path: Path) -> None:
    units = UNITS_OF.format(heading="Entry code", first="0583B")
    found = report(tmp_path, ON_BOTH.format(first="IT") + units + ASSESSORS + BOTH_VISITS)
    assert [one.rule.code for one in found.findings if one.rule.severity is Severity.CHECK] == ["entry-code-shape"] * 2


@pytest.mark.parametrize(
    ("as_of", "state"), [("2026-12-30", "too early"), ("2026-12-31", "too early"), ("2027-01-01", "cannot tell")]
)
def test_a_day_that_passes_is_told_without_any_code(tmp_path: Path, as_of: str, state: str) -> None:
    found = report(tmp_path, PEOPLE + UNITS + ONE_ASSESSOR + IT_VISIT, as_of)
    assert found.state == state
    assert ("No sheet says when entries were made." in asked(found)) is (state == "cannot tell")


def test_claims_are_of_the_course_that_they_name_in_the_same_words(tmp_path: Path) -> None:
    codes = "Qualifications\n| Entry code | Title | Subject area |\n| 05839 | Extended Certificate | IT |\n"
    entries = (
        "Entries\n| Cand no | Qualification | Entry type | Entered on |\n| 0101 | IT | full award | 2026-10-05 |\n"
    )
    claims = "Claims\n| Candidate number | Entry code | Unit number | Assessor | Claimed on |\n| 0101 | IT | 8 | JS | 2026-12-01 |\n"
    units = "Units\n| Entry code | Unit | Assessor |\n| 05839 | 8 | JS |\n"
    found = report(tmp_path, codes + PEOPLE + entries + claims + units + ONE_ASSESSOR + IT_VISIT)
    assert planned(found) == work_of("0101", "05839", "8")
    assert "claim-without-entry" not in {one.rule.code for one in found.findings}


def test_an_examined_unit_without_a_code_is_at_no_visit(tmp_path: Path) -> None:
    units = "Units\n| Unit | Title | Assessment |\n| 1 | Fundamentals of IT | examined |\n| 8 | Project management | moderated |\n"
    claims = "Claims\n| Candidate number | Unit number | Assessor | Claimed on |\n| 0101 | 1 | JS | 2026-12-01 |\n| 0101 | 8 | JS | 2026-12-01 |\n"
    found = report(tmp_path, PEOPLE + units + claims + ONE_ASSESSOR + IT_VISIT)
    assert [work.unit_number for work in found.book.portfolios] == ["8"]
