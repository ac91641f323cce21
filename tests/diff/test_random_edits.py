"""Random edits of random centres: each with what is true of it, and nothing said that is not."""

from __future__ import annotations

import datetime as dt
import functools
import random
from collections.abc import Callable, Mapping

import pytest
from random_centre import Sheets, day, random_centre
from tries import tries
from workbooks import AS_OF, xlsx

from ocr_sheets.diff.changes import Changes, changes_between
from ocr_sheets.diff.findings import Became
from ocr_sheets.patching import Workbook
from ocr_sheets.reading import read_book
from ocr_sheets.reading.cells import read_grids
from ocr_sheets.report import Report, make_report
from ocr_sheets.rulebook import load_rulebook

A_SEED = tries(4)
"""So many centres for each kind of edit, and more for edits of values."""


@functools.lru_cache(maxsize=4 * A_SEED)
def side(data: bytes) -> tuple[Report, Mapping[str, object]]:
    """One of the two that are compared. The one before is kept, since every edit of a seed begins at the same centre."""
    workbook = Workbook.from_bytes(data)
    return make_report("centre.xlsx", read_book(workbook, AS_OF), load_rulebook()), {
        grid.name: grid.rows for grid in read_grids(workbook)
    }


def compared(old: Sheets, new: Sheets) -> Changes:
    (was, before), (now, after) = side(xlsx(old)), side.__wrapped__(xlsx(new))
    return changes_between(was, now, contents=(before, after))  # type: ignore[arg-type]


def copied(sheets: Sheets) -> Sheets:
    return {name: [list(row) for row in rows] for name, rows in sheets.items()}


# -- edits that change nothing but order and names


def sorted_rows(sheets: Sheets, chance: random.Random) -> None:
    for name in ("Claims", "Candidates", "Entries", "Visits", "Assessors"):
        body = sheets[name][1:]
        chance.shuffle(body)
        sheets[name] = [sheets[name][0], *body]


def moved_columns(sheets: Sheets, chance: random.Random) -> None:
    for name in ("Claims", "Candidates", "Entries"):
        order = list(range(len(sheets[name][0])))
        chance.shuffle(order)
        sheets[name] = [[row[at] for at in order] for row in sheets[name]]


def renamed_sheets(sheets: Sheets, chance: random.Random) -> None:
    for old, new in {
        "Claims": "Claim tracker",
        "Candidates": "Students",
        "Assessors": "Staff",
        "Entries": "Registrations",
    }.items():
        if chance.random() < 0.7:
            sheets[new] = sheets.pop(old)


def renamed_headings(sheets: Sheets, chance: random.Random) -> None:
    other = {
        "Candidate number": "Cand no",
        "Claimed on": "Claim date",
        "Grade": "Unit grade",
        "Visit date": "Date of visit",
        "Assessed on": "Date assessed",
    }
    for rows in sheets.values():
        rows[0] = [other.get(text, text) if chance.random() < 0.8 else text for text in rows[0]]


def inserted_rows(sheets: Sheets, chance: random.Random) -> None:
    for name in ("Claims", "Candidates", "Visits"):
        rows = sheets[name]
        rows.insert(chance.randrange(2, len(rows)), [""] * len(rows[0]))


NEUTRAL: list[Callable[[Sheets, random.Random], None]] = [
    sorted_rows,
    moved_columns,
    renamed_sheets,
    renamed_headings,
    inserted_rows,
]


@pytest.mark.parametrize("seed", range(A_SEED))
@pytest.mark.parametrize("edit", NEUTRAL, ids=[edit.__name__ for edit in NEUTRAL])
def test_order_and_headings_change_nothing(edit: Callable[[Sheets, random.Random], None], seed: int) -> None:
    chance = random.Random(seed)
    old = random_centre(chance)
    new = copied(old)
    edit(new, chance)
    found = compared(old, new)
    assert found.old.findings
    assert found.is_nothing, [
        (change.became, change.finding.rule.code)
        for change in found.findings
        if change.became is not Became.STILL_THERE
    ]


RENAMED = [("JS", "JSM"), ("IT 1", "Spring IT"), ("IT", "Computing"), ("Bus 1", "B spring"), ("PT", "TAY")]


