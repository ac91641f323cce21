"""What `fill` drafts, from what, and what it leaves."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from filled import SEPTEMBER, accepted, cells_of, changed, checked, filled, filled_text, rows_of
from workbooks import parse, xlsx

from ocr_sheets.filling.proposals import Left, Why
from ocr_sheets.filling.words import told
from ocr_sheets.model.reading_facts import RemarkKind
from ocr_sheets.model.reading_words import remark_words
from ocr_sheets.patching import Workbook
from ocr_sheets.reading.cells import read_grids
from ocr_sheets.reading.drafts import HEADING
from ocr_sheets.report import Report
from ocr_sheets.rules import Severity
from ocr_sheets.schedule.progress import VisitProgress
from ocr_sheets.validate import check

STUDENTS = """
Y12 list
| Exam No | Surname | Forename | Course           |
| 3001    | Adams   | Ali      | CTEC Business L3 |
| 3002    | Brown   | Bea      | CTEC IT          |
| 3003    | Clarke  | Cy       | CTEC IT          |
"""
FOUR = """
Candidates
| Candidate number | Surname | Forenames | Entry code | Entered on |
| 0001             | Adams   | Ali       | 05839      | 2026-10-01 |
| 0002             | Brown   | Bea       | 05839      | 2026-10-01 |

Units
| Entry code | Unit number | Unit title |
| 05839      | 5           |            |
| 05839      | 6           |            |
| 05839      | 99          | Our own    |

Assessors
| Assessor | Name      | Subject areas |
| AB       | Ann Brown | IT            |

Visits
| Visit | Subject area | Visit date | Type    |
| IT 1  | IT           | 2027-03-10 | virtual |
|       | IT           | 2027-06-10 | virtual |
"""


def _why(left: Sequence[Left]) -> list[Why]:
    return [one.why for one in left]


def test_qualifications_follow_from_entry_codes_with_the_facts_of_the_catalogue() -> None:
    (row,) = rows_of(filled_text(FOUR).data, "Qualifications")
    assert row[:7] == [
        "05839",
        "601/7098/0",
        "OCR Level 3 Cambridge Technical Extended Certificate in IT",
        "Cambridge Technicals",
        "2016",
        3,
        "IT",
    ]
    assert row[-1] == (
        "Draft row from Units!A2:A4, Candidates!D2:D3 and the catalogue: “Entry code”, “QAN”, “Title”, “Family”, “Suite”, “Level”, “Subject area”"
    )


def test_what_is_known_of_a_unit_goes_in_its_blank_cells_and_a_column_that_is_missing_is_added() -> None:
    rows = rows_of(filled_text(FOUR).data, "Units")
    assert [row[2:4] for row in rows] == [
        ["Virtual and augmented reality", "moderated"],
        ["Application design", "moderated"],
        ["Our own", ""],
    ]
    assert rows[0][4] == (
        "Draft cells from Units!A2, Units!B2 and the catalogue: "
        "“Unit title” is “Virtual and augmented reality”, “Assessment” is “moderated”"
    )
    assert rows[2][4] == ""


def test_claims_follow_from_entries_and_units_with_the_only_assessor_of_the_subject() -> None:
    rows = rows_of(filled_text(FOUR).data, "Claims")
    assert [row[:5] for row in rows] == [
        [number, "05839", unit, "", "AB"] for number in ("0001", "0002") for unit in ("5", "6", "99")
    ]
    assert rows[0][11] == "planned"
    assert str(rows[0][-1]).startswith("Draft row from Candidates!A2 and Units!B2: ")


def test_an_examined_unit_is_not_claimed() -> None:
    text = FOUR.replace("| Unit title |", "| Unit title | Assessment |").replace(
        "| Our own    |", "| Our own | examined |"
    )
    rows = rows_of(filled_text(text).data, "Claims")
    assert {row[2] for row in rows} == {"5", "6"}


def test_a_visit_without_a_name_gets_the_next_one_of_its_subject() -> None:
    (first, second) = rows_of(filled_text(FOUR).data, "Visits")
    assert first[0] == "IT 1"
    assert second[0] == "IT 2"
    assert second[-1] == "Draft cells from Visits!B3 and Visits!C3: “Visit” is “IT 2”"


def test_visits_without_a_column_for_names_get_one_and_names_in_order_of_date() -> None:
    text = """
