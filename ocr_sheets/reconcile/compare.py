"""The centre's entries or claims beside a list from OCR's side: what is in one only, and what differs.

Nothing is known of how OCR's lists look. Two rows are one where the columns by which a row is known, as far as both lists have them,
say the same; what else both lists have is compared. The values are those that the reader makes of the cells, so that 45 and 0045, or
D and Distinction, are the same.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from ocr_sheets.matching.fuzzy import words_of
from ocr_sheets.matching.references import Staff, Visits, candidate_names, only
from ocr_sheets.model.book import Book
from ocr_sheets.model.records import (
    RECORDS,
    Candidate,
    Claim,
    ClaimStatus,
    Column,
    Entry,
    Kind,
    Qualification,
    Unit,
    columns_of,
)

NAME = "name"
PERSON = (NAME, "surname", "forenames", "date_of_birth", "uln", "uci")
"""What a list may say of the candidate besides the number. None of it is shown anywhere but in the sheet."""
KNOWN_BY = ("candidate_number", "entry_code", "unit_number")
"""What a row is known by."""
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
    return {
        **columns_of(RECORDS[compared]),
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
    """A row that stands in a list more than once."""

    key: Key
    lines: Sequence[Line]


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

    @property
    def is_same(self) -> bool:
        """Whether the lists agree."""
        return not (self.only_ours or self.only_theirs or self.different)


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
            Line(row.sheet, row.row, {**people.get(row.candidate_number, {}), **values}, {}, _why_not_there(row), row)
        )
    return lines


def _why_not_there(row: Entry | Claim) -> str:
    if isinstance(row, Entry):
        return "withdrawn" if row.withdrawn_on else ""
    if row.is_withdrawn:
        return "withdrawn"
    is_planned = row.claim_status in _NEVER_THERE or (row.claim_status is None and row.claimed_on is None)
    return "not submitted yet" if is_planned and not row.is_achieved else ""


def compare(book: Book, compared: Compared, their_lines: Sequence[Line], their_fields: Iterable[str]) -> Comparison:
    """The centre's entries or claims beside the lines of a list, which has these columns.

    Raises `CannotCompare` where the two have not the columns by which a row can be known.
    """
    theirs_have = {*their_fields}
    translated = _translated(book, their_lines, theirs_have)
    theirs_have |= {INSTEAD[name] for name in theirs_have & {*INSTEAD}}
    if theirs_have & {NAME, "surname"}:
        theirs_have.add("candidate_number")
    known_by = _known_by(book, compared, theirs_have)
    fields = [
        name for name in columns_for(compared) if name in theirs_have - {*KNOWN_BY} and _we_have(book, compared, name)
    ]
    mine, yours = _by_key(ours(book, compared), known_by), _by_key(translated, known_by)
    same_value = _Same(book, columns_for(compared))
    only_ours, only_theirs, different, not_expected = [], [], [], defaultdict[str, int](int)
    same, told = 0, set[tuple[Any, ...]]()
    for key in [*mine, *(key for key in yours if key not in mine)]:
        if key is None:
            continue
        pairs, left, right = _paired(mine.get(key, []), yours.get(key, []), fields, same_value)
        for our_line, their_line in pairs:
            found = list(_differences(key, our_line, their_line, fields, same_value))
            for difference in found:
                # What differs of the candidate differs in every row of hers: once is enough.
                what = (our_line.values.get("candidate_number"), difference.field, difference.their_value)
                if difference.field not in PERSON or what not in told:
                    different.append(difference)
                told.add(what)
            same += not found
        for line in left:
            if line.why_not_there:
                not_expected[line.why_not_there] += 1
            else:
                only_ours.append(Alone(key, line))
        only_theirs += [Alone(key, line) for line in right]
    not_compared: defaultdict[str, list[str]] = defaultdict(list)
    for line in translated:
        for name, text in line.unreadable.items():
            not_compared[name].append(text)
    return Comparison(
        compared,
        known_by,
        fields,
        same,
        only_ours,
        only_theirs,
        different,
        _twice(mine, yours, fields),
        _twice(yours, mine, fields),
        dict(not_expected),
        dict(not_compared),
        [line.row for line in yours.get(None, [])],
    )


def _we_have(book: Book, compared: Compared, name: str) -> bool:
    if name == NAME:
        return book.has_column(Candidate, "surname")
    return book.has_column(Candidate if name in PERSON else RECORDS[compared], name)


def _known_by(book: Book, compared: Compared, theirs_have: set[str]) -> Sequence[str]:
    known_by = [name for name in KNOWN_BY if name in theirs_have and book.has_column(RECORDS[compared], name)]
    columns = columns_for(compared)
    needed = KNOWN_BY if compared is Compared.CLAIMS else KNOWN_BY[:1]
    lacking = [columns[name].heading for name in needed if name not in known_by and name != "entry_code"]
    if lacking:
        raise CannotCompare(
            f"The list and the workbook do not both show {' and '.join(lacking)}, so rows cannot be brought together: "
            f'say which of its columns it is, as in --match "{lacking[0]}=its heading".'
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
            values["candidate_number"] = only(names.same(whole)) if whole else None
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


def _twice(
    lines: Mapping[Key | None, Sequence[Line]], others: Mapping[Key | None, Sequence[Line]], fields: Sequence[str]
) -> Sequence[Twice]:
    """What stands in a list more than once, if two rows say just the same or the other list has not as many: a unit that was claimed
    again has two rows, and is in order.
    """
    return [
        Twice(key, these)
        for key, these in lines.items()
        if key is not None
        and len(these) > 1
        and (
            len(others.get(key, ())) < len(these)
            or len({tuple(line.values.get(name) for name in fields) for line in these}) < len(these)
        )
    ]


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
        person = only(self._staff.meant(text)) if text else None
        return (person.code or person.name) if person else text

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
