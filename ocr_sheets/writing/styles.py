"""How what we add looks: a few calm colours, always beside words that say the same."""

from __future__ import annotations

from ocr_sheets.annotations.columns import Stage
from ocr_sheets.patching import Style
from ocr_sheets.rules import Severity

INK = "1F2A33"
HEAD = "1F4E5F"
PALE = "EEF3F5"
LINE = "C9D3D8"
GREY = "6B7780"
LINK = "1D5C8C"

DATE_FORMAT = "ddd dd mmm yyyy"
DAYS_LEFT_FORMAT = '0;[Red]0" late";[Red]"today"'

FILLS: dict[Severity, str] = {
    Severity.MUST_FIX: "F8D0CC",
    Severity.CHECK: "FCEAAA",
    Severity.ADVICE: "D7E6F4",
    Severity.FILL_IN: "E6E6F2",
}

MARKS: dict[Severity, str] = {
    Severity.MUST_FIX: "F9CFCB",
    Severity.CHECK: "FDE9A9",
    Severity.ADVICE: "D6E6F5",
}
"""Fills of the centre's cells with findings: colours that nothing else has, so that our marks can be told from the rest."""

TEXTS: dict[Severity, str] = {
    Severity.MUST_FIX: "7A1F16",
    Severity.CHECK: "5E4A00",
    Severity.ADVICE: "1D4468",
    Severity.FILL_IN: "3B3A6B",
}

ADDED_HEADING = Style(bold=True, font_colour="FFFFFF", fill=HEAD, wrap=True, vertical="center", border=LINE)
ADDED_TEXT = Style(font_colour=INK, vertical="top")
ADDED_LINK = Style(font_colour=LINK, vertical="top", wrap=True)
ADDED_STATUS = {
    stage: Style(font_colour=TEXTS[severity], fill=FILLS[severity], bold=True, vertical="top")
    for stage, severity in (
        (Stage.LATE, Severity.MUST_FIX),
        (Stage.FIX, Severity.MUST_FIX),
        (Stage.CHECK, Severity.CHECK),
        (Stage.FILL_IN, Severity.FILL_IN),
    )
}
"""How a row's status looks; those that ask for nothing look like any other cell."""
ADDED_DATE = Style(font_colour=INK, number_format=DATE_FORMAT, horizontal="left", vertical="top")
ADDED_COUNT = Style(font_colour=INK, number_format="0", horizontal="left", vertical="top")
ADDED_DAYS_LEFT = Style(font_colour=INK, number_format=DAYS_LEFT_FORMAT, horizontal="left", vertical="top")
