"""More ways in which centres keep their work, each a small table with its truth: mark sheets of programs, logs by stage, several units in a
row, forms of one candidate, parts of a sheet for each course, boards, diaries and copies.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from messy import Write, messy, read, stays_the_same, table
from workbooks import AS_OF, BASE, parse

from ocr_sheets.model.book import Book
from ocr_sheets.model.judgements import JudgementKind
from ocr_sheets.model.reading_facts import AsideKind
from ocr_sheets.patching import Workbook
from ocr_sheets.reading import NoSuchSheets
from ocr_sheets.validate import check
from ocr_sheets.writing.shown_headings import without_names
from ocr_sheets.writing.terminal import summary
from ocr_sheets.writing.understood import lines

DAY, NEXT, LAST = dt.date(2026, 11, 20), dt.date(2026, 12, 4), dt.date(2027, 1, 20)
Rows = list[list[Any]]
ALL = list(parse(BASE))


def it(rows: Rows, name: str = "IT 05839") -> Write:
    return table(name, rows)


def graded(book: Book) -> dict[tuple[str | None, str | None], str]:
    """The grade of each candidate's unit."""
    return {(one.candidate_number, one.unit_number): one.grade.value if one.grade else "" for one in book.claims}


def asked(book: Book) -> list[tuple[JudgementKind, str, str | None]]:
    return [(one.kind, one.sheet, one.cell) for one in book.judgements if one.is_question]


def hidden(name: str) -> Write:
    def write(book: Any, day: Any) -> None:
        book.get_worksheet_by_name(name).hide()

    return write


def merged(name: str, *parts: tuple[int, int, int, str]) -> Write:
    """Merged words in a row, by row, first and last column."""

    def write(book: Any, day: Any) -> None:
        sheet = book.get_worksheet_by_name(name) or book.add_worksheet(name)
        for row, first, last, text in parts:
            sheet.merge_range(row, first, row, last, text)

    return write


def test_a_mark_sheet_names_the_subject_before_each_unit() -> None:
    heads = ["Students", "Reg", "Adno", "Cand. No.", "CTEC IT U8 Grade", "CTEC IT U8 Date Claimed", "CTEC IT U9 Grade"]
    rows: Rows = [
        heads,
        ["Adams Ali", "13A", 104230, "0045", "M", DAY, "P"],
        ["Brown Bea", "13A", 104231, "0046", "P", "", "D"],
    ]
    book = stays_the_same(messy(it(rows))).book
    assert graded(book) == {("0045", "8"): "M", ("0045", "9"): "P", ("0046", "8"): "P", ("0046", "9"): "D"}
    assert [one.claimed_on for one in book.claims] == [DAY, None, None, None]


def test_a_target_before_a_unit_is_still_no_grade() -> None:
    rows: Rows = [["Cand no", "Target U8 grade", "Target U9 grade"], ["0045", "M", "P"], ["0046", "P", "D"]]
    assert read(messy(it(rows))).claims == ()


@pytest.mark.parametrize("heading", ["No", "No.", "Number", "#", "ID", "Ref"])
@pytest.mark.parametrize(
    ("numbers", "are_candidates"),
    [
        (["0045", "0046", "0102"], True),
        ([45, 46, 102], True),
        ([1, 2, 3], False),
        ([104230, 104231, 104240], False),
    ],
)
def test_a_number_of_nothing_is_a_candidates_where_its_cells_are(
    heading: str, numbers: list[Any], are_candidates: bool
) -> None:
    rows: Rows = [
        ["Student", heading, "Unit 8"],
        *([name, number, "M"] for name, number in zip(["Ali Adams", "Bea Brown", "Cy Clarke"], numbers, strict=True)),
    ]
    book = read(messy(it(rows), without=ALL))
    found = [one.candidate_number for one in book.claims]
    assert found == (["0045", "0046", "0102"] if are_candidates else [None] * 3)


