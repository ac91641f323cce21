"""`ocr-sheets visit`: one page for the day of a visit."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import click

from ocr_sheets.commands.options import Cannot, check_options, progress, today, user_errors

MOST_NAMED = 8


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
    from ocr_sheets.files.saving import check_replaceable, check_target, save
    from ocr_sheets.reading.csv_folder import beside
    from ocr_sheets.text import listed
    from ocr_sheets.validate import read_choices, report_on
    from ocr_sheets.visit_day import visit_called, visit_page

    with user_errors(), progress(f"Checking {workbook.name}"):
        report = report_on(workbook, as_of or today(), read_choices(workbook, settings, catalogue, mapping))
        called = visit_called(report.book, name)
        if called is None:
            known = [one.label for one in report.book.occasions][:MOST_NAMED]
            raise Cannot(f"{report.workbook} has no visit “{name}” with a day: it has {listed(known) or 'none'}.")
        if award := report.book.award_of_visit(called):
            raise Cannot(f"{called.label} is for {award}: other rules hold for it, so there is no page.")
        stem = re.sub(r"[^\w-]+", "-", called.label).strip("-")
        target = output or beside(workbook, f"-{stem}.html")
        check_target(target, workbook)
        check_replaceable(target)
        page = visit_page(report, called, names=names)
        save(page.html.encode(), target, workbook)
    click.echo(f"{page.title}: {target}")
