"""How often tests try what is drawn by chance: a few times in each run, and as many times more as somebody asks for by hand.

``OCR_SHEETS_TRIES=10 .venv/bin/pytest tests/planning/test_solver.py`` tries ten times as many centres.
"""

from __future__ import annotations

import os

_TIMES = int(os.environ.get("OCR_SHEETS_TRIES", "1"))


def tries(few: int) -> int:
    """So many tries, times what was asked for."""
    return few * _TIMES
