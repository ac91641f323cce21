"""The date rules agree with a second reading of OCR's pages on random centres."""

from __future__ import annotations

from collections import Counter

import pytest
from oracle_centres import CODES, RandomCentre, random_centre, wrong_by_the_pages
from tries import tries
from workbooks import xlsx

from ocr_sheets.model.records import Visit
from ocr_sheets.patching import Workbook
from ocr_sheets.reading import read_book
from ocr_sheets.report import Report, make_report
from ocr_sheets.rulebook import load_rulebook

CENTRES, BATCH = tries(100), 10


def report_on_centre(centre: RandomCentre) -> Report:
    book = read_book(Workbook.from_bytes(xlsx(centre.sheets())), centre.as_of)
    return make_report("centre.xlsx", book, load_rulebook())


def found(report: Report) -> Counter[tuple[str, str]]:
    return Counter(
        (one.rule.code, one.record.label if isinstance(one.record, Visit) else one.candidate_number)
        for one in report.findings
        if one.rule.code in CODES
    )


@pytest.mark.parametrize("batch", range(CENTRES // BATCH))
def test_the_rules_find_what_the_pages_do(batch: int) -> None:
    for seed in range(batch * BATCH, (batch + 1) * BATCH):
        centre = random_centre(seed)
        expected = Counter(wrong_by_the_pages(centre))
        assert found(report_on_centre(centre)) == expected, (seed, centre)


def test_the_random_centres_put_each_kind_wrong_and_right() -> None:
    told: Counter[str] = Counter()
    for seed in range(CENTRES):
        told.update({code for code, _ in wrong_by_the_pages(random_centre(seed))})
    assert set(told) == CODES
    assert all(1 < count < CENTRES for count in told.values()), told
