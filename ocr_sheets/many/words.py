"""What is said on the terminal of many workbooks: a line each, and how many stand how."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from ocr_sheets.many.validating import Checked
from ocr_sheets.rules import Severity
from ocr_sheets.schedule.readiness import Verdict
from ocr_sheets.text import plural

CANNOT = "could not be checked"


def table(checked: Sequence[Checked]) -> Iterator[str]:
    """A line a workbook, in the order in which they were named, and the sum of them."""
    width = max((len(str(one.path)) for one in checked), default=0)
    yield f"{'Workbook':<{width}}  {'State':<13}  Late  Missed  Must fix  Check"
    for one in checked:
        if one.problem:
            yield f"{one.path!s:<{width}}  {CANNOT}: {one.problem}"
            continue
        must_fix, check = one.counts[Severity.MUST_FIX], one.counts[Severity.CHECK]
        yield f"{one.path!s:<{width}}  {one.state:<13}  {one.late:>4}  {one.missed:>6}  {must_fix:>8}  {check:>5}"
    yield ""
    yield headline([one.state or CANNOT for one in checked])
    yield "Each annotated copy stands beside its workbook."


def headline(states: Sequence[str]) -> str:
    """How many workbooks stand how, in one sentence."""
    counts = Counter(states)
    known = [str(state) for state in Verdict]
    ordered = [*known, *(state for state in counts if state not in known)]
    return f"{plural(len(states), 'workbook')}: {', '.join(f'{counts[state]} {state}' for state in ordered if counts[state])}."


def passed_over_line(passed_over: Sequence[tuple[Path, str]]) -> str:
    """What was passed over, each with its reason."""
    return f"Passed over: {'; '.join(f'{path.name} {why}' for path, why in passed_over)}."
