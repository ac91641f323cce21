"""`ocr-sheets overview`: how all centres stand, from their workbooks, on one page and in one workbook."""

from __future__ import annotations

import datetime as dt
import importlib.util
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ocr_sheets.commands.options import (
    Cannot,
    Day,
    format_option,
    screen,
    screen_options,
    tell,
    today,
    told_of,
    user_errors,
)

if TYPE_CHECKING:
    from ocr_sheets.overview.gathering import Run


@click.command()
@click.argument("places", nargs=-1, required=True, metavar="FOLDER|FILES...")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path("overview.xlsx"),
    show_default=True,
    help="Where to write it; the page to print stands beside it, as .html.",
)
@format_option
@screen_options
@click.option(
    "--share", is_flag=True, help="Name nobody: for whoever should see how centres stand and not who works there."
)
@click.option("--copies", is_flag=True, help="Write each centre’s annotated copy too, beside its workbook.")
@click.option(
    "--drafts",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Write a draft to each centre of what to ask it.",
)
@click.option(
    "--frames",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Write the tables as data too: CSV and, with pyarrow, Parquet.",
)
@click.option(
    "--processes", type=click.IntRange(1), help="How many workbooks to check at once. Without this: one a processor."
)
@click.option(
    "--cluster",
    metavar="ADDRESS",
    help="Hand the work to a running Dask cluster, such as tcp://10.0.0.5:8786, whose workers can read the same files.",
)
@click.option("--as-of", type=Day(), help="Use this date as today, such as 2027-02-15.")
@click.option(
    "--settings",
    type=click.Path(path_type=Path),
    help="Readings and values for all. Without this: those beside each workbook.",
)
@click.option("--catalogue", type=click.Path(path_type=Path), help="Qualifications and units of your own, as CSV.")
def overview(
    places: tuple[str, ...],
    output: Path,
    form: str,
    share: bool,
    copies: bool,
    drafts: Path | None,
    frames: Path | None,
    processes: int | None,
    cluster: str | None,
    as_of: dt.date | None,
    settings: Path | None,
    catalogue: Path | None,
) -> None:
    """Check the workbooks of many centres, all in FOLDER or those named, and say side by side how they stand.

    Writes a workbook, a page that prints on A4 and, where asked for, drafts. The workbooks themselves are never changed. Exit codes: 0
    written, 2 it cannot be.
    """
    from ocr_sheets.files.folders import check_folder, save_folder
    from ocr_sheets.files.labels import CSV_HAS_NONE, label_of_first
    from ocr_sheets.files.saving import Output, check_ends_in, check_replaceable, check_target, save_together
    from ocr_sheets.overview.facts import to_plain
    from ocr_sheets.overview.gathering import Asked, gather_all
    from ocr_sheets.overview.letters import letters_of
    from ocr_sheets.overview.page import overview_page
    from ocr_sheets.overview.tables import overview_of
    from ocr_sheets.overview.words import named_from, terminal
    from ocr_sheets.overview.workbook import overview_workbook
    from ocr_sheets.patching import NO_LABEL

    page = output.with_suffix(".html")
    if frames and importlib.util.find_spec("pandas") is None:
        raise Cannot("--frames needs pandas: install it with pip install pandas pyarrow, or leave --frames out.")
    day = as_of or today()
    with user_errors():
        check_ends_in(output, ".xlsx")
        for target in (output, page):
            check_target(target)
            check_replaceable(target)
        for folder in filter(None, (drafts, frames)):
            check_folder(folder)
        found, passed_over = _meant(places, absolute=cluster is not None)
        read = [path for one in found if (path := Path(one)).exists()]
        for target in (output, page):
            check_target(target, *read)
        kept = output.with_suffix(".unfinished")
        asked = Asked(day, settings, catalogue, copies)
        with told_of(len(found)) as count:
            facts = gather_all(found, asked, kept, _runner(processes, cluster, len(found)), count)
        made = overview_of([named_from(one, output) for one in facts], day, passed_over, share)
        save_together([Output(output, overview_workbook(made)), Output(page, overview_page(made).encode())], *read)
        label = label_of_first(read) if drafts or frames else NO_LABEL
        if drafts:
            save_folder({f"{letter.stem}.eml": letter.data for letter in letters_of(made, label)}, drafts, *read)
        if frames:
            from ocr_sheets.overview.frames import frames_of

            save_folder(frames_of(made), frames, *read)
    if form == "json":
        body = {"as_of": day.isoformat(), "headline": made.headline, "passed_over": list(passed_over)}
        click.echo(json.dumps({**body, "centres": [to_plain(one) for one in made.told]}, indent=2))
        return
    headline, *more = terminal(made, [output, page, *filter(None, (drafts, frames))], screen())
    tell([headline], more)
    tell([CSV_HAS_NONE] if frames and label else [])


def _meant(places: Sequence[str], *, absolute: bool) -> tuple[list[str], list[str]]:
    """The workbooks that are meant, by path or address, and what was passed over, with the reasons."""
    from ocr_sheets.many.storage import is_elsewhere, workbooks_at
    from ocr_sheets.many.workbooks import workbooks_of
    from ocr_sheets.validate import TO_DO_SHEET

    elsewhere = [address for place in places if is_elsewhere(place) for address in workbooks_at(place)]
    here = workbooks_of([Path(place) for place in places if not is_elsewhere(place)], TO_DO_SHEET.tag)
    paths = [str(path.absolute() if absolute else path) for path in here.workbooks]
    return [*paths, *elsewhere], [f"{path.name} {why}" for path, why in here.passed_over]


def _runner(processes: int | None, cluster: str | None, count: int) -> Run:
    """What does the work: a Dask cluster or this computer's processors; for one workbook this process itself."""
    from ocr_sheets.many.cluster import spread_on
    from ocr_sheets.many.running import here, processors, spread

    if cluster is not None:
        return lambda task, items: spread_on(cluster, task, items)
    if count == 1:
        return here
    return lambda task, items: spread(task, items, min(processes or processors(), count))
