"""`fill`: a copy of a centre's workbook with what follows from it drafted."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from pathlib import Path
from typing import Any, NamedTuple

from ocr_sheets.errors import UserError
from ocr_sheets.files.saving import save
from ocr_sheets.files.seals import is_as_written
from ocr_sheets.filling.proposals import Proposals, RowDraft, propose
from ocr_sheets.filling.writer import Written, write
from ocr_sheets.model.identity import named_in_full
from ocr_sheets.model.records import Claim, Entry
from ocr_sheets.patching import Workbook
from ocr_sheets.reading.cells import read_grids
from ocr_sheets.reading.csv_folder import beside, name_of
from ocr_sheets.schedule.work import with_work
from ocr_sheets.validate import ENDINGS, Choices, check_ending, open_to_change, read_from

_DRAFTED = "drafted"
"""What the marks of rows that were drafted are kept as in a workbook."""


class Filled(NamedTuple):
    """What became of a workbook: what was proposed, what of it was written, and the copy's bytes."""

    proposals: Proposals
    written: Written
    data: bytes
    deleted: int = 0
    """How many rows follow from the workbook and were drafted before: somebody has deleted them, so they are not drafted again."""


def default_output(path: Path) -> Path:
    """Where the copy goes when nobody says: NAME.filled.xlsx beside the workbook; for one that is itself filled, NAME.filled-2.xlsx."""
    return beside(path, ".filled.xlsx") if path.is_dir() else path.with_name(default_name(path.name))


def default_name(workbook: str) -> str:
    """What the copy of a workbook is called when nobody says."""
    path = Path(workbook)
    numbered = re.fullmatch(r"(.+)\.filled(?:-(\d+))?", path.stem)
    ending = path.suffix if path.suffix.casefold() in ENDINGS else ".xlsx"
    if numbered:
        return f"{numbered[1]}.filled-{int(numbered[2] or 1) + 1}{ending}"
    return f"{path.stem}.filled{ending}"


def fill(path: Path, output: Path, as_of: dt.date, choices: Choices, drop_signature: bool = False) -> Filled:
    """Write a copy of the workbook at ``path``, with what follows from it drafted, to ``output``, whole or not at all.

    An earlier copy is written over only as it was written: somebody may have accepted drafts in it since. Raises `UserError`, whose text
    is one sentence for the user.
    """
    check_ending(path, output)
    if output.is_file() and not is_as_written(output):
        raise UserError(
            f"{output} is there already, and has been changed since it was written: fill that one, or choose another name with -o."
        )
    filled = filled_copy(open_to_change(path, drop_signature), name_of(path), as_of, choices)
    save(filled.data, output, path)
    return filled


def filled_copy(workbook: Workbook, name: str, as_of: dt.date, choices: Choices) -> Filled:
    """The filled copy in memory. Where nothing is to be added it is the workbook's own bytes."""
    book = with_work(read_from(workbook, name, as_of, choices), choices.settings.rulebook, choices.catalogue)
    accepted = read_from(workbook, name, as_of, choices, with_drafts=True)
    proposals = propose(book, accepted, choices.catalogue)
    drafted = frozenset(workbook.kept(_DRAFTED))
    fresh = [draft for draft in proposals.rows if _mark(draft) not in drafted]
    deleted = len(proposals.rows) - len(fresh)
    proposals.rows = fresh
    grids = {grid.name: grid for grid in read_grids(workbook)}
    written = write(workbook, grids, accepted, proposals)
    if written.drafted:
        workbook.keep(_DRAFTED, sorted(drafted | {_mark(draft) for draft in written.drafted}))
    return Filled(proposals, written, workbook.data if written.is_nothing else workbook.to_bytes(), deleted)


def _mark(draft: RowDraft) -> str:
    """A short mark of what a drafted row is about, by which it is known again after somebody has deleted it."""
    values: dict[str, Any] = {"sheet": "", "row": 0, **draft.values}
    named = named_in_full(draft.record(**values))
    if draft.record in (Entry, Claim) and (centre := values.get("centre_number")):
        named = (*named, centre)  # another centre's candidate may have the same number
    return hashlib.sha256("\x1f".join(named).encode()).hexdigest()[:8]
