"""The page for the day of a visit: what must be there, who is needed and who is not, and no names unless they are asked for."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from click.testing import CliRunner
from workbooks import report_of, saved

from ocr_sheets.cli import main
from ocr_sheets.visit_day import visit_called, visit_page

CLAIMS = (
    "Claims\n| Candidate number | Entry code | Unit number | Assessor | Claimed on | Visit | Sample requested on |\n"
    "| 0045 | 05839 | 8 | JS | 2027-01-12 | IT 1 | |\n| 0102 | 04663 | 1 | PT | 2027-01-12 | L4 1 | 2027-02-20 |\n"
)


def page(name: str, kind: str = "face-to-face", *, names: bool = False, text: str = CLAIMS) -> str:
    visits = (
        "Visits\n| Visit | Subject area | Entry code | Visit date | Type |\n"
        f"| IT 1 | IT | | 2027-03-11 | {kind} |\n| L4 1 | | 04663 | 2027-03-12 | |\n"
    )
    report = report_of(visits + text)
    visit = visit_called(report.book, name)
    assert visit
    return visit_page(report, visit, names=names).html


def test_a_visit_on_site_has_reception_and_no_upload() -> None:
    told = page("it 1")
    for number in ("S40", "S41", "S47", "S48", "S56", "S57", "S58", "S59", "S60", "S61"):
        assert f"({number})" in told
    assert "(S49)" not in told
    assert "Upload sample by" not in told
    assert "Thu 11 Mar 2027" in told


def test_a_virtual_visit_has_teams_and_its_upload_day_and_no_reception() -> None:
    told = page("IT 1", "virtual")
    for number in ("S40", "S42", "S49", "S50", "S51", "S52", "S56"):
        assert f"({number})" in told
    assert "Upload sample by 6 Mar 2027." in told
    assert "For reception" not in told


def test_an_eqa_visit_needs_candidates_and_staff() -> None:
    told = page("L4 1")
    assert "(S91)" in told
    assert "(S56)" not in told
    assert "Pat Taylor" in told
    assert "0102" in told
    assert "asked for" in told


@pytest.mark.parametrize("name", ["IT 1", "L4 1"])
def test_candidates_are_numbers_unless_names_are_asked_for(name: str) -> None:
    surname = "Adams" if name == "IT 1" else "Clarke"
    assert surname not in page(name)
    assert surname in page(name, names=True)


@pytest.mark.parametrize(("as_of", "day"), [("2027-03-10", "2027-03-11"), ("2027-03-11", "2027-03-11"), ("2027-03-12", "2027-06-09")])  # fmt: skip
def test_of_visits_of_one_name_the_next_to_come_is_meant(as_of: str, day: str) -> None:
    visits = (
        "Visits\n| Visit | Subject area | Visit date | Type |\n"
        "| IT 1 | IT | 2027-06-09 | virtual |\n| IT 1 | IT | 2027-03-11 | virtual |\n"
    )
    visit = visit_called(report_of(visits, dt.date.fromisoformat(as_of)).book, "IT 1")
    assert visit
    assert visit.visit_date == dt.date.fromisoformat(day)


def test_the_command_writes_the_page_and_names_the_visits_there_are(tmp_path: Path) -> None:
    path = saved(tmp_path / "centre.xlsx", CLAIMS)
    done = CliRunner().invoke(main, ["visit", str(path), "IT 1", "--as-of", "2027-02-01"])
    assert done.exit_code == 0, done.output
    assert "Adams" not in done.output
    assert (tmp_path / "centre-IT-1.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    wrong = CliRunner().invoke(main, ["visit", str(path), "IT 9", "--as-of", "2027-02-01"])
    assert wrong.exit_code == 2
    assert "it has IT 1" in wrong.output
