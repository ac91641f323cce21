"""What an overview says on the terminal, and how files are named in it."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from ocr_sheets.dates import say
from ocr_sheets.many.storage import is_elsewhere
from ocr_sheets.overview.facts import Facts
from ocr_sheets.overview.tables import CANNOT_READ, Overview
from ocr_sheets.schedule.progress import State
from ocr_sheets.writing.screen import A_FILE, Screen

_CALLED = 34


def named_from(one: Facts, output: Path) -> Facts:
    """The facts with their files named from the folder of the overview, so that links work wherever the whole folder goes."""
    if is_elsewhere(one.file):
        return one
    return dataclasses.replace(one, file=_from(one.file, output), copy=_from(one.copy, output) if one.copy else "")


def _from(file: str, output: Path) -> str:
    try:
        return Path(os.path.relpath(Path(file).absolute(), output.absolute().parent)).as_posix()
    except ValueError:  # on another drive
        return str(Path(file).absolute())


def terminal(overview: Overview, written: Sequence[Path], screen: Screen = A_FILE) -> Iterator[str]:
    """The overview in lines for a terminal: a line a workbook."""
    yield f"{overview.headline} As at {say(overview.as_of)}."
    yield ""
    for one in overview.centres:
        yield screen.cut(centre_line(one))
    yield ""
    if overview.passed_over:
        yield f"Passed over: {'; '.join(overview.passed_over)}."
    yield f"Written: {', '.join(str(path) for path in written)}"


def centre_line(one: Facts) -> str:
    """One centre in a line: how it stands, and what comes next."""
    called = one.called if len(one.called) <= _CALLED else f"{one.called[: _CALLED - 1]}…"
    if not one.is_read:
        return f"  {called:<{_CALLED}} {CANNOT_READ}: {one.problem}"
    late = sum(line.state == State.LATE for line in one.overdue)
    counts = [f"{number} {what}" for number, what in ((len(one.overdue) - late, "missed"), (late, "late")) if number]
    return f"  {called:<{_CALLED}} {one.state:<13} {', '.join(counts) or one.verdict}"
