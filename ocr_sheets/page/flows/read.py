"""What was understood of the workbook, as tidy tables."""

from __future__ import annotations

from ocr_sheets.page.asked import Asked, section, shown, table
from ocr_sheets.page.protocol import File, Parcel
from ocr_sheets.page.zipped import zipped
from ocr_sheets.validate import understood_in
from ocr_sheets.writing.understood import counts, csv_files, not_read, tables
from ocr_sheets.writing.understood_workbook import workbook_bytes

_MOST = 20


def answer(asked: Asked) -> Parcel:
    """The tables, with the first rows of each."""
    asked.tell("Reading the workbook")
    report = understood_in(asked.opened(), asked.name, asked.as_of, asked.choices.mapping)
    left = [f"{sheet}: {because}." for sheet, because in not_read(report)]
    unused = [f"{sheet}: {', '.join(headings)}." for sheet, headings in report.unread_headings.items()]
    first_rows = [
        table(f"{one.name} ({len(one.rows)})", one.headings, one.rows[:_MOST]) for one in tables(report) if one.rows
    ]
    return shown(
        f"{counts(report)}.",
        [
            *([section("Sheets that nothing was taken from", left)] if left else []),
            *([section("Columns that were not used", unused)] if unused else []),
        ],
        first_rows,
        [
            asked.made(f"{asked.stem}.read.xlsx", workbook_bytes(report)),
            File("made", f"{asked.stem}-read.zip", zipped({f"{asked.stem}-read": csv_files(report)})),
        ],
        note=f"The first {_MOST} rows of each table are shown; the files have all.",
    )
