"""The plan of a term from a workbook: read, planned, and written as a workbook and a page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ocr_sheets.errors import UserError
from ocr_sheets.files.saving import Output, check_replaceable, check_target, save_together
from ocr_sheets.model.book import Book
from ocr_sheets.planning.limits import read_limits
from ocr_sheets.planning.plan import Plan, make_plan
from ocr_sheets.planning.terms import Term, span_of
from ocr_sheets.planning.what_if import answer, read_question
from ocr_sheets.planning.windows import Windows
from ocr_sheets.planning.work import Work
from ocr_sheets.reading.days import typed_day
from ocr_sheets.report import Accepted, Report, make_report
from ocr_sheets.validate import Choices, check_ending, open_to_change, report_on

if TYPE_CHECKING:
    from ocr_sheets.planning.written import Written


class Asked(NamedTuple):
    """What is to be planned, as it was typed."""

    term: str = Term.YEAR
    first: dt.date | None = None
    last: dt.date | None = None
    limits: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()


def plan_of(
    path: Path, as_of: dt.date, choices: Choices, asked: Asked, tell: Callable[[str], object] = lambda _: None
) -> Plan:  # fmt: skip
    """The plan of the workbook at ``path``. Raises `UserError`, whose text is one sentence for the user."""
    tell("Reading and checking the workbook")
    return plan_for(report_on(path, as_of, choices), choices, asked, tell)


def plan_for(report: Report, choices: Choices, asked: Asked, tell: Callable[[str], object] = lambda _: None) -> Plan:
    """The plan of a workbook that has been checked. Raises `UserError`, whose text is one sentence for the user."""
    work = Work(report)
    limits = read_limits(work, asked.limits)
    questions = [read_question(work, text, typed_day) for text in asked.questions]
    span = span_of(report, Term(asked.term), asked.first, asked.last, Windows(work).begin)
    if span.last < span.first:
        raise UserError("The last day of the plan is before its first: give both the first day and the last.")
    plan = make_plan(report, span, limits, tell)
    answers = []
    for question in questions:
        tell(f"Trying {question.text}")
        answers.append(answer(work, question, lambda book: _again(report, book, choices)))
    return replace(plan, answers=tuple(answers))


def write_plan(
    path: Path, workbook: Path, page: Path, as_of: dt.date, choices: Choices, asked: Asked,
    tell: Callable[[str], object] = lambda _: None, copy: Path | None = None,
) -> tuple[Plan, Written | None]:  # fmt: skip
    """Plan the workbook at ``path`` and write the planning workbook, the page and, where one is named and visits are proposed, a copy of the
    workbook with those: all of them, whole, or none.

    A copy that is there and that somebody has worked in is never written over. Raises `UserError`, whose text is one sentence for the
    user.
    """
    from ocr_sheets.planning.page import plan_page
    from ocr_sheets.planning.workbook import plan_workbook
    from ocr_sheets.planning.written import with_visits

    if copy is not None:
        check_ending(path, copy)
    for target in (workbook, page, *([copy] if copy else [])):
        check_target(target, path)
        check_replaceable(target)
    plan = plan_of(path, as_of, choices, asked, tell)
    tell("Writing the plan")
    outputs = [Output(workbook, plan_workbook(plan)), Output(page, plan_page(plan).encode("utf-8"))]
    written = None
    if copy is not None and plan.proposed:
        written = with_visits(open_to_change(path), plan)
        outputs.append(Output(copy, written.data))
    save_together(outputs, path)
    return plan, written


def _again(report: Report, book: Book, choices: Choices) -> Report:
    """The same checks of a changed book."""
    return make_report(
        report.workbook,
        book,
        report.rulebook,
        {finding.ref: Accepted(finding.accepted, finding.message) for finding in report.findings if finding.accepted},
        catalogue=choices.catalogue,
        turned=frozenset(reading.name for reading in choices.settings.turned),
        words=choices.settings.words,
        settings=report.settings,
    )
