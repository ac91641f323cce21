"""Visits in a line of text, such as “Mod visit: 12 March (Teams)” above a tracker."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from ocr_sheets.model.judgements import Judgement, JudgementKind
from ocr_sheets.model.reading_facts import ReachedBy
from ocr_sheets.model.records import Visit, VisitStatus, VisitType
from ocr_sheets.model.tables import Cell, Table
from ocr_sheets.patterns import regex
from ocr_sheets.reading.days import MONTHS
from ocr_sheets.reading.raw import Raw, UnreadableValue
from ocr_sheets.reading.trackers.headings import is_a_visit, words_in
from ocr_sheets.reading.trackers.matrix import Matrix
from ocr_sheets.reading.trackers.shapes import Words

_A_VISIT = regex(
    r"\b(?:(?:mod(?:eration|erator)?(?:['’]s)?|eqa|ocr)\b.{0,20}\bvisit|visit\s*(?:no\.?\s*)?\d\b|moderat(?:ion|or)\s*(?:\d\b|date|on\b|[:–-])|\b(?:jan|feb|mar|apr|may|june?|july?|sept?|oct|nov|dec)[a-z]*\.?\s+visit\b(?!\s+(?:to|from)\b))",
    re.IGNORECASE,
)
"""Words that only a moderation visit has: a trip is a visit too."""
_INTERNAL = regex(r"\binternal\b|\bpre[\s-]?moderation\b", re.IGNORECASE)
"""Moderation within the centre, which is no visit."""
_A_DAY = rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b\.?(?:,?\s+\d{{4}}|\s+\d{{2}}\b)?|\b\d{{1,2}}[/.-]\d{{1,2}}(?:[/.-]\d{{2,4}})?\b|\b\d{{4}}-\d\d-\d\d\b"
_DAY = regex(_A_DAY, re.IGNORECASE)
_NUMBER = regex(rf"(?:visit|moderation|mod)\s*(?:no\.?\s*)?(?!{_A_DAY})(\d)\b", re.IGNORECASE)
"""The number of a visit: the 2 of visit 2, and not the 4 of visit 4 March."""
_VISIT_ALONE = regex(
    rf"\s*visit(?:\s+date)?\s*[:–—-]?\s*(?:(?:mon|tue|wed|thu|fri)[a-z]*\.?,?\s+)?(?:{_A_DAY})", re.IGNORECASE
)
"""What a line above a tracker may say of its visit, where it says no more than the day and the type: Visit: 18/03/27 F2F."""
_TYPES = (
    (VisitType.VIRTUAL, regex(r"\b(?:teams|zoom|google meet|virtual(?:ly)?|remote(?:ly)?|online|video)\b", re.IGNORECASE)),
    (
        VisitType.FACE_TO_FACE,
        regex(r"\b(?:f2f|face[\s-]to[\s-]face|in[\s-](?:centre|person|school|college)|on[\s-]?site|at centre)\b", re.IGNORECASE),
    ),
)  # fmt: skip
_PARTS = regex(r"[;|\n]|(?<=\w\w)\.\s+(?=[A-Z(])")
"""What parts the sentences of a line."""
_SEVERAL = regex(r"\bvisits\b", re.IGNORECASE)
_SPEAKS = regex(r"\bvisit|\bmoderat", re.IGNORECASE)
_CANCELLED = regex(r"\bcancell?ed\b|\bpostponed\b", re.IGNORECASE)
_UNSURE = regex(r"\bw\s*/?\s*[ck]\b|\bweek\b|\?|\bor\b|\btbc\b", re.IGNORECASE)
_LONGEST = 120
_LONGEST_BLOCK = 8
"""Rows below the name of a visit in which labels say more of it."""
_LABEL_AND_VALUE = 2
_DAY_LABEL = regex(
    r"(?:(?:visit|mod(?:eration)?|agreed|confirmed|scheduled|booked|final) )*(?:date|day|on|when)(?: (?:of (?:the )?(?:visit|moderation)|agreed|confirmed|booked|scheduled))?"
)
_SHEET_OF_A_VISIT = regex(r"\b(?:moderat(?:or|ion)|mod|ocr|eqa)\b|^\s*visit\b", re.IGNORECASE)
"""What the sheet is called that holds nothing but the labels of one visit."""
_KIND_LABEL = regex(
    r"(?:visit |moderation )?(?:type|format|mode|how|method|virtual|f2f|face to face|where|status)(?: of visit)?"
)


class _Line(NamedTuple):
    """A line that speaks of a visit: the column of its words, all its words, the visit's day and the column of that."""

    at: int
    text: str
    day: dt.date
    day_at: int
    day_row: int = -1
    """The row of its day, where that is another."""


