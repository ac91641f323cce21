"""The headings and titles that copies made before 30 November 2026 have, by which what we added to them is known.

Later copies carry a record of what was added, so this list is finished: no new heading belongs here.
"""

from __future__ import annotations

from ocr_sheets.patching import Former

_KINDS = ("Qualifications", "Units", "Assessors", "Candidates", "Entries", "Claims", "Visits")
_HEADINGS = (
    "Academic year", "Allowance", "Award", "Claim by", "Days left", "EQA decision by", "Earliest visit", "Enter by", "Entered for",
    "In sample list", "In time", "Issues", "Keep work until", "Next date", "Portfolios at next visit", "Portfolios this year",
    "Portfolios to have ready", "Results safe", "Sample by", "Sample from", "Say type by", "Size achieved of required",
    "Stage: assess", "Stage: claim", "Stage: sample", "Stage: upload", "Unavailable at", "Units claimed", "Upload by", "Visit",
    "Visit used",
)  # fmt: skip
_TITLES = (
    "Are we ready for moderation?", "To do", "Deadlines", "Sample lists", "Visits used", "What was checked",
)  # fmt: skip

FORMER = Former(frozenset((*_HEADINGS, *(f"Issues: {kind}" for kind in _KINDS))), frozenset(_TITLES))
