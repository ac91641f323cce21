"""OCR's page on visiting moderation of Cambridge Technicals, in the page's order (S1 to S67), then what OCR says elsewhere (B).

None of this holds for verified qualifications, whose rules are in verified.py.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from ocr_sheets.allowance import visits_counted
from ocr_sheets.book import (
    Assessment,
    Book,
    Claim,
    ClaimStatus,
    Entry,
    EntryType,
    Family,
    Grade,
    Suite,
    Visit,
    VisitStatus,
    VisitType,
    key,
)
from ocr_sheets.dates import before, days, say, whole_months
from ocr_sheets.deadlines import calendar_of
from ocr_sheets.rulebook.values import year_label
from ocr_sheets.rules.duplicates import repeated_claims
from ocr_sheets.rules.engine import ADVICE, CHECK, MUST_FIX, B, Found, S, Values, Who, found, rule
from ocr_sheets.rules.shared import both_awards, entries_without_assurer, past, plural, visits_in_late_august
from ocr_sheets.samples import assessor_of

TECHNICALS = Family.TECHNICALS


def _is_to_come(visit: Visit, book: Book) -> bool:
    return visit.visit_date is not None and visit.visit_date >= book.as_of and visit.status is not VisitStatus.DONE


# -- visits and their types (S1, S19)


@rule(
    "visit-type-missing",
    "A moderation visit does not say whether it is virtual or face-to-face",
    severity=CHECK,
    source=(S(1), S(19)),
    fix="Choose virtual or face-to-face, and tell the moderator by {tell_by}.",
    family=TECHNICALS,
    needs=("visits.type", "visits.visit_date"),
    uses=("type.days_before_visit",),
    who=Who.PROGRAMME_LEAD,
    example="A visit on 11 March 2027 with no type: choose one and tell the moderator by 11 February 2027.",
)
def visit_type_missing(book: Book, values: Values) -> Iterable[Found]:
    """The centre has the choice, and what is due before a visit depends on it: work is uploaded for a virtual visit and laid out
    for a face-to-face one.
    """
    for visit in book.visits:
        if visit.type is None and visit.visit_date and visit.stands and _is_to_come(visit, book):
            needed = values.days("type.days_before_visit", visit.visit_date)
            if needed is None or book.is_unread(visit, "type"):
                continue
            tell_by = before(visit.visit_date, needed)
            fix = None
            if visit.type_told_on:
                fix = f"Choose the type that the moderator was told on {say(visit.type_told_on)}."
            elif tell_by < book.as_of:
                fix = "Choose virtual or face-to-face, and tell the moderator at once."
            yield found(
                visit,
                "type",
                f"No type is given for the visit on {say(visit.visit_date)}.",
                tell_by,
                tell_by=say(tell_by),
            )._replace(fix=fix)


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
def examined_whose(book: Book, values: Values) -> Iterable[Found]:
    """Moderation visits are for units that the centre assesses. A row that only keeps track of an examined unit, planned or with its
    result, is left alone: it has no claim date, no visit and no status that only a claim can have.
    """
    for claim in book.claims:
        is_a_claim = claim.claimed_on or claim.visit or claim.claim_status in _IN_A_CLAIM
        if is_a_claim and not claim.is_withdrawn and book.assessment_of(claim) is Assessment.EXAMINED:
            yield found(claim, "unit_number", f"Unit {claim.unit_number} of {claim.entry_code} is an examined unit.")


_IN_A_CLAIM = frozenset({ClaimStatus.UNSUBMITTED, ClaimStatus.SUBMITTED, ClaimStatus.SENT})


# -- the allowance (S5 to S9)


@rule(
    "visit-chargeable",
    "A moderation visit is beyond the two free ones",
    severity=ADVICE,
    source=(S(5), S(6), S(7), S(8), S(9), S(23)),
    fix="Ask the VQ Panel Management team (VQ.panelmanagement@ocr.org.uk) for it and plan for the fee{fee}, or combine it with another visit.",
    family=TECHNICALS,
    needs=("visits.visit_date", "visits.subject_area"),
    uses=("visits.free_a_year",),
    who=Who.PROGRAMME_LEAD,
    example="Visits for IT on 12 November, 11 March and 9 June of one academic year: the third is charged, whichever suite or level.",
)
def visit_chargeable(book: Book, values: Values) -> Iterable[Found]:
    """Two visits in each subject area and academic year are free, for both suites and all levels together; in a consortium, for the
    consortium. A cancelled visit does not count. A visit in several rows is told once.
    """
    fee = f" of £{book.centre.visit_fee:,.2f}" if book.centre.visit_fee is not None else ""
    told: set[tuple[str, int, int]] = set()
    for counted in visits_counted(book.everything, values.rulebook):
        visit, occasion = counted.visit, (key(counted.of), counted.year, counted.number)
        if counted.family is not TECHNICALS or visit.visit_date is None or occasion in told:
            continue
        free = values.days("visits.free_a_year", visit.visit_date)
        if free is not None and counted.number > free:
            told.add(occasion)
            is_over = visit.status is VisitStatus.DONE or visit.visit_date < book.as_of
            yield found(
                visit,
                "visit_date",
                f"Visit {counted.number} for {counted.of} in {year_label(counted.year)}: {free} are free, this one is charged.",
                fee=fee,
            )._replace(fix=f"The visit is over: expect OCR to charge the fee{fee}." if is_over else None)


# -- entries and the moderator (S10, S14)


@rule(
    "entries-without-moderator",
    "Entries are made but no moderator has been in touch",
    severity=CHECK,
    source=(S(10), S(14)),
    fix="If no moderator has contacted you, ask OCR; otherwise fill in the name.",
    family=TECHNICALS,
    needs=("qualifications.quality_assurer", "entries.entry_code"),
    example="12 entries for 05839 and no moderator's name: if nobody has been in touch, contact OCR.",
)
def entries_without_moderator(book: Book, values: Values) -> Iterable[Found]:
    """A moderator is allocated once the first entries are made. Without one no visit can be arranged. One moderator visits a subject
    area, so a name for one of its entry codes does for all.
    """
    return entries_without_assurer(book, "moderator", by_subject=True)


@rule(
    "first-visit-late",
    "A new or one-year course has entries and no visit planned",
    severity=ADVICE,
    source=(S(11), S(13)),
    fix="Agree on the year's first visit with the moderator, for as early a day as suits the work.",
    family=TECHNICALS,
    needs=(
        "qualifications.approved_on or qualifications.one_year",
        "qualifications.subject_area",
        "entries.entered_on",
        "visits.visit_date",
        "visits.subject_area",
    ),
    uses=("type.days_before_visit", "august.no_visits_from", "august.no_visits_until"),
    who=Who.PROGRAMME_LEAD,
    example="Business was approved on 4 September 2026, has entries of October 2026, and no visit between September 2026 and August 2027.",
)
def first_visit_late(book: Book, values: Values) -> Iterable[Found]:
    """An early first visit shows in time whether the work is on the right lines, above all where a qualification is new to the centre
    or is over within the year. OCR names no day for it, so it is told only while no visit of the subject stands in this year, of
    this year's entries (a resit of an examined unit is none), and with the earliest day that leaves time to tell the moderator the type.
    """
    earliest = _earliest_visit(book, values)
    year = values.academic_year(book.as_of)
    if earliest is None or values.academic_year(earliest) != year or _visit_of_unclear_subject(book, values):
        return
    gone = {row.candidate_number for row in book.candidates if row.left_on and row.left_on <= book.as_of}
    entered = {
        entry.entry_code
        for entry in book.entries
        if entry.entry_type is not EntryType.EXAMINED_UNIT
        and entry.withdrawn_on is None
        and not book.is_unread(entry, "withdrawn_on")
        and entry.candidate_number not in gone
        and entry.entered_on
        and entry.entered_on <= book.as_of
        and values.academic_year(entry.entered_on) == year
    }
    told = {book.subject_of_visit(visit) for visit in book.visits if _may_be_in(year, visit, book, values)}
    for row in book.qualifications:
        subject = book.subject_of(row.entry_code)
        is_new = row.approved_on is not None and values.academic_year(row.approved_on) == year
        if subject is None or subject in told or row.entry_code not in entered or not (is_new or row.one_year):
            continue
        told.add(subject)
        why = "new this year" if is_new else "a one-year programme"
        yield found(
            row,
            "approved_on" if is_new else "one_year",
            f"{row.entry_code} is {why}, and no visit for {row.subject_area} stands in {year_label(year)}; "
            f"one can be held from {say(earliest)}.",
        )


def _earliest_visit(book: Book, values: Values) -> dt.date | None:
    """The first day for a visit of which the moderator can still be told the type in time; ``None`` where no figure is published."""
    ahead = values.days("type.days_before_visit", book.as_of)
    if ahead is None:
        return None
    calendar = calendar_of(book)
    day = before(book.as_of, -ahead)
    while not calendar.is_worked(day) or (
        values.day_of_year("august.no_visits_from", day.year)
        <= day
        <= values.day_of_year("august.no_visits_until", day.year)
    ):
        day = before(day, -1)
    return day


def _may_be_in(year: int, visit: Visit, book: Book, values: Values) -> bool:
    """Whether a visit that was not cancelled is in an academic year, or may be, as its day cannot be read."""
    if visit.status is VisitStatus.CANCELLED:
        return False
    return values.academic_year(visit.visit_date) == year if visit.visit_date else book.is_unread(visit, "visit_date")


def _visit_of_unclear_subject(book: Book, values: Values) -> bool:
    """Whether a visit of this academic year may be any subject's: it names none, or one that is not on Qualifications."""
    known = {key(row.subject_area) for row in book.everything.qualifications if row.subject_area}
    year = values.academic_year(book.as_of)
    return any(
        book.subject_of_visit(visit) not in known and _may_be_in(year, visit, book, values)
        for visit in book.everything.visits
    )


