"""Everything a centre's workbook says, as seen on one day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from ocr_sheets.model.identifiers import is_entry_code
from ocr_sheets.model.judgements import Judgement
from ocr_sheets.model.other_awards import other_award
from ocr_sheets.model.people import People
from ocr_sheets.model.records import (
    RECORDS,
    SHEETS,
    Assessment,
    Assessor,
    Candidate,
    Centre,
    Claim,
    ClaimPlace,
    Closure,
    Entry,
    EntryType,
    Family,
    Place,
    Qualification,
    Record,
    RecordPlace,
    Unit,
    Visit,
    VisitStatus,
    columns_of,
)
from ocr_sheets.model.tables import Cell, Drafts, ReadIssue, SetAside, Table
from ocr_sheets.text import key


class VisitUsed(NamedTuple):
    """The visit a claim belongs to, and whether the centre named it or the tool chose it."""

    visit: Visit
    chosen: bool
    slipped_from: Visit | None = None
    """The earlier visit that the work could have gone to and, as of the day looked at, no longer can."""
    why: str = ""
    """The step whose day has passed for that visit: "entry" or "claim"."""


class WorkMade(NamedTuple):
    """The work of a workbook beyond its rows of claims, made once by `ocr_sheets.schedule.work`."""

    implied: tuple[Claim, ...]
    """Work that no row records yet."""
    visits: Mapping[ClaimPlace, VisitUsed]
    """The visit of each piece of work, recorded or implied, where there is one."""
    assessors: Mapping[ClaimPlace, str]
    """Whose the work is where its own row names nobody: as Units says, or the only assessor of the subject."""
    families: Mapping[str, Family]
    """The family of entry codes that Qualifications says nothing of."""
    subjects: Mapping[str, str]
    """Their subject areas, in the centre's words."""
    unknown_units: frozenset[tuple[str, str]]
    """Candidate number and entry code of those whose optional units nothing says."""


NO_CENTRE = Centre("Centre", 1)
"""What a workbook without a Centre sheet says of its centre: nothing."""


