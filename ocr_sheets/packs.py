"""Whose is what: for each member of staff, or each subject area, only their own candidates, work, dates and findings.

A pack is handed on, so what it may hold is decided here, before anything is written. Where the workbook leaves open whose a row is,
it is nobody's: it stays with the exams officer, who gets it with the index.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from ocr_sheets.book import (
    RECORDS,
    Assessor,
    Book,
    Candidate,
    Claim,
    Entry,
    Family,
    Grade,
    Place,
    Qualification,
    Record,
    Unit,
    Visit,
    VisitType,
    key,
)
from ocr_sheets.columns import Columns
from ocr_sheets.dates import say, say_weekday
from ocr_sheets.deadlines import Line, What, deadline_lines
from ocr_sheets.report import Finding, Report
from ocr_sheets.rules import Severity, Who
from ocr_sheets.rules.duplicates import folded
from ocr_sheets.rules.people import address_in
from ocr_sheets.rules.shared import plural
from ocr_sheets.samples import Sample

MOST_OF_A_NAME = 30
"""Letters of a file's name that come from a staff code or a subject area."""

HELD_BACK = "The exams officer can tell you more: it also concerns somebody else's row."
LEFT_OUT = "See the cell in the workbook: what stands there is left out here."


class By(StrEnum):
    """What packs are made for: each assessor, each subject area, or each standardiser (IQA)."""

    ASSESSOR = "assessor"
    SUBJECT = "subject"
    STANDARDISER = "standardiser"


_ROLES = {By.ASSESSOR: ("assess",), By.STANDARDISER: ("standardis", "iqa", "quality", "verif")}
"""How the role of somebody begins who does such work; a role that is not given may be any."""

_FOR_THE_CENTRE = frozenset({What.SAY_TYPE_BY, What.BOOK_BY, What.EQA_DECISION_BY, What.CERTIFICATE_BY})
"""What no assessor or standardiser does: it stands in the packs of subject areas only."""


class Owner(NamedTuple):
    """Whose a pack is: a member of staff, by code, name and address, or a subject area, by its name."""

    code: str
    name: str
    email: str | None = None

    @property
    def label(self) -> str:
        """The name, with the code where there is one besides."""
        return f"{self.name} ({self.code})" if self.code and self.code != self.name else self.name


class Told(NamedTuple):
    """A finding as the owner of a pack is told it: nothing in it is about anybody else's candidates."""

    finding: Finding
    message: str
    fix: str
    who: str


YOU = "you"
"""Who is to act, where that is the owner of the pack."""


class Dated(NamedTuple):
    """One dated line of a pack: what is due for which visit, and how the owner's own work stands."""

    date: dt.date
    what: str
    about: str
    visit: Visit
    stands: str
    done: bool

    @property
    def due(self) -> str:
        """What is due and when, as in Claim by Thu 18 Feb 2027."""
        return f"{self.what}{' on' if self.what == VISIT else ''} {say_weekday(self.date)}"


VISIT = "Visit"
"""What a `Dated` is that is the visit itself."""


class Piece(NamedTuple):
    """One candidate's unit, with how far it is."""

    claim: Claim
    title: str
    assessor: str
    standardised_by: str
    visit: str
    visit_date: dt.date | None
    claim_by: dt.date | None
    stages: Sequence[str | None]


STAGES = ("Assess", "Claim", "Sample", "Upload", "In sample list")
"""What each of a `Piece`'s stages is about."""


class Sampled(NamedTuple):
    """A portfolio to have ready, or one that OCR has asked for, in the order of its list."""

    about: str
    visit: Visit
    needed_by: dt.date | None
    entry_code: str
    unit: str
    title: str
    assessor: str
    order: int
    candidate_number: str
    grade: Grade | None
    is_requested: bool


class Own(NamedTuple):
    """A candidate of a pack. ``person`` is ``None`` where Candidates has none, or more than one, with that number."""

    number: str
    person: Candidate | None
    entry_codes: Sequence[str]
    pieces: int


