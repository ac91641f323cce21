"""`ocr-sheets validate`: check a workbook and write it annotated."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ocr_sheets.commands.options import (
    FAIL_ON,
    FINDINGS,
    NOTHING_TO_FIX,
    OUR_MISTAKE,
    check_options,
    failing,
    progress,
    today,
    user_errors,
)

if TYPE_CHECKING:
    from ocr_sheets.report import Report


@click.command()
@click.argument("workbook", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Where to write it. Without this: WORKBOOK.annotated.xlsx."
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to report."
)
@click.option(
    "--fail-on",
    type=click.Choice(FAIL_ON),
    default="must-fix",
    show_default=True,
    help="The least severity that makes the exit code 1.",
)
@click.option(
    "--drop-signature", is_flag=True, help="Leave a digital signature out of the copy, where it would be void."
)
@click.option(
    "--work", "with_work", is_flag=True, help="With --format json: each piece of work, typed or implied, too."
)
@check_options
def validate(
    workbook: Path,
    output: Path | None,
    as_of: dt.date | None,
    form: str,
    fail_on: str,
    settings: Path | None,
    catalogue: Path | None,
    mapping: Path | None,
    drop_signature: bool,
    with_work: bool,
) -> None:
    """Check WORKBOOK and write a copy of it with deadlines, sample lists and what to fix. WORKBOOK itself is never changed.

    Exit codes: 0 nothing late and nothing to fix, 1 not ready or findings, 2 the workbook cannot be read or the copy not written, 3 a mistake of ours.
    """
    from ocr_sheets.validate import default_output, read_choices, validate as run
    from ocr_sheets.writing import report_json, terminal

    target = output or default_output(workbook)
    said: list[str] = []
    with user_errors(), progress(f"Checking {workbook.name}"):
        choices = read_choices(workbook, settings, catalogue, mapping)
        report = run(workbook, target, as_of or today(), choices, drop_signature, said.append)
    for sentence in said:
        click.echo(sentence, err=True)
    if form == "json":
        click.echo(report_json.to_json(report, with_work))
    else:
        for line in terminal.summary(report, target):
            click.echo(line)
    sys.exit(exit_code(report, fail_on))


def exit_code(report: Report, fail_on: str) -> int:
    """The exit code of a check: our mistake before all, then the state *not ready* and findings from the severity asked for upwards."""
    if report.our_mistakes:
        return OUR_MISTAKE
    if fail_on == "never":
        return NOTHING_TO_FIX
    is_not_ready = report.state == "not ready"
    return FINDINGS if is_not_ready or failing(report.counts, fail_on) else NOTHING_TO_FIX
