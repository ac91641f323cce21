"""The trackers of a workbook: which of its sheets are any, and what they say together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ocr_sheets.catalogue import Catalogue
from ocr_sheets.matching.fuzzy import words_of
from ocr_sheets.model.judgements import Judgement, JudgementKind
from ocr_sheets.model.other_awards import award_named
from ocr_sheets.model.reading_facts import AsideKind, Why
from ocr_sheets.model.records import Assessor, Candidate, Claim, Entry, Visit
from ocr_sheets.model.tables import Cell, Table
from ocr_sheets.patterns import regex
from ocr_sheets.reading.cells import Grid
from ocr_sheets.reading.mapping import SheetMap
from ocr_sheets.reading.skipped_sheets import is_of_one_earlier_year, is_old, year_said, years_named
from ocr_sheets.reading.so_far import Trackers
from ocr_sheets.reading.trackers.context import Courses, words_with
from ocr_sheets.reading.trackers.facts import TableRead
from ocr_sheets.reading.trackers.headings import Role
from ocr_sheets.reading.trackers.layout import TrackerTable, above_turned, is_other_heading, tables_of
from ocr_sheets.reading.trackers.mapped import NOTHING_TOLD, Told, as_answered, as_mapped, told_by
from ocr_sheets.reading.trackers.matrix import Matrix, matrix_of
from ocr_sheets.reading.trackers.merge import Merged, Merger
from ocr_sheets.reading.trackers.missed import missed, names_candidates
from ocr_sheets.reading.trackers.shapes import Words
from ocr_sheets.reading.trackers.table_reader import TableReader
from ocr_sheets.reading.trackers.visits import visits_in
from ocr_sheets.reading.values import is_known_code, known_codes_in
from ocr_sheets.text import key

_HOPES = regex(
    r"\b(?:targets?|preds?|predict(?:ed|ions?)|forecasts?|est(?:imated|\.)? grades?|aspirational|mocks?|baselines?|working[\s-]at|UCAS|MEG|MTG|ALPS|ALIS|FFT|CETA)\b",
    re.IGNORECASE,
)
_RISK = regex(
    r"\b(?:reduction|RIA|risk in assessment|sampling plan|sampling strategy|brief(?:s)? IV|interim sample|leavers)\b",
    re.IGNORECASE,
)
_CERTAIN = regex(
    r"\bactual|\bachieve|\bclaim|\baward(?:ed)?\b|\btracker\b|\bgrades?\b.*\band\b|\band grades?\b|\btracking\b",
    re.IGNORECASE,
)
_COPIED = regex(r"\s*(?:\(\d+\)|-\s*copy|copy)$", re.IGNORECASE)
"""What Excel and people add to the name of a sheet's copy."""
_REFERENCE = regex(r"\s*[A-Z]/\d{3}/\d{4}\s*", re.IGNORECASE)
_SLASHES = 2
_COUNTS = ("count of ", "sum of ", "average of ", "max of ", "min of ")
"""How a pivot table heads what it works out."""
_TOP = 5
"""Rows at the top of a sheet in which its qualification may be named."""


