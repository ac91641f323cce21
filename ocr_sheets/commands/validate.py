"""`ocr-sheets validate`: check a workbook, or each of many, and write it annotated."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ocr_sheets.commands.options import (
    CANNOT,
    FINDINGS,
    NOTHING_TO_FIX,
    OUR_MISTAKE,
    Cannot,
    check_options,
    fail_on_option,
    failing,
    format_option,
    is_quiet,
    progress,
    screen,
    screen_options,
    tell,
    today,
    told_of,
    user_errors,
)

if TYPE_CHECKING:
    from ocr_sheets.many.validating import Checked, How
    from ocr_sheets.report import Report
    from ocr_sheets.rules import Severity


@click.command()
@click.argument("workbooks", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="WORKBOOK|FOLDER...")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Where to write it. Without this: WORKBOOK.annotated.xlsx."
)
@format_option
@fail_on_option("The least severity that makes the exit code 1.")
@click.option(
    "--drop-signature", is_flag=True, help="Leave a digital signature out of the copy, where it would be void."
)
@click.option(
    "--work", "with_work", is_flag=True, help="With --format json: each piece of work, typed or implied, too."
)
@screen_options
@check_options
def validate(
    workbooks: tuple[Path, ...],
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

    Of several workbooks, or of all in a FOLDER, each is checked and gets its copy beside it; the exit code is the worst of theirs.

    Exit codes: 0 nothing late and nothing to fix, 1 not ready or findings, 2 a workbook cannot be read or a copy not written, 3 a mistake of ours.
    """
    from ocr_sheets.many.validating import How
    from ocr_sheets.many.workbooks import is_many

    how = How(as_of or today(), settings, catalogue, mapping, drop_signature, form == "json", with_work)
    with user_errors():
        several = is_many(workbooks)
    if several and output:
        raise Cannot("-o names the copy of one workbook: leave it out, and each copy stands beside its workbook.")
    sys.exit(_many(workbooks, how, fail_on) if several else _one(workbooks[0], output, how, fail_on))


def _one(workbook: Path, output: Path | None, how: How, fail_on: str) -> int:
    """Check one workbook, say what was found, and return the exit code."""
    from ocr_sheets.validate import default_output, read_choices, validate as run
    from ocr_sheets.writing import report_json, terminal

    target = output or default_output(workbook)
    said: list[str] = []
    with user_errors(), progress(f"Checking {workbook.name}"):
        choices = read_choices(workbook, how.settings, how.catalogue, how.mapping)
        report = run(workbook, target, how.as_of, choices, how.drop_signature, said.append)
    for sentence in said:
        click.echo(sentence, err=True)
    if how.with_json:
        click.echo(report_json.to_json(report, how.with_work))
    else:
        shown = screen()
        for line in terminal.verdict(report, shown) if is_quiet() else terminal.summary(report, target, shown):
            click.echo(line)
    return exit_code(report, fail_on)


def _many(named: Sequence[Path], how: How, fail_on: str) -> int:
    """Check each workbook, say in a line what was found, and return the worst exit code."""
    from ocr_sheets.many.running import processors, spread
    from ocr_sheets.many.validating import Checked, Task, check_one
    from ocr_sheets.many.words import passed_over_line, table
    from ocr_sheets.many.workbooks import workbooks_of
    from ocr_sheets.validate import TO_DO_SHEET

    with user_errors():
        found = workbooks_of(named, TO_DO_SHEET.tag)
    done: dict[Path, Checked] = {}
    with told_of(len(found.workbooks)) as count:
        tasks = [Task(path, how) for path in found.workbooks]
        for ended in spread(check_one, tasks, min(processors(), len(tasks))):
            path = ended.item.path
            done[path] = ended.made or Checked(path, f"{path.name} ended the process that checked it: check it alone.")
            count(len(done))
    checked = [done[path] for path in found.workbooks]
    for sentence in (sentence for one in checked for sentence in one.said):
        click.echo(sentence, err=True)
    if how.with_json:
        click.echo(_as_json(checked))
    else:
        tell(table(checked), [passed_over_line(found.passed_over)] if found.passed_over else [])
    return max((_code_of(one, fail_on) for one in checked), default=CANNOT)


def _as_json(checked: Iterable[Checked]) -> str:
    """A list of the reports; of a workbook that could not be checked, its name and why."""
    import json

    bodies = [json.loads(one.body) if one.body else {"problem": one.problem} for one in checked]
    return json.dumps([{"file": str(one.path), **body} for one, body in zip(checked, bodies, strict=True)], indent=2)


def exit_code(report: Report, fail_on: str) -> int:
    """The exit code of a check of one workbook; see `_code`."""
    return _code(report.state, report.counts, bool(report.our_mistakes), fail_on)


def _code_of(one: Checked, fail_on: str) -> int:
    return CANNOT if one.problem else _code(one.state, one.counts, one.has_our_mistake, fail_on)


def _code(state: str, counts: Mapping[Severity, int], has_our_mistake: bool, fail_on: str) -> int:
    """The exit code of a check: our mistake before all, then the state *not ready* and findings from the severity asked for upwards."""
    if has_our_mistake:
        return OUR_MISTAKE
    if fail_on == "never":
        return NOTHING_TO_FIX
    return FINDINGS if state == "not ready" or failing(counts, fail_on) else NOTHING_TO_FIX
