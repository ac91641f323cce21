"""Every command that writes, killed at any moment or on a full disk: each output is the old one, the new one or none, files of one
output are of one run, the inputs stay as they were, and the same command then does its work.

Each command is killed a few times; ``OCR_SHEETS_KILLS=100 pytest tests/files/test_killed.py`` does it as often as that.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import openpyxl
import pytest
from mailing import TEXT
from workbooks import saved

if os.name != "posix":
    pytest.skip("there is no SIGKILL here", allow_module_level=True)

from killing import Ended, at_random_moments, run

from ocr_sheets.emails.letters import NAMES
from ocr_sheets.files.leftovers import tidy

OTHER = (
    TEXT.replace("2027-01-20", "2027-01-21")
    .replace("IT 1  | submitted", "IT 1  | confirmed")
    .replace("Jo “Siân” Ŵyn", "Jo Smith")
    .replace("| 4104             | 05835      | full award |", "| 4102             | 05835      | full award |")
)
"""Other than TEXT in something that each of the commands tells."""
Snapshot = dict[str, str]


class Writer(NamedTuple):
    """A command that writes."""

    arguments: tuple[object, ...]
    units: tuple[tuple[str, ...], ...]
    """Files and folders by output: those of one are always of the same run."""
    code: int = 0
    prepare: Callable[[Path], None] = lambda _: None
    replaces: bool = True
    """Whether a second run writes over what the first wrote, if nobody has changed it."""


def returned(folder: Path) -> None:
    assert run(["packs", "centre.xlsx", "--as-of", "2027-01-25"], folder).code == 0
    (folder / "centre-packs").rename(folder / "back")


def changed(folder: Path) -> None:
    assert run(["validate", "centre.xlsx", "--as-of", "2027-01-25"], folder).code == 1
    book = openpyxl.load_workbook(folder / "centre.annotated.xlsx")
    book["To do"]["A1"] = "Look at this first"
    book.save(folder / "centre.annotated.xlsx")


def listed(folder: Path) -> None:
    (folder / "list.csv").write_text("Candidate number,Entry code\n4101,05839\n", encoding="utf-8")


WRITERS = {
    "validate": Writer(("validate", "centre.xlsx"), (("centre.annotated.xlsx",),), 1),
    "validate beside a changed copy": Writer(
        ("validate", "centre.xlsx"),
        (("centre.annotated.xlsx", "centre.annotated (changed).xlsx"),),
        1,
        changed,
    ),
    "plan": Writer(("plan", "centre.xlsx"), (("centre.plan.xlsx", "centre.plan.html"),)),
    "plan --write": Writer(
        ("plan", "centre.xlsx", "--write"), (("centre.plan.xlsx", "centre.plan.html", "centre.planned.xlsx"),)
    ),
    "packs": Writer(("packs", "centre.xlsx"), (("centre-packs",),)),
    "email": Writer(("email", "centre.xlsx"), (("centre-emails",),)),
    "email --workbook": Writer(
        ("email", "centre.xlsx", "--workbook", "head@example.org"), (("centre-workbook-emails",),)
    ),
    "email --copy-texts": Writer(
        ("email", "--copy-texts", "texts"), (tuple(f"texts/{name}" for name in NAMES),), replaces=False
    ),
    "diff": Writer(("diff", "centre.xlsx", "later.xlsx", "-o", "changes.xlsx"), (("changes.xlsx",),)),
    "reconcile": Writer(
        ("reconcile", "centre.xlsx", "list.csv", "--with", "entries"), (("centre.reconciled.xlsx",),), 1, listed
    ),
    "calendar": Writer(("calendar", "centre.xlsx"), (("centre.ics",),)),
    "collect": Writer(("collect", "centre.xlsx", "back"), (("centre.collected.xlsx",),), prepare=returned),
    "claims": Writer(("claims", "centre.xlsx", "-o", "claims.csv"), (("claims.csv",),), replaces=False),
    "fill": Writer(("fill", "centre.xlsx"), (("centre.filled.xlsx",),), replaces=False),
    "visit": Writer(("visit", "centre.xlsx", "IT 1"), (("centre-IT-1.html",),)),
    "read to a workbook": Writer(("read", "centre.xlsx", "-o", "read.xlsx"), (("read.xlsx",),)),
    "read to a folder": Writer(("read", "centre.xlsx", "-o", "read"), (("read",),)),
    "map": Writer(("map", "centre.xlsx", "-o", "made.map.toml"), (("made.map.toml",),), replaces=False),
    "template": Writer(("template", "new.xlsx"), (("new.xlsx",),), replaces=False),
    "start": Writer(
        ("start", "begun.xlsx", "--visit", "Business", "2027-01-28", "virtual"), (("begun.xlsx",),), replaces=False
    ),
}
AGAIN = [name for name, writer in WRITERS.items() if writer.replaces and name != "validate beside a changed copy"]


def on(writer: Writer, day: str) -> list[object]:
    is_dated = writer.arguments[0] not in ("start", "template") and "--copy-texts" not in writer.arguments
    return [*writer.arguments, *(["--as-of", day] if is_dated else [])]


def snapshot(folder: Path) -> Snapshot:
    """All files of a folder and those below it, by name; not what a killed run has left beside them."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()[:8]
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".ocr-sheets-" not in str(path.relative_to(folder))
    }


