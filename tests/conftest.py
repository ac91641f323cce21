"""What holds for all tests: how Hypothesis looks for examples, and what becomes of a test whose outside program is missing."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings
from programs import in_ci

from ocr_sheets.files import windows

# A busy computer is no failure, so there is no time limit for one example. In CI the same examples are tried each time.
settings.register_profile("here", deadline=None)
settings.register_profile("in CI", deadline=None, derandomize=True)
settings.load_profile("in CI" if in_ci(os.environ) else "here")


@pytest.fixture(autouse=True)
def _moved_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows a move that is refused is tried again, but not where a test refuses it."""
    monkeypatch.setattr(windows, "PAUSES", ())


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "needs(path, what): a program of others; without it skipped, and in CI failed.")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The tests in browsers come first: they take longest one by one, and what is shared out at the end should be small."""
    items.sort(key=lambda item: item.path.parent.name != "page")


def pytest_runtest_setup(item: pytest.Item) -> None:
    for mark in item.iter_markers("needs"):
        path, what = mark.args
        if path is None:
            (pytest.fail if in_ci(os.environ) else pytest.skip)(what)
