"""What is said on the terminal: at most a screenful, and no names of candidates."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path

from ocr_sheets.book import SHEETS, columns_of
from ocr_sheets.dates import days, say, say_weekday
from ocr_sheets.report import Report
from ocr_sheets.rulebook import Rulebook, load_sources
from ocr_sheets.rules import Rule, Severity
from ocr_sheets.rules.engine import columns_needed

WIDTH = 100
NEXT_DATES = 4
MOST_FINDINGS = 7
MOST_NOT_CHECKED = 2


def summary(report: Report, output: Path) -> Iterator[str]:
    """The report in lines for a terminal."""
    yield report.verdict
    yield _counts(report)
    if report.coming:
        yield ""
        yield "Next dates"
        for line in report.coming[:NEXT_DATES]:
            left = (line.date - report.as_of).days
            when = f"in {days(left)}" if left else "today"
            about = f"{line.visit.label}" if line.visit else line.of.sheet
            yield _cut(f"  {say_weekday(line.date):<16} {when:<12} {line.what}: {about}")
    if report.open_findings:
        yield ""
        yield "Most serious"
        for finding in report.open_findings[:MOST_FINDINGS]:
            place = f"{finding.sheet}!{finding.cell.ref}" if finding.cell else finding.sheet
            yield _cut(f"  {place:<20} {finding.message}")
        rest = len(report.open_findings) - MOST_FINDINGS
        if rest > 0:
            yield f"  and {rest} more, on the sheet To do"
    yield from _not_checked(report)
    for ended in report.our_mistakes:
        yield _cut(f"Our mistake: the rule {ended.rule.code} broke down ({ended.reason}). All other results stand.")
    if report.settings:
        changed = ", ".join(report.rulebook.laid_over) or "nothing"
        yield from textwrap.wrap(
            f"By {report.settings}, not as OCR publishes it: {changed}", WIDTH, break_on_hyphens=False
        )
    yield ""
    yield f"Annotated workbook: {output}"


def _counts(report: Report) -> str:
    counts = [f"{str(severity).capitalize()}: {count}" for severity, count in report.counts.items()]
    if report.accepted:
        counts.append(f"Accepted: {report.accepted}")
    return "   ".join(counts) + f"   (as of {say(report.as_of)})"


def _not_checked(report: Report) -> Iterator[str]:
    if not report.not_checked:
        return
    reasons: dict[str, int] = {}
    for ended in report.not_checked:
        reasons[ended.reason] = reasons.get(ended.reason, 0) + 1
    yield ""
    yield f"Not checked: {len(report.not_checked)} of {len(report.ended)} rules"
    for reason, count in sorted(reasons.items(), key=lambda item: -item[1])[:MOST_NOT_CHECKED]:
        yield _cut(f"  {count} because {reason}")
    if len(reasons) > MOST_NOT_CHECKED:
        yield "  and others; all reasons are on the sheet What was checked"


def _cut(line: str) -> str:
    return line if len(line) <= WIDTH else line[: WIDTH - 1] + "…"


def rule_list(rules: Sequence[Rule]) -> Iterator[str]:
    """All rules, grouped by severity."""
    for severity in Severity:
        group = [rule for rule in rules if rule.severity is severity]
        yield f"{str(severity).capitalize()} ({len(group)})"
        width = max((len(rule.code) for rule in group), default=0)
        for rule in group:
            yield f"  {rule.code:<{width}}  {rule.title}"
        yield ""
    yield "ocr-sheets explain CODE tells more of one."


def explanation(rule: Rule, rulebook: Rulebook) -> Iterator[str]:
    """One rule in full: what, why, what to do, by which figures, and where OCR says so."""
    yield f"{rule.title} ({rule.code})"
    yield f"{str(rule.severity).capitalize()}; {rule.family or 'both families'}"
    yield ""
    yield "Why: " + " ".join(rule.why.split())
    yield f"What to do: {_blanks(rule.fix)}"
    yield f"Example: {rule.example}"
    if rule.uses:
        yield ""
        yield "Figures:"
    for name in rule.uses:
        value = rulebook.value(name)
        for dated in value.dated:
            figure = ", ".join(dated.figure) if isinstance(dated.figure, tuple) else dated.figure
            span = f" from {say(dated.first_day)}" if dated.first_day else ""
            until = f" until {say(dated.last_day)}" if dated.last_day else ""
            yield f"  {value.what}: {figure}{span}{until} ({', '.join(value.source)})"
        if value.reading:
            yield f"    Our reading: {value.reading}"
    yield ""
    if not rule.source:
        yield "Source: the workbook itself; OCR has no sentence on it."
    sources = load_sources()
    for number in rule.source:
        sentence = sources.sentences[number]
        yield f"Source {number}: {sentence.says}"
        yield f"  {sentence.page.title}{', ' + sentence.page.address if sentence.page.address else ''} ({sentence.page.dated})"
    yield "Needs: " + ("; ".join(_need(need) for need in rule.needs) or "nothing in particular")


def _need(need: str) -> str:
    columns = (f"{SHEETS[record].name}, {columns_of(record)[name].heading}" for record, name in columns_needed(need))
    return " or ".join(columns)


def _blanks(fix: str) -> str:
    """A fix with the places of its values shown as such: {visit_by} is [visit by]."""
    return fix.replace("{", "[").replace("}", "]").replace("_", " ")
