"""`ocr-sheets explain`: all there is to know of a rule or a reading."""

from __future__ import annotations

import click

from ocr_sheets.commands.options import Cannot


@click.command()
@click.argument("code")
def explain(code: str) -> None:
    """Explain the rule CODE, or a place where OCR's wording can mean two things, such as `days`."""
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
