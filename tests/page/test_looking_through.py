"""Looking through what the page found: sorted, counted, searched, gathered, and as a picture."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from page_browser import DAY, EXAMPLE, Shown, in_file, native
from workbooks import centre


def test_findings_sort_both_ways_and_back(example: Shown) -> None:
    listed = example.texts("#findings td.where button")
    head = example.tab.locator("#findings th.where")
    head.locator("button").click()
    assert head.get_attribute("aria-sort") == "ascending"
    upwards = example.texts("#findings td.where button")
    assert sorted(listed) == sorted(upwards)
    assert [cell.partition("!")[0] for cell in upwards] == sorted(cell.partition("!")[0] for cell in listed)
    head.locator("button").click()
    assert head.get_attribute("aria-sort") == "descending"
    assert example.texts("#findings td.where button") != upwards
    head.locator("button").click()
    assert head.get_attribute("aria-sort") is None
    assert example.texts("#findings td.where button") == listed


def test_days_sort_as_days_with_soon_last(example: Shown) -> None:
    example.tab.click("#findings th.by button")
    shown = [text.split("\n")[0].removeprefix("was ") for text in example.texts("#findings td.by")]
    dated = [dt.datetime.strptime(text, "%d %b %Y") for text in shown if text != "as soon as you can"]  # noqa: DTZ007
    assert dated == sorted(dated)
    assert shown[: len(dated)].count("as soon as you can") == 0
    assert "as soon as you can" in shown


def test_a_count_shows_its_findings_only_and_show_all_brings_the_rest_back(example: Shown) -> None:
    all_rows = example.rows()
    example.tab.click(".tile.check button")
    assert set(example.texts("#findings td.severity")) == {"check"}
    assert example.rows() == int(example.tab.inner_text(".tile.check strong"))
    assert example.tab.inner_text("#found") == f"{example.rows()} of {all_rows} findings shown."
    example.tab.click("#filters button[type=reset]")
    example.settle()
    assert example.rows() == all_rows


def test_findings_are_found_by_words_person_visit_and_sheet(example: Shown) -> None:
    example.tab.fill("#search", "gwen 05844")
    assert example.texts("#findings td.of") == ["0062 Gwen Yilmaz\n05844 unit 8\nDigital Media spring"]
    example.tab.fill("#search", "MULLER")
    assert [text.split("\n")[0] for text in example.texts("#findings td.of")] == ["0409 Saoirse Müller"]
    example.tab.fill("#search", "nobody at all")
    assert example.rows() == 0
    assert example.tab.inner_text("#nothing") == "No finding fits these filters."
    example.tab.fill("#search", "")
    for field, column in (("who", "who"), ("visit", "of"), ("sheet", "where")):
        choice = example.texts(f"#{field} option")[1]
        example.tab.select_option(f"#{field}", choice)
        shown = example.texts(f"#findings td.{column}")
        assert shown
        assert all(choice in text for text in shown)
        example.tab.select_option(f"#{field}", "")


@pytest.mark.parametrize("by", ["who", "visit", "candidate", "sheet"])
def test_findings_are_gathered_under_headings(example: Shown, by: str) -> None:
    rows = example.rows()
    example.tab.select_option("#group", by)
    headings = example.texts("#findings .group")
    assert len(headings) == len(set(headings)) > 1
    assert sum(int(text.rpartition("(")[2].rstrip(")")) for text in headings) == rows == example.rows()


def test_a_cells_name_is_copied_for_excels_name_box(example: Shown) -> None:
    button = example.tab.locator("#findings td.where button").first
    sheet, _, cell = button.inner_text().partition("!")
    button.click()
    example.tab.locator("#toast:not(:empty)").wait_for()
    assert example.tab.inner_text("#toast").startswith(f"Copied '{sheet}'!{cell}. In Excel, click the Name Box")
    assert example.tab.evaluate("navigator.clipboard.readText()") == f"'{sheet}'!{cell}"


def test_why_a_rule_is_can_be_opened(example: Shown) -> None:
    why = example.tab.locator("#findings details").first
    why.locator("summary").click()
    assert "Rule: " in why.inner_text()
    assert "Source: Cambridge Technicals: Visiting moderation (S" in why.inner_text()


def test_deadlines_stand_as_a_picture_and_in_words(example: Shown) -> None:
    _, text = native(EXAMPLE.read_bytes(), "example.xlsx", DAY)
    report = json.loads(text)
    example.tab.check("#past")
    assert example.rows("lines") == min(50, len(report["deadlines"]))
    assert example.tab.locator(".timeline path.visit").count() == len(report["visits"])
    marks = example.tab.locator(".timeline :is(.ahead, .done, .late)").count()
    assert marks == sum(line["sheet"] == "Visits" for line in report["deadlines"])
    late = sum(line["sheet"] == "Visits" and not line["done"] and line["date"] < DAY for line in report["deadlines"])
    assert example.tab.locator(".timeline .late").count() == late > 0
    example.tab.uncheck("#past")
    assert "done" not in example.texts("#lines td.state")


def test_what_could_not_be_checked_is_told_with_its_reason(page: Shown, tmp_path: Path) -> None:
    page.as_of("2027-02-01")
    page.drop(in_file(tmp_path, centre()))
    assert "had nothing to look at" in page.verdict
    assert "They are not passed" in page.tab.inner_text("#unchecked-count")
    page.tab.locator("#reasons summary").first.click()
    assert page.tab.locator("#reasons details[open] li").count() > 0
