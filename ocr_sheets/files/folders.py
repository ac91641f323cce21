"""Writing a folder of files whole or not at all, and over no file but our own."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from ocr_sheets.errors import UserError

LIST = "made-by-ocr-sheets.json"
"""The file in each folder we write that says which files are ours, and what was in them."""

_LEFT_BEHIND = 3_600  # seconds; writing takes a few
_OF_THE_SYSTEM = frozenset({".ds_store", "thumbs.db", "desktop.ini"})


def save_folder(files: Mapping[str, bytes], folder: Path) -> None:
    """Write the files, by name, to a folder that is new, empty, or one that we wrote and nobody has changed since.

    They are written beside it and moved there in one step, so that the folder is whole, as it was, or not there. Raises `UserError`,
    one sentence for the user, where that cannot be done.
    """
    folder = folder.resolve()  # a link stays, and the folder it points at is written
    check_folder(folder)
    temporary = None
    try:
        temporary = Path(tempfile.mkdtemp(prefix=_prefix(folder), dir=folder.parent))
        listed = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
        for name, data in {**files, LIST: _list_of(listed)}.items():
            with (temporary / name).open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        with contextlib.suppress(OSError):  # mkdtemp makes folders that only their owner may enter
            temporary.chmod(_mode())
        _move(temporary, folder)
        temporary = None
        _tidy(folder)
    except FileNotFoundError:
        raise UserError(f"{folder.parent} is not there: make the folder first, or choose another.") from None
    except NotADirectoryError:
        raise UserError(f"{folder.parent} is not a folder: choose another place for {folder.name}.") from None
    except PermissionError:
        if temporary is None:
            raise UserError(f"{folder.parent} may not be written to: choose another place for {folder.name}.") from None
        raise UserError(
            f"{folder.name}, or a file in it, is open in another program: close it there and try again."
        ) from None
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise UserError(f"The disk is full, so {folder.name} was not written: make room and try again.") from None
        raise UserError(
            f"{folder.name} cannot be written ({error.strerror or error}): choose another name or place."
        ) from error
    finally:
        if temporary is not None:
            shutil.rmtree(temporary, ignore_errors=True)


def check_folder(folder: Path) -> None:
    """Raise `UserError` where a folder is there and holds anything that is not ours as we wrote it."""
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


def _list_of(listed: Mapping[str, str]) -> bytes:
    body = {
        "what": "The files that ocr-sheets wrote here. It replaces no others.",
        "files": dict(sorted(listed.items())),
    }
    return json.dumps(body, indent=1, ensure_ascii=True).encode("ascii") + b"\n"


def _move(made: Path, folder: Path) -> None:
    """Put the new folder in the place of the old one, which comes back where that fails."""
    if not folder.exists():
        made.replace(folder)
        return
    old = made.with_name(f"{made.name}-old")
    folder.replace(old)
    try:
        made.replace(folder)
    except OSError:
        old.replace(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _prefix(folder: Path) -> str:
    return f".{folder.name[:30]}.ocr-sheets-"


def _tidy(folder: Path) -> None:
    """Take away what earlier runs for the same folder left when they were killed; not what one just now may be writing."""
    with contextlib.suppress(OSError):
        for other in folder.parent.iterdir():
            if other.name.startswith(_prefix(folder)) and time.time() - other.stat().st_mtime > _LEFT_BEHIND:
                shutil.rmtree(other, ignore_errors=True)


def _mode() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return 0o777 & ~mask
