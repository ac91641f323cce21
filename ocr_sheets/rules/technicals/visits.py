"""Moderation visits: their type, how many are free, who visits, when none can be, and what changes (S1, S5 to S21, S59)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from ocr_sheets.dates import Ahead, before
from ocr_sheets.model.book import Book
from ocr_sheets.model.records import EntryType, Visit, VisitStatus, VisitType
from ocr_sheets.rulebook.values import year_label
from ocr_sheets.rules.engine import ADVICE, CHECK, MUST_FIX, B, RawFinding, S, Values, Who, finding, rule
from ocr_sheets.rules.shared import entries_without_assurer, visits_in_late_august
from ocr_sheets.rules.technicals.shared import TECHNICALS, is_to_come
from ocr_sheets.schedule.allowance import visits_counted
from ocr_sheets.schedule.deadlines import calendar_of
from ocr_sheets.text import key

# -- visits and their types (S1, S19)


@rule(
    "visit-type-missing",
    "A moderation visit does not say whether it is virtual or face-to-face",
    severity=CHECK,
    source=(S(1), S(19)),
    message="No type is given for the visit on {visit_date}.",
    fix={
        "": "Choose virtual or face-to-face, and tell the moderator by {tell_by}.",
        "told": "Choose the type that the moderator was told on {told_on}.",
        "at once": "Choose virtual or face-to-face, and tell the moderator at once.",
    },
    family=TECHNICALS,
    needs=("visits.type", "visits.visit_date"),
    uses=("type.days_before_visit",),
    who=Who.PROGRAMME_LEAD,
    example="A visit on 11 March 2027 with no type: choose one and tell the moderator by 11 February 2027.",
)
def visit_type_missing(book: Book, values: Values) -> Iterable[RawFinding]:
    """The centre has the choice, and what is due before a visit depends on it: work is uploaded for a virtual visit, and need not be
    sent for a face-to-face one (S42, S47).
    """
    for visit in book.visits:
        if visit.type is None and visit.visit_date and visit.stands and is_to_come(visit, book):
            needed = values.number("type.days_before_visit", visit.visit_date)
            if needed is None or book.is_unread(visit, "type"):
                continue
            tell_by = before(visit.visit_date, needed)
            yield finding(
                visit,
                "type",
                "told" if visit.type_told_on else "at once" if tell_by < book.as_of else "",
                by=tell_by,
                visit_date=visit.visit_date,
                tell_by=tell_by,
                told_on=visit.type_told_on,
            )


# -- the allowance (S5 to S9)


@rule(
    "visit-chargeable",
    "A moderation visit is beyond the two free ones",
    severity=ADVICE,
    source=(S(5), S(6), S(7), S(8), S(9), S(23)),
    message="Visit {number} for {subject} in {year}: {free} are free, this one is charged.",
    fix={
        "": "Ask the VQ Panel Management team (VQ.panelmanagement@ocr.org.uk) for it, and plan for the fee[ of {fee:£}].",
        "held": "The visit is over: expect OCR to charge the fee[ of {fee:£}].",
    },
    family=TECHNICALS,
    needs=("visits.visit_date", "visits.subject_area"),
    uses=("visits.free_a_year",),
    who=Who.PROGRAMME_LEAD,
    example="Visits for IT on 12 November, 11 March and 9 June of one academic year: the third is charged, whichever suite or level.",
)
def visit_chargeable(book: Book, values: Values) -> Iterable[RawFinding]:
    """Two visits in each subject area and academic year are free, for both suites and all levels together; in a consortium, for the
    consortium. A cancelled visit does not count. A visit in several rows is told once.
    """
    told: set[tuple[str, int, int]] = set()
    for counted in visits_counted(book.everything, values.rulebook):
        visit, occasion = counted.visit, (key(counted.of), counted.year, counted.number)
        if counted.family is not TECHNICALS or visit.visit_date is None or occasion in told:
            continue
        free = values.number("visits.free_a_year", visit.visit_date)
        if free is not None and counted.number > free:
            told.add(occasion)
            is_over = visit.status is VisitStatus.DONE or visit.visit_date < book.as_of
            yield finding(
                visit,
                "visit_date",
                "held" if is_over else "",
                number=counted.number,
                subject=counted.of,
                year=year_label(counted.year),
                free=free,
                fee=book.centre.visit_fee,
            )


# -- entries and the moderator (S10, S14)


@rule(
    "entries-without-moderator",
    "Entries are made but no moderator has been in touch",
    severity=CHECK,
    source=(S(10), S(14)),
    message="{entries:entry/entries} for {entry_code}, but no moderator is named.",
    fix="If no moderator has contacted you, ask OCR; otherwise fill in the name.",
    family=TECHNICALS,
    needs=("qualifications.quality_assurer", "entries.entry_code"),
    example="12 entries for 05839 and no moderator's name: if nobody has been in touch, contact OCR.",
)
def entries_without_moderator(book: Book, values: Values) -> Iterable[RawFinding]:
    """OCR allocates a moderator once the first entries are made, and asks to be told where nobody has been in touch."""
    return entries_without_assurer(book)


@rule(
    "moderator-without-entries",
    "A moderator is named for a qualification without entries",
    severity=ADVICE,
    source=S(10),
    message="{entry_code} has a moderator and no entry on {Entries}.",
    fix="Fill in the entries if they are made; if nobody is entered yet, we suggest checking that the name is this year's.",
    family=TECHNICALS,
    needs=("qualifications.quality_assurer", "entries.entry_code"),
    who=Who.PROGRAMME_LEAD,
    example="05839 has D Ashworth under Quality assurer, others have entries, and nobody is entered for it or for its subject.",
)
def moderator_without_entries(book: Book, values: Values) -> Iterable[RawFinding]:
    """OCR allocates a moderator once the first entries are made, so one before them is odd: this is only a query. One from an earlier
    year may well stay. Where the workbook has no entries at all, they are not filled in yet.
    """
    entered = {entry.entry_code for entry in book.entries}
    subjects = {book.subject_of(code) for code in entered} - {None}
    for row in book.qualifications:
        has_entries = row.entry_code in entered or book.subject_of(row.entry_code) in subjects
        if entered and row.entry_code and row.quality_assurer and not has_entries:
            yield finding(row, "quality_assurer", entry_code=row.entry_code)


@rule(
    "first-visit-late",
    "A new or one-year course has entries and no early visit planned",
    severity=ADVICE,
    source=(S(11), S(13)),
    message={
        "": "{entry_code} is new this year, and no visit for {subject} is planned in {year}.",
        "one-year": "{entry_code} is a one-year programme, and no visit for {subject} is planned in {year}.",
        "late": "{entry_code} is new this year, and the first visit for {subject} is on {first_visit}.",
        "late, one-year": "{entry_code} is a one-year programme, and the first visit for {subject} is on {first_visit}.",
    },
    fix="Agree on the year's first visit with the moderator, as early as possible; tell the moderator the type four weeks before: if you do so today, the visit can be from {earliest}.",
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
def first_visit_late(book: Book, values: Values) -> Iterable[RawFinding]:
    """OCR recommends the first visit of the year as early as possible, above all where a qualification is new to the centre or is over
    within the year. OCR names no day for it, so it is told only while no visit of the subject stands in this year, or none before its
    last third, which is our choice; of
    this year's entries (a resit of an examined unit is none), with the earliest day for which the moderator can still be told the type in
    time (S19): that day is our reckoning.
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
    told: set[str] = set()
    for row in book.qualifications:
        subject = book.subject_of(row.entry_code)
        is_new = row.approved_on is not None and values.academic_year(row.approved_on) == year
        if subject is None or subject in told or row.entry_code not in entered or not (is_new or row.one_year):
            continue
        told.add(subject)
        visits = [
            visit
            for visit in book.visits
            if book.subject_of_visit(visit) == subject and _may_be_in(year, visit, book, values)
        ]
        first = min(visits, key=lambda visit: visit.visit_date or dt.date.min, default=None)
        if first and not (first.visit_date and first.visit_date >= values.late_in(year) and is_to_come(first, book)):
            continue
        yield finding(
            row,
            "approved_on" if is_new else "one_year",
            ("late" if first else "") if is_new else ("late, one-year" if first else "one-year"),
            entry_code=row.entry_code,
            subject=row.subject_area,
            year=year_label(year),
            earliest=earliest,
            first_visit=first.visit_date if first else None,
        )


