"""The centre's own small files, such as settings and a mapping: read within limits, so that none can stop the work or fill the memory."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from ocr_sheets.errors import UserError

MOST_BYTES = 5_000_000
"""What a file of settings, a mapping, a text or a catalogue may have; the biggest catalogue has a tenth of it."""
_MOST_BRACKETS = 10_000


def read_chosen(path: Path) -> bytes:
    """The bytes of a file. Raises `UserError` for one that is missing, no file (a folder, a device) or far too big."""
    try:
        if path.exists() and not path.is_file():
            raise UserError(f"{path.name} is not a file: check its name.")
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        raise UserError(f"{path.name} cannot be read: check its name, and that it is a text file.") from error
    if len(data) > MOST_BYTES:
        raise UserError(f"{path.name} is far bigger than such a file can usefully be: check that it is the right one.")
    return data


def toml_in(text: str) -> dict[str, Any]:
    """What a TOML text says. Raises `ValueError` with what is wrong, also for what is too deep or has a number without end."""
    if text.count("[") + text.count("{") > _MOST_BRACKETS:
        raise ValueError("it has too many brackets")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise
    except RecursionError as error:
        raise ValueError("its brackets stand too deep in one another") from error
    except ValueError as error:
        raise ValueError("it has a number that is far too long, or a day that no calendar has") from error
