"""What is due for an owner's own work, and how that work stands."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from ocr_sheets.dates import say
from ocr_sheets.model.book import Book
from ocr_sheets.model.records import Claim, Family, Place, Visit, VisitType
from ocr_sheets.packs.model import VISIT, By, Dated
from ocr_sheets.packs.redaction import OwnerRedaction
from ocr_sheets.report import Report
from ocr_sheets.schedule.deadlines import DeadlineLine, What, deadline_lines
from ocr_sheets.schedule.progress import OVERDUE, State, is_assessed, is_claimed, is_entered, is_standardised
from ocr_sheets.text import plural

_FOR_THE_CENTRE = frozenset({What.SAY_TYPE_BY, What.BOOK_BY, What.EQA_DECISION_BY, What.CERTIFICATE_BY})
"""What no assessor or standardiser does: it stands in the packs of subject areas only."""

_AFTER = (What.EQA_DECISION_BY, What.CERTIFICATE_BY)
"""What is due after a visit."""

_NOT_SHOWN = "Cannot tell: nothing in the workbook shows whether this was done."


class Dates:
    """The dated lines of packs."""

    def __init__(self, report: Report, by: By) -> None:
        self._report = report
        self._book = report.book
        self._by = by

    def of(self, claims: Sequence[Claim], concerning: Iterable[Visit], words: OwnerRedaction) -> list[Dated]:
        """What is due for the owner's own work. What others still have to do at the same visit makes nothing late here.
        ``concerning`` are the visits that concern the owner whether or not any of the work for them is claimed yet.
        """
        own = self._book.with_only(claims)
        visits = {(visit.sheet, visit.row): visit for visit in concerning}
        for claim in claims:
            used = self._book.visit_of(claim)
            if used and not claim.is_withdrawn:
                visits[used.visit.sheet, used.visit.row] = used.visit
        ahead = [
            visit
            for visit in visits.values()
            if visit.stands and (visit.visit_date or dt.date.min) >= self._report.as_of
        ]
        in_full = {(visit.sheet, visit.row) for visit in self._in_full(own, ahead)}
        lines: defaultdict[Place, list[DeadlineLine]] = defaultdict(list)
        for line in deadline_lines(own, self._report.rulebook):
            if line.visit is not None:
                lines[line.visit.sheet, line.visit.row].append(line)
        found: list[tuple[dt.date, int, int, Dated]] = []
        order = list(What)
        for visit in ahead:
            place = (visit.sheet, visit.row)
            label = words.without_names(visit.label)
            before = [] if place in in_full else lines[place]
            day = visit.visit_date or dt.date.max
            found.append(
                (
                    day,
                    visit.row,
                    len(order),
                    Dated(day, VISIT, label, visit, self._at_visit(own, visit, before), False),
                )
            )
        for place, visit in visits.items():
            for line in lines[place]:
                is_wanted = place in in_full or line.state is State.MISSED or line.what in _AFTER
                dated = (
                    self._dated(own, line, visit, words) if is_wanted and line.what is not What.SAMPLE_FROM else None
                )
                if dated is not None:
                    found.append((line.date, visit.row, order.index(line.what), dated))
        return [dated for *_, dated in sorted(found, key=lambda one: one[:3])]

    def _in_full(self, own: Book, ahead: Iterable[Visit]) -> Iterator[Visit]:
        """The visits whose deadlines are listed one by one: those with work of the owner's and, where a subject has none at any, its
        first.
        """
        waiting: dict[str | None, Visit] = {}
        worked: set[str | None] = set()
        for visit in sorted(ahead, key=lambda visit: (visit.visit_date or dt.date.max, visit.row)):
            subject = self._book.subject_of_visit(visit)
            if own.claims_of_visit(visit):
                worked.add(subject)
                yield visit
            else:
                waiting.setdefault(subject, visit)
        yield from (visit for subject, visit in waiting.items() if subject not in worked)

    def _dated(self, own: Book, line: DeadlineLine, visit: Visit, words: OwnerRedaction) -> Dated | None:
        is_past = line.date < self._report.as_of
        is_for_the_centre = line.what in _FOR_THE_CENTRE
        if is_for_the_centre and self._by is not By.SUBJECT:
            return None
        work = [claim for claim in own.portfolios_at(visit) if not claim.is_achieved]
        if is_past and (line.done or not (work or is_for_the_centre)):
            return None
        stands = _stands(own, line, work)
        if stands is None:
            return None
        is_late = line.state in OVERDUE and line.what not in _AFTER
        if is_late:
            stands = f"{str(line.state).capitalize()}: {stands[0].lower()}{stands[1:]}"
        elif is_past and line.state is State.CANNOT_TELL and line.what not in (What.SAMPLE_BY, *_AFTER):
            stands = _NOT_SHOWN
        what = f"{line.what} (working days)" if line.working else str(line.what)
        return Dated(line.date, what, words.without_names(visit.label), visit, stands, line.done, is_late)

    def _at_visit(self, own: Book, visit: Visit, before: Iterable[DeadlineLine]) -> str:
        """What is to be said of the day itself; ``before`` are the deadlines that have no line of their own."""
        work = own.portfolios_at(visit)
        if not work:
            by = {line.what: f"{line.what.in_words} {say(line.date)}" for line in before}
            first = ", ".join(by[what] for what in (What.ENTER_BY, What.CLAIM_BY) if what in by)
            return f"None of the work here is for it yet{f': {first}' if first else ''}."
        if self._book.family_of_visit(visit) is Family.VERIFIED:
            return f"{_counted(own, work)} for the EQA."
        kind = str(visit.type) if visit.type else "type not known"
        asked = [claim for claim in work if own.has_come(claim.sample_requested_on)]
        text = f"{_counted(own, work, 'portfolio')} for this visit ({kind})."
        if asked and visit.type is VisitType.FACE_TO_FACE:
            missing = sum(not claim.available_at_visit for claim in asked)
            ready = f"{missing} not marked as available" if missing else "all marked as available"
            text += f" {len(asked)} asked for, {ready}."
        return text


def _counted(own: Book, work: Sequence[Claim], noun: str = "unit") -> str:
    """How much work it is; where nobody knows the units of some of it, by its candidates."""
    if all(claim.unit_number for claim in work):
        return plural(len(work), noun)
    return f"the work of {plural(own.count_people(work), 'candidate')}"


def _some(own: Book, part: Sequence[Claim], work: Sequence[Claim]) -> str:
    """A part of the work beside all of it: 3 of 8 units."""
    if all(claim.unit_number for claim in work):
        return f"{len(part)} of {plural(len(work), 'unit')}"
    return f"{own.count_people(part)} of {plural(own.count_people(work), 'candidate')}"


def _stands(own: Book, line: DeadlineLine, work: Sequence[Claim]) -> str | None:
    """How the owner's work stands at a dated line, in a sentence; ``None`` where the line is nothing to them."""
    match line.what:
        case What.ENTER_BY:
            missing = [claim for claim in work if not is_entered(own, claim)]
            if missing:
                return f"{_some(own, missing, work)}: candidate not entered."
            return f"All entered ({_counted(own, work)})." if work else "Make entries for all candidates in this visit."
        case What.CLAIM_BY | What.CLAIM_ADVISED_BY:
            early = " Results are needed in summer." if line.what is What.CLAIM_ADVISED_BY else ""
            unclaimed = [claim for claim in work if not is_claimed(own, claim)]
            if unclaimed:
                steps = {
                    "to be assessed": sum(not is_assessed(own, claim) for claim in unclaimed),
                    "to be standardised": sum(not is_standardised(own, claim) for claim in unclaimed),
                }
                still = ", ".join(f"{number} {step}" for step, number in steps.items() if number)
                return f"{_some(own, unclaimed, work)} not claimed yet{f' ({still})' if still else ''}.{early}"
            return (
                f"All claimed ({_counted(own, work)})."
                if work
                else f"Assess, standardise and claim by this date.{early}"
            )
        case What.SAMPLE_BY:
            asked = sum(own.has_come(claim.sample_requested_on) for claim in work)
            if asked:
                return f"OCR has asked for {plural(asked, 'portfolio')}."
            return "Expect OCR's sample request by this date." if work else None
        case What.UPLOAD_BY:
            requested = [claim for claim in work if own.has_come(claim.sample_requested_on)]
            waiting = sum(not own.has_come(claim.sample_uploaded_on) for claim in requested)
            if waiting:
                return f"{waiting} of {plural(len(requested), 'portfolio')} not uploaded yet."
            if requested:
                return f"All uploaded ({plural(len(requested), 'portfolio')})."
            return "Upload what OCR requests by this date." if work else None
        case What.SAY_TYPE_BY:
            return (
                "The moderator has been told the type."
                if line.done
                else "Tell the moderator which type of visit you prefer."
            )
        case What.BOOK_BY:
            return "The visit is booked." if line.done else "Book the visit, so candidates get summer results."
        case What.EQA_DECISION_BY:
            return (
                "No claims are waiting for the EQA." if line.done else "The EQA should confirm the claims by this date."
            )
        case What.CERTIFICATE_BY:
            number, unit = (own.shown_number(line.of), line.of.unit_number) if isinstance(line.of, Claim) else ("", "")
            return None if line.done else f"The certificate of candidate {number} for unit {unit} is due."
        case _:
            return None
