"""What the sheets in front share: their names, the report, links to the cells of the centre, and dates that follow them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ocr_sheets.annotations import Follows
from ocr_sheets.dates import say, say_weekday
from ocr_sheets.glossary import NO_DAY
from ocr_sheets.model.records import Family, Visit
from ocr_sheets.model.tables import Cell
from ocr_sheets.report import Finding, Report
from ocr_sheets.rulebook import load_bank_holidays, load_sources
from ocr_sheets.rulebook.sources import Sentence, guidance_for
from ocr_sheets.schedule.allowance import Counted
from ocr_sheets.schedule.deadlines import DeadlineLine
from ocr_sheets.schedule.work import year_looked_at
from ocr_sheets.text import key
from ocr_sheets.writing.formulas import area, following
from ocr_sheets.writing.workbook import Sheets

SUMMARY, TO_DO, TO_FILL_IN, DEADLINES, SAMPLES, VISITS_USED, ON_PAPER, CANDIDATES_ON_PAPER, CHECKED, CLOSED = (
    "Summary",
    "To do",
    "To fill in",
    "Deadlines",
    "Sample lists",
    "Visits used",
    "Visits to print",
    "Candidates to print",
    "What was checked",
    "Closed days",
)

SHEETS = (SUMMARY, TO_DO, TO_FILL_IN, DEADLINES, SAMPLES, VISITS_USED, ON_PAPER, CANDIDATES_ON_PAPER, CHECKED, CLOSED)

TAGS = {
    SUMMARY: "summary",
    TO_DO: "todo",
    TO_FILL_IN: "tofillin",
    DEADLINES: "deadlines",
    SAMPLES: "samples",
    VISITS_USED: "visits",
    ON_PAPER: "onpaper",
    CANDIDATES_ON_PAPER: "candidatesonpaper",
    CHECKED: "checked",
    CLOSED: "closed",
}

REF_HEADING = "Ref"

ACCEPTED_HEADING = "Accepted because"

MESSAGE_HEADING = "What is wrong"

MOST_OF_FOOTER = 120
"""Letters of whose workbook it is in the foot of a page, which holds 255 with all its marks."""
MOST_LINKS = 60_000
"""Excel takes 65,530 links a sheet; beyond ours, the cell's name stands without one."""

FIRST_CLOSED_ROW = 5

OCR_CLOSED_COLUMN, CENTRE_CLOSED_COLUMN = 1, 2

FORMATS_COLUMN, FORMATS_ROW = 16, 6


