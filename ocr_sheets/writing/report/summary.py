"""Summary: the verdict, what to do first, the next dates, a chart of the term, and what was read as what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from ocr_sheets import __version__
from ocr_sheets.glossary import FAULT, NOT_CHECKED_MEANS
from ocr_sheets.model.reading_words import why_words
from ocr_sheets.model.records import Claim
from ocr_sheets.rules import Severity
from ocr_sheets.schedule.progress import OVERDUE
from ocr_sheets.text import plural
from ocr_sheets.writing.formulas import days_left
from ocr_sheets.writing.paper import breaks_between, page_points
from ocr_sheets.writing.readiness import (
    READY_TITLE,
    TO_FILL_IN_TITLE,
    TONES,
    TURNING_LATE_TITLE,
    dates_heading,
    readiness_lines,
    to_fill_in_lines,
    turning_late_lines,
    when,
)
from ocr_sheets.writing.report.kit import ACCEPTED_HEADING, CHECKED, ON_PAPER, SUMMARY, TO_DO, ReportKit, about_line
from ocr_sheets.writing.styles import DAYS_LEFT_FORMAT, FILLS, GREY, HEAD, INK, LINE, PALE, TEXTS
from ocr_sheets.writing.workbook import height

NEXT_DATES = 10
DO_FIRST = 5
_CHART_FRAME, _CHART_BAR, _CHART_MOST = 66, 17, 560
"""The pixels of the chart's title and days, of each visit's bar, and of the highest chart."""
_PIXELS_A_LINE = 20
WIDTHS = (17, 21, 60, 50, 16, 16)
"""The columns' widths in characters."""
_VERDICT_WIDTH = 130
"""How many letters of the verdict's size stand in one line of it."""


