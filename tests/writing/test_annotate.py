"""The annotated workbook, read back by programs that others wrote."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import struct
import subprocess
import zipfile
import zlib
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from programs import SDK, SOFFICE, needs_libreoffice, needs_validator
from workbooks import AS_OF, centre, parse, xlsx

from ocr_sheets.model.records import STATUS_HEADING
from ocr_sheets.patching import Workbook
from ocr_sheets.report import Report
from ocr_sheets.validate import check
from ocr_sheets.writing.example import EXAMPLE_DAY, write_example
from ocr_sheets.writing.report.kit import SHEETS

LATE = """
Claims
| Candidate number | Entry code | Unit number | Assessor | Grade | Claimed on | Visit | Claim status |
| 0045             | 05839      | 8           | JS       | M     | 2027-02-26 | IT 1  | submitted    |
| 0046             | 05839      | 8           | JS       | P     | 2027-01-20 | IT 1  | submitted    |
"""


def annotated(data: bytes, as_of: dt.date = AS_OF) -> tuple[Report, bytes]:
    checked = check(Workbook.from_bytes(data), "centre.xlsx", as_of)
    return checked.report, checked.workbook.to_bytes()


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data), rich_text=True)


@pytest.fixture(scope="module")
def example() -> tuple[Report, bytes]:
    made = io.BytesIO()
    write_example(made)
    return annotated(made.getvalue(), EXAMPLE_DAY)


def headings(sheet: Any, row: int = 1) -> list[str]:
    return [str(cell.value) for cell in sheet[row] if cell.value is not None]


def column(sheet: Any, heading: str, row: int = 1) -> int:
    return int(next(cell.column for cell in sheet[row] if cell.value == heading))


def test_the_new_sheets_stand_in_front_and_the_centres_own_follow_in_their_order(example: tuple[Report, bytes]) -> None:
    book = opened(example[1])
    assert tuple(book.sheetnames[: len(SHEETS)]) == SHEETS
    made = io.BytesIO()
    write_example(made)
    assert book.sheetnames[len(SHEETS) :] == opened(made.getvalue()).sheetnames
    assert book.active.title == "Summary"
    assert [sheet.title for sheet in book.worksheets if sheet.sheet_view.tabSelected] == ["Summary"]


def test_every_cell_of_the_centres_own_is_as_it_was(example: tuple[Report, bytes]) -> None:
    made = io.BytesIO()
    write_example(made)
    before, after = opened(made.getvalue()), opened(example[1])
    for sheet in before.worksheets:
        # The column that the blank workbook keeps free for the status is filled below its heading.
        kept_free = [cell.column for cell in sheet[1] if cell.value == STATUS_HEADING]
        for row in sheet.iter_rows():
            for cell in row:
                if cell.column in kept_free and cell.row > 1:
                    assert cell.value is None
                    continue
                twin = after[sheet.title][cell.coordinate]
                assert twin.value == cell.value
                assert twin.number_format == cell.number_format
                assert repr(twin.font) == repr(cell.font)


def test_each_finding_has_its_fill_its_note_and_its_line_in_issues(example: tuple[Report, bytes]) -> None:
    report, data = example
    book, values = opened(data), openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    for finding in report.findings:
        assert finding.cell is not None
        sheet = book[finding.sheet]
        cell = sheet[finding.cell.ref]
        assert cell.fill.fgColor.rgb in ("FFF9CFCB", "FFFDE9A9", "FFD6E6F5"), finding.cell.ref
        assert cell.comment is not None
        assert finding.rule.code in cell.comment.text
        issues = str(values[finding.sheet].cell(finding.cell.row, column(sheet, "Issues")).value)
        first, *more = sorted(report.findings_at[finding.sheet, finding.cell.row], key=lambda one: bool(one.accepted))
        assert first.message[:60] in issues
        assert issues.endswith(f"And {len(more)} more: see To do.") is bool(more)


def test_the_columns_stand_right_of_the_last_used_one_and_the_table_has_grown(example: tuple[Report, bytes]) -> None:
    book = opened(example[1])
    visits = book["Visits"]
    assert headings(visits)[visits.max_column - 14 :] == [
        "Issues", "Academic year", "Allowance", "Make entries by", "Tell moderator visit type by", "Submit claims by", "Earliest sample request", "Sample request due from OCR by", "Upload sample by",
        "In time for summer results?", "EQA confirms claims by", "Next deadline", "Days left", "Portfolios to prepare",
    ]  # fmt: skip
    (table,) = visits.tables.values()
    assert table.ref.endswith(f"{visits.cell(1, visits.max_column).column_letter}10")
    assert [one.name for one in table.tableColumns] == headings(visits)


def test_deadlines_are_formulas_of_the_visit_date_with_their_value_stored(example: tuple[Report, bytes]) -> None:
    formulas = opened(example[1])["Visits"]
    values = openpyxl.load_workbook(io.BytesIO(example[1]), data_only=True)["Visits"]
    place = column(formulas, "Make entries by")
    assert formulas.cell(2, place).value == '=IF(ISNUMBER(E2),E2-28,"")'
    visit_date = values["E2"].value
    assert values.cell(2, place).value == visit_date - dt.timedelta(days=28)


def test_a_date_typed_as_text_gets_a_deadline_that_is_no_formula() -> None:
    text = """
