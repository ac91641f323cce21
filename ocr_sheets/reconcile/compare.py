"""The centre's entries or claims beside a list from OCR's side: what is in one only, and what differs.

Nothing is known of how OCR's lists look. Two rows are one where the columns by which a row is known, as far as both lists have them,
say the same; what else both lists have is compared. The values are those that the reader makes of the cells, so that 45 and 0045, or
D and Distinction, are the same.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple

from ocr_sheets.matching.fuzzy import words_of
from ocr_sheets.matching.references import Staff, Visits, candidate_names, only
from ocr_sheets.model.book import Book
from ocr_sheets.model.identity import NAMED_BY
from ocr_sheets.model.records import (
    RECORDS,
    Candidate,
    Claim,
    ClaimStatus,
    Column,
    Entry,
    Family,
    Grade,
    Kind,
    Qualification,
    Unit,
    columns_of,
)

NAME = "name"
PERSON = (NAME, "surname", "forenames", "date_of_birth", "uln", "uci")
"""What a list may say of the candidate besides the number. None of it is shown anywhere but in the sheet."""
KNOWN_BY = ("centre_number", *NAMED_BY[Claim].key)
"""What a row is known by: a claim's name, and the centre where the list says it."""
_MORE_NAMES_OF_CODES = ("Code", "Scheme", "Scheme no", "Award code", "Qual code", "Specification code")
"""What else lists from OCR's side call the entry code, which on a sheet of the centre's could be another code."""
INSTEAD = {"uci": "candidate_number", "uln": "candidate_number", "qan": "entry_code", "unit_reference": "unit_number"}
"""What can stand in a list in place of the number that the centre goes by, which its own sheets then tell."""
_NEVER_THERE = frozenset({ClaimStatus.PLANNED, ClaimStatus.UNSUBMITTED})


class Compared(StrEnum):
    """What is compared: the sheet's word, as rules use it."""

    ENTRIES = "entries"
    CLAIMS = "claims"


def columns_for(compared: Compared) -> Mapping[str, Column]:
    """The columns that a list of entries or claims may have: the sheet's own and those of the candidate, the unit and the award."""
    person = {name: column for name, column in columns_of(Candidate).items() if name in PERSON}
    name = Column("Candidate name", aliases=("Name", "Full name", "Student name", "Learner name", "Student", "Learner"))
    own = dict(columns_of(RECORDS[compared]))
    code = own["entry_code"]
    return {
        **own,
        "entry_code": code._replace(aliases=(*code.aliases, *_MORE_NAMES_OF_CODES)),
        "centre_number": columns_of(Candidate)["centre_number"],
        **person,
        NAME: name,
        "qan": columns_of(Qualification)["qan"],
        "unit_reference": columns_of(Unit)["unit_reference"],
    }


class Line(NamedTuple):
    """One row of a list: where it stands, and what its cells say by the names of their columns."""

    sheet: str
    row: int
    values: Mapping[str, Any]
    unreadable: Mapping[str, str] = {}
    """What cells say that cannot be read."""
    open_to: Sequence[str] = ()
    """The candidates who could be meant, where a name is more than one's."""
    why_not_there: str = ""
    """Why the other list need not have it: it was withdrawn, or is not made yet."""
    record: Entry | Claim | None = None
    """The centre's own row."""


Key = tuple[str | None, ...]


class Difference(NamedTuple):
    """A column in which two rows that are one differ."""

    key: Key
    ours: Line
    theirs: Line
    field: str
    our_value: Any
    their_value: Any


class Alone(NamedTuple):
    """A row that one list has and the other has not."""

    key: Key
    line: Line


class Twice(NamedTuple):
    """A row that stands in a list more often than it should: ``lines`` are those that are too many."""

    key: Key
    lines: Sequence[Line]


class Stated(NamedTuple):
    """What a list says of itself outside its columns: in a title, in its sheet's name or in its own."""

    centre: str = ""
    code: str = ""
    year: int | None = None