def test_the_qualification_above_the_units_is_that_of_each() -> None:
    rows: Rows = [
        [],
        [],
        ["Surname", "No", *["Grade", "IV"] * 3],
        ["Adams", "0045", "M", "PT", "P", "PT", "D", "JS"],
        ["Brown", "0046", "P", "PT", "", "", "M", "JS"],
    ]
    over = merged(
        "All", (0, 2, 5, "05839 IT"), (0, 6, 7, "05835 Business"), (1, 2, 3, "Unit 8"), (1, 4, 5, "Unit 9"), (1, 6, 7, "Unit 4")
    )  # fmt: skip
    book = stays_the_same(messy(table("All", rows), over)).book
    assert [(one.candidate_number, one.entry_code, one.unit_number, str(one.grade)) for one in book.claims] == [
        ("0045", "05839", "8", "M"),
        ("0045", "05839", "9", "P"),
        ("0045", "05835", "4", "D"),
        ("0046", "05839", "8", "P"),
        ("0046", "05835", "4", "M"),
    ]
    assert JudgementKind.CODE_UNCLEAR not in {one.kind for one in book.judgements}


@pytest.mark.parametrize("first", ["Unit", "1st unit", "Unit 1"])
def test_several_units_in_a_row_are_each_a_claim(first: str) -> None:
    second = {"Unit": "Unit", "1st unit": "2nd unit", "Unit 1": "Unit 2"}[first]
    rows: Rows = [
        ["Cand no", "Name", first, "Grade", "Claimed", second, "Grade", "Claimed"],
        ["0045", "Ali Adams", "Unit 8", "M", DAY, "Unit 9", "P", NEXT],
        ["0046", "Bea Brown", "Unit 8", "P", DAY, "", "", ""],
    ]
    book = stays_the_same(messy(it(rows))).book
    found = {(one.candidate_number, one.unit_number): (str(one.grade), one.claimed_on) for one in book.claims}
    assert found == {("0045", "8"): ("M", DAY), ("0045", "9"): ("P", NEXT), ("0046", "8"): ("P", DAY)}
    assert sorted(book.cell(one, "grade").ref for one in book.claims) == ["D2", "D3", "G2"]
    assert len({one.place for one in book.claims}) == 3


def test_a_form_of_one_candidate_says_each_unit_in_lines_of_its_own() -> None:
    def form(name: str, number: str, grade: str) -> Rows:
        head: Rows = [["Candidate record, IT 05839"], ["Name", name], ["Candidate number", number], []]
        for unit in (8, 9):
            head += [[f"Unit {unit}"], ["Grade", grade], ["Date assessed", DAY], ["Assessor", "JS"], []]
        return head

    book = stays_the_same(
        messy(it(form("Ali Adams", "0045", "M"), "AA"), it(form("Bea Brown", "0046", "P"), "BB"))
    ).book
    assert [(one.candidate_number, one.unit_number, str(one.grade), one.assessed_on, one.assessor) for one in book.claims] == [
        ("0045", "8", "M", DAY, "JS"),
        ("0045", "9", "M", DAY, "JS"),
        ("0046", "8", "P", DAY, "JS"),
        ("0046", "9", "P", DAY, "JS"),
    ]  # fmt: skip


def test_the_heading_of_a_part_says_the_qualification_of_its_rows() -> None:
    rows: Rows = [
        ["Cand no", "Name", "Unit", "Grade"],
        ["Level 3 Extended Certificate in IT (05839)"],
        ["0045", "Ali Adams", 8, "M"],
        ["Level 3 Business (05835)"],
        ["0046", "Bea Brown", 4, "P"],
    ]
    book = stays_the_same(messy(table("Cohort", rows))).book
    assert [(one.candidate_number, one.entry_code, one.unit_number) for one in book.claims] == [
        ("0045", "05839", "8"),
        ("0046", "05835", "4"),
    ]


def test_a_code_in_front_of_a_unit_in_its_cell_is_its_qualification() -> None:
    rows: Rows = [
        ["Cand no", "Unit", "Grade", "Teacher"],
        ["0045", "05839/8", "M", "JS"],
        ["0046", "05835/4", "P", "JS"],
    ]
    book = read(messy(table("Record", rows)))
    assert [(one.entry_code, one.unit_number) for one in book.claims] == [("05839", "8"), ("05835", "4")]


def test_a_log_says_in_a_column_what_each_row_is_about() -> None:
    rows: Rows = [
        ["Date", "Cand no", "Unit", "Stage", "By", "Grade"],
        [DAY, "0045", "8", "Assessed", "JS", "M"],
        [NEXT, "0045", "8", "IV", "PT", ""],
        [LAST, "0045", "8", "Claimed", "", ""],
        [DAY, "0046", "8", "Assessed", "JS", "P"],
        ["", "0046", "8", "Claimed", "", ""],
    ]
    book = stays_the_same(messy(it(rows, "Log 05839"))).book
    (one, other) = book.claims
    assert (str(one.grade), one.assessed_on, one.assessor, one.standardised_on, one.standardised_by, one.claimed_on) == (
        "M", DAY, "JS", NEXT, "PT", LAST,
    )  # fmt: skip
    assert (str(other.grade), other.assessed_on, other.claimed_on, str(other.claim_status)) == (
        "P",
        DAY,
        None,
        "submitted",
    )
    assert asked(book) == []


