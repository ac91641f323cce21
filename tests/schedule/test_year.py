"""The year as it stands: a half-filled workbook is told what it is, never green on nothing, never wrong for what is only empty.

Each workbook is a small one of our own; the days are those before, on and after the one that matters.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence

import pytest
from workbooks import parse, xlsx

from ocr_sheets.commands.validate import exit_code
from ocr_sheets.patching import Workbook
from ocr_sheets.reading import read_book
from ocr_sheets.report import Report, make_report
from ocr_sheets.rulebook import load_rulebook
from ocr_sheets.rules import Severity
from ocr_sheets.schedule.progress import State
from ocr_sheets.writing.example import write_example
from ocr_sheets.writing.readiness import readiness_line, turning_late_lines

CANDIDATES = "Candidates\n| Candidate number | Surname | Forenames | Results needed by |\n" + "".join(
    f"| {number} | Surname{chr(65 + number % 26)} | Name | {{need}} |\n" for number in range(3001, 3007)
)
UNITS = """
Units
| Entry code | Unit number | Assessment | Assessor |
| 05839      | 1           | examined   |          |
| 05839      | 8           | moderated  | JS       |
| 05839      | 9           | moderated  | JS       |
"""
STAFF = "Assessors\n| Assessor | Name | Subject areas |\n| JS | Jo Smith | IT |\n"
COURSE = "Qualifications\n| Entry code | Family | Subject area |\n| 05839 | Cambridge Technicals | IT |\n"
VISITS = """
Visits
| Visit | Subject area | Visit date | Type         | Type told on | Booked on | Status | Final visit |
| IT 1  | IT           | 2027-01-28 | virtual      | 2026-10-01   |           |        |             |
| IT 2  | IT           | 2027-05-20 | face-to-face | 2026-10-01   |           |        |             |
"""
NO_CLAIMS = "Claims\n| Candidate number | Entry code | Unit number | Assessor | Claimed on | Claim status | Visit |\n"


def entries(count: int, day: str = "2026-10-01") -> str:
    rows = "".join(f"| {number} | 05839 | full award | {day} |\n" for number in range(3001, 3001 + count))
    return f"Entries\n| Candidate number | Entry code | Entry type | Entered on |\n{rows}"


def report(text: str, as_of: str, without: Sequence[str] = ()) -> Report:
    sheets = {name: rows for name, rows in parse(text).items() if name not in without}
    book = read_book(Workbook.from_bytes(xlsx(sheets)), dt.date.fromisoformat(as_of))
    return make_report("centre.xlsx", book, load_rulebook())


def must_fix(found: Report) -> list[str]:
    return [one.rule.code for one in found.findings if one.rule.severity is Severity.MUST_FIX]


def codes(found: Report) -> set[str]:
    return {one.rule.code for one in found.findings}


ON_COURSE = (
    COURSE + UNITS + STAFF + CANDIDATES.replace("Results needed by", "Course").format(need="IT") + VISITS + NO_CLAIMS
)
"""The year with the course beside each name: who is to be entered is known before anybody is."""

YEAR = COURSE + UNITS + STAFF + CANDIDATES.format(need="") + VISITS + NO_CLAIMS


@pytest.mark.parametrize(
    "text",
    [
        CANDIDATES.format(need=""),
        CANDIDATES.format(need="") + VISITS,
        VISITS,
        YEAR + entries(0),
        YEAR + entries(6, ""),
        YEAR.replace("2027-01-28", "TBC").replace("2027-05-20", "after Easter") + entries(0),
        YEAR + NO_CLAIMS + "".join(f"| {n} | 05839 | 8 | | | planned | |\n" for n in range(3001, 3007)),
    ],
)
def test_september_is_too_early_to_say_and_nothing_must_be_fixed(text: str) -> None:
    found = report(text, "2026-09-14")
    assert must_fix(found) == []
    assert found.state == "too early"
    assert exit_code(found, "must-fix") == 0


@pytest.mark.parametrize(
    ("as_of", "state"), [("2026-12-31", "too early"), ("2027-01-01", "too early"), ("2027-04-23", "not ready")]
)
def test_who_is_not_entered_is_late_only_where_no_visit_is_left(as_of: str, state: str) -> None:
    found = report(ON_COURSE + entries(0), as_of)
    assert found.state == state
    assert ("claim-without-entry" in codes(found)) is (state == "not ready")


@pytest.mark.parametrize(("as_of", "is_late"), [("2027-05-05", False), ("2027-05-06", False), ("2027-05-07", True)])
def test_entered_and_never_claimed_is_not_ready_once_the_last_claim_day_is_past(as_of: str, is_late: bool) -> None:
    found = report(YEAR + entries(6), as_of)
    assert ("claim-not-made" in codes(found)) is is_late
    assert (found.state == "not ready") is is_late
    assert exit_code(found, "never") == 0
    assert exit_code(found, "must-fix") == int(is_late)


def test_work_that_slips_is_said_and_does_not_make_it_not_ready() -> None:
    found = report(YEAR + entries(6), "2027-01-15")
    (slipped,) = [one for one in found.findings if one.rule.code == "work-slipped"]
    assert slipped.message == "12 portfolios are too late to be claimed for IT 1 on 28 Jan 2027: they go to IT 2."
    assert (slipped.rule.severity, found.state) == (Severity.CHECK, "too early")
    left = next(one for one in found.readiness if one.visit.name == "IT 1")
    assert (
        readiness_line(left, found.as_of)
        == "IT 1, 28 Jan: 6 candidates too late for it · next: ask the moderator whether it can still take their work"
    )
    assert {line.visit.name for line in found.turning_late if line.visit} == {"IT 2"}


def test_without_claims_or_entries_nobody_can_tell() -> None:
    found = report(YEAR + entries(6), "2027-06-01", without=["Claims"])
    assert found.state == "cannot tell"
    assert {
        line.state for line in found.lines if line.source == "S31" and line.visit and line.visit.name == "IT 2"
    } == {State.CANNOT_TELL}


@pytest.mark.parametrize(
    "text", ["Visits\n| Visit | Subject area | Visit date | Type |\n| IT 1 | IT | 2027-01-28 | virtual |\n"]
)
def test_visits_alone_are_never_green(text: str) -> None:
    for day in ("2026-09-14", "2027-01-27", "2027-01-29", "2027-08-01"):
        assert report(text, day).state in ("too early", "cannot tell")


def test_final_visits_after_june_are_told_before_any_claim() -> None:
    late = YEAR.replace("2027-05-20", "2027-07-02").replace("face-to-face | 2026-10-01   |           |        |             |",
                                                            "face-to-face | 2026-10-01 | | | yes |")  # fmt: skip
    late = late.replace(CANDIDATES.format(need=""), CANDIDATES.format(need="UCAS"))
    assert "final-visit-after-june" in codes(report(late + entries(6), "2027-01-20"))
    in_time = late.replace("2027-07-02", "2027-06-30")
    assert "final-visit-after-june" not in codes(report(in_time + entries(6), "2027-01-20"))


@pytest.mark.parametrize(("booked", "late"), [("2027-05-14", False), ("2027-05-15", False), ("2027-05-16", True)])
def test_the_final_visit_is_booked_by_15_may_though_its_work_is_all_at_an_earlier_one(booked: str, late: bool) -> None:
    visits = VISITS.replace("2027-05-20", "2027-06-30").replace(
        "face-to-face | 2026-10-01   |           |        |             |",
        f"face-to-face | 2026-10-01 | {booked} | | yes |",
    )
    needed = CANDIDATES.format(need="summer 2027")
    claimed = "".join(
        f"| {n} | 05839 | {unit} | JS | 2027-01-10 | sent to OCR | IT 1 |\n"
        for n in range(3001, 3007)
        for unit in (8, 9)
    )
    found = report(COURSE + UNITS + STAFF + needed + visits + NO_CLAIMS + claimed + entries(6), "2027-05-20")
    assert ("final-visit-booked-late" in codes(found)) is late


def test_history_is_a_record_and_never_to_be_fixed() -> None:
    done = (
        "Claims\n| Candidate number | Entry code | Unit number | Assessor | Claimed on | Claim status | Visit | Results published on |\n"
        "| 3001 | 05839 | 8 | JS | 2027-01-20 | confirmed | IT 1 | 2027-02-20 |\n"
    )
    visits = VISITS.replace("2026-10-01", "2027-01-10")
    found = report(COURSE + UNITS + STAFF + CANDIDATES.format(need="") + visits + done, "2027-03-01")
    assert {one.rule.code for one in found.history} == {"claim-under-two-weeks", "visit-type-told-late"}
    assert must_fix(found) == []


def test_one_cause_is_one_line_with_the_likeliest_advice_first() -> None:
    planned = "".join(f"| {n} | 05839 | {unit} | JS | | | IT 1 |\n" for n in range(3001, 3007) for unit in (8, 9))
    found = report(YEAR + planned + entries(6), "2027-03-12")
    (cause,) = [one for one in found.causes if one.first.rule.severity is Severity.MUST_FIX]
    assert len(cause.findings) == 12
    assert cause.fix.startswith("If it was claimed, type the day; if not,")
    assert cause.message == "Not claimed; it was due by 14 Jan 2027 for IT 1."


def test_the_readiness_line_says_how_far_and_what_next() -> None:
    found = report(ON_COURSE + entries(2), "2026-12-01")
    one = found.readiness[0]
    assert readiness_line(one, found.as_of) == (
        "IT 1, 28 Jan: entered 2 of 6 · claimed 0 of 12 · not recorded: assessed, standardised · "
        "next: enter the other 4 by 31 Dec"
    )
    assert found.verdict.startswith("Too early to say: 2 of 6 entered; last day Thu 31 Dec 2026.")


@pytest.mark.parametrize("status", ["provisional", "TBC", "pencilled in", "to be arranged", "postponed", "perhaps"])
def test_a_visit_whose_day_may_change_uses_no_allowance_and_is_late_for_nothing(status: str) -> None:
    visits = f"Visits\n| Visit | Subject area | Visit date | Type | Status |\n| IT 1 | IT | 2027-01-28 | virtual | {status} |\n"
    found = report(COURSE + UNITS + STAFF + CANDIDATES.format(need="") + visits + NO_CLAIMS + entries(6), "2027-01-20")
    assert found.visits == []
    assert all(line.is_uncertain for line in found.lines)
    assert not found.overdue


def test_a_rule_that_looked_at_no_row_says_so() -> None:
    reasons = {one.rule.code: one.reason for one in report(YEAR + entries(0), "2026-12-01").not_checked}
    assert reasons["claim-twice"] == "nothing to look at: Claims has no rows"
    assert reasons["entry-twice"] == "nothing to look at: Entries has no rows"
    looked = {one.rule.code for one in report(YEAR + entries(6), "2026-12-01").not_checked}
    assert "entry-twice" not in looked


@pytest.mark.parametrize(
    ("day", "state"), [("2026-09-14", "too early"), ("2027-02-15", "ready so far"), ("2027-08-02", "ready so far")]
)
def test_the_example_of_a_day_in_september_february_and_august_says_what_it_is(day: str, state: str) -> None:
    made = io.BytesIO()
    write_example(made, dt.date.fromisoformat(day))
    book = read_book(Workbook.from_bytes(made.getvalue()), dt.date.fromisoformat(day))
    found = make_report("example.xlsx", book, load_rulebook())
    assert [one.message for one in found.findings if one.rule.severity is Severity.MUST_FIX] == []
    assert not [one for one in found.findings if one.rule.code in ("done-in-future", "visit-done-ahead")]
    assert (found.state, found.our_mistakes) == (state, [])


OWN_LAYOUT = """
Students
| Y13 Cambridge Technicals 2026-27 |
|
| Cand No | Last name | First name | Course   |
| 1001    | Ahmed     | Sara       | Business |
| 1002    | Blythe    | Tom        | Business |
| 1003    | Cole      | Zoe        | IT       |

