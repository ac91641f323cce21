"""`ocr-sheets diff`: what has changed from one workbook to a later one."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ocr_sheets.commands.options import (
    FINDINGS,
    NOTHING_TO_FIX,
    OUR_MISTAKE,
    Cannot,
    Day,
    check_options,
    fail_on_option,
    failing,
    format_option,
    progress,
    screen,
    screen_options,
    tell,
    today,
    user_errors,
)

if TYPE_CHECKING:
    from ocr_sheets.diff.changes import Changes


@click.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write all of it as a workbook too.")
@format_option
@fail_on_option("The least severity of a new finding that makes the exit code 1.")
@click.option(
    "--old-as-of",
    type=Day(),
    help="The day OLD was looked at: then what is overdue only because time has passed is told too.",
)
@screen_options
@check_options
def diff(
    old: Path,
    new: Path,
    output: Path | None,
    form: str,
    fail_on: str,
    old_as_of: dt.date | None,
    as_of: dt.date | None,
    settings: Path | None,
    catalogue: Path | None,
    mapping: Path | None,
) -> None:
    """Tell what has changed from the workbook OLD to NEW: findings fixed, new and still there, visits and deadlines moved.

    Each may be the centre's own workbook or an annotated copy. Both are checked as of the same day and by the same settings, so that
    what is told is what people did; candidates' names are not told.

    Exit codes: 0 nothing new to fix, 1 new findings, 2 a workbook cannot be read or the output not written, 3 a mistake of ours.
    """
    from ocr_sheets.diff import report_json
    from ocr_sheets.diff.changes import changes_between
    from ocr_sheets.diff.terminal import changes_text, verdict_lines
    from ocr_sheets.files.saving import check_output, save
    from ocr_sheets.reading.cells import read_grids
    from ocr_sheets.reading.csv_folder import name_of, open_workbook
    from ocr_sheets.rules import Severity
    from ocr_sheets.validate import examine, read_choices

    day = as_of or today()
    if old_as_of and old_as_of > day:
        raise Cannot("The old workbook cannot have been looked at later than the new one: see --old-as-of and --as-of.")
    with user_errors(), progress(f"Comparing {old.name} and {new.name}"):
        if output:
            check_output(output, ".xlsx", new, old)
        choices = read_choices(new, settings, catalogue, mapping)
        of_old = choices._replace(mapping=read_choices(old, settings, catalogue, mapping).mapping)
        opened, other = open_workbook(old), open_workbook(new)
        before, after = examine(opened, name_of(old), day, of_old), examine(other, name_of(new), day, choices)
        earlier = examine(opened, name_of(old), old_as_of, of_old) if old_as_of else None
        was, now = ({grid.name: grid.rows for grid in read_grids(book)} for book in (opened, other))
        changes = changes_between(before, after, earlier, (was, now))
        if output:
            from ocr_sheets.diff.workbook import changes_workbook

            save(changes_workbook(changes), output, new, old)
    if form == "json":
        click.echo(report_json.to_json(changes))
    else:
        shown = screen()
        tone = next((severity for severity, count in changes.added.items() if count), None)
        rest = [*changes_text(changes, shown), "", f"All of it: {output or 'add -o changes.xlsx'}"]
        tell(verdict_lines(changes, shown), rest, Severity.CHECK if tone is None and changes.doubts else tone)
    sys.exit(exit_code(changes, fail_on))


def exit_code(changes: Changes, fail_on: str) -> int:
    """The exit code: our mistake before new findings, those from the severity asked for upwards."""
    if changes.old.our_mistakes or changes.new.our_mistakes:
        return OUR_MISTAKE
    return FINDINGS if failing(changes.added, fail_on) else NOTHING_TO_FIX
