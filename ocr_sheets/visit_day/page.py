"""What the page for the day of a visit says, and the page itself, which is made to be printed.

What OCR says stands in our words, each line with the number of its sentence. Names of candidates are on it only where they are asked for.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ocr_sheets.dates import say, say_weekday
from ocr_sheets.errors import UserError
from ocr_sheets.model.book import Book
from ocr_sheets.model.records import Claim, Family, Visit, VisitType
from ocr_sheets.report import Report
from ocr_sheets.rulebook import load_sources
from ocr_sheets.schedule.deadlines import DeadlineLine, What
from ocr_sheets.text import key, listed, plural

_ALWAYS = ("S40", "S41")
_VIRTUAL = ("S42", "S43", "S49", "S50", "S51", "S52")
_ON_SITE = ("S47", "S48")
_RECEPTION = ("S57", "S58", "S59", "S60", "S61")
_AFTER = ("S63", "S64")
_EQA = ("S91", "S93", "S94", "S95")
_TO_WRITE_IN = "_" * 24
_MOST_NAMED = 8


class Section(NamedTuple):
    """One part of the page: its heading, its lines and, where it has one, its table with the headings first."""

    heading: str
    lines: Sequence[str]
    table: Sequence[Sequence[str]] = ()


class VisitPage(NamedTuple):
    """The page for the day of one visit."""

    title: str
    sections: Sequence[Section]

    @property
    def html(self) -> str:
        """The page as one file without anything from elsewhere."""
        body = "".join(_section(section) for section in self.sections)
        title = html.escape(self.title)
        return (
            f'<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset="utf-8"><title>{title}</title><style>{STYLE}</style></head>'
            f"<body><main><h1>{title}</h1>{body}</main></body></html>\n"
        )


STYLE = (
    "body{font:11pt/1.4 Calibri,Arial,sans-serif;margin:1.5cm;max-width:19cm;color:#111}h1{font-size:16pt}h2{font-size:12pt;"
    "margin:1em 0 .2em}ul{margin:0;padding-left:1.2em}table{border-collapse:collapse;width:100%}td,th{border:1px solid #666;"
    "padding:.2em .4em;text-align:left;vertical-align:top}section{break-inside:avoid}"
)


def _section(section: Section) -> str:
    lines = "".join(f"<li>{html.escape(line)}</li>" for line in section.lines)
    listing = f"<ul>{lines}</ul>" if lines else ""
    if section.table:
        head, *rows = section.table
        cells = "".join(f'<th scope="col">{html.escape(cell)}</th>' for cell in head)
        body = "".join(f"<tr>{''.join(f'<td>{html.escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
        listing += f"<table><thead><tr>{cells}</tr></thead><tbody>{body}</tbody></table>"
    return f"<section><h2>{html.escape(section.heading)}</h2>{listing}</section>"


def visit_called(book: Book, name: str) -> Visit | None:
    """The visit of that name that stands; the next to come where several have it, else the last of them."""
    named = [visit for visit in book.occasions if key(visit.label) == key(name)]
    ahead = [visit for visit in named if visit.visit_date and visit.visit_date >= book.as_of]
    ordered = sorted(ahead or named, key=lambda visit: (visit.visit_date is None, visit.visit_date))
    return (ordered[0] if ahead else ordered[-1]) if ordered else None


def visit_with_page(report: Report, name: str) -> Visit:
    """The visit of that name. Raises `UserError` where there is none with a day, or one that other rules hold for."""
    called = visit_called(report.book, name)
    if called is None:
        known = [one.label for one in report.book.occasions][:_MOST_NAMED]
        raise UserError(f"{report.workbook} has no visit “{name}” with a day: it has {listed(known) or 'none'}.")
    if award := report.book.award_of_visit(called):
        raise UserError(f"{called.label} is for {award}: other rules hold for it, so there is no page.")
    return called


def file_stem(visit: Visit) -> str:
    """What a file for a visit is called, without an ending."""
    return re.sub(r"[^\w-]+", "-", visit.label).strip("-")


def visit_page(report: Report, visit: Visit, *, names: bool = False) -> VisitPage:
    """The page for a visit. ``names`` puts the candidates' names beside their numbers."""
    day = say_weekday(visit.visit_date) if visit.visit_date else "day not known yet"
    centre = f"{report.book.centre.centre_name}: " if report.book.centre.centre_name else ""
    return VisitPage(f"{centre}{visit.label}, {day}", list(_sections(report, visit, names)))


