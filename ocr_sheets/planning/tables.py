"""The plan as tables. The only module that imports pandas; nothing that `validate` needs imports it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from ocr_sheets.dates import say
from ocr_sheets.planning.load import WEEK, Task, monday
from ocr_sheets.planning.plan import Plan
from ocr_sheets.planning.proposal import Proposed
from ocr_sheets.planning.readiness import Stage

Table = Any
"""A pandas DataFrame, which has no types of its own here."""


def timeline(plan: Plan) -> Table:
    """Every visit and deadline of the plan, in order of date."""
    return pd.DataFrame(
        [
            (
                monday(day.day),
                day.day,
                day.what,
                day.about,
                day.last_working_day or day.day,
                "done"
                if day.done
                else "proposed"
                if day.is_proposed
                else "past"
                if day.day < plan.as_of
                else "to come",
                day.source,
            )
            for day in plan.days
        ],
        columns=["Week of", "Date", "What", "For", "Last working day", "State", "Source"],
    )


def tasks(plan: Plan) -> Table:
    """How many portfolios each person has to do what for, in each week with anything to do: one row a person and task."""
    rows = [
        (week.person, task, week.monday, count) for week in plan.weeks for task, count in week.counts.items() if count
    ]
    frame = pd.DataFrame(rows, columns=["Person", "Task", "Week", "Portfolios"])
    frame["Task"] = pd.Categorical(frame["Task"], categories=list(Task), ordered=True)
    wide = frame.pivot_table(
        index=["Person", "Task"], columns="Week", values="Portfolios", aggfunc="sum", fill_value=0, observed=True
    )
    wide.insert(0, "In all", wide.sum(axis=1))
    return wide.reset_index()


def load(plan: Plan) -> Table:
    """Portfolios to assess and standardise by week and person: one row a week from this one to the last with any, one column a person."""
    rows = [(week.monday, week.person, week.pace) for week in plan.weeks if week.pace]
    frame = pd.DataFrame(rows, columns=["Week", "Person", "Portfolios"])
    wide = frame.pivot_table(index="Week", columns="Person", values="Portfolios", aggfunc="sum", fill_value=0)
    if len(wide):
        first, last = monday(plan.as_of), max(wide.index)
        every = [first + WEEK * n for n in range((last - first).days // WEEK.days + 1)]
        wide = wide.reindex(every, fill_value=0)
    return wide


def busiest(plan: Plan) -> Table:
    """Each person's busiest week beside the limit, if one is set; the busiest first."""
    rows = [(week.person, week.pace, week.monday) for week in plan.weeks if week.pace]
    frame = pd.DataFrame(rows, columns=["Person", "Most in a week", "In the week of"])
    frame = frame.sort_values(["Most in a week", "Person", "In the week of"], ascending=[False, True, True])
    frame = frame.drop_duplicates("Person")
    frame["Limit"] = [plan.limits.get(person) for person in frame["Person"]]
    return frame[["Person", "In the week of", "Most in a week", "Limit"]]


def budget(plan: Plan) -> Table:
    """The year's visits by what they are counted by."""
    return pd.DataFrame(
        [
            (
                one.title,
                str(one.subject.family),
                one.year,
                one.held,
                one.ahead,
                one.proposed,
                one.figure,
                one.left,
                None if one.is_verified else one.chargeable,
                one.fee,
                one.in_words(),
            )
            for one in plan.budgets
        ],
        columns=[
            "Subject area or entry code", "Family", "Year", "Held", "Ahead", "Proposed", "Free, or due", "Left, or to plan",
            "Chargeable", "Fee", "In words",
        ],
    )  # fmt: skip


def candidates(plan: Plan) -> Table:
    """Every candidate by number, the furthest behind first, with how many units are how far."""
    return pd.DataFrame(
        [
            (one.candidate_number, one.entry_code, one.subject, str(one.stage), *(one.counts.get(s, 0) for s in Stage))
            for one in plan.ready
        ],
        columns=["Candidate number", "Entry code", "Subject", "Furthest behind", *(str(s).capitalize() for s in Stage)],
    )


def readiness(plan: Plan) -> Table:
    """How many candidates of each subject are how far, by the unit that is furthest behind."""
    frame = pd.DataFrame([(one.subject, str(one.stage)) for one in plan.ready], columns=["Subject", "Stage"])
    counts = pd.crosstab(frame["Subject"], frame["Stage"]) if len(frame) else pd.DataFrame()
    return counts.reindex(columns=[str(stage) for stage in Stage if str(stage) in counts.columns])


def windows(plan: Plan) -> Table:
    """The bounds of each window, one a row, with the days that hold for all its work."""
    rows: list[tuple[object, ...]] = []
    for window in plan.windows:
        for bound in window.bounds:
            rows.append(
                (
                    window.title, "not before" if bound.is_first else "not after", bound.day, bound.why, str(bound.whose),
                    bound.source,
                )
            )  # fmt: skip
        for kept in window.left_out:
            why = f"{kept.why}: {kept.days} {'day' if kept.days == 1 else 'days'}"
            rows.append((window.title, "left out", None, why, str(kept.whose), ""))
        rows += [(window.title, "note", None, note, "", "") for note in window.notes]
    return pd.DataFrame(rows, columns=["Visit for", "Bound", "Day", "Why", "Whose", "Source"])


def needed(plan: Plan) -> Table:
    """The visits that are still needed: between which days, and the day proposed."""
    rows: list[tuple[object, ...]] = []
    for window in plan.windows:
        days: list[Proposed | None] = [visit for visit in plan.proposal.visits if visit.window.title == window.title]
        work = f"{window.portfolios} portfolios" if window.portfolios != 1 else "1 portfolio"
        if window.entered_only:
            work += f", {window.entered_only} candidates entered without claims"
        if window.short:
            work += f", {window.short} due this year"
        for visit in days or [None]:
            rows.append(
                (
                    window.title, work, window.first or "no one day", window.last or window.conflict,
                    visit.day if visit else "no day", visit.allowance if visit else "",
                    visit.enter_by if visit else None, visit.claim_by if visit else None,
                    visit.book_by if visit else None,
                )
            )  # fmt: skip
    return pd.DataFrame(
        rows,
        columns=[
            "Visit for", "What needs it", "First day for all", "Last day for all", "Proposed", "Allowance", "Enter by", "Claim by", "Book by",
        ],
    )  # fmt: skip


def clashes(plan: Plan) -> Table:
    """What does not go together."""
    return pd.DataFrame(list(plan.clashes), columns=["Date", "What does not go together", "What to do"])


def figures(plan: Plan) -> Mapping[str, str]:
    """The figures of the plan in words, for its head."""
    ahead = [day for day in plan.days if day.what == "Visit" and day.day >= plan.as_of]
    coming = [day for day in plan.days if day.what != "Visit" and day.day >= plan.as_of and not day.done]
    following = f", the next on {say(coming[0].day)}" if coming else ""
    return {
        "Visits ahead": f"{sum(not day.is_proposed for day in ahead)}",
        "Visits proposed": f"{sum(day.is_proposed for day in ahead)}",
        "Deadlines ahead": f"{len(coming)}{following}",
        "Clashes": f"{len(plan.clashes)}",
    }
