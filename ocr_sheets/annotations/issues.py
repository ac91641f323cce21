"""The findings of a row in one cell."""

from __future__ import annotations

from ocr_sheets.model.tables import Table
from ocr_sheets.report import Report

MAX_ISSUES_TEXT = 900
"""Characters of the Issues column; the rest is on To do."""


def issues_at(report: Report, sheet: str, row: int, within: Table | None = None, of_units: bool = False) -> str | None:
    """The findings of a row in one cell, most serious first.

    ``within`` is the row's table, where its sheet has other tables whose findings are not its own. ``of_units``: each finding with its
    unit, in a row that has several.
    """
    texts = []
    for finding in report.findings_at.get((sheet, row), ()):
        if within and finding.cell and not within.holds(finding.cell.row, finding.cell.column):
            continue
        severity = "Accepted" if finding.accepted else str(finding.rule.severity).capitalize()
        texts.append(f"{severity}{f', {finding.unit}' if of_units and finding.unit else ''}: {finding.message}")
    text = " ".join(texts)
    return (text if len(text) <= MAX_ISSUES_TEXT else text[:MAX_ISSUES_TEXT] + "… (all on To do)") or None
