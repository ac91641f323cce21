"""What a pack holds, whole: each unit, each portfolio of a sample list, each candidate, each finding, and what is in no pack."""

from __future__ import annotations

import datetime as dt

import pytest
from workbooks import AS_OF, report_of

from ocr_sheets.packs import By, Pack, Packs, make_packs

VISIT = dt.date(2027, 3, 11)
CLAIM_BY = dt.date(2027, 2, 25)
HEAD = (
    "| Candidate number | Entry code | Unit number | Assessor | Standardised by | Grade | Assessed on | Claimed on | Visit | Claim status |"
    " Sample requested on | Sample uploaded on |"
)


def claims(*rows: str) -> str:
    """A Claims sheet: candidate, code, unit, assessor, standardiser, grade, assessed, claimed, visit, status, requested, uploaded."""
    return "\n".join(["Claims", HEAD, *(f"| {row} |" for row in rows), ""])


OPEN = "0045 | 05839 | 8 | JS | PT | M | | | IT 1 | planned | |"
MADE = "0046 | 05839 | 9 | PT | JS | D | 2027-01-10 | 2027-01-20 | IT 1 | submitted | |"
VERIFIED = "0102 | 04663 | 1 | JS | PT | P | 2027-01-10 | 2027-01-20 | L4 1 | submitted | |"


def packs_of(text: str, by: By = By.ASSESSOR, as_of: dt.date = AS_OF) -> Packs:
    return make_packs(report_of(text, as_of), by)


def pack(packs: Packs, code: str) -> Pack:
    (found,) = [one for one in packs.packs if one.owner.code == code]
    return found


def rules_of(packs: Packs, code: str) -> list[str]:
    return [told.finding.rule.code for told in pack(packs, code).findings]


# -- units


def test_a_unit_is_told_with_its_title_people_visit_and_how_far_it_is() -> None:
    (piece,) = pack(packs_of(claims(OPEN, MADE)), "JS").pieces
    assert (piece.claim.candidate_number, piece.claim.entry_code, piece.claim.unit_number) == ("0045", "05839", "8")
    assert (piece.title, piece.assessor, piece.standardised_by) == ("Projects", "JS", "PT")
    assert (piece.visit, piece.visit_date, piece.claim_by) == ("IT 1", VISIT, CLAIM_BY)
    assert piece.stages == ["due in 24 days", "due in 24 days", "not due", None, "prepare first"]
    (other,) = pack(packs_of(claims(OPEN, MADE)), "PT").pieces
    assert (other.title, other.assessor, other.standardised_by) == ("Products", "PT", "JS")
    assert other.stages == ["done", "done", "not due", None, "prepare first"]


def test_a_unit_without_a_visit_a_title_or_people_is_told_as_far_as_it_is_known() -> None:
    row = "0045 | 05839 | 77 | JS | | M | | | Not there | planned | |"
    (piece,) = pack(packs_of(claims(row)), "JS").pieces
    assert (piece.title, piece.assessor, piece.standardised_by) == ("", "JS", "")
    assert (piece.visit, piece.visit_date, piece.claim_by) == ("Not there", None, None)


def test_the_visit_that_was_chosen_is_told_as_chosen() -> None:
    (piece,) = pack(packs_of(claims(OPEN.replace("IT 1", ""))), "JS").pieces
    assert (piece.visit, piece.visit_date) == ("IT 1 (chosen)", VISIT)


def test_units_stand_by_visit_the_coming_ones_first_then_by_code_unit_and_candidate() -> None:
    visits = """
Visits
| Visit | Subject area | Entry code | Visit date | Type    | Type told on | Status    |
| IT 0  | IT           |            | 2026-11-12 | virtual | 2026-10-01   | done      |
| IT 1  | IT           |            | 2027-03-11 | virtual | 2027-01-15   | confirmed |
| IT 2  | IT           |            | 2027-02-01 | virtual | 2026-12-15   | confirmed |
| L4 1  |              | 04663      | 2027-03-12 |         |              | confirmed |
"""
    rows = [
        "0046 | 05839 | 10 | JS | PT | M | | | IT 1 | planned | |",
        "0046 | 05839 | 9 | JS | PT | M | | | IT 1 | planned | |",
        "0045 | 05839 | 9 | JS | PT | M | | | IT 1 | planned | |",
        "0045 | 05355 | 20 | JS | PT | M | | | IT 1 | planned | |",
        "0045 | 05839 | 8 | JS | PT | M | | | IT 0 | planned | |",
        "0045 | 05839 | 8 | JS | PT | M | | | IT 2 | planned | |",
        "0045 | 05839 | 8 | JS | PT | M | | | IT 9 | planned | |",
    ]
    pieces = pack(packs_of(visits + claims(*rows)), "JS").pieces
    assert [(one.visit, one.claim.entry_code, one.claim.unit_number, one.claim.candidate_number) for one in pieces] == [
        ("IT 2", "05839", "8", "0045"),
        ("IT 1", "05355", "20", "0045"),
        ("IT 1", "05839", "9", "0045"),
        ("IT 1", "05839", "9", "0046"),
        ("IT 1", "05839", "10", "0046"),
        ("IT 9", "05839", "8", "0045"),
        ("IT 0", "05839", "8", "0045"),
    ]


