"""Two people are coded JS: every command says so, and none of them chooses one of the two."""

from __future__ import annotations

import json
from email import policy
from email.parser import BytesParser
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook
from workbooks import saved

from ocr_sheets.cli import main

STAFF = """
Assessors
| Assessor | Name       | Email      |
| JS       | Jane Smith | jane@x.org |
| JS       | John Stone | john@x.org |
| PT       | Pat Taylor | pat@x.org  |
"""
CLAIMS = """
Claims
| Candidate number | Entry code | Unit number | Assessor | Grade | Claimed on | Visit | Claim status |
| 0045             | 05839      | 8           | {by}     | M     | 2027-01-20 | IT 1  | submitted    |
| 0046             | 05839      | 8           | PT       | P     | 2027-01-20 | IT 1  | submitted    |
"""
DAY = ("--as-of", "2027-02-01")


def workbook(folder: Path, name: str = "centre.xlsx", by: str = "JS") -> Path:
    return saved(folder / name, STAFF + CLAIMS.format(by=by))


def run(*words: object) -> Result:
    done = CliRunner().invoke(main, [*map(str, words), *DAY])
    assert done.exit_code in (0, 1), done.output
    return done


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    run("packs", workbook(tmp_path), "-o", tmp_path / "packs")
    return tmp_path / "packs"


def test_neither_gets_a_pack_and_the_work_is_listed_for_the_exams_officer(packs: Path) -> None:
    assert [path.name for path in packs.glob("pack-*")] == ["pack-PT.xlsx"]
    told = [str(cell.value) for sheet in load_workbook(packs / "index.xlsx") for row in sheet for cell in row]
    assert any("JS" in text for text in told)


def test_neither_is_written_to(tmp_path: Path) -> None:
    run("email", workbook(tmp_path), "-o", tmp_path / "drafts")
    read = BytesParser(policy=policy.default)
    letters = [read.parsebytes(path.read_bytes()) for path in (tmp_path / "drafts").glob("*.eml")]
    to = " ".join(str(letter["To"]) for letter in letters)
    assert "pat@x.org" in to
    assert "jane@x.org" not in to
    assert "john@x.org" not in to


def test_a_calendar_of_one_is_refused_and_both_are_named(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["calendar", str(workbook(tmp_path)), "--for", "JS", *DAY])
    assert done.exit_code == 2
    assert "Jane Smith (row 2) and John Stone (row 3)" in done.output


@pytest.mark.parametrize(("now", "cells"), [("Jane Smith", 1), ("JS", 0)])
def test_to_name_one_of_them_is_a_change(tmp_path: Path, now: str, cells: int) -> None:
    """Were JS one of the two, her name in its place would be no change."""
    old, new = workbook(tmp_path), workbook(tmp_path, "new.xlsx", by=now)
    told = json.loads(run("diff", old, new, "-o", tmp_path / "diff.xlsx", "--format", "json").stdout)
    changed = [one for one in told["cells"] if "Assessor" in json.dumps(one)]
    assert len(changed) == cells


@pytest.mark.parametrize(("theirs", "differ"), [("JS", 0), ("Jane Smith", 1)])
def test_the_list_of_claims_is_compared_with_what_is_typed(tmp_path: Path, theirs: str, differ: int) -> None:
    head = "Candidate number,Entry code,Unit number,Assessor,Grade\n"
    theirs_list = tmp_path / "list.csv"
    theirs_list.write_text(head + f"0045,05839,8,{theirs},M\n0046,05839,8,Pat Taylor,P\n", encoding="utf-8")
    done = run("reconcile", workbook(tmp_path), theirs_list, "--with", "claims", "--format", "json")
    assert done.exit_code == differ, done.output


def test_what_comes_back_from_another_touches_nothing_of_theirs(packs: Path, tmp_path: Path) -> None:
    back = load_workbook(packs / "pack-PT.xlsx")
    assert all("0045" not in str(cell.value) for sheet in back for row in sheet for cell in row)
    run("collect", tmp_path / "centre.xlsx", packs / "pack-PT.xlsx", "-o", tmp_path / "collected.xlsx")
    claims = load_workbook(tmp_path / "collected.xlsx")["Claims"]
    assert [claims.cell(row, 4).value for row in (2, 3)] == ["JS", "PT"]


def test_the_check_and_the_plan_name_the_work_as_it_is_typed(tmp_path: Path) -> None:
    path = workbook(tmp_path)
    told = json.loads(run("validate", path, "--format", "json").stdout)
    assert "assessor-code-twice" in {one["rule"] for one in told["findings"]}
    run("plan", path, "-o", tmp_path / "plan.xlsx")
    weeks = load_workbook(tmp_path / "plan.xlsx")["Who does what"]
    said = {str(cell.value) for row in weeks for cell in row}
    assert not said & {"Jane Smith", "John Stone"}
