"""The messy cases of cells and sheets, of the 25 that centres' workbooks are full of: numbers, dates, grades, headings, errors."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import pytest
import xlsxwriter
from messy_centre import (
    CANDIDATES,
    CLAIMS,
    ENTRIES,
    EQA_VISITS,
    VISITS,
    book_of_bytes,
    candidate,
    claim,
    it_visit,
    told,
)
from openpyxl import load_workbook
from workbooks import AS_OF, BASE, centre, parse, report_of

from ocr_sheets.model.records import Grade, VisitType
from ocr_sheets.patching import Workbook
from ocr_sheets.validate import check, validate


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
