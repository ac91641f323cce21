"""`ocr-sheets sources`: the sentences of OCR's pages, their fates, and what has changed in them."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import click

from ocr_sheets.commands.options import FINDINGS, NOTHING_TO_FIX, Cannot, check_options, today, user_errors
from ocr_sheets.errors import UserError


@click.command()
@click.argument("page", required=False)
@click.argument("saved", type=click.Path(path_type=Path), required=False)
@click.option(
    "--list",
    "addresses",
    is_flag=True,
    help="List only the pages: each address, by which day we read it, and which rules rest on it.",
)
@click.option(
    "--missed",
    type=click.Path(path_type=Path),
    metavar="WORKBOOK",
    help="List only the sentences that WORKBOOK gives no way to check, and what would.",
)
@check_options
def sources(
    page: str | None,
    saved: Path | None,
    addresses: bool,
    missed: Path | None,
    as_of: dt.date | None,
    settings: Path | None,
    catalogue: Path | None,
    mapping: Path | None,
) -> None:
    """List every sentence of OCR's pages with what becomes of it.

    With PAGE (moderation or verified) and SAVED, a newer copy of that page saved as text: tell what has changed in it, and which
    rules rest on that. With --missed: what a workbook gives no way to check. Exit codes: 0 nothing changed, 1 something did, 2 the copy cannot be compared.
    """
    from ocr_sheets.rulebook import load_sources
    from ocr_sheets.rulebook.watch import compare, read_saved
    from ocr_sheets.rules import RULES
    from ocr_sheets.writing.sources_text import address_list, comparison_text, source_list

    known = RULES.values()
    if addresses:
        for line in address_list(load_sources(), known):
            click.echo(line)
        return
    if missed is not None:
        from ocr_sheets.validate import read_choices, report_on
        from ocr_sheets.writing.sources_text import missed_text

        with user_errors():
            report = report_on(missed, as_of or today(), read_choices(missed, settings, catalogue, mapping))
        for line in missed_text(load_sources(), report.outcomes):
            click.echo(line)
        return
    if page is None:
        for line in source_list(load_sources(), known):
            click.echo(line)
        return
    if saved is None:
        raise Cannot(f"Name the saved copy too: ocr-sheets sources {page} saved.txt.")
    with user_errors():
        try:
            comparison = compare(page, read_saved(saved.read_bytes()), known)
        except OSError as error:
            raise UserError(f"{saved} cannot be read: {error.strerror or 'it is no file'}.") from error
    for line in comparison_text(comparison):
        click.echo(line)
    sys.exit(NOTHING_TO_FIX if comparison.same else FINDINGS)
