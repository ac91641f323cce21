"""How long `validate` takes and how much memory, beside plain openpyxl on the same file in the same run.

python tests/bench/bench.py [--candidates 2000] [--runs 3]

openpyxl's part is what annotating costs by the usual way: load, give one cell in a hundred of Claims a fill and a note, save. It
applies no rule and adds no column or sheet. Not a test: times on a shared machine vary, so read the ratio.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import centre

OPENPYXL = """
import sys, openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
book = openpyxl.load_workbook(sys.argv[1])
fill = PatternFill("solid", fgColor="F9CFCB")
for row in book["Claims"].iter_rows(min_row=2):
    for cell in row:
        if (cell.row * 31 + cell.column) % 100 == 0:
            cell.fill = fill
            cell.comment = Comment("Too late for its visit.", "bench")
book.save(sys.argv[2])
"""


def run(command: list[str]) -> tuple[float, float]:
    """Wall seconds and peak megabytes of one process."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, used = _wait(process)
    return time.perf_counter() - started, used.ru_maxrss / 1024


def _wait(process: subprocess.Popen[bytes]) -> tuple[int, int, resource.struct_rusage]:
    import os

    pid, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise SystemExit(f"{process.args!r} ended with {process.returncode}")
    return pid, status, used


def main() -> None:
    """Time both in turn and print medians and their ratio."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--candidates", type=int, default=2000)
    options.add_argument("--runs", type=int, default=3)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        book, ours, theirs = Path(folder, "centre.xlsx"), Path(folder, "ours.xlsx"), Path(folder, "theirs.xlsx")
        centre.write(book, chosen.candidates)
        day = centre.AS_OF.isoformat()
        commands = {
            "ocr-sheets validate": [
                sys.executable,
                "-m",
                "ocr_sheets",
                "validate",
                str(book),
                "-o",
                str(ours),
                "--as-of",
                day,
            ],
            "openpyxl load, mark, save": [sys.executable, "-c", OPENPYXL, str(book), str(theirs)],
        }
        taken: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
        for _ in range(chosen.runs):
            for name, command in commands.items():
                taken[name].append(run(command))
        print(
            f"{chosen.candidates} candidates, {chosen.candidates * centre.UNITS_EACH} claims, {book.stat().st_size / 1e6:.1f} MB"
        )
        medians = {name: statistics.median(seconds for seconds, _ in runs) for name, runs in taken.items()}
        for name, runs in taken.items():
            print(
                f"{name:<28} {medians[name]:6.2f} s median of {chosen.runs}   {max(peak for _, peak in runs):6.0f} MB peak"
            )
        mine, other = medians.values()
        print(f"ratio {mine / other:.2f}")


if __name__ == "__main__":
    main()
