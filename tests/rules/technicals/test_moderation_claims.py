"""The moderation rules of claims. The small centre of `workbooks` has one visit for IT, face-to-face on Thu 11 March 2027."""

from __future__ import annotations

import pytest
from moderation_tables import LATER, candidates, claims, day, entries, visits
from workbooks import AS_OF, NO_ENTRIES, ONLY_UNIT_8, fires, quiet, silent

# -- what moderation is about (S2)


@pytest.mark.parametrize("rest", ["2027-02-10 | | ", " | IT 1 | ", " | | submitted", " | | unsubmitted"])
def test_an_examined_unit_on_a_claim_is_reported(rest: str) -> None:
    text = claims("Claimed on | Visit | Claim status", f"0045 | 05839 | 1 | JS | {rest}")
    fires("examined-unit-claimed", text, "Claims!C2")


@pytest.mark.parametrize("status", ["", "planned", "confirmed", "withdrawn"])
def test_a_row_that_only_keeps_track_of_an_examined_unit_is_left_alone(status: str) -> None:
    text = claims("Claimed on | Visit | Claim status", f"0045 | 05839 | 1 | JS | | | {status}")
    quiet("examined-unit-claimed", text)


def test_the_unit_of_the_same_number_in_another_qualification_is_another_unit() -> None:
    units = """
    Units
    | Entry code | Unit number | Assessment |
    | 05839      | 1           | examined   |
    | 05355      | 1           | moderated  |
    """
    quiet("examined-unit-claimed", units + claims("Claimed on", "0045 | 05355 | 1 | JS | 2027-02-10"))


@pytest.mark.parametrize(("left", "gone"), [("2027-02-28", True), ("2027-03-01", True), ("2027-03-02", False)])
def test_planned_rows_of_a_candidate_who_left_want_neither_entry_nor_claim(left: str, gone: bool) -> None:
    planned = claims("Claimed on | Visit", " | IT 1") + candidates("Left on", left)
    withdrawn = planned + entries("Entered on | Withdrawn on", "2026-10-01 | 2027-01-10")
    if gone:
        quiet("claim-without-entry", withdrawn, as_of=day("2027-03-01"))
        quiet("claim-not-made", planned, as_of=day("2027-03-01"))
    else:
        fires("claim-without-entry", withdrawn, "Claims!B2", as_of=day("2027-03-01"))
        # Unit 9, which the entry implies, is not claimed either.
        fires("claim-not-made", planned, "Entries!A2", "Claims!E2", as_of=day("2027-03-01"))
    quiet("claim-not-made", withdrawn, as_of=day("2027-03-01"))  # told once, as a claim without an entry


# -- claims in time (S31)


@pytest.mark.parametrize(
    ("claimed", "late"),
    [
        ("2027-02-24", ""),
        ("2027-02-25", ""),
        ("2027-02-26", "13 days before"),
        ("2027-03-11", "on the day of the visit, 11 Mar 2027"),
        ("2027-03-12", "after the visit on"),
    ],
)
def test_claims_are_made_14_days_ahead_or_more(claimed: str, late: str) -> None:
    text = claims("Claimed on | Visit", f"{claimed} | IT 1")
    if late:
        (found,) = fires("claim-under-two-weeks", text, "Claims!E2")
        assert late in found.message
        assert found.by == day("2027-02-25")
    else:
        quiet("claim-under-two-weeks", text)


@pytest.mark.parametrize(("as_of", "late"), [("2027-02-24", False), ("2027-02-25", False), ("2027-02-26", True)])
def test_a_claim_not_made_is_reported_from_the_day_after_it_was_due(as_of: str, late: bool) -> None:
    text = claims("Claimed on | Visit", " | IT 1") + ONLY_UNIT_8
    if late:
        (found,) = fires("claim-not-made", text, "Claims!E2", as_of=day(as_of))
        assert found.message == "Not claimed; it was due by 25 Feb 2027 for IT 1."
        (found,) = fires("claim-not-made", text, "Claims!E2", as_of=day("2027-03-11"))
        assert found.fix.startswith("If it was claimed, type the day; if not, ask the moderator")
        (found,) = fires("claim-not-made", text, "Claims!E2", as_of=day("2027-03-12"))
        assert "Missing and incomplete results form" in found.fix
    else:
        quiet("claim-not-made", text, as_of=day(as_of))