Visits
| Subject  | Visit date |
| IT       | 2027-05-20 |
| Business | 2027-02-11 |
| IT       | 2027-01-28 |
"""
    copy = filled_text(text).data
    assert cells_of(copy)["Visits", 1, 3] == "Visit"
    assert cells_of(copy)["Visits", 1, 4] == HEADING
    assert [row[2] for row in rows_of(copy, "Visits")] == ["IT 2", "Business 1", "IT 1"]


def test_entries_follow_from_a_course_where_one_qualification_fits() -> None:
    text = STUDENTS.replace("CTEC Business L3", "Cambridge Technical Extended Certificate in Business")
    text += """
Qualifications
| Entry code | Subject area | Family               |
| 05835      | Business     | Cambridge Technicals |
| 05839      | IT           | Cambridge Technicals |
"""
    copy = filled_text(text)
    assert [row[:5] for row in rows_of(copy.data, "Entries")] == [
        ["3001", "05835", "", "", "full award"],
        ["3002", "05839", "", "", "full award"],
        ["3003", "05839", "", "", "full award"],
    ]
    assert Why.SEVERAL_FIT not in _why(copy.proposals.left)


def test_a_course_that_fits_several_qualifications_is_left_and_the_codes_are_offered() -> None:
    copy = filled_text(STUDENTS)
    business, it = (one for one in copy.proposals.left if one.why is Why.SEVERAL_FIT)
    assert (business.text, it.text) == ("CTEC Business L3", "CTEC IT")
    assert "05835 (Level 3 Extended Certificate, 2016)" in business.offers
    assert [cell.ref for cell in it.cells] == ["D3", "D4"]
    assert copy.written.rows == {}


def test_two_courses_in_one_cell_are_two_courses() -> None:
    text = STUDENTS.replace("CTEC Business L3", "05835, 05839")
    assert [row[:2] for row in rows_of(filled_text(text).data, "Entries")] == [["3001", "05835"], ["3001", "05839"]]


def test_candidates_without_a_number_get_no_entry_and_that_is_said() -> None:
    text = STUDENTS.replace("CTEC Business L3", "05835").replace("| 3001    |", "|         |")
    copy = filled_text(text)
    assert [one.cells[0].ref for one in copy.proposals.left if one.why is Why.NO_NUMBER] == ["D2"]
    assert "Entries" not in copy.written.rows


def test_a_code_that_the_catalogue_does_not_have_is_left() -> None:
    copy = filled_text(FOUR.replace("05839", "05899"))
    (left,) = (one for one in copy.proposals.left if one.why is Why.NOT_IN_CATALOGUE)
    assert left.text == "05899"
    assert "Qualifications" not in copy.written.rows


def test_a_code_without_any_unit_on_units_gets_those_that_the_catalogue_knows() -> None:
    text = """
Qualifications
| Entry code | Subject area | Family               |
| 05835      | Business     | Cambridge Technicals |

Units
| Entry code | Unit number |
"""
    copy = filled_text(text)
    rows = rows_of(copy.data, "Units")
    assert [row[1] for row in rows][:4] == ["1", "4", "5", "7"]
    assert copy.written.rows["Units"] == len(rows)
    assert Why.UNITS_MAY_BE_MORE in _why(copy.proposals.left)
    assert "Claims" not in copy.written.rows, "nothing follows from a draft"


def test_a_row_that_says_what_cannot_be_so_gets_no_facts() -> None:
    text = """
Qualifications
| Entry code | Title                | Subject area | Family | Suite | Level |
| 05835      | Level 2 Engineering  |              |        |       |       |

