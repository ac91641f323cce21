"""OCR's page on visiting moderation of Cambridge Technicals: a file for each of its sections, with what OCR says of it elsewhere.

None of this holds for verified qualifications, whose rules are in verified/.
"""

# The order of the imports is the order in which the rules are run and shown: that of OCR's page.
# isort: off
from ocr_sheets.rules.technicals import visits
from ocr_sheets.rules.technicals import summer_results
from ocr_sheets.rules.technicals import consortium
from ocr_sheets.rules.technicals import entries
from ocr_sheets.rules.technicals import claims
from ocr_sheets.rules.technicals import samples
from ocr_sheets.rules.technicals import retention
# isort: on

__all__ = ["claims", "consortium", "entries", "retention", "samples", "summer_results", "visits"]
