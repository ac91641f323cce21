"""How each column of a tracker was read, as data: what it was taken for, why it was left, what its cells hold, and what else it might have been.

The words are made in `model.judgement_words`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple


class Left(StrEnum):
    """Why a column was left."""

    OTHER_THING = "its heading is of something else"
    NO_WORD = "no word of its heading is known"
    OTHER_CELLS = "its cells are not what its heading says"
    NUMBERS = "it holds numbers under a unit"
    HOPED_FOR = "it holds what is hoped for"
    CRITERIA = "it holds criteria"
    COLOURS = "it holds colours or progress"
    NO_USE = "nothing is done with it"
    EXAMINED = "OCR examines the unit"
    HIDDEN = "hidden"
    NEARER = "another column is nearer"
    SAME = "it is the same as another"
    OWN_SAMPLE = "the centre's own sample"
    ASKED = "it is asked about"


class ColumnReading(NamedTuple):
    """How one column was read."""

    sheet: str
    cell: str
    """The cell of its heading, such as C4."""
    heading: str
    whole_heading: str
    """The same with the heading of its unit above it."""
    unit: str
    """The unit it is of; empty where it is of none."""
    taken: str
    """What it was taken for, as the reader names it: a field of a claim, or more; empty where it was left."""
    left: Left | None
    """Why it was left; ``None`` where it was taken."""
    looks: Mapping[str, int]
    """How many of the cells that were looked at look like what."""
    seen: int
    """How many cells were looked at."""
    second: str = ""
    """What it would be next best; empty where nothing else was likely."""
    fits: int = 0
    """How many of its cells fit that."""
