"""Packs that came back, filled in at random while the centre's workbook changed at random too: each cell is as it must be.

What must be is worked out here by itself, from what was sent, what stands in the workbook and what came back.
"""

from __future__ import annotations

import datetime as dt
import io
import random
from typing import Any

import openpyxl
import pytest
from random_centre import Sheets, day, random_centre
from tries import tries
from workbooks import AS_OF, xlsx

from ocr_sheets.collect.collect import Opened, collect
from ocr_sheets.collect.decide import Outcome
from ocr_sheets.packs import By, make_packs
from ocr_sheets.packs.files import pack_files
from ocr_sheets.patching import Workbook
from ocr_sheets.reading import read_book
from ocr_sheets.report import make_report
from ocr_sheets.rulebook import load_rulebook

FIELDS = ("Grade", "Assessed on", "Standardised by", "Standardised on", "Claimed on")
Name = tuple[str, str, str, str]
"""A candidate, an entry code, a unit and a column."""


def other_value(heading: str, chance: random.Random) -> str:
    if heading == "Grade":
        return chance.choice("PMD")
    return chance.choice(["JS", "PT", "AB"]) if heading == "Standardised by" else day(chance, dt.date(2026, 11, 1), 90)


def values(sheets: Sheets) -> dict[Name, str]:
    head, *rows = sheets["Claims"]
    at = {heading: head.index(heading) for heading in FIELDS}
    return {(row[0], row[1], row[2], heading): row[column] for row in rows for heading, column in at.items()}


def changed_meanwhile(sheets: Sheets, chance: random.Random) -> Sheets:
    """The centre's workbook goes on: cells are filled in, rows sorted, some taken out."""
    new = {name: [list(row) for row in rows] for name, rows in sheets.items()}
    head, *rows = new["Claims"]
    for row in rows:
        for heading in FIELDS:
            if chance.random() < 0.08:
                row[head.index(heading)] = other_value(heading, chance)
    if chance.random() < 0.5:
        chance.shuffle(rows)
    if chance.random() < 0.5:
        del rows[chance.randrange(len(rows))]
    new["Claims"] = [head, *rows]
    return new


