"""What is said of a calendar: its file's name, why there is none, and what became of its events."""

from __future__ import annotations

import re
from collections import Counter

from ocr_sheets.calendar.events import year_of
from ocr_sheets.calendar.ics import Became, Made
from ocr_sheets.model.records import Visit
from ocr_sheets.model.staff import Person
from ocr_sheets.report import Report
from ocr_sheets.rulebook.values import year_label

ENDING = ".ics"


def name_of_calendar(stem: str, person: Person | None) -> str:
    """The name of the calendar of a workbook, with the person's initials if it is for one.

    A workbook and its annotated copies have one calendar, so that each run continues the one before.
    """
    plain = re.sub(r"\.annotated(-\d+)?$", "", stem)
    letters = "".join(character for character in person.called if character.isalnum()) if person else ""
    return f"{plain}.{letters}{ENDING}" if letters else f"{plain}{ENDING}"


def name_of_whole(report: Report, person: Person | None) -> str:
    """The name of the calendar that is replaced as a whole: one for each centre and year, whatever the workbook is called."""
    number = "".join(character for character in report.book.centre.centre_number or "" if character.isalnum())
    year = year_label(year_of(report)).replace("/", "-")
    return name_of_calendar("-".join(part for part in ("ocr-visits", number, year) if part), person)


def nothing_to_write(report: Report, person: Person | None) -> str:
    """Why there is no event, and what to do."""
    if any(visit.visit_date for visit in report.book.visits) and person:
        return (
            f"No visit has claims of {person.name}'s or is of a subject they teach, so their calendar would be empty: "
            "see Assessor and Visit on the claims, or Subject areas beside the name."
        )
    return f"{report.workbook} has no visit with a day, so there is nothing to put in a calendar: fill in the dates on {report.book.called(Visit)}."


REPLACING = (
    "Outlook: delete that calendar, then open the file: it comes as a calendar of its own.",
    "Google: delete that calendar, add an empty one of its name, and import the file into it (Settings > Import).",
    "Apple: delete that calendar, then File > Import, and choose New Calendar.",
)
"""How a calendar is replaced as a whole, program by program."""

UPDATING = (
    "Import it into a calendar of its own, and again after each run: moved visits move; cancelled visits are removed.",
    "Outlook's File > Import may add every event a second time: make it with --replace, and put the whole calendar in the place of the last.",
)
"""What is known of importing a calendar again."""


def told(report: Report, made: Made, *, is_whole: bool = False) -> list[str]:
    """What was written, and what became of the events since the calendar before."""
    lines = []
    if made.became:
        became = Counter(made.became.values())
        changed = [f"{became[what]} {what}" for what in Became if became[what] and what is not Became.SAME]
        lines.append(f"Since the calendar before: {', '.join(changed) or 'nothing has changed'}.")
    undated = [visit.label for visit in report.book.visits if visit.visit_date is None]
    if undated:
        lines.append(f"Left out because they have no date: {', '.join(undated)}")
    if is_whole:
        return [
            *lines,
            f"It takes the place of the whole calendar “{made.title}”, so nothing stands in it twice.",
            *REPLACING,
        ]
    return [*lines, *UPDATING]
