"""Names that are nearly right: a row that names what is on no other sheet is brought to what it can only mean, and that is said.

Where it could mean two things, or nothing is near, the row stays as it is, and the rules on references report it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import Any, NamedTuple

from ocr_sheets.matching.fuzzy import words_of
from ocr_sheets.matching.references import Staff, Units, Visits, candidate_names, only, subjects_meant
from ocr_sheets.model.book import Book
from ocr_sheets.model.identifiers import is_candidate_number
from ocr_sheets.model.reading_facts import Fault
from ocr_sheets.model.records import RECORDS, SHEETS, Assessor, Record, Visit
from ocr_sheets.model.tables import IssueKind, ReadIssue
from ocr_sheets.reading.trackers.context import courses_of
from ocr_sheets.text import CellText, key


class _Reference(NamedTuple):
    """A column that names a row of another sheet."""

    kind: str
    field: str
    known_on: type[Any]
    is_known: Callable[[Any], bool]
    meant: Callable[[Any], str | None]
    within: str = ""
    """The other column that says what the name can mean: a unit is one of an entry code."""
    is_private: bool = False
    """Whether what stands in the cell may be a candidate's name, which messages do not show."""


_SEVERAL = 2
"""People in one cell."""


def settled(book: Book) -> Book:
    """The book with each name that can mean only one row of another sheet brought to that row, and a problem that says so."""
    for references in (_subjects, _codes, _candidates, _units, _staff, _visits):
        for reference in references(book):
            book = _settle(book, reference)
    several = tuple(_of_several(book))
    return replace(book, problems=(*book.problems, *several)) if several else book


def _of_several(book: Book) -> Iterator[ReadIssue]:
    """The cells that name several people as the assessor of one portfolio: whose it is is asked, once for each text of a sheet."""
    staff = Staff(book)
    first = {(claim.sheet, claim.assessor): claim for claim in reversed(book.claims)} if book.assessors else {}
    for (_, text), claim in first.items():
        if not text or book.people.resolve(text) or len(staff.named(text)) < _SEVERAL:
            continue
        if not book.is_unread(claim, "assessor"):
            cell = book.cell(claim, "assessor")
            yield ReadIssue(IssueKind.TWO_READINGS, cell.sheet, cell, Fault.SEVERAL_PEOPLE, {"raw": CellText(text)})


def _settle(book: Book, reference: _Reference) -> Book:
    rows: list[Any] = list(book.rows(reference.kind))
    said = list(map(attrgetter(*(part for part in (reference.field, reference.within) if part)), rows))
    found: dict[Any, str | None] = {}
    for what, record in dict(zip(said, rows, strict=True)).items():
        if getattr(record, reference.field) and not reference.is_known(record):
            found[what] = reference.meant(record)
    if not any(found.values()):
        return book
    taken: defaultdict[tuple[str, str, str], list[Record]] = defaultdict(list)
    for place, (what, record) in enumerate(zip(said, rows, strict=True)):
        meant = found.get(what)
        if meant:
            taken[record.sheet, getattr(record, reference.field), meant].append(record)
            rows[place] = record._replace(**{reference.field: meant})
    problems = [_problem(book, reference, text, meant, records) for (_, text, meant), records in taken.items()]
    changes: dict[str, Any] = {reference.kind: tuple(rows), "problems": (*book.problems, *problems)}
    return replace(book, **changes)


def _problem(book: Book, reference: _Reference, text: str, meant: str, records: Sequence[Record]) -> ReadIssue:
    cell = book.cell(records[0], reference.field)
    values: dict[str, Any] = {"taken": meant, "others": len(records) - 1 or None}
    if reference.is_private:
        return ReadIssue(IssueKind.NEAR_NAME, cell.sheet, cell, Fault.NAME_FOR_NUMBER, values)
    values |= {"raw": CellText(text), "wanted": SHEETS[reference.known_on].name}
    return ReadIssue(IssueKind.NEAR_NAME, cell.sheet, cell, Fault.NEAR_NAME, values)


