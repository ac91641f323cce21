"""One finding of each kind of record, followed to all the places where people and programs are told of it.

What is told is held by its facts: the cell, the candidate, the unit, the day, who is to act, the rule and its source. The sentences are
taken from the finding as JSON has it and must stand the same on To do, in the note and in Issues.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

import openpyxl
import pytest
from workbooks import AS_OF, BASE, centre, parse, xlsx

from ocr_sheets.dates import say
from ocr_sheets.glossary import NO_DAY
from ocr_sheets.patching import Workbook
from ocr_sheets.rules import RULES
from ocr_sheets.validate import check
from ocr_sheets.writing import report_json

CLAIM = "| Candidate number | Entry code | Unit number | Assessor | Standardised by | Assessed on | Grade | Claimed on | Visit | Claim status | Certificate issued on |"


def claims(*rows: str) -> str:
    """A Claims sheet: candidate, code, unit, assessor, standardiser, assessed, grade, claimed, visit, status, certificate."""
    return "\n".join(["Claims", CLAIM, *(f"| {row} |" for row in rows), ""])


class Told(NamedTuple):
    """A workbook with one thing wrong, and what is to be told of it."""

    rule: str
    text: str
    sheet: str
    cell: str | None
    who: str
    by: dt.date | None = None
    candidate: str = ""
    number: str = ""
    unit: str = ""
    as_of: dt.date = AS_OF
    without: tuple[str, ...] = ()

    @property
    def severity(self) -> str:
        """How serious it is, as its rule says."""
        return str(RULES[self.rule].severity)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


LATE = "0045 | 05839 | 8 | JS | PT | | M | 2027-02-26 | IT 1 | submitted |"
CASES = {
    "a claim": Told(
        "claim-under-two-weeks", claims(LATE), "Claims", "H2", "Exams officer", day("2027-02-25"),
        "0045 Ali Adams", "0045", "05839 unit 8",
    ),
    "a claim for its assessor": Told(
        "grade-not-for-unit", claims("0046 | 05839 | 9 | JS | PT | | D* | 2027-01-12 | IT 1 | submitted |"),
        "Claims", "G2", "JS", day("2027-02-25"), "0046 Bea Brown", "0046", "05839 unit 9",
    ),
    "a claim for its standardiser": Told(
        "same-person-standardises", claims("0046 | 05839 | 9 | PT | PT | | M | 2027-01-12 | IT 1 | submitted |"),
        "Claims", "E2", "PT", day("2027-02-25"), "0046 Bea Brown", "0046", "05839 unit 9",
    ),
    "a claim of nobody on Candidates": Told(
        "claim-candidate-unknown", claims("0077 | 05839 | 9 | PT | JS | | M | 2027-01-12 | IT 1 | submitted |"),
        "Claims", "A2", "Exams officer", day("2027-02-25"), "0077", "0077", "05839 unit 9",
    ),
    "a verified claim": Told(
        "verified-claim-before-assessed", claims("0102 | 04663 | 2 | JS | PT | 2027-01-13 | P | 2027-01-12 | L4 1 | submitted |"),
        "Claims", "H2", "JS", day("2027-03-12"), "0102 Cy Clarke", "0102", "04663 unit 2",
    ),
    "an entry": Told(
        "entry-under-four-weeks",
        "Entries\n| Candidate number | Entry code | Entry type | Entered on |\n| 0046 | 05839 | full award | 2027-02-12 |\n"
        + claims("0046 | 05839 | 9 | PT | JS | | M | | IT 1 | planned |"),
        "Entries", "D2", "Exams officer", day("2027-02-11"), "0046 Bea Brown", "0046", "05839",
    ),
    "an entry of one unit": Told(
        "entry-candidate-unknown",
        "Entries\n| Candidate number | Entry code | Unit number | Entry type | Entered on |\n| 0078 | 05839 | 9 | unit | 2026-10-12 |\n",
        "Entries", "A2", "Exams officer", None, "0078", "0078", "05839 unit 9",
    ),
    "a visit": Told(
        "visit-type-told-late",
        "Visits\n| Visit | Subject area | Visit date | Type | Type told on | Named contact |\n| IT 1 | IT | 2027-03-11 | virtual | 2027-02-12 | A. Head |\n",
        "Visits", "E2", "Subject lead", day("2027-02-11"),
    ),
    "an EQA visit": Told(
        "verified-visit-in-late-august",
        "Visits\n| Visit | Entry code | Visit date |\n| L4 1 | 04663 | 2027-03-12 |\n| L4 2 | 04663 | 2027-08-20 |\n",
        "Visits", "C3", "Subject lead", day("2027-08-20"), unit="04663",
    ),
    "a candidate": Told(
        "uln-shape",
        "Candidates\n| Candidate number | Surname | Forenames | ULN |\n| 0045 | Adams | Ali | 12345 |\n| 0046 | Brown | Bea | |\n| 0102 | Clarke | Cy | |\n",
        "Candidates", "D2", "Exams officer", None, "0045 Ali Adams", "0045",
    ),
    "a qualification": Told(
        "qan-shape",
        "Qualifications\n| Entry code | QAN | Family | Subject area | Quality assurer | Approved on |\n"
        "| 05839 | 601/29 | Cambridge Technicals | IT | M. Moderator | |\n| 04663 | | Verified | Careers | E. Assurer | 2026-01-10 |\n",
        "Qualifications", "B2", "Exams officer", unit="05839",
    ),
    "a unit": Told(
        "unit-twice",
        "Units\n| Entry code | Unit number | Assessment |\n| 05839 | 8 | moderated |\n| 05839 | 8 | moderated |\n| 04663 | 1 | verified |\n",
        "Units", "B3", "Exams officer", unit="05839 unit 8",
    ),
    "a member of staff": Told(
        "unavailable-dates-reversed",
        "Assessors\n| Assessor | Name | Unavailable from | Unavailable to |\n| JS | Jo Smith | 2027-04-12 | 2027-04-10 |\n| PT | Pat Taylor | | |\n",
        "Assessors", "D2", "Exams officer",
    ),
    "the centre": Told(
        "centre-number-shape", "Centre\n| Centre number | 3124001 |\n| Academic year | 2026/27 |\n",
        "Centre", "B1", "Exams officer",
    ),
    "a closure": Told(
        "closure-dates-reversed", "Closures\n| From | To | Reason |\n| 2027-02-19 | 2027-02-15 | Half-term |\n",
        "Closures", "B2", "Exams officer",
    ),
    "a heading": Told(
        "heading-nearly-right", "Closures\n| From | To | Raison |\n| 2027-02-15 | 2027-02-19 | Half-term |\n",
        "Closures", "C1", "Exams officer",
    ),
}  # fmt: skip

every_case = pytest.mark.parametrize("name", CASES)


@cache
def checked(name: str) -> tuple[Mapping[str, Any], Any]:
    """What a program is told of the workbook, and the annotated copy."""
    case = CASES[name]
    done = check(Workbook.from_bytes(centre(case.text, case.without)), "centre.xlsx", case.as_of)
    return report_json.as_object(done.report), openpyxl.load_workbook(io.BytesIO(done.workbook.to_bytes()))


def finding_of(name: str) -> Mapping[str, Any]:
    case = CASES[name]
    (finding,) = [one for one in checked(name)[0]["findings"] if one["rule"] == case.rule]
    return dict(finding)


def line_of(name: str) -> Mapping[str, Any]:
    """The finding's line on To do, by heading."""
    sheet, title = checked(name)[1]["To do"], RULES[CASES[name].rule].title
    lines = [[cell.value for cell in row] for row in sheet.iter_rows()]
    (head,) = [line for line in lines if "Rule" in line]
    (line,) = [line for line in lines if title in line]
    return dict(zip(head, line, strict=True))


