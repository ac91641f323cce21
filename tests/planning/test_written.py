"""The proposed visits in a copy of the workbook: rows marked planned, nothing of the centre's lost, and nothing new to fix."""

from __future__ import annotations

import datetime as dt
import io
import random
import subprocess
import zipfile
from pathlib import Path

import pytest
from centres import random_centre
from click.testing import CliRunner, Result
from openpyxl import load_workbook
from planned import claims, visits
from programs import SDK, needs_validator
from test_proposal import NAMED, TOO_LATE, new_findings
from tries import tries
from workbooks import centre, saved, xlsx

from ocr_sheets.cli import main
from ocr_sheets.model.records import VisitStatus
from ocr_sheets.patching import Workbook
from ocr_sheets.planning.plan import Plan, make_plan
from ocr_sheets.planning.terms import Term, span_of
from ocr_sheets.planning.written import Written, with_visits
from ocr_sheets.reading import read_book
from ocr_sheets.report import make_report
from ocr_sheets.rulebook import load_rulebook

EXAMPLE = Path(__file__).parents[2] / "templates" / "example.xlsx"
READY = "0045 | 05839 | 8 | JS | PT | 2027-01-10 | 2027-01-20 | | | planned"
AS_OF = dt.date(2027, 2, 1)


def run(path: Path, *more: str) -> Result:
    return CliRunner().invoke(main, ["plan", str(path), "--write", "--as-of", "2027-02-15", *more])


def written(data: bytes, as_of: dt.date = AS_OF) -> tuple[Plan, Written]:
    """The plan of a workbook, and its copy with the visits proposed."""
    plan = plan_of(data, as_of)
    return plan, with_visits(Workbook.from_bytes(data), plan)


def plan_of(data: bytes, as_of: dt.date) -> Plan:
    report = make_report("centre.xlsx", read_book(Workbook.from_bytes(data), as_of), load_rulebook())
    return make_plan(report, span_of(report, Term.YEAR))


def test_the_copy_has_the_visits_and_all_else_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "centre.xlsx"
    path.write_bytes(EXAMPLE.read_bytes())
    done = run(path)
    assert done.exit_code == 0
    copy = tmp_path / "centre.planned.xlsx"
    assert f"Your workbook with 3 rows more on Visits, marked planned: {copy}" in done.stdout
    assert path.read_bytes() == EXAMPLE.read_bytes()
    before, after = load_workbook(path), load_workbook(copy)
    assert before.sheetnames == after.sheetnames
    for sheet in before:
        old = [[cell.value for cell in row] for row in sheet.iter_rows()]
        new = [[cell.value for cell in row] for row in after[sheet.title].iter_rows()]
        assert new[: len(old)] == old
        assert len(new) - len(old) == (3 if sheet.title == "Visits" else 0)
    own, (last, *_) = after["Visits"], list(after["Visits"].iter_rows(min_row=13))
    name, status, *others = (cell.value for cell in last)
    assert status is None  # the column that is kept free for how the row stands
    assert [name, *others][:8] == [
        "Business 2", "Business", None, dt.datetime(2027, 6, 28), "face-to-face", None, None, "planned",
    ]  # fmt: skip
    # In the look of the rows above, and inside their table.
    assert own["E13"].number_format == own["E10"].number_format
    assert [table.ref for table in own.tables.values()] == [ref.replace("10", "13") for ref in _refs(before)]


def _refs(book: object) -> list[str]:
    return [table.ref for table in book["Visits"].tables.values()]  # type: ignore[index]


def test_parts_that_are_not_touched_are_the_bytes_they_were() -> None:
    data = EXAMPLE.read_bytes()
    _, copy = written(data, dt.date(2027, 2, 15))
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(io.BytesIO(copy.data)) as new:
        assert old.namelist() == new.namelist()
        changed = [name for name in old.namelist() if old.read(name) != new.read(name)]
    assert 0 < len(changed) <= 4, changed
    assert written(data, dt.date(2027, 2, 15))[1].data == copy.data


