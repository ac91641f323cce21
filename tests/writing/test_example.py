import datetime as dt
import io
import re
from collections import Counter, defaultdict
from typing import Any

import openpyxl
import pytest

from ocr_sheets.model.records import (
    SHEETS,
    Assessment,
    Assessor,
    Candidate,
    Centre,
    Claim,
    ClaimStatus,
    Closure,
    Entry,
    EntryType,
    Family,
    Grade,
    Kind,
    Qualification,
    Record,
    Suite,
    Unit,
    Visit,
    VisitStatus,
    VisitType,
    columns_of,
)
from ocr_sheets.model.tables import Cell
from ocr_sheets.writing.example import EXAMPLE_DAY, FAULTS, Fault, example_rows, write_example
from ocr_sheets.writing.template import Formula, cell_of, write_template

ROWS: Any = example_rows()
VISITS: Any = {row["name"]: row for row in ROWS[Visit]}
FAMILY = {row["entry_code"]: row["family"] for row in ROWS[Qualification]}
ASSESSED = {(row["entry_code"], row["unit_number"]): row["assessment"] for row in ROWS[Unit]}
SUBJECT = {row["entry_code"]: row["subject_area"] for row in ROWS[Qualification]}


def days(number: int) -> dt.timedelta:
    return dt.timedelta(number)


def cells_of(rows: Any) -> dict[tuple[str, str], Any]:
    target = io.BytesIO()
    write_template(target, rows)
    workbook = openpyxl.load_workbook(io.BytesIO(target.getvalue()))
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in workbook
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def values_of(rows: Any) -> dict[tuple[str, str], Any]:
    """What stands in which cell by the rows alone: that they are written there is seen of all faults together."""
    cells = {
        cell_of(record, at, name): row[name] for record in rows for at, row in enumerate(rows[record]) for name in row
    }
    return {(cell.sheet, cell.ref): value for cell, value in cells.items() if value not in (None, "")}


@pytest.fixture(scope="module")
def clean_values() -> dict[tuple[str, str], Any]:
    return values_of(example_rows())


@pytest.fixture(scope="module")
def clean_cells() -> dict[tuple[str, str], Any]:
    return cells_of(example_rows())


def moderated_claims() -> list[tuple[Any, Any]]:
    """Each Technicals claim that has gone in, with the visit it names."""
    return [
        (claim, VISITS[claim["visit"]])
        for claim in ROWS[Claim]
        if FAMILY[claim["entry_code"]] is Family.TECHNICALS and claim.get("claimed_on")
    ]


# -- how much there is


def test_the_example_is_written_the_same_each_time() -> None:
    first, second = io.BytesIO(), io.BytesIO()
    write_example(first)
    write_example(second)
    assert first.getvalue() == second.getvalue()


def test_a_caller_can_change_the_rows_without_changing_the_next_callers() -> None:
    rows = example_rows()
    rows[Candidate][0]["surname"] = "Changed"
    rows[Claim].clear()
    assert example_rows() == ROWS


def test_there_is_as_much_as_a_busy_centre_has() -> None:
    assert len(ROWS[Candidate]) == 72
    assert len(ROWS[Assessor]) == 8
    assert len([row for row in ROWS[Visit] if row["status"] is not VisitStatus.CANCELLED]) == 8
    assert 480 <= len(ROWS[Claim]) <= 520
    assert ROWS[Closure]


def test_it_has_three_technicals_subjects_in_both_suites_at_two_levels_and_both_verified_qualifications() -> None:
    technicals = [row for row in ROWS[Qualification] if row["family"] is Family.TECHNICALS]
    assert len({row["subject_area"] for row in technicals}) == 3
    assert {row["suite"] for row in technicals} == set(Suite)
    assert {row["level"] for row in technicals} == {2, 3}
    assert {row["entry_code"] for row in ROWS[Qualification] if row["family"] is Family.VERIFIED} == {"04663", "04664"}


