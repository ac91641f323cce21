"""What stands in the added columns. The small centre of `workbooks` has IT 1, face-to-face on 11 March 2027."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from added_columns import claims, shown, visits
from workbooks import NO_ENTRIES, report_of

from ocr_sheets.annotations import ANNOTATED, AddedColumns, NextDate
from ocr_sheets.annotations.candidates import award_progress
from ocr_sheets.model.records import Assessor, Candidate, Claim, Entry, Qualification, Record, Unit, Visit

# -- every sheet


@pytest.mark.parametrize("kind", ANNOTATED)
def test_every_row_has_a_value_for_each_heading_its_status_and_issues_first(kind: type[Record]) -> None:
    assert all(list(row)[:2] == ["Row status", "Issues"] for row in shown(kind, claims("Visit", "IT 1")))


def test_a_row_with_nothing_wrong_has_no_issues() -> None:
    assert [row["Issues"] for kind in (Qualification, Unit) for row in shown(kind)] == [None] * 11


# -- visits


def test_a_face_to_face_visit_has_its_days_and_the_next_one() -> None:
    row = shown(Visit, NO_ENTRIES)[0]
    assert row | {"Issues": None} == {
        "Row status": "Due",
        "Academic year": "2026/27",
        "Allowance": "Free visit 1 of 2",
        "Make entries by": "11 Feb 2027",
        "Tell moderator visit type by": "11 Feb 2027",
        "Submit claims by": "25 Feb 2027",
        "Earliest sample request": "18 Feb 2027",
        "Sample request due from OCR by": "1 Mar 2027",
        "Upload sample by": None,
        "In time for summer results?": None,
        "EQA confirms claims by": None,
        "Next deadline": "11 Feb 2027",
        "Days left": 10,
        "Portfolios to prepare": 0,
        "Issues": None,
    }


def test_a_virtual_visit_has_a_day_for_uploads_instead() -> None:
    row = shown(Visit, visits("Visit date | Type", "2027-03-11 | virtual"))[0]
    assert (row["Earliest sample request"], row["Upload sample by"]) == (None, "6 Mar 2027")


def test_an_eqa_visit_has_a_decision_in_working_days_and_a_place_in_the_year() -> None:
    first, second = shown(Visit)[1:]
    assert (first["Allowance"], first["EQA confirms claims by"], first["Submit claims by"]) == (
        "EQA visit 1 of 2 required",
        "19 Mar 2027",
        None,
    )
    assert (second["Allowance"], second["Portfolios to prepare"]) == ("EQA visit 2 of 2 required", None)


@pytest.mark.parametrize(
    ("as_of", "following", "left"),
    [
        ("2027-02-11", "11 Feb 2027", 0),
        ("2027-02-12", "18 Feb 2027", 6),
        ("2027-03-02", "11 Mar 2027", 9),
        ("2027-03-11", "11 Mar 2027", 0),
    ],
)
def test_the_next_date_is_the_first_that_is_not_past(as_of: str, following: str, left: int) -> None:
    row = shown(Visit, as_of=dt.date.fromisoformat(as_of))[0]
    assert (row["Next deadline"], row["Days left"]) == (following, left)


def test_after_the_visit_there_is_no_next_date() -> None:
    row = shown(Visit, as_of=dt.date(2027, 3, 12))[0]
    assert (row["Next deadline"], row["Days left"]) == (NextDate(report_of().book.visits[0], None), None)


def test_the_third_visit_is_chargeable_and_a_cancelled_one_says_so() -> None:
    rows = (
        "A | IT | 2026-11-12 | ",
        "B | IT | 2027-01-20 | cancelled",
        "C | IT | 2027-03-11 | ",
        "D | IT | 2027-06-09 | ",
    )
    found = shown(Visit, visits("Visit date | Status", *rows))
    assert [row["Allowance"] for row in found] == ["Free visit 1 of 2", "cancelled", "Free visit 2 of 2", "Chargeable"]
    cancelled = dict(found[1])
    assert cancelled.pop("Allowance") == "cancelled"
    assert set(cancelled.values()) == {None}


def test_a_third_eqa_visit_is_one_more_and_not_charged_for() -> None:
    text = "Visits\n| Visit | Entry code | Visit date |\n" + "".join(
        f"| L4 {month} | 04663 | 2027-0{month}-12 |\n" for month in (1, 3, 5)
    )
    assert [row["Allowance"] for row in shown(Visit, text)] == [
        "EQA visit 1 of 2 required",
        "EQA visit 2 of 2 required",
        "EQA visit 3: 2 are required",
    ]


@pytest.mark.parametrize(
    ("date", "rest", "safe"),
    [
        ("2027-07-01", " | ", "no: after 30 Jun 2027"),
        ("2027-06-30", " | ", "book by 15 May 2027"),
        ("2027-06-30", " | 2027-05-15", "yes"),
        ("2027-06-30", " | 2027-05-16", "booked after 15 May 2027"),
        ("2027-06-30", "confirmed | ", "yes"),
        ("2027-05-15", " | ", "yes"),
        ("2027-05-16", " | ", "book by 15 May 2027"),
    ],
)
def test_whether_a_visit_is_in_time_for_summer_results(date: str, rest: str, safe: str) -> None:
    text = visits("Visit date | Status | Booked on", f"{date} | {rest}") + claims("Visit", "IT 1")
    needed = "Candidates\n| Candidate number | Surname | Forenames | Results needed by |\n| 0045 | Adams | Ali | {} |\n"
    assert shown(Visit, text + needed.format("UCAS"))[0]["In time for summer results?"] == safe
    assert shown(Visit, text + needed.format("summer 2028"))[0]["In time for summer results?"] is None


def test_no_more_than_six_portfolios_of_a_unit_and_assessor_are_to_be_ready() -> None:
    rows = [f"{n:04} | 05839 | 8 | {who} | IT 1" for who in ("JS", "PT") for n in range(1, 8)]
    assert shown(Visit, NO_ENTRIES + claims("Visit", *rows))[0]["Portfolios to prepare"] == 12


# -- entries


def entries(*rows: str) -> str:
    heads = "| Candidate number | Entry code | Unit number | Entry type | Entered on | Withdrawn on |"
    return "\n".join(["Entries", heads, *(f"| {row} |" for row in rows)]) + "\n"


def entry(row: str, text: str = "") -> tuple[Any, ...]:
    """Earliest visit, Visit and In time of the first entry."""
    found = shown(Entry, entries(row) + text)[0]
    return found["Earliest visit"], found["Visit"], found["Entered in time?"]


@pytest.mark.parametrize(
    ("entered", "earliest", "in_time"), [("11", "11 Mar 2027", "yes"), ("12", "12 Mar 2027", "no")]
)
def test_an_entry_is_in_time_for_a_visit_28_days_later(entered: str, earliest: str, in_time: str) -> None:
    row = f"0045 | 05839 | | full award | 2027-02-{entered} | "
    assert entry(row, claims("Visit", "IT 1")) == (earliest, "IT 1", in_time)
    assert entry(row, claims("Visit | Claimed on", " | 2027-02-20")) == (earliest, "IT 1 (chosen)", in_time)


def test_an_entry_without_claims_shows_the_visit_of_the_work_that_follows_from_it() -> None:
    assert entry("0045 | 05839 | | full award | 2027-02-11 | ") == ("11 Mar 2027", "IT 1 (chosen)", "yes")
    assert entry("0045 | 05839 | | full award | 2027-02-12 | ") == ("12 Mar 2027", "IT 1 (chosen)", "no")
    assert entry("0045 | 05839 | | full award | | ") == (None, "IT 1 (chosen)", None)


def test_verified_examined_and_withdrawn_entries_have_no_deadline() -> None:
    assert entry("0102 | 04663 | | full award | 2027-03-11 | ") == (None, "L4 1 (chosen)", "no deadline")
    assert entry("0045 | 05839 | 1 | examined unit | 2027-03-01 | ") == (None, None, None)
    assert entry("0045 | 05839 | | full award | 2026-10-01 | 2027-01-10") == ("29 Oct 2026", None, "withdrawn")


def test_a_claim_rests_on_the_first_of_several_entries() -> None:
    both = entries("0045 | 05839 | | top-up | 2027-03-01 | ", "0045 | 05839 | | full award | 2026-10-01 | ")
    found = shown(Entry, both + claims("Visit", "IT 1"))
    assert [(row["Visit"], row["Entered in time?"]) for row in found] == [(None, None), ("IT 1", "yes")]


def test_a_unit_confirmed_before_a_top_up_is_not_late_for_its_visit() -> None:
    confirmed = claims("Visit | Claimed on | Claim status", "IT 1 | 2027-02-20 | confirmed")
    units = "Units\n| Entry code | Unit number | Assessment |\n| 05839 | 8 | moderated |\n"
    assert entry("0045 | 05839 | | top-up | 2027-03-01 | ", confirmed + units) == ("29 Mar 2027", None, None)
    for entered, its_visit in (("2027-02-10", "IT 1"), ("2027-02-11", "IT 1"), ("2027-02-12", None)):
        assert entry(f"0045 | 05839 | | top-up | {entered} | ", confirmed + units)[1] == its_visit


# -- claims


STAGES = ("Assessment", "Claim", "Sample request", "Upload")


def stages(columns: str, row: str, as_of: str, text: str = "") -> tuple[Any, ...]:
    (found,) = shown(Claim, claims(columns, row) + text, dt.date.fromisoformat(as_of))
    return tuple(found[stage] for stage in STAGES)


@pytest.mark.parametrize(
    ("as_of", "stage"),
    [
        ("2027-02-15", "due in 10 days"),
        ("2027-02-24", "due in 1 day"),
        ("2027-02-25", "due today"),
        ("2027-02-26", "late"),
        ("2027-03-11", "late"),
        ("2027-03-12", "missed"),
    ],
)
def test_a_claim_not_made_is_due_then_late_then_missed(as_of: str, stage: str) -> None:
    assert stages("Visit | Claimed on | Assessed on", "IT 1 | | ", as_of)[:2] == (stage, stage)
    unseen = stage if stage.startswith("due") else "cannot tell"  # no column would show it
    assert stages("Visit", "IT 1", as_of)[:2] == (unseen, unseen)
    assert stages("Visit | Claimed on | Assessed on", "IT 1 | | 2027-02-01", as_of)[:2] == ("done", stage)
    assert stages("Visit | Claimed on | Assessed on", "IT 1 | 2027-02-01 | ", as_of)[:2] == ("done", "done")
    assert stages("Visit | Confirmed grade", "IT 1 | M", as_of)[:2] == ("done", "done")


@pytest.mark.parametrize(
    ("as_of", "stage"),
    [
        ("2027-02-17", "not due"),
        ("2027-02-18", "OCR's request due in 11 days"),
        ("2027-02-28", "OCR's request due in 1 day"),
        ("2027-03-01", "OCR's request due now"),
        ("2027-03-11", "OCR's request due now"),
        ("2027-03-12", "not requested"),
    ],
)
def test_a_sample_request_is_expected_between_21_and_10_days_before_a_face_to_face_visit(
    as_of: str, stage: str
) -> None:
    assert stages("Visit | Claimed on", "IT 1 | 2027-02-10", as_of)[2:] == (stage, None)


@pytest.mark.parametrize(
    ("as_of", "asked", "stage"),
    [
        ("2027-03-01", "", "not due"),
        ("2027-03-01", "2027-02-20", "not requested"),
        ("2027-03-11", "", "not due"),
        ("2027-03-12", "", "not requested"),
        ("2027-03-12", "2027-02-20", "not requested"),
    ],
)
def test_nothing_is_to_upload_for_a_virtual_visit_until_ocr_asks_for_it(as_of: str, asked: str, stage: str) -> None:
    text = visits("Visit date | Type | Type told on", "2027-03-11 | virtual | 2027-01-15") + claims(
        "Visit | Claimed on | Sample requested on",
        "IT 1 | 2027-02-10 | ",
        f"0046 | 05839 | 8 | JS | IT 1 | 2027-02-10 | {asked}",
    )
    first, second = shown(Claim, text, dt.date.fromisoformat(as_of))
    assert first["Upload"] == stage
    assert (second["Upload"] == stage) is (not asked)


def test_once_ocrs_request_is_typed_in_the_rest_was_not_asked_for() -> None:
    rows = ("IT 1 | 2027-02-10 | 2027-02-20", "0046 | 05839 | 8 | JS | IT 1 | 2027-02-10 | ")
    first, second = shown(Claim, claims("Visit | Claimed on | Sample requested on", *rows), dt.date(2027, 2, 21))
    assert (first["Sample request"], first["Sample list"]) == ("requested", "requested by OCR")
    assert (second["Sample request"], second["Sample list"]) == ("not requested", None)


VIRTUAL = visits("Visit date | Type", "2027-03-11 | virtual")


@pytest.mark.parametrize(
    ("row", "as_of", "stage"),
    [
        ("IT 1 | | ", "2027-03-05", "not due"),
        ("IT 1 | 2027-02-26 | ", "2027-03-05", "due in 1 day"),
        ("IT 1 | 2027-02-26 | ", "2027-03-06", "due today"),
        ("IT 1 | 2027-02-26 | ", "2027-03-07", "late"),
        ("IT 1 | 2027-02-26 | ", "2027-03-12", "missed"),
        ("IT 1 | 2027-02-26 | 2027-03-01", "2027-03-12", "done"),
    ],
)
def test_an_upload_is_due_for_what_was_asked_for_a_virtual_visit(row: str, as_of: str, stage: str) -> None:
    assert stages("Visit | Sample requested on | Sample uploaded on", row, as_of, VIRTUAL)[3] == stage


def test_a_claim_shows_which_visit_was_chosen_for_it_and_its_days() -> None:
    (row,) = shown(Claim, claims("Visit", ""))
    assert (row["Visit these dates follow"], row["Make entries by"], row["Submit claims by"]) == (
        "IT 1 (chosen)",
        "11 Feb 2027",
        "25 Feb 2027",
    )
    assert row["Sample list"] == "prepare first"
    listed = [shown(Claim, claims("Visit", "IT 1"), dt.date(2027, 3, day))[0]["Sample list"] for day in (11, 12)]
    assert listed == ["prepare first", None]


def test_a_claim_for_a_visit_that_has_no_day_yet_has_neither_days_nor_stages() -> None:
    undated = visits("Visit date | Type", " | virtual")
    asked = claims("Visit | Claimed on | Sample requested on | Sample uploaded on", "IT 1 | | 2027-01-30 | ")
    (row,) = shown(Claim, undated + asked)
    assert row["Visit these dates follow"] == "IT 1"
    assert [row[one] for one in ("Make entries by", "Submit claims by", "Sample request", "Upload", "Sample list")] == [
        None
    ] * 5


@pytest.mark.parametrize(
    ("row", "first"),
    [
        ("0045 | 05839 | 8 | JS | IT 1 | withdrawn", ("IT 1", "withdrawn")),
        ("0045 | 05839 | 1 | JS | | ", (None, "examined unit")),
        ("0102 | 04663 | 1 | JS | L4 1 | submitted", ("L4 1", None)),
        ("0045 | 05839 | 8 | JS | IT 9 | ", (None, None)),
    ],
)
def test_withdrawn_examined_verified_and_unplaced_claims_have_no_days(row: str, first: tuple[str | None, ...]) -> None:
    (found,) = shown(Claim, claims("Visit | Claim status", row))
    assert (found["Visit these dates follow"], found["Assessment"]) == first
    assert (found["Make entries by"], found["Submit claims by"], found["Sample request"], found["Sample list"]) == (
        None,
    ) * 4


@pytest.mark.parametrize(
    ("row", "keep"),
    [
        (" | | | ", None),
        ("2026-11-02 | | | ", "certificates are issued"),
        ("2026-11-02 | 2026-12-12 | | ", "after 12 Dec 2026"),
        ("2026-11-02 | 2026-12-12 | 2027-01-20 | ", "after 20 Jan 2027"),
        ("2026-11-02 | 2026-12-12 | | 2027-01-20", "disposed of"),
        ("0102 | 04663 | 1 | JS | 2026-11-02 | 2026-12-12 | | ", None),  # S65 is about Cambridge Technicals
        ("0045 | 05839 | 1 | JS | 2026-11-02 | | | ", None),  # examined
    ],
)
def test_until_when_work_is_kept(row: str, keep: str | None) -> None:
    columns = "Claimed on | Certificate issued on | Review closed on | Work disposed of on"
    (found,) = shown(Claim, claims(columns, row))
    assert found["Keep work until"] == keep


def test_for_an_eqa_visit_nothing_is_uploaded_even_where_it_is_virtual() -> None:
    eqa = "Visits\n| Visit | Entry code | Visit date | Type |\n| L4 1 | 04663 | 2027-03-12 | virtual |\n"
    row = "0102 | 04663 | 1 | JS | L4 1 | 2027-01-20 | 2027-02-01 | 2027-02-10"
    (found,) = shown(Claim, eqa + claims("Visit | Claimed on | Sample requested on | Sample uploaded on", row))
    assert [found[one] for one in ("Sample request", "Upload", "Sample list")] == [None] * 3


FIELDS = {
    "Visit": ("IT 1", "IT 2"), "Unit number": ("8", "1"), "Claim status": ("planned", "withdrawn"), "Grade": ("M", "P"),
    "Confirmed grade": ("", "P"), "Assessed on": ("", "2027-01-20"), "Claimed on": ("", "2027-01-20"),
    "Sample requested on": ("", "2027-01-25"), "Sample uploaded on": ("", "2027-01-28"), "Results published on": ("", "2027-01-28"),
    "Certificate issued on": ("", "2027-01-29"), "Review closed on": ("", "2027-01-30"), "Work disposed of on": ("", "2027-01-31"),
}  # fmt: skip
BEGUN: dict[str, dict[str, str]] = {
    "planned": {},
    "asked for": {"Sample requested on": "2027-01-25", "Claimed on": "2027-01-20"},
    "over": {"Claimed on": "2027-01-20", "Confirmed grade": "P", "Grade": "M", "Certificate issued on": "2026-12-01"},
}


@pytest.mark.parametrize("begun", BEGUN)
def test_claims_that_differ_in_one_cell_do_not_share_what_stands_beside_them(begun: str) -> None:
    """Claims that are alike are worked out once: what stands beside each is what stands there if it is asked for alone."""
    usual = {**{field: values[0] for field, values in FIELDS.items()}, **BEGUN[begun]}
    rows = [usual, *({**usual, field: other} for field, (_, other) in FIELDS.items())]
    heads = "| Candidate number | Entry code | Assessor | " + " | ".join(FIELDS) + " |"
    lines = [f"| 0045 | 05839 | JS | {' | '.join(row.values())} |" for row in rows]
    two = visits("Visit date | Type", "2027-03-11 | virtual", "IT 2 | IT | 2027-05-11 | virtual")
    report = report_of("\n".join(["Claims", heads, *lines, ""]) + two)
    together = AddedColumns(report)
    for claim in report.book.claims:
        assert together.of(claim) == AddedColumns(report).of(claim), claim


# -- candidates


def sized(required: str, unit: str, groups: str = "mandatory optional") -> str:
    one, two = groups.split()
    return f"""
    Qualifications
    | Entry code | Family               | Subject area | Quality assurer | Size required | Size unit |
    | 05839      | Cambridge Technicals | IT           | M. Moderator    | {required}    | {unit}    |

    Units
    | Entry code | Unit number | Assessment | Size | Group |
    | 05839      | 8           | moderated  | #60  | {one} |
    | 05839      | 9           | moderated  | #30  | {two} |
    """


@pytest.mark.parametrize(
    ("text", "size", "award"),
    [
        ("", "Not known", "Not known: add Size required on Qualifications"),
        (sized("#90", "GLH"), "60 of 90 GLH", "30 GLH to go"),
        (sized("#60", "GLH"), "60 of 60 GLH", "complete"),
        (sized("#1", "units"), "1 of 1 units", "complete"),
        (sized("#60", "GLH", "optional mandatory"), "60 of 60 GLH", "mandatory unit 9 missing"),
        (sized("#60", "GLH", "optional optional"), "60 of 60 GLH", "complete"),
        (sized("#60", "GLH", "mandatory mandatory"), "60 of 60 GLH", "mandatory unit 9 missing"),
        (
            sized("#60", "GLH", "mandatory Pathway-A"),
            "60 of 60 GLH",
            "Enough GLH or credits; mandatory units not checked",
        ),
        (
            sized("#60", "GLH").replace("#60  |", "     |"),
            "Not known",
            "Not known: add GLH or credits for every unit on Units",
        ),
    ],
)
def test_progress_towards_the_award_is_told_only_where_the_sheets_say_enough(text: str, size: str, award: str) -> None:
    rows = ("2026-11-02 | confirmed", "0045 | 05839 | 9 | JS | 2027-01-20 | submitted")
    row = shown(Candidate, text + claims("Claimed on | Claim status", *rows))[0]
    assert row["Entered for"] == "05839"
    assert row["Units claimed"] == 2
    assert (row["GLH or credits: achieved / required"], row["Award"]) == (size, award)


def test_with_several_codes_each_is_told_and_withdrawn_ones_are_not() -> None:
    rows = [f"0045 | {code} | | full award | 2026-10-01 | {gone}" for code, gone in
            (("05839", ""), ("05835", ""), ("05355", "2026-11-01"))]  # fmt: skip
    row = shown(Candidate, entries(*rows))[0]
    assert row["Entered for"] == "05839, 05835"
    assert row["GLH or credits: achieved / required"] == "05839: Not known; 05835: Not known"


def test_a_code_that_is_not_listed_has_progress_that_is_not_known() -> None:
    assert award_progress(report_of().book, "09999", []).size == "Not known"


# -- staff


def test_a_member_of_staff_has_counts_and_the_visits_he_or_she_is_away_from() -> None:
    text = """
    Assessors
    | Assessor | Name       | Unavailable from | Unavailable to |
    | JS       | Jo Smith   | 2027-03-08       | 2027-03-11     |
    | PT       | Pat Taylor | 2027-03-12       |                |
    """
    rows = (
        "IT 1 | ",
        "0046 | 05839 | 8 | Jo Smith | IT 1 | ",
        "0046 | 05839 | 9 | PT | IT 1 | ",
        "0046 | 05839 | 1 | JS | IT 1 | ",  # examined
        "0046 | 05839 | 9 | JS | IT 1 | withdrawn",
    )
    found = shown(Assessor, text + claims("Visit | Claim status", *rows))
    assert [(row["Portfolios this year"], row["Portfolios at next visit"]) for row in found] == [(2, 2), (1, 1)]
    assert [row["Away for these visits"] for row in found] == ["IT 1 on 11 Mar 2027", None]


@pytest.mark.parametrize(
    ("away", "is_away"),
    [
        ("2027-03-10 | 2027-03-11", True),
        ("2027-03-11 | 2027-03-12", True),
        ("2027-03-11 | ", True),
        ("2027-03-12 | 2027-03-14", False),
        ("2027-03-01 | 2027-03-10", False),
    ],
)
def test_staff_are_away_from_the_first_day_to_the_last(away: str, is_away: bool) -> None:
    text = f"Assessors\n| Assessor | Name | Unavailable from | Unavailable to |\n| JS | Jo Smith | {away} |\n"
    (row,) = shown(Assessor, text + claims("Visit", "IT 1"), dt.date(2027, 3, 11))
    assert row["Away for these visits"] == ("IT 1 on 11 Mar 2027" if is_away else None)
    assert row["Portfolios at next visit"] == 1


def test_visits_of_one_day_are_told_in_the_order_of_their_rows() -> None:
    text = visits("Visit date", "IT 1 | IT | 2027-03-11", "IT 2 | IT | 2027-03-11", "IT 3 | IT | 2027-03-10")
    away = "Assessors\n| Assessor | Name | Unavailable from | Unavailable to |\n| JS | Jo Smith | 2027-03-10 | 2027-03-11 |\n"
    rows = [f"004{number} | 05839 | 8 | JS | IT {number}" for number in (2, 1, 3)]
    (row,) = shown(Assessor, text + away + claims("Visit", *rows))
    assert row["Away for these visits"] == "IT 3 on 10 Mar 2027; IT 1 on 11 Mar 2027; IT 2 on 11 Mar 2027"


def test_portfolios_of_another_year_or_of_a_visit_that_is_over_are_not_to_come() -> None:
    text = visits("Visit date", "IT 0 | IT | 2026-05-20", "IT 1 | IT | 2026-11-12")
    (js, _) = shown(Assessor, text + claims("Visit", "IT 0", "IT 1"))
    assert (js["Portfolios this year"], js["Portfolios at next visit"]) == (1, 0)


def test_an_entry_without_claims_waits_for_a_visit_that_is_still_to_come() -> None:
    text = """
