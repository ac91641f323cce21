"""Whatever happens while the copy is written: the input stays as it was, the output is the old one, the new one, or none."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import BinaryIO

import pytest
from workbooks import AS_OF, centre

from ocr_sheets.files import saving
from ocr_sheets.files.lock import Lock
from ocr_sheets.patching import Refused, Workbook, sealed
from ocr_sheets.validate import validate

ROOT = Path(__file__).resolve().parents[2]
OLD = sealed(centre())
"""A copy of ours, as it was written."""
ON_UNIX = os.name == "posix"

# Runs validate and kills its own process just before, or in the middle of, the n-th call that touches the disk.
KILLED = """
import builtins, os, pathlib, signal, sys, tempfile
from ocr_sheets.validate import validate
import datetime as dt
calls, limit = 0, int(sys.argv[3])
def counted(real, half=False):
    def call(*args, **kwargs):
        global calls
        calls += 1
        if calls == limit:
            if half:
                real(args[0], args[1][: len(args[1]) // 2])
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*args, **kwargs)
    return call
import ocr_sheets.files.saving as saving
saving.tempfile.mkstemp = counted(saving.tempfile.mkstemp)
saving.Lock.take = counted(saving.Lock.take)
saving.write = counted(saving.write, half=True)
saving.os.fsync = counted(saving.os.fsync)
pathlib.Path.chmod = counted(pathlib.Path.chmod)
pathlib.Path.replace = counted(pathlib.Path.replace)
validate(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), dt.date(2027, 2, 1))
"""
# Runs validate and writes 512 bytes at a time with a rest after each, so that there is a while in which to kill it.
SLOW = """
import datetime as dt, pathlib, sys, time
from ocr_sheets.files import saving
from ocr_sheets.validate import validate
def slowly(file, data):
    for at in range(0, len(data), 512):
        file.write(data[at : at + 512])
        file.flush()
        time.sleep(0.05)
saving.write = slowly
validate(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), dt.date(2027, 2, 1))
"""
RUN = """
import datetime as dt, pathlib, resource, sys
from ocr_sheets.patching import Refused
from ocr_sheets.validate import validate
if len(sys.argv) > 3:
    import signal
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]),) * 2)
try:
    validate(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), dt.date(2027, 2, 1))
except Refused as refused:
    print(refused)
    sys.exit(2)
