"""What the documentation is made of: the READMEs, in the order in which a user needs them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from ocr_sheets.errors import UserError
from ocr_sheets.files.templates import find_shared

PACKAGE = Path(__file__).resolve().parent.parent
FOR_DEVELOPERS = "<!-- for developers -->"
"""In a feature's README what stands below this line is for those who change the code."""
FEATURES = (
    "page", "filling", "reading", "writing", "rulebook", "planning", "packs", "collect", "emails", "visit_day", "claim_list", "calendar",
    "reconcile", "diff", "overview",
)  # fmt: skip
"""The folders whose README has something for users."""
RULES = "rules"
"""The folder of the rules, whose page is made from the code."""


class Chapter(NamedTuple):
    """One README: the folder it stands in, from the top of the project, and its text for users."""

    folder: str
    text: str


def chapters() -> Iterator[Chapter]:
    """Every chapter, the project's README first and all rules last. Raises `UserError` where one was not installed."""
    yield Chapter("", _read(find_shared("README.md")))
    for feature in FEATURES:
        yield Chapter(f"ocr_sheets/{feature}", for_users(_read(PACKAGE / feature / "README.md")))
    yield Chapter(f"ocr_sheets/{RULES}", _rules())


def for_users(text: str) -> str:
    """What of a README is for users."""
    return text.split(FOR_DEVELOPERS, 1)[0].rstrip() + "\n"


def _rules() -> str:
    from ocr_sheets.rules import RULES as known
    from ocr_sheets.writing import rules_page

    return rules_page.page(known.values())


def _read(path: Path | None) -> str:
    if path is None or not path.is_file():
        raise UserError(
            f"{path.name if path else 'README.md'} was not installed with ocr-sheets, and the documentation is made of it: install it again."
        )
    return path.read_text(encoding="utf-8")
