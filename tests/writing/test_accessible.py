"""Each essential line of the government's checklist for accessible spreadsheets, held over every workbook that the tool writes.

The sheets in a workbook that are the centre's own are theirs. What is asked of ours: a name on each tab and a title in A1; every table
marked as one, with headings and no blank row or column in it; no merged cells; one table a sheet, but for Summary; no picture or chart
without words for it; nothing said by colour alone; paper that can be read.
"""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest
from click.testing import CliRunner
from openpyxl.utils import column_index_from_string

from ocr_sheets.cli import main
from ocr_sheets.patching import Workbook
from ocr_sheets.writing.example import EXAMPLE_DAY

EXAMPLE = Path(__file__).parent.parent.parent / "templates" / "example.xlsx"
DAY = EXAMPLE_DAY.isoformat()
SEVERAL_TABLES = frozenset({"Summary", "Changes", "What to do", "What was understood", "Plan"})
"""The front sheet of a workbook, for looking at, with a few short lists one below the other."""
FORMS = frozenset({"template", "start", "read"})
"""Workbooks in the centre's own form, whose sheets begin with their headings."""
FOR_THE_TOOL = frozenset({"As sent"})
"""What a pack remembers of how it was sent out, for `collect`."""
PROSE = frozenset({"How to fill this in", "What if", "Label", "Centre"})
"""Sheets of words and of labels with values."""
SMALLEST = 7
"""Points: smaller letters cannot be read on paper."""
USUAL = 11
A4_LANDSCAPE, A4_PORTRAIT = 11.69, 8.27
POINTS_A_CHARACTER = 5.25
"""The width of a column's unit on paper: seven pixels of 96 an inch."""


class Ours(NamedTuple):
    """A sheet of ours: the workbook, what made it, and the sheet itself."""

    made_by: str
    sheet: Any

    def __str__(self) -> str:
        return f"{self.made_by}: {self.sheet.title}"


def run(*arguments: object) -> None:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exit_code in (0, 1), (arguments, result.output, result.exception)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A workbook of each command, made from the example."""
    folder = tmp_path_factory.mktemp("written")
    book, later = folder / "centre.xlsx", folder / "later.xlsx"
    for path in (book, later):
        shutil.copy(EXAMPLE, path)
    changed = openpyxl.load_workbook(later)
    changed["Claims"]["I380"].value = None
    changed.save(later)
    names = ("validate", "plan", "diff", "reconcile", "overview", "read", "fill", "start", "template", "collect")
    paths = {name: folder / f"{name}.xlsx" for name in names}
    run("validate", book, "-o", paths["validate"], "--as-of", DAY)
    run("plan", book, "-o", paths["plan"], "--as-of", DAY)
    run("packs", book, "-o", folder / "packs", "--as-of", DAY)
    run("diff", book, later, "-o", paths["diff"], "--as-of", DAY)
    listed = openpyxl.Workbook()
    rows = listed.worksheets[0]
    rows.append(["Candidate number", "Entry code", "Unit number", "Grade", "Claimed on"])
    rows.append(["0001", "05839", "8", "M", "2027-01-20"])
    listed.save(folder / "list.xlsx")
    run("reconcile", book, folder / "list.xlsx", "-o", paths["reconcile"], "--as-of", DAY)
    (folder / "centres").mkdir()
    shutil.copy(EXAMPLE, folder / "centres" / "one.xlsx")
    run("overview", folder / "centres", "-o", paths["overview"], "--as-of", DAY)
    run("read", book, "-o", paths["read"], "--as-of", DAY)
    run("fill", book, "-o", paths["fill"], "--as-of", DAY)
    run("start", paths["start"], "--visit", "IT", "11 March 2027", "virtual")
    run("template", paths["template"])
    pack = next((folder / "packs").glob("pack-*.xlsx"))
    run("collect", book, pack, "-o", paths["collect"], "--as-of", DAY)
    found = {name: path for name, path in paths.items() if path.is_file()}
    found |= {"pack": pack, "index": folder / "packs" / "index.xlsx"}
    return found


def ours_in(path: Path, made_by: str) -> list[Ours]:
    """The sheets in a workbook that the tool wrote: of a copy of the centre's those in front."""
    joined = set(Workbook.open(path).earlier.sheets.values())
    book = openpyxl.load_workbook(path)
    is_copy = made_by in ("validate", "fill", "collect")
    return [Ours(made_by, sheet) for sheet in book.worksheets if not is_copy or sheet.title in joined]


