"""Whose rules hold for a visit: OCR's moderator sees Cambridge Technicals, an EQA verified qualifications, and one is never taken for the other."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from workbooks import parse, xlsx

from ocr_sheets.model.records import Family
from ocr_sheets.report import Report
from ocr_sheets.schedule.deadlines import What
from ocr_sheets.validate import read_choices, report_on

CODED = "Units\n| Entry code | Unit number |\n"


def report_of_sheets(folder: Path, text: str) -> Report:
    """The workbook that has these sheets and no others, checked."""
    path = folder / "centre.xlsx"
    path.write_bytes(xlsx(parse(text)))
    return report_on(path, dt.date(2026, 12, 10), read_choices(path))


@pytest.mark.parametrize(
    ("sheet", "columns", "others", "family"),
    [
        # The name of the sheet says it, where nothing else does.
        ("EQA visits", "", "", Family.VERIFIED),
        ("External verifier", "", "", Family.VERIFIED),
        ("Visits", "", "", Family.TECHNICALS),
        ("EQA visits", "Subject", "", Family.VERIFIED),
        ("Visits", "Subject", "", Family.TECHNICALS),
        # What the workbook teaches says more than a sheet's name.
        ("EQA visits", "", CODED + "| 05839 | 8 |\n", Family.TECHNICALS),
        ("Visits", "", CODED + "| 04664 | 8 |\n", Family.VERIFIED),
        # All that is taught in the subject is verified, though Qualifications is not there.
        ("Visits", "Subject", CODED + "| 04664 | 8 |\n", Family.VERIFIED),
        ("EQA visits", "Subject", CODED + "| 05839 | 8 |\n", Family.TECHNICALS),
        # Both are taught: the name of the sheet tells them apart.
        ("EQA visits", "", CODED + "| 04664 | 8 |\n| 05839 | 8 |\n", Family.VERIFIED),
        ("Visits", "", CODED + "| 04664 | 8 |\n| 05839 | 8 |\n", Family.TECHNICALS),
    ],
)
def test_whose_visit_it_is(tmp_path: Path, sheet: str, columns: str, others: str, family: Family) -> None:
    subject = "| Careers | " if columns else "| "
    heads = f"| {columns} | " if columns else "| "
    report = report_of_sheets(
        tmp_path, f"{others}{sheet}\n{heads}Visit | Visit date | Type |\n{subject}V1 | 2027-02-09 | virtual |\n"
    )
    (visit,) = report.book.visits
    assert report.book.family_of_visit(visit) is family
    asked = {line.what for line in report.lines}
    assert (What.ENTER_BY in asked) is (family is Family.TECHNICALS)
