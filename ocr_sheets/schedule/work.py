"""Work: one candidate's unit, from entry to certificate. Made once, from all that a workbook holds.

A row of Claims, or a cell of a grid, *records* work. Before anybody has typed one, the other sheets already *imply* it: a candidate
entered for a full award is going to claim the award's units. `with_work` makes the implied work and says for every piece, recorded or
implied, at which visit it will be seen and who assesses it. What comes after (rules, deadlines, sample lists, added columns, the plan)
asks the book for `Book.portfolios` or `Book.work` and does not care whether a row was typed.

Implied work is a `Claim` like any other, with every date empty. ``Claim.implied_by`` is the entry or candidate that it follows from:
that is where findings about it stand. Where nothing says which units a candidate takes, one piece of work without a unit number stands
for all of them, so that deadlines and visits are known even then.

The visit of a piece of work is

1. the one its row names;
2. else one that Units or Visits names for the unit;
3. else, of the visits of its subject, for work that is claimed or whose sample was asked for: the first on or after the day of the
   claim or, where the claim came too late for that one and no sample was asked for, the next one in time;
4. else, for work that is not claimed: the next visit from the day looked at that it can still be entered and claimed for; then one
   whose day is not known yet; and where there is neither, the last one that it could have gone to, as late or missed.

Whatever is not named is *chosen*, and counts as much as a named one. Work whose earlier visit can no longer be reached has *slipped*
(``VisitUsed.slipped_from``). Nothing here asks the clock, and nothing here words anything.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, cached_property
from itertools import chain
from typing import NamedTuple

from ocr_sheets.catalogue import Catalogue, load_catalogue
from ocr_sheets.model.book import Book
from ocr_sheets.model.identifiers import is_entry_code, is_in_words
from ocr_sheets.model.other_awards import other_award
from ocr_sheets.model.records import (
    Assessment,
    Candidate,
    Claim,
    ClaimPlace,
    Entry,
    EntryType,
    Family,
    Visit,
    VisitStatus,
)
from ocr_sheets.model.work import VisitUsed, WorkMade
from ocr_sheets.rulebook import Calendar, Rulebook
from ocr_sheets.schedule.courses import (
    course_codes,
    courses_taken,
    family_named,
    only_course,
    subject_named,
    with_courses,
)
from ocr_sheets.schedule.units import TakenUnits
from ocr_sheets.text import key

_MOVES = frozenset({EntryType.TOP_UP, EntryType.MOVE_DOWN})


def with_work(book: Book, rulebook: Rulebook, catalogue: Catalogue | None = None) -> Book:
    """The book with its work made, ready to be asked for visits, portfolios and deadlines. A book that has it is given back as it is."""
    if book.made is not None:
        return book
    known = catalogue or load_catalogue()
    courses = courses_taken(book, known)
    book = with_courses(book, known)
    families, subjects = _unlisted(book, known)
    bare = replace(book, made=WorkMade((), {}, {}, families, subjects, frozenset(), courses))
    implied, unknown = _Implied(bare, known).make()
    assessors = dict(_assessors(bare, (*bare.claims, *implied)))
    implied = tuple(claim._replace(assessor=assessors.get(claim.place)) for claim in implied)
    choice = _Choice(bare, rulebook)
    visits = {claim.place: used for claim in (*bare.claims, *implied) if (used := choice.of(claim)) is not None}
    return replace(book, made=WorkMade(implied, visits, assessors, families, subjects, unknown, courses))


# -- entry codes that Qualifications says nothing of


def _unlisted(book: Book, known: Catalogue) -> tuple[Mapping[str, Family], Mapping[str, str]]:
    """The family and subject area of entry codes of which Qualifications does not say them: as the catalogue says of the code or of the
    title, or as the rest of the workbook leaves only one answer; of those that only courses name as well, and of courses that stand in
    words where a code belongs. Where Qualifications is empty, codes that nobody else is known to use are Technicals'.
    """
    named = (row.entry_code for rows in book.coded_rows for row in rows if row.entry_code)
    codes = dict.fromkeys((*named, *chain(*course_codes(book, known).values())))
    families: dict[str, Family] = {}
    subjects: dict[str, str] = {}
    only = _only_subject_on_visits(book)
    for code in codes:
        row = book.qualification_of.get(code)
        catalogued = known.coded(code)
        is_another = row is not None and other_award(code, row.title) is not None
        if book.family_of(code) is None and is_entry_code(code) and not is_another:
            family = catalogued.family if catalogued else known.family_titled(row.title if row else None)
            if family or not book.qualifications:
                families[code] = family or Family.TECHNICALS
        if row is None and is_in_words(code) and (family := family_named(code, book, known)):
            families[code] = family
            subjects[code] = subject_named(code, book) or only or code
            continue
        if row is not None and row.subject_area:
            continue
        subject = _subject_of_assessors(book, code) or only or (catalogued.subject if catalogued else None)
        if subject:
            subjects[code] = subject
    return families, subjects


def _only_subject_on_visits(book: Book) -> str | None:
    subjects = {key(visit.subject_area): visit.subject_area for visit in book.visits if visit.subject_area}
    return next(iter(subjects.values())) if len(subjects) == 1 else None


def _subject_of_assessors(book: Book, code: str) -> str | None:
    """The subject area of an entry code by those who assess its units, where they have no other."""
    people = [book.assessor_for(unit.assessor) for unit in book.units if unit.entry_code == code and unit.assessor]
    areas = {key(area): area for person in people if person for area in person.subject_areas or ()}
    return next(iter(areas.values())) if len(areas) == 1 else None


# -- implied work


class _Award(NamedTuple):
    """What a candidate is, or is going to be, entered for under one entry code."""

    candidate_number: str
    centre_number: str | None
    entry_code: str
    origin: Entry | Candidate
    units: tuple[str, ...]
    """The units that entries for single units name; empty where the entry is for the whole award."""


class _Implied:
    """The work that no row records yet."""

    def __init__(self, book: Book, known: Catalogue) -> None:
        self._book = book
        self._known = known
        self._taken = TakenUnits(book, known)

    def make(self) -> tuple[tuple[Claim, ...], frozenset[tuple[str, str]]]:
        """The implied work in the order of the rows that imply it, and whose optional units are not known."""
        places: Counter[tuple[str, int]] = Counter()
        work: list[Claim] = []
        unknown: set[tuple[str, str]] = set()
        for award in (*self._entered(), *self._on_course()):
            units, is_known = self._units(award)
            if not is_known:
                unknown.add((award.candidate_number, award.entry_code))
            for unit in units:
                place = (award.origin.sheet, award.origin.row)
                places[place] += 1
                work.append(
                    Claim(
                        *place,
                        candidate_number=award.candidate_number,
                        entry_code=award.entry_code or None,
                        unit_number=unit,
                        centre_number=award.centre_number,
                        column=-places[place],
                        implied_by=award.origin,
                    )
                )
        return tuple(work), frozenset(unknown)

    def _units(self, award: _Award) -> tuple[Sequence[str | None], bool]:
        """The units still to be recorded for an award, and whether it is known which units those are."""
        recorded = self._recorded_for(award)
        carried = self._carried.get((award.candidate_number, award.entry_code), frozenset())
        if award.units:
            return [unit for unit in award.units if unit not in recorded], True
        taken, is_known = self._taken.of(award.candidate_number, award.entry_code)
        left = [
            unit
            for unit in taken
            if unit not in recorded and unit not in carried and not self._is_in_doubt(award, unit)
        ]
        if not taken and not recorded:
            return [None], is_known
        return left, is_known

    def _recorded_for(self, award: _Award) -> frozenset[str]:
        """The units that rows record for an award. Where candidates of several centres have the number, not those of another centre."""
        number, code, centre = award.candidate_number, award.entry_code, award.centre_number
        if centre is None or number not in self._book.shared_numbers:
            return self._recorded.get((number, code), frozenset())
        here = (self._recorded_at.get((one, number, code), frozenset()) for one in (centre, None))
        return frozenset().union(*here)

    @cached_property
    def _recorded_at(self) -> Mapping[tuple[str | None, str, str], frozenset[str]]:
        """The units that rows record for candidate numbers of several centres, by the centre that they name."""
        found: defaultdict[tuple[str | None, str, str], set[str]] = defaultdict(set)
        for claim in self._book.claims:
            number, code, unit = claim.candidate_number, claim.entry_code, claim.unit_number
            if number and number in self._book.shared_numbers and code and unit:
                found[claim.centre_number, number, code].add(unit)
        return {about: frozenset(units) for about, units in found.items()}

    @cached_property
    def _recorded(self) -> Mapping[tuple[str, str], frozenset[str]]:
        """The units that rows record, by candidate number and entry code."""
        found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for claim in self._book.claims:
            if claim.candidate_number and claim.entry_code and claim.unit_number:
                found[claim.candidate_number, claim.entry_code].add(claim.unit_number)
        return {about: frozenset(units) for about, units in found.items()}

    def _is_in_doubt(self, award: _Award, unit: str) -> bool:
        """Whether a row that cannot be read in full may be the one that records a unit."""
        number, code = award.candidate_number, award.entry_code
        partial = {(None, code, unit), (number, None, unit), (number, code, None)}
        strays = self._strays.get((code, unit), ())
        return not self._unclear.isdisjoint(partial) or any(_is_slip(number, stray) for stray in strays)

    @cached_property
    def _strays(self) -> Mapping[tuple[str, str], Sequence[str]]:
        """Candidate numbers of rows that nobody is entered for, by entry code and unit: one may be a slip of another's number."""
        found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for claim in self._book.claims:
            if (
                claim.candidate_number
                and claim.entry_code
                and claim.unit_number
                and not self._book.entries_behind(claim)
            ):
                found[claim.entry_code, claim.unit_number].append(claim.candidate_number)
        return found

    @cached_property
    def _unclear(self) -> frozenset[tuple[str | None, str | None, str | None]]:
        """What the rows say that lack their candidate number, entry code or unit number."""
        keys = ((claim.candidate_number, claim.entry_code, claim.unit_number) for claim in self._book.claims)
        return frozenset(about for about in keys if None in about)

    @cached_property
    def _carried(self) -> Mapping[tuple[str, str], frozenset[str]]:
        """Units that came along with a top-up or move-down: recorded under the code that the candidate was entered for before (B17)."""
        found: dict[tuple[str, str], frozenset[str]] = {}
        for (number, code), old_codes in self._left_behind.items():
            units = [self._recorded.get((number, old), frozenset()) for old in old_codes]
            found[number, code] = frozenset().union(*units)
        return found

    @cached_property
    def _left_behind(self) -> Mapping[tuple[str, str], frozenset[str]]:
        """By candidate number and new entry code: the codes of the same subject that a top-up or move-down leaves behind."""
        codes: defaultdict[str, set[str]] = defaultdict(set)
        for entry in self._book.entries:
            if entry.candidate_number and entry.entry_code:
                codes[entry.candidate_number].add(entry.entry_code)
        return {
            (entry.candidate_number, entry.entry_code): frozenset(
                code
                for code in codes[entry.candidate_number]
                if code != entry.entry_code and self._book.subject_of(code) == self._book.subject_of(entry.entry_code)
            )
            for entry in self._book.entries
            if entry.entry_type in _MOVES and entry.withdrawn_on is None and entry.candidate_number and entry.entry_code
        }

    @cached_property
    def _replaced(self) -> frozenset[tuple[str, str]]:
        """Candidates under a code from which a top-up or move-down has taken them."""
        return frozenset((number, old) for (number, _), codes in self._left_behind.items() for old in codes)

    def _may_work(self, number: str, centre: str | None) -> bool:
        """Whether a candidate number is somebody's who is still here; of a number of several centres, somebody's at the centre named."""
        people = self._book.candidates_numbered.get(number, ())
        if centre and number in self._book.shared_numbers:
            people = [one for one in people if self._book.named(one) == (centre, number)] or people
        if not people:
            return not self._book.candidates_numbered
        return not all(self._book.has_come(one.left_on) for one in people)

    def _entered(self) -> Iterator[_Award]:
        """What entries that stand are for, each candidate and entry code once."""
        units: defaultdict[tuple[str | None, str, str], dict[str, None]] = defaultdict(dict)
        first: dict[tuple[str | None, str, str], Entry] = {}
        whole: set[tuple[str | None, str, str]] = set()
        for entry in self._book.entries:
            number, code = entry.candidate_number, entry.entry_code
            if not (number and code) or entry.withdrawn_on or self._book.is_unread(entry, "withdrawn_on"):
                continue
            is_examination = entry.entry_type is EntryType.EXAMINED_UNIT or self._is_examined(code, entry.unit_number)
            if is_examination or self._book.family_of(code) is None or not self._may_work(number, entry.centre_number):
                continue
            about = (entry.centre_number, number, code)
            first.setdefault(about, entry)
            if entry.unit_number:
                units[about][entry.unit_number] = None
            elif entry.entry_type is not EntryType.UNIT:
                if about not in whole:
                    first[about] = entry
                whole.add(about)
        for about, entry in first.items():
            if about[1:] not in self._replaced and (about in whole or units[about]):
                yield _Award(about[1], about[0], about[2], entry, () if about in whole else tuple(units[about]))

    def _is_examined(self, code: str, unit: str | None) -> bool:
        row = self._book.unit_of.get((code, unit)) if unit else None
        return row is not None and row.assessment is Assessment.EXAMINED

    def _on_course(self) -> Iterator[_Award]:
        """What candidates are going to be entered for: by the course beside their names, where only one qualification fits it, else by
        the only course there is.
        """
        courses = course_codes(self._book, self._known)
        only = only_course(self._book)
        entered = {
            (entry.centre_number, entry.candidate_number) for entry in self._book.entries if entry.withdrawn_on is None
        }
        numbers = {number for _, number in entered}
        for candidate in self._book.candidates:
            number = candidate.candidate_number
            codes = courses.get(candidate.course or "", only)
            if not (number and codes) or not self._may_work(number, candidate.centre_number):
                continue
            is_shared = number in self._book.shared_numbers and candidate.centre_number is not None
            own = {(candidate.centre_number, number), (None, number)}
            if (not entered.isdisjoint(own)) if is_shared else number in numbers:
                continue
            yield from (_Award(number, candidate.centre_number, code, candidate, ()) for code in codes)


