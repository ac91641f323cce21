"""Writing a file whole or not at all."""

import contextlib
import errno
import os
import tempfile
from pathlib import Path

from .errors import Refused


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
        handle, temporary = tempfile.mkstemp(prefix=f".{path.stem[:40]}.", suffix=".tmp", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(OSError):  # mkstemp makes files only their owner may read
            Path(temporary).chmod(_mode(path))
        Path(temporary).replace(path)
        temporary = None
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
