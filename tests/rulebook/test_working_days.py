"""Working days: against another list of bank holidays, in the cases that cross them, and in general."""

from __future__ import annotations

import datetime as dt

import holidays
import pytest
from hypothesis import given, strategies as st

from ocr_sheets.rulebook import Calendar, bank_holidays_until, load_bank_holidays, load_readings, load_rulebook
from ocr_sheets.rulebook.working_days import has_bank_holidays

NATIONS = {"England": "ENG", "Wales": "WLS", "Northern Ireland": "NIR"}
FIRST_YEAR, LAST_YEAR = 2022, 2030
ONE_DAY = dt.timedelta(days=1)
ENGLAND = Calendar.of("England")

days = st.dates(dt.date(FIRST_YEAR, 2, 1), dt.date(LAST_YEAR, 10, 31))
calendars = st.sampled_from(sorted(NATIONS)).map(Calendar.of)


@pytest.mark.parametrize("nation", list(NATIONS))
@pytest.mark.parametrize("year", list(range(FIRST_YEAR, LAST_YEAR + 1)))
def test_bank_holidays_agree_with_another_list_of_them(nation: str, year: int) -> None:
    theirs = holidays.country_holidays("GB", subdiv=NATIONS[nation], years=year)
    # The other list also names the weekend days whose substitutes it names.
    expected = {day for day in theirs if day.weekday() < 5 and day.year == year}
    assert {day for day in load_bank_holidays(nation) if day.year == year} == expected


@pytest.mark.parametrize("nation", list(NATIONS))
def test_bank_holidays_are_of_the_nine_years_and_on_weekdays(nation: str) -> None:
    found = load_bank_holidays(nation)
    assert {day.year for day in found} == set(range(FIRST_YEAR, LAST_YEAR + 1))
    assert all(day.weekday() < 5 for day in found)


def test_only_northern_ireland_has_saint_patricks_day_and_the_twelfth_of_july() -> None:
    assert load_bank_holidays("England") == load_bank_holidays("Wales")
    own = {day for day in load_bank_holidays("Northern Ireland") - load_bank_holidays("England") if day.year == 2026}
    assert own == {dt.date(2026, 3, 17), dt.date(2026, 7, 13)}
    assert load_bank_holidays("England") < load_bank_holidays("Northern Ireland")


@pytest.mark.parametrize("nation", ["Scotland", "Jersey", "Guernsey", "Isle of Man"])
def test_a_nation_whose_bank_holidays_we_do_not_know_has_weekends_and_its_closures(nation: str) -> None:
    assert not has_bank_holidays(nation)
    liberation_day = dt.date(2028, 5, 9)
    assert Calendar.of(nation).is_worked(liberation_day)
    assert not Calendar.of(nation, [(liberation_day, liberation_day)]).is_worked(liberation_day)
    assert has_bank_holidays("England")


def test_five_working_days_after_23_december_2026_is_4_january_2027() -> None:
    # 24 December; 25 and 28 are bank holidays; 29, 30 and 31; 1 January is one; 4 January.
    assert ENGLAND.after(dt.date(2026, 12, 23), 5) == dt.date(2027, 1, 4)


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (dt.date(2026, 11, 2), 0, dt.date(2026, 11, 2)),  # a Monday
        (dt.date(2026, 11, 2), 1, dt.date(2026, 11, 3)),
        (dt.date(2026, 11, 2), 4, dt.date(2026, 11, 6)),
        (dt.date(2026, 11, 2), 5, dt.date(2026, 11, 9)),
        (dt.date(2026, 11, 6), 1, dt.date(2026, 11, 9)),  # a Friday
        (dt.date(2026, 11, 7), 1, dt.date(2026, 11, 9)),  # a Saturday
        (dt.date(2026, 4, 2), 1, dt.date(2026, 4, 7)),  # over Easter
    ],
)
def test_the_day_itself_is_not_counted_nor_are_weekends_and_bank_holidays(
    day: dt.date, count: int, expected: dt.date
) -> None:
    assert ENGLAND.after(day, count) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (dt.date(2026, 5, 15), dt.date(2026, 5, 15)),  # a Friday
        (dt.date(2027, 5, 15), dt.date(2027, 5, 14)),  # a Saturday
        (dt.date(2024, 6, 30), dt.date(2024, 6, 28)),  # a Sunday
        (dt.date(2026, 8, 31), dt.date(2026, 8, 28)),  # the summer bank holiday, after a weekend
        (dt.date(2026, 12, 28), dt.date(2026, 12, 24)),  # Boxing Day's substitute, after a weekend, after Christmas Day
        (dt.date(2026, 4, 6), dt.date(2026, 4, 2)),  # Easter Monday
    ],
)
def test_the_last_working_day_on_or_before_a_day(day: dt.date, expected: dt.date) -> None:
    assert ENGLAND.last_on_or_before(day) == expected


