"""`ocr-sheets serve`: the page in a browser, with the checks run by this Python."""

from __future__ import annotations

import click


@click.command()
@click.option("--no-browser", is_flag=True, help="Print the page's address and open nothing.")
def serve(no_browser: bool) -> None:
    """Open the checks as a page in your browser, where you can drop a workbook and look through what was found.

    Nothing leaves this computer and nothing is kept: the page talks only to this command, until you stop it with Ctrl+C or in the page.
    """
    import contextlib
    import webbrowser

    from ocr_sheets.serving import Server

    server = Server()
    click.echo(f"The page is at {server.link}")
    click.echo("Stop with Ctrl+C, or with the button at the end of the page.")
    if not no_browser:
        webbrowser.open(server.link)
    with contextlib.suppress(KeyboardInterrupt):
        server.run()
    click.echo("Stopped. Nothing was kept.")
