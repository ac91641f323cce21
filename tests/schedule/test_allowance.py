"""Visits counted by academic year."""

from __future__ import annotations

import datetime as dt

import pytest
from workbooks import book_of

from ocr_sheets.model.records import Family
from ocr_sheets.rulebook import load_rulebook
from ocr_sheets.schedule.allowance import visits_counted


def counted(*rows: str, text: str = "") -> list[tuple[str, int, str, int]]:
    """Name, academic year, what is counted and place of each visit that counts."""
    table = "\n".join(
        ["Visits", "| Visit | Subject area | Entry code | Visit date | Status |", *(f"| {r} |" for r in rows)]
    )
    book = book_of(text + table)
    found = visits_counted(book, load_rulebook())
    return [(one.visit.label, one.year, one.of, one.number) for one in found]


def test_visits_of_a_subject_area_are_numbered_by_date_whatever_suite_and_level() -> None:
    # Messy case 7: one visit of 2012, one of 2016 and one for Level 2.
    rows = ("Third | IT | | 2027-06-09 | ", "First | I.T. | 05839 | 2026-11-12 | ", "Second | | 05355 | 2027-03-11 | ")
    assert counted(*rows) == [("First", 2026, "I.T.", 1), ("Second", 2026, "IT", 2), ("Third", 2026, "IT", 3)]


def test_a_cancelled_visit_and_one_without_a_day_do_not_count() -> None:
    rows = ("A | IT | | 2026-11-12 | cancelled", "B | IT | | | planned", "C | IT | | 2027-03-11 | done")
    assert counted(*rows) == [("C", 2026, "IT", 1)]


@pytest.mark.parametrize(("date", "year"), [("2027-08-31", 2026), ("2027-09-01", 2027), ("2027-01-01", 2026)])
def test_the_academic_year_turns_on_1_september(date: str, year: int) -> None:
    assert counted(f"A | IT | | {date} | ") == [("A", year, "IT", 1)]


def test_each_year_and_each_subject_begins_anew() -> None:
    rows = ("A | IT | | 2027-08-31 | ", "B | IT | | 2027-09-01 | ", "C | Business | | 2027-03-11 | ")
    assert [one[1:] for one in counted(*rows)] == [(2026, "Business", 1), (2026, "IT", 1), (2027, "IT", 1)]


def test_rows_of_one_subject_and_day_are_one_visit() -> None:
    rows = ("IT 2012 | IT | | 2027-03-11 | ", "IT 2016 | IT | | 2027-03-11 | ", "IT 2 | IT | | 2027-06-09 | ")
    assert [one[3] for one in counted(*rows)] == [1, 1, 2]


def test_a_consortiums_shared_visit_listed_for_each_centre_counts_once() -> None:
    consortium = "Centre\n| Label | Value |\n| Consortium | Fenland |\n"
    rows = [
        f"{name} {place} | IT | | {date} | "
        for name, date in (("A", "2026-11-12"), ("B", "2027-03-11"))
        for place in "123"
    ]
    assert [one[3] for one in counted(*rows, text=consortium)] == [1, 1, 1, 2, 2, 2]
    verified = [f"L4 {place} | | 04663 | 2027-03-12 | " for place in "123"]
    assert [one[3] for one in counted(*verified, text=consortium)] == [1, 1, 1]


def test_verified_visits_are_counted_by_entry_code() -> None:
    codes = """
    Qualifications
    | Entry code | Family   | Subject area |
    | 04663      | Verified | Careers      |
    | 04664      | Verified | Careers      |
    """
    rows = ("A | Careers | 04663 | 2027-03-12 | ", "B | Careers | 04664 | 2027-03-12 | ", "C | | 04663 | 2027-06-11 | ")
    assert [one[2:] for one in counted(*rows, text=codes)] == [("04663", 1), ("04664", 1), ("04663", 2)]


def test_a_visit_for_nothing_that_is_known_does_not_count() -> None:
    assert counted("A | | | 2027-03-11 | ", "B | | 09999 | 2027-03-11 | ") == []


def test_a_visit_by_the_code_of_a_qualification_that_is_not_listed_is_counted_by_that_code() -> None:
    units = "Units\n| Entry code | Unit number | Assessment |\n| 05347 | 2 | moderated |\n"
    assert counted("A | | 05347 | 2027-03-11 | ", text=units) == [("A", 2026, "05347", 1)]


def test_each_is_told_with_its_family() -> None:
    found = visits_counted(book_of(), load_rulebook())
    assert [(one.visit.label, one.family) for one in found] == [
        ("IT 1", Family.TECHNICALS),
        ("L4 1", Family.VERIFIED),
        ("L4 2", Family.VERIFIED),
    ]
    assert found[0].visit.visit_date == dt.date(2027, 3, 11)
