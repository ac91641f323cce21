"""A finding accepted with a reason keeps it through later checks, whatever rows were moved, and says when it no longer matches."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from functools import cache

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from workbooks import AS_OF, ONLY_UNIT_8, book_of, centre, report_of

from ocr_sheets.patching import Workbook
from ocr_sheets.report import Accepted, Finding, Report, make_report
from ocr_sheets.rulebook import load_rulebook
from ocr_sheets.validate import check
from ocr_sheets.writing.report.kit import ACCEPTED_HEADING, REF_HEADING, SUMMARY, TO_DO

REASON = "agreed with the moderator"
LATE = "claim-under-two-weeks"
CLAIMS = """
Visits
| Visit | Subject area | Visit date | Type         | Type told on | Status    |
| IT 1  | IT           | 2027-03-11 | face-to-face | 2027-01-15   | confirmed |
| IT 2  | IT           | 2027-03-12 | face-to-face | 2027-01-15   | confirmed |
| IT 3  | IT           | 2027-03-13 | face-to-face | 2027-01-15   | confirmed |

Claims
| Candidate number | Entry code | Unit number | Assessor | Grade | Claimed on | Visit | Claim status |
| 0045             | 05839      | 8           | JS       | M     | 2027-02-26 | IT 1  | submitted    |
| 0045             | 05839      | 9           | JS       | M     | 2027-02-27 | IT 2  | submitted    |
| 0046             | 05839      | 8           | PT       | P     | 2027-02-28 | IT 3  | submitted    |
"""
HEADINGS_AT = 4


@cache
def _first(text: str) -> tuple[Report, bytes]:
    return annotated(centre(text))


def annotated(data: bytes) -> tuple[Report, bytes]:
    """A workbook checked: the report, and the annotated copy."""
    checked = check(Workbook.from_bytes(data), "centre.xlsx", AS_OF)
    return checked.report, checked.workbook.to_bytes()


def edited(data: bytes, *edits: Callable[[openpyxl.Workbook], None]) -> bytes:
    """A workbook as a person changes it by hand."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for edit in edits:
        edit(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def accept(finding: Finding, reason: str = REASON) -> Callable[[openpyxl.Workbook], None]:
    """Write a reason beside one finding on To do."""

    def edit(book: openpyxl.Workbook) -> None:
        sheet = book[TO_DO]
        headings = [cell.value for cell in sheet[HEADINGS_AT]]
        ref, because = headings.index(REF_HEADING) + 1, headings.index(ACCEPTED_HEADING) + 1
        (row,) = [
            row
            for row in range(HEADINGS_AT, sheet.max_row + 1)
            if finding.ref in str(sheet.cell(row, ref).value).split()
        ]
        sheet.cell(row, because, reason)

    return edit


def put(sheet: str, ref: str, value: str) -> Callable[[openpyxl.Workbook], None]:
    def edit(book: openpyxl.Workbook) -> None:
        book[sheet][ref] = value

    return edit


def turned_over(name: str) -> Callable[[openpyxl.Workbook], None]:
    """Sort a sheet's rows the other way round."""

    def edit(book: openpyxl.Workbook) -> None:
        sheet: Worksheet = book[name]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        for number, values in enumerate(reversed(rows), start=2):
            for column, value in enumerate(values, start=1):
                sheet.cell(number, column).value = value

    return edit


def insert(name: str, row: int) -> Callable[[openpyxl.Workbook], None]:
    return lambda book: book[name].insert_rows(row)


def finding(report: Report, code: str, cell: str) -> Finding:
    """The finding of a rule at a cell such as Claims!F2."""
    (one,) = [
        each
        for each in report.findings
        if each.rule.code == code and each.cell and f"{each.sheet}!{each.cell.ref}" == cell
    ]
    return one


def reasons(report: Report) -> dict[str, str]:
    """The accepted findings: each one's cell and reason."""
    return {f"{each.sheet}!{each.cell.ref}": each.accepted for each in report.findings if each.cell and each.accepted}


def lapsed(data: bytes) -> list[str]:
    """What Summary says of reasons that no longer match anything."""
    sheet = openpyxl.load_workbook(io.BytesIO(data), read_only=True)[SUMMARY]
    words = [str(row[0]) for row in sheet.iter_rows(values_only=True) if row and row[0]]
    return [each for each in words if each.startswith("A reason under “Accepted because” is no longer needed")]


def test_an_accepted_finding_stays_visible_and_does_not_count() -> None:
    report, data = _first(CLAIMS)
    again, copy = annotated(edited(data, accept(finding(report, LATE, "Claims!F2"))))
    assert len(again.findings) == len(report.findings)
    assert reasons(again) == {"Claims!F2": REASON}
    assert again.accepted == 1
    assert sum(again.counts.values()) == sum(report.counts.values()) - 1
    assert lapsed(copy) == []


def test_a_reason_is_kept_from_run_to_run() -> None:
    report, data = _first(CLAIMS)
    data = edited(data, accept(finding(report, LATE, "Claims!F2")))
    for _ in range(2):
        again, data = annotated(data)
        assert reasons(again) == {"Claims!F2": REASON}


def test_a_reason_that_no_longer_matches_is_reported_once_and_gone_at_the_next_run() -> None:
    report, data = _first(CLAIMS)
    late = finding(report, LATE, "Claims!F2")
    mended = edited(data, accept(late), put("Claims", "F2", "2027-02-25"))
    again, data = annotated(mended)
    assert reasons(again) == {}
    assert [(one.reason, one.message) for one in again.lapsed] == [(REASON, late.message)]
    (told,) = lapsed(data)
    assert REASON in told
    assert late.message in told
    third, data = annotated(data)
    assert third.lapsed == []
    assert lapsed(data) == []


def test_a_finding_that_comes_back_is_not_accepted_by_an_old_reason() -> None:
    report, data = _first(CLAIMS)
    mended = edited(data, accept(finding(report, LATE, "Claims!F2")), put("Claims", "F2", "2027-02-25"))
    _, data = annotated(mended)
    again, _ = annotated(edited(data, put("Claims", "F2", "2027-02-26")))
    assert finding(again, LATE, "Claims!F2").accepted == ""


@pytest.mark.parametrize("cell", ["Claims!F2", "Claims!F3", "Claims!F4"])
def test_a_reason_goes_with_its_row_when_the_sheet_is_sorted(cell: str) -> None:
    report, data = _first(CLAIMS)
    again, _ = annotated(edited(data, accept(finding(report, LATE, cell)), turned_over("Claims")))
    assert reasons(again) == {
        {"Claims!F2": "Claims!F4", "Claims!F3": "Claims!F3", "Claims!F4": "Claims!F2"}[cell]: REASON
    }
    assert again.lapsed == []


def test_a_reason_goes_with_its_row_when_rows_are_put_in_above() -> None:
    report, data = _first(CLAIMS)
    again, _ = annotated(edited(data, accept(finding(report, LATE, "Claims!F3")), insert("Claims", 2)))
    assert reasons(again) == {"Claims!F4": REASON}


def test_the_message_may_change_and_the_reason_stays() -> None:
    report, data = _first(CLAIMS)
    again, _ = annotated(edited(data, accept(finding(report, LATE, "Claims!F2")), put("Claims", "F2", "2027-03-01")))
    assert reasons(again) == {"Claims!F2": REASON}
    assert again.lapsed == []


def test_mending_one_row_leaves_the_reasons_of_the_others() -> None:
    report, data = _first(CLAIMS)
    both = [accept(finding(report, LATE, f"Claims!F{row}"), f"reason {row}") for row in (2, 3)]
    again, _ = annotated(edited(data, *both, put("Claims", "F2", "2027-02-25")))
    assert reasons(again) == {"Claims!F3": "reason 3"}
    assert [one.reason for one in again.lapsed] == ["reason 2"]


TWO_OF_A_KIND = """
Claims
| Candidate number | Entry code | Unit number | Assessor | Grade | Claimed on | Assessed on | Visit | Claim status |
| 0045             | 05839      | 8           | JS       | M     | soon       | some day    | IT 1  | submitted    |
"""


def test_two_findings_of_one_kind_on_one_row_do_not_swap_their_reasons() -> None:
    report, data = _first(TWO_OF_A_KIND)
    both = [accept(finding(report, "cell-unreadable", f"Claims!{column}2"), column) for column in "FG"]
    again, copy = annotated(edited(data, *both))
    assert reasons(again) == {"Claims!F2": "F", "Claims!G2": "G"}
    mended, _ = annotated(edited(copy, put("Claims", "F2", "2027-02-20")))
    assert reasons(mended) == {"Claims!G2": "G"}
    assert [one.reason for one in mended.lapsed] == ["F"]


TWICE_CLAIMED = """
Visits
| Visit | Subject area | Entry code | Visit date | Type         | Type told on | Status    |
| IT 1  | IT           |            | 2027-03-11 | face-to-face | 2027-01-15   | confirmed |
| IT 2  | IT           |            | 2027-06-10 | face-to-face | 2027-01-15   | confirmed |

Claims
| Candidate number | Entry code | Unit number | Assessor | Grade | Claimed on | Visit | Claim status |
| 0045             | 05839      | 8           | JS       | P     | 2027-02-26 | IT 1  | submitted    |
| 0045             | 05839      | 8           | JS       | M     | 2027-05-28 | IT 2  | submitted    |
"""


@pytest.mark.parametrize("cell", ["Claims!F2", "Claims!F3"])
def test_reasons_for_two_claims_of_one_unit_go_with_their_rows(cell: str) -> None:
    report, data = _first(TWICE_CLAIMED)
    again, _ = annotated(edited(data, accept(finding(report, LATE, cell)), turned_over("Claims")))
    assert reasons(again) == {{"Claims!F2": "Claims!F3", "Claims!F3": "Claims!F2"}[cell]: REASON}


def test_mending_one_of_two_claims_of_one_unit_does_not_pass_its_reason_on() -> None:
    report, data = _first(TWICE_CLAIMED)
    again, _ = annotated(edited(data, accept(finding(report, LATE, "Claims!F2")), put("Claims", "F2", "2027-02-25")))
    assert reasons(again) == {}
    assert [one.reason for one in again.lapsed] == [REASON]


def test_what_is_accepted_of_work_that_only_follows_from_an_entry_stays_accepted_when_its_row_is_typed() -> None:
    heads = "Claims\n| Candidate number | Entry code | Unit number | Assessor | Claimed on | Visit | Claim status |\n"
    after = dt.date(2027, 3, 1)  # claims for IT 1 were due on 25 February
    before = report_of(ONLY_UNIT_8 + heads, after)
    (finding,) = [one for one in before.findings if one.rule.code == "claim-not-made"]
    assert finding.sheet == "Entries"
    accepted = {finding.ref: Accepted(REASON, finding.message)}
    for row in ("| 0045 | 05839 | 8 | JS | | | planned |\n", "| 0045 | 05839 | 8 | JS | | IT 1 | |\n"):
        book = book_of(ONLY_UNIT_8 + heads + row, after)
        again = make_report("centre.xlsx", book, load_rulebook(), accepted)
        (typed,) = [one for one in again.findings if one.rule.code == "claim-not-made"]
        assert (typed.sheet, typed.accepted, list(again.lapsed)) == ("Claims", REASON, [])
    other = book_of(ONLY_UNIT_8.replace("| 8 ", "| 9 ") + heads, after)
    assert not any(one.accepted for one in make_report("centre.xlsx", other, load_rulebook(), accepted).findings)
