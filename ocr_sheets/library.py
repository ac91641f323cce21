"""What `import ocr_sheets` offers to other programs: a workbook checked, or written annotated, and one error for what cannot be done."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ocr_sheets import report as inside, validate
from ocr_sheets.errors import UserError
from ocr_sheets.files.saving import save
from ocr_sheets.patching import Refused, Workbook
from ocr_sheets.reading.days import typed_day
from ocr_sheets.report import Finding
from ocr_sheets.rules import Severity
from ocr_sheets.schedule.deadlines import DeadlineLine
from ocr_sheets.schedule.readiness import Readiness, Verdict
from ocr_sheets.to_fill_in import ToFillIn
from ocr_sheets.writing.report_json import to_json

__all__ = ["DeadlineLine", "Finding", "Readiness", "Report", "Severity", "ToFillIn", "UserError", "Verdict", "annotate", "check"]  # fmt: skip
NAMELESS = "workbook.xlsx"
"""What a workbook that was given as bytes is called where one is named."""


@dataclass(frozen=True)
class Report:
    """What is to be said of one workbook on one day. Nothing in it changes.

    >>> report = check("centre.xlsx", as_of="2027-02-15")
    >>> report.workbook, report.as_of
    ('centre.xlsx', datetime.date(2027, 2, 15))
    """

    _inside: inside.Report

    @property
    def workbook(self) -> str:
        """The file's name."""
        return self._inside.workbook

    @property
    def as_of(self) -> dt.date:
        """The day that it was looked at."""
        return self._inside.as_of

    @property
    def state(self) -> Verdict:
        """The verdict, one of four. It compares equal to its words.

        >>> check("centre.xlsx", as_of="2027-02-15").state == "not ready"
        True
        """
        return self._inside.state

    @property
    def verdict(self) -> str:
        """The verdict in one line, as it stands on Summary."""
        return self._inside.verdict

    @property
    def findings(self) -> Sequence[Finding]:
        """All findings, the most serious first; those that the centre has accepted are among them, with their reason in ``accepted``.

        >>> first = check("centre.xlsx", as_of="2027-02-15").findings[0]
        >>> first.rule.severity is Severity.MUST_FIX, bool(first.message and first.fix)
        (True, True)
        """
        return self._inside.findings

    @property
    def counts(self) -> Mapping[Severity, int]:
        """How many findings there are of each severity that nobody has accepted.

        >>> counts = check("centre.xlsx", as_of="2027-02-15").counts
        >>> list(counts) == list(Severity), counts[Severity.MUST_FIX] > 0
        (True, True)
        """
        return self._inside.counts

    @property
    def to_fill_in(self) -> Sequence[ToFillIn]:
        """What is not filled in yet, the most useful first."""
        return self._inside.to_fill_in

    @property
    def deadlines(self) -> Sequence[DeadlineLine]:
        """Every dated line of every visit, in order of date: what, when, and how it stands.

        >>> days = [line.date for line in check("centre.xlsx", as_of="2027-02-15").deadlines]
        >>> days == sorted(days), len(days) > 0
        (True, True)
        """
        return self._inside.lines

    @property
    def readiness(self) -> Sequence[Readiness]:
        """How ready each visit is, in order of date.

        >>> one = check("centre.xlsx", as_of="2027-02-15").readiness[0]
        >>> one.claimed.done <= one.claimed.of <= one.portfolios
        True
        """
        return self._inside.readiness

    def to_dict(self) -> dict[str, Any]:
        """The report as ``ocr-sheets validate --format json`` prints it: plain data, described by ``writing/report.schema.json``.

        No candidate is named in it.

        >>> sorted(check("centre.xlsx", as_of="2027-02-15").to_dict())[:4]
        ['as_of', 'causes', 'counts', 'deadlines']
        """
        body: dict[str, Any] = json.loads(to_json(self._inside))
        return body


