"""Tracking grids: one row a candidate, one column or group of columns a unit. Each shape in a workbook of its own."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings, strategies as st
from messy import Write, added, annotated, at_cells, messy, opened, put, read, stays_the_same, table
from tries import tries

from ocr_sheets.cli import main
from ocr_sheets.model.book import Book
from ocr_sheets.model.judgement_words import source_of_code
from ocr_sheets.model.judgements import JudgementKind
from ocr_sheets.model.records import ClaimStatus, Grade
from ocr_sheets.patching import Workbook
from ocr_sheets.validate import check
from ocr_sheets.writing import report_json

DAY = dt.date(2027, 1, 20)
LATE_DAY = dt.date(2027, 2, 26)
Rows = list[list[Any]]


def said(book: Book) -> list[tuple[str | None, str | None, str | None, object]]:
    return [(one.candidate_number, one.entry_code, one.unit_number, one.grade) for one in book.claims]


def cells(book: Book, field: str) -> list[str]:
    return [f"{one.sheet}!{book.cell(one, field).ref}" for one in book.claims]


def judged(book: Book, kind: JudgementKind) -> list[tuple[str | None, bool]]:
    return [(one.cell, one.is_question) for one in book.judgements if one.kind is kind]


PLAIN: Rows = [
    ["05839 IT"],
    [],
    ["Cand no", "Name", "Unit 8", "Unit 9"],
    ["45", "Ali Adams", "M", "P"],
    ["46", "Bea Brown", "", "Dist"],
]


def grouped(sheet: str = "Year 13") -> Write:
    """Three columns a unit, under a merged heading of the unit."""

    def write(book: Any, day: Any) -> None:
        page = book.add_worksheet(sheet)
        page.merge_range(0, 0, 0, 8, "Tracker for 05839", None)
        page.merge_range(2, 0, 3, 0, "Candidate number", None)
        page.merge_range(2, 1, 2, 3, "Unit 8: Projects", None)
        page.merge_range(2, 4, 2, 6, "Unit 9: Products", None)
        page.merge_range(2, 7, 3, 7, "Assessor", None)
        page.merge_range(2, 8, 3, 8, "Visit", None)
        put(page, day, 3, 1, ["Grade", "Assessed", "Claimed"] * 2)
        put(page, day, 4, 0, ["0045", "M", DAY, LATE_DAY, "P", DAY, DAY, "JS", "IT 1"])
        put(page, day, 5, 0, ["0046", "", "", "", "D", DAY, "", "PT", "IT 1"])

    return write


# -- shapes


def test_one_column_a_unit_gives_a_claim_for_each_cell_that_holds_something() -> None:
    book = read(messy(table("Year 13", PLAIN)))
    assert said(book) == [
        ("0045", "05839", "8", Grade.MERIT),
        ("0045", "05839", "9", Grade.PASS),
        ("0046", "05839", "9", Grade.DISTINCTION),
    ]
    assert cells(book, "grade") == ["Year 13!C4", "Year 13!D4", "Year 13!D5"]
    assert cells(book, "candidate_number") == ["Year 13!A4", "Year 13!A4", "Year 13!A5"]
    assert len({claim.place for claim in book.claims}) == 3
    assert book.problems == ()
    stays_the_same(messy(table("Year 13", PLAIN)))


def test_a_group_of_columns_a_unit_gives_one_claim_and_findings_stand_at_its_own_cells() -> None:
    data = messy(grouped())
    report = stays_the_same(data)
    book = report.book
    assert [(one.unit_number, one.grade, one.assessed_on, one.claimed_on, one.assessor) for one in book.claims] == [
        ("8", Grade.MERIT, DAY, LATE_DAY, "JS"),
        ("9", Grade.PASS, DAY, DAY, "JS"),
        ("9", Grade.DISTINCTION, DAY, None, "PT"),
    ]
    assert at_cells(report, "claim-under-two-weeks") == ["Year 13!D5"]
    (late,) = [one for one in report.findings if one.rule.code == "claim-under-two-weeks"]
    assert late.unit == "05839 unit 8"


def test_columns_are_added_beside_a_grid_and_say_which_unit_is_meant() -> None:
    _, out = annotated(messy(grouped()))
    assert added(out, "Year 13", "Visit these dates follow") == {5: "IT 1", 6: "IT 1"}
    # Claimed on 26 February, a day that is still to come on 1 February, unit 8 is not claimed yet.
    assert added(out, "Year 13", "Claim") == {5: "8: due in 24 days; 9: done", 6: "due in 24 days"}
    issues = added(out, "Year 13", "Issues")
    assert "05839 unit 8: Claimed on" in str(issues[5])
    claim_by = added(out, "Year 13", "Submit claims by")
    assert str(claim_by[5]).startswith("=") or str(claim_by[5]).startswith("IF")
    sheet = opened(out)["Year 13"]
    assert sheet["D5"].comment is not None
    assert sheet["C5"].comment is None
    assert [cell.value for cell in sheet[4]][9:13] == [
        "Row status",
        "Issues",
        "Visit these dates follow",
        "Make entries by",
    ]


def test_headings_by_title_reference_number_or_code_are_all_units() -> None:
    heads = ["Candidate number", "Projects", "05839/9", "U10"]
    book = read(messy(table("IT 05839", [heads, ["0045", "M", "P", "D"]])))
    assert [(one.entry_code, one.unit_number) for one in book.claims] == [
        ("05839", "8"),
        ("05839", "9"),
        ("05839", "10"),
    ]
    numbers = ["Candidate number", 8, 9]
    book = read(messy(table("IT 05839", [numbers, ["0045", "M", "P"]])))
    assert [one.unit_number for one in book.claims] == ["8", "9"]


def test_the_units_may_stand_in_the_line_above_the_candidates() -> None:
    rows: Rows = [
        ["", "", "Unit 8", "Unit 9"],
        ["Cand no", "Surname", "Projects", "Products"],
        ["0045", "Adams", "M", "P"],
    ]
    book = read(messy(table("05839", rows)))
    assert said(book) == [("0045", "05839", "8", Grade.MERIT), ("0045", "05839", "9", Grade.PASS)]


def test_a_grid_on_the_sheet_of_candidates_gives_both() -> None:
    rows: Rows = [
        ["Candidate number", "Surname", "Forenames", "Unit 8", "Unit 9"],
        ["0045", "Adams", "Ali", "M", "odd"],
        ["0046", "Brown", "Bea", "", ""],
        ["0102", "Clarke", "Cy", "", ""],
    ]
    data = messy(table("Candidates", rows), without=["Candidates"])
    report = stays_the_same(data)
    assert [one.candidate_number for one in report.book.candidates] == ["0045", "0046", "0102"]
    assert said(report.book) == [("0045", "05839", "8", Grade.MERIT), ("0045", "05839", "9", None)]
    _, out = annotated(data)
    heads = [cell.value for cell in opened(out)["Candidates"][1]]
    assert heads[5:9] == ["Row status", "Issues", "Entered for", "Units claimed"]
    assert heads.count("Issues") == 1
    assert report.unread_headings == {}
    assert at_cells(report, "cell-unreadable") == ["Candidates!E2"]


def test_a_grid_by_names_finds_the_candidates_and_names_those_it_cannot() -> None:
    rows: Rows = [["Name", "Unit 8"], ["Adams, Ali", "M"], ["BEA  BROWN", "P"], ["Nobody Known", "P"], ["Total", 2]]
    book = read(messy(table("IT 05839", rows)))
    assert [one.candidate_number for one in book.claims] == ["0045", "0046", None]
    assert judged(book, JudgementKind.LEARNER_UNCLEAR) == [("A4", True)]


def test_a_name_that_is_not_that_of_the_number_is_told_once_a_row() -> None:
    rows: Rows = [["Cand no", "Name", "Unit 8", "Unit 9"], ["45", "Bea Brown", "M", "P"]]
    report = stays_the_same(messy(table("05839", rows)))
    assert [one.cell.ref for one in report.findings if one.cell and one.cell.column == 2] == ["B2"]


def test_a_list_of_claims_is_no_grid() -> None:
    rows: Rows = [
        ["Candidate number", "Entry code", "Unit number", "Assessor", "Unit 8 notes"],
        ["0045", "05839", "8", "JS", "x"],
    ]
    book = read(messy(table("Claims", rows)))
    assert [(one.row, one.column) for one in book.claims] == [(2, 0)]


def test_marks_and_percentages_are_no_grid() -> None:
    rows: Rows = [["Candidate number", "Unit 8", "Unit 9"], ["0045", 61, 55], ["0046", 72, 40]]
    assert read(messy(table("05839 test marks", rows))).claims == ()


# -- what cells hold


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("Claims 05839", "claimed_on"),
        ("05839 date assessed", "assessed_on"),
        ("05839 standardisation", "standardised_on"),
    ],
)
def test_what_dates_are_of_is_told_by_the_sheets_name(title: str, field: str) -> None:
    book = read(messy(table(title, [["Cand no", "Unit 8"], ["45", DAY]])))
    assert getattr(book.claims[0], field) == DAY
    assert book.cell(book.claims[0], field).ref == "B2"
    assert book.is_true_date(book.claims[0], field)


def test_dates_of_which_nothing_says_what_they_are_of_are_not_used_and_that_is_asked_once_a_column() -> None:
    book = read(messy(table("05839", [["Cand no", "Unit 8", "Unit 9"], ["45", DAY, DAY], ["46", DAY, ""]])))
    assert [(one.claimed_on, one.assessed_on) for one in book.claims] == [(None, None)] * 3
    assert judged(book, JudgementKind.DATE_OF_WHAT) == [("B1", True), ("C1", True)]


@pytest.mark.parametrize("tick", ["✓", "✔", "Y", "yes", True, "√"])
def test_a_tick_is_a_claim_that_is_planned_or_where_the_sheet_is_of_claims_made(tick: object) -> None:
    rows: Rows = [["Cand no", "Unit 8", "Unit 9"], ["45", tick, "no"]]
    (planned,) = read(messy(table("05839 units", rows))).claims
    assert (planned.unit_number, planned.claim_status, planned.is_made) == ("8", ClaimStatus.PLANNED, False)
    (made,) = read(messy(table("05839 claimed", rows))).claims
    assert (made.claim_status, made.is_made) == (ClaimStatus.SUBMITTED, True)


def test_grades_dates_and_words_may_stand_in_one_column() -> None:
    rows: Rows = [["Cand no", "Unit 8"], ["45", "M"], ["46", DAY], ["102", "Withdrawn"], ["45", "n/a"], ["46", "x"]]
    book = read(messy(table("Claims 05839", rows)))
    assert [(one.row, one.grade, one.claimed_on, one.claim_status) for one in book.claims] == [
        (2, Grade.MERIT, None, None),
        (3, None, DAY, None),
        (4, None, None, ClaimStatus.WITHDRAWN),
    ]
    assert book.problems == ()
    assert judged(book, JudgementKind.NO_CLAIM_YET) == [(None, False)]


def test_errors_in_a_grid_are_named_and_are_no_claims() -> None:
    rows: Rows = [["Cand no", "Unit 8", "Unit 9"], ["45", "M", "P"]]

    def error(book: Any, day: Any) -> None:
        book.get_worksheet_by_name("05839").write_formula(2, 1, "=NA()", None, "#N/A")
        book.get_worksheet_by_name("05839").write(2, 0, "46")

    book = read(messy(table("05839", rows), error))
    assert [(one.row, one.unit_number) for one in book.claims] == [(2, "8"), (2, "9")]


def test_totals_titles_and_rows_without_a_candidate_are_passed_over() -> None:
    rows: Rows = [
        ["Cand no", "Unit 8", "Unit 9"],
        ["", "Projects", "Products"],
        ["45", "M", "P"],
        [],
        ["Cand no", "Unit 8", "Unit 9"],
        ["46", "P", ""],
        ["Total", 2, 1],
    ]
    book = read(messy(table("05839", rows)))
    assert [(one.row, one.unit_number) for one in book.claims] == [(3, "8"), (3, "9"), (6, "8")]
    assert book.problems == ()
    passed = [one.values for one in book.judgements if one.kind is JudgementKind.ROWS_PASSED_OVER]
    assert {"row_kind": "totals", "row": 7} in passed


def test_a_row_at_the_headings_says_who_assesses_each_unit() -> None:
    rows: Rows = [["Assessor", "JS", "PT"], ["Cand no", "Unit 8", "Unit 9"], ["45", "M", "P"]]
    book = read(messy(table("05839", rows)))
    assert [(one.unit_number, one.assessor) for one in book.claims] == [("8", "JS"), ("9", "PT")]
    below: Rows = [["Cand no", "Unit 8", "Unit 9"], ["Visit", "IT 1", "L4 2"], ["45", "M", "P"]]
    book = read(messy(table("05839", below)))
    assert [(one.row, one.visit) for one in book.claims] == [(3, "IT 1"), (3, "L4 2")]


# -- the entry code


def test_the_entry_code_is_taken_from_where_it_is_plain_and_that_is_said() -> None:
    where = {
        "the title “IT 05355 claims”": messy(table("Grid", [["IT 05355 claims"], ["Cand no", "Unit 2"], ["45", "M"]])),
        "the sheet’s name": messy(table("05355", [["Cand no", "Unit 2"], ["45", "M"]])),
        "Units, where only it has such units": messy(
            table("Grid", [["Cand no", "Unit 2"], ["45", "M"]]), without=["Units"]
        ),
    }
    where["Units, where only it has such units"] = messy(
        table("Units", [["Entry code", "Unit number"], ["05355", "2"]]),
        table("Grid", [["Cand no", "Unit 2"], ["45", "M"]]),
        without=["Units"],
    )
    for source, data in where.items():
        book = read(data)
        assert [one.entry_code for one in book.claims] == ["05355"], source
        (told,) = [one.values for one in book.judgements if one.kind is JudgementKind.CODE_FROM]
        assert source_of_code(told["where"], told["text"]) == source
        assert told["code"] == "05355"


def test_the_entry_code_may_stand_in_a_column_or_come_from_the_candidates_entry() -> None:
    book = read(messy(table("Grid", [["Cand no", "Scheme code", "Unit 1"], ["45", "5839", "R"], ["102", "4663", "P"]])))
    assert [one.entry_code for one in book.claims] == ["05839", "04663"]
    book = read(messy(table("Grid", [["Cand no", "Unit 1"], ["45", "R"], ["102", "P"]])))
    assert [one.entry_code for one in book.claims] == ["05839", "04663"]


def test_without_an_entry_code_it_is_told_once_for_the_unit_and_what_to_do() -> None:
    data = messy(table("Grid", [["Cand no", "Unit 1"], ["45", "M"], ["102", "P"]]), without=["Entries"])
    book = read(data)
    assert [one.entry_code for one in book.claims] == [None, None]
    (asked,) = [one for one in book.judgements if one.kind is JudgementKind.CODE_UNCLEAR]
    assert asked.is_question
    assert asked.values == {"units": ["1"], "codes": []}
    report = stays_the_same(data)
    assert at_cells(report, "reading-unclear") == ["Grid!A1"]


def test_the_subject_in_the_sheets_name_decides_between_codes() -> None:
    book = read(messy(table("Business", [["Cand no", "Unit 4"], ["46", "P"]])))
    assert [one.entry_code for one in book.claims] == ["05835"]


# -- findings that stay, whatever moves


def accepted(data: bytes, reason: str) -> bytes:
    """The annotated workbook with a reason beside the first finding on To do."""
    import io

    book = opened(data)
    sheet = book["To do"]
    row = next(row[0].row for row in sheet.iter_rows() if any(cell.value == "Accepted because" for cell in row))
    column = next(cell.column for cell in sheet[row] if cell.value == "Accepted because")
    for number in range(row + 1, sheet.max_row + 1):
        if any("days before the visit" in str(cell.value) for cell in sheet[number]):
            sheet.cell(number, column).value = reason
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_reason_for_a_finding_in_a_grid_is_kept_for_that_unit_alone() -> None:
    def write(book: Any, day: Any) -> None:
        grouped()(book, day)
        put(
            book.get_worksheet_by_name("Year 13"),
            day,
            5,
            0,
            ["0046", "P", DAY, LATE_DAY, "D", DAY, LATE_DAY, "PT", "IT 1"],
        )

    report, out = annotated(messy(write))
    late = [one.ref for one in report.findings if one.rule.code == "claim-under-two-weeks"]
    assert len(set(late)) == 3
    assert at_cells(report, "claim-under-two-weeks") == ["Year 13!D5", "Year 13!D6", "Year 13!G6"]
    again, _ = annotated(accepted(out, "agreed with the moderator"))
    kept = [one for one in again.findings if one.accepted]
    assert {one.ref for one in kept} == set(late)


@settings(max_examples=tries(12))
@given(
    above=st.integers(0, 6),
    left=st.integers(0, 3),
    rows=st.lists(
        st.lists(st.sampled_from(["", "M", "P", "odd word"]), min_size=2, max_size=2), min_size=1, max_size=6
    ),
    gaps=st.lists(st.integers(0, 2), min_size=6, max_size=6),
)
def test_the_cell_named_is_excels_wherever_a_grid_stands(
    above: int, left: int, rows: list[list[str]], gaps: list[int]
) -> None:
    wanted: dict[str, str] = {}

    def write(book: Any, day: Any) -> None:
        sheet = book.add_worksheet("05839")
        for number in range(above):
            put(sheet, day, number, left, ["Our college"] if number % 2 else [])
        put(sheet, day, above, left, ["Cand no", "Unit 8", "Unit 9"])
        row = above
        for values, gap in zip(rows, gaps, strict=False):
            row += 1 + gap
            put(sheet, day, row, left, ["0045", *values])
            for at, value in enumerate(values, start=1):
                if value:
                    wanted[f"{chr(ord('A') + left + at)}{row + 1}"] = value

    data = messy(write)
    sheet = opened(data)["05839"]
    book = read(data)
    if not wanted:
        return
    asked = []
    for at in (1, 2):
        held = [values[at - 1] for values in rows if values[at - 1]]
        if len(held) > 2 and set(held) == {"odd word"}:  # a column of nothing else is asked about once, at its heading
            letter = chr(ord("A") + left + at)
            asked.append((f"{letter}{above + 1}", True))
            wanted = {ref: value for ref, value in wanted.items() if not ref.startswith(letter)}
    assert judged(book, JudgementKind.COLUMN_UNCLEAR) == asked
    assert {book.cell(one, "unit_number").ref for one in book.claims} == set(wanted)
    assert all(sheet[ref].value == value for ref, value in wanted.items())
    assert sorted(one.cell.ref for one in book.problems if one.cell) == sorted(
        ref for ref, value in wanted.items() if value == "odd word"
    )


def test_the_machine_form_says_what_a_grid_was_taken_for() -> None:
    report = check(Workbook.from_bytes(messy(grouped())), "centre.xlsx", dt.date(2027, 2, 1)).report
    (grid,) = [one for one in report_json.as_object(report)["read"] if one["sheet"] == "Year 13"]
    assert grid["as"] == "Claims"
    assert grid["grid_of"] == ["05839 unit 8", "05839 unit 9"]
    assert grid["rows"] == 3
    assert grid["columns"]["Claimed on, 05839 unit 8"] == "Unit 8: Projects Claimed (D)"
    assert grid["columns"]["Candidate number"] == "Candidate number (A)"


def test_a_grid_can_be_validated_on_the_command_line(tmp_path: Path) -> None:
    path = tmp_path / "Year 13 – café.xlsx"
    path.write_bytes(messy(grouped()))
    done = CliRunner().invoke(main, ["validate", str(path), "--as-of", "2027-02-01", "--format", "json"])
    assert done.exit_code == 1, done.output
    late = [one for one in json.loads(done.output)["findings"] if one["rule"] == "claim-under-two-weeks"]
    assert [(one["sheet"], one["cell"]) for one in late] == [("Year 13", "D5")]
