"""Numbers and codes: their shape, their check characters, and who else has them."""

from __future__ import annotations

import datetime as dt

import pytest
from workbooks import AS_OF, fires, quiet, report_of

from ocr_sheets.dates import years_old

CENTRE = "Centre\n| Centre number | {} |\n| Academic year | 2026/27 |\n| Consortium | {} |\n"

CANDIDATES = """
Candidates
| Centre number | Candidate number | Surname | Forenames | ULN | UCI |
"""


def candidate(number: str = "0045", uln: str = "", uci: str = "", centre: str = "", surname: str = "Adams") -> str:
    return f"| {centre} | {number} | {surname} | Ali | {uln} | {uci} |\n"


def candidates(*rows: str) -> str:
    return CANDIDATES + "".join(rows)


def qualification(code: str = "05839", qan: str = "601/2977/3") -> str:
    return f"Qualifications\n| Entry code | QAN | Family | Subject area |\n| {code} | {qan} | Cambridge Technicals | IT |\n"


def unit(reference: str) -> str:
    return f"Units\n| Entry code | Unit number | Unit reference |\n| 05839 | 8 | {reference} |\n"


def test_a_centre_number_has_five_digits_and_a_dfe_number_is_another_thing() -> None:
    (found,) = fires("centre-number-shape", CENTRE.format("3124001", ""), "Centre!B1")
    assert found.message == "“3124001” is not a centre number. It looks like a DfE number."
    fires("centre-number-shape", candidates(candidate(centre="123456")), "Candidates!A2")
    for right in ("12345", "#12345", "01234", "#1234"):
        quiet("centre-number-shape", CENTRE.format(right, "") + candidates(candidate(centre=right)))


@pytest.mark.parametrize("wrong", ["0000", "12345", "#45.5", "00A5", "2027-03-11"])
def test_a_candidate_number_has_four_digits_and_is_not_0000(wrong: str) -> None:
    if wrong == "2027-03-11":
        fires("cell-unreadable", candidates(candidate(wrong), candidate("0046")), "Candidates!B2")
        quiet("candidate-number-shape", candidates(candidate(wrong), candidate("0046")))
    else:
        fires("candidate-number-shape", candidates(candidate(wrong), candidate("0046")), "Candidates!B2")


@pytest.mark.parametrize("right", ["#45", "0045", "45 ", "45.0", "#4045", "9999", "0001"])
def test_a_candidate_number_may_have_lost_its_zeros_to_excel(right: str) -> None:
    quiet("candidate-number-shape", candidates(candidate(right)))


def test_a_message_never_shows_what_may_be_a_candidates_name() -> None:
    text = candidates(candidate("Ali Adams", uln="Adams", uci="Adams A"), candidate("0046", surname="Brown"))
    (found,) = fires("candidate-number-shape", text, "Candidates!B2")
    assert found.message == "Text without a digit is not a candidate number."
    fires("uln-shape", text, "Candidates!E2")
    fires("uci-shape", text, "Candidates!F2")
    claims = "Claims\n| Candidate number | Entry code | Unit number | Assessor |\n| Ali Adamson | 05839 | 8 | JS |\n"
    (found,) = fires("claim-candidate-unknown", text + claims, "Claims!A2")
    assert found.message == "No candidate with such a number is on Candidates."
    report = report_of(text + claims)
    assert all("ADAMS" not in (finding.message + finding.fix).upper() for finding in report.findings)


def test_a_number_belongs_to_one_candidate() -> None:
    twice = candidates(candidate(), candidate("0046"), candidate("#45", surname="Brown"))
    (found,) = fires("candidate-number-twice", twice, "Candidates!B4")
    assert found.message == "0045 is also the number of the candidate in row 2."


def test_two_centres_of_a_consortium_may_each_have_a_0045() -> None:
    centre = CENTRE.format("10101", "North")
    quiet("candidate-number-twice", centre + candidates(candidate(), candidate(centre="10102", surname="Brown")))
    fires("candidate-number-twice", centre + candidates(candidate(), candidate(centre="10101")), "Candidates!B3")


def test_a_candidate_with_two_entries_on_candidates_has_two_rows() -> None:
    head = "Candidates\n| Candidate number | Surname | Forenames | Entry code |\n"
    quiet("candidate-number-twice", head + "| 0045 | Adams | Ali | 05839 |\n| #45 | ADAMS | Ali | 05835 |\n")
    fires(
        "candidate-number-twice",
        head + "| 0045 | Adams | Ali | 05839 |\n| 0045 | Brown | Bea | 05835 |\n",
        "Candidates!A3",
    )
    fires(
        "candidate-number-twice", head + "| 0045 | Adams | Ali | 05839 |\n| 0045 | Adams | Ali | |\n", "Candidates!A3"
    )


