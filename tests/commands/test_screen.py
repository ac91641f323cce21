"""What a terminal shows: as wide as it is, in colours where it takes them, with what to do beside what is wrong."""

from __future__ import annotations

import datetime as dt
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner
from workbooks import saved

from ocr_sheets.cli import main
from ocr_sheets.rules import Severity
from ocr_sheets.validate import report_on
from ocr_sheets.writing.screen import NARROWEST, USUAL, WIDEST, coloured, screen_of
from ocr_sheets.writing.terminal import summary

LATE = (
    "Claims\n| Candidate number | Entry code | Unit number | Assessor | Visit | Claimed on | Claim status | Grade |\n"
    "| 0045 | 05839 | 8 | JS | IT 1 | 2027-02-26 | submitted | M |\n"
)
AS_OF = "2027-03-01"


def run(*arguments: object, **environment: str) -> str:
    result = CliRunner(env=environment).invoke(main, [str(argument) for argument in arguments])
    assert result.exit_code in (0, 1), result.output
    return result.stdout


@pytest.mark.parametrize(
    ("columns", "width"),
    [(None, USUAL), (40, NARROWEST), (59, NARROWEST), (60, 60), (61, 61), (119, 119), (120, 120), (121, WIDEST)],
)
def test_lines_are_as_wide_as_the_terminal_within_bounds(columns: int | None, width: int) -> None:
    assert screen_of(columns, has_colour=False).width == width


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_no_line_of_a_check_is_wider_than_the_terminal(tmp_path: Path, columns: int) -> None:
    report = report_on(saved(tmp_path / "centre.xlsx", LATE), dt.date.fromisoformat(AS_OF))
    lines = list(summary(report, Path("out.xlsx"), screen_of(columns, has_colour=False)))
    assert max(map(len, lines)) <= columns


def test_what_to_do_stands_below_what_is_wrong(tmp_path: Path) -> None:
    told = run("validate", saved(tmp_path / "centre.xlsx", LATE), "--as-of", AS_OF).splitlines()
    at = next(place for place, line in enumerate(told) if "Claimed on 26 Feb 2027, 13 days before" in line)
    assert any("→ Ask the moderator" in line for line in told[at : at + 4])


def test_without_a_terminal_there_is_no_colour_and_with_color_always_there_is(tmp_path: Path) -> None:
    book = saved(tmp_path / "centre.xlsx", LATE)
    assert "\x1b" not in run("validate", book, "--as-of", AS_OF)
    told = run("validate", book, "--as-of", AS_OF, "--color", "always")
    assert "\x1b[1;31mNot ready." in told
    assert "\ufdd0" not in told
    assert "\x1b" not in run("validate", book, "--as-of", AS_OF, "--color", "never")


@pytest.mark.skipif(sys.platform == "win32", reason="there is no pty")
@pytest.mark.parametrize(("no_colour", "is_coloured"), [("", True), ("1", False)])
def test_a_terminal_gets_colours_unless_no_color_is_set(tmp_path: Path, no_colour: str, is_coloured: bool) -> None:
    book = saved(tmp_path / "centre.xlsx", LATE)
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "ocr_sheets", "validate", str(book), "--as-of", AS_OF]
    env = {**os.environ, "NO_COLOR": no_colour}
    done = subprocess.Popen(command, stdout=theirs, stderr=subprocess.DEVNULL, env=env)
    told = b""
    done.wait(timeout=60)
    os.close(theirs)
    try:
        while chunk := os.read(ours, 65_536):
            told += chunk
    except OSError:  # the other end is closed
        pass
    os.close(ours)
    assert b"Not ready." in told
    assert (b"\x1b[1;31m" in told) is is_coloured


def test_what_a_cell_holds_changes_no_terminal(tmp_path: Path) -> None:
    text = LATE.replace("JS", "J\x1b[31mS")
    assert "\x1b[31mS" not in run(
        "validate", saved(tmp_path / "centre.xlsx", text.replace("\x1b", "?")), "--as-of", AS_OF
    )
    assert coloured("plain") == "plain"
    assert screen_of(80, has_colour=False).paint("x", Severity.CHECK) == "x"


