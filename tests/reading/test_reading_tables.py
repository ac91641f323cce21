"""Sheets and columns as centres arrange them."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings, strategies as st
from tries import tries
from workbooks import AS_OF, BASE, book_of, parse, xlsx

from ocr_sheets.model.book import Book
from ocr_sheets.model.reading_facts import Fault, ReachedBy
from ocr_sheets.model.records import Candidate, Claim, Entry, Family, Grade, Visit
from ocr_sheets.model.tables import IssueKind
from ocr_sheets.patching import Workbook
from ocr_sheets.reading import NoSuchSheets, read_book

CLAIMS = """
Claims
| Candidate number | Entry code | Unit number | Assessor | Grade |
| 0045             | 05839      | 8           | JS       | M     |
"""


def read(data: bytes) -> Book:
    return read_book(Workbook.from_bytes(data), AS_OF)


def read_sheets(sheets: Mapping[str, Sequence[Sequence[str]]]) -> Book:
    return read(xlsx({name: [list(row) for row in rows] for name, rows in sheets.items()}))


def written(write: Any, options: Mapping[str, object] | None = None) -> bytes:
    """The small centre, and what a function writes into a workbook beside it."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, **(options or {})})
    for name, rows in parse(BASE).items():
        if name not in ("Visits", "Entries"):
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    write(book)
    book.close()
    return file.getvalue()


def troubles(book: Book) -> list[tuple[IssueKind, str]]:
    return [
        (problem.trouble, f"{problem.sheet}!{problem.cell.ref if problem.cell else ''}") for problem in book.problems
    ]


# -- headings


@pytest.mark.parametrize(
    "heading",
    ["Candidate number", "CANDIDATE NUMBER", " candidate  number: ", "Candidate-Number*", "Cand no", "Cand. No.", "Exam no", "Candidate", "Student number"],
)  # fmt: skip
def test_a_heading_is_known_by_its_aliases_whatever_its_case_and_punctuation(heading: str) -> None:
    book = book_of(CLAIMS.replace("| Candidate number", f"| {heading}"))
    assert book.claims[0].candidate_number == "0045"


def test_a_heading_may_have_line_breaks_and_keeps_the_centres_words() -> None:
    book = read_sheets(
        {
            **parse(BASE),
            "Claims": [
                ["Candidate\nnumber", "Entry\r\ncode", "Unit", "Assessor\n(initials)", "Initials"],
                ["45", "5839", "8", "x", "JS"],
            ],
        }
    )
    assert book.claims == (Claim("Claims", 2, "0045", "05839", "8", "JS"),)
    table = book.table(Claim, "Claims")
    assert table is not None
    assert dict(table.headings) == {
        "candidate_number": "Candidate number",
        "entry_code": "Entry code",
        "unit_number": "Unit",
        "assessor": "Initials",
    }


def test_of_two_columns_that_could_be_one_the_nearer_heading_is_taken() -> None:
    book = book_of("""
        Candidates
        | Candidate | Candidate number | Student number | Surname | Forenames |
        | Ali Adams | 0045             | 9876543        | Adams   | Ali       |
        Visits
        | Date       | Visit | Unit | Visit date | Subject area |
        | 2026-01-01 | IT 1  | x    | 2027-03-11 | IT           |
    """)
    assert book.candidates[0].candidate_number == "0045"
    assert book.visits[0].visit_date == dt.date(2027, 3, 11)
    assert book.cell(book.visits[0], "visit_date").ref == "D2"


def test_headings_may_stand_below_a_title_and_a_banner() -> None:
    rows = parse(CLAIMS)["Claims"]
    book = read_sheets({**parse(BASE), "Claims": [["Claims 2026/27"], [], ["", "Candidate", "", "Dates"], *rows]})
    assert [(row.row, row.candidate_number) for row in book.claims] == [(5, "0045")]


def test_headings_may_run_over_two_lines() -> None:
    head = [
        ["Candidate", "Entry", "Unit", "Assessor", "Dates", ""],
        ["number", "code", "number", "", "Claimed on", "Assessed on"],
    ]
    book = read_sheets({**parse(BASE), "Claims": [*head, ["0045", "05839", "8", "JS", "2027-01-12", "2027-01-10"]]})
    (claim,) = book.claims
    assert (claim.row, claim.candidate_number, claim.entry_code, claim.assessor) == (3, "0045", "05839", "JS")
    assert (claim.claimed_on, claim.assessed_on) == (dt.date(2027, 1, 12), dt.date(2027, 1, 10))


