"""How long work is kept (S65, S66, B48)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from ocr_sheets.dates import whole_months
from ocr_sheets.model.book import Book
from ocr_sheets.model.records import Claim
from ocr_sheets.rules.engine import CHECK, MUST_FIX, B, RawFinding, S, Values, Who, finding, rule
from ocr_sheets.rules.technicals.shared import RANK, TECHNICALS


@rule(
    "work-disposed-early",
    "Work was disposed of before it could be",
    severity=MUST_FIX,
    after_results=True,
    source=(S(65), S(66)),
    message={
        "": "Disposed of on {disposed_on}, not after the certificate on {last}.",
        "review": "Disposed of on {disposed_on}, not after the end of the review on {last}.",
        "no certificate": "Disposed of on {disposed_on}, and no certificate is recorded.",
    },
    fix="Get the work back if you can, and keep the rest until certificates are issued and any review is over.",
    family=TECHNICALS,
    needs=("claims.disposed_on", "claims.certificate_issued_on"),
    who=Who.ASSESSOR,
    example="Certificate issued on 12 July 2027: work may go from 13 July, or from the day after a review closed, if that is later.",
)
def work_disposed_early(book: Book, values: Values) -> Iterable[RawFinding]:
    """Work is kept until after certificates are issued or any reviews are processed: that both must be over is our reading. OCR considers
    no enquiry where it was not kept. Work that was
    never claimed, or not confirmed at a grade that a certificate comes of, waits for none; nor does a day still to come.
    """
    for claim in book.portfolios:
        if claim.disposed_on is None:
            continue
        if claim.certificate_issued_on is None:
            awaits = claim.is_made and (claim.confirmed_grade is None or claim.confirmed_grade in RANK)
            if awaits and claim.disposed_on <= book.as_of and not book.is_unread(claim, "certificate_issued_on"):
                yield finding(claim, "disposed_on", "no certificate", disposed_on=claim.disposed_on)
                continue
        ends = [day for day in (claim.certificate_issued_on, claim.review_closed_on) if day]
        last = max(ends, default=dt.date.min)
        if claim.disposed_on <= last:
            yield finding(
                claim,
                "disposed_on",
                "" if last == claim.certificate_issued_on else "review",
                disposed_on=claim.disposed_on,
                last=last,
            )


@rule(
    "work-disposed-before-review-time",
    "Work was disposed of while a review could be asked for",
    severity=CHECK,
    source=B(48),
    message="Disposed of on {disposed_on}; {grade} was changed to {confirmed} at {visit} on {visit_date}.",
    fix="Get the work back if you can; keep work whose grade was changed for {months} months after its visit.",
    family=TECHNICALS,
    needs=("claims.disposed_on", "claims.grade", "claims.confirmed_grade", "claims.visit", "visits.visit_date"),
    uses=("review.months_after_visit",),
    who=Who.ASSESSOR,
    example="Claimed at M, confirmed at P at the visit on 11 March 2027: disposed of on 10 June it is soon, on 11 June it is not.",
)
def work_disposed_before_review_time(book: Book, values: Values) -> Iterable[RawFinding]:
    """Where grades were not accepted as claimed, a review can be asked for within three months of moderation, and needs the original
    sample. Where a review is over, or the unit was claimed again, nobody will ask; what went before its certificate is reported as that.
    """
    told = {one.record.place for one in work_disposed_early(book, values) if isinstance(one.record, Claim)}
    disposed = [(claim, named, day) for claim, named in book.moderated if (day := claim.disposed_on)]
    latest: dict[tuple[str | None, str | None, str | None], dt.date] = {}
    for claim in book.portfolios if disposed else ():
        if claim.claimed_on:
            unit = (claim.candidate_number, claim.entry_code, claim.unit_number)
            latest[unit] = max(latest.get(unit, dt.date.min), claim.claimed_on)
    for claim, named, day in disposed:
        if not (claim.grade and claim.confirmed_grade):
            continue
        if claim.grade is claim.confirmed_grade or claim.review_closed_on or claim.place in told:
            continue
        last = latest.get((claim.candidate_number, claim.entry_code, claim.unit_number))
        if book.is_unread(claim, "review_closed_on") or (last and claim.claimed_on and last > claim.claimed_on):
            continue
        months = values.number("review.months_after_visit", named[1])
        if months is not None and named[1] <= day and whole_months(named[1], day) < months:
            yield finding(
                claim,
                "disposed_on",
                disposed_on=day,
                grade=claim.grade,
                confirmed=claim.confirmed_grade,
                visit=named[0].label,
                visit_date=named[1],
                months=months,
            )
