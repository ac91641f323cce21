"""The book of a workbook: all it says, and what it says of one family of qualifications."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any

from ocr_sheets.model.links import Links
from ocr_sheets.model.records import Claim, Family


class Book(Links):
    """Everything the centre's workbook says, as seen on one day. Rows are in the order of the sheets."""

    @property
    def everything(self) -> Book:
        """The book with the rows of both families."""
        return self

    def with_only(self, work: Iterable[Claim]) -> Book:
        """The book with no other work than this. Visits, entries and candidates are all still there."""
        kept = tuple(work)
        recorded = tuple(claim for claim in kept if not claim.is_implied)
        implied = tuple(claim for claim in kept if claim.is_implied)
        made = self.made._replace(implied=implied) if self.made else None
        return replace(self, claims=recorded, made=made)

    def of(self, family: Family) -> FamilyView:
        """The same book with only the rows of one family. Candidates, staff and closures belong to both."""
        return self._by_family[family]

    @cached_property
    def _by_family(self) -> Mapping[Family, FamilyView]:
        return {family: self._only(family) for family in Family}

    def _only(self, family: Family) -> FamilyView:
        def own(entry_code: str | None) -> bool:
            return self.family_of(entry_code) is family

        all_rows: dict[str, Any] = {one.name: getattr(self, one.name) for one in fields(Book)}
        return replace(
            FamilyView(**all_rows, whole=self.everything),
            qualifications=tuple(row for row in self.qualifications if own(row.entry_code)),
            units=tuple(row for row in self.units if own(row.entry_code)),
            entries=tuple(row for row in self.entries if own(row.entry_code)),
            claims=tuple(row for row in self.claims if own(row.entry_code)),
            visits=tuple(row for row in self.visits if self.family_of_visit(row) is family),
            made=self.made
            and self.made._replace(implied=tuple(row for row in self.made.implied if own(row.entry_code))),
        )


@dataclass(frozen=True, kw_only=True)
class FamilyView(Book):
    """The book with the rows of one family only; candidates, staff and closures belong to both. What is known of a row, such as its
    visit, is known from all rows.
    """

    whole: Book

    @property
    def everything(self) -> Book:
        """The book with the rows of both families."""
        return self.whole
