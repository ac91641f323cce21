"""Which units an award implies: those that a centre teaches for an entry code, and those that a candidate takes of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property

from ocr_sheets.catalogue import Catalogue
from ocr_sheets.model.book import Book
from ocr_sheets.model.records import Assessment, Claim, EntryType, Qualification, SizeUnit, Unit
from ocr_sheets.text import key


class TakenUnits:
    """The internally assessed units that each candidate takes of each entry code, as far as the sheets say."""

    def __init__(self, book: Book, known: Catalogue) -> None:
        self._book = book
        self._known = known

    def of(self, candidate_number: str, entry_code: str) -> tuple[Sequence[str], bool]:
        """The units that a full award of the code implies for a candidate, in the order of Units, and whether it is known which
        optional ones are among them.
        """
        taught = self._taught.get(entry_code, ())
        own = self._own.get((candidate_number, entry_code), frozenset()) | self._named(candidate_number, entry_code)
        if not taught:
            units = sorted(own or self._shared(entry_code), key=_in_order)
            return units, bool(units)
        optional = self._optional(entry_code)
        taken = own & optional or self._shared(entry_code)
        units = [number for number in taught if number not in optional or number in taken]
        return units, not optional or bool(taken & optional)

    # -- what is taught

    @cached_property
    def _taught(self) -> Mapping[str, Sequence[str]]:
        """The units of each entry code that are not examined, by number, in the order of Units."""
        found: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for unit in self._rows:
            found[unit.entry_code or ""][unit.unit_number or ""] = None
        return {code: list(numbers) for code, numbers in found.items()}

    @cached_property
    def _rows(self) -> Sequence[Unit]:
        return [unit for unit in self._book.units if unit.unit_number and not self._is_examined(unit)]

    def _is_examined(self, unit: Unit) -> bool:
        if unit.assessment is not None:
            return unit.assessment is Assessment.EXAMINED
        known = self._known.unit(unit.entry_code, unit.unit_number)
        return known is not None and known.assessment is Assessment.EXAMINED

    def _optional(self, code: str) -> frozenset[str]:
        """The units of a code that a candidate need not take. All are taken where they do not exceed the size of the award; units that
        no group is given for are what the centre teaches, unless together they do.
        """
        if code not in self._optional_of:
            self._optional_of[code] = self._find_optional(
                [unit for unit in self._rows if (unit.entry_code or "") == code]
            )
        return self._optional_of[code]

    @cached_property
    def _optional_of(self) -> dict[str, frozenset[str]]:
        return {}

    def _find_optional(self, rows: Sequence[Unit]) -> frozenset[str]:
        marked = {unit.unit_number or "" for unit in rows if unit.group and key(unit.group) != "mandatory"}
        row = self._book.qualification_of.get(rows[0].entry_code or "")
        required = row.size_required if row else None
        if row is None or required is None:
            return frozenset(marked)
        sizes = [_size(unit, row) for unit in rows]
        if any(size is None for size in sizes):
            return frozenset(marked)
        if sum(size or 0 for size in sizes) <= required:
            return frozenset()
        return frozenset(unit.unit_number or "" for unit in rows if not unit.group or key(unit.group) != "mandatory")

    # -- what is taken

    @cached_property
    def _own(self) -> Mapping[tuple[str, str], frozenset[str]]:
        """The units that rows of claims record, by candidate number and entry code."""
        found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for claim in self._book.claims:
            is_examined = self._book.is_examined(claim)
            if claim.candidate_number and claim.entry_code and claim.unit_number and not is_examined:
                found[claim.candidate_number, claim.entry_code].add(claim.unit_number)
        return {about: frozenset(units) for about, units in found.items()}

    def _named(self, candidate_number: str, code: str) -> frozenset[str]:
        """The units that a Units column on Candidates or Entries gives for a candidate, as far as they are of the code."""
        taught = self._taught.get(code)
        found = self._listed.get((candidate_number, None), set()) | self._listed.get((candidate_number, code), set())
        return frozenset(unit for unit in found if not taught or unit in taught)

    @cached_property
    def _listed(self) -> Mapping[tuple[str, str | None], set[str]]:
        found: defaultdict[tuple[str, str | None], set[str]] = defaultdict(set)
        for candidate in self._book.candidates:
            if candidate.candidate_number and candidate.units:
                found[candidate.candidate_number, None].update(candidate.units)
        for entry in self._book.entries:
            if entry.candidate_number and entry.units and entry.entry_type is not EntryType.EXAMINED_UNIT:
                found[entry.candidate_number, entry.entry_code].update(entry.units)
        return found

    def _shared(self, code: str) -> frozenset[str]:
        """The units that are taken by everybody under a code: named on Visits or heading a grid, or recorded for each candidate who
        has rows. What only some candidates have is their own choice.
        """
        if code not in self._shared_by:
            taught = self._taught.get(code)
            each = self._by_candidate.get(code, ())
            together = frozenset.intersection(*each) if each else frozenset()
            found = self._at_visits.get(self._book.subject_of(code) or "", frozenset()) | self._in_grids | together
            of_code = taught if taught is not None else together
            self._shared_by[code] = frozenset(unit for unit in found if unit in of_code)
        return self._shared_by[code]

    @cached_property
    def _shared_by(self) -> dict[str, frozenset[str]]:
        return {}

    @cached_property
    def _by_candidate(self) -> Mapping[str, Sequence[frozenset[str]]]:
        found: defaultdict[str, list[frozenset[str]]] = defaultdict(list)
        for (_, code), units in self._own.items():
            found[code].append(units)
        return found

    @cached_property
    def _at_visits(self) -> Mapping[str, frozenset[str]]:
        found: defaultdict[str, set[str]] = defaultdict(set)
        for visit in self._book.visits:
            found[self._book.subject_of_visit(visit) or ""].update(visit.units or ())
        return {subject: frozenset(units) for subject, units in found.items()}

    @cached_property
    def _in_grids(self) -> frozenset[str]:
        """The numbers of units that head the columns of a grid."""
        numbers = (
            re.search(r"\d+", table.unit) for table in self._book.tables if table.record is Claim and table.block
        )
        return frozenset(number[0].lstrip("0") or "0" for number in numbers if number)


def _size(unit: Unit, qualification: Qualification) -> float | None:
    return 1.0 if qualification.size_unit is SizeUnit.UNITS else unit.size


def _in_order(unit: str) -> tuple[int, str]:
    return (int(unit) if unit.isdecimal() else 10_000, unit)