@pytest.mark.parametrize(
    "row",
    [
        "2027-02-20 | IT 1 | | | ",
        "soon | IT 1 | | | ",
        " | IT 1 | gone | | ",  # a status that cannot be read
        " | IT 1 | submitted | | ",
        " | IT 1 | withdrawn | | ",
        " | IT 1 | | M | ",
        " | IT 1 | | | 2027-02-20",  # OCR samples only what was claimed
    ],
)
def test_a_claim_that_is_in_is_not_missing(row: str) -> None:
    text = claims("Claimed on | Visit | Claim status | Confirmed grade | Sample requested on", row) + ONLY_UNIT_8
    quiet("claim-not-made", text, as_of=day("2027-03-01"))


def test_a_day_to_be_confirmed_is_no_day_on_which_a_claim_was_made() -> None:
    row = "TBC | IT 1 | | | "
    text = claims("Claimed on | Visit | Claim status | Confirmed grade | Sample requested on", row) + ONLY_UNIT_8
    quiet("claim-not-made", text, as_of=day("2027-02-25"))
    fires("claim-not-made", text, "Claims!E2", as_of=day("2027-02-26"))


def test_a_claim_of_an_examined_unit_or_for_a_later_visit_is_not_missing() -> None:
    examined = claims("Claimed on | Visit", "0045 | 05839 | 1 | JS | | IT 1") + NO_ENTRIES
    quiet("claim-not-made", examined, as_of=day("2027-03-01"))
    quiet("claim-not-made", claims("Claimed on | Visit", " | ") + ONLY_UNIT_8 + LATER, as_of=day("2027-03-01"))


@pytest.mark.parametrize(("as_of", "late"), [("2027-02-25", False), ("2027-02-26", True), ("2027-03-12", True)])
def test_a_claim_that_names_no_visit_is_missing_where_none_is_left_in_time(as_of: str, late: bool) -> None:
    text = claims("Claimed on | Visit", " | ") + ONLY_UNIT_8
    fires("claim-not-made", text, *["Claims!E2"][:late], as_of=day(as_of))


@pytest.mark.parametrize(("as_of", "late"), [("2027-02-25", False), ("2027-02-26", True), ("2027-03-12", True)])
def test_an_entry_without_a_claim_is_missing_once_its_claim_day_is_past(as_of: str, late: bool) -> None:
    nothing_claimed = "Claims\n| Candidate number | Entry code | Unit number | Claimed on |\n"
    fires("claim-not-made", ONLY_UNIT_8 + nothing_claimed, *["Entries!A2"][:late], as_of=day(as_of))


def test_a_claim_that_names_an_eqa_visit_by_mistake_is_not_measured_by_it() -> None:
    text = claims("Claimed on | Visit", "2027-02-26 | L4 1") + (
        "Visits\n| Visit | Entry code | Visit date |\n| L4 1 | 04663 | 2027-03-11 |\n"
    )
    silent("claim-under-two-weeks", text)
    fires("claim-at-visit-of-another-subject", text, "Claims!F2")


def test_a_claim_at_a_cancelled_visit_is_late_for_nothing() -> None:
    text = claims("Claimed on | Visit", "2027-02-26 | IT 1") + visits("Status", "cancelled")
    quiet("claim-under-two-weeks", text)
    quiet(
        "claim-not-made",
        claims("Claimed on | Visit", " | IT 1") + visits("Status", "cancelled"),
        as_of=day("2027-03-01"),
    )


@pytest.mark.parametrize(("claimed", "late"), [("2027-02-24", False), ("2027-02-25", False), ("2027-02-26", True)])
def test_a_claim_that_is_late_for_the_next_visit_goes_to_a_later_one_and_that_is_said(claimed: str, late: bool) -> None:
    text = claims("Claimed on | Visit", f"{claimed} | ") + ONLY_UNIT_8 + LATER
    found = fires("work-slipped", text, *["Visits!C2"][:late], as_of=day("2027-02-27"))
    assert [one.message for one in found] == [
        "1 portfolio is too late to be claimed for IT 1 on 11 Mar 2027: it goes to IT 2."
    ][:late]
    quiet("claim-under-two-weeks", text, as_of=day("2027-02-27"))


