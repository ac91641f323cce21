"""`ocr-sheets start` as a person types it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from filled import checked, rows_of

from ocr_sheets.cli import main
from ocr_sheets.commands import start as command
from ocr_sheets.filling.start import day_meant, type_meant
from ocr_sheets.model.records import VisitType
from ocr_sheets.patching import Refused
from ocr_sheets.writing.template import NOTE_AUTHOR

TODAY = dt.date(2026, 11, 30)


@pytest.fixture(autouse=True)
def _on_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "today", lambda: TODAY)


def start(target: Path, *visits: tuple[str, str, str], typed: str = "") -> Result:
    arguments = [part for visit in visits for part in ("--visit", *visit)]
    return CliRunner().invoke(main, ["start", str(target), *arguments], input=typed)


def test_visits_become_a_workbook_of_one_sheet_in_order_of_date_with_names(tmp_path: Path) -> None:
    target = tmp_path / "centre.xlsx"
    done = start(
        target,
        ("IT", "20/5/27", "f2f"),
        ("05835", "Thurs 11 Feb 2027", ""),
        ("ctec it", "28 January 2027", "Teams"),
    )
    assert done.exit_code == 0, done.output
    assert "3 visits" in done.stdout
    rows = rows_of(target.read_bytes(), "Visits")
    assert [(row[0], row[2], row[3], row[5]) for row in rows] == [
        ("IT 1", "IT", "", "virtual"),
        ("Business 1", "Business", "05835", ""),
        ("IT 2", "IT", "", "face-to-face"),
    ]
    assert [row[4] for row in rows] == [dt.date(2027, 1, 28), dt.date(2027, 2, 11), dt.date(2027, 5, 20)]


def test_it_is_useful_as_it_is_every_visit_has_its_deadlines(tmp_path: Path) -> None:
    target = tmp_path / "centre.xlsx"
    start(target, ("IT", "28 January 2027", "virtual"))
    report = checked(target.read_bytes(), TODAY)
    days = {line.date for line in report.lines}
    assert {dt.date(2026, 12, 31), dt.date(2027, 1, 14)} <= days


def test_the_same_visits_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        start(tmp_path / name, ("IT", "28 January 2027", "virtual"))
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_person_is_asked_again_until_an_answer_can_be_taken(tmp_path: Path) -> None:
    target = tmp_path / "centre.xlsx"
    typed = "Buisness\nBusiness\n28 Jan\n28 Jan 2027\nperhaps\nvirtual\n\n"
    done = start(target, typed=typed)
    assert done.exit_code == 0, done.output
    for said in ("Did you mean Business?", "has no year: the next one is 28 Jan 2027", "type virtual or face-to-face"):
        assert said in done.stdout
    assert [row[2] for row in rows_of(target.read_bytes(), "Visits")] == ["Business"]


def test_nothing_typed_writes_nothing(tmp_path: Path) -> None:
    done = start(tmp_path / "centre.xlsx", typed="\n")
    assert done.exit_code == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("visit", "said"),
    [
        (("Buisness", "28/1/27", ""), "Did you mean Business?"),
        (("05893", "28/1/27", ""), "Did you mean 05803, 05839 or 05843?"),
        (("careers", "28/1/27", ""), "Did you mean Career Information and Advice or Career Guidance and Development?"),
        (("IT", "28 January", ""), "has no year"),
        (("IT", "TBC", ""), "is not a day"),
        (("IT", "28/1/27", "maybe"), "is no type of visit"),
        (("", "28/1/27", ""), "Type the course"),
    ],
)
def test_what_cannot_be_taken_is_told_in_one_sentence_and_nothing_is_written(
    tmp_path: Path, visit: tuple[str, str, str], said: str
) -> None:
    done = start(tmp_path / "centre.xlsx", ("IT", "28/1/27", ""), visit)
    assert done.exit_code == 2
    assert said in done.stderr
    assert done.stdout == ""
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_is_left_as_it_is(tmp_path: Path) -> None:
    target = tmp_path / "centre.xlsx"
    target.write_bytes(b"mine")
    assert start(target, ("IT", "28/1/27", "")).exit_code == 2
    assert target.read_bytes() == b"mine"


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("28/1/27", dt.date(2027, 1, 28)),
        ("2027-01-28", dt.date(2027, 1, 28)),
        ("1st March 2027", dt.date(2027, 3, 1)),
        ("Thu 28 Jan 2027", dt.date(2027, 1, 28)),
        ("3.2.2027", dt.date(2027, 2, 3)),
    ],
)
def test_days_are_read_as_people_type_them_day_first(typed: str, day: dt.date) -> None:
    assert day_meant(typed, TODAY) == day


@pytest.mark.parametrize(
    ("typed", "next_one"),
    [("30 Nov", "30 Nov 2026"), ("29 November", "29 Nov 2027"), ("1/12", "1 Dec 2026"), ("29 Feb", "29 Feb 2028")],
)
def test_a_day_without_a_year_is_never_guessed_and_the_next_one_is_offered(typed: str, next_one: str) -> None:
    with pytest.raises(Refused, match=next_one):
        day_meant(typed, TODAY)


def test_the_type_may_be_left_open() -> None:
    assert type_meant("") is None
    assert type_meant("face to face") is VisitType.FACE_TO_FACE


def test_notes_on_headings_are_the_centre_s_and_no_check_takes_them_away(tmp_path: Path) -> None:
    import openpyxl

    target = tmp_path / "centre.xlsx"
    start(target, ("IT", "28 January 2027", "virtual"))
    CliRunner().invoke(main, ["validate", str(target), "--as-of", "2026-11-30"])
    note = openpyxl.load_workbook(tmp_path / "centre.annotated.xlsx")["Visits"]["A1"].comment
    assert note is not None
    assert note.author == NOTE_AUTHOR