class SummarySheet(ReportKit):
    """Summary: the verdict, what to do first, the next dates, a chart of the term, and what was read as what."""

    def _summary(self) -> None:
        report, sheet = self._report, self._sheets[SUMMARY]
        self._head(
            sheet,
            "Are we ready for moderation?",
            f"Checked with ocr-sheets {__version__}. Your own sheets follow.",
        )
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        tone = TONES[report.state]
        colour = f"#{FILLS[tone]}" if tone else "#DCEFE1"
        ink = f"#{TEXTS[tone]}" if tone else "#1D5B33"
        row = self._banner(
            sheet, 3, len(WIDTHS), report.verdict, _VERDICT_WIDTH, font_size=13, bg_color=colour, font_color=ink
        )
        starts = [1]
        for part in (self._counts, self._do_first, self._next_dates, self._how_it_stands, self._chart, self._read):
            starts.append(row + 1)
            row = part(sheet, row + 1)
        self._print(sheet)
        self._keep_whole(sheet, [*starts, row + 1])
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
            *([(FAULT, broken, FILLS[Severity.MUST_FIX], TEXTS[Severity.MUST_FIX])] if broken else []),
        ]
        for column, (word, count, fill, ink) in enumerate(cells, start=1):
            look = {"bg_color": f"#{fill}", "font_color": f"#{ink}", "align": "center"}
            self._put(sheet, row, column, count, bold=True, font_size=16, **look)
            self._put(sheet, row + 1, column, word, **look)
        sheet.set_row(row - 1, 24)
        if report.not_checked:
            self._put(
                sheet,
                row + 2,
                1,
                f"Not checked: {NOT_CHECKED_MEANS[0].lower()}{NOT_CHECKED_MEANS[1:]} See {self._names[CHECKED]}.",
                font_color=f"#{GREY}",
            )
            row += 1
        return row + 2

    def _do_first(self, sheet: Any, row: int) -> int:
        causes = [
            cause
            for cause in self._report.causes
            if cause.first.rule.severity is not Severity.ADVICE and not cause.first.accepted
        ]
        if not causes:
            return row
        shown = causes[:DO_FIRST]
        row = self._section(sheet, row, "Do first")
        row = self._list(
            sheet, row, "ocr_sheets_do_first", ("Where", "By when", "What is wrong", "What to do", "Who"), len(shown)
        )
        for cause in shown:
            finding, message = cause.first, cause.message
            wrap = {"text_wrap": True, "bottom": 4, "bottom_color": f"#{LINE}"}
            self._link(sheet, row, 1, finding.cell, **wrap)
            self._put(sheet, row, 2, self._by(finding), **wrap)
            is_one = len(cause.findings) == 1 and finding.candidate_number and finding.unit
            about = f"{finding.candidate_number}, {finding.unit}: " if is_one else ""
            about = about or (f"{len(cause.findings)} times: " if len(cause.findings) > 1 else "")
            self._put(sheet, row, 3, about + message, **wrap)
            self._put(sheet, row, 4, finding.fix, **wrap)
            self._put(sheet, row, 5, finding.who, **wrap)
            sheet.set_row(row - 1, height((about + message, WIDTHS[2]), (finding.fix, WIDTHS[3])))
            row += 1
        rest = len(causes) - DO_FIRST
        if rest > 0:
            self._link_to(sheet, row, 1, self._names[TO_DO], "A1", f"{rest} more on {self._names[TO_DO]}")
            row += 1
        return row

    def _next_dates(self, sheet: Any, row: int) -> int:
        lines = self._report.next_dates[:NEXT_DATES]
        row = self._section(sheet, row, dates_heading(self._report))
        if not lines:
            self._put(sheet, row, 1, "No upcoming deadlines.", font_color=f"#{GREY}")
            return row + 1
        headings = ("Date", "Days left", "Deadline", "Visit", "State")
        row = self._list(sheet, row, "ocr_sheets_next", headings, len(lines))
        for line in lines:
            self._date(sheet, row, 1, line, self._names[SUMMARY])
            ref = f"A{row}"
            left = (line.date - self._report.as_of).days
            self._formula(sheet, row, 2, days_left(ref), left, num_format=DAYS_LEFT_FORMAT, align="left")
            self._put(sheet, row, 3, line.what)
            self._put(sheet, row, 4, about_line(line))
            if line.state in OVERDUE:
                self._put(sheet, row, 5, str(line.state), bold=True, font_color=f"#{TEXTS[Severity.MUST_FIX]}")
            elif line.date < self._report.as_of:
                self._put(sheet, row, 5, when(line, self._report.as_of))
            row += 1
        return row

    def _keep_whole(self, sheet: Any, starts: Sequence[int]) -> None:
        """On paper a part of the sheet that fits on a page is not torn in two."""
        heights = [sheet.points(first, below - 1) for first, below in pairwise(starts)]
        breaks = breaks_between(heights, page_points(WIDTHS))
        sheet.set_h_pagebreaks([starts[part] - 1 for part in breaks])

    def _how_it_stands(self, sheet: Any, row: int) -> int:
        """How ready each visit is, what turns late next, and what is to fill in; nothing of what there is none of."""
        report = self._report
        parts = {
            READY_TITLE: readiness_lines(report),
            TURNING_LATE_TITLE: turning_late_lines(report),
            TO_FILL_IN_TITLE: to_fill_in_lines(report),
        }
        for title, lines in parts.items():
            row = self._lines(sheet, row, title, lines)
        return row - 1

    def _lines(self, sheet: Any, row: int, title: str, lines: Iterable[str]) -> int:
        """A section of plain lines with an empty row below it; nothing where there are none."""
        shown = list(lines)
        if not shown:
            return row
        row = self._section(sheet, row, title)
        for line in shown:
            self._put(sheet, row, 1, line)
            row += 1
        return row + 1

    def _chart(self, sheet: Any, row: int) -> int:
        """Each visit of the year as a bar, from its first deadline to its day. Returns the row after it."""
        first, last = self._bars
        if last < first:
            return row - 1
        name = self._names[ON_PAPER]
        chart = self._workbook.add_chart({"type": "bar", "subtype": "stacked"})
        categories = [name, first - 1, 0, last - 1, 0]
        chart.add_series(
            {
                "categories": categories,
                "values": [name, first - 1, 7, last - 1, 7],
                "fill": {"none": True},
                "border": {"none": True},
            }
        )
        chart.add_series(
            {
                "name": "From the first deadline to the visit",
                "categories": categories,
                "values": [name, first - 1, 8, last - 1, 8],
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
        tall = min(_CHART_FRAME + _CHART_BAR * len(starts), _CHART_MOST)
        chart.set_size({"width": 1200, "height": tall})
        sheet.insert_chart(
            row - 1, 0, chart, {"description": "Bars for each visit, from the first deadline to the day of the visit"}
        )
        return row + -(-tall // _PIXELS_A_LINE)

    def _read(self, sheet: Any, row: int) -> int:
        report = self._report
        grey = {"font_color": f"#{GREY}"}
        rows: list[tuple[tuple[object, ...], dict[str, str]]] = [
            *(
                ((read.sheet, read.rows, read.said, f"{read.reached_by} (headings in row {read.heading_row})"), {})
                for read in report.read_as
            ),
            *(((aside.sheet, None, "not used", why_words(aside.why)), grey) for aside in report.book.set_aside),
            *(((name, None, "not used", None), grey) for name in report.unread),
        ]
        row = self._section(sheet, row, "How we read your sheets")
        row = self._list(sheet, row, "ocr_sheets_read", ("Sheet", "Rows", "Read as", "Recognised by"), len(rows))
        for values, look in rows:
            for column, value in enumerate(values, start=1):
                self._put(sheet, row, column, value, align="left", **look)
            row += 1
        chosen = sum(1 for claim in report.book.claims if (used := report.book.visit_of(claim)) and used.chosen)
        laid = ", ".join(report.rulebook.laid_over)
        headings = "; ".join(f"{name}: {', '.join(unread)}" for name, unread in report.unread_headings.items())
        notes = [
            *([f"Read as the mapping file {report.book.mapping} says."] if report.book.mapping else []),
            *(f"{read.sheet}: {remark}" for read in report.read_as for remark in read.remarks),
            *([f"Columns we did not use: {headings}."] if headings else []),
            *(
                [f"Uses your figures from {report.settings}, not OCR's: {laid}. See {self._names[CHECKED]}."]
                if laid
                else []
            ),
            *(
                f"{plural(chosen, 'claim has/claims have')} no visit. We used the next visit for their subject: see {report.book.called(Claim)}."
                for _ in range(bool(chosen))
            ),
            *self._not_placed,
            *(
                f"A reason under “{ACCEPTED_HEADING}” is no longer needed: {lapsed.reason} ({lapsed.message})"
                for lapsed in dict.fromkeys(report.lapsed)
            ),
        ]
        for note in notes:
            row += 1
            self._put(sheet, row, 1, note)
        return row
