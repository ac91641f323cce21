"""The report: what it says in one line, by when and by whom a finding is to be seen to, and what it puts in which order."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

import pytest
from workbooks import AS_OF, BASE, book_of, parse, report_of, xlsx

from ocr_sheets.patching import Workbook
from ocr_sheets.reading import read_book
from ocr_sheets.report import Accepted, Finding, Report, make_report
from ocr_sheets.rulebook import load_rulebook
from ocr_sheets.rules import RULES, Result, RuleOutcome, Severity
from ocr_sheets.rules.reasons import Reason, ReasonKind
from ocr_sheets.schedule.deadlines import DeadlineLine, What
from ocr_sheets.schedule.progress import State
from ocr_sheets.schedule.readiness import Verdict

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


# -- the whole in one line


def past(verdict: str) -> int:
    """How many findings the verdict tells as past their day."""
    found = re.search(r"\b(\d+) overdue", verdict)
    return int(found[1]) if found else 0


def next_due(verdict: str) -> str:
    """The next day on which something that must be fixed is due, as the verdict tells it."""
    found = re.search(r"next due (\d+ \w+ \d+)", verdict)
    return found[1] if found else ""


def test_with_something_that_must_be_fixed_it_is_not_ready_and_how_much_there_is_is_said() -> None:
    verdict = with_findings([(None, False)] * 3).verdict
    assert verdict.startswith("Not ready")
    assert re.search(r"\b3 to fix", verdict)
    assert (past(verdict), next_due(verdict)) == (0, "")


def test_only_what_is_past_its_day_is_told_as_past_and_the_first_day_to_come_as_the_next() -> None:
    days: list[tuple[dt.date | None, bool]] = [
        (AS_OF - ONE_DAY, False), (AS_OF - 2 * ONE_DAY, False), (AS_OF + 9 * ONE_DAY, False), (AS_OF + 5 * ONE_DAY, False),
    ]  # fmt: skip
    verdict = with_findings(days).verdict
    assert (past(verdict), next_due(verdict)) == (2, "6 Feb 2027")
    assert past(with_findings(days[1:]).verdict) == 1


@pytest.mark.parametrize(
    ("by", "is_past", "is_next"), [(AS_OF - ONE_DAY, True, False), (AS_OF, False, True), (AS_OF + ONE_DAY, False, True)]
)
def test_what_is_due_today_is_not_past(by: dt.date, is_past: bool, is_next: bool) -> None:
    verdict = with_findings([(by, False)]).verdict
    assert bool(past(verdict)) is is_past
    assert bool(next_due(verdict)) is is_next


def test_what_is_over_is_neither_past_nor_next() -> None:
    verdict = with_findings([(AS_OF - ONE_DAY, True), (AS_OF + ONE_DAY, True)]).verdict
    assert re.search(r"\b2 to fix", verdict)
    assert (past(verdict), next_due(verdict)) == (0, "")


def test_the_days_of_what_need_only_be_checked_are_not_told_in_the_verdict() -> None:
    report = with_findings([(None, False)])
    check = with_findings([(AS_OF - ONE_DAY, False), (AS_OF + ONE_DAY, False)], Severity.CHECK).findings
    verdict = replace(report, findings=[*report.findings, *check]).verdict
    assert re.search(r"\b1 to fix", verdict)
    assert re.search(r"\b2 to check", verdict)
    assert (past(verdict), next_due(verdict)) == (0, "")


def test_with_only_something_to_check_nothing_must_be_fixed_and_it_is_not_called_ready() -> None:
    verdict = with_findings([(None, False)] * 2, Severity.CHECK).verdict
    assert re.search(r"\b2 to check", verdict)
    assert "Not ready" not in verdict
    assert not verdict.startswith("Ready")


def test_an_accepted_finding_counts_in_neither_the_verdict_nor_the_counts() -> None:
    report = report_of(claims(LATE))
    before, after = report.counts, accepted(report, "claim-under-two-weeks")
    assert before[Severity.MUST_FIX] - after.counts[Severity.MUST_FIX] == 1
    assert (report.accepted, after.accepted) == (0, 1)
    assert len(after.open_findings) == len(report.findings) - 1
    assert "1 to fix" in report.verdict
    assert "1 to fix" not in after.verdict


def outcome(result: Result, *kinds: ReasonKind) -> RuleOutcome:
    """How a rule ended, and why it could not be checked."""
    return RuleOutcome(RULES["grade-not-for-unit"], result, tuple(Reason(kind, {}) for kind in kinds), ())


def test_a_check_that_broke_down_or_could_not_be_made_is_told_whatever_else_was_found() -> None:
    for report in (with_findings([(None, False)]), with_findings([(None, False)], Severity.CHECK), with_findings([])):
        broken = replace(report, outcomes=[outcome(Result.OUR_MISTAKE)])
        assert "fault in ocr-sheets" in broken.verdict
        assert "fault in ocr-sheets" not in report.verdict
        assert [one.result for one in broken.our_mistakes] == [Result.OUR_MISTAKE]
    for report in (with_findings([(None, False)], Severity.CHECK), with_findings([])):
        stuck = outcome(Result.NOT_CHECKED, ReasonKind.NOT_PUBLISHED)
        some = replace(report, outcomes=[stuck, outcome(Result.NOTHING_FOUND)])
        assert re.search(r"\b1 check could not", some.verdict)
        assert "nothing to look at" not in some.verdict
        assert "could not" not in report.verdict
        assert not some.verdict.startswith("Ready")
        assert [one.result for one in some.not_checked] == [Result.NOT_CHECKED]


def test_checks_with_nothing_to_look_at_are_told_apart_from_those_that_could_not_run() -> None:
    idle = outcome(Result.NOT_CHECKED, ReasonKind.NO_ROWS, ReasonKind.NO_SHEET)
    half = outcome(Result.NOT_CHECKED, ReasonKind.NO_ROWS, ReasonKind.NOT_PUBLISHED)
    done = outcome(Result.NOTHING_FOUND)
    for outcomes, told in (
        ([done], ""),
        ([idle, done], " 1 of 2 checks had nothing to look at."),
        ([idle, idle, half, done], " 2 of 4 checks had nothing to look at. 1 check could not run."),
        ([half, half, done], " 2 checks could not run."),
    ):
        report = replace(with_findings([(None, False)]), outcomes=outcomes)
        assert report.verdict.removeprefix("Not ready. 1 to fix.") == told


def line_of(report: Report, state: State = State.LATE, what: What = What.CLAIM_BY) -> DeadlineLine:
    """The first visit's line of that kind, in a state."""
    return next(line for line in report.lines if line.what is what)._replace(state=state)


