"""The sources in lines for a terminal: what becomes of each sentence, and what a newer copy of a page has changed."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ocr_sheets.dates import say
from ocr_sheets.rulebook.sources import Fate, Page, Sentence, Sources, load_sources
from ocr_sheets.rulebook.values import load_rulebook
from ocr_sheets.rulebook.watch import Citing, Comparison, Touched
from ocr_sheets.rules.engine import Result, RuleOutcome
from ocr_sheets.schedule.deadlines import BEFORE_A_VISIT, What

WIDTH = 100
NUMBER_WIDTH = 6
MOST_AROUND = 5

_NOT_BEFORE_A_VISIT = {
    What.BOOK_BY: "S15",
    What.CLAIM_ADVISED_BY: "B52",
    What.EQA_DECISION_BY: "S93",
    What.CERTIFICATE_BY: "S97",
}


def deadlines_by_sentence() -> Mapping[str, tuple[What, ...]]:
    """For each sentence from which dates are worked out, which dates these are."""
    found: dict[str, tuple[What, ...]] = {}
    for what, number in [*((what, due.source) for what, due in BEFORE_A_VISIT.items()), *_NOT_BEFORE_A_VISIT.items()]:
        found[number] = (*found.get(number, ()), what)
    return found


def codes_of(sentence: Sentence, rules: Iterable[Citing]) -> list[str]:
    """The codes of the rules that cite a sentence."""
    return [rule.code for rule in rules if sentence.number in rule.source]


def fate_of(sentence: Sentence, rules: Iterable[Citing]) -> list[str]:
    """What becomes of a sentence, each part of it as words that begin with its kind: rules, deadlines, told, or why not."""
    parts: list[str] = []
    codes = codes_of(sentence, rules)
    if codes or sentence.fate is Fate.RULE:
        parts.append(f"{'rule' if len(codes) == 1 else 'rules'}: {', '.join(codes) or 'none yet'}")
    deadlines = deadlines_by_sentence().get(sentence.number, ())
    if deadlines:
        parts.append(f"{'deadline' if len(deadlines) == 1 else 'deadlines'}: {', '.join(deadlines)}")
    if sentence.tell:
        parts.append(f"told ({sentence.where}): {sentence.tell}")
    if sentence.rows:
        parts.append(f"broken by: {sentence.rows}")
    if sentence.because:
        parts.append(f"not in a workbook: {sentence.because}")
    return parts


def source_list(sources: Sources, rules: Iterable[Citing]) -> Iterator[str]:
    """Each page with its address and date, and under it its sentences in our words, each with what becomes of it."""
    known = list(rules)
    for page in sources.pages.values():
        yield from _page(page)
        for sentence in sources.sentences.values():
            if sentence.page == page:
                yield from _wrapped(sentence.says, f"  {sentence.number:<{NUMBER_WIDTH}}")
                for part in fate_of(sentence, known):
                    yield from _wrapped(part, " " * (NUMBER_WIDTH + 2) + "→ ")
        yield ""
    yield _totals(sources)


class Rests(NamedTuple):
    """What rests on a page: its sentences' numbers, and the rules and values that cite one of them."""

    numbers: Sequence[str]
    rules: Sequence[str]
    values: Sequence[str]


def resting_on(page: Page, sources: Sources, rules: Iterable[Citing]) -> Rests:
    """What rests on a page. A rule rests on it too where it uses a value that does."""
    numbers = [each.number for each in sources.sentences.values() if each.page == page]
    values = [value.name for value in load_rulebook() if not set(numbers).isdisjoint(value.source)]
    codes = [
        rule.code for rule in rules if not set(numbers).isdisjoint(rule.source) or not set(values).isdisjoint(rule.uses)
    ]
    return Rests(numbers, codes, values)


def address_list(sources: Sources, rules: Iterable[Citing]) -> Iterator[str]:
    """Each page with its address, what is known of its date, by when we read it, and what rests on it."""
    known = list(rules)
    for page in sources.pages.values():
        rests = resting_on(page, sources, known)
        yield page.title
        yield f"  {page.address or 'It has no address that we know of.'}"
        yield f"  of the page: {page.dated}; read by us on or before {say(page.read_by)}"
        for what, names in (("sentences", rests.numbers), ("rules", rests.rules), ("values", rests.values)):
            yield from _wrapped(f"{what}: {', '.join(names) or 'none'}", "  ")
        yield ""
    addresses = {page.address for page in sources.pages.values() if page.address}
    yield f"{len(sources.pages)} pages, {len(addresses)} addresses."