@dataclass(frozen=True)
class Pack:
    """All that one owner gets. ``stem`` is the name of its file, without an ending and without personal data."""

    owner: Owner
    stem: str
    dates: Sequence[Dated]
    findings: Sequence[Told]
    pieces: Sequence[Piece]
    samples: Sequence[Sampled]
    candidates: Sequence[Own]

    @cached_property
    def counts(self) -> Mapping[Severity, int]:
        """How many findings there are of each severity."""
        return {
            severity: sum(told.finding.rule.severity is severity for told in self.findings) for severity in Severity
        }

    def next(self, as_of: dt.date) -> Dated | None:
        """The first date, from a day on, of something still to be done."""
        return next((dated for dated in self.dates if not dated.done and dated.date >= as_of), None)

    @property
    def yours(self) -> int:
        """How many findings are the owner's own to put right, be they serious or not."""
        return sum(told.who == YOU for told in self.findings)

    @property
    def late(self) -> int:
        """How many dated lines are past and not done."""
        return sum(dated.stands.startswith(LATE) for dated in self.dates)


LATE = "Late: "


class Unowned(NamedTuple):
    """A row that is in nobody's pack, and why."""

    candidate_number: str
    person: Candidate | None
    work: str
    why: str


@dataclass(frozen=True)
class Packs:
    """The packs of a workbook, and what is in none of them and so stays with the exams officer."""

    by: By
    report: Report
    packs: Sequence[Pack]
    findings: Sequence[Told]
    """Open findings that are nobody's: they stay with the exams officer."""
    unowned: Sequence[Unowned]
    is_shared: bool
    """Whether names, dates of birth, ULNs and UCIs are left out."""


class NobodyToPackFor(ValueError):
    """The workbook names nobody who could get a pack. The text says what to do."""


def make_packs(report: Report, by: By = By.ASSESSOR, share: bool = False) -> Packs:
    """Sort a report into packs. Raises `NobodyToPackFor` where there is nobody to make one for.

    ``share`` leaves out names, dates of birth, ULNs and UCIs, and what quotes them.
    """
    return (_BySubject if by is By.SUBJECT else _ByPerson)(report, by, share).packs()


