"""What names a row: the one answer to whether two rows, of one workbook or of two, are about the same thing.

A claim is its candidate's unit, wherever it stands and whatever its sheet is called. All who bring rows together ask here: the
references of findings, ``diff``, ``reconcile`` and ``collect``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from ocr_sheets.model.book import Book
from ocr_sheets.model.records import (
    RECORDS,
    Assessor,
    Candidate,
    Centre,
    Claim,
    Closure,
    Entry,
    Kind,
    Qualification,
    Record,
    Unit,
    Visit,
    columns_of,
)
from ocr_sheets.text import key


class RowName(NamedTuple):
    """The fields that name a row of one kind."""

    key: tuple[str, ...]
    """What the row is about."""
    occasion: tuple[str, ...] = ()
    """What tells one of several rows about the same thing from the others, where it is given: a unit claimed again is claimed for
    another visit."""


NAMED_BY: Mapping[type[Record], RowName] = {
    Centre: RowName(()),
    Qualification: RowName(("entry_code",)),
    Unit: RowName(("entry_code", "unit_number")),
    Assessor: RowName(("code", "name")),
    Candidate: RowName(("centre_number", "candidate_number"), ("surname",)),
    Entry: RowName(("candidate_number", "entry_code", "unit_number")),
    Claim: RowName(("candidate_number", "entry_code", "unit_number"), ("visit",)),
    Visit: RowName(("name", "subject_area", "entry_code")),
    Closure: RowName(("first_day",)),
}
"""For each kind of row, what names it."""

_WORD_FOR = {record: word for word, record in RECORDS.items()}

Identity = tuple[str, ...]
"""A row's kind, by the word of `RECORDS`, and the values that name it, reduced so that case and spaces do not matter."""


def kind_of(record: Record | type[Record]) -> str:
    """The word of `RECORDS` for a record or a kind of record, such as ``claims``."""
    return _WORD_FOR[record if isinstance(record, type) else type(record)]


def identity(record: Record) -> Identity:
    """What a row is about. Two rows with one identity are about the same thing; an empty value is an empty text."""
    return (kind_of(record), *(plain(getattr(record, name)) for name in NAMED_BY[type(record)].key))


def occasion(record: Record) -> tuple[str, ...]:
    """What tells the row from others of its identity."""
    return tuple(plain(getattr(record, name)) for name in NAMED_BY[type(record)].occasion)


def is_named(record: Record) -> bool:
    """Whether the row says anything of what it is about; one that does not can be no other row's likeness."""
    names = NAMED_BY[type(record)].key
    return not names or any(getattr(record, name) for name in names)


def plain(value: Any) -> str:
    """A value as names are compared: text without regard to case, spaces and punctuation."""
    return "" if value is None else key(value) if isinstance(value, str) else str(value)


def rows_by_identity(book: Book, kind: str) -> Mapping[Identity, list[Record]]:
    """The rows of one kind by what they are about, in the order of the workbook."""
    found: dict[Identity, list[Record]] = {}
    for record in book.rows(kind):
        found.setdefault(identity(record), []).append(record)
    return found


def named_in_full(record: Record) -> tuple[str, ...]:
    """The row's kind, its sheet and all that names it, as it is written: what a finding's reference is made of.

    Days are left out: one may be put right without the row becoming another.
    """
    kind: type[Any] = type(record)
    return (kind.__name__, record.sheet, *[getattr(record, name) or "" for name in _TEXTS[kind]])


_TEXTS: Mapping[type[Any], tuple[str, ...]] = {
    kind: tuple(name for name in (*named.key, *named.occasion) if columns_of(kind)[name].kind is not Kind.DATE)
    for kind, named in NAMED_BY.items()
}
"""Of each kind of row, the fields that name it and hold no day."""
