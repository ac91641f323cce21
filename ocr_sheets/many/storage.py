"""Workbooks that are kept elsewhere: addresses such as s3://trust/workbooks, which `fsspec` reads.

A workbook is fetched for as long as it is looked at, with the settings and the mapping file beside it. `fsspec` is an extra:
`pip install "ocr-sheets[cluster]"`, and what it needs for a kind of storage, such as s3fs.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

from ocr_sheets.errors import UserError
from ocr_sheets.many.workbooks import WORKBOOKS
from ocr_sheets.reading.mapping import beside as mapping_beside
from ocr_sheets.rulebook.settings import NAME as SETTINGS_NAME


def is_elsewhere(place: str) -> bool:
    """Whether a place is an address and no path."""
    return "://" in place


def workbooks_at(address: str) -> Sequence[str]:
    """The addresses of the workbooks at an address: itself, or all below it. Raises `UserError` where it cannot be looked into."""
    if PurePosixPath(address).suffix.casefold() in WORKBOOKS:
        return [address]
    system, path = _system(address)
    try:
        found = sorted(system.find(path))
    except Exception as error:  # each kind of storage has errors of its own
        raise UserError(f"{address} cannot be looked into ({error}): check the address.") from error
    taken = [one for one in found if _is_workbook(PurePosixPath(one).name)]
    if not taken:
        raise UserError(f"{address} has no workbook in it: name the folder in which the centres’ workbooks are.")
    return [system.unstrip_protocol(one) for one in taken]


def _is_workbook(name: str) -> bool:
    return (
        PurePosixPath(name).suffix.casefold() in WORKBOOKS
        and not name.startswith((".", "~$"))
        and ".annotated" not in name
    )


def mark_at(address: str) -> list[str]:
    """By what it is seen that a workbook elsewhere has been changed."""
    system, path = _system(address)
    told = system.info(path)
    return [str(told.get(name)) for name in ("size", "mtime", "LastModified", "ETag", "etag")]


@contextmanager
def at_hand(address: str) -> Iterator[Path]:
    """A copy of the workbook at an address on this computer, taken away afterwards. Raises `UserError` where it cannot be fetched."""
    system, path = _system(address)
    name = PurePosixPath(path).name
    home = path[: -len(name)]
    with tempfile.TemporaryDirectory(prefix="ocr-sheets-") as folder:
        try:
            system.get_file(path, f"{folder}/{name}")
            for other in (SETTINGS_NAME, mapping_beside(Path(name)).name):
                if system.exists(home + other):
                    system.get_file(home + other, f"{folder}/{other}")
        except Exception as error:  # each kind of storage has errors of its own
            raise UserError(
                f"{address} cannot be fetched ({error}): check that it is there and may be read."
            ) from error
        yield Path(folder) / name


def _system(address: str) -> tuple[Any, str]:
    try:
        import fsspec
    except ImportError as error:
        raise UserError(
            f"{address} is an address: to read from one, install fsspec with pip install fsspec."
        ) from error
    try:
        system, path = fsspec.url_to_fs(address)
    except (ImportError, ValueError) as error:
        raise UserError(f"{address} is an address of a kind that cannot be read here: {error}.") from error
    return system, path
