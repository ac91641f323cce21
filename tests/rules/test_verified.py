"""OCR's page on verified qualifications (S68 to S99): what is flagged and, as important, what is not."""

from __future__ import annotations

import datetime as dt

import pytest
from workbooks import NO_ENTRIES, book_of, fires, quiet, report_of, silent

from ocr_sheets.report import make_report
from ocr_sheets.rulebook import load_rulebook
from ocr_sheets.rules import RULES, verified

CODES = """
Qualifications
| Entry code | Title      | Family               | Subject area | Quality assurer | Contacted us on | Approved on | Approval visit on | First delivered on | DCS from   | Last certification date |
| 05839      | IT 2016    | Cambridge Technicals | IT           | M. Moderator    |                 |             |                   |                    |            |                         |
| 04663      | Careers L4 | Verified             | Careers      | E. Assurer      |                 | 2026-01-10  | 2026-01-05        |                    |            |                         |
"""
"""As in the small centre, with all columns: D subject area, E quality assurer, G approved, H approval visit, J direct claim status."""

LEVEL_6 = "| 04664 | Careers L6 | Verified | Careers | {assurer} | {contacted} | {approved} | {visited} | {first} | {dcs} |            |\n"

CLAIMS = """
Claims
| Candidate number | Entry code | Unit number | Assessor | Standardised by | Assessed on | Claimed on | Visit | Claim status | Confirmed grade | Results published on | Certificate issued on |
"""

ENTRIES = """
Entries
| Candidate number | Entry code | Unit number | Entry type | Entered on | Withdrawn on |
"""

AN_ENTRY = "| 0102 | 04663 | | full award | 2026-10-01 | |\n"


def level_6(**cells: str) -> str:
    known = dict.fromkeys(("assurer", "contacted", "approved", "visited", "first", "dcs"), "") | cells
    return CODES + LEVEL_6.format(**known)


def level_4(**cells: str) -> str:
    """The qualification of the small centre, with some of its cells otherwise."""
    known = {"assurer": "E. Assurer", "approved": "2026-01-10", "visited": "2026-01-05", **cells}
    return level_6(**known).replace("| 04663 ", "| 04512 ").replace("| 04664 ", "| 04663 ")


def claim(
    unit: str = "1",
    assessor: str = "JS",
    iqa: str = "PT",
    assessed: str = "2027-01-10",
    claimed: str = "2027-01-12",
    visit: str = "L4 1",
    status: str = "submitted",
    confirmed: str = "",
    results: str = "",
    certificate: str = "",
    number: str = "0102",
    code: str = "04663",
) -> str:
    cells = (number, code, unit, assessor, iqa, assessed, claimed, visit, status, confirmed, results, certificate)
    return f"| {' | '.join(cells)} |\n"


def claims(*rows: str) -> str:
    return CLAIMS + "".join(rows)


# -- approval


def test_approval_for_one_qualification_does_not_cover_another() -> None:
    entries = ENTRIES + AN_ENTRY + "| 0102 | 04664 | | full award | 2026-10-01 | |\n"
    (found,) = fires("approval-missing", level_6() + entries, "Qualifications!G4")
    assert found.message == "04664 is in use and has no approval date."


def test_a_qualification_that_nobody_is_entered_for_needs_no_approval_yet() -> None:
    quiet("approval-missing", level_6())


def test_a_qualification_whose_only_entry_was_withdrawn_is_not_in_use() -> None:
    quiet("approval-missing", level_6() + ENTRIES + "| 0102 | 04664 | | full award | 2026-10-01 | 2026-11-01 |\n")


def test_an_approval_date_that_cannot_be_read_is_not_missing() -> None:
    quiet("approval-missing", level_4(approved="soon"))
    fires("approval-missing", level_4(approved="TBC"), "Qualifications!G4")


def test_cambridge_technicals_have_no_approval_of_this_kind() -> None:
    quiet("approval-missing", CODES)


