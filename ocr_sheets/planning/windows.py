"""Between which days a visit that is still needed can be, and why each bound holds."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cache, cached_property
from typing import NamedTuple

from ocr_sheets.dates import days as so_many_days, say
from ocr_sheets.model.records import Family, Qualification
from ocr_sheets.planning.load import Staff
from ocr_sheets.planning.work import MOST_DAYS, Needed, Place, Portfolio, Subject, Work
from ocr_sheets.rulebook import load_sources
from ocr_sheets.schedule.deadlines import What, calendar_of

ONE_DAY = dt.timedelta(days=1)


class Whose(StrEnum):
    """Who says that a bound holds."""

    OCR = "OCR's rule"
    OURS = "our interpretation"
    CENTRE = "your workbook"


class Bound(NamedTuple):
    """One reason why a visit cannot be earlier (``is_first``) or later than a day."""

    is_first: bool
    day: dt.date
    why: str
    source: str
    whose: Whose
    brief: str
    """The reason in a few words, for a page with little room."""


class Alike(NamedTuple):
    """What portfolios of one lot have in common: they are entered and ready by the same days, needed by the same day, seen in the
    presence of the same people, and have the same work left for the same people (each name once for each portfolio and task).
    ``until`` is the last day on which their candidates can be met.
    """

    entered: dt.date
    ready: dt.date
    needed: Needed | None
    until: dt.date
    there: tuple[str, ...]
    work: tuple[str, ...]


class Lot(NamedTuple):
    """So many portfolios that are alike."""

    size: int
    alike: Alike


class Kept(NamedTuple):
    """The days between the first and last that are left out, and why."""

    why: str
    brief: str
    whose: Whose
    days: int


class Window(NamedTuple):
    """The days on which a subject's next visit can be. ``first`` and ``last`` are for all its work at once, and ``None`` together
    with a word in ``conflict`` where no one day fits all of it; ``days`` are all days that fit some of it or, for a visit that is due
    whatever the work, all days on which it can be.
    """

    subject: Subject
    title: str
    lots: tuple[Lot, ...]
    implied: int
    """How many of the portfolios stand on Claims not yet, and follow from entries or courses."""
    short: int
    bounds: tuple[Bound, ...]
    first: dt.date | None
    last: dt.date | None
    days: tuple[dt.date, ...]
    near: frozenset[dt.date]
    """Those of the days that are close to another visit of the subject: taken only where nothing else is possible."""
    able: Mapping[Alike, frozenset[dt.date]]
    """The days that each lot can make."""
    left_out: tuple[Kept, ...]
    book_by: dt.date | None
    conflict: str
    notes: tuple[str, ...]
    wants_early: bool

    @property
    def portfolios(self) -> int:
        """How many portfolios need the visit."""
        return sum(lot.size for lot in self.lots)

    def takes_all_on(self, day: dt.date) -> bool:
        """Whether a visit on a day can take all the work at once."""
        return all(day in able for able in self.able.values())


class Windows:
    """Works out the windows of a workbook, one for each subject that needs a visit."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._dates = work.dates
        self._calendar = calendar_of(work.book)

    @cached_property
    def notice(self) -> dt.date:
        """The first day of which the moderator can still be told the type in time (S19)."""
        return self._dates.first_after(What.SAY_TYPE_BY, self._work.as_of)

    @cached_property
    def begin(self) -> dt.date:
        """The first day on which a new visit can be. Its academic year is the one whose visits count."""
        ahead = (self.notice + ONE_DAY * n for n in range(MOST_DAYS))
        possible = (day for day in ahead if not self._dates.is_august(day) and self._calendar.is_worked(day))
        return next(possible, self.notice)

    @cached_property
    def end(self) -> dt.date:
        """The last day of the academic year in which a new visit can first be. The days in August are left out of it as days."""
        rulebook = self._work.report.rulebook
        following = rulebook.day_of_year("academic_year.first_day", rulebook.academic_year(self.begin) + 1)
        assert following is not None
        return following - ONE_DAY

    def all(self) -> list[Window]:
        """The windows, in the order of the subjects."""
        by_subject: defaultdict[tuple[Family, str], list[Portfolio]] = defaultdict(list)
        for portfolio in self._work.portfolios:
            if portfolio.place is Place.NEEDS_VISIT and portfolio.subject:
                by_subject[portfolio.subject[:2]].append(portfolio)
        found = (self._window(subject, by_subject[subject[:2]]) for subject in self._work.subjects)
        return [window for window in found if window]

    def _window(self, subject: Subject, portfolios: Sequence[Portfolio]) -> Window | None:
        lots = self._lots(subject, portfolios)
        this_year = {
            visit.visit_date for visit in self._work.visits_of(subject) if self._counts(subject, visit.visit_date)
        }
        short = self._short(subject, len(this_year))
        if not lots and not short:
            return None
        bounds = tuple(self._bounds(subject, lots))
        first_bound = max(bound.day for bound in bounds if bound.is_first)
        last_bound = min(bound.day for bound in bounds if not bound.is_first)
        days, left_out = self._days(subject)
        away, notes = self._away(subject, lots, days)
        able = self._able(subject, lots, days, away)
        near = self._near(subject, days)
        someone = {day for day in days if away[day]}
        fitting = [day for day in days if first_bound <= day <= last_bound and day not in someone | near]
        left_out += [
            Kept(
                "someone whose work is seen is away" + (" (S91)" if subject.family is Family.VERIFIED else ""),
                "days with staff away",
                Whose.OCR if subject.family is Family.VERIFIED else Whose.OURS,
                len(someone),
            ),
            Kept(
                f"less than {so_many_days(self.apart)} from another visit of the same subject",
                f"days less than {self.apart} from another visit of it",
                Whose.OURS,
                len(near - someone),
            ),
        ]
        conflict = "" if fitting else self._conflict(bounds, first_bound, last_bound)
        notes += self._notes(subject, lots)
        summer = [lot.alike.needed.day for lot in lots if lot.alike.needed and lot.alike.needed.source == "S15"]
        return Window(
            subject=subject,
            title=self._work.title(subject),
            lots=lots,
            implied=sum(portfolio.claim.is_implied for portfolio in portfolios),
            short=short,
            bounds=bounds,
            first=fitting[0] if fitting else None,
            last=fitting[-1] if fitting else None,
            days=tuple(days) if short else tuple(sorted(frozenset().union(*able.values()))),
            near=frozenset(near),
            able=able,
            left_out=tuple(kept for kept in left_out if kept.days),
            book_by=self._work.report.rulebook.day_of_year("summer.book_by", min(summer).year) if summer else None,
            conflict=conflict,
            notes=tuple(notes),
            wants_early=not this_year,
        )

    def _notes(self, subject: Subject, lots: Sequence[Lot]) -> Iterator[str]:
        for visit in self._work.visits_of(subject):
            if visit.visit_date and visit.visit_date >= self._work.as_of and self._dates.is_august(visit.visit_date):
                yield f"{visit.label} cannot be on {say(visit.visit_date)}; this is instead of it."
        summers = [lot.alike.needed.day.year for lot in lots if lot.alike.needed and lot.alike.needed.source == "S15"]
        book_by = self._work.report.rulebook.day_of_year("summer.book_by", min(summers)) if summers else None
        if book_by and book_by < self._work.as_of:
            yield f"The day for booking, {say(book_by)}, is past: ask the moderator at once (S15)."

    # -- what needs a visit

    def _lots(self, subject: Subject, portfolios: Sequence[Portfolio]) -> tuple[Lot, ...]:
        counts = Counter(self.alike(portfolio) for portfolio in portfolios)
        return tuple(Lot(size, known) for known, size in counts.items())

    def alike(self, portfolio: Portfolio) -> Alike:
        """What a portfolio has in common with the others of its lot."""
        work, claim = self._work, portfolio.claim
        is_verified = portfolio.subject is not None and portfolio.subject.family is Family.VERIFIED
        people = (
            *([work.assessor(claim)] if portfolio.to_assess else []),
            *([work.standardiser(claim)] if portfolio.to_standardise else []),
        )
        return Alike(
            dt.date.min if is_verified else work.entered_on(claim),
            work.ready_on(claim),
            work.needed_by(claim),
            work.there_until(claim),
            work.there(claim),
            tuple(name for name in people if name),
        )

    def _counts(self, subject: Subject, day: dt.date | None) -> bool:
        """Whether a visit on a day belongs to the year of the window, and can take place or has done."""
        rulebook = self._work.report.rulebook
        if day is None or (day >= self._work.as_of and self._dates.is_august(day)):
            return False
        year = rulebook.quality_assurance_year if subject.family is Family.VERIFIED else rulebook.academic_year
        return year(day) == year(self.begin)

    def _short(self, subject: Subject, planned: int) -> int:
        """How many visits are due and not planned (S89). A qualification without candidates in it is not due any."""
        if subject.family is not Family.VERIFIED:
            return 0
        wanted = self._work.report.rulebook.number("verified.visits_a_year", self.begin) or 0
        has_work = any(
            portfolio.subject == subject and portfolio.place not in (Place.CONFIRMED, Place.LEFT)
            for portfolio in self._work.portfolios
        )
        return max(0, wanted - planned) if has_work else 0

    # -- bounds

    def _bounds(self, subject: Subject, lots: Sequence[Lot]) -> Iterator[Bound]:
        if subject.family is Family.VERIFIED:
            why = "OCR names no notice for EQA visits; what it asks for a moderation visit is taken"
            yield Bound(True, self.notice, why, "S90", Whose.OURS, "time to arrange it")
            leaves = min((lot.alike.until for lot in lots), default=dt.date.max)
            if leaves < dt.date.max:
                why = "a candidate leaves on that day, and candidates must be there"
                yield Bound(False, leaves, why, "S91", Whose.OCR, "a candidate leaves")
            if lots:
                ready = max(self._work.as_of, *(lot.alike.ready for lot in lots))
                why = "claims are submitted before the visit that authorises them"
                yield Bound(True, ready, why, "B71", Whose.OCR, "claims come before it")
        else:
            yield from self._first_for_moderation(lots)
        for needed in sorted({lot.alike.needed for lot in lots if lot.alike.needed}):
            is_ocr = needed.source in load_sources().sentences
            why = f"{needed.because}: the final visit is over by {say(needed.day)}" if is_ocr else needed.because
            yield Bound(
                False, needed.day, why, needed.source, Whose.OCR if is_ocr else Whose.CENTRE, "results are waited for"
            )
        for row in self._rows_of(subject):
            if row.last_certification:
                why = f"{row.entry_code} is certificated up to that day"
                yield Bound(False, row.last_certification, why, "Qualifications", Whose.CENTRE, "last certification")
        last = self.end
        while self._dates.is_august(last):
            last -= ONE_DAY
        if last < self.end:
            why = f"no visits from {say(last + ONE_DAY)} to {say(self.end)}"
            yield Bound(False, last, why, "S16, B1", Whose.OCR, "no visits in late August")
        yield Bound(
            False, self.end, "the academic year ends, as it is read here", "B94", Whose.OURS, "the academic year ends"
        )

    def _first_for_moderation(self, lots: Sequence[Lot]) -> Iterator[Bound]:
        as_of = self._work.as_of
        ahead = self._ahead(What.SAY_TYPE_BY)
        why = f"{ahead}' notice of the visit type, if you tell the moderator on {say(as_of)}"
        yield Bound(True, self.notice, why, "S19", Whose.OCR, f"type told {ahead} ahead")
        if not lots:
            return
        for what, done, source, missing, there in (
            (
                What.ENTER_BY,
                max(lot.alike.entered for lot in lots),
                "S30",
                "an entry made today",
                "the last entry",
            ),
            (What.CLAIM_BY, max(lot.alike.ready for lot in lots), "S31", "a claim made today", "the last claim"),
        ):
            if done > dt.date.min:
                word = missing if done == as_of else f"{there}, of {say(done)}"
                ahead = self._ahead(what)
                brief = f"{there} {ahead} ahead"
                yield Bound(
                    True, self._dates.first_after(what, done), f"{ahead} after {word}", source, Whose.OCR, brief
                )

    def _rows_of(self, subject: Subject) -> Iterator[Qualification]:
        for row in self._work.book.qualifications:
            if self._work.subject_of(row.entry_code) == subject:
                yield row

    def _ahead(self, what: What) -> str:
        due = self._dates.due(what, self.notice)
        return so_many_days((self.notice - due).days) if due else "no published time"

    def fits(self, subject: Subject, alike: Alike, day: dt.date) -> bool:
        """Whether OCR's and the centre's days let portfolios be at a visit on a day."""
        if day > alike.until or (alike.needed and day > alike.needed.day):
            return False
        if subject.family is Family.VERIFIED:
            return alike.ready <= day
        enter_by, claim_by = self._dates.due(What.ENTER_BY, day), self._dates.due(What.CLAIM_BY, day)
        return (enter_by is None or alike.entered <= enter_by) and (claim_by is None or alike.ready <= claim_by)

    def _days(self, subject: Subject) -> tuple[list[dt.date], list[Kept]]:
        """The days on which a visit can be, whoever is away; how many were left out, and why."""
        last = self.end
        for row in self._rows_of(subject):
            last = min(last, row.last_certification or last)
        august, closed, days = 0, 0, []
        for day in (self.notice + ONE_DAY * n for n in range(max(0, (last - self.notice).days + 1))):
            if self._dates.is_august(day):
                august += 1
            elif not self._calendar.is_worked(day):
                closed += 1
            else:
                days.append(day)
        return days, [
            Kept("no visits in the last two weeks of August (S16, B1)", "late August", Whose.OCR, august),
            Kept(
                "weekends, bank holidays and closures (our choice, not OCR's rule)", "closed days", Whose.OURS, closed
            ),
        ]

    def _able(
        self, subject: Subject, lots: Sequence[Lot], days: Sequence[dt.date], away: Mapping[dt.date, frozenset[str]]
    ) -> Mapping[Alike, frozenset[dt.date]]:
        """The days that each lot can make. Few lots differ in their days, and few in who must be there."""

        @cache
        def fitting(alike: Alike) -> frozenset[dt.date]:
            return frozenset(day for day in days if self.fits(subject, alike, day))

        @cache
        def without(name: str) -> frozenset[dt.date]:
            return frozenset(day for day in days if name in away[day])

        return {
            alike: fitting(alike._replace(there=(), work=())).difference(*map(without, alike.there))
            for _, alike in lots
        }

    def _away(
        self, subject: Subject, lots: Sequence[Lot], days: Sequence[dt.date]
    ) -> tuple[Mapping[dt.date, frozenset[str]], list[str]]:  # fmt: skip
        """Who, of those whose work is seen, is away on each day. Where a moderation visit would find no day at all for somebody's work,
        that this person is away counts for nothing, and is told: OCR asks only EQA visits for the staff.
        """
        staff = Staff(self._work.book, self.end)
        people = {name for lot in lots for name in lot.alike.there}
        away = {day: frozenset(name for name in people if staff.is_away(name, day)) for day in days}
        notes = []
        if subject.family is Family.TECHNICALS:
            whoever = self._able(subject, lots, days, dict.fromkeys(days, frozenset()))
            for alike, fitting in whoever.items():
                if fitting and all(away[day].intersection(alike.there) for day in fitting):
                    missing = {name for name in alike.there if any(name in away[day] for day in fitting)}
                    away = {day: names - missing for day, names in away.items()}
                    names = " or ".join(sorted(missing))
                    notes.append(f"On every day that is possible {names} is away: ask a colleague to stand in.")
        return away, notes

    def _near(self, subject: Subject, days: Sequence[dt.date]) -> set[dt.date]:
        """The days close to another visit of the subject that can take place, or has done."""
        work = self._work
        others = [
            visit.visit_date
            for visit in work.visits_of(subject)
            if visit.visit_date and (visit.visit_date < work.as_of or not self._dates.is_august(visit.visit_date))
        ]
        return {day for day in days if any(abs((day - other).days) < self.apart for other in others)}

    @property
    def apart(self) -> int:
        """Days kept between two visits of one subject: as many as the type is to be told ahead, so that the second can follow from the
        first. This is ours, not OCR's.
        """
        return max(1, (self.notice - self._work.as_of).days)

    @staticmethod
    def _conflict(bounds: Sequence[Bound], first: dt.date, last: dt.date) -> str:
        if first <= last:
            return f"every day from {say(first)} to {say(last)} is excluded"
        early = next(bound for bound in bounds if not bound.is_first and bound.day == last)
        late = next(bound for bound in bounds if bound.is_first and bound.day == first)
        return f"no one day fits all: {late.why} (not before {say(first)}), but {early.why}"
