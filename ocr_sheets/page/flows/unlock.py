"""A file with a password, opened with it for as long as the page is open. The password is kept nowhere."""

from __future__ import annotations

from ocr_sheets.page.asked import WORKBOOK, Asked
from ocr_sheets.page.protocol import File, Parcel
from ocr_sheets.patching import unlocked


def answer(asked: Asked) -> Parcel:
    """The file as it is without its password."""
    sent = asked.needed(WORKBOOK, "the workbook")
    asked.tell("Opening")
    return Parcel(
        {}, [File(WORKBOOK, sent.name, unlocked(sent.data, str(asked.head.get("password") or ""), sent.name))]
    )
