"""OCR's page on verified qualifications: approval (S71, S74)."""

from __future__ import annotations

from collections.abc import Iterable

from ocr_sheets.model.book import Book
from ocr_sheets.rules.engine import CHECK, FILL_IN, MUST_FIX, RawFinding, S, Values, Who, finding, rule
from ocr_sheets.rules.verified.shared import VERIFIED


def _codes_in_use(book: Book) -> set[str]:
    """Entry codes with entries that stand, or with claims."""
    codes = {entry.entry_code for entry in book.entries if entry.withdrawn_on is None}
    codes |= {claim.entry_code for claim in book.claims if not claim.is_withdrawn}
    return {code for code in codes if code}


@rule(
    "approval-missing",
    "A verified qualification in use shows no approval of its own",
    severity=FILL_IN,
    source=(S(71), S(74)),
    message="{entry_code} is in use and has no approval date.",
    fix="Fill in the day OCR approved {entry_code}; if it has not, apply with the vocational centre approval form before going on.",
    family=VERIFIED,
    needs=(
        "qualifications.approved_on",
        "entries.entry_code",
    ),
    who=Who.PROGRAMME_LEAD,
    example="04664 has entries and nothing in Approved on. Approval for 04663 does not cover it.",
)
def approval_missing(book: Book, values: Values) -> Iterable[RawFinding]:
    """Becoming an approved centre is the first step, and each qualification needs an approval of its own. A blank cell says only that its
    day is not filled in; an entry from before the day that is filled in is reported on its own.
    """
    used = _codes_in_use(book)
    for row in book.qualifications:
        if row.entry_code in used and row.approved_on is None and not book.is_unread(row, "approved_on"):
            yield finding(row, "approved_on", entry_code=row.entry_code)


@rule(
    "entry-before-approval",
    "An entry is dated before the centre was approved",
    severity=MUST_FIX,
    source=(S(71), S(74)),
    message="Entered on {entered_on}, before approval for {entry_code} on {approved_on}.",
    fix="Correct whichever date is wrong: approval for {entry_code} comes first.",
    family=VERIFIED,
    needs=("entries.entered_on", "qualifications.approved_on"),
    example="Approved on 1 October 2026: an entry on 1 October is possible, one on 30 September is not.",
)
def entry_before_approval(book: Book, values: Values) -> Iterable[RawFinding]:
    """Becoming an approved centre for the qualification is the first step; entries follow it."""
    for entry in book.entries:
        row = book.qualification_of.get(entry.entry_code or "")
        if entry.withdrawn_on is not None:
            continue
        if row and row.approved_on and entry.entered_on and entry.entered_on < row.approved_on:
            yield finding(
                entry, "entered_on", entered_on=entry.entered_on, entry_code=row.entry_code, approved_on=row.approved_on
            )


@rule(
    "approval-visit-missing",
    "An approved verified qualification shows no approval visit",
    severity=CHECK,
    source=S(74),
    message="No approval visit is recorded for {entry_code}.",
    fix="Fill in the day of the approval visit for {entry_code}, or ask OCR when it was.",
    family=VERIFIED,
    needs=("qualifications.approval_visit_on", "qualifications.approved_on"),
    who=Who.PROGRAMME_LEAD,
    example="04663 was approved on 1 October 2026 and Approval visit on is empty.",
)
def approval_visit_missing(book: Book, values: Values) -> Iterable[RawFinding]:
    """OCR makes an approval visit for each qualification."""
    for row in book.qualifications:
        if row.approved_on and row.approval_visit_on is None and not book.is_unread(row, "approval_visit_on"):
            yield finding(row, "approval_visit_on", entry_code=row.entry_code)


@rule(
    "approval-visit-after-approval",
    "The approval visit of a verified qualification is dated after its approval",
    severity=CHECK,
    source=S(74),
    message="Approved on {approved_on}, and the approval visit is dated {visit_on}.",
    fix="Correct whichever day is wrong; if both are right, say so under Accepted because.",
    family=VERIFIED,
    needs=("qualifications.approval_visit_on", "qualifications.approved_on"),
    who=Who.PROGRAMME_LEAD,
    example="Approved on 1 October 2026: an approval visit on 1 October is possible, one on the 2nd is asked about.",
)
def approval_visit_after_approval(book: Book, values: Values) -> Iterable[RawFinding]:
    """OCR needs to make an approval visit for each qualification. That it comes before the approval is our reading, so this is only a
    query.
    """
    for row in book.qualifications:
        if row.approved_on and row.approval_visit_on and row.approval_visit_on > row.approved_on:
            yield finding(row, "approval_visit_on", approved_on=row.approved_on, visit_on=row.approval_visit_on)