@pytest.mark.parametrize(("day", "is_late"), [("2026-09-30", True), ("2026-10-01", False), ("2026-10-02", False)])
def test_an_entry_comes_on_or_after_the_day_of_approval(day: str, is_late: bool) -> None:
    text = level_4(approved="2026-10-01") + ENTRIES + f"| 0102 | 04663 | | full award | {day} | |\n"
    if is_late:
        (found,) = fires("entry-before-approval", text, "Entries!E2")
        assert found.message == "Entered on 30 Sep 2026, before approval for 04663 on 1 Oct 2026."
    else:
        quiet("entry-before-approval", text)


def test_a_withdrawn_entry_from_before_approval_is_left_alone() -> None:
    text = level_4(approved="2026-10-01") + ENTRIES + "| 0102 | 04663 | | full award | 2026-09-01 | 2026-09-02 |\n"
    quiet("entry-before-approval", text)


def test_an_approved_qualification_shows_its_approval_visit() -> None:
    fires("approval-visit-missing", level_4(visited=""), "Qualifications!H4")
    quiet("approval-visit-missing", level_4())
    quiet("approval-visit-missing", level_4(visited="soon"))
    fires("approval-visit-missing", level_4(visited="TBC"), "Qualifications!H4")


# -- entries


def test_a_claim_without_an_entry_is_found() -> None:
    (found,) = fires("verified-claim-without-entry", claims(claim(number="0046")), "Claims!B2")
    assert found.message == "Candidate 0046 has no entry for 04663."
    assert "Brown" not in found.message + found.fix


def test_a_planned_claim_needs_no_entry_since_there_is_no_entry_deadline() -> None:
    quiet("verified-claim-without-entry", claims(claim(number="0046", claimed="", status="planned")))


@pytest.mark.parametrize("entered", ["2027-01-11", "2027-01-12", "2027-01-13", "2027-03-12"])
def test_no_entry_is_late_since_there_is_no_entry_deadline(entered: str) -> None:
    report = report_of(
        claims(claim()) + ENTRIES + f"| 0102 | 04663 | | full award | {entered} | |\n", as_of=dt.date(2027, 3, 15)
    )
    found = {one.rule.code for one in report.findings if one.sheet in ("Entries", "Claims")}
    assert found <= {"verified-claim-before-entry"}


@pytest.mark.parametrize(("entered", "wrong"), [("2027-01-11", False), ("2027-01-12", False), ("2027-01-13", True)])
def test_a_claim_is_not_dated_before_its_entry(entered: str, wrong: bool) -> None:
    text = claims(claim()) + ENTRIES + f"| 0102 | 04663 | | full award | {entered} | |\n"
    if wrong:
        (found,) = fires("verified-claim-before-entry", text, "Claims!G2")
        assert found.message == "Claimed on 12 Jan 2027, before the entry of 13 Jan 2027."
    else:
        quiet("verified-claim-before-entry", text)


def test_an_entry_for_the_unit_carries_its_claim_and_one_for_another_unit_does_not() -> None:
    for_unit = ENTRIES + "| 0102 | 04663 | {} | unit | 2026-10-01 | |\n"
    quiet("verified-claim-without-entry", claims(claim("1")) + for_unit.format("1"))
    fires("verified-claim-without-entry", claims(claim("1")) + for_unit.format("2"), "Claims!B2")


def test_an_entry_under_the_old_code_carries_no_claim_under_the_new_one() -> None:
    text = claims(claim()) + ENTRIES + "| 0102 | 04512 | | full award | 2026-10-01 | |\n"
    fires("verified-claim-without-entry", text, "Claims!B2")


@pytest.mark.parametrize(("withdrawn", "is_found"), [("2027-01-11", True), ("2027-01-12", True), ("2027-01-13", False)])
def test_an_entry_carries_claims_until_it_is_withdrawn(withdrawn: str, is_found: bool) -> None:
    text = claims(claim()) + ENTRIES + f"| 0102 | 04663 | | full award | 2026-10-01 | {withdrawn} |\n"
    if is_found:
        fires("verified-claim-without-entry", text, "Claims!B2")
    else:
        quiet("verified-claim-without-entry", text)


