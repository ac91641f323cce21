"""Puts the page together: its words, looks and script from this folder, and for the file that stands alone a whole Python inside.

The policy at the top of the page forbids every connection. What may run is named by its hash, so nothing else can.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
from collections.abc import Iterator, Mapping
from html import escape
from importlib.resources import files

from ocr_sheets import __version__
from ocr_sheets.page import downloads
from ocr_sheets.visit_day.page import STYLE

SCRIPTS = (
    "basics.js", "engine.js", "tables.js", "timeline.js", "forms.js", "locked.js", "choosing.js", "flows.js", "board.js", "doing.js", "mend.js",
    "questions.js", "page.js",
)  # fmt: skip
"""The page's script, in this order, as one."""


def alone(carried: Mapping[str, bytes]) -> bytes:
    """The page that needs nothing else. ``carried`` is what `carrying.carried` gives. The same bytes each time."""
    script = _script()
    policy = _policy(
        script,
        # Python is compiled from the blocks below, in a worker that is made from one of them.
        scripts="blob: 'wasm-unsafe-eval'",
        more="worker-src blob:; connect-src 'none'",
    )
    blocks = {"worker": _source("worker.js").encode(), **carried}
    text = "\n".join(
        f'<script type="text/plain" id="part-{name}">{base64.b64encode(gzip.compress(data, 9, mtime=0)).decode()}</script>'
        for name, data in blocks.items()
    )
    return _filled(policy, script, text, "alone")


def served() -> tuple[bytes, str]:
    """The page that asks `ocr-sheets serve`, and its policy, which is sent with it."""
    script = _script()
    policy = _policy(script, more="connect-src 'self'")
    return _filled(policy, script, "", "served"), f"{policy}; frame-ancestors 'none'"


def _source(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _script() -> str:
    body = "\n".join(_source(name) for name in SCRIPTS)
    return f'(() => {{\n"use strict";\n{body}}})();\n'


def _policy(script: str, scripts: str = "", more: str = "") -> str:
    """What the page may do. Only what is named can run or be shown, and no form can be sent."""
    allowed = f"'sha256-{_hash(script)}' {scripts}".strip()
    styles = " ".join(f"'sha256-{_hash(style)}'" for style in (_source("page.css"), *_styles_of_pages()))
    return (
        f"default-src 'none'; script-src {allowed}; style-src {styles}; img-src data:; "
        f"{more}; form-action 'none'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types ocr-sheets"
    )


def _styles_of_pages() -> Iterator[str]:
    """The looks of the pages to print that are shown in frames, which are under the same policy."""
    for package in ("ocr_sheets.planning", "ocr_sheets.overview"):
        text = files(package).joinpath("page.html").read_text(encoding="utf-8")
        yield text.partition("<style>")[2].partition("</style>")[0]
    yield STYLE


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _line(part: downloads.Part) -> str:
    """A part in the table of About."""
    return f"<tr><td>{escape(part.name)}</td><td>{escape(part.licence)}</td><td>{part.sha256}</td></tr>"


def _filled(policy: str, script: str, carried: str, engine: str) -> bytes:
    values = {
        "policy": policy,
        "style": _source("page.css"),
        "engine": engine,
        "version": __version__,
        "table": "".join(map(_line, (downloads.RUNTIME, *downloads.WHEELS))),
        "script": script,
        "parts": carried,
    }
    return re.sub(r"\[\[(\w+)\]\]", lambda mark: values[mark[1]], _source("page.html")).encode()
