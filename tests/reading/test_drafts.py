from __future__ import annotations

import pytest

from ocr_sheets.reading.drafts import Draft, cells_mark, draft_in, row_mark


def test_the_mark_of_a_row_names_its_cells_and_what_they_follow_from() -> None:
    mark = row_mark(["Entry code", "Unit number"], "Units!A2")
    assert mark == "Draft row from Units!A2: “Entry code”, “Unit number”"
    assert draft_in(mark) == Draft(True, {"Entry code": "", "Unit number": ""})


def test_the_mark_of_cells_names_what_was_drafted_in_each() -> None:
    mark = cells_mark({"Level": "3", "Title": "OCR “best” Diploma"}, "Qualifications!A2")
    assert draft_in(mark) == Draft(False, {"Level": "3", "Title": 'OCR "best" Diploma'})


@pytest.mark.parametrize("typed", ["", "ok", "draft handed in", "yes", "3"])
def test_what_a_person_types_there_is_no_mark(typed: str) -> None:
    assert draft_in(typed) is None
