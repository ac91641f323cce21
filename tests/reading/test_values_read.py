"""Cells as people type them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, strategies as st

from ocr_sheets.model.reading_facts import Fault
from ocr_sheets.model.reading_words import issue_words
from ocr_sheets.model.records import (
    Claim,
    ClaimStatus,
    Column,
    EntryType,
    Family,
    Grade,
    Kind,
    Need,
    Visit,
    VisitStatus,
    VisitType,
    columns_of,
)
from ocr_sheets.model.tables import Cell, IssueKind
from ocr_sheets.reading.problems import doubted
from ocr_sheets.reading.values import Raw, UnreadableValue, as_text, read_date, reader_of
from ocr_sheets.text import quoted

IDENTIFIERS = [
    *(Kind.CENTRE_NUMBER, Kind.CANDIDATE_NUMBER, Kind.ENTRY_CODE, Kind.UNIT_NUMBER, Kind.UNIT_REFERENCE),
    *(Kind.QAN, Kind.ULN, Kind.UCI),
]
MONTHS = [
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
]
DAYS = st.dates(dt.date(1950, 1, 1), dt.date(2099, 12, 31))


def read(kind: Kind, raw: Raw, date1904: bool = False) -> Any:
    return reader_of(Column("Something", kind), date1904)(raw)


def choose(record: type[Any], name: str, raw: Raw) -> Any:
    return reader_of(columns_of(record)[name], False)(raw)


def attempt(reader: Callable[[Any], object], raw: Raw) -> object:
    """The value, or the doubt that there is."""
    try:
        return reader(raw)
    except UnreadableValue as found:
        return found


def doubt(kind: Kind, raw: Raw) -> UnreadableValue:
    with pytest.raises(UnreadableValue) as caught:
        read(kind, raw)
    return caught.value


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
    assert found.fault in (Fault.NOT_A_DATE, Fault.NO_DAY_FIRST, Fault.A_WEEK, Fault.A_MONTH, Fault.NO_YEAR)


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


# -- words


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("Yes", True),
        ("y", True),
        ("TRUE", True),
        (1.0, True),
        ("✓", True),
        ("No", False),
        ("FALSE", False),
        (0.0, False),
        ("", None),
        ("n/a", None),
    ],
)
def test_yes_and_no_are_read_in_many_ways(raw: Raw, value: bool | None) -> None:
    assert read(Kind.YES_NO, raw) is value


@pytest.mark.parametrize("raw", ["maybe", "yes?", 2.0, dt.date(2027, 3, 1)])
def test_what_is_neither_yes_nor_no_is_named(raw: Raw) -> None:
    assert doubt(Kind.YES_NO, raw).fault is Fault.NOT_YES_OR_NO


@pytest.mark.parametrize(
    ("raw", "grade"),
    [
        *[(text, Grade.PASS) for text in ("P", "p", "Pass", "Pass ", "PASS")],
        *[(text, Grade.MERIT) for text in ("M", "Merit", "mer")],
        *[(text, Grade.DISTINCTION) for text in ("D", "Dist", "Dist.", "distinction")],
        *[(text, Grade.DISTINCTION_STAR) for text in ("D*", "d *", "Dist*", "Distinction*", "Distinction star")],
        *[(text, Grade.NEAR_PASS) for text in ("R", "Near pass", "NEAR PASS")],
        *[(text, Grade.UNCLASSIFIED) for text in ("U", "Unclassified")],
        *[(text, Grade.FAIL) for text in ("F", "Fail")],
        *[(text, None) for text in ("", "-", "N/A", "n/a")],
    ],
)  # fmt: skip
def test_grades_are_read_as_they_are_written(raw: str, grade: Grade | None) -> None:
    assert choose(Claim, "grade", raw) is grade


@pytest.mark.parametrize("raw", ["M?", "(M)", "M+", "M-", "P/M", "D**", "predicted M", "X", 2.0, dt.date(2027, 3, 1)])
def test_a_grade_that_is_unsure_or_predicted_is_not_taken_for_one(raw: Raw) -> None:
    with pytest.raises(UnreadableValue) as caught:
        choose(Claim, "grade", raw)
    assert (caught.value.fault, caught.value.value) == (Fault.NOT_A_CHOICE, None)


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        *[(text, VisitType.VIRTUAL) for text in ("virtual", "Virtual visit", "Teams", "MS Teams", "online", "remote")],
        *[(text, VisitType.FACE_TO_FACE) for text in ("face-to-face", "Face to face", "F2F", "in-centre", "in person", "Face to face visit")],
    ],
)  # fmt: skip
def test_visit_types_have_many_names(raw: str, value: VisitType) -> None:
    assert choose(Visit, "type", raw) is value


def test_a_visit_of_neither_type_is_named_with_what_can_stand_there() -> None:
    with pytest.raises(UnreadableValue) as caught:
        choose(Visit, "type", "Hybrid")
    assert caught.value.fault is Fault.NOT_A_CHOICE
    assert caught.value.values == {"raw": "Hybrid", "column": "type", "offered": ["virtual", "face-to-face"]}


def test_a_status_that_goes_on_to_say_why_is_still_that_status() -> None:
    for text in ("cancelled", "CANCELLED", "canceled", "Cancelled - moved to 9 June", "cancelled (snow)"):
        assert choose(Visit, "status", text) is VisitStatus.CANCELLED
    for text in ("postponed", "Postponed (snow)", "Rescheduled to 9 June", "deferred"):
        assert choose(Visit, "status", text) is VisitStatus.POSTPONED
    for text in ("provisional", "TBC", "to be confirmed", "pencilled in", "Requested"):
        assert choose(Visit, "status", text) is VisitStatus.PROVISIONAL
    for text in ("withdrawn", "Withdrawn by moderator", "Withdrawn 12/3/27", "withdrawn on 12/03/2027"):
        assert choose(Claim, "claim_status", text) is ClaimStatus.WITHDRAWN
    for text in ("cancelled?", "not cancelled", "to be cancelled"):
        with pytest.raises(UnreadableValue):
            choose(Visit, "status", text)
    with pytest.raises(UnreadableValue):
        choose(Claim, "claim_status", "withdrawn, then reinstated")


def test_every_word_that_the_blank_workbook_offers_is_read_as_itself() -> None:
    for choices in (Family, EntryType, ClaimStatus, VisitStatus, VisitType, Grade):
        reader = reader_of(Column("Something", Kind.CHOICE, choices=choices), False)
        for member in choices:
            assert reader(member.value) is member
            assert reader(f" {member.value.upper()} ") is member


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


# -- numbers and identifiers


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


# -- whatever a cell holds

RAWS = st.one_of(
    st.text(),
    st.text("0123456789/.-: EUnitMPD*£,"),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)
COLUMNS = [Column(kind.name, kind) for kind in Kind if kind is not Kind.CHOICE] + [
    Column(choices.__name__, Kind.CHOICE, choices=choices)
    for choices in (Grade, VisitType, ClaimStatus, VisitStatus, EntryType)
]


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.heading)
@given(raw=RAWS, date1904=st.booleans())
def test_every_cell_gives_a_value_or_a_doubt_and_nothing_else(column: Column, raw: Any, date1904: bool) -> None:
    found = attempt(reader_of(column, date1904), raw)
    if isinstance(found, UnreadableValue):
        wrong, fix = issue_words(doubted(found, Cell("Sheet", 2, 1, column.heading)))
        assert wrong
        assert fix
        assert "\n" not in wrong


@given(RAWS)
def test_a_cells_content_is_shown_short_and_on_one_line(raw: Any) -> None:
    assert len(quoted(as_text(raw))) <= 42
    assert len(quoted(as_text(raw)).splitlines()) == 1


@given(RAWS)
def test_the_text_of_a_cell_has_no_edges(raw: Any) -> None:
    assert as_text(raw) == as_text(raw).strip()


# -- nearly right: read as the one thing that can be meant, and named


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        *[(Kind.CANDIDATE_NUMBER, raw, "0045") for raw in ("O045", "o45", "OO45", "0045 Adams", "45 - Ali Adams")],
        (Kind.CANDIDATE_NUMBER, "4OI5", "4015"),
        (Kind.CENTRE_NUMBER, "1O1O1", "10101"),
        *[(Kind.ENTRY_CODE, raw, "05838") for raw in ("O5838", "05838 Digital Media", "05838 - L3 Digital", "5838: Media")],
        *[(Kind.UNIT_NUMBER, raw, "8") for raw in ("O8", "Unit O8", "UO8")],
        (Kind.UNIT_NUMBER, "1O", "10"),
        (Kind.ULN, "92763O8686", "9276308686"),
        (Kind.UCI, "68199OOI2058G", "681990012058G"),
        *[(Kind.DATE, raw, dt.date(2026, 5, 15)) for raw in ("46157", " 46157 ", "46157.0", "46157.395")],
        *[(Kind.YES_NO, raw, True) for raw in ("yes - see email", "Yes (see email)", "Y – done", "✓ in folder", "yes, all")],
        *[(Kind.YES_NO, raw, False) for raw in ("no - too late", "N: moved")],
    ],
)  # fmt: skip
def test_what_can_only_be_meant_in_one_way_is_read_and_named(kind: Kind, raw: Raw, value: object) -> None:
    found = doubt(kind, raw)
    assert (found.trouble, found.value) == (IssueKind.NEARLY_RIGHT, value)


def test_a_candidates_name_beside_the_number_is_not_shown() -> None:
    assert doubt(Kind.CANDIDATE_NUMBER, "0045 Adams").values == {"taken": "0045"}


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        *[(Kind.CANDIDATE_NUMBER, raw, "0045") for raw in ("'0045", "００４５", "4.5E1", "0 0 4 5", "00\xa045", "\u202f45")],
        *[(Kind.ENTRY_CODE, raw, "05838") for raw in ("'05838", "5.838E3", "5.838E+03", "05 838")],
        *[(Kind.UNIT_NUMBER, raw, "8") for raw in ("Unit no. 8", "Unit: 8", "Unit-8", "Unit_08", "unit number 8", "U 8", "8.", "８", "Unit\xa08")],
        *[(Kind.UCI, raw, "681990012058G") for raw in ("68199-0-01-2058G", "68199 0 01 2058 g", "'681990012058g", "68199/0/01/2058G")],
        *[(Kind.QAN, raw, "600/4227/8") for raw in ("6.0042278E7", "'60042278", "600 / 4227 / 8")],
        *[(Kind.YES_NO, raw, True) for raw in ("Yes.", "YES!", "✔️", "√", "☑")],
        *[(Kind.YES_NO, raw, False) for raw in ("No.", "☒")],
        *[(Kind.YES_OR_DATE, raw, dt.date(2026, 9, 20)) for raw in ("yes - 20 Sept 2026", "Yes (20/09/2026)", "✓ 20.9.2026")],
    ],
)  # fmt: skip
def test_a_shape_in_which_nothing_else_can_be_meant_is_read_without_a_word(kind: Kind, raw: Raw, value: object) -> None:
    assert read(kind, raw) == value


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        (Kind.CANDIDATE_NUMBER, "O'Brien, Sean", "O'Brien, Sean"),
        (Kind.CANDIDATE_NUMBER, "Lil Oil", "Lil Oil"),
        (Kind.CANDIDATE_NUMBER, "00A5", "00A5"),
        (Kind.CANDIDATE_NUMBER, "0045 or 0046", "0045OR0046"),
        (Kind.ENTRY_CODE, "05838 or 05839", "05838OR05839"),
        (Kind.ENTRY_CODE, "J817", "J817"),
        (Kind.UNIT_NUMBER, "R081", "R081"),
        (Kind.UNIT_NUMBER, "LO1", "LO1"),
        (Kind.ULN, "92763O8687", "92763O8687"),
        (Kind.UCI, "68199OO12058H", "68199OO12058H"),
    ],
)
def test_what_could_be_another_thing_stays_as_it_stands(kind: Kind, raw: Raw, value: str) -> None:
    assert read(kind, raw) == value


@pytest.mark.parametrize("kind", [Kind.CANDIDATE_NUMBER, Kind.ENTRY_CODE, Kind.CENTRE_NUMBER, Kind.QAN])
def test_a_number_of_which_excel_kept_only_a_part_is_not_made_up(kind: Kind) -> None:
    assert doubt(kind, "4.6E+03").fault is Fault.LOST_DIGITS


@pytest.mark.parametrize("raw", ["x", "X", "×"])
def test_a_cross_may_be_a_tick_and_is_never_guessed(raw: str) -> None:
    found = doubt(Kind.YES_NO, raw)
    assert found.value is None
    assert (found.fault, found.values) == (Fault.TICK_OR_CROSS, {"raw": raw})


@pytest.mark.parametrize(
    "raw", ["yes?", "yes - but not all", "yes - no", "no longer", "not yet", "yes/no", "1 - 2", "- yes"]
)
def test_a_remark_that_goes_on_to_doubt_is_not_taken(raw: str) -> None:
    assert doubt(Kind.YES_NO, raw).value is None


@pytest.mark.parametrize(
    ("record", "name", "raw", "value"),
    [
        (Visit, "type", "Virtaul", VisitType.VIRTUAL),
        (Visit, "type", "face to fcae", VisitType.FACE_TO_FACE),
        (Visit, "status", "Confimed", VisitStatus.CONFIRMED),
        (Visit, "status", "Cancled", VisitStatus.CANCELLED),
        (Claim, "claim_status", "submited", ClaimStatus.SUBMITTED),
        (Claim, "claim_status", "unsubmited", ClaimStatus.UNSUBMITTED),
        (Claim, "grade", "Distintion", Grade.DISTINCTION),
        (Claim, "grade", "Meritt", Grade.MERIT),
        (Claim, "grade", "Near-pas", Grade.NEAR_PASS),
    ],
)
def test_a_word_with_a_slip_is_read_as_the_one_it_is_near_and_named(
    record: type[Any], name: str, raw: str, value: object
) -> None:
    with pytest.raises(UnreadableValue) as caught:
        choose(record, name, raw)
    assert (caught.value.trouble, caught.value.value) == (IssueKind.NEARLY_RIGHT, value)
    assert (caught.value.fault, caught.value.values["taken"]) == (Fault.NEAR_CHOICE, value)


@pytest.mark.parametrize(
    ("record", "name", "raw"),
    [
        *[(Visit, "status", raw) for raw in ("unconfirmed", "not cancelled", "incomplete", "planned / cancelled")],
        *[(Visit, "type", raw) for raw in ("Hybrid", "virtual or f2f", "virtual/F2F", "Virtual (F2F)", "phone")],
        *[(Claim, "grade", raw) for raw in ("predicted M", "Pass/Merit", "Distintion*", "Mer?", "Passed over", "B")],
        *[(Claim, "claim_status", raw) for raw in ("resubmitted", "not withdrawn")],
    ],
)  # fmt: skip
def test_a_word_of_another_meaning_is_not_taken(record: type[Any], name: str, raw: str) -> None:
    with pytest.raises(UnreadableValue) as caught:
        choose(record, name, raw)
    assert caught.value.value is None


def test_two_words_that_say_the_same_are_one() -> None:
    for text in ("Virtual (Teams)", "virtual - Teams", "Remote / online"):
        assert choose(Visit, "type", text) is VisitType.VIRTUAL
    assert choose(Claim, "grade", "D (Dist)") is Grade.DISTINCTION
    assert choose(Claim, "grade", "D＊") is Grade.DISTINCTION_STAR


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        ("w/c 11 May", Fault.A_WEEK),
        ("Mar-27", Fault.A_MONTH),
        ("Summer 2027", Fault.NOT_A_DATE),
        ("week of 11/05/2026", Fault.A_WEEK),
        ("15 May", Fault.NO_YEAR),
        ("15th of May", Fault.NO_YEAR),
        ("15/05", Fault.NO_YEAR),
        ("TBC", Fault.NOT_A_DATE),
        ("15 Mayy", Fault.NOT_A_DATE),
    ],
)
def test_what_a_day_lacks_is_told(raw: str, why: Fault) -> None:
    assert doubt(Kind.DATE, raw).fault is why


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.CHOICE])
@pytest.mark.parametrize("raw", ["#N/A", " #REF! ", "#DIV/0!"])
def test_an_error_that_was_saved_as_text_is_an_error(kind: Kind, raw: str) -> None:
    found = doubt(kind, raw)
    assert (found.trouble, found.value) == (IssueKind.ERROR_VALUE, None)


SPACES = st.sampled_from(["", " ", "  ", "\xa0", "\u200b", "\t", "\u202f"])


@given(st.integers(1, 9999), SPACES, SPACES)
def test_a_candidate_number_survives_every_way_of_holding_it(number: int, before: str, after: str) -> None:
    right = f"{number:04}"
    for raw in (number, float(number), str(number), right, f"{number}.0", f"'{right}", " ".join(right)):
        held = f"{before}{raw}{after}" if isinstance(raw, str) else raw
        assert read(Kind.CANDIDATE_NUMBER, held) == right
    if "0" in right and any(digit not in "01" for digit in right):
        assert doubt(Kind.CANDIDATE_NUMBER, right.replace("0", "O")).value == right


@given(st.integers(1, 99999), SPACES)
def test_an_entry_code_survives_every_way_of_holding_it(number: int, space: str) -> None:
    right = f"{number:05}"
    digits = str(number)
    exponent = f"{digits[0]}.{digits[1:] or '0'}E+{len(digits) - 1:02}"
    for raw in (number, float(number), digits, right, f"{right}{space}", f"{space}{digits}.0"):
        assert read(Kind.ENTRY_CODE, raw) == right
    if len(digits) > 1:
        assert read(Kind.ENTRY_CODE, exponent) == right


@given(st.integers(1, 99), SPACES, st.sampled_from(["", "Unit ", "UNIT", "U", "u ", "Unit no ", "unit-"]))
def test_a_unit_number_survives_every_way_of_holding_it(number: int, space: str, word: str) -> None:
    for raw in (number, float(number), f"{space}{word}{number}{space}", f"{word}{number:02}"):
        assert read(Kind.UNIT_NUMBER, raw) == str(number)


@given(DAYS.filter(lambda day: day.year >= 1955))
def test_a_day_survives_a_list_that_was_saved_as_text(day: dt.date) -> None:
    serial = (day - dt.date(1899, 12, 30)).days
    assert doubt(Kind.DATE, str(serial)).value == day
    with pytest.raises(UnreadableValue) as caught:
        read(Kind.DATE, str(serial - 1462), date1904=True)
    assert caught.value.value == day


@given(st.sampled_from(list(Grade)), SPACES, st.sampled_from([str.lower, str.upper, str.title]))
def test_a_grade_survives_case_and_spaces(grade: Grade, space: str, case: Callable[[str], str]) -> None:
    assert choose(Claim, "grade", f"{space}{case(grade.value)}{space}") is grade
