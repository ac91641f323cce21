"""Kinds of misses and false alarms that were found by hand, each with the day before, on and after where it has a day."""

from __future__ import annotations

import datetime as dt

import pytest
from workbooks import book_of, fires, quiet, report_of, silent

from ocr_sheets.model.other_awards import award_named, other_award
from ocr_sheets.model.records import Centre, Grade, Nation
from ocr_sheets.schedule.deadlines import What

DAY = dt.date.fromisoformat
HEADS = (
    "Claims\n| Candidate number | Entry code | Unit number | Assessor | Standardised by | Assessed on | Standardised on | Grade "
    "| Claimed on | Visit | Claim status | Confirmed grade | Sample requested on | Sample uploaded on | Available at visit "
    "| Results published on | Certificate issued on |\n"
)


def claim(number: str = "0102", code: str = "04663", unit: str = "1", assessor: str = "JS", **cells: str) -> str:
    """One row of Claims, of the verified candidate unless it says otherwise."""
    names = (
        "iqa", "assessed", "standardised", "grade", "claimed", "visit", "status", "confirmed", "requested", "uploaded",
        "available", "results", "certificate",
    )  # fmt: skip
    assert set(cells) <= set(names)
    return f"| {number} | {code} | {unit} | {assessor} | " + " | ".join(cells.get(name, "") for name in names) + " |\n"


def technicals(unit: str = "8", number: str = "0045", **cells: str) -> str:
    return claim(number, "05839", unit, **cells)


def careers(approved: str = "2026-01-10", visit: str = "2026-01-05", dcs: str = "") -> str:
    return (
        "Qualifications\n| Entry code | Family | Subject area | Quality assurer | Approved on | Approval visit on | DCS from |\n"
        "| 05839 | Cambridge Technicals | IT | M. Moderator | | | |\n"
        f"| 04663 | Verified | Careers | E. Assurer | {approved} | {visit} | {dcs} |\n"
    )


# -- verified qualifications


@pytest.mark.parametrize(("visit", "is_told"), [("2026-01-09", False), ("2026-01-10", False), ("2026-01-11", True)])
def test_an_approval_visit_after_the_approval_is_asked_about(visit: str, is_told: bool) -> None:
    if is_told:
        fires("approval-visit-after-approval", careers(visit=visit), "Qualifications!F3")
    else:
        quiet("approval-visit-after-approval", careers(visit=visit))


@pytest.mark.parametrize(("done", "is_told"), [("2027-01-11", False), ("2027-01-12", False), ("2027-01-13", True)])
def test_a_verified_claim_comes_after_its_standardisation(done: str, is_told: bool) -> None:
    text = HEADS + claim(claimed="2027-01-12", standardised=done, status="submitted")
    if is_told:
        fires("verified-claim-before-standardised", text, "Claims!I2")
    else:
        quiet("verified-claim-before-standardised", text)


@pytest.mark.parametrize(("as_of", "is_told"), [("2027-03-11", True), ("2027-03-12", True), ("2027-03-13", False)])
def test_work_that_the_eqa_asked_for_is_to_be_there(as_of: str, is_told: bool) -> None:
    row = claim(claimed="2027-01-12", visit="L4 1", status="submitted", requested="2027-02-20", available="no")
    if is_told:
        fires("verified-sample-not-available", HEADS + row, "Claims!O2", as_of=DAY(as_of))
    else:
        quiet("verified-sample-not-available", HEADS + row, as_of=DAY(as_of))
    quiet("verified-sample-not-available", HEADS + row.replace("| no |", "| yes |"), as_of=DAY("2027-03-11"))


STAFF = "Assessors\n| Assessor | Name | Subject areas | Unavailable from | Unavailable to |\n"


@pytest.mark.parametrize(("first", "last", "is_told"), [("2027-03-08", "2027-03-11", False), ("2027-03-08", "2027-03-12", True), ("2027-03-13", "2027-03-14", False)])  # fmt: skip
def test_staff_of_the_subject_are_asked_for_before_a_claim_names_them(first: str, last: str, is_told: bool) -> None:
    text = (
        STAFF + f"| JS | Jo Smith | Careers | {first} | {last} |\n| PT | Pat Taylor | IT | 2027-03-12 | 2027-03-12 |\n"
    )
    text += HEADS + technicals()
    if is_told:
        fires("staff-unavailable-at-eqa-visit", text, "Assessors!D2")
    else:
        quiet("staff-unavailable-at-eqa-visit", text)