def test_quiet_prints_the_verdict_alone(tmp_path: Path) -> None:
    (line,) = run("validate", saved(tmp_path / "centre.xlsx", LATE), "--as-of", AS_OF, "--quiet").splitlines()
    assert line.startswith("Not ready.")


def test_the_shell_completes_commands_and_the_codes_of_rules() -> None:
    complete = ShellComplete(main, {}, "ocr-sheets", "_OCR_SHEETS_COMPLETE")
    assert "validate" in [item.value for item in complete.get_completions([], "val")]
    assert "claim-under-two-weeks" in [item.value for item in complete.get_completions(["explain"], "claim-under")]


PRINTING = (
    "validate", "plan", "diff", "reconcile", "packs", "email", "overview", "fill", "calendar", "collect", "claims", "read",
)  # fmt: skip
"""The commands that print more than a line."""


def arguments_of(command: str, folder: Path) -> list[str]:
    """What a command is asked on a small centre, so that it does its work."""
    book = str(saved(folder / "centre.xlsx", CENTRE))
    if command == "overview":
        return [command, str(folder), "-o", str(folder / "overview.xlsx"), "--as-of", AS_OF]
    if command == "diff":
        return [command, book, str(saved(folder / "later.xlsx", CENTRE.replace("2027-02-26", ""))), "--as-of", AS_OF]
    if command == "reconcile":
        (folder / "list.csv").write_text("Candidate number,Entry code,Unit number\n0045,05839,8\n")
        return [command, book, str(folder / "list.csv"), "--with", "claims", "--as-of", AS_OF]
    if command == "collect":
        return [command, book, str(saved(folder / "back.xlsx", CENTRE)), "--as-of", AS_OF]
    return [command, book, "--as-of", AS_OF]


CENTRE = (
    LATE
    + "Assessors\n| Assessor | Name | Email | Subject areas |\n| JS | Jo Smith | js@college.example | IT |\n"
    + "Qualifications\n| Entry code | Family | Subject area |\n| 05839 | Cambridge Technicals | IT |\n"
    + "Candidates\n| Candidate number | Surname | Forenames |\n| 0045 | Vale | Ash |\n"
    + "Visits\n| Visit | Subject area | Visit date | Type |\n| IT 1 | IT | 2027-03-11 | virtual |\n"
)


@pytest.mark.parametrize("command", PRINTING)
def test_every_command_that_prints_takes_quiet_and_color(tmp_path: Path, command: str) -> None:
    shown = CliRunner().invoke(main, arguments_of(command, tmp_path))
    assert shown.exit_code in (0, 1), shown.output
    quiet = CliRunner().invoke(main, [*arguments_of(command, tmp_path), "--quiet", "--color", "never"])
    assert quiet.exit_code == shown.exit_code, quiet.output
    first, *more = quiet.stdout.splitlines()
    assert first.strip()
    assert len(more) < max(2, len(shown.stdout.splitlines()))
    assert not any(line.startswith("  ") for line in more)
    if command == "claims":
        assert first.endswith(" ready to claim.")


@pytest.mark.parametrize("command", ["plan", "diff", "reconcile"])
def test_a_verdict_is_in_the_colour_of_how_it_stands(tmp_path: Path, command: str) -> None:
    told = CliRunner().invoke(main, [*arguments_of(command, tmp_path), "--color", "always"]).stdout
    assert re.match(r"\x1b\[(?:1;31|33|32)m", told)


@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_long_line_goes_on_below_itself_on_a_terminal_and_stays_whole_in_a_file(width: int) -> None:
    line = "  pack-JS.xlsx  " + "12 candidates; 3 to fix; " * 8
    lines = screen_of(width, has_colour=False).fitted(line)
    assert max(map(len, lines)) <= width
    assert all(one.startswith("    ") for one in lines[1:])
    assert screen_of(None, has_colour=False).fitted(line) == [line]
