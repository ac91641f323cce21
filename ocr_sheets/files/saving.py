"""How a file is written: whole or not at all, with others of the same output or not at all, and over nothing of somebody else's."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from ocr_sheets.errors import UserError
from ocr_sheets.files.labels import label_of_first, with_label
from ocr_sheets.files.leftovers import MOVES, OLD, Move, moving, prefix, tidy
from ocr_sheets.files.lock import CAN_LOCK_FOLDERS, Held, Lock
from ocr_sheets.files.seals import is_as_written, sealed
from ocr_sheets.files.windows import check_name, is_too_long, move
from ocr_sheets.patching import Label

_SUFFIX = ".tmp"


class Output(NamedTuple):
    """A file that is to be written."""

    path: Path
    data: bytes
    is_ours: bool = True
    """Whether we made it, and mark it as ours; one of somebody else's that is only put elsewhere keeps its bytes."""


def save(data: bytes, path: Path, *sources: Path, over: bool = False) -> None:
    """Write one file; see `save_together`."""
    save_together([Output(path, data)], *sources, over=over)


def save_together(outputs: Sequence[Output], *sources: Path, over: bool = False) -> None:
    """Write the files of one output: each beside its target first, then all moved there, so that they are of one run or as they were.

    ``sources`` are what they were made from, the centre's workbook first: none is ever written over, if one is private so are they, and
    they get the sensitivity label of the first that has one. A file that is there is replaced only if it is ours and as we wrote
    it; with ``over`` the caller has looked into that. Raises `UserError`, one sentence for the user, where they cannot be written; then
    nothing is left behind and what was there is as it was.
    """
    for output in outputs:
        check_target(output.path, *sources)
        if not over:
            check_replaceable(output.path)
    label = label_of_first(sources)
    with contextlib.ExitStack() as stack:
        made = [stack.enter_context(_written(output, sources, label)) for output in outputs]
        with told(outputs[0].path, is_made=True):
            if len(outputs) == 1:
                move(made[0], outputs[0].path)
            else:
                _move(made, [output.path for output in outputs])
    for folder in {output.path.parent for output in outputs}:
        tidy(folder)


def check_replaceable(path: Path) -> None:
    """Raise `UserError` where a file is there that is not ours as we wrote it."""
    if path.is_file() and not is_as_written(path):
        raise UserError(
            f"{path.name} is there and was not written by ocr-sheets, or has been changed since: it was left as it is; move it away, "
            "or choose another name."
        )


_OPENED_BY = {
    ".csv": "Excel will not open it as a list",
    ".html": "no browser will open it",
    ".ics": "no calendar will open it",
    ".toml": "the next check will not find it",
}
"""What goes wrong with a file of a kind that is named otherwise."""


def check_ends_in(path: Path, ending: str) -> None:
    """Raise `UserError` where a target does not end as its kind of file must: programs know a file by its ending."""
    if path.suffix.casefold() != ending.casefold():
        why = _OPENED_BY.get(ending, "Excel will not open it")
        raise UserError(f"{path.name} must end in {ending}, or {why}: choose another name.")


def check_target(path: Path, *sources: Path) -> None:
    """Raise `UserError` for a target that is what was read, a folder, or no name for a file."""
    check_name(path)
    for number, source in enumerate(sources):
        if _same(path, source):
            what = "a file that was read" if number else "the workbook that was read"
            raise UserError(f"{path.name} is {what}, and it is never overwritten: choose another name.")
    if path.is_dir():
        raise UserError(f"{path} is a folder: choose a name for the new file inside it.")


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return one.absolute() == other.absolute()


def check_output(path: Path, ending: str, *sources: Path) -> None:
    """All that can be said of a target before any work is done. Raises `UserError` where nothing could be written there."""
    check_ends_in(path, ending)
    check_target(path, *sources)
    check_replaceable(path)


