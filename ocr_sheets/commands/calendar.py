"""`ocr-sheets calendar`: the visits and their deadlines for a calendar program."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ocr_sheets.commands.options import Cannot, check_options, progress, screen_options, tell, today, user_errors

if TYPE_CHECKING:
    from ocr_sheets.calendar.ics import Earlier
    from ocr_sheets.model.staff import Person


@click.command()
@click.argument("workbook", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="Where to write it. Without this: WORKBOOK.ics beside it; with --replace ocr-visits-CENTRE-YEAR.ics.",
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
@click.option(
    "--replace",
    "is_whole",
    is_flag=True,
    help="Write the whole calendar of the centre and year, to put in the place of the last one: nothing then stands in it twice.",
)
@screen_options
@check_options
def calendar(
    workbook: Path,
    output: Path | None,
    whom: str | None,
    since: Path | None,
    is_whole: bool,
    as_of: dt.date | None,
    settings: Path | None,
    catalogue: Path | None,
    mapping: Path | None,
) -> None:
    """Write the visits of WORKBOOK and all their deadlines as a calendar file with reminders, for Outlook and others to import.

    Import it again after each run: moved visits move, and cancelled visits are cancelled. Where importing again adds every event a
    second time, as in Outlook, use --replace: one calendar for each centre and year, put in the place of the last. Candidates are not named.

    Exit codes: 0 written, 2 the workbook cannot be read or the calendar not written.
    """
    from ocr_sheets.calendar.events import make_calendar
    from ocr_sheets.calendar.words import ENDING, name_of_whole, nothing_to_write, told
    from ocr_sheets.files.saving import check_output, save
    from ocr_sheets.model.staff import person_called
    from ocr_sheets.reading.csv_folder import home_of
    from ocr_sheets.text import plural
    from ocr_sheets.validate import read_choices, report_on

    with user_errors(), progress(f"Checking {workbook.name}"):
        choices = read_choices(workbook, settings, catalogue, mapping)
        report = report_on(workbook, as_of or today(), choices)
        person = person_called(report.book, whom) if whom is not None else None
        target = output or (
            home_of(workbook) / name_of_whole(report, person) if is_whole else default_output(workbook, person)
        )
        check_output(target, ENDING, workbook)
        made = make_calendar(report, person, read_earlier(since, target, person), is_whole=is_whole)
        if not made.events:
            raise Cannot(nothing_to_write(report, person))
        save(made.data, target, workbook)
    verdict = f"Calendar: {target} ({plural(made.events, 'event')}, no candidate named)"
    tell([verdict], told(report, made, is_whole=is_whole))


def default_output(workbook: Path, person: Person | None) -> Path:
    """Where the calendar goes when nobody says: beside the workbook, with the person's initials if it is for one.

    A workbook and its annotated copies have one calendar, so that each run continues the one before.
    """
    from ocr_sheets.calendar.words import name_of_calendar
    from ocr_sheets.reading.csv_folder import beside

    made = beside(workbook, "")
    return made.with_name(name_of_calendar(made.name, person))


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
