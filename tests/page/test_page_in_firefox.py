"""The main path in Firefox: open the file from disk, choose a workbook, look, save."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from firefox import Firefox
from page_browser import EXAMPLE, native

DAY = "2027-02-15"


@pytest.fixture
def page(firefox_page: Firefox) -> Firefox:
    return firefox_page


def choose(page: Firefox, path: Path) -> None:
    page.run(f"document.getElementById('as-of').value = '{DAY}'")
    page.type("#workbook", str(path))
    page.wait("document.getElementById('main').ariaBusy === 'true' || !document.getElementById('result').hidden")
    page.wait("document.getElementById('main').ariaBusy === null")


def test_a_workbook_is_checked_shown_and_saved_as_the_command_line_does(page: Firefox) -> None:
    copy, text = native(EXAMPLE.read_bytes(), "example.xlsx", DAY)
    report = json.loads(text)
    choose(page, EXAMPLE)
    assert page.run("return document.getElementById('verdict').innerText") == report["verdict"]
    shown = page.run("return [...document.querySelectorAll('#findings .message')].map((one) => one.innerText)")
    assert shown == [one["message"] for one in report["findings"]]
    page.click("#save-json")
    assert page.saved("example.findings.json") == text
    page.click("#save-book")
    assert page.saved("example.annotated.xlsx") == copy


def test_findings_sort_and_filter(page: Firefox) -> None:
    choose(page, EXAMPLE)
    page.click("#findings th.who button")
    people = page.run("return [...document.querySelectorAll('#findings td.who')].map((one) => one.innerText)")
    assert people == sorted(people)
    page.type("#search", "gwen")
    assert page.run("return document.querySelectorAll('#findings tbody tr').length") == 1


def test_a_file_that_is_no_workbook_is_a_sentence(page: Firefox, tmp_path: Path) -> None:
    path = tmp_path / "centre.xlsx"
    path.write_bytes(b"%PDF-1.7")
    page.run("document.getElementById('result').hidden = true")
    page.type("#workbook", str(path))
    page.wait("!document.getElementById('trouble').hidden")
    assert "centre.xlsx is a PDF" in page.run("return document.getElementById('trouble').innerText")


def test_nothing_can_be_asked_of_a_network(page: Firefox) -> None:
    told = page.run(
        """return (async () => {
          const stopped = [];
          document.addEventListener("securitypolicyviolation", (event) => stopped.push(event.effectiveDirective));
          await fetch("http://127.0.0.1:9/").catch(() => null);
          document.body.append(Object.assign(document.createElement("img"), { src: "http://127.0.0.1:9/" }));
          await new Promise((done) => setTimeout(done, 300));
          return stopped;
        })()"""
    )
    assert sorted(told) == ["connect-src", "img-src"]
