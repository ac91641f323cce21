"""Assigning the rows of a report to the owners of packs: what packs by person and by subject have in common."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from ocr_sheets.annotations import AddedColumns
from ocr_sheets.model.families import Named
from ocr_sheets.model.records import Candidate, Claim, Entry, Place, Record, Visit
from ocr_sheets.packs.dates import Dates
from ocr_sheets.packs.model import (
    STAGES,
    YOU,
    By,
    NobodyToPackFor,
    Own,
    Owner,
    Pack,
    PackFinding,
    Packs,
    Piece,
    Sampled,
    Unowned,
)
from ocr_sheets.packs.redaction import GONE, OwnerRedaction, Redaction
from ocr_sheets.report import Finding, Report
from ocr_sheets.schedule.deadlines import What
from ocr_sheets.schedule.samples import Sample

UNITS_NOT_KNOWN = "which units is not known yet"
"""What stands for the title where nothing says which units a candidate takes."""
MOST_OF_A_NAME = 30
"""Letters of a file's name that come from a staff code or a subject area."""


class Assignment:
    """What packs by person and by subject have in common. An owner goes by a key of its own (``str``)."""

    def __init__(self, report: Report, by: By, share: bool) -> None:
        self._report = report
        self._book = report.book
        self._by = by
        self._share = share
        self._redaction = Redaction(report.book, share)
        self._dates = Dates(report, by)
        self._columns = AddedColumns(report)

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
        """The packs. Raises `NobodyToPackFor` where there is none."""
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
        everyone = self._redaction.for_everyone()
        packed = {id(told.finding) for pack in made for told in pack.findings}
        return Packs(
            self._by,
            self._report,
            made,
            [
                self._tell(finding, everyone, finding.who)
                for finding in self._report.open_findings
                if id(finding) not in packed
            ],
            list(self._unowned(made)),
            self._share,
            everyone.clear,
        )

    def _nobody(self) -> str:
        raise NotImplementedError

    def _pack(self, name: str, owner: Owner, findings: Sequence[Finding], stems: _Stems) -> Pack | None:
        claims = self._claims.get(name, [])
        who = {self._book.named(claim) for claim in claims if claim.candidate_number} | self._entered.get(
            name, {}
        ).keys()
        words = self._redaction.for_owner(who)
        dates = self._dates.of(claims, self._visits_of(name), words)
        if not (claims or dates):
            return None
        return Pack(
            owner=owner._replace(code=words.clear(owner.code), name=words.clear(owner.name)),
            stem=stems.of("" if words.without_names(owner.code) == GONE else owner.code),
            dates=dates,
            findings=sorted(
                (self._tell(one, words, self._who(one)) for one in findings), key=lambda one: one.who != YOU
            ),
            pieces=[self._piece(claim, words) for claim in sorted(claims, key=self._in_order)],
            samples=list(self._samples(claims, words)),
            candidates=list(self._candidates(name, claims, who)),
            clear=words.clear,
        )

    @staticmethod
    def _tell(finding: Finding, words: OwnerRedaction, who: str) -> PackFinding:
        message, fix = words.told(finding)
        return PackFinding(finding, message, fix, who)

    @cached_property
    def _claims(self) -> Mapping[str, list[Claim]]:
        """Whose all work is, recorded or only implied by the other sheets."""
        found: defaultdict[str, list[Claim]] = defaultdict(list)
        for claim in self._book.work:
            owner = self._of_claim(claim)
            if owner is not None:
                found[owner].append(claim)
        return dict(found)

    @cached_property
    def _entered(self) -> Mapping[str, Mapping[Named, Sequence[str]]]:
        """The candidates who are an owner's by their entries alone, with the codes of these. Only subject areas have any."""
        return {}

    @cached_property
    def _holders(self) -> Mapping[tuple[Named, str], Sequence[str]]:
        """Whose the claims of a candidate under an entry code are."""
        found: defaultdict[tuple[Named, str], dict[str, None]] = defaultdict(dict)
        for owner, claims in self._claims.items():
            for claim in claims:
                if claim.candidate_number:
                    found[self._book.named(claim), claim.entry_code or ""][owner] = None
        return {place: list(owners) for place, owners in found.items()}

    @cached_property
    def _holders_of_candidate(self) -> Mapping[Named, Sequence[str]]:
        found: defaultdict[Named, dict[str, None]] = defaultdict(dict)
        for (who, _), owners in self._holders.items():
            found[who].update(dict.fromkeys(owners))
        for owner, entered in self._entered.items():
            for who in entered:
                found[who][owner] = None
        return {who: list(owners) for who, owners in found.items()}

    def _findings(self) -> Mapping[str, Sequence[Finding]]:
        found: defaultdict[str, list[Finding]] = defaultdict(list)
        for finding in self._report.open_findings:
            for owner in dict.fromkeys(self._of_finding(finding)):
                found[owner].append(finding)
        return found

    def _of_finding(self, finding: Finding) -> Iterable[str]:
        match finding.record:
            case Claim() as claim:
                owner = self._of_claim(claim)
                return () if owner is None else (owner,)
            case Entry() as entry:
                return self._of_entry(entry)
            case Candidate() as candidate:
                who = self._book.named(candidate)
                return self._holders_of_candidate.get(who, ()) if self._person(who) else ()
            case _:
                return self._of_other(finding.record)

    def _of_entry(self, entry: Entry) -> Iterable[str]:
        return self._holders.get((self._book.named(entry), entry.entry_code or ""), ())

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
            claim.centre_number or "",
            claim.row,
        )

    def _piece(self, claim: Claim, words: OwnerRedaction) -> Piece:
        shown = self._columns.by_heading(claim)
        used = self._book.visit_of(claim)
        return Piece(
            claim=claim,
            title=self._title(claim) if claim.unit_number else UNITS_NOT_KNOWN,
            assessor=self._book.assessor_named(claim) or "",
            standardised_by=claim.standardised_by or "",
            visit=words.without_names(str(shown["Visit these dates follow"] or claim.visit or "")),
            visit_date=used.visit.visit_date if used else None,
            claim_by=getattr(shown[What.CLAIM_BY], "date", None),
            stages=[str(shown[column]) if shown[column] else None for column in STAGES.values()],
        )

    def _title(self, claim: Claim) -> str:
        unit = self._book.unit_of.get((claim.entry_code or "", claim.unit_number or ""))
        return (unit.unit_title if unit else None) or ""

    def _samples(self, claims: Sequence[Claim], words: OwnerRedaction) -> Iterator[Sampled]:
        own: dict[tuple[Place, Hashable, str | None, str | None], Claim] = {}
        for claim in claims:
            used = self._book.visit_of(claim)
            if used and not claim.is_withdrawn:
                visit = self._book.occasion(used.visit)
                place = (visit.sheet, visit.row)
                own[place, self._book.whose(claim), claim.entry_code, claim.unit_number] = claim
        for sample in sorted(self._report.samples_ahead, key=_place_in_lists):
            place = (sample.visit.sheet, sample.visit.row)
            needed_by = self._report.needed_by(sample)
            listed = [(place, self._book.whose(one), sample.entry_code, sample.unit) for one in sample.chosen]
            for order, about in enumerate((one for one in listed if one in own), start=1):
                claim = own[about]
                yield Sampled(
                    words.without_names(sample.visit.label),
                    sample.visit,
                    needed_by,
                    sample.entry_code or "",
                    sample.unit or "",
                    self._title(claim),
                    sample.assessor or "",
                    order,
                    self._book.named(claim),
                    claim.grade,
                    sample.is_requested,
                )

    def _candidates(self, owner: str, claims: Sequence[Claim], whose: Iterable[Named]) -> Iterator[Own]:
        codes: defaultdict[Named, dict[str, None]] = defaultdict(dict)
        pieces: defaultdict[Named, int] = defaultdict(int)
        for who, entered in self._entered.get(owner, {}).items():
            codes[who].update(dict.fromkeys(entered))
        for claim in claims:
            if claim.candidate_number:
                who = self._book.named(claim)
                pieces[who] += not claim.is_withdrawn
                if claim.entry_code:
                    codes[who][claim.entry_code] = None
        for who in sorted(whose, key=lambda one: (one.number, one.centre or "")):
            yield Own(who, self._person(who), sorted(codes[who]), pieces[who])

    def _person(self, who: Named) -> Candidate | None:
        return self._book.person(who.number, who.centre)

    # -- what is nobody's

    def _unowned(self, packs: Sequence[Pack]) -> Iterator[Unowned]:
        told = {own.who for pack in packs for own in pack.candidates}
        for claim in self._book.claims:
            if claim.is_withdrawn or self._of_claim(claim) is not None:
                continue
            who = self._book.named(claim)
            told.add(who)
            work = " ".join(
                part for part in (claim.entry_code, claim.unit_number and f"unit {claim.unit_number}") if part
            )
            yield Unowned(who, self._person(who), work, self._why_nobodys(claim))
        for candidate in self._book.candidates:
            who = self._book.named(candidate)
            if candidate.left_on is None and told.isdisjoint(
                {who, Named(None, who.number)}
            ):  # a row without a centre may be theirs
                yield Unowned(who, candidate, "", self._why_candidate_is_nobodys())

    def _why_candidate_is_nobodys(self) -> str:
        raise NotImplementedError


def _place_in_lists(sample: Sample) -> tuple[object, ...]:
    visit = sample.visit
    unit = _natural(sample.unit)
    return (visit.visit_date or dt.date.max, visit.row, sample.entry_code or "", unit, sample.assessor or "")


def _natural(text: str | None) -> tuple[int, str]:
    """Unit 2 before unit 10."""
    digits = re.match(r"\d+", text or "")
    return (int(digits[0]) if digits else 0, text or "")


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


def one_line(text: str) -> str:
    """A text in one line, as names must be in headings, file names and addresses."""
    return " ".join(text.split())
