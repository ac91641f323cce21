"""Case 23 of the messy cases: tables as they really stand on sheets. Each layout in a workbook of its own."""

from __future__ import annotations

import datetime as dt
import io
import time
import zipfile
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st
from messy import (
    CLAIM_HEADS,
    CLAIM_ROWS,
    added,
    annotated,
    at_cells,
    claims,
    messy,
    opened,
    put,
    read,
    stays_the_same,
    table,
)
from tries import tries
from workbooks import AS_OF

from ocr_sheets.model.book import Book
from ocr_sheets.model.reading_facts import Fault
from ocr_sheets.model.reading_words import issue_words, remark_words, why_words
from ocr_sheets.model.records import Assessor, Candidate, Claim, Closure, Unit, Visit
from ocr_sheets.model.tables import IssueKind
from ocr_sheets.patching import Workbook
from ocr_sheets.validate import check

Rows = list[list[Any]]
LATE = "claim-under-two-weeks"


def numbers(book: Book) -> list[tuple[str, int, str | None]]:
    return [(claim.sheet, claim.row, claim.candidate_number) for claim in book.claims]


def asides(book: Book) -> dict[str, str]:
    return {one.sheet: why_words(one.why) for one in book.set_aside}


def remarks(book: Book, sheet: str) -> list[str]:
    return [remark_words(remark) for one in book.tables if one.sheet == sheet for remark in one.remarks]


# -- headings


def test_below_a_logo_a_title_and_a_merged_banner() -> None:
    def write(book: Any, day: Any) -> None:
        sheet = book.add_worksheet("Claims")
        sheet.merge_range(0, 0, 2, 6, "HILL COLLEGE", book.add_format({"bold": True}))
        sheet.merge_range(3, 0, 3, 6, "Claims and grades for moderation 2026/27", None)
        put(sheet, day, 4, 0, ["Last updated", dt.date(2027, 1, 30)])
        for number, row in enumerate([CLAIM_HEADS, *CLAIM_ROWS], start=6):
            put(sheet, day, number, 0, row)

    data = messy(write)
    assert numbers(read(data)) == [("Claims", 8, "0045"), ("Claims", 9, "0046")]
    assert at_cells(stays_the_same(data), LATE) == ["Claims!F8"]


def test_headings_over_two_lines_with_merged_groups_are_read_together() -> None:
    def write(book: Any, day: Any) -> None:
        sheet = book.add_worksheet("Claims")
        for column, text in enumerate(["Candidate number", "Entry code", "Unit number"]):
            sheet.merge_range(1, column, 2, column, text, None)
        sheet.merge_range(1, 3, 1, 4, "Claim", None)
        sheet.merge_range(1, 5, 1, 6, "Assessment", None)
        put(sheet, day, 2, 3, ["status", "date", "date", "Assessor"])
        put(sheet, day, 3, 0, ["0045", "05839", "8", "submitted", dt.date(2027, 2, 26), dt.date(2027, 1, 9), "JS"])

    book = read(messy(write))
    (claim,) = book.claims
    assert (claim.row, claim.claimed_on, claim.assessed_on) == (4, dt.date(2027, 2, 26), dt.date(2027, 1, 9))
    assert (claim.assessor, book.cell(claim, "claimed_on").ref, book.cell(claim, "assessed_on").ref) == (
        "JS",
        "E4",
        "F4",
    )
    stays_the_same(messy(write))


def test_headings_repeated_further_down_are_no_rows() -> None:
    rows = [CLAIM_HEADS, CLAIM_ROWS[0], [], CLAIM_HEADS, CLAIM_ROWS[1]]
    book = read(messy(table("Claims", rows)))
    assert numbers(book) == [("Claims", 2, "0045"), ("Claims", 5, "0046")]
    assert remarks(book, "Claims") == ["Row 4 repeats the headings and was skipped."]
    stays_the_same(messy(table("Claims", rows)))


# -- beside other tables


