"""What cannot have happened as the rows say: done on a day still to come, or before what comes before it."""

from __future__ import annotations

import datetime as dt

import pytest
from workbooks import fires, quiet

DAY = dt.date(2027, 2, 15)


def claim(columns: str, *cells: str) -> str:
    return (
        f"Claims\n| Candidate number | Entry code | Unit number | Assessor | Visit | {columns} |\n"
        f"| 0045 | 05839 | 8 | JS | {' | '.join(cells)} |\n"
    )


@pytest.mark.parametrize(("claimed", "ahead"), [("2027-02-14", False), ("2027-02-15", False), ("2027-02-16", True)])
def test_what_is_done_on_a_day_to_come_is_queried(claimed: str, ahead: bool) -> None:
    text = claim("Claimed on", "IT 1", claimed)
    if ahead:
        (found,) = fires("done-in-future", text, "Claims!F2", as_of=DAY)
        assert found.message == "Claimed on is 16 Feb 2027, which is still to come."
    else:
        quiet("done-in-future", text, as_of=DAY)


@pytest.mark.parametrize("column", ["Assessed on", "Standardised on", "Sample requested on", "Results published on"])
def test_every_column_of_what_is_done_is_looked_at(column: str) -> None:
    fires("done-in-future", claim(column, "IT 1", "2027-02-16"), "Claims!F2", as_of=DAY)


def test_entries_and_visits_are_looked_at_too() -> None:
    entry = "Entries\n| Candidate number | Entry code | Entry type | Entered on |\n| 0045 | 05839 | full award | {} |\n"
    fires("done-in-future", entry.format("2027-02-16"), "Entries!D2", as_of=DAY)
    visit = "Visits\n| Visit | Subject area | Visit date | Booked on | Type told on |\n| IT 1 | IT | 2027-03-11 | {} | {} |\n"
    fires("done-in-future", visit.format("2027-02-16", "2027-02-17"), "Visits!D2", "Visits!E2", as_of=DAY)


@pytest.mark.parametrize(("day", "ahead"), [("2027-02-14", False), ("2027-02-15", False), ("2027-02-16", True)])
def test_a_visit_to_come_is_not_done(day: str, ahead: bool) -> None:
    text = f"Visits\n| Visit | Subject area | Visit date | Status |\n| IT 1 | IT | {day} | done |\n"
    fires("visit-done-ahead", text, *["Visits!D2"][:ahead], as_of=DAY)
    quiet("visit-done-ahead", text.replace("| done", "| planned"), as_of=DAY)


@pytest.mark.parametrize("status", ["planned", "unsubmitted"])
@pytest.mark.parametrize(("claimed", "past"), [("2027-02-14", True), ("2027-02-15", True), ("2027-02-16", False)])
def test_a_claim_with_a_day_is_neither_planned_nor_unsubmitted(status: str, claimed: str, past: bool) -> None:
    text = claim("Claimed on | Claim status", "IT 1", claimed, status)
    fires("claimed-but-not-submitted", text, *["Claims!G2"][:past], as_of=DAY)


def test_a_submitted_claim_with_its_day_is_right() -> None:
    quiet("claimed-but-not-submitted", claim("Claimed on | Claim status", "IT 1", "2027-02-10", "submitted"), as_of=DAY)


@pytest.mark.parametrize("named", ["IT 1", ""])
@pytest.mark.parametrize(("result", "before"), [("2027-03-10", True), ("2027-03-11", False), ("2027-03-12", False)])
def test_a_result_does_not_come_before_its_visit_be_that_named_or_chosen(named: str, result: str, before: bool) -> None:
    text = claim("Claimed on | Claim status | Results published on", named, "2027-02-10", "confirmed", result)
    found = fires("result-before-visit", text, *["Claims!H2"][:before], as_of=dt.date(2027, 3, 20))
    assert [one.message for one in found] == ["Results published on is 10 Mar 2027, before IT 1 on 11 Mar 2027."][
        :before
    ]
    quiet("result-before-visit", text.replace(result, "2027-03-11"), as_of=dt.date(2027, 3, 20))


def test_under_direct_claim_status_a_result_needs_no_visit() -> None:
    direct = (
        "Qualifications\n| Entry code | Family | Subject area | DCS from |\n| 04663 | Verified | Careers | 2026-01-01 |\n"
        "Claims\n| Candidate number | Entry code | Unit number | Assessor | Claimed on | Results published on |\n"
        "| 0102 | 04663 | 1 | JS | 2027-02-01 | 2027-02-10 |\n"
    )
    quiet("result-before-visit", direct, as_of=DAY)
    fires("result-before-visit", direct.replace("2026-01-01", "2027-02-02"), "Claims!F2", as_of=DAY)


@pytest.mark.parametrize(("asked", "before"), [("2027-02-09", True), ("2027-02-10", False), ("2027-02-11", False)])
def test_a_sample_is_requested_of_what_was_claimed(asked: str, before: bool) -> None:
    text = claim("Claimed on | Sample requested on", "IT 1", "2027-02-10", asked)
    fires("request-before-claim", text, *["Claims!G2"][:before], as_of=DAY)


def test_a_request_for_the_first_claim_is_right_on_the_row_of_the_second() -> None:
    text = claim("Claimed on | Sample requested on", "IT 1", "2027-02-10", "2027-01-20")
    quiet("request-before-claim", text + "| 0045 | 05839 | 8 | JS | IT 1 | 2027-01-12 | |\n", as_of=DAY)
