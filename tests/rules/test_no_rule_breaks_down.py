"""Nothing in a workbook makes a rule break down; and how a rule ends that could not be run."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from tries import tries
from workbooks import AS_OF, book_of, report_of

from ocr_sheets.model.book import Book
from ocr_sheets.model.records import (
    SHEETS,
    Candidate,
    Centre,
    Claim,
    Column,
    Entry,
    Kind,
    Qualification,
    Record,
    Unit,
    Visit,
    columns_of,
)
from ocr_sheets.reading import book as reading, cells, read_book
from ocr_sheets.reading.cells import Grid
from ocr_sheets.reading.raw import Raw
from ocr_sheets.report import Report, make_report
from ocr_sheets.rulebook import load_rulebook
from ocr_sheets.rules import RULES, Result, engine

RULEBOOK = load_rulebook()

OF_KIND: Mapping[Kind, Raw] = {
    Kind.TEXT: "Something",
    Kind.CENTRE_NUMBER: "10101",
    Kind.CANDIDATE_NUMBER: "0045",
    Kind.ENTRY_CODE: "05839",
    Kind.UNIT_NUMBER: 8.0,
    Kind.UNIT_REFERENCE: "L/507/6467",
    Kind.QAN: "601/2977/3",
    Kind.ULN: 9276308686.0,
    Kind.UCI: "681990012058G",
    Kind.EMAIL: "somebody@example.org",
    Kind.DATE: dt.date(2027, 1, 12),
    Kind.YES_NO: "no",
    Kind.YES_OR_DATE: dt.date(2026, 9, 2),
    Kind.NEED: "summer 2027",
    Kind.NUMBER: 60.0,
    Kind.ACADEMIC_YEAR: "2026/27",
    Kind.LIST: "IT, Careers",
    Kind.UNITS: "8, 9",
}

SURNAME, FORENAMES = "Quillfeather", "Zebedee"

VERIFIED_ROW: Mapping[str, Raw] = {
    "candidate_number": "0102",
    "entry_code": "04663",
    "unit_number": 1.0,
    "family": "Verified",
    "assessment": "verified",
    "subject_area": "Careers",
    "suite": "",
    "visit": "L4 1",
    "name": "L4 1",
    "visit_date": dt.date(2027, 3, 12),
}

OTHERWISE: Mapping[type[Record], Mapping[str, Raw]] = {
    Centre: {"consortium": "North", "consortium_centres": "10101, 10102", "nation": "England"},
    Qualification: {"family": "Cambridge Technicals", "subject_area": "IT", "suite": "2016", "size_unit": "GLH"},
    Unit: {"assessment": "moderated", "assessor": "JS", "visit": "IT 1"},
    Candidate: {"surname": SURNAME, "forenames": FORENAMES, "date_of_birth": dt.date(2009, 5, 4)},
    Entry: {"entry_type": "full award", "entered_on": dt.date(2026, 10, 1), "withdrawn_on": "", "unit_number": ""},
    Claim: {
        "assessor": "JS",
        "standardised_by": "JS",
        "grade": "M",
        "visit": "IT 1",
        "claim_status": "submitted",
        "confirmed_grade": "M",
        "sample_requested_on": dt.date(2027, 2, 20),
    },
    Visit: {
        "name": "IT 1",
        "subject_area": "IT",
        "entry_code": "",
        "visit_date": dt.date(2027, 3, 11),
        "type": "virtual",
        "type_changed_from": "face-to-face",
        "status": "planned",
    },
}

Cells = list[list[Raw]]


def value_of(record: type[Record], name: str, column: Column) -> Raw:
    if name in OTHERWISE.get(record, {}):
        return OTHERWISE[record][name]
    if (record.__name__, name) == ("Assessor", "code"):
        return "JS"
    return OF_KIND[column.kind]


def full_workbook() -> dict[str, Cells]:
    sheets: dict[str, Cells] = {}
    for record, sheet in SHEETS.items():
        columns = columns_of(record)
        row = [value_of(record, name, column) for name, column in columns.items()]
        if record is Centre:
            sheets[sheet.name] = [[column.heading, value] for column, value in zip(columns.values(), row, strict=True)]
            continue
        second = [VERIFIED_ROW.get(name, value) for name, value in zip(columns, row, strict=True)]
        sheets[sheet.name] = [[column.heading for column in columns.values()], row, second]
    return sheets


@dataclass
class FakeSheet:
    """What the reader asks of a sheet, without a file."""

    name: str
    state: str = "visible"
    error_cells: dict[tuple[int, int], str] = field(default_factory=dict)
    unvalued_formulas: set[tuple[int, int]] = field(default_factory=set)
    merged_areas: tuple[()] = ()
    tables: tuple[()] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

    def rows_with_formula(self, *functions: str) -> set[int]:
        return set()

    def struck_rows(self, columns: set[int]) -> set[int]:
        return set()


@dataclass
class FakeWorkbook:
    """What the reader asks of a workbook, without a file."""

    sheets: Mapping[str, Cells]
    error_at: tuple[str, int, int] | None = None
    date1904: bool = False

    def grids(self) -> Iterator[Grid]:
        for name, lines in self.sheets.items():
            sheet: Any = FakeSheet(name)
            if self.error_at and self.error_at[0] == name:
                sheet.error_cells[self.error_at[1:]] = "#N/A"
            yield Grid(sheet, lines)


@pytest.fixture(autouse=True)
def _no_files(monkeypatch: pytest.MonkeyPatch) -> None:
    from_a_file = cells.read_grids

    def read_grids(workbook: Any) -> Iterator[Grid]:
        return workbook.grids() if isinstance(workbook, FakeWorkbook) else from_a_file(workbook)

    monkeypatch.setattr(reading, "read_grids", read_grids)


def check(workbook: Any, as_of: dt.date = dt.date(2027, 3, 7)) -> Report:
    return make_report("centre.xlsx", read_book(workbook, as_of), RULEBOOK)


ODD: Sequence[Raw] = (
    "",
    "#N/A",
    "TBC",
    "05/06/2027",
    "0",
    "😀",
    "x" * 40000,
    -1.0,
    0.0,
    46157.0,
    1e300,
    True,
    dt.date(1900, 2, 14),
    dt.time(0, 0),
    "\u202e\x07'=1+1",
)


def with_cell(sheets: Mapping[str, Cells], name: str, row: int, column: int, value: Raw) -> dict[str, Cells]:
    changed = [list(cells) for cells in sheets[name]]
    changed[row][column] = value
    return {**sheets, name: changed}


@pytest.mark.parametrize("name", [sheet.name for sheet in SHEETS.values()])
def test_no_rule_breaks_down_whatever_any_one_cell_holds(name: str) -> None:
    sheets = full_workbook()
    first = 0 if name == "Centre" else 1
    turn = 0
    for row in range(first, len(sheets[name])):
        for column in range(first, len(sheets[name][row])) if first else (1,):
            turn += 1
            # Emptied and an error each time; of the other odd things one in its turn, so that all meet nearly every kind of column.
            others = tries(1)
            for value in ("", "#N/A", *(ODD[2 + (turn * others + place) % (len(ODD) - 2)] for place in range(others))):
                error = (name, row + 1, column + 1) if value == "#N/A" else None
                changed = with_cell(sheets, name, row, column, "" if error else value)
                report = check(FakeWorkbook(changed, error))
                assert [(one.rule.code, one.reason) for one in report.our_mistakes] == [], (row, column, value)
                assert_no_names(report)


@pytest.mark.parametrize("value", ODD, ids=lambda value: repr(value)[:12])
def test_no_rule_breaks_down_where_every_cell_of_a_row_is_odd(value: Raw) -> None:
    sheets = full_workbook()
    for name, rows in sheets.items():
        if name != "Centre":
            report = check(FakeWorkbook({**sheets, name: [*rows, [value] * len(rows[0])]}))
            assert [(one.rule.code, one.reason) for one in report.our_mistakes] == [], name


@pytest.mark.parametrize("name", [sheet.name for sheet in SHEETS.values()])
def test_no_rule_breaks_down_without_any_one_sheet_or_column(name: str) -> None:
    sheets = full_workbook()
    without = [{other: rows for other, rows in sheets.items() if other != name}]
    if name == "Centre":
        without += [
            {**sheets, name: [*rows[:place], *rows[place + 1 :]]}
            for rows in (sheets[name],)
            for place in range(len(rows))
        ]
    else:
        for place in range(len(sheets[name][0])):
            without.append({**sheets, name: [[*row[:place], *row[place + 1 :]] for row in sheets[name]]})
    for changed in without:
        report = check(FakeWorkbook(changed))
        assert [(one.rule.code, one.reason) for one in report.our_mistakes] == []
        for one in report.not_checked:
            assert re.match(
                r"there is no sheet |[A-Z][a-z]+ has no column |the workbook has no rows |nothing to look at: |no figure is |\d+ rows? of ",
                one.reason,
            )


def test_the_full_workbook_is_read_whole() -> None:
    report = check(FakeWorkbook(full_workbook()))
    assert report.book.problems == ()
    for record in SHEETS:
        assert set(columns_of(record)) == {
            name for table in report.book.tables if table.record is record for name in table.columns
        }
    assert [one.rule.code for one in report.not_checked if one.rule.family] == []


def assert_no_names(report: Report) -> None:
    for finding in report.findings:
        told = (finding.message + finding.fix).casefold()
        assert SURNAME.casefold() not in told
        assert FORENAMES.casefold() not in told


# -- how rules end


def test_a_rule_that_breaks_down_is_our_mistake_and_the_others_stand() -> None:
    def boom(book: Book, values: engine.Values) -> list[engine.RawFinding]:
        raise ValueError(f"{book.candidates[0].surname} is odd")

    wrong = "Visits\n| Visit | Subject area | Visit date |\n| IT 1 | ICT | TBC |\n"
    broken = RULES["cell-missing"]._replace(check=boom)
    with_broken = [broken if rule.code == "cell-missing" else rule for rule in RULES.values()]
    report = make_report("centre.xlsx", book_of(wrong, AS_OF), RULEBOOK, rules=with_broken)
    (mistake,) = report.our_mistakes
    assert mistake.result is Result.OUR_MISTAKE
    assert mistake.reason.startswith("ValueError in boom, line ")
    assert "Adams" not in mistake.reason
    others = [rule for rule in RULES.values() if rule.code != "cell-missing"]
    assert report.findings == make_report("centre.xlsx", book_of(wrong, AS_OF), RULEBOOK, rules=others).findings
    assert report.findings


def test_a_rule_that_asks_for_a_value_it_does_not_declare_is_our_mistake() -> None:
    rule = RULES["claim-under-two-weeks"]._replace(uses=())
    claims = "Claims\n| Candidate number | Entry code | Unit number | Assessor | Claimed on | Visit |\n| 0045 | 05839 | 8 | JS | 2027-03-10 | IT 1 |\n"
    report = make_report("centre.xlsx", book_of(claims), RULEBOOK, rules=[rule])
    assert [one.reason.split()[0] for one in report.our_mistakes] == ["Undeclared"]


def test_a_rule_whose_column_is_not_there_is_not_checked_and_says_why() -> None:
    reasons = {one.rule.code: one.reason for one in report_of().not_checked}
    assert reasons["claim-under-two-weeks"] == "there is no sheet Claims"
    assert (
        reasons["dcs-early"] == "Qualifications has no column DCS from; Qualifications has no column First delivered on"
    )
    assert reasons["uln-check-digit"] == "Candidates has no column ULN"


def test_a_rule_for_whose_day_no_figure_is_published_is_not_checked_and_says_why() -> None:
    old = "Visits\n| Visit | Subject area | Visit date | Type told on |\n| IT 1 | IT | 2022-08-03 | 2022-08-01 |\n"
    reasons = {one.rule.code: one.reason for one in report_of(old).not_checked}
    assert reasons["visit-type-told-late"] == "no figure is published for 3 Aug 2022"
