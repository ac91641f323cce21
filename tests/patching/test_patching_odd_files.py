import io
import subprocess
import zipfile
from pathlib import Path

import pytest
import python_calamine
from patching_samples import (
    HEAD,
    MAIN,
    PACKAGE_REL,
    REL,
    annotated,
    by_hand,
    changed,
    opened,
    read,
    rows_of,
    visits,
    zipped,
)
from programs import SDK, needs_validator
from workbooks import unzipped

from ocr_sheets.patching import Workbook

ROWS = '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Visit</t></is></c></row><row r="2"><c r="A2"><v>7</v></c></row></sheetData>'


def check(data: bytes) -> None:
    """What holds for every workbook: a run adds its cells, keeps the user's, and a second run changes nothing."""
    once = annotated(data)
    sheet = read(once)["Visits"]
    assert (sheet["A1"].value, sheet["A2"].value, sheet["B1"].value, sheet["D2"].value) == (
        "Visit", 7, "Enter by", "-late",
    )  # fmt: skip
    assert sheet["A2"].comment is not None
    assert annotated(once) == once


def test_a_plain_sheet_made_by_hand() -> None:
    check(by_hand(ROWS))


def test_a_prefix_on_every_element_of_a_sheet() -> None:
    rows = ROWS.replace("</", "\0").replace("<", "<x:").replace("\0", "</x:")
    check(by_hand(f'{HEAD}<x:worksheet xmlns:x="{MAIN}">{rows}</x:worksheet>'))


def test_a_prefix_on_an_empty_sheet() -> None:
    once = annotated(by_hand(f'{HEAD}<x:worksheet xmlns:x="{MAIN}"><x:sheetData/></x:worksheet>'))
    assert read(once)["Visits"]["A1"].value == "Enter by"
    assert annotated(once) == once


def test_a_prefix_on_the_workbook_and_the_styles() -> None:
    workbook = (
        f'{HEAD}<x:workbook xmlns:x="{MAIN}"><x:sheets><x:sheet name="Visits" sheetId="1" '
        f'r:id="rId1" xmlns:r="{REL}"/></x:sheets></x:workbook>'
    )
    styles = (
        f'{HEAD}<x:styleSheet xmlns:x="{MAIN}"><x:fonts count="1"><x:font><x:sz val="11"/></x:font></x:fonts>'
        '<x:cellStyles count="1"><x:cellStyle name="Normal" xfId="0" builtinId="0"/></x:cellStyles></x:styleSheet>'
    )
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
    data = by_hand(
        ROWS,
        workbook=workbook,
        parts={"xl/styles.xml": styles},
        types=f'<Override PartName="/xl/styles.xml" ContentType="{kind}"/>',
    )
    check(
        changed(
            data,
            "xl/_rels/workbook.xml.rels",
            "</Relationships>",
            f'<Relationship Id="s" Type="{REL}/styles" Target="/xl/styles.xml"/></Relationships>',
        )
    )


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "iso-8859-1"])
def test_a_sheet_in_another_encoding(encoding: str) -> None:
    declared = "UTF-16" if encoding.startswith("utf-16") else encoding
    text = f'<?xml version="1.0" encoding="{declared}"?><worksheet xmlns="{MAIN}">{ROWS}</worksheet>'
    check(by_hand(text.encode(encoding)))


def test_comments_and_cdata_and_spaces_between_the_cells() -> None:
    rows = ROWS.replace("<row ", "\n  <!-- <row> --><row ").replace("<t>Visit</t>", "<t><![CDATA[Visit]]></t>")
    check(by_hand(rows.replace("<c ", "\n    <c ")))


def test_a_comment_before_the_rows_that_looks_like_rows() -> None:
    check(by_hand(f"<!-- <sheetData><row r='9'/></sheetData> -->{ROWS}"))


def test_rows_and_cells_that_do_not_say_where_they_are() -> None:
    check(by_hand(ROWS.replace(' r="A1"', "").replace(' r="A2"', "").replace(' r="1"', "").replace(' r="2"', "")))


def test_rows_out_of_order_and_attributes_in_another_order() -> None:
    check(
        by_hand(
            "<sheetData><row ht='15' r='2'><c r='A2'><v>7</v></c></row>"
            "<row r='1'><c t='inlineStr' r='A1'><is><t>Visit</t></is></c></row></sheetData>"
        )
    )


def test_the_strict_variant_of_the_format() -> None:
    once = annotated(by_hand(ROWS, strict=True))
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(once))  # openpyxl does not know it
    assert book.sheet_names == ["Summary", "To do", "Checked", "Visits"]
    rows = book.get_sheet_by_name("Visits").to_python()
    assert (rows[0][:2], rows[1][0], rows[1][3]) == (["Visit", "Enter by"], 7, "-late")
    assert annotated(once) == once


def test_backslashes_and_other_case_in_part_names() -> None:
    data = by_hand(ROWS, rename=lambda name: name.replace("/", "\\").lower())
    names = list(unzipped_names(annotated(data)))
    assert "xl\\workbook.xml" in names
    assert opened(data).free_column == 2


