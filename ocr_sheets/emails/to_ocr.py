"""Letters that OCR's page asks a centre to write: to its moderator, and to OCR itself, as drafts without any candidate's name.

Each is decided here as a kind with its values, and worded from one template. Nothing here is ever sent: the drafts are looked through
and sent by a person. Where we know no address, the draft has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from ocr_sheets.emails.plain import plain_draft
from ocr_sheets.model.book import Book
from ocr_sheets.model.records import Family, VisitStatus, VisitType
from ocr_sheets.patching import NO_LABEL, Label
from ocr_sheets.report import Report
from ocr_sheets.rulebook.values import year_label
from ocr_sheets.schedule.allowance import visits_counted
from ocr_sheets.text import fill, key, listed

PANEL = "VQ.panelmanagement@ocr.org.uk"
"""The address that OCR's page gives for visits beyond the free ones (S6)."""


class About(StrEnum):
    """What a letter is about."""

    TYPE = "type"
    CHANGE = "change of day"
    CHANGE_OF_TYPE = "change of type"
    SUPERVISION = "if visitors are supervised"
    EXTRA = "further visit"
    NO_CONTACT = "no contact yet"


class Words(NamedTuple):
    """The templates of one kind of letter."""

    subject: str
    text: str


WORDS: Mapping[About, Words] = {
    About.TYPE: Words(
        "{centre}: type of the moderation visit for {subject} on {day}",
        "Dear {moderator},\n\nFor the moderation visit for {subject} on {day} we would prefer a {type} visit.\n\n"
        "[Our named contact is {contact}.\n\n]Kind regards,\n{officer}\n{centre}",
    ),
    About.CHANGE: Words(
        "{centre}: moderation visit for {subject}, from {was} to {day}",
        "Dear {moderator},\n\nWe would like to move the moderation visit for {subject} from {was} to {day}. Is that possible?\n\n"
        "Kind regards,\n{officer}\n{centre}",
    ),
    About.CHANGE_OF_TYPE: Words(
        "{centre}: moderation visit for {subject} on {day}, {type} instead of {changed_from}",
        "Dear {moderator},\n\nFor the moderation visit for {subject} on {day} we would like to change from a {changed_from} to a {type} "
        "visit. Is that possible?\n\nKind regards,\n{officer}\n{centre}",
    ),
    About.SUPERVISION: Words(
        "{centre}: supervision during the moderation visit for {subject} on {day}",
        "Dear {moderator},\n\nOur safeguarding policy has visitors supervised while they are on site. We would like to discuss this with you "
        "before the moderation visit for {subject} on {day}, so that it has no impact on the moderation.\n\n"
        "Kind regards,\n{officer}\n{centre}",
    ),
    About.EXTRA: Words(
        "{centre}: request for a further moderation visit for {subject}",
        "Dear VQ Panel Management team,\n\nWe would like to request a further moderation visit for {subject}[ for the centres of the "
        "consortium {consortium}] in {year}, on or about "
        "{day}: it would be visit {number}. We understand that it is charged at the standard visit fee.\n\n"
        "Kind regards,\n{officer}\n{centre}",
    ),
    About.NO_CONTACT: Words(
        "{centre}: entries made, and no contact from a moderator yet",
        "Dear OCR,\n\nWe have made {entries:entry/entries} for {entry_code}[ ({subject})], and no moderator has been in touch with us. "
        "Could you tell us who it is?\n\nKind regards,\n{officer}\n{centre}",
    ),
}


