"""What people are told of a finding: by when and by whom it is to be seen to, in which order, and under which name."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from reports import (
    CLAIM_BY,
    ENTER_BY,
    GOOD,
    LATE,
    NO_SUCH_UNIT,
    ONE_DAY,
    VISIT,
    WRONG_GRADE,
    claims,
    of_rule,
    only,
    visits,
)
from workbooks import AS_OF, book_of, report_of

from ocr_sheets.report import Accepted, make_report
from ocr_sheets.rulebook import load_rulebook
from ocr_sheets.rules import Severity

# -- by when


def test_a_finding_in_a_claim_is_due_with_the_claim_and_after_that_by_the_visit() -> None:
    text = claims(WRONG_GRADE)
    for as_of, by in (
        (CLAIM_BY - ONE_DAY, CLAIM_BY), (CLAIM_BY, CLAIM_BY), (CLAIM_BY + ONE_DAY, VISIT), (VISIT, VISIT), (VISIT + ONE_DAY, None),
    ):  # fmt: skip
        assert only(report_of(text, as_of), "grade-not-for-unit").by == by, as_of


def test_a_finding_in_a_verified_claim_is_due_by_its_visit() -> None:
    text = claims("0102 | 04663 | 77 | JS | PT | P | 2027-01-20 | L4 1 | submitted")
    for as_of, by in (
        (VISIT, dt.date(2027, 3, 12)),
        (dt.date(2027, 3, 12), dt.date(2027, 3, 12)),
        (dt.date(2027, 3, 13), None),
    ):
        assert only(report_of(text, as_of), "claim-unit-unknown").by == by


def test_a_finding_in_a_claim_without_a_visit_has_no_day() -> None:
    text = claims(WRONG_GRADE.replace("IT 1", "IT 9"))
    assert only(report_of(text), "grade-not-for-unit").by is None


def test_a_finding_in_a_visit_is_due_with_the_entries_and_after_that_by_the_visit() -> None:
    text = visits(
        "IT 1 | IT | | 2027-03-11 | Hybrid | 2027-01-15 | confirmed", "L4 1 | | 04663 | 2027-03-12 | | | confirmed"
    )
    for as_of, by in (
        (ENTER_BY - ONE_DAY, ENTER_BY), (ENTER_BY, ENTER_BY), (ENTER_BY + ONE_DAY, VISIT), (VISIT, VISIT), (VISIT + ONE_DAY, None),
    ):  # fmt: skip
        assert only(report_of(text, as_of), "cell-unreadable").by == by, as_of


def test_a_day_that_the_rule_names_goes_before_the_next_one() -> None:
    text = claims(LATE)
    assert only(report_of(text), "claim-under-two-weeks").by == CLAIM_BY


# -- by whom


@pytest.mark.parametrize(
    ("rule", "row", "who"),
    [
        ("grade-not-for-unit", WRONG_GRADE, "JS"),
        ("grade-not-for-unit", WRONG_GRADE.replace("JS | PT", "| PT"), "Assessor"),
        ("same-person-standardises", GOOD.replace("JS | PT", "PT | PT"), "PT"),
        ("claim-unit-unknown", NO_SUCH_UNIT, "Exams officer"),
    ],
)
def test_who_is_to_act_is_the_person_that_the_claim_names_for_it(rule: str, row: str, who: str) -> None:
    assert only(report_of(claims(row)), rule).who == who


# -- what is over


ACHIEVED = "0045 | 05839 | 8 | JS | PT | D* | 2026-10-01 | IT 0 | confirmed"


@pytest.mark.parametrize(("status", "is_open"), [("confirmed", False), ("submitted", True)])
def test_a_finding_in_a_claim_whose_result_is_there_is_a_record_and_nothing_to_fix(status: str, is_open: bool) -> None:
    text = visits(f"IT 0 | IT | | {AS_OF - ONE_DAY} | virtual | 2026-10-01 | confirmed") + claims(
        ACHIEVED.replace("confirmed", status).replace("2026-10-01", "2027-01-28")
    )
    report = report_of(text)
    assert len(of_rule(report, "claim-under-two-weeks")) == is_open
    assert sum(one.rule.code == "claim-under-two-weeks" for one in report.history) == (not is_open)


@pytest.mark.parametrize(("on", "is_over"), [(AS_OF - ONE_DAY, True), (AS_OF, False), (AS_OF + ONE_DAY, False)])
def test_a_finding_in_a_confirmed_claim_is_over_once_its_visit_is_past(on: dt.date, is_over: bool) -> None:
    text = visits(f"IT 0 | IT | | {on} | virtual | 2026-10-01 | confirmed") + claims(
        ACHIEVED.replace("2026-10-01", "2027-01-28")
    )
    report = report_of(text)
    (found,) = [one for one in (*report.findings, *report.history) if one.rule.code == "claim-under-two-weeks"]
    assert found.is_over is is_over


@pytest.mark.parametrize(("on", "is_over"), [(AS_OF - ONE_DAY, True), (AS_OF, False), (AS_OF + ONE_DAY, False)])
def test_a_finding_in_a_visit_is_over_once_the_visit_is_past(on: dt.date, is_over: bool) -> None:
    text = visits(f"IT 0 | IT | | {on} | virtual | {on - 2 * ONE_DAY} | confirmed")
    assert only(report_of(text), "visit-type-told-late").is_over is is_over


def test_a_finding_of_the_workbook_itself_is_never_over() -> None:
    text = visits(f"IT 0 | IT | | {AS_OF - ONE_DAY} | virtual | 2026-10-01 | done") + claims(
        ACHIEVED.replace("| D* |", "| Mrit |")
    )
    assert [finding.is_over for finding in of_rule(report_of(text), "cell-nearly-right")] == [False]


# -- in which order


def test_the_most_serious_come_first_and_of_those_as_serious_what_is_due_first() -> None:
    text = (
        visits(
            f"IT 0 | IT | | {AS_OF - ONE_DAY} | virtual | 2026-10-01 | confirmed",
            "IT 1 | IT | | 2027-03-11 | virtual | 2027-01-15 | confirmed", "IT 2 | IT | | 2027-04-15 | virtual | 2027-01-15 | confirmed",
        )
        + claims(LATE.replace("IT 1", "IT 2").replace("02-26", "04-05"), LATE.replace("0045", "0046"), GOOD.replace("JS | PT", "PT | PT"))
    )  # fmt: skip
    report = report_of(text)
    severities = [list(Severity).index(finding.rule.severity) for finding in report.findings]
    assert severities == sorted(severities)
    assert len(set(severities)) > 1
    must = [finding for finding in report.findings if finding.rule.severity is Severity.MUST_FIX]
    days = [finding.by for finding in must if finding.rule.code == "claim-under-two-weeks"]
    assert days == [CLAIM_BY, dt.date(2027, 4, 1)]


def test_what_is_over_comes_after_all_else_that_is_as_serious() -> None:
    text = visits(
        "IT 0 | IT | | 2026-11-12 | virtual | 2026-11-01 | confirmed", "IT 1 | IT | | 2027-05-11 | virtual | 2027-04-20 | confirmed",
    )  # fmt: skip
    told = [(one.cell.row, one.is_over) for one in of_rule(report_of(text), "visit-type-told-late") if one.cell]
    assert told == [(3, False), (2, True)]


def test_findings_of_one_day_stand_in_the_order_of_the_sheets_then_of_rows_and_columns() -> None:
    text = (
        "Candidates\n| Candidate number | Surname | Forenames | ULN | UCI |\n| 0045 | Adams | Ali | 123 | 12 |\n| 0046 | Brown | Bea | 12 | |\n| 0102 | Clarke | Cy | | |\n"
        "Qualifications\n| Entry code | QAN | Family | Subject area | Quality assurer |\n| 05839 | 601/29 | Cambridge Technicals | IT | M. Moderator |\n"
    )  # fmt: skip
    codes = {"qan-shape", "uln-shape", "uci-shape"}
    found = [f"{one.sheet}!{one.cell.ref}" for one in report_of(text).findings if one.rule.code in codes and one.cell]
    assert found == ["Qualifications!B2", "Candidates!D2", "Candidates!E2", "Candidates!D3"]


def test_the_findings_of_a_row_are_together_the_most_serious_first() -> None:
    report = report_of(claims(WRONG_GRADE.replace("JS | PT", "PT | PT"), GOOD))
    assert [one.rule.code for one in report.findings_at["Claims", 2]] == [
        "grade-not-for-unit",
        "same-person-standardises",
    ]
    assert ("Claims", 3) not in report.findings_at


# -- what names a finding


def refs(text: str, code: str = "grade-not-for-unit") -> dict[int, str]:
    """The name of each finding of a rule, by row."""
    return {one.cell.row: one.ref for one in of_rule(report_of(text), code) if one.cell}


def test_a_finding_keeps_its_name_wherever_its_row_moves_to() -> None:
    other = WRONG_GRADE.replace("0046", "0045")
    first, second = refs(claims(WRONG_GRADE, other)), refs(claims(other, GOOD, WRONG_GRADE))
    assert (first[2], first[3]) == (second[4], second[2])
    assert first[2] != first[3]
    assert all(re.fullmatch(r"[0-9a-f]{10}", ref) for ref in first.values())


def test_a_finding_in_a_grid_keeps_its_name_when_a_column_is_put_before_it() -> None:
    def refs_in(*columns: str) -> list[str]:
        rows = (columns, ("0045", "M"), ("0045", "D*"), ("0045", "D*"))
        lines = [" | ".join(("x",) * (len(columns) - len(row)) + tuple(row)) for row in rows]
        report = report_of("\n".join(["Y13 05839", *(f"| {line} |" for line in lines), ""]))
        return [one.ref for one in of_rule(report, "grade-not-for-unit")]

    before, after = refs_in("Cand no", "Unit 8"), refs_in("Tutor", "Cand no", "Unit 8")
    assert len(before) == 2
    assert before == after


def test_another_candidate_unit_visit_or_rule_is_another_finding() -> None:
    rows = [WRONG_GRADE, WRONG_GRADE.replace("0046", "0045"), WRONG_GRADE.replace("| 9 |", "| 8 |"), WRONG_GRADE.replace("IT 1", "IT 2")]  # fmt: skip
    found = {refs(claims(row))[2] for row in rows} | set(refs(claims(NO_SUCH_UNIT), "claim-unit-unknown").values())
    assert len(found) == len(rows) + 1


def test_of_two_rows_about_one_thing_all_that_they_say_tells_them_apart() -> None:
    early, late = WRONG_GRADE, WRONG_GRADE.replace("2027-01-20", "2027-01-21")
    one, other = refs(claims(early, late)), refs(claims(late, early))
    assert (one[2], one[3]) == (other[3], other[2])
    assert one[2] != one[3]
    # Alone, what the row is about is enough: the rest may change.
    assert refs(claims(early))[2] == refs(claims(late))[2]
    twins = refs(claims(early, early))
    assert twins[2] != twins[3]


def test_a_reason_given_earlier_is_kept_with_its_finding_and_one_for_nothing_has_lapsed() -> None:
    text = claims(WRONG_GRADE)
    ref = refs(text)[2]
    reasons = {ref: Accepted("agreed by phone", "old words"), "0123456789": Accepted("no longer", "gone")}
    report = make_report("centre.xlsx", book_of(text), load_rulebook(), reasons)
    assert only(report, "grade-not-for-unit").accepted == "agreed by phone"
    assert report.accepted == 1
    assert [lapsed.reason for lapsed in report.lapsed] == ["no longer"]
