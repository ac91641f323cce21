from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from ocr_sheets.matching.people_names import Names

STAFF = Names(
    [
        (name, name)
        for name in ("Jo Smith", "Pat Taylor", "Siân O'Brien", "José Muñoz-Díaz", "Ann Lee", "Amy Lee", "JSM")
    ]
)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        *[(text, ["Jo Smith"]) for text in ("Jo Smith", "Smith, Jo", "SMITH Jo", "Ms Jo Smith", "J Smith", "J. Smith", "Smith J", "Smith", "JS", "J.S.", "Jo Smyth", "J Smithe")],
        *[(text, ["Siân O'Brien"]) for text in ("Sian O'Brien", "Siân OBrien", "O’Brien, Sian", "O Brien Sian", "S O`Brien", "SO")],
        *[(text, ["José Muñoz-Díaz"]) for text in ("Jose Munoz Diaz", "Munoz-Diaz, Jose", "J Muñoz-Diaz")],
        *[(text, ["Ann Lee", "Amy Lee"]) for text in ("A Lee", "Lee", "AL")],
        ("Ann Lee", ["Ann Lee"]),
        *[(text, []) for text in ("JX", "Joan Smithson", "Taylor Smith", "S", "", "-", "123")],
    ],
)  # fmt: skip
def test_a_name_means_all_who_are_as_likely_and_nobody_else(said: str, meant: list[str]) -> None:
    assert list(STAFF.meant(said)) == meant


def test_one_person_in_two_rows_is_one() -> None:
    assert list(Names([("Jo Smith", 1), ("Jo Smith", 1)]).meant("Smith, Jo")) == [1]


def test_two_people_of_one_name_are_two() -> None:
    assert list(Names([("Jo Smith", 1), ("Smith Jo", 2)]).meant("Jo Smith")) == [1, 2]


NAMES = st.lists(
    st.from_regex(r"[A-Z][a-zé']{1,7} [A-Z][a-zé']{1,7}", fullmatch=True), min_size=1, max_size=6, unique=True
)


@given(NAMES)
def test_every_name_means_the_one_who_has_it_in_either_order(names: list[str]) -> None:
    people = Names([(name, name) for name in names])
    for name in names:
        forename, surname = name.split()
        assert name in people.same(name)
        assert name in people.same(f"{surname.upper()}, {forename}")
