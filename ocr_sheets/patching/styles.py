"""Cell formats: the styles part, which is only ever added to at the ends of its lists.

An entry that is there already, whoever wrote it, is used again. That is what makes a second run write nothing new.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ocr_sheets.patterns import regex

from .errors import Refused
from .markup import MAIN, STRICT_MAIN, Document, Edit, Node, escape

MAX_FORMATS = 64_000
ORDER = (
    "numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles", "colors",
    "extLst",
)  # fmt: skip
_DEFAULTS = {
    "fonts": '<font><sz val="11"/><name val="Calibri"/><family val="2"/></font>',
    "fills": '<fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>',
    "borders": "<border><left/><right/><top/><bottom/><diagonal/></border>",
    "cellStyleXfs": '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>',
    "cellXfs": '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>',
}
_BUILT_IN = {
    "General": 0, "0": 1, "0.00": 2, "#,##0": 3, "#,##0.00": 4, "0%": 9, "0.00%": 10, "mm-dd-yy": 14, "d-mmm-yy": 15,
    "h:mm": 20, "@": 49,
}  # fmt: skip
_FONT_ORDER = (
    "b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz", "color", "name", "family",
    "charset", "scheme",
)  # fmt: skip
_FIRST_CUSTOM_FORMAT = 164


_MADE = "<!--made for a workbook that had no styles%s-->"
_NAMED = " but named them"
"""No program that saves a workbook keeps comments, so a part with this one is as we wrote it."""


def is_made(part: bytes) -> bool:
    """Whether a styles part is one of empty_styles(), to which nobody but this package has added anything."""
    return _MADE[: _MADE.index("%")].encode() in part[:200]


def was_named(part: bytes) -> bool:
    """Whether the workbook for which a part of empty_styles() was made said that it had such a part."""
    return (_MADE % _NAMED).encode() in part[:200]


def empty_styles(formats: int, *, strict: bool, named: bool) -> str:
    """A styles part for a workbook that has none, though it may have ``named`` one, with as many plain formats as its cells speak of."""
    lists = "".join(f"<{name}>{entries}</{name}>" for name, entries in _DEFAULTS.items() if name != "cellXfs")
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{_MADE % (_NAMED * named)}'
        f'<styleSheet xmlns="{STRICT_MAIN if strict else MAIN}">{lists}'
        f'<cellXfs count="{formats}">{_DEFAULTS["cellXfs"] * formats}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


class Style(NamedTuple):
    """How a cell looks. What is left out is as in the workbook's own default format.

    Colours are RRGGBB. ``border`` is the colour of a thin line on all four sides. ``link`` gives the look of a hyperlink.
    """

    number_format: str | None = None
    bold: bool = False
    italic: bool = False
    font_colour: str | None = None
    fill: str | None = None
    border: str | None = None
    wrap: bool = False
    horizontal: str | None = None
    vertical: str | None = None
    link: bool = False
    font_name: str | None = None
    font_size: float | None = None


_BUILT_IN_DATES = frozenset({*range(14, 18), 22, *range(27, 32), 36, *range(50, 59)})
"""The numbers of Excel's own number formats that show a day."""
_SHOWS_DATES = regex(r"[dy]", re.IGNORECASE)

Element = tuple[str, tuple[tuple[str, str], ...], tuple["Element", ...], str]
"""An element by meaning: name, sorted attributes, children, text. Two that are equal look the same."""


def element(name: str, attrs: dict[str, str] | None = None, *children: Element, text: str = "") -> Element:
    """An element that is not written yet."""
    return name, tuple(sorted((attrs or {}).items())), children, text


def meaning(node: Node) -> Element:
    """What an element of a document says, without regard to prefix and the order of attributes."""
    name = node.name if not node.prefix or node.name in _PLAIN else node.prefix + node.name
    attrs = tuple(sorted((key, value) for key, value in node.attrs.items() if key != "xmlns"))
    children = tuple(meaning(child) for child in node.children)
    return name, attrs, children, "" if children else node.text