Visits
| Visit | Subject area | Visit date |
| E 1   | Engineering  | 2027-03-10 |
"""
    assert filled_text(text).written.cells == {}


@pytest.mark.parametrize("typed", ["TBC", "-", "n/a", 0])
def test_a_cell_that_holds_anything_is_never_filled(typed: object) -> None:
    data = changed(filled_text(FOUR).data, {("Units", 4, 4): typed, ("Units", 4, 5): None})
    again = filled(data)
    assert cells_of(again.data)["Units", 4, 4] == typed


def test_nothing_of_a_draft_counts_until_its_mark_is_cleared() -> None:
    copy = filled_text(FOUR).data
    before, drafted, taken = checked(xlsx_of(FOUR)), checked(copy), checked(accepted(copy))
    assert drafted.book.claims == before.book.claims == ()
    assert drafted.book.units[0].unit_title is None
    assert drafted.book.visits[1].name is None
    assert len(taken.book.claims) == 6
    assert taken.book.units[0].unit_title == "Virtual and augmented reality"
    assert taken.book.visits[1].name == "IT 2"
    assert taken.book.drafts == ()


def test_what_is_only_drafted_is_told_where_it_is_said_how_sheets_were_read() -> None:
    report = checked(filled_text(FOUR).data)
    remarks = {table.sheet: list(map(remark_words, table.remarks)) for table in report.book.tables}
    assert remarks["Claims"] == [f"6 rows are drafts and not counted: clear the cell under “{HEADING}” to accept."]
    assert remarks["Visits"] == [
        f"1 other cell is a draft and not counted: clear the cell under “{HEADING}” to accept."
    ]


def test_a_drafted_row_in_which_more_was_typed_counts() -> None:
    copy = filled_text(FOUR).data
    report = checked(changed(copy, {("Claims", 3, 9): "25/02/2027"}))
    assert [claim.row for claim in report.book.claims] == [3]
    assert any(remark.kind is RemarkKind.DRAFTS_TYPED_IN for table in report.book.tables for remark in table.remarks)


def test_a_drafted_cell_that_was_typed_over_counts() -> None:
    copy = filled_text(FOUR).data
    report = checked(changed(copy, {("Visits", 3, 1): "Summer"}))
    assert report.book.visits[1].name == "Summer"


def test_a_second_run_adds_only_what_follows_from_what_is_new() -> None:
    first = filled_text(FOUR).data
    typed = changed(
        first,
        {
            ("Candidates", 4, 1): "0003",
            ("Candidates", 4, 2): "Clarke",
            ("Candidates", 4, 3): "Cy",
            ("Candidates", 4, 4): "05839",
        },
    )
    second = filled(typed)
    assert second.written.rows == {"Claims": 3}
    assert second.written.cells == {}
    assert {place: raw for place, raw in cells_of(second.data).items() if place in cells_of(typed)} == cells_of(typed)
    assert [row[0] for row in rows_of(second.data, "Claims")][6:] == ["0003"] * 3


def test_accepting_leads_on_to_what_follows_from_it() -> None:
    text = """
Visits
| Visit | Subject area | Entry code | Visit date |
| B 1   | Business     | 05835      | 2027-03-10 |

Candidates
| Candidate number | Surname | Forenames | Course   |
| 0001             | Adams   | Ali       | Business |

Units
| Entry code | Unit number |

Assessors
| Assessor | Name      | Subject areas |
| AB       | Ann Brown | Business      |
"""
    first = filled_text(text)
    assert first.written.rows.keys() == {"Qualifications", "Units", "Entries"}
    second = filled(accepted(first.data))
    assert second.written.rows.keys() == {"Claims"}
    assert {row[4] for row in rows_of(second.data, "Claims")} == {"AB"}


def test_in_september_accepting_every_draft_brings_nothing_that_must_be_fixed() -> None:
    for text in (FOUR, STUDENTS):
        before = checked(xlsx_of(text))
        after = checked(accepted(filled_text(text).data))
        must = Severity.MUST_FIX
        new = {one.rule.code for one in after.findings if one.rule.severity is must and one.rule.source}
        assert new <= {one.rule.code for one in before.findings if one.rule.severity is must}


def test_a_grid_of_the_centre_s_own_gets_no_sheets_to_begin_with() -> None:
    text = """
