"""What is listed twice: found at the second row, and left alone wherever the second row may have a reason."""

from __future__ import annotations

import datetime as dt

import pytest
from workbooks import BASE, findings, fires, quiet

from ocr_sheets.rules import duplicates  # noqa: F401  (its rules are there once it is imported)

ENTRIES = """
Entries
| Candidate number | Entry code | Unit number | Entry type | Entered on | Withdrawn on | Estimated completion |
"""

CLAIMS = """
Claims
| Candidate number | Entry code | Unit number | Assessor | Grade | Assessed on | Claimed on | Visit | Claim status | Confirmed grade |
"""

CANDIDATES = """
Candidates
| Centre number | Candidate number | Surname | Forenames | Date of birth | ULN | UCI | Left on |
"""

CONSORTIUM = """
Candidates
| Centre number | Candidate number | Surname | Forenames |
| 10101         | 0045             | Adams   | Ali       |
| 10102         | 0045             | Novak   | Nia       |
"""

ONE_ULN, OTHER_ULN = "9276308686", "9000000458"
ONE_UCI = "681990012058G"


def entry(
    kind: str = "full award",
    unit: str = "",
    code: str = "05839",
    number: str = "0045",
    entered: str = "2026-10-01",
    withdrawn: str = "",
    completion: str = "",
) -> str:
    return f"| {number} | {code} | {unit} | {kind} | {entered} | {withdrawn} | {completion} |\n"


def claim(
    grade: str = "M",
    claimed: str = "2027-01-12",
    status: str = "submitted",
    visit: str = "IT 1",
    unit: str = "8",
    code: str = "05839",
    number: str = "0045",
    assessed: str = "",
    confirmed: str = "",
) -> str:
    return (
        f"| {number} | {code} | {unit} | JS | {grade} | {assessed} | {claimed} | {visit} | {status} | {confirmed} |\n"
    )


def planned(**cells: str) -> str:
    return claim(**{"grade": "", "claimed": "", "status": "planned", **cells})


def person(
    number: str = "0045",
    surname: str = "Adams",
    forenames: str = "Ali",
    born: str = "",
    uln: str = "",
    uci: str = "",
    left: str = "",
    centre: str = "10101",
) -> str:
    return f"| {centre} | {number} | {surname} | {forenames} | {born} | {uln} | {uci} | {left} |\n"


# -- entries


def test_the_same_entry_twice_is_reported_at_the_second_row() -> None:
    (found,) = fires(
        "entry-twice", ENTRIES + entry() + entry(number="0046") + entry(entered="2026-11-02"), "Entries!B4"
    )
    assert found.message == "The same entry is in row 2: full award, 05839."


def test_an_entry_that_stands_three_times_is_reported_twice() -> None:
    fires("entry-twice", ENTRIES + entry() * 3, "Entries!B3", "Entries!B4")


def test_a_verified_unit_or_one_of_2012_entered_twice_is_found() -> None:
    text = ENTRIES + entry("unit", "1", "04663", "0102") * 2 + entry("unit", "77", "05355") * 2
    first, _ = fires("entry-twice", text, "Entries!B3", "Entries!B5")
    assert first.message == "The same entry is in row 2: unit, unit 1 of 04663."


def test_a_moderated_unit_of_2016_entered_twice_is_found() -> None:
    fires("entry-twice", ENTRIES + entry("unit", "8") * 2, "Entries!B3")


@pytest.mark.parametrize(
    "other",
    [
        entry(number="0046"),
        entry(code="05355"),
        entry("top-up"),
        entry("unit", "8"),
        entry(withdrawn="2026-12-01"),
        entry(withdrawn="soon"),
        entry(""),
    ],
)
def test_entries_that_differ_in_anything_that_counts_are_two(other: str) -> None:
    quiet("entry-twice", ENTRIES + entry() + other)


def test_a_withdrawal_to_be_confirmed_is_none_yet() -> None:
    fires("entry-twice", ENTRIES + entry() + entry(withdrawn="TBC"), "Entries!B3")


def test_a_withdrawn_entry_may_stand_beside_the_one_that_replaced_it() -> None:
    quiet("entry-twice", ENTRIES + entry(withdrawn="2026-11-01") + entry(entered="2026-11-02"))


