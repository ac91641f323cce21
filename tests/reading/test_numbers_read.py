"""Numbers, codes and other identifiers as people and Excel write them."""

from __future__ import annotations

import datetime as dt

import pytest
from cell_readers import IDENTIFIERS, doubt, read

from ocr_sheets.model.reading_facts import Fault
from ocr_sheets.model.records import (
    Kind,
)
from ocr_sheets.reading.raw import Raw


@pytest.mark.parametrize("raw", ["0045", "45", "45 ", " 45", "45.0", 45, 45.0, "45\xa0", "\u200b45"])
def test_a_candidate_number_is_the_same_however_excel_holds_it(raw: Raw) -> None:
    assert read(Kind.CANDIDATE_NUMBER, raw) == "0045"


@pytest.mark.parametrize("raw", ["05838", 5838, 5838.0, "5838", "5838.0", " 05838 "])
def test_an_entry_code_keeps_its_leading_zero(raw: Raw) -> None:
    assert read(Kind.ENTRY_CODE, raw) == "05838"


def test_an_entry_code_without_a_leading_zero_and_one_of_another_kind_stay_as_they_are() -> None:
    assert [read(Kind.ENTRY_CODE, raw) for raw in (10363.0, "10363", "j817", "5838-X")] == [
        "10363",
        "10363",
        "J817",
        "5838-X",
    ]


@pytest.mark.parametrize("raw", ["8", 8, 8.0, "8.0", "08", "Unit 8", "UNIT 08", "U8", "unit8", "Unit 8 "])
def test_a_unit_number_is_the_same_with_the_word_and_without(raw: Raw) -> None:
    assert read(Kind.UNIT_NUMBER, raw) == "8"


def test_unit_numbers_that_are_more_than_a_number_stay_as_they_are() -> None:
    assert [read(Kind.UNIT_NUMBER, raw) for raw in ("8a", "R081", "8.5", "0", "Unit 8 Projects")] == [
        "8A",
        "R081",
        "8.5",
        "0",
        "UNIT 8 PROJECTS",
    ]


@pytest.mark.parametrize(
    "raw", [9276308686.0, 9276308686, "9276308686", "927 630 8686", "9276308686.0", "9.276308686E9", "9.276308686e+09"]
)
def test_a_uln_is_the_same_however_excel_holds_it(raw: Raw) -> None:
    assert read(Kind.ULN, raw) == "9276308686"


@pytest.mark.parametrize("raw", ["9.27631E+09", "9.27630869E9", "9.276308686E999"])
def test_a_uln_that_lost_digits_is_not_made_up(raw: str) -> None:
    assert doubt(Kind.ULN, raw).fault is Fault.LOST_DIGITS


def test_other_identifiers_are_brought_into_one_form() -> None:
    assert read(Kind.UCI, " 68199 0 01 2058 g ") == "681990012058G"
    assert read(Kind.UCI, 681990012058.0) == "681990012058"
    assert {read(Kind.QAN, raw) for raw in (60042278.0, "60042278", "600/4227/8", "600-4227-8", "600 4227 8")} == {
        "600/4227/8"
    }
    assert read(Kind.QAN, "6014600x") == "601/4600/X"
    assert {read(Kind.UNIT_REFERENCE, raw) for raw in ("l/507/6467", "L5076467", "L 507 6467")} == {"L/507/6467"}
    assert read(Kind.CENTRE_NUMBER, 12345.0) == "12345"


@pytest.mark.parametrize("kind", IDENTIFIERS)
@pytest.mark.parametrize(
    "raw", [dt.date(1900, 2, 14), dt.datetime(2027, 3, 11, 9, 30), dt.time(0, 0), dt.timedelta(days=45)]
)
def test_an_identifier_that_excel_turned_into_a_day_is_named(kind: Kind, raw: Raw) -> None:
    assert doubt(kind, raw).fault is Fault.DATE_FOR_NUMBER


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (60, 60.0),
        (60.0, 60.0),
        ("60", 60.0),
        ("60 GLH", 60.0),
        ("£1,250.50", 1250.5),
        ("Level 3", 3.0),
        ("L3", 3.0),
        ("6 credits", 6.0),
        ("1,250", 1250.0),
        ("", None),
        ("-", None),
    ],
)
def test_a_number_may_come_with_its_unit(raw: Raw, value: float | None) -> None:
    assert read(Kind.NUMBER, raw) == value


@pytest.mark.parametrize(
    "raw", ["less than 60", "1,5", "60 or 90", "60-90", "-60", "3 of 4", "sixty", dt.date(2027, 3, 1), True]
)
def test_a_number_is_never_guessed(raw: Raw) -> None:
    assert doubt(Kind.NUMBER, raw).fault is Fault.NOT_A_NUMBER


@pytest.mark.parametrize("raw", ["2026/27", "2026/2027", "2026-27", "2026–27", "26/27", "2026 / 27"])
def test_an_academic_year_names_both_of_its_years(raw: str) -> None:
    assert read(Kind.ACADEMIC_YEAR, raw) == 2026


@pytest.mark.parametrize("raw", [2026, 2026.0, "2026", "2026/28", "this year", dt.date(2026, 9, 1)])
def test_one_year_alone_could_be_either_academic_year(raw: Raw) -> None:
    assert doubt(Kind.ACADEMIC_YEAR, raw).fault is Fault.NOT_AN_ACADEMIC_YEAR


def test_lists_are_separated_by_commas_semicolons_or_lines() -> None:
    assert read(Kind.LIST, " IT, Business ;Media\nSport,, ") == ("IT", "Business", "Media", "Sport")


def test_text_keeps_its_words_and_loses_only_edges_and_double_spaces() -> None:
    assert read(Kind.TEXT, "  OCR  Level 3 … in IT ") == "OCR Level 3 … in IT"
    assert read(Kind.TEXT, 12.0) == "12"
    assert read(Kind.TEXT, dt.datetime(2027, 3, 11)) == read(Kind.TEXT, dt.date(2027, 3, 11)) == "11/03/2027"
    assert read(Kind.TEXT, "NA") == "NA"
    assert [read(Kind.TEXT, raw) for raw in ("", " ", "-", "n/a")] == [None] * 4