def test_a_status_of_one_word_for_all_is_no_log() -> None:
    rows: Rows = [
        ["Date", "Cand no", "Unit", "Status", "Grade"],
        [DAY, "0045", "8", "Claimed", "M"],
        [DAY, "0046", "8", "Claimed", "P"],
    ]
    book = read(messy(it(rows, "Log 05839")))
    assert [str(one.claim_status) for one in book.claims] == ["submitted"] * 2
    assert [kind for kind, _, _ in asked(book)] == [JudgementKind.DATE_OF_WHAT]


def test_rows_of_another_award_in_a_list_are_left_alone_and_named() -> None:
    rows: Rows = [
        ["Course", "Cand no", "Name", "Unit", "Grade", "Assessed"],
        ["OCR CTEC IT (05839)", "0045", "Ali Adams", "Unit 8", "M", DAY],
        ["BTEC National Business", "0046", "Bea Brown", "Unit 3", "P", DAY],
    ]
    book = read(messy(it(rows, "Vocational"), without=ALL))
    assert graded(book) == {("0045", "8"): "M"}
    assert [one.candidate_number for one in book.candidates] == ["0045"]
    assert [one.values["rows"] for one in book.judgements if one.kind is JudgementKind.ROWS_OF_OTHERS] == [[3]]


def test_a_tracker_whose_title_is_of_another_award_is_set_aside() -> None:
    rows: Rows = [
        ["BTEC National in Business: tracking"],
        ["Cand no", "Name", "Unit 1", "Unit 2"],
        ["0045", "Ali Adams", "M", "P"],
    ]
    book = read(messy(it(rows, "Y13 Bus"), it([["Cand no", "Unit 8"], ["0045", "P"]])))
    assert graded(book) == {("0045", "8"): "P"}
    assert [(one.sheet, one.why.kind) for one in book.set_aside] == [("Y13 Bus", AsideKind.AWARD_IN_TITLE)]


@pytest.mark.parametrize(("name", "number"), [("IT Tracker (2)", "0102"), ("Sheet9", "0045")])
def test_a_hidden_copy_of_a_tracker_is_set_aside_and_named(name: str, number: str) -> None:
    def rows(of: str, grade: str) -> Rows:
        return [
            ["05839"],
            ["Cand no", "Name", "U8", "U9"],
            [of, "Somebody Else" if of == "0102" else "Ali Adams", grade, grade],
        ]

    book = read(messy(it(rows("0045", "M"), "IT Tracker"), it(rows(number, "D"), name), hidden(name)))
    assert graded(book) == {("0045", "8"): "M", ("0045", "9"): "M"}
    assert [(one.sheet, one.why.kind) for one in book.set_aside] == [(name, AsideKind.HIDDEN_COPY)]


def test_a_hidden_class_beside_a_visible_one_is_no_copy() -> None:
    def rows(of: str) -> Rows:
        return [["05839"], ["Cand no", "U8"], [of, "M"]]

    book = read(messy(it(rows("0045"), "Set A"), it(rows("0046"), "Set B"), hidden("Set B")))
    assert graded(book) == {("0045", "8"): "M", ("0046", "8"): "M"}


@pytest.mark.parametrize("word", ["Sub 1", "2nd draft", "1st sub", "Attempt 2", "Resub 1", "Submission 1"])
def test_work_that_was_handed_in_has_no_grade_and_is_no_fault(word: str) -> None:
    book = read(messy(it([["Cand no", "Unit 8", "Unit 9"], ["0045", word, "P"], ["0046", "M", word]])))
    assert graded(book) == {("0045", "9"): "P", ("0046", "8"): "M"}
    assert book.problems == ()


@pytest.mark.parametrize(("word", "status"), [("Marked", "planned"), ("IV'd", "planned"), ("Claimed", "submitted")])
def test_a_step_in_place_of_a_grade_says_how_far_the_claim_is(word: str, status: str) -> None:
    book = read(messy(it([["Cand no", "Unit 8"], ["0045", word], ["0046", "M"], ["0102", "P"]])))
    assert [(one.candidate_number, str(one.claim_status)) for one in book.claims] == [
        ("0045", status),
        ("0046", "None"),
        ("0102", "None"),
    ]
    assert book.problems == ()


