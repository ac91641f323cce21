"""The portfolios still to be dealt with: at which visit each is, or why it needs another, and what is left to do for it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cache, cached_property
from typing import NamedTuple

from ocr_sheets.dates import say
from ocr_sheets.model.book import Book
from ocr_sheets.model.records import Claim, Family, Visit, VisitStatus
from ocr_sheets.report import Report
from ocr_sheets.rulebook import Calendar, Rulebook
from ocr_sheets.schedule.deadlines import What, due_before
from ocr_sheets.schedule.progress import is_assessed, is_claimed, is_history, is_standardised
from ocr_sheets.schedule.samples import assessor_of
from ocr_sheets.schedule.work import completes_after, year_looked_at
from ocr_sheets.text import key

MOST_DAYS = 500
"""Days ahead that are looked through for one on which something is possible."""


class Subject(NamedTuple):
    """What visits are for: a subject area of Cambridge Technicals, or one verified entry code. ``name`` is the centre's word."""

    family: Family
    key: str
    name: str


class Place(StrEnum):
    """How a portfolio stands to the visits."""

    CONFIRMED = "confirmed"
    WAITING = "moderated, the result is to come"
    DIRECT = "claimed directly, without a visit"
    AT_VISIT = "at its visit"
    MOVE = "too late for its visit, in time for another"
    NEEDS_VISIT = "needs a visit"
    LEFT = "the candidate has left"
    LATER = "for a visit of a later year"


class Steps(NamedTuple):
    """How far a piece of work is, as deadlines see it: a day that is still to come is a plan, and not done."""

    is_assessed: bool
    is_standardised: bool
    is_claimed: bool


class Portfolio(NamedTuple):
    """One piece of work. ``visit`` is the one it is to be at; ``why`` says why it cannot be at its own."""

    claim: Claim
    subject: Subject | None
    place: Place
    visit: Visit | None = None
    why: str = ""
    steps: Steps = Steps(False, False, False)

    @property
    def is_open(self) -> bool:
        """Whether there may still be something to do for it before a visit."""
        return self.place in (Place.AT_VISIT, Place.MOVE, Place.NEEDS_VISIT)

    @property
    def to_assess(self) -> bool:
        """Whether it is still to be assessed. What was claimed has been."""
        return self.is_open and not self.steps.is_assessed

    @property
    def to_standardise(self) -> bool:
        """Whether it is still to be standardised or, verified, quality assured."""
        return self.is_open and not self.steps.is_standardised

    @property
    def to_claim(self) -> bool:
        """Whether its claim is still to be submitted."""
        return self.is_open and not self.steps.is_claimed


class Needed(NamedTuple):
    """By when a portfolio is to have been seen, and why: ``because`` is told with the day, ``source`` is OCR's sentence if one says so."""

    day: dt.date
    because: str
    source: str
    is_results: bool
    """Whether somebody waits for a result by then."""