@dataclass(frozen=True)
class Comparison:
    """What became of the comparison of two lists."""

    compared: Compared
    known_by: Sequence[str]
    fields: Sequence[str]
    same: int
    only_ours: Sequence[Alone]
    only_theirs: Sequence[Alone]
    different: Sequence[Difference]
    ours_twice: Sequence[Twice]
    theirs_twice: Sequence[Twice]
    not_expected: Mapping[str, int]
    """Rows of the centre's that the list need not have and has not, by the reason."""
    not_compared: Mapping[str, Sequence[str]]
    """What cells of the list say that could not be read, and so was not compared, by column."""
    without_key: Sequence[int]
    """The rows of the list that do not say what they are known by."""
    open_ours: Sequence[Alone] = ()
    """The centre's rows of which nobody can tell whether the list has them: of people who share a name or a number."""
    open_theirs: Sequence[Line] = ()
    """The list's rows of such people."""
    of_other_centres: Mapping[str, Sequence[int]] = field(default_factory=dict)
    """The list's rows of centres that are not this one's, by centre."""
    years: tuple[int, int] | None = None
    """The academic year that the list names and the workbook's, where they are not the same."""
    has_no_codes: bool = False
    """Whether the list shows no entry codes though the workbook has several, so that it may be of another qualification."""
    has_unknown_centre: bool = False
    """Whether the list names its centre and the workbook does not."""

    @property
    def differs(self) -> bool:
        """Whether anything was found that is not the same, or too often."""
        return bool(
            self.only_ours
            or self.only_theirs
            or self.different
            or self.open_ours
            or self.open_theirs
            or self.is_surplus
        )

    @property
    def is_surplus(self) -> bool:
        """Whether one list has a row more often than the other."""
        return bool(self.ours_twice or self.theirs_twice)

    @property
    def is_same(self) -> bool:
        """Whether the lists agree, and are of the same centre, year and qualifications as far as can be told."""
        return not (self.differs or self.of_other_centres or self.years or self.has_no_codes)


class CannotCompare(Exception):
    """The lists cannot be compared: one sentence for the user."""


def ours(book: Book, compared: Compared) -> Sequence[Line]:
    """The centre's rows, each with what Candidates says of its candidate."""
    people = {
        row.candidate_number: {
            NAME: row.name or None,
            **{name: getattr(row, name) for name in PERSON if name != NAME},
        }
        for row in reversed(book.candidates)
        if row.candidate_number
    }
    lines = []
    rows: Sequence[Any] = book.rows(compared)
    for row in rows:
        values = {name: getattr(row, name) for name in columns_of(type(row))}
        lines.append(
            Line(
                row.sheet, row.row, {**people.get(row.candidate_number, {}), **values}, {}, (), _why_not_there(row), row
            )
        )
    return lines


def _why_not_there(row: Entry | Claim) -> str:
    if isinstance(row, Entry):
        return "withdrawn" if row.withdrawn_on else ""
    if row.is_withdrawn:
        return "withdrawn"
    is_planned = row.claim_status in _NEVER_THERE or (row.claim_status is None and row.claimed_on is None)
    return "not submitted yet" if is_planned and not row.is_achieved else ""


def compare(
    book: Book,
    compared: Compared,
    their_lines: Sequence[Line],
    their_fields: Iterable[str],
    stated: Stated | None = None,
) -> Comparison:
    """The centre's entries or claims beside the lines of a list, which has these columns and says that of itself.

    Raises `CannotCompare` where the two have not the columns by which a row can be known, or are of two centres or qualifications.
    """
    return _Comparer(book, compared, {*their_fields}, stated or Stated()).compare(their_lines)


