"""Samples: asked for in time, of at most so many, uploaded or there on the day (S35 to S48)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator

from ocr_sheets.dates import Ahead, before
from ocr_sheets.model.book import Book
from ocr_sheets.model.records import Claim, Visit, VisitStatus, VisitType
from ocr_sheets.rules.engine import ADVICE, CHECK, MUST_FIX, RawFinding, S, Values, Who, finding, rule
from ocr_sheets.rules.technicals.shared import TECHNICALS, is_to_come
from ocr_sheets.schedule.samples import assessor_of

# -- samples (S36 to S48)


def _claim_in_time(claim: Claim, visit_date: dt.date, values: Values) -> bool:
    needed = values.number("claim.days_before_visit", visit_date)
    return needed is not None and claim.claimed_on is not None and claim.claimed_on <= before(visit_date, needed)


@rule(
    "sample-requested-early",
    "A sample request is dated earlier than one can come",
    severity=CHECK,
    source=S(36),
    message="Requested on {requested_on}; for {visit} the earliest would be {earliest}.",
    fix="Check the day, and that the row names the right visit.",
    family=TECHNICALS,
    needs=("claims.sample_requested_on", "visits.type"),
    uses=("sample.earliest_days_before_visit",),
    example="For a face-to-face visit on 11 March 2027, requests can come from 18 February; one dated the 17th is odd.",
)
def sample_requested_early(book: Book, values: Values) -> Iterable[RawFinding]:
    """For a face-to-face visit the earliest that a request would come is three weeks before it. OCR says nothing of the kind for virtual visits. Where a
    visit was delayed, requests may have come for its earlier day.
    """
    for claim, named in book.moderated:
        if claim.sample_requested_on is None or named[0].type is not VisitType.FACE_TO_FACE:
            continue
        earliest = values.number("sample.earliest_days_before_visit", named[1])
        if earliest is None or book.is_unread(named[0], "moved_from"):
            continue
        if claim.sample_requested_on < before(min(named[1], named[0].moved_from or named[1]), earliest):
            yield finding(
                claim,
                "sample_requested_on",
                requested_on=claim.sample_requested_on,
                visit=named[0].label,
                earliest=before(named[1], earliest),
            )


@rule(
    "sample-requested-late",
    "A sample was requested later than OCR says to expect",
    severity=ADVICE,
    source=S(37),
    message="Requested on {requested_on}, {ahead}; OCR says to expect it {needed} before.",
    fix="If there was too little time, tell the moderator; note what was agreed.",
    family=TECHNICALS,
    needs=("claims.sample_requested_on", "claims.claimed_on", "visits.visit_date"),
    uses=("sample.requests_days_before_visit", "claim.days_before_visit"),
    example="For a visit on 11 March 2027 with the claim in time, a request on 1 March is in time and one on the 2nd is late.",
)
def sample_requested_late(book: Book, values: Values) -> Iterable[RawFinding]:
    """Where the claim came two weeks ahead, all requests should be there ten days before the visit."""
    for claim, named in book.moderated:
        if claim.sample_requested_on is None or not _claim_in_time(claim, named[1], values):
            continue
        due = values.due_before("sample.requests_days_before_visit", named[1])
        if due is not None and claim.sample_requested_on > due:
            yield finding(
                claim,
                "sample_requested_on",
                requested_on=claim.sample_requested_on,
                ahead=Ahead(claim.sample_requested_on, named[1]),
                needed=values.period("sample.requests_days_before_visit", named[1]),
            )


@rule(
    "sample-request-not-received",
    "No sample request is recorded ten days before a visit",
    severity=ADVICE,
    source=(S(35), S(37)),
    message="{claims:claim} in time, and no sample request; OCR says to expect all by {due}.",
    fix="Check Interchange for the sample; if there is none, ask the moderator. Then fill in Sample requested on.",
    family=TECHNICALS,
    needs=("claims.sample_requested_on", "claims.claimed_on", "visits.visit_date"),
    uses=("sample.requests_days_before_visit", "claim.days_before_visit"),
    example="Checked on 2 March 2027: for the visit on 11 March 40 claims are in, and no portfolio has a day in Sample requested on.",
)
def sample_request_not_received(book: Book, values: Values) -> Iterable[RawFinding]:
    """The moderator chooses the sample, and Interchange tells the centre by email. Where claims were in time, OCR says to expect
    all requests at least ten days before the visit.
    """
    for visit in book.occasions:
        if not (visit.visit_date and is_to_come(visit, book)):
            continue
        due = values.due_before("sample.requests_days_before_visit", visit.visit_date)
        claims = book.portfolios_at(visit)
        in_time = [claim for claim in claims if _claim_in_time(claim, visit.visit_date, values)]
        if due is None or book.as_of <= due or not in_time:
            continue
        if not any(claim.sample_requested_on or book.is_unread(claim, "sample_requested_on") for claim in claims):
            yield finding(visit, "name", claims=len(in_time), due=due)


@rule(
    "sample-over-six",
    "More portfolios are marked as requested than can be asked for",
    severity=CHECK,
    source=S(39),
    message="Portfolio {number} requested of unit {unit_number} by {assessor} for {visit}; the maximum is {most}.",
    fix="Check the list against Interchange: remove the day from the portfolios that OCR did not ask for.",
    family=TECHNICALS,
    needs=("claims.sample_requested_on", "claims.assessor", "claims.unit_number", "visits.name"),
    uses=("sample.portfolios_at_most",),
    example="Seven portfolios of unit 8 by assessor JS are marked for one visit: six is the most.",
)
def sample_over_six(book: Book, values: Values) -> Iterable[RawFinding]:
    """Up to six portfolios can be asked for of each assessor on each unit. A unit in two rows of one candidate is one portfolio."""
    for visit in book.occasions:
        if visit.visit_date is None:
            continue
        most = values.number("sample.portfolios_at_most", visit.visit_date)
        groups: defaultdict[tuple[str | None, str | None, str | None], list[Claim]] = defaultdict(list)
        for claim in book.portfolios_at(visit):
            # A row that names no assessor may be anybody's.
            if claim.sample_requested_on and claim.assessor and claim.unit_number:
                groups[claim.entry_code, claim.unit_number, assessor_of(book, claim)].append(claim)
        for (_, unit, assessor), claims in groups.items():
            claims.sort(key=lambda claim: (claim.sample_requested_on or dt.date.max, str(book.whose(claim)), claim.row))
            first = {book.whose(claim): claim for claim in reversed(claims)}  # a unit claimed twice is one portfolio
            once = [claim for claim in claims if first[book.whose(claim)] is claim]
            for number, claim in enumerate(once, start=1):
                if most is not None and number > most:
                    yield finding(
                        claim,
                        "sample_requested_on",
                        number=number,
                        unit_number=unit,
                        assessor=assessor,
                        visit=visit.label,
                        most=most,
                    )


@rule(
    "sample-not-available",
    "A requested portfolio is marked as not available",
    severity=MUST_FIX,
    source=(S(40), S(48)),
    message="OCR asked for this portfolio for {visit_date}, and it is marked as not available.",
    fix="Prepare it for the visit on {visit_date}, and mark it yes; if it cannot be, tell the moderator now.",
    family=TECHNICALS,
    needs=(
        "claims.available_at_visit",
        "claims.sample_requested_on",
        "visits.type",
        "visits.visit_date",
    ),
    who=Who.ASSESSOR,
    example="A portfolio requested for the visit on 11 March 2027, of either type, has no in Available at visit.",
)
def sample_not_available(book: Book, values: Values) -> Iterable[RawFinding]:
    """Work that was asked for must be available at the moderation visit: OCR says it of visits, of either type (S40)."""
    for claim, _visit, visit_date in _requested(book):
        if claim.available_at_visit is False:
            yield finding(claim, "available_at_visit", by=visit_date, visit_date=visit_date)


@rule(
    "sample-not-yet-marked-available",
    "A requested portfolio is not yet marked as available",
    severity=CHECK,
    source=(S(40), S(48)),
    message="OCR asked for this portfolio for {visit_date}, and nothing says that it is ready.",
    fix="Prepare it for the visit on {visit_date}, and mark it yes.",
    family=TECHNICALS,
    needs=(
        "claims.available_at_visit",
        "claims.sample_requested_on",
        "visits.type",
        "visits.visit_date",
    ),
    uses=("sample.requests_days_before_visit",),
    who=Who.ASSESSOR,
    example="In the ten days before the face-to-face visit on 11 March 2027, a requested portfolio has nothing in Available at visit.",
)
def sample_not_yet_marked_available(book: Book, values: Values) -> Iterable[RawFinding]:
    """By ten days before a visit all requests are to be expected, and what was asked for must be available at it. For a virtual visit it
    is where it was uploaded, or is asked for by its own day.
    """
    for claim, visit, visit_date in _requested(book):
        if visit.type is VisitType.VIRTUAL:
            continue
        known_by = values.due_before("sample.requests_days_before_visit", visit_date)
        if known_by is None or claim.available_at_visit is not None or book.is_unread(claim, "available_at_visit"):
            continue
        if known_by <= book.as_of <= visit_date:
            yield finding(claim, "available_at_visit", by=visit_date, visit_date=visit_date)


def _requested(book: Book) -> Iterator[tuple[Claim, Visit, dt.date]]:
    """The portfolios that were asked for at visits to come whose type is known."""
    for claim, named in book.moderated:
        if claim.sample_requested_on and named[0].type and is_to_come(named[0], book):
            yield claim, *named


@rule(
    "sample-uploaded-late",
    "A portfolio was uploaded too late for its virtual visit",
    severity=MUST_FIX,
    source=S(42),
    message="Uploaded on {uploaded_on}, {ahead}. OCR asks for {needed}.",
    fix="Tell the moderator at once, and note what was agreed.",
    family=TECHNICALS,
    needs=("claims.sample_uploaded_on", "visits.type", "visits.visit_date"),
    uses=("sample.upload_days_before_visit",),
    who=Who.ASSESSOR,
    example="For a virtual visit on 11 March 2027, an upload on 6 March is in time and one on the 7th is late.",
)
def sample_uploaded_late(book: Book, values: Values) -> Iterable[RawFinding]:
    """For a virtual visit work must be uploaded at least five days ahead. A face-to-face visit needs no upload (S47). Beside a sample
    that was asked for, we take the portfolio of another candidate as further evidence, which may be asked for on the day (S41). What was
    asked for after that day is not said to be late.
    """
    asked_at = {
        (used.visit.sheet, used.visit.row)
        for claim in book.portfolios
        if claim.sample_requested_on and (used := book.visit_of(claim))
    }
    for claim, named in book.moderated:
        if claim.sample_uploaded_on is None or named[0].type is not VisitType.VIRTUAL:
            continue
        due = values.due_before("sample.upload_days_before_visit", named[1])
        if due is None:
            continue
        asked = claim.sample_requested_on
        if asked > due if asked else (named[0].sheet, named[0].row) in asked_at:
            continue
        if claim.sample_uploaded_on > due:
            yield finding(
                claim,
                "sample_uploaded_on",
                by=due,
                over=named[1] < book.as_of,
                uploaded_on=claim.sample_uploaded_on,
                ahead=Ahead(claim.sample_uploaded_on, named[1]),
                needed=values.period("sample.upload_days_before_visit", named[1]),
            )


@rule(
    "sample-not-uploaded",
    "A requested portfolio is not uploaded for its virtual visit",
    severity=MUST_FIX,
    source=S(42),
    message="OCR asked for this portfolio; its upload was due by {due}.",
    fix={
        "": "Upload it now and tell the moderator, or fill in the day it was uploaded.",
        "held": "The visit is past: fill in the day it was uploaded, and mark the visit done.",
    },
    family=TECHNICALS,
    needs=(
        "claims.sample_uploaded_on",
        "claims.sample_requested_on",
        "visits.type",
        "visits.visit_date",
    ),
    uses=("sample.upload_days_before_visit",),
    who=Who.ASSESSOR,
    example="Checked on 7 March 2027, a portfolio requested for the virtual visit on 11 March has no day in Sample uploaded on.",
)
def sample_not_uploaded(book: Book, values: Values) -> Iterable[RawFinding]:
    """What was asked for must be uploaded at least five days before a virtual visit. What was asked for later than that cannot be."""
    for claim, named in book.moderated:
        if not claim.sample_requested_on or claim.sample_uploaded_on:
            continue
        if named[0].type is not VisitType.VIRTUAL or named[0].status is VisitStatus.DONE or claim.is_achieved:
            continue
        due = values.due_before("sample.upload_days_before_visit", named[1])
        if due is None or book.as_of <= due or book.is_unread(claim, "sample_uploaded_on"):
            continue
        if claim.sample_requested_on > due:
            continue  # nothing could be uploaded by a day before it was asked for
        yield finding(claim, "sample_uploaded_on", "held" if named[1] < book.as_of else "", by=due, due=due)
