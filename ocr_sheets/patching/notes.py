"""Notes on cells: the comments part, and the drawing that Excel wants beside it, one shape a note."""

import re
from collections.abc import Collection, Iterator

from ocr_sheets.patterns import regex

from .markup import MAIN, STRICT_MAIN, Document, Node, escape
from .package import Package
from .record import fingerprint
from .refs import MAX_COLUMN, MAX_ROW, area, letters

NOTE_AUTHOR = "ocr-sheets"
COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
MAX_AUTHOR = 255
MAX_NOTE = 32_767
_BLOCK = 1024  # shape numbers come in blocks of this size, each block the property of one sheet
_SHAPE = regex(r"<(?:[\w.-]+:)?shape(?=[\s>])", re.IGNORECASE)
_SHAPE_END = regex(r"</(?:[\w.-]+:)?shape>\s*", re.IGNORECASE)
_DRAWN = regex(r"<(?:[\w.-]+:)?(?:shape|rect|oval|line|group|image|roundrect|polyline|arc|curve)[\s>]", re.IGNORECASE)
_NUMBER = regex(r"_s(\d{1,12})\b")
_MAP = regex(r"(<(?:[\w.-]+:)?idmap\b[^>]*\bdata=)([\"'])([\d,\s]*)\2", re.IGNORECASE)
_ROW = regex(r"<(?:[\w.-]+:)?Row>\s*(\d{1,9})\s*<", re.IGNORECASE)
_COLUMN = regex(r"<(?:[\w.-]+:)?Column>\s*(\d{1,9})\s*<", re.IGNORECASE)
_IS_NOTE = regex(r"""ObjectType=["']Note["']""", re.IGNORECASE)
_WHOLE = regex(r"<xml[\s>].*</xml>", re.DOTALL)
_ANCHOR = regex(r"<(?:[\w.-]+:)?Anchor>([\d,\s-]+)<", re.IGNORECASE)
_SHAPE_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_EMPTY_DRAWING = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
    '<o:idmap v:ext="edit" data="{block}"/></o:shapelayout>' + _SHAPE_TYPE + "</xml>"
)
_PREFIXES = (("v", "vml"), ("o", "office:office"), ("x", "office:excel"))
_FONT = '<{p}sz val="9"/><{p}rFont val="Tahoma"/><{p}family val="2"/>'


def _decoded(data: bytes) -> str:
    """VML is often not well formed, so it is read as text; bytes that are no UTF-8 survive the way back."""
    return data.decode("utf-8", "surrogateescape")


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def cells(package: Package, sheet: str) -> set[tuple[int, int]]:
    """The cells that have a note, or a thread of comments, which always has a note under it."""
    out = set()
    for part in package.related(sheet, "comments"):
        for node in _comments(_document(package, part)):
            where = area(node.get("ref"))
            if where:
                out.add((where.first_row, where.first_col))
    return out


def _shapes(drawing: str) -> Iterator[tuple[int, int]]:
    """Where the shapes of a drawing start and stop; one that does not stop before the next starts is none."""
    starts = [found.start() for found in _SHAPE.finditer(drawing)]
    for start, limit in zip(starts, [*starts, len(drawing)][1:], strict=True):
        if end := _SHAPE_END.search(drawing, start, limit):
            yield start, end.end()


def shape_columns(package: Package, sheet: str) -> list[tuple[int, int]]:
    """First and last column of each drawn control; a note's own box does not count, for it floats."""
    out = []
    for part in package.related(sheet, "vmlDrawing"):
        drawing = _decoded(package.container.read(part))
        for start, stop in _shapes(drawing):
            anchor = _ANCHOR.search(drawing, start, stop)
            if anchor and not _IS_NOTE.search(drawing, start, stop):
                numbers = [int(number) for number in re.findall(r"(?<!\d)-?\d{1,9}(?!\d)", anchor[1])]
                if len(numbers) == 8:
                    out.append((numbers[0] + 1, numbers[4] + (1 if numbers[5] > 0 else 0)))
    return out


def _text(comment: Node) -> str:
    return "".join(node.text for node in comment.walk() if node.name == "t")


def _document(package: Package, part: str) -> Document:
    """The document of a part with notes. Raises Refused for a part of another kind, which must not be taken for one."""
    document = package.document(part)
    if document.root.name != "comments":
        raise package.damaged(part, "it should hold notes")
    return document


def _comments(document: Document) -> list[Node]:
    node = document.root.child("commentList")
    return node.all("comment") if node else []