def test_headings_far_down_are_found_by_what_stands_below_them() -> None:
    rows = parse(CLAIMS)["Claims"]
    assert len(read_sheets({**parse(BASE), "Claims": [*[[]] * 29, *rows]}).claims) == 1
    assert len(read_sheets({**parse(BASE), "Claims": [["Title"], *[[]] * 29, *rows]}).claims) == 1


def test_spacer_columns_and_columns_of_the_centres_own_are_passed_over() -> None:
    book = read_sheets(
        {
            **parse(BASE),
            "Claims": [
                ["", "Notes", "Candidate number", "", "Entry code", "Unit number", "Assessor"],
                ["", "x", "0045", "", "05839", "8", "JS"],
                ["", "see Jo", "", "", "", "", ""],
            ],
        }
    )
    assert [(row.row, row.candidate_number) for row in book.claims] == [(2, "0045")]
    assert book.problems == ()


# -- sheets


def test_sheets_may_stand_in_any_order() -> None:
    sheets = parse(BASE)
    assert read_sheets(dict(reversed(sheets.items()))).candidates == read_sheets(sheets).candidates


@pytest.mark.parametrize("name", ["Students", "LEARNERS", "candidate list", "Candidates "])
def test_a_sheet_is_known_by_its_aliases(name: str) -> None:
    sheets = parse(BASE)
    book = read_sheets({name if key == "Candidates" else key: rows for key, rows in sheets.items()})
    assert [row.candidate_number for row in book.candidates] == ["0045", "0046", "0102"]


def test_a_sheet_of_another_name_is_known_by_its_headings_and_that_is_said() -> None:
    book = read_sheets({"Year 13" if name == "Candidates" else name: rows for name, rows in parse(BASE).items()})
    table = book.table(Candidate, "Year 13")
    assert table is not None
    assert (table.reached_by, table.rows) == (ReachedBy.HEADINGS, 3)
    assert book.problems == ()


def test_sheets_for_each_subject_with_columns_in_different_orders_are_taken_together() -> None:
    book = read_sheets(
        {
            **parse(BASE),
            "IT tracker": [
                ["Candidate number", "Entry code", "Unit number", "Assessor", "Grade"],
                ["0045", "05839", "8", "JS", "M"],
            ],
            "Business": [["Grade", "Assessor", "Unit", "Cand no", "Entry code"], ["P", "PT", "4", "46", "5835"]],
        }
    )
    assert [(row.sheet, row.candidate_number, row.grade) for row in book.claims] == [
        ("IT tracker", "0045", Grade.MERIT),
        ("Business", "0046", Grade.PASS),
    ]


@pytest.mark.parametrize(
    "name", ["DO NOT USE old", "Claims OLD", "old claims", "Archive", "Claims (superseded)", "backup"]
)
def test_a_sheet_that_is_marked_old_is_left_alone(name: str) -> None:
    assert read_sheets({**parse(BASE), name: parse(CLAIMS)["Claims"]}).claims == ()


def test_a_sheet_whose_name_only_sounds_old_is_read() -> None:
    assert len(read_sheets({**parse(BASE), "Golding claims": parse(CLAIMS)["Claims"]}).claims) == 1


def test_without_a_required_sheet_the_others_are_read_and_it_is_named() -> None:
    book = book_of(without=["Assessors"])
    assert troubles(book) == [(IssueKind.NO_SHEET, "Assessors!")]
    assert len(book.candidates) == 3


def test_without_any_required_sheet_nothing_is_read_and_what_to_do_is_said() -> None:
    with pytest.raises(
        NoSuchSheets, match="None of the sheets Units, Assessors, Candidates, Visits is in this workbook"
    ):
        read_sheets({"Sheet1": [["a", "b"], ["1", "2"]]})


