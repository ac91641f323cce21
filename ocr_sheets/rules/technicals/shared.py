"""What the rules of several sections of OCR's page on moderation ask alike."""

from __future__ import annotations

from ocr_sheets.model.book import Book
from ocr_sheets.model.records import Claim, Entry, EntryType, Family, Grade, Visit, VisitStatus

TECHNICALS = Family.TECHNICALS


def is_to_come(visit: Visit, book: Book) -> bool:
    """Whether a visit is still ahead, as of the day looked at."""
    return visit.visit_date is not None and visit.visit_date >= book.as_of and visit.status is not VisitStatus.DONE


def portfolio_key(claim: Claim, book: Book) -> tuple[object, ...]:
    """What makes two claims claims of one portfolio: the candidate, of one centre, and the unit."""
    return *candidate_key(claim, book), claim.entry_code, claim.unit_number


def candidate_key(record: Claim | Entry, book: Book) -> tuple[str | None, str | None]:
    """Who a claim or entry is for: the centre, where the row says it, and the number, which is only unique within a centre."""
    centre = getattr(record, "centre_number", None) or book.centre.centre_number
    return centre, record.candidate_number


def occasion_key(visit: Visit, book: Book) -> tuple[object, ...]:
    """What makes two rows of Visits one visit: what they are for, and the day. A consortium may list it once for each centre."""
    return book.subject_of_visit(visit) or visit.entry_code or visit.label, visit.visit_date


def has_left(claim: Claim, book: Book) -> bool:
    """Whether the candidate of a claim has left."""
    candidates = book.candidates_numbered.get(claim.candidate_number or "", ())
    return bool(candidates) and all(one.left_on is not None and one.left_on <= book.as_of for one in candidates)


RANK = {grade: place for place, grade in enumerate((Grade.PASS, Grade.MERIT, Grade.DISTINCTION))}


MOVES = frozenset({EntryType.TOP_UP, EntryType.MOVE_DOWN})
