"""How long the page takes in Chromium, beside the same checks by the command line, in the same run on the same file.

python tests/bench/page.py [--candidates 2000] [--runs 3]

Prints the page's size, how long until it is ready, and how long a check takes from the choice of the file to the verdict in sight.
Not a test: times on a shared machine vary, so read the ratio.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import centre

sys.path.insert(0, str(Path(__file__).parent.parent / "page"))

from page_browser import CHECK, Shown, built_page, chromium


def natively(book: Path, target: Path) -> float:
    """Seconds of one run of the command line, its start included."""
    command = [sys.executable, "-m", "ocr_sheets", "validate", str(book), "-o", str(target)]
    started = time.perf_counter()
    done = subprocess.run(
        [*command, "--as-of", centre.AS_OF.isoformat()], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False
    )
    if done.returncode not in (0, 1):
        raise SystemExit(done.stderr.decode())
    return time.perf_counter() - started


def main() -> None:
    """Time both in turn and print medians and their ratio."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--candidates", type=int, default=2000)
    options.add_argument("--runs", type=int, default=3)
    chosen = options.parse_args()
    page = built_page()
    print(f"{page.name}: {page.stat().st_size / 1e6:.2f} MB")
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        book, target = Path(folder, "centre.xlsx"), Path(folder, "out.xlsx")
        centre.write(book, chosen.candidates)
        starts, inside, outside = [], [], []
        for _ in range(chosen.runs):
            context = browser.new_context()
            shown = Shown(context.new_page())
            started = time.perf_counter()
            shown.open(page.as_uri())
            starts.append(time.perf_counter() - started)
            shown.as_of(centre.AS_OF.isoformat())
            started = time.perf_counter()
            shown.tab.set_input_files("#workbook", book)
            shown.tab.wait_for_selector("#result:not([hidden])", timeout=5 * CHECK)
            inside.append(time.perf_counter() - started)
            context.close()
            outside.append(natively(book, target))
    print(f"ready after {statistics.median(starts):.1f} s median of {chosen.runs} (least {min(starts):.1f})")
    here, there = statistics.median(inside), statistics.median(outside)
    print(f"{chosen.candidates} candidates, {chosen.candidates * centre.UNITS_EACH} claims")
    print(f"in the page {here:6.1f} s    command line {there:6.1f} s    ratio {here / there:.1f}")


if __name__ == "__main__":
    main()
