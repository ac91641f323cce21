"""What has changed since an older copy of the workbook."""

from __future__ import annotations

from ocr_sheets.diff.changes import changes_between
from ocr_sheets.diff.terminal import changes_text, verdict_lines
from ocr_sheets.diff.wording import verdict
from ocr_sheets.diff.workbook import changes_workbook
from ocr_sheets.errors import UserError
from ocr_sheets.page.asked import Asked, section, shown
from ocr_sheets.page.protocol import Parcel
from ocr_sheets.patching import Workbook
from ocr_sheets.reading.cells import read_grids
from ocr_sheets.reading.former import FORMER
from ocr_sheets.validate import examine


def answer(asked: Asked) -> Parcel:
    """Both are looked at on the same day and read in the same way, so that what is told is what people did."""
    old = asked.needed("old", "the older copy")
    looked_at = asked.day("old_as_of", "The day the older copy was looked at")
    if looked_at and looked_at > asked.as_of:
        raise UserError("The older copy cannot have been looked at later than this one: change one of the two days.")
    opened, other = Workbook.from_bytes(old.data, old.name, FORMER), asked.opened()
    asked.tell("Checking both")
    before = examine(opened, old.name, asked.as_of, asked.choices)
    after = examine(other, asked.name, asked.as_of, asked.choices)
    earlier = examine(opened, old.name, looked_at, asked.choices) if looked_at else None
    asked.tell("Comparing them")
    was, now = ({grid.name: grid.rows for grid in read_grids(book)} for book in (opened, other))
    changes = changes_between(before, after, earlier, (was, now))
    file = asked.made(f"{asked.stem}.changes.xlsx", changes_workbook(changes))
    return shown(verdict(changes), [section("", [*verdict_lines(changes), *changes_text(changes)])], files=[file])
