"""How long `validate` takes and how much memory, beside other libraries and beside the least it could take, in the same run.

python tests/bench/bench.py [--candidates 2000] [--runs 3] [--alone] [--goals]

openpyxl's part is to load the workbook, add the very cells, fills and notes that `validate` adds, and save: no rule, no format, no
chart. XlsxWriter's is the same, with every cell of the workbook written anew from what calamine reads; what stood in the workbook
besides is lost. pandas's is to read all sheets and write them again, with nothing added. The floor is what no tool can do without:
read the cells with calamine, copy the workbook's parts as they are, compress as much XML as `validate` adds. Not a test: times on a
shared machine vary, so all run in turn, and what counts are ratios of one round, of which the median is printed. Modules are
compiled first. With --alone only `validate` runs, for sizes that take openpyxl minutes. With --goals the rest of what we want to hold
is timed too: the example, a finding on every row, and the packs and e-mails of 40 people.
"""

from __future__ import annotations

import argparse
import compileall
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
XLSXWRITER = """
import marshal, sys, xlsxwriter
from python_calamine import CalamineWorkbook
book = CalamineWorkbook.from_path(sys.argv[1])
with open(sys.argv[3], "rb") as file:
    cells, marked = marshal.load(file)
out = xlsxwriter.Workbook(sys.argv[2], {"default_date_format": "dd/mm/yyyy", "strings_to_formulas": False, "strings_to_urls": False})
fill = out.add_format({"bg_color": "#F9CFCB"})
sheets, held = {}, {}
for name in book.sheet_names:
    sheets[name] = out.add_worksheet(name)
    for row, values in enumerate(book.get_sheet_by_name(name).to_python(skip_empty_area=False)):
        for column, value in enumerate(values):
            if value != "":
                sheets[name].write(row, column, value)
                held[name, row, column] = value
for name, row, column, value in cells:
    if name not in sheets:
        sheets[name] = out.add_worksheet(name)
    sheets[name].write(row - 1, column - 1, value)
for name, row, column, note in marked:
    sheets[name].write(row - 1, column - 1, held.get((name, row - 1, column - 1), ""), fill)
    sheets[name].write_comment(row - 1, column - 1, note)
out.close()
"""
PANDAS = """
import sys, pandas
sheets = pandas.read_excel(sys.argv[1], sheet_name=None, header=None, engine="calamine")
with pandas.ExcelWriter(sys.argv[2], engine="xlsxwriter") as out:
    for name, frame in sheets.items():
        frame.to_excel(out, sheet_name=name, header=False, index=False)
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


GOALS = {"openpyxl load, add, save": 0.11, "XlsxWriter, all written anew": 0.5, "floor": 5.0}
"""What the computing of `validate` should come to at most, as a multiple of each other's, at 16,000 claims."""