@pytest.mark.parametrize("seed", range(A_SEED))
@pytest.mark.parametrize(("was", "now"), RENAMED)
def test_another_name_everywhere_leaves_every_finding_as_it_was(was: str, now: str, seed: int) -> None:
    chance = random.Random(seed)
    old = random_centre(chance)
    new = {name: [[now if cell == was else cell for cell in row] for row in rows] for name, rows in old.items()}
    sorted_rows(new, chance)
    found = compared(old, new)
    assert {change.became for change in found.findings} == {Became.STILL_THERE}
    assert not found.rows
    assert {change.cell.sheet for change in found.cells} <= {"Assessors", "Qualifications"}


# -- edits of values


FIELDS = ("Grade", "Claimed on", "Assessed on", "Standardised on", "Sample requested on", "Comments")


def changed_values(sheets: Sheets, chance: random.Random) -> set[tuple[int, str]]:
    """Another value in up to ten cells of Claims; gives their rows and columns."""
    done = set()
    for _ in range(chance.randint(1, 10)):
        row, heading = chance.randrange(1, len(sheets["Claims"])), chance.choice(FIELDS)
        column = sheets["Claims"][0].index(heading)
        before = sheets["Claims"][row][column]
        after = {"Grade": chance.choice([one for one in "PMD" if one != before]), "Comments": f"new {row}"}.get(heading)
        after = after or next(
            text for text in iter(lambda: day(chance, dt.date(2026, 11, 1), 90), "") if text != before
        )
        if (row + 1, heading) not in done:
            sheets["Claims"][row][column] = after
            done.add((row + 1, heading))
    return done


@pytest.mark.parametrize("seed", range(4 * A_SEED))
def test_just_the_cells_that_were_changed_are_listed(seed: int) -> None:
    chance = random.Random(seed)
    old = random_centre(chance)
    new = copied(old)
    edited = changed_values(new, chance)
    found = compared(old, new)
    assert {(change.cell.row, change.cell.heading) for change in found.cells} == edited
    assert not found.rows
    assert not found.dates or {change.what is not None for change in found.dates} == {True}


def blanked_date(sheets: Sheets, chance: random.Random) -> str:
    name, heading = chance.choice(
        [("Claims", "Claimed on"), ("Visits", "Visit date"), ("Claims", "Assessed on"), ("Entries", "Entered on")]
    )
    column = sheets[name][0].index(heading)
    word = chance.choice(["", "TBC", "#N/A"])
    for row in chance.sample(range(1, len(sheets[name])), min(4, len(sheets[name]) - 1)):
        sheets[name][row][column] = word
    return f"{heading} is {word!r}"


def deleted_column(sheets: Sheets, chance: random.Random) -> str:
    name, heading = chance.choice(
        [
            ("Claims", "Claimed on"),
            ("Claims", "Standardised by"),
            ("Visits", "Type told on"),
            ("Assessors", "Unavailable from"),
            ("Entries", "Entered on"),
            ("Claims", "Sample requested on"),
            ("Claims", "Grade"),
        ]
    )
    column = sheets[name][0].index(heading)
    sheets[name] = [row[:column] + row[column + 1 :] for row in sheets[name]]
    return f"no column {heading}"


def deleted_rows(sheets: Sheets, chance: random.Random) -> str:
    name = chance.choice(["Claims", "Entries", "Candidates"])
    gone = set(chance.sample(range(1, len(sheets[name])), 4))
    sheets[name] = [row for at, row in enumerate(sheets[name]) if at not in gone]
    return f"rows {gone} of {name}"


def deleted_sheet(sheets: Sheets, chance: random.Random) -> str:
    name = chance.choice(["Claims", "Entries", "Visits", "Qualifications"])
    del sheets[name]
    return f"no {name}"


LOSSES: list[Callable[[Sheets, random.Random], str]] = [blanked_date, deleted_column, deleted_rows, deleted_sheet]


@pytest.mark.parametrize("seed", range(2 * A_SEED))
@pytest.mark.parametrize("edit", LOSSES, ids=[edit.__name__ for edit in LOSSES])
def test_nothing_is_fixed_by_taking_something_away(edit: Callable[[Sheets, random.Random], str], seed: int) -> None:
    """Findings may only go as no longer checked, or with their rows."""
    chance = random.Random(seed)
    old = random_centre(chance)
    new = copied(old)
    what = edit(new, chance)
    found = compared(old, new)
    fixed = [
        (change.finding.rule.code, change.finding.message) for change in found.findings if change.became is Became.FIXED
    ]
    assert not fixed, what
    assert not found.is_nothing
