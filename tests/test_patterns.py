"""An expression that is compiled when it is first used must be right all the same: nothing else would tell before a user does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from ocr_sheets.patterns import _Later, regex

PACKAGE = Path(__file__).parent.parent / "ocr_sheets"
MODULES = [
    ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
    for path in sorted(PACKAGE.rglob("*.py"))
    if "import regex" in path.read_text(encoding="utf-8")
]


def _expressions(held: object) -> Iterator[_Later]:
    if isinstance(held, _Later):
        yield held
    elif isinstance(held, tuple | list):
        for one in held:
            yield from _expressions(one)
    elif isinstance(held, dict):
        yield from _expressions(list(held.values()))


@pytest.mark.parametrize("name", MODULES)
def test_every_expression_of_a_module_can_be_compiled(name: str) -> None:
    for held in vars(import_module(name)).values():
        for one in _expressions(held):
            assert one.pattern is not None


def test_an_expression_does_what_a_compiled_one_does() -> None:
    found = regex(r"(\d+)-(\d+)", re.ASCII)
    assert found.fullmatch("12-3")
    assert found.sub(r"\2-\1", "12-3") == "3-12"
    assert found.flags & re.ASCII


def test_a_wrong_expression_is_found_by_its_first_use() -> None:
    wrong = regex("(")
    with pytest.raises(re.error):
        wrong.search("anything")
