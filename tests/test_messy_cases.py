"""The 25 messy cases that centres' workbooks are full of, each with a workbook of its own and what its owner gets."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import pytest
import xlsxwriter
from openpyxl import Workbook as OpenpyxlWorkbook, load_workbook
from workbooks import AS_OF, BASE, ONLY_UNIT_8, centre, fires, parse, quiet, report_of, silent

from ocr_sheets.model.book import Book
from ocr_sheets.model.records import Grade, Need, VisitStatus, VisitType
from ocr_sheets.patching import Workbook
from ocr_sheets.reading import read_book
from ocr_sheets.report import Report, make_report
from ocr_sheets.rulebook import load_rulebook
from ocr_sheets.schedule.deadlines import What
from ocr_sheets.validate import check, validate

CLAIMS = "Claims\n| Candidate number | Entry code | Unit number | Assessor | Standardised by | Grade | Claimed on | Visit | Claim status |\n"
CANDIDATES = "Candidates\n| Candidate number | Surname | Forenames | ULN | UCI | Results needed by | Notes |\n"
ENTRIES = "Entries\n| Candidate number | Entry code | Unit number | Entry type | Entered on | Withdrawn on |\n"
VISITS = (
    "Visits\n| Visit | Subject area | Entry code | Visit date | Type | Type told on | Status | Booked on | Notes |\n"
)
EQA_VISITS = "| L4 1 | | 04663 | 2027-03-12 | | | confirmed | | |\n| L4 2 | | 04663 | 2027-06-11 | | | planned | | |\n"


def claim(
    number: str = "0045",
    code: str = "05839",
    unit: str = "8",
    assessor: str = "JS",
    by: str = "PT",
    grade: str = "M",
    claimed: str = "2027-01-20",
    visit: str = "IT 1",
    status: str = "submitted",
) -> str:
    return f"| {number} | {code} | {unit} | {assessor} | {by} | {grade} | {claimed} | {visit} | {status} |\n"


def it_visit(
    name: str = "IT 1",
    day: str = "2027-03-11",
    kind: str = "virtual",
    status: str = "planned",
    booked: str = "",
    notes: str = "",
) -> str:
    return f"| {name} | IT | | {day} | {kind} | 2026-06-01 | {status} | {booked} | {notes} |\n"


def candidate(number: str = "0045", uln: str = "", uci: str = "", needed: str = "", notes: str = "") -> str:
    return f"| {number} | Adams | Ali {number} | {uln} | {uci} | {needed} | {notes} |\n"


OTHERS = candidate("0046") + candidate("0102")


def unit_8(*numbers: str) -> str:
    """Entries for the one unit that the rows claim, so that nothing else is waited for."""
    return ENTRIES + "".join(f"| {number} | 05839 | 8 | unit | 2026-10-01 | |\n" for number in numbers)


def told(report: Report, *codes: str) -> list[tuple[str, str, str]]:
    """What the workbook's owner is told: rule, cell and sentence; of some rules only, if they are named."""
    return [
        (one.rule.code, f"{one.sheet}!{one.cell.ref if one.cell else ''}", one.message)
        for one in report.findings
        if not codes or one.rule.code in codes
    ]


def book_of_bytes(data: bytes, as_of: dt.date = AS_OF) -> Book:
    return read_book(Workbook.from_bytes(data), as_of)


def test_nothing_is_wrong_with_the_workbook_that_the_cases_are_made_of() -> None:
    assert told(report_of()) == []


def test_case_1_entry_codes_stored_as_numbers_are_codes_with_their_zero() -> None:
    text = CLAIMS + claim(code="#5839") + claim(code="5839.0", unit="9") + claim("0102", "04663", "1", visit="L4 1")
    report = report_of(
        text
        + ENTRIES
        + "| 0045 | #5839 | | full award | 2026-10-01 | |\n| 0102 | 4663 | | full award | 2026-10-01 | |\n"
    )
    assert told(report) == []
    assert [row.entry_code for row in report.book.claims] == ["05839", "05839", "04663"]