05839 tracker
| Student   | Exam no | Unit 5 | Unit 6 |
| Ali Adams | 4101    | P      |        |
| Bea Brown | 4102    | M      | P      |

Visits
| Visit | Subject area | Visit date |
| IT 1  | IT           | 2027-03-10 |
"""
    written = filled_text(text).written
    assert set(written.new_sheets) == set(written.rows), "only sheets with drafts are added"


def xlsx_of(text: str) -> bytes:
    return xlsx(parse(text))


def test_a_sheet_that_was_added_to_fill_in_is_still_to_be_filled_in() -> None:
    text = "Visits\n| Visit | Subject area | Visit date |\n| IT 1 | IT | 2027-03-10 |\n"
    said = [item.what for item in checked(filled_text(text).data).to_fill_in]
    assert "Units has no rows yet." in said
    assert "Visits has no rows yet." not in said


def _without_rows(data: bytes, sheet: str, first: int, number: int) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    book[sheet].delete_rows(first, number)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_draft_that_somebody_deleted_is_not_drafted_again() -> None:
    first = filled_text(FOUR).data
    deleted = _without_rows(first, "Claims", 2, 2)
    again = filled(deleted)
    assert again.written.is_nothing
    assert again.deleted == 2
    assert "Not drafted again: 2 rows that you deleted." in list(told(again, Path("copy.xlsx")))


def test_what_was_deleted_is_known_in_the_annotated_copy_and_after_a_third_run_too() -> None:
    deleted = _without_rows(filled_text(FOUR).data, "Claims", 2, 2)
    annotated = check(Workbook.from_bytes(deleted), "centre.xlsx", SEPTEMBER).workbook.to_bytes()
    new = {
        ("Candidates", 4, 1): "0003",
        ("Candidates", 4, 2): "Clarke",
        ("Candidates", 4, 3): "Cy",
        ("Candidates", 4, 4): "05839",
    }
    third = filled(changed(annotated, new))
    assert third.written.rows == {"Claims": 3}
    assert third.deleted == 2
    last = filled(third.data)
    assert (last.written.is_nothing, last.deleted) == (True, 2)


def test_the_marks_of_drafts_are_one_a_row_and_no_run_of_another_command_takes_them_away() -> None:
    first = filled_text(FOUR).data
    workbook = Workbook.from_bytes(first)
    kept = workbook.kept("drafted")
    assert len(kept) == sum(filled_text(FOUR).written.rows.values())
    workbook.strip()
    assert Workbook.from_bytes(workbook.to_bytes()).kept("drafted") == kept


CONSORTIUM = """
Centre
| Centre number       | 51234               |
| Centre name         | Three Rivers        |
| Academic year       | 2026/27             |
| Consortium          | Three Rivers        |
| Consortium centres  | 51234, 51235, 51301 |

Candidates
| Centre | Candidate number | Surname | Forenames | Entry code | Entered on |
| 51234  | 1                | Abara   | Chidi     | 05843      | 2027-01-12 |
| 51234  | 2                | Bennett | Ellie     | 05843      | 2027-01-12 |
| 51235  | 1                | Evans   | Cerys     | 05843      | 2027-01-12 |
| 51235  | 2                | Farrow  | Jade      | 05843      | 2027-01-12 |
| 51301  | 1                | Irving  | Sam       | 05843      |            |
| 51301  | 2                | Lowe    | Megan     | 05843      |            |

Units
| Entry code | Unit | Title           | Assessor |
| 05843      | 3    | A media product | AB       |
| 05843      | 13   | Graphic design  | CD       |