def test_a_key_beside_the_table_is_neither_swallowed_nor_in_the_way() -> None:
    lookup: Rows = [["Grade", "Means"], ["P", "Pass"], ["M", "Merit"], ["D", "Distinction"], ["U", "not claimed"]]
    heads = ["Candidate number", "Entry code", "Unit number", "Assessor", "Claimed on", "Visit"]
    rows: Rows = [
        heads,
        ["0045", "05839", "8", "JS", dt.date(2027, 1, 26), "IT 1"],
        ["0046", "05839", "9", "PT", "", "IT 1"],
    ]
    for at, key_at in ((0, 8), (4, 0)):
        data = messy(table("Claims", rows, column=at), table("Claims", lookup, column=key_at))
        book = read(data)
        assert [(claim.candidate_number, claim.grade) for claim in book.claims] == [("0045", None), ("0046", None)]
        assert not book.has_column(Claim, "grade")
        stays_the_same(data)


def test_of_two_columns_headed_alike_the_one_in_the_table_is_taken() -> None:
    summary: Rows = [["Grade", "Claims"], ["P", 12], ["M", 7]]
    data = messy(table("Claims", summary), claims(column=3))
    book = read(data)
    assert [book.cell(claim, "grade").ref for claim in book.claims] == ["H2", "H3"]
    assert numbers(book) == [("Claims", 2, "0045"), ("Claims", 3, "0046")]


def test_tables_of_several_kinds_on_one_sheet_are_each_read_and_each_has_its_own_issues() -> None:
    units: Rows = [
        ["Entry code", "Unit number", "Assessment"],
        ["05839", "8", "moderated"],
        ["05839", "9", "moderated"],
    ]
    staff: Rows = [["Assessor", "Name", "Email"], ["JS", "Jo Smith", "jo"], ["PT", "Pat Taylor", "pat@hill.example"]]
    shut: Rows = [["From", "To", "Reason"], [dt.date(2027, 2, 15), dt.date(2027, 2, 19), "Half-term"]]
    data = messy(
        table("Lists", units, row=2), table("Lists", staff, row=2, column=4), table("Lists", shut, row=2, column=8), claims(),
        without=["Units", "Assessors"],
    )  # fmt: skip
    report = stays_the_same(data)
    book = report.book
    assert [(row.row, row.unit_number) for row in book.units] == [(4, "8"), (5, "9")]
    assert [(row.row, row.code, row.email) for row in book.assessors] == [
        (4, "JS", "jo"),
        (5, "PT", "pat@hill.example"),
    ]
    assert [(row.row, row.reason) for row in book.closures] == [(4, "Half-term")]
    assert {one.record for one in book.tables if one.sheet == "Lists"} == {Unit, Assessor, Closure}
    _, out = annotated(data)
    heads = [cell.value for cell in opened(out)["Lists"][3]]
    assert heads[:11] == [*units[0], None, *staff[0], None, *shut[0]]
    assert [head for head in heads[11:] if head] == [
        "Row status: Units", "Issues: Units", "Row status: Assessors", "Issues: Assessors", "Portfolios this year", "Portfolios at next visit", "Away for these visits",
    ]  # fmt: skip
    email = [one for one in report.findings if one.sheet == "Lists"]
    assert [one.cell.ref for one in email if one.cell] == ["G4"]
    assert added(out, "Lists", "Issues: Units") == {}
    assert list(added(out, "Lists", "Issues: Assessors")) == [4]


def test_a_table_below_another_ends_it() -> None:
    visits: Rows = [
        ["Visit", "Subject area", "Visit date"],
        ["IT 1", "IT", dt.date(2027, 3, 11)],
        ["IT 2", "IT", dt.date(2027, 6, 1)],
    ]
    shut: Rows = [["From", "To", "Reason"], [dt.date(2027, 2, 15), dt.date(2027, 2, 19), "Half-term"]]
    data = messy(
        table("Visits", visits),
        table("Visits", [["Days the college is shut"]], row=4),
        table("Visits", shut, row=5),
        without=["Visits"],
    )
    book = read(data)
    assert [(row.row, row.name) for row in book.visits if row.visit_date] == [(2, "IT 1"), (3, "IT 2")]
    assert [(row.row, row.reason) for row in book.closures] == [(7, "Half-term")]
    assert len(book.visits) == 2
    stays_the_same(data)


# -- Excel tables