class _Sorting:
    """What packs by person and by subject have in common. An owner goes by a key of its own (``str``)."""

    def __init__(self, report: Report, by: By, share: bool) -> None:
        self._report = report
        self._book = report.book
        self._by = by
        self._share = share
        self._told = _Words(report.book, share)
        self._columns = Columns(report)

    # -- what differs

    def _owners(self) -> Mapping[str, Owner]:
        """All who may get a pack, in the order of the workbook."""
        raise NotImplementedError

    def _of_claim(self, claim: Claim) -> str | None:
        """Whose a claim is; ``None`` where it is nobody's."""
        raise NotImplementedError

    def _why_nobodys(self, claim: Claim) -> str:
        raise NotImplementedError

    def _of_other(self, record: Record | None) -> Iterable[str]:
        """Whose a row is that is neither a claim, an entry nor a candidate."""
        raise NotImplementedError

    def _visits_of(self, owner: str) -> Iterable[Visit]:
        """The visits that concern somebody whether or not any of the work for them is claimed yet."""
        raise NotImplementedError

    def _who(self, finding: Finding) -> str:
        """Who is to act on a finding, as its owner reads it."""
        raise NotImplementedError

    # -- the sorting

    def packs(self) -> Packs:
        owners = self._owners()
        findings = self._findings()
        made: list[Pack] = []
        stems = _Stems()
        for name, owner in owners.items():
            pack = self._pack(name, owner, findings.get(name, ()), stems)
            if pack is not None:
                made.append(pack)
        if not made:
            raise NobodyToPackFor(self._nobody())
        everyone = self._told.for_everyone()
        packed = {id(told.finding) for pack in made for told in pack.findings}
        return Packs(
            self._by,
            self._report,
            made,
            [
                Told(finding, *everyone.told(finding), finding.who)
                for finding in self._report.open_findings
                if id(finding) not in packed
            ],
            list(self._unowned(made)),
            self._share,
        )

    def _nobody(self) -> str:
        raise NotImplementedError

    def _pack(self, name: str, owner: Owner, findings: Sequence[Finding], stems: _Stems) -> Pack | None:
        claims = self._claims.get(name, [])
        numbers = {claim.candidate_number for claim in claims if claim.candidate_number} | self._entered.get(
            name, {}
        ).keys()
        words = self._told.for_owner(numbers)
        dates = self._dates(name, claims, words)
        if not (claims or dates):
            return None
        return Pack(
            owner=owner,
            stem=stems.of(owner.code),
            dates=dates,
            findings=sorted(
                (Told(one, *words.told(one), self._who(one)) for one in findings), key=lambda one: one.who != YOU
            ),
            pieces=[self._piece(claim, words) for claim in sorted(claims, key=self._in_order)],
            samples=list(self._samples(claims, words)),
            candidates=list(self._candidates(name, claims, numbers)),
        )

    @cached_property
    def _claims(self) -> Mapping[str, list[Claim]]:
        found: defaultdict[str, list[Claim]] = defaultdict(list)
        for claim in self._book.claims:
            owner = self._of_claim(claim)
            if owner is not None:
                found[owner].append(claim)
        return dict(found)

    @cached_property
    def _entered(self) -> Mapping[str, Mapping[str, Sequence[str]]]:
        """The candidates who are an owner's by their entries alone, with the codes of these. Only subject areas have any: who will
        assess work that nobody has claimed is nowhere said.
        """
        return {}

    @cached_property
    def _holders(self) -> Mapping[tuple[str, str], Sequence[str]]:
        """Whose the claims of a candidate under an entry code are."""
        found: defaultdict[tuple[str, str], dict[str, None]] = defaultdict(dict)
        for owner, claims in self._claims.items():
            for claim in claims:
                if claim.candidate_number:
                    found[claim.candidate_number, claim.entry_code or ""][owner] = None
        return {place: list(owners) for place, owners in found.items()}

    @cached_property
    def _holders_of_candidate(self) -> Mapping[str, Sequence[str]]:
        found: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for (number, _), owners in self._holders.items():
            found[number].update(dict.fromkeys(owners))
        for owner, entered in self._entered.items():
            for number in entered:
                found[number][owner] = None
        return {number: list(owners) for number, owners in found.items()}

    @cached_property
    def _record_at(self) -> Mapping[Place, Sequence[Record]]:
        found: defaultdict[Place, list[Record]] = defaultdict(list)
        for kind in RECORDS:
            for record in self._book.rows(kind):
                found[record.sheet, record.row].append(record)
        return dict(found)

    def _findings(self) -> Mapping[str, Sequence[Finding]]:
        found: defaultdict[str, list[Finding]] = defaultdict(list)
        for finding in self._report.open_findings:
            for owner in dict.fromkeys(self._of_finding(finding)):
                found[owner].append(finding)
        return found

    def _of_finding(self, finding: Finding) -> Iterable[str]:
        records = self._record_at.get((finding.sheet, finding.cell.row), ()) if finding.cell else ()
        # A row of Candidates may hold an entry too; only that has a code.
        record = next((row for row in records if bool(getattr(row, "entry_code", None)) == bool(finding.unit)), None)
        record = record or (records[0] if records else None)
        match record:
            case Claim():
                owner = self._of_claim(record)
                return () if owner is None else (owner,)
            case Entry():
                return self._of_entry(record)
            case Candidate():
                number = record.candidate_number or ""
                is_one = len(self._book.candidates_numbered.get(number, ())) == 1
                return self._holders_of_candidate.get(number, ()) if is_one else ()
            case _:
                return self._of_other(record)

    def _of_entry(self, entry: Entry) -> Iterable[str]:
        return self._holders.get((entry.candidate_number or "", entry.entry_code or ""), ())

    # -- dates

    def _dates(self, owner: str, claims: Sequence[Claim], words: _WordsOf) -> list[Dated]:
        """What is due for the owner's own work. What others still have to do at the same visit makes nothing late here."""
        own = replace(self._book, claims=tuple(claims), whole=None)
        visits = {(visit.sheet, visit.row): visit for visit in self._visits_of(owner)}
        for claim in claims:
            used = self._book.visit_of(claim)
            if used and not claim.is_withdrawn:
                visits[used.visit.sheet, used.visit.row] = used.visit
        ahead = [
            visit
            for visit in visits.values()
            if visit.stands and (visit.visit_date or dt.date.min) >= self._report.as_of
        ]
        in_full = {(visit.sheet, visit.row) for visit in self._in_full(own, ahead)}
        lines: defaultdict[Place, list[Line]] = defaultdict(list)
        for line in deadline_lines(own, self._report.rulebook):
            if line.visit is not None:
                lines[line.visit.sheet, line.visit.row].append(line)
        found: list[tuple[dt.date, int, int, Dated]] = []
        order = list(What)
        for visit in ahead:
            place = (visit.sheet, visit.row)
            label = words.clear(visit.label)
            before = [] if place in in_full else lines[place]
            day = visit.visit_date or dt.date.max
            found.append(
                (
                    day,
                    visit.row,
                    len(order),
                    Dated(day, VISIT, label, visit, self._at_visit(own, visit, before), False),
                )
            )
        for place, visit in visits.items():
            for line in lines[place]:
                is_wanted = place in in_full if line.what not in _AFTER else self._by is By.SUBJECT
                dated = (
                    self._dated(own, line, visit, words) if is_wanted and line.what is not What.SAMPLE_FROM else None
                )
                if dated is not None:
                    found.append((line.date, visit.row, order.index(line.what), dated))
        return [dated for *_, dated in sorted(found, key=lambda one: one[:3])]

    def _in_full(self, own: Book, ahead: Iterable[Visit]) -> Iterator[Visit]:
        """The visits whose deadlines are listed one by one: those with work of the owner's and, where a subject has none at any, its
        first.
        """
        waiting: dict[str | None, Visit] = {}
        worked: set[str | None] = set()
        for visit in sorted(ahead, key=lambda visit: (visit.visit_date or dt.date.max, visit.row)):
            subject = self._book.subject_of_visit(visit)
            if own.claims_of_visit(visit):
                worked.add(subject)
                yield visit
            else:
                waiting.setdefault(subject, visit)
        yield from (visit for subject, visit in waiting.items() if subject not in worked)

    def _dated(self, own: Book, line: Line, visit: Visit, words: _WordsOf) -> Dated | None:
        is_past = line.date < self._report.as_of
        is_for_the_centre = line.what in _FOR_THE_CENTRE
        if is_for_the_centre and self._by is not By.SUBJECT:
            return None
        work = [claim for claim in own.portfolios_at(visit) if not claim.is_achieved]
        if is_past and (line.done or not (work or is_for_the_centre)):
            return None
        stands = _stands(own, line, work)
        if stands is None:
            return None
        if is_past and not line.done and line.what not in (What.SAMPLE_BY, *_AFTER):
            stands = LATE + stands[0].lower() + stands[1:]
        what = f"{line.what} (working days)" if line.working else str(line.what)
        return Dated(line.date, what, words.clear(visit.label), visit, stands, line.done)

    def _at_visit(self, own: Book, visit: Visit, before: Iterable[Line]) -> str:
        """What is to be said of the day itself; ``before`` are the deadlines that have no line of their own."""
        work = own.portfolios_at(visit)
        if not work:
            by = {line.what: f"{line.what[0].lower()}{line.what[1:]} {say(line.date)}" for line in before}
            first = ", ".join(by[what] for what in (What.ENTER_BY, What.CLAIM_BY) if what in by)
            return f"None of the work here is claimed for it yet{f': {first}' if first else ''}."
        if self._book.family_of_visit(visit) is Family.VERIFIED:
            return f"{plural(len(work), 'unit')} for the EQA."
        kind = str(visit.type) if visit.type else "type not known"
        asked = [claim for claim in work if claim.sample_requested_on]
        text = f"{plural(len(work), 'portfolio')} for this visit ({kind})."
        if asked and visit.type is VisitType.FACE_TO_FACE:
            missing = sum(not claim.available_at_visit for claim in asked)
            ready = f"{missing} not marked as available" if missing else "all marked as available"
            text += f" {len(asked)} asked for, {ready}."
        return text

    # -- work

    def _in_order(self, claim: Claim) -> tuple[object, ...]:
        used = self._book.visit_of(claim)
        visit = used.visit if used else None
        day = visit.visit_date if visit and visit.visit_date else dt.date.max
        # What is still to come stands first.
        return (
            day < self._report.as_of,
            day,
            claim.entry_code or "",
            _natural(claim.unit_number),
            claim.candidate_number or "",
            claim.row,
        )

    def _piece(self, claim: Claim, words: _WordsOf) -> Piece:
        ((_, shown),) = self._columns.rows(Claim, [claim])
        named, _, claim_by, *stages = shown
        used = self._book.visit_of(claim)
        return Piece(
            claim=claim,
            title=words.clear(self._title(claim)),
            assessor=words.clear(claim.assessor or ""),
            standardised_by=words.clear(claim.standardised_by or ""),
            visit=words.clear(str(named or claim.visit or "")),
            visit_date=used.visit.visit_date if used else None,
            claim_by=getattr(claim_by, "date", None),
            stages=[words.clear(str(stage)) if stage else None for stage in stages[: len(STAGES)]],
        )

    def _title(self, claim: Claim) -> str:
        unit = self._book.unit_of.get((claim.entry_code or "", claim.unit_number or ""))
        return (unit.unit_title if unit else None) or ""

    def _samples(self, claims: Sequence[Claim], words: _WordsOf) -> Iterator[Sampled]:
        own: dict[tuple[Place, str, str | None, str | None], Claim] = {}
        for claim in claims:
            used = self._book.visit_of(claim)
            if used and claim.candidate_number and not claim.is_withdrawn:
                place = (used.visit.sheet, used.visit.row)
                own[place, claim.candidate_number, claim.entry_code, claim.unit_number] = claim
        for sample in sorted(self._report.samples_ahead, key=_place_in_lists):
            place = (sample.visit.sheet, sample.visit.row)
            needed_by = self._report.needed_by(sample)
            here = [number for number in sample.first if (place, number, sample.entry_code, sample.unit) in own]
            for order, number in enumerate(here, start=1):
                claim = own[place, number, sample.entry_code, sample.unit]
                yield Sampled(
                    words.clear(sample.visit.label),
                    sample.visit,
                    needed_by,
                    sample.entry_code or "",
                    sample.unit or "",
                    words.clear(self._title(claim)),
                    words.clear(sample.assessor or ""),
                    order,
                    number,
                    claim.grade,
                    sample.is_requested,
                )

    def _candidates(self, owner: str, claims: Sequence[Claim], numbers: Iterable[str]) -> Iterator[Own]:
        codes: defaultdict[str, dict[str, None]] = defaultdict(dict)
        pieces: defaultdict[str, int] = defaultdict(int)
        for number, entered in self._entered.get(owner, {}).items():
            codes[number].update(dict.fromkeys(entered))
        for claim in claims:
            if claim.candidate_number:
                pieces[claim.candidate_number] += not claim.is_withdrawn
                if claim.entry_code:
                    codes[claim.candidate_number][claim.entry_code] = None
        for number in sorted(numbers):
            yield Own(number, self._person(number), sorted(codes[number]), pieces[number])

    def _person(self, number: str) -> Candidate | None:
        people = self._book.candidates_numbered.get(number, ())
        return people[0] if len(people) == 1 else None

    # -- what is nobody's

    def _unowned(self, packs: Sequence[Pack]) -> Iterator[Unowned]:
        packed = {own.number for pack in packs for own in pack.candidates}
        named: set[str] = set()
        for claim in self._book.claims:
            if claim.is_withdrawn or self._of_claim(claim) is not None:
                continue
            number = claim.candidate_number or ""
            named.add(number)
            work = " ".join(
                part for part in (claim.entry_code, claim.unit_number and f"unit {claim.unit_number}") if part
            )
            yield Unowned(number, self._person(number), work, self._why_nobodys(claim))
        for candidate in self._book.candidates:
            number = candidate.candidate_number or ""
            if candidate.left_on is None and number not in packed | named:
                yield Unowned(number, candidate, "", self._why_candidate_is_nobodys())

    def _why_candidate_is_nobodys(self) -> str:
        raise NotImplementedError