@pytest.fixture(scope="module")
def sheets(written: dict[str, Path]) -> list[Ours]:
    return [one for name, path in written.items() for one in ours_in(path, name)]


def test_every_command_that_writes_a_workbook_is_looked_at(sheets: list[Ours]) -> None:
    assert {one.made_by for one in sheets} >= {
        "validate", "plan", "pack", "index", "diff", "reconcile", "overview", "read", "start", "template",
    }  # fmt: skip


def test_no_cells_are_merged(sheets: list[Ours]) -> None:
    assert [str(one) for one in sheets if one.sheet.merged_cells.ranges] == []


def test_every_sheet_has_one_table_marked_as_such_but_for_the_summary(sheets: list[Ours]) -> None:
    several = [str(one) for one in sheets if len(one.sheet.tables) > 1 and one.sheet.title not in SEVERAL_TABLES]
    assert several == []


def test_every_sheet_of_rows_is_a_table_marked_as_such(sheets: list[Ours]) -> None:
    bare = [
        str(one) for one in sheets if not one.sheet.tables and one.sheet.max_row > 8 and one.sheet.title not in PROSE
    ]
    assert bare == []


def test_tables_have_a_heading_in_every_column_and_no_blank_row(sheets: list[Ours]) -> None:
    wrong = []
    for one in sheets:
        for table in one.sheet.tables.values():
            rows = list(one.sheet[table.ref])
            if not all(isinstance(cell.value, str) and cell.value for cell in rows[0]):
                wrong.append(f"{one}: {table.ref} has a heading without words")
            blank = [row[0].row for row in rows[1:] if all(cell.value is None for cell in row)]
            if blank and len(rows) > 2:
                wrong.append(f"{one}: row {blank[0]} of {table.ref} is blank")
    assert wrong == []


def test_a_sheet_that_is_not_the_centres_form_begins_with_its_title(sheets: list[Ours]) -> None:
    titled = [one for one in sheets if one.made_by not in FORMS and one.sheet.title not in FOR_THE_TOOL]
    assert [str(one) for one in titled if not one.sheet["A1"].value] == []
    plain = [str(one) for one in titled if not (one.sheet["A1"].font.size or 0) > USUAL]
    assert plain == []


def test_charts_and_pictures_have_words_for_them(written: dict[str, Path]) -> None:
    silent = []
    for name, path in written.items():
        with zipfile.ZipFile(path) as archive:
            for part in archive.namelist():
                if re.match(r"xl/drawings/drawing\d+\.xml$", part):
                    shapes = re.findall(r"<xdr:cNvPr [^>]*>", archive.read(part).decode())
                    silent += [f"{name}: {shape}" for shape in shapes if 'descr="' not in shape]
    assert silent == []


def test_nothing_is_printed_smaller_than_can_be_read(sheets: list[Ours]) -> None:
    small = []
    for one in sheets:
        sheet = one.sheet
        if sheet.sheet_state != "visible":
            continue
        printed = re.findall(r"\$([A-Z]+)\$\d+:\$([A-Z]+)\$", str(sheet.print_area or ""))
        last = column_index_from_string(printed[0][1]) if printed else sheet.max_column
        widths: dict[int, float] = {}
        for dimension in sheet.column_dimensions.values():
            wide = 0 if dimension.hidden else dimension.width
            widths.update(dict.fromkeys(range(dimension.min, min(dimension.max, 500) + 1), wide))
        wide = sum(widths.get(place, 8.43) for place in range(1, last + 1)) * POINTS_A_CHARACTER
        paper = A4_LANDSCAPE if sheet.page_setup.orientation == "landscape" else A4_PORTRAIT
        margins = sheet.page_margins.left + sheet.page_margins.right
        fits = sheet.page_setup.fitToWidth if sheet.sheet_properties.pageSetUpPr else None
        share = min(1.0, (paper - margins) * 72 / wide) if fits == 1 else (sheet.page_setup.scale or 100) / 100
        if USUAL * share < SMALLEST:
            small.append(f"{one}: {USUAL * share:.1f} points ({wide / POINTS_A_CHARACTER:.0f} characters wide)")
    assert small == []


def test_headings_are_repeated_on_every_page_of_a_long_table(sheets: list[Ours]) -> None:
    wrong = [
        f"{one}: {table.ref}"
        for one in sheets
        for table in one.sheet.tables.values()
        if len(one.sheet.tables) == 1 and len(one.sheet[table.ref]) > 40 and not one.sheet.print_title_rows
    ]
    assert wrong == []