def excel_table(*, totals: bool = False, below: int = 0, title_row: int = 0) -> bytes:
    def write(book: Any, day: Any) -> None:
        sheet = book.add_worksheet("Claims")
        put(sheet, day, 0, 0, ["Candidate number", "is four digits"])
        first = 3 + title_row
        sheet.add_table(
            first, 1, first + 2 + totals, 7,
            {"name": "tblClaims", "columns": [{"header": head} for head in CLAIM_HEADS], "total_row": totals},
        )  # fmt: skip
        for number, row in enumerate(CLAIM_ROWS, start=first + 1):
            put(sheet, day, number, 1, row)
        for number in range(below):
            put(sheet, day, first + 3 + totals + number, 1, ["0102", "04663", "1", "JS"])

    return messy(write)


def test_an_excel_table_is_taken_as_its_edges_say() -> None:
    data = excel_table(totals=True)
    book = read(data)
    assert numbers(book) == [("Claims", 5, "0045"), ("Claims", 6, "0046")]
    assert at_cells(stays_the_same(data), LATE) == ["Claims!G5"]


def test_an_excel_table_may_begin_below_the_first_thirty_rows() -> None:
    data = excel_table(title_row=60)
    assert numbers(read(data)) == [("Claims", 65, "0045"), ("Claims", 66, "0046")]


def test_rows_right_below_an_excel_table_are_read_as_its_own_and_that_is_said() -> None:
    book = read(excel_table(below=2))
    assert numbers(book)[2:] == [("Claims", 7, "0102"), ("Claims", 8, "0102")]
    assert not [one for one in book.problems if one.trouble is IssueKind.LEFT_OUT]
    said = "Rows 7 and 8 are below the edge of the Excel table tblClaims, and were read as part of it."
    assert said in [remark_words(remark) for table in book.tables for remark in table.remarks]


def test_rows_below_the_totals_of_an_excel_table_are_named_and_not_read() -> None:
    data = excel_table(totals=True, below=2)
    book = read(data)
    assert len(book.claims) == 2
    (problem,) = [one for one in book.problems if one.trouble is IssueKind.LEFT_OUT]
    assert (
        issue_words(problem)[0]
        == "Rows 8 and 9 of Claims are below the totals of the Excel table tblClaims and were not checked."
    )
    assert problem.cell is not None
    assert problem.cell.ref == "B8"


# -- several sheets of a kind


def test_a_sheet_for_each_subject_is_read_as_one_with_each_rows_own_sheet() -> None:
    other = ["Visit", "Grade", "Cand no", "Unit", "Scheme code", "Initials", "Date claimed"]
    data = messy(
        claims("IT claims"),
        table("Claims - Business", [["Business"], [], other, ["", "D", "102", "4", "5835", "JS", "2027-01-12"]]),
    )
    book = read(data)
    assert numbers(book) == [("IT claims", 2, "0045"), ("IT claims", 3, "0046"), ("Claims - Business", 4, "0102")]
    assert book.cell(book.claims[2], "grade").ref == "B4"
    assert book.cell(book.claims[0], "grade").ref == "E2"
    report = stays_the_same(data)
    assert at_cells(report, LATE) == ["IT claims!F2"]


def test_a_sheet_that_only_repeats_another_is_set_aside_and_named() -> None:
    data = messy(claims(), claims("Print view"))
    book = read(data)
    assert {claim.sheet for claim in book.claims} == {"Claims"}
    assert asides(book) == {"Print view": "2 of its 2 rows are those of Claims"}


def test_a_sheet_with_rows_of_its_own_is_read_beside_one_of_that_name() -> None:
    rows = [CLAIM_HEADS, ["0102", "04663", "1", "JS", "P", "", ""]]
    book = read(messy(claims(), table("Careers", rows)))
    assert {claim.sheet for claim in book.claims} == {"Claims", "Careers"}
    assert book.set_aside == ()


# -- rows


