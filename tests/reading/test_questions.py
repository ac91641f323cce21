"""What is asked of the centre, in which order, that each answer is read by all commands from then on, and that nothing else changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from messy import messy, table

from ocr_sheets import asking
from ocr_sheets.cli import main
from ocr_sheets.errors import UserError
from ocr_sheets.model.book import Book
from ocr_sheets.model.records import Grade
from ocr_sheets.reading.mapping import read_mapping
from ocr_sheets.reading.questions import Line, Part
from ocr_sheets.validate import book_at
from ocr_sheets.writing.mapping_answers import with_answers
from ocr_sheets.writing.question_words import choice_in_words, question_in_words

AS_OF = dt.date(2027, 2, 1)
DAY = dt.date(2027, 1, 11)
PEOPLE = [("0045", "Adams, Ali"), ("0046", "Baker, Bo"), ("0047", "Clarke, Cy")]


def log(heads: Sequence[str], *rest: Any, units: Sequence[str] = ("8", "9"), name: str = "Y13 IT") -> bytes:
    """The small centre with a teacher's list: a row for each candidate's unit, and the same cells at the end of each."""
    rows = [[number, who, "05839", unit, *rest] for number, who in PEOPLE for unit in units]
    return messy(table(name, [["Learner no", "Learner", "Code", "Unit", *heads], *rows]), without=["Claims"])


def grid(*cells: Any, heads: Sequence[str] = ("Grade", "Date"), title: str = "05839 IT") -> bytes:
    """The small centre with a grid: two units, and the same sub-headings and cells under each."""
    top = [title, "", *(said for unit in ("8", "9") for said in (f"Unit {unit}", *[""] * (len(heads) - 1)))]
    rows = [top, ["Candidate no", "Name", *heads, *heads], *([number, who, *cells, *cells] for number, who in PEOPLE)]
    return messy(table("Marks", rows), without=["Claims"])


def asked(path: Path, data: bytes) -> asking.Asked:
    path.write_bytes(data)
    return asking.ask(path, AS_OF)


def ask(path: Path, typed: str) -> Result:
    return CliRunner().invoke(main, ["map", str(path), "--ask", "--as-of", AS_OF.isoformat()], input=typed)


def read(path: Path) -> Book:
    return book_at(path, AS_OF)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "centre.xlsx"


# -- what is asked


def test_a_question_says_what_was_seen_and_what_it_was_taken_as(path: Path) -> None:
    (question,) = asked(path, log(["Teacher", "IV", "Grade"], "JS", DAY, "M")).questions
    assert question_in_words(question) == (
        "Column F of Y13 IT holds days in 6 of 6 cells (11/01/2027 …); its heading is “IV”. Taken as Standardised on. What is it?"
    )
    said = [choice_in_words(question, choice) for choice in question.choices]
    assert said == ["Standardised on", "Assessed on", "Claimed on", "None of ours: leave it alone"]


def test_columns_headed_alike_under_each_unit_are_asked_about_once(path: Path) -> None:
    (question,) = asked(path, grid("M", DAY)).questions
    assert question_in_words(question) == (
        "Columns D and F of Marks are headed “Date”; the first holds days in 3 of 3 cells (11/01/2027 …). Not used, since no word says what the "
        "dates are of. What are they?"
    )


def test_bare_days_under_units_are_asked_about_once(path: Path) -> None:
    rows: list[list[Any]] = [
        ["Candidate no", "Name", "Unit 8", "Unit 9"],
        *([number, who, DAY, DAY] for number, who in PEOPLE),
    ]
    question, *_ = asked(path, messy(table("Marks 05839", rows), without=["Claims"])).questions
    assert question_in_words(question).startswith("Columns C and D of Marks 05839 are of units; the first holds days")
    assert question.choices[2].lines == [Line("Marks 05839", Part.SHEET, "dates_are", "Claimed on")]


def test_what_brings_more_is_asked_first_and_never_more_than_five(path: Path) -> None:
    heads = ["IV", "IQA", "Marked", "Assessed", "Standardised", "Claimed", "Int verified", "Grade"]
    data = log(heads, DAY, "PT", "JS", "JS", "PT", "JS", DAY, "M")
    everything = asked(path, data)
    assert len(everything.questions) <= 5
    weights = [question.weight for question in everything.questions]
    assert weights == sorted(weights, reverse=True)


def test_a_workbook_that_was_understood_is_asked_nothing(path: Path) -> None:
    assert not asked(path, messy()).questions
    assert ask(path, "").output.startswith("Nothing to ask")
    assert not list(path.parent.glob("*.toml"))


def test_a_sheet_that_could_be_of_two_kinds_is_asked_about_and_then_read(path: Path) -> None:
    heads = ["Candidate number", "Entry code", "Unit number", "Entry type", "Entered on", "Assessor", "Grade"]
    rows = [heads, ["0045", "05839", "8"]]
    everything = asked(path, messy(table("Sheet3", rows), without=["Entries"]))
    question = everything.questions[0]
    assert question_in_words(question) == (
        "The headings of Sheet3 fit Entries and Claims alike, so it was not read. Which one is it?"
    )
    said = [choice_in_words(question, choice) for choice in question.choices]
    assert said == ["Entries", "Claims", "Something else: leave the sheet alone"]
    asking.save_answers(everything, question.choices[1].lines)
    assert [claim.unit_number for claim in read(path).claims] == ["8"]
    assert not asking.ask(path, AS_OF).questions


# -- in the terminal


def test_an_answer_in_the_terminal_is_read_from_then_on_and_not_asked_again(path: Path) -> None:
    path.write_bytes(grid("M", DAY))
    before = read(path)
    assert {(claim.grade, claim.claimed_on) for claim in before.claims} == {(Grade.MERIT, None)}
    done = ask(path, "3\n")
    assert done.exit_code == 0, done.output
    assert f"Mapping file: {path.with_name('centre.map.toml')} (1 answer, 0 left as it is)" in done.output
    after = read(path)
    assert {(claim.grade, claim.claimed_on) for claim in after.claims} == {(Grade.MERIT, DAY)}
    assert len(after.claims) == len(before.claims) == 6
    assert ask(path, "").output.startswith("Nothing to ask")


def test_what_only_the_cells_can_answer_is_counted_and_not_asked(path: Path) -> None:
    rows = [
        ["Candidate no", "Name", "Unit 8", "Unit 9"],
        ["0045", "Adams, Ali", "M", "P"],
        ["0099", "Nobody, Nan", "M", "P"],
    ]
    path.write_bytes(messy(table("Marks 05839", rows), without=["Claims"]))
    said = ask(path, "").output
    assert said.startswith("Nothing to ask")
    assert "1 cell is asked about that only you can correct in the workbook" in said
    assert "Nobody" not in said


def test_nothing_of_candidates_names_is_printed(path: Path) -> None:
    path.write_bytes(grid("M", DAY))
    said = ask(path, "5\n").output
    assert not any(part in said for _, who in PEOPLE for part in who.split(", "))


def test_leave_it_writes_nothing(path: Path) -> None:
    path.write_bytes(grid("M", DAY))
    done = ask(path, "5\n")
    assert done.exit_code == 0
    assert done.output.endswith("Nothing was answered, and nothing was written.\n")
    assert not list(path.parent.glob("*.toml"))


@pytest.mark.parametrize(
    "typed", ["", "9\n", "x\n\n0\n-1\n1.5\n3\n"], ids=["nothing", "a wrong number", "never a number"]
)
def test_questions_that_are_not_answered_to_the_end_write_nothing(path: Path, typed: str) -> None:
    path.write_bytes(grid("M", DAY))
    done = ask(path, typed)
    assert done.exit_code == 2
    assert done.stderr.count("\n") == 1
    assert "nothing was written" in done.stderr
    assert not list(path.parent.glob("*.toml"))


def test_an_entry_code_may_be_typed_where_the_workbook_has_none(path: Path) -> None:
    rows: list[list[Any]] = [
        ["Candidate no", "Name", "Unit 8", "Unit 9"],
        *([number, who, "M", "P"] for number, who in PEOPLE),
    ]
    sheets = ["Claims", "Entries", "Units", "Qualifications"]
    question, *others = asked(path, messy(table("Marks", rows), without=sheets)).questions
    assert question_in_words(question) == "No entry code was found for the units of Marks. Which one is it?"
    assert not others
    done = ask(path, "1\nIT\n5839\n05839\n")
    assert done.exit_code == 0, done.output
    assert done.output.count("An entry code has five digits, such as 05839.") == 2
    assert {claim.entry_code for claim in read(path).claims} == {"05839"}


# -- every choice


@pytest.mark.parametrize(
    "data",
    [
        log(["Teacher", "IV", "Grade"], "JS", DAY, "M"),
        log(["Teacher", "IQA", "Sign off", "Grade"], "JS", "PT", "JS", "M"),
        log(["Teacher", "Date", "Grade"], "JS", DAY, "M"),
        grid("M", DAY),
        grid("M", "P", heads=("Grade", "Result")),
        grid("M", DAY, DAY, heads=("Grade", "When", "IV")),
    ],
)
def test_each_answer_can_be_read_and_is_not_asked_again(path: Path, data: bytes) -> None:
    everything = asked(path, data)
    assert everything.questions
    for question in everything.questions:
        for choice in question.choices:
            file = asking.save_answers(everything, choice.lines)
            again = asking.ask(path, AS_OF).questions
            about = [(one.judgement.kind, one.judgement.cell) for one in again]
            assert (question.judgement.kind, question.judgement.cell) not in about, choice
            file.unlink()


def test_of_two_columns_the_one_that_is_named_counts(path: Path) -> None:
    everything = asked(path, log(["Teacher", "Grade", "Result"], "JS", "M", "P"))
    question = next(one for one in everything.questions if len(one.cells) == 2)
    assert [choice_in_words(question, choice) for choice in question.choices] == ["Grade", "Result"]
    for choice, grade in zip(question.choices, (Grade.MERIT, Grade.PASS), strict=True):
        file = asking.save_answers(everything, choice.lines)
        assert {claim.grade for claim in read(path).claims} == {grade}
        file.unlink()


# -- the mapping file


def test_a_file_that_names_some_columns_keeps_what_is_known_of_the_others(path: Path) -> None:
    data = log(["Teacher", "IV", "Sent off", "Mark", "Result"], "JS", DAY, dt.date(2027, 1, 20), "72", "M")
    path.write_bytes(data)
    before = read(path).claims
    text = '[sheets."Y13 IT"]\nnot_used = ["IV"]\n[sheets."Y13 IT".columns]\n"Claimed on" = "Sent off"\n'
    path.with_name("centre.map.toml").write_text(text)
    after = read(path).claims
    assert [(one.candidate_number, one.unit_number, one.assessor, one.grade) for one in after] == [
        (one.candidate_number, one.unit_number, one.assessor, one.grade) for one in before
    ]
    assert {one.grade for one in after} == {Grade.MERIT}
    assert ({one.standardised_on for one in before}, {one.standardised_on for one in after}) == ({DAY}, {None})
    assert {one.claimed_on for one in after} == {dt.date(2027, 1, 20)}


def test_a_file_that_says_the_kind_and_one_column_leaves_the_others_to_their_cells(path: Path) -> None:
    heads = ["Candidate number", "Entry code", "Unit number", "Marked by", "IV", "Gone", "Grade"]
    row = ["0045", "05839", "8", "JS", DAY, dt.date(2027, 1, 20), "M"]
    path.write_bytes(messy(table("Sent", [heads, row]), without=["Claims"]))
    said = '[sheets.Sent]\nread_as = "Claims"\n[sheets.Sent.columns]\n"Claimed on" = "Gone"\n'
    path.with_name("centre.map.toml").write_text(said)
    (claim,) = read(path).claims
    assert (claim.assessor, claim.standardised_on, claim.claimed_on, claim.grade) == (
        "JS",
        DAY,
        dt.date(2027, 1, 20),
        Grade.MERIT,
    )
    path.with_name("centre.map.toml").write_text(said + '"Standardised on" = ""\n"Assessed on" = "IV"\n')
    (claim,) = read(path).claims
    assert (claim.assessed_on, claim.standardised_on, claim.standardised_by) == (DAY, None, None)


def test_a_list_of_ours_keeps_its_other_columns_too(path: Path) -> None:
    heads = ["Candidate number", "Entry code", "Unit number", "Assessor", "Grade", "Sent off", "Claimed on"]
    row = ["0045", "05839", "8", "JS", "M", DAY, dt.date(2027, 1, 20)]
    path.write_bytes(messy(table("Claims", [heads, row])))
    path.with_name("centre.map.toml").write_text('[sheets.Claims.columns]\n"Claimed on" = "column F"\n')
    (claim,) = read(path).claims
    assert (claim.candidate_number, claim.assessor, claim.grade, claim.claimed_on) == ("0045", "JS", Grade.MERIT, DAY)


NOTED = """\
# Ours, of September.
[sheets."Y13 IT"]   # the teacher's
not_used = ["Comments"]

