"""From the cells of one candidate's unit to facts: a grade, a day, whoever assessed it, a tick."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from ocr_sheets.model.judgements import Judgement, JudgementKind
from ocr_sheets.model.reading_facts import Fault
from ocr_sheets.model.records import Claim, ClaimStatus, Grade, columns_of
from ocr_sheets.model.tables import Cell, IssueKind
from ocr_sheets.patterns import regex
from ocr_sheets.reading.choices import WAITING_WORDS
from ocr_sheets.reading.days import PERIODS
from ocr_sheets.reading.problems import doubted, is_r, of_words, r_of_what
from ocr_sheets.reading.raw import Raw, UnreadableValue, as_text, is_blank
from ocr_sheets.reading.trackers.columns import grade_named
from ocr_sheets.reading.trackers.facts import Fact, Piece
from ocr_sheets.reading.trackers.headings import DATES, PEOPLE, Role, family_of, role_of
from ocr_sheets.reading.trackers.layout import Column
from ocr_sheets.reading.trackers.one_table import CLAIMED_WORDS, OneTable
from ocr_sheets.reading.trackers.rows import Row, is_same_as_above
from ocr_sheets.reading.trackers.shapes import Mark, MarkKind, Shape, tick_of, who_and_when
from ocr_sheets.reading.values import reader_of

_SEVERAL = regex(r"[/;&+]|\band\b|\?")
_STEPS_DONE = frozenset(
    {Role.ASSESSED, Role.ASSESSED_ON, Role.STANDARDISED, Role.STANDARDISED_ON, Role.STANDARDISED_BY}
)
"""What a word of a step that was done would head."""
_READ = {Role.STATUS: "claim_status", Role.CONFIRMED_GRADE: "confirmed_grade"}


class CellFacts:
    """Reads the cells of a table's units, and remembers what is told once of all of them."""

    def __init__(self, one: OneTable, date1904: bool) -> None:
        self._one = one
        self._readers = {name: reader_of(column, date1904) for name, column in columns_of(Claim).items()}
        self._by_role: Mapping[Role, Callable[[Piece, Raw, Cell], None]] = {
            Role.GRADE: self._grade,
            **{role: partial(self._day, role) for role in DATES},
            **{role: partial(self._staff, role) for role in PEOPLE},
            **{role: partial(self._tick, role) for role in (Role.CLAIMED, Role.ASSESSED, Role.STANDARDISED)},
            **{role: partial(self._other, _READ.get(role, str(role))) for role in (*_READ, Role.VISIT)},
        }
        """What reads the cells of a column, by what the column holds."""
        self._has_dittos = any(map(is_same_as_above, one.table.matrix.texts))
        self._unfinished: dict[str, list[str]] = {}
        self._periods: dict[str, list[tuple[Raw, Cell]]] = {}
        """What names a week, a month or a term under each heading of a day."""
        self._years_added: list[tuple[str, str, dt.date | None]] = []

    def fill(self, piece: Piece, row: Row, columns: Sequence[Column]) -> None:
        """Puts into a piece what a row says in some columns."""
        for column in columns:
            if column.role is None or (raw := self._raw(row.at, column.at)) == "":
                continue
            cell = self._one.cell(row.at, column.at, column.whole_heading)
            if column.day or column.visit:
                self._by_heading(piece, column, raw, cell)
            read = self._by_role.get(column.role)
            if read:
                read(piece, raw, cell)
            elif column.role in (Role.FIRST, Role.SECOND):
                if self._is_the_grade(column, row, columns):
                    self._grade(piece, raw, cell)
            elif column.role is Role.GRADE_TICK and tick_of(raw) and (grade := grade_named(self._one, column)):
                piece.facts["grade"], piece.says, piece.is_graded = Fact("grade", grade, cell), True, True
            elif column.role is Role.SOME_DATE and self._one.words.is_day(raw):
                piece.says = True

    def _by_heading(self, piece: Piece, column: Column, raw: Raw, cell: Cell) -> None:
        """What the heading of a column says of what is filled in below it: the day of a step that is done, the visit of a grade."""
        shapes = self._one.words.shapes(raw)
        is_done = Shape.GRADE in shapes or (column.role in PEOPLE and Shape.PERSON in shapes)
        if column.day and (tick_of(raw) or (is_done and tick_of(raw) is None)):
            name, day = column.day
            piece.facts[name], piece.says = Fact(name, day, cell), True
        if column.visit and Shape.GRADE in shapes:
            piece.facts["visit"] = Fact("visit", column.visit, cell)

    def _is_the_grade(self, attempt: Column, row: Row, columns: Sequence[Column]) -> bool:
        """Whether the grade of an attempt counts: there is no final one, and no later attempt is filled."""
        if any(column.role is Role.GRADE for column in columns):
            return False
        second = [column.at for column in columns if column.role is Role.SECOND]
        return attempt.role is Role.SECOND or not second or self._one.table.matrix.raw(row.at, second[-1]) == ""

    def fill_stage(self, piece: Piece, row: Row) -> None:
        """A row of a log that says Claimed and no day is of a claim made on some day."""
        log = self._one.log
        if log is None or "claimed_on" in piece.facts or not log.is_claim(stage := self._raw(row.at, log.stage)):
            return
        cell = self._one.cell(row.at, log.stage, as_text(stage))
        piece.facts["claim_status"], piece.says = Fact("claim_status", ClaimStatus.SUBMITTED, cell), True

    def _raw(self, at: int, column: int) -> Raw:
        """What a cell says; where it is a mark for “as above”, what the nearest cell above it says."""
        raw = self._one.table.matrix.raw(at, column)
        while self._has_dittos and is_same_as_above(raw) and at > self._one.table.first:
            at -= 1
            raw = self._one.table.matrix.raw(at, column) or raw
        return raw

    def _grade(self, piece: Piece, raw: Raw, cell: Cell) -> None:
        mark = self._one.words.mark(raw)
        if mark is None:
            return
        if mark.kind is MarkKind.UNCLEAR and not mark.doubt and self._other_word(piece, raw, cell):
            piece.says = True
            return
        piece.is_graded = True
        if mark.kind is MarkKind.GRADE:
            if mark.doubt:
                self._one.out.problems.append(doubted(mark.doubt, cell))
            piece.facts["grade"] = Fact("grade", mark.grade, cell)
            if mark.grade in (Grade.UNCLASSIFIED, Grade.FAIL):
                self._unfinished.setdefault(as_text(raw), []).append(cell.ref)
            else:
                piece.says = True
        elif mark.kind is MarkKind.STEP:
            self._step(piece, mark, cell)
        elif mark.kind is MarkKind.ACHIEVED:
            self._achieved(piece, cell)
        elif mark.kind in (MarkKind.NOT_YET, MarkKind.AGAIN):
            piece.is_unfinished = True
            self._unfinished.setdefault(as_text(raw), []).append(cell.ref)
        else:
            piece.says = True
            if mark.doubt:
                self._one.out.problems.append(doubted(mark.doubt, cell))
            else:
                self._unclear(cell, raw)

    def _other_word(self, piece: Piece, raw: Raw, cell: Cell) -> bool:
        """A day, the state of a claim or a tick of which it is said what it means, in a column of grades."""
        if self._one.told.ticks_are_claims is not None and tick_of(raw) is not None:
            self._tick(Role.CLAIMED, piece, raw, cell)
            return True
        field_of_day = self._one.by_title(Role.SOME_DATE)
        if self._one.words.is_day(raw) and field_of_day in DATES:
            self._day(field_of_day, piece, raw, cell)
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

    def _step(self, piece: Piece, mark: Mark, cell: Cell) -> None:
        """A letter that by the centre's own key says how far the work is: claimed or, before that, a claim still to be made."""
        status = ClaimStatus.SUBMITTED if mark.step is Role.CLAIMED else ClaimStatus.PLANNED
        piece.facts["claim_status"], piece.says = Fact("claim_status", status, cell), True

    def _achieved(self, piece: Piece, cell: Cell) -> None:
        """“Achieved” is a pass where that is the only grade there is; elsewhere it may be P, M or D, and is told of as such."""
        piece.says = True
        grade = Grade.PASS if self._one.courses.is_verified(piece.code) else Grade.ACHIEVED
        piece.facts["grade"] = Fact("grade", grade, cell)

    def _unclear(self, cell: Cell, raw: Raw) -> None:
        unclear = r_of_what(raw) if is_r(raw) else UnreadableValue(Fault.NOT_A_GRADE, raw)
        self._one.out.problems.append(doubted(unclear, cell))

    def _day(self, role: Role, piece: Piece, raw: Raw, cell: Cell) -> None:
        if isinstance(raw, str) and Shape.WHO_AND_WHEN in self._one.words.shapes(raw):
            who, raw = who_and_when(as_text(raw))
            family = family_of(role)
            if family and family[1]:
                piece.facts.setdefault(str(family[1]), Fact(str(family[1]), who, cell))
        try:
            day = self._one.words.day(raw)
        except UnreadableValue as doubt:
            day = doubt.value if isinstance(doubt.value, dt.date) else None
            said = tick_of(raw)
            if day is None and said is not None:
                piece.says = piece.says or said
                if said and role is Role.CLAIMED_ON:
                    piece.facts["claim_status"] = Fact("claim_status", ClaimStatus.SUBMITTED, cell)
                return
            if day is None and doubt.fault in PERIODS:
                self._periods.setdefault(cell.heading, []).append((raw, cell))
                return
            if day is None and _is_waiting(raw):
                doubt = UnreadableValue(Fault.NOT_DONE_YET, raw, IssueKind.NEARLY_RIGHT)
            elif day is None:
                piece.says = True
            if doubt.fault is Fault.YEAR_ADDED:
                self._years_added.append((cell.ref, as_text(raw), day))
            else:
                self._one.out.problems.append(doubted(doubt, cell))
        if day is not None:
            piece.facts[str(role)] = Fact(str(role), day, cell)
            piece.says = True
            if isinstance(raw, str):
                self._one.out.text_dates.add((cell.sheet, cell.row, cell.column))

    def _staff(self, role: Role, piece: Piece, raw: Raw, cell: Cell) -> None:
        if is_blank(raw) and as_text(raw).casefold() != "na":
            return
        text = " ".join(as_text(raw).split())
        if _SEVERAL.search(text):
            # Several may standardise; whose the portfolio is is asked.
            trouble = IssueKind.TWO_READINGS if role is Role.ASSESSOR else IssueKind.NEARLY_RIGHT
            self._one.out.problems.append(doubted(UnreadableValue(Fault.SEVERAL_PEOPLE, raw, trouble), cell))
        piece.facts[str(role)] = Fact(str(role), text, cell)

    def _tick(self, role: Role, piece: Piece, raw: Raw, cell: Cell) -> None:
        said = tick_of(raw)
        if said is None:
            if not is_blank(raw) and self._one.words.mark(raw) is None:
                self._unclear(cell, raw)
            return
        if said:
            piece.says = True
            if role is Role.CLAIMED:
                status = ClaimStatus.SUBMITTED if self._are_claims(cell.heading) else ClaimStatus.PLANNED
                piece.facts["claim_status"] = Fact("claim_status", status, cell)

    def _are_claims(self, heading: str) -> bool:
        """Whether ticks are claims that were made."""
        if self._one.told.ticks_are_claims is not None:
            return self._one.told.ticks_are_claims
        return CLAIMED_WORDS.search(" ".join([heading, self._one.sheet, *self._one.titles])) is not None

    def _other(self, name: str, piece: Piece, raw: Raw, cell: Cell) -> None:
        try:
            value = self._readers[name](raw)
        except UnreadableValue as doubt:
            self._one.out.problems.append(doubted(doubt, cell))
            value = doubt.value
        if value is not None:
            piece.facts[name] = Fact(name, value, cell)

    def tell(self) -> None:
        """What is said once of many cells: years that were added, and words that mean that there is no claim yet."""
        if self._years_added:
            (ref, text, day), *others = self._years_added
            values = {"text": text, "cell": ref, "day": day, "others": len(others)}
            self._one.out.judgements.append(Judgement(JudgementKind.YEAR_ADDED, self._one.sheet, ref, values))
        for said in self._periods.values():
            self._one.out.problems.append(of_words(said[0][1], Fault.PERIODS, {raw for raw, _ in said}, len(said)))
        for text, cells in self._unfinished.items():
            self._one.say(JudgementKind.NO_CLAIM_YET, None, text=text, cells=cells)


def _is_waiting(raw: Raw) -> bool:
    """Whether a cell says in words that a day is still to come."""
    return as_text(raw).casefold() in WAITING_WORDS
