"""Qualifications that centres keep in the same workbook and OCR's two pages say nothing of: how they are told from those they speak of."""

from __future__ import annotations

import re

NATIONALS = "a Cambridge Nationals"
_OTHERS = (
    (re.compile(r"\bcity\s*(?:&|and)\s*guilds\b|\bc\s*&\s*g\b", re.IGNORECASE), "a City & Guilds"),
    (re.compile(r"\bbtecs?\b|\bpearson\b", re.IGNORECASE), "a Pearson BTEC"),
    (re.compile(r"\bcambridge\s+advanced\s+nationals?\b|\baaqs?\b", re.IGNORECASE), "a Cambridge Advanced Nationals"),
    (re.compile(r"\bcambridge\s+nationals?\b", re.IGNORECASE), NATIONALS),
)
_NATIONALS_CODE = re.compile(r"J\d{3}")
_NATIONALS_UNIT = re.compile(r"R\d{3}")


def other_award(entry_code: str | None, title: str | None) -> tuple[str, str] | None:
    """The field that shows an award to be not covered here, and whose it is; ``None`` for all others."""
    if _NATIONALS_CODE.fullmatch(entry_code or ""):
        return "entry_code", NATIONALS
    for pattern, whose in _OTHERS:
        if pattern.search(title or ""):
            return "title", whose
    return None


def other_unit(unit_number: str | None) -> tuple[str, str] | None:
    """The field that shows a unit to be of an award not covered here, and whose it is; ``None`` for all others."""
    return ("unit_number", NATIONALS) if _NATIONALS_UNIT.fullmatch(unit_number or "") else None
