"""`ocr-sheets explain`: all there is to know of a rule or a reading."""

from __future__ import annotations

import click

from ocr_sheets.commands.options import Cannot


def _codes(_ctx: click.Context, _param: click.Parameter, begun: str) -> list[str]:
    """What the shell offers where a code has been begun."""
    from ocr_sheets.rulebook import load_readings
    from ocr_sheets.rules import RULES

    return [code for code in (*RULES, *load_readings()) if code.startswith(begun)]


@click.command()
@click.argument("code", shell_complete=_codes)
def explain(code: str) -> None:
    """Explain the rule CODE, or a place where OCR's wording can mean two things, such as `days`."""
    import difflib

    from ocr_sheets.rulebook import load_readings, load_rulebook
    from ocr_sheets.rules import RULES
    from ocr_sheets.writing import rules_text

    if code in RULES:
        lines = rules_text.explanation(RULES[code], load_rulebook())
    elif code in load_readings():
        lines = rules_text.reading_explained(load_readings()[code], RULES.values())
    else:
        near = difflib.get_close_matches(code, [*RULES, *load_readings()], 1)
        hint = f"Did you mean {near[0]}?" if near else "`ocr-sheets rules` lists them."
        raise Cannot(f"There is no rule “{code}”. {hint}")
    for line in lines:
        click.echo(line)
