"""OCR's page on verified qualifications: entries (S76 to S80)."""

from __future__ import annotations

from collections.abc import Iterable

from ocr_sheets.model.book import Book
from ocr_sheets.model.records import Claim
from ocr_sheets.rules.engine import ADVICE, MUST_FIX, RawFinding, S, Values, Who, finding, rule
from ocr_sheets.rules.shared import both_awards, entered_for_both, entries_without_assurer
from ocr_sheets.rules.verified.shared import VERIFIED


@rule(
    "verified-claim-without-entry",
    "No entry matches this claim for a verified qualification",
    severity=MUST_FIX,
    source=S(76),
    message="Candidate {number} has no entry for {entry_code}.",
    fix="Register the candidate for {entry_code} in Interchange, or correct the candidate number or entry code.",
    family=VERIFIED,
    needs=(
        "claims.entry_code",
        "claims.claimed_on",
        "entries.entry_code",
        "entries.candidate_number",
        "candidates.candidate_number",
    ),
    example="Candidate 0102 has claimed unit 1 of 04663 and has no entry for 04663. A planned claim is left alone: there is no deadline.",
)
def verified_claim_without_entry(book: Book, values: Values) -> Iterable[RawFinding]:
    """Candidates are registered by entries in Interchange. There is no deadline for it; that a claim comes after its entry is our reading."""
    for claim in book.claims:
        if claim.is_withdrawn or not claim.is_made or not (claim.candidate_number and claim.entry_code):
            continue
        if claim.candidate_number not in book.candidates_numbered or book.entries_behind(claim):
            continue
        if not _may_have_entry(book, claim):
            yield finding(claim, "entry_code", number=claim.candidate_number, entry_code=claim.entry_code)


@rule(
    "verified-claim-before-entry",
    "A claim for a verified qualification is dated before its entry",
    severity=MUST_FIX,
    source=(S(76), S(85)),
    message="Claimed on {claimed_on}, before the entry of {entered_on}.",
    fix="Correct whichever date is wrong; if neither is, tell the EQA.",
    family=VERIFIED,
    needs=("claims.claimed_on", "entries.entered_on"),
    example="Entered on 20 November 2026 and claimed on the 12th. Claimed on the 20th or later is possible.",
)
def verified_claim_before_entry(book: Book, values: Values) -> Iterable[RawFinding]:
    """Students are registered by their entries, and claims are made once their work is assessed; that the entry comes first is our reading."""
    for claim in book.claims:
        if claim.claimed_on is None or claim.is_withdrawn or claim.is_achieved:
            continue
        days = [entry.entered_on for entry in book.entries_behind(claim)]
        first = min((day for day in days if day), default=None)
        if first and None not in days and claim.claimed_on < first:
            yield finding(claim, "claimed_on", claimed_on=claim.claimed_on, entered_on=first)


def _may_have_entry(book: Book, claim: Claim) -> bool:
    """Whether an entry that cannot be read may be the claim's, or one that was withdrawn may have been there when it was claimed."""
    if claim.claimed_on is None and book.entries_of(claim.candidate_number, claim.entry_code):
        return True
    return any(
        None in (entry.candidate_number, entry.entry_code)
        and entry.candidate_number in (None, claim.candidate_number)
        and entry.entry_code in (None, claim.entry_code)
        for entry in book.everything.entries
    )


@rule(
    "full-award-and-unit-verified",
    "A candidate is entered for the full award and for a unit of a verified qualification",
    severity=MUST_FIX,
    source=S(78),
    message={
        "": "Candidate {number} is entered for the full award of {entry_code} and for unit {unit_number}.",
        "no number": "Candidate {number} is entered for the full award of {entry_code} and for a unit.",
    },
    fix="Withdraw one of the two entries.",
    family=VERIFIED,
    needs=("entries.entry_type", "entries.candidate_number"),
    example="0102 has a full award entry and an entry for unit 3 of 04663, and neither is withdrawn.",
)
def full_award_and_unit_verified(book: Book, values: Values) -> Iterable[RawFinding]:
    """Students are entered for either the full award or individual units, not both."""
    for entry in both_awards(book):
        yield entered_for_both(entry)


@rule(
    "entries-without-eqa",
    "Entries are made but no external quality assurer is named",
    severity=ADVICE,
    source=(S(80), S(81)),
    message="{entries:entry/entries} for {entry_code}, but no external quality assurer is named.",
    fix="Fill in the name, or ask OCR if nobody has been in touch to arrange the visits.",
    family=VERIFIED,
    needs=("qualifications.quality_assurer", "entries.entry_code"),
    who=Who.PROGRAMME_LEAD,
    example="6 entries for 04663, and no name under Quality assurer.",
)
def entries_without_eqa(book: Book, values: Values) -> Iterable[RawFinding]:
    """Once entries are made OCR allocates an external quality assurer, who arranges the visits with the centre."""
    return entries_without_assurer(book)
