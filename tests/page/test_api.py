"""What stands behind the page: parcels in, parcels out, and a sentence for whatever cannot be done."""

from __future__ import annotations

import ast
import io
import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook
from page_browser import ASKED, EXAMPLE, LATE
from workbooks import centre, signed

from ocr_sheets.cli import main
from ocr_sheets.emails.locking import locked
from ocr_sheets.page.api import __file__ as api_file, answer
from ocr_sheets.page.flows import check as flow
from ocr_sheets.page.protocol import Broken, File, Parcel, pack, unpack
from ocr_sheets.page.words import here
from ocr_sheets.writing.example import EXAMPLE_DAY


def asked(*files: File, **head: object) -> Parcel:
    return unpack(answer(pack(Parcel({"do": "check", "as_of": "2027-03-01", **head}, files))))


def check(data: bytes, *more: File, name: str = "centre.xlsx", **head: object) -> Parcel:
    return asked(File("workbook", name, data), *more, **head)


def view(parcel: Parcel) -> Mapping[str, Any]:
    shown: Mapping[str, Any] = parcel.head["view"]
    return shown


def refused(parcel: Parcel) -> str:
    """Assert that there is one sentence and nothing else; the sentence."""
    assert parcel.files == []
    assert {*parcel.head} - {"locked"} == {"refused"}  # of one that is locked a password can be asked for
    sentence = parcel.head["refused"]
    assert isinstance(sentence, str)
    assert "Traceback" not in sentence
    return sentence


def test_a_parcel_comes_out_as_it_went_in() -> None:
    parcel = Parcel({"do": "nothing", "name": "Llŷn"}, [File("a", "ŷ.xlsx", b"\0\1"), File("b", "", b"")])
    assert unpack(pack(parcel)) == parcel


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0\0",
        b"\0\0\0\4nope",
        b"\0\0\0\2[]",
        b"\0\0\0\2{}",
        b'\0\0\0\x0b{"files":7}',
        b"\xff\xff\xff\xff{}",
        b"\0\0\0\4\xff\xfe\xfd\xfc",
        pack(Parcel({}, [File("a", "a", b"abc")]))[:-1],
        pack(Parcel({}, [File("a", "a", b"abc")])) + b"d",
        pack(Parcel({}, [File("a", "a", b"abc"), File("b", "b", b"")])).replace(b'"size": 3', b'"size": 9', 1).replace(
            b'"size": 0', b'"size":-6', 1
        ),
    ],
)  # fmt: skip
def test_bytes_that_are_no_whole_parcel_are_answered_with_a_sentence(data: bytes) -> None:
    with pytest.raises(Broken):
        unpack(data)
    assert "choose the workbook once more" in refused(unpack(answer(data)))


def test_it_needs_nothing_that_a_browsers_python_has_not() -> None:
    script = "import sys, ocr_sheets.page.api; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    strange = {"pandas", "numpy", "lxml", "openpyxl", "click", "icalendar", "msoffcrypto", "cryptography"}
    assert not strange & set(loaded)


def test_the_copy_and_the_json_are_those_of_the_command_line(tmp_path: Path) -> None:
    book = tmp_path / "example.xlsx"
    book.write_bytes(EXAMPLE.read_bytes())
    day = EXAMPLE_DAY.isoformat()
    told = CliRunner().invoke(main, ["validate", str(book), "--as-of", day, "--format", "json"])
    copy, text, _ = check(EXAMPLE.read_bytes(), name="example.xlsx", as_of=day).files
    assert (copy.name, text.name) == ("example.annotated.xlsx", "example.findings.json")
    assert copy.data == (tmp_path / "example.annotated.xlsx").read_bytes()
    assert text.data == told.stdout_bytes


def test_what_the_page_shows_runs_beside_the_machine_form() -> None:
    parcel = check(EXAMPLE.read_bytes(), name="example.xlsx", as_of=EXAMPLE_DAY.isoformat())
    shown = view(parcel)
    report = shown["report"]
    assert report == json.loads(parcel.files[1].data)
    assert len(shown["findings"]) == len(report["findings"]) > 20
    assert len(shown["lines"]) == len(report["deadlines"]) > 20
    for finding in report["findings"]:
        assert shown["rules"][finding["rule"]]["why"]
    for line in report["deadlines"]:
        assert line["source"] in shown["cites"][line["source"]]
    places = {(visit["sheet"], visit["row"]) for visit in shown["visits"]}
    of_visits = [line for line in report["deadlines"] if line["sheet"] == "Visits"]
    assert {(line["sheet"], line["row"]) for line in of_visits} == places