"""


def run(code: str, *args: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", code, *map(str, args)]
    return subprocess.run(command, cwd=ROOT, text=True, capture_output=True, timeout=120, check=False)


def start(*args: object, code: str = RUN) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", code, *map(str, args)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "centre.xlsx"
    path.write_bytes(centre())
    return path


def is_whole(path: Path) -> bool:
    book = Workbook.open(path)
    return len(book.sheets) > 6


def others(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name not in ("centre.xlsx", "out.xlsx"))


@pytest.mark.skipif(not ON_UNIX, reason="there is no SIGKILL here")
@pytest.mark.parametrize(
    ("call", "old"),
    [*((call, OLD) for call in range(1, 7)), *((call, None) for call in (3, 4, 6))],
    ids=lambda value: {OLD: "over an old copy", None: "where there was none"}.get(value, str(value)),
)
def test_a_process_that_is_killed_leaves_the_old_copy_or_none(source: Path, call: int, old: bytes | None) -> None:
    before, target = source.read_bytes(), source.with_name("out.xlsx")
    if old:
        target.write_bytes(old)
    assert run(KILLED, source, target, call).returncode == -signal.SIGKILL
    assert source.read_bytes() == before
    assert (target.read_bytes() if target.exists() else None) == old
    left = others(source.parent)
    assert len(left) == (call > 1)
    validate(source, target, AS_OF)
    assert is_whole(target)
    assert others(source.parent) == []


@pytest.mark.skipif(not ON_UNIX, reason="there is no SIGKILL here")
def test_a_process_that_is_killed_while_it_writes_leaves_the_old_copy_as_it_was(source: Path) -> None:
    before, target = source.read_bytes(), source.with_name("out.xlsx")
    target.write_bytes(OLD)
    started = start(source, target, code=SLOW)
    until = time.monotonic() + 60
    while not any(source.with_name(name).stat().st_size for name in others(source.parent)):
        assert started.poll() is None, "it ended before it had written a part"
        assert time.monotonic() < until
        time.sleep(0.01)
    started.kill()
    assert started.wait(10) == -signal.SIGKILL
    assert source.read_bytes() == before
    assert target.read_bytes() == OLD
    (left,) = others(source.parent)
    written = source.with_name(left).stat().st_size
    validate(source, target, AS_OF)
    assert 0 < written < target.stat().st_size
    assert others(source.parent) == []


@pytest.mark.skipif(not ON_UNIX, reason="there are no limits of size here")
def test_a_file_that_may_not_grow_is_not_written_at_all(source: Path) -> None:
    before, target = source.read_bytes(), source.with_name("out.xlsx")
    target.write_bytes(OLD)
    done = run(RUN, source, target, 5_000)
    assert done.returncode == 2
    assert done.stdout.count("\n") == 1
    assert "out.xlsx" in done.stdout
    assert (source.read_bytes(), target.read_bytes(), others(source.parent)) == (before, OLD, [])


@pytest.mark.parametrize(
    ("number", "says"),
    [
        (errno.ENOSPC, "disk is full"),
        (errno.EDQUOT, "disk is full"),
        (errno.EIO, "cannot be written"),
    ],
    ids=["full", "all that this user may have", "broken"],
)
def test_a_disk_that_fails_half_way_is_said_and_nothing_is_left(
    source: Path, monkeypatch: pytest.MonkeyPatch, number: int, says: str
) -> None:
    target = source.with_name("out.xlsx")
    target.write_bytes(OLD)

    def fails(file: BinaryIO, data: bytes) -> None:
        file.write(data[: len(data) // 2])
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(saving, "write", fails)
    with pytest.raises(Refused, match=says):
        validate(source, target, AS_OF)
    assert target.read_bytes() == OLD
    assert others(source.parent) == []


def test_a_disk_that_is_really_full_is_said_and_nothing_is_left(source: Path, tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", str(small)]
    try:
        mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        mounted = False
    if not mounted:
        pytest.skip("no small disk can be mounted here: this needs root")
    try:
        (small / "out.xlsx").write_bytes(OLD)
        with pytest.raises(Refused, match="disk is full"):
            validate(source, small / "out.xlsx", AS_OF)
        assert (small / "out.xlsx").read_bytes() == OLD
        assert [path.name for path in small.iterdir()] == ["out.xlsx"]
    finally:
        subprocess.run(["umount", str(small)], check=True)


def test_a_folder_where_no_file_may_be_made_is_said(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(**_: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(tempfile, "mkstemp", forbidden)
    with pytest.raises(Refused, match="may not be written to"):
        validate(source, source.with_name("out.xlsx"), AS_OF)
    assert not source.with_name("out.xlsx").exists()
    assert others(source.parent) == []


def test_a_folder_that_really_may_not_be_written_to_is_said(source: Path, tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir()
    locked.chmod(0o555)
    try:
        if os.access(locked, os.W_OK):  # who may do all is stopped by a flag only
            done = subprocess.run(["chattr", "+i", str(locked)], capture_output=True, check=False)
            if done.returncode:
                pytest.skip("nothing stops this user from writing")
        with pytest.raises(Refused, match=r"may not be written to|cannot be written"):
            validate(source, locked / "out.xlsx", AS_OF)
        assert list(locked.iterdir()) == []
    finally:
        if ON_UNIX:
            subprocess.run(["chattr", "-i", str(locked)], capture_output=True, check=False)
        locked.chmod(0o755)


def test_a_target_that_is_a_folder_or_open_elsewhere_is_said(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = source.with_name("folder.xlsx")
    folder.mkdir()
    with pytest.raises(Refused, match="is a folder"):
        validate(source, folder, AS_OF)
    target = source.with_name("out.xlsx")
    target.write_bytes(OLD)

    def held(*_: object) -> None:
        raise PermissionError(errno.EACCES, "the process cannot access the file")  # as Windows does

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(Refused, match="open in another program"):
        validate(source, target, AS_OF)
    assert target.read_bytes() == OLD
    assert others(source.parent) == ["folder.xlsx"]


def test_two_runs_at_once_on_one_target_end_well(source: Path) -> None:
    target = source.with_name("out.xlsx")
    started = [start(source, target) for _ in range(2)]
    assert [one.wait(120) for one in started] == [0, 0]
    assert is_whole(target)
    assert others(source.parent) == []


@pytest.mark.parametrize(
    "name",
    ["with some spaces.xlsx", "Canolfan Ŵyn a Siân – cyfnod 1.xlsx", f"{'a' * 195}.xlsx", f"{'é' * 120}.xlsx", "ŷ" * 60 + " (1).xlsx"],
    ids=["spaces", "accents", "200 characters", "250 bytes", "60 accents"],
)  # fmt: skip
def test_names_with_spaces_accents_and_very_long_ones(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "Moderation – Mai 2027 (ôl)"
    folder.mkdir()
    source = folder / "in é.xlsx"
    source.write_bytes(centre())
    validate(source, folder / name, AS_OF)
    assert is_whole(folder / name)
    assert len(list(folder.iterdir())) == 2


def test_the_input_under_another_name_is_never_written_over(source: Path) -> None:
    before = source.read_bytes()
    ways = [
        source,
        source.parent / "." / "x" / ".." / source.name,
        source.parent / ".." / source.parent.name / source.name,
    ]
    (source.parent / "x").mkdir()
    if ON_UNIX:
        ways += [source.with_name("symbolic.xlsx"), source.with_name("hard.xlsx")]
        ways[-2].symlink_to(source)
        os.link(source, ways[-1])
    if source.with_name("CENTRE.XLSX").exists():  # where case makes no difference
        ways.append(source.with_name("CENTRE.XLSX"))
    for way in ways:
        with pytest.raises(Refused, match="never overwritten"):
            validate(source, way, AS_OF)
    assert source.read_bytes() == before


@pytest.mark.skipif(not ON_UNIX, reason="links need rights here")
def test_a_link_in_the_targets_place_is_replaced_and_what_it_points_at_stays(source: Path) -> None:
    real, link = source.with_name("real.xlsx"), source.with_name("out.xlsx")
    real.write_bytes(OLD)
    link.symlink_to(real)
    validate(source, link, AS_OF)
    assert is_whole(link)
    assert real.read_bytes() == OLD


def test_leftovers_of_a_run_that_goes_on_are_let_alone(source: Path) -> None:
    target = source.with_name("out.xlsx")
    busy, left, foreign = (
        source.with_name(name)
        for name in (".out.ocr-sheets-abc12345.tmp", ".out.ocr-sheets-old12345.tmp", ".out.other.tmp")
    )
    for path in (busy, left, foreign):
        path.write_bytes(b"x")
    with Lock.take(busy):
        validate(source, target, AS_OF)
    assert (busy.exists(), left.exists(), foreign.exists()) == (True, False, True)