Unit list
| Code  | Unit | Title                      | Exam/coursework | Teacher |
| 05835 | 1    | The business environment   | exam            |         |
| 05835 | 4    | Customers and communication | coursework     | KP      |
| 05838 | 9    | Product development        | coursework      | MR      |
| 05838 | 17   | Internet of Everything     | coursework      | MR      |

Staff
| Initials | Name      | Subject  |
| KP       | Kay Patel | Business |
| MR       | Mo Rees   | IT       |

Moderation visits
| Subject  | Date       | Online or F2F | Told moderator |
| Business | 2027-01-28 | online        | 2026-11-02     |
| IT       | 2027-02-04 | F2F           | 2026-11-02     |
| Business | 2027-06-10 | online        | 2026-11-02     |
"""
"""The four sheets as a centre may have them: names, headings and their order are its own, and visits have no names."""


def test_the_four_sheets_in_a_centres_own_words_are_useful_in_september() -> None:
    found = report(OWN_LAYOUT, "2026-12-01")
    assert (found.state, must_fix(found)) == ("too early", [])
    assert found.verdict.startswith("Too early to say: 0 of 3 entered; last day Thu 31 Dec 2026.")
    assert {(work.candidate_number, work.unit_number) for work in found.book.portfolios} == {
        ("1001", "4"), ("1002", "4"), ("1003", "9"), ("1003", "17"),
    }  # fmt: skip
    first = readiness_line(found.readiness[0], found.as_of)
    assert first.startswith("Business, 28 Jan 2027: not recorded: entered, ")
    assert first.endswith("next: enter all 2 by 31 Dec")
    assert "Nothing shows who is entered." in [one.what for one in found.to_fill_in]


@pytest.mark.parametrize(
    ("day", "state", "passed"),
    [
        ("2026-12-31", "too early", []),
        ("2027-01-01", "cannot tell", ["ENTER_BY"]),
        ("2027-01-07", "cannot tell", ["ENTER_BY"]),
    ],
)
def test_an_entry_day_that_nothing_shows_to_be_kept_is_told_and_nobody_is_taken_to_have_missed_it(
    day: str, state: str, passed: list[str]
) -> None:
    found = report(OWN_LAYOUT, day)
    assert found.state == state
    assert [line.what.name for line in found.not_shown if line.what.name == "ENTER_BY"] == passed
    assert readiness_line(found.readiness[0], found.as_of).startswith("Business, 28 Jan 2027: not recorded: entered, ")
    assert not [one.message for one in found.findings if one.rule.code == "work-slipped"]


def test_once_its_claim_day_has_passed_too_such_work_goes_to_the_next_and_the_verdict_stays_unsure() -> None:
    on_the_day, after = report(OWN_LAYOUT, "2027-01-14"), report(OWN_LAYOUT, "2027-01-15")
    assert not [one for one in on_the_day.findings if one.rule.code == "work-slipped"]
    (slipped,) = [one.message for one in after.findings if one.rule.code == "work-slipped"]
    assert slipped == (
        "Nothing shows whether 2 portfolios were ready in time for Business on 28 Jan 2027: we take them to go to Business, 10 Jun 2027."
    )
    assert (on_the_day.state, after.state) == ("cannot tell", "cannot tell")


@pytest.mark.parametrize("day", ["2027-05-13", "2027-05-14"])
def test_it_is_told_also_once_the_next_entry_day_has_passed_unseen(day: str) -> None:
    told = [one.message for one in report(OWN_LAYOUT, day).findings if one.rule.code == "work-slipped"]
    assert (
        len(
            [
                one
                for one in told
                if one.startswith("Nothing shows whether 2 portfolios were ready in time for Business on 28 Jan")
            ]
        )
        == 1
    )


ONE_SUBJECT = """
Visits
| Visit | Visit date | Type    |
| First | 2027-01-28 | virtual |