def _earliest_visit(book: Book, values: Values) -> dt.date | None:
    """The first day for a visit of which the moderator can still be told the type in time; ``None`` where no figure is published."""
    ahead = values.number("type.days_before_visit", book.as_of)
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


# -- days without visits (S16)


@rule(
    "visit-in-late-august",
    "A moderation visit falls in the last two weeks of August",
    severity=MUST_FIX,
    source=(S(16), B(1)),
    message="OCR holds no visits in the last two weeks of August, which we take as {first} to {last}.",
    fix="Agree another day with the moderator: up to {last_before}, or from {first_after}.",
    family=TECHNICALS,
    needs=("visits.visit_date",),
    uses=("august.no_visits_from", "august.no_visits_until"),
    who=Who.PROGRAMME_LEAD,
    example="As we read it, 17 August 2027 and 1 September 2027 can be visited; 18 and 31 August cannot.",
)
def visit_in_late_august(book: Book, values: Values) -> Iterable[RawFinding]:
    """There are no visits in the last two weeks of August (S16). OCR's page does not say which days these are: we take the 18th to the
    31st, which its page on verified qualifications names (B1). As whole weeks they would be others, such as 24 August to 6 September in
    2026; What was checked shows which visits that would touch.
    """
    return visits_in_late_august(book, values)


