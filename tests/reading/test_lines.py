"""Lines of text outside all tables: the one qualification of a cover sheet is used, and days that no column has are asked about."""

from __future__ import annotations

import pytest
from messy import messy, read, table

from ocr_sheets.model.judgement_words import worded
from ocr_sheets.model.judgements import JudgementKind

SHEETS = ("Qualifications", "Units", "Entries", "Claims", "Visits")
GRID = [["Unit 4 Customers"], [], ["Cand no", "Name", "Unit grade"], ["0045", "Ali Adams", "M"]]


@pytest.mark.parametrize(
    ("cover", "title", "code"),
    [
        ("CTEC Business Diploma (05837)", "Unit 4", "05837"),
        ("CTEC Business Diploma (05837) or (05835)", "Unit 4", None),
        ("CTEC Business Diploma (05837)", "IT 05839", "05839"),
        ("Telephone 05999", "Unit 4", None),
    ],
)
def test_the_one_code_of_a_cover_sheet_is_that_of_sheets_that_name_none(
    cover: str, title: str, code: str | None
) -> None:
    rows = [[f"{title} Unit 4" if title.startswith("IT") else title], *GRID[1:]]
    book = read(messy(table("Cover", [["Beech College"], [cover]]), table("U4", rows), without=SHEETS))
    assert [one.entry_code for one in book.claims] == [code]


def test_the_code_of_another_sheets_title_is_no_code_of_the_cover() -> None:
    cover, other = table("Cover", [["Business 05837"]]), table("IT", [["IT 05839"], *GRID[1:]])
    book = read(messy(cover, other, table("U4", GRID), without=SHEETS))
    assert {one.sheet: one.entry_code for one in book.claims if one.sheet == "U4"} in ({"U4": None}, {})


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("All entries made 14/10/2026 LN", "a column such as Entered on"),
        ("Everyone registered 14 Oct 2026", "a column such as Entered on"),
        ("Lead: North School | JCQ consortium form done: 22/10/2025", "Consortium form submitted"),
    ],
)
@pytest.mark.parametrize("sheet", ["Cover", "Students"])
def test_a_line_with_the_day_of_entries_or_of_the_form_is_asked_about(line: str, says: str, sheet: str) -> None:
    below = [["Candidate number", "Surname", "Forenames"], ["0045", "Adams", "Ali"]] if sheet == "Students" else []
    book = read(messy(table(sheet, [["Beech College"], [line], *below]), without=("Candidates",) if below else ()))
    (told,) = [one for one in book.judgements if one.kind is JudgementKind.LINE_NOT_READ]
    assert (told.sheet, told.cell, told.is_question) == (sheet, "A2", True)
    assert says in worded(told)


def test_a_visit_in_a_line_above_does_not_hide_the_lines_below_it() -> None:
    lines = [["Moderation visit 1: 9 February 2027"], ["All entries made 14/10/2026"]]
    book = read(messy(table("Cover", lines), without=("Visits",)))
    assert [one.cell for one in book.judgements if one.kind is JudgementKind.LINE_NOT_READ] == ["A2"]
    assert len(book.visits) == 1


@pytest.mark.parametrize(
    "line",
    [
        "Entries to be made by 14/10/2026",
        "Exams office, updated 8/9/26",
        "All entries made",
        "Deadline for entries in: 1/2/2027",
    ],
)
def test_a_deadline_or_a_line_without_a_day_is_not_asked_about(line: str) -> None:
    book = read(messy(table("Cover", [["Beech College"], [line]])))
    assert [one for one in book.judgements if one.kind is JudgementKind.LINE_NOT_READ] == []
