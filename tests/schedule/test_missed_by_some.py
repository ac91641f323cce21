"""A deadline that some were too late for, and whose work goes to a later visit: it never reads as if all had kept it, in any output.

Six candidates are to be at IT 1 on 28 January 2027: entries are due on 31 December, claims on 14 January.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest
from test_year import NO_CLAIMS, ON_COURSE, YEAR, entries
from workbooks import parse, xlsx

from ocr_sheets.calendar.events import events_of
from ocr_sheets.diff.changes import changes_between
from ocr_sheets.diff.visits import Turn
from ocr_sheets.patching import Workbook
from ocr_sheets.planning import tables
from ocr_sheets.planning.plan import make_plan
from ocr_sheets.planning.terms import Term, span_of
from ocr_sheets.reading import read_book
from ocr_sheets.report import Report, make_report
from ocr_sheets.rulebook import load_rulebook
from ocr_sheets.schedule.deadlines import DeadlineLine, What
from ocr_sheets.schedule.progress import Kept, State
from ocr_sheets.writing.annotate import annotate
from ocr_sheets.writing.report_json import as_object
from ocr_sheets.writing.terminal import summary

HALF_CLAIMED = NO_CLAIMS + "".join(
    f"| {number} | 05839 | {unit} | JS | 2027-01-10 | submitted | |\n"
    for number in range(3001, 3004)
    for unit in (8, 9)
)


def workbook(text: str, as_of: str) -> tuple[Workbook, Report]:
    day = dt.date.fromisoformat(as_of)
    book = Workbook.from_bytes(xlsx(parse(text)))
    return book, make_report("centre.xlsx", read_book(book, day), load_rulebook())


def report(text: str, as_of: str) -> Report:
    return workbook(text, as_of)[1]


def first_visits(found: Report, what: What) -> DeadlineLine:
    return next(line for line in found.lines if line.what is what and line.visit and line.visit.name == "IT 1")


ENTERED = ON_COURSE + entries(4)
CLAIMED = YEAR.replace(NO_CLAIMS, HALF_CLAIMED) + entries(6)


@pytest.mark.parametrize(
    ("text", "what", "as_of", "state", "kept"),
    [
        (ENTERED, What.ENTER_BY, "2026-12-30", State.DUE, Kept(4, 6, 0)),
        (ENTERED, What.ENTER_BY, "2026-12-31", State.DUE, Kept(4, 6, 0)),
        (ENTERED, What.ENTER_BY, "2027-01-01", State.DONE, Kept(4, 6, 2)),
        (ENTERED, What.ENTER_BY, "2027-01-29", State.CANNOT_TELL, Kept(4, 6, 2)),  # nobody is left at it, and two had missed it
        (CLAIMED, What.CLAIM_BY, "2027-01-13", State.DUE, Kept(6, 12, 0)),
        (CLAIMED, What.CLAIM_BY, "2027-01-14", State.DUE, Kept(6, 12, 0)),
        (CLAIMED, What.CLAIM_BY, "2027-01-15", State.DONE, Kept(6, 12, 6)),
        (CLAIMED, What.ENTER_BY, "2027-01-15", State.DONE, Kept(6, 6, 0)),  # who only claims too late was entered in time
        (YEAR.replace(NO_CLAIMS, HALF_CLAIMED) + entries(6, "2027-01-04"), What.ENTER_BY, "2027-01-15", State.CANNOT_TELL, Kept(0, 6, 6)),
        (YEAR + entries(6), What.ENTER_BY, "2027-01-15", State.DONE, Kept(6, 6, 0)),
        (YEAR + entries(6), What.CLAIM_BY, "2027-01-15", State.CANNOT_TELL, Kept(0, 12, 12)),
    ],
)  # fmt: skip
def test_the_state_is_of_those_who_are_left_and_the_count_of_all(
    text: str, what: What, as_of: str, state: State, kept: Kept
) -> None:
    line = first_visits(report(text, as_of), what)
    assert (line.state, line.kept) == (state, kept)
    assert line.is_kept is (state is State.DONE and not kept.missed)


SAID = "4 of 6 done, 2 missed it"


def told(text: str, as_of: str) -> Mapping[str, str]:
    """How entering for IT 1 stands, in the words of each output."""
    patched, found = workbook(text, as_of)
    annotate(patched, found)
    sheets = openpyxl.load_workbook(io.BytesIO(patched.to_bytes()))
    rows = [[cell.value for cell in row] for row in sheets["Deadlines"].iter_rows(min_row=5)]
    plan = make_plan(found, span_of(found, Term.YEAR))
    terminal = "\n".join(summary(found, Path("out.xlsx")))
    machine = next(one for one in as_object(found)["deadlines"] if one["visit"] == "IT 1" and one["kind"] == "enter_by")
    return {
        "Deadlines": next(str(row[5]) for row in rows if row[2] == What.ENTER_BY and str(row[3]).startswith("IT 1")),
        "Summary": next(
            (
                str(row[4].value)
                for row in sheets["Summary"].iter_rows()
                if row[2].value == What.ENTER_BY and "IT 1" in str(row[3].value)
            ),
            "not there",
        ),
        "plan": next(
            tables.state_of(plan, day) for day in plan.days if day.what == What.ENTER_BY and day.about == "IT 1"
        ),
        "calendar": next(
            one.title for one in events_of(found, None) if "ake entries" in one.title and "IT 1" in one.title
        ),
        "terminal": next((line for line in terminal.splitlines() if "Make entries by: IT 1" in line), "not there"),
        "JSON": f"{machine['state']} {machine['kept_by']}",
    }


def test_every_output_says_how_many_missed_it() -> None:
    after = told(ENTERED, "2027-01-01")
    assert (after["Deadlines"], after["Summary"], after["plan"]) == (SAID, SAID, SAID)
    assert after["calendar"].startswith(f"{SAID}: Make entries: IT 1")
    assert after["terminal"].split() == [
        "Thu",
        "31",
        "Dec",
        "2026",
        "2",
        "missed",
        "it",
        "Make",
        "entries",
        "by:",
        "IT",
        "1",
        "(4",
        "of",
        "6",
        "done)",
    ]
    assert after["JSON"] == "done {'done': 4, 'of': 6, 'missed': 2}"


def test_the_day_before_it_is_due_in_every_output() -> None:
    before = told(ENTERED, "2026-12-31")
    assert (before["Deadlines"], before["plan"]) == ("due", "due")
    assert before["calendar"].startswith("Make entries by: IT 1")
    assert "today" in before["terminal"]


def test_once_the_visit_is_over_it_leads_no_list_and_is_still_not_called_done() -> None:
    over = told(ENTERED, "2027-01-29")
    assert (over["Deadlines"], over["plan"], over["Summary"], over["terminal"]) == (
        SAID,
        SAID,
        "not there",
        "not there",
    )


def test_typing_the_days_of_those_who_seemed_too_late_makes_it_done_for_all() -> None:
    changes = changes_between(report(ENTERED, "2027-01-01"), report(ON_COURSE + entries(6), "2027-01-01"))
    assert [one.turn for one in changes.dates if one.what is What.ENTER_BY and one.visit.name == "IT 1"] == [Turn.DONE]


def test_the_verdict_tells_who_missed_a_visit_before_what_is_filled_in() -> None:
    assert report(YEAR + entries(6), "2027-01-15").verdict.startswith(
        "Too early to say, but 6 candidates missed a visit and go to a later one: 6 of 6 entered. Next: "
    )
    assert report(YEAR + entries(6), "2027-01-14").verdict.startswith(
        "Too early to say: 6 of 6 entered. Due today: 1 deadline not done yet. Next: "
    )


def test_the_plan_names_what_some_missed_once_and_counts_it_among_no_days_ahead() -> None:
    found = report(ENTERED, "2027-01-01")
    plan = make_plan(found, span_of(found, Term.YEAR))
    missed = [day for day in plan.next_days if day.kept and day.kept.missed]
    assert [(day.what, day.day) for day in missed] == [(What.ENTER_BY, dt.date(2026, 12, 31))]
    assert len(set(plan.next_days)) == len(plan.next_days)
    deadlines = [day for day in plan.next_days if day.what != "Visit" and day.day >= plan.as_of]
    assert tables.figures(plan)["Deadlines ahead"] == f"{len(deadlines)}, the next on 14 Jan 2027"