def test_a_claim_without_a_day_may_have_come_before_its_entry_was_withdrawn() -> None:
    text = (
        claims(claim(claimed="", status="confirmed"))
        + ENTRIES
        + "| 0102 | 04663 | | full award | 2026-10-01 | 2027-01-20 |\n"
    )
    quiet("verified-claim-without-entry", text)


@pytest.mark.parametrize(
    "entry", ["| #N/A | 04663 | | full award | 2026-10-01 | |", "| 0102 | #N/A | | full award | 2026-10-01 | |"]
)
def test_an_entry_that_cannot_be_read_may_be_the_one_that_is_sought(entry: str) -> None:
    silent("verified-claim-without-entry", claims(claim()) + ENTRIES + entry + "\n")


def test_a_claim_of_an_unknown_candidate_is_reported_elsewhere() -> None:
    quiet("verified-claim-without-entry", claims(claim(number="0999")))


def test_a_candidate_is_entered_for_the_full_award_or_for_units() -> None:
    both = AN_ENTRY + "| 0102 | 04663 | 3 | unit | 2026-10-02 | |\n"
    (found,) = fires("full-award-and-unit-verified", ENTRIES + both, "Entries!D3")
    assert found.message == "Candidate 0102 is entered for the full award of 04663 and for unit 3."


def test_two_units_or_a_withdrawn_award_and_a_unit_are_in_order() -> None:
    quiet(
        "full-award-and-unit-verified",
        ENTRIES + "| 0102 | 04663 | 1 | unit | 2026-10-01 | |\n| 0102 | 04663 | 3 | unit | 2026-10-01 | |\n",
    )
    quiet(
        "full-award-and-unit-verified",
        ENTRIES + AN_ENTRY.replace("| |", "| 2026-10-02 |") + "| 0102 | 04663 | 3 | unit | 2026-10-03 | |\n",
    )
    quiet(
        "full-award-and-unit-verified", ENTRIES + AN_ENTRY + "| 0102 | 04663 | 3 | unit | 2026-10-03 | 2026-10-04 |\n"
    )


def test_an_examined_unit_beside_the_award_of_a_technical_is_not_a_matter_of_this_rule() -> None:
    quiet(
        "full-award-and-unit-verified",
        ENTRIES
        + "| 0045 | 05839 | | full award | 2026-10-01 | |\n| 0045 | 05839 | 1 | unit | 2026-10-01 | |\n"
        + AN_ENTRY,
    )


def test_entries_without_a_name_for_the_eqa_are_advice() -> None:
    (found,) = fires("entries-without-eqa", level_4(assurer=""), "Qualifications!E4")
    assert found.message == "1 entry for 04663, but no external quality assurer is named."
    quiet("entries-without-eqa", level_4())
    quiet("entries-without-eqa", level_4(assurer="", contacted="2027-01-20"))


# -- assessment and claims


def test_a_claim_that_is_made_names_who_quality_assured_it() -> None:
    fires("iqa-missing", claims(claim(iqa="")), "Claims!E2")
    quiet("iqa-missing", claims(claim()))
    quiet("iqa-missing", claims(claim(iqa="", claimed="", status="planned")))
    quiet("iqa-missing", claims(claim(iqa="", status="withdrawn")))
    quiet("iqa-missing", claims(claim(iqa="#N/A")))


def test_that_the_assessor_may_not_be_the_iqa_is_not_on_the_page_and_no_rule_of_the_page_flags_it() -> None:
    ours = [rule for rule in RULES.values() if rule.check.__module__.startswith(f"{verified.__name__}.")]
    report = make_report("centre.xlsx", book_of(claims(claim(assessor="JS", iqa="JS"))), load_rulebook(), rules=ours)
    assert [finding.message for finding in report.findings if finding.sheet == "Claims"] == []


@pytest.mark.parametrize(("day", "is_early"), [("2027-01-09", True), ("2027-01-10", False), ("2027-01-11", False)])
def test_a_claim_comes_on_or_after_the_day_of_assessment(day: str, is_early: bool) -> None:
    text = claims(claim(assessed="2027-01-10", claimed=day))
    if is_early:
        (found,) = fires("verified-claim-before-assessed", text, "Claims!G2")
        assert found.message == "Claimed on 9 Jan 2027, but assessed on 10 Jan 2027."
    else:
        quiet("verified-claim-before-assessed", text)


