"""Identifiers: the published examples, and what must hold of every one."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, strategies as st

from ocr_sheets.model import identifiers
from ocr_sheets.model.identifiers import (
    is_candidate_number,
    is_centre_number,
    is_entry_code,
    is_incomplete_uci,
    is_qan,
    is_uci,
    is_uln,
    is_unit_reference,
    qan_check,
    qan_check_character,
    uci_check,
    uci_check_letter,
    uln_check,
)

DIGITS = "0123456789"
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
UNAGREED_LETTERS = "QRSTUVWXYZ"
NEVER_CHECK_LETTERS = "IJNOPQSUZ"

SHAPES = [
    *(is_centre_number, is_candidate_number, is_entry_code, is_unit_reference),
    *(is_qan, is_uln, is_uci, is_incomplete_uci),
]


def digits(count: int) -> st.SearchStrategy[str]:
    return st.text(DIGITS, min_size=count, max_size=count)


@st.composite
def ulns(draw: st.DrawFn) -> str:
    """A valid ULN, made by HESA's second wording: the check digit is 10 less the remainder of the first nine."""
    first = draw(st.sampled_from(DIGITS[1:])) + draw(digits(8))
    remainder = sum(int(digit) * weight for digit, weight in zip(first, range(10, 1, -1), strict=True)) % 11
    if remainder == 0:  # no check digit belongs to it; one more in the ninth place moves the remainder by 2
        first = first[:-1] + str((int(first[-1]) + 1) % 10)
        remainder = sum(int(digit) * weight for digit, weight in zip(first, range(10, 1, -1), strict=True)) % 11
    return first + str(10 - remainder)


@st.composite
def first_twelves(draw: st.DrawFn, boards: str = DIGITS + identifiers.UCI_BOARD_LETTERS) -> str:
    return draw(digits(5)) + draw(st.sampled_from(boards)) + draw(digits(6))


def test_a_centre_number_is_five_digits() -> None:
    assert is_centre_number("68199")
    assert is_centre_number("01234")
    assert not any(map(is_centre_number, ("6819", "681990", "9991234", "6819A", "")))


def test_a_candidate_number_is_four_digits_from_0001_to_9999() -> None:
    assert is_candidate_number("0001")
    assert is_candidate_number("0045")
    assert is_candidate_number("9999")
    assert not any(map(is_candidate_number, ("0000", "45", "045", "00045", "4O45", "")))


@given(st.integers(0, 9999))
def test_all_four_digit_candidate_numbers_but_0000_are_numbers(number: int) -> None:
    assert is_candidate_number(f"{number:04}") == (number > 0)


@pytest.mark.parametrize("code", ["04512", "04663", "05347", "05838", "10363"])
def test_an_entry_code_is_five_digits(code: str) -> None:
    assert is_entry_code(code)


@pytest.mark.parametrize("code", ["5838", "J817", "R081", "058380", "5838.0", ""])
def test_other_boards_codes_and_codes_without_their_zero_are_not_entry_codes(code: str) -> None:
    assert not is_entry_code(code)


@pytest.mark.parametrize("reference", ["L/507/6467", "R/502/5326", "H/504/0512", "M/601/2478", "L/507/646X"])
def test_a_unit_reference_is_a_letter_three_digits_and_four(reference: str) -> None:
    assert is_unit_reference(reference)


@pytest.mark.parametrize("reference", ["L5076467", "L/507/64677", "l/507/6467", "5/507/6467", "L/507/X467", ""])
def test_anything_else_is_not_a_unit_reference(reference: str) -> None:
    assert not is_unit_reference(reference)


@pytest.mark.parametrize("qan", ["123/1234/1", "601/2977/3", "603/7560/7", "601/4600/X"])
def test_a_qan_is_three_digits_four_digits_and_a_last_character(qan: str) -> None:
    assert is_qan(qan)


@pytest.mark.parametrize("qan", ["60129773", "601-2977-3", "601/2977/x", "601/2977/A", "601/2977", "R/502/5326"])
def test_anything_else_is_not_a_qan(qan: str) -> None:
    assert not is_qan(qan)


