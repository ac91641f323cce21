"""Days as people and programs write them."""

from __future__ import annotations

import datetime as dt

import pytest
from cell_readers import DAYS, MONTHS, attempt, doubt, read
from hypothesis import given

from ocr_sheets.model.reading_facts import Fault
from ocr_sheets.model.records import (
    Kind,
    Need,
)
from ocr_sheets.model.tables import IssueKind
from ocr_sheets.reading.days import read_date
from ocr_sheets.reading.raw import Raw, UnreadableValue

# -- dates


@pytest.mark.parametrize(
    "raw",
    [
        dt.date(2026, 5, 15),
        dt.datetime(2026, 5, 15),
        dt.datetime(2026, 5, 15, 9, 30),
        46157,
        46157.0,
        46157.395,
        "15/05/2026",
        "15.05.2026",
        "15-05-2026",
        "15 05 2026",
        "15/5/2026",
        "2026-05-15",
        "2026/05/15",
        "2026-05-15T09:30:00",
        "15/05/2026 09:30",
        "15/05/2026, 9.30 am",
        "15 May 2026",
        "15 May 2026 at 9:30am",
        "15th May 2026",
        "15th of May, 2026",
        "15-May-2026",
        "15May2026",
        "Fri 15 May 2026",
        "Friday, 15th May 2026",
        "friday 15/05/2026",
        "May 15, 2026",
        "May 15th 2026",
        "  15/05/2026 ",
        "15/05/2026\xa0",
        "\u200e15/05/2026",
        "15\n/05/2026".replace("\n", ""),
    ],
)
def test_a_date_is_read_in_every_way_that_it_can_only_be_that_day(raw: Raw) -> None:
    assert read(Kind.DATE, raw) == dt.date(2026, 5, 15)


def test_a_text_date_that_could_be_either_is_read_day_first_and_said() -> None:
    found = doubt(Kind.DATE, "05/06/2026")
    assert (found.trouble, found.value) == (IssueKind.TEXT_DATE, dt.date(2026, 6, 5))
    assert (found.fault, found.values["raw"]) == (Fault.DAY_FIRST, "05/06/2026")
    assert read(Kind.DATE, "05/05/2026") == dt.date(2026, 5, 5)


@pytest.mark.parametrize(
    ("raw", "year"),
    [
        ("15/05/26", 2026),
        ("15 May 27", 2027),
        ("15-May-49", 2049),
        ("15/05/50", 1950),
        ("15/05/85", 1985),
        ("15.5.00", 2000),
    ],
)
def test_a_year_of_two_digits_is_in_this_century_or_a_birth_in_the_last_and_said(raw: str, year: int) -> None:
    found = doubt(Kind.DATE, raw)
    assert (found.trouble, found.value) == (IssueKind.SHORT_YEAR, dt.date(year, 5, 15))


@pytest.mark.parametrize(
    "raw",
    [
        *("TBC", "w/c 11 May", "w/c 11 May 2026", "wc 11 May 2026", "by 15 May 2026", "before 15 May 2026", "after 15 May 2026"),
        *("15/05/2026 or 16/05/2026", "15 May 2026?", "15-16 May 2026", "15 May", "May 2026", "Spring", "31/02/2026", "29/02/2027"),
        *("15/13/2026", "0/5/2026", "15/05/202", "15/05/20266", "15 Mayy 2026", "15052026", "1/2/3", "yes"),
        *(2026, 5.5, 15052026, -46157, 1e300, float("nan"), float("inf"), True, dt.time(9, 30), dt.timedelta(days=3)),
        *(dt.date(1900, 2, 14), dt.date(3026, 5, 15)),
    ],
)  # fmt: skip
def test_what_is_no_day_is_named_and_not_taken(raw: Raw) -> None:
    found = doubt(Kind.DATE, raw)
    assert found.value is None
    assert found.trouble is IssueKind.UNREADABLE
    assert found.fault in (
        Fault.NOT_A_DATE,
        Fault.NO_DAY_FIRST,
        Fault.A_WEEK,
        Fault.A_MONTH,
        Fault.A_TERM,
        Fault.NO_YEAR,
    )


def test_a_date_in_american_order_is_named_for_what_it_is() -> None:
    assert doubt(Kind.DATE, "05/15/2026").fault is Fault.NO_DAY_FIRST
    assert doubt(Kind.DATE, "31/02/2026").fault is Fault.NOT_A_DATE


@pytest.mark.parametrize("raw", ["", " ", "-", "–", "n/a", "N/A", "na", 0, 0.0, dt.time(0, 0)])
def test_an_empty_day_is_no_day_and_so_is_the_nought_of_a_formula_that_points_at_an_empty_cell(raw: Raw) -> None:
    assert read(Kind.DATE, raw) is None


