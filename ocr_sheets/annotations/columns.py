"""The columns added to the centre's own sheets: what stands in each of them for each row, before anything is written.

A date that follows from another cell stays tied to it (`Follows`), so that the writer can make it a formula.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import Enum
from functools import cached_property
from itertools import groupby
from typing import Any, NamedTuple

from ocr_sheets.dates import before, days, months_after, say
from ocr_sheets.model.book import Book, VisitUsed
from ocr_sheets.model.records import (
    Assessment,
    Assessor,
    Candidate,
    Claim,
    Entry,
    EntryType,
    Family,
    Place,
    Qualification,
    Record,
    Unit,
    Visit,
    VisitStatus,
    VisitType,
)
from ocr_sheets.model.tables import Table
from ocr_sheets.report import Report
from ocr_sheets.schedule.deadlines import BEFORE_A_VISIT, Due, What, due_before, summer_of
from ocr_sheets.schedule.samples import portfolios_to_have_ready

MAX_ISSUES_TEXT = 900
"""Characters of the Issues column; the rest is on To do."""


class Shape(Enum):
    """How the cells of an added column look."""

    TEXT = "text"
    DATE = "date"
    COUNT = "count"
    DAYS_LEFT = "days left"
    ISSUES = "issues"


class Follows(NamedTuple):
    """A day that lies a number of days after the date in a cell (before it, if negative); ``working`` counts OCR's working days."""

    record: Record
    field: str
    days: int
    date: dt.date
    working: bool = False


class NextDate(NamedTuple):
    """The first of a row's deadlines, or the visit itself, that is not past. Worked out anew on the day it is looked at."""

    visit: Visit
    date: dt.date | None


class DaysLeft(NamedTuple):
    """The days until the `NextDate` of the row."""

    left: int | None


CellValue = str | int | float | dt.date | Follows | NextDate | DaysLeft | None


class AddedColumn(NamedTuple):
    """One added column."""

    heading: str
    shape: Shape
    width: float


ISSUES = AddedColumn("Issues", Shape.ISSUES, 70)

HEADINGS: Mapping[type[Record], Sequence[AddedColumn]] = {
    Visit: (
        AddedColumn("Academic year", Shape.TEXT, 11),
        AddedColumn("Allowance", Shape.TEXT, 13),
        *(AddedColumn(what, Shape.DATE, 16) for what in BEFORE_A_VISIT),
        AddedColumn("Results safe", Shape.TEXT, 22),
        AddedColumn(What.EQA_DECISION_BY, Shape.DATE, 16),
        AddedColumn("Next date", Shape.DATE, 16),
        AddedColumn("Days left", Shape.DAYS_LEFT, 9),
        AddedColumn("Portfolios to have ready", Shape.COUNT, 13),
        ISSUES,
    ),
    Entry: (
        AddedColumn("Earliest visit", Shape.DATE, 16),
        AddedColumn("Visit", Shape.TEXT, 22),
        AddedColumn("In time", Shape.TEXT, 12),
        ISSUES,
    ),
    Claim: (
        AddedColumn("Visit used", Shape.TEXT, 22),
        AddedColumn(What.ENTER_BY, Shape.DATE, 16),
        AddedColumn(What.CLAIM_BY, Shape.DATE, 16),
        AddedColumn("Stage: assess", Shape.TEXT, 14),
        AddedColumn("Stage: claim", Shape.TEXT, 14),
        AddedColumn("Stage: sample", Shape.TEXT, 14),
        AddedColumn("Stage: upload", Shape.TEXT, 14),
        AddedColumn("In sample list", Shape.TEXT, 14),
        AddedColumn("Keep work until", Shape.TEXT, 24),
        ISSUES,
    ),
    Candidate: (
        AddedColumn("Entered for", Shape.TEXT, 16),
        AddedColumn("Units claimed", Shape.COUNT, 10),
        AddedColumn("Size achieved of required", Shape.TEXT, 20),
        AddedColumn("Award", Shape.TEXT, 28),
        ISSUES,
    ),
    Assessor: (
        AddedColumn("Portfolios this year", Shape.COUNT, 13),
        AddedColumn("Portfolios at next visit", Shape.COUNT, 13),
        AddedColumn("Unavailable at", Shape.TEXT, 26),
        ISSUES,
    ),
    Qualification: (ISSUES,),
    Unit: (ISSUES,),
}
"""The columns each sheet gets. The Centre sheet, of labels and values, gets none; its findings stand in notes and on To do."""


