"""The sensitivity label of a workbook on the files that are made from it.

Workbooks have a place for it (`ocr_sheets.patching.label`). A page says it in a line that everybody sees and in a property, a calendar
in a property. A CSV file has no place for one: whoever writes it says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from ocr_sheets.patching import NO_LABEL, Label, label_of, labelled

WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xltx", ".xltm"})
CSV_HAS_NONE = (
    "The workbook has a sensitivity label. A CSV file cannot carry one: handle it as you handle the workbook."
)
_CALENDAR = b"BEGIN:VCALENDAR\r\n"
_MOST_OCTETS = 75
"""The longest line that a calendar may have (RFC 5545)."""


def label_of_first(sources: Sequence[Path]) -> Label:
    """The sensitivity label of the first of some workbooks that has one."""
    return next((label for source in sources if (label := label_of(source))), NO_LABEL)


def with_label(data: bytes, ending: str, label: Label) -> bytes:
    """A file's bytes with the label in them; those of a kind that has no place for one stay as they are."""
    ending = ending.casefold()
    if ending in WORKBOOKS:
        return labelled(data, label)
    if ending == ".html" and label:
        return _on_page(data.decode(), label).encode()
    if ending == ".ics" and label.text:
        return data.replace(_CALENDAR, _CALENDAR + _in_calendar(label), 1)
    return data


def _on_page(page: str, label: Label) -> str:
    import html  # validate comes by here and writes no page: its long list of names is loaded where one is written

    called = f": {label.name}" if label.name else ""
    line = (
        f"<p><strong>Sensitivity label of the workbook{html.escape(called)}.</strong> It holds for this page too.</p>"
    )
    meta = f'<meta name="msip_labels" content="{html.escape(label.text)}">' if label.text else ""
    page = re.sub("<body[^>]*>", lambda found: f"{found[0]}\n{line}", page, count=1)
    return page.replace("</title>", f"</title>{meta}", 1)


def _in_calendar(label: Label) -> bytes:
    """The property, folded where its line would be too long."""
    text = re.sub(r"([\\;,])", r"\\\1", label.text)
    lines = [b""]
    for letter in f"X-MSIP-LABELS:{text}":
        if len(lines[-1]) + len(letter.encode()) > _MOST_OCTETS:
            lines.append(b" ")
        lines[-1] += letter.encode()
    return b"\r\n".join(lines) + b"\r\n"
