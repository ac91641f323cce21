"""A mark in a workbook by which it can be told later whether it still is, byte for byte, as it was written.

The mark is a hidden defined name that holds a digest of all parts but the one it stands in, and of that one without the digest. Any
program that saves the workbook writes its parts anew, and a person's change is in one of them: then it no longer fits.
"""

import hashlib
import io
import re
import zipfile
import zlib
from typing import NamedTuple

from ocr_sheets.patterns import regex

from . import names
from .container import Container
from .errors import BadMarkup
from .markup import MAX_ELEMENTS, Document
from .package import Package

_NAME = names.SEAL
_BLANK = "0" * 32
_MOST = 20_000_000
"""Bytes that a main part may have: names and sheets take far less."""
_SEAL = regex(rb'name="' + re.escape(_NAME.encode()) + rb'" hidden="1">"([0-9a-f]{32})"<')
_ANY_SEAL = regex(rb'name="' + re.escape(_NAME.encode()) + rb'"[^>]*>\s*(?:"|&quot;)([0-9a-f]{32})(?:"|&quot;)')
_MAIN = regex(rb'Target="/?([^"]*workbook\.xml)"')


def seal(package: Package, workbook: str) -> None:
    """Put the mark into a package whose parts are as they will be written; ``workbook`` is the key of its main part."""
    document = package.document(workbook)
    names.remove(document, {_NAME})
    names.add(document, [names.constant(_NAME, _BLANK, document.prefix)])
    package.flush()
    container = package.container
    found = _digest(
        {container.name(key): container.checksum(key) for key in container if key != workbook}, document.data
    )
    document.apply([names.new_text(document, _NAME, f'"{found}"')])
    package.flush()


def sealed(data: bytes) -> bytes:
    """A workbook of our own making with the mark in it."""
    package = Package(Container(data, "The workbook"), MAX_ELEMENTS)
    seal(package, package.related("", "officeDocument")[0])
    return package.container.to_bytes()


def is_as_sealed(data: bytes) -> bool:
    """Whether this is a workbook with the mark, and as it was when it got it."""
    main = _main_part(data)
    found = _SEAL.search(main.text) if main else None
    if main is None or found is None:
        return False
    start, stop = found.span(1)
    return _digest(main.sums, main.text[:start] + _BLANK.encode() + main.text[stop:]) == found[1].decode()


def mark_of(data: bytes) -> str:
    """The mark that stands in a workbook, be it changed since or not, by whichever program; empty where it has none."""
    main = _main_part(data)
    found = _ANY_SEAL.search(main.text) if main else None
    return found[1].decode() if found else ""


def joined_sheet(data: bytes, tag: str) -> str | None:
    """What the sheet that was joined under a tag is called in a workbook today, told without opening it all; None where there is none."""
    main = _main_part(data)
    try:
        document = Document(main.text) if main else None
        listed = document.root.child("sheets") if document else None
    except BadMarkup:
        return None
    if document is None or listed is None:
        return None
    sheets = {node.get("name"): True for node in listed.children}
    return next((mark.sheet for mark in names.marks(document, names.SHEET, sheets) if mark.tag == tag), None)


class _Main(NamedTuple):
    """The main part of a workbook, and the checksums of the others by name."""

    text: bytes
    sums: dict[str, int]


def _main_part(data: bytes) -> _Main | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found = _MAIN.search(archive.read("_rels/.rels"))
            part = found[1].decode() if found else ""
            others = {
                info.filename: info.CRC for info in archive.infolist() if info.filename != part and not info.is_dir()
            }
            if archive.getinfo(part).file_size > _MOST:
                return None
            return _Main(archive.read(part), others)
    except (zipfile.BadZipFile, KeyError, OSError, ValueError, RuntimeError, NotImplementedError, EOFError, zlib.error):
        return None


def _digest(sums: dict[str, int], main: bytes) -> str:
    digest = hashlib.sha256(main)
    for name, checksum in sorted((name.replace("\\", "/").removeprefix("/"), sum_) for name, sum_ in sums.items()):
        digest.update(f"{name}\0{checksum}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()[: len(_BLANK)]