class TrackerSheets:
    """Reads sheets as trackers."""

    def __init__(
        self,
        grids: Sequence[Grid],
        year: int,
        date1904: bool,
        candidates: Sequence[Candidate] = (),
        staff: Sequence[Assessor] = (),
        visits: Iterable[str] = (),
    ) -> None:
        self._year = year
        self._matrices = {grid.name: matrix_of(grid) for grid in grids}
        self._words, self._key_at = words_with(year, date1904, list(self._matrices.values()))
        self._words.people = _named(candidates)
        self._words.staff = frozenset(one.code for one in staff if one.code)
        self._words.staff_names = frozenset(key(one.name) for one in staff if one.name)
        self._words.visits = frozenset(map(key, visits))
        self._date1904 = date1904
        self._states = {grid.name: grid.sheet.state for grid in grids}

    @property
    def words(self) -> Words:
        """How the centre writes."""
        return self._words

    def read_mapped(self, name: str, courses: Courses, mapped: SheetMap) -> list[TableRead]:
        """The tables of a sheet as the mapping file says they are to be read."""
        matrix = self._matrices[name]
        self._words.units = {**_catalogued(matrix, courses), **courses.named}
        tables = as_mapped(tables_of(matrix, self._words), matrix, mapped, self._words)
        return self._read(matrix, tables, courses, told_by(mapped))

    def read(self, name: str, courses: Courses, answers: SheetMap | None = None) -> list[TableRead]:
        """The tables of a sheet that say something of candidates' units: upright or turned, whichever says more. ``answers`` are what the
        mapping file says of single columns.
        """
        matrix = self._matrices[name]
        self._words.units = {**_catalogued(matrix, courses), **courses.named}
        upright = self._tables(matrix, courses, answers)
        is_of_several, said = len(_people(upright)) > 1, sum(read.weight for read in upright)
        if said and is_of_several and not _leans_over(matrix):
            return upright
        turned = self._tables(matrix.turned(), courses, answers, matrix)
        is_seen = not upright or is_of_several or len(_people(turned)) > 1  # a sheet of one candidate is one either way
        if turned and is_seen and sum(read.weight for read in turned) > said:
            turned[0].judgements.insert(0, Judgement(JudgementKind.TURNED, name))
            return turned
        return upright

    def _tables(
        self, matrix: Matrix, courses: Courses, answers: SheetMap | None, upright: Matrix | None = None
    ) -> list[TableRead]:
        tables = tables_of(matrix, self._words)
        if upright is not None:
            tables = [above_turned(table, upright, self._words) for table in tables]
        if answers is None:
            return self._read(matrix, tables, courses)
        return self._read(matrix, [as_answered(table, answers) for table in tables], courses, told_by(answers))

    def _read(
        self, matrix: Matrix, tables: Sequence[TrackerTable], courses: Courses, told: Told = NOTHING_TOLD
    ) -> list[TableRead]:
        # What stands above the first table of a sheet may be the title of them all.
        outer = [text for _, _, text in tables[0].titles] if tables else []
        reads = [TableReader(table, self._words, courses, self._date1904, outer, told).read() for table in tables]
        reads = [read for read in reads if (_says_something(read) if read.pieces else _waits_for_grades(read))]
        if reads:
            reads[0].judgements += _parts_not_read(matrix, reads)
        return reads

    @property
    def keys(self) -> set[str]:
        """The sheets with the centre's own key, whose words were used."""
        return {place.rpartition("!")[0] for place in self._key_at.values()}

    @property
    def names(self) -> list[str]:
        """The sheets that were looked at."""
        return list(self._matrices)

    def copied(self, name: str, reads: Mapping[str, Sequence[TableRead]]) -> str:
        """The visible sheet that a hidden one (``name``) is a copy of, as last year's may be: it has the same headings and units, and a copy's name or
        the same people. Empty where it is none.
        """
        for other, its in reads.items():
            if self.is_hidden(other) or _layout(its) != _layout(reads[name]):
                continue
            people, others = _people(reads[name]), _people(its)
            if _COPIED.sub("", name).casefold() == other.casefold() or len(people & others) * 2 >= len(people) > 0:
                return other
        return ""

    def is_hidden(self, name: str) -> bool:
        """Whether a sheet is hidden."""
        return self._states.get(name, "visible") != "visible"

    def missed(self, name: str, candidates: Sequence[Candidate]) -> str:
        """What a sheet that was not read has that somebody may miss: grades, or candidates beside units or a grade; else nothing."""
        self._words.people = {**_named(candidates), **self._words.people}
        return missed(self._matrices[name], self._words, is_known_code)

    def is_pivot(self, name: str) -> bool:
        """Whether a sheet is a pivot table as programs lay it out: it says Row Labels, and what it counts."""
        texts = {text.casefold() for text in self._matrices[name].texts}
        return "row labels" in texts and any(text.startswith(_COUNTS) for text in texts)

    def names_candidates(self, name: str) -> bool:
        """Whether several cells of a sheet hold candidate numbers."""
        return name in self._matrices and names_candidates(self._matrices[name])

    def visits(self, name: str, reads: Sequence[TableRead], courses: Courses) -> list[tuple[Visit, Table, Judgement]]:
        """The visits in the lines around the tables of a sheet."""
        matrix = self._matrices[name]
        inside = {
            row
            for read in reads
            if not read.table.matrix.is_turned
            for row in range(read.table.first, read.table.end)
            if len(matrix.rows[row]) - matrix.rows[row].count("") > 1
        }
        rows = [row for row in range(len(matrix.rows)) if row not in inside]
        codes = {read.code for read in reads if read.code}
        found = list(visits_in(matrix, rows, _subject(codes, courses), self._words, has_tables=bool(reads)))
        _name_in_parts(reads, {visit.row: visit.name or "" for visit, _, _ in found})
        return found

    def visits_elsewhere(
        self, names: Iterable[str], reads: Iterable[TableRead], courses: Courses
    ) -> list[tuple[Visit, Table, Judgement]]:
        """The visits in the lines of sheets that are no trackers, such as one of key dates: of the subject of the trackers, where it is one."""
        subject = _subject({read.code for read in reads if read.code}, courses)
        matrices = [self._matrices[name] for name in names]
        words = self._words
        return [
            one
            for matrix in matrices
            for one in visits_in(matrix, range(len(matrix.rows)), subject, words, has_tables=False)
        ]

    def why_aside(self, name: str, reads: Sequence[TableRead]) -> Why | None:
        """Why a sheet is left alone, by its name and the titles above its first table: targets, an earlier year, or a plan of what to sample."""
        titles = [text for _, _, text in reads[0].table.titles if len(text.split()) > 1]
        for text in (name, *titles[:2]):
            if (said := _HOPES.search(text)) and not _CERTAIN.search(text):
                return Why(AsideKind.HOPED_FOR, {"word": said[0], "text": text})
            if said := _RISK.search(text):
                return Why(AsideKind.NO_CLAIMS, {"word": said[0], "text": text})
        if why := is_old(name) or is_of_one_earlier_year(name, self._year):
            return why
        award = next((award for text in titles[:2] if (award := award_named(text))), None)
        if award and not any(map(known_codes_in, (name, *titles))):
            return Why(AsideKind.AWARD_IN_TITLE, {"word": award, "text": titles[0]})
        for text in (name, *titles[:2]):
            named = years_named(text)
            if named is not None:
                if named < self._year:
                    return Why(AsideKind.YEAR_IN_TITLE, {"year": year_said(named), "text": text})
                break
        return None


