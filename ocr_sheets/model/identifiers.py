"""The numbers in a centre's workbook: whether one has the right shape, and whether its check character follows.

These are two questions, asked one after the other: a cell that is too short wants another sentence than one with a
slip in it. Text is judged as it stands: capital letters, no spaces, zeros in front kept. Putting a cell into that form
is the reader's work. The B numbers are those of the rulebook's sources.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from ocr_sheets.patterns import regex

# B80, B81, B90, B91: shapes only. Nothing published says more, such as which ranges of centre numbers are in use.
_CENTRE_NUMBER = regex(r"[0-9]{5}")
_CANDIDATE_NUMBER = regex(r"(?!0000)[0-9]{4}")
_ENTRY_CODE = regex(r"[0-9]{5}")
_WORD = regex(r"\b[^\W\d_]{2,}\b")
_UNIT_REFERENCE = regex(r"[A-Z]/[0-9]{3}/[0-9]{3}[0-9X]")

# B89: three digits, four digits, a last character. B109: weights and modulus, seen in the register, published nowhere.
_QAN = regex(r"[0-9]{3}/[0-9]{4}/[0-9X]")
QAN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2)
QAN_CHECK_CHARACTERS = "0123456789X"  # by remainder: as many characters as the modulus, 11

# B87: HESA.
_ULN = regex(r"[1-9][0-9]{9}")
ULN_WEIGHTS = (10, 9, 8, 7, 6, 5, 4, 3, 2, 1)
ULN_MODULUS = 11
ULN_REMAINDER = 10

# B83: centre number of the first entry, board character, two digits of a year, candidate number; then the check letter.
_WITHOUT_CHECK_LETTER = r"[0-9]{5}[0-9A-Z][0-9]{6}"
_UCI_WITHOUT_CHECK_LETTER = regex(_WITHOUT_CHECK_LETTER)
_UCI = regex(rf"{_WITHOUT_CHECK_LETTER}[0-9A-Z]")
UCI_WEIGHTS = (16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5)  # B84
UCI_CHECK_LETTERS = "ABCDEFGHKLMRTVWXY"  # B84, by remainder: as many letters as the modulus, 17. B86: no others.
UCI_BOARD_LETTERS = "ABCDEFGHIJKLMNOP"  # B85: A counts 1, P counts 16. What Q to Z count is not agreed.


def is_centre_number(text: str) -> bool:
    """Whether text has the shape of a national centre number: five digits (B80)."""
    return _CENTRE_NUMBER.fullmatch(text) is not None


def is_number_given_by_ocr(text: str) -> bool:
    """Whether text is a candidate number of eight digits, as OCR gives them for verified qualifications (B121)."""
    return len(text) == 8 and text.isdecimal()


@lru_cache(maxsize=65_536)
def is_candidate_number(text: str) -> bool:
    """Whether text is a candidate number: four digits, 0001 to 9999 (B81)."""
    return _CANDIDATE_NUMBER.fullmatch(text) is not None


@lru_cache(maxsize=4_096)
def is_entry_code(text: str) -> bool:
    """Whether text has the shape of an entry code: five digits, zeros in front among them (B90)."""
    return _ENTRY_CODE.fullmatch(text) is not None


def is_in_words(text: str) -> bool:
    """Whether what stands in the place of an entry code is the name of a course, such as IT or Business L3."""
    return not is_entry_code(text) and _WORD.search(text) is not None


def is_unit_reference(text: str) -> bool:
    """Whether text has the shape of a unit reference: a letter, three digits, four digits, with slashes between (B91).

    An X as its last character has not been seen there, but is not ruled out.
    """
    return _UNIT_REFERENCE.fullmatch(text) is not None


def is_qan(text: str) -> bool:
    """Whether text has the shape of a qualification number such as 601/2977/3: its last character may be X (B89)."""
    return _QAN.fullmatch(text) is not None


def is_uln(text: str) -> bool:
    """Whether text has the shape of a unique learner number: ten digits, the first not zero (B87)."""
    return _ULN.fullmatch(text) is not None


def is_uci(text: str) -> bool:
    """Whether text has the shape of a whole unique candidate identifier: 13 characters (B83).

    Five digits, a digit or letter for the board, six digits, a last character. A digit in last place can never be right
    (B86), but has the shape: :func:`uci_check` then says that it is wrong, and :func:`uci_check_letter` what belongs
    there. The first five digits may be another centre's and the year anything: neither is a fault.
    """
    return _UCI.fullmatch(text) is not None


def is_incomplete_uci(text: str) -> bool:
    """Whether text is a unique candidate identifier without its check letter: unfinished, not wrong (B86)."""
    return _UCI_WITHOUT_CHECK_LETTER.fullmatch(text) is not None


def uln_check(text: str) -> bool:
    """Whether the check digit of a unique learner number follows from the rest of it (B87).

    Its digits, weighted 10 down to 1, must leave 10 when divided by 11. Text without the shape of one never passes:
    0000000042 has the right sum, but begins with zero.
    """
    return is_uln(text) and _weighted(map(int, text), ULN_WEIGHTS) % ULN_MODULUS == ULN_REMAINDER


def uci_check_letter(first_twelve: str) -> str | None:
    """The check letter that belongs to the first twelve characters of a unique candidate identifier (B84).

    ``None``: it can't be worked out, as the board's letter is one of Q to Z, whose value is not agreed (B85). Text that
    is not the first twelve characters of one is the caller's mistake: ``ValueError``.
    """
    if not is_incomplete_uci(first_twelve):
        raise ValueError("not the first twelve characters of a UCI")
    values = [_uci_value(character) for character in first_twelve]
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return None
    return UCI_CHECK_LETTERS[_weighted(known, UCI_WEIGHTS) % len(UCI_CHECK_LETTERS)]


def uci_check(text: str) -> bool | None:
    """Whether the check letter of a unique candidate identifier follows from the rest of it (B84).

    ``None``: it can't be verified (B85); a last character that is never a check letter is wrong even so (B86). Text
    without the shape of a whole one never passes.
    """
    if not is_uci(text) or text[-1] not in UCI_CHECK_LETTERS:
        return False
    letter = uci_check_letter(text[:-1])
    return None if letter is None else letter == text[-1]


def qan_check_character(first_seven: str) -> str:
    """The last character that follows from the first seven digits of a qualification number (B109).

    Seen in the register and published nowhere, so good for a query only, and only on numbers with one of the rulebook's
    ``qan.prefixes_with_check_digit``: some valid ones from 610 break it. Text that is not seven digits is the caller's
    mistake: ``ValueError``.
    """
    if re.fullmatch(r"[0-9]{7}", first_seven) is None:
        raise ValueError("not the first seven digits of a QAN")
    return QAN_CHECK_CHARACTERS[_weighted(map(int, first_seven), QAN_WEIGHTS) % len(QAN_CHECK_CHARACTERS)]


def qan_check(text: str) -> bool:
    """Whether the last character of a qualification number with its slashes follows from the seven before it (B109).

    Only worth asking where :func:`qan_check_character` holds. Text without the shape of one never passes.
    """
    return is_qan(text) and qan_check_character(text[:-1].replace("/", "")) == text[-1]


def _weighted(values: Iterable[int], weights: Sequence[int]) -> int:
    return sum(value * weight for value, weight in zip(values, weights, strict=True))


def _uci_value(character: str) -> int | None:
    """What a character counts in the sum: a digit itself, a letter its place in the alphabet as far as P (B85)."""
    if character.isdecimal():
        return int(character)
    place = UCI_BOARD_LETTERS.find(character) + 1
    return place or None


def is_dfe_number(text: str) -> bool:
    """Whether a text has the seven digits of a DfE number, which is no centre number (B80)."""
    return len(text) == 7 and text.isascii() and text.isdecimal()