def test_claims_stand_at_every_stage() -> None:
    assert {row["claim_status"] for row in ROWS[Claim]} == set(ClaimStatus)
    for field in (
        "sample_requested_on",
        "sample_uploaded_on",
        "available_at_visit",
        "certificate_issued_on",
        "disposed_on",
    ):
        assert any(row.get(field) for row in ROWS[Claim]), field
    assert any(not row.get("visit") for row in ROWS[Claim])


def test_visits_of_both_types_and_both_families_are_behind_and_ahead() -> None:
    assert {row["type"] for row in ROWS[Visit]} == set(VisitType)
    seen = {(bool(row["entry_code"]), row["visit_date"] > EXAMPLE_DAY) for row in ROWS[Visit]}
    assert seen == {(False, False), (False, True), (True, False), (True, True)}


# -- identifiers


def test_identifiers_are_text_and_keep_their_zeros(clean_cells: dict[tuple[str, str], Any]) -> None:
    shapes = {
        Kind.CENTRE_NUMBER: r"\d{5}", Kind.CANDIDATE_NUMBER: r"\d{4}", Kind.ENTRY_CODE: r"\d{5}", Kind.ULN: r"[1-9]\d{9}",
        Kind.UCI: r"\d{12}[A-HKLMRTV-Y]", Kind.QAN: r"\d{3}/\d{4}/[\dX]", Kind.UNIT_REFERENCE: r"[A-Z]/\d{3}/\d{4}",
        Kind.UNIT_NUMBER: r"\d+", Kind.EMAIL: r"[a-z.-]+@[a-z.-]*example\.(org|sch\.uk)",
    }  # fmt: skip
    seen: Counter[Kind] = Counter()
    for record, rows in ROWS.items():
        for name, column in columns_of(record).items():
            for index in range(len(rows)):
                cell = cell_of(record, index, name)
                value = clean_cells.get((cell.sheet, cell.ref))
                if value is not None and column.kind in shapes:
                    assert isinstance(value, str)
                    assert re.fullmatch(shapes[column.kind], value), (cell, value)
                    seen[column.kind] += 1
    assert set(seen) == set(shapes)
    assert any(str(row["candidate_number"]).startswith("0") for row in ROWS[Candidate])


def test_ulns_and_ucis_have_the_right_check_characters_and_are_all_different() -> None:
    ulns = [str(row["uln"]) for row in ROWS[Candidate]]
    assert all(sum(int(d) * w for d, w in zip(uln, range(10, 0, -1), strict=True)) % 11 == 10 for uln in ulns)
    ucis = [str(row["uci"]) for row in ROWS[Candidate]]
    for uci in ucis:
        total = sum(int(d) * w for d, w in zip(uci[:12], range(16, 4, -1), strict=True))
        assert uci[12] == "ABCDEFGHKLMRTVWXY"[total % 17]
    for column in (ulns, ucis, [row["candidate_number"] for row in ROWS[Candidate]]):
        assert len(set(column)) == len(column)


def test_people_have_names_of_every_kind_and_no_two_the_same() -> None:
    names = [f"{row['forenames']} {row['surname']}" for row in ROWS[Candidate]]
    assert len(set(names)) == len(names)
    everyone = " ".join([*names, *(str(row["name"]) for row in ROWS[Assessor])])
    for name in ("O’Brien", "Siân", "Llŷr", "N’Golo", "Zoë", "Smith-Jones"):
        assert name in everyone


# -- the clean year keeps the rules


def test_every_key_leads_somewhere() -> None:
    numbers = {row["candidate_number"] for row in ROWS[Candidate]}
    staff = {row["code"] for row in ROWS[Assessor]}
    assert {row["candidate_number"] for row in ROWS[Entry]} == numbers
    for claim in ROWS[Claim]:
        assert claim["candidate_number"] in numbers
        assert (claim["entry_code"], claim["unit_number"]) in ASSESSED
        assert claim["assessor"] in staff
        assert claim["standardised_by"] in {*staff, None}
        assert claim["standardised_by"] != claim["assessor"]
        if claim["visit"]:
            visit = VISITS[claim["visit"]]
            assert visit["status"] is not VisitStatus.CANCELLED
            assert claim["entry_code"] == visit["entry_code"] or SUBJECT[claim["entry_code"]] == visit["subject_area"]


