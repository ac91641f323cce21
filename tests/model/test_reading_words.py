"""Each kind of what the reader has to say has words, whole and plain, and they are made of its values alone."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from ocr_sheets.model import reading_words
from ocr_sheets.model.judgement_words import source_of_code
from ocr_sheets.model.judgements import JudgementKind
from ocr_sheets.model.reading_facts import AsideKind, CodeFrom, Fault, ReachedBy, Remark, RemarkKind, Why
from ocr_sheets.model.reading_words import issue_words, reached_words, remark_words, why_words
from ocr_sheets.model.records import Visit
from ocr_sheets.model.tables import Cell, IssueKind, ReadIssue

CELL = Cell("Visits", 2, 3, "Vist date")
ANY = {
    name: "x"
    for template in (*(text for pair in reading_words._FAULTS.values() for text in pair), *reading_words._REMARKS.values(), *reading_words._WHY.values())
    for name in re.findall(r"\{(\w+)", template)
} | {"taken": dt.date(2027, 1, 5), "count": 2, "others": 1, "rows": [4, 5], "words": ["TBC"], "near": {"Vist": "C1"}, "of": 3, "note": "The day."}  # fmt: skip


@pytest.mark.parametrize("fault", Fault)
def test_each_fault_has_two_sentences(fault: Fault) -> None:
    values = ANY | ({"near": "Vists"} if fault is Fault.NO_SHEET_BUT_NEAR else {})
    for words in issue_words(ReadIssue(IssueKind.UNREADABLE, "Visits", CELL, fault, values)):
        assert words[0] == words[0].upper()
        assert words.endswith(".")
        assert "{" not in words


@pytest.mark.parametrize("kind", RemarkKind)
def test_each_remark_is_a_sentence(kind: RemarkKind) -> None:
    rows = 1 if kind is RemarkKind.DRAFTS else [4, 5]
    values = ANY | {"rows": rows, "cells": 1, "why": Why(AsideKind.COPY), "where": CodeFrom.TITLE}
    words = remark_words(Remark(kind, values))
    assert words[0] == words[0].upper()
    assert words.endswith(".")


@pytest.mark.parametrize("kind", AsideKind)
def test_each_reason_to_leave_a_sheet_alone_is_a_clause(kind: AsideKind) -> None:
    assert not why_words(Why(kind, ANY)).endswith(".")


def test_every_way_to_know_a_table_and_its_entry_code_has_words() -> None:
    assert [reached_words(by, Visit) for by in ReachedBy if by is ReachedBy.NEAR_NAME] == ["a name nearly “Visits”"]
    assert all(reached_words(by, Visit) for by in ReachedBy)
    assert all(source_of_code(where, "IT") for where in CodeFrom)


def test_words_agree_with_their_counts_and_rows() -> None:
    one = Remark(RemarkKind.HEADINGS_AGAIN, {"rows": [4], "count": 1})
    many = Remark(RemarkKind.HEADINGS_AGAIN, {"rows": [4, 5, 9, 12, 13, 20, 21], "count": 7})
    assert remark_words(one) == "Row 4 repeats the headings and was skipped."
    assert remark_words(many) == "Rows 4, 5, 9, 12, 13 and 2 more repeat the headings and were skipped."
    drafts = Remark(RemarkKind.DRAFTS, {"rows": 0, "cells": 2, "count": 2, "heading": "Draft"})
    assert remark_words(drafts).startswith("2 other cells are drafts and not counted")


def test_a_question_of_the_reader_is_worded_as_the_judgement_it_is() -> None:
    values = {"headings": ["Done", "Ready"], "role": "claimed_on"}
    wrong, fix = issue_words(
        ReadIssue(IssueKind.TWO_READINGS, "Y13", Cell("Y13", 3, 4, ""), JudgementKind.COLUMN_TWICE, values)
    )
    assert wrong == "“Done” and “Ready” could both be Claimed on, and they differ. Which one counts?"
    assert "mapping file" in fix


def test_a_name_in_place_of_a_number_is_shown_nowhere() -> None:
    for fault in (Fault.NAME_FOR_NUMBER, Fault.MORE_THAN_A_NUMBER):
        assert "{raw" not in "".join(reading_words._FAULTS[fault])