def filled_in(data: bytes, chance: random.Random) -> tuple[bytes, dict[Name, str]]:
    """A pack in which somebody filled in cells, wrote what cannot be read, emptied cells and sorted rows; and its values then."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book["Units"]
    column = {str(cell.value): place for place, cell in enumerate(sheet[4], start=1)}
    rows = [row for row in range(5, sheet.max_row + 1) if sheet.cell(row, column["Ref"]).value]
    for row in rows:
        for heading in FIELDS:
            if chance.random() < 0.15:
                value: Any = chance.choice([other_value(heading, chance)] * 6 + ["", "soon?"])
                if heading == "Standardised by" and value == "soon?":
                    value = "AB"
                is_day = len(value) == 10
                sheet.cell(row, column[heading]).value = dt.datetime.fromisoformat(value) if is_day else value or None
    if chance.random() < 0.5:
        contents = [[sheet.cell(row, at).value for at in range(1, sheet.max_column + 1)] for row in rows]
        chance.shuffle(contents)
        for row, cells in zip(rows, contents, strict=True):
            for at, content in enumerate(cells, start=1):
                sheet.cell(row, at).value = content
    file = io.BytesIO()
    book.save(file)
    came = {}
    for row in rows:
        number, code, unit = (str(sheet.cell(row, column[name]).value) for name in ("Candidate", "Entry code", "Unit"))
        for heading in FIELDS:
            came[number, code, unit, heading] = plain(sheet.cell(row, column[heading]).value)
    return file.getvalue(), came


def plain(value: Any) -> str:
    return value.date().isoformat() if isinstance(value, dt.datetime) else "" if value is None else str(value)


def expected(
    sent: dict[Name, str], now: dict[Name, str], came: list[dict[Name, str]]
) -> tuple[dict[Name, str], set[Name]]:
    """What the workbook must say afterwards, and the cells that must be asked."""
    after, asked = dict(now), set[Name]()
    for name in {name for one in came for name in one}:
        changed = [one[name] for one in came if name in one and one[name] != sent[name]]
        if not changed:
            continue
        if name not in now:
            asked.add((name[0], name[1], name[2], ""))
        elif len(set(changed)) > 1:
            asked.add(name)
        elif changed[0] == now[name]:
            pass
        elif changed[0] in ("", "soon?") or now[name] != sent[name]:
            asked.add(name)
        else:
            after[name] = changed[0]
    return after, asked


@pytest.mark.parametrize("seed", range(tries(8)))
def test_packs_come_back_and_no_cell_is_wrong(seed: int) -> None:
    chance = random.Random(seed)
    sheets = random_centre(chance)
    report = make_report("centre.xlsx", read_book(Workbook.from_bytes(xlsx(sheets)), AS_OF), load_rulebook())
    packs: dict[str, bytes] = {}
    for by in (By.ASSESSOR, By.STANDARDISER):
        packs |= {
            f"{by}-{name}": data for name, data in pack_files(make_packs(report, by)).items() if "index" not in name
        }
    chosen = chance.sample(sorted(packs), min(4, len(packs)))
    pairs = [(name, *filled_in(packs[name], chance)) for name in chosen if "As sent" in sheets_in(packs[name])]
    assert pairs
    later = changed_meanwhile(sheets, chance)
    ours = Opened(Workbook.from_bytes(xlsx(later)), "centre.xlsx")
    found = collect(ours, [Opened(Workbook.from_bytes(data), name) for name, data, _ in pairs], AS_OF)
    after, asked = expected(values(sheets), values(later), [came for *_, came in pairs])
    data = found.workbook.to_bytes()
    assert values_in(data) == after
    told = {
        (line.candidate_number, *line.unit.split(" unit "), line.heading)
        for line in found.decision.lines
        if line.outcome is not Outcome.TAKEN
    }
    assert told == asked
    again = collect(
        Opened(Workbook.from_bytes(data), "centre.xlsx"),
        [Opened(Workbook.from_bytes(back), name) for name, back, _ in pairs],
        AS_OF,
    )
    assert again.decision.writes == []
    assert again.workbook.to_bytes() == data


def sheets_in(data: bytes) -> list[str]:
    return openpyxl.load_workbook(io.BytesIO(data), read_only=True).sheetnames


def values_in(data: bytes) -> dict[Name, str]:
    sheet = openpyxl.load_workbook(io.BytesIO(data))["Claims"]
    head, *rows = ([plain(cell.value) for cell in row] for row in sheet.iter_rows())
    return values({"Claims": [head, *rows]})


@pytest.mark.parametrize("seed", range(tries(8)))
def test_copies_come_back_and_no_cell_is_wrong(seed: int) -> None:
    chance = random.Random(seed)
    sheets = random_centre(chance)
    came = []
    for _ in range(2):
        copy = {name: [list(row) for row in rows] for name, rows in sheets.items()}
        for row in copy["Claims"][1:]:
            for heading in FIELDS:
                if chance.random() < 0.1:
                    row[copy["Claims"][0].index(heading)] = other_value(heading, chance)
        came.append(copy)
    later = {name: [list(row) for row in rows] for name, rows in sheets.items()}
    for row in later["Claims"][1:]:
        if chance.random() < 0.3:
            row[later["Claims"][0].index("Grade")] = chance.choice("PMD")
    files = [Opened(Workbook.from_bytes(xlsx(copy)), f"copy{at}.xlsx") for at, copy in enumerate(came)]
    found = collect(
        Opened(Workbook.from_bytes(xlsx(later)), "centre.xlsx"),
        files,
        AS_OF,
        Opened(Workbook.from_bytes(xlsx(sheets)), "sent.xlsx"),
    )
    after, asked = expected(values(sheets), values(later), [values(copy) for copy in came])
    assert values_in(found.workbook.to_bytes()) == after
    told = {
        (line.candidate_number, *line.unit.split(" unit "), line.heading)
        for line in found.decision.lines
        if line.outcome is not Outcome.TAKEN
    }
    assert told == asked