@every_case
def test_a_program_is_told_the_whole_of_a_finding(name: str) -> None:
    case, finding = CASES[name], finding_of(name)
    assert finding["severity"].replace("_", " ") == case.severity
    assert (finding["sheet"], finding["cell"]) == (case.sheet, case.cell)
    assert finding["who"] == case.who
    assert finding["by"] == (case.by.isoformat() if case.by else None)
    assert finding["source"] == list(RULES[case.rule].source)
    assert finding["accepted"] is None
    assert finding["message"].endswith(".")
    assert finding["fix"]


@every_case
def test_a_finding_has_its_row_and_column(name: str) -> None:
    case, finding = CASES[name], finding_of(name)
    assert case.cell
    row = int(case.cell.strip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    assert finding["row"] == row
    rows = parse(case.text)[case.sheet]
    at = ord(case.cell[0]) - ord("A")
    assert finding["column"] == (rows[row - 1][0] if case.sheet == "Centre" else rows[0][at])


@every_case
def test_to_do_has_the_whole_of_a_finding(name: str) -> None:
    case, finding, line = CASES[name], finding_of(name), line_of(name)
    assert (line["Candidate"] or "") == case.candidate
    assert (line["Unit"] or "") == case.unit
    assert line["What is wrong"] == finding["message"]
    assert line["What to do"] == finding["fix"]
    by = line["By when"]
    assert (by.date() if isinstance(by, dt.datetime) else None) == case.by
    assert isinstance(by, dt.datetime) or by == NO_DAY
    assert line["Who"] == case.who
    assert line["Severity"] == case.severity
    assert line["Where"] == f"{case.sheet}!{case.cell}"
    assert line["Accepted because"] is None
    assert line["Ref"]
    for number in RULES[case.rule].source:
        assert number in line["Source"]
    assert line["Source"]


@every_case
def test_the_note_on_the_cell_has_the_whole_of_a_finding(name: str) -> None:
    case, finding = CASES[name], finding_of(name)
    cell = checked(name)[1][case.sheet][case.cell]
    assert cell.comment
    (note,) = [part for part in cell.comment.text.split("\n\n") if finding["message"] in part]
    assert f"{case.severity.capitalize()}: {finding['message']}" in note.splitlines()
    assert finding["fix"] in note
    assert case.rule in note
    for number in RULES[case.rule].source:
        assert number in note
    assert ("OCR: " in note) == bool(RULES[case.rule].source)
    if case.by:
        (due,) = [
            line
            for line in note.splitlines()
            if say(case.by) in line and line not in (finding["message"], finding["fix"])
        ]
        assert case.who in due
    else:
        assert "Due" not in note


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.sheet not in ("Centre", "Closures")])
def test_issues_beside_the_row_has_what_is_wrong_and_how_serious_it_is(name: str) -> None:
    case, finding = CASES[name], finding_of(name)
    sheet = checked(name)[1][case.sheet]
    heads = [cell.value for cell in sheet[1]]
    issues = sheet.cell(finding["row"], heads.index("Issues") + 1).value
    assert f"{case.severity.capitalize()}: {finding['message']}" in issues


