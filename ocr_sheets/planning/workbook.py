"""The planning workbook: the plan's tables as sheets, with native charts. It holds candidates' numbers and no names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from ocr_sheets import __version__
from ocr_sheets.dates import MONTHS, say, say_weekday
from ocr_sheets.model.records import Visit
from ocr_sheets.planning import tables
from ocr_sheets.planning.plan import Plan
from ocr_sheets.planning.readiness import Stage
from ocr_sheets.planning.words import first_deadline, headline, how_it_stands, is_calm, no_visits, proven
from ocr_sheets.rules import Severity
from ocr_sheets.schedule.deadlines import What
from ocr_sheets.schedule.progress import OVERDUE
from ocr_sheets.writing.styles import FILLS, GREY, HEAD, INK, LINE, PALE
from ocr_sheets.writing.workbook import Sheets, height

PLAN, TIMELINE, WEEKS, BUSIEST, BUDGET, NEEDED, LIMITS, READY, EACH, CLASHES, WHAT_IF = (
    "Plan", "Timeline", "Who does what", "Busiest weeks", "Visit budget", "Visits needed", "Why these limits", "Candidates",
    "Each candidate", "Clashes", "What if",
)  # fmt: skip

SERIES = ("1F4E5F", "C8793B", "5B8C5A", "7A5C99", "B0473F", "4A7FB5", "8A7A3C", "5F6B73", "C9899B", "3C8D8A")
"""Colours of people in the chart of load; beside it the table says the same in figures."""
MOST_SERIES = 10
MOST_ON_PLAN = 12
MOST_ROWS_OF_A_PAGE = 40
_BARS = 9
"""The first column of the chart's figures on Timeline."""


def plan_workbook(plan: Plan) -> bytes:
    """The planning workbook of a plan: the same plan gives the same bytes."""
    return _PlanSheets(plan).write()