def test_case_2_one_candidates_number_in_four_shapes_is_one_number() -> None:
    text = (
        "Candidates\n| Candidate number | Surname | Forenames |\n| #45 | Adams | Ali |\n| 4045.0 | Brown | Bea |\n| 0102 | Clarke | Cy |\n"
        + ENTRIES
        + "| 45  | 05839 | | full award | 2026-10-01 | |\n| #4045 | 05839 | | full award | 2026-10-01 | |\n| 0102 | 04663 | | full award | 2026-10-01 | |\n"
        + CLAIMS
        + claim("0045") + claim("4045.0") + claim("O045", unit="9")
    )  # fmt: skip
    report = report_of(text)
    assert [row.candidate_number for row in report.book.claims] == ["0045", "4045", "0045"]
    assert told(report) == [
        (
            "cell-nearly-right",
            "Claims!A4",
            "Candidate number: “O045” has a letter in place of a digit, and was read as 0045.",
        )
    ]


def test_case_3_ulns_in_every_shape_are_read_or_named() -> None:
    rows = {
        "#9276308686": None,
        "123 456 7890": "uln-check-digit",
        "9.27631E+09": "cell-unreadable",
        "9999999999": None,
        "681990012058G": "uln-shape",
        "A123456789012": "uln-shape",
    }
    text = (
        CANDIDATES + "".join(candidate(f"{45 + place:04}", uln) for place, uln in enumerate(rows)) + candidate("0102")
    )
    found = told(report_of(text), "uln-twice", "uln-shape", "uln-check-digit", "cell-unreadable")
    assert {place: code for code, place, _ in found} == {
        f"Candidates!D{row}": code for row, code in enumerate(rows.values(), start=2) if code
    }
    assert ("uln-shape", "Candidates!D6", "“681990012058G” is not a ULN. It looks like a UCI.") in found
    assert ("cell-unreadable", "Candidates!D4", "ULN: “9.27631E+09” has lost digits.") in found


def test_case_4_ucis_are_mended_where_the_check_letter_proves_it() -> None:
    ucis = ["68199OO12058G", "689990980001d", "68999098000", "68199 0 01 2058", "681990012058H"]
    text = (
        CANDIDATES
        + "".join(candidate(f"{45 + place:04}", uci=uci) for place, uci in enumerate(ucis))
        + candidate("0102")
    )
    report = report_of(
        "Centre\n| Centre number | 10101 |\n| Academic year | 2026/27 |\n" + text
    )  # a former school's number is no fault
    assert [row.uci for row in report.book.candidates][:4] == [
        "681990012058G",
        "689990980001D",
        "68999098000",
        "681990012058",
    ]
    assert [(code, place) for code, place, _ in told(report)] == [
        ("uci-shape", "Candidates!E4"),
        ("uci-check-letter", "Candidates!E6"),
        ("cell-nearly-right", "Candidates!E2"),
    ]


@pytest.mark.parametrize(
    ("day", "read", "code"),
    [
        ("2027-05-15", dt.date(2027, 5, 15), ""),
        ("15/05/2027", dt.date(2027, 5, 15), ""),
        ("#46522", dt.date(2027, 5, 15), ""),
        ("15 May 2027 09:30", dt.date(2027, 5, 15), ""),
        ("46522", dt.date(2027, 5, 15), "cell-nearly-right"),
        ("15/05/27", dt.date(2027, 5, 15), "date-order-unclear"),
        ("05/06/2027", dt.date(2027, 6, 5), "date-order-unclear"),
        ("05/15/2027", None, "cell-unreadable"),
        ("w/c 11 May", None, "cell-unreadable"),
        ("TBC", None, ""),
    ],
)
def test_case_5_a_date_in_any_shape_is_read_or_named(day: str, read: dt.date | None, code: str) -> None:
    report = report_of(VISITS + it_visit(day=day) + EQA_VISITS)
    assert report.book.visits[0].visit_date == read
    # Where one day is written month first, a true date that may have been turned round, such as 11 June, is asked about.
    turned = [("reading-unclear", "Visits!D3"), ("reading-unclear", "Visits!D4")] if day == "05/15/2027" else []
    assert [(rule, place) for rule, place, _ in told(report)] == ([(code, "Visits!D2")] if code else []) + turned
    to_come = [one.cell.ref for one in report.to_fill_in if one.cell and one.sheet == "Visits"]
    assert to_come == (["D2"] if day == "TBC" else [])


def test_case_5_a_file_that_counts_days_from_1904_has_the_days_that_excel_shows() -> None:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "date_1904": True})
    for name, rows in parse(BASE).items():
        sheet = book.add_worksheet(name)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if name == "Visits" and cell == "2027-03-11":
                    sheet.write_datetime(
                        row, column, dt.datetime(2027, 3, 11), book.add_format({"num_format": "dd/mm/yyyy"})
                    )
                elif name == "Visits" and cell == "2027-03-12":
                    sheet.write_number(row, column, 46458 - 1462)
                elif cell:
                    sheet.write_string(row, column, cell)
    book.close()
    assert [visit.visit_date for visit in book_of_bytes(file.getvalue()).visits][:2] == [
        dt.date(2027, 3, 11),
        dt.date(2027, 3, 12),
    ]


