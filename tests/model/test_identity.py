"""What names a row is one table for all kinds, whoever asks."""

from __future__ import annotations

import datetime as dt

import pytest

from ocr_sheets.model.identity import NAMED_BY, identity, is_named, kind_of, named_in_full, occasion
from ocr_sheets.model.records import RECORDS, Candidate, Claim, Closure, Visit, columns_of


@pytest.mark.parametrize("kind", RECORDS.values(), ids=RECORDS)
def test_every_kind_of_row_has_a_name_made_of_its_own_columns(kind: type) -> None:
    named = NAMED_BY[kind]
    assert {*named.key, *named.occasion} <= {*columns_of(kind)}


def test_a_claim_is_its_candidates_unit_wherever_it_stands() -> None:
    claim = Claim("Claims", 2, candidate_number="0045", entry_code="05839", unit_number="8", visit="IT 1")
    elsewhere = claim._replace(sheet="Tracker", row=99, visit="IT 2", column=4)
    assert identity(claim) == identity(elsewhere) == ("claims", "0045", "05839", "8")
    assert occasion(claim) != occasion(elsewhere)
    assert identity(claim._replace(unit_number="9")) != identity(claim)


def test_case_and_spaces_make_no_other_visit() -> None:
    visit = Visit("Visits", 2, name="IT 1", subject_area="Digital Media")
    assert identity(visit) == identity(visit._replace(name="it1", subject_area="Digital  media"))


def test_two_centres_of_a_consortium_may_have_one_candidate_number() -> None:
    candidate = Candidate("Candidates", 2, centre_number="12345", candidate_number="0045")
    assert identity(candidate) != identity(candidate._replace(centre_number="54321"))


def test_a_row_that_says_nothing_of_what_it_is_about_is_not_named() -> None:
    assert not is_named(Claim("Claims", 2, assessor="JS"))
    assert is_named(Claim("Claims", 2, unit_number="8"))
    assert kind_of(Claim) == kind_of(Claim("Claims", 2)) == "claims"


def test_a_findings_reference_has_the_sheet_and_what_is_written_and_no_day() -> None:
    claim = Claim("Claims", 2, candidate_number="0045", entry_code="05839", unit_number="8", visit="IT 1")
    assert named_in_full(claim) == ("Claim", "Claims", "0045", "05839", "8", "IT 1")
    assert named_in_full(Closure("Closures", 2, dt.date(2027, 2, 15))) == ("Closure", "Closures")
