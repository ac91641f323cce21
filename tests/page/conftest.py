"""The built page, opened in Chromium and in Firefox: started once, and used by all tests as one person does in one sitting."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from firefox import Firefox, firefox
from page_browser import DAY, EXAMPLE, Shown, built_page, chromium, program

_sitting = ExitStack()


@cache
def _chromium() -> Any:
    return _sitting.enter_context(chromium())


@cache
def _page() -> Shown:
    address = built_page().as_uri()
    context = _chromium().new_context(
        viewport={"width": 1280, "height": 900}, locale="en-GB", permissions=["clipboard-read", "clipboard-write"]
    )
    shown = Shown(context.new_page())
    shown.open(address)
    return shown


@cache
def _page_in_firefox() -> Firefox:
    address = built_page().as_uri()
    controlled = _sitting.enter_context(firefox(program("firefox-esr", "firefox")))
    controlled.open(address)
    controlled.wait("document.documentElement.dataset.ready === 'yes'")
    return controlled


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(nextitem: pytest.Item | None) -> None:
    """The sitting ends with the last test of this folder: as long as Playwright runs, no other test can use asyncio."""
    if nextitem is None or nextitem.path.parent != Path(__file__).parent:
        _sitting.close()
        for started in (_chromium, _page, _page_in_firefox):
            started.cache_clear()


@pytest.fixture(scope="module")
def browser() -> Any:
    return _chromium()


@pytest.fixture(scope="module")
def chromium_page() -> Shown:
    return _page()


@pytest.fixture(scope="module")
def firefox_page() -> Firefox:
    return _page_in_firefox()


@pytest.fixture
def page() -> Iterator[Shown]:
    """The page, with what each test must leave it: no error, and nothing asked of any network."""
    opened = _page()
    opened.troubles.clear()
    yield opened
    assert opened.troubles == []
    strange = [url for url in opened.requests if not url.startswith(("blob:", "data:", built_page().as_uri()))]
    assert strange == []


@pytest.fixture
def example(page: Shown) -> Shown:
    """The page with the example checked, all filters as they come."""
    page.as_of(DAY)
    page.choose(EXAMPLE)
    return page
