"""Writing a folder of files whole or not at all, and over no file but our own."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from ocr_sheets.errors import UserError
from ocr_sheets.files.leftovers import MOVES, OLD, Move, moving, prefix, tidy
from ocr_sheets.files.lock import CAN_LOCK_FOLDERS, Held, Lock
from ocr_sheets.files.saving import mode_for, told
from ocr_sheets.files.windows import check_name, move

LIST = "made-by-ocr-sheets.json"
"""The file in each folder we write that says which files are ours, and what was in them."""

_OF_THE_SYSTEM = frozenset({".ds_store", "thumbs.db", "desktop.ini"})


def save_folder(files: Mapping[str, bytes], folder: Path, *sources: Path) -> None:
    """Write the files, by name, to a folder that is new, empty, or one that we wrote and nobody has changed since.

    They are written beside it and moved there in one step, so that the folder is whole, as it was, or not there. If one of
    ``sources``, which they were made from, is private, so are they. Raises `UserError`, one sentence for the user, where that cannot be done.
    """
    folder = folder.resolve()  # a link stays, and the folder it points at is written
    check_folder(folder)
    made, lock = None, None
    try:
        with told(folder):
            made, lock = _made(folder)
        with told(folder, is_made=True):
            for name, data in with_list(files).items():
                with (made / name).open("wb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
                with contextlib.suppress(OSError):
                    (made / name).chmod(mode_for(made / name, sources, 0o666))
            with contextlib.suppress(OSError):  # it was made so that only its owner may enter
                made.chmod(mode_for(folder, sources, 0o777))
            _move(made, folder)
    finally:
        if lock is not None:
            lock.release()
        if made is not None:
            shutil.rmtree(made, ignore_errors=True)
    tidy(folder.parent)


def _made(folder: Path) -> tuple[Path, Lock | None]:
    while True:
        made = Path(tempfile.mkdtemp(prefix=prefix(folder), dir=folder.parent))
        try:
            lock = Lock.take(made) if CAN_LOCK_FOLDERS else None
        except (Held, FileNotFoundError):
            continue  # another run took it for left over in the moment before it was locked
        if made.exists():
            return made, lock


def check_folder(folder: Path) -> None:
    """Raise `UserError` where a folder is there and holds anything that is not ours as we wrote it, or its name is no name for one."""
    check_name(folder)
    if not os.path.lexists(folder):
        return
    if not folder.is_dir():
        raise UserError(f"{folder} is there and is no folder: choose another name with -o.")
    try:
        found = sorted(path for path in folder.iterdir() if path.name.casefold() not in _OF_THE_SYSTEM)
        listed = _listed(folder)
        if found and listed is None:
            raise UserError(
                f"{folder} has files in it that ocr-sheets did not write ({found[0].name}): choose a new folder with -o."
            )
        for path in found:
            if path.name.startswith(("~$", ".~lock.")):
                raise UserError(
                    f"A file in {folder} is open in another program ({path.name} is there): close it and try again."
                )
            if path.name != LIST and path.name not in (listed or {}):
                raise UserError(
                    f"{path.name} in {folder} was not written by ocr-sheets: move it away, or choose another folder with -o."
                )
            if path.name != LIST and hashlib.sha256(path.read_bytes()).hexdigest() != (listed or {})[path.name]:
                raise UserError(
                    f"{path.name} in {folder} has been changed since it was written: move it away if you need it, or delete it, "
                    "or choose another folder with -o."
                )
    except OSError as error:
        raise UserError(
            f"{folder} cannot be looked into ({error.strerror or error}): choose another with -o."
        ) from error


def _listed(folder: Path) -> Mapping[str, str] | None:
    """The files of ours in a folder with the fingerprints they had; ``None`` where it is none of ours."""
    try:
        body = json.loads((folder / LIST).read_text(encoding="utf-8"))
        files = body["files"]
        return {str(name): str(mark) for name, mark in files.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def with_list(files: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """The files of a folder with the one that says that they are ours."""
    return {**files, LIST: _list_of({name: hashlib.sha256(data).hexdigest() for name, data in files.items()})}


def _list_of(listed: Mapping[str, str]) -> bytes:
    body = {
        "what": "The files that ocr-sheets wrote here. It replaces no others.",
        "files": dict(sorted(listed.items())),
    }
    return json.dumps(body, indent=1, ensure_ascii=True).encode("ascii") + b"\n"


def _move(made: Path, folder: Path) -> None:
    """Put the new folder in the place of the old one, which comes back where that fails; a kill in between leaves what the next run
    finishes.
    """
    if not folder.exists():
        move(made, folder)
        return
    old = made.with_name(f"{made.name}{OLD}")
    with moving(made.with_name(f"{made.name}{MOVES}"), [Move(made, folder, old)]):
        move(folder, old)
        try:
            move(made, folder)
        except OSError:
            move(old, folder)
            raise
    shutil.rmtree(old, ignore_errors=True)