def test_every_claim_rests_on_an_entry_and_moderated_ones_on_one_four_weeks_before_the_visit() -> None:
    entered = {
        (row["candidate_number"], row["entry_code"]): row["entered_on"]
        for row in ROWS[Entry]
        if row["entry_type"] is EntryType.FULL_AWARD
    }
    for claim in ROWS[Claim]:
        day: Any = entered[claim["candidate_number"], claim["entry_code"]]
        if claim.get("claimed_on"):
            assert day < claim["claimed_on"]
        if claim["visit"] and FAMILY[claim["entry_code"]] is Family.TECHNICALS:
            visit: Any = VISITS[claim["visit"]]
            assert day <= visit["visit_date"] - days(28)


def test_only_the_2016_suite_has_entries_for_units_and_only_for_examined_ones() -> None:
    suites = {row["entry_code"]: row.get("suite") for row in ROWS[Qualification]}
    for entry in ROWS[Entry]:
        if entry.get("unit_number"):
            assert entry["entry_type"] is EntryType.EXAMINED_UNIT
            assert suites[entry["entry_code"]] is Suite.SUITE_2016
            assert ASSESSED[entry["entry_code"], entry["unit_number"]] is Assessment.EXAMINED


def test_no_examined_unit_is_claimed_and_the_families_are_never_mixed() -> None:
    for claim in ROWS[Claim]:
        wanted = Assessment.VERIFIED if FAMILY[claim["entry_code"]] is Family.VERIFIED else Assessment.MODERATED
        assert ASSESSED[claim["entry_code"], claim["unit_number"]] is wanted


def test_claims_go_in_after_assessment_and_standardisation_and_two_weeks_before_a_moderation_visit() -> None:
    for claim in ROWS[Claim]:
        made: Any = claim.get("claimed_on")
        if made:
            assert claim["assessed_on"] <= claim["standardised_on"] <= made <= EXAMPLE_DAY
            assert claim["grade"] in {Grade.PASS, Grade.MERIT, Grade.DISTINCTION}
    for claim, visit in moderated_claims():
        assert claim["claimed_on"] <= visit["visit_date"] - days(14)


def test_samples_are_asked_for_seen_to_and_never_more_than_six() -> None:
    asked: Counter[tuple[object, ...]] = Counter()
    for claim, visit in moderated_claims():
        day: Any = claim.get("sample_requested_on")
        if day is None:
            assert claim.get("sample_uploaded_on") is None
            assert claim.get("available_at_visit") is None
            continue
        held: Any = visit["visit_date"]
        asked[visit["name"], claim["entry_code"], claim["unit_number"], claim["assessor"]] += 1
        assert claim["claimed_on"] < day <= held - days(10)
        if visit["type"] is VisitType.VIRTUAL:
            uploaded: Any = claim["sample_uploaded_on"]
            assert day < uploaded <= held - days(5)
        else:
            assert day >= held - days(21)
            assert claim["available_at_visit"] in {True, None}
    assert max(asked.values()) == 6


def test_a_unit_is_claimed_again_only_at_a_higher_grade() -> None:
    order = [Grade.PASS, Grade.MERIT, Grade.DISTINCTION]
    by_unit = defaultdict(list)
    for claim in ROWS[Claim]:
        by_unit[claim["candidate_number"], claim["entry_code"], claim["unit_number"]].append(claim)
    again = [claims for claims in by_unit.values() if len(claims) > 1]
    assert again
    for first, second in again:
        assert order.index(second["grade"]) > order.index(first["confirmed_grade"])


