"""The catalogue: what is known of qualifications and units, ours (catalogue.csv, sources.csv) and a centre's own file.

Both are CSV files of one shape. A row with a unit number is a unit, any other row a qualification; each fact that is not
known is left empty.

========================  =====================================================================================
suite                     2012, 2016 or verified
level, subject, size      3, Business, Extended Certificate
title                     the qualification's title
entry_code, qan           05835, 601/7699/4
replaced_by               the entry code that has taken the place of this one
unit_number, unit_title   1, The business environment. A unit's row says which qualification it belongs to by its entry
                          code, or by suite, level and subject, for the units of all its sizes.
unit_reference            A/507/8148
assessment                moderated, examined or verified
glh, credits              the size of the unit or qualification
source, date              where that stands, and as of when. In our file the source is one or more words of sources.csv.
========================  =====================================================================================
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Any, NamedTuple, TypeVar

from ocr_sheets.errors import UserError
from ocr_sheets.model import identifiers
from ocr_sheets.model.records import Assessment, Family, Suite
from ocr_sheets.patterns import regex
from ocr_sheets.text import key

UNDATED = "undated"
"""The date of a source that bears none."""


class Source(NamedTuple):
    """Where a fact stands: an address, its date (a day, a month, a year or `UNDATED`) and what it is."""

    address: str
    date: str
    what: str


class KnownQualification(NamedTuple):
    """One qualification of one size."""

    title: str
    level: int | None
    subject: str
    size: str
    suite: Suite | None
    """``None`` too where its suite could only be guessed at."""
    family: Family | None
    entry_code: str | None
    qan: str | None
    replaced_by: str | None
    glh: float | None
    credits: float | None
    sources: tuple[Source, ...]

    @property
    def label(self) -> str:
        """Its title, with the suite where there is one: titles occur in both (B108)."""
        return f"{self.title}, {self.suite} suite" if self.suite else self.title


class KnownUnit(NamedTuple):
    """One unit: of one entry code, or of all sizes of a subject at one level of a suite."""

    entry_code: str | None
    suite: Suite | None
    family: Family | None
    level: int | None
    subject: str
    number: str
    title: str
    reference: str | None
    assessment: Assessment | None
    glh: float | None
    credits: float | None
    sources: tuple[Source, ...]

    @property
    def label(self) -> str:
        """What it is called in a message: its number, title and qualification."""
        of = f" of Level {self.level} {self.subject}" if self.subject and self.level else ""
        suite = f", {self.suite} suite" if self.suite else ""
        return f"unit {self.number}{f' ({self.title})' if self.title else ''}{of or f' of {self.entry_code}'}{suite}"


Course = tuple[Suite | None, Family | None, int | None, str]
"""What units of all sizes are known by: suite, family, level and subject."""


@dataclass(frozen=True)
class Catalogue:
    """All that is known, with look-ups. None of them finding anything proves nothing."""

    qualifications: tuple[KnownQualification, ...] = ()
    units: tuple[KnownUnit, ...] = ()

    def coded(self, entry_code: str | None) -> KnownQualification | None:
        """The qualification of an entry code."""
        return self._by_code.get(entry_code) if entry_code else None

    def numbered(self, qan: str | None) -> KnownQualification | None:
        """The qualification of a QAN, with its slashes or without."""
        return self._by_qan.get(_qan(qan)) if qan else None

    def titled(self, title: str | None) -> Sequence[KnownQualification]:
        """The qualifications with a title, however it is spaced and spelt (`title_key`)."""
        return self._by_title.get(title_key(title), ()) if title else ()

    def family_titled(self, title: str | None) -> Family | None:
        """The family that a title is of. Verified qualifications are those that name the subject of one of them (S70), however the rest of
        the title is written: of codes, there may be others than we know.
        """
        families = {row.family for row in self.titled(title)}
        said = title_key(title or "")
        if any(
            title_key(row.subject) <= said
            for row in self.qualifications
            if row.family is Family.VERIFIED and row.subject
        ):
            families.add(Family.VERIFIED)
        return next(iter(families)) if len(families) == 1 else None

    def unit(self, entry_code: str | None, number: str | None) -> KnownUnit | None:
        """The unit of an entry code and unit number."""
        if not entry_code or not number:
            return None
        own = self._units_of_code.get((entry_code, number))
        known = self.coded(entry_code)
        return own or (self.unit_of(known, number) if known else None)

    def unit_of(self, qualification: KnownQualification, number: str | None) -> KnownUnit | None:
        """The unit of that number of a known qualification."""
        course = _course(qualification)
        return self._units_of_course.get((course, number)) if course and number else None

    def units_of(self, qualification: KnownQualification) -> Sequence[KnownUnit]:
        """The known units of a qualification, which need not be all, in the order of their numbers."""
        course, code = _course(qualification), qualification.entry_code
        found = [
            row
            for row in self.units
            if (code and row.entry_code == code) or (course and not row.entry_code and _course(row) == course)
        ]
        return sorted(found, key=lambda row: (len(row.number), row.number))

    def referenced(self, reference: str | None) -> Sequence[KnownUnit]:
        """The units of a unit reference: more than one where qualifications share a unit."""
        return self._by_reference.get(_reference(reference), ()) if reference else ()

    @cached_property
    def subjects(self) -> Sequence[str]:
        """All subjects, each once."""
        return tuple(dict.fromkeys(row.subject for row in self.qualifications if row.subject))

    @cached_property
    def _by_code(self) -> Mapping[str, KnownQualification]:
        return {row.entry_code: row for row in reversed(self.qualifications) if row.entry_code}

    @cached_property
    def _by_qan(self) -> Mapping[str, KnownQualification]:
        return {row.qan: row for row in reversed(self.qualifications) if row.qan}

    @cached_property
    def _by_title(self) -> Mapping[frozenset[str], Sequence[KnownQualification]]:
        return _grouped((title_key(row.title), row) for row in self.qualifications)

    @cached_property
    def _units_of_code(self) -> Mapping[tuple[str, str], KnownUnit]:
        return {(row.entry_code, row.number): row for row in reversed(self.units) if row.entry_code}

    @cached_property
    def _units_of_course(self) -> Mapping[tuple[Course, str], KnownUnit]:
        return {
            (course, row.number): row
            for row in reversed(self.units)
            for course in (None if row.entry_code else _course(row),)
            if course
        }

    @cached_property
    def _by_reference(self) -> Mapping[str, Sequence[KnownUnit]]:
        return _grouped((row.reference, row) for row in self.units if row.reference)


def _course(row: KnownQualification | KnownUnit) -> Course | None:
    """``None`` where the suite of a Cambridge Technical is not known: the same numbers are other units in the other suite."""
    if not row.subject or row.level is None or (row.suite is None and row.family is not Family.VERIFIED):
        return None
    return row.suite, row.family, row.level, key(row.subject)


K = TypeVar("K")
V = TypeVar("V")


def _grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, list[V]]:
    groups: dict[K, list[V]] = {}
    for name, value in pairs:
        groups.setdefault(name, []).append(value)
    return groups


_WORDS = regex(r"[^\W_]+")
_IDLE = frozenset({"ocr", "in", "the", "and"})  # "and" may be written &
_SPELT = {"technicals": "technical", "careers": "career"}


@cache
def title_key(title: str) -> frozenset[str]:
    """What titles are compared by: their words, whatever the case, spaces and order; "OCR" may be left out.

    The official list itself holds double and trailing spaces (B110), and centres put the level first or last.
    """
    words = (_SPELT.get(word, word) for word in _WORDS.findall(title.casefold()))
    return frozenset(word for word in words if word not in _IDLE)


# ------------------------------------------------------------------------------------------------------------- the files


class _Slip(Exception):
    """What is wrong with one row."""


def _plain(text: str) -> str:
    return "".join(text.replace("/", " ").replace("-", " ").split()).upper()


def _qan(text: str) -> str:
    plain = _plain(text)
    return f"{plain[:3]}/{plain[3:7]}/{plain[7:]}"


def _reference(text: str) -> str:
    plain = _plain(text)
    return f"{plain[:1]}/{plain[1:4]}/{plain[4:]}"


def _entry_code(text: str) -> str:
    return text.zfill(5)  # Excel drops the zero in front when it saves a CSV


def _shaped(of: Callable[[str], str], is_right: Callable[[str], bool], what: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        shaped = of(text)
        if not is_right(shaped):
            raise _Slip(f"“{text}” is not {what}")
        return shaped

    return read


def _level(text: str) -> int:
    if not re.fullmatch(r"[1-8]", text):
        raise _Slip(f"“{text}” is not a level")
    return int(text)


def _number(text: str) -> float:
    if not re.fullmatch(r"\d+(\.\d+)?", text, re.ASCII):
        raise _Slip(f"“{text}” is not a number")
    return float(text)


def _unit_number(text: str) -> str:
    return text.lstrip("0").upper() or text


_SUITES: Mapping[str, tuple[Suite | None, Family]] = {
    "2012": (Suite.SUITE_2012, Family.TECHNICALS),
    "2016": (Suite.SUITE_2016, Family.TECHNICALS),
    "verified": (None, Family.VERIFIED),
}


def _suite(text: str) -> tuple[Suite | None, Family]:
    if text.casefold() not in _SUITES:
        raise _Slip(f"“{text}” is not a suite: 2012, 2016 or verified")
    return _SUITES[text.casefold()]


def _assessment(text: str) -> Assessment:
    try:
        return Assessment(text.casefold())
    except ValueError:
        raise _Slip(f"“{text}” is none of: {', '.join(Assessment)}") from None


_READ: Mapping[str, Callable[[str], Any]] = {
    "suite": _suite,
    "level": _level,
    "subject": str,
    "size": str,
    "title": str,
    "entry_code": _shaped(_entry_code, identifiers.is_entry_code, "an entry code of five digits"),
    "qan": _shaped(_qan, identifiers.is_qan, "a QAN such as 601/2977/3"),
    "replaced_by": _shaped(_entry_code, identifiers.is_entry_code, "an entry code of five digits"),
    "unit_number": _unit_number,
    "unit_title": str,
    "unit_reference": _shaped(_reference, identifiers.is_unit_reference, "a unit reference such as L/507/6467"),
    "assessment": _assessment,
    "glh": _number,
    "credits": _number,
    "source": str,
    "date": str,
}
_HEADINGS = {key(name): name for name in _READ}


def parse_catalogue(text: str, origin: str, sources: Mapping[str, Source] | None = None) -> Catalogue:
    """A catalogue from CSV. ``origin`` names the file in its errors; without ``sources`` a row's source is what it says itself."""
    qualifications: list[KnownQualification] = []
    units: list[KnownUnit] = []
    seen: dict[tuple[object, ...], tuple[int, object]] = {}
    for number, told in _rows(text, origin):
        try:
            row = _record(told, origin, sources)
            _once(row, number, seen)
        except _Slip as slip:
            raise UserError(f"{origin}, row {number}: {slip}.") from slip
        if isinstance(row, KnownUnit):
            units.append(row)
        else:
            qualifications.append(row)
    return Catalogue(tuple(qualifications), tuple(units))