# -- sample lists


def test_a_portfolio_to_have_ready_is_told_whole() -> None:
    rows = (OPEN, OPEN.replace("0045", "0046").replace("| M |", "| D |"), MADE)
    first, second = pack(packs_of(claims(*rows)), "JS").samples
    assert (first.about, first.visit.name, first.needed_by) == ("IT 1", "IT 1", VISIT)
    assert (first.entry_code, first.unit, first.title, first.assessor) == ("05839", "8", "Projects", "JS")
    assert (first.order, first.who.number, first.grade, first.is_requested) == (1, "0046", "D", False)
    assert (second.order, second.who.number, second.grade, second.is_requested) == (2, "0045", "M", False)
    (own,) = pack(packs_of(claims(*rows)), "PT").samples
    assert (own.unit, own.assessor, own.who.number) == ("9", "PT", "0046")


def test_what_ocr_asked_for_is_told_as_asked_for() -> None:
    asked = MADE.replace("submitted | |", "submitted | 2027-02-20 |")
    rows = (asked, asked.replace("0046", "0045").replace("2027-02-20", ""))
    (sampled,) = pack(packs_of(claims(*rows), as_of=dt.date(2027, 2, 22)), "PT").samples
    assert (sampled.who.number, sampled.is_requested) == ("0046", True)


def test_a_standardisers_lists_hold_only_what_they_standardised_in_the_order_of_the_whole_list() -> None:
    rows = (
        OPEN.replace("| M |", "| P |"),
        OPEN.replace("0045", "0046").replace("PT", "JS").replace("| M |", "| D |"),
        OPEN.replace("0045", "0047"),
    )
    sampled = pack(packs_of(claims(*rows), By.STANDARDISER), "PT").samples
    assert [(one.order, one.who.number) for one in sampled] == [(1, "0045"), (2, "0047")]


def test_lists_and_units_without_a_code_or_an_assessor_stand_before_the_others() -> None:
    nobody = "{} | 05839 | 8 | | PT | M | 2027-01-10 | 2027-01-20 | IT 1 | submitted | |"
    rows = (
        nobody.format("0045"),
        nobody.format("0046").replace("| 8 | |", "| 8 | JS |"),
        nobody.format("0045").replace("| 05839 |", "| |"),
    )
    own = pack(packs_of(claims(*rows), By.STANDARDISER), "PT")
    assert [(one.assessor, one.who.number) for one in own.samples if one.unit == "8" and one.entry_code] == [
        ("", "0045"),
        ("JS", "0046"),
    ]
    assert sorted((piece.claim.entry_code or "", piece.claim.candidate_number) for piece in own.pieces) == [
        ("", "0045"), ("05839", "0045"), ("05839", "0046"),
    ]  # fmt: skip


def test_a_finding_in_an_entry_without_a_code_goes_to_whoever_has_work_without_one() -> None:
    text = "Entries\n| Candidate number | Entry type | Entered on |\n| 0045 | unit | 2027-02-09 |\n" + claims(
        "0045 | | 8 | JS | PT | M | | | IT 1 | planned | |", MADE
    )
    packs = packs_of(text)
    found = [told.finding for told in pack(packs, "JS").findings if told.finding.sheet == "Entries"]
    everywhere = [
        one for one in packs.report.open_findings if one.sheet == "Entries" and one.candidate_number == "0045"
    ]
    assert everywhere
    assert found == everywhere
    assert not [told for told in pack(packs, "PT").findings if told.finding.sheet == "Entries"]


