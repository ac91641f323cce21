"""`ocr-sheets template`: the blank workbook, or a filled one."""

from __future__ import annotations

from pathlib import Path

import click

from ocr_sheets.commands.options import Cannot, user_errors


@click.command()
@click.argument("target", type=click.Path(path_type=Path), required=False)
@click.option("--example", is_flag=True, help="Fill it with an invented centre that has mistakes to find.")
def template(target: Path | None, example: bool) -> None:
    """Write the blank workbook to TARGET (centre.xlsx), or with --example a filled one (example.xlsx)."""
    import io

    from ocr_sheets.files.saving import save
    from ocr_sheets.writing.example import write_example
    from ocr_sheets.writing.template import write_template

    path = target or Path("example.xlsx" if example else "centre.xlsx")
    if path.exists():
        raise Cannot(f"{path} is there already and was left as it is: give another name.")
    made = io.BytesIO()
    (write_example if example else write_template)(made)
    with user_errors():
        save(made.getvalue(), path, None)
    click.echo(f"Written: {path}")
    if example:
        from ocr_sheets.writing.example import EXAMPLE_DAY

        click.echo(f"Now check it: ocr-sheets validate {path} --as-of {EXAMPLE_DAY}")
    else:
        click.echo(f"Fill it in, then check it: ocr-sheets validate {path}")
