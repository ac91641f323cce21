"""Plan a term or the year: the planning workbook, the page to print, and the workbook with the visits proposed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from ocr_sheets.errors import UserError
from ocr_sheets.model.records import VisitStatus
from ocr_sheets.page.asked import Asked, section, shown, table
from ocr_sheets.page.protocol import Parcel
from ocr_sheets.planning import tables
from ocr_sheets.planning.files import Asked as Wanted, plan_for
from ocr_sheets.planning.page import plan_page
from ocr_sheets.planning.plan import Plan
from ocr_sheets.planning.terms import Term
from ocr_sheets.planning.words import headline, how_it_stands, proven, title_of, told_of_visits
from ocr_sheets.planning.workbook import plan_workbook
from ocr_sheets.planning.written import with_visits


def answer(asked: Asked) -> Parcel:
    """The plan, and what a day that is asked about would change."""
    first, last = asked.day("first", "The first day"), asked.day("last", "The last day")
    if first and last and last < first:
        raise UserError("The last day of the plan is before its first: change one of them.")
    wanted = Wanted(
        asked.text("term") or Term.YEAR, first, last, tuple(asked.lines("limits")), tuple(asked.lines("questions"))
    )
    plan = plan_for(asked.report, asked.choices, wanted, asked.tell)
    asked.tell("Writing the plan")
    files = [
        asked.made(f"{asked.stem}.plan.xlsx", plan_workbook(plan)),
        asked.made(f"{asked.stem}.plan.html", plan_page(plan).encode()),
    ]
    sections = list(_sections(plan))
    if asked.is_ticked("write"):
        name = f"{asked.stem}.planned{asked.ending}"
        written = with_visits(asked.to_change(), plan) if plan.proposed else None
        if written:
            files.append(asked.made(name, written.data))
        sections.append(section("The copy with the proposed visits", told_of_visits(plan, written)))
    return shown(f"{title_of(plan)}: {headline(plan)}", sections, _tables(plan), files, board=_board(plan))


def _board(plan: Plan) -> Mapping[str, Any]:
    """The visits that can be tried on another day: what is asked by, its day, and between which days it can be where that is known."""
    standing = [
        _movable(visit.label, visit.label, visit.visit_date)
        for visit in plan.visits
        if visit.name
        and visit.visit_date
        and visit.visit_date >= plan.as_of
        and not plan.is_proposed(visit)
        and visit.status is not VisitStatus.DONE
    ]
    proposed = [
        _movable(f"{one.window.title} (proposed)", one.window.subject.name, one.day, one.window.first, one.window.last)
        for one in plan.proposed
    ]
    closed = [
        [row.first_day.isoformat(), (row.last_day or row.first_day).isoformat(), row.reason or "closed"]
        for row in plan.report.book.closures
        if row.first_day
    ]
    first = max(plan.as_of, plan.span.first)
    return {
        "first": first.isoformat(),
        "last": plan.span.last.isoformat(),
        "closed": closed,
        "visits": standing + proposed,
    }


def _movable(
    label: str, ask: str, day: dt.date, first: dt.date | None = None, last: dt.date | None = None
) -> Mapping[str, Any]:
    between = [first.isoformat(), last.isoformat()] if first and last else None
    return {"label": label, "ask": ask, "day": day.isoformat(), "between": between}


def _sections(plan: Plan) -> Iterator[Mapping[str, Any]]:
    for one in plan.answers:
        yield {**section(f"What if: {one.title}", []), "parts": [section(heading, told) for heading, told in one.told]}
    if plan.proposal.visits:
        others = [
            f"{'; '.join(other.moves)}: {'; '.join(other.costs) or 'costs the same'}."
            for other in plan.proposal.alternatives
        ]
        yield {**section("Why these days", [proven(plan)]), "parts": [section("Next best", others)] if others else []}
    for heading, lines in how_it_stands(plan).items():
        yield section(heading, lines)


def _tables(plan: Plan) -> Iterator[Any]:
    for heading, made in (
        ("Visits still needed", tables.needed(plan)),
        ("What does not go together", tables.clashes(plan)),
        ("Visits and deadlines by date", tables.timeline(plan)),
        ("Busiest weeks", tables.busiest(plan)),
        ("The visit budget", tables.budget(plan)),
        ("Between which days each visit can be", tables.windows(plan)),
    ):
        if len(made):
            yield table(heading, made.columns, made.rows)
