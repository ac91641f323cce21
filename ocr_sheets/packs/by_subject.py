"""Whose the rows are where packs go to subject areas."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from ocr_sheets.model.families import Named
from ocr_sheets.model.records import Assessor, Claim, Entry, Qualification, Record, Unit, Visit
from ocr_sheets.packs.assign import Assignment, one_line
from ocr_sheets.packs.model import Owner
from ocr_sheets.report import Finding
from ocr_sheets.text import key


class BySubject(Assignment):
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
                one_line(row.subject_area or row.entry_code or ""), one_line(row.subject_area or row.entry_code or "")
            )
            for name, row in self._subject_rows.items()
        }

    def _nobody(self) -> str:
        return "no subject area on Qualifications has claims or a visit ahead: fill in Subject area there."

    @cached_property
    def _entered(self) -> Mapping[str, Mapping[Named, Sequence[str]]]:
        found: defaultdict[str, defaultdict[Named, list[str]]] = defaultdict(lambda: defaultdict(list))
        for entry in self._book.entries:
            subject = self._subject(entry.entry_code)
            if subject and entry.candidate_number and entry.entry_code and entry.withdrawn_on is None:
                found[subject][self._book.named(entry)].append(entry.entry_code)
        return found

    def _of_claim(self, claim: Claim) -> str | None:
        return self._subject(claim.entry_code)

    def _of_entry(self, entry: Entry) -> Iterable[str]:
        """The subject's, while the candidate is: by this entry, another one or a claim."""
        subject = self._subject(entry.entry_code)
        is_own = subject in self._holders_of_candidate.get(self._book.named(entry), ())
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
        return [
            visit
            for visit in self._book.visits
            if self._book.subject_of_visit(visit) == owner and not self._book.award_of_visit(visit)
        ]

    def _who(self, finding: Finding) -> str:
        return finding.who
