"""`ocr-sheets plan`: plan a term, and write it as a workbook and as a page to print."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from ocr_sheets.commands.options import (
    Cannot,
    Day,
    check_options,
    progress,
    screen,
    screen_options,
    tell,
    today,
    user_errors,
)

TERMS = ("autumn", "spring", "summer", "year")


@click.command()
@click.argument("workbook", type=click.Path(path_type=Path))
@click.option("--term", type=click.Choice(TERMS), default="year", show_default=True, help="What to plan.")
@click.option("--from", "first", type=Day(), help="First day of the plan, where your term begins on another day.")
@click.option("--until", "last", type=Day(), help="Last day of the plan.")
@click.option(
    "--most-a-week",
    "limits",
    multiple=True,
    metavar="[WHO=]NUMBER",
    help="The most portfolios to assess and standardise in a week: 12 for everybody, AOB=8 for one person. Repeatable.",
)
@click.option(
    "--what-if",
    "questions",
    multiple=True,
    metavar='"VISIT on DAY"',
    help="Tell what a date would change, such as “IT on 2027-03-10”. Repeatable; WORKBOOK stays as it is.",
)
@click.option(
    "--write",
    "is_written",
    is_flag=True,
    help="Write a copy of WORKBOOK too, WORKBOOK.planned.xlsx, with the proposed visits as rows of Visits, marked planned.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="Where to write it. Without this: WORKBOOK.plan.xlsx, and .html.",
)
@screen_options
@check_options
def plan(
    workbook: Path,
    term: str,
    first: dt.date | None,
    last: dt.date | None,
    limits: tuple[str, ...],
    questions: tuple[str, ...],
    is_written: bool,
    output: Path | None,
    as_of: dt.date | None,
    settings: Path | None,
    catalogue: Path | None,
    mapping: Path | None,
) -> None:
    """Plan a term or the year of WORKBOOK: visits and deadlines by week, who does what, the visit budget, the visits still needed.

    Writes a planning workbook and a page that prints on A4 and, with --write, a copy of WORKBOOK with the visits proposed. WORKBOOK
    itself is never changed.
    """
    from ocr_sheets.files.saving import check_ends_in
    from ocr_sheets.planning.files import Asked, write_plan
    from ocr_sheets.planning.words import is_calm, terminal, told_of_copy, verdict_lines
    from ocr_sheets.reading.csv_folder import beside
    from ocr_sheets.rules import Severity
    from ocr_sheets.validate import read_choices

    target = output or beside(workbook, ".plan.xlsx")
    if first and last and last < first:
        raise Cannot("--until is before --from: give the first day with --from and the last with --until.")
    page = target.with_suffix(".html")
    asked = Asked(term, first, last, limits, questions)
    with user_errors(), progress(f"Checking {workbook.name}") as step:
        check_ends_in(target, ".xlsx")
        choices = read_choices(workbook, settings, catalogue, mapping)
        copy = target.parent / beside(workbook, f".planned{workbook.suffix if workbook.is_file() else '.xlsx'}").name
        made, written = write_plan(
            workbook, target, page, as_of or today(), choices, asked, step, copy if is_written else None
        )
    wide = screen()
    told = [*terminal(made, target, page, wide), *(told_of_copy(made, written, copy) if is_written else ())]
    verdict = [line for one in verdict_lines(made) for line in wide.flowing(one)]
    tell(verdict, told, None if is_calm(made) else Severity.CHECK)
