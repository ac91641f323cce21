"""Commands run in a process of their own that ends by force: killed at a moment of its work, or by a disk that takes no more."""

from __future__ import annotations

import contextlib
import os
import random
import resource
import signal
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from ocr_sheets.cli import main
from ocr_sheets.files import saving

KILLS = int(os.environ.get("OCR_SHEETS_KILLS", "0"))
"""How many moments are tried for each command; 0 for the one or two that every run of the tests tries."""
_TOUCHING = frozenset(
    {"os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.chmod", "tempfile.mkstemp", "tempfile.mkdtemp", "fcntl.flock", "fsync", "write"}
)  # fmt: skip
"""What Python and we tell of what touches the disk; see `sys.addaudithook`."""


class Ended(NamedTuple):
    """How a command ended."""

    code: int
    """Its exit code, or the signal that ended it, negative."""
    out: str
    err: str
    moments: int
    """How often it touched the disk."""


def run(
    arguments: Sequence[object],
    folder: Path,
    kill_at: int = 0,
    kill_after: float = 0.0,
    most_bytes: int | None = None,
) -> Ended:
    """Run a command in ``folder``, in a process that is killed when it touches the disk for the n-th time, or so many seconds after its
    start, or that can write no file of more than so many bytes.
    """
    pipes = {name: os.pipe() for name in ("out", "err", "moments")}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of threads: the child uses none of them
        child = os.fork()
    if child == 0:
        ends = {name: writing for name, (_, writing) in pipes.items()}
        _be_the_command([str(argument) for argument in arguments], folder, ends, kill_at, most_bytes)
    for _, writing in pipes.values():
        os.close(writing)
    if kill_after:
        time.sleep(kill_after)
        os.kill(child, signal.SIGKILL)
    said = {}
    for name, (reading, _) in pipes.items():
        with os.fdopen(reading, encoding="utf-8", errors="replace") as file:
            said[name] = file.read()
    _, status = os.waitpid(child, 0)
    return Ended(os.waitstatus_to_exitcode(status), said["out"], said["err"], len(said["moments"]))


def _be_the_command(
    arguments: list[str], folder: Path, ends: dict[str, int], kill_at: int, most_bytes: int | None
) -> None:
    """What the child does; it never returns."""
    code = 99
    try:
        os.chdir(folder)
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115, PTH123
        sys.stdout = open(ends["out"], "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stderr = open(ends["err"], "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        if most_bytes is not None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))
        _count(ends["moments"], kill_at)
        code = 0
        main(arguments, prog_name="ocr-sheets")
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 1
    except BaseException as error:
        sys.stderr.write(f"Traceback: {error!r}\n")
    finally:
        with contextlib.suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def _count(counted: int, kill_at: int) -> None:
    """Count each touch of the disk, and end the process at the one that is named; a write is ended in its middle."""
    touches = 0

    def hook(event: str, values: tuple[Any, ...]) -> None:
        nonlocal touches
        if event not in _TOUCHING:
            return
        touches += 1
        os.write(counted, b".")
        if touches == kill_at:
            if event == "write":
                file, data = values
                file.write(data[: len(data) // 2])
                file.flush()
            os.kill(os.getpid(), signal.SIGKILL)

    real_sync, real_write = os.fsync, saving.write

    def sync(fd: Any) -> None:
        sys.audit("fsync")
        real_sync(fd)

    def write(file: Any, data: bytes) -> None:
        sys.audit("write", file, data)
        real_write(file, data)

    os.fsync, saving.write = sync, write
    sys.addaudithook(hook)


def at_random_moments(seed: str, count: int, moments: int, seconds: float) -> list[Callable[..., Ended]]:
    """Ways to run a command so that it is killed: at touches of the disk and at instants, by chance but the same each time."""
    by_chance = random.Random(seed)
    ways: list[Callable[..., Ended]] = []
    first = by_chance.randrange(2)
    for number in range(first, first + count):
        if number % 2 == 0:
            ways.append(_killed(kill_at=by_chance.randint(1, max(moments, 1))))
        else:
            ways.append(_killed(kill_after=by_chance.uniform(0.0, 1.1) * seconds))
    return ways


def _killed(**how: Any) -> Callable[..., Ended]:
    return lambda arguments, folder: run(arguments, folder, **how)
