"""The moderation rules of consortium. The small centre of `workbooks` has one visit for IT, face-to-face on Thu 11 March 2027."""

from __future__ import annotations

import pytest
from moderation_tables import LATER, candidates, centre, day, visits
from workbooks import fires, quiet

# -- consortia (S23 to S27)


@pytest.mark.parametrize("form", ["", "no"])
def test_a_consortium_needs_its_form_before_its_first_visit(form: str) -> None:
    text = centre(consortium="Fenland", consortium_form_submitted=form) + LATER
    for as_of in ("2026-09-14", "2027-03-11"):
        (due,) = fires("consortium-form-due", text, "Centre!B3", as_of=day(as_of))
        assert due.fix.endswith("we suggest before the first visit, IT 1 on 11 Mar 2027.")
        quiet("consortium-form-missing", text, as_of=day(as_of))
    (late,) = fires("consortium-form-missing", text, "Centre!B3", as_of=day("2027-03-12"))
    assert late.message == "No form is recorded for the consortium Fenland, and IT 1 was on 11 Mar 2027."
    quiet("consortium-form-due", text, as_of=day("2027-03-12"))


@pytest.mark.parametrize("visit", ["IT 1 | IT | 2027-03-11 | cancelled", "IT 1 | IT | TBC | planned"])
def test_a_visit_that_is_cancelled_or_has_no_day_needs_no_form_yet(visit: str) -> None:
    text = centre(consortium="Fenland", consortium_form_submitted="no") + visits("Status", visit)
    (found,) = fires("consortium-form-due", text, "Centre!B3", as_of=day("2027-08-01"))
    assert found.fix.endswith("we suggest before the first visit.")


@pytest.mark.parametrize(("consortium", "form"), [("Fenland", "yes"), ("Fenland", "2026-09-14"), ("no", ""), ("", "")])
def test_a_form_that_is_in_or_a_centre_on_its_own_needs_no_more(consortium: str, form: str) -> None:
    text = centre(consortium=consortium, consortium_form_submitted=form) + LATER
    quiet("consortium-form-missing", text, as_of=day("2027-06-11"))
    quiet("consortium-form-due", text, as_of=day("2026-09-14"))


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
