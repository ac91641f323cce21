"""The plan on one page of HTML that prints on A4: no script, nothing fetched, no candidate named. `page.html` is its form."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from ocr_sheets import __version__
from ocr_sheets.dates import MONTHS, WEEKDAYS, say, say_weekday
from ocr_sheets.glossary import NOBODY
from ocr_sheets.model.records import Visit
from ocr_sheets.planning import tables
from ocr_sheets.planning.load import Task, monday
from ocr_sheets.planning.plan import OnDay, Plan
from ocr_sheets.planning.windows import Whose, Window
from ocr_sheets.planning.words import first_deadline, headline, how_it_stands, how_sure, is_calm, no_visits
from ocr_sheets.schedule.deadlines import What
from ocr_sheets.text import begun, plural
from ocr_sheets.writing.page_template import page_template

MOST_VISITS, MOST_DATES, MOST_PEOPLE, MOST_WEEKS, MOST_CLASHES, MOST_ALTERNATIVES = 14, 11, 10, 5, 5, 3
MOST_SUBJECTS, MOST_NEEDED = 8, 6
"""What one page has room for; the rest is in the workbook, and the page says so."""

MOST_DAYS_OF_A_YEAR = 366
MOST_LETTERS = 32
"""Letters of a visit's name on the picture."""

WIDTH, LABELS, TOP, ROW = 720, 150, 24, 17
"""The picture's width, the room for names, the room for months, and the height of a row, in its own units."""

LETTERS: dict[str, str] = {
    What.ENTER_BY: "E",
    What.SAY_TYPE_BY: "T",
    What.CLAIM_BY: "C",
    What.SAMPLE_BY: "S",
    What.UPLOAD_BY: "U",
    What.BOOK_BY: "B",
    What.EQA_DECISION_BY: "D",
}


class Mark(NamedTuple):
    """One deadline on the picture: where it is, its letters (none, where they would stand on others), what it is called."""

    x: float
    letters: str
    title: str


class Bar(NamedTuple):
    """One visit on the picture."""

    label: str
    title: str
    y: int
    x: float
    width: float
    end: float
    is_proposed: bool
    is_over: bool
    marks: Sequence[Mark]


class Band(NamedTuple):
    """A month, or a run of closed days, on the picture."""

    x: float
    width: float
    name: str


def plan_page(plan: Plan) -> str:
    """The page of a plan: the same plan gives the same text."""
    scale = _Scale(plan)
    dates = list(_dates(plan))
    visits = plan.visits[:MOST_VISITS]
    readiness = _readiness(plan)
    return page_template(__package__, "page.html").render(
        title=f"Plan for {plan.span.name}",
        centre=plan.report.book.centre.centre_name or "",
        as_of=say_weekday(plan.as_of),
        reading=plan.span.reading,
        headline=headline(plan),
        is_calm=is_calm(plan),
        figures=tables.figures(plan),
        width=WIDTH,
        labels=LABELS,
        top=TOP,
        row=ROW,
        height=TOP + ROW * len(visits) + 4,
        months=list(scale.months()),
        closed=list(scale.closed()),
        today=scale.x(plan.as_of) if plan.as_of in plan.span else None,
        bars=list(_bars(plan, visits, scale)),
        visits_left=len(plan.visits) - len(visits),
        no_visits=no_visits(plan),
        dates=dates[:MOST_DATES],
        dates_left=max(0, len(dates) - MOST_DATES),
        weeks=_weeks(plan)[0],
        people=_weeks(plan)[1],
        people_left=_weeks(plan)[2],
        budgets=plan.budgets[:MOST_SUBJECTS],
        budgets_left=max(0, len(plan.budgets) - MOST_SUBJECTS),
        needed=[
            {
                "title": window.title,
                "between": _between(window, plan),
                "days": [visit for visit in plan.proposed if visit.window is window],
                "why": _why(window, plan),
                "notes": window.notes,
            }
            for window in _soonest_first(plan)[:MOST_NEEDED]
        ],
        needed_left=max(0, len(plan.windows_shown) - MOST_NEEDED),
        proven=how_sure(plan),
        alternatives=plan.proposal.alternatives[:MOST_ALTERNATIVES],
        not_covered=plan.proposal.not_covered,
        clashes=plan.clashes[:MOST_CLASHES],
        clashes_left=max(0, len(plan.clashes) - MOST_CLASHES),
        how_it_stands=how_it_stands(plan),
        readiness={**readiness, "rows": readiness["rows"][:MOST_SUBJECTS]},
        readiness_left=max(0, len(readiness["rows"]) - MOST_SUBJECTS),
        answers=plan.answers,
        limits=_limits(plan),
        short=lambda day: _short(day, plan),
        version=__version__,
        workbook=plan.report.workbook,
    )


