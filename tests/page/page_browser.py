"""The page in a real browser: where the built file is, and hands to use it with.

`ocr-sheets page -o dist/ocr-sheets.html` builds it; OCR_SHEETS_PAGE names another. Where that is set, nothing is skipped: what is
missing fails. Chromium is Debian's (or CHROMIUM), axe-core npm's (AXE, or .ci/tools).
"""

from __future__ import annotations

import base64
import gzip
import io
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from ocr_sheets.page.assemble import SCRIPTS
from ocr_sheets.serving import Server

ROOT = Path(__file__).parent.parent.parent
SOURCES = ROOT / "ocr_sheets" / "page"
EXAMPLE = ROOT / "templates" / "example.xlsx"
DAY = "2027-02-15"
LATE = """
Claims
| Candidate number | Entry code | Unit number | Assessor | Grade | Claimed on | Visit | Claim status |
| 0045             | 05839      | 8           | JS       | M     | 2027-02-26 | IT 1  | submitted    |
"""
ASKED = """
Claims
| Candidate number | Entry code | Unit number | Assessor | IV         | Grade | Visit |
| 0045             | 05839      | 8           | JS       | 2027-01-20 | M     | IT 1  |
"""
"""A workbook of which something is asked: what the column IV holds."""
IS_WANTED = bool(os.environ.get("OCR_SHEETS_PAGE"))
PAGE = Path(os.environ.get("OCR_SHEETS_PAGE") or ROOT / "dist" / "ocr-sheets.html").absolute()
AXE = Path(os.environ.get("AXE") or ROOT / ".ci/tools/node_modules/axe-core/axe.min.js")
AXE_FINDS = """axe.run(document, { iframes: false, resultTypes: ["violations"], ...%s }).then((found) => found.violations.flatMap(
    (one) => one.nodes.map((node) => `${one.impact} ${one.id}: ${node.html.slice(0, 200)}`)))"""
"""What axe finds, as a promise in the page: only that comes over to Python, since what is right is a hundred times as much."""
ALL_RULES, COLOURS = "{}", '{ runOnly: { type: "rule", values: ["color-contrast", "link-in-text-block"] } }'
SECONDS = 1000.0  # Playwright counts in milliseconds
HAS_DROPPED = """before => new Promise((done) => {
    let looks = 0;
    const look = () => (window.drops > before ? done(true) : ++looks > 50 ? done(false) : setTimeout(look, 100));
    look();
})"""
"""Whether the page hears of one more drop within five seconds."""
START, CHECK = 90 * SECONDS, 60 * SECONDS


def missing(what: str) -> None:
    """Skip the test, or fail it where the page was asked to be tested."""
    if IS_WANTED:
        pytest.fail(what)
    pytest.skip(what)


def program(name: str, *others: str) -> str:
    """Where a browser is."""
    found = os.environ.get(name.upper()) or next(filter(None, map(shutil.which, (name, *others))), None)
    if not found:
        missing(f"{name} is not here: apt-get install {name}")
    return str(found)


@cache
def built_page() -> Path:
    """The page, if it was built from the package as it is now."""
    if not PAGE.is_file():
        missing(f"{PAGE} is not there: ocr-sheets page -o {PAGE}")
    with zipfile.ZipFile(io.BytesIO(carried("app"))) as archive:
        names = [name for name in archive.namelist() if name.startswith("ocr_sheets/") and not name.endswith(".pyc")]
        stale = [name for name in names if not _is(ROOT / name, archive.read(name))]
    here = {path.relative_to(ROOT).as_posix() for path in (ROOT / "ocr_sheets").rglob("*.py")}
    stale += sorted(here - set(names))
    stale += [name for name in ("page.css", *SCRIPTS) if (SOURCES / name).read_text(encoding="utf-8") not in _text()]
    if stale or carried("worker") != (SOURCES / "worker.js").read_bytes():
        missing(f"{PAGE} is not made of the package as it is now ({', '.join(stale[:3])}): ocr-sheets page -o {PAGE}")
    return PAGE


def _is(path: Path, data: bytes) -> bool:
    return path.is_file() and path.read_bytes() == data


@cache
def _text() -> str:
    return PAGE.read_text(encoding="utf-8")


def carried(name: str) -> bytes:
    """A part of what the page carries."""
    mark = f'id="part-{name}">'
    start = _text().index(mark) + len(mark)
    return gzip.decompress(base64.b64decode(_text()[start : _text().index("<", start)]))


