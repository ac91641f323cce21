"""Everything the tool has to say of a workbook, in one object. Writers use this and nothing before it."""

from ocr_sheets.report.findings import SEVERITIES, Accepted, Cause, Finding, named_in
from ocr_sheets.report.read_as import ReadAs
from ocr_sheets.report.telling import OVER
from ocr_sheets.report.whole import Report, make_report

__all__ = ["OVER", "SEVERITIES", "Accepted", "Cause", "Finding", "ReadAs", "Report", "make_report", "named_in"]
