"""Every command that writes, killed at any moment or on a full disk: each output is the old one, the new one or none, files of one
output are of one run, the inputs stay as they were, and the same command then does its work.

Each command is killed once, and once more over what an earlier run wrote where there can be such;
``OCR_SHEETS_KILLS=100 pytest tests/files/test_killed.py`` does it as often as that, half of them over what an earlier run wrote.
"""

from __future__ import annotations

import functools
import hashlib
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from mailing import TEXT
from workbooks import saved

if os.name != "posix":
    pytest.skip("there is no SIGKILL here", allow_module_level=True)

from killing import KILLS, Ended, at_random_moments, run
from writers import OTHER, WRITERS, Writer, on

from ocr_sheets.files.leftovers import tidy
from ocr_sheets.page import assemble, bundle, downloads

Snapshot = dict[str, str]
AGAIN = [name for name, writer in WRITERS.items() if writer.tells_of_the_day]


@pytest.fixture(autouse=True)
def parts_of_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page is written of a few bytes here: its parts are fetched from a network and packed by Node, which is not what is looked at."""
    monkeypatch.setattr(downloads, "fetched", lambda _: {})
    monkeypatch.setattr(bundle, "carried", lambda _: {})
    monkeypatch.setattr(assemble, "alone", lambda _: b"<!DOCTYPE html><title>x</title>" + b"<p>All of it</p>" * 1_000)


def snapshot(folder: Path) -> Snapshot:
    """All files of a folder and those below it, by name; not what a killed run has left beside them."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()[:8]
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not is_left_over(path)
    }


def is_left_over(path: Path) -> bool:
    """Whether a killed run left it for the next to take up or away."""
    return ".ocr-sheets-" in str(path) or path.suffix == ".unfinished"


def left_over(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if is_left_over(path)]


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


class Tried(NamedTuple):
    """A command that ran whole: the folders before and after, what is in them, how it ended and the seconds it took."""

    before: Path
    whole: Path
    then: Snapshot
    now: Snapshot
    ended: Ended
    seconds: float


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, bool], Tried]:
    """Runs a command whole, once for all tests; they work in copies of the folder before."""

    @functools.cache
    def once(name: str, is_second: bool) -> Tried:
        folder, writer = tmp_path_factory.mktemp("tried"), WRITERS[name]
        before, whole = ready(folder / "before", writer, is_second), folder / "whole"
        shutil.copytree(before, whole)
        begun = time.monotonic()
        ended = run(on(writer, "2027-02-01"), whole)
        seconds = time.monotonic() - begun
        assert ended.code == writer.code, ended
        assert left_over(whole) == []
        one = Tried(before, whole, snapshot(before), snapshot(whole), ended, seconds)
        assert one.then != one.now, "both runs say the same"
        return one

    return once


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
def test_a_kill_leaves_old_new_or_none_and_the_next_run_works(
    tmp_path: Path, tried: Callable[[str, bool], Tried], name: str, is_second: bool
) -> None:
    writer = WRITERS[name]
    before, _, then, now, whole, seconds = tried(name, is_second)
    kills = max(1, KILLS // 2 if name in AGAIN else KILLS)
    for number, killed in enumerate(at_random_moments(f"{name} {is_second}", kills, whole.moments, seconds)):
        folder = tmp_path / f"kill{number}"
        shutil.copytree(before, folder)
        ended = killed(on(writer, "2027-02-01"), folder)
        assert ended.code in (-9, writer.code), ended
        are_old_new_or_none(snapshot(folder), then, now, writer)
        for place in {
            (folder / name).parent for unit in writer.units for name in unit if (folder / name).parent.is_dir()
        }:
            tidy(place)
        found = snapshot(folder)
        for unit in writer.units:
            assert part_of(found, unit) in ({}, part_of(then, unit), part_of(now, unit)), f"{unit} are of two runs"
        again = run(on(writer, "2027-02-01"), folder)
        assert again.code == writer.code or (again.code == 2 and not writer.replaces and found == now), again
        assert snapshot(folder) == now
        assert left_over(folder) == []
        shutil.rmtree(folder)


@pytest.mark.parametrize(("name", "is_second"), CASES, ids=[f"{n}{', again' * s}" for n, s in CASES])
def test_a_disk_that_takes_no_more_leaves_all_as_it_was_and_is_told(
    tmp_path: Path, tried: Callable[[str, bool], Tried], name: str, is_second: bool
) -> None:
    before, whole, then, now, _, _ = tried(name, is_second)
    smallest = min((whole / name).stat().st_size for name in now if then.get(name) != now[name])
    folder = tmp_path / "full"
    shutil.copytree(before, folder)
    ended = run(on(WRITERS[name], "2027-02-01"), folder, most_bytes=smallest // 2)
    assert ended.code == 2, ended
    assert "cannot be written (File too large)" in ended.err
    assert len(ended.err.strip().splitlines()) == 1, ended.err
    assert snapshot(folder) == then
    assert left_over(folder) == []
