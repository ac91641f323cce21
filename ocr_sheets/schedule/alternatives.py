"""Where OCR's words leave a choice: what it comes to in this workbook, under our reading and under the other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ocr_sheets.dates import say
from ocr_sheets.model.book import Book
from ocr_sheets.rulebook import Reading, Rulebook, load_readings, load_rulebook
from ocr_sheets.schedule.allowance import visits_counted
from ocr_sheets.schedule.deadlines import DeadlineLine, deadline_lines


class Differs(NamedTuple):
    """One reading, whether the centre has chosen the other one, and each place where the two differ here."""

    reading: Reading
    is_turned: bool
    places: tuple[str, ...]

    @property
    def chosen(self) -> str:
        """The reading that was used."""
        return self.reading.other if self.is_turned else self.reading.ours


def differences(book: Book, turned: frozenset[str] = frozenset()) -> list[Differs]:
    """All readings, with what would be different. ``turned`` are the names of those the centre has turned."""
    ours = load_rulebook()
    lines = deadline_lines(book, ours)
    return [
        Differs(reading, name in turned, tuple(_places(book, ours, lines, reading.over(ours))))
        for name, reading in load_readings().items()
    ]


def _places(book: Book, ours: Rulebook, lines: Sequence[DeadlineLine], other: Rulebook) -> Iterator[str]:
    dates = {(line.of.sheet, line.of.row, line.what): line.date for line in deadline_lines(book, other)}
    for line in lines:
        date = dates.get((line.of.sheet, line.of.row, line.what))
        if date and date != line.date:
            about = line.visit.label if line.visit else line.of.sheet
            yield f"{about}, {line.what.in_words}: {say(line.date)} or {say(date)}"
    counted = {(one.visit.sheet, one.visit.row): one for one in visits_counted(book, other)}
    for one in visits_counted(book, ours):
        twin = counted[one.visit.sheet, one.visit.row]
        if (one.label, one.number) != (twin.label, twin.number):
            yield f"{one.visit.label}: visit {one.number} of {one.label} or visit {twin.number} of {twin.label}"
    for visit in book.visits:
        if visit.stands and visit.visit_date:
            blocked = [_is_blocked(visit.visit_date, rulebook) for rulebook in (ours, other)]
            if blocked[0] != blocked[1]:
                possible = "not possible, or possible" if blocked[0] else "possible, or not possible"
                yield f"{visit.label} on {say(visit.visit_date)}: {possible}"


def _is_blocked(day: dt.date, rulebook: Rulebook) -> bool:
    first = rulebook.day_of_year("august.no_visits_from", day.year)
    last = rulebook.day_of_year("august.no_visits_until", day.year)
    return first is not None and last is not None and first <= day <= last
