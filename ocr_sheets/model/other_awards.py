"""Qualifications that centres keep in the same workbook and OCR's two pages say nothing of, told from those they speak of.

Rows, sheets, titles, codes, QANs and units are all held against the one table here. What is another award's is catching: a visit that
is for it alone gets no date, no allowance, no sample list and no place in a plan (B113).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ocr_sheets.patterns import regex

NATIONALS = "Cambridge Nationals"
ADVANCED_NATIONALS = "Cambridge Advanced Nationals"
ANOTHER_OF_OCR = "another OCR qualification"

AWARDS: tuple[tuple[re.Pattern[str], str], ...] = (
    (regex(r"\bcity\s*(?:&|and)\s*guilds\b|\bc\s*&\s*g\b", re.IGNORECASE), "City & Guilds"),
    (regex(r"\bbtecs?\b|\bpearson\b|\bedexcel\b", re.IGNORECASE), "Pearson BTEC"),
    (regex(r"\bcambridge\s+advanced\s+nationals?\b|\baaqs?\b", re.IGNORECASE), ADVANCED_NATIONALS),
    (regex(r"\b(?:cambridge|ocr)\s+nationals?\b|\bnationals\b|\bJ8\d\d\b|\bR[01]\d\d\b", re.IGNORECASE), NATIONALS),
    (regex(r"\bAQA\b|\bWJEC\b|\bEduqas\b|\bNCFE\b|\bCACHE\b", re.IGNORECASE), "another board"),
    (regex(r"\bGCSEs?\b|\bA[\s-]levels?\b|\bT[\s-]levels?\b", re.IGNORECASE), "GCSE, A level or T level"),
)  # fmt: skip
"""The words by which an award, a subject or a sheet names itself, each with the award's name."""

_OURS = regex(r"\bcambridge\s+technicals?\b", re.IGNORECASE)
_FORMERLY = regex(r"\b(?:was|were|formerly|previously|replac(?:es|ing|ed)|instead of|not|ex)\W*$", re.IGNORECASE)
"""What stands before the name of an award that a course has replaced: Business (was BTEC)."""
_CODE = regex(r"[A-Z]\d{3}", re.IGNORECASE)
"""Entry codes and units of OCR's other qualifications: J817, R081. Those of the two families here are figures alone."""
_BY_LETTER = {"J": NATIONALS, "R": NATIONALS}
_QANS = frozenset(
    [
        "61039421",
        "61039445",
        "61039457",
        "61039469",
        "61039470",
        "61039482",
        "61039743",
        "61039755",
        "61039858",
        "6103986X",
        "61039962",
        "61039974",
    ]
)
"""The QANs of the Cambridge Advanced Nationals (B114)."""


class OtherAward(NamedTuple):
    """What shows a row to be of an award not covered here: the field, and the award's name."""

    field: str
    award: str


def award_named(text: str | None) -> str | None:
    """The other award that a title, a subject or the name of a sheet speaks of."""
    if not text or _OURS.search(text):
        return None
    for pattern, award in AWARDS:
        if (found := pattern.search(text)) and not _FORMERLY.search(text[: found.start()]):
            return award
    return None


def award_coded(code: str | None) -> str | None:
    """The other award whose entry code or unit code this is, by its shape."""
    return _BY_LETTER.get(code[0].upper(), ANOTHER_OF_OCR) if code and _CODE.fullmatch(code.strip()) else None


def other_award(entry_code: str | None, title: str | None, qan: str | None = None) -> OtherAward | None:
    """What shows a qualification to be not covered here: its entry code, its QAN or its title; ``None`` for all others."""
    if award := award_coded(entry_code):
        return OtherAward("entry_code", award)
    if qan and "".join(filter(str.isalnum, qan)).upper() in _QANS:
        return OtherAward("qan", ADVANCED_NATIONALS)
    award = award_named(title)
    return OtherAward("title", award) if award else None


def other_unit(unit_number: str | None) -> OtherAward | None:
    """What shows a unit to be of an award not covered here; ``None`` for all others."""
    award = award_coded(unit_number)
    return OtherAward("unit_number", award) if award else None
