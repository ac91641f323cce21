"""Marks in the files that we write, by which each is known later as ours and unchanged, or as one that somebody has changed.

A workbook has it in a hidden name (`ocr_sheets.patching.seal`), a page, a calendar and a text in a line of their own, a CSV file in the
heading of an empty last column: it has no place for a remark, and a line of its own would read as a row.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
import zipfile
import zlib
from pathlib import Path

from ocr_sheets import patching
from ocr_sheets.files.labels import WORKBOOKS

REPORT = "Made by ocr-sheets from the workbook of a centre"
"""What the properties of a workbook say that we made of a centre's and that is none itself: a plan, a pack, an overview."""

_CORE = "docProps/core.xml"
_MOST_OF_CORE = 10_000
_BLANK = b"0" * 32
_LINES = {
    ".html": (b"<!-- As written by ocr-sheets: %s -->\n", b""),
    ".ics": (b"X-OCR-SHEETS-SEAL:%s\r\n", b"END:VCALENDAR"),
    ".txt": (b"# As written by ocr-sheets: %s\n", b""),
    ".toml": (b"# As written by ocr-sheets: %s\n", b""),
    ".csv": (b"As written by ocr-sheets: %s", b"\r\n"),
}
"""By ending: what the mark stands in, and before what that stands: the end of a CSV file's first line, a calendar's last; at the end of the
file where that is empty."""


def sealed(data: bytes, ending: str) -> bytes:
    """A file's bytes with the mark in them; a kind of file that has no place for it stays as it is."""
    if ending.casefold() in WORKBOOKS:
        return data if patching.is_as_sealed(data) else patching.sealed(data)
    if ending.casefold() not in _LINES:
        return data
    if ending.casefold() == ".csv":
        data = _with_a_column_more(data)
    line, before = _LINES[ending.casefold()]
    at = len(data) if not before else data.index(before) if ending.casefold() == ".csv" else data.rindex(before)
    return data[:at] + line % _digest(data).encode() + data[at:]


def is_as_written(path: Path) -> bool:
    """Whether a file is one of ours and as we wrote it."""
    try:
        data = path.read_bytes()
    except OSError:
        return False
    ending = path.suffix.casefold()
    if ending in WORKBOOKS:
        return patching.is_as_sealed(data)
    if ending not in _LINES:
        return False
    line, _ = _LINES[ending]
    found = re.search(re.escape(line).replace(rb"%s", rb"([0-9a-f]{32})"), data)
    return found is not None and _digest(data[: found.start()] + data[found.end() :]) == found[1].decode()


def is_report(file: Path | bytes) -> bool:
    """Whether a workbook is one that we made of a centre's, whoever has written in it since."""
    try:
        with zipfile.ZipFile(io.BytesIO(file) if isinstance(file, bytes) else file) as package:
            return REPORT in package.read(_CORE)[:_MOST_OF_CORE].decode("utf-8", "replace")
    except (OSError, KeyError, ValueError, RuntimeError, zipfile.BadZipFile, zlib.error, NotImplementedError):
        return False


def _with_a_column_more(data: bytes) -> bytes:
    """The rows of a CSV file with an empty cell more, so that the mark's column is as long as the others."""
    made = io.StringIO(newline="")
    csv.writer(made).writerows([*row, ""] for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    return made.getvalue().encode("utf-8-sig")


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[: len(_BLANK)]
