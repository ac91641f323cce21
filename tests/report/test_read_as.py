"""What each sheet was read as, as the report tells it."""

from __future__ import annotations

import re
from dataclasses import replace

from reports import (
    GOOD,
    WRONG_GRADE,
    claims,
)
from workbooks import AS_OF, BASE, parse, report_of, xlsx

from ocr_sheets.model.judgements import Judgement, JudgementKind
from ocr_sheets.model.reading_facts import Remark, RemarkKind
from ocr_sheets.patching import Workbook
from ocr_sheets.reading import read_book
from ocr_sheets.report import Report, make_report
from ocr_sheets.report.read_as import tables_read
from ocr_sheets.rulebook import load_rulebook

# -- what was read


def test_a_table_is_told_with_its_kind_rows_and_columns() -> None:
    report = report_of(claims(GOOD, WRONG_GRADE))
    (read,) = [one for one in report.read_as if one.sheet == "Claims"]
    assert (read.kind, read.rows, read.heading_row, read.said, list(read.units)) == ("Claims", 2, 1, "Claims", [])
    assert read.columns["Candidate number"] == "Candidate number (A)"
    assert read.columns["Claim status"] == "Claim status (I)"


GRID = "Year 13\n| Candidate number | Entry code | {} |\n| 0045 | 05839 | {} |\n| 0046 | 05839 | {} |\n"


def grid_of(*units: str) -> Report:
    text = GRID.format(
        " | ".join(f"Unit {unit}" for unit in units), " | ".join("M" * len(units)), " | ".join("P" * len(units))
    )
    sheets = {**parse(BASE), **parse(text)}
    return make_report("centre.xlsx", read_book(Workbook.from_bytes(xlsx(sheets)), AS_OF), load_rulebook())


def test_a_grid_is_told_as_one_with_its_units() -> None:
    (read,) = [one for one in grid_of("8", "9").read_as if one.sheet == "Year 13"]
    assert (read.kind, [unit[-6:] for unit in read.units], read.rows) == ("Claims", ["unit 8", "unit 9"], 4)
    assert re.search(r"\b2 units$", read.said)
    (single,) = [one for one in grid_of("8").read_as if one.sheet == "Year 13"]
    assert re.search(r"\b1 unit$", single.said)
    grades = {heading: column for heading, column in read.columns.items() if "Grade" in heading}
    assert {heading[-6:]: column[-2] for heading, column in grades.items()} == {"unit 8": "C", "unit 9": "D"}


def test_what_the_reader_decided_is_told_with_the_sheet_that_it_is_about() -> None:
    grid = "{}\n| Cand no | Unit 8 | Unit 9 |\n| 0045 | M | not yet |\n"
    report = report_of(grid.format("Y13 05839") + "\n" + grid.format("Y12 05839").replace("0045", "0046"))
    told = {read.sheet: " ".join(read.remarks) for read in report.read_as}
    assert "Y13 05839" in told["Y13 05839"]
    assert "Y12 05839" not in told["Y13 05839"]
    assert "Y12 05839" in told["Y12 05839"]
    assert told["Visits"] == ""


def test_a_heading_that_was_taken_for_nothing_is_told_and_others_are_not() -> None:
    text = "Closures\n| From | To | Zebra |\n| 2027-02-15 | 2027-02-19 | stripes |\n"
    assert dict(report_of(text).unread_headings) == {"Closures": ["Zebra"]}
    assert dict(report_of().unread_headings) == {}


def test_of_a_sheet_that_is_two_things_each_is_told_and_the_reader_s_decisions_once_with_its_claims() -> None:
    rows = "| Cand no | Surname | Forename | Unit 8 | Unit 9 |\n| 0045 | Adams | Ali | M | not yet |\n| 0046 | Brown | Bea | P | P |\n"
    report = report_of(f"Y13 05839\n{rows}", without=["Candidates"])
    people, work = [one for one in report.read_as if one.sheet == "Y13 05839"]
    assert (people.said, people.rows, list(people.units), list(people.remarks)) == ("Candidates", 2, [], [])
    assert dict(people.columns) == {
        "Candidate number": "Cand no (A)",
        "Surname": "Surname (B)",
        "Forenames": "Forename (C)",
    }
    assert work.said == "Claims, a grid of 2 units"
    assert len(work.remarks) == len(set(work.remarks)) == 2
    # What all units of the grid share is told once, and what is of one with that.
    assert work.columns["Candidate number"] == "Cand no (A)"
    assert work.columns["Grade, 05839 unit 8"] == "Unit 8 (D)"
    assert work.columns["Grade, 05839 unit 9"] == "Unit 9 (E)"
    assert not {heading for heading in work.columns if heading.startswith("Candidate number,")}


def test_questions_and_columns_that_were_not_used_are_no_remarks() -> None:
    report = report_of()
    made = [
        Judgement(kind, sheet, "C4", {"text": "not yet", "heading": "Zebra"}, is_question)
        for kind, sheet, is_question in (
            (JudgementKind.COLUMN_NOT_READ, "Visits", False), (JudgementKind.SHEET_NOT_READ, "Visits", True),
        )
    ]  # fmt: skip
    told = tables_read(replace(report.book, judgements=tuple(made)))
    assert [list(one.remarks) for one in told if one.sheet == "Visits"] == [[]]


def test_a_sheet_of_labels_tells_the_row_of_each_and_its_own_remarks_stay_beside_what_was_decided() -> None:
    report = report_of()
    table = next(one for one in report.book.tables if one.sheet == "Centre")
    centre = table._replace(remarks=(Remark(RemarkKind.FAR_BELOW, {"cell": "A900"}),))
    made = Judgement(JudgementKind.COLOURS, "Centre", "C4", {})
    (told,) = tables_read(replace(report.book, tables=(centre,), judgements=(made,)))
    assert told.columns["Nation"] == "Nation (B3)"
    assert len(told.remarks) == 2