def unzipped_names(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [info.orig_filename for info in archive.infolist()]


def test_folders_comments_and_sizes_behind_the_data_in_the_zip() -> None:
    out = io.BytesIO()

    class Stream(io.RawIOBase):
        """A file that cannot go back, so that zipfile writes the sizes behind the data."""

        def writable(self) -> bool:
            return True

        def write(self, data: object) -> int:
            return out.write(data)  # type: ignore[arg-type]

    with zipfile.ZipFile(Stream(), "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/", "")
        for name, content in unzipped(by_hand(ROWS)).items():
            archive.writestr(name, content)
        archive.comment = b"kept"
    check(out.getvalue())
    with zipfile.ZipFile(io.BytesIO(annotated(out.getvalue()))) as archive:
        assert (archive.comment, archive.testzip(), archive.namelist()[0]) == (b"kept", None, "xl/")


def test_a_style_sheet_that_is_said_to_be_there_and_is_not() -> None:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
    data = changed(
        by_hand(ROWS, types=f'<Override PartName="/xl/styles.xml" ContentType="{kind}"/>'),
        "xl/_rels/workbook.xml.rels",
        "</Relationships>",
        f'<Relationship Id="s" Type="{REL}/styles" Target="styles.xml"/></Relationships>',
    )
    check(data)
    after = unzipped(annotated(data))
    assert after["[Content_Types].xml"].count(b"/xl/styles.xml") == 1
    assert after["xl/_rels/workbook.xml.rels"].count(b"styles.xml") == 1


def test_cells_that_use_formats_of_a_style_sheet_that_is_not_there() -> None:
    data = by_hand(ROWS.replace('r="A2"', 'r="A2" s="5"'))
    assert read(annotated(data))["Visits"]["A2"].font.b is False


def test_a_module_of_excel_95_is_a_sheet_without_a_part() -> None:
    data = changed(
        by_hand(ROWS), "xl/workbook.xml", "</sheets>", '<sheet name="Module1" sheetId="9" r:id=""/></sheets>'
    )
    assert [sheet.is_worksheet for sheet in Workbook.from_bytes(data).sheets] == [True, False]
    assert [sheet.name for sheet in Workbook.from_bytes(annotated(data)).sheets][3:] == ["Visits", "Module1"]


def test_a_signed_workbook_is_opened_and_says_so() -> None:
    kind = "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin"
    data = changed(
        by_hand(ROWS, parts={"_xmlsignatures/origin.sigs": ""}),
        "_rels/.rels",
        "</Relationships>",
        f'<Relationship Id="o" Type="{kind}" Target="_xmlsignatures/origin.sigs"/></Relationships>',
    )
    assert Workbook.from_bytes(data).is_signed
    assert not Workbook.from_bytes(by_hand(ROWS)).is_signed
    check(data)


def test_a_sheet_whose_relations_prefix_is_not_declared_can_have_notes() -> None:
    check(by_hand(f'{HEAD}<worksheet xmlns="{MAIN}">{ROWS}</worksheet>'))


def test_drawings_of_notes_whose_prefixes_are_not_those_of_excel() -> None:
    def own(book: object) -> None:
        from openpyxl.comments import Comment

        book["Visits"]["A5"].comment = Comment("mine", "me")  # type: ignore[index]

    files = unzipped(annotated(visits(own)))
    (drawing,) = (part for name, part in files.items() if name.endswith(".vml"))
    import xml.etree.ElementTree as ET

    shapes = ET.fromstring(drawing).findall("{urn:schemas-microsoft-com:vml}shape")
    assert len(shapes) == 2


def test_relationship_lists_that_have_a_type_one_by_one_get_one_for_the_new_lists() -> None:
    data = changed(
        by_hand(ROWS),
        "[Content_Types].xml",
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>',
        '<Override PartName="/_rels/.rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>',
    )
    assert b'<Default Extension="rels"' in unzipped(annotated(data))["[Content_Types].xml"]
    check(data)


def test_formats_out_to_the_last_column_leave_room() -> None:
    data = by_hand(ROWS.replace("</row></sheetData>", '<c r="XFD2" s="0"/></row></sheetData>'))
    check(data)
    assert rows_of(annotated(data)).index('r="D2"') < rows_of(annotated(data)).index('r="XFD2"')


def test_a_highlight_of_a_cell_that_is_not_there_takes_the_format_of_its_column_or_row() -> None:
    def own(book: object) -> None:
        from openpyxl.styles import Font

        sheet = book["Visits"]  # type: ignore[index]
        sheet.column_dimensions["B"].font = Font(b=True)
        sheet.row_dimensions[50].font = Font(i=True)

    book = Workbook.from_bytes(visits(own))
    book.sheet("Visits").highlight(30, 2, "FFEB9C")
    book.sheet("Visits").highlight(50, 2, "FFEB9C")
    sheet = read(book.to_bytes())["Visits"]
    assert (sheet["B30"].font.b, sheet["B50"].font.i) == (True, True)


@needs_validator
def test_a_validator_finds_nothing_wrong(tmp_path: Path) -> None:
    from patching_samples import report

    path = tmp_path / "out.xlsx"
    path.write_bytes(annotated(report(["Visits", "B", "C"])))
    result = subprocess.run([str(SDK), str(path)], capture_output=True, text=True, check=False)
    assert '"errors": []' in result.stdout, result.stdout


def test_relationships_of_the_package_can_be_absolute_and_escaped() -> None:
    data = by_hand(ROWS, rename=lambda name: name.replace("sheet1.xml", "sheet 1.xml") if "rels" not in name else name)
    files = unzipped(data)
    files["xl/_rels/workbook.xml.rels"] = (
        f'{HEAD}<Relationships xmlns="{PACKAGE_REL}"><Relationship Id="rId1" Type="{REL}/worksheet" '
        'Target="/xl/worksheets/sheet%201.xml"/></Relationships>'
    ).encode()
    assert opened(zipped(dict(files))).free_column == 2
