"""The pages for whoever changes the code name files, functions and tests that are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "ocr_sheets"
PAGES = (PACKAGE / "README.md", PACKAGE / "reading" / "README.md")
_FILE = re.compile(r"`((?:[\w.]+/)*[\w]+\.(?:py|toml|txt|md|js)|(?:[\w]+/)+)`")
_TEST = re.compile(r"`([a-z0-9]+(?:_[a-z0-9]+){2,})(_…)?`")
_MADE_BY_USERS = {"centre.map.toml", "ocr-sheets.toml"}


def _is_there(name: str, page: Path) -> bool:
    """Whether a file is there: by its path from the project, the package, the page's own folder or the tests, or by its name alone beside
    the page or its tests.
    """
    tests = PACKAGE.parent / "tests"
    homes = (PACKAGE.parent, PACKAGE, page.parent, tests)
    beside = (page.parent, tests / page.parent.relative_to(PACKAGE))
    return any((home / name).exists() for home in homes) or any(any(home.rglob(Path(name).name)) for home in beside)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.parent.name)
def test_each_file_that_a_page_names_is_there(page: Path) -> None:
    named = set(_FILE.findall(page.read_text(encoding="utf-8"))) - _MADE_BY_USERS
    assert len(named) > 10
    assert sorted(name for name in named if not _is_there(name, page)) == []


def test_each_judgement_of_the_reader_names_a_test_that_is_there() -> None:
    """A name that is long is cut short by “_…”."""
    tests = "".join(path.read_text(encoding="utf-8") for path in (PACKAGE.parent / "tests").rglob("*.py"))
    judgements = (PACKAGE / "reading" / "README.md").read_text(encoding="utf-8").partition("### Every judgement")[2]
    named = _TEST.findall(judgements)
    assert len(named) > 20
    assert [name for name, cut in named if f"def test_{name}{'_' if cut else '('}" not in tests] == []


def test_each_folder_of_the_package_stands_in_the_layout() -> None:
    layout = (PACKAGE / "README.md").read_text(encoding="utf-8").partition("## A rule")[0]
    folders = {path.parent.name for path in PACKAGE.glob("*/*.py")}
    assert sorted(name for name in folders if f"`{name}/`" not in layout) == []
