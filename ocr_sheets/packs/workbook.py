"""The workbook of one pack. Nothing is written but what a `Pack` holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from ocr_sheets import __version__
from ocr_sheets.dates import say
from ocr_sheets.glossary import NO_DAY
from ocr_sheets.model.families import Named
from ocr_sheets.model.records import Candidate, Claim, Grade, Kind, columns_of
from ocr_sheets.packs.as_sent import (
    AS_SENT,
    FACTS,
    FILL_IN,
    FIRST_ROW,
    KEY,
    MARK,
    REF,
    UNREADABLE,
    Remembered,
    as_text,
    checksum,
    headings as as_sent_headings,
    ref_of,
)
from ocr_sheets.packs.model import STAGES, YOU, By, Dated, Own, Pack, PackFinding, Packs, Piece
from ocr_sheets.packs.sheets import KEEP, MOST_NAME, PackKit
from ocr_sheets.packs.wording import headline, needed, worst
from ocr_sheets.report import named_in
from ocr_sheets.rules import Severity
from ocr_sheets.schedule.deadlines import What
from ocr_sheets.writing.formulas import days_left
from ocr_sheets.writing.styles import DATE_FORMAT, DAYS_LEFT_FORMAT, FILLS, GREY, LINE, TEXTS
from ocr_sheets.writing.workbook import height

WHAT_TO_DO, UNITS, SAMPLE_LISTS, CANDIDATES = "What to do", "Units", "Sample lists", "Candidates"
_BIRTH = "dd mmm yyyy"
_TO_FILL_IN: Mapping[str, Any] = {"bg_color": "#FFF8E1", "border": 1, "border_color": f"#{LINE}", "align": "left"}
_DAY_TO_FILL_IN: Mapping[str, Any] = {**_TO_FILL_IN, "num_format": DATE_FORMAT}
_DAYS = frozenset(name for name in FILL_IN if columns_of(Claim)[name].kind is Kind.DATE)
_FILL_IN_WIDTHS = {"grade": 8.0, "standardised_by": 13.0}


class PackWorkbook(PackKit):
    """Writes the workbook of one pack."""

    def __init__(self, packs: Packs, pack: Pack) -> None:
        super().__init__(packs, f"{pack.owner.label}: what to do by when", pack.clear)
        self._pack = pack
        self._remembered: list[Remembered] = []

    def write(self) -> bytes:
        """The workbook's bytes, the same each time."""
        self._what_to_do()
        if self._pack.pieces:
            self._units()
        if self._pack.samples:
            self._sample_lists()
        if self._pack.candidates:
            self._candidates()
        if self._remembered:
            self._as_sent()
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
            f"{self._from}. Something wrong or not yours? {self._ask()}",
        )
        for column, width in enumerate((17, 11, 25, 26, 48, 48, 20, 16)):
            sheet.set_column(column, column, width)
        row = self._verdict(sheet, 3, 8, headline(pack, self._report.as_of), worst(pack))
        row = self._section(sheet, row + 1, "By when")
        headings: Sequence[str] = ("Date", "Days left", "What", "Visit", "How your work is going")
        row = self._list(sheet, row, "by_when", headings, len(pack.dates))
        first = row
        for dated in pack.dates:
            self._dated(sheet, row, dated)
            row += 1
        if not pack.dates:
            self._put(sheet, row, 1, "No upcoming deadlines.", font_color=f"#{GREY}")
            row += 1
        self._colour(sheet, first, row - 1)
        headings = ("By", "Severity", "Candidate", "Unit", "What is wrong", "What to do", "Who acts", "Where")
        row = self._section(sheet, row + 1, "To fix")
        row = self._list(sheet, row, "to_fix", headings, len(pack.findings))
        past = self._workbook.add_format({"font_color": f"#{TEXTS[Severity.MUST_FIX]}", "bold": True})
        rule = {"type": "formula", "criteria": f"=AND(ISNUMBER($A{row}),$A{row}<TODAY())", "format": past}
        sheet.conditional_format(row - 1, 0, row - 1 + len(pack.findings), 0, rule)
        for told in pack.findings:
            self._told(sheet, row, told)
            row += 1
        if not pack.findings:
            self._put(sheet, row, 1, "Nothing was found.", font_color=f"#{GREY}")
            row += 1
        self._put(sheet, row + 1, 1, f"Made by ocr-sheets {__version__}. {KEEP}", font_color=f"#{GREY}")
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
        self._put(sheet, row, 5, dated.stands, **look)
        sheet.set_row(row - 1, height((dated.about, 26), (dated.stands, 48)))

    def _colour(self, sheet: Any, first: int, last: int) -> None:
        """Redaction say the same; the colours go by the day the file is looked at."""
        for criterion, severity in (("$B{0}<0", Severity.MUST_FIX), ("$B{0}<=7", Severity.CHECK)):
            look = self._workbook.add_format({"bg_color": f"#{FILLS[severity]}", "font_color": f"#{TEXTS[severity]}"})
            criteria = f'=AND(RIGHT($C{first},6)<>"(done)",ISNUMBER($B{first}),{criterion.format(first)})'
            options = {"type": "formula", "criteria": criteria, "format": look, "stop_if_true": True}
            sheet.conditional_format(first - 1, 0, max(first, last) - 1, 2, options)

    def _told(self, sheet: Any, row: int, told: PackFinding) -> None:
        finding = told.finding
        look = {"bottom": 4, "bottom_color": f"#{LINE}", "text_wrap": True}
        about = self._about(finding, self._people.get(named_in(finding, self._report.book)))
        self._put(sheet, row, 1, finding.by or NO_DAY, **look)
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
        self._head(
            sheet,
            "Units",
            f"One row a candidate's unit, those of the next visit first; how far each is as at {say(self._report.as_of)}. "
            "Fill in the coloured columns and send this file back: they are taken over, the others are only for reading.",
        )
        headings = [("Candidate", 11.0), *self._centre_heading, *([("Name", float(MOST_NAME))] * self._names)]
        headings += [("Entry code", 10), ("Unit", 8), ("Title", 40)]
        only_read = len(headings)
        headings += [(columns_of(Claim)[name].heading, _FILL_IN_WIDTHS.get(name, 14.0)) for name in FILL_IN]
        headings += [("Assessor", 10)] * (self._packs.by is not By.ASSESSOR)
        headings += [
            ("Visit", 24),
            ("Visit date", 17),
            (str(What.CLAIM_BY), 17),
            *((stage, 15) for stage in STAGES),
            (REF, 10),
        ]
        self._table(sheet, 4, "units", headings, len(self._pack.pieces))
        for row, piece in enumerate(self._pack.pieces, start=5):
            claim = piece.claim
            who = self._report.book.named(claim)
            values: list[object] = [self._number(who.number), *self._centre_of(who)]
            values += [self._name_of(self._people.get(who), who)] * self._names
            values += [claim.entry_code, claim.unit_number, piece.title]
            ref = ref_of(claim)
            self._remember(UNITS, ref, values, piece)
            self._row(sheet, row, values)
            self._to_fill_in(sheet, row, only_read + 1, claim)
            values = [piece.assessor] * (self._packs.by is not By.ASSESSOR)
            values += [piece.visit, piece.visit_date, piece.claim_by, *piece.stages]
            self._row(sheet, row, values, first=only_read + len(FILL_IN) + 1)
            self._put(sheet, row, len(headings), ref, font_color=f"#{GREY}")
        self._print(sheet, 4)

    def _to_fill_in(self, sheet: Any, row: int, first: int, claim: Claim) -> None:
        """The cells that whoever has the pack may fill in, from a column on, where the centre's workbook has columns for them."""
        for column, name in enumerate(FILL_IN, start=first):
            value = getattr(claim, name)
            if not self._has_place_for(claim, name):
                self._put(sheet, row, column, "–", font_color=f"#{GREY}")
            elif value is None:
                self._put(sheet, row, column, None, **(_DAY_TO_FILL_IN if name in _DAYS else _TO_FILL_IN))
            else:
                self._put(sheet, row, column, str(value) if isinstance(value, Grade) else value, **_TO_FILL_IN)

    def _has_place_for(self, claim: Claim, name: str) -> bool:
        """Whether the centre's workbook has a column for it; where the work has no row yet, one that its row would have."""
        book = self._report.book
        if claim.is_implied:
            return book.has_column(Claim, name)
        table = book.table_of(claim)
        return table is not None and name in table.columns

    def _remember(self, sheet: str, ref: str, values: Sequence[object], piece: Piece | None = None) -> None:
        """Note how a row is sent out, as it stands in this pack."""
        key, filled = (
            self._key(piece) if piece else [""] * len(KEY),
            self._filled(piece) if piece else [""] * len(FILL_IN),
        )
        rest = checksum(self._clear(as_text(value)) for value in values)
        self._remembered.append(Remembered(sheet, ref, rest, key, [self._clear(text) for text in filled]))

    def _key(self, piece: Piece) -> Sequence[str]:
        """What names a piece of work, as this pack may say it."""
        claim = piece.claim
        number = self._number(claim.candidate_number or "")
        about = (number, claim.entry_code or "", claim.unit_number or "", piece.visit, claim.centre_number or "")
        return [self._clear(text) for text in about]

    def _filled(self, piece: Piece) -> Sequence[str]:
        """What the cells to fill in say; of one that cannot be read only that."""
        claim, book = piece.claim, self._report.book
        return [
            UNREADABLE
            if getattr(claim, name) is None and book.is_unread(claim, name)
            else as_text(getattr(claim, name))
            for name in FILL_IN
        ]

    def _as_sent(self) -> None:
        sheet = self._workbook.add_worksheet(AS_SENT)
        book = self._report.book
        facts = (
            self._pack.owner.label,
            self._report.workbook,
            book.centre.centre_number or "",
            self._report.as_of.isoformat(),
        )
        self._put(sheet, 1, 1, MARK, bold=True)
        self._put(
            sheet,
            1,
            2,
            "How this pack was sent out. Leave this sheet as it is: by it your answers find their way back.",
        )
        for row, (label, text) in enumerate(zip(FACTS, facts, strict=True), start=2):
            self._put(sheet, row, 1, label, font_color=f"#{GREY}")
            self._put(sheet, row, 2, text, font_color=f"#{GREY}")
        headings = [(heading, 16.0) for heading in as_sent_headings()]
        self._table(sheet, FIRST_ROW, "as_sent", headings, len(self._remembered))
        for row, one in enumerate(self._remembered, start=FIRST_ROW + 1):
            self._row(sheet, row, [one.sheet, one.ref, one.rest, *one.key, *one.filled], font_color=f"#{GREY}")
        sheet.protect()
        self._print(sheet, FIRST_ROW)

    def _sample_lists(self) -> None:
        sheet = self._workbook.add_worksheet(SAMPLE_LISTS)
        self._head(
            sheet,
            "Sample lists",
            "OCR's moderator chooses the sample. Until OCR requests it, use this as the order to prepare work in.",
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
        headings += [("List type", 17), ("Order", 7), ("Candidate", 11), *self._centre_heading]
        headings += [("Name", MOST_NAME)] * self._names
        headings += [("Grade", 7), ("Ready", 8)]
        self._table(sheet, 4, "samples", headings, len(self._pack.samples))
        for row, one in enumerate(self._pack.samples, start=5):
            values: list[object] = [one.about, one.visit.visit_date, one.needed_by, one.entry_code, one.unit, one.title]
            values += [one.assessor] * (self._packs.by is not By.ASSESSOR)
            values += [
                "OCR's request" if one.is_requested else "prepare first",
                one.order,
                self._number(one.who.number),
                *self._centre_of(one.who),
            ]
            values += [self._name_of(self._people.get(one.who), one.who)] * self._names
            values += [str(one.grade or ""), ""]
            is_next = row > 5 and one.order == 1
            look: dict[str, Any] = {"top": 1, "top_color": f"#{LINE}"} if is_next else {}
            self._row(sheet, row, values, **look)
        self._print(sheet, 4)

    def _candidates(self) -> None:
        sheet = self._workbook.add_worksheet(CANDIDATES)
        self._head(
            sheet,
            "Candidates",
            KEEP if self._names else "By number only: names, dates of birth, ULNs and UCIs are left out.",
        )
        headings = [("Candidate", 11.0), *self._centre_heading]
        headings += [("Surname", 18), ("Forenames", 20), ("Date of birth", 17), ("ULN", 13), ("UCI", 16)] * self._names
        headings += [("Entry codes", 22), ("Units here", 10), ("Results needed by", 17), ("Left on", 17)]
        self._table(sheet, 4, "candidates", headings, len(self._pack.candidates))
        for row, own in enumerate(self._pack.candidates, start=5):
            person = own.person
            values: list[object] = [self._number(own.who.number), *self._centre_of(own.who)]
            if self._names and person:
                values += [person.surname, person.forenames, person.date_of_birth, person.uln, person.uci]
            elif self._names:
                values += [self._name_of(None, own.who), None, None, None, None]
            values += [", ".join(own.entry_codes), own.pieces, needed(person), person.left_on if person else None]
            self._remember(CANDIDATES, self._ref_of(own), values)
            self._row(sheet, row, values)
            if self._names and person:
                self._put(sheet, row, 4 + len(self._centre_heading), person.date_of_birth, num_format=_BIRTH)
        self._print(sheet, 4)

    def _ref_of(self, own: Own) -> str:
        """What a row of Candidates is known again by: its first cell, with the centre where that is needed too."""
        return own.who.shown if own.who.number.isdecimal() else ""

    @cached_property
    def _people(self) -> Mapping[Named, Candidate | None]:
        """The candidates of the pack."""
        return {own.who: own.person for own in self._pack.candidates}
