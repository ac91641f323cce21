"""What a file is that is not the workbook its name promises, and what to do about it."""

import re
import zipfile
from pathlib import Path

from .compound import MAGIC
from .container import Container
from .errors import Refused
from .locked import Locked, is_locked
from .package import CONTENT_TYPES, Package

_BIFF = (b"\x09\x00", b"\x09\x02", b"\x09\x04", b"\x09\x08")
_MAX_FILE = 500_000_000
_MAIN_TYPES = (
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml",
    "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    "application/vnd.ms-excel.template.macroEnabled.main+xml",
    "application/vnd.ms-excel.addin.macroEnabled.main+xml",
)
_SAVE_AS = "open it in Excel and save it as an Excel Workbook (.xlsx), then use that"


def read_file(path: Path) -> bytes:
    """A file's bytes. Raises Refused for one that is missing, a folder, empty, huge or not allowed to be read."""
    _check_name(path)
    try:
        if path.is_dir():
            raise Refused(f"{path.name} is a folder: name the workbook inside it.")
        if path.exists() and not path.is_file():
            raise Refused(f"{path.name} is not a file: check the name.")
        if path.stat().st_size > _MAX_FILE:
            raise Refused(f"{path.name} is bigger than any workbook can usefully be: split it into smaller ones.")
        return path.read_bytes()
    except FileNotFoundError:
        raise Refused(f"{path} is not there: check the name and the folder.") from None
    except PermissionError:
        raise Refused(
            f"{path.name} may not be read: close it where it is open, or ask for the right to read it."
        ) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Refused(f"{path.name} cannot be read ({reason}): copy it to this computer and try again.") from error


def _check_name(path: Path) -> None:
    """Raise Refused for what is no workbook by its very name: an address, a lock file, a link."""
    if re.match(r"(?:https?|ms-excel|file):", str(path), re.IGNORECASE) or "sharepoint.com" in str(path).lower():
        raise Refused(
            "That is a web address, not a file on this computer: open it in SharePoint or OneDrive, choose Download, and name the "
            "downloaded file."
        )
    if path.name.startswith("~$"):
        raise Refused(
            f"{path.name} only says that somebody has the workbook open: name the workbook itself, {path.name[2:]}."
        )
    if path.suffix.lower() in (".url", ".lnk", ".webloc"):
        raise Refused(f"{path.name} is only a link to a workbook: open it, save a copy of the workbook, and name that.")


def check_start(data: bytes, label: str) -> None:
    """Raise Refused for what is no zip, said by its first bytes."""
    if not data:
        raise Refused(f"{label} is empty: fetch it again from where it came from.")
    if data.startswith(MAGIC):
        raise _ole(data, label)
    if data.startswith(b"PK") or zipfile.is_zipfile(_Bytes(data)):
        return
    start = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"%pdf"):
        raise Refused(f"{label} is a PDF, not a workbook: ask for the workbook it was made from.")
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<meta", b"<head", b"<script")):
        raise Refused(f"{label} is a web page under a workbook's name: {_SAVE_AS}.")
    if start.startswith(b"<") and b"urn:schemas-microsoft-com:office:spreadsheet" in start:
        raise Refused(f"{label} is an XML spreadsheet of Excel 2003: {_SAVE_AS}.")
    if data[:2] in _BIFF and data[2:4] in (b"\x04\x00", b"\x06\x00", b"\x08\x00", b"\x10\x00"):
        raise Refused(f"{label} is a workbook of an old Excel (.xls): {_SAVE_AS}.")
    if b"\0" not in data[:2000] or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise Refused(f"{label} is plain text such as CSV, not a workbook: {_SAVE_AS}.")
    raise Refused(f"{label} is not an Excel workbook: check that it is the right file, then {_SAVE_AS}.")


def _ole(data: bytes, label: str) -> Refused:
    def has(name: str) -> bool:
        return name.encode("utf-16-le") in data

    if is_locked(data):
        return Locked(label)
    if has("Workbook") or has("Book"):
        return Refused(f"{label} is a workbook of an old Excel (.xls): {_SAVE_AS}.")
    return Refused(
        f"{label} is a document of an older Office program, not a workbook: check that it is the right file."
    )


class _Bytes:
    """Just enough of a file for zipfile.is_zipfile(), without a copy of the data."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = memoryview(data), 0

    def seek(self, to: int, whence: int = 0) -> int:
        base = (0, self._at, len(self._data))[whence]
        if base + to < 0:
            raise OSError("before the start")
        self._at = base + to
        return self._at

    def tell(self) -> int:
        return self._at

    def read(self, size: int = -1) -> bytes:
        stop = len(self._data) if size < 0 else self._at + size
        out = bytes(self._data[self._at : stop])
        self._at += len(out)
        return out


def find_workbook(package: Package) -> str:
    """The key of the workbook part. Raises Refused where there is none, said by what there is instead."""
    container, label = package.container, package.label
    _other_package(container, label)
    if CONTENT_TYPES not in container:
        raise Refused(f"{label} is a zip file but has no workbook in it: unpack it, and use the workbook inside.")
    found = package.related("", "officeDocument")
    if not found:
        raise Refused(f"{label} has no workbook in it: check that it is the right file, or {_SAVE_AS}.")
    kind = package.content_type(found[0])
    if "sheet.binary" in kind:
        raise Refused(f"{label} is a binary workbook (.xlsb): {_SAVE_AS}.")
    if "wordprocessingml" in kind or "ms-word" in kind:
        raise Refused(f"{label} is a Word document, not a workbook: name the workbook.")
    if "presentationml" in kind or "powerpoint" in kind:
        raise Refused(f"{label} is a PowerPoint presentation, not a workbook: name the workbook.")
    if kind and kind not in _MAIN_TYPES:
        raise Refused(f"{label} has no workbook in it that Excel would open: {_SAVE_AS}.")
    return found[0]


def _other_package(container: Container, label: str) -> None:
    if "mimetype" in container:
        kind = container.read("mimetype")[:200]
        if b"opendocument.spreadsheet" in kind:
            raise Refused(f"{label} is a LibreOffice workbook (.ods): open it and save it as Excel 2007-365 (.xlsx).")
        if b"opendocument" in kind or b"epub" in kind:
            raise Refused(f"{label} is a document, not a workbook: name the workbook.")
    if "index/document.iwa" in container or "index.zip" in container:
        raise Refused(f"{label} is a Numbers document: export it from Numbers to Excel, then use that.")
