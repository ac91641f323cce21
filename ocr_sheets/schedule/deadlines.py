"""Every dated line that follows from a visit, a result or a summer: what is due, by when, and whether it is done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from ocr_sheets.model.book import Book, VisitProgress
from ocr_sheets.model.records import ClaimStatus, Family, Record, Visit, VisitStatus, VisitType
from ocr_sheets.rulebook import Calendar, Rulebook


class What(StrEnum):
    """What is due. The words head the columns on Visits too."""

    ENTER_BY = "Enter by"
    SAY_TYPE_BY = "Say type by"
    CLAIM_BY = "Claim by"
    CLAIM_ADVISED_BY = "Claim advised by"
    SAMPLE_FROM = "Sample from"
    SAMPLE_BY = "Sample by"
    UPLOAD_BY = "Upload by"
    BOOK_BY = "Book by"
    EQA_DECISION_BY = "EQA decision by"
    CERTIFICATE_BY = "Certificate by"


class Offset(NamedTuple):
    """A deadline that lies a number of calendar days before a visit: the value that holds the number, and its sentence."""

    value: str
    source: str
    only: VisitType | None = None


BEFORE_A_VISIT: dict[What, Offset] = {
    What.ENTER_BY: Offset("entry.days_before_visit", "S30"),
    What.SAY_TYPE_BY: Offset("type.days_before_visit", "S19"),
    What.CLAIM_BY: Offset("claim.days_before_visit", "S31"),
    What.SAMPLE_FROM: Offset("sample.earliest_days_before_visit", "S36", VisitType.FACE_TO_FACE),
    What.SAMPLE_BY: Offset("sample.requests_days_before_visit", "S37"),
    What.UPLOAD_BY: Offset("sample.upload_days_before_visit", "S42", VisitType.VIRTUAL),
}


class DeadlineLine(NamedTuple):
    """One dated line. ``of`` is the row it follows from; ``days`` how many days after that row's date it lies (before it, if
    negative), or ``None`` where it is a fixed day. ``working`` marks a distance in OCR's working days.
    """

    of: Record
    visit: Visit | None
    what: What
    date: dt.date
    last_working_day: dt.date
    done: bool
    source: str
    days: int | None
    working: bool = False


def calendar_of(book: Book) -> Calendar:
    """The centre's working days: its nation's bank holidays and its closures. England's where no nation is given."""
    closures = [(row.first_day, row.last_day or row.first_day) for row in book.closures if row.first_day]
    return Calendar.of(book.centre.nation or "England", closures)


def deadline_lines(book: Book, rulebook: Rulebook) -> list[DeadlineLine]:
    """All dated lines, in order of date, then of the sheets' rows."""
    calendar = calendar_of(book)
    ocr = Calendar.of("England")
    lines = [
        *_moderation(book.of(Family.TECHNICALS), rulebook, calendar),
        *_verified(book.of(Family.VERIFIED), rulebook, calendar, ocr),
    ]
    order = list(What)
    return sorted(lines, key=lambda line: (line.date, line.of.sheet, line.of.row, order.index(line.what)))


class Due(NamedTuple):
    """A day on which something is due, and how many days (working days, where said) before a visit that is."""

    date: dt.date
    days: int
    working: bool


def due_before(rulebook: Rulebook, what: What, visit: Visit) -> Due | None:
    """When something is due before a visit; ``None`` where it is not due for that type, or no figure is published."""
    offset = BEFORE_A_VISIT[what]
    if visit.visit_date is None or (offset.only and visit.type is not offset.only):
        return None
    days = rulebook.number(offset.value, visit.visit_date)
    date = rulebook.due_before(offset.value, visit.visit_date, Calendar.of("England"))
    if days is None or date is None:
        return None
    return Due(date, days, rulebook.value(offset.value).working_days)


