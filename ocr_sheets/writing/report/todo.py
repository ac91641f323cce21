"""To do: all findings by the day to act, those of one cause in one line, with room to accept a line for a reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from ocr_sheets.glossary import NO_DAY, NOT_OCRS
from ocr_sheets.report import SEVERITIES, Cause
from ocr_sheets.rulebook import load_sources
from ocr_sheets.writing.report.kit import ACCEPTED_HEADING, MESSAGE_HEADING, REF_HEADING, TO_DO, ReportKit
from ocr_sheets.writing.styles import FILLS, GREY, PALE, TEXTS
from ocr_sheets.writing.workbook import height


class ToDoSheet(ReportKit):
    """To do: all findings by the day to act, those of one cause in one line, with room to accept a line for a reason."""

    def _to_do(self) -> None:
        sheet = self._sheets[TO_DO]
        causes = in_order(self._report.causes, self._report.as_of)
        self._head(
            sheet,
            "To do",
            f"Overdue first. To leave an item as it is, type why in “{ACCEPTED_HEADING}”: the next check keeps your reason and stops counting it.",
        )
        self._table(sheet, 4, "ocr_sheets_to_do", HEADINGS, len(causes))
        for row, cause in enumerate(causes, start=FIRST_LINE):
            self._cause(sheet, row, cause)
        if not causes:
            self._put(sheet, 5, 1, "Nothing was found.")
        self._print(sheet, 4)
        # On paper what is to be done is enough; the rest of the columns would make it too small to read.
        sheet.print_area(0, 0, 3 + max(len(causes), 1), IN_VIEW - 1)

    def _cause(self, sheet: Any, row: int, cause: Cause) -> None:
        finding, message = cause.first, cause.message
        wrap = {"text_wrap": True, "font_color": f"#{GREY}"} if finding.accepted else {"text_wrap": True}
        severity = finding.rule.severity
        look = {} if finding.accepted else {"bg_color": f"#{FILLS[severity]}", "font_color": f"#{TEXTS[severity]}"}
        candidates, units = candidates_of(cause), listed_short(one.unit for one in cause.findings)
        self._put(sheet, row, 1, message, **wrap)
        self._put(sheet, row, 2, cause.fix, **wrap)
        self._put(sheet, row, 3, cause.by or (None if finding.accepted or finding.is_over else NO_DAY), **wrap)
        self._put(sheet, row, 4, listed_short(one.who for one in cause.findings), **wrap)
        self._link(sheet, row, 5, finding.cell, text_wrap=True)
        self._put(sheet, row, 6, "accepted" if finding.accepted else str(severity), **{**wrap, **look})
        self._put(sheet, row, 7, finding.accepted, text_wrap=True, bg_color=f"#{PALE}")
        self._put(sheet, row, 8, candidates, **wrap)
        self._put(sheet, row, 9, units, **wrap)
        self._put(sheet, row, 10, len(cause.findings), align="left")
        self._put(sheet, row, 11, finding.rule.title, **wrap)
        self._put(sheet, row, 12, load_sources().cite(finding.rule.source) or NOT_OCRS, **wrap)
        self._put(sheet, row, 13, cause.refs, font_color=f"#{GREY}")
        widths = [width for _, width in HEADINGS]
        texts = {0: message, 1: cause.fix, 6: finding.accepted, 7: candidates, 8: units, 10: finding.rule.title}
        sheet.set_row(row - 1, height(*((text, widths[place]) for place, text in texts.items())))


HEADINGS = (
    (MESSAGE_HEADING, 46), ("What to do", 46), ("By when", 17), ("Who", 14), ("Where", 16), ("Severity", 9), (ACCEPTED_HEADING, 24),
    ("Candidate", 24), ("Unit", 16), ("How many", 10), ("Rule", 30), ("Source", 30), (REF_HEADING, 12),
)  # fmt: skip
"""The columns with their widths in characters. What somebody needs to act stands in the first of them, without scrolling on a laptop."""
FIRST_LINE = 5
"""The row of the first line, below the title and the headings."""
IN_VIEW = 7
"""How many of the columns are in view at once on a screen 1,366 pixels wide, and are printed."""


def in_order(causes: Iterable[Cause], as_of: dt.date) -> list[Cause]:
    """The causes by the day to act, what is overdue first; what has no day is to be done now. What is over, and what was accepted, comes last."""
    return sorted(
        causes,
        key=lambda cause: (
            bool(cause.first.accepted),
            cause.first.is_over,
            cause.by or as_of,
            SEVERITIES.index(cause.first.rule.severity),
        ),
    )


MOST_LISTED = 12
"""Candidates or units of one line that are listed; of more, how many there are."""


def candidates_of(cause: Cause) -> str:
    """The candidates of a cause: the one with the name, several by their numbers."""
    numbers = list(dict.fromkeys(one.candidate_number for one in cause.findings if one.candidate_number))
    person = cause.first.candidate
    if len(numbers) <= 1 and person and person.name and len({one.candidate for one in cause.findings}) == 1:
        return f"{cause.first.candidate_number} {person.name}".strip()
    return listed_short(numbers)


def listed_short(items: Iterable[str]) -> str:
    """Some texts, each once, as far as there is room."""
    texts = list(dict.fromkeys(text for text in items if text))
    shown = ", ".join(texts[:MOST_LISTED])
    return f"{shown} and {len(texts) - MOST_LISTED} more" if len(texts) > MOST_LISTED else shown
