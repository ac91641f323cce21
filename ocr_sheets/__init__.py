"""Checks a centre's workbook against OCR's rules for Cambridge Technicals and verified qualifications."""

__version__ = "0.1.0"