def test_assessment_has_no_time_limit() -> None:
    quiet("verified-claim-before-assessed", claims(claim(assessed="2019-01-10")))


@pytest.mark.parametrize(("day", "is_early"), [("2027-08-31", True), ("2027-09-01", False), ("2027-09-02", False)])
def test_direct_claim_status_within_twelve_months_is_only_a_query(day: str, is_early: bool) -> None:
    text = level_4(first="2026-09-01", dcs=day)
    if is_early:
        (found,) = fires("dcs-early", text, "Qualifications!J4")
        assert found.rule.severity == "advice"
        assert found.message == "Direct claim status from 31 Aug 2027, first delivered on 1 Sep 2026."
    else:
        quiet("dcs-early", text)


def test_direct_claim_status_without_a_first_day_is_left_alone() -> None:
    quiet("dcs-early", level_4(dcs="2026-02-01"))


def test_a_claim_between_visits_without_direct_claim_status_waits_for_the_next_visit_and_is_not_flagged() -> None:
    report = report_of(level_4() + claims(claim(claimed="2027-03-20", visit="")), as_of=dt.date(2027, 4, 1))
    assert [finding.message for finding in report.findings if finding.sheet == "Claims"] == []


# -- EQA visits

VISITS = """
Visits
| Visit | Subject area | Entry code | Visit date | Status |
| IT 1  | IT           |            | 2027-03-11 |        |
"""


def visits(*rows: str) -> str:
    return VISITS + "".join(f"| {row} |\n" for row in rows)


def test_one_visit_planned_so_far_is_to_be_checked_and_none_too() -> None:
    (found,) = fires("fewer-than-two-eqa-visits", visits("L4 1 | | 04663 | 2027-03-12 | "), "Qualifications!A5")
    assert found.rule.severity == "check"
    assert found.message == "1 visit planned so far for 04663 in 2026/27; 2 are needed."
    (found,) = fires("fewer-than-two-eqa-visits", visits(), "Qualifications!A5")
    assert found.message == "No visit planned so far for 04663 in 2026/27; 2 are needed."


def test_two_visits_are_enough_however_they_are_spread_and_more_are_not_charged() -> None:
    quiet("fewer-than-two-eqa-visits")
    quiet("fewer-than-two-eqa-visits", visits("L4 1 | | 04663 | 2026-10-12 | ", "L4 2 | | 04663 | 2026-10-13 | "))


@pytest.mark.parametrize(
    ("day", "counts"), [("2026-08-31", False), ("2026-09-01", True), ("2027-08-17", True), ("2027-09-01", False)]
)
def test_visits_count_from_1_september_to_31_august(day: str, counts: bool) -> None:
    text = visits("L4 1 | | 04663 | 2027-03-12 | ", f"L4 2 | | 04663 | {day} | ")
    if counts:
        quiet("fewer-than-two-eqa-visits", text)
    else:
        fires("fewer-than-two-eqa-visits", text, "Qualifications!A5")


def test_a_cancelled_visit_does_not_count() -> None:
    text = visits("L4 1 | | 04663 | 2027-03-12 | ", "L4 2 | | 04663 | 2027-06-12 | Cancelled, to be rebooked")
    fires("fewer-than-two-eqa-visits", text, "Qualifications!A5")


def test_each_qualification_has_two_visits_of_its_own() -> None:
    entries = ENTRIES + AN_ENTRY + "| 0102 | 04664 | | full award | 2026-10-01 | |\n"
    fires("fewer-than-two-eqa-visits", level_6(approved="2026-01-10") + entries, "Qualifications!A4")


def test_visits_named_by_entry_code_and_by_subject_count_together() -> None:
    quiet("fewer-than-two-eqa-visits", visits("L4 1 | | 04663 | 2027-03-12 | ", "L4 2 | careers | | 2027-06-12 | "))


