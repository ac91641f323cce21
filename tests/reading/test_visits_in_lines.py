"""Visits in a line above a tracker: known where nothing else can be meant, and named by a number only where one stands there."""

from __future__ import annotations

import datetime as dt

import pytest
from messy import messy, read, table

from ocr_sheets.model.judgement_words import worded
from ocr_sheets.model.judgements import JudgementKind
from ocr_sheets.model.records import VisitType


def visits_of(line: str) -> list[tuple[str | None, dt.date | None, VisitType | None]]:
    rows = [["IT 05839"], [line], [], ["Cand no", "Name", "Unit 8"], ["0045", "Ali Adams", "M"]]
    book = read(messy(table("IT", rows), without=("Claims", "Visits")))
    return [(one.name, one.visit_date, one.type) for one in book.visits]


MARCH = dt.date(2027, 3, 4)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Visit: 04/03/27 F2F", VisitType.FACE_TO_FACE),
        ("visit 4 March 2027 (virtual)", VisitType.VIRTUAL),
        ("Visit date - Thurs 4th March 2027, Teams", VisitType.VIRTUAL),
        ("Moderation visit 4/3/27", None),
    ],
)
def test_a_visit_without_a_number_is_called_by_its_day(line: str, kind: VisitType | None) -> None:
    assert visits_of(line) == [("IT visit of 4 March", MARCH, kind)]


def test_a_visit_with_a_number_is_called_by_it() -> None:
    assert visits_of("Visit 2: 4 March 2027, F2F") == [("IT visit 2", MARCH, VisitType.FACE_TO_FACE)]


@pytest.mark.parametrize("line", ["Visit: 04/03/27 to the museum", "Visit to London 4 March 2027"])
def test_a_visit_to_anywhere_is_none_of_ours(line: str) -> None:
    assert visits_of(line) == []


@pytest.mark.parametrize(
    "line",
    [
        "Updated 3/2/27 by MR. Mod visit: Thurs 4 March 2027 face to face",
        "Mod visit 4 March 2027, face to face (claims by 18 Feb 2027)",
        "Visit: 4 March 2027 F2F; entries went in 12/10/26",
    ],
)
def test_of_several_days_the_one_behind_the_visits_words_is_its(line: str) -> None:
    assert visits_of(line) == [("IT visit of 4 March", MARCH, VisitType.FACE_TO_FACE)]


@pytest.mark.parametrize(
    "line",
    [
        "Mod visit: 4 March 2027 F2F; 2nd visit 10 June 2027 virtual",
        "Moderation visits 4 March and 10 June 2027",
        "4 March 2027 or 11 March 2027: moderation visit",
    ],
)
def test_a_line_of_several_visits_is_asked_about_and_none_is_made_of_it(line: str) -> None:
    rows = [["IT 05839"], [line], [], ["Cand no", "Name", "Unit 8"], ["0045", "Ali Adams", "M"]]
    book = read(messy(table("IT", rows), without=("Claims", "Visits")))
    assert not book.visits
    (told,) = [worded(one) for one in book.judgements if one.kind is JudgementKind.LINE_NOT_READ]
    assert told.endswith("it names several visits or days. Put each visit on a row of a sheet Visits.")
