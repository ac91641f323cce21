"""What the added columns look at: the report, put in the order in which single rows ask for it. Each thing is worked out once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import cached_property

from ocr_sheets.model.records import Claim, Entry, Family, Place, Visit
from ocr_sheets.model.work import VisitUsed
from ocr_sheets.report import Report
from ocr_sheets.schedule.allowance import Counted
from ocr_sheets.schedule.deadlines import DeadlineLine, Due, What, due_before
from ocr_sheets.schedule.progress import progress_of
from ocr_sheets.schedule.samples import portfolios_to_have_ready

STAGED = (What.ENTER_BY, What.CLAIM_BY, What.SAMPLE_FROM, What.SAMPLE_BY, What.UPLOAD_BY)
"""The deadlines that say how far a claim is."""


class View:
    """One report as the added columns see it."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.book = report.book
        self.rulebook = report.rulebook
        self.as_of = report.as_of

    # -- visits

    @cached_property
    def counted(self) -> Mapping[Place, Counted]:
        """The academic year of each visit that stands, and its place among those of the year."""
        return {(one.visit.sheet, one.visit.row): one for one in self.report.visits}

    @cached_property
    def ready(self) -> Counter[Place]:
        """How many portfolios to have ready for each visit."""
        return portfolios_to_have_ready(self.report.samples)

    def lines_of(self, visit: Visit) -> Mapping[What, DeadlineLine]:
        """The deadlines of a visit itself, by what is due, beside each of its rows."""
        return self.report.lines_of(self.book.occasion(visit))

    @cached_property
    def _dues(self) -> Mapping[Place, Mapping[What, Due]]:
        shown: dict[Place, dict[What, Due]] = {}
        for visit in self.book.visits:
            if visit.stands and self.book.family_of_visit(visit) is Family.TECHNICALS:
                dues = {what: due_before(self.rulebook, what, visit) for what in STAGED}
                shown[visit.sheet, visit.row] = {what: due for what, due in dues.items() if due}
        return shown

    def dues_before(self, visit: Visit) -> Mapping[What, Due] | None:
        """When things are due before a moderation visit that stands; ``None`` for any other."""
        return self._dues.get((visit.sheet, visit.row))

    @cached_property
    def rows_to_fill_in(self) -> frozenset[tuple[str, int]]:
        """The rows that have a cell which is still to be filled in."""
        return frozenset((one.sheet, one.cell.row) for one in self.report.to_fill_in if one.cell and one.cell.row)

    # -- samples

    @cached_property
    def listed(self) -> frozenset[tuple[Place | None, Hashable, str | None, str | None]]:
        """Visit, whose it is, entry code and unit of all that stand in a sample list; the visit by each of its rows."""
        return frozenset(
            ((visit.sheet, visit.row), self.book.whose(claim), sample.entry_code, sample.unit)
            for sample in self.report.samples
            for visit in self.book.rows_of_occasion(sample.visit)
            for claim in sample.chosen
        )

    def is_listed(self, claim: Claim, visit: Visit | None) -> bool:
        """Whether a piece of work stands in the sample list of its visit."""
        place = (visit.sheet, visit.row) if visit else None
        return (place, self.book.whose(claim), claim.entry_code, claim.unit_number) in self.listed

    @cached_property
    def _asked_at(self) -> frozenset[Place]:
        return frozenset((one.visit.sheet, one.visit.row) for one in self.report.samples if one.is_requested)

    def is_asked_at(self, visit: Visit) -> bool:
        """Whether OCR's request for a visit has been typed in."""
        return (visit.sheet, visit.row) in self._asked_at

    def shows(self, visit: Visit, what: What) -> bool:
        """Whether anything would show that the work of a visit was claimed or uploaded."""
        progress = progress_of(self.book, visit)
        return (progress.claimed if what is What.CLAIM_BY else progress.uploaded).done is not None

    # -- work by what it belongs to

    @cached_property
    def work_of_entry(self) -> Mapping[Place, Sequence[Claim]]:
        """The work that rests on each entry: where a piece of work has several entries behind it, on the first made."""
        found: defaultdict[Place, list[Claim]] = defaultdict(list)
        for claim in self.book.work:
            entry: Entry | None = None if claim.is_withdrawn else self.book.first_entry_behind(claim)
            if entry:
                found[entry.sheet, entry.row].append(claim)
        return found

    @cached_property
    def first_visits(self) -> dict[Place, VisitUsed | None]:
        """The first visit of each entry, as the columns of Entries have found it so far."""
        return {}

    @cached_property
    def claims_of_candidate(self) -> Mapping[str, Sequence[Claim]]:
        """The claims of each candidate number that were not withdrawn."""
        found: defaultdict[str, list[Claim]] = defaultdict(list)
        for claim in self.book.claims:
            if claim.candidate_number and not claim.is_withdrawn:
                found[claim.candidate_number].append(claim)
        return found

    @cached_property
    def codes_entered(self) -> Mapping[str, Sequence[str]]:
        """The entry codes that each candidate number is entered for."""
        found: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for entry in self.book.entries:
            if entry.candidate_number and entry.entry_code and entry.withdrawn_on is None:
                found[entry.candidate_number][entry.entry_code] = None
        return {number: list(codes) for number, codes in found.items()}

    @cached_property
    def portfolios_of_assessor(self) -> Mapping[Place, Sequence[Claim]]:
        """The portfolios of each member of staff whose unit is known, by the first row that is theirs on Assessors."""
        found: defaultdict[Place, list[Claim]] = defaultdict(list)
        for claim in self.book.portfolios:
            person = self.book.assessor_for(self.book.assessor_named(claim)) if claim.unit_number else None
            if person:
                found[person.sheet, person.row].append(claim)
        return found

    # -- visits by what belongs to them

    @cached_property
    def visits_of_assessor(self) -> Mapping[Place, Mapping[Place, tuple[Visit, int]]]:
        """The visits that stand with work of each member of staff, and how many portfolios at each."""
        return {place: self._counted_at(claims) for place, claims in self.portfolios_of_assessor.items()}

    def _counted_at(self, claims: Iterable[Claim]) -> Mapping[Place, tuple[Visit, int]]:
        visits: dict[Place, Visit] = {}
        counts: Counter[Place] = Counter()
        for claim in claims:
            if used := self.book.visit_of(claim):
                place = (used.visit.sheet, used.visit.row)
                visits[place] = used.visit
                counts[place] += 1
        return {place: (visit, counts[place]) for place, visit in visits.items() if visit.stands}


def named(visit: Visit | None, chosen: bool) -> str | None:
    """What the centre calls a visit, and whether the tool chose it."""
    if visit is None:
        return None
    return f"{visit.label} (chosen)" if chosen else visit.label
