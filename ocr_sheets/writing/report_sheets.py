"""The sheets in front: Summary, To do, Deadlines, Sample lists, Visits used, What was checked. Written by XlsxWriter, then joined."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from ocr_sheets import __version__
from ocr_sheets.annotations.columns import Follows, allowance
from ocr_sheets.dates import say, say_weekday
from ocr_sheets.model.records import Family, Grade, Visit
from ocr_sheets.model.tables import Cell
from ocr_sheets.report import Finding, Report
from ocr_sheets.rulebook import load_bank_holidays, load_sources
from ocr_sheets.rulebook.sources import Sentence, guidance_for
from ocr_sheets.rulebook.values import said
from ocr_sheets.rules import Severity
from ocr_sheets.schedule.allowance import Counted
from ocr_sheets.schedule.deadlines import DeadlineLine
from ocr_sheets.schedule.samples import Sample
from ocr_sheets.text import key
from ocr_sheets.writing.formulas import area, days_left, following, last_working_day
from ocr_sheets.writing.styles import DAYS_LEFT_FORMAT, FILLS, GREY, HEAD, INK, LINE, PALE, TEXTS
from ocr_sheets.writing.workbook import Sheets, height

SUMMARY, TO_DO, DEADLINES, SAMPLES, VISITS_USED, CHECKED = (
    "Summary",
    "To do",
    "Deadlines",
    "Sample lists",
    "Visits used",
    "What was checked",
)
SHEETS = (SUMMARY, TO_DO, DEADLINES, SAMPLES, VISITS_USED, CHECKED)
TAGS = {
    SUMMARY: "summary",
    TO_DO: "todo",
    DEADLINES: "deadlines",
    SAMPLES: "samples",
    VISITS_USED: "visits",
    CHECKED: "checked",
}

REF_HEADING = "Ref"
ACCEPTED_HEADING = "Accepted because"
MESSAGE_HEADING = "What is wrong"
MOST_LINKS = 60_000
"""Excel takes 65,530 links a sheet; beyond ours, the cell's name stands without one."""

_FIRST_CLOSED_ROW = 6
_OCR_CLOSED_COLUMN, _CENTRE_CLOSED_COLUMN = 13, 14
_FORMATS_COLUMN = 16
NEXT_DATES = 10
MOST_PLACES = 6
DO_FIRST = 5


class Places(NamedTuple):
    """Where on What was checked things stand that formulas and later runs refer to."""

    ocr_closed_days: str
    centre_closed_days: str
    formats_row: int
    formats_column: int


