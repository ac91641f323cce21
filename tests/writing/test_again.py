"""Whole runs one after the other, with a user's changes in openpyxl and in LibreOffice between them."""

from __future__ import annotations

import datetime as dt
import io
import re
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from programs import SOFFICE, needs_libreoffice
from tries import tries
from workbooks import AS_OF, centre

from ocr_sheets.patching import NOTE_AUTHOR, Workbook
from ocr_sheets.report import Report
from ocr_sheets.validate import check

GREEN = "FF00FF00"
ROUNDS = tries(3)
LIBREOFFICE_ROUNDS = tries(2)
REASON = "The moderator agreed to it on the phone"
LATE = """
Claims
| Candidate number | Entry code | Unit number | Assessor | Grade | Claimed on | Visit | Claim status |
| 0045             | 05839      | 8           | JS       | M     | 2027-02-26 | IT 1  | submitted    |
| 0046             | 05839      | 8           | JS       | P     | 2027-01-20 | IT 1  | submitted    |
| 0046             | 05839      | 9           | JS       | P     | 2027-02-27 | IT 1  | submitted    |
"""


def annotated(data: bytes) -> tuple[Report, bytes]:
    checked = check(Workbook.from_bytes(data), "centre.xlsx", AS_OF)
    return checked.report, checked.workbook.to_bytes()


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def changed(data: bytes, change: Callable[[Any], None] = lambda book: None) -> bytes:
    """What openpyxl makes of a workbook, with a change of the user's."""
    book = opened(data)
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sizes(data: bytes) -> dict[str, int]:
    """All that could grow: parts, entries of the lists of styles, strings, notes, names, columns."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}
    out = {"parts": len(parts)}
    for kind in ("cellXfs", "fonts", "fills", "borders", "dxfs", "numFmts"):
        found = re.search(rf"<{kind}\b[^>]*>.*?</{kind}>", parts["xl/styles.xml"], re.DOTALL)
        inner = {"cellXfs": "xf", "numFmts": "numFmt"}.get(kind, kind[:-1])
        out[kind] = len(re.findall(rf"<{inner}[ />]", found[0])) if found else 0
    out["strings"] = len(re.findall(r"<si[ />]", parts.get("xl/sharedStrings.xml", "")))
    out["notes"] = sum(text.count("<comment ") for name, text in parts.items() if "comments" in name)
    out["shapes"] = sum(len(re.findall("<v:shape ", text)) for text in parts.values())
    out["names"] = parts["xl/workbook.xml"].count("<definedName ")
    book = opened(data)
    out["sheets"] = len(book.sheetnames)
    for sheet in book.worksheets:
        out[f"columns of {sheet.title}"] = max(
            (cell.column for row in sheet.iter_rows() for cell in row if cell.value is not None), default=0
        )
    return out


def of_the_centre(data: bytes) -> dict[str, list[list[object]]]:
    """What stands in the centre's own cells."""
    book = Workbook.from_bytes(data)
    book.strip()
    return {
        sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()]
        for sheet in opened(book.to_bytes()).worksheets
    }


def by_hand(book: Any) -> None:
    """The centre's own colour, note, width and words, on cells that we mark and on others."""
    claims = book["Claims"]
    for place in ("F2", "F4", "B3"):
        claims[place].fill = PatternFill("solid", fgColor=GREEN)
    claims["A3"].comment = Comment("ask Jo", "Exams office")
    claims.column_dimensions["A"].width = 33
    book["Centre"]["D1"] = "our own words"


def accept(book: Any) -> None:
    """Write a reason beside the first line of To do, as a user does: it accepts the late claims of both rows."""
    sheet = book["To do"]
    heads = next(row for row in sheet.iter_rows() if any(cell.value == "Accepted because" for cell in row))
    columns = {cell.value: cell.column for cell in heads}
    row = heads[0].row + 1
    assert (sheet.cell(row, columns["Where"]).value, sheet.cell(row, columns["How many"]).value) == ("Claims!F2", 2)
    sheet.cell(row, columns["Accepted because"]).value = REASON


