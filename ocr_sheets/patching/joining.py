"""Joining the sheets of a workbook that XlsxWriter made in memory on to the user's."""

import re
from typing import NamedTuple

from ocr_sheets.patterns import regex

from . import notes, tables
from .container import Container
from .markup import MAIN, RELATIONSHIPS, STRICT_MAIN, STRICT_RELATIONSHIPS, Document, Node, escape
from .package import Package, Relation, relative, rels_key
from .refs import MAX_COLUMN
from .styles import Styles

_CELL = regex(rb'<c r="([A-Z]+\d+)"(?: s="(\d+)")?(?: t="(\w+)")?>?')
_STRING_CELL = regex(rb'(<c r="[A-Z]+\d+"(?: s="\d+")?) t="s"><v>(\d+)</v></c>')
_ROW_STYLE = regex(rb'(<row [^<>]*? s=")(\d+)(")')
_COLUMN = regex(rb'<col min="(\d+)" max="(\d+)"[^<>]*/>')
_COLUMN_STYLE = regex(rb' style="(\d+)"')
_DXF = regex(rb'( (?:dxfId|dataDxfId|headerRowDxfId|totalsRowDxfId)=")(\d+)(")')
_STRICT = (
    (MAIN, STRICT_MAIN),
    (RELATIONSHIPS, STRICT_RELATIONSHIPS),
    ("http://schemas.openxmlformats.org/drawingml/2006/main", "http://purl.oclc.org/ooxml/drawingml/main"),
    ("http://schemas.openxmlformats.org/drawingml/2006/chart", "http://purl.oclc.org/ooxml/drawingml/chart"),
    (
        "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing",
        "http://purl.oclc.org/ooxml/drawingml/spreadsheetDrawing",
    ),
)
_FOLDERS = {
    "worksheet": "worksheets/sheet{}.xml",
    "chartsheet": "chartsheets/sheet{}.xml",
    "drawing": "drawings/drawing{}.xml",
    "vmlDrawing": "drawings/vmlDrawing{}.vml",
    "chart": "charts/chart{}.xml",
    "table": "tables/table{}.xml",
    "comments": "comments{}.xml",
}


class Joined(NamedTuple):
    """A sheet that came in: its name in the workbook it was written in, its part here, and its own defined names."""

    name: str
    part: str
    state: str
    is_worksheet: bool
    names: tuple[tuple[str, str], ...]


class Source:
    """A workbook of XlsxWriter's, read."""

    def __init__(self, data: bytes) -> None:
        self.package = Package(Container(data, "The report"), None)
        self.workbook = self.package.related("", "officeDocument")[0]
        root = self.package.document(self.workbook).root
        sheets = root.child("sheets")
        self.sheets: list[Node] = sheets.children if sheets else []
        self.names = [node.get("name") for node in self.sheets]
        listed = root.child("definedNames")
        self.defined = listed.children if listed else []
        for node in self.defined:
            if "localSheetId" not in node.attrs:
                raise ValueError(f"the defined name {node.get('name')!r} must belong to a sheet of the report")


