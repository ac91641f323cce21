"""The visits and their deadlines for a calendar program."""

from __future__ import annotations

from ocr_sheets.calendar.events import make_calendar
from ocr_sheets.calendar.ics import Earlier, NotOurs
from ocr_sheets.calendar.words import name_of_calendar, nothing_to_write, told
from ocr_sheets.errors import UserError
from ocr_sheets.model.staff import Person, person_called
from ocr_sheets.page.asked import Asked, section, shown
from ocr_sheets.page.protocol import Parcel
from ocr_sheets.text import plural


def answer(asked: Asked) -> Parcel:
    """The calendar, for all or for one person, and what became of the events of the one made before."""
    whom = asked.text("whom")
    person = person_called(asked.report.book, whom) if whom else None
    made = make_calendar(asked.report, person, _earlier(asked, person))
    if not made.events:
        raise UserError(nothing_to_write(asked.report, person))
    file = asked.made(name_of_calendar(asked.stem, person), made.data)
    verdict = f"{plural(made.events, 'event')}, no candidate named."
    return shown(verdict, [section("", told(asked.report, made))], files=[file])


def _earlier(asked: Asked, person: Person | None) -> Earlier | None:
    file = asked.file("since")
    if file is None:
        return None
    try:
        return Earlier(file.data, person.called if person else "")
    except NotOurs as wrong:
        raise UserError(
            f"{file.name} {wrong}: choose the calendar that was saved from here before, or none."
        ) from wrong
