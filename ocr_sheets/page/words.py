"""What the commands say in terms of the command line, in terms of the page. The files stay as the commands write them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

HERE: Mapping[str, str] = {
    "answer `ocr-sheets map --ask`, which keeps it in a mapping file": "answer the question under “What was read”, which keeps it in a mapping file",
    "`ocr-sheets map --ask` keeps the answer": "the question under “What was read” keeps the answer",
    "make it with --replace, and put the whole calendar in the place of the last": "delete the earlier calendar there first",
    "`ocr-sheets map` writes one to correct": "save one under “What was read”, and correct it",
    "`ocr-sheets map` writes one": "save one under “What was read”",
    "the blank workbook that `ocr-sheets template` writes": "the blank workbook that can be saved here",
    "add --drop-signature to have a copy without the signature": "open “Your own settings and lists”, tick “Leave a digital signature out of the copy” and try again",
}
"""By what the commands say, one that holds another before it: what the page says."""


def here(value: Any) -> Any:
    """A text, or all texts of lists and mappings, without a command to type."""
    match value:
        case str():
            return _said(value)
        case Mapping():
            return {name: here(one) for name, one in value.items()}
        case list() | tuple():
            return [here(one) for one in value]
    return value


_OF_A_COMMAND = ("`", "-o ", "--")
"""What only a sentence about a command holds."""


def _said(text: str) -> str:
    if not any(mark in text for mark in _OF_A_COMMAND):
        return text
    for theirs, ours in HERE.items():
        text = text.replace(theirs, ours)
    return text