@pytest.mark.parametrize("wrong", ["68199001205", "681990012058GG", "A81990012058G", "G123456789012"])
def test_a_uci_has_twelve_characters_and_a_check_letter(wrong: str) -> None:
    (found,) = fires("uci-shape", candidates(candidate(uci=wrong)), "Candidates!F2")
    assert found.message == f"“{wrong}” is not a UCI."


def test_a_letter_o_for_a_zero_is_pointed_out_where_that_is_all() -> None:
    (found,) = fires("uci-shape", candidates(candidate(uci="68199OO12058H")), "Candidates!F2")
    assert found.message == "“68199OO12058H” is not a UCI. There is a letter O in place of a zero."


def test_a_letter_o_for_a_zero_is_read_as_one_where_the_check_letter_then_fits() -> None:
    quiet("uci-shape", candidates(candidate(uci="68199OO12058G")))
    fires("cell-nearly-right", candidates(candidate(uci="68199OO12058G")), "Candidates!F2")


@pytest.mark.parametrize(
    "right", ["681990012058", "#681990012058", "681990012058G", "681990012058g", "68199 0 01 2058 G", ""]
)
def test_a_uci_without_its_letter_in_small_letters_or_with_spaces_is_in_order(right: str) -> None:
    quiet("uci-shape", candidates(candidate(uci=right)))
    quiet("uci-check-letter", candidates(candidate(uci=right)))


def test_a_check_letter_that_does_not_follow_is_found() -> None:
    (found,) = fires("uci-check-letter", candidates(candidate(uci="681990012058H")), "Candidates!F2")
    assert found.message == "“681990012058H” should end in G if the rest is right."
    fires("uci-check-letter", candidates(candidate(uci="999990140001X")), "Candidates!F2")


def test_a_uci_of_a_former_school_is_in_order() -> None:
    quiet("uci-check-letter", CENTRE.format("10101", "") + candidates(candidate(uci="689990980001D")))
    quiet("uci-shape", CENTRE.format("10101", "") + candidates(candidate(uci="689990980001D")))


@pytest.mark.parametrize("board", "QRSTUVWXYZ")
def test_what_letters_from_q_on_count_is_not_agreed_so_nothing_is_said(board: str) -> None:
    quiet("uci-check-letter", candidates(candidate(uci=f"68199{board}012058G")))


def test_a_letter_that_no_uci_ends_in_is_wrong_whatever_the_board() -> None:
    (found,) = fires("uci-check-letter", candidates(candidate(uci="68199Z012058I")), "Candidates!F2")
    assert found.message == "“68199Z012058I” ends in I, as no UCI does."


def test_a_uln_has_ten_digits() -> None:
    (found,) = fires("uln-shape", candidates(candidate(uln="681990012058G")), "Candidates!E2")
    assert found.message == "“681990012058G” is not a ULN. It looks like a UCI."
    for wrong in ("A123456789012", "927630868", "0000000042"):
        fires("uln-shape", candidates(candidate(uln=wrong)), "Candidates!E2")


@pytest.mark.parametrize(
    "right",
    ["9276308686", "#9276308686", "927 630 8686", "9.276308686E9", "9276308686.0", "9999999999", "#9999999999", ""],
)
def test_a_uln_may_be_a_number_and_9999999999_is_one_not_known(right: str) -> None:
    quiet("uln-shape", candidates(candidate(uln=right)))
    quiet("uln-check-digit", candidates(candidate(uln=right)))


def test_a_uln_with_a_digit_wrong_is_found_and_one_that_lost_digits_is_unreadable() -> None:
    fires("uln-check-digit", candidates(candidate(uln="1234567890")), "Candidates!E2")
    quiet("uln-check-digit", candidates(candidate(uln="9.27631E+09")))
    fires("cell-unreadable", candidates(candidate(uln="9.27631E+09")), "Candidates!E2")


@pytest.mark.parametrize(
    "right", ["601/2977/3", "60129773", "#60129773", "601-2977-3", "603/0371/2", "600/4220/X", "6004220x", ""]
)
def test_a_qualification_number_may_come_without_slashes(right: str) -> None:
    quiet("qan-shape", qualification(qan=right))


def test_a_qualification_number_of_another_length_is_found() -> None:
    fires("qan-shape", qualification(qan="601/2977"), "Qualifications!B2")


