"""Check the workbook: the main job. The copy, the findings as JSON, and the mapping file as the workbook was read."""

from __future__ import annotations

from pathlib import Path

from ocr_sheets.mending.sheet import CHANGES, changes_sheet
from ocr_sheets.page.asked import Asked
from ocr_sheets.page.protocol import File, Parcel
from ocr_sheets.page.view import view
from ocr_sheets.reading.mapping import beside
from ocr_sheets.validate import check, default_output
from ocr_sheets.writing import report_json
from ocr_sheets.writing.mapping_file import mapping_text


def answer(asked: Asked) -> Parcel:
    """The report, and the files that come of it."""
    day, name, choices = (
        asked.as_of,
        asked.name,
        asked.choices,
    )  # what is wrong with these is told before the workbook is read
    asked.tell("Reading the workbook")
    workbook = asked.to_change()
    asked.tell("Checking and writing it")
    report = check(workbook, name, day, choices, asked.reasons(workbook)).report
    if asked.changes:
        (sheet,) = workbook.free_names([CHANGES])
        workbook.append(changes_sheet(sheet, asked.changes, day, workbook.date1904))
    asked.tell("Packing the copy")
    mapped = beside(Path(name)).name
    machine = report_json.as_object(report)
    text = mapping_text(report.book, report.unread, name, mapped, choices.mapping)
    files = [
        File("annotated", default_output(Path(name)).name, workbook.to_bytes()),
        File("json", f"{asked.stem}.findings.json", f"{report_json.as_text(machine)}\n".encode()),
        File("map", mapped, text.encode()),
    ]
    if asked.mapping and asked.head.get("answers"):
        files.append(File("answers", asked.mapping.name, asked.mapping.data))
    return Parcel(
        {"view": view(report, machine, workbook), "changes": [change._asdict() for change in asked.changes]}, files
    )
