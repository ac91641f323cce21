"""How long the search for days takes for centres of 3, 10 and 25 subjects in October, February and April, and whether it is proven.

    python tests/bench/planning.py

A centre of 25 subjects has 1,000 candidates, 3,000 pieces of work and 40 staff. Each line tells the seconds for reading and checking,
for the windows and for the search with its alternatives, how many visits are proposed, and what the plan costs.
"""

from __future__ import annotations

import datetime as dt
import random
import sys
import time
from pathlib import Path

TESTS = Path(__file__).parents[1]
sys.path[:0] = [str(TESTS), str(TESTS / "planning")]

from centres import random_centre  # noqa: E402
from workbooks import xlsx  # noqa: E402

from ocr_sheets.patching import Workbook  # noqa: E402
from ocr_sheets.planning.load import Staff  # noqa: E402
from ocr_sheets.planning.proposal import propose  # noqa: E402
from ocr_sheets.planning.windows import Windows  # noqa: E402
from ocr_sheets.planning.work import Work  # noqa: E402
from ocr_sheets.reading import read_book  # noqa: E402
from ocr_sheets.report import make_report  # noqa: E402
from ocr_sheets.rulebook import load_rulebook  # noqa: E402

SIZES = ((3, 36, 5), (10, 100, 8), (25, 1000, 40))
DAYS = (dt.date(2026, 10, 5), dt.date(2027, 2, 1), dt.date(2027, 4, 20))


def main() -> None:
    """Print a line for each size, day and way of sharing out the work."""
    for subjects, candidates, staff in SIZES:
        for as_of in DAYS:
            for own in (False, True):
                data = xlsx(random_centre(random.Random(subjects), as_of, subjects, candidates, 3, staff, own))
                print(
                    f"{subjects:3} subjects, {as_of}, {'own staff' if own else 'any staff'}: {timed(data, as_of)}",
                    flush=True,
                )


def timed(data: bytes, as_of: dt.date) -> str:
    """The times of one plan, and what came of it."""
    start = time.process_time()
    book = read_book(Workbook.from_bytes(data), as_of)
    report = make_report("centre.xlsx", book, load_rulebook())
    read = time.process_time()
    work = Work(report)
    windows = Windows(work)
    found = windows.all()
    looked = time.process_time()
    staff = Staff(report.book, max(windows.end, *(visit.visit_date or as_of for visit in book.visits), as_of))
    proposal = propose(work, windows, found, staff, {})
    done = time.process_time()
    how = "proven" if proposal.is_proven else f"not proven, bound {tuple(proposal.bound)}"
    return (
        f"read {read - start:.1f} s, windows {looked - read:.1f} s, search {done - looked:.1f} s, {len(proposal.visits)} visits, "
        f"{how}, {tuple(proposal.cost)}"
    )


if __name__ == "__main__":
    main()
