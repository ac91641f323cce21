"""The workbooks of the packs, one an owner, and the index for the exams officer. Nothing is written but what a `Pack` holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from ocr_sheets import __version__
from ocr_sheets.dates import WRITTEN, say, say_weekday
from ocr_sheets.model.records import Candidate
from ocr_sheets.packs import GONE, STAGES, YOU, By, Dated, Owner, Pack, Packs, Told
from ocr_sheets.report import Report
from ocr_sheets.rules import Severity
from ocr_sheets.rules.people import address_in
from ocr_sheets.rules.shared import plural
from ocr_sheets.writing.formulas import days_left
from ocr_sheets.writing.styles import DAYS_LEFT_FORMAT, FILLS, GREY, HEAD, LINE, TEXTS
from ocr_sheets.writing.workbook import Sheets, height

INDEX = "index"
"""The stem of the index's file name."""

WHAT_TO_DO, UNITS, SAMPLE_LISTS, CANDIDATES = "What to do", "Units", "Sample lists", "Candidates"
PACKS, YOURS, IN_NO_PACK = "Packs", "For the exams officer", "In no pack"

_KEEP = "Personal data of candidates: keep it to yourself, and delete it when it is done with."
_MOST_NAME = 24
_BIRTH = "dd mmm yyyy"


def pack_files(packs: Packs, shown: Callable[[Sequence[Pack]], Iterable[Pack]] = iter) -> dict[str, bytes]:
    """All files of a folder of packs by name: a workbook for each pack, and the index. ``shown`` shows how far it is."""
    files = {f"{pack.stem}.xlsx": PackSheets(packs, pack).write() for pack in shown(packs.packs)}
    files[f"{INDEX}.xlsx"] = IndexSheets(packs).write()
    return files


def exams_officer(report: Report) -> Owner:
    """Who gets what is nobody's: the exams officer that Centre names."""
    centre = report.book.centre
    return Owner(
        "", " ".join((centre.exams_officer or "Exams officer").split()), address_in(centre.exams_officer_email or "")
    )


class _Written(Sheets):
    """What packs and the index have in common."""

    def __init__(self, packs: Packs, title: str, clear: Callable[[str], str]) -> None:
        super().__init__()
        self._packs = packs
        self._clear = clear
        self._report = packs.report
        self._workbook.set_properties({"title": clear(title), "author": "ocr-sheets", "created": WRITTEN})
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
        return f"As of {say_weekday(self._report.as_of)}{f', {centre}' if centre else ''}"

    def _banner(self, sheet: Any, row: int, last: int, text: str, severity: Severity | None) -> None:
        look = {
            "bold": True,
            "font_size": 13,
            "bg_color": f"#{FILLS[severity]}" if severity else "#DCEFE1",
            "font_color": f"#{TEXTS[severity]}" if severity else "#1D5B33",
            "valign": "vcenter",
            "indent": 1,
        }
        sheet.merge_range(row - 1, 0, row - 1, last - 1, "", self._format(**look))
        self._put(sheet, row, 1, text, **look)
        sheet.set_row(row - 1, 30)

    def _section(self, sheet: Any, row: int, title: str, headings: Sequence[str]) -> int:
        self._put(sheet, row, 1, title, bold=True, font_size=13, font_color=f"#{HEAD}")
        sheet.set_row(row - 1, 22)
        for column, heading in enumerate(headings, start=1):
            look = {"bold": True, "font_color": "#FFFFFF", "bg_color": f"#{HEAD}", "valign": "vcenter"}
            self._put(sheet, row + 1, column, heading, **look)
        sheet.set_row(row, 20)
        return row + 2

    def _row(self, sheet: Any, row: int, values: Iterable[object], **look: Any) -> None:
        """The cells of one row; what is empty is left out, for a big centre has thousands of them."""
        for column, value in enumerate(values, start=1):
            if value not in (None, ""):
                self._put(sheet, row, column, value, **({"align": "left"} if isinstance(value, int) else {}), **look)

    def _severity(self, sheet: Any, row: int, column: int, severity: Severity, **look: Any) -> None:
        colours = {"bg_color": f"#{FILLS[severity]}", "font_color": f"#{TEXTS[severity]}"}
        self._put(sheet, row, column, str(severity), **{**look, **colours})

    def _name_of(self, person: Candidate | None, number: str) -> str:
        if person is not None:
            return person.name
        several = len(self._report.book.candidates_numbered.get(number, ())) > 1
        return "more than one has this number" if several else "not on Candidates"

    def _number(self, number: str) -> str:
        """A candidate number; in packs for sharing, nothing of a name that was typed in its place."""
        return number if self._names or not number or number.isdecimal() else GONE

    def _where(self, told: Told) -> str:
        cell = told.finding.cell
        return f"{cell.sheet}!{cell.ref}" if cell else told.finding.sheet

    def _bytes(self) -> bytes:
        self._workbook.close()
        return self._file.getvalue()


