"""Without a column, what was found because of it is not checked: it is never nothing found."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from workbooks import BASE, parse, xlsx
from wrong_rows import WRONG

from ocr_sheets.patching import Workbook
from ocr_sheets.reading import read_book
from ocr_sheets.report import make_report
from ocr_sheets.rulebook import load_rulebook
from ocr_sheets.rules import Result

RULEBOOK = load_rulebook()
SURE_WITHOUT = {"cells", "duplicates"}
"""Files whose rules speak of the cells of a column, or of whole rows: without the column there is nothing to speak of."""


@pytest.mark.parametrize("number", range(len(WRONG)))
def test_no_column_under_another_heading_turns_what_was_found_into_nothing_found(number: int) -> None:
    as_of, text = WRONG[number]
    without = ["Assessors"] if "Persons" in parse(text) else []
    sheets = {name: rows for name, rows in {**parse(BASE), **parse(text)}.items() if name not in without}

    def codes(changed: Mapping[str, list[list[str]]], result: Result) -> set[str]:
        book = read_book(Workbook.from_bytes(xlsx(changed)), as_of)
        ended = make_report("centre.xlsx", book, RULEBOOK).outcomes
        return {
            one.rule.code
            for one in ended
            if one.result is result
            and (result is Result.FOUND or not one.reason)
            and one.rule.check.__module__.split(".")[2] not in SURE_WITHOUT
        }

    found = codes(sheets, Result.FOUND)
    for name, rows in sheets.items():
        for place in range(len(rows[0]) if name not in ("Centre", "Closures") else 0):
            renamed = [[*rows[0][:place], "Zzz", *rows[0][place + 1 :]], *rows[1:]]
            passed = codes({**sheets, name: renamed}, Result.NOTHING_FOUND) & found
            assert passed <= EVIDENCE.get(rows[0][place], set()), (name, rows[0][place])


EVIDENCE: Mapping[str, set[str]] = {
    "Entry code": {
        "entry-code-unlisted",
        "entry-code-shape",
        "not-an-ocr-qualification-covered-here",
        "staff-unavailable-at-eqa-visit",  # entries and units say it too
        "claim-not-made",  # work that follows from other sheets is not known then; what rows record is still looked at
        "final-visit-after-june",  # the same
    },
    "Candidate number": {
        "claim-not-made",
        "candidate-number-ambiguous",
        "claim-without-entry",  # work that other sheets imply is still looked at; that the column is missing is to fill in
        "final-visit-after-june",  # of work that entries imply it is still known
    },  # the same: the other sheet is still looked at
    "Unit number": {"claim-not-made"},  # the same of work that Units implies; that the column is missing is to fill in
    "Visit": {"result-before-visit"},  # a claim that names a visit of no name is at none, and that is to fill in
    "Booked on": {"done-in-future"},  # any one column of days is enough to look at
    "Assessor": {
        "staff-unavailable-at-eqa-visit",
        "staff-unavailable-at-moderation-visit",
    },  # the name may be what Claims says
    "Subject area": {"claim-at-visit-of-another-subject"},
    "Suite": {"entry-code-of-another-title", "qan-of-another-qualification"},
    "Unavailable to": {"staff-unavailable-at-eqa-visit"},
    "Certificate issued on": {"work-disposed-before-review-time"},
    "Confirmed grade": {"withdrawn-claim-with-result"},
    "Entry type": {"completion-not-this-summer"},
}
"""Columns in which what a rule finds may stand, or not: without them there is less to be found, not less that is checked."""
