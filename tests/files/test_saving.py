"""Files are written whole or not at all, together or not at all, over nothing of somebody else's, and as private as their source."""

from __future__ import annotations

import errno
import io
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from workbooks import centre

from ocr_sheets.errors import UserError
from ocr_sheets.files.leftovers import tidy
from ocr_sheets.files.lock import Held, Lock
from ocr_sheets.files.saving import Output, save, save_together
from ocr_sheets.files.seals import is_as_written, sealed
from ocr_sheets.patching import sealed as sealed_workbook

ON_UNIX = os.name == "posix"
WORKBOOK = sealed_workbook(centre())
CALENDAR = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"
PAGE = b"<!doctype html><title>x</title>"
KINDS = {".xlsx": WORKBOOK, ".html": PAGE, ".ics": CALENDAR}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "in.xlsx"
    path.write_bytes(centre())
    return path


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# -- one file


@pytest.mark.parametrize("ending", KINDS)
def test_a_file_of_ours_is_replaced_and_one_that_somebody_changed_is_not(tmp_path: Path, ending: str) -> None:
    target = tmp_path / f"out é{ending}"
    save(KINDS[ending], target)
    assert is_as_written(target)
    save(KINDS[ending], target)
    changed = target.read_bytes().replace(b"x", b"y") if ending != ".ics" else target.read_bytes() + b" "
    target.write_bytes(changed)
    with pytest.raises(UserError, match="has been changed since"):
        save(KINDS[ending], target)
    assert target.read_bytes() == changed
    assert names(tmp_path) == [target.name]


@pytest.mark.parametrize("ending", [*KINDS, ".txt"])
def test_a_file_of_somebody_elses_is_left(tmp_path: Path, ending: str) -> None:
    target = tmp_path / f"out{ending}"
    target.write_bytes(KINDS.get(ending, b"text") if ending != ".xlsx" else centre())
    before = target.read_bytes()
    with pytest.raises(UserError, match="was not written by ocr-sheets"):
        save(KINDS.get(ending, b"text"), target)
    assert target.read_bytes() == before


def test_the_same_bytes_get_the_same_mark_and_a_marked_workbook_keeps_it() -> None:
    for ending, data in KINDS.items():
        assert sealed(data, ending) == sealed(data, ending)
    assert sealed(WORKBOOK, ".xlsx") == WORKBOOK
    book = openpyxl.load_workbook(io.BytesIO(WORKBOOK))
    assert book.sheetnames == openpyxl.load_workbook(io.BytesIO(centre())).sheetnames


def test_a_workbook_that_another_program_saved_is_no_longer_as_written(tmp_path: Path) -> None:
    target = tmp_path / "out.xlsx"
    save(WORKBOOK, target)
    book = openpyxl.load_workbook(target)
    book.save(target)
    assert not is_as_written(target)


def test_what_was_read_is_never_overwritten_and_missing_folders_are_named(source: Path) -> None:
    before, folder = source.read_bytes(), source.parent
    with pytest.raises(UserError, match="never overwritten"):
        save(WORKBOOK, folder / ".." / folder.name / "in.xlsx", source)
    with pytest.raises(UserError, match="make the folder first"):
        save(WORKBOOK, folder / "missing" / "out.xlsx", source)
    with pytest.raises(UserError, match="is a folder"):
        save(WORKBOOK, folder, source)
    with pytest.raises(UserError, match="is not a folder"):
        save(WORKBOOK, source / "out.xlsx", source)
    assert source.read_bytes() == before


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (PermissionError(errno.EACCES, "no"), "is open in another program"),
        (OSError(errno.ENOSPC, "no"), "disk is full"),
        (OSError(errno.EIO, "a bad sector"), "a bad sector"),
    ],
)
def test_what_cannot_be_moved_into_place_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, words: str
) -> None:
    target = tmp_path / "out.xlsx"
    save(WORKBOOK, target)
    before = target.read_bytes()

    def fail(*_: Any) -> None:
        raise error

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(UserError, match=words):
        save(WORKBOOK, target)
    assert target.read_bytes() == before
    assert names(tmp_path) == ["out.xlsx"]


def test_a_folder_that_may_not_be_written_to_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise PermissionError(errno.EACCES, "no")

    monkeypatch.setattr("tempfile.mkstemp", fail)
    with pytest.raises(UserError, match="may not be written to"):
        save(WORKBOOK, tmp_path / "out.xlsx")


@pytest.mark.skipif(not ON_UNIX, reason="there are no such rights here")
@pytest.mark.parametrize(("of_source", "wanted"), [(0o600, 0o600), (0o640, 0o640), (0o644, 0o644)])
def test_what_is_made_of_a_private_file_is_private(source: Path, of_source: int, wanted: int) -> None:
    source.chmod(of_source)
    new, there = source.with_name("new.xlsx"), source.with_name("there.xlsx")
    save(WORKBOOK, there)
    there.chmod(0o664)
    for target in (new, there):
        save(WORKBOOK, target, source)
    assert new.stat().st_mode & 0o777 == wanted
    assert there.stat().st_mode & 0o777 == (wanted | 0o020 * bool(wanted & 0o040))


@pytest.mark.skipif(not ON_UNIX, reason="there are no such rights here")
def test_of_several_files_that_were_read_the_most_private_counts_and_none_is_written_over(source: Path) -> None:
    other, new = source.with_name("list.xlsx"), source.with_name("new.xlsx")
    other.write_bytes(centre())
    source.chmod(0o644)
    other.chmod(0o600)
    save(WORKBOOK, new, source, other)
    assert new.stat().st_mode & 0o777 == 0o600
    with pytest.raises(UserError, match="is a file that was read"):
        save(WORKBOOK, other, source, other)
    assert other.read_bytes() == centre()


