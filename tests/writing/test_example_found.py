"""The example workbook: each planted fault is found at its cell, and without them nothing is. Both from the one list that plants them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import pytest

from ocr_sheets.patching import Workbook
from ocr_sheets.report import Report
from ocr_sheets.rules import Severity
from ocr_sheets.validate import check
from ocr_sheets.writing.example import EXAMPLE_DAY, FAULTS, example_rows, write_example
from ocr_sheets.writing.example.faults import Fault
from ocr_sheets.writing.template import write_template

TEMPLATES = Path(__file__).parents[2] / "templates"


def report_with(faults: Sequence[Fault]) -> Report:
    file = io.BytesIO()
    write_template(file, example_rows(faults))
    return check(Workbook.from_bytes(file.getvalue()), "example.xlsx", EXAMPLE_DAY).report


@pytest.fixture(scope="module")
def faulty() -> Report:
    return report_with(FAULTS)


def test_there_are_about_25_faults_of_different_kinds() -> None:
    assert len(FAULTS) >= 25
    assert len({fault.rule for fault in FAULTS}) >= 25


def test_every_planted_fault_is_found_at_its_cell_and_nothing_else_is(faulty: Report) -> None:
    found = {(one.rule.code, f"{one.sheet}!{one.cell.ref if one.cell else ''}") for one in faulty.findings}
    planted = {(rule, f"{fault.cell.sheet}!{fault.cell.ref}") for fault in FAULTS for rule in (fault.rule, *fault.also)}
    assert found == planted


def test_without_the_faults_there_is_nothing_to_fix_and_nothing_to_check() -> None:
    report = report_with([])
    assert [one.message for one in report.findings if one.rule.severity is not Severity.ADVICE] == []


def test_every_rule_could_be_checked_on_the_example(faulty: Report) -> None:
    assert [(ended.rule.code, ended.reason) for ended in faulty.not_checked] == []


@pytest.mark.parametrize(("name", "write"), [("blank.xlsx", write_template), ("example.xlsx", write_example)])
def test_the_workbooks_in_templates_are_what_the_code_writes(name: str, write: object) -> None:
    made = io.BytesIO()
    assert callable(write)
    write(made)
    assert (TEMPLATES / name).read_bytes() == made.getvalue(), f"run: ocr-sheets template for templates/{name} again"