def test_a_second_absence_and_that_of_the_iqa_count_too() -> None:
    text = STAFF + (
        "| JS | Jo Smith | Careers | 2027-02-08 | 2027-02-09 |\n"
        "| JS | Jo Smith | Careers | 2027-03-12 | 2027-03-12 |\n"
        "| PT | Pat Taylor | Careers | 2027-03-10 | 2027-03-15 |\n"
    )
    row = claim(iqa="PT", claimed="2027-01-12", visit="L4 1", status="submitted")
    fires("staff-unavailable-at-eqa-visit", text + HEADS + row, "Assessors!D3", "Assessors!D4")


@pytest.mark.parametrize(("left", "is_told"), [("2027-03-11", True), ("2027-03-12", False), ("2027-03-13", False)])
def test_a_candidate_who_is_entered_is_asked_for_before_a_claim_names_them(left: str, is_told: bool) -> None:
    text = f"Candidates\n| Candidate number | Surname | Forenames | Left on |\n| 0102 | Clarke | Cy | {left} |\n"
    text += HEADS + technicals()
    if is_told:
        fires("candidate-left-before-eqa-visit", text, "Candidates!D2")
    else:
        quiet("candidate-left-before-eqa-visit", text)


AFTER = DAY("2027-04-20")


def test_what_is_claimed_under_dcs_between_visits_waits_for_no_decision() -> None:
    row = claim(claimed="2027-01-15", status="submitted")
    fires("eqa-decision-overdue", careers() + HEADS + row, "Visits!D3", as_of=AFTER)
    for dcs, is_told in (("2027-01-14", False), ("2027-01-15", False), ("2027-01-16", True)):
        text = careers(dcs=dcs) + HEADS + row
        if is_told:
            fires("eqa-decision-overdue", text, "Visits!D3", as_of=AFTER)
        else:
            quiet("eqa-decision-overdue", text, as_of=AFTER)


def test_a_fail_is_a_decision_and_brings_no_certificate() -> None:
    row = claim(claimed="2027-01-15", visit="L4 1", status="submitted", confirmed="F", results="2027-03-15")
    report = report_of(HEADS + row, as_of=AFTER)
    assert "eqa-decision-overdue" not in {one.rule.code for one in report.findings}
    assert "certificate-overdue" not in {one.rule.code for one in report.findings}
    assert [line.done for line in report.lines if line.what is What.EQA_DECISION_BY and line.date < AFTER] == [True]
    assert [line for line in report.lines if line.what is What.CERTIFICATE_BY] == []


# -- claims and samples of Cambridge Technicals

TWO = "Visits\n| Visit | Subject area | Visit date | Type |\n| IT 1 | IT | 2027-03-11 | virtual |\n| IT 2 | IT | 2027-06-09 | virtual |\n"


@pytest.mark.parametrize("turned", [False, True])
def test_a_reclaim_is_told_by_the_days_of_the_visits_and_never_by_the_order_of_rows(turned: bool) -> None:
    march = technicals(grade="D", visit="IT 1", status="confirmed", confirmed="D")
    june = technicals(grade="M", visit="IT 2", status="confirmed", confirmed="M")
    rows = (june + march, "Claims!H2") if turned else (march + june, "Claims!H3")
    (found,) = fires("reclaim-not-higher", TWO + HEADS + rows[0], rows[1])
    assert found.values == {"grade": Grade.MERIT, "best": Grade.DISTINCTION}
    higher = march.replace("| D |", "| P |") + june
    quiet("reclaim-not-higher", TWO + HEADS + higher)


@pytest.mark.parametrize(("second", "is_told"), [("2027-01-12", False), ("2027-01-13", True)])
def test_of_two_claims_of_one_day_neither_is_the_earlier(second: str, is_told: bool) -> None:
    rows = technicals(grade="D", claimed="2027-01-12") + technicals(grade="M", claimed=second)
    if is_told:
        fires("reclaim-not-higher", HEADS + rows, "Claims!H3")
    else:
        quiet("reclaim-not-higher", HEADS + rows)


def test_a_request_is_of_portfolios_not_of_rows() -> None:
    people = "Candidates\n| Candidate number | Surname | Forenames |\n" + "".join(
        f"| 00{number} | Name{number} | F |\n" for number in range(50, 57)
    )
    six = "".join(technicals(number=f"00{number}", visit="IT 1", requested="2027-02-25") for number in range(50, 56))
    again = technicals(number="0050", visit="IT 1", requested="2027-02-25", grade="M")
    quiet("sample-over-six", people + HEADS + six + again)
    seventh = technicals(number="0056", visit="IT 1", requested="2027-02-25")
    fires("sample-over-six", people + HEADS + six + again + seventh, "Claims!M9")