def test_claims_alone_are_work_and_are_read() -> None:
    book = read_sheets({"Sheet1": [["a", "b"], ["1", "2"]], "Claims": parse(CLAIMS)["Claims"]})
    assert len(book.claims) == 1


def test_entries_alone_imply_work_and_are_read() -> None:
    book = read_sheets({"Entries": parse(BASE)["Entries"]})
    assert len(book.entries) == 3
    with pytest.raises(NoSuchSheets):
        read_sheets({"Entries": parse(BASE)["Entries"][:1]})


def test_an_optional_sheet_that_is_empty_is_no_trouble_and_one_without_headings_is() -> None:
    assert book_of("Closures\n").problems == ()
    assert troubles(book_of("Claims\n| 0045 | 05839 |\n")) == [(IssueKind.NO_COLUMN, "Claims!A1")]


def test_a_required_column_that_is_not_there_is_named_at_the_headings() -> None:
    book = book_of("Assessors\n| Full name | Email |\n| Jo Smith | jo@example.org |\n")
    assert troubles(book) == [(IssueKind.NO_COLUMN, "Assessors!A1")]
    assert book.assessors[0].name == "Jo Smith"


# -- rows


def test_every_record_knows_its_row_in_excel() -> None:
    book = read_sheets(
        {**parse(BASE), "Claims": [*parse(CLAIMS)["Claims"], [], ["", "", ""], ["0046", "05839", "8", "JS", "P"]]}
    )
    assert [row.row for row in book.claims] == [2, 5]


CELLS = st.lists(st.sampled_from(["0045", "0046", "0102"]), min_size=1, max_size=6)
GAPS = st.lists(st.integers(0, 3), min_size=8, max_size=8)


@settings(max_examples=tries(15))
@given(
    numbers=CELLS,
    gaps=GAPS,
    titles=st.lists(st.sampled_from(["", "Claims 2026/27", "Our college"]), max_size=5),
    left=st.integers(0, 3),
)
def test_whatever_rows_are_blank_the_row_and_cell_named_are_excels(
    numbers: list[str], gaps: list[int], titles: list[str], left: int
) -> None:
    rows: list[list[str]] = [[title] for title in titles]
    rows.append([""] * left + ["Candidate number", "Entry code", "Unit number", "Assessor", "Grade"])
    wanted = []
    for number, gap in zip(numbers, gaps, strict=False):
        rows.extend([[]] * gap)
        rows.append([""] * left + [number, "05839", "8", "JS", "odd"])
        wanted.append((number, len(rows)))
    book = read_sheets({**parse(BASE), "Claims": rows})
    assert [(row.candidate_number, row.row) for row in book.claims] == wanted
    column = "ABCDEFGH"[left + 4]
    assert [problem.cell.ref for problem in book.problems if problem.cell] == [f"{column}{row}" for _, row in wanted]
    assert [book.cell(row, "grade").ref for row in book.claims] == [f"{column}{row}" for _, row in wanted]


def test_rows_of_totals_are_passed_over_and_people_called_total_are_not() -> None:
    book = read_sheets(
        {
            **parse(BASE),
            "Claims": [*parse(CLAIMS)["Claims"], ["Total", "", "", "", "12"], ["", "Totals: 12"], ["Grand total"]],
        }
    )
    assert [row.row for row in book.claims] == [2]
    people = read_sheets(
        {**parse(BASE), "Candidates": [["Surname", "Forenames", "Candidate number"], ["Total", "Ann", "45"]]}
    )
    assert people.candidates[0].surname == "Total"


# -- entries on Candidates


def test_a_small_workbook_may_carry_its_entries_on_candidates() -> None:
    book = book_of(
        """
        Candidates
        | Candidate number | Surname | Forenames | Entry code | Entry type | Entered on |
        | 0045             | Adams   | Ali       | 05839      | full award | 2026-10-01 |
        | 0046             | Brown   | Bea       |            |            |            |
        """,
        without=["Entries"],
    )
    (entry,) = book.entries
    assert (entry.sheet, entry.row, entry.candidate_number, entry.entry_code) == ("Candidates", 2, "0045", "05839")
    assert book.cell(entry, "entered_on").ref == "F2"
    assert book.cell(entry, "candidate_number").ref == "A2"
    assert len(book.candidates) == 2
    assert book.problems == ()