def test_a_day_that_was_not_kept_and_no_other_is_overdue() -> None:
    report = report_of()
    lines = [line_of(report, state) for state in (State.DONE, State.LATE, State.DUE, State.MISSED, State.CANNOT_TELL)]
    told = replace(report, lines=lines)
    assert [line.state for line in told.overdue] == [State.LATE, State.MISSED]
    assert [line.state for line in told.next_dates][:2] == [State.LATE, State.MISSED]


def test_a_late_deadline_counts_until_all_that_was_found_of_it_is_accepted() -> None:
    report = report_of(claims(LATE))
    found = only(report, "claim-under-two-weeks")
    checked = found._replace(rule=found.rule._replace(severity=Severity.CHECK))
    line = line_of(report)
    assert found.visit is line.visit
    assert line.source in found.rule.source
    accepted_one = checked._replace(accepted="agreed")
    elsewhere = accepted_one._replace(visit=None)
    of_another_rule = accepted_one._replace(rule=found.rule._replace(severity=Severity.CHECK, source=("S1",)))
    of_another_visit = accepted_one._replace(visit=next(visit for visit in report.book.visits if visit.name != "IT 1"))
    for findings, is_ready in (
        ([], False), ([checked], False), ([accepted_one], True), ([accepted_one, checked], False), ([elsewhere], False),
        ([of_another_rule], False), ([of_another_visit], False), ([of_another_visit, accepted_one], True),
    ):  # fmt: skip
        state = replace(report, findings=findings, lines=[line]).state
        assert (state is not Verdict.NOT_READY) is is_ready, [one.accepted for one in findings]
    # What is about no visit says nothing of a deadline that is of none either.
    assert replace(report, findings=[elsewhere], lines=[line._replace(visit=None)]).state is Verdict.NOT_READY


@pytest.mark.parametrize(("days", "is_counted"), [(-1, True), (0, False), (1, False)])
def test_only_days_that_have_passed_are_said_to_be_untold(days: int, is_counted: bool) -> None:
    report = report_of()
    sure = line_of(report, State.CANNOT_TELL)._replace(date=AS_OF - 9 * ONE_DAY)
    other = sure._replace(date=AS_OF + days * ONE_DAY)
    kept = sure._replace(state=State.DONE)
    verdict = replace(report, findings=[], lines=[sure, other, kept]).verdict
    assert ("2 deadlines that have passed were kept" in verdict) is is_counted
    assert ("1 deadline that has passed was kept" in verdict) is not is_counted