def test_one_visit_in_several_rows_of_a_consortium_has_one_pool() -> None:
    rows = "Visits\n| Visit | Subject area | Visit date | Type |\n" + "".join(
        f"| IT {centre} | IT | 2027-03-11 | virtual |\n" for centre in "ABC"
    )
    asked = "".join(
        technicals(number=f"00{50 + n}", visit=f"IT {'ABC'[n % 3]}", requested="2027-02-25") for n in range(7)
    )
    assert len(fires("sample-over-six", rows + HEADS + asked, "Claims!M8")) == 1


@pytest.mark.parametrize(("asked", "is_told"), [("2027-01-11", True), ("2027-01-12", False), ("2027-01-13", False)])
def test_a_request_before_its_claim_is_asked_about(asked: str, is_told: bool) -> None:
    text = HEADS + technicals(claimed="2027-01-12", requested=asked)
    if is_told:
        fires("request-before-claim", text, "Claims!M2")
    else:
        quiet("request-before-claim", text)


VIRTUAL = "Visits\n| Visit | Subject area | Visit date | Type |\n| IT 1 | IT | 2027-03-11 | virtual |\n"


@pytest.mark.parametrize(("asked", "is_told"), [("2027-03-05", True), ("2027-03-06", True), ("2027-03-07", False)])
def test_nobody_is_blamed_for_an_upload_due_before_it_was_asked_for(asked: str, is_told: bool) -> None:
    text = VIRTUAL + HEADS + technicals(claimed="2027-02-01", visit="IT 1", requested=asked)
    if is_told:
        fires("sample-not-uploaded", text, "Claims!N2", as_of=DAY("2027-03-08"))
    else:
        quiet("sample-not-uploaded", text, as_of=DAY("2027-03-08"))


@pytest.mark.parametrize(("as_of", "is_told"), [("2027-04-10", False), ("2027-04-11", True), ("2027-04-12", True)])
def test_a_claim_that_is_still_submitted_long_after_its_visit_is_asked_about(as_of: str, is_told: bool) -> None:
    text = HEADS + technicals(claimed="2027-02-01", visit="IT 1", status="submitted")
    if is_told:
        (found,) = fires(
            "claim-still-submitted",
            text + technicals("9", claimed="2027-02-01", visit="IT 1", status="submitted"),
            "Visits!D2",
            as_of=DAY(as_of),
        )
        assert found.message == "2 claims of IT 1 on 11 Mar 2027 are still marked submitted."
    else:
        quiet("claim-still-submitted", text, as_of=DAY(as_of))
    for status in ("sent to OCR", "withdrawn", "confirmed"):
        quiet("claim-still-submitted", text.replace("submitted", status), as_of=DAY("2027-05-01"))


def test_a_top_up_is_a_full_award_beside_which_no_unit_is_entered_in_2012() -> None:
    text = (
        "Entries\n| Candidate number | Entry code | Unit number | Entry type | Entered on | Withdrawn on |\n"
        "| 0045 | 05355 | | {} | 2026-10-01 | {} |\n| 0045 | 05355 | 2 | unit | 2026-10-01 | |\n"
    )
    for whole in ("top-up", "move-down", "full award"):
        fires("full-award-and-unit-2012", text.format(whole, ""), "Entries!D3")
        quiet("full-award-and-unit-2012", text.format(whole, "2026-11-01"))


@pytest.mark.parametrize(
    ("form", "is_told"), [("2026-08-31", True), ("2026-09-01", False), ("2027-08-31", False), ("2027-09-01", True)]
)
def test_the_consortium_form_goes_by_the_academic_year_of_the_visit(form: str, is_told: bool) -> None:
    # The workbook says 2025/26, and its visit is in 2026/27: the visit decides (S27).
    text = f"Centre\n| Academic year | 2025/26 |\n| Consortium | North |\n| Consortium form submitted | {form} |\n"
    if is_told:
        fires("consortium-form-of-another-year", text, "Centre!B3")
    else:
        quiet("consortium-form-of-another-year", text)


