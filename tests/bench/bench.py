"""How long `validate` takes and how much memory, beside openpyxl and beside the least it could take, in the same run.

python tests/bench/bench.py [--candidates 2000] [--runs 3] [--alone]

openpyxl's part is to load the workbook, add the very cells, fills and notes that `validate` adds, and save: no rule, no format, no
chart. The floor is what no tool can do without: read the cells with calamine, copy the workbook's parts as they are, compress as
much XML as `validate` adds. Not a test: times on a shared machine vary, so read the ratios. With --alone only `validate` runs, for
sizes that take openpyxl minutes.
"""

from __future__ import annotations

import argparse
import marshal
import multiprocessing
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import centre

OPENPYXL = """
import marshal, sys, openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
book = openpyxl.load_workbook(sys.argv[1])
fill = PatternFill("solid", fgColor="F9CFCB")
with open(sys.argv[3], "rb") as file:
    cells, marked = marshal.load(file)
for name, row, column, value in cells:
    (book[name] if name in book.sheetnames else book.create_sheet(name)).cell(row, column, value)
for name, row, column, note in marked:
    cell = book[name].cell(row, column)
    cell.fill = fill
    cell.comment = Comment(note, "bench")
book.save(sys.argv[2])
"""
FLOOR = """
import sys, zlib
from python_calamine import CalamineWorkbook
book = CalamineWorkbook.from_path(sys.argv[1])
for name in book.sheet_names:
    book.get_sheet_by_name(name).to_python()
with open(sys.argv[1], "rb") as read, open(sys.argv[2], "wb") as written, open(sys.argv[3], "rb") as added:
    written.write(read.read())
    packer = zlib.compressobj(2, zlib.DEFLATED, -15)
    written.write(packer.compress(added.read()) + packer.flush())
"""


class Taken(NamedTuple):
    """What one process took: seconds by the clock, seconds of computing, peak megabytes."""

    wall: float
    computing: float
    peak: float


def run(command: list[str]) -> Taken:
    """Run a command to its end."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    used = _wait(process)
    return Taken(time.perf_counter() - started, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def _wait(process: subprocess.Popen[bytes]) -> resource.struct_rusage:
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise SystemExit(f"{process.args!r} ended with {process.returncode}")
    return used


def added_xml(before: Path, after: Path) -> bytes:
    """As much of the annotated workbook's XML as it has more than the workbook had."""
    with zipfile.ZipFile(before) as old, zipfile.ZipFile(after) as new:
        sizes = {info.filename: info.file_size for info in old.infolist()}
        return b"".join(
            new.read(info)[sizes.get(info.filename, 0) :] for info in new.infolist() if info.filename.endswith(".xml")
        )


def added_cells(
    before: Path, after: Path
) -> tuple[list[tuple[str, int, int, object]], list[tuple[str, int, int, str]]]:
    """The cells that the annotated workbook has more, by sheet, row and column; and those with notes, and what these say."""
    import openpyxl

    old, new = openpyxl.load_workbook(before), openpyxl.load_workbook(after)
    cells: list[tuple[str, int, int, object]] = []
    marked: list[tuple[str, int, int, str]] = []
    for sheet in new.worksheets:
        had = old[sheet.title] if sheet.title in old.sheetnames else None
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None and (had is None or had.cell(cell.row, cell.column).value is None):
                    value = cell.value if isinstance(cell.value, str | int | float) else str(cell.value)
                    cells.append((sheet.title, cell.row, cell.column, value))
                if cell.comment and had is not None:
                    marked.append((sheet.title, cell.row or 0, cell.column or 0, cell.comment.text))
    return cells, marked


def write_additions(before: Path, after: Path, cells: Path, xml: Path) -> None:
    """Write to files what `validate` added, for the others to add."""
    cells.write_bytes(marshal.dumps(added_cells(before, after)))
    xml.write_bytes(added_xml(before, after))


def in_a_process_of_its_own(do: Callable[..., None], *arguments: object) -> None:
    """What has to be made first must not count: a process begins with the peak of the one that starts it."""
    process = multiprocessing.get_context("spawn").Process(target=do, args=arguments)
    process.start()
    process.join()
    if process.exitcode:
        raise SystemExit(f"{do.__name__} ended with {process.exitcode}")


def main() -> None:
    """Time all in turn and print medians and their ratios."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--candidates", type=int, default=2000)
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--alone", action="store_true")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        book, ours, theirs = Path(folder, "centre.xlsx"), Path(folder, "ours.xlsx"), Path(folder, "theirs.xlsx")
        in_a_process_of_its_own(centre.write, book, chosen.candidates)
        validate = [sys.executable, "-m", "ocr_sheets", "validate", str(book), "-o", str(ours)]
        commands = {"ocr-sheets validate": [*validate, "--as-of", centre.AS_OF.isoformat()]}
        if not chosen.alone:
            run(commands["ocr-sheets validate"])
            cells, added = Path(folder, "cells"), Path(folder, "added.xml")
            in_a_process_of_its_own(write_additions, book, ours, cells, added)
            commands["openpyxl load, add, save"] = [
                sys.executable,
                "-c",
                OPENPYXL,
                str(book),
                str(theirs),
                str(cells),
            ]
            commands["floor"] = [sys.executable, "-c", FLOOR, str(book), str(theirs), str(added)]
        taken: dict[str, list[Taken]] = {name: [] for name in commands}
        for _ in range(chosen.runs):
            for name, command in commands.items():
                taken[name].append(run(command))
        claims = chosen.candidates * centre.UNITS_EACH
        print(
            f"{chosen.candidates} candidates, {claims} claims, {book.stat().st_size / 1e6:.1f} MB; {chosen.runs} runs"
        )
        medians = {name: Taken(*map(statistics.median, zip(*runs, strict=True))) for name, runs in taken.items()}
        for name, median in medians.items():
            print(
                f"{name:<26} {median.wall:7.2f} s by the clock {median.computing:7.2f} s of computing {median.peak:6.0f} MB peak"
            )
        mine, *others = medians.items()
        for name, median in others:
            print(
                f"validate / {name:<24} {mine[1].wall / median.wall:5.2f} by the clock {mine[1].computing / median.computing:5.2f} of computing"
            )


if __name__ == "__main__":
    main()