# -- telling the moderator the type (S19)


@rule(
    "visit-type-told-late",
    "The moderator was told the type of visit too late",
    severity=MUST_FIX,
    source=S(19),
    message="Moderator told on {told_on}, {ahead}. OCR asks for {needed:weeks}.",
    fix="Ask the moderator if you can keep this visit type, or move the visit to {visit_from} or later.",
    family=TECHNICALS,
    needs=("visits.type_told_on", "visits.visit_date"),
    uses=("type.days_before_visit",),
    who=Who.PROGRAMME_LEAD,
    example="For a visit on 11 March 2027, told on 11 February is in time and told on 12 February is late.",
)
def visit_type_told_late(book: Book, values: Values) -> Iterable[RawFinding]:
    """The moderator needs to be told four weeks before the visit which type the centre prefers. Whoever told the type in time and
    then agreed with the moderator on an earlier day has told it. A change of type may come later (S20): it is asked about on its own.
    """
    for visit in book.visits:
        if not (visit.stands and visit.visit_date and visit.type_told_on) or visit.has_changed_type:
            continue
        needed = values.number("type.days_before_visit", visit.visit_date)
        if needed is None or book.is_unread(visit, "moved_from"):
            continue
        if visit.type_told_on > before(max(visit.visit_date, visit.moved_from or visit.visit_date), needed):
            yield finding(
                visit,
                "type_told_on",
                by=before(visit.visit_date, needed),
                over=visit.visit_date < book.as_of,
                told_on=visit.type_told_on,
                ahead=Ahead(visit.type_told_on, visit.visit_date),
                needed=needed,
                visit_from=before(visit.type_told_on, -needed),
            )


@rule(
    "visit-type-not-told",
    "It is not recorded that the moderator knows the type of visit",
    severity=CHECK,
    source=S(19),
    message="No day is recorded for telling the moderator the type; it was due by {tell_by}.",
    fix="Tell the moderator the type at once, or fill in the day it was told.",
    family=TECHNICALS,
    needs=("visits.type_told_on", "visits.visit_date"),
    uses=("type.days_before_visit",),
    who=Who.PROGRAMME_LEAD,
    example="Checked on 12 February 2027, a visit on 11 March 2027 has no day in Type told on.",
)
def visit_type_not_told(book: Book, values: Values) -> Iterable[RawFinding]:
    """It was to be told four weeks before the visit. It may have been told and not noted down."""
    for visit in book.visits:
        if not (visit.stands and visit.visit_date and is_to_come(visit, book)) or visit.type_told_on:
            continue
        if book.is_unread(visit, "type_told_on"):
            continue
        needed = values.number("type.days_before_visit", visit.visit_date)
        if needed is not None and book.as_of > before(visit.visit_date, needed):
            tell_by = before(visit.visit_date, needed)
            yield finding(visit, "type_told_on", by=tell_by, tell_by=tell_by)


