"""What of a centre's workbook is one member of staff's: the claims they assess or standardise, and the visits those go to."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from ocr_sheets.model.book import Book
from ocr_sheets.model.records import Assessor, Claim, Visit
from ocr_sheets.text import key


class Person(NamedTuple):
    """One member of staff as the workbook names them; ``row`` is theirs on Assessors, ``None`` where only claims name them."""

    called: str
    name: str
    row: Assessor | None


class NoSuchPerson(Exception):
    """Nobody in the workbook is called that. The text is one sentence for the user."""


def person_called(book: Book, text: str) -> Person:
    """The member of staff whose initials, code or full name this is. Raises `NoSuchPerson`, naming who was probably meant."""
    row = book.assessor_for(text)
    if row:
        return Person(row.code or row.name or text, row.name or row.code or text, row)
    for named in _named_on_claims(book):
        if key(named) == key(text) != "":
            return Person(named, named, None)
    raise NoSuchPerson(f"Nobody called “{text}” is on {book.called(Assessor)} or named by a claim. {_hint(book, text)}")


def own_book(book: Book, person: Person) -> Book:
    """The book with only the claims that are theirs. Visits, entries and candidates are all still there."""
    return replace(book, claims=tuple(claim for claim in book.claims if is_theirs(book, claim, person)))


def is_theirs(book: Book, claim: Claim, person: Person) -> bool:
    """Whether they assess or standardise the claim."""
    return any(
        book.assessor_for(text) is person.row if person.row else key(text) == key(person.called)
        for text in (claim.assessor, claim.standardised_by)
        if text
    )


def teaches(book: Book, person: Person, visit: Visit) -> bool:
    """Whether the visit's subject area is among those that Assessors gives them."""
    subject = book.subject_of_visit(visit)
    areas = (person.row.subject_areas if person.row else None) or ()
    return subject is not None and subject in {key(area) for area in areas}


def _named_on_claims(book: Book) -> Iterator[str]:
    yield from dict.fromkeys(text for claim in book.claims for text in (claim.assessor, claim.standardised_by) if text)


def _hint(book: Book, text: str) -> str:
    """Who was probably meant; failing that, what to do."""
    codes = {row.code: row for row in book.assessors if row.code}
    names = {row.name: row for row in book.assessors if row.name}
    known = {shown.casefold(): row for shown, row in (*codes.items(), *names.items())}
    near = difflib.get_close_matches(text.casefold(), known, 1)
    if not near:
        return "Give initials or a full name as they stand there."
    row = known[near[0]]
    return (
        f"Did you mean {row.name} ({row.code})?" if row.name and row.code else f"Did you mean {row.name or row.code}?"
    )
