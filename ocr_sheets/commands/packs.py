"""`ocr-sheets packs`: a small workbook for each person, or subject area, with only what is theirs."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ocr_sheets.commands.options import Cannot, check_options, progress, screen_options, shown, tell, today, user_errors

if TYPE_CHECKING:
    from ocr_sheets.packs import By, Packs
    from ocr_sheets.validate import Choices


@click.command()
@click.argument("workbook", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="The folder to write. Without this: WORKBOOK-packs beside it.",
)
@click.option(
    "--by",
    type=click.Choice(["assessor", "subject", "standardiser"]),
    default="assessor",
    show_default=True,
    help="What each pack is for.",
)
@click.option("--share", is_flag=True, help="Leave out names, dates of birth, ULNs and UCIs, and what quotes them.")
@screen_options
@check_options
def packs(
    workbook: Path,
    output: Path | None,
    by: str,
    share: bool,
    as_of: dt.date | None,
    settings: Path | None,
    catalogue: Path | None,
    mapping: Path | None,
) -> None:
    """Write a small workbook for each assessor, subject area or standardiser: what to do by when, their units, their sample lists and
    candidates, and the findings that are theirs. index.xlsx lists them, with all that is nobody's.

    The folder is a new one, an empty one, or one that this command wrote before.
    """
    from ocr_sheets.files.folders import check_folder, save_folder
    from ocr_sheets.packs import By
    from ocr_sheets.packs.files import pack_files
    from ocr_sheets.packs.wording import lines_of
    from ocr_sheets.patching import label_of
    from ocr_sheets.reading.csv_folder import beside
    from ocr_sheets.validate import read_choices

    folder = output or beside(workbook, "-packs")
    with user_errors():
        check_folder(folder)
        choices = read_choices(workbook, settings, catalogue, mapping)
        made, warning = packs_of(workbook, By(by), share, as_of or today(), choices)
        save_folder(pack_files(made, shown, label_of(workbook)), folder, workbook)
    tell([f"Written: {folder}"], lines_of(made))
    tell([warning] if warning else [])


def packs_of(workbook: Path, by: By, share: bool, as_of: dt.date, choices: Choices) -> tuple[Packs, str]:
    """The packs of the workbook at a path, and the warning of what that workbook itself hides.

    Raises `Refused` when it cannot be read, and `Cannot` where there is nobody to make a pack for.
    """
    from ocr_sheets.hidden_data import hidden_in, warning
    from ocr_sheets.packs import NobodyToPackFor, make_packs
    from ocr_sheets.reading.accepted import newest_reasons
    from ocr_sheets.reading.csv_folder import name_of, open_workbook
    from ocr_sheets.validate import TO_DO_SHEET, examine

    with progress(f"Checking {workbook.name}"):
        opened = open_workbook(workbook)
        report = examine(opened, name_of(workbook), as_of, choices, newest_reasons(workbook, TO_DO_SHEET))
        try:
            return make_packs(report, by, share), warning(name_of(workbook), hidden_in(opened))
        except NobodyToPackFor as nobody:
            raise Cannot(f"There is nobody to make a pack for, as {nobody}") from nobody
