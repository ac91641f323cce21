"""The centre's entries or claims beside a list from OCR's side."""

from __future__ import annotations

from ocr_sheets.errors import UserError
from ocr_sheets.page.asked import Asked, section, shown, table
from ocr_sheets.page.protocol import Parcel
from ocr_sheets.reconcile.compare import CannotCompare, Compared, compare
from ocr_sheets.reconcile.pasted_list import codes_of, list_in, pairs_in
from ocr_sheets.reconcile.results import FIX, Results
from ocr_sheets.reconcile.workbook import results_workbook
from ocr_sheets.validate import read_from

_MOST = 500


def answer(asked: Asked) -> Parcel:
    """What is on one side only, what differs, and what each column of the list was taken for."""
    other = asked.needed("list", "the list from OCR")
    kind = asked.text("kind")
    asked.tell("Comparing them")
    book = read_from(asked.opened(), asked.name, asked.as_of, asked.choices)
    try:
        pasted = list_in(
            other.data, other.name, pairs_in(asked.lines("matches")), Compared(kind) if kind else None, codes_of(book)
        )
        comparison = compare(book, pasted.compared, pasted.lines, pasted.taken, pasted.stated)
    except CannotCompare as cannot:
        raise UserError(f"{other.name}: {cannot}") from cannot
    results = Results(comparison, book, pasted, asked.name)
    verdict, *rest = results.summary()
    rows = [
        (
            row.what,
            f"{row.our_cell.sheet}!{row.our_cell.ref}" if row.our_cell else f"row {row.their_row} of the list",
            results.heading(row.field) if row.field else "",
            row.ours,
            row.theirs,
            FIX.get(row.what, ""),
        )
        for row in results.rows()
    ]
    headings = ["What", "Where", "Column", "Yours", "On the list", "What to do"]
    return shown(
        verdict,
        [section("", rest)],
        [table("What differs", headings, rows[:_MOST])] if rows else [],
        [asked.made(f"{asked.stem}.reconciled.xlsx", results_workbook(results))],
    )
