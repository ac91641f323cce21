"""For any workbook: what is typed stays, a second run adds nothing, a draft counts for nothing, and accepting brings nothing untrue."""

from __future__ import annotations

import datetime as dt

from filled import SEPTEMBER, accepted, cells_of, changed, checked, filled
from hypothesis import HealthCheck, given, settings, strategies as st
from tries import tries
from workbooks import Rows, xlsx

from ocr_sheets.model.records import RECORDS
from ocr_sheets.rules import Severity

CODES = st.sampled_from(["05839", "05835", "05355", "04663", "05899", ""])
COURSES = st.sampled_from(["CTEC IT", "05835", "Business", "IT, Business", "History", "", "-"])
UNITS = st.sampled_from(["1", "2", "5", "8", "99", ""])
STAFF = st.sampled_from(["AB", "CD", ""])
TEXT = st.sampled_from(["", "-", "TBC", "moderated", "examined", "Our own words"])


def _rows(*columns: st.SearchStrategy[str], most: int = 4) -> st.SearchStrategy[list[list[str]]]:
    return st.lists(st.tuples(*columns).map(list), max_size=most)


def _sheet(headings: list[str], rows: st.SearchStrategy[list[list[str]]]) -> st.SearchStrategy[Rows | None]:
    return st.one_of(st.none(), rows.map(lambda found: [headings, *found]))


DAYS = st.sampled_from(["2027-01-28", "2027-03-10", "2027-06-10", "TBC", ""])
WORKBOOKS = st.fixed_dictionaries(
    {
        "Candidates": _rows(
            st.sampled_from(["0001", "0002", "0003", ""]), st.just("Adams"), st.just("Ali"), COURSES, CODES, most=5
        ).map(lambda rows: [["Candidate number", "Surname", "Forenames", "Course", "Entry code"], *rows]),
        "Qualifications": _sheet(
            ["Entry code", "Title", "Family", "Subject area"],
            _rows(CODES, TEXT, st.sampled_from(["", "Cambridge Technicals"]), st.sampled_from(["IT", "Business", ""])),
        ),
        "Units": _sheet(
            ["Entry code", "Unit number", "Unit title", "Assessment"], _rows(CODES, UNITS, TEXT, TEXT, most=6)
        ),
        "Assessors": _sheet(
            ["Assessor", "Name", "Subject areas"],
            _rows(STAFF, st.just("Ann Brown"), st.sampled_from(["IT", "Business", "IT, Business", ""])),
        ),
        "Entries": _sheet(
            ["Candidate number", "Entry code", "Unit number", "Entry type", "Entered on"],
            _rows(st.sampled_from(["0001", "0002"]), CODES, UNITS, st.just("full award"), DAYS),
        ),
        "Claims": _sheet(
            ["Candidate number", "Entry code", "Unit number", "Assessor", "Claim status"],
            _rows(st.sampled_from(["0001", "0002"]), CODES, UNITS, STAFF, st.sampled_from(["planned", ""])),
        ),
        "Visits": _sheet(
            ["Visit", "Subject area", "Entry code", "Visit date"],
            _rows(st.sampled_from(["IT 1", "Spring", ""]), st.sampled_from(["IT", "Business", ""]), CODES, DAYS),
        ),
    }
).map(lambda sheets: {name: rows for name, rows in sheets.items() if rows})

NOT_TYPED_YET = {"approval-missing"}
"""Rules that call a blank cell wrong which no draft fills: the day of approval is nobody's but the centre's to know."""

PATIENT = settings(deadline=None, max_examples=tries(15), suppress_health_check=[HealthCheck.too_slow])


@PATIENT
@given(WORKBOOKS)
def test_nothing_that_is_typed_changes_and_a_second_run_gives_the_same_bytes(sheets: dict[str, Rows]) -> None:
    data = xlsx(sheets)
    copy = filled(data).data
    before, after = cells_of(data), cells_of(copy)
    assert {place: after.get(place) for place in before} == before
    assert filled(copy).data == copy
    assert filled(data).data == copy


@PATIENT
@given(WORKBOOKS)
def test_a_draft_counts_for_nothing(sheets: dict[str, Rows]) -> None:
    data = xlsx(sheets)
    before, after = checked(data).book, checked(filled(data).data).book
    for kind in RECORDS:
        assert after.rows(kind) == before.rows(kind)


@PATIENT
@given(WORKBOOKS, st.sampled_from([SEPTEMBER, dt.date(2026, 11, 30)]))
def test_accepting_every_draft_brings_nothing_that_must_be_fixed_by_ocr(sheets: dict[str, Rows], day: dt.date) -> None:
    data = xlsx(sheets)
    before, after = checked(data, day), checked(accepted(filled(data, day).data), day)
    grave = [one for one in after.findings if one.rule.severity is Severity.MUST_FIX and one.rule.source]
    known = {one.rule.code for one in before.findings} | NOT_TYPED_YET
    assert [one.message for one in grave if one.rule.code not in known] == []


@PATIENT
@given(WORKBOOKS, st.sampled_from(["05835", "05839", "Business"]))
def test_after_a_new_candidate_is_typed_a_second_run_adds_only_what_follows_from_it(
    sheets: dict[str, Rows], course: str
) -> None:
    copy = filled(xlsx(sheets)).data
    row = len(sheets["Candidates"]) + 1
    typed = changed(
        copy, {("Candidates", row, column): value for column, value in enumerate(["0009", "Day", "Di", course], 1)}
    )
    again = filled(typed)
    before, after = cells_of(typed), cells_of(again.data)
    assert {place: after.get(place) for place in before} == before
    new = {place: str(raw) for place, raw in after.items() if place not in before}
    for (sheet, at, _), raw in new.items():
        if sheet in ("Entries", "Claims") and raw.startswith("Draft row"):
            assert any(other == "0009" for (name, line, _), other in new.items() if (name, line) == (sheet, at))