def test_a_closure_shuts_its_first_day_its_last_and_those_between() -> None:
    shut = Calendar.of("England", [(dt.date(2026, 10, 26), dt.date(2026, 10, 30))])
    assert [day for day in range(23, 32) if not shut.is_worked(dt.date(2026, 10, day))] == list(range(24, 32))
    assert shut.after(dt.date(2026, 10, 23), 1) == dt.date(2026, 11, 2)
    assert shut.last_on_or_before(dt.date(2026, 10, 30)) == dt.date(2026, 10, 23)


def test_a_closure_of_one_day_shuts_that_day_only() -> None:
    day = dt.date(2026, 11, 4)
    assert Calendar.of("England", [(day, day)]).closed - ENGLAND.closed == {day}


def test_a_closure_that_ends_before_it_begins_shuts_nothing() -> None:
    assert Calendar.of("England", [(dt.date(2026, 10, 30), dt.date(2026, 10, 26))]) == ENGLAND


def known(day: dt.date | None) -> dt.date:
    """A day that lies within the bank holidays that are known."""
    assert day is not None
    return day


@given(calendars, days, st.integers(1, 40))
def test_as_many_working_days_lie_after_a_day_as_were_asked_for_and_the_last_is_one(
    calendar: Calendar, day: dt.date, count: int
) -> None:
    found = known(calendar.after(day, count))
    assert calendar.is_worked(found)
    assert sum(calendar.is_worked(day + ONE_DAY * n) for n in range(1, (found - day).days + 1)) == count


@given(calendars, days, st.integers(0, 20), st.integers(0, 20))
def test_counting_on_from_where_a_count_ended_is_one_count(
    calendar: Calendar, day: dt.date, first: int, then: int
) -> None:
    assert calendar.after(known(calendar.after(day, first)), then) == calendar.after(day, first + then)


@given(calendars, days)
def test_the_last_working_day_is_worked_and_none_lies_between_it_and_the_day(calendar: Calendar, day: dt.date) -> None:
    found = known(calendar.last_on_or_before(day))
    assert found <= day
    assert calendar.is_worked(found)
    assert not any(calendar.is_worked(found + ONE_DAY * n) for n in range(1, (day - found).days + 1))


@given(calendars, days)
def test_a_working_day_is_its_own_last_working_day(calendar: Calendar, day: dt.date) -> None:
    assert (calendar.last_on_or_before(day) == day) == calendar.is_worked(day)


@given(days, days, st.integers(0, 20), st.integers(0, 15))
def test_closures_never_bring_a_day_forward(day: dt.date, first: dt.date, count: int, length: int) -> None:
    shut = Calendar.of("England", [(first, first + ONE_DAY * length)])
    assert known(shut.after(day, count)) >= known(ENGLAND.after(day, count))
    assert known(shut.last_on_or_before(day)) <= known(ENGLAND.last_on_or_before(day))


# -- where the list of bank holidays ends


def test_what_reaches_beyond_the_last_year_that_is_known_is_not_published() -> None:
    last = bank_holidays_until()
    assert (last.month, last.day) == (12, 31)
    assert ENGLAND.last_on_or_before(last) is not None
    assert ENGLAND.last_on_or_before(last + ONE_DAY) is None
    assert ENGLAND.before(last + ONE_DAY, 1) is None
    before = known(ENGLAND.before(last, 5))
    assert ENGLAND.after(before, 4) is not None
    assert ENGLAND.after(before, 10) is None


def test_the_lists_that_end_do_so_in_more_than_a_year() -> None:
    """When this fails, add the days of the years that have been announced since: bank_holidays.toml, readings.toml, values.toml."""
    in_a_year = dt.date.today() + dt.timedelta(days=365)  # noqa: DTZ011  a test may look at the clock; the tool does not
    rulebooks = [load_rulebook(), *(reading.over(load_rulebook()) for reading in load_readings().values())]
    ends = {value.name: last for book in rulebooks for value in book if (last := value.dated[-1].last_day)}
    ends["bank holidays"] = bank_holidays_until()
    assert {name: day for name, day in ends.items() if day < in_a_year} == {}