# -- R, which may be four things


@pytest.mark.parametrize("name", ["IT 05839", "Claims"])
def test_r_under_grade_is_asked_about_and_not_taken(name: str) -> None:
    rows: Rows = [
        ["Candidate number", "Entry code", "Unit number", "Grade"],
        ["0045", "05839", "8", "R"],
        ["0046", "05839", "8", "P"],
    ]
    report = stays_the_same(messy(table(name, rows)))
    assert graded(report.book) == {("0045", "8"): "", ("0046", "8"): "P"}
    found = [
        (one.rule.code, one.cell.ref)
        for one in report.findings
        if one.cell and one.sheet == name and one.cell.ref == "D2"
    ]
    assert found == [("reading-unclear", "D2")]


def test_r_is_what_the_centres_key_says() -> None:
    rows: Rows = [["Cand no", "Unit 8"], ["0045", "R"], ["0046", "P"]]
    book = read(messy(it(rows), table("Key", [["Key"], ["R", "Referred"]])))
    assert graded(book) == {("0046", "8"): "P"}
    assert book.problems == ()


# -- visits


@pytest.mark.parametrize(
    "rows",
    [
        [["What", "When", "Who"], ["Mod visit 1 (Teams)", LAST, "R Okafor"]],
        [["Date", "Event"], [LAST, "OCR moderation visit, virtual"], [NEXT, "INSET"]],
        [["Moderator visit 20 January 2027 on Zoom"]],
        [["Moderation visit:", "20th January", "online"]],
    ],
)
def test_a_visit_in_a_row_of_key_dates_is_read(rows: Rows) -> None:
    book = read(messy(it([["Cand no", "Unit 8"], ["0045", "M"]]), table("Key dates", rows), without=["Visits"]))
    assert [(one.sheet, one.visit_date, str(one.type)) for one in book.visits] == [("Key dates", LAST, "virtual")]


@pytest.mark.parametrize(
    "rows",
    [
        [["What", "When"], ["Internal moderation visit to room 3", LAST]],
        [["What", "When"], ["Visit to Bletchley", LAST]],
        [["What", "When", "Moved to"], ["Mod visit 1", LAST, NEXT]],
        [["What", "When"], ["Mod visit 1", "w/c 18 January"]],
    ],
)
def test_what_is_no_visit_of_the_moderator_or_has_no_one_day_is_none(rows: Rows) -> None:
    book = read(messy(it([["Cand no", "Unit 8"], ["0045", "M"]]), table("Key dates", rows), without=["Visits"]))
    assert book.visits == ()


def test_the_line_of_a_visit_above_a_grid_is_no_row_of_its_units() -> None:
    rows: Rows = [["Moderation visit:", LAST, "Teams"], [], ["Cand no", "Name", "Unit 8"], ["0045", "Ali Adams", "M"]]
    book = read(messy(it(rows), without=["Visits"]))
    assert [one.visit for one in book.claims] == [None]
    assert [one.visit_date for one in book.visits] == [LAST]


# -- sheets that nothing was read from


@pytest.mark.parametrize(
    "rows",
    [
        [["Candidate", "No.", "Entry code", "Jan mod (units)"], *([f"{name}, A", number, "05839", "3, 4"] for name, number in (("Adams", "0045"), ("Brown", "0046"), ("Clarke", "0047")))],
        [["Not started", "In progress", "Marked", "IV'd", "Claimed"], ["Adams", "Brown", "", "Clarke", "Drew"]],
        [["Unit 8"], ["12/3", "claimed unit 8 for 0045 and 0046"], ["14/3", "unit 9 all marked, IV'd by PT"]],
    ],
)  # fmt: skip
@pytest.mark.parametrize("without", [["Candidates"], ALL])
def test_candidates_beside_codes_steps_or_units_that_were_not_read_are_in_the_verdict(
    rows: Rows, without: list[str]
) -> None:
    data = messy(table("Y13 work", rows), without=without)
    report = check(Workbook.from_bytes(data), "centre.xlsx", AS_OF).report
    assert (JudgementKind.SHEET_NOT_READ, "Y13 work", None) in asked(report.book)
    assert "1 sheet with grades or candidates was not read." in report.verdict
    assert any("not read" in line for line in summary(report, Path("out.xlsx")))


