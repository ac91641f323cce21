"""Every job of the page in Chromium, from the button to the saved file, which is the very file that the command's functions make."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from page_browser import EXAMPLE, Shown
from workbooks import saved

DAY = "2027-02-15"
HOSTILE = """
Visits
| Visit                      | Subject area             | Visit date |
| <img src=x onerror=evil()> | <script>evil()</script>  | 2027-03-11 |
Assessors
| Assessor | Name                            |
| JS       | "><svg onload=evil()> 'O’Neill' |
"""


@pytest.fixture
def page(page: Shown) -> Iterator[Shown]:
    """The page on a laptop with the example checked; back at the check afterwards."""
    page.tab.set_viewport_size({"width": 1366, "height": 768})
    page.as_of(DAY)
    page.choose(EXAMPLE)
    yield page
    if page.tab.is_visible("#flow-back"):
        page.tab.click("#flow-back")
    page.tab.set_viewport_size({"width": 1280, "height": 900})


def open_flow(page: Shown, name: str) -> None:
    """Open a job from the steps that follow a check."""
    if not page.tab.is_visible(f"[data-flow={name}]"):
        page.tab.click("#next-steps summary")
    page.tab.click(f"[data-flow={name}]")


def go(page: Shown) -> str:
    """Do the job; what is said of it."""
    page.tab.click("#flow-go")
    page.settle()
    assert page.tab.is_visible("#flow-verdict"), page.tab.inner_text("#trouble")
    assert page.tab.evaluate("document.activeElement.id") == "flow-verdict"
    return str(page.tab.inner_text("#flow-verdict"))


def test_what_a_day_would_change_is_asked_by_typing_it(page: Shown) -> None:
    open_flow(page, "plan")
    page.tab.click("#flow-go")
    page.settle()
    page.tab.select_option("#field-questions-1-visit", "IT")
    page.tab.click("#flow-go")
    assert page.texts("#trouble li") == ["Type day, such as 15/02/2027."]
    page.tab.fill("#field-questions-1-day", "2027-03-10")
    page.tab.click("text=Try another day")
    page.tab.select_option("#field-questions-2-visit", "IT final")
    page.tab.fill("#field-questions-2-day", "2027-05-05")
    go(page)
    titles = [text for text in page.texts("#flow-body h4") if text.startswith("What if")]
    assert len(titles) == 2
    assert page.texts("#flow-body h5")


def test_going_back_leaves_the_check_as_it_was(page: Shown) -> None:
    page.tab.fill("#search", "gwen")
    page.tab.locator("#steps-title").scroll_into_view_if_needed()
    top = page.tab.evaluate("window.scrollY")
    open_flow(page, "claims")
    assert not page.tab.is_visible("#result")
    page.tab.go_back()
    assert page.tab.is_visible("#result")
    assert page.tab.input_value("#search") == "gwen"
    assert abs(page.tab.evaluate("window.scrollY") - top) < 2
    assert page.tab.evaluate("document.activeElement.dataset.flow") == "claims"
    page.tab.fill("#search", "")


def test_what_a_job_refuses_stands_beside_its_form(page: Shown) -> None:
    open_flow(page, "plan")
    page.tab.fill("#field-limits", "many")
    page.tab.click("#flow-go")
    page.settle()
    assert page.tab.inner_text("#trouble h2") == "There is a problem"
    assert "“many” is not a limit" in page.tab.inner_text("#trouble")
    assert "null" not in page.tab.inner_text("#trouble")
    assert page.tab.input_value("#field-limits") == "many"
    page.tab.click("#flow-back")
    assert page.verdict


def test_hostile_strings_stay_text_in_every_job(page: Shown, tmp_path: Path) -> None:
    page.choose(saved(tmp_path / "hostile.xlsx", HOSTILE))
    for name in ("plan", "calendar", "visit", "letters", "claims", "fill", "read"):
        open_flow(page, name)
        if name == "visit":
            page.tab.select_option("#field-visit", index=1)
        page.tab.click("#flow-go")
        page.settle()
        assert page.tab.locator("main :is(img, script), main svg[onload]").count() == 0
        page.tab.click("#flow-back")


def test_a_job_goes_by_keys_alone(page: Shown) -> None:
    page.tab.focus("#steps button")
    page.tab.keyboard.press("Enter")
    assert page.tab.evaluate("document.activeElement.id") == "flow-title"
    for _ in range(20):
        page.tab.keyboard.press("Tab")
        if page.tab.evaluate("document.activeElement.id") == "flow-go":
            break
    page.tab.keyboard.press("Enter")
    page.settle()
    page.tab.keyboard.press("Tab")
    with page.tab.expect_download() as waiting:
        page.tab.keyboard.press("Enter")
    assert waiting.value.suggested_filename == "example.plan.xlsx"


@pytest.mark.parametrize("width", [320, 683])  # a phone, and a laptop's 1366 pixels at 200 %
def test_a_job_is_wide_enough_on_a_phone_and_enlarged(page: Shown, width: int) -> None:
    page.tab.set_viewport_size({"width": width, "height": 640})
    try:
        open_flow(page, "plan")
        go(page)
        assert page.tab.evaluate("document.documentElement.scrollWidth") <= width
        page.tab.emulate_media(color_scheme="dark")
        assert page.axe() == []
    finally:
        page.tab.emulate_media(color_scheme="light")
        page.tab.set_viewport_size({"width": 1366, "height": 768})
