"""OCR's page on verified qualifications: what follows a visit, its decision and the certificates; and what OCR's other pages say of both."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from ocr_sheets.model.book import Book
from ocr_sheets.model.records import Claim
from ocr_sheets.rules.engine import ADVICE, CHECK, B, RawFinding, S, Values, Who, finding, rule
from ocr_sheets.rules.verified.shared import VERIFIED
from ocr_sheets.schedule.deadlines import NO_CERTIFICATE
from ocr_sheets.schedule.progress import progress_of


@rule(
    "eqa-decision-overdue",
    "The EQA's decision on claims is overdue",
    severity=CHECK,
    source=S(93),
    message="{claims:claim} of this visit {claims:=is/are} not decided; the decision was due by {due}.",
    fix="Check Interchange; if the claims are not confirmed or edited, ask the EQA. Then correct the claims' status.",
    family=VERIFIED,
    needs=(
        "visits.visit_date",
        "claims.entry_code",
        "claims.claim_status or claims.confirmed_grade or claims.results_published_on",
        "claims.claimed_on or claims.claim_status",
    ),
    uses=("verified.decision_working_days",),
    example="After a visit on Wednesday 23 December 2026 the decision is due by Monday 4 January 2027; on the 5th it is overdue.",
)
def eqa_decision_overdue(book: Book, values: Values) -> Iterable[RawFinding]:
    """The EQA confirms or edits the claims at the visit or within five working days of it. Claims under direct claim status are made
    between visits and wait for none (S87), and that a unit was not achieved is a decision too.
    """
    for visit in book.occasions:
        if visit.visit_date is None or book.is_uncertain(visit):
            continue
        needed = values.number("verified.decision_working_days", visit.visit_date)
        if needed is None:
            continue
        due = values.working_days_after(visit.visit_date, needed)
        waiting = progress_of(book, visit).undecided
        if due and waiting and book.as_of > due:
            yield finding(visit, "visit_date", by=due, claims=len(waiting), due=due)


@rule(
    "certificate-overdue",
    "A certificate is overdue",
    severity=CHECK,
    source=(S(97), S(98)),
    message="Results were published on {results_on}; the certificate was due by {due}.",
    fix="Check for the certificate; if it has not arrived, ask OCR. Then fill in the day it was issued.",
    family=VERIFIED,
    needs=("claims.certificate_issued_on", "claims.results_published_on"),
    uses=("verified.certificate_working_days",),
    example="Results on Friday 12 March 2027: the certificate is due by Friday 19 March; on the 20th it is overdue.",
)
def certificate_overdue(book: Book, values: Values) -> Iterable[RawFinding]:
    """OCR issues certificates five working days after results are published, and unit certificates once a unit is achieved (S98). It names no such time
    for Cambridge Technicals.
    """
    for claim in book.claims:
        if claim.is_withdrawn or claim.results_published_on is None or claim.certificate_issued_on:
            continue
        if claim.confirmed_grade in NO_CERTIFICATE:
            continue
        needed = values.number("verified.certificate_working_days", claim.results_published_on)
        if needed is None or book.is_unread(claim, "certificate_issued_on"):
            continue
        due = values.working_days_after(claim.results_published_on, needed)
        if due and book.as_of > due:
            yield finding(claim, "certificate_issued_on", by=due, results_on=claim.results_published_on, due=due)


@rule(
    "claim-after-last-eqa-visit",
    "A claim without direct claim status has no EQA visit after it",
    severity=ADVICE,
    source=B(71),
    message="{claims:claim} of {entry_code} came after the last visit, of {last_visit}.",
    fix="Ask the EQA for a visit at which the claims can be authorised, and add it to {Visits}.",
    family=VERIFIED,
    needs=("claims.claimed_on", "claims.entry_code", "qualifications.dcs_from", "visits.visit_date"),
    who=Who.PROGRAMME_LEAD,
    example="Claimed on 12 June 2027, without direct claim status; the last EQA visit is on 11 June. On the 12th it would do.",
)
def claim_after_last_eqa_visit(book: Book, values: Values) -> Iterable[RawFinding]:
    """Without direct claim status claims go in first, and the EQA then arranges the visit that authorises them: that a claim after the last
    visit has none yet is our inference, and may be right. It is told once for each entry code, at its earliest claim.
    """
    waiting: defaultdict[str, list[tuple[dt.date, Claim]]] = defaultdict(list)
    for claim in book.claims:
        decided = claim.is_achieved or claim.is_withdrawn or claim.confirmed_grade or claim.results_published_on
        if claim.entry_code and claim.claimed_on and not decided:
            waiting[claim.entry_code].append((claim.claimed_on, claim))
    for code, claims in waiting.items():
        row = book.qualification_of.get(code)
        if row is None or row.dcs_from or book.is_unread(row, "dcs_from"):
            continue
        visits = [visit.visit_date for visit in book.visits_for(code) if visit.visit_date]
        if not visits or any(book.is_unread(visit, "visit_date") for visit in book.visits):
            continue
        late = [(day, claim) for day, claim in claims if day > max(visits)]
        if late:
            _, first = min(late, key=lambda one: one[0])
            yield finding(first, "claimed_on", claims=len(late), entry_code=code, last_visit=max(visits))
