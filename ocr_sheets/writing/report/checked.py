"""What was checked: how every rule ended, what is over, where OCR's wording can mean two things, the figures used, and what OCR also says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from ocr_sheets.glossary import NOT_OCRS, OUTCOMES
from ocr_sheets.model.tables import Cell
from ocr_sheets.rulebook import load_sources
from ocr_sheets.rulebook.values import said
from ocr_sheets.rules import Result, Severity
from ocr_sheets.writing.report.kit import CHECKED, FORMATS_COLUMN, FORMATS_ROW, ReportKit
from ocr_sheets.writing.styles import FILLS, GREY
from ocr_sheets.writing.workbook import height

MOST_PLACES = 6
HEADINGS = (
    ("Part", 15), ("What", 60), ("Outcome", 12), ("How many", 9), ("Details", 42), ("Severity", 9), ("Source", 50), ("Code", 28),
)  # fmt: skip
PRINTED = 7
"""How many of the columns are printed."""
_ORDER = (Result.FOUND, Result.OUR_MISTAKE, Result.NOT_CHECKED, Result.NOTHING_FOUND)
"""What asks for something stands first: the problems, which alone are printed."""


class Line(NamedTuple):
    """One line of the table."""

    part: str
    what: str
    outcome: str = ""
    number: int | None = None
    details: str = ""
    severity: str = ""
    source: str = ""
    code: str = ""
    cell: Cell | None = None
    fill: str = ""


class CheckedSheet(ReportKit):
    """What was checked, in one table whose first column says what a line is."""

    def _what_was_checked(self) -> None:
        sheet = self._sheets[CHECKED]
        self._head(
            sheet,
            "What was checked",
            "A check with nothing to look at is listed as “not checked”, never as passed. Printed: the problems.",
        )
        lines = [*self._rules(), *self._on_record(), *self._choices(), *self._figures(), *self._guidance()]
        self._table(sheet, 4, "ocr_sheets_checked", HEADINGS, len(lines))
        for row, line in enumerate(lines, start=5):
            self._line(sheet, row, line)
        self._room_for_formats(sheet)
        self._print(sheet, 4)
        shown = sum(ended.result in (Result.FOUND, Result.OUR_MISTAKE) for ended in self._report.outcomes)
        sheet.print_area(0, 0, 3 + max(shown, 1), PRINTED - 1)

    def _line(self, sheet: Any, row: int, line: Line) -> None:
        wrap = {"text_wrap": True}
        look = {"bg_color": f"#{line.fill}"} if line.fill else {}
        self._put(sheet, row, 1, line.part, **wrap)
        self._put(sheet, row, 2, line.what, **wrap)
        if line.cell:
            self._link(sheet, row, 3, line.cell, **wrap)
        else:
            self._put(sheet, row, 3, line.outcome, **wrap, **look)
        self._put(sheet, row, 4, line.number, align="left")
        self._put(sheet, row, 5, line.details, **wrap)
        self._put(sheet, row, 6, line.severity)
        self._put(sheet, row, 7, line.source, **wrap)
        self._put(sheet, row, 8, line.code, font_color=f"#{GREY}")
        texts = (line.part, line.what, line.outcome, "", line.details, "", line.source)
        widths = [width for _, width in HEADINGS]
        sheet.set_row(row - 1, height(*zip(texts, widths, strict=False)))

    def _rules(self) -> Iterator[Line]:
        for ended in sorted(self._report.outcomes, key=lambda one: _ORDER.index(one.result)):
            rule = ended.rule
            yield Line(
                "Check",
                rule.title,
                OUTCOMES[ended.result],
                len(ended.findings) or None,
                ended.reason,
                str(rule.severity),
                load_sources().cite(rule.source) or NOT_OCRS,
                rule.code,
                fill=FILLS[rule.severity]
                if ended.findings
                else FILLS[Severity.FILL_IN] * (ended.result is Result.NOT_CHECKED),
            )

    def _on_record(self) -> Iterator[Line]:
        """What was found of work that can no longer be changed."""
        for finding in self._report.history:
            yield Line(
                "On record: over, and nothing to fix",
                finding.rule.title,
                details=finding.message,
                source=load_sources().cite(finding.rule.source),
                code=finding.rule.code,
                cell=finding.cell,
            )

    def _choices(self) -> Iterator[Line]:
        """Each place where OCR's words leave a choice, with what it comes to here."""
        for differs in self._report.readings:
            reading = differs.reading
            other = reading.ours if differs.is_turned else reading.other
            places = list(differs.places[:MOST_PLACES])
            if len(differs.places) > MOST_PLACES:
                places.append(f"and {len(differs.places) - MOST_PLACES} more")
            here = "; ".join(places) or "no difference in this workbook"
            read = f"{differs.chosen} (your setting)" if differs.is_turned else differs.chosen
            yield Line(
                "Where OCR's wording can mean two things",
                reading.question,
                details=f"We use: {read}. The alternative: {other}. {here}",
                source=load_sources().cite(reading.source),
                code=reading.name,
            )

    def _figures(self) -> Iterator[Line]:
        for value in self._report.rulebook:
            yours = " (your setting)" if value.name in self._report.rulebook.laid_over else ""
            unit = " working days" if value.working_days else ""
            yield Line(
                "The figures used",
                value.what,
                f"{said(value.on(self._report.as_of))}{unit}{yours}",
                details=value.reading,
                source=load_sources().cite(value.source),
                code=value.name,
            )

    def _guidance(self) -> Iterator[Line]:
        """What OCR says besides what can be checked, by topic and for the families of this workbook."""
        for sentence in self._told():
            yield Line(
                "What OCR also says",
                sentence.topic.capitalize(),
                details=sentence.tell,
                source=load_sources().cite((sentence.number,)),
                code=sentence.number,
            )

    def _room_for_formats(self, sheet: Any) -> None:
        """Room for the formats of the centre's cells below our marks, which a later run gives back; hidden, as nobody needs to see them."""
        self._put(sheet, FORMATS_ROW - 1, FORMATS_COLUMN, "marked", font_color=f"#{GREY}")
        self._put(sheet, FORMATS_ROW - 1, FORMATS_COLUMN + 1, "your own", font_color=f"#{GREY}")
        sheet.set_column(FORMATS_COLUMN - 1, FORMATS_COLUMN, 12, None, {"hidden": True})
