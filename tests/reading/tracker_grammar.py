"""Whole trackers with their truth, made by a grammar: who, which units, what is kept of each, and in which layout a teacher keeps it.

`tracker(seed)` gives a workbook's bytes and what is written in it: for each candidate and unit the grade, the days and the assessor.
All people are invented.
"""

from __future__ import annotations

import datetime as dt
import io
import random
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import xlsxwriter

CODE = "05839"
UNITS = {
    "5": "Virtual and augmented reality",
    "6": "Application design",
    "8": "Project management",
    "19": "Computer systems",
}
PEOPLE = [
    ("0112", "Amara", "Okoye"),
    ("0115", "Ben", "St Clair"),
    ("0121", "Ciara", "O'Dowd"),
    ("0130", "Dev", "Key"),
    ("0131", "Max", "Total"),
    ("0144", "Elin", "van Dyke"),
    ("0150", "Fay", "Smith-Average"),
]  # fmt: skip
HEADS = {
    "grade": ["Grade", "Unit result", "Grade awarded", "Outcome"],
    "assessed_on": ["Date of marking", "Assessed", "Signed off"],
    "claimed_on": ["Claim submitted", "Date claimed", "Sent to OCR"],
    "standardised_on": ["IV date", "Date verified", "Standardised"],
    "assessor": ["Teacher", "Marked by", "Assessor"],
}
WORDS = {"P": ["P", "Pass"], "M": ["M", "Merit"], "D": ["D", "Dist"]}


class Mark(NamedTuple):
    """What is kept of one candidate's unit."""

    number: str
    unit: str
    kept: dict[str, Any]


class Tracker(NamedTuple):
    """A workbook with its truth: claims by candidate number and unit, each with what is written of it."""

    data: bytes
    layout: str
    claims: dict[tuple[str, str], dict[str, Any]]


class _Page:
    """A sheet in the making, upright or on its side."""

    def __init__(self, sheet: Any, day: Any, top: int, is_turned: bool) -> None:
        self._sheet, self._day, self._top, self._is_turned = sheet, day, top, is_turned

    def put(self, row: int, column: int, value: Any) -> None:
        """One cell, counted from 0 below the title."""
        at, to = (column, row) if self._is_turned else (row, column)
        if isinstance(value, dt.date):
            self._sheet.write_datetime(at + self._top, to, dt.datetime.combine(value, dt.time()), self._day)
        elif value is not None:
            self._sheet.write(at + self._top, to, value)


def tracker(seed: int) -> Tracker:
    """A tracker and its truth; the seed fixes everything."""
    rng = random.Random(seed)
    people = sorted(rng.sample(PEOPLE, rng.randrange(4, 7)), key=lambda one: one[2])
    units = sorted(rng.sample(list(UNITS), rng.randrange(2, 4)), key=int)
    fields = ["grade", *rng.sample(["assessed_on", "claimed_on", "standardised_on", "assessor"], rng.randrange(0, 3))]
    marks = list(_marks(rng, people, units, fields))
    layout = LAYOUTS[seed % len(LAYOUTS)]
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    layout(_Writing(rng, book, day, people, units, fields, marks))
    book.close()
    return Tracker(out.getvalue(), layout.__name__.strip("_"), {(one.number, one.unit): one.kept for one in marks})


def _marks(rng: random.Random, people: Sequence[Any], units: Sequence[str], fields: Sequence[str]) -> Iterator[Mark]:
    for number, _, _ in people:
        for place, unit in enumerate(units):
            if rng.random() < 0.85 or place == 0:
                start = dt.date(2026, 11, 2) + dt.timedelta(days=rng.randrange(40))
                kept: dict[str, Any] = {"grade": rng.choice("PPMD")}
                for step, name in enumerate(("assessed_on", "standardised_on", "claimed_on")):
                    if name in fields:
                        kept[name] = start + dt.timedelta(days=9 * step)
                if "assessor" in fields:
                    kept["assessor"] = rng.choice(["RB", "TW"])
                yield Mark(number, unit, kept)


class _Writing:
    """What a layout has to hand while it writes."""

    def __init__(
        self, rng: random.Random, book: Any, day: Any, people: Any, units: Any, fields: Any, marks: Any
    ) -> None:
        self.rng, self.book, self.day = rng, book, day
        self.people, self.units, self.fields = people, units, fields
        self.kept = {(one.number, one.unit): one.kept for one in marks}
        self.heads = {name: rng.choice(words) for name, words in HEADS.items()}
        self.grades = {grade: rng.choice(words) for grade, words in WORDS.items()}
        self.style = rng.choice(["Unit {n}", "U{n}", "Unit {n}: {t}", "{n} {t}"])

    def page(self, name: str, title: str = f"IT {CODE} 2026/27", is_turned: bool = False) -> _Page:
        """A sheet with its title."""
        sheet = self.book.add_worksheet(name)
        top = 0
        if title:
            sheet.write(0, 0, title)
            top = self.rng.randrange(1, 4)
        return _Page(sheet, self.day, top, is_turned)

    def unit(self, unit: str) -> str:
        """A unit as this teacher writes it."""
        return self.style.format(n=unit, t=UNITS[unit])

    def value(self, number: str, unit: str, field: str) -> Any:
        """What is written of a candidate's unit."""
        value = self.kept.get((number, unit), {}).get(field)
        return self.grades[value] if field == "grade" and value else value


