"""Locks that end with the process that holds them, however it ends."""

from __future__ import annotations

import os
import sys
from types import TracebackType

if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> None:
        os.lseek(handle, 0x3FFFFFFF, os.SEEK_SET)  # beyond the end, so that the file can be read and written meanwhile
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


class Held(Exception):
    """Somebody else holds the lock."""


class Lock:
    """A lock on an open file or, where the system can, on a folder: `take` it or be told that it is held."""

    def __init__(self, handle: int) -> None:
        self._handle = handle

    @classmethod
    def take(cls, path: str | os.PathLike[str], flags: int = os.O_RDONLY) -> Lock:
        """Take the lock of a file or folder that is there. Raises `Held` at once when another process has it."""
        handle = os.open(path, flags)
        try:
            _take(handle)
        except OSError as error:
            os.close(handle)
            raise Held from error
        return cls(handle)

    def release(self) -> None:
        """Let it go; it goes by itself when the process ends."""
        os.close(self._handle)

    def __enter__(self) -> Lock:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


CAN_LOCK_FOLDERS = sys.platform != "win32"
"""On Windows a file that is locked can't be moved either, so there what is being written is known by its age."""
