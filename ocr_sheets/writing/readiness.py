"""How a visit's readiness, a deadline's state and what is to fill in are said, in every output alike."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterator, Mapping

from ocr_sheets.dates import MONTHS, days, say
from ocr_sheets.glossary import NOBODY
from ocr_sheets.model.records import Place, Visit, VisitType
from ocr_sheets.report import Report
from ocr_sheets.rules import Severity
from ocr_sheets.schedule.deadlines import DeadlineLine, What
from ocr_sheets.schedule.progress import OVERDUE, Kept, State, is_claimed
from ocr_sheets.schedule.readiness import Readiness, Verdict
from ocr_sheets.text import agreeing, plural
from ocr_sheets.to_fill_in import FillInGroup, grouped

TONES = {
    Verdict.NOT_READY: Severity.MUST_FIX,
    Verdict.CANNOT_TELL: Severity.CHECK,
    Verdict.TOO_EARLY: Severity.ADVICE,
    Verdict.READY: None,
}
"""The colour of each verdict: that of a severity, or green."""

READY_TITLE = "How ready each visit is"
ALL_WORK_TITLE = "How ready your visits are, everybody's work together"
"""To a member of staff, of whose own work something else is said beside."""
TURNING_LATE_TITLE = "What becomes late next"
TO_FILL_IN_TITLE = "To fill in, the most useful first"
MOST_TO_FILL_IN = 3
"""What is to fill in, in short: the most useful."""

_NOTHING_NEXT = {
    State.DONE: "all done so far",
    State.CANNOT_TELL: "nothing shows whether all was done",
}
"""What is said of a visit that has no deadline to act on, by its state."""

_ACTS = {What.SAY_TYPE_BY: "tell the moderator the type", What.BOOK_BY: "book it", What.UPLOAD_BY: "upload the sample"}


def readiness_line(one: Readiness, as_of: dt.date) -> str:
    """How ready a visit is, in one line: IT 1, 28 Jan: entered 6 of 14 · claimed 0 of 28 · next: enter the other 8 by 31 Dec."""
    return f"{name_of(one)}: {readiness_steps(one, as_of)}"


def readiness_steps(one: Readiness, as_of: dt.date) -> str:
    """How ready a visit is, without its name."""
    return " · ".join([*_steps(one), next_in_words(one, as_of)])


def readiness_lines(report: Report, of: Collection[Visit] | None = None) -> Iterator[str]:
    """How ready each visit is that lies ahead or was not kept; with ``of`` only these visits."""
    for one in report.readiness:
        if of is not None and one.visit not in of:
            continue
        is_ahead = one.visit.visit_date is not None and one.visit.visit_date >= report.as_of
        if is_ahead or one.state in OVERDUE:
            yield readiness_line(one, report.as_of)


def turning_late_lines(report: Report) -> list[str]:
    """What turns late next, if nothing is typed from today."""
    ready = {(one.visit.sheet, one.visit.row): one for one in report.readiness}
    return [_turning_late(line, ready, report) for line in report.turning_late]


def _turning_late(line: DeadlineLine, ready: Mapping[Place, Readiness], report: Report) -> str:
    """What turns late on the day after its deadline, at which visit, and who is to do it."""
    late_from = f"Late from {say(line.date + dt.timedelta(days=1))}"
    one = ready.get((line.visit.sheet, line.visit.row)) if line.visit else None
    if one is None or line.visit is None:
        return f"{late_from}: {line.what.action}"
    return f"{late_from} · {line.visit.label}: {_act(line, one)} · {_who(line, one.visit, report)}"


def _who(line: DeadlineLine, visit: Visit, report: Report) -> str:
    """Whose work a deadline waits for: of claims the assessors', by how many; all else is the exams officer's."""
    if line.what not in (What.CLAIM_BY, What.CLAIM_ADVISED_BY):
        return "exams officer"
    book = report.book
    waiting = [work for work in book.portfolios_at(visit) if not is_claimed(book, work)]
    counts = Counter(book.assessor_named(work) or NOBODY for work in waiting)
    return ", ".join(f"{name} {count}" for name, count in counts.most_common()) or "exams officer"


def name_of(one: Readiness) -> str:
    """A visit with its day."""
    if not one.visit.name or not one.visit.visit_date:
        return one.visit.label
    return f"{one.visit.name}, {_short(one.visit.visit_date)}{'?' if one.is_uncertain else ''}"


def _steps(one: Readiness) -> Iterator[str]:
    if one.moved_on:
        yield f"{plural(one.moved_on, 'candidate')} too late for it"
    if one.moved_unseen:
        were = agreeing(one.moved_unseen, "was/were")
        yield f"nothing shows whether {plural(one.moved_unseen, 'candidate')} {were} in time for it"
    if not one.entered.of:
        if not one.moved_on and not one.moved_unseen:
            yield _nobodys_work(one.unplaced)
        return
    done_of = {"entered": one.entered}
    if one.portfolios:
        done_of |= {"assessed": one.assessed, "standardised": one.standardised}
    done_of |= {"claimed": one.claimed}
    if one.visit.type is not VisitType.FACE_TO_FACE:
        done_of |= {"uploaded": one.uploaded}
    counts = {what: count for what, count in done_of.items() if count.of}
    yield from (f"{what} {count.done} of {count.of}" for what, count in counts.items() if count.done is not None)
    if hidden := [what for what, count in counts.items() if count.done is None]:
        yield f"not recorded: {', '.join(hidden)}"


def _nobodys_work(unplaced: int) -> str:
    """Why no work is at a visit; ``unplaced`` candidates may be for it."""
    if not unplaced:
        return "no candidate's work is planned for it"
    return f"not known yet whether the work of {plural(unplaced, 'candidate')} is for it"


def next_in_words(one: Readiness, as_of: dt.date) -> str:
    """What to do next for a visit, and by when."""
    line = one.next
    is_ahead = one.visit.visit_date is not None and one.visit.visit_date >= as_of
    if one.moved_on and not one.entered.of and is_ahead:
        return "next: ask the moderator whether it can still take their work"
    if line is None:
        return _NOTHING_NEXT.get(one.state, "nothing due yet") if one.entered.of else "nothing to do for it"
    day = _short(line.date)
    if line.state is State.MISSED:
        return f"missed on {day}: {_act(line, one)}"
    return f"next: {_act(line, one)} {f'(late since {day})' if line.date < as_of else f'by {day}'}"


def _act(line: DeadlineLine, one: Readiness) -> str:
    left = one.entered if line.what is What.ENTER_BY else one.claimed
    verb = {What.ENTER_BY: "enter", What.CLAIM_BY: "claim", What.CLAIM_ADVISED_BY: "claim"}.get(line.what)
    if verb is None:
        return _ACTS.get(line.what, line.what.in_words.removesuffix(" by"))
    if not left.of:
        return "make entries" if line.what is What.ENTER_BY else "submit claims"
    rest = left.of - (left.done or 0)
    return f"{verb} {'the other ' if left.done else 'all ' if rest > 1 else ''}{rest}"


def _short(day: dt.date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]}"


def dates_heading(report: Report) -> str:
    """What stands over the list of deadlines: what was not kept leads it, then what may not have been."""
    if report.overdue:
        return "Overdue and upcoming deadlines"
    return "Deadlines that have passed, and upcoming ones" if report.passed else "Upcoming deadlines"


def state_in_words(what: str, state: State, kept: Kept | None) -> str:
    """How a deadline stands. Its state is that of those who are still to be at the visit, so what others missed is said with it."""
    if what == What.SAMPLE_FROM and state is State.DONE:
        return "passed"  # a day from which OCR may ask: nobody does it
    if kept is None or not kept.missed:
        return str(state)
    done = f"{kept.done} of {kept.of} done, " if kept.done is not None else ""
    missed = f"{kept.missed} missed it" if done else f"{kept.missed} of {kept.of} missed it"
    return f"{f'{state}, ' if state in OVERDUE else ''}{done}{missed}"


def how_it_is(line: DeadlineLine) -> str:
    """The same of a line of the deadlines."""
    return state_in_words(line.what, line.state, line.kept)


def when(line: DeadlineLine, as_of: dt.date) -> str:
    """How long a deadline is ahead, or that it was not kept, or that nothing shows whether it was."""
    if line.state in OVERDUE or line.missed or line.done:
        return how_it_is(line)
    if line.date < as_of:
        return str(State.CANNOT_TELL)
    left = (line.date - as_of).days
    return f"in {days(left)}" if left else "today"


def day_of(line: DeadlineLine, said: str) -> str:
    """The day of a deadline as it was said; with a question mark where the visit may still be put on another day."""
    return f"{said}?" if line.is_uncertain else said


def how_it_stands(report: Report) -> dict[str, list[str]]:
    """How ready each visit is, what turns late next, and all that is to fill in: each below its title, none that is empty."""
    lists = {
        READY_TITLE: list(readiness_lines(report)),
        TURNING_LATE_TITLE: turning_late_lines(report),
        TO_FILL_IN_TITLE: [fill_in_line(group) for group in grouped(report.to_fill_in)],
    }
    return {title: lines for title, lines in lists.items() if lines}


def to_fill_in_lines(report: Report) -> Iterator[str]:
    """What is to fill in, the most useful first, each with what it would bring."""
    for group in grouped(report.to_fill_in)[:MOST_TO_FILL_IN]:
        yield fill_in_line(group)


def fill_in_line(group: FillInGroup) -> str:
    """One thing to fill in, how often, and what it would bring."""
    what = group.first.what.rstrip(".")
    place = f"{group.first.sheet}{f', {group.first.column}' if group.first.column else ''}"
    if group.number > 1:
        what = f"{plural(group.number, 'cell')} to fill in"
    return f"{place}: {what}. This gives you {group.first.brings}."
