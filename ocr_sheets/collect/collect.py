"""Collecting: read what came back, decide cell by cell, and write a copy of the centre's workbook with it."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from typing import NamedTuple

from python_calamine import CalamineWorkbook

from ocr_sheets.collect.answers import Returned
from ocr_sheets.collect.copy import Side, read_copy
from ocr_sheets.collect.decide import Decision, Outcome, Write, decide
from ocr_sheets.collect.pack import is_pack, looks_like_pack, read_pack
from ocr_sheets.collect.sheet import COLLECTED, HEADINGS, TAG, Row, collected_sheet, rows_of
from ocr_sheets.collect.wording import WORDS
from ocr_sheets.dates import say_weekday
from ocr_sheets.errors import UserError
from ocr_sheets.model.records import Kind, columns_of
from ocr_sheets.model.tables import Cell
from ocr_sheets.packs.as_sent import as_text
from ocr_sheets.patching import Value, Workbook, joined_sheet, mark_of
from ocr_sheets.reading.cells import read_grids
from ocr_sheets.reading.raw import as_text as raw_text
from ocr_sheets.validate import Choices, check, choices_from, read_from

DATE_FORMAT = "dd/mm/yyyy"
"""How a day is shown in a cell that showed none before."""
_IN_OUR_WORDS = frozenset({Kind.CHOICE, Kind.YES_NO, Kind.CANDIDATE_NUMBER, Kind.ENTRY_CODE, Kind.UNIT_NUMBER})
"""What is written as it is understood, and not as it was typed."""


class Opened(NamedTuple):
    """A workbook that is open, under the name that people are told."""

    workbook: Workbook
    name: str


class Collected(NamedTuple):
    """What came of collecting: the decision, what each file brought back, and the copy of the centre's workbook, not yet written."""

    decision: Decision
    returned: Sequence[Returned]
    workbook: Workbook


def collect(
    ours: Opened,
    files: Sequence[Opened],
    as_of: dt.date,
    sent: Opened | None = None,
    choices: Choices | None = None,
    kept: Sequence[Opened] = (),
) -> Collected:
    """Take what the files brought back into the centre's workbook, in memory.

    ``sent`` is the centre's workbook as it was when copies were sent out; ``kept`` are annotated copies that are still as they were
    written: one that came back has the mark of the one that it was sent out as. Raises `UserError` where a file is no pack and no copy.
    """
    choices = choices or choices_from()
    side = _side(ours, as_of, choices)
    before = _side(sent, as_of, choices) if sent else None
    by_mark = {mark: file for file in kept if (mark := mark_of(file.workbook.data))}
    as_sent = {mark: _side(file, as_of, choices) for mark, file in by_mark.items() if _is_wanted(mark, files)}
    returned = [_read(file, side, before or as_sent.get(mark_of(file.workbook.data)), as_of, choices) for file in files]
    formulas: dict[str, set[tuple[int, int]]] = {}

    def has_formula(cell: Cell) -> bool:
        if cell.sheet not in formulas:
            formulas[cell.sheet] = ours.workbook.sheet(cell.sheet).formula_cells()
        return (cell.row, cell.column) in formulas[cell.sheet]

    decision = decide(returned, side.book, side.contents, has_formula)
    rows = _with_earlier(rows_of(decision), _earlier(ours.workbook))
    workbook = _written(ours, decision.writes, as_of, choices)
    _join(workbook, decision, rows, as_of)
    return Collected(decision, returned, workbook)


def _is_wanted(mark: str, files: Sequence[Opened]) -> bool:
    return any(mark_of(file.workbook.data) == mark for file in files)


def _side(opened: Opened, as_of: dt.date, choices: Choices) -> Side:
    contents = {grid.name: grid.rows for grid in read_grids(opened.workbook)}
    return Side(read_from(opened.workbook, opened.name, as_of, choices), contents)


def _read(file: Opened, ours: Side, sent: Side | None, as_of: dt.date, choices: Choices) -> Returned:
    grids = list(read_grids(file.workbook))
    if is_pack(grids):
        return read_pack(grids, file.name, ours.book, file.workbook.date1904)
    if looks_like_pack(grids):
        raise UserError(
            f"{file.name} is a pack without its sheet As sent, so nobody can tell what was filled in since it was sent out: "
            "ask for the file with all its sheets."
        )
    return read_copy(_side(file, as_of, choices), ours, sent, file.name)


# -- writing


def _written(ours: Opened, writes: Sequence[Write], as_of: dt.date, choices: Choices) -> Workbook:
    """The centre's workbook with what came back in its cells, and without the sheet of an earlier run.

    Where it is an annotated copy it is annotated anew, for what its sheets say is no longer so; the reasons on To do are kept.
    """
    is_annotated = bool(ours.workbook.earlier.sheets.keys() - {TAG})
    if not is_annotated:
        ours.workbook.strip()
    for write in writes:
        _write(ours.workbook, write)
    if not is_annotated:
        return ours.workbook
    again = Workbook.from_bytes(ours.workbook.to_bytes(), ours.name)
    return check(again, ours.name, as_of, choices).workbook


def _write(workbook: Workbook, write: Write) -> None:
    """Put what came back into the centre's cell, which keeps its look."""
    sheet = workbook.sheet(write.cell.sheet)
    style = sheet.style_at(write.cell.row, write.cell.column)
    value = _value(write)
    if isinstance(value, dt.date):
        style = workbook.dated_style(style, DATE_FORMAT)
    sheet.put_row(write.cell.row, write.cell.column, [value], [style])


def _value(write: Write) -> Value:
    value = write.came.value
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date) or (isinstance(value, int | float) and not isinstance(value, bool)):
        return value
    kind = columns_of(type(write.record))[write.field].kind if write.field else Kind.TEXT
    return as_text(value) if kind in _IN_OUR_WORDS else write.came.shown


# -- the sheet, and that of an earlier run


def _earlier(workbook: Workbook) -> Sequence[Sequence[str]]:
    """The lines of an earlier Collected that say what was taken, so that they are not lost when more comes back."""
    name = joined_sheet(workbook.data, TAG)
    if name is None:
        return []
    rows = CalamineWorkbook.from_filelike(io.BytesIO(workbook.data)).get_sheet_by_name(name).to_python()
    texts = [[raw_text(cell) for cell in row[: len(HEADINGS)]] for row in rows]
    return [row for row in texts if len(row) == len(HEADINGS) and row[0] == WORDS[Outcome.TAKEN][0]]


def _with_earlier(rows: Sequence[Row], earlier: Sequence[Sequence[str]]) -> Sequence[Row]:
    """The lines of this run, then what was taken before and is not among them."""
    told = {tuple(row.cells[1:]) for row in rows if row.is_taken}
    kept = [Row(tuple(cells), _target(cells[-2]), is_taken=True) for cells in earlier if tuple(cells[1:]) not in told]
    return [*rows, *kept]


def _target(text: str) -> tuple[str, str] | None:
    sheet, mark, ref = text.rpartition("!")
    return (sheet, ref) if mark else None


def _join(workbook: Workbook, decision: Decision, rows: Sequence[Row], as_of: dt.date) -> None:
    (name,) = workbook.free_names([COLLECTED])
    title = (
        f"As at {say_weekday(as_of)}. What is to be looked at comes first; “In your workbook” is what stands there now."
    )
    workbook.join(collected_sheet(name, title, decision, rows, workbook.date1904), [TAG])