def _moderation(book: Book, rulebook: Rulebook, calendar: Calendar) -> Iterator[DeadlineLine]:
    for visit in book.visits:
        if not visit.stands or visit.visit_date is None:
            continue
        work = book.work_at(visit)
        for what, offset in BEFORE_A_VISIT.items():
            due = due_before(rulebook, what, visit)
            if due:
                done = visit.status is VisitStatus.DONE or _is_done(what, visit, work)
                last = calendar.last_on_or_before(due.date)
                yield DeadlineLine(visit, visit, what, due.date, last, done, offset.source, -due.days, due.working)
        yield from _summer(book, rulebook, calendar, visit)


def _is_done(what: What, visit: Visit, work: VisitProgress) -> bool:
    match what:
        case What.ENTER_BY:
            return work.entered
        case What.SAY_TYPE_BY:
            return visit.type_told_on is not None
        case What.CLAIM_BY:
            return work.claimed
        case What.UPLOAD_BY:
            return work.uploaded
        case _:
            return work.requested


def _summer(book: Book, rulebook: Rulebook, calendar: Calendar, visit: Visit) -> Iterator[DeadlineLine]:
    """What a visit needs besides when candidates at it wait for results in summer (S15, B52)."""
    summer = summer_of(book, rulebook, visit)
    if summer is None or visit.visit_date is None:
        return
    book_by = rulebook.day_of_year("summer.book_by", summer)
    advised = rulebook.day_of_year("summer.claims_advised_by", summer)
    claim = due_before(rulebook, What.CLAIM_BY, visit)
    held = visit.status is VisitStatus.DONE
    if book_by and visit.visit_date > book_by:
        booked = held or visit.booked_on is not None or visit.status is VisitStatus.CONFIRMED
        yield DeadlineLine(
            visit, visit, What.BOOK_BY, book_by, calendar.last_on_or_before(book_by), booked, "S15", None
        )
    if advised and claim and claim.date > advised:
        made = held or book.work_at(visit).claimed
        yield DeadlineLine(
            visit, visit, What.CLAIM_ADVISED_BY, advised, calendar.last_on_or_before(advised), made, "B52", None
        )


def summer_of(book: Book, rulebook: Rulebook, visit: Visit) -> int | None:
    """The summer for which candidates at a visit still need results, if that is the summer of the visit's academic year."""
    if visit.visit_date is None:
        return None
    year = rulebook.academic_year(visit.visit_date) + 1
    this_summer = (book.centre.academic_year or rulebook.academic_year(book.as_of)) + 1
    is_needed = any(need.day is None and (need.summer or this_summer) == year for need in book.work_at(visit).needs)
    return year if is_needed else None


def _verified(book: Book, rulebook: Rulebook, calendar: Calendar, ocr: Calendar) -> Iterator[DeadlineLine]:
    for visit in book.visits:
        if not visit.stands or visit.visit_date is None:
            continue
        days = rulebook.number("verified.decision_working_days", visit.visit_date)
        if days is not None:
            day = ocr.after(visit.visit_date, days)
            claims = book.claims_of_visit(visit)
            waiting = any(
                claim.claim_status in (ClaimStatus.SUBMITTED, ClaimStatus.SENT)
                and not claim.is_achieved
                and not claim.results_published_on
                and (claim.claimed_on is None or claim.claimed_on <= visit.visit_date)
                for claim in claims
            )
            done = visit.visit_date <= book.as_of and not waiting
            yield DeadlineLine(
                visit,
                visit,
                What.EQA_DECISION_BY,
                day,
                calendar.last_on_or_before(day),
                done,
                "S93",
                days,
                working=True,
            )
    for claim in book.claims:
        if claim.results_published_on is None or claim.is_withdrawn:
            continue
        days = rulebook.number("verified.certificate_working_days", claim.results_published_on)
        if days is not None:
            day = ocr.after(claim.results_published_on, days)
            used = book.visit_of(claim)
            yield DeadlineLine(
                claim,
                used.visit if used else None,
                What.CERTIFICATE_BY,
                day,
                calendar.last_on_or_before(day),
                claim.certificate_issued_on is not None,
                "S97",
                days,
                working=True,
            )