class _Step(NamedTuple):
    """How far one claim is."""

    withdrawn: bool
    examined: bool
    assessed: bool
    made: bool
    requested: bool
    uploaded: bool
    listed: bool


class AddedColumns:
    """What stands in the added columns, row by row."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._book = report.book
        self._make: Mapping[type[Any], Callable[[Any], Sequence[CellValue]]] = {
            Visit: lambda visit: (*self._visit(visit), None),
            Entry: lambda entry: (*self._entry(entry), None),
            Claim: self._claim,
            Candidate: lambda candidate: (*self._candidate(candidate), None),
            Assessor: lambda person: (*self._assessor(person), None),
            Qualification: lambda _: (None,),
            Unit: lambda _: (None,),
        }

    def rows(
        self, kind: type[Record], records: Sequence[Record], within: Table | None = None
    ) -> Iterator[tuple[int, Sequence[CellValue]]]:
        """The row number and the values of each record, its issues last. ``within`` is the records' table, where the sheet has other
        tables whose findings are not theirs.
        """
        make = self._make[kind]
        findings = self._report.findings_at
        for record in records:
            shown = make(record)
            is_at_fault = (record.sheet, record.row) in findings
            # Claims that are alike, with no issues, are one and the same object.
            yield record.row, (*shown[:-1], self.issues(record, within)) if is_at_fault else shown

    def grid_rows(
        self, claims: Sequence[Claim], within: Table | None = None
    ) -> Iterator[tuple[int, Sequence[CellValue]]]:
        """The row number and the values of each row of a grid: what is so of all its claims once, else by unit. Of dates that differ,
        the first of the claims that are still to be made.
        """
        for row, group in groupby(claims, key=lambda claim: claim.row):
            together = list(group)
            names = _unit_names(together)
            made = [self._claim(claim) for claim in together]
            is_open = [not (claim.is_made or claim.is_achieved or claim.is_withdrawn) for claim in together]
            shown = [_together(names, values, is_open) for values in zip(*(one[:-1] for one in made), strict=True)]
            yield row, (*shown, self.issues(together[0], within, of_units=True))

    def issues(self, record: Record, within: Table | None = None, of_units: bool = False) -> str | None:
        """The findings of a record's row in one cell, most serious first."""
        return self.issues_at(record.sheet, record.row, within, of_units)

    def issues_at(self, sheet: str, row: int, within: Table | None = None, of_units: bool = False) -> str | None:
        """The findings of a row in one cell, most serious first; ``of_units``: each with its unit, in a row that has several."""
        findings = self._report.findings_at.get((sheet, row), ())
        texts = []
        for finding in findings:
            if within and finding.cell and not within.holds(finding.cell.row, finding.cell.column):
                continue
            severity = "Accepted" if finding.accepted else str(finding.rule.severity).capitalize()
            texts.append(f"{severity}{f', {finding.unit}' if of_units and finding.unit else ''}: {finding.message}")
        if not texts:
            return None
        text = " ".join(texts)
        return text if len(text) <= MAX_ISSUES_TEXT else text[:MAX_ISSUES_TEXT] + "… (all on To do)"

    # -- visits

    @cached_property
    def _counted(self) -> Mapping[tuple[str, int], tuple[str, str]]:
        """Academic year and place in the allowance of each visit."""
        shown: dict[tuple[str, int], tuple[str, str]] = {}
        for counted in self._report.visits:
            shown[counted.visit.sheet, counted.visit.row] = (
                counted.label,
                allowance(self._report, counted.visit),
            )
        return shown

    @cached_property
    def _ready(self) -> Counter[tuple[str, int]]:
        return portfolios_to_have_ready(self._report.samples)

    def _visit(self, visit: Visit) -> Sequence[CellValue]:
        place = (visit.sheet, visit.row)
        year, place_in_year = self._counted.get(
            place, (None, "cancelled" if visit.status is VisitStatus.CANCELLED else None)
        )
        if visit.visit_date is None or not visit.stands:
            return (year, place_in_year, *[None] * 11)
        lines = {line.what: line for line in self._report.lines if line.of is visit}
        dated: list[CellValue] = []
        for what in (*BEFORE_A_VISIT, What.EQA_DECISION_BY):
            line = lines.get(what)
            dated.append(
                Follows(visit, "visit_date", line.days, line.date, line.working)
                if line and line.days is not None
                else None
            )
        *before_visit, decision = dated
        coming = [line.date for line in lines.values() if line.date >= self._report.as_of and line.days is not None]
        if visit.visit_date >= self._report.as_of:
            coming.append(visit.visit_date)
        nearest = min(coming, default=None)
        is_technicals = self._book.family_of_visit(visit) is Family.TECHNICALS
        return (
            year,
            place_in_year,
            *before_visit,
            self._results_safe(visit) if is_technicals else None,
            decision,
            NextDate(visit, nearest),
            DaysLeft((nearest - self._report.as_of).days if nearest else None),
            self._ready[place] if is_technicals else None,
        )

    def _results_safe(self, visit: Visit) -> str | None:
        """For a visit at which candidates wait for summer results: whether it is booked and held in time (S15)."""
        summer = summer_of(self._book, self._report.rulebook, visit)
        if summer is None or visit.visit_date is None:
            return None
        book_by = self._report.rulebook.day_of_year("summer.book_by", summer)
        held_by = self._report.rulebook.day_of_year("summer.visit_by", summer)
        if book_by is None or held_by is None:
            return None
        if visit.visit_date > held_by:
            return f"no: after {say(held_by)}"
        if visit.booked_on and visit.booked_on > book_by and visit.visit_date > book_by:
            return f"booked after {say(book_by)}"
        if visit.booked_on or visit.status in (VisitStatus.CONFIRMED, VisitStatus.DONE) or visit.visit_date <= book_by:
            return "yes"
        return f"book by {say(book_by)}"

    # -- entries

    @cached_property
    def _claims_of_entry(self) -> Mapping[tuple[str, int], Sequence[Claim]]:
        """The claims that rest on each entry: where a claim has several entries behind it, on the first made."""
        found: defaultdict[tuple[str, int], list[Claim]] = defaultdict(list)
        for claim in self._book.claims:
            entry = None if claim.is_withdrawn else self._book.first_entry_behind(claim)
            if entry:
                found[entry.sheet, entry.row].append(claim)
        return found

    def _entry(self, entry: Entry) -> Sequence[CellValue]:
        family = self._book.family_of(entry.entry_code)
        if family is Family.VERIFIED:
            return (None, None, "no deadline")
        if family is None or entry.entry_type is EntryType.EXAMINED_UNIT or entry.entered_on is None:
            return (None, None, None)
        ahead = self._report.rulebook.number("entry.days_before_visit", entry.entered_on)
        if ahead is None:
            return (None, None, None)
        earliest = before(entry.entered_on, -ahead)
        shown = Follows(entry, "entered_on", ahead, earliest)
        if entry.withdrawn_on:
            return (shown, None, "withdrawn")
        visits = {
            (used.visit.sheet, used.visit.row): used
            for claim in self._claims_of_entry.get((entry.sheet, entry.row), ())
            if (used := self._book.visit_of(claim))
            and used.visit.visit_date
            # A unit confirmed before a top-up was entered comes along with it: its visit was no matter of this entry (B17).
            and not (claim.is_achieved and used.visit.visit_date < earliest)
        }
        if not visits:
            soonest = max(earliest, self._report.as_of)
            following = [
                visit
                for visit in self._book.visits_for(entry.entry_code)
                if (visit.visit_date or dt.date.min) >= soonest
            ]
            return (shown, f"{following[0].label} (next possible)" if following else None, "yes" if following else None)
        first = min(visits.values(), key=lambda used: used.visit.visit_date or dt.date.max)
        in_time = first.visit.visit_date is not None and first.visit.visit_date >= earliest
        return (shown, _named(first.visit, first.chosen), "yes" if in_time else "no")

    # -- claims

    @cached_property
    def _listed(self) -> frozenset[tuple[Place | None, str | None, str | None, str | None]]:
        """Visit, candidate, entry code and unit of all that stand in a sample list."""
        return frozenset(
            ((sample.visit.sheet, sample.visit.row), number, sample.entry_code, sample.unit)
            for sample in self._report.samples
            for number in sample.first
        )

    @cached_property
    def _asked_at(self) -> frozenset[tuple[str, int]]:
        """Visits for which OCR's request has been typed in."""
        return frozenset(
            (sample.visit.sheet, sample.visit.row) for sample in self._report.samples if sample.is_requested
        )

    @cached_property
    def _dues(self) -> Mapping[tuple[str, int], Mapping[What, Due]]:
        """When things are due before each moderation visit."""
        shown: dict[tuple[str, int], dict[What, Due]] = {}
        for visit in self._book.visits:
            if visit.stands and self._book.family_of_visit(visit) is Family.TECHNICALS:
                dues = {what: due_before(self._report.rulebook, what, visit) for what in _STAGED}
                shown[visit.sheet, visit.row] = {what: due for what, due in dues.items() if due}
        return shown

    @cached_property
    def _claims_shown(self) -> dict[tuple[object, ...], Sequence[CellValue]]:
        """What was worked out for claims that are alike. Thousands of claims are alike in all that is shown of them."""
        return {}

    def _claim(self, claim: Claim) -> Sequence[CellValue]:
        used = self._book.visit_of(claim)
        place = (used.visit.sheet, used.visit.row) if used else None
        is_listed = (place, claim.candidate_number, claim.entry_code, claim.unit_number) in self._listed
        alike = (
            place,
            used is not None and used.chosen,
            is_listed,
            claim.entry_code,
            claim.unit_number,
            claim.claim_status,
            claim.grade,
            claim.confirmed_grade,
            claim.assessed_on is None,
            claim.claimed_on is None,
            claim.sample_requested_on is None,
            claim.sample_uploaded_on is None,
            claim.certificate_issued_on,
            claim.review_closed_on,
            claim.disposed_on,
        )
        shown = self._claims_shown.get(alike)
        if shown is None:
            step = _Step(
                withdrawn=claim.is_withdrawn,
                examined=self._book.assessment_of(claim) is Assessment.EXAMINED,
                assessed=claim.assessed_on is not None,
                made=claim.is_made or claim.is_achieved,
                requested=claim.sample_requested_on is not None,
                uploaded=claim.sample_uploaded_on is not None,
                listed=is_listed,
            )
            keep = None if step.examined else self._keep(claim)
            shown = self._claims_shown[alike] = (*self._show_claim(used, step), keep, None)
        return shown

    def _show_claim(self, used: VisitUsed | None, step: _Step) -> Sequence[CellValue]:
        visit = used.visit if used else None
        named = _named(visit, bool(used and used.chosen))
        if step.withdrawn:
            return (named, None, None, "withdrawn", *[None] * 4)
        if step.examined:
            return (None, None, None, "examined unit", *[None] * 4)
        dues = self._dues.get((visit.sheet, visit.row)) if visit else None
        made = "done" if step.made else None
        if visit is None or visit.visit_date is None or dues is None:
            return (named, None, None, "done" if step.assessed else None, made, *[None] * 3)
        claim_by = dues[What.CLAIM_BY].date if What.CLAIM_BY in dues else None
        ahead = "have ready" if step.listed and visit.visit_date >= self._report.as_of else None
        return (
            named,
            *(
                Follows(visit, "visit_date", -due.days, due.date, due.working) if due else None
                for due in (dues.get(What.ENTER_BY), dues.get(What.CLAIM_BY))
            ),
            "done" if step.assessed or made else self._stage(claim_by, visit),
            made or self._stage(claim_by, visit),
            "requested" if step.requested else self._sample_stage(visit, dues),
            self._upload_stage(step, visit, dues),
            "asked for" if step.requested else ahead,
        )

    def _stage(self, due: dt.date | None, visit: Visit) -> str | None:
        """Where a step of work stands that is not done: due in so many days, late, or missed once the visit is over."""
        if due is None or visit.visit_date is None:
            return None
        left = (due - self._report.as_of).days
        if left >= 0:
            return f"due in {days(left)}" if left else "due today"
        return "late" if visit.visit_date >= self._report.as_of else "missed"

    def _sample_stage(self, visit: Visit, dues: Mapping[What, Due]) -> str | None:
        """A request comes from OCR: it can be expected, and is not the centre's to be late with."""
        if visit.visit_date is None or What.SAMPLE_BY not in dues:
            return None
        if (visit.sheet, visit.row) in self._asked_at or visit.visit_date < self._report.as_of:
            return "not asked for"
        start = dues.get(What.SAMPLE_FROM, dues.get(What.CLAIM_BY, dues[What.SAMPLE_BY]))
        if self._report.as_of < start.date:
            return "not due"
        left = (dues[What.SAMPLE_BY].date - self._report.as_of).days
        return f"expected in {days(left)}" if left > 0 else "expected now"

    def _upload_stage(self, step: _Step, visit: Visit, dues: Mapping[What, Due]) -> str | None:
        if visit.type is not VisitType.VIRTUAL:
            return None
        if step.uploaded:
            return "done"
        due = dues[What.UPLOAD_BY].date if What.UPLOAD_BY in dues else None
        if step.requested:
            return self._stage(due, visit)
        is_late = (visit.sheet, visit.row) in self._asked_at or (visit.visit_date or dt.date.max) < self._report.as_of
        return "not asked for" if is_late else "not due"

    def _keep(self, claim: Claim) -> str | None:
        """Until when the work of a claim must be kept (S65); nothing is said of verified qualifications there."""
        if self._book.family_of(claim.entry_code) is not Family.TECHNICALS or claim.is_withdrawn or not claim.is_made:
            return None
        if claim.disposed_on:
            return "disposed of"
        if claim.certificate_issued_on is None:
            return "certificates are issued"
        last = max(claim.certificate_issued_on, claim.review_closed_on or dt.date.min, self._review_until(claim))
        return f"after {say(last)}"

    def _review_until(self, claim: Claim) -> dt.date:
        """Where the grade was changed and no review is over: the last day before which a review can be asked for (B48)."""
        named = self._book.moderation_visit_of(claim)
        was_changed = claim.grade and claim.confirmed_grade and claim.grade is not claim.confirmed_grade
        if named is None or not was_changed or claim.review_closed_on:
            return dt.date.min
        months = self._report.rulebook.number("review.months_after_visit", named[1])
        return months_after(named[1], months) if months else dt.date.min

    # -- candidates

    @cached_property
    def _claims_of_candidate(self) -> Mapping[str, Sequence[Claim]]:
        found: defaultdict[str, list[Claim]] = defaultdict(list)
        for claim in self._book.claims:
            if claim.candidate_number and not claim.is_withdrawn:
                found[claim.candidate_number].append(claim)
        return found

    @cached_property
    def _codes_entered(self) -> Mapping[str, Sequence[str]]:
        found: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for entry in self._book.entries:
            if entry.candidate_number and entry.entry_code and entry.withdrawn_on is None:
                found[entry.candidate_number][entry.entry_code] = None
        return {number: list(codes) for number, codes in found.items()}

    def _candidate(self, candidate: Candidate) -> Sequence[CellValue]:
        number = candidate.candidate_number or ""
        codes = self._codes_entered.get(number, ())
        claims = self._claims_of_candidate.get(number, ())
        units = {(claim.entry_code, claim.unit_number) for claim in claims if claim.is_made}
        progress = [award_progress(self._book, code, claims) for code in codes]
        several = len(codes) > 1
        return (
            ", ".join(codes) or None,
            len(units),
            "; ".join(f"{code}: {one.size}" if several else one.size for code, one in zip(codes, progress, strict=True))
            or None,
            "; ".join(
                f"{code}: {one.award}" if several else one.award for code, one in zip(codes, progress, strict=True)
            )
            or None,
        )

    # -- assessors

    @cached_property
    def _claims_of_assessor(self) -> Mapping[int, Sequence[Claim]]:
        found: defaultdict[int, list[Claim]] = defaultdict(list)
        for claim in self._book.claims:
            person = self._book.assessor_for(claim.assessor)
            is_examined = self._book.assessment_of(claim) is Assessment.EXAMINED
            if person and not claim.is_withdrawn and not is_examined:
                found[person.row].append(claim)
        return found

    def _assessor(self, person: Assessor) -> Sequence[CellValue]:
        year = self._book.centre.academic_year or self._report.rulebook.academic_year(self._report.as_of)
        this_year = 0
        coming: Counter[dt.date] = Counter()
        visits: dict[tuple[str, int], Visit] = {}
        counted: Counter[tuple[str, int]] = Counter()
        for claim in self._claims_of_assessor.get(person.row, ()):
            used = self._book.visit_of(claim)
            if used:
                place = (used.visit.sheet, used.visit.row)
                counted[place] += 1
                visits[place] = used.visit
        for place, visit in list(visits.items()):
            if visit.visit_date is None or not visit.stands:
                del visits[place]
                continue
            this_year += counted[place] * (self._report.rulebook.academic_year(visit.visit_date) == year)
            if visit.visit_date >= self._report.as_of:
                coming[visit.visit_date] += counted[place]
            else:
                del visits[place]
        away = [
            f"{visit.label} on {say(visit.visit_date)}"
            for visit in sorted(visits.values(), key=lambda visit: visit.visit_date or dt.date.max)
            if visit.visit_date
            and person.unavailable_from
            and person.unavailable_from <= visit.visit_date <= (person.unavailable_to or person.unavailable_from)
        ]
        return (this_year, coming[min(coming)] if coming else 0, "; ".join(away) or None)