# -- results in summer (S15)


def _summers(book: Book, values: Values) -> dict[str, int]:
    """The summer in which each candidate needs results, by candidate number; others are not in it."""
    this_year = book.centre.academic_year or values.academic_year(book.as_of)
    return {
        candidate.candidate_number: candidate.results_needed.summer or this_year + 1
        for candidate in book.candidates
        if candidate.candidate_number and candidate.results_needed and candidate.results_needed.day is None
    }


def _needing(book: Book, values: Values, visit: Visit) -> dict[int, set[str]]:
    """The candidates whose claims at a visit are needed in a summer, by that summer."""
    summers = _summers(book, values)
    needing: defaultdict[int, set[str]] = defaultdict(set)
    for claim in book.portfolios_at(visit):
        number = claim.candidate_number
        if number in summers and not claim.results_published_on and not claim.is_achieved:
            needing[summers[number]].add(number)
    return needing


def _summer_passing(visit_by: dt.date, book_by: dt.date, book: Book) -> str | None:
    """What is left to do once the days that OCR names for a summer go by; ``None`` before that."""
    if book.as_of > visit_by:
        return f"{say(visit_by)} is past: ask the moderator what can still be done, or correct Results needed by."
    return f"Ask the moderator at once for a date by {say(visit_by)}." if book.as_of > book_by else None


@rule(
    "final-visit-after-june",
    "A visit is too late for results in summer",
    severity=CHECK,
    source=S(15),
    fix="Ask the moderator for a date by {visit_by}, booked by {book_by}.",
    family=TECHNICALS,
    needs=(
        "visits.visit_date",
        "candidates.results_needed",
        "claims.candidate_number",
        "claims.visit",
    ),
    uses=("summer.visit_by", "summer.book_by"),
    who=Who.PROGRAMME_LEAD,
    example="A visit on 1 July 2027 with claims of a candidate marked UCAS: 30 June 2027 is in time, 1 July is not.",
)
def final_visit_after_june(book: Book, values: Values) -> Iterable[Found]:
    """For university entrance, or to come with the A level results, the last visit is to be over by 30 June."""
    for visit in book.visits:
        if not visit.stands or visit.visit_date is None:
            continue
        for summer, candidates in sorted(_needing(book, values, visit).items()):
            visit_by = values.day_of_year("summer.visit_by", summer)
            book_by = values.day_of_year("summer.book_by", summer)
            if visit.visit_date > visit_by:
                yield found(
                    visit,
                    "visit_date",
                    f"{plural(len(candidates), 'candidate')} at this visit on {say(visit.visit_date)} "
                    f"{'need' if len(candidates) > 1 else 'needs'} results in summer {summer}.",
                    visit_by,
                    visit_by=say(visit_by),
                    book_by=say(book_by),
                )._replace(fix=_summer_passing(visit_by, book_by, book))
                break


@rule(
    "final-visit-booked-late",
    "The final visit before summer results is booked late",
    severity=CHECK,
    source=S(15),
    fix="Book it with the moderator at once, for a day up to {visit_by}, and fill in the day it was booked.",
    family=TECHNICALS,
    needs=("visits.booked_on", "visits.visit_date", "candidates.results_needed", "claims.candidate_number"),
    uses=("summer.book_by", "summer.visit_by"),
    who=Who.PROGRAMME_LEAD,
    example="The last visit for IT, on 24 June 2027, was booked on 16 May 2027: 15 May is in time, 16 May is not.",
)
def final_visit_booked_late(book: Book, values: Values) -> Iterable[Found]:
    """OCR asks for the final visit to be booked by 15 May, so that it can be held by 30 June. Once it was held nothing hangs on the
    day it was booked, and a visit after 30 June is too late however it was booked: that is reported instead.
    """
    for visit, summer in _final_visits(book, values):
        book_by = values.day_of_year("summer.book_by", summer)
        visit_by = values.day_of_year("summer.visit_by", summer)
        if visit.visit_date is None or visit.visit_date <= book_by or not _is_to_come(visit, book):
            continue
        wrong = fix = None
        if visit.booked_on and visit.booked_on > book_by:
            wrong = f"Booked on {say(visit.booked_on)}; OCR asks for {say(book_by)}."
            fix = f"It is booked: make sure with the moderator that it is held by {say(visit_by)}."
        elif (
            visit.booked_on is None
            and book.as_of > book_by
            and visit.status is not VisitStatus.CONFIRMED
            and not book.is_unread(visit, "booked_on")
        ):
            wrong = f"Not recorded as booked; OCR asks for {say(book_by)}."
        if wrong:
            yield found(visit, "booked_on", wrong, book_by, visit_by=say(visit_by))._replace(fix=fix)


def _final_visits(book: Book, values: Values) -> Iterator[tuple[Visit, int]]:
    """The last visit of each subject area, up to 30 June, at which candidates need results in a summer; with that summer."""
    last: dict[tuple[str | None, int], Visit] = {}
    for visit in sorted(book.visits, key=lambda visit: visit.visit_date or dt.date.min):
        if visit.stands and visit.visit_date:
            for summer in _needing(book, values, visit):
                if visit.visit_date <= values.day_of_year("summer.visit_by", summer):
                    last[book.subject_of_visit(visit), summer] = visit
    yield from ((visit, summer) for (_, summer), visit in last.items())


@rule(
    "summer-results-without-visit",
    "A candidate needs summer results but has units with no visit",
    severity=CHECK,
    source=S(15),
    fix="Plan a visit for the subject by {visit_by}, booked by {book_by}, or name the visit on the claim.",
    family=TECHNICALS,
    needs=(
        "candidates.results_needed",
        "claims.candidate_number",
        "visits.visit_date",
        "qualifications.entry_code",
        "qualifications.subject_area",
    ),
    uses=("summer.visit_by", "summer.book_by"),
    who=Who.PROGRAMME_LEAD,
    example="A candidate marked summer 2027 has two units planned in IT, and no visit for IT is left: plan one by 30 June 2027.",
)
def summer_results_without_visit(book: Book, values: Values) -> Iterable[Found]:
    """A unit that no visit covers gives no result. Where Claims names a visit that is not on Visits, that is reported instead."""
    summers = _summers(book, values)
    units: defaultdict[str, list[Claim]] = defaultdict(list)
    for claim in book.portfolios:
        number = claim.candidate_number
        named = claim.visit or book.is_unread(claim, "visit")
        waiting = not claim.results_published_on and not claim.is_achieved and not named
        if number in summers and waiting and book.visit_of(claim) is None and book.subject_of(claim.entry_code):
            units[number].append(claim)
    for candidate in book.candidates:
        open_units = units.get(candidate.candidate_number or "")
        if open_units and candidate.candidate_number:
            summer = summers[candidate.candidate_number]
            visit_by = values.day_of_year("summer.visit_by", summer)
            book_by = values.day_of_year("summer.book_by", summer)
            passing = _summer_passing(visit_by, book_by, book)
            yield found(
                candidate,
                "results_needed",
                f"Results are needed in summer {summer}, and {plural(len(open_units), 'unit')} "
                f"of {_codes(open_units)} {'have' if len(open_units) > 1 else 'has'} no visit ahead.",
                visit_by if book.as_of > book_by else book_by,
                visit_by=say(visit_by),
                book_by=say(book_by),
            )._replace(fix=f"{passing} If there is a visit, name it on the claim." if passing else None)


