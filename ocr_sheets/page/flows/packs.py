"""Packs for staff, and the emails that they go out with, as one zip."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ocr_sheets.emails.letters import Letter, draft, letters, own_texts
from ocr_sheets.emails.to_ocr import LetterToOcr, letters_to_ocr
from ocr_sheets.errors import UserError
from ocr_sheets.hidden_data import hidden_in, warning
from ocr_sheets.packs import By, NobodyToPackFor, Packs, make_packs
from ocr_sheets.packs.files import pack_files
from ocr_sheets.packs.wording import lines_of
from ocr_sheets.page.asked import Asked, section, shown, table
from ocr_sheets.page.protocol import File, Parcel
from ocr_sheets.page.zipped import zipped
from ocr_sheets.patching import Label
from ocr_sheets.text import plural


def answer(asked: Asked) -> Parcel:
    """A small workbook for each person or subject area and, where asked for, a draft to each person."""
    by = By(asked.text("by") or By.ASSESSOR)
    is_drafted = asked.is_ticked("drafts")
    if is_drafted and by is By.SUBJECT:
        raise UserError("Emails go to people: make packs for assessors or standardisers, or untick the emails.")
    try:
        packs = make_packs(asked.report, by, asked.is_ticked("share"))
    except NobodyToPackFor as nobody:
        raise UserError(f"There is nobody to make a pack for, as {nobody}") from nobody
    asked.tell("Writing the packs")
    files = pack_files(packs, label=asked.label)
    folders: dict[str, Mapping[str, bytes]] = {f"{asked.stem}-packs": files}
    sections = [section("Packs", lines_of(packs))]
    tables = []
    if is_drafted:
        asked.tell("Writing the emails")
        written = letters(packs, files, own_texts(_texts(asked)), label=asked.label)
        to_ocr = letters_to_ocr(asked.report)
        folders[f"{asked.stem}-emails"] = _drafts(written, to_ocr, asked.label)
        tables.append(_listed(written, to_ocr))
    if hidden := warning(asked.name, hidden_in(asked.looked_at)):
        sections.append(section("Before you hand anything on", [hidden]))
    name = f"{asked.stem}-packs{'-and-emails' if is_drafted else ''}.zip"
    return shown(_verdict(packs), sections, tables, [File("made", name, zipped(folders))])


def _drafts(written: Sequence[Letter], to_ocr: Sequence[LetterToOcr], label: Label) -> Mapping[str, bytes]:
    """All letters as drafts, by the names of their files."""
    return {f"{one.stem}.eml": draft(one) for one in written} | {f"{one.stem}.eml": one.draft(label) for one in to_ocr}


def _texts(asked: Asked) -> Mapping[str, bytes]:
    return {file.name: file.data for file in asked.files("texts")}


def _verdict(packs: Packs) -> str:
    return f"{plural(len(packs.packs), 'pack')}, and an index for the exams officer."


def _listed(written: Sequence[Letter], to_ocr: Sequence[LetterToOcr]) -> Mapping[str, object]:
    rows = [
        (
            f"{one.stem}.eml",
            one.to.addr_spec if one.to else one.unclear or "no address: fill one in when you open it",
            one.subject,
        )
        for one in written
    ]
    rows += [(f"{one.stem}.eml", one.to or "no address: fill one in when you open it", one.subject) for one in to_ocr]
    return table("Emails, as drafts that you look through and send yourself", ["File", "To", "Subject"], rows)
