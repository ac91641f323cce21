"""The moderation rules of samples. The small centre of `workbooks` has one visit for IT, face-to-face on Thu 11 March 2027."""

from __future__ import annotations

import pytest
from moderation_tables import claims, day, visits
from workbooks import fires, quiet

from ocr_sheets.rules.engine import ADVICE, MUST_FIX

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
        assert found.message == "1 claim in time, and no sample request; OCR says to expect all by 1 Mar 2027."
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
        assert found[0].message == "Portfolio 7 requested of unit 8 by JS for IT 1; the maximum is 6."
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
        assert found.message == "Uploaded on 7 Mar 2027, 4 days before the visit on 11 Mar 2027. OCR asks for 5 days."
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