class PackSheets(_Written):
    """Writes the workbook of one pack."""

    def __init__(self, packs: Packs, pack: Pack) -> None:
        super().__init__(packs, f"{pack.owner.label}: what to do by when", pack.clear)
        self._pack = pack

    def write(self) -> bytes:
        """The workbook's bytes, the same each time."""
        self._what_to_do()
        if self._pack.pieces:
            self._units()
        if self._pack.samples:
            self._sample_lists()
        if self._pack.candidates:
            self._candidates()
        return self._bytes()

    def _ask(self) -> str:
        centre = self._report.book.centre
        address = f" ({centre.exams_officer_email})" if centre.exams_officer_email else ""
        return f"Ask {centre.exams_officer or 'the exams officer'}{address}."

    def _what_to_do(self) -> None:
        pack = self._pack
        sheet = self._workbook.add_worksheet(WHAT_TO_DO)
        self._head(
            sheet,
            f"{pack.owner.label}: what to do by when",
            f"{self._from}. Something not yours, or not so? {self._ask()}",
        )
        for column, width in enumerate((17, 11, 25, 26, 48, 48, 20, 16)):
            sheet.set_column(column, column, width)
        self._banner(sheet, 3, 8, headline(pack, self._report.as_of), worst(pack))
        row = self._section(
            sheet, 5, "By when", ("Date", "Days left", "What", "Visit", "How your work stands", "", "", "")
        )
        first = row
        for dated in pack.dates:
            self._dated(sheet, row, dated)
            row += 1
        if not pack.dates:
            self._put(sheet, row, 1, "No date lies ahead.", font_color=f"#{GREY}")
            row += 1
        self._colour(sheet, first, row - 1)
        headings = ("By", "Severity", "Candidate", "Unit", "What is wrong", "What to do", "Who acts", "Where")
        row = self._section(sheet, row + 1, "To put right", headings)
        past = self._workbook.add_format({"font_color": f"#{TEXTS[Severity.MUST_FIX]}", "bold": True})
        rule = {"type": "formula", "criteria": f"=AND(ISNUMBER($A{row}),$A{row}<TODAY())", "format": past}
        sheet.conditional_format(row - 1, 0, row - 1 + len(pack.findings), 0, rule)
        for told in pack.findings:
            self._told(sheet, row, told)
            row += 1
        if not pack.findings:
            self._put(sheet, row, 1, "Nothing was found.", font_color=f"#{GREY}")
            row += 1
        self._put(sheet, row + 1, 1, f"Made by ocr-sheets {__version__}. {_KEEP}", font_color=f"#{GREY}")
        self._print(sheet)

    def _dated(self, sheet: Any, row: int, dated: Dated) -> None:
        look = {"bottom": 4, "bottom_color": f"#{LINE}", "text_wrap": True}
        if dated.done:
            look["font_color"] = f"#{GREY}"
        self._put(sheet, row, 1, dated.date, **look)
        left = (dated.date - self._report.as_of).days
        self._formula(
            sheet, row, 2, days_left(f"A{row}"), left, **{**look, "num_format": DAYS_LEFT_FORMAT, "align": "left"}
        )
        self._put(sheet, row, 3, f"{dated.what} (done)" if dated.done else dated.what, **look)
        self._put(sheet, row, 4, dated.about, **look)
        sheet.merge_range(row - 1, 4, row - 1, 7, "", self._format(**look))
        self._put(sheet, row, 5, dated.stands, **look)
        sheet.set_row(row - 1, height((dated.about, 26), (dated.stands, 130)))

    def _colour(self, sheet: Any, first: int, last: int) -> None:
        """Words say the same; the colours go by the day the file is looked at."""
        for criterion, severity in (("$B{0}<0", Severity.MUST_FIX), ("$B{0}<=7", Severity.CHECK)):
            look = self._workbook.add_format({"bg_color": f"#{FILLS[severity]}", "font_color": f"#{TEXTS[severity]}"})
            criteria = f'=AND(RIGHT($C{first},6)<>"(done)",ISNUMBER($B{first}),{criterion.format(first)})'
            options = {"type": "formula", "criteria": criteria, "format": look, "stop_if_true": True}
            sheet.conditional_format(first - 1, 0, max(first, last) - 1, 2, options)

    def _told(self, sheet: Any, row: int, told: Told) -> None:
        finding = told.finding
        look = {"bottom": 4, "bottom_color": f"#{LINE}", "text_wrap": True}
        person = next((own.person for own in self._pack.candidates if own.number == finding.candidate_number), None)
        name = person.name if person and self._names else ""
        about = f"{self._number(finding.candidate_number)} {name}".strip()
        self._put(sheet, row, 1, finding.by or "soon", **look)
        self._severity(sheet, row, 2, finding.rule.severity, **look)
        self._put(sheet, row, 3, about, **look)
        self._put(sheet, row, 4, finding.unit, **look)
        self._put(sheet, row, 5, told.message, **look)
        self._put(sheet, row, 6, told.fix, **look)
        self._put(sheet, row, 7, told.who, bold=told.who == YOU, **look)
        self._put(sheet, row, 8, self._where(told), **{**look, "font_color": f"#{GREY}"})
        sheet.set_row(row - 1, height((about, 25), (told.message, 48), (told.fix, 48)))

    def _units(self) -> None:
        sheet = self._workbook.add_worksheet(UNITS)
        by = self._packs.by
        self._head(
            sheet,
            "Units",
            f"One row a candidate's unit, those of the next visit first; how far each is as of {say(self._report.as_of)}.",
        )
        headings = [("Candidate", 11.0), ("Name", float(_MOST_NAME))] if self._names else [("Candidate", 11.0)]
        headings += [("Entry code", 10), ("Unit", 8), ("Title", 40), ("Grade", 7)]
        headings += [("Assessor", 10)] * (by is not By.ASSESSOR) + [("Standardised by", 13)] * (
            by is not By.STANDARDISER
        )
        headings += [("Visit", 24), ("Visit date", 17), ("Claim by", 17), *((stage, 15) for stage in STAGES)]
        self._table(sheet, 4, "units", headings, len(self._pack.pieces))
        people = {own.number: own.person for own in self._pack.candidates}
        for row, piece in enumerate(self._pack.pieces, start=5):
            claim = piece.claim
            number = claim.candidate_number or ""
            values: list[object] = [self._number(number)]
            values += [self._name_of(people.get(number), number)] * self._names
            values += [claim.entry_code, claim.unit_number, piece.title, str(claim.grade or "")]
            values += [piece.assessor] * (by is not By.ASSESSOR) + [piece.standardised_by] * (by is not By.STANDARDISER)
            values += [piece.visit, piece.visit_date, piece.claim_by, *piece.stages]
            self._row(sheet, row, values)
        self._print(sheet, 4)

    def _sample_lists(self) -> None:
        sheet = self._workbook.add_worksheet(SAMPLE_LISTS)
        self._head(
            sheet,
            "Sample lists",
            "OCR's moderator chooses the sample. Until OCR has asked, this is only what to have ready first, in this order.",
        )
        headings = [
            ("Visit", 24.0),
            ("Visit date", 17.0),
            ("Needed by", 17.0),
            ("Entry code", 10.0),
            ("Unit", 8.0),
            ("Title", 40.0),
        ]
        headings += [("Assessor", 10)] * (self._packs.by is not By.ASSESSOR)
        headings += [("This is", 17), ("Order", 7), ("Candidate", 11)]
        headings += [("Name", _MOST_NAME)] * self._names
        headings += [("Grade", 7), ("Ready", 8)]
        self._table(sheet, 4, "samples", headings, len(self._pack.samples))
        people = {own.number: own.person for own in self._pack.candidates}
        for row, one in enumerate(self._pack.samples, start=5):
            values: list[object] = [one.about, one.visit.visit_date, one.needed_by, one.entry_code, one.unit, one.title]
            values += [one.assessor] * (self._packs.by is not By.ASSESSOR)
            values += [
                "OCR's request" if one.is_requested else "have ready first",
                one.order,
                self._number(one.candidate_number),
            ]
            values += [self._name_of(people.get(one.candidate_number), one.candidate_number)] * self._names
            values += [str(one.grade or ""), ""]
            is_next = row > 5 and one.order == 1
            self._row(sheet, row, values, **({"top": 1, "top_color": f"#{LINE}"} if is_next else {}))
        self._print(sheet, 4)

    def _candidates(self) -> None:
        sheet = self._workbook.add_worksheet(CANDIDATES)
        self._head(
            sheet,
            "Candidates",
            _KEEP if self._names else "By number only: names, dates of birth, ULNs and UCIs are left out.",
        )
        headings = [("Candidate", 11.0)]
        headings += [("Surname", 18), ("Forenames", 20), ("Date of birth", 17), ("ULN", 13), ("UCI", 16)] * self._names
        headings += [("Entry codes", 22), ("Units here", 10), ("Results needed by", 17), ("Left on", 17)]
        self._table(sheet, 4, "candidates", headings, len(self._pack.candidates))
        for row, own in enumerate(self._pack.candidates, start=5):
            person = own.person
            values: list[object] = [self._number(own.number)]
            if self._names and person:
                values += [person.surname, person.forenames, person.date_of_birth, person.uln, person.uci]
            elif self._names:
                values += [self._name_of(None, own.number), None, None, None, None]
            values += [", ".join(own.entry_codes), own.pieces, _needed(person), person.left_on if person else None]
            self._row(sheet, row, values)
            if self._names and person:
                self._put(sheet, row, 4, person.date_of_birth, num_format=_BIRTH)
        self._print(sheet, 4)