# -- whose it is


def _assessors(book: Book, work: Iterable[Claim]) -> Iterator[tuple[ClaimPlace, str]]:
    """Who assesses each piece of work whose own row names nobody: as Units says, else the only assessor of the subject area."""
    only = _only_assessors(book)
    for claim in work:
        if claim.assessor or book.is_unread(claim, "assessor"):
            continue
        unit = book.unit_of.get((claim.entry_code or "", claim.unit_number or ""))
        name = (unit.assessor if unit else None) or only.get(book.subject_of(claim.entry_code) or "")
        if name:
            yield claim.place, name


def _only_assessors(book: Book) -> Mapping[str, str]:
    """The one assessor of each subject area that has no other."""
    people: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for person in book.assessors:
        name = book.people.name_for(person) or person.code or person.name
        for area in person.subject_areas or ():
            if name:
                people[key(area)][name] = None
    return {area: next(iter(names)) for area, names in people.items() if len(names) == 1}


# -- at which visit


class _Ready(NamedTuple):
    """What decides which visits a piece of work can still be at."""

    entered_on: dt.date | None
    """The day of the first entry behind it; one still to come is what is planned."""
    made_on: dt.date | None
    """The day of the claim, where there is one by now; of an undated claim that has gone in ``None``."""
    is_made: bool
    asked_on: dt.date | None