class _Scale:
    """Days to places across the picture. The whole span, or from the first bar to the last, where that is longer."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        starts = [first_deadline(plan, visit) for visit in plan.visits]
        self.first = min([plan.span.first, *starts])
        self.last = plan.span.last

    def x(self, day: dt.date) -> float:
        """The place of the beginning of a day."""
        day = min(max(day, self.first), self.last + dt.timedelta(days=1))
        return round(LABELS + (WIDTH - LABELS - 8) * (day - self.first).days / ((self.last - self.first).days + 1), 1)

    def months(self) -> Iterator[Band]:
        """The months, as far as they lie in the picture."""
        day = self.first
        while day <= self.last:
            following = dt.date(day.year + (day.month == 12), day.month % 12 + 1, 1)
            yield Band(self.x(day), self.x(following) - self.x(day), f"{MONTHS[day.month - 1]} {day.year % 100:02}")
            day = following

    def closed(self) -> Iterator[Band]:
        """The centre's closures."""
        for row in self._plan.report.book.closures:
            if row.first_day and row.first_day <= self.last and (row.last_day or row.first_day) >= self.first:
                end = (row.last_day or row.first_day) + dt.timedelta(days=1)
                yield Band(self.x(row.first_day), max(1.0, self.x(end) - self.x(row.first_day)), row.reason or "closed")


def _bars(plan: Plan, visits: Sequence[Visit], scale: _Scale) -> Iterator[Bar]:
    by_visit: defaultdict[tuple[str, int], list[OnDay]] = defaultdict(list)
    for day in plan.days:
        if day.visit is not None and day.what != "Visit":
            by_visit[day.visit.sheet, day.visit.row].append(day)
    for place, visit in enumerate(visits):
        assert visit.visit_date is not None
        start, end = scale.x(first_deadline(plan, visit)), scale.x(visit.visit_date)
        proposed = plan.is_proposed(visit)
        yield Bar(
            visit.label if len(visit.label) <= MOST_LETTERS else visit.label[: MOST_LETTERS - 1] + "…",
            f"{visit.label}: visit on {say_weekday(visit.visit_date)}",
            TOP + ROW * place,
            start,
            round(max(1.0, end - start), 1),
            end,
            proposed,
            visit.visit_date < plan.as_of,
            list(_marks(by_visit[visit.sheet, visit.row], scale)),
        )


def _marks(days: Sequence[OnDay], scale: _Scale) -> Iterator[Mark]:
    by_day: defaultdict[dt.date, list[OnDay]] = defaultdict(list)
    for day in days:
        if day.what in LETTERS:
            by_day[day.day].append(day)
    free_from = 0.0
    for date, own in sorted(by_day.items()):
        x = scale.x(date)
        letters = "".join(LETTERS[one.what] for one in own)
        fits = x - 2.5 * len(letters) >= free_from
        if fits:
            free_from = x + 2.5 * len(letters) + 1
        what = ", ".join(_in_words(one.what) for one in own)
        yield Mark(x, letters if fits else "", f"{begun(what)} {say_weekday(date)}")


def _in_words(what: str) -> str:
    return what.in_words if isinstance(what, What) else what.lower()


def _passed(plan: Plan, day: OnDay) -> str:
    """How a day stands that has passed and was not kept by all."""
    return tables.state_of(plan, day) if day.is_overdue or (day.kept and day.kept.missed) else ""


def _dates(plan: Plan) -> Iterator[dict[str, object]]:
    """What was not kept, then what lies ahead: one line for all that is due on a day for one visit."""
    for (date, about, passed), own in groupby(plan.next_days, key=lambda day: (day.day, day.about, _passed(plan, day))):
        days = list(own)
        working = days[0].last_working_day
        what = ", ".join([days[0].what, *(_in_words(day.what) for day in days[1:])])
        yield {
            "day": _short(date, plan),
            "what": what,
            "about": about,
            "is_visit": days[0].what == "Visit",
            "overdue": passed,
            "working": _short(working, plan) if working and working < date else "",
        }


