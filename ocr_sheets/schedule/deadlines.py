"""Every dated line that follows from a visit, a result or a summer: what is due, by when, and whether it is done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from ocr_sheets.model.book import Book
from ocr_sheets.model.records import Family, Grade, Record, Visit, VisitType
from ocr_sheets.rulebook import Calendar, Rulebook
from ocr_sheets.schedule.progress import Kept, State, VisitProgress, progress_of
from ocr_sheets.schedule.work import with_work, year_looked_at


class What(StrEnum):
    """What is due, by the one name that it has in every output, from the columns on Visits to the calendar."""

    ENTER_BY = "Make entries by"
    SAY_TYPE_BY = "Tell moderator visit type by"
    CLAIM_BY = "Submit claims by"
    CLAIM_ADVISED_BY = "Submit claims as OCR advises by"
    SAMPLE_FROM = "Earliest sample request"
    SAMPLE_BY = "Sample request due from OCR by"
    UPLOAD_BY = "Upload sample by"
    BOOK_BY = "Book final visit by"
    EQA_DECISION_BY = "EQA confirms claims by"
    CERTIFICATE_BY = "Certificate due by"

    @property
    def in_words(self) -> str:
        """The name inside a sentence: submit claims by, EQA confirms claims by."""
        return str(self) if self[:2].isupper() else f"{self[:1].lower()}{self[1:]}"

    @property
    def action(self) -> str:
        """The name without its "by", for what has no day beside it: Submit claims."""
        return self.removesuffix(" by")


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
    last_working_day: dt.date | None
    """``None`` where the bank holidays of its year are not published yet."""
    state: State
    source: str
    days: int | None
    working: bool = False
    is_uncertain: bool = False
    """Whether the visit may still be put on another day: it is provisional or postponed."""
    kept: Kept | None = None
    """Of entries and claims: how many of all whom the deadline was for kept it."""

    @property
    def done(self) -> bool:
        """Whether nothing is left to do by it."""
        return self.state is State.DONE

    @property
    def missed(self) -> int:
        """How many were too late for it, and go to a later visit: the state is that of the others."""
        return self.kept.missed if self.kept else 0

    @property
    def is_kept(self) -> bool:
        """Whether it is done, and nobody was too late for it."""
        return self.done and not self.missed


def calendar_of(book: Book) -> Calendar:
    """The centre's working days: its nation's bank holidays and its closures. England's where no nation is given."""
    closures = [(row.first_day, row.last_day or row.first_day) for row in book.closures if row.first_day]
    return Calendar.of(book.centre.nation or "England", closures)


def deadline_lines(book: Book, rulebook: Rulebook) -> list[DeadlineLine]:
    """All dated lines, in order of date, then of the sheets' rows."""
    book = with_work(book, rulebook)
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
    for visit in book.occasions:
        progress = progress_of(book, visit)
        for what, offset in BEFORE_A_VISIT.items():
            due = due_before(rulebook, what, visit)
            if due:
                yield DeadlineLine(
                    visit,
                    visit,
                    what,
                    due.date,
                    calendar.last_on_or_before(due.date),
                    _state(what, progress, due.date),
                    offset.source,
                    -due.days,
                    due.working,
                    progress.is_uncertain,
                    _kept(what, progress),
                )
        yield from _summer(book, rulebook, calendar, visit, progress)


def _state(what: What, progress: VisitProgress, due: dt.date) -> State:
    match what:
        case What.ENTER_BY:
            return progress.entering(due)
        case What.SAY_TYPE_BY:
            return progress.telling_type(due)
        case What.CLAIM_BY:
            return progress.claiming(due)
        case What.SAMPLE_FROM:
            return progress.request_from(due)
        case What.SAMPLE_BY:
            return progress.requesting(due)
        case _:
            return progress.uploading(due)


def _kept(what: What, progress: VisitProgress) -> Kept | None:
    if what is What.ENTER_BY:
        return progress.kept_entering
    return progress.kept_claiming if what is What.CLAIM_BY else None


def _summer(
    book: Book, rulebook: Rulebook, calendar: Calendar, visit: Visit, progress: VisitProgress
) -> Iterator[DeadlineLine]:
    """What a visit needs besides when candidates at it wait for results in summer (S15, B52)."""
    summer = summer_of(book, rulebook, visit)
    if summer is None or visit.visit_date is None:
        return
    book_by = rulebook.day_of_year("summer.book_by", summer)
    advised = rulebook.day_of_year("summer.claims_advised_by", summer)
    claim = due_before(rulebook, What.CLAIM_BY, visit)
    uncertain = progress.is_uncertain
    if book_by and visit.visit_date > book_by:
        last = calendar.last_on_or_before(book_by)
        yield DeadlineLine(
            visit, visit, What.BOOK_BY, book_by, last, progress.booking(book_by), "S15", None, False, uncertain
        )
    if advised and claim and claim.date > advised:
        last, state = calendar.last_on_or_before(advised), progress.claiming(advised)
        yield DeadlineLine(visit, visit, What.CLAIM_ADVISED_BY, advised, last, state, "B52", None, False, uncertain)


def summer_of(book: Book, rulebook: Rulebook, visit: Visit) -> int | None:
    """The summer for which candidates at a visit still need results, if that is the summer of the visit's academic year."""
    if visit.visit_date is None:
        return None
    year = rulebook.academic_year(visit.visit_date) + 1
    this_summer = year_looked_at(book, rulebook) + 1
    needs = progress_of(book, visit).needs
    is_needed = any(need.day is None and (need.summer or this_summer) == year for need in needs)
    return year if is_needed else None


def _verified(book: Book, rulebook: Rulebook, calendar: Calendar, ocr: Calendar) -> Iterator[DeadlineLine]:
    for visit in book.occasions:
        days = rulebook.number("verified.decision_working_days", visit.visit_date) if visit.visit_date else None
        if days is None or visit.visit_date is None:
            continue
        day, progress = ocr.after(visit.visit_date, days), progress_of(book, visit)
        if day is None:
            continue
        yield DeadlineLine(
            visit,
            visit,
            What.EQA_DECISION_BY,
            day,
            calendar.last_on_or_before(day),
            progress.deciding(day),
            "S93",
            days,
            True,
            progress.is_uncertain,
        )
    for claim in book.claims:
        if claim.results_published_on is None or claim.is_withdrawn or claim.confirmed_grade in NO_CERTIFICATE:
            continue
        days = rulebook.number("verified.certificate_working_days", claim.results_published_on)
        day = ocr.after(claim.results_published_on, days) if days is not None else None
        if day is not None:
            used = book.visit_of(claim)
            is_issued = book.has_come(claim.certificate_issued_on)
            ahead = State.NOT_DUE if book.as_of <= day else State.LATE
            yield DeadlineLine(
                claim,
                used.visit if used else None,
                What.CERTIFICATE_BY,
                day,
                calendar.last_on_or_before(day),
                State.DONE if is_issued else ahead,
                "S97",
                days,
                working=True,
            )


NO_CERTIFICATE = frozenset({Grade.FAIL, Grade.UNCLASSIFIED, Grade.NOT_ACHIEVED})
"""The decisions that bring no certificate (S98)."""
