"""What is printed of a copy: blocks for candidates within bounds, and who a college calls what."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from workbooks import AS_OF, centre, saved

from ocr_sheets.patching import Workbook
from ocr_sheets.validate import check, read_choices, report_on
from ocr_sheets.writing.lines import lines_of
from ocr_sheets.writing.paper import breaks_between, page_points
from ocr_sheets.writing.report import candidates_on_paper

HEAD = "Claims\n| Candidate number | Entry code | Unit number | Assessor | Visit | Assessed on | Claim status |\n"
CLAIMS = (
    HEAD + "| 0045 | 05839 | 8 | JS | IT 1 | 2027-01-20 | planned |\n| 0045 | 05839 | 9 | JS | IT 1 | | planned |\n"
)


def sheet_of(text: str, name: str, as_of: dt.date = AS_OF) -> Any:
    done = check(Workbook.from_bytes(centre(text)), "centre.xlsx", as_of)
    return openpyxl.load_workbook(io.BytesIO(done.workbook.to_bytes()))[name]


def rows_to_print(text: str) -> list[tuple[object, ...]]:
    return list(sheet_of(text, "Candidates to print").iter_rows(values_only=True))


def test_a_candidate_has_one_block_with_how_far_the_units_are() -> None:
    block = next(row for row in rows_to_print(CLAIMS) if row[0] == "0045")
    headings = next(row for row in rows_to_print(CLAIMS) if row[0] == "Candidate")
    told = {heading: cell for heading, cell in zip(headings, block, strict=True) if cell}
    known = {"Candidate": "0045", "Name": "Ali Adams", "Visits ahead": "IT 1", "To assess": "9", "To standardise": "8"}
    assert told == known


def test_two_candidates_of_different_centres_with_one_number_have_a_block_each_with_centre_and_name() -> None:
    people = """
Candidates
| Centre number | Candidate number | Surname | Forenames |
| 10101         | 0045             | Adams   | Ali       |
| 10102         | 0045             | Brown   | Bea       |

Entries
| Candidate number | Entry code | Entry type | Entered on |

"""
    heads = HEAD.replace("Claims\n|", "Claims\n| Centre number |")
    rows = (
        "| 10101 | 0045 | 05839 | 8 | JS | IT 1 | | planned |\n| 10102 | 0045 | 05839 | 8 | JS | IT 1 | | planned |\n"
    )
    blocks = {row[0]: row[1] for row in rows_to_print(people + heads + rows) if str(row[0]).startswith("0045")}
    assert blocks == {"0045 at 10101": "Ali Adams", "0045 at 10102": "Bea Brown"}


@pytest.mark.parametrize(("most", "is_printed"), [(1, False), (2, False), (3, True)])
def test_too_many_candidates_are_sent_to_the_packs(
    monkeypatch: pytest.MonkeyPatch, most: int, is_printed: bool
) -> None:
    monkeypatch.setattr(candidates_on_paper, "MOST_CANDIDATES", most)
    rows = rows_to_print(CLAIMS + "| 0046 | 05839 | 8 | JS | IT 1 | | planned |\n")
    assert ("0045" in [row[0] for row in rows]) is is_printed
    assert ("ocr-sheets packs" in str(rows[1][0])) is not is_printed


def test_the_title_of_a_sheet_that_names_a_college_stands_where_no_cell_names_the_centre(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(saved(tmp_path / "centre.xlsx", CLAIMS))
    del book["Centre"]
    sheet = book["Claims"]
    sheet.insert_rows(1, 2)
    sheet["A1"] = "Fern Hill College: IT claims"
    book.save(tmp_path / "tracker.xlsx")
    report = report_on(tmp_path / "tracker.xlsx", AS_OF)
    assert report.book.title == "Fern Hill College: IT claims"
    done = check(Workbook.open(tmp_path / "tracker.xlsx"), "tracker.xlsx", AS_OF)
    summary = openpyxl.load_workbook(io.BytesIO(done.workbook.to_bytes()))["Summary"]
    assert "“Fern Hill College: IT claims”, as at" in str(summary["A2"].value)
    footer = summary.oddFooter.left if summary.oddFooter else None
    assert footer is not None
    assert "&F" in str(footer.text)


@pytest.mark.parametrize(
    "text",
    [
        "School year 2026/27",
        "Claims 2026/27",
        "IT, unit 8",
        "in school?",
        "in school",
        "Meet at college",
        "Back in School by Monday",
        "SCHOOL",
    ],
)
def test_a_title_that_names_no_centre_is_not_taken_for_one(tmp_path: Path, text: str) -> None:
    book = openpyxl.load_workbook(saved(tmp_path / "centre.xlsx", CLAIMS))
    sheet = book["Claims"]
    sheet.insert_rows(1, 2)
    sheet["A1"] = text
    book.save(tmp_path / "tracker.xlsx")
    assert report_on(tmp_path / "tracker.xlsx", AS_OF).book.title == ""


def test_a_college_says_what_its_subject_leads_are_called(tmp_path: Path) -> None:
    path = saved(
        tmp_path / "centre.xlsx",
        "Visits\n| Visit | Subject area | Visit date | Type |\n| IT 1 | IT | 2027-08-25 | virtual |\n",
    )
    settings = tmp_path / "ocr-sheets.toml"
    settings.write_text('[words]\nsubject_lead = "Course leader"\n')
    day = dt.date(2027, 2, 1)
    plain = {finding.who for finding in report_on(path, day).findings}
    ours = {finding.who for finding in report_on(path, day, read_choices(path)).findings}
    assert "Subject lead" in plain
    assert ours == {"Course leader" if who == "Subject lead" else who for who in plain}


def test_the_visit_of_what_is_confirmed_is_not_among_those_ahead_of_a_candidate() -> None:
    visits = """