@pytest.mark.parametrize(
    "rows",
    [
        [["Name", "Room", "Phone"], ["Ali Adams", "IT1", "01632"], ["Bea Brown", "IT2", "01633"], ["Cy Clarke", "IT3", "01634"]],
        [["Teacher", "IV", "Subject"], ["JS", "PT", "IT"], ["PT", "JS", "Business"], ["AB", "CD", "Sport"]],
        [["Student", "Cand no", "Wk 1", "Wk 2"], ["Ali Adams", "0045", "/", "N"], ["Bea Brown", "0046", "L", "/"], ["Cy Clarke", "0047", "/", "/"]],
    ],
)  # fmt: skip
def test_people_beside_nothing_of_ours_are_not_asked_about(rows: Rows) -> None:
    book = read(messy(table("Sheet9", rows), it([["Cand no", "Unit 8"], ["0045", "M"]])))
    assert [one for one in asked(book) if one[1] == "Sheet9"] == []


def test_a_workbook_with_nothing_of_ours_is_still_refused() -> None:
    with pytest.raises(NoSuchSheets):
        read(messy(table("Rota", [["Who", "When"], ["Ali Adams", "Monday"]]), without=ALL))


def test_a_candidate_called_key_begins_no_key() -> None:
    people: Rows = [
        ["Candidate number", "Surname", "Forenames"],
        ["0045", "Key", "Dev"],
        ["0057", "Pass", "Gus"],
        ["0046", "Brown", "Bea"],
    ]
    rows: Rows = [["Cand no", "Unit 8"], ["0045", "P"], ["0057", "M"], ["0046", "D"]]
    book = read(messy(table("Candidates", people), it(rows), without=["Candidates"]))
    assert graded(book) == {("0045", "8"): "P", ("0057", "8"): "M", ("0046", "8"): "D"}
    assert [one.candidate_number for one in book.candidates] == ["0045", "0057", "0046"]


@pytest.mark.parametrize(
    ("unread", "shown"),
    [
        (["Okoye", "Amara", "0012"], "3 headings that may be a name"),
        (["Smith, Jo", "Notes on it"], "Notes on it, 1 heading that may be a name"),
        (["Adams", "Form tutor"], "Form tutor, 1 heading that may be a name"),
        (["Tutor Group", "Parents Evening Date"], "Tutor Group, Parents Evening Date"),
    ],
)
def test_no_heading_that_may_be_a_name_is_on_the_terminal(unread: list[str], shown: str) -> None:
    """A row of data that was taken for headings may name candidates."""
    rows: Rows = [
        [*unread, "Candidate number", "Entry code", "Unit number", "Grade"],
        *([[*("x" for _ in unread), "0045", "05839", 8, "M"]] * 2),
    ]
    data = messy(table("Claims", rows))
    report = check(Workbook.from_bytes(data), "centre.xlsx", AS_OF).report
    for told in (list(summary(report, Path("out.xlsx"))), list(lines(report))):
        (line,) = [one for one in told if shown in one]
        assert not [name for name in ("Okoye", "Amara", "0012", "Smith", "Adams") if name in line]
    assert set(unread) <= set(report.unread_headings["Claims"])


def test_the_word_behind_a_dash_says_what_a_units_column_holds() -> None:
    rows: Rows = [
        ["Student Name", "Exam No", "Unit 8 Project management - Grade", "Unit 8 Project management - Date Assessed"],
        ["Ali Adams", "0045", "M", DAY],
        ["Bea Brown", "0046", "P", NEXT],
    ]
    book = read(messy(it(rows)))
    assert [(str(one.grade), one.assessed_on) for one in book.claims] == [("M", DAY), ("P", NEXT)]


def test_a_unit_that_ocr_examines_is_known_by_the_code_of_the_table() -> None:
    rows: Rows = [["Cand no", "U1 grade", "U4 grade"], ["0045", "M", "P"], ["0046", "P", "D"]]
    book = read(messy(it(rows, "Business 05834"), without=ALL))
    assert graded(book) == {("0045", "4"): "P", ("0046", "4"): "D"}
    assert [one.cell for one in book.judgements if one.kind is JudgementKind.UNIT_EXAMINED] == ["B1"]


