"""Which work is ready to claim, and what the rest waits for.

Interchange builds a claim for one qualification, by candidate or by unit (B23), and starts a new one only when the earlier ones of that
qualification are submitted (B24). The list follows that order.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from ocr_sheets.dates import say
from ocr_sheets.model.book import Book
from ocr_sheets.model.records import Claim, ClaimStatus, Family, Grade, Visit
from ocr_sheets.report import Report
from ocr_sheets.schedule.deadlines import What
from ocr_sheets.schedule.progress import is_assessed, is_claimed, is_standardised
from ocr_sheets.text import plural

GRADES = frozenset({Grade.PASS, Grade.MERIT, Grade.DISTINCTION, Grade.ACHIEVED})


class NotReady(StrEnum):
    """What work that is not claimed waits for, the first step first."""

    ENTRY = "an entry (S29, S76)"
    ASSESSMENT = "its assessment (S85; for Technicals our interpretation of S32)"
    STANDARDISATION = "its standardisation: that it comes before the claim is our interpretation (S32, S83)"
    GRADE = "a grade that can be claimed"


class Ready(NamedTuple):
    """One unit of one candidate that can be claimed now."""

    claim: Claim
    visit: Visit | None
    by: dt.date | None
    """The day to claim by for its visit; ``None`` where there is none."""


class ReadyClaims(NamedTuple):
    """What is ready to claim, in order, and how much waits for what."""

    ready: Sequence[Ready]
    waiting: Mapping[NotReady, int]
    unsubmitted: Sequence[str]
    """Entry codes with a claim that is begun and not submitted: Interchange starts no new one before that (B24)."""

    @property
    def csv(self) -> bytes:
        """The list as a file for Excel, without names."""
        made = io.StringIO(newline="")
        writer = csv.writer(made)
        writer.writerow(["Entry code", "Candidate number", "Unit number", "Grade", "Assessor", "Visit", What.CLAIM_BY])
        for claim, visit, by in self.ready:
            row = (claim.entry_code, claim.candidate_number, claim.unit_number, claim.grade, claim.assessor)
            writer.writerow(
                [*(value or "" for value in row), visit.label if visit else "", by.isoformat() if by else ""]
            )
        return made.getvalue().encode("utf-8-sig")

    def lines(self) -> Iterator[str]:
        """The list in lines for a terminal."""
        code = None
        for claim, visit, by in self.ready:
            if claim.entry_code != code:
                code = claim.entry_code
                begun = " (first submit the claim already begun, B24)" if code in self.unsubmitted else ""
                yield f"{code}{begun}"
            when = f"{visit.label}, claim by {say(by)}" if visit and by else visit.label if visit else "no visit yet"
            yield f"  {claim.candidate_number}  unit {claim.unit_number:<4} {claim.grade or '':<9} {when}"
        yield from self.waits()

    @property
    def verdict(self) -> str:
        """How much is ready."""
        return f"{plural(len(self.ready), 'unit')} ready to claim."

    def waits(self) -> Iterator[str]:
        """What the rest waits for."""
        for what, count in self.waiting.items():
            yield f"{count} not yet claimed: waiting for {what}."


def ready_claims(report: Report, by_unit: bool = False) -> ReadyClaims:
    """What is ready to claim, by entry code and within it by candidate or, with ``by_unit``, by unit."""
    book = report.book
    due = {line.of: line.date for line in report.lines if line.what is What.CLAIM_BY}
    ready: list[Ready] = []
    waiting: Counter[NotReady] = Counter()
    for family in Family:
        own = book.of(family)
        for claim in own.portfolios:
            if is_claimed(own, claim) or not (claim.candidate_number and claim.unit_number and claim.entry_code):
                continue
            lacking = _lacking(own, claim)
            if lacking:
                waiting[lacking] += 1
                continue
            used = own.visit_of(claim)
            ready.append(Ready(claim, used.visit if used else None, due.get(used.visit) if used else None))
    ready.sort(key=lambda one: _order(one.claim, by_unit))
    begun = {claim.entry_code for claim in book.claims if claim.claim_status is ClaimStatus.UNSUBMITTED}
    counted = {what: waiting[what] for what in NotReady if waiting[what]}
    return ReadyClaims(ready, counted, sorted(code for code in begun if code))


def _lacking(book: Book, claim: Claim) -> NotReady | None:
    """The first thing that a piece of work waits for; ``None`` where it can be claimed."""
    if not book.entries_behind(claim):
        return NotReady.ENTRY
    if not is_assessed(book, claim):
        return NotReady.ASSESSMENT
    if book.has_column(Claim, "standardised_on") and not is_standardised(book, claim):
        return NotReady.STANDARDISATION
    return None if claim.grade in GRADES else NotReady.GRADE


def _order(claim: Claim, by_unit: bool) -> tuple[object, ...]:
    unit = claim.unit_number or ""
    numbered = (int("".join(filter(str.isdecimal, unit)) or 0), unit)
    within = (numbered, claim.candidate_number) if by_unit else (claim.candidate_number, numbered)
    return claim.entry_code or "", *within, claim.place
