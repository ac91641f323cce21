"""What the terminal says of rules and readings: their list, and each in full. It needs no workbook, and nothing that reads one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ocr_sheets.dates import say
from ocr_sheets.model.records import SHEETS, columns_of
from ocr_sheets.rulebook import Reading, Rulebook, Value, load_readings, load_sources
from ocr_sheets.rulebook.settings import NAME as SETTINGS
from ocr_sheets.rulebook.values import Dated, said
from ocr_sheets.rules import Rule, Severity
from ocr_sheets.rules.engine import columns_needed
from ocr_sheets.text import with_blanks


def rule_list(rules: Sequence[Rule]) -> Iterator[str]:
    """All rules, grouped by severity."""
    for severity in Severity:
        group = [rule for rule in rules if rule.severity is severity]
        yield f"{str(severity).capitalize()} ({len(group)})"
        width = max((len(rule.code) for rule in group), default=0)
        for rule in group:
            yield f"  {rule.code:<{width}}  {rule.title}"
        yield ""
    yield "For more on a check, run: ocr-sheets explain CODE. CODE can also be one of these, where OCR's wording can mean two things:"
    yield f"  {', '.join(load_readings())}"


def explanation(rule: Rule, rulebook: Rulebook) -> Iterator[str]:
    """One rule in full: what, why, what to do, by which figures, and where OCR says so."""
    yield f"{rule.title} ({rule.code})"
    yield f"{str(rule.severity).capitalize()}; {rule.family or 'both families'}"
    yield ""
    yield "Why: " + " ".join(rule.why.split())
    yield f"What to do: {blank_template(rule.fix)}"
    yield f"Example: {rule.example}"
    if rule.uses:
        yield ""
        yield "Figures:"
    for name in rule.uses:
        value = rulebook.value(name)
        for dated in value.dated:
            yield f"  {value.what}: {figure_in_words(value, dated)} ({', '.join(value.source)})"
        if value.reading:
            yield f"    Our interpretation: {value.reading}"
    for reading in readings_of(rule):
        yield ""
        yield f"A choice of reading ({reading.name}): {reading.question}"
        yield f"  Ours: {reading.ours}. The other: {reading.other}."
    yield ""
    if not rule.source:
        yield "Source: not an OCR rule, but a check of the workbook."
    sources = load_sources()
    for number in rule.source:
        sentence = sources.sentences[number]
        yield f"Source {number}: {sentence.says}"
        yield f"  {sentence.page.title}{', ' + sentence.page.address if sentence.page.address else ''} ({sentence.page.dated})"
        if sentence.tell:
            yield f"  {sentence.tell}"
    yield "Needs: " + ("; ".join(need_in_words(need) for need in rule.needs) or "nothing in particular")


def reading_explained(reading: Reading, rules: Iterable[Rule]) -> Iterator[str]:
    """One place where OCR's words leave a choice: the question, both readings, how to choose the other, and what rests on it."""
    yield f"{reading.question} ({reading.name})"
    yield f"Our interpretation: {reading.ours}. The other: {reading.other}."
    yield ""
    yield f"To choose the other, write in {SETTINGS}, beside the workbook:"
    yield from (f"  {line}" for line in setting_of(reading))
    yield ""
    sources = load_sources()
    for number in reading.source:
        yield f"Source {number}: {sources.sentences[number].says}"
    yield "Rules that depend on it: " + (
        ", ".join(rule.code for rule in rules if reading in readings_of(rule)) or "none"
    )


def setting_of(reading: Reading) -> tuple[str, str]:
    """The lines of a settings file that choose the other reading."""
    return "[readings]", f'{reading.name} = "{reading.other}"'


def readings_of(rule: Rule) -> list[Reading]:
    """The readings that a rule depends on: it uses one of a reading's values, or cites a sentence whose words leave the choice."""
    return [
        reading
        for reading in load_readings().values()
        if not set(reading.values).isdisjoint(rule.uses) or not set(reading.source).isdisjoint(rule.source)
    ]


def figure_in_words(value: Value, dated: Dated) -> str:
    """A value's figure with the days it holds on."""
    unit = " working days" if value.working_days else ""
    span = f" from {say(dated.first_day)}" if dated.first_day else ""
    until = f" until {say(dated.last_day)}" if dated.last_day else ""
    return said(dated.figure) + unit + span + until


def need_in_words(need: str) -> str:
    """The columns that a rule needs one of, by sheet and heading."""
    columns = (f"{SHEETS[record].name}, {columns_of(record)[name].heading}" for record, name in columns_needed(need))
    return " or ".join(columns)


def blank_template(template: str) -> str:
    """A template with the places of its values shown as such: {visit_by} is [visit by]. Sheets go by our own names for them."""
    for sheet in SHEETS.values():
        template = template.replace(f"{{{sheet.name}}}", sheet.name)
    return with_blanks(template)