def test_a_moderator_without_entries_is_asked_about_where_there_are_entries_at_all() -> None:
    row = "| 05835 | Cambridge Technicals | Business | B. Moderator |\n"
    heads = "Qualifications\n| Entry code | Family | Subject area | Quality assurer |\n"
    text = f"{heads}| 05839 | Cambridge Technicals | IT | M. Moderator |\n{row}"
    fires("moderator-without-entries", text, "Qualifications!D3")
    empty = "Entries\n| Candidate number | Entry code | Entry type | Entered on |\n"
    silent("moderator-without-entries", text + empty)
    both = "".join(f"| 0045 | {code} | full award | 2026-10-01 |\n" for code in ("05835", "05839"))
    quiet("moderator-without-entries", text + empty + both)


# -- consortia


@pytest.mark.parametrize(
    "text", ["no", "No - single centre", "Not applicable", "n/a", "No consortium", "None", "-", ""]
)
def test_words_for_no_consortium_are_no(text: str) -> None:
    centre = Centre("Centre", 1, consortium=text)
    assert (centre.is_consortium, centre.consortium_name) == (False, None)


@pytest.mark.parametrize(("text", "name"), [("yes", None), ("Yes", None), ("North", "North"), ("Nottingham Group", "Nottingham Group"), ("Norwich", "Norwich")])  # fmt: skip
def test_a_yes_is_a_consortium_without_a_name(text: str, name: str | None) -> None:
    centre = Centre("Centre", 1, consortium=text)
    assert (centre.is_consortium, centre.consortium_name) == (True, name)


def test_a_yes_is_told_without_being_taken_for_a_name() -> None:
    (found,) = fires(
        "consortium-form-due", "Centre\n| Consortium | yes |\n| Consortium form submitted | no |\n", "Centre!B2"
    )
    assert found.message == "No form is recorded yet for the consortium."


# -- grades, numbers and nations


def test_achieved_is_a_grade_of_units_1c_and_of_verified_units() -> None:
    row = claim(unit="1", grade="Achieved", claimed="2027-01-12", status="confirmed", confirmed="Achieved")
    book = book_of(HEADS + row)
    assert (book.claims[0].grade, book.claims[0].is_achieved) == (Grade.ACHIEVED, True)
    assert book.problems == ()
    units = "Units\n| Entry code | Unit number | Assessment |\n| 05839 | 1c | examined |\n| 05839 | 8 | moderated |\n"
    quiet("grade-not-for-unit", units + HEADS + technicals("1c", grade="Not achieved", claimed="2027-01-12"))
    fires("grade-not-for-unit", units + HEADS + technicals("8", grade="Achieved", claimed="2027-01-12"), "Claims!H2")


PEOPLE = "Candidates\n| Candidate number | Surname | Forenames | ULN |\n"


def test_a_placeholder_for_a_uln_is_told_for_verified_candidates_only() -> None:
    fires("uln-placeholder", PEOPLE + "| 0102 | Clarke | Cy | 9999999999 |\n", "Candidates!D2")
    quiet("uln-placeholder", PEOPLE + "| 0045 | Adams | Ali | 9999999999 |\n| 0102 | Clarke | Cy | |\n")


def test_ocrs_own_numbers_of_eight_digits_are_right_for_verified_candidates() -> None:
    entries = "Entries\n| Candidate number | Entry code | Entry type | Entered on |\n| 12345678 | {} | full award | 2026-10-01 |\n"
    row = PEOPLE + "| 12345678 | Clarke | Cy | |\n"
    quiet("candidate-number-shape", row + entries.format("04663"))
    fires("candidate-number-shape", row + entries.format("05839"), "Candidates!A2")
    fires("candidate-number-shape", PEOPLE + "| 1234567 | Clarke | Cy | |\n| 0045 | Adams | Ali | |\n", "Candidates!A2")


@pytest.mark.parametrize("nation", ["Jersey", "Guernsey", "Isle of Man", "Scotland"])
def test_a_nation_whose_bank_holidays_we_do_not_know_is_accepted_with_a_sentence(nation: str) -> None:
    text = f"Centre\n| Nation | {nation} |\n"
    assert book_of(text).centre.nation is Nation(nation)
    (found,) = fires("bank-holidays-not-known", text, "Centre!B1")
    assert nation in found.message
    quiet("bank-holidays-not-known", text + "Closures\n| From | To |\n| 2027-05-10 | |\n")
    quiet("bank-holidays-not-known", "Centre\n| Nation | Wales |\n")


# -- another board's award is catching


