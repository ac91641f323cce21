"""The sheet Collected: what was taken from whom, and what is left to a person, with both sides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from ocr_sheets.collect.decide import Decision, Outcome, in_order
from ocr_sheets.collect.wording import WORDS, place, verdict
from ocr_sheets.rules import Severity
from ocr_sheets.writing.styles import FILLS, GREY, TEXTS
from ocr_sheets.writing.workbook import Sheets, height

COLLECTED = "Collected"
TAG = "collected"
HEADINGS = (
    ("What became of it", 27.0), ("Candidate", 11.0), ("Unit", 16.0), ("Column", 18.0), ("In your workbook", 22.0), ("Came back", 24.0),
    ("From", 30.0), ("Where", 26.0), ("What to do", 56.0),
)  # fmt: skip
_FIRST_ROW = 4
EMPTY = "(empty)"
_GOOD_FILL, _GOOD_TEXT = "DCEFE1", "1D5B33"


class Row(NamedTuple):
    """One line of the sheet, as its cells say it, and the centre's cell that it is about."""

    cells: Sequence[str]
    target: tuple[str, str] | None
    is_taken: bool


def rows_of(decision: Decision) -> list[Row]:
    """The lines of what came back, what is asked first."""
    rows = []
    for line in in_order(decision.lines):
        called, to_do = WORDS[line.outcome]
        cells = (
            *(called, line.candidate_number, line.unit, line.heading, line.says_here, line.came),
            *(line.source.label, place(line), to_do),
        )
        target = (line.here.sheet, line.here.ref) if line.here else None
        rows.append(Row(cells, target, line.outcome is Outcome.TAKEN))
    return rows


def collected_sheet(name: str, title: str, decision: Decision, rows: Sequence[Row], date1904: bool) -> bytes:
    """The sheet, as a workbook that is to be joined to the centre's. The same rows give the same bytes."""
    return _Collected(name, title, decision, rows, date1904).write()


class _Collected(Sheets):
    def __init__(self, name: str, title: str, decision: Decision, rows: Sequence[Row], date1904: bool) -> None:
        super().__init__(date1904, is_joined=True)
        self._name, self._title, self._decision, self._rows = name, title, decision, rows

    def write(self) -> bytes:
        sheet = self._workbook.add_worksheet(self._name)
        self._head(sheet, "What came back", self._title)
        self._table(sheet, _FIRST_ROW, "ocr_sheets_collected", HEADINGS, len(self._rows))
        for number, row in enumerate(self._rows, start=_FIRST_ROW + 1):
            self._row(sheet, number, row)
        if not self._rows:
            self._put(sheet, _FIRST_ROW + 1, 1, verdict(self._decision))
        self._print(sheet, _FIRST_ROW)
        sheet.activate()
        return self._finished()

    def _row(self, sheet: Any, number: int, row: Row) -> None:
        fill, text = (_GOOD_FILL, _GOOD_TEXT) if row.is_taken else (FILLS[Severity.CHECK], TEXTS[Severity.CHECK])
        for column, said in enumerate(row.cells, start=1):
            look: dict[str, Any] = {"text_wrap": True}
            said = said or (
                EMPTY if HEADINGS[column - 1][0] in ("In your workbook", "Came back") and row.target else ""
            )
            if column == 1:
                look |= {"bg_color": f"#{fill}", "font_color": f"#{text}"}
            if HEADINGS[column - 1][0] == "Where" and row.target:
                self._link_to(sheet, number, column, *row.target, said, **look)
                continue
            if row.is_taken and column == len(row.cells):
                look["font_color"] = f"#{GREY}"
            self._put(sheet, number, column, said, **look)
        widths = [width for _, width in HEADINGS]
        sheet.set_row(number - 1, height(*zip(row.cells, widths, strict=True)))
