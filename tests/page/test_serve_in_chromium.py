"""`ocr-sheets serve` as its page uses it, in Chromium."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from page_browser import EXAMPLE, Shown, served

from ocr_sheets.page.api import answer
from ocr_sheets.page.protocol import File, Parcel, pack, unpack
from ocr_sheets.serving import Server

DAY = "2027-02-15"


@pytest.fixture
def server() -> Iterator[Server]:
    with served() as server:
        yield server


@pytest.fixture
def page(browser: Any, server: Server) -> Iterator[Shown]:
    context = browser.new_context()
    shown = Shown(context.new_page())
    shown.open(server.link)
    yield shown
    assert [url for url in shown.requests if not url.startswith((f"http://{server.host}/", "blob:", "data:"))] == []
    context.close()


def test_a_dropped_workbook_is_checked_by_the_command_and_its_copy_saved(page: Shown) -> None:
    assert page.tab.inner_text(".private").endswith("only to ocr-sheets on this computer, which keeps no copy.")
    page.as_of(DAY)
    page.drop(EXAMPLE)
    asked = Parcel({"do": "check", "as_of": DAY}, [File("workbook", "example.xlsx", EXAMPLE.read_bytes())])
    answered = unpack(answer(pack(asked)))
    copy, text, _ = answered.files
    assert page.verdict == answered.head["view"]["report"]["verdict"]
    assert page.saved("#save-book") == (copy.name, copy.data)
    assert page.saved("#save-json") == (text.name, text.data)
    assert page.troubles == []


def test_the_page_can_be_loaded_again_after_going_to_a_part_of_it(page: Shown) -> None:
    page.tab.click("#example")
    page.settle()
    page.tab.click("nav a >> text=To do")
    page.tab.reload()
    page.tab.wait_for_selector("html[data-ready=yes]")
    page.tab.click("#example")
    page.settle()
    assert page.verdict


def test_a_page_that_was_not_opened_by_this_run_is_told_so(page: Shown, server: Server) -> None:
    page.tab.goto("about:blank")
    page.open(f"http://{server.host}/#another")
    page.choose(EXAMPLE)
    assert "use the page that it opened" in page.refusal
    page.troubles.clear()


def test_stopping_it_from_the_page_says_so(page: Shown, server: Server) -> None:
    page.tab.click("#stop")
    page.tab.wait_for_selector("h1 >> text=ocr-sheets has stopped")


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl+C cannot be sent to one process alone there")
def test_ctrl_c_ends_the_command_and_the_page_misses_it_in_a_sentence(browser: Any) -> None:
    command = [sys.executable, "-m", "ocr_sheets", "serve", "--no-browser"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout
    context = browser.new_context()
    shown = Shown(context.new_page())
    shown.open(process.stdout.readline().split()[-1])
    process.send_signal(signal.SIGINT)
    told, mistakes = process.communicate(timeout=20)
    assert process.returncode == 0
    assert told.endswith("Stopped. Nothing was kept.\n")
    assert mistakes == ""
    shown.choose(EXAMPLE)
    assert "ocr-sheets no longer answers: start it again" in shown.refusal
    context.close()