def add(
    package: Package, sheet: str, drawing_id: str | None, new: dict[tuple[int, int], tuple[str, str]]
) -> str | None:
    """Put notes (cell: text, author) on a sheet whose cells have none. ``drawing_id`` is the drawing that the sheet
    names; returns the id of the one it has to name when it names none yet.
    """
    parts = package.related(sheet, "comments")
    if parts:
        part = parts[0]
    else:
        main = STRICT_MAIN if package.strict else MAIN
        empty = (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            f'<comments xmlns="{main}"><authors></authors><commentList></commentList></comments>'
        )
        part = package.add(package.free_name("xl/comments{}.xml"), empty.encode(), COMMENTS_TYPE)
        package.relate(sheet, "comments", part)
    _write_comments(_document(package, part), new)
    return _draw(package, sheet, drawing_id, list(new))


def _write_comments(document: Document, new: dict[tuple[int, int], tuple[str, str]]) -> None:
    prefix = document.prefix
    if document.root.child("authors") is None:
        document.apply(
            [document.add_child(f"<{prefix}authors></{prefix}authors>", "authors", ("authors", "commentList"))]
        )
    if document.root.child("commentList") is None:
        document.apply([document.append(document.root, f"<{prefix}commentList></{prefix}commentList>")])
    authors = document.root.child("authors")
    listing = document.root.child("commentList")
    assert authors is not None
    assert listing is not None
    numbers: dict[str, int] = {}
    for at, node in enumerate(authors.children):
        numbers.setdefault(node.text, at)
    known = len(authors.children)
    new_authors: list[str] = []
    font = _FONT.format(p=prefix)
    out = []
    for (row, column), (text, author) in sorted(new.items()):
        name = author[:MAX_AUTHOR]
        if name not in numbers:
            numbers[name] = known + len(new_authors)
            new_authors.append(f"<{prefix}author>{escape(name)}</{prefix}author>")
        out.append(
            # The author's name in bold on the first line is how Excel itself begins a note.
            f'<{prefix}comment ref="{letters(column)}{row}" authorId="{numbers[name]}"><{prefix}text>'
            f"<{prefix}r><{prefix}rPr><{prefix}b/>{font}</{prefix}rPr><{prefix}t>{escape(name)}:</{prefix}t></{prefix}r>"
            f'<{prefix}r><{prefix}rPr>{font}</{prefix}rPr><{prefix}t xml:space="preserve">\n'
            f"{escape(text[:MAX_NOTE])}</{prefix}t></{prefix}r></{prefix}text></{prefix}comment>"
        )
    document.apply([document.append(authors, "".join(new_authors)), document.append(listing, "".join(out))])


