"""The machine form of what has changed between two workbooks; its schema is changes.schema.json beside this file."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from ocr_sheets.diff.cells import CellChange
from ocr_sheets.diff.changes import Changes
from ocr_sheets.diff.findings import Change
from ocr_sheets.diff.visits import DateChange
from ocr_sheets.diff.wording import before_and_after, reason, verdict, warning, whose
from ocr_sheets.writing.report_json import COUNTS, finding_object


def schema() -> dict[str, Any]:
    """The JSON schema of the machine form."""
    body: dict[str, Any] = json.loads(files(__package__).joinpath("changes.schema.json").read_text(encoding="utf-8"))
    return body


def to_json(changes: Changes) -> str:
    """The changes as JSON text. Only ASCII, so that no console can spoil it; names of candidates are not in it."""
    return json.dumps(as_object(changes), indent=2, ensure_ascii=True)


def as_object(changes: Changes) -> Mapping[str, Any]:
    """The changes as the object the schema describes."""
    return {
        "as_of": changes.new.as_of.isoformat(),
        "old_as_of": _day(changes.looked_at),
        "old": changes.old.workbook,
        "new": changes.new.workbook,
        "verdict": verdict(changes),
        "warning": warning(changes) or None,
        "doubts": [{"about": str(one.doubt), "old": one.old, "new": one.new} for one in changes.doubts],
        "counts": {str(became): count for became, count in changes.counts.items()},
        "added": {COUNTS[severity]: count for severity, count in changes.added.items()},
        "findings": [_change(change) for change in changes.findings],
        "dates": [_date(change) for change in changes.dates],
        "claims": [{"status": status, **count._asdict()} for status, count in changes.claims.items()],
        "rows": [{"sheet": sheet, **count._asdict()} for sheet, count in changes.rows.items()],
        "cells": [_cell(change) for change in changes.cells],
        "columns": [
            {
                "sheet": one.sheet,
                "heading": one.heading,
                "change": "taken out" if one.is_gone else "added",
                "filled": one.filled,
            }
            for one in changes.content.columns
        ],
        "compared": {
            "cells": changes.content.compared.cells,
            "sheets": changes.content.compared.sheets,
            "not_read": list(changes.content.compared.not_read),
        },
    }


def _change(change: Change) -> Mapping[str, Any]:
    return {
        "became": str(change.became),
        "in": "old" if change.is_of_the_older else "new",
        "was": change.was or None,
        "reason": reason(change.lost) or None,
        "why": change.lost.why.name.lower() if change.lost else None,
        **finding_object(change.finding),
    }


def _date(change: DateChange) -> Mapping[str, Any]:
    return {
        "visit": change.visit.name,
        "subject_area": change.visit.subject_area or change.visit.entry_code,
        "what": str(change.what) if change.what else None,
        "change": str(change.turn),
        "old": _day(change.old),
        "new": _day(change.new),
        "note": change.note or None,
    }


def _cell(change: CellChange) -> Mapping[str, Any]:
    number, unit = whose(change)
    before, after = before_and_after(change)
    return {
        "sheet": change.cell.sheet,
        "cell": change.cell.ref,
        "column": change.cell.heading,
        "candidate_number": number or None,
        "unit": unit or None,
        "before": before,
        "after": after,
    }


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