def test_whoever_had_work_that_was_withdrawn_has_nothing_in_the_list_of_whoever_has_it_now() -> None:
    packs = packs_of(claims(OPEN, OPEN.replace("JS | PT", "PT | JS").replace("planned", "withdrawn"), MADE))
    assert [(one.unit, one.who.number) for one in pack(packs, "JS").samples] == [("8", "0045")]
    assert [(one.unit, one.who.number) for one in pack(packs, "PT").samples] == [("9", "0046")]


def test_lists_stand_by_visit_code_unit_and_assessor() -> None:
    visits = """
Visits
| Visit | Subject area | Visit date | Type    | Type told on |
| IT 2  | IT           | 2027-05-11 | virtual | 2027-01-15   |
| IT 1  | IT           | 2027-03-11 | virtual | 2027-01-15   |
"""
    rows = [
        OPEN.replace("IT 1", "IT 2"),
        OPEN.replace("| 8 |", "| 10 |"),
        OPEN.replace("| 8 |", "| 9 |").replace("JS | PT", "PT | PT"),
        OPEN.replace("| 8 |", "| 9 |"),
        OPEN.replace("05839", "05355"),
    ]
    sampled = pack(packs_of(visits + claims(*rows), By.STANDARDISER), "PT").samples
    assert [(one.about, one.entry_code, one.unit, one.assessor) for one in sampled] == [
        ("IT 1", "05355", "8", "JS"),
        ("IT 1", "05839", "9", "JS"),
        ("IT 1", "05839", "9", "PT"),
        ("IT 1", "05839", "10", "JS"),
        ("IT 2", "05839", "8", "JS"),
    ]
    assert {one.needed_by for one in sampled if one.about == "IT 1"} == {VISIT - dt.timedelta(days=5)}


# -- candidates


def test_a_candidate_is_told_with_their_codes_and_how_many_units_stand() -> None:
    rows = (
        OPEN,
        OPEN.replace("| 8 |", "| 9 |"),
        OPEN.replace("| 8 |", "| 10 |").replace("planned", "withdrawn"),
        OPEN.replace("05839 | 8", "05355 | 2"),
        MADE,
    )
    (own,) = pack(packs_of(claims(*rows)), "JS").candidates
    assert (own.who.number, list(own.entry_codes), own.pieces) == ("0045", ["05355", "05839"], 3)
    assert own.person
    assert own.person.surname == "Adams"


def test_candidates_of_two_centres_with_one_number_stand_together_in_the_order_of_the_numbers() -> None:
    text = (
        "Candidates\n| Candidate number | Surname | Forenames | Centre number |\n"
        "| 0045 | Adams | Ali | 61234 |\n| 0045 | Brown | Bea | 51234 |\n| 0046 | Clarke | Cy | 51234 |\n| 0044 | Day | Di | 61234 |\n"
        "Entries\n| Candidate number | Centre number | Entry code | Unit number | Entry type | Entered on |\n"
        "| 0045 | 61234 | 05839 | 8 | unit | 2026-10-01 |\n| 0045 | 51234 | 05839 | 8 | unit | 2026-10-01 |\n"
        "Claims\n| Candidate number | Centre number | Entry code | Unit number | Assessor |\n"
        "| 0045 | 61234 | 05839 | 8 | JS |\n| 0046 | 51234 | 05839 | 8 | JS |\n| 0045 | 51234 | 05839 | 8 | JS |\n| 0044 | 61234 | 05839 | 8 | JS |\n"
    )
    told = [
        (own.who.shown, own.person.surname if own.person else None, own.pieces)
        for own in pack(packs_of(text), "JS").candidates
    ]
    assert told == [
        ("0044", "Day", 1),
        ("0045 at 51234", "Brown", 1),
        ("0045 at 61234", "Adams", 1),
        ("0046", "Clarke", 1),
    ]


def test_a_unit_without_an_assessor_has_none_in_its_standardisers_pack() -> None:
    (piece,) = pack(
        packs_of(claims("0045 | 05839 | 8 | | PT | M | | | IT 1 | planned | |"), By.STANDARDISER), "PT"
    ).pieces
    assert (piece.assessor, piece.standardised_by) == ("", "PT")


def test_a_candidate_who_is_not_on_candidates_is_told_by_number() -> None:
    (own,) = pack(packs_of(claims(OPEN.replace("0045", "0077"))), "JS").candidates
    assert (own.who.number, own.person) == ("0077", None)