class _Comparer:
    def __init__(self, book: Book, compared: Compared, theirs_have: set[str], stated: Stated) -> None:
        self._book, self._compared, self._stated = book, compared, stated
        self._listed = theirs_have
        self._shared_numbers = {number for number, rows in book.candidates_numbered.items() if _are_several(rows)}

    def compare(self, their_lines: Sequence[Line]) -> Comparison:
        book, compared = self._book, self._compared
        lines = [_with_stated(line, self._stated) for line in _translated(book, their_lines, self._listed)]
        lines = [self._without_vague_grades(line) for line in lines]
        of_others = self._of_other_centres(lines)
        lines = [line for line in lines if line.row not in {row for rows in of_others.values() for row in rows}]
        self._check_qualifications(lines)
        theirs_have = self._columns_of(lines)
        known_by = _known_by(book, compared, theirs_have)
        fields = [
            name
            for name in columns_for(compared)
            if name in theirs_have - {*KNOWN_BY} and _we_have(book, compared, name)
        ]
        open_theirs = [line for line in lines if self._is_open(line, known_by)]
        taken = [line for line in lines if line not in open_theirs] if open_theirs else lines
        mine = [self._with_centre(line) for line in ours(book, compared)]
        found = _Found(book, compared, fields)
        found.bring_together(_by_key(mine, known_by), _by_key(taken, known_by))
        open_ours = [alone for alone in found.only_ours if self._may_be_open(alone.line, open_theirs, known_by)]
        not_compared: defaultdict[str, list[str]] = defaultdict(list)
        for line in lines:
            for name, text in line.unreadable.items():
                not_compared[name].append(text)
        codes = {line.values.get("entry_code") for line in mine}
        return Comparison(
            compared,
            known_by,
            fields,
            found.same,
            [alone for alone in found.only_ours if alone not in open_ours],
            found.only_theirs,
            found.different,
            found.ours_twice,
            found.theirs_twice,
            dict(found.not_expected),
            dict(not_compared),
            found.without_key,
            open_ours,
            open_theirs,
            of_others,
            self._years(),
            has_no_codes="entry_code" not in known_by and len(codes) > 1,
            has_unknown_centre=any(line.values.get("centre_number") for line in lines) and not self._centres,
        )

    def _without_vague_grades(self, line: Line) -> Line:
        """A line without “Achieved” as a grade, which may be P, M or D: a pass of a verified qualification, and else not compared."""
        vague = [name for name in ("grade", "confirmed_grade") if line.values.get(name) is Grade.ACHIEVED]
        if not vague:
            return line
        is_verified = self._book.family_of(line.values.get("entry_code")) is Family.VERIFIED
        values = {**line.values, **dict.fromkeys(vague, Grade.PASS if is_verified else None)}
        unreadable = {} if is_verified else dict.fromkeys(vague, Grade.ACHIEVED.value)
        return line._replace(values=values, unreadable={**line.unreadable, **unreadable})

    # -- whose list it is

    @cached_property
    def _centres(self) -> frozenset[str]:
        """The numbers of the centre, of its consortium's and of its candidates' centres."""
        centre = self._book.centre
        numbers = [
            centre.centre_number,
            *(centre.consortium_centres or ()),
            *(row.centre_number for row in self._book.candidates),
        ]
        return frozenset(number for number in numbers if number)

    def _of_other_centres(self, lines: Sequence[Line]) -> Mapping[str, Sequence[int]]:
        """The rows of other centres. A list that has no other rows is not this centre's."""
        others: defaultdict[str, list[int]] = defaultdict(list)
        for line in lines:
            number = line.values.get("centre_number")
            if number and self._centres and number not in self._centres:
                others[number].append(line.row)
        if others and sum(map(len, others.values())) == len(lines):
            listed, mine = (
                " and ".join(sorted(others)),
                self._book.centre.centre_number or " and ".join(sorted(self._centres)),
            )
            raise CannotCompare(
                f"it is a list of centre {listed}, and the workbook is of centre {mine}: nothing was compared."
            )
        return dict(others)

    def _check_qualifications(self, lines: Sequence[Line]) -> None:
        book = self._book
        rows = (book.qualifications, book.units, book.entries, book.claims)
        known = {row.entry_code for kind in rows for row in kind if row.entry_code}
        listed = {code for line in lines if (code := line.values.get("entry_code"))}
        if listed and known and not listed & known:
            codes = " and ".join(sorted(listed)[:_MOST_CODES])
            raise CannotCompare(
                f"it is a list of {codes}, and the workbook has no such entry code: nothing was compared."
            )

    def _years(self) -> tuple[int, int] | None:
        listed, mine = self._stated.year, self._book.centre.academic_year
        return (listed, mine) if listed is not None and mine is not None and listed != mine else None

    def _columns_of(self, lines: Sequence[Line]) -> set[str]:
        """The columns that the list has, with what stands for them and what its title says."""
        have = self._listed | {INSTEAD[name] for name in self._listed & {*INSTEAD}}
        if have & {NAME, "surname"}:
            have.add("candidate_number")
        said = {
            name for name in ("centre_number", "entry_code") if lines and all(line.values.get(name) for line in lines)
        }
        in_a_consortium = any(row.centre_number for row in self._book.candidates)
        return (have | said) - (set() if in_a_consortium and "centre_number" in said else {"centre_number"})

    # -- who cannot be told apart

    def _with_centre(self, line: Line) -> Line:
        """A row of the centre's with the centre that its candidate is on roll at."""
        number = line.values.get("candidate_number") or ""
        people = self._book.candidates_numbered.get(number, ())
        centres = {row.centre_number or self._book.centre.centre_number for row in people}
        centre = centres.pop() if len(centres) == 1 else self._book.centre.centre_number if not people else None
        return line._replace(values={**line.values, "centre_number": centre})

    def _is_open(self, line: Line, known_by: Sequence[str]) -> bool:
        """Whether a row of the list is of somebody who shares a name or, where centres do not tell, a number with another."""
        if line.open_to:
            return True
        return "centre_number" in known_by and line.values.get("candidate_number") in self._shared_numbers

    def _may_be_open(self, line: Line, theirs: Sequence[Line], known_by: Sequence[str]) -> bool:
        """Whether one of the rows that could be of several people may be this one."""
        number = line.values.get("candidate_number")
        others = [name for name in known_by if name not in ("candidate_number", "centre_number")]
        return any(
            number in (other.open_to or (other.values.get("candidate_number"),))
            and all(line.values.get(name) == other.values.get(name) for name in others)
            for other in theirs
        )


