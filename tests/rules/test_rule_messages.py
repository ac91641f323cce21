"""What each rule says when it finds something, as last agreed in messages.txt."""

from __future__ import annotations

import string
from pathlib import Path

from rules_run import RUN
from workbooks import AS_OF, parse, report_of, told_to_fill_in
from wrong_rows import WRONG, below_totals

from ocr_sheets.reading import read_book
from ocr_sheets.report import make_report
from ocr_sheets.rulebook import load_rulebook
from ocr_sheets.rules import Severity

MESSAGES = Path(__file__).parent / "messages.txt"


def messages() -> str:
    """One finding of each rule, as people are told it."""
    told: dict[str, str] = {}
    for as_of, text in WRONG:
        without = ["Assessors"] if "Persons" in parse(text) else []
        report = report_of(text, as_of, without)
        for finding in (*report.findings, *report.history):
            told.setdefault(finding.rule.code, f"{finding.message} | {finding.fix}")
        for outcome in report.outcomes:
            if outcome.rule.severity is Severity.FILL_IN and outcome.findings:
                first = told_to_fill_in(outcome.findings[0], outcome.rule, report.book)
                told.setdefault(outcome.rule.code, f"{first.message} | {first.fix}")
    for finding in make_report("centre.xlsx", read_book(below_totals(), AS_OF), load_rulebook()).findings:
        told.setdefault(finding.rule.code, f"{finding.message} | {finding.fix}")
    return "".join(f"{code}: {told.get(code, 'NOTHING FOUND: put it wrong in wrong_rows.py')}\n" for code in RUN)


def test_what_each_rule_says_is_what_was_last_agreed() -> None:
    """After a change that is meant: ``PYTHONPATH=tests python tests/rules/test_rule_messages.py``, and read the difference."""
    assert messages() == MESSAGES.read_text(encoding="utf-8")


def test_what_each_rule_says_is_short_and_whole() -> None:
    for line in MESSAGES.read_text(encoding="utf-8").splitlines():
        code, _, told = line.partition(": ")
        message, _, fix = told.partition(" | ")
        assert code in RUN
        assert message.endswith((".", "?")), line
        assert fix.endswith((".", ")")), line
        assert len(message) <= 140, line
        assert message[0] not in string.ascii_lowercase, line
        assert "{" not in line
        assert "None" not in line


if __name__ == "__main__":
    MESSAGES.write_text(messages(), encoding="utf-8", newline="\n")
