"""What is written for people in the project: its READMEs, and the commands, options, pictures and links in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
MADE_FROM_CODE = ROOT / "ocr_sheets" / "rules" / "README.md"
DOCUMENTS = sorted(
    {README, *(ROOT / ".github").glob("*.md"), *(ROOT / "ocr_sheets").rglob("README.md")} - {MADE_FROM_CODE}
)
_BLOCK = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def blocks(path: Path, language: str) -> list[str]:
    """The fenced blocks of one language."""
    return [body for kind, body in _BLOCK.findall(text_of(path)) if kind == language]


def typed_lines(path: Path) -> Iterator[str]:
    """The lines that people are shown to type, without remarks."""
    for block in blocks(path, "sh"):
        for line in block.splitlines():
            if line.strip():
                yield re.sub(r"\s+# .*$", "", line).strip()


def inline_code(path: Path) -> list[str]:
    """What stands between single backticks."""
    return [code.replace("\\|", "|") for code in _CODE.findall(_BLOCK.sub("", text_of(path)))]


def our_commands() -> list[str]:
    """Every command of ours that is shown anywhere, once."""
    found = {
        line
        for path in DOCUMENTS
        for line in [*typed_lines(path), *inline_code(path)]
        if re.match(r"ocr-sheets( |$)", line)
    }
    return sorted(found)
