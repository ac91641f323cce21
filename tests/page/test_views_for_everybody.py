"""Each job of the page by keys alone, at 320 pixels and enlarged to 200 %, in the dark, in forced colours and on paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from hands import InChromium, Person
from page_browser import ASKED, COLOURS, DAY, EXAMPLE, LATE, Shown, in_file
from workbooks import centre

from ocr_sheets.emails.locking import locked

LIST = b"Candidate No,Candidate name,Scheme code\r\n0001,A Nother,05839\r\n"
FIELDS: Mapping[str, Mapping[str, str | bytes]] = {
    "plan": {},
    "packs": {},
    "calendar": {},
    "changes": {"old": centre()},
    "reconcile": {"list": LIST, "kind": "entries"},
    "claims": {},
    "visit": {"visit": "IT final"},
    "letters": {},
    "fill": {},
    "collect": {"returned": centre()},
    "read": {},
    "start": {"visits-1-course": "Business", "visits-1-day": "2027-03-11"},
    "overview": {"centres": centre()},
}
"""By job, the fields that it cannot do without."""
WIDTHS = (320, 683)
"""A phone's, and that of a laptop with 1366 pixels at 200 %."""


@contextmanager
def as_if(page: Shown, width: int = 1280, **media: str) -> Iterator[None]:
    """The page in a narrower window, or under other wishes of its reader."""
    page.tab.set_viewport_size({"width": width, "height": 800})
    page.tab.emulate_media(**media)
    try:
        yield
    finally:
        page.tab.emulate_media(media="screen", color_scheme="light", forced_colors="none")
        page.tab.set_viewport_size({"width": 1280, "height": 900})


def fits(page: Shown) -> None:
    """What is in sight is no wider than a narrow window."""
    for width in WIDTHS:
        with as_if(page, width):
            assert page.tab.evaluate("document.documentElement.scrollWidth") <= width


def holds_for_everybody(page: Shown) -> None:
    """What is in sight fits, and axe finds nothing in the colours of the dark, nor in those that are forced; all else it looks at in the light, after every job."""
    fits(page)
    with as_if(page, color_scheme="dark"):
        assert page.axe(COLOURS) == []
    with as_if(page, forced_colors="active"):
        assert page.axe(COLOURS) == []


def focus_by_tab(page: Shown, wanted: str) -> None:
    """Go on by Tab until something has the focus, which is to be seen all the way."""
    for _ in range(60):
        page.tab.keyboard.press("Tab")
        # Within a field for a day the browser itself marks day, month and year.
        seen = (
            "document.activeElement.type === 'date' || getComputedStyle(document.activeElement).outlineStyle !== 'none'"
        )
        assert page.tab.evaluate(seen), page.tab.evaluate("document.activeElement.outerHTML")
        if page.tab.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
    raise AssertionError(f"{wanted} was not reached by Tab")


@pytest.mark.parametrize("name", FIELDS)
def test_a_job_is_for_everybody(example: Shown, name: str, tmp_path: Path) -> None:
    person = Person(InChromium(example))
    if name in ("start", "overview"):
        person.hands.click(f"[data-open={name}]")
    else:
        person.open(name)
    assert example.tab.evaluate("document.activeElement.id") == "flow-title"
    for field, value in FIELDS[name].items():
        if isinstance(value, bytes):
            person.hands.choose(
                f"#field-{field}", in_file(tmp_path, value, "list.csv" if value is LIST else "other.xlsx")
            )
        else:
            person.set(f"#field-{field}", value)
    fits(example)
    assert example.axe() == []
    example.tab.focus("#flow-title")
    focus_by_tab(example, "#flow-go")
    example.tab.keyboard.press("Enter")
    person.settle()
    assert person.text("#flow-verdict"), person.text("#trouble")
    if example.tab.locator("#flow-files button").count():
        focus_by_tab(example, "#flow-files button")
    holds_for_everybody(example)
    with as_if(example, media="print"):
        example.tab.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        assert example.tab.is_visible("#flow-verdict")
        assert example.texts("#flow button:visible, #flow input:visible, header:visible, iframe:visible") == []
        example.tab.evaluate("window.dispatchEvent(new Event('afterprint'))")
    person.hands.click("#flow-back")


def test_what_is_asked_is_for_everybody(page: Shown, tmp_path: Path) -> None:
    page.as_of(DAY)
    page.choose(in_file(tmp_path, centre(ASKED)))
    assert page.tab.is_visible("#asked")
    holds_for_everybody(page)
    page.tab.focus("#asked-title")
    focus_by_tab(page, "#questions input")
    page.tab.keyboard.press("ArrowDown")
    assert page.tab.evaluate("document.activeElement.parentElement.innerText.trim()") == "Standardised on"
    focus_by_tab(page, "#answers button")


def test_a_password_is_asked_of_everybody(page: Shown, tmp_path: Path) -> None:
    page.choose(in_file(tmp_path, locked(centre(LATE), "password")))
    assert page.tab.evaluate("document.activeElement.id") == "password"
    holds_for_everybody(page)
    page.tab.keyboard.type("wrong")
    page.tab.keyboard.press("Enter")
    page.settle()
    assert page.tab.is_visible("#locked .error")
    holds_for_everybody(page)
    page.choose(EXAMPLE)
    assert not page.tab.is_visible("#locked")


def test_a_visit_is_dragged_to_another_day(example: Shown) -> None:
    person = Person(InChromium(example))
    person.open("plan")
    person.go()
    handle = example.tab.locator("#board .handle").nth(3)
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    example.tab.mouse.move(*middle)
    example.tab.mouse.down()
    example.tab.mouse.move(middle[0] - 60, middle[1], steps=4)
    told = handle.get_attribute("aria-valuetext")
    assert "earlier" in told
    example.tab.mouse.up()
    example.settle()
    day = told.split(",")[0]
    assert example.tab.inner_text("#flow-body section:not(#board) > h4").endswith(f"moved from 10 Jun 2027 to {day}")
    # Put back by hand, nothing is asked.
    handle = example.tab.locator("#board .handle").nth(3)
    handle.focus()
    example.tab.keyboard.press("ArrowLeft")
    example.tab.keyboard.press("Escape")
    example.tab.keyboard.press("Enter")
    assert handle.get_attribute("aria-valuetext") == "Thu 10 Jun 2027"
    assert not example.tab.is_visible("#progress")
    person.hands.click("#flow-back")
