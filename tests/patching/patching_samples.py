"""Workbooks for the tests of ocr_sheets.patching, made here: by openpyxl, by XlsxWriter, and by hand where they are odd."""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable

import openpyxl
import xlsxwriter
from workbooks import unzipped

from ocr_sheets.patching import Formula, Sheet, Style, Workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_REL = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE_REL = "http://schemas.openxmlformats.org/package/2006/relationships"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PINK = "FFC7CE"


def visits(change: Callable[[openpyxl.Workbook], None] = lambda book: None) -> bytes:
    """A small workbook as openpyxl writes it: four columns of visits on the first of two sheets."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Visits"
    sheet.append(["Visit", "Subject", "Date", "Type"])
    for at in range(2, 8):
        sheet.append([f"V{at}", "IT", dt.date(2026, 3, at), "virtual"])
    book.create_sheet("Notes to self")["A1"] = "keep"
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def by_hand(
    sheet: str | bytes,
    *,
    strict: bool = False,
    workbook: str | None = None,
    parts: dict[str, str | bytes] | None = None,
    sheet_relations: str = "",
    types: str = "",
    rename: Callable[[str], str] = lambda name: name,
    workbook_type: str = SHEET_TYPE,
) -> bytes:
    """A zip with one sheet's XML in it, whole or as the content of <worksheet>."""
    main, rel = (STRICT_MAIN, STRICT_REL) if strict else (MAIN, REL)
    if isinstance(sheet, str) and not sheet.startswith("<?xml"):
        sheet = f'{HEAD}<worksheet xmlns="{main}" xmlns:r="{rel}">{sheet}</worksheet>'
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{workbook_type}"/>'
        '<Override PartName="/xl/worksheets/sheet1.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        f"{types}</Types>",
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{PACKAGE_REL}">'
        f'<Relationship Id="rId1" Type="{rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": workbook
        or f'{HEAD}<workbook xmlns="{main}" xmlns:r="{rel}"><sheets>'
        '<sheet name="Visits" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{HEAD}<Relationships xmlns="{PACKAGE_REL}">'
        f'<Relationship Id="rId1" Type="{rel}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": sheet,
        **(parts or {}),
    }
    if sheet_relations:
        files["xl/worksheets/_rels/sheet1.xml.rels"] = (
            f'{HEAD}<Relationships xmlns="{PACKAGE_REL}">{sheet_relations}</Relationships>'
        )
    return zipped({rename(name): content for name, content in files.items()})


def zipped(files: dict[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 2, 3, 4, 6)), content, compression)
    return out.getvalue()


def changed(data: bytes, name: str, old: str, new: str) -> bytes:
    """A workbook with a piece of one part replaced."""
    files: dict[str, str | bytes] = dict(unzipped(data))
    content = files[name]
    assert isinstance(content, bytes)
    assert old.encode() in content, old
    files[name] = content.replace(old.encode(), new.encode())
    return zipped(files)


def report(names: list[str]) -> bytes:
    """Report sheets as the tool writes them: a chart and a link, a table with a conditional format, a filter."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"created": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)})
    bold = book.add_format({"bold": True, "bg_color": "#DDEEFF"})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    red = book.add_format({"font_color": "#9C0006"})
    summary, to_do, checked = (book.add_worksheet(name) for name in names)
    summary.write("A1", "Summary of it all", bold)
    summary.write("A2", 3)
    summary.write_formula("B2", "=A2+1", None, 4)
    summary.write_url("A3", f"internal:'{names[1]}'!A1", string="To do")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": [names[0], 1, 0, 1, 1]})
    summary.insert_chart("E5", chart)
    columns = [{"header": "Who"}, {"header": "What"}, {"header": "When", "format": day}]
    to_do.add_table("A1:C3", {"name": "ToDo", "columns": columns, "data": [["a", "b", 46000], ["c", "d", 46001]]})
    to_do.conditional_format("C2:C3", {"type": "cell", "criteria": ">", "value": 46000, "format": red})
    to_do.data_validation("A2:A3", {"validate": "list", "source": ["a", "b"]})
    to_do.repeat_rows(0)
    to_do.print_area("A1:C3")
    checked.write("A1", "what & <how>")
    checked.write("B1", "q")
    checked.autofilter("A1:B3")
    book.close()
    return out.getvalue()


def annotated(data: bytes, *, rows: int = 7, sheet: str = "Visits") -> bytes:
    """What a run of the tool does to a workbook."""
    book = Workbook.from_bytes(data)
    book.strip()
    where = book.sheet(sheet)
    heading = book.style(Style(bold=True, fill="1F4E78", font_colour="FFFFFF", border="808080"))
    day, text = book.style(Style(number_format="dd/mm/yyyy")), book.style(Style(wrap=True))
    first = where.add_columns(1, [("Enter by", 12.0), ("Days left", 9.0), ("Issues", 40.0)], heading, "visits")
    for row in range(2, rows + 1):
        where.put_row(row, first, [dt.date(2026, 2, row), Formula("TODAY()-C2", 5), "-late"], [day, None, text])
    where.highlight(2, 1, PINK)
    where.highlight(3, 2, PINK)
    where.highlight(40, 1, PINK)
    where.note(2, 1, "Too early: move the visit")
    names = book.free_names(["Summary", "To do", "Checked"])
    assert book.join(report(names), ["summary", "to_do", "checked"]) == names
    book.keep_formats_at(names[2], 60, 1)
    return book.to_bytes()


def opened(data: bytes, name: str = "Visits") -> Sheet:
    """A sheet of a workbook, through the package."""
    return Workbook.from_bytes(data).sheet(name)


def read(data: bytes) -> openpyxl.Workbook:
    """A workbook through openpyxl: an independent reader."""
    return openpyxl.load_workbook(io.BytesIO(data))


def rows_of(data: bytes, part: str = "xl/worksheets/sheet1.xml") -> str:
    """The rows of a sheet as text."""
    found = re.search(r"<sheetData[^>]*>(.*)</sheetData>", unzipped(data)[part].decode(), re.DOTALL)
    assert found
    return found[1]
