"""Each sentence has its fate, and the rules, the deadlines and what people are told bear it out."""

from __future__ import annotations

import ast
import inspect
import re

import pytest
from workbooks import report_of

from ocr_sheets.model.records import RECORDS, SHEETS
from ocr_sheets.rulebook import load_rulebook, load_sources
from ocr_sheets.rulebook.sources import Fate, Sentence, guidance_for
from ocr_sheets.rules import RULES
from ocr_sheets.schedule import deadlines
from ocr_sheets.schedule.deadlines import What
from ocr_sheets.writing.sources_text import deadlines_by_sentence, fate_of, missed_text, source_list

SOURCES = load_sources()
SENTENCES = SOURCES.sentences
EACH = pytest.mark.parametrize("sentence", list(SENTENCES.values()), ids=list(SENTENCES))

TOPICS = {
    "every moderation visit",
    "virtual visit",
    "face-to-face visit",
    "verified visit",
    "first visit",
    "third visit",
    "visit moved",
    "entries",
    "claim",
    "sample",
    "retention",
    "consortium",
    "results",
    "approval",
    "readings",
    "help",
}
PLACES = {"the visit's line", "How to fill this in", "Sample lists", "What was checked"}
THE_FIX_OF = "the fix of "
LONGEST = 160

CITED = {number for rule in RULES.values() for number in rule.source}


def _of(*fates: Fate) -> set[str]:
    return {sentence.number for sentence in SENTENCES.values() if sentence.fate in fates}


def test_each_sentence_whose_fate_is_a_rule_is_cited_by_one() -> None:
    assert _of(Fate.RULE) - CITED == set()


def test_each_sentence_that_a_rule_cites_has_a_fate_that_says_so() -> None:
    assert _of(Fate.RULE, Fate.DEADLINE) >= CITED


def test_each_sentence_whose_fate_is_a_deadline_has_a_line() -> None:
    assert set(deadlines_by_sentence()) >= _of(Fate.DEADLINE)
    assert set(deadlines_by_sentence()) <= _of(Fate.RULE, Fate.DEADLINE)


def test_the_deadlines_named_for_sentences_are_those_of_deadlines_py() -> None:
    told = [what for whats in deadlines_by_sentence().values() for what in whats]
    assert sorted(told) == sorted(What)
    constants = (node for node in ast.walk(ast.parse(inspect.getsource(deadlines))) if isinstance(node, ast.Constant))
    numbers = {node.value for node in constants if re.fullmatch(r"[SB]\d+", str(node.value))}
    assert set(deadlines_by_sentence()) == numbers


def test_every_value_rests_on_sentences_that_are_not_said_to_be_outside_a_workbook() -> None:
    assert {number for value in load_rulebook() for number in value.source} & _of(Fate.REASON) == set()


@EACH
def test_a_sentence_has_what_its_fate_asks_for_and_no_more(sentence: Sentence) -> None:
    guided = [bool(sentence.topic), bool(sentence.where), bool(sentence.tell)]
    assert bool(sentence.because) == (sentence.fate is Fate.REASON)
    match sentence.fate:
        case Fate.GUIDANCE:
            assert all(guided)
        case Fate.REASON:
            assert not any(guided)
        case _:
            assert all(guided) or not any(guided)


@EACH
def test_a_rule_or_deadline_of_the_two_pages_says_by_which_rows_it_could_be_broken(sentence: Sentence) -> None:
    is_checked = sentence.number.startswith("S") and sentence.fate in (Fate.RULE, Fate.DEADLINE)
    assert bool(sentence.rows) == is_checked
    if sentence.rows.startswith(("No row", "Only")):
        return  # it says itself that no row, or only history or OCR, could break it
    sheets = {sheet.name for sheet in SHEETS.values()}
    assert not is_checked or any(re.search(rf"\b{sheet}\b", sentence.rows) for sheet in sheets)


def test_what_could_be_broken_by_rows_is_looked_at_by_a_rule_that_needs_their_sheets() -> None:
    for sentence in SENTENCES.values():
        named = {word for word, record in RECORDS.items() if re.search(rf"\b{SHEETS[record].name}\b", sentence.rows)}
        needed = {
            one.split(".")[0]
            for rule in RULES.values()
            if sentence.number in rule.source
            for need in rule.needs
            for one in need.split(" or ")
        }
        assert not sentence.rows or named & needed, sentence.number


@EACH
def test_what_is_told_is_one_short_line_that_can_stand_alone(sentence: Sentence) -> None:
    for said in filter(None, (sentence.tell, sentence.because, sentence.rows)):
        assert said == " ".join(said.split())
        assert said[0].isupper() or said[0].isdigit()
        assert said.endswith((".", ".)"))
        assert len(said) <= LONGEST


def test_no_two_sentences_tell_the_same() -> None:
    told = [sentence.tell for sentence in SENTENCES.values() if sentence.tell]
    assert len(told) == len(set(told))


def test_there_is_something_to_tell_on_each_topic_and_on_no_other() -> None:
    assert set(SOURCES.topics) == TOPICS


@pytest.mark.parametrize("topic", sorted(TOPICS))
def test_guidance_on_a_topic_is_all_of_it_in_the_pages_order(topic: str) -> None:
    found = guidance_for(topic)
    assert found == tuple(sentence for sentence in SENTENCES.values() if sentence.topic == topic)
    assert all(sentence.tell for sentence in found)


@pytest.mark.parametrize("topic", ["", "virtual visits"])
def test_asking_for_guidance_on_nothing_is_our_mistake(topic: str) -> None:
    with pytest.raises(KeyError):
        guidance_for(topic)


def test_guidance_is_told_at_a_place_that_there_is() -> None:
    for sentence in SENTENCES.values():
        if sentence.where.startswith(THE_FIX_OF):
            assert sentence.where.removeprefix(THE_FIX_OF) in RULES, sentence.number
        else:
            assert sentence.where in {"", *PLACES}, sentence.number


# ------------------------------------------------------------------------------------------------------------ the printed list


def test_the_list_has_each_page_and_sentence_once_with_its_fate() -> None:
    lines = list(source_list(SOURCES, RULES.values()))
    assert max(map(len, lines)) <= max(
        100, *(len(page.address) + len(page.dated) + 5 for page in SOURCES.pages.values())
    )
    numbers = [found.group(1) for line in lines if (found := re.match(r"  ([SB]\d+) +\S", line))]
    assert sorted(numbers) == sorted(SENTENCES)
    for page in SOURCES.pages.values():
        assert lines.count(page.title) == 1
        assert f"{page.address} ({page.dated})".strip() in "\n".join(lines)
    assert lines[-1].startswith("99 sentences of the two pages (rule ")


def test_the_fate_of_a_sentence_names_its_rules_and_deadlines() -> None:
    rules, *rest = fate_of(SENTENCES["S30"], RULES.values())
    assert rules.startswith("rules: ")
    assert "entry-under-four-weeks" in rules
    assert rest[0] == "deadline: Make entries by"
    assert rest[1].startswith("broken by: A row of Entries")


@EACH
def test_every_sentence_has_a_fate_to_print(sentence: Sentence) -> None:
    parts = fate_of(sentence, RULES.values())
    assert parts
    assert "rules: none yet" not in parts


def test_what_a_workbook_gives_no_way_to_check_is_listed_with_the_reason_and_what_would_show_it() -> None:
    outcomes = report_of().outcomes  # a small centre without Claims
    told = "\n".join(missed_text(SOURCES, outcomes))
    assert "  S42 " in told
    assert "there is no sheet Claims" in told
    assert "would show it: A row of Claims" in told
    assert "  S16 " not in told  # Visits has days
