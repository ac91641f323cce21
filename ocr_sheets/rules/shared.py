"""What OCR asks for in both families in the same way. Each family's own file declares its rules with these."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ocr_sheets.dates import before
from ocr_sheets.model.book import Book
from ocr_sheets.model.records import Entry, EntryType
from ocr_sheets.rules.engine import RawFinding, Values, finding


def entries_without_assurer(book: Book) -> Iterator[RawFinding]:
    """Qualifications with entries that name no moderator or EQA, and no day on which one got in touch. Entries still to be made do not
    count, for nobody is allocated before the first ones.
    """
    known = {
        row.entry_code
        for row in book.qualifications
        if row.quality_assurer
        or row.contacted_on
        or book.is_unread(row, "quality_assurer")
        or book.is_unread(row, "contacted_on")
    }
    for row in book.qualifications:
        if row.entry_code is None or row.entry_code in known:
            continue
        made = [
            entry
            for entry in book.entries
            if entry.entry_code == row.entry_code
            and _is_entered(entry, book)
            and (entry.entered_on is None or entry.entered_on <= book.as_of)
        ]
        if made:
            yield finding(row, "quality_assurer", entries=len(made), entry_code=row.entry_code)


def _is_entered(entry: Entry, book: Book) -> bool:
    """Whether an entry was not withdrawn. Something in Withdrawn on that is no date is reported, and taken as withdrawn."""
    return entry.withdrawn_on is None and not book.is_unread(entry, "withdrawn_on")


WHOLE_AWARDS = frozenset({EntryType.FULL_AWARD, EntryType.TOP_UP, EntryType.MOVE_DOWN})
"""The entries that are for a whole award: a top-up or move-down is one too, under a new code (B17)."""


def both_awards(book: Book) -> Iterator[Entry]:
    """Entries for a unit, not withdrawn, of candidates who are entered for the full award of the same entry code too."""
    whole = {
        (entry.candidate_number, entry.entry_code)
        for entry in book.entries
        if entry.entry_type in WHOLE_AWARDS and _is_entered(entry, book)
    }
    for entry in book.entries:
        is_unit = entry.entry_type is EntryType.UNIT and _is_entered(entry, book)
        if is_unit and entry.candidate_number and (entry.candidate_number, entry.entry_code) in whole:
            yield entry


def entered_for_both(entry: Entry) -> RawFinding:
    """What is found of such an entry."""
    return finding(
        entry,
        "entry_type",
        "" if entry.unit_number else "no number",
        number=entry.candidate_number,
        entry_code=entry.entry_code,
        unit_number=entry.unit_number,
    )


def visits_in_late_august(book: Book, values: Values) -> Iterable[RawFinding]:
    """Visits that stand on a day in August on which there are none."""
    for visit in book.visits:
        if not visit.stands or visit.visit_date is None:
            continue
        first = values.day_of_year("august.no_visits_from", visit.visit_date.year)
        last = values.day_of_year("august.no_visits_until", visit.visit_date.year)
        if first <= visit.visit_date <= last:
            yield finding(
                visit,
                "visit_date",
                over=visit.visit_date < book.as_of,
                first=first,
                last=last,
                last_before=before(first, 1),
                first_after=before(last, -1),
            )