[sheets."Y13 IT".columns]
"Claimed on" = "column G"   # was H

[staff]
"Mr Smith" = "JS"
"""


def test_answers_go_into_a_file_that_is_there_and_its_notes_stay() -> None:
    answers = [
        Line("Y13 IT", Part.COLUMNS, "Claimed on", "Sent"),
        Line("Y13 IT", Part.COLUMNS, "Grade", 'The "real" one'),
        Line("Y13 IT", Part.NOT_USED, "", "column K"),
        Line("Marks", Part.SHEET, "entry_code", "05839"),
    ]
    text = with_answers(NOTED, "centre.map.toml", answers)
    assert text == (
        '# Ours, of September.\n[sheets."Y13 IT"]   # the teacher\'s\nnot_used = ["Comments", "column K"]\n\n'
        '[sheets."Y13 IT".columns]\n"Grade" = "The \\"real\\" one"\n"Claimed on" = "Sent"\n\n[staff]\n"Mr Smith" = "JS"\n\n'
        '[sheets."Marks"]\nentry_code = "05839"\n'
    )
    assert with_answers(text, "centre.map.toml", answers) == text


def test_a_file_that_the_answers_do_not_fit_into_is_left_as_it_is() -> None:
    with pytest.raises(UserError, match="were not written"):
        with_answers('[sheets.Marks]\nread_as = "Claims"\n', "a.map.toml", [Line("Marks", Part.NOT_USED, "", "IV")])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[sheets.Marks.columns]\n"Claimed on" = "column ZZ"\n', "there is no column ZZ on Marks: its last is F."),
        (
            '[sheets.Marks.columns]\n"Claimed on" = "Dat"\n',
            "there is no heading “Dat” on Marks; name the column by its letter",
        ),
        (
            '[sheets.Marks.columns]\n"Claimed on" = "Date"\n"Assessed on" = "date"\n',
            "“Claimed on” and “Assessed on” are both said to be “date”, and one column is read as one thing.",
        ),
        ("[sheets.Marks]\nheading_row = 2\n", "heading_row is for a sheet that has read_as as well."),
        ('[sheets.Marks]\nnot_used = "IV"\n', 'not_used is a list of headings, such as ["IV", "column D"].'),
        ('[sheets.Marks.columns]\n"Sent" = "Date"\n', "no sheet has a column “Sent”"),
    ],
)
def test_a_slip_is_told_in_one_sentence_with_its_line(path: Path, text: str, said: str) -> None:
    path.write_bytes(grid("M", DAY))
    path.with_name("centre.map.toml").write_text(text)
    with pytest.raises(UserError) as error:
        read(path)
    assert str(error.value).startswith("centre.map.toml, line ")
    assert said in str(error.value)
    assert "\n" not in str(error.value)


def test_the_name_that_windows_makes_of_it_is_found_and_said(path: Path) -> None:
    path.write_bytes(grid("M", DAY))
    text = '[sheets.Marks.columns]\n"Claimed on" = "Date"\n'
    path.with_name("centre.map.toml.txt").write_text(text)
    assert {claim.claimed_on for claim in read(path).claims} == {DAY}
    said = CliRunner().invoke(main, ["validate", str(path), "--as-of", AS_OF.isoformat()]).output
    assert "Read as centre.map.toml.txt says" in said
    path.with_name("centre.map.toml").write_text(text)
    with pytest.raises(UserError, match="both stand beside the workbook"):
        read(path)


def test_people_who_stand_for_others_are_kept_in_the_file_that_is_printed(path: Path) -> None:
    path.write_bytes(grid("M", DAY))
    path.with_name("centre.map.toml").write_text('[staff]\n"Mr Smith" = "JS"\n')
    printed = CliRunner().invoke(main, ["map", str(path), "--as-of", AS_OF.isoformat()]).output
    assert '\n"Mr Smith" = "JS"\n' in printed
    assert read_mapping(printed, "a").staff == {"mrsmith": "JS"}
