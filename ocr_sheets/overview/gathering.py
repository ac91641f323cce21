"""The facts of each of many workbooks, and their annotated copies where these are asked for.

What has been gathered is kept in a file beside the overview until that is written, so that a run that was stopped goes on where it was.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from ocr_sheets import __version__
from ocr_sheets.errors import UserError
from ocr_sheets.many.running import Ended
from ocr_sheets.many.storage import at_hand, is_elsewhere, mark_at
from ocr_sheets.overview.facts import Facts, facts_of, from_plain, to_plain
from ocr_sheets.patching import Refused
from ocr_sheets.validate import default_output, read_choices, report_on, validate

_KILLED = "it ended the process that checked it, perhaps because it ran out of memory: check it alone."
_WHAT = "What an overview by ocr-sheets has gathered so far: it goes when the overview is written."


class Asked(NamedTuple):
    """What is asked for, of all workbooks alike."""

    as_of: dt.date
    settings: Path | None = None
    catalogue: Path | None = None
    with_copies: bool = False


class Task(NamedTuple):
    """One workbook, by its path or address, and what is asked for of it."""

    place: str
    asked: Asked


Run = Callable[[Callable[[Task], Facts], Sequence[Task]], Iterable[Ended[Task, Facts]]]
"""What does a task for each of many: on this computer or on a cluster."""


def gather(task: Task) -> Facts:
    """The facts of one workbook or, where it cannot be read or its copy not be written, the sentence that says why."""
    try:
        if is_elsewhere(task.place):
            with at_hand(task.place) as path:
                return _gather(path, task)
        return _gather(Path(task.place), task)
    except Refused as refused:
        return Facts(task.place, problem=str(refused))
    except (MemoryError, RecursionError):
        return Facts(task.place, problem="it is too big to be checked on this computer: check it alone.")


def _gather(path: Path, task: Task) -> Facts:
    asked, copy = task.asked, default_output(path)
    choices = read_choices(path, asked.settings, asked.catalogue)
    if asked.with_copies and not is_elsewhere(task.place):
        report = validate(path, copy, asked.as_of, choices)
    else:
        report = report_on(path, asked.as_of, choices)
    return facts_of(report, task.place, str(copy) if copy.is_file() else "")


def gather_all(
    places: Sequence[str], asked: Asked, kept: Path, run: Run, tell: Callable[[int], None] = lambda _: None
) -> list[Facts]:
    """The facts of all workbooks. ``run`` does the tasks; ``kept`` is the file in which facts are kept meanwhile; ``tell`` gets how many
    are done.

    Raises `UserError` where that file cannot be written.
    """
    with _Kept(kept, asked) as done:
        todo = [Task(place, asked) for place in places if place not in done]
        tell(len(places) - len(todo))
        for count, ended in enumerate(run(gather, todo), len(places) - len(todo) + 1):
            place = ended.item.place
            done.add(ended.made or Facts(place, problem=_KILLED))
            tell(count)
        return [done[place] for place in places]


class _Kept:
    """The facts that have been gathered, each also as a line of a file, which only its owner may read."""

    def __init__(self, path: Path, asked: Asked) -> None:
        self._path = path
        self._head = {"what": _WHAT, "version": __version__, "asked": _plain(asked)}
        self._facts: dict[str, Facts] = {}

    def __enter__(self) -> _Kept:
        lines = self._read()
        try:
            handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        except OSError as error:
            raise self._refused(error) from error
        self._file = os.fdopen(handle, "w", encoding="utf-8")
        self._write(self._head)
        for line in lines:
            self._take(line)
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        self._close()
        if kind is None:
            self._take_away()

    def __contains__(self, place: str) -> bool:
        return place in self._facts

    def __getitem__(self, place: str) -> Facts:
        return self._facts[place]

    def add(self, facts: Facts) -> None:
        """Keep the facts of one workbook, as it is now."""
        self._facts[facts.file] = facts
        self._write({"mark": _mark(facts.file), "facts": to_plain(facts)})

    def _take(self, line: Mapping[str, Any]) -> None:
        """Take the facts of an earlier run, if the workbook has not been changed since."""
        with contextlib.suppress(KeyError, TypeError):
            facts = from_plain(line["facts"])
            if line["mark"] == _mark(facts.file):
                self.add(facts)

    def _write(self, line: Mapping[str, Any]) -> None:
        try:
            self._file.write(json.dumps(line) + "\n")
            self._file.flush()
        except OSError as error:
            self._close()
            self._take_away()
            raise self._refused(error) from error

    def _refused(self, error: OSError) -> UserError:
        return UserError(f"{self._path} cannot be written ({error.strerror}): choose another place with -o.")

    def _close(self) -> None:
        with contextlib.suppress(OSError):  # of a line that was not written: it has been told
            self._file.close()

    def _take_away(self) -> None:
        with contextlib.suppress(OSError):
            self._path.unlink()

    def _read(self) -> list[Mapping[str, Any]]:
        """The lines of an earlier run that asked for the same. Raises `UserError` where a file of somebody else's is in the place."""
        if not self._path.exists():
            return []
        lines: list[Mapping[str, Any]] = []
        with contextlib.suppress(ValueError, OSError):  # the last line of a run that was stopped may be cut
            for text in self._path.read_text(encoding="utf-8").splitlines():
                lines.append(json.loads(text))
        if not lines or lines[0].get("what") != _WHAT:
            raise UserError(
                f"{self._path} is there and was not written by ocr-sheets: move it away, or choose another name with -o."
            )
        return lines[1:] if lines[0] == self._head else []


def _plain(asked: Asked) -> list[str]:
    """What is asked for, as text; of the files that are named, as they are now."""
    chosen = [path for path in (asked.settings, asked.catalogue) if path]
    return [asked.as_of.isoformat(), str(asked.with_copies), *(f"{path} {_mark(str(path))}" for path in chosen)]


def _mark(place: str) -> list[str]:
    """By what it is seen that a workbook has been changed; of a folder of CSV files, any of its files."""
    if is_elsewhere(place):
        return mark_at(place)
    path = Path(place)
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    return [str(number) for file in files if file.exists() for number in (file.stat().st_size, file.stat().st_mtime_ns)]
