"""Words in and around trackers: drop-downs nobody chose from, work still to come, names with remarks, titles for codes, and lines on visits
and samples.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from messy import Write, messy, read, stays_the_same, table
from workbooks import AS_OF, BASE, parse

from ocr_sheets.model.book import Book
from ocr_sheets.model.judgement_words import worded
from ocr_sheets.model.judgements import JudgementKind
from ocr_sheets.model.records import VisitType
from ocr_sheets.model.tables import IssueKind
from ocr_sheets.patching import Workbook
from ocr_sheets.validate import check
from ocr_sheets.writing.terminal import summary
from ocr_sheets.writing.understood import lines

MARKED, CHECKED, CLAIMED = dt.date(2026, 11, 20), dt.date(2026, 12, 4), dt.date(2027, 1, 20)
JANUARY, MAY = dt.date(2027, 1, 28), dt.date(2027, 5, 13)
Rows = list[list[Any]]
ALL = list(parse(BASE))
ALI, BEA = ["0045", "Ali Adams"], ["0046", "Bea Brown"]


def it(rows: Rows, name: str = "IT 05839") -> Write:
    return table(name, rows)


def graded(book: Book) -> dict[tuple[str | None, str | None], str]:
    return {(one.candidate_number, one.unit_number): one.grade.value if one.grade else "" for one in book.claims}


def unreadable(book: Book) -> list[str]:
    return [str(one.cell and one.cell.ref) for one in book.problems if one.trouble is IssueKind.UNREADABLE]


@pytest.mark.parametrize(
    "word", ["Select...", "Select…", "Choose an item.", "-- Select --", "Please select", "(select)"]
)
def test_a_drop_down_nobody_chose_from_says_nothing(word: str) -> None:
    rows: Rows = [["Cand no", "Name", "Unit 8", "Unit 9"], [*ALI, "M", word], [*BEA, "P", word]]
    book = read(messy(it(rows), without=ALL))
    assert graded(book) == {("0045", "8"): "M", ("0046", "8"): "P"}
    assert unreadable(book) == []


@pytest.mark.parametrize(
    "word", ["due 12/2", "Due by 5 March", "extension to 5/3", "Resub by 12/02/2027", "ext. until 5th March"]
)
def test_work_that_is_to_come_by_a_day_is_no_claim(word: str) -> None:
    rows: Rows = [["Cand no", "Name", "Unit 8"], [*ALI, "M"], [*BEA, word]]
    book = read(messy(it(rows), without=ALL))
    assert graded(book) == {("0045", "8"): "M"}
    assert unreadable(book) == []


@pytest.mark.parametrize("behind", ["*", " (resit)", " (moved)", " **"])
def test_a_remark_behind_a_name_makes_nobody_new(behind: str) -> None:
    people: Rows = [["Candidate number", "Surname", "Forenames"], ["0045", "Adams", "Ali"], ["0046", "Brown", "Bea"]]
    rows: Rows = [["Student", "Unit 8"], [f"Ali Adams{behind}", "M"], ["Bea Brown", "P"]]
    book = read(messy(table("Candidates", people), it(rows), without=ALL))
    assert graded(book) == {("0045", "8"): "M", ("0046", "8"): "P"}
    assert len(book.candidates) == 2


@pytest.mark.parametrize(("hoped", "actual"), [("T", "A"), ("P", "A"), ("Tgt", "Act")])
def test_t_and_a_below_units_are_what_is_hoped_for_and_what_there_is(hoped: str, actual: str) -> None:
    rows: Rows = [
        ["", "", "Unit 8", "", "Unit 9", ""],
        ["Cand no", "Name", *[hoped, actual] * 2],
        [*ALI, "D", "M", "M", "P"],
        [*BEA, "D", "P", "M", ""],
    ]
    book = stays_the_same(messy(it(rows))).book
    assert graded(book) == {("0045", "8"): "M", ("0045", "9"): "P", ("0046", "8"): "P"}


def test_p_m_and_d_below_units_are_still_no_targets() -> None:
    rows: Rows = [
        ["", "", "Unit 8", "", ""],
        ["Cand no", "Name", "P", "M", "D"],
        [*ALI, "", "x", ""],
        [*BEA, "x", "", ""],
    ]
    assert graded(read(messy(it(rows)))) == {("0045", "8"): "M", ("0046", "8"): "P"}


def test_a_list_may_say_who_and_when_below_each_step() -> None:
    rows: Rows = [
        ["", "", "", "", "Assessment", "", "IV", ""],
        ["No", "Name", "Unit", "Grade", "By", "On", "By", "On"],
        [*ALI, 8, "M", "JS", MARKED, "PT", CHECKED],
        [*BEA, 8, "P", "JS", MARKED, "PT", CHECKED],
    ]
    book = stays_the_same(messy(it(rows), without=ALL)).book
    assert graded(book) == {("0045", "8"): "M", ("0046", "8"): "P"}
    assert {(one.assessor, one.assessed_on, one.standardised_by, one.standardised_on) for one in book.claims} == {
        ("JS", MARKED, "PT", CHECKED)
    }


def test_a_status_of_the_candidate_is_none_of_claims() -> None:
    rows: Rows = [
        ["Learner", "Reg no", "Unit 1", "Unit 2", "Status"],
        ["Ali Adams", "0045", "Achieved", "", "On programme"],
    ]
    rows += [["Bea Brown", "0046", "Achieved", "Achieved", "Break in learning"]]
    book = read(messy(table("L6", rows), without=ALL))
    assert {one.claim_status for one in book.claims} == {None}
    assert unreadable(book) == []
    assert "Status" in [one.values["heading"] for one in book.judgements if one.kind is JudgementKind.COLUMN_NOT_READ]


@pytest.mark.parametrize("sheet", ["Claims", "Entries"])
@pytest.mark.parametrize(
    "title", ["Level 3 Extended Certificate in IT", "Cambridge Technical IT Extended Certificate Level 3"]
)
def test_the_title_of_a_qualification_may_stand_for_its_code_and_that_is_said(sheet: str, title: str) -> None:
    rows: dict[str, Rows] = {
        "Claims": [["Candidate number", "Qualification", "Unit number", "Grade"], ["0045", title, 8, "M"]],
        "Entries": [
            ["Candidate number", "Qualification", "Entry type", "Entered on"],
            ["0045", title, "full award", MARKED],
        ],
    }
    book = read(messy(table(sheet, rows[sheet]), without=["Claims", "Entries", "Qualifications"]))
    (record,) = book.claims if sheet == "Claims" else book.entries
    assert record.entry_code == "05839"
    assert sheet == "Claims" or IssueKind.NEAR_NAME in {one.trouble for one in book.problems}


def test_a_title_of_no_qualification_stays_as_it_stands() -> None:
    rows: Rows = [["Candidate number", "Entry code", "Unit number", "Grade"], ["0045", "Level 4 CIA", 8, "M"]]
    (claim,) = read(messy(table("Claims", rows), without=["Claims", "Qualifications", "Units"])).claims
    assert claim.entry_code == "Level 4 CIA"


@pytest.mark.parametrize("place", [0, 1])
def test_the_line_of_a_visit_above_claims_is_their_visit(place: int) -> None:
    def line(text: str) -> list[Any]:
        return ["" for _ in range(place)] + [text]

    rows: Rows = [
        ["Cand no", "Name", "Unit", "Grade", "Claimed"],
        line("Visit 1 – 28 January 2027"),
        [*ALI, 8, "M", CLAIMED],
        line("Visit 2 – 13 May 2027 (Teams)"),
        [*BEA, 9, "P", ""],
    ]
    book = stays_the_same(messy(it(rows), without=ALL)).book
    visits = {one.name: (one.visit_date, one.type) for one in book.visits}
    assert list(visits.values()) == [(JANUARY, None), (MAY, VisitType.VIRTUAL)]
    assert [one.visit for one in book.claims] == list(visits)
    assert [book.cell(one, "visit").row for one in book.claims] == [2, 4]


def test_a_block_of_labels_below_its_name_is_a_visit() -> None:
    rows: Rows = [
        ["Visit 1"], ["Date", JANUARY], ["Type", "Teams"], ["Moderator", "A Person"], [],
        ["Visit 2"], ["Date", MAY], ["Type", "Face to face"], [],
        ["Visit 3"], ["Date", "TBC"], [],
    ]  # fmt: skip
    grid: Rows = [["Cand no", "Name", "Unit 8"], [*ALI, "M"], [*BEA, "P"]]
    book = read(messy(table("Visits info", rows), it(grid), without=ALL))
    assert [(one.visit_date, one.type) for one in book.visits] == [
        (JANUARY, VisitType.VIRTUAL),
        (MAY, VisitType.FACE_TO_FACE),
    ]
    assert [book.cell(one, "visit_date").ref for one in book.visits] == ["B2", "B7"]


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("IT 05839 Jan visit 28/01/2027", True),
        ("January visit: 28/01/2027", True),
        ("January visit to Bletchley 28/01/2027", False),
    ],
)
def test_a_visit_may_be_called_by_its_month(line: str, is_one: bool) -> None:
    rows: Rows = [[line], ["Cand no", "Name", "Unit", "Grade"], [*ALI, 8, "M"], [*BEA, 8, "P"]]
    book = read(messy(table("IT", rows), without=ALL))
    assert [one.visit_date for one in book.visits] == ([JANUARY] if is_one else [])


def test_a_sample_that_was_requested_in_a_line_is_asked_about() -> None:
    rows: Rows = [["Sample requested by moderator 14/01/2027"], ["Unit", "Cand no", "Name", "Uploaded"]]
    rows += [[8, *ALI, "Y"], [8, *BEA, "Y"]]
    grid: Rows = [["Cand no", "Name", "Unit 8"], [*ALI, "M"], [*BEA, "P"]]
    book = read(messy(table("Sample", rows), it(grid), without=ALL))
    (asked,) = [one for one in book.judgements if one.is_question]
    assert (asked.kind, asked.cell, asked.values["of"]) == (JudgementKind.LINE_NOT_READ, "A1", "sample")
    assert {one.entry_code for one in book.claims} == {"05839"}


def test_a_column_of_a_list_is_said_by_our_heading() -> None:
    rows: Rows = [
        ["", "Date", "Remote or F2F", "Moderator told"],
        ["Mod 1", JANUARY, "Remote", MARKED],
        ["Mod 2", MAY, "F2F", ""],
    ]
    book = read(messy(table("Moderation", rows), without=["Visits"]))
    said = [worded(one) for one in book.judgements if one.kind is JudgementKind.BY_VALUES]
    assert [one.rpartition("as ")[2] for one in said] == ["Visit.", "Type."]


def test_entries_that_are_ticks_below_codes_are_asked_about() -> None:
    rows: Rows = [["Cand no", "Name", "05839", "05835"], [*ALI, "X", ""], [*BEA, "", "X"]]
    data = messy(table("Entries", rows), without=ALL)
    asked = [(one.cell, one.values["of"]) for one in read(data).judgements if one.is_question]
    assert asked == [("C1", "codes"), ("D1", "codes")]
    report = check(Workbook.from_bytes(data), "centre.xlsx", AS_OF).report
    assert any("Entries: Name, 05839, 05835" in line for line in summary(report, Path("out.xlsx")))


@pytest.mark.parametrize("name", ["{surname}", "{surname} {initial}", "{forename} {surname}", "{surname}, {forename}"])
def test_a_sheet_named_for_a_candidate_is_not_named_on_the_terminal(name: str) -> None:
    people = [("0045", "Ali", "Adamson"), ("0046", "Bea", "O'Dowd")]
    tabs = [name.format(surname=last, forename=first, initial=first[0]) for _, first, last in people]
    writes = [
        table(
            tab,
            [
                ["Learner", f"{first} {last}", "", "Cand no", number],
                ["Course", "05839 IT"],
                [],
                ["Unit", "Grade", "Date"],
                [8, "M", MARKED],
            ],
        )
        for tab, (number, first, last) in zip(tabs, people, strict=True)
    ]
    data = messy(*writes, without=ALL)
    report = check(Workbook.from_bytes(data), "centre.xlsx", AS_OF).report
    said = "\n".join([*summary(report, Path("out.xlsx")), *lines(report)])
    assert "candidate's sheet 1" in said
    assert "candidate's sheet 2" in said
    assert not [last for _, _, last in people if last in said]
