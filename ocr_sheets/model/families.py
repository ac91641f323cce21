"""Who and what the rows are about: qualifications, units, people, and which of OCR's two sets of rules holds for a row."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from ocr_sheets.model.grouping import first_by_key, grouped
from ocr_sheets.model.other_awards import award_coded, award_named, other_award
from ocr_sheets.model.people import People
from ocr_sheets.model.records import (
    Assessment,
    Assessor,
    Candidate,
    Claim,
    Entry,
    Family,
    Qualification,
    Unit,
    Visit,
    VisitStatus,
)
from ocr_sheets.model.sheets import Sheets
from ocr_sheets.patterns import regex
from ocr_sheets.text import key

_EQA = regex(r"\b(?:EQAs?|EVs?|external\s+(?:quality\s+assur|verif)\w*)\b", re.IGNORECASE)
"""What in the name of a visit, or of its sheet, says that it is an external quality assurer's."""
_UNCERTAIN = frozenset({VisitStatus.PROVISIONAL, VisitStatus.POSTPONED})


class Named(NamedTuple):
    """What names a candidate: the candidate number and, where that alone could be another centre's candidate too, the centre number."""

    centre: str | None
    number: str

    @property
    def shown(self) -> str:
        """As people read it: 0001, or 0001 at 51234."""
        return f"{self.number} at {self.centre}" if self.centre else self.number


