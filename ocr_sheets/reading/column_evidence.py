"""What the cells of a list say of its headings: a word such as IV may head days, people or ticks, and only the cells tell which.

Each column that a heading was taken for is held against its cells, and each column that no heading was known for may still be known by
its words and cells together. What was decided by the cells, left out or could be two things is a judgement.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from ocr_sheets.model.column_readings import Left
from ocr_sheets.model.judgements import Judgement, JudgementKind
from ocr_sheets.model.records import Candidate, Claim, ClaimStatus, Entry, Kind, Unit, Visit, columns_of
from ocr_sheets.model.tables import Cell
from ocr_sheets.patterns import regex
from ocr_sheets.reading.choices import WAITING_WORDS
from ocr_sheets.reading.headings import shown, spellings
from ocr_sheets.reading.raw import Raw, UnreadableValue, as_text, is_blank
from ocr_sheets.reading.rows import is_totals
from ocr_sheets.reading.tables import Found
from ocr_sheets.reading.trackers.evidence import settle
from ocr_sheets.reading.trackers.headings import TICKS, Role, role_of, words_in
from ocr_sheets.reading.trackers.shapes import MOST, Shape, Words
from ocr_sheets.reading.values import is_known_code, known_codes_in, reader_of
from ocr_sheets.text import key

_ROWS = 200
"""How many rows below the headings are looked at."""
_WEIGHED = (Candidate, Claim, Entry, Unit, Visit)
_OF_A_CLAIM = (
    "assessor",
    "standardised_by",
    "assessed_on",
    "standardised_on",
    "claimed_on",
    "grade",
    "confirmed_grade",
    "claim_status",
    "candidate_number",
)
"""The fields of claims whose headings have more than one meaning."""
_OF_THE_TEACHER = regex(r"(?:unit )?(?:final|moderated|agreed|overall)(?: unit)? (?:grades?|results?)|final")
"""Headings of a grade that a teacher or the centre's own standardisation gave last, before any claim."""
_OF_THE_CENTRE = regex(r"sampled(?: on)?|date sampled|iv sample|iqa sample")
_FITTING: Mapping[type[Any], frozenset[Role]] = {
    Candidate: frozenset({Role.NUMBER, Role.SURNAME, Role.FORENAMES, Role.ULN, Role.UCI}),
    Claim: frozenset({Role.NUMBER, Role.GRADE, Role.ASSESSOR, Role.STANDARDISED_BY, Role.ASSESSED_ON, Role.STANDARDISED_ON, Role.CLAIMED_ON, Role.VISIT}),
    Entry: frozenset({Role.NUMBER}),
}  # fmt: skip
"""What a column that no heading was known for may still be."""
_PREFERRED = {
    "preferred surname": "surname",
    "preferred last name": "surname",
    "preferred forename": "forenames",
    "preferred first name": "forenames",
    "preferred name": "forenames",
    "known as": "forenames",
}
_GROUP_WORDS = regex(r"\b(?:mandatory|optional|core|compulsory|pathway|elective)\b|^[MO]$", re.IGNORECASE)


def _is_choice(record: type[Any], name: str) -> Callable[[Raw], bool]:
    read = reader_of(columns_of(record)[name], False)
    return lambda raw: _value(read, raw) is not None


_PLAIN_CELLS: Mapping[type[Any], Mapping[str, Callable[[Raw], bool]]] = {
    Unit: {"entry_code": is_known_code, "assessment": _is_choice(Unit, "assessment")},
    Entry: {"entry_code": is_known_code},
    Claim: {"entry_code": is_known_code},
    Visit: {"type": _is_choice(Visit, "type")},
}
"""The fields that are known by their cells under whatever heading, and what each of their cells must be."""


_A_DAY_ALONE: Final = regex(r"dates?|when|day|on|(?:date )?(?:sent|made|submitted|done|registered|registration)")
_LONGEST_NAME = 20
"""Of characters: what stands before a visit without a heading, and is longer, is no name of it."""
_OF_A_STEP: Final = regex(
    r"\b(?:by|sent|told|asked|request\w*|receiv\w*|book\w*|deadline|due|claim\w*|ent(?:ry|ries|ered)|sampl\w*|upload\w*|report\w*|updated|contact\w*|email\w*|call\w*)\b",
    re.IGNORECASE,
)
"""Words of a heading whose days are of something done before or after a visit."""