def test_totals_notes_and_banners_are_passed_over_and_said() -> None:
    def write(book: Any, day: Any) -> None:
        sheet = book.add_worksheet("Claims")
        put(sheet, day, 0, 0, CLAIM_HEADS)
        sheet.merge_range(1, 0, 1, 6, "Year 12", None)
        put(sheet, day, 2, 0, CLAIM_ROWS[0])
        sheet.merge_range(4, 0, 4, 6, "Year 13", None)
        put(sheet, day, 5, 0, CLAIM_ROWS[1])
        put(sheet, day, 6, 0, ["", "", "", "", "=SUBTOTAL(3,E3:E6)"])
        put(sheet, day, 7, 0, ["Total claims", "", "", "", 2])
        put(sheet, day, 9, 0, ["Please add late claims here and tell Jo"])

    data = messy(write)
    book = read(data)
    assert numbers(book) == [("Claims", 3, "0045"), ("Claims", 6, "0046")]
    assert remarks(book, "Claims") == [
        "Rows 7 and 8 were read as totals and skipped.",
        "Rows 2, 5 and 10 were read as notes and skipped.",
    ]
    assert at_cells(stays_the_same(data), LATE) == ["Claims!F3"]


def test_a_row_with_a_number_and_nothing_else_is_a_row_that_lacks_the_rest() -> None:
    book = read(messy(table("Claims", [CLAIM_HEADS, *CLAIM_ROWS, ["0102"]])))
    assert numbers(book)[-1] == ("Claims", 4, "0102")
    assert [one.cell.ref for one in book.problems if one.cell] == ["B4", "C4", "D4"]


def test_hidden_and_filtered_rows_are_read_and_that_is_said() -> None:
    def write(book: Any, day: Any) -> None:
        sheet = book.add_worksheet("Claims")
        for number, row in enumerate([CLAIM_HEADS, *CLAIM_ROWS]):
            put(sheet, day, number, 0, row)
        sheet.autofilter(0, 0, 2, 6)
        sheet.filter_column(0, "x == 0046")
        sheet.set_row(1, None, None, {"hidden": True})

    data = messy(write)
    book = read(data)
    assert numbers(book) == [("Claims", 2, "0045"), ("Claims", 3, "0046")]
    assert remarks(book, "Claims") == ["1 row is hidden or filtered out, and was read too."]
    _, out = annotated(data)
    assert "Claims: 1 row is hidden or filtered out, and was read too." in {
        cell.value for row in opened(out)["Summary"].iter_rows() for cell in row
    }
    stays_the_same(data)


def test_blank_rows_and_spacer_columns_are_passed_over() -> None:
    spaced = [[value for one in row for value in (one, "")] for row in [CLAIM_HEADS, [], *CLAIM_ROWS]]
    book = read(messy(table("Claims", spaced)))
    assert numbers(book) == [("Claims", 3, "0045"), ("Claims", 4, "0046")]
    assert book.cell(book.claims[0], "visit").ref == "M3"


FAR = 1_048_576
LIMIT_SECONDS = 25
EACH = 8  # of the rows that hold nothing: all of them are timed by tests/bench/reading.py


@pytest.mark.parametrize("kind", ["a stray value", "blank cells with a format", "empty rows"])
def test_a_used_range_that_runs_to_the_last_row_takes_no_unreasonable_time(kind: str) -> None:
    """The bound is generous, for machines that are busy; alone it takes two or three seconds."""
    data = messy(claims())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    (part,) = [name for name, body in parts.items() if name.startswith("xl/worksheets/") and b'ref="A1:G3"' in body]
    if kind == "a stray value":
        more = b'<row r="%d"><c r="A%d" t="inlineStr"><is><t> </t></is></c></row>' % (FAR, FAR)
    elif kind == "empty rows":
        more = b"".join(b'<row r="%d"/>' % row for row in range(8, FAR + 1, EACH))
    else:
        more = b"".join(
            b'<row r="%d"><c r="A%d" s="1"/><c r="B%d" s="1"/></row>' % (row, row, row)
            for row in range(8, FAR + 1, EACH)
        )
    parts[part] = parts[part].replace(b"</sheetData>", more + b"</sheetData>").replace(b"A1:G3", b"A1:G%d" % FAR)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    started = time.perf_counter()
    book = read(out.getvalue())
    taken = time.perf_counter() - started
    assert numbers(book) == [("Claims", 2, "0045"), ("Claims", 3, "0046")]
    assert taken < LIMIT_SECONDS, f"{taken:.1f} s"


