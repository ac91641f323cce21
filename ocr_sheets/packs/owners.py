"""Whose the rows of a workbook are: an assessor's or standardiser's, or a subject area's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from ocr_sheets.model.records import Assessor, Claim, Entry, Qualification, Record, Unit, Visit
from ocr_sheets.packs.made import YOU, By, Owner
from ocr_sheets.packs.sorting import Sorting
from ocr_sheets.report import Finding
from ocr_sheets.rules import Who
from ocr_sheets.rules.people import address_in
from ocr_sheets.text import key

_ROLES = {By.ASSESSOR: ("assess",), By.STANDARDISER: ("standardis", "iqa", "quality", "verif")}
"""How the role of somebody begins who does such work; a role that is not given may be any."""


class ByPerson(Sorting):
    """Packs for each member of staff who assesses, or who standardises."""

    @cached_property
    def _people(self) -> Mapping[str, Sequence[Assessor]]:
        """The rows of each member of staff: one who is away twice stands on Assessors twice."""
        found: defaultdict[str, list[Assessor]] = defaultdict(list)
        for row in self._book.assessors:
            if row.code or row.name:
                found[f"{key(row.code or '')}\x1f{key(row.name or '')}"].append(row)
        return dict(found)

    @cached_property
    def _named(self) -> Mapping[str, Sequence[str]]:
        """Who answers to a code or a name. Where two do, nobody can tell whose the work is."""
        found: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for name, rows in self._people.items():
            for text in (rows[0].code, rows[0].name):
                if text and key(text):
                    found[key(text)][name] = None
        return {text: list(names) for text, names in found.items()}

    def _owners(self) -> Mapping[str, Owner]:
        return {
            name: Owner(
                _line(rows[0].code or "") if key(rows[0].code or "") != key(rows[0].name or "") else "",
                _line(rows[0].name or rows[0].code or ""),
                next((address for row in rows if (address := address_in(row.email or ""))), None),
            )
            for name, rows in self._people.items()
        }

    def _nobody(self) -> str:
        if not self._people:
            return "Assessors names nobody: fill it in, or make packs of subjects with `ocr-sheets packs --by subject`."
        what = "Assessor" if self._by is By.ASSESSOR else "Standardised by"
        return f"no claim names anybody on Assessors under {what}, and no visit lies ahead for them: fill in {what} on Claims."

    def _text(self, claim: Claim) -> str | None:
        return claim.assessor if self._by is By.ASSESSOR else claim.standardised_by

    def _of_claim(self, claim: Claim) -> str | None:
        people = self._named.get(key(self._text(claim) or ""), ())
        return people[0] if len(people) == 1 else None

    def _why_nobodys(self, claim: Claim) -> str:
        text = self._text(claim)
        if not text:
            return "no assessor is named" if self._by is By.ASSESSOR else "no standardiser is named"
        return f"“{text}” is the code of two people" if key(text) in self._named else f"“{text}” is not on Assessors"

    def _why_candidate_is_nobodys(self) -> str:
        return f"no claim names the {self._by} yet"

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
        return [visit for visit in self._book.visits if self._book.subject_of_visit(visit) in subjects]

    def _who(self, finding: Finding) -> str:
        """Who is to act. On the owner's own work that is them, where the rule says so."""
        theirs = Who.ASSESSOR if self._by is By.ASSESSOR else Who.STANDARDISER
        return YOU if finding.rule.who is theirs else finding.who


class BySubject(Sorting):
    """Packs for each subject area of Qualifications."""

    @cached_property
    def _subject_rows(self) -> Mapping[str, Qualification]:
        """The first row of each subject area. A code without one is a subject of its own."""
        found: dict[str, Qualification] = {}
        for row in self._book.qualifications:
            name = self._subject(row.entry_code)
            if name is not None:
                found.setdefault(name, row)
        return found

    def _subject(self, entry_code: str | None) -> str | None:
        if entry_code is None or entry_code not in self._book.qualification_of:
            return None
        return self._book.subject_of(entry_code) or entry_code

    def _owners(self) -> Mapping[str, Owner]:
        return {
            name: Owner(
                _line(row.subject_area or row.entry_code or ""), _line(row.subject_area or row.entry_code or "")
            )
            for name, row in self._subject_rows.items()
        }

    def _nobody(self) -> str:
        return "no subject area on Qualifications has claims or a visit ahead: fill in Subject area there."

    @cached_property
    def _entered(self) -> Mapping[str, Mapping[str, Sequence[str]]]:
        found: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for entry in self._book.entries:
            subject = self._subject(entry.entry_code)
            if subject and entry.candidate_number and entry.entry_code and entry.withdrawn_on is None:
                found[subject][entry.candidate_number].append(entry.entry_code)
        return found

    def _of_claim(self, claim: Claim) -> str | None:
        return self._subject(claim.entry_code)

    def _of_entry(self, entry: Entry) -> Iterable[str]:
        """The subject's, while the candidate is: by this entry, another one or a claim."""
        subject = self._subject(entry.entry_code)
        is_own = subject in self._holders_of_candidate.get(entry.candidate_number or "", ())
        return (subject,) if subject and is_own else ()

    def _why_nobodys(self, claim: Claim) -> str:
        return f"{claim.entry_code} is not on Qualifications" if claim.entry_code else "no entry code is given"

    def _why_candidate_is_nobodys(self) -> str:
        return "no entry or claim names a qualification"

    def _of_other(self, record: Record | None) -> Iterable[str]:
        match record:
            case Qualification() | Unit():
                subject = self._subject(record.entry_code)
            case Visit():
                subject = self._book.subject_of_visit(record)
            case Assessor():
                return [key(one) for one in record.subject_areas or () if key(one) in self._subject_rows]
            case _:
                return ()
        return () if subject is None else (subject,)

    def _visits_of(self, owner: str) -> Iterable[Visit]:
        return [visit for visit in self._book.visits if self._book.subject_of_visit(visit) == owner]

    def _who(self, finding: Finding) -> str:
        return finding.who


def _line(text: str) -> str:
    """A text in one line, as names must be in headings, file names and addresses."""
    return " ".join(text.split())
