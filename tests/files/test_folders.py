"""A folder of ours is written whole or not at all, and over nothing that is not ours."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ocr_sheets.files.folders import LIST, save_folder
from ocr_sheets.files.leftovers import tidy
from ocr_sheets.patching import Refused

FILES = {"one.xlsx": b"1", "two.xlsx": b"22"}


def inside(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != LIST}


def test_a_new_an_empty_and_our_own_folder_are_written(tmp_path: Path) -> None:
    folder = tmp_path / "packs é"
    save_folder(FILES, folder)
    assert inside(folder) == FILES
    save_folder({"three.xlsx": b"333"}, folder)
    assert inside(folder) == {"three.xlsx": b"333"}
    empty = tmp_path / "empty"
    empty.mkdir()
    save_folder(FILES, empty)
    assert inside(empty) == FILES
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty", "packs é"]


def test_the_same_files_make_the_same_folder(tmp_path: Path) -> None:
    for name in ("a", "b"):
        save_folder(FILES, tmp_path / name)
    assert (tmp_path / "a" / LIST).read_bytes() == (tmp_path / "b" / LIST).read_bytes()


def test_files_of_the_system_are_no_strangers(tmp_path: Path) -> None:
    save_folder(FILES, tmp_path / "packs")
    (tmp_path / "packs" / "Thumbs.db").write_bytes(b"")
    save_folder(FILES, tmp_path / "packs")
    assert inside(tmp_path / "packs") == FILES


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("notes.txt", b"mine", "notes.txt in .* was not written by ocr-sheets"),
        ("one.xlsx", b"1 and my own notes", "one.xlsx in .* has been changed since"),
        ("~$one.xlsx", b"", "is open in another program"),
        (LIST, b"{}", "has files in it that ocr-sheets did not write"),
    ],
)
def test_a_folder_with_anything_that_is_not_ours_stays_as_it_is(
    tmp_path: Path, name: str, data: bytes, words: str
) -> None:
    folder = tmp_path / "packs"
    save_folder(FILES, folder)
    (folder / name).write_bytes(data)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(Refused, match=words):
        save_folder({"three.xlsx": b"333"}, folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert [path.name for path in tmp_path.iterdir()] == ["packs"]


def test_a_folder_of_somebody_elses_a_file_and_a_place_that_is_not_there_are_refused(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "cat.jpg").write_bytes(b"miaow")
    with pytest.raises(Refused, match=r"did not write \(cat.jpg\)"):
        save_folder(FILES, tmp_path / "photos")
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(Refused, match="is no folder"):
        save_folder(FILES, tmp_path / "file")
    with pytest.raises(Refused, match="make the folder first"):
        save_folder(FILES, tmp_path / "nowhere" / "packs")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "photos"]


def test_where_writing_or_moving_fails_the_old_folder_is_there_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "packs"
    save_folder(FILES, folder)
    real = Path.replace
    moves: list[str] = []

    def fails_on_the_second(path: Path, target: Path) -> Path:
        moves.append(path.name)
        if len(moves) == 2:
            raise PermissionError(13, "the process cannot access the file")  # as Windows does
        return real(path, target)

    monkeypatch.setattr(Path, "replace", fails_on_the_second)
    with pytest.raises(Refused, match="is open in another program"):
        save_folder({"three.xlsx": b"333"}, folder)
    monkeypatch.undo()
    assert inside(folder) == FILES
    assert [path.name for path in tmp_path.iterdir()] == ["packs"]

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("ocr_sheets.files.folders.os.fsync", full)
    with pytest.raises(Refused, match="disk is full"):
        save_folder({"three.xlsx": b"333"}, folder)
    assert inside(folder) == FILES
    assert [path.name for path in tmp_path.iterdir()] == ["packs"]


KILLED = """
import os, pathlib, signal, sys
sys.path[:0] = sys.argv[3:]
from ocr_sheets.files.folders import save_folder
limit, calls, real = int(sys.argv[2]), 0, pathlib.Path.replace
def counted(path, target):
    global calls
    calls += 1
    if calls == limit:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(path, target)
pathlib.Path.replace = counted
save_folder({"one.xlsx": b"new"}, pathlib.Path(sys.argv[1]))
"""


@pytest.mark.skipif(os.name != "posix", reason="there is no SIGKILL here")
@pytest.mark.parametrize(("limit", "then"), [(1, FILES), (2, {"one.xlsx": b"new"})])
def test_a_kill_between_the_old_folder_and_the_new_one_leaves_one_of_them_after_the_next_run(
    tmp_path: Path, limit: int, then: dict[str, bytes]
) -> None:
    save_folder(FILES, tmp_path / "packs")
    command = [sys.executable, "-c", KILLED, str(tmp_path / "packs"), str(limit), str(Path(__file__).parents[2])]
    assert subprocess.run(command, check=False).returncode == -9
    assert tidy(tmp_path) == []
    assert inside(tmp_path / "packs") == then
    assert [path.name for path in tmp_path.iterdir()] == ["packs"]
