"""The page in the hands of a person, whatever the browser: the same few moves in Chromium, in Firefox, and on the page that `ocr-sheets serve` opens."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from firefox import Firefox
from page_browser import ALL_RULES, AXE, AXE_FINDS, Shown, missing

BROWSERS = ("chromium", "firefox", "served")


class Hands(Protocol):
    """What a person does with the page, and sees of it."""

    def run(self, script: str) -> Any:
        """What an expression is in the page."""

    def choose(self, selector: str, *paths: Path) -> None:
        """Choose files in a field."""

    def click(self, selector: str) -> None:
        """Click on something."""

    def type(self, selector: str, text: str) -> None:
        """Type into a field, in place of what is there."""

    def press(self, key: str) -> None:
        """Press a key where the focus is."""

    def saved(self, selector: str) -> tuple[str, bytes]:
        """The file that a button saves: its name, and its bytes."""

    @property
    def troubles(self) -> Sequence[str]:
        """What the browser complained of."""


class InChromium:
    """By Playwright."""

    def __init__(self, shown: Shown) -> None:
        self._shown, self._tab = shown, shown.tab

    def run(self, script: str) -> Any:
        return self._tab.evaluate(script)

    def choose(self, selector: str, *paths: Path) -> None:
        self._tab.set_input_files(selector, list(paths))

    def click(self, selector: str) -> None:
        self._tab.click(selector)

    def type(self, selector: str, text: str) -> None:
        self._tab.fill(selector, text)

    def press(self, key: str) -> None:
        self._tab.keyboard.press(key)

    def saved(self, selector: str) -> tuple[str, bytes]:
        return self._shown.saved(selector)

    @property
    def troubles(self) -> Sequence[str]:
        return self._shown.troubles


class InFirefox:
    """By Marionette."""

    troubles: Sequence[str] = ()

    def __init__(self, browser: Firefox) -> None:
        self._browser = browser

    def run(self, script: str) -> Any:
        return self._browser.run(f"return ({script})")

    def choose(self, selector: str, *paths: Path) -> None:
        for path in paths:
            self._browser.type(selector, str(path))

    def click(self, selector: str) -> None:
        self._browser.click(selector)

    def type(self, selector: str, text: str) -> None:
        self.run(f"Object.assign(document.querySelector({json.dumps(selector)}), {{ value: '' }}) && 1")
        self._browser.type(selector, text)

    def press(self, key: str) -> None:
        self._browser.press(key)

    def saved(self, selector: str) -> tuple[str, bytes]:
        before = set(self._browser.downloads.iterdir())
        self.click(selector)
        until = time.monotonic() + 30
        while not (new := set(self._browser.downloads.iterdir()) - before) or any(one.suffix == ".part" for one in new):
            assert time.monotonic() < until, "nothing was saved"
            time.sleep(0.1)
        time.sleep(0.2)  # a file is there before its bytes are
        (made,) = set(self._browser.downloads.iterdir()) - before
        found = made.name, made.read_bytes()
        made.unlink()
        return found


@contextmanager
def page_in_chromium(browser: Any, address: str) -> Iterator[Hands]:
    """A page, opened and ready, in a window of its own of a Chromium that runs."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="en-GB", accept_downloads=True)
    shown = Shown(context.new_page())
    shown.open(address)
    yield InChromium(shown)
    context.close()


class Person:
    """Somebody who uses the page."""

    def __init__(self, hands: Hands) -> None:
        self.hands = hands

    def wait(self, condition: str, seconds: float = 90) -> None:
        """Wait until something is so."""
        until = time.monotonic() + seconds
        while not self.hands.run(f"Boolean({condition})"):
            assert time.monotonic() < until, self.hands.run("document.body.innerText")
            time.sleep(0.05)

    def settle(self) -> None:
        """Wait until nothing is being worked on."""
        time.sleep(0.15)
        self.wait("!document.getElementById('main').hasAttribute('aria-busy')")

    def text(self, selector: str) -> str:
        """What stands somewhere; nothing where it is out of sight."""
        return str(
            self.hands.run(
                f"[...document.querySelectorAll({json.dumps(selector)})].filter((one) => one.checkVisibility()).map((one) => one.innerText).join('\\n')"
            )
        )

    def texts(self, selector: str) -> list[str]:
        """The texts of all that is found."""
        return list(
            self.hands.run(f"[...document.querySelectorAll({json.dumps(selector)})].map((one) => one.innerText.trim())")
        )

    def set(self, selector: str, value: str) -> None:
        """Choose in a list, or a day, which each browser has a chooser of its own for."""
        self.hands.run(
            f"(() => {{ const one = document.querySelector({json.dumps(selector)}); one.value = {json.dumps(value)};"
            " one.dispatchEvent(new Event('input', { bubbles: true })); one.dispatchEvent(new Event('change', { bubbles: true })); return 1; })()"
        )

    def check(self, path: Path, day: str) -> None:
        """Have a workbook checked."""
        if self.text("#flow-back"):
            self.hands.click("#flow-back")
        self.set("#as-of", day)
        self.hands.choose("#workbook", path)
        self.settle()

    def open(self, flow: str) -> None:
        """Open a job from the steps that follow a check."""
        if not self.text(f"[data-flow={flow}]"):
            self.hands.click("#next-steps summary")
        self.hands.click(f"[data-flow={flow}]")

    def go(self) -> str:
        """Do the job; what is said of it."""
        self.hands.click("#flow-go")
        self.settle()
        told = self.text("#flow-verdict")
        assert told, self.text("#trouble")
        return told

    def saved_all(self) -> dict[str, bytes]:
        """All files that the job in sight offers."""
        many = self.hands.run("document.querySelectorAll('#flow-files button:not(.opens)').length")
        return dict(self.hands.saved(f"#flow-files button:nth-of-type({at + 1})") for at in range(many))

    def axe(self) -> list[str]:
        """What axe-core finds; the pages in frames have tests of their own."""
        if not AXE.is_file():
            missing(f"{AXE} is not there: npm install --prefix .ci/tools axe-core")
        if not self.hands.run("'axe' in window"):
            self.hands.run(f"(() => {{ {AXE.read_text(encoding='utf-8')}; return 1; }})()")
        self.hands.run(f"(window.told = null, {AXE_FINDS % ALL_RULES}.then((found) => (window.told = found)), 1)")
        self.wait("window.told")
        return list(self.hands.run("window.told"))

    def asked_of_a_network(self) -> list[str]:
        """All addresses that anything was asked of, but for blobs and what serves the page."""
        return list(
            self.hands.run(
                "performance.getEntriesByType('resource').map((one) => one.name).filter((name) => /^https?:/.test(name) && !name.startsWith(location.origin + '/'))"
            )
        )
