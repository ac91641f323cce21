"""Excel tables: where they stand, and growing one by the columns that are added at its edge."""

from typing import NamedTuple

from ocr_sheets.patterns import regex

from .markup import Document, Edit, Node, escape
from .package import Package
from .refs import Area, area, written

_ESCAPE = regex(r"_x([0-9A-Fa-f]{4})_")


class Table(NamedTuple):
    """An Excel table of a sheet: its name and the cells it covers, headings included."""

    name: str
    first_row: int
    first_col: int
    last_row: int
    last_col: int
    has_totals: bool
    part: str

    @property
    def ref(self) -> tuple[int, int, int, int]:
        """First row, first column, last row, last column."""
        return self.first_row, self.first_col, self.last_row, self.last_col


def read(package: Package, sheet: str) -> list[Table]:
    """The tables that belong to a sheet part."""
    out = []
    for part in package.related(sheet, "table"):
        root = package.document(part).root
        where = area(root.get("ref"))
        if where is not None:
            name = root.get("displayName") or root.get("name")
            out.append(Table(name, *where, root.number("totalsRowCount") > 0, part))
    return out


def column_names(document: Document) -> list[str]:
    """The names of a table's columns as their heading cells show them."""
    return [_plain(node.get("name")) for node in _columns(document)]


def _plain(name: str) -> str:
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), name)


def _spelled(name: str) -> str:
    return _ESCAPE.sub(lambda found: f"_x005F_{found[0][1:]}", name).replace("\n", "_x000a_").replace("\r", "_x000d_")


def _columns(document: Document) -> list[Node]:
    node = document.root.child("tableColumns")
    return node.all("tableColumn") if node else []


def may_grow(document: Document, heading_row: int, headings: list[str]) -> bool:
    """Whether a table can take these columns: one heading row and it is the same one, no totals, no source outside of
    the workbook that decides its columns, and headings that are filled and differ.
    """
    root = document.root
    where = area(root.get("ref"))
    wanted = [heading.casefold() for heading in headings]
    taken = {name.casefold() for name in column_names(document)}
    return (
        where is not None
        and where.first_row == heading_row
        and where.last_row > heading_row
        and root.number("headerRowCount", 1) == 1
        and root.number("totalsRowCount") == 0
        and root.get("tableType", "worksheet") == "worksheet"
        and len(_columns(document)) == where.last_col - where.first_col + 1
        and len(set(wanted)) == len(wanted)
        and all(heading.strip() for heading in headings)
        and not taken & set(wanted)
    )


def _resized(document: Document, change: int) -> list[Edit]:
    edits = []
    for node in (document.root, document.root.child("autoFilter")):
        where = area(node.get("ref")) if node else None
        if node is not None and where is not None:
            edits.append(document.attribute(node, "ref", written(where._replace(last_col=where.last_col + change))))
    return edits


def grow(document: Document, headings: list[str]) -> None:
    """Add columns at a table's right edge; see may_grow()."""
    columns = document.root.child("tableColumns")
    assert columns is not None
    present = columns.all("tableColumn")
    highest = max((node.number("id") for node in present), default=0)
    text = "".join(
        f'<{document.prefix}tableColumn id="{highest + at}" name="{escape(_spelled(heading), quotes=True)}"/>'
        for at, heading in enumerate(headings, 1)
    )
    document.apply(
        [
            *_resized(document, len(headings)),
            document.attribute(columns, "count", str(len(present) + len(headings))),
            document.append(columns, text),
        ]
    )


def lengthen(document: Document, last_row: int) -> None:
    """Let a table without a row of totals go on down to a row."""
    edits = []
    for node in (document.root, document.root.child("autoFilter")):
        where = area(node.get("ref")) if node else None
        if node is not None and where is not None:
            edits.append(document.attribute(node, "ref", written(where._replace(last_row=last_row))))
    document.apply(edits)


def rename(document: Document, first: int, headings: list[str]) -> None:
    """Give columns of a table, counted from its left from 0, other names."""
    nodes = _columns(document)[first : first + len(headings)]
    document.apply(
        [document.attribute(node, "name", _spelled(heading)) for node, heading in zip(nodes, headings, strict=True)]
    )


def shrink(document: Document, last: int) -> None:
    """Take a table's last columns away."""
    columns = document.root.child("tableColumns")
    assert columns is not None
    present = columns.all("tableColumn")
    document.apply(
        [
            *_resized(document, -last),
            document.attribute(columns, "count", str(len(present) - last)),
            *(document.remove(node) for node in present[-last:]),
        ]
    )


def numbers_and_names(package: Package) -> tuple[set[int], set[str]]:
    """The ids and names, in lower case, of all tables of a workbook."""
    ids, names = set(), set()
    for key in list(package.container):
        if "/tables/" in f"/{key}" and key.endswith(".xml") and "/_rels/" not in key:
            root = package.document(key).root
            ids.add(root.number("id"))
            names |= {root.get("name").casefold(), root.get("displayName").casefold()}
    return ids, names - {""}


def inside(table: Table, place: Area) -> bool:
    """Whether columns lie inside a table, with a column of it on either side."""
    return table.first_col < place.first_col and place.last_col < table.last_col and table.first_row == place.first_row
