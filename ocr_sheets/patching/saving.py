"""Writing a file whole or not at all."""

import contextlib
import errno
import os
import tempfile
import time
from pathlib import Path
from typing import BinaryIO

from .errors import Refused

_SUFFIX = ".tmp"
_LEFT_BEHIND = 3_600  # seconds; writing takes one


def save(data: bytes, path: Path, original: Path | None) -> None:
    """Write beside the target and move over it in one step. Raises Refused when that cannot be done; then nothing is
    left behind and a file that was there is as it was.
    """
    if original is not None and _same(path, original):
        raise Refused(f"{path.name} is the workbook that was read, and it is never overwritten: choose another name.")
    if path.is_dir():
        raise Refused(f"{path} is a folder: choose a name for the new workbook inside it.")
    temporary = None
    try:
        handle, temporary = tempfile.mkstemp(prefix=_prefix(path), suffix=_SUFFIX, dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            write(file, data)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(OSError):  # mkstemp makes files only their owner may read
            Path(temporary).chmod(_mode(path))
        Path(temporary).replace(path)
        temporary = None
        _tidy(path)
    except FileNotFoundError:
        raise Refused(f"{path.parent} is not there: make the folder first, or choose another.") from None
    except NotADirectoryError:
        raise Refused(f"{path.parent} is not a folder: choose another place for {path.name}.") from None
    except PermissionError:
        if temporary is None:
            raise Refused(f"{path.parent} may not be written to: choose another folder for {path.name}.") from None
        raise Refused(f"{path.name} is open in another program: close it there and try again.") from None
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise Refused(f"The disk is full, so {path.name} was not written: make room and try again.") from None
        reason = error.strerror or str(error)
        raise Refused(f"{path.name} cannot be written ({reason}): choose another name or folder.") from error
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()


def write(file: BinaryIO, data: bytes) -> None:
    """Write it all."""
    file.write(data)


def _prefix(path: Path) -> str:
    """How the names of temporary files for a target begin: few enough letters that the name is never too long."""
    return f".{path.stem[:30]}.ocr-sheets-"


def is_leftover(name: str, path: Path) -> bool:
    """Whether a file of this name is one that a run which was killed left beside its target."""
    return name.startswith(_prefix(path)) and name.endswith(_SUFFIX)


def _tidy(path: Path) -> None:
    """Take away what earlier runs for the same target left when they were killed; not what one just now may be writing."""
    with contextlib.suppress(OSError):
        for other in path.parent.iterdir():
            if is_leftover(other.name, path) and time.time() - other.stat().st_mtime > _LEFT_BEHIND:
                with contextlib.suppress(OSError):
                    other.unlink()


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return one.absolute() == other.absolute()


def _mode(path: Path) -> int:
    """The rights of the file that is replaced, or those that any new file gets."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