def test_a_number_in_a_workbook_that_counts_from_1904_is_a_day_four_years_on() -> None:
    assert read(Kind.DATE, 46157 - 1462, date1904=True) == dt.date(2026, 5, 15)
    assert read(Kind.DATE, "15/05/2026", date1904=True) == dt.date(2026, 5, 15)


@given(DAYS)
def test_a_day_written_in_each_way_reads_back_the_same(day: dt.date) -> None:
    month = MONTHS[day.month - 1]
    for text in (
        f"{day.day} {month} {day.year}",
        f"{day.day:02} {month[:3]} {day.year}",
        f"{day.day}-{month[:3]}-{day.year}",
        f"{month} {day.day}, {day.year}",
        f"{day:%A} {day.day} {month} {day.year}",
        f"{day:%Y-%m-%d}",
        f"{day:%Y-%m-%d} 00:00:00",
    ):
        assert read_date(text) == day, text
    for text in (
        f"{day.day:02}/{day.month:02}/{day.year}",
        f"{day.day}.{day.month}.{day.year}",
        f"{day.day}-{day.month}-{day.year}",
    ):
        found = attempt(read_date, text)
        if isinstance(found, UnreadableValue):
            assert found.trouble is IssueKind.TEXT_DATE
            found = found.value
        assert found == day
    serial = (day - dt.date(1899, 12, 30)).days
    if serial >= 20000:
        assert read_date(serial) == read_date(serial + 0.75) == read_date(serial - 1462, date1904=True) == day


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("yes", True),
        ("No", False),
        ("", None),
        ("1", True),
        (dt.date(2026, 9, 2), dt.date(2026, 9, 2)),
        ("2 Sep 2026", dt.date(2026, 9, 2)),
        (0.0, None),
    ],
)
def test_the_consortium_form_is_yes_no_or_a_day(raw: Raw, value: object) -> None:
    assert read(Kind.YES_OR_DATE, raw) == value


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        *[(text, Need()) for text in ("UCAS", "yes", "Y", "✓", "Summer", "university", True)],
        *[(text, Need(2027)) for text in ("Summer 2027", "summer2027", "2027", 2027, 2027.0, "UCAS 2027", "Aug 2027", "results 2027")],
        ("12 August 2027", Need(2027, summer_day=dt.date(2027, 8, 12))),
        *[(day, Need(2027, summer_day=day)) for day in (dt.date(2027, 8, 12), dt.date(2027, 9, 30), dt.date(2027, 7, 1))],
        (dt.date(2027, 3, 19), Need(day=dt.date(2027, 3, 19))),
        *[(text, None) for text in ("no", "N", "", "-", "n/a", "✗", False)],
    ],
)  # fmt: skip
def test_when_results_are_needed_is_a_summer_a_day_or_nothing(raw: Raw, value: Need | None) -> None:
    assert read(Kind.NEED, "TRUE" if raw is True else "FALSE" if raw is False else raw) == value


@pytest.mark.parametrize("raw", ["perhaps", "spring 2027", "summer 27", 3026, "?"])
def test_when_results_are_needed_is_never_guessed(raw: Raw) -> None:
    assert doubt(Kind.NEED, raw).value is None


# -- times of other clocks


@pytest.mark.parametrize(
    ("raw", "day", "is_named"),
    [
        ("2027-05-13T22:59:59Z", dt.date(2027, 5, 13), False),
        ("2027-05-13T23:00:00Z", dt.date(2027, 5, 14), True),
        ("2027-05-13 23:30 UTC", dt.date(2027, 5, 14), True),
        ("2027-05-13T23:30:00+01:00", dt.date(2027, 5, 13), False),
        ("2027-01-13T23:30:00Z", dt.date(2027, 1, 13), False),
        # The clocks go forward on 28 March 2027 and back on 31 October 2027, each at 01:00 of UTC.
        ("2027-03-27T23:30:00Z", dt.date(2027, 3, 27), False),
        ("2027-03-28T23:30:00Z", dt.date(2027, 3, 29), True),
        ("2027-10-30T23:30:00Z", dt.date(2027, 10, 31), True),
        ("2027-10-31T23:30:00Z", dt.date(2027, 10, 31), False),
        (dt.datetime(2027, 5, 13, 23), dt.date(2027, 5, 14), True),
        (dt.datetime(2027, 1, 13, 23), dt.date(2027, 1, 13), False),
        (dt.datetime(2027, 5, 13, 14), dt.date(2027, 5, 13), False),
    ],
)
def test_a_stamp_of_utc_is_the_day_in_london_and_is_named_where_that_is_another(
    raw: Raw, day: dt.date, is_named: bool
) -> None:
    found = attempt(read_date, raw)
    if is_named:
        assert isinstance(found, UnreadableValue)
        assert (found.trouble, found.value) == (IssueKind.NEARLY_RIGHT, day)
    else:
        assert found == day