def _name_in_parts(reads: Sequence[TableRead], named: Mapping[int, str]) -> None:
    """Gives the claims below the line of a visit, which is the heading of their part, the name that the visit was given."""
    for piece in (piece for read in reads for piece in read.pieces):
        fact = piece.facts.get("visit")
        if fact and fact.cell.row in named and fact.cell.row != piece.row:
            piece.facts["visit"] = fact._replace(value=named[fact.cell.row])


def _subject(codes: Iterable[str], courses: Courses) -> str | None:
    """The subject of entry codes, where they have one."""
    subjects = {courses.subject(code) for code in codes}
    return subjects.pop() if len(subjects) == 1 else None


def _layout(reads: Sequence[TableRead]) -> list[tuple[str, str]]:
    """The headings of a sheet's tables, with the units they are of."""
    units = {piece.unit for read in reads for piece in read.pieces} if not reads[0].table.is_grid else set()
    return [(column.unit, key(column.heading)) for read in reads for column in read.columns] + [
        ("", unit) for unit in sorted(units)
    ]


def _people(reads: Sequence[TableRead]) -> set[tuple[str, ...]]:
    return {person.key or (person.number or "",) for read in reads for person, _ in read.people}


def _catalogued(matrix: Matrix, courses: Courses) -> dict[str, tuple[str, str]]:
    """The titles of the units of the qualification whose entry code the sheet's name or its top names, as the catalogue has them."""
    texts = [matrix.grid.name, *(raw for row in matrix.rows[:_TOP] for raw in row if isinstance(raw, str))]
    codes = {code for text in texts if (code := courses.coded(text))}
    known = courses.catalogue.coded(codes.pop()) if len(codes) == 1 else None
    units = courses.catalogue.units_of(known) if known else ()
    return {
        **_referenced(matrix, courses.catalogue),
        **{key(one.title): (known.entry_code or "", one.number) for one in units if known and one.title},
    }


