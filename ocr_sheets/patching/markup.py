"""XML that is looked at as a tree and changed as text.

A :class:`Document` keeps the bytes it was given. Its nodes know where they stand in them, and a change is a splice at such a
place, so all that is not spliced stays the bytes it was: prefixes, order, comments, elements nobody here has heard of.
"""

import re
from collections.abc import Iterable, Iterator
from enum import Enum, auto
from typing import NamedTuple, NoReturn
from xml.parsers import expat

from ocr_sheets.patterns import regex

from .errors import BadMarkup, TooMuch

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_RELATIONSHIPS = "http://purl.oclc.org/ooxml/officeDocument/relationships"

_DECLARED = regex(rb"""^(<\?xml\b[^>]*?\bencoding\s*=\s*["'])([A-Za-z0-9._-]+)(["'])""")
_PROLOG = regex(rb"(?s)\s*(?:(?><\?.*?\?>)\s*|(?><!--.*?-->)\s*)*+(<!|<\?|\Z)")
_OPEN_TAG = regex(rb"""<[^\s/>]+(?:\s+[^\s=>/]+\s*=\s*(?:"[^"]*"|'[^']*'))*+\s*/?>""")
_ATTRIBUTE = regex(rb"""\s+([^\s=>/]+)\s*=\s*(?:"[^"]*"|'[^']*')""")
_ENCODINGS = regex(  # of Python's, those that a spreadsheet could be in; some others take minutes or unpack
    r"utf-?8|utf-?16(?:-?[lb]e)?|(?:us-)?ascii|iso-?8859-\d+|latin-?1|windows-125\d|cp\d{3,4}|koi8-[ru]|gb\d+|gbk|big5"
    r"|shift[-_]jis|euc-(?:jp|kr)|mac\w*",
    re.IGNORECASE,
)
LOOKED_AT = 1_000_000
_SLASH = ord("/")
"""Before the end of a tag only where it is that of an element with nothing in it."""
MAX_DEPTH = 200
MAX_ELEMENTS = 1_000_000
"""Of one part that is read as a tree, rows not among them: four times what 64,000 formats take, and some 400 MB."""
BOM = b"\xef\xbb\xbf"


def as_utf8(data: bytes) -> bytes:
    """The same XML in UTF-8; the bytes themselves when it is UTF-8 already.

    Raises BadMarkup when the encoding it declares is unknown or does not fit.
    """
    try:
        if data[:2] in (b"\xff\xfe", b"\xfe\xff") or data[:2] in (b"<\0", b"\0<"):
            kind = "utf-16" if data[0] > 0x7F else ("utf-16-le" if data[0] else "utf-16-be")
            data = data.decode(kind).encode()
            return _DECLARED.sub(rb"\1UTF-8\3", data, count=1)
        declared = _DECLARED.match(data)
        if declared and declared[2].lower() not in (b"utf-8", b"utf8", b"us-ascii", b"ascii"):
            encoding = declared[2].decode("ascii")
            if _ENCODINGS.fullmatch(encoding) is None:
                raise BadMarkup(f"no spreadsheet is in the encoding {encoding[:40]!r}")
            data = data.decode(encoding).encode()
            return _DECLARED.sub(rb"\1UTF-8\3", data, count=1)
    except (UnicodeError, LookupError) as error:
        raise BadMarkup(str(error)) from error
    return data


class Before(Enum):
    """What stands before the first element of a part, other than a declaration and comments."""

    NOTHING_ELSE = auto()
    DOCTYPE = auto()
    NOTHING = auto()
    """There is no element among the first million characters: all are spaces or comments, so that a DOCTYPE may come after."""


def before_root(data: bytes) -> Before:
    """What stands before the first element, the only place where XML allows a DOCTYPE."""
    start = len(BOM) if data.startswith(BOM) else 0
    found = _PROLOG.match(data, start)
    if found is None:
        return Before.NOTHING_ELSE
    if found[1] == b"<!":
        return Before.DOCTYPE
    return Before.NOTHING if len(data) >= LOOKED_AT else Before.NOTHING_ELSE


