"""Marks in the files that we write, by which each is known later as ours and unchanged, or as one that somebody has changed.

A workbook has it in a hidden name (`ocr_sheets.patching.seal`), a page and a calendar in a line of their own.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
import zlib
from pathlib import Path

from ocr_sheets import patching

REPORT = "Made by ocr-sheets from the workbook of a centre"
"""What the properties of a workbook say that we made of a centre's and that is none itself: a plan, a pack, an overview."""

_CORE = "docProps/core.xml"
_WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xltx", ".xltm"})
_MOST_OF_CORE = 10_000
_BLANK = b"0" * 32
_LINES = {
    ".html": (b"<!-- As written by ocr-sheets: %s -->\n", b""),
    ".ics": (b"X-OCR-SHEETS-SEAL:%s\r\n", b"END:VCALENDAR"),
}
"""By ending: the line with the mark, and before what it stands; at the end where that is empty."""


def sealed(data: bytes, ending: str, label: patching.Label = patching.NO_LABEL) -> bytes:
    """A file's bytes with the mark in them and, in a workbook, a sensitivity label; a kind of file that has no place for them stays as
    it is.
    """
    if ending.casefold() in _WORKBOOKS:
        data = patching.labelled(data, label)
        return data if patching.is_as_sealed(data) else patching.sealed(data)
    if ending.casefold() not in _LINES:
        return data
    line, before = _LINES[ending.casefold()]
    at = data.rindex(before) if before else len(data)
    return data[:at] + line % _digest(data).encode() + data[at:]


def is_as_written(path: Path) -> bool:
    """Whether a file is one of ours and as we wrote it."""
    try:
        data = path.read_bytes()
    except OSError:
        return False
    ending = path.suffix.casefold()
    if ending in _WORKBOOKS:
        return patching.is_as_sealed(data)
    if ending not in _LINES:
        return False
    line, _ = _LINES[ending]
    found = re.search(re.escape(line).replace(rb"%s", rb"([0-9a-f]{32})"), data)
    return found is not None and _digest(data[: found.start()] + data[found.end() :]) == found[1].decode()


def is_report(path: Path) -> bool:
    """Whether a workbook is one that we made of a centre's, whoever has written in it since."""
    try:
        return is_report_data(path.read_bytes())
    except OSError:
        return False


def is_report_data(data: bytes) -> bool:
    """The same of a workbook in memory."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return REPORT in package.read(_CORE)[:_MOST_OF_CORE].decode("utf-8", "replace")
    except (OSError, KeyError, ValueError, RuntimeError, zipfile.BadZipFile, zlib.error, NotImplementedError):
        return False


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[: len(_BLANK)]
