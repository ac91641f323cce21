"""What can no longer be changed is told as a record, not as something to fix: one policy, for all rules of OCR's.

A *must fix* finding is history where it is about

- a claim that OCR has confirmed or certificated, or whose result is published;
- an entry, where all work that rests on it is so;
- a visit that is past, and is marked as done or has results.

Rules about what comes after the results (`Rule.after_results`), such as how long work is kept, go on. *Check* and *advice* stay as they
are: they ask, and a mistyped record can be corrected at any time. Rules about the workbook itself know no history.
"""

from __future__ import annotations

from ocr_sheets.model.book import Book
from ocr_sheets.model.records import Claim, Entry, Record, Visit
from ocr_sheets.rules.engine import MUST_FIX, Rule
from ocr_sheets.schedule.progress import is_history, progress_of


def is_on_record(rule: Rule, record: Record | None, book: Book) -> bool:
    """Whether a finding of a rule about a record is history."""
    if rule.severity is not MUST_FIX or rule.family is None or rule.after_results:
        return False
    match record:
        case Claim():
            return is_history(record)
        case Entry():
            work = [one for one in book.work if record in book.entries_behind(one)] if record.candidate_number else []
            return bool(work) and all(map(is_history, work))
        case Visit():
            is_past = record.visit_date is not None and record.visit_date < book.as_of
            progress = progress_of(book, record)
            return is_past and (progress.is_held or any(map(is_history, progress.work)))
        case _:
            return False
