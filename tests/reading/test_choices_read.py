"""Words of which a column allows only some, and yes and no."""

from __future__ import annotations

import datetime as dt

import pytest
from cell_readers import choose, doubt, read

from ocr_sheets.model.reading_facts import Fault
from ocr_sheets.model.records import (
    Claim,
    ClaimStatus,
    Column,
    EntryType,
    Family,
    Grade,
    Kind,
    Visit,
    VisitStatus,
    VisitType,
)
from ocr_sheets.reading.raw import Raw, UnreadableValue
from ocr_sheets.reading.values import reader_of


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