def test_a_visit_whose_day_is_not_yet_known_is_planned_all_the_same() -> None:
    quiet("fewer-than-two-eqa-visits", visits("L4 1 | | 04663 | 2027-03-12 | ", "L4 2 | | 04663 | TBC | "))


def test_a_shared_visit_of_a_consortium_listed_twice_is_one_visit() -> None:
    consortium = "Centre\n| Consortium | North |\n| Academic year | 2026/27 |\n"
    twice = visits("L4 1 | | 04663 | 2027-03-12 | ", "L4 1 | | 04663 | 2027-03-12 | ")
    fires("fewer-than-two-eqa-visits", consortium + twice, "Qualifications!A5")


def test_a_qualification_whose_candidates_have_all_left_needs_no_more_visits() -> None:
    left = "Candidates\n| Candidate number | Surname | Forenames | Left on |\n| 0102 | Clarke | Cy | 2026-12-18 |\n"
    silent("fewer-than-two-eqa-visits", left + visits())


STAFF = """
Assessors
| Assessor | Name       | Unavailable from | Unavailable to |
| JS       | Jo Smith   | {}               | {}             |
| PT       | Pat Taylor |                  |                |
"""


@pytest.mark.parametrize(
    ("first", "last", "is_away"),
    [
        ("2027-03-12", "2027-03-12", True),
        ("2027-03-08", "2027-03-12", True),
        ("2027-03-12", "2027-03-19", True),
        ("2027-03-12", "", True),
        ("2027-03-08", "2027-03-11", False),
        ("2027-03-13", "2027-03-19", False),
        ("2027-03-11", "", False),
    ],
)
def test_an_assessor_with_work_at_the_eqa_visit_is_there_on_the_day(first: str, last: str, is_away: bool) -> None:
    text = STAFF.format(first, last) + claims(claim())
    if is_away:
        (found,) = fires("staff-unavailable-at-eqa-visit", text, "Assessors!C2")
        assert found.message == "JS is away on 12 Mar 2027, the day of L4 1."
        assert found.by == dt.date(2027, 3, 12)
    else:
        quiet("staff-unavailable-at-eqa-visit", text)


def test_who_quality_assured_the_work_is_wanted_at_the_visit_too_and_is_known_by_name_as_well() -> None:
    text = STAFF.format("2027-03-12", "") + claims(claim(assessor="PT", iqa="Jo Smith"))
    fires("staff-unavailable-at-eqa-visit", text, "Assessors!C2")


def test_a_second_absence_in_a_row_of_its_own_is_seen() -> None:
    text = STAFF.format("2026-12-01", "") + "| JS | Jo Smith | 2027-03-12 | |\n" + claims(claim())
    fires("staff-unavailable-at-eqa-visit", text, "Assessors!C4")


def test_staff_without_work_at_the_visit_may_be_away_and_so_may_all_once_it_is_past() -> None:
    quiet("staff-unavailable-at-eqa-visit", STAFF.format("2027-03-12", "") + claims(claim(assessor="PT")))
    text = STAFF.format("2027-03-12", "") + claims(claim())
    fires("staff-unavailable-at-eqa-visit", text, "Assessors!C2", as_of=dt.date(2027, 3, 12))
    quiet("staff-unavailable-at-eqa-visit", text, as_of=dt.date(2027, 3, 13))


LEFT = """
Candidates
| Candidate number | Surname | Forenames | Left on |
| 0045             | Adams   | Ali       | {}      |
| 0102             | Clarke  | Cy        | {}      |
"""


@pytest.mark.parametrize(("day", "is_gone"), [("2027-03-11", True), ("2027-03-12", False), ("2027-03-13", False)])
def test_a_candidate_is_still_there_on_the_day_of_the_eqa_visit(day: str, is_gone: bool) -> None:
    text = LEFT.format("", day) + claims(claim())
    if is_gone:
        (found,) = fires("candidate-left-before-eqa-visit", text, "Candidates!D3")
        assert found.message == "Leaves on 11 Mar 2027, before L4 1 on 12 Mar 2027."
        (found,) = fires("candidate-left-before-eqa-visit", text, "Candidates!D3", as_of=dt.date(2027, 3, 12))
        assert found.message == "Left on 11 Mar 2027, before L4 1 on 12 Mar 2027."
    else:
        quiet("candidate-left-before-eqa-visit", text)


