"""Results in summer: the last visit, when it is booked, and who waits for it (S15, B53)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator

from ocr_sheets.model.book import Book
from ocr_sheets.model.records import Claim, Entry, EntryType, Visit, VisitStatus
from ocr_sheets.patterns import regex
from ocr_sheets.rules.engine import CHECK, B, RawFinding, S, Values, Who, finding, rule
from ocr_sheets.rules.technicals.shared import MOVES, TECHNICALS, is_to_come
from ocr_sheets.schedule.progress import is_claimed, progress_of
from ocr_sheets.schedule.work import year_looked_at

# -- results in summer (S15)


def _summers(book: Book, values: Values) -> dict[str, int]:
    """The summer in which each candidate needs results, by candidate number; others are not in it."""
    this_year = year_looked_at(book, values.rulebook)
    return {
        candidate.candidate_number: candidate.results_needed.summer or this_year + 1
        for candidate in book.candidates
        if candidate.candidate_number and candidate.results_needed and candidate.results_needed.day is None
    }


def _needing(book: Book, values: Values, visit: Visit) -> dict[int, set[str]]:
    """The candidates whose results hang on a visit and are needed in a summer, by that summer."""
    summers = _summers(book, values)
    needing: defaultdict[int, set[str]] = defaultdict(set)
    for candidate in progress_of(book, visit).waiting:
        number = candidate.candidate_number
        if number in summers:
            needing[summers[number]].add(number)
    return needing


def _needed_sooner(book: Book, visit: Visit) -> dict[dt.date, set[str]]:
    """The candidates whose results hang on a visit and are needed by a day that comes no later than it, by that day."""
    needing: defaultdict[dt.date, set[str]] = defaultdict(set)
    for candidate in progress_of(book, visit).waiting:
        day = candidate.results_needed.day if candidate.results_needed else None
        if day and candidate.candidate_number and visit.visit_date and day <= visit.visit_date:
            needing[day].add(candidate.candidate_number)
    return needing


def _summer_passing(visit_by: dt.date, book_by: dt.date, book: Book) -> str:
    """Which of the days that OCR names for a summer have gone by: what is left to do follows from it."""
    return "past" if book.as_of > visit_by else "at once" if book.as_of > book_by else ""


@rule(
    "final-visit-after-june",
    "A visit is too late for results in summer",
    severity=CHECK,
    source=S(15),
    message={
        "": "{candidates:candidate} at this visit on {visit_date} {candidates:=needs/need} results in summer {summer}.",
        "by a day": "{candidates:candidate} at this visit on {visit_date} {candidates:=needs/need} results by {needed_by}.",
    },
    fix={
        "by a day": "We suggest asking the moderator for a date well before {needed_by}; or correct Results needed by.",
        "": "Ask the moderator for a date by {visit_by}, booked by {book_by}.",
        "at once": "Ask the moderator at once for a date by {visit_by}.",
        "past": "{visit_by} is past: ask the moderator what can still be done, or correct Results needed by.",
    },
    family=TECHNICALS,
    needs=("visits.visit_date", "candidates.results_needed"),
    uses=("summer.visit_by", "summer.book_by"),
    who=Who.PROGRAMME_LEAD,
    example="A visit on 1 July 2027 for work of a candidate marked UCAS: 30 June 2027 is in time, 1 July is not.",
)
def final_visit_after_june(book: Book, values: Values) -> Iterable[RawFinding]:
    """For university entrance, or to come with the A level results, OCR asks for the last visit to be completed by 30 June. Of work that is not yet
    claimed it is known too: from the entries, the units and the visits. OCR names days for the summer alone: that a visit on or after
    another day by which a result is needed comes too late is our reckoning.
    """
    for visit in book.occasions:
        if visit.visit_date is None:
            continue
        for day, candidates in sorted(_needed_sooner(book, visit).items()):
            yield finding(
                visit,
                "visit_date",
                "by a day",
                by=day,
                candidates=len(candidates),
                visit_date=visit.visit_date,
                needed_by=day,
            )
            break
        for summer, candidates in sorted(_needing(book, values, visit).items()):
            visit_by = values.day_of_year("summer.visit_by", summer)
            book_by = values.day_of_year("summer.book_by", summer)
            if visit.visit_date > visit_by:
                yield finding(
                    visit,
                    "visit_date",
                    _summer_passing(visit_by, book_by, book),
                    by=visit_by,
                    candidates=len(candidates),
                    visit_date=visit.visit_date,
                    summer=summer,
                    visit_by=visit_by,
                    book_by=book_by,
                )
                break


@rule(
    "final-visit-booked-late",
    "The final visit before summer results is booked late",
    severity=CHECK,
    source=S(15),
    message={
        "": "Not recorded as booked; OCR asks for {book_by}.",
        "booked": "Booked on {booked_on}; OCR asks for {book_by}.",
    },
    fix={
        "": "Book it with the moderator at once, for a day up to {visit_by}, and fill in the day it was booked.",
        "booked": "It is booked: make sure with the moderator that it is held by {visit_by}.",
    },
    family=TECHNICALS,
    needs=("visits.booked_on", "visits.visit_date", "candidates.results_needed"),
    uses=("summer.book_by", "summer.visit_by"),
    who=Who.PROGRAMME_LEAD,
    example="The last visit for IT, on 24 June 2027, was booked on 16 May 2027: 15 May is in time, 16 May is not.",
)
def final_visit_booked_late(book: Book, values: Values) -> Iterable[RawFinding]:
    """OCR asks for the final visit to be booked by 15 May, so that it can be held by 30 June. Once it was held nothing hangs on the
    day it was booked, and a visit after 30 June is too late however it was booked: that is reported instead.
    """
    for visit, summer in _final_visits(book, values):
        book_by = values.day_of_year("summer.book_by", summer)
        visit_by = values.day_of_year("summer.visit_by", summer)
        if visit.visit_date is None or visit.visit_date <= book_by or not is_to_come(visit, book):
            continue
        kind = None
        if visit.booked_on and visit.booked_on > book_by:
            kind = "booked"
        elif (
            visit.booked_on is None
            and book.as_of > book_by
            and visit.status is not VisitStatus.CONFIRMED
            and not book.is_unread(visit, "booked_on")
        ):
            kind = ""
        if kind is not None:
            yield finding(
                visit, "booked_on", kind, by=book_by, booked_on=visit.booked_on, book_by=book_by, visit_by=visit_by
            )


def _final_visits(book: Book, values: Values) -> Iterator[tuple[Visit, int]]:
    """The last visit of each subject area, up to 30 June, on which results hang that are needed in a summer; with that summer."""
    last: dict[tuple[str | None, int], Visit] = {}
    for visit in sorted(book.occasions, key=lambda visit: visit.visit_date or dt.date.min):
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
    message="Results are needed in summer {summer}, and[ {units:unit} of] {entry_codes} {parts:=has/have} no visit ahead.",
    fix={
        "": "Plan a visit for the subject by {visit_by}, booked by {book_by}, or name the visit on the claim.",
        "at once": "Ask the moderator at once for a date by {visit_by}. If there is a visit, name it on the claim.",
        "past": "{visit_by} is past: ask the moderator what can still be done, or correct Results needed by. If there is a visit, name it on the claim.",
    },
    family=TECHNICALS,
    needs=(
        "candidates.results_needed",
        "visits.visit_date",
        "visits.subject_area",
        "entries.entry_code or claims.entry_code",
    ),
    uses=("summer.visit_by", "summer.book_by"),
    who=Who.PROGRAMME_LEAD,
    example="A candidate marked summer 2027 has two units planned in IT, and no visit for IT is left: plan one by 30 June 2027.",
)
def summer_results_without_visit(book: Book, values: Values) -> Iterable[RawFinding]:
    """OCR asks for the final visit to be held by 30 June. That a unit which no visit covers has no result by then is our reckoning,
    whether its claim is planned yet or only follows from an entry. Where Claims names a visit that is not on Visits, that is reported instead.
    """
    summers = _summers(book, values)
    units: defaultdict[str, list[Claim]] = defaultdict(list)
    for claim in book.portfolios:
        number = claim.candidate_number
        named = claim.visit or book.is_unread(claim, "visit")
        waiting = not claim.results_published_on and not claim.is_achieved and not named
        if number in summers and waiting and _has_no_visit_ahead(claim, book) and book.subject_of(claim.entry_code):
            units[number].append(claim)
    for candidate in book.candidates:
        open_units = units.get(candidate.candidate_number or "")
        if open_units and candidate.candidate_number:
            summer = summers[candidate.candidate_number]
            visit_by = values.day_of_year("summer.visit_by", summer)
            book_by = values.day_of_year("summer.book_by", summer)
            yield finding(
                candidate,
                "results_needed",
                _summer_passing(visit_by, book_by, book),
                by=visit_by if book.as_of > book_by else book_by,
                summer=summer,
                units=None if any(claim.unit_number is None for claim in open_units) else len(open_units),
                parts=len(open_units),
                entry_codes=sorted({claim.entry_code for claim in open_units if claim.entry_code}),
                visit_by=visit_by,
                book_by=book_by,
            )


def _has_no_visit_ahead(claim: Claim, book: Book) -> bool:
    """Whether a piece of work has no visit, or only one that is over and at which it was not claimed."""
    used = book.visit_of(claim)
    if used is None:
        return True
    day = used.visit.visit_date
    return day is not None and day < book.as_of and not is_claimed(book, claim)


@rule(
    "completion-not-this-summer",
    "An estimated completion is not the summer in which results are needed",
    severity=CHECK,
    source=B(53),
    message="Completion is estimated for {estimated}, and results are needed in summer {summer}.",
    fix="Set the completion date in the Progress Tracker to summer {summer}, then here; or correct Results needed by.",
    family=TECHNICALS,
    needs=("entries.estimated_completion", "entries.candidate_number", "candidates.results_needed"),
    example="0045 needs results in summer 2027, and the only entry has Summer 2028 under Estimated completion.",
)
def completion_not_this_summer(book: Book, values: Values) -> Iterable[RawFinding]:
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
            yield finding(entry, "estimated_completion", estimated=year, summer=summer)


_WHOLE = frozenset({EntryType.FULL_AWARD, *MOVES})
_YEAR = regex(r"(?<!\d)(20\d\d)(?!\d)")
_SPAN = regex(r"\d\s*[/–-]\s*\d")


def _completion_year(entry: Entry) -> int | None:
    """The one year that an estimated completion such as Summer 2027 names; ``None`` for anything that could be read otherwise."""
    text = entry.estimated_completion or ""
    years = set(_YEAR.findall(text))
    return int(years.pop()) if len(years) == 1 and not _SPAN.search(text) else None
