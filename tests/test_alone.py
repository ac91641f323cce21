"""The project is whole by itself: no test looks for what stands beside it, so a run where nothing does leaves none out."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from documents import ROOT

TESTS = sorted((ROOT / "tests").rglob("*.py"))
GIVEN_BY_HAND = {"fuzz_workbooks.py"}
"""Programs for hours of trying that are told where to look."""


def outside(source: str) -> Iterator[str]:
    """Texts of a program that lead out of the project, or to a folder of some computer."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
            if "\n" not in text and (text == "shared" or text.startswith(("../shared", "/work/", "/home/"))):
                yield text


@pytest.mark.parametrize("path", TESTS, ids=[path.relative_to(ROOT).as_posix() for path in TESTS])
def test_no_test_needs_what_stands_beside_the_project(path: Path) -> None:
    if path.name not in {*GIVEN_BY_HAND, Path(__file__).name}:
        assert list(outside(path.read_text(encoding="utf-8"))) == []


def test_such_a_place_would_be_found() -> None:
    found = outside('open(root / "shared" / "x")\nopen("../shared/x")\nopen("/work/shared")')
    assert sorted(found) == ["../shared/x", "/work/shared", "shared"]
    assert list(outside('"a shared code"\nopen("xl/sharedStrings.xml")')) == []
