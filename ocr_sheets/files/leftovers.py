"""What a run that was killed left behind: found, and finished or taken away, by the next run of any command.

Everything that is being written has a name of its own beside its target, and is locked by the process that writes it. A name of that
kind that nobody has locked is left over.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from ocr_sheets.files.lock import CAN_LOCK_FOLDERS, Held, Lock
from ocr_sheets.files.seals import is_as_written
from ocr_sheets.patterns import regex

_MARK = ".ocr-sheets-"
_NAME = regex(r"\..{0,40}\.ocr-sheets-[A-Za-z0-9_]{8}(?:\.tmp|-old|\.moves)?", re.DOTALL)
MOVES = ".moves"
"""How the name of a list of moves ends; see `Move`."""
OLD = "-old"
_YOUNG = 3_600
"""Seconds for which what cannot be locked counts as being written."""


class Move(NamedTuple):
    """One file of several that change together: the new one, where it goes, and where what was there waits meanwhile."""

    new: Path
    target: Path
    old: Path


def prefix(target: Path) -> str:
    """How the names of what is written beside a target begin: few enough letters that the name is never too long."""
    return f".{target.stem[:30]}{_MARK}"


@contextlib.contextmanager
def moving(path: Path, moves: Sequence[Move]) -> Iterator[None]:
    """A list of moves on the disk while they are made, so that the next run can finish them if this one is killed."""
    path.touch(0o600)
    with Lock.take(path) if CAN_LOCK_FOLDERS else contextlib.nullcontext():
        try:
            with path.open("w", encoding="utf-8") as file:
                json.dump([[str(part.absolute()) for part in move] for move in moves], file)
                file.flush()
                os.fsync(file.fileno())
            yield
        finally:
            path.unlink()


def tidy(folder: Path) -> list[Path]:
    """Finish or take away what killed runs left in a folder. Returns what could not be taken away."""
    try:
        found = sorted(path for path in folder.iterdir() if _NAME.fullmatch(path.name) and not _in_use(path))
    except OSError:
        return []
    for path in found:
        if path.name.endswith(MOVES):
            _finish(path)
    for path in found:
        with contextlib.suppress(OSError):
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            elif os.path.lexists(path):
                path.unlink()
    return [path for path in found if os.path.lexists(path)]


def _in_use(path: Path) -> bool:
    if not CAN_LOCK_FOLDERS:
        try:
            return time.time() - path.stat().st_mtime < _YOUNG
        except OSError:
            return True
    try:
        Lock.take(path).release()
    except Held:
        return True
    except OSError:
        return False
    return False


def _finish(path: Path) -> None:
    """Make the moves that a killed run had begun: all its files are whole. Not over what somebody has put there since; where that is in
    the way and none was made yet, all stay as they were.
    """
    try:
        moves = [Move(*map(Path, one)) for one in json.loads(path.read_text(encoding="utf-8"))]
    except (OSError, ValueError, TypeError):
        return
    if _can_stay(moves):
        for move in moves:
            if not os.path.lexists(move.target):
                with contextlib.suppress(OSError):
                    move.old.replace(move.target)
        return
    for move in moves:
        with contextlib.suppress(OSError):
            if move.new.exists() and (not os.path.lexists(move.target) or is_as_written(move.target)):
                move.new.replace(move.target)


def _can_stay(moves: Sequence[Move]) -> bool:
    """Whether a file is in the way of a move, none was made yet, and each place has, or can have again, what it had."""
    placed = [move for move in moves if os.path.lexists(move.target)]
    return (
        any(not is_as_written(move.target) for move in placed)
        and all(move.new.exists() for move in moves)
        and not any(move.old.exists() for move in placed)
    )
