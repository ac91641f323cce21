"""`ocr-sheets docs`: the documentation as one page."""

from __future__ import annotations

from pathlib import Path

import click

from ocr_sheets.commands.options import user_errors


@click.command()
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path("docs.html"),
    show_default=True,
    help="Where to write it.",
)
def docs(output: Path) -> None:
    """Write all of the documentation as one page, to search and to print.

    It is one file: no network is needed, and nothing is sent. Exit codes: 0 written, 2 it cannot be.
    """
    from ocr_sheets.files.saving import check_ends_in, save
    from ocr_sheets.manual import manual_page

    with user_errors():
        check_ends_in(output, ".html")
        save(manual_page().encode(), output)
    click.echo(f"{output}: the documentation. Open it in a browser.")
