"""What Windows does otherwise than others: names that are no files, paths that are too long, and files that are held for a moment."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from ocr_sheets.errors import UserError
from ocr_sheets.patterns import regex

PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8) if sys.platform == "win32" else ()
"""How many seconds to wait before each new try to move a file."""
LONGEST = 259
"""How many letters a path may have on Windows, unless somebody has switched that off."""
_ADDED = 20
"""How many letters the name of what is being written can be longer than its target's."""
_RESERVED = regex(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])[ .]*(\..*)?")


def move(new: Path, target: Path) -> None:
    """Move a file or folder into its place. A virus scanner, an indexer or OneDrive may hold what is there for a moment: then it is tried
    again, for a second and a half. Raises ``OSError``.
    """
    for pause in PAUSES:
        try:
            new.replace(target)
            return
        except PermissionError:
            time.sleep(pause)
    new.replace(target)


def check_name(path: Path) -> None:
    """Raise `UserError` for a name that Windows keeps for a device: what is written to CON.xlsx there is in no file. Elsewhere such a file
    could not be opened by a colleague who has Windows.
    """
    if _RESERVED.fullmatch(path.name.casefold()):
        raise UserError(
            f"{path.name} is the name of a device on Windows and can be no file there: choose another name."
        )


def is_too_long(path: Path) -> bool:
    """Whether Windows finds no place for a file because its path has too many letters, though its folder is there."""
    return path.parent.is_dir() and len(str(path.absolute())) + _ADDED > LONGEST