_STAGED = (What.ENTER_BY, What.CLAIM_BY, What.SAMPLE_FROM, What.SAMPLE_BY, What.UPLOAD_BY)


def _unit_names(claims: Sequence[Claim]) -> list[str]:
    """What tells the units of one row apart: their numbers or, where two share one, the entry codes with them."""
    numbers = [claim.unit_number or "?" for claim in claims]
    if len(set(numbers)) == len(numbers):
        return numbers
    return [f"{claim.entry_code or '?'} {number}" for claim, number in zip(claims, numbers, strict=True)]


def _together(names: Sequence[str], values: Sequence[CellValue], is_open: Sequence[bool]) -> CellValue:
    """What one cell shows of several claims."""
    if all(value == values[0] for value in values):
        return values[0]
    dates = [
        (value.date, value)
        for value, still in zip(values, is_open, strict=True)
        if isinstance(value, Follows) and still
    ]
    if any(isinstance(value, Follows) for value in values):
        return min(dates, key=lambda one: one[0])[1] if dates else None
    by_value: defaultdict[CellValue, list[str]] = defaultdict(list)
    for name, value in zip(names, values, strict=True):
        if value is not None:
            by_value[value].append(name)
    return "; ".join(f"{', '.join(units)}: {value}" for value, units in by_value.items()) or None