_MOST_CODES = 3


def _are_several(rows: Sequence[Candidate]) -> bool:
    return len({(row.centre_number, row.surname, row.forenames) for row in rows}) > 1


def _with_stated(line: Line, stated: Stated) -> Line:
    """A row with the centre and the code that the list's title says, where it says none of its own."""
    said = {"centre_number": stated.centre, "entry_code": stated.code}
    more = {name: text for name, text in said.items() if text and not line.values.get(name)}
    return line._replace(values={**line.values, **more}) if more else line


class _Found:
    """What is the same, what differs and what only one list has."""

    def __init__(self, book: Book, compared: Compared, fields: Sequence[str]) -> None:
        self._fields = fields
        self._same_value = _Same(book, columns_for(compared))
        self.same = 0
        self.only_ours: list[Alone] = []
        self.only_theirs: list[Alone] = []
        self.different: list[Difference] = []
        self.ours_twice: list[Twice] = []
        self.theirs_twice: list[Twice] = []
        self.not_expected: defaultdict[str, int] = defaultdict(int)
        self.without_key: list[int] = []
        self._told: set[tuple[Any, ...]] = set()

    def bring_together(self, mine: Mapping[Key | None, list[Line]], theirs: Mapping[Key | None, list[Line]]) -> None:
        self.without_key = [line.row for line in theirs.get(None, [])]
        for key in [*mine, *(key for key in theirs if key not in mine)]:
            if key is not None:
                self._of_key(key, mine.get(key, []), theirs.get(key, []))

    def _of_key(self, key: Key, mine: Sequence[Line], theirs: Sequence[Line]) -> None:
        """The rows of one key. What one list has more often than the other is told once: as twice where it only repeats a row, else as
        missing in the other.
        """
        pairs, left, right = _paired(mine, theirs, self._fields, self._same_value)
        for our_line, their_line in pairs:
            self.same += not self._differences(key, our_line, their_line)
        for line in left:
            if line.why_not_there:
                self.not_expected[line.why_not_there] += 1
        expected = [line for line in left if not line.why_not_there]
        sides = (
            (expected, [ours for ours, _ in pairs], self.only_ours, self.ours_twice),
            (right, [theirs for _, theirs in pairs], self.only_theirs, self.theirs_twice),
        )
        for lines, held, alone, twice in sides:
            for line in lines:
                if any(self._says_the_same(line, other) for other in held):
                    twice.append(Twice(key, [line]))
                else:
                    alone.append(Alone(key, line))
                    held.append(line)

    def _says_the_same(self, one: Line, other: Line) -> bool:
        """Whether two rows of one list only repeat each other; a unit that was claimed again has another day or grade."""
        return all(one.values.get(name) == other.values.get(name) for name in KNOWN_BY) and all(
            self._same_value(name, one.values.get(name), other.values.get(name)) for name in self._fields
        )

    def _differences(self, key: Key, ours: Line, theirs: Line) -> bool:
        """Whether two rows that are one differ. What differs of the candidate differs in every row of theirs: once is enough."""
        found = list(_differences(key, ours, theirs, self._fields, self._same_value))
        for difference in found:
            what = (ours.values.get("candidate_number"), difference.field, difference.their_value)
            if difference.field not in PERSON or what not in self._told:
                self.different.append(difference)
            self._told.add(what)
        return bool(found)


