"""The tests stand where the code stands: who changes a package finds its tests in the folder of the same name."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
PACKAGE = TESTS.parent / "ocr_sheets"
MOST_LINES = 600

OF_NO_PACKAGE = {
    "bench": "times of whole commands",
    "fuzz": "whole commands on files that are broken at random",
    "oracle": "whole commands held against a second, simpler program",
}
"""Folders of tests that are of no one package, and what they hold."""

OF_THE_WHOLE = {
    "alone": "one command with nothing of the project beside it",
    "installing": "the package as pip installs it",
    "layout": "which module may import which",
    "messy_cases": "whole commands on workbooks as centres keep them",
    "messy_cells": "whole commands on cells as people type them",
    "plain_words": "the words of all that people read",
    "readme": "what README.md promises",
    "readmes_of_code": "what the READMEs beside the code name",
    "recipes": "the recipes of ocr_sheets/README.md, followed",
    "tests_mirror_the_code": "this file",
}
"""Tests beside the folders that are of no one module, and what they hold."""

TESTED_ELSEWHERE = {
    "mending": "page: it is what somebody does there",
}
"""Packages without a folder of tests of their own, and where their tests are."""

LONG = {
    "packs/test_packs.py": "one centre with secrets, looked for in each kind of pack",
    "reading/test_layouts_of_centres.py": "a small table for each layout",
}
"""Files of tests that are longer, and why they are not split."""


WHOLE = {"ocr_sheets.cli", "ocr_sheets.validate"}
"""What runs all there is: a test may see a package's work in what comes out of it."""


def packages() -> set[str]:
    """The folders of code, each by its path."""
    return {path.parent.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("__init__.py")} - {"."}


def every_file() -> list[Path]:
    return sorted(path.relative_to(TESTS) for path in TESTS.rglob("test_*.py"))


def imported(path: Path) -> set[str]:
    """All modules of ours that a file imports, be it in a function, each with the packages that it is in."""
    found: set[str] = set()
    for node in ast.walk(ast.parse((TESTS / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found.update((node.module, *(f"{node.module}.{alias.name}" for alias in node.names)))
        elif isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
    return {".".join(name.split(".")[:depth]) for name in found for depth in range(1, 5)}


def test_each_folder_of_tests_is_that_of_a_package_or_says_what_it_holds() -> None:
    folders = {path.parent.as_posix() for path in every_file()} - {"."}
    assert folders - packages() - OF_NO_PACKAGE.keys() == set()
    assert {name for name in OF_NO_PACKAGE if not (TESTS / name).is_dir()} == set()


def test_each_package_has_a_folder_of_tests_or_says_where_its_tests_are() -> None:
    outer = {name for name in packages() if "/" not in name}
    assert {name for name in outer if not (TESTS / name).is_dir()} == set(TESTED_ELSEWHERE)


@pytest.mark.parametrize("path", [path for path in every_file() if path.parent.name], ids=str)
def test_a_test_in_a_folder_uses_the_package_of_that_name(path: Path) -> None:
    package = path.parts[0]
    if package in OF_NO_PACKAGE:
        return
    helpers = {
        helper
        for name in imported(path)
        for helper in (TESTS / f"{name}.py", TESTS / path.parent / f"{name}.py")
        if helper.is_file()
    }
    used = set().union(imported(path), *(imported(helper.relative_to(TESTS)) for helper in helpers))
    is_of_it = not used.isdisjoint({f"ocr_sheets.{package}", *WHOLE})
    assert is_of_it, f"{path} uses nothing of ocr_sheets.{package}: put it where what it uses is"


def test_a_test_beside_the_folders_is_of_a_module_beside_them_or_says_what_it_holds() -> None:
    names = {path.stem.removeprefix("test_") for path in every_file() if not path.parent.name}
    modules = {path.stem for path in PACKAGE.glob("*.py")}
    assert names - modules == OF_THE_WHOLE.keys()


def test_no_file_of_tests_is_long_without_a_reason() -> None:
    long = {
        path.as_posix()
        for path in every_file()
        if len((TESTS / path).read_text(encoding="utf-8").splitlines()) > MOST_LINES
    }
    assert long == LONG.keys()


def test_no_two_files_of_tests_have_one_name() -> None:
    """pytest and mypy know a file by its name alone."""
    seen = Counter(path.stem for path in TESTS.rglob("*.py") if path.name not in ("conftest.py", "__init__.py"))
    assert [name for name, count in seen.items() if count > 1] == []