def test_the_published_uln_is_valid() -> None:
    assert is_uln("9276308686")
    assert uln_check("9276308686")


@pytest.mark.parametrize("uln", ["1234567890", "9999999999"])
def test_ulns_with_a_wrong_sum_have_the_shape_but_not_the_check_digit(uln: str) -> None:
    assert is_uln(uln)
    assert not uln_check(uln)


def test_a_uln_that_begins_with_zero_is_none_although_its_sum_is_right() -> None:
    assert not is_uln("0000000042")
    assert not uln_check("0000000042")


@pytest.mark.parametrize("uln", ["927630868", "92763086866", "927630868X", "9.27631E+09", "9276 308686", ""])
def test_what_has_not_the_shape_of_a_uln_never_passes_its_check(uln: str) -> None:
    assert not is_uln(uln)
    assert not uln_check(uln)


@given(ulns())
def test_every_uln_that_was_made_verifies(uln: str) -> None:
    assert is_uln(uln)
    assert uln_check(uln)


@given(ulns(), st.integers(0, 9), st.sampled_from(DIGITS))
def test_changing_any_one_digit_of_a_valid_uln_makes_it_invalid(uln: str, place: int, digit: str) -> None:
    changed = uln[:place] + digit + uln[place + 1 :]
    assert uln_check(changed) == (changed == uln)


@given(ulns(), st.integers(0, 8))
def test_swapping_two_neighbouring_digits_of_a_valid_uln_makes_it_invalid(uln: str, place: int) -> None:
    swapped = uln[:place] + uln[place + 1] + uln[place] + uln[place + 2 :]
    assert uln_check(swapped) == (swapped == uln)


@pytest.mark.parametrize("uci", ["681990012058G", "689990980001D"])
def test_the_published_ucis_are_valid(uci: str) -> None:
    assert is_uci(uci)
    assert uci_check_letter(uci[:-1]) == uci[-1]
    assert uci_check(uci) is True


def test_the_uci_that_aqa_prints_as_an_illustration_has_the_shape_but_another_letter() -> None:
    assert is_uci("999990140001X")
    assert uci_check_letter("999990140001") == "B"
    assert uci_check("999990140001X") is False


def test_twelve_characters_are_an_incomplete_uci_and_not_a_wrong_one() -> None:
    assert is_incomplete_uci("681990012058")
    assert not is_uci("681990012058")
    assert not is_incomplete_uci("681990012058G")
    assert is_incomplete_uci("68199B012058")


@pytest.mark.parametrize("uci", ["68199O012O58G", "681990012058g", "68199 0 01 2058 G", "A81990012058G", ""])
def test_what_has_not_the_shape_of_a_uci_never_passes_its_check(uci: str) -> None:
    assert not is_uci(uci)
    assert not is_incomplete_uci(uci)
    assert uci_check(uci) is False


def test_a_letter_for_the_board_counts_its_place_in_the_alphabet() -> None:
    for value, letter in enumerate("ABCDEFGHI", start=1):
        assert uci_check_letter(f"68199{letter}012058") == uci_check_letter(f"68199{value}012058")
    assert uci_check_letter("00000P000000") == "G"  # 16 × 11 = 176 = 10 × 17 + 6
    assert uci_check_letter("00000J000000") == "K"  # 10 × 11 = 110 = 6 × 17 + 8


@given(first_twelves(boards=UNAGREED_LETTERS), st.sampled_from(identifiers.UCI_CHECK_LETTERS))
def test_a_board_letter_from_q_to_z_cannot_be_verified(first: str, letter: str) -> None:
    assert uci_check_letter(first) is None
    assert is_uci(first + letter)
    assert uci_check(first + letter) is None


@given(first_twelves(boards=DIGITS + ALPHABET), st.sampled_from(NEVER_CHECK_LETTERS + DIGITS))
def test_a_last_character_that_is_never_a_check_letter_is_wrong_whatever_the_board(first: str, last: str) -> None:
    assert is_uci(first + last)
    assert uci_check(first + last) is False


