"""Sentences about what has changed that more than one output says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from ocr_sheets.dates import say
from ocr_sheets.diff.cells import CellChange, ColumnChange
from ocr_sheets.diff.changes import Changes
from ocr_sheets.diff.doubts import Doubt
from ocr_sheets.diff.findings import ADDED_TO, Became, Reason, Why
from ocr_sheets.diff.visits import Turn
from ocr_sheets.model.identity import NAMED_BY
from ocr_sheets.model.records import Record, Visit
from ocr_sheets.rules import Severity
from ocr_sheets.text import begun, plural

EMPTY = "empty"
NOT_TOLD = "not shown here"

_TO = {
    Severity.MUST_FIX: "to fix",
    Severity.CHECK: "to check",
    Severity.ADVICE: "as advice",
    Severity.FILL_IN: "to fill in",
}
_NOT_IN_VERDICT = ADDED_TO | {Became.STILL_THERE}


def verdict(changes: Changes) -> str:
    """The whole in one line, with what was compared where nothing else can be told."""
    still = changes.counts[Became.STILL_THERE]
    compared = changes.content.compared
    if changes.is_nothing:
        seen = f"{compared.cells:,} cells of {plural(compared.sheets, 'sheet')} compared"
        return f"Nothing has changed: {seen}; {_are(still)} still there." if still else f"Nothing has changed: {seen}."
    if changes.are_findings_same and not (changes.dates or changes.claims or changes.rows):
        seen = f"No finding, date or count has changed; {_have(changes)}."
        return f"{seen} {begun(_are(still))} still there." if still else seen
    more = [f"{count} {_TO[severity]}" for severity, count in changes.added.items() if count]
    gone = [
        f"{count} {became.in_words}"
        for became, count in changes.counts.items()
        if count and became not in _NOT_IN_VERDICT
    ]
    parts = [
        f"New: {', '.join(more)}" if more else "Nothing new to do",
        *([", ".join(gone)] if gone else []),
        f"{still} still there",
        *_visits(changes),
        *_of_content(changes),
    ]
    return "; ".join(parts) + "."


def _are(count: int) -> str:
    return f"{plural(count, 'finding')} {'is' if count == 1 else 'are'}"


def _have(changes: Changes) -> str:
    """What has changed where no finding, date or count has: 12 cells have, 1 column was taken out."""
    cells = len(changes.cells)
    gone, come = _columns(changes)
    told = [
        f"{plural(cells, 'cell')} {'has' if cells == 1 else 'have'}" if cells else "",
        f"{plural(gone, 'column')} {'was' if gone == 1 else 'were'} removed" if gone else "",
        f"{plural(come, 'column')} {'was' if come == 1 else 'were'} added" if come else "",
    ]
    return " and ".join(part for part in told if part)


def _columns(changes: Changes) -> tuple[int, int]:
    """How many columns were taken out, and how many came."""
    gone = sum(change.is_gone for change in changes.content.columns)
    return gone, len(changes.content.columns) - gone


def _of_content(changes: Changes) -> Iterator[str]:
    gone, come = _columns(changes)
    if changes.cells:
        yield f"{plural(len(changes.cells), 'cell')} changed"
    if gone:
        yield f"{plural(gone, 'column')} removed"
    if come:
        yield f"{plural(come, 'column')} added"


def _visits(changes: Changes) -> Iterator[str]:
    for turn in (Turn.MOVED, Turn.CANCELLED, Turn.RENAMED):
        count = sum(change.turn is turn and change.what is None for change in changes.dates)
        if count:
            yield f"{plural(count, 'visit')} {turn}"


# -- why a finding is no longer seen


def reason(lost: Reason | None) -> str:
    """Why a finding is no longer seen, as a clause."""
    if lost is None or lost.why is Why.NOT_MADE:
        return lost.words if lost else ""
    row = _row(lost.record) if lost.record else ""
    match lost.why:
        case Why.VALUE_GONE:
            return f"{lost.heading} of {row} holds no value now"
        case Why.COLUMN_GONE:
            return f"there is no column {lost.heading} any more"
        case Why.UNREADABLE:
            return f"{lost.heading} of {row} cannot be read any more"
        case Why.ROW_GONE:
            return f"{row} is no longer there"
        case Why.SHEET_GONE:
            return f"{lost.heading} is no longer there, or is not read any more"
        case Why.FAMILY_GONE:
            return "Qualifications no longer says which rules hold for it"
        case Why.WITHDRAWN:
            return "it was withdrawn"
        case Why.CANCELLED:
            return f"{row} was cancelled"
        case Why.LEFT:
            return "the candidate has left"


_ROW_WORDS = {
    "Centre": "the centre",
    "Qualification": "entry code",
    "Unit": "unit",
    "Assessor": "",
    "Candidate": "candidate",
    "Entry": "the entry of",
    "Claim": "the claim of",
    "Visit": "visit",
    "Closure": "the closure",
}


def _row(record: Record) -> str:
    """A row in a few words, a candidate by the number: the claim of 0045 05839 8."""
    if isinstance(record, Visit):
        return record.label
    names = (getattr(record, name) for name in NAMED_BY[type(record)].key)
    said = " ".join(shown(value) for value in names if value)
    return f"{_ROW_WORDS[type(record).__name__]} {said}".strip()


# -- cells


def shown(value: Any) -> str:
    """What a cell says, as a person reads it."""
    if value is None or value == "":
        return EMPTY
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.date):
        return say(value)
    if isinstance(value, tuple):
        return ", ".join(shown(one) for one in value if one is not None)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def before_and_after(change: CellChange) -> tuple[str, str]:
    """What a cell said and says; of what may name a candidate, only whether it said anything."""
    if not change.is_private:
        return shown(change.before), shown(change.after)
    before, after = (EMPTY if value in (None, "") else NOT_TOLD for value in (change.before, change.after))
    return before, after


def whose(change: CellChange) -> tuple[str, str]:
    """The candidate's number and the unit that a cell is about, where it is about one."""
    number = getattr(change.record, "candidate_number", None) or ""
    code, unit = getattr(change.record, "entry_code", None), getattr(change.record, "unit_number", None)
    return number, " ".join(part for part in (code, f"unit {unit}" if unit else None) if part)


def column(change: ColumnChange) -> str:
    """A column that came or went, in words."""
    what = "taken out" if change.is_gone else "added"
    filled = f" with {plural(change.filled, 'filled cell')}" if change.filled else ""
    return f"{change.sheet}: column {change.heading} {what}{filled}"


# -- two centres or two years


def warning(changes: Changes) -> str:
    """What makes the two look like workbooks of two centres or two years; empty where nothing does."""
    if not changes.doubts:
        return ""
    kinds = {one.doubt for one in changes.doubts}
    what = (
        "two years"
        if kinds == {Doubt.YEAR}
        else "two centres or two groups"
        if Doubt.YEAR not in kinds
        else "two centres or years"
    )
    told = "; ".join(_doubt(one.doubt, one.old, one.new) for one in changes.doubts)
    return f"These look like the workbooks of {what}, so what follows may mean little: {told}."


def _doubt(doubt: Doubt, old: str, new: str) -> str:
    match doubt:
        case Doubt.PEOPLE:
            return f"{old} of {new} candidates are in both"
        case Doubt.UCI:
            return f"most UCIs begin with {old} in one and {new} in the other"
        case _:
            return f"{doubt} {old} and {new}"
