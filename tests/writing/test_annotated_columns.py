"""The columns added to the centre's own sheets, as a spreadsheet program finds them: formulas, formats, marks, and what had no room."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from workbooks import AS_OF, BASE, centre, parse, xlsx

from ocr_sheets.patching import Workbook
from ocr_sheets.report import Report
from ocr_sheets.rules import Severity
from ocr_sheets.validate import check
from ocr_sheets.writing import annotate

VISITS = """
Visits
| Visit | Subject area | Entry code | Visit date | Type         | Type told on | Status    |
| IT 1  | IT           |            | 2027-03-11 | virtual      | 2027-01-15   | confirmed |
| L4 1  |              | 04663      | 2027-03-12 |              |              | confirmed |
| IT 2  | IT           |            | 2027-05-11 | face-to-face | 2027-01-15   | planned   |
"""
CLAIMS = """
Claims
| Candidate number | Entry code | Unit number | Assessor | Grade | Claimed on | Visit | Claim status |
| 0045             | 05839      | 8           | JS       | M     | 2027-01-20 | IT 1  | submitted    |
| 0046             | 05839      | 9           | PT       | D*    |            | IT 2  | planned      |
| 0046             | 05839      | 8           | PT       | M     |            |       | planned      |
"""
FAULT = {"must fix": "FFF9CFCB", "check": "FFFDE9A9", "advice": "FFD6E6F5"}


class Annotated:
    """An annotated copy, with its formulas and with the values stored for them."""

    def __init__(self, data: bytes, as_of: dt.date = AS_OF) -> None:
        done = check(Workbook.from_bytes(data), "centre.xlsx", as_of)
        self.report: Report = done.report
        self.data = done.workbook.to_bytes()
        self.formulas: Any = openpyxl.load_workbook(io.BytesIO(self.data))
        self.values: Any = openpyxl.load_workbook(io.BytesIO(self.data), data_only=True)

    def heads(self, sheet: str, row: int = 1) -> list[Any]:
        return [cell.value for cell in self.formulas[sheet][row]]

    def ref(self, sheet: str, heading: str, row: int, head: int = 1) -> str:
        return f"{get_column_letter(self.heads(sheet, head).index(heading) + 1)}{row}"

    def formula(self, sheet: str, heading: str, row: int) -> str:
        return str(self.formulas[sheet][self.ref(sheet, heading, row)].value)

    def value(self, sheet: str, heading: str, row: int) -> Any:
        found = self.values[sheet][self.ref(sheet, heading, row)].value
        return found.date() if isinstance(found, dt.datetime) else found

    def said(self) -> str:
        """All that stands on Summary."""
        return "\n".join(str(cell) for row in self.values["Summary"].values for cell in row if cell is not None)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.fixture(scope="module")
def made() -> Annotated:
    return Annotated(centre(VISITS + CLAIMS))


# -- dates and days


@pytest.mark.parametrize(
    ("row", "heading", "days"),
    [(2, "Make entries by", 28), (2, "Tell moderator visit type by", 28), (2, "Submit claims by", 14), (2, "Sample request due from OCR by", 10), (2, "Upload sample by", 5), (4, "Earliest sample request", 21)],
)  # fmt: skip
def test_a_deadline_is_a_formula_of_the_visits_day_in_its_own_row(
    made: Annotated, row: int, heading: str, days: int
) -> None:
    on = made.ref("Visits", "Visit date", row)
    assert made.formula("Visits", heading, row) == f'=IF(ISNUMBER({on}),{on}-{days},"")'
    assert made.value("Visits", heading, row) == made.value("Visits", "Visit date", row) - dt.timedelta(days=days)


def test_an_eqas_decision_is_a_formula_of_working_days(made: Annotated) -> None:
    on = made.ref("Visits", "Visit date", 3)
    assert re.match(rf"=IF\(ISNUMBER\({on}\),WORKDAY\({on},5,", made.formula("Visits", "EQA confirms claims by", 3))
    assert made.value("Visits", "EQA confirms claims by", 3) == day("2027-03-19")
    assert made.value("Visits", "Make entries by", 3) is None


@pytest.mark.parametrize("row", [2, 3, 4])
def test_days_left_counts_to_the_next_date_of_its_row(made: Annotated, row: int) -> None:
    next_date = made.ref("Visits", "Next deadline", row)
    assert made.formula("Visits", "Days left", row) == f'=IF(ISNUMBER({next_date}),{next_date}-TODAY(),"")'
    assert made.value("Visits", "Days left", row) == (made.value("Visits", "Next deadline", row) - AS_OF).days


@pytest.mark.parametrize(("row", "following"), [(2, "2027-02-11"), (3, "2027-03-12"), (4, "2027-04-13")])
def test_the_next_date_is_the_first_of_the_rows_own_deadlines_or_the_visit(
    made: Annotated, row: int, following: str
) -> None:
    first, last, on = (
        made.ref("Visits", heading, row) for heading in ("Make entries by", "EQA confirms claims by", "Visit date")
    )
    formula = made.formula("Visits", "Next deadline", row)
    assert {one.replace("$", "") for one in re.findall(r"[A-Z]+\d+:[A-Z]+\d+", formula)} == {f"{first}:{last}"}
    assert set(re.findall(r"(?<![:A-Z])[A-Z]+\d+(?!\d*:)", formula)) == {on}
    assert made.value("Visits", "Next deadline", row) == day(following)


def test_after_a_visit_there_is_neither_a_next_date_nor_a_day_left() -> None:
    made = Annotated(centre(VISITS), day("2027-03-12"))
    assert made.value("Visits", "Next deadline", 2) in (None, "")
    assert made.value("Visits", "Days left", 2) in (None, "")
    assert made.value("Visits", "Days left", 3) == 0


def test_a_visits_day_that_is_text_has_dates_that_are_no_formulas() -> None:
    made = Annotated(centre(VISITS.replace("2027-03-11 | virtual", "11 March 2027 | virtual")))
    assert not made.formula("Visits", "Next deadline", 2).startswith("=")
    assert made.value("Visits", "Next deadline", 2) == day("2027-02-11")
    assert made.value("Visits", "Days left", 2) == 10


def test_a_claims_dates_are_formulas_of_the_day_on_visits(made: Annotated) -> None:
    for row, visit in ((2, 2), (3, 4), (4, 2)):
        on = f"'Visits'!{made.ref('Visits', 'Visit date', visit)}"
        assert made.formula("Claims", "Submit claims by", row) == f'=IF(ISNUMBER({on}),{on}-14,"")'
        assert made.formula("Claims", "Make entries by", row) == f'=IF(ISNUMBER({on}),{on}-28,"")'
        assert made.value("Claims", "Submit claims by", row) == made.value("Visits", "Submit claims by", visit)
    assert [made.value("Claims", "Visit these dates follow", row) for row in (2, 3, 4)] == [
        "IT 1",
        "IT 2",
        "IT 1 (chosen)",
    ]


def test_an_entrys_earliest_visit_is_a_formula_of_the_day_it_was_made(made: Annotated) -> None:
    on = made.ref("Entries", "Entered on", 2)
    assert made.formula("Entries", "Earliest visit", 2) == f'=IF(ISNUMBER({on}),{on}+28,"")'
    assert made.value("Entries", "Earliest visit", 2) == day("2026-10-29")


def test_dates_look_like_dates_and_counts_like_counts(made: Annotated) -> None:
    sheet = made.formulas["Visits"]
    for heading, row in (("Make entries by", 2), ("EQA confirms claims by", 3), ("Next deadline", 2)):
        assert "yyyy" in sheet[made.ref("Visits", heading, row)].number_format
    assert "late" in sheet[made.ref("Visits", "Days left", 2)].number_format
    assert sheet[made.ref("Visits", "Portfolios to prepare", 2)].number_format == "0"
    assert sheet[made.ref("Visits", "Allowance", 2)].number_format == "General"
    for heading in ("Academic year", "Issues"):
        head = sheet[made.ref("Visits", heading, 1)]
        assert (head.font.b, head.fill.fgColor.rgb) == (True, "FF1F4E5F")
    assert not sheet["A1"].font.b


def test_claims_that_are_alike_and_those_that_are_not_each_have_their_own_values(made: Annotated) -> None:
    assert [made.value("Claims", "Claim", row) for row in (2, 3, 4)] == [
        "done",
        "due in 85 days",
        "due in 24 days",
    ]
    assert [made.value("Claims", "Issues", row) is None for row in (2, 3, 4)] == [True, False, True]


# -- several tables on one sheet


TWO = """
Work
| Candidate number | Entry code | Unit number | Assessor | Grade | Visit | Claim status |
| 0045             | 05839      | 8           | JS       | D*    | IT 1  | planned      |
| 0046             | 05839      | 9           | JS       | M     | IT 1  | planned      |
|  |
| Visit | Subject area | Visit date | Type    | Type told on | Status    |
| IT 1  | IT           | 2027-03-11 | virtual | 2027-02-20   | confirmed |
"""


def test_tables_one_below_the_other_have_their_own_columns_headings_and_issues() -> None:
    sheets = {name: rows for name, rows in parse(BASE).items() if name != "Visits"}
    made = Annotated(xlsx({**sheets, **parse(TWO)}))
    heads, below = made.heads("Work"), made.heads("Work", 5)
    assert heads.count("Issues") == 0
    assert [heads.count("Issues: Claims"), heads.count("Issues: Visits")] == [1, 1]
    assert "Academic year" in below
    assert "Issues: Visits" in below
    assert "Visit these dates follow" not in below
    claim = made.values["Work"][made.ref("Work", "Issues: Claims", 2)].value
    assert "D*" in claim
    assert made.values["Work"][made.ref("Work", "Issues: Claims", 3)].value is None
    visit = made.values["Work"][made.ref("Work", "Issues: Visits", 6)].value
    assert "20 Feb 2027" in visit
    assert made.values["Work"][made.ref("Work", "Make entries by", 6, head=5)].value == dt.datetime(2027, 2, 11)


GRID = """
Year 13
| Candidate number | Surname | Forenames | ULN   | Entry code | Unit 8 | Unit 9 |
| 0045             | Adams   | Ali       |       | 05839      | M      | D*     |
| 0046             | Brown   | Bea       | 12345 | 05839      |        |        |
"""


def test_candidates_and_their_grid_share_one_issues_with_the_units_named() -> None:
    sheets = {name: rows for name, rows in parse(BASE).items() if name != "Candidates"}
    made = Annotated(xlsx({**sheets, **parse(GRID)}))
    heads = made.heads("Year 13")
    assert [head for head in heads if str(head).startswith("Issues")] == ["Issues"]
    assert heads.index("Row status") < heads.index("Issues") < heads.index("Entered for") < heads.index("Claim")
    of_the_claim = made.value("Year 13", "Issues", 2)
    assert "05839 unit 9" in of_the_claim
    assert "unit 8" not in of_the_claim
    assert "ULN" in made.value("Year 13", "Issues", 3)  # a row without a claim has its own all the same
    assert made.value("Year 13", "Visit these dates follow", 2) == "IT 1 (chosen)"


# -- marks and notes


def test_a_cell_is_filled_by_the_most_serious_of_its_findings_and_its_note_has_them_all() -> None:
    text = CLAIMS.replace("| 0045             | 05839      | 8 ", "| 0077             | 05839      | 8 ").replace(
        "JS       | M", "QQ       | D*"
    )
    made = Annotated(centre(VISITS + text))
    assert {finding.sheet for finding in made.report.findings}
    at: dict[tuple[str, str], list[Any]] = {}
    for finding in made.report.findings:
        if finding.cell:
            at.setdefault((finding.sheet, finding.cell.ref), []).append(finding)
    for (sheet, ref), findings in at.items():
        cell = made.formulas[sheet][ref]
        assert cell.fill.fgColor.rgb == FAULT[str(findings[0].rule.severity)], (sheet, ref)
        notes = cell.comment.text.split("\n\n")
        assert len(notes) == len(findings)
        for finding in findings:
            assert any(finding.message in note and finding.rule.code in note for note in notes)
    assert made.formulas["Claims"]["G2"].comment is None
    assert made.formulas["Claims"]["G2"].fill.fill_type is None


def test_two_findings_of_one_cell_stand_in_one_note_the_most_serious_first() -> None:
    text = (
        "Claims\n| Candidate number | Entry code | Unit number | Assessor | Assessed on | Claimed on | Visit | Claim status |\n"
        "| 0045 | 05839 | 8 | JS | 2027-02-28 | 2027-02-26 | IT 1 | submitted |\n"
    )
    made = Annotated(centre(VISITS + text), day("2027-03-01"))
    refs = [one.cell.ref for one in made.report.findings if one.sheet == "Claims" and one.cell]
    (twice,) = {ref for ref in refs if refs.count(ref) > 1}
    findings = [one for one in made.report.findings if one.sheet == "Claims" and one.cell and one.cell.ref == twice]
    note = made.formulas["Claims"][twice].comment.text
    places = [note.index(finding.rule.code) for finding in findings]
    assert places == sorted(places)
    assert made.formulas["Claims"][twice].fill.fgColor.rgb == FAULT[str(findings[0].rule.severity)]


def test_an_accepted_finding_has_neither_mark_nor_note() -> None:
    text = VISITS + CLAIMS
    book = Annotated(centre(text)).formulas
    sheet = book["To do"]
    head = next(row for row in sheet.iter_rows() if "Accepted because" in [cell.value for cell in row])
    because = next(cell.column for cell in head if cell.value == "Accepted because")
    (row,) = [row[0].row for row in sheet.iter_rows() if "Claims!E3" in [cell.value for cell in row]]
    assert book["Claims"]["E3"].comment
    sheet.cell(row, because).value = "agreed"
    out = io.BytesIO()
    book.save(out)
    again = Annotated(out.getvalue())
    assert again.report.accepted == 1
    assert again.formulas["Claims"]["E3"].comment is None
    assert again.formulas["Claims"]["E3"].fill.fill_type is None
    assert "agreed" in [cell.value for row in again.formulas["To do"].iter_rows() for cell in row]


def test_a_heading_that_was_understood_keeps_its_colours_and_has_a_note() -> None:
    made = Annotated(centre("Closures\n| From | To | Raison |\n| 2027-02-15 | 2027-02-19 | Half-term |\n"))
    head = made.formulas["Closures"]["C1"]
    assert head.comment
    assert head.fill.fill_type is None


# -- what had no room


def many(count: int) -> str:
    rows = "\n".join(f"| {number:04} | 05839 | 8 | JS | D* | IT 1 | planned |" for number in range(1000, 1000 + count))
    return (
        VISITS
        + "Claims\n| Candidate number | Entry code | Unit number | Assessor | Grade | Visit | Claim status |\n"
        + rows
        + "\n"
    )


def notes_of(made: Annotated) -> int:
    own = {finding.sheet for finding in made.report.findings}
    return sum(cell.comment is not None for name in own for row in made.formulas[name].iter_rows() for cell in row)


@pytest.mark.parametrize(("more", "is_told"), [(-1, True), (0, False), (1, False)])
def test_no_more_cells_get_a_note_than_are_quick_to_open_and_that_is_said(
    monkeypatch: pytest.MonkeyPatch, more: int, is_told: bool
) -> None:
    data = centre(many(5))
    cells = {(one.sheet, one.cell.ref) for one in Annotated(data).report.findings if one.cell}
    most = len(cells) + more
    monkeypatch.setattr(annotate, "MOST_NOTES", most)
    made = Annotated(data)
    assert len(cells) >= 10  # five with a grade that is none, of candidates nobody knows
    assert notes_of(made) == min(most, len(cells))
    assert (f"{most} most serious cells; all {len(cells)} are marked" in made.said()) is is_told
    assert all(made.formulas[sheet][ref].fill.fill_type for sheet, ref in cells)


def test_so_many_cells_get_a_note_and_no_more() -> None:
    assert annotate.MOST_NOTES == 500


class _Marked:
    """A sheet that remembers which of its cells were coloured, and takes every note."""

    def __init__(self) -> None:
        self.marked: list[tuple[int, int]] = []

    def coloured(self, _: Any) -> set[tuple[int, int]]:
        return set()

    def highlight(self, row: int, column: int, _: Any) -> None:
        self.marked.append((row, column))

    def note(self, *_: Any) -> bool:
        return True


@pytest.mark.parametrize(("more", "is_coloured"), [(-1, False), (0, True), (1, True)])
def test_cells_are_coloured_where_there_is_a_format_for_each(
    more: int, is_coloured: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = Annotated(centre(many(2))).report
    cells = {(one.sheet, one.cell.row, one.cell.column) for one in report.open_findings if one.cell}
    sheet = _Marked()
    workbook: Any = SimpleNamespace(sheets=[SimpleNamespace(name=name) for name, _, _ in cells], sheet=lambda _: sheet)
    said = list(annotate._mark(workbook, report, len(cells) + more))
    assert bool(sheet.marked) is is_coloured
    assert bool(said) is not is_coloured
    monkeypatch.setattr(annotate, "MOST_NOTES", 1)
    *_, of_notes = annotate._mark(workbook, report, len(cells) + more)
    assert (f"all {len(cells)} are marked, and are on To do." in of_notes) is is_coloured
    assert (f"all {len(cells)} are on To do." in of_notes) is not is_coloured


@pytest.mark.parametrize(
    ("severity", "row", "is_coloured"),
    [
        (Severity.ADVICE, 1, False), (Severity.CHECK, 1, True), (Severity.MUST_FIX, 1, True), (Severity.ADVICE, 2, True),
    ],
)  # fmt: skip
def test_only_advice_about_a_heading_leaves_its_colours(severity: Severity, row: int, is_coloured: bool) -> None:
    report = Annotated(centre(many(1))).report
    finding = next(one for one in report.findings if one.cell and one.sheet == "Claims")
    assert finding.cell
    cell = finding.cell._replace(row=row)
    told = replace(report, findings=[finding._replace(cell=cell, rule=finding.rule._replace(severity=severity))])
    sheet = _Marked()
    workbook: Any = SimpleNamespace(sheets=[SimpleNamespace(name="Claims")], sheet=lambda _: sheet)
    assert list(annotate._mark(workbook, told, 10)) == []
    assert sheet.marked == ([(row, cell.column)] if is_coloured else [])


def test_entries_on_candidates_get_no_columns_of_their_own() -> None:
    text = """
    Candidates
    | Candidate number | Surname | Forenames | Entry code | Entry type | Entered on |
    | 0045 | Adams | Ali | 05839 | full award | 2026-10-01 |
    | 0046 | Brown | Bo | 05839 | full award | 2026-10-01 |
    """
    made = Annotated(xlsx({name: rows for name, rows in {**parse(BASE), **parse(text)}.items() if name != "Entries"}))
    heads = made.heads("Candidates")
    assert any(table.is_aside for table in made.report.book.tables)
    assert sum(str(head).startswith("Issues") for head in heads) == 1
    assert "Earliest visit" not in heads


def test_without_room_for_formats_nothing_is_coloured_and_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(annotate, "MOST_FORMATS", 64_000 - 500)
    plain = Annotated(centre(many(1)))
    assert "not coloured" not in plain.said()
    assert plain.formulas["Claims"]["E2"].fill.fgColor.rgb in FAULT.values()
    monkeypatch.setattr(annotate, "MOST_FORMATS", 65_000)
    none = Annotated(centre(many(1)))
    assert "Issues" not in none.heads("Claims")
    assert "no room for the added columns" in none.said()
    assert none.formulas["Claims"]["E2"].fill.fill_type is None
    assert none.formulas["Claims"]["E2"].comment
    assert "not coloured" in none.said()


def protected(sheets: Sequence[str], structure: bool = False) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(centre(VISITS + CLAIMS)))
    for name in sheets:
        book[name].protection.sheet = True
    if structure:
        book.security = openpyxl.workbook.protection.WorkbookProtection(lockStructure=True)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_protected_sheet_and_a_protected_structure_are_said_and_stay_so() -> None:
    made = Annotated(protected(["Claims"]))
    assert "Claims is protected" in made.said()
    assert "Visits is protected" not in made.said()
    assert "structure is protected" not in made.said()
    assert made.formulas["Claims"].protection.sheet
    assert "Issues" in made.heads("Claims")
    whole = Annotated(protected([], structure=True))
    assert "structure is protected" in whole.said()
    assert "Claims is protected" not in whole.said()


def test_a_sheet_whose_last_columns_are_used_has_no_room_and_that_is_said() -> None:
    book = openpyxl.load_workbook(io.BytesIO(centre(VISITS + CLAIMS)))
    book["Visits"].cell(1, 16_384).value = "the last"
    out = io.BytesIO()
    book.save(out)
    made = Annotated(out.getvalue())
    assert "no room on Visits" in made.said()
    assert "no room on Claims" not in made.said()
    assert "Issues" in made.heads("Claims")


def test_rows_that_are_alike_but_for_their_issues_each_say_their_own() -> None:
    """Their cells are made once; the assessor, of whom the issues speak, is nothing that the other columns look at."""
    rows = "".join(
        f"| {number} | 05839 | 8 | {who} | M | 2027-01-20 | IT 1 | submitted |\n"
        for number, who in (("0045", "JS"), ("0046", "XX"))
    )
    shown = Annotated(centre(VISITS + CLAIMS.partition("| 0045")[0] + rows))
    said = [shown.value("Claims", "Issues", row) or "" for row in (2, 3)]
    assert ["XX" in text for text in said] == [False, True]
    assert [shown.value("Claims", "Row status", row) == "Fix" for row in (2, 3)] == [False, True]
    entered = [shown.formula("Claims", "Make entries by", row) for row in (2, 3)]
    assert (len(set(entered)), entered[0].startswith("=IF(ISNUMBER(")) == (1, True)