@pytest.mark.parametrize(
    ("code", "title", "qan", "field"),
    [
        ("J817", None, None, "entry_code"),
        ("H029", None, None, "entry_code"),
        ("05999", "BTEC National in Business", None, "title"),
        ("05999", "Computing", "610/3942/1", "qan"),
        ("05999", "Computing", "6103986X", "qan"),
        ("05999", "Cambridge Advanced National in Computing", None, "title"),
    ],
)
def test_another_award_is_known_by_code_title_or_qan(code: str, title: str, qan: str, field: str) -> None:
    other = other_award(code, title, qan)
    assert other
    assert other.field == field


@pytest.mark.parametrize("title", ["Business (was BTEC)", "OCR Level 3 Cambridge Technical in IT (replaces BTEC)", "IT", "", None])  # fmt: skip
def test_a_course_that_replaced_another_award_is_none(title: str | None) -> None:
    assert award_named(title) is None


def test_the_visit_of_another_award_gets_no_date_and_is_named() -> None:
    text = """
    Qualifications
    | Entry code | QAN | Title | Family | Subject area |
    | 05839 | | IT | Cambridge Technicals | IT |
    | 05990 | 610/3942/1 | Computing | Cambridge Technicals | Computing |

    Visits
    | Visit | Subject area | Entry code | Visit date | Type |
    | IT 1 | IT | | 2027-03-11 | virtual |
    | C 1 | Computing | | 2027-03-12 | virtual |
    | C 2 | | 05990 | 2027-03-15 | virtual |
    | C 3 | BTEC Sport | | 2027-03-16 | virtual |
    | C 4 | Dance | | 2027-03-17 | virtual |
    """
    report = report_of(text)
    dated = {line.visit.name for line in report.lines if line.visit}
    assert dated == {"IT 1", "C 4"}  # what is on no sheet keeps its dates, and is asked about
    assert {counted.visit.name for counted in report.visits} == {"IT 1", "C 4"}
    told = [one.cell.ref for one in report.findings if one.rule.code == "visit-subject-unknown" and one.cell]
    assert "B6" in told
    fires("not-an-ocr-qualification-covered-here", text, "Qualifications!B3", "Visits!B3", "Visits!C4", "Visits!B5")
    assert all(one.by is None for one in report.findings if one.rule.code == "not-an-ocr-qualification-covered-here")


def test_visits_alone_are_taken_as_cambridge_technicals_and_it_is_said_once() -> None:
    nobody = "Entries\n| Candidate number | Entry code |\nClaims\n| Candidate number | Entry code |\n"
    text = "Qualifications\n| Entry code | Family | Subject area |\n" + TWO + nobody
    (found,) = fires("visits-taken-for-technicals", text, "Visits!B2")
    assert found.message.endswith("so we count 2 visits as Cambridge Technicals'.")
    quiet("visits-taken-for-technicals", TWO)


# -- a candidate is (centre number, number)


@pytest.mark.parametrize(("centre", "is_told"), [("10101", False), ("10102", True)])
def test_an_entry_at_one_centre_is_none_for_the_candidate_of_that_number_at_another(centre: str, is_told: bool) -> None:
    text = (
        "Centre\n| Centre number | 10101 |\n| Academic year | 2026/27 |\n| Consortium | Fenland |\n"
        "Candidates\n| Centre number | Candidate number | Surname | Forenames |\n"
        "| 10101 | 0045 | Adams | Ali |\n| 10102 | 0045 | Brown | Bea |\n"
        "Entries\n| Centre number | Candidate number | Entry code | Entry type | Entered on |\n"
        "| 10101 | 0045 | 05839 | full award | 2026-10-01 |\n"
        "Claims\n| Centre number | Candidate number | Entry code | Unit number | Assessor | Claimed on |\n"
        f"| {centre} | 0045 | 05839 | 8 | JS | 2027-01-12 |\n"
    )
    fires("claim-without-entry", text, *(["Claims!C2"] if is_told else []))


def test_the_day_on_which_a_report_came_can_be_noted_and_is_asked_for_by_nobody() -> None:
    text = "Visits\n| Visit | Subject area | Visit date | Report came on |\n| IT 1 | IT | 2026-11-12 | {} |\n"
    assert book_of(text.format("2026-12-01")).visits[0].report_came_on == DAY("2026-12-01")
    told, blank = (report_of(text.format(day)) for day in ("2026-12-01", ""))
    assert [one.rule.code for one in told.findings] == [one.rule.code for one in blank.findings]
