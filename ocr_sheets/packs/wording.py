"""Sentences about a pack that more than one of its outputs says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ocr_sheets.dates import say
from ocr_sheets.model.records import Candidate
from ocr_sheets.packs.model import Pack, Packs
from ocr_sheets.rules import Severity
from ocr_sheets.text import listed, plural


def worst(pack: Pack) -> Severity | None:
    """The most serious that a pack holds, a date that is past among it; ``None`` where there is nothing to do at once."""
    if pack.late or pack.counts[Severity.MUST_FIX]:
        return Severity.MUST_FIX
    return Severity.CHECK if pack.counts[Severity.CHECK] else None


def headline(pack: Pack, as_of: dt.date) -> str:
    """A pack in one line: how much is to be fixed, what is late, and what comes next."""
    must, check = pack.counts[Severity.MUST_FIX], pack.counts[Severity.CHECK]
    yours = f" ({pack.yours} {'is' if pack.yours == 1 else 'are'} for you)" if pack.yours else ""
    todo = f"{must} to fix" if must else "No must-fix problems"
    also = f" and {check} to check" if must and check else f". {check} to check" if check else ""
    late = f" {plural(pack.late, 'deadline')} overdue." if pack.late else ""
    coming = pack.next(as_of)
    after = f" Next: {coming.due} ({coming.about})." if coming else ""
    return f"{todo}{also}{yours}.{late}{after}"


def contents(pack: Pack) -> str:
    """What is in a pack, as a list in words: nothing is promised to somebody who has none of it."""
    parts = ["what to do by when"]
    parts += ["your units and how far each is"] * bool(pack.pieces)
    parts += ["your sample lists"] * bool(pack.samples)
    parts += ["your candidates"] * bool(pack.candidates)
    return listed(parts)


def needed(person: Candidate | None) -> str:
    """When a candidate needs results, in words."""
    need = person.results_needed if person else None
    if need is None:
        return ""
    return say(need.day) if need.day else f"summer {need.summer}" if need.summer else "this summer"


def lines_of(made: Packs) -> Iterator[str]:
    """The packs in lines for the terminal. No candidate is named."""
    width = max(len(pack.stem) for pack in made.packs) + 5
    for pack in made.packs:
        coming = pack.next(made.report.as_of)
        told = [
            f"{plural(len(pack.candidates), 'candidate')}, {plural(len(pack.pieces), 'portfolio')}",
            f"{pack.counts[Severity.MUST_FIX]} to fix",
            *([f"{pack.late} late"] if pack.late else []),
            *([f"next: {coming.due}"] if coming else []),
        ]
        yield f"  {pack.stem + '.xlsx':<{width}}  {'; '.join(told)}"
    left = [
        *([plural(len(made.findings), "finding")] if made.findings else []),
        *([plural(len(made.unowned), "row")] if made.unowned else []),
    ]
    stays = f"Not in any pack, for the exams officer: {' and '.join(left)}." if left else "Everything is in a pack."
    yield f"  {'index.xlsx':<{width}}  {stays}"
