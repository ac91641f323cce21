"""Every job of the page gives the very files that its command writes."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from workbooks import centre

from ocr_sheets.cli import main
from ocr_sheets.page.api import answer
from ocr_sheets.page.flows import FLOWS
from ocr_sheets.page.protocol import File, Parcel, pack, unpack

EXAMPLE = Path(__file__).parent.parent.parent / "templates" / "example.xlsx"
DAY = "2027-02-15"
BOOK = File("workbook", "example.xlsx", EXAMPLE.read_bytes())
LIST = b"Candidate No,Candidate name,Scheme code,Series\r\n0001,A Nother,05839,June 2027\r\n0012,B Nother,05839,June 2027\r\n"


def asked(do: str, *files: File, day: str = DAY, **head: object) -> Parcel:
    """What the page is answered."""
    return unpack(answer(pack(Parcel({"do": do, "as_of": day, **head}, files))))


def command(folder: Path, *words: str) -> str:
    """Run a command in a folder; what it says."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        done = CliRunner().invoke(main, words)
    finally:
        os.chdir(before)
    assert done.exit_code in (0, 1), done.output
    return done.output


def written(path: Path) -> Mapping[str, bytes]:
    """A file, or all files of a folder by name."""
    if path.is_dir():
        return {f"{path.name}/{one.name}": one.read_bytes() for one in path.iterdir()}
    return {path.name: path.read_bytes()}


def unzipped(files: Sequence[File]) -> Mapping[str, bytes]:
    """The files that the page gives, those of a zip by name."""
    found: dict[str, bytes] = {}
    for file in files:
        if not file.name.endswith(".zip"):
            found[file.name] = file.data
            continue
        with zipfile.ZipFile(io.BytesIO(file.data)) as archive:
            found |= {name: archive.read(name) for name in archive.namelist()}
    return found


