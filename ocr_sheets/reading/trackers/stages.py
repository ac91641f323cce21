"""Logs in which a column says what each row is about: Assessed, IV or Claimed, beside one column of days and perhaps one of people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from ocr_sheets.patterns import regex
from ocr_sheets.reading.raw import Raw, as_text
from ocr_sheets.reading.trackers.headings import Role, role_of, words_in
from ocr_sheets.reading.trackers.layout import Column, TrackerTable
from ocr_sheets.reading.trackers.shapes import MOST, Shape, Words

_NEARLY_ALL = 0.8
_FEWEST_STAGES = 2
_WHO = regex(r"(?:done |actioned |completed |entered )?by|who(?: by)?|initials|staff|teacher|name of staff")
_STAGES: Mapping[Role | None, tuple[Role, Role | None]] = {
    **dict.fromkeys((Role.ASSESSED_ON, Role.ASSESSED, Role.ASSESSOR), (Role.ASSESSED_ON, Role.ASSESSOR)),
    **dict.fromkeys((Role.STANDARDISED_ON, Role.STANDARDISED, Role.STANDARDISED_BY), (Role.STANDARDISED_ON, Role.STANDARDISED_BY)),
    **dict.fromkeys((Role.CLAIMED_ON, Role.CLAIMED), (Role.CLAIMED_ON, None)),
    Role.SAMPLE_REQUESTED_ON: (Role.SAMPLE_REQUESTED_ON, None),
    Role.SAMPLE_UPLOADED_ON: (Role.SAMPLE_UPLOADED_ON, None),
    Role.RESULTS_ON: (Role.RESULTS_ON, None),
    Role.CERTIFICATE_ON: (Role.CERTIFICATE_ON, None),
}  # fmt: skip
"""What the day and the person of a row are, by what the word of its stage would head."""


class Log(NamedTuple):
    """The columns, by their places on the sheet, that say the stage of each row, its day and who did it (-1 where none says that)."""

    stage: int
    day: int
    who: int

    def columns_of(self, columns: Sequence[Column], raw: Raw) -> list[Column]:
        """The columns of a row with what its stage makes of its day and its person."""
        on, by = _STAGES.get(role_of(as_text(raw))) or (None, None)
        roles = {self.stage: None, self.day: on, self.who: by}
        return [replace(column, role=roles[column.at]) if column.at in roles else column for column in columns]

    def is_claim(self, raw: Raw) -> bool:
        """Whether the stage of a row is that of a claim made."""
        return _STAGES.get(role_of(as_text(raw))) == _STAGES[Role.CLAIMED]


def log_in(table: TrackerTable, rows: Sequence[int], words: Words) -> Log | None:
    """The columns of a log; ``None`` where a table is none: no column holds stages, or several hold days."""

    def cells(column: Column) -> list[Raw]:
        return [raw for at in rows if (raw := table.matrix.raw(at, column.at)) != ""]

    days = [column for column in table.columns if column.role is Role.SOME_DATE]
    stages = [column for column in table.columns if column.role in (None, Role.STATUS) and _are_stages(cells(column))]
    if table.is_grid or len(days) != 1 or len(stages) != 1:
        return None
    who = [
        column
        for column in table.columns
        if _WHO.fullmatch(words_in(column.heading)) and _share(cells(column), words) >= MOST
    ]
    return Log(stages[0].at, days[0].at, who[0].at if len(who) == 1 else -1)


def _are_stages(raws: Sequence[Raw]) -> bool:
    stages = [_STAGES[role] for raw in raws if isinstance(raw, str) and (role := role_of(as_text(raw))) in _STAGES]
    return len(set(stages)) >= _FEWEST_STAGES and len(stages) >= _NEARLY_ALL * len(raws)


def _share(raws: Sequence[Raw], words: Words) -> float:
    return sum(Shape.PERSON in words.shapes(raw) for raw in raws) / len(raws) if raws else 0.0