def _codes(claims: Iterable[Claim]) -> str:
    return ", ".join(sorted({claim.entry_code for claim in claims if claim.entry_code}))


# -- days without visits (S16)


@rule(
    "visit-in-late-august",
    "A moderation visit falls in the last two weeks of August",
    severity=MUST_FIX,
    source=(S(16), B(1)),
    fix="Agree another day with the moderator: up to {last_before}, or from {first_after}.",
    family=TECHNICALS,
    needs=("visits.visit_date",),
    uses=("august.no_visits_from", "august.no_visits_until"),
    who=Who.PROGRAMME_LEAD,
    example="17 August 2027 and 1 September 2027 can be visited; 18 and 31 August cannot.",
)
def visit_in_late_august(book: Book, values: Values) -> Iterable[Found]:
    """No visits take place in the last two weeks of August, read as the 18th to the 31st."""
    return visits_in_late_august(book, values)


# -- telling the moderator the type (S19)


@rule(
    "visit-type-told-late",
    "The moderator was told the type of visit too late",
    severity=MUST_FIX,
    source=S(19),
    fix="Ask the moderator whether the type can stand, or move the visit to {visit_from} or later.",
    family=TECHNICALS,
    needs=("visits.type_told_on", "visits.visit_date"),
    uses=("type.days_before_visit",),
    who=Who.PROGRAMME_LEAD,
    example="For a visit on 11 March 2027, told on 11 February is in time and told on 12 February is late.",
)
def visit_type_told_late(book: Book, values: Values) -> Iterable[Found]:
    """OCR needs to know four weeks ahead whether to send the moderator to the centre or to a screen. Whoever told the type in time and
    then agreed with the moderator on an earlier day has told it.
    """
    for visit in book.visits:
        if not (visit.stands and visit.visit_date and visit.type_told_on):
            continue
        needed = values.days("type.days_before_visit", visit.visit_date)
        if needed is None or book.is_unread(visit, "moved_from"):
            continue
        if visit.type_told_on > before(max(visit.visit_date, visit.moved_from or visit.visit_date), needed):
            yield found(
                visit,
                "type_told_on",
                f"Told on {say(visit.type_told_on)}, {_ahead(visit.type_told_on, visit.visit_date)}; {days(needed)} are needed.",
                before(visit.visit_date, needed),
                visit_from=say(before(visit.type_told_on, -needed)),
            )._replace(fix=past(visit.visit_date, book))


@rule(
    "visit-type-not-told",
    "It is not recorded that the moderator knows the type of visit",
    severity=CHECK,
    source=S(19),
    fix="Tell the moderator the type at once, or fill in the day it was told.",
    family=TECHNICALS,
    needs=("visits.type_told_on", "visits.visit_date"),
    uses=("type.days_before_visit",),
    who=Who.PROGRAMME_LEAD,
    example="Checked on 12 February 2027, a visit on 11 March 2027 has no day in Type told on.",
)
def visit_type_not_told(book: Book, values: Values) -> Iterable[Found]:
    """It had to be told four weeks before the visit. It may have been told and not noted down."""
    for visit in book.visits:
        if not (visit.stands and visit.visit_date and _is_to_come(visit, book)) or visit.type_told_on:
            continue
        if book.is_unread(visit, "type_told_on"):
            continue
        needed = values.days("type.days_before_visit", visit.visit_date)
        if needed is not None and book.as_of > before(visit.visit_date, needed):
            told_by = before(visit.visit_date, needed)
            yield found(
                visit,
                "type_told_on",
                f"The moderator was to be told by {say(told_by)}, and no day is recorded.",
                told_by,
            )


@rule(
    "visit-brought-forward",
    "A visit was moved to an earlier day and is not confirmed",
    severity=ADVICE,
    source=(S(21), S(20)),
    fix="Ask the moderator whether the earlier day is possible, then mark the visit confirmed.",
    family=TECHNICALS,
    needs=("visits.moved_from", "visits.visit_date"),
    who=Who.PROGRAMME_LEAD,
    example="A visit on 11 March 2027, moved from 18 March 2027. Moved from 4 March it is only delayed, which is easier.",
)
def visit_brought_forward(book: Book, values: Values) -> Iterable[Found]:
    """Changes are agreed with the moderator, and a later day is usually easier to find than an earlier one. A visit that is confirmed
    has been agreed.
    """
    for visit in book.visits:
        if not (visit.stands and visit.visit_date and visit.moved_from) or not _is_to_come(visit, book):
            continue
        if visit.status is not VisitStatus.CONFIRMED and visit.moved_from > visit.visit_date:
            yield found(
                visit,
                "moved_from",
                f"Brought forward from {say(visit.moved_from)} to {say(visit.visit_date)}; "
                "OCR says that a delay is usually easier.",
            )


def _ahead(day: dt.date, visit_date: dt.date) -> str:
    """How long before a visit a day is."""
    count = (visit_date - day).days
    if count > 0:
        return f"{days(count)} before the visit on {say(visit_date)}"
    return f"on the day of the visit, {say(visit_date)}" if count == 0 else f"after the visit on {say(visit_date)}"


# -- consortia (S23 to S27)


@rule(
    "consortium-form-missing",
    "A consortium has no arrangements form",
    severity=MUST_FIX,
    source=S(25),
    fix="Complete the centre consortium arrangements form in the JCQ Centre Admin Portal (CAP), reached from Interchange, "
    "and fill in the day.",
    family=TECHNICALS,
    needs=("centre.consortium", "centre.consortium_form"),
    example="Consortium is filled in and Consortium form submitted is empty or no.",
)
def consortium_form_missing(book: Book, values: Values) -> Iterable[Found]:
    """Centres that teach and assess together must say so in the Centre Admin Portal, or their work is moderated apart."""
    centre = book.centre
    if centre.consortium_name and not centre.consortium_form and not book.is_unread(centre, "consortium_form"):
        yield found(centre, "consortium_form", f"No form is recorded for the consortium {centre.consortium_name}.")


@rule(
    "consortium-form-of-another-year",
    "The consortium form is dated in another academic year",
    severity=CHECK,
    source=(S(25), S(27)),
    fix="Complete the form for {year} in the JCQ Centre Admin Portal (CAP) and fill in the day; if it was completed for {year} "
    "ahead of time, say so under Accepted because.",
    family=TECHNICALS,
    needs=("centre.consortium", "centre.consortium_form", "visits.visit_date"),
    example="Visits in 2026/27 with a form of 3 July 2026: that day is in 2025/26. One of 1 September 2026 is right.",
)
def consortium_form_of_another_year(book: Book, values: Values) -> Iterable[Found]:
    """Arrangements for a consortium hold for one academic year and are to be completed in every one. OCR does not say how early the
    next year's may go in, so this is only a query.
    """
    form = book.centre.consortium_form
    if not book.centre.consortium_name or not isinstance(form, dt.date):
        return
    years = {values.academic_year(visit.visit_date) for visit in book.visits if visit.stands and visit.visit_date}
    year = book.centre.academic_year or max(years, default=None)
    if year is not None and values.academic_year(form) != year:
        yield found(
            book.centre,
            "consortium_form",
            f"The form of {say(form)} was completed in {year_label(values.academic_year(form))}; "
            f"this workbook is for {year_label(year)}.",
            year=year_label(year),
        )


