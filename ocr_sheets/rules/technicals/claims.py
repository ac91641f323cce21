"""Claims: made in time, assessed and standardised first, and of a grade and unit that can be claimed (S2, S28 to S34, S62)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from ocr_sheets.dates import before, days, say
from ocr_sheets.model.book import Book
from ocr_sheets.model.records import Assessment, Claim, ClaimStatus, Grade
from ocr_sheets.rules.duplicates import repeated_claims
from ocr_sheets.rules.engine import CHECK, MUST_FIX, B, RawFinding, S, Values, Who, finding, rule
from ocr_sheets.rules.shared import past
from ocr_sheets.rules.technicals.shared import RANK, TECHNICALS, ahead, has_left


@rule(
    "examined-unit-claimed",
    "An examined unit is claimed for moderation",
    severity=MUST_FIX,
    source=S(2),
    fix="Take this row out of the claim: the unit is examined, and its result comes from the examination.",
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
        if is_a_claim and not claim.is_withdrawn and book.assessment_of(claim) is Assessment.EXAMINED:
            yield finding(claim, "unit_number", f"Unit {claim.unit_number} of {claim.entry_code} is an examined unit.")


_IN_A_CLAIM = frozenset({ClaimStatus.UNSUBMITTED, ClaimStatus.SUBMITTED, ClaimStatus.SENT})


@rule(
    "claim-under-two-weeks",
    "A claim is made too late for its visit",
    severity=MUST_FIX,
    source=S(31),
    fix="Ask the moderator whether it can stay in this visit; otherwise name the next visit here.",
    family=TECHNICALS,
    needs=("claims.claimed_on", "claims.visit", "visits.visit_date"),
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
                f"Claimed on {say(claim.claimed_on)}, {ahead(claim.claimed_on, visit_date)} ({visit.label}); "
                f"{days(needed)} are needed.",
                before(visit_date, needed),
            )._replace(fix=past(visit_date, book))


@rule(
    "claim-not-made",
    "A planned claim has not been made in time for its visit",
    severity=MUST_FIX,
    source=(S(28), S(31), B(26)),
    fix="Ask the moderator whether it can still join this visit, or name the next visit here.",
    family=TECHNICALS,
    needs=("claims.claimed_on", "claims.visit", "visits.visit_date"),
    uses=("claim.days_before_visit",),
    example="Checked on 26 February 2027, a claim for the visit on 11 March 2027 has no day in Claimed on. It was due on the 25th.",
)
def claim_not_made(book: Book, values: Values) -> Iterable[RawFinding]:
    """Without a claim in time the work is not moderated at the visit that this row names. Where the row shows that a claim went in, with
    a sample request or a result, and where the candidate has left or was withdrawn, nothing is due.
    """
    for claim, named in book.moderated:
        if claim.is_made or claim.is_achieved or has_left(claim, book):
            continue
        if book.is_unread(claim, "claimed_on") or book.is_unread(claim, "claim_status"):
            continue
        if claim.sample_requested_on or claim.results_published_on or claim.confirmed_grade:
            continue
        entries = book.entries_of(claim.candidate_number, claim.entry_code)
        if entries and all(entry.withdrawn_on for entry in entries):
            continue  # reported as a claim without an entry
        visit, visit_date = named
        needed = values.number("claim.days_before_visit", visit_date)
        if needed is None or book.as_of <= before(visit_date, needed):
            continue
        due = before(visit_date, needed)
        held = visit_date < book.as_of
        fix = (
            "The visit is past: name the next visit here, or ask for the result with the Missing and incomplete results form in "
            "Interchange."
            if held
            else None
        )
        yield finding(claim, "claimed_on", f"Not claimed; it was due by {say(due)} for {visit.label}.", due)._replace(
            fix=fix
        )


@rule(
    "late-for-next-visit",
    "A row without a visit is too late for the next one",
    severity=CHECK,
    source=(S(30), S(31)),
    fix="Name the visit this claim is for in the Visit column.",
    family=TECHNICALS,
    needs=(
        "claims.claimed_on",
        "visits.visit_date",
        "qualifications.entry_code",
        "qualifications.subject_area",
    ),
    uses=("claim.days_before_visit", "entry.days_before_visit"),
    example="Claimed on 1 March 2027 with no visit named; the next visit is on 11 March. For that it is late; if June is meant, say so.",
)
def late_for_next_visit(book: Book, values: Values) -> Iterable[RawFinding]:
    """Where no visit is named the next one of the subject is taken. The dates do not fit it, so either they are late or a later visit
    is meant.
    """
    for claim in book.portfolios:
        used = book.visit_of(claim)
        if used is None or not used.chosen or used.visit.visit_date is None or claim.claimed_on is None:
            continue
        if claim.is_achieved or book.is_unread(claim, "visit"):
            continue
        visit_date = used.visit.visit_date
        claim_days = values.number("claim.days_before_visit", visit_date)
        entry_days = values.number("entry.days_before_visit", visit_date)
        entered = [entry.entered_on for entry in book.entries_behind(claim)]
        claim_late = claim_days is not None and claim.claimed_on > before(visit_date, claim_days)
        entry_late = (
            entry_days is not None
            and bool(entered)
            and None not in entered
            and min(day for day in entered if day) > before(visit_date, entry_days)
        )
        if claim_late or entry_late:
            what = "The claim" if claim_late else "The entry"
            has_visit = bool((table := book.table_of(claim)) and "visit" in table.columns)
            yield finding(
                claim,
                "visit" if has_visit else "claimed_on",
                f"{what} is too late for the next visit, {used.visit.label} on {say(visit_date)}.",
            )._replace(fix=None if has_visit else "If a later visit is meant, say so in a column headed Visit.")


@rule(
    "claim-date-missing",
    "A claim that has gone in has no date",
    severity=CHECK,
    source=(S(28), S(31)),
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
            yield finding(claim, "claimed_on", f"The claim is {claim.claim_status}, but not dated.")


@rule(
    "claim-before-assessed",
    "A claim is dated before its assessment",
    severity=MUST_FIX,
    source=S(32),
    fix="Correct whichever date is wrong; if neither is, tell the moderator that the claim went in too early.",
    family=TECHNICALS,
    needs=("claims.claimed_on", "claims.assessed_on"),
    example="Assessed on 12 February 2027 and claimed on the 11th. Claimed on the 12th is possible.",
)
def claim_before_assessed(book: Book, values: Values) -> Iterable[RawFinding]:
    """A claim may only go in when the work is ready to be moderated and processed."""
    for claim in book.portfolios:
        if claim.claimed_on and claim.assessed_on and claim.assessed_on > claim.claimed_on:
            yield finding(
                claim, "claimed_on", f"Claimed on {say(claim.claimed_on)}, but assessed on {say(claim.assessed_on)}."
            )


@rule(
    "claim-before-standardised",
    "A claim is dated before its standardisation",
    severity=MUST_FIX,
    source=S(32),
    fix="Correct whichever date is wrong; if neither is, tell the moderator that the claim went in too early.",
    family=TECHNICALS,
    needs=("claims.claimed_on", "claims.standardised_on"),
    who=Who.STANDARDISER,
    example="Standardised on 12 February 2027 and claimed on the 11th. Claimed on the 12th is possible.",
)
def claim_before_standardised(book: Book, values: Values) -> Iterable[RawFinding]:
    """A claim may only go in when the work is ready to be moderated, and that includes internal standardisation."""
    for claim in book.portfolios:
        if claim.claimed_on and claim.standardised_on and claim.standardised_on > claim.claimed_on:
            yield finding(
                claim,
                "claimed_on",
                f"Claimed on {say(claim.claimed_on)}, but standardised on {say(claim.standardised_on)}.",
            )


@rule(
    "reclaim-not-higher",
    "A unit is claimed again without a higher grade",
    severity=CHECK,
    source=S(34),
    fix="Take the row out if it repeats an earlier claim, or correct the grade.",
    family=TECHNICALS,
    needs=("claims.grade", "claims.claimed_on"),
    example="Unit 8 was claimed at M in November: claimed again at D it is right, at M or P it is not.",
)
def reclaim_not_higher(book: Book, values: Values) -> Iterable[RawFinding]:
    """A unit can be claimed again at a higher grade, as often as it is worth it (B28). What counts of the earlier claim is the grade
    confirmed, where there is one; a withdrawn claim does not count, and one that is only planned has no grade to go by yet.
    """
    by_unit: defaultdict[tuple[str | None, str | None, str | None], list[Claim]] = defaultdict(list)
    for claim in book.portfolios:
        is_a_claim = claim.is_made or claim.claim_status is ClaimStatus.UNSUBMITTED
        if is_a_claim and claim.grade in RANK and claim.candidate_number and claim.unit_number:
            by_unit[claim.candidate_number, claim.entry_code, claim.unit_number].append(claim)
    several = [claims for claims in by_unit.values() if len(claims) > 1]
    repeated = {claim.place for claim, _ in repeated_claims(book)} if several else set()
    for rows in several:
        claims = [claim for claim in rows if claim.place not in repeated]
        claims.sort(key=lambda claim: (claim.claimed_on or dt.date.max, claim.row))
        best = claims[0].confirmed_grade or claims[0].grade
        for claim in claims[1:]:
            assert claim.grade is not None
            if best in RANK and RANK[claim.grade] <= RANK[best]:
                yield finding(
                    claim, "grade", f"Claimed again at {claim.grade}; the earlier claim of this unit stands at {best}."
                )
            reached = claim.confirmed_grade or claim.grade
            if best not in RANK or (reached in RANK and RANK[reached] > RANK[best]):
                best = reached


@rule(
    "withdrawn-claim-with-result",
    "A withdrawn claim has a result",
    severity=CHECK,
    source=S(62),
    fix="Correct the status, or take the result out of this row.",
    family=TECHNICALS,
    needs=("claims.claim_status",),
    example="Claim status is withdrawn and Certificate issued on has a day.",
)
def withdrawn_claim_with_result(book: Book, values: Values) -> Iterable[RawFinding]:
    """A claim is either withdrawn or sent on to OCR; only what was sent on has a result. That a grade was not confirmed is none."""
    for claim in book.claims:
        if claim.is_withdrawn and (
            claim.confirmed_grade in RANK or claim.results_published_on or claim.certificate_issued_on
        ):
            yield finding(claim, "claim_status", "The claim is marked withdrawn, and the row has a result.")


@rule(
    "open-claim-before-new-one",
    "A claim is still unsubmitted while a later one of the same entry code exists",
    severity=MUST_FIX,
    source=B(24),
    fix="Submit or delete the earlier claim in Interchange first, then correct its status here.",
    family=TECHNICALS,
    needs=("claims.claim_status", "claims.visit", "visits.visit_date"),
    example="Claims of 05839 for November are still unsubmitted, and claims of 05839 for March exist: submit November's first.",
)
def open_claim_before_new_one(book: Book, values: Values) -> Iterable[RawFinding]:
    """Interchange starts no new claim for a qualification before all earlier ones are submitted."""
    opened: defaultdict[str, list[tuple[dt.date, Claim]]] = defaultdict(list)
    latest: dict[str, dt.date] = {}
    for claim, named in book.moderated:
        if claim.entry_code is None:
            continue
        if claim.is_made or claim.claim_status is ClaimStatus.UNSUBMITTED:
            latest[claim.entry_code] = max(latest.get(claim.entry_code, dt.date.min), named[1])
        if claim.claim_status is ClaimStatus.UNSUBMITTED:
            opened[claim.entry_code].append((named[1], claim))
    for code, claims in opened.items():
        for visit_date, claim in claims:
            if visit_date < latest[code]:
                yield finding(
                    claim,
                    "claim_status",
                    f"Unsubmitted for the visit on {say(visit_date)}, while a claim of {code} for {say(latest[code])} exists.",
                )


@rule(
    "grade-not-for-unit",
    "A moderated unit is claimed at a grade it cannot have",
    severity=MUST_FIX,
    source=B(31),
    fix="Correct the grade to one of {grades}, or ask for the claim to be withdrawn if the work is not at Pass.",
    family=TECHNICALS,
    needs=("claims.grade",),
    uses=("grades.of_a_moderated_unit",),
    who=Who.ASSESSOR,
    example="P, M and D can be claimed; D* belongs to whole qualifications and R (near pass) to Level 3 examined units.",
)
def grade_not_for_unit(book: Book, values: Values) -> Iterable[RawFinding]:
    """Moderated units are claimed at Pass, Merit or Distinction. A unit that is only planned may still stand at Fail, and one of which
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
            and (claim.is_made or claim.grade not in (Grade.FAIL, Grade.UNCLASSIFIED))
        ):
            yield finding(
                claim, "grade", f"{claim.grade} cannot be claimed for a moderated unit.", grades=", ".join(grades)
            )


_EXAMINED_TOO = frozenset({Grade.NEAR_PASS, Grade.UNCLASSIFIED, Grade.FAIL})