def missed_text(sources: Sources, outcomes: Iterable[RuleOutcome]) -> Iterator[str]:
    """The sentences of the two pages that a workbook gives no way to check: those none of whose rules could be, and why."""
    by_sentence: dict[str, list[RuleOutcome]] = {}
    for ended in outcomes:
        for number in ended.rule.source:
            by_sentence.setdefault(number, []).append(ended)
    breakable = [one for one in sources.sentences.values() if one.rows and not one.rows.startswith(("No row", "Only"))]
    missed = [
        (sentence, by_sentence[sentence.number])
        for sentence in breakable
        if sentence.number in by_sentence
        and all(one.result is Result.NOT_CHECKED for one in by_sentence[sentence.number])
    ]
    for sentence, outcomes_of in missed:
        yield from _wrapped(sentence.says, f"  {sentence.number:<{NUMBER_WIDTH}}")
        for reason in dict.fromkeys(one.reason for one in outcomes_of):
            yield from _wrapped(f"not checked: {reason}", " " * (NUMBER_WIDTH + 2) + "→ ")
        yield from _wrapped(f"would show it: {sentence.rows}", " " * (NUMBER_WIDTH + 2) + "→ ")
    yield f"{len(missed)} of the {len(breakable)} sentences that rows can break cannot be checked in this workbook."


def _page(page: Page) -> Iterator[str]:
    yield page.title
    yield f"  {page.address + ' ' if page.address else ''}({page.dated})"


def _totals(sources: Sources) -> str:
    """How many of OCR's 99 sentences, and of the further facts, have each fate."""
    said = []
    for letter, what in (("S", "sentences of the two pages"), ("B", "further facts")):
        fates = [each.fate for each in sources.sentences.values() if each.number.startswith(letter)]
        counts = ", ".join(f"{fate} {fates.count(fate)}" for fate in Fate)
        said.append(f"{len(fates)} {what} ({counts})")
    return "; ".join(said) + "."


def _wrapped(text: str, lead: str) -> list[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=lead,
        subsequent_indent=" " * len(lead),
        break_long_words=False,
        break_on_hyphens=False,
    )


def comparison_text(comparison: Comparison, sources: Sources | None = None) -> Iterator[str]:
    """What a newer copy of a page has changed, and what rests on it. New sentences stand as they do in the user's file."""
    sources = sources or load_sources()
    yield from _page(comparison.page)
    yield ""
    total = len(comparison.unchanged) + sum(len(each.numbers) for each in (*comparison.changed, *comparison.gone))
    if comparison.same:
        yield f"Nothing changed: all {total} sentences are as we read them."
    else:
        yield f"{len(comparison.unchanged)} of {total} sentences are as we read them."
        yield from _touched("Changed", comparison.changed, sources)
        yield from _touched("Gone", comparison.gone, sources)
        yield from _quoted("New on the page", comparison.new)
    if comparison.around:
        # Menus and notices of the web site stand here, but a sentence added at the end of the page would too.
        yield from _quoted("Before and after the sentences we know", comparison.around, MOST_AROUND)
    if comparison.changed or comparison.gone:
        yield ""
        yield "Read these on the page before you rely on the rules and figures named."


def _touched(head: str, touched: Sequence[Touched], sources: Sources) -> Iterator[str]:
    if not touched:
        return
    yield ""
    yield f"{head} ({len(touched)})"
    for each in touched:
        for number in each.numbers:
            yield from _wrapped(f"we read: {sources.sentences[number].says}", f"  {number:<{NUMBER_WIDTH}}")
        if each.text:
            yield from _wrapped(f"it reads now: {each.text}", " " * (NUMBER_WIDTH + 2))
        yield from _resting(each)


def _resting(each: Touched) -> Iterator[str]:
    rulebook = load_rulebook()
    deadlines = [what for number in each.numbers for what in deadlines_by_sentence().get(number, ())]
    parts = (
        ("rules", each.rules),
        ("figures", [f"{rulebook.value(name).what} ({name})" for name in each.values]),
        ("deadlines", deadlines),
    )
    lead = " " * (NUMBER_WIDTH + 2) + "→ "
    for what, resting in parts:
        if resting:
            yield from _wrapped(f"{what}: {', '.join(resting)}", lead)
    if not any(resting for _, resting in parts):
        yield f"{lead}no rule or figure rests on it"


def _quoted(head: str, sentences: Sequence[str], most: int | None = None) -> Iterator[str]:
    if not sentences:
        return
    yield ""
    yield f"{head} ({len(sentences)})"
    for sentence in sentences[:most]:
        yield from _wrapped(f"“{sentence}”", "  ")
    if most is not None and len(sentences) > most:
        yield f"  and {len(sentences) - most} more"
