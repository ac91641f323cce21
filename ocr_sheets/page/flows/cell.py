"""One cell that is about to be mended: what fits it or, where something was typed for it, whether that can stand there."""

from __future__ import annotations

from ocr_sheets.mending.mend import Edit
from ocr_sheets.page.asked import Asked
from ocr_sheets.page.protocol import Parcel


def answer(asked: Asked) -> Parcel:
    """What fits the cell, and with something typed what it said before and would say."""
    sheet, ref = asked.text("sheet"), asked.text("ref")
    mending = asked.mending()
    if "typed" in asked.head:
        mended = mending.mended([Edit(sheet, ref, str(asked.head["typed"]))])
        return Parcel({"changes": [change._asdict() for change in mended.changes]})
    return Parcel({"fit": mending.fit(sheet, ref)._asdict()})
