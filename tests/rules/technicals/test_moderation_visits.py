"""The moderation rules of visits. The small centre of `workbooks` has one visit for IT, face-to-face on Thu 11 March 2027."""

from __future__ import annotations

import pytest
from moderation_tables import candidates, centre, day, entries, qualifications, visits
from workbooks import fires, quiet, report_of, silent

from ocr_sheets.report import OVER
from ocr_sheets.rules import Result
from ocr_sheets.rules.engine import ADVICE
from ocr_sheets.schedule.deadlines import What
from ocr_sheets.schedule.progress import State

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
        assert (
            found.message
            == "Moderator told on 12 Feb 2027, 27 days before the visit on 11 Mar 2027. OCR asks for 4 weeks (28 days)."
        )
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
    quiet("visit-type-not-told", visits("Type told on", "soon"), as_of=day("2027-03-01"))


@pytest.mark.parametrize(
    ("cell", "heading", "state"),
    [
        ("Y", "Type told on", State.CANNOT_TELL),
        ("yes", "Moderator told", State.CANNOT_TELL),
        ("✓", "Moderator told", State.CANNOT_TELL),
        ("", "Moderator told", State.LATE),
        ("2027-02-11", "Moderator told", State.DONE),
    ],
)
def test_a_yes_without_its_day_is_never_late(cell: str, heading: str, state: State) -> None:
    report = report_of(visits(heading, cell), as_of=day("2027-02-12"))
    states = [
        line.state
        for line in report.lines
        if line.what is What.SAY_TYPE_BY and line.visit and line.visit.name == "IT 1"
    ]
    assert states == [state]


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


@pytest.mark.parametrize("assurer", ["M. Moderator | ", " | 2026-10-20", " | soon"])
def test_a_name_or_a_first_contact_is_enough(assurer: str) -> None:
    quiet("entries-without-moderator", qualifications("Quality assurer | Contacted us on", assurer))


def test_a_contact_to_be_confirmed_is_no_contact_yet() -> None:
    text = qualifications("Quality assurer | Contacted us on", " | TBC")
    fires("entries-without-moderator", text, "Qualifications!D2")


def test_a_moderator_of_another_code_of_the_subject_is_not_said_to_be_this_ones() -> None:
    # OCR nowhere says that one moderator visits a subject area.
    other = "05355 | Cambridge Technicals | IT | M. Moderator"
    fires("entries-without-moderator", qualifications("Quality assurer", "", other), "Qualifications!D2")


@pytest.mark.parametrize("rest", ["2026-10-01 | 2026-12-01", "2027-02-02 | ", "2026-10-01 | yes"])
def test_nobody_is_allocated_before_the_first_entries_or_for_withdrawn_ones(rest: str) -> None:
    quiet(
        "entries-without-moderator", qualifications("Quality assurer", "") + entries("Entered on | Withdrawn on", rest)
    )


# -- August (S16, B1)


@pytest.mark.parametrize(
    ("date", "blocked"),
    [("2026-08-17", False), ("2026-08-18", True), ("2026-08-31", True), ("2026-09-01", False), ("2026-08-01", False)],
)
def test_no_visits_take_place_from_18_to_31_august(date: str, blocked: bool) -> None:
    text = visits("Status", f"IT 1 | IT | {date} | ")
    if blocked:
        (found,) = fires("visit-in-late-august", text, "Visits!C2", as_of=day("2026-07-01"))
        assert found.message == (
            "OCR holds no visits in the last two weeks of August, which we take as 18 Aug 2026 to 31 Aug 2026."
        )
        assert found.fix == "Agree another day with the moderator: up to 17 Aug 2026, or from 1 Sep 2026."
        (found,) = fires("visit-in-late-august", text, "Visits!C2")
        assert found.fix == OVER
    else:
        quiet("visit-in-late-august", text)


def test_a_cancelled_visit_in_august_and_any_other_day_of_the_year_are_fine() -> None:
    # S3: assessment and moderation can take place at any time, on Sundays and on bank holidays too.
    quiet("visit-in-late-august", visits("Status", "IT 1 | IT | 2027-08-20 | cancelled", "IT 2 | IT | 2027-03-28 | "))


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
        assert found.message.endswith("no visit for IT is planned in 2026/27.")
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


# -- a change of type (S20, S22)


@pytest.mark.parametrize(
    ("changed_from", "type_", "status", "told"),
    [
        (
            "virtual",
            "face-to-face",
            "planned",
            "Changed from virtual to face-to-face, which may not always be possible, ",
        ),
        ("face-to-face", "virtual", "", "Changed from face-to-face to virtual, "),
        ("virtual", "face-to-face", "confirmed", ""),
        ("virtual", "face-to-face", "cancelled", ""),
        ("virtual", "virtual", "planned", ""),
        ("", "virtual", "planned", ""),
        ("virtual", "", "planned", ""),
    ],
)
def test_a_change_of_type_is_agreed_with_the_moderator(changed_from: str, type_: str, status: str, told: str) -> None:
    text = visits("Type | Type changed from | Status", f"{type_} | {changed_from} | {status}")
    if told:
        (found,) = fires("visit-type-changed", text, "Visits!E2")
        assert found.message == f"{told}and not marked as confirmed."
    else:
        quiet("visit-type-changed", text)


@pytest.mark.parametrize(("as_of", "told"), [("2027-03-10", True), ("2027-03-11", True), ("2027-03-12", False)])
def test_a_change_of_type_is_asked_about_until_the_day_of_the_visit(as_of: str, told: bool) -> None:
    text = visits("Type | Type changed from", "virtual | face-to-face")
    fires("visit-type-changed", text, *(["Visits!E2"] if told else []), as_of=day(as_of))


def test_a_type_told_anew_after_a_change_is_not_told_late() -> None:
    columns = "Type | Type told on | Type changed from"
    fires("visit-type-told-late", visits(columns, "virtual | 2027-02-12 | "), "Visits!E2")
    quiet("visit-type-told-late", visits(columns, "virtual | 2027-02-12 | face-to-face"))
