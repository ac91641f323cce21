"""What is said on the terminal: at most a screenful, and no names of candidates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from ocr_sheets.dates import say, say_weekday
from ocr_sheets.glossary import FAULT, NOT_CHECKED_MEANS
from ocr_sheets.model.reading_words import why_words
from ocr_sheets.reading.questions import questions_on
from ocr_sheets.report import Report
from ocr_sheets.rules import Severity
from ocr_sheets.schedule.deadlines import DeadlineLine
from ocr_sheets.schedule.progress import OVERDUE
from ocr_sheets.text import plural
from ocr_sheets.writing.readiness import (
    TO_FILL_IN_TITLE,
    TONES,
    dates_heading,
    day_of,
    readiness_line,
    to_fill_in_lines,
    when,
)
from ocr_sheets.writing.screen import A_FILE, Screen, visible
from ocr_sheets.writing.shown_headings import shown_headings, without_tabs

NEXT_DATES, FEWEST_COMING = 4, 2
MOST_OVERDUE = 4
MOST_VISITS = 3
MOST_FINDINGS = 3
MOST_NOT_CHECKED = 1


def summary(report: Report, output: Path, screen: Screen = A_FILE) -> Iterator[str]:
    """The report in lines for a terminal."""
    for line in without_tabs(_summary(report, output, screen), report.book):
        yield from screen.flowing(line) if screen.is_terminal and visible(line) > screen.width else [line]


def _summary(report: Report, output: Path, screen: Screen) -> Iterator[str]:
    yield from verdict(report, screen)
    yield _counts(report, screen)
    yield from _dates(report, screen)
    yield from _visits(report, screen)
    yield from _causes(report, screen)
    if report.to_fill_in:
        yield ""
        yield TO_FILL_IN_TITLE
        for line in to_fill_in_lines(report):
            yield from screen.wrapped(line)
    yield from _not_checked(report, screen)
    if report.book.mapping:
        yield screen.cut(f"Read as {report.book.mapping} says")
    if report.book.set_aside:
        yield screen.cut(
            "Sheets we did not use: "
            + "; ".join(f"{one.sheet} ({why_words(one.why)})" for one in report.book.set_aside)
        )
    if report.unread_headings:
        shown = "; ".join(f"{sheet}: {', '.join(headings)}" for sheet, headings in shown_headings(report).items())
        yield screen.cut(f"Columns we did not use: {shown}")
    asked = len(questions_on(report.book))
    if asked:
        yield f"{plural(asked, 'question')} about how it was read: answer them with `ocr-sheets map {report.workbook} --ask`"
    for ended in report.our_mistakes:
        yield screen.cut(f"{FAULT}: the check {ended.rule.code} failed ({ended.reason}). All other results hold.")
    if report.settings:
        changed = ", ".join(report.rulebook.laid_over) or "nothing"
        yield from screen.flowing(f"Uses your figures from {report.settings}, not OCR's: {changed}")
    yield ""
    yield f"Annotated workbook: {output}"


def verdict(report: Report, screen: Screen = A_FILE) -> Iterator[str]:
    """The whole in a sentence or two, in the colour of how it stands; one line where no terminal's width is known."""
    lines = screen.flowing(report.verdict) if screen.is_terminal else [report.verdict]
    yield from (screen.paint(line, TONES[report.state]) for line in lines)


def _dates(report: Report, screen: Screen) -> Iterator[str]:
    """What was not kept, then what comes next."""
    if not report.next_dates:
        return
    yield ""
    yield dates_heading(report)
    passed = report.passed
    shown = passed[:MOST_OVERDUE]
    for line in [*shown, *report.coming[: max(FEWEST_COMING, NEXT_DATES - len(shown))]]:
        about = f"{line.visit.label}" if line.visit else line.of.sheet
        how, more_of_it = _how(line, report.as_of)
        first, *more = screen.hanging(
            f"  {day_of(line, say_weekday(line.date)):<17} {how:<12} {line.what}: {about}{more_of_it}", 33
        )
        yield first.replace(how, screen.paint(how, Severity.MUST_FIX), 1) if line.state in OVERDUE else first
        yield from more
    rest = len(passed) - MOST_OVERDUE
    if rest > 0:
        yield f"  and {rest} more that have passed, on the sheet Deadlines"


def _how(line: DeadlineLine, as_of: dt.date) -> tuple[str, str]:
    """How a deadline stands in a word or two, and what stands after its visit: how many did it, where some were too late for it."""
    kept = line.kept
    if kept is None or not kept.missed or line.state in OVERDUE:
        return when(line, as_of), ""
    return f"{kept.missed} missed it", f" ({kept.done} of {kept.of} done)" if kept.done is not None else ""


def _visits(report: Report, screen: Screen) -> Iterator[str]:
    """How ready the next visits are."""
    ahead = [one for one in report.readiness if one.visit.visit_date and one.visit.visit_date >= report.as_of]
    if ahead:
        yield ""
        yield "Visits"
        for one in ahead[:MOST_VISITS]:
            yield from screen.wrapped(readiness_line(one, report.as_of))


def _causes(report: Report, screen: Screen) -> Iterator[str]:
    """The most serious causes, each with how often it was found, where first, and what to do."""
    causes = [cause for cause in report.causes if not cause.first.accepted]
    if not causes:
        return
    yield ""
    yield "Most serious"
    for cause in causes[:MOST_FINDINGS]:
        first = cause.first
        place = f"{first.sheet}!{first.cell.ref}" if first.cell else first.sheet
        times = f" ({len(cause.findings)} times)" if len(cause.findings) > 1 else ""
        told, *more = screen.hanging(f"  {place:<20} {cause.message}{times}", 23)
        yield told.replace(place, screen.paint(place, first.rule.severity), 1)
        yield from more
        yield from screen.hanging(f"{'':<21}→ {cause.fix}", 23)
    rest = len(causes) - MOST_FINDINGS
    if rest > 0:
        yield f"  and {rest} more, on the sheet To do"


def _counts(report: Report, screen: Screen) -> str:
    counts = [
        screen.paint(text, severity) if count else text
        for severity, count in report.counts.items()
        if (text := f"{str(severity).capitalize()}: {count}")
    ]
    if report.accepted:
        counts.append(f"Accepted: {report.accepted}")
    return "   ".join(counts) + f"   (as at {say(report.as_of)})"


def _not_checked(report: Report, screen: Screen) -> Iterator[str]:
    if not report.not_checked:
        return
    reasons: dict[str, int] = {}
    for ended in report.not_checked:
        reasons[ended.reason] = reasons.get(ended.reason, 0) + 1
    yield ""
    yield from screen.flowing(
        f"Not checked: {len(report.not_checked)} of {len(report.outcomes)} rules. {NOT_CHECKED_MEANS}"
    )
    for reason, count in sorted(reasons.items(), key=lambda item: -item[1])[:MOST_NOT_CHECKED]:
        yield screen.cut(f"  {count} because {reason}")
    if len(reasons) > MOST_NOT_CHECKED:
        yield "  and others; all reasons are on the sheet What was checked"
