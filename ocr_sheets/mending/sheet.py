"""The sheet that says what was changed in the page: where, what stood there, and what was typed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from ocr_sheets.dates import say_weekday
from ocr_sheets.mending.mend import Change
from ocr_sheets.writing.workbook import Sheets

CHANGES = "Changes made in the page"
_HEADINGS = (("Cell", 26.0), ("Heading", 26.0), ("Before", 40.0), ("After", 40.0))
_FIRST_ROW = 4
EMPTY = "(empty)"


def changes_sheet(name: str, changes: Sequence[Change], as_of: dt.date, date1904: bool) -> bytes:
    """The sheet, as a workbook that is to be added to the centre's. The same changes give the same bytes."""
    return _Changes(date1904).write(name, changes, as_of)


class _Changes(Sheets):
    def write(self, name: str, changes: Sequence[Change], as_of: dt.date) -> bytes:
        """Fill the one sheet."""
        sheet = self._workbook.add_worksheet(name)
        self._head(sheet, CHANGES, f"As at {say_weekday(as_of)}. Nothing else in your own sheets was changed.")
        self._table(sheet, _FIRST_ROW, "ocr_sheets_changes", _HEADINGS, len(changes))
        for row, one in enumerate(changes, start=_FIRST_ROW + 1):
            self._link_to(sheet, row, 1, one.sheet, one.ref, f"{one.sheet}!{one.ref}", text_wrap=True)
            for column, text in enumerate((one.heading, one.before or EMPTY, one.after or EMPTY), start=2):
                self._put(sheet, row, column, text, text_wrap=True)
        self._print(sheet, _FIRST_ROW)
        return self._finished()