class ReportSheets(Sheets):
    """Writes the sheets of one report. ``names`` are the names they will have in the centre's workbook."""

    def __init__(self, report: Report, names: Mapping[str, str], date1904: bool, not_placed: Sequence[str]) -> None:
        self._report = report
        self._names = names
        self._not_placed = not_placed
        self._closed = _closed_days(report)
        super().__init__(date1904)
        self._sheets = {name: self._workbook.add_worksheet(names[name]) for name in SHEETS}

    @property
    def places(self) -> Places:
        """Where the lists of closed days stand, and where there is room for the formats below our marks."""
        ocr, centre = self._closed
        name = self._names[CHECKED]

        def run(column: int, days: Sequence[dt.date]) -> str:
            return area(name, _FIRST_CLOSED_ROW, column, _FIRST_CLOSED_ROW + max(len(days), 1) - 1, column)

        return Places(
            run(_OCR_CLOSED_COLUMN, ocr), run(_CENTRE_CLOSED_COLUMN, centre), _FIRST_CLOSED_ROW, _FORMATS_COLUMN
        )

    def write(self) -> bytes:
        """The whole workbook of report sheets."""
        self._visits_used()
        self._summary()
        self._to_do()
        self._deadlines()
        self._sample_lists()
        self._what_was_checked()
        self._workbook.close()
        return self._file.getvalue()

    # -- tools

    def _link(self, sheet: Any, row: int, column: int, cell: Cell | None, **properties: Any) -> None:
        if cell is None:
            self._put(sheet, row, column, None, **properties)
            return
        text = f"{cell.sheet}!{cell.ref}"
        if row > MOST_LINKS:
            self._put(sheet, row, column, text, **properties)
            return
        name = cell.sheet.replace("'", "''")
        link = self._format(font_color="#1D5C8C", underline=1, **properties)
        sheet.write_url(row - 1, column - 1, f"internal:'{name}'!{cell.ref}", link, text)

    # -- Summary

    def _summary(self) -> None:
        report, sheet = self._report, self._sheets[SUMMARY]
        day = say_weekday(report.as_of)
        self._head(
            sheet,
            "Are we ready for moderation?",
            f"As of {day}. Made by ocr-sheets {__version__}; the centre's own sheets follow.",
        )
        for column, width in enumerate((16, 16, 30, 30, 14, 16)):
            sheet.set_column(column, column, width)
        worst = next(
            (severity for severity in Severity if report.counts[severity] and severity is not Severity.ADVICE), None
        )
        colour = f"#{FILLS[worst]}" if worst else "#DCEFE1"
        ink = f"#{TEXTS[worst]}" if worst else "#1D5B33"
        sheet.merge_range(2, 0, 2, 5, "", self._format(bg_color=colour))
        self._put(
            sheet,
            3,
            1,
            report.verdict,
            bold=True,
            font_size=13,
            bg_color=colour,
            font_color=ink,
            valign="vcenter",
            indent=1,
        )
        sheet.set_row(2, 30)
        row = self._counts(sheet, 5)
        row = self._do_first(sheet, row + 1)
        row = self._next_dates(sheet, row + 1)
        self._chart(sheet, row + 1)
        row = self._read(sheet, row + 18)
        self._print(sheet)
        sheet.set_first_sheet()
        sheet.activate()

    def _counts(self, sheet: Any, row: int) -> int:
        report = self._report
        broken = len(report.our_mistakes)
        cells = [
            *(
                (str(severity).capitalize(), report.counts[severity], FILLS[severity], TEXTS[severity])
                for severity in Severity
            ),
            ("Accepted", report.accepted, PALE, INK),
            ("Not checked", len(report.not_checked), PALE, INK),
            *([("Our mistake", broken, FILLS[Severity.MUST_FIX], TEXTS[Severity.MUST_FIX])] if broken else []),
        ]
        for column, (word, count, fill, ink) in enumerate(cells, start=1):
            look = {"bg_color": f"#{fill}", "font_color": f"#{ink}", "align": "center"}
            self._put(sheet, row, column, count, bold=True, font_size=16, **look)
            self._put(sheet, row + 1, column, word, **look)
        sheet.set_row(row - 1, 24)
        return row + 2

    def _section(self, sheet: Any, row: int, title: str, headings: Sequence[str] = ()) -> int:
        self._put(sheet, row, 1, title, bold=True, font_size=13, font_color=f"#{HEAD}")
        for column, heading in enumerate(headings, start=1):
            self._put(
                sheet, row + 1, column, heading, bold=True, font_color=f"#{GREY}", bottom=1, bottom_color=f"#{LINE}"
            )
        return row + (2 if headings else 1)

    def _do_first(self, sheet: Any, row: int) -> int:
        findings = [finding for finding in self._report.open_findings if finding.rule.severity is not Severity.ADVICE]
        if not findings:
            return row
        row = self._section(sheet, row, "Do first", ("Where", "By", "What is wrong", "What to do", "", "Who"))
        for finding in findings[:DO_FIRST]:
            wrap = {"text_wrap": True, "bottom": 4, "bottom_color": f"#{LINE}"}
            self._link(sheet, row, 1, finding.cell, **wrap)
            self._put(sheet, row, 2, self._by(finding), **wrap)
            about = f"{finding.candidate_number}, {finding.unit}: " if finding.candidate_number and finding.unit else ""
            self._put(sheet, row, 3, about + finding.message, **wrap)
            sheet.merge_range(row - 1, 3, row - 1, 4, "", self._format(**wrap))
            self._put(sheet, row, 4, finding.fix, **wrap)
            self._put(sheet, row, 6, finding.who, **wrap)
            sheet.set_row(row - 1, height((about + finding.message, 30), (finding.fix, 44)))
            row += 1
        rest = len(findings) - DO_FIRST
        if rest > 0:
            name = self._names[TO_DO].replace("'", "''")
            link = self._format(font_color="#1D5C8C", underline=1)
            sheet.write_url(row - 1, 0, f"internal:'{name}'!A1", link, f"{rest} more on {self._names[TO_DO]}")
            row += 1
        return row

    def _by(self, finding: Finding) -> str:
        if finding.by is None:
            return "soon"
        return f"was {say(finding.by)}" if finding.by < self._report.as_of else say(finding.by)

    def _next_dates(self, sheet: Any, row: int) -> int:
        lines = self._report.coming[:NEXT_DATES]
        row = self._section(sheet, row, "The next dates", ("Date", "Days left", "What", "Visit", "", ""))
        if not lines:
            self._put(sheet, row, 1, "No deadline lies ahead.", font_color=f"#{GREY}")
            return row + 1
        for line in lines:
            self._date(sheet, row, 1, line, self._names[SUMMARY])
            ref = f"A{row}"
            left = (line.date - self._report.as_of).days
            self._formula(sheet, row, 2, days_left(ref), left, num_format=DAYS_LEFT_FORMAT, align="left")
            self._put(sheet, row, 3, line.what)
            self._put(sheet, row, 4, _about(line))
            row += 1
        return row

    def _date(self, sheet: Any, row: int, column: int, line: DeadlineLine, name: str, **properties: Any) -> None:
        """The date of a line: a formula of the date it follows from, where it follows from one."""
        formula = None
        if line.days is not None:
            field = "visit_date" if isinstance(line.of, Visit) else "results_published_on"
            follows = Follows(line.of, field, line.days, line.date, line.working)
            formula = following(follows, self._report.book, self.places.ocr_closed_days, name)
        if formula:
            self._formula(sheet, row, column, formula, line.date, **properties)
        else:
            self._put(sheet, row, column, line.date, **properties)

    def _chart(self, sheet: Any, row: int) -> None:
        """Each visit of the year as a bar, from its first deadline to its day."""
        first, last = self._bars
        if last < first:
            return
        name = self._names[VISITS_USED]
        chart = self._workbook.add_chart({"type": "bar", "subtype": "stacked"})
        categories = [name, first - 1, 0, last - 1, 0]
        chart.add_series(
            {
                "categories": categories,
                "values": [name, first - 1, 5, last - 1, 5],
                "fill": {"none": True},
                "border": {"none": True},
            }
        )
        chart.add_series(
            {
                "name": "From the first deadline to the visit",
                "categories": categories,
                "values": [name, first - 1, 6, last - 1, 6],
                "fill": {"color": f"#{HEAD}"},
                "gap": 60,
            }
        )
        starts = [self._start(visit) for visit in self._dated_visits]
        ends = [visit.visit_date for visit in self._dated_visits if visit.visit_date]
        low, high = min(starts).replace(day=1), max(ends) + dt.timedelta(days=7)
        axis = {"num_format": "d mmm", "major_gridlines": {"visible": True, "line": {"color": f"#{LINE}"}}}
        span = {"min": (low - self._epoch).days, "max": (high - self._epoch).days}
        chart.set_x_axis({**axis, **span, "major_unit": max(14, (high - low).days // 10)})
        chart.set_y_axis({"reverse": True})
        chart.set_title(
            {
                "name": "The year's visits, each from its first deadline to its day",
                "name_font": {"size": 11, "color": f"#{INK}"},
            }
        )
        chart.set_legend({"none": True})
        chart.set_size({"width": 840, "height": 320})
        sheet.insert_chart(
            row - 1, 0, chart, {"description": "Bars for each visit, from the first deadline to the day of the visit"}
        )

    def _read(self, sheet: Any, row: int) -> int:
        report = self._report
        row = self._section(sheet, row, "What was read as what", ("Sheet", "Rows", "Read as", "Found by", "", ""))
        for read in report.read_as:
            self._put(sheet, row, 1, read.sheet)
            self._put(sheet, row, 2, read.rows, align="left")
            self._put(sheet, row, 3, read.said)
            self._put(sheet, row, 4, f"{read.reached_by or 'its name'}; headings in row {read.heading_row}")
            row += 1
        for aside in report.book.set_aside:
            self._put(sheet, row, 1, aside.sheet, font_color=f"#{GREY}")
            self._put(sheet, row, 3, "not read", font_color=f"#{GREY}")
            self._put(sheet, row, 4, aside.because, font_color=f"#{GREY}")
            row += 1
        for name in report.unread:
            self._put(sheet, row, 1, name, font_color=f"#{GREY}")
            self._put(sheet, row, 3, "not read", font_color=f"#{GREY}")
            row += 1
        chosen = sum(1 for claim in report.book.claims if (used := report.book.visit_of(claim)) and used.chosen)
        laid = ", ".join(report.rulebook.laid_over)
        headings = "; ".join(f"{name}: {', '.join(unread)}" for name, unread in report.unread_headings.items())
        notes = [
            *([f"Read as the mapping file {report.book.mapping} says."] if report.book.mapping else []),
            *(f"{read.sheet}: {remark}" for read in report.read_as for remark in read.remarks),
            *([f"Headings that were not read: {headings}."] if headings else []),
            *([f"By {report.settings}, not as OCR publishes it: {laid}. See {self._names[CHECKED]}."] if laid else []),
            *(
                f"{chosen} claims name no visit: the next visit of their subject was chosen, as Claims says."
                for _ in range(bool(chosen))
            ),
            *self._not_placed,
            *(
                f"An accepted reason no longer matches anything: {lapsed.reason} ({lapsed.message})"
                for lapsed in report.lapsed
            ),
        ]
        for note in notes:
            row += 1
            self._put(sheet, row, 1, note)
        return row

    # -- To do

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

    # -- Deadlines

    def _deadlines(self) -> None:
        sheet, lines = self._sheets[DEADLINES], self._report.lines
        self._head(
            sheet,
            "Deadlines",
            "Dates follow the visits: move a visit and they move. Days are calendar days unless it says working days; the last "
            "working day on or before each stands beside it.",
        )
        headings = (
            ("Date", 17), ("Days left", 10), ("What", 30), ("Visit", 40), ("Last working day", 17), ("Done", 8), ("From", 17), ("Source", 34),
        )  # fmt: skip
        self._table(sheet, 4, "ocr_sheets_deadlines", headings, len(lines))
        for row, line in enumerate(lines, start=5):
            self._date(sheet, row, 1, line, self._names[DEADLINES])
            left = (line.date - self._report.as_of).days
            self._formula(sheet, row, 2, days_left(f"A{row}"), left, num_format="0", align="left")
            self._put(sheet, row, 3, f"{line.what}{' (working days)' if line.working else ''}")
            self._put(sheet, row, 4, _about(line))
            formula = last_working_day(f"A{row}", self.places.centre_closed_days)
            self._formula(sheet, row, 5, formula, line.last_working_day)
            self._put(sheet, row, 6, line.done)
            self._link(sheet, row, 7, self._from(line))
            self._put(sheet, row, 8, load_sources().cite((line.source,)))
        last = 4 + max(len(lines), 1)
        if not lines:
            self._put(sheet, 5, 1, "No deadline follows from what was read.")
        # Words and order say the same; the colours only help the eye, and go by the day the file is looked at.
        for criterion, fill, ink in (
            ('$F5="yes"', "FFFFFF", GREY),
            ("AND(ISNUMBER($B5),$B5<0)", FILLS[Severity.MUST_FIX], TEXTS[Severity.MUST_FIX]),
            ("AND(ISNUMBER($B5),$B5<=7)", FILLS[Severity.CHECK], TEXTS[Severity.CHECK]),
        ):
            look = self._workbook.add_format({"bg_color": f"#{fill}", "font_color": f"#{ink}"})
            sheet.conditional_format(
                4,
                0,
                last - 1,
                2,
                {"type": "formula", "criteria": f"={criterion}", "format": look, "stop_if_true": True},
            )
        self._print(sheet, 4)

    def _from(self, line: DeadlineLine) -> Cell:
        return self._report.book.cell(line.of, "visit_date" if isinstance(line.of, Visit) else "results_published_on")

    # -- Sample lists

    def _sample_lists(self) -> None:
        sheet = self._sheets[SAMPLES]
        coming = self._report.samples_ahead
        self._head(
            sheet,
            "Sample lists",
            "OCR's moderator chooses the sample. Until the request is typed in under Sample requested on, this is only what to have "
            "ready first: every grade, the highest and lowest first, and candidates not sampled before.",
        )
        headings = (
            ("Visit", 24), ("Visit date", 17), ("Type", 13), ("Entry code", 10), ("Unit", 34), ("Assessor", 12), ("Portfolios", 10),
            ("Most that can be asked for", 13), ("Needed by", 17), ("This is", 18), ("Candidates, in order", 60),
        )  # fmt: skip
        self._table(sheet, 4, "ocr_sheets_samples", headings, len(coming))
        for row, sample in enumerate(coming, start=5):
            self._sample(sheet, row, sample)
        if not coming:
            self._put(sheet, 5, 1, "No moderation visit lies ahead.")
        for row, sentence in enumerate(self._told(SAMPLES), start=6 + max(len(coming), 1)):
            self._put(sheet, row, 1, f"{sentence.tell} ({sentence.number})", font_color=f"#{GREY}")
        self._print(sheet, 4)

    @cached_property
    def _grades(self) -> Mapping[tuple[str, int, str | None, str | None, str | None], Grade | None]:
        """The grade of each candidate's unit at each visit."""
        return {
            (*place, claim.candidate_number, claim.entry_code, claim.unit_number): claim.grade
            for place, claims in self._report.book.claims_at.items()
            for claim in claims
        }

    def _sample(self, sheet: Any, row: int, sample: Sample) -> None:
        report, visit = self._report, sample.visit
        unit = report.book.unit_of.get((sample.entry_code or "", sample.unit or ""))
        title = f"{sample.unit} {unit.unit_title}" if unit and unit.unit_title else sample.unit
        grades = [
            self._grades.get((visit.sheet, visit.row, number, sample.entry_code, sample.unit))
            for number in sample.first
        ]
        names = [f"{number} ({grade})" if grade else number for number, grade in zip(sample.first, grades, strict=True)]
        wrap = {"text_wrap": True}
        self._put(sheet, row, 1, visit.label, **wrap)
        self._put(sheet, row, 2, visit.visit_date)
        self._put(sheet, row, 3, str(visit.type or "not known"))
        self._put(sheet, row, 4, sample.entry_code)
        self._put(sheet, row, 5, title, **wrap)
        self._put(sheet, row, 6, sample.assessor)
        self._put(sheet, row, 7, sample.portfolios, align="left")
        self._put(sheet, row, 8, "not known" if sample.at_most is None else sample.at_most, align="left")
        self._put(sheet, row, 9, report.needed_by(sample))
        self._put(sheet, row, 10, "OCR's request" if sample.is_requested else "have ready first")
        self._put(sheet, row, 11, ", ".join(names), **wrap)
        sheet.set_row(row - 1, height((title or "", 34), (", ".join(names), 60)))

    # -- Visits used

    @property
    def _dated_visits(self) -> list[Visit]:
        """The visits that stand, of the year this workbook plans or, where none are, all."""
        year = self._report.book.centre.academic_year or self._report.rulebook.academic_year(self._report.as_of)
        this_year = [counted.visit for counted in self._report.visits if counted.year == year]
        return this_year or [counted.visit for counted in self._report.visits]

    def _start(self, visit: Visit) -> dt.date:
        """The first deadline of a visit; the visit itself where there is none before it."""
        days = [line.date for line in self._report.lines if line.of is visit and line.days is not None]
        return min([*days, visit.visit_date or dt.date.max])

    @property
    def _bars(self) -> tuple[int, int]:
        """The rows on Visits used that the chart shows."""
        first = 6 + len(self._used) + 3
        return first, first + len(self._dated_visits) - 1

    @property
    def _used(self) -> list[Counted]:
        """The last visit of each subject area or entry code in each year: its number is how many there are."""
        last: dict[tuple[str, Family, int], Counted] = {}
        for counted in self._report.visits:
            group = (key(counted.of), counted.family, counted.year)
            if group not in last or last[group].number < counted.number:
                last[group] = counted
        return sorted(last.values(), key=lambda counted: (counted.of, counted.family, counted.year))

    def _visits_used(self) -> None:
        report, sheet = self._report, self._sheets[VISITS_USED]
        rulebook = report.rulebook
        self._head(
            sheet,
            "Visits used",
            "Cambridge Technicals: free visits by subject area and academic year, suites and levels together. Verified: visits "
            "needed by entry code.",
        )
        for column, width in enumerate((30, 20, 14, 12, 14, 16, 14, 16)):
            sheet.set_column(column, column, width)
        headings = (
            "Subject area or entry code",
            "Family",
            "Academic year",
            "Visits",
            "Free, or needed",
            "Left, or still to plan",
            "Chargeable",
            "Fee",
        )
        for column, heading in enumerate(headings, start=1):
            self._put(
                sheet,
                4,
                column,
                heading,
                bold=True,
                font_color="#FFFFFF",
                bg_color=f"#{HEAD}",
                text_wrap=True,
                valign="vcenter",
            )
        sheet.set_row(3, 32)
        row = 5
        for counted in self._used:
            is_free = counted.family is Family.TECHNICALS
            name = "visits.free_a_year" if is_free else "verified.visits_a_year"
            figure = rulebook.number(name, counted.visit.visit_date or report.as_of)
            number, fee = counted.number, report.book.centre.visit_fee
            over = max(0, number - figure) if is_free and figure is not None else None
            left = max(0, figure - number) if figure is not None else None
            shown = "not published" if figure is None else figure
            for column, value in enumerate(
                (counted.of, str(counted.family), counted.label, number, shown, left, over), start=1
            ):
                self._put(sheet, row, column, value, align="left")
            if over and fee is not None:
                self._put(sheet, row, 8, over * fee, num_format="£#,##0.00", align="left")
            elif over:
                self._put(sheet, row, 8, "fee not known")
            row += 1
        first, last = self._bars
        self._put(sheet, first - 2, 1, "Visits of the year", bold=True, font_size=13, font_color=f"#{HEAD}")
        for column, heading in enumerate(
            (
                "Visit",
                "Subject area or entry code",
                "Date",
                "Type",
                "Allowance",
                "First deadline",
                "Days from it to the visit",
            ),
            start=1,
        ):
            self._put(
                sheet, first - 1, column, heading, bold=True, font_color=f"#{GREY}", bottom=1, bottom_color=f"#{LINE}"
            )
        for row, visit in zip(range(first, last + 1), self._dated_visits, strict=True):
            self._visit_line(sheet, row, visit)
        self._print(sheet, 4)

    def _visit_line(self, sheet: Any, row: int, visit: Visit) -> None:
        assert visit.visit_date is not None
        self._put(sheet, row, 1, visit.label)
        self._put(sheet, row, 2, visit.subject_area or visit.entry_code)
        formula = following(
            Follows(visit, "visit_date", 0, visit.visit_date), self._report.book, "", self._names[VISITS_USED]
        )
        if formula:
            self._formula(sheet, row, 3, formula, visit.visit_date)
        else:
            self._put(sheet, row, 3, visit.visit_date)
        self._put(sheet, row, 4, str(visit.type or ""))
        self._put(sheet, row, 5, allowance(self._report, visit))
        ahead = (visit.visit_date - self._start(visit)).days
        self._formula(sheet, row, 6, f'IF(ISNUMBER(C{row}),C{row}-{ahead},"")', self._start(visit))
        # A verified visit has no deadline before it; a bar of one day shows its place.
        self._put(sheet, row, 7, max(ahead, 1), align="left")

    # -- What was checked

    def _what_was_checked(self) -> None:
        report, sheet = self._report, self._sheets[CHECKED]
        self._head(
            sheet,
            "What was checked",
            f"Every rule and how it ended, as of {say_weekday(report.as_of)}. A check whose sheet or column is not there is named, never passed.",
        )
        for column, width in enumerate((58, 15, 9, 44, 11, 40, 34, 2, 2, 2, 2, 2, 17, 17, 2, 12, 12)):
            sheet.set_column(column, column, width)
        headings = ("Rule", "Outcome", "Found", "Why not", "Severity", "Source", "Code")
        for column, heading in enumerate(headings, start=1):
            self._put(sheet, 4, column, heading, bold=True, font_color="#FFFFFF", bg_color=f"#{HEAD}", valign="vcenter")
        row = 5
        for ended in report.outcomes:
            rule = ended.rule
            wrap = {"text_wrap": True}
            self._put(sheet, row, 1, rule.title, **wrap)
            look = {"bg_color": f"#{FILLS[rule.severity]}"} if ended.findings else {}
            self._put(sheet, row, 2, str(ended.result), **look)
            self._put(sheet, row, 3, len(ended.findings) or None, align="left")
            self._put(sheet, row, 4, ended.reason, **wrap)
            self._put(sheet, row, 5, str(rule.severity))
            self._put(sheet, row, 6, load_sources().cite(rule.source) or "the workbook itself", **wrap)
            self._put(sheet, row, 7, rule.code, font_color=f"#{GREY}")
            sheet.set_row(row - 1, height((rule.title, 58), (ended.reason, 44), (load_sources().cite(rule.source), 40)))
            row += 1
        row = self._choices(sheet, row + 1)
        row = self._readings(sheet, row + 1)
        row = self._guidance(sheet, row + 2)
        self._closed_days(sheet)
        self._print(sheet, 4)
        sheet.print_area(0, 0, row, 6)

    def _choices(self, sheet: Any, row: int) -> int:
        """Each place where OCR's words leave a choice, with what it comes to here; the row after the last."""
        self._put(sheet, row, 1, "Where OCR's words leave a choice", bold=True, font_size=13, font_color=f"#{HEAD}")
        for differs in self._report.readings:
            row += 1
            reading = differs.reading
            other = reading.ours if differs.is_turned else reading.other
            places = list(differs.places[:MOST_PLACES])
            if len(differs.places) > MOST_PLACES:
                places.append(f"and {len(differs.places) - MOST_PLACES} more")
            here = "; ".join(places) or "no difference in this workbook"
            read = f"{differs.chosen} (your setting)" if differs.is_turned else differs.chosen
            self._put(sheet, row, 1, reading.question, text_wrap=True)
            sheet.merge_range(row - 1, 1, row - 1, 4, "", self._format(text_wrap=True))
            self._put(sheet, row, 2, f"Read as: {read}. The other reading: {other}. {here}", text_wrap=True)
            self._put(sheet, row, 6, load_sources().cite(reading.source), text_wrap=True)
            self._put(sheet, row, 7, reading.name, font_color=f"#{GREY}")
            sheet.set_row(row - 1, height((reading.question, 58), (f"{read}{other}{here}" + " " * 30, 78)))
        return row + 1

    def _readings(self, sheet: Any, row: int) -> int:
        self._put(
            sheet,
            row,
            1,
            "The figures used",
            bold=True,
            font_size=13,
            font_color=f"#{HEAD}",
        )
        for value in self._report.rulebook:
            row += 1
            figure = value.on(self._report.as_of)
            shown = said(figure)
            self._put(sheet, row, 1, value.what, text_wrap=True)
            yours = " (your setting)" if value.name in self._report.rulebook.laid_over else ""
            unit = " working days" if value.working_days else ""
            self._put(sheet, row, 2, f"{shown}{unit}{yours}", text_wrap=True)
            sheet.merge_range(row - 1, 3, row - 1, 4, "", self._format(text_wrap=True))
            self._put(sheet, row, 4, value.reading, text_wrap=True)
            self._put(sheet, row, 6, load_sources().cite(value.source), text_wrap=True)
            self._put(sheet, row, 7, value.name, font_color=f"#{GREY}")
            sheet.set_row(
                row - 1, height((value.what, 58), (value.reading, 55), (load_sources().cite(value.source), 40))
            )
        return row

    def _guidance(self, sheet: Any, row: int) -> int:
        """What OCR says besides what can be checked, by topic and for the families of this workbook; the last row."""
        told = self._told()
        if not told:
            return row - 2
        self._put(sheet, row, 1, "What OCR also says", bold=True, font_size=13, font_color=f"#{HEAD}")
        topic = ""
        for sentence in told:
            row += 1
            if sentence.topic != topic:
                topic = sentence.topic
                self._put(sheet, row, 1, topic.capitalize())
            source = load_sources().cite((sentence.number,))
            sheet.merge_range(row - 1, 1, row - 1, 4, "", self._format(text_wrap=True))
            self._put(sheet, row, 2, sentence.tell, text_wrap=True)
            self._put(sheet, row, 6, source, text_wrap=True)
            self._put(sheet, row, 7, sentence.number, font_color=f"#{GREY}")
            sheet.set_row(row - 1, height((sentence.tell, 79), (source, 40)))
        return row

    def _told(self, where: str = "") -> list[Sentence]:
        """The guidance that concerns this workbook, topic by topic; that of one place only, if it is named."""
        sources = load_sources()
        book = self._report.book
        families = {family for family in Family if (own := book.of(family)).qualifications or own.visits or own.entries}
        return [
            sentence
            for topic in sources.topics
            for sentence in guidance_for(topic)
            if where in ("", sentence.where)
            and (not families or not sentence.page.family or sentence.page.family in families)
        ]

    def _closed_days(self, sheet: Any) -> None:
        """The days that formulas of working days leave out."""
        for column, title, days in zip(
            (_OCR_CLOSED_COLUMN, _CENTRE_CLOSED_COLUMN),
            ("OCR: bank holidays", "Centre: closed days"),
            self._closed,
            strict=True,
        ):
            self._put(sheet, _FIRST_CLOSED_ROW - 1, column, title, bold=True, font_color=f"#{GREY}")
            for row, day in enumerate(days, start=_FIRST_CLOSED_ROW):
                self._put(sheet, row, column, day, font_color=f"#{GREY}")
        self._put(
            sheet, _FIRST_CLOSED_ROW - 2, _FORMATS_COLUMN, "Formats under our marks", bold=True, font_color=f"#{GREY}"
        )
        self._put(sheet, _FIRST_CLOSED_ROW - 1, _FORMATS_COLUMN, "marked", font_color=f"#{GREY}")
        self._put(sheet, _FIRST_CLOSED_ROW - 1, _FORMATS_COLUMN + 1, "your own", font_color=f"#{GREY}")


def _closed_days(report: Report) -> tuple[list[dt.date], list[dt.date]]:
    """OCR's bank holidays, and the days the centre is closed, through the years that the deadlines touch."""
    years = {line.date.year for line in report.lines} | {report.as_of.year}
    span = range(min(years) - 1, max(years) + 2)
    return (
        sorted(day for day in load_bank_holidays("England") if day.year in span),
        sorted(day for day in report.calendar.closed if day.year in span),
    )


def _about(line: DeadlineLine) -> str:
    """What a line is about: the visit or, for a certificate, the candidate's number and unit."""
    if line.visit is line.of and line.visit:
        held = f", visit on {say(line.visit.visit_date)}" if line.visit.visit_date else ""
        return f"{line.visit.label}{held}"
    number, unit = getattr(line.of, "candidate_number", ""), getattr(line.of, "unit_number", "")
    return f"candidate {number}, unit {unit}"