Claims
| Candidate number | Unit number | Grade | Claimed on | Entry code |
| 1001             | 4           | P     | 2027-01-10 | {code} |
| 1002             | 4           | M     |            | {code} |
"""


@pytest.mark.parametrize("code", ["05835", ""])
def test_visits_that_name_no_subject_have_their_dates_and_the_only_work_there_is(code: str) -> None:
    found = report(ONE_SUBJECT.format(code=code), "2027-01-20")
    assert [line.what.name for line in found.lines][:2] == ["ENTER_BY", "SAY_TYPE_BY"]
    assert [(one.visit.name, one.portfolios, one.claimed) for one in found.readiness] == [("First", 2, (1, 2))]
    assert found.state == "not ready"  # the second claim is late since the 14th


def test_visits_that_name_no_subject_among_several_have_their_dates_and_nobodys_work() -> None:
    several = ONE_SUBJECT.format(code="05835") + "| 1003             | 9           | P     | 2027-01-10 | 05838 |\n"
    found = report(several, "2027-01-20")
    assert found.readiness[0].portfolios == 0
    assert "CLAIM_BY" in [line.what.name for line in found.not_shown]
    assert found.state == "cannot tell"
    assert [one.what for one in found.to_fill_in if one.what.startswith("Neither a subject area")]


def test_work_that_slips_for_two_reasons_is_one_line() -> None:
    found = report(ON_COURSE + entries(2), "2027-01-20")
    (slipped,) = [one for one in found.findings if one.rule.code == "work-slipped"]
    assert slipped.message == (
        "12 portfolios are too late for IT 1 on 28 Jan 2027 (4 not claimed and 8 not entered in time): they go to IT 2."
    )


def test_a_deadline_that_nothing_shows_leads_the_dates_with_what_would_show_it() -> None:
    bare = "Visits\n| Visit | Subject area | Visit date | Type |\n| IT 1 | IT | 2027-01-28 | virtual |\n"
    text = COURSE + UNITS + STAFF + CANDIDATES.format(need="") + bare + entries(6)
    on_the_day, after = report(text, "2026-12-31"), report(text, "2027-01-01")
    assert (on_the_day.state, list(on_the_day.not_shown)) == ("too early", [])
    assert after.state == "cannot tell"
    assert [line.what.name for line in after.next_dates[:1]] == ["SAY_TYPE_BY"]
    first = after.to_fill_in[0]
    assert (first.sheet, first.column) == ("Visits", "Type told on")
    assert first.brings == "a check of whether 1 deadline that has passed was kept"


def test_what_turns_late_next_is_told_with_how_many_and_who() -> None:
    found = report(ON_COURSE + entries(2), "2026-12-01")
    assert turning_late_lines(found)[:2] == [
        "Late from 1 Jan 2027 · IT 1: enter the other 4 · exams officer",
        "Late from 15 Jan 2027 · IT 1: claim all 12 · JS 12",
    ]


@pytest.mark.parametrize(("day", "moved"), [("2026-12-31", False), ("2027-01-01", True)])
def test_the_verdict_says_how_many_missed_a_visit_and_go_to_a_later_one(day: str, moved: bool) -> None:
    found = report(ON_COURSE + entries(2), day)
    assert ("4 candidates missed a visit and go to a later one" in found.verdict) is moved