def test_two_estimated_completions_are_two_entries() -> None:
    quiet("entry-twice", ENTRIES + entry(completion="Summer 2026") + entry(completion="Summer 2027"))
    fires("entry-twice", ENTRIES + entry(completion="Summer 2027") + entry(completion="summer 2027"), "Entries!B3")


def test_several_entries_of_an_examined_unit_are_attempts() -> None:
    quiet("entry-twice", ENTRIES + entry("examined unit", "1") * 3)


def test_unit_entries_of_an_examined_unit_or_of_one_that_may_be_examined_are_left_alone() -> None:
    quiet("entry-twice", ENTRIES + entry("unit", "1") * 2 + entry("unit", "77") * 2)


def test_one_number_in_two_centres_makes_two_entries_two_peoples() -> None:
    quiet("entry-twice", CONSORTIUM + ENTRIES + entry() * 2)


def test_an_entry_listed_with_the_candidate_and_on_entries_is_one() -> None:
    text = """
Candidates
| Candidate number | Surname | Forenames | Entry code | Entry type | Entered on |
| 0045             | Adams   | Ali       | 05839      | full award | 2026-10-01 |
"""
    quiet("entry-twice", text + ENTRIES + entry())
    fires("entry-twice", text + "| 0045 | Adams | Ali | 05839 | full award | 2026-10-01 |", "Candidates!D3")


# -- claims


def test_the_same_claim_twice_is_reported_at_the_second_row() -> None:
    (found,) = fires("claim-twice", CLAIMS + claim() + claim(unit="9") + claim(visit=""), "Claims!C4")
    assert found.message == "Unit 8 of 05839 at M is also claimed on 12 Jan 2027 in row 2."


def test_a_verified_claim_twice_is_found_too() -> None:
    one = claim("P", code="04663", unit="1", number="0102", visit="L4 1")
    fires("claim-twice", CLAIMS + one * 2, "Claims!C3")


def test_a_claim_planned_twice_for_one_visit_is_found_whether_the_visit_is_named_or_chosen() -> None:
    (found,) = fires("claim-twice", CLAIMS + planned() * 2, "Claims!C3")
    assert found.message == "Unit 8 of 05839 is also planned for IT 1 in row 2."
    fires("claim-twice", CLAIMS + planned(visit="") + planned(), "Claims!C3")


@pytest.mark.parametrize(
    "other",
    [
        claim("D"),
        claim(""),
        claim(claimed="2027-01-13"),
        claim(claimed=""),
        claim(unit="9"),
        claim(number="0046"),
        claim(code="05355"),
        claim(status="withdrawn"),
    ],
)
def test_claims_that_differ_in_anything_that_counts_are_two(other: str) -> None:
    quiet("claim-twice", CLAIMS + claim() + other)


@pytest.mark.parametrize(
    "other",
    [
        planned(grade="M"),
        planned(visit="IT 9"),
        planned(assessed="2027-01-10"),
        planned(status="withdrawn"),
        planned(status="submitted"),
        planned(confirmed="P"),
        claim(""),
    ],
)
def test_plans_that_differ_in_anything_that_counts_are_two(other: str) -> None:
    quiet("claim-twice", CLAIMS + planned() + other)


def test_a_reclaim_is_no_repeated_claim() -> None:
    again = claim("D", "2027-01-20") + planned(grade="D")
    quiet("claim-twice", CLAIMS + claim("P", "2026-11-02", "confirmed", confirmed="P") + again)


def test_a_claim_whose_grade_or_day_cannot_be_read_is_left_alone() -> None:
    quiet("claim-twice", CLAIMS + claim("Q7") + claim("") + planned(claimed="soon") * 2)


def test_attempts_at_an_examined_unit_are_no_claims() -> None:
    quiet("claim-twice", CLAIMS + planned(unit="1", visit="") * 2 + claim(unit="1") * 2)


def test_one_number_in_two_centres_makes_two_claims_two_peoples() -> None:
    quiet("claim-twice", CONSORTIUM + CLAIMS + claim() * 2)


# -- one candidate, two numbers


def test_one_uln_under_two_numbers_is_one_candidate() -> None:
    (found,) = fires(
        "candidate-with-two-numbers",
        CANDIDATES + person(uln=ONE_ULN) + person("0145", forenames="Ali James", uln=ONE_ULN),
        "Candidates!B3",
    )
    assert found.message == "The same ULN is in row 2 under 0045."