def test_the_candidates_of_a_subject_are_those_with_work_and_those_who_are_only_entered() -> None:
    entries = """
Entries
| Candidate number | Entry code | Entry type | Entered on | Withdrawn on |
| 0045             | 05839      | full award | 2026-10-01 |              |
| 0046             | 05355      | full award | 2026-10-01 |              |
| 0046             | 05839      | full award | 2026-10-01 |              |
| 0102             | 05839      | full award | 2026-10-01 | 2026-12-01   |
"""
    units = "Units\n| Entry code | Unit number | Assessment |\n| 05839 | 8 | moderated |\n"
    found = packs_of(entries + units + claims(OPEN), By.SUBJECT)
    it = next(one for one in found.packs if one.owner.name == "IT")
    told = [(own.who.number, list(own.entry_codes), own.pieces) for own in it.candidates]
    assert told == [("0045", ["05839"], 1), ("0046", ["05355", "05839"], 2)]


# -- findings

WRONG_GRADE = "0045 | 05839 | 8 | JS | PT | D* | 2027-01-10 | 2027-01-20 | IT 1 | submitted | |"
SAME_PERSON = "0046 | 05839 | 9 | PT | PT | D | 2027-01-10 | 2027-01-20 | IT 1 | submitted | |"


def test_a_finding_is_told_with_who_is_to_act_and_your_own_come_first() -> None:
    text = claims(WRONG_GRADE, WRONG_GRADE.replace("| D* |", "| Mrit |").replace("| 8 |", "| 77 |"))
    found = pack(packs_of(text), "JS")
    told = [(one.finding.rule.code, one.who) for one in found.findings]
    assert told[0] == ("grade-not-for-unit", "you")
    assert ("claim-unit-unknown", "Exams officer") in told
    assert [who for _, who in told] == sorted((who for _, who in told), key=lambda who: who != "you")
    assert found.yours == 1
    for one in found.findings:
        assert (one.message, one.fix) == (one.finding.message, one.finding.fix)


def test_in_a_standardisers_pack_what_is_theirs_to_mend_is_yours() -> None:
    told = {
        one.finding.rule.code: one.who for one in pack(packs_of(claims(SAME_PERSON), By.STANDARDISER), "PT").findings
    }
    assert told["same-person-standardises"] == "you"
    told = {
        one.finding.rule.code: one.who for one in pack(packs_of(claims(WRONG_GRADE), By.STANDARDISER), "PT").findings
    }
    assert told["grade-not-for-unit"] == "JS"
    told = {one.finding.rule.code: one.who for one in pack(packs_of(claims(SAME_PERSON)), "PT").findings}
    assert told["same-person-standardises"] == "PT"


LATE_ENTRY = """
Entries
| Candidate number | Entry code | Entry type | Entered on |
| 0045             | 05839      | full award | 2027-02-12 |
| 0046             | 05839      | full award | 2026-10-01 |
| 0102             | 04663      | full award | 2026-10-01 |
"""


def test_a_finding_in_an_entry_goes_to_all_with_claims_of_that_candidate_and_code_and_to_no_other() -> None:
    rows = (OPEN, OPEN.replace("| 8 | JS", "| 9 | PT"), MADE)
    packs = packs_of(LATE_ENTRY + claims(*rows))
    assert "entry-under-four-weeks" in rules_of(packs, "JS")
    assert "entry-under-four-weeks" in rules_of(packs, "PT")
    alone = packs_of(LATE_ENTRY + claims(OPEN, MADE))
    assert "entry-under-four-weeks" in rules_of(alone, "JS")
    assert "entry-under-four-weeks" not in rules_of(alone, "PT")


ODD_ULN = "Candidates\n| Candidate number | Surname | Forenames | ULN |\n| 0045 | Adams | Ali | 12345 |\n| 0046 | Brown | Bea | |\n| 0102 | Clarke | Cy | |\n"


@pytest.mark.parametrize("by", [By.ASSESSOR, By.STANDARDISER])
def test_a_finding_in_a_candidate_goes_to_all_who_have_work_of_theirs_and_is_counted_once_in_each(by: By) -> None:
    rows = (OPEN, OPEN.replace("| 8 | JS | PT", "| 9 | PT | JS"), MADE)
    packs = packs_of(ODD_ULN + claims(*rows), by)
    for code in ("JS", "PT"):
        assert rules_of(packs, code).count("uln-shape") == 1
    assert "uln-shape" not in [one.finding.rule.code for one in packs.findings]


def test_a_finding_in_a_candidate_goes_to_the_subjects_they_are_only_entered_for() -> None:
    packs = packs_of(ODD_ULN + claims(MADE), By.SUBJECT)
    it = next(one for one in packs.packs if one.owner.name == "IT")
    assert "uln-shape" in [one.finding.rule.code for one in it.findings]


