"""The texts of single cells, wherever a program keeps them: in the cell, or in the list of shared strings."""

import re
from collections.abc import Iterator

from ocr_sheets.patterns import regex

from .package import Package

_ITEM = regex(rb"<(?:[\w.-]+:)?si(?:\s[^<>]*)?(?:/>|>(.*?)</(?:[\w.-]+:)?si>)", re.DOTALL)
_PHONETIC = regex(rb"<(?:[\w.-]+:)?rPh\b.*?</(?:[\w.-]+:)?rPh>", re.DOTALL)
_TEXT = regex(rb"<(?:[\w.-]+:)?t(?:\s[^<>]*)?(?<!/)>([^<]*)<")
_VALUE = regex(rb"<(?:[\w.-]+:)?v(?:\s[^<>]*)?>([^<]*)<")
_TYPE = regex(rb'\st="(\w+)"')
_CELL = regex(rb"<(?:[\w.-]+:)?c\s[^<>]*(?<!/)>.*?</(?:[\w.-]+:)?c>", re.DOTALL)


class SharedStrings:
    """The shared strings of a workbook, found in its bytes: a tree of them would be far too much for the few that are asked for."""

    def __init__(self, package: Package, workbook: str) -> None:
        parts = package.related(workbook, "sharedStrings")
        self._data = package.container.read(parts[0]) if parts else b""
        self._places: list[tuple[int, int]] | None = None

    def __getitem__(self, at: int) -> str:
        if self._places is None:
            self._places = [found.span() for found in _ITEM.finditer(self._data)]
        if not 0 <= at < len(self._places):
            return ""
        start, stop = self._places[at]
        return _joined(self._data[start:stop])


def _joined(item: bytes) -> str:
    pieces = _TEXT.findall(_PHONETIC.sub(b"", item))
    return _unescaped(b"".join(pieces).decode("utf-8", "replace"))


def _unescaped(text: str) -> str:
    if "&" not in text:
        return text
    import html  # its long list of names would be loaded at each start, and few workbooks need it

    return html.unescape(text)


def text_of(cell: bytes, shared: SharedStrings) -> str:
    """The text of a cell's XML; empty for a number, and for a cell without one."""
    kind = _TYPE.search(cell, 0, cell.index(b">") + 1)
    if kind is None:
        return ""
    if kind[1] == b"inlineStr":
        return _joined(cell)
    value = _VALUE.search(cell)
    if value is None:
        return ""
    if kind[1] == b"s":
        return shared[int(value[1])] if value[1].strip().isdigit() else ""
    return _unescaped(value[1].decode("utf-8", "replace")) if kind[1] == b"str" else ""


def first_texts(sheet: bytes, shared: SharedStrings, most: int, among: int) -> Iterator[str]:
    """The first texts in a sheet's part that are no formulas, as many as ``most``, looked for in its first ``among`` cells."""
    for place, cell in enumerate(_CELL.finditer(sheet)):
        if place >= among or most <= 0:
            return
        text = "" if b"<f" in cell[0] else text_of(cell[0], shared)
        if text.strip():
            most -= 1
            yield text