@pytest.mark.parametrize(
    ("day", "blocked", "year"),
    [
        ("2026-08-17", False, "2025/26"),
        ("2026-08-18", True, "2025/26"),
        ("2026-08-31", True, "2025/26"),
        ("2026-09-01", False, "2026/27"),
    ],
)
def test_case_6_the_last_two_weeks_of_august_are_blocked_and_september_is_the_next_allowance(
    day: str, blocked: bool, year: str
) -> None:
    report = report_of(VISITS + it_visit(day=day) + EQA_VISITS, dt.date(2026, 6, 15))
    assert [place for _, place, _ in told(report, "visit-in-late-august")] == (["Visits!D2"] if blocked else [])
    assert next(counted.label for counted in report.visits if counted.visit.name == "IT 1") == year


THREE = [
    ("IT 2012", "2026-11-12", "done"),
    ("IT 2016", "2027-03-11", "planned"),
    ("IT level 2", "2027-06-10", "planned"),
]


def test_case_7_a_third_visit_of_a_subject_area_is_chargeable_whatever_its_suite_or_level() -> None:
    text = VISITS + "".join(it_visit(name, day, status=status) for name, day, status in THREE) + EQA_VISITS
    assert told(report_of(text)) == [
        ("visit-chargeable", "Visits!D4", "Visit 3 for IT in 2026/27: 2 are free, this one is charged.")
    ]


@pytest.mark.parametrize(
    ("status", "notes", "name"),
    [("cancelled", "", "B"), ("Cancelled, moved to June", "", "B"), ("", "CANCELLED - snow", "B"), ("planned", "Cancelled by OCR", "B"), ("", "", "B (CANCELLED)")],
)  # fmt: skip
def test_case_8_a_cancelled_visit_left_in_place_does_not_count(status: str, notes: str, name: str) -> None:
    rows = (
        it_visit("A", "2026-11-12", status="done")
        + it_visit(name, status=status, notes=notes)
        + it_visit("C", "2027-06-10")
    )
    report = report_of(VISITS + rows + EQA_VISITS)
    assert report.book.visits[1].status is VisitStatus.CANCELLED
    assert [code for code, _, _ in told(report)] == ([] if status.casefold().startswith("c") else ["cell-nearly-right"])


def test_case_8_a_row_that_is_struck_through_does_not_count_and_that_is_said() -> None:
    report = make_report("centre.xlsx", book_of_bytes(_struck(2)), load_rulebook())
    assert told(report) == [
        ("cell-nearly-right", "Visits!A3", "This row is struck through, so B was read as cancelled.")
    ]


def _struck(row: int) -> bytes:
    """The small centre with three visits for IT, one of whose rows is struck through."""
    book = OpenpyxlWorkbook()
    book.remove(book.active) if book.active else None
    rows = (
        it_visit("A", "2026-11-12", status="done") + it_visit("B", status="") + it_visit("C", "2027-06-10") + EQA_VISITS
    )
    from openpyxl.styles import Font

    for name, cells in {**parse(BASE), **parse(VISITS + rows)}.items():
        sheet = book.create_sheet(name)
        for line in cells:
            sheet.append(
                [dt.date.fromisoformat(cell) if cell[4:5] == cell[7:8] == "-" else cell or None for cell in line]
            )
        if name == "Visits":
            for cell in sheet[row + 1]:
                cell.font = Font(strike=True)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_case_8_where_a_remark_and_the_status_disagree_neither_is_chosen() -> None:
    rows = it_visit("B", status="confirmed", notes="CANCELLED - snow") + EQA_VISITS
    assert told(report_of(VISITS + rows)) == [
        (
            "cell-unreadable",
            "Visits!I2",
            "“CANCELLED - snow” is in this row, and Status says confirmed: we cannot tell whether B goes ahead.",
        )
    ]
    for notes in ("not cancelled", "cancelled?", "to be cancelled if it snows", "was cancelled, now on again"):
        assert told(report_of(VISITS + it_visit("B", notes=notes) + EQA_VISITS)) == []


