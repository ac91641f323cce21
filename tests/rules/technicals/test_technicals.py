"""The rules of OCR's moderation page. The small centre of `workbooks` has one visit for IT, face-to-face on Thu 11 March 2027."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest
from workbooks import AS_OF, NO_ENTRIES, ONLY_UNIT_8, fires, quiet, report_of, silent

from ocr_sheets.model.records import Family
from ocr_sheets.report import OVER
from ocr_sheets.rules import RULES, Result
from ocr_sheets.rules.engine import ADVICE, CHECK, MUST_FIX

TECHNICALS_CODES = {code for code, rule in RULES.items() if ".technicals." in rule.check.__module__}


def table(sheet: str, usual: dict[str, str], columns: str, rows: Sequence[str]) -> str:
    """A sheet with the usual columns, then those named. A row is told in full, or only in the columns named."""
    headings = [*usual, *(part.strip() for part in columns.split("|"))]
    lines = [
        row if row.count("|") == len(headings) - 1 else f"{' | '.join(usual.values())} | {row}" for row in rows or [""]
    ]
    return "\n".join([sheet, f"| {' | '.join(headings)} |", *(f"| {line} |" for line in lines)]) + "\n"


def claims(columns: str, *rows: str) -> str:
    """Claims of unit 8 of 05839 by 0045, assessed by JS. The columns named begin at E."""
    usual = {"Candidate number": "0045", "Entry code": "05839", "Unit number": "8", "Assessor": "JS"}
    return table("Claims", usual, columns, rows)


def visits(columns: str, *rows: str) -> str:
    """The visit IT 1 on 11 March 2027. The columns named begin at D."""
    return table("Visits", {"Visit": "IT 1", "Subject area": "IT", "Visit date": "2027-03-11"}, columns, rows)


def entries(columns: str, *rows: str) -> str:
    """The full award entry of 0045 for 05839. The columns named begin at D."""
    usual = {"Candidate number": "0045", "Entry code": "05839", "Entry type": "full award"}
    return table("Entries", usual, columns, rows)


def candidates(columns: str, *rows: str) -> str:
    """Candidate 0045. The columns named begin at D."""
    usual = {"Candidate number": "0045", "Surname": "Adams", "Forenames": "Ali"}
    return table("Candidates", usual, columns, rows)


def qualifications(columns: str, *rows: str) -> str:
    """05839 of the 2016 suite. The columns named begin at D."""
    usual = {"Entry code": "05839", "Family": "Cambridge Technicals", "Subject area": "IT"}
    return table("Qualifications", usual, columns, rows)


def centre(**labels: str) -> str:
    """The Centre sheet: a label and its value in each row."""
    rows = [f"| {label.replace('_', ' ').capitalize()} | {value} |" for label, value in labels.items()]
    return "\n".join(["Centre", "| Label | Value |", *rows]) + "\n"


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


# -- the type of a visit (S1, S19 to S22)


def test_a_visit_without_a_type_is_asked_about() -> None:
    (found,) = fires("visit-type-missing", visits("Type", ""), "Visits!D2")
    assert found.by == day("2027-02-11")
    assert found.fix == "Choose virtual or face-to-face, and tell the moderator by 11 Feb 2027."


def test_once_the_day_for_telling_is_past_the_type_is_to_be_told_at_once() -> None:
    (found,) = fires("visit-type-missing", visits("Type", ""), "Visits!D2", as_of=day("2027-02-12"))
    assert found.fix.endswith("at once.")
    (found,) = fires("visit-type-missing", visits("Type | Type told on", " | 2027-01-15"), "Visits!D2")
    assert found.fix == "Choose the type that the moderator was told on 15 Jan 2027."
    (found,) = fires("visit-type-missing", visits("Type", ""), "Visits!D2", as_of=day("2027-02-11"))
    assert found.fix.endswith("by 11 Feb 2027.")


@pytest.mark.parametrize("kind", ["virtual", "face-to-face", "Teams", "F2F", "in-centre"])
def test_either_type_will_do_in_the_words_people_use(kind: str) -> None:
    quiet("visit-type-missing", visits("Type", kind))


@pytest.mark.parametrize("status", ["cancelled", "done"])
def test_a_visit_that_is_off_or_over_needs_no_type(status: str) -> None:
    quiet("visit-type-missing", visits("Type | Status", f" | {status}"))


def test_a_type_nobody_can_read_is_reported_as_that_alone() -> None:
    quiet("visit-type-missing", visits("Type", "Hybrid"))


@pytest.mark.parametrize(("told", "late"), [("2027-02-10", False), ("2027-02-11", False), ("2027-02-12", True)])
def test_the_type_is_told_28_days_ahead_or_more(told: str, late: bool) -> None:
    text = visits("Type told on", told)
    if late:
        (found,) = fires("visit-type-told-late", text, "Visits!D2")
        assert found.message == "Told on 12 Feb 2027, 27 days before the visit on 11 Mar 2027; 28 days are needed."
        assert found.fix.endswith("or move the visit to 12 Mar 2027 or later.")
    else:
        quiet("visit-type-told-late", text)


def test_of_a_visit_that_is_past_nobody_is_asked_to_move_the_date() -> None:
    (found,) = fires("visit-type-told-late", visits("Type told on", "2027-02-12"), "Visits!D2", as_of=day("2027-03-12"))
    assert found.fix == OVER


@pytest.mark.parametrize(("moved_from", "late"), [("2027-03-11", True), ("2027-03-12", False), ("2027-03-04", True)])
def test_a_type_told_in_time_for_the_day_agreed_at_first_was_told(moved_from: str, late: bool) -> None:
    text = visits("Type told on | Moved from", f"2027-02-12 | {moved_from}")
    if late:
        fires("visit-type-told-late", text, "Visits!D2")
    else:
        quiet("visit-type-told-late", text)


def test_visits_before_the_choice_of_types_are_left_alone() -> None:
    # S17: the choice is there since September 2022. The rule says that it has no figure for such a day; the other visit was checked.
    report = report_of(visits("Type told on", "IT 0 | IT | 2022-03-10 | 2022-03-01", "2027-01-15"))
    (ended,) = [one for one in report.outcomes if one.rule.code == "visit-type-told-late"]
    assert (ended.result, ended.reason) == (Result.NOTHING_FOUND, "no figure is published for 10 Mar 2022")


@pytest.mark.parametrize(
    ("as_of", "late"), [("2027-02-10", False), ("2027-02-11", False), ("2027-02-12", True), ("2027-03-12", False)]
)
def test_a_type_not_recorded_as_told_is_asked_about_from_27_days_before_to_the_visit(as_of: str, late: bool) -> None:
    text = visits("Type told on", "")
    if late:
        (found,) = fires("visit-type-not-told", text, "Visits!D2", as_of=day(as_of))
        assert found.by == day("2027-02-11")
    else:
        quiet("visit-type-not-told", text, as_of=day(as_of))


def test_a_day_of_telling_that_cannot_be_read_is_not_taken_for_none() -> None:
    quiet("visit-type-not-told", visits("Type told on", "TBC"), as_of=day("2027-03-01"))


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


# -- the allowance (S5 to S9, S23)

THREE = ("IT A | IT | 2026-11-12", "IT B | IT | 2027-03-11", "IT C | IT | 2027-06-09")


def three(third: str = "", **others: str) -> str:
    return visits("Status | Entry code", *(f"{row} | | " for row in THREE[:-1]), third or f"{THREE[-1]} | | ")


def test_the_third_visit_of_a_subject_area_in_a_year_is_charged() -> None:
    (found,) = fires("visit-chargeable", three(), "Visits!C4")
    assert found.message == "Visit 3 for IT in 2026/27: 2 are free, this one is charged."
    assert "VQ.panelmanagement@ocr.org.uk" in found.fix
    assert "£" not in found.fix  # OCR's fee is not known


def test_the_fee_is_named_where_the_centre_gives_it() -> None:
    text = centre(standard_visit_fee="#150.5") + three()
    (found,) = fires("visit-chargeable", text, "Visits!C4")
    assert "the fee of £150.50" in found.fix
    (found,) = fires("visit-chargeable", text, "Visits!C4", as_of=day("2027-07-01"))
    assert found.fix == "The visit is over: expect OCR to charge the fee of £150.50."
    (found,) = fires("visit-chargeable", text, "Visits!C4", as_of=day("2027-06-09"))
    assert found.fix.startswith("Ask the VQ Panel")


def test_suites_and_levels_share_the_two_free_visits_also_where_a_visit_names_an_entry_code() -> None:
    fires("visit-chargeable", three("IT 2012 | | 2027-06-09 | | 05355"), "Visits!C4")


@pytest.mark.parametrize(
    "third",
    [
        "IT C | IT | 2027-06-09 | cancelled | ",  # messy case 8
        "IT C | IT | 2027-09-01 | | ",  # the next academic year's
        "IT C | IT | 2026-08-31 | | ",  # the last academic year's
        "B 1 | Business | 2027-06-09 | | ",
        "IT 2012 | IT | 2027-03-11 | | ",  # S8: one visit listed once for each suite
        "L4 1 | | 2027-06-09 | | 04663",
    ],
)
def test_visits_that_are_off_or_of_another_year_subject_or_row_of_the_same_day_do_not_count(third: str) -> None:
    quiet("visit-chargeable", three(third))


def test_a_visit_on_31_august_still_belongs_to_the_old_year() -> None:
    fires("visit-chargeable", three("IT C | IT | 2027-08-31 | | "), "Visits!C4")


def test_a_shared_visit_of_a_consortium_counts_once_and_is_told_once() -> None:
    shared = [f"{row} | " for row in THREE for _ in "ABC"]
    text = centre(consortium="Fenland") + visits("Status", *shared)
    fires("visit-chargeable", text, "Visits!C8")
    quiet("visit-chargeable", centre(consortium="Fenland") + visits("Status", *shared[:6]))


# -- the moderator (S10, S14)


def test_entries_without_a_moderator_are_asked_about() -> None:
    (found,) = fires("entries-without-moderator", qualifications("Quality assurer", ""), "Qualifications!D2")
    assert found.message == "2 entries for 05839, but no moderator is named."


@pytest.mark.parametrize("assurer", ["M. Moderator | ", " | 2026-10-20", " | TBC"])
def test_a_name_or_a_first_contact_is_enough(assurer: str) -> None:
    quiet("entries-without-moderator", qualifications("Quality assurer | Contacted us on", assurer))


def test_a_moderator_of_another_code_of_the_subject_is_not_said_to_be_this_ones() -> None:
    # OCR nowhere says that one moderator visits a subject area.
    other = "05355 | Cambridge Technicals | IT | M. Moderator"
    fires("entries-without-moderator", qualifications("Quality assurer", "", other), "Qualifications!D2")


@pytest.mark.parametrize("rest", ["2026-10-01 | 2026-12-01", "2027-02-02 | ", "2026-10-01 | yes"])
def test_nobody_is_allocated_before_the_first_entries_or_for_withdrawn_ones(rest: str) -> None:
    quiet(
        "entries-without-moderator", qualifications("Quality assurer", "") + entries("Entered on | Withdrawn on", rest)
    )


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


# -- August (S16, B1)


@pytest.mark.parametrize(
    ("date", "blocked"),
    [("2026-08-17", False), ("2026-08-18", True), ("2026-08-31", True), ("2026-09-01", False), ("2026-08-01", False)],
)
def test_no_visits_take_place_from_18_to_31_august(date: str, blocked: bool) -> None:
    text = visits("Status", f"IT 1 | IT | {date} | ")
    if blocked:
        (found,) = fires("visit-in-late-august", text, "Visits!C2", as_of=day("2026-07-01"))
        assert found.message == "There are no visits from 18 Aug 2026 to 31 Aug 2026."
        assert found.fix == "Agree another day with the moderator: up to 17 Aug 2026, or from 1 Sep 2026."
        (found,) = fires("visit-in-late-august", text, "Visits!C2")
        assert found.fix == OVER
    else:
        quiet("visit-in-late-august", text)


def test_a_cancelled_visit_in_august_and_any_other_day_of_the_year_are_fine() -> None:
    # S3: assessment and moderation can take place at any time, on Sundays and on bank holidays too.
    quiet("visit-in-late-august", visits("Status", "IT 1 | IT | 2027-08-20 | cancelled", "IT 2 | IT | 2027-03-28 | "))


# -- consortia (S23 to S27)


@pytest.mark.parametrize("form", ["", "no"])
def test_a_consortium_needs_its_form(form: str) -> None:
    text = centre(consortium="Fenland", consortium_form_submitted=form)
    fires("consortium-form-missing", text, "Centre!B3")


@pytest.mark.parametrize(("consortium", "form"), [("Fenland", "yes"), ("Fenland", "2026-09-14"), ("no", ""), ("", "")])
def test_a_form_that_is_in_or_a_centre_on_its_own_needs_no_more(consortium: str, form: str) -> None:
    quiet("consortium-form-missing", centre(consortium=consortium, consortium_form_submitted=form))


@pytest.mark.parametrize(
    ("form", "other"),
    [("2026-08-31", True), ("2026-09-01", False), ("2027-08-31", False), ("2027-09-01", True), ("yes", False)],
)
def test_the_form_is_completed_in_the_academic_year_itself(form: str, other: bool) -> None:
    text = centre(academic_year="2026/27", consortium="Fenland", consortium_form_submitted=form)
    if other:
        (found,) = fires("consortium-form-of-another-year", text, "Centre!B4")
        assert "2026/27" in found.fix
    else:
        quiet("consortium-form-of-another-year", text)


def test_without_an_academic_year_the_forms_year_is_that_of_the_last_visit() -> None:
    text = centre(consortium="Fenland", consortium_form_submitted="2026-03-01")
    fires("consortium-form-of-another-year", text, "Centre!B3")


@pytest.mark.parametrize(
    ("number", "listed", "outside"),
    [
        ("10120", "10101, 10102", True),
        ("10102", "10101, 10102", False),
        ("10101", "10102", False),  # the centre itself, left out of its own list
        ("10102", "10101 (lead), 10102 (Hill School)", False),
        ("10102", "Hill School", False),  # which number Hill School has is not known
        ("00102", "102", False),
        ("", "10102", False),
    ],
)
def test_a_candidates_centre_is_one_of_the_consortiums(number: str, listed: str, outside: bool) -> None:
    text = centre(centre_number="10101", consortium="Fenland", consortium_centres=listed)
    text += candidates("Centre number", number)
    if outside:
        fires("candidate-outside-consortium", text, "Candidates!D2")
    else:
        quiet("candidate-outside-consortium", text)


def test_where_the_centre_does_not_give_its_own_number_nobody_is_outside() -> None:
    text = centre(consortium="Fenland", consortium_centres="10102") + candidates("Centre number", "10101")
    quiet("candidate-outside-consortium", text)


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


LATER = visits("Type", "IT 1 | IT | 2027-03-11 | virtual", "IT 2 | IT | 2027-06-10 | virtual")


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
            == "Entered on 12 Feb 2027, 27 days before the visit on 11 Mar 2027 (IT 1); 28 days are needed."
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
        "TBC | IT 1 | | | ",
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


def test_who_is_not_entered_is_reported_for_that_and_not_for_the_claim() -> None:
    text = claims("Claimed on | Visit", "0046 | 05839 | 8 | JS | | IT 1") + ONLY_UNIT_8
    fires("claim-without-entry", text, "Claims!B2", as_of=day("2027-02-26"))
    fires("claim-not-made", text, "Entries!A2", as_of=day("2027-02-26"))


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
def test_work_that_is_not_claimed_slips_once_for_each_visit_when_its_claim_day_is_past(
    as_of: str, slipped: bool
) -> None:
    found = fires("work-slipped", LATER, *["Visits!C2"][:slipped], as_of=day(as_of))
    assert [one.message for one in found] == [
        "4 portfolios are too late to be claimed for IT 1 on 11 Mar 2027: they go to IT 2."
    ][:slipped]
    quiet("work-slipped", LATER.replace("| virtual", "| virtual |").replace("| Type", "| Type | Status"), as_of=AS_OF)


@pytest.mark.parametrize(("entered", "late"), [("2027-02-10", False), ("2027-02-11", False), ("2027-02-12", True)])
def test_an_entry_too_late_for_the_next_visit_slips_too(entered: str, late: bool) -> None:
    text = ONLY_UNIT_8.replace("2026-10-01", entered) + LATER
    if not late:
        quiet("work-slipped", text, as_of=day("2027-02-15"))
    else:
        (found,) = fires("work-slipped", text, "Visits!C2", as_of=day("2027-02-15"))
        assert found.message == "1 portfolio is too late to be entered for IT 1 on 11 Mar 2027: it goes to IT 2."


@pytest.mark.parametrize("row", ["2027-02-26 | IT 1 | ", "2027-02-26 | | confirmed", "2027-02-26 | #N/A | "])
def test_a_claim_that_names_its_visit_or_is_confirmed_does_not_slip(row: str) -> None:
    text = claims("Claimed on | Visit | Claim status", row) + ONLY_UNIT_8 + LATER
    quiet("work-slipped", text, as_of=day("2027-02-27"))


def test_a_claim_that_has_gone_in_wants_its_day() -> None:
    fires("claim-date-missing", claims("Claimed on | Claim status", " | submitted"), "Claims!E2")


@pytest.mark.parametrize(
    "row", ["2027-02-01 | submitted", " | planned", " | confirmed", " | withdrawn", "TBC | submitted"]
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


# -- samples (S35 to S48)


@pytest.mark.parametrize(("asked", "odd"), [("2027-02-17", True), ("2027-02-18", False), ("2027-02-19", False)])
def test_requests_for_a_face_to_face_visit_come_three_weeks_ahead_at_most(asked: str, odd: bool) -> None:
    text = claims("Visit | Sample requested on", f"IT 1 | {asked}")
    if odd:
        fires("sample-requested-early", text, "Claims!F2")
        quiet("sample-requested-early", text + visits("Type", "virtual"))  # S36 is about face-to-face visits only
        quiet("sample-requested-early", text + visits("Type | Moved from", "face-to-face | 2027-03-04"))  # S21
    else:
        quiet("sample-requested-early", text)


@pytest.mark.parametrize(("asked", "late"), [("2027-02-28", False), ("2027-03-01", False), ("2027-03-02", True)])
def test_requests_come_ten_days_ahead_where_the_claim_was_in_time(asked: str, late: bool) -> None:
    text = claims("Claimed on | Visit | Sample requested on", f"2027-02-25 | IT 1 | {asked}")
    if late:
        (found,) = fires("sample-requested-late", text, "Claims!G2")
        assert found.rule.severity is ADVICE  # the day is OCR's to keep, not the centre's
    else:
        quiet("sample-requested-late", text)


def test_after_a_late_claim_ocr_promises_nothing() -> None:
    late = claims("Claimed on | Visit | Sample requested on", "2027-02-26 | IT 1 | 2027-03-05")
    quiet("sample-requested-late", late)
    none = claims("Claimed on | Visit | Sample requested on", "2027-02-26 | IT 1 | ")
    quiet("sample-request-not-received", none, as_of=day("2027-03-05"))


@pytest.mark.parametrize(
    ("as_of", "missing"), [("2027-02-28", False), ("2027-03-01", False), ("2027-03-02", True), ("2027-03-12", False)]
)
def test_a_visit_without_any_request_is_asked_about_in_its_last_nine_days(as_of: str, missing: bool) -> None:
    text = claims("Claimed on | Visit | Sample requested on", "2027-02-25 | IT 1 | ")
    if missing:
        (found,) = fires("sample-request-not-received", text, "Visits!A2", as_of=day(as_of))
        assert found.message == "1 claim in time, and no sample request; it was to come by 1 Mar 2027."
    else:
        quiet("sample-request-not-received", text, as_of=day(as_of))


@pytest.mark.parametrize("asked", ["2027-02-26", "requested"])
def test_one_request_or_one_that_cannot_be_read_is_enough(asked: str) -> None:
    rows = [f"2027-02-20 | IT 1 | {asked}", "0046 | 05839 | 8 | JS | 2027-02-20 | IT 1 | "]
    quiet(
        "sample-request-not-received",
        claims("Claimed on | Visit | Sample requested on", *rows),
        as_of=day("2027-03-05"),
    )


def portfolios(count: int, assessors: str = "JS", asked: str = "2027-02-26") -> str:
    """Requests for one unit, of as many candidates, by these assessors in turn."""
    names = assessors.split()
    rows = [f"{n:04} | 05839 | 8 | {names[n % len(names)]} | IT 1 | {asked}" for n in range(1, count + 1)]
    return claims("Visit | Sample requested on", *rows)


@pytest.mark.parametrize(("count", "over"), [(3, []), (6, []), (7, ["Claims!F8"]), (8, ["Claims!F8", "Claims!F9"])])
def test_six_portfolios_of_one_unit_and_assessor_are_the_most(count: int, over: list[str]) -> None:
    if over:
        found = fires("sample-over-six", portfolios(count), *over)
        assert found[0].message == "Portfolio 7 requested of unit 8 by JS for IT 1; 6 is the most."
    else:
        quiet("sample-over-six", portfolios(count))


def test_six_for_each_of_two_assessors_are_twelve() -> None:
    quiet("sample-over-six", portfolios(12, "JS PT"))
    quiet("sample-over-six", portfolios(40, asked=""))
    quiet("sample-over-six", portfolios(7).replace("| JS |", "|  |"))  # nobody knows whose they are


def test_initials_and_full_name_are_one_assessor() -> None:
    text = portfolios(7).replace("0001 | 05839 | 8 | JS", "0001 | 05839 | 8 | Jo Smith")
    fires("sample-over-six", text, "Claims!F8")


AVAILABLE = "Visit | Sample requested on | Available at visit"


def test_a_requested_portfolio_must_be_there_on_the_day() -> None:
    (found,) = fires("sample-not-available", claims(AVAILABLE, "IT 1 | 2027-02-26 | no"), "Claims!G2")
    assert found.by == day("2027-03-11")
    assert found.rule.severity is MUST_FIX


@pytest.mark.parametrize(
    ("as_of", "asked"), [("2027-02-28", False), ("2027-03-01", True), ("2027-03-11", True), ("2027-03-12", False)]
)
def test_from_ten_days_before_a_requested_portfolio_is_to_be_ticked(as_of: str, asked: bool) -> None:
    text = claims(AVAILABLE, "IT 1 | 2027-02-26 | ")
    if asked:
        fires("sample-not-yet-marked-available", text, "Claims!G2", as_of=day(as_of))
    else:
        quiet("sample-not-yet-marked-available", text, as_of=day(as_of))


@pytest.mark.parametrize("row", ["IT 1 | 2027-02-26 | yes", "IT 1 | | no", "IT 1 | | ", "IT 1 | 2027-02-26 | soon"])
def test_a_portfolio_that_is_ready_or_was_not_asked_for_is_not_reported(row: str) -> None:
    quiet("sample-not-available", claims(AVAILABLE, row), as_of=day("2027-03-05"))
    quiet("sample-not-yet-marked-available", claims(AVAILABLE, row), as_of=day("2027-03-05"))


@pytest.mark.parametrize(("as_of", "is_told"), [("2027-03-10", True), ("2027-03-11", True), ("2027-03-12", False)])
def test_work_that_was_asked_for_is_to_be_available_at_a_virtual_visit_too(as_of: str, is_told: bool) -> None:
    text = claims(AVAILABLE, "IT 1 | 2027-02-26 | no") + visits("Type", "virtual")
    if is_told:  # S40 is about visits of both types
        fires("sample-not-available", text, "Claims!G2", as_of=day(as_of))
    else:
        quiet("sample-not-available", text, as_of=day(as_of))
    quiet("sample-not-yet-marked-available", text.replace("| no |", "| |"), as_of=day("2027-03-05"))


VIRTUAL = visits("Type", "virtual")
UPLOAD = "Visit | Sample requested on | Sample uploaded on"


@pytest.mark.parametrize(("uploaded", "late"), [("2027-03-05", False), ("2027-03-06", False), ("2027-03-07", True)])
def test_a_sample_is_uploaded_five_days_before_a_virtual_visit_only(uploaded: str, late: bool) -> None:
    text = claims(UPLOAD, f"IT 1 | 2027-02-26 | {uploaded}")
    if late:
        (found,) = fires("sample-uploaded-late", VIRTUAL + text, "Claims!G2")
        assert found.message == "Uploaded on 7 Mar 2027, 4 days before the visit on 11 Mar 2027; 5 days are needed."
    else:
        quiet("sample-uploaded-late", VIRTUAL + text)
    quiet("sample-uploaded-late", text)  # S47, messy case 19: nothing is due before a face-to-face visit


def test_further_evidence_and_work_asked_for_too_late_may_come_late() -> None:
    asked = "IT 1 | 2027-02-26 | 2027-03-01"
    further = "0046 | 05839 | 8 | JS | IT 1 | | 2027-03-10"
    quiet("sample-uploaded-late", VIRTUAL + claims(UPLOAD, asked, further))  # S41
    quiet("sample-uploaded-late", VIRTUAL + claims(UPLOAD, "IT 1 | 2027-03-07 | 2027-03-09"))
    fires("sample-uploaded-late", VIRTUAL + claims(UPLOAD, "IT 1 | 2027-03-06 | 2027-03-09"), "Claims!G2")
    fires(
        "sample-uploaded-late", VIRTUAL + claims(UPLOAD, "IT 1 | | 2027-03-10"), "Claims!G2"
    )  # no requests kept at all


@pytest.mark.parametrize(("as_of", "late"), [("2027-03-05", False), ("2027-03-06", False), ("2027-03-07", True)])
def test_a_sample_not_uploaded_is_reported_from_four_days_before_a_virtual_visit(as_of: str, late: bool) -> None:
    text = claims(UPLOAD, "IT 1 | 2027-02-26 | ")
    if late:
        fires("sample-not-uploaded", VIRTUAL + text, "Claims!G2", as_of=day(as_of))
        (found,) = fires("sample-not-uploaded", VIRTUAL + text, "Claims!G2", as_of=day("2027-03-11"))
        assert found.fix.startswith("Upload it now")
        (found,) = fires("sample-not-uploaded", VIRTUAL + text, "Claims!G2", as_of=day("2027-03-12"))
        assert found.fix.startswith("The visit is past")
    else:
        quiet("sample-not-uploaded", VIRTUAL + text, as_of=day(as_of))
    quiet("sample-not-uploaded", text, as_of=day(as_of))


@pytest.mark.parametrize("row", ["IT 1 | | ", "IT 1 | 2027-02-26 | sent", "IT 1 | 2027-02-26 | 2027-03-06"])
def test_what_was_not_asked_for_or_is_there_is_not_missing(row: str) -> None:
    quiet("sample-not-uploaded", VIRTUAL + claims(UPLOAD, row), as_of=day("2027-03-09"))


# -- the day and after (S59 to S66)


def test_a_face_to_face_visit_has_somebody_to_meet_the_moderator() -> None:
    (found,) = fires("named-contact-missing", visits("Type | Named contact", "face-to-face | "), "Visits!E2")
    assert found.rule.severity is ADVICE  # OCR suggests


@pytest.mark.parametrize("row", ["face-to-face | | Sam Lee", "virtual | | ", " | | ", "face-to-face | cancelled | "])
def test_a_virtual_or_cancelled_visit_needs_nobody(row: str) -> None:
    quiet("named-contact-missing", visits("Type | Status | Named contact", row))


def test_the_centres_named_contact_does_for_all_visits() -> None:
    text = centre(named_contact="Sam Lee") + visits("Type | Named contact", "face-to-face | ")
    quiet("named-contact-missing", text)


@pytest.mark.parametrize("row", ["M | | ", " | 2027-03-20 | ", " | | 2027-03-20"])
def test_a_withdrawn_claim_has_no_result(row: str) -> None:
    columns = "Claim status | Confirmed grade | Results published on | Certificate issued on"
    fires("withdrawn-claim-with-result", claims(columns, f"withdrawn | {row}"), "Claims!E2")
    quiet("withdrawn-claim-with-result", claims(columns, f"confirmed | {row}"))


def test_a_withdrawn_claim_may_say_that_its_grade_was_not_confirmed() -> None:
    quiet("withdrawn-claim-with-result", claims("Claim status | Confirmed grade", "withdrawn | U", "withdrawn | "))


KEEP = "Claimed on | Certificate issued on | Review closed on | Work disposed of on | Confirmed grade"


@pytest.mark.parametrize(
    ("review", "disposed", "early"),
    [
        ("", "2026-12-11", True),
        ("", "2026-12-12", True),
        ("", "2026-12-13", False),
        ("2027-01-20", "2027-01-19", True),
        ("2027-01-20", "2027-01-20", True),
        ("2027-01-20", "2027-01-21", False),
        ("2026-12-01", "2026-12-13", False),
    ],
)
def test_work_is_kept_until_after_the_certificate_and_any_review(review: str, disposed: str, early: bool) -> None:
    text = claims(KEEP, f"2026-11-02 | 2026-12-12 | {review} | {disposed} | ")
    if early:
        fires("work-disposed-early", text, "Claims!H2")
    else:
        quiet("work-disposed-early", text)


def test_work_disposed_of_without_a_certificate_is_reported() -> None:
    fires("work-disposed-early", claims(KEEP, "2026-11-02 | | | 2027-02-01 | "), "Claims!H2")
    fires("work-disposed-early", claims(KEEP, "2026-11-02 | | 2027-01-20 | 2027-01-20 | F"), "Claims!H2")


@pytest.mark.parametrize(
    "row",
    [
        "2026-11-02 | | | | ",
        "2026-11-02 | TBC | | 2027-01-20 | ",
        "2026-11-02 | | | 2027-02-02 | ",  # a plan: the certificate may well come before it
        " | | | 2027-01-20 | ",  # never claimed
        "2026-11-02 | | | 2027-01-20 | F",  # no certificate comes of it
        "2026-11-02 | | 2027-01-19 | 2027-01-20 | F",
    ],
)
def test_work_that_waits_for_no_certificate_may_go(row: str) -> None:
    quiet("work-disposed-early", claims(KEEP, row))


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


@pytest.mark.parametrize("grade", ["D*", "R", "Near pass", "U", "F"])
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


ONE_YEAR = "Quality assurer | Approved on | One-year programme"
NEW_COURSE = qualifications(ONE_YEAR, "M. Moderator | 2026-09-04 | ")
NO_VISIT = visits("Type", "IT 1 | IT | 2027-03-11 | virtual").replace("| IT 1 |", "| IT 0 |").replace("2027", "2026")


@pytest.mark.parametrize(
    ("approved", "one_year", "cells"),
    [
        ("2026-08-31", "", []),
        ("2026-09-01", "", ["Qualifications!E2"]),
        ("2026-09-02", "yes", ["Qualifications!E2"]),
        ("2013-06-14", "yes", ["Qualifications!F2"]),
        ("2013-06-14", "no", []),
        ("TBC", "", []),
    ],
)
def test_a_new_or_one_year_course_with_entries_and_no_visit_is_told(
    approved: str, one_year: str, cells: list[str]
) -> None:
    text = qualifications(ONE_YEAR, f"M. Moderator | {approved} | {one_year}") + NO_VISIT
    if cells:
        (found,) = fires("first-visit-late", text, *cells)
        assert found.rule.severity is ADVICE  # OCR recommends
        assert found.message.endswith("no visit for IT stands in 2026/27.")
        assert found.fix.endswith("from 1 Mar 2027.")
    else:
        quiet("first-visit-late", text)


@pytest.mark.parametrize(
    ("visit", "is_told"),
    [
        ("IT 1 | IT | 2026-08-31 | ", True),
        ("IT 1 | IT | 2026-09-01 | ", False),
        ("IT 1 | IT | 2027-04-30 | ", False),
        ("IT 1 | IT | 2027-05-01 | ", True),  # the last third of the year is late
        ("IT 1 | IT | 2027-08-31 | ", True),
        ("IT 1 | IT | 2027-09-01 | ", True),
        ("IT 1 | IT | 2027-03-11 | cancelled", True),
        ("IT 1 | IT | TBC | ", False),
        ("IT 1 | Business | 2027-03-11 | ", False),  # which is not on Qualifications: it may be IT's
        ("IT 1 | | 2027-03-11 | ", False),
    ],
)
def test_any_visit_of_the_academic_year_is_a_first_visit(visit: str, is_told: bool) -> None:
    text = NEW_COURSE + visits("Status", visit)
    if is_told:
        fires("first-visit-late", text, "Qualifications!E2")
    else:
        silent("first-visit-late", text)


@pytest.mark.parametrize(
    "row",
    ["2026-08-31 | ", "2027-02-02 | ", "2026-10-01 | 2026-11-01", "2026-10-01 | yes", " | "],
)
def test_a_first_visit_waits_for_entries_of_this_year_that_stand(row: str) -> None:
    quiet("first-visit-late", NEW_COURSE + NO_VISIT + entries("Entered on | Withdrawn on", row))
    fires("first-visit-late", NEW_COURSE + NO_VISIT + entries("Entered on", "2027-02-01"), "Qualifications!E2")


def test_the_resit_of_an_examined_unit_asks_for_no_first_visit() -> None:
    text = NEW_COURSE + NO_VISIT + entries("Entered on", "0045 | 05839 | examined unit | 2026-10-01")
    quiet("first-visit-late", text)


def test_a_first_visit_is_told_once_a_subject_and_of_candidates_who_are_there() -> None:
    two = NEW_COURSE + "| 05838 | Cambridge Technicals | IT | M. Moderator | 2026-09-04 | yes |\n" + NO_VISIT
    both = entries("Entered on", "2026-10-01", "0045 | 05838 | full award | 2026-10-01")
    fires("first-visit-late", two + both, "Qualifications!E2")
    left = candidates("Left on", "2027-02-01", "0046 | Brown | Bea | 2027-01-20")
    quiet("first-visit-late", two + both + left)


@pytest.mark.parametrize(
    ("as_of", "possible"),
    [
        ("2027-01-31", "1 Mar 2027"),  # 28 February is a Sunday
        (
            "2027-02-26",
            "30 Mar 2027",
        ),  # Good Friday, the weekend and Easter Monday lie between; the 30th is not closed here
        ("2027-07-20", "17 Aug 2027"),
        ("2027-07-21", None),  # 18 August: no visits until September, which is another year
    ],
)
def test_the_earliest_first_visit_leaves_out_days_that_are_not_worked(as_of: str, possible: str | None) -> None:
    text = NEW_COURSE + NO_VISIT
    if possible:
        (found,) = fires("first-visit-late", text, "Qualifications!E2", as_of=day(as_of))
        assert found.fix.endswith(f"from {possible}.")
        closed = "Closures\n| From | To |\n| 2027-03-01 | 2027-03-05 |\n"
        shut = fires("first-visit-late", text + closed, "Qualifications!E2", as_of=day(as_of))[0]
        assert shut.fix.endswith("from 8 Mar 2027." if possible == "1 Mar 2027" else f"from {possible}.")
    else:
        quiet("first-visit-late", text, as_of=day(as_of))


@pytest.mark.parametrize(
    ("moved", "status", "is_told"),
    [
        ("2027-03-10", "planned", False),
        ("2027-03-11", "planned", False),
        ("2027-03-12", "planned", True),
        ("2027-03-12", "", True),
        ("2027-03-12", "confirmed", False),
        ("2027-03-12", "cancelled", False),
        ("2027-03-12", "done", False),
        ("TBC", "planned", False),
    ],
)
def test_a_visit_that_was_brought_forward_is_to_be_agreed(moved: str, status: str, is_told: bool) -> None:
    text = visits("Moved from | Status", f"{moved} | {status}")
    if is_told:
        (found,) = fires("visit-brought-forward", text, "Visits!D2")
        assert found.rule.severity is ADVICE
        quiet("visit-brought-forward", text, as_of=day("2027-03-12"))
        fires("visit-brought-forward", text, "Visits!D2", as_of=day("2027-03-11"))
    else:
        quiet("visit-brought-forward", text)


def withdrawn(*rows: str) -> str:
    return entries("Unit number | Entered on | Withdrawn on", *rows)


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
        ("TBC", "2025-02-01", "2025-01-31", False),
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


REVIEW = "Grade | Confirmed grade | Claimed on | Visit | Certificate issued on | Review closed on | Work disposed of on"
HELD = visits("Type", "IT 1 | IT | 2026-11-12 | virtual")


@pytest.mark.parametrize(
    ("disposed", "early"), [("2026-12-13", True), ("2027-02-11", True), ("2027-02-12", False), ("2027-02-13", False)]
)
def test_work_whose_grade_was_changed_is_kept_for_three_months(disposed: str, early: bool) -> None:
    text = HELD + claims(REVIEW, f"M | P | 2026-10-20 | IT 1 | 2026-12-12 | | {disposed}")
    if early:
        fires("work-disposed-before-review-time", text, "Claims!K2")
    else:
        quiet("work-disposed-before-review-time", text)


@pytest.mark.parametrize(
    "row",
    [
        "M | M | 2026-10-20 | IT 1 | 2026-12-12 | | 2026-12-20",  # accepted as claimed
        "M | | 2026-10-20 | IT 1 | 2026-12-12 | | 2026-12-20",
        "M | P | 2026-10-20 | IT 1 | 2026-12-12 | 2026-12-19 | 2026-12-20",  # the review is over
        "M | P | 2026-10-20 | IT 1 | 2026-12-12 | TBC | 2026-12-20",
        "M | P | 2026-10-20 | IT 1 | 2026-12-12 | | ",
        "M | P | 2026-10-20 | IT 1 | 2026-12-12 | | 2026-12-12",  # work-disposed-early tells of it
        "M | P | 2026-10-20 | IT 1 | | | 2026-12-12",
    ],
)
def test_work_that_no_review_will_ask_for_may_go(row: str) -> None:
    quiet("work-disposed-before-review-time", HELD + claims(REVIEW, row))


@pytest.mark.parametrize(("disposed", "cells"), [("2026-11-11", []), ("2026-11-12", ["Claims!K2"])])
def test_time_for_a_review_begins_on_the_day_of_the_visit(disposed: str, cells: list[str]) -> None:
    text = HELD + claims(REVIEW, f"P | F | 2026-10-20 | IT 1 | | | {disposed}")
    fires("work-disposed-before-review-time", text, *cells)


def test_work_of_a_unit_that_was_claimed_again_may_go() -> None:
    first, again = "M | P | 2026-10-20 | IT 1 | 2026-12-12 | | 2026-12-20", "M | | 2027-01-20 | | | | "
    quiet("work-disposed-before-review-time", HELD + claims(REVIEW, first, again))


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


# -- the two families


def test_no_rule_of_this_page_touches_a_verified_row_and_an_entry_the_day_before_an_eqa_visit_is_right() -> None:
    # S79: there are no entry deadlines; S91: candidates are there; S84: there is no time limit.
    text = (
        """
    Visits
    | Visit | Entry code | Visit date | Type | Type told on | Status | Booked on  |
    | L4 1  | 04663      | 2027-03-12 |      |              |        |            |
    | L4 2  | 04663      | 2027-06-11 |      |              |        | 2027-05-20 |
    | L4 3  | 04663      | 2027-07-09 |      |              |        |            |
    """
        + entries("Entered on", "0102 | 04663 | full award | 2027-03-11")
        + candidates("Results needed by", "0102 | Clarke | Cy | UCAS")
        + claims(
            "Standardised by | Assessed on | Standardised on | Grade | Claimed on | Visit | Sample requested on",
            "0102 | 04663 | 1 | JS | PT | 2027-03-11 | 2027-03-11 | | 2027-03-12 | L4 1 | 2027-03-11",
            "0102 | 04663 | 2 | JS | PT | 2027-03-11 | 2027-03-11 | | 2027-03-11 | L4 3 | 2027-03-11",
        )
    )
    report = report_of(text, as_of=day("2027-03-12"))
    assert [finding.message for finding in report.findings if finding.rule.code in TECHNICALS_CODES] == []
    assert [finding.message for finding in report.findings if finding.sheet == "Entries"] == []


def test_no_rule_of_the_other_page_touches_a_moderated_row() -> None:
    # S74, S83, S85, S89 and S97 are about verified qualifications: no approval visit, no IQA, no certificate in five days.
    text = claims(
        "Standardised by | Assessed on | Claimed on | Visit | Claim status | Results published on",
        " | 2027-01-10 | 2027-01-11 | IT 1 | submitted | 2027-01-12",
    )
    report = report_of(text, as_of=AS_OF)
    verified = [f.message for f in report.findings if f.rule.family is Family.VERIFIED]
    assert verified == []


def test_the_small_centre_has_nothing_wrong() -> None:
    codes = [finding.rule.code for finding in report_of().findings]
    assert [code for code in codes if code in TECHNICALS_CODES] == []


def test_every_rule_of_this_page_is_for_technicals_only() -> None:
    assert {RULES[code].family for code in TECHNICALS_CODES} == {Family.TECHNICALS}
