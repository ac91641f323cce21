"""Who moderates or assures a visit, as Qualifications names them: one answer for letters, the page of a visit and the overview."""

from __future__ import annotations

import pytest
from workbooks import book_of, report_of

from ocr_sheets.emails.to_ocr import letters_to_ocr

HEADS = "Qualifications\n| Entry code | Family | Subject area | Quality assurer |\n"
VISITS = "Visits\n| Visit | Subject area | Entry code | Visit date | Type |\n"
IT_VISIT = VISITS + "| IT 1 | IT | | 2027-03-11 | virtual |\n"


@pytest.mark.parametrize(
    ("rows", "named"),
    [
        ("| 05839 | Cambridge Technicals | IT | M. Moderator |", ["M. Moderator"]),
        ("| 05839 | Cambridge Technicals | IT | M. One |\n| 05355 | Cambridge Technicals | IT | M. Two |", ["M. One", "M. Two"]),
        ("| 05839 | Cambridge Technicals | IT | M. One |\n| 05355 | Cambridge Technicals | IT | M. One |", ["M. One"]),
        ("| 05839 | Cambridge Technicals | IT | |", []),
        # A row without a code or without a subject is no match for what says neither.
        ("| | Cambridge Technicals | Business | B. Other |\n| | Cambridge Technicals | | N. Nobody |", []),
        # The EQA of a verified qualification in the same subject area is no moderator.
        ("| 04663 | Verified | IT | E. Assurer |\n| 05839 | Cambridge Technicals | IT | M. Moderator |", ["M. Moderator"]),
    ],
)  # fmt: skip
def test_a_visit_is_moderated_by_whom_its_subject_names(rows: str, named: list[str]) -> None:
    text = HEADS + rows + "\n" + IT_VISIT
    book = book_of(text)
    assert book.quality_assurers_of(book.visits[0]) == named
    greeted = [one.text.partition(",")[0] for one in letters_to_ocr(report_of(text)) if one.text.startswith("Dear ")]
    wanted = {0: "moderator", 1: "".join(named[:1]), 2: " and ".join(named)}[len(named)]
    assert f"Dear {wanted}" in greeted


def test_a_verified_visit_is_assured_by_whom_its_own_code_names() -> None:
    rows = "| 04663 | Verified | Careers | E. One |\n| 04664 | Verified | Careers | E. Two |\n"
    book = book_of(HEADS + rows + VISITS + "| EQA | Careers | 04664 | 2027-03-11 | virtual |\n")
    assert book.quality_assurers_of(book.visits[0]) == ["E. Two"]
