"""Which workbooks are meant by the files and folders that were named.

A folder of CSV files is one workbook; any other folder holds workbooks, also in folders within it. Passed over there are files that
are open in another program, what a run of ours left, and our own copies of a workbook that is there too. A copy of ours that stands
alone is what a centre sent, and is taken. A file that is named is always taken.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from ocr_sheets.errors import UserError
from ocr_sheets.files.folders import LIST
from ocr_sheets.files.seals import is_as_written, is_report
from ocr_sheets.patching import joined_sheet
from ocr_sheets.reading.csv_folder import is_one_workbook

WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xltx", ".xltm"})
_OTHERS = frozenset({".xls", ".xlsb", ".ods", ".numbers"})
"""Workbooks that cannot be read: each is told, with what to do."""
_MADE = re.compile(
    r"(?P<stem>.+)\.(?P<what>annotated(?:-(?P<number>\d+))?(?: \(changed(?: \d+)?\))?|[a-z]+)", re.DOTALL
)
"""A name as our commands give it to what they make of STEM: STEM.annotated, STEM.plan, STEM.filled."""


class Found(NamedTuple):
    """The workbooks that are meant, and what was passed over, with the reason."""

    workbooks: Sequence[Path]
    passed_over: Sequence[tuple[Path, str]]


def is_many(paths: Sequence[Path]) -> bool:
    """Whether more than one workbook can be meant: several are named, or a folder that is not one of CSV files."""
    if len(paths) != 1:
        return True
    return paths[0].is_dir() and not is_one_workbook(paths[0]) and next(_files(paths[0]), None) is not None


def workbooks_of(paths: Sequence[Path], tag: str) -> Found:
    """The workbooks that are meant, each once, in order of their names within each folder.

    ``tag`` is that of the sheet by which an annotated copy is known. Raises `UserError` where a folder cannot be looked into or holds
    no workbook.
    """
    taken: dict[Path, None] = {}
    passed_over: list[tuple[Path, str]] = []
    for path in paths:
        if not path.is_dir() or is_one_workbook(path):
            taken[path] = None
            continue
        found = _in_folder(path, tag)
        if not found.workbooks:
            raise UserError(f"{path} has no workbook in it: name the folder in which the centres’ workbooks are.")
        taken.update(dict.fromkeys(found.workbooks))
        passed_over += found.passed_over
    return Found(list(taken), passed_over)


def _in_folder(folder: Path, tag: str) -> Found:
    files = list(_files(folder))
    beside = {(path.parent, path.stem.casefold()) for path in files}
    taken: list[Path] = []
    passed_over: list[tuple[Path, str]] = []
    for path in _newest_alone(files, beside):
        made = _MADE.fullmatch(path.stem)
        if path.name.startswith(("~$", ".~lock.")):
            passed_over.append((path, "shows that a workbook is open in another program"))
        elif is_report(path):
            passed_over.append((path, "was made by ocr-sheets"))
        elif made and (path.parent, made["stem"].casefold()) in beside and _is_ours(path, tag):
            passed_over.append((path, f"was made from {made['stem']} by ocr-sheets"))
        else:
            taken.append(path)
    older = set(files) - set(taken) - {path for path, _ in passed_over}
    passed_over += [(path, "is an older copy of one that is taken") for path in sorted(older)]
    return Found(taken, sorted(passed_over))


def _newest_alone(files: Sequence[Path], beside: Iterable[tuple[Path, str]]) -> Iterator[Path]:
    """The files, without the older of several annotated copies of a workbook that is not there itself."""
    known = set(beside)
    newest: dict[tuple[Path, str], tuple[int, Path]] = {}
    for path in files:
        made = _MADE.fullmatch(path.stem)
        if made and made["what"].startswith("annotated") and (path.parent, made["stem"].casefold()) not in known:
            place = (path.parent, made["stem"].casefold())
            newest[place] = max(newest.get(place, (0, path)), (int(made["number"] or 1), path))
        else:
            yield path
    yield from sorted(path for _, path in newest.values())


def _is_ours(path: Path, tag: str) -> bool:
    """Whether a file is one of ours as we wrote it, or an annotated copy in which somebody has written since."""
    if is_as_written(path):
        return True
    try:
        return joined_sheet(path.read_bytes(), tag) is not None
    except (OSError, ValueError):
        return False


def _files(folder: Path) -> Iterator[Path]:
    """The workbooks of a folder and of those within it, but for folders that we wrote ourselves and hidden ones."""

    def tell(error: OSError) -> None:
        raise UserError(f"{error.filename} cannot be looked into ({error.strerror}): check the folder.") from error

    for name, folders, files in os.walk(folder, onerror=tell):
        here = Path(name)
        folders[:] = sorted(one for one in folders if not one.startswith(".") and not (here / one / LIST).exists())
        for one in list(folders):
            if is_one_workbook(here / one):
                folders.remove(one)
                yield here / one
        for file in sorted(files):
            path = here / file
            is_hidden = file.startswith(".") and not file.startswith(".~lock.")
            if path.suffix.casefold().rstrip("#") in WORKBOOKS | _OTHERS and not is_hidden:
                yield path
