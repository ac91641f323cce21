"""The report: what it says in one line, and what lies ahead."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import pytest
from reports import (
    CLAIM_BY,
    ENTER_BY,
    GOOD,
    LATE,
    ONE_DAY,
    ONLY_ENTERED,
    ONLY_ENTERED_FOR_ONE,
    VISIT,
    WRONG_GRADE,
    accepted,
    claims,
    knowing,
    of_rule,
    only,
    visits,
    with_findings,
)
from workbooks import AS_OF, book_of, report_of

from ocr_sheets.model.judgements import Judgement, JudgementKind
from ocr_sheets.model.records import Claim
from ocr_sheets.report import Accepted, Report, make_report
from ocr_sheets.report.read_as import tables_read
from ocr_sheets.rulebook import load_rulebook
from ocr_sheets.rules import RULES, Result, RuleOutcome, Severity
from ocr_sheets.rules.reasons import Reason, ReasonKind
from ocr_sheets.schedule.deadlines import DeadlineLine, What, calendar_of
from ocr_sheets.schedule.progress import Kept, State
from ocr_sheets.schedule.readiness import Verdict

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


# -- the words of the verdict, whole


TWO_VISITS = visits(
    "IT 1 | IT | | 2027-03-11 | virtual | 2027-01-15 | confirmed", "IT 2 | IT | | {} | virtual | 2027-01-15 | planned"
)
"""The second visit with a day, or with none yet."""
TWO_ENTERED = """
Entries
| Candidate number | Entry code | Entry type | Unit number | Entered on |
| 0045             | 05839      | unit       | 8           | 2026-10-01 |
| 0046             | 05839      | unit       | 8           | 2026-10-01 |
"""
AFTER = dt.date(2027, 3, 20)
"""A day after the first visit."""


def slipped(visit_date: str, *unseen: bool) -> Report:
    """A report after a visit that the work of as many candidates was too late for, or may have been: where nothing would show it."""
    entries = "\n".join(TWO_ENTERED.splitlines()[: 3 + len(unseen)]) + "\n"
    report = report_of(TWO_VISITS.format(visit_date) + entries, AFTER)
    ((place, work),) = report.book.slipped.items()
    made = [(claim, used._replace(is_unseen=one)) for (claim, used), one in zip(work, unseen, strict=True)]
    vars(report.book)["slipped"] = {place: made}
    return knowing(
        replace(report, outcomes=[], findings=[], lines=[]), not_shown=[], overdue=[], turning_late=[], coming=[]
    )


@pytest.mark.parametrize(
    ("visit_date", "unseen", "said"),
    [
        ("2027-05-13", (False,), "1 candidate missed a visit and goes to a later one"),
        ("2027-05-13", (False, False), "2 candidates missed a visit and go to a later one"),
        ("", (False, False), "2 candidates missed a visit and go to a later one that has no day yet"),
        (
            "2027-05-13",
            (True,),
            "nothing shows whether 1 candidate was in time for a visit: we take their work to go to a later one",
        ),
        (
            "",
            (True, True),
            "nothing shows whether 2 candidates were in time for a visit: we take their work to go to a later one that has no day yet",
        ),
        (
            "2027-05-13",
            (False, True),
            "1 candidate missed a visit and goes to a later one; "
            "nothing shows whether 1 candidate was in time for a visit: we take their work to go to a later one",
        ),
    ],
)
def test_work_that_goes_to_a_later_visit_is_told_in_every_state_but_that_with_something_to_fix(
    visit_date: str, unseen: tuple[bool, ...], said: str
) -> None:
    report = slipped(visit_date, *unseen)
    whole = f"{said[0].upper()}{said[1:]}."
    number = len(unseen)
    for state, verdict in (
        (Verdict.READY, f"Ready so far: everything due by today is done, but {said}."),
        (Verdict.TOO_EARLY, f"Too early to say, but {said}: {number} of {number} entered."),
        (Verdict.CANNOT_TELL, f"Cannot tell: . {whole}"),
        (Verdict.NOT_READY, "Not ready."),
    ):
        assert knowing(report, state=state).verdict == verdict


def test_where_nothing_has_slipped_nothing_is_said_of_it() -> None:
    report = knowing(
        replace(report_of(TWO_VISITS.format("2027-05-13") + TWO_ENTERED), outcomes=[], findings=[], lines=[]),
        not_shown=[], overdue=[], turning_late=[], coming=[],
    )  # fmt: skip
    for state, verdict in (
        (Verdict.READY, "Ready so far: everything due by today is done."),
        (Verdict.TOO_EARLY, "Too early to say: 2 of 2 entered."),
        (Verdict.CANNOT_TELL, "Cannot tell: ."),
    ):
        assert knowing(report, state=state).verdict == verdict


def test_the_deadlines_that_were_not_kept_are_counted_by_state() -> None:
    report = knowing(with_findings([]), state=Verdict.NOT_READY)
    for states, told in (
        ((State.LATE,), "Not ready. Deadline: 1 late."),
        ((State.MISSED,), "Not ready. Deadline: 1 missed."),
        ((State.MISSED, State.LATE, State.MISSED), "Not ready. Deadlines: 1 late, 2 missed."),
        ((), "Not ready."),
    ):
        lines = [line_of(report_of(), state) for state in states]
        assert knowing(replace(report, lines=lines), state=Verdict.NOT_READY).verdict == told
    assert with_findings([(AS_OF - ONE_DAY, False), (AS_OF, False)]).verdict.startswith(
        "Not ready. 2 to fix: 1 overdue, next due 1 Feb 2027."
    )


def test_the_next_day_is_that_on_which_something_turns_late_else_the_next_of_all() -> None:
    report = with_findings([])
    line = line_of(report_of(), State.DUE)
    first, other = line._replace(date=AS_OF + ONE_DAY), line._replace(date=AS_OF + 9 * ONE_DAY)
    of_none = other._replace(visit=None)
    for turning, coming, told in (
        ([other], [first], " Next: submit claims by Wed 10 Feb 2027 (IT 1)."),
        ([], [first, other], " Next: submit claims by Tue 2 Feb 2027 (IT 1)."),
        ([first, other], [], " Next: submit claims by Tue 2 Feb 2027 (IT 1)."),
        ([of_none], [], " Next: submit claims by Wed 10 Feb 2027."),
        ([], [], ""),
    ):
        told_so = knowing(report, state=Verdict.READY, turning_late=turning, coming=coming)
        assert told_so.verdict == f"Ready so far: everything due by today is done.{told}"


def test_what_nobody_can_tell_is_told_of_deadlines_and_of_work_that_no_visit_with_a_day_will_see() -> None:
    nothing_dated = visits("IT 9 | IT | | | virtual | | planned") + TWO_ENTERED
    over = "{} no visit with a date, and 30 Jun 2027, OCR's last day for results in summer, is past"
    for text, candidates in (
        (nothing_dated, "2 candidates have"),
        (nothing_dated.rsplit("\n", 2)[0] + "\n", "1 candidate has"),
    ):
        report = replace(report_of(text, dt.date(2027, 7, 1)), outcomes=[], findings=[])
        assert report.verdict == f"Cannot tell: {over.format(candidates)}."
    missed = replace(report, lines=[line_of(report_of(), State.CANNOT_TELL)])
    shown = "nothing here shows whether 1 deadline that has passed was kept"
    assert missed.verdict == f"Cannot tell: {shown} and {over.format('1 candidate has')}."
    before = replace(report_of(nothing_dated, dt.date(2027, 6, 30)), outcomes=[], findings=[])
    assert before.verdict == "Too early to say: 2 of 2 entered."


def test_the_last_day_to_enter_is_told_while_somebody_is_not_entered() -> None:
    planned = [
        f"{who} | 05839 | 8 | JS | PT | | | {visit} | planned" for who, visit in (("0045", "IT 1"), ("0046", "IT 2"))
    ]
    text = TWO_VISITS.format("2027-04-15") + claims(*planned)
    nobody = ENTRIES_HEAD + "| 0102 | 04663 | | full award | 2026-10-01 |\n"
    one = "| 0045 | 05839 | 8 | unit | 2026-10-01 |\n"
    report = replace(report_of(text + nobody), findings=[])
    assert report.verdict.startswith("Too early to say: 1 of 3 entered; last day Thu 11 Feb 2027.")
    later = replace(report_of(text + nobody + one), findings=[])
    assert later.verdict.startswith("Too early to say: 2 of 3 entered; last day Thu 18 Mar 2027.")
    done = replace(report_of(text + nobody + one + one.replace("0045", "0046")), findings=[], lines=[])
    assert done.verdict.startswith("Too early to say: 3 of 3 entered. ")
    assert "last day" not in done.verdict
    empty = replace(report_of(without=["Entries", "Claims"]), findings=[], lines=[], outcomes=[])
    assert knowing(empty, turning_late=[], coming=[]).verdict == "Too early to say."


def judged(kind: JudgementKind, is_question: bool = True, **values: object) -> Judgement:
    """A judgement of the reader's about a sheet of its own."""
    return Judgement(kind, "Y13", "C4", values, is_question)


