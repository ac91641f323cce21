"""The page by keys alone, in the dark, on a phone's width, read aloud, and on paper."""

from __future__ import annotations

from pathlib import Path

import pytest
from page_browser import DAY, EXAMPLE, Shown, in_file
from workbooks import centre


def focused(page: Shown) -> str:
    return str(page.tab.evaluate("document.activeElement.id || document.activeElement.textContent.trim()"))


def tab_to(page: Shown, wanted: str) -> None:
    for _ in range(80):
        page.tab.keyboard.press("Tab")
        if focused(page) == wanted:
            return
    raise AssertionError(f"{wanted} was not reached by Tab")


def test_all_of_it_goes_by_keys_alone(page: Shown) -> None:
    page.as_of(DAY)
    page.tab.evaluate("window.scrollTo(0, 0)")
    page.tab.mouse.click(2, 2)  # where Tab goes on from
    tab_to(page, "Skip to the check")
    page.tab.keyboard.press("Enter")
    tab_to(page, "workbook")
    with page.tab.expect_file_chooser() as chooser:
        page.tab.keyboard.press("Enter")
    chooser.value.set_files(EXAMPLE)
    page.settle()
    assert focused(page) == "verdict"
    tab_to(page, "save-book")
    with page.tab.expect_download() as waiting:
        page.tab.keyboard.press("Enter")
    assert waiting.value.suggested_filename == "example.annotated.xlsx"
    tab_to(page, "To do")
    page.tab.keyboard.press("Enter")
    assert focused(page) == "todo-title"
    tab_to(page, "search")
    page.tab.keyboard.type("gwen")
    assert page.rows() == 1
    for _ in range(4):
        page.tab.keyboard.press("Backspace")
    tab_to(page, "By when")
    page.tab.keyboard.press("Space")
    assert page.tab.locator("#findings th.by").get_attribute("aria-sort") == "ascending"
    tab_to(page, "Why")
    page.tab.keyboard.press("Enter")
    assert page.tab.locator("#findings details[open]").count() == 1


def test_focus_is_always_to_be_seen(example: Shown) -> None:
    example.tab.evaluate("document.activeElement.blur(); window.scrollTo(0, 0)")
    unseen = []
    for _ in range(40):
        example.tab.keyboard.press("Tab")
        seen = example.tab.evaluate(
            """() => {
              const one = document.activeElement;
              const of = one.id === "workbook" ? one.nextElementSibling : one;
              return getComputedStyle(of).outlineStyle !== "none" || of.className === "skip";
            }"""
        )
        if not seen:
            unseen.append(focused(example))
    assert unseen == []


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(example: Shown, scheme: str, width: int) -> None:
    example.tab.emulate_media(color_scheme=scheme)
    example.tab.set_viewport_size({"width": width, "height": 800})
    try:
        example.tab.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
        assert example.axe() == []
    finally:
        example.tab.emulate_media(color_scheme="light")
        example.tab.set_viewport_size({"width": 1280, "height": 900})


def test_axe_finds_nothing_before_a_workbook_is_chosen_nor_beside_a_refusal(page: Shown, tmp_path: Path) -> None:
    page.drop(in_file(tmp_path, b""))
    assert page.axe() == []


def test_320_pixels_are_wide_enough(example: Shown) -> None:
    example.tab.set_viewport_size({"width": 320, "height": 640})
    try:
        assert example.tab.evaluate("document.documentElement.scrollWidth") <= 320
        assert example.tab.is_visible("#findings .picker select")
        example.tab.select_option("#findings .picker select", label="Who")
        people = [text.removeprefix("Who: ") for text in example.texts("#findings td.who")]
        assert people == sorted(people)
        small = example.tab.evaluate(
            """() => [...document.querySelectorAll("button, select, input, summary, nav a")]
              .filter((one) => one.checkVisibility() && !one.classList.contains("unseen") && one.type !== "checkbox")
              .filter((one) => one.getBoundingClientRect().height < 24)
              .map((one) => one.outerHTML.slice(0, 100))"""
        )
        assert small == []
    finally:
        example.tab.set_viewport_size({"width": 1280, "height": 900})


def test_on_paper_stand_all_findings_and_none_of_the_buttons(page: Shown, tmp_path: Path) -> None:
    claims = "".join(
        f"| 0045 | 05839 | {8 + at % 2} | JS | M | 2027-02-26 | gone {at} | submitted |\n" for at in range(60)
    )
    heading = "| Candidate number | Entry code | Unit number | Assessor | Grade | Claimed on | Visit | Claim status |\n"
    page.as_of("2027-03-01")
    page.drop(in_file(tmp_path, centre(f"Claims\n{heading}{claims}")))
    assert page.rows() == 50
    page.tab.emulate_media(media="print")
    try:
        page.tab.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        assert page.rows() > 60
        assert not page.tab.is_visible("#ask")
        assert not page.tab.is_visible("#filters")
        assert page.tab.is_visible("#verdict")
        assert page.tab.inner_text("#filtered") == ""
        page.tab.evaluate("window.dispatchEvent(new Event('afterprint'))")
        assert page.rows() == 50
        page.tab.evaluate("document.querySelector('.tile.advice button').click()")
        assert page.tab.inner_text("#filtered").endswith(" findings shown. Only: advice.")
        assert page.tab.pdf()[:5] == b"%PDF-"
    finally:
        page.tab.emulate_media(media="screen")
