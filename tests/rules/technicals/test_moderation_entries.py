"""The moderation rules of entries. The small centre of `workbooks` has one visit for IT, face-to-face on Thu 11 March 2027."""

from __future__ import annotations

import pytest
from moderation_tables import LATER, candidates, claims, day, entries, qualifications, table, visits, withdrawn
from workbooks import ONLY_UNIT_8, fires, quiet

# -- entries behind claims (S28 to S30)


def test_a_claim_without_an_entry_is_reported_whatever_the_spelling_of_names() -> None:
    text = claims("Claimed on | Visit", "0102 | 05839 | 8 | JS | 2027-01-15 | IT 1")
    (found,) = fires("claim-without-entry", text, "Claims!B2")
    assert found.message == "Candidate 0102 has no entry for 05839."
    assert "Clarke" not in found.message + found.fix


@pytest.mark.parametrize("number", ["#45", "45", "0045", "#45.0"])
def test_an_entry_is_found_however_excel_held_the_number(number: str) -> None:
    quiet("claim-without-entry", claims("Claimed on | Visit", f"{number} | #5839 | 8 | JS | 2027-01-15 | IT 1"))


@pytest.mark.parametrize(("as_of", "late"), [("2027-02-10", False), ("2027-02-11", False), ("2027-02-12", True)])
def test_a_planned_claim_wants_its_entry_once_the_last_day_for_entering_is_past(as_of: str, late: bool) -> None:
    text = claims("Claimed on | Visit", "0102 | 05839 | 8 | JS | | IT 1")
    if late:
        (found,) = fires("claim-without-entry", text, "Claims!B2", as_of=day(as_of))
        assert found.by == day("2027-02-11")
    else:
        quiet("claim-without-entry", text, as_of=day(as_of))


@pytest.mark.parametrize(
    ("as_of", "kind"), [("2027-02-10", None), ("2027-02-11", None), ("2027-02-12", ""), ("2027-03-11", ""), ("2027-03-12", "held")]
)  # fmt: skip
def test_an_entry_without_a_day_is_to_be_checked_from_the_day_after_its_last(as_of: str, kind: str | None) -> None:
    text = entries("Entered on", "0045 | 05839 | full award | ") + claims("Visit", "0045 | 05839 | 8 | JS | IT 1")
    if kind is None:
        quiet("entry-not-made", text, as_of=day(as_of))
        return
    (found,) = fires("entry-not-made", text, "Entries!D2", as_of=day(as_of))
    assert (found.message, found.by) == (
        "No day of entry; entries for IT 1 were due by 11 Feb 2027.",
        day("2027-02-11"),
    )
    assert ("next visit" in found.fix) == (kind == "held")


def test_an_entry_whose_work_is_further_wants_no_day() -> None:
    row = entries("Entered on", "0045 | 05839 | full award | ")
    made = claims("Visit | Claimed on", "0045 | 05839 | 8 | JS | IT 1 | 2027-02-20")
    quiet("entry-not-made", row + ONLY_UNIT_8 + made, as_of=day("2027-02-26"))
    gone = withdrawn("| | 2027-01-10")
    quiet("entry-not-made", gone, as_of=day("2027-02-26"))


@pytest.mark.parametrize("status", ["confirmed", "withdrawn"])
def test_a_confirmed_or_withdrawn_claim_wants_no_entry(status: str) -> None:
    # B17: after a top-up the candidate is listed under the new code only.
    quiet("claim-without-entry", claims("Claimed on | Claim status", f"0102 | 05839 | 8 | JS | 2026-11-02 | {status}"))


@pytest.mark.parametrize(
    ("withdrawn", "claimed", "wrong"),
    [("2027-01-14", "2027-01-15", True), ("2027-01-15", "2027-01-15", True), ("2027-01-16", "2027-01-15", False)],
)
def test_an_entry_withdrawn_only_after_the_claim_was_behind_it(withdrawn: str, claimed: str, wrong: bool) -> None:
    text = claims("Claimed on | Visit", f"{claimed} | IT 1")
    text += entries("Entered on | Withdrawn on", f"2026-10-01 | {withdrawn}")
    if wrong:
        (found,) = fires("claim-without-entry", text, "Claims!B2")
        assert found.message == "Candidate 0045 has only a withdrawn entry for 05839."
        assert found.fix.startswith("Mark the claim withdrawn if the candidate has left")
    else:
        quiet("claim-without-entry", text)


