"""What headings of trackers say besides one word: a day, a visit, a step over several columns, a unit right or left of them; and what is
nobody's below a table.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from messy import Write, messy, read, stays_the_same, table
from workbooks import BASE, parse

from ocr_sheets.model.book import Book
from ocr_sheets.model.judgements import JudgementKind
from ocr_sheets.model.records import Claim, ClaimStatus
from ocr_sheets.model.tables import IssueKind

MARKED, CHECKED, CLAIMED = dt.date(2026, 11, 20), dt.date(2026, 12, 4), dt.date(2027, 1, 20)
Rows = list[list[Any]]
ALL = list(parse(BASE))
TWO = [["0045", "Ali Adams"], ["0046", "Bea Brown"]]


def it(rows: Rows, name: str = "IT 05839") -> Write:
    return table(name, rows)


def shows(book: Book, *fields: str) -> list[tuple[Any, ...]]:
    """What each claim says: candidate, unit, and some fields."""
    return [
        (one.candidate_number, one.unit_number, *(_plain(getattr(one, field)) for field in fields))
        for one in sorted(book.claims, key=lambda one: (one.candidate_number or "", one.unit_number or ""))
    ]


def _plain(value: Any) -> Any:
    return value.value if hasattr(value, "value") else value


def kinds(book: Book) -> set[JudgementKind]:
    return {one.kind for one in book.judgements}


def asked(book: Book) -> list[JudgementKind]:
    return [one.kind for one in book.judgements if one.is_question]


@pytest.mark.parametrize("heads", [["Claimed", "Claimed"], ["Date claimed", "Date claimed"], ["Claim", "Claim"]])
def test_what_stands_in_the_same_words_right_of_several_units_is_of_each(heads: list[str]) -> None:
    rows: Rows = [
        ["Cand no", "Name", "Unit 8", "IV", heads[0], "Comments", "Unit 9", "IV", heads[1], "Comments"],
        [*TWO[0], "M", "PT", CLAIMED, "good", "P", "JS", CHECKED, ""],
        [*TWO[1], "P", "PT", CLAIMED, "", "D", "JS", "", "late"],
    ]
    book = stays_the_same(messy(it(rows))).book
    assert shows(book, "grade", "standardised_by", "claimed_on") == [
        ("0045", "8", "M", "PT", CLAIMED),
        ("0045", "9", "P", "JS", CHECKED),
        ("0046", "8", "P", "PT", CLAIMED),
        ("0046", "9", "D", "JS", None),
    ]
    assert asked(book) == []


def test_one_date_behind_all_units_is_still_that_of_the_row() -> None:
    rows: Rows = [
        ["Cand no", "Name", "Unit 8", "IV", "Unit 9", "IV", "Claimed"],
        [*TWO[0], "M", "PT", "P", "JS", CLAIMED],
        [*TWO[1], "P", "PT", "D", "JS", CLAIMED],
    ]
    book = read(messy(it(rows)))
    assert {one.claimed_on for one in book.claims} == {CLAIMED}
    assert [one.standardised_by for one in book.claims] == ["PT", "JS", "PT", "JS"]


@pytest.mark.parametrize("number", ["No", "Cand no", "#"])
def test_of_tables_side_by_side_each_has_its_own_numbers_and_title(number: str) -> None:
    def write(book: Any, day: Any) -> None:
        sheet = book.get_worksheet_by_name("Y13")
        sheet.merge_range(0, 0, 0, 3, "IT 05839")
        sheet.merge_range(0, 5, 0, 8, "Business 05835")

    rows: Rows = [
        [],
        [number, "Name", "U8", "U9", "", number, "Name", "U4", "U5"],
        ["0045", "Ali Adams", "M", "P", "", "0051", "Cy Clarke", "D", "P"],
        ["0046", "Bea Brown", "P", "P", "", "0052", "Di Dean", "M", "M"],
    ]
    book = stays_the_same(messy(table("Y13", rows), write, without=ALL)).book
    assert [(one.candidate_number, one.entry_code, one.unit_number, _plain(one.grade)) for one in book.claims] == [
        ("0045", "05839", "8", "M"),
        ("0045", "05839", "9", "P"),
        ("0051", "05835", "4", "D"),
        ("0051", "05835", "5", "P"),
        ("0046", "05839", "8", "P"),
        ("0046", "05839", "9", "P"),
        ("0052", "05835", "4", "M"),
        ("0052", "05835", "5", "M"),
    ]


def test_a_title_above_one_of_two_tables_is_of_both_where_the_other_has_none() -> None:
    rows: Rows = [
        ["IT 05839"],
        ["Cand no", "Name", "U8", "", "Cand no", "Name", "U9"],
        ["0045", "Ali Adams", "M", "", "0051", "Cy Clarke", "D"],
        ["0046", "Bea Brown", "P", "", "0052", "Di Dean", "M"],
    ]
    book = read(messy(table("Y13", rows), without=ALL))
    assert {one.entry_code for one in book.claims} == {"05839"}


def test_a_day_below_a_grade_is_no_second_claim() -> None:
    """Two rows for each candidate, merged at the left, on a sheet whose name says what the days are of."""

    def write(book: Any, day: Any) -> None:
        sheet = book.get_worksheet_by_name("IT 05839 claims")
        for row in (1, 3):
            sheet.merge_range(row, 0, row + 1, 0, TWO[row // 2][0])
            sheet.merge_range(row, 1, row + 1, 1, TWO[row // 2][1])

    rows: Rows = [
        ["Cand no", "Name", "Unit 8", "Unit 9"],
        ["", "", "M", "P"],
        ["", "", CLAIMED, CHECKED],
        ["", "", "P", "D"],
        ["", "", CLAIMED, ""],
    ]
    book = stays_the_same(messy(table("IT 05839 claims", rows), write)).book
    assert shows(book, "grade", "claimed_on") == [
        ("0045", "8", "M", CLAIMED),
        ("0045", "9", "P", CHECKED),
        ("0046", "8", "P", CLAIMED),
        ("0046", "9", "D", None),
    ]


def test_a_hidden_column_gives_way_to_a_visible_one_and_is_named() -> None:
    def write(book: Any, day: Any) -> None:
        book.get_worksheet_by_name("IT 05839").set_column(2, 2, None, None, {"hidden": True})

    rows: Rows = [
        ["Cand no", "Name", "Unit 8 grade", "Unit 8 grade", "Unit 9 grade"],
        [*TWO[0], "P", "M", "P"],
        [*TWO[1], "M", "D", "P"],
    ]
    book = read(messy(it(rows), write))
    assert [grade for _, unit, grade in shows(book, "grade") if unit == "8"] == ["M", "D"]
    assert [(one.cell, one.values["why"]) for one in book.judgements if one.kind is JudgementKind.COLUMN_NOT_READ] == [
        ("C1", "hidden")
    ]
    assert asked(book) == []


def test_a_hidden_column_of_which_no_other_says_the_same_is_read() -> None:
    def write(book: Any, day: Any) -> None:
        book.get_worksheet_by_name("IT 05839").set_column(2, 2, None, None, {"hidden": True})

    rows: Rows = [["Cand no", "Name", "Unit 8", "Unit 9"], [*TWO[0], "P", "M"], [*TWO[1], "M", "D"]]
    assert len(read(messy(it(rows), write)).claims) == 4


@pytest.mark.parametrize("day", ["20/1/27", "20/01/2027", "20 Jan 2027", "20th January", "Wed 20 Jan"])
@pytest.mark.parametrize("heading", ["Claimed {}", "Claimed ({})", "Sent to OCR {}", "Claimed: {}"])
def test_a_tick_below_a_heading_with_a_day_is_of_that_day(day: str, heading: str) -> None:
    rows: Rows = [
        ["Cand no", "Name", "Unit 8", heading.format(day)],
        [*TWO[0], "M", "✓"],
        [*TWO[1], "P", ""],
    ]
    book = stays_the_same(messy(it(rows))).book
    assert shows(book, "grade", "claimed_on", "claim_status") == [
        ("0045", "8", "M", CLAIMED, "submitted"),
        ("0046", "8", "P", None, None),
    ]
    assert JudgementKind.DAY_IN_HEADING in kinds(book)


@pytest.mark.parametrize("cell", ["No", "TBC", "N", "not yet"])
def test_what_is_no_tick_below_a_heading_with_a_day_is_not_of_that_day(cell: str) -> None:
    rows: Rows = [["Cand no", "Name", "Unit 8", "Claimed 20/1/27"], [*TWO[0], "M", "✓"], [*TWO[1], "P", cell]]
    book = read(messy(it(rows)))
    assert [one.claimed_on for one in book.claims] == [CLAIMED, None]


def test_the_cells_own_day_is_before_that_of_its_heading() -> None:
    rows: Rows = [["Cand no", "Name", "Unit 8", "Claimed 20/1/27"], [*TWO[0], "M", CHECKED], [*TWO[1], "P", CHECKED]]
    assert {one.claimed_on for one in read(messy(it(rows))).claims} == {CHECKED}


@pytest.mark.parametrize("heading", ["Claim by 20/1/27", "Claims due 20/1/27", "To be claimed 20/1/27"])
def test_a_deadline_in_a_heading_is_no_claim(heading: str) -> None:
    rows: Rows = [["Cand no", "Name", "Unit 8", heading], [*TWO[0], "M", "✓"], [*TWO[1], "P", ""]]
    assert {(one.claimed_on, one.claim_status) for one in read(messy(it(rows))).claims} == {(None, None)}


def test_grades_below_the_names_of_visits_are_of_these_visits() -> None:
    rows: Rows = [
        ["", "", "Unit 8", "", "Unit 9", ""],
        ["Cand no", "Name", "Visit 1", "Visit 2", "Visit 1", "Visit 2"],
        [*TWO[0], "M", "", "", "P"],
        [*TWO[1], "", "P", "D", ""],
    ]
    book = read(messy(it(rows), without=ALL))
    assert shows(book, "grade", "visit") == [
        ("0045", "8", "M", "Visit 1"),
        ("0045", "9", "P", "Visit 2"),
        ("0046", "8", "P", "Visit 2"),
        ("0046", "9", "D", "Visit 1"),
    ]
    assert JudgementKind.VISIT_IN_HEADING in kinds(book)


def test_grades_of_two_visits_in_one_row_are_asked_about() -> None:
    rows: Rows = [
        ["", "", "Unit 8", ""],
        ["Cand no", "Name", "Visit 1", "Visit 2"],
        [*TWO[0], "P", "M"],
        [*TWO[1], "", "P"],
    ]
    assert JudgementKind.COLUMN_TWICE in asked(read(messy(it(rows), without=ALL)))


def test_headings_may_say_the_step_above_and_who_and_when_below() -> None:
    rows: Rows = [
        ["", "", "Unit 8", "", "", "", "", "Unit 9"],
        ["", "", "Assessment", "", "", "IV", "", "Assessment", "", "", "IV", ""],
        ["No.", "Name", *["Grade", "By", "On", "By", "On"] * 2],
        [*TWO[0], "M", "JS", MARKED, "PT", CHECKED, "P", "JS", MARKED, "PT", ""],
        [*TWO[1], "P", "JS", MARKED, "PT", CHECKED, "D", "JS", MARKED, "", ""],
    ]
    book = stays_the_same(messy(it(rows))).book
    assert shows(book, "grade", "assessor", "assessed_on", "standardised_by", "standardised_on") == [
        ("0045", "8", "M", "JS", MARKED, "PT", CHECKED),
        ("0045", "9", "P", "JS", MARKED, "PT", None),
        ("0046", "8", "P", "JS", MARKED, "PT", CHECKED),
        ("0046", "9", "D", "JS", MARKED, None, None),
    ]
    assert asked(book) == []


@pytest.mark.parametrize(
    "cell", ["JS 20/11/26", "JS - 20/11/2026", "JS 20 Nov 2026", "20/11/26 (JS)", "20/11 JS", "JS, 20.11.26"]
)
@pytest.mark.parametrize("is_grid", [True, False])
def test_initials_and_a_day_may_share_a_cell(cell: str, is_grid: bool) -> None:
    if is_grid:
        rows: Rows = [["", "", "Unit 8"], ["Cand no", "Name", "Grade", "Marked"]]
        rows += [[*TWO[0], "M", cell], [*TWO[1], "P", cell]]
    else:
        rows = [["Cand no", "Name", "Unit", "Grade", "Assessed"]]
        rows += [[*TWO[0], "Unit 8", "M", cell], [*TWO[1], "Unit 8", "P", cell]]
    book = stays_the_same(messy(it(rows))).book
    assert {(one.assessor, one.assessed_on) for one in book.claims} == {("JS", MARKED)}
    assert not [one for one in book.problems if one.trouble is IssueKind.UNREADABLE]


def test_dates_alone_are_of_the_steps_they_stand_beside() -> None:
    rows: Rows = [
        ["Cand no", "Name", "Unit", "Grade", "Assessor signature", "Date", "IV signature", "Date"],
        [*TWO[0], "Unit 8", "M", "JS", MARKED, "PT", CHECKED],
        [*TWO[1], "Unit 8", "P", "JS", MARKED, "PT", CHECKED],
    ]
    book = stays_the_same(messy(it(rows))).book
    assert {(one.assessor, one.assessed_on, one.standardised_by, one.standardised_on) for one in book.claims} == {
        ("JS", MARKED, "PT", CHECKED)
    }
    assert JudgementKind.DATE_BESIDE in kinds(book)


def test_one_date_alone_may_be_of_anything_and_is_asked_about() -> None:
    rows: Rows = [
        ["Cand no", "Name", "Unit", "Grade", "Assessor", "Date"],
        [*TWO[0], "Unit 8", "M", "JS", MARKED],
        [*TWO[1], "Unit 8", "P", "JS", MARKED],
    ]
    book = read(messy(it(rows)))
    assert {one.assessed_on for one in book.claims} == {None}
    assert asked(book) == [JudgementKind.DATE_OF_WHAT]


@pytest.mark.parametrize("is_grid", [True, False])
def test_a_unit_may_be_named_by_its_reference(is_grid: bool) -> None:
    if is_grid:
        rows: Rows = [["Cand no", "Name", "F/507/5008", "K/507/5004"], [*TWO[0], "M", "P"], [*TWO[1], "P", ""]]
    else:
        rows = [["Cand no", "Name", "Unit ref", "Result"], [*TWO[0], "F/507/5008", "M"]]
        rows += [[*TWO[0], "K/507/5004", "P"], [*TWO[1], "F/507/5008", "P"]]
    book = read(messy(it(rows), without=ALL))
    assert shows(book, "grade") == [("0045", "5", "P"), ("0045", "8", "M"), ("0046", "8", "P")]


def test_a_units_number_may_be_a_word() -> None:
    rows: Rows = [["Cand no", "Name", "Unit Eight", "Unit Nineteen"], [*TWO[0], "M", "P"], [*TWO[1], "P", ""]]
    book = read(messy(it(rows)))
    assert shows(book, "grade") == [("0045", "19", "P"), ("0045", "8", "M"), ("0046", "8", "P")]


@pytest.mark.parametrize("heading", ["Centre/Cand no", "Candidate number", "Exam no"])
def test_the_centres_number_may_stand_before_the_candidates(heading: str) -> None:
    rows: Rows = [[heading, "Name", "Unit 8"], ["64321/0045", "Ali Adams", "M"], ["64321/0046", "Bea Brown", "P"]]
    book = read(messy(it(rows), without=ALL))
    assert shows(book, "grade", "centre_number") == [("0045", "8", "M", "64321"), ("0046", "8", "P", "64321")]
    assert not book.problems or {one.trouble for one in book.problems} <= {IssueKind.NO_SHEET}


def test_candidates_may_be_numbers_below_the_word_candidate() -> None:
    rows: Rows = []
    for unit in (8, 9):
        rows += [[f"Unit {unit}"], ["Candidate", "Grade", "Marked"], ["0045", "M", MARKED], ["0046", "P", MARKED], []]
    book = stays_the_same(messy(it(rows), without=ALL)).book
    assert shows(book, "grade", "assessed_on") == [
        (number, unit, grade, MARKED) for number, grade in (("0045", "M"), ("0046", "P")) for unit in ("8", "9")
    ]


@pytest.mark.parametrize(
    "line",
    [["Signed", "J Smith", "Date", CLAIMED], ["IV", "P Taylor", "Date", CLAIMED], ["Signature:", "J Smith", "", ""]],
)
def test_a_line_in_which_somebody_signs_is_no_candidate(line: list[Any]) -> None:
    rows: Rows = [
        ["Cand no", "Name", "Unit 8", "Unit 9"],
        [*TWO[0], "M", "P"],
        [*TWO[1], "P", "P"],
        [],
        ["I confirm that this is the learners' own work."],
        line,
    ]
    book = read(messy(it(rows), without=ALL))
    assert [one.candidate_number for one in book.candidates] == ["0045", "0046"]
    assert len(book.claims) == 4
    assert not [one for one in book.problems if one.trouble is IssueKind.UNREADABLE]


@pytest.mark.parametrize("note", ["Submitted", "Sent", "done", "Date", "Signed off"])
def test_a_word_about_one_unit_leaves_a_candidates_other_units_as_they_are(note: str) -> None:
    rows: Rows = [
        ["Cand no", "Name", "Unit 8", "Unit 9"],
        [*TWO[0], note, "P"],
        [*TWO[1], "P", "P"],
        ["0102", "Cy Clarke", "M", "M"],
    ]
    book = read(messy(it(rows)))
    assert ("0045", "9", "P") in shows(book, "grade")
    assert len({one.candidate_number for one in book.claims}) == 3


@pytest.mark.parametrize("banner", ["Leavers", "LEFT", "Withdrawn", "Left the course:"])
def test_those_below_the_word_leavers_are_passed_over_and_named(banner: str) -> None:
    rows: Rows = [
        ["Cand no", "Name", "Unit 8"],
        [*TWO[0], "M"],
        [*TWO[1], "P"],
        [],
        [banner],
        ["0051", "Cy Clarke", "P"],
    ]
    book = read(messy(it(rows), without=ALL))
    assert shows(book, "grade") == [("0045", "8", "M"), ("0046", "8", "P")]
    told = [one.values["row"] for one in book.judgements if one.kind is JudgementKind.ROWS_PASSED_OVER]
    assert told == [6]


def test_letters_of_the_centres_own_key_may_say_how_far_the_work_is() -> None:
    rows: Rows = [
        ["Key: A = assessed, S = standardised, C = claimed"],
        ["Cand no", "Name", "Unit 8", "Unit 9"],
        [*TWO[0], "C", "A"],
        [*TWO[1], "S", "A"],
    ]
    book = stays_the_same(messy(it(rows), without=ALL)).book
    made, planned = ClaimStatus.SUBMITTED.value, ClaimStatus.PLANNED.value
    assert shows(book, "claim_status") == [
        ("0045", "8", made),
        ("0045", "9", planned),
        ("0046", "8", planned),
        ("0046", "9", planned),
    ]


def test_words_of_a_list_below_a_key_are_no_key() -> None:
    rows: Rows = [
        ["Key"],
        ["Cand no", "Unit", "Grade", "Status"],
        ["0045", 8, "P", "Claimed"],
        ["0046", 8, "M", "Claimed"],
    ]
    book = read(messy(it(rows), without=ALL))
    assert shows(book, "grade") == [("0045", "8", "P"), ("0046", "8", "M")]


def test_what_the_verifier_thought_of_a_grade_is_no_grade() -> None:
    rows: Rows = [
        ["Cand no", "Unit", "Assessor", "IV done", "Outcome"],
        ["0045", 8, "JS", CHECKED, "Agreed"],
        ["0046", 8, "JS", CHECKED, "Action needed"],
    ]
    grid: Rows = [["Cand no", "Unit 8"], ["0045", "M"], ["0046", "P"]]
    book = read(messy(table("Verification", rows), it(grid), without=ALL))
    assert shows(book, "grade", "standardised_on") == [("0045", "8", "M", CHECKED), ("0046", "8", "P", CHECKED)]
    assert not [one for one in book.problems if one.trouble is IssueKind.UNREADABLE]


@pytest.mark.parametrize(
    ("name", "is_read"), [("Class of 2026", False), ("Leavers 2026", False), ("Class of 2027", True)]
)
def test_a_class_that_left_is_of_an_earlier_year(name: str, is_read: bool) -> None:
    rows: Rows = [["Cand no", "Unit", "Grade"], ["0051", 8, "P"], ["0052", 8, "M"]]
    grid: Rows = [["Cand no", "Unit 8"], ["0045", "M"], ["0046", "P"]]
    book = read(messy(table(f"IT {name}", rows), it(grid), without=ALL))
    assert ("0051" in {one.candidate_number for one in book.claims}) is is_read
    assert {one.sheet for one in book.claims if isinstance(one, Claim)} >= {"IT 05839"}


@pytest.mark.parametrize("margin", [[], [""]])
def test_a_turned_grid_with_rows_still_empty_is_no_list_of_the_label_above_it(margin: list[str]) -> None:
    """Nobody has sent unit 10 yet: two rows below each other begin with labels, which look like the headings of an upright list."""
    rows: Rows = [[*margin, "", "Student name", "Ali Adams", "Bea Brown", "Cy Clarke"]]
    for unit in ("U8", "U9", "U10", "U11"):
        only = unit == "U10"
        rows += [
            [*margin, unit, "Sent to OCR", *(["", "", ""] if only else [CLAIMED] * 3)],
            [*margin, "", "Final grade", *(["", "m", ""] if only else ["p", "m", "p"])],
            [*margin, "", "Assessed by", *(["", "JS", ""] if only else ["JS", "PT", "JS"])],
            [*margin, "", "Assessed", *(["", MARKED, ""] if only else [MARKED] * 3)],
        ]
    book = read(messy(it(rows)))
    assert [(one.candidate_number, one.unit_number) for one in book.claims] == [
        *((number, unit) for unit in ("8", "9") for number in ("0045", "0046", "0102")),
        ("0046", "10"),
        *((number, "11") for number in ("0045", "0046", "0102")),
    ]
    assert {one.claimed_on for one in book.claims} == {CLAIMED, None}
    assert JudgementKind.TURNED in kinds(book)
