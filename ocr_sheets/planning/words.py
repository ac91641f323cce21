"""What the planning workbook, the page and the terminal say of a plan in the same words."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ocr_sheets.dates import say, say_weekday
from ocr_sheets.model.records import Claim, Entry, Qualification, Visit
from ocr_sheets.planning.plan import Plan
from ocr_sheets.planning.problem import Cost
from ocr_sheets.planning.spare import some_of
from ocr_sheets.planning.work import Place
from ocr_sheets.schedule.deadlines import What
from ocr_sheets.schedule.progress import State
from ocr_sheets.text import agreeing, listed, plural
from ocr_sheets.writing.readiness import READY_TITLE, TURNING_LATE_TITLE, readiness_lines, turning_late_lines
from ocr_sheets.writing.screen import Screen

if TYPE_CHECKING:
    from ocr_sheets.planning.written import Written

MOST_READY = 6
"""Visits of which it is said how ready they are, on the one page and the front sheet."""


def headline(plan: Plan) -> str:
    """The plan in a few sentences, the last of them of what could not be planned."""
    return " ".join(
        [*_overdue(plan), _found(plan), *plan.proposal.spared, *plan.proposal.not_covered, *not_planned(plan)]
    )


def is_calm(plan: Plan) -> bool:
    """Whether nothing of a plan needs anybody's attention."""
    overdue = any(day.is_overdue for day in plan.days)
    return not (overdue or plan.clashes or plan.proposal.not_covered or not_planned(plan))


def _overdue(plan: Plan) -> list[str]:
    counts = Counter(day.state for day in plan.days if day.is_overdue)
    told = " and ".join(f"{counts[state]} {state}" for state in (State.LATE, State.MISSED) if counts[state])
    return [f"{agreeing(counts.total(), 'Deadline')} not kept: {told}."] if told else []


def not_planned(plan: Plan) -> list[str]:
    """What the workbook lacks, so that nobody takes a plan without it for a plan of everything."""
    book = plan.report.book
    there = {table.record for table in book.tables}
    missing = [book.called(record) for record in (Qualification, Entry, Claim, Visit) if record not in there]
    told = []
    if missing:
        none = agreeing(len(missing), "There is no sheet/There are no sheets")
        told.append(f"{none} {listed(missing, 'or')}: the plan leaves out what belongs there.")
    if not plan.work.portfolios:
        told.append(
            "No work is known. Add candidates’ entries or courses, so that we can tell which visits are needed."
        )
    if book.made and book.made.unknown_units:
        who = plural(len({number for number, _ in book.made.unknown_units}), "candidate")
        told.append(f"Not known: which optional units {who} take; only what is known of their work is planned.")
    unknown = [
        plural(count, word)
        for word, count in (
            ("claim", book.rows_of_no_family["claims"]),
            ("visit", book.rows_of_no_family["visits"]),
        )
        if count
    ]
    if unknown:
        told.append(f"Not planned: {' and '.join(unknown)}. Add their qualifications to {book.called(Qualification)}.")
    return told


def _found(plan: Plan) -> str:
    if not plan.visits and not plan.windows:
        return no_visits(plan)
    ahead = [visit for visit in plan.visits if visit.visit_date and visit.visit_date >= plan.as_of]
    standing = sum(not plan.is_proposed(visit) for visit in ahead)
    moving = sum(portfolio.place is Place.MOVE for portfolio in plan.work.portfolios)
    parts = [f"{plural(standing, 'visit')} ahead"]
    if plan.windows:
        subjects = some_of([window.title for window in plan.windows])
        within = sum(visit.day in plan.span for visit in plan.proposal.visits)
        later = "" if within == len(plan.proposal.visits) else f", {within} of them in these days"
        parts.append(f"{plural(len(plan.proposal.visits), 'more visit')} needed ({subjects}){later}")
    else:
        parts.append(
            "no more visits needed, from what you have entered" if not_planned(plan) else "no more visits needed"
        )
    if moving:
        parts.append(f"{plural(moving, 'portfolio')} to move to another visit")
    parts.append(plural(len(plan.clashes), "clash/clashes"))
    return "; ".join(parts) + "."


def no_visits(plan: Plan) -> str:
    """What is said where there is nothing to plan."""
    span = f"from {say(plan.span.first)} to {say(plan.span.last)}"
    if plan.visits and not_planned(plan):
        return "No more visits needed, from what you have entered. Some information is missing: see above."
    if plan.visits:
        return "No more visits needed. Every portfolio has a visit."
    if plan.windows:
        return f"No visits planned {span}."
    if not plan.work.portfolios:
        return f"No visits planned {span}. We cannot tell whether one is needed."
    return f"No visits planned {span}. No work in this workbook needs one."


def how_sure(plan: Plan) -> str:
    """How sure it is that no dates are better."""
    cost, bound = plan.proposal.cost, plan.proposal.bound
    if not plan.proposal.is_proven:
        return f"Good dates, but there were too many options to check them all: {gap(cost, bound)}"
    lighter = f", though {_most(cost, bound, 'weeks')}" if cost.weeks > bound.weeks else ""
    return f"Best possible dates{lighter}"