def test_case_9_a_shared_visit_listed_by_three_schools_counts_once_and_last_years_form_is_named() -> None:
    text = (
        "Centre\n| Centre number | 10101 |\n| Academic year | 2026/27 |\n| Consortium | North |\n"
        "| Consortium centres | 10101, 10102, 10103 |\n| Consortium form submitted | 2026-03-02 |\n"
        + VISITS + it_visit("A", "2026-11-12", status="done") + it_visit("B") * 3 + EQA_VISITS
    )  # fmt: skip
    assert told(report_of(text)) == [
        (
            "consortium-form-of-another-year",
            "Centre!B5",
            "The form of 2 Mar 2026 was completed in 2025/26; there are visits in 2026/27.",
        )
    ]


def test_case_10_an_entry_28_days_before_is_in_time_27_is_not_and_a_top_up_rests_on_the_first() -> None:
    def entered(day: str) -> list[tuple[str, str, str]]:
        rows = f"| 0045 | 05839 | | full award | {day} | |\n| 0102 | 04663 | | full award | 2026-10-01 | |\n"
        return told(report_of(ENTRIES + rows + CLAIMS + claim(status="planned", claimed=""), dt.date(2027, 2, 20)))

    assert entered("2027-02-10") == entered("2027-02-11") == []
    assert [(code, place) for code, place, _ in entered("2027-02-12")] == [("entry-under-four-weeks", "Entries!E2")]
    top_up = "| 0045 | 05839 | | full award | 2025-03-01 | |\n| 0045 | 05839 | | top-up | 2027-03-01 | |\n| 0102 | 04663 | | full award | 2026-10-01 | |\n"
    text = ENTRIES + top_up + CLAIMS + claim() + claim(unit="9")
    assert told(report_of(text, dt.date(2027, 3, 2))) == []


@pytest.mark.parametrize(
    ("claimed", "code"),
    [
        ("2027-02-24", ""),
        ("2027-02-25", ""),
        ("2027-02-26", "claim-under-two-weeks"),
        ("2027-03-12", "claim-under-two-weeks"),
        ("2026-10-01", ""),
        ("2026-09-30", "claim-before-entry"),
    ],
)
def test_case_11_a_claim_14_days_before_is_in_time_13_is_not_nor_is_one_before_its_entry(
    claimed: str, code: str
) -> None:
    found = told(report_of(ONLY_UNIT_8 + CLAIMS + claim(claimed=claimed), dt.date(2027, 3, 20)))
    assert [rule for rule, _, _ in found] == ([code] if code else [])


@pytest.mark.parametrize("name", ["O'Brien, Séan", "OBrien Sean", "SEAN O’BRIEN", "O Brien, Sean"])
def test_case_11_a_candidate_named_in_another_spelling_is_the_same_and_not_shown(name: str) -> None:
    people = "Candidates\n| Candidate number | Surname | Forenames |\n| 0045 | O'Brien | Séan |\n| 0046 | Brown | Bea |\n| 0102 | Clarke | Cy |\n"
    assert told(report_of(people + CLAIMS + claim(name))) == [
        (
            "name-nearly-right",
            "Claims!A2",
            "Candidate number: there is a name in place of the number, and we read it as 0045.",
        )
    ]
    assert [code for code, _, _ in told(report_of(people + CLAIMS + claim("Sean Brian")))][:1] == [
        "claim-candidate-unknown"
    ]


def test_case_12_examined_units_beside_an_award_are_right_in_2016_and_a_unit_beside_one_wrong_in_2012() -> None:
    rows = (
        "| 0045 | 05839 | | full award | 2026-10-01 | |\n| 0045 | 05839 | 1 | examined unit | 2026-10-01 | |\n"
        "| 0046 | 05355 | | full award | 2026-10-01 | |\n| 0046 | 05355 | 2 | unit | 2026-10-01 | |\n"
        "| 0102 | 04663 | | full award | 2026-10-01 | |\n"
    )
    assert [(code, place) for code, place, _ in told(report_of(ENTRIES + rows))] == [
        ("full-award-and-unit-2012", "Entries!D5")
    ]


def test_case_13_of_two_units_beside_a_full_award_the_withdrawn_one_is_left_alone() -> None:
    rows = (
        "| 0045 | 05839 | | full award | 2026-10-01 | |\n| 0102 | 04663 | | full award | 2026-10-01 | |\n"
        "| 0102 | 04663 | 1 | unit | 2026-10-01 | |\n| 0102 | 04663 | 2 | unit | 2026-10-01 | 2027-01-10 |\n"
    )
    assert [(code, place) for code, place, _ in told(report_of(ENTRIES + rows))] == [
        ("full-award-and-unit-verified", "Entries!D4")
    ]