def left_over(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if ".ocr-sheets-" in path.name]


def part_of(files: Snapshot, unit: tuple[str, ...]) -> Snapshot:
    return {
        name: data for name, data in files.items() if any(name == one or name.startswith(f"{one}/") for one in unit)
    }


def ready(folder: Path, writer: Writer, is_second: bool) -> Path:
    """A folder with all that a command reads and, for a second run, with what an earlier one wrote on another day."""
    folder.mkdir()
    saved(folder / "centre.xlsx", TEXT)
    saved(folder / "later.xlsx", OTHER)
    writer.prepare(folder)
    if is_second:
        (folder / "now.xlsx").write_bytes((folder / "centre.xlsx").read_bytes())
        saved(folder / "centre.xlsx", OTHER)
        assert run(on(writer, "2027-01-25"), folder).code in (0, 1)
        (folder / "now.xlsx").replace(folder / "centre.xlsx")
    return folder


def tried(tmp_path: Path, writer: Writer, is_second: bool) -> tuple[Path, Snapshot, Snapshot, Ended, float]:
    """The folder before, what is in it before and after a whole run, how that ended, and the seconds it took."""
    before = ready(tmp_path / "before", writer, is_second)
    whole = tmp_path / "whole"
    shutil.copytree(before, whole)
    begun = time.monotonic()
    ended = run(on(writer, "2027-02-01"), whole)
    seconds = time.monotonic() - begun
    assert ended.code == writer.code, ended
    assert left_over(whole) == []
    then, now = snapshot(before), snapshot(whole)
    assert then != now, "both runs say the same"
    return before, then, now, ended, seconds


def are_old_new_or_none(found: Snapshot, then: Snapshot, now: Snapshot, writer: Writer) -> None:
    made: Snapshot = {}
    for unit in writer.units:
        made |= part_of(found, unit)
    assert {name: data for name, data in found.items() if name not in made} == {
        name: data for name, data in then.items() if not any(part_of({name: data}, unit) for unit in writer.units)
    }, "an input has changed"
    for name, data in made.items():
        assert data in (then.get(name), now.get(name)), f"{name} is neither the old one nor the new one"


CASES = [(name, False) for name in WRITERS] + [(name, True) for name in AGAIN]


@pytest.mark.parametrize(("name", "is_second"), CASES, ids=[f"{n}{', again' * s}" for n, s in CASES])
def test_a_kill_leaves_old_new_or_none_and_the_next_run_works(tmp_path: Path, name: str, is_second: bool) -> None:
    writer = WRITERS[name]
    before, then, now, whole, seconds = tried(tmp_path, writer, is_second)
    for number, killed in enumerate(at_random_moments(f"{name} {is_second}", 2, whole.moments, seconds)):
        folder = tmp_path / f"kill{number}"
        shutil.copytree(before, folder)
        ended = killed(on(writer, "2027-02-01"), folder)
        assert ended.code in (-9, writer.code), ended
        are_old_new_or_none(snapshot(folder), then, now, writer)
        tidy(folder)
        found = snapshot(folder)
        for unit in writer.units:
            assert part_of(found, unit) in ({}, part_of(then, unit), part_of(now, unit)), f"{unit} are of two runs"
        again = run(on(writer, "2027-02-01"), folder)
        assert again.code == writer.code or (again.code == 2 and not writer.replaces and found == now), again
        assert snapshot(folder) == now
        assert left_over(folder) == []
        shutil.rmtree(folder)


@pytest.mark.parametrize(("name", "is_second"), CASES, ids=[f"{n}{', again' * s}" for n, s in CASES])
def test_a_disk_that_takes_no_more_leaves_all_as_it_was_and_is_told(tmp_path: Path, name: str, is_second: bool) -> None:
    writer = WRITERS[name]
    before, then, now, _, _ = tried(tmp_path, writer, is_second)
    smallest = min((tmp_path / "whole" / name).stat().st_size for name in now if then.get(name) != now[name])
    ended = run(on(writer, "2027-02-01"), before, most_bytes=smallest // 2)
    assert ended.code == 2, ended
    assert "cannot be written (File too large)" in ended.err
    assert len(ended.err.strip().splitlines()) == 1, ended.err
    assert snapshot(before) == then
    assert left_over(before) == []