ENTRIES_HEAD = "Entries\n| Candidate number | Entry code | Unit number | Entry type | Entered on |\n"


def filled_in(entries: str) -> str:
    """How many the verdict says are entered, of how many, where it is too early for more: IT 1's work of two candidates."""
    text = "\n".join([ENTRIES_HEAD + entries, claims(*(f"{who} | 05839 | {unit} | JS | PT | | | IT 1 | planned" for who in ("0045", "0046") for unit in "89"))])  # fmt: skip
    report = replace(report_of(text), findings=[], lines=[])
    found = re.search(r": (\d+ of \d+) entered", report.verdict)
    return found[1] if found else report.verdict


def test_a_candidate_counts_as_entered_with_all_of_an_entry_codes_units_or_not_at_all() -> None:
    unit = "| {} | 05839 | {} | unit | 2026-10-01 |\n"
    whole = "| {} | 05839 | | full award | 2026-10-01 |\n"
    assert filled_in(unit.format("0045", 8) + unit.format("0045", 9)) == "1 of 2"
    assert filled_in(unit.format("0045", 8)) == "0 of 2"
    assert filled_in(unit.format("0045", 9)) == "0 of 2"
    assert filled_in(whole.format("0045") + whole.format("0046")) == "2 of 2"


def test_a_candidate_of_two_entry_codes_is_entered_for_each_on_its_own() -> None:
    entries = ENTRIES_HEAD + "| 0045 | 05839 | | full award | 2026-10-01 |\n"
    planned = claims("0045 | 05839 | 8 | JS | PT | | | IT 1 | planned", "0045 | 04663 | 1 | JS | PT | | | L4 1 | planned")  # fmt: skip
    report = replace(report_of(entries + "\n" + planned), findings=[], lines=[])
    assert ": 1 of 2 entered" in report.verdict


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


# -- what was read


def test_a_table_is_told_with_its_kind_rows_and_columns() -> None:
    report = report_of(claims(GOOD, WRONG_GRADE))
    (read,) = [one for one in report.read_as if one.sheet == "Claims"]
    assert (read.kind, read.rows, read.heading_row, read.said, list(read.units)) == ("Claims", 2, 1, "Claims", [])
    assert read.columns["Candidate number"] == "Candidate number (A)"
    assert read.columns["Claim status"] == "Claim status (I)"


GRID = "Year 13\n| Candidate number | Entry code | {} |\n| 0045 | 05839 | {} |\n| 0046 | 05839 | {} |\n"


def grid_of(*units: str) -> Report:
    text = GRID.format(
        " | ".join(f"Unit {unit}" for unit in units), " | ".join("M" * len(units)), " | ".join("P" * len(units))
    )
    sheets = {**parse(BASE), **parse(text)}
    return make_report("centre.xlsx", read_book(Workbook.from_bytes(xlsx(sheets)), AS_OF), load_rulebook())


def test_a_grid_is_told_as_one_with_its_units() -> None:
    (read,) = [one for one in grid_of("8", "9").read_as if one.sheet == "Year 13"]
    assert (read.kind, [unit[-6:] for unit in read.units], read.rows) == ("Claims", ["unit 8", "unit 9"], 4)
    assert re.search(r"\b2 units$", read.said)
    (single,) = [one for one in grid_of("8").read_as if one.sheet == "Year 13"]
    assert re.search(r"\b1 unit$", single.said)
    grades = {heading: column for heading, column in read.columns.items() if "Grade" in heading}
    assert {heading[-6:]: column[-2] for heading, column in grades.items()} == {"unit 8": "C", "unit 9": "D"}


def test_what_the_reader_decided_is_told_with_the_sheet_that_it_is_about() -> None:
    grid = "{}\n| Cand no | Unit 8 | Unit 9 |\n| 0045 | M | not yet |\n"
    report = report_of(grid.format("Y13 05839") + "\n" + grid.format("Y12 05839").replace("0045", "0046"))
    told = {read.sheet: " ".join(read.remarks) for read in report.read_as}
    assert "Y13 05839" in told["Y13 05839"]
    assert "Y12 05839" not in told["Y13 05839"]
    assert "Y12 05839" in told["Y12 05839"]
    assert told["Visits"] == ""


def test_a_heading_that_was_taken_for_nothing_is_told_and_others_are_not() -> None:
    text = "Closures\n| From | To | Zebra |\n| 2027-02-15 | 2027-02-19 | stripes |\n"
    assert dict(report_of(text).unread_headings) == {"Closures": ["Zebra"]}
    assert dict(report_of().unread_headings) == {}


# -- what lies ahead


