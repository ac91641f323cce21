"""The cell that holds the findings of a row: the first of them in short, and how many more there are."""

from __future__ import annotations

import re

from added_columns import claims, shown
from workbooks import book_of, report_of

from ocr_sheets.annotations import MAX_ISSUES_TEXT
from ocr_sheets.annotations.issues import findings_of, issues_at
from ocr_sheets.model.records import Claim
from ocr_sheets.report import Accepted, Finding, make_report
from ocr_sheets.rulebook import load_rulebook


def test_issues_tell_the_most_serious_and_how_many_more_and_never_a_name() -> None:
    text = claims("Visit | Claimed on | Grade | Claim status", "0102 | 05839 | 8 | JS | IT 1 | | D* | submitted")
    (row,) = shown(Claim, text)
    assert row["Issues"].startswith("Must fix: Candidate 0102 has no entry for 05839.")
    assert re.search(r" And \d more: see To do\.$", row["Issues"])
    assert "Clarke" not in row["Issues"]


def test_an_issue_longer_than_a_links_words_may_be_is_cut() -> None:
    report = report_of(claims("Visit | Grade | Claim status", "0102 | 05839 | 8 | JS | IT 1 | D* | submitted"))
    found = findings_of(report, "Claims", report.book.claims[0].row)
    for length in (MAX_ISSUES_TEXT, MAX_ISSUES_TEXT + 1):
        first = found[0]._replace(message="x" * (length - len(f"{found[0].rule.severity}: ")))
        issues = issues_at([first])
        assert issues is not None
        assert issues.text.endswith("…") is (length > MAX_ISSUES_TEXT)
        assert len(issues.text) == MAX_ISSUES_TEXT
    assert MAX_ISSUES_TEXT <= 255  # what Excel takes in a formula


def test_an_accepted_finding_is_told_as_such_and_after_the_open_ones() -> None:
    text = claims("Visit | Claimed on", "IT 1 | 2027-02-26")
    (finding,) = [one for one in report_of(text).findings if one.rule.code == "claim-under-two-weeks"]
    accepted = {finding.ref: Accepted("agreed with the moderator", finding.message)}
    report = make_report("centre.xlsx", book_of(text), load_rulebook(), accepted)
    found = findings_of(report, "Claims", report.book.claims[0].row)
    issues = issues_at(found)
    assert issues is not None
    assert any(one.accepted for one in found)
    assert issues.text.startswith("Accepted: Claimed on 26 Feb 2027") is (len(found) == 1)
    assert [bool(one.accepted) for one in found] == sorted(bool(one.accepted) for one in found)


LATE_WITH_A_WRONG_GRADE = claims(
    "Visit | Claimed on | Grade | Claim status", "IT 1 | 2027-02-26 | D* | submitted", "0046 | 05839 | 9 | JS | IT 1 | 2027-01-20 | D* | submitted"
)  # fmt: skip


def of_the_row(row: int) -> list[Finding]:
    return list(findings_of(report_of(LATE_WITH_A_WRONG_GRADE), "Claims", row))


def test_one_finding_is_told_alone_and_of_two_the_first_and_that_there_is_one_more() -> None:
    (alone,) = of_the_row(3)
    assert issues_at([alone]) == (f"Check: {alone.message}", alone.ref)
    first, second = of_the_row(2)[:2]
    assert issues_at([first, second]) == (f"Must fix: {first.message} And 1 more: see To do.", first.ref)
    assert issues_at([first, second, alone]) == (f"Must fix: {first.message} And 2 more: see To do.", first.ref)
    assert issues_at([]) is None


def test_how_many_more_there_are_is_never_cut_off() -> None:
    first, second = of_the_row(2)[:2]
    issues = issues_at([first._replace(message="x" * 300), second])
    assert issues
    assert issues.text.endswith("x… And 1 more: see To do.")
    assert len(issues.text) == MAX_ISSUES_TEXT


def test_beside_several_units_the_finding_names_its_own_if_it_is_about_one() -> None:
    (finding,) = of_the_row(3)
    of_nobody = finding._replace(unit="")
    told = [issues_at([one], of_units) for one in (finding, of_nobody) for of_units in (False, True)]
    assert [one.text.split(":")[0] for one in told if one] == [
        "Check", "Check, 05839 unit 9", "Check", "Check",
    ]  # fmt: skip


BESIDE = """
Work
| Candidate number | Entry code | Unit number | Assessor | Grade | Visit | | Visit | Subject area | Visit date | Type    | Type told on |
| 0045             | 05839      | 8           | JS       | D*    | IT 1  | | IT 1  | IT           | 2027-03-11 | virtual | 2027-02-20   |
"""


def test_of_tables_side_by_side_each_has_its_own_findings_only() -> None:
    report = report_of(BESIDE, without=["Visits"])
    claim, visit = (table for table in report.book.tables if table.sheet == "Work")
    codes = [[one.rule.code for one in findings_of(report, "Work", 2, within)] for within in (None, claim, visit)]
    assert set(codes[1]) == {"grade-not-for-unit"}
    assert "visit-type-told-late" in codes[2]
    assert sorted(codes[0]) == sorted(codes[1] + codes[2])