def _rows(text: str, origin: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Rows that say something, as a spreadsheet counts them, with what they say read."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    names: list[str | None] = []
    number = 0
    try:
        for number, cells in enumerate(reader, 1):
            if number == 1:
                names = [_heading(cell) for cell in cells]
                twice = [name for place, name in enumerate(names) if name and name in names[:place]]
                if twice:
                    raise _Slip(f"the heading {twice[0]} stands twice")
                continue
            filled = [(_name(names, place), cell) for place, cell in enumerate(cells) if cell.strip()]
            if filled:
                yield number, {name: _READ[name](" ".join(cell.split())) for name, cell in filled}
    except csv.Error as error:
        raise UserError(f"{origin}, row {number + 1}: it is not CSV: {error}.") from error
    except _Slip as slip:
        raise UserError(f"{origin}, row {number}: {slip}.") from slip
    if not names:
        raise UserError(f"{origin}, row 1: there are no headings.")


def _heading(cell: str) -> str | None:
    if not cell.strip():
        return None
    name = _HEADINGS.get(key(cell))
    if name is None:
        raise _Slip(f"the heading “{cell.strip()}” is none of: {', '.join(_READ)}")
    return name


def _name(names: Sequence[str | None], place: int) -> str:
    name = names[place] if place < len(names) else None
    if name is None:
        raise _Slip("something stands in a column without a heading")
    return name


def _record(
    told: Mapping[str, Any], origin: str, sources: Mapping[str, Source] | None
) -> KnownQualification | KnownUnit:
    said = told.get("source", "")
    if sources is None:
        where: tuple[Source, ...] = (Source(said or origin, told.get("date", UNDATED), "the centre's own catalogue"),)
    else:
        unknown = [word for word in said.split() if word not in sources]
        if unknown or not said:
            raise _Slip(f"it has no source called “{' '.join(unknown)}”")
        where = tuple(sources[word] for word in said.split())
    suite, family = told.get("suite", (None, None))
    size = (told.get("glh"), told.get("credits"))
    if "unit_number" in told:
        if "entry_code" not in told and not ("suite" in told and "level" in told and "subject" in told):
            raise _Slip("a unit needs an entry code, or a suite, level and subject")
        return KnownUnit(
            *(told.get("entry_code"), suite, family, told.get("level"), told.get("subject", "")),
            *(told["unit_number"], told.get("unit_title", ""), told.get("unit_reference"), told.get("assessment")),
            *(*size, where),
        )
    stray = [name for name in ("unit_title", "unit_reference", "assessment") if name in told]
    if stray:
        raise _Slip(f"it has {stray[0]} and no unit_number")
    if "title" not in told:
        raise _Slip("a qualification needs a title")
    if family is None and {"cambridge", "technical"} <= title_key(told["title"]):
        family = Family.TECHNICALS
    return KnownQualification(
        *(told["title"], told.get("level"), told.get("subject", ""), told.get("size", ""), suite, family),
        *(told.get("entry_code"), told.get("qan"), told.get("replaced_by"), *size, where),
    )


def _once(row: KnownQualification | KnownUnit, number: int, seen: dict[tuple[object, ...], tuple[int, object]]) -> None:
    """Refuse a row that contradicts an earlier one. One QAN may have several entry codes, but only one title."""
    said: list[tuple[tuple[object, ...] | None, object, str]]
    if isinstance(row, KnownUnit):
        said = [(("unit", row.entry_code or _course(row), row.number), row[:-1], f"unit {row.number}")]
    else:
        said = [
            (("code", row.entry_code) if row.entry_code else None, row[:-1], str(row.entry_code)),
            (("qan", row.qan) if row.qan else None, title_key(row.title), str(row.qan)),
        ]
    for place, facts, what in said:
        if place is not None:
            first, held = seen.setdefault(place, (number, facts))
            if held != facts:
                raise _Slip(f"{what} stands in row {first} too, with other facts")


def parse_sources(text: str) -> dict[str, Source]:
    """Our sources by the word that rows call them by."""
    rows = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    return {row["source"]: Source(row["address"], row["date"], row["what"]) for row in rows}


@cache
def load_catalogue() -> Catalogue:
    """What comes with the tool."""
    here = files(__package__)
    sources = parse_sources(here.joinpath("sources.csv").read_text(encoding="utf-8"))
    return parse_catalogue(here.joinpath("catalogue.csv").read_text(encoding="utf-8"), "catalogue.csv", sources)


def read_catalogue(data: bytes, name: str) -> Catalogue:
    """A centre's own catalogue: a CSV file as the top of this module describes, with the columns it has in any order.

    What is wrong with it is a `UserError` that names the file and the row.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data[: error.start].count(b"\n") + 1
        raise UserError(f"{name}, row {row}: it is not in UTF-8. Save it as “CSV UTF-8”.") from error
    return parse_catalogue(text, name)


def merged(ours: Catalogue, theirs: Catalogue) -> Catalogue:
    """Both catalogues. Where theirs has a row for the same entry code, QAN, unit or unit reference, ours is left out whole."""
    codes = {row.entry_code for row in theirs.qualifications if row.entry_code}
    qans = {row.qan for row in theirs.qualifications if row.qan}
    bare = {(title_key(row.title), row.suite) for row in theirs.qualifications if not (row.entry_code or row.qan)}
    references = {row.reference for row in theirs.units if row.reference}
    courses = {(_course(row), row.number) for row in theirs.units if not row.entry_code}
    return Catalogue(
        (
            *theirs.qualifications,
            *(
                row
                for row in ours.qualifications
                if row.entry_code not in codes and row.qan not in qans and (title_key(row.title), row.suite) not in bare
            ),
        ),
        (
            *theirs.units,
            *(
                row
                for row in ours.units
                if row.reference not in references and (_course(row), row.number) not in courses
            ),
        ),
    )
