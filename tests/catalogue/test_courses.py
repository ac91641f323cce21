from __future__ import annotations

import pytest

from ocr_sheets.catalogue import load_catalogue
from ocr_sheets.catalogue.courses import course_of

KNOWN = load_catalogue()


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("05839", "05839"),
        ("5839", "05839"),
        ("601/7098/0", "05839"),
        ("6017098/0", "05839"),
        ("Cambridge Technical Extended Certificate in Business 2016", "05835"),
        ("CTEC IT level 3 2016 ext cert", "05839"),
        ("Career Information and Advice", "04663"),
    ],
)
def test_a_course_of_which_one_fits_is_that_qualification(typed: str, code: str) -> None:
    found = course_of(typed, KNOWN).qualification
    assert found
    assert found.entry_code == code


@pytest.mark.parametrize(
    ("typed", "subject"),
    [
        ("CTEC IT", "IT"),
        ("it", "IT"),
        ("CTEC H&SC", "Health and Social Care"),
        ("Level 3 Business", "Business"),
        ("Cambridge Technicals in Digital Media", "Digital Media"),
        ("Sport & Physical Activity", "Sport and Physical Activity"),
    ],
)
def test_a_course_of_which_several_sizes_fit_has_their_subject(typed: str, subject: str) -> None:
    found = course_of(typed, KNOWN)
    assert found.subject == subject
    assert found.qualification is None


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("Buisness", ["Business"]),
        ("Bus", ["Business"]),
        ("careers", ["Career Information and Advice", "Career Guidance and Development"]),
        ("DM", ["Digital Media"]),
        ("05893", ["05839"]),
        ("05385", ["05835"]),
    ],
)
def test_what_is_only_near_is_offered_and_not_taken(typed: str, near: list[str]) -> None:
    found = course_of(typed, KNOWN)
    assert found.fitting == ()
    assert set(near) <= set(found.near)


@pytest.mark.parametrize("typed", ["", "History", "Level 3", "12A", "99999", "Year 12 History", "2016"])
def test_what_is_no_course_fits_nothing(typed: str) -> None:
    found = course_of(typed, KNOWN)
    assert found.fitting == ()
    assert found.qualification is None


def test_a_code_that_has_been_replaced_is_known_by_its_code_alone() -> None:
    assert course_of("04512", KNOWN).qualification
    assert [row.entry_code for row in course_of("Career Information and Advice", KNOWN).fitting] == ["04663"]
