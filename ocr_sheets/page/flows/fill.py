"""A copy of the workbook with what follows from it drafted."""

from __future__ import annotations

import re

from ocr_sheets.filling.fill import default_name, filled_copy
from ocr_sheets.filling.words import what_was_done
from ocr_sheets.page.asked import WORKBOOK, Asked, section, shown
from ocr_sheets.page.protocol import Parcel


def answer(asked: Asked) -> Parcel:
    """The copy, and what was left for the centre."""
    asked.tell("Drafting what follows")
    filled = filled_copy(asked.to_change(), asked.name, asked.as_of, asked.choices)
    verdict, *rest = what_was_done(filled)
    name = default_name(asked.name) if asked.file(WORKBOOK) else f"{asked.stem}.filled.xlsx"
    lines = [re.sub(r"^ +", "", line) for line in rest]
    return shown(verdict, [section("", lines)], files=[asked.made(name, filled.data)])