@pytest.mark.parametrize("gap", [0, 1, 3, 7])
@pytest.mark.parametrize("has_totals", [False, True])
def test_rows_below_an_excel_table_are_read_or_said_to_be_left_out(has_totals: bool, gap: int) -> None:
    edge = 3 + has_totals
    more = [["0102", "04663", "1", "JS", "P", "", "L4 1"], ["0102", "04663", "2", "JS", "P", "", "L4 1"]]

    def write(book: Any, day: Any) -> None:
        sheet = book.get_worksheet_by_name("Claims")
        heads = [{"header": heading} for heading in CLAIM_HEADS]
        sheet.add_table(0, 0, edge - 1, 6, {"columns": heads, "total_row": has_totals, "name": "Ours"})
        for number, row in enumerate([CLAIM_HEADS, *CLAIM_ROWS]):
            put(sheet, day, number, 0, row)
        put(sheet, day, edge + gap, 0, more[0])
        put(sheet, day, edge + gap + 1, 0, more[1])
        put(sheet, day, edge + gap + 3, 0, ["Ask Jo about these before the visit"])

    report = stays_the_same(messy(claims(), write))
    rows = [edge + gap + 1, edge + gap + 2]
    told = [one.cell.row for one in report.findings if one.rule.code == "rows-left-out" and one.cell]
    is_far = gap > 5  # what stands so far below is no part of the table
    assert [row for _, row, _ in numbers(report.book)] == ([2, 3] if has_totals or is_far else [2, 3, *rows])
    assert told == ([rows[0]] if has_totals and not is_far else [])


# -- sheets that are not ours to read


@pytest.mark.parametrize(
    ("name", "because"),
    [
        ("DO NOT USE old", "its name says “DO NOT USE”"),
        ("Claims OLD", "its name says “OLD”"),
        ("Claims archive", "its name says “archive”"),
        ("Copy of Claims", "its name says that it is a copy"),
        ("Claims - Copy", "its name says that it is a copy"),
        ("Claims 25-26", "its name says that it is of 2025/26"),
        ("Claims 2025-2026", "its name says that it is of 2025/26"),
        ("Last year's claims", "its name says “Last year's”"),
        ("BTEC claims", "its name says that it is for Pearson BTEC"),
        ("City & Guilds claims", "its name says that it is for City & Guilds"),
        ("Nationals claims", "its name says that it is for Cambridge Nationals"),
        ("J817 claims", "its name says that it is for Cambridge Nationals"),
        ("R081", "its name says that it is for Cambridge Nationals"),
    ],
)
def test_sheets_that_are_old_or_of_others_are_set_aside_and_named(name: str, because: str) -> None:
    # An entry code of OCR's would say more than the name of the sheet.
    code = "" if "is for" in because else "04663"
    data = messy(claims(), table(name, [CLAIM_HEADS, ["0102", code, "1", "JS", "P", "", ""]]))
    report, out = annotated(data)
    assert {claim.sheet for claim in report.book.claims} == {"Claims"}
    assert asides(report.book) == {name: because}
    told = {cell.value for row in opened(out)["Summary"].iter_rows() for cell in row}
    assert {name, "not used", because} <= told


@pytest.mark.parametrize(
    "name",
    ["Golding claims", "Claims 26-27", "Year 12-13 claims", "Units 21-22 claims", "Mr Pearson claims", "BTEC claims"],
)
def test_sheets_whose_names_only_sound_so_are_read(name: str) -> None:
    book = read(messy(claims(), table(name, [CLAIM_HEADS, ["0102", "04663", "1", "JS", "P", "", ""]])))
    assert name in {claim.sheet for claim in book.claims}


def test_last_years_only_sheet_of_candidates_is_read_since_it_is_all_there_is() -> None:
    people = [
        ["Candidate number", "Surname", "Forenames"],
        ["0045", "Adams", "Ali"],
        ["0046", "Brown", "Bea"],
        ["0102", "Clarke", "Cy"],
    ]
    book = read(messy(table("Candidates 2025-26", people), without=["Candidates"]))
    assert len(book.candidates) == 3
    assert book.set_aside == ()


def test_a_sheet_of_cambridge_nationals_is_known_by_its_codes() -> None:
    rows = [CLAIM_HEADS, ["0045", "J817", "R081", "JS", "M", "", ""], ["0046", "J817", "R082", "JS", "M", "", ""]]
    book = read(messy(claims(), table("Sport", rows)))
    assert asides(book) == {"Sport": "its codes, such as J817, are of Cambridge Nationals"}
    assert {claim.sheet for claim in book.claims} == {"Claims"}