@pytest.mark.parametrize(("as_of", "slipped"), [("2027-02-25", False), ("2027-02-26", True), ("2027-03-12", True)])
@pytest.mark.parametrize(
    ("sheets", "message"),
    [
        (
            "\nClaims\n| Candidate number | Entry code | Unit number | Claimed on |\n",
            "4 portfolios are too late to be claimed for IT 1 on 11 Mar 2027: they go to IT 2.",
        ),
        (
            "",  # without a place that would show a claim, they may have been claimed
            "Nothing shows whether 4 portfolios were ready in time for IT 1 on 11 Mar 2027: we take them to go to IT 2.",
        ),
    ],
)
def test_work_that_is_not_claimed_slips_once_for_each_visit_when_its_claim_day_is_past(
    sheets: str, message: str, as_of: str, slipped: bool
) -> None:
    found = fires("work-slipped", sheets + LATER, *["Visits!C2"][:slipped], as_of=day(as_of))
    assert [one.message for one in found] == [message][:slipped]
    quiet("work-slipped", LATER.replace("| virtual", "| virtual |").replace("| Type", "| Type | Status"), as_of=AS_OF)


@pytest.mark.parametrize(("entered", "late"), [("2027-02-10", False), ("2027-02-11", False), ("2027-02-12", True)])
def test_an_entry_too_late_for_the_next_visit_slips_too(entered: str, late: bool) -> None:
    text = ONLY_UNIT_8.replace("2026-10-01", entered) + LATER
    if not late:
        quiet("work-slipped", text, as_of=day("2027-02-15"))
    else:
        (found,) = fires("work-slipped", text, "Visits!C2", as_of=day("2027-02-15"))
        assert (
            found.message
            == "1 candidate (1 portfolio) is too late to be entered for IT 1 on 11 Mar 2027: the work goes to IT 2."
        )


@pytest.mark.parametrize("row", ["2027-02-26 | IT 1 | ", "2027-02-26 | | confirmed", "2027-02-26 | #N/A | "])
def test_a_claim_that_names_its_visit_or_is_confirmed_does_not_slip(row: str) -> None:
    text = claims("Claimed on | Visit | Claim status", row) + ONLY_UNIT_8 + LATER
    quiet("work-slipped", text, as_of=day("2027-02-27"))


def test_a_claim_that_has_gone_in_wants_its_day() -> None:
    fires("claim-date-missing", claims("Claimed on | Claim status", " | submitted"), "Claims!E2")


@pytest.mark.parametrize(
    "row", ["2027-02-01 | submitted", " | planned", " | confirmed", " | withdrawn", "soon | submitted"]
)
def test_a_dated_planned_confirmed_or_withdrawn_claim_wants_no_day(row: str) -> None:
    quiet("claim-date-missing", claims("Claimed on | Claim status", row))


# -- readiness and re-claims (S32, S34)


@pytest.mark.parametrize(("done", "wrong"), [("2027-02-10", False), ("2027-02-11", False), ("2027-02-12", True)])
def test_work_is_assessed_and_standardised_before_it_is_claimed(done: str, wrong: bool) -> None:
    assessed = claims("Claimed on | Assessed on", f"2027-02-11 | {done}")
    standardised = claims("Claimed on | Standardised on", f"2027-02-11 | {done}")
    if wrong:
        fires("claim-before-assessed", assessed, "Claims!E2")
        fires("claim-before-standardised", standardised, "Claims!E2")
    else:
        quiet("claim-before-assessed", assessed)
        quiet("claim-before-standardised", standardised)


def test_where_no_assessment_is_dated_readiness_is_not_asked_about() -> None:
    quiet("claim-before-assessed", claims("Claimed on | Assessed on", "2027-02-11 | "))
    quiet("claim-before-standardised", claims("Claimed on | Standardised on", "2027-02-11 | "))


RECLAIM = "Grade | Claimed on | Confirmed grade | Claim status"


@pytest.mark.parametrize(("first", "second"), [("M", "M"), ("D", "P"), ("Merit", "pass")])
def test_a_unit_claimed_again_at_no_higher_grade_is_reported(first: str, second: str) -> None:
    text = claims(RECLAIM, f"{first} | 2026-11-02 | | ", f"{second} | 2027-02-02 | | ")
    fires("reclaim-not-higher", text, "Claims!E3")


