"""The commands, as a person types them."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import jsonschema
import openpyxl
import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook
from workbooks import ONLY_UNIT_8, centre, saved, signed

from ocr_sheets.cli import main
from ocr_sheets.model.book import Book
from ocr_sheets.rules import RULES, engine
from ocr_sheets.rules.engine import MUST_FIX, RawFinding, Values
from ocr_sheets.writing import report_json

LATE = """
Claims
| Candidate number | Entry code | Unit number | Assessor | Grade | Claimed on | Visit | Claim status |
| 0045             | 05839      | 8           | JS       | M     | 2027-02-26 | IT 1  | submitted    |
"""


def ocr_sheets(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def validate(*arguments: object) -> Result:
    return ocr_sheets("validate", *arguments, "--as-of", "2027-03-01")


def refused(result: Result) -> str:
    """Assert one sentence on stderr, exit code 2 and nothing else; the sentence."""
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert len(result.stderr.strip().splitlines()) == 1
    assert "Traceback" not in result.stderr
    return result.stderr.strip()


def test_a_workbook_with_nothing_wrong_ends_with_0_and_an_annotated_copy(tmp_path: Path) -> None:
    book = saved(tmp_path / "centre.xlsx")
    before = book.read_bytes()
    result = ocr_sheets("validate", book, "--as-of", "2027-02-01")
    assert result.exit_code == 0, result.output
    # No deadline is past but the type's, and nothing is claimed yet: that is neither ready nor not ready.
    assert result.stdout.startswith("Too early to say: 3 of 3 entered. Next: ")
    assert (
        "had nothing to look at" in result.stdout.splitlines()[0]
    )  # the small centre has no Claims: that is not a pass
    assert load_workbook(tmp_path / "centre.annotated.xlsx").sheetnames[:2] == ["Summary", "To do"]
    assert book.read_bytes() == before


def test_the_summary_is_at_most_a_screenful_and_names_the_cell(tmp_path: Path) -> None:
    result = validate(saved(tmp_path / "centre.xlsx", LATE))
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) <= 36  # what Windows Terminal opens with
    assert "Claims!F2" in result.stdout
    assert str(tmp_path / "centre.annotated.xlsx") in result.stdout
    assert "Adams" not in result.stdout


@pytest.mark.parametrize(("fail_on", "code"), [("must-fix", 1), ("check", 1), ("advice", 1), ("never", 0)])
def test_fail_on_says_from_which_severity_the_exit_code_is_1(tmp_path: Path, fail_on: str, code: int) -> None:
    assert validate(saved(tmp_path / "c.xlsx", LATE), "--fail-on", fail_on).exit_code == code


def test_a_finding_below_fail_on_leaves_the_exit_code_at_0(tmp_path: Path) -> None:
    check_only = ONLY_UNIT_8 + LATE.replace("2027-02-26", "")
    book = saved(tmp_path / "c.xlsx", check_only)
    assert validate(book, "--fail-on", "must-fix").exit_code == 0
    assert validate(book, "--fail-on", "check").exit_code == 1


def test_json_goes_to_stdout_alone_and_keeps_to_its_schema(tmp_path: Path) -> None:
    result = validate(saved(tmp_path / "centre.xlsx", LATE), "--format", "json")
    body = json.loads(result.stdout)
    jsonschema.Draft202012Validator.check_schema(report_json.schema())
    jsonschema.validate(body, report_json.schema())
    (late,) = [finding for finding in body["findings"] if finding["rule"] == "claim-under-two-weeks"]
    assert (late["sheet"], late["cell"]) == ("Claims", "F2")
    assert late["source"] == ["S31"]
    assert body["counts"]["must_fix"] == sum(finding["severity"] == "must_fix" for finding in body["findings"])
    assert {outcome["rule"] for outcome in body["outcomes"]} == set(RULES)
    assert result.stdout.isascii()
    assert "Adams" not in result.stdout


def test_the_same_workbook_gives_the_same_bytes(tmp_path: Path) -> None:
    book = saved(tmp_path / "centre.xlsx", LATE)
    validate(book, "-o", tmp_path / "one.xlsx")
    validate(book, "-o", tmp_path / "two.xlsx")
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_an_annotated_workbook_is_annotated_to_the_same_bytes_beside_itself(tmp_path: Path) -> None:
    validate(saved(tmp_path / "centre.xlsx", LATE))
    again = validate(tmp_path / "centre.annotated.xlsx", "--format", "json")
    third = validate(tmp_path / "centre.annotated-2.xlsx")
    first = (tmp_path / "centre.annotated.xlsx").read_bytes()
    assert (tmp_path / "centre.annotated-2.xlsx").read_bytes() == first
    assert (tmp_path / "centre.annotated-3.xlsx").read_bytes() == first
    assert third.exit_code == 1
    original = json.loads(validate(tmp_path / "centre.xlsx", "--format", "json").stdout)
    assert {**json.loads(again.stdout), "workbook": "centre.xlsx"} == original


def test_a_reason_under_accepted_because_is_kept_and_no_longer_counts(tmp_path: Path) -> None:
    validate(saved(tmp_path / "centre.xlsx", LATE))
    path = tmp_path / "centre.annotated.xlsx"
    book = load_workbook(path)
    sheet = book["To do"]
    headings = [cell.value for cell in sheet[4]]
    rows = {sheet.cell(row, headings.index("Where") + 1).value: row for row in range(5, sheet.max_row + 1)}
    sheet.cell(rows["Claims!F2"], headings.index("Accepted because") + 1, "agreed with the moderator on 1 March")
    book["Claims"].insert_rows(2)  # the row moves, the finding stays the same
    book.save(path)
    body = json.loads(validate(path, "--format", "json").stdout)
    (late,) = [finding for finding in body["findings"] if finding["rule"] == "claim-under-two-weeks"]
    assert late["accepted"] == "agreed with the moderator on 1 March"
    assert late["cell"] == "F3"
    assert body["counts"]["accepted"] == 1


@pytest.mark.parametrize("text", ["2027-03-01", "01/03/2027", "1 March 2027"])
def test_as_of_is_read_as_people_write_days(tmp_path: Path, text: str) -> None:
    result = ocr_sheets("validate", saved(tmp_path / "c.xlsx"), "--as-of", text, "--format", "json")
    assert json.loads(result.stdout)["as_of"] == "2027-03-01"


@pytest.mark.parametrize("text", ["31/02/2027", "soon", "2027-13-01", ""])
def test_an_as_of_that_is_no_day_is_refused(tmp_path: Path, text: str) -> None:
    assert "--as-of" in refused(ocr_sheets("validate", saved(tmp_path / "c.xlsx"), "--as-of", text))
    assert list(tmp_path.iterdir()) == [tmp_path / "c.xlsx"]


def _zip(**parts: str) -> bytes:
    import io

    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name, text in parts.items():
            made.writestr(name, text)
    return file.getvalue()


BAD = {
    "text.xlsx": b"Candidate number,Surname\n0045,Adams\n",
    "report.xlsx": b"%PDF-1.7\n1 0 obj\n",
    "empty.xlsx": b"",
    "zip.xlsx": _zip(readme="nothing here"),
    "old.xls": bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600),
    "letter.docx": _zip(**{"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"}),
    "cut.xlsx": centre()[:3000],
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_workbook_is_refused_in_one_sentence(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(BAD[name])
    sentence = refused(validate(path))
    assert sentence.endswith(".")
    assert list(tmp_path.iterdir()) == [path]
    assert path.read_bytes() == BAD[name]


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    assert "none.xlsx" in refused(validate(tmp_path / "none.xlsx"))
    assert "folder" in refused(validate(tmp_path))


def test_a_workbook_with_none_of_the_sheets_is_refused(tmp_path: Path) -> None:
    from workbooks import parse, xlsx

    path = tmp_path / "budget.xlsx"
    path.write_bytes(xlsx(parse("Budget\n| Item | Cost |\n| Pens | #3 |\n")))
    assert "start from the blank workbook" in refused(validate(path))
    assert list(tmp_path.iterdir()) == [path]


def test_the_output_is_never_the_input(tmp_path: Path) -> None:
    book = saved(tmp_path / "centre.xlsx")
    before = book.read_bytes()
    refused(validate(book, "-o", book))
    assert book.read_bytes() == before


def test_an_output_that_cannot_be_written_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    book = saved(tmp_path / "centre.xlsx")
    refused(validate(book, "-o", tmp_path / "no such folder" / "out.xlsx"))
    refused(validate(book, "-o", tmp_path))
    assert list(tmp_path.iterdir()) == [book]


def test_the_copy_must_have_the_ending_of_its_kind(tmp_path: Path) -> None:
    assert ".xlsx" in refused(validate(saved(tmp_path / "centre.xlsx"), "-o", tmp_path / "out.xlsm"))


def test_a_rule_that_breaks_down_is_our_mistake_and_the_rest_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(book: Book, values: Values) -> list[RawFinding]:
        """To test."""
        raise RuntimeError("Ali Adams")

    made = engine.Rule(
        code="broken",
        title="Broken",
        severity=MUST_FIX,
        source=(),
        messages={"": "Broken."},
        fixes={"": "Fix."},
        family=None,
        needs=(),
        uses=(),
        who=engine.Who.EXAMS_OFFICER,
        example="None.",
        check=broken,
    )
    monkeypatch.setitem(RULES, "broken", made)
    result = validate(saved(tmp_path / "centre.xlsx", LATE), "--format", "json")
    body = json.loads(result.stdout)
    assert result.exit_code == 3
    (outcome,) = [outcome for outcome in body["outcomes"] if outcome["outcome"] == "our mistake"]
    assert outcome["rule"] == "broken"
    assert "Adams" not in result.stdout
    assert any(finding["rule"] == "claim-under-two-weeks" for finding in body["findings"])
    assert "Fault in ocr-sheets" in validate(tmp_path / "centre.xlsx").stdout


def test_template_writes_a_blank_workbook_and_never_over_another(tmp_path: Path) -> None:
    path = tmp_path / "centre.xlsx"
    assert ocr_sheets("template", path).exit_code == 0
    first = path.read_bytes()
    assert ocr_sheets("template", path).exit_code == 0  # nobody has changed it
    assert path.read_bytes() == first
    book = openpyxl.load_workbook(path)
    book["Visits"]["A2"] = "IT 1"
    book.save(path)
    filled_in = path.read_bytes()
    refused(ocr_sheets("template", path))
    assert path.read_bytes() == filled_in


def test_rules_lists_every_rule_and_explain_tells_all_of_one() -> None:
    listing = ocr_sheets("rules").stdout
    for code, rule in RULES.items():
        assert f"  {code} " in listing
        told = ocr_sheets("explain", code)
        assert told.exit_code == 0, told.output
        for part in (rule.title, rule.example):
            assert part in told.stdout
        for number in rule.source:
            assert f"Source {number}:" in told.stdout


def test_explain_names_the_rule_that_was_probably_meant() -> None:
    assert "claim-under-two-weeks" in refused(ocr_sheets("explain", "claim-under-to-weeks"))


def test_a_signed_workbook_is_annotated_only_when_its_signature_may_go(tmp_path: Path) -> None:
    path = tmp_path / "signed.xlsx"
    path.write_bytes(signed(centre(LATE)))
    assert "--drop-signature" in refused(validate(path))
    assert list(tmp_path.iterdir()) == [path]
    assert validate(path, "--drop-signature").exit_code == 1
    names = zipfile.ZipFile(tmp_path / "signed.annotated.xlsx").namelist()
    assert not any("xmlsignatures" in name for name in names)


@pytest.mark.parametrize("name", ["out.txt", "out", "out.xlsb", "out.pdf"])
def test_the_copy_must_end_as_a_workbook(tmp_path: Path, name: str) -> None:
    assert ".xlsx" in refused(validate(saved(tmp_path / "centre.xlsx"), "-o", tmp_path / name))
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize("lock", ["~$out.xlsx", ".~lock.out.xlsx#"])
def test_a_copy_that_seems_open_elsewhere_is_not_written_over(tmp_path: Path, lock: str) -> None:
    (tmp_path / "out.xlsx").write_bytes(b"as it was")
    (tmp_path / lock).write_bytes(b"")
    assert "open in another program" in refused(validate(saved(tmp_path / "centre.xlsx"), "-o", tmp_path / "out.xlsx"))
    assert (tmp_path / "out.xlsx").read_bytes() == b"as it was"


def test_headings_that_are_not_read_are_named(tmp_path: Path) -> None:
    book = saved(tmp_path / "centre.xlsx", LATE.replace("Grade |", "Predicted mark |"))
    assert "Columns we did not use: Claims: Predicted mark" in validate(book).stdout
    cells = [
        str(cell.value)
        for row in load_workbook(tmp_path / "centre.annotated.xlsx")["Summary"].iter_rows()
        for cell in row
    ]
    assert any("Claims: Predicted mark" in cell for cell in cells)
    again = validate(tmp_path / "centre.annotated.xlsx")
    assert "Columns we did not use: Claims: Predicted mark" in again.stdout


def test_what_can_still_be_done_stands_before_what_is_over(tmp_path: Path) -> None:
    text = """