def test_a_number_that_two_candidates_have_names_neither() -> None:
    people = "Candidates\n| Candidate number | Surname | Forenames |\n| 0045 | Adams | Ali |\n| 0045 | Brown | Bea |\n| 0102 | Clarke | Cy |\n"
    done = check(Workbook.from_bytes(centre(people + claims(LATE))), "centre.xlsx", AS_OF)
    (finding,) = [one for one in done.report.findings if one.rule.code == "claim-under-two-weeks"]
    assert (finding.candidate_number, finding.candidate) == ("0045", None)
    sheet = openpyxl.load_workbook(io.BytesIO(done.workbook.to_bytes()))["To do"]
    (cells,) = [
        [cell.value for cell in row] for row in sheet.iter_rows() if finding.ref in [cell.value for cell in row]
    ]
    assert cells[7] == "0045"


def test_a_sheet_that_is_missing_is_to_fill_in_without_a_cell_and_says_what_it_would_bring() -> None:
    data = centre(claims(LATE), without=["Assessors"])
    done = check(Workbook.from_bytes(data), "centre.xlsx", AS_OF)
    told = report_json.as_object(done.report)
    (missing,) = [one for one in told["to_fill_in"] if one["sheet"] == "Assessors"]
    assert (missing["cell"], missing["row"], missing["column"]) == (None, None, None)
    assert missing["what"]
    assert missing["brings"]
    assert "Assessors" not in [one["sheet"] for one in told["findings"]]
    assert told["counts"]["to_fill_in"] == len(told["to_fill_in"])


def test_a_grids_finding_names_the_unit_of_its_column() -> None:
    grid = "Grid\n| Candidate number | Entry code | Unit 8 | Unit 9 |\n| 0045 | 05839 | M | D* |\n"
    done = check(Workbook.from_bytes(xlsx({**parse(BASE), **parse(grid)})), "centre.xlsx", AS_OF)
    (finding,) = [one for one in done.report.findings if one.rule.code == "grade-not-for-unit"]
    assert (finding.unit, finding.candidate_number, finding.cell and finding.cell.ref) == ("05839 unit 9", "0045", "D2")
    assert finding.candidate
    assert finding.candidate.surname == "Adams"
    sheet = openpyxl.load_workbook(io.BytesIO(done.workbook.to_bytes()))["Grid"]
    heads = [cell.value for cell in sheet[1]]
    assert "05839 unit 9" in str(sheet.cell(2, heads.index("Issues") + 1).value)