@cache
def native(data: bytes, name: str, as_of: str) -> tuple[bytes, bytes]:
    """The annotated copy and the JSON that the command line makes, with the very XlsxWriter that the page carries."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        book = in_file(folder, data, name)
        with zipfile.ZipFile(io.BytesIO(carried("app"))) as archive:
            archive.extractall(folder, [file for file in archive.namelist() if file.startswith("xlsxwriter/")])
        command = [sys.executable, "-m", "ocr_sheets", "validate", str(book), "--as-of", as_of, "--format", "json"]
        done = subprocess.run(
            [*command, "-o", str(folder / "native.xlsx")],
            capture_output=True,
            env={**os.environ, "PYTHONPATH": str(folder)},
            check=False,
        )
        assert done.returncode in (0, 1), done.stderr
        return (folder / "native.xlsx").read_bytes(), done.stdout.replace(b"\r\n", b"\n")


class Shown:
    """The page in a tab, used as a person does."""

    def __init__(self, tab: Any) -> None:
        self.tab = tab
        self.requests: list[str] = []
        self.troubles: list[str] = []
        tab.on("request", lambda request: self.requests.append(request.url))
        tab.on("pageerror", lambda error: self.troubles.append(str(error)))
        tab.on("console", self._hear)
        # The system's own chooser, which no test can answer: without it the field's chooser opens, as in Firefox.
        tab.add_init_script("delete window.showOpenFilePicker")
        # Counted before the page hears of them, so that a test can wait until one has come.
        tab.add_init_script("window.drops = 0; window.addEventListener('drop', () => { window.drops += 1; }, true)")
        # Told of choosers from the start, so that the first one is not missed while telling is being switched on.
        tab.on("filechooser", lambda _: None)

    def _hear(self, line: Any) -> None:
        if line.type in ("error", "warning"):
            self.troubles.append(line.text)

    def open(self, address: str) -> None:
        """Open the page and wait until it is ready."""
        self.tab.goto(address)
        self.tab.wait_for_selector("html[data-ready=yes]", timeout=START)

    def drop(self, *paths: Path) -> None:
        """Drop files on the page, as from the file manager, and wait for what comes of it."""
        before = self.tab.evaluate("window.drops")
        # On a busy machine the page hears of a drop later, and Chromium forgets one that comes while it waits for the page.
        for _ in range(10):
            self._drag(*paths)
            if self.tab.evaluate(HAS_DROPPED, before):
                break
        self.settle()

    def _drag(self, *paths: Path) -> None:
        session = self.tab.context.new_cdp_session(self.tab)
        data = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
        for kind in ("dragEnter", "dragOver", "drop"):
            session.send("Input.dispatchDragEvent", {"type": kind, "x": 300, "y": 300, "data": data})
        session.detach()

    def choose(self, path: Path) -> None:
        """Choose a file by the button."""
        self.tab.set_input_files("#workbook", path)
        self.settle()

    def settle(self, timeout: float = CHECK) -> None:
        """Wait until nothing is being worked on."""
        self.tab.wait_for_function("() => new Promise((done) => setTimeout(() => done(true), 60))")
        self.tab.wait_for_selector("#main:not([aria-busy])", timeout=timeout)

    def as_of(self, day: str) -> None:
        """Set the day to check as of."""
        self.tab.fill("#as-of", day)

    @property
    def verdict(self) -> str:
        """The verdict in sight."""
        assert self.tab.is_visible("#verdict"), self.tab.inner_text("body")
        return str(self.tab.inner_text("#verdict"))

    @property
    def refusal(self) -> str:
        """The sentence in sight that says why not; no result stands beside it."""
        assert self.tab.is_visible("#trouble"), self.tab.inner_text("body")
        assert not self.tab.is_visible("#result")
        return str(self.tab.inner_text("#trouble"))

    def rows(self, table: str = "findings") -> int:
        """How many rows of a table are drawn."""
        return int(self.tab.locator(f"#{table} tbody tr:not(.group)").count())

    def texts(self, selector: str) -> list[str]:
        """The texts of all that is found."""
        return [text.strip() for text in self.tab.locator(selector).all_inner_texts()]

    def saved(self, selector: str) -> tuple[str, bytes]:
        """The name and the bytes of the file that a button saves."""
        with self.tab.expect_download() as waiting:
            self.tab.click(selector)
        return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()

    def axe(self, rules: str = ALL_RULES) -> list[str]:
        """What axe-core finds against WCAG 2.2 AA and its own best practices, of whatever weight. The pages to print, in frames, have tests of their own."""
        if not AXE.is_file():
            missing(f"{AXE} is not there: npm install --prefix .ci/tools axe-core")
        if not self.tab.evaluate("'axe' in window"):
            self.tab.evaluate(AXE.read_text(encoding="utf-8") + "; undefined")
        return list(self.tab.evaluate(f"() => {AXE_FINDS % rules}"))


@contextmanager
def chromium() -> Iterator[Any]:
    """Debian's Chromium under Playwright."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("playwright is not here: pip install -e .[browser]")
    path = program("chromium", "chromium-browser", "google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])  # CI is root
        yield browser
        browser.close()


def in_file(folder: Path, data: bytes, name: str = "centre.xlsx") -> Path:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    return path


@contextmanager
def served() -> Iterator[Server]:
    """The page on a port of this computer; it must be stopped at the end, by whomever."""
    server = Server()
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield server
    finally:
        server.stop()
        thread.join(10)
    assert not thread.is_alive()
