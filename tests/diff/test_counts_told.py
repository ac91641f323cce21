"""The first line of diff counts the visits that moved and that were cancelled, each apart, by the command itself."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from workbooks import saved

from ocr_sheets.cli import main

HEAD = "| Visit | Subject area | Entry code | Visit date | Type | Type told on | Status |"
VISITS = (
    "IT 1 | IT | | 2027-03-11 | virtual | 2027-01-15 | confirmed",
    "IT 2 | IT | | 2027-05-11 | virtual | 2027-01-15 | confirmed",
    "L4 1 | | 04663 | 2027-03-12 | | | confirmed",
    "L4 2 | | 04663 | 2027-06-11 | | | confirmed",
)


def visits(*rows: str) -> str:
    return "\n".join(["Visits", HEAD, *(f"| {row} |" for row in rows), ""])


def cancelled(row: str) -> str:
    return row.replace("confirmed", "cancelled")


def moved(row: str) -> str:
    return row.replace("-11 |", "-18 |").replace("-12 |", "-19 |")


def first_line(tmp_path: Path, *rows: str) -> str:
    old, new = saved(tmp_path / "old.xlsx", visits(*VISITS)), saved(tmp_path / "new.xlsx", visits(*rows))
    done = CliRunner().invoke(main, ["diff", str(old), str(new), "--as-of", "2027-02-01"])
    assert done.exit_code in (0, 1), done.output
    return done.output.splitlines()[0]


@pytest.mark.parametrize(("moves", "cancels"), [(0, 1), (1, 0), (2, 1), (1, 2), (0, 0)])
def test_visits_moved_and_cancelled_are_counted_apart(tmp_path: Path, moves: int, cancels: int) -> None:
    rows = [*map(moved, VISITS[:moves]), *map(cancelled, VISITS[moves : moves + cancels]), *VISITS[moves + cancels :]]
    line = first_line(tmp_path, *rows)
    for count, what in ((moves, "moved"), (cancels, "cancelled")):
        found = re.search(rf"(\d+) visits? {what}", line)
        assert (int(found[1]) if found else 0) == count, line
