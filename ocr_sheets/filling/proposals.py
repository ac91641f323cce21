"""What follows from what a workbook says: the rows and cells that `ocr-sheets fill` drafts, and what it has to leave.

Nothing here is made up. A fact comes from the centre's own cells or from the catalogue, and each draft names the cells that it
follows from. What could be two things, or is in neither, is left, and said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from ocr_sheets.catalogue import Catalogue, KnownQualification, KnownUnit
from ocr_sheets.catalogue.courses import course_of
from ocr_sheets.model.book import Book
from ocr_sheets.model.identifiers import is_candidate_number, is_entry_code
from ocr_sheets.model.records import (
    Assessment,
    Candidate,
    Claim,
    ClaimStatus,
    Entry,
    EntryType,
    Family,
    Qualification,
    Record,
    SizeUnit,
    Suite,
    Unit,
)
from ocr_sheets.model.tables import Cell
from ocr_sheets.patterns import regex
from ocr_sheets.rules.catalogue import contradicted_by, have_no_word_in_common, other_qualification
from ocr_sheets.text import key


class RowDraft(NamedTuple):
    """A row to be drafted: what goes in each field, and what it follows from."""

    record: type[Record]
    values: Mapping[str, object]
    follows: tuple[Cell, ...]
    from_catalogue: bool = False


class CellDraft(NamedTuple):
    """A blank cell of a row that is there, to be drafted."""

    row: Record
    field: str
    value: object
    follows: tuple[Cell, ...]
    from_catalogue: bool = False


class Why(Enum):
    """Why something is left to the centre."""

    NOT_IN_CATALOGUE = "an entry code that the catalogue does not have"
    UNIT_NOT_IN_CATALOGUE = "a unit that the catalogue does not have"
    UNITS_NOT_IN_CATALOGUE = "a qualification of which the catalogue has no units"
    UNITS_MAY_BE_MORE = "a qualification of which the catalogue may not have all units"
    SEVERAL_LISTED = "a course that fits more than one of the centre's own entry codes"
    SEVERAL_FIT = "a course that fits more than one qualification"
    NOTHING_FITS = "a course that fits nothing in the catalogue"
    NO_NUMBER = "candidates without a candidate number"
    UNITS_TAKEN = "candidates whose optional units nothing says"


class Left(NamedTuple):
    """Something that does not follow: why, where, what stands there, and what it may be."""

    why: Why
    cells: tuple[Cell, ...]
    text: str = ""
    offers: tuple[str, ...] = ()


@dataclass
class Proposals:
    """All that is to be drafted, and all that is left."""

    rows: list[RowDraft] = field(default_factory=list)
    cells: list[CellDraft] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)


def propose(book: Book, accepted: Book, catalogue: Catalogue) -> Proposals:
    """What follows from a book.

    ``accepted`` is the book as it would be if every draft that is there already were accepted: what it holds is not drafted again.
    Nothing follows from a draft.
    """
    courses = _Courses(book, catalogue)
    out = Proposals()
    _propose_qualifications(book, accepted, catalogue, courses, out)
    _propose_units(book, accepted, catalogue, courses, out)
    _propose_visit_names(book, out)
    _propose_assessors(book, out)
    _propose_entries(book, accepted, courses, out)
    _propose_claims(book, accepted, out)
    out.left += courses.left
    return out


class _Courses:
    """The entry codes that a workbook names, and the cells that name each: as codes, or as courses of which only one fits."""

    def __init__(self, book: Book, catalogue: Catalogue) -> None:
        self._book = book
        self._catalogue = catalogue
        self.left: list[Left] = []
        self.codes: dict[str, list[Cell]] = {}
        self.of_candidates: list[tuple[Candidate, str]] = []
        for kind in ("qualifications", "units", "visits", "entries", "claims"):
            for row in book.rows(kind):
                self._add(getattr(row, "entry_code", None), row, "entry_code")
        self._add_courses()

    def _add(self, code: str | None, row: Record, name: str) -> None:
        if code and is_entry_code(code):
            self.codes.setdefault(code, []).append(self._book.cell(row, name))

    def _add_courses(self) -> None:
        by_course: defaultdict[str, list[Candidate]] = defaultdict(list)
        for candidate in self._book.candidates:
            for text in self._courses_in(candidate.course) if candidate.course else ():
                by_course[text].append(candidate)
        offered = frozenset(self.codes)
        for text, candidates in by_course.items():
            cells = tuple(self._book.cell(candidate, "course") for candidate in candidates)
            if code := self._code_meant(text, cells, offered):
                self.codes.setdefault(code, []).extend(cells)
                self.of_candidates += [(candidate, code) for candidate in candidates]

    def _courses_in(self, text: str) -> list[str]:
        """The courses that a cell names: itself or, where that is none, its parts."""
        if self._own_codes(text) or course_of(text, self._catalogue).fitting:
            return [text]
        return [part.strip() for part in _BETWEEN_COURSES.split(text) if part.strip()]

    def _code_meant(self, text: str, cells: tuple[Cell, ...], offered: frozenset[str]) -> str | None:
        """The entry code that a course means: the only one that the centre offers under these words or, else, in the catalogue."""
        own = self._own_codes(text)
        if len(own) == 1:
            return own[0]
        course = course_of(text, self._catalogue)
        if code := course.code_among(offered):
            return code
        if own or (listed := course.listed(offered)):
            self.left.append(Left(Why.SEVERAL_LISTED, cells, text, tuple(own or listed)))
        elif course.fitting:
            fitting = sorted(
                (row for row in course.fitting if row.entry_code), key=lambda row: row.suite or "", reverse=True
            )
            offers = tuple(f"{row.entry_code} ({_label(row)})" for row in fitting)
            self.left.append(Left(Why.SEVERAL_FIT, cells, text, offers))
        else:
            self.left.append(Left(Why.NOTHING_FITS, cells, text, course.near))
        return None

    def _own_codes(self, text: str) -> list[str]:
        """The entry codes on Qualifications whose title or subject area are these words."""
        wanted = key(text)
        found = [
            row.entry_code
            for row in self._book.qualifications
            if row.entry_code and wanted in {key(words) for words in (row.title, row.subject_area) if words}
        ]
        return list(dict.fromkeys(found))


_BETWEEN_COURSES = regex(r"[,;+\n]|\s/\s|\s&\s")


def _label(known: KnownQualification) -> str:
    """What tells a qualification from others of its subject: Level 3 Certificate, 2016."""
    return f"Level {known.level} {known.size}{f', {known.suite}' if known.suite else ''}"


# --------------------------------------------------------------------------------------------------------- qualifications


def _propose_qualifications(
    book: Book, accepted: Book, catalogue: Catalogue, courses: _Courses, out: Proposals
) -> None:
    listed = {row.entry_code for row in accepted.qualifications}
    for code, cells in courses.codes.items():
        if code in listed:
            continue
        known = catalogue.coded(code)
        if known is None:
            out.left.append(Left(Why.NOT_IN_CATALOGUE, tuple(cells), code))
            continue
        values: dict[str, object] = {"entry_code": code, **_facts_of(known), "subject_area": _subject(book, known)}
        out.rows.append(RowDraft(Qualification, _said(values), tuple(cells), from_catalogue=True))
    for row in book.qualifications:
        out.cells += _facts_missing(book, row, catalogue)


def _facts_of(known: KnownQualification) -> dict[str, object]:
    return {
        "qan": known.qan,
        "title": known.title,
        "family": known.family,
        "suite": known.suite,
        "level": known.level,
        "size_required": known.glh,
        "size_unit": SizeUnit.GLH if known.glh else None,
    }


def _said(values: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in values.items() if value not in (None, "")}


def _subject(book: Book, known: KnownQualification) -> str:
    """The subject area, as the centre spells it where it does."""
    spelt = [row.subject_area for row in book.visits if row.subject_area]
    spelt += [subject for row in book.assessors for subject in row.subject_areas or ()]
    return next((words for words in spelt if key(words) == key(known.subject)), known.subject)


def _facts_missing(book: Book, row: Qualification, catalogue: Catalogue) -> Iterator[CellDraft]:
    """The blank cells of a row whose entry code or QAN the catalogue knows, unless the row says what cannot be so."""
    coded, numbered = catalogue.coded(row.entry_code), catalogue.numbered(row.qan)
    known = coded or numbered
    if known is None or other_qualification(row) or contradicted_by(known, row, catalogue):
        return
    if coded and numbered and coded.qan and coded.qan != numbered.qan:
        return
    follows = (book.cell(row, "entry_code" if coded else "qan"),)
    facts = {**_facts_of(known), "entry_code": known.entry_code, "subject_area": _subject(book, known)}
    if row.size_required is not None or row.size_unit is not None:
        facts |= {"size_required": None, "size_unit": None}
    yield from _blank_fields(row, facts, follows)


def _blank_fields(row: Record, facts: Mapping[str, object], follows: tuple[Cell, ...]) -> Iterator[CellDraft]:
    for name, value in facts.items():
        if value not in (None, "") and getattr(row, name) is None:
            yield CellDraft(row, name, value, follows, from_catalogue=True)


# ------------------------------------------------------------------------------------------------------------------- units


def _propose_units(book: Book, accepted: Book, catalogue: Catalogue, courses: _Courses, out: Proposals) -> None:
    listed = {(row.entry_code, row.unit_number) for row in accepted.units}
    with_units = {row.entry_code for row in accepted.units}
    named = _units_named(book)
    for (code, number), cells in named.items():
        if (code, number) not in listed:
            known = catalogue.unit(code, number)
            values = {"entry_code": code, "unit_number": number, **_unit_facts(book, code, known, catalogue)}
            out.rows.append(RowDraft(Unit, _said(values), tuple(cells), from_catalogue=known is not None))
    with_units |= {code for code, _ in named}
    for code, cells in courses.codes.items():
        if code not in with_units and (qualification := catalogue.coded(code)):
            units = catalogue.units_of(qualification)
            why = Why.UNITS_MAY_BE_MORE if units else Why.UNITS_NOT_IN_CATALOGUE
            out.left.append(Left(why, tuple(cells), code))
            for known in units:
                values = {
                    "entry_code": code,
                    "unit_number": known.number,
                    **_unit_facts(book, code, known, catalogue),
                }
                out.rows.append(RowDraft(Unit, _said(values), tuple(cells), from_catalogue=True))
    unknown: dict[str, list[Unit]] = {}
    for row in book.units:
        out.cells += _unit_facts_missing(book, row, catalogue, unknown)
    for code, rows in unknown.items():
        numbers = tuple(row.unit_number or "" for row in rows)
        at = tuple(book.cell(row, "unit_number") for row in rows)
        out.left.append(Left(Why.UNIT_NOT_IN_CATALOGUE, at, code, numbers))


def _units_named(book: Book) -> dict[tuple[str, str], list[Cell]]:
    """The units that entries and claims name, with the cells that do."""
    found: dict[tuple[str, str], list[Cell]] = {}
    rows: Iterable[Entry | Claim] = (*book.entries, *book.claims)
    for row in rows:
        if row.entry_code and is_entry_code(row.entry_code) and row.unit_number:
            found.setdefault((row.entry_code, row.unit_number), []).append(book.cell(row, "unit_number"))
    return found


def _unit_facts(book: Book, code: str, known: KnownUnit | None, catalogue: Catalogue) -> dict[str, object]:
    assessment = _assessment(book, code, known, catalogue)
    if known is None:
        return {"assessment": assessment}
    return {
        "unit_title": known.title,
        "unit_reference": known.reference,
        "size": known.glh if known.suite is Suite.SUITE_2016 else None,
        "assessment": assessment,
    }


def _assessment(book: Book, code: str, known: KnownUnit | None, catalogue: Catalogue) -> Assessment | None:
    """How a unit is judged: as the catalogue says; no unit of the 2012 suite is examined (B35), and all of a verified
    qualification are verified.
    """
    if known and known.assessment:
        return known.assessment
    row, qualification = book.qualification_of.get(code), catalogue.coded(code)
    suite = row.suite if row and row.suite else qualification.suite if qualification else None
    family = row.family if row and row.family else qualification.family if qualification else None
    if family is Family.VERIFIED:
        return Assessment.VERIFIED
    return Assessment.MODERATED if suite is Suite.SUITE_2012 else None


def _unit_facts_missing(
    book: Book, row: Unit, catalogue: Catalogue, unknown: dict[str, list[Unit]]
) -> Iterator[CellDraft]:
    """The blank cells of a unit's row; rows of which more is needed and nothing known are put with the others of their code."""
    if not row.entry_code or not row.unit_number or other_qualification(row):
        return
    known = catalogue.unit(row.entry_code, row.unit_number)
    if known and _is_another(known, row):
        return
    facts = _unit_facts(book, row.entry_code, known, catalogue)
    if known is None and (row.unit_title is None or (row.assessment is None and facts["assessment"] is None)):
        unknown.setdefault(row.entry_code, []).append(row)
    follows = (book.cell(row, "entry_code"), book.cell(row, "unit_number"))
    yield from _blank_fields(row, facts, follows)


