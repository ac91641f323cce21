"""`ocr-sheets page`: write the page that needs no installation."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from ocr_sheets.commands.options import progress, user_errors


@click.command()
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default="ocr-sheets.html",
    show_default=True,
    help="Where to write it.",
)
@click.option(
    "--parts",
    type=click.Path(path_type=Path),
    help="A folder that keeps what is fetched from npm and PyPI, for the next time and for use without a network.",
)
def page(output: Path, parts: Path | None) -> None:
    """Write one file that checks workbooks in a browser, for colleagues who can install nothing.

    It holds a whole Python (fetched by npm and pip, and refused if it is not the very files that were tried) and this package.
    Making it needs Node.js, by which what a check loads is compiled, so that the page starts in half the time; using it needs only a browser.
    """
    from ocr_sheets.files.saving import check_output, save
    from ocr_sheets.page.assemble import alone
    from ocr_sheets.page.bundle import carried
    from ocr_sheets.page.downloads import fetched

    with user_errors(), progress(f"Writing {output.name}"), tempfile.TemporaryDirectory() as folder:
        check_output(output, ".html")
        made = alone(carried(fetched(parts or Path(folder))))
        save(made, output)
    click.echo(f"Written: {output} ({len(made) / 1e6:.1f} MB). Open it in a browser, or hand it on.")