def test_what_lies_ahead_is_neither_done_nor_past() -> None:
    report = report_of(ONLY_ENTERED_FOR_ONE + claims(GOOD), as_of=ENTER_BY)
    coming = [(line.what, line.date) for line in report.coming if line.visit and line.visit.name == "IT 1"]
    assert coming[0][1] > ENTER_BY  # entered and told: both done
    assert [str(what) for what, _ in coming] == ["Earliest sample request", "Sample request due from OCR by"]
    late = report_of(
        ONLY_ENTERED + claims(GOOD.replace("2027-01-20", "").replace("submitted", "planned")), as_of=CLAIM_BY
    )
    assert ("Submit claims by", CLAIM_BY) in [(str(line.what), line.date) for line in late.coming]
    later = report_of(
        ONLY_ENTERED + claims(GOOD.replace("2027-01-20", "").replace("submitted", "planned")), as_of=CLAIM_BY + ONE_DAY
    )
    assert "Submit claims by" not in [str(line.what) for line in later.coming]


@pytest.mark.parametrize(
    ("on", "status", "is_ahead"),
    [
        (AS_OF - ONE_DAY, "confirmed", False), (AS_OF, "confirmed", True), (AS_OF + ONE_DAY, "confirmed", True), (AS_OF, "done", False),
    ],
)  # fmt: skip
def test_sample_lists_are_shown_until_the_day_of_the_visit(on: dt.date, status: str, is_ahead: bool) -> None:
    text = visits(f"IT 1 | IT | | {on} | virtual | 2026-12-15 | {status}") + claims(GOOD)
    report = report_of(ONLY_ENTERED_FOR_ONE + text)
    assert len(report.samples) == 1
    assert len(report.samples_ahead) == is_ahead


def test_sample_lists_stand_in_the_order_of_the_visits_days() -> None:
    text = visits(
        "IT 2 | IT | | 2027-05-11 | virtual | 2027-01-15 | confirmed", "IT 1 | IT | | 2027-03-11 | virtual | 2027-01-15 | confirmed",
    ) + claims(GOOD, WRONG_GRADE.replace("IT 1", "IT 2"))  # fmt: skip
    found = [sample.visit.name for sample in report_of(ONLY_ENTERED + text).samples_ahead if sample.is_recorded]
    assert found == ["IT 1", "IT 2"]


@pytest.mark.parametrize(("kind", "by"), [("virtual", VISIT - 5 * ONE_DAY), ("face-to-face", VISIT), ("", VISIT)])
def test_portfolios_are_needed_five_days_before_a_virtual_visit_and_else_on_the_day(kind: str, by: dt.date) -> None:
    text = visits(
        "IT 0 | IT | | 2027-02-20 | virtual | 2027-01-15 | confirmed", f"IT 1 | IT | | 2027-03-11 | {kind} | 2027-01-15 | confirmed",
    ) + claims(GOOD)  # fmt: skip
    report = report_of(ONLY_ENTERED_FOR_ONE + text)
    (sample,) = report.samples_ahead
    assert report.needed_by(sample) == by


def test_a_cancelled_visit_has_neither_dates_nor_sample_lists() -> None:
    text = visits(
        "IT 1 | IT | | 2027-03-11 | virtual | 2027-01-15 | cancelled", "L4 1 | | 04663 | 2027-03-12 | | | cancelled",
    ) + claims(GOOD, "0102 | 04663 | 1 | JS | PT | P | 2027-01-20 | L4 1 | submitted")  # fmt: skip
    report = report_of(text)
    assert [line.what for line in report.lines] == []
    assert report.samples == []
    assert [counted.visit.name for counted in report.visits] == []


def test_a_withdrawn_claim_is_in_no_list_and_makes_nothing_wait() -> None:
    rows = (GOOD, "0046 | 05839 | 8 | JS | PT | M | | IT 1 | {}", "0046 | 05839 | 9 | PT | JS | M | | IT 1 | {}")
    standing, withdrawn = (
        report_of(ONLY_ENTERED + claims(*(row.format(status) for row in rows))) for status in ("planned", "withdrawn")
    )
    assert [(one.unit, one.assessor, one.portfolios) for one in standing.samples] == [("8", "JS", 2), ("9", "PT", 1)]
    assert [(one.unit, one.assessor, one.portfolios) for one in withdrawn.samples] == [("8", "JS", 1)]
    claim_by = {str(line.what): line.done for line in withdrawn.lines if line.visit and line.visit.name == "IT 1"}[
        "Submit claims by"
    ]
    assert claim_by
    assert not {str(line.what): line.done for line in standing.lines if line.visit and line.visit.name == "IT 1"}[
        "Submit claims by"
    ]