@rule(
    "candidate-outside-consortium",
    "A candidate's centre is not in the consortium",
    severity=CHECK,
    source=S(23),
    fix="Correct the centre number, or add the centre to Consortium centres.",
    family=TECHNICALS,
    needs=("centre.consortium", "centre.consortium_centres", "candidates.centre_number"),
    example="Consortium centres are 10101 and 10102; a candidate has centre number 10120.",
)
def candidate_outside_consortium(book: Book, values: Values) -> Iterable[Found]:
    """In a consortium each candidate is entered through the centre he or she is on roll at, and that is one of its centres."""
    listed = {_digits(text) for text in book.centre.consortium_centres or ()}
    own = _digits(book.centre.centre_number or "")
    # The list may leave out the centre itself, or give a centre by name: then who is outside cannot be told.
    if not book.centre.consortium_name or not own or not listed or "" in listed:
        return
    for candidate in book.candidates:
        if candidate.centre_number and _digits(candidate.centre_number) not in {own, *listed}:
            yield found(
                candidate, "centre_number", f"Centre {candidate.centre_number} is not among the consortium's centres."
            )


def _digits(text: str) -> str:
    """The digits of a centre number, whatever stands beside them and however Excel held its leading zeros."""
    return "".join(character for character in text if character.isdecimal()).lstrip("0")


# -- entries and claims (S28 to S34)


@rule(
    "claim-without-entry",
    "A claim has no entry behind it",
    severity=MUST_FIX,
    source=S(29),
    fix="Enter the candidate for {entry_code} in Interchange, or correct the candidate number or entry code.",
    family=TECHNICALS,
    needs=(
        "claims.entry_code",
        "entries.entry_code",
        "entries.candidate_number",
        "candidates.candidate_number",
    ),
    uses=("entry.days_before_visit",),
    example="A claim for candidate 0045 under 05839, and no entry of 0045 for 05839. A planned claim counts from 27 days before.",
)
def claim_without_entry(book: Book, values: Values) -> Iterable[Found]:
    """Interchange lets nobody build or submit a claim without a valid entry of that candidate, whole or for that unit. A claim that
    is only planned is reported once the last day for entering has passed for the visit it names. A unit that OCR has confirmed had
    its entry, on this sheet or under the code before a top-up (B17).
    """
    for claim in book.portfolios:
        if not (claim.candidate_number and claim.entry_code) or claim.is_achieved or book.entries_behind(claim):
            continue
        if claim.candidate_number not in book.candidates_numbered:
            continue  # that the number is unknown is reported on its own
        by = None
        if not claim.is_made and claim.claim_status is not ClaimStatus.UNSUBMITTED:
            named = book.moderation_visit_of(claim)
            needed = values.days("entry.days_before_visit", named[1]) if named else None
            if named is None or needed is None or book.as_of <= before(named[1], needed) or _has_left(claim, book):
                continue
            by = before(named[1], needed)
        entries = book.entries_of(claim.candidate_number, claim.entry_code)
        is_withdrawn = bool(entries) and all(entry.withdrawn_on for entry in entries)
        if is_withdrawn and claim.is_made and claim.claimed_on is None:
            continue  # without its day, whether the claim came before the withdrawal cannot be told
        wrong, fix = f"has no entry for {claim.entry_code}", None
        if is_withdrawn:
            wrong = f"has only a withdrawn entry for {claim.entry_code}"
            fix = "Mark the claim withdrawn if the candidate has left; otherwise enter the candidate again in Interchange."
        elif entries:
            wrong = f"has no entry for {claim.entry_code} that covers unit {claim.unit_number}"
        yield found(
            claim, "entry_code", f"Candidate {claim.candidate_number} {wrong}.", by, entry_code=claim.entry_code
        )._replace(fix=fix)


def _has_left(claim: Claim, book: Book) -> bool:
    """Whether the candidate of a claim has left."""
    candidates = book.candidates_numbered.get(claim.candidate_number or "", ())
    return bool(candidates) and all(one.left_on is not None and one.left_on <= book.as_of for one in candidates)


@rule(
    "claim-before-entry",
    "A claim is dated before its entry",
    severity=MUST_FIX,
    source=S(29),
    fix="Correct whichever date is wrong: a claim can only be built on an entry that is there.",
    family=TECHNICALS,
    needs=("claims.claimed_on", "entries.entered_on"),
    example="Entered on 12 October 2026 and claimed on 11 October 2026. Claimed on the 12th or later is possible.",
)
def claim_before_entry(book: Book, values: Values) -> Iterable[Found]:
    """An entry has to be there before Interchange lets a claim be built on it. Units confirmed earlier that came along with a top-up
    (B17) are older than its entry, and right.
    """
    for claim in book.portfolios:
        if claim.claimed_on is None or claim.is_achieved:
            continue
        entered = [entry.entered_on for entry in book.entries_behind(claim)]
        if entered and None not in entered:
            first = min(day for day in entered if day)
            if claim.claimed_on < first:
                yield found(
                    claim, "claimed_on", f"Claimed on {say(claim.claimed_on)}, before the entry of {say(first)}."
                )


