"""What is to become of each cell that came back: taken, because only one side has changed it, or asked.

Nothing is overwritten that has changed in the centre's workbook meanwhile, and of two answers none is chosen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from ocr_sheets.collect.answers import Answer, Came, Loose, LooseEnd, Returned, Source
from ocr_sheets.diff.cells import Contents, cannot_be_read, content_at, own_columns
from ocr_sheets.diff.rows import Place, place_of
from ocr_sheets.model.book import Book
from ocr_sheets.model.identity import NAMED_BY
from ocr_sheets.model.records import Record, columns_of
from ocr_sheets.model.tables import Cell
from ocr_sheets.packs.as_sent import UNREADABLE, as_text
from ocr_sheets.reading.raw import as_text as raw_text, is_blank
from ocr_sheets.text import key


class Outcome(StrEnum):
    """What becomes of something that came back; all but the first is asked."""

    TAKEN = "taken"
    TWO_ANSWERS = "two answers"
    CHANGED_HERE = "changed here meanwhile"
    NOT_KNOWN = "filled in on both sides"
    UNREADABLE = "cannot be read"
    EMPTIED = "emptied"
    NAMES_ROW = "names the row"
    NO_COLUMN = "no such column here"
    FORMULA = "a formula stands here"
    ROW_GONE = "no such row here"
    NO_ROW_YET = "no row here yet"
    ROW_NEW = "a new row"
    WHICH_ROW = "more than one row here"
    ROW_TAKEN_OUT = "row taken out"
    NOT_TO_FILL_IN = "only for reading"


_OF_LOOSE = {
    Loose.ROW_GONE: Outcome.ROW_GONE,
    Loose.NO_ROW_YET: Outcome.NO_ROW_YET,
    Loose.ROW_NEW: Outcome.ROW_NEW,
    Loose.WHICH_ROW: Outcome.WHICH_ROW,
    Loose.ROW_TAKEN_OUT: Outcome.ROW_TAKEN_OUT,
    Loose.NOT_TO_FILL_IN: Outcome.NOT_TO_FILL_IN,
}


class Line(NamedTuple):
    """One thing that came back and what becomes of it, as Collected lists it."""

    outcome: Outcome
    source: Source
    candidate_number: str
    unit: str
    heading: str
    here: Cell | None
    """The centre's cell."""
    there: Cell
    """The cell that came back."""
    says_here: str
    came: str


class Write(NamedTuple):
    """A cell of the centre's that takes what came back."""

    cell: Cell
    record: Record
    field: str
    came: Came


class Decision(NamedTuple):
    """All that becomes of what came back."""

    lines: Sequence[Line]
    writes: Sequence[Write]

    @property
    def taken(self) -> int:
        """How many cells say now what came back."""
        return sum(line.outcome is Outcome.TAKEN for line in self.lines)

    @property
    def asked(self) -> int:
        """How much is left to a person."""
        return len(self.lines) - self.taken


def decide(
    returned: Iterable[Returned], book: Book, contents: Contents, has_formula: Callable[[Cell], bool]
) -> Decision:
    """What becomes of all that came back. ``has_formula`` says whether the centre's cell holds one."""
    return _Decider(book, contents, has_formula).decide(list(returned))


class _Here(NamedTuple):
    """The centre's cell, as it stands: ``cell`` is ``None`` where there is no such column."""

    cell: Cell | None
    plain: str
    shown: str