class Joiner:
    """Brings parts over, each with its relationships, and renumbers what they refer to."""

    def __init__(self, source: Source, package: Package, styles: Styles, folder: str) -> None:
        self.source = source
        self.package = package
        theirs = Styles(source.package.document(source.package.related(source.workbook, "styles")[0]), "The report")
        self.formats, self.dxfs = styles.joined(theirs)
        self.strings = self._strings()
        self.table_ids, self.table_names = tables.numbers_and_names(package)
        self._moved: dict[str, str] = {}
        self._folder = f"{folder}/" if folder else ""

    def _strings(self) -> list[bytes]:
        found = self.source.package.related(self.source.workbook, "sharedStrings")
        if not found:
            return []
        document = self.source.package.document(found[0])
        return [document.data[node.inner : node.close] for node in document.root.children]

    def join(self) -> list[Joined]:
        """Bring all sheets over, in order."""
        out = []
        arrows = {relation.id: relation for relation in self.source.package.relations(self.source.workbook)}
        for at, sheet in enumerate(self.source.sheets):
            arrow = arrows[sheet.prefixed("id") or ""]
            names = tuple(
                (node.get("name"), self.source.package.document(self.source.workbook).raw(node).decode())
                for node in self.source.defined
                if node.number("localSheetId") == at
            )
            out.append(
                Joined(
                    sheet.get("name"),
                    self._move(arrow),
                    sheet.get("state", "visible"),
                    arrow.kind == "worksheet",
                    names,
                )
            )
        return out

    def _move(self, arrow: Relation) -> str:
        """Bring one part over with all that it points at. Returns its key here."""
        assert arrow.target is not None
        if arrow.target in self._moved:
            return self._moved[arrow.target]
        container = self.source.package.container
        extension = arrow.target.rpartition(".")[2]
        name = self.package.free_name(self._folder + _FOLDERS.get(arrow.kind, f"media/image{{}}.{extension}"))
        content = container.read(arrow.target)
        if arrow.kind == "worksheet":
            content = self._sheet(content)
        elif arrow.kind == "table":
            content = self._table(content)
        elif arrow.kind == "vmlDrawing":
            content = self._shapes(content)
        if self.package.strict and extension == "xml":
            content = _as_strict(content)
        key = self.package.add(name, content, self.source.package.content_type(arrow.target))
        self._moved[arrow.target] = key
        source_rels = rels_key(arrow.target)
        if source_rels in container:
            self._move_relations(arrow.target, name)
        return key

    def _move_relations(self, source: str, name: str) -> None:
        document = Document(self.source.package.container.read(rels_key(source)))
        edits = []
        for arrow in self.source.package.relations(source):
            if arrow.target is None:
                continue
            target = self.package.container.name(self._move(arrow))
            node = next(node for node in document.root.children if node.get("Id") == arrow.id)
            edits.append(document.attribute(node, "Target", relative(name, target)))
        document.apply(edits)
        content = document.data
        if self.package.strict:
            content = content.replace(RELATIONSHIPS.encode(), STRICT_RELATIONSHIPS.encode())
        self.package.add_relations(name, content)

    def _sheet(self, content: bytes) -> bytes:
        """A sheet with our numbers of formats, and its text in the cells."""
        start, stop = content.index(b"<sheetData"), content.rindex(b"sheetData")
        body = content[start:stop]
        if b' cm="' in body or b' vm="' in body:
            raise ValueError("the report has cells of a kind (dynamic arrays, pictures in cells) that cannot be joined")
        default = self.formats[0]

        def cell(found: re.Match[bytes]) -> bytes:
            style = self.formats[int(found[2])] if found[2] else default
            text = b'<c r="%s"' % found[1]
            if style:
                text += b' s="%d"' % style
            if found[3]:
                text += b' t="%s"' % found[3]
            return text + (b">" if found[0].endswith(b">") else b"")

        def row(found: re.Match[bytes]) -> bytes:
            return found[1] + b"%d" % self.formats[int(found[2])] + found[3]

        def string(found: re.Match[bytes]) -> bytes:
            return b'%s t="inlineStr"><is>%s</is></c>' % (found[1], self.strings[int(found[2])])

        body = _STRING_CELL.sub(string, _ROW_STYLE.sub(row, _CELL.sub(cell, body)))
        head = self._columns(content[:start], default)
        tail = _DXF.sub(self._dxf, content[stop:])
        return head + body + tail

    def _columns(self, head: bytes, default: int) -> bytes:
        """The widths; and where the user's own default format differs, the report's default for every other column."""

        def restyled(text: bytes) -> bytes:
            found = _COLUMN_STYLE.search(text)
            if found:
                style = self.formats[int(found[1])]
                return text[: found.start()] + b' style="%d"' % style + text[found.end() :]
            return text.replace(b"/>", b' style="%d"/>' % default) if default else text

        at = head.find(b"<cols>")
        runs = [(int(m[1]), int(m[2]), restyled(m[0])) for m in _COLUMN.finditer(head)]
        if default:
            width = re.search(rb' defaultColWidth="([\d.]+)"', head)
            size = width[1] if width else b"9.140625"
            filled, next_free = [], 1
            for low, high, text in [*runs, (MAX_COLUMN + 1, 0, b"")]:
                if next_free < low:
                    filled.append(
                        b'<col min="%d" max="%d" width="%s" style="%d"/>' % (next_free, low - 1, size, default)
                    )
                filled.append(text)
                next_free = high + 1
            cols = b"".join(filled)
        else:
            cols = b"".join(text for _, _, text in runs)
        if at >= 0:
            return head[: at + len(b"<cols>")] + cols + head[head.index(b"</cols>") :]
        return head + b"<cols>" + cols + b"</cols>" if cols else head

    def _dxf(self, found: re.Match[bytes]) -> bytes:
        return found[1] + b"%d" % self.dxfs[int(found[2])] + found[3]

    def _table(self, content: bytes) -> bytes:
        document = Document(_DXF.sub(self._dxf, content))
        root = document.root
        number = max(self.table_ids, default=0) + 1
        self.table_ids.add(number)
        name = wanted = root.get("displayName")
        count = 1
        while name.casefold() in self.table_names:
            count += 1
            name = f"{wanted}_{count}"
        self.table_names.add(name.casefold())
        document.apply(
            [
                document.attribute(root, "id", str(number)),
                document.attribute(root, "name", name),
                document.attribute(root, "displayName", name),
            ]
        )
        return document.data

    def _shapes(self, content: bytes) -> bytes:
        block = max(notes.used_blocks(self.package), default=0) + 1
        content = re.sub(rb'(<o:idmap[^>]* data=")\d+(")', rb"\g<1>%d\2" % block, content)
        return re.sub(
            rb'id="_x0000_s(\d+)"', lambda found: b'id="_x0000_s%d"' % (block * 1024 + int(found[1]) % 1024), content
        )


def _as_strict(content: bytes) -> bytes:
    for transitional, strict in _STRICT:
        content = content.replace(f'"{transitional}'.encode(), f'"{strict}'.encode())
    return content


def sheet_xml(
    name: str, number: int, state: str, relation: str, prefix: str, relation_prefix: str, declared: str
) -> str:
    """A sheet's line in the workbook part."""
    hidden = "" if state == "visible" else f' state="{state}"'
    return (
        f'<{prefix}sheet{declared} name="{escape(name, quotes=True)}" sheetId="{number}"{hidden} '
        f'{relation_prefix}id="{relation}"/>'
    )


def local_name_xml(raw: str, sheet: str, new_sheet: str, prefix: str, tab: int) -> str:
    """A defined name of a joined sheet, under the sheet's new name and tab number, with the prefix of the workbook part."""
    raw = re.sub(r'localSheetId="\d+"', f'localSheetId="{tab}"', raw, count=1)
    if sheet != new_sheet:
        old = {sheet, "'" + sheet.replace("'", "''") + "'"}
        quoted = escape("'" + new_sheet.replace("'", "''") + "'")
        for one in sorted(old, key=len, reverse=True):
            raw = raw.replace(f"{escape(one)}!", f"{quoted}!")
    return raw.replace("</", f"</{prefix}").replace("<definedName", f"<{prefix}definedName")