@rule(
    "entry-under-four-weeks",
    "An entry is made too late for its visit",
    severity=MUST_FIX,
    source=S(30),
    fix="Move the visit to {visit_from} or later, or leave this candidate's work for the next visit.",
    family=TECHNICALS,
    needs=("entries.entered_on", "visits.visit_date", "claims.visit"),
    uses=("entry.days_before_visit",),
    example="For a visit on 11 March 2027, an entry on 11 February is in time and one on 12 February is late.",
)
def entry_under_four_weeks(book: Book, values: Values) -> Iterable[Found]:
    """Entries, top-ups and move-downs too, are to be made at least four weeks before the visit at which the work is moderated. A
    top-up or move-down is an entry under a new code (B17), so its own day counts; units confirmed before it are no matter of it.
    """
    late: dict[tuple[str, int], Found] = {}
    for claim, named in book.moderated:
        if claim.is_achieved:
            continue
        entry = book.first_entry_behind(claim)
        visit, visit_date = named
        needed = values.days("entry.days_before_visit", visit_date)
        if entry is None or needed is None or entry.entered_on is None:
            continue
        if entry.entered_on <= before(visit_date, needed):
            continue
        if any(other.entered_on is None for other in book.entries_behind(claim)):
            continue
        place = (entry.sheet, entry.row)
        wrong = found(
            entry,
            "entered_on",
            f"Entered on {say(entry.entered_on)}, {_ahead(entry.entered_on, visit_date)} ({visit.label}); "
            f"{days(needed)} are needed.",
            before(visit_date, needed),
            visit_from=say(before(entry.entered_on, -needed)),
        )._replace(fix=past(visit_date, book))
        if place not in late or (wrong.by or dt.date.max) < (late[place].by or dt.date.max):
            late[place] = wrong
    return late.values()


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
def claim_under_two_weeks(book: Book, values: Values) -> Iterable[Found]:
    """The moderator needs two weeks to choose a sample from the claim."""
    for claim, named in book.moderated:
        if claim.claimed_on is None:
            continue
        visit, visit_date = named
        needed = values.days("claim.days_before_visit", visit_date)
        if needed is not None and claim.claimed_on > before(visit_date, needed):
            yield found(
                claim,
                "claimed_on",
                f"Claimed on {say(claim.claimed_on)}, {_ahead(claim.claimed_on, visit_date)} ({visit.label}); "
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
def claim_not_made(book: Book, values: Values) -> Iterable[Found]:
    """Without a claim in time the work is not moderated at the visit that this row names. Where the row shows that a claim went in, with
    a sample request or a result, and where the candidate has left or was withdrawn, nothing is due.
    """
    for claim, named in book.moderated:
        if claim.is_made or claim.is_achieved or _has_left(claim, book):
            continue
        if book.is_unread(claim, "claimed_on") or book.is_unread(claim, "claim_status"):
            continue
        if claim.sample_requested_on or claim.results_published_on or claim.confirmed_grade:
            continue
        entries = book.entries_of(claim.candidate_number, claim.entry_code)
        if entries and all(entry.withdrawn_on for entry in entries):
            continue  # reported as a claim without an entry
        visit, visit_date = named
        needed = values.days("claim.days_before_visit", visit_date)
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
        yield found(claim, "claimed_on", f"Not claimed; it was due by {say(due)} for {visit.label}.", due)._replace(
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
def late_for_next_visit(book: Book, values: Values) -> Iterable[Found]:
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
        claim_days = values.days("claim.days_before_visit", visit_date)
        entry_days = values.days("entry.days_before_visit", visit_date)
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
            yield found(
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
def claim_date_missing(book: Book, values: Values) -> Iterable[Found]:
    """Without its day, whether a claim was in time cannot be seen. Of a confirmed unit nobody needs to know it."""
    for claim in book.portfolios:
        if (
            claim.is_made
            and not claim.is_achieved
            and claim.claimed_on is None
            and not book.is_unread(claim, "claimed_on")
        ):
            yield found(claim, "claimed_on", f"The claim is {claim.claim_status}, but not dated.")


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
def claim_before_assessed(book: Book, values: Values) -> Iterable[Found]:
    """A claim may only go in when the work is ready to be moderated and processed."""
    for claim in book.portfolios:
        if claim.claimed_on and claim.assessed_on and claim.assessed_on > claim.claimed_on:
            yield found(
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
def claim_before_standardised(book: Book, values: Values) -> Iterable[Found]:
    """A claim may only go in when the work is ready to be moderated, and that includes internal standardisation."""
    for claim in book.portfolios:
        if claim.claimed_on and claim.standardised_on and claim.standardised_on > claim.claimed_on:
            yield found(
                claim,
                "claimed_on",
                f"Claimed on {say(claim.claimed_on)}, but standardised on {say(claim.standardised_on)}.",
            )


RANK = {grade: place for place, grade in enumerate((Grade.PASS, Grade.MERIT, Grade.DISTINCTION))}


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
def reclaim_not_higher(book: Book, values: Values) -> Iterable[Found]:
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
                yield found(
                    claim, "grade", f"Claimed again at {claim.grade}; the earlier claim of this unit stands at {best}."
                )
            reached = claim.confirmed_grade or claim.grade
            if best not in RANK or (reached in RANK and RANK[reached] > RANK[best]):
                best = reached


# -- samples (S36 to S48)


def _claim_in_time(claim: Claim, visit_date: dt.date, values: Values) -> bool:
    needed = values.days("claim.days_before_visit", visit_date)
    return needed is not None and claim.claimed_on is not None and claim.claimed_on <= before(visit_date, needed)


@rule(
    "sample-requested-early",
    "A sample request is dated earlier than one can come",
    severity=CHECK,
    source=S(36),
    fix="Check the day, and that the row names the right visit.",
    family=TECHNICALS,
    needs=("claims.sample_requested_on", "claims.visit", "visits.type"),
    uses=("sample.earliest_days_before_visit",),
    example="For a face-to-face visit on 11 March 2027, requests can come from 18 February; one dated the 17th is odd.",
)
def sample_requested_early(book: Book, values: Values) -> Iterable[Found]:
    """For a face-to-face visit the first request can come three weeks before it. OCR says nothing of the kind for virtual visits. Where a
    visit was delayed, requests may have come for its earlier day.
    """
    for claim, named in book.moderated:
        if claim.sample_requested_on is None or named[0].type is not VisitType.FACE_TO_FACE:
            continue
        earliest = values.days("sample.earliest_days_before_visit", named[1])
        if earliest is None or book.is_unread(named[0], "moved_from"):
            continue
        if claim.sample_requested_on < before(min(named[1], named[0].moved_from or named[1]), earliest):
            yield found(
                claim,
                "sample_requested_on",
                f"Requested on {say(claim.sample_requested_on)}; for {named[0].label} none can come before "
                f"{say(before(named[1], earliest))}.",
            )


@rule(
    "sample-requested-late",
    "A sample was requested later than OCR says to expect",
    severity=ADVICE,
    source=S(37),
    fix="If there was too little time, tell the moderator; note what was agreed.",
    family=TECHNICALS,
    needs=("claims.sample_requested_on", "claims.claimed_on", "claims.visit", "visits.visit_date"),
    uses=("sample.requests_days_before_visit", "claim.days_before_visit"),
    example="For a visit on 11 March 2027 with the claim in time, a request on 1 March is in time and one on the 2nd is late.",
)
def sample_requested_late(book: Book, values: Values) -> Iterable[Found]:
    """Where the claim came two weeks ahead, all requests should be there ten days before the visit."""
    for claim, named in book.moderated:
        if claim.sample_requested_on is None or not _claim_in_time(claim, named[1], values):
            continue
        due = values.due_before("sample.requests_days_before_visit", named[1])
        if due is not None and claim.sample_requested_on > due:
            yield found(
                claim,
                "sample_requested_on",
                f"Requested on {say(claim.sample_requested_on)}, {_ahead(claim.sample_requested_on, named[1])}; "
                f"OCR says to expect it {values.said('sample.requests_days_before_visit', named[1])} before.",
            )


@rule(
    "sample-request-not-received",
    "No sample request is recorded ten days before a visit",
    severity=ADVICE,
    source=(S(35), S(37)),
    fix="Look in Interchange for the sample; if there is none, ask the moderator. Then fill in Sample requested on.",
    family=TECHNICALS,
    needs=("claims.sample_requested_on", "claims.claimed_on", "visits.visit_date"),
    uses=("sample.requests_days_before_visit", "claim.days_before_visit"),
    example="Checked on 2 March 2027: for the visit on 11 March 40 claims are in, and no portfolio has a day in Sample requested on.",
)
def sample_request_not_received(book: Book, values: Values) -> Iterable[Found]:
    """OCR chooses the sample and tells the centre through Interchange. By ten days before the visit it should have come."""
    for visit in book.visits:
        if not (visit.stands and visit.visit_date and _is_to_come(visit, book)):
            continue
        due = values.due_before("sample.requests_days_before_visit", visit.visit_date)
        claims = book.portfolios_at(visit)
        in_time = [claim for claim in claims if _claim_in_time(claim, visit.visit_date, values)]
        if due is None or book.as_of <= due or not in_time:
            continue
        if not any(claim.sample_requested_on or book.is_unread(claim, "sample_requested_on") for claim in claims):
            yield found(
                visit,
                "name",
                f"{plural(len(in_time), 'claim')} in time, and no sample request; it was to come by {say(due)}.",
            )


@rule(
    "sample-over-six",
    "More portfolios are marked as requested than can be asked for",
    severity=CHECK,
    source=S(39),
    fix="Check the list against Interchange: take the day out of the portfolios that were not asked for.",
    family=TECHNICALS,
    needs=("claims.sample_requested_on", "claims.assessor", "claims.unit_number", "visits.name"),
    uses=("sample.portfolios_at_most",),
    example="Seven portfolios of unit 8 by assessor JS are marked for one visit: six is the most.",
)
def sample_over_six(book: Book, values: Values) -> Iterable[Found]:
    """Up to six portfolios can be asked for from each assessor on each unit."""
    for visit in book.visits:
        if visit.visit_date is None:
            continue
        most = values.days("sample.portfolios_at_most", visit.visit_date)
        groups: defaultdict[tuple[str | None, str | None, str | None], list[Claim]] = defaultdict(list)
        for claim in book.portfolios_at(visit):
            # A row that names no assessor may be anybody's.
            if claim.sample_requested_on and claim.assessor and claim.unit_number:
                groups[claim.entry_code, claim.unit_number, assessor_of(book, claim)].append(claim)
        for (_, unit, assessor), claims in groups.items():
            claims.sort(key=lambda claim: (claim.sample_requested_on or dt.date.max, claim.row))
            for number, claim in enumerate(claims, start=1):
                if most is not None and number > most:
                    yield found(
                        claim,
                        "sample_requested_on",
                        f"Portfolio {number} requested of unit {unit} by {assessor} for {visit.label}; {most} is the most.",
                    )


@rule(
    "sample-not-available",
    "A requested portfolio is marked as not available",
    severity=MUST_FIX,
    source=(S(40), S(48)),
    fix="Have it ready for the visit on {visit_date}, and mark it yes; if it cannot be, tell the moderator now.",
    family=TECHNICALS,
    needs=(
        "claims.available_at_visit",
        "claims.sample_requested_on",
        "claims.visit",
        "visits.type",
        "visits.visit_date",
    ),
    who=Who.ASSESSOR,
    example="A portfolio requested for the face-to-face visit on 11 March 2027 has no in Available at visit.",
)
def sample_not_available(book: Book, values: Values) -> Iterable[Found]:
    """The work that was asked for must be there for the moderator on the day of a face-to-face visit."""
    for claim, _visit, visit_date in _requested_face_to_face(book):
        if claim.available_at_visit is False:
            yield found(
                claim,
                "available_at_visit",
                f"OCR asked for this portfolio for {say(visit_date)}, and it is marked as not available.",
                visit_date,
                visit_date=say(visit_date),
            )


@rule(
    "sample-not-yet-marked-available",
    "A requested portfolio is not yet marked as available",
    severity=CHECK,
    source=(S(40), S(48)),
    fix="Have it ready for the visit on {visit_date}, and mark it yes.",
    family=TECHNICALS,
    needs=(
        "claims.available_at_visit",
        "claims.sample_requested_on",
        "claims.visit",
        "visits.type",
        "visits.visit_date",
    ),
    uses=("sample.requests_days_before_visit",),
    who=Who.ASSESSOR,
    example="In the ten days before the face-to-face visit on 11 March 2027, a requested portfolio has nothing in Available at visit.",
)
def sample_not_yet_marked_available(book: Book, values: Values) -> Iterable[Found]:
    """From ten days before a visit all requests should be known, and what was asked for must be there on the day."""
    for claim, _visit, visit_date in _requested_face_to_face(book):
        known_by = values.due_before("sample.requests_days_before_visit", visit_date)
        if known_by is None or claim.available_at_visit is not None or book.is_unread(claim, "available_at_visit"):
            continue
        if known_by <= book.as_of <= visit_date:
            yield found(
                claim,
                "available_at_visit",
                f"OCR asked for this portfolio for {say(visit_date)}, and nothing says that it is ready.",
                visit_date,
                visit_date=say(visit_date),
            )


def _requested_face_to_face(book: Book) -> Iterator[tuple[Claim, Visit, dt.date]]:
    for claim, named in book.moderated:
        if claim.sample_requested_on and named[0].type is VisitType.FACE_TO_FACE and _is_to_come(named[0], book):
            yield claim, *named


@rule(
    "sample-uploaded-late",
    "A portfolio was uploaded too late for its virtual visit",
    severity=MUST_FIX,
    source=S(42),
    fix="Tell the moderator at once, and ask whether the visit can go ahead.",
    family=TECHNICALS,
    needs=("claims.sample_uploaded_on", "claims.visit", "visits.type", "visits.visit_date"),
    uses=("sample.upload_days_before_visit",),
    who=Who.ASSESSOR,
    example="For a virtual visit on 11 March 2027, an upload on 6 March is in time and one on the 7th is late.",
)
def sample_uploaded_late(book: Book, values: Values) -> Iterable[Found]:
    """For a virtual visit work must be uploaded at least five days ahead. A face-to-face visit needs no upload (S47). Beside a sample
    that was asked for, the portfolio of another candidate is further evidence, and may come as late as the day (S41); what was asked
    for too late cannot be there in time.
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
            yield found(
                claim,
                "sample_uploaded_on",
                f"Uploaded on {say(claim.sample_uploaded_on)}, {_ahead(claim.sample_uploaded_on, named[1])}; "
                f"{values.said('sample.upload_days_before_visit', named[1])} are needed.",
                due,
            )._replace(fix=past(named[1], book))


@rule(
    "sample-not-uploaded",
    "A requested portfolio is not uploaded for its virtual visit",
    severity=MUST_FIX,
    source=S(42),
    fix="Upload it now and tell the moderator, or fill in the day it was uploaded.",
    family=TECHNICALS,
    needs=(
        "claims.sample_uploaded_on",
        "claims.sample_requested_on",
        "claims.visit",
        "visits.type",
        "visits.visit_date",
    ),
    uses=("sample.upload_days_before_visit",),
    who=Who.ASSESSOR,
    example="Checked on 7 March 2027, a portfolio requested for the virtual visit on 11 March has no day in Sample uploaded on.",
)
def sample_not_uploaded(book: Book, values: Values) -> Iterable[Found]:
    """What was asked for must be uploaded at least five days before a virtual visit."""
    for claim, named in book.moderated:
        if not claim.sample_requested_on or claim.sample_uploaded_on:
            continue
        if named[0].type is not VisitType.VIRTUAL or named[0].status is VisitStatus.DONE or claim.is_achieved:
            continue
        due = values.due_before("sample.upload_days_before_visit", named[1])
        if due is None or book.as_of <= due or book.is_unread(claim, "sample_uploaded_on"):
            continue
        fix = (
            "The visit is past: fill in the day it was uploaded, and mark the visit done."
            if named[1] < book.as_of
            else None
        )
        yield found(
            claim, "sample_uploaded_on", f"OCR asked for this portfolio; its upload was due by {say(due)}.", due
        )._replace(fix=fix)


# -- the day of the visit, and after (S59 to S65)


@rule(
    "named-contact-missing",
    "A face-to-face visit has no named contact",
    severity=ADVICE,
    source=S(59),
    fix="Name who meets the moderator on arrival.",
    family=TECHNICALS,
    needs=("visits.named_contact", "visits.type"),
    who=Who.PROGRAMME_LEAD,
    example="A face-to-face visit with nobody under Named contact, there or on the Centre sheet.",
)
def named_contact_missing(book: Book, values: Values) -> Iterable[Found]:
    """OCR suggests that the moderator meets a named contact, who can check the moderator's identity."""
    if book.centre.named_contact:
        return
    for visit in book.visits:
        coming = visit.stands and _is_to_come(visit, book)
        named = visit.named_contact or book.is_unread(visit, "named_contact")
        if coming and visit.type is VisitType.FACE_TO_FACE and not named:
            yield found(visit, "named_contact", "Nobody is named to meet the moderator.", visit.visit_date)


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
def withdrawn_claim_with_result(book: Book, values: Values) -> Iterable[Found]:
    """A claim is either withdrawn or sent on to OCR; only what was sent on has a result. That a grade was not confirmed is none."""
    for claim in book.claims:
        if claim.is_withdrawn and (
            claim.confirmed_grade in RANK or claim.results_published_on or claim.certificate_issued_on
        ):
            yield found(claim, "claim_status", "The claim is marked withdrawn, and the row has a result.")


@rule(
    "work-disposed-early",
    "Work was disposed of before it could be",
    severity=MUST_FIX,
    source=(S(65), S(66)),
    fix="Get the work back if you can, and keep the rest until certificates are issued and any review is over.",
    family=TECHNICALS,
    needs=("claims.disposed_on", "claims.certificate_issued_on"),
    who=Who.ASSESSOR,
    example="Certificate issued on 12 July 2027: work may go from 13 July, or from the day after a review closed, if that is later.",
)
def work_disposed_early(book: Book, values: Values) -> Iterable[Found]:
    """Work is kept until after certificates are issued and any reviews are processed; OCR looks into nothing without it. Work that was
    never claimed, or not confirmed at a grade that a certificate comes of, waits for none; nor does a day still to come.
    """
    for claim in book.portfolios:
        if claim.disposed_on is None:
            continue
        if claim.certificate_issued_on is None:
            awaits = claim.is_made and (claim.confirmed_grade is None or claim.confirmed_grade in RANK)
            if awaits and claim.disposed_on <= book.as_of and not book.is_unread(claim, "certificate_issued_on"):
                yield found(
                    claim, "disposed_on", f"Disposed of on {say(claim.disposed_on)}, and no certificate is recorded."
                )
                continue
        ends = [day for day in (claim.certificate_issued_on, claim.review_closed_on) if day]
        last = max(ends, default=dt.date.min)
        if claim.disposed_on <= last:
            what = "the certificate" if last == claim.certificate_issued_on else "the end of the review"
            yield found(
                claim, "disposed_on", f"Disposed of on {say(claim.disposed_on)}, not after {what} on {say(last)}."
            )


# -- from OCR's other pages


@rule(
    "full-award-and-unit-2012",
    "A candidate of the 2012 suite is entered for the full award and for a unit",
    severity=MUST_FIX,
    source=B(7),
    fix="Withdraw one of the two: the full award carries all its units.",
    family=TECHNICALS,
    needs=("entries.entry_type", "qualifications.suite"),
    example="0045 has a full award entry and a unit entry for 05355 of 2012. In the 2016 suite examined units are entered besides.",
)
def full_award_and_unit_2012(book: Book, values: Values) -> Iterable[Found]:
    """In the 2012 suite candidates are entered for the whole or for units, not for both. The 2016 suite is different: its examined
    units need entries of their own beside the qualification's (B8).
    """
    for entry in both_awards(book):
        qualification = book.qualification_of.get(entry.entry_code or "")
        if qualification and qualification.suite is Suite.SUITE_2012:
            yield _both(entry)


def _both(entry: Entry) -> Found:
    return found(
        entry,
        "entry_type",
        f"Candidate {entry.candidate_number} is entered for the full award of {entry.entry_code} and for "
        + (f"unit {entry.unit_number}." if entry.unit_number else "a unit."),
    )


@rule(
    "entry-withdrawn-with-open-claim",
    "An entry is withdrawn while a claim under it is open",
    severity=MUST_FIX,
    source=B(15),
    fix="If the candidate claims no more, have the claim withdrawn and mark it so; otherwise put the entry right with OCR.",
    family=TECHNICALS,
    needs=("entries.withdrawn_on", "entries.entry_code", "claims.entry_code", "visits.visit_date"),
    uses=("entry.days_before_visit",),
    example="0045 was claimed on 12 January 2027 for the visit on 11 March, and the only entry was withdrawn on 20 January.",
)
def entry_withdrawn_with_open_claim(book: Book, values: Values) -> Iterable[Found]:
    """Only candidates who have left and have nothing more to claim are to be withdrawn; results that are pending must not lose their
    entry. Told of claims that wait for a visit to come. What a candidate who has left was planned to claim is left alone, and so is
    whoever goes on under another code after a top-up or move-down. Where the claim is reported as one without an entry, that is enough.
    """
    withdrawn_from = {(entry.candidate_number, entry.entry_code) for entry in book.entries if entry.withdrawn_on}
    waiting: list[tuple[Claim, Entry]] = []
    for claim in book.portfolios:
        if (claim.candidate_number, claim.entry_code) not in withdrawn_from or not _awaits_visit(claim, book):
            continue
        entries = [
            entry for entry in book.entries_of(claim.candidate_number, claim.entry_code) if _covers(entry, claim)
        ]
        withdrawn = [entry for entry in entries if entry.withdrawn_on]
        if entries and len(withdrawn) == len(entries):
            waiting.append((claim, max(withdrawn, key=lambda entry: entry.withdrawn_on or dt.date.min)))
    if not waiting:
        return
    told = {_whose(one.record) for one in claim_without_entry(book, values) if isinstance(one.record, Claim)}
    moved_on = {
        (entry.candidate_number, book.subject_of(entry.entry_code))
        for entry in book.entries
        if entry.entry_type in _MOVES and entry.withdrawn_on is None
    }
    opened: defaultdict[tuple[str, int], list[Claim]] = defaultdict(list)
    last: dict[tuple[str, int], Entry] = {}
    for claim, entry in waiting:
        if _whose(claim) in told or (claim.candidate_number, book.subject_of(claim.entry_code)) in moved_on:
            continue
        opened[entry.sheet, entry.row].append(claim)
        last[entry.sheet, entry.row] = entry
    for place, claims in opened.items():
        entry = last[place]
        if entry.withdrawn_on:
            yield found(
                entry,
                "withdrawn_on",
                f"Withdrawn on {say(entry.withdrawn_on)}, with {plural(len(claims), 'claim')} under {entry.entry_code} "
                "open for a visit to come.",
            )


_MOVES = frozenset({EntryType.TOP_UP, EntryType.MOVE_DOWN})


def _whose(claim: Claim) -> tuple[str | None, str | None]:
    return claim.candidate_number, claim.entry_code


def _covers(entry: Entry, claim: Claim) -> bool:
    """Whether an entry, withdrawn or not, is one that the claim could rest on."""
    if entry.entry_type is EntryType.EXAMINED_UNIT:
        return False
    return entry.entry_type is not EntryType.UNIT or entry.unit_number in (None, claim.unit_number)


def _awaits_visit(claim: Claim, book: Book) -> bool:
    """Whether a claim without a result waits for a visit to come; a planned one only where it names the visit and nobody has left."""
    used = book.visit_of(claim)
    if claim.is_achieved or claim.results_published_on or claim.confirmed_grade or used is None:
        return False
    if not (used.visit.stands and _is_to_come(used.visit, book)):
        return False
    return claim.is_made or (not used.chosen and not _has_left(claim, book))


@rule(
    "claim-under-old-entry-code",
    "A claim goes under the entry code from before a top-up or move-down",
    severity=CHECK,
    source=B(17),
    fix="Claim it under {new_code}. If it has gone in under {old_code}, tell the moderator.",
    family=TECHNICALS,
    needs=("entries.entry_type", "entries.entered_on", "claims.claimed_on", "qualifications.subject_area"),
    example="0045 was topped up to 05837 on 5 October 2026. A claim of 6 October under 05836 goes under the old code.",
)
def claim_under_old_entry_code(book: Book, values: Values) -> Iterable[Found]:
    """After a top-up or a move-down the candidate stands under the new entry code, so claims are made there. Codes of another level or
    suite of the subject are courses of their own.
    """
    moved: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in book.entries:
        is_move = entry.entry_type in _MOVES and entry.withdrawn_on is None and entry.entered_on
        if is_move and entry.candidate_number and not book.is_unread(entry, "withdrawn_on"):
            moved[entry.candidate_number].append(entry)
    for claim in book.portfolios:
        entries = book.entries_behind(claim)
        if claim.claimed_on is None or claim.is_achieved or claim.results_published_on or not entries:
            continue
        for entry in moved.get(claim.candidate_number or "", ()):
            is_before_move = all(
                own.entered_on and entry.entered_on and own.entered_on < entry.entered_on for own in entries
            )
            if (
                is_before_move
                and entry.entered_on
                and entry.entered_on < claim.claimed_on
                and _is_of_one_course(entry.entry_code, claim.entry_code, book)
            ):
                yield found(
                    claim,
                    "entry_code",
                    f"Claimed under {claim.entry_code} on {say(claim.claimed_on)}; the candidate stands under "
                    f"{entry.entry_code} since the {entry.entry_type} of {say(entry.entered_on)}.",
                    new_code=entry.entry_code,
                    old_code=claim.entry_code,
                )
                break


def _is_of_one_course(code: str | None, other: str | None, book: Book) -> bool:
    """Whether two different entry codes are sizes of one course: the same subject area, and no other level or suite."""
    row, twin = book.qualification_of.get(code or ""), book.qualification_of.get(other or "")
    if row is None or twin is None or code == other or book.subject_of(code) is None:
        return False
    levels, suites = {row.level, twin.level} - {None}, {row.suite, twin.suite} - {None}
    return book.subject_of(code) == book.subject_of(other) and len(levels) <= 1 and len(suites) <= 1


@rule(
    "approval-may-lapse",
    "A qualification has had neither entry nor claim for two years",
    severity=ADVICE,
    source=B(22),
    fix="Ask OCR whether approval still stands before you offer it again, or take the row out if you no longer do.",
    family=TECHNICALS,
    needs=("qualifications.entry_code", "entries.entered_on", "claims.claimed_on"),
    uses=("approval.lapses_after_months",),
    who=Who.PROGRAMME_LEAD,
    example="05355 was last entered and claimed on 1 February 2025: on 1 February 2027 two years have passed.",
)
def approval_may_lapse(book: Book, values: Values) -> Iterable[Found]:
    """Approval lapses by itself after two years in a row without entries or claims. Many workbooks hold this year's candidates only, so
    a qualification of which nothing is here is left alone: only where its last entries and claims are kept do they show their age.
    """
    months = values.days("approval.lapses_after_months", book.as_of)
    made: defaultdict[str | None, list[dt.date | None]] = defaultdict(list)
    for entry in book.everything.entries:
        made[entry.entry_code].append(entry.entered_on)
    for claim in book.everything.claims:
        made[claim.entry_code].append(claim.claimed_on)
    for row in book.qualifications:
        # What has no code may be of this one, and what has no day may be of today.
        known = [day for day in made[row.entry_code] + made[None] if day]
        if months is None or not made[row.entry_code] or len(known) < len(made[row.entry_code] + made[None]):
            continue
        last = max(known)
        is_new = book.is_unread(row, "approved_on") or (
            row.approved_on and whole_months(row.approved_on, book.as_of) < months
        )
        if row.entry_code and not is_new and whole_months(last, book.as_of) >= months:
            yield found(row, "entry_code", f"The last entry or claim of {row.entry_code} here is of {say(last)}.")


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
def open_claim_before_new_one(book: Book, values: Values) -> Iterable[Found]:
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
                yield found(
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
def grade_not_for_unit(book: Book, values: Values) -> Iterable[Found]:
    """Moderated units are claimed at Pass, Merit or Distinction. A unit that is only planned may still stand at Fail, and one of which
    Units does not say how it is assessed may be examined: those have further grades.
    """
    grades = values.words("grades.of_a_moderated_unit")
    for claim in book.portfolios:
        may_be_examined = book.assessment_of(claim) is None and claim.grade in _EXAMINED_TOO
        if (
            grades
            and claim.grade is not None
            and claim.grade not in grades
            and not may_be_examined
            and (claim.is_made or claim.grade not in (Grade.FAIL, Grade.UNCLASSIFIED))
        ):
            yield found(
                claim, "grade", f"{claim.grade} cannot be claimed for a moderated unit.", grades=", ".join(grades)
            )


_EXAMINED_TOO = frozenset({Grade.NEAR_PASS, Grade.UNCLASSIFIED, Grade.FAIL})


@rule(
    "examined-unit-attempts",
    "An examined unit is entered more often than it may be taken",
    severity=CHECK,
    source=B(37),
    fix="Compare with Interchange, and withdraw an entry beyond the last attempt. If there was an absence, say so under Accepted because.",
    family=TECHNICALS,
    needs=(
        "entries.entry_type",
        "entries.unit_number",
        "entries.entered_on",
        "entries.candidate_number",
        "qualifications.level",
    ),
    uses=("attempts.level_2", "attempts.level_3"),
    example="0045 has entries for examined unit 1 of 05839, Level 3, of four series: three attempts are allowed.",
)
def examined_unit_attempts(book: Book, values: Values) -> Iterable[Found]:
    """A Level 3 examined unit can be taken three times, a Level 2 one twice. An absence is no attempt and needs a new entry, which the
    workbook cannot show, so this is only a query. Entries that were withdrawn, or repeat another of the same day, do not count.
    """
    taken: defaultdict[tuple[str, str, str], dict[dt.date, Entry]] = defaultdict(dict)
    for entry in book.entries:
        if (
            entry.entry_type is not EntryType.EXAMINED_UNIT
            or entry.withdrawn_on
            or book.is_unread(entry, "withdrawn_on")
        ):
            continue
        if (
            entry.candidate_number
            and entry.entry_code
            and entry.unit_number
            and entry.entered_on
            and len(book.candidates_numbered.get(entry.candidate_number, ())) <= 1
        ):
            taken[entry.candidate_number, entry.entry_code, entry.unit_number].setdefault(entry.entered_on, entry)
    for (_, code, unit), by_day in taken.items():
        row = book.qualification_of.get(code)
        name = f"attempts.level_{row.level:g}" if row and row.level is not None else ""
        if name not in values.uses:
            continue
        for number, (day, entry) in enumerate(sorted(by_day.items()), start=1):
            allowed = values.days(name, day)
            if allowed is not None and number > allowed:
                yield found(
                    entry,
                    "unit_number",
                    f"Entry {number} for examined unit {unit} of {code}; {allowed} attempts are allowed.",
                )


@rule(
    "work-disposed-before-review-time",
    "Work was disposed of while a review could be asked for",
    severity=CHECK,
    source=B(48),
    fix="Get the work back if you can; keep work whose grade was changed for {months} months after its visit.",
    family=TECHNICALS,
    needs=("claims.disposed_on", "claims.grade", "claims.confirmed_grade", "claims.visit", "visits.visit_date"),
    uses=("review.months_after_visit",),
    who=Who.ASSESSOR,
    example="Claimed at M, confirmed at P at the visit on 11 March 2027: disposed of on 10 June it is soon, on 11 June it is not.",
)
def work_disposed_before_review_time(book: Book, values: Values) -> Iterable[Found]:
    """Where grades were not accepted as claimed, a review can be asked for within three months of moderation, and needs the original
    sample. Where a review is over, or the unit was claimed again, nobody will ask; what went before its certificate is reported as that.
    """
    told = {one.record.place for one in work_disposed_early(book, values) if isinstance(one.record, Claim)}
    latest: dict[tuple[str | None, str | None, str | None], dt.date] = {}
    for claim in book.portfolios:
        if claim.claimed_on:
            unit = (claim.candidate_number, claim.entry_code, claim.unit_number)
            latest[unit] = max(latest.get(unit, dt.date.min), claim.claimed_on)
    for claim, named in book.moderated:
        if claim.disposed_on is None or not (claim.grade and claim.confirmed_grade):
            continue
        if claim.grade is claim.confirmed_grade or claim.review_closed_on or claim.place in told:
            continue
        last = latest.get((claim.candidate_number, claim.entry_code, claim.unit_number))
        if book.is_unread(claim, "review_closed_on") or (last and claim.claimed_on and last > claim.claimed_on):
            continue
        months = values.days("review.months_after_visit", named[1])
        if months is not None and named[1] <= claim.disposed_on and whole_months(named[1], claim.disposed_on) < months:
            yield found(
                claim,
                "disposed_on",
                f"Disposed of on {say(claim.disposed_on)}; {claim.grade} was changed to {claim.confirmed_grade} at "
                f"{named[0].label} on {say(named[1])}.",
                months=months,
            )


@rule(
    "completion-not-this-summer",
    "An estimated completion is not the summer in which results are needed",
    severity=CHECK,
    source=B(53),
    fix="Set the completion date in the Progress Tracker to summer {summer}, then here; or correct Results needed by.",
    family=TECHNICALS,
    needs=("entries.estimated_completion", "entries.candidate_number", "candidates.results_needed"),
    example="0045 needs results in summer 2027, and the only entry has Summer 2028 under Estimated completion.",
)
def completion_not_this_summer(book: Book, values: Values) -> Iterable[Found]:
    """Whoever is to have a result in a summer needs that summer as the completion date in the Progress Tracker. A candidate with two
    courses may end the other in another year, so one entry that names the summer is enough, and so is one that does not say.
    """
    standing: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in book.everything.entries:
        if entry.candidate_number and entry.withdrawn_on is None and entry.entry_type in _WHOLE:
            standing[entry.candidate_number].append(entry)
    own = {(entry.sheet, entry.row) for entry in book.entries}
    for number, summer in _summers(book, values).items():
        people = book.candidates_numbered[number]
        is_past = summer <= values.academic_year(book.as_of)
        if is_past or len(people) > 1 or any(person.left_on and person.left_on <= book.as_of for person in people):
            continue
        years = [(_completion_year(entry), entry) for entry in standing.get(number, ())]
        known = [(year, entry) for year, entry in years if year is not None]
        if not known or len(known) < len(years) or any(year == summer for year, _ in known):
            continue
        year, entry = max(known, key=lambda one: one[0])
        if (entry.sheet, entry.row) in own:
            yield found(
                entry,
                "estimated_completion",
                f"Completion is estimated for {year}, and results are needed in summer {summer}.",
                summer=summer,
            )


_WHOLE = frozenset({EntryType.FULL_AWARD, *_MOVES})
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_SPAN = re.compile(r"\d\s*[/–-]\s*\d")


def _completion_year(entry: Entry) -> int | None:
    """The one year that an estimated completion such as Summer 2027 names; ``None`` for anything that could be read otherwise."""
    text = entry.estimated_completion or ""
    years = set(_YEAR.findall(text))
    return int(years.pop()) if len(years) == 1 and not _SPAN.search(text) else None
