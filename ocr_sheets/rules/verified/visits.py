"""OCR's page on verified qualifications: the visits of the external quality assurer, the EQA (S89 to S93)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence

from ocr_sheets.model.book import Book
from ocr_sheets.model.records import Assessor, Claim, Entry, Visit, VisitStatus
from ocr_sheets.rulebook.values import year_label
from ocr_sheets.rules.engine import CHECK, MUST_FIX, B, RawFinding, S, Values, Who, finding, rule
from ocr_sheets.rules.people import absences
from ocr_sheets.rules.shared import visits_in_late_august
from ocr_sheets.rules.verified.shared import VERIFIED
from ocr_sheets.schedule.allowance import visits_counted
from ocr_sheets.text import key


def _codes_with_candidates(book: Book) -> set[str]:
    """Entry codes with entries, not withdrawn, or with work still to be entered, of candidates who have not left."""
    gone = {row.candidate_number for row in book.candidates if row.left_on and row.left_on < book.as_of}
    rows: list[Entry | Claim] = [entry for entry in book.entries if entry.withdrawn_on is None]
    rows += [work for work in book.work if work.is_implied]
    return {row.entry_code for row in rows if row.entry_code and row.candidate_number not in gone}


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
    fix="Ask the EQA for another day, or ask the member of staff to change the absence.",
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
        if not _is_ahead(visit, book) or visit.visit_date is None:
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


def _is_ahead(visit: Visit, book: Book) -> bool:
    """Whether a visit that stands is still to come."""
    return visit.stands and visit.status is not VisitStatus.DONE and (visit.visit_date or dt.date.min) >= book.as_of


def _is_next(visit: Visit, book: Book) -> bool:
    """Whether a visit is the next to come of its qualification: work that no claim names is looked for there."""
    code = visit.entry_code or visit.subject_area
    others = [one for one in book.visits if _is_ahead(one, book) and (one.entry_code or one.subject_area) == code]
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
        if not _is_ahead(visit, book) or visit.visit_date is None:
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
        if not _is_ahead(visit, book) or visit.visit_date is None:
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
