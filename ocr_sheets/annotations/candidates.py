"""The columns added to Candidates: what each is entered for, and how far the award is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ocr_sheets.annotations.columns import CellValue, Shape, column
from ocr_sheets.annotations.view import View
from ocr_sheets.model.book import Book
from ocr_sheets.model.records import Candidate, Claim, Qualification, Unit
from ocr_sheets.schedule.progress import is_claimed


@column(Candidate, "Entered for", Shape.TEXT, 16)
def entered_for(candidate: Candidate, view: View) -> CellValue:
    """The entry codes of the candidate's entries."""
    return ", ".join(view.codes_entered.get(candidate.candidate_number or "", ())) or None


@column(Candidate, "Units claimed", Shape.COUNT, 10)
def units_claimed(candidate: Candidate, view: View) -> CellValue:
    """How many units are claimed."""
    claims = view.claims_of_candidate.get(candidate.candidate_number or "", ())
    return len({(claim.entry_code, claim.unit_number) for claim in claims if is_claimed(view.book, claim)})


@column(Candidate, "GLH or credits: achieved / required", Shape.TEXT, 20)
def size_achieved(candidate: Candidate, view: View) -> CellValue:
    """The size of the confirmed units beside what the award asks for."""
    return _by_code([(code, one.size) for code, one in _progress(candidate, view)])


@column(Candidate, "Award", Shape.TEXT, 28)
def award(candidate: Candidate, view: View) -> CellValue:
    """Whether the award is complete, or what it is short of."""
    return _by_code([(code, one.award) for code, one in _progress(candidate, view)])


class Progress(NamedTuple):
    """How far a candidate is towards an award: the size achieved of the size required, and what follows."""

    size: str
    award: str


def _progress(candidate: Candidate, view: View) -> list[tuple[str, Progress]]:
    number = candidate.candidate_number or ""
    claims = view.claims_of_candidate.get(number, ())
    return [(code, award_progress(view.book, code, claims)) for code in view.codes_entered.get(number, ())]


def _by_code(texts: Sequence[tuple[str, str]]) -> str | None:
    """What is said of one code alone; of several, each with its code."""
    if len(texts) == 1:
        return texts[0][1]
    return "; ".join(f"{code}: {text}" for code, text in texts) or None


def award_progress(book: Book, entry_code: str, claims: Sequence[Claim]) -> Progress:
    """Progress from what the centre's own sheets state; where they do not say enough, "not known".

    Only confirmed units count. A pathway's own conditions are not on the sheets, so with pathways the award is left open.
    """
    qualification = book.qualification_of.get(entry_code)
    if qualification is None or qualification.size_required is None:
        return Progress("Not known", f"Not known: add Size required on {book.called(Qualification)}")
    achieved = {claim.unit_number for claim in claims if claim.entry_code == entry_code and claim.is_achieved}
    units = [unit for (code, _), unit in book.unit_of.items() if code == entry_code]
    required = qualification.size_required
    done = [unit for unit in units if unit.unit_number in achieved]
    counts_units = qualification.size_unit == "units"
    if not counts_units and any(unit.size is None for unit in done):
        return Progress("Not known", f"Not known: add GLH or credits for every unit on {book.called(Unit)}")
    size = float(len(done)) if counts_units else sum(unit.size or 0 for unit in done)
    word = str(qualification.size_unit or "")
    shown = f"{size:g} of {required:g} {word}".strip()
    if size < required:
        return Progress(shown, f"{required - size:g} {word} to go".replace("  ", " "))
    groups = {(unit.group or "").casefold() for unit in units}
    if not groups <= {"mandatory", "optional"}:
        return Progress(shown, "Enough GLH or credits; mandatory units not checked")
    missing = [
        unit.unit_number or "" for unit in units if (unit.group or "").casefold() == "mandatory" and unit not in done
    ]
    return Progress(shown, f"mandatory unit {', '.join(missing)} missing" if missing else "complete")
