"""OCR's figures and dates as data: each with the days it holds on, its source sentence and our reading. It knows nothing else."""

from ocr_sheets.rulebook.settings import Reading, Settings, load_readings, read_settings
from ocr_sheets.rulebook.sources import Page, Sentence, Sources, load_sources
from ocr_sheets.rulebook.values import Rulebook, Value, load_rulebook
from ocr_sheets.rulebook.working_days import Calendar, bank_holidays_until, load_bank_holidays

__all__ = [
    "Calendar",
    "Page",
    "Reading",
    "Rulebook",
    "Sentence",
    "Settings",
    "Sources",
    "Value",
    "bank_holidays_until",
    "load_bank_holidays",
    "load_readings",
    "load_rulebook",
    "load_sources",
    "read_settings",
]
