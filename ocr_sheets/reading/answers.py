"""What the mapping file answers about single columns of a sheet that is otherwise read as it would be without it."""

from __future__ import annotations

from collections.abc import Sequence

from ocr_sheets.model.judgements import Judgement
from ocr_sheets.model.records import columns_of
from ocr_sheets.model.tables import column_letters
from ocr_sheets.reading.cells import Grid
from ocr_sheets.reading.headings import shown
from ocr_sheets.reading.mapping import SheetMap, column_lettered
from ocr_sheets.reading.raw import Raw
from ocr_sheets.reading.tables import Found
from ocr_sheets.text import key

_TOP = 60
"""The rows in which a heading that the file names may stand."""


def check_answers(answers: SheetMap, grid: Grid) -> None:
    """Raise `UserError` where the file names a heading or a column that the sheet has not got."""
    width = max(map(len, grid.rows), default=0)
    # No heading is suggested: below it stand candidates' names, and nobody's name may be in a message.
    known = {key(raw) for row in grid.rows[:_TOP] for raw in row if isinstance(raw, str)}
    for text in answers.columns_answered:
        if (number := column_lettered(text)) > width:
            raise answers.no_such_letter(text, width)
        if not number and key(text) not in known:
            raise answers.source.error(
                f"there is no heading “{text}” on {answers.sheet}; name the column by its letter, such as “column D”",
                "sheets",
                answers.sheet,
                text,
            )


def answered(found: Found, answers: SheetMap) -> Found:
    """A list with the columns that the file speaks of as it says, and all others as they were."""
    by_heading = {column.heading: name for name, column in columns_of(found.record).items()}
    columns, headings = dict(found.columns), dict(found.headings)
    for text in answers.not_used:
        for name in [name for name, at in columns.items() if at in _places(found, text)]:
            del columns[name], headings[name]
    for heading, text in answers.answers.items():
        field, at = by_heading.get(heading), next(iter(_places(found, text)), 0)
        if field is None or not at:
            continue
        for name in [name for name, held in columns.items() if held == at]:
            del columns[name], headings[name]
        columns[field], headings[field] = at, _heading_at(found, at)
    taken = set(headings.values())
    unread = [*found.unread, *(text for text in found.headings.values() if text not in taken)]
    return found._replace(
        columns=columns,
        headings=headings,
        unread=[text for text in dict.fromkeys(unread) if text not in taken],
    )


def as_said(weighed: Found, said: Found, mapped: SheetMap) -> Found:
    """A list of which the file says the kind: the columns that it names as it says, and of the others what their cells decided."""
    columns, headings = dict(weighed.columns), dict(weighed.headings)
    for name in [name for name in mapped.columns if name in columns_of(said.record)]:
        at = said.columns.get(name, 0)
        if columns.get(name, 0) == at:
            continue
        for other in [other for other, held in columns.items() if other == name or held == at]:
            del columns[other], headings[other]
        if at:
            columns[name], headings[name] = at, said.headings[name]
    taken = set(headings.values())
    unread = dict.fromkeys([*weighed.unread, *said.unread, *said.headings.values()])
    in_order = sorted(columns, key=lambda name: columns[name])
    return weighed._replace(
        columns={name: columns[name] for name in in_order},
        headings={name: headings[name] for name in in_order},
        unread=[text for text in unread if text not in taken],
    )


def still_open(judgements: Sequence[Judgement], answers: SheetMap, grid: Grid) -> list[Judgement]:
    """The judgements on a list of which the file leaves the columns as they are."""
    rows = grid.rows[:_TOP]
    said = {column_letters(at) for text in answers.columns_answered for at in _columns_headed(rows, text)}
    return [one for one in judgements if not said & {cell.rstrip("0123456789") for cell in one.cells}]


def _columns_headed(rows: Sequence[Sequence[Raw]], text: str) -> list[int]:
    """The columns, from 1, that the file names by heading or letter."""
    if number := column_lettered(text):
        return [number]
    return [at for row in rows for at, raw in enumerate(row, start=1) if isinstance(raw, str) and key(raw) == key(text)]


def _places(found: Found, text: str) -> list[int]:
    return _columns_headed([found.grid.rows[found.heading_row - 1]], text)


def _heading_at(found: Found, at: int) -> str:
    row = found.grid.rows[found.heading_row - 1]
    return (shown(row[at - 1]) if at <= len(row) else "") or f"column {column_letters(at)}"
