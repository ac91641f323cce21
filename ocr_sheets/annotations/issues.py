"""The findings of a row in one cell."""

from __future__ import annotations

from collections.abc import Sequence

from ocr_sheets.annotations.columns import Issues
from ocr_sheets.model.tables import Table
from ocr_sheets.report import Finding, Report

MAX_ISSUES_TEXT = 200
"""Characters of the Issues column, which Excel allows in a link's words; the rest is on To do."""


def findings_of(report: Report, sheet: str, row: int, within: Table | None = None) -> Sequence[Finding]:
    """The findings of a row, the most serious first, accepted ones last. ``within`` is the row's table, where its sheet has other tables whose findings are
    not its own.
    """
    found = (
        finding
        for finding in report.findings_at.get((sheet, row), ())
        if not (within and finding.cell and not within.holds(finding.cell.row, finding.cell.column))
    )
    return sorted(found, key=lambda finding: bool(finding.accepted))


def issues_at(findings: Sequence[Finding], of_units: bool = False) -> Issues | None:
    """The first finding of a row, and how many more there are on To do. ``of_units``: with its unit, in a row that has several."""
    if not findings:
        return None
    first = findings[0]
    severity = "Accepted" if first.accepted else str(first.rule.severity).capitalize()
    unit = f", {first.unit}" if of_units and first.unit else ""
    more = f" And {len(findings) - 1} more: see To do." if len(findings) > 1 else ""
    text, room = f"{severity}{unit}: {first.message}", MAX_ISSUES_TEXT - len(more)
    return Issues((text if len(text) <= room else f"{text[: room - 1]}…") + more, first.ref)
