"""What belongs together: claims and their visits, entries, units and people. Each link is made once and read by all."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from ocr_sheets.model.families import Families
from ocr_sheets.model.grouping import grouped
from ocr_sheets.model.records import Claim, ClaimPlace, Entry, EntryType, Family, Place, Visit
from ocr_sheets.model.work import VisitUsed
from ocr_sheets.text import key

_OF_ONE_UNIT = frozenset({EntryType.UNIT, EntryType.EXAMINED_UNIT, None})


class Links(Families):
    """What belongs together: claims and their visits, entries, units and people. Each link is made once and read by all."""

    @property
    def everything(self) -> Links:
        """The book with the rows of both families."""
        return self

    @cached_property
    def work(self) -> tuple[Claim, ...]:
        """All work: the claims that rows record, then what the other sheets imply."""
        return (*self.claims, *self.made.implied) if self.made else self.claims

    def assessor_named(self, claim: Claim) -> str | None:
        """Who assesses the work: the claim's own assessor, else the unit's, else the only one of the subject area."""
        return claim.assessor or (self.made.assessors.get(claim.place) if self.made else None)

    @cached_property
    def _visits_named(self) -> Mapping[str, Sequence[Visit]]:
        """Visits by name, those that stand first: a cancelled visit and its replacement may share one."""
        visits = sorted(self.everything.visits, key=lambda row: not row.stands)
        return grouped((key(row.name) if row.name else None, row) for row in visits)

    def has_visit_named(self, text: str) -> bool:
        """Whether a visit of that name is on Visits."""
        return key(text) in self._visits_named

    @cached_property
    def names_lead_to_no_visit(self) -> bool:
        """Whether claims or units name visits and no column holds the visits' names, so that nobody can tell which work is at which."""
        if self.has_column(Visit, "name"):
            return False
        return any(claim.visit for claim in self.claims) or any(unit.visit for unit in self.units)

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
        return grouped(
            (self._visit_for(self.family_of_visit(row), row.entry_code, self.subject_of_visit(row)), row)
            for row in rows
        )

    @staticmethod
    def _visit_for(
        family: Family | None, entry_code: str | None, subject: str | None
    ) -> tuple[Family | None, str | None] | None:
        for_what = entry_code or subject if family is Family.VERIFIED else subject
        return (family, for_what) if family and for_what is not None else None

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
        return self._visits_used.get((claim.sheet, claim.row, claim.column))  # its place: asked for by every rule

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

    @cached_property
    def _rows_of_occasions(self) -> Mapping[Place, Sequence[Visit]]:
        """All rows of each visit, by the place of its first."""
        firsts = ((self.occasion(row), row) for row in self.visits)
        return grouped(((first.sheet, first.row), row) for first, row in firsts)

    def rows_of_occasion(self, visit: Visit) -> Sequence[Visit]:
        """All rows of a visit."""
        first = self.occasion(visit)
        return self.everything._rows_of_occasions.get((first.sheet, first.row)) or [visit]

    @cached_property
    def slipped(self) -> Mapping[Place, Sequence[tuple[Claim, VisitUsed]]]:
        """The portfolios that were too late for a visit and go to a later one, each with that, by the place of the earlier visit."""
        if not any(used.slipped_from for used in self._visits_used.values()):
            return {}  # as in most years: nobody need look at each portfolio
        used = ((claim, self.visit_of(claim)) for claim in self.portfolios)
        return grouped(
            ((visit.slipped_from.sheet, visit.slipped_from.row), (claim, visit))
            for claim, visit in used
            if visit and visit.slipped_from
        )

    @cached_property
    def left_unseen(self) -> frozenset[Place]:
        """The places of visits from which work has slipped though nothing would show that it was done in time."""
        return frozenset(place for place, moved in self.slipped.items() if any(used.is_unseen for _, used in moved))

    def _by_occasion(self, work: Iterable[Claim]) -> Mapping[Place, Sequence[Claim]]:
        """Work by the place of the first row of its visit."""
        firsts = {place: (first.sheet, first.row) for place, first in self.everything._occasions.items()}
        found: defaultdict[Place, list[Claim]] = defaultdict(list)
        visits_used = self._visits_used
        for claim in work:
            if used := visits_used.get((claim.sheet, claim.row, claim.column)):
                place = (used.visit.sheet, used.visit.row)
                found[firsts.get(place, place)].append(claim)
        return dict(found)

    @cached_property
    def claims_at(self) -> Mapping[Place, Sequence[Claim]]:
        """The work of each visit that was not withdrawn, by the place of the visit's first row."""
        return self._by_occasion(claim for claim in self.work if not claim.is_withdrawn)

    def claims_of_visit(self, visit: Visit) -> Sequence[Claim]:
        """The work that belongs to a visit and was not withdrawn."""
        first = self.occasion(visit)
        return self.claims_at.get((first.sheet, first.row), ())

    @cached_property
    def portfolios(self) -> Sequence[Claim]:
        """The work that moderation is about: it stands, and is not of an examined unit (S2)."""
        return [claim for claim in self.work if not claim.is_withdrawn and not self.is_examined(claim)]

    @cached_property
    def _portfolios_at(self) -> Mapping[Place, Sequence[Claim]]:
        return self._by_occasion(self.portfolios)

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
        return grouped(
            ((row.candidate_number, row.entry_code) if row.candidate_number and row.entry_code else None, row)
            for row in self.entries
        )

    def entries_of(self, candidate_number: str | None, entry_code: str | None) -> Sequence[Entry]:
        """A candidate's entries for one entry code, withdrawn ones too."""
        return self._entries_of.get((candidate_number or "", entry_code or ""), ())

    @cached_property
    def _behind(self) -> dict[ClaimPlace, Sequence[Entry]]:
        # A claim's entries are of its own code, and so of its own family: both books may share what was found.
        return {} if self.everything is self else self.everything._behind

    def entries_behind(self, claim: Claim) -> Sequence[Entry]:
        """The entries that a claim can rest on (S29): the candidate's for the same entry code, whole or for that unit, that were
        not withdrawn before the claim. An examined-unit entry is for the examination and carries no claim (B8).
        """
        place = (claim.sheet, claim.row, claim.column)
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
