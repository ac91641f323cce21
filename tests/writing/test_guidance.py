"""What OCR says besides what can be checked is printed where the sources say that it is told."""

from __future__ import annotations

import io
from functools import cache
from itertools import groupby

import openpyxl
import pytest
from workbooks import AS_OF, centre

from ocr_sheets.model.records import GUIDE_SHEET
from ocr_sheets.patching import Workbook
from ocr_sheets.rulebook import Sentence, load_sources
from ocr_sheets.validate import check
from ocr_sheets.writing.report.kit import CHECKED, SAMPLES
from ocr_sheets.writing.template import write_template

TOLD = [sentence for sentence in load_sources().sentences.values() if sentence.tell]
TECHNICALS_ONLY = """
Qualifications
| Entry code | Title   | Family               | Suite | Level | Subject area |
| 05839      | IT 2016 | Cambridge Technicals | 2016  | 3     | IT           |

Visits
| Visit | Subject area | Visit date | Type         |
| IT 1  | IT           | 2027-03-11 | face-to-face |

Entries
| Candidate number | Entry code | Entry type | Entered on |
| 0045             | 05839      | full award | 2026-10-01 |
"""
VERIFIED_ONLY = """
Qualifications
| Entry code | Title      | Family   | Level | Subject area |
| 04663      | Careers L4 | Verified | 4     | Careers      |

Visits
| Visit | Entry code | Visit date |
| L4 1  | 04663      | 2027-03-12 |

Entries
| Candidate number | Entry code | Entry type | Entered on |
| 0102             | 04663      | full award | 2026-10-01 |
"""


def _words(data: bytes) -> dict[str, list[str]]:
    """All text of each sheet."""
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
    return {
        sheet.title: [str(value) for row in sheet.iter_rows(values_only=True) for value in row if value is not None]
        for sheet in book.worksheets
    }


@cache
def annotated(text: str = "") -> dict[str, list[str]]:
    checked = check(Workbook.from_bytes(centre(text)), "centre.xlsx", AS_OF)
    return _words(checked.workbook.to_bytes())


@cache
def printed() -> dict[str, list[str]]:
    """The words of every sheet that the tool writes: those in front of an annotated workbook, and the blank workbook's guide."""
    blank = io.BytesIO()
    write_template(blank)
    # The guide has a line a row.
    return {**annotated(), GUIDE_SHEET: [" ".join(_words(blank.getvalue())[GUIDE_SHEET])]}


@pytest.mark.parametrize("sentence", TOLD, ids=lambda sentence: sentence.number)
def test_what_a_sentence_tells_is_printed_where_the_sources_say(sentence: Sentence) -> None:
    assert sum(sentence.tell in words for words in printed()[sentence.where]) == 1


@pytest.mark.parametrize("sentence", TOLD, ids=lambda sentence: sentence.number)
def test_all_guidance_stands_together_on_what_was_checked_with_its_page_and_number(sentence: Sentence) -> None:
    words = printed()[CHECKED]
    place = words.index(sentence.tell)
    assert words[place + 1 : place + 3] == [f"{sentence.page.title} ({sentence.number})", sentence.number]


def test_the_guidance_of_a_topic_stands_together() -> None:
    words = printed()[CHECKED]
    words = words[words.index("What OCR also says") :]
    topics = [topic.capitalize() for topic in load_sources().topics]
    assert [topic for topic, _ in groupby(word for word in words if word in topics)] == topics


@pytest.mark.parametrize(("text", "other"), [(TECHNICALS_ONLY, "Verified"), (VERIFIED_ONLY, "Cambridge Technicals")])
def test_guidance_of_a_family_that_the_workbook_has_not_is_left_out(text: str, other: str) -> None:
    words = set(annotated(text)[CHECKED])
    assert {sentence.number for sentence in TOLD if sentence.tell in words} == {
        sentence.number for sentence in TOLD if sentence.page.family != other
    }


def test_guidance_on_samples_is_for_technicals_only() -> None:
    told = [sentence.tell for sentence in TOLD if sentence.where == SAMPLES]
    words = " ".join(annotated(VERIFIED_ONLY)[SAMPLES])
    assert told
    assert not any(each in words for each in told)


def test_the_guide_of_the_blank_workbook_tells_only_a_little() -> None:
    # It is to be read before anything is filled in, and stays on one page.
    assert 0 < sum(sentence.where == GUIDE_SHEET for sentence in TOLD) <= 12
