"""What is ready to claim, in the order in which Interchange builds a claim."""

from __future__ import annotations

from ocr_sheets.claim_list import ready_claims
from ocr_sheets.page.asked import Asked, section, shown, table
from ocr_sheets.page.protocol import Parcel


def answer(asked: Asked) -> Parcel:
    """The list, and what the rest waits for."""
    found = ready_claims(asked.report, by_unit=asked.text("by") == "unit")
    rows = [
        (one.claim.entry_code, one.claim.candidate_number, one.claim.unit_number, one.claim.grade, one.claim.assessor,
         one.visit.label if one.visit else "no visit yet", one.by)
        for one in found.ready
    ]  # fmt: skip
    headings = ["Entry code", "Candidate number", "Unit number", "Grade", "Assessor", "Visit", "Submit claims by"]
    waiting = [*found.waits()]
    waiting += [f"{code}: first submit the claim already begun (B24)." for code in found.unsubmitted]
    return shown(
        found.verdict,
        [section("What the rest waits for", waiting)] if waiting else [],
        [table("Ready to claim", headings, rows)] if rows else [],
        [asked.made(f"{asked.stem}.claims.csv", found.csv)],
    )