@pytest.mark.parametrize(
    "rows",
    [
        ["P | 2026-11-02 | | ", "M | 2027-02-02 | | "],
        ["P | 2026-01-02 | | ", "M | 2026-05-02 | | ", "D | 2026-11-02 | | "],
        ["D | 2026-11-02 | P | ", "M | 2027-02-02 | | "],  # the moderator confirmed less (B29)
        ["M | 2026-11-02 | F | ", "M | 2027-02-02 | | "],
        ["M | 2026-11-02 | | withdrawn", "M | 2027-02-02 | | "],  # messy case 14
        ["M | 2026-11-02 | | ", "M | | | planned"],  # where the work stands, not yet a claim
        ["P | 2026-11-02 | | "],
        ["P | 2026-11-02 | | ", "0045 | 05839 | 9 | JS | P | 2027-02-02 | | "],
        ["P | 2026-11-02 | | ", "0045 | 05355 | 8 | JS | P | 2027-02-02 | | "],
    ],
)
def test_higher_unconfirmed_withdrawn_and_planned_claims_may_follow(rows: list[str]) -> None:
    quiet("reclaim-not-higher", claims(RECLAIM, *rows))


def test_the_fourth_claim_is_fine_where_it_is_higher_than_all_before() -> None:
    rows = ["P | 2025-11-02 | F | ", "P | 2026-05-02 | | ", "M | 2026-11-02 | | ", "D | 2027-02-02 | | "]
    quiet("reclaim-not-higher", claims(RECLAIM, *rows))


@pytest.mark.parametrize("row", ["M | | ", " | 2027-03-20 | ", " | | 2027-03-20"])
def test_a_withdrawn_claim_has_no_result(row: str) -> None:
    columns = "Claim status | Confirmed grade | Results published on | Certificate issued on"
    fires("withdrawn-claim-with-result", claims(columns, f"withdrawn | {row}"), "Claims!E2")
    quiet("withdrawn-claim-with-result", claims(columns, f"confirmed | {row}"))


def test_a_withdrawn_claim_may_say_that_its_grade_was_not_confirmed() -> None:
    quiet("withdrawn-claim-with-result", claims("Claim status | Confirmed grade", "withdrawn | U", "withdrawn | "))


TWO_VISITS = visits("Type", "IT A | IT | 2026-11-12 | virtual", "IT B | IT | 2027-03-11 | virtual")


def test_an_earlier_claim_is_submitted_before_a_new_one_is_started() -> None:
    rows = ["IT A | unsubmitted", "0046 | 05839 | 8 | JS | IT B | submitted"]
    (found,) = fires("open-claim-before-new-one", TWO_VISITS + claims("Visit | Claim status", *rows), "Claims!F2")
    assert found.message == "Unsubmitted for the visit on 12 Nov 2026, while a claim of 05839 for 11 Mar 2027 exists."


@pytest.mark.parametrize(
    "rows",
    [
        ["IT A | submitted", "IT B | unsubmitted"],
        ["IT B | unsubmitted", "0046 | 05839 | 8 | JS | IT B | submitted"],  # one claim may hold both
        ["IT A | unsubmitted", "IT B | planned"],
        ["IT A | unsubmitted", "0045 | 05355 | 2 | JS | IT B | submitted"],  # another qualification
        ["IT A | withdrawn", "IT B | submitted"],
    ],
)
def test_an_open_claim_of_the_last_visit_or_of_another_code_is_fine(rows: list[str]) -> None:
    quiet("open-claim-before-new-one", TWO_VISITS + claims("Visit | Claim status", *rows))


@pytest.mark.parametrize("grade", ["D*", "Near pass", "U", "F"])
def test_a_moderated_unit_is_claimed_at_pass_merit_or_distinction(grade: str) -> None:
    (found,) = fires("grade-not-for-unit", claims("Grade | Claimed on", f"{grade} | 2027-02-01"), "Claims!E2")
    assert found.fix.startswith("Correct the grade to one of P, M or D;")


@pytest.mark.parametrize(
    "row",
    [
        "P | 2027-02-01",
        "Dist | 2027-02-01",
        "Pass | 2027-02-01",
        "m | 2027-02-01",
        "- | 2027-02-01",
        "N/A | ",
        "F | ",  # planned, and not there yet
        "U | ",
        "0045 | 05839 | 1 | JS | R | ",  # examined
        "0045 | 05839 | 77 | JS | R | 2027-02-01",  # Units does not say how it is assessed
    ],
)
def test_grades_in_any_spelling_and_those_of_examined_units_are_right(row: str) -> None:
    quiet("grade-not-for-unit", claims("Grade | Claimed on", row))
