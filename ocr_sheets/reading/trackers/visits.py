"""Visits in a line of text, such as “Mod visit: 12 March (Teams)” above a tracker."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator

from ocr_sheets.model.judgements import Judgement, JudgementKind
from ocr_sheets.model.reading_facts import ReachedBy
from ocr_sheets.model.records import Visit, VisitStatus, VisitType
from ocr_sheets.model.tables import Cell, Table
from ocr_sheets.patterns import regex
from ocr_sheets.reading.days import MONTHS
from ocr_sheets.reading.raw import UnreadableValue
from ocr_sheets.reading.trackers.matrix import Matrix
from ocr_sheets.reading.trackers.shapes import Words

_A_VISIT = regex(
    r"\b(?:(?:mod(?:eration|erator)?(?:['’]s)?|eqa|ocr)\b.{0,20}\bvisit|visit\s*(?:no\.?\s*)?\d\b|moderat(?:ion|or)\s*(?:\d\b|date|on\b|[:–-]))",
    re.IGNORECASE,
)
"""Words that only a moderation visit has: a trip is a visit too."""
_NUMBER = regex(r"(?:visit|moderation)\s*(?:no\.?\s*)?(\d)\b", re.IGNORECASE)
_DAY = regex(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b\.?(?:,?\s+\d{{4}}|\s+\d{{2}}\b)?|\b\d{{1,2}}[/.-]\d{{1,2}}(?:[/.-]\d{{2,4}})?\b|\b\d{{4}}-\d\d-\d\d\b",
    re.IGNORECASE,
)
_TYPES = (
    (VisitType.VIRTUAL, regex(r"\b(?:teams|zoom|google meet|virtual(?:ly)?|remote(?:ly)?|online|video)\b", re.IGNORECASE)),
    (
        VisitType.FACE_TO_FACE,
        regex(r"\b(?:f2f|face[\s-]to[\s-]face|in[\s-](?:centre|person|school|college)|on[\s-]?site|at centre)\b", re.IGNORECASE),
    ),
)  # fmt: skip
_CANCELLED = regex(r"\bcancell?ed\b|\bpostponed\b", re.IGNORECASE)
_UNSURE = regex(r"\bw\s*/?\s*[ck]\b|\bweek\b|\?|\bor\b|\btbc\b", re.IGNORECASE)
_LONGEST = 120


def visits_in(
    matrix: Matrix, rows: Iterable[int], subject: str | None, words: Words
) -> Iterator[tuple[Visit, Table, Judgement]]:
    """The visits that lines of a sheet speak of, each with a table of its own."""
    for row in rows:
        for column, raw in enumerate(matrix.rows[row]):
            if not isinstance(raw, str) or len(raw) > _LONGEST or not _A_VISIT.search(raw):
                continue
            found = _DAY.search(raw)
            day = _day(found[0], words) if found else None
            place = matrix.place(row, column)
            cell = Cell(matrix.grid.name, place[0], place[1], "")
            if day is None or _UNSURE.search(raw):
                continue
            number = _NUMBER.search(raw)
            name = f"{subject or matrix.grid.name} {f'visit {number[1]}' if number else f'visit of {day.day} {day:%B}'}"
            kind = [one for one, pattern in _TYPES if pattern.search(raw)]
            visit = Visit(
                matrix.grid.name,
                place[0],
                name=name,
                subject_area=subject,
                visit_date=day,
                type=kind[0] if len(kind) == 1 else None,
                status=VisitStatus.CANCELLED if _CANCELLED.search(raw) else None,
            )
            columns = dict.fromkeys(("name", "visit_date", "type", "status"), place[1])
            table = Table(
                Visit,
                matrix.grid.name,
                place[0],
                columns,
                dict.fromkeys(columns, "the line above the table"),
                1,
                reached_by=ReachedBy.LINE_OF_TEXT,
                first_column=place[1],
                last_column=place[1],
                last_row=place[0],
                is_aside=True,
            )
            yield (
                visit,
                table,
                Judgement(JudgementKind.VISIT_LINE, matrix.grid.name, cell.ref, {"day": day}),
            )


def _day(text: str, words: Words) -> dt.date | None:
    try:
        return words.day(text)
    except UnreadableValue as doubt:
        return doubt.value if isinstance(doubt.value, dt.date) else None
