"""The command line: reads options, calls one function, sets the exit code. Nothing imports it.

Heavy modules are imported inside the commands, so that ``--help`` answers at once.
"""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ocr_sheets import __version__

if TYPE_CHECKING:
    from ocr_sheets.report import Report

NOTHING_TO_FIX, FINDINGS, CANNOT, OUR_MISTAKE = range(4)
FAIL_ON = ("must-fix", "check", "advice", "never")


class Cannot(click.ClickException):
    """The job cannot be done: one sentence on stderr, exit code 2."""

    exit_code = CANNOT

    def show(self, file: object = None) -> None:
        """Print the sentence alone."""
        click.echo(self.format_message(), err=True)


class Day(click.ParamType):  # type: ignore[type-arg]  # generic in newer versions of click only
    """A day such as 2027-02-15 or 15/02/2027."""

    name = "day"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """Read the day; text that is none ends the command with a sentence."""
        from ocr_sheets.reading.values import Doubt, read_date

        if isinstance(value, dt.date):
            return value
        text = str(value)
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            pass
        try:
            return read_date(text)
        except Doubt as doubt:
            if isinstance(doubt.value, dt.date):
                return doubt.value
            raise Cannot(f"“{text}” is not a day: write --as-of as 2027-02-15 or 15/02/2027.") from doubt


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="ocr-sheets")
def main() -> None:
    """Check a centre's workbook against OCR's rules for Cambridge Technicals and verified qualifications.

    Start with `ocr-sheets template centre.xlsx`, fill it in, then `ocr-sheets validate centre.xlsx`.
    """
    for stream in (sys.stdout, sys.stderr):
        # A console or a file that knows no Welsh or Irish letters must not stop the work.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


@main.command()
@click.argument("workbook", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Where to write it. Without this: WORKBOOK.annotated.xlsx."
)
@click.option("--as-of", type=Day(), help="Check as if today were this day, such as 2027-02-15.")
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
    "--settings",
    type=click.Path(path_type=Path),
    help="Readings and values of your own. Without this: ocr-sheets.toml beside WORKBOOK, if it is there.",
)
@click.option(
    "--drop-signature", is_flag=True, help="Leave a digital signature out of the copy, where it would be void."
)
@click.option("--catalogue", type=click.Path(path_type=Path), help="Qualifications and units of your own, as CSV.")
def validate(
    workbook: Path,
    output: Path | None,
    as_of: dt.date | None,
    form: str,
    fail_on: str,
    settings: Path | None,
    catalogue: Path | None,
    drop_signature: bool,
) -> None:
    """Check WORKBOOK and write a copy of it with deadlines, sample lists and what to fix. WORKBOOK itself is never changed.

    Exit codes: 0 nothing to fix, 1 findings, 2 the workbook cannot be read or the copy not written, 3 a mistake of ours.
    """
    from ocr_sheets.patching import Refused
    from ocr_sheets.validate import default_output, read_choices, validate as run
    from ocr_sheets.writing import machine, terminal

    target = output or default_output(workbook)
    try:
        choices = read_choices(workbook, settings, catalogue)
        day = as_of or dt.date.today()  # noqa: DTZ011 - the day where the user is
        report = run(workbook, target, day, choices, drop_signature)
    except Refused as refused:
        raise Cannot(str(refused)) from refused
    if form == "json":
        click.echo(machine.to_json(report))
    else:
        for line in terminal.summary(report, target):
            click.echo(line)
    sys.exit(exit_code(report, fail_on))


def exit_code(report: Report, fail_on: str) -> int:
    """The exit code of a check: our mistake before findings, findings from the severity asked for upwards."""
    if report.our_mistakes:
        return OUR_MISTAKE
    counted = list(report.counts.values())[: (FAIL_ON.index(fail_on) + 1) % len(FAIL_ON)]
    return FINDINGS if any(counted) else NOTHING_TO_FIX


