"""The page itself: all chapters under each other, what is in them, and a box to search; one file, and no request leaves it."""

from __future__ import annotations

import base64
import hashlib
import posixpath
import re
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from markupsafe import Markup

from ocr_sheets import __version__
from ocr_sheets.manual.chapters import PACKAGE, Chapter, chapters
from ocr_sheets.manual.markdown import Places, as_html, plain
from ocr_sheets.patterns import regex
from ocr_sheets.writing.page_template import page_template

_TITLE = regex(r"^# (.+)$", re.MULTILINE)
_HEADING = regex(r"^<h[23]\b")


class Section(NamedTuple):
    """What stands under one heading of a chapter: what a search shows or hides as a whole."""

    blocks: Sequence[Markup]


class Printed(NamedTuple):
    """A chapter as it stands on the page."""

    name: str
    title: str
    sections: Sequence[Section]


def manual_page() -> str:
    """The whole documentation for users as one page of HTML. Raises `UserError` where a chapter was not installed."""
    all_of_them = list(chapters())
    folders = {chapter.folder for chapter in all_of_them}
    style, script = (files(__package__).joinpath(name).read_text(encoding="utf-8") for name in ("docs.css", "docs.js"))
    return page_template(__package__, "docs.html").render(
        version=__version__,
        chapters=[_printed(chapter, folders) for chapter in all_of_them],
        style=Markup(style),
        script=Markup(script),
        policy=f"default-src 'none'; img-src data:; style-src '{_hash(style)}'; script-src '{_hash(script)}'; base-uri 'none'; form-action 'none'",
    )


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _printed(chapter: Chapter, folders: set[str]) -> Printed:
    names: set[str] = set()

    def name(heading: str) -> str:
        if not names:  # the chapter's title
            names.add(anchor(chapter.folder))
            return anchor(chapter.folder)
        found = wanted = anchor(chapter.folder, heading)
        number = 1
        while found in names:
            number += 1
            found = f"{wanted}-{number}"
        names.add(found)
        return found

    places = Places(
        lambda link: _link(link, chapter.folder, folders), lambda path: _picture(path, chapter.folder), name
    )
    sections: list[list[Markup]] = [[]]
    for block in as_html(chapter.text, places):
        if _HEADING.match(block):
            sections.append([])
        sections[-1].append(Markup(block))
    title = _TITLE.search(chapter.text)
    assert title, chapter.folder
    return Printed(anchor(chapter.folder), plain(title[1]), [Section(blocks) for blocks in sections if blocks])


def anchor(folder: str, heading: str = "") -> str:
    """The name of a chapter's place on the page, or of a heading's in it."""
    words = re.sub(r"[^\w]+", "-", heading.casefold()).strip("-")
    return "-".join(part for part in (folder.rpartition("/")[2] or "start", words) if part)


def _link(link: str, folder: str, folders: set[str]) -> str | None:
    """Where a link leads: out, to a place on this page, or, where what it names is not for users, nowhere."""
    if "://" in link:
        return link
    path, _, heading = link.partition("#")
    whole = posixpath.normpath(posixpath.join(folder, path)) if path else f"{folder}/README.md"
    if posixpath.basename(whole) != "README.md" or posixpath.dirname(whole) not in folders:
        return None
    return f"#{anchor(posixpath.dirname(whole), heading)}"


def _picture(path: str, folder: str) -> str:
    """A picture as data, so that the page needs no other file."""
    place = Path(posixpath.normpath(posixpath.join(folder, path)))
    body = (PACKAGE.parent / place).read_bytes()
    return f"data:image/png;base64,{base64.b64encode(body).decode()}"