def _named(visit: Visit | None, chosen: bool) -> str | None:
    if visit is None:
        return None
    return f"{visit.label} (chosen)" if chosen else visit.label


def allowance(report: Report, visit: Visit) -> str:
    """The place of a visit among those of its year: free 1 of 2, chargeable, or for verified qualifications 1 of 2.

    Its bare place, such as visit 1, where no figure is published for its day.
    """
    for counted in report.visits:
        if counted.visit is visit and visit.visit_date:
            verified = counted.family is Family.VERIFIED
            name = "verified.visits_a_year" if verified else "visits.free_a_year"
            figure = report.rulebook.number(name, visit.visit_date)
            if figure is None:
                return f"visit {counted.number}"
            if verified:
                return (
                    f"{counted.number} of {figure}"
                    if counted.number <= figure
                    else f"{counted.number}, beyond {figure}"
                )
            return f"free {counted.number} of {figure}" if counted.number <= figure else "chargeable"
    return ""


class Progress(NamedTuple):
    """How far a candidate is towards an award: the size achieved of the size required, and what follows."""

    size: str
    award: str


def award_progress(book: Book, entry_code: str, claims: Sequence[Claim]) -> Progress:
    """Progress from what the centre's own sheets state; where they do not say enough, "not known".

    Only confirmed units count. A pathway's own conditions are not on the sheets, so with pathways the award is left open.
    """
    qualification = book.qualification_of.get(entry_code)
    achieved = {claim.unit_number for claim in claims if claim.entry_code == entry_code and claim.is_achieved}
    units = [unit for (code, _), unit in book.unit_of.items() if code == entry_code]
    if qualification is None or qualification.size_required is None:
        return Progress("not known", f"not known: no size required on {book.called(Qualification)}")
    required = qualification.size_required
    done = [unit for unit in units if unit.unit_number in achieved]
    counts_units = qualification.size_unit == "units"
    if not counts_units and any(unit.size is None for unit in done):
        return Progress("not known", f"not known: a unit has no size on {book.called(Unit)}")
    size = float(len(done)) if counts_units else sum(unit.size or 0 for unit in done)
    word = str(qualification.size_unit or "")
    shown = f"{size:g} of {required:g} {word}".strip()
    if size < required:
        return Progress(shown, f"short of {required - size:g} {word}".strip())
    groups = {(unit.group or "").casefold() for unit in units}
    if not groups <= {"mandatory", "optional"}:
        return Progress(shown, "size reached; groups not known")
    missing = [
        unit.unit_number or "" for unit in units if (unit.group or "").casefold() == "mandatory" and unit not in done
    ]
    return Progress(shown, f"short of mandatory unit {', '.join(missing)}" if missing else "complete")