def _is_another(known: KnownUnit, row: Unit) -> bool:
    """Whether what the row says of the unit is of another unit: then a fact of this one would be wrong."""
    if row.unit_reference and known.reference and row.unit_reference != known.reference:
        return True
    return have_no_word_in_common(row.unit_title or "", known.title)


# ------------------------------------------------------------------------------------------------------- visits and people


def _propose_visit_names(book: Book, out: Proposals) -> None:
    """A name for each visit that has none: its subject area, or entry code, and the next free number in order of date."""
    taken = {key(row.name) for row in book.visits if row.name}
    nameless = [row for row in book.visits if row.name is None and row.visit_date]
    for row in sorted(nameless, key=lambda visit: (visit.visit_date, visit.row)):
        of, source = (row.subject_area, "subject_area") if row.subject_area else (row.entry_code, "entry_code")
        if of:
            number = 1
            while key(name := f"{of} {number}") in taken:
                number += 1
            taken.add(key(name))
            follows = (book.cell(row, source), book.cell(row, "visit_date"))
            out.cells.append(CellDraft(row, "name", name, follows))


def _only_assessor_of(book: Book, entry_code: str | None) -> tuple[str, Cell] | None:
    """The code of the one assessor of an entry code's subject area, and the cell that says so."""
    subject = book.subject_of(entry_code)
    found = [row for row in book.assessors if subject and subject in {key(words) for words in row.subject_areas or ()}]
    if len(found) != 1 or not found[0].code:
        return None
    return found[0].code, book.cell(found[0], "subject_areas")