@pytest.mark.parametrize(
    ("grades", "wrong"),
    [
        ([("P", "confirmed"), ("M", "submitted")], False),
        ([("M", "confirmed"), ("M", "submitted")], True),
        ([("D", "confirmed"), ("P", "submitted")], True),
        ([("M", "withdrawn by moderator"), ("M", "submitted")], False),
        ([("R", "withdrawn"), ("P", "confirmed"), ("M", "confirmed"), ("D", "submitted")], False),
    ],
)
def test_case_14_a_unit_may_be_claimed_again_for_a_higher_grade_as_often_as_that(
    grades: list[tuple[str, str]], wrong: bool
) -> None:
    rows = [
        claim(grade=grade, status=status, claimed=f"2026-{['10-05', '10-25', '11-15', '12-05'][place]}", visit="")
        for place, (grade, status) in enumerate(grades)
    ]
    found = told(report_of(CLAIMS + "".join(rows)), "reclaim-not-higher")
    assert [place for _, place, _ in found] == ([f"Claims!F{len(rows) + 1}"] if wrong else [])


@pytest.mark.parametrize(
    ("written", "grade", "code"),
    [
        ("Dist", Grade.DISTINCTION, ""),
        ("Pass ", Grade.PASS, ""),
        ("m", Grade.MERIT, ""),
        ("U", Grade.UNCLASSIFIED, ""),
        ("N/A", None, ""),
        ("-", None, ""),
        ("D*", Grade.DISTINCTION_STAR, "grade-not-for-unit"),
        ("R", None, "reading-unclear"),
        ("near pass", Grade.NEAR_PASS, "grade-not-for-unit"),
        ("Near pass", Grade.NEAR_PASS, "grade-not-for-unit"),
        ("Distintion", Grade.DISTINCTION, "cell-nearly-right"),
        ("predicted M", None, "cell-unreadable"),
    ],
)
def test_case_15_grades_as_people_write_them_are_read_and_d_star_is_no_units(
    written: str, grade: Grade | None, code: str
) -> None:
    report = report_of(CLAIMS + claim(grade=written, claimed="", status="planned"))
    assert report.book.claims[0].grade is grade
    assert [(rule, place) for rule, place, _ in told(report)] == ([(code, "Claims!F2")] if code else [])


def test_case_16_an_examined_unit_on_a_moderation_claim_is_named() -> None:
    assert told(report_of(CLAIMS + claim(unit="Unit 01"))) == [
        ("examined-unit-claimed", "Claims!C2", "Unit 1 of 05839 is an examined unit.")
    ]


@pytest.mark.parametrize(
    ("assessor", "code"),
    [
        ("JS", ""),
        ("Jo Smith", ""),
        ("Smith, J", "name-nearly-right"),
        ("JS/PT", "reading-unclear"),
        ("JS & PT", "reading-unclear"),
        ("Smith, J and Taylor, P", "reading-unclear"),
        ("M. Moderator", "moderator-as-assessor"),
    ],
)
def test_case_17_an_assessor_is_one_person_by_whatever_name_and_not_the_moderator(assessor: str, code: str) -> None:
    found = told(report_of(CLAIMS + claim(assessor=assessor)))
    assert [(rule, place) for rule, place, _ in found] == ([(code, "Claims!D2")] if code else [])


def test_case_17_an_assessor_who_is_also_the_iqa_is_a_query() -> None:
    found = told(report_of(CLAIMS + claim("0102", "04663", "1", assessor="JS", by="Smith, Jo", visit="L4 1")))
    assert [(code, place) for code, place, _ in found] == [
        ("name-nearly-right", "Claims!E2"),
        ("same-person-assesses-and-assures", "Claims!E2"),
    ]


@pytest.mark.parametrize(("count", "at_most"), [(3, 3), (6, 6), (7, 6), (40, 6)])
def test_case_18_of_however_many_portfolios_six_at_most_can_be_asked_for(count: int, at_most: int) -> None:
    numbers = [f"{number:04}" for number in range(200, 200 + count)]
    text = (
        CANDIDATES + "".join(map(candidate, numbers)) + OTHERS
        + unit_8(*numbers)
        + CLAIMS + "".join(claim(number) for number in numbers)
    )  # fmt: skip
    report = report_of(text)
    assert [(one.assessor, one.portfolios, one.at_most, len(one.first)) for one in report.samples] == [
        ("JS", count, at_most, at_most)
    ]
    assert told(report) == []


