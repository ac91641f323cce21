"""The command line. Nothing imports it.

A command's module is imported only when that command is asked for, so that ``--help`` answers at once.
"""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module
from typing import Any, TextIO

import click

from ocr_sheets import __version__

_CONTROL = {
    code: "?"
    for code in [*range(32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
    if chr(code) not in "\n\r\t"
}

COMMANDS = {
    "start": "Write a first workbook from the course, day and type of each visit.",
    "fill": "Write a copy of WORKBOOK with what follows from it drafted, for you to accept.",
    "validate": "Check WORKBOOK and write a copy of it with what to fix and by when.",
    "read": "Say what was understood of WORKBOOK, and write it as tidy tables.",
    "map": "Show how each sheet and column is read, as a file to correct.",
    "plan": "Plan a term: visits and deadlines by week, who does what, which visits are still needed.",
    "packs": "Write a small workbook for each person or subject with only what is theirs.",
    "collect": "Take what came back in packs and copies into a copy of WORKBOOK, cell by cell.",
    "email": "Write an email to each person with their pack, as drafts, or send them.",
    "visit": "Write one page for the day of a visit, to print.",
    "claims": "List what is ready to claim, in Interchange's order.",
    "reconcile": "Compare the entries or claims in WORKBOOK with a list from Interchange.",
    "calendar": "Write the visits and their deadlines for your calendar.",
    "overview": "Say side by side how many centres stand, from their workbooks.",
    "diff": "Tell what has changed from one workbook to a later one.",
    "serve": "Open the checks as a page in your browser; nothing leaves this computer.",
    "page": "Write one file that checks workbooks in a browser without any installation.",
    "docs": "Write all of the documentation as one page, to search and to print.",
    "template": "Write a blank workbook to fill in, or an example.",
    "rules": "List all rules, the most serious first.",
    "explain": "Explain a rule.",
    "sources": "List every sentence of OCR's pages with what becomes of it.",
}
"""Each command's name, which is its module's in `ocr_sheets.commands`, with what ``--help`` says of it; in the order of use."""


class Lazy(click.Group):
    """A group whose commands are imported when they are wanted."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands, in the order of use."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now; None where there is none."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"ocr_sheets.commands.{cmd_name}"), cmd_name)
        for option in command.params:
            if isinstance(option.type, click.Path):
                option.type.readable = (
                    False  # who may not read a file is told so by us, with what to do, and not by click
                )
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="ocr-sheets")
def main() -> None:
    """Check a centre's workbook against OCR's rules for Cambridge Technicals and verified qualifications.

    Start with `ocr-sheets start`, which asks for your visits, then `ocr-sheets validate centre.xlsx`.
    """
    for stream in (sys.stdout, sys.stderr):
        # A console or a file that knows no Welsh or Irish letters must not stop the work.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    sys.stdout, sys.stderr = Harmless(sys.stdout), Harmless(sys.stderr)


class Harmless:
    """A stream that prints no control characters but line ends and tabs: a cell or a file's name could hold what moves the cursor,
    changes the window's title or hides a line.
    """

    has_colour = False
    """Whether the marks of colours become what a terminal understands."""

    def __init__(self, stream: TextIO | Harmless) -> None:
        self._stream: TextIO = stream._stream if isinstance(stream, Harmless) else stream

    def write(self, text: str) -> int:
        """Write the text, each control character as a question mark."""
        plain = text.translate(_CONTROL)
        if self.has_colour:
            from ocr_sheets.writing.screen import coloured

            plain = coloured(plain)
        return self._stream.write(plain)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


LONG_LIVED = frozenset({"serve", "overview"})
"""Commands that go on for long: there rings of objects that nobody needs any more are looked for and taken away."""


def run() -> None:
    """The command line as a whole process: it ends as soon as all is written.

    In a command that does one thing nothing looks for rings of objects that could be taken away: there are hardly any (two in a hundred
    of the memory at 16,000 claims), and looking takes a tenth of the time.

    Taking a big workbook's thousands of objects down one by one would cost a twentieth of the time and change nothing.
    """
    if LONG_LIVED.isdisjoint(sys.argv[1:2]):
        gc.disable()
    code = 0
    try:
        try:
            main(prog_name="ocr-sheets")
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else 0
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError as error:
        sys.stderr.write(f"What was to be printed could not be written: {error.strerror or error}.\n")
        code = 2
    os._exit(code)
