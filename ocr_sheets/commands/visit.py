"""`ocr-sheets visit`: one page for the day of a visit."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from ocr_sheets.commands.options import check_options, progress, today, user_errors


@click.command()
@click.argument("workbook", type=click.Path(path_type=Path))
@click.argument("name")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="Where to write it. Without this: WORKBOOK-NAME.html beside it.",
)
@click.option("--names", is_flag=True, help="Put the candidates' names beside their numbers.")
@check_options
def visit(
    workbook: Path,
    name: str,
    output: Path | None,
    names: bool,
    as_of: dt.date | None,
    settings: Path | None,
    catalogue: Path | None,
    mapping: Path | None,
) -> None:
    """Write one page for the day of the visit NAME in WORKBOOK, to print: what must be there, who is needed, and the sample.

    Without --names candidates are numbers. Exit codes: 0 written, 2 the workbook cannot be read, or has no such visit.
    """
    from ocr_sheets.files.saving import check_output, save
    from ocr_sheets.reading.csv_folder import beside
    from ocr_sheets.validate import read_choices, report_on
    from ocr_sheets.visit_day import visit_page
    from ocr_sheets.visit_day.page import file_stem, visit_with_page

    with user_errors(), progress(f"Checking {workbook.name}"):
        report = report_on(workbook, as_of or today(), read_choices(workbook, settings, catalogue, mapping))
        called = visit_with_page(report, name)
        target = output or beside(workbook, f"-{file_stem(called)}.html")
        check_output(target, ".html", workbook)
        page = visit_page(report, called, names=names)
        save(page.html.encode(), target, workbook)
    click.echo(f"{page.title}: {target}")