Visits
| Visit   | Subject area  | Visit date | Type         | Status    |
| Media 1 | Digital Media | 2027-03-04 | Face-to-face | Confirmed |
"""
AFTER_ENTRIES = dt.date(2027, 2, 5)


def _entered(report: Report) -> tuple[int | None, int]:
    """Of the candidates at the one visit, how many are entered, and how many they are."""
    return tuple(VisitProgress(report.book, report.book.occasions[0]).entered)  # type: ignore[return-value]


def test_drafts_of_a_consortium_say_whose_candidate_they_follow_from_and_accepting_them_hides_nothing() -> None:
    before = checked(xlsx(parse(CONSORTIUM)), AFTER_ENTRIES)
    assert _entered(before) == (4, 6)
    copy = filled_text(CONSORTIUM, AFTER_ENTRIES)
    (headings,) = (grid.rows[0] for grid in read_grids(Workbook.from_bytes(copy.data)) if grid.name == "Claims")
    at = list(headings).index("Centre number")
    rows = rows_of(copy.data, "Claims")
    people = [("51234", "1"), ("51234", "2"), ("51235", "1"), ("51235", "2"), ("51301", "1"), ("51301", "2")]
    assert [(str(row[at]), str(row[0]).lstrip("0"), row[2]) for row in rows] == [
        (centre, number, unit) for centre, number in people for unit in ("3", "13")
    ]
    after = checked(accepted(copy.data), AFTER_ENTRIES)
    assert _entered(after) == (4, 6)
    assert [line.date for line in before.overdue] == [dt.date(2027, 2, 4)]
    assert [(line.date, line.what) for line in after.overdue] == [(line.date, line.what) for line in before.overdue]


def test_a_claim_of_one_centre_s_candidate_holds_nothing_of_another_s_with_the_same_number() -> None:
    """One unit is claimed, of one candidate: all the others' are still to be done, and drafted."""
    claims = "\nClaims\n| Centre | Candidate number | Entry code | Unit | Assessor |\n| 51235 | 1 | 05843 | 3 | AB |\n"
    book = checked(xlsx(parse(CONSORTIUM + claims)), AFTER_ENTRIES).book
    assert VisitProgress(book, book.occasions[0]).claimed.of == 12
    copy = filled_text(CONSORTIUM + claims, AFTER_ENTRIES)
    assert copy.written.rows["Claims"] == 11


def test_of_two_with_one_number_only_the_one_who_is_still_here_has_work_to_do() -> None:
    left = CONSORTIUM.replace("| Entered on |\n", "| Entered on | Left on    |\n", 1).replace(
        "| 51235  | 1                | Evans   | Cerys     | 05843      | 2027-01-12 |",
        "| 51235  | 1                | Evans   | Cerys     | 05843      | 2027-01-12 | 2027-01-20 |",
    )
    copy = filled_text(left, AFTER_ENTRIES)
    centres = [draft.values.get("centre_number") for draft in copy.proposals.rows if "claim_status" in draft.values]
    assert [centres.count(centre) for centre in ("51234", "51235", "51301")] == [4, 2, 4]


def test_entries_follow_from_a_course_at_each_centre_of_a_consortium() -> None:
    text = """
Candidates
| Centre | Candidate number | Surname | Forenames | Course |
| 51234  | 1                | Abara   | Chidi     | 05843  |
| 51235  | 1                | Evans   | Cerys     | 05843  |
| 51235  | 2                | Farrow  | Jade      | 05843  |

Entries
| Centre number | Candidate number | Entry code | Entry type | Entered on |
| 51234         | 1                | 05843      | full award | 2027-01-12 |
"""
    rows = rows_of(filled_text(text).data, "Entries")
    assert [[str(cell).lstrip("0") for cell in row[:3]] for row in rows] == [
        ["51234", "1", "5843"],
        ["51235", "1", "5843"],
        ["51235", "2", "5843"],
    ]


def test_a_claims_sheet_of_a_consortium_s_own_gets_a_column_for_the_centre() -> None:
    claims = "\nClaims\n| Candidate number | Entry code | Unit | Assessor |\n| 9999 | 05843 | 3 | AB |\n"
    copy = filled_text(CONSORTIUM + claims, AFTER_ENTRIES)
    cells = cells_of(copy.data)
    (column,) = (
        column for (sheet, row, column), raw in cells.items() if (sheet, row, raw) == ("Claims", 1, "Centre number")
    )
    assert [str(cells["Claims", row, column]) for row in (3, 7, 11)] == ["51234", "51235", "51301"]
