"""What cannot have happened as the rows say: done on a day still to come, or before what comes before it.

Severity here: *check* throughout. A date or a status is a probable slip; which of the two is wrong only the centre can tell.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from ocr_sheets.model.book import Book
from ocr_sheets.model.records import Claim, ClaimStatus, Entry, Family, Record, Visit, VisitStatus, columns_of
from ocr_sheets.rules.engine import CHECK, RawFinding, S, Values, finding, rule
from ocr_sheets.schedule.progress import is_direct

_DONE_COLUMNS = {
    "entries": ("entered_on",),
    "claims": (
        "assessed_on",
        "standardised_on",
        "claimed_on",
        "sample_requested_on",
        "sample_uploaded_on",
        "results_published_on",
        "certificate_issued_on",
    ),
    "visits": ("type_told_on", "booked_on"),
}
"""The columns whose dates say that something is done, by sheet."""


@rule(
    "done-in-future",
    "A date says that something was done on a day still to come",
    severity=CHECK,
    message="{heading} is {day}, which is still to come.",
    fix="Correct the date, or remove it until it is done: a day still to come counts as not done.",
    needs=("entries.entered_on or claims.claimed_on or claims.assessed_on or visits.type_told_on or visits.booked_on",),
    example="Checked on 14 February 2027, Claimed on is 23 February 2027. On the 23rd it is right.",
)
def done_in_future(book: Book, values: Values) -> Iterable[RawFinding]:
    """What has not happened yet is a plan. Whoever checks on that day would have to trust that it did happen as planned."""
    for kind, names in _DONE_COLUMNS.items():
        for record in book.rows(kind):
            for name in names:
                day = getattr(record, name)
                if day is not None and day > book.as_of and not _is_of_another_award(book, record):
                    heading = columns_of(type(record))[name].heading
                    yield finding(record, name, heading=heading, day=day)


def _is_of_another_award(book: Book, record: Record) -> bool:
    """Whether a row is of an award not covered here, of which nothing is asked but that it be told."""
    if isinstance(record, Visit):
        return book.award_of_visit(record) is not None
    return isinstance(record, Entry | Claim) and book.award_of_code(record.entry_code) is not None


@rule(
    "visit-done-ahead",
    "A visit still to come is marked as done",
    severity=CHECK,
    message="Marked as done, and the visit is on {visit_date}.",
    fix="Correct the status, or the day of the visit: until it is over, its deadlines hold.",
    needs=("visits.status", "visits.visit_date"),
    example="Checked on 1 March 2027, the visit on 11 March 2027 has the status done. From the 11th on it can have it.",
)
def visit_done_ahead(book: Book, values: Values) -> Iterable[RawFinding]:
    """A visit that is over has no deadlines any more; one that is marked so too early would hide them."""
    for visit in book.visits:
        if visit.status is VisitStatus.DONE and visit.visit_date and visit.visit_date > book.as_of:
            yield finding(visit, "status", visit_date=visit.visit_date)


@rule(
    "claimed-but-not-submitted",
    "A claim has a day, and a status from before it went in",
    severity=CHECK,
    message="Claimed on {claimed_on}, and the status is {status}.",
    fix="If the claim went in, set the status to submitted; otherwise remove the day.",
    needs=("claims.claim_status", "claims.claimed_on"),
    example="Claim status is planned, and Claimed on is 12 January 2027, two weeks ago.",
)
def claimed_but_not_submitted(book: Book, values: Values) -> Iterable[RawFinding]:
    """The one says that the claim is in Interchange, the other that it is not. It counts as made."""
    for claim in book.claims:
        is_open = claim.claim_status in (ClaimStatus.PLANNED, ClaimStatus.UNSUBMITTED)
        if is_open and claim.claimed_on and claim.claimed_on <= book.as_of:
            yield finding(claim, "claim_status", claimed_on=claim.claimed_on, status=claim.claim_status)


@rule(
    "result-before-visit",
    "A result is dated before the visit it comes from",
    severity=CHECK,
    source=(S(64), S(94)),
    message="{heading} is {day}, before {visit} on {visit_date}.",
    fix="Correct the day of the result or, if the result comes from an earlier visit, name that one.",
    needs=(
        "claims.results_published_on or claims.certificate_issued_on",
        "visits.visit_date",
        "visits.subject_area or visits.entry_code",
    ),
    example="Results published on 8 March 2027, for the visit on 11 March 2027. From the 11th on it can be.",
)
def result_before_visit(book: Book, values: Values) -> Iterable[RawFinding]:
    """Results follow the visit at which the work was seen. Under direct claim status there need be none."""
    for claim in book.claims:
        if claim.results_published_on is None and claim.certificate_issued_on is None:
            continue
        used = book.visit_of(claim)
        day = used.visit.visit_date if used and used.visit.stands else None
        if day is None or claim.is_withdrawn or is_direct(book, claim):
            continue
        for name, result in _results(claim):
            if result < day and used:
                heading = columns_of(Claim)[name].heading
                yield finding(claim, name, heading=heading, day=result, visit=used.visit.label, visit_date=day)
                break


def _results(claim: Claim) -> Iterator[tuple[str, dt.date]]:
    for name in ("results_published_on", "certificate_issued_on"):
        day = getattr(claim, name)
        if day:
            yield name, day


@rule(
    "request-before-claim",
    "A sample request is dated before the claim",
    severity=CHECK,
    source=S(35),
    message="Requested on {requested_on}, before the claim of {claimed_on}.",
    fix="Correct whichever date is wrong: the moderator selects the sample from the claims.",
    family=Family.TECHNICALS,
    needs=("claims.sample_requested_on", "claims.claimed_on"),
    example="Claimed on 19 February 2027 and requested on the 18th. Requested on the 19th is possible.",
)
def request_before_claim(book: Book, values: Values) -> Iterable[RawFinding]:
    """The sample is selected from what was claimed. Of a unit that was claimed again, the request may be of the first claim."""
    asked = [claim for claim in book.portfolios if claim.sample_requested_on and claim.claimed_on]
    first: dict[tuple[str | None, str | None, str | None], dt.date] = {}
    for claim in book.claims if asked else ():
        if claim.claimed_on:
            unit = (claim.candidate_number, claim.entry_code, claim.unit_number)
            first[unit] = min(first.get(unit, claim.claimed_on), claim.claimed_on)
    for claim in asked:
        requested, claimed = claim.sample_requested_on, claim.claimed_on
        unit = (claim.candidate_number, claim.entry_code, claim.unit_number)
        if requested and claimed and requested < min(claimed, first.get(unit, claimed)):
            yield finding(claim, "sample_requested_on", requested_on=requested, claimed_on=claimed)