class Families(Sheets):
    """Who and what the rows are about: qualifications, units, people, and which of OCR's two sets of rules holds for a row."""

    @cached_property
    def qualification_of(self) -> Mapping[str, Qualification]:
        """The row of each entry code on Qualifications; the first, where a code stands twice."""
        return first_by_key((row.entry_code, row) for row in self.everything.qualifications)

    @cached_property
    def unit_of(self) -> Mapping[tuple[str, str], Unit]:
        """The row of each (entry code, unit number) on Units; without a code, where the whole workbook names none."""
        rows = self.everything.units
        is_coded = bool(self._codes)
        return first_by_key(
            (
                (row.entry_code or "", row.unit_number)
                if row.unit_number and (row.entry_code or not is_coded)
                else None,
                row,
            )
            for row in rows
        )

    @cached_property
    def candidates_numbered(self) -> Mapping[str, Sequence[Candidate]]:
        """The candidates with each number: more than one in a consortium, or by mistake."""
        return grouped((row.candidate_number, row) for row in self.candidates)

    @cached_property
    def shared_numbers(self) -> frozenset[str]:
        """The candidate numbers that candidates of several centres have."""
        return frozenset(
            number
            for number, people in self.candidates_numbered.items()
            if len(people) > 1 and len({person.centre_number or self.centre.centre_number for person in people}) > 1
        )

    @cached_property
    def has_several_centres(self) -> bool:
        """Whether candidates are on roll at more than one centre, as in a consortium."""
        return len({person.centre_number or self.centre.centre_number for person in self.candidates}) > 1

    def is_ambiguous(self, record: Entry | Claim) -> bool:
        """Whether a row names a candidate number of several centres, and no centre."""
        return record.centre_number is None and record.candidate_number in self.shared_numbers

    def shown_number(self, record: Candidate | Entry | Claim) -> str:
        """A candidate by number, with the centre where candidates of several have it: 0001, or 0001 at 51234."""
        return self.named(record).shown

    def named(self, record: Candidate | Entry | Claim) -> Named:
        """What a row names its candidate by: the number and, where candidates of several centres have that, the centre."""
        number, centre = record.candidate_number or "", record.centre_number
        if number not in self.shared_numbers:
            return Named(None, number)
        return Named(centre or (self.centre.centre_number if isinstance(record, Candidate) else None), number)

    def home_of(self, named: Named) -> str:
        """The centre number of a candidate as it is known, that of the workbook's centre where nothing else is said; else empty."""
        person = self.person(named.number, named.centre)
        return named.centre or ((person.centre_number or self.centre.centre_number or "") if person else "")

    def person(self, number: str | None, centre: str | None) -> Candidate | None:
        """The one candidate with a number, at a centre where candidates of several have it; ``None`` where it is nobody or may be several."""
        people = self.candidates_numbered.get(number or "", ())
        if number in self.shared_numbers:
            people = [one for one in people if centre and (one.centre_number or self.centre.centre_number) == centre]
        return people[0] if len(people) == 1 else None

    def whose(self, claim: Claim) -> Hashable:
        """What tells whose work it is: centre number and candidate number or, where the number is of two centres and the row names
        neither, the row itself.
        """
        if claim.candidate_number not in self.shared_numbers:
            return (None, claim.candidate_number)
        return claim.place if claim.centre_number is None else (claim.centre_number, claim.candidate_number)

    def count_people(self, work: Iterable[Claim]) -> int:
        """How many candidates' work it is."""
        return len({self.whose(claim) for claim in work})

    @cached_property
    def people(self) -> People:
        """The members of staff, and who of them is meant by a name."""
        return People(self.everything.assessors)

    def assessor_for(self, text: str | None) -> Assessor | None:
        """The one member of staff that a cell names by initials, code or full name; ``None`` where it is nobody or could be several."""
        return self.people.only(text)

    @property
    def everything(self) -> Families:
        """The book with the rows of both families."""
        return self

    def is_uncertain(self, visit: Visit) -> bool:
        """Whether a visit's day may still change: it is provisional or postponed, or its status cannot be read."""
        return visit.status in _UNCERTAIN or (visit.status is None and self.is_unread(visit, "status"))

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
        return {code: family for code, family in found.items() if not self.award_of_code(code)}

    @cached_property
    def _other_codes(self) -> Mapping[str, str]:
        """The entry codes of awards not covered here, by what their rows on Qualifications or their units show, with the award's name."""
        found = [
            (row.entry_code, other.award)
            for row in self.everything.qualifications
            if (other := other_award(row.entry_code, row.title, row.qan))
        ]
        numbers: defaultdict[str, list[str | None]] = defaultdict(list)
        for unit in self.everything.units:
            if unit.entry_code and unit.unit_number:
                numbers[unit.entry_code].append(award_coded(unit.unit_number))
        found += [(code, awards[0]) for code, awards in numbers.items() if awards[0] and all(awards)]
        return first_by_key(found)

    def award_of_code(self, entry_code: str | None) -> str | None:
        """The name of the award, not covered here, that an entry code is of; ``None`` for all others."""
        return self._other_codes.get(entry_code or "") or award_coded(entry_code)

    @cached_property
    def _other_subjects(self) -> Mapping[str, str | None]:
        """The subject areas of Qualifications, each with the award's name where all its rows are of awards not covered here."""
        awards = grouped(
            (
                key(row.subject_area) if row.subject_area else None,
                other.award
                if (other := other_award(row.entry_code, row.title, row.qan))
                else self.award_of_code(row.entry_code) or "",
            )
            for row in self.everything.qualifications
        )
        return {subject: found[0] if all(found) else None for subject, found in awards.items()}

    def award_of_visit(self, visit: Visit) -> str | None:
        """The name of the award, not covered here, that a visit is for: other rules hold for it. ``None`` for all others."""
        if visit.entry_code and (award := self.award_of_code(visit.entry_code)):
            return award
        if visit.entry_code and self._family_of.get(visit.entry_code):
            return None
        subject = key(visit.subject_area or "")
        if subject in self._other_subjects:
            return self._other_subjects[subject]
        return award_named(visit.subject_area) or award_named(visit.name)

    @cached_property
    def _families(self) -> dict[str | None, Family | None]:
        """The family of each entry code that was asked for: a big centre's rows ask for the same few a hundred thousand times."""
        return {}

    def family_of(self, entry_code: str | None) -> Family | None:
        """Which rules hold for an entry code: as Qualifications says or, failing that, as its units are assessed. Rows without a code are
        taken as Cambridge Technicals' where the whole workbook names no code, so that nobody's work is passed over.
        """
        known = self._families
        if entry_code not in known:
            known[entry_code] = self._find_family(entry_code)
        return known[entry_code]

    def _find_family(self, entry_code: str | None) -> Family | None:
        if not entry_code:
            return None if self._codes else Family.TECHNICALS
        if self.award_of_code(entry_code):
            return None
        return self._family_of.get(entry_code) or (self.made.families.get(entry_code) if self.made else None)

    def subject_of(self, entry_code: str | None) -> str | None:
        """The subject area of an entry code, reduced by `key`, as the centre's Qualifications sheet maps it (B65); of rows without a code,
        where the workbook names none at all, the only one that there is.
        """
        if not entry_code:
            return None if self._codes else self._only_subject
        row = self.qualification_of.get(entry_code)
        if row and row.subject_area:
            return key(row.subject_area)
        known = self.made.subjects.get(entry_code) if self.made else None
        return key(known) if known else None

    @cached_property
    def _families_of_subject(self) -> Mapping[str, frozenset[Family]]:
        """The families of each subject area: of the rows on Qualifications and, of the other entry codes, as far as they are known."""
        found = [(row.subject_area, row.family) for row in self.everything.qualifications]
        found += [(self.subject_of(code), self.family_of(code)) for code in self._codes]
        families = grouped((key(subject) if subject and family else None, family) for subject, family in found)
        return {subject: frozenset(filter(None, known)) for subject, known in families.items()}

    def family_of_visit(self, visit: Visit) -> Family | None:
        """Verified visits name an entry code; moderation visits are for a subject area. One of an award not covered here has none."""
        if self.award_of_visit(visit):
            return None
        if visit.entry_code:
            return self.family_of(visit.entry_code)
        if not visit.subject_area:
            return self._family_of_no_subject(visit)
        families = self._families_of_subject.get(key(visit.subject_area), frozenset())
        is_verified = families == {Family.VERIFIED} or (not families and self._is_of_an_eqa(visit))
        return Family.VERIFIED if is_verified else Family.TECHNICALS

    def _family_of_no_subject(self, visit: Visit) -> Family | None:
        """The family of a visit that says neither subject nor code: by its name, else the only one that the workbook has rows of, else by
        its sheet's name. Where there are rows of both, a visit with a type is for moderation, and of another nobody can say.
        """
        if _EQA.search(visit.name or ""):
            return Family.VERIFIED
        families = set(filter(None, (self.family_of(code) for code in self._codes)))
        if len(families) == 1:
            return families.pop()
        if self._is_of_an_eqa(visit):
            return Family.VERIFIED
        return Family.TECHNICALS if visit.type or not families else None

    @staticmethod
    def _is_of_an_eqa(visit: Visit) -> bool:
        """Whether the name of a visit, or of its sheet, says that it is an external quality assurer's."""
        return any(_EQA.search(name or "") for name in (visit.name, visit.sheet))

    @property
    def coded_rows(self) -> tuple[Sequence[Qualification | Unit | Visit | Entry | Claim], ...]:
        """The rows of the sheets that have entry codes: qualifications, units, visits, entries, claims."""
        return (self.qualifications, self.units, self.visits, self.entries, self.claims)

    @cached_property
    def _codes(self) -> Sequence[str]:
        """The entry codes of all rows but those of visits."""
        kinds = ("qualifications", "units", "entries", "claims")
        rows = (row for kind in kinds for row in self.everything.rows(kind))
        return list(dict.fromkeys(code for row in rows if (code := getattr(row, "entry_code", None))))

    @cached_property
    def _only_subject(self) -> str | None:
        """The subject area of all that the workbook holds, reduced by `key`, where it has one alone: no visit need name it. Empty
        where it names none, ``None`` where it names several.
        """
        visited = [row.subject_area for row in self.everything.visits]
        offered = [row.subject_area for row in self.everything.qualifications]
        coded = [self.subject_of(code) for code in self._codes if not self.award_of_code(code)]
        taught = [area for person in self.everything.assessors for area in person.subject_areas or ()]
        subjects = {key(text) for text in (*visited, *offered, *coded, *taught) if text}
        return next(iter(subjects), "") if len(subjects) < 2 else None

    def quality_assurers_of(self, visit: Visit) -> Sequence[str]:
        """Whom Qualifications names as moderator or EQA of what a visit is for, each once: of its entry code where that row names
        somebody, else of its subject area among the qualifications of the same family.
        """
        family, subject = self.family_of_visit(visit), self.subject_of_visit(visit)
        rows = [row for row in self.everything.qualifications if row.quality_assurer]
        of_code = [row for row in rows if visit.entry_code is not None and row.entry_code == visit.entry_code]
        of_subject = [
            row
            for row in rows
            if subject is not None
            and row.subject_area
            and key(row.subject_area) == subject
            and (family is None or (self.family_of(row.entry_code) or row.family) in (family, None))
        ]
        return list(dict.fromkeys(row.quality_assurer for row in of_code or of_subject if row.quality_assurer))

    def subject_of_visit(self, visit: Visit) -> str | None:
        """The subject area of a visit, reduced by `key`: its own, that of its entry code or, where it names neither, the only one there is."""
        if visit.subject_area:
            return key(visit.subject_area)
        return self.subject_of(visit.entry_code) if visit.entry_code else self._only_subject

    @cached_property
    def knows_what_visits_are_for(self) -> bool:
        """Whether of each visit the subject area is known, be it only because there is no other."""
        return bool(self.visits) and all(map(self.subject_of_visit, self.visits))

    @property
    def knows_a_family(self) -> bool:
        """Whether the family of a row on Qualifications is known without its column: by its code, its title or its units."""
        return any(self.family_of(row.entry_code) for row in self.everything.qualifications)

    @cached_property
    def rows_of_no_family(self) -> Mapping[str, int]:
        """How many rows of each kind no rule of either family sees, or brings together with others, because nothing says what they are for."""
        found = {
            kind: sum(self.family_of(getattr(row, "entry_code", None)) is None for row in self.rows(kind))
            for kind in ("qualifications", "units", "entries", "claims")
        }
        unknown = (self.family_of_visit(row) is None or self._is_for_any(row) for row in self.visits)
        return {**found, "visits": sum(unknown)}

    def _is_for_any(self, visit: Visit) -> bool:
        """Whether a visit names neither subject nor code, and could be for any of several."""
        return not visit.entry_code and self.subject_of_visit(visit) is None

    def assessment_of(self, claim: Claim) -> Assessment | None:
        """How the claimed unit is judged, where Units says so."""
        unit = self.unit_of.get((claim.entry_code or "", claim.unit_number or ""))
        return unit.assessment if unit else None

    @cached_property
    def _examined(self) -> frozenset[tuple[str, str]]:
        return frozenset(about for about, unit in self.unit_of.items() if unit.assessment is Assessment.EXAMINED)

    def is_examined(self, claim: Claim) -> bool:
        """Whether a claim is of a unit that Units calls examined, which is never at a visit (S2)."""
        return (claim.entry_code or "", claim.unit_number) in self._examined
