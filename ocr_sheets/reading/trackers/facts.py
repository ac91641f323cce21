"""What the cells of a tracker's table say of each candidate's units, one fact a cell."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, NamedTuple

from ocr_sheets.model.judgements import Judgement, JudgementKind
from ocr_sheets.model.other_awards import award_coded, award_named
from ocr_sheets.model.reading_facts import CodeFrom, Fault
from ocr_sheets.model.records import Claim, ClaimStatus, Grade, columns_of
from ocr_sheets.model.tables import Cell, IssueKind, ReadIssue, column_letters
from ocr_sheets.reading.choices import WAITING_WORDS
from ocr_sheets.reading.problems import doubted, is_r, r_of_what, turned_days
from ocr_sheets.reading.raw import Raw, UnreadableValue, as_text, is_blank
from ocr_sheets.reading.trackers.banners import codes_above, with_codes
from ocr_sheets.reading.trackers.context import Courses
from ocr_sheets.reading.trackers.evidence import Evidence, settle
from ocr_sheets.reading.trackers.headings import (
    DATES,
    FACTS,
    IDENTITY,
    PERSONAL,
    Role,
    role_of,
    unit_in,
    unit_inside,
    words_in,
)
from ocr_sheets.reading.trackers.layout import OF_ALL, Column, TrackerTable
from ocr_sheets.reading.trackers.mapped import NOTHING_TOLD, Told
from ocr_sheets.reading.trackers.rows import Person, Row, RowKind, is_same_as_above, rows_of
from ocr_sheets.reading.trackers.shapes import MarkKind, Shape, Words, are_colours, tick_of
from ocr_sheets.reading.trackers.stages import Log, log_in
from ocr_sheets.reading.values import reader_of
from ocr_sheets.text import key

_CLAIMED_WORDS = re.compile(r"\bclaim|\binterchange\b|\b(?:sent|submitted) to ocr\b", re.IGNORECASE)
_ASSESSED_WORDS = re.compile(r"\bassess(?!or)|\bmarked\b|\bcompleted\b", re.IGNORECASE)
_STANDARDISED_WORDS = re.compile(r"\bstandardis(?!ers?\b)|\bIV\b|\bIQA\b|\binternal(?:ly)? verif", re.IGNORECASE)
_ASSESSOR_WORDS = re.compile(r"\bassess|\bmark(?:ed|er|ing)\b|\bteachers?\b|\bstaff\b|\btaught\b", re.IGNORECASE)
_A_DAY = re.compile(
    r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b|\b\d{1,2}(?:st|nd|rd|th)? (?:of )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)",
    re.IGNORECASE,
)
_NOT_OF_ROWS = re.compile(
    r"\b(?:updated|printed|exported|as of|as at|correct (?:at|on)|version|deadlines?|due|by|before|visit|window|last)\b",
    re.IGNORECASE,
)
"""Lines whose day is that of the sheet, a deadline or a visit."""
_ROWS_ABOVE = 4
"""How far above the headings a row may say something of each unit."""
_INITIALS_BEHIND = re.compile(r"[\s(–-]+([A-Z]{2,4})\)?$")
_FEWEST_GRADES = 2
"""Columns of a unit that are headed by a grade for ticks under them to be that grade."""
_SEVERAL = re.compile(r"[/;&+]|\band\b|\?")
OF_UNITS = (Role.ASSESSOR, Role.STANDARDISED_BY, Role.VISIT, Role.ASSESSED_ON, Role.STANDARDISED_ON, Role.CLAIMED_ON)
"""What a row of its own may say of each unit."""
_STEPS_DONE = frozenset(
    {Role.ASSESSED, Role.ASSESSED_ON, Role.STANDARDISED, Role.STANDARDISED_ON, Role.STANDARDISED_BY}
)
"""What a word of a step that was done would head."""
_READ = {Role.STATUS: "claim_status", Role.CONFIRMED_GRADE: "confirmed_grade"}


class Fact(NamedTuple):
    """One cell's word about one candidate's unit: the field of a claim, its value, and the cell."""

    field: str
    value: Any
    cell: Cell


@dataclass
class Piece:
    """What one row says of one unit of one candidate."""

    person: Person
    unit: str
    code: str
    sheet: str
    row: int
    column: int
    """The first column of the unit in a grid, the candidate's column in a turned one, 0 in a list: what tells claims of one row apart."""
    facts: dict[str, Fact] = field(default_factory=dict)
    says: bool = False
    """Whether it makes a claim, and is not only about one that may stand elsewhere."""
    is_unfinished: bool = False
    is_graded: bool = False
    """Whether something stands where its grade is, be it readable or not."""
    unit_cell: Cell | None = None
    code_cell: Cell | None = None


@dataclass
class TableRead:
    """All that one table gave."""

    table: TrackerTable
    people: list[tuple[Person, int]] = field(default_factory=list)
    """Everybody with the row, from 0."""
    pieces: list[Piece] = field(default_factory=list)
    struck: list[Person] = field(default_factory=list)
    """Whose rows are struck through."""
    problems: list[ReadIssue] = field(default_factory=list)
    judgements: list[Judgement] = field(default_factory=list)
    text_dates: set[tuple[str, int, int]] = field(default_factory=set)
    unread: list[str] = field(default_factory=list)
    code: str = ""
    code_from: JudgementKind | None = None
    columns: list[Column] = field(default_factory=list)

    @property
    def weight(self) -> int:
        """How many facts about units were read, less what could not be."""
        facts = sum(
            len(piece.facts) + piece.is_unfinished for piece in self.pieces if piece.facts or piece.is_unfinished
        )
        return facts - sum(problem.trouble is IssueKind.UNREADABLE for problem in self.problems)