def _short(day: dt.date, plan: Plan) -> str:
    """A day with its weekday, without its year where the plan is of no more than one."""
    return f"{WEEKDAYS[day.weekday()]} {_plain(day, plan)}"


def _plain(day: dt.date, plan: Plan) -> str:
    """A day, without its year where the plan is of no more than one."""
    is_one_year = (plan.span.last - plan.span.first).days <= MOST_DAYS_OF_A_YEAR
    return f"{day.day} {MONTHS[day.month - 1]}" if is_one_year else say(day)


def _weeks(plan: Plan) -> tuple[list[str], list[tuple[str, list[str]]], str]:
    """The next weeks in which anybody has anything to do, and what each person has to do in them."""
    mondays = sorted({week.monday for week in plan.weeks})[:MOST_WEEKS]
    people = sorted({week.person for week in plan.weeks}, key=lambda name: (name == NOBODY, name))
    by_place = {(week.person, week.monday): week for week in plan.weeks}
    rows = []
    for person in people:
        cells = []
        for start in mondays:
            week = by_place.get((person, start))
            counts = week.counts if week else {}
            cells.append(", ".join(f"{task} {counts[task]}" for task in Task if counts.get(task)))
        if any(cells):
            rows.append((person, cells))
    left = []
    if len(rows) > MOST_PEOPLE:
        left.append(f"{len(rows) - MOST_PEOPLE} more people")
    later = len({week.monday for week in plan.weeks}) - len(mondays)
    if later > 0:
        left.append(plural(later, "later week"))
    heads = [
        "this week" if start == monday(plan.as_of) else f"from {start.day} {MONTHS[start.month - 1]}"
        for start in mondays
    ]
    return heads, rows[:MOST_PEOPLE], " and ".join(left)


def _limits(plan: Plan) -> str:
    """The limits, those that most people have as one."""
    common = Counter(plan.limits.values()).most_common(1)
    if not common or common[0][1] == 1:
        return ", ".join(f"{person} {limit}" for person, limit in sorted(plan.limits.items()))
    usual = common[0][0]
    others = [f"{person} {limit}" for person, limit in sorted(plan.limits.items()) if limit != usual]
    return ", ".join([f"{usual} each", *others])


def _why(window: Window, plan: Plan) -> str:
    """The bound that decides on each side of a window, and which days between are left out."""
    first = max((bound for bound in window.bounds if bound.is_first), key=lambda one: one.day)
    last = min((bound for bound in window.bounds if not bound.is_first), key=lambda one: one.day)
    told = "; ".join(
        f"{'from' if bound.is_first else 'to'} {_plain(bound.day, plan)}: {bound.brief} ({bound.source}"
        f"{', our interpretation' if bound.whose is Whose.OURS else ''})"
        for bound in (first, last)
    )
    left_out = " and ".join(kept.brief for kept in window.left_out if kept.brief != "late August")
    return f"{told}; excluding {left_out}" if left_out else told


def _between(window: Window, plan: Plan) -> str:
    """Between which days the visit can be; where days are proposed that take part of the work, that this is for all at once."""
    if not (window.first and window.last):
        return window.conflict
    takes_all = all(window.takes_all_on(visit.day) for visit in plan.proposal.visits if visit.window is window)
    return f"{'' if takes_all else 'all at once: '}{_plain(window.first, plan)} to {_plain(window.last, plan)}"


def _soonest_first(plan: Plan) -> list[Window]:
    """The windows by the first day proposed in them; those without one come first, for they are the trouble."""
    days = {id(visit.window): visit.day for visit in sorted(plan.proposed, key=lambda visit: visit.day, reverse=True)}
    return sorted(plan.windows_shown, key=lambda window: days.get(id(window), dt.date.min))


def _readiness(plan: Plan) -> dict[str, list[Any]]:
    counts = tables.readiness(plan)
    return {
        "stages": [*counts.columns[1:]],
        "rows": [(subject, values) for subject, *values in counts.rows],
    }