class _Limits(NamedTuple):
    """The last days for entering and for claiming before a visit; the last day there is where no figure is published."""

    enter_by: dt.date
    claim_by: dt.date


class _Choice:
    """Chooses a visit for each piece of work."""

    def __init__(self, book: Book, rulebook: Rulebook) -> None:
        self._book = book
        self._rulebook = rulebook
        self._as_of = book.as_of
        self._year = year_looked_at(book, rulebook)
        self._shows_entries = shows_entries(book)
        self._shows_claims = shows_claims(book)
        self._limits: dict[dt.date, _Limits] = {}
        self._named: dict[tuple[str, str | None], VisitUsed | None] = {}
        self._chosen: dict[tuple[object, ...], VisitUsed | None] = {}

    def of(self, claim: Claim) -> VisitUsed | None:
        """The visit of a piece of work, and whether the centre named it."""
        if claim.visit:
            naming = (claim.visit, claim.entry_code)
            if naming not in self._named:
                named = self._book.visit_named_by(claim)
                self._named[naming] = VisitUsed(named, chosen=False) if named else None
            return self._named[naming]
        ready = self._ready(claim)
        alike = (claim.entry_code, claim.unit_number, claim.is_achieved, claim.is_implied, self._is_later(claim), ready)
        if alike not in self._chosen:  # thousands of pieces of work are alike in all that decides
            self._chosen[alike] = self._choose(claim, ready)
        return self._chosen[alike]

    def _choose(self, claim: Claim, ready: _Ready) -> VisitUsed | None:
        visits = self._of_unit(claim) or self._visits(claim.entry_code)
        is_verified = self._book.family_of(claim.entry_code) is Family.VERIFIED
        if claim.is_achieved:
            return self._where_seen(visits, ready)
        if ready.is_made or ready.asked_on:
            return self._claimed(visits, ready, is_verified)
        if is_verified:
            ahead = [visit for visit in visits if _day(visit) >= self._as_of]
            return VisitUsed(ahead[0], chosen=True) if ahead else None
        return self._to_claim(claim, visits, ready)

    # -- what is known

    def _ready(self, claim: Claim) -> _Ready:
        entries = self._book.entries_behind(claim)
        days = [entry.entered_on for entry in entries if entry.entered_on]
        return _Ready(
            min(days, default=None),
            claim.claimed_on if self._book.has_come(claim.claimed_on) else None,
            claim.made_by(self._as_of),
            claim.sample_requested_on if self._book.has_come(claim.sample_requested_on) else None,
        )

    def _is_later(self, claim: Claim) -> bool:
        """Whether the candidate completes in a later summer, so that no visit of this year need see the work."""
        return completes_after(self._book, claim, self._year + 1)

    def _limits_of(self, day: dt.date) -> _Limits:
        if day not in self._limits:
            ocr = Calendar.of("England")
            enter, claim = (
                self._rulebook.due_before(name, day, ocr) or day
                for name in ("entry.days_before_visit", "claim.days_before_visit")
            )
            self._limits[day] = _Limits(enter, claim)
        return self._limits[day]

    # -- the visits to choose from

    @cached_property
    def _by_code(self) -> dict[str | None, Sequence[Visit]]:
        return {}

    def _visits(self, code: str | None) -> Sequence[Visit]:
        """The visits for an entry code that stand, each once, in order of date."""
        if code not in self._by_code:
            rows = self._book.visits_for(code)
            self._by_code[code] = [visit for visit in rows if self._book.occasion(visit) is visit]
        return self._by_code[code]

    @cached_property
    def _naming_units(self) -> Mapping[str, Sequence[Visit]]:
        """The visits that say which units are seen at them, by unit number."""
        found: defaultdict[str, list[Visit]] = defaultdict(list)
        for visit in self._book.visits:
            for unit in visit.units or ():
                found[unit].append(visit)
        return found

    def _of_unit(self, claim: Claim) -> Sequence[Visit]:
        """The visits that Units or Visits names for the unit of a piece of work."""
        unit = self._book.unit_of.get((claim.entry_code or "", claim.unit_number or ""))
        visits = self._visits(claim.entry_code)
        if unit and unit.visit:
            named = self._book.visit_named_by(claim._replace(visit=unit.visit))
            return [named] if named and named.stands else []
        naming = self._naming_units.get(claim.unit_number or "", ())
        own = [self._book.occasion(visit) for visit in naming]
        return [visit for visit in visits if visit in own]

    # -- the choice

    @staticmethod
    def _where_seen(visits: Sequence[Visit], ready: _Ready) -> VisitUsed | None:
        """Where work that OCR has confirmed was seen: at the first visit from its claim on; nobody can say where it has no day."""
        after = [visit for visit in visits if ready.made_on and _day(visit) >= ready.made_on]
        return VisitUsed(after[0], chosen=True) if after else None

    def _claimed(self, visits: Sequence[Visit], ready: _Ready, is_verified: bool) -> VisitUsed | None:
        day = ready.made_on or ready.asked_on or self._as_of
        after = [visit for visit in visits if _day(visit) >= day]
        if not after:
            return None
        if is_verified or ready.asked_on or not ready.made_on:
            return VisitUsed(after[0], chosen=True)
        for visit in after:
            enter_by, claim_by = self._limits_of(_day(visit))
            is_entered = ready.entered_on is None or ready.entered_on <= enter_by
            if day <= claim_by and is_entered:
                return self._slipping(after[: after.index(visit)], visit, ready)
        return VisitUsed(after[0], chosen=True)

    def _to_claim(self, claim: Claim, visits: Sequence[Visit], ready: _Ready) -> VisitUsed | None:
        for at, visit in enumerate(visits):
            if self._can_be_at(visit, ready):
                return self._slipping(self._missed(claim, visits[:at], ready), visit, ready)
        missed = self._missed(claim, visits, ready)
        if undated := self._undated(claim.entry_code):
            return self._slipping(missed, undated, ready)
        return VisitUsed(missed[-1], chosen=True) if missed else None

    def _missed(self, claim: Claim, visits: Sequence[Visit], ready: _Ready) -> Sequence[Visit]:
        """Of visits that work is too late for, those that it could have been at: none where it is for a later year."""
        return [] if self._is_later(claim) else self._could_have_been_at(claim, visits, ready)

    def _can_be_at(self, visit: Visit, ready: _Ready) -> bool:
        """Whether work that is not claimed can still be entered and claimed in time for a visit."""
        if _day(visit) < self._as_of or visit.status is VisitStatus.DONE:
            return False
        enter_by, claim_by = self._limits_of(_day(visit))
        is_in_time = self._is_entry_unseen(ready) or (ready.entered_on or self._as_of) <= enter_by
        return self._as_of <= claim_by and is_in_time

    def _is_entry_unseen(self, ready: _Ready) -> bool:
        """Whether work may be entered, and nothing in the workbook would show it."""
        return ready.entered_on is None and not self._shows_entries

    def _could_have_been_at(self, claim: Claim, visits: Sequence[Visit], ready: _Ready) -> Sequence[Visit]:
        """The visits that work could have been at: those after its entry, if it is entered; else those of the year that is planned."""
        if ready.entered_on:
            after = [visit for visit in visits if _day(visit) >= ready.entered_on]
            in_time = [visit for visit in after if ready.entered_on <= self._limits_of(_day(visit)).enter_by]
            return in_time or after
        if not claim.is_implied:
            return visits
        return [visit for visit in visits if self._rulebook.academic_year(_day(visit)) >= self._year]

    def _slipping(self, earlier: Sequence[Visit], visit: Visit, ready: _Ready) -> VisitUsed:
        if (
            not earlier or earlier[-1].status is VisitStatus.DONE
        ):  # whoever marks a visit as done knows what was not at it
            return VisitUsed(visit, chosen=True)
        why, is_unseen = self._why_slipped(earlier[-1], ready)
        return VisitUsed(visit, chosen=True, slipped_from=earlier[-1], why=why, is_unseen=is_unseen)

    def _why_slipped(self, visit: Visit, ready: _Ready) -> tuple[str, bool]:
        """The step that work was too late with for a visit, and whether nothing in the workbook would show that it was in time."""
        enter_by = self._limits_of(_day(visit)).enter_by
        if ready.is_made:
            return "entry" if ready.entered_on and ready.entered_on > enter_by else "claim", False
        is_entry_unseen = self._is_entry_unseen(ready)
        is_late = ready.entered_on is None or ready.entered_on > enter_by
        if is_late and not is_entry_unseen:
            return "entry", False
        if self._shows_claims:
            return "claim", False
        return ("entry" if is_entry_unseen else "claim"), True

    def _undated(self, code: str | None) -> Visit | None:
        """A visit of the same subject whose day is not known yet."""
        subject, family = self._book.subject_of(code), self._book.family_of(code)
        for visit in self._book.visits:
            is_open = visit.visit_date is None and visit.status not in (VisitStatus.CANCELLED, VisitStatus.DONE)
            is_same = self._book.subject_of_visit(visit) == subject and self._book.family_of_visit(visit) is family
            if subject and is_open and is_same:
                return visit
        return None


