"""Why a rule was not checked is told as facts, which become words in one place."""

from __future__ import annotations

import json

import pytest
from workbooks import AS_OF, BASE, parse, report_of, xlsx

from ocr_sheets.patching import Workbook
from ocr_sheets.rules import reasons
from ocr_sheets.rules.reasons import Reason, ReasonKind, in_words
from ocr_sheets.validate import examine
from ocr_sheets.writing.report_json import as_object


def test_every_kind_has_words() -> None:
    assert set(reasons._WORDS) == set(ReasonKind)


@pytest.mark.parametrize(
    ("kind", "values", "words"),
    [
        (
            ReasonKind.NO_ROWS,
            {"sheets": ["Claims"], "count": 1, "family": None},
            "nothing to look at: Claims has no rows",
        ),
        (
            ReasonKind.NO_ROWS,
            {"sheets": ["Claims", "Visits"], "count": 2, "family": "Verified"},
            "nothing to look at: Claims and Visits have no rows of the family Verified",
        ),
        (ReasonKind.UNKNOWN_FAMILY, {"count": 1, "sheet": "Claims"}, "1 row of Claims belongs to no known family"),
        (ReasonKind.UNKNOWN_FAMILY, {"count": 2, "sheet": "Claims"}, "2 rows of Claims belong to no known family"),
        (ReasonKind.NOT_PUBLISHED, {"day": AS_OF, "more": None}, "no figure is published for 1 Feb 2027"),
        (ReasonKind.NOT_PUBLISHED, {"day": AS_OF, "more": 1}, "no figure is published for 1 Feb 2027 and 1 other day"),
        (ReasonKind.NOT_PUBLISHED, {"day": AS_OF, "more": 2}, "no figure is published for 1 Feb 2027 and 2 other days"),
    ],
)
def test_the_words_agree_with_the_values(kind: ReasonKind, values: dict[str, object], words: str) -> None:
    assert in_words([Reason(kind, values)]) == words


def test_sheets_that_are_not_there_are_told_before_columns() -> None:
    sheets = {name: rows for name, rows in parse(BASE).items() if name != "Entries"}
    report = examine(Workbook.from_bytes(xlsx(sheets)), "centre.xlsx", AS_OF)
    kinds = [[reason.kind for reason in ended.reasons] for ended in report.outcomes]
    both = [found for found in kinds if {ReasonKind.NO_SHEET, ReasonKind.NO_COLUMN} <= set(found)]
    assert both
    assert all(found == sorted(found, key=lambda kind: kind is ReasonKind.NO_COLUMN) for found in both)


def test_other_words_change_nothing_but_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def told() -> list[dict[str, object]]:
        outcomes = json.loads(json.dumps(as_object(report_of())))["outcomes"]
        return [{name: value for name, value in outcome.items() if name != "reason"} for outcome in outcomes]

    before = told()
    assert any(outcome["reasons"] for outcome in before)
    monkeypatch.setattr(reasons, "_WORDS", {kind: f"otherwise: {text}" for kind, text in reasons._WORDS.items()})
    assert told() == before
