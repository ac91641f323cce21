"""What the commands share: the options that say how a workbook is read, exit codes, and the one way to say that a job can't be done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from ocr_sheets.rules import Severity

NOTHING_TO_FIX, FINDINGS, CANNOT, OUR_MISTAKE = range(4)
FAIL_ON = ("must-fix", "check", "advice", "never")


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
def refusals_told() -> Iterator[None]:
    """End the command with the sentence of whatever refused to be read or written inside."""
    from ocr_sheets.patching import Refused

    try:
        yield
    except Refused as refused:
        raise Cannot(str(refused)) from refused


class Day(click.ParamType):  # type: ignore[type-arg]  # generic in newer versions of click only
    """A day such as 2027-02-15 or 15/02/2027."""

    name = "day"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """Read the day; text that is none ends the command with a sentence."""
        from ocr_sheets.reading.values import Doubt, read_date

        if isinstance(value, dt.date):
            return value
        text = str(value)
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            pass
        try:
            return read_date(text)
        except Doubt as doubt:
            if isinstance(doubt.value, dt.date):
                return doubt.value
            option = param.opts[0] if param else "it"
            raise Cannot(f"“{text}” is not a day: write {option} as 2027-02-15 or 15/02/2027.") from doubt


def today() -> dt.date:
    """The day where the user is. Nothing else of the project reads the clock."""
    return dt.date.today()  # noqa: DTZ011


def of_a_workbook(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of every command that reads a centre's workbook: ``as_of``, ``settings``, ``catalogue`` and ``mapping``."""
    for option in (
        click.option(
            "--map",
            "mapping",
            type=click.Path(path_type=Path),
            help="What your sheets and columns are, as `ocr-sheets map` writes it. Without this: WORKBOOK's name with .map.toml, if it is there.",
        ),
        click.option(
            "--catalogue", type=click.Path(path_type=Path), help="Qualifications and units of your own, as CSV."
        ),
        click.option(
            "--settings",
            type=click.Path(path_type=Path),
            help="Readings and values of your own. Without this: ocr-sheets.toml beside WORKBOOK, if it is there.",
        ),
        click.option("--as-of", type=Day(), help="Check as if today were this day, such as 2027-02-15."),
    ):
        command = option(command)
    return command
