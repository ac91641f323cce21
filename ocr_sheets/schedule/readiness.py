"""How ready each visit is, and the whole: how much of its work is at each step, what comes next, and the verdict that follows.

The verdict goes by states and never by emptiness: where no work was looked at, nothing is ready.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

from ocr_sheets.model.book import Book
from ocr_sheets.model.records import Candidate, Claim, Family, Visit
from ocr_sheets.model.work import VisitUsed
from ocr_sheets.rulebook import Rulebook
from ocr_sheets.schedule.deadlines import DeadlineLine, What
from ocr_sheets.schedule.progress import OVERDUE, Count, State, has_left, is_history, progress_of
from ocr_sheets.schedule.work import completes_after, year_looked_at

_WORST_FIRST = (State.MISSED, State.LATE, State.CANNOT_TELL, State.DUE, State.NOT_DUE, State.DONE)
_OCRS = frozenset({What.SAMPLE_FROM, What.SAMPLE_BY, What.EQA_DECISION_BY, What.CERTIFICATE_BY})
"""What is OCR's to do, so that the centre cannot be late with it."""
_OF_WORK = frozenset({What.ENTER_BY, What.CLAIM_BY, What.CLAIM_ADVISED_BY})
"""What is to be done for each piece of work at a visit, so that there is nothing to do where there is none."""
_WITH_WORK = _OF_WORK | {What.SAMPLE_FROM, What.SAMPLE_BY, What.UPLOAD_BY}
"""What there is to be done or asked for only where there is work at a visit."""
MOST_TURNING_LATE = 5


class Verdict(StrEnum):
    """What can be said of the whole workbook."""

    NOT_READY = "not ready"
    READY = "ready so far"
    TOO_EARLY = "too early"
    CANNOT_TELL = "cannot tell"


class Readiness(NamedTuple):
    """How ready one visit is. ``entered`` counts candidates, the other counts portfolios whose unit is known."""

    visit: Visit
    subject: str | None
    portfolios: int
    entered: Count
    assessed: Count
    standardised: Count
    claimed: Count
    uploaded: Count
    state: State
    is_uncertain: bool
    """Whether its day may still change."""
    moved_on: int
    """How many candidates have work that was too late for the visit, and goes to a later one."""
    moved_unseen: int
    """How many more have work that goes to a later one, as nothing would show that it was in time for the visit."""
    next: DeadlineLine | None
    """The deadline to act on next: the first that is overdue, else the first that is still to come."""
    unplaced: int = 0
    """How many candidates there are of whom nothing says what they are to be entered for: their work may be for this visit."""


def readiness_of(book: Book, lines: Sequence[DeadlineLine]) -> list[Readiness]:
    """The readiness of every visit that stands, each visit once, in order of date."""
    found, unplaced = [], len(candidates_without_work(book))
    for visit in sorted(book.occasions, key=lambda visit: (visit.visit_date or dt.date.max, visit.row)):
        if book.family_of_visit(visit) is None:
            continue
        progress = progress_of(book, visit)
        own = [line for line in lines if line.of is visit]
        moved_on, moved_unseen = moved(book, book.slipped.get((visit.sheet, visit.row), ()))
        found.append(
            Readiness(
                visit,
                visit.subject_area or visit.entry_code,
                sum(work.unit_number is not None for work in progress.work),
                progress.entered,
                progress.assessed,
                progress.standardised,
                progress.claimed,
                progress.uploaded,
                worst(line.state for line in own),
                progress.is_uncertain,
                moved_on,
                moved_unseen,
                next_step(line for line in own if not is_idle(book, line)),
                unplaced,
            )
        )
    return found


def candidates_without_work(book: Book) -> list[Candidate]:
    """The candidates who are still here and of whom nothing says what they are to be entered for."""
    known = {entry.candidate_number for entry in book.entries} | {work.candidate_number for work in book.work}
    return [row for row in book.candidates if row.candidate_number not in known and not row.left_on]


def moved(book: Book, work: Iterable[tuple[Claim, VisitUsed]]) -> tuple[int, int]:
    """Of work that has slipped: how many candidates were too late for their visit, and of how many more nothing would show it."""
    late: set[Hashable] = set()
    unseen: set[Hashable] = set()
    for claim, used in work:
        (unseen if used.is_unseen else late).add(book.whose(claim))
    return len(late), len(unseen - late)


def worst(states: Iterable[State]) -> State:
    """The most serious of some states; *done* where there are none."""
    return min(states, key=_WORST_FIRST.index, default=State.DONE)


def next_step(lines: Iterable[DeadlineLine]) -> DeadlineLine | None:
    """The deadline to act on next: the first that is overdue, else the first that is due."""
    waiting = [line for line in lines if line.state in OVERDUE or line.state is State.DUE]
    return min(waiting, key=lambda line: (line.state is State.DUE, line.date), default=None)


def turning_late(book: Book, lines: Iterable[DeadlineLine]) -> list[DeadlineLine]:
    """What turns late next if nothing is typed from today: the next deadlines of the centre's that are not done."""
    waiting = [line for line in lines if line.state is State.DUE and line.what not in _OCRS and not is_idle(book, line)]
    return sorted(waiting, key=lambda line: line.date)[:MOST_TURNING_LATE]


