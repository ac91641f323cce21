"""Checks a centre's workbook against OCR's rules for Cambridge Technicals and verified qualifications.

    import ocr_sheets
    report = ocr_sheets.check("centre.xlsx", as_of="2027-02-15")
    report.findings, report.lines, report.readiness, report.state

    ocr_sheets.annotate("centre.xlsx", "centre.annotated.xlsx", as_of="2027-02-15")

The day has no default: nothing here reads the clock. What cannot be done raises `UserError`, whose text is one sentence for the user.
Everything is imported when it is first asked for.
"""

from __future__ import annotations

import datetime as dt
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ocr_sheets.errors import UserError
    from ocr_sheets.report import Finding, Report
    from ocr_sheets.rules import Severity

__version__ = "0.1.0"
__all__ = ["Finding", "Report", "Severity", "UserError", "annotate", "check"]

_HOMES = {
    "Finding": "ocr_sheets.report",
    "Report": "ocr_sheets.report",
    "Severity": "ocr_sheets.rules",
    "UserError": "ocr_sheets.errors",
}


def check(workbook: str | Path | bytes, *, as_of: dt.date | str) -> Report:
    """What is to be said of a workbook, or a folder of CSV files, as of a day. Nothing is written.

    ``workbook`` is a path, or the bytes of an .xlsx file; settings and a mapping file beside a path are used, as by the command line.
    ``as_of`` is a day, or text such as ``2027-02-15``. Raises `UserError` where the workbook cannot be read.
    """
    from ocr_sheets import validate
    from ocr_sheets.patching import Refused, Workbook

    day = _day(as_of)
    try:
        if isinstance(workbook, bytes):
            return validate.examine(Workbook.from_bytes(workbook), "the workbook", day)
        path = Path(workbook)
        return validate.report_on(path, day, validate.read_choices(path))
    except Refused as refused:
        raise _user_error(refused) from refused


def annotate(workbook: str | Path, output: str | Path, *, as_of: dt.date | str) -> Report:
    """Check a workbook and write the annotated copy, whole or not at all; the workbook itself is never changed.

    Raises `UserError` where the one cannot be read or the other not written.
    """
    from ocr_sheets import validate
    from ocr_sheets.patching import Refused

    path, day = Path(workbook), _day(as_of)
    try:
        return validate.validate(path, Path(output), day, validate.read_choices(path))
    except Refused as refused:
        raise _user_error(refused) from refused


def _user_error(refused: Exception) -> Exception:
    from ocr_sheets.errors import UserError

    return refused if isinstance(refused, UserError) else UserError(str(refused))


def _day(day: dt.date | str) -> dt.date:
    from ocr_sheets.errors import UserError
    from ocr_sheets.reading.days import typed_day

    if isinstance(day, dt.date):
        return day
    try:
        return typed_day(day)
    except ValueError as error:
        raise UserError(f"“{day}” is not a day: write it as 2027-02-15.") from error


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'ocr_sheets' has no attribute {name!r}")
