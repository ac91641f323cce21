"""What a rule says of itself: its title, reason, source and fix, the columns it needs and the values it uses."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from rules_run import every_rule, file_of

import ocr_sheets
from ocr_sheets.model.records import (
    columns_of,
)
from ocr_sheets.rulebook import load_rulebook
from ocr_sheets.rulebook.sources import load_sources
from ocr_sheets.rules import RULES, Rule
from ocr_sheets.rules.engine import columns_needed

RULEBOOK = load_rulebook()
PACKAGE = Path(ocr_sheets.__file__).parent
HERE = Path(__file__).parent


@every_rule
def test_a_rule_has_a_title_a_reason_a_fix_and_an_example(rule: Rule) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule.code)
    for text in (rule.title, rule.why, rule.fix, rule.example):
        assert text == text.strip()
        assert text[0].isupper() or not text[0].isalpha() or text.split()[0] == "ULN"
    assert not rule.title.endswith(".")
    assert rule.why.endswith((".", ")"))
    assert rule.fix.endswith(".")
    assert rule.example.endswith(".")


@every_rule
def test_the_function_of_a_rule_is_named_by_its_code(rule: Rule) -> None:
    assert rule.check.__name__ == rule.code.replace("-", "_")


@every_rule
def test_a_rule_of_ocrs_names_its_sentences_and_they_are_there(rule: Rule) -> None:
    if file_of(rule) in ("technicals", "verified"):
        assert rule.source
    assert len(set(rule.source)) == len(rule.source)
    assert set(rule.source) <= set(load_sources().sentences)


OWN_SUGGESTIONS = (
    "same-person-standardises",
    "moderator-as-assessor",
    "staff-unavailable-at-moderation-visit",
    "claim-at-visit-of-another-subject",
    "bank-holidays-not-known",
    "visits-taken-for-technicals",
)


@pytest.mark.parametrize("code", OWN_SUGGESTIONS)
def test_what_is_our_own_suggestion_cites_nothing_and_begins_so(code: str) -> None:
    rule = RULES[code]
    assert rule.source == ()
    assert all(fix.startswith("We suggest") for fix in rule.fixes.values())


@every_rule
def test_a_rule_says_must_only_where_ocr_does(rule: Rule) -> None:
    verbs = {load_sources().sentences[number].verb for number in rule.source}
    for words in (rule.title, rule.why, rule.example, *rule.messages.values(), *rule.fixes.values()):
        assert not re.search(r"\bmust\b", words) or verbs & {"must", "cannot", "only"} or not rule.source, words


@every_rule
def test_a_rule_uses_values_that_the_rulebook_has(rule: Rule) -> None:
    assert set(rule.uses) <= {value.name for value in RULEBOOK}


def test_every_value_of_the_rulebook_is_used_by_a_rule_or_named_in_the_code() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    used = {name for rule in RULES.values() for name in rule.uses}
    assert [value.name for value in RULEBOOK if value.name not in used and f'"{value.name}"' not in code] == []


@every_rule
def test_a_rule_needs_columns_that_exist(rule: Rule) -> None:
    for need in rule.needs:
        for record, name in columns_needed(need):
            assert name in columns_of(record)


@every_rule
def test_a_rule_has_a_test_in_which_it_fires_and_one_in_which_it_is_quiet(rule: Rule) -> None:
    for call in ("fires", "quiet"):
        assert re.search(rf'\b{call}\(\s*"{rule.code}"', _tests()), f"no test calls {call}({rule.code!r}, …)"


@cache
def _tests() -> str:
    return "".join(path.read_text(encoding="utf-8") for path in sorted(HERE.rglob("test_*.py")))


RULE_FILES = sorted(path for path in (PACKAGE / "rules").rglob("*.py") if path.name != "engine.py")


@pytest.mark.parametrize("path", RULE_FILES, ids=lambda path: path.name)
def test_no_number_but_0_and_1_stands_in_the_code_of_a_rule(path: Path) -> None:
    """Figures are OCR's and belong in the rulebook. The numbers of its sentences, S(30) and B(31), are no figures."""
    found = []
    waiting: list[ast.AST] = [ast.parse(path.read_text(encoding="utf-8"))]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("S", "B"):
            continue
        if isinstance(node, ast.Constant) and type(node.value) in (int, float) and node.value not in (0, 1):
            found.append((node.lineno, node.value))
        waiting.extend(ast.iter_child_nodes(node))
    assert found == []