def test_an_unread_candidate_number_is_told_once_and_makes_no_entry() -> None:
    book = book_of(
        "Candidates\n| Candidate number | Surname | Forenames | Entry code |\n| #N/A | Adams | Ali | |\n",
        without=["Entries"],
    )
    assert troubles(book) == [(IssueKind.ERROR_VALUE, "Candidates!A2")]
    assert book.entries == ()


# -- the Centre sheet


def test_the_centre_sheet_is_labels_and_values() -> None:
    book = book_of("""
        Centre
        | Our centre     |         |
        |                |         |
        | NCN:           | #12345  |
        | Academic year  | 2026/27 |
        | CAP form       | 2026-09-02 |
        | Exams  officer | Sam Lee |
    """)
    assert book.centre.centre_number == "12345"
    assert book.centre.academic_year == 2026
    assert book.centre.consortium_form == dt.date(2026, 9, 2)
    assert book.centre.exams_officer == "Sam Lee"
    assert book.cell(book.centre, "consortium_form").ref == "B5"


def test_values_may_stand_further_right_and_two_pairs_in_a_row() -> None:
    book = read_sheets(
        {
            **parse(BASE),
            "Centre": [
                ["Centre number", "", "12345", "Nation", "Wales"],
                ["Named contact", "", ""],
                ["Consortium", "", "", "Exams officer", "Sam Lee"],
            ],
        }
    )
    assert (book.centre.centre_number, book.centre.nation) == ("12345", "Wales")
    assert (book.centre.named_contact, book.centre.consortium, book.centre.exams_officer) == (None, None, "Sam Lee")
    assert book.cell(book.centre, "centre_number").ref == "C1"


@pytest.mark.parametrize("name", ["Centre", "Centre - Table 1", "Centre–Table 1-1"])
def test_the_centre_sheet_may_lie_sideways_and_have_the_name_that_numbers_gives_it(name: str) -> None:
    rows = [
        ["Hill College"],
        ["Academic year", "Nation", "Exams officer", "Named contact"],
        ["2026/27", "Wales", "Sam Lee", ""],
    ]
    sheets = {f"{each} - Table 1": rows for each, rows in parse(BASE).items() if each != "Centre"}
    book = read_sheets({**sheets, name: rows})
    centre = book.centre
    assert (centre.academic_year, centre.nation, centre.exams_officer, centre.named_contact) == (
        2026,
        "Wales",
        "Sam Lee",
        None,
    )
    assert book.cell(centre, "nation").ref == "B3"
    assert [one.sheet for one in book.tables if one.record is Visit] == ["Visits - Table 1"]


def test_labels_in_one_row_are_not_taken_for_each_others_values() -> None:
    book = read_sheets({**parse(BASE), "Centre": [["Centre number", "Centre name"], ["12345", "Hill College"]]})
    assert (book.centre.centre_number, book.cell(book.centre, "centre_number").ref) == ("12345", "A2")


def test_a_title_that_is_also_an_alias_gives_way_to_the_label_itself() -> None:
    book = read_sheets({**parse(BASE), "Centre": [["College", "data sheet"], ["Centre name", "Hill College"]]})
    assert book.centre.centre_name == "Hill College"


def test_an_error_on_the_centre_sheet_is_told_at_its_cell() -> None:
    assert troubles(book_of("Centre\n| Centre number | #N/A |\n| Nation | Atlantis |\n")) == [
        (IssueKind.ERROR_VALUE, "Centre!B1"),
        (IssueKind.UNREADABLE, "Centre!B2"),
    ]


# -- what Excel holds


def test_a_row_that_is_struck_through_is_named_whatever_list_it_is_of() -> None:
    def write(book: Any) -> None:
        struck = book.add_format({"font_strikeout": True})
        for name in ("Candidates", "Entries"):
            sheet = book.get_worksheet_by_name(name) or book.add_worksheet(name)
            for number, row in enumerate(parse(BASE)[name]):
                is_struck = (name, number) in (("Candidates", 3), ("Entries", 1), ("Entries", 3))
                sheet.write_row(number, 0, row, struck if is_struck else None)

    book = read(written(write))
    assert [one.candidate_number for one in book.candidates] == ["0045", "0046", "0102"]
    told = [
        (one.sheet, one.cell.ref, one.values["rows"])
        for one in book.problems
        if one.cell and one.fault is Fault.ROWS_STRUCK
    ]
    assert told == [("Candidates", "A4", [4]), ("Entries", "A2", [2, 4])]


