"""`ocr-sheets collect`: what others filled in in their packs or copies, taken into a copy of the centre's workbook."""

from __future__ import annotations

import datetime as dt
import glob
import json
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ocr_sheets.commands.options import (
    FINDINGS,
    NOTHING_TO_FIX,
    Cannot,
    format_option,
    progress,
    reading_options,
    screen_options,
    tell,
    today,
    user_errors,
)

if TYPE_CHECKING:
    from ocr_sheets.collect.collect import Collected

_MOST_SHOWN = 6


@click.command()
@click.argument("workbook", type=click.Path(path_type=Path))
@click.argument("returned", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Where to write it. Without this: WORKBOOK.collected."
)
@click.option(
    "--sent",
    type=click.Path(path_type=Path),
    help="Your workbook as it was when copies of it were sent out: then it is known who changed what. Packs know it by themselves.",
)
@format_option
@screen_options
@reading_options
def collect(
    workbook: Path,
    returned: tuple[Path, ...],
    output: Path | None,
    sent: Path | None,
    form: str,
    as_of: dt.date | None,
    mapping: Path | None,
) -> None:
    """Take what was filled in in packs, or in copies of WORKBOOK, into a copy of WORKBOOK.

    RETURNED are the files that came back, or a folder of them. Only cells that were changed there are taken, and none that was
    changed in WORKBOOK meanwhile. Two answers to one cell, a row that is gone and what cannot be read are listed on a sheet
    Collected, with both sides. WORKBOOK and the files that came back stay as they are.

    Exit codes: 0 all was taken, 1 something is to be looked at, 2 a file cannot be read or the copy not written.
    """
    from ocr_sheets.collect.collect import Opened, collect as collected_from
    from ocr_sheets.files.saving import check_target, save
    from ocr_sheets.reading.csv_folder import beside, name_of, open_workbook
    from ocr_sheets.rules import Severity
    from ocr_sheets.validate import check_ending, open_to_change, read_choices

    target = output or (
        beside(workbook, ".collected.xlsx")
        if workbook.is_dir()
        else workbook.with_name(f"{workbook.stem}.collected{workbook.suffix}")
    )
    files = list(_files(returned))
    with user_errors(), progress(f"Collecting from {len(files)} files"):
        check_ending(workbook, target)
        read = [workbook, *files, *([sent] if sent else [])]
        check_target(target, *read)
        _check_names(workbook, files)
        choices = read_choices(workbook, mapping=mapping)
        ours = Opened(open_to_change(workbook), name_of(workbook))
        before = Opened(open_workbook(sent), name_of(sent)) if sent else None
        came = [Opened(open_workbook(file), file.name) for file in files]
        kept = [Opened(open_workbook(file), file.name) for file in _as_written(workbook)]
        found = collected_from(ours, came, as_of or today(), before, choices, kept)
        save(found.workbook.to_bytes(), target, *read)
    if form == "json":
        click.echo(json.dumps(_as_object(found, workbook, target), indent=2, ensure_ascii=True))
    else:
        verdict, *more = _lines(found)
        tell([verdict], [*more, f"Written: {target}"], Severity.CHECK if found.decision.asked else None)
    sys.exit(FINDINGS if found.decision.asked else NOTHING_TO_FIX)


def _files(returned: Sequence[Path]) -> Iterator[Path]:
    """The files, those of a folder in the order of their names; what Excel leaves beside an open file is none."""
    for path in returned:
        if path.is_dir():
            held = sorted(path.glob("*.xls[xm]"))
            files = [file for file in held if not file.name.startswith(("~$", ".")) and file.stem != "index"]
            if not files and any(path.glob("*.csv")):
                files = [path]  # a copy of the workbook itself, as CSV files
            if not files:
                raise Cannot(f"{path.name} has no workbook in it: name the files that came back.")
            yield from files
        else:
            yield path


def _as_written(workbook: Path) -> list[Path]:
    """The annotated copies of the workbook beside it, and itself if it is one, that nobody has changed: as they may have been sent out."""
    from ocr_sheets.files.seals import is_as_written

    plain = re.sub(r"\.annotated(?:-\d+)?$", "", workbook.stem)
    held = sorted(workbook.parent.glob(f"{glob.escape(plain)}.annotated*.xls[xm]"))
    return [file for file in held if is_as_written(file)]


def _check_names(workbook: Path, files: Sequence[Path]) -> None:
    """No file may be the workbook itself, nor be named twice."""
    seen: list[Path] = []
    for file in files:
        if file.exists() and workbook.exists() and file.samefile(workbook):
            raise Cannot(f"{file.name} is the workbook itself: name the files that came back.")
        if any(file.exists() and other.exists() and file.samefile(other) for other in seen):
            raise Cannot(f"{file.name} is named twice.")
        seen.append(file)


def _lines(found: Collected) -> Iterator[str]:
    """Lines for the terminal. They name cells and files, no candidates."""
    from ocr_sheets.collect.decide import Outcome
    from ocr_sheets.collect.wording import WORDS, place, verdict

    yield verdict(found.decision)
    for outcome in Outcome:
        places = [place(line) for line in found.decision.lines if line.outcome is outcome]
        if places and outcome is not Outcome.TAKEN:
            more = f" and {len(places) - _MOST_SHOWN} more" if len(places) > _MOST_SHOWN else ""
            yield f"  {WORDS[outcome][0]}: {', '.join(places[:_MOST_SHOWN])}{more}"
    for one in found.returned:
        taken = sum(line.source == one.source and line.outcome is Outcome.TAKEN for line in found.decision.lines)
        asked = sum(line.source == one.source and line.outcome is not Outcome.TAKEN for line in found.decision.lines)
        known = (
            ""
            if one.is_remembered
            else "; what it said when it was sent out is not known: name your workbook of that day with --sent"
        )
        yield f"  {one.source.label}: {taken} taken, {asked} to look at{known}"


def _as_object(found: Collected, workbook: Path, target: Path) -> dict[str, Any]:
    """The whole as JSON; of what was filled in only where it stands, for it may name candidates."""
    from ocr_sheets.collect.wording import verdict

    return {
        "workbook": workbook.name,
        "written": target.name,
        "verdict": verdict(found.decision),
        "taken": found.decision.taken,
        "asked": found.decision.asked,
        "files": [
            {"file": one.source.file, "owner": one.source.owner or None, "remembered": one.is_remembered}
            for one in found.returned
        ],
        "lines": [
            {
                "outcome": line.outcome.name.lower(),
                "file": line.source.file,
                "candidate_number": line.candidate_number or None,
                "unit": line.unit or None,
                "column": line.heading or None,
                "sheet": line.here.sheet if line.here else None,
                "cell": line.here.ref if line.here else None,
                "returned_sheet": line.there.sheet,
                "returned_cell": line.there.ref if line.there.row else None,
            }
            for line in found.decision.lines
        ],
    }
