"""OCR's page on verified qualifications: assessment and claims (S83 to S87)."""

from __future__ import annotations

from collections.abc import Iterable

from ocr_sheets.dates import whole_months
from ocr_sheets.model.book import Book
from ocr_sheets.rules.engine import ADVICE, CHECK, MUST_FIX, RawFinding, S, Values, Who, finding, rule
from ocr_sheets.rules.verified.shared import VERIFIED


@rule(
    "iqa-missing",
    "A claim for a verified qualification names nobody for internal quality assurance",
    severity=CHECK,
    source=S(83),
    message="The claim is made and no IQA is named.",
    fix="Fill in who quality assured it. If no one has, we suggest arranging it and telling the EQA.",
    family=VERIFIED,
    needs=("claims.standardised_by", "claims.claimed_on"),
    who=Who.STANDARDISER,
    example="Unit 1 of 04663 was claimed on 2 February 2027 and Standardised by is empty.",
)
def iqa_missing(book: Book, values: Values) -> Iterable[RawFinding]:
    """Candidates' work is assessed, standardised and quality assured by internal assessors and IQA staff. That it is before the claim is
    our reading.
    """
    for claim in book.claims:
        is_named = claim.standardised_by or book.is_unread(claim, "standardised_by")
        if not claim.is_withdrawn and claim.is_made and not is_named:
            yield finding(claim, "standardised_by")


@rule(
    "verified-claim-before-assessed",
    "A claim for a verified qualification is dated before its assessment",
    severity=MUST_FIX,
    source=S(85),
    message="Claimed on {claimed_on}, but assessed on {assessed_on}.",
    fix="Correct whichever date is wrong; if neither is, tell the EQA.",
    family=VERIFIED,
    needs=("claims.claimed_on", "claims.assessed_on"),
    who=Who.ASSESSOR,
    example="Assessed on 12 February 2027 and claimed on the 11th. Claimed on the 12th is possible.",
)
def verified_claim_before_assessed(book: Book, values: Values) -> Iterable[RawFinding]:
    """A claim can be made once the assessment has taken place."""
    for claim in book.claims:
        if claim.is_withdrawn or not (claim.claimed_on and claim.assessed_on):
            continue
        if claim.assessed_on > claim.claimed_on:
            yield finding(claim, "claimed_on", claimed_on=claim.claimed_on, assessed_on=claim.assessed_on)


@rule(
    "dcs-early",
    "Direct claim status begins sooner than about twelve months after the first delivery",
    severity=ADVICE,
    source=(S(87), S(96)),
    message="Direct claim status from {dcs_from}, first delivered on {first_delivered_on}.",
    fix="Check the day: a centre may be eligible after approximately {months} months of delivery, and the EQA may recommend it.",
    family=VERIFIED,
    needs=("qualifications.dcs_from", "qualifications.first_delivered_on"),
    uses=("verified.months_before_dcs",),
    who=Who.PROGRAMME_LEAD,
    example="First delivered on 1 September 2026: direct claim status from 31 August 2027 is asked about, from 1 September 2027 it is not.",
)
def dcs_early(book: Book, values: Values) -> Iterable[RawFinding]:
    """A centre may be eligible once it has delivered a qualification for approximately twelve months. OCR gives no exact day, so this is
    only a query.
    """
    months = values.number("verified.months_before_dcs", book.as_of)
    for row in book.qualifications:
        began, dcs = row.first_delivered_on, row.dcs_from
        if months and began and dcs and whole_months(began, dcs) < months:
            yield finding(row, "dcs_from", dcs_from=dcs, first_delivered_on=began, months=months)


@rule(
    "verified-claim-before-standardised",
    "A claim for a verified qualification is dated before its standardisation",
    severity=CHECK,
    source=S(83),
    message="Claimed on {claimed_on}, but standardised on {standardised_on}.",
    fix="Correct whichever day is wrong; if neither is, tell the EQA.",
    family=VERIFIED,
    needs=("claims.claimed_on", "claims.standardised_on"),
    who=Who.STANDARDISER,
    example="Standardised on 12 February 2027: a claim on the 12th is in order, one on the 11th is asked about.",
)
def verified_claim_before_standardised(book: Book, values: Values) -> Iterable[RawFinding]:
    """Work is assessed, standardised and quality assured by the centre's own staff. That this comes before the claim is our reading."""
    for claim in book.claims:
        if claim.is_withdrawn or claim.is_achieved or not (claim.claimed_on and claim.standardised_on):
            continue
        if claim.standardised_on > claim.claimed_on:
            yield finding(claim, "claimed_on", claimed_on=claim.claimed_on, standardised_on=claim.standardised_on)
