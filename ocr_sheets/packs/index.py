"""The index of a folder of packs, for the exams officer: who gets what, and what is in no pack."""

from __future__ import annotations

from ocr_sheets.glossary import NO_DAY
from ocr_sheets.packs.model import By, Packs
from ocr_sheets.packs.sheets import PackKit
from ocr_sheets.rules import Severity
from ocr_sheets.text import plural
from ocr_sheets.writing.formulas import days_left
from ocr_sheets.writing.styles import DAYS_LEFT_FORMAT, FILLS, GREY
from ocr_sheets.writing.workbook import height

PACKS, YOURS, IN_NO_PACK = "Packs", "For the exams officer", "Not in any pack"


class IndexWorkbook(PackKit):
    """Writes the index: who gets what, what is nobody's, and what is in no pack. It is for the exams officer alone."""

    def __init__(self, packs: Packs) -> None:
        super().__init__(packs, "Index of the packs, for the exams officer", packs.clear)

    def write(self) -> bytes:
        """The workbook's bytes, the same each time."""
        self._overview()
        self._yours()
        if self._packs.unowned:
            self._in_no_pack()
        return self._bytes()

    def _overview(self) -> None:
        packs = self._packs
        sheet = self._workbook.add_worksheet(PACKS)
        words = {By.ASSESSOR: "assessors", By.SUBJECT: "subject areas", By.STANDARDISER: "standardisers"}
        self._head(
            sheet,
            f"The packs of the {words[packs.by]}",
            f"{self._from}. For the exams officer only: it covers all staff and candidates.",
        )
        headings = [
            ("For", 30.0), ("File", 24.0), ("Candidates", 11.0), ("Portfolios", 10.0), ("Must fix", 9.0), ("Check", 8.0), ("Advice", 8.0),
            ("Late", 7.0), ("Next deadline", 17.0), ("Days left", 10.0), ("What", 30.0), ("Email address", 38.0),
        ]  # fmt: skip
        if packs.by is By.SUBJECT:
            headings.pop()
        self._table(sheet, 4, "packs", headings, len(packs.packs))
        for row, pack in enumerate(packs.packs, start=5):
            coming = pack.next(self._report.as_of)
            values: list[object] = [
                pack.owner.label,
                f"{pack.stem}.xlsx",
                len(pack.candidates),
                len(pack.pieces),
                *(pack.counts[severity] for severity in (Severity.MUST_FIX, Severity.CHECK, Severity.ADVICE)),
                pack.late,
            ]
            self._row(sheet, row, values)
            self._put(sheet, row, 9, coming.date if coming else None)
            if coming:
                left = (coming.date - self._report.as_of).days
                self._formula(sheet, row, 10, days_left(f"I{row}"), left, num_format=DAYS_LEFT_FORMAT, align="left")
            self._put(sheet, row, 11, f"{coming.what}: {coming.about}" if coming else "no date ahead")
            if packs.by is not By.SUBJECT:
                look = {} if pack.owner.email else {"bg_color": f"#{FILLS[Severity.CHECK]}"}
                self._put(sheet, row, 12, pack.owner.email or "no address on Assessors", **look)
        row = 6 + len(packs.packs)
        for text in (
            f"Not in any pack: {plural(len(packs.findings), 'finding')}; see {YOURS}." if packs.findings else "",
            f"Not in any pack: {plural(len(packs.unowned), 'row')}; see {IN_NO_PACK}." if packs.unowned else "",
        ):
            if text:
                self._put(sheet, row, 1, text, font_color=f"#{GREY}")
                row += 1
        self._print(sheet, 4)

    def _yours(self) -> None:
        sheet = self._workbook.add_worksheet(YOURS)
        found = self._packs.findings
        self._head(
            sheet,
            YOURS,
            "What is not in any pack: about visits, qualifications and the workbook, and work with no assessor we can identify.",
        )
        headings = [
            ("By", 17.0), ("Severity", 10.0), ("Candidate", 26.0), ("Unit", 16.0), ("What is wrong", 52.0), ("What to do", 52.0),
            ("Who acts", 20.0), ("Where", 18.0),
        ]  # fmt: skip
        self._table(sheet, 4, "exams_officer", headings, len(found))
        for row, told in enumerate(found, start=5):
            finding = told.finding
            about = self._about(finding, finding.candidate)
            wrap = {"text_wrap": True}
            self._put(sheet, row, 1, finding.by or NO_DAY)
            self._severity(sheet, row, 2, finding.rule.severity)
            for column, text in enumerate(
                (about, finding.unit, told.message, told.fix, told.who, self._where(told)), start=3
            ):
                self._put(sheet, row, column, text, **wrap)
            sheet.set_row(row - 1, height((about, 26), (told.message, 52), (told.fix, 52)))
        if not found:
            self._put(sheet, 5, 1, "Nothing: every finding is in a pack.")
        self._print(sheet, 4)

    def _in_no_pack(self) -> None:
        sheet = self._workbook.add_worksheet(IN_NO_PACK)
        self._head(sheet, IN_NO_PACK, "Candidates and units with no assessor, and why.")
        headings = [
            ("Candidate", 11.0),
            *self._centre_heading,
            *([("Name", 30.0)] * self._names),
            ("Unit", 18.0),
            ("Why", 48.0),
        ]
        self._table(sheet, 4, "in_no_pack", headings, len(self._packs.unowned))
        for row, one in enumerate(self._packs.unowned, start=5):
            values = [self._number(one.who.number), *self._centre_of(one.who)]
            values += [self._name_of(one.person, one.who)] * self._names
            self._row(sheet, row, [*values, one.work, one.why])
        self._print(sheet, 4)
