"""`ocr-sheets claims`: what is ready to claim."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from ocr_sheets.commands.options import check_options, progress, screen_options, tell, today, user_errors


@click.command()
@click.argument("workbook", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write the list as a CSV file too.")
@click.option(
    "--by",
    type=click.Choice(["candidate", "unit"]),
    default="candidate",
    show_default=True,
    help="How you build the claim in Interchange.",
)
@screen_options
@check_options
def claims(
    workbook: Path,
    output: Path | None,
    by: str,
    as_of: dt.date | None,
    settings: Path | None,
    catalogue: Path | None,
    mapping: Path | None,
) -> None:
    """List what is ready to claim in WORKBOOK, in the order in which Interchange builds a claim, and what the rest waits for.

    Candidates are shown by number only. Exit codes: 0 listed, 2 the workbook cannot be read.
    """
    from ocr_sheets.claim_list import ready_claims
    from ocr_sheets.files.labels import CSV_HAS_NONE, label_of_first
    from ocr_sheets.files.saving import check_output, save
    from ocr_sheets.validate import read_choices, report_on

    with user_errors(), progress(f"Checking {workbook.name}"):
        report = report_on(workbook, as_of or today(), read_choices(workbook, settings, catalogue, mapping))
        found = ready_claims(report, by_unit=by == "unit")
        if output is not None:
            check_output(output, ".csv", workbook)
            save(found.csv, output, workbook)
    tell([found.verdict], found.lines())
    if output is not None:
        tell([f"Written: {output}", *([CSV_HAS_NONE] if label_of_first([workbook]) else [])])