class Dates:
    """OCR's dates before a visit, for days on which a visit may be put."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self.ocr = Calendar.of("England")
        self.due = cache(self._due)
        self.first_after = cache(self._first_after)

    def _due(self, what: What, day: dt.date) -> dt.date | None:
        due = due_before(self.rulebook, what, Visit("", 0, visit_date=day))
        return due.date if due else None

    def _first_after(self, what: What, done: dt.date) -> dt.date:
        """The first day of a visit for which something done on a day is done in time."""
        for ahead in range(MOST_DAYS):
            day = done + dt.timedelta(days=ahead)
            due = self.due(what, day)
            if due is None or due >= done:
                return day
        return dt.date.max

    def is_august(self, day: dt.date) -> bool:
        """Whether it is one of the days in August without visits (S16, B1)."""
        first = self.rulebook.day_of_year("august.no_visits_from", day.year)
        last = self.rulebook.day_of_year("august.no_visits_until", day.year)
        return first is not None and last is not None and first <= day <= last


class Work:
    """The portfolios of a workbook as a report sees them."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.book: Book = report.book
        self.as_of = report.as_of
        self.dates = Dates(report.rulebook)
        self._needs: dict[tuple[str | None, bool], Needed | None] = {}

    # -- subjects

    @cached_property
    def subjects(self) -> Sequence[Subject]:
        """Everything that visits are counted by, in the order of Qualifications, then of the visits and of the work."""
        found: dict[tuple[Family, str], Subject] = {}
        codes = [
            *(row.entry_code for row in self.book.qualifications),
            *(claim.entry_code for claim in self.book.portfolios),
        ]
        for code in dict.fromkeys(codes):
            subject = self.subject_of(code)
            if subject:
                found.setdefault(subject[:2], subject)
        for counted in self.report.visits:
            found.setdefault((counted.family, key(counted.of)), Subject(counted.family, key(counted.of), counted.of))
        return list(found.values())

    def subject_of(self, entry_code: str | None) -> Subject | None:
        """What the visits of an entry code are for; ``None`` where nothing says which family it is of."""
        family = self.book.family_of(entry_code)
        if entry_code is None or family is None:
            return None
        if family is Family.TECHNICALS and (name := self._subject_area(entry_code)):
            return Subject(family, key(name), name)
        return Subject(family, key(entry_code), entry_code)

    def _subject_area(self, entry_code: str) -> str | None:
        """The subject area of an entry code, as Qualifications says or as the rest of the workbook leaves only one answer."""
        row = self.book.qualification_of.get(entry_code)
        known = self.book.made.subjects if self.book.made else {}
        return (row.subject_area if row else None) or known.get(entry_code)

    def title(self, subject: Subject) -> str:
        """A subject as people know it: a verified entry code with what it is called."""
        row = self.book.qualification_of.get(subject.name)
        return f"{subject.name} {row.subject_area}" if row and row.subject_area else subject.name

    def visits_of(self, subject: Subject) -> Sequence[Visit]:
        """The visits of a subject that stand, in order of date."""
        return self._visits.get(subject[:2], ())

    @cached_property
    def _visits(self) -> Mapping[tuple[Family, str], Sequence[Visit]]:
        found: defaultdict[tuple[Family, str], list[Visit]] = defaultdict(list)
        for visit in sorted(self.book.visits, key=lambda one: (one.visit_date or dt.date.max, one.row)):
            family = self.book.family_of_visit(visit)
            if not visit.stands or family is None:
                continue
            code = visit.entry_code if family is Family.VERIFIED else None
            if family is Family.VERIFIED and code is None:
                # An EQA visit for a subject area is one for each of its entry codes.
                for subject in self.subjects:
                    if subject.family is family and self.book.subject_of(subject.name) == key(visit.subject_area or ""):
                        found[subject[:2]].append(visit)
                continue
            found[family, key(code) if code else self.book.subject_of_visit(visit) or ""].append(visit)
        return found

    def is_possible(self, visit: Visit) -> bool:
        """Whether a visit stands, lies ahead and can take place on its day."""
        day = visit.visit_date
        if day is None or day < self.as_of or not visit.stands:
            return False
        return visit.status is not VisitStatus.DONE and not self.dates.is_august(day)

    # -- portfolios

    @cached_property
    def portfolios(self) -> Sequence[Portfolio]:
        """All work that stands and is not of an examined unit: what rows of claims record, then what the other sheets imply."""
        return [self._place(claim)._replace(steps=self._steps(claim)) for claim in self.book.portfolios]

    def _steps(self, claim: Claim) -> Steps:
        book = self.book
        return Steps(is_assessed(book, claim), is_standardised(book, claim), is_claimed(book, claim))

    @cached_property
    def _left(self) -> frozenset[str]:
        """The numbers of candidates who have left, where nobody else has the same number."""
        return frozenset(
            number
            for number, rows in self.book.candidates_numbered.items()
            if all(row.left_on and row.left_on <= self.as_of for row in rows)
        )

    def _place(self, claim: Claim) -> Portfolio:
        subject = self.subject_of(claim.entry_code)
        if is_history(claim):
            return Portfolio(claim, subject, Place.CONFIRMED)
        used = self.book.visit_of(claim)
        own = used.visit if used else None
        day = own.visit_date if own and own.stands else None
        is_made = is_claimed(self.book, claim)
        is_verified = subject is not None and subject.family is Family.VERIFIED
        seen = own is not None and day is not None and (day < self.as_of or own.status is VisitStatus.DONE)
        if seen and day and is_made and not (is_verified and claim.claimed_on and claim.claimed_on > day):
            return Portfolio(claim, subject, Place.WAITING, own)
        if claim.candidate_number in self._left and not is_made:
            return Portfolio(claim, subject, Place.LEFT)
        if is_verified and self._has_dcs(claim):
            return Portfolio(claim, subject, Place.DIRECT)
        if own and self.is_possible(own) and not self.obstacle(claim, own.visit_date):
            return Portfolio(claim, subject, Place.AT_VISIT, own)
        why = self._why_not(claim, own)
        for visit in self.visits_of(subject) if subject else ():
            if self.is_possible(visit) and not self.obstacle(claim, visit.visit_date):
                return Portfolio(claim, subject, Place.MOVE if why else Place.AT_VISIT, visit, why)
        if not is_made and completes_after(self.book, claim, self._this_year + 1):
            return Portfolio(claim, subject, Place.LATER)
        return Portfolio(claim, subject, Place.NEEDS_VISIT, None, why or "no visit ahead")

    @property
    def _this_year(self) -> int:
        return year_looked_at(self.book, self.report.rulebook)

    def _has_dcs(self, claim: Claim) -> bool:
        row = self.book.qualification_of.get(claim.entry_code or "")
        return row is not None and row.dcs_from is not None and row.dcs_from <= self.as_of

    def _why_not(self, claim: Claim, own: Visit | None) -> str:
        """Why a claim cannot be at the visit it has, or ``""`` where it has none."""
        if own is None:
            return "its visit is not on Visits" if claim.visit else ""
        if not own.stands or own.visit_date is None:
            return f"{own.label} is cancelled" if own.status is VisitStatus.CANCELLED else f"{own.label} has no date"
        if own.visit_date < self.as_of:
            return f"{own.label} is over"
        if self.dates.is_august(own.visit_date):
            return f"no visits take place on {say(own.visit_date)}, the day of {own.label}"
        return f"{self.obstacle(claim, own.visit_date)} for {own.label}"

    def obstacle(self, claim: Claim, day: dt.date | None, with_results: bool = True) -> str:
        """What keeps a portfolio from a visit on a day, in a few words; ``""`` where nothing does."""
        if day is None:
            return "no date"
        is_verified = self.book.family_of(claim.entry_code) is Family.VERIFIED
        ready = self.ready_on(claim)
        if is_verified:
            if ready > day:
                return "claimed too late"
        else:
            enter_by, claim_by = self.dates.due(What.ENTER_BY, day), self.dates.due(What.CLAIM_BY, day)
            if enter_by and self.entered_on(claim) > enter_by:
                return "entered too late"
            if claim_by and ready > claim_by:
                return "claimed too late" if is_claimed(self.book, claim) else "too late to be claimed"
        needed = self.needed_by(claim) if with_results else None
        if needed and needed.is_results and day > needed.day:
            return "too late for the results"
        return ""

    def entered_on(self, claim: Claim) -> dt.date:
        """The day of the first entry a claim rests on; today, where it is still to be made; a day long past where it is not known."""
        entries = self.book.entries_behind(claim)
        return min((entry.entered_on or dt.date.min for entry in entries), default=self.as_of)

    def ready_on(self, claim: Claim) -> dt.date:
        """The day of the claim or, where it is still to be made, the first on which it can be: not before days that are planned."""
        if is_claimed(self.book, claim):
            return claim.claimed_on or dt.date.min
        planned = (claim.assessed_on, claim.standardised_on, claim.claimed_on)
        return max([self.as_of, *(day for day in planned if day)])

    def needed_by(self, claim: Claim) -> Needed | None:
        """By when the candidate of a claim or entry is to have the result, where the workbook or OCR name a day for the visit that can
        still be kept; otherwise ``None``.
        """
        is_verified = self.book.family_of(claim.entry_code) is Family.VERIFIED
        known = (claim.candidate_number, is_verified)
        if known not in self._needs:
            self._needs[known] = self._needed_by(*known)
        return self._needs[known]

    def _needed_by(self, number: str | None, is_verified: bool) -> Needed | None:
        rulebook = self.report.rulebook
        this_summer = self._this_year + 1
        found = []
        for candidate in self.book.candidates_numbered.get(number or "", ()):
            need = candidate.results_needed
            if need is None:
                continue
            # OCR's last day for results in summer (S15) is of moderation visits only.
            if asked := need.day or (need.summer_day if is_verified else None):
                # A visit on the day itself comes too late, as a check of the workbook with that visit says.
                day = asked if is_verified else asked - dt.timedelta(days=1)
                if is_verified and (ahead := rulebook.number("verified.decision_working_days", day)) is not None:
                    day = self.dates.ocr.before(day, ahead) or day
                found.append(Needed(day, f"a candidate needs results by {say(asked)}", "Candidates", True))
            elif not is_verified and need.summer in (None, this_summer):
                final = rulebook.day_of_year("summer.visit_by", this_summer)
                if final:
                    found.append(Needed(final, f"results are needed in summer {this_summer}", "S15", True))
        return min((one for one in found if one.day >= self.as_of), default=None)

    # -- who

    def there(self, claim: Claim) -> tuple[str, ...]:
        """Who must be there when a claim's work is seen: its assessor and, verified, who quality assured it (S91)."""
        is_verified = self.book.family_of(claim.entry_code) is Family.VERIFIED
        names = (self.assessor(claim), self.standardiser(claim) if is_verified else "")
        return tuple(sorted({name for name in names if name}))

    def there_until(self, claim: Claim) -> dt.date:
        """The last day on which the candidate can be met, as a verified candidate must be (S91): the day of leaving, where that is still
        to come.
        """
        rows = self.book.candidates_numbered.get(claim.candidate_number or "", ())
        days = [row.left_on for row in rows]
        if len(days) != 1 or days[0] is None or days[0] < self.as_of:
            return dt.date.max
        return days[0] if self.book.family_of(claim.entry_code) is Family.VERIFIED else dt.date.max

    def assessor(self, claim: Claim) -> str:
        """Who assesses a claim, by the code on Assessors if it is there."""
        return assessor_of(self.book, claim) or ""

    def standardiser(self, claim: Claim) -> str:
        """Who standardises a claim or, verified, quality assures it."""
        person = self.book.assessor_for(claim.standardised_by)
        return (self.book.people.name_for(person) if person else None) or claim.standardised_by or ""
