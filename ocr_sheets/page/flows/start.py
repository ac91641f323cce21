"""A first workbook from the course, day and type of each visit."""

from __future__ import annotations

from ocr_sheets.errors import UserError
from ocr_sheets.filling.start import first_workbook, visit_meant
from ocr_sheets.page.asked import Asked, section, shown
from ocr_sheets.page.protocol import Broken, Parcel
from ocr_sheets.text import plural


def answer(asked: Asked) -> Parcel:
    """The workbook, ready to check."""
    try:
        typed = [(str(course), str(day), str(kind)) for course, day, kind in asked.head.get("visits") or ()]
    except (TypeError, ValueError):
        raise Broken("its visits are none") from None
    filled = [one for one in typed if any(part.strip() for part in one)]
    if not filled:
        raise UserError("Type at least one visit: its course and its day.")
    visits = list(dict.fromkeys(visit_meant(*one, asked.choices.catalogue, asked.as_of) for one in filled))
    lines = [
        "Check it now: every deadline follows from the visits. Then add your students and units with “Draft what follows”."
    ]
    return shown(
        f"A workbook with {plural(len(visits), 'visit')}.",
        [section("", lines)],
        files=[asked.made("centre.xlsx", first_workbook(visits))],
    )
