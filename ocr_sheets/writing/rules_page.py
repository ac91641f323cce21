"""All rules, figures, readings and sentences as one page of Markdown, made from the code."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from itertools import groupby

from ocr_sheets.rulebook import Page, Rulebook, Value, load_readings, load_rulebook, load_sources
from ocr_sheets.rulebook.sources import Sentence
from ocr_sheets.rules import Rule, Severity
from ocr_sheets.schedule.deadlines import What
from ocr_sheets.writing.rules_text import blank_template, figure_in_words, need_in_words, readings_of, setting_of
from ocr_sheets.writing.sources_text import codes_of, deadlines_by_sentence

RENEW = "ocr-sheets rules --markdown > ocr_sheets/rules/README.md"
"""The command that makes the page anew."""

_OF_FILE = {
    "cells": "Cells and sheets",
    "identifiers": "Identifiers",
    "duplicates": "What is listed twice",
    "people": "People",
    "references": "What one sheet says of another",
    "catalogue": "The reference catalogue",
}
_OF_PAGE = {"technicals": "moderation", "verified": "verified"}
"""Of the folders whose rules follow one of OCR's pages: which page that is."""


def page(rules: Iterable[Rule]) -> str:
    """The whole page."""
    known = list(rules)
    return "\n".join(line.rstrip() for line in _lines(known, load_rulebook())) + "\n"


def _lines(rules: list[Rule], rulebook: Rulebook) -> Iterator[str]:
    yield "# The rules"
    yield ""
    yield f"Made from the code; do not edit. `{RENEW}` makes it anew."
    yield ""
    yield (
        "S1 to S99 are the sentences of OCR's two pages and B1 onwards facts from its other pages and elsewhere, all in our own words: "
        "the pages are the authority. How OCR's verb decides the severity stands in [the rulebook](../rulebook/README.md)."
    )
    yield ""
    yield from _counts(rules)
    for file, group in groupby(rules, key=lambda rule: rule.file):
        yield ""
        yield f"## {_title_of(file)}"
        yield ""
        yield _intro_of(file)
        for rule in group:
            yield from _rule(rule, rulebook)
    yield from _readings(rules)
    yield from _values(rules, rulebook)
    yield from _sentences(rules)


def _counts(rules: list[Rule]) -> Iterator[str]:
    files = list(dict.fromkeys(rule.file for rule in rules))
    yield "| | " + " | ".join(map(str, Severity)) + " | all |"
    yield "|---|" + "---:|" * (len(Severity) + 1)
    for file in files:
        group = [rule for rule in rules if rule.file == file]
        yield f"| {_title_of(file)} | {_numbers(group)} |"
    yield f"| all | {_numbers(rules)} |"


def _numbers(rules: list[Rule]) -> str:
    counts = [sum(rule.severity is severity for rule in rules) for severity in Severity]
    return " | ".join(str(count) for count in (*counts, len(rules)))


def _title_of(file: str) -> str:
    folder, _, section = file.partition(".")
    if folder in _OF_PAGE:
        title = load_sources().pages[_OF_PAGE[folder]].title
        return f"{title}: {section.replace('_', ' ')}" if section else title
    return _OF_FILE.get(file, file.capitalize())


def _intro_of(file: str) -> str:
    """What the file says of itself, in its first line."""
    module = sys.modules.get(f"ocr_sheets.rules.{file}")
    return _text(((module and module.__doc__) or "").strip().split("\n")[0])


