"""What a date would change: findings, deadlines, claims that would make it, the allowance and the load. The workbook stays as it is."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from difflib import get_close_matches
from typing import NamedTuple

from ocr_sheets.dates import say, say_weekday
from ocr_sheets.errors import UserError
from ocr_sheets.model.book import Book
from ocr_sheets.model.records import Family, Visit, VisitStatus
from ocr_sheets.planning.load import LEVELLED, Staff, pace_needed, work_dues
from ocr_sheets.planning.proposal import as_proposed, propose, proposed_visit, used_this_year
from ocr_sheets.planning.windows import Windows
from ocr_sheets.planning.work import Portfolio, Subject, Work
from ocr_sheets.report import Finding, Report
from ocr_sheets.schedule.allowance import visits_counted
from ocr_sheets.schedule.deadlines import BEFORE_A_VISIT, What, calendar_of, deadline_lines
from ocr_sheets.text import key, plural

MOST_FINDINGS = 8


class Question(NamedTuple):
    """A visit on a day: one on Visits that would be moved, or one more for a subject."""

    text: str
    visit: Visit | None
    subject: Subject
    day: dt.date


class Answer(NamedTuple):
    """What a date would change, in sentences under headings."""

    question: Question
    title: str
    told: tuple[tuple[str, tuple[str, ...]], ...]


def read_question(work: Work, text: str, read_day: Callable[[str], dt.date]) -> Question:
    """What is asked by “IT on 2027-03-10”. Raises `UserError`; ``read_day`` reads the day, and raises `ValueError` if it is none."""
    asked = re.fullmatch(r"\s*(.+?)\s+on\s+(.+?)\s*", text, flags=re.IGNORECASE)
    if asked is None:
        raise UserError(f"“{text}” is not a visit on a day: write it as “IT on 2027-03-10”.")
    name, day_text = asked[1], asked[2]
    try:
        day = read_day(day_text)
    except ValueError as error:
        raise UserError(f"“{day_text}” is not a day: write it as “{name} on 2027-03-10”.") from error
    if day < work.as_of:
        raise UserError(f"{say(day)} is past: give a day from {say(work.as_of)} on.")
    visits = [visit for visit in work.book.visits if visit.name and key(visit.name) == key(name)]
    standing = [visit for visit in visits if visit.stands] or visits
    if standing:
        visit = standing[0]
        subject = _subject_of(work, visit)
        if subject is None:
            raise UserError(
                f"{visit.label} has no subject area or entry code that is known, so nothing can be worked out for it."
            )
        if visit.status is VisitStatus.DONE or (visit.visit_date and visit.visit_date < work.as_of):
            raise UserError(f"{visit.label} is over, and cannot be moved.")
        return Question(text, visit, subject, day)
    found = [subject for subject in work.subjects if key(name) in (subject.key, key(work.title(subject)))]
    if not found:
        # A verified qualification is known by its subject area too, where that is of one entry code only.
        found = [subject for subject in work.subjects if work.book.subject_of(subject.name) == key(name)]
    if len(found) == 1:
        return Question(text, None, found[0], day)
    if found:
        codes = " or ".join(subject.name for subject in found)
        raise UserError(f"“{name}” can be {codes}: name the entry code.")
    known = [subject.name for subject in work.subjects] + [visit.name for visit in work.book.visits if visit.name]
    by_key = {key(one): one for one in known}
    near = [by_key[one] for one in get_close_matches(key(name), by_key, n=2, cutoff=0.6)]
    hint = (
        f"did you mean {' or '.join(f'“{one}”' for one in near)}?"
        if near
        else f"there are {', '.join(dict.fromkeys(known))}."
    )
    raise UserError(f"Nothing on Qualifications or Visits is called “{name}”: {hint}")


def _subject_of(work: Work, visit: Visit) -> Subject | None:
    return next((one for one in work.subjects if visit in work.visits_of(one)), None) or next(
        (
            one
            for one in work.subjects
            if one.family is work.book.family_of_visit(visit)
            and one.key == (key(visit.entry_code or "") or work.book.subject_of_visit(visit))
        ),
        None,
    )


def answer(work: Work, question: Question, again: Callable[[Book], Report]) -> Answer:
    """What would be different with that date. ``again`` checks a book with the rules that checked this one."""
    book = _changed(work, question)
    then = Work(again(book))
    visit = next(row for row in book.visits if _is_asked(question, row, work))
    moved = question.visit is not None
    title = (
        f"{visit.label} moved from {say(question.visit.visit_date) if question.visit and question.visit.visit_date else 'no date'}"
        f" to {say_weekday(question.day)}"
        if moved
        else f"A visit for {work.title(question.subject)} on {say_weekday(question.day)}"
    )
    return Answer(
        question,
        title,
        (
            ("Can it be", tuple(_can_it_be(work, question))),
            ("Claims that would make it", tuple(_claims(work, then, question, visit))),
            ("Deadlines", tuple(_deadlines(work, then, visit))),
            ("Allowance", tuple(_allowance(work, then, question, visit))),
            ("Load", tuple(_loads(work, then))),
            ("Findings", tuple(_findings(work.report, then.report, question))),
        ),
    )


def _changed(work: Work, question: Question) -> Book:
    if question.visit is not None:
        moved = question.visit._replace(
            visit_date=question.day,
            moved_from=question.visit.visit_date,
            status=VisitStatus.CONFIRMED if question.visit.status is VisitStatus.CONFIRMED else VisitStatus.PLANNED,
        )
        return replace(
            work.book, visits=tuple(moved if row is question.visit else row for row in work.book.visits), made=None
        )
    sheet = work.book.visits[0].sheet if work.book.visits else "Visits"
    row = max((visit.row for visit in work.book.visits), default=1) + 1
    return replace(
        work.book,
        made=None,
        visits=(
            *work.book.visits,
            proposed_visit(work, question.subject, question.day, f"{question.subject.name}, what if", sheet, row),
        ),
    )


def _is_asked(question: Question, visit: Visit, work: Work) -> bool:
    if question.visit is not None:
        return (visit.sheet, visit.row) == (question.visit.sheet, question.visit.row)
    return visit.row > max((row.row for row in work.book.visits), default=1)


def _can_it_be(work: Work, question: Question) -> list[str]:
    day = question.day
    told = []
    windows = Windows(work)
    if work.dates.is_august(day):
        told.append("No: there are no visits in the last two weeks of August (S16, B1).")
    if day < windows.notice:
        if question.subject.family is Family.TECHNICALS:
            told.append(
                f"It is sooner than OCR asks: tell the moderator the type {(windows.notice - work.as_of).days} days ahead, so from "
                f"{say(windows.notice)} on (S19)."
            )
        else:
            told.append("It is soon: OCR names no notice for these visits; the EQA arranges them with you (S90).")
    if not calendar_of(work.book).is_worked(day):
        told.append("It is a weekend, a bank holiday or one of your closures.")
    staff = Staff(work.book, max(day, work.as_of))
    people = {
        name
        for portfolio in work.portfolios
        if portfolio.is_open and portfolio.subject and portfolio.subject[:2] == question.subject[:2]
        for name in (work.assessor(portfolio.claim), work.standardiser(portfolio.claim))
        if name
    }
    away = sorted(name for name in people if staff.is_away(name, day))
    if away:
        told.append(f"Away on that day: {', '.join(away)}.")
    others = [
        row.label for row in work.book.visits if row.stands and row.visit_date == day and row is not question.visit
    ]
    if others:
        told.append(f"On the same day: {', '.join(others)}.")
    return told or ["Yes, this date works."]


def _claims(work: Work, then: Work, question: Question, visit: Visit) -> list[str]:
    own = [
        (before, after)
        for before, after in zip(work.portfolios, then.portfolios, strict=True)
        if before.subject and before.subject[:2] == question.subject[:2] and (before.is_open or after.is_open)
    ]
    if question.visit is None:
        waiting = [before for before, _ in own if before.visit is None]
        able = [one for one in waiting if not work.obstacle(one.claim, question.day)]
        others = [one for one, _ in own if one.visit is not None and not work.obstacle(one.claim, question.day)]
        told = ["No portfolio of this subject is without a visit."]
        if waiting:
            told = [f"{len(able)} of the {plural(len(waiting), 'portfolio')} without a visit could be at it."]
        if others:
            told.append(f"{plural(len(others), 'portfolio')} with another visit ahead could be at it as well.")
        return told + _obstacles(work, waiting, question.day)
    was = [before for before, _ in own if before.visit is not None and _same(before.visit, visit)]
    now = [after for _, after in own if after.visit is not None and _same(after.visit, visit)]
    told = [f"{plural(len(now), 'portfolio')} would be at it; now it is {len(was)}."]
    return told + _obstacles(then, [after for before, after in own if before in was and after not in now], question.day)


def _same(one: Visit, other: Visit) -> bool:
    return (one.sheet, one.row) == (other.sheet, other.row)


def _obstacles(work: Work, portfolios: list[Portfolio], day: dt.date) -> list[str]:
    counts: dict[str, int] = {}
    for portfolio in portfolios:
        why = work.obstacle(portfolio.claim, day)
        if why:
            counts[why] = counts.get(why, 0) + 1
    return [f"{plural(count, 'portfolio')} could not: {why}." for why, count in sorted(counts.items())]


def _deadlines(work: Work, then: Work, visit: Visit) -> list[str]:
    before = {
        line.what: line.date
        for line in deadline_lines(work.book, work.report.rulebook)
        if isinstance(line.of, Visit) and _same(line.of, visit)
    }
    told = []
    for line in deadline_lines(then.book, then.report.rulebook):
        if line.of is not visit:
            continue
        was = before.get(line.what)
        left = (line.date - work.as_of).days
        is_done = line.done and line.what is not What.SAY_TYPE_BY
        late = "" if left >= 0 or is_done else ", which is past"
        told.append(
            f"{line.what} {say_weekday(line.date)}{late}" + (f" (was {say(was)})" if was and was != line.date else "")
        )
    return told or ["No deadlines depend on it."]


def _allowance(work: Work, then: Work, question: Question, visit: Visit) -> list[str]:
    counted = next((one for one in visits_counted(then.book, then.report.rulebook) if one.visit is visit), None)
    if counted is None:
        return ["It cannot be counted: its subject is not on Qualifications."]
    is_verified = question.subject.family is Family.VERIFIED
    name = "verified.visits_a_year" if is_verified else "visits.free_a_year"
    figure = work.report.rulebook.number(name, question.day)
    total = used_this_year(then, question.subject, question.day)
    if figure is None:
        return [f"It would be visit {counted.number} of {counted.label}; no figure is published for that year."]
    if is_verified:
        return [f"It would be visit {counted.number} of {counted.label}; {figure} are due, {total} would be planned."]
    told = [
        f"It would be visit {counted.number} of {counted.label}: {total} in all, of which {min(total, figure)} are free."
    ]
    charged = max(0, total - figure)
    was = max(0, used_this_year(work, question.subject, question.day) - figure)
    if charged > was:
        fee = work.book.centre.visit_fee
        cost = f"£{fee:,.2f}" if fee is not None else "the standard visit fee, which is not on your Centre sheet"
        told.append(f"One more visit would be charged: {cost} (S5, S7).")
    return told


def _loads(work: Work, then: Work) -> list[str]:
    before, after = _paces(work), _paces(then)
    told = [
        f"{person}: {after.get(person, 0)} portfolios in a working week to assess and standardise (now {before.get(person, 0)})."
        for person in sorted({*before, *after})
        if before.get(person, 0) != after.get(person, 0)
    ]
    return told or ["No change in workload."]


def _paces(work: Work) -> dict[str, int]:
    """The pace of each person, with the visits still needed where the plan puts them."""
    windows = Windows(work)
    days = [visit.visit_date for visit in work.book.visits if visit.visit_date]
    staff = Staff(work.book, max([windows.end, work.as_of, *days]))
    proposal = propose(work, windows, windows.all(), staff, {}, with_alternatives=False)
    planned = Work(replace(work.report, book=as_proposed(work, proposal)))
    own: dict[str, list[tuple[dt.date, int]]] = {}
    for due in work_dues(planned, planned.portfolios):
        if due.task in LEVELLED:
            own.setdefault(due.person, []).append((due.by, due.size))
    return {person: pace_needed(work.as_of, staff.room(person), dues) for person, dues in own.items()}


EARLIER_IS_WORSE = frozenset(offset.source for offset in BEFORE_A_VISIT.values())
LATER_IS_WORSE = frozenset({"S15"})
"""OCR's sentences by which way a visit must move for what breaks them to grow worse: days before a visit, or a last day for it."""


