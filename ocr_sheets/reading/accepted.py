"""What the centre wrote under Accepted because on the To do sheet of an earlier run: in the workbook itself, or in a copy beside it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from python_calamine import CalamineError, CalamineWorkbook

from ocr_sheets.patching import joined_sheet
from ocr_sheets.reading.raw import as_text, is_blank

CHANGED = "changed"
"""How a copy is called that somebody changed, and that was put aside for a new one: ``centre.annotated (changed).xlsx``."""


class ToDo(NamedTuple):
    """How the To do sheet is known: its tag, and the headings of a line's ref, its reason and its message."""

    tag: str
    ref: str
    reason: str
    message: str


Reasons = Mapping[str, tuple[str, str]]
"""The reasons given, and the messages they were given for, by the findings' refs."""


def copies_of(path: Path, more: Iterable[Path] = ()) -> list[Path]:
    """The annotated copies of a workbook that stand beside it, and ``more`` if they are there, the newest first."""
    stem = re.sub(rf"\.annotated(?:-\d+)?(?: \({CHANGED}(?: \d+)?\))?$", "", path.stem if path.suffix else path.name)
    name = re.compile(re.escape(stem) + rf"\.annotated(?:-\d+)?(?: \({CHANGED}(?: \d+)?\))?\.\w+", re.IGNORECASE)
    try:
        found = {one for one in path.absolute().parent.iterdir() if name.fullmatch(one.name)}
    except OSError:
        found = set()
    dated = [
        (one.stat().st_mtime_ns, one.name, one) for one in found | {one.absolute() for one in more} if one.is_file()
    ]
    return [one for _, _, one in sorted(dated, reverse=True)]


def newest_reasons(path: Path, sheet: ToDo, more: Iterable[Path] = ()) -> Reasons:
    """The reasons in the newest of a workbook and its copies that has a To do sheet of ours; none where there is no such."""
    for one in copies_of(path, [path, *more]):
        try:
            found = read_accepted(one.read_bytes(), sheet)
        except OSError:
            continue
        if found is not None:
            return found
    return {}


def read_accepted(data: bytes, sheet: ToDo) -> Reasons | None:
    """The reasons in one workbook; None where it has no To do sheet of ours that can be read."""
    name = joined_sheet(data, sheet.tag)
    if name is None:
        return None
    try:
        rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name(name).to_python()
    except (CalamineError, OSError):
        return None
    found: dict[str, tuple[str, str]] = {}
    columns: dict[str, int] = {}
    for row in rows:
        if not columns:
            if sheet.ref in row and sheet.reason in row and sheet.message in row:
                columns = {heading: row.index(heading) for heading in (sheet.ref, sheet.reason, sheet.message)}
        elif not is_blank(row[columns[sheet.ref]]) and not is_blank(row[columns[sheet.reason]]):
            given = (as_text(row[columns[sheet.reason]]), as_text(row[columns[sheet.message]]))
            # A line of several findings has the refs of all of them.
            found.update(dict.fromkeys(as_text(row[columns[sheet.ref]]).split(), given))
    return found if columns else None
