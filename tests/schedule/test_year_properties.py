"""What holds for every workbook, on every day: four properties of the verdict and of work.

Random small centres: candidates with and without courses, entries and claims, dated and not, visits near and far, named or not.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace
from itertools import pairwise

from hypothesis import assume, given, settings, strategies as st
from tries import tries

from ocr_sheets.model.book import Book
from ocr_sheets.model.records import (
    Assessment,
    Assessor,
    Candidate,
    Centre,
    Claim,
    ClaimStatus,
    Entry,
    EntryType,
    Family,
    Need,
    Qualification,
    Unit,
    Visit,
    VisitStatus,
    VisitType,
    columns_of,
)
from ocr_sheets.model.tables import Table
from ocr_sheets.report import Report, make_report
from ocr_sheets.rulebook import load_rulebook
from ocr_sheets.schedule.progress import State, is_history, progress_of
from ocr_sheets.schedule.readiness import Verdict
from ocr_sheets.schedule.work import with_work

RULEBOOK = load_rulebook()
FIRST, LAST = dt.date(2026, 9, 1), dt.date(2027, 8, 31)
SHEETS = {
    Centre: "Centre", Qualification: "Qualifications", Unit: "Units", Assessor: "Assessors", Candidate: "Candidates",
    Entry: "Entries", Claim: "Claims", Visit: "Visits",
}  # fmt: skip

days = st.dates(FIRST, LAST)
maybe_day = st.none() | days
numbers = st.sampled_from(["0011", "0022", "0033"])


def tables(kinds: tuple[type, ...]) -> tuple[Table, ...]:
    """Sheets with every column there is."""
    found = []
    for kind in kinds:
        columns = {name: place for place, name in enumerate(columns_of(kind), start=1)}
        headings = {name: column.heading for name, column in columns_of(kind).items()}
        found.append(Table(kind, SHEETS[kind], 1, columns, headings))
    return tuple(found)


@st.composite
def visits(draw: st.DrawFn) -> tuple[Visit, ...]:
    count = draw(st.integers(0, 3))
    return tuple(
        Visit(
            "Visits", row, name=f"IT {row}", subject_area=draw(st.sampled_from(["IT", "IT", "Business"])),
            visit_date=draw(maybe_day), type=draw(st.sampled_from([None, *VisitType])), type_told_on=draw(maybe_day),
            status=draw(st.sampled_from([None, None, VisitStatus.PLANNED, VisitStatus.CONFIRMED, VisitStatus.PROVISIONAL])),
            final_visit=draw(st.booleans()),
        )
        for row in range(2, 2 + count)
    )  # fmt: skip


@st.composite
def claims(draw: st.DrawFn, named: tuple[str | None, ...]) -> tuple[Claim, ...]:
    rows = []
    for row in range(2, 2 + draw(st.integers(0, 5))):
        status = draw(st.sampled_from([None, None, ClaimStatus.PLANNED, ClaimStatus.SUBMITTED, ClaimStatus.CONFIRMED]))
        rows.append(
            Claim(
                "Claims",
                row,
                candidate_number=draw(numbers),
                entry_code="05839",
                unit_number=draw(st.sampled_from("89")),
                assessor=draw(st.sampled_from([None, "JS"])),
                claimed_on=draw(maybe_day),
                visit=draw(st.sampled_from(named)),
                assessed_on=draw(maybe_day),
                claim_status=status,
                sample_requested_on=draw(st.none() | days),
                results_published_on=draw(st.none() | st.none() | days),
            )
        )
    return tuple(rows)


@st.composite
def centres(draw: st.DrawFn) -> Book:
    planned = draw(visits())
    kinds = [Centre, Qualification, Unit, Assessor, Candidate, Visit]
    has_entries, has_claims = draw(st.booleans()), draw(st.booleans())
    entered = draw(st.lists(numbers, unique=True)) if has_entries else []
    return Book(
        as_of=draw(days),
        centre=Centre("Centre", 1, academic_year=2026),
        qualifications=(
            Qualification("Qualifications", 2, "05839", family=Family.TECHNICALS, subject_area="IT"),
            Qualification("Qualifications", 3, "05835", family=Family.TECHNICALS, subject_area="Business"),
        ),
        units=tuple(
            Unit("Units", row, "05839", number, assessment=assessment, assessor=draw(st.sampled_from([None, "JS"])))
            for row, (number, assessment) in enumerate(
                [("1", Assessment.EXAMINED), ("8", Assessment.MODERATED), ("9", Assessment.MODERATED)], start=2
            )
        ),
        assessors=(Assessor("Assessors", 2, "JS", "Jo Smith"),),
        candidates=tuple(
            Candidate("Candidates", row, None, number, f"Name{number}", "A", course=draw(st.sampled_from([None, "05839"])),
                      results_needed=draw(st.sampled_from([None, Need()])))
            for row, number in enumerate(["0011", "0022", "0033"], start=2)
        ),
        entries=tuple(
            Entry("Entries", row, number, "05839", entry_type=EntryType.FULL_AWARD, entered_on=draw(maybe_day))
            for row, number in enumerate(entered, start=2)
        ),
        claims=draw(claims((None, *(visit.name for visit in planned)))) if has_claims else (),
        visits=planned,
        tables=tables((*kinds, *([Entry] if has_entries else []), *([Claim] if has_claims else []))),
    )  # fmt: skip


def checked(book: Book) -> Report:
    return make_report("centre.xlsx", book, RULEBOOK)


def found(report: Report, without: frozenset[str] = frozenset()) -> Counter[tuple[object, ...]]:
    """All findings, by what they are about and not by where they stand."""
    return Counter(
        (one.rule.code, one.kind, one.candidate_number, one.unit, one.message, one.by)
        for one in (*report.findings, *report.history)
        if one.rule.code not in without
    )


def kept(report: Report) -> list[tuple[object, ...]]:
    return [(line.of.sheet, line.of.row, line.what, line.date, line.state) for line in report.lines]


def days_before(day: dt.date, count: int) -> dt.date:
    return day - dt.timedelta(days=count)


def none_after(day: dt.date, as_of: dt.date) -> dt.date | None:
    """A day on which something was done, if it was done by the day looked at."""
    return day if day <= as_of else None


@st.composite
def kept_centres(draw: st.DrawFn) -> Book:
    """Centres that did everything in time, but for at most one thing: what they are told hangs on that one."""
    as_of = draw(st.dates(dt.date(2026, 11, 1), dt.date(2027, 6, 30)))
    first = days_before(as_of, draw(st.integers(-40, 60)))
    second = days_before(first, -draw(st.integers(61, 120)))
    kind = draw(st.sampled_from(VisitType))
    slip = draw(st.sampled_from([None, None, None, *SLIPS]))
    told = None if slip == "not told" else days_before(first, draw(st.integers(28, 60)))
    held = VisitStatus.DONE if first < as_of else draw(st.sampled_from([None, VisitStatus.CONFIRMED]))
    planned = (
        Visit("Visits", 2, "IT 1", "IT", visit_date=first, type=kind, type_told_on=none_after(told, as_of) if told else None,
              status=VisitStatus.POSTPONED if slip == "postponed" else held),
        Visit("Visits", 3, "IT 2", "IT", visit_date=second, type=kind,
              type_told_on=none_after(days_before(second, 30), as_of)),
    )  # fmt: skip
    rows: list[Claim] = []
    for number in ("0011", "0022"):
        for unit in "89":
            claimed = none_after(days_before(first, draw(st.integers(14, 27))), as_of)
            asked = none_after(days_before(first, 11), as_of) if unit == "8" else None
            out = none_after(days_before(first, -7), as_of)
            rows.append(
                Claim(
                    "Claims", 2 + len(rows), number, "05839", unit, assessor="JS", claimed_on=claimed, visit=draw(st.sampled_from([None, "IT 1"])),
                    claim_status=ClaimStatus.CONFIRMED if out else ClaimStatus.SUBMITTED if claimed else ClaimStatus.PLANNED,
                    sample_requested_on=asked, sample_uploaded_on=none_after(days_before(first, 6), as_of) if asked else None,
                    results_published_on=out,
                )
            )  # fmt: skip
    if slip in ("not claimed", "claimed next week"):
        claimed_on = days_before(as_of, -7) if slip == "claimed next week" else None
        rows[0] = rows[0]._replace(
            claimed_on=claimed_on, claim_status=None, sample_requested_on=None, results_published_on=None
        )
    entered = days_before(first, draw(st.integers(28, 90)))
    base = draw(centres())
    return replace(
        base,
        as_of=as_of,
        visits=planned,
        candidates=tuple(row._replace(course=None) for row in base.candidates),
        entries=tuple(
            Entry("Entries", row, number, "05839", entry_type=EntryType.FULL_AWARD,
                  entered_on=None if slip == "not entered" and number == "0022" else none_after(entered, as_of))
            for row, number in enumerate(["0011", "0022"], start=2)
        ),
        claims=() if slip == "nothing claimed" else tuple(rows),
        tables=tables(tuple(SHEETS)),
    )  # fmt: skip


SLIPS = ("not told", "postponed", "not claimed", "claimed next week", "not entered", "nothing claimed")


def holds(report: Report) -> None:
    """Ready so far is said of work that was looked at, and where every deadline that has passed with work is done or history."""
    if report.state is Verdict.READY:
        assert report.book.portfolios
        for line in report.lines:
            if line.date < report.as_of and isinstance(line.of, Visit):
                work = progress_of(report.book, line.of).work
                open_work = [one for one in work if not is_history(one)]
                assert line.state is State.DONE or not open_work, (line, work)


@settings(max_examples=tries(30))
@given(centres())
def test_ready_so_far_is_never_said_of_a_day_that_passed_undone_nor_of_nothing(book: Book) -> None:
    holds(checked(book))


def test_nor_of_one_thing_that_was_not_done_where_all_else_was() -> None:
    states: list[Verdict] = []

    @settings(max_examples=tries(60))
    @given(kept_centres())
    def look(book: Book) -> None:
        report = checked(book)
        states.append(report.state)
        holds(report)

    look()
    # A property of a state that is never reached would hold for nothing.
    assert states.count(Verdict.READY) * 5 >= len(states), Counter(states)
    assert states.count(Verdict.NOT_READY) * 20 >= len(states), Counter(states)


@settings(max_examples=tries(30))
@given(centres())
def test_naming_the_visit_that_was_chosen_changes_nothing_but_that_it_was_chosen(book: Book) -> None:
    report = checked(book)
    named = tuple(
        claim._replace(visit=used.visit.name) if (used := report.book.visit_of(claim)) and used.chosen else claim
        for claim in book.claims
    )
    again = checked(replace(book, claims=named))
    chosen = frozenset({"work-slipped", "summer-results-without-visit"})
    assert found(again, chosen) == found(report, chosen)
    assert kept(again) == kept(report)


@settings(max_examples=tries(30))
@given(centres(), days)
def test_late_does_not_turn_into_ready_as_days_go_by_on_which_nothing_is_dated(book: Book, other: dt.date) -> None:
    first, last = sorted((book.as_of, other))
    dated = [
        value
        for rows in (book.visits, book.entries, book.claims, book.candidates)
        for row in rows
        for name, value in zip(row._fields, row, strict=True)
        if isinstance(value, dt.date)
    ]
    assume(not any(first < day <= last for day in dated))
    was_late = checked(replace(book, as_of=first)).state is Verdict.NOT_READY
    assert not (was_late and checked(replace(book, as_of=last)).state is Verdict.READY)


@settings(max_examples=tries(30))
@given(centres())
def test_implied_work_typed_in_as_it_stands_changes_no_finding_and_no_deadline(book: Book) -> None:
    assume(any(table.record is Claim for table in book.tables))
    report = checked(book)
    implied = [work for work in report.book.work if work.is_implied and work.unit_number]
    typed = tuple(
        work._replace(sheet="Claims", row=100 + at, column=0, implied_by=None) for at, work in enumerate(implied)
    )
    again = checked(replace(book, claims=(*book.claims, *typed)))
    assert [work.is_implied for work in again.book.work if work.unit_number and work.is_implied] == []
    assert found(again) == found(report)
    assert kept(again) == kept(report)


def test_the_day_looked_at_only_matters_where_a_deadline_or_a_date_passes() -> None:
    """A plain case of the third property, by hand: not entered, late, missed, and never ready after that."""
    book = Book(
        as_of=FIRST,
        centre=Centre("Centre", 1, academic_year=2026),
        qualifications=(Qualification("Qualifications", 2, "05839", family=Family.TECHNICALS, subject_area="IT"),),
        candidates=(Candidate("Candidates", 2, None, "0011", "A", "B", course="05839"),),
        visits=(Visit("Visits", 2, "IT 1", "IT", visit_date=dt.date(2027, 3, 11), type_told_on=FIRST),),
        tables=tables((Centre, Qualification, Candidate, Visit, Entry, Claim)),
    )
    states = [
        checked(replace(book, as_of=dt.date(2027, month, day))).state
        for month, day in ((2, 11), (2, 12), (3, 11), (3, 12), (8, 31))
    ]
    assert states == [Verdict.TOO_EARLY, *[Verdict.NOT_READY] * 4]
    assert all(one is not two for one, two in pairwise([with_work(book, RULEBOOK), book]))