def verdict_of(book: Book, lines: Sequence[DeadlineLine], must_fix: int, waits_without_a_day: bool) -> Verdict:
    """The verdict, from the states of all deadlines, the number of must fix findings that nobody has accepted, and whether work waits
    without a day for it (`without_a_day`).
    """
    if must_fix or any(line.state in OVERDUE and line.what not in _OCRS for line in lines):
        return Verdict.NOT_READY
    past = [line for line in lines if line.date < book.as_of and _matters(book, line)]
    if waits_without_a_day or any(line.state is State.CANNOT_TELL for line in past):
        return Verdict.CANNOT_TELL
    is_open = any(not line.done for line in past)
    is_due_today = any(line.date == book.as_of and line.state is State.DUE for line in lines)
    was_kept = any(line.done and has_work(book, line) and line.what not in _OCRS for line in past)
    return Verdict.READY if was_kept and not is_open and not is_due_today else Verdict.TOO_EARLY


def not_shown(book: Book, lines: Iterable[DeadlineLine]) -> list[DeadlineLine]:
    """The deadlines that have passed and of which nothing in the workbook shows whether they were kept."""
    return [
        line for line in lines if line.state is State.CANNOT_TELL and line.date < book.as_of and _matters(book, line)
    ]


def missed_by_some(book: Book, lines: Iterable[DeadlineLine]) -> list[DeadlineLine]:
    """The deadlines that some were too late for, of visits still to come: the moderator may be asked whether they can still be at them."""
    return [
        line
        for line in lines
        if line.missed
        and line.state not in OVERDUE
        and line.date < book.as_of
        and line.visit
        and (line.visit.visit_date or dt.date.min) >= book.as_of
    ]


def last_day_for_summer(book: Book, rulebook: Rulebook) -> dt.date | None:
    """The last day that OCR names for a visit whose results come in the summer of the year looked at (S15)."""
    return rulebook.day_of_year("summer.visit_by", year_looked_at(book, rulebook) + 1)


def without_a_day(book: Book, rulebook: Rulebook) -> list[Claim]:
    """The work begun by the last day for results in summer that no visit with a day has seen or will see, once that day is past.

    OCR's last day is for those who need results in summer, and the workbook does not say of everybody whether they do: nobody can tell
    whether this work is late. Who completes in a later summer is not among them, nor who is not entered yet and of whose unit there is no
    grade: that may be next year's, unless the workbook says which year it is of.
    """
    technicals = book.of(Family.TECHNICALS)
    last = last_day_for_summer(book, rulebook)
    if last is None or book.as_of <= last:
        return []
    return [
        work
        for work in technicals.portfolios
        if not is_history(work)
        and not _has_dated_visit(technicals, work)
        and _is_begun_by(technicals, work, last)
        and not completes_after(technicals, work, last.year)
    ]


def _is_begun_by(book: Book, work: Claim, day: dt.date) -> bool:
    """Whether work was graded or claimed by a day, or its candidate entered; all work of a workbook that is said to be of that year."""
    if book.centre.academic_year == day.year - 1 or work.grade is not None:
        return True
    return work.made_by(day) or any(one.entered_on and one.entered_on <= day for one in book.entries_behind(work))


def _has_dated_visit(book: Book, work: Claim) -> bool:
    """Whether a piece of work has a visit whose day is known."""
    used = book.visit_of(work)
    return used is not None and used.visit.visit_date is not None


def of_some_work(lines: Iterable[DeadlineLine], readiness: Iterable[Readiness]) -> list[DeadlineLine]:
    """The deadlines without those of visits that all of their work was too late for."""
    left = {(one.visit.sheet, one.visit.row) for one in readiness if one.moved_on and not one.entered.of}
    return [
        line
        for line in lines
        if line.what not in _WITH_WORK or not line.visit or (line.visit.sheet, line.visit.row) not in left
    ]


def is_idle(book: Book, line: DeadlineLine) -> bool:
    """Whether there is nobody to enter or claim by a deadline: all work of its subject is at other visits, as once it has slipped."""
    return line.what in _OF_WORK and not _matters(book, line)


def _matters(book: Book, line: DeadlineLine) -> bool:
    """Whether a deadline can make the verdict unsure: not where all work of its subject is at other visits, or everybody has left."""
    if has_work(book, line) or not isinstance(line.of, Visit):
        return True
    if (line.of.sheet, line.of.row) in book.everything.left_unseen:
        return True
    subject = book.subject_of_visit(line.of)
    is_elsewhere = any(book.subject_of(work.entry_code) == subject for work in book.portfolios)
    return not is_elsewhere and not _have_all_left(book, subject)


def _have_all_left(book: Book, subject: str | None) -> bool:
    """Whether a subject had entries, and all of them are withdrawn or of candidates who have left: there is nobody to enter or claim."""
    entries = [entry for entry in book.entries if book.subject_of(entry.entry_code) == subject]
    return bool(entries) and all(entry.withdrawn_on or has_left(entry, book) for entry in entries)


def has_work(book: Book, line: DeadlineLine) -> bool:
    """Whether there is work that a deadline is about."""
    if not isinstance(line.of, Visit):
        return True
    return bool(progress_of(book, line.of).work or book.claims_of_visit(line.of))
