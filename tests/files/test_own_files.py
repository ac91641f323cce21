"""The centre's own files, names and days cannot break the tool: each slip gets one sentence, never a traceback."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from workbooks import centre

from ocr_sheets.cli import main

VALUE = '[values."entry.days_before_visit"]\nsource = ["x"]\nvalues = [{{ from = {day}, value = {number} }}]\n'
DEEP = 20_000


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "centre.xlsx"
    path.write_bytes(centre())
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def refused(result: Result) -> str:
    assert result.exit_code == 2, result.output
    assert isinstance(result.exception, SystemExit)
    (sentence,) = result.stderr.strip().splitlines()
    return sentence


TEXTS = {
    "5,000 digits": "x = " + "9" * 5_000,
    "brackets": "x = " + "[" * DEEP + "]" * DEEP,
    "fewer brackets": "x = " + "[" * 2_000 + "]" * 2_000,
    "braces": "x = " + "{ a = " * 3_000 + "1" + " }" * 3_000,
    "no such day": "x = 2027-02-30",
    "nothing of the kind": "\0\1\2",
    "far too big": "# " + "x" * 6_000_000,
}


@pytest.mark.parametrize("option", ["--settings", "--map"])
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_settings_or_mapping_file_with_anything_in_it_gets_one_sentence(book: Path, option: str, text: str) -> None:
    own = book.with_name("own.toml")
    own.write_text(text, encoding="utf-8")
    assert "own.toml" in refused(run("validate", book, option, own))


@pytest.mark.parametrize(("number", "day"), [(-5, "2027-09-01"), (4_000_000, "2027-09-01"), (35, "0027-09-01")])
def test_values_that_make_no_sense_are_refused_with_their_line(book: Path, number: int, day: str) -> None:
    own = book.with_name("ocr-sheets.toml")
    own.write_text("\n" + VALUE.format(number=number, day=day), encoding="utf-8")
    assert "ocr-sheets.toml, line 2" in refused(run("validate", book))


@pytest.mark.parametrize("number", [0, 35, 366])
def test_values_that_make_sense_are_taken(book: Path, number: int) -> None:
    own = book.with_name("ocr-sheets.toml")
    own.write_text(VALUE.format(number=number, day="2027-09-01"), encoding="utf-8")
    assert run("validate", book).exit_code in (0, 1)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no such device here")
@pytest.mark.parametrize("option", ["--settings", "--map", "--catalogue"])
def test_a_device_or_a_folder_is_no_file(book: Path, option: str) -> None:
    for path in ("/dev/zero", book.parent):
        assert "is not a file" in refused(run("validate", book, option, path))


@pytest.mark.parametrize("typed", ["15/02/27", "15/02/2027", "15.2.2027", "2027-02-15", "15 Feb 2027"])
def test_a_day_is_read_as_people_mean_it(book: Path, typed: str) -> None:
    result = run("validate", book, "--as-of", typed)
    assert result.exit_code in (0, 1), result.output


@pytest.mark.parametrize("typed", ["0027-02-15", "15/02/0027", "2127-02-15", "32/01/2027", "soon", "9" * 5_000])
def test_a_day_that_nobody_means_is_refused(book: Path, typed: str) -> None:
    assert "is not a day" in refused(run("validate", book, "--as-of", typed))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("https://school.sharepoint.com/sites/exams/centre.xlsx", "choose Download"),
        ("~$centre.xlsx", "name the workbook itself, centre.xlsx"),
        ("centre.url", "only a link"),
    ],
)
def test_what_is_no_workbook_by_its_name_gets_the_right_sentence(book: Path, name: str, words: str) -> None:
    path = name if "://" in name else str(book.with_name(name))
    if not Path(path).exists() and "://" not in name:
        Path(path).write_bytes(b"x")
    sentence = refused(run("validate", path))
    assert words in sentence


@pytest.mark.parametrize("command", ["plan", "packs", "claims", "calendar"])
@pytest.mark.parametrize("with_csv", [False, True])
def test_a_folder_of_workbooks_gets_one_sentence(book: Path, command: str, with_csv: bool) -> None:
    if with_csv:
        book.with_name("list.csv").write_text("Candidate number,Entry code\n", encoding="utf-8")
    sentence = refused(run(command, book.parent))
    assert "is a folder of workbooks: name one, such as centre.xlsx" in sentence


@pytest.mark.skipif(os.name != "posix", reason="there are no such rights here")
@pytest.mark.parametrize("command", ["validate", "plan", "packs", "calendar", "read", "claims", "fill"])
def test_a_file_that_may_not_be_read_gets_our_sentence(
    book: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    def refuse(_: Path) -> bytes:
        raise PermissionError

    monkeypatch.setattr(os, "access", lambda path, mode: not str(path).endswith(".xlsx"))  # what click asks
    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert "may not be read" in refused(run(command, book))


@pytest.mark.skipif(os.name == "nt", reason="no file can be called so here")
def test_control_characters_in_a_name_are_printed_harmless(book: Path) -> None:
    wild = book.with_name("a\x1b]0;title\x07\x1b[2J\u202e.xlsx")
    book.rename(wild)
    result = run("validate", wild)
    assert result.exit_code in (0, 1), result.output
    assert not set("\x1b\x07\u202e") & set(result.output)
    assert not set("\x1b\x07\u202e") & set(run("validate", f"{wild}x").output)
