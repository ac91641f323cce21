"""Faults that use of the page has shown, each by its kind."""

from __future__ import annotations

from pathlib import Path

import pytest
from page_browser import DAY, EXAMPLE, Shown, in_file
from workbooks import centre, saved

QUALIFICATIONS = b"Entry code,Title\r\n09999,Our own\r\n"
VISITS = b"Visit,Subject area,Visit date\r\nIT 1,IT,2027-03-11\r\n"
CANDIDATES = b"Candidate number,First name\r\n0045,Ann\r\n"


@pytest.fixture(autouse=True)
def clean(page: Shown) -> None:
    """The page on the example's day."""
    page.as_of(DAY)


def test_the_verdict_is_in_sight_on_a_laptop_without_scrolling(page: Shown) -> None:
    page.tab.set_viewport_size({"width": 1366, "height": 650})
    try:
        page.choose(EXAMPLE)
        box = page.tab.locator("#verdict-box").bounding_box()
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 650
    finally:
        page.tab.set_viewport_size({"width": 1280, "height": 900})


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("centre.ods", b"PK\x03\x04mimetypeapplication/vnd.oasis"),
        ("centre.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("centre.xlsx", b""),
    ],
)
def test_what_cannot_be_read_is_a_sentence_without_the_word_null(
    page: Shown, tmp_path: Path, name: str, data: bytes
) -> None:
    page.drop(in_file(tmp_path, data, name))
    assert name in page.refusal
    assert "null" not in page.refusal
    assert "broke down" not in page.refusal
    assert page.tab.inner_text("#trouble h2") == "There is a problem"


def test_a_year_by_a_slip_is_told_beside_its_field(page: Shown) -> None:
    page.choose(EXAMPLE)
    page.as_of("0027-02-15")
    page.tab.click("#again")
    page.settle()
    assert page.texts("#trouble li") == [
        "The day to check as of is in the year 27: type the year with four digits, such as 15/02/2027."
    ]
    assert page.tab.locator("#as-of-error").count() == 1
    assert page.axe() == []
    page.tab.click("#trouble a")
    assert page.tab.evaluate("document.activeElement.id") == "as-of"
    page.as_of(DAY)
    page.tab.click("#again")
    page.settle()
    assert page.tab.locator("#as-of-error").count() == 0


def test_two_workbooks_are_asked_about_and_none_is_ignored(page: Shown, tmp_path: Path) -> None:
    page.drop(saved(tmp_path / "one.xlsx"), saved(tmp_path / "two.xlsx"))
    assert page.tab.inner_text("#which h2") == "2 workbooks were dropped"
    assert page.axe() == []
    page.tab.click("#which button >> text=Check two.xlsx")
    page.settle()
    assert page.tab.inner_text("#about").startswith("two.xlsx")


def test_a_csv_file_is_asked_about_and_can_be_left_out_again(page: Shown, tmp_path: Path) -> None:
    page.choose(EXAMPLE)
    page.drop(in_file(tmp_path, QUALIFICATIONS, "list.csv"))
    assert page.tab.inner_text("#which h2") == "What is list.csv?"
    page.tab.click("#which button >> text=Our own list")
    page.settle()
    assert page.texts("#beside li")[0].startswith("Your own list: list.csv")
    page.tab.click("#beside button")
    page.settle()
    assert not page.tab.is_visible("#beside-box")
    assert page.verdict


def test_csv_files_dropped_together_are_one_workbook(page: Shown, tmp_path: Path) -> None:
    page.drop(in_file(tmp_path, VISITS, "Visits.csv"), in_file(tmp_path, CANDIDATES, "Candidates.csv"))
    assert "Visits" in page.texts("#tables th")
    assert page.tab.inner_text("#save-book") == "Save sheets.annotated.xlsx"


def test_a_dropped_folder_is_looked_into(page: Shown, tmp_path: Path) -> None:
    folder = in_file(tmp_path, centre(), "spring/centre.xlsx").parent
    page.drop(folder)
    assert page.tab.is_visible("#verdict"), page.tab.inner_text("#trouble")
    (tmp_path / "empty").mkdir()
    page.drop(tmp_path / "empty")
    assert "empty is a folder without a workbook or CSV files in it" in page.tab.inner_text("#trouble")


def test_a_file_that_was_moved_is_asked_for_again(page: Shown, tmp_path: Path) -> None:
    path = saved(tmp_path / "centre.xlsx")
    page.drop(path)
    path.rename(tmp_path / "elsewhere.xlsx")
    page.tab.click("#again")
    page.settle()
    assert "centre.xlsx cannot be read any more" in page.refusal
    assert "broke down" not in page.refusal


@pytest.mark.parametrize("apostrophe", ["’", "'", "‘"])
def test_names_are_found_with_either_apostrophe(page: Shown, apostrophe: str) -> None:
    page.choose(EXAMPLE)
    rows = page.rows()
    page.tab.fill("#search", f"O{apostrophe}Brien")
    assert 0 < page.rows() < rows
    page.tab.fill("#search", "")


def test_a_finding_is_found_by_its_cells_own_name(page: Shown) -> None:
    page.choose(EXAMPLE)
    name = page.texts("#findings td.where button")[0]
    page.tab.fill("#search", name)
    assert name in page.texts("#findings td.where button")
    sheet, _, cell = name.partition("!")
    page.tab.fill("#search", f"'{sheet}'!{cell}")
    assert name in page.texts("#findings td.where button")
    page.tab.fill("#search", "")


def test_the_next_dates_tell_the_last_working_day_where_it_is_another(page: Shown) -> None:
    page.choose(EXAMPLE)
    lines = page.tab.evaluate("[...document.querySelectorAll('#next li')].map((one) => one.innerText)")
    assert any("last working day" in line for line in lines) or all(
        "Sat" not in line and "Sun" not in line for line in lines
    )


def test_on_paper_there_is_no_ring_and_no_empty_column(page: Shown) -> None:
    page.choose(EXAMPLE)
    page.tab.emulate_media(media="print")
    try:
        page.tab.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        assert page.tab.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "none"
        columns = page.tab.evaluate(
            "[...document.querySelectorAll('#findings thead th:not([hidden])')].map((one) => one.className)"
        )
        for name in columns:
            assert any(text not in ("", "–") for text in page.texts(f"#findings td.{name}"))
        assert not page.tab.is_visible(".ways")
    finally:
        page.tab.evaluate("window.dispatchEvent(new Event('afterprint'))")
        page.tab.emulate_media(media="screen")
