"""`ocr-sheets diff`, as a person types it."""

from __future__ import annotations

import io
import json
from pathlib import Path

import jsonschema
import openpyxl
import pytest
from click.testing import CliRunner, Result
from workbooks import saved

from ocr_sheets.cli import main
from ocr_sheets.diff import report_json

CLAIMS = """
Claims
| Candidate number | Entry code | Unit number | Assessor | Grade | Claimed on | Visit | Claim status |
| 0045             | 05839      | 8           | JS       | M     | 2027-02-20 | IT 1  | submitted    |
| 0046             | 05839      | 8           | PT       | P     | 2027-02-28 | IT 1  | submitted    |
"""
WORSE = CLAIMS.replace("2027-02-20", "2027-02-26")
MOVED = """
Visits
| Visit | Subject area | Entry code | Visit date | Type         | Type told on | Status    |
| IT 1  | IT           |            | 2027-03-18 | face-to-face | 2027-01-15   | confirmed |
| L4 1  |              | 04663      | 2027-03-12 |              |              | cancelled |
| L4 2  |              | 04663      | 2027-06-11 |              |              | planned   |
"""


def diff(*arguments: object, as_of: str = "2027-03-01") -> Result:
    return CliRunner().invoke(main, ["diff", *map(str, arguments), "--as-of", as_of])


def refused(result: Result) -> str:
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    (sentence,) = result.stderr.strip().splitlines()
    return sentence


@pytest.fixture
def both(tmp_path: Path) -> tuple[Path, Path]:
    return saved(tmp_path / "old ŷ.xlsx", CLAIMS), saved(tmp_path / "new.xlsx", WORSE + MOVED)


def test_nothing_new_ends_with_0_and_something_with_1(tmp_path: Path) -> None:
    old, new = saved(tmp_path / "old.xlsx", CLAIMS), saved(tmp_path / "new.xlsx", WORSE)
    assert diff(old, old).exit_code == 0
    assert diff(new, old).exit_code == 0
    assert diff(old, new).exit_code == 1
    assert diff(old, new, "--fail-on", "never").exit_code == 0


def test_the_text_names_cells_visits_and_numbers_and_no_candidate(both: tuple[Path, Path]) -> None:
    result = diff(*both)
    told = result.stdout
    assert "Old: old ŷ.xlsx   New: new.xlsx   (both as at 1 Mar 2027)" in told
    assert "IT 1: now Thu 18 Mar 2027, was Thu 11 Mar 2027" in told
    assert "Submit claims by 4 Mar 2027, was 25 Feb 2027" in told.replace("\n    ", " ")
    assert "L4 1: cancelled, was Fri 12 Mar 2027" in told
    assert "with their cells in old ŷ.xlsx" in told
    assert not any(name in told for name in ("Adams", "Ali", "Brown"))
    assert max(map(len, told.splitlines())) <= 100


def test_json_keeps_to_its_schema(both: tuple[Path, Path]) -> None:
    result = diff(*both, "--format", "json", "--old-as-of", "2027-02-01")
    body = json.loads(result.stdout)
    jsonschema.Draft202012Validator.check_schema(report_json.schema())
    jsonschema.validate(body, report_json.schema())
    assert body["old_as_of"] == "2027-02-01"
    assert sum(body["counts"].values()) == len(body["findings"])
    (moved,) = [one for one in body["dates"] if one["change"] == "moved" and one["what"] is None]
    assert (moved["old"], moved["new"]) == ("2027-03-11", "2027-03-18")
    assert result.stdout.isascii()
    assert "Adams" not in result.stdout


def test_the_workbook_has_all_of_it_and_neither_input_is_touched(both: tuple[Path, Path], tmp_path: Path) -> None:
    before = [path.read_bytes() for path in both]
    out = tmp_path / "changes.xlsx"
    result = diff(*both, "-o", out)
    assert f"All of it: {out}" in result.stdout
    assert [path.read_bytes() for path in both] == before
    first = out.read_bytes()
    diff(*both, "-o", out)
    assert out.read_bytes() == first
    book = openpyxl.load_workbook(io.BytesIO(first))
    assert book.sheetnames == ["Changes", "Findings", "Cells"]
    page = [str(cell.value) for row in book["Changes"].iter_rows() for cell in row if cell.value is not None]
    assert "What has changed?" in page
    assert "IT 1" in page
    assert "cancelled" in page
    body = json.loads(diff(*both, "--format", "json").stdout)
    rows = [row[0].value for row in book["Findings"].iter_rows(min_row=5) if row[0].value]
    assert rows == [one["became"] for one in body["findings"]]
    everything = page + [str(cell.value) for row in book["Findings"].iter_rows() for cell in row]
    assert not any("Adams" in text for text in everything)


def test_a_workbook_of_changes_is_written_where_nothing_has_changed(tmp_path: Path) -> None:
    old = saved(tmp_path / "old.xlsx", "")
    assert diff(old, old, "-o", tmp_path / "out.xlsx", as_of="2027-02-01").exit_code == 0
    page = openpyxl.load_workbook(tmp_path / "out.xlsx")["Changes"]
    assert page["A3"].value == "Nothing has changed: 121 cells of 7 sheets compared."


def test_an_annotated_copy_compares_as_the_workbook_it_is_of(tmp_path: Path) -> None:
    old = saved(tmp_path / "old.xlsx", WORSE)
    CliRunner().invoke(main, ["validate", str(old), "--as-of", "2027-03-01"])
    assert "Nothing has changed" in diff(old, tmp_path / "old.annotated.xlsx").stdout


def test_what_time_did_is_told_apart(tmp_path: Path) -> None:
    planned = CLAIMS.replace("2027-02-20", "          ").replace(
        "M     |            | IT 1  | submitted", "M     |            | IT 1  | planned  "
    )
    old = saved(tmp_path / "old.xlsx", planned)
    assert "Nothing has changed" in diff(old, old).stdout
    told = diff(old, old, "--old-as-of", "2027-02-01")
    assert "Now overdue: " in told.stdout
    assert told.exit_code == 1


def test_what_cannot_be_is_refused_and_nothing_written(both: tuple[Path, Path], tmp_path: Path) -> None:
    old, new = both
    assert "none.xlsx" in refused(diff(tmp_path / "none.xlsx", new))
    assert "none.xlsx" in refused(diff(old, tmp_path / "none.xlsx"))
    assert ".xlsx" in refused(diff(old, new, "-o", tmp_path / "out.txt"))
    assert "never" in refused(diff(old, new, "-o", old))
    assert "never" in refused(diff(old, new, "-o", new))
    assert "--old-as-of" in refused(diff(old, new, "--old-as-of", "2027-04-01"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new.xlsx", "old ŷ.xlsx"]
