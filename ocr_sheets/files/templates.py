"""Where the files beside the package are, such as templates/: in a checkout or an editable install at the top of the project, else in share/."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent.parent
_SHARED = ("share", "ocr-sheets")


def find_template(name: str) -> Path | None:
    """The file of templates/ of that name; ``None`` where it was not installed."""
    return find_shared("templates", name)


def find_shared(*parts: str) -> Path | None:
    """The file at that place in the project; ``None`` where it was not installed."""
    if (_ROOT / "pyproject.toml").is_file():
        return _if_there(_ROOT.joinpath(*parts))
    # `pip install --target` puts the package and share/ side by side; otherwise the list of what was installed tells.
    return _if_there(_ROOT.joinpath(*_SHARED, *parts)) or next(filter(None, map(_if_there, _listed(parts))), None)


def _listed(parts: tuple[str, ...]) -> list[Path]:
    try:
        listed = files("ocr-sheets") or []
    except PackageNotFoundError:
        return []
    whole = (*_SHARED, *parts)
    return [Path(str(file.locate())) for file in listed if file.parts[-len(whole) :] == whole]


def _if_there(path: Path) -> Path | None:
    return path if path.is_file() else None