_PLAIN = {
    *_FONT_ORDER, "font", "fill", "border", "xf", "numFmt", "dxf", "patternFill", "gradientFill", "stop", "fgColor",
    "bgColor", "left", "right", "top", "bottom", "diagonal", "start", "end", "vertical", "horizontal", "alignment",
    "protection",
}  # fmt: skip


def as_xml(what: Element, prefix: str) -> str:
    """An element as text."""
    name, attrs, children, text = what
    tag = name if ":" in name else prefix + name
    head = f"<{tag}" + "".join(f' {key}="{escape(value, quotes=True)}"' for key, value in attrs)
    inner = "".join(as_xml(child, prefix) for child in children) or escape(text)
    return f"{head}>{inner}</{tag}>" if inner else f"{head}/>"


def look(what: Element) -> Element:
    """An element without what makes no difference to how it looks, so that other programs' spellings are recognised."""
    name, attrs, children, text = what
    kept = tuple(one for one in attrs if (name, *one) not in _NO_DIFFERENCE and not one[0].startswith("apply"))
    inner = tuple(look(child) for child in children)
    return name, kept, tuple(sorted(inner)) if name == "font" else inner, text


_NO_DIFFERENCE = {
    ("b", "val", "1"), ("b", "val", "true"), ("i", "val", "1"), ("i", "val", "true"), ("u", "val", "single"),
    ("patternFill", "patternType", "none"), ("xf", "pivotButton", "0"), ("xf", "quotePrefix", "0"),
}  # fmt: skip


class _List:
    """One of the lists, with what is to be added at its end."""

    def __init__(self, nodes: list[Node], look: Callable[[Element], Element] = look) -> None:
        self.nodes = nodes
        self.look = look
        self.index: dict[Element, int] = {}
        self.first: list[int] = []
        for at, node in enumerate(nodes):
            self.first.append(self.index.setdefault(look(meaning(node)), at))
        self.new: list[Element] = []

    def __len__(self) -> int:
        return len(self.nodes) + len(self.new)

    def __getitem__(self, at: int) -> Element:
        return meaning(self.nodes[at]) if at < len(self.nodes) else self.new[at - len(self.nodes)]

    def find(self, what: Element) -> int | None:
        """Where an entry with this look is."""
        return self.index.get(self.look(what))

    def place(self, what: Element) -> int:
        """Where an entry with this look is; at the end when there was none."""
        key = self.look(what)
        found = self.index.get(key)
        if found is None:
            found = self.index[key] = len(self)
            self.first.append(found)
            self.new.append(what)
        return found


_WHITE = ({"rgb": "FFFFFFFF"}, {"theme": "0"}, {"indexed": "9"}, {"indexed": "65"})


def _is_plain(attrs: Mapping[str, str], children: Sequence[Element]) -> bool:
    """Whether a pattern fill shows as none or as white."""
    if attrs.get("patternType", "none") == "none":
        return True
    inks = [dict(own) for name, own, _, _ in children if name == "fgColor"]
    return attrs["patternType"] == "solid" and all(ink in _WHITE for ink in inks)


