import errno
import os
from pathlib import Path
from typing import Any

import pytest
from patching_samples import visits

from ocr_sheets.patching import Refused, Workbook


@pytest.fixture
def book(tmp_path: Path) -> Workbook:
    path = tmp_path / "in.xlsx"
    path.write_bytes(visits())
    return Workbook.open(path)


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_workbook_is_written_whole_and_nothing_else_is_left(book: Workbook, tmp_path: Path) -> None:
    book.save(tmp_path / "out é.xlsx")
    assert (tmp_path / "out é.xlsx").read_bytes() == book.to_bytes()
    assert files(tmp_path) == ["in.xlsx", "out é.xlsx"]


def test_a_file_that_was_there_is_replaced_and_keeps_its_rights(book: Workbook, tmp_path: Path) -> None:
    target = tmp_path / "out.xlsx"
    target.write_text("old")
    target.chmod(0o640)
    book.save(target)
    assert target.read_bytes()[:2] == b"PK"
    assert os.name == "nt" or target.stat().st_mode & 0o777 == 0o640


def test_the_workbook_that_was_read_is_never_overwritten(book: Workbook, tmp_path: Path) -> None:
    before = (tmp_path / "in.xlsx").read_bytes()
    with pytest.raises(Refused, match="never overwritten"):
        book.save(tmp_path / ".." / tmp_path.name / "in.xlsx")
    assert (tmp_path / "in.xlsx").read_bytes() == before


def test_a_folder_that_is_missing_or_no_folder_is_named(book: Workbook, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="make the folder first"):
        book.save(tmp_path / "missing" / "out.xlsx")
    with pytest.raises(Refused, match="is a folder"):
        book.save(tmp_path)
    with pytest.raises(Refused, match="is not a folder"):
        book.save(tmp_path / "in.xlsx" / "out.xlsx")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (PermissionError(errno.EACCES, "no"), "is open in another program"),
        (OSError(errno.ENOSPC, "no"), "disk is full"),
        (OSError(errno.EIO, "a bad sector"), "a bad sector"),
    ],
)
def test_what_cannot_be_moved_into_place_leaves_nothing_behind(
    book: Workbook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, words: str
) -> None:
    target = tmp_path / "out.xlsx"
    target.write_text("old")

    def fail(*_: Any) -> None:
        raise error

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(Refused, match=words):
        book.save(target)
    assert target.read_text() == "old"
    assert files(tmp_path) == ["in.xlsx", "out.xlsx"]


def test_a_folder_that_may_not_be_written_to_is_named(
    book: Workbook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise PermissionError(errno.EACCES, "no")

    monkeypatch.setattr("tempfile.mkstemp", fail)
    with pytest.raises(Refused, match="may not be written to"):
        book.save(tmp_path / "out.xlsx")
