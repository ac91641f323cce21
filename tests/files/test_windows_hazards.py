"""What Windows does otherwise, tried where it can be tried on any system."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from workbooks import centre, saved

from ocr_sheets.cli import main
from ocr_sheets.errors import UserError
from ocr_sheets.files import windows
from ocr_sheets.files.folders import save_folder
from ocr_sheets.files.saving import Output, save, save_together

HELD = PermissionError(errno.EACCES, "the process cannot access the file")  # as Windows says it
LLYN = """
Visits
| Visit | Subject area | Visit date | Type    | Type told on | Status    |
| Llŷn ✓ | IT          | 2027-03-11 | virtual | 2027-01-15   | confirmed |
"""


# -- names of devices


@pytest.mark.parametrize(
    "name", ["CON.xlsx", "nul", "Aux.html", "prn .xlsx", "COM1.xlsx", "lpt9.csv", "com¹.xlsx", "CONIN$", "con.a.b"]
)
def test_a_name_of_a_device_is_refused_before_anything_is_written(tmp_path: Path, name: str) -> None:
    with pytest.raises(UserError, match="name of a device on Windows"):
        save(b"one", tmp_path / name)
    with pytest.raises(UserError, match="name of a device on Windows"):
        save_folder({"a.txt": b"one"}, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "name", ["CONTROL.xlsx", "my con.xlsx", "com10.xlsx", "COM.xlsx", "console", "centre.con.xlsx", "auxiliary.html"]
)
def test_names_that_only_look_like_one_are_taken(name: str) -> None:
    windows.check_name(Path(name))


def test_the_command_says_it_in_one_sentence(tmp_path: Path) -> None:
    book = saved(tmp_path / "centre.xlsx")
    done = CliRunner().invoke(main, ["validate", str(book), "-o", str(tmp_path / "NUL.xlsx"), "--as-of", "2027-02-01"])
    assert done.exit_code == 2
    assert done.stderr == "NUL.xlsx is the name of a device on Windows and can be no file there: choose another name.\n"
    assert [path.name for path in tmp_path.iterdir()] == ["centre.xlsx"]


def test_what_we_name_after_people_and_visits_is_no_device(tmp_path: Path) -> None:
    text = "Visits\n| Visit | Subject area | Visit date | Type |\n| AUX | IT | 2027-03-11 | virtual |\n"
    (tmp_path / "centre.xlsx").write_bytes(centre(text))
    done = CliRunner().invoke(main, ["visit", str(tmp_path / "centre.xlsx"), "AUX", "--as-of", "2027-02-01"])
    assert done.exit_code == 0, done.output
    for path in tmp_path.iterdir():
        windows.check_name(path)


# -- paths that are too long


def test_a_path_that_is_too_long_is_said_to_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise FileNotFoundError(errno.ENOENT, "The system cannot find the path specified")  # as Windows does

    monkeypatch.setattr("tempfile.mkstemp", fail)
    room = windows.LONGEST - len(str(tmp_path.absolute())) - 1
    with pytest.raises(UserError, match="too long a path for Windows"):
        save(b"one", tmp_path / ("a" * (room - len(".xlsx")) + ".xlsx"))
    with pytest.raises(UserError, match="is not there"):
        save(b"one", tmp_path / "short.xlsx")
    with pytest.raises(UserError, match="is not there"):
        save(b"one", tmp_path / "missing" / ("a" * room))


def test_what_is_written_for_a_while_has_no_longer_a_path_than_is_allowed_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []
    real = Path.replace

    def note(path: Path, target: Path) -> Path:
        seen.append(len(path.name) - len(Path(target).name))
        return real(path, target)

    monkeypatch.setattr(Path, "replace", note)
    for name in ("a.csv", "b" * 60 + ".csv"):
        save(b"one", tmp_path / name)
    assert max(seen) <= 30
    assert seen[1] < 0


# -- files that are held for a moment


class Holding:
    """Refuses the first moves, as while a virus scanner looks."""

    def __init__(self, times: int) -> None:
        self.left = times
        self.real = Path.replace

    def __call__(self, path: Path, target: Path) -> Path:
        if self.left:
            self.left -= 1
            raise HELD
        return self.real(path, target)


@pytest.fixture
def waited(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses that were made, as on Windows, and none of them waited for."""
    made: list[float] = []
    monkeypatch.setattr(windows, "PAUSES", (0.05, 0.1, 0.2))
    monkeypatch.setattr("time.sleep", made.append)
    return made


@pytest.mark.parametrize("times", [1, 3])
def test_what_is_held_for_a_moment_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, waited: list[float], times: int
) -> None:
    save(b"old", tmp_path / "a.csv")
    holding = Holding(times)
    monkeypatch.setattr(Path, "replace", lambda path, target: holding(path, target))
    save(b"new", tmp_path / "a.csv", over=True)
    assert b"new" in (tmp_path / "a.csv").read_bytes()
    assert waited == [0.05, 0.1, 0.2][:times]


def test_what_is_held_for_longer_is_said_and_stays_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, waited: list[float]
) -> None:
    save_together([Output(tmp_path / name, b"old") for name in ("a.csv", "b.csv")])
    holding = Holding(4)
    monkeypatch.setattr(Path, "replace", lambda path, target: holding(path, target))
    with pytest.raises(UserError, match="is open in another program"):
        save_together([Output(tmp_path / name, b"new") for name in ("a.csv", "b.csv")], over=True)
    assert waited == [0.05, 0.1, 0.2]
    assert {path.name: b"old" in path.read_bytes() for path in tmp_path.iterdir()} == {"a.csv": True, "b.csv": True}


def test_a_folder_is_tried_again_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, waited: list[float]) -> None:
    save_folder({"a.txt": b"old"}, tmp_path / "packs")
    holding = Holding(2)
    monkeypatch.setattr(Path, "replace", lambda path, target: holding(path, target))
    save_folder({"a.txt": b"new"}, tmp_path / "packs")
    assert (tmp_path / "packs" / "a.txt").read_bytes() == b"new"
    assert waited == [0.05, 0.1]


def test_a_workbook_that_excel_holds_open_is_said_to_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = saved(tmp_path / "centre.xlsx")
    real = Path.open

    def held(path: Path, *arguments: object, **named: object) -> object:
        if path.name == "centre.xlsx":
            raise HELD
        return real(path, *arguments, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", held)
    done = CliRunner().invoke(main, ["validate", str(book), "--as-of", "2027-02-01"])
    assert done.exit_code == 2
    assert "centre.xlsx" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert "Traceback" not in done.output


# -- consoles of an old encoding


@pytest.mark.parametrize("encoding", ["cp1252", "cp850"])
def test_a_console_that_lacks_letters_stops_no_command(tmp_path: Path, encoding: str) -> None:
    saved(tmp_path / "Llŷn.xlsx", LLYN)
    environment = {
        **os.environ,
        "PYTHONIOENCODING": encoding,
        "PYTHONUTF8": "0",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    for words in (["validate", "Llŷn.xlsx", "--as-of", "2027-02-01"], ["sources"]):
        done = subprocess.run(
            [sys.executable, "-m", "ocr_sheets", *words],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            check=False,
        )
        assert done.returncode in (0, 1), done.stderr
        assert done.stderr == b""
        assert done.stdout.decode(encoding)
    assert (tmp_path / "Llŷn.annotated.xlsx").is_file()