def visits_in(
    matrix: Matrix, rows: Sequence[int], subject: str | None, words: Words, *, has_tables: bool
) -> Iterator[tuple[Visit, Table, Judgement]]:
    """The visits that lines of a sheet speak of, each with a table of its own; of one without tables, also that which its labels speak of."""
    found = [(row, line) for row in rows for line in _lines(matrix, row, words)]
    if not found and not has_tables:
        found = list(_of_labels(matrix, rows, words))
    yield from (_visit(matrix, row, line, subject) for row, line in found)


def _visit(matrix: Matrix, row: int, line: _Line, subject: str | None) -> tuple[Visit, Table, Judgement]:
    number = _NUMBER.search(line.text)
    day = line.day
    name = f"{subject or matrix.grid.name} {f'visit {number[1]}' if number else f'visit of {day.day} {day:%B}'}"
    kind = [one for one, pattern in _TYPES if pattern.search(line.text)]
    place, day_at = matrix.place(row, line.at), matrix.place(row, line.day_at)[1]
    rows_of_fields = {"visit_date": line.day_row + 1} if line.day_row >= 0 else {}
    visit = Visit(
        matrix.grid.name,
        place[0],
        name=name,
        subject_area=subject,
        visit_date=day,
        type=kind[0] if len(kind) == 1 else None,
        status=VisitStatus.CANCELLED if _CANCELLED.search(line.text) else None,
    )
    columns = {"name": place[1], "visit_date": day_at, "type": place[1], "status": place[1]}
    table = Table(
        Visit,
        matrix.grid.name,
        place[0],
        columns,
        dict.fromkeys(columns, "the line above the table"),
        1,
        reached_by=ReachedBy.LINE_OF_TEXT,
        first_column=min(columns.values()),
        last_column=max(columns.values()),
        last_row=place[0],
        field_rows=rows_of_fields,
        is_aside=True,
    )
    cell = Cell(matrix.grid.name, place[0], place[1], "")
    return visit, table, Judgement(JudgementKind.VISIT_LINE, matrix.grid.name, cell.ref, {"day": day})


def _lines(matrix: Matrix, row: int, words: Words) -> Iterator[_Line]:
    """The lines of a row that speak of a visit: words with their day in one cell, or words with a day in another cell of the row, or
    labelled in the rows below them.
    """
    line = matrix.rows[row]
    filled = [(at, raw) for at, raw in enumerate(line) if raw != ""]
    if len(filled) == 1 and isinstance(filled[0][1], str) and is_a_visit(filled[0][1]):
        yield from _block(matrix, row, filled[0][0], words)
        return
    said = [(at, raw) for at, raw in enumerate(line) if isinstance(raw, str) and is_of_a_visit(raw)]
    for at, raw in said:
        part = part_of_a_visit(raw)
        found = _DAY.search(part)
        if found and (day := _day(found[0], words)) is not None and not _UNSURE.search(part):
            yield _Line(at, part, day, at)
    if len(said) != 1 or _DAY.search(said[0][1]):
        return
    days = [(at, raw) for at, raw in enumerate(line) if at != said[0][0] and raw != "" and words.is_day(raw)]
    text = " ".join(raw for raw in line if isinstance(raw, str))
    if len(days) == 1 and not _UNSURE.search(text) and (day := _day(days[0][1], words)) is not None:
        yield _Line(said[0][0], text, day, days[0][0])


