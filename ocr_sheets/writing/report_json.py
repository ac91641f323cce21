"""The machine form of a report: one JSON object, whose schema is report.schema.json beside this file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from ocr_sheets.annotations.columns import allowance
from ocr_sheets.report import Finding, Report
from ocr_sheets.rules import Severity
from ocr_sheets.schedule.deadlines import DeadlineLine

COUNTS = {Severity.MUST_FIX: "must_fix", Severity.CHECK: "check", Severity.ADVICE: "advice"}


def schema() -> dict[str, Any]:
    """The JSON schema of the machine form."""
    body: dict[str, Any] = json.loads(files(__package__).joinpath("report.schema.json").read_text(encoding="utf-8"))
    return body


def to_json(report: Report) -> str:
    """The report as JSON text. Only ASCII, so that no console can spoil it; names of candidates are not in it."""
    return json.dumps(as_object(report), indent=2, ensure_ascii=True)


def as_object(report: Report) -> Mapping[str, Any]:
    """The report as the object the schema describes."""
    return {
        "as_of": report.as_of.isoformat(),
        "workbook": report.workbook,
        "verdict": report.verdict,
        **({"overlaid": list(report.rulebook.laid_over)} if report.rulebook.laid_over else {}),
        "counts": {
            **{COUNTS[severity]: count for severity, count in report.counts.items()},
            "accepted": report.accepted,
        },
        "read": [
            {
                "sheet": read.sheet,
                "as": read.kind,
                "known_by": read.reached_by or "its name",
                "heading_row": read.heading_row,
                "rows": read.rows,
                "columns": dict(read.columns),
                **({"grid_of": list(read.units)} if read.units else {}),
                "remarks": list(read.remarks),
            }
            for read in report.read_as
        ],
        "set_aside": [{"sheet": aside.sheet, "because": aside.because} for aside in report.book.set_aside],
        "not_read": list(report.unread),
        **({"mapping": report.book.mapping} if report.book.mapping else {}),
        "findings": [finding_object(finding) for finding in report.findings],
        "outcomes": [
            {"rule": ended.rule.code, "outcome": str(ended.result), "reason": ended.reason} for ended in report.outcomes
        ],
        "deadlines": [_line(line) for line in report.lines],
        "visits": [
            {
                "visit": counted.visit.name,
                "row": counted.visit.row,
                "academic_year": counted.label,
                "subject_area": counted.visit.subject_area or counted.visit.entry_code,
                "allowance": allowance(report, counted.visit),
            }
            for counted in report.visits
        ],
        "samples": [
            {
                "visit": sample.visit.name,
                "entry_code": sample.entry_code,
                "unit": sample.unit,
                "assessor": sample.assessor,
                "portfolios": sample.portfolios,
                "at_most": sample.at_most,
                "have_ready_first": list(sample.first),
            }
            for sample in report.samples
        ],
    }


def finding_object(finding: Finding) -> Mapping[str, Any]:
    """One finding as the schema describes it, without the names of candidates."""
    cell = finding.cell
    return {
        "rule": finding.rule.code,
        "severity": COUNTS[finding.rule.severity],
        "sheet": finding.sheet,
        "row": cell.row if cell else None,
        "column": cell.heading if cell else None,
        "cell": cell.ref if cell else None,
        "message": finding.message,
        "fix": finding.fix,
        "by": finding.by.isoformat() if finding.by else None,
        "who": finding.who,
        "source": list(finding.rule.source),
        "accepted": finding.accepted or None,
    }


def _line(line: DeadlineLine) -> Mapping[str, Any]:
    return {
        "sheet": line.of.sheet,
        "row": line.of.row,
        "visit": line.visit.name if line.visit else None,
        "what": str(line.what),
        "date": line.date.isoformat(),
        "last_working_day": line.last_working_day.isoformat(),
        "done": line.done,
        "source": line.source,
    }