def new_parser() -> expat.XMLParserType:
    """A parser of UTF-8, whatever the document says it is in, that ends at a DOCTYPE: with none there are no entities, and
    nothing outside of the document is ever looked at. Raises BadMarkup there, out of Parse().
    """
    parser = expat.ParserCreate("UTF-8")
    parser.buffer_text = True

    def refuse(*_: object) -> NoReturn:
        raise BadMarkup("it has a DOCTYPE or an entity")

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse
    return parser


def run(parser: expat.XMLParserType, data: bytes) -> None:
    """Send a whole document through a parser. Raises BadMarkup when it is no well-formed XML."""
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError) as error:
        raise BadMarkup(str(error)) from error


class Node:
    """An element: its name without prefix, its attributes, and where in the bytes it opens and closes."""

    __slots__ = ("attrs", "children", "close", "end", "inner", "name", "prefix", "start", "text")

    def __init__(self, qname: str, attrs: dict[str, str], start: int) -> None:
        before, colon, self.name = qname.rpartition(":")
        self.prefix = before + colon
        self.attrs = attrs
        self.start = start
        self.inner = self.close = self.end = start
        self.children: list[Node] = []
        self.text = ""

    def child(self, name: str) -> "Node | None":
        """The first child of that name."""
        return next((node for node in self.children if node.name == name), None)

    def all(self, name: str) -> "list[Node]":
        """All children of that name."""
        return [node for node in self.children if node.name == name]

    def walk(self) -> "Iterator[Node]":
        """This element and all below it, in the order of the file."""
        yield self
        for node in self.children:
            yield from node.walk()

    def get(self, name: str, default: str = "") -> str:
        """The value of an attribute without a prefix."""
        return self.attrs.get(name, default)

    def prefixed(self, name: str) -> str | None:
        """The value of an attribute of that local name that has a prefix, such as r:id."""
        return next((value for key, value in self.attrs.items() if key.endswith(":" + name)), None)

    def number(self, name: str, default: int = 0) -> int:
        """An attribute as a whole number."""
        try:
            return int(self.attrs.get(name, default))
        except ValueError:
            return default

    def flag(self, name: str) -> bool:
        """An attribute as yes or no."""
        return self.attrs.get(name, "0") in ("1", "true", "on")

    def below(self, *path: str) -> "Node | None":
        """The first element down a path of names."""
        node: Node | None = self
        for name in path:
            node = node.child(name) if node else None
        return node


class Edit(NamedTuple):
    """What replaces the bytes from start to stop."""

    start: int
    stop: int
    text: bytes


def parse(data: bytes) -> Node:
    """The tree of a UTF-8 document. Raises BadMarkup for what is not well formed or has a DOCTYPE."""
    parser = new_parser()
    top = Node("", {}, 0)
    stack = [top]
    texts: dict[int, list[str]] = {}  # of the open elements that hold text, by how deep they stand
    match = _OPEN_TAG.match

    def start(qname: str, attrs: dict[str, str]) -> None:
        at = parser.CurrentByteIndex
        node = Node(qname, attrs, at)
        found = match(data, at)
        if found is None:
            raise BadMarkup(f"a tag at byte {at} cannot be read")
        node.inner = found.end()
        stack[-1].children.append(node)
        stack.append(node)
        if len(stack) > MAX_DEPTH:
            raise BadMarkup(f"its elements stand more than {MAX_DEPTH} deep in one another")

    def end(_qname: str) -> None:
        if texts and len(stack) in texts:
            stack[-1].text = "".join(texts.pop(len(stack)))
        node = stack.pop()
        if data[node.inner - 2] == _SLASH:
            node.close = node.end = node.inner
        else:
            at = node.close = parser.CurrentByteIndex
            node.end = data.index(b">", at) + 1

    def characters(text: str) -> None:
        texts.setdefault(len(stack), []).append(text)

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = characters
    run(parser, data)
    return top.children[0]