def test_case_18_one_portfolio_with_two_assessors_is_named_and_one_without_claims_at_the_visit_has_no_list() -> None:
    report = report_of(
        unit_8("0045", "0046")
        + CLAIMS + claim(assessor="JS & PT") + claim("0046", assessor="PT", by="JS", claimed="2027-03-12", visit=""),
        dt.date(2027, 3, 20),
    )  # fmt: skip
    assert [code for code, _, _ in told(report)] == ["reading-unclear"]
    assert [one.portfolios for one in report.samples if one.assessor == "PT"] == []
    assert "JS" not in [one.assessor for one in report.samples]


@pytest.mark.parametrize(
    ("kind", "read", "found"),
    [
        ("F2F", VisitType.FACE_TO_FACE, []),
        ("in-centre", VisitType.FACE_TO_FACE, []),
        ("Teams", VisitType.VIRTUAL, [("sample-not-uploaded", "Claims!F3")]),
        ("Virtaul", VisitType.VIRTUAL, [("sample-not-uploaded", "Claims!F3"), ("cell-nearly-right", "Visits!E2")]),
        ("Hybrid", None, [("cell-unreadable", "Visits!E2")]),
        ("", None, [("visit-type-missing", "Visits!E2")]),
    ],
)
def test_case_19_an_upload_is_asked_for_only_where_the_visit_is_virtual(
    kind: str, read: VisitType | None, found: list[tuple[str, str]]
) -> None:
    text = (
        VISITS + it_visit(kind=kind, status="confirmed") + EQA_VISITS + unit_8("0045", "0046")
        + "Claims\n| Candidate number | Entry code | Unit number | Assessor | Sample requested on | Sample uploaded on | Visit | Claimed on |\n"
        "| 0045 | 05839 | 8 | JS | 2027-03-01 | 2027-03-05 | IT 1 | 2027-01-20 |\n| 0046 | 05839 | 8 | JS | 2027-03-01 | | IT 1 | 2027-01-20 |\n"
    )  # fmt: skip
    report = report_of(text, dt.date(2027, 3, 9))
    assert report.book.visits[0].type is read
    assert [(code, place) for code, place, _ in told(report)] == found


@pytest.mark.parametrize(
    ("day", "booked", "needed", "notes", "found"),
    [
        ("2027-06-30", "2027-05-15", "UCAS", "", []),
        ("2027-07-01", "2027-05-15", "UCAS", "", ["final-visit-after-june"]),
        ("2027-06-24", "2027-05-16", "UCAS", "", ["final-visit-booked-late"]),
        ("2027-07-01", "2027-05-15", "", "UCAS offer from Leeds", ["final-visit-after-june", "cell-nearly-right"]),
        ("2027-07-01", "2027-05-15", "", "not applying to UCAS", []),
        ("2027-07-01", "2027-05-15", "no", "UCAS next year", []),
        ("2027-07-01", "2027-05-15", "", "", []),
        ("2027-07-01", "2027-05-15", "summer 2028", "Year 12", []),
    ],
)
def test_case_20_who_needs_summer_results_needs_a_visit_by_30_june_booked_by_15_may(
    day: str, booked: str, needed: str, notes: str, found: list[str]
) -> None:
    text = (
        VISITS + it_visit(day=day, status="confirmed", booked=booked) + EQA_VISITS
        + CANDIDATES + candidate(needed=needed, notes=notes) + OTHERS + CLAIMS + claim()
    )  # fmt: skip
    report = report_of(text, dt.date(2027, 5, 17))
    assert [code for code, _, _ in told(report)] == found
    if "cell-nearly-right" in found:
        assert report.book.candidates[0].results_needed == Need()
        assert not any("Leeds" in sentence for _, _, sentence in told(report))


