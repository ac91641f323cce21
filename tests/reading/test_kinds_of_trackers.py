"""Trackers of further kinds as schools and colleges keep them: exports, forms, plans beside them, pivots, keys of figures, weeks for days."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from messy import Write, messy, read, stays_the_same, table
from test_headings_of_trackers import TWO, asked, kinds, shows

from ocr_sheets.model.judgements import JudgementKind
from ocr_sheets.model.reading_facts import AsideKind, Fault
from ocr_sheets.model.records import Visit, VisitType
from ocr_sheets.model.tables import IssueKind
from ocr_sheets.reading.skipped_sheets import is_of_one_earlier_year

MARKED, CLAIMED = dt.date(2026, 11, 20), dt.date(2027, 1, 20)
Rows = list[list[Any]]


def it(rows: Rows, name: str = "IT 05839") -> Write:
    return table(name, rows)


def test_a_plan_of_units_is_no_tracker_on_its_side() -> None:
    rows: Rows = [
        ["Unit", "Title", "Assessor", "Hand out", "Hand in", "Mark by", "IV by", "Claim by"],
        [8, "Projects", "JS", dt.date(2026, 9, 14), dt.date(2026, 11, 2), MARKED, dt.date(2026, 12, 4), CLAIMED],
        [9, "Products", "PT", dt.date(2026, 11, 9), dt.date(2027, 1, 11), CLAIMED, CLAIMED, CLAIMED],
    ]
    before = read(messy())
    book = read(messy(table("Y13 plan", rows)))
    assert (book.claims, book.candidates) == (before.claims, before.candidates)


def test_an_export_with_the_outcome_of_each_unit_is_a_list() -> None:
    rows: Rows = [
        ["Learner surname", "Learner forename", "Candidate number", "Learning aim title", "Unit ref", "Outcome grade", "Achievement date", "Comp status"],
        ["Adams", "Ali", "0045", "Cambridge Technical in IT (05839)", 8, "M", MARKED, "Completed"],
        ["Brown", "Bea", "0046", "Cambridge Technical in IT (05839)", 9, "P", MARKED, "Completed"],
    ]  # fmt: skip
    assert shows(read(messy(it(rows, "Export"))), "entry_code", "grade", "assessed_on") == [
        ("0045", "8", "05839", "M", MARKED),
        ("0046", "9", "05839", "P", MARKED),
    ]


@pytest.mark.parametrize(
    "heads", [["Grade [Unit 8]", "Date marked [Unit 8]"], ["Grade for Unit 8", "Date marked for Unit 8"]]
)
def test_a_form_may_ask_the_same_of_each_unit(heads: list[str]) -> None:
    others = [head.replace("8", "9") for head in heads]
    rows: Rows = [
        ["Timestamp", "Candidate number", "Candidate name", heads[0], others[0], heads[1], others[1]],
        [dt.date(2026, 11, 21), *TWO[0], "M", "P", MARKED, CLAIMED],
        [dt.date(2026, 11, 21), *TWO[1], "D", "P", MARKED, ""],
    ]
    assert shows(read(messy(it(rows))), "grade", "assessed_on") == [
        ("0045", "8", "M", MARKED),
        ("0045", "9", "P", CLAIMED),
        ("0046", "8", "D", MARKED),
        ("0046", "9", "P", None),
    ]


def test_award_is_a_units_grade_in_a_list_and_the_qualifications_beside_units() -> None:
    a_list: Rows = [["Cand no", "Name", "Unit", "Award"], [*TWO[0], 8, "Merit"], [*TWO[1], 8, "Pass"]]
    assert shows(read(messy(it(a_list))), "grade") == [("0045", "8", "M"), ("0046", "8", "P")]
    grid: Rows = [["Cand no", "Name", "U8", "U9", "Award"], [*TWO[0], "M", "P", "D"], [*TWO[1], "P", "P", "M"]]
    book = read(messy(it(grid)))
    assert [grade for _, _, grade in shows(book, "grade")] == ["M", "P", "P", "P"]
    assert "Award" in [
        one.values.get("heading") for one in book.judgements if one.kind is JudgementKind.COLUMN_NOT_READ
    ]


def test_rows_of_an_earlier_year_among_this_years_are_left_alone_and_named() -> None:
    rows: Rows = [
        ["Academic year", "Cand no", "Name", "Unit", "Grade"],
        ["2025/26", "0911", "Old Pupil", 8, "P"],
        ["2026/27", *TWO[0], 8, "M"],
        ["2026-27", *TWO[1], 8, "P"],
    ]
    book = read(messy(it(rows)))
    assert shows(book, "grade") == [("0045", "8", "M"), ("0046", "8", "P")]
    assert "0911" not in [one.candidate_number for one in book.candidates]
    (said,) = [one for one in book.judgements if one.kind is JudgementKind.ROWS_OF_EARLIER]
    assert (said.values["rows"], said.values["year"]) == ([2], "2025/26")


def test_a_list_of_one_earlier_year_alone_is_read() -> None:
    rows: Rows = [
        ["Year", "Cand no", "Name", "Unit", "Grade"],
        ["2025/26", *TWO[0], 8, "M"],
        ["2025/26", *TWO[1], 8, "P"],
    ]
    assert len(read(messy(it(rows))).claims) == 2


@pytest.mark.parametrize("behind", [" (Y13)", " (13A)", " [Yr 12]", " - 13IT1", " (Year 13)"])
def test_the_year_or_group_behind_a_name_is_none_of_it(behind: str) -> None:
    rows: Rows = [["Learner", "Unit 8", "Unit 9"], ["Ali Adams" + behind, "M", "P"], ["Bea Brown" + behind, "P", "D"]]
    book = read(messy(it(rows)))
    assert [one[:2] for one in shows(book)] == [("0045", "8"), ("0045", "9"), ("0046", "8"), ("0046", "9")]
    assert asked(book) == []


def test_figures_are_grades_by_the_centres_own_key() -> None:
    key: Rows = [["Code", "Meaning"], [0, "Not yet achieved"], [1, "Pass"], [2, "Merit"], [3, "Distinction"]]
    rows: Rows = [["Cand no", "Name", "Unit 8", "Unit 9"], [*TWO[0], 2, 0], [*TWO[1], 3, 1]]
    book = read(messy(it(rows), table("Codes used", key)))
    assert shows(book, "grade") == [("0045", "8", "M"), ("0046", "8", "D"), ("0046", "9", "P")]


def test_rows_of_days_and_teachers_may_stand_between_units_and_candidates() -> None:
    rows: Rows = [
        ["", "", "Unit 8", "Unit 9"],
        ["", "Hand in", dt.date(2026, 10, 23), dt.date(2026, 12, 4)],
        ["", "Teacher", "JS", "PT"],
        ["Exam No", "Student", "", ""],
        [*TWO[0], "M", "P"],
        [*TWO[1], "P", "D"],
    ]
    assert shows(read(messy(it(rows))), "grade", "assessor") == [
        ("0045", "8", "M", "JS"),
        ("0045", "9", "P", "PT"),
        ("0046", "8", "P", "JS"),
        ("0046", "9", "D", "PT"),
    ]


@pytest.mark.parametrize("banner", ["{name} ({number})", "{number} {name}", "{name} – {number}"])
def test_a_name_with_its_number_heads_the_block_of_its_units(banner: str) -> None:
    rows: Rows = [["IT 05839 2026/27"], []]
    for (number, name), grade in zip([["0061", "Gus Marsh"], ["0062", "Hana Ito"]], "MP", strict=True):
        rows += [
            [banner.format(name=name, number=number)],
            ["Unit", "Grade", "Marked on"],
            [8, grade, MARKED],
            [9, "P", ""],
            [],
        ]
    book = read(messy(it(rows)))
    assert shows(book, "grade", "assessed_on") == [
        ("0061", "8", "M", MARKED),
        ("0061", "9", "P", None),
        ("0062", "8", "P", MARKED),
        ("0062", "9", "P", None),
    ]


def test_a_title_with_a_year_names_nobody() -> None:
    rows: Rows = [["Cambridge Technicals 2026"], ["Unit", "Grade", "Marked on"], [8, "M", MARKED], [9, "P", MARKED]]
    assert read(messy(it(rows))).candidates == read(messy()).candidates


@pytest.mark.parametrize("word", ["wk 4", "w/c 9 Nov", "Week 5", "half term", "HT2", "Spring term", "November 2026"])
def test_a_week_or_a_term_in_place_of_a_day_is_told_of_once_and_is_nothing_to_fix(word: str) -> None:
    grid: Rows = [
        ["Cand no", "Name", "U8", "U8 marked", "U9", "U9 marked"],
        [*TWO[0], "M", word, "P", word],
        [*TWO[1], "P", word, "P", word],
    ]
    a_list: Rows = [["Candidate number", "Entry code", "Unit number", "Assessor", "Grade", "Assessed on"]]
    a_list += [[number, "05839", "8", "JS", "P", word] for number, _ in TWO]
    for write, count in ((it(grid), 2), (it(a_list, "Claims"), 1)):
        book = read(messy(write, without=["Claims"]))
        said = [one for one in book.problems if one.fault is Fault.PERIODS]
        assert [one.trouble for one in said] == [IssueKind.NEARLY_RIGHT] * count
        assert {one.values["count"] for one in said} == {2}
        assert not [one for one in book.problems if one.trouble is IssueKind.UNREADABLE]
        assert {one.assessed_on for one in book.claims} == {None}


@pytest.mark.parametrize("heading", ["Moderation", "Window", "Round", "Series"])
def test_a_column_of_the_names_of_visits_is_the_claims_visit(heading: str) -> None:
    rows: Rows = [["Cand no", "Name", "Unit", "Grade", heading], [*TWO[0], 8, "M", "IT 1"], [*TWO[1], 8, "P", "IT 1"]]
    book = stays_the_same(messy(it(rows))).book
    assert {one.visit for one in book.claims} == {"IT 1"}
    assert JudgementKind.BY_VALUES in kinds(book)


def test_a_window_of_other_words_is_not_used_and_named() -> None:
    rows: Rows = [
        ["Cand no", "Name", "Unit", "Grade", "Window"],
        [*TWO[0], 8, "M", "first"],
        [*TWO[1], 8, "P", "second"],
    ]
    found = stays_the_same(messy(it(rows)))
    assert {one.visit for one in found.book.claims} == {None}
    assert found.unread_headings["IT 05839"] == ["Window"]


def test_tutor_is_the_assessor_where_the_cells_are_the_centres_staff() -> None:
    def rows(first: str, second: str) -> Rows:
        return [["Cand no", "Name", "Unit", "Tutor", "Grade"], [*TWO[0], 8, first, "M"], [*TWO[1], 8, second, "P"]]

    assert [one.assessor for one in read(messy(it(rows("JS", "PT")))).claims] == ["JS", "PT"]
    assert [one.assessor for one in read(messy(it(rows("AB", "CD")))).claims] == [None, None]


def test_a_sheet_of_the_moderators_dates_is_a_visit() -> None:
    rows: Rows = [
        ["OCR Moderator", "A Jones"],
        ["Dates offered", "12 January 2027, 19 January 2027"],
        ["Date agreed", dt.date(2027, 3, 4)],
        ["Type", "Virtual (Teams)"],
    ]
    grid: Rows = [["Cand no", "Name", "U8", "U9"], [*TWO[0], "M", "P"], [*TWO[1], "P", "P"]]
    book = read(messy(it(grid), table("Moderator", rows), without=["Visits"]))
    (visit,) = book.visits
    assert (visit.visit_date, visit.type) == (dt.date(2027, 3, 4), VisitType.VIRTUAL)
    assert book.cell(visit, "visit_date").ref == "B3"


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("Internal moderation", [["Date agreed", dt.date(2027, 3, 4)], ["Type", "Teams"]]),
        ("Moderator", [["Date agreed", dt.date(2027, 3, 4)], ["Visit date", dt.date(2027, 3, 5)]]),
        ("Moderator", [["Date agreed", "tbc"], ["Type", "Teams"]]),
        ("Trip to museum", [["Date agreed", dt.date(2027, 3, 4)], ["Type", "Teams"]]),
    ],
)
def test_labels_of_something_else_or_of_several_days_are_no_visit(name: str, rows: Rows) -> None:
    grid: Rows = [["Cand no", "Name", "U8", "U9"], [*TWO[0], "M", "P"], [*TWO[1], "P", "P"]]
    assert not read(messy(it(grid), table(name, rows), without=["Visits"])).rows(Visit.__name__.casefold() + "s")


def test_a_pivot_table_is_left_alone_and_named() -> None:
    rows: Rows = [
        [],
        ["Row Labels", "Count of Unit", "Count of Grade"],
        ["Ali Adams", 2, 2],
        ["Bea Brown", 1, 1],
        ["Grand Total", 3, 3],
    ]
    grid: Rows = [["Cand no", "Name", "U8", "U9"], [*TWO[0], "M", "P"], [*TWO[1], "P", "P"]]
    book = read(messy(it(grid), table("Sheet4", rows)))
    assert [(one.sheet, one.why.kind) for one in book.set_aside] == [("Sheet4", AsideKind.PIVOT)]


def test_a_code_that_nobody_knows_is_named_in_what_is_asked() -> None:
    rows: Rows = [["Cand no", "Name", "U31", "U32"], [*TWO[0], "M", "P"], [*TWO[1], "P", "P"]]
    book = read(messy(it(rows, "05842 13A"), without=["Entries"]))
    (said,) = [one for one in book.judgements if one.kind is JudgementKind.CODE_UNCLEAR]
    assert said.values["strange"] == "05842"


def test_several_candidates_in_one_cell_of_a_list_are_no_candidate() -> None:
    rows: Rows = [["Candidate number", "Entry code", "Unit number", "Assessor", "Claimed on"]]
    rows += [["0045, 0046", "05839", "8", "JS", CLAIMED], ["0045", "05839", "9", "JS", CLAIMED]]
    book = read(messy(it(rows, "Claims"), without=["Claims"]))
    (said,) = [one for one in book.problems if one.fault is Fault.SEVERAL_NUMBERS]
    assert said.trouble is IssueKind.UNREADABLE
    assert [one.candidate_number for one in book.claims] == [None, "0045"]


def test_noughts_among_days_leave_these_days() -> None:
    rows: Rows = [
        ["Cand no", "Name", "U8", "U8 claimed"],
        [*TWO[0], "M", CLAIMED],
        [*TWO[1], "P", 0],
        ["0047", "Cy Cole", "P", 0],
    ]
    assert [one.claimed_on for one in read(messy(it(rows))).claims] == [CLAIMED, None, None]


def test_predictions_by_any_name_are_left_alone() -> None:
    def grid(grade: str) -> Rows:
        return [["Cand no", "Name", "U8", "U9"], [*TWO[0], grade, grade], [*TWO[1], grade, grade]]

    book = read(messy(it(grid("D"), "Pred grades 05839"), it(grid("P"), "Actual grades 05839")))
    assert {grade for _, _, grade in shows(book, "grade")} == {"P"}
    assert [one.sheet for one in book.set_aside] == ["Pred grades 05839"]


@pytest.mark.parametrize(
    ("name", "is_aside"),
    [("IT 05839 (2024)", True), ("IT 05839 (2026)", False), ("IT 05839 2016 suite", False), ("IT 05839 2027", False)],
)
def test_a_sheet_of_one_year_that_is_over_is_left_alone_beside_another(name: str, is_aside: bool) -> None:
    rows: Rows = [["Cand no", "Name", "U8", "U9"], [*TWO[0], "M", "P"], [*TWO[1], "P", "P"]]
    old: Rows = [["Cand no", "Name", "U8", "U9"], ["0911", "Old Pupil", "M", "P"], ["0921", "Elder Pupil", "P", "P"]]
    book = read(messy(it(rows, "IT"), it(old, name)))
    assert [one.sheet for one in book.set_aside] == [name] * is_aside


def test_rows_below_the_candidates_may_say_who_and_when_of_each_unit() -> None:
    rows: Rows = [
        ["Cand no", "Name", "U8", "U9"],
        [*TWO[0], "M", "P"],
        [*TWO[1], "P", "P"],
        [],
        ["", "Assessor", "JS", "PT"],
        ["", "IV", "PT", "JS"],
        ["", "Date claimed", CLAIMED, ""],
    ]
    book = read(messy(it(rows)))
    assert shows(book, "assessor", "standardised_by", "claimed_on") == [
        ("0045", "8", "JS", "PT", CLAIMED),
        ("0045", "9", "PT", "JS", None),
        ("0046", "8", "JS", "PT", CLAIMED),
        ("0046", "9", "PT", "JS", None),
    ]
    assert asked(book) == []


def test_the_state_of_each_claim_may_stand_in_place_of_its_grade() -> None:
    rows: Rows = [
        ["Cand no", "Name", "U8", "U9"],
        *([f"00{at}", f"Pupil {chr(at + 20)}e", "Claimed", "Marked"] for at in range(45, 49)),
    ]
    book = read(messy(it(rows)))
    assert {one[2:] for one in shows(book, "claim_status") if one[1] == "8"} == {("submitted",)}
    assert {one[2:] for one in shows(book, "claim_status") if one[1] == "9"} == {("planned",)}


def test_grades_of_a_levels_are_none_of_ours() -> None:
    rows: Rows = [
        ["Cand no", "Name", "Unit 8 UMS", "Unit 8 grade", "Unit 9 grade"],
        [*TWO[0], 61, "C", "P"],
        [*TWO[1], 55, "B", "M"],
    ]
    book = read(messy(it(rows)))
    assert [(one.unit_number, one.grade and one.grade.value) for one in book.claims] == [("9", "P"), ("9", "M")]
    assert not [one for one in book.problems if one.trouble is IssueKind.UNREADABLE]


@pytest.mark.parametrize(("cell", "grade"), [("P (C)", "P"), ("M (V)", "M"), ("M (P)", None), ("P (?)", None)])
def test_a_letter_behind_a_grade_leaves_it_unless_it_is_another_grade(cell: str, grade: str | None) -> None:
    rows: Rows = [["Cand no", "Name", "U8", "U9"], [*TWO[0], cell, "P"], [*TWO[1], "P", "P"]]
    assert shows(read(messy(it(rows))), "grade")[0] == ("0045", "8", grade)


def test_of_rows_for_each_attempt_the_latest_with_a_grade_counts() -> None:
    rows: Rows = [
        ["Cand no", "Name", "Unit", "Attempt", "Grade", "Marked on"],
        [*TWO[0], 8, 1, "P", MARKED],
        [*TWO[0], 8, 2, "M", CLAIMED],
        [*TWO[1], 8, 2, "", ""],
        [*TWO[1], 8, 1, "P", MARKED],
        [*TWO[1], 9, 1, "D", MARKED],
    ]
    book = read(messy(it(rows)))
    assert shows(book, "grade", "assessed_on") == [
        ("0045", "8", "M", CLAIMED),
        ("0046", "8", "P", MARKED),
        ("0046", "9", "D", MARKED),
    ]
    assert JudgementKind.LATER_ATTEMPT in kinds(book)


@pytest.mark.parametrize(
    ("heading", "is_taken"), [("Date", True), ("Sent", True), ("Date of birth", False), ("Completion", False)]
)
def test_the_only_days_of_a_list_of_entries_are_those_of_the_entries(heading: str, is_taken: bool) -> None:
    rows: Rows = [
        ["Candidate number", "Entry code", "Entry type", heading],
        ["0045", "05839", "full award", MARKED],
        ["0046", "05839", "full award", MARKED],
    ]
    book = read(messy(table("Entries", rows), without=["Entries"]))
    assert [one.entered_on for one in book.entries] == [MARKED if is_taken else None] * 2


def test_days_of_entry_of_two_centres_with_one_number_are_each_their_own_candidates() -> None:
    rows: Rows = [
        ["Centre no", "Cand no", "Name", "Entered on", "U8", "U9"],
        ["64321", "0061", "Gus Marsh", MARKED, "M", "P"],
        ["64777", "0061", "Hana Ito", CLAIMED, "P", "P"],
    ]
    book = read(messy(it(rows), without=["Entries"]))
    found = [(one.centre_number, one.candidate_number, one.entered_on) for one in book.entries]
    assert found == [("64321", "0061", MARKED), ("64777", "0061", CLAIMED)]


def test_attempts_of_candidates_with_one_number_at_two_centres_are_each_ones_own() -> None:
    rows: Rows = [
        ["Centre no", "Cand no", "Name", "Unit", "Attempt", "Grade"],
        ["64321", *TWO[0], 8, 9, "P"],
        ["64321", *TWO[0], 8, 10, "M"],
        ["64322", "0045", "Zoe Zahl", 8, 1, "D"],
    ]
    found = [
        (one.centre_number, one.candidate_number, str(one.grade))
        for one in read(messy(it(rows))).claims
        if one.sheet == "IT 05839"
    ]
    assert sorted(found, key=str) == [("64321", "0045", "M"), ("64322", "0045", "D")]


@pytest.mark.parametrize("heading", ["Cohort", "Intake"])
def test_a_cohort_that_began_last_year_is_still_here(heading: str) -> None:
    rows: Rows = [
        [heading, "Cand no", "Name", "Unit", "Grade"],
        ["2025/26", *TWO[0], 8, "M"],
        ["2026/27", *TWO[1], 8, "P"],
    ]
    assert shows(read(messy(it(rows))), "grade") == [("0045", "8", "M"), ("0046", "8", "P")]


@pytest.mark.parametrize("name", ["IT cohort 2025", "IT 2025 starters", "IT Sept 2025"])
def test_the_sheet_of_those_who_began_last_year_is_read(name: str) -> None:
    assert is_of_one_earlier_year(name, 2026) is None
    assert is_of_one_earlier_year("IT 2025", 2026) is not None


def test_merged_years_hold_for_all_rows_that_they_cover() -> None:
    rows: Rows = [
        ["Academic year", "Cand no", "Name", "Unit", "Grade"],
        ["2025/26", "0911", "Old Pupil", 8, "P"],
        ["", "0912", "Older Pupil", 8, "P"],
        ["2026/27", *TWO[0], 8, "M"],
    ]

    def write(book: Any, day: Any) -> None:
        it(rows)(book, day)
        book.get_worksheet_by_name("IT 05839").merge_range(1, 0, 2, 0, "2025/26")

    book = read(messy(write))
    assert shows(book, "grade") == [("0045", "8", "M")]


def test_a_day_above_the_grid_of_a_sheet_called_for_ocr_makes_no_visit() -> None:
    rows: Rows = [
        ["Date", dt.date(2026, 12, 1)],
        ["Cand no", "Name", "U8", "U9"],
        [*TWO[0], "M", "P"],
        [*TWO[1], "P", "P"],
    ]
    assert [one.name for one in read(messy(table("OCR IT 05839", rows))).visits] == [
        one.name for one in read(messy()).visits
    ]