class Document:
    """One XML part. Changes are splices; the tree is made anew when it is next asked for.

    Raises BadMarkup for more elements than ``most``, before it takes the memory for them; None for a part of our own.
    """

    def __init__(self, data: bytes, most: int | None = MAX_ELEMENTS) -> None:
        self.data = as_utf8(data)
        if most is not None and len(data) > most and self.data.count(b"<") - self.data.count(b"</") > most:
            raise TooMuch(f"it has more than {most:,} elements")
        self._root: Node | None = None

    @property
    def root(self) -> Node:
        """The outermost element."""
        if self._root is None:
            self._root = parse(self.data)
        return self._root

    @property
    def prefix(self) -> str:
        """What stands before the names of the document's own elements: empty, or such as ``x:``."""
        return self.root.prefix

    def raw(self, node: Node) -> bytes:
        """The bytes of an element, tags included."""
        return self.data[node.start : node.end]

    def apply(self, edits: Iterable[Edit]) -> None:
        """Make the splices; what is put in at one place comes in the order given, before what is replaced there."""
        data, out, at = self.data, [], 0
        in_order = sorted(edits, key=lambda edit: (edit[0], edit[1] > edit[0]))
        if not in_order:
            return
        for start, stop, text in in_order:
            out.append(data[at:start])
            out.append(text)
            at = stop
        out.append(data[at:])
        self.data = b"".join(out)
        self._root = None

    def attribute(self, node: Node, name: str, value: str | None) -> Edit:
        """Set an attribute, or with None take it away."""
        tag = self.data[node.start : node.inner]
        found = next((one for one in _ATTRIBUTE.finditer(tag) if one[1] == name.encode()), None)
        text = b"" if value is None else f' {name}="{escape(value, quotes=True)}"'.encode()
        if found:
            return Edit(node.start + found.start(), node.start + found.end(), text)
        after_name = node.start + 1 + len((node.prefix + node.name).encode())
        return Edit(after_name, after_name, text)

    def append(self, node: Node, text: str) -> Edit:
        """Put text at an element's end, opening it up when it is written as an empty one."""
        if node.close == node.inner == node.end:
            slash = self.data.rindex(b"/", node.start, node.end)
            slash -= len(self.data[node.start : slash]) - len(self.data[node.start : slash].rstrip())
            return Edit(slash, node.end, f">{text}</{node.prefix}{node.name}>".encode())
        return Edit(node.close, node.close, text.encode())

    def fill(self, node: Node, text: str, *, stop: int | None = None) -> Edit:
        """Put text at an element's start, opening it up when it is written as an empty one; up to ``stop`` in place of what is there."""
        if node.close == node.inner == node.end:
            return self.append(node, text)
        return Edit(node.inner, node.inner if stop is None else stop, text.encode())

    def remove(self, node: Node) -> Edit:
        """Take an element away."""
        return Edit(node.start, node.end, b"")

    def add_child(self, text: str, name: str, order: tuple[str, ...]) -> Edit:
        """Put a new child of the root where the schema's order wants it."""
        before = order[order.index(name) + 1 :]
        for child in self.root.children:
            if _known_as(child) in before:
                return Edit(child.start, child.start, text.encode())
        return self.append(self.root, text)


def _known_as(node: Node) -> str:
    """A child's place in the order; what stands in mc:AlternateContent counts as what it is."""
    if node.name == "AlternateContent":
        for choice in node.children:
            for inner in choice.children:
                return inner.name
    return node.name


_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
_IN_TEXT = regex("[&<>]")
_IN_QUOTES = regex('[&<>"\n\r\t]')
_NOT_XML = regex("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def escape(text: str, *, quotes: bool = False) -> str:
    """Text made safe for XML; with quotes for an attribute. Characters that XML cannot hold are left out."""
    if _NOT_XML.search(text):
        text = _NOT_XML.sub("", text)
    return (_IN_QUOTES if quotes else _IN_TEXT).sub(lambda found: _ESCAPES[found[0]], text)


def relation_prefix(root: Node, strict: bool) -> tuple[str, str]:
    """The prefix under which a document names relationships, and what to write to declare it where it does not."""
    wanted = STRICT_RELATIONSHIPS if strict else RELATIONSHIPS
    for name, value in root.attrs.items():
        if value == wanted and name.startswith("xmlns:"):
            return name.removeprefix("xmlns:") + ":", ""
    return "r:", f' xmlns:r="{escape(wanted, quotes=True)}"'