def test_case_21_dcs_that_begins_early_and_claims_without_it_after_the_last_visit_are_advice() -> None:
    qualifications = (
        "Qualifications\n| Entry code | Family | Subject area | Quality assurer | Approved on | Approval visit on | DCS from | First delivered on |\n"
        "| 05839 | Cambridge Technicals | IT | M. Moderator | | | | |\n"
        "| 04663 | Verified | Careers | E. Assurer | 2026-01-10 | 2026-01-05 | {} | 2026-01-10 |\n"
        "| 04664 | Verified | Careers 6 | E. Assurer | 2026-01-10 | 2026-01-05 | | 2026-01-10 |\n"
    )
    text = (
        VISITS + it_visit() + EQA_VISITS + "| L6 1 | | 04664 | 2026-11-12 | | | done | | |\n| L6 2 | | 04664 | 2027-01-12 | | | done | | |\n"
        "Units\n| Entry code | Unit number | Assessment |\n| 05839 | 8 | moderated |\n| 04663 | 1 | verified |\n| 04664 | 1 | verified |\n"
        + ENTRIES + "| 0102 | 04663 | | full award | 2026-10-01 | |\n| 0046 | 04664 | | full award | 2026-10-01 | |\n"
        + CLAIMS + claim("0102", "04663", "1", visit="", claimed="2027-06-20") + claim("0046", "04664", "1", visit="", claimed="2027-01-20")
    )  # fmt: skip
    seven_months = told(report_of(qualifications.format("2026-08-10") + text, dt.date(2027, 7, 1)))
    assert [(code, place) for code, place, _ in seven_months] == [
        ("dcs-early", "Qualifications!G3"),
        ("claim-after-last-eqa-visit", "Claims!G3"),
    ]
    without = told(report_of(qualifications.format("") + text, dt.date(2027, 7, 1)), "claim-after-last-eqa-visit")
    assert [place for _, place, _ in without] == ["Claims!G2", "Claims!G3"]
    fires("dcs-early", qualifications.format("2026-08-10") + text, "Qualifications!G3", as_of=dt.date(2027, 7, 1))
    quiet("dcs-early", qualifications.format("2027-01-10") + text, as_of=dt.date(2027, 7, 1))


def test_case_22_one_eqa_visit_is_too_few_and_its_decision_days_pass_over_the_bank_holidays() -> None:
    report = report_of(
        VISITS + it_visit() + EQA_VISITS.splitlines()[0].replace("2027-03-12", "2026-12-23") + "\n",
        dt.date(2026, 12, 1),
    )
    assert [code for code, _, _ in told(report)] == ["fewer-than-two-eqa-visits"]
    assert [line.date for line in report.lines if line.what is What.EQA_DECISION_BY] == [dt.date(2027, 1, 4)]


def test_case_22_two_eqa_visits_in_one_month_leave_later_claims_without_one() -> None:
    rows = "| L4 1 | | 04663 | 2026-11-05 | | | done | | |\n| L4 2 | | 04663 | 2026-11-25 | | | done | | |\n"
    awards = "Qualifications\n" + "".join(
        f"| {' | '.join(row)} | {'DCS from' if row[0] == 'Entry code' else ''} |\n"
        for row in parse(BASE)["Qualifications"]
    )
    text = awards + VISITS + it_visit() + rows + CLAIMS + claim("0102", "04663", "1", visit="", claimed="2027-01-20")
    assert [(code, place) for code, place, _ in told(report_of(text))] == [("claim-after-last-eqa-visit", "Claims!G2")]
    quiet("fewer-than-two-eqa-visits", text)


def test_case_23_titles_two_heading_rows_totals_blanks_and_an_old_sheet_leave_excels_rows() -> None:
    rows = parse(BASE)["Visits"]
    text = "Visits\n| Moderation plan 2026/27 |\n|\n" + "".join(
        f"| {' | '.join(row)} |\n|\n"
        for row in [rows[0], ["IT 1", "IT", "", "TBC", "Teams", "", "", ""], rows[2], rows[3], ["Total", "3"]]
    )
    old = "DO NOT USE old claims\n" + CLAIMS.split("\n", 1)[1] + claim("9999")
    report = report_of(text + old)
    assert told(report) == []
    assert [one.cell.ref for one in report.to_fill_in if one.cell and one.sheet == "Visits"] == ["D5"]
    assert len(report.book.visits) == 3


def test_case_23_a_column_in_another_order_with_a_spacer_is_found_by_its_heading() -> None:
    text = "Visits\n| Type | | Date of visit | Visit no | | Sector |\n| F2F | | 2027-03-11 | IT 1 | | IT |\n"
    (visit,) = report_of(text).book.visits
    assert (visit.name, visit.visit_date, visit.type) == ("IT 1", dt.date(2027, 3, 11), VisitType.FACE_TO_FACE)


