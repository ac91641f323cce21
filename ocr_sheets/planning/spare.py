"""Visits that could be spared: free ones that nothing proposed needs, and visits on Visits whose work another one could take."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from ocr_sheets.model.records import Family, Visit
from ocr_sheets.planning.problem import Problem
from ocr_sheets.planning.search import Solution
from ocr_sheets.planning.windows import Window
from ocr_sheets.planning.work import Place, Portfolio, Work
from ocr_sheets.text import listed, plural

MOST_NAMED = 6


def some_of(titles: Sequence[str]) -> str:
    """Subjects as a list, of which the first are named where there are many."""
    if len(titles) <= MOST_NAMED + 1:
        return listed(titles)
    return listed([*titles[:MOST_NAMED], f"{len(titles) - MOST_NAMED} more subjects"])


def spared(work: Work, found: Sequence[Window], problem: Problem, best: Solution) -> Iterator[str]:
    """What is told of visits that are not needed, in sentences. EQA visits are due, and none of them is to spare."""
    titles = [
        window.title
        for window, group, days in zip(found, problem.groups, best.days, strict=True)
        if window.subject.family is Family.TECHNICALS and len(days) == 1 and group.free > 1
    ]
    if titles:
        each = " each" if len(titles) > 1 else ""
        yield f"One visit{each} would do for {some_of(titles)}: the other free one is not needed for what is there."
    yield from _on_visits(work)


def _on_visits(work: Work) -> Iterator[str]:
    by_subject: defaultdict[object, list[Portfolio]] = defaultdict(list)
    for portfolio in work.portfolios:
        if portfolio.is_open and portfolio.subject:
            by_subject[portfolio.subject[:2]].append(portfolio)
    for subject in work.subjects:
        own = by_subject[subject[:2]]
        ahead = {visit.visit_date: visit for visit in work.visits_of(subject) if work.is_possible(visit)}
        if subject.family is not Family.TECHNICALS or len(ahead) < 2 or not own:
            continue
        if any(portfolio.place is Place.NEEDS_VISIT or _has_slipped(work, portfolio) for portfolio in own):
            continue  # whoever missed a visit may need the other, or ask whether the first can still take the work
        enough = next((visit for visit in ahead.values() if _takes_all(work, visit, own)), None)
        if enough:
            others = " and ".join(visit.label for visit in ahead.values() if visit is not enough)
            yield (
                f"One visit would do for {work.title(subject)}: {enough.label} could take its {plural(len(own), 'portfolio')}, "
                f"and {others} could be spared."
            )


def _has_slipped(work: Work, portfolio: Portfolio) -> bool:
    used = work.book.visit_of(portfolio.claim)
    return used is not None and used.slipped_from is not None


def _takes_all(work: Work, visit: Visit, portfolios: Sequence[Portfolio]) -> bool:
    return all(not work.obstacle(one.claim, visit.visit_date) for one in portfolios)
