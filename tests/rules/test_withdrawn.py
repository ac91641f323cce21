"""What no longer stands is judged by no rule: a claim or entry that is withdrawn, a visit that is cancelled.

The workbooks of `wrong_rows`, in which everything is wrong that a rule knows of, are taken one finding at a time: the row that the
finding stands in is withdrawn or cancelled, and the rule must be quiet there. Only rules that ask what a cell says go on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import pytest
from workbooks import BASE, Rows, parse, xlsx
from wrong_rows import WRONG

from ocr_sheets.model.records import Claim, Entry, Visit
from ocr_sheets.patching import Workbook
from ocr_sheets.reading import read_book
from ocr_sheets.report import Finding, make_report
from ocr_sheets.rulebook import load_rulebook
from ocr_sheets.rules import RULES, Rule

RULEBOOK = load_rulebook()

OF_WHAT_A_CELL_SAYS = {
    "candidate-number-ambiguous",
    "cell-error-value",
    "cell-nearly-right",
    "cell-unreadable",
    "claim-assessor-unknown",
    "claim-candidate-unknown",
    "claim-standardiser-unknown",
    "claim-unit-unknown",
    "claim-visit-unknown",
    "date-order-unclear",
    "done-in-future",
    "entry-candidate-unknown",
    "entry-code-unlisted",
    "name-and-number-differ",
    "name-nearly-right",
    "visit-subject-unknown",
    "visits-taken-for-technicals",
}
"""Rules of a word, number or name that could not be taken as it stands: that is so of a row that is withdrawn, too."""
OF_WITHDRAWN_ROWS = {"withdrawn-claim-with-result", "entry-withdrawn-with-open-claim"}
"""Rules of what does not go with being withdrawn."""


class Fault(NamedTuple):
    """A finding in a claim, entry or visit of one of the workbooks in which everything is wrong."""

    sheets: Mapping[str, Rows]
    as_of: dt.date
    finding: Finding


def findings(sheets: Mapping[str, Rows], as_of: dt.date, rules: list[Rule] | None = None) -> list[Finding]:
    book = read_book(Workbook.from_bytes(xlsx(sheets)), as_of)
    return list(make_report("centre.xlsx", book, RULEBOOK, rules=rules).findings)


def faults(number: int) -> Iterator[Fault]:
    as_of, text = WRONG[number]
    without = ["Assessors"] if "Persons" in parse(text) else []
    sheets = {name: rows for name, rows in {**parse(BASE), **parse(text)}.items() if name not in without}
    for finding in findings(sheets, as_of):
        if isinstance(finding.record, (Claim, Entry, Visit)) and finding.cell and finding.sheet != "Candidates":
            yield Fault(sheets, as_of, finding)


def put(sheets: Mapping[str, Rows], name: str, row: int, heading: str, value: str) -> dict[str, Rows]:
    """The sheets with one cell filled in, in a column that is added where it is not there."""
    rows = [list(cells) for cells in sheets[name]]
    if heading not in rows[0]:
        rows[0].append(heading)
    at = rows[0].index(heading)
    cells = rows[row - 1]
    cells.extend([""] * (at + 1 - len(cells)))
    cells[at] = value
    return {**sheets, name: rows}


def no_longer_standing(fault: Fault) -> dict[str, Rows]:
    """The workbook with the finding's row withdrawn or cancelled; an entry on the day after it was made."""
    finding = fault.finding
    assert finding.cell
    place = (finding.sheet, finding.cell.row)
    heads = fault.sheets[finding.sheet][0]
    if "Visit date" in heads:
        return put(fault.sheets, *place, "Status", "cancelled")
    if "Entered on" in heads:
        text = fault.sheets[finding.sheet][finding.cell.row - 1][heads.index("Entered on")]
        made = dt.date.fromisoformat(text) if text else fault.as_of - dt.timedelta(days=2)
        return put(fault.sheets, *place, "Withdrawn on", (made + dt.timedelta(days=1)).isoformat())
    return put(fault.sheets, *place, "Claim status", "withdrawn")


@pytest.mark.parametrize("number", range(len(WRONG)))
def test_a_row_that_no_longer_stands_is_judged_by_no_rule(number: int) -> None:
    for fault in faults(number):
        code, cell = fault.finding.rule.code, fault.finding.cell
        again = findings(no_longer_standing(fault), fault.as_of, [RULES[code]])
        still = [one for one in again if cell and one.cell and (one.sheet, one.cell.row) == (cell.sheet, cell.row)]
        if code in OF_WHAT_A_CELL_SAYS:
            assert still, f"{code} is quiet: take it out of the list"
        elif code not in OF_WITHDRAWN_ROWS:
            assert [one.message for one in still] == [], (code, cell and cell.ref)


def test_the_workbooks_put_wrong_what_claims_entries_and_visits_can_have_wrong() -> None:
    """So that the test above has something to hold: most rules that look at these rows find something in one of them."""
    codes = {fault.finding.rule.code for number in range(len(WRONG)) for fault in faults(number)}
    assert codes >= OF_WHAT_A_CELL_SAYS | OF_WITHDRAWN_ROWS
    assert len(codes) >= 50