def shows_entries(book: Book) -> bool:
    """Whether the workbook has a place that would show when entries were made."""
    return book.has_column(Entry, "entered_on")


def shows_claims(book: Book) -> bool:
    """Whether the workbook has a place that would show that work is claimed."""
    return book.has_column(Claim, "claimed_on") or book.has_column(Claim, "claim_status")


def year_looked_at(book: Book, rulebook: Rulebook) -> int:
    """The academic year that a workbook is about: the one that its Centre sheet names, else that of the day looked at."""
    return book.centre.academic_year or rulebook.academic_year(book.as_of)


def completes_after(book: Book, claim: Claim, summer: int) -> bool:
    """Whether the candidate of a piece of work completes later than in the summer of a year, by the estimates on Entries."""
    entries = [claim.implied_by] if isinstance(claim.implied_by, Entry) else book.entries_behind(claim)
    years = [year for entry in entries for year in _years(entry.estimated_completion)]
    return bool(years) and min(years) > summer


@cache
def _years(completion: str | None) -> tuple[int, ...]:
    """The years that an estimated completion names."""
    return tuple(map(int, re.findall(r"(?<!\d)20\d\d(?!\d)", completion or "")))


def _is_slip(number: str, other: str) -> bool:
    """Whether two numbers differ in one digit, or by two that changed places."""
    if len(number) != len(other):
        return False
    at = [place for place, (one, two) in enumerate(zip(number, other, strict=True)) if one != two]
    is_swap = len(at) == 2 and at[1] == at[0] + 1 and number[at[0]] == other[at[1]] and number[at[1]] == other[at[0]]
    return len(at) == 1 or is_swap


def _day(visit: Visit) -> dt.date:
    """The day of a visit that stands."""
    return visit.visit_date or dt.date.max