def _block(matrix: Matrix, row: int, at: int, words: Words) -> Iterator[_Line]:
    """The visit of a block: its name alone in a row, and below it labels with their values, one of them its day."""
    below = range(row + 1, min(row + 1 + _LONGEST_BLOCK, len(matrix.rows)))
    pairs = list(takewhile(lambda pair: pair is not None, (_label_and_value(matrix, at) for at in below)))
    if line := _said_by(pairs, _text(matrix.raw(row, at)), at, words):
        yield line


def _of_labels(matrix: Matrix, rows: Sequence[int], words: Words) -> Iterator[tuple[int, _Line]]:
    """The visit of a sheet that is called for moderation and holds labels with their values, one of them the day: the moderator's dates."""
    if not _SHEET_OF_A_VISIT.search(matrix.grid.name) or _INTERNAL.search(matrix.grid.name):
        return
    pairs = [_label_and_value(matrix, row) for row in rows]
    if line := _said_by(pairs, matrix.grid.name, 0, words):
        yield line.day_row, line


class _Pair(NamedTuple):
    """A label, and right of it the one other cell of its row."""

    row: int
    label: str
    column: int
    value: Raw


def _label_and_value(matrix: Matrix, row: int) -> _Pair | None:
    cells = [(column, raw) for column, raw in enumerate(matrix.rows[row]) if raw != ""]
    if len(cells) != _LABEL_AND_VALUE or not isinstance(cells[0][1], str):
        return None
    return _Pair(row, words_in(cells[0][1]), *cells[1])


def _said_by(pairs: Iterable[_Pair | None], name: str, at: int, words: Words) -> _Line | None:
    """What labels say of a visit, one of them its day."""
    known = [pair for pair in pairs if pair is not None]
    days = [pair for pair in known if _DAY_LABEL.fullmatch(pair.label) and words.is_day(pair.value)]
    said = " ".join([name, *(_text(pair.value) for pair in known if _KIND_LABEL.fullmatch(pair.label))])
    if len(days) != 1 or _UNSURE.search(said) or (day := _day(days[0].value, words)) is None:
        return None
    return _Line(at, said, day, days[0].column, days[0].row)


def _text(raw: Raw) -> str:
    return " ".join(str(raw).split())


def is_of_a_visit(text: str) -> bool:
    """Whether a text has words that only a moderation visit has."""
    is_one = _A_VISIT.search(text) is not None or any(map(_is_day_of_a_visit, _PARTS.split(text)))
    return len(text) <= _LONGEST and is_one and not _INTERNAL.search(text)


def names_several_visits(text: str) -> bool:
    """Whether a line speaks of visits and days, and it cannot be told which day is of which."""
    return is_of_a_visit(text) and not part_of_a_visit(text)


def part_of_a_visit(text: str) -> str:
    """What a line of a visit says of it: all of it where it has one day, else its one sentence with a visit, up to the second day. Nothing
    where it speaks of several.
    """
    if len(_DAY.findall(text)) < 2:
        return text
    parts = [part for part in _PARTS.split(text) if _DAY.search(part) and _SPEAKS.search(part)]
    words = _A_VISIT.search(parts[0]) or _VISIT_ALONE.match(parts[0]) if len(parts) == 1 else None
    if words is None or _SEVERAL.search(parts[0]):
        return ""
    if len(_DAY.findall(parts[0])) == 1:
        return parts[0]
    about = parts[0][words.start() :]
    days = list(_DAY.finditer(about))
    return about[: days[1].start()] if len(days) > 1 else about if days else ""


def _is_day_of_a_visit(text: str) -> bool:
    """Whether a text is the word visit, a day and perhaps a type, and nothing else: with another word it may be a visit to anywhere."""
    found = _VISIT_ALONE.match(text)
    if not found:
        return False
    rest = text[found.end() :]
    for _, pattern in _TYPES:
        rest = pattern.sub("", rest)
    return not any(map(str.isalnum, rest))


def _day(text: Raw, words: Words) -> dt.date | None:
    try:
        return words.day(text)
    except UnreadableValue as doubt:
        return doubt.value if isinstance(doubt.value, dt.date) else None