_AFTER = (What.EQA_DECISION_BY, What.CERTIFICATE_BY)
"""What is due after a visit."""


def _stands(own: Book, line: Line, work: Sequence[Claim]) -> str | None:
    """How the owner's work stands at a dated line, in a sentence; ``None`` where the line is nothing to them."""
    count = len(work)
    match line.what:
        case What.ENTER_BY:
            missing = sum(not own.entries_behind(claim) for claim in work)
            if missing:
                return f"{missing} of {plural(count, 'unit')} {'has' if missing == 1 else 'have'} no entry behind {'it' if missing == 1 else 'them'}."
            return (
                f"All entered ({plural(count, 'unit')})."
                if work
                else "Have candidates entered whose work is to be seen at it."
            )
        case What.CLAIM_BY | What.CLAIM_ADVISED_BY:
            early = " Results are needed in summer." if line.what is What.CLAIM_ADVISED_BY else ""
            unclaimed = [claim for claim in work if not claim.is_made]
            if unclaimed:
                steps = {
                    "to be assessed": sum(claim.assessed_on is None for claim in unclaimed),
                    "to be standardised": sum(claim.standardised_on is None for claim in unclaimed),
                }
                still = ", ".join(f"{number} {step}" for step, number in steps.items() if number)
                return f"{len(unclaimed)} of {plural(count, 'unit')} still to be claimed{f' ({still})' if still else ''}.{early}"
            return (
                f"All claimed ({plural(count, 'unit')})." if work else f"Assess, standardise and claim by then.{early}"
            )
        case What.SAMPLE_BY:
            asked = sum(claim.sample_requested_on is not None for claim in work)
            if asked:
                return f"OCR has asked for {plural(asked, 'portfolio')}."
            return "OCR's request is to come by then." if work else None
        case What.UPLOAD_BY:
            requested = [claim for claim in work if claim.sample_requested_on]
            waiting = sum(claim.sample_uploaded_on is None for claim in requested)
            if waiting:
                return f"{waiting} of {plural(len(requested), 'portfolio')} still to be uploaded."
            if requested:
                return f"All uploaded ({plural(len(requested), 'portfolio')})."
            return "Upload by then what OCR asks for." if work else None
        case What.SAY_TYPE_BY:
            return (
                "The moderator has been told the type."
                if line.done
                else "Tell the moderator which type of visit you prefer."
            )
        case What.BOOK_BY:
            return "The visit is booked." if line.done else "Book the visit: candidates wait for summer results."
        case What.EQA_DECISION_BY:
            return "Nothing waits for the decision." if line.done else "The EQA's decision is due."
        case What.CERTIFICATE_BY:
            number, unit = getattr(line.of, "candidate_number", ""), getattr(line.of, "unit_number", "")
            return None if line.done else f"The certificate of candidate {number} for unit {unit} is due."
        case _:
            return None