class _Decider:
    def __init__(self, book: Book, contents: Contents, has_formula: Callable[[Cell], bool]) -> None:
        self._book, self._contents, self._has_formula = book, contents, has_formula

    def decide(self, returned: Sequence[Returned]) -> Decision:
        cells: defaultdict[tuple[Place, str, str], list[Answer]] = defaultdict(list)
        for one in returned:
            for answer in one.answers:
                heading = "" if answer.field else key(answer.cell.heading)
                cells[place_of(answer.record), answer.field, heading].append(answer)
        lines: list[Line] = []
        writes: list[Write] = []
        for answers in cells.values():
            self._of_cell(answers, lines, writes)
        lines += [_loose_line(loose) for one in returned for loose in one.loose]
        return Decision(lines, writes)

    def _of_cell(self, answers: Sequence[Answer], lines: list[Line], writes: list[Write]) -> None:
        """Decide on one cell of the centre's, by all that came back for it."""
        here = self._here(answers[0])
        changed = [answer for answer in answers if _is_changed(answer, here)]
        if not changed:
            return
        said = {answer.came.plain if answer.came.is_read else answer.came.shown for answer in changed}
        taken: Answer | None = None
        for answer in changed:
            outcome = Outcome.TWO_ANSWERS if len(said) > 1 else self._of_answer(answer, here)
            if outcome is Outcome.TWO_ANSWERS and answer.came.is_read and answer.came.plain == here.plain:
                continue  # this side has been followed already; what is left to ask is the other's
            lines.append(_line(answer, here, outcome))
            taken = answer if outcome is Outcome.TAKEN else None
        if taken and here.cell and taken.came.plain != here.plain:
            writes.append(Write(here.cell, taken.record, taken.field, taken.came))

    def _of_answer(self, answer: Answer, here: _Here) -> Outcome:
        came = answer.came
        if not came.is_read:
            return Outcome.UNREADABLE
        if here.cell is not None and came.plain == here.plain:
            return Outcome.TAKEN
        if answer.field in NAMED_BY[type(answer.record)].key:
            return Outcome.NAMES_ROW
        if here.cell is None:
            return Outcome.NO_COLUMN
        if answer.sent is not None and here.plain != answer.sent:
            return Outcome.CHANGED_HERE
        if came.is_empty:
            return Outcome.EMPTIED
        if answer.sent is None and here.plain:
            return Outcome.NOT_KNOWN
        return Outcome.FORMULA if self._has_formula(here.cell) else Outcome.TAKEN

    def _here(self, answer: Answer) -> _Here:
        """What the centre's cell says."""
        record, field, book = answer.record, answer.field, self._book
        table = book.table_of(record)
        if not field:
            own = own_columns(table, self._contents).get(key(answer.cell.heading)) if table else None
            cell = own._replace(row=record.row) if own else None
            raw = content_at(self._contents, cell.sheet, cell.row, cell.column) if cell else ""
            text = "" if is_blank(raw) else raw_text(raw)
            return _Here(cell, text, text)
        if table is None or field not in table.columns:
            return _Here(None, "", "")
        cell = book.cell(record, field)
        shown = raw_text(content_at(self._contents, cell.sheet, cell.row, cell.column))
        value = getattr(record, field)
        is_unread = value is None and cannot_be_read(book, record, field)
        return _Here(cell, UNREADABLE if is_unread else as_text(value), shown or as_text(value))


def _is_changed(answer: Answer, here: _Here) -> bool:
    """Whether somebody changed the cell in the file that came back; where nobody knows, whether it says something else."""
    came = answer.came
    if answer.sent is None:
        # A copy that lacks what was filled in here meanwhile answers nothing.
        return (
            (not came.is_read or came.plain != here.plain)
            and not came.is_empty
            and not (not came.is_read and here.plain == UNREADABLE)
        )
    if not came.is_read:
        return answer.sent != UNREADABLE
    return came.plain != answer.sent


def _line(answer: Answer, here: _Here, outcome: Outcome) -> Line:
    number = getattr(answer.record, "candidate_number", None) or ""
    code, unit = getattr(answer.record, "entry_code", None), getattr(answer.record, "unit_number", None)
    heading = columns_of(type(answer.record))[answer.field].heading if answer.field else answer.cell.heading
    return Line(
        outcome,
        answer.source,
        number,
        " ".join(part for part in (code, f"unit {unit}" if unit else None) if part),
        here.cell.heading if here.cell else heading,
        here.cell,
        answer.cell,
        answer.came.shown if outcome is Outcome.TAKEN else here.shown,
        answer.came.shown,
    )


def _loose_line(loose: LooseEnd) -> Line:
    filled = "; ".join(f"{heading}: {text}" for heading, text in loose.filled)
    outcome = _OF_LOOSE[loose.kind]
    return Line(outcome, loose.source, loose.candidate_number, loose.unit, "", None, loose.cell, "", filled)


def in_order(lines: Iterable[Line]) -> Iterator[Line]:
    """What is asked first, then what was taken; each in the order in which it came."""
    held = list(lines)
    yield from (line for line in held if line.outcome is not Outcome.TAKEN)
    yield from (line for line in held if line.outcome is Outcome.TAKEN)