@needs_validator
@pytest.mark.parametrize(
    "data", [EXAMPLE.read_bytes(), centre(claims(READY), without=["Visits"])], ids=["rows", "a sheet"]
)
def test_the_sdk_validator_finds_nothing_wrong_with_the_copy(tmp_path: Path, data: bytes) -> None:
    _, copy = written(data, dt.date(2027, 2, 15))
    path = tmp_path / "centre.planned.xlsx"
    path.write_bytes(copy.data)
    result = subprocess.run([str(SDK), str(path)], capture_output=True, text=True, check=False)
    assert '"errors": []' in result.stdout, result.stdout


@pytest.mark.parametrize("seed", range(tries(12)))
def test_the_copy_of_a_random_centre_needs_no_more_and_has_nothing_new_to_fix_or_check(seed: int) -> None:
    pick = random.Random(seed)
    as_of = dt.date(2026, 9, 14) + dt.timedelta(days=pick.randint(0, 345))
    data = xlsx(random_centre(pick, as_of, pick.randint(1, 3), pick.randint(3, 8), 2, 3))
    plan, copy = written(data, as_of)
    book = read_book(Workbook.from_bytes(copy.data), as_of)
    own = book.visits[len(plan.report.book.visits) :]
    assert [(one.name, one.visit_date, one.status) for one in own] == [
        (name, visit.day, VisitStatus.PLANNED) for name, visit in zip(copy.names, plan.proposed, strict=True)
    ]
    assert {finding.rule.code for finding in new_findings(plan, book)} <= NAMED | TOO_LATE
    if len(plan.proposed) == len(plan.proposal.visits):
        again = plan_of(copy.data, as_of)
        left = plan.proposal.cost.left + plan.proposal.cost.short
        assert not again.proposal.visits or left, [visit.window.title for visit in again.proposal.visits]


def test_a_workbook_without_visits_gets_a_sheet_of_them() -> None:
    data = centre(claims(READY), without=["Visits"])
    plan, copy = written(data)
    assert copy.sheet == "Visits"
    assert [one.visit_date for one in read_book(Workbook.from_bytes(copy.data), AS_OF).visits] == [
        one.day for one in plan.proposed
    ]


def test_columns_that_the_rows_need_are_added_and_a_name_is_never_given_twice() -> None:
    bare = "Visits\n| Visit | Subject area | Visit date |\n| IT 1 | IT | 2025-03-11 |\n"
    plan, copy = written(centre(bare + claims(READY)))
    found = read_book(Workbook.from_bytes(copy.data), AS_OF).visits
    assert len(plan.proposed) == len(found) - 1
    assert [(one.name, one.status) for one in found if one.subject_area][1:] == [("IT 2", VisitStatus.PLANNED)]
    assert all(one.entry_code for one in found if not one.subject_area)


def test_a_copy_that_was_worked_in_is_never_written_over_and_without_proposals_there_is_none(tmp_path: Path) -> None:
    path = saved(
        tmp_path / "centre.xlsx", visits("IT 1 | IT | | 2025-03-11 | virtual | 2025-01-04 | done |") + claims(READY)
    )
    assert run(path).exit_code == 0
    copy = tmp_path / "centre.planned.xlsx"
    before = copy.read_bytes()
    assert run(path).exit_code == 0
    assert copy.read_bytes() == before
    theirs = path.read_bytes()
    copy.write_bytes(theirs)
    done = run(path)
    assert done.exit_code == 2
    assert "has been changed since" in done.stderr
    assert copy.read_bytes() == theirs
    none = saved(tmp_path / "whole.xlsx", claims(READY.replace("| | | planned", "| | IT 1 | planned")))
    assert "No copy of whole.xlsx was written" in run(none).stdout
    assert not (tmp_path / "whole.planned.xlsx").exists()
