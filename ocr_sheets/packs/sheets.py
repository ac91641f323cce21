"""What the workbook of a pack and the index have in common: every text passes the check that it may stand in this file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ocr_sheets.dates import say_weekday
from ocr_sheets.model.families import Named
from ocr_sheets.model.records import Candidate, Claim, Entry
from ocr_sheets.packs.model import PackFinding, Packs
from ocr_sheets.packs.redaction import GONE
from ocr_sheets.report import Finding
from ocr_sheets.rules import Severity
from ocr_sheets.writing.styles import FILLS, HEAD, TEXTS
from ocr_sheets.writing.workbook import Sheets

KEEP = "Personal data of candidates: do not share it, and delete it when you have finished."
MOST_NAME = 24
CENTRE = "Centre"


class PackKit(Sheets):
    """What packs and the index have in common."""

    def __init__(self, packs: Packs, title: str, clear: Callable[[str], str]) -> None:
        super().__init__()
        self._packs = packs
        self._clear = clear
        self._report = packs.report
        self._properties(clear(title))
        self._workbook.set_size(2400, 1400)

    def _put(self, sheet: Any, row: int, column: int, value: Any, **properties: Any) -> None:
        """Write one cell. No text gets by the check that it is for this file."""
        super()._put(sheet, row, column, self._clear(value) if isinstance(value, str) else value, **properties)

    @property
    def _names(self) -> bool:
        return not self._packs.is_shared

    @property
    def _from(self) -> str:
        centre = self._report.book.centre.centre_name
        return f"As at {say_weekday(self._report.as_of)}{f', {centre}' if centre else ''}"

    def _verdict(self, sheet: Any, row: int, columns: int, text: str, severity: Severity | None) -> int:
        """The pack in a line, in the colour of the most serious that it holds. Returns the row after it."""
        look = {
            "font_size": 13,
            "bg_color": f"#{FILLS[severity]}" if severity else "#DCEFE1",
            "font_color": f"#{TEXTS[severity]}" if severity else "#1D5B33",
        }
        return self._banner(sheet, row, columns, text, 140, **look)

    _LIST_LOOK: Mapping[str, Any] = {  # nobody changes it
        "bold": True, "font_color": "#FFFFFF", "bg_color": f"#{HEAD}", "valign": "vcenter",
    }  # fmt: skip

    def _row(self, sheet: Any, row: int, values: Iterable[object], first: int = 1, **look: Any) -> None:
        """The cells of one row from a column on; what is empty is left out, for a big centre has thousands of them."""
        texts: dict[int, str] = {}
        for column, value in enumerate(values, start=first):
            if isinstance(value, str):
                if value:
                    texts[column] = self._clear(value)
            elif value is not None:
                self._put(sheet, row, column, value, **({"align": "left"} if isinstance(value, int) else {}), **look)
        self._put_texts(sheet, row, texts, **look)

    def _severity(self, sheet: Any, row: int, column: int, severity: Severity, **look: Any) -> None:
        colours = {"bg_color": f"#{FILLS[severity]}", "font_color": f"#{TEXTS[severity]}"}
        self._put(sheet, row, column, str(severity), **{**look, **colours})

    def _name_of(self, person: Candidate | None, who: Named) -> str:
        if person is not None:
            return person.name
        book = self._report.book
        named = [
            one for one in book.candidates_numbered.get(who.number, ()) if who.centre is None or book.named(one) == who
        ]
        return "more than one has this number" if len(named) > 1 else "not on Candidates"

    @property
    def _centre_heading(self) -> list[tuple[str, float]]:
        """The column for a candidate's centre, in a workbook of candidates of several."""
        return [(CENTRE, 10.0)] * self._report.book.has_several_centres

    def _centre_of(self, who: Named) -> list[str]:
        """What stands in that column."""
        book = self._report.book
        return [book.home_of(who)] * book.has_several_centres

    def _about(self, finding: Finding, person: Candidate | None) -> str:
        """The candidate of a finding: by number, centre where that is needed, and name where names are told."""
        record, number = finding.record, self._number(finding.candidate_number)
        if isinstance(record, Candidate | Entry | Claim) and number == record.candidate_number:
            number = self._report.book.shown_number(record)
        name = person.name if person and self._names else ""
        return f"{number} {name}".strip()

    def _number(self, number: str) -> str:
        """A candidate number; in packs for sharing, nothing of a name that was typed in its place."""
        return number if self._names or not number or number.isdecimal() else GONE

    def _where(self, told: PackFinding) -> str:
        cell = told.finding.cell
        return f"{cell.sheet}!{cell.ref}" if cell else told.finding.sheet

    def _bytes(self) -> bytes:
        return self._finished()
