"""What a sheet that nothing was read from has that somebody may miss: grades, or candidates beside units or steps of the work."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from ocr_sheets.patterns import regex
from ocr_sheets.reading.raw import Raw
from ocr_sheets.reading.trackers.headings import Role, role_of, unit_in
from ocr_sheets.reading.trackers.matrix import Matrix
from ocr_sheets.reading.trackers.shapes import Shape, Words

GRADES = "grades"
CANDIDATES = "candidates and their units"
LIST = "candidates"
NOTES = "notes on units"
_FEWEST_GRADES = 4
_FEWEST_PEOPLE = 3
_FEWEST_STEPS = 2
_FEWEST_NOTES = 2
_ROWS_SEEN = 200
_FEWEST_WORDS = 3
_UNITS = regex(r"\bunits?\b|\bU\d{1,2}\b", re.IGNORECASE)
_ONE_UNIT = regex(r"\b(?:unit|u)\s*\d{1,2}\b", re.IGNORECASE)
_NUMBER = regex(r"0\d{3}")
_NUMBERS = regex(r"0\d{3}(?:\s*[,;/&]?\s*0\d{3})*")
_DONE = regex(
    r"\bclaim(?:ed|s)?\b|\b(?:marked|assessed|graded|standardi[sz]ed|verified|moderated|resub\w*|submitted)\b|\bIV['’]?e?d\b|\bIQA['’]?d\b",
    re.IGNORECASE,
)
_STEPS = {
    **dict.fromkeys((Role.ASSESSED, Role.ASSESSED_ON), "assessed"),
    **dict.fromkeys((Role.STANDARDISED, Role.STANDARDISED_ON), "standardised"),
    **dict.fromkeys((Role.CLAIMED, Role.CLAIMED_ON), "claimed"),
    Role.ASSESSOR: "assessor",
    Role.STANDARDISED_BY: "standardiser",
}
_OF_PEOPLE = {"assessor", "standardiser"}
"""Steps that a list of staff has too."""


def names_candidates(matrix: Matrix) -> bool:
    """Whether several cells hold candidate numbers, one or more in each, as in a list of what was claimed for whom."""
    cells = [raw for row in matrix.rows[:_ROWS_SEEN] for raw in row if isinstance(raw, str)]
    return sum(_NUMBERS.fullmatch(raw.strip()) is not None for raw in cells) > 1


class _Seen(NamedTuple):
    """What was seen on a sheet: how many cells of each kind, and the steps that its cells name."""

    cells: Counter[str]
    steps: set[str]


def missed(matrix: Matrix, words: Words, is_code: Callable[[Raw], bool]) -> str:
    """What somebody may miss of a sheet; nothing where it has none of it."""
    cells, steps = _seen(matrix, words, is_code)
    if cells["grades"] >= _FEWEST_GRADES:
        return GRADES
    units = cells["units"] or _UNITS.search(matrix.grid.name)
    if cells["known"] and (cells["grades"] or units):
        return CANDIDATES
    if cells["people"] >= _FEWEST_PEOPLE and len(steps - _OF_PEOPLE) >= _FEWEST_STEPS:
        return CANDIDATES
    people = max(cells["names"], cells["numbers"]) >= _FEWEST_PEOPLE
    if people and (
        cells["codes"] or len(steps) >= _FEWEST_STEPS or (units and cells["numbers"]) or cells["grades"] > 1
    ):
        return CANDIDATES
    # A list of those who stand on Candidates too may be a register of attendance.
    if cells["lists"] and cells["names"] >= _FEWEST_PEOPLE and 2 * cells["known"] <= cells["names"]:
        return LIST
    return NOTES if cells["notes"] >= _FEWEST_NOTES else ""


def _seen(matrix: Matrix, words: Words, is_code: Callable[[Raw], bool]) -> _Seen:
    cells: Counter[str] = Counter()
    steps: set[str] = set()
    for row in matrix.rows[:_ROWS_SEEN]:
        cells["lists"] += _heads_candidates(row)
        for raw in row:
            if raw == "":
                continue
            cells["grades"] += Shape.GRADE in words.shapes(raw)
            cells["codes"] += is_code(raw)
            if isinstance(raw, str):
                cells.update(_of_text(raw, words))
                steps |= {step for step in [_STEPS.get(role_of(raw) or Role.NOT_OURS)] if step}
    return _Seen(cells, steps)


def _heads_candidates(row: Sequence[Raw]) -> bool:
    """Whether a row is the headings of a list of candidates: number and name."""
    roles = {role_of(raw) for raw in row if isinstance(raw, str) and raw}
    return Role.NUMBER in roles and bool(roles & {Role.NAME, Role.SURNAME})


def _of_text(text: str, words: Words) -> list[str]:
    """The kinds of things that a text is or names."""
    if len(text.split()) >= _FEWEST_WORDS and _ONE_UNIT.search(text) and _DONE.search(text) and not _is_heading(text):
        return ["notes", "units"]
    found = ["units"] if _UNITS.search(text) else []
    if words.candidate_in(text) is not None:
        found.append("known")
    if _NUMBERS.fullmatch(text.strip()):
        found += ["numbers"] * len(_NUMBER.findall(text))
    elif Shape.PERSON in words.shapes(text) and role_of(text) is None and text != text.lower():
        found += ["people", "names"] if " " in text.strip() else ["people"]
    return found


def _is_heading(text: str) -> bool:
    """Whether a text names a unit and what its column holds, as in “Unit 8 date claimed”, and is no sentence."""
    unit = unit_in(text)
    return unit is not None and (not unit.rest or role_of(unit.rest) is not None)
