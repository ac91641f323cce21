"""What others filled in in their packs or copies, taken into a copy of the workbook."""

from __future__ import annotations

from ocr_sheets.collect.collect import Opened, collect
from ocr_sheets.collect.wording import WORDS, place, verdict
from ocr_sheets.errors import UserError
from ocr_sheets.page.asked import Asked, section, shown, table
from ocr_sheets.page.protocol import File, Parcel
from ocr_sheets.patching import Workbook
from ocr_sheets.reading.former import FORMER


def answer(asked: Asked) -> Parcel:
    """The copy, and what is to be looked at."""
    came = asked.files("returned")
    if not came:
        raise UserError("Choose the files that came back first.")
    sent = asked.file("sent")
    asked.tell("Collecting")
    found = collect(
        Opened(asked.to_change(), asked.name),
        [_opened(file) for file in came],
        asked.as_of,
        _opened(sent) if sent else None,
        asked.choices,
    )
    rows = [(place(line), line.source.label, *WORDS[line.outcome]) for line in found.decision.lines]
    unknown = [
        f"{one.source.label}: what it said when it was sent out is not known. Choose your workbook of that day too."
        for one in found.returned
        if not one.is_remembered
    ]
    return shown(
        verdict(found.decision),
        [section("", unknown)] if unknown else [],
        [table("What came back", ["Where", "From", "What became of it", "What to do"], rows)] if rows else [],
        [asked.made(f"{asked.stem}.collected{asked.ending}", found.workbook.to_bytes())],
    )


def _opened(file: File) -> Opened:
    return Opened(Workbook.from_bytes(file.data, file.name, FORMER), file.name)
