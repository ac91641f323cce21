"""The visits of a workbook, and every deadline that follows from them, as the events of a calendar. No candidate is named.

What tells an event from others is the centre, the year the workbook plans, the visit's name, what it is for and what is due: never
a date. So the event keeps its identity when the visit moves.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple
from uuid import UUID, uuid5

from ocr_sheets.calendar.ics import CANCELLED, Earlier, Event, Made, Whose, made
from ocr_sheets.dates import say, say_weekday
from ocr_sheets.model.book import Book
from ocr_sheets.model.records import Claim, Family, Place, Visit, VisitStatus, VisitType
from ocr_sheets.model.staff import Person, own_book, teaches
from ocr_sheets.report import Report
from ocr_sheets.rulebook import load_sources
from ocr_sheets.rulebook.values import year_label
from ocr_sheets.schedule.deadlines import DeadlineLine, What, deadline_lines
from ocr_sheets.schedule.progress import OVERDUE
from ocr_sheets.schedule.work import year_looked_at
from ocr_sheets.text import begun
from ocr_sheets.writing.readiness import how_it_is, readiness_line

NAMESPACE = UUID("5b2c0b0e-6f1c-5d0b-9a55-6f63722d7368")
"""Never to be changed: every identity in people's calendars rests on it."""
VISIT = "visit"
DONE = "Done: "


class _Words(NamedTuple):
    """What to do by a deadline, as a calendar says it, and how many days ahead to remind of it first."""

    to_do: str
    remind: int


WORDS: Mapping[What, _Words] = {
    What.ENTER_BY: _Words(
        "Make entries for every candidate whose work is for this visit, top-ups and move-downs too.", 14
    ),
    What.SAY_TYPE_BY: _Words("Tell your moderator whether you want the visit virtual or face-to-face.", 14),
    What.CLAIM_BY: _Words(
        "Submit claims for the units that are ready for this visit: assessed and standardised by now.", 14
    ),
    What.CLAIM_ADVISED_BY: _Words("Submit claims ahead of the day that OCR gives for summer results.", 14),
    What.SAMPLE_FROM: _Words("OCR may request the sample from today. Check Interchange.", 0),
    What.SAMPLE_BY: _Words("OCR's requests for the sample are due by today. Check Interchange.", 0),
    What.UPLOAD_BY: _Words("Upload every portfolio that OCR has asked for.", 3),
    What.BOOK_BY: _Words("Book the final visit by today, so that candidates get summer results.", 28),
    What.EQA_DECISION_BY: _Words("Check in Interchange that the EQA has confirmed the claims.", 0),
    What.CERTIFICATE_BY: _Words("Check that the certificates have arrived.", 0),
}
VISIT_REMINDED = 7
"""How many days ahead to remind of a visit; like those of the deadlines a matter of taste, not of OCR's."""

_KINDS = {Family.VERIFIED: "EQA visit", Family.TECHNICALS: "Moderation visit"}
_GUIDANCE: Mapping[Family | VisitType | None, tuple[str, ...]] = {
    VisitType.VIRTUAL: ("S49", "S51", "S52"),
    VisitType.FACE_TO_FACE: ("S48", "S59", "S60"),
    Family.VERIFIED: ("S91", "S94"),
}
"""What OCR says of the day itself."""


def make_calendar(
    report: Report, person: Person | None = None, earlier: Earlier | None = None, *, is_whole: bool = False
) -> Made:
    """The calendar file of a report, or of one person's part of it, given the one made before it if there is one; ``is_whole`` where it
    is to take the place of a calendar and not to be added to one.
    """
    return made(events_of(report, person), report.as_of, calendar_of(report, person), earlier, is_whole=is_whole)


def year_of(report: Report) -> int:
    """The academic year that a report's calendar is for."""
    return year_looked_at(report.book, report.rulebook)


def calendar_of(report: Report, person: Person | None) -> Whose:
    """Which calendar it is: that of a centre, a year and, if it is for one, a person."""
    centre, whose = report.book.centre.centre_number or "", person.called if person else ""
    year = year_label(year_of(report))
    title = ", ".join(part for part in (f"OCR visits {year}", f"centre {centre}" if centre else "", whose) if part)
    identity = uuid5(NAMESPACE, chr(31).join(("calendar", centre, year, whose)))
    return Whose(_printable(title), str(identity), whose)


def events_of(report: Report, person: Person | None = None) -> list[Event]:
    """The events of all visits with a day or, for one person, of those that have claims of theirs or are of a subject they teach."""
    return list(_Events(report, person).all())


