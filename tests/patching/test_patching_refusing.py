import io
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from patching_samples import MAIN, by_hand, changed, visits, zipped
from workbooks import unzipped

from ocr_sheets.patching import Refused, Workbook, container

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
ROW = '<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>'


def wide(text: str) -> bytes:
    return text.encode("utf-16-le")


def swapped(data: bytes, old: bytes, new: bytes) -> bytes:
    assert old in data
    return data.replace(old, new)


def with_type(kind: str) -> bytes:
    return by_hand(ROW, workbook_type=kind)


FILES: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "is empty"),
    "encrypted": (OLE + wide("EncryptedPackage"), "has a password"),
    "old Excel": (OLE + wide("Workbook"), "an old Excel"),
    "old Word": (OLE + wide("WordDocument"), "older Office program"),
    "very old Excel": (b"\x09\x04\x06\x00\x00\x00\x10\x00" + b"\0" * 99, "an old Excel"),
    "CSV": (b"Candidate,Unit\r\nC1,U1\r\n", "plain text"),
    "CSV in UTF-16": ("Candidate,Unit".encode("utf-16"), "plain text"),
    "web page": (b"\xef\xbb\xbf <html><table></table></html>", "a web page"),
    "XML of 2003": (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "Excel 2003"),
    "PDF": (b"%PDF-1.7\n", "is a PDF"),
    "lock file": (b"\x0cJan\0\0\0\0 ", "not an Excel workbook"),
    "zip with nothing": (zipped({}), "no workbook in it"),
    "zip of files": (zipped({"a.txt": "x"}), "no workbook in it"),
    "LibreOffice": (zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "LibreOffice workbook"),
    "binary workbook": (with_type("application/vnd.ms-excel.sheet.binary.macroEnabled.main"), ".xlsb"),
    "Word": (
        with_type("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"), "Word document",
    ),
    "PowerPoint": (
        with_type("application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"), "PowerPoint",
    ),
    "cut off": (visits()[:-400], "damaged or was cut off"),
    "row 0": (by_hand(ROW.replace('r="1"', 'r="0"')), "row 0"),
    "row too far": (by_hand(ROW.replace('"1"', '"1048577"')), "row 1048577"),
    "column too far": (by_hand(ROW.replace('r="A1"', 'r="XFE1"')), "XFD"),
    "cell of another row": (by_hand(ROW.replace('r="A1"', 'r="A2"')), "a cell 'A2'"),
    "text before the XML": (changed(visits(), "xl/worksheets/sheet1.xml", "<worksheet", "foo <worksheet"), "sheet1.xml"),
    "broken workbook part": (changed(visits(), "xl/workbook.xml", "</sheets>", ""), "xl/workbook.xml"),
    "broken styles": (changed(visits(), "xl/styles.xml", "</fonts>", ""), "xl/styles.xml"),
    "beta of 2006": (
        changed(by_hand(ROW), "xl/workbook.xml", MAIN, "http://schemas.microsoft.com/office/excel/2006/2"), "test version",
    ),
    "DOCTYPE": (by_hand(f'<?xml version="1.0"?><!-- --><!DOCTYPE x><worksheet xmlns="{MAIN}"/>'), "document type"),
    "DOCTYPE in a part nobody reads": (by_hand(ROW, parts={"customXml/item1.xml": "<!DOCTYPE x><x/>"}), "document type"),
    "DOCTYPE in UTF-16": (by_hand(ROW, parts={"a.xml": "<!DOCTYPE x><x/>".encode("utf-16")}), "document type"),
    "same name twice": (by_hand(ROW, parts={"XL/Workbook.xml": "<a/>"}), "twice"),
    "path upwards": (by_hand(ROW, parts={"../../evil.txt": "x"}), "points outside"),
    "path with backslashes": (by_hand(ROW, parts={"..\\evil.txt": "x"}), "points outside"),
    "drive letter": (by_hand(ROW, parts={"C:/evil.txt": "x"}), "points outside"),
    "two slashes": (by_hand(ROW, parts={"//server/evil.txt": "x"}), "points outside"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "words"), FILES.values(), ids=FILES.keys())
