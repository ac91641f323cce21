"""`ocr-sheets fill`: a copy of a workbook with what follows from it drafted."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from ocr_sheets.commands.options import check_options, progress, screen_options, tell, today, user_errors


@click.command()
@click.argument("workbook", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Where to write it. Without this: WORKBOOK.filled.xlsx."
)
@click.option(
    "--drop-signature", is_flag=True, help="Leave a digital signature out of the copy, where it would be void."
)
@screen_options
@check_options
def fill(
    workbook: Path,
    output: Path | None,
    as_of: dt.date | None,
    settings: Path | None,
    catalogue: Path | None,
    mapping: Path | None,
    drop_signature: bool,
) -> None:
    """Write a copy of WORKBOOK with what follows from it filled in, as drafts for you to accept.

    Qualifications and units follow from entry codes, entries from courses, claims from entries and units, assessors from subjects. A
    draft is coloured, says which cells it follows from, and counts for nothing until you clear its mark. Nothing you typed is changed.
    WORKBOOK itself is only read. Run it again on the copy as you go on: it adds only what is new.
    """
    from ocr_sheets.filling.fill import default_output, fill as run
    from ocr_sheets.filling.words import told
    from ocr_sheets.validate import read_choices

    target = output or default_output(workbook)
    with user_errors(), progress(f"Filling {workbook.name}"):
        choices = read_choices(workbook, settings, catalogue, mapping)
        filled = run(workbook, target, as_of or today(), choices, drop_signature)
    written, *more = told(filled, target)
    tell([written], more)