def test_a_finding_in_a_candidate_without_work_stays_with_the_exams_officer() -> None:
    packs = packs_of(ODD_ULN + claims(MADE))
    (told,) = [one for one in packs.findings if one.finding.rule.code == "uln-shape"]
    assert told.who == "Exams officer"
    assert "uln-shape" not in rules_of(packs, "PT")


def test_a_finding_of_a_claim_goes_to_its_owner_alone() -> None:
    packs = packs_of(claims(WRONG_GRADE, MADE))
    assert "grade-not-for-unit" in rules_of(packs, "JS")
    assert "grade-not-for-unit" not in rules_of(packs, "PT")
    assert "grade-not-for-unit" not in [one.finding.rule.code for one in packs.findings]


# -- who gets a pack, and what is in none


def test_without_work_or_a_visit_ahead_there_is_no_pack() -> None:
    one_unit = "Entries\n| Candidate number | Entry code | Unit number | Entry type |\n| 0046 | 05839 | 9 | unit |\n"
    assert [one.owner.code for one in packs_of(one_unit + claims(MADE)).packs] == ["PT"]
    staff = "Assessors\n| Assessor | Name | Subject areas |\n| JS | Jo Smith | IT |\n| PT | Pat Taylor | |\n| AB | Abe Best | |\n"
    packs = packs_of(one_unit + staff + claims(MADE))
    assert [(one.owner.code, one.owner.name, one.stem) for one in packs.packs] == [
        ("JS", "Jo Smith", "pack-JS"), ("PT", "Pat Taylor", "pack-PT"),
    ]  # fmt: skip
    assert pack(packs, "JS").pieces == []
    assert pack(packs, "JS").dates


def test_what_is_nobodys_is_told_with_its_work_and_why() -> None:
    rows = (
        OPEN.replace("JS", "XY"),
        OPEN.replace("0045", "0046").replace("| JS", "|").replace("| 8 |", "| 10 |"),
        MADE.replace("PT | JS", "ZZ | JS").replace("submitted", "withdrawn").replace("0046", "0102"),
        "| 05839 | 9 | | PT | M | | | IT 1 | planned | |",
        VERIFIED,
    )
    packs = packs_of(claims(*rows))
    told = [(one.who.number, one.person.surname if one.person else None, one.work) for one in packs.unowned]
    assert told == [("0045", "Adams", "05839 unit 8"), ("0046", "Brown", "05839 unit 10"), ("", None, "05839 unit 9")]
    whys = [one.why for one in packs.unowned]
    assert "XY" in whys[0]
    assert whys[1] == whys[2]
    assert "XY" not in whys[1]


def test_a_candidate_in_no_pack_and_no_claim_is_told_once_unless_they_have_left() -> None:
    people = "Candidates\n| Candidate number | Surname | Forenames | Left on |\n| 0045 | Adams | Ali | |\n| 0046 | Brown | Bea | |\n| 0102 | Clarke | Cy | 2026-12-01 |\n| 0103 | Dunn | Di | |\n"
    packs = packs_of(people + claims(OPEN, MADE.replace("PT | JS", "ZZ | JS")))
    assert [(one.who.number, one.person.surname if one.person else None, one.work) for one in packs.unowned] == [
        ("0046", "Brown", "05839 unit 9"), ("0103", "Dunn", ""),
    ]  # fmt: skip


def test_packs_say_whom_they_are_for_and_of_which_report() -> None:
    for by in By:
        packs = packs_of(claims(OPEN, VERIFIED), by)
        assert packs.by is by
        assert packs.report.as_of == AS_OF
        assert not packs.is_shared
    assert make_packs(report_of(claims(OPEN)), By.ASSESSOR, share=True).is_shared


@pytest.mark.parametrize(
    ("code", "stem"),
    [
        ("(AB)", "pack-AB"),
        ("A. B.", "pack-A-B"),
        ("A" * 30, "pack-" + "A" * 30),
        ("A" * 29 + "BC", "pack-" + "A" * 29 + "B"),
        ("A" * 29 + " BC", "pack-" + "A" * 29),
    ],
)
def test_a_files_name_is_of_at_most_thirty_letters_of_the_code_with_dashes_between_only(code: str, stem: str) -> None:
    staff = f"Assessors\n| Assessor | Name |\n| {code} | Abe Best |\n"
    (found,) = packs_of(staff + claims(OPEN.replace("JS", code))).packs
    assert found.stem == stem
