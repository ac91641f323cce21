"""The moderation rules of summer results. The small centre of `workbooks` has one visit for IT, face-to-face on Thu 11 March 2027."""

from __future__ import annotations

import pytest
from moderation_tables import candidates, claims, day, entries, visits
from workbooks import NO_ENTRIES, ONLY_UNIT_8, fires, quiet

from ocr_sheets.rules.engine import CHECK

# -- results in summer (S15)

NEEDED = candidates("Results needed by", "UCAS")
PLANNED = claims("Visit", "IT 1")


@pytest.mark.parametrize(("date", "late"), [("2027-06-29", False), ("2027-06-30", False), ("2027-07-01", True)])
def test_the_visit_for_summer_results_is_by_30_june(date: str, late: bool) -> None:
    text = NEEDED + PLANNED + visits("Type", f"IT 1 | IT | {date} | virtual")
    if late:
        (found,) = fires("final-visit-after-june", text, "Visits!C2")
        assert found.message == "1 candidate at this visit on 1 Jul 2027 needs results in summer 2027."
        assert found.fix == "Ask the moderator for a date by 30 Jun 2027, booked by 15 May 2027."
        assert found.rule.severity is CHECK  # OCR says please
    else:
        quiet("final-visit-after-june", text)


@pytest.mark.parametrize(("needed", "late"), [("2027-03-10", True), ("2027-03-11", True), ("2027-03-12", False)])
def test_a_visit_on_or_after_another_day_by_which_results_are_needed_is_asked_about(needed: str, late: bool) -> None:
    text = PLANNED + candidates("Results needed by", needed)
    if late:
        (found,) = fires("final-visit-after-june", text, "Visits!D2")
        assert found.message.startswith("1 candidate at this visit on 11 Mar 2027 needs results by ")
        assert found.fix.startswith("We suggest")  # OCR names days for the summer alone
    else:
        quiet("final-visit-after-june", text)


@pytest.mark.parametrize(
    ("as_of", "fix"),
    [
        ("2027-05-15", "booked by 15 May 2027."),
        ("2027-05-16", "Ask the moderator at once for a date by 30 Jun 2027."),
        ("2027-06-30", "Ask the moderator at once for a date by 30 Jun 2027."),
        ("2027-07-01", "or correct Results needed by."),
    ],
)
def test_nobody_is_sent_to_a_day_that_is_past(as_of: str, fix: str) -> None:
    text = NEEDED + PLANNED + visits("Type", "IT 1 | IT | 2027-07-05 | virtual")
    (found,) = fires("final-visit-after-june", text, "Visits!C2", as_of=day(as_of))
    assert found.fix.endswith(fix)


@pytest.mark.parametrize("need", ["", "no", "summer 2028"])
def test_a_july_visit_is_right_for_candidates_who_do_not_finish_this_summer(need: str) -> None:
    text = candidates("Results needed by", need) + PLANNED + visits("Type", "IT 1 | IT | 2027-07-01 | virtual")
    quiet("final-visit-after-june", text)


@pytest.mark.parametrize("row", ["0045 | 05839 | 1 | JS | | | ", " | | withdrawn", " | M | confirmed"])
def test_examined_withdrawn_and_confirmed_units_do_not_wait_for_the_visit(row: str) -> None:
    text = NEEDED + claims("Visit | Confirmed grade | Claim status", row)
    text += NO_ENTRIES if row.startswith("0045") else ONLY_UNIT_8
    quiet("final-visit-after-june", text + visits("Type", "IT 1 | IT | 2027-07-01 | virtual"))


@pytest.mark.parametrize(("booked", "late"), [("2027-05-14", False), ("2027-05-15", False), ("2027-05-16", True)])
def test_the_final_visit_is_booked_by_15_may(booked: str, late: bool) -> None:
    text = NEEDED + PLANNED + visits("Booked on", f"IT 1 | IT | 2027-06-24 | {booked}")
    if late:
        (found,) = fires("final-visit-booked-late", text, "Visits!D2")
        assert found.fix == "It is booked: make sure with the moderator that it is held by 30 Jun 2027."
        quiet("final-visit-booked-late", text, as_of=day("2027-06-25"))  # it was held in time, and nothing hangs on it
    else:
        quiet("final-visit-booked-late", text)


@pytest.mark.parametrize(("as_of", "late"), [("2027-05-14", False), ("2027-05-15", False), ("2027-05-16", True)])
def test_a_final_visit_not_recorded_as_booked_is_asked_about_after_15_may(as_of: str, late: bool) -> None:
    text = NEEDED + PLANNED + visits("Booked on", "IT 1 | IT | 2027-06-24 | ")
    if late:
        fires("final-visit-booked-late", text, "Visits!D2", as_of=day(as_of))
        confirmed = visits("Booked on | Status", "IT 1 | IT | 2027-06-24 | | confirmed")
        quiet("final-visit-booked-late", NEEDED + PLANNED + confirmed, as_of=day(as_of))
    else:
        quiet("final-visit-booked-late", text, as_of=day(as_of))