def test_whether_an_undated_claim_came_before_the_withdrawal_cannot_be_told() -> None:
    text = entries("Entered on | Withdrawn on", "2026-10-01 | 2027-01-10") + claims("Claim status", "sent to OCR")
    quiet("claim-without-entry", text)


def test_a_unit_entry_carries_only_its_own_unit_and_an_examined_one_none() -> None:
    unit = table(
        "Entries",
        {"Candidate number": "0045", "Entry code": "05355"},
        "Unit number | Entry type | Entered on",
        ["2 | unit | 2026-10-01", "3 | examined unit | 2026-10-01"],
    )
    quiet("claim-without-entry", unit + claims("Claimed on", "0045 | 05355 | 2 | JS | 2027-01-15"))
    (found,) = fires(
        "claim-without-entry", unit + claims("Claimed on", "0045 | 05355 | 3 | JS | 2027-01-15"), "Claims!B2"
    )
    assert found.message == "Candidate 0045 has no entry for 05355 that covers unit 3."


@pytest.mark.parametrize(("claimed", "wrong"), [("2026-10-11", True), ("2026-10-12", False), ("2026-10-13", False)])
def test_a_claim_is_made_on_the_day_of_its_entry_or_later(claimed: str, wrong: bool) -> None:
    text = entries("Entered on", "2026-10-12") + claims("Claimed on", claimed)
    if wrong:
        fires("claim-before-entry", text, "Claims!E2")
    else:
        quiet("claim-before-entry", text)


def test_units_confirmed_before_a_top_up_came_along_with_it_and_are_right() -> None:
    text = entries("Entered on", "0045 | 05839 | top-up | 2027-03-01") + LATER
    text += claims("Claimed on | Visit | Claim status", "2026-11-02 | IT 1 | confirmed")
    quiet("claim-before-entry", text)
    quiet("entry-under-four-weeks", text)


@pytest.mark.parametrize("kind", ["full award", "top-up", "move-down"])
@pytest.mark.parametrize(("entered", "late"), [("2027-02-10", False), ("2027-02-11", False), ("2027-02-12", True)])
def test_entries_of_every_kind_are_made_28_days_ahead_or_more(kind: str, entered: str, late: bool) -> None:
    text = entries("Entered on", f"0045 | 05839 | {kind} | {entered}") + claims("Visit", "IT 1")
    if late:
        (found,) = fires("entry-under-four-weeks", text, "Entries!D2", as_of=day("2027-02-15"))
        assert (
            found.message
            == "Entered on 12 Feb 2027, 27 days before the visit on 11 Mar 2027 (IT 1); OCR asks for 4 weeks (28 days)."
        )
        assert found.fix.startswith("Move the visit to 12 Mar 2027 or later")
        assert found.by == day("2027-02-11")
    else:
        quiet("entry-under-four-weeks", text)


def test_an_old_entry_under_another_code_does_not_save_a_late_top_up() -> None:
    old = "0045 | 05355 | full award | 2025-01-10"
    new = "0045 | 05839 | top-up | 2027-03-01"
    fires("entry-under-four-weeks", entries("Entered on", old, new) + claims("Visit", "IT 1"), "Entries!D3")


def test_one_late_entry_is_told_once_for_all_its_units() -> None:
    text = entries("Entered on", "2027-02-12") + claims("Visit", "IT 1", "0045 | 05839 | 9 | JS | IT 1")
    fires("entry-under-four-weeks", text, "Entries!D2")


@pytest.mark.parametrize(
    "text",
    [
        entries("Entered on", "2027-02-12") + claims("Visit", "") + LATER,  # it goes to the later visit
        entries("Entered on", "2026-10-01", "2027-03-01") + claims("Visit", "IT 1"),  # the first one carries it
        entries("Entered on", "TBC") + claims("Visit", "IT 1"),
        entries("Entered on", "2027-02-12") + claims("Visit | Claim status", "IT 1 | withdrawn") + LATER,
    ],
)
def test_an_entry_that_is_late_for_no_visit_of_its_work_is_left_alone(text: str) -> None:
    quiet("entry-under-four-weeks", text)


def test_an_entry_too_late_for_the_only_visit_is_late_whether_or_not_a_claim_is_planned() -> None:
    late = entries("Entered on", "2027-02-12")
    fires("entry-under-four-weeks", late, "Entries!D2", as_of=day("2027-02-15"))
    fires("entry-under-four-weeks", late + claims("Visit", ""), "Entries!D2", as_of=day("2027-02-15"))