NOT_READ, UNCLEAR = JudgementKind.SHEET_NOT_READ, JudgementKind.LEARNER_UNCLEAR


@pytest.mark.parametrize(
    ("judgements", "said"),
    [
        ((), ""),
        ((judged(NOT_READ),), " 1 sheet with grades was not read."),
        ((judged(NOT_READ, seen="grades"), judged(NOT_READ)), " 2 sheets with grades were not read."),
        ((judged(NOT_READ, seen="candidates"),), " 1 sheet with grades or candidates was not read."),
        ((judged(NOT_READ), judged(NOT_READ, seen="candidates")), " 2 sheets with grades or candidates were not read."),
        # Another judgement may hold a value of that name for itself.
        ((judged(NOT_READ), judged(UNCLEAR, seen="x")), " 1 sheet with grades was not read. 1 name was matched to no candidate."),
        ((judged(NOT_READ, is_question=False),), ""),
        ((judged(JudgementKind.COLUMN_UNCLEAR),), " 1 column of grades or dates was not used."),
        (
            (judged(JudgementKind.COLUMN_TWICE), judged(JudgementKind.DATE_OF_WHAT), judged(JudgementKind.COLUMN_UNCLEAR)),
            " 3 columns of grades or dates were not used.",
        ),
        ((judged(JudgementKind.COLUMN_TWICE, is_question=False),), ""),
        ((judged(UNCLEAR), judged(UNCLEAR)), " 2 names were matched to no candidate."),
    ],
)  # fmt: skip
def test_what_was_not_understood_is_told_after_all_else_but_a_fault_of_ours(
    judgements: tuple[Judgement, ...], said: str
) -> None:
    report = with_findings([(None, False)])
    report = replace(report, book=replace(report.book, judgements=judgements))
    assert report.verdict == f"Not ready. 1 to fix.{said}"
    broken = replace(report, outcomes=[outcome(Result.OUR_MISTAKE)])
    fault = "Some checks failed because of a fault in ocr-sheets: see What was checked."
    assert broken.verdict == f"Not ready. 1 to fix.{said} {fault}"


