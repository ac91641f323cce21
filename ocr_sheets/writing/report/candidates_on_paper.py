"""Candidates to print: each candidate with work that is not over in one row, with how far each unit is and what to do. Of a big centre
there are too many for paper: then the sheet says where a tutor's own are to be had.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from ocr_sheets.model.families import Named
from ocr_sheets.model.grouping import grouped
from ocr_sheets.model.records import Claim
from ocr_sheets.report import Finding, named_in
from ocr_sheets.schedule.progress import is_assessed, is_claimed, is_history, is_standardised
from ocr_sheets.text import begun, plural
from ocr_sheets.writing.report.kit import CANDIDATES_ON_PAPER, ReportKit
from ocr_sheets.writing.styles import LINE
from ocr_sheets.writing.workbook import height

STAGES = ("to assess", "to standardise", "ready to claim", "claimed", "confirmed")
"""How far a unit can be, what is still to be done first: a column each, so that most candidates take one line of paper."""
HEADINGS = (
    ("Candidate", 9), ("Name", 20), ("Visits ahead", 34), ("To assess", 12), ("To standardise", 14), ("Ready to claim", 14),
    ("Claimed", 19), ("Confirmed", 11), ("To do", 64),
)  # fmt: skip
MOST_CANDIDATES = 150
"""Rows that are printed: some six pages. Of more candidates nobody prints a list of all."""
MOST_TO_DO = 4
"""Lines of what is to be done for one candidate; all of it is on To do."""


class CandidatesOnPaperSheet(ReportKit):
    """Candidates to print: one row a candidate."""

    def _candidates_on_paper(self) -> None:
        sheet, work = self._sheets[CANDIDATES_ON_PAPER], self._work_of_candidates
        is_too_much = len(work) > MOST_CANDIDATES
        below = (
            f"{plural(len(work), 'candidate')} are too many to print here: `ocr-sheets packs` makes a workbook for each member of staff, "
            "with their own candidates."
            if is_too_much
            else "Each candidate with units still to be confirmed: the unit numbers by how far they are."
        )
        self._head(sheet, "Candidates to print", below)
        shown = {} if is_too_much else work
        self._table(sheet, 4, "ocr_sheets_candidates_on_paper", HEADINGS, len(shown))
        for row, (number, claims) in enumerate(shown.items(), start=5):
            self._candidate(sheet, row, number, claims)
        if not shown:
            self._put(sheet, 5, 1, "See packs." if is_too_much else "No units are still to be confirmed.")
        self._print(sheet, 4)

    @property
    def _work_of_candidates(self) -> Mapping[Named, Sequence[Claim]]:
        """The work of each candidate who has any that is not over, in the order of their numbers."""
        book = self._report.book
        found = grouped((book.named(claim) if claim.candidate_number else None, claim) for claim in book.portfolios)
        order = sorted(found, key=lambda who: (book.home_of(who), who.number, who.centre or ""))
        return {who: found[who] for who in order if not all(is_history(claim) for claim in found[who])}

    def _candidate(self, sheet: Any, row: int, who: Named, claims: Sequence[Claim]) -> None:
        book = self._report.book
        person = book.person(who.number, who.centre)
        name = person.name if person else ""
        far = grouped((self._how_far(claim), claim) for claim in claims)
        units = [", ".join(one.unit_number or one.entry_code or "?" for one in far.get(how, ())) for how in STAGES]
        values = (who.shown, name, self._visits_ahead(claims), *units, self._to_do_for(who))
        for column, value in enumerate(values, start=1):
            look = {"text_wrap": True, "bottom": 4, "bottom_color": f"#{LINE}"}
            self._put(sheet, row, column, value, bold=column <= 2, **look)
        widths = [width for _, width in HEADINGS]
        sheet.set_row(row - 1, height(*zip(values, widths, strict=True)))

    def _visits_ahead(self, claims: Sequence[Claim]) -> str:
        """The visits of what is still to be confirmed."""
        book = self._report.book
        used = [book.visit_of(claim) for claim in claims if not claim.is_achieved]
        return ", ".join(dict.fromkeys(one.visit.label for one in used if one))

    def _how_far(self, claim: Claim) -> str:
        """How far a piece of work is, in a word or two."""
        book = self._report.book
        if claim.is_achieved:
            return "confirmed"
        if is_claimed(book, claim):
            return "claimed"
        if is_standardised(book, claim):
            return "ready to claim"
        return "to standardise" if is_assessed(book, claim) else "to assess"

    def _to_do_for(self, who: Named) -> str:
        found: Sequence[Finding] = self._findings_of_candidates.get(who, ())
        lines = [f"{begun(self._by(finding))}: {finding.message}" for finding in found[:MOST_TO_DO]]
        more = len(found) - MOST_TO_DO
        return "\n".join([*lines, *([f"And {more} more: see To do."] if more > 0 else [])])

    @cached_property
    def _findings_of_candidates(self) -> Mapping[Named, Sequence[Finding]]:
        """What is open of each candidate."""
        return grouped(
            (named_in(finding, self._report.book), finding)
            for finding in self._report.open_findings
            if finding.candidate_number and not finding.is_over
        )