@contextlib.contextmanager
def _written(output: Output, sources: Sequence[Path], label: Label) -> Iterator[Path]:
    """A file beside the target with what is to be written, locked until it has been moved there."""
    path, lock = None, None
    try:
        with told(output.path):
            path, lock = _made(output.path)
        with told(output.path, is_made=True):
            with path.open("wb") as file:
                write(file, _as_ours(output, label) if output.is_ours else output.data)
                file.flush()
                os.fsync(file.fileno())
            with contextlib.suppress(OSError):  # it was made so that only its owner may read it
                path.chmod(mode_for(output.path, sources, 0o666))
        yield path
    finally:
        if lock is not None:
            lock.release()
        if path is not None:
            with contextlib.suppress(OSError):
                path.unlink()


def _as_ours(output: Output, label: Label) -> bytes:
    return sealed(with_label(output.data, output.path.suffix, label), output.path.suffix)


def _made(target: Path) -> tuple[Path, Lock | None]:
    while True:
        handle, name = tempfile.mkstemp(prefix=prefix(target), suffix=_SUFFIX, dir=target.parent)
        os.close(handle)
        try:
            lock = Lock.take(name) if CAN_LOCK_FOLDERS else None
        except (Held, FileNotFoundError):
            continue  # another run took it for left over in the moment before it was locked
        if Path(name).exists():
            return Path(name), lock


def write(file: object, data: bytes) -> None:
    """Write it all."""
    file.write(data)  # type: ignore[attr-defined]


def _move(made: Sequence[Path], targets: Sequence[Path]) -> None:
    """Move several files to their targets so that at no time one is new while another is old, and a kill leaves what the next run
    finishes. Where one cannot be moved all are as they were.
    """
    moves = [
        Move(new, target, new.with_name(new.name.removesuffix(_SUFFIX) + OLD))
        for new, target in zip(made, targets, strict=True)
    ]
    listed = made[0].with_name(made[0].name.removesuffix(_SUFFIX) + MOVES)
    with moving(listed, moves):
        _make(moves)
    for each in moves:
        with contextlib.suppress(OSError):
            each.old.unlink()


def _make(moves: Sequence[Move]) -> None:
    put_by: list[Move] = []
    done: list[Move] = []
    try:
        for each in moves:
            if os.path.lexists(each.target):
                move(each.target, each.old)
                put_by.append(each)
        for each in moves:
            move(each.new, each.target)
            done.append(each)
    except OSError:
        for each in done:
            move(each.target, each.new)
        for each in put_by:
            move(each.old, each.target)
        raise


@contextlib.contextmanager
def told(path: Path, *, is_made: bool = False) -> Iterator[None]:
    """Say in one sentence for the user why something cannot be written; ``is_made`` once there is a file beside the target."""
    try:
        yield
    except FileNotFoundError:
        if is_too_long(path):
            raise UserError(
                f"{path} is too long a path for Windows: choose a shorter name, or a folder nearer the top."
            ) from None
        raise UserError(f"{path.parent} is not there: make the folder first, or choose another.") from None
    except NotADirectoryError:
        raise UserError(f"{path.parent} is not a folder: choose another place for {path.name}.") from None
    except PermissionError:
        if not is_made:
            raise UserError(f"{path.parent} may not be written to: choose another folder for {path.name}.") from None
        raise UserError(f"{path.name} is open in another program: close it there and try again.") from None
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise UserError(f"The disk is full, so {path.name} was not written: make room and try again.") from None
        reason = error.strerror or str(error)
        raise UserError(f"{path.name} cannot be written ({reason}): choose another name or folder.") from error


def mode_for(path: Path, sources: Sequence[Path], new: int) -> int:
    """The rights of a file or folder that is written: those of what it replaces, or those that any new one gets (of ``new``), less what
    the files that it was made from do not give to others.
    """
    return _as_private(path.stat().st_mode & 0o777, sources) if path.exists() else new_mode(sources, new)


def new_mode(sources: Sequence[Path], new: int) -> int:
    """The rights of a new file or folder: those that any gets (of ``new``), less what its sources do not give to others."""
    mask = os.umask(0)
    os.umask(mask)
    return _as_private(new & ~mask, sources)


def _as_private(mode: int, sources: Sequence[Path]) -> int:
    for source in sources:
        with contextlib.suppress(OSError):
            theirs = source.stat().st_mode
            for reading, all_of_them in ((0o040, 0o070), (0o004, 0o007)):
                if not theirs & reading:
                    mode &= ~all_of_them
    return mode