Visits
| Visit | Subject area | Visit date    | Type    | Type told on |
| IT 1  | IT           | 11 March 2027 | virtual | 2027-01-15   |
"""
    _, data = annotated(centre(text))
    sheet = opened(data)["Visits"]
    assert sheet.cell(2, column(sheet, "Submit claims by")).value == dt.datetime(2027, 2, 25)


def test_text_that_begins_like_a_formula_stays_text_in_all_that_we_add() -> None:
    text = """
Candidates
| Candidate number | Surname           | Forenames |
| 0045             | =1+1              | @cmd      |
| 0046             | Brown             | Bea       |
| 0102             | Clarke            | Cy        |

Visits
| Visit        | Subject area | Visit date | Type    | Type told on |
| =HYPERLINK() | IT           | 2027-03-11 | virtual | 2027-01-15   |

Claims
| Candidate number | Entry code | Unit number | Assessor | Grade | Claimed on | Visit        | Claim status |
| 0045             | 05839      | 8           | +JS      | M     | 2027-02-26 | =HYPERLINK() | submitted    |
"""
    data = annotated(centre(text))[1]
    ours = ("IF(", "WORKDAY(", "TODAY()", "HYPERLINK(")
    for sheet in opened(data).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    assert str(cell.value)[1:].startswith(ours), (sheet.title, cell.coordinate, cell.value)


def png() -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0\xff\0\0"))
        + chunk(b"IEND", b"")
    )


def decorated() -> bytes:
    """The small centre with a chart, a picture, conditional formats, a dropdown, a table, notes, a filter and a merged banner."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    bold = book.add_format({"bold": True, "bg_color": "#FFCC00"})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for name, rows in {**parse(centre_text()), **parse(LATE)}.items():
        sheet = book.add_worksheet(name)
        for row, cells in enumerate(rows):
            for place, cell in enumerate(cells):
                if re.fullmatch(r"\d{4}-\d\d-\d\d", cell):
                    sheet.write_datetime(row, place, dt.datetime.fromisoformat(cell), day)
                else:
                    sheet.write_string(row, place, cell, bold if row == 0 else None)
        if name == "Visits":
            sheet.insert_image("B12", "dot.png", {"image_data": io.BytesIO(png())})
            chart = book.add_chart({"type": "column"})
            chart.add_series({"values": "=Visits!$D$2:$D$4"})
            sheet.insert_chart("K2", chart)
            sheet.conditional_format("D2:D4", {"type": "2_color_scale"})
            sheet.data_validation("E2:E9", {"validate": "list", "source": ["virtual", "face-to-face"]})
            sheet.write_comment("A2", "our own note", {"author": "Exams office"})
            sheet.autofilter("A1:H4")
        if name == "Claims":
            sheet.add_table(0, 0, 2, 7, {"columns": [{"header": cell} for cell in rows[0]]})
            sheet.write_comment("F2", "asked Jo about this", {"author": "Exams office"})
        if name == "Candidates":
            sheet.freeze_panes(1, 0)
            sheet.protect("secret")
    book.define_name("OurCentre", "=Centre!$B$2")
    book.close()
    return made.getvalue()


def centre_text() -> str:
    from workbooks import BASE

    return BASE


def test_charts_pictures_formats_lists_tables_notes_and_protection_survive() -> None:
    before = decorated()
    _, after = annotated(before)
    old, new = zipfile.ZipFile(io.BytesIO(before)), zipfile.ZipFile(io.BytesIO(after))
    assert any(name.startswith("xl/media/") for name in old.namelist())
    for name in old.namelist():
        if name.startswith(("xl/charts/", "xl/media/", "xl/drawings/drawing", "xl/theme/")):
            assert new.read(name) == old.read(name), name
    book = opened(after)
    visits, claims = book["Visits"], book["Claims"]
    assert len(visits._charts) == 1
    assert visits["A2"].comment.text == "our own note"
    assert claims["F2"].comment.text == "asked Jo about this"  # theirs stays; ours is in Issues
    assert "13 days before" in claims.cell(2, column(claims, "Issues")).value  # the words are in the link's formula
    assert [str(one.sqref) for one in visits.conditional_formatting] == ["D2:D4"]
    assert str(visits.data_validations.dataValidation[0].sqref) == "E2:E9"
    assert visits.auto_filter.ref == "A1:H4"
    assert column(visits, "Academic year") > 11  # right of the chart, not under it
    assert book["Candidates"].protection.sheet
    assert book["Candidates"].freeze_panes == "A2"
    assert "OurCentre" in book.defined_names