def _rule(rule: Rule, rulebook: Rulebook) -> Iterator[str]:
    yield ""
    yield f"### {rule.code}"
    yield ""
    yield f"**{_text(rule.title)}** ({rule.severity}; {rule.family or 'both families'}; {rule.who.lower()})"
    yield ""
    yield _text(rule.why)
    yield ""
    yield f"- What to do: {_text(blank_template(rule.fix))}"
    yield f"- Example: {_text(rule.example)}"
    for name in rule.uses:
        value = rulebook.value(name)
        said = f"- Figure: {_text(value.what)}: {_figures(value)} (`{name}`)."
        yield said + (f" Our reading: {_text(value.reading)}" if value.reading else "")
    for reading in readings_of(rule):
        yield f"- Depends on the reading [{reading.name}](#{reading.name}): {_text(reading.ours)}, or {_text(reading.other)}"
    yield f"- Needs: {_text('; '.join(map(need_in_words, rule.needs)) or 'nothing in particular')}"
    sentences = load_sources().sentences
    for number in rule.source:
        sentence = sentences[number]
        yield f"- {number}: {_text(sentence.says)} {_link(sentence.page)}"
    if not rule.source:
        yield "- Source: not an OCR rule, but a check of the workbook"


def _figures(value: Value) -> str:
    return _text("; ".join(figure_in_words(value, dated) for dated in value.dated))


def _link(page: Page) -> str:
    title = _text(page.title)
    return f"([{title}]({page.address}), {_text(page.dated)})" if page.address else f"({title}, {_text(page.dated)})"


def _readings(rules: list[Rule]) -> Iterator[str]:
    yield ""
    yield "## Where OCR's wording can mean two things"
    yield ""
    yield "*What was checked* shows where the two readings differ in a workbook. A setting chooses the other."
    for reading in load_readings().values():
        codes = [rule.code for rule in rules if reading in readings_of(rule)]
        yield ""
        yield f"### {reading.name}"
        yield ""
        yield _text(reading.question)
        yield ""
        yield f"- Our reading: {_text(reading.ours)}"
        yield f"- The other: {_text(reading.other)}; in `ocr-sheets.toml`, under `{setting_of(reading)[0]}`: `{setting_of(reading)[1]}`"
        yield f"- Source: {', '.join(reading.source)}"
        yield f"- Values: {', '.join(f'`{name}`' for name in reading.values)}"
        yield f"- Rules: {_codes(codes) or 'none'}"


def _values(rules: list[Rule], rulebook: Rulebook) -> Iterator[str]:
    yield ""
    yield "## The figures"
    yield ""
    yield "| Value | What | Figure | Our reading | Source | Rules |"
    yield "|---|---|---|---|---|---|"
    for value in rulebook:
        codes = [rule.code for rule in rules if value.name in rule.uses]
        cells = (
            f"`{value.name}`", _text(value.what), _figures(value), _text(value.reading), ", ".join(value.source), _codes(codes),
        )  # fmt: skip
        yield f"| {' | '.join(cells)} |"


def _sentences(rules: list[Rule]) -> Iterator[str]:
    sources = load_sources()
    yield ""
    yield "## What becomes of each sentence"
    for page in sources.pages.values():
        yield ""
        yield f"### {_text(page.title)}"
        yield ""
        yield f"{page.address or 'No address is known.'} ({_text(page.dated)})"
        yield ""
        yield "| | In our words | Fate | |"
        yield "|---|---|---|---|"
        for sentence in sources.sentences.values():
            if sentence.page == page:
                yield f"| {sentence.number} | {_text(sentence.says)} | {sentence.fate} | {_fate(sentence, rules)} |"


def _fate(sentence: Sentence, rules: list[Rule]) -> str:
    deadlines: tuple[What, ...] = deadlines_by_sentence().get(sentence.number, ())
    parts = [
        _codes(codes_of(sentence, rules)),
        _text(", ".join(deadlines)),
        f"Told on *{_text(sentence.where)}*: {_text(sentence.tell)}" if sentence.tell else "",
        _text(sentence.because),
    ]
    return "<br>".join(filter(None, parts))


def _codes(codes: Iterable[str]) -> str:
    return ", ".join(f"[{code}](#{code})" for code in codes)


def _text(words: str) -> str:
    """Words that Markdown takes as they are."""
    return re.sub(r"([\\`*_<>|])", r"\\\1", " ".join(words.split()))