class TableReader:
    """Reads one table."""

    def __init__(
        self,
        table: TrackerTable,
        words: Words,
        courses: Courses,
        date1904: bool = False,
        outer: Sequence[str] = (),
        told: Told = NOTHING_TOLD,
    ) -> None:
        self._told = told
        self._words = words
        self._courses = courses
        self._sheet = table.matrix.grid.name
        self._readers = {name: reader_of(column, date1904) for name, column in columns_of(Claim).items()}
        self._titles = [text for row, _, text in table.titles if not _says_of_units(table, row)]
        self._outer = outer
        self._table = table
        self._unclear_dates: list[Column] = []
        self._unfinished: dict[str, list[str]] = {}
        self._years_added: list[tuple[str, str, dt.date | None]] = []
        self._of_units: dict[tuple[int, str], Fact] = {}
        self._of_all: dict[str, Fact] = {}
        self._label_at = -1
        self._log: Log | None = None
        self._pooled = False
        self.out = TableRead(table)

    def read(self) -> TableRead:
        """Everything that the table says."""
        table = self._table
        self._label_at = self._labels_of_rows()
        rows = rows_of(table, self._words, self._label_at >= 0)
        learners = [row.at for row in rows if row.kind is RowKind.LEARNER]
        self._pooled = self._colours(learners)
        self._log = log_in(table, learners, self._words)
        columns = [self._settled(column, learners) for column in table.columns]
        if any(
            not column.unit and {column.role, after.role} & IDENTITY and after.role is not column.role
            for column, after in zip(table.columns, columns, strict=True)
        ):
            # A heading such as Student number turned out to be of another number: whose the rows are is asked again.
            table = self._table = self.out.table = replace(table, columns=columns)
            rows = rows_of(table, self._words, self._label_at >= 0)
        columns = self._one_each(self._grades_by_column(columns, learners), learners)
        columns = self._with_codes_above(columns)
        self.out.columns = columns
        self._find_code(columns)
        self._see_rows_of_units(rows, columns)
        self._see_staff_in_headings(columns)
        self._of_all = self._said_of_all()
        outer_unit, outer_cell = self._unit_above()
        outer_person = self._person_above()
        self._tell_rows(rows)
        struck = self._struck(columns)
        others: dict[str, list[int]] = {}
        for row in rows:
            if row.kind is not RowKind.LEARNER or row.person is None:
                continue
            excel_row = table.matrix.place(row.at, 0)[0]
            if not table.matrix.is_turned and excel_row in struck:
                self._say(JudgementKind.ROWS_STRUCK, None, row=excel_row)
                self.out.struck.append(row.person)
                continue
            if award := self._other_award(row, columns):
                others.setdefault(award, []).append(table.matrix.place(row.at, 0)[0])
                continue
            person = row.person if row.person.is_somebody else outer_person
            if person is None or not person.is_somebody:
                continue
            if not row.is_filled_down:
                self.out.people.append((person, row.at))
            own = self._labelled(row, columns)
            self.out.pieces += self._with_what_is_said(self._pieces(row, person, own, outer_unit, outer_cell))
        for award, at in others.items():
            self._say(JudgementKind.ROWS_OF_OTHERS, None, rows=at, award=award)
        self._tell_the_rest(columns, learners)
        return self.out

    def _other_award(self, row: Row, columns: Sequence[Column]) -> str:
        """The other award, such as BTEC, that a row's course or the heading of its part speaks of; empty where there is none."""
        if self._table.matrix.is_turned:
            return ""
        said = [
            as_text(self._table.matrix.spread_raw(row.at, column.at))
            for column in columns
            if not column.unit and column.role in (Role.CODE, Role.COURSE)
        ]
        texts = [text for text in said if text] or [row.part]
        return next((award for text in texts if (award := award_named(text) or award_coded(text))), "")

    def _labels_of_rows(self) -> int:
        """The column, left of the units, whose cells say what each row of a candidate holds: Grade, Assessed, Assessor. -1 where there is none."""
        table = self._table
        if not table.is_grid:
            return -1
        taken = {column.at for column in table.columns if column.unit or column.role in PERSONAL}
        for at in range(min(column.at for column in table.columns if column.unit)):
            raws = [raw for row in range(table.first, table.end) if (raw := table.matrix.raw(row, at)) != ""]
            roles = [role_of(as_text(raw)) for raw in raws if isinstance(raw, str)]
            facts = [role for role in roles if role in FACTS]
            if at not in taken and len(set(facts)) > 1 and len(facts) * 5 >= len(raws) * 4:
                return at
        return -1

    def _labelled(self, row: Row, columns: Sequence[Column]) -> list[Column]:
        """The columns with the meaning that the label of a row gives those of the units, or its stage gives those of its day and person."""
        if self._log:
            return self._log.columns_of(columns, self._table.matrix.raw(row.at, self._log.stage))
        if self._label_at < 0:
            return list(columns)
        label = as_text(self._table.matrix.raw(row.at, self._label_at))
        role = role_of(label)
        found = []
        for column in columns:
            if column.unit:
                raws = [self._table.matrix.raw(row.at, each.at) for each in columns if each.unit]
                settled = settle(label, role, raws, self._words, is_of_a_unit=True)
                column = replace(column, role=settled.role, heading=f"{column.heading} {label}")
            found.append(column)
        return found

    def _colours(self, rows: Sequence[int]) -> bool:
        """Whether the units' columns, taken together, hold red, amber and green: a column of R alone could be anything."""
        raws = [
            self._table.matrix.raw(at, column.at)
            for column in self._table.columns
            if column.unit and column.role is None
            for at in rows
        ]
        return are_colours(raws)

    # -- columns

    def _settled(self, column: Column, rows: Sequence[int]) -> Column:
        if column.is_settled:
            return column
        if self._log and column.at in self._log:
            return self._of_log(column)
        raws = [self._table.matrix.raw(at, column.at) for at in rows]
        found = settle(column.heading, column.role, raws, self._words, bool(column.unit))
        role = Role.COLOUR if self._pooled and column.unit and column.role is None and found.seen else found.role
        if column.unit and (column.is_exam or self._courses.is_examined(column.code, column.unit)):
            self._say(JudgementKind.UNIT_EXAMINED, (column.row, column.at), heading=column.heading, unit=column.unit)
            return replace(column, role=Role.NOT_OURS)
        is_marks = bool(column.unit) and column.role is None
        if is_marks and role in (Role.SOME_DATE, Role.CLAIMED):
            role = self._by_title(role)
        elif is_marks and role is Role.SOME_PERSON:
            role = self._whose_initials(raws)
        if self._label_at >= 0 and column.unit and column.role is None:
            return replace(column, role=None)  # each row says what it holds
        if role is Role.SOME_DATE and (found.seen or column.unit):
            self._say(
                JudgementKind.DATE_OF_WHAT,
                (column.row, column.at),
                question=True,
                heading=column.heading,
                unit=column.unit,
                is_unit=is_marks,
                looks=found.looks,
                seen=found.seen,
            )
        elif role is None and found.seen and (column.unit or found.looks.get(Shape.GRADE, 0) * 2 > found.seen):
            self._say(
                JudgementKind.COLUMN_UNCLEAR,
                (column.row, column.at),
                question=True,
                heading=column.heading,
                is_unit=is_marks,
                looks=found.looks,
                seen=found.seen,
            )
        elif (
            role not in FACTS
            and role not in PERSONAL
            and role not in (Role.UNIT, Role.UNIT_TITLE, Role.CODE, Role.COURSE)
        ):
            if found.seen:
                self.out.unread.append(column.whole_heading)
            if found.seen and column.heading:
                self._say(
                    JudgementKind.COLUMN_NOT_READ, (column.row, column.at), heading=column.heading, why=str(role or "")
                )
        elif role in (Role.GROUP, Role.UCI) and found.seen and column.heading:
            self.out.unread.append(column.whole_heading)  # nothing is done with it, and that is told
        elif found.is_by_values and not is_marks and role is not Role.SOME_DATE and found.by_heading is not None:
            self._say_by_values(column, found)
        return replace(column, role=role)

    def _of_log(self, column: Column) -> Column:
        """A column of a log, which each row's stage says the meaning of."""
        if self._log and column.at == self._log.stage:
            self._say(JudgementKind.STAGES, (column.row, column.at), heading=column.heading)
        return replace(column, is_settled=True)

    def _with_codes_above(self, columns: Sequence[Column]) -> list[Column]:
        """The columns with the entry codes of their units, where the qualifications stand above them."""
        codes = codes_above(self._table, columns, self._code_in) if not self._told.code else {}
        for code, at in dict.fromkeys(codes.values()):
            text = as_text(self._table.matrix.raw(*at))
            self._say(JudgementKind.CODE_FROM, at, code=code, where=CodeFrom.TITLE, text=text)
        return with_codes(columns, codes)

    def _say_by_values(self, column: Column, found: Evidence) -> None:
        if found.role is not None:
            self._say(
                JudgementKind.BY_VALUES, (column.row, column.at), heading=column.heading, role=str(found.role), looks=found.looks, seen=found.seen
            )  # fmt: skip

    def _by_title(self, role: Role | None) -> Role | None:
        """What bare dates and ticks are for, by the mapping file, or else the title and the name of the sheet."""
        if role is Role.SOME_DATE and self._told.dates:
            return self._told.dates
        if role is not Role.SOME_DATE and self._told.ticks_are_claims is not None:
            return Role.CLAIMED
        said = " ".join([self._sheet, *self._titles])
        fits = [
            one
            for one, pattern in (
                (Role.CLAIMED_ON, _CLAIMED_WORDS),
                (Role.ASSESSED_ON, _ASSESSED_WORDS),
                (Role.STANDARDISED_ON, _STANDARDISED_WORDS),
            )
            if pattern.search(said)
        ]
        if len(fits) != 1:
            return role
        if role is Role.SOME_DATE:
            return fits[0]
        return {
            Role.CLAIMED_ON: Role.CLAIMED,
            Role.ASSESSED_ON: Role.ASSESSED,
            Role.STANDARDISED_ON: Role.STANDARDISED,
        }[fits[0]]

    def _grades_by_column(self, columns: Sequence[Column], rows: Sequence[int]) -> list[Column]:
        """The columns with those headed P, M and D under a unit taken for its grade, where each row has a tick under one of them. Where a row
        has several they may be criteria, and are asked about.
        """
        out = list(columns)
        for unit_at in {column.unit_at for column in columns if column.unit}:
            places = [
                place
                for place, column in enumerate(columns)
                if column.unit_at == unit_at and column.role is Role.CLAIMED and self._grade_named(column)
            ]
            if len(places) < _FEWEST_GRADES:
                continue
            ticked = [
                sum(bool(tick_of(self._table.matrix.raw(at, columns[place].at))) for place in places) for at in rows
            ]
            role = Role.GRADE_TICK if max(ticked, default=0) == 1 else Role.NOT_OURS
            for place in places:
                out[place] = replace(columns[place], role=role)
            first = columns[places[0]]
            kind = JudgementKind.TICKED_GRADES if role is Role.GRADE_TICK else JudgementKind.TICKED_GRADES_UNCLEAR
            self._say(kind, (first.row, first.at), question=role is not Role.GRADE_TICK, unit=first.unit)
        return out

    def _grade_named(self, column: Column) -> Grade | None:
        """The grade that heads a column and nothing else."""
        mark = self._words.mark(column.heading)
        return mark.grade if mark and not mark.doubt else None

    def _whose_initials(self, raws: Sequence[Raw]) -> Role | None:
        """Whether people under a unit are who assessed or who standardised it, by the title and the name of the sheet."""
        said = " ".join([self._sheet, *self._titles])
        fits = [
            role
            for role, pattern in (
                (Role.ASSESSOR, _ASSESSOR_WORDS),
                (Role.STANDARDISED_BY, _STANDARDISED_WORDS),
            )
            if pattern.search(said)
        ]
        return fits[0] if len(fits) == 1 else None

    def _one_each(self, columns: Sequence[Column], rows: Sequence[int]) -> list[Column]:
        """The columns with each role once a unit. Of two that could be one, neither is taken in silence: that which agrees with the other, else none."""
        out = list(columns)
        seen: dict[tuple[int, Role], int] = {}
        for place, column in enumerate(out):
            if column.role not in FACTS or column.role in (Role.SOME_DATE,):
                continue
            known = (column.unit_at, column.role)
            first = seen.setdefault(known, place)
            if first == place:
                continue
            before = out[first]
            better = self._plainer(before, column)
            cells = (
                [self._table.matrix.raw(at, before.at) for at in rows],
                [self._table.matrix.raw(at, column.at) for at in rows],
            )
            filled = [any(raw != "" for raw in one) for one in cells]
            if better is None and all(filled) and cells[0] != cells[1]:
                self._say(
                    JudgementKind.COLUMN_TWICE,
                    (column.row, column.at),
                    question=True,
                    headings=[before.heading, column.heading],
                    cells=[self._ref(before), self._ref(column)],
                    role=str(column.role),
                )
                out[place] = replace(column, role=Role.NOT_OURS)
                if words_in(before.heading) == words_in(column.heading):
                    out[first] = replace(before, role=Role.NOT_OURS)
                continue
            keep_second = better is column or (not filled[0] and filled[1])
            loser = first if keep_second else place
            self._say(
                JudgementKind.COLUMN_NOT_READ,
                (out[loser].row, out[loser].at),
                heading=out[loser].heading,
                why="another column is nearer",
            )
            out[loser] = replace(out[loser], role=Role.NOT_OURS)
            if keep_second:
                seen[known] = place
        return out

    def _ref(self, column: Column) -> str:
        return self._cell(column.row, column.at, "").ref

    @staticmethod
    def _plainer(one: Column, other: Column) -> Column | None:
        """Of two columns the one that the mapping file names; of a grade, the final one; of any, that whose heading says so where the
        other's only holds such cells.
        """
        said = [column for column in (one, other) if column.is_settled] or [
            column for column in (one, other) if role_of(column.heading) is column.role
        ]
        if len(said) == 1:
            return said[0]
        finals = [column for column in (one, other) if re.match(r"final|overall final", words_in(column.heading))]
        return finals[0] if len(finals) == 1 and one.role is Role.GRADE else None

    # -- what the table leaves out

    def _find_code(self, columns: Sequence[Column]) -> None:
        if self._told.code:
            self.out.code = self._told.code
            return
        units = [column for column in columns if column.unit]
        if any(column.role is Role.CODE for column in columns) or (units and all(column.code for column in units)):
            return
        courses, table = self._courses, self._table
        labels = [as_text(table.labelled(role)) for role in table.labels if role in (Role.CODE, Role.COURSE)]
        texts = [
            *((text, CodeFrom.LABEL) for text in labels),
            *((text, CodeFrom.TITLE) for text in self._titles),
            (self._sheet, CodeFrom.SHEET_NAME),
        ]
        # What stands above the first table of a sheet holds for a later one that has nothing of its own.
        for find in (courses.coded, lambda text: _only(courses.worded(text)), courses.catalogued):
            found = [(code, where, text) for text, where in texts if (code := find(text))]
            found = found or [(code, CodeFrom.TITLE, text) for text in self._outer if (code := find(text))]
            if found:
                self.out.code, where, text = found[0]
                self._say(JudgementKind.CODE_FROM, None, code=self.out.code, where=where, text=text)
                if len({code for code, _, _ in found}) > 1:
                    codes = sorted({code for code, _, _ in found})
                    self._say(JudgementKind.CODE_UNCLEAR, None, question=True, codes=codes, units=[])
                return
        if code := courses.having([column.unit for column in units]):
            self.out.code = code
            self._say(JudgementKind.CODE_FROM, None, code=code, where=CodeFrom.UNITS, text="")
        elif len(courses.codes) == 1 and not courses.units:
            self.out.code = next(iter(courses.codes))
            self._say(JudgementKind.CODE_FROM, None, code=self.out.code, where=CodeFrom.ONLY_COURSE, text="")

    def _unit_above(self) -> tuple[str, tuple[int, int] | None]:
        """The unit of the whole table, where its title or the name of its sheet says one."""
        table = self._table
        if table.is_grid or any(column.role in (Role.UNIT, Role.UNIT_TITLE) for column in table.columns):
            return "", None
        place = table.labels.get(Role.UNIT)
        if place and (unit := unit_in(table.labelled(Role.UNIT))):
            return unit.number, place
        above = [(text, (row, column)) for row, column, text in reversed(table.titles)]
        if not table.matrix.is_turned:
            # Of tables side by side each has its own title; what stands over another's columns is that one's.
            first, last = min(column.at for column in table.columns), max(column.at for column in table.columns)
            above = [one for one in above if first <= one[1][1] <= last] or above
        for text, at in ((self._sheet, None), *above):
            if number := unit_inside(text):
                self._say(JudgementKind.UNIT_FROM, at, unit=number, text=text)
                return number, at
        return "", None

    def _person_above(self) -> Person | None:
        """The candidate of the whole table, where labels above it say one."""
        from ocr_sheets.reading.trackers.rows import _take

        table = self._table
        person = Person()
        for role, place in table.labels.items():
            if role in IDENTITY:
                raw = table.labelled(role)
                _take(person, role, raw, " ".join(as_text(raw).split()), table.matrix.place(*place))
        if not person.is_somebody and self._words.candidate_in(self._sheet):
            _take(person, Role.NAME, self._sheet, self._sheet, table.matrix.place(max(table.top - 1, 0), 0))
        return person if person.is_somebody else None

    # -- rows

    def _struck(self, columns: Sequence[Column]) -> set[int]:
        if self._table.matrix.is_turned:
            return set()
        ids = {column.at + 1 for column in columns if column.role in IDENTITY}
        return self._table.matrix.grid.sheet.struck_rows(ids) if ids else set()

    def _tell_rows(self, rows: Sequence[Row]) -> None:
        for kind in (RowKind.TOTALS, RowKind.OF_UNITS, RowKind.NOTE, RowKind.UNCLEAR):
            for row in rows:
                if row.kind is kind:
                    place = self._table.matrix.place(row.at, 0)
                    what = {"column": column_letters(place[1])} if self._table.matrix.is_turned else {"row": place[0]}
                    self._say(JudgementKind.ROWS_PASSED_OVER, None, kind is RowKind.UNCLEAR, row_kind=str(kind), **what)
        filled = [self._table.matrix.place(row.at, 0)[0] for row in rows if row.is_filled_down]
        if filled:
            self._say(JudgementKind.FILLED_DOWN, None, rows=filled)

    def _with_what_is_said(self, pieces: Iterable[Piece]) -> Iterator[Piece]:
        for piece in pieces:
            if piece.says:
                piece.facts = {**self._of_all, **piece.facts}
            yield piece

    def _pieces(
        self, row: Row, person: Person, columns: Sequence[Column], outer_unit: str, outer_cell: tuple[int, int] | None
    ) -> Iterator[Piece]:
        shared = [column for column in columns if not column.unit and column.role in FACTS]
        code, code_cell = self._code_of(row.at, columns)
        code = code or self._code_in(row.part)
        if self._table.is_grid:
            for unit_at in dict.fromkeys(column.unit_at for column in columns if column.unit):
                own = [column for column in columns if column.unit and column.unit_at == unit_at]
                piece = self._piece(
                    row, person, own[0].unit, own[0].code or code or self._code_for(person, own[0].unit), unit_at
                )
                heading = own[0].unit_heading or own[0].heading
                piece.unit_cell, piece.code_cell = self._cell(own[0].row, unit_at, heading), code_cell
                self._fill(piece, row, own)
                if piece.says or piece.is_unfinished or piece.facts:
                    if piece.says:
                        self._fill(piece, row, shared)
                        self._fill_of_unit(piece, unit_at)
                    yield piece
            return
        unit, unit_cell = self._unit_of(row, columns, outer_unit, outer_cell)
        if not unit:
            return
        code = code or self._code_beside_unit(row, columns) or self._code_for(person, unit)
        if self._courses.is_examined(code, unit):
            return
        piece = self._piece(row, person, unit, code, self._table.block_at)
        piece.unit_cell, piece.code_cell = unit_cell, code_cell
        self._fill(piece, row, shared)
        if (
            self._log
            and "claimed_on" not in piece.facts
            and self._log.is_claim(stage := self._raw(row.at, self._log.stage))
        ):
            cell = self._cell(row.at, self._log.stage, as_text(stage))
            piece.facts["claim_status"], piece.says = Fact("claim_status", ClaimStatus.SUBMITTED, cell), True
        yield piece

    def _code_beside_unit(self, row: Row, columns: Sequence[Column]) -> str:
        """The entry code in front of a unit in one cell, as in 05839/8."""
        for column in columns:
            named = unit_in(self._table.matrix.spread_raw(row.at, column.at)) if column.role is Role.UNIT else None
            if named and named.code:
                return named.code
        return ""

    def _code_for(self, person: Person, unit: str) -> str:
        """The entry code of a unit: the table's or, failing that, the only one that has such a unit on Units, or that the candidate is
        entered for.
        """
        if self.out.code:
            return self.out.code
        having = set(self._courses.units.get(unit, ()))
        entered = self._courses.entered.get(person.number or "", frozenset())
        return _only(having) or _only(having & entered) or (_only(set(entered)) if not having else "")

    def _piece(self, row: Row, person: Person, unit: str, code: str, unit_at: int) -> Piece:
        place = self._table.matrix.place(row.at, max(unit_at, 0))
        return Piece(person, unit, code, self._sheet, place[0], place[1] if unit_at >= 0 else 0)

    def _nth_cell(self, rows: Sequence[int], column: Column, place: int) -> Cell:
        return self._cell(rows[place], column.at, column.whole_heading)

    def _cell(self, at: int, column: int, heading: str) -> Cell:
        place = self._table.matrix.place(at, column)
        return Cell(self._sheet, place[0], place[1], heading)

    def _code_of(self, at: int, columns: Sequence[Column]) -> tuple[str, Cell | None]:
        for column in columns:
            if column.unit or column.role not in (Role.CODE, Role.COURSE):
                continue
            raw = self._table.matrix.spread_raw(at, column.at)
            if is_blank(raw):
                continue
            text = as_text(raw)
            if column.role is Role.CODE and re.fullmatch(r"\d{4,5}", text):
                return text.zfill(5), self._cell(at, column.at, column.heading)
            if code := self._code_in(text):
                return code, self._cell(at, column.at, column.heading)
        return "", None

    def _code_in(self, text: str) -> str:
        """The one entry code that a text says, by its digits, the centre's words for its courses or the catalogue's titles."""
        courses = self._courses
        return courses.coded(text) or _only(courses.worded(text)) or courses.catalogued(text)

    def _unit_of(
        self, row: Row, columns: Sequence[Column], outer_unit: str, outer_cell: tuple[int, int] | None
    ) -> tuple[str, Cell | None]:
        for column in columns:
            if column.role not in (Role.UNIT, Role.UNIT_TITLE):
                continue
            raw = self._table.matrix.spread_raw(row.at, column.at)
            if raw == "":
                continue
            cell = self._cell(row.at, column.at, column.heading)
            named = unit_in(raw)
            if named:
                return named.number, cell
            titled = self._courses.titles.get(key(as_text(raw)), ())
            if len({number for _, number in titled}) == 1:
                return titled[0][1], cell
        if row.unit:
            place = row.unit_at or (row.at + 1, 1)
            return row.unit.number, Cell(self._sheet, place[0], place[1], "Unit")
        if outer_unit:
            place = self._table.matrix.place(*outer_cell) if outer_cell else (1, 1)
            return outer_unit, Cell(self._sheet, place[0], place[1], "Unit")
        return "", None

    # -- cells

    def _fill(self, piece: Piece, row: Row, columns: Sequence[Column]) -> None:
        attempts: dict[Role, Column] = {
            column.role: column for column in columns if column.role in (Role.FIRST, Role.SECOND)
        }
        has_grade = any(column.role is Role.GRADE for column in columns)
        for column in columns:
            raw = self._raw(row.at, column.at)
            if raw == "" or column.role is None:
                continue
            cell = self._cell(row.at, column.at, column.whole_heading)
            if column.role is Role.GRADE:
                self._grade(piece, raw, cell)
            elif column.role in (Role.FIRST, Role.SECOND) and not has_grade:
                second = attempts.get(Role.SECOND)
                later = second and self._table.matrix.raw(row.at, second.at) != ""
                if column.role is Role.SECOND or not later:
                    self._grade(piece, raw, cell)
            elif column.role in DATES:
                self._day(piece, column.role, raw, cell)
            elif column.role in (Role.ASSESSOR, Role.STANDARDISED_BY):
                self._staff(piece, column.role, raw, cell)
            elif column.role in (Role.CLAIMED, Role.ASSESSED, Role.STANDARDISED):
                self._tick(piece, column.role, raw, cell)
            elif column.role is Role.GRADE_TICK and tick_of(raw) and (grade := self._grade_named(column)):
                piece.facts["grade"], piece.says, piece.is_graded = Fact("grade", grade, cell), True, True
            elif column.role in (Role.STATUS, Role.CONFIRMED_GRADE, Role.VISIT):
                self._other(piece, _READ.get(column.role, str(column.role)), raw, cell)
            elif column.role is Role.SOME_DATE and self._words.is_day(raw):
                piece.says = True

    def _raw(self, at: int, column: int) -> Raw:
        """What a cell says; where it is a mark for “as above”, what the nearest cell above it says."""
        raw = self._table.matrix.raw(at, column)
        while is_same_as_above(raw) and at > self._table.first:
            at -= 1
            raw = self._table.matrix.raw(at, column) or raw
        return raw

    def _grade(self, piece: Piece, raw: Raw, cell: Cell) -> None:
        mark = self._words.mark(raw)
        if mark is None:
            return
        piece.is_graded = True
        if mark.kind is MarkKind.GRADE:
            if mark.doubt:
                self.out.problems.append(doubted(mark.doubt, cell))
            piece.facts["grade"] = Fact("grade", mark.grade, cell)
            if mark.grade in (Grade.UNCLASSIFIED, Grade.FAIL):
                self._unfinished.setdefault(as_text(raw), []).append(cell.ref)
            else:
                piece.says = True
        elif mark.kind is MarkKind.ACHIEVED:
            self._achieved(piece, cell)
        elif mark.kind in (MarkKind.NOT_YET, MarkKind.AGAIN):
            piece.is_unfinished = True
            self._unfinished.setdefault(as_text(raw), []).append(cell.ref)
        else:
            piece.says = True
            if not self._other_word(piece, raw, cell):
                self._unclear(cell, raw)

    def _other_word(self, piece: Piece, raw: Raw, cell: Cell) -> bool:
        """A day, the state of a claim or a tick of which it is said what it means, in a column of grades."""
        if self._told.ticks_are_claims is not None and tick_of(raw) is not None:
            self._tick(piece, Role.CLAIMED, raw, cell)
            return True
        field_of_day = self._by_title(Role.SOME_DATE)
        if self._words.is_day(raw) and field_of_day in DATES:
            self._day(piece, field_of_day, raw, cell)
            return True
        if isinstance(raw, str):
            if role_of(as_text(raw)) in _STEPS_DONE:
                # Marked or IV'd and no more: the claim is still to be made.
                piece.facts["claim_status"] = Fact("claim_status", ClaimStatus.PLANNED, cell)
                return True
            try:
                status = self._readers["claim_status"](raw)
            except UnreadableValue:
                return False
            piece.facts["claim_status"] = Fact("claim_status", status, cell)
            return status is not None
        return False

    def _achieved(self, piece: Piece, cell: Cell) -> None:
        """“Achieved” is a pass where that is the only grade there is; elsewhere it may be P, M or D, and is told of as such."""
        piece.says = True
        grade = Grade.PASS if self._courses.is_verified(piece.code) else Grade.ACHIEVED
        piece.facts["grade"] = Fact("grade", grade, cell)

    def _unclear(self, cell: Cell, raw: Raw) -> None:
        if is_r(raw):
            self.out.problems.append(doubted(r_of_what(raw), cell))
            return
        self.out.problems.append(doubted(UnreadableValue(Fault.NOT_A_GRADE, raw), cell))

    def _day(self, piece: Piece, role: Role, raw: Raw, cell: Cell) -> None:
        try:
            day = self._words.day(raw)
        except UnreadableValue as doubt:
            day = doubt.value if isinstance(doubt.value, dt.date) else None
            said = tick_of(raw)
            if day is None and said is not None:
                piece.says = piece.says or said
                if said and role is Role.CLAIMED_ON:
                    piece.facts["claim_status"] = Fact("claim_status", ClaimStatus.SUBMITTED, cell)
                return
            if day is None and _is_waiting(raw):
                doubt = UnreadableValue(Fault.NOT_DONE_YET, raw, IssueKind.NEARLY_RIGHT)
            elif day is None:
                piece.says = True
            if doubt.fault is Fault.YEAR_ADDED:
                self._years_added.append((cell.ref, as_text(raw), day))
            else:
                self.out.problems.append(doubted(doubt, cell))
        if day is not None:
            piece.facts[str(role)] = Fact(str(role), day, cell)
            piece.says = True
            if isinstance(raw, str):
                self.out.text_dates.add((cell.sheet, cell.row, cell.column))

    def _staff(self, piece: Piece, role: Role, raw: Raw, cell: Cell) -> None:
        if is_blank(raw) and as_text(raw).casefold() != "na":
            return
        text = " ".join(as_text(raw).split())
        if _SEVERAL.search(text):
            self.out.problems.append(doubted(UnreadableValue(Fault.SEVERAL_PEOPLE, raw, IssueKind.TWO_READINGS), cell))
        piece.facts[str(role)] = Fact(str(role), text, cell)

    def _tick(self, piece: Piece, role: Role, raw: Raw, cell: Cell) -> None:
        said = tick_of(raw)
        if said is None:
            if not is_blank(raw) and self._words.mark(raw) is None:
                self._unclear(cell, raw)
            return
        if said:
            piece.says = True
            if role is Role.CLAIMED:
                status = ClaimStatus.SUBMITTED if self._are_claims(cell.heading) else ClaimStatus.PLANNED
                piece.facts["claim_status"] = Fact("claim_status", status, cell)

    def _are_claims(self, heading: str) -> bool:
        """Whether ticks are claims that were made."""
        if self._told.ticks_are_claims is not None:
            return self._told.ticks_are_claims
        return _CLAIMED_WORDS.search(" ".join([heading, self._sheet, *self._titles])) is not None

    def _other(self, piece: Piece, name: str, raw: Raw, cell: Cell) -> None:
        try:
            value = self._readers[name](raw)
        except UnreadableValue as doubt:
            self.out.problems.append(doubted(doubt, cell))
            value = doubt.value
        if value is not None:
            piece.facts[name] = Fact(name, value, cell)

    def _fill_of_unit(self, piece: Piece, unit_at: int) -> None:
        """What a row of its own says of the whole unit: its assessor, its visit."""
        for (at, name), fact in self._of_units.items():
            if at == unit_at:
                piece.facts.setdefault(name, fact)

    def _see_rows_of_units(self, rows: Sequence[Row], columns: Sequence[Column]) -> None:
        """Rows between the title and the candidates that give each unit its assessor or visit."""
        table = self._table
        if not table.is_grid:
            return
        between = [row.at for row in rows if row.kind in (RowKind.OF_UNITS, RowKind.NOTE, RowKind.UNCLEAR)]
        above = [
            row
            for row in range(max(table.top - _ROWS_ABOVE, 0), table.first)
            if row != table.heading_row or row != table.top
        ]
        for at in [*above, *between]:
            first = next((raw for raw in table.matrix.rows[at] if raw != ""), "")
            role = role_of(as_text(first)) if isinstance(first, str) else None
            if role not in OF_UNITS or (role is Role.VISIT and any(map(self._words.is_day, table.matrix.rows[at]))):
                continue  # a line with the visit's own day names none
            for column in columns:
                raw = table.matrix.spread_raw(at, column.at) if column.unit and column.at == column.unit_at else ""
                if raw != "" and role_of(as_text(raw)) is None and not unit_in(raw):
                    cell = self._cell(at, column.at, as_text(first))
                    self._see_of_unit(column.unit_at, role, raw, cell)

    def _said_of_all(self) -> dict[str, Fact]:
        """What labels above the table, such as “Assessor: JS”, say of all its claims."""
        table, found = self._table, {}
        for role, (row, column) in table.labels.items():
            raw = table.labelled(role)
            if role not in OF_ALL or _says_of_units(table, row):
                continue
            cell = self._cell(row, column, as_text(table.matrix.raw(row, column)).partition(":")[0])
            if role in DATES and self._words.is_day(raw):
                try:
                    day = self._words.day(raw)
                except UnreadableValue as doubt:
                    self.out.problems.append(doubted(doubt, cell))
                    day = doubt.value if isinstance(doubt.value, dt.date) else None
                found[str(role)] = Fact(str(role), day, cell)
            elif role not in DATES and self._words.looks_like_person(as_text(raw)):
                name = "assessor" if role is Role.ASSESSOR else "standardised_by"
                found[name] = Fact(name, " ".join(as_text(raw).split()), cell)
        return found

    def _see_staff_in_headings(self, columns: Sequence[Column]) -> None:
        """The assessor of a unit whose initials stand behind it in its heading, as in “Unit 8 (JS)”."""
        for column in columns:
            found = _INITIALS_BEHIND.search(column.unit_heading or column.heading) if column.unit else None
            if found and found[1] in self._words.staff:
                cell = self._cell(column.row, column.unit_at, column.unit_heading or column.heading)
                self._of_units.setdefault((column.unit_at, "assessor"), Fact("assessor", found[1], cell))

    def _see_of_unit(self, unit_at: int, role: Role, raw: Raw, cell: Cell) -> None:
        value: object
        if role in DATES:
            try:
                value = self._words.day(raw)
            except UnreadableValue as doubt:
                self.out.problems.append(doubted(doubt, cell))
                value = doubt.value
        else:
            value = " ".join(as_text(raw).split())
        if value is not None:
            self._of_units[unit_at, str(role)] = Fact(str(role), value, cell)

    def _tell_lines(self) -> None:
        """Lines above the table with the day of something that its columns could have: nothing else would say that they were not used."""
        taken = set(self._table.labels.values())
        for row, column, text in self._table.titles:
            if (row, column) in taken or not _A_DAY.search(text) or _NOT_OF_ROWS.search(text):
                continue
            if any(one.search(text) for one in (_CLAIMED_WORDS, _ASSESSED_WORDS, _STANDARDISED_WORDS)):
                self._say(JudgementKind.LINE_NOT_READ, (row, column), question=True, text=text)

    def _tell_the_rest(self, columns: Sequence[Column], rows: Sequence[int]) -> None:
        """What is said of the table as a whole."""
        self._tell_lines()
        for column in columns:
            if column.role in DATES:
                filled = [at for at in rows if self._table.matrix.raw(at, column.at) != ""]
                raws = [self._table.matrix.raw(at, column.at) for at in filled]
                self.out.problems += turned_days(raws, partial(self._nth_cell, filled, column))
        if self._years_added:
            (ref, text, day), *others = self._years_added
            values = {"text": text, "cell": ref, "day": day, "others": len(others)}
            self.out.judgements.append(Judgement(JudgementKind.YEAR_ADDED, self._sheet, ref, values))
        for text, cells in self._unfinished.items():
            self._say(JudgementKind.NO_CLAIM_YET, None, text=text, cells=cells)
        graded = [column for column in columns if column.unit and column.role in FACTS]
        if (
            rows
            and self._table.is_grid
            and not any(self._table.matrix.raw(at, column.at) != "" for at in rows for column in columns if column.unit)
        ):
            self._say(JudgementKind.COLOURS, None)
        if any(column.role is Role.CLAIMED for column in graded):
            planned = [
                piece
                for piece in self.out.pieces
                if (fact := piece.facts.get("claim_status")) and fact.value is ClaimStatus.PLANNED
            ]
            self._say(JudgementKind.TICKS, None, claimed=not planned)
        attempts = {column.role: column.heading for column in columns if column.role in (Role.FIRST, Role.SECOND)}
        if len(attempts) > 1 and not any(column.role is Role.GRADE for column in columns):
            self._say(JudgementKind.LATER_ATTEMPT, None, headings=[attempts[Role.FIRST], attempts[Role.SECOND]])
        without = sorted({piece.unit for piece in self.out.pieces if piece.says and not piece.code})
        if without:
            self._say(JudgementKind.CODE_UNCLEAR, None, question=True, units=without, codes=[])

    def _say(self, kind: JudgementKind, at: tuple[int, int] | None, question: bool = False, **values: object) -> None:
        cell = None
        if at is not None:
            place = self._table.matrix.place(*at)
            cell = Cell(self._sheet, place[0], place[1], "").ref
        self.out.judgements.append(Judgement(kind, self._sheet, cell, values, question))


def _says_of_units(table: TrackerTable, row: int) -> bool:
    """Whether a row above the headings, such as “Assessor”, says something of each unit, so that it is no title."""
    units = [column.at for column in table.columns if column.unit]
    if not units or table.matrix.is_turned:
        return False
    raws = table.matrix.rows[row]
    first = next((raw for raw in raws if raw != ""), "")
    label = role_of(as_text(first)) if isinstance(first, str) else None
    return label in OF_UNITS and any(table.matrix.raw(row, at) not in ("", first) for at in units)


def _is_waiting(raw: Raw) -> bool:
    """Whether a cell says in words that a day is still to come."""
    return as_text(raw).casefold() in WAITING_WORDS


def _only(found: set[str]) -> str:
    return next(iter(found)) if len(found) == 1 else ""
