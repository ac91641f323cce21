"""Where the files of templates/ are: in a checkout or an editable install at the top of the project, in a wheel's install in share/."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent.parent
CARRIED = "ocr-sheets-templates"
"""The folder beside the package in which the page carries those that it needs."""
_INSTALLED = ("share", "ocr-sheets", "templates")


def find_template(name: str) -> Path | None:
    """The file of templates/ of that name; ``None`` where it was not installed."""
    if (_ROOT / "pyproject.toml").is_file():
        here = _ROOT / "templates" / name
        return here if here.is_file() else None
    if (carried := _ROOT / CARRIED / name).is_file():
        return carried
    try:
        listed = files("ocr-sheets") or []
    except PackageNotFoundError:
        return None
    for file in listed:
        if file.parts[-4:] == (*_INSTALLED, name):
            found = Path(str(file.locate()))
            if found.is_file():
                return found
    return None