class ReportKit(Sheets):
    """What the sheets in front share: their names, the report, links to the cells of the centre, and dates that follow them."""

    def __init__(self, report: Report, names: Mapping[str, str], date1904: bool, not_placed: Sequence[str]) -> None:
        self._report = report
        self._names = names
        self._not_placed = not_placed
        self._closed = _closed_days(report)
        super().__init__(date1904, is_joined=True)
        self._sheets = {name: self._workbook.add_worksheet(names[name]) for name in SHEETS}

    @property
    def _whose(self) -> str:
        """Whose workbook it is and on which day: on each sheet and each page of paper, since pages are handed round alone."""
        # The file's name is none of it: an annotated copy that is checked again gets the same bytes under another name.
        day, centre = say_weekday(self._report.as_of), self._report.book.centre.said or self._quoted
        return f"{centre}, as at {day}" if centre else f"As at {day}"

    @property
    def _quoted(self) -> str:
        """A sheet's own title that names the centre, where no cell is headed as its name."""
        title = self._report.book.title
        return f"“{title}”" if title else ""

    def _head(self, sheet: Any, title: str, below: str) -> None:
        super()._head(sheet, title, f"{self._whose}. {below}")

    def _print(self, sheet: Any, heading_row: int | None = None, pages: int = 0) -> None:
        super()._print(sheet, heading_row, pages)
        whose = self._whose[:MOST_OF_FOOTER].replace("&", "&&")
        of = whose if self._report.book.centre.said else f"{whose}, &F"
        sheet.set_footer(f"&L&A: {of}&RPage &P of &N")

    @property
    def places(self) -> Places:
        """Where the lists of closed days stand, and where there is room for the formats below our marks."""
        ocr, centre = self._closed
        name = self._names[CLOSED]

        def run(column: int, days: Sequence[dt.date]) -> str:
            return area(name, FIRST_CLOSED_ROW, column, FIRST_CLOSED_ROW + max(len(days), 1) - 1, column)

        return Places(run(OCR_CLOSED_COLUMN, ocr), run(CENTRE_CLOSED_COLUMN, centre), FORMATS_ROW, FORMATS_COLUMN)

    def _link(self, sheet: Any, row: int, column: int, cell: Cell | None, **properties: Any) -> None:
        if cell is None:
            self._put(sheet, row, column, None, **properties)
            return
        text = f"{cell.sheet}!{cell.ref}"
        if row > MOST_LINKS:
            self._put(sheet, row, column, text, **properties)
            return
        self._link_to(sheet, row, column, cell.sheet, cell.ref, text, **properties)

    def _by(self, finding: Finding) -> str:
        if finding.by is None:
            return NO_DAY
        return f"Overdue: {say(finding.by)}" if finding.by < self._report.as_of else say(finding.by)

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

    @property
    def _dated_visits(self) -> list[Visit]:
        """The visits that stand, of the year this workbook plans or, where none are, all."""
        year = year_looked_at(self._report.book, self._report.rulebook)
        this_year = [counted.visit for counted in self._report.visits if counted.year == year]
        return this_year or [counted.visit for counted in self._report.visits]

    def _start(self, visit: Visit) -> dt.date:
        """The first deadline of a visit; the visit itself where there is none before it."""
        days = [line.date for line in self._report.lines_of(visit).values() if line.days is not None]
        return min([*days, visit.visit_date or dt.date.max])

    @property
    def _used(self) -> list[Counted]:
        """The last visit of each subject area or entry code in each year: its number is how many there are."""
        last: dict[tuple[str, Family, int], Counted] = {}
        for counted in self._report.visits:
            group = (key(counted.of), counted.family, counted.year)
            if group not in last or last[group].number < counted.number:
                last[group] = counted
        return sorted(last.values(), key=lambda counted: (counted.of, counted.family, counted.year))

    @property
    def _bars(self) -> tuple[int, int]:
        """The rows on Visits to print that the chart shows."""
        first = 5
        return first, first + len(self._dated_visits) - 1

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


class Places(NamedTuple):
    """Where the closed days stand, and what is to be given back below our marks, that formulas and later runs refer to."""

    ocr_closed_days: str
    centre_closed_days: str
    formats_row: int
    formats_column: int


def _closed_days(report: Report) -> tuple[list[dt.date], list[dt.date]]:
    """OCR's bank holidays, and the days the centre is closed, through the years that the deadlines touch."""
    years = {line.date.year for line in report.lines} | {report.as_of.year}
    span = range(min(years) - 1, max(years) + 2)
    rulebook = report.rulebook
    begins = rulebook.day_of_year("academic_year.first_day", rulebook.academic_year(report.as_of)) or dt.date.min

    def order(day: dt.date) -> tuple[bool, dt.date]:
        """This academic year's and later ones first: those are printed."""
        return day < begins, day

    return (
        sorted((day for day in load_bank_holidays("England") if day.year in span), key=order),
        sorted((day for day in report.calendar.closed if day.year in span), key=order),
    )


def about_line(line: DeadlineLine) -> str:
    """What a line is about: the visit or, for a certificate, the candidate's number and unit."""
    if line.visit is line.of and line.visit:
        doubt = "?" if line.is_uncertain else ""
        held = f", visit on {say(line.visit.visit_date)}{doubt}" if line.visit.visit_date else ""
        return f"{line.visit.label}{held}"
    number, unit = getattr(line.of, "candidate_number", ""), getattr(line.of, "unit_number", "")
    return f"candidate {number}, unit {unit}"