def test_candidates_with_their_numbers_may_head_the_columns() -> None:
    rows: Rows = [
        ["Unit", "Title", "Assessor", "Ali Adams (0045)", "Bea Brown (0046)"],
        [8, "Projects", "JS", "M", "P"],
        [9, "Products", "PT", "P", "D"],
    ]
    book = stays_the_same(messy(it(rows))).book
    assert [(one.candidate_number, one.unit_number, str(one.grade), one.assessor) for one in book.claims] == [
        ("0045", "8", "M", "JS"),
        ("0046", "8", "P", "JS"),
        ("0045", "9", "P", "PT"),
        ("0046", "9", "D", "PT"),
    ]


@pytest.mark.parametrize(
    ("cell", "grade"), [("P - claimed", "P"), ("D claimed 8/1/27", "D"), ("M IV'd", "M"), ("Merit (claimed)", "M")]
)
def test_a_step_behind_a_grade_leaves_the_grade(cell: str, grade: str) -> None:
    book = read(messy(it([["Cand no", "Unit 8"], ["0045", cell], ["0046", "P"]])))
    assert graded(book) == {("0045", "8"): grade, ("0046", "8"): "P"}


@pytest.mark.parametrize("cell", ["M?", "P/M", "P or M", "P+", "M-"])
def test_a_grade_in_doubt_is_asked_about_and_is_nothing_to_fix(cell: str) -> None:
    report = stays_the_same(messy(it([["Cand no", "Unit 8"], ["0045", cell], ["0046", "P"]])))
    assert graded(report.book)["0045", "8"] == ""
    assert [
        one.rule.code for one in report.findings if one.cell and (one.sheet, one.cell.ref) == ("IT 05839", "B2")
    ] == ["reading-unclear"]


@pytest.mark.parametrize(
    "rows",
    [
        [["Unit", "Date claimed", "Pass", "Merit"], [8, DAY, "0045, 0046", "0102"], [9, DAY, "0046", "0045 0102"]],
        [["Pass", "Merit", "Distinction"], ["Ali Adams", "Bea Brown", "Cy Clarke"], ["Dee Drew", "", "Eve Ellis"]],
    ],
)
@pytest.mark.parametrize("name", ["Claims to OCR 05839", "Unit 8"])
def test_candidates_under_grades_are_asked_about_and_no_claims_of_nobody(rows: Rows, name: str) -> None:
    book = read(messy(table(name, rows), without=ALL))
    assert book.claims == ()
    assert asked(book) == [(JudgementKind.SHEET_NOT_READ, name, None)]


@pytest.mark.parametrize("day", ["20\\01\\2027", "20,01,2027", "20 Jan 2027 @ 10am", "20/01/2027 @ 14:00"])
def test_a_day_with_other_marks_between_is_that_day(day: str) -> None:
    book = read(messy(it([["Cand no", "Unit", "Grade", "Claimed"], ["0045", 8, "M", day], ["0046", 8, "P", LAST]])))
    assert [one.claimed_on for one in book.claims] == [LAST, LAST]


@pytest.mark.parametrize(
    "address",
    ["j.smith@college.example", "jsmith@college.example", "smithj@college.example", "Jo.Smith@college.example"],
)
def test_an_address_made_of_a_name_is_that_members_of_staff(address: str) -> None:
    people: Rows = [["Code", "Name"], ["JS", "Jo Smith"], ["PT", "Pat Taylor"]]
    rows: Rows = [["Candidate number", "Entry code", "Unit number", "Assessor"], ["0045", "05839", "8", address]]
    book = read(messy(table("Assessors", people), table("Claims", rows), without=["Assessors", "Claims"]))
    assert [one.assessor for one in book.claims] == ["JS"]


def test_the_grade_over_its_parts_is_the_units_and_that_over_all_units_is_none() -> None:
    rows: Rows = [
        [],
        ["Cand no", "Name", *["LO1", "LO2", "Overall"] * 2, "Overall"],
        ["0045", "Ali Adams", "P", "M", "M", "P", "P", "P", "MP"],
        ["0046", "Bea Brown", "D", "P", "P", "M", "D", "D", "DP"],
    ]
    over = merged("IT 05839", (0, 2, 4, "Unit 8"), (0, 5, 7, "Unit 9"))
    book = stays_the_same(messy(it(rows), over)).book
    assert graded(book) == {("0045", "8"): "M", ("0045", "9"): "P", ("0046", "8"): "P", ("0046", "9"): "D"}
    assert asked(book) == []