def _propose_assessors(book: Book, out: Proposals) -> None:
    """Who assesses, where nobody is named and the subject area has one assessor only: for each unit or, where Units names nobody, on
    each claim.
    """
    for unit in book.units:
        if unit.assessor is None and unit.assessment is not Assessment.EXAMINED:
            _propose_assessor(book, unit, out)
    for claim in book.claims:
        if claim.assessor is None and not claim.column:
            _propose_assessor(book, claim, out)


def _propose_assessor(book: Book, row: Unit | Claim, out: Proposals) -> None:
    unit = book.unit_of.get((row.entry_code or "", row.unit_number or "")) if isinstance(row, Claim) else None
    if unit and unit.assessor:
        out.cells.append(CellDraft(row, "assessor", unit.assessor, (book.cell(unit, "assessor"),)))
    elif found := _only_assessor_of(book, row.entry_code):
        out.cells.append(CellDraft(row, "assessor", found[0], (book.cell(row, "entry_code"), found[1])))


# ------------------------------------------------------------------------------------------------------ entries and claims


def _propose_entries(book: Book, accepted: Book, courses: _Courses, out: Proposals) -> None:
    entered = _Held(accepted, ((row, (row.entry_code,)) for row in accepted.entries))
    numberless: list[Cell] = []
    for candidate, code in courses.of_candidates:
        cell = book.cell(candidate, "course")
        number = candidate.candidate_number
        if candidate.left_on is not None:
            continue
        if not number or not is_candidate_number(number):
            numberless.append(cell)
        elif not entered.has(candidate, (code,)) and book.person(number, candidate.centre_number):
            values = {
                "candidate_number": number,
                "entry_code": code,
                "entry_type": EntryType.FULL_AWARD,
                "centre_number": candidate.centre_number,
            }
            out.rows.append(RowDraft(Entry, _said(values), (book.cell(candidate, "candidate_number"), cell)))
    if numberless:
        out.left.append(Left(Why.NO_NUMBER, tuple(numberless)))