def test_who_is_not_entered_is_reported_for_that_and_not_for_the_claim() -> None:
    text = claims("Claimed on | Visit", "0046 | 05839 | 8 | JS | | IT 1") + ONLY_UNIT_8
    fires("claim-without-entry", text, "Claims!B2", as_of=day("2027-02-26"))
    fires("claim-not-made", text, "Entries!A2", as_of=day("2027-02-26"))


# -- OCR's other pages


def award_and_unit(code: str, kind: str = "unit", withdrawn: str = "") -> str:
    return table(
        "Entries",
        {"Candidate number": "0045", "Entry code": code},
        "Unit number | Entry type | Entered on | Withdrawn on",
        ["| full award | 2026-10-01 | ", f"2 | {kind} | 2026-10-01 | {withdrawn}"],
    )


def test_the_2012_suite_is_entered_whole_or_by_units() -> None:
    (found,) = fires("full-award-and-unit-2012", award_and_unit("05355"), "Entries!D3")
    assert found.message == "Candidate 0045 is entered for the full award of 05355 and for unit 2."


@pytest.mark.parametrize(
    "text",
    [
        award_and_unit("05839"),  # 2016
        award_and_unit("05839", "examined unit"),  # B8, messy case 12: both are needed there
        award_and_unit("05355", withdrawn="2026-11-01"),
        award_and_unit("05355", withdrawn="yes"),
        award_and_unit("05355").replace("0045 | 05355 | 2", "0046 | 05355 | 2"),
        award_and_unit("05355", "top-up"),
    ],
)
def test_examined_units_of_2016_and_withdrawn_entries_stand_beside_the_award(text: str) -> None:
    quiet("full-award-and-unit-2012", text)


OPEN = claims("Claimed on | Visit | Claim status | Confirmed grade", "2027-01-12 | IT 1 | submitted | ")


@pytest.mark.parametrize("day_withdrawn", ["2027-01-11", "2027-01-12", "2027-01-13"])
def test_a_claim_whose_entry_was_withdrawn_is_told_by_one_rule_only(day_withdrawn: str) -> None:
    text = withdrawn(f" | 2026-10-01 | {day_withdrawn}") + OPEN
    if day_withdrawn == "2027-01-13":
        fires("entry-withdrawn-with-open-claim", text, "Entries!F2")
        quiet("claim-without-entry", text)
    else:
        quiet("entry-withdrawn-with-open-claim", text)
        fires("claim-without-entry", text, "Claims!B2")


@pytest.mark.parametrize(
    "row",
    [
        "2027-01-12 | IT 1 | withdrawn | ",
        "2027-01-12 | IT 1 | confirmed | M",
        "2027-01-12 | IT 1 | submitted | F",  # decided
        "2026-10-20 | IT 0 | submitted | ",  # the visit is over, and only the result is not noted
    ],
)
def test_an_entry_may_be_withdrawn_when_nothing_is_open(row: str) -> None:
    both = visits("Type", "IT 0 | IT | 2026-11-12 | virtual", "virtual")
    claimed = claims("Claimed on | Visit | Claim status | Confirmed grade", row)
    quiet("entry-withdrawn-with-open-claim", both + withdrawn(" | 2026-10-01 | 2027-01-20") + claimed)


@pytest.mark.parametrize(
    "rows",
    [
        [" | 2026-10-01 | "],
        [" | 2026-10-01 | yes"],
        [" | 2026-10-01 | 2027-01-20", " | 2027-01-21 | "],
        [" | 2026-10-01 | 2027-01-20", "0045 | 05839 | unit | 8 | 2027-01-21 | "],
        [" | 2026-10-01 | ", "0045 | 05839 | examined unit | 8 | 2026-10-01 | 2027-01-20"],
        [" | 2026-10-01 | 2027-01-20", "0045 | 05355 | top-up | | 2027-01-20 | "],  # goes on under another code
        [" | 2026-10-01 | ", "0045 | 05839 | unit | 9 | 2026-10-01 | 2027-01-20"],
    ],
)
def test_a_claim_with_another_entry_to_rest_on_is_fine(rows: list[str]) -> None:
    quiet("entry-withdrawn-with-open-claim", withdrawn(*rows) + OPEN)


