"""`ocr-sheets reconcile`: the centre's entries or claims beside a list from OCR's side."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import click

from ocr_sheets.commands.options import (
    FINDINGS,
    NOTHING_TO_FIX,
    Cannot,
    format_option,
    progress,
    reading_options,
    screen_options,
    tell,
    today,
    user_errors,
)


@click.command()
@click.argument("workbook", type=click.Path(path_type=Path))
@click.argument("other", metavar="LIST", type=click.Path(path_type=Path))
@click.option(
    "--match",
    "matches",
    multiple=True,
    metavar="OURS=THEIRS",
    help='A column of LIST by its heading, such as "Candidate number=Cand No"; as often as needed.',
)
@click.option(
    "--with",
    "kind",
    type=click.Choice(["entries", "claims"]),
    help="What LIST is a list of, if its columns do not tell.",
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Where to write it. Without this: WORKBOOK.reconciled.xlsx."
)
@format_option
@screen_options
@reading_options
def reconcile(
    workbook: Path,
    other: Path,
    matches: tuple[str, ...],
    kind: str | None,
    output: Path | None,
    form: str,
    as_of: dt.date | None,
    mapping: Path | None,
) -> None:
    """Compare the entries or claims in WORKBOOK with LIST, a workbook or CSV file exported or pasted from Interchange.

    Both files stay as they are; what differs is written as a workbook of its own. Nothing is assumed of how LIST looks: its
    columns are recognised by their headings, and what each was taken for is said. Names stand in the written workbook only.

    Exit codes: 0 the same, 1 something differs, 2 the two cannot be compared.
    """
    from ocr_sheets.files.saving import check_output, save
    from ocr_sheets.reading.csv_folder import beside, name_of
    from ocr_sheets.reconcile.compare import CannotCompare, Compared, compare
    from ocr_sheets.reconcile.pasted_list import codes_of, pairs_in, read_list
    from ocr_sheets.reconcile.results import Results
    from ocr_sheets.reconcile.workbook import results_workbook
    from ocr_sheets.rules import Severity
    from ocr_sheets.validate import book_at

    target = output or beside(workbook, ".reconciled.xlsx")
    with user_errors(), progress(f"Comparing {workbook.name} and {other.name}"):
        check_output(target, ".xlsx", workbook, other)
        try:
            book = book_at(workbook, as_of or today(), mapping)
            pasted = read_list(other, pairs_in(matches), Compared(kind) if kind else None, codes_of(book))
            comparison = compare(book, pasted.compared, pasted.lines, pasted.taken, pasted.stated)
        except CannotCompare as cannot:
            raise Cannot(f"{other.name}: {cannot}") from cannot
        told = Results(comparison, book, pasted, name_of(workbook))
        save(results_workbook(told), target, workbook, other)
    if form == "json":
        click.echo(told.to_json())
    else:
        verdict, *more = told.summary()
        tell([verdict], [*more, f"Written: {target}"], None if comparison.is_same else Severity.CHECK)
    sys.exit(NOTHING_TO_FIX if comparison.is_same else FINDINGS)
