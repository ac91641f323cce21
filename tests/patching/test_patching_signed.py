"""Signed files: a signature is over what every part was, so a changed copy cannot keep it."""

import json
import subprocess
from pathlib import Path

from patching_samples import HEAD, PACKAGE_REL, annotated, visits, zipped
from programs import SDK, needs_validator
from workbooks import centre, unzipped

from ocr_sheets.patching import Workbook

SIGNATURES = f"{PACKAGE_REL}/digital-signature"
TYPES = "application/vnd.openxmlformats-package.digital-signature"


def signed(data: bytes) -> bytes:
    """A workbook with signature parts as Excel writes them; the signature itself is none."""
    files = unzipped(data)
    files["_rels/.rels"] = files["_rels/.rels"].replace(
        b"</Relationships>",
        f'<Relationship Id="rId77" Type="{SIGNATURES}/origin" Target="_xmlsignatures/origin.sigs"/></Relationships>'.encode(),
    )
    files["[Content_Types].xml"] = files["[Content_Types].xml"].replace(
        b"</Types>",
        f'<Default Extension="sigs" ContentType="{TYPES}-origin"/><Override PartName="/_xmlsignatures/sig1.xml" '
        f'ContentType="{TYPES}-xmlsignature+xml"/></Types>'.encode(),
    )
    return zipped(
        {
            **files,
            "_xmlsignatures/origin.sigs": b"",
            "_xmlsignatures/_rels/origin.sigs.rels": f'{HEAD}<Relationships xmlns="{PACKAGE_REL}">'
            f'<Relationship Id="rId1" Type="{SIGNATURES}/signature" Target="sig1.xml"/></Relationships>',
            "_xmlsignatures/sig1.xml": f'{HEAD}<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/>',
        }
    )


def with_macros(data: bytes) -> bytes:
    """A workbook with a macro project that is signed by itself, as far as its parts go."""
    files = unzipped(data)
    office = "http://schemas.microsoft.com/office/2006/relationships"
    files["xl/_rels/workbook.xml.rels"] = files["xl/_rels/workbook.xml.rels"].replace(
        b"</Relationships>",
        f'<Relationship Id="rId88" Type="{office}/vbaProject" Target="vbaProject.bin"/></Relationships>'.encode(),
    )
    files["[Content_Types].xml"] = files["[Content_Types].xml"].replace(
        b"</Types>",
        b'<Override PartName="/xl/vbaProject.bin" ContentType="application/vnd.ms-office.vbaProject"/><Override '
        b'PartName="/xl/vbaProjectSignature.bin" ContentType="application/vnd.ms-office.vbaProjectSignature"/></Types>',
    )
    return zipped(
        {
            **files,
            "xl/vbaProject.bin": b"macros",
            "xl/vbaProjectSignature.bin": b"signed",
            "xl/_rels/vbaProject.bin.rels": f'{HEAD}<Relationships xmlns="{PACKAGE_REL}"><Relationship Id="rId1" '
            f'Type="{office}/vbaProjectSignature" Target="vbaProjectSignature.bin"/></Relationships>',
        }
    )


def test_a_workbook_says_whether_it_is_signed_and_keeps_the_signature_until_it_is_told_otherwise() -> None:
    assert not Workbook.from_bytes(visits()).is_signed
    assert Workbook.from_bytes(signed(visits())).is_signed
    assert (
        unzipped(annotated(signed(visits())))["_xmlsignatures/sig1.xml"]
        == unzipped(signed(visits()))["_xmlsignatures/sig1.xml"]
    )


def test_a_dropped_signature_leaves_the_file_as_it_was_before_it_was_signed() -> None:
    data = visits()
    book = Workbook.from_bytes(signed(data))
    for _ in range(2):
        book.drop_signature()
        assert not book.is_signed
        assert unzipped(book.to_bytes()) == unzipped(data)


def test_a_signature_whose_parts_are_missing_can_be_dropped() -> None:
    data = visits()
    files = unzipped(signed(data))
    kept: dict[str, str | bytes] = {name: data for name, data in files.items() if not name.startswith("_xml")}
    book = Workbook.from_bytes(zipped(kept))
    assert book.is_signed
    book.drop_signature()
    assert unzipped(book.to_bytes())["_rels/.rels"] == unzipped(data)["_rels/.rels"]


def test_macros_keep_their_own_signature() -> None:
    data = with_macros(visits())
    assert not Workbook.from_bytes(data).is_signed
    book = Workbook.from_bytes(signed(data))
    book.drop_signature()
    assert unzipped(book.to_bytes()) == unzipped(data)


@needs_validator
def test_the_open_xml_sdk_finds_the_unsigned_copy_valid(tmp_path: Path) -> None:
    book = Workbook.from_bytes(signed(centre()))
    book.drop_signature()
    path = tmp_path / "out.xlsx"
    path.write_bytes(annotated(book.to_bytes()))
    done = subprocess.run([str(SDK), str(path)], capture_output=True, text=True, check=False)
    assert json.loads(done.stdout)["errors"] == []