def test_one_uci_under_two_numbers_is_one_candidate() -> None:
    text = CANDIDATES + person(uci=ONE_UCI) + person("0145", forenames="A", uci=ONE_UCI)
    fires("candidate-with-two-numbers", text, "Candidates!B3")


@pytest.mark.parametrize(
    ("surname", "forenames"), [("O'Łęcki", "Zoë May"), ("o’lecki", "Zoe May"), ("O LECKI", "Zoe-may")]
)
def test_one_name_and_birthday_under_two_numbers_is_one_candidate_however_it_is_spelt(
    surname: str, forenames: str
) -> None:
    first = person("0045", "O’Lecki", "Zoë-May", born="2009-05-04")
    text = CANDIDATES + first + person("0145", surname, forenames, born="2009-05-04")
    (found,) = fires("candidate-with-two-numbers", text, "Candidates!B3")
    assert found.message == "The same name and date of birth are in row 2 under 0045."
    assert surname not in found.message


def test_a_candidate_alike_in_every_way_is_reported_once() -> None:
    born, uln = "2009-05-04", ONE_ULN
    text = CANDIDATES + person(born=born, uln=uln, uci=ONE_UCI) + person("0145", born=born, uln=uln, uci=ONE_UCI)
    fires("candidate-with-two-numbers", text, "Candidates!B3")


def test_words_in_place_of_a_number_are_not_repeated() -> None:
    text = CANDIDATES + person("Zebedee", uln=ONE_ULN) + person("0145", uln=ONE_ULN)
    (found,) = fires("candidate-with-two-numbers", text, "Candidates!B3")
    assert found.message == "The same ULN is in row 2."


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # Twins.
        (person(born="2009-05-04"), person("0145", forenames="Bea", born="2009-05-04")),
        # The same name in two families, with another day, with no day, and with ULNs that tell them apart.
        (person(born="2009-05-04"), person("0145", born="2009-05-05")),
        (person(), person("0145")),
        (person(born="2009-05-04", uln=ONE_ULN), person("0145", born="2009-05-04", uln=OTHER_ULN)),
        # No first or family name to go by.
        (person(forenames="", born="2009-05-04"), person("0145", forenames="", born="2009-05-04")),
        # On roll at two centres of a consortium.
        (person(uln=ONE_ULN), person("0145", uln=ONE_ULN, centre="10102")),
        # Left, and came back under a new number.
        (person(uln=ONE_ULN, left="2026-03-01"), person("0145", uln=ONE_ULN)),
        (person(uln=ONE_ULN), person("0145", uln=ONE_ULN, left="soon")),
        # Two rows under one number.
        (person(uln=ONE_ULN), person(uln=ONE_ULN)),
        # Numbers that stand for nobody.
        (person(uln="9999999999"), person("0145", uln="9999999999")),
        (person(uln="1234567890"), person("0145", uln="1234567890")),
        (person(uci="681990012058X"), person("0145", uci="681990012058X")),
        # Reported as one ULN or UCI on two candidates.
        (person(uln=ONE_ULN), person("0145", "Brown", "Bea", uln=ONE_ULN)),
        (person(uci=ONE_UCI), person("0145", "Brown", "Bea", uci=ONE_UCI)),
    ],
)
def test_two_candidates_who_may_be_two_people_are_left_alone(one: str, other: str) -> None:
    quiet("candidate-with-two-numbers", CANDIDATES + one + other)


# -- one ULN or UCI, two candidates


def test_one_uln_beside_two_names_or_two_birthdays_is_found() -> None:
    (found,) = fires(
        "uln-twice", CANDIDATES + person(uln=ONE_ULN) + person("0145", "Brown", "Bea", uln=ONE_ULN), "Candidates!F3"
    )
    assert found.message == "“9276308686” is also the ULN of the candidate in row 2."
    text = CANDIDATES + person(uln=ONE_ULN, born="2009-05-04") + person("0145", uln=ONE_ULN, born="2009-05-05")
    fires("uln-twice", text, "Candidates!F3")


def test_twins_with_one_uln_are_found_also_in_two_centres() -> None:
    one = person(born="2009-05-04", uln=ONE_ULN)
    other = person("0145", forenames="Bea", born="2009-05-04", uln=ONE_ULN, centre="10102")
    fires("uln-twice", CANDIDATES + one + other, "Candidates!F3")


