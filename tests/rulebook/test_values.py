"""Dated values: what holds on a day, and what a slip in their file leads to."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given, strategies as st

from ocr_sheets.rulebook import Rulebook, Value, load_rulebook
from ocr_sheets.rulebook.values import Dated, parse_values, year_label

RULEBOOK = load_rulebook()
ONE_DAY = dt.timedelta(days=1)
A_DAY = dt.date(2026, 11, 2)
VALUES = list(RULEBOOK)
WITH_A_FIRST_DAY = [value for value in VALUES if value.dated[0].first_day]
DAYS_OF_THE_CALENDAR = [value for value in VALUES if isinstance(value.on(A_DAY), str)]

TWO_YEARS = """
[visits.free_a_year]
what = "Free visits"
source = ["S5"]
values = [
    { from = 2024-09-01, until = 2025-08-31, value = 2 },
    { from = 2025-09-01, until = 2026-08-31, value = 3 },
]
"""


def rulebook(text: str) -> Rulebook:
    return Rulebook(parse_values(text, "ours.toml"))


def test_the_values_that_ocr_names_are_as_it_names_them() -> None:
    figures = {value.name: value.on(A_DAY) for value in RULEBOOK}
    assert figures == {
        "academic_year.first_day": "09-01",
        "entry.days_before_visit": 28,
        "type.days_before_visit": 28,
        "claim.days_before_visit": 14,
        "sample.earliest_days_before_visit": 21,
        "sample.requests_days_before_visit": 10,
        "sample.upload_days_before_visit": 5,
        "sample.portfolios_at_most": 6,
        "visits.free_a_year": 2,
        "visits.subjects_counted_together": (),
        "summer.book_by": "05-15",
        "summer.visit_by": "06-30",
        "summer.claims_advised_by": "06-15",
        "august.no_visits_from": "08-18",
        "august.no_visits_until": "08-31",
        "verified.visits_a_year": 2,
        "verified.year_first_day": "09-01",
        "verified.decision_working_days": 5,
        "verified.certificate_working_days": 5,
        "verified.months_before_dcs": 12,
        "grades.of_a_moderated_unit": ("P", "M", "D"),
        "approval.lapses_after_months": 24,
        "attempts.level_2": 2,
        "attempts.level_3": 3,
        "review.months_after_visit": 3,
        "qan.prefixes_with_check_digit": ("600", "601", "603"),
        "birth.age_at_least": 11,
        "birth.age_at_most": 100,
    }


@pytest.mark.parametrize("value", WITH_A_FIRST_DAY, ids=lambda value: value.name)
def test_a_value_holds_on_and_after_its_first_day_and_is_not_published_before(value: Value) -> None:
    first = value.dated[0].first_day
    assert first == dt.date(2022, 9, 1)
    assert value.on(first - ONE_DAY) is None
    assert value.on(first) == value.on(first + ONE_DAY) == value.dated[0].figure


def test_a_value_changes_on_the_first_day_of_the_next_and_ends_with_the_last() -> None:
    visits = rulebook(TWO_YEARS).value("visits.free_a_year")
    assert visits.on(dt.date(2024, 8, 31)) is None
    assert visits.on(dt.date(2024, 9, 1)) == 2
    assert visits.on(dt.date(2025, 8, 31)) == 2
    assert visits.on(dt.date(2025, 9, 1)) == 3
    assert visits.on(dt.date(2026, 8, 31)) == 3
    assert visits.on(dt.date(2026, 9, 1)) is None


@given(st.dates(), st.dates(), st.dates())
def test_a_figure_holds_on_the_days_between_its_first_and_last_and_no_other(
    first: dt.date, last: dt.date, day: dt.date
) -> None:
    assert Dated(first, last, 1).holds_on(day) == (first <= day <= last)
    assert Dated(first, None, 1).holds_on(day) == (first <= day)
    assert Dated(None, last, 1).holds_on(day) == (day <= last)
    assert Dated(None, None, 1).holds_on(day)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)).map(sorted), min_size=2, max_size=4))
def test_rows_whose_days_overlap_are_refused_and_others_each_hold_on_their_own_days(spans: list[list[int]]) -> None:
    def day(number: int) -> dt.date:
        return A_DAY + number * ONE_DAY

    rows = "".join(
        f"    {{ from = {day(first)}, until = {day(last)}, value = {place} }},\n"
        for place, (first, last) in enumerate(spans)
    )
    text = f'[visits.free_a_year]\nwhat = "Free visits"\nsource = ["S5"]\nvalues = [\n{rows}]\n'
    if any(later[0] <= earlier[1] for earlier, later in pairwise(spans)):
        with pytest.raises(ValueError, match="has rows whose days overlap"):
            rulebook(text)
        return
    value = rulebook(text).value("visits.free_a_year")
    for number in range(-1, 11):
        held = [place for place, (first, last) in enumerate(spans) if first <= number <= last]
        assert value.on(day(number)) == (held[0] if held else None)


@pytest.mark.parametrize("value", VALUES, ids=lambda value: value.name)
def test_every_value_says_what_it_is_and_where_it_stands(value: Value) -> None:
    assert value.what
    assert value.source
    assert all(dated.first_day is None or type(dated.first_day) is dt.date for dated in value.dated)
    assert all(dated.last_day is None or type(dated.last_day) is dt.date for dated in value.dated)


@pytest.mark.parametrize("value", DAYS_OF_THE_CALENDAR, ids=lambda value: value.name)
def test_every_day_of_the_calendar_among_the_values_exists_in_every_year(value: Value) -> None:
    for year in range(2022, 2031):
        found = RULEBOOK.day_of_year(value.name, year)
        assert found is not None
        assert f"{found:%m-%d}" == value.on(A_DAY)
        assert found.year == year


def test_the_days_of_summer_and_august_fall_in_the_year_asked_for() -> None:
    assert RULEBOOK.day_of_year("summer.book_by", 2027) == dt.date(2027, 5, 15)
    assert RULEBOOK.day_of_year("summer.visit_by", 2027) == dt.date(2027, 6, 30)
    assert RULEBOOK.day_of_year("august.no_visits_from", 2026) == dt.date(2026, 8, 18)
    assert RULEBOOK.day_of_year("august.no_visits_until", 2026) == dt.date(2026, 8, 31)


def test_a_day_of_the_calendar_is_the_one_that_holds_on_the_day_asked_about() -> None:
    ours = rulebook("""
        [summer.book_by]
        what = "Book final visit by"
        source = ["S15"]
        values = [{ until = 2026-08-31, value = "05-15" }, { from = 2026-09-01, value = "05-08" }]
    """)
    assert ours.day_of_year("summer.book_by", 2026) == dt.date(2026, 5, 15)
    assert ours.day_of_year("summer.book_by", 2027) == dt.date(2027, 5, 8)
    assert ours.day_of_year("summer.book_by", 2026, on=dt.date(2026, 9, 1)) == dt.date(2026, 5, 8)


def test_days_and_words_and_days_of_the_calendar_that_are_not_published_are_none() -> None:
    ours = rulebook("""
        [a.number]
        what = "A number"
        source = ["S5"]
        values = [{ until = 2020-08-31, value = 2 }]
        [a.day]
        what = "A day"
        source = ["S5"]
        values = [{ until = 2020-08-31, value = "05-15" }]
        [a.list]
        what = "A list"
        source = ["S5"]
        values = [{ until = 2020-08-31, value = ["P"] }]
    """)
    assert ours.number("a.number", A_DAY) is None
    assert ours.day_of_year("a.day", 2026) is None
    assert ours.word_list("a.list", A_DAY) is None


def test_asking_for_a_value_of_another_kind_is_our_mistake() -> None:
    with pytest.raises(TypeError, match=r"summer\.book_by is not a number"):
        RULEBOOK.number("summer.book_by", A_DAY)
    with pytest.raises(TypeError, match=r"entry\.days_before_visit is not a day of the year"):
        RULEBOOK.day_of_year("entry.days_before_visit", 2026, A_DAY)
    with pytest.raises(TypeError, match=r"summer\.book_by is not a list"):
        RULEBOOK.word_list("summer.book_by", A_DAY)


def test_asking_for_a_value_that_is_not_there_is_our_mistake() -> None:
    with pytest.raises(KeyError, match="entry_days"):
        RULEBOOK.value("entry_days")


def test_the_academic_year_ends_on_31_august_and_begins_on_1_september() -> None:
    assert RULEBOOK.academic_year(dt.date(2026, 8, 31)) == 2025
    assert RULEBOOK.academic_year(dt.date(2026, 9, 1)) == 2026
    assert RULEBOOK.academic_year(dt.date(2026, 12, 31)) == 2026
    assert RULEBOOK.academic_year(dt.date(2027, 1, 1)) == 2026


@given(st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31)))
def test_a_day_lies_in_the_year_that_starts_on_the_last_1_september_before_it(day: dt.date) -> None:
    year = RULEBOOK.academic_year(day)
    assert dt.date(year, 9, 1) <= day < dt.date(year + 1, 9, 1)


def test_an_academic_year_is_written_with_both_of_its_years() -> None:
    labels = [year_label(year) for year in (1999, 2008, 2026, 2099)]
    assert labels == ["1999/00", "2008/09", "2026/27", "2099/00"]


@pytest.mark.parametrize(
    ("right", "slip"),
    [
        ('what = "Free visits"', 'waht = "Free visits"'),
        ('source = ["S5"]', ""),
        ("values = [", "value = ["),
        ("value = 2", "valeu = 2"),
        ("{ from = 2024-09-01, until = 2025-08-31, value = 2 }", "2"),
    ],
    ids=["what", "source", "values", "value", "a bare number"],
)
def test_a_slip_in_a_file_of_values_is_an_error_that_names_the_file_and_the_value(right: str, slip: str) -> None:
    assert right in TWO_YEARS
    with pytest.raises(ValueError, match=r"^ours\.toml: \[visits\.free_a_year\]"):
        parse_values(TWO_YEARS.replace(right, slip), "ours.toml")


def test_a_value_that_is_no_table_is_an_error_that_names_the_file_and_the_value() -> None:
    with pytest.raises(ValueError, match=r"^ours\.toml: \[visits\.free_a_year\]"):
        parse_values("[visits]\nfree_a_year = 2\n", "ours.toml")


def test_a_reading_may_be_left_out() -> None:
    assert rulebook(TWO_YEARS).value("visits.free_a_year").reading == ""


@pytest.mark.parametrize(
    ("right", "slip", "says"),
    [
        ("value = 2 }", "value = 2, form = 2024-09-01 }", "has form, which means nothing here"),
        ("from = 2024-09-01", 'from = "2024-09-01"', "has from of another kind: '2024-09-01'"),
        ("from = 2024-09-01", "from = 2024-09-01T00:00:00", "has from of another kind"),
        ("until = 2025-08-31", "until = 2024-08-31", "ends on 2024-08-31, before it begins on 2024-09-01"),
        ("from = 2025-09-01", "from = 2025-08-31", "has rows whose days overlap"),
        ("until = 2025-08-31, ", "", "has rows whose days overlap"),
        ("value = 2 }", "value = true }", "neither a whole number, a day such as 05-15 nor a list of words: True"),
        ("value = 2 }", "value = 2.5 }", "neither a whole number"),
        ("value = 2 }", 'value = "02-30" }', "'02-30', which is no day of every year"),
        ("value = 2 }", 'value = "02-29" }', "'02-29', which is no day of every year"),
        ("value = 2 }", 'value = "P" }', "'P', which is no day of every year"),
        ("value = 2 }", 'value = "05-15" }', "has figures of more than one kind"),
        ("value = 2 }", 'value = ["P", 1] }', "has something in value that is not text"),
        ('source = ["S5"]', 'source = "S5"', "has source of another kind: 'S5'"),
        ('source = ["S5"]', "source = []", "has an empty list"),
        ('source = ["S5"]', "source = [5]", "has something in source that is not text"),
        ('what = "Free visits"', "what = 5", "has what of another kind: 5"),
        ('what = "Free visits"', 'what = "Free visits"\nreding = "a slip"', "has reding, which means nothing here"),
    ],
)
def test_a_slip_that_could_go_unseen_is_an_error_that_says_what_is_wrong(right: str, slip: str, says: str) -> None:
    assert right in TWO_YEARS
    with pytest.raises(ValueError, match=r"^ours\.toml: \[visits\.free_a_year\] ") as error:
        parse_values(TWO_YEARS.replace(right, slip, 1), "ours.toml")
    assert says in str(error.value)


def test_a_value_that_stands_outside_every_group_is_an_error_that_names_the_file_and_the_value() -> None:
    with pytest.raises(ValueError, match=r"^ours\.toml: \[free\] stands outside every value"):
        parse_values("free = 2\n", "ours.toml")


def test_a_file_of_values_that_is_no_toml_is_an_error_that_names_the_file() -> None:
    with pytest.raises(ValueError, match=r"^ours\.toml: it is not TOML"):
        parse_values("[visits\n", "ours.toml")
