"""Where there is no room: the new sheets come in all the same, and the Summary says what could not be placed."""

import io
from typing import Any

import openpyxl
import pytest
from patching_samples import PINK, annotated, by_hand, read, report, visits, zipped
from workbooks import AS_OF, centre, unzipped

from ocr_sheets.patching import NoRoom, Refused, Style, Workbook, styles
from ocr_sheets.validate import check
from ocr_sheets.writing.report.kit import SHEETS

LATE = """
Claims
| Candidate number | Entry code | Unit number | Assessor | Grade | Claimed on | Visit | Claim status |
| 0045             | 05839      | 8           | JS       | M     | 2027-02-26 | IT 1  | submitted    |
"""


def full(data: bytes, formats: int) -> bytes:
    """A workbook with so many cell formats, all of them different."""
    files = unzipped(data)
    text = files["xl/styles.xml"].decode()
    start, stop = text.index("<cellXfs"), text.index("</cellXfs>")
    inner = text[text.index(">", start) + 1 : stop]
    there = inner.count("<xf ")
    more = "".join(
        f'<xf numFmtId="{14 if at == 5 else 0}" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1">'
        f'<alignment indent="{at % 250}" textRotation="{at // 250 % 180}" readingOrder="{at // 45_000}"/></xf>'
        for at in range(formats - there)
    )
    files["xl/styles.xml"] = f'{text[:start]}<cellXfs count="{formats}">{inner}{more}{text[stop:]}'.encode()
    return zipped(dict(files))


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> int:
    """As many formats as there can be in this test; openpyxl takes half a minute for 64,000."""
    monkeypatch.setattr(styles, "MAX_FORMATS", 400)
    return 400


def validated(data: bytes) -> Any:
    checked = check(Workbook.from_bytes(data), "centre.xlsx", AS_OF)
    assert checked.report.findings
    return openpyxl.load_workbook(io.BytesIO(checked.workbook.to_bytes()))


def said(book: Any) -> str:
    """All the text of the sheets in front."""
    return " ".join(
        str(cell.value)
        for name in SHEETS[:1]
        for row in book[name].iter_rows()
        for cell in row
        if cell.value is not None
    )


def test_a_workbook_with_all_formats_there_can_be_gets_plain_sheets_and_says_so(few: int) -> None:
    book = validated(full(centre(LATE), few))
    assert tuple(book.sheetnames[: len(SHEETS)]) == SHEETS
    assert "nearly as many cell formats as Excel allows" in said(book)
    assert [cell.value for cell in book["Claims"][1]][-1] == "Claim status"
    assert book["Claims"]["F2"].fill.fill_type is None
    assert book["Claims"]["F2"].comment is not None
    assert "yy" in book["Deadlines"]["A5"].number_format


def test_the_most_formats_are_never_passed_and_marks_stop_before(few: int) -> None:
    data = full(visits(), few - 1)
    book = Workbook.from_bytes(data)
    assert book.formats_left == 1
    sheet = book.sheet("Visits")
    for row in range(2, 8):
        sheet.highlight(row, row % 4 + 1, PINK)
    names = book.free_names(["Summary", "To do", "Checked"])
    book.join(report(names), ["summary", "to_do", "checked"])
    book.keep_formats_at(names[2], 60, 1)
    made = book.to_bytes()
    assert unzipped(made)["xl/styles.xml"].count(b"<xf ") <= few + 1  # one of them in cellStyleXfs
    again = Workbook.from_bytes(made)
    again.strip()
    assert read(again.to_bytes()).sheetnames == read(data).sheetnames
    with pytest.raises(Refused, match="different cell formats"):
        Workbook.from_bytes(full(visits(), few)).style(Style(font_size=5))


def test_a_real_64_000_formats_are_no_more_than_excel_allows() -> None:
    book = Workbook.from_bytes(full(visits(), 64_000))
    assert (book.formats_left, styles.MAX_FORMATS) == (0, 64_000)
    book.join(report(["Summary", "To do", "Checked"]), ["summary", "to_do", "checked"])
    assert Workbook.from_bytes(book.to_bytes()).sheets[0].name == "Summary"


def test_marks_that_are_too_many_for_the_formats_left_are_not_made_and_it_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from ocr_sheets.writing import annotate

    many = LATE + "".join(f"| 0046 | 05839 | {unit} | JS | P | 2027-02-27 | IT 1 | submitted |\n" for unit in (8, 9))
    monkeypatch.setattr(annotate, "MOST_FORMATS", styles.MAX_FORMATS - 40)
    book = validated(full(centre(many), 39))
    assert "cells at fault are not coloured" in said(book)
    assert book["Claims"]["F2"].comment is not None


def test_a_protected_structure_takes_the_sheets_and_stays_protected() -> None:
    files = unzipped(centre(LATE))
    files["xl/workbook.xml"] = files["xl/workbook.xml"].replace(
        b"<bookViews>", b'<workbookProtection workbookPassword="CC1A" lockStructure="1"/><bookViews>'
    )
    data = zipped(dict(files))
    assert Workbook.from_bytes(data).is_structure_protected
    assert not Workbook.from_bytes(centre()).is_structure_protected
    book = validated(data)
    assert tuple(book.sheetnames[: len(SHEETS)]) == SHEETS
    assert book.security.lockStructure
    assert "structure is protected" in said(book)


def test_cells_out_to_the_last_column_leave_only_the_new_sheets() -> None:
    files = unzipped(centre(LATE))
    for name in [one for one in files if one.startswith("xl/worksheets/sheet")]:
        if b"0045" in files["xl/sharedStrings.xml"]:
            files[name] = files[name].replace(b"</row>", b'<c r="XFD1"><v>1</v></c></row>', 1)
    book = validated(zipped(dict(files)))
    assert tuple(book.sheetnames[: len(SHEETS)]) == SHEETS
    assert "There is no room on Claims for the added columns" in said(book)
    assert book["Claims"]["F2"].comment is not None


def test_more_columns_than_a_sheet_has_do_not_fit() -> None:
    book = Workbook.from_bytes(visits())
    with pytest.raises(NoRoom, match="do not fit"):
        book.sheet("Visits").add_columns(1, [("x", 9.0)] * 16_381, 0, "many")
    near = by_hand('<sheetData><row r="1"><c r="XFB1"><v>1</v></c></row></sheetData>')
    with pytest.raises(NoRoom, match="XFB"):
        annotated(near)
    sheet = Workbook.from_bytes(near).sheet("Visits")
    assert sheet.add_columns(1, [("a", 9.0), ("b", 9.0)], 0, "two") == 16_383
