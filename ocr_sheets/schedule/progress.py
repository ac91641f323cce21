"""How far work is: the state of each step of each visit, as of the day looked at.

The steps are entering, telling the type, booking (where S15 asks for it), assessing, standardising, claiming, having the sample ready,
uploading and, for verified qualifications, the decision. OCR names a day for each but assessing and standardising: those are due by
the day of the claim, which is our reading and never a must fix.

A step is *done* by a date on or before the day looked at, or by a status that can only follow it; a planned row, a blank and a date
still to come are not done. Where no column or row would show it, nobody can tell, and that is said instead.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Sequence
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from ocr_sheets.model.book import Book, FamilyView
from ocr_sheets.model.records import Candidate, Claim, Entry, Need, Place, Visit, VisitStatus
from ocr_sheets.model.work import VisitUsed
from ocr_sheets.schedule.work import shows_claims, shows_entries


class State(StrEnum):
    """How a step stands that has a last day."""

    DONE = "done"
    DUE = "due"
    LATE = "late"
    MISSED = "missed"
    NOT_DUE = "not due yet"
    CANNOT_TELL = "cannot tell"


OVERDUE = frozenset({State.LATE, State.MISSED})


class Count(NamedTuple):
    """How many of a number are done; ``done`` is ``None`` where no column would show it."""

    done: int | None
    of: int


class Kept(NamedTuple):
    """How a deadline was kept by all whom it was for: also by those who were too late for it, and whose work goes to a later visit."""

    done: int | None
    """How many have done it, be it late; ``None`` where no column would show it."""
    of: int
    missed: int
    """Those who were too late for it."""


def is_entered(book: Book, work: Claim) -> bool:
    """Whether the candidate is entered for a piece of work: an entry has its day, or the work is further than that."""
    if work.is_achieved or book.has_come(work.results_published_on):
        return True
    entries = book.entries_behind(work)
    return any(book.has_come(entry.entered_on) for entry in entries) or (bool(entries) and work.made_by(book.as_of))


def is_claimed(book: Book, work: Claim) -> bool:
    """Whether a piece of work is claimed: by its day or status, or because OCR has asked for it or decided on it."""
    return (
        work.is_achieved
        or work.made_by(book.as_of)
        or work.confirmed_grade is not None
        or book.has_come(work.sample_requested_on)
        or book.has_come(work.results_published_on)
    )


def is_assessed(book: Book, work: Claim) -> bool:
    """Whether a piece of work is assessed. What is claimed has been."""
    return book.has_come(work.assessed_on) or is_claimed(book, work)


def is_standardised(book: Book, work: Claim) -> bool:
    """Whether a piece of work is standardised or quality assured. What is claimed has been."""
    return book.has_come(work.standardised_on) or is_claimed(book, work)


def is_history(work: Claim) -> bool:
    """Whether nothing about a piece of work can be changed any more: OCR has confirmed it, or its result is out."""
    return work.is_achieved or work.results_published_on is not None


def has_left(record: Claim | Entry, book: Book) -> bool:
    """Whether the candidate of a claim or an entry has left."""
    people = book.candidates_numbered.get(record.candidate_number or "", ())
    return bool(people) and all(book.has_come(one.left_on) for one in people)


class VisitProgress:
    """How far the work of one visit is."""

    def __init__(self, book: Book, visit: Visit) -> None:
        self._book = book
        self.visit = book.occasion(visit)
        self._rows = book.rows_of_occasion(self.visit)
        self.work: Sequence[Claim] = book.portfolios_at(self.visit)

    # -- counts

    def _who(self, work: Claim) -> tuple[Hashable, str | None]:
        """The candidate of a piece of work under one entry code."""
        return self._book.whose(work), work.entry_code

    @cached_property
    def entered(self) -> Count:
        """Of the candidates at the visit, those who are entered for all their work."""
        candidates: dict[tuple[Hashable, str | None], bool] = {}
        for work in self.work:
            who = self._who(work)
            candidates[who] = candidates.get(who, True) and is_entered(self._book, work)
        done = sum(candidates.values())
        return Count(done if done or shows_entries(self._book) else None, len(candidates))

    @cached_property
    def claimed(self) -> Count:
        """The work that is claimed."""
        done = sum(is_claimed(self._book, work) for work in self.work)
        return Count(done if done or shows_claims(self._book) else None, len(self.work))

    @cached_property
    def assessed(self) -> Count:
        """The work that is assessed."""
        return self._count([is_assessed(self._book, work) for work in self.work], "assessed_on")

    @cached_property
    def standardised(self) -> Count:
        """The work that is standardised."""
        return self._count([is_standardised(self._book, work) for work in self.work], "standardised_on")

    @cached_property
    def uploaded(self) -> Count:
        """Of the portfolios that OCR asked for, those that are uploaded."""
        return self._count(
            [self._book.has_come(work.sample_uploaded_on) for work in self.requested], "sample_uploaded_on"
        )

    def _count(self, done: Sequence[bool], column: str) -> Count:
        shows = any(done) or self._book.has_column(Claim, column)
        return Count(sum(done) if shows else None, len(done))

    @cached_property
    def requested(self) -> Sequence[Claim]:
        """The portfolios that OCR has asked for by now."""
        return [work for work in self.work if self._book.has_come(work.sample_requested_on)]

    # -- with those who were too late

    @cached_property
    def _gone(self) -> Sequence[tuple[Claim, VisitUsed]]:
        """The work that could have been at the visit and goes to a later one, each with that."""
        places = [(row.sheet, row.row) for row in self._rows]
        return [one for place in places for one in self._book.slipped.get(place, ())]

    @cached_property
    def kept_entering(self) -> Kept:
        """How many candidates were entered for the visit, of all whose work was for it."""
        here = {self._who(work) for work in self.work}
        gone = self._gone if shows_entries(self._book) else ()
        missed = {self._who(work) for work, used in gone if used.why == "entry"} - here
        in_time = {self._who(work) for work, used in gone if used.why == "claim"} - here - missed
        done = None if self.entered.done is None else self.entered.done + len(in_time)
        return Kept(done, self.entered.of + len(missed) + len(in_time), len(missed))

    @cached_property
    def kept_claiming(self) -> Kept:
        """How much work is claimed for the visit, of all that was for it and entered in time."""
        missed = sum(used.why == "claim" and not used.is_unseen for _, used in self._gone)
        return Kept(self.claimed.done, self.claimed.of + missed, missed)

    @cached_property
    def waiting(self) -> Sequence[Candidate]:
        """The candidates whose results hang on the visit: those with work at it that has none yet. On the year's final visit of a
        subject hang all who wait for any result of the subject.
        """
        work = list(self.work)
        if any(row.final_visit for row in self._rows):
            subject = self._book.subject_of_visit(self.visit)
            work += [one for one in self._book.portfolios if self._book.subject_of(one.entry_code) == subject]
        numbers = dict.fromkeys(one.candidate_number or "" for one in work if not is_history(one))
        return [row for number in numbers for row in self._book.candidates_numbered.get(number, ())]

    @property
    def needs(self) -> frozenset[Need]:
        """By when candidates whose results hang on the visit need them."""
        return frozenset(candidate.results_needed for candidate in self.waiting if candidate.results_needed)

    # -- states

    @property
    def is_held(self) -> bool:
        """Whether the visit is said to be over, and its day has come."""
        return self._book.has_come(self.visit.visit_date) and any(row.status is VisitStatus.DONE for row in self._rows)

    @property
    def is_uncertain(self) -> bool:
        """Whether the day of the visit may still change."""
        return self._book.is_uncertain(self.visit)

    def entering(self, due: dt.date) -> State:
        """The state of entering everybody whose work is for this visit. Where all work has gone to a later one, it is done if everybody
        was entered in time, and the work was only too late to be claimed.
        """
        if not self.work and self.kept_entering.of and not self.kept_entering.missed:
            return State.DONE
        return self._of_work(self.entered, due)

    def claiming(self, due: dt.date) -> State:
        """The state of claiming all work of this visit."""
        return self._of_work(self.claimed, due)

    @cached_property
    def _has_history(self) -> bool:
        return any(is_history(work) for work in self.work)

    def telling_type(self, due: dt.date) -> State:
        """The state of telling the moderator the type: told, or the visit is held or has results."""
        is_told = any(self._book.has_come(row.type_told_on) for row in self._rows)
        is_over = self.is_held or self._has_history
        return self._of_visit(is_told or is_over, self._shows("type_told_on"), due)

    def booking(self, due: dt.date) -> State:
        """The state of booking the visit: booked, confirmed or held."""
        is_booked = any(self._book.has_come(row.booked_on) or row.status is VisitStatus.CONFIRMED for row in self._rows)
        shows = self._shows("booked_on") or self._shows("status")
        return self._of_visit(is_booked or self.is_held, shows, due)

    def _shows(self, field: str) -> bool:
        """Whether an empty cell would show that a step is not done: a cell with a yes, or words, in place of its day says that it may be."""
        return self._book.has_column(Visit, field) and not any(self._book.is_unread(row, field) for row in self._rows)

    def request_from(self, day: dt.date) -> State:
        """The state of the first day on which OCR can ask for a sample: an event, over once the day is."""
        return State.DONE if self.requested or day < self._book.as_of else State.NOT_DUE

    def requesting(self, due: dt.date) -> State:
        """The state of OCR's request. It is OCR's to make; that none is recorded proves nothing."""
        if self.requested or self.is_held or (self.work and all(map(is_history, self.work))):
            return State.DONE
        return State.NOT_DUE if self._book.as_of <= due else State.CANNOT_TELL

    def uploading(self, due: dt.date) -> State:
        """The state of uploading what OCR asked for. What was asked for too late cannot be there in time."""
        waiting = [work for work in self.requested if not self._book.has_come(work.sample_uploaded_on)]
        waiting = [work for work in waiting if not is_history(work)]
        if self.is_held or (not waiting and (self.requested or (self.work and all(map(is_history, self.work))))):
            return State.DONE
        if not waiting:
            return State.NOT_DUE if self._book.as_of <= due else State.CANNOT_TELL
        asked_in_time = any(work.sample_requested_on and work.sample_requested_on <= due for work in waiting)
        if asked_in_time:
            return self._overdue(due, self._book.has_column(Claim, "sample_uploaded_on"))
        return State.DUE if not self._is_past else State.CANNOT_TELL

    def deciding(self, due: dt.date) -> State:
        """The state of the EQA's decision on the claims of the visit."""
        if not self._book.has_come(self.visit.visit_date):
            return State.NOT_DUE
        if not self.undecided:
            return State.DONE
        if self._book.as_of <= due:
            return State.NOT_DUE
        return State.CANNOT_TELL if self.is_uncertain or not self._shows_decisions else State.LATE

    @property
    def _shows_decisions(self) -> bool:
        shown = ("claim_status", "confirmed_grade", "results_published_on")
        return any(self._book.has_column(Claim, name) for name in shown)

    @cached_property
    def undecided(self) -> Sequence[Claim]:
        """The claims that wait for the EQA's decision at this visit. Under direct claim status none does (S87)."""
        return [
            work
            for work in self._book.claims_of_visit(self.visit)
            if work.made_by(self._book.as_of)
            and not work.is_achieved
            and work.confirmed_grade is None
            and not work.results_published_on
            and not is_direct(self._book, work)
            and (work.claimed_on is None or work.claimed_on <= (self.visit.visit_date or dt.date.max))
        ]

    def _of_work(self, count: Count, due: dt.date) -> State:
        if not self.work:
            if self.is_held:
                return State.DONE
            return State.DUE if self._book.as_of <= due else State.CANNOT_TELL
        if count.done == count.of:
            return State.DONE
        return self._overdue(due, count.done is not None)

    def _of_visit(self, is_done: bool, shows: bool, due: dt.date) -> State:
        return State.DONE if is_done else self._overdue(due, shows)

    def _overdue(self, due: dt.date, shows: bool) -> State:
        """The state of a step that is not done; ``shows``: whether some column would show it if it were."""
        if self._book.as_of <= due:
            return State.DUE
        if self.is_uncertain or not shows:
            return State.CANNOT_TELL
        return State.MISSED if self._is_past else State.LATE

    @property
    def _is_past(self) -> bool:
        return self.visit.visit_date is not None and self.visit.visit_date < self._book.as_of


def is_direct(book: Book, work: Claim) -> bool:
    """Whether a claim was made under direct claim status, and so waits for no visit."""
    row = book.qualification_of.get(work.entry_code or "")
    return (
        row is not None and row.dcs_from is not None and work.claimed_on is not None and row.dcs_from <= work.claimed_on
    )


def progress_of(book: Book, visit: Visit) -> VisitProgress:
    """How far the work of a visit is, looked at once for each visit of a book."""
    first = book.occasion(visit)
    family = None if isinstance(book, FamilyView) else book.family_of_visit(visit)
    if family:
        return progress_of(book.of(family), visit)
    known: dict[Place, VisitProgress] = book.progress
    place = (first.sheet, first.row)
    if place not in known:
        known[place] = VisitProgress(book, first)
    return known[place]