class _Events:
    def __init__(self, report: Report, person: Person | None) -> None:
        self._report = report
        self._person = person
        self._book = own_book(report.book, person) if person else report.book
        self._identities = _identities(report.book)

    def all(self) -> Iterator[Event]:
        standing = [visit for visit in self._book.occasions if self._can(visit) and self._concerns(visit)]
        cancelled = [
            visit for visit in self._book.visits if not visit.stands and self._can(visit) and self._is_to_cancel(visit)
        ]
        lines = deadline_lines(self._book, self._report.rulebook)
        of_a_visit = [line for line in lines if isinstance(line.of, Visit)]
        for visit in standing:
            yield self._visit(visit)
            yield from (self._deadline(line, visit) for line in of_a_visit if line.of is visit)
        yield from self._certificates([line for line in lines if isinstance(line.of, Claim)])
        yield from self._cancelled(cancelled)

    def _can(self, visit: Visit) -> bool:
        """Whether there can be an event for a visit: it has a day, and no other award's rules hold for it (B113)."""
        return visit.visit_date is not None and not self._book.award_of_visit(visit)

    def _concerns(self, visit: Visit) -> bool:
        if self._person is None:
            return True
        return bool(self._book.claims_of_visit(visit)) or teaches(self._book, self._person, visit)

    def _is_to_cancel(self, visit: Visit) -> bool:
        """Whether people may have the events of a cancelled visit before them; of two alike the other is more likely theirs."""
        is_ahead = visit.visit_date is not None and visit.visit_date >= self._report.as_of
        return is_ahead and self._identities[visit.sheet, visit.row][-1] == "1" and self._concerns(visit)

    def _cancelled(self, visits: Sequence[Visit]) -> Iterator[Event]:
        """The events that the visits would have if they had not been cancelled, each cancelled."""
        as_if = {visit: visit._replace(status=None) for visit in visits}
        others = tuple(as_if.get(visit, visit) for visit in self._book.visits)
        lines = deadline_lines(replace(self._book, visits=others), self._report.rulebook)
        for visit in as_if.values():
            events = [self._visit(visit), *(self._deadline(line, visit) for line in lines if line.of is visit)]
            for event in events:
                title = CANCELLED + event.title.removeprefix(DONE).removeprefix("Late: ").removeprefix("Missed: ")
                yield event._replace(title=title, reminders=(), is_cancelled=True)

    def _visit(self, visit: Visit) -> Event:
        assert visit.visit_date is not None
        family = self._book.family_of_visit(visit)
        what = _KINDS[family] if family else "Visit"
        is_done = visit.status is VisitStatus.DONE
        text = [self._about(visit)]
        if visit.moved_from and visit.moved_from != visit.visit_date:
            text.append(f"Moved from {say_weekday(visit.moved_from)}.")
        is_verified = family is Family.VERIFIED
        count = len(self._book.claims_of_visit(visit) if is_verified else self._book.portfolios_at(visit))
        whose = f" of {self._person.called}'s" if self._person else ""
        if count:
            text.append(f"{'Claims' if is_verified else 'Portfolios'}{whose} at this visit: {count}.")
        if visit.visit_date >= self._report.as_of:
            everybody = "Everybody's work: " if self._person else ""
            text.extend(
                f"{everybody}{readiness_line(one, self._report.as_of)}."
                for one in self._report.readiness
                if one.visit is visit
            )
        told = _GUIDANCE.get(Family.VERIFIED if is_verified else visit.type, ())
        text.extend(f"- {load_sources().sentences[number].tell} ({number})" for number in told)
        return self._event(
            self._key(visit, VISIT),
            visit.visit_date,
            f"{DONE if is_done else ''}{what}: {_named(visit)}",
            text,
            () if is_done else self._reminders(visit.visit_date, visit.visit_date, VISIT_REMINDED),
            told,
        )

    def _deadline(self, line: DeadlineLine, visit: Visit) -> Event:
        words = WORDS[line.what]
        doubt = "?" if line.is_uncertain else ""
        held = f" (visit {say(visit.visit_date)}{doubt})" if visit.visit_date else ""
        return self._event(
            self._key(visit, line.what.name),
            line.date,
            f"{self._how(line)}{line.what.action if line.done or line.missed else line.what}: {visit.label}{held}",
            [words.to_do, self._working_day(line), self._about(visit)],
            () if line.done else self._reminders(line.date, line.last_working_day, words.remind),
            (line.source,),
        )

    @staticmethod
    def _how(line: DeadlineLine) -> str:
        """What a title begins with: that it is done, or that it was not done in time, be it by some."""
        if line.state in OVERDUE or line.missed:
            return f"{begun(how_it_is(line))}: "
        return DONE if line.done and line.what is not What.SAMPLE_FROM else ""

    def _certificates(self, lines: Sequence[DeadlineLine]) -> Iterator[Event]:
        """One event for each visit and entry code, on the first day by which certificates are still to come: a line for each claim
        would tell a candidate's.
        """
        groups: defaultdict[tuple[str, ...], list[DeadlineLine]] = defaultdict(list)
        for line in lines:
            code = getattr(line.of, "entry_code", None) or ""
            identity = self._identities[line.visit.sheet, line.visit.row] if line.visit else ("",)
            groups[(*identity, code)].append(line)
        words = WORDS[What.CERTIFICATE_BY]
        for identity, group in groups.items():
            to_come = [line for line in group if not line.done]
            first = to_come[0] if to_come else group[-1]
            visit = first.visit
            days = Counter(line.date for line in to_come)
            expected = ", ".join(f"{count} by {say_weekday(day)}" for day, count in days.items())
            about = f"{visit.label}, {identity[-1]}" if visit and visit.label != identity[-1] else identity[-1]
            yield self._event(
                (*identity, What.CERTIFICATE_BY.name),
                first.date,
                f"{What.CERTIFICATE_BY if to_come else DONE + What.CERTIFICATE_BY.action}: {about}",
                [words.to_do, f"Still to come: {expected}." if expected else "", self._about(visit) if visit else ""],
                self._reminders(first.date, first.last_working_day, words.remind) if to_come else (),
                (first.source,),
            )

    def _event(
        self,
        key: tuple[str, ...],
        day: dt.date,
        title: str,
        text: Sequence[str],
        reminders: Sequence[dt.date],
        source: tuple[str, ...],
    ) -> Event:
        centre = self._report.book.centre
        identity = (centre.centre_number or "", str(centre.academic_year or ""), *key)
        sources = load_sources()
        pages = dict.fromkeys(sources.sentences[number].page for number in source)
        cited = [f"OCR's page: {sources.cite(source)}", *(page.address for page in pages)] if source else []
        return Event(
            uid=f"{uuid5(NAMESPACE, chr(31).join(identity))}@ocr-sheets",
            day=day,
            title=_printable(title),
            text="\n".join(_printable(line) for line in (*text, *cited) if line),
            reminders=reminders,
        )

    def _key(self, visit: Visit, what: str) -> tuple[str, ...]:
        return (*self._identities[visit.sheet, visit.row], what)

    def _reminders(self, day: dt.date, last_working_day: dt.date | None, ahead: int) -> tuple[dt.date, ...]:
        """Some time ahead, and when one working day is left to act on; of what is OCR's to do, on the day alone."""
        if not ahead:
            return (day,)
        eve = (last_working_day or day) - dt.timedelta(days=1)
        return day - dt.timedelta(days=ahead), self._report.calendar.last_on_or_before(eve) or eve

    @staticmethod
    def _working_day(line: DeadlineLine) -> str:
        if line.last_working_day == line.date:
            return ""
        if line.last_working_day is None:
            return "The bank holidays of that year are not published yet: see for yourself which is the last working day before it."
        return f"Your centre is closed on this day: the last working day before it is {say_weekday(line.last_working_day)}."

    @staticmethod
    def _about(visit: Visit) -> str:
        held = f" on {say_weekday(visit.visit_date)}" if visit.visit_date else ""
        return f"Visit: {_named(visit)}{held}."


def _named(visit: Visit) -> str:
    """A visit's name with its subject or entry code and its type, as far as the name does not say them."""
    more = (visit.subject_area or visit.entry_code, visit.type)
    added = ", ".join(str(one) for one in more if one and str(one) != visit.label)
    return f"{visit.label} ({added})" if added else visit.label


def _identities(book: Book) -> Mapping[Place, tuple[str, ...]]:
    """What each visit is known by; visits that are alike are numbered, those that were not cancelled first."""
    seen: Counter[tuple[str, ...]] = Counter()
    found: dict[Place, tuple[str, ...]] = {}
    for visit in sorted(book.visits, key=lambda visit: visit.status is VisitStatus.CANCELLED):
        seen[visit.known_by] += 1
        found[visit.sheet, visit.row] = (*visit.known_by, str(seen[visit.known_by]))
    return found


def _printable(text: str) -> str:
    """Text of the centre's in one line, without what calendars do not show or, as a backslash before an N, take for a new line."""
    shown = "".join(character if character.isprintable() else " " for character in text)
    return shown.replace("\\", "/").strip()
