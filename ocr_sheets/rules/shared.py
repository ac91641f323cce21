"""What OCR asks for in both families in the same way. Each family's own file declares its rules with these."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ocr_sheets.book import Book, Entry, EntryType
from ocr_sheets.dates import before, say
from ocr_sheets.rules.engine import Found, Values, found

PAST = "The visit is past: correct the date if it is mistyped, or write under Accepted because what OCR agreed."


def plural(count: int, word: str) -> str:
    """A count with its noun: 1 claim, 2 claims."""
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def entries_without_assurer(book: Book, role: str) -> Iterator[Found]:
    """Qualifications with entries that name no moderator or EQA, and no day on which one got in touch."""
    for row in book.qualifications:
        entries = [entry for entry in book.entries if entry.entry_code == row.entry_code and entry.withdrawn_on is None]
        if row.entry_code and entries and not row.quality_assurer and not row.contacted_on:
            yield found(
                row, "quality_assurer", f"{plural(len(entries), 'entry line')} for {row.entry_code}, and no {role}."
            )


def both_awards(book: Book) -> Iterator[Entry]:
    """Entries for a unit, not withdrawn, of candidates who are entered for the full award of the same entry code too."""
    whole = {
        (entry.candidate_number, entry.entry_code)
        for entry in book.entries
        if entry.entry_type is EntryType.FULL_AWARD and entry.withdrawn_on is None
    }
    for entry in book.entries:
        is_unit = entry.entry_type is EntryType.UNIT and entry.withdrawn_on is None
        if is_unit and (entry.candidate_number, entry.entry_code) in whole:
            yield entry


def visits_in_late_august(book: Book, values: Values) -> Iterable[Found]:
    """Visits that stand on a day in August on which there are none."""
    for visit in book.visits:
        if not visit.stands or visit.visit_date is None:
            continue
        first = values.day_of_year("august.no_visits_from", visit.visit_date.year)
        last = values.day_of_year("august.no_visits_until", visit.visit_date.year)
        if first <= visit.visit_date <= last:
            yield found(
                visit,
                "visit_date",
                f"There are no visits from {say(first)} to {say(last)}.",
                last_before=say(before(first, 1)),
                first_after=say(before(last, -1)),
            )