@rule(
    "visit-brought-forward",
    "A visit was moved to an earlier day and is not confirmed",
    severity=ADVICE,
    source=(S(21), S(20)),
    message="Brought forward from {moved_from} to {visit_date}; OCR says that a delay is usually easier.",
    fix="Ask the moderator whether the earlier day is possible, then mark the visit confirmed.",
    family=TECHNICALS,
    needs=("visits.moved_from", "visits.visit_date"),
    who=Who.PROGRAMME_LEAD,
    example="A visit on 11 March 2027, moved from 18 March 2027. Moved from 4 March it is only delayed, which is easier.",
)
def visit_brought_forward(book: Book, values: Values) -> Iterable[RawFinding]:
    """For a change the centre gets in touch with the moderator, and a delay is usually easier than an earlier day. A visit that is marked
    confirmed is taken as agreed.
    """
    for visit in book.visits:
        if not (visit.stands and visit.visit_date and visit.moved_from) or not is_to_come(visit, book):
            continue
        if visit.status is not VisitStatus.CONFIRMED and visit.moved_from > visit.visit_date:
            yield finding(visit, "moved_from", moved_from=visit.moved_from, visit_date=visit.visit_date)


@rule(
    "visit-type-changed",
    "The type of a visit was changed, and the visit is not confirmed",
    severity=CHECK,
    source=(S(20), S(22)),
    message={
        "": "Changed from {changed_from} to {type}, and not marked as confirmed.",
        "to face-to-face": "Changed from {changed_from} to {type}, which may not always be possible, and not marked as confirmed.",
    },
    fix="Get in touch with the moderator about the change, then mark the visit confirmed.",
    family=TECHNICALS,
    needs=("visits.type_changed_from", "visits.type", "visits.visit_date"),
    who=Who.PROGRAMME_LEAD,
    example="A visit to come is face-to-face, Type changed from says virtual, and Status is planned.",
)
def visit_type_changed(book: Book, values: Values) -> Iterable[RawFinding]:
    """For a change of type the centre gets in touch with the moderator. From virtual to face-to-face it may not always be possible, as it
    depends on a moderator in the area. A visit that is marked confirmed is taken as agreed.
    """
    for visit in book.visits:
        if visit.status is VisitStatus.CONFIRMED or not is_to_come(visit, book):
            continue
        if visit.stands and visit.has_changed_type:
            kind = "to face-to-face" if visit.type is VisitType.FACE_TO_FACE else ""
            yield finding(
                visit,
                "type_changed_from",
                kind,
                by=visit.visit_date,
                changed_from=visit.type_changed_from,
                type=visit.type,
            )


# -- the day of the visit, and after (S59 to S65)


@rule(
    "named-contact-missing",
    "A face-to-face visit has no named contact",
    severity=ADVICE,
    source=S(59),
    message="Nobody is named to meet the moderator.",
    fix="Name who meets the moderator on arrival.",
    family=TECHNICALS,
    needs=("visits.named_contact", "visits.type"),
    who=Who.PROGRAMME_LEAD,
    example="A face-to-face visit with nobody under Named contact, there or on the Centre sheet.",
)
def named_contact_missing(book: Book, values: Values) -> Iterable[RawFinding]:
    """OCR suggests that the moderator meets a named contact, who can check the moderator's identity."""
    if book.centre.named_contact:
        return
    for visit in book.visits:
        coming = visit.stands and is_to_come(visit, book)
        named = visit.named_contact or book.is_unread(visit, "named_contact")
        if coming and visit.type is VisitType.FACE_TO_FACE and not named:
            yield finding(visit, "named_contact", by=visit.visit_date)