def test_a_workbook_that_counts_from_1904_gives_the_same_days() -> None:
    def write(book: Any) -> None:
        sheet = book.add_worksheet("Visits")
        sheet.write_row(0, 0, ["Visit", "Subject area", "Visit date", "Booked on"])
        sheet.write_row(1, 0, ["IT 1", "IT"])
        sheet.write_datetime(1, 2, dt.datetime(2027, 3, 11), book.add_format({"num_format": "dd/mm/yyyy"}))
        sheet.write_number(1, 3, (dt.date(2027, 1, 4) - dt.date(1904, 1, 1)).days)

    (visit,) = read(written(write, {"date_1904": True})).visits
    assert (visit.visit_date, visit.booked_on) == (dt.date(2027, 3, 11), dt.date(2027, 1, 4))


def test_a_date_that_is_text_is_known_from_one_that_excel_can_reckon_with() -> None:
    book = book_of(
        "Visits\n| Visit | Subject area | Visit date |\n| IT 1 | IT | 15/05/2027 |\n| IT 2 | IT | 2027-05-16 |\n| IT 3 | IT | TBC |\n"
    )
    assert [book.is_true_date(row, "visit_date") for row in book.visits] == [False, True, False]


def test_a_formula_without_a_stored_value_is_told_and_is_not_taken_for_nothing() -> None:
    def write(book: Any) -> None:
        sheet = book.add_worksheet("Visits")
        sheet.write_row(0, 0, ["Visit", "Subject area", "Visit date"])
        sheet.write_row(1, 0, ["IT 1", "IT"])
        sheet.write_formula(1, 2, "=TODAY()+30", None, "")

    book = read(written(write))
    assert troubles(book) == [(IssueKind.NO_STORED_VALUE, "Visits!C2")]
    assert book.is_unread(book.visits[0], "visit_date")


def test_a_formula_that_points_at_an_empty_cell_is_an_empty_day() -> None:
    def write(book: Any) -> None:
        sheet = book.add_worksheet("Visits")
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, ["Visit", "Subject area", "Visit date", "Booked on"])
        sheet.write_row(1, 0, ["IT 1", "IT"])
        sheet.write_formula(1, 2, "=Plan!A1", day, 0)
        sheet.write_formula(1, 3, "=Plan!B1", day, 0)

    book = read(written(write))
    assert (book.visits[0].visit_date, book.visits[0].booked_on) == (None, None)
    assert troubles(book) == [(IssueKind.MISSING, "Visits!C2")]


@pytest.mark.parametrize(
    ("number_format", "day", "taken"),
    [
        ("mmm-yy", 1, None),
        ("mmmm yyyy", 1, None),
        ('[$-809]mmm" "yy;@', 1, None),
        ("mm/yyyy", 1, None),
        ("yyyy", 1, None),
        ("mmm-yy", 11, 11),  # whoever typed a day has said one, whatever is shown of it
        ("d mmm yy", 1, 1),
        ("dd/mm/yyyy", 1, 1),
        ("mmm d", 1, 1),
        ('"March "d', 1, 1),
    ],
)
def test_a_cell_that_shows_a_month_alone_is_no_day(number_format: str, day: int, taken: int | None) -> None:
    def write(book: Any) -> None:
        sheet = book.add_worksheet("Visits")
        sheet.write_row(0, 0, ["Visit", "Subject area", "Visit date"])
        sheet.write_row(1, 0, ["IT 1", "IT"])
        sheet.write_datetime(1, 2, dt.datetime(2027, 3, day), book.add_format({"num_format": number_format}))

    book = read(written(write))
    assert book.visits[0].visit_date == (dt.date(2027, 3, taken) if taken else None)
    assert troubles(book) == ([] if taken else [(IssueKind.NOT_YET_KNOWN, "Visits!C2")])