@pytest.mark.parametrize(("mark", "is_claimed"), [("✅", True), ("✔️", True), ("☑️", True), ("❌", False), ("☐", False)])
def test_a_picture_of_a_tick_is_a_tick(mark: str, is_claimed: bool) -> None:
    rows: Rows = [["Cand no", "Unit", "Grade", "Claimed"], ["0045", 8, "M", mark], ["0046", 8, "P", "✅"]]
    book = read(messy(it(rows)))
    assert [str(one.claim_status) for one in book.claims] == ["submitted" if is_claimed else "None", "submitted"]
    assert book.problems == ()


def test_a_question_on_the_terminal_names_nobody() -> None:
    rows: Rows = [
        ["Candidate number", "Entry code", "Unit number", "Grade", "Ali Adams", "Grade"],
        ["0045", "05839", 8, "M", "P", "P"],
        ["0046", "05839", 8, "P", "M", "D"],
    ]
    report = check(Workbook.from_bytes(messy(table("Claims", rows))), "centre.xlsx", AS_OF).report
    told = " ".join(lines(report))
    assert "could both be Grade" in told
    assert "Adams" not in told
    assert without_names(["its heading is “Bea Brown”, not “Grade”."], report.book) == [
        "its heading is “a name”, not “Grade”."
    ]


def test_a_list_may_name_its_units_by_the_catalogues_titles() -> None:
    rows: Rows = [
        ["Cand No", "Qualification code", "Unit title", "Grade awarded"],
        ["0045", "05839", "Project management", "M"],
        ["0046", "05839", "Application design", "P"],
    ]
    book = stays_the_same(messy(table("All work", rows), without=ALL)).book
    assert graded(book) == {("0045", "8"): "M", ("0046", "6"): "P"}


def test_labels_and_values_in_a_row_above_the_units_are_of_all_of_them() -> None:
    rows: Rows = [
        ["Entry code:", "05839"],
        ["Teacher:", "JS", "", "IV:", "PT"],
        [],
        ["Cand no", "Pupil", "Unit 8", "Unit 9"],
        ["0045", "ADAMS Ali", "M", "P"],
    ]
    book = read(messy(table("Y13", rows)))
    assert [(one.unit_number, one.entry_code, one.assessor, one.standardised_by) for one in book.claims] == [
        ("8", "05839", "JS", "PT"),
        ("9", "05839", "JS", "PT"),
    ]


def test_short_words_head_the_steps_of_a_unit() -> None:
    rows: Rows = [
        [],
        ["Cand no", "Name", "Ass.", "I.V.", "Clm", "Gr"],
        ["0045", "Ali Adams", DAY, NEXT, LAST, "M"],
        ["0046", "Bea Brown", DAY, NEXT, "", "P"],
    ]
    (one, other) = read(messy(it(rows), merged("IT 05839", (0, 2, 5, "U8")))).claims
    assert (one.assessed_on, one.standardised_on, one.claimed_on, str(one.grade)) == (DAY, NEXT, LAST, "M")
    assert (other.claimed_on, str(other.grade)) == (None, "P")


def test_a_unit_above_a_table_that_counts_its_rows_first_is_the_tables() -> None:
    heads = ["#", "Student", "Cand. no", "Deadline", "Marked", "Grade awarded", "Sent to OCR"]
    rows: list[list[Any]] = [["IT 05839"], []]
    for unit in ("Unit 8 – Projects (teacher: JS)", "Unit 9 – Products"):
        rows += [
            [unit],
            heads,
            [1, "Adams, Ali", "0045", DAY, DAY, "M", DAY],
            [2, "Brown, Bea", "0046", DAY, None, None, None],
            [],
        ]
    book = read(messy(table("Log", rows), without=("Claims",)))
    assert [(one.candidate_number, one.unit_number, one.grade, one.claimed_on) for one in book.claims] == [
        ("0045", "8", "M", DAY),
        ("0045", "9", "M", DAY),
    ]


