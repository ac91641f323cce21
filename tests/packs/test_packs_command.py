"""`ocr-sheets packs`, as a person types it."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from mailing import PACKS, TEXT, names, refused, run
from packs_people import EXAMPLE, PEOPLE
from workbooks import saved

from ocr_sheets.cli import main
from ocr_sheets.files.folders import LIST


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return saved(tmp_path / "Canolfan Ŵyn.xlsx", TEXT)


# -- packs


def test_packs_are_written_beside_the_workbook_and_named_on_the_terminal(book: Path) -> None:
    before = book.read_bytes()
    result = run("packs", book)
    assert result.exit_code == 0, result.output
    folder = book.with_name("Canolfan Ŵyn-packs")
    assert names(folder) == PACKS
    assert f"Written: {folder}" in result.stdout
    assert "pack-PT.xlsx  2 candidates, 2 portfolios; 2 to fix; next: Submit claims by Thu 25 Feb 2027" in result.stdout
    assert not [word for person in PEOPLE.values() for word in person if word in result.output]
    assert book.read_bytes() == before
    assert run("packs", book, "--share").exit_code == 0  # our own folder is written again
    assert names(folder) == PACKS


def test_packs_by_subject_and_by_standardiser_go_where_they_are_told(book: Path, tmp_path: Path) -> None:
    assert run("packs", book, "-o", tmp_path / "a folder", "--by", "subject").exit_code == 0
    assert names(tmp_path / "a folder") == [
        "index.xlsx",
        LIST,
        "pack-Business.xlsx",
        "pack-Careers.xlsx",
        "pack-IT.xlsx",
    ]
    assert run("packs", book, "-o", tmp_path / "a folder", "--by", "standardiser").exit_code == 0
    assert names(tmp_path / "a folder") == ["index.xlsx", LIST, "pack-JS.xlsx", "pack-PT.xlsx"]


def test_a_folder_with_other_files_a_bad_workbook_and_nobody_to_pack_for_are_refused(
    book: Path, tmp_path: Path
) -> None:
    assert "did not write" in refused(run("packs", book, "-o", tmp_path))
    (tmp_path / "text.xlsx").write_text("no workbook", encoding="utf-8")
    assert "text.xlsx is plain text" in refused(run("packs", tmp_path / "text.xlsx"))
    alone = saved(tmp_path / "alone.xlsx", "Assessors\n| Assessor | Name |")
    assert "nobody to make a pack for, as Assessors names nobody" in refused(run("packs", alone))
    assert names(tmp_path) == ["Canolfan Ŵyn.xlsx", "alone.xlsx", "text.xlsx"]


def test_what_the_workbook_itself_hides_is_told(book: Path) -> None:
    hidden = book.with_name("hidden.xlsx")
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(hidden, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data.replace(b'<sheet name="Centre"', b'<sheet state="hidden" name="Centre"'))
    said = "Before hidden.xlsx itself is emailed: it has 1 hidden sheet (Centre)."
    assert said in run("packs", hidden).stdout
    assert said in run("email", hidden).stdout
    assert "itself is emailed" not in run("packs", book).stdout


def test_the_examples_packs_are_the_same_bytes_in_two_processes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        command = [
            sys.executable,
            "-m",
            "ocr_sheets",
            "packs",
            str(EXAMPLE),
            "-o",
            str(tmp_path / name),
            "--as-of",
            "2027-02-15",
        ]
        subprocess.run(command, check=True, capture_output=True)
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_help_says_what_each_option_does() -> None:
    for command in ("packs", "email"):
        result = CliRunner().invoke(main, [command, "--help"])
        assert result.exit_code == 0
        assert "--share" in result.stdout
