"""Calendar files (RFC 5545) that can be imported again and again: what moved moves, and what fell away is cancelled.

A calendar program tells by an event's UID that it has it already, and by SEQUENCE and LAST-MODIFIED which of two versions is the
newer. Nothing here reads the clock, so both come from the day the workbook is looked at (a later day makes a newer version) and
from the calendar written before, if it is given: what did not change keeps its version, what changed gets one above its last.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from icalendar import Alarm, Calendar, Event as Component, vText

from ocr_sheets import __version__

PRODUCT = "-//ocr-sheets//"
FOR = "X-OCR-SHEETS-FOR"
IDENTITY = "X-WR-RELCALID"
"""What a calendar as a whole is known by: Outlook is documented to go by it when a file is opened as a calendar of its own (MS-OXCICAL)."""
CATEGORY = "OCR visits"
CANCELLED = "Cancelled: "
REMINDED_AT = dt.timedelta(hours=9)
FIRST_DAY = dt.date(2000, 1, 1)
"""SEQUENCE counts the days from here, where no earlier calendar says how far it had got."""
ONE_DAY = dt.timedelta(days=1)


class Event(NamedTuple):
    """One event of a whole day, with the days on which to remind of it. ``uid`` stays the same whenever its day changes."""

    uid: str
    day: dt.date
    title: str
    text: str
    reminders: Sequence[dt.date] = ()
    is_cancelled: bool = False


class Became(StrEnum):
    """What became of an event since the calendar before."""

    NEW = "new"
    MOVED = "moved"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    SAME = "same"


class Whose(NamedTuple):
    """Which calendar it is: one for each centre and year and, where it is one person's, for them."""

    title: str
    uid: str
    person: str = ""


class Made(NamedTuple):
    """A calendar file, how many events it has, and what became of each since the one before; nothing, where there was none."""

    title: str
    data: bytes
    events: int
    became: Mapping[str, Became]


class NotOurs(Exception):
    """A file that should be an earlier calendar of ours and is none, or is someone else's. The text is what is wrong with it."""


class _Version(NamedTuple):
    """What calendar programs compare."""

    sequence: int
    modified: dt.datetime


class Earlier:
    """The events of a calendar that was written before."""

    def __init__(self, data: bytes, of_whom: str) -> None:
        """Read it. Raises `NotOurs` where it is no calendar of ours, or was made for someone else."""
        try:
            read = Calendar.from_ical(data)
            ours = isinstance(read, Calendar) and str(read.get("PRODID", "")).startswith(PRODUCT)
            if not ours:
                raise NotOurs("is no calendar that ocr-sheets made")
            whose = str(read.get(FOR, ""))
            self.events = {event.uid: (event, version) for event, version in map(_read, read.events)}
        except (ValueError, KeyError, AttributeError, TypeError) as error:
            raise NotOurs("is no calendar that can be read") from error
        if whose != of_whom:
            raise NotOurs(f"was made for {whose or 'everyone'}, not for {of_whom or 'everyone'}")


def _read(component: Component) -> tuple[Event, _Version]:
    day, modified = component.decoded("DTSTART"), component.decoded("LAST-MODIFIED")
    if isinstance(day, dt.datetime) or not isinstance(day, dt.date) or not isinstance(modified, dt.datetime):
        raise ValueError("not an event of ours")
    event = Event(
        uid=str(component["UID"]),
        day=day,
        title=str(component["SUMMARY"]),
        text=str(component["DESCRIPTION"]),
        is_cancelled=str(component["STATUS"]) == "CANCELLED",
    )
    return event, _Version(int(str(component["SEQUENCE"])), modified.astimezone(dt.UTC))


def made(
    events: Sequence[Event], as_of: dt.date, whose: Whose, earlier: Earlier | None = None, *, is_whole: bool = False
) -> Made:
    """The calendar as of a day: its events in order of day, those that fell away since ``earlier`` cancelled among them or, where the
    calendar is to be replaced as a whole, left out.

    Events of days that are past are left in people's calendars as they stand, even where nothing in the workbook says any more
    what they were. Days of reminders that are past are left out, for some programs would ring them at once.
    """
    before = earlier.events if earlier else {}
    first = _Version(max(0, (as_of - FIRST_DAY).days), dt.datetime.combine(as_of, dt.time(), dt.UTC))
    calendar = Calendar()
    calendar.add("prodid", f"{PRODUCT}ocr-sheets {__version__}//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", vText(whose.title))
    calendar.add(IDENTITY, vText(whose.uid))
    if whose.person:
        calendar.add(FOR, vText(whose.person))
    became: dict[str, Became] = {}
    all_events = _with_fallen_away(events, before, as_of)
    for event in sorted(all_events, key=lambda event: (event.day, event.title, event.uid)):
        held, version = before.get(event.uid, (None, first))
        if event.is_cancelled and held is None and (earlier or is_whole):
            continue  # nobody has it
        became[event.uid] = _became(event, held)
        if event.is_cancelled and is_whole:
            continue  # it is left out
        if held and became[event.uid] is not Became.SAME:
            later = max(first.modified, version.modified + dt.timedelta(seconds=1))
            version = _Version(max(first.sequence, version.sequence + 1), later)
        calendar.add_component(_component(event, version, as_of))
    return Made(whose.title, calendar.to_ical(), len(calendar.events), became if earlier else {})


def _with_fallen_away(
    events: Sequence[Event], before: Mapping[str, tuple[Event, _Version]], as_of: dt.date
) -> Iterator[Event]:
    yield from events
    there = {event.uid for event in events}
    for uid, (event, _) in before.items():
        if uid not in there and event.day >= as_of:
            title = event.title if event.is_cancelled else f"{CANCELLED}{event.title}"
            yield event._replace(title=title, is_cancelled=True)


def _became(event: Event, held: Event | None) -> Became:
    if held is None:
        return Became.NEW
    if event._replace(reminders=()) == held:
        return Became.SAME
    if event.is_cancelled and not held.is_cancelled:
        return Became.CANCELLED
    return Became.MOVED if event.day != held.day else Became.CHANGED


def _component(event: Event, version: _Version, as_of: dt.date) -> Component:
    component = Component()
    component.add("uid", event.uid)
    # Without a METHOD, DTSTAMP says the same as LAST-MODIFIED (RFC 5545, 3.8.7.2).
    component.add("dtstamp", version.modified)
    component.add("last-modified", version.modified)
    component.add("sequence", version.sequence)
    component.add("dtstart", event.day)
    component.add("dtend", event.day + ONE_DAY)
    component.add("summary", event.title)
    component.add("description", event.text)
    component.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    component.add("categories", [CATEGORY])
    # A deadline keeps nobody from being free.
    component.add("transp", "TRANSPARENT")
    component.add("x-microsoft-cdo-busystatus", "FREE")
    for day in () if event.is_cancelled else sorted(set(event.reminders)):
        if as_of <= day <= event.day:
            alarm = Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", event.title)
            alarm.add("trigger", day - event.day + REMINDED_AT)
            component.add_component(alarm)
    return component
