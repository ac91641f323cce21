"""Rows that hold several claims, as in a grid of units: what is the same of all stands once, what differs with its units."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from workbooks import AS_OF, NO_ENTRIES, report_of

from ocr_sheets.annotations import AddedColumns, CellValue, Follows, Issues, Status, _together, added_to
from ocr_sheets.model.records import Claim
from ocr_sheets.report import Report

VISITS = """
Visits
| Visit | Subject area | Visit date | Type         | Type told on |
| IT 1  | IT           | 2027-03-11 | face-to-face | 2027-01-15   |
| IT 2  | IT           | 2027-05-11 | face-to-face | 2027-01-15   |
"""
CLAIMS = "Claims\n| Candidate number | Entry code | Unit number | Visit | Claimed on | Claim status | Grade |\n"


def in_one_row(*rows: str, as_of: dt.date = AS_OF) -> tuple[Report, dict[str, CellValue | Status | Issues]]:
    """The claims of some rows as if all stood in one row of a grid: what stands beside that row, by heading."""
    text = NO_ENTRIES + VISITS + CLAIMS + "".join(f"| {row} |\n" for row in rows)
    report = report_of(text, as_of)
    together = [claim._replace(row=2) for claim in report.book.claims]
    ((row, found),) = AddedColumns(report).grid_rows(together)
    assert row == 2
    return report, dict(zip((one.heading for one in added_to(Claim)), found.values, strict=True))


def test_what_is_the_same_of_all_units_stands_once_and_what_differs_with_its_units() -> None:
    _, row = in_one_row(
        "0045 | 05839 | 8 | IT 1 | 2027-01-20 | submitted | M", "0045 | 05839 | 9 | IT 1 | | planned | M", "0045 | 05839 | 10 | IT 1 | | planned | M",
    )  # fmt: skip
    assert row["Visit these dates follow"] == "IT 1"
    assert row["Claim"] == "8: done; 9, 10: due in 24 days"


def test_units_of_two_codes_with_one_number_are_told_with_their_codes() -> None:
    _, row = in_one_row(
        "0045 | 05839 | 8 | IT 1 | 2027-01-20 | submitted | M", "0045 | 05355 | 8 | IT 1 | | planned | M", "0045 | 05355 | 2 | IT 1 | | planned | M",
    )  # fmt: skip
    assert row["Claim"] == "05839 8: done; 05355 8, 05355 2: due in 24 days"
    _, unnamed = in_one_row(
        "0045 | 05839 | 8 | IT 1 | 2027-01-20 | submitted | M", "0045 | 05839 | | IT 1 | | planned | M"
    )
    assert unnamed["Claim"] == "8: done; ?: due in 24 days"


def test_of_days_that_differ_the_first_of_what_is_still_to_be_claimed_stands() -> None:
    one, other = report_of(NO_ENTRIES + VISITS).book.visits
    early, late = (
        Follows(visit, "visit_date", -14, dt.date(2027, month, 25)) for visit, month in ((one, 2), (other, 4))
    )
    names = ["8", "9"]
    assert _together(names, [late, early], [True, True]) == early
    assert _together(names, [late, early], [True, False]) == late
    assert _together(names, [late, None], [True, True]) == late
    assert _together(names, [late, early], [False, False]) is None


def test_what_is_said_of_one_unit_only_names_it_and_of_none_is_not_said() -> None:
    assert _together(["8", "9"], ["late", None], [True, True]) == "8: late"
    assert _together(["8", "9", "10"], ["late", "done", "late"], [True, True, True]) == "8, 10: late; 9: done"
    assert _together(["8", "9"], [None, None], [True, True]) is None


def test_the_row_stands_as_the_unit_that_asks_for_most() -> None:
    made, still = "0045 | 05839 | 8 | IT 1 | 2027-01-20 | submitted | M", "0045 | 05839 | 9 | IT 1 | | planned | M"
    for rows, as_of, stage in (
        ((made, still), AS_OF, "Due"), ((made, still), dt.date(2027, 2, 26), "Late"), ((made, made.replace("| 8 |", "| 9 |")), AS_OF, "Done"),
    ):  # fmt: skip
        report = report_of(VISITS + CLAIMS + "".join(f"| {row} |\n" for row in rows), as_of)
        report = replace(report, findings=[], to_fill_in=[])
        ((_, shown),) = AddedColumns(report).grid_rows([claim._replace(row=2) for claim in report.book.claims])
        status = shown.of_the_row[0]
        assert status
        assert status.stage == stage


def test_how_rows_stand_is_known_by_row_and_each_column_by_its_heading() -> None:
    rows = (
        "0045 | 05839 | 8 | IT 1 | 2027-01-20 | submitted | M",
        "0045 | 05839 | 9 | IT 1 | | planned | M",
        "0046 | 05839 | 9 | IT 9 | | planned | M",
    )
    report = report_of(NO_ENTRIES + VISITS + CLAIMS + "".join(f"| {row} |\n" for row in rows))
    columns = AddedColumns(report)
    first, second, third = report.book.claims
    stages = {
        row: [one.stage for one in own] for row, own in columns.statuses([first, second._replace(row=2), third]).items()
    }
    assert stages == {2: ["Done", "Due"], 4: []}
    assert columns.by_heading(second)["Claim"] == "due in 24 days"
    assert list(columns.by_heading(second)) == [one.heading for one in added_to(Claim)]


def test_the_issues_of_a_row_of_several_units_name_the_unit() -> None:
    _, row = in_one_row("0045 | 05839 | 8 | IT 1 | 2027-01-20 | submitted | D*")
    issues = row["Issues"]
    assert isinstance(issues, Issues)
    assert issues.text.startswith("Must fix, 05839 unit 8: ")
