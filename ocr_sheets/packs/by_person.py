"""Whose the rows are where packs go to members of staff: to those who assess, or to those who standardise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from ocr_sheets.model.records import Assessor, Claim, Record, Visit
from ocr_sheets.packs.assign import Assignment, one_line
from ocr_sheets.packs.model import YOU, By, Owner
from ocr_sheets.report import Finding
from ocr_sheets.rules import Who
from ocr_sheets.rules.people import address_in
from ocr_sheets.text import key

_ROLES = {By.ASSESSOR: ("assess",), By.STANDARDISER: ("standardis", "iqa", "quality", "verif")}
"""How the role of somebody begins who does such work; a role that is not given may be any."""


class ByPerson(Assignment):
    """Packs for each member of staff who assesses, or who standardises."""

    @cached_property
    def _people(self) -> Mapping[str, Sequence[Assessor]]:
        """The rows of each member of staff, by where they stand first: one who is away twice stands on Assessors twice."""
        return {_place(rows[0]): rows for rows in self._book.people if rows[0].code or rows[0].name}

    def _owners(self) -> Mapping[str, Owner]:
        return {
            name: Owner(
                one_line(rows[0].code or "") if key(rows[0].code or "") != key(rows[0].name or "") else "",
                one_line(rows[0].name or rows[0].code or ""),
                next((address for row in rows if (address := address_in(row.email or ""))), None),
            )
            for name, rows in self._people.items()
        }

    def _nobody(self) -> str:
        if not self._people:
            return "Assessors names nobody: fill it in, or make packs by subject area."
        if self._by is By.ASSESSOR:
            return (
                "no work has an assessor who is on Assessors, and no visit lies ahead for them: "
                "fill in Assessor on Units or on Claims."
            )
        return (
            "no claim names anybody on Assessors under Standardised by, and no visit lies ahead for them: "
            "fill in Standardised by on Claims."
        )

    def _text(self, claim: Claim) -> str | None:
        return self._book.assessor_named(claim) if self._by is By.ASSESSOR else claim.standardised_by

    def _of_claim(self, claim: Claim) -> str | None:
        person = self._book.assessor_for(self._text(claim))
        return _place(person) if person else None

    def _why_nobodys(self, claim: Claim) -> str:
        text = self._text(claim)
        if not text:
            return "no assessor is named" if self._by is By.ASSESSOR else "no standardiser is named"
        return (
            f"“{text}” is the code of two people"
            if self._book.people.resolve(text)
            else f"“{text}” is not on Assessors"
        )

    def _why_candidate_is_nobodys(self) -> str:
        return f"no {self._by} of their work is named yet"

    def _of_other(self, record: Record | None) -> Iterable[str]:
        if not isinstance(record, Assessor):
            return ()
        return [name for name, rows in self._people.items() if any(row is record for row in rows)]

    def _visits_of(self, owner: str) -> Iterable[Visit]:
        rows = self._people[owner]
        role = (rows[0].role or "").casefold()
        if role and not any(word in role for word in _ROLES[self._by]):
            return ()
        subjects = {key(subject) for row in rows for subject in row.subject_areas or ()}
        return [
            visit
            for visit in self._book.visits
            if self._book.subject_of_visit(visit) in subjects and not self._book.award_of_visit(visit)
        ]

    def _who(self, finding: Finding) -> str:
        """Who is to act. On the owner's own work that is them, where the rule says so."""
        theirs = Who.ASSESSOR if self._by is By.ASSESSOR else Who.STANDARDISER
        return YOU if finding.rule.who is theirs else finding.who


def _place(row: Assessor) -> str:
    return f"{row.sheet}\x1f{row.row}"
