"""Checks a centre's workbook against OCR's rules for Cambridge Technicals and verified qualifications.

    import ocr_sheets
    report = ocr_sheets.check("centre.xlsx", as_of="2027-02-15")
    report.state, report.findings, report.deadlines, report.readiness, report.to_dict()

    ocr_sheets.annotate("centre.xlsx", "centre.annotated.xlsx", as_of="2027-02-15")

The day has no default: nothing here reads the clock. What cannot be done raises `UserError`, whose text is one sentence for the user.
Everything is described in `ocr_sheets.library`, and imported when it is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ocr_sheets.library import (
        DeadlineLine,
        Finding,
        Readiness,
        Report,
        Severity,
        ToFillIn,
        UserError,
        Verdict,
        annotate,
        check,
    )

__version__ = "0.1.0"
__all__ = ["DeadlineLine", "Finding", "Readiness", "Report", "Severity", "ToFillIn", "UserError", "Verdict", "annotate", "check"]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name in __all__:
        return getattr(import_module("ocr_sheets.library"), name)
    raise AttributeError(f"module 'ocr_sheets' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
