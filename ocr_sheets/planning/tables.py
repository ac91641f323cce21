"""The plan as tables of plain rows, which the workbook and the page write."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ocr_sheets.dates import say
from ocr_sheets.glossary import NOBODY
from ocr_sheets.planning.load import WEEK, Task, monday
from ocr_sheets.planning.plan import OnDay, Plan
from ocr_sheets.planning.proposal import Proposed
from ocr_sheets.planning.readiness import Stage
from ocr_sheets.planning.windows import Window
from ocr_sheets.schedule.deadlines import What
from ocr_sheets.text import plural
from ocr_sheets.writing.readiness import state_in_words


@dataclass(frozen=True)
class Table:
    """Headings (text, or the Mondays of weeks) and rows. A cell without anything in it is ``None``."""

    columns: Sequence[object]
    rows: Sequence[Sequence[object]]

    def __len__(self) -> int:
        return len(self.rows)


def timeline(plan: Plan) -> Table:
    """Every visit and deadline of the plan, in order of date."""
    return Table(
        ["Week of", "Date", "What", "For", "Last working day", "State", "Source"],
        [
            (
                monday(day.day),
                day.day,
                day.what,
                day.about,
                day.last_working_day or day.day,
                state_of(plan, day),
                day.source,
            )
            for day in plan.days
        ],
    )


def state_of(plan: Plan, day: OnDay) -> str:
    """How a day of the plan stands, in the words of Deadlines."""
    if day.is_proposed:
        return "proposed"
    if day.what == "Visit" and not day.done:
        return "past" if day.day < plan.as_of else "to come"
    return state_in_words(day.what, day.state, day.kept)


def tasks(plan: Plan) -> Table:
    """How many portfolios each person has to do what for, in each week with anything to do: one row a person and task."""
    counts: defaultdict[tuple[str, int], Counter[object]] = defaultdict(Counter)
    order = list(Task)
    for week in plan.weeks:
        for task, count in week.counts.items():
            if count:
                counts[week.person, order.index(task)][week.monday] += count
    mondays = sorted({week.monday for week in plan.weeks if any(week.counts.values())})
    return Table(
        ["Person", "Task", "Total", *mondays],
        [
            (person, str(order[task]), own.total(), *(own[start] or None for start in mondays))
            for (person, task), own in sorted(counts.items())
        ],
    )


def load(plan: Plan) -> Table:
    """Portfolios to assess and standardise by week and person, for the people who are named: one row a week from the first to the last
    with any, one column a person, those with most first.
    """
    paces: defaultdict[str, Counter[object]] = defaultdict(Counter)
    for week in plan.weeks:
        if week.pace and week.person != NOBODY:
            paces[week.person][week.monday] += week.pace
    people = sorted(paces, key=lambda person: (-paces[person].total(), person))
    last = max((week.monday for week in plan.weeks if week.pace and week.person != NOBODY), default=None)
    if last is None:
        return Table(["Week"], [])
    first = monday(max(plan.as_of, plan.span.first))
    mondays = [first + WEEK * n for n in range((last - first).days // WEEK.days + 1)]
    return Table(["Week", *people], [(start, *(paces[person][start] for person in people)) for start in mondays])


def busiest(plan: Plan) -> Table:
    """Each person's busiest week beside the limit, if one is set; the busiest first."""
    weeks = sorted((-week.pace, week.person, week.monday) for week in plan.weeks if week.pace)
    first = {person: (person, start, -pace, plan.limits.get(person)) for pace, person, start in reversed(weeks)}
    rows = sorted(first.values(), key=lambda row: (-row[2], row[0]))
    return Table(["Person", "In the week of", "Busiest week", "Limit"], rows)


def budget(plan: Plan) -> Table:
    """The visits of the plan's years by what they are counted by."""
    return Table(
        [
            "Subject area or entry code", "Family", "Year", "Held", "Ahead", "Proposed", "Free (verified: required)", "Left (verified: to arrange)",
            "Chargeable", "Fee", "In words",
        ],
        [
            (
                one.title, str(one.subject.family), one.year, one.held, one.ahead, one.proposed, one.figure, one.left,
                None if one.is_verified else one.chargeable, one.fee, one.in_words(),
            )
            for one in plan.budgets
        ],
    )  # fmt: skip


