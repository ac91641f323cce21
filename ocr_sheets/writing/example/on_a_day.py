"""The example as the centre would have it on a day: what comes later is not typed yet."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ocr_sheets.model.records import Claim, ClaimStatus, Entry, Visit, VisitStatus
from ocr_sheets.writing.example.centre import ExampleRows

_OF_CLAIMS = (
    "assessed_on",
    "standardised_on",
    "claimed_on",
    "sample_requested_on",
    "sample_uploaded_on",
    "results_published_on",
    "certificate_issued_on",
    "review_closed_on",
    "disposed_on",
)


def as_on(rows: ExampleRows, day: dt.date) -> ExampleRows:
    """The rows with nothing in them that was done after a day: claims become planned again, and visits are still to come. Of days
    after the example's own nothing more is known: then it is the example as nobody went on typing.
    """
    rows[Entry] = [row for row in rows[Entry] if not _is_after(row.get("entered_on"), day)]
    for row in rows[Claim]:
        _take_back_claim(row, day)
    for row in rows[Visit]:
        _take_back_visit(row, day)
    return rows


def _is_after(value: object, day: dt.date) -> bool:
    return isinstance(value, dt.date) and value > day


def _take_back(row: dict[str, Any], names: tuple[str, ...], day: dt.date) -> None:
    for name in names:
        if _is_after(row.get(name), day):
            row[name] = None


def _take_back_claim(row: dict[str, Any], day: dt.date) -> None:
    was_claimed, had_result = row.get("claimed_on"), row.get("results_published_on")
    _take_back(row, _OF_CLAIMS, day)
    if _is_after(had_result, day):
        row["confirmed_grade"] = None
        row["claim_status"] = ClaimStatus.SUBMITTED
    is_built = row.get("claim_status") is ClaimStatus.UNSUBMITTED and row.get("assessed_on")
    if _is_after(was_claimed, day) or (row.get("claim_status") is ClaimStatus.UNSUBMITTED and not is_built):
        row["claim_status"], row["available_at_visit"] = ClaimStatus.PLANNED, None
        row["grade"] = row.get("grade") if row.get("assessed_on") else None


def _take_back_visit(row: dict[str, Any], day: dt.date) -> None:
    _take_back(row, ("type_told_on", "booked_on"), day)
    if row.get("status") is VisitStatus.DONE and _is_after(row.get("visit_date"), day):
        row["status"] = VisitStatus.PLANNED