def test_candidates_of_cambridge_technicals_need_not_be_there_and_achieved_ones_neither() -> None:
    quiet(
        "candidate-left-before-eqa-visit",
        LEFT.format("2027-03-01", "") + claims(claim(number="0045", code="05839", unit="8", visit="IT 1")),
    )
    quiet(
        "candidate-left-before-eqa-visit",
        NO_ENTRIES + LEFT.format("", "2027-03-01") + claims(claim(status="confirmed")),
    )


@pytest.mark.parametrize(
    ("day", "is_blocked"),
    [("2027-08-17", False), ("2027-08-18", True), ("2027-08-31", True), ("2027-09-01", False), ("2026-08-31", True)],
)
def test_no_eqa_visits_from_18_to_31_august(day: str, is_blocked: bool) -> None:
    text = visits(f"L4 1 | | 04663 | {day} | ")
    if is_blocked:
        (found,) = fires("verified-visit-in-late-august", text, "Visits!D3")
        assert found.message == f"There are no visits from 18 Aug {day[:4]} to 31 Aug {day[:4]}."
    else:
        quiet("verified-visit-in-late-august", text)


def test_a_cancelled_visit_may_stand_in_late_august() -> None:
    quiet("verified-visit-in-late-august", visits("L4 1 | | 04663 | 2027-08-20 | cancelled"))


# -- results

CHRISTMAS = "L4 1 | | 04663 | 2026-12-23 | done"


@pytest.mark.parametrize(
    ("as_of", "is_overdue"),
    [(dt.date(2027, 1, 3), False), (dt.date(2027, 1, 4), False), (dt.date(2027, 1, 5), True)],
)
def test_the_eqa_decides_within_five_working_days_of_the_visit(as_of: dt.date, is_overdue: bool) -> None:
    text = visits(CHRISTMAS) + claims(claim(assessed="2026-12-01", claimed="2026-12-02"))
    if is_overdue:
        (found,) = fires("eqa-decision-overdue", text, "Visits!D3", as_of=as_of)
        assert found.message == "1 claim of this visit is not decided; the decision was due by 4 Jan 2027."
    else:
        quiet("eqa-decision-overdue", text, as_of=as_of)


@pytest.mark.parametrize(
    "decided",
    [
        {"status": "confirmed"},
        {"status": "withdrawn"},
        {"confirmed": "M"},
        {"confirmed": "F"},
        {"results": "2027-01-04"},
        {"certificate": "2027-01-11"},
        {"claimed": "2026-12-24"},
    ],
)
def test_claims_that_are_decided_or_came_after_the_visit_are_not_waited_for(decided: dict[str, str]) -> None:
    row = claim(**{"assessed": "2026-12-01", "claimed": "2026-12-02", **decided})
    quiet("eqa-decision-overdue", visits(CHRISTMAS) + claims(row))


def test_a_grade_that_the_eqa_edited_is_legitimate() -> None:
    head = CLAIMS.replace("| Assessed on", "| Grade | Assessed on")
    row = "| 0102 | 04663 | 1 | JS | PT | D | 2026-12-01 | 2026-12-02 | L4 1 | confirmed | P | 2027-01-04 | 2027-01-11 |\n"
    report = report_of(visits(CHRISTMAS) + head + row)
    assert [finding.message for finding in report.findings if finding.sheet == "Claims"] == []