def in_turn(commands: dict[str, list[str]], runs: int) -> dict[str, list[Taken]]:
    """What each command took, in rounds, so that what else the machine does falls on all of them."""
    taken: dict[str, list[Taken]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            taken[name].append(run(command))
    return taken


def median(runs: list[Taken]) -> Taken:
    """The median of each."""
    return Taken(*map(statistics.median, zip(*runs, strict=True)))


def tell(taken: dict[str, list[Taken]]) -> None:
    """Print a line for each command."""
    for name, runs in taken.items():
        one = median(runs)
        print(
            f"{name:<30} {one.wall:7.2f} s by the clock {one.computing:7.2f} s of computing {one.peak:6.0f} MB peak",
            flush=True,
        )


def ratio(mine: list[Taken], others: list[Taken], field: str) -> float:
    """The median of the ratios of one round each."""
    ratios: list[float] = [getattr(one, field) / getattr(other, field) for one, other in zip(mine, others, strict=True)]
    return statistics.median(ratios)


def goal(what: str, value: float, most: float) -> None:
    """Print what came of a goal."""
    print(f"{what:<62} {value:6.2f}, wanted at most {most:g}{'' if value <= most else ': not reached'}", flush=True)


def command(*arguments: object) -> list[str]:
    """A command of ours."""
    return [sys.executable, "-m", "ocr_sheets", *map(str, arguments)]


def beside_others(folder: Path, candidates: int, runs: int, *, alone: bool) -> None:
    """Time `validate` at a size, and unless it is to run alone the others too."""
    book, ours, theirs = folder / "centre.xlsx", folder / "ours.xlsx", folder / "theirs.xlsx"
    in_a_process_of_its_own(centre.write, book, candidates)
    commands = {"ocr-sheets validate": command("validate", book, "-o", ours, "--as-of", centre.AS_OF)}
    if not alone:
        run(commands["ocr-sheets validate"])
        cells, added = folder / "cells", folder / "added.xml"
        in_a_process_of_its_own(write_additions, book, ours, cells, added)
        for name, code, more in (
            ("openpyxl load, add, save", OPENPYXL, cells),
            ("XlsxWriter, all written anew", XLSXWRITER, cells),
            ("pandas read and write", PANDAS, cells),
            ("floor", FLOOR, added),
        ):
            commands[name] = [sys.executable, "-c", code, str(book), str(theirs), str(more)]
    print(
        f"{candidates} candidates, {candidates * centre.UNITS_EACH} claims, {book.stat().st_size / 1e6:.1f} MB; {runs} runs"
    )
    taken = in_turn(commands, runs)
    tell(taken)
    mine = taken.pop("ocr-sheets validate")
    for name, others in taken.items():
        by_clock, of_computing = ratio(mine, others, "wall"), ratio(mine, others, "computing")
        print(f"validate / {name:<30} {by_clock:5.2f} by the clock {of_computing:5.2f} of computing")
        if name in GOALS:
            goal(f"validate / {name}", of_computing, GOALS[name])


def the_rest(folder: Path, runs: int) -> None:
    """Time the example, a finding on every row beside none, and the packs and e-mails of 40 people."""
    example, few, clean, faulty = (folder / f"{name}.xlsx" for name in ("example", "few", "clean", "faulty"))
    run(command("template", example, "--example", "--as-of", centre.AS_OF))
    in_a_process_of_its_own(centre.write, few, 2000)
    in_a_process_of_its_own(centre.write, clean, 1000, centre.UNITS_EACH, 0.0, centre.LATER)
    in_a_process_of_its_own(centre.write, faulty, 1000, centre.UNITS_EACH, 1.0, centre.LATER)
    day = ("--as-of", centre.AS_OF)
    taken = in_turn(
        {
            "example": command("validate", example, "-o", folder / "e.xlsx", *day),
            "8,000 clean claims": command("validate", clean, "-o", folder / "c.xlsx", "--as-of", centre.LATER),
            "8,000 with a finding each": command("validate", faulty, "-o", folder / "f.xlsx", "--as-of", centre.LATER),
            "packs of 40 people": command("packs", few, "-o", folder / "packs", *day),
            "e-mails to 40 people": command("email", few, "-o", folder / "letters", *day),
        },
        runs,
    )
    tell(taken)
    goal("example, seconds by the clock", median(taken["example"]).wall, 0.3)
    faults = ratio(taken["8,000 with a finding each"], taken["8,000 clean claims"], "computing")
    goal("a finding on each of 8,000 claims / none", faults, 1.6)
    goal("packs of 40 people, seconds of computing", median(taken["packs of 40 people"]).computing, 3.0)
    goal("e-mails to 40 people, seconds of computing", median(taken["e-mails to 40 people"]).computing, 3.0)


def main() -> None:
    """Time all that is asked for."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--candidates", type=int, default=2000)
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--alone", action="store_true", help="only `validate`")
    options.add_argument("--goals", action="store_true", help="the example, many findings, packs and e-mails too")
    chosen = options.parse_args()
    compileall.compile_dir(Path(__file__).parents[2] / "ocr_sheets", quiet=1)
    with tempfile.TemporaryDirectory() as folder:
        beside_others(Path(folder), chosen.candidates, chosen.runs, alone=chosen.alone)
        if chosen.goals:
            the_rest(Path(folder), chosen.runs)


if __name__ == "__main__":
    main()