def test_only_the_last_visit_with_work_for_summer_is_the_final_one() -> None:
    later = "IT 2 | IT | 2027-06-29 | 2027-01-10"
    booked_late = "IT 1 | IT | 2027-06-10 | 2027-05-20"
    both = PLANNED + "| 0045 | 05839 | 9 | JS | IT 2 |\n"
    quiet("final-visit-booked-late", NEEDED + both + visits("Booked on", booked_late, later))
    # The later visit is for others: the earlier one is final for the candidate who needs results.
    fires("final-visit-booked-late", NEEDED + PLANNED + visits("Booked on", booked_late, later), "Visits!D2")


def test_a_visit_on_30_june_is_a_final_one_and_one_by_15_may_needs_no_booking_by_then() -> None:
    fires(
        "final-visit-booked-late",
        NEEDED + PLANNED + visits("Booked on", "IT 1 | IT | 2027-06-30 | 2027-05-16"),
        "Visits!D2",
    )
    quiet("final-visit-booked-late", NEEDED + PLANNED + visits("Booked on", "IT 1 | IT | 2027-05-15 | 2027-05-16"))


def test_a_visit_after_june_is_not_also_reported_as_booked_late() -> None:
    quiet("final-visit-booked-late", NEEDED + PLANNED + visits("Booked on", "IT 1 | IT | 2027-07-01 | 2027-05-16"))


def test_units_needed_in_summer_want_a_visit() -> None:
    text = NEEDED + NO_ENTRIES + claims("Visit", "") + visits("Type", "IT 1 | IT | 2027-01-20 | virtual")
    (found,) = fires("summer-results-without-visit", text, "Candidates!D2")
    assert found.message == "Results are needed in summer 2027, and 1 unit of 05839 has no visit ahead."
    assert found.by == day("2027-05-15")
    (found,) = fires("summer-results-without-visit", text, "Candidates!D2", as_of=day("2027-05-15"))
    assert found.by == day("2027-05-15")
    (found,) = fires("summer-results-without-visit", text, "Candidates!D2", as_of=day("2027-05-16"))
    assert found.by == day("2027-06-30")
    assert "at once" in found.fix


@pytest.mark.parametrize(
    "row", ["", "IT 9 | | ", " | P | ", " | | withdrawn", "#N/A | | ", "0045 | 05839 | 1 | JS | | | "]
)
def test_with_a_visit_ahead_or_a_result_or_a_visit_that_cannot_be_read_no_unit_is_missed(row: str) -> None:
    ahead = "2027-03-11" if not row else "2027-01-20"
    text = NEEDED + claims("Visit | Confirmed grade | Claim status", row or " | | ")
    quiet("summer-results-without-visit", NO_ENTRIES + text + visits("Type", f"IT 1 | IT | {ahead} | virtual"))


COMPLETION = "Entered on | Estimated completion | Withdrawn on"


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("Summer 2026", True),
        ("Summer 2027", False),
        ("Summer 2028", True),
        ("2028", True),
        ("June 2027", False),
        ("2027/28", False),
        ("2026-27", False),
        ("Summer 28", False),
        ("TBC", False),
        ("", False),
        ("2027 or 2028", False),
    ],
)
@pytest.mark.parametrize("need", ["summer 2027", "UCAS"])
def test_completion_is_estimated_for_the_summer_of_the_results(need: str, text: str, other: bool) -> None:
    book = candidates("Results needed by", need) + entries(COMPLETION, f"2026-10-01 | {text} | ")
    if other:
        (found,) = fires("completion-not-this-summer", book, "Entries!E2")
        assert found.fix.startswith("Set the completion date in the Progress Tracker to summer 2027,")
    else:
        quiet("completion-not-this-summer", book)


@pytest.mark.parametrize(
    "row",
    [
        "0045 | 05835 | full award | 2026-10-01 | Summer 2027 | ",
        "0045 | 05835 | full award | 2026-10-01 | | ",
        "0045 | 04663 | full award | 2026-10-01 | Summer 2027 | ",
    ],
)
def test_a_candidate_may_end_another_course_in_another_year(row: str) -> None:
    needed = candidates("Results needed by", "summer 2027")
    quiet("completion-not-this-summer", needed + entries(COMPLETION, "2026-10-01 | Summer 2028 | ", row))


@pytest.mark.parametrize("need", ["", "no", "2027-03-01", "summer 2026", "summer 2028"])
def test_completion_is_asked_about_only_of_who_needs_results_in_another_summer_to_come(need: str) -> None:
    text = candidates("Results needed by", need) + entries(COMPLETION, "2026-10-01 | Summer 2028 | ")
    quiet("completion-not-this-summer", text)


@pytest.mark.parametrize(
    "row", ["2026-10-01 | Summer 2028 | 2026-11-01", "0045 | 05839 | examined unit | 2026-10-01 | Summer 2028 | "]
)
def test_withdrawn_and_examined_unit_entries_have_no_completion_to_ask_about(row: str) -> None:
    quiet("completion-not-this-summer", candidates("Results needed by", "summer 2027") + entries(COMPLETION, row))


def test_whoever_has_left_needs_no_completion() -> None:
    for day_left in ("2027-01-20", "2027-02-01"):
        left = candidates("Results needed by | Left on", f"summer 2027 | {day_left}")
        quiet("completion-not-this-summer", left + entries(COMPLETION, "2026-10-01 | Summer 2028 | "))
    leaving = candidates("Results needed by | Left on", "summer 2027 | 2027-02-02")
    fires("completion-not-this-summer", leaving + entries(COMPLETION, "2026-10-01 | Summer 2028 | "), "Entries!E2")
