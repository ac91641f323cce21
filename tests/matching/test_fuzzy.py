from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from ocr_sheets.matching.fuzzy import close_matches
from ocr_sheets.model.records import Claim, Record, Visit, columns_of

CLAIM_HEADINGS = [column.heading for column in columns_of(Claim).values()]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Candidte number", "Candidate number"),
        ("Candidate nubmer", "Candidate number"),
        ("Number, candidate", "Candidate number"),
        ("Enrty code", "Entry code"),
        ("Enrtycode", "Entry code"),
        ("Assesor", "Assessor"),
        ("Standardized by", "Standardised by"),
        ("Asessed on", "Assessed on"),
        ("Vist", "Visit"),
        ("Avaliable at visit", "Available at visit"),
        ("Certifcate issued on", "Certificate issued on"),
    ],
)
def test_a_heading_with_a_slip_means_one_heading(typed: str, meant: str) -> None:
    assert close_matches(typed, CLAIM_HEADINGS) == (meant,)


@pytest.mark.parametrize(
    "typed",
    [
        "Notes",
        "Tutor group",
        "Candidate name",
        "Assessment",
        "Grade boundary",
        "Visit fee",
        "Standard",
        "Entry fee",
        "",
    ],
)
def test_a_heading_of_another_thing_means_none(typed: str) -> None:
    assert close_matches(typed, CLAIM_HEADINGS) == ()


@pytest.mark.parametrize(
    ("typed", "known", "meant"),
    [
        ("O'Brien", ["OBrien", "Brian"], ("OBrien",)),
        ("O’Brien", ["O'Brien"], ("O'Brien",)),
        ("Jose Munoz", ["José Muñoz", "Jo Moon"], ("José Muñoz",)),
        ("Smith, Jo", ["Jo Smith", "Jo Smythe"], ("Jo Smith",)),
        ("Jo Smyth", ["Jo Smith", "Pat Taylor"], ("Jo Smith",)),
        ("Jo Smith", ["Jo Smyth", "Jo Smithe"], ("Jo Smithe", "Jo Smyth")),
        ("Unit 08", ["Unit 8", "Unit 18"], ("Unit 8",)),
        ("I.T. 1", ["IT 1", "IT 2"], ("IT 1",)),
        ("Buisness 1", ["Business 1", "Business 2"], ("Business 1",)),
        ("IT 3", ["IT 1", "IT 2"], ()),
        ("JS", ["JT", "JSA", "SJ"], ()),
        ("Lee", ["Lea"], ()),
        ("it", ["IT", "I.T."], ("IT", "I.T.")),
    ],
)
def test_a_word_means_the_known_one_that_is_near(typed: str, known: list[str], meant: tuple[str, ...]) -> None:
    assert close_matches(typed, known) == meant


def test_no_heading_of_ours_is_near_another_of_its_sheet() -> None:
    records: tuple[type[Record], ...] = (Claim, Visit)
    for record in records:
        headings = [column.heading for column in columns_of(record).values()]
        for heading in headings:
            assert close_matches(heading, [other for other in headings if other != heading]) == ()


WORDS = st.lists(st.text(alphabet="abcdeé 12'-", max_size=10), max_size=6, unique=True)


@given(st.text(alphabet="abcdeé 12'-", max_size=10), WORDS)
def test_whichever_order_the_known_words_have_the_same_are_meant(typed: str, known: list[str]) -> None:
    assert set(close_matches(typed, known)) == set(close_matches(typed, known[::-1])) <= set(known)


@given(WORDS)
def test_a_known_word_that_says_anything_means_itself(known: list[str]) -> None:
    for word in known:
        if any(character.isalnum() for character in word):
            assert word in close_matches(word, known)