# -- what is asked of it by row and by visit


def test_a_visit_has_the_deadlines_of_its_own_row() -> None:
    text = TWO_VISITS.format("2027-05-13") + TWO_ENTERED
    report = report_of(text)
    first, second = report.book.visits
    assert {line.visit for line in report.lines_of(first).values()} == {first}
    assert {line.visit for line in report.lines_of(second).values()} == {second}
    assert report.lines_of(first)[What.ENTER_BY].date == ENTER_BY
    assert report.lines_of(second)[What.ENTER_BY].date == dt.date(2027, 4, 15)
    assert {what: line.what for what, line in report.lines_of(first).items()} == {
        what: what for what in report.lines_of(first)
    }
    assert report.lines_of(first._replace(row=99)) == {}
    assert report.lines_of(first._replace(sheet="Elsewhere")) == {}


def test_a_deadline_of_a_single_claim_is_none_of_a_visits() -> None:
    head = "Claims\n| Candidate number | Entry code | Unit number | Visit | Grade | Results published on |\n"
    report = report_of(f"{head}| 0102 | 04663 | 1 | L4 1 | P | 2027-03-20 |\n", dt.date(2027, 3, 25))
    of_claims = [line for line in report.lines if isinstance(line.of, Claim)]
    assert of_claims
    told = {id(line) for visit in report.book.visits for line in report.lines_of(visit).values()}
    assert told.isdisjoint(id(line) for line in of_claims)


def test_findings_of_one_cause_are_together_in_the_order_of_the_first_and_accepted_ones_apart() -> None:
    report = report_of(claims(WRONG_GRADE, LATE, WRONG_GRADE.replace("0046", "0045")))
    groups = [[one.rule.code for one in cause.findings] for cause in report.causes]
    assert ["grade-not-for-unit"] * 2 in groups
    assert [cause.first for cause in report.causes] == sorted(
        (cause.first for cause in report.causes), key=list(report.findings).index
    )
    assert sorted(id(one) for cause in report.causes for one in cause.findings) == sorted(map(id, report.findings))
    first = report.findings.index(of_rule(report, "grade-not-for-unit")[0])
    half = [one._replace(accepted="agreed") if at == first else one for at, one in enumerate(report.findings)]
    apart = [
        len(cause.findings)
        for cause in replace(report, findings=half).causes
        if cause.first.rule.code == "grade-not-for-unit"
    ]
    assert apart == [1, 1]