def test_planned_claims_of_a_withdrawn_entry_are_told_until_they_are_reported_as_without_one() -> None:
    text = withdrawn(" | 2026-10-01 | 2027-01-20") + claims("Visit", "IT 1", "0045 | 05839 | 9 | JS | IT 1")
    (found,) = fires("entry-withdrawn-with-open-claim", text, "Entries!F2", as_of=day("2027-02-11"))
    assert "2 claims under 05839 open" in found.message
    quiet("entry-withdrawn-with-open-claim", text, as_of=day("2027-02-12"))
    fires("claim-without-entry", text, "Claims!B2", "Claims!B3", as_of=day("2027-02-12"))
    quiet("entry-withdrawn-with-open-claim", text + candidates("Left on", "2027-01-20"))
    fires(
        "entry-withdrawn-with-open-claim",
        withdrawn(" | 2026-10-01 | 2027-01-20") + OPEN + candidates("Left on", "2027-01-20"),
        "Entries!F2",
    )


@pytest.mark.parametrize(("unit", "is_open"), [("8", True), ("9", False)])
def test_a_withdrawn_unit_entry_is_told_only_of_claims_of_its_unit(unit: str, is_open: bool) -> None:
    text = withdrawn(f"0045 | 05839 | unit | {unit} | 2026-10-01 | 2027-01-20") + claims("Visit", "IT 1")
    if is_open:
        fires("entry-withdrawn-with-open-claim", text, "Entries!F2")
    else:
        quiet("entry-withdrawn-with-open-claim", text)


LEVELS = qualifications(
    "Quality assurer | Level | Suite",
    "M. Moderator | 3 | 2016",
    "05838 | Cambridge Technicals | IT | M. Moderator | 3 | 2016",
    "05355 | Cambridge Technicals | IT | M. Moderator | 3 | 2012",
    "05885 | Cambridge Technicals | IT | M. Moderator | 2 | 2016",
    "05835 | Cambridge Technicals | Business | B. Moderator | 3 | 2016",
)


@pytest.mark.parametrize("kind", ["top-up", "move-down"])
@pytest.mark.parametrize(("claimed", "old"), [("2026-10-04", False), ("2026-10-05", False), ("2026-10-06", True)])
def test_after_a_top_up_or_move_down_claims_go_under_the_new_code(kind: str, claimed: str, old: bool) -> None:
    text = LEVELS + entries("Entered on", "2026-09-10", f"0045 | 05838 | {kind} | 2026-10-05")
    text += claims("Claimed on | Claim status", f"{claimed} | submitted")
    if old:
        (found,) = fires("claim-under-old-entry-code", text, "Claims!B2")
        assert found.fix == "Claim it under 05838. If it has gone in under 05839, tell the moderator."
    else:
        quiet("claim-under-old-entry-code", text)


@pytest.mark.parametrize(
    ("entry", "status"),
    [
        ("0045 | 05838 | top-up | 2026-10-05 | ", "confirmed"),
        ("0045 | 05838 | top-up | 2026-10-05 | ", "withdrawn"),
        ("0045 | 05838 | top-up | 2026-10-05 | 2026-11-01", "submitted"),
        ("0045 | 05838 | top-up | 2026-10-05 | yes", "submitted"),
        ("0045 | 05838 | full award | 2026-10-05 | ", "submitted"),  # two courses side by side
        ("0046 | 05838 | top-up | 2026-10-05 | ", "submitted"),
        ("0045 | 05839 | top-up | 2026-10-05 | ", "submitted"),
        ("0045 | 05355 | top-up | 2026-10-05 | ", "submitted"),  # of the other suite
        ("0045 | 05885 | top-up | 2026-10-05 | ", "submitted"),  # of another level
        ("0045 | 05835 | top-up | 2026-10-05 | ", "submitted"),  # of another subject
        ("0045 | 05838 | top-up | 2026-09-10 | ", "submitted"),  # topped up from there, not from here
        ("0045 | 05838 | top-up | 2026-09-01 | ", "submitted"),
    ],
)
def test_a_claim_under_the_code_that_the_candidate_stands_under_is_right(entry: str, status: str) -> None:
    text = LEVELS + entries("Entered on | Withdrawn on", "2026-09-10 | ", entry)
    quiet("claim-under-old-entry-code", text + claims("Claimed on | Claim status", f"2027-01-12 | {status}"))


