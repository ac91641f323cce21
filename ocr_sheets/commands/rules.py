"""`ocr-sheets rules`: the list of all rules."""

from __future__ import annotations

import click


@click.command()
@click.option(
    "--markdown", is_flag=True, help="Print all of it as one page, as it stands in ocr_sheets/rules/README.md."
)
def rules(markdown: bool) -> None:
    """List all rules, the most serious first."""
    from ocr_sheets.rules import RULES

    if markdown:
        from ocr_sheets.writing import rules_page

        # The same bytes on each system: no console's own letters and line ends.
        click.echo(rules_page.page(RULES.values()).encode(), nl=False)
        return
    from ocr_sheets.writing import rules_text

    for line in rules_text.rule_list(list(RULES.values())):
        click.echo(line)