def test_case_24_errors_and_formulas_without_a_value_are_named_and_everything_else_of_the_file_survives(
    tmp_path: Path,
) -> None:
    source, out = tmp_path / "centre.xlsx", tmp_path / "out.xlsx"
    book = xlsxwriter.Workbook(source)
    for name, rows in parse(BASE).items():
        sheet = book.add_worksheet(name)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                sheet.write_string(row, column, cell) if cell else None
        if name == "Visits":
            sheet.write_formula("D2", "=VLOOKUP(A2,Nowhere!A:B,2,FALSE)", None, "#REF!")
            sheet.write_formula("D3", '=IFERROR(DATE(2027,3,12),"")', None, 46458)
            sheet.write_formula("D4", "=D3+91", None, 46549)
            sheet.data_validation("E2:E9", {"validate": "list", "source": ["virtual", "face-to-face"]})
            sheet.conditional_format("D2:D9", {"type": "no_blanks"})
            sheet.write_comment("A2", "Ask Jo")
    book.close()
    report = validate(source, out, AS_OF)
    assert [(code, place) for code, place, _ in told(report)] == [("cell-error-value", "Visits!D2")]
    assert [visit.visit_date for visit in report.book.visits][1:] == [dt.date(2027, 3, 12), dt.date(2027, 6, 11)]
    kept = load_workbook(out)["Visits"]
    assert kept["D2"].value == "=VLOOKUP(A2,Nowhere!A:B,2,FALSE)"
    assert len(kept.data_validations.dataValidation) == 1
    assert "D2:D9" in [str(one.sqref) for one in kept.conditional_formatting]
    assert kept["A2"].comment is not None


def test_case_24_a_file_that_a_library_wrote_has_no_stored_values_and_says_so() -> None:
    book = load_workbook(io.BytesIO(centre()))
    book["Visits"]["D2"] = "=DATE(2027,3,11)"
    file = io.BytesIO()
    book.save(file)
    report = check(Workbook.from_bytes(file.getvalue()), "centre.xlsx", AS_OF).report
    assert told(report) == [
        ("cell-error-value", "Visits!D2", "Visit date is a formula whose result is not stored in the file.")
    ]


def test_case_25_titles_numbers_and_codes_that_do_not_belong_together_are_named() -> None:
    text = (
        "Qualifications\n| Entry code | QAN | Title | Family | Suite | Subject area | Quality assurer | Approved on | Approval visit on |\n"
        "| 05839 | 600-4227-8 | IT | Cambridge Technicals | 2016 | IT | M. Moderator | | |\n"
        "| 05355 | | OCR  Level 3 Cambridge Technical Diploma  in IT  | Cambridge Technicals | 2012 | IT | M. Moderator | | |\n"
        "| 05835 | | Business | Cambridge Technicals | 2016 | Business | | | |\n"
        "| 04512 | | Careers | Verified | | Careers | E. Assurer | 2026-01-10 | 2026-01-05 |\n"
        "| 04663 | 60375607 | Careers | Verified | | Careers | E. Assurer | 2026-01-10 | 2026-01-05 |\n"
    )
    report = report_of(text)
    assert [row.qan for row in report.book.qualifications] == ["600/4227/8", None, None, None, "603/7560/7"]
    assert [(code, place) for code, place, _ in told(report)] == [
        ("qan-of-another-qualification", "Qualifications!B2"),
        ("old-entry-code", "Qualifications!A5"),
    ]
    fires(
        "title-in-two-suites",
        text.replace(
            "| 05839 | 600-4227-8 | IT ", "| 05999 | | OCR  Level 2 Cambridge Technical Certificate in IT "
        ).replace("| 2016 | IT |", "| | IT |"),
        "Qualifications!C2",
    )


def test_case_25_rows_of_other_boards_and_qualifications_are_named_once_and_left_alone() -> None:
    text = (
        "Qualifications\n" + "\n".join(f"| {' | '.join(row)} |" for row in parse(BASE)["Qualifications"]) + "\n"
        "| J817 | Cambridge Nationals in Digital Information Technologies | Cambridge Technicals | | 2 | Nationals | | | |\n"
        + CLAIMS + claim(code="J817", unit="R081", visit="")
    )  # fmt: skip
    found = told(report_of(text))
    assert [(code, place) for code, place, _ in found][:1] == [
        ("not-an-ocr-qualification-covered-here", "Qualifications!A6")
    ]
    for code in ("claim-unit-unknown", "entry-code-shape", "entry-code-unlisted", "claim-without-entry"):
        silent(code, text)
