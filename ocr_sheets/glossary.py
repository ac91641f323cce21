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

NOT_CHECKED_MEANS = (
    "Most look at sheets, columns or rows that this workbook does not have: not a problem, and not a pass."
)
"""What it means that many checks did not run."""

NOBODY = "Not assigned"
"""Stands where a person would, for work that nobody is named for."""

NO_DAY = "as soon as you can"
"""Stands where a day to act by would, if none can be told."""

ABBREVIATIONS: Mapping[str, str] = {
    "EQA": "external quality assurer, who visits for OCR",
    "IQA": "internal quality assurance, at your centre",
    "DCS": "direct claim status",
    "CAP": "Centre Admin Portal, for consortium forms",
    "GLH": "guided learning hours",
}
"""What is explained once on each sheet that says it."""

CHARGEABLE = "Chargeable"
"""A visit beyond the free ones of its year."""

OUTCOMES: Mapping[str, str] = {
    "found": "Problem",
    "nothing found": "No problem",
    "not checked": "Not checked",
    "our mistake": FAULT,
}
"""What people read for each way in which a check can end; the keys are the machine form's."""

STATUS_NOTE = "Leave this column empty: in the annotated copy it says how each row stands, such as Late, Fix, Due in 5 days or Done."
"""What the tool's own workbook says on the heading of the column that is kept free for how each row stands."""
