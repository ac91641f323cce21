"""Reads OCR's pages, each once, and writes what has changed since the last time as the text of an issue: nothing where nothing has.

    python .ci/watch.py FOLDER told.md      (FOLDER keeps the pages as they were last read, one text file each)

It asks for each page as a reader does and sends nothing: no words, no cookies. It waits between pages, keeps to robots.txt and says who it is.
"""

from __future__ import annotations

import sys
import time
import urllib.error
import urllib.request
import urllib.robotparser
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from ocr_sheets.dates import say
from ocr_sheets.errors import UserError
from ocr_sheets.rulebook import watch as known
from ocr_sheets.rulebook.page_changes import Changes, changes, text_of_page
from ocr_sheets.rulebook.sources import Page, load_sources
from ocr_sheets.rules import RULES
from ocr_sheets.writing.sources_text import resting_on

WHO = "ocr-sheets-watch/1 (reads each page once a week to see whether its text has changed)"
OCRS = ("ocr.org.uk", "cambridgeassessment.org.uk")
PAUSE = 10.0  # seconds
PATIENCE = 30.0
MOST_BYTES = 5_000_000
MOST_SHOWN = 40
"""How many sentences of one page an issue shows: of a page that was written anew one looks at the page."""


class Seen(NamedTuple):
    """What became of one page: its text, or why it could not be read and whether it is no longer there."""

    page: Page
    text: str = ""
    trouble: str = ""
    is_gone: bool = False


def ocrs_pages() -> list[Page]:
    """The pages of OCR's own sites that have an address."""
    return [page for page in load_sources().pages.values() if is_ocrs(page.address)]


def is_ocrs(address: str) -> bool:
    """Whether an address is on a site of OCR's."""
    host = urlsplit(address).hostname or ""
    return any(host == site or host.endswith(f".{site}") for site in OCRS)


@cache
def allowed(site: str) -> urllib.robotparser.RobotFileParser:
    """What a site lets programs read."""
    robots, address = urllib.robotparser.RobotFileParser(), f"{site}/robots.txt"
    try:
        robots.parse(fetched(address).decode("utf-8", errors="replace").splitlines())
    except OSError:
        robots.parse([])  # a site without one lets them read all
    return robots


def fetched(address: str) -> bytes:
    """What stands at an address. Raises ``OSError``."""
    asked = urllib.request.Request(address, headers={"User-Agent": WHO})
    with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:
        body: bytes = answer.read(MOST_BYTES)
        return body


def read(page: Page) -> Seen:
    """One page as it is now."""
    parts = urlsplit(page.address)
    try:
        if not allowed(f"{parts.scheme}://{parts.netloc}").can_fetch(WHO, page.address):
            return Seen(page, trouble="its site asks programs not to read it")
        return Seen(page, text_of_page(fetched(page.address).decode("utf-8", errors="replace")))
    except urllib.error.HTTPError as error:
        return Seen(page, trouble=f"it answers {error.code}", is_gone=error.code in (404, 410))
    except OSError as error:
        return Seen(page, trouble=f"it does not answer ({error})")


def read_all(pages: Iterable[Page], wait: Callable[[float], None] = time.sleep) -> Iterator[Seen]:
    """Every page as it is now, with a pause between two."""
    for number, page in enumerate(pages):
        if number:
            wait(PAUSE)
        yield read(page)


def told(seen: Seen, folder: Path) -> list[str]:
    """What is to be told of a page, nothing where it says the same; its text is kept for the next time. Seen for the first time it is held
    against what we read of it, where we kept marks of its sentences.
    """
    kept = folder / f"{seen.page.name}.txt"
    if seen.trouble:
        print(f"{seen.page.title}: {seen.trouble}.", file=sys.stderr)
        return _of_a_page(seen.page, ["It is no longer there."]) if seen.is_gone and kept.is_file() else []
    earlier = kept.read_text(encoding="utf-8") if kept.is_file() else None
    folder.mkdir(parents=True, exist_ok=True)
    kept.write_text(seen.text, encoding="utf-8")
    lines = _beside_what_we_read(seen) if earlier is None else list(_lines(changes(earlier, seen.text)))
    return _of_a_page(seen.page, lines) if lines else []


def _beside_what_we_read(seen: Seen) -> list[str]:
    if seen.page.name not in known.load_fingerprints():
        return []
    try:
        found = known.compare(seen.page.name, seen.text, RULES.values())
    except UserError as error:
        print(f"{seen.page.title}: {error}", file=sys.stderr)
        return []
    return [
        *(f"- {' and '.join(each.numbers)} changed: now {_quoted(each.text)}" for each in found.changed),
        *(f"- {' and '.join(each.numbers)} gone" for each in found.gone),
        *(f"- New: {_quoted(sentence)}" for sentence in found.new),
    ]


def _lines(found: Changes) -> Iterator[str]:
    lines = [
        *(f"- Changed: {_quoted(was)} is now {_quoted(now)}" for was, now in found.changed),
        *(f"- Gone: {_quoted(sentence)}" for sentence in found.gone),
        *(f"- New: {_quoted(sentence)}" for sentence in found.new),
    ]
    yield from lines[:MOST_SHOWN]
    if len(lines) > MOST_SHOWN:
        yield f"- and {len(lines) - MOST_SHOWN} more"


def _quoted(sentence: str) -> str:
    """A sentence of the page as words that nothing is made of: no link, and nobody is called by an @."""
    return f"`{sentence.replace('`', '’')}`"


def _of_a_page(page: Page, lines: Sequence[str]) -> list[str]:
    rests = resting_on(page, load_sources(), RULES.values())
    return [
        f"## {page.title}",
        "",
        f"<{page.address}>, read by us on or before {say(page.read_by)}",
        "",
        *lines,
        "",
        f"Rules that rest on it: {', '.join(rests.rules) or 'none'}.",
        f"Values: {', '.join(rests.values) or 'none'}.",
        "",
    ]


def main(folder: Path, output: Path) -> None:
    """Read all, and write what is to be told."""
    lines = [line for seen in read_all(ocrs_pages()) for line in told(seen, folder)]
    output.write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