def test_rows_of_other_qualifications_inside_our_sheet_are_told_and_left_alone() -> None:
    rows = [CLAIM_HEADS, *CLAIM_ROWS, ["0045", "J817", "R081", "JS", "M", dt.date(2027, 3, 1), "IT 1"]]
    report = stays_the_same(messy(table("Claims", rows)))
    told = [one for one in report.findings if one.sheet == "Claims" and one.cell and one.cell.row == 4]
    assert [one.rule.code for one in told] == ["entry-code-shape"]


# -- names and headings that are nearly right


def test_a_heading_that_is_nearly_right_is_used_and_said() -> None:
    heads = ["Candidate number", "Entry cod", "Unit number", "Assesor", "Grade", "Claimd on", "Visit"]
    data = messy(table("Claims", [heads, *CLAIM_ROWS]))
    book = read(data)
    assert next((claim.entry_code, claim.assessor, claim.claimed_on) for claim in book.claims) == (
        "05839",
        "JS",
        dt.date(2027, 2, 26),
    )
    near = [one for one in book.problems if one.trouble is IssueKind.NEARLY]
    assert [(one.cell.ref, issue_words(one)[0]) for one in near if one.cell] == [
        ("B1", "There is no column Entry code; “Entry cod” was used for it."),
        ("D1", "There is no column Assessor; “Assesor” was used for it."),
        ("F1", "There is no column Claimed on; “Claimd on” was used for it."),
    ]
    report = stays_the_same(data)
    assert at_cells(report, LATE) == ["Claims!F2"]
    assert at_cells(report, "heading-nearly-right") == ["Claims!B1", "Claims!D1", "Claims!F1"]


def test_of_two_headings_that_are_as_near_neither_is_used_and_both_are_named() -> None:
    rows: Rows = [
        ["Visit", "Subject area", "Vist date", "Visit dat"],
        ["IT 1", "IT", dt.date(2027, 3, 11), dt.date(2027, 3, 12)],
    ]
    book = read(messy(table("Visits", rows), without=["Visits"]))
    assert not book.has_column(Visit, "visit_date")
    (problem,) = [one for one in book.problems if one.trouble is IssueKind.NO_COLUMN]
    assert (problem.fault, problem.values["near"]) == (
        Fault.SEVERAL_NEAR_COLUMNS,
        {"Vist date": "C1", "Visit dat": "D1"},
    )


def test_a_heading_that_means_something_else_is_not_taken_for_one_nearly_like_it() -> None:
    heads = [*CLAIM_HEADS[:5], "Claimed by", "Visit"]
    book = read(messy(table("Claims", [heads, *CLAIM_ROWS])))
    assert not book.has_column(Claim, "claimed_on")
    assert [one.trouble for one in book.problems] == []


def test_a_sheet_whose_name_is_nearly_right_is_used_and_said() -> None:
    people = [["Candidate number", "Surname"], ["0045", "Adams"], ["0046", "Brown"], ["0102", "Clarke"]]
    data = messy(table("Canditates", people), without=["Candidates"])
    book = read(data)
    assert len(book.candidates) == 3
    near = [one for one in book.problems if one.trouble is IssueKind.NEARLY]
    assert [(one.fault, one.values) for one in near] == [(Fault.NEAR_SHEET, {"wanted": "Candidates"})]
    stays_the_same(data)


def test_a_sheet_that_could_be_two_things_is_named_and_not_read() -> None:
    rows: Rows = [
        ["Candidate number", "Entry code", "Unit number", "Entry type", "Entered on", "Assessor", "Grade"],
        ["0045", "05839", "8", "", "", "", ""],
    ]
    book = read(messy(table("Sheet3", rows), without=["Entries"]))
    assert asides(book) == {"Sheet3": "its headings fit Entries or Claims as well"}
    assert [one.trouble for one in book.problems] == [IssueKind.UNCLEAR_SHEET]


