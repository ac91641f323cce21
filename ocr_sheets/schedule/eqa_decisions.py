"""Which claims for verified qualifications wait for the EQA's decision, and which have it (S87, S93)."""

from __future__ import annotations

import datetime as dt

from ocr_sheets.model.book import Book
from ocr_sheets.model.records import Claim, ClaimStatus, Grade

NOT_PASSED = frozenset({Grade.FAIL, Grade.UNCLASSIFIED, Grade.NOT_ACHIEVED})
"""The decisions that bring no certificate (S98)."""


def awaits_decision(claim: Claim, visit_date: dt.date, book: Book) -> bool:
    """Whether a claim at an EQA visit waits for its decision. Any confirmed grade is one, a Fail too; a claim made under direct claim
    status, between visits, waits for none.
    """
    return (
        claim.claim_status in (ClaimStatus.SUBMITTED, ClaimStatus.SENT)
        and not claim.is_achieved
        and not claim.confirmed_grade
        and not claim.results_published_on
        and (claim.claimed_on is None or claim.claimed_on <= visit_date)
        and not is_claimed_directly(claim, book)
    )


def is_claimed_directly(claim: Claim, book: Book) -> bool:
    """Whether a claim names no visit and was made under direct claim status, which allows it between visits (S87)."""
    row = book.qualification_of.get(claim.entry_code or "")
    has_dcs = row is not None and row.dcs_from is not None and claim.claimed_on is not None
    return bool(
        not claim.visit and has_dcs and row and row.dcs_from and (claim.claimed_on or dt.date.min) >= row.dcs_from
    )


def brings_certificate(claim: Claim) -> bool:
    """Whether a certificate follows from a claim's result."""
    return claim.results_published_on is not None and not claim.is_withdrawn and claim.confirmed_grade not in NOT_PASSED