class Weighing:
    """Holds the columns of one list against their cells."""

    def __init__(self, found: Found, words: Words) -> None:
        self._found = found
        self._words = words
        self._columns = dict(found.columns)
        self._headings = dict(found.headings)
        rows = found.grid.rows[found.heading_row : (found.last_row or len(found.grid.rows))]
        self._rows = [row for row in rows[:_ROWS] if any(raw != "" for raw in row) and not is_totals(found.span(row))]
        self.judgements: list[Judgement] = []
        self._unread = list(found.unread)

    def weighed(self) -> Found:
        """The list with its columns as heading and cells together say."""
        record = self._found.record
        if record not in _WEIGHED or self._found.is_aside or not self._rows:
            return self._found
        self._twice()
        if record is Claim:
            self._claims()
        elif record is Candidate:
            self._candidates()
        elif record is Unit:
            self._units()
        elif record is Visit:
            self._visits()
        elif record is Entry:
            self._days_of_entries()
        self._by_cells_alone()
        if record is Entry and "entry_code" not in self._columns:
            self._codes_across()
        self._choices()
        self._fill()
        split = self._one_name() if record is Candidate else ""
        in_order = dict(sorted(self._columns.items(), key=lambda item: item[1]))
        return self._found._replace(
            columns=in_order,
            headings={name: self._headings[name] for name in in_order},
            unread=self._unread,
            one_name=split,
        )

    # -- looking at columns

    def _cells(self, column: int) -> list[Raw]:
        return [row[column - 1] for row in self._rows if column <= len(row) and row[column - 1] != ""]

    def _share(self, column: int, *shapes: Shape) -> float:
        cells = [raw for raw in self._cells(column) if not is_blank(raw)]
        return sum(bool(self._words.shapes(raw) & set(shapes)) for raw in cells) / len(cells) if cells else 0.0

    def _free(self) -> Iterator[tuple[int, str]]:
        """The columns of the table with a heading that was taken for nothing."""
        line = self._found.grid.rows[self._found.heading_row - 1]
        last = self._found.last_column or len(line)
        for column in range(max(self._found.first_column, 1), min(last, len(line)) + 1):
            raw = line[column - 1]
            if column not in self._columns.values() and isinstance(raw, str) and raw.strip():
                yield column, shown(raw)

    # -- deciding

    def _codes_across(self) -> None:
        """Entries that are ticks or days below entry codes: a list with a row for each entry is read, and this is asked about."""
        for column, heading in self._free():
            if known_codes_in(heading) and self._cells(column):
                self._say(JudgementKind.LINE_NOT_READ, column, True, text=heading, of="codes")

    def _say(self, kind: JudgementKind, column: int, question: bool = False, **values: object) -> None:
        ours = columns_of(self._found.record).get(str(values.get("role", "")))
        if ours is not None:
            values["ours"] = ours.heading
        self.judgements.append(Judgement(kind, self._found.grid.name, self._ref(column), values, question))

    def _ref(self, column: int) -> str:
        return Cell(self._found.grid.name, self._found.heading_row, column, "").ref

    def _looks(self, column: int) -> dict[str, Any]:
        cells = self._cells(column)
        counts, seen = self._words.count(cells)
        looks = {str(shape): count for shape, count in counts.items()}
        return {"looks": looks, "seen": seen, "first": self._words.shown(cells)}

    def _drop(self, name: str, kind: JudgementKind, question: bool = False, **values: object) -> None:
        column, heading = self._columns.pop(name), self._headings.pop(name)
        self._unread.append(heading)
        self._say(kind, column, question, heading=heading, **self._looks(column), **values)

    def _move(self, name: str, to: str) -> None:
        column, heading = self._columns.pop(name), self._headings.pop(name)
        self._columns[to], self._headings[to] = column, heading
        self._say(JudgementKind.BY_VALUES, column, heading=heading, role=to, **self._looks(column))

    def _take(self, name: str, column: int, heading: str) -> None:
        self._columns[name], self._headings[name] = column, heading
        self._unread = [one for one in self._unread if one != heading]
        self._say(JudgementKind.BY_VALUES, column, heading=heading, role=name, **self._looks(column))

    def _twice(self) -> None:
        """Two columns that say the same field: where they differ, neither is taken in silence."""
        known = spellings(self._found.record)
        for column, heading in list(self._free()):
            named = known.get(key(heading))
            name = named[0] if named else ""
            if name not in self._columns or key(self._headings[name]) != key(heading):
                continue
            first = self._columns[name]
            cells, others = self._cells(first), self._cells(column)
            if cells == others or not others:
                continue
            if not cells:
                self._columns[name] = column
                continue
            cells = [self._ref(first), self._ref(column)]
            headings = [self._headings[name], heading]
            self._say(JudgementKind.COLUMN_TWICE, column, True, headings=headings, cells=cells, role=name)
            if not columns_of(self._found.record)[name].required:
                del self._columns[name], self._headings[name]
                self._unread.append(heading)

    def _claims(self) -> None:
        self._grades_of_the_teacher()
        for name in [name for name in _OF_A_CLAIM if name in self._columns and name != "confirmed_grade"]:
            column, heading = self._columns[name], self._headings[name]
            if name.endswith("_on") and self._only_waits(column):
                continue
            # A word such as IV may head ticks too; “Standardised by”, the field's own heading, may not.
            is_plain = heading == columns_of(Claim)[name].heading
            role = said if not is_plain and (said := role_of(heading)) in TICKS else Role(name)
            settled = settle(heading, role, self._cells(column), self._words, is_of_a_unit=False).role
            if settled is None or settled == name or (settled in TICKS and name.endswith("_on")):
                continue
            if is_plain and name == "claim_status" and settled is Role.NOT_OURS:
                continue  # what stands there is about the claim, and told where it cannot be read
            if settled in columns_of(Claim) and settled not in self._columns:
                self._move(name, str(settled))
            elif settled not in (Role.NAME, Role.NUMBER) or name != "candidate_number":
                self._drop(name, JudgementKind.COLUMN_NOT_READ, why=Left.OTHER_CELLS)
        if "sample_requested_on" in self._columns and _OF_THE_CENTRE.fullmatch(
            words_in(self._headings["sample_requested_on"])
        ):
            self._drop("sample_requested_on", JudgementKind.COLUMN_NOT_READ, why=Left.OWN_SAMPLE)

    def _only_waits(self, column: int) -> bool:
        """Whether the cells say no more than that something is still to come, such as TBC: that is no reason to doubt the heading."""
        return all(as_text(raw).casefold() in WAITING_WORDS for raw in self._cells(column) if not is_blank(raw))

    def _grades_of_the_teacher(self) -> None:
        """A final or moderated grade is OCR's only where something else says that OCR has answered; before that it is the centre's own."""
        if "confirmed_grade" not in self._columns:
            return
        heading, column = self._headings["confirmed_grade"], self._columns["confirmed_grade"]
        if not _OF_THE_TEACHER.fullmatch(words_in(heading)) or self._are_answered():
            return
        if "grade" not in self._columns:
            self._move("confirmed_grade", "grade")
            return
        cells, own = self._cells(column), self._cells(self._columns["grade"])
        kind = JudgementKind.COLUMN_NOT_READ if cells == own else JudgementKind.COLUMN_TWICE
        values = (
            {"why": Left.SAME}
            if cells == own
            else {
                "headings": [self._headings["grade"], heading],
                "cells": [self._ref(self._columns["grade"]), self._ref(column)],
                "role": "grade",
            }
        )
        self._drop("confirmed_grade", kind, question=cells != own, **values)

    def _are_answered(self) -> bool:
        """Whether the rows with such a grade have a status or a date that only comes from OCR."""
        for name in ("results_published_on", "certificate_issued_on"):
            if name in self._columns and self._cells(self._columns[name]):
                return True
        if "claim_status" not in self._columns:
            return False
        read = reader_of(columns_of(Claim)["claim_status"], False)
        found = [_value(read, raw) for raw in self._cells(self._columns["claim_status"])]
        return sum(status is ClaimStatus.CONFIRMED for status in found) * 2 > len(found)

    def _candidates(self) -> None:
        name = "candidate_number"
        if name not in self._columns:
            return
        column, heading = self._columns[name], self._headings[name]
        settled = settle(heading, Role.NUMBER, self._cells(column), self._words, is_of_a_unit=False).role
        if settled is Role.ULN and "uln" not in self._columns:
            self._move(name, "uln")
        elif settled in (Role.NOT_OURS, Role.NAME, Role.ULN):
            self._drop(name, JudgementKind.COLUMN_NOT_READ, why=Left.OTHER_CELLS)

    def _units(self) -> None:
        if "assessment" in self._columns:
            column, read = self._columns["assessment"], reader_of(columns_of(Unit)["assessment"], False)
            is_unread = not any(_value(read, raw) for raw in self._cells(column))
            if is_unread and self._share(column, Shape.PERSON) >= MOST:
                if "assessor" in columns_of(Unit) and "assessor" not in self._columns:
                    self._move("assessment", "assessor")
                else:
                    self._drop("assessment", JudgementKind.COLUMN_NOT_READ, why=Left.OTHER_CELLS)
        if "group" in self._columns and key(self._headings["group"]) == "status":
            cells = self._cells(self._columns["group"])
            if not any(isinstance(raw, str) and _GROUP_WORDS.search(raw.strip()) for raw in cells):
                self._drop("group", JudgementKind.COLUMN_NOT_READ, why=Left.COLOURS)

    def _visits(self) -> None:
        self._names_without_a_heading()
        self._days_of_visits()

    def _days_of_visits(self) -> None:
        """The only column full of days, under whatever heading, is the day of the visit; of several, or where the heading says another
        step, the centre is asked.
        """
        if "visit_date" in self._columns:
            return
        days = [(column, heading) for column, heading in self._free() if self._share(column, Shape.DAY) > MOST]
        if len(days) == 1 and not _OF_A_STEP.search(days[0][1]):
            self._take("visit_date", *days[0])
            return
        for column, heading in days:
            self._say(JudgementKind.COLUMN_UNCLEAR, column, True, heading=heading, **self._looks(column))

    def _days_of_entries(self) -> None:
        """The only column full of days on a list of entries, where its heading says no more than that it is one, is the day of the entry."""
        days = [(column, heading) for column, heading in self._free() if self._share(column, Shape.DAY) > MOST]
        if "entered_on" not in self._columns and len(days) == 1 and _A_DAY_ALONE.fullmatch(words_in(days[0][1])):
            self._take("entered_on", *days[0])

    def _names_without_a_heading(self) -> None:
        """A column without a heading, right before the others, that calls each row something else and short: the visits' names."""
        column = min(self._columns.values(), default=1) - 1
        line = self._found.grid.rows[self._found.heading_row - 1]
        if "name" in self._columns or column < 1 or line[column - 1] != "":
            return
        names = [str(raw).strip().casefold() for raw in self._cells(column) if not is_blank(raw)]
        if len(names) == len(set(names)) == len(self._rows) and all(len(name) <= _LONGEST_NAME for name in names):
            self._take("name", column, "")

    def _choices(self) -> None:
        """A column of which no cell can be read as one of its words is another thing: it is asked about once."""
        for name, column in columns_of(self._found.record).items():
            if column.kind is not Kind.CHOICE or name not in self._columns or name == "grade":
                continue
            cells = [raw for raw in self._cells(self._columns[name]) if not is_blank(raw)]
            read = reader_of(column, False)
            if (
                len(cells) > 1
                and len(set(map(str, cells))) < len(cells)
                and all(_value(read, raw) is None for raw in cells)
            ):
                self._drop(name, JudgementKind.COLUMN_UNCLEAR, question=True)

    def _by_cells_alone(self) -> None:
        """Take what only one field can hold: a column of entry codes, of exam or coursework, of virtual or face-to-face."""
        record = self._found.record
        for name, is_one in _PLAIN_CELLS.get(record, {}).items():
            for column, heading in list(self._free()):
                cells = [raw for raw in self._cells(column) if not is_blank(raw)]
                if name not in self._columns and cells and all(is_one(raw) for raw in cells):
                    self._take(name, column, heading)

    def _fill(self) -> None:
        fitting = _FITTING.get(self._found.record, frozenset())
        for column, heading in list(self._free()):
            preferred = _PREFERRED.get(words_in(heading), "") if self._found.record is Candidate else ""
            if preferred and preferred not in self._columns:
                self._take(preferred, column, heading)
                continue
            role = role_of(heading)
            if role is None or not self._cells(column):
                continue
            settled = settle(heading, role, self._cells(column), self._words, is_of_a_unit=False).role
            if settled in fitting and settled not in self._columns and str(settled) in columns_of(self._found.record):
                self._take(str(settled), column, heading)
            elif (
                self._found.record is Unit
                and settled is Role.ASSESSOR
                and "assessor" in columns_of(Unit)
                and "assessor" not in self._columns
            ):
                self._take("assessor", column, heading)

    def _one_name(self) -> str:
        """The heading of the one column that holds whole names, where there are none of surname and forenames."""
        if "surname" in self._columns or "forenames" in self._columns:
            return ""
        for column, heading in list(self._free()):
            if role_of(heading) is Role.NAME and self._share(column, Shape.PERSON) >= MOST:
                for name in ("surname", "forenames"):
                    self._columns[name], self._headings[name] = column, heading
                self._unread = [one for one in self._unread if one != heading]
                self._say(JudgementKind.NAMES_SPLIT, column, heading=heading)
                return heading
        return ""


def _value(read: Any, raw: Raw) -> Any:
    try:
        return read(raw)
    except UnreadableValue as doubt:
        return doubt.value