def test_the_last_character_of_a_qualification_number_is_only_a_query() -> None:
    (found,) = fires("qan-check-digit", qualification(qan="601/2977/4"), "Qualifications!B2")
    assert found.rule.severity == "advice"
    for right in ("601/2977/3", "60042278", "603/7560/7"):
        quiet("qan-check-digit", qualification(qan=right))


def test_qualification_numbers_that_begin_with_610_are_never_queried() -> None:
    for number in ("610/0007/9", "610/0007/1", "500/1234/1"):
        quiet("qan-check-digit", qualification(qan=number))


def test_an_entry_code_has_five_digits_and_may_have_lost_its_zero() -> None:
    quiet("entry-code-shape", qualification(code="#5839") + unit("").replace("05839", "5839.0"))
    (found,) = fires("entry-code-shape", qualification(code="0583B"), "Qualifications!A2")
    assert found.message == "“0583B” is not an entry code."


def test_the_row_of_another_qualification_is_reported_once_and_left_alone() -> None:
    claims = "Claims\n| Candidate number | Entry code | Unit number | Assessor |\n| 0045 | J817 | R081 | JS |\n"
    (found,) = [finding for finding in report_of(claims).findings if finding.sheet == "Claims"]
    assert found.rule.code == "entry-code-shape"


@pytest.mark.parametrize(("code", "title"), [("J817", "IT"), ("3072-11", "City & Guilds Careers")])
def test_a_code_of_a_qualification_that_is_not_covered_here_is_reported_at_its_own_row_only(
    code: str, title: str
) -> None:
    text = (
        f"Qualifications\n| Entry code | Title | Family | Subject area |\n| {code} | {title} | Cambridge Technicals | IT |\n"
        f"Units\n| Entry code | Unit number | Unit title | Assessment |\n| {code} | 1 | Pages | moderated |\n"
        f"Claims\n| Candidate number | Entry code | Unit number | Assessor |\n| 0045 | {code} | 1 | JS |\n"
    )
    quiet("entry-code-shape", text)
    # Its subject area is its own alone, so the small centre's visit for IT is another award's too (B113).
    told = f"Qualifications!{'A' if code == 'J817' else 'B'}2"
    fires("not-an-ocr-qualification-covered-here", text, told, "Visits!B2")


def test_a_unit_reference_is_a_letter_and_seven_digits() -> None:
    fires("unit-reference-shape", unit("507/6467"), "Units!C2")
    for right in ("L/507/6467", "L5076467", "l/507/6467", "L-507-6467", "H/504/051X", ""):
        quiet("unit-reference-shape", unit(right))


def born(day: str) -> str:
    return f"Candidates\n| Candidate number | Surname | Forenames | Date of birth |\n| 0045 | Adams | Ali | {day} |\n"


@pytest.mark.parametrize("day", ["2016-02-01", "2016-01-31", "2009-05-03", "1926-02-02", "1927-02-01", ""])
def test_a_date_of_birth_of_someone_from_11_to_100_is_left_alone(day: str) -> None:
    quiet("date-of-birth-unlikely", born(day))


@pytest.mark.parametrize(
    ("day", "says"),
    [
        ("2016-02-02", "With this date of birth, the candidate is 10 on 1 Feb 2027."),
        ("1926-02-01", "With this date of birth, the candidate is 101 on 1 Feb 2027."),
        ("2027-02-01", "With this date of birth, the candidate is 0 on 1 Feb 2027."),
        ("2027-02-02", "This date of birth is still to come."),
    ],
)
def test_a_date_of_birth_in_the_future_or_of_a_child_or_of_someone_over_100_is_queried(day: str, says: str) -> None:
    (found,) = fires("date-of-birth-unlikely", born(day), "Candidates!D2")
    assert found.message == says
    assert found.rule.severity == "check"


def test_a_date_of_birth_goes_by_the_day_of_the_check() -> None:
    fires("date-of-birth-unlikely", born("2016-02-02"), "Candidates!D2", as_of=AS_OF)
    quiet("date-of-birth-unlikely", born("2016-02-02"), as_of=AS_OF + dt.timedelta(days=1))


def test_who_was_born_on_29_february_turns_a_year_older_on_1_march() -> None:
    leap = dt.date(2016, 2, 29)
    assert [years_old(leap, dt.date(2027, *day)) for day in ((2, 28), (3, 1))] == [10, 11]
    assert years_old(leap, dt.date(2028, 2, 29)) == 12
