"""Every command run again: what it wrote is replaced as long as nobody has changed it, and is left, or kept under another name, once
somebody has.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from mailing import TEXT
from workbooks import saved

if os.name != "posix":
    pytest.skip("there is no fork here", allow_module_level=True)

from killing import run
from writers import WRITERS, Writer, on

from ocr_sheets.page import assemble, bundle, downloads

COMMANDS = [name for name in WRITERS if name != "validate beside a changed copy"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(downloads, "fetched", lambda _: {})
    monkeypatch.setattr(bundle, "carried", lambda _: {})
    monkeypatch.setattr(assemble, "alone", lambda _: b"<!DOCTYPE html><title>x</title>")
    for name in ("centre.xlsx", "later.xlsx"):
        saved(tmp_path / name, TEXT)
    return tmp_path


def written(folder: Path, writer: Writer) -> dict[Path, bytes]:
    """What a command has written, by file."""
    places = [folder / name for unit in writer.units for name in unit]
    files = [path for place in places for path in ([place] if place.is_file() else sorted(place.rglob("*")))]
    return {path: path.read_bytes() for path in files}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_second_run_replaces_what_nobody_has_changed(folder: Path, name: str) -> None:
    writer = WRITERS[name]
    writer.prepare(folder)
    assert run(on(writer, "2027-02-01"), folder).code == writer.code
    first = written(folder, writer)
    assert first
    again = run(on(writer, "2027-02-01"), folder)
    if writer.replaces:
        assert again.code == writer.code, again
    else:  # what it writes of is what a person typed, and is not to be had again
        assert again.code == 2
        assert "is there already and was left as it is" in again.err
    assert written(folder, writer) == first


def changed_by_somebody(path: Path) -> bytes:
    """What another program makes of a file: a workbook is saved by it, anything else gets another line."""
    import openpyxl

    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        book.worksheets[0]["Z99"] = "ours"
        book.save(path)
    else:
        path.write_bytes(path.read_bytes() + b"ours\r\n")
    return path.read_bytes()


@pytest.mark.parametrize("name", COMMANDS)
def test_what_somebody_has_changed_since_is_never_lost_and_that_is_told(folder: Path, name: str) -> None:
    writer = WRITERS[name]
    writer.prepare(folder)
    assert run(on(writer, "2027-01-25"), folder).code == writer.code
    for path in written(folder, writer):
        if path.name == "made-by-ocr-sheets.json":
            continue
        before = path.read_bytes()
        theirs = changed_by_somebody(path)
        again = run(on(writer, "2027-02-01"), folder)
        assert any(other.read_bytes() == theirs for other in path.parent.iterdir() if other.is_file()), path.name
        assert path.name in again.out + again.err
        assert again.code == 2 or "is kept as" in again.err, again
        path.write_bytes(before)
