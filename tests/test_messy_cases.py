"""The messy cases of visits, entries, claims and people, of the 25 that centres' workbooks are full of, and what their owner gets."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from messy_centre import (
    CANDIDATES,
    CLAIMS,
    ENTRIES,
    EQA_VISITS,
    OTHERS,
    VISITS,
    book_of_bytes,
    candidate,
    claim,
    it_visit,
    told,
    unit_8,
)
from openpyxl import Workbook as OpenpyxlWorkbook
from workbooks import BASE, ONLY_UNIT_8, fires, parse, quiet, report_of, silent

from ocr_sheets.model.records import Need, VisitStatus, VisitType
from ocr_sheets.report import make_report
from ocr_sheets.rulebook import load_rulebook
from ocr_sheets.schedule.deadlines import What


def test_nothing_is_wrong_with_the_workbook_that_the_cases_are_made_of() -> None:
    assert told(report_of()) == []


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