class _PlanSheets(Sheets):
    """Writes the sheets of one plan. Rows and columns are counted from 1; charts and print areas are XlsxWriter's and count from 0."""

    def __init__(self, plan: Plan) -> None:
        super().__init__()
        self._plan = plan
        self._properties(f"Plan for {plan.span.name}")

    def write(self) -> bytes:
        """All sheets."""
        names = [
            PLAN, TIMELINE, WEEKS, BUSIEST, BUDGET, NEEDED, LIMITS, READY, EACH, CLASHES, *([WHAT_IF] if self._plan.answers else []),
        ]  # fmt: skip
        sheets = {name: self._workbook.add_worksheet(name) for name in names}
        self._timeline(sheets[TIMELINE])
        self._weeks(sheets[WEEKS])
        self._busiest(sheets[BUSIEST])
        self._budget(sheets[BUDGET])
        self._needed(sheets[NEEDED])
        self._limits(sheets[LIMITS])
        self._ready(sheets[READY])
        self._each(sheets[EACH])
        self._clashes(sheets[CLASHES])
        if self._plan.answers:
            self._what_if(sheets[WHAT_IF])
        self._front(sheets[PLAN])
        sheets[PLAN].activate()
        return self._finished()

    # -- tools

    def _open(self, sheet: Any, title: str, below: str, pages: int = 0) -> None:
        """A sheet's title, and its page for printing: as tall as it comes, or on so many pages."""
        self._head(sheet, title, below)
        self._print(sheet, pages=pages)

    def _put(self, sheet: Any, row: int, column: int, value: Any, **properties: Any) -> None:
        """One cell. Figures stand at the left, under their headings."""
        is_figure = isinstance(value, int | float)
        super()._put(sheet, row, column, value, **({"align": "left", **properties} if is_figure else properties))

    def _filled(
        self, sheet: Any, row: int, name: str, table: tables.Table, widths: Sequence[float], empty: str,
        look: Callable[[Mapping[str, Any]], Mapping[str, Any]] | None = None,
    ) -> int:  # fmt: skip
        """A table as an Excel table with its rows; the row after it. Where it has no rows, the words say so instead."""
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        if not table.rows:
            self._put(sheet, row, 1, empty, font_color=f"#{GREY}")
            return row + 1
        headings = [_heading(heading, table.columns) for heading in table.columns]
        self._table(sheet, row, name, list(zip(headings, widths, strict=False)), len(table))
        for place, values in enumerate(table.rows, start=row + 1):
            more = look(dict(zip(map(str, table.columns), values, strict=True))) if look else {}
            long = {
                column: (value, width)
                for column, (value, width) in enumerate(zip(values, widths, strict=False), start=1)
                if isinstance(value, str) and len(value) > width
            }
            for column, value in enumerate(values, start=1):
                wraps = {"text_wrap": True} if column in long else {}
                self._put(sheet, place, column, value, **{**wraps, **more})
            if long:
                sheet.set_row(place - 1, height(*long.values()))
        return row + len(table) + 1

    # -- sheets

    def _front(self, sheet: Any) -> None:
        plan = self._plan
        self._open(
            sheet, f"Plan for {plan.span.name}", f"As at {say_weekday(plan.as_of)}. {plan.span.reading}", pages=1
        )
        for column, width in enumerate((24, 30, 30, 22, 18, 18)):
            sheet.set_column(column, column, width)
        colour = "DCEFE1" if is_calm(plan) else FILLS[Severity.CHECK]
        row = 1 + self._banner(sheet, 3, 6, headline(plan), 125, font_size=12, bg_color=f"#{colour}")
        for column, (name, text) in enumerate(tables.figures(plan).items(), start=1):
            self._put(sheet, row, column, text, bold=True, font_size=13, bg_color=f"#{PALE}")
            self._put(sheet, row + 1, column, name, bg_color=f"#{PALE}", font_color=f"#{GREY}")
        row = self._section(sheet, row + 3, "Proposed visits")
        headings = ("Visit for", "Day", "Allowance", str(What.ENTER_BY), str(What.CLAIM_BY), str(What.BOOK_BY))
        row = self._list(sheet, row, "plan_proposed", headings, len(plan.proposed))
        for visit in plan.proposed:
            values = (visit.window.title, visit.day, visit.allowance, visit.enter_by, visit.claim_by, visit.book_by)
            for column, value in enumerate(values, start=1):
                self._put(sheet, row, column, value)
            row += 1
        if not plan.proposed:
            self._put(sheet, row, 1, no_visits(plan), font_color=f"#{GREY}")
            row += 1
        coming = plan.next_days
        row = self._section(sheet, row + 1, "Next")
        headings_of_next = ("Day", "What", "For", "Last working day", "State")
        row = self._list(sheet, row, "plan_next", headings_of_next, min(len(coming), MOST_ON_PLAN))
        for day in coming[:MOST_ON_PLAN]:
            look: dict[str, Any] = {"bold": True} if day.what == "Visit" else {}
            if day.is_overdue:
                look = {"bold": True, "bg_color": f"#{FILLS[Severity.MUST_FIX]}"}
            state = tables.state_of(plan, day)
            for column, value in enumerate((day.day, day.what, day.about, day.last_working_day, state), start=1):
                self._put(sheet, row, column, value, **look)
            row += 1
        if not coming:
            self._put(sheet, row, 1, no_visits(plan), font_color=f"#{GREY}")
            row += 1
        elif len(coming) > MOST_ON_PLAN:
            self._put(sheet, row, 1, f"{len(coming) - MOST_ON_PLAN} more on {TIMELINE}", font_color=f"#{GREY}")
            row += 1
        for title, lines in how_it_stands(plan).items():
            row = self._section(sheet, row + 1, title)
            for at, line in enumerate(lines):
                self._put(sheet, row + at, 1, line)
            row += len(lines)
        self._gantt(sheet, row + 1)
        self._put(
            sheet, row + 20, 1, f"Made by ocr-sheets {__version__} from {plan.report.workbook}.", font_color=f"#{GREY}"
        )

    def _timeline(self, sheet: Any) -> None:
        plan = self._plan
        self._open(
            sheet,
            "Timeline",
            "Every visit and every deadline, in order of date. Proposed visits are not in your workbook yet.",
        )
        table = tables.timeline(plan)

        def look(row: Mapping[str, Any]) -> Mapping[str, Any]:
            if row["State"] == "done":
                return {"font_color": f"#{GREY}"}
            if row["State"] in OVERDUE:
                return {"bold": True, "bg_color": f"#{FILLS[Severity.MUST_FIX]}"}
            return {"bold": True} if row["What"] == "Visit" else {}

        end = self._filled(sheet, 4, "plan_timeline", table, (17, 17, 20, 44, 17, 11, 9), no_visits(plan), look)
        sheet.freeze_panes(4, 0)
        sheet.repeat_rows(3)
        sheet.print_area(0, 0, end - 1, 6)
        self._first_bar, self._last_bar = 5, 4 + len(plan.visits)
        for column, heading in enumerate(("First deadline", "Days to the visit", "Visit"), start=_BARS):
            sheet.set_column(column - 1, column - 1, 17)
            self._put(sheet, 4, column, f"{heading} (for the chart)", font_color=f"#{GREY}", text_wrap=True)
        for place, visit in enumerate(plan.visits, start=self._first_bar):
            assert visit.visit_date is not None
            first = first_deadline(plan, visit)
            self._put(sheet, place, _BARS, first, font_color=f"#{GREY}")
            self._put(sheet, place, _BARS + 1, max(1, (visit.visit_date - first).days), font_color=f"#{GREY}")
            self._put(sheet, place, _BARS + 2, self._bar_name(visit), font_color=f"#{GREY}")

    def _bar_name(self, visit: Visit) -> str:
        assert visit.visit_date is not None
        return f"{visit.label}, {say(visit.visit_date)}"

    def _bars(self, column: int) -> list[str | int]:
        """One column of the chart's figures on Timeline, as a chart asks for it."""
        return [TIMELINE, self._first_bar - 1, column - 1, self._last_bar - 1, column - 1]

    def _gantt(self, sheet: Any, row: int) -> None:
        """Each visit from its first deadline to its day, as a bar whose first part is not drawn."""
        plan = self._plan
        if not plan.visits:
            return
        chart = self._workbook.add_chart({"type": "bar", "subtype": "stacked"})
        names = self._bars(_BARS + 2)
        chart.add_series(
            {
                "name": "First deadline",
                "categories": names,
                "values": self._bars(_BARS),
                "fill": {"none": True},
                "border": {"none": True},
            }
        )
        points = [
            {
                "fill": {"color": "#FFFFFF" if plan.is_proposed(visit) else f"#{HEAD}"},
                "border": {"color": f"#{HEAD}", "dash_type": "dash" if plan.is_proposed(visit) else "solid"},
            }
            for visit in plan.visits
        ]
        chart.add_series(
            {
                "name": "Days to the visit",
                "categories": names,
                "values": self._bars(_BARS + 1),
                "points": points,
                "fill": {"color": f"#{HEAD}"},
                "gap": 60,
            }
        )
        epoch = dt.date(1899, 12, 30)
        starts = [first_deadline(plan, visit) for visit in plan.visits]
        ends = [visit.visit_date for visit in plan.visits if visit.visit_date]
        low, high = min(starts).replace(day=1), max(ends) + dt.timedelta(days=7)
        chart.set_x_axis(
            {
                "num_format": "d mmm",
                "min": (low - epoch).days,
                "max": (high - epoch).days,
                "major_unit": max(14, (high - low).days // 10),
                "major_gridlines": {"visible": True, "line": {"color": f"#{LINE}"}},
            }
        )
        chart.set_y_axis({"reverse": True})
        chart.set_title(
            {
                "name": "Visits, each from its first deadline to its day; white bars are proposed",
                "name_font": {"size": 11, "color": f"#{INK}"},
            }
        )
        chart.set_legend({"none": True})
        chart.set_size({"width": 960, "height": 90 + 28 * len(plan.visits)})
        sheet.insert_chart(
            row - 1, 0, chart, {"description": "Bars for each visit, from the first deadline to the day of the visit"}
        )

    def _weeks(self, sheet: Any) -> None:
        plan = self._plan
        table = tables.tasks(plan)
        self._open(
            sheet,
            "Who does what, week by week",
            "Assessing and standardising spread evenly to meet every deadline. Other tasks show in the week they are due.",
            pages=int(len(table) <= MOST_ROWS_OF_A_PAGE),
        )
        widths = (16, 17, 9, *[9] * max(0, len(table.columns) - 3))
        end = self._filled(sheet, 4, "plan_weeks", table, widths, "No tasks in these weeks.")
        sheet.freeze_panes(4, 3)
        # The chart's figures stand right of what is printed.
        last = max(len(table.columns), 12)
        self._load(sheet, end + 1, last + 3)
        sheet.print_area(0, 0, end + 19, last)

    def _busiest(self, sheet: Any) -> None:
        self._open(
            sheet,
            "Busiest weeks",
            "Portfolios to assess and standardise in each person's busiest week, beside the limit if one is set.",
        )
        self._filled(
            sheet, 4, "plan_busiest", tables.busiest(self._plan), (24, 18, 14, 10), "No portfolios are left to assess."
        )

    def _load(self, sheet: Any, row: int, left: int) -> None:
        table = tables.load(self._plan)
        if not table.rows:
            return
        people = table.columns[1:]
        shown = people[:MOST_SERIES]
        self._section(sheet, row, "Load per person and week")
        at = 4
        sheet.set_column(left - 1, left - 1, 13)
        self._put(sheet, at, left, "Week of (for the chart)", font_color=f"#{GREY}", text_wrap=True)
        for column, person in enumerate(people, start=left + 1):
            self._put(sheet, at, column, person, font_color=f"#{GREY}")
        for place, (week, *values) in enumerate(table.rows, start=at + 1):
            assert isinstance(week, dt.date)
            self._put(sheet, place, left, say(week), font_color=f"#{GREY}")
            for column, value in enumerate(values, start=left + 1):
                self._put(sheet, place, column, value, font_color=f"#{GREY}")
        chart = self._workbook.add_chart({"type": "column", "subtype": "stacked"})
        for column, colour in enumerate(SERIES[: len(shown)], start=left + 1):
            chart.add_series(
                {
                    "name": [WEEKS, at - 1, column - 1],
                    "categories": [WEEKS, at, left - 1, at + len(table) - 1, left - 1],
                    "values": [WEEKS, at, column - 1, at + len(table) - 1, column - 1],
                    "fill": {"color": f"#{colour}"},
                    "border": {"color": "#FFFFFF", "width": 0.5},
                    "gap": 40,
                }
            )
        title = "Portfolios to assess and standardise, by week"
        if len(people) > MOST_SERIES:
            title += f" (the {MOST_SERIES} with most)"
        chart.set_title({"name": title, "name_font": {"size": 11, "color": f"#{INK}"}})
        chart.set_y_axis({"major_gridlines": {"visible": True, "line": {"color": f"#{LINE}"}}, "min": 0})
        chart.set_x_axis({"num_font": {"rotation": -45, "size": 8}})
        chart.set_legend({"position": "right"})
        chart.set_size({"width": 960, "height": 360})
        sheet.insert_chart(
            row,
            0,
            chart,
            {"description": "Columns for each week, stacked by person; the table has the figures"},
        )

    def _budget(self, sheet: Any) -> None:
        self._open(
            sheet,
            "Visit budget",
            "Cambridge Technicals: free visits by subject area and academic year. Verified: visits due to each qualification. "
            "With the visits proposed.",
        )

        def look(row: Mapping[str, Any]) -> Mapping[str, Any]:
            return {"bg_color": f"#{FILLS[Severity.ADVICE]}"} if row["Chargeable"] and row["Chargeable"] > 0 else {}

        widths = (28, 22, 10, 8, 8, 10, 10, 10, 12, 10, 44)
        end = self._filled(
            sheet,
            4,
            "plan_budget",
            tables.budget(self._plan),
            widths,
            "Add subject areas to Qualifications to count visits.",
            look,
        )
        fee = self._plan.report.book.centre.visit_fee
        word = f"The fee is the one on your Centre sheet: £{fee:,.2f} a visit." if fee is not None else (
            "The standard visit fee is not on your Centre sheet, and the tool has no figure of its own."
        )  # fmt: skip
        self._put(sheet, end + 1, 1, word, font_color=f"#{GREY}")

    def _needed(self, sheet: Any) -> None:
        plan = self._plan
        self._open(
            sheet,
            "Visits still needed",
            "Earliest and latest date for each visit, our suggestion, and why.",
        )
        widths = (24, 26, 18, 56, 18, 28, 17, 17, 17)
        row = self._filled(sheet, 4, "plan_needed", tables.needed(plan), widths, no_visits(plan))
        row = 1 + self._section(sheet, row + 1, "Why these days")
        for text in (proven(plan), *plan.proposal.spared, *plan.proposal.not_covered):
            self._put(sheet, row, 1, text)
            row += 1
        if plan.proposal.alternatives:
            row = self._section(sheet, row + 1, "The next best")
            for other in plan.proposal.alternatives:
                self._put(sheet, row, 1, f"{'; '.join(other.moves)}: {'; '.join(other.costs) or 'costs the same'}")
                row += 1

    def _limits(self, sheet: Any) -> None:
        self._open(
            sheet,
            "Why these limits",
            "What sets the earliest and the latest date of each visit, and the days that are excluded.",
        )
        self._filled(
            sheet, 4, "plan_bounds", tables.windows(self._plan), (24, 26, 18, 56, 18, 28), no_visits(self._plan)
        )

    def _ready(self, sheet: Any) -> None:
        self._open(
            sheet,
            "Candidates by readiness",
            "Candidates at each stage, counted by their least finished unit. Each column shows how many units.",
        )
        counts = tables.readiness(self._plan)
        row = self._filled(sheet, 4, "plan_readiness", counts, (24, 16, 22, 18), "No claims are planned.")
        if counts.rows:
            chart = self._workbook.add_chart({"type": "bar", "subtype": "stacked"})
            for column, stage in enumerate(counts.columns[1:], start=1):
                chart.add_series(
                    {
                        "name": [READY, 3, column],
                        "categories": [READY, 4, 0, 3 + len(counts), 0],
                        "values": [READY, 4, column, 3 + len(counts), column],
                        "fill": {"color": f"#{STAGE_FILLS[Stage(str(stage))]}"},
                        "border": {"color": "#FFFFFF"},
                        "gap": 50,
                    }
                )
            chart.set_title(
                {"name": "Candidates by their least finished unit", "name_font": {"size": 11, "color": f"#{INK}"}}
            )
            chart.set_y_axis({"reverse": True})
            chart.set_legend({"position": "bottom"})
            chart.set_size({"width": 820, "height": 110 + 30 * len(counts)})
            sheet.insert_chart(row, 0, chart, {"description": "Bars for each subject; the table above has the figures"})

    def _each(self, sheet: Any) -> None:
        self._open(sheet, "Each candidate", "By number, the least finished first. Each column shows how many units.")
        table = tables.candidates(self._plan)
        has_centres = "Centre number" in table.columns
        widths = (24, *[16] * has_centres, 16, 22, 18, *[13] * len(Stage))
        self._filled(sheet, 4, "plan_candidates", table, widths, "No claims are planned.")

    def _clashes(self, sheet: Any) -> None:
        self._open(
            sheet,
            "Clashes",
            "Visits on one day, staff away, closed days, weeks beyond a limit, and visits nobody needs.",
        )
        row = self._filled(sheet, 4, "plan_clashes", tables.clashes(self._plan), (17, 90, 50), "No clashes.")
        if not self._plan.limits:
            self._put(
                sheet, row + 1, 1, "No limit was set on portfolios in a week: one can be set when the plan is made, for everybody or for one person.",
                font_color=f"#{GREY}",
            )  # fmt: skip

    def _what_if(self, sheet: Any) -> None:
        self._open(sheet, "What if", "What a date would change. Your workbook stays as it is.")
        sheet.set_column(0, 0, 28)
        sheet.set_column(1, 1, 110)
        row = 4
        for answer in self._plan.answers:
            row = self._section(sheet, row, answer.title)
            for heading, sentences in answer.told:
                for place, sentence in enumerate(sentences):
                    self._put(sheet, row, 1, heading if place == 0 else None, bold=True, font_color=f"#{GREY}")
                    self._put(sheet, row, 2, sentence, text_wrap=True)
                    sheet.set_row(row - 1, 15 * (-(-len(sentence) // 104)))
                    row += 1
            row += 1


def _heading(heading: object, among: Iterable[object]) -> str:
    """A heading; a week's, by its Monday, with the year only where there is another such day."""
    if not isinstance(heading, dt.date):
        return str(heading)
    twins = [one for one in among if isinstance(one, dt.date) and (one.month, one.day) == (heading.month, heading.day)]
    return f"{heading.day} {MONTHS[heading.month - 1]}" if len(twins) == 1 else say(heading)


STAGE_FILLS: Mapping[Stage, str] = {
    Stage.NEEDS_VISIT: "B0473F",
    Stage.TO_ASSESS: "D98E4A",
    Stage.TO_STANDARDISE: "E3C063",
    Stage.TO_CLAIM: "A7C4D6",
    Stage.CLAIMED: "5B8FB0",
    Stage.CONFIRMED: "3F7A5A",
    Stage.LEFT: "B9BEC2",
}
