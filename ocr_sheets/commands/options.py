"""What the commands share: the options that say how a workbook is read, exit codes, and the one way to say that a job can't be done."""

from __future__ import annotations

import datetime as dt
import functools
import os
import shutil
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import click

if TYPE_CHECKING:
    from ocr_sheets.rules import Severity
    from ocr_sheets.writing.screen import Screen

NOTHING_TO_FIX, FINDINGS, CANNOT, OUR_MISTAKE = range(4)
FAIL_ON = ("must-fix", "check", "advice", "never")

Item = TypeVar("Item")


def failing(counts: Mapping[Severity, int], fail_on: str) -> bool:
    """Whether there is a finding of the severity asked for or a graver one. The counts are in the order of severity."""
    return any(list(counts.values())[: (FAIL_ON.index(fail_on) + 1) % len(FAIL_ON)])


class Cannot(click.ClickException):
    """The job cannot be done: one sentence on stderr, exit code 2."""

    exit_code = CANNOT

    def show(self, file: object = None) -> None:
        """Print the sentence alone."""
        click.echo(self.format_message(), err=True)


@contextmanager
def user_errors() -> Iterator[None]:
    """End the command with the sentence of whatever refused to be read or written inside."""
    from ocr_sheets.patching import Refused

    try:
        yield
    except Refused as refused:
        raise Cannot(str(refused)) from refused


COLOURS = ("auto", "always", "never")


_QUIET, _COLOUR = "ocr_sheets.quiet", "ocr_sheets.colour"
"""Where the context of a command keeps what was asked of its lines: what prints is far from the command's own parameters."""


def _keep(place: str) -> Callable[[click.Context, click.Parameter, Any], None]:
    def keep(ctx: click.Context, param: click.Parameter, value: Any) -> None:
        ctx.meta[place] = value

    return keep


def _kept(place: str, otherwise: Any) -> Any:
    ctx = click.get_current_context(silent=True)
    return ctx.meta.get(place, otherwise) if ctx else otherwise


