"""OCR's page on verified qualifications, in the page's order (S68 to S99), then what OCR says elsewhere (B): a file for each section.

There is no deadline for entries here (S79) and none for assessment (S84), so no rule asks for one; claims and visits have no
fixed distance either. What holds for Cambridge Technicals is in technicals/.
"""

# The order of the imports is the order in which the rules are run and shown: that of OCR's page.
# isort: off
from ocr_sheets.rules.verified import approval
from ocr_sheets.rules.verified import entries
from ocr_sheets.rules.verified import claims
from ocr_sheets.rules.verified import visits
from ocr_sheets.rules.verified import decisions
# isort: on

__all__ = ["approval", "claims", "decisions", "entries", "visits"]
