"""The family that these rules are of."""

from __future__ import annotations

from ocr_sheets.model.records import Family

VERIFIED = Family.VERIFIED