def screen_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of every command that prints more than a line: how much, and whether in colours. `tell` and `progress` go by them."""
    quiet = click.option(
        "--quiet",
        "-q",
        is_flag=True,
        expose_value=False,
        callback=_keep(_QUIET),
        help="Print the verdict alone, and no progress.",
    )
    colour = click.option(
        "--color",
        type=click.Choice(COLOURS),
        default="auto",
        expose_value=False,
        callback=_keep(_COLOUR),
        help="Colours by severity. Without this: in a terminal, unless NO_COLOR is set.",
    )
    return quiet(colour(command))


def is_quiet() -> bool:
    """Whether the verdict alone is to be printed."""
    return bool(_kept(_QUIET, otherwise=False))


def tell(verdict: Iterable[str], rest: Iterable[str] = (), tone: Severity | Literal["plain"] | None = "plain") -> None:
    """Print what a command has to say, as wide as the terminal is: its verdict in the colour of a severity (``None``: of good news),
    and the rest unless ``--quiet`` was asked for.
    """
    shown = screen()
    for line in (fitted for one in verdict for fitted in shown.fitted(one)):
        click.echo(line if tone == "plain" else shown.paint(line, tone))
    for line in () if is_quiet() else (fitted for one in rest for fitted in shown.fitted(one)):
        click.echo(line)


def screen() -> Screen:
    """What lines are written for: a terminal, as wide as it is, or a file; and whether in colours."""
    from ocr_sheets.writing.screen import screen_of

    colour = _kept(_COLOUR, otherwise="auto")
    is_terminal = sys.stdout.isatty()
    has_colour = colour == "always" or (colour == "auto" and is_terminal and not os.environ.get("NO_COLOR"))
    if hasattr(sys.stdout, "has_colour"):
        sys.stdout.has_colour = has_colour
    return screen_of(shutil.get_terminal_size().columns if is_terminal else None, has_colour)


PATIENCE = 1.0  # seconds


@contextmanager
def progress(working: str) -> Iterator[Callable[[str], None]]:
    """Tell on stderr what is going on, and for how long, once it takes longer than a second; then take the line away again.

    What is yielded takes the words of the next step. Only where stderr is a terminal: in a file or another program's hands it would
    be litter.
    """
    steps = [working]
    if is_quiet() or not sys.stderr.isatty():
        yield steps.append
        return
    over = threading.Event()
    telling = threading.Thread(target=_tell, args=(steps, over), daemon=True)
    telling.start()
    try:
        yield steps.append
    finally:
        over.set()
        telling.join()


@contextmanager
def told_of(total: int) -> Iterator[Callable[[int], None]]:
    """Tell on stderr how many of many workbooks are done; what is yielded takes the number. Only where stderr is a terminal."""
    if is_quiet() or not sys.stderr.isatty():
        yield lambda done: None
        return
    yield lambda done: click.echo(f"\r{done} of {total} workbooks checked", err=True, nl=False)
    click.echo("\r" + " " * (shutil.get_terminal_size().columns - 1) + "\r", err=True, nl=False)


def _tell(steps: Sequence[str], over: threading.Event) -> None:
    width = shutil.get_terminal_size().columns - 1
    seconds, longest = 0, 0
    while not over.wait(PATIENCE):
        seconds += 1
        told = f"{steps[-1]}: {seconds} s"[-width:]
        longest = max(longest, len(told))
        click.echo(f"\r{told:<{longest}}", err=True, nl=False)
    if seconds:
        click.echo(f"\r{' ' * width}\r", err=True, nl=False)


class Day(click.ParamType):  # type: ignore[type-arg]  # generic in newer versions of click only
    """A day such as 2027-02-15 or 15/02/2027."""

    name = "day"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """Read the day; text that is none ends the command with a sentence."""
        from ocr_sheets.reading.days import typed_day

        if isinstance(value, dt.date):
            return value
        try:
            return typed_day(str(value))
        except ValueError as error:
            option = param.opts[0] if param else "it"
            raise Cannot(f"“{value}” is not a day: write {option} as 2027-02-15 or 15/02/2027.") from error


def today() -> dt.date:
    """The day where the user is. Nothing but this module reads the clock."""
    return dt.date.today()  # noqa: DTZ011


def now() -> dt.datetime:
    """The time where the user is: for the log of what was sent and the dates of messages."""
    return dt.datetime.now().astimezone()


def shown(items: Sequence[Item]) -> Iterator[Item]:
    """The items one by one, with a bar on stderr that tells a person at a terminal how far the work is."""
    if is_quiet() or not sys.stderr.isatty():
        yield from items
        return
    with click.progressbar(items, label="Writing", file=sys.stderr) as bar:
        yield from bar


format_option = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to report."
)


def fail_on_option(what: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The option that says from which severity on the exit code is 1."""
    return click.option("--fail-on", type=click.Choice(FAIL_ON), default="must-fix", show_default=True, help=what)


def reading_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of every command that reads a centre's workbook: ``as_of`` and ``mapping``. Before it runs, what an earlier run that
    was stopped left beside the workbook is taken away.
    """
    command = click.option("--as-of", type=Day(), help="Use this date as today, such as 2027-02-15.")(
        _tidy_first(command)
    )
    return click.option(
        "--map",
        "mapping",
        type=click.Path(path_type=Path),
        help="What your sheets and columns are, as `ocr-sheets map` writes it. Without this: WORKBOOK’s name with .map.toml, if it is there.",
    )(command)


def _tidy_first(command: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(command)
    def tidied(*arguments: Any, **named: Any) -> Any:
        from ocr_sheets.files.leftovers import tidy

        given = [*named.get("workbooks", ()), *(named[name] for name in ("workbook", "old", "new") if named.get(name))]
        folders = {path.absolute().parent for path in given}
        for left in (path for folder in sorted(folders) for path in tidy(folder)):
            click.echo(
                f"{left} was left by a run that was stopped, and cannot be deleted: delete it by hand, it may hold names.",
                err=True,
            )
        return command(*arguments, **named)

    return tidied


def check_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of every command that checks a centre's workbook: ``as_of``, ``settings``, ``catalogue`` and ``mapping``."""
    for option in (
        click.option(
            "--catalogue", type=click.Path(path_type=Path), help="Qualifications and units of your own, as CSV."
        ),
        click.option(
            "--settings",
            type=click.Path(path_type=Path),
            help="Readings and values of your own. Without this: ocr-sheets.toml beside WORKBOOK, if it is there.",
        ),
    ):
        command = option(command)
    return reading_options(command)