def test_one_uci_beside_two_names_or_two_ulns_is_found() -> None:
    (found,) = fires(
        "uci-twice", CANDIDATES + person(uci=ONE_UCI) + person("0145", "Brown", "Bea", uci=ONE_UCI), "Candidates!G3"
    )
    assert found.message == "“681990012058G” is also the UCI of the candidate in row 2."
    text = CANDIDATES + person(uci=ONE_UCI, uln=ONE_ULN) + person("0145", uci=ONE_UCI, uln=OTHER_ULN)
    fires("uci-twice", text, "Candidates!G3")


ONE_PERSON = [
    (person(uln=ONE_ULN, uci=ONE_UCI), person(uln=ONE_ULN, uci=ONE_UCI)),
    (person(uln=ONE_ULN, uci=ONE_UCI), person(uln=ONE_ULN, uci=ONE_UCI, centre="10102")),
    (person(uln=ONE_ULN, uci=ONE_UCI), person("0145", forenames="Ali James", uln=ONE_ULN, uci=ONE_UCI)),
    (person(uln=ONE_ULN, uci=ONE_UCI), person("0145", forenames="A.", uln=ONE_ULN, uci=ONE_UCI)),
    (person(uln=ONE_ULN, uci=ONE_UCI), person("0145", "Adams-Brown", uln=ONE_ULN, uci=ONE_UCI)),
    (person(uln=ONE_ULN, uci=ONE_UCI), person("0145", "Ali", "Adams", uln=ONE_ULN, uci=ONE_UCI)),
    (person(uln=ONE_ULN, uci=ONE_UCI), person("0145", "", "", uln=ONE_ULN, uci=ONE_UCI)),
    (
        person(uln=ONE_ULN, uci=ONE_UCI, born="2009-05-04"),
        person("0145", "Brown", uln=ONE_ULN, uci=ONE_UCI, born="2009-05-04"),
    ),
    # Reported as two candidates with one number.
    (person(uln=ONE_ULN, uci=ONE_UCI), person("0045", "Brown", "Bea", uln=ONE_ULN, uci=ONE_UCI)),
    # Numbers that stand for nobody, and are reported on their own.
    (person(uln="9999999999", uci="1"), person("0145", "Brown", "Bea", uln="9999999999", uci="1")),
    (person(uln="1234567890"), person("0145", "Brown", "Bea", uln="1234567890")),
    (person(uci="681990012058X"), person("0145", "Brown", "Bea", uci="681990012058X")),
]


@pytest.mark.parametrize(("one", "other"), ONE_PERSON)
def test_a_uln_may_stand_in_two_rows_of_one_person(one: str, other: str) -> None:
    quiet("uln-twice", CANDIDATES + one + other)


@pytest.mark.parametrize(("one", "other"), ONE_PERSON)
def test_a_uci_may_stand_in_two_rows_of_one_person(one: str, other: str) -> None:
    quiet("uci-twice", CANDIDATES + one + other)


# -- units and qualifications

UNITS = """
Units
| Entry code | Unit number | Unit title | Assessment | Group     |
| 05839      | 1           | Exam       | examined   | mandatory |
| 05839      | 8           | Projects   | moderated  | Support   |
"""


def test_a_unit_that_stands_twice_is_found_however_its_number_is_written() -> None:
    (found,) = fires("unit-twice", UNITS + "| 5839 | Unit 08 | Project work | moderated | support |", "Units!B4")
    assert found.message == "Unit 8 of 05839 is also in row 3."


def test_one_number_under_two_codes_and_one_unit_of_two_pathways_are_right() -> None:
    quiet(
        "unit-twice",
        UNITS + "| 05355 | 8 | Other | moderated | Support |\n| 05839 | 8 | Projects | moderated | Design |",
    )


def test_an_entry_code_that_stands_twice_is_found() -> None:
    text = BASE[BASE.index("Qualifications") : BASE.index("Units")].rstrip()
    quiet("qualification-twice", text)
    (found,) = fires("qualification-twice", text + "\n| 5839 | IT again | | 2016 | 3 | IT | | | |", "Qualifications!A6")
    assert found.message == "05839 is also in row 2."


def test_a_row_of_another_sheet_is_named_with_its_sheet() -> None:
    again = CLAIMS.replace("Claims", "Claim tracker") + claim()
    (found,) = findings("claim-twice", CLAIMS + claim() + again, dt.date(2027, 2, 1))
    assert found.message.endswith(" in row 2 of Claims.")
