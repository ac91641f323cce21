"""How each column of a tracker was read is kept as data: why it was left, what its cells hold, what it would be next best."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from messy import messy, read, stays_the_same, table

from ocr_sheets.cli import main
from ocr_sheets.model.book import Book
from ocr_sheets.model.column_readings import ColumnReading, Left
from ocr_sheets.model.judgement_words import reading_words
from ocr_sheets.writing.understood import as_object, lines

MARKED, CLAIMED = dt.date(2026, 11, 20), dt.date(2027, 1, 20)
ROWS: list[list[Any]] = [
    ["Cand no", "Name", "U8 Grade", "U8 IV", "U8 target", "U8 %", "U8 Date", "Colour of tie", "Tutor group"],
    ["0045", "Ali Adams", "M", MARKED, "D", 0.7, CLAIMED, "blue and red", "13A"],
    ["0046", "Bea Brown", "P", MARKED, "D", 0.5, CLAIMED, "yellow", "13B"],
]
DATA = messy(table("IT 05839", ROWS))


def by_heading(book: Book) -> dict[str, ColumnReading]:
    return {one.heading: one for one in book.column_readings if one.sheet == "IT 05839"}


@pytest.mark.parametrize(
    ("heading", "taken", "left"),
    [
        ("Cand no", "candidate_number", None),
        ("U8 Grade", "grade", None),
        ("U8 IV", "standardised_on", None),
        ("U8 target", "", Left.HOPED_FOR),
        ("U8 %", "", Left.NUMBERS),
        ("U8 Date", "", Left.ASKED),
        ("Colour of tie", "", Left.NO_WORD),
        ("Tutor group", "", Left.NO_USE),
    ],
)
def test_each_column_is_kept_with_what_it_was_taken_for_or_why_it_was_left(
    heading: str, taken: str, left: Left | None
) -> None:
    one = by_heading(read(DATA))[heading]
    assert (one.taken, one.left, one.seen) == (taken, left, 2)


def test_what_a_column_would_be_next_best_is_kept_with_how_many_cells_fit() -> None:
    rows: list[list[Any]] = [
        ["Cand no", "Name", "Unit", "Grade", "IV"],
        *([f"00{at}", f"Pupil {at}", 8, "P", MARKED if at < 47 else "PT"] for at in range(45, 49)),
    ]
    found = by_heading(read(messy(table("IT 05839", rows))))
    assert (found["IV"].taken, found["IV"].second, found["IV"].fits) == ("standardised_on", "standardised_by", 2)
    assert reading_words(found["IV"]).endswith("next best Standardised by, by 2 of 4 cells")
    assert found["Grade"].second == ""


def test_a_hidden_column_beside_a_visible_one_is_kept_with_that_reason() -> None:
    def write(book: Any, day: Any) -> None:
        sheet = book.get_worksheet_by_name("IT 05839") or book.add_worksheet("IT 05839")
        for number, row in enumerate(
            [
                ["Cand no", "Name", "Unit 8 grade", "Unit 8 grade"],
                ["0045", "Ali Adams", "P", "M"],
                ["0046", "Bea Brown", "P", "D"],
            ]
        ):
            sheet.write_row(number, 0, row)
        sheet.set_column(2, 2, None, None, {"hidden": True})

    readings = [one for one in read(messy(write)).column_readings if one.unit == "8"]
    assert [(one.cell, one.left) for one in readings] == [("C1", Left.HIDDEN), ("D1", None)]


def test_read_tells_why_columns_were_left() -> None:
    found = stays_the_same(DATA)
    (said,) = [line for line in lines(found) if line.startswith("Columns not used on IT 05839")]
    assert "U8 target (a grade that is hoped for is no claim)" in said
    assert "U8 % (marks, points and percentages are no grades)" in said
    told = {one["heading"]: one for one in as_object(found)["columns"]}
    assert told["U8 target"]["left"] == Left.HOPED_FOR.value
    assert told["U8 IV"]["words"] == "taken as Standardised on; it holds days in 2 of 2 cells"


def test_map_tells_of_columns_that_were_left_and_asks_with_what_was_seen(tmp_path: Path) -> None:
    file = tmp_path / "centre.xlsx"
    file.write_bytes(DATA)
    printed = " ".join(
        CliRunner().invoke(main, ["map", str(file), "--as-of", "2027-02-15"]).output.replace("\n# ", " ").split()
    )
    assert (
        "Column E “U8 target”: not used, since a grade that is hoped for is no claim; it holds grades in 2 of 2 cells; next best Grade"
        in printed
    )
    assert "Column H “Colour of tie”: not used, since we do not know its heading; it holds text." in printed
    assert "Column C" not in printed
    asked = CliRunner().invoke(main, ["map", "--ask", str(file), "--as-of", "2027-02-15"], input="").output
    assert "holds days in 2 of 2 cells (20/01/2027 …); its heading is “U8 Date”" in " ".join(asked.split())


def test_asking_shows_no_name_of_a_candidate(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["Candidate", "Name", "Unit", "Grade", "Bea Brown"],
        ["0045", "Ali Adams", 8, "M", "P"],
        ["0046", "Bea Brown", 8, "P", "M"],
    ]
    file = tmp_path / "centre.xlsx"
    file.write_bytes(messy(table("IT 05839", rows)))
    asked = CliRunner().invoke(main, ["map", "--ask", str(file), "--as-of", "2027-02-15"], input="").output
    assert "a name" in asked
    assert "Brown" not in asked
    assert "Adams" not in asked


@pytest.mark.parametrize("heading", ["Cand no", "Learner", "Who"])
@pytest.mark.parametrize("other", ["dev marsh", "Gil Hay (Y13)", "W. K. Jones", "0047 Eve Fox"])
def test_no_cell_that_may_name_a_candidate_is_kept_as_seen(heading: str, other: str) -> None:
    rows = [[heading, "U8", "U9"], ["Ali Adams", "M", "P"], [other, "P", "D"], ["Bea Brown", "P", "P"]]
    for one in read(messy(table("IT 05839", rows))).judgements:
        assert not {other, "Ali Adams", "Bea Brown"} & {*one.values.get("first", ())}, one
