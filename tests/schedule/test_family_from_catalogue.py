from __future__ import annotations

from workbooks import book_of

from ocr_sheets.model.records import Family
from ocr_sheets.rulebook import load_rulebook
from ocr_sheets.schedule.work import with_work

NO_FAMILY = """
Qualifications
| Entry code | Subject area |
| 05839      | IT           |
| 99999      | Other        |
"""


def test_a_code_on_qualifications_without_a_family_has_the_catalogue_s_and_its_work_is_seen() -> None:
    book = with_work(book_of(NO_FAMILY, without=["Units"]), load_rulebook())
    assert book.family_of("05839") is Family.TECHNICALS
    assert book.family_of("99999") is None
    assert book.work
