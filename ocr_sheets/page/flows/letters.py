"""The letters that are due to the moderator and to OCR, to copy or to save as drafts."""

from __future__ import annotations

from ocr_sheets.emails.to_ocr import letters_to_ocr
from ocr_sheets.page.asked import Asked, section, shown
from ocr_sheets.page.protocol import File, Parcel
from ocr_sheets.text import plural


def answer(asked: Asked) -> Parcel:
    """Each letter with its subject, its address where we know one, and what it says."""
    due = letters_to_ocr(asked.report)
    letters = [
        section(one.subject, [f"To: {one.to or 'no address is known: fill one in'}", *one.text.splitlines()])
        for one in due
    ]
    verdict = (
        f"{plural(len(due), 'letter')} due. None is sent from here." if due else "No letter to OCR is due on this day."
    )
    files = [File("made", f"{one.stem}.eml", one.draft(asked.label)) for one in due]
    return shown(verdict, letters, files=files)