def check(
    workbook: str | Path | bytes,
    *,
    as_of: dt.date | str,
    settings: str | Path | None = None,
    catalogue: str | Path | None = None,
    mapping: str | Path | None = None,
) -> Report:
    """Check a workbook, or a folder of CSV files, as of a day. Nothing is written.

    ``workbook`` is a path, or the bytes of an .xlsx file. ``as_of`` is a day, or text such as ``2027-02-15``; it has no default,
    since nothing here reads the clock. ``settings``, ``catalogue`` and ``mapping`` are files as the command line takes them; without
    the first and the last the ones beside a path are used. Raises `UserError` where something cannot be read.

    >>> report = check("centre.xlsx", as_of="2027-02-15")
    >>> "claim-under-two-weeks" in {finding.rule.code for finding in report.findings}
    True
    >>> with open("centre.xlsx", "rb") as file:
    ...     [finding.ref for finding in check(file.read(), as_of="2027-02-15").findings] == [finding.ref for finding in report.findings]
    True
    >>> check("nothing.xlsx", as_of="2027-02-15")
    Traceback (most recent call last):
    ocr_sheets.errors.UserError: nothing.xlsx is not there: look at the name and the folder.
    """
    with _one_error():
        day = _day(as_of)
        choices = _choices(workbook, settings, catalogue, mapping)
        if isinstance(workbook, bytes):
            return Report(validate.examine(Workbook.from_bytes(workbook), NAMELESS, day, choices))
        return Report(validate.report_on(Path(workbook), day, choices))


def annotate(
    workbook: str | Path | bytes,
    output: str | Path,
    *,
    as_of: dt.date | str,
    settings: str | Path | None = None,
    catalogue: str | Path | None = None,
    mapping: str | Path | None = None,
    drop_signature: bool = False,
) -> Report:
    """Check a workbook and write the annotated copy to ``output``, whole or not at all; the workbook itself is never changed.

    All else is as for `check`. A signed workbook is only copied where its signature may be dropped. Raises `UserError` where the one
    cannot be read or the other not written.

    >>> report = annotate("centre.xlsx", "centre.annotated.xlsx", as_of="2027-02-15")
    >>> Path("centre.annotated.xlsx").is_file(), report.state == check("centre.xlsx", as_of="2027-02-15").state
    (True, True)
    """
    with _one_error():
        day, target = _day(as_of), Path(output)
        choices = _choices(workbook, settings, catalogue, mapping)
        if not isinstance(workbook, bytes):
            return Report(validate.validate(Path(workbook), target, day, choices, drop_signature))
        opened = validate.to_change(Workbook.from_bytes(workbook), NAMELESS, drop_signature)
        validate.check_ending(Path(NAMELESS).with_suffix(".xlsm" if opened.has_macros else ".xlsx"), target)
        checked = validate.check(opened, NAMELESS, day, choices)
        save(checked.workbook.to_bytes(), target)
        return Report(checked.report)


def _choices(
    workbook: str | Path | bytes,
    settings: str | Path | None,
    catalogue: str | Path | None,
    mapping: str | Path | None,
) -> validate.Choices:
    """What is chosen in the files named and, beside a path, in those that stand there."""
    named = [Path(file) if file is not None else None for file in (settings, catalogue, mapping)]
    if isinstance(workbook, bytes):
        return validate.choices_from(*(validate.read_named(file) for file in named))
    return validate.read_choices(Path(workbook), *named)


@contextmanager
def _one_error() -> Iterator[None]:
    """Whatever refuses to be read or written is one kind of error to the caller."""
    try:
        yield
    except UserError:
        raise
    except Refused as refused:
        raise UserError(str(refused)) from refused


def _day(day: dt.date | str) -> dt.date:
    if isinstance(day, dt.datetime):
        return day.date()
    if isinstance(day, dt.date):
        return day
    try:
        return typed_day(str(day))
    except ValueError as error:
        raise UserError(f"“{day}” is not a day: write it as 2027-02-15.") from error
