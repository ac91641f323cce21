"""The machine form of a report: one JSON object, whose schema is report.schema.json beside this file."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from ocr_sheets.annotations import place_in_year
from ocr_sheets.dates import Ahead, Period
from ocr_sheets.model.reading_words import why_words
from ocr_sheets.model.records import Claim
from ocr_sheets.report import Finding, Report
from ocr_sheets.rules import Severity
from ocr_sheets.schedule.deadlines import DeadlineLine
from ocr_sheets.schedule.progress import is_assessed, is_claimed, is_entered, is_history, is_standardised
from ocr_sheets.schedule.readiness import Readiness
from ocr_sheets.to_fill_in import ToFillIn

COUNTS = {
    Severity.MUST_FIX: "must_fix",
    Severity.CHECK: "check",
    Severity.ADVICE: "advice",
    Severity.FILL_IN: "to_fill_in",
}


def schema() -> dict[str, Any]:
    """The JSON schema of the machine form."""
    body: dict[str, Any] = json.loads(files(__package__).joinpath("report.schema.json").read_text(encoding="utf-8"))
    return body


def to_json(report: Report, with_work: bool = False) -> str:
    """The report as JSON text. Only ASCII, so that no console can spoil it; names of candidates are not in it."""
    return as_text(as_object(report, with_work))


def as_text(machine: Mapping[str, Any]) -> str:
    """The object that the schema describes, as JSON text."""
    return json.dumps(machine, indent=2, ensure_ascii=True)


def as_object(report: Report, with_work: bool = False) -> Mapping[str, Any]:
    """The report as the object the schema describes; ``with_work``: each piece of work too."""
    return {
        "as_of": report.as_of.isoformat(),
        "workbook": report.workbook,
        "state": str(report.state),
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
                "known_by": read.reached_by,
                "heading_row": read.heading_row,
                "rows": read.rows,
                "columns": dict(read.columns),
                **({"grid_of": list(read.units)} if read.units else {}),
                "remarks": list(read.remarks),
            }
            for read in report.read_as
        ],
        "set_aside": [
            {
                "sheet": aside.sheet,
                "because": why_words(aside.why),
                "kind": str(aside.why.kind),
                "values": {name: json_value(value) for name, value in aside.why.values.items()},
            }
            for aside in report.book.set_aside
        ],
        "not_read": list(report.unread),
        **({"mapping": report.book.mapping} if report.book.mapping else {}),
        "findings": [finding_object(finding) for finding in report.findings],
        "outcomes": [
            {
                "rule": ended.rule.code,
                "outcome": str(ended.result),
                "reason": ended.reason,
                "reasons": [
                    {
                        "kind": str(reason.kind),
                        "values": {name: json_value(value) for name, value in reason.values.items()},
                    }
                    for reason in ended.reasons
                ],
            }
            for ended in report.outcomes
        ],
        "to_fill_in": [_to_fill_in(item) for item in report.to_fill_in],
        "causes": len({finding.group for finding in report.open_findings}),
        "on_record": [finding_object(finding) for finding in report.history],
        "readiness": [_readiness(one) for one in report.readiness],
        "turns_late_next": [_line(line) for line in report.turning_late],
        "deadlines": [_line(line) for line in report.lines],
        "visits": [
            {
                "visit": counted.visit.name,
                "row": counted.visit.row,
                "academic_year": counted.label,
                "subject_area": counted.visit.subject_area or counted.visit.entry_code,
                "allowance": place_in_year(report, counted),
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
                "origin": "recorded" if sample.is_recorded else "implied",
                "have_ready_first": list(sample.first),
            }
            for sample in report.samples
        ],
        **({"work": [work_object(report, work) for work in report.book.portfolios]} if with_work else {}),
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
        "kind": finding.kind,
        "values": {name: json_value(value) for name, value in finding.values.items()},
        "message": finding.message,
        "fix": finding.fix,
        "by": finding.by.isoformat() if finding.by else None,
        "who": finding.who,
        "source": list(finding.rule.source),
        "accepted": finding.accepted or None,
        "group": finding.group,
    }


def work_object(report: Report, work: Claim) -> Mapping[str, Any]:
    """One piece of work as the schema describes it: where it comes from, at which visit it is, and how far."""
    book, used = report.book, report.book.visit_of(work)
    where = book.cell(work, "candidate_number")
    return {
        "origin": "implied" if work.is_implied else "recorded",
        "sheet": where.sheet,
        "row": where.row,
        "cell": where.ref,
        "candidate_number": work.candidate_number,
        "entry_code": work.entry_code,
        "unit": work.unit_number,
        "assessor": book.assessor_named(work),
        "visit": used.visit.name if used else None,
        "visit_chosen": used.chosen if used else None,
        "slipped_from": used.slipped_from.name if used and used.slipped_from else None,
        "entered": is_entered(book, work),
        "assessed": is_assessed(book, work),
        "standardised": is_standardised(book, work),
        "claimed": is_claimed(book, work),
        "history": is_history(work),
    }


def _to_fill_in(item: ToFillIn) -> Mapping[str, Any]:
    return {
        "sheet": item.sheet,
        "column": item.column,
        "row": item.cell.row if item.cell else None,
        "cell": item.cell.ref if item.cell else None,
        "what": item.what,
        "brings": item.brings,
    }


def _readiness(one: Readiness) -> Mapping[str, Any]:
    return {
        "visit": one.visit.name,
        "row": one.visit.row,
        "date": one.visit.visit_date.isoformat() if one.visit.visit_date else None,
        "subject": one.subject,
        "portfolios": one.portfolios,
        "candidates": one.entered.of,
        "entered": one.entered.done,
        "assessed": one.assessed.done,
        "standardised": one.standardised.done,
        "claimed": one.claimed.done,
        "uploaded": one.uploaded.done,
        "state": str(one.state),
        "next": {"what": str(one.next.what), "date": one.next.date.isoformat()} if one.next else None,
    }


def json_value(value: object) -> Any:
    """A value of a finding as JSON holds it: a day as its ISO date, a number of days as a number, anything else by its words."""
    match value:
        case dt.date():
            return value.isoformat()
        case Period() | Ahead():
            return value.count
        case list() | tuple():
            return [json_value(one) for one in value]
        case Mapping():
            return {str(name): json_value(one) for name, one in value.items()}
        case None | bool() | int() | float():
            return value
        case _:
            return str(value)


def _line(line: DeadlineLine) -> Mapping[str, Any]:
    return {
        "sheet": line.of.sheet,
        "row": line.of.row,
        "visit": line.visit.name if line.visit else None,
        "what": str(line.what),
        "kind": line.what.name.lower(),
        "date": line.date.isoformat(),
        "last_working_day": line.last_working_day.isoformat() if line.last_working_day else None,
        "done": line.done,
        "state": str(line.state),
        "kept_by": line.kept._asdict() if line.kept else None,
        "uncertain": line.is_uncertain,
        "source": line.source,
    }
