"""The main job for each of many workbooks: checked, and written annotated beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from ocr_sheets.patching import Refused
from ocr_sheets.rules import Severity
from ocr_sheets.schedule.progress import State
from ocr_sheets.validate import default_output, read_choices, validate
from ocr_sheets.writing import report_json


class How(NamedTuple):
    """How workbooks are to be checked."""

    as_of: dt.date
    settings: Path | None
    catalogue: Path | None
    mapping: Path | None
    drop_signature: bool
    with_json: bool
    with_work: bool


class Task(NamedTuple):
    """One workbook, and how it is to be checked."""

    path: Path
    how: How


class Checked(NamedTuple):
    """How one workbook was found or, in ``problem``, why it could not be checked or its copy not be written."""

    path: Path
    problem: str = ""
    copy: Path | None = None
    state: str = ""
    verdict: str = ""
    counts: Mapping[Severity, int] = {}
    late: int = 0
    missed: int = 0
    has_our_mistake: bool = False
    said: Sequence[str] = ()
    """What is to be told besides: that a changed copy was put aside."""
    body: str = ""
    """The report as JSON, where that is asked for."""


def check_one(task: Task) -> Checked:
    """Check one workbook and write its copy; what cannot be done is told in the result."""
    path, how = task
    said: list[str] = []
    copy = default_output(path)
    try:
        choices = read_choices(path, how.settings, how.catalogue, how.mapping)
        report = validate(path, copy, how.as_of, choices, how.drop_signature, said.append)
    except Refused as refused:
        return Checked(path, str(refused))
    states = [line.state for line in report.overdue]
    return Checked(
        path,
        copy=copy,
        state=str(report.state),
        verdict=report.verdict,
        counts=report.counts,
        late=states.count(State.LATE),
        missed=states.count(State.MISSED),
        has_our_mistake=bool(report.our_mistakes),
        said=said,
        body=report_json.to_json(report, how.with_work) if how.with_json else "",
    )
