"""Reports of the small centre with some rows of its own, for the tests of this folder."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from workbooks import report_of

from ocr_sheets.report import Finding, Report
from ocr_sheets.rules import Severity

VISIT = dt.date(2027, 3, 11)
CLAIM_BY = dt.date(2027, 2, 25)
ENTER_BY = dt.date(2027, 2, 11)
ONE_DAY = dt.timedelta(days=1)

HEAD = "| Candidate number | Entry code | Unit number | Assessor | Standardised by | Grade | Claimed on | Visit | Claim status |"
GOOD = "0045 | 05839 | 8 | JS | PT | M | 2027-01-20 | IT 1 | submitted"
WRONG_GRADE = "0046 | 05839 | 9 | JS | PT | D* | 2027-01-20 | IT 1 | submitted"
LATE = GOOD.replace("2027-01-20", "2027-02-26")
NO_SUCH_UNIT = "0045 | 05839 | 77 | JS | PT | M | 2027-01-20 | IT 1 | submitted"


def claims(*rows: str) -> str:
    """A Claims sheet: candidate, code, unit, assessor, standardiser, grade, claimed, visit, status."""
    return "\n".join(["Claims", HEAD, *(f"| {row} |" for row in rows), ""])


ONLY_ENTERED = """
Entries
| Candidate number | Entry code | Unit number | Entry type | Entered on |
| 0045             | 05839      | 8           | unit       | 2026-10-01 |
| 0046             | 05839      | 8           | unit       | 2026-10-01 |
| 0046             | 05839      | 9           | unit       | 2026-10-01 |
| 0102             | 04663      | 1           | unit       | 2026-10-01 |
"""
"""Entries of single units, so that no work is implied beside what is claimed."""
ONLY_ENTERED_FOR_ONE = "\n".join(ONLY_ENTERED.splitlines()[:4]) + "\n"


def visits(*rows: str) -> str:
    """A Visits sheet: name, subject area, entry code, date, type, told on, status."""
    head = "| Visit | Subject area | Entry code | Visit date | Type | Type told on | Status |"
    return "\n".join(["Visits", head, *(f"| {row} |" for row in rows), ""])


def of_rule(report: Report, code: str) -> list[Finding]:
    return [finding for finding in report.findings if finding.rule.code == code]


def only(report: Report, code: str) -> Finding:
    (finding,) = of_rule(report, code)
    return finding


def accepted(report: Report, code: str) -> Report:
    """The same report with the findings of one rule accepted."""
    found = [one._replace(accepted="agreed") if one.rule.code == code else one for one in report.findings]
    return replace(report, findings=found)


def with_findings(days: Sequence[tuple[dt.date | None, bool]], severity: Severity = Severity.MUST_FIX) -> Report:
    """A report of nothing but findings of one severity, each with its day and whether it is over."""
    report = report_of(claims(WRONG_GRADE))
    finding = only(report, "grade-not-for-unit")
    rule = finding.rule._replace(severity=severity)
    found = [finding._replace(rule=rule, by=by, is_over=is_over) for by, is_over in days]
    return replace(report, findings=found, outcomes=[])


def knowing(report: Report, **facts: object) -> Report:
    """The same report, of which some answers are given instead of worked out: for the words that are made from them."""
    told = replace(report)
    vars(told).update(facts)
    return told