Visits
| Visit | Subject area | Visit date | Type    |
| IT 0  | IT           | 2026-11-20 | virtual |
| IT 1  | IT           | 2027-03-11 | virtual |

"""
    over = HEAD + (
        "| 0045 | 05839 | 8 | JS | IT 0 | 2026-10-20 | confirmed |\n| 0045 | 05839 | 9 | JS | IT 1 | | planned |\n"
    )
    block = next(row for row in rows_to_print(visits + over) if row[0] == "0045")
    assert block[2] == "IT 1"
    assert "8" in block


def test_deadlines_has_what_is_done_last_and_does_not_print_it() -> None:
    sheet = sheet_of(CLAIMS, "Deadlines", dt.date(2027, 2, 15))
    headings = [cell.value for cell in sheet[4]]
    states = [row[headings.index("State")] for row in sheet.iter_rows(min_row=5, values_only=True)]
    is_done = [state == "done" for state in states if state]
    assert is_done == sorted(is_done)
    assert False in is_done
    last = int(str(sheet.print_area).rsplit("$", 1)[1])
    assert last == 4 + is_done.count(False)


def test_a_text_takes_as_many_lines_as_its_words_need() -> None:
    assert lines_of("", 10) == 1
    assert lines_of("one word", 20) == 1
    assert lines_of("one\ntwo\n\nfour", 20) == 4
    assert lines_of("mmmm mmmm", 7) == 2  # 48 pixels each, of 48 that a column of seven characters holds
    assert lines_of("mmmm mmmm", 15) == 1  # 99 of 102
    assert lines_of("m" * 12, 7) > 2  # a word too long for a line is broken


def test_wide_letters_need_more_lines_than_narrow_ones() -> None:
    assert lines_of("W" * 5 + " " + "W" * 5, 12) > lines_of("i" * 5 + " " + "i" * 5, 12)


@pytest.mark.parametrize(
    ("parts", "breaks"),
    [
        ((40, 50, 10), []),  # a page of 100 to the last point
        ((40, 50, 11), [2]),
        ((60, 60, 60), [1, 2]),
        ((30, 120, 40), []),  # what is longer than a page begins where it stands: 50 of the second page are used
        ((30, 120, 60), [2]),
        ((100, 100), []),
        ((), []),
    ],
)
def test_a_part_that_fits_on_a_page_is_not_torn(parts: tuple[int, ...], breaks: list[int]) -> None:
    assert breaks_between(parts, 100) == breaks


def test_wide_columns_are_printed_smaller_so_that_a_page_holds_more() -> None:
    assert page_points([50]) == pytest.approx(516.24)  # as large as they are
    assert page_points([150, 150]) == pytest.approx(516.24 * 1575 / 784.08)


def test_the_chart_of_the_year_is_whole_on_its_page() -> None:
    text = "Visits\n| Visit | Subject area | Visit date | Type |\n" + "".join(
        f"| IT {number} | IT | 2027-0{number % 6 + 1}-1{number // 6} | virtual |\n" for number in range(20)
    )
    sheet = sheet_of(text, "Summary")
    assert sheet.row_breaks.brk


@pytest.mark.parametrize(
    ("number", "last"), [(3, "“maybe 3” as a type."), (4, "And 1 more like it."), (5, "And 2 more like it.")]
)
def test_cells_that_cannot_be_read_are_told_one_by_one_as_far_as_there_is_room(number: int, last: str) -> None:
    visits = "Visits\n| Visit | Subject area | Visit date | Type |\n" + "".join(
        f"| IT {one} | IT | 2027-05-1{one} | maybe {one} |\n" for one in range(1, number + 1)
    )
    told = [str(row[0]) for row in sheet_of(visits, "To do").iter_rows(min_row=5, values_only=True)]
    (line,) = [text for text in told if "do not recognise" in text]
    assert [f"“maybe {one}”" in line for one in range(1, number + 1)] == [one <= 3 for one in range(1, number + 1)]
    assert line.endswith(last)