def _place_in_lists(sample: Sample) -> tuple[object, ...]:
    visit = sample.visit
    unit = _natural(sample.unit)
    return (visit.visit_date or dt.date.max, visit.row, sample.entry_code or "", unit, sample.assessor or "")


def _natural(text: str | None) -> tuple[int, str]:
    """Unit 2 before unit 10."""
    digits = re.match(r"\d+", text or "")
    return (int(digits[0]) if digits else 0, text or "")


# ------------------------------------------------------------------------------------------------------------- by person


class _ByPerson(_Sorting):
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
                _line(rows[0].code or ""),
                _line(rows[0].name or rows[0].code or ""),
                next((address for row in rows if (address := address_in(row.email or ""))), None),
            )
            for name, rows in self._people.items()
        }

    def _nobody(self) -> str:
        if not self._people:
            return "it names nobody on Assessors: fill in Assessors, or make packs with --by subject."
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


# ------------------------------------------------------------------------------------------------------------ by subject


class _BySubject(_Sorting):
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
        return "it has no subject area with claims or with a visit ahead: fill in Subject area on Qualifications."

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
        subject = self._subject(entry.entry_code)
        return () if subject is None else (subject,)

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


# ----------------------------------------------------------------------------------------------------------- what is said

_NO_NUMBERS = re.compile(
    r"\b\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* \d{4}\b|\b\d{4}/\d\d\b|\bsummer \d{4}\b|\brow \d+\b"
)
"""Figures in messages that are no candidate's: days, years and rows."""
_QUOTED = re.compile(r"“([^”]*)”")
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_LONGEST_NAME = 8
_PERSONAL = ("surname", "forenames", "date_of_birth", "uln", "uci")


