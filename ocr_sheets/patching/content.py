"""A worksheet part, taken apart into its rows and all around them."""

from ocr_sheets.patterns import regex

from . import sheetdata
from .errors import BadMarkup, TooMuch
from .markup import MAIN, STRICT_MAIN, Document, Edit, Node, as_utf8
from .refs import Area, area

ORDER = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection",
    "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells",
    "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup",
    "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags",
    "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems",
    "tableParts", "extLst",
)  # fmt: skip
"""The children of a worksheet, in the order in which the standard wants them."""
_OPEN = regex(rb"<((?:[A-Za-z_][\w.-]*:)?)sheetData\b[^<>]*>")


class Content:
    """A worksheet part, taken apart: the rows as text, and all around them as a document with empty sheetData."""

    def __init__(self, data: bytes) -> None:
        data = as_utf8(data)
        found = _OPEN.search(data)
        stop = data.rfind(b"</%ssheetData" % found[1]) if found else -1
        inner = found.end() if found else -1
        try:
            body = self._part(data, inner, stop)
        except TooMuch:
            raise
        except BadMarkup:  # the words stand in a comment, or the part is damaged, which is said here
            inner, stop = sheetdata.place(data)
            body = self._part(data, inner, stop)
        root = self.skeleton.root
        if root.name != "worksheet":
            raise BadMarkup(f"it is a <{root.name}>")
        prefix = self.data_node().prefix
        body = sheetdata.without_bare_rows(body)
        self._rows = sheetdata.canonical(body, prefix)
        if self._rows is None:
            body = sheetdata.respell(data)
            self._plain_rows()
        self._body = body if body.strip() else b""

    def _part(self, data: bytes, inner: int, stop: int) -> bytes:
        """Set the skeleton, and return the rows between two places."""
        if stop < inner or inner < 0:
            inner = stop = 0
        self.skeleton = Document(data[:inner] + data[stop:])
        if self.data_node().close != self.data_node().inner:
            raise BadMarkup("its rows part cannot be found")
        return data[inner:stop]

    @property
    def body(self) -> bytes:
        """The rows, in the canonical spelling."""
        return self._body

    @body.setter
    def body(self, text: bytes) -> None:
        self._body = text
        self._rows = self._columns_used = None

    @property
    def rows(self) -> list[sheetdata.Row]:
        """Where the rows stand in the body."""
        if self._rows is None:
            self._rows = sheetdata.rows(self._body)
        return self._rows

    @property
    def columns_used(self) -> tuple[int, list[int]]:
        """The last column in which a cell holds something, 0 when none does, and those beyond it that have blank cells."""
        if self._columns_used is None:
            self._columns_used = sheetdata.columns_used(self._body, self.rows)
        return self._columns_used

    _columns_used: tuple[int, list[int]] | None = None

    def _plain_rows(self) -> None:
        """Where the sheet's own elements have a prefix, re-spelled rows have none, and sheetData says what they are."""
        skeleton = self.skeleton
        node = self.data_node()
        if node.prefix:
            strict = any(value == STRICT_MAIN for value in skeleton.root.attrs.values())
            main = STRICT_MAIN if strict else MAIN
            skeleton.apply([Edit(node.start, node.end, f'<sheetData xmlns="{main}"></sheetData>'.encode())])

    def data_node(self) -> Node:
        """The element around the rows."""
        node = self.skeleton.root.child("sheetData")
        if node is None:
            raise BadMarkup("it has no rows part")
        return node

    @property
    def merged_areas(self) -> list[Area]:
        """The merged cells."""
        merges = self.skeleton.root.child("mergeCells")
        areas = [area(node.get("ref")) for node in merges.children] if merges else []
        return [where for where in areas if where is not None]

    def to_bytes(self, body: bytes | None = None) -> bytes:
        """The part, with the rows that there are or with others."""
        return b"".join(self.pieces(None if body is None else [body]))

    def pieces(self, body: list[bytes] | None = None) -> list[bytes]:
        """The same in pieces, with rows that may be in pieces too."""
        body = [self.body] if body is None else body
        if not any(body):
            return [self.skeleton.data]
        if self.data_node().prefix:
            self._plain_rows()
        node = self.data_node()
        data = self.skeleton.data
        if node.close == node.inner == node.end:
            tag = data[node.start : node.end - 2].rstrip() + b">"
            return [data[: node.start], tag, *body, b"</sheetData>", data[node.end :]]
        return [data[: node.inner], *body, data[node.close :]]