def _grid(write: _Writing, is_turned: bool = False) -> None:
    page = write.page("Year 13", is_turned=is_turned)
    depth = int(len(write.fields) > 1)
    page.put(depth, 0, "Cand no")
    page.put(depth, 1, "Student")
    for place, unit in enumerate(write.units):
        first = 2 + place * len(write.fields)
        page.put(0, first, write.unit(unit))
        for at, field in enumerate(write.fields if depth else ()):
            page.put(1, first + at, write.heads[field])
    for row, (number, forename, surname) in enumerate(write.people, start=depth + 1):
        page.put(row, 0, number)
        page.put(row, 1, f"{forename} {surname}")
        for place, unit in enumerate(write.units):
            for at, field in enumerate(write.fields):
                page.put(row, 2 + place * len(write.fields) + at, write.value(number, unit, field))


def _turned_grid(write: _Writing) -> None:
    _grid(write, is_turned=True)


def _list(
    write: _Writing, page: _Page, heads: Sequence[str], cells: Callable[[Any, str], Sequence[Any]], row: int = 0
) -> None:
    for at, head in enumerate([*heads, *(write.heads[field] for field in write.fields)]):
        page.put(row, at, head)
    for person in write.people:
        for unit in write.units:
            if (person[0], unit) in write.kept:
                row += 1
                for at, value in enumerate(
                    [*cells(person, unit), *(write.value(person[0], unit, field) for field in write.fields)]
                ):
                    page.put(row, at, value)


def _log(write: _Writing) -> None:
    _list(
        write,
        write.page("Record"),
        ["Exam no", "Surname", "First name", "Module"],
        lambda one, unit: [one[0], one[2], one[1], write.unit(unit)],
    )


def _sheet_a_unit(write: _Writing) -> None:
    units = write.units
    for unit in units:
        write.units = [unit]
        _list(
            write,
            write.page(f"Unit {unit}", f"{CODE} Unit {unit} {UNITS[unit]}"),
            ["Candidate number", "Name"],
            lambda one, _: [one[0], f"{one[2]}, {one[1]}"],
        )
    write.units = units


def _sheet_a_candidate(write: _Writing) -> None:
    people = write.people
    for number, forename, surname in people:
        page = write.page(f"{surname} {forename[0]}", "")
        for row, (label, value) in enumerate(
            [("Learner", f"{forename} {surname}"), ("Cand no", number), ("Course", f"IT {CODE}")]
        ):
            page.put(row, 0, label)
            page.put(row, 1, value)
        write.people = [(number, forename, surname)]
        _list(write, page, ["Unit"], lambda _, unit: [write.unit(unit)], row=4)
    write.people = people


def _mark_sheet(write: _Writing) -> None:
    """A program's mark sheet: the subject before each unit, and numbers of its own beside the candidates'."""
    page = write.page("Marksheet")
    words = {"grade": "Grade", "assessed_on": "Date Assessed", "claimed_on": "Date Claimed", "standardised_on": "IV Date", "assessor": "Assessor"}  # fmt: skip
    heads = [f"CTEC IT U{unit} {words[field]}" for unit in write.units for field in write.fields]
    for at, head in enumerate(["Students", "Reg", "Adno", "Cand. No.", *heads]):
        page.put(0, at, head)
    for row, (number, forename, surname) in enumerate(write.people, start=1):
        values = [write.value(number, unit, field) for unit in write.units for field in write.fields]
        for at, value in enumerate([f"{surname} {forename}", "13A", 104200 + row, number, *values]):
            page.put(row, at, value)


def _units_in_a_row(write: _Writing) -> None:
    """A row a candidate, with unit and what is kept of it over and over."""
    page = write.page("Learners")
    group = ["Unit", *(write.heads[field] for field in write.fields)]
    for at, head in enumerate(["No.", "Name", *group * len(write.units)]):
        page.put(0, at, head)
    for row, (number, forename, surname) in enumerate(write.people, start=1):
        page.put(row, 0, number)
        page.put(row, 1, f"{surname}, {forename}")
        taken = [unit for unit in write.units if (number, unit) in write.kept]
        for place, unit in enumerate(taken):
            for at, value in enumerate([f"Unit {unit}", *(write.value(number, unit, field) for field in write.fields)]):
                page.put(row, 2 + place * len(group) + at, value)


def _two_sheets(write: _Writing) -> None:
    """Grades on one sheet, and all else in a log on another."""
    fields = write.fields
    write.fields = ["grade"]
    _grid(write)
    write.fields = [field for field in fields if field != "grade"]
    if write.fields:
        _log(write)
    write.fields = fields


LAYOUTS = [_grid, _turned_grid, _log, _sheet_a_unit, _sheet_a_candidate, _two_sheets, _mark_sheet, _units_in_a_row]