def _we_have(book: Book, compared: Compared, name: str) -> bool:
    if name == NAME:
        return book.has_column(Candidate, "surname")
    return book.has_column(Candidate if name in PERSON else RECORDS[compared], name)


def _known_by(book: Book, compared: Compared, theirs_have: set[str]) -> Sequence[str]:
    known_by = [
        name
        for name in KNOWN_BY
        if name in theirs_have and (name == "centre_number" or book.has_column(RECORDS[compared], name))
    ]
    columns = columns_for(compared)
    needed = NAMED_BY[Claim].key if compared is Compared.CLAIMS else ("candidate_number",)
    lacking = [columns[name].heading for name in needed if name not in known_by and name != "entry_code"]
    if lacking:
        raise CannotCompare(
            f"The list and the workbook do not both show {' and '.join(lacking)}, so rows cannot be brought together: "
            f"say which of its columns it is, as in “{lacking[0]}=its heading”."
        )
    return known_by


def _translated(book: Book, lines: Sequence[Line], theirs_have: set[str]) -> Sequence[Line]:
    """The lines with the centre's own numbers, where the list has only others: a UCI in place of the candidate number."""
    units = {
        (row.entry_code, row.unit_reference): row.unit_number
        for row in book.units
        if row.unit_reference and row.unit_number
    }
    tables: dict[str, Callable[[Mapping[str, Any]], str | None]] = {
        "uci": _looked_up("uci", {row.uci: row.candidate_number for row in book.candidates if row.uci}),
        "uln": _looked_up("uln", {row.uln: row.candidate_number for row in book.candidates if row.uln}),
        "qan": _looked_up("qan", {row.qan: row.entry_code for row in book.qualifications if row.qan}),
        "unit_reference": lambda values: units.get((values.get("entry_code"), values.get("unit_reference") or "")),
    }
    names = candidate_names(book)
    done = []
    for line in lines:
        values = dict(line.values)
        for name in ("uci", "uln", "qan", "unit_reference"):
            wanted = INSTEAD[name]
            if wanted not in theirs_have and values.get(name) and not values.get(wanted):
                values[wanted] = tables[name](values) or values[name]
        if not values.get("candidate_number") and "candidate_number" not in theirs_have | line.unreadable.keys():
            whole = values.get(NAME) or " ".join(filter(None, (values.get("forenames"), values.get("surname"))))
            people = names.same(whole) if whole else ()
            values["candidate_number"] = only(people)
            line = line._replace(open_to=people if len(people) > 1 else ())
        done.append(line._replace(values=values))
    return done