def _referenced(matrix: Matrix, catalogue: Catalogue) -> dict[str, tuple[str, str]]:
    """The references of units that stand on a sheet, such as F/507/5008, as the catalogue numbers them: of whichever qualification."""
    said = {
        raw.strip()
        for row in matrix.rows
        for raw in row
        if isinstance(raw, str) and raw.count("/") == _SLASHES and _REFERENCE.fullmatch(raw)
    }
    found = {text: {one.number for one in catalogue.referenced(text)} for text in said}
    return {key(text): ("", numbers.pop()) for text, numbers in found.items() if len(numbers) == 1}


def _named(candidates: Sequence[Candidate]) -> dict[str, Role]:
    """The numbers and whole names of candidates, by which a cell is known to name one. A number without noughts may count anything."""
    numbers = [one.candidate_number for one in candidates if one.candidate_number]
    names = [sorted(words_of(one.name)) for one in candidates]
    return {
        **{number: Role.NUMBER for number in numbers if number.startswith("0")},
        **{" ".join(words): Role.NAME for words in names if len(words) > 1},
    }


def merged(
    trackers: Trackers,
    candidates: Sequence[Candidate],
    claims: Sequence[Claim],
    assessors: Sequence[Assessor],
    entries: Sequence[Entry],
) -> Merged:
    """Bring together what the sheets say."""
    staff = {
        text.casefold(): (one.code or one.name or "") for one in assessors for text in (one.code, one.name) if text
    }
    reads = [read for tables in trackers.reads.values() for read in tables]
    found = Merger(reads, candidates, claims, staff, entries).merged()
    for read in reads:
        trackers.problems += read.problems
        trackers.judgements += read.judgements
        trackers.readings += read.readings
        trackers.text_dates |= read.text_dates
    trackers.judgements += found.judgements
    return found


def _parts_not_read(matrix: Matrix, reads: Sequence[TableRead]) -> Iterator[Judgement]:
    """The rows below a table that have headings and candidates too, and say nothing of units."""
    first_rows = {read.table.top for read in reads}
    for end in sorted({read.table.end for read in reads} - first_rows):
        if end < len(matrix.rows) and is_other_heading(matrix, end):
            row, column = matrix.place(end, next(at for at, raw in enumerate(matrix.rows[end]) if raw != ""))
            yield Judgement(JudgementKind.PART_NOT_READ, matrix.grid.name, Cell(matrix.grid.name, row, column, "").ref)


def _says_something(read: TableRead) -> bool:
    """Whether anything under the units was understood, or it is a riddle under several: words that are no grade, day or tick below a
    single unit make no tracker of a sheet of notes.
    """
    units = {column.unit_at for column in read.table.columns if column.unit}
    return len(units) > 1 or read.weight >= 0 or any(piece.facts or piece.is_unfinished for piece in read.pieces)


def _waits_for_grades(read: TableRead) -> bool:
    """Whether a table has candidates and units and nothing under these yet, or what is asked about. Where something stands under a single
    unit that nobody can tell the meaning of, as where a cell of notes says “Unit 8 late”, it is no such table.
    """
    units = {column.unit_at for column in read.table.columns if column.unit}
    is_unclear = any(one.kind is JudgementKind.COLUMN_UNCLEAR for one in read.judgements)
    return bool(read.people) and bool(units) and (len(units) > 1 or not is_unclear)


def _leans_over(matrix: Matrix) -> bool:
    """Whether a sheet may be turned although something of it can be read upright: its units stand below each other."""
    from ocr_sheets.reading.trackers.headings import unit_in

    column = [unit_in(row[0]) for row in matrix.rows if row]
    return sum(unit is not None and not unit.is_bare for unit in column) > 1