def candidates(plan: Plan) -> Table:
    """Every candidate by number, the furthest behind first, with how many units are how far."""
    has_centres = any(one.centre for one in plan.ready)
    headings = ["Candidate number", *["Centre number"] * has_centres, "Entry code", "Subject", "Furthest behind"]
    return Table(
        [*headings, *(str(stage).capitalize() for stage in Stage)],
        [
            (
                one.candidate_number,
                *[one.centre] * has_centres,
                one.entry_code,
                one.subject,
                str(one.stage),
                *(one.counts.get(s, 0) for s in Stage),
            )
            for one in plan.ready
        ],
    )


def readiness(plan: Plan) -> Table:
    """How many candidates of each subject are how far, by the unit that is furthest behind."""
    counts: defaultdict[str, Counter[Stage]] = defaultdict(Counter)
    for one in plan.ready:
        counts[one.subject][one.stage] += 1
    stages = [stage for stage in Stage if any(own[stage] for own in counts.values())]
    rows = [(subject, *(own[stage] for stage in stages)) for subject, own in sorted(counts.items())]
    return Table(["Subject", *map(str, stages)], rows)


def windows(plan: Plan) -> Table:
    """The bounds of each window, one a row, with the days that hold for all its work."""
    rows: list[Sequence[object]] = []
    for window in plan.windows_shown:
        for bound in window.bounds:
            side = "not before" if bound.is_first else "not after"
            rows.append((window.title, side, bound.day, bound.why, str(bound.whose), bound.source))
        for kept in window.left_out:
            rows.append(
                (window.title, "excluded", None, f"{kept.why}: {plural(kept.days, 'day')}", str(kept.whose), "")
            )
        rows += [(window.title, "note", None, note, "", "") for note in window.notes]
    return Table(["Visit for", "Limit", "Day", "Why", "Set by", "Source"], rows)


def needed(plan: Plan) -> Table:
    """The visits that are still needed: between which days, and the day proposed."""
    rows = []
    for window in plan.windows_shown:
        days: Iterable[Proposed | None] = [one for one in plan.proposed if one.window.title == window.title] or [None]
        rows += [_needed(window, visit) for visit in days]
    return Table(
        [
            "Visit for", "What needs it", "First day for all", "Last day for all", "Proposed", "Allowance", What.ENTER_BY, What.CLAIM_BY, What.BOOK_BY,
        ],
        rows,
    )  # fmt: skip


def _needed(window: Window, visit: Proposed | None) -> Sequence[object]:
    work = plural(window.portfolios, "portfolio")
    if window.implied:
        work += f", {window.implied} of them not on Claims yet"
    if window.short:
        work += f", {window.short} due this year"
    between = (window.title, work, window.first or "no one day", window.last or window.conflict)
    if visit is None:
        return (*between, "no day", "", None, None, None)
    return (*between, visit.day, visit.allowance, visit.enter_by, visit.claim_by, visit.book_by)


def clashes(plan: Plan) -> Table:
    """What does not go together."""
    return Table(["Date", "Clash", "What to do"], plan.clashes)


def figures(plan: Plan) -> Mapping[str, str]:
    """The figures of the plan in words, for its head."""
    ahead = [day for day in plan.days if day.what == "Visit" and day.day >= plan.as_of]
    coming = [day for day in plan.days_ahead if day.what != "Visit"]
    overdue = sum(day.is_overdue for day in plan.days)
    following = f", the next on {say(coming[0].day)}" if coming else ""
    return {
        "Visits ahead": f"{sum(not day.is_proposed for day in ahead)}",
        "Visits proposed": f"{sum(day.is_proposed for day in ahead)}",
        "Deadlines ahead": f"{len(coming)}{following}",
        "Late or missed": f"{overdue}",
        "Clashes": f"{len(plan.clashes)}",
    }