class Styles:
    """The styles part of a workbook."""

    def __init__(self, document: Document, label: str, highest: Callable[[int], int] = lambda above: above) -> None:
        """``highest`` tells the highest format number in the workbook's cells above a given one. Cells may name formats past the end
        of the list, and look like the default: so that none of them gets a format that is added, the list is filled up first.
        """
        self.document = document
        self.label = label
        self._handles: dict[Style, int] = {}
        self._shades_used: dict[str, bool] = {}
        self._quoted: dict[int, int] = {}
        missing = [name for name in _DEFAULTS if not self._has(name)]
        for name in missing:
            document.apply([document.add_child(self._filled(name), name, ORDER)])
        self._fill_up(highest)
        self._load()

    def _fill_up(self, highest: Callable[[int], int]) -> None:
        node = self.document.root.child("cellXfs")
        assert node is not None
        there = len(node.children)
        beyond = highest(there - 1)
        if there <= beyond < MAX_FORMATS:
            document = self.document
            first = document.raw(node.children[0]).decode()
            document.apply(
                [
                    document.attribute(node, "count", str(beyond + 1)),
                    document.append(node, first * (beyond + 1 - there)),
                ]
            )

    def _has(self, name: str) -> bool:
        node = self.document.root.child(name)
        return node is not None and bool(node.children)

    def _filled(self, name: str) -> str:
        empty = self.document.root.child(name)
        if empty is not None:
            self.document.apply([self.document.remove(empty)])
        prefix = self.document.prefix
        entries = _DEFAULTS[name].replace("</", "\0").replace("<", f"<{prefix}").replace("\0", f"</{prefix}")
        return f"<{prefix}{name}>{entries}</{prefix}{name}>"

    @property
    def _lists(self) -> dict[str, _List]:
        """The lists as they stand in the document, with what is to be added; read again after that was written, if they are asked for."""
        if not self._loaded:
            self._load()
        return self._loaded

    def _load(self) -> None:
        root = self.document.root
        self._loaded = {
            name: _List(list(node.children) if (node := root.child(name)) else [])
            for name in ("numFmts", "fonts", "fills", "borders", "dxfs")
        }
        node = root.child("cellXfs")
        self._loaded["cellXfs"] = _List(list(node.children) if node else [], self._look)
        self._formats: dict[str, int] = {}
        self._next_format = _FIRST_CUSTOM_FORMAT
        for node in self._loaded["numFmts"].nodes:
            number = node.number("numFmtId")
            self._formats.setdefault(node.get("formatCode"), number)
            self._next_format = max(self._next_format, number + 1)

    def _look(self, what: Element) -> Element:
        """A cell format's look: of entries that are alike, some programs write several."""
        name, attrs, children, text = look(what)
        firsts = {"fontId": "fonts", "fillId": "fills", "borderId": "borders"}
        same = []
        for key, value in attrs:
            first = self._lists[firsts[key]].first if key in firsts else []
            same.append((key, str(first[int(value)]) if _is_index(value) and int(value) < len(first) else value))
        return name, tuple(same), children, text

    # -- what is asked for

    def handle(self, style: Style) -> int:
        """The number of a format with this look, made when there is none. Raises Refused beyond 64,000 formats."""
        found = self._handles.get(style)
        if found is None:
            attrs = {
                "numFmtId": str(self._format(style.number_format) if style.number_format else 0),
                "fontId": str(self._font(style)),
                "fillId": str(self._solid(style.fill) if style.fill else 0),
                "borderId": str(self._border(style.border) if style.border else 0),
                "xfId": "0",
                "applyNumberFormat": "1",
                "applyFont": "1",
                "applyFill": "1",
                "applyBorder": "1",
                "applyAlignment": "1",
            }
            alignment = {
                key: value
                for key, value in (
                    ("horizontal", style.horizontal),
                    ("vertical", style.vertical),
                    ("wrapText", "1" if style.wrap else None),
                )
                if value
            }
            children = [element("alignment", alignment)] if alignment else []
            found = self._handles[style] = self._xf(element("xf", attrs, *children))
        return found

    def quoted(self, xf: int) -> int:
        """The same format with the mark that its text is text, however much it looks like a formula; where there is no room
        for one, the format itself: the mark only matters to whoever types in the cell.
        """
        found = self._quoted.get(xf)
        if found is None:
            found = self._quoted[xf] = self._changed(xf, quotePrefix="1") if self.left > 0 else xf
        return found

    def dated(self, xf: int, code: str) -> int:
        """The same format where it shows dates, else one that does, with a number format of this code; where there is no room for one,
        the nearest that shows dates.
        """
        formats = self._lists["cellXfs"]
        number = dict(formats[xf if xf < len(formats) else 0][1]).get("numFmtId", "0")
        own = next((name for name, known in self._formats.items() if str(known) == number), "")
        if (_is_index(number) and int(number) in _BUILT_IN_DATES) or _SHOWS_DATES.search(own):
            return xf
        if self.left <= 0:
            return self._nearest(code, 0)
        return self._changed(xf, numFmtId=str(self._format(code)), applyNumberFormat="1")

    def filled(
        self, xf: int, colour: str, used: Callable[[], set[int]], taken: dict[int, int], *, is_made: bool = False
    ) -> int | None:
        """The same format with another fill, and so that it says which format it was made of; None where there is no room.

        ``used`` finds the formats of the user's cells, ``taken`` the marked formats given out so far and what they were
        made of: a format's number or, for cells that were not there and are made (``is_made``), -1 less that number. Where the user uses the very colour, or two formats differ in nothing but their fills, the colour is
        changed by the little that nobody sees, so that a later run can tell them apart in any program's copy.
        """
        for shade in _shades(colour):
            if self._is_used(shade, used):
                continue
            if self.left <= 0:
                return None
            marked = self._changed(xf, fillId=str(self._solid(shade)), applyFill="1")
            made_of = -1 - xf if is_made else xf
            if taken.setdefault(marked, made_of) == made_of:
                return marked
        raise AssertionError("there are more shades than formats")

    def _is_used(self, shade: str, used: Callable[[], set[int]]) -> bool:
        """Whether the user has cells of a colour. No cell is looked at for one that the workbook did not know before we used it."""
        if shade not in self._shades_used:
            fill = self._lists["fills"].find(_solid(shade))
            self._shades_used[shade] = fill is not None and not self.with_fills({str(fill)}).isdisjoint(used())
        return self._shades_used[shade]

    def unfilled(self, xf: int) -> int:
        """The same format with no fill; where there is no room for one, the format itself."""
        return self._changed(xf, fillId="0") if self.left > 0 else xf

    def fill_of(self, xf: int) -> str:
        """Which entry of the fills a format uses; the first, where several are alike."""
        if xf >= len(self._lists["cellXfs"]):
            return "0"
        return dict(self._look(self._lists["cellXfs"][xf])[1]).get("fillId", "0")

    def is_filled(self, xf: int) -> bool:
        """Whether a format gives its cells a colour that somebody sees: a gradient, or a pattern that is not solid white."""
        fill = self.fill_of(xf)
        if fill in ("0", "1") or not _is_index(fill) or int(fill) >= len(self._lists["fills"]):
            return False
        _, _, inner, _ = self._lists["fills"][int(fill)]
        return any(name != "patternFill" or not _is_plain(dict(attrs), children) for name, attrs, children, _ in inner)

    def with_fills(self, fills: set[str]) -> set[int]:
        """All formats that use one of these fills."""
        return {xf for xf in range(len(self._lists["cellXfs"])) if self.fill_of(xf) in fills}

    def by_month(self) -> set[int]:
        """All formats that show the month or the year of a date and not its day."""
        shown = {number for code, number in self._formats.items() if _shows_no_day(code)} | {_MONTH_AND_YEAR}
        return {xf for xf, node in enumerate(self._lists["cellXfs"].nodes) if node.number("numFmtId") in shown}

    def struck(self) -> set[int]:
        """All formats whose letters are struck through."""
        fonts = {
            str(at)
            for at, node in enumerate(self._lists["fonts"].nodes)
            if any(child.name == "strike" and child.get("val", "1") not in ("0", "false") for child in node.children)
        }
        return {
            xf for xf, node in enumerate(self._lists["cellXfs"].nodes) if fonts and node.get("fontId", "0") in fonts
        }

    def joined(self, other: "Styles") -> tuple[list[int], list[int]]:
        """Bring another styles part's formats in: the numbers here of its cell formats, and of its differential ones."""
        theirs = other._lists
        codes = {node.number("numFmtId"): node.get("formatCode") for node in theirs["numFmts"].nodes}
        fonts = [self._lists["fonts"].place(meaning(node)) for node in theirs["fonts"].nodes]
        fills = [self._lists["fills"].place(meaning(node)) for node in theirs["fills"].nodes]
        borders = [self._lists["borders"].place(meaning(node)) for node in theirs["borders"].nodes]
        formats = []
        for node in theirs["cellXfs"].nodes:
            _, attrs, children, text = meaning(node)
            new = dict(attrs)
            if self.left <= 0:
                formats.append(self._nearest(codes.get(node.number("numFmtId")), node.number("numFmtId")))
                continue
            code = codes.get(node.number("numFmtId"))
            new["numFmtId"] = str(self._format(code) if code is not None else node.number("numFmtId"))
            new["fontId"] = str(fonts[node.number("fontId")])
            new["fillId"] = str(fills[node.number("fillId")])
            new["borderId"] = str(borders[node.number("borderId")])
            new["xfId"] = "0"
            for kind in ("NumberFormat", "Font", "Fill", "Border", "Alignment"):
                new[f"apply{kind}"] = "1"
            formats.append(self._xf(("xf", tuple(sorted(new.items())), children, text)))
        differential = []
        for node in theirs["dxfs"].nodes:
            name, attrs, children, text = meaning(node)
            children = tuple(self._own_format(child) for child in children)
            differential.append(self._lists["dxfs"].place((name, attrs, children, text)))
        return formats, differential

    def _own_format(self, child: Element) -> Element:
        attrs = dict(child[1])
        if child[0] != "numFmt" or int(attrs["numFmtId"]) < _FIRST_CUSTOM_FORMAT:
            return child
        attrs["numFmtId"] = str(self._format(attrs["formatCode"]))
        return element("numFmt", attrs)

    @property
    def left(self) -> int:
        """How many more cell formats the workbook can hold."""
        return MAX_FORMATS - len(self._lists["cellXfs"])

    def _nearest(self, code: str | None, number: int) -> int:
        """Of the formats there are, one that shows a value of this number format readably, for want of room for another."""
        number = self._formats.get(code, number) if code else number
        if not number and not code:
            return 0
        dates = {one for name, one in self._formats.items() if "yy" in name.lower()} | {14, 15, 22}
        wanted = dates if "yy" in (code or "").lower() or number in dates else {number}
        nodes = self._lists["cellXfs"].nodes
        return next((at for at, node in enumerate(nodes) if node.number("numFmtId") in wanted), 0)

    def differential(self, fill: str) -> int:
        """The number of the format by which a conditional format gives cells this fill."""
        pattern = element("patternFill", {}, element("bgColor", {"rgb": _argb(fill)}))
        return self._lists["dxfs"].place(element("dxf", {}, element("fill", {}, pattern)))

    # -- entries

    def _xf(self, what: Element) -> int:
        formats = self._lists["cellXfs"]
        number = formats.place(what)
        if number >= MAX_FORMATS:
            raise Refused(
                f"{self.label} holds {MAX_FORMATS:,} different cell formats, the most that Excel allows, so no more can "
                "be added: clear the formats of sheets that are not needed and try again."
            )
        return number

    def _changed(self, xf: int, **changes: str) -> int:
        formats = self._lists["cellXfs"]
        name, attrs, children, text = formats[xf if xf < len(formats) else 0]
        return self._xf((name, tuple(sorted({**dict(attrs), **changes}.items())), children, text))

    def _format(self, code: str) -> int:
        known = self._formats.get(code, _BUILT_IN.get(code))
        if known is None:
            known = self._formats[code] = self._next_format
            self._next_format += 1
            self._lists["numFmts"].place(element("numFmt", {"numFmtId": str(known), "formatCode": code}))
        return known

    def _font(self, style: Style) -> int:
        base = dict(self._lists["cellXfs"][0][1]).get("fontId", "0")
        at = int(base) if _is_index(base) and int(base) < len(self._lists["fonts"]) else 0
        name, attrs, children, text = self._lists["fonts"][at]
        parts = {child[0]: child for child in children}
        if style.bold:
            parts["b"] = element("b")
        if style.italic:
            parts["i"] = element("i")
        if style.link:
            parts["u"] = element("u")
            parts["color"] = element("color", {"rgb": "FF0563C1"})
        if style.font_colour:
            parts["color"] = element("color", {"rgb": _argb(style.font_colour)})
        if style.font_name:
            parts["name"] = element("name", {"val": style.font_name})
            parts.pop("scheme", None)
        if style.font_size:
            parts["sz"] = element("sz", {"val": f"{style.font_size:g}"})
        if parts == {child[0]: child for child in children}:
            return at
        ordered = sorted(parts.values(), key=lambda part: _FONT_ORDER.index(part[0]) if part[0] in _FONT_ORDER else 99)
        return self._lists["fonts"].place((name, attrs, tuple(ordered), text))

    def _solid(self, colour: str) -> int:
        return self._lists["fills"].place(_solid(colour))

    def _border(self, colour: str) -> int:
        line = element("color", {"rgb": _argb(colour)})
        sides = [element(side, {"style": "thin"}, line) for side in ("left", "right", "top", "bottom")]
        return self._lists["borders"].place(element("border", {}, *sides, element("diagonal")))

    # -- writing

    def flush(self) -> None:
        """Write what was added into the document, in one go: with 64,000 formats every look at it takes a second."""
        document, prefix = self.document, self.document.prefix
        edits: list[Edit] = []
        for name, entries in self._lists.items():
            if not entries.new:
                continue
            text = "".join(as_xml(entry, prefix) for entry in entries.new)
            node = document.root.child(name)
            count = str(len(entries))
            if node is None:
                edits.append(
                    document.add_child(f'<{prefix}{name} count="{count}">{text}</{prefix}{name}>', name, ORDER)
                )
            else:
                edits += (document.attribute(node, "count", count), document.append(node, text))
        document.apply(edits)
        if any(entries.new for entries in self._lists.values()):
            self._loaded = {}


