"""`ocr-sheets read`: what was understood of a workbook, as tidy tables."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ocr_sheets.commands.options import (
    CANNOT,
    format_option,
    progress,
    reading_options,
    screen_options,
    tell,
    today,
    user_errors,
)

if TYPE_CHECKING:
    from ocr_sheets.report import Report


@click.command()
@click.argument("workbook", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="A folder for CSV files, or a workbook ending in .xlsx."
)
@format_option
@screen_options
@reading_options
def read(workbook: Path, output: Path | None, form: str, as_of: dt.date | None, mapping: Path | None) -> None:
    """Say what was understood of WORKBOOK, and write it as tidy tables: a row a claim, candidate, visit and so on.

    Each row says in which cells it stands; questions and all that was decided are listed too. WORKBOOK itself is never changed.
    Names of candidates are in the files and in JSON, not in the text on the terminal.
    """
    from ocr_sheets.files.labels import CSV_HAS_NONE, label_of_first
    from ocr_sheets.patching import Refused
    from ocr_sheets.validate import understood
    from ocr_sheets.writing import understood as words

    with user_errors(), progress(f"Reading {workbook.name}"):
        try:
            report = understood(workbook, as_of or today(), mapping)
        except Refused as refused:
            if form != "json":
                raise
            click.echo(json.dumps({"refused": str(refused)}))
            click.get_current_context().exit(CANNOT)
        if output is not None:
            _write(report, output, workbook)
    if form == "json":
        click.echo(words.to_json(report))
        return
    verdict, *more = words.lines(report)
    tell([verdict], more)
    if output is not None:
        tell([f"Tables: {output}", *([CSV_HAS_NONE] if output.is_dir() and label_of_first([workbook]) else [])])


_OF_FILES = frozenset({".csv", ".tsv", ".txt", ".json", ".html", ".ics", ".xls", ".xlsm", ".ods", ".pdf"})
"""Endings by which somebody means a file, and no folder."""


def _write(report: Report, output: Path, workbook: Path) -> None:
    from ocr_sheets.errors import UserError
    from ocr_sheets.files.folders import save_folder
    from ocr_sheets.files.saving import save
    from ocr_sheets.writing.understood import csv_files
    from ocr_sheets.writing.understood_workbook import workbook_bytes

    if output.suffix.casefold() == ".xlsx":
        save(workbook_bytes(report), output, workbook)
    elif output.suffix.casefold() in _OF_FILES and not output.is_dir():
        raise UserError(
            f"{output.name} would be a folder of CSV files: name a folder, or a workbook that ends in .xlsx."
        )
    else:
        save_folder(csv_files(report), output, workbook)
