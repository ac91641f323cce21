"""What `ocr-sheets read` gives: tidy tables that can be checked themselves, with the cell of everything, and no silence about the rest."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook
from workbooks import parse, saved, xlsx

from ocr_sheets.cli import main
from ocr_sheets.model.records import RECORDS, columns_of
from ocr_sheets.validate import book_at

AS_OF = "2027-02-01"
TRACKER = """
Visits
| Visit | Subject area | Visit date | Type    |
| IT 1  | IT           | 2027-03-11 | virtual |

IT 05839
| Candidate no | Name        | Unit 8 | Unit 9 |
| 0045         | Adams, Ali  | M      | P      |
| 0046         | Baker, Bo   | Ref    | D      |

Trip to London
| Payer     | Paid |
| Baker, Bo | 40   |
"""


def read(path: Path, *more: object) -> Result:
    done = CliRunner().invoke(main, ["read", str(path), "--as-of", AS_OF, *map(str, more)])
    assert done.exit_code == 0, done.output
    return done


@pytest.fixture
def tracker(tmp_path: Path) -> Path:
    path = tmp_path / "tracker.xlsx"
    path.write_bytes(xlsx(parse(TRACKER)))
    return path


def values(path: Path) -> dict[str, Any]:
    """All that the records of a workbook say, wherever it stands."""
    book = book_at(path, dt.date(2027, 2, 1))
    return {
        name: [{each: getattr(row, each) for each in columns_of(record)} for row in book.rows(name)]
        for name, record in RECORDS.items()
        if name != "centre"
    }


@pytest.mark.parametrize("name", ["clean.xlsx", "clean"])
def test_the_tables_read_as_what_they_were_made_from(tracker: Path, name: str) -> None:
    clean = tracker.with_name(name)
    read(tracker, "-o", clean)
    assert values(clean) == values(tracker)
    assert len(values(clean)["claims"]) == 3


@pytest.mark.parametrize("name", ["clean.xlsx", "clean"])
def test_the_example_reads_the_same_from_its_tables(tmp_path: Path, name: str) -> None:
    example = Path(__file__).parents[2] / "templates" / "example.xlsx"
    read(example, "-o", tmp_path / name)
    before, after = values(example), values(tmp_path / name)
    for kind in before:
        assert len(after[kind]) == len(before[kind]), kind
    keep = ("candidate_number", "entry_code", "unit_number", "assessor", "grade", "claimed_on", "visit", "claim_status")
    assert [[row[each] for each in keep] for row in after["claims"]] == [
        [row[each] for each in keep] for row in before["claims"]
    ]


def test_each_row_says_where_it_was_read(tracker: Path) -> None:
    read(tracker, "-o", tracker.with_name("clean"))
    rows = list(csv.DictReader(io.StringIO((tracker.parent / "clean" / "Claims.csv").read_text("utf-8-sig"))))
    assert [(row["Candidate number"], row["Unit number"], row["Read from"]) for row in rows] == [
        ("0045", "8", "IT 05839!C2"),
        ("0045", "9", "IT 05839!D2"),
        ("0046", "9", "IT 05839!D3"),
    ]
    assert "Grade IT 05839!C2" in rows[0]["Cells"]
    decided = (tracker.parent / "clean" / "What was decided.csv").read_text("utf-8-sig")
    assert "“Ref” was read as not finished" in decided


def test_no_cell_becomes_a_formula(tracker: Path) -> None:
    tracker.write_bytes(xlsx(parse(TRACKER.replace("Adams, Ali ", "=Adams, Ali"))))
    read(tracker, "-o", tracker.with_name("clean"))
    names = (tracker.parent / "clean" / "Candidates.csv").read_text("utf-8-sig")
    assert ",'=Adams," in names
    read(tracker, "-o", tracker.with_name("clean.xlsx"))
    book = load_workbook(tracker.with_name("clean.xlsx"))
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_the_workbook_has_days_as_days_numbers_as_text_and_tables_to_filter(tmp_path: Path) -> None:
    read(saved(tmp_path / "centre.xlsx"), "-o", tmp_path / "clean.xlsx")
    book = load_workbook(tmp_path / "clean.xlsx")
    visits = book["Visits"]
    heads = [cell.value for cell in visits[1]]
    assert isinstance(visits.cell(2, heads.index("Visit date") + 1).value, dt.datetime)
    assert book["Candidates"]["A2"].value == "0045"
    assert all(sheet.tables for sheet in book if sheet.title != "What was understood")
    assert book.sheetnames[0] == "What was understood"


def test_every_sheet_is_read_or_named_and_no_candidate_is(tracker: Path) -> None:
    said = read(tracker).output
    assert "Understood: 2 candidates, 3 claims and 1 visit." in said
    for sheet in ("IT 05839: Claims, 3 rows", "Visits: Visits, 1 row", "Not read: Trip to London: "):
        assert sheet in said
    assert not any(name in said for name in ("Adams", "Ali", "Baker"))


def test_every_column_of_a_tracker_is_used_or_named(tmp_path: Path) -> None:
    path = tmp_path / "tracker.xlsx"
    heads = "| Candidate no | Name | Tutor group | Attendance | Unit 8 | Unit 9 |"
    rows = "| 0045 | Adams, Ali | 13A/IT | 91 | M | P |\n| 0046 | Baker, Bo | 13B/IT | 88 | P | D |"
    path.write_bytes(xlsx(parse(f"IT 05839\n{heads}\n{rows}\n")))
    assert (
        "Columns not used on IT 05839: Tutor group (we have no use for it); Attendance (its heading is of something that we do not use)."
        in read(path).output
    )


CONTACTS = """
Contacts
| Learner   | Who        | Phone        | About       |
| Adams Ali | Mrs Clarke | 07700 900761 | Unit 8 late |
| Baker Bo  | Mr Doe     | 07700 900762 | attendance  |
| Clarke Cy | Ms Low     | 07700 900763 | praise      |
"""


def test_a_row_of_notes_that_names_a_unit_heads_no_table_and_nothing_of_it_is_printed(tracker: Path) -> None:
    tracker.write_bytes(xlsx(parse(TRACKER + CONTACTS)))
    said = read(tracker).output
    assert "Contacts: Claims" not in said
    assert "Not read: Contacts: " in said
    assert "Mrs Clarke" not in said
    assert "07700" not in said


NOT_UNDERSTOOD = """
Marks
| Who    | Project | Product |
| 1 of 5 | M       | P       |
| 2 of 5 | M       | D       |
| 3 of 5 | P       | D       |
"""


def test_the_verdict_says_when_grades_were_not_read(tmp_path: Path) -> None:
    path = saved(tmp_path / "centre.xlsx", NOT_UNDERSTOOD)
    done = CliRunner().invoke(main, ["validate", str(path), "--as-of", AS_OF])
    assert "1 sheet with grades was not read." in done.output.splitlines()[0]
    assert "1 question about how it was read: answer them with `ocr-sheets map centre.xlsx --ask`" in done.output
    assert "Not read: Marks: it has grades" in read(path).output


def test_the_same_workbook_gives_the_same_json_whatever_order_python_keeps_sets_in(tmp_path: Path) -> None:
    path = saved(
        tmp_path / "centre.xlsx",
        "Claims\n| Candidate number | Entry code | Unit number | Assessor | IV | Grade |\n| 0045 | 05839 | 8 | JS | 2027-01-20 | M |\n",
    )
    said = {
        subprocess.run(
            [sys.executable, "-m", "ocr_sheets", "read", str(path), "--as-of", AS_OF, "--format", "json"],
            capture_output=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
        ).stdout
        for seed in "123"
    }
    assert len(said) == 1
    assert json.loads(said.pop())["judgements"]