def _is_index(value: str) -> bool:
    return value.isdecimal() and len(value) < 10


def _solid(colour: str) -> Element:
    pattern = element(
        "patternFill",
        {"patternType": "solid"},
        element("fgColor", {"rgb": _argb(colour)}),
        element("bgColor", {"indexed": "64"}),
    )
    return element("fill", {}, pattern)


def _shades(colour: str) -> Iterator[str]:
    """A colour, and then those next to it, the nearest first."""
    base = int(_argb(colour)[2:], 16)
    for step in range(1 << 24):
        low = (base & 0xFF) - step % 16 if base & 0x80 else (base & 0xFF) + step % 16
        middle = (base >> 8 & 0xFF) - step // 16 % 16 if base & 0x8000 else (base >> 8 & 0xFF) + step // 16 % 16
        high = (base >> 16) - step // 256 if base & 0x800000 else (base >> 16) + step // 256
        if not 0 <= high <= 0xFF:
            return
        yield f"{high:02X}{middle:02X}{low:02X}"


def _argb(colour: str) -> str:
    colour = colour.removeprefix("#").upper()
    return colour if len(colour) == 8 else f"FF{colour}"


_MONTH_AND_YEAR = 17
"""The number of Excel's own format for Mar-27."""
_NOT_SHOWN = regex(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')


def _shows_no_day(code: str) -> bool:
    """Whether a number format shows a month by name, or month and year, and nothing finer."""
    plain = _NOT_SHOWN.sub("", code.partition(";")[0]).casefold()
    is_month = "mmm" in plain or ("m" in plain and "y" in plain) or "yyyy" in plain
    return is_month and not re.search(r"[dhs0#]", plain)