SAME: Sequence[tuple[str, Mapping[str, object], Sequence[File], Sequence[str], Sequence[str]]] = [
    ("plan", {}, [], ["plan", "example.xlsx"], ["example.plan.xlsx", "example.plan.html"]),
    (
        "plan",
        {"term": "spring", "questions": "IT on 2027-03-10", "limits": "12", "write": True},
        [],
        ["plan", "example.xlsx", "--term", "spring", "--what-if", "IT on 2027-03-10", "--most-a-week", "12", "--write"],
        ["example.plan.xlsx", "example.plan.html", "example.planned.xlsx"],
    ),
    ("packs", {}, [], ["packs", "example.xlsx"], ["example-packs"]),
    ("packs", {"by": "subject", "share": True}, [], ["packs", "example.xlsx", "--by", "subject", "--share"], ["example-packs"]),
    ("packs", {"drafts": True}, [], ["email", "example.xlsx"], ["example-emails"]),
    ("calendar", {}, [], ["calendar", "example.xlsx"], ["example.ics"]),
    ("changes", {}, [File("old", "old.xlsx", centre())], ["diff", "old.xlsx", "example.xlsx", "-o", "example.changes.xlsx"], ["example.changes.xlsx"]),
    ("reconcile", {"kind": "entries"}, [File("list", "list.csv", LIST)], ["reconcile", "example.xlsx", "list.csv", "--with", "entries"], ["example.reconciled.xlsx"]),
    ("fill", {}, [], ["fill", "example.xlsx"], ["example.filled.xlsx"]),
    ("read", {}, [], ["read", "example.xlsx", "-o", "example.read.xlsx"], ["example.read.xlsx"]),
    ("read", {}, [], ["read", "example.xlsx", "-o", "example-read"], ["example-read"]),
    ("visit", {"visit": "IT final", "names": True}, [], ["visit", "example.xlsx", "IT final", "--names"], ["example-IT-final.html"]),
    ("claims", {"by": "unit"}, [], ["claims", "example.xlsx", "--by", "unit", "-o", "example.claims.csv"], ["example.claims.csv"]),
    ("collect", {}, [File("returned", "back.xlsx", BOOK.data)], ["collect", "example.xlsx", "back.xlsx"], ["example.collected.xlsx"]),
    ("overview", {"share": True}, [File("centres", "a.xlsx", BOOK.data), File("centres", "b.xlsx", b"no")],
     ["overview", "a.xlsx", "b.xlsx", "--share"], ["overview.xlsx", "overview.html"]),
    ("overview", {"drafts": True}, [File("centres", "a.xlsx", BOOK.data)], ["overview", "a.xlsx", "--drafts", "overview-emails"], ["overview-emails"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("flow", "head", "files", "words", "outputs"), SAME, ids=[" ".join(one[3][:6]) for one in SAME]
)
def test_what_the_page_makes_is_what_the_command_writes(
    flow: str,
    head: Mapping[str, Any],
    files: Sequence[File],
    words: Sequence[str],
    outputs: Sequence[str],
    tmp_path: Path,
) -> None:
    for file in (BOOK, *files):
        (tmp_path / file.name).write_bytes(file.data)
    command(tmp_path, *words, "--as-of", DAY)
    answered = asked(flow, BOOK, *files, **head)
    assert not {"refused", "mistake"} & set(answered.head), answered.head
    made = unzipped(answered.files)
    for output in outputs:
        for name, data in written(tmp_path / output).items():
            assert (name, made[name] == data) == (name, True)


def test_letters_to_ocr_are_those_among_the_emails(tmp_path: Path) -> None:
    (tmp_path / BOOK.name).write_bytes(BOOK.data)
    command(tmp_path, "email", BOOK.name, "--as-of", "2026-11-01")
    answered = asked("letters", BOOK, day="2026-11-01")
    among = {path.name: path.read_bytes() for path in (tmp_path / "example-emails").glob("to-ocr-*")}
    assert among
    assert unzipped(answered.files) == among


def test_a_first_workbook_is_that_of_the_command(tmp_path: Path) -> None:
    command(tmp_path, "start", "--visit", "Business", "28 January 2027", "virtual")
    answered = asked("start", visits=[["Business", "28 January 2027", "virtual"], ["", "", ""]])
    assert unzipped(answered.files) == written(tmp_path / "centre.xlsx")


def test_csv_files_are_read_as_the_workbook_that_their_folder_is(tmp_path: Path) -> None:
    rows = {
        "Visits.csv": b"Visit,Subject area,Visit date\r\nIT 1,IT,2027-03-11\r\n",
        "Candidates.csv": b"Candidate number,First name\r\n0045,Ann\r\n",
    }
    (tmp_path / "spring").mkdir()
    for name, data in rows.items():
        (tmp_path / "spring" / name).write_bytes(data)
    command(tmp_path, "validate", "spring", "--as-of", DAY)
    answered = asked("check", *(File("sheet", name, data) for name, data in rows.items()), folder="spring")
    copy = answered.file("annotated")
    assert copy
    assert {copy.name: copy.data} == written(tmp_path / "spring.annotated.xlsx")


@pytest.mark.parametrize(
    ("flow", "head", "told"),
    [
        ("visit", {}, "Choose the visit first."),
        ("visit", {"visit": "Nowhere"}, "has no visit “Nowhere” with a day"),
        ("changes", {}, "Choose the older copy first."),
        ("reconcile", {}, "Choose the list from OCR first."),
        ("collect", {}, "Choose the files that came back first."),
        ("overview", {}, "Choose the centres’ workbooks first"),
        ("start", {"visits": [["", "", ""]]}, "Type at least one visit"),
        ("start", {"visits": 7}, "did not arrive whole"),
        ("start", {"visits": [["Business", "28 January", ""]]}, "has no year"),
        ("plan", {"first": "2027-03-01", "last": "2027-02-01"}, "is before its first"),
        ("plan", {"questions": "Nothing on 2027-03-10"}, "Nothing"),
        ("plan", {"limits": "many"}, "is not a limit"),
        ("packs", {"by": "subject", "drafts": True}, "Emails go to people"),
        ("calendar", {"whom": "Nobody"}, "Nobody"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(flow: str, head: Mapping[str, Any], told: str) -> None:
    answered = asked(flow, BOOK, **head)
    assert list(answered.head) == ["refused"]
    assert told in answered.head["refused"]


@pytest.mark.parametrize("day", ["0027-02-15", "1999-12-31", "2101-01-01"])
def test_a_year_by_a_slip_is_told(day: str) -> None:
    assert (
        f"is in the year {int(day[:4])}: type the year with four digits"
        in asked("check", BOOK, day=day).head["refused"]
    )


@pytest.mark.parametrize("day", ["2000-01-01", "2100-12-31"])
def test_the_first_and_the_last_day_are_taken(day: str) -> None:
    assert "view" in asked("check", BOOK, day=day).head


@pytest.mark.parametrize("flow", [flow for flow in FLOWS if flow not in ("blank", "start", "overview")])
def test_a_file_that_is_no_workbook_is_a_sentence_in_every_flow(flow: str) -> None:
    others = [File(role, "other.csv", LIST) for role in ("old", "list", "returned")]
    answered = asked(flow, File("workbook", "centre.xlsx", b"%PDF-1.7"), *others, visit="IT 1")
    assert list(answered.head) == ["refused"]