@pytest.mark.parametrize(
    ("as_of", "is_overdue"),
    [(dt.date(2027, 3, 18), False), (dt.date(2027, 3, 19), False), (dt.date(2027, 3, 20), True)],
)
def test_a_certificate_comes_within_five_working_days_of_results(as_of: dt.date, is_overdue: bool) -> None:
    text = claims(claim(status="confirmed", results="2027-03-12"))
    if is_overdue:
        fires("certificate-overdue", text.replace("2027-03-12 | |", "2027-03-12 | TBC |"), "Claims!L2", as_of=as_of)
        (found,) = fires("certificate-overdue", text, "Claims!L2", as_of=as_of)
        assert found.message == "Results were published on 12 Mar 2027; the certificate was due by 19 Mar 2027."
    else:
        quiet("certificate-overdue", text, as_of=as_of)


def test_good_friday_and_easter_monday_put_a_certificate_off() -> None:
    text = claims(claim(status="confirmed", results="2027-03-25"))
    quiet("certificate-overdue", text, as_of=dt.date(2027, 4, 5))
    fires("certificate-overdue", text, "Claims!L2", as_of=dt.date(2027, 4, 6))


def test_no_certificate_is_due_where_it_was_issued_or_nothing_was_achieved_or_for_a_technical() -> None:
    later = dt.date(2027, 5, 1)
    quiet("certificate-overdue", claims(claim(results="2027-03-12", certificate="2027-04-30")), as_of=later)
    quiet("certificate-overdue", claims(claim(results="2027-03-12", certificate="soon")), as_of=later)
    quiet("certificate-overdue", claims(claim(results="2027-03-12", confirmed="F")), as_of=later)
    quiet("certificate-overdue", claims(claim(results="2027-03-12", status="withdrawn")), as_of=later)
    quiet(
        "certificate-overdue",
        claims(claim(number="0045", code="05839", unit="8", visit="IT 1", results="2027-03-12")),
        as_of=later,
    )


# -- OCR's other pages


@pytest.mark.parametrize(("claimed", "is_late"), [("2027-06-10", False), ("2027-06-11", False), ("2027-06-12", True)])
def test_a_claim_without_dcs_has_an_eqa_visit_on_or_after_its_day(claimed: str, is_late: bool) -> None:
    text = level_4() + CLAIMS + claim(claimed=claimed, visit="") + claim(unit="2", claimed="2027-06-13", visit="")
    cell = "Claims!G2" if is_late else "Claims!G3"
    (found,) = fires("claim-after-last-eqa-visit", text, cell, as_of=dt.date(2027, 6, 14))
    count = "2 claims" if is_late else "1 claim"
    assert found.message == f"{count} of 04663 came after the last visit, of 11 Jun 2027."
    assert found.rule.severity == "advice"  # the EQA arranges the visit


@pytest.mark.parametrize(
    "row",
    [
        claim(claimed="2027-06-12", visit="", status="withdrawn"),
        claim(claimed="2027-06-12", visit="", status="confirmed"),
        claim(claimed="2027-06-12", visit="", confirmed="F"),
        claim(claimed="2027-06-12", visit="", results="2027-06-13"),
        claim(claimed="", visit="", status="planned"),
    ],
)
def test_a_claim_that_is_decided_or_not_made_waits_for_no_visit(row: str) -> None:
    quiet("claim-after-last-eqa-visit", level_4() + CLAIMS + row, as_of=dt.date(2027, 6, 14))


@pytest.mark.parametrize("dcs", ["2027-02-01", "soon"])
def test_claims_under_dcs_need_no_visit_after_them(dcs: str) -> None:
    late = CLAIMS + claim(claimed="2027-06-12", visit="")
    quiet("claim-after-last-eqa-visit", level_4(dcs=dcs) + late, as_of=dt.date(2027, 6, 14))


@pytest.mark.parametrize("visit", ["2027-06-30 | ", "TBC | ", "2027-05-30 | cancelled"])
def test_a_visit_to_come_a_visit_of_unclear_day_or_none_at_all_leave_late_claims_alone(visit: str) -> None:
    visits = f"Visits\n| Visit | Entry code | Visit date | Status |\n| L4 2 | 04663 | {visit} |\n"
    late = level_4() + CLAIMS + claim(claimed="2027-06-12", visit="")
    quiet("claim-after-last-eqa-visit", visits + late, as_of=dt.date(2027, 6, 14))