class IndexSheets(_Written):
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
            f"{self._from}. This file is for the exams officer: it is about everybody.",
        )
        headings = [
            ("For", 30.0), ("File", 24.0), ("Candidates", 11.0), ("Units", 8.0), ("Must fix", 9.0), ("Check", 8.0), ("Advice", 8.0),
            ("Late", 7.0), ("Next date", 17.0), ("Days left", 10.0), ("What", 30.0), ("E-mail address", 38.0),
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
                *pack.counts.values(),
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
            f"In no pack: {plural(len(packs.findings), 'finding')}; see {YOURS}." if packs.findings else "",
            f"In no pack: {plural(len(packs.unowned), 'row')}; see {IN_NO_PACK}." if packs.unowned else "",
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
            "Findings that are in no pack: about visits, qualifications and the workbook itself, and where nobody can tell whose the work is.",
        )
        headings = [
            ("By", 17.0), ("Severity", 10.0), ("Candidate", 26.0), ("Unit", 16.0), ("What is wrong", 52.0), ("What to do", 52.0),
            ("Who acts", 20.0), ("Where", 18.0),
        ]  # fmt: skip
        self._table(sheet, 4, "exams_officer", headings, len(found))
        for row, told in enumerate(found, start=5):
            finding = told.finding
            name = finding.candidate.name if finding.candidate and self._names else ""
            about = f"{self._number(finding.candidate_number)} {name}".strip()
            wrap = {"text_wrap": True}
            self._put(sheet, row, 1, finding.by or "soon")
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
        self._head(sheet, IN_NO_PACK, "Candidates and units that nobody gets, and why.")
        headings = [("Candidate", 11.0), ("Name", 30.0), ("Unit", 18.0), ("Why", 48.0)]
        if not self._names:
            headings.pop(1)
        self._table(sheet, 4, "in_no_pack", headings, len(self._packs.unowned))
        for row, one in enumerate(self._packs.unowned, start=5):
            values = [self._number(one.candidate_number)]
            values += [self._name_of(one.person, one.candidate_number)] * self._names
            self._row(sheet, row, [*values, one.work, one.why])
        self._print(sheet, 4)


def worst(pack: Pack) -> Severity | None:
    """The most serious that a pack holds, a date that is past among it; ``None`` where there is nothing to do at once."""
    if pack.late or pack.counts[Severity.MUST_FIX]:
        return Severity.MUST_FIX
    return Severity.CHECK if pack.counts[Severity.CHECK] else None


def headline(pack: Pack, as_of: dt.date) -> str:
    """A pack in one line: how much is to be put right, what is late, and what comes next."""
    must, check = pack.counts[Severity.MUST_FIX], pack.counts[Severity.CHECK]
    parts = [f"{must} to put right" if must else "Nothing that must be put right"]
    parts += [f"{check} to check"] * bool(check)
    parts += [f"{pack.yours} of these by you"] * bool(pack.yours)
    late = f"; {plural(pack.late, 'date')} late" if pack.late else ""
    coming = pack.next(as_of)
    after = f" Next: {coming.due} ({coming.about})." if coming else ""
    return f"{', '.join(parts)}{late}.{after}"


def _needed(person: Candidate | None) -> str:
    need = person.results_needed if person else None
    if need is None:
        return ""
    return say(need.day) if need.day else f"summer {need.summer}" if need.summer else "this summer"