def test_what_is_still_to_fill_in_is_counted_beside_what_is_wrong() -> None:
    report = report_of(claims(GOOD.replace("| M |", "| |"), WRONG_GRADE))
    assert report.to_fill_in
    assert report.counts[Severity.FILL_IN] == len(report.to_fill_in)
    found = [one.rule.severity for one in report.findings]
    for severity in (Severity.MUST_FIX, Severity.CHECK, Severity.ADVICE):
        assert report.counts[severity] == found.count(severity)
    assert list(report.counts) == list(Severity)


def test_a_heading_that_another_sheet_uses_is_still_told_where_it_was_taken_for_nothing() -> None:
    text = "Closures\n| From | To | Grade | Zebra | Yak |\n| 2027-02-15 | 2027-02-19 | A | x | y |\n" + claims(GOOD)
    assert dict(report_of(text).unread_headings) == {"Closures": ["Grade", "Zebra", "Yak"]}


def test_portfolios_of_a_virtual_visit_without_a_day_to_upload_by_are_needed_on_the_day() -> None:
    text = visits("IT 1 | IT | | 2027-03-11 | virtual | 2027-01-15 | confirmed") + claims(GOOD)
    report = report_of(ONLY_ENTERED_FOR_ONE + text)
    (sample,) = report.samples_ahead
    assert report.needed_by(sample) == VISIT - 5 * ONE_DAY
    assert replace(report, lines=[]).needed_by(sample) == VISIT


def test_what_was_accepted_of_what_is_a_record_now_has_lapsed_and_of_what_is_open_has_not() -> None:
    day = AS_OF - ONE_DAY
    past = visits(f"IT 0 | IT | | {day} | virtual | 2026-10-01 | confirmed")
    row = "0045 | 05839 | 8 | JS | PT | D* | 2027-01-28 | IT 0 | {}"
    for status, lapsed in (("confirmed", ["agreed"]), ("submitted", [])):
        book = book_of(past + claims(row.format(status)))
        report = make_report("centre.xlsx", book, load_rulebook())
        (found,) = [one for one in (*report.findings, *report.history) if one.rule.code == "claim-under-two-weeks"]
        assert (found in report.history) is (status == "confirmed")
        again = make_report("centre.xlsx", book, load_rulebook(), {found.ref: Accepted("agreed", found.message)})
        assert [one.reason for one in again.lapsed] == lapsed


def test_a_report_says_what_it_was_made_with() -> None:
    report = make_report(
        "mine.xlsx", book_of(), load_rulebook(), unread=["Notes"], rules=[RULES["grade-not-for-unit"]],
        settings="ocr-sheets.toml", words={"Assessor": "Tutor"},
    )  # fmt: skip
    assert (report.workbook, list(report.unread), report.settings) == ("mine.xlsx", ["Notes"], "ocr-sheets.toml")
    assert [one.rule.code for one in report.outcomes] == ["grade-not-for-unit"]
    assert (report.as_of, report.calendar) == (AS_OF, calendar_of(report.book))
    plain = make_report("mine.xlsx", book_of(), load_rulebook())
    assert (list(plain.unread), plain.settings, len(plain.outcomes)) == ([], "", len(RULES))


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


def test_a_sample_list_of_a_visit_without_a_day_is_not_ahead() -> None:
    report = report_of(ONLY_ENTERED_FOR_ONE + claims(GOOD))
    (sample,) = report.samples_ahead
    undated = sample._replace(visit=sample.visit._replace(visit_date=None))
    assert replace(report, samples=[undated, sample]).samples_ahead == [sample]


def test_what_was_read_is_told_table_by_table() -> None:
    report = report_of()
    assert report.read_as == tables_read(report.book)
    assert [one.sheet for one in report.read_as][:2] == ["Centre", "Qualifications"]


def test_a_deadline_that_some_were_too_late_for_and_that_nothing_shows_of_the_others_is_told_once() -> None:
    report = report_of()
    unseen = line_of(report, State.CANNOT_TELL)._replace(date=AS_OF - ONE_DAY)
    of_some, late = unseen._replace(kept=Kept(None, 2, 1)), line_of(report)._replace(date=AS_OF - 2 * ONE_DAY)
    told = replace(report, lines=[unseen, of_some, late])
    assert told.not_shown == [unseen, of_some]
    assert told.passed == [late, of_some, unseen]
    assert told.next_dates == told.passed


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