def _births(day: dt.date) -> Iterator[str]:
    yield from (say(day), day.isoformat(), f"{day:%d/%m/%Y}", f"{day:%d.%m.%Y}", f"{day.day}/{day.month}/{day.year}")


class _Words:
    """Which words of a message would tell of which candidates."""

    def __init__(self, book: Book, share: bool) -> None:
        self._book = book
        self.share = share
        self.numbers = {row.candidate_number for row in book.candidates if row.candidate_number} | {
            row.candidate_number for rows in (book.claims, book.entries) for row in rows if row.candidate_number
        }
        self.names: defaultdict[str, set[int]] = defaultdict(set)
        """Whole names, ULNs, UCIs and days of birth, folded, with the rows of those who have them."""
        self.parts: defaultdict[str, set[int]] = defaultdict(set)
        """Surnames and forenames alone, which are looked for only where a message quotes a cell."""
        for row in book.candidates:
            surname, forenames = folded(row.surname or ""), folded(row.forenames or "")
            whole = [surname + forenames, forenames + surname] if surname and forenames else []
            first = (row.forenames or "").split()
            if surname and len(first) > 1:
                whole += [surname + folded(first[0]), folded(first[0]) + surname]
            for text in (*whole, folded(row.uln or ""), folded(row.uci or "")):
                if text:
                    self.names[text].add(row.row)
            for text in (surname, forenames):
                if text:
                    self.parts[text].add(row.row)
            if row.date_of_birth:
                for text in _births(row.date_of_birth):
                    self.names[folded(text)].add(row.row)

    def rows_of(self, numbers: Iterable[str]) -> set[int]:
        """The rows of Candidates with these numbers, of those that only one candidate has."""
        found = (self._book.candidates_numbered.get(number, ()) for number in numbers)
        return {people[0].row for people in found if len(people) == 1}

    def is_personal(self, finding: Finding) -> bool:
        """Whether a finding is at a cell of Candidates that packs for sharing leave out."""
        table = self._book.table(Candidate, finding.sheet)
        return (
            table is not None
            and finding.cell is not None
            and finding.cell.column in {table.columns[name] for name in _PERSONAL if name in table.columns}
        )

    def for_owner(self, numbers: set[str]) -> _WordsOf:
        """The same, for one whose candidates have these numbers."""
        return _WordsOf(self, numbers, self.rows_of(numbers))

    def for_everyone(self) -> _WordsOf:
        """The same, for the exams officer, whose candidates all are."""
        return _WordsOf(self, self.numbers, {row.row for row in self._book.candidates})