def lapsing(approved: str, entered: str, claimed: str, code: str = "05839") -> str:
    return (
        qualifications("Quality assurer | Approved on", f"M. Moderator | {approved}")
        + entries("Entered on", f"0045 | {code} | full award | {entered}")
        + claims("Claimed on", f"0045 | {code} | 8 | JS | {claimed}")
    )


@pytest.mark.parametrize(
    ("approved", "entered", "claimed", "lapses"),
    [
        ("2013-06-14", "2025-02-01", "2025-01-31", True),
        ("2013-06-14", "2025-01-31", "2025-02-01", True),
        ("2013-06-14", "2025-01-31", "2025-02-02", False),
        ("2013-06-14", "2025-02-02", "2025-01-31", False),
        ("2025-02-02", "2025-01-31", "2025-01-31", False),
        ("2025-02-01", "2025-01-31", "2025-02-01", True),
        ("", "2025-02-01", "2025-01-31", True),
        ("soon", "2025-02-01", "2025-01-31", False),  # a day that cannot be read may be a later one
        ("TBC", "2025-02-01", "2025-01-31", True),
        ("2013-06-14", "2025-02-01", "", False),  # a claim still to be made
    ],
)
def test_approval_may_lapse_two_years_after_the_last_entry_or_claim(
    approved: str, entered: str, claimed: str, lapses: bool
) -> None:
    text = lapsing(approved, entered, claimed)
    if lapses:
        (found,) = fires("approval-may-lapse", text, "Qualifications!A2")
        assert found.message == "The last entry or claim of 05839 here is of 1 Feb 2025."
        quiet("approval-may-lapse", text, as_of=day("2027-01-31"))
    else:
        quiet("approval-may-lapse", text)


def test_a_qualification_of_which_the_workbook_holds_nothing_is_not_said_to_lapse() -> None:
    # Last year's candidates of a one-year course are in last year's workbook.
    quiet("approval-may-lapse", lapsing("2013-06-14", "2025-02-01", "2025-02-01", code="05355"))
    recent = lapsing("2013-06-14", "2025-02-01", "2025-02-01") + "| 0045 | | 8 | JS | 2026-11-02 |\n"
    quiet("approval-may-lapse", recent)  # whose code is missing


def attempts(level: str, *rows: str) -> str:
    text = qualifications("Quality assurer | Level", f"M. Moderator | {level}")
    return text + table(
        "Entries",
        {"Candidate number": "0045", "Entry code": "05839", "Entry type": "examined unit"},
        "Unit number | Entered on | Withdrawn on",
        rows,
    )


FOUR = ["1 | 2025-02-10 | ", "1 | 2025-10-10 | ", "1 | 2026-02-10 | ", "1 | 2026-10-10 | "]


@pytest.mark.parametrize(
    ("level", "count", "cells"),
    [
        ("3", 3, []),
        ("3", 4, ["Entries!D5"]),
        ("2", 2, []),
        ("2", 3, ["Entries!D4"]),
        ("2", 4, ["Entries!D4", "Entries!D5"]),
        ("", 4, []),
        ("4", 4, []),
    ],
)
def test_an_examined_unit_is_taken_three_times_at_level_3_and_twice_at_level_2(
    level: str, count: int, cells: list[str]
) -> None:
    text = attempts(level, *FOUR[:count])
    if cells:
        fires("examined-unit-attempts", text, *cells)
    else:
        quiet("examined-unit-attempts", text)


@pytest.mark.parametrize(
    "row",
    [
        "1 | 2026-10-10 | 2026-11-01",
        "1 | 2026-10-10 | yes",
        "1 | 2026-02-10 | ",  # repeats another of that day
        "2 | 2026-10-10 | ",
        "0046 | 05839 | examined unit | 1 | 2026-10-10 | ",
        "0045 | 05839 | unit | 1 | 2026-10-10 | ",
        "1 | | ",
    ],
)
def test_only_attempts_at_the_same_unit_that_stand_are_counted(row: str) -> None:
    quiet("examined-unit-attempts", attempts("3", *FOUR[:3], row))


def test_attempts_of_two_candidates_with_one_number_are_not_counted_together() -> None:
    twins = candidates("Centre number", "10101", "0045 | Brown | Bea | 10102")
    quiet("examined-unit-attempts", attempts("3", *FOUR) + twins)