@given(first_twelves())
def test_every_uci_that_was_made_verifies_with_its_one_letter_only(first: str) -> None:
    assert is_incomplete_uci(first)
    assert [letter for letter in ALPHABET if uci_check(first + letter)] == [uci_check_letter(first)]


@given(first_twelves(), st.integers(0, 11), st.sampled_from(DIGITS))
def test_changing_any_one_digit_of_a_uci_changes_its_letter(first: str, place: int, digit: str) -> None:
    assume(first[place].isdecimal())  # a letter may stand for the same value as the digit
    changed = first[:place] + digit + first[place + 1 :]
    assert (uci_check_letter(changed) == uci_check_letter(first)) == (changed == first)


@pytest.mark.parametrize("text", ["", "68199001205", "681990012058G", "68199001205X", "6819900120 5"])
def test_asking_for_the_letter_of_what_is_not_twelve_characters_of_a_uci_is_our_mistake(text: str) -> None:
    with pytest.raises(ValueError, match="twelve"):
        uci_check_letter(text)


@pytest.mark.parametrize(
    "qan",
    [
        *("603/7560/7", "603/7561/9"),  # the careers diplomas (B106)
        *("600/4219/9", "603/0371/2", "600/4222/9", "603/0373/6", "600/4217/5"),  # titles in both suites (B108)
        *("603/0386/4", "600/4221/7", "603/0388/8", "600/4227/8", "601/7059/1"),
        "601/4600/X",  # as the register's file writes it: 6014600X (B110)
    ],
)
def test_qans_of_the_register_follow_the_derived_check(qan: str) -> None:
    assert qan_check_character(qan[:-1].replace("/", "")) == qan[-1]
    assert qan_check(qan)


def test_a_valid_qan_that_begins_610_can_break_the_derived_check() -> None:
    assert is_qan("610/0007/9")
    assert qan_check_character("6100007") != "9"
    assert not qan_check("610/0007/9")


@given(digits(7), st.integers(0, 6), st.sampled_from(DIGITS))
def test_changing_any_one_digit_of_a_qan_changes_its_last_character(first: str, place: int, digit: str) -> None:
    changed = first[:place] + digit + first[place + 1 :]
    assert (qan_check_character(changed) == qan_check_character(first)) == (changed == first)


@given(digits(7))
def test_every_qan_that_was_made_verifies_with_its_one_character_only(first: str) -> None:
    slashed = f"{first[:3]}/{first[3:]}/"
    assert [last for last in DIGITS + "X" if qan_check(slashed + last)] == [qan_check_character(first)]


@pytest.mark.parametrize("text", ["", "603756", "60375607", "603/7560", "603756X"])
def test_asking_for_the_character_of_what_is_not_seven_digits_is_our_mistake(text: str) -> None:
    with pytest.raises(ValueError, match="seven"):
        qan_check_character(text)


@given(st.text())
def test_no_text_makes_a_question_about_shape_or_check_fail_to_answer(text: str) -> None:
    for shape in SHAPES:
        assert callable(shape)
        assert shape(text) in (True, False)
    assert not uln_check(text) or is_uln(text)
    assert uci_check(text) is False or is_uci(text)
    assert not qan_check(text) or is_qan(text)


@pytest.mark.parametrize("text", ["٦٨١٩٩", "６８１９９", "68199\n", " 68199", "²2222"])
def test_digits_of_other_scripts_and_stray_white_space_are_not_digits(text: str) -> None:
    assert not is_centre_number(text)
    assert not is_entry_code(text)


def test_each_table_of_weights_fits_its_identifier() -> None:
    assert len(identifiers.UCI_CHECK_LETTERS) == len(set(identifiers.UCI_CHECK_LETTERS)) == 17
    assert set(identifiers.UCI_CHECK_LETTERS) == set(ALPHABET) - set(NEVER_CHECK_LETTERS)
    assert len(identifiers.QAN_CHECK_CHARACTERS) == 11
    assert ALPHABET.startswith(identifiers.UCI_BOARD_LETTERS)
    assert identifiers.UCI_BOARD_LETTERS + UNAGREED_LETTERS == ALPHABET