class _WordsOf:
    def __init__(self, words: _Words, numbers: set[str], rows: set[int]) -> None:
        self._words = words
        self._numbers = numbers
        self._rows = rows
        self._cleared: dict[str, str] = {}

    def told(self, finding: Finding) -> tuple[str, str]:
        """What is wrong and what to do. Where that would name another's candidate, or in a pack for sharing a person, only the rule's
        own words stand.
        """
        text = f"{finding.message} {finding.fix}"
        if self._names_another(text):
            return f"{finding.rule.title}.", HELD_BACK
        if self._words.share and (self._words.is_personal(finding) or self._names_own(text)):
            return f"{finding.rule.title}.", LEFT_OUT
        return finding.message, finding.fix

    def clear(self, text: str) -> str:
        """A text of the centre's that stands in a pack; nothing of it where it names another's candidate."""
        if text not in self._cleared:
            found = self._found(text)
            is_left_out = any(not rows & self._rows for rows in found) or (self._words.share and bool(found))
            self._cleared[text] = "(left out)" if is_left_out else text
        return self._cleared[text]

    def _found(self, text: str) -> list[set[int]]:
        """Whose names, ULNs, UCIs and days of birth stand in a text."""
        words = [plain for word in _WORD.findall(text) if (plain := folded(word))]
        found = []
        for first in range(len(words)):
            for last in range(first + 1, min(len(words), first + _LONGEST_NAME) + 1):
                rows = self._words.names.get("".join(words[first:last]))
                if rows:
                    found.append(rows)
        for quoted in _QUOTED.findall(text):
            found += [rows for word in _WORD.findall(quoted) if (rows := self._words.parts.get(folded(word)))]
        return found

    def _names_another(self, text: str) -> bool:
        if any(not rows & self._rows for rows in self._found(text)):
            return True
        figures = set(re.findall(r"\w+", _NO_NUMBERS.sub(" ", text)))
        return bool((figures & self._words.numbers) - self._numbers)

    def _names_own(self, text: str) -> bool:
        return bool(self._found(text))


def _line(text: str) -> str:
    """A text in one line, as names must be in headings, file names and addresses."""
    return " ".join(text.split())


class _Stems:
    """Names for files: letters and digits that every system takes, each used once whatever its case."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def of(self, text: str) -> str:
        plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
        slug = re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")[:MOST_OF_A_NAME].strip("-") or "person"
        number = 1
        while (name := f"pack-{slug}" if number == 1 else f"pack-{slug}-{number}").casefold() in self._taken:
            number += 1
        self._taken.add(name.casefold())
        return name