Visits
| Visit | Subject area | Entry code | Visit date | Type         | Type told on | Status    |
| IT 0  | IT           |            | 2026-12-01 | face-to-face | 2026-10-15   | done      |
| IT 1  | IT           |            | 2027-03-11 | face-to-face | 2027-01-15   | confirmed |
| L4 1  |              | 04663      | 2027-03-12 |              |              | confirmed |
| L4 2  |              | 04663      | 2027-06-11 |              |              | planned   |

Claims
| Candidate number | Entry code | Unit number | Assessor | Grade | Claimed on | Visit | Claim status |
| 0045             | 05839      | 8           | JS       | M     | 2026-11-25 | IT 0  | submitted    |
| 0045             | 05839      | 9           | JS       | M     | 2026-11-25 | IT 0  | confirmed    |
| 0046             | 05839      | 8           | JS       | P     | 2027-02-26 | IT 1  | submitted    |
"""
    body = json.loads(validate(saved(tmp_path / "c.xlsx", text), "--format", "json").stdout)
    late = [finding["cell"] for finding in body["findings"] if finding["rule"] == "claim-under-two-weeks"]
    assert late == ["F4", "F2"]  # the confirmed one is a record, and nothing to fix


def test_a_stray_value_in_the_last_cell_of_a_sheet_is_told_and_brings_nothing_down(tmp_path: Path) -> None:
    path = saved(tmp_path / "centre.xlsx", LATE)
    book = load_workbook(path)
    book["Claims"]["XFD1048576"] = "here"
    book.save(path)
    told = json.loads(validate(path, "--format", "json").stdout)
    (claims,) = [one for one in told["read"] if one["sheet"] == "Claims"]
    assert claims["rows"] == 1
    assert "XFD1048576" in claims["remarks"][0]


@pytest.mark.parametrize(
    ("arguments", "code"), [(["--version"], 0), (["validate", "there-is-none.xlsx"], 2), (["nonsense"], 2)]
)
def test_the_process_ends_with_the_exit_code_of_its_command(arguments: list[str], code: int) -> None:
    done = subprocess.run([sys.executable, "-m", "ocr_sheets", *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == code
    assert done.stdout or done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
def test_where_nothing_can_be_printed_one_sentence_says_so() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "ocr_sheets", "rules"], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 2
    assert done.stderr == "What was to be printed could not be written: No space left on device.\n"
