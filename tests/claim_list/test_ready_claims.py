"""What is ready to claim: in Interchange's order, entered, assessed, standardised where that is kept, and graded."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from workbooks import report_of, saved

from ocr_sheets.claim_list import NotReady, ready_claims
from ocr_sheets.cli import main

HEADS = "Claims\n| Candidate number | Entry code | Unit number | Assessor | Assessed on | Standardised on | Grade | Claimed on | Claim status |\n"


def row(number: str = "0045", unit: str = "8", assessed: str = "2027-01-12", standardised: str = "2027-01-13", grade: str = "M", claimed: str = "", status: str = "") -> str:  # fmt: skip
    return f"| {number} | 05839 | {unit} | JS | {assessed} | {standardised} | {grade} | {claimed} | {status} |\n"


def listed(rows: str, *, by_unit: bool = False) -> list[tuple[str | None, str | None]]:
    found = ready_claims(report_of(HEADS + rows), by_unit)
    return [(one.claim.candidate_number, one.claim.unit_number) for one in found.ready]


def test_the_list_follows_the_way_a_claim_is_built() -> None:
    rows = row("0046", "9") + row("0045", "9") + row("0046", "8") + row("0045", "8")
    assert listed(rows) == [("0045", "8"), ("0045", "9"), ("0046", "8"), ("0046", "9")]
    assert listed(rows, by_unit=True) == [("0045", "8"), ("0046", "8"), ("0045", "9"), ("0046", "9")]


@pytest.mark.parametrize(
    ("assessed", "waits"), [("2027-01-31", False), ("2027-02-01", False), ("2027-02-02", True), ("", True)]
)
def test_what_is_not_assessed_yet_waits(assessed: str, waits: bool) -> None:
    found = ready_claims(report_of(HEADS + row(assessed=assessed)))
    assert found.waiting[NotReady.ASSESSMENT] >= waits  # and what only the entries imply
    assert len([one for one in found.ready if one.claim.unit_number == "8"]) == (not waits)


def test_what_is_claimed_withdrawn_or_without_a_grade_or_entry_is_not_ready() -> None:
    assert listed(row(claimed="2027-01-20")) == []
    assert listed(row(status="withdrawn")) == []
    assert listed(row(grade="")) == []
    assert listed(row(standardised="")) == []
    assert listed(row(number="0102")) == []


def test_a_claim_that_is_begun_is_submitted_first() -> None:
    found = ready_claims(report_of(HEADS + row() + row("0046", status="unsubmitted")))
    assert found.unsubmitted == ["05839"]
    assert any("B24" in line for line in found.lines())


def test_the_command_lists_numbers_and_writes_a_file(tmp_path: Path) -> None:
    path = saved(tmp_path / "centre.xlsx", HEADS + row())
    done = CliRunner().invoke(main, ["claims", str(path), "--as-of", "2027-02-01", "-o", str(tmp_path / "list.csv")])
    assert done.exit_code == 0, done.output
    assert "0045  unit 8" in done.output
    assert "claim by 25 Feb 2027" in done.output
    assert "Adams" not in done.output
    text = (tmp_path / "list.csv").read_text(encoding="utf-8-sig")
    assert text.splitlines()[1].startswith("05839,0045,8,M,JS,")
