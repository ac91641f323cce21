"""One page for the day of a visit."""

from __future__ import annotations

from ocr_sheets.errors import UserError
from ocr_sheets.page.asked import Asked, section, shown, table
from ocr_sheets.page.protocol import Parcel
from ocr_sheets.visit_day import visit_page
from ocr_sheets.visit_day.page import file_stem, visit_with_page


def answer(asked: Asked) -> Parcel:
    """The page, and what it says."""
    if not asked.text("visit"):
        raise UserError("Choose the visit first.")
    visit = visit_with_page(asked.report, asked.text("visit"))
    page = visit_page(asked.report, visit, names=asked.is_ticked("names"))
    file = asked.made(f"{asked.stem}-{file_stem(visit)}.html", page.html.encode())
    return shown(
        page.title,
        [section(one.heading, one.lines) for one in page.sections if one.lines],
        [table(one.heading, one.table[0], one.table[1:]) for one in page.sections if one.table],
        [file],
    )
