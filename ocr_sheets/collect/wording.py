"""What Collected and the terminal say of what came back."""

from __future__ import annotations

from collections.abc import Mapping

from ocr_sheets.collect.decide import Decision, Line, Outcome
from ocr_sheets.text import plural

WORDS: Mapping[Outcome, tuple[str, str]] = {
    Outcome.TAKEN: ("Taken", "Nothing: it stands in your workbook now."),
    Outcome.TWO_ANSWERS: (
        "Two answers",
        "Ask the two people which is right, and type it into your cell. Nothing was taken.",
    ),
    Outcome.CHANGED_HERE: (
        "Changed here meanwhile",
        "Your cell was changed after this was sent out. Look which is right; yours stands.",
    ),
    Outcome.NOT_KNOWN: (
        "Differs from yours",
        "A copy does not say which side is newer. Look which is right; yours stands. With the workbook as it was sent out too, that is "
        "known.",
    ),
    Outcome.UNREADABLE: ("Cannot be read", "Ask what is meant, and type that into your cell. Yours stands."),
    Outcome.EMPTIED: ("Emptied", "The cell was emptied there. If it is to be empty, empty yours; yours stands."),
    Outcome.NAMES_ROW: (
        "Names the row",
        "This cell tells the row from others, so it is not changed by itself. Change it in your workbook if it is right.",
    ),
    Outcome.NO_COLUMN: ("No such column here", "Your sheet has no such column. Add it, or note this elsewhere."),
    Outcome.FORMULA: ("A formula stands here", "Your cell works its value out, so nothing was typed over it."),
    Outcome.ROW_GONE: (
        "No such row here",
        "The row was sent out and is no longer in your workbook. If it is still needed, add it again.",
    ),
    Outcome.NO_ROW_YET: (
        "No row here yet",
        "Your workbook has no row for this work. Add it to Claims (ocr-sheets fill drafts it), then collect again.",
    ),
    Outcome.ROW_NEW: ("A new row", "Somebody added this row. If it is right, add it to your workbook."),
    Outcome.WHICH_ROW: (
        "More than one row here",
        "Your workbook has several rows for this unit, and nobody can tell which is meant. Type it into the right one.",
    ),
    Outcome.ROW_TAKEN_OUT: ("Row removed there", "Somebody deleted this row there. Yours is kept; ask why."),
    Outcome.NOT_TO_FILL_IN: (
        "Only for reading",
        "Something was changed in this row that is only for reading in a pack. If it is a correction, make it in your workbook.",
    ),
}
"""For each outcome what it is called, and what to do."""


def verdict(decision: Decision) -> str:
    """The whole in one line."""
    if not decision.lines:
        return "Nothing was filled in that your workbook does not say already."
    asked = f"{plural(decision.asked, 'thing')} to look at" if decision.asked else "nothing to look at"
    return f"{plural(decision.taken, 'cell')} taken; {asked}."


def place(line: Line) -> str:
    """Where it stands: in the centre's workbook or, of what has no place there, in the file that came back."""
    if line.here is not None:
        return f"{line.here.sheet}!{line.here.ref}"
    at = f"{line.there.sheet}!{line.there.ref}" if line.there.row else line.there.sheet
    return f"{at} in {line.source.file}"
