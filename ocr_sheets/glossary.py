"""The words that every output shares and that no enumeration holds yet.

Each thing has one name, in the workbook, on the terminal, in the page, in packs, letters and the calendar. Deadlines are named by
`schedule.deadlines.What`, the states of a step by `schedule.progress.State`, severities by `rules.Severity` and who acts by `rules.Who`:
their values are their names. What is not the value of one of those stands here.
"""

from __future__ import annotations

from collections.abc import Mapping

NOT_OCRS = "Not an OCR rule: workbook check"
"""Stands as the source of a check that no page of OCR's asks for."""

FAULT = "Fault in ocr-sheets"
"""What is wrong with the tool, not with the workbook."""

CHARGEABLE = "Chargeable"
"""A visit beyond the free ones of its year."""

OUTCOMES: Mapping[str, str] = {
    "found": "Problem",
    "nothing found": "No problem",
    "not checked": "Not checked",
    "our mistake": FAULT,
}
"""What people read for each way in which a check can end; the keys are the machine form's."""
