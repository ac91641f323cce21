"""What the rules of several sections of OCR's page on moderation ask alike."""

from __future__ import annotations

from ocr_sheets.model.book import Book
from ocr_sheets.model.records import EntryType, Family, Grade, Visit, VisitStatus

TECHNICALS = Family.TECHNICALS


def is_to_come(visit: Visit, book: Book) -> bool:
    """Whether a visit is still ahead, as of the day looked at."""
    return visit.visit_date is not None and visit.visit_date >= book.as_of and visit.status is not VisitStatus.DONE


RANK = {grade: place for place, grade in enumerate((Grade.PASS, Grade.MERIT, Grade.DISTINCTION))}


MOVES = frozenset({EntryType.TOP_UP, EntryType.MOVE_DOWN})