def _findings(before: Report, after: Report, question: Question) -> list[str]:
    was = {finding.ref: finding for finding in before.open_findings}
    now = {finding.ref: finding for finding in after.open_findings}
    gone = [finding for ref, finding in was.items() if ref not in now]
    new = [finding for ref, finding in now.items() if ref not in was]
    grown: dict[str, list[Finding]] = {"Worse": [], "Better": [], "Changed": []}
    for ref, finding in now.items():
        if ref in was and finding.message != was[ref].message:
            grown[_grown(finding, question)].append(finding)
    told = [*_listed("Gone", gone), *_listed("New", new)]
    for word, own in grown.items():
        told += _listed(word, own)
    return told or ["No change in problems."]


def _grown(finding: Finding, question: Question) -> str:
    """Whether a finding that stays grows worse or better with the day asked for."""
    moved_from = question.visit.visit_date if question.visit else None
    sources = frozenset(finding.rule.source)
    if moved_from is None or not sources & (EARLIER_IS_WORSE | LATER_IS_WORSE):
        return "Changed"
    is_earlier = question.day < moved_from
    return "Worse" if is_earlier == bool(sources & EARLIER_IS_WORSE) else "Better"


def _listed(word: str, findings: list[Finding]) -> list[str]:
    shown = [f"{word}: {finding.message} ({finding.rule.severity})" for finding in findings[:MOST_FINDINGS]]
    if len(findings) > MOST_FINDINGS:
        shown.append(f"{word}: {len(findings) - MOST_FINDINGS} more.")
    return shown