def test_a_count_of_rows_a_total_and_somebody_who_has_left_are_no_candidates() -> None:
    rows: Rows = [
        ["No.", "Candidate number", "NAME", "Unit 8", "Unit 9"],
        [1, "0045", "ADAMS, Ali", "M", "P"],
        [2, "0046", "BROWN, Bea", "P", "D"],
        [3, "0102", "CLARKE, Cy - LEFT 12/1", "P", ""],
        [4, "0103", "DALE, Di", "M", ""],
        ["TOTAL", 4, "", "", ""],
    ]
    book = read(messy(it(rows), without=ALL))
    assert [one.candidate_number for one in book.candidates] == ["0045", "0046", "0103"]
    assert [one.candidate_number for one in book.claims] == ["0045", "0045", "0046", "0046", "0103"]
    passed = {
        one.values["row"]: one.values["row_kind"]
        for one in book.judgements
        if one.kind is JudgementKind.ROWS_PASSED_OVER
    }
    assert passed == {4: "of somebody who has left", 6: "totals"}
    assert not [one for one in book.judgements if one.kind is JudgementKind.BY_VALUES and one.cell == "A1"]


@pytest.mark.parametrize(
    ("name", "has_left"),
    [
        ("ADAMS, Ali (left Jan)", True),
        ("Ali Adams - withdrawn", True),
        ("ADAMS, Ali – W/D 3 Feb", True),
        ("LEFTWICH, Ali", False),
        ("Ali Left", False),
        ("ADAMS-LEFT, Ali", False),
    ],
)
def test_a_word_behind_a_name_says_that_somebody_has_left(name: str, has_left: bool) -> None:
    rows: Rows = [["Cand no", "Name", "Unit 8"], ["0045", name, "M"], ["0046", "Bea Brown", "P"]]
    book = read(messy(it(rows), without=ALL))
    assert [one.candidate_number for one in book.claims] == (["0046"] if has_left else ["0045", "0046"])


def test_a_number_that_is_called_total_is_a_candidates_where_a_name_stands_beside_it() -> None:
    rows: Rows = [
        ["No.", "Cand no", "Name", "Unit 8"],
        ["Total", "0045", "Ali Adams", "M"],
        ["", "0046", "Bea Brown", "P"],
    ]
    book = read(messy(it(rows), without=ALL))
    assert [one.candidate_number for one in book.claims] == ["0045", "0046"]


@pytest.mark.parametrize("heading", ["Entered on", "Entered", "Registered", "Date of entry", "Entry made"])
def test_a_day_of_entry_beside_the_units_is_that_of_the_entry(heading: str) -> None:
    rows: Rows = [
        ["Cand no", "Surname", "First name", heading, "Unit 8 grade", "Unit 8 claimed", "Unit 9 grade"],
        ["0045", "Adams", "Ali", DAY, "M", LAST, "P"],
        ["0046", "Brown", "Bea", "4/12/26", "P", "", "D"],
        ["0102", "Clarke", "Cy", "", "", "", ""],
        ["0103", "Dale", "Di", "TBC", "P", "", ""],
    ]
    book = stays_the_same(messy(it(rows), without=ALL)).book
    found = {
        one.candidate_number: (one.entry_code, one.entered_on, book.cell(one, "entered_on").ref) for one in book.entries
    }
    assert found == {"0045": ("05839", DAY, "D2"), "0046": ("05839", NEXT, "D3")}
    assert not [table for table in book.tables if heading in table.unread]


def test_a_yes_in_place_of_the_day_of_entry_is_an_entry_of_some_day() -> None:
    rows: Rows = [
        ["Cand no", "Name", "Entered", "Unit 8", "Unit 9"],
        ["0045", "Ali Adams", DAY, "M", "P"],
        ["0046", "Bea Brown", DAY, "M", "P"],
        ["0102", "Cy Clarke", "y", "P", "P"],
    ]
    book = read(messy(it(rows), without=ALL))
    (undated,) = [one for one in book.entries if one.entered_on is None]
    assert undated.candidate_number == "0102"
    assert book.is_unread(undated, "entered_on")


def test_days_of_entry_add_nothing_to_entries_that_stand_elsewhere_or_without_one_code() -> None:
    rows: Rows = [
        ["Cand no", "Name", "Entered", "Unit 8", "Unit 9"],
        ["0045", "Ali Adams", DAY, "M", "P"],
        ["0046", "Bea Brown", DAY, "M", "P"],
    ]
    entries = table(
        "Entries",
        [["Candidate number", "Entry code", "Entry type", "Entered on"], ["0045", "05839", "full award", NEXT]],
    )
    book = read(messy(entries, it(rows), without=["Entries"]))
    assert {one.candidate_number: one.entered_on for one in book.entries} == {"0045": NEXT, "0046": DAY}
    assert read(messy(table("Tracker", rows), without=ALL)).entries == ()
