"""What is proposed, put into the workbook and checked again: it breaks nothing that was whole."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from centres import random_centre
from tries import tries
from workbooks import xlsx

from ocr_sheets.model.book import Book
from ocr_sheets.patching import Workbook
from ocr_sheets.planning.plan import Plan, make_plan
from ocr_sheets.planning.proposal import as_proposed
from ocr_sheets.planning.terms import Term, span_of
from ocr_sheets.reading import read_book
from ocr_sheets.report import Finding, make_report
from ocr_sheets.rulebook import load_rulebook
from ocr_sheets.rules import Severity

CENTRES = tries(40)
NAMED = {"visit-chargeable", "final-visit-booked-late"}
"""What a proposal may bring, where nothing else was possible."""
TOO_LATE = {"final-visit-after-june"}
"""And this, of work that no visit can see in time any more: before there is a visit, it stands as results without one."""


@pytest.mark.parametrize("seed", range(CENTRES))
def test_a_proposal_put_into_the_workbook_brings_nothing_new_to_fix_or_check(seed: int) -> None:
    plan = plan_of_random_centre(seed)
    assert plan.proposal.is_proven
    then = as_proposed(plan.work, plan.proposal)
    for finding in new_findings(plan, then):
        if finding.rule.code in TOO_LATE:
            assert plan.proposal.cost.left_needed or plan.as_of > dt.date(2027, 6, 30)
        else:
            assert finding.rule.code in NAMED, finding.message
            if finding.rule.code == "visit-chargeable":
                assert any(visit.is_chargeable for visit in plan.proposal.visits)


def test_proposals_stand_on_days_of_their_own_and_where_everybody_is_there() -> None:
    for seed in range(0, CENTRES, 4):
        plan = plan_of_random_centre(seed)
        days = [visit.day for visit in plan.proposal.visits]
        assert len(days) - len(set(days)) <= plan.proposal.cost.same_day
        for window, day in plan.proposal.portfolios.values():
            assert day in window.days
        for visit in plan.proposal.visits:
            for lot in visit.window.lots:
                if visit.day in visit.window.able[lot.alike] and not visit.window.notes:
                    assert not any(plan_is_away(plan, name, visit.day) for name in lot.alike.there)


def plan_is_away(plan: Plan, name: str, day: dt.date) -> bool:
    return any(
        row.code == name
        and row.unavailable_from
        and row.unavailable_from <= day <= (row.unavailable_to or row.unavailable_from)
        for row in plan.report.book.assessors
    )


def plan_of_random_centre(seed: int) -> Plan:
    """The plan of a small random centre on any day of the year."""
    pick = random.Random(seed)
    as_of = dt.date(2026, 9, 14) + dt.timedelta(days=pick.randint(0, 345))
    subjects = pick.randint(1, 4)
    sheets = random_centre(
        pick, as_of, subjects, subjects * pick.randint(1, 5), 2, pick.randint(2, 5), pick.random() < 0.5
    )
    book = read_book(Workbook.from_bytes(xlsx(sheets)), as_of)
    report = make_report("centre.xlsx", book, load_rulebook())
    return make_plan(report, span_of(report, Term.YEAR))


def _place(finding: Finding) -> tuple[str, str, str]:
    """What a finding is of, and where: rows stay where they are when visits are added."""
    return finding.rule.code, finding.sheet, finding.cell.ref if finding.cell else ""


def new_findings(plan: Plan, then: Book) -> list[Finding]:
    """What a book has to fix or check that the plan's own had not."""
    was = {_place(finding) for finding in plan.report.open_findings}
    report = make_report("centre.xlsx", then, load_rulebook())
    grave = (Severity.MUST_FIX, Severity.CHECK)
    return [one for one in report.open_findings if _place(one) not in was and one.rule.severity in grave]
