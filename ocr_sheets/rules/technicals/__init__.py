"""OCR's page on visiting moderation of Cambridge Technicals, a file for each section of it, then what OCR says elsewhere.

None of this holds for verified qualifications, whose rules are in verified.py.
"""

from ocr_sheets.rules.technicals import (
    claims,
    consortium,
    entries,
    retention,
    samples,
    summer_results,
    visits,
)

__all__ = ["claims", "consortium", "entries", "retention", "samples", "summer_results", "visits"]