class LetterToOcr(NamedTuple):
    """One letter: what it is about, the values in it, and the address where we know one."""

    about: About
    values: Mapping[str, object]
    to: str = ""

    @property
    def stem(self) -> str:
        """The name of its file, without an ending."""
        what = f"{self.values.get('visit') or self.values.get('entry_code') or ''} {self.values.get('day') or ''}"
        return "to-ocr-" + re.sub(r"[^\w]+", "-", f"{self.about} {what}").strip("-")

    @property
    def subject(self) -> str:
        """Its subject line."""
        return fill(WORDS[self.about].subject, self.values)

    @property
    def text(self) -> str:
        """What it says."""
        return fill(WORDS[self.about].text, self.values)

    def draft(self, label: Label = NO_LABEL) -> bytes:
        """The letter as a file that opens as a draft, with the workbook's sensitivity label. The same letter gives the same bytes."""
        return plain_draft(self.to, self.subject, self.text, label)


def letters_to_ocr(report: Report) -> list[LetterToOcr]:
    """The letters that are due as of the day looked at, in the order of the sheets."""
    return [*_of_visits(report), *_further_visits(report), *_no_contact(report)]


def _common(book: Book) -> dict[str, object]:
    return {"centre": book.centre.said or "Our centre", "officer": book.centre.exams_officer or "Exams officer"}


def _of_visits(report: Report) -> Iterator[LetterToOcr]:
    """To the moderator: the type, where it is not told yet (S19); a change of day or type that nobody has confirmed (S20); and, for a
    visit on site, the supervision of visitors (S60), which only the centre knows its policy on: that draft says “if” in its name.
    """
    book = report.book.of(Family.TECHNICALS)
    for visit in book.occasions:
        if visit.visit_date is None or visit.visit_date < book.as_of or visit.status is VisitStatus.DONE:
            continue
        values = {
            **_common(book),
            "visit": visit.label,
            "subject": visit.subject_area or visit.entry_code or visit.label,
            "day": visit.visit_date,
            "moderator": listed(book.quality_assurers_of(visit)) or "moderator",
            "contact": visit.named_contact or book.centre.named_contact,
            "type": visit.type,
            "was": visit.moved_from,
            "changed_from": visit.type_changed_from,
        }
        is_open = visit.status is not VisitStatus.CONFIRMED
        if is_open and visit.has_changed_type:
            yield LetterToOcr(About.CHANGE_OF_TYPE, values)
        elif visit.type and visit.type_told_on is None and not book.is_unread(visit, "type_told_on"):
            yield LetterToOcr(About.TYPE, values)
        if is_open and visit.moved_from and visit.moved_from != visit.visit_date:
            yield LetterToOcr(About.CHANGE, values)
        if visit.type is VisitType.FACE_TO_FACE:
            yield LetterToOcr(About.SUPERVISION, values)


def _further_visits(report: Report) -> Iterator[LetterToOcr]:
    """To the VQ Panel Management team: each visit to come beyond the free ones, in a consortium too (S6, S24)."""
    told: set[tuple[str, int, int]] = set()
    for counted in visits_counted(report.book, report.rulebook):
        day = counted.visit.visit_date
        occasion = (key(counted.of), counted.year, counted.number)
        if counted.family is not Family.TECHNICALS or day is None or day < report.as_of or occasion in told:
            continue
        free = report.rulebook.number("visits.free_a_year", day)
        if (
            free is not None
            and counted.number > free
            and counted.visit.status not in (VisitStatus.DONE, VisitStatus.CONFIRMED)
        ):
            told.add(occasion)
            values = {
                **_common(report.book),
                "visit": counted.visit.label,
                "subject": counted.of,
                "year": year_label(counted.year),
                "day": day,
                "number": counted.number,
                "consortium": report.book.centre.consortium_name,
            }
            yield LetterToOcr(About.EXTRA, values, PANEL)


def _no_contact(report: Report) -> Iterator[LetterToOcr]:
    """To OCR: entries are made, and no moderator has been in touch (S14). Its page gives no address here."""
    for finding in report.findings:
        row = finding.record
        if finding.rule.code == "entries-without-moderator" and not finding.accepted:
            subject = getattr(row, "subject_area", None)
            yield LetterToOcr(About.NO_CONTACT, {**_common(report.book), **finding.values, "subject": subject})