def _subjects(book: Book) -> Sequence[_Reference]:
    known = {key(row.subject_area) for row in book.qualifications if row.subject_area}
    return [
        _Reference(
            "visits",
            "subject_area",
            RECORDS["qualifications"],
            lambda visit: key(visit.subject_area) in known,
            lambda visit: only(subjects_meant(book, visit.subject_area)),
        )
    ]


def _codes(book: Book) -> Sequence[_Reference]:
    """Titles of qualifications where the entry code should stand: of the centre's own list or, failing that, of the catalogue."""
    courses = courses_of(book.qualifications, book.units, book.entries)

    def meant(row: Any) -> str | None:
        text = row.entry_code
        if any(map(str.isdecimal, text)) and " " not in text:
            return None
        return only(sorted(courses.worded(text))) or courses.catalogued(text) or None

    return [
        _Reference(
            kind,
            "entry_code",
            RECORDS["qualifications"],
            lambda row: row.entry_code.isdecimal() or row.entry_code in courses.codes,
            meant,
        )
        for kind in ("entries", "claims", "units")
    ]


def _candidates(book: Book) -> Sequence[_Reference]:
    names = candidate_names(book)

    def is_known(row: Any) -> bool:
        return row.candidate_number in book.candidates_numbered or is_candidate_number(row.candidate_number)

    def meant(row: Any) -> str | None:
        text = row.candidate_number
        return None if any(map(str.isdecimal, text)) or len(words_of(text)) < 2 else only(names.same(text))

    return [
        _Reference(kind, "candidate_number", RECORDS["candidates"], is_known, meant, is_private=True)
        for kind in ("entries", "claims")
    ]


def _units(book: Book) -> Sequence[_Reference]:
    units = Units(book)
    return [
        _Reference(
            kind,
            "unit_number",
            RECORDS["units"],
            lambda row: (row.entry_code or "", row.unit_number) in book.unit_of,
            lambda row: only(units.meant(row)),
            "entry_code",
        )
        for kind in ("entries", "claims")
    ]


def _staff(book: Book) -> Sequence[_Reference]:
    staff = Staff(book)
    assurers = {tuple(sorted(words_of(row.quality_assurer))) for row in book.qualifications if row.quality_assurer}
    found: dict[str, str | None] = {}

    def meant(text: str) -> str | None:
        if text not in found:
            person: Assessor | None = None
            if tuple(sorted(words_of(text))) not in assurers:
                person = only(staff.meant(text)) or only(staff.named(text)) or only(_addressed(book, text))
            found[text] = book.people.name_for(person) if person else None
        return found[text]

    def of(field: str) -> _Reference:
        return _Reference(
            "claims",
            field,
            Assessor,
            lambda claim: bool(book.people.resolve(getattr(claim, field))),
            lambda claim: meant(getattr(claim, field)),
        )

    return [of("assessor"), of("standardised_by")]


def _addressed(book: Book, text: str) -> Sequence[Assessor]:
    """The staff whose names an e-mail address is made of, where their own stand on no sheet: j.smith@ or smithj@ is Jo Smith."""
    local = key(text.partition("@")[0])
    return [rows[0] for rows in book.people if "@" in text and rows[0].name and local in _addresses(rows[0].name)]


def _addresses(name: str) -> set[str]:
    """What stands before the @ in the addresses that schools make of a name."""
    words = [key(word) for word in name.split()]
    forename, surname = words[0], words[-1]
    return {forename + surname, surname + forename, forename[:1] + surname, surname + forename[:1]}


def _visits(book: Book) -> Sequence[_Reference]:
    visits = Visits(book)

    def meant(claim: Any) -> str | None:
        visit = only(visits.meant(claim))
        return visit.name if visit else None

    return [_Reference("claims", "visit", Visit, lambda claim: book.has_visit_named(claim.visit), meant, "entry_code")]
