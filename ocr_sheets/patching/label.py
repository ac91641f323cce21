"""The sensitivity label that an organisation put on a workbook, read from one file and put on another that is made from it.

Office keeps it in a part of its own, older versions in properties of the document whose names begin with ``MSIP_Label_``. Files of
other kinds carry it as text, in the form that Exchange gives an e-mail's ``msip_labels`` header.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from ocr_sheets.patterns import regex

from .container import Container, key_of
from .errors import BadMarkup
from .markup import MAX_ELEMENTS, Document, escape
from .package import Package, resolve

_KIND = "http://schemas.microsoft.com/office/2020/02/relationships/classificationlabels"
_PART, _TYPE = "docMetadata/LabelInfo.xml", "application/vnd.ms-office.classificationlabels+xml"
_PROPERTIES_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_PROPERTIES, _PROPERTIES_TYPE = (
    "docProps/custom.xml", "application/vnd.openxmlformats-officedocument.custom-properties+xml"
)  # fmt: skip
_NO_PROPERTIES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
    'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"></Properties>'
)
_OURS = regex(r"MSIP_Label_[\w-]{1,100}|Sensitivity|ClassificationContentMarking\w{1,40}")
_ID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_FIRST_NUMBER = 2
_PREFIX = "MSIP_Label_"
_YES = frozenset({"1", "true"})
_ATTRIBUTES = {"method": "Method", "siteId": "SiteId", "contentBits": "ContentBits"}
"""What the part's attributes are called elsewhere."""
_MOST = 1_000_000
"""Bytes that a part with a label may have; real ones have some hundred."""


class Label(NamedTuple):
    """A sensitivity label as its workbook says it."""

    part: bytes | None
    properties: tuple[tuple[str, str], ...]
    """Names and texts."""

    def __bool__(self) -> bool:
        """Whether there is one."""
        return self.part is not None or bool(self.properties)

    @property
    def text(self) -> str:
        """What it says, on one line: ``MSIP_Label_<id>_Enabled=true; MSIP_Label_<id>_Name=Official``; empty where it says nothing."""
        said = dict(_said_by(self.part)) | {name: value for name, value in self.properties if name.startswith(_PREFIX)}
        return "; ".join(f"{name}={_plain(value)}" for name, value in said.items())

    @property
    def name(self) -> str:
        """What people call it; empty where the workbook does not say. The newer kind of label has only an id that its organisation knows."""
        return next((_plain(value) for name, value in self.properties if name.endswith(("_Name", "Sensitivity"))), "")


NO_LABEL = Label(None, ())


def label_of(file: Path | bytes) -> Label:
    """The label of a workbook; none where it has none, or is no workbook that can be opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(file) if isinstance(file, bytes) else file) as archive:
            names = {key_of(name): name for name in archive.namelist()}
            targets = _targets(_read(archive, names["_rels/.rels"]))
            parts = {
                kind: _read(archive, names[targets[kind]])
                for kind in (_KIND, _PROPERTIES_KIND)
                if targets.get(kind) in names
            }
    except (zipfile.BadZipFile, KeyError, OSError, ValueError, RuntimeError, NotImplementedError, EOFError, zlib.error):
        return NO_LABEL
    return Label(_sound(parts.get(_KIND)), _properties(parts.get(_PROPERTIES_KIND)))


def labelled(data: bytes, label: Label) -> bytes:
    """A workbook of our own making with a label on it; one that has a label keeps that."""
    if not label or label_of(data):
        return data
    package = Package(Container(data, "The workbook"), MAX_ELEMENTS)
    if label.part is not None:
        package.relate("", _KIND, package.add(_PART, label.part, _TYPE))
    if label.properties:
        _add_properties(package, label.properties)
    package.flush()
    return package.container.to_bytes()


def _said_by(part: bytes | None) -> Iterator[tuple[str, str]]:
    """What the labels in a part say that are not taken away, as names and texts like those of the properties."""
    for node in Document(part).root.children if part is not None else ():
        if node.get("removed") in _YES:
            continue
        name = f"{_PREFIX}{node.get('id').strip('{}')}"
        yield f"{name}_Enabled", "true" if node.get("enabled") in _YES else "false"
        for attribute, ending in _ATTRIBUTES.items():
            if value := node.get(attribute).strip("{}"):
                yield f"{name}_{ending}", value


def _plain(text: str) -> str:
    """A text without what would end a line or a value."""
    return " ".join("".join(letter if letter.isprintable() and letter != ";" else " " for letter in text).split())


def _add_properties(package: Package, properties: tuple[tuple[str, str], ...]) -> None:
    there = [relation.target for relation in package.relations("") if relation.type == _PROPERTIES_KIND]
    part = there[0] if there else None
    if part is None:
        part = package.add(_PROPERTIES, _NO_PROPERTIES.encode(), _PROPERTIES_TYPE)
        package.relate("", _PROPERTIES_KIND, part)
    document = package.document(part)
    taken = [node.number("pid") for node in document.root.children]
    number = max([*taken, _FIRST_NUMBER - 1]) + 1
    text = "".join(_property(number + at, name, value) for at, (name, value) in enumerate(properties))
    document.apply([document.append(document.root, text)])


def _property(number: int, name: str, value: str) -> str:
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
    return (
        f'<property fmtid="{_ID}" pid="{number}" name="{name}">'
        f'<vt:lpwstr xmlns:vt="{kinds}">{escape(value)}</vt:lpwstr></property>'
    )


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        data = part.read(_MOST + 1)
    if len(data) > _MOST:
        raise ValueError
    return data


def _targets(relations: bytes) -> dict[str, str]:
    """By the kind of arrow, the key of the part that the whole package points at."""
    try:
        nodes = Document(relations).root.children
    except BadMarkup:
        return {}
    return {
        node.get("Type"): resolve("", node.get("Target"))
        for node in reversed(nodes)
        if node.get("TargetMode") != "External"
    }


def _sound(part: bytes | None) -> bytes | None:
    try:
        return part if part is not None and Document(part).root.name == "labelList" else None
    except BadMarkup:
        return None


def _properties(part: bytes | None) -> tuple[tuple[str, str], ...]:
    try:
        nodes = Document(part).root.children if part is not None else []
        return tuple(
            (node.get("name"), node.children[0].text)
            for node in nodes
            if _OURS.fullmatch(node.get("name")) and node.children
        )
    except BadMarkup:
        return ()
