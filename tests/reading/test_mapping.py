"""The mapping file: what it settles, that what is written reads as it was, and what is said of a slip in it."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from messy import CLAIM_HEADS, CLAIM_ROWS, claims, messy, opened, put, read, table
from test_grids import DAY, PLAIN, grouped
from tracker_grammar import LAYOUTS, tracker
from workbooks import AS_OF

from ocr_sheets.cli import main
from ocr_sheets.errors import UserError
from ocr_sheets.model.book import Book
from ocr_sheets.model.reading_facts import AsideKind, ReachedBy
from ocr_sheets.model.records import RECORDS, Grade
from ocr_sheets.patching import Workbook
from ocr_sheets.reading.book import read_whole, unread_sheets
from ocr_sheets.reading.mapping import beside, read_mapping
from ocr_sheets.writing.mapping_file import mapping_text

NAME = "centre.map.toml"
ODD: list[list[Any]] = [
    ["Who", "What", "Bit", "By", "How", "Sent off"],
    ["0045", "05839", "8", "Mr Smith", "M", dt.date(2027, 1, 12)],
]
ODD_MAP = """
[sheets."Sent"]
read_as = "Claims"
heading_row = 1

[sheets."Sent".columns]
"Candidate number" = "Who"
"Entry code" = "What"
"Unit number" = "Bit"
"Assessor" = "By"
"Grade" = "column E"
"Claimed on" = "Sent off"

[staff]
"Mr Smith" = "JS"
"""


def mapped(data: bytes, text: str) -> Book:
    return read(data, read_mapping(text, NAME))


def slip(data: bytes, text: str) -> str:
    with pytest.raises(UserError) as error:
        mapped(data, text)
    assert "\n" not in str(error.value)
    return str(error.value)


def rows_of(book: Book) -> dict[str, Any]:
    return {name: book.rows(name) for name in RECORDS}


# -- what it settles


def test_a_sheet_and_columns_that_nobody_could_know_are_read_as_the_file_says() -> None:
    data = messy(table("Sent", ODD))
    assert read(data).claims == ()
    book = mapped(data, ODD_MAP)
    (claim,) = book.claims
    assert (claim.candidate_number, claim.assessor, claim.grade, claim.claimed_on) == (
        "0045",
        "JS",
        Grade.MERIT,
        dt.date(2027, 1, 12),
    )
    assert book.cell(claim, "claimed_on").ref == "F2"
    assert [one.reached_by for one in book.tables if one.sheet == "Sent"] == [ReachedBy.MAPPING_FILE]


def test_a_sheet_may_be_set_aside_and_one_that_was_set_aside_be_read() -> None:
    data = messy(claims(), table("Claims OLD", [CLAIM_HEADS, ["0102", "04663", "1", "JS", "P", "", ""]]))
    book = mapped(data, '[sheets.Claims]\nread_as = "nothing"\n[sheets."Claims OLD"]\nread_as = "Claims"\n')
    assert [one.sheet for one in book.claims] == ["Claims OLD"]
    assert [(one.sheet, one.why.kind) for one in book.set_aside] == [("Claims", AsideKind.MAPPING_FILE)]


def test_a_heading_may_be_taken_for_nothing_or_for_another_column() -> None:
    heads = [*CLAIM_HEADS, "Date"]
    data = messy(table("Claims", [heads, [*CLAIM_ROWS[0], dt.date(2027, 1, 5)]]))
    book = mapped(
        data,
        '[sheets.Claims]\nread_as = "Claims"\n[sheets.Claims.columns]\n"Claimed on" = ""\n"Assessed on" = "Date"\n',
    )
    (claim,) = book.claims
    assert (claim.claimed_on, claim.assessed_on) == (None, dt.date(2027, 1, 5))


def test_the_heading_row_may_be_named_also_below_the_thirtieth() -> None:
    data = messy(table("Claims", [*[["x"]] * 40, CLAIM_HEADS, *CLAIM_ROWS]))
    book = mapped(data, '[sheets.Claims]\nread_as = "Claims"\nheading_row = 41\n')
    assert [one.row for one in book.claims] == [42, 43]


def test_a_grids_shape_may_be_said() -> None:
    data = messy(table("Marks", [["Student ID", "Proj", "Prod"], ["45", "M", DAY], ["46", "✓", ""]]))
    assert read(data).claims == ()
    text = """