# -- several files of one output


def pair(folder: Path, words: bytes) -> list[Output]:
    return [Output(folder / f"{name}.html", PAGE + words + name.encode()) for name in ("a", "b")]


def said(folder: Path) -> set[bytes | None]:
    """Of which run the two files are; None for one that is not there."""
    found = [folder / f"{name}.html" for name in ("a", "b")]
    return {path.read_bytes().removeprefix(PAGE)[:3] if path.exists() else None for path in found}


@pytest.mark.parametrize("failing", range(1, 5))
def test_of_several_files_all_are_new_or_all_are_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    save_together(pair(tmp_path, b"old"))
    real, calls = Path.replace, []

    def fails_once(path: Path, target: Path) -> Path:
        calls.append(path)
        if len(calls) == failing:
            raise PermissionError(errno.EACCES, "the process cannot access the file")  # as Windows does
        return real(path, target)

    monkeypatch.setattr(Path, "replace", fails_once)
    with pytest.raises(UserError, match="open in another program"):
        save_together(pair(tmp_path, b"new"))
    assert said(tmp_path) == {b"old"}
    assert names(tmp_path) == ["a.html", "b.html"]


KILLED = """
import os, pathlib, signal, sys
sys.path[:0] = sys.argv[3:]
from ocr_sheets.files.saving import Output, save_together
folder, limit, calls = pathlib.Path(sys.argv[1]), int(sys.argv[2]), 0
def counted(real):
    def call(*args, **kwargs):
        global calls
        calls += 1
        if calls == limit:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*args, **kwargs)
    return call
os.fsync = counted(os.fsync)
pathlib.Path.replace = counted(pathlib.Path.replace)
pathlib.Path.unlink = counted(pathlib.Path.unlink)
page = b"<!doctype html><title>x</title>"
over = "--over" in sys.argv
save_together([Output(folder / f"{name}.html", page + b"new" + name.encode()) for name in ("a", "b")], over=over)
"""


@pytest.mark.skipif(not ON_UNIX, reason="there is no SIGKILL here")
@pytest.mark.parametrize("limit", range(1, 11))
def test_a_kill_leaves_old_new_or_none_and_the_next_run_of_anything_puts_it_right(tmp_path: Path, limit: int) -> None:
    save_together(pair(tmp_path, b"old"))
    root = Path(__file__).parent.parent.parent
    done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), str(limit), str(root)], check=False)
    assert done.returncode == -9
    assert not {b"old", b"new"} <= said(tmp_path)
    assert tidy(tmp_path) == []
    assert said(tmp_path) in ({b"old"}, {b"new"})
    assert names(tmp_path) == ["a.html", "b.html"]


def test_what_somebody_put_in_the_place_since_is_not_replaced_when_a_killed_run_is_finished(tmp_path: Path) -> None:
    save_together(pair(tmp_path, b"old"))
    root = Path(__file__).parent.parent.parent
    subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), "6", str(root)], check=False)
    (tmp_path / "a.html").write_bytes(b"mine")
    tidy(tmp_path)
    assert (tmp_path / "a.html").read_bytes() == b"mine"


@pytest.mark.skipif(not ON_UNIX, reason="there is no SIGKILL here")
@pytest.mark.parametrize("limit", range(1, 11))
def test_a_file_that_may_be_replaced_though_somebody_changed_it_stays_or_goes_with_the_others(
    tmp_path: Path, limit: int
) -> None:
    """As `validate` does, which keeps the changed one under another name in the same step."""
    save_together(pair(tmp_path, b"old"))
    (tmp_path / "b.html").write_bytes(PAGE + b"oldtheirs")
    root = Path(__file__).parent.parent.parent
    command = [sys.executable, "-c", KILLED, str(tmp_path), str(limit), str(root), "--over"]
    assert subprocess.run(command, check=False).returncode == -9
    tidy(tmp_path)
    assert said(tmp_path) in ({b"old"}, {b"new"})
    assert names(tmp_path) == ["a.html", "b.html"]


# -- what is left over


@pytest.mark.skipif(not ON_UNIX, reason="on Windows age decides")
def test_what_is_being_written_is_let_alone_and_what_nobody_writes_is_taken_away(tmp_path: Path) -> None:
    busy, left, foreign = (
        tmp_path / name for name in (".a.ocr-sheets-abcd1234.tmp", ".b.ocr-sheets-abcd1234.tmp", ".c.tmp")
    )
    folder = tmp_path / ".packs.ocr-sheets-abcd1234-old"
    for path in (busy, left, foreign):
        path.write_bytes(b"x")
    folder.mkdir()
    (folder / "x").write_bytes(b"x")
    with Lock.take(busy):
        assert tidy(tmp_path) == []
        assert names(tmp_path) == sorted([busy.name, foreign.name])
        with pytest.raises(Held):
            Lock.take(busy)
    tidy(tmp_path)
    assert names(tmp_path) == [foreign.name]


def test_what_cannot_be_taken_away_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    left = tmp_path / ".b.ocr-sheets-abcd1234.tmp"
    left.write_bytes(b"x")

    def fail(*_: Any, **__: Any) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "unlink", fail)
    assert tidy(tmp_path) == [left]
