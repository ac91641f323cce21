"""A workbook as programs read it that tolerate less than Excel does: its values are the same, and nothing that they stumble over is there.

They lay out a sheet's rectangle in memory, want their text in UTF-8, and know no macro sheets.
"""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ocr_sheets.patterns import regex

from .container import Container
from .markup import BOM, Document, as_utf8
from .refs import letters

if TYPE_CHECKING:
    from .sheet import Sheet

_UTF8 = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["'](?:utf-?8|us-ascii|ascii)["']""", re.IGNORECASE)
_DECLARED = regex(rb"<\?xml[^>]*?encoding")
_MARKUP = (".xml", ".rels")


class Readable(NamedTuple):
    """The workbook's bytes, or those of a copy, and by sheet the first cell that was left out of it."""

    data: bytes
    left_out: dict[str, str]


def readable(data: bytes, label: str, container: Container, main: str, sheets: Sequence["Sheet"], gap: int) -> Readable:
    """A copy of a workbook where that is needed: recoded, without sheets of other kinds, and without what stands more than ``gap`` rows
    below all else. ``main`` is the key of its main part.
    """
    changes: dict[str, bytes] = {key: as_utf8(container.read(key)) for key in container if _is_recoded(container, key)}
    left_out = {}
    for sheet in sheets:
        if sheet.is_worksheet and (cut := sheet.without_far_rows(gap)):
            changes[sheet.part], row, column = cut
            left_out[sheet.name] = f"{letters(column)}{row}"
    others = {sheet.name for sheet in sheets if not sheet.is_worksheet}
    if others:
        changes[main] = _without_sheets(Document(changes.get(main) or container.read(main)), others)
    if not changes:
        return Readable(data, left_out)
    copy = Container(data, label)
    for key, content in changes.items():
        copy.write(key, content)
    return Readable(copy.to_bytes(), left_out)


def _is_recoded(container: Container, key: str) -> bool:
    if not key.endswith(_MARKUP):
        return False
    start = container.start_of(key).removeprefix(BOM)
    return start[:1] != b"<" or b"\0" in start[:4] or bool(_DECLARED.match(start) and not _UTF8.match(start))


def _without_sheets(document: Document, names: set[str]) -> bytes:
    listed = document.root.child("sheets")
    if listed is not None:
        document.apply([document.remove(node) for node in listed.children if node.get("name") in names])
    return document.data
