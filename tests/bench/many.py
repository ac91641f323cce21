"""What many workbooks cost at once, beside one command for each, in the same run.

python tests/bench/many.py [--workbooks 40] [--candidates 20] [--more 400] [--cluster]

Prints processor time of `overview` over all and of one `validate` each (some of them, multiplied), the peak memory of both sizes, and
the processor time a workbook by this machine's processors and by a local Dask cluster. Not a test: read the ratios.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import centre

SAMPLE = 8
COMMAND = [sys.executable, "-m", "ocr_sheets"]
DAY = ["--as-of", "2027-02-15"]
DASK = """
import sys
from distributed import LocalCluster
from ocr_sheets.cli import main
if __name__ == "__main__":
    with LocalCluster(n_workers=int(sys.argv[1]), threads_per_worker=1, dashboard_address=None, host="127.0.0.1") as cluster:
        main(["overview", sys.argv[2], "-o", sys.argv[3], "--as-of", "2027-02-15", "--cluster", cluster.scheduler_address], standalone_mode=False)
"""


def computing(command: list[str]) -> tuple[float, float]:
    """The processor time of a command with all its processes, and its time by the clock, in seconds."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, time.perf_counter() - started


def peak(command: list[str]) -> float:
    """The most memory that the first process of a command had at once, in megabytes."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return used.ru_maxrss / 1024


def overview(folder: Path, output: Path) -> list[str]:
    """The command for all workbooks of a folder."""
    return [*COMMAND, "overview", str(folder), "-o", str(output), *DAY]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--workbooks", type=int, default=40)
    parser.add_argument("--candidates", type=int, default=20)
    parser.add_argument("--more", type=int, default=0, help="A greater number, for the memory.")
    parser.add_argument("--cluster", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        first = home / "centre.xlsx"
        centre.write(first, asked.candidates)
        folder = _copies(first, home / "few", asked.workbooks)
        subprocess.run(overview(folder, home / "warm.xlsx"), check=True, stdout=subprocess.DEVNULL)
        many, clock = computing([*overview(folder, home / "few.xlsx"), "--copies"])
        single, _ = zip(*(computing([*COMMAND, "validate", str(path), "-o", str(home / f"{path.stem}.out.xlsx"), *DAY]) for path in sorted(folder.glob("*.xlsx"))[:SAMPLE]), strict=True)  # fmt: skip
        alone = sum(single) / len(single) * asked.workbooks
        print(f"{asked.workbooks} workbooks of {asked.candidates} candidates, each with its copy:")
        print(f"  overview            {many:6.1f} s of computing, {clock:.1f} s by the clock")
        print(f"  one validate each   {alone:6.1f} s of computing ({len(single)} measured)   ratio {many / alone:.2f}")
        less = _copies(first, home / "plain", asked.workbooks)
        print(
            f"  a workbook, without copies: {computing(overview(less, home / 'plain.xlsx'))[0] / asked.workbooks * 1000:.0f} ms"
        )
        if asked.cluster:
            by_dask, _ = computing([sys.executable, "-c", DASK, "2", str(less), str(home / "dask.xlsx")])
            print(f"  the same by a Dask cluster with its start: {by_dask / asked.workbooks * 1000:.0f} ms")
        if asked.more:
            few = peak(overview(less, home / "a.xlsx"))
            much = peak(overview(_copies(first, home / "many", asked.more), home / "b.xlsx"))
            print(f"  peak of the first process: {few:.0f} MB for {asked.workbooks}, {much:.0f} MB for {asked.more}")


def _copies(first: Path, folder: Path, number: int) -> Path:
    folder.mkdir()
    for place in range(number):
        shutil.copy(first, folder / f"centre {place:04}.xlsx")
    return folder


if __name__ == "__main__":
    main()