def test_true_dates_beside_texts_that_are_month_first_are_queried_where_they_may_have_been_turned() -> None:
    def write(book: Any) -> None:
        sheet = book.add_worksheet("Visits")
        form = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, ["Visit", "Subject area", "Visit date", "Booked on"])
        for row, day in enumerate((dt.date(2027, 2, 1), dt.date(2027, 5, 5), dt.date(2027, 3, 13)), start=1):
            sheet.write_row(row, 0, [f"IT {row}", "IT"])
            sheet.write_datetime(row, 2, dt.datetime.combine(day, dt.time()), form)
            sheet.write_datetime(row, 3, dt.datetime(2027, 1, 4), form)
        sheet.write_row(4, 0, ["IT 4", "IT", "03/15/2027"])

    book = read(written(write))
    # 5 May and 13 March can be one day only; nothing in Booked on is month first.
    assert troubles(book) == [(IssueKind.UNREADABLE, "Visits!C5"), (IssueKind.TWO_READINGS, "Visits!C2")]
    assert book.problems[-1].values == {"other": dt.date(2027, 1, 2), "raw": "03/15/2027"}


@pytest.mark.parametrize("number_format", ["0000", "General", "0.00", "#,##0"])
def test_identifiers_in_columns_formatted_as_numbers_keep_their_zeros(number_format: str) -> None:
    def write(book: Any) -> None:
        sheet = book.add_worksheet("Entries")
        form = book.add_format({"num_format": number_format})
        sheet.write_row(0, 0, ["Candidate number", "Entry code", "Entry type", "Entered on"])
        sheet.write_number(1, 0, 45, form)
        sheet.write_number(1, 1, 5839, form)
        sheet.write_row(1, 2, ["full award", "1 October 2026"])

    (entry,) = read(written(write)).entries
    assert (entry.candidate_number, entry.entry_code) == ("0045", "05839")


def test_an_identifier_in_a_column_formatted_as_dates_is_named() -> None:
    def write(book: Any) -> None:
        sheet = book.add_worksheet("Entries")
        sheet.write_row(0, 0, ["Candidate number", "Entry code", "Entry type", "Entered on"])
        sheet.write_number(1, 0, 45, book.add_format({"num_format": "dd/mm/yyyy"}))
        sheet.write_row(1, 1, ["05839", "full award", "1 October 2026"])

    book = read(written(write))
    assert book.entries[0].candidate_number is None
    assert [problem.fault for problem in book.problems if problem.sheet == "Entries"] == [Fault.DATE_FOR_NUMBER]


def test_true_and_1_in_one_column_are_not_mixed_up() -> None:
    def write(book: Any) -> None:
        sheet = book.add_worksheet("Visits")
        sheet.write_row(0, 0, ["Visit", "Subject area", "Visit date", "Final visit"])
        for row, value in enumerate([True, 1, False, "no", "yes"], start=1):
            sheet.write_row(row, 0, [row, "IT", "11 March 2027", value])

    book = read(written(write))
    assert [row.final_visit for row in book.visits] == [True, True, False, False, True]
    assert [row.name for row in book.visits] == ["1", "2", "3", "4", "5"]


def test_a_sheet_that_starts_far_from_a1_is_read_where_it_stands() -> None:
    def write(book: Any) -> None:
        sheet = book.add_worksheet("Visits")
        sheet.write_row(11, 4, ["Visit", "Subject area", "Visit date"])
        sheet.write_row(13, 4, ["IT 1", "IT", "TBC"])

    book = read(written(write))
    assert [(row.name, row.row) for row in book.visits] == [("IT 1", 14)]
    assert troubles(book) == [(IssueKind.NOT_YET_KNOWN, "Visits!G14")]


def test_the_rows_of_each_family_are_known_by_their_entry_codes() -> None:
    book = book_of(CLAIMS + "| 0102 | 04663 | 1 | JS | |\n")
    assert [row.entry_code for row in book.of(Family.TECHNICALS).claims] == ["05839"]
    assert [row.entry_code for row in book.of(Family.VERIFIED).claims] == ["04663"]
    assert [type(row) for row in (*book.visits[:1], *book.entries[:1])] == [Visit, Entry]
