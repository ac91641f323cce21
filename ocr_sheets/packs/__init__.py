"""Whose is what: for each member of staff, or each subject area, only their own candidates, work, dates and findings.

A pack is handed on, so what it may hold is decided here, before anything is written. Where the workbook leaves open whose a row is,
it is nobody's: it stays with the exams officer, who gets it with the index.
"""

from __future__ import annotations

from ocr_sheets.packs.by_person import ByPerson
from ocr_sheets.packs.by_subject import BySubject
from ocr_sheets.packs.model import (
    STAGES,
    YOU,
    By,
    Dated,
    NobodyToPackFor,
    Own,
    Owner,
    Pack,
    PackFinding,
    Packs,
    Piece,
    Sampled,
    Unowned,
)  # fmt: skip
from ocr_sheets.packs.redaction import GONE, HELD_BACK, LEFT_OUT
from ocr_sheets.report import Report

__all__ = [
    "GONE",
    "HELD_BACK",
    "LEFT_OUT",
    "STAGES",
    "YOU",
    "By",
    "Dated",
    "NobodyToPackFor",
    "Own",
    "Owner",
    "Pack",
    "PackFinding",
    "Packs",
    "Piece",
    "Sampled",
    "Unowned",
    "make_packs",
]  # fmt: skip


def make_packs(report: Report, by: By = By.ASSESSOR, share: bool = False) -> Packs:
    """Sort a report into packs. Raises `NobodyToPackFor` where there is nobody to make one for.

    ``share`` leaves out names, dates of birth, ULNs and UCIs, and what quotes them.
    """
    return (BySubject if by is By.SUBJECT else ByPerson)(report, by, share).packs()