def proven(plan: Plan) -> str:
    """Why the days proposed are these, and how sure that is."""
    if not plan.proposal.visits:
        return no_visits(plan)
    return (
        f"{how_sure(plan)}. We aim, in order, for: no work left out, every visit that is due, the fewest chargeable visits, the fewest visits, "
        "no two visits on one day, no one over your weekly limit, the year's first visits early, the lightest work for each visit and "
        "in each person's busiest week, early visits."
    )


_GAPS = {
    "same_day": ("{} could share its day with no other", "visit"),
    "beyond": ("{} could be within your weekly limits", "more portfolio"),
    "first": ("its first visits could be {} earlier, all together", "day"),
    "load": ("its work could be {} lighter", "step"),
    "weeks": ("people’s busiest weeks could be {} lighter, all together", "step"),
    "days": ("its visits could be {} earlier, all together", "day"),
}
"""What is said of a plan that could be better by some field of `Cost`, and what it is counted in."""


def gap(cost: Cost, bound: Cost) -> str:
    """How far a plan that is not shown to be the best can be from it: in visits, and in the most important thing besides."""
    visits = cost.visits - bound.visits
    told = [f"another could have {plural(visits, 'visit')} fewer" if visits else "no other has fewer visits"]
    found = next((name for name in _GAPS if getattr(cost, name) > getattr(bound, name)), None)
    return " and ".join([*told, _most(cost, bound, found)] if found else told)


def _most(cost: Cost, bound: Cost, name: str) -> str:
    says, unit = _GAPS[name]
    return says.format(f"at most {plural(getattr(cost, name) - getattr(bound, name), unit)}")


def how_it_stands(plan: Plan) -> dict[str, list[str]]:
    """How ready the visits of the centre's own are, and what turns late next: each list below its title, none that is empty."""
    lists = {
        READY_TITLE: list(readiness_lines(plan.report))[:MOST_READY],
        TURNING_LATE_TITLE: turning_late_lines(plan.report),
    }
    return {title: lines for title, lines in lists.items() if lines}


def first_deadline(plan: Plan, visit: Visit) -> dt.date:
    """The day from which a visit's bar is drawn: its first deadline or, where there is none before it, its own day."""
    assert visit.visit_date is not None
    before = [
        day.day for day in plan.days if day.visit is visit and day.day <= visit.visit_date and day.what != What.BOOK_BY
    ]
    return min([*before, visit.visit_date])


def terminal(plan: Plan, workbook: Path, page: Path, screen: Screen) -> Iterator[str]:
    """The plan in lines for a terminal, below its verdict, without anybody's name but the staff codes of the workbook."""
    for line in _lines(plan):
        yield from screen.hanging(line, len(line) - len(line.lstrip()) + 2) or [""]
    yield ""
    yield f"Planning workbook: {workbook}"
    yield f"One page to print: {page}"


def told_of_copy(plan: Plan, written: Written | None, copy: Path) -> Iterator[str]:
    """What is told of the copy of the workbook with the proposed visits, and where it is."""
    for line in told_of_visits(plan, written):
        yield f"{line.removesuffix('.')}: {copy}" if written else line


def told_of_visits(plan: Plan, written: Written | None) -> Iterator[str]:
    """What is told of the copy of the workbook with the proposed visits."""
    if written is None:
        yield f"No copy of {plan.report.workbook} was written: no visit is proposed for these days."
    else:
        yield f"Your workbook with {plural(len(written.names), 'row')} more on {written.sheet}, marked planned."


def title_of(plan: Plan) -> str:
    """What the plan is for."""
    return f"Plan for {plan.span.name}, as at {say(plan.as_of)}"


def verdict_lines(plan: Plan) -> Iterator[str]:
    """What the plan is for, and the plan in a few sentences."""
    yield title_of(plan)
    yield headline(plan)


def _lines(plan: Plan) -> Iterator[str]:
    if plan.proposal.visits:
        yield ""
        yield "Proposed"
        for visit in plan.proposal.visits:
            window = visit.window
            between = (
                f"{'' if window.takes_all_on(visit.day) else 'covers part of the work; all of it could be seen '}"
                f"{'from' if not window.takes_all_on(visit.day) else 'possible from'} {say(window.first)} to {say(window.last)}"
                if window.first and window.last
                else window.conflict
            )
            yield f"  {say_weekday(visit.day):<16} {window.title}: {visit.allowance}; claim by {say(visit.claim_by) if visit.claim_by else '-'}; {between}"
        yield f"  {proven(plan)}"
        if plan.proposal.alternatives:
            yield "  Next best:"
            for other in plan.proposal.alternatives:
                yield f"    {'; '.join(other.moves)}: {'; '.join(other.costs) or 'costs the same'}"
    if plan.clashes:
        yield ""
        yield "Clashes"
        for clash in plan.clashes:
            yield f"  {clash.what} {clash.do}"
    for title, lines in how_it_stands(plan).items():
        yield ""
        yield title
        yield from (f"  {line}" for line in lines)
    for answer in plan.answers:
        yield ""
        yield f"What if: {answer.title}"
        for heading, sentences in answer.told:
            yield f"  {heading}"
            yield from (f"    {sentence}" for sentence in sentences)
