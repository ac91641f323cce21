"""What of a centre's workbook is one member of staff's: asked for by initials, code or name, and answered for that person only."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import NamedTuple

from ocr_sheets.errors import UserError
from ocr_sheets.model.book import Book
from ocr_sheets.model.records import Assessor, Claim, Visit
from ocr_sheets.text import key


class Person(NamedTuple):
    """One member of staff as the workbook names them; ``row`` is theirs on Assessors, ``None`` where only claims name them."""

    called: str
    name: str
    row: Assessor | None


def person_called(book: Book, text: str) -> Person:
    """The member of staff whose initials, code or full name this is.

    Raises `UserError` where nobody is called that, naming who was probably meant, and where several people are.
    """
    people = book.people.resolve(text)
    if len(people) > 1:
        names = " and ".join(f"{one.name or one.code} (row {one.row})" for one in people)
        raise UserError(
            f"“{text}” is the code of {len(people)} people on {book.called(Assessor)}: {names}. "
            "Give one of them another code there, or ask by the full name."
        )
    if people:
        row = people[0]
        return Person(row.code or row.name or text, row.name or row.code or text, row)
    for named in _named_on_claims(book):
        if key(named) == key(text) != "":
            return Person(named, named, None)
    raise UserError(f"Nobody called “{text}” is on {book.called(Assessor)} or named by a claim. {_hint(book, text)}")


def own_book(book: Book, person: Person) -> Book:
    """The book with only the claims that are theirs. Visits, entries and candidates are all still there."""
    return book.with_only(claim for claim in book.work if is_theirs(book, claim, person))


def is_theirs(book: Book, claim: Claim, person: Person) -> bool:
    """Whether they assess or standardise the claim."""
    return any(
        book.assessor_for(text) is person.row if person.row else key(text) == key(person.called)
        for text in (book.assessor_named(claim), claim.standardised_by)
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
