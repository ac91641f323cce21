"""`ocr-sheets template`: the blank workbook, or a filled one."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from ocr_sheets.commands.options import Cannot, Day, user_errors


@click.command()
@click.argument("target", type=click.Path(path_type=Path), required=False)
@click.option("--example", is_flag=True, help="Fill it with an invented centre that has mistakes to find.")
@click.option(
    "--as-of",
    type=Day(),
    help="With --example: without mistakes, and as that centre would have it on a day of the year.",
)
def template(target: Path | None, example: bool, as_of: dt.date | None) -> None:
    """Write the blank workbook to TARGET (centre.xlsx), or with --example a filled one (example.xlsx)."""
    import io

    from ocr_sheets.files.saving import check_ends_in, save
    from ocr_sheets.writing.example import write_example
    from ocr_sheets.writing.template import write_template

    path = target or Path("example.xlsx" if example else "centre.xlsx")
    made = io.BytesIO()
    if as_of and not example:
        raise Cannot("--as-of goes with --example: the blank workbook is the same on every day.")
    if example:
        write_example(made, as_of)
    else:
        write_template(made)
    with user_errors():
        check_ends_in(path, ".xlsx")
        save(made.getvalue(), path)
    click.echo(f"Written: {path}")
    if example:
        from ocr_sheets.writing.example import EXAMPLE_DAY

        click.echo(f"Now check it: ocr-sheets validate {path} --as-of {as_of or EXAMPLE_DAY}")
    else:
        click.echo(f"Fill it in, then check it: ocr-sheets validate {path}")
