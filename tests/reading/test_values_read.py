"""Cells as people type them: whatever they hold, and what is nearly right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from cell_readers import DAYS, attempt, choose, doubt, read
from hypothesis import given, strategies as st

from ocr_sheets.model.reading_facts import Fault
from ocr_sheets.model.reading_words import issue_words
from ocr_sheets.model.records import (
    Claim,
    ClaimStatus,
    Column,
    EntryType,
    Grade,
    Kind,
    Visit,
    VisitStatus,
    VisitType,
)
from ocr_sheets.model.tables import Cell, IssueKind
from ocr_sheets.reading.problems import doubted
from ocr_sheets.reading.raw import Raw, UnreadableValue, as_text
from ocr_sheets.reading.values import reader_of
from ocr_sheets.text import quoted

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
