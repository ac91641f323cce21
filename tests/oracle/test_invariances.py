"""What must make no difference: the order of rows, several sheets for one, other codes and names, CSV in place of Excel. And what is
another board's gets nothing of OCR's, however it is mixed in (B113).
"""

from __future__ import annotations

import csv
import datetime as dt
import random
import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import given, settings, strategies as st
from oracle_centres import RandomCentre, random_centre
from tries import tries
from workbooks import xlsx

from ocr_sheets.calendar.events import make_calendar
from ocr_sheets.model.records import Visit
from ocr_sheets.patching import Workbook
from ocr_sheets.reading import read_book
from ocr_sheets.report import Report, make_report
from ocr_sheets.rulebook import load_rulebook
from ocr_sheets.validate import report_on

Sheets = dict[str, list[list[str]]]
ROWS = {"other", "other_row"}
"""The values of findings that are rows, and so move."""
FEW = settings(max_examples=tries(15), deadline=None, derandomize=True)
seeds = st.integers(min_value=1000, max_value=9000)


def report_of_sheets(sheets: Sheets, as_of: dt.date) -> Report:
    return make_report("centre.xlsx", read_book(Workbook.from_bytes(xlsx(sheets)), as_of), load_rulebook())


def told(report: Report) -> Counter[tuple[object, ...]]:
    """What is found, of whom, with which values; without rows and words."""
    return Counter(
        (
            one.rule.code,
            one.kind,
            one.candidate_number or (one.record.label if isinstance(one.record, Visit) else ""),
            str(sorted((name, str(value)) for name, value in one.values.items() if name not in ROWS)),
            one.by,
        )
        for one in report.findings
    )


def dated(report: Report) -> Counter[tuple[object, ...]]:
    """The deadlines and how they stand."""
    return Counter((line.visit.label if line.visit else "", line.what, line.date, line.done) for line in report.lines)


def drawn(seed: int) -> tuple[RandomCentre, Sheets]:
    centre = random_centre(seed)
    return centre, centre.sheets()


@FEW
@given(seeds)
def test_the_order_of_rows_changes_nothing(seed: int) -> None:
    centre, sheets = drawn(seed)
    before = report_of_sheets(sheets, centre.as_of)
    rng = random.Random(seed)
    turned = {name: [rows[0], *rng.sample(rows[1:], len(rows) - 1)] for name, rows in sheets.items()}
    after = report_of_sheets(turned, centre.as_of)
    assert told(after) == told(before)
    assert dated(after) == dated(before)


@FEW
@given(seeds)
def test_claims_and_entries_on_several_sheets_change_nothing(seed: int) -> None:
    centre, sheets = drawn(seed)
    before = report_of_sheets(sheets, centre.as_of)
    split: Sheets = {}
    for name, rows in sheets.items():
        middle = 1 + len(rows) // 2
        if name in ("Claims", "Entries") and middle < len(rows):
            split |= {f"{name} A": rows[:middle], f"{name} B": [rows[0], *rows[middle:]]}
        else:
            split[name] = rows
    after = report_of_sheets(split, centre.as_of)
    assert told(after) == told(before)
    assert dated(after) == dated(before)


@FEW
@given(seeds)
def test_other_initials_visit_names_and_numbers_change_nothing_but_themselves(seed: int) -> None:
    centre, sheets = drawn(seed)
    before = report_of_sheets(sheets, centre.as_of)
    names = {"JS": "QX", "PT": "WY", "IT 1": "Spring", "IT 2": "Later", "EQA": "Assurer day"}
    names |= {f"{number:04}": f"{number + 3000:04}" for number in range(1, 20)}
    names |= {f"09{number:02}": f"47{number:02}" for number in range(10)}
    renamed = {name: [[names.get(cell, cell) for cell in row] for row in rows] for name, rows in sheets.items()}
    after = report_of_sheets(renamed, centre.as_of)
    back = {other: name for name, other in names.items()}

    def plain(report: Report) -> Counter[tuple[object, ...]]:
        return Counter((code, kind, back.get(str(who), who), by) for code, kind, who, _, by in told(report).elements())

    assert plain(after) == plain(before)
    assert sum(dated(after).values()) == sum(dated(before).values())


@FEW
@given(seeds)
def test_a_folder_of_csv_files_says_what_the_workbook_says(seed: int) -> None:
    centre, sheets = drawn(seed)
    with tempfile.TemporaryDirectory() as name:
        folder, book = Path(name) / "centre", Path(name) / "centre.xlsx"
        folder.mkdir()
        for sheet, rows in sheets.items():
            with (folder / f"{sheet}.csv").open("w", newline="", encoding="utf-8") as file:
                csv.writer(file).writerows(rows)
        book.write_bytes(xlsx(sheets))
        one, other = report_on(book, centre.as_of), report_on(folder, centre.as_of)
    # A day in a CSV file is text, and no more is said of that than that it is.
    assert told(one) == told(other)
    assert dated(one) == dated(other)


OTHERS = st.sampled_from(
    [
        ("J817", "", "Information Technologies"),
        ("H029", "", "Computing"),
        ("05990", "610/3942/1", "Computing"),
        ("05991", "", "BTEC National in Business"),
        ("05992", "", "OCR Cambridge Advanced National in Sport"),
        ("03072", "", "City & Guilds Career Advice"),
    ]
)


@FEW
@given(seeds, st.lists(OTHERS, min_size=1, max_size=4, unique=True), st.booleans())
def test_what_is_another_awards_gets_no_date_list_count_or_event(
    seed: int, others: list[tuple[str, str, str]], by_code: bool
) -> None:
    centre, sheets = drawn(seed)
    before = report_of_sheets(sheets, centre.as_of)
    head = sheets["Qualifications"][0]
    names = set()
    sheets["Qualifications"][0] = [*head, "QAN", "Title"]
    for row in sheets["Qualifications"][1:]:
        row += ["", ""]
    for number, (code, qan, title) in enumerate(others):
        subject, visit = f"Other {number}", f"Visit of another {number}"
        names.add(visit)
        cells = {
            "Entry code": code,
            "Family": "Cambridge Technicals",
            "Subject area": subject,
            "QAN": qan,
            "Title": title,
        }
        sheets["Qualifications"].append([cells.get(heading, "") for heading in sheets["Qualifications"][0]])
        where = ["", code] if by_code else [subject, ""]
        sheets["Visits"].append([visit, *where, (centre.as_of + dt.timedelta(days=20)).isoformat(), "virtual", "", ""])
        sheets["Entries"].append([centre.work[0].number, code, "full award", centre.as_of.isoformat()])
    after = report_of_sheets(sheets, centre.as_of)
    assert {line.visit.label for line in after.lines if line.visit} & names == set()
    assert {counted.visit.label for counted in after.visits} & names == set()
    assert {sample.visit.label for sample in after.samples} & names == set()
    assert {one.visit.label for one in after.readiness} & names == set()
    calendar = make_calendar(after, None, None).data.decode()
    assert not any(name in calendar.replace("\r\n ", "") for name in names)
    assert dated(after) == dated(before)
    named = {
        one.record.label
        for one in after.findings
        if one.rule.code == "not-an-ocr-qualification-covered-here" and isinstance(one.record, Visit)
    }
    assert named == names
    assert all(one.by is None for one in after.findings if isinstance(one.record, Visit) and one.record.label in names)
