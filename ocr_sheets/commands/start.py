"""`ocr-sheets start`: a first workbook from the course, day and type of each visit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from ocr_sheets.commands.options import Cannot, today, user_errors

if TYPE_CHECKING:
    from ocr_sheets.catalogue import Catalogue
    from ocr_sheets.filling.start import PlannedVisit

T = TypeVar("T")


@click.command()
@click.argument("target", type=click.Path(path_type=Path), default="centre.xlsx", required=False)
@click.option(
    "--visit",
    "visits",
    nargs=3,
    multiple=True,
    metavar="COURSE DAY TYPE",
    help='A visit, such as --visit Business "28 January 2027" virtual; as often as needed. Without this: you are asked.',
)
@click.option("--catalogue", type=click.Path(path_type=Path), help="Qualifications and units of your own, as CSV.")
def start(target: Path, visits: tuple[tuple[str, str, str], ...], catalogue: Path | None) -> None:
    """Write a first workbook to TARGET (centre.xlsx) from the course, day and type of each visit.

    It has one sheet, Visits, and is ready to check: validate tells every deadline, calendar and plan work too. COURSE is a subject, a
    title or an entry code, DAY is read day first, and TYPE is virtual, face-to-face or "" if you do not know it yet.
    """
    from ocr_sheets.files.saving import save
    from ocr_sheets.filling.start import first_workbook, visit_meant
    from ocr_sheets.validate import check_ending, read_choices

    if target.exists():
        raise Cannot(f"{target} is there already and was left as it is: give another name.")
    with user_errors():
        check_ending(Path("centre.xlsx"), target)
        known = read_choices(target, catalogue=catalogue).catalogue
        typed = [visit_meant(*visit, known, today()) for visit in visits] or _asked(known, today())
        planned = list(dict.fromkeys(typed))
        save(first_workbook(planned), target)
    click.echo(f"Written: {target}, with {len(planned)} visit{'' if len(planned) == 1 else 's'}.")
    click.echo(f"Next: ocr-sheets validate {target} (every deadline) or ocr-sheets calendar {target}")
    click.echo(f"Then add your students and units: ocr-sheets fill {target} adds the sheets for them.")


def _asked(known: Catalogue, as_of: dt.date) -> list[PlannedVisit]:
    """The visits that a person at the terminal types, one question at a time, until the course is left blank."""
    from ocr_sheets.filling.start import course_meant, day_meant, type_meant, visit_meant

    click.echo("Type each visit. Leave the course blank when there are no more.")
    planned: list[PlannedVisit] = []
    while True:
        course = _ask("Course (subject, title or entry code)", lambda text: text and course_meant(text, known).text)
        if not course:
            break
        day = _ask("Day, such as 28 January 2027", lambda text: day_meant(text, as_of))
        kind = _ask("Type: virtual, face-to-face, or blank if not known yet", type_meant)
        planned.append(visit_meant(course, day.isoformat(), kind or "", known, as_of))
    if not planned:
        raise Cannot("No visit was typed, so nothing was written.")
    return planned


def _ask(question: str, read: Callable[[str], T]) -> T:
    """The answer to a question, asked again, with the reason, until it can be taken."""
    from ocr_sheets.patching import Refused

    while True:
        answer: str = click.prompt(question, default="", show_default=False)
        try:
            return read(answer)
        except Refused as refused:
            click.echo(f"  {refused}")
