"""How long reading takes, beside a plain read of the same file's cells by calamine, and what a sheet costs that runs to the last row.

python tests/bench/reading.py [--candidates 2000] [--runs 5]

Each is a process of its own, so start-up is in both. "plain" opens the file and lays out the cells of every sheet; "start-up" is what
importing the reader takes. Not a test: times on a shared machine vary, so read the ratio of the quickest runs.
"""

from __future__ import annotations

import argparse
import io
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import centre

LAST_ROW = 1_048_576

PLAIN = """
import sys, io
from python_calamine import CalamineWorkbook
book = CalamineWorkbook.from_filelike(io.BytesIO(open(sys.argv[1], "rb").read()))
for name in book.sheet_names:
    book.get_sheet_by_name(name).to_python(skip_empty_area=False)
"""
IMPORTS = """
import datetime as dt, sys
from ocr_sheets.patching import Workbook
from ocr_sheets.reading import read_book
"""
READ = IMPORTS + "read_book(Workbook.open(sys.argv[1]), dt.date(2027, 2, 15))\n"
OPEN = IMPORTS + "Workbook.open(sys.argv[1])\n"


def quickest(code: str, path: Path, runs: int) -> float:
    """Seconds of the quickest of some processes."""
    taken = []
    for _ in range(runs):
        started = time.perf_counter()
        subprocess.run([sys.executable, "-c", code, str(path)], check=True)
        taken.append(time.perf_counter() - started)
    return min(taken)


def running_on(path: Path, out: Path, more: bytes) -> Path:
    """The same workbook with more rows at the end of its sheet of visits."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    part = next(
        name
        for name, body in parts.items()
        if name.startswith("xl/worksheets/") and b"Visit date" in _text(parts, body)
    )
    parts[part] = parts[part].replace(b"</sheetData>", more + b"</sheetData>")
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    out.write_bytes(file.getvalue())
    return out


def _text(parts: dict[str, bytes], body: bytes) -> bytes:
    """A sheet whose strings stand in a part of their own counts by the number of the string."""
    shared = parts.get("xl/sharedStrings.xml", b"").split(b"<si>")
    place = next((at - 1 for at, one in enumerate(shared) if b">Visit date<" in one), -1)
    return body + (b"Visit date" if b"<v>%d</v>" % place in body[: body.find(b"</row>") + 1] else b"")


def main() -> None:
    """Time each and print the ratios."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--candidates", type=int, default=2000)
    options.add_argument("--runs", type=int, default=5)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "centre.xlsx")
        centre.write(path, chosen.candidates)
        print(
            f"{chosen.candidates * centre.UNITS_EACH} claims, {path.stat().st_size / 1e6:.1f} MB, quickest of {chosen.runs}"
        )
        plain = quickest(PLAIN, path, chosen.runs)
        startup = quickest(IMPORTS, path, chosen.runs)
        opened = quickest(OPEN, path, chosen.runs)
        ours = quickest(READ, path, chosen.runs)
        print(
            f"plain calamine {plain:6.2f} s   our start-up {startup:5.2f} s   opened and looked over {opened:5.2f} s   read {ours:5.2f} s"
        )
        print(f"read / (plain + start-up)  {ours / (plain + startup):.2f}")
        print(f"(read - opened + start-up) / (plain + start-up)  {(ours - opened + startup) / (plain + startup):.2f}")
        stray = b'<row r="%d"><c r="A%d" t="inlineStr"><is><t> </t></is></c></row>' % (LAST_ROW, LAST_ROW)
        blank = b"".join(b'<row r="%d"><c r="A%d" s="1"/></row>' % (row, row) for row in range(2000, LAST_ROW + 1))
        for what, more in (("a value in row 1,048,576", stray), ("a million blank cells with a format", blank)):
            far = running_on(path, Path(folder, "far.xlsx"), more)
            print(f"with {what:<36} plain {quickest(PLAIN, far, 1):5.2f} s   read {quickest(READ, far, 1):5.2f} s")


if __name__ == "__main__":
    main()
