"""Which row of the older workbook is which of the newer one.

Rows are the same by what names them (`ocr_sheets.model.identity`), wherever they stand. What names them may itself have been changed:
a visit, a member of staff, a candidate or a subject area that is called otherwise now is found by what else it says, and the rows that
name it, such as its claims, are the same rows still.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ocr_sheets.model.book import Book
from ocr_sheets.model.identity import NAMED_BY, Identity, identity, is_named, kind_of, plain
from ocr_sheets.model.records import (
    RECORDS,
    Assessor,
    Candidate,
    Claim,
    Closure,
    Qualification,
    Record,
    Unit,
    Visit,
    columns_of,
)

Place = tuple[type[Record], str, int, int]
"""What tells a row from all others of its workbook."""


def place_of(record: Record) -> Place:
    """Where a row stands; the claims in one row of a grid are told apart by their columns."""
    return type(record), record.sheet, record.row, record.column if isinstance(record, Claim) else 0


class Pair(NamedTuple):
    """One row in both workbooks; ``None`` where one has not got it."""

    old: Record | None
    new: Record | None


_FOUND_AGAIN_BY: Mapping[type[Record], Sequence[tuple[str, ...]]] = {
    Qualification: (("qan",), ("title",)),
    Candidate: (("candidate_number",), ("uln",), ("uci",), ("date_of_birth", "surname", "forenames"), ("surname", "forenames")),
    Assessor: (("code",), ("name",), ("email",)),
    Unit: (("unit_reference", "entry_code"), ("unit_title", "entry_code")),
    Visit: (
        ("visit_date", "subject_area", "entry_code"),
        ("visit_date", "name"),
        ("moved_from", "subject_area", "entry_code"),
        ("booked_on", "subject_area", "entry_code"),
    ),
    Closure: (("reason",), ("last_day",)),
}  # fmt: skip
"""By what else a row is found again whose name has changed: by the first of these that just one row on either side says. ``moved_from``
is compared with the day the older visit was on."""
_NAMES: Mapping[str, type[Record]] = {
    "candidate_number": Candidate,
    "entry_code": Qualification,
    "subject_area": Qualification,
    "subject_areas": Qualification,
    "visit": Visit,
    "assessor": Assessor,
    "standardised_by": Assessor,
    "named_contact": Assessor,
}
"""The fields by which rows name a row of another kind."""
_IN_ORDER = ("centre", "qualifications", "candidates", "assessors", "units", "visits", "entries", "claims", "closures")
"""Kinds that others name come first."""
_MOST_COMPARED = 40
"""Rows of one name that are compared each with each: beyond that, those that are not wholly alike go by their order."""


class Rows:
    """The rows of two workbooks, brought together."""

    def __init__(self, old: Book, new: Book) -> None:
        self.old, self.new = old, new
        self.pairs: dict[str, Sequence[Pair]] = {}
        self._new_of: dict[Place, Record] = {}
        self._old_of: dict[Place, Record] = {}
        self._now: defaultdict[type[Record], dict[str, str]] = defaultdict(dict)
        """How the newer workbook calls what the older one calls otherwise, by kind."""
        for kind in _IN_ORDER:
            self.pairs[kind] = self._bring_together(list(old.rows(kind)), list(new.rows(kind)), RECORDS[kind])
            self._learn_names(kind)

    def new_of(self, record: Record) -> Record | None:
        """The row of the newer workbook that a row of the older one is."""
        return self._new_of.get(place_of(record))

    def old_of(self, record: Record) -> Record | None:
        """The row of the older workbook that a row of the newer one was."""
        return self._old_of.get(place_of(record))

    def both(self) -> Iterator[tuple[Record, Record]]:
        """The rows that are in both workbooks."""
        for pairs in self.pairs.values():
            yield from ((pair.old, pair.new) for pair in pairs if pair.old is not None and pair.new is not None)

    def is_same(self, old: Record, new: Record, field: str) -> bool:
        """Whether a field says the same in both; what is called otherwise now is the same thing still."""
        was, now = getattr(old, field), getattr(new, field)
        if was == now:
            return True
        if isinstance(was, tuple) and isinstance(now, tuple):
            return {plain(self.name_now(old, field, text)) for text in was} == {plain(text) for text in now}
        if not (isinstance(was, str) and isinstance(now, str)):
            return False
        if was.split() == now.split():
            return True
        return self._names_another(old, field) and plain(self.name_now(old, field, was)) == self._names_now(field, now)

    def name_now(self, record: Record, field: str, text: str) -> str:
        """How the newer workbook calls the candidate, code, subject area, visit or person that a row of the older one names."""
        if not self._names_another(record, field):
            return text
        kind = _NAMES[field]
        if kind is Visit and isinstance(record, Claim):
            used = self.old.visit_of(record)
            visit = self.new_of(used.visit) if used else None
            return (visit.name if isinstance(visit, Visit) else None) or text
        if kind is Assessor:
            person = self.old.assessor_for(text)
            now = self.new_of(person) if person else None
            return (self.new.people.name_for(now) if isinstance(now, Assessor) else None) or text
        return self._now[kind].get(plain(text), text)

    def _names_now(self, field: str, text: str) -> str:
        """What a field of the newer workbook names, as `name_now` says it: a person by the code, however the cell says who it is, or by the
        name where two have the code.
        """
        person = self.new.assessor_for(text) if _NAMES[field] is Assessor else None
        return plain((self.new.people.name_for(person) if person else None) or text)

    @staticmethod
    def _names_another(record: Record, field: str) -> bool:
        return field in _NAMES and _NAMES[field] is not type(record)

    # -- bringing rows together

    def _bring_together(self, old: list[Record], new: list[Record], kind: type[Record]) -> Sequence[Pair]:
        order = {place_of(record): number for number, record in enumerate(new)}
        pairs: list[tuple[Record, Record]] = []
        for name in (self.identity_now, identity):
            pairs += self._matched(old, new, name, identity)
            old, new = self._left(old), [row for row in new if place_of(row) not in self._old_of]
        for fields in _FOUND_AGAIN_BY.get(kind, ()):
            pairs += self._found_again(old, new, fields)
            old, new = self._left(old), [row for row in new if place_of(row) not in self._old_of]
        pairs.sort(key=lambda pair: order[place_of(pair[1])])
        return [*(Pair(*pair) for pair in pairs), *(Pair(None, row) for row in new), *(Pair(row, None) for row in old)]

    def _left(self, old: list[Record]) -> list[Record]:
        return [row for row in old if place_of(row) not in self._new_of]

    def identity_now(self, record: Record) -> Identity:
        """What a row of the older workbook is about, in the names of the newer one."""
        values = ((name, getattr(record, name)) for name in NAMED_BY[type(record)].key)
        now = (self.name_now(record, name, value) if isinstance(value, str) else value for name, value in values)
        return (kind_of(record), *map(plain, now))

    def _matched(
        self,
        old: Iterable[Record],
        new: Iterable[Record],
        name_of_old: Callable[[Record], Identity],
        name_of_new: Callable[[Record], Identity],
    ) -> Iterator[tuple[Record, Record]]:
        held, wanted = _grouped(old, name_of_old), _grouped(new, name_of_new)
        for name, rows in wanted.items():
            for pair in self._closest(held.get(name, []), rows):
                yield self._taken(*pair)

    def _found_again(
        self, old: Iterable[Record], new: Iterable[Record], fields: tuple[str, ...]
    ) -> Iterator[tuple[Record, Record]]:
        first = fields[0]
        held = _grouped((row for row in old if getattr(row, _of_old(first))), lambda row: self._says_now(row, fields))
        wanted = _grouped((row for row in new if getattr(row, first)), lambda row: _says(row, fields))
        for said, rows in wanted.items():
            if len(rows) == len(held.get(said, ())) == 1:
                yield self._taken(held[said][0], rows[0])

    def _says_now(self, record: Record, fields: Sequence[str]) -> Identity:
        values = [(name, getattr(record, _of_old(name))) for name in fields]
        now = (self.name_now(record, name, value) if isinstance(value, str) else value for name, value in values)
        return tuple(map(plain, now))

    def _taken(self, old: Record, new: Record) -> tuple[Record, Record]:
        self._new_of[place_of(old)], self._old_of[place_of(new)] = new, old
        return old, new

    def _closest(self, old: Sequence[Record], new: Sequence[Record]) -> Iterator[tuple[Record, Record]]:
        """Rows of one name, such as two claims of one unit, brought together by all that they say, the most alike first."""
        if len(old) == len(new) == 1:
            yield old[0], new[0]
            return
        left, right = list(old), list(new)
        for was in old:
            now = next((row for row in right if _content(row) == _content(was)), None)
            if now is not None:
                left.remove(was)
                right.remove(now)
                yield was, now
        if len(left) <= _MOST_COMPARED and len(right) <= _MOST_COMPARED:
            pairs = [(was, now) for was in left for now in right]
            for was, now in sorted(pairs, key=lambda pair: self._likeness(*pair), reverse=True):
                if was in left and now in right:
                    left.remove(was)
                    right.remove(now)
                    yield was, now
        elif left and is_named(left[0]):
            yield from zip(left, right, strict=False)

    def _likeness(self, old: Record, new: Record) -> tuple[int, ...]:
        """How alike two rows are. Of a cancelled visit and its replacement, which may share a name, the day tells most."""
        same = sum(self.is_same(old, new, field) for field in columns_of(type(old)))
        if isinstance(old, Visit) and isinstance(new, Visit):
            return int(old.visit_date == new.visit_date), int(old.stands == new.stands), same
        return (same,)

    # -- names

    def _learn_names(self, kind: str) -> None:
        match kind:
            case "qualifications":
                self._now[Qualification] = self._renamed(kind, "subject_area") | self._renamed(kind, "entry_code")
            case "candidates":
                self._now[Candidate] = self._renamed(kind, "candidate_number")

    def _renamed(self, kind: str, field: str) -> dict[str, str]:
        """What is called otherwise now in every row that had it; the newer names by the older ones, reduced by `plain`."""
        now: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for old, new in self.pairs[kind]:
            if old is not None and new is not None and getattr(old, field):
                now[plain(getattr(old, field))][getattr(new, field) or ""] += 1
        return {
            was: name
            for was, names in now.items()
            for name in names
            if len(names) == 1 and name and plain(name) != was and plain(name) not in now
        }


def _grouped(rows: Iterable[Record], name: Callable[[Record], Identity]) -> Mapping[Identity, list[Record]]:
    found: defaultdict[Identity, list[Record]] = defaultdict(list)
    for row in rows:
        found[name(row)].append(row)
    return found


def _of_old(field: str) -> str:
    return "visit_date" if field == "moved_from" else field


def _says(record: Record, fields: Sequence[str]) -> Identity:
    return tuple(plain(getattr(record, name)) for name in fields)


def _content(record: Record) -> tuple[Any, ...]:
    return tuple(getattr(record, name) for name in columns_of(type(record)))
