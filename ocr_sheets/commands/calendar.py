"""`ocr-sheets calendar`: the visits and their deadlines for a calendar program."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ocr_sheets.commands.options import Cannot, check_options, progress, today, user_errors

if TYPE_CHECKING:
    from ocr_sheets.calendar.ics import Earlier, Made
    from ocr_sheets.model.staff import Person
    from ocr_sheets.report import Report

ENDING = ".ics"


@click.command()
@click.argument("workbook", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Where to write it. Without this: WORKBOOK.ics beside it."
)
@click.option(
    "--for",
    "whom",
    metavar="ASSESSOR",
    help="Only the visits with work of this member of staff: initials or name, as on Assessors.",
)
@click.option(
    "--since",
    type=click.Path(path_type=Path),
    help="The calendar made before. Without this: the one that is there under the name of the new one, if any.",
)
@check_options
def calendar(
    workbook: Path,
    output: Path | None,
    whom: str | None,
    since: Path | None,
    as_of: dt.date | None,
    settings: Path | None,
    catalogue: Path | None,
    mapping: Path | None,
) -> None:
    """Write the visits of WORKBOOK and all their deadlines as a calendar file with reminders, for Outlook and others to import.

    Import it again after each run: moved visits move, and cancelled visits are cancelled. Candidates are not named.

    Exit codes: 0 written, 2 the workbook cannot be read or the calendar not written.
    """
    from ocr_sheets.calendar.events import make_calendar
    from ocr_sheets.files.saving import check_replaceable, check_target, save
    from ocr_sheets.model.staff import person_called
    from ocr_sheets.validate import read_choices, report_on

    with user_errors(), progress(f"Checking {workbook.name}"):
        choices = read_choices(workbook, settings, catalogue, mapping)
        report = report_on(workbook, as_of or today(), choices)
        person = person_called(report.book, whom) if whom is not None else None
        target = output or default_output(workbook, person)
        if target.suffix.casefold() != ENDING:
            raise Cannot(f"{target.name} must end in {ENDING}, or no calendar will open it: choose another name.")
        check_target(target, workbook)
        check_replaceable(target)
        made = make_calendar(report, person, read_earlier(since, target, person))
        if not made.events:
            raise Cannot(nothing_to_write(report, person))
        save(made.data, target, workbook)
    for line in told(report, made, target):
        click.echo(line)


def default_output(workbook: Path, person: Person | None) -> Path:
    """Where the calendar goes when nobody says: beside the workbook, with the person's initials if it is for one.

    A workbook and its annotated copies have one calendar, so that each run continues the one before.
    """
    from ocr_sheets.reading.csv_folder import beside

    made = beside(workbook, "")
    stem = re.sub(r"\.annotated(-\d+)?$", "", made.name)
    letters = "".join(character for character in person.called if character.isalnum()) if person else ""
    return made.with_name(f"{stem}.{letters}{ENDING}" if letters else f"{stem}{ENDING}")


def read_earlier(since: Path | None, target: Path, person: Person | None) -> Earlier | None:
    """The calendar made before: the one named or, failing that, the one about to be replaced, which must be ours."""
    from ocr_sheets.calendar.ics import Earlier, NotOurs

    path = since or target
    if since is None and not target.is_file():
        return None
    try:
        return Earlier(path.read_bytes(), person.called if person else "")
    except OSError as error:
        raise Cannot(f"{path} cannot be read: check its name.") from error
    except NotOurs as wrong:
        to_do = "name another with --since" if since else "it was left as it is; choose another name with -o"
        raise Cannot(f"{path.name} {wrong}: {to_do}.") from wrong


def nothing_to_write(report: Report, person: Person | None) -> str:
    """Why there is no event, and what to do."""
    from ocr_sheets.model.records import Visit

    if any(visit.visit_date for visit in report.book.visits) and person:
        return (
            f"No visit has claims of {person.name}'s or is of a subject they teach, so their calendar would be empty: "
            "see Assessor and Visit on the claims, or Subject areas beside the name."
        )
    return f"{report.workbook} has no visit with a day, so there is nothing to put in a calendar: fill in the dates on {report.book.called(Visit)}."


def told(report: Report, made: Made, target: Path) -> list[str]:
    """What was written, and what became of the events since the calendar before."""
    from collections import Counter

    from ocr_sheets.calendar.ics import Became

    lines = [f"Calendar: {target} ({made.events} event{'' if made.events == 1 else 's'}, no candidate named)"]
    if made.became:
        became = Counter(made.became.values())
        changed = [f"{became[what]} {what}" for what in Became if became[what] and what is not Became.SAME]
        lines.append(f"Since the calendar before: {', '.join(changed) or 'nothing has changed'}.")
    undated = [visit.label for visit in report.book.visits if visit.visit_date is None]
    if undated:
        lines.append(f"Left out because they have no date: {', '.join(undated)}")
    lines.append(
        "Import it into your calendar, and again after each run: moved visits move; cancelled visits are removed."
    )
    return lines