def mend(book: Any) -> None:
    book["Claims"]["F2"].value = dt.datetime(2027, 1, 25)


def test_rounds_through_openpyxl_add_nothing_and_keep_all_that_the_user_did() -> None:
    data = annotated(changed(centre(LATE), by_hand))[1]
    data = annotated(changed(data, accept))[1]
    first = sizes(annotated(changed(data))[1])
    theirs = of_the_centre(data)
    for _ in range(ROUNDS):
        report, data = annotated(changed(data))
        assert sizes(data) == first
    assert of_the_centre(data) == theirs
    assert [one.cell.ref for one in report.findings if one.cell and one.accepted == REASON] == ["F2", "F4"]
    book = opened(data)
    assert book["Claims"]["F2"].fill.fgColor.rgb == GREEN  # a colour of the centre's own stays
    assert book["Claims"]["A3"].comment.text == "ask Jo"
    assert book["Claims"].column_dimensions["A"].width == 33


def test_when_the_fault_is_mended_its_marks_go_and_the_users_fill_comes_back() -> None:
    before, data = annotated(changed(centre(LATE), by_hand))
    assert "F2" in {finding.cell.ref for finding in before.findings if finding.cell and finding.sheet == "Claims"}
    for _ in range(2):
        data = annotated(changed(data))[1]
    report, data = annotated(changed(data, mend))
    assert "F2" not in {finding.cell.ref for finding in report.findings if finding.cell and finding.sheet == "Claims"}
    claims = opened(data)["Claims"]
    assert claims["F2"].fill.fgColor.rgb == GREEN
    assert claims["F2"].comment is None
    assert claims["B3"].fill.fgColor.rgb == GREEN
    assert claims["F4"].fill.fgColor.rgb == GREEN
    assert claims["F4"].comment.author == NOTE_AUTHOR


def test_a_run_over_its_own_output_gives_the_same_bytes_until_something_changes() -> None:
    data = annotated(changed(centre(LATE), by_hand))[1]
    report, again = annotated(data)
    parts = [zipfile.ZipFile(io.BytesIO(one)) for one in (data, again)]
    differing = [name for name in parts[0].namelist() if parts[0].read(name) != parts[1].read(name)]
    assert parts[0].namelist() == parts[1].namelist()
    assert differing == []
    assert report.findings


def by_libreoffice(data: bytes, folder: Path) -> bytes:
    """A workbook opened and saved by LibreOffice."""
    path = folder / "in.xlsx"
    path.write_bytes(data)
    command = [str(SOFFICE), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder / "out"), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return (folder / "out" / "in.xlsx").read_bytes()


@needs_libreoffice
def test_rounds_through_libreoffice_and_openpyxl_in_turn_stay_bounded(tmp_path: Path) -> None:
    """LibreOffice writes the formats in its own way, and drops those that are not used: they come and go, within bounds."""
    data = annotated(changed(centre(LATE), by_hand))[1]
    data = annotated(changed(data, accept))[1]
    seen = []
    for at in range(LIBREOFFICE_ROUNDS):
        saved = by_libreoffice(data, tmp_path)
        report, data = annotated(changed(saved) if at % 2 else saved)
        seen.append(sizes(data))
    assert REASON in str(report.findings)
    for kind, first in seen[0].items():
        now = seen[-1][kind]
        if kind in ("cellXfs", "fonts", "fills", "borders", "dxfs", "numFmts", "strings"):
            assert now <= 2 * max(first, 5), (kind, [one[kind] for one in seen])
        elif kind == "names":  # one more a sheet, once, where LibreOffice gave the columns beside ours a width
            assert now <= first + 8, [one[kind] for one in seen]
        else:
            assert now <= first, (kind, [one[kind] for one in seen])
    report, data = annotated(changed(data, mend))
    claims = opened(data)["Claims"]
    assert claims["F2"].fill.fgColor.rgb == GREEN
    assert claims["F2"].comment is None
    assert "ask Jo" in claims["A3"].comment.text