def _looked_up(name: str, table: Mapping[str, str | None]) -> Callable[[Mapping[str, Any]], str | None]:
    return lambda values: table.get(values.get(name) or "")


def _by_key(lines: Sequence[Line], known_by: Sequence[str]) -> dict[Key | None, list[Line]]:
    """The lines by what they are known by; by ``None`` those that do not say whose they are, and say something else."""
    found: defaultdict[Key | None, list[Line]] = defaultdict(list)
    for line in lines:
        if not line.values.get("candidate_number"):
            if any(line.values.values()) or line.unreadable:
                found[None].append(line)
            continue
        found[tuple(line.values.get(name) for name in known_by)].append(line)
    return dict(found)


class _Same:
    """Whether two values of a column say the same."""

    def __init__(self, book: Book, columns: Mapping[str, Column]) -> None:
        self._columns = columns
        self._staff = Staff(book)
        self._visits = Visits(book)

    def __call__(self, name: str, ours: Any, theirs: Any) -> bool:
        if name in ("assessor", "standardised_by"):
            ours, theirs = self._person(ours), self._person(theirs)
        if name == "visit":
            ours, theirs = self._visit(ours), self._visit(theirs)
        if self._columns[name].kind is Kind.TEXT:
            return sorted(words_of(ours or "")) == sorted(words_of(theirs or ""))
        return bool(ours == theirs)

    def _person(self, text: str | None) -> str | None:
        """The row of the one person who is meant: two people may share a code, and two a name. What names no one person stays as typed."""
        person = only(self._staff.meant(text)) if text else None
        return f"{person.sheet} {person.row}" if person else text

    def _visit(self, text: str | None) -> str | None:
        visit = only(self._visits.meant(Claim("", 0, visit=text)))
        return visit.name if visit else text


def _paired(
    left: Sequence[Line], right: Sequence[Line], fields: Sequence[str], is_same: _Same
) -> tuple[list[tuple[Line, Line]], list[Line], list[Line]]:
    """The rows of one key brought together: those that agree in the most first; a claim made twice has two rows in each list."""
    if len(left) == len(right) == 1:
        return [(left[0], right[0])], [], []
    pairs, mine, yours = [], list(left), list(right)
    while mine and yours:
        ours, theirs = max(
            ((a, b) for a in mine for b in yours),
            key=lambda pair: (
                sum(is_same(name, pair[0].values.get(name), pair[1].values.get(name)) for name in fields),
                not pair[0].why_not_there,
            ),
        )
        pairs.append((ours, theirs))
        mine.remove(ours)
        yours.remove(theirs)
    return pairs, mine, yours


def _differences(key: Key, ours: Line, theirs: Line, fields: Sequence[str], is_same: _Same) -> Iterable[Difference]:
    if ours.why_not_there == "withdrawn" and not {"withdrawn_on", "claim_status"} & {*fields}:
        status = "withdrawn_on" if "withdrawn_on" in ours.values else "claim_status"
        yield Difference(key, ours, theirs, status, ours.values[status], None)
    for name in fields:
        mine, yours = ours.values.get(name), theirs.values.get(name)
        if name not in theirs.unreadable and not is_same(name, mine, yours):
            yield Difference(key, ours, theirs, name, mine, yours)


def said(value: Any) -> str:
    """A value as a person reads it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.date):
        return f"{value.day} {value:%B %Y}"
    return str(value)