class _Held:
    """What rows hold already of which candidate. Where candidates of several centres have one number, each is told by the centre; a row
    that names no centre may be about any of them.
    """

    def __init__(self, book: Book, rows: Iterable[tuple[Entry | Claim, tuple[str | None, ...]]]) -> None:
        self._book = book
        self._found: set[tuple[str | None, ...]] = set()
        self._found_of_any: set[tuple[str | None, ...]] = set()
        for row, about in rows:
            who = book.named(row)
            self._found.add((*who, *about))
            self._found_of_any.add((who.number, *about))

    def has(self, row: Candidate | Claim, about: tuple[str | None, ...]) -> bool:
        """Whether a row may be held that is about the same of this one's candidate."""
        centre, number = self._book.named(row)
        if centre is None:
            return (number, *about) in self._found_of_any
        return not self._found.isdisjoint({(centre, number, *about), (None, number, *about)})


def _propose_claims(book: Book, accepted: Book, out: Proposals) -> None:
    """A planned claim for each piece of work that follows from an entry and the units of its code."""
    held = _Held(accepted, ((row, (row.entry_code, row.unit_number)) for row in accepted.claims))
    for work in book.made.implied if book.made else ():
        unit = book.unit_of.get((work.entry_code or "", work.unit_number or ""))
        is_held = held.has(work, (work.entry_code, work.unit_number))
        if is_held or unit is None or work.implied_by is None:
            continue
        values = {
            "candidate_number": work.candidate_number,
            "entry_code": work.entry_code,
            "unit_number": work.unit_number,
            "assessor": book.assessor_named(work),
            "claim_status": ClaimStatus.PLANNED,
            "centre_number": work.centre_number,
        }
        out.rows.append(
            RowDraft(Claim, _said(values), (book.cell(work, "candidate_number"), book.cell(unit, "unit_number")))
        )