def test_no_subject_has_more_than_two_moderation_visits_and_each_verified_code_has_two() -> None:
    counted = Counter(
        row["entry_code"] or row["subject_area"] for row in ROWS[Visit] if row["status"] is not VisitStatus.CANCELLED
    )
    assert counted["04663"] == counted["04664"] == 2
    assert all(counted[subject] in {1, 2} for subject in set(SUBJECT.values()) - {"Careers"})


def test_work_goes_only_after_certificates_and_reviews() -> None:
    for claim in ROWS[Claim]:
        gone: Any = claim.get("disposed_on")
        if gone:
            assert gone > claim["certificate_issued_on"]
            assert gone > claim["review_closed_on"]


def test_nothing_that_has_happened_is_dated_after_the_day_of_the_example() -> None:
    ahead = {"visit_date", "left_on", "unavailable_from", "unavailable_to", "first_day", "last_day"}
    for record, rows in ROWS.items():
        for row in rows:
            late = [
                name
                for name, value in row.items()
                if isinstance(value, dt.date) and value > EXAMPLE_DAY and name not in ahead
            ]
            assert not late, (record, row)


# -- the faults


def test_the_faults_are_of_many_kinds() -> None:
    rules = [fault.rule for fault in FAULTS]
    assert len(set(rules)) == len(rules)
    assert len(rules) >= 26


def changed_by(faults: tuple[Fault, ...]) -> set[tuple[str, str]]:
    """The cells that the faults say they change."""
    cells: list[Cell] = [change.cell for fault in faults for change in fault.changes]
    for fault in faults:
        for added in fault.added:
            cells += [cell_of(added.record, fault.index, name) for name in added.row]
    return {(cell.sheet, cell.ref) for cell in cells}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.rule)
def test_each_fault_changes_the_cells_it_names_and_nothing_else(
    clean_values: dict[tuple[str, str], Any], fault: Fault
) -> None:
    faulty = values_of(example_rows([fault]))
    different = {place for place in {*clean_values, *faulty} if clean_values.get(place) != faulty.get(place)}
    assert different == changed_by((fault,))


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.rule)
def test_each_fault_is_found_in_a_row_it_changes(fault: Fault) -> None:
    assert (fault.record, fault.index) in {(change.record, change.index) for change in fault.changes} or fault.added
    assert fault.cell.heading == columns_of(fault.record)[fault.field].heading
    assert fault.cell.sheet == SHEETS[fault.record].name
    assert fault.slip.endswith(".")


def test_no_two_faults_share_a_row_or_a_candidate() -> None:
    rows = [(fault.record, fault.index) for fault in FAULTS]
    assert len(set(rows)) == len(rows)
    candidates: list[object] = []
    by_name: tuple[type[Record], ...] = (Candidate, Entry, Claim)
    for fault in FAULTS:
        if fault.record in by_name:
            table = example_rows([fault])[fault.record]
            candidates.append(table[fault.index]["candidate_number"])
    assert len(set(candidates)) == len(candidates)


def test_all_the_faults_together_change_what_each_changes_alone(clean_cells: dict[tuple[str, str], Any]) -> None:
    target = io.BytesIO()
    write_example(target)
    faulty = cells_of(example_rows(FAULTS))
    different = {place for place in {*clean_cells, *faulty} if clean_cells.get(place) != faulty.get(place)}
    assert different == changed_by(FAULTS)
    workbook = openpyxl.load_workbook(io.BytesIO(target.getvalue()))
    assert {place: workbook[place[0]][place[1]].value for place in faulty} == faulty


def test_the_error_value_is_a_formula_with_the_error_stored() -> None:
    (fault,) = [fault for fault in FAULTS if fault.rule == "cell-error-value"]
    assert fault.changes[0].value == Formula("=NA()", "#N/A")
    target = io.BytesIO()
    write_example(target)
    shown = openpyxl.load_workbook(io.BytesIO(target.getvalue()), data_only=True)
    assert shown[fault.cell.sheet][fault.cell.ref].value == "#N/A"


def test_the_centre_is_plainly_invented() -> None:
    (centre,) = ROWS[Centre]
    assert "invented" in str(centre["centre_name"])
