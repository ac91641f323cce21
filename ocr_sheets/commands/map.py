"""`ocr-sheets map`: what is taken for what, as a file to correct."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from ocr_sheets.commands.options import progress, reading_options, today, user_errors


@click.command(name="map")
@click.argument("workbook", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Where to write it. Without this it is printed.")
@reading_options
def map(workbook: Path, output: Path | None, as_of: dt.date | None, mapping: Path | None) -> None:
    """Print which sheet and column of WORKBOOK is taken for what, or write it to a file to correct.

    Kept beside the workbook as NAME.map.toml, the file is used by itself. A file that is there is never written over.
    """
    from ocr_sheets.validate import mapping_of, write_mapping

    with user_errors(), progress(f"Reading {workbook.name}"):
        text = mapping_of(workbook, as_of or today(), mapping)
        if output is None:
            click.echo(text, nl=False)
        else:
            write_mapping(text, output)
            click.echo(f"Mapping file: {output}")
