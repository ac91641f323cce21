"""Every command that reads a centre's workbook takes the same options, and does by them what the others do."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from workbooks import BASE, folder, saved

from ocr_sheets.cli import main
from ocr_sheets.commands import options

CLAIMS = """
Claims
| Candidate number | Entry code | Unit number | Assessor | Visit | Claim status |
| 0045             | 05839      | 8           | JS       | IT 1  | planned      |
"""
CHECKING = ["validate", "plan", "packs", "email", "calendar", "diff"]
READING = [*CHECKING, "reconcile", "map"]


def run(command: str, book: Path, *arguments: object) -> Result:
    others = {"diff": [book], "reconcile": [book.parent / "list.csv"]}.get(command, [])
    return CliRunner().invoke(main, [command, str(book), *map(str, [*others, *arguments])])


@pytest.fixture
def book(tmp_path: Path) -> Path:
    (tmp_path / "list.csv").write_text(
        "Candidate number,Entry code,Unit number,Claim status\n0045,05839,8,planned\n", encoding="utf-8"
    )
    return saved(tmp_path / "centre.xlsx", CLAIMS)


@pytest.mark.parametrize("command", READING)
def test_a_mapping_file_is_read_by_each_command(command: str, book: Path, tmp_path: Path) -> None:
    (tmp_path / "named.toml").write_text('[sheets."Nowhere"]\nread_as = "Claims"\n', encoding="utf-8")
    done = run(command, book, "--as-of", "2027-02-01", "--map", tmp_path / "named.toml")
    assert done.exit_code == 2, done.output
    assert "has no sheet “Nowhere”" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("command", READING)
def test_a_day_is_taken_by_each_command(command: str, book: Path) -> None:
    for text in ("2027-02-01", "01/02/2027", "1 Feb 2027"):
        assert run(command, book, "--as-of", text).exit_code in (0, 1)
    done = run(command, book, "--as-of", "2027-02-30")
    assert done.exit_code == 2
    assert "is not a day" in done.stderr


@pytest.mark.parametrize("command", CHECKING)
@pytest.mark.parametrize("option", ["--settings", "--catalogue"])
def test_settings_and_a_catalogue_are_read_by_each_command_that_checks(command: str, option: str, book: Path) -> None:
    done = run(command, book, "--as-of", "2027-02-01", option, "none.toml")
    assert done.exit_code == 2
    assert "none.toml cannot be read" in done.stderr


@pytest.mark.parametrize("command", [one for one in READING if one != "diff"])
def test_a_folder_of_csv_files_is_read_by_each_command(command: str, book: Path, tmp_path: Path) -> None:
    sheets = folder(tmp_path / "centre v1.2", BASE + CLAIMS)
    done = run(command, sheets, "--as-of", "2027-02-01")
    assert done.exit_code in (0, 1), done.output
    written = [path.name for path in tmp_path.iterdir() if path not in (book, sheets, tmp_path / "list.csv")]
    assert all(name.startswith("centre v1.2") for name in written)


@pytest.mark.parametrize("command", READING)
def test_each_command_tells_on_a_terminal_what_it_is_at(
    command: str, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []

    def tell(steps: list[str], _: object) -> None:
        told.extend(steps)

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(options, "_tell", tell)
    monkeypatch.setattr(sys, "stderr", Terminal())
    # Called by itself: click's runner puts a stream of its own in place of stderr.
    others = {"diff": [book], "reconcile": [book.parent / "list.csv"]}.get(command, [])
    with pytest.raises(SystemExit):
        main([command, str(book), *map(str, others), "--as-of", "2027-02-01"])
    assert [line for line in told if "centre.xlsx" in line]


def test_who_has_nobody_to_pack_for_is_told_what_to_do(tmp_path: Path) -> None:
    book = saved(tmp_path / "centre.xlsx", "Assessors\n| Assessor | Name |\n")
    done = CliRunner().invoke(main, ["email", str(book), "--as-of", "2027-02-01"])
    assert done.exit_code == 2
    assert done.stderr.strip() == (
        "There is nobody to make a pack for, as Assessors names nobody: fill it in, or make packs by subject area."
    )


@pytest.mark.parametrize("option", ["--settings", "--map"])
def test_a_file_in_another_encoding_is_told_how_to_be_saved(option: str, book: Path, tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_bytes("# Siân's readings\n".encode("cp1252"))
    done = run("validate", book, "--as-of", "2027-02-01", option, tmp_path / "own.toml")
    assert done.exit_code == 2
    assert done.stderr.strip() == (
        "own.toml is not saved as UTF-8: in Notepad choose Save as, and UTF-8 under Encoding."
    )
