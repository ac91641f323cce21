"""How several centres stand, from their workbooks."""

from __future__ import annotations

from collections.abc import Iterator

from ocr_sheets.errors import UserError
from ocr_sheets.files.seals import is_report
from ocr_sheets.overview.facts import Facts, facts_of
from ocr_sheets.overview.letters import letters_of
from ocr_sheets.overview.page import overview_page
from ocr_sheets.overview.tables import overview_of, tables_of
from ocr_sheets.overview.workbook import overview_workbook
from ocr_sheets.page.asked import Asked, shown, table
from ocr_sheets.page.protocol import File, Parcel
from ocr_sheets.page.zipped import zipped
from ocr_sheets.patching import Refused, Workbook
from ocr_sheets.reading.former import FORMER
from ocr_sheets.validate import choices_from, examine


def answer(asked: Asked) -> Parcel:
    """The workbook and the page to print and, where asked for, a draft to each centre."""
    files = asked.files("centres")
    ours = [file for file in files if is_report(file.data)]
    taken = [file for file in files if file not in ours]
    if not taken:
        raise UserError("Choose the centres’ workbooks first: all of them at once.")
    passed_over = [f"{file.name} was made by ocr-sheets" for file in ours]
    made = overview_of(_facts(asked, taken), asked.as_of, passed_over, asked.is_ticked("share"))
    saved = [
        asked.made("overview.xlsx", overview_workbook(made)),
        asked.made("overview.html", overview_page(made).encode()),
    ]
    if asked.is_ticked("drafts"):
        drafts = {f"{letter.stem}.eml": letter.data for letter in letters_of(made)}
        saved.append(File("made", "overview-emails.zip", zipped({"overview-emails": drafts})))
    tables = [
        table(
            one.name,
            [heading for heading, _ in one.headings],
            [[getattr(cell, "text", cell) for cell in row] for row in one.rows],
        )
        for one in tables_of(made)
        if one.rows
    ]
    return shown(made.headline, tables=tables, files=saved)


def _facts(asked: Asked, files: list[File]) -> Iterator[Facts]:
    for number, file in enumerate(files, 1):
        asked.tell(f"Checking {number} of {len(files)}, {file.name}")
        yield _facts_of(asked, file)


def _facts_of(asked: Asked, file: File) -> Facts:
    try:
        choices = choices_from(asked.settings, asked.catalogue)
        return facts_of(
            examine(Workbook.from_bytes(file.data, file.name, FORMER), file.name, asked.as_of, choices), file.name
        )
    except Refused as refused:
        return Facts(file.name, problem=str(refused))
