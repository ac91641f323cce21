"""The example as the centre would have it on a day: what comes later is not typed yet, and what has come by then is."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ocr_sheets.model.records import Claim, ClaimStatus, Entry, Grade, Qualification, Visit, VisitStatus, VisitType
from ocr_sheets.writing.example.centre import EXAMPLE_DAY, ExampleRows, Row

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
    """The rows with nothing in them that was done after a day: claims become planned again, and visits are still to come. After the
    example's own day the centre goes on as it began: all work is claimed in time for its visit, seen there, and confirmed a week later.
    """
    if day > EXAMPLE_DAY:
        _go_on(rows, day)
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


# -- after the example's own day

_STEPS = {"assessed_on": -31, "standardised_on": -24, "claimed_on": -17}
"""How many days before its visit each step of a piece of work is done, where the example gives no day."""
_UPLOADED, _RESULTS, _CERTIFICATE = -6, 7, 14


def _go_on(rows: ExampleRows, day: dt.date) -> None:
    visits = _visits_by_claim(rows)
    standardisers = {row["entry_code"]: row["standardised_by"] for row in rows[Claim] if row.get("standardised_by")}
    for claim in rows[Claim]:
        visit = visits.get(claim.get("visit") or claim.get("entry_code"))
        is_open = claim.get("claim_status") not in (ClaimStatus.WITHDRAWN, ClaimStatus.CONFIRMED)
        if visit and is_open:
            claim["standardised_by"] = claim.get("standardised_by") or standardisers.get(claim["entry_code"])
            _claim_in_time(claim, visit, day)
            _see_at_visit(claim, visit, day)
    for visit in rows[Visit]:
        if visit.get("status") is not VisitStatus.CANCELLED and not _is_after(visit.get("visit_date"), day):
            visit["status"] = VisitStatus.DONE


def _visits_by_claim(rows: ExampleRows) -> dict[object, Row]:
    """The visits by their names, and the last one of each entry code, for claims that name none."""
    subjects = {row["entry_code"]: row.get("subject_area") for row in rows[Qualification]}
    standing = [row for row in rows[Visit] if row.get("status") is not VisitStatus.CANCELLED]
    found: dict[object, Row] = {}
    for visit in sorted(standing, key=lambda row: str(row["visit_date"])):
        codes = [code for code, subject in subjects.items() if subject and subject == visit.get("subject_area")]
        found.update(dict.fromkeys([visit["name"], visit.get("entry_code"), *codes], visit))
    return found


def _day_from(visit: Row, days: int) -> dt.date:
    day = visit["visit_date"]
    assert isinstance(day, dt.date)
    return day + dt.timedelta(days=days)


def _claim_in_time(claim: Row, visit: Row, day: dt.date) -> None:
    for step, days in _STEPS.items():
        if claim.get(step) is None and _day_from(visit, days) <= day:
            claim[step] = _day_from(visit, days)
    if claim.get("claimed_on"):
        claim["visit"] = visit["name"]
        claim["grade"] = claim.get("grade") or Grade.MERIT
        if claim.get("claim_status") in (None, ClaimStatus.PLANNED, ClaimStatus.UNSUBMITTED):
            claim["claim_status"] = ClaimStatus.SUBMITTED


def _see_at_visit(claim: Row, visit: Row, day: dt.date) -> None:
    if claim.get("sample_requested_on") and visit.get("type") is VisitType.VIRTUAL:
        claim["sample_uploaded_on"] = claim.get("sample_uploaded_on") or _day_from(visit, _UPLOADED)
    elif claim.get("sample_requested_on"):
        claim["available_at_visit"] = True
    if claim.get("claimed_on") and _day_from(visit, _RESULTS) <= day:
        claim["results_published_on"] = _day_from(visit, _RESULTS)
        claim["confirmed_grade"], claim["claim_status"] = claim["grade"], ClaimStatus.CONFIRMED
    if claim.get("results_published_on") and _day_from(visit, _CERTIFICATE) <= day:
        claim["certificate_issued_on"] = _day_from(visit, _CERTIFICATE)