@dataclass(frozen=True)
class Book:
    """Everything the centre's workbook says, as seen on one day. Rows are in the order of the sheets."""

    as_of: dt.date
    centre: Centre = NO_CENTRE
    qualifications: tuple[Qualification, ...] = ()
    units: tuple[Unit, ...] = ()
    assessors: tuple[Assessor, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    entries: tuple[Entry, ...] = ()
    claims: tuple[Claim, ...] = ()
    visits: tuple[Visit, ...] = ()
    closures: tuple[Closure, ...] = ()
    tables: tuple[Table, ...] = ()
    problems: tuple[ReadIssue, ...] = ()
    text_dates: frozenset[tuple[str, int, int]] = frozenset()
    """Cells (sheet, row, column) whose date is text: a formula cannot reckon with them."""
    undated: frozenset[tuple[str, int, int]] = frozenset()
    """Cells (sheet, row, column) of a column of days that say that something is done, and not when."""
    set_aside: tuple[SetAside, ...] = ()
    """The sheets that were left alone for a reason that is to be told."""
    drafts: tuple[Drafts, ...] = ()
    """What was drafted and is not accepted yet, by sheet."""
    mapping: str = ""
    """The name of the mapping file by which it was read; empty where there was none."""
    cells: Mapping[RecordPlace, Mapping[str, Cell]] = field(default_factory=dict)
    """Where the fields of a record stand that are not in its own row and its table's columns, as in trackers."""
    judgements: tuple[Judgement, ...] = ()
    """What the reader decided, and why."""
    whole: Book | None = None
    """For a book that holds one family's rows only: the book with all rows."""
    made: WorkMade | None = None
    """The work that follows from all rows together; ``None`` until `ocr_sheets.schedule.work.with_work` has made it."""

    # -- where things stand

    def rows(self, kind: str) -> tuple[Record, ...]:
        """All the rows of one kind, by the word of `RECORDS`, such as ``claims``."""
        found: Any = getattr(self, kind)
        return (found,) if isinstance(found, Centre) else found

    def called(self, record: type[Record]) -> str:
        """What the centre calls its sheet of such records; our own name for it where there is none."""
        return next((table.sheet for table in self.tables if table.record is record), SHEETS[record].name)

    @cached_property
    def _records_at(self) -> Mapping[Place, Sequence[Record]]:
        return _grouped(((row.sheet, row.row), row) for kind in RECORDS for row in self.rows(kind))

    def record_of(self, cell: Cell) -> Record | None:
        """The record that a cell is part of. Of a row that holds several, the one that has the cell for a field of its own: of a
        candidate and an entry in one row the candidate, of the claims in a row of a grid the first, where they share it.
        """
        records = self._records_at.get((cell.sheet, cell.row), ())
        if len(records) > 1:
            for record in records:
                table = self.table_of(record)
                if table and cell.column in table.columns.values():
                    return record
        return records[0] if records else None

    @cached_property
    def _tables(self) -> dict[tuple[type[Record], str], list[Table]]:
        found: defaultdict[tuple[type[Record], str], list[Table]] = defaultdict(list)
        for table in self.tables:
            found[table.record, table.sheet].append(table)
        return dict(found)

    def table(self, record: type[Record], sheet: str) -> Table | None:
        """The table on that sheet which holds such records; the first, where there are several."""
        return next(iter(self._tables.get((record, sheet), ())), None)

    def table_of(self, record: Record) -> Table | None:
        """The table that a record was read from."""
        tables = self._tables.get((type(record), record.sheet), ())
        if len(tables) > 1:
            block = record.column if isinstance(record, Claim) else 0
            for table in tables:
                if table.block == block and table.holds(record.row, block or table.first_column):
                    return table
        return tables[0] if tables else None

    def has_column(self, record: type[Record], name: str) -> bool:
        """Whether any sheet has the column of that field."""
        return any(table.record is record and name in table.columns for table in self.tables)

    def cell(self, record: Record, name: str) -> Cell:
        """The cell a field of a record stands in; where its column is not there, the first cell that the record has. Of work that no
        row records yet: the cell from which it follows.
        """
        origin = record.implied_by if isinstance(record, Claim) else None
        if origin is not None:
            record, name = origin, "course" if isinstance(origin, Candidate) else "candidate_number"
        if self.cells and (
            own := self.cells.get((type(record), record.sheet, record.row, getattr(record, "column", 0)))
        ):
            return own.get(name) or next(iter(own.values()))
        table = self.table_of(record)
        if table is None:
            return Cell(record.sheet, record.row, 1, columns_of(type(record))[name].heading)
        place = name if name in table.columns else next(iter(table.columns))
        return Cell(record.sheet, table.field_rows.get(place, record.row), table.columns[place], table.headings[place])

    @cached_property
    def _unread(self) -> frozenset[tuple[str, int, int]]:
        return self.undated | {
            (problem.cell.sheet, problem.cell.row, problem.cell.column) for problem in self.problems if problem.cell
        }

    def is_unread(self, record: Record, name: str) -> bool:
        """Whether the cell of that field holds something that could not be read, so that its ``None`` proves nothing."""
        if not self.problems or (isinstance(record, Claim) and record.is_implied):
            return False
        cell = self.cell(record, name)
        return (cell.sheet, cell.row, cell.column) in self._unread

    def is_true_date(self, record: Record, name: str) -> bool:
        """Whether the cell of that field holds a date as Excel counts dates, so that a formula can follow it."""
        table = self.table_of(record)
        if table is None or name not in table.columns or getattr(record, name) is None:
            return False
        cell = self.cell(record, name)
        # A formula beside a row can only follow what stands in that row.
        return (cell.sheet, cell.row) == (record.sheet, record.row) and (
            cell.sheet,
            cell.row,
            cell.column,
        ) not in self.text_dates

    # -- who and what

    @cached_property
    def qualification_of(self) -> Mapping[str, Qualification]:
        """The row of each entry code on Qualifications; the first, where a code stands twice."""
        return _first((row.entry_code, row) for row in self.everything.qualifications)

    @cached_property
    def unit_of(self) -> Mapping[tuple[str, str], Unit]:
        """The row of each (entry code, unit number) on Units."""
        return _first(
            ((row.entry_code, row.unit_number) if row.entry_code and row.unit_number else None, row)
            for row in self.everything.units
        )

    @cached_property
    def candidates_numbered(self) -> Mapping[str, Sequence[Candidate]]:
        """The candidates with each number: more than one in a consortium, or by mistake."""
        return _grouped((row.candidate_number, row) for row in self.candidates)

    @cached_property
    def _shared_numbers(self) -> frozenset[str]:
        """The candidate numbers that candidates of several centres have."""
        return frozenset(
            number
            for number, people in self.candidates_numbered.items()
            if len(people) > 1 and len({person.centre_number or self.centre.centre_number for person in people}) > 1
        )

    def is_ambiguous(self, record: Entry | Claim) -> bool:
        """Whether a row names a candidate number of several centres, and no centre."""
        return record.centre_number is None and record.candidate_number in self._shared_numbers

    def whose(self, claim: Claim) -> Hashable:
        """What tells whose work it is: centre number and candidate number or, where the number is of two centres and the row names
        neither, the row itself.
        """
        if self.is_ambiguous(claim):
            return claim.place
        is_shared = claim.candidate_number in self._shared_numbers
        return (claim.centre_number if is_shared else None, claim.candidate_number)

    @cached_property
    def people(self) -> People:
        """The members of staff, and who of them is meant by a name."""
        return People(self.everything.assessors)

    def assessor_for(self, text: str | None) -> Assessor | None:
        """The one member of staff that a cell names by initials, code or full name; ``None`` where it is nobody or could be several."""
        return self.people.only(text)

    @property
    def everything(self) -> Book:
        """The book with the rows of both families."""
        return self.whole or self

    @cached_property
    def work(self) -> tuple[Claim, ...]:
        """All work: the claims that rows record, then what the other sheets imply."""
        return (*self.claims, *self.made.implied) if self.made else self.claims

    def with_only(self, work: Iterable[Claim]) -> Book:
        """The book with no other work than this. Visits, entries and candidates are all still there."""
        kept = tuple(work)
        recorded = tuple(claim for claim in kept if not claim.is_implied)
        implied = tuple(claim for claim in kept if claim.is_implied)
        made = self.made._replace(implied=implied) if self.made else None
        return replace(self, claims=recorded, made=made, whole=None)

    def has_come(self, day: dt.date | None) -> bool:
        """Whether something was done by the day looked at: it has a date, and that is not still to come."""
        return day is not None and day <= self.as_of

    def assessor_named(self, claim: Claim) -> str | None:
        """Who assesses the work: the claim's own assessor, else the unit's, else the only one of the subject area."""
        return claim.assessor or (self.made.assessors.get(claim.place) if self.made else None)

    def is_uncertain(self, visit: Visit) -> bool:
        """Whether a visit's day may still change: it is provisional or postponed, or its status cannot be read."""
        return visit.status in _UNCERTAIN or (visit.status is None and self.is_unread(visit, "status"))

    # -- the two families

    @cached_property
    def _family_of(self) -> dict[str, Family | None]:
        found: dict[str, Family | None] = {}
        for unit in self.everything.units:
            if unit.entry_code and unit.assessment:
                found[unit.entry_code] = (
                    Family.VERIFIED if unit.assessment is Assessment.VERIFIED else Family.TECHNICALS
                )
        found.update(
            (row.entry_code, row.family) for row in self.everything.qualifications if row.entry_code and row.family
        )
        # What the family's column says of a BTEC or of a Cambridge National is no reason to check it by the rules of another.
        others = {
            row.entry_code
            for row in self.everything.qualifications
            if row.entry_code and not is_entry_code(row.entry_code) and other_award(row.entry_code, row.title)
        }
        return {code: family for code, family in found.items() if code not in others and not other_award(code, None)}

    def family_of(self, entry_code: str | None) -> Family | None:
        """Which rules hold for an entry code: as Qualifications says or, failing that, as its units are assessed."""
        if not entry_code:
            return None
        return self._family_of.get(entry_code) or (self.made.families.get(entry_code) if self.made else None)

    def subject_of(self, entry_code: str | None) -> str | None:
        """The subject area of an entry code, reduced by `key`, as the centre's Qualifications sheet maps it (B65)."""
        row = self.qualification_of.get(entry_code) if entry_code else None
        if row and row.subject_area:
            return key(row.subject_area)
        known = self.made.subjects.get(entry_code) if self.made and entry_code else None
        return key(known) if known else None

    @cached_property
    def _families_of_subject(self) -> Mapping[str, Sequence[Family]]:
        return _grouped(
            (key(row.subject_area) if row.subject_area and row.family else None, row.family)
            for row in self.everything.qualifications
        )

    def family_of_visit(self, visit: Visit) -> Family | None:
        """Verified visits name an entry code; moderation visits are for a subject area."""
        if visit.entry_code:
            return self.family_of(visit.entry_code)
        if not visit.subject_area:
            return None
        families = set(self._families_of_subject.get(key(visit.subject_area), ()))
        return Family.VERIFIED if families == {Family.VERIFIED} else Family.TECHNICALS

    def subject_of_visit(self, visit: Visit) -> str | None:
        """The subject area of a visit, reduced by `key`."""
        return key(visit.subject_area) if visit.subject_area else self.subject_of(visit.entry_code)

    def of(self, family: Family) -> Book:
        """The same book with only the rows of one family. Candidates, staff and closures belong to both."""
        return self._by_family[family]

    @cached_property
    def _by_family(self) -> Mapping[Family, Book]:
        return {family: self._only(family) for family in Family}

    def _only(self, family: Family) -> Book:
        return replace(
            self,
            qualifications=tuple(row for row in self.qualifications if self.family_of(row.entry_code) is family),
            units=tuple(row for row in self.units if self.family_of(row.entry_code) is family),
            entries=tuple(row for row in self.entries if self.family_of(row.entry_code) is family),
            claims=tuple(row for row in self.claims if self.family_of(row.entry_code) is family),
            made=self.made
            and self.made._replace(
                implied=tuple(row for row in self.made.implied if self.family_of(row.entry_code) is family)
            ),
            visits=tuple(row for row in self.visits if self.family_of_visit(row) is family),
            whole=self.everything,
        )

    @cached_property
    def rows_of_no_family(self) -> Mapping[str, int]:
        """How many rows of each kind no rule of either family sees, because nothing says which they belong to."""
        found = {
            kind: sum(self.family_of(getattr(row, "entry_code", None)) is None for row in self.rows(kind))
            for kind in ("qualifications", "units", "entries", "claims")
        }
        return {**found, "visits": sum(self.family_of_visit(row) is None for row in self.visits)}

    # -- claims, entries and their visits

    @cached_property
    def _visits_named(self) -> Mapping[str, Sequence[Visit]]:
        """Visits by name, those that stand first: a cancelled visit and its replacement may share one."""
        visits = sorted(self.everything.visits, key=lambda row: not row.stands)
        return _grouped((key(row.name) if row.name else None, row) for row in visits)

    def has_visit_named(self, text: str) -> bool:
        """Whether a visit of that name is on Visits."""
        return key(text) in self._visits_named

    def _of_its_own(self, claim: Claim, named: Sequence[Visit]) -> Visit:
        """Of the visits of one name, the one for the claim's own subject area or entry code; else the first."""
        if len(named) > 1:
            for visit in self.visits_for(claim.entry_code):
                if visit in named:
                    return visit
        return named[0]

    @cached_property
    def _standing(self) -> Mapping[tuple[Family | None, str | None], Sequence[Visit]]:
        """Visits that stand, by what they are for (subject area, or entry code for verified), in order of date."""
        rows = sorted(
            (row for row in self.everything.visits if row.stands), key=lambda row: row.visit_date or dt.date.max
        )
        return _grouped(
            (self._visit_for(self.family_of_visit(row), row.entry_code, self.subject_of_visit(row)), row)
            for row in rows
        )

    @staticmethod
    def _visit_for(
        family: Family | None, entry_code: str | None, subject: str | None
    ) -> tuple[Family | None, str | None] | None:
        for_what = entry_code or subject if family is Family.VERIFIED else subject
        return (family, for_what) if family and for_what else None

    def visits_for(self, entry_code: str | None) -> Sequence[Visit]:
        """The visits that stand for an entry code, in order of date: of its subject area or, verified, of the code itself."""
        family = self.family_of(entry_code)
        subject = self.subject_of(entry_code)
        found = self._standing.get(self._visit_for(family, entry_code, subject) or (None, None), ())
        if not found and family is Family.VERIFIED:
            found = self._standing.get((family, subject), ())
        return found

    def visit_named_by(self, claim: Claim) -> Visit | None:
        """The visit that a claim names, if it is on Visits: of several of one name the one for the claim's own subject."""
        named = self._visits_named.get(key(claim.visit)) if claim.visit else None
        return self._of_its_own(claim, named) if named else None

    @cached_property
    def _visits_used(self) -> Mapping[ClaimPlace, VisitUsed]:
        if self.made:
            return self.made.visits
        named = ((claim.place, self.visit_named_by(claim)) for claim in self.claims)
        return {place: VisitUsed(visit, chosen=False) for place, visit in named if visit}

    def visit_of(self, claim: Claim) -> VisitUsed | None:
        """The visit a piece of work belongs to: the one it names or, where it names none, the one that was chosen (see
        `ocr_sheets.schedule.work`). ``None`` where there is none, or where the name is not on Visits.
        """
        return self._visits_used.get(claim.place)

    @cached_property
    def _occasions(self) -> Mapping[Place, Visit]:
        """The first row of each visit, by the place of each of its rows."""
        found: dict[Place, Visit] = {}
        first: dict[tuple[object, ...], list[Visit]] = {}
        for visit in self.everything.visits:
            held = visit
            if visit.stands:
                family = self.family_of_visit(visit)
                for_what = self._visit_for(family, visit.entry_code, self.subject_of_visit(visit))
                rows = first.setdefault((for_what, visit.visit_date), []) if for_what else []
                held = next((row for row in rows if row.type is visit.type or None in (row.type, visit.type)), visit)
                if held is visit:
                    rows.append(visit)
            found[visit.sheet, visit.row] = held
        return found

    def occasion(self, visit: Visit) -> Visit:
        """The first row of the visit that a row is of: one visit may stand in a row for each suite or, in a consortium, for each
        centre. Rows of one subject area and day are one visit, unless their types differ.
        """
        return self.everything._occasions.get((visit.sheet, visit.row), visit)

    @cached_property
    def occasions(self) -> Sequence[Visit]:
        """The visits that stand, each once, by its first row."""
        return [visit for visit in self.visits if visit.stands and self.occasion(visit) is visit]

    def rows_of_occasion(self, visit: Visit) -> Sequence[Visit]:
        """All rows of a visit."""
        first = self.occasion(visit)
        return [row for row in self.everything.visits if self.occasion(row) is first] or [visit]

    def _place_used(self, claim: Claim) -> Place | None:
        used = self.visit_of(claim)
        if used is None:
            return None
        first = self.occasion(used.visit)
        return first.sheet, first.row

    @cached_property
    def claims_at(self) -> Mapping[Place, Sequence[Claim]]:
        """The work of each visit that was not withdrawn, by the place of the visit's first row."""
        return _grouped((None if claim.is_withdrawn else self._place_used(claim), claim) for claim in self.work)

    def claims_of_visit(self, visit: Visit) -> Sequence[Claim]:
        """The work that belongs to a visit and was not withdrawn."""
        first = self.occasion(visit)
        return self.claims_at.get((first.sheet, first.row), ())

    @cached_property
    def portfolios(self) -> Sequence[Claim]:
        """The work that moderation is about: it stands, and is not of an examined unit (S2)."""
        return [
            claim
            for claim in self.work
            if not claim.is_withdrawn and self.assessment_of(claim) is not Assessment.EXAMINED
        ]

    @cached_property
    def _portfolios_at(self) -> Mapping[Place, Sequence[Claim]]:
        return _grouped((self._place_used(claim), claim) for claim in self.portfolios)

    def portfolios_at(self, visit: Visit) -> Sequence[Claim]:
        """The portfolios that belong to a visit, in whichever of its rows they name it."""
        first = self.occasion(visit)
        return self._portfolios_at.get((first.sheet, first.row), ())

    @cached_property
    def _moderation_visits(self) -> Mapping[ClaimPlace, tuple[Visit, dt.date]]:
        families = {(row.sheet, row.row): self.family_of_visit(row) for row in self.everything.visits}
        return {
            place: (used.visit, used.visit.visit_date)
            for place, used in self._visits_used.items()
            if used.visit.stands
            and used.visit.visit_date
            and families[used.visit.sheet, used.visit.row] is Family.TECHNICALS
        }

    def moderation_visit_of(self, claim: Claim) -> tuple[Visit, dt.date] | None:
        """The moderation visit of a piece of work, named or chosen, with its date, where it stands. An EQA visit is none: it has no
        such deadlines, and that a claim of another family names one is reported on its own.
        """
        return self._moderation_visits.get(claim.place)

    @cached_property
    def moderated(self) -> Sequence[tuple[Claim, tuple[Visit, dt.date]]]:
        """The portfolios that have a moderation visit that stands, each with that visit and its date."""
        return [(claim, visit) for claim in self.portfolios if (visit := self.moderation_visit_of(claim))]

    @cached_property
    def progress(self) -> dict[Place, Any]:
        """How far the work of each visit is, as `ocr_sheets.schedule.progress` has found it so far."""
        return {}

    @cached_property
    def _entries_of(self) -> Mapping[tuple[str, str], Sequence[Entry]]:
        return _grouped(
            ((row.candidate_number, row.entry_code) if row.candidate_number and row.entry_code else None, row)
            for row in self.entries
        )

    def entries_of(self, candidate_number: str | None, entry_code: str | None) -> Sequence[Entry]:
        """A candidate's entries for one entry code, withdrawn ones too."""
        return self._entries_of.get((candidate_number or "", entry_code or ""), ())

    @cached_property
    def _behind(self) -> dict[ClaimPlace, Sequence[Entry]]:
        # A claim's entries are of its own code, and so of its own family: both books may share what was found.
        return self.whole._behind if self.whole else {}

    def entries_behind(self, claim: Claim) -> Sequence[Entry]:
        """The entries that a claim can rest on (S29): the candidate's for the same entry code, whole or for that unit, that were
        not withdrawn before the claim. An examined-unit entry is for the examination and carries no claim (B8).
        """
        place = claim.place
        found = self._behind.get(place)
        if found is None:
            found = self._behind[place] = self._find_entries_behind(claim)
        return found

    def first_entry_behind(self, claim: Claim) -> Entry | None:
        """Of the entries that a claim can rest on, the one made first; one without a day counts as made last."""
        entries = self.entries_behind(claim)
        if len(entries) > 1:
            return min(entries, key=lambda entry: entry.entered_on or dt.date.max)
        return entries[0] if entries else None

    def _find_entries_behind(self, claim: Claim) -> Sequence[Entry]:
        entries = self.entries_of(claim.candidate_number, claim.entry_code)
        return entries and [
            entry
            for entry in entries
            if entry.entry_type is not EntryType.EXAMINED_UNIT
            and (
                entry.unit_number is None
                or entry.unit_number == claim.unit_number
                or entry.entry_type not in _OF_ONE_UNIT
            )
            and (entry.withdrawn_on is None or (claim.claimed_on is not None and entry.withdrawn_on > claim.claimed_on))
            and (entry.centre_number == claim.centre_number or None in (entry.centre_number, claim.centre_number))
        ]

    def assessment_of(self, claim: Claim) -> Assessment | None:
        """How the claimed unit is judged, where Units says so."""
        unit = self.unit_of.get((claim.entry_code or "", claim.unit_number or ""))
        return unit.assessment if unit else None


_UNCERTAIN = frozenset({VisitStatus.PROVISIONAL, VisitStatus.POSTPONED})
_OF_ONE_UNIT = frozenset({EntryType.UNIT, EntryType.EXAMINED_UNIT, None})

K = TypeVar("K")
V = TypeVar("V")


def _first(pairs: Iterable[tuple[K | None, V]]) -> dict[K, V]:
    """The first value for each key; pairs without a key are left out."""
    found: dict[K, V] = {}
    for name, value in pairs:
        if name is not None:
            found.setdefault(name, value)
    return found


def _grouped(pairs: Iterable[tuple[K | None, V | None]]) -> dict[K, list[V]]:
    """All values for each key, in order; pairs without a key or a value are left out."""
    found: defaultdict[K, list[V]] = defaultdict(list)
    for name, value in pairs:
        if name is not None and value is not None:
            found[name].append(value)
    return dict(found)