def test_nothing_of_a_sheet_of_something_else_is_taken() -> None:
    rooms: Rows = [["Code", "Name", "Seats"], ["A1", "Hall", 200]]
    duty: Rows = [["Date", "Invigilator", "Room"], [dt.date(2027, 5, 11), "JS", "A1"]]
    book = read(messy(claims(), table("Rooms", rooms), table("Duties", duty), table("Empty", [])))
    assert {one.sheet for one in book.tables} & {"Rooms", "Duties", "Empty"} == set()
    assert book.set_aside == ()


# -- wherever rows stand


ABOVE = st.lists(st.sampled_from(["blank", "title", "banner", "hidden"]), max_size=6)
AMONG = st.lists(
    st.sampled_from(["row", "blank", "banner", "hidden row", "totals", "headings", "note"]), min_size=1, max_size=10
)


@settings(max_examples=tries(15))
@given(above=ABOVE, among=AMONG, left=st.integers(0, 3), gap=st.integers(0, 2))
def test_the_row_and_cell_named_are_excels_whatever_stands_above_and_among(
    above: list[str], among: list[str], left: int, gap: int
) -> None:
    wanted: list[int] = []

    def write(book: Any, day: Any) -> None:
        sheet = book.add_worksheet("Claims")
        row = 0
        for kind in above:
            if kind == "title":
                put(sheet, day, row, left, ["Claims 2026/27"])
            elif kind == "banner":
                sheet.merge_range(row, left, row, left + 6, "Our college", None)
            elif kind == "hidden":
                sheet.set_row(row, None, None, {"hidden": True})
            row += 1
        heads = [CLAIM_HEADS[0], *[""] * gap, *CLAIM_HEADS[1:]]
        put(sheet, day, row, left, heads)
        for kind in among:
            row += 1
            if "row" in kind:
                put(sheet, day, row, left, ["0045", *[""] * gap, "05839", "8", "JS", "odd", "", "IT 1"])
                wanted.append(row + 1)
                if kind == "hidden row":
                    sheet.set_row(row, None, None, {"hidden": True})
            elif kind == "banner":
                sheet.merge_range(row, left, row, left + gap + 6, "Year 13", None)
            elif kind == "totals":
                put(sheet, day, row, left, ["Total", *[""] * gap, "", "", "", 3])
            elif kind == "headings":
                put(sheet, day, row, left, heads)
            elif kind == "note":
                put(sheet, day, row, left, ["Ask Jo about these before the visit"])

    data = messy(write)
    book = read(data)
    sheet = opened(data)["Claims"]
    assert [claim.row for claim in book.claims] == wanted
    for claim in book.claims:
        assert sheet[book.cell(claim, "candidate_number").ref].value == "0045"
        assert sheet[book.cell(claim, "grade").ref].value == "odd"
    told = [one.cell.ref for one in book.problems if one.cell and one.trouble is IssueKind.UNREADABLE]
    assert told == [book.cell(claim, "grade").ref for claim in book.claims]


def test_a_run_over_its_own_output_finds_the_same_in_a_sheet_with_all_of_it() -> None:
    def write(book: Any, day: Any) -> None:
        sheet = book.add_worksheet("IT claims")
        sheet.merge_range(0, 0, 0, 9, "Hill College: claims", None)
        put(sheet, day, 2, 1, CLAIM_HEADS)
        sheet.merge_range(3, 1, 3, 7, "Year 13", None)
        put(sheet, day, 4, 1, CLAIM_ROWS[0])
        sheet.set_row(4, None, None, {"hidden": True})
        put(sheet, day, 6, 1, CLAIM_HEADS)
        put(sheet, day, 7, 1, CLAIM_ROWS[1])
        put(sheet, day, 8, 1, ["Total", "", "", "", 2])
        put(sheet, day, 2, 10, ["Grade", "Means"])
        put(sheet, day, 3, 10, ["P", "Pass"])
        sheet.set_column(9, 9, 3, None, {"hidden": True})

    data = messy(write, table("Claims OLD", [CLAIM_HEADS, *CLAIM_ROWS]), claims("View"))
    report = stays_the_same(data)
    assert at_cells(report, LATE) == ["IT claims!G5"]
    assert set(asides(report.book)) == {"Claims OLD", "View"}
    assert report.book.as_of == AS_OF
    assert not check(Workbook.from_bytes(data), "centre.xlsx", AS_OF).report.our_mistakes
    assert report.book.has_column(Candidate, "surname")