def _sections(report: Report, visit: Visit, names: bool) -> Iterator[Section]:
    book = report.book
    is_verified = book.family_of_visit(visit) is Family.VERIFIED
    yield Section("When and where", list(_when(report, visit, is_verified)))
    if is_verified:
        yield Section("What OCR says of the visit", _told(*_EQA))
        yield Section(
            "Who is needed",
            [f"Assessment staff: {listed(_staff(book, visit)) or _TO_WRITE_IN}", _candidates(book, visit)],
        )
        yield Section("The work", [], _work_of_verified(book, visit, names))
        return
    is_virtual = visit.type is VisitType.VIRTUAL
    due = (
        [f"{What.UPLOAD_BY} {say(line.date)}." for line in _lines(report, visit, What.UPLOAD_BY)] if is_virtual else []
    )
    asked = _told(*_ALWAYS, *(_VIRTUAL[:2] if is_virtual else _ON_SITE if visit.type else ()))
    yield Section("What must be there", [*due, *asked])
    if visit.type is None:
        yield Section(
            "Type",
            [
                "The type is not filled in: for a virtual visit work is uploaded beforehand, for one on site it need not be sent."
            ],
        )
    if is_virtual:
        yield Section("Microsoft Teams", _told(*_VIRTUAL[2:]))
    if visit.type is VisitType.FACE_TO_FACE:
        yield Section("For reception", _told(*_RECEPTION))
    yield Section("Who is needed", [*_told("S56"), f"Work assessed by: {listed(_staff(book, visit)) or _TO_WRITE_IN}"])
    yield Section("The sample, by assessor", list(_chosen(report, visit)), _sample(report, visit, names))
    yield Section("Afterwards", _told(*_AFTER))


def _when(report: Report, visit: Visit, is_verified: bool) -> Iterator[str]:
    book = report.book
    yield f"Day: {say_weekday(visit.visit_date) if visit.visit_date else _TO_WRITE_IN}    Time: {_TO_WRITE_IN}"
    place = "Link" if visit.type is VisitType.VIRTUAL else "Room"
    yield f"{place}: {_TO_WRITE_IN}"
    if not is_verified:
        yield f"Type: {visit.type or _TO_WRITE_IN}"
    yield f"Named contact: {visit.named_contact or book.centre.named_contact or _TO_WRITE_IN}"
    yield f"{'EQA' if is_verified else 'Moderator'}: {listed(book.quality_assurers_of(visit)) or _TO_WRITE_IN}"


def _told(*numbers: str) -> list[str]:
    """What these sentences tell, each with its number."""
    sentences = load_sources().sentences
    return [f"{sentences[number].tell or sentences[number].says} ({number})" for number in numbers]


def _lines(report: Report, visit: Visit, what: What) -> list[DeadlineLine]:
    return [line for line in report.lines if line.of is visit and line.what is what]


def _staff(book: Book, visit: Visit) -> list[str]:
    """Who assessed the work at a visit, by name where Assessors has it."""
    found: dict[str, None] = {}
    for claim in book.claims_of_visit(visit):
        text = book.assessor_named(claim)
        person = book.assessor_for(text)
        if text:
            found[(person.name if person else None) or text] = None
    return list(found)


def _candidates(book: Book, visit: Visit) -> str:
    numbers = sorted({claim.candidate_number for claim in book.claims_of_visit(visit) if claim.candidate_number})
    return f"Candidates: {plural(len(numbers), 'candidate')}" + (f" ({listed(numbers)})" if numbers else "")


def _chosen(report: Report, visit: Visit) -> Iterator[str]:
    samples = [sample for sample in report.samples if sample.visit is visit]
    if samples and not any(sample.is_requested for sample in samples):
        yield "OCR's moderator chooses the sample; OCR has requested none yet. Prepare these first."


def _sample(report: Report, visit: Visit, names: bool) -> list[list[str]]:
    rows = [
        [
            sample.assessor or "not known",
            f"{sample.entry_code or ''} unit {sample.unit or 'not known'}",
            str(sample.portfolios),
            "not published" if sample.at_most is None else str(sample.at_most),
            ", ".join(_shown(report.book, claim, names) for claim in sample.chosen),
        ]
        for sample in report.samples
        if sample.visit is visit
    ]
    rows.sort(key=lambda row: row[:2])
    return (
        [["Assessor", "Unit", "Portfolios", "At most asked for", "Have ready first, or asked for"], *rows]
        if rows
        else []
    )


def _work_of_verified(book: Book, visit: Visit, names: bool) -> list[list[str]]:
    rows = sorted(
        [
            _shown(book, claim, names),
            f"{claim.entry_code or ''} unit {claim.unit_number or 'not known'}",
            "asked for" if claim.sample_requested_on else "",
        ]
        for claim in book.claims_of_visit(visit)
    )
    return [["Candidate", "Unit", "Sample"], *rows] if rows else []


def _shown(book: Book, claim: Claim, names: bool) -> str:
    person = book.person(claim.candidate_number, claim.centre_number) if names else None
    return f"{book.shown_number(claim)} {person.name}" if person else book.shown_number(claim)
