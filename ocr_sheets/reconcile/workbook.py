"""What became of comparing two lists, as a small workbook: a summary, and one row for each thing found. It alone names candidates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ocr_sheets.reconcile.compare import NAME, said
from ocr_sheets.reconcile.results import DIFFERENT, FIX, ONLY_OURS, ONLY_THEIRS, Results, Row
from ocr_sheets.rules import Severity
from ocr_sheets.writing.styles import FILLS, GREY, PALE
from ocr_sheets.writing.workbook import Sheets, height

SUMMARY, DIFFERENCES = "Summary", "Differences"
_COLUMNS = (
    *(("What", 20), ("Candidate number", 11), ("Name", 24), ("Entry code", 11), ("Unit", 8), ("Column", 20)),
    *(("In your workbook", 24), ("On the list", 24), ("Your cell", 18), ("Row of the list", 11), ("What to do", 60)),
)
HEADINGS = tuple(heading for heading, _ in _COLUMNS)
_TAKEN = (("Column", 30), ("Heading on the list", 34), ("Recognised by", 30), ("Used", 16))
_FILL = {ONLY_OURS: Severity.MUST_FIX, ONLY_THEIRS: Severity.CHECK, DIFFERENT: Severity.CHECK}
EMPTY = "(empty)"


def results_workbook(results: Results) -> bytes:
    """The comparison as an .xlsx file. The same comparison gives the same bytes."""
    return _ResultsWorkbook(results).write()


def _look(what: str) -> dict[str, Any]:
    return {"bg_color": f"#{FILLS[_FILL[what]] if what in _FILL else PALE}", "text_wrap": True}


class _ResultsWorkbook(Sheets):
    def __init__(self, results: Results) -> None:
        super().__init__()
        self._results = results
        self._rows = list(results.rows())
        self._names = {row.candidate_number: row.name for row in reversed(results.book.candidates)}
        self._properties("Results beside claims")

    def write(self) -> bytes:
        summary, differences = (self._workbook.add_worksheet(name) for name in (SUMMARY, DIFFERENCES))
        self._summary(summary)
        self._differences(differences)
        return self._finished()

    # -- the summary

    def _summary(self, sheet: Any) -> None:
        results, found = self._results, self._results.comparison
        self._head(sheet, f"Your {found.compared} beside {results.pasted.name}", results.verdict)
        row = self._counts(sheet, 4)
        row = self._taken(sheet, row + 1)
        for at, note in enumerate(results.notes(), start=row + 1):
            self._put(sheet, at, 1, note, font_color=f"#{GREY}")
        self._print(sheet)

    def _counts(self, sheet: Any, row: int) -> int:
        counts = [(what, sum(one.what == what for one in self._rows)) for what in FIX]
        counts.append(("The same", self._results.comparison.same))
        for at, (what, count) in enumerate(counts, start=row):
            self._put(sheet, at, 1, what, **_look(what))
            self._put(sheet, at, 2, count, align="left")
        return row + len(counts)

    def _taken(self, sheet: Any, row: int) -> int:
        """Which column of the list was taken for what."""
        taken = self._results.pasted.taken
        self._table(sheet, row, "Taken", _TAKEN, len(taken))
        for at, (field, one) in enumerate(taken.items(), start=row + 1):
            self._line(sheet, at, (self._results.heading(field), one.heading, one.how, self._results.use_of(field)))
        return row + len(taken) + 1

    # -- the differences

    def _differences(self, sheet: Any) -> None:
        self._head(sheet, DIFFERENCES, "What is on one of the lists only, or not the same on both.")
        self._table(sheet, 4, DIFFERENCES, _COLUMNS, len(self._rows))
        for number, row in enumerate(self._rows, start=5):
            self._line(sheet, number, list(self._cells(row)))
            self._put(sheet, number, 1, row.what, **_look(row.what))
            sheet.set_row(number - 1, height((FIX[row.what], 60)))
        if not self._rows:
            self._put(sheet, 5, 1, "Nothing differs.", text_wrap=True)
        self._print(sheet, heading_row=4)
        sheet.freeze_panes(4, 2)

    def _cells(self, row: Row) -> Iterator[str | int | None]:
        values = row.line.values
        theirs = values.get(NAME) or " ".join(filter(None, (values.get("forenames"), values.get("surname"))))
        number = values.get("candidate_number")
        yield from (
            row.what,
            number,
            theirs or self._names.get(number),
            values.get("entry_code"),
            values.get("unit_number"),
        )
        is_of_a_column = bool(row.field)
        yield self._results.heading(row.field) if is_of_a_column else None
        yield (said(row.ours) or EMPTY) if is_of_a_column else None
        yield (said(row.theirs) or EMPTY) if is_of_a_column else None
        yield f"{row.our_cell.sheet}!{row.our_cell.ref}" if row.our_cell else None
        yield row.their_row
        yield FIX[row.what]

    def _line(self, sheet: Any, row: int, values: Sequence[str | int | None]) -> None:
        for column, value in enumerate(values, start=1):
            look = {"align": "left"} if isinstance(value, int) else {"text_wrap": True}
            self._put(sheet, row, column, value, **look)
