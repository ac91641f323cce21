"""To do: all findings, the most serious first, with room to accept one for a reason."""

from __future__ import annotations

from typing import Any

from ocr_sheets.report import Finding
from ocr_sheets.rulebook import load_sources
from ocr_sheets.writing.report.kit import ACCEPTED_HEADING, MESSAGE_HEADING, REF_HEADING, TO_DO, ReportKit
from ocr_sheets.writing.styles import FILLS, GREY, PALE, TEXTS
from ocr_sheets.writing.workbook import height


class ToDoSheet(ReportKit):
    """To do: all findings, the most serious first, with room to accept one for a reason."""

    def _to_do(self) -> None:
        sheet = self._sheets[TO_DO]
        findings = self._report.findings
        self._head(
            sheet,
            "To do",
            f"Most serious first. Write a reason under {ACCEPTED_HEADING} to leave something as it is: the next check keeps it "
            "and no longer counts the finding.",
        )
        headings = (
            ("Candidate", 24), ("Unit", 16), (MESSAGE_HEADING, 52), ("What to do", 58), ("By when", 17), ("Who", 17), ("Severity", 10),
            ("Where", 17), ("Rule", 30), ("Source", 30), (ACCEPTED_HEADING, 28), (REF_HEADING, 12),
        )  # fmt: skip
        self._table(sheet, 4, "ocr_sheets_to_do", headings, len(findings))
        for row, finding in enumerate(findings, start=5):
            self._finding(sheet, row, finding)
        if not findings:
            self._put(sheet, 5, 3, "Nothing was found.")
        self._print(sheet, 4)
        # On paper what is to be done is enough; the rest of the columns would make it too small to read.
        sheet.print_area(0, 0, 3 + max(len(findings), 1), 7)

    def _finding(self, sheet: Any, row: int, finding: Finding) -> None:
        wrap = {"text_wrap": True, "font_color": f"#{GREY}"} if finding.accepted else {"text_wrap": True}
        severity = finding.rule.severity
        person = finding.candidate
        name = f"{finding.candidate_number} {person.name}" if person and person.name else finding.candidate_number
        self._put(sheet, row, 1, name.strip(), **wrap)
        self._put(sheet, row, 2, finding.unit, **wrap)
        self._put(sheet, row, 3, finding.message, **wrap)
        self._put(sheet, row, 4, finding.fix, **wrap)
        self._put(sheet, row, 5, finding.by, **wrap)
        self._put(sheet, row, 6, finding.who, **wrap)
        look = {} if finding.accepted else {"bg_color": f"#{FILLS[severity]}", "font_color": f"#{TEXTS[severity]}"}
        self._put(sheet, row, 7, "accepted" if finding.accepted else str(severity), **{**wrap, **look})
        self._link(sheet, row, 8, finding.cell, text_wrap=True)
        self._put(sheet, row, 9, finding.rule.title, **wrap)
        self._put(sheet, row, 10, load_sources().cite(finding.rule.source) or "the workbook itself", **wrap)
        self._put(sheet, row, 11, finding.accepted, text_wrap=True, bg_color=f"#{PALE}")
        self._put(sheet, row, 12, finding.ref, font_color=f"#{GREY}")
        sheet.set_row(
            row - 1,
            height((finding.message, 52), (finding.fix, 58), (finding.rule.title, 30), (finding.accepted, 28)),
        )