def test_a_cell_keeps_its_own_format_under_the_mark() -> None:
    _, data = annotated(decorated())
    cell = opened(data)["Claims"]["F2"]
    assert cell.number_format == "dd/mm/yyyy"
    assert cell.fill.fgColor.rgb == "FFF9CFCB"


def test_when_the_fault_is_mended_the_marks_go_and_nothing_else_does() -> None:
    first = annotated(centre(LATE))[1]
    book = opened(first)
    book["Claims"]["F2"].value = dt.datetime(2027, 1, 25)
    saved = io.BytesIO()
    book.save(saved)
    report, second = annotated(saved.getvalue())
    assert not any(finding.rule.code == "claim-under-two-weeks" for finding in report.findings)
    sheet = opened(second)["Claims"]
    assert sheet["F2"].comment is None
    assert sheet["F2"].fill.fill_type is None
    assert headings(sheet).count("Issues") == 1
    assert opened(second).sheetnames == book.sheetnames


@needs_validator
def test_the_open_xml_sdk_finds_the_annotated_workbooks_valid(example: tuple[Report, bytes], tmp_path: Path) -> None:
    for name, data in {"example": example[1], "decorated": annotated(decorated())[1]}.items():
        path = tmp_path / f"{name}.xlsx"
        path.write_bytes(data)
        done = subprocess.run([str(SDK), str(path)], capture_output=True, text=True, check=False)
        assert json.loads(done.stdout)["errors"] == []


def _by_libreoffice(data: bytes, tmp_path: Path) -> Any:
    """The workbook as LibreOffice works it out: no stored value of a formula is left for it to take."""
    path = tmp_path / "in.xlsx"
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(path, "w") as new:
        for item in old.infolist():
            body = old.read(item)
            if item.filename.startswith("xl/worksheets/sheet"):
                body = re.sub(rb"(<f>[^<]*</f>)<v>[^<]*</v>", rb"\1", body)
            new.writestr(item, body)
    command = [str(SOFFICE), f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "xlsx"]
    out = tmp_path / "out"
    subprocess.run([*command, "--outdir", str(out), str(path)], check=True, capture_output=True, timeout=180)
    return openpyxl.load_workbook(out / "in.xlsx", data_only=True)


@needs_libreoffice
def test_libreoffice_works_the_deadline_formulas_out_to_the_same_dates(
    example: tuple[Report, bytes], tmp_path: Path
) -> None:
    stored = openpyxl.load_workbook(io.BytesIO(example[1]), data_only=True)
    theirs = _by_libreoffice(example[1], tmp_path)
    dated = {
        "Visits": (
            1,
            (
                "Make entries by",
                "Tell moderator visit type by",
                "Submit claims by",
                "Earliest sample request",
                "Sample request due from OCR by",
                "Upload sample by",
                "EQA confirms claims by",
            ),
        ),
        "Claims": (1, ("Make entries by", "Submit claims by")),
        "Entries": (1, ("Earliest visit",)),
        "Deadlines": (4, ("Date", "Last working day")),
    }
    for sheet, (heading_row, words) in dated.items():
        for word in words:
            place = column(stored[sheet], word, heading_row)
            rows = range(heading_row + 1, stored[sheet].max_row + 1)
            ours = [stored[sheet].cell(row, place).value for row in rows]
            assert any(ours)
            assert [theirs[sheet].cell(row, place).value for row in rows] == ours, (sheet, word)


def test_a_workbook_that_counts_days_from_1904_gets_the_same_dates() -> None:
    plain = io.BytesIO()
    book = xlsxwriter.Workbook(plain, {"in_memory": True, "date_1904": True})
    for name, rows in parse(centre_text()).items():
        sheet = book.add_worksheet(name)
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for row, cells in enumerate(rows):
            for place, cell in enumerate(cells):
                if re.fullmatch(r"\d{4}-\d\d-\d\d", cell):
                    sheet.write_datetime(row, place, dt.datetime.fromisoformat(cell), day)
                else:
                    sheet.write_string(row, place, cell)
    book.close()
    _, data = annotated(plain.getvalue())
    visits = openpyxl.load_workbook(io.BytesIO(data), data_only=True)["Visits"]
    assert visits.cell(2, column(visits, "Submit claims by")).value == dt.datetime(2027, 2, 25)
    deadlines = openpyxl.load_workbook(io.BytesIO(data), data_only=True)["Deadlines"]
    days = [cell.value for cell in deadlines["A"] if isinstance(cell.value, dt.datetime)]
    assert min(days) == dt.datetime(2027, 2, 11)


def test_a_centre_whose_own_sheets_have_our_names_keeps_them() -> None:
    data = annotated(xlsx({**parse(centre_text()), "Summary": [["our own summary"]], "To do": [["buy pens"]]}))[1]
    book = opened(data)
    assert book["Summary"]["A1"].value == "our own summary"
    assert book["To do"]["A1"].value == "buy pens"
    assert "Are we ready for moderation?" in str(book.worksheets[0]["A1"].value)