def _draw(package: Package, sheet: str, drawing_id: str | None, where: list[tuple[int, int]]) -> str | None:
    container = package.container
    part = _named(package, sheet, drawing_id)
    new_id = None
    if part is None:
        block = max(used_blocks(package), default=0) + 1
        part = package.add(
            package.free_name("xl/drawings/vmlDrawing{}.vml"),
            _EMPTY_DRAWING.format(block=block).encode(),
            DRAWING_TYPE,
        )
        new_id = package.relate(sheet, "vmlDrawing", part)
    drawing = _decoded(container.read(part))
    if not _WHOLE.search(drawing):
        raise package.damaged(part, "it is no drawing")
    drawing = _declaring(drawing)
    used = {int(number) for number in _NUMBER.findall(drawing)}
    mapped = _MAP.search(drawing)
    blocks = [int(block) for block in re.findall(r"\d+", mapped[3])] if mapped else []
    if not blocks:
        blocks = [max(used_blocks(package), default=0) + 1]
    number = max((one for one in used if one // _BLOCK in blocks), default=blocks[0] * _BLOCK)
    shapes = []
    for row, column in sorted(where):
        number += 1
        if number // _BLOCK not in blocks:
            blocks.append(max(used_blocks(package) | set(blocks)) + 1)
            number = blocks[-1] * _BLOCK + 1
        shapes.append(_shape(number, row, column))
    if mapped:
        data = ",".join(map(str, blocks))
        drawing = f"{drawing[: mapped.start()]}{mapped[1]}{mapped[2]}{data}{mapped[2]}{drawing[mapped.end() :]}"
    else:
        layout = (
            f'<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{",".join(map(str, blocks))}"/></o:shapelayout>'
        )
        at = drawing.index(">", drawing.index("<xml")) + 1
        drawing = drawing[:at] + _with_prefixes(layout, drawing) + drawing[at:]
    text = "".join(shapes)
    if "_x0000_t202" not in re.sub(r'type="[^"]*"', "", drawing):
        text = _SHAPE_TYPE + text
    at = drawing.rindex("</xml>")
    container.write(part, _encoded(drawing[:at] + _with_prefixes(text, drawing) + drawing[at:]))
    return new_id


def _declaring(drawing: str) -> str:
    """A drawing whose outermost element says what our shapes' prefixes mean; some programs declare them further in only."""
    at = drawing.index("<xml") + len("<xml")
    top = drawing[: drawing.index(">", at)]
    more = "".join(
        f' xmlns:{prefix}="urn:schemas-microsoft-com:{name}"'
        for prefix, name in _PREFIXES
        if not re.search(rf"xmlns:[\w.-]+\s*=\s*[\"']urn:schemas-microsoft-com:{name}[\"']", top)
    )
    return drawing[:at] + more + drawing[at:]


def _with_prefixes(text: str, drawing: str) -> str:
    """Our shapes with the prefixes that this drawing has for the three namespaces; they are v, o and x in Excel's."""
    top = drawing[: drawing.index(">", drawing.index("<xml"))]
    prefixes = {}
    for usual, name in _PREFIXES:
        found = re.search(rf"xmlns:([\w.-]+)\s*=\s*[\"']urn:schemas-microsoft-com:{name}[\"']", top)
        prefixes[usual] = found[1] if found else usual
    return re.sub(r"(?<=[</ ])([vox]):(?=[A-Za-z])", lambda found: f"{prefixes[found[1]]}:", text)


def _named(package: Package, sheet: str, drawing_id: str | None) -> str | None:
    """The drawing that the sheet names for its notes and controls; it may have another for its headers."""
    for relation in package.relations(sheet):
        if relation.id == drawing_id and relation.target is not None and relation.target in package.container:
            return relation.target
    return None


def _shape(number: int, row: int, column: int) -> str:
    left = min(column, MAX_COLUMN - 4)
    top = max(min(row - 2, MAX_ROW - 8), 0)
    return (
        f'<v:shape id="_x0000_s{number}" type="#_x0000_t202" '
        'style="position:absolute;margin-left:60pt;margin-top:2pt;width:240pt;height:110pt;z-index:1;visibility:hidden" '
        'fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
        '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div>'
        '</v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{left},15,{top},2,{left + 4},15,{top + 7},4</x:Anchor><x:AutoFill>False</x:AutoFill>"
        f"<x:Row>{row - 1}</x:Row><x:Column>{column - 1}</x:Column></x:ClientData></v:shape>"
    )


def used_blocks(package: Package) -> set[int]:
    """The blocks of shape numbers that the workbook's drawings have taken."""
    out = set()
    for key in package.container:
        if key.endswith(".vml"):
            drawing = _decoded(package.container.read(key))
            for found in _MAP.finditer(drawing):
                out |= {int(number) for number in re.findall(r"\d+", found[3])}
            out |= {int(number) // _BLOCK for number in _NUMBER.findall(drawing)}
    return out


def mark_of(text: str) -> str:
    """The fingerprint of what a note says, with or without its author's name on the first line."""
    return fingerprint(text.removeprefix(f"{NOTE_AUTHOR}:"))


def remove(package: Package, sheet: str, drawing_id: str | None, recorded: Collection[str] | None) -> bool:
    """Take away the notes of an earlier run. True when the sheet must stop naming a drawing, because nothing is left in it.

    A note is ours that has our author and says what was written: ``recorded`` are the fingerprints. Without a record, as in copies
    of versions that kept none, the author decides. LibreOffice forgets who wrote a note, so the first line counts as well.
    """
    gone: set[tuple[int, int]] = set()
    for part in package.related(sheet, "comments"):
        document = _document(package, part)
        listing = document.root.child("authors")
        names = [node.text for node in listing.children] if listing else []
        ours = {str(at) for at, name in enumerate(names) if name == NOTE_AUTHOR}
        nodes = [
            node
            for node in _comments(document)
            if (node.get("authorId") in ours or _text(node).startswith(f"{NOTE_AUTHOR}:"))
            and (recorded is None or mark_of(_text(node)) in recorded)
        ]
        if not nodes:
            continue
        for node in nodes:
            if where := area(node.get("ref")):
                gone.add((where.first_row, where.first_col))
        if len(nodes) == len(_comments(document)):
            package.unrelate(sheet, {part})
            package.remove(part)
            continue
        edits = [document.remove(node) for node in nodes]
        is_used = any(node.get("authorId") in ours for node in _comments(document) if node not in nodes)
        if listing is not None and names and names[-1] == NOTE_AUTHOR and not is_used:
            edits.append(document.remove(listing.children[-1]))
        document.apply(edits)
    return bool(gone) and _undraw(package, sheet, drawing_id, gone)


def _undraw(package: Package, sheet: str, drawing_id: str | None, gone: set[tuple[int, int]]) -> bool:
    part = _named(package, sheet, drawing_id)
    if part is None:
        return False

    old = _decoded(package.container.read(part))
    if not _WHOLE.search(old):
        return False
    kept, at = [], 0
    for start, stop in _shapes(old):
        row, column = _ROW.search(old, start, stop), _COLUMN.search(old, start, stop)
        if row and column and _IS_NOTE.search(old, start, stop) and (int(row[1]) + 1, int(column[1]) + 1) in gone:
            kept.append(old[at:start])
            at = stop
    drawing = "".join(kept) + old[at:]
    package.container.write(part, _encoded(drawing))
    if _DRAWN.search(drawing):
        return False
    package.unrelate(sheet, {part})
    package.remove(part)
    return True
