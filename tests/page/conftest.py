"""The built page, opened in Chromium: started once a file, and used by all its tests as one person does in one sitting."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from page_browser import DAY, EXAMPLE, Shown, built_page, chromium


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    built_page()
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def opened(browser: Any) -> Iterator[Shown]:
    """The page, started once; all tests use it as one person does in one sitting."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, locale="en-GB", permissions=["clipboard-read", "clipboard-write"]
    )
    shown = Shown(context.new_page())
    shown.open(built_page().as_uri())
    yield shown
    context.close()


@pytest.fixture
def page(opened: Shown) -> Iterator[Shown]:
    """The page, with what each test must leave it: no error, and nothing asked of any network."""
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
