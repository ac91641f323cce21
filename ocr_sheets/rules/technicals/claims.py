"""Claims: made in time, assessed and standardised first, and of a grade and unit that can be claimed (S2, S28 to S34, S62)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Hashable, Iterable

from ocr_sheets.dates import Ahead, before, whole_months
from ocr_sheets.model.book import Book
from ocr_sheets.model.records import Claim, ClaimStatus, Entry, Grade, Visit
from ocr_sheets.rules.duplicates import repeated_claims
from ocr_sheets.rules.engine import CHECK, MUST_FIX, B, RawFinding, S, Values, Who, finding, rule
from ocr_sheets.rules.technicals.shared import RANK, TECHNICALS
from ocr_sheets.schedule.progress import has_left, is_claimed


@rule(
    "examined-unit-claimed",
    "An examined unit is claimed for moderation",
    severity=MUST_FIX,
    source=S(2),
    message="Unit {unit_number} of {entry_code} is an examined unit.",
    fix="Remove this row from the claim: the unit is examined, and its result comes from the examination.",
    family=TECHNICALS,
    needs=("claims.unit_number", "units.assessment"),
    example="Unit 1 of 05839, marked examined on Units, has a claim date: visiting moderation is for internally assessed units.",
)
def examined_unit_claimed(book: Book, values: Values) -> Iterable[RawFinding]:
    """Moderation visits are for units that the centre assesses. A row that only keeps track of an examined unit, planned or with its
    result, is left alone: it has no claim date, no visit and no status that only a claim can have.
    """
    for claim in book.claims:
        is_a_claim = claim.claimed_on or claim.visit or claim.claim_status in _IN_A_CLAIM
        if is_a_claim and not claim.is_withdrawn and book.is_examined(claim):
            yield finding(claim, "unit_number", unit_number=claim.unit_number, entry_code=claim.entry_code)


_IN_A_CLAIM = frozenset({ClaimStatus.UNSUBMITTED, ClaimStatus.SUBMITTED, ClaimStatus.SENT})


@rule(
    "claim-under-two-weeks",
    "A claim is made too late for its visit",
    severity=MUST_FIX,
    source=S(31),
    message="Claimed on {claimed_on}, {ahead} ({visit}); OCR asks for {needed:weeks}.",
    fix="Ask the moderator whether it can stay in this visit; otherwise name the next visit here.",
    family=TECHNICALS,
    needs=("claims.claimed_on", "visits.visit_date"),
    uses=("claim.days_before_visit",),
    example="For a visit on 11 March 2027, a claim on 25 February is in time and one on 26 February is late.",
)
def claim_under_two_weeks(book: Book, values: Values) -> Iterable[RawFinding]:
    """The moderator needs two weeks to choose a sample from the claim."""
    for claim, named in book.moderated:
        if claim.claimed_on is None:
            continue
        visit, visit_date = named
        needed = values.number("claim.days_before_visit", visit_date)
        if needed is not None and claim.claimed_on > before(visit_date, needed):
            yield finding(
                claim,
                "claimed_on",
                by=before(visit_date, needed),
                over=visit_date < book.as_of,
                claimed_on=claim.claimed_on,
                ahead=Ahead(claim.claimed_on, visit_date),
                visit=visit.label,
                needed=needed,
            )


@rule(
    "claim-not-made",
    "A planned claim has not been made in time for its visit",
    severity=MUST_FIX,
    source=(S(28), S(31), B(26)),
    message="Not claimed; it was due by {due} for {visit}.",
    fix={
        "": "If it was claimed, type the day; if not, ask the moderator whether it can still join this visit, or name the next visit.",
        "held": "If it was claimed, type the day; if not, name the next visit, or ask for the result with the Missing and incomplete "
        "results form in Interchange.",
    },
    family=TECHNICALS,
    needs=("claims.claimed_on or claims.claim_status", "visits.visit_date"),
    uses=("claim.days_before_visit", "entry.days_before_visit"),
    example="Checked on 26 February 2027, a claim for the visit on 11 March 2027 has no day in Claimed on. It was due on the 25th.",
)
def claim_not_made(book: Book, values: Values) -> Iterable[RawFinding]:
    """The claim is to be made at least two weeks before the visit, so that the moderator has time to choose a sample: the visit that is
    named, or the last one that the work could go to; nor does it matter whether a row was typed for it or an entry implies it. Where
    the row shows that a claim went in, with a sample request or a result, and where the candidate has left or was withdrawn, nothing is
    due. Who is not even entered is reported for that.
    """
    for claim, (visit, visit_date) in book.moderated:
        if is_claimed(book, claim) or has_left(claim, book) or book.is_uncertain(visit):
            continue
        if book.is_unread(claim, "claimed_on") or book.is_unread(claim, "claim_status"):
            continue
        needed = values.number("claim.days_before_visit", visit_date)
        if needed is None or book.as_of <= before(visit_date, needed):
            continue
        if claim.claimed_on or (not book.entries_behind(claim) and _shows_who_is_entered(book, claim)):
            continue  # reported as a claim to come, or as one without an entry
        due = before(visit_date, needed)
        yield finding(
            claim, "claimed_on", "held" if visit_date < book.as_of else "", by=due, due=due, visit=visit.label
        )


def _shows_who_is_entered(book: Book, claim: Claim) -> bool:
    """Whether the workbook would show an entry for a piece of work, if there were one."""
    return book.has_column(Entry, "entry_code") and claim.candidate_number in book.candidates_numbered


@rule(
    "work-slipped",
    "Work is too late for a visit, and goes to a later one",
    severity=CHECK,
    source=(S(30), S(31)),
    message={
        "": "{number:portfolio} {number:=is/are} too late to be claimed for {earlier} on {visit_date}: "
        "{number:=it goes/they go} to {later}.",
        "entry": "{candidates:candidate} ({number:portfolio}) {candidates:=is/are} too late to be entered for {earlier} on {visit_date}: "
        "the work goes to {later}.",
        "both": "{number:portfolio} {number:=is/are} too late for {earlier} on {visit_date} ({too_late_to_claim} not claimed and "
        "{too_late_to_enter} not entered in time): {number:=it goes/they go} to {later}.",
        "candidates": "The work of {number:candidate} is too late to be claimed for {earlier} on {visit_date}: it goes to {later}.",
        "entry, candidates": "{number:candidate} {number:=is/are} too late to be entered for {earlier} on {visit_date}: "
        "{number:=the work goes/their work goes} to {later}.",
        "unseen": "Nothing shows whether {number:portfolio} {number:=was/were} ready in time for {earlier} on {visit_date}: "
        "we take {number:=it/them} to go to {later}.",
        "unseen, candidates": "Nothing shows whether the work of {number:candidate} was ready in time for {earlier} on {visit_date}: "
        "we take it to go to {later}.",
        "both, candidates": "The work of {number:candidate} is too late for {earlier} on {visit_date} ({too_late_to_claim} not claimed "
        "and {too_late_to_enter} not entered in time): it goes to {later}.",
    },
    fix="If it was done in time, type the days[; if not, ask the moderator whether it can still be at {still_ahead}, and name that "
    "visit beside it]; otherwise plan it for {later}.",
    family=TECHNICALS,
    needs=("visits.visit_date", "visits.subject_area or visits.entry_code"),
    example="For the visit on 11 March 2027 claims are due by the 25th of February: on the 26th, work that names no visit goes to the next.",
)
def work_slipped(book: Book, values: Values) -> Iterable[RawFinding]:
    """Work that names no visit goes to the next one that it can still be ready for. Where that is no longer the one it could have gone
    to, this is said once for each visit, so that no day goes by in silence; not as a fact where the workbook has no place to show it.
    """
    for moved in book.slipped.values():
        work = [(one, used) for one, used in moved if not book.is_unread(one, "visit") and not has_left(one, book)]
        if not work:
            continue
        earlier = work[0][1].slipped_from
        assert earlier is not None
        people = {book.whose(one): (one, used) for one, used in work}
        units = [(one, used) for one, used in work if one.unit_number]
        counted = units or list(people.values())  # of work whose units nobody knows, the candidates are counted
        number = len(counted)
        to_enter = sum(used.why == "entry" for _, used in counted)
        why = "both" if 0 < to_enter < number else "entry" if to_enter else ""
        if all(used.is_unseen for _, used in counted):
            why = "unseen"
        is_ahead = earlier.visit_date is not None and earlier.visit_date >= book.as_of
        yield finding(
            earlier,
            "visit_date",
            ", ".join(part for part in (why, "" if units else "candidates") if part),
            number=number,
            visit_date=earlier.visit_date,
            earlier=_named(earlier),
            later=list(dict.fromkeys(used.visit.label for _, used in work)),
            candidates=len(people),
            still_ahead=_named(earlier) if is_ahead else None,
            too_late_to_claim=number - to_enter,
            too_late_to_enter=to_enter,
        )


def _named(visit: Visit) -> str:
    """A visit without its day, which stands beside it."""
    return visit.name or visit.subject_area or visit.label


@rule(
    "claim-date-missing",
    "A claim that has gone in has no date",
    severity=CHECK,
    source=(S(28), S(31)),
    message="The claim is {claim_status}, but not dated.",
    fix="Fill in the day the claim was submitted.",
    family=TECHNICALS,
    needs=("claims.claimed_on", "claims.claim_status"),
    example="Claim status is submitted and Claimed on is empty: whether it was two weeks before the visit cannot be checked.",
)
def claim_date_missing(book: Book, values: Values) -> Iterable[RawFinding]:
    """Without its day, whether a claim was in time cannot be seen. Of a confirmed unit nobody needs to know it."""
    for claim in book.portfolios:
        if (
            claim.is_made
            and not claim.is_achieved
            and claim.claimed_on is None
            and not book.is_unread(claim, "claimed_on")
        ):
            yield finding(claim, "claimed_on", claim_status=claim.claim_status)


@rule(
    "claim-before-assessed",
    "A claim is dated before its assessment",
    severity=MUST_FIX,
    source=S(32),
    message="Claimed on {claimed_on}, but assessed on {assessed_on}.",
    fix="Correct whichever date is wrong; if neither is, tell the moderator that the claim went in too early.",
    family=TECHNICALS,
    needs=("claims.claimed_on", "claims.assessed_on"),
    example="Assessed on 12 February 2027 and claimed on the 11th. Claimed on the 12th is possible.",
)
def claim_before_assessed(book: Book, values: Values) -> Iterable[RawFinding]:
    """A claim may only go in when it is ready to be moderated and processed. That assessment comes before is our reading of it."""
    for claim in book.portfolios:
        if claim.claimed_on and claim.assessed_on and claim.assessed_on > claim.claimed_on:
            yield finding(claim, "claimed_on", claimed_on=claim.claimed_on, assessed_on=claim.assessed_on)


@rule(
    "claim-before-standardised",
    "A claim is dated before its standardisation",
    severity=CHECK,
    source=S(32),
    message="Claimed on {claimed_on}, but standardised on {standardised_on}.",
    fix="Correct whichever date is wrong; if neither is, tell the moderator that the claim went in too early.",
    family=TECHNICALS,
    needs=("claims.claimed_on", "claims.standardised_on"),
    who=Who.STANDARDISER,
    example="Standardised on 12 February 2027 and claimed on the 11th. Claimed on the 12th is possible.",
)
def claim_before_standardised(book: Book, values: Values) -> Iterable[RawFinding]:
    """A claim may only go in when it is ready to be moderated and processed. That standardisation comes before is our reading of it."""
    for claim in book.portfolios:
        if claim.claimed_on and claim.standardised_on and claim.standardised_on > claim.claimed_on:
            yield finding(claim, "claimed_on", claimed_on=claim.claimed_on, standardised_on=claim.standardised_on)


@rule(
    "reclaim-not-higher",
    "A unit is claimed again without a higher grade",
    severity=CHECK,
    source=S(34),
    message="Claimed again at {grade}; the earlier claim of this unit is at {best}.",
    fix="Remove this row if it repeats an earlier claim, or correct the grade.",
    family=TECHNICALS,
    needs=("claims.grade", "claims.claimed_on"),
    example="Unit 8 was claimed at M in November: claimed again at D it is right, at M or P it is not.",
)
def reclaim_not_higher(book: Book, values: Values) -> Iterable[RawFinding]:
    """A unit can be claimed again at a higher grade, and there is no limit to how often (B28). Which claim is the earlier
    their days tell or, where one has none, the days of their visits. What counts of it is the grade confirmed, where there is one; a
    withdrawn claim does not count, and one that is only planned has no grade to go by yet.
    """
    by_unit: defaultdict[tuple[Hashable, str | None, str | None], list[Claim]] = defaultdict(list)
    for claim in book.portfolios:
        is_a_claim = claim.is_made or claim.claim_status is ClaimStatus.UNSUBMITTED
        if is_a_claim and claim.grade in RANK and claim.candidate_number and claim.unit_number:
            by_unit[book.whose(claim), claim.entry_code, claim.unit_number].append(claim)
    several = [claims for claims in by_unit.values() if len(claims) > 1]
    repeated = {claim.place for claim, _ in repeated_claims(book)} if several else set()
    for rows in several:
        claims = [claim for claim in rows if claim.place not in repeated]
        for claim in claims:
            best = _best(reached_by(other) for other in claims if _is_before(other, claim, book))
            if claim.grade is not None and best and RANK[claim.grade] <= RANK[best]:
                yield finding(claim, "grade", grade=claim.grade, best=best)


def reached_by(claim: Claim) -> Grade | None:
    """What a claim stands at: the grade confirmed, where there is one."""
    return claim.confirmed_grade or claim.grade


def _best(grades: Iterable[Grade | None]) -> Grade | None:
    return max((grade for grade in grades if grade in RANK), key=RANK.__getitem__, default=None)


def _is_before(one: Claim, other: Claim, book: Book) -> bool:
    """Whether a claim is earlier than another: by the days they were claimed on or, where one has none, by the days of their visits.
    The order of rows says nothing, and of two of one day neither is the earlier.
    """
    if one.claimed_on and other.claimed_on:
        return one.claimed_on < other.claimed_on
    days = [used.visit.visit_date if (used := book.visit_of(claim)) else None for claim in (one, other)]
    return days[0] is not None and days[1] is not None and days[0] < days[1]


@rule(
    "withdrawn-claim-with-result",
    "A withdrawn claim has a result",
    severity=CHECK,
    source=S(62),
    message="The claim is marked withdrawn, and the row has a result.",
    fix="Correct the status, or remove the result from this row.",
    family=TECHNICALS,
    needs=("claims.claim_status",),
    example="Claim status is withdrawn and Certificate issued on has a day.",
)
def withdrawn_claim_with_result(book: Book, values: Values) -> Iterable[RawFinding]:
    """An email says that the claim was sent to OCR unless it is withdrawn. That a withdrawn claim has no result is our reading, so this
    is only a query. That a grade was not confirmed is no result.
    """
    for claim in book.claims:
        if claim.is_withdrawn and (
            claim.confirmed_grade in RANK or claim.results_published_on or claim.certificate_issued_on
        ):
            yield finding(claim, "claim_status")


@rule(
    "claim-still-submitted",
    "Claims are marked submitted long after their visit",
    severity=CHECK,
    source=S(62),
    message="{claims:claim} of {visit} on {visit_date} {claims:=is/are} still marked submitted.",
    fix="Check Interchange: where a claim was sent to OCR or withdrawn, correct its status; where neither, ask the moderator.",
    family=TECHNICALS,
    needs=("claims.claim_status", "claims.entry_code", "visits.visit_date"),
    example="Submitted for a visit on 11 March 2027: on 11 April it is asked about, a month after the visit; on 10 April it is not.",
)
def claim_still_submitted(book: Book, values: Values) -> Iterable[RawFinding]:
    """Unless a claim is withdrawn, an email says that it was sent to OCR. OCR names no time for it: that it is asked about after a whole
    month is our choice. It is told once a visit, at its day.
    """
    for visit in book.occasions:
        if not visit.stands or visit.visit_date is None or whole_months(visit.visit_date, book.as_of) < 1:
            continue
        still = [claim for claim in book.portfolios_at(visit) if _is_still_submitted(claim)]
        if still:
            yield finding(visit, "visit_date", claims=len(still), visit=visit.label, visit_date=visit.visit_date)


def _is_still_submitted(claim: Claim) -> bool:
    """Whether a claim is marked submitted, and nothing shows that it went on from there."""
    is_open = claim.claim_status is ClaimStatus.SUBMITTED and not claim.is_achieved
    return is_open and not claim.results_published_on and not claim.confirmed_grade


@rule(
    "open-claim-before-new-one",
    "A claim is still unsubmitted while a later one of the same entry code exists",
    severity=MUST_FIX,
    source=B(24),
    message="Unsubmitted for the visit on {visit_date}, while a claim of {entry_code} for {latest} exists.",
    fix="Submit the earlier claim in Interchange first, then correct its status here.",
    family=TECHNICALS,
    needs=("claims.claim_status", "claims.visit", "visits.visit_date"),
    example="Claims of 05839 for November are still unsubmitted, and claims of 05839 for March exist: submit November's first.",
)
def open_claim_before_new_one(book: Book, values: Values) -> Iterable[RawFinding]:
    """Interchange starts no new claim for a qualification before all earlier ones are submitted."""
    opened: defaultdict[str, list[tuple[dt.date, Claim]]] = defaultdict(list)
    for claim, named in book.moderated:
        if claim.claim_status is ClaimStatus.UNSUBMITTED and claim.entry_code:
            opened[claim.entry_code].append((named[1], claim))
    latest: dict[str, dt.date] = {}
    for claim, named in book.moderated if opened else ():
        if claim.entry_code and (claim.is_made or claim.claim_status is ClaimStatus.UNSUBMITTED):
            latest[claim.entry_code] = max(latest.get(claim.entry_code, dt.date.min), named[1])
    for code, claims in opened.items():
        for visit_date, claim in claims:
            if visit_date < latest[code]:
                yield finding(claim, "claim_status", visit_date=visit_date, entry_code=code, latest=latest[code])


@rule(
    "grade-not-for-unit",
    "A moderated unit is claimed at a grade that is not one of its grades",
    severity=CHECK,
    source=(B(31), B(115)),
    message="{grade} is not among the grades of a moderated unit: {grades}.",
    fix="Correct the grade to one of {grades:or}; if the claim went in with this one, ask OCR.",
    family=TECHNICALS,
    needs=("claims.grade",),
    uses=("grades.of_a_moderated_unit",),
    who=Who.ASSESSOR,
    example="P, M and D are the grades of a unit; OCR names R (near pass) for Level 3 examined units alone, and D* for none.",
)
def grade_not_for_unit(book: Book, values: Values) -> Iterable[RawFinding]:
    """OCR grades units Pass, Merit or Distinction; that a moderated unit is claimed at no other is our inference from that list. A unit that is only planned may still stand at Fail, and one of which
    Units does not say how it is assessed may be examined: those have further grades.
    """
    grades = values.word_list("grades.of_a_moderated_unit")
    for claim in book.portfolios:
        may_be_examined = book.assessment_of(claim) is None and claim.grade in _EXAMINED_TOO
        if (
            grades
            and claim.grade is not None
            and claim.grade not in grades
            and not may_be_examined
            and (claim.is_made or claim.grade not in (Grade.FAIL, Grade.UNCLASSIFIED, Grade.NOT_ACHIEVED))
        ):
            yield finding(claim, "grade", grade=claim.grade, grades=grades)


_EXAMINED_TOO = frozenset({Grade.NEAR_PASS, Grade.UNCLASSIFIED, Grade.FAIL, Grade.ACHIEVED, Grade.NOT_ACHIEVED})
"""Grades that examined units have: of Level 2 tests, Units 1c, Achieved or not (B115)."""
