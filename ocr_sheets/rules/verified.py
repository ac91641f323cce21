"""OCR's page on verified qualifications, in the page's order (S68 to S99), then what OCR says elsewhere (B).

There is no deadline for entries here (S79) and none for assessment (S84), so no rule asks for one; claims and visits have no
fixed distance either. What holds for Cambridge Technicals is in technicals/.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence

from ocr_sheets.dates import whole_months
from ocr_sheets.model.book import Book
from ocr_sheets.model.records import Assessor, Claim, Entry, Family, Visit, VisitStatus
from ocr_sheets.rulebook.values import year_label
from ocr_sheets.rules.engine import ADVICE, CHECK, FILL_IN, MUST_FIX, B, RawFinding, S, Values, Who, finding, rule
from ocr_sheets.rules.people import absences
from ocr_sheets.rules.shared import both_awards, entered_for_both, entries_without_assurer, visits_in_late_august
from ocr_sheets.schedule.allowance import visits_counted
from ocr_sheets.schedule.deadlines import NO_CERTIFICATE
from ocr_sheets.schedule.progress import progress_of
from ocr_sheets.text import key

VERIFIED = Family.VERIFIED


# -- approval (S71, S74)


def _codes_in_use(book: Book) -> set[str]:
    """Entry codes with entries that stand, or with claims."""
    codes = {entry.entry_code for entry in book.entries if entry.withdrawn_on is None}
    codes |= {claim.entry_code for claim in book.claims if not claim.is_withdrawn}
    return {code for code in codes if code}


def _codes_with_candidates(book: Book) -> set[str]:
    """Entry codes with entries, not withdrawn, or with work still to be entered, of candidates who have not left."""
    gone = {row.candidate_number for row in book.candidates if row.left_on and row.left_on < book.as_of}
    rows: list[Entry | Claim] = [entry for entry in book.entries if entry.withdrawn_on is None]
    rows += [work for work in book.work if work.is_implied]
    return {row.entry_code for row in rows if row.entry_code and row.candidate_number not in gone}


@rule(
    "approval-missing",
    "A verified qualification in use shows no approval of its own",
    severity=FILL_IN,
    source=(S(71), S(74)),
    message="{entry_code} is in use and has no approval date.",
    fix="Fill in the day OCR approved {entry_code}; if it has not, apply with the vocational centre approval form before going on.",
    family=VERIFIED,
    needs=(
        "qualifications.approved_on",
        "entries.entry_code",
    ),
    who=Who.PROGRAMME_LEAD,
    example="04664 has entries and nothing in Approved on. Approval for 04663 does not cover it.",
)
def approval_missing(book: Book, values: Values) -> Iterable[RawFinding]:
    """Becoming an approved centre is the first step, and each qualification needs an approval of its own. A blank cell says only that its
    day is not filled in; an entry from before the day that is filled in is reported on its own.
    """
    used = _codes_in_use(book)
    for row in book.qualifications:
        if row.entry_code in used and row.approved_on is None and not book.is_unread(row, "approved_on"):
            yield finding(row, "approved_on", entry_code=row.entry_code)


@rule(
    "entry-before-approval",
    "An entry is dated before the centre was approved",
    severity=MUST_FIX,
    source=(S(71), S(74)),
    message="Entered on {entered_on}, before approval for {entry_code} on {approved_on}.",
    fix="Correct whichever date is wrong: approval for {entry_code} comes first.",
    family=VERIFIED,
    needs=("entries.entered_on", "qualifications.approved_on"),
    example="Approved on 1 October 2026: an entry on 1 October is possible, one on 30 September is not.",
)
def entry_before_approval(book: Book, values: Values) -> Iterable[RawFinding]:
    """Becoming an approved centre for the qualification is the first step; entries follow it."""
    for entry in book.entries:
        row = book.qualification_of.get(entry.entry_code or "")
        if entry.withdrawn_on is not None:
            continue
        if row and row.approved_on and entry.entered_on and entry.entered_on < row.approved_on:
            yield finding(
                entry, "entered_on", entered_on=entry.entered_on, entry_code=row.entry_code, approved_on=row.approved_on
            )


@rule(
    "approval-visit-missing",
    "An approved verified qualification shows no approval visit",
    severity=CHECK,
    source=S(74),
    message="No approval visit is recorded for {entry_code}.",
    fix="Fill in the day of the approval visit for {entry_code}, or ask OCR when it was.",
    family=VERIFIED,
    needs=("qualifications.approval_visit_on", "qualifications.approved_on"),
    who=Who.PROGRAMME_LEAD,
    example="04663 was approved on 1 October 2026 and Approval visit on is empty.",
)
def approval_visit_missing(book: Book, values: Values) -> Iterable[RawFinding]:
    """OCR makes an approval visit for each qualification."""
    for row in book.qualifications:
        if row.approved_on and row.approval_visit_on is None and not book.is_unread(row, "approval_visit_on"):
            yield finding(row, "approval_visit_on", entry_code=row.entry_code)


@rule(
    "approval-visit-after-approval",
    "The approval visit of a verified qualification is dated after its approval",
    severity=CHECK,
    source=S(74),
    message="Approved on {approved_on}, and the approval visit is dated {visit_on}.",
    fix="Correct whichever day is wrong; if both are right, say so under Accepted because.",
    family=VERIFIED,
    needs=("qualifications.approval_visit_on", "qualifications.approved_on"),
    who=Who.PROGRAMME_LEAD,
    example="Approved on 1 October 2026: an approval visit on 1 October is possible, one on the 2nd is asked about.",
)
def approval_visit_after_approval(book: Book, values: Values) -> Iterable[RawFinding]:
    """OCR needs to make an approval visit for each qualification. That it comes before the approval is our reading, so this is only a
    query.
    """
    for row in book.qualifications:
        if row.approved_on and row.approval_visit_on and row.approval_visit_on > row.approved_on:
            yield finding(row, "approval_visit_on", approved_on=row.approved_on, visit_on=row.approval_visit_on)


# -- entries (S76 to S80)


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


# -- assessment and claims (S83 to S87)


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


# -- EQA visits (S89 to S93)


@rule(
    "fewer-than-two-eqa-visits",
    "Fewer than two EQA visits are planned so far for a verified qualification",
    severity=CHECK,
    source=(S(89), B(70)),
    message={
        "": "{visits:visit} planned so far for {entry_code} in {year}; {wanted} are needed.",
        "none": "No visit planned so far for {entry_code} in {year}; {wanted} are needed.",
    },
    fix="Agree another visit with the EQA for {year}, and add it to {Visits}.",
    family=VERIFIED,
    needs=(
        "qualifications.entry_code",
        "visits.visit_date",
        "visits.entry_code",
        "entries.entry_code or candidates.course",
    ),
    uses=("verified.visits_a_year",),
    who=Who.PROGRAMME_LEAD,
    example="04663 has entries, and one visit between 1 September 2026 and 31 August 2027.",
)
def fewer_than_two_eqa_visits(book: Book, values: Values) -> Iterable[RawFinding]:
    """An external quality assurer visits each qualification twice a year. It is an obligation, not an allowance."""
    wanted = values.number("verified.visits_a_year", book.as_of)
    if wanted is None:
        return
    rulebook = values.rulebook
    today = rulebook.quality_assurance_year(book.as_of)
    # The year that the workbook plans is an academic year; a calendar year goes by the day it is looked at.
    label = rulebook.quality_assurance_label(today)
    is_academic = label == year_label(today)
    year = book.centre.academic_year if is_academic and book.centre.academic_year else today
    label = rulebook.quality_assurance_label(year)
    planned: defaultdict[str, int] = defaultdict(int)
    for counted in visits_counted(book, values.rulebook):
        if counted.year == year:
            planned[key(counted.of)] = max(counted.number, planned[key(counted.of)])
    for visit in book.visits:
        # A visit whose day cannot be read is planned all the same, and its cell is reported.
        if visit.status is not VisitStatus.CANCELLED and book.is_unread(visit, "visit_date") and not visit.visit_date:
            planned[key(visit.entry_code or visit.subject_area or "")] += 1
    used = _codes_with_candidates(book)
    for row in book.qualifications:
        if row.entry_code in used and row.entry_code:
            count = planned[row.entry_code] + planned[key(row.subject_area or "")]
            if count < wanted:
                yield finding(
                    row,
                    "entry_code",
                    "" if count else "none",
                    visits=count,
                    entry_code=row.entry_code,
                    year=label,
                    wanted=wanted,
                )


@rule(
    "staff-unavailable-at-eqa-visit",
    "A member of staff is away on the day of an EQA visit",
    severity=MUST_FIX,
    source=S(91),
    message="{who} is away on {visit_date}, the day of {visit}.",
    fix="Ask the EQA for another day, or ask them to change the absence.",
    family=VERIFIED,
    needs=(
        "assessors.unavailable_from",
        "visits.visit_date",
        "claims.assessor or units.assessor or assessors.subject_areas",
        "assessors.code or assessors.name",
    ),
    who=Who.PROGRAMME_LEAD,
    example="JS is away from 8 to 12 March 2027 and has work at the EQA visit on 12 March. A visit on 7 or 13 March is possible.",
)
def staff_unavailable_at_eqa_visit(book: Book, values: Values) -> Iterable[RawFinding]:
    """Candidates, assessment staff and the samples asked for need to be available at the visit. Before any claim is at it, the staff are those of
    its subject area on Assessors.
    """
    for visit in book.visits:
        if not is_ahead(visit, book) or visit.visit_date is None:
            continue
        named = _staff_of(visit, book)
        for absence in absences(named, visit.visit_date, book):
            yield finding(
                absence,
                "unavailable_from",
                by=visit.visit_date,
                who=absence.code or absence.name,
                visit_date=visit.visit_date,
                visit=visit.label,
            )


def is_ahead(visit: Visit, book: Book) -> bool:
    """Whether a visit that stands is still to come."""
    return visit.stands and visit.status is not VisitStatus.DONE and (visit.visit_date or dt.date.min) >= book.as_of


def _is_next(visit: Visit, book: Book) -> bool:
    """Whether a visit is the next to come of its qualification: work that no claim names is looked for there."""
    code = visit.entry_code or visit.subject_area
    others = [one for one in book.visits if is_ahead(one, book) and (one.entry_code or one.subject_area) == code]
    return min(others, key=lambda one: one.visit_date or dt.date.max, default=None) == visit


def _staff_of(visit: Visit, book: Book) -> Sequence[Assessor]:
    """Who assessed or quality assured the work at a visit or, before a claim is at the next one, all of its subject area."""
    claims = book.claims_of_visit(visit)
    named = dict.fromkeys(
        person
        for claim in claims
        for text in (book.assessor_named(claim), claim.standardised_by)
        if not claim.is_achieved and (person := book.assessor_for(text))
    )
    if claims or not _is_next(visit, book):
        return list(named)
    wanted = {book.subject_of_visit(visit), book.subject_of(visit.entry_code), visit.entry_code} - {None}
    return [person for person in book.assessors if wanted & {key(subject) for subject in person.subject_areas or ()}]


@rule(
    "verified-sample-not-available",
    "Work that the EQA asked for is marked as not available",
    severity=MUST_FIX,
    source=S(91),
    message="The EQA asked for this work for {visit} on {visit_date}, and it is marked as not available.",
    fix="Prepare it for the visit on {visit_date}, and mark it yes; if it cannot be, tell the EQA.",
    family=VERIFIED,
    needs=("claims.available_at_visit", "claims.sample_requested_on", "claims.entry_code", "visits.visit_date"),
    who=Who.ASSESSOR,
    example="Unit 1 of 04663 has a day in Sample requested on and no in Available at visit, before the EQA visit on 12 March 2027.",
)
def verified_sample_not_available(book: Book, values: Values) -> Iterable[RawFinding]:
    """The samples of work that were asked for need to be available at the visit."""
    for visit in book.visits:
        if not is_ahead(visit, book) or visit.visit_date is None:
            continue
        for claim in book.claims_of_visit(visit):
            if claim.sample_requested_on and claim.available_at_visit is False and not claim.is_achieved:
                yield finding(
                    claim,
                    "available_at_visit",
                    by=visit.visit_date,
                    visit=visit.label,
                    visit_date=visit.visit_date,
                )


@rule(
    "candidate-left-before-eqa-visit",
    "A candidate leaves before the EQA visit that his or her work is for",
    severity=CHECK,
    source=S(91),
    message={
        "": "Leaves on {left_on}, before {visit} on {visit_date}.",
        "left": "Left on {left_on}, before {visit} on {visit_date}.",
    },
    fix="Tell the EQA, or bring the visit forward.",
    family=VERIFIED,
    needs=("candidates.left_on", "visits.visit_date", "claims.candidate_number or entries.candidate_number"),
    who=Who.PROGRAMME_LEAD,
    example="0102 left on 10 March 2027 and has a claim at the EQA visit on 12 March 2027.",
)
def candidate_left_before_eqa_visit(book: Book, values: Values) -> Iterable[RawFinding]:
    """Candidates need to be available at the visit: those with claims at it or, before any claim is, those who are entered.
    (Moderation of Cambridge Technicals needs no candidates, S56.)
    """
    left = {
        number: rows[0]
        for number, rows in book.candidates_numbered.items()
        if rows[0].left_on and all(row.left_on == rows[0].left_on for row in rows)
    }
    for visit in book.visits:
        if not is_ahead(visit, book) or visit.visit_date is None:
            continue
        numbers = _numbers_at(visit, book)
        for number in sorted(number for number in numbers if number in left):
            candidate = left[number]
            if candidate.left_on and candidate.left_on < visit.visit_date:
                yield finding(
                    candidate,
                    "left_on",
                    "left" if candidate.left_on < book.as_of else "",
                    left_on=candidate.left_on,
                    visit=visit.label,
                    visit_date=visit.visit_date,
                )


def _numbers_at(visit: Visit, book: Book) -> set[str | None]:
    """The candidates with work at a visit; before any claim is at the next one, those who are entered for its qualification."""
    claims = book.claims_of_visit(visit)
    if claims or not _is_next(visit, book):
        return {claim.candidate_number for claim in claims if not claim.is_achieved}
    achieved = {(claim.candidate_number, claim.entry_code) for claim in book.claims if claim.is_achieved}
    subject = book.subject_of_visit(visit)
    return {
        entry.candidate_number
        for entry in book.entries
        if entry.withdrawn_on is None
        and (entry.candidate_number, entry.entry_code) not in achieved
        and (
            entry.entry_code == visit.entry_code
            if visit.entry_code
            else subject is not None and book.subject_of(entry.entry_code) == subject
        )
    }


@rule(
    "verified-visit-in-late-august",
    "An EQA visit falls in the last two weeks of August",
    severity=MUST_FIX,
    source=B(1),
    message="There are no visits from {first} to {last}.",
    fix="Agree another day with the EQA: up to {last_before}, or from {first_after}.",
    family=VERIFIED,
    needs=("visits.visit_date",),
    uses=("august.no_visits_from", "august.no_visits_until"),
    who=Who.PROGRAMME_LEAD,
    example="17 August 2027 and 1 September 2027 can be visited; 18 and 31 August cannot.",
)
def verified_visit_in_late_august(book: Book, values: Values) -> Iterable[RawFinding]:
    """OCR makes no visits to verified qualifications from 18 to 31 August."""
    return visits_in_late_august(book, values)


@rule(
    "eqa-decision-overdue",
    "The EQA's decision on claims is overdue",
    severity=CHECK,
    source=S(93),
    message="{claims:claim} of this visit {claims:=is/are} not decided; the decision was due by {due}.",
    fix="Check Interchange; if the claims are not confirmed or edited, ask the EQA. Then correct the claims' status.",
    family=VERIFIED,
    needs=("visits.visit_date", "claims.claim_status"),
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


# -- from OCR's other pages


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