@main.command()
@click.argument("target", type=click.Path(path_type=Path), required=False)
@click.option("--example", is_flag=True, help="Fill it with an invented centre that has mistakes to find.")
def template(target: Path | None, example: bool) -> None:
    """Write the blank workbook to TARGET (centre.xlsx), or with --example a filled one (example.xlsx)."""
    import io

    from ocr_sheets.patching import Refused
    from ocr_sheets.patching.saving import save
    from ocr_sheets.writing.example import write_example
    from ocr_sheets.writing.template import write_template

    path = target or Path("example.xlsx" if example else "centre.xlsx")
    if path.exists():
        raise Cannot(f"{path} is there already and was left as it is: give another name.")
    made = io.BytesIO()
    (write_example if example else write_template)(made)
    try:
        save(made.getvalue(), path, None)
    except Refused as refused:
        raise Cannot(str(refused)) from refused
    click.echo(f"Written: {path}")
    if example:
        from ocr_sheets.writing.example import EXAMPLE_DAY

        click.echo(f"Now check it: ocr-sheets validate {path} --as-of {EXAMPLE_DAY}")
    else:
        click.echo(f"Fill it in, then check it: ocr-sheets validate {path}")


@main.command()
@click.option(
    "--markdown", is_flag=True, help="Print all of it as one page, as it stands in ocr_sheets/rules/README.md."
)
def rules(markdown: bool) -> None:
    """List all rules, the most serious first."""
    from ocr_sheets.rules import RULES
    from ocr_sheets.writing import rules_page, terminal

    if markdown:
        # The same bytes on each system: no console's own letters and line ends.
        click.echo(rules_page.page(RULES.values()).encode(), nl=False)
        return
    for line in terminal.rule_list(list(RULES.values())):
        click.echo(line)


@main.command()
@click.argument("code")
def explain(code: str) -> None:
    """Tell all there is to know of the rule CODE, or of a place where OCR's words leave a choice, such as `days`."""
    import difflib

    from ocr_sheets.rulebook import load_readings, load_rulebook
    from ocr_sheets.rules import RULES
    from ocr_sheets.writing import terminal

    if code in RULES:
        lines = terminal.explanation(RULES[code], load_rulebook())
    elif code in load_readings():
        lines = terminal.reading_explained(load_readings()[code], RULES.values())
    else:
        near = difflib.get_close_matches(code, [*RULES, *load_readings()], 1)
        hint = f"Did you mean {near[0]}?" if near else "`ocr-sheets rules` lists them."
        raise Cannot(f"There is no rule “{code}”. {hint}")
    for line in lines:
        click.echo(line)


@main.command()
@click.argument("page", required=False)
@click.argument("saved", type=click.Path(path_type=Path), required=False)
def sources(page: str | None, saved: Path | None) -> None:
    """List every sentence of OCR's pages with what becomes of it.

    With PAGE (moderation or verified) and SAVED, a newer copy of that page saved as text: tell what has changed in it, and which
    rules rest on that. Exit codes: 0 nothing changed, 1 something did, 2 the copy cannot be compared.
    """
    from ocr_sheets.rulebook import load_sources
    from ocr_sheets.rulebook.watch import CannotCompare, compare, read_saved
    from ocr_sheets.rules import RULES
    from ocr_sheets.writing.sources_text import comparison_text, source_list

    known = RULES.values()
    if page is None:
        for line in source_list(load_sources(), known):
            click.echo(line)
        return
    if saved is None:
        raise Cannot(f"Name the saved copy too: ocr-sheets sources {page} saved.txt.")
    try:
        comparison = compare(page, read_saved(saved.read_bytes()), known)
    except OSError as error:
        raise Cannot(f"{saved} cannot be read: {error.strerror or 'it is no file'}.") from error
    except CannotCompare as cannot:
        raise Cannot(str(cannot)) from cannot
    for line in comparison_text(comparison):
        click.echo(line)
    sys.exit(NOTHING_TO_FIX if comparison.same else FINDINGS)
