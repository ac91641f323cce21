"""A draft to each centre of what to ask it: what was not kept, what is due soon, and what is not filled in. No candidate is named."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ocr_sheets.dates import say, say_weekday
from ocr_sheets.emails.plain import plain_draft
from ocr_sheets.overview.facts import Dated, Facts
from ocr_sheets.overview.tables import SOON, Overview
from ocr_sheets.patching import NO_LABEL, Label
from ocr_sheets.schedule.readiness import Verdict

MOST_LINES = 12


class Letter(NamedTuple):
    """A draft to one centre: the stem of its file's name, and its bytes."""

    stem: str
    data: bytes


def letters_of(overview: Overview, label: Label = NO_LABEL) -> Iterator[Letter]:
    """A draft to each centre that there is something to ask of, with the sensitivity label of what it was made from."""
    used: dict[str, int] = {}
    for one in overview.centres:
        if asked := list(_asked(one, overview.as_of)):
            stem = re.sub(r"[^\w]+", "-", f"{one.number} {one.called}").strip("-").casefold()[:60] or "centre"
            used[stem] = used.get(stem, 0) + 1
            name = f"{stem}-{used[stem]}" if used[stem] > 1 else stem
            yield Letter(name, plain_draft(one.email, _subject(one), _text(one, asked, overview.as_of), label))


def _subject(one: Facts) -> str:
    return f"OCR visits at {one.called}: what we need to know" if one.is_read else f"{one.file}: it could not be read"


def _text(one: Facts, asked: list[str], as_of: dt.date) -> str:
    body = "\n".join(asked)
    return f"Dear {one.officer or 'exams officer'},\n\nWe looked at your workbook as at {say(as_of)}.\n\n{body}\n\nThank you.\n"


def _asked(one: Facts, as_of: dt.date) -> Iterator[str]:
    if not one.is_read:
        yield f"It could not be read: {one.problem}"
        return
    until = as_of + dt.timedelta(days=SOON)
    soon = [line for line in one.coming if dt.date.fromisoformat(line.day) <= until]
    if one.overdue:
        yield from _listed(
            "Deadlines that, by the workbook, were not kept. If they were, please type the day:", one.overdue
        )
    if soon:
        yield from _listed("Due within a fortnight:", soon)
    if one.state == Verdict.CANNOT_TELL:
        yield "The workbook does not show whether past deadlines were kept, or when visits are: please add the days.\n"
    if one.to_fill_in and (one.overdue or one.state != Verdict.READY):
        yield "Not filled in yet, the most useful first:"
        yield from (f"- {line}" for line in one.to_fill_in)


def _listed(heading: str, lines: Sequence[Dated]) -> Iterator[str]:
    yield heading
    for line in lines[:MOST_LINES]:
        day = f"{say_weekday(dt.date.fromisoformat(line.day))}{'?' if line.is_uncertain else ''}"
        yield f"- {line.what} {day}: {line.visit} ({line.state})"
    if len(lines) > MOST_LINES:
        yield f"- and {len(lines) - MOST_LINES} more"
    yield ""