[sheets.Marks]
read_as = "Grid"
entry_code = 5839
dates_are = "Claimed on"
ticks_are = "claimed"
[sheets.Marks.columns]
"Candidate number" = "Student ID"
[sheets.Marks.units]
"8" = "Proj"
"Unit 9" = "column C"
"""
    book = mapped(data, text)
    assert [
        (one.row, one.entry_code, one.unit_number, one.grade, one.claimed_on, one.is_made) for one in book.claims
    ] == [
        (2, "05839", "8", Grade.MERIT, None, False),
        (2, "05839", "9", None, DAY, True),
        (3, "05839", "8", None, None, True),
    ]


def test_visits_may_go_by_another_name_in_cells() -> None:
    rows: list[list[Any]] = [CLAIM_HEADS, [*CLAIM_ROWS[0][:6], "March mod"]]
    book = mapped(messy(table("Claims", rows)), '[visits]\n"march  mod" = "IT 1"\n')
    assert book.claims[0].visit == "IT 1"


# -- what is written reads as it was


def both_on_candidates(book: Any, day: Any) -> None:
    sheet = book.add_worksheet("Candidates")
    rows = [["Candidate number", "Surname", "Forenames", "Unit 8", "05355/2"], ["0045", "Adams", "Ali", "M", "P"]]
    for number, row in enumerate(rows):
        put(sheet, day, number, 0, row)


@pytest.mark.parametrize(
    "data",
    [
        messy(claims()),
        messy(claims(row=7, column=2)),
        messy(grouped("Claims 05839")),
        messy(table("Year 13", PLAIN)),
        messy(both_on_candidates, without=["Candidates"]),
        messy(claims(), claims("View"), table("Claims OLD", [CLAIM_HEADS, *CLAIM_ROWS]), table("Rooms", [["Seats"], [3]])),
        messy(table('A "quoted" – sheet', [["Cand no", "Unit 8"], ["45", "M"]]), claims()),
        messy(table("Claims", [[*CLAIM_HEADS, "Grade", "Vist"], *CLAIM_ROWS])),
        messy(table("Claims", [["", "", "Claim", "Claim"], [*CLAIM_HEADS[:2], "status", "date", *CLAIM_HEADS[2:4]], ["45", "05839", "sent", DAY, "8", "JS"]])),
    ],
)  # fmt: skip
def test_the_file_that_is_written_reads_the_workbook_as_it_was_read(data: bytes) -> None:
    workbook = Workbook.from_bytes(data)
    book = read_whole(workbook, AS_OF).book(AS_OF)
    text = mapping_text(book, list(unread_sheets(workbook, book)), "centre.xlsx", NAME)
    again = mapped(data, text)
    assert rows_of(again) == rows_of(book)
    assert [dict(one.columns) for one in again.tables] == [dict(one.columns) for one in book.tables]
    assert again.mapping == NAME


@pytest.mark.parametrize("seed", range(2 * len(LAYOUTS)))
def test_the_file_that_is_written_reads_a_tracker_as_it_was_read(seed: int) -> None:
    made = tracker(seed)
    workbook = Workbook.from_bytes(made.data)
    book = read_whole(workbook, AS_OF).book(AS_OF)
    text = mapping_text(book, list(unread_sheets(workbook, book)), "centre.xlsx", NAME)
    assert rows_of(mapped(made.data, text)) == rows_of(book), made.layout


# -- on the command line


def run(*arguments: object) -> Any:
    return CliRunner().invoke(main, [str(one) for one in arguments])


def test_the_file_is_written_once_and_used_by_itself_and_that_is_said(tmp_path: Path) -> None:
    path, file = tmp_path / "Moderation – Hill.xlsx", tmp_path / "Moderation – Hill.map.toml"
    path.write_bytes(messy(table("Sent", ODD)))
    printed = run("map", path)
    assert printed.exit_code == 0, printed.output
    assert '[sheets."Sent"]\nread_as = "nothing"' in printed.output
    assert f"under the name {file.name}" in printed.output
    assert not file.exists()
    assert run("map", path, "-o", file).exit_code == 0
    *text, mark = file.read_text(encoding="utf-8").splitlines(keepends=True)
    assert "".join(text) == printed.output
    assert mark.startswith("# As written by ocr-sheets: ")
    file.write_text(ODD_MAP, encoding="utf-8")
    refused = run("map", path, "-o", file)
    assert refused.exit_code == 2
    assert "is there already" in refused.output
    assert file.read_text(encoding="utf-8") == ODD_MAP
    done = run("validate", path, "--as-of", "2027-02-01", "--fail-on", "never")
    assert done.exit_code == 0, done.output
    assert f"Read as {file.name} says" in done.output
    annotated = tmp_path / "Moderation – Hill.annotated.xlsx"
    told = [cell.value for row in opened(annotated.read_bytes())["Summary"].iter_rows() for cell in row]
    assert f"Read as the mapping file {file.name} says." in told
    again = json.loads(run("validate", annotated, "--as-of", "2027-02-01", "--format", "json").output)
    assert again["mapping"] == file.name
    assert [one["as"] for one in again["read"] if one["sheet"] == "Sent"] == ["Claims"]


def test_a_file_may_be_named(tmp_path: Path) -> None:
    path, file = tmp_path / "a.xlsx", tmp_path / "other name.toml"
    path.write_bytes(messy(table("Sent", ODD)))
    file.write_text(ODD_MAP, encoding="utf-8-sig")
    done = json.loads(run("validate", path, "--map", file, "--as-of", "2027-02-01", "--format", "json").output)
    assert done["mapping"] == "other name.toml"
    assert '"Candidate number" = "Who"' in run("map", path, "--map", file).output
    missing = run("validate", path, "--map", tmp_path / "none.toml")
    assert (missing.exit_code, missing.output) == (
        2,
        "none.toml cannot be read: check its name, and that it is a text file.\n",
    )


def test_the_map_of_a_workbook_that_cannot_be_checked_can_still_be_printed(tmp_path: Path) -> None:
    path = tmp_path / "odd.xlsx"
    path.write_bytes(
        messy(
            table("Sent", ODD),
            without=["Centre", "Qualifications", "Units", "Assessors", "Candidates", "Visits", "Entries"],
        )
    )
    assert run("validate", path).exit_code == 2
    assert '[sheets."Sent"]' in run("map", path).output


@pytest.mark.parametrize("name", ["centre.xlsx", "centre.annotated.xlsx", "centre.annotated-3.xlsx", "centre.xlsm"])
def test_the_file_beside_a_workbook_has_its_name(name: str) -> None:
    assert beside(Path("folder") / name) == Path("folder/centre.map.toml")


# -- slips


CLAIMS_MAP = '# a note\n[sheets.Claims]\nread_as = "Claims"\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[sheets.Claims\n", "centre.map.toml cannot be read: line 1: "),
        ('[sheet.Claims]\nread_as = "Claims"', "centre.map.toml, line 1: “sheet” means nothing here; did you mean “sheets”?"),
        ('[sheets.Clams]\nread_as = "Claims"', "centre.map.toml, line 1: the workbook has no sheet “Clams”; did you mean “Claims”?"),
        ("[sheets.Claims]", "centre.map.toml, line 1: it is not said what “Claims” is to be read as; read_as can be Centre, "),
        ("[sheets.Claims]\nheading_row = 1", "centre.map.toml, line 2: heading_row is for a sheet that has read_as as well."),
        ('[sheets.Claims]\nread_as = "Clams"', "centre.map.toml, line 2: read_as cannot be “Clams”; did you mean “Claims”?"),
        ('[sheets.Claims]\nread_as = ["Claims", "Grid"]', "centre.map.toml, line 2: read_as is one kind of sheet or, where both are on it, "),
        (CLAIMS_MAP + "hedding_row = 2", "centre.map.toml, line 4: “hedding_row” means nothing here; did you mean “heading_row”?"),
        (CLAIMS_MAP + 'heading_row = "two"', "centre.map.toml, line 4: heading_row is the number of a row, such as 5, or of two rows below each other, such as [5, 6]."),
        (CLAIMS_MAP + "heading_row = [3, 7]", "centre.map.toml, line 4: heading_row is the number of a row"),
        (CLAIMS_MAP + 'entry_code = "05839"', 'centre.map.toml, line 4: entry_code is for a sheet with read_as = "Grid".'),
        (CLAIMS_MAP + '[sheets.Claims.columns]\n"Claimd on" = "x"', "centre.map.toml, line 5: Claims has no column “Claimd on”; did you mean “Claimed on”?"),
        (CLAIMS_MAP + '[sheets.Claims.columns]\n"Claimed on" = "Grad"', "centre.map.toml, line 5: there is no heading “Grad” in row 1 of Claims; did you mean “Grade”?"),
        (CLAIMS_MAP + '[sheets.Claims.columns]\n"Claimed on" = 4', "centre.map.toml, line 5: what “Claimed on” stands for must be text between quotation marks."),
        ('[sheets.Claims]\nread_as = "Grid"\nentry_code = "J817"', "centre.map.toml, line 3: “J817” is not an entry code: it has five digits, such as \"05839\"."),
        ('[sheets.Claims]\nread_as = "Grid"\ndates_are = "Claim"', "centre.map.toml, line 3: dates_are cannot be “Claim”"),
        ('[sheets.Visits]\nread_as = "Grid"', "centre.map.toml, line 1: no row with units and candidates was found on Visits"),
        ('[sheets.Visits]\nread_as = "Claims"\nheading_row = 3', "centre.map.toml, line 1: no row of headings of Claims was found on Visits."),
        (CLAIMS_MAP + '[sheets.Claims.columns]\n"Claimed on" = "column ZZ"', "centre.map.toml, line 5: there is no column ZZ on Claims: its last is "),
        (CLAIMS_MAP + '[sheets.Claims.columns]\n"Claimed on" = "Grade"\n"Assessed on" = "Grade"', "centre.map.toml, line 6: “Claimed on” and “Assessed on” are both said to be “Grade”, and one column is read as one thing."),
        (CLAIMS_MAP + '[sheets.Claims.columns]\n"Grade" = "column E"\n"Assessed on" = "Grade"', "centre.map.toml, line 6: “Grade” and “Assessed on” are both said to be"),
        (CLAIMS_MAP + "heading_row = 0", "centre.map.toml, line 4: heading_row is the number of a row, such as 5"),
        ('[staff]\n"Mr Smith" = "JZ"', "centre.map.toml, line 2: nobody on Assessors is called “JZ”"),
        ('[visits]\n"March" = "IT 77"', "centre.map.toml, line 2: no visit on Visits is called “IT 77”"),
        ("staff = 3", "centre.map.toml, line 1: “staff” must be a part of its own, under a line such as [staff]."),
    ],
)  # fmt: skip
def test_a_slip_is_told_in_one_sentence_with_its_line_and_what_is_allowed(text: str, said: str) -> None:
    assert slip(messy(claims()), text).startswith(said)


def test_a_slip_ends_the_command_with_its_sentence(tmp_path: Path) -> None:
    path = tmp_path / "centre.xlsx"
    path.write_bytes(messy(claims()))
    (tmp_path / "centre.map.toml").write_text('[sheets.Clams]\nread_as = "Claims"', encoding="utf-8")
    for command in ("validate", "map"):
        done = run(command, path)
        assert (done.exit_code, done.output) == (
            2, "centre.map.toml, line 1: the workbook has no sheet “Clams”; did you mean “Claims”?.\n".replace("?.", "?"),
        )  # fmt: skip