def test_a_finding_names_its_candidate_unit_and_visit() -> None:
    shown = view(check(centre(LATE)))
    place, finding = next((at, one) for at, one in enumerate(shown["report"]["findings"]) if one["cell"] == "F2")
    assert finding["sheet"] == "Claims"
    assert shown["findings"][place] == {
        "candidate": "0045 Ali Adams",
        "unit": "05839 unit 8",
        "visits": ["IT 1"],
        "is_over": False,
        "ref": shown["findings"][place]["ref"],
    }


def test_an_entry_is_about_the_visits_of_the_claims_that_rest_on_it() -> None:
    late = """
Entries
| Candidate number | Entry code | Unit number | Entry type | Entered on |
| 0045             | 05839      |             | full award | 2027-02-20 |
"""
    shown = view(check(centre(late + LATE)))
    about = [
        shown["findings"][at]["visits"]
        for at, one in enumerate(shown["report"]["findings"])
        if one["rule"] == "entry-under-four-weeks"
    ]
    assert about == [["IT 1"]]


def test_what_could_not_be_checked_is_told_with_its_rule_and_reason() -> None:
    shown = view(check(centre()))
    left = [one for one in shown["report"]["outcomes"] if one["outcome"] == "not checked"]
    assert left
    assert all(shown["rules"][one["rule"]]["title"] for one in left)


def test_settings_and_a_list_of_ones_own_are_used_and_named() -> None:
    settings = File("settings", "ours.toml", b'[readings]\r\ndays = "working days"\r\n')
    shown = view(check(centre(LATE), settings))
    assert shown["settings"] == "ours.toml"
    assert shown["report"]["overlaid"]
    assert [one["is_turned"] for one in shown["readings"]].count(True) == 1


def test_what_was_taken_for_what_can_be_corrected_and_is_gone_by() -> None:
    data = centre(LATE)
    _, _, mapping = check(data).files
    assert (mapping.role, mapping.name) == ("map", "centre.map.toml")
    before, same = view(check(data)), view(check(data, File("mapping", "centre.map.toml", mapping.data)))
    assert same["findings"] == before["findings"]
    nothing = File("mapping", "centre.map.toml", b'[sheets."Claims"]\nread_as = "nothing"\n')
    after = view(check(data, nothing))
    assert "Claims" in [table["sheet"] for table in before["report"]["read"]]
    assert "Claims" not in [table["sheet"] for table in after["report"]["read"]]
    assert after["report"]["mapping"] == "centre.map.toml"


def test_an_answer_given_in_the_page_is_used_and_comes_back_as_a_file_to_keep() -> None:
    data = centre(ASKED + "| 0046 | 05839 | 9 | PT | 2027-01-20 | P | IT 1 |\n")
    before = check(data)
    (question,) = view(before)["questions"]
    assert question["words"].startswith(
        "Column E of Claims holds days in 2 of 2 cells (20/01/2027 …); its heading is “IV”."
    )
    columns = question["sheet"]["columns"]
    assert [one["letter"] for one in columns if one["is_asked"]] == ["E"]
    assert columns[3] == {
        "letter": "D",
        "heading": "Assessor",
        "values": ["JS", "PT"],
        "read_as": "Assessor",
        "is_asked": False,
    }
    assert columns[4]["values"] == ["20 Jan 2027", "20 Jan 2027"]
    choice = next(one for one in question["choices"] if one["words"] == "Assessed on")
    after = check(data, answers=choice["lines"])
    assert not view(after)["questions"]
    claims = next(table for table in view(after)["report"]["read"] if table["sheet"] == "Claims")
    assert claims["columns"]["Assessed on"] == "IV (E)"
    kept = next(file for file in after.files if file.role == "answers")
    assert kept.name == "centre.map.toml"
    again = check(data, File("mapping", kept.name, kept.data))
    assert view(again)["findings"] == view(after)["findings"]
    assert "answers" not in [file.role for file in [*before.files, *again.files]]