def test_what_is_no_sound_workbook_is_refused_in_one_sentence_that_names_it(data: bytes, words: str) -> None:
    with pytest.raises(Refused) as refusal:
        _ = Workbook.from_bytes(data, "Moderation.xlsx").styles
    text = str(refusal.value)
    assert words in text
    assert text.startswith("Moderation.xlsx ")
    assert text.endswith(".")
    assert "\n" not in text


def test_a_workbook_with_only_a_chart_sheet_is_refused() -> None:
    data = changed(by_hand(ROW), "xl/_rels/workbook.xml.rels", "relationships/worksheet", "relationships/chartsheet")
    with pytest.raises(Refused, match="no worksheet in it"):
        Workbook.from_bytes(data)


def test_a_checksum_that_does_not_fit_is_refused() -> None:
    data = visits()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        crc = struct.pack("<I", archive.getinfo("xl/styles.xml").CRC)
    with pytest.raises(Refused, match="damaged"):
        Workbook.from_bytes(swapped(data, crc, b"\1\2\3\4"))


def test_a_part_that_unpacks_to_too_much_is_refused_whatever_its_header_says(monkeypatch: pytest.MonkeyPatch) -> None:
    data = by_hand(ROW, parts={"xl/big.bin": b"\0" * 3_000_000})
    monkeypatch.setattr(container, "MAX_PART", 2_000_000)
    with pytest.raises(Refused, match="far more"):
        Workbook.from_bytes(data)
    monkeypatch.setattr(container, "MAX_PART", 400_000_000)
    monkeypatch.setattr(container, "MAX_RATIO", 100)
    monkeypatch.setattr(container, "RATIO_FLOOR", 1_000_000)
    with pytest.raises(Refused, match="far more"):
        Workbook.from_bytes(swapped(data, struct.pack("<I", 3_000_000), struct.pack("<I", 30)))


def test_parts_that_are_each_small_enough_can_be_too_much_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "MAX_TOTAL", 2_000)
    with pytest.raises(Refused, match="far more"):
        Workbook.from_bytes(visits())


def test_a_zip_with_a_password_is_refused() -> None:
    data = bytearray(visits())
    at = data.rindex(b"PK\1\2")
    data[at + 8] |= 1
    with pytest.raises(Refused, match="password"):
        Workbook.from_bytes(bytes(data))


def test_a_packing_that_excel_does_not_know_is_refused() -> None:
    with pytest.raises(Refused, match="packed in a way that Excel cannot read"):
        Workbook.from_bytes(zipped({**unzipped(visits())}, zipfile.ZIP_BZIP2))


def test_data_that_is_not_deflated_as_it_says_is_refused() -> None:
    data = by_hand(ROW)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        info = archive.getinfo("xl/worksheets/sheet1.xml")
    start = info.header_offset + 30 + len(info.filename)
    with pytest.raises(Refused, match="damaged"):
        Workbook.from_bytes(data[:start] + b"\xff" * info.compress_size + data[start + info.compress_size :])
    assert zlib.crc32(b"") == 0


def test_files_that_are_missing_or_folders_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="is not there"):
        Workbook.open(tmp_path / "missing.xlsx")
    with pytest.raises(Refused, match="is a folder"):
        Workbook.open(tmp_path)
    with pytest.raises(Refused, match="cannot be read"):
        Workbook.open("a\0b.xlsx")


def test_more_formats_than_excel_allows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from ocr_sheets.patching import Style, styles

    monkeypatch.setattr(styles, "MAX_FORMATS", 4)
    book = Workbook.from_bytes(visits())
    book.style(Style(font_size=8))
    book.style(Style(font_size=9))
    with pytest.raises(Refused, match="different cell formats"):
        book.style(Style(font_size=10))