Visits
| Visit | Subject area | Entry code | Visit date | Type    |
| IT 0  | IT           |            | 2026-12-01 | virtual |
| IT 1  | IT           |            | 2027-03-11 | virtual |
"""
    report = report_of(text)
    entries = [row for row in report.book.entries if row.entry_code == "05839"]
    shown = [row.values for _, row in AddedColumns(report).rows(entries)]
    assert [values[3] for values in shown] == ["IT 1 (chosen)"] * 2


def test_work_whose_grade_was_changed_is_kept_while_a_review_can_be_asked_for() -> None:
    text = """
Claims
| Candidate number | Entry code | Unit number | Assessor | Grade | Claimed on | Visit | Claim status | Confirmed grade | Certificate issued on |
| 0045 | 05839 | 8 | JS | M | 2027-02-20 | IT 1 | confirmed | P | 2027-04-01 |
| 0046 | 05839 | 8 | JS | M | 2027-02-20 | IT 1 | confirmed | M | 2027-04-01 |
"""
    report = report_of(text, as_of=dt.date(2027, 5, 1))
    assert [row.values[10] for _, row in AddedColumns(report).rows(report.book.claims)] == [
        "after 11 Jun 2027",
        "after 1 Apr 2027",
    ]


def test_work_of_no_visit_is_kept_until_its_certificate_though_its_grade_was_changed() -> None:
    heads = "Visit | Grade | Claimed on | Claim status | Confirmed grade | Certificate issued on"
    (row,) = shown(Claim, claims(heads, "IT 9 | M | 2027-02-20 | confirmed | P | 2027-04-01"), dt.date(2027, 5, 1))
    assert row["Keep work until"] == "after 1 Apr 2027"