@pytest.mark.parametrize("answers", ["IV", [["Claims"]], [["Claims", "nowhere", "a", "b"]], 5])
def test_answers_that_are_none_are_told_in_a_sentence(answers: object) -> None:
    assert "did not arrive whole" in refused(check(centre(ASKED), answers=answers))


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (File("settings", "ours.toml", b"[readings"), "ours.toml is not TOML"),
        (File("settings", "ours.toml", b"\xff\xfe"), "ours.toml is not saved as UTF-8"),
        (File("mapping", "ours.map.toml", b"\xff\xfe"), "ours.map.toml is not saved as UTF-8"),
        (File("mapping", "ours.map.toml", b"[sheets"), "ours.map.toml"),
        (File("catalogue", "ours.csv", b"\xff\xfe"), "ours.csv, row 1: it is not in UTF-8"),
    ],
)
def test_a_slip_in_a_file_of_ones_own_is_a_sentence_that_names_it(file: File, sentence: str) -> None:
    assert sentence in refused(check(centre(), file))


@pytest.mark.parametrize("day", ["", "soon", "2027-02-30", None, 7])
def test_a_day_that_is_none_is_a_sentence(day: object) -> None:
    assert "is not a day" in refused(check(centre(), as_of=day))


def test_a_parcel_without_a_workbook_or_a_wish_is_a_sentence() -> None:
    assert "did not arrive whole" in refused(asked())
    assert "did not arrive whole" in refused(asked(do="dance"))


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "centre.xlsx is empty"),
        (b"a,b\n1,2\n", "plain text"),
        (centre()[:900], "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "has a password"),
    ],
)
def test_a_file_that_is_no_workbook_to_read_is_a_sentence(data: bytes, sentence: str) -> None:
    assert sentence in refused(check(data))


def test_a_signed_workbook_is_copied_only_when_its_signature_may_go() -> None:
    data = signed(centre(LATE))
    assert "tick “Leave a digital signature out of the copy”" in refused(check(data))
    copy = check(data, drop_signature=True).files[0]
    assert b"_xmlsignatures" not in copy.data


def test_a_workbook_with_a_password_is_named_and_opened_with_it() -> None:
    data = centre(LATE)
    sent = File("workbook", "centre.xlsx", locked(data, "cyfrinair"))
    told = check(sent.data).head
    assert told["locked"] == "centre.xlsx"
    assert "has a password" in told["refused"]
    for password in ("", "Cyfrinair"):
        assert "does not open" in refused(unpack(answer(pack(Parcel({"do": "unlock", "password": password}, [sent])))))
    (opened,) = unpack(answer(pack(Parcel({"do": "unlock", "password": "cyfrinair"}, [sent])))).files
    assert opened.data == data


def test_the_blank_and_the_example_are_made_as_the_template_command_makes_them() -> None:
    (blank,) = asked(do="blank").files
    assert load_workbook(io.BytesIO(blank.data)).sheetnames
    example = asked(do="blank", example=True)
    assert example.head == {"as_of": EXAMPLE_DAY.isoformat()}
    assert example.files[0].data == EXAMPLE.read_bytes()


def test_a_name_with_folders_in_it_names_files_without() -> None:
    files = check(centre(), name="../../Coleg Llŷn/visits.xlsm").files
    assert [file.name for file in files] == ["visits.annotated.xlsm", "visits.findings.json", "visits.map.toml"]


def test_a_mistake_of_ours_says_where_and_nothing_of_what_stands_in_the_workbook(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("0045 Ali Adams")

    monkeypatch.setattr(flow, "check", broken)
    head = check(centre()).head
    assert head["mistake"] == "ZeroDivisionError"
    assert "test_api.py" in head["trace"]
    assert "Adams" not in json.dumps(head)


def test_too_little_memory_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(flow, "check", full)
    assert "more memory" in refused(check(centre()))


def test_each_step_is_told() -> None:
    told: list[str] = []
    answer(pack(Parcel({"do": "check", "as_of": "2027-03-01"}, [File("workbook", "a.xlsx", centre())])), told.append)
    assert told == ["Reading the workbook", "Checking and writing it", "Packing the copy"]


def test_no_command_to_type_is_told_in_the_page() -> None:
    """Whatever a rule or the reader may say: a command is put in terms of the page."""
    package = Path(api_file).parent.parent
    told = [
        node.value
        for folder in (
            "rules",
            "model",
            "reading",
            "planning",
            "packs",
            "diff",
            "reconcile",
            "collect",
            "calendar",
            "visit_day",
            "mending",
        )
        for path in (package / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "\n" not in node.value
    ]
    assert any("`ocr-sheets map`" in text for text in told)
    typed = re.compile(r"`ocr-sheets [a-z]+|(?<!\S)--[a-z]+(?![a-z-])|(?<!\S)-o ")
    assert [text for text in map(here, told) if typed.search(text) and not text.startswith(("Drafts:", "What "))] == []
