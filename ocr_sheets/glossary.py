"""The words that every output shares and that no enumeration holds yet.

Each thing has one name, in the workbook, on the terminal, in the page, in packs, letters and the calendar. Deadlines are named by
`schedule.deadlines.What`, the states of a step by `schedule.progress.State`, severities by `rules.Severity` and who acts by `rules.Who`:
their values are their names. What is not the value of one of those stands here. `tests/test_glossary.py` holds all of them together.
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

SHORT_FORMS: Mapping[str, str] = {
    "EQA": "external quality assurer, who visits for OCR",
    "IQA": "internal quality assurer, one of your own staff",
    "DCS": "direct claim status",
    "CAP": "the JCQ Centre Admin Portal",
    "GLH": "guided learning hours",
    "ULN": "unique learner number",
    "UCI": "unique candidate identifier",
    "NCN": "national centre number",
}
"""Explained once on a sheet that uses them."""


def short_forms_in(texts: str) -> str:
    """A sentence that explains the short forms in some text; empty where there are none."""
    words = {word.strip(".,;:()“”'’?!") for word in texts.split()}
    used = [f"{short} is {full}" for short, full in SHORT_FORMS.items() if short in words]
    return f"{'; '.join(used)}." if used else ""
